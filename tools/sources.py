#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""sources.py FOLDER code|test: the .c files of a folder, tests apart, for meson.build.

Run at configure time; tools/layers.py checks in the test run that none was forgotten.
"""
import pathlib
import sys

folder, kind = pathlib.Path(sys.argv[1]), sys.argv[2]
root = pathlib.Path(__file__).resolve().parent.parent
for f in sorted((root / folder).glob("*.c")):
    if f.stem.endswith("_test") == (kind == "test"):
        print(f.relative_to(root))
