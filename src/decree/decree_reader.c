/* SPDX-License-Identifier: Apache-2.0 */
/* decree_reader.c: places, words and names in the text of a decree; decree_text.c knows what
 * they mean. */
#include "decree/decree_reader.h"

#include <ctype.h>

#include "base/msg.h"
#include "base/text.h"

/* ---- places and faults ---- */

struct text_at
reader_place(struct reader *r, const char *p)
{
    if (p < r->seen)
        r->seen = r->start, r->at_seen = (struct text_at){1, 1};
    for (; r->seen < p; r->seen++) {
        if (*r->seen == '\n')
            r->at_seen.line++, r->at_seen.column = 1;
        else if (((unsigned char)r->seen[1] & 0xC0) != 0x80)
            r->at_seen.column++;
    }
    return r->at_seen;
}

static void
note(struct reader *r, struct text_at at, const char *msgid, va_list ap)
{
    if (r->n_faults++ >= TEXT_FAULTS_MOST)
        return;
    const char *what = arena_vprintf(r->c->arena, T(r->c, msgid), ap);
    note_fault(r->c, ERR_INVALID, "text", N_("Line %d, column %d: %s"), at.line,
               at.column, what);
}

bool
reader_wrong(struct reader *r, const char *p, const char *msgid, ...)
{
    va_list ap;
    va_start(ap, msgid);
    note(r, reader_place(r, p), msgid, ap);
    va_end(ap);
    return false;
}

bool
reader_wrong_at(struct reader *r, struct text_at at, const char *msgid, ...)
{
    va_list ap;
    va_start(ap, msgid);
    note(r, at, msgid, ap);
    va_end(ap);
    return false;
}

/* What stands at p, short, for a message: "vào xã Gia Vân". */
const char *
reader_glimpse(struct reader *r, const char *p)
{
    const char *q = p;
    for (int n = 0; q < r->end && *q != '\n' && n < 24; n++)
        for (q++; q < r->end && ((unsigned char)*q & 0xC0) == 0x80;)
            q++;
    return q == p ? T(r->c, N_("the end of the paragraph"))
                  : arena_strndup(r->c->arena, p, (size_t)(q - p));
}

/* ---- words ---- */

bool
reader_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void
reader_skip(struct reader *r)
{
    while (r->p < r->end && reader_blank(*r->p))
        r->p++;
}

/* The first letter may be a capital: all our words begin with an ASCII letter or with đ. */
static bool
same_letter(const char *word, const char *p, const char *end, size_t *n)
{
    if ((unsigned char)word[0] == 0xC4 && (unsigned char)word[1] == 0x91) {
        *n = 2;
        return end - p >= 2 && (unsigned char)p[0] == 0xC4 &&
               ((unsigned char)p[1] | 1) == 0x91;
    }
    *n = 1;
    return p < end && tolower((unsigned char)*p) == *word;
}

/* Where `words` ends if it stands at p, else NULL. A blank in it fits any run of blanks. */
const char *
reader_match(const char *p, const char *end, const char *words)
{
    while (p < end && reader_blank(*p))
        p++;
    size_t n;
    if (!same_letter(words, p, end, &n))
        return NULL;
    p += n;
    for (words += n; *words; words++) {
        if (*words == ' ') {
            if (p == end || !reader_blank(*p))
                return NULL;
            while (p < end && reader_blank(*p))
                p++;
        } else if (p == end || *p++ != *words)
            return NULL;
    }
    bool inside = p < end && (isalnum((unsigned char)*p) || (unsigned char)*p >= 0x80);
    return inside && !text_starts(p, "→") ? NULL : p;
}

bool
reader_take(struct reader *r, const char *words)
{
    const char *q = reader_match(r->p, r->end, words);
    if (q)
        r->p = q;
    return q != NULL;
}

bool
reader_need(struct reader *r, const char *words)
{
    if (reader_take(r, words))
        return true;
    reader_skip(r);
    return reader_wrong(r, r->p, N_("“%s” is expected here, not “%s”"), words,
                        reader_glimpse(r, r->p));
}

bool
reader_take_sign(struct reader *r, const char *sign)
{
    reader_skip(r);
    size_t n = strlen(sign);
    if ((size_t)(r->end - r->p) < n || memcmp(r->p, sign, n) != 0)
        return false;
    r->p += n;
    return true;
}

bool
reader_need_sign(struct reader *r, const char *sign)
{
    return reader_take_sign(r, sign) ||
           reader_wrong(r, r->p, N_("“%s” is expected here, not “%s”"), sign,
                        reader_glimpse(r, r->p));
}

static bool
take_arrow(struct reader *r)
{
    return reader_take_sign(r, "→") || reader_take_sign(r, "->");
}

bool
reader_need_arrow(struct reader *r)
{
    return take_arrow(r) || reader_wrong(r, r->p, N_("“%s” is expected here, not “%s”"),
                                         "→", reader_glimpse(r, r->p));
}

/* Text from p to q with every run of blanks as one, none at the ends. */
const char *
reader_phrase(struct reader *r, const char *p, const char *q)
{
    char *s = arena_alloc(r->c->arena, (size_t)(q - p) + 1, 1), *w = s;
    for (; p < q; p++) {
        if (!reader_blank(*p))
            *w++ = *p;
        else if (w > s && w[-1] != ' ')
            *w++ = ' ';
    }
    while (w > s && w[-1] == ' ')
        w--;
    *w = '\0';
    return s;
}

/* Is this the full stop that closes the paragraph, and not one inside a name? */
bool
reader_closes(const char *p, const char *end)
{
    if (*p != '.')
        return false;
    for (p++; p < end && (reader_blank(*p) || *p == '.');)
        p++;
    return p == end || *p == '[';
}

bool
reader_type_word(const char *p, const char *end)
{
    static const char *const words[] = {"xã",      "phường", "thị trấn",
                                        "đặc khu", "huyện",  "quận",
                                        "thị xã",  "tỉnh",   "thành phố"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (reader_match(p, end, words[i]))
            return true;
    return false;
}

/* ---- units: name (code) ---- */

/* Does a word of ours and another unit start at p? Then a code was forgotten before it. */
static bool
joins(const char *p, const char *end)
{
    static const char *const words[] = {"thuộc", "thành", "vào", "về", "về trực thuộc"};
    for (size_t i = 0; i < COUNT(words); i++) {
        const char *q = reader_match(p, end, words[i]);
        if (q && reader_type_word(q, end))
            return true;
    }
    return false;
}

/* The end of a name that starts at p. */
static const char *
name_end(const char *p, const char *end)
{
    bool after_blank = false;
    while (p < end && !strchr("(),;:[]", *p) && !reader_closes(p, end) &&
           !text_starts(p, "→") && !(p[0] == '-' && p + 1 < end && p[1] == '>')) {
        if (after_blank && !reader_blank(*p) && joins(p, end))
            break;
        after_blank = reader_blank(*p);
        p++;
    }
    return p;
}

bool
reader_name(struct reader *r, struct text_unit *u, const char *what)
{
    reader_skip(r);
    u->at = reader_place(r, r->p);
    const char *from = r->p;
    r->p = name_end(r->p, r->end);
    u->name = reader_phrase(r, from, r->p);
    if (!*u->name)
        return reader_wrong(r, from, N_("%s is expected here, not “%s”"), T(r->c, what),
                            reader_glimpse(r, from));
    if (utf8_count(u->name) > NAME_MOST)
        return reader_wrong(r, from, N_("A name may have %d characters at most"),
                            NAME_MOST);
    return true;
}

static bool
read_code(struct reader *r, struct text_unit *u)
{
    reader_skip(r);
    const char *from = r->p;
    while (r->p < r->end && isalnum((unsigned char)*r->p))
        r->p++;
    size_t n = (size_t)(r->p - from);
    if (n == 0 || n > CODE_MOST)
        return reader_wrong(r, from,
                            N_("A code is 1 to %d letters or digits, not “%s”"),
                            CODE_MOST, reader_glimpse(r, from));
    u->code = arena_strndup(r->c->arena, from, n);
    return reader_need_sign(r, ")");
}

bool
reader_unit(struct reader *r, struct text_unit *u, const char *what)
{
    if (!reader_name(r, u, what))
        return false;
    if (!reader_take_sign(r, "("))
        return reader_wrong(
            r, r->p, N_("The code of “%s” is missing: write it in brackets"), u->name);
    return read_code(r, u);
}

/* The new name after "thành"; its code only where it changes. */
bool
reader_new_name(struct reader *r, struct text_unit *u)
{
    return reader_name(r, u, TEXT_UNIT) &&
           (!reader_take_sign(r, "(") || read_code(r, u));
}
