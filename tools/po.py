#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""po.py update [PARTS…] | check: the messages of the house in their languages.

Message ids are the English texts in N_("…"), T(c, "…"), fail(…, "…") of src/**/*.c, .h and .def,
and in {{_ …}} of the templates. `update` rewrites po/*.po with every id in order of its first
place, keeping translations and taking missing ones from the PARTS (lines of msgid, Vietnamese,
Thai, Lao, parted by tabs); `check` fails when one is missing or a format differs.

Vietnamese has them all. Thai and Lao have what citizens see: the files of CITIZENS and the menu; a
page that they have not in full is shown in English (tpl_speaks).
"""
import ast
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
CITIZENS = """base/errors.def kernel/password.c log/head.html people/sign_in.html
people/sign_in_code.html unit/convert.html unit/lineage.html unit/part.html search/search.c search/search.html
unit/state.html unit/unit.c unit/unit_convert.c unit/unit_figure.c unit/unit_lineage.c
unit/unit_list.c unit/unit_list.html unit/unit_row.c unit/unit_show.html unit/unit_web.c view/form.c
view/tpl_parts.c view/view.c web/edge.c web/gate.c web/http_exchange.c web/http_form.c
web/layout.html web/pager.html web/papers.html web/trouble.html""".split()
CITIZENS_TOO = ["Boundary files", "Recognitions", "Seals", "Username", "Password", "Sign out",
                "Six digits from your app, or a recovery code",
                "The code does not fit or was used already, or more than five minutes have passed since "
                "the password, or the account is locked for a while"]
LANGUAGES = ["vi", "th", "lo"]
NAMES = {"vi": "Vietnamese", "th": "Thai", "lo": "Lao"}
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


def said():
    """Each msgid with each file it is in, and those of the menu."""
    for f in sorted((root / "src").rglob("*")):
        name = str(f.relative_to(root))
        if f.suffix in (".c", ".def", ".h") and not f.stem.endswith("_test"):
            code = f.read_text()
            menu = {ast.literal_eval(m) for m in re.findall(rf"\.menu = N_\(\s*({literal})\)", code)}
            for text in messages(code):
                yield text, name, text in menu
        elif f.suffix == ".html":
            for m in re.finditer(r"\{\{_\s*(.*?)\s*\}\}", f.read_text(), re.S):
                yield m[1], name, False


def ids():
    """language → msgid → first place, in order."""
    found = {lang: {} for lang in LANGUAGES}
    citizens = set(CITIZENS_TOO)
    for text, name, in_menu in said():
        found["vi"].setdefault(text, name)
        if in_menu or name.removeprefix("src/") in CITIZENS:
            citizens.add(text)
    for lang in LANGUAGES[1:]:
        found[lang] = {text: place for text, place in found["vi"].items() if text in citizens}
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
# {name} of haicap. Made and checked by tools/po.py; legal terms as in doc/glossary.md.
msgid ""
msgstr ""
"Project-Id-Version: haicap\\n"
"Language: {lang}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""


def catalog(lang):
    return root / "po" / f"{lang}.po"


def update():
    have = {lang: entries(catalog(lang)) for lang in LANGUAGES}
    for part in sys.argv[2:]:
        for line in pathlib.Path(part).read_text().splitlines():
            text, *cells = (cell.replace("\\n", "\n") for cell in line.split("\t"))
            for lang, cell in zip(LANGUAGES, cells):
                have[lang][text] = have[lang].get(text) or cell
    for lang in LANGUAGES:
        out = [header.format(lang=lang, name=NAMES[lang])]
        for text, place in ids_now[lang].items():
            fmt = "#, c-format\n" if conversion.search(text) else ""
            told = quoted(have[lang].get(text, ""))
            out.append(f"#: {place}\n{fmt}msgid {quoted(text)}\nmsgstr {told}\n")
        catalog(lang).write_text("\n".join(out))


def check():
    bad = []
    for lang in LANGUAGES:
        have = entries(catalog(lang))
        for text, place in ids_now[lang].items():
            told = have.get(text)
            if not told:
                bad.append(f"{place}: no {NAMES[lang]} for {text!r}")
            elif conversion.findall(text) != conversion.findall(told):
                bad.append(f"{place}: other conversions in the {NAMES[lang]} of {text!r}")
        bad += [f"po/{lang}.po: nobody says {t!r} any more" for t in have if t not in ids_now[lang]]
    print("\n".join(bad))
    return bool(bad)


ids_now = ids()
if sys.argv[1:2] == ["update"]:
    update()
elif sys.argv[1:2] == ["check"]:
    sys.exit(check())
else:
    sys.exit(__doc__)
