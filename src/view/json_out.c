/* SPDX-License-Identifier: Apache-2.0 */
/* json_out.c: a record as one JSON object, written straight into the buffer: a tree of values
 * would cost as much as the rest of a request. */
#include "base/text.h"
#include "view/doors.h"

static void put_object(struct ctx *c, struct buf *b, const struct view *v,
                       const void *rec);

static void
put_list(struct ctx *c, struct buf *b, const struct field *f, const void *rec)
{
    const struct any_list *list = field_list(f, rec);
    buf_putc(b, '[');
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        put_object(c, b, f->of, (const char *)list->v + i * f->of->size);
    }
    buf_putc(b, ']');
}

/* No value here takes memory of the arena: a list may have a hundred thousand of them. */
static void
put_value(struct ctx *c, struct buf *b, const struct field *f, const void *rec)
{
    char t[DECIMAL_MOST + 8];
    if (f->kind == K_LIST) {
        put_list(c, b, f, rec);
        return;
    }
    if (f->kind == K_BOOL) {
        buf_puts(b, field_int(f, rec) ? "true" : "false");
        return;
    }
    if (!field_has(f, rec)) {
        buf_put(b, "null", 4);
        return;
    }
    switch (f->kind) {
    case K_TEXT:
        buf_json(b, field_str(f, rec));
        return;
    case K_ENUM:
        buf_json(b, field_raw(c->arena, f, rec)); /* a constant */
        return;
    case K_INT:
    case K_MONEY:
    case K_ID:
        buf_int(b, field_int(f, rec));
        return;
    case K_DEC:
        buf_put(b, t, decimal_to(t, field_int(f, rec), f->scale, 0));
        return;
    case K_DAY:
        t[0] = '"';
        day_iso_to(t + 1, (day){(int32_t)field_int(f, rec)});
        t[11] = '"';
        buf_put(b, t, 12);
        return;
    case K_INSTANT:
        t[0] = '"';
        instant_iso_to(t + 1, (instant){field_int(f, rec)});
        t[28] = '"';
        buf_put(b, t, 29);
        return;
    case K_REC:
        put_object(c, b, f->of, field_rec(f, rec));
        return;
    case K_BOOL:
    case K_LIST:
    case K_HTML:
        break;
    }
    must(false && "a field that has no JSON");
}

static void
put_object(struct ctx *c, struct buf *b, const struct view *v, const void *rec)
{
    char sign = '{';
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (!field_in_json(f))
            continue;
        buf_put(b, sign == '{' ? "{\"" : ",\"", 2);
        sign = ',';
        buf_puts(b, f->name); /* a C name: nothing to escape */
        buf_put(b, "\":", 2);
        put_value(c, b, f, rec);
    }
    if (sign == '{')
        buf_putc(b, sign);
    buf_putc(b, '}');
}

void
view_json(struct ctx *c, struct buf *b, const struct view *v, const void *rec)
{
    put_object(c, b, v, rec);
}
