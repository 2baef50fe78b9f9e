#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""po.py update [PARTS…] | check: the messages of the house and their Vietnamese.

Message ids are the English texts in N_("…"), T(c, "…"), fail(…, "…") of src/**/*.c, .h and .def,
and in {{_ …}} of the templates. `update` rewrites po/vi.po with every id in order of its first
place, keeping translations and taking missing ones from the PARTS (lines of msgid, tab,
Vietnamese); `check` fails when one is missing or a format differs.
"""
import ast
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
po = root / "po" / "vi.po"
literal = r'"(?:[^"\\\n]|\\.)*"'
token = re.compile(rf"{literal}|'(?:[^'\\\n]|\\.)*'|/\*.*?\*/|//[^\n]*|\w+|\s+|.", re.S)
takes_message = {"N_": 0, "T": 1, "fail": 3, "note_fault": 3, "fail_law": 4}  # in which argument
conversion = re.compile(r"%[-+#0]*(?:\*|\d*)(?:\.(?:\*|\d+))?(?:hh|ll|[hlzjt])?[diouxXeEfFgGcsp%]")


def messages(text):
    """The literals of a C file where a message stands: whole arguments, or branches of ?: in them."""
    calls, name = [], ""  # each open bracket: its function, the argument at hand, what is in it
    for t in token.findall(text):
        if t.isspace() or t.startswith(("/*", "//")):
            continue
        if t in "([{":
            calls.append([name, 0, []])
        elif calls and t in ")]}":
            yield from finished(*calls.pop())
            if calls:
                calls[-1][2].append(")")
        elif calls and t == ",":
            yield from finished(*calls[-1])
            calls[-1] = [calls[-1][0], calls[-1][1] + 1, []]
        elif calls:
            calls[-1][2].append(t)
        name = t


def finished(function, argument, tokens):
    if takes_message.get(function) != argument:
        return
    said, before = "", ""
    for t in [*tokens, ""]:
        if t.startswith('"') and (said or before in ("", "?", ":")):
            said += ast.literal_eval(t)
            continue
        if re.search(r"[^\W\d_]", conversion.sub("", said)):
            yield said
        said, before = "", t


def ids():
    """msgid → first place, in order."""
    found = {}
    for f in sorted((root / "src").rglob("*")):
        name = str(f.relative_to(root))
        if f.suffix in (".c", ".def", ".h") and not f.stem.endswith("_test"):
            for text in messages(f.read_text()):
                found.setdefault(text, name)
        elif f.suffix == ".html":
            for m in re.finditer(r"\{\{_\s*(.*?)\s*\}\}", f.read_text(), re.S):
                found.setdefault(m[1], name)
    return found


def entries(path):
    have, current, field = {}, {}, None
    for line in [*path.read_text().splitlines(), ""] if path.exists() else []:
        m = re.match(r'(msgid|msgstr) (".*")$', line)
        if m:
            field = m[1]
            current[field] = ast.literal_eval(m[2])
        elif line.startswith('"') and field:
            current[field] += ast.literal_eval(line)
        elif not line.strip():
            if current.get("msgid"):
                have[current["msgid"]] = current.get("msgstr", "")
            current, field = {}, None
    return have


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


header = """# SPDX-License-Identifier: Apache-2.0
# Vietnamese of haicap. Made and checked by tools/po.py; legal terms as in doc/glossary.md.
msgid ""
msgstr ""
"Project-Id-Version: haicap\\n"
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""


def update():
    have = entries(po)
    for part in sys.argv[2:]:
        for line in pathlib.Path(part).read_text().splitlines():
            cells = line.split("\t")
            if len(cells) >= 2 and cells[0] and cells[1]:
                text = cells[0].replace("\\n", "\n")
                have[text] = have.get(text) or cells[1].replace("\\n", "\n")
    out = [header]
    for text, place in ids().items():
        fmt = "#, c-format\n" if conversion.search(text) else ""
        out.append(f"#: {place}\n{fmt}msgid {quoted(text)}\nmsgstr {quoted(have.get(text, ''))}\n")
    po.write_text("\n".join(out))


def check():
    have, bad = entries(po), []
    for text, place in ids().items():
        vi = have.get(text)
        if not vi:
            bad.append(f"{place}: no Vietnamese for {text!r}")
        elif conversion.findall(text) != conversion.findall(vi):
            bad.append(f"{place}: other conversions in the Vietnamese of {text!r}")
    bad += [f"po/vi.po: nobody says {t!r} any more" for t in have if t not in ids_now]
    print("\n".join(bad))
    return bool(bad)


ids_now = ids()
if sys.argv[1:2] == ["update"]:
    update()
elif sys.argv[1:2] == ["check"]:
    sys.exit(check())
else:
    sys.exit(__doc__)
