/* SPDX-License-Identifier: Apache-2.0 */
/* form.c: the door of forms and query strings, and what must not be missing at any door. */
#include <sodium.h>

#include "base/text.h"
#include "view/doors.h"
#include "view/xlsx_in.h"

static int
hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "Gia+T%C3%A2n" → "Gia Tân"; NULL if an escape or the UTF-8 is broken. */
static const char *
decode(struct arena *a, const char *s, size_t n)
{
    char *out = arena_alloc(a, n + 1, 1), *w = out;
    for (size_t i = 0; i < n; i++) {
        if (s[i] != '%') {
            *w++ = s[i] == '+' ? ' ' : s[i];
            continue;
        }
        int high = n - i > 2 ? hex(s[i + 1]) : -1, low = n - i > 2 ? hex(s[i + 2]) : -1;
        if (high < 0 || low < 0)
            return NULL;
        *w++ = (char)(high << 4 | low);
        i += 2;
    }
    return utf8_valid(out, (size_t)(w - out)) ? out : NULL;
}

err
pairs_parse(struct ctx *c, const char *s, size_t n, struct pair_list *out)
{
    struct pair_list pairs = {0};
    while (n > 0) {
        const char *end = memchr(s, '&', n);
        size_t len = end ? (size_t)(end - s) : n;
        if (len > 0) {
            const char *eq = memchr(s, '=', len);
            size_t n_name = eq ? (size_t)(eq - s) : len;
            if (pairs.n == PAIRS_MOST)
                return fail(c, ERR_TOO_LARGE, NULL, N_("More than %d fields"),
                            PAIRS_MOST);
            struct pair p = {.name = decode(c->arena, s, n_name), .value = ""};
            if (p.name && eq)
                p.value = decode(c->arena, eq + 1, len - n_name - 1);
            if (!p.name || !p.value)
                return fail(c, ERR_MALFORMED, p.name,
                            N_("Badly encoded: not valid escapes or not valid UTF-8"));
            *PUSH(c->arena, &pairs) = p;
        }
        len += end != NULL;
        s += len;
        n -= len;
    }
    *out = pairs;
    return OK;
}

const char *
pair_value(const struct pair_list *p, const char *name)
{
    for (size_t i = p->n; i-- > 0;)
        if (strcmp(p->v[i].name, name) == 0)
            return p->v[i].value;
    return NULL;
}

static const struct pair *
pair_file(const struct pair_list *in, const char *name)
{
    for (size_t i = in->n; i-- > 0;)
        if (str_eq(in->v[i].name, name))
            return in->v[i].n_bytes ? &in->v[i] : NULL;
    return NULL;
}

static const char *
base64(struct arena *a, const char *bytes, size_t n)
{
    size_t most = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
    return sodium_bin2base64(arena_alloc(a, most, 1), most, (const unsigned char *)bytes, n,
                             sodium_base64_VARIANT_ORIGINAL);
}

/* What the field takes of a file: its bytes, a workbook's rows or its text. False: it told why not. */
static bool
file_value(struct ctx *c, const struct field *f, const struct pair *file, const char **out)
{
    if (f->flags & F_BYTES) {
        *out = base64(c->arena, file->bytes, file->n_bytes);
        return true;
    }
    if (xlsx_looks_like(file->bytes, file->n_bytes))
        return xlsx_to_csv(c, file->bytes, file->n_bytes, f->name, out) == OK;
    *out = file->value;
    if (**out)
        return true;
    note_fault(c, ERR_INVALID, f->name, N_("The text is not valid UTF-8"));
    return false;
}

enum {
    ROWS_MOST = 200 /* of a list in a form */
};

/* The rows of a list: "values[0].seq=8&values[0].value=12&values[1].seq=…", none left out. */
static void
list_from_pairs(struct ctx *c, const struct field *f, const struct pair_list *in,
                void *rec)
{
    struct any_list list = {0};
    list.v = arena_alloc(c->arena, (ROWS_MOST + 1) * f->of->size, _Alignof(max_align_t));
    for (bool any = true; any && list.n <= ROWS_MOST; list.n += any) {
        void *row = (char *)list.v + list.n * f->of->size;
        any = false;
        view_clear(f->of, row);
        for (size_t i = 0; i < f->of->n; i++) {
            const struct field *g = &f->of->fields[i];
            const char *name =
                arena_printf(c->arena, "%s[%zu].%s", f->name, list.n, g->name);
            const char *text = pair_value(in, name);
            if (!text || g->flags & F_READONLY || g->kind >= K_HTML)
                continue;
            any = true;
            field_take(c, g, row, text, name);
        }
    }
    if (list.n > ROWS_MOST)
        note_fault(c, ERR_TOO_LARGE, f->name, N_("The form has too many fields"));
    if (list.n)
        memcpy((char *)rec + f->offset, &list, sizeof list);
}

void
view_from_pairs(struct ctx *c, const struct view *v, const struct pair_list *in,
                void *rec)
{
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (f->kind == K_LIST && !(f->flags & F_READONLY))
            list_from_pairs(c, f, in, rec);
        if (f->flags & F_READONLY || f->kind >= K_HTML)
            continue;
        const char *text =
            pair_value(in, f->name); /* the last: a box ticked after its "0" */
        const struct pair *file = f->flags & F_FILE ? pair_file(in, f->name) : NULL;
        if (file && !file_value(c, f, file, &text))
            continue;
        if (text)
            field_take(c, f, rec, text, f->name);
    }
}

/* A date that cannot be read is one fault, not two. */
static bool
has_fault(const struct ctx *c, const char *name)
{
    for (size_t i = 0; i < c->faults.n; i++)
        if (str_eq(c->faults.v[i].field, name))
            return true;
    return false;
}

static void
require_in(struct ctx *c, const struct view *v, const void *rec, const char *prefix)
{
    for (size_t i = 0; i < v->n && c->faults.n < FAULTS_MOST; i++) {
        const struct field *f = &v->fields[i];
        if (f->flags & F_READONLY)
            continue;
        if (f->flags & F_REQUIRED && !field_has(f, rec)) {
            const char *name =
                *prefix ? arena_printf(c->arena, "%s%s", prefix, f->name) : f->name;
            if (!has_fault(c, name))
                note_fault(c, ERR_INVALID, name, N_("This is needed"));
        } else if (f->kind == K_LIST) {
            const struct any_list *list = field_list(f, rec);
            for (size_t k = 0; k < list->n; k++)
                require_in(c, f->of, (const char *)list->v + k * f->of->size,
                           arena_printf(c->arena, "%s%s[%zu].", prefix, f->name, k));
        } else if (f->kind == K_REC && field_has(f, rec)) {
            require_in(c, f->of, field_rec(f, rec),
                       arena_printf(c->arena, "%s%s.", prefix, f->name));
        }
    }
}

void
view_require(struct ctx *c, const struct view *v, const void *rec)
{
    require_in(c, v, rec, "");
}
