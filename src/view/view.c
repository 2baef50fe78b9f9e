/* SPDX-License-Identifier: Apache-2.0 */
/* view.c: the value of one field: read, shown, set, compared. */
#include "view/view.h"

#include "base/msg.h"
#include "base/text.h"
#include "view/locale.h"

const struct field *
view_field_n(const struct view *v, const char *name, size_t n)
{
    for (size_t i = 0; i < v->n; i++)
        if (strncmp(v->fields[i].name, name, n) == 0 && v->fields[i].name[n] == '\0')
            return &v->fields[i];
    return NULL;
}

const struct field *
view_field(const struct view *v, const char *name)
{
    return view_field_n(v, name, strlen(name));
}

static const void *
at(const struct field *f, const void *rec)
{
    return (const char *)rec + f->offset;
}

int64_t
field_int(const struct field *f, const void *rec)
{
    const void *p = at(f, rec);
    switch (f->kind) {
    case K_INT:
    case K_DEC:
    case K_ID:
        return *(const int64_t *)p;
    case K_BOOL:
        return *(const bool *)p;
    case K_DAY:
        return ((const day *)p)->v;
    case K_INSTANT:
        return ((const instant *)p)->v;
    case K_MONEY:
        return ((const money *)p)->v;
    case K_ENUM:
        return *(const int *)p;
    case K_TEXT:
    case K_HTML:
    case K_LIST:
    case K_REC:
        break;
    }
    must(false && "a field that holds no integer");
    return 0;
}

const char *
field_str(const struct field *f, const void *rec)
{
    must(f->kind == K_TEXT || f->kind == K_HTML);
    return *(const char *const *)at(f, rec);
}

const struct any_list *
field_list(const struct field *f, const void *rec)
{
    must(f->kind == K_LIST);
    return at(f, rec);
}

const void *
field_rec(const struct field *f, const void *rec)
{
    must(f->kind == K_REC);
    return *(const void *const *)at(f, rec);
}

static const struct choice *
choice_at(const struct field *f, int64_t i)
{
    must(i >= 0 && i < f->n_choices);
    return &f->choices[i];
}

bool
field_has(const struct field *f, const void *rec)
{
    switch (f->kind) {
    case K_TEXT:
    case K_HTML: {
        const char *s = field_str(f, rec);
        return s && *s;
    }
    case K_LIST:
        return field_list(f, rec)->n > 0;
    case K_REC:
        return field_rec(f, rec) != NULL;
    case K_BOOL:
    case K_ID:
        return field_int(f, rec) != 0;
    case K_DAY: { /* an open end and an unknown start are none to a reader */
        int64_t d = field_int(f, rec);
        return d != INT32_MIN && d != DAY_MIN.v && d != DAY_MAX.v;
    }
    case K_ENUM:
        return choice_at(f, field_int(f, rec))->name != NULL;
    case K_INT:
    case K_DEC:
    case K_INSTANT:
    case K_MONEY:
        return field_int(f, rec) != INT_NONE;
    }
    return false;
}

void
view_clear(const struct view *v, void *rec)
{
    memset(rec, 0, v->size);
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        void *p = (char *)rec + f->offset;
        switch (f->kind) {
        case K_INT:
        case K_DEC:
        case K_INSTANT:
        case K_MONEY:
            *(int64_t *)p = INT_NONE;
            break;
        case K_DAY:
            *(day *)p = DAY_NONE;
            break;
        default:
            break;
        }
    }
}

const char *
field_raw(struct arena *a, const struct field *f, const void *rec)
{
    if (f->kind == K_BOOL)
        return field_int(f, rec) ? "1" : "0";
    if (!field_has(f, rec))
        return f->kind == K_TEXT ? field_str(f, rec) : NULL;
    switch (f->kind) {
    case K_TEXT:
    case K_HTML:
        return field_str(f, rec);
    case K_INT:
    case K_ID:
    case K_MONEY:
        return arena_printf(a, "%lld", (long long)field_int(f, rec));
    case K_DEC:
        return decimal_text(a, field_int(f, rec), f->scale, 0);
    case K_DAY:
        return day_iso(a, (day){(int32_t)field_int(f, rec)});
    case K_INSTANT:
        return instant_iso(a, (instant){field_int(f, rec)});
    case K_ENUM:
        return choice_at(f, field_int(f, rec))->name;
    case K_BOOL:
    case K_LIST:
    case K_REC:
        break;
    }
    return NULL;
}

const char *
field_short(struct ctx *c, const struct field *f, const void *rec)
{
    enum {
        PLACES = 2
    };
    if (!field_has(f, rec))
        return NULL;
    int64_t v = field_int(f, rec);
    int scale = f->scale;
    for (; scale > PLACES; scale--)
        v /= 10;
    return locale_decimal(c, v, scale);
}

const char *
field_shown(struct ctx *c, const struct field *f, const void *rec)
{
    if (f->kind == K_BOOL)
        return field_int(f, rec) ? T(c, N_("Yes")) : T(c, N_("No"));
    if (!field_has(f, rec) || (f->flags & F_SECRET))
        return NULL;
    switch (f->kind) {
    case K_INT:
    case K_MONEY:
        return locale_int(c, field_int(f, rec));
    case K_DEC:
        return locale_decimal(c, field_int(f, rec), f->scale);
    case K_DAY:
        return locale_day(c, (day){(int32_t)field_int(f, rec)});
    case K_INSTANT:
        return locale_instant(c, (instant){field_int(f, rec)});
    case K_ENUM:
        return T(c, choice_at(f, field_int(f, rec))->label);
    default:
        return field_raw(c->arena, f, rec);
    }
}

const char *
field_typed(struct ctx *c, const struct field *f, const void *rec)
{
    return f->kind == K_DEC   ? locale_decimal_typed(c, field_int(f, rec), f->scale)
           : f->kind == K_DAY ? field_shown(c, f, rec)
                              : field_raw(c->arena, f, rec);
}

int
field_max(const struct field *f)
{
    return f->max ? f->max : f->flags & F_LONG ? 20000 : 200;
}

/* A textarea sends CRLF where a script sends LF; the limit counts a line's end once. */
static void
one_kind_of_line_end(char *s)
{
    char *w = s;
    for (; *s; s++)
        if (*s != '\r')
            *w++ = *s;
        else if (s[1] != '\n')
            *w++ = '\n';
    *w = '\0';
}

/* Controls and U+FFFE, U+FFFF: no XML, so no XLSX, can carry them, nor may HTML. */
static bool
printable(const char *s)
{
    const unsigned char *u = (const unsigned char *)s;
    for (; *u; u++)
        if ((*u < 0x20 && *u != '\t' && *u != '\n' && *u != '\r') || *u == 0x7F ||
            (*u == 0xC2 && u[1] < 0xA0) || (*u == 0xEF && u[1] == 0xBF && u[2] >= 0xBE))
            return false;
    return true;
}

static void
set_text(struct ctx *c, const struct field *f, void *p, const char *text,
         const char *name)
{
    if (f->flags &
        F_BYTES) { /* base64: whoever decodes it says what is wrong with it */
        if (strlen(text) > (size_t)field_max(f))
            note_fault(c, ERR_INVALID, name, N_("The file is too large"));
        else
            *(const char **)p = arena_strdup(c->arena, text);
        return;
    }
    char *s = text_nfc(c->arena, text);
    if (!s) {
        note_fault(c, ERR_INVALID, name, N_("Not valid UTF-8"));
        return;
    }
    if (!(f->flags & F_SECRET))
        s = text_trim(c->arena, s);
    if (!printable(s)) {
        note_fault(c, ERR_INVALID, name,
                   N_("There are characters that cannot be printed"));
        return;
    }
    if (f->flags & F_LONG) {
        one_kind_of_line_end(s);
    } else if (!(f->flags & F_FILE) && strpbrk(s, "\r\n")) {
        note_fault(c, ERR_INVALID, name, N_("One line only"));
        return;
    }
    if (utf8_count(s) > (size_t)field_max(f)) {
        note_fault(c, ERR_INVALID, name, N_("At most %d characters"), field_max(f));
        return;
    }
    *(const char **)p = *s ? s : NULL;
}

static bool
set_choice(const struct field *f, void *p, const char *text)
{
    for (int i = 0; i < f->n_choices; i++)
        if (str_eq(f->choices[i].name, text)) {
            *(int *)p = i;
            return true;
        }
    return false;
}

static void
set_none(const struct field *f, void *p)
{
    switch (f->kind) {
    case K_INT:
    case K_DEC:
    case K_INSTANT:
    case K_MONEY:
        *(int64_t *)p = INT_NONE;
        break;
    case K_DAY:
        *(day *)p = DAY_NONE;
        break;
    case K_ID:
        *(int64_t *)p = 0;
        break;
    case K_BOOL:
        *(bool *)p = false;
        break;
    case K_ENUM:
        *(int *)p = 0;
        break;
    case K_LIST:
        *(struct any_list *)p = (struct any_list){0};
        break;
    case K_TEXT:
    case K_HTML:
    case K_REC:
        *(const char **)p = NULL;
        break;
    }
}

void
field_set(struct ctx *c, const struct field *f, void *rec, const char *text,
          const char *name)
{
    void *p = (char *)rec + f->offset;
    if (!text || !text[strspn(text, " \t\r\n")]) {
        set_none(f, p);
        return;
    }
    int64_t v;
    switch (f->kind) {
    case K_TEXT:
        set_text(c, f, p, text, name);
        return;
    case K_INT:
    case K_MONEY:
        if (!decimal_parse(text, 0, &v))
            note_fault(c, ERR_INVALID, name, N_("Not a whole number"));
        else
            *(int64_t *)p = v;
        return;
    case K_ID:
        if (!int_parse(text, &v) || v < 0)
            note_fault(c, ERR_INVALID, name, N_("Not a known record"));
        else
            *(int64_t *)p = v;
        return;
    case K_DEC:
        if (!decimal_parse(text, f->scale, &v))
            note_fault(c, ERR_INVALID, name,
                       N_("Not a number, or more than %d decimals"), f->scale);
        else
            *(int64_t *)p = v;
        return;
    case K_BOOL:
        if (strcmp(text, "1") == 0 || strcmp(text, "true") == 0 ||
            strcmp(text, "on") == 0)
            *(bool *)p = true;
        else if (strcmp(text, "0") == 0 || strcmp(text, "false") == 0)
            *(bool *)p = false;
        else
            note_fault(c, ERR_INVALID, name, N_("Neither yes nor no"));
        return;
    case K_DAY:
        if (!day_parse(text, p))
            note_fault(c, ERR_INVALID, name,
                       N_("Not a day: write it like 01/07/2025 or 2025-07-01"));
        return;
    case K_INSTANT:
        if (!instant_parse(text, p))
            note_fault(c, ERR_INVALID, name, N_("Not a time"));
        return;
    case K_ENUM:
        if (!set_choice(f, p, text))
            note_fault(c, ERR_INVALID, name, N_("Not one of the choices"));
        return;
    case K_HTML:
    case K_LIST:
    case K_REC:
        break;
    }
    note_fault(c, ERR_INVALID, name, N_("This field cannot be set"));
}

void
field_take(struct ctx *c, const struct field *f, void *rec, const char *text,
           const char *name)
{
    if (f->kind == K_DEC && f->scale && text && locale_reads_two_ways(c, text))
        note_fault(c, ERR_INVALID, name,
                   N_("This reads in two ways: write the thousands together, or the "
                      "decimals with the other sign"));
    else
        field_set(c, f, rec, text, name);
}

bool
field_same(const struct field *f, const void *a, const void *b)
{
    if (f->kind == K_TEXT) {
        const char *s = field_str(f, a), *t = field_str(f, b);
        return strcmp(s ? s : "", t ? t : "") == 0;
    }
    return field_int(f, a) == field_int(f, b);
}

const char *
fill_path(struct arena *a, const char *pattern, const struct view *v, const void *rec)
{
    CLEANUP(buf_free) struct buf b = {0};
    for (const char *p = pattern; *p;) {
        size_t n = strcspn(p, "{");
        buf_put(&b, p, n);
        p += n;
        if (!*p)
            break;
        n = strcspn(++p, "}");
        const struct field *f = view_field_n(v, p, n);
        const char *s = f ? field_raw(a, f, rec) : NULL;
        if (!s)
            return NULL;
        buf_url(&b, s);
        p += n + (p[n] == '}');
    }
    return arena_strndup(a, b.s ? b.s : "", b.n);
}

const char *
view_diff(struct ctx *c, const struct view *v, const void *before, const void *after)
{
    CLEANUP(buf_free) struct buf b = {0};
    buf_putc(&b, '[');
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (f->flags & (F_SECRET | F_COMPUTED) || f->kind >= K_HTML)
            continue;
        if (before ? field_same(f, before, after) : !field_has(f, after))
            continue;
        buf_puts(&b, b.n > 1 ? ",{\"field\":" : "{\"field\":");
        buf_json(&b, f->name);
        const char *from = before ? field_raw(c->arena, f, before) : NULL;
        const char *to = field_raw(c->arena, f, after);
        if (from) {
            buf_puts(&b, ",\"from\":");
            buf_json(&b, from);
        }
        if (to) {
            buf_puts(&b, ",\"to\":");
            buf_json(&b, to);
        }
        buf_putc(&b, '}');
    }
    buf_putc(&b, ']');
    return arena_strndup(c->arena, b.s, b.n);
}
