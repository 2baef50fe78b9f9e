/* SPDX-License-Identifier: Apache-2.0 */
#include "view/chart.h"

#include "base/arena.h"

struct chart_point *
chart_points(struct arena *a, size_t n)
{
    struct chart_point *v = NEWN(a, struct chart_point, n);
    for (size_t i = 0; i < n; i++)
        v[i].at = INT_NONE;
    return v;
}

static void
put_line(struct buf *b, const struct chart *of, const struct chart_line *l)
{
    buf_puts(b, "{\"label\":");
    buf_json(b, l->label);
    buf_puts(b, ",\"kind\":");
    buf_json(b, l->kind);
    buf_puts(b, ",\"at\":[");
    for (size_t i = 0; i < of->n_places; i++) {
        buf_puts(b, i ? "," : "");
        if (l->v[i].at == INT_NONE)
            buf_puts(b, "null");
        else
            buf_int(b, l->v[i].at);
    }
    buf_puts(b, "],\"says\":[");
    for (size_t i = 0; i < of->n_places; i++) {
        buf_puts(b, i ? "," : "");
        buf_json(b, l->v[i].says ? l->v[i].says : "");
    }
    buf_puts(b, "]}");
}

void
chart_attribute(struct buf *b, const struct chart *of)
{
    CLEANUP(buf_free) struct buf json = {0};
    buf_printf(&json, "{\"scale\":%d,\"place\":", of->scale);
    buf_json(&json, of->place);
    buf_puts(&json, ",\"places\":[");
    for (size_t i = 0; i < of->n_places; i++) {
        buf_puts(&json, i ? "," : "");
        buf_json(&json, of->places[i]);
    }
    buf_puts(&json, "],\"lines\":[");
    for (size_t i = 0; i < of->n_lines; i++) {
        buf_puts(&json, i ? "," : "");
        put_line(&json, of, &of->lines[i]);
    }
    buf_puts(&json, "]}");
    buf_puts(b, " data-chart=\"");
    buf_html(b, buf_str(&json));
    buf_puts(b, "\"");
}
