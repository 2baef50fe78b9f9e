#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py ROOT STATIC OUT.c DEPFILE: what the binary carries inside.

Named queries (src/*/*.sql), migrations (src/*/NNNN_*.sql), page templates (src/*/*.html),
catalogs (po/*.po), rows that ship (data/**, demo/**) and static files (the STATIC folder, made by
the asset build) become constants of one C file. The depfile names the folders too, so that
a new file is noticed without a list being edited.
"""
import ast
import hashlib
import pathlib
import re
import sys

root, static_dir, out, dep = map(pathlib.Path, sys.argv[1:5])
src = root / "src"


def c_string(text):
    """A C string literal of any length, a line of it at a time."""
    data = text if isinstance(text, bytes) else text.encode()
    if not data:
        return '""'
    lines = []
    for line in data.splitlines(keepends=True):
        for at in range(0, len(line), 2000):
            part = line[at:at + 2000]
            body = "".join(
                chr(b) if 32 <= b < 127 and b not in b'"\\?' else f"\\{b:03o}" for b in part)
            lines.append(f'"{body}"')
    return "\n    ".join(lines)


def ident(path):
    return re.sub(r"\W", "_", str(path))


def numbered(path):
    return path.name[:4].isdigit()


def queries():
    c, names = [], []
    for f in sorted(p for p in src.glob("*/*.sql") if not numbered(p)):
        for block in re.split(r"(?m)^-- name: *", f.read_text())[1:]:
            name, text = block.split("\n", 1)
            lines = (re.sub(r"\s+--.*$", "", line).strip() for line in text.splitlines())
            sql = " ".join(line for line in lines if line and not line.startswith("--"))
            sql = sql.rstrip(";")
            used = {int(n) for n in re.findall(r"\$(\d+)", sql)}
            if used != set(range(1, len(used) + 1)):
                sys.exit(f"{f}: {name}: placeholders must be $1..$n, got {sorted(used)}")
            if ";" in sql:
                sys.exit(f"{f}: {name}: one statement each")
            if name in names:
                sys.exit(f"{f}: {name}: a second query of that name")
            c.append(f"extern const struct query Q_{name};\n"
                     f'const struct query Q_{name} = {{"{name}", {c_string(sql)}, {len(used)}, '
                     f"{len(names)}}};")
            names.append(name)
    c.append("const struct query *const all_queries[] = {"
             + ", ".join([f"&Q_{n}" for n in names] + ["NULL"]) + "};")
    return c


def migrations():
    rows, seen = [], {}
    for f in sorted((p for p in src.glob("*/*.sql") if numbered(p)), key=lambda p: p.name):
        number = f.name[:4]
        if number in seen:
            sys.exit(f"{f}: the number {number} is taken by {seen[number]}")
        seen[number] = f
        text = f.read_text()
        rows.append(f'    {{"{f.stem}", {c_string(text)}, '
                    f'"{hashlib.sha256(text.encode()).hexdigest()}"}},')
    return ["const struct migration all_migrations[] = {", *rows, "    {0},\n};"]


def po_entries(path):
    """msgid → msgstr of a .po file, without the fuzzy ones; plurals are not used here."""
    entries, current, field, fuzzy = {}, {}, None, False
    for line in [*path.read_text().splitlines(), ""]:
        if line.startswith("#,") and "fuzzy" in line:
            fuzzy = True
        m = re.match(r'(msgid|msgstr) (".*")$', line)
        if m:
            field = m[1]
            current[field] = ast.literal_eval(m[2])
        elif line.startswith('"') and field:
            current[field] += ast.literal_eval(line)
        elif not line.strip():
            if current.get("msgid") and current.get("msgstr") and not fuzzy:
                entries[current["msgid"]] = current["msgstr"]
            current, field, fuzzy = {}, None, False
    return entries


def catalogs():
    c, rows = [], []
    for lang, name, partial in (("vi", "Tiếng Việt", "false"), ("en", "English", "false"),
                                ("th", "ไทย", "true"), ("lo", "ລາວ", "true")):
        path = root / "po" / f"{lang}.po"
        entries = po_entries(path) if path.exists() else {}
        ordered = sorted(entries.items(), key=lambda kv: kv[0].encode())
        c.append(f"static const struct msg msgs_{lang}[] = {{")
        c += [f"    {{{c_string(i)}, {c_string(t)}}}," for i, t in ordered]
        c.append("    {0},\n};")
        rows.append(f'    {{"{lang}", {c_string(name)}, msgs_{lang}, {len(ordered)}, '
                    f"{partial}}},")
    return [*c, "const struct catalog catalogs[] = {", *rows, "    {0},\n};"]


MIME = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
        ".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png",
        ".txt": "text/plain; charset=utf-8"}


def files(name, base, paths):
    rows, c = [], []
    for i, f in enumerate(paths):
        data = f.read_bytes()
        tag = hashlib.sha256(data).hexdigest()[:16]
        c.append(f"static const char {name}_{i}[] = {c_string(data)};")
        rows.append(f'    {{{c_string(str(f.relative_to(base)))}, '
                    f'"{MIME.get(f.suffix, "text/plain; charset=utf-8")}", {name}_{i}, '
                    f'{len(data)}, "{tag}"}},')
    return [*c, f"const struct embedded {name}[] = {{", *rows, "    {0},\n};"]


pages = sorted(src.glob("*/*.html"))
shipped = sorted(p for d in ("data", "demo") for p in (root / d).rglob("*") if p.is_file())
static = sorted(p for p in static_dir.rglob("*") if p.is_file()) if static_dir.is_dir() else []

text = "\n".join([
    "/* made by tools/embed.py: do not edit */",
    '#include "base/embedded.h"', '#include "base/msg.h"', '#include "store/store.h"',
    *queries(), *migrations(), *catalogs(),
    *files("embedded_pages", src, pages),
    *files("embedded_data", root, shipped),
    *files("embedded_static", static_dir, static),
]) + "\n"
out.write_text(text)

folders = [src, *src.glob("*/"), root / "po", root / "data", root / "demo"]
inputs = [*src.glob("*/*.sql"), *pages, *shipped, *static, *(root / "po").glob("*.po")]
escaped = (str(p.resolve()).replace(" ", "\\ ") for p in [*folders, *inputs] if p.exists())
dep.write_text(f"{out}: " + " ".join(escaped) + "\n")
