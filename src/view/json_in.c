/* SPDX-License-Identifier: Apache-2.0 */
/* json_in.c: the door of JSON. jansson reads it strictly; each value then passes the same
 * field_set as a form's, so that one set of rules holds for both. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "view/doors.h"

enum {
    BYTES_MOST =
        64 * 1024 * 1024, /* the edge has smaller limits of its own, by route */
    DEPTH_MOST = 32,
    ROWS_MOST = 100000,
    KEY_SHOWN = 60,    /* bytes of an unknown key in a fault */
    DOUBLE_DIGITS = 15 /* decimal digits that a double keeps, whatever they are */
};

/* Before jansson: its own limit of 2,048 levels takes more stack than a small thread has. */
static bool
too_deep(const char *s, size_t n)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < n; i++) {
        if (quoted && s[i] == '\\')
            i++;
        else if (s[i] == '"')
            quoted = !quoted;
        else if (!quoted && (s[i] == '[' || s[i] == '{') && ++depth > DEPTH_MOST)
            return true;
        else if (!quoted && (s[i] == ']' || s[i] == '}'))
            depth--;
    }
    return false;
}

/* Digits between the first and the last that is not 0. */
static int
significant(const char *s)
{
    int n = 0, last = 0;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || (n == 0 && *s == '0'))
            continue;
        n++;
        if (*s != '0')
            last = n;
    }
    return last;
}

/* jansson keeps no text of a number with a point. What was written comes back exactly or, where
 * a double cannot tell it from its neighbours, is refused. */
static void
set_real(struct ctx *c, const struct field *f, void *rec, double d)
{
    char t[400];
    snprintf(t, sizeof t, "%.*f", f->kind == K_DEC ? f->scale : 0, d);
    if (strtod(t, NULL) != d) /* more decimals: let field_set say so */
        snprintf(t, sizeof t, "%.17g", d);
    else if (significant(t) > DOUBLE_DIGITS) {
        note_fault(c, ERR_INVALID, f->name,
                   N_("Too many digits for a JSON number: write it in quotes"));
        return;
    }
    field_set(c, f, rec, t, f->name);
}

static bool
is_number(const struct field *f)
{
    return f->kind == K_INT || f->kind == K_MONEY || f->kind == K_DEC ||
           f->kind == K_ID;
}

static void
set_scalar(struct ctx *c, const struct field *f, void *rec, const json_t *j)
{
    char t[32];
    switch (json_typeof(j)) {
    case JSON_STRING:
        field_set(c, f, rec, json_string_value(j), f->name);
        return;
    case JSON_NULL:
        field_set(c, f, rec, NULL, f->name);
        return;
    case JSON_TRUE:
    case JSON_FALSE:
        if (f->kind != K_BOOL)
            break;
        field_set(c, f, rec, json_is_true(j) ? "1" : "0", f->name);
        return;
    case JSON_INTEGER:
        if (!is_number(f))
            break;
        snprintf(t, sizeof t, "%lld", (long long)json_integer_value(j));
        field_set(c, f, rec, t, f->name);
        return;
    case JSON_REAL:
        if (!is_number(f))
            break;
        set_real(c, f, rec, json_real_value(j));
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        break;
    }
    if (json_is_number(j) && f->kind != K_BOOL)
        note_fault(c, ERR_INVALID, f->name,
                   N_("Write it in quotes")); /* 01234 is no number */
    else
        note_fault(c, ERR_INVALID, f->name,
                   N_("Not the kind of value that belongs here"));
}

/* What was noted since `from` happened inside: "code" becomes "lines[3].code". */
static void
faults_inside(struct ctx *c, size_t from, const char *where)
{
    for (size_t i = from; i < c->faults.n; i++) {
        const char **name = &c->faults.v[i].field;
        *name = *name ? arena_printf(c->arena, "%s.%s", where, *name) : where;
    }
}

static void read_object(struct ctx *c, const struct view *v, json_t *j, void *rec);

static void
read_inner(struct ctx *c, const struct field *f, json_t *j, void *rec)
{
    view_clear(f->of, rec);
    if (json_is_object(j))
        read_object(c, f->of, j, rec);
    else
        note_fault(c, ERR_INVALID, NULL, N_("One object is expected"));
}

static void
read_list(struct ctx *c, const struct field *f, json_t *j, void *rec)
{
    if (!json_is_array(j)) {
        note_fault(c, ERR_INVALID, f->name, N_("A list is expected"));
        return;
    }
    size_t n = json_array_size(j);
    if (n > ROWS_MOST) {
        note_fault(c, ERR_INVALID, f->name, N_("More than %d rows"), ROWS_MOST);
        return;
    }
    struct any_list list = {0};
    if (n > 0)
        list.v = arena_alloc(c->arena, n * f->of->size, _Alignof(max_align_t));
    for (; list.n < n && c->faults.n < FAULTS_MOST; list.n++) {
        size_t before = c->faults.n;
        read_inner(c, f, json_array_get(j, list.n),
                   (char *)list.v + list.n * f->of->size);
        if (c->faults.n > before)
            faults_inside(c, before,
                          arena_printf(c->arena, "%s[%zu]", f->name, list.n));
    }
    memcpy((char *)rec + f->offset, &list, sizeof list);
}

static void
read_rec(struct ctx *c, const struct field *f, json_t *j, void *rec)
{
    size_t before = c->faults.n;
    void *inner = arena_alloc(c->arena, f->of->size, _Alignof(max_align_t));
    read_inner(c, f, j, inner);
    faults_inside(c, before, f->name);
    memcpy((char *)rec + f->offset, &inner, sizeof inner);
}

/* Enough of a key to find it, never half a character. */
static const char *
key_shown(struct ctx *c, const char *key)
{
    size_t n = strlen(key);
    if (n <= KEY_SHOWN)
        return arena_strdup(c->arena, key);
    n = KEY_SHOWN;
    while (((unsigned char)key[n] & 0xC0) == 0x80)
        n--;
    return arena_printf(c->arena, "%.*s…", (int)n, key);
}

static void
read_object(struct ctx *c, const struct view *v, json_t *object, void *rec)
{
    const char *key;
    json_t *j;
    json_object_foreach(object, key, j)
    {
        if (c->faults.n >= FAULTS_MOST)
            return;
        const struct field *f = view_field(v, key);
        if (!f || !field_in_input(f))
            note_fault(c, ERR_INVALID, key_shown(c, key), N_("Unknown field"));
        else if (f->flags & F_READONLY)
            continue; /* what a client read it may send back */
        else if (f->kind != K_LIST && f->kind != K_REC)
            set_scalar(c, f, rec, j);
        else if (json_is_null(j))
            field_set(c, f, rec, NULL, f->name);
        else if (f->kind == K_LIST)
            read_list(c, f, j, rec);
        else
            read_rec(c, f, j, rec);
    }
}

err
view_from_json(struct ctx *c, const struct view *v, const char *s, size_t n, void *rec)
{
    if (n > BYTES_MOST)
        return fail(c, ERR_TOO_LARGE, NULL, N_("More than %d bytes"), BYTES_MOST);
    if (too_deep(s, n))
        return fail(c, ERR_TOO_LARGE, NULL, N_("Nested more than %d deep"), DEPTH_MOST);
    json_error_t e;
    json_t *object = json_loadb(n > 0 ? s : "", n, JSON_REJECT_DUPLICATES, &e);
    if (!object)
        return fail(c, ERR_MALFORMED, NULL, N_("Not JSON: line %d, column %d"), e.line,
                    e.column);
    if (json_is_object(object))
        read_object(c, v, object, rec);
    err code = json_is_object(object)
                   ? OK
                   : fail(c, ERR_MALFORMED, NULL, N_("One JSON object is expected"));
    json_decref(object);
    return code;
}
