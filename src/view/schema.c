/* SPDX-License-Identifier: Apache-2.0 */
/* schema.c: what json_out.c writes and json_in.c takes, as JSON Schema 2020-12 (OpenAPI 3.1). */
#include "base/msg.h"
#include "view/doors.h"

static void put_object(struct ctx *c, struct buf *b, const struct view *v, bool input,
                       bool or_null);

static void
put_type(struct buf *b, const char *type, bool or_null)
{
    buf_printf(b, or_null ? "\"type\":[\"%s\",\"null\"]" : "\"type\":\"%s\"", type);
}

static void
put_choices(struct buf *b, const struct field *f, bool or_null)
{
    char sign = '[';
    buf_puts(b, ",\"enum\":");
    for (int i = 0; i < f->n_choices; i++) {
        if (!f->choices[i].name)
            continue;
        buf_putc(b, sign);
        buf_json(b, f->choices[i].name);
        sign = ',';
    }
    if (or_null) {
        buf_putc(b, sign);
        buf_puts(b, "null");
    }
    buf_putc(b, ']');
}

static bool
none_is_a_choice(const struct field *f)
{
    for (int i = 0; i < f->n_choices; i++)
        if (!f->choices[i].name)
            return true;
    return false;
}

/* Without the braces, so that a description can follow. */
static void
put_value(struct ctx *c, struct buf *b, const struct field *f, bool input)
{
    bool or_null = !(input && f->flags & F_REQUIRED);
    switch (f->kind) {
    case K_TEXT:
        put_type(b, "string", or_null);
        if (input)
            buf_printf(b, ",\"maxLength\":%d", field_max(f));
        if (f->flags & F_BYTES)
            buf_puts(b, ",\"contentEncoding\":\"base64\"");
        if (f->flags & F_SECRET)
            buf_puts(b, ",\"format\":\"password\",\"writeOnly\":true");
        return;
    case K_INT:
    case K_MONEY:
    case K_ID:
        put_type(b, "integer", or_null);
        buf_puts(b, ",\"format\":\"int64\"");
        return;
    case K_DEC:
        put_type(b, "number", or_null);
        return;
    case K_BOOL:
        put_type(b, "boolean", input && or_null);
        return;
    case K_DAY:
        put_type(b, "string", or_null);
        buf_puts(b, ",\"format\":\"date\"");
        return;
    case K_INSTANT:
        put_type(b, "string", or_null);
        buf_puts(b, ",\"format\":\"date-time\"");
        return;
    case K_ENUM:
        or_null = or_null && (input || none_is_a_choice(f));
        put_type(b, "string", or_null);
        put_choices(b, f, or_null);
        return;
    case K_LIST:
        put_type(b, "array", input && or_null);
        buf_puts(b, ",\"items\":{");
        put_object(c, b, f->of, input, false);
        buf_putc(b, '}');
        return;
    case K_REC:
        put_object(c, b, f->of, input, or_null);
        return;
    case K_HTML:
        break;
    }
    must(false && "a field that has no JSON");
}

void
field_schema(struct ctx *c, struct buf *b, const struct field *f, bool input)
{
    buf_putc(b, '{');
    put_value(c, b, f, input);
    if (f->label) {
        buf_puts(b, ",\"description\":");
        buf_json(b, T(c, f->label));
    }
    buf_putc(b, '}');
}

static bool
has_property(const struct field *f, bool input)
{
    return input ? field_in_input(f) && !(f->flags & F_READONLY) : field_in_json(f);
}

static void
put_object(struct ctx *c, struct buf *b, const struct view *v, bool input, bool or_null)
{
    put_type(b, "object", or_null);
    buf_puts(b, ",\"properties\":{");
    const char *sign = "";
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (!has_property(f, input))
            continue;
        buf_puts(b, sign);
        sign = ",";
        buf_json(b, f->name);
        buf_putc(b, ':');
        field_schema(c, b, f, input);
    }
    buf_putc(b, '}');
    sign = ",\"required\":[";
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (!has_property(f, input) || (input && !(f->flags & F_REQUIRED)))
            continue;
        buf_puts(b, sign);
        sign = ",";
        buf_json(b, f->name);
    }
    if (*sign && sign[1] == '\0')
        buf_putc(b, ']');
    if (input)
        buf_puts(b, ",\"additionalProperties\":false");
}

void
view_schema(struct ctx *c, struct buf *b, const struct view *v, bool input)
{
    buf_putc(b, '{');
    put_object(c, b, v, input, false);
    buf_putc(b, '}');
}
