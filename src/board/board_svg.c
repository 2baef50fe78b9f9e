/* SPDX-License-Identifier: Apache-2.0 */
/* board_svg.c: the pictures of a board. What they say stands beside them in numbers. */
#include "base/buf.h"
#include "base/msg.h"
#include "board/board.h"

enum {
    WIDTH = 640,
    HEIGHT = 200,
    LEFT = 40,
    TOP = 16,
    BOTTOM = 26,
    COLUMN = 16, /* width of what was done in a week */
    BAR_WIDTH = 64,
    BAR_HEIGHT = 8
};

struct chart {
    struct buf *b;
    int64_t most;
    size_t n;
};

static double
x_of(const struct chart *v, size_t i)
{
    double step = (double)(WIDTH - LEFT) / (double)v->n;
    return LEFT + step * ((double)i + 0.5);
}

static double
y_of(const struct chart *v, int64_t value)
{
    return HEIGHT - BOTTOM -
           (double)(HEIGHT - TOP - BOTTOM) * (double)value / (double)v->most;
}

static void
column(const struct chart *v, size_t i, const char *class, int64_t from, int64_t to)
{
    if (to > from)
        buf_printf(
            v->b,
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>",
            class, x_of(v, i) - COLUMN / 2.0, y_of(v, to), COLUMN,
            y_of(v, from) - y_of(v, to));
}

static void
late_line(const struct chart *v, const struct board_week_list *weeks)
{
    buf_puts(v->b, "<path class=\"ln late\" d=\"");
    for (size_t i = 0; i < weeks->n; i++)
        buf_printf(v->b, "%c%.1f %.1f", i ? 'L' : 'M', x_of(v, i),
                   y_of(v, weeks->v[i].late));
    buf_puts(v->b, "\"/>");
}

html
board_trend_svg(struct ctx *c, const struct board_week_list *weeks)
{
    CLEANUP(buf_free) struct buf b = {0};
    struct chart v = {&b, 0, weeks->n};
    for (size_t i = 0; i < weeks->n; i++) {
        v.most = weeks->v[i].late > v.most ? weeks->v[i].late : v.most;
        v.most = weeks->v[i].done > v.most ? weeks->v[i].done : v.most;
    }
    if (!v.most)
        return (html){NULL};
    buf_printf(
        &b,
        "<svg class=\"pic trend\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d "
        "%d\" role=\"img\"><title>%s</title>",
        WIDTH, HEIGHT,
        T(c, N_("Late at the end of each week, and what was done in it")));
    for (int64_t value = 0; value <= v.most; value += v.most > 1 ? (v.most + 1) / 2 : 1)
        buf_printf(
            &b,
            "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text class=\"t\" x=\"%d\" y=\"%.1f\" "
            "text-anchor=\"end\">%lld</text>",
            LEFT, y_of(&v, value), WIDTH, LEFT - 6, y_of(&v, value) + 4,
            (long long)value);
    for (size_t i = 0; i < weeks->n; i++) {
        const struct board_week *w = &weeks->v[i];
        int month, d;
        day_parts(w->on, &(int){0}, &month, &d);
        column(&v, i, "in-time", 0, w->done - w->done_late);
        column(&v, i, "too-late", w->done - w->done_late, w->done);
        buf_printf(
            &b,
            "<text class=\"t\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d/%d</text>",
            x_of(&v, i), HEIGHT - 8, d, month);
    }
    late_line(&v, weeks);
    buf_puts(&b, "</svg>");
    return (html){arena_strndup(c->arena, b.s, b.n)};
}

html
board_bar_svg(struct ctx *c, const struct board_row *row, int64_t most)
{
    double unit = most > 0 ? (double)BAR_WIDTH / (double)most : 0;
    return (html){arena_printf(
        c->arena,
        "<svg class=\"bar\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\">"
        "<rect class=\"bg\" width=\"%d\" height=\"%d\" rx=\"2\"/><rect width=\"%.1f\" height=\"%d\" "
        "rx=\"2\"/><rect class=\"r\" width=\"%.1f\" height=\"%d\" rx=\"2\"/></svg>",
        BAR_WIDTH, BAR_HEIGHT, BAR_WIDTH, BAR_HEIGHT, BAR_WIDTH, BAR_HEIGHT,
        unit * (double)row->open, BAR_HEIGHT, unit * (double)row->late, BAR_HEIGHT)};
}
