#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""layers.py: the order of the house, checked.

A file may include its own folder, the layers below it, and rooms earlier in modules.def. Only
room_web.c and room_cli.c may include web/. No file is longer than 1,200 lines.
"""
import pathlib
import re
import sys

src = pathlib.Path("src")
layers = ["base", "view", "store", "kernel", "web"]
rooms = re.findall(r"MODULE\((\w+)\)", (src / "modules.def").read_text())
rank = {d: i for i, d in enumerate(layers + rooms)}
bad = []
for f in sorted(src.rglob("*.[ch]")):
    here = f.parts[1]
    lines = f.read_text().splitlines()
    if len(lines) > 1200:
        bad.append(f"{f}: {len(lines)} lines; split it")
    if f.parent == src:
        continue
    if here not in rank:
        bad.append(f"{f}: a folder that modules.def and this script do not know")
        continue
    skin = f.stem.endswith(("_web", "_cli", "_test"))
    for n, line in enumerate(lines, 1):
        m = re.match(r'\s*#\s*include "(\w+)/', line)
        if not m:
            continue
        core_to_web = here in rooms and m[1] == "web" and not skin
        if rank.get(m[1], 99) > rank[here] or core_to_web:
            bad.append(f"{f}:{n}: {f.name} may not include {m[1]}/")
print("\n".join(bad))
sys.exit(bool(bad))
