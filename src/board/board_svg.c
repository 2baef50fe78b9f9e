/* SPDX-License-Identifier: Apache-2.0 */
/* board_svg.c: the pictures of a board. What they say stands beside them in numbers. */
#include "base/buf.h"
#include "base/msg.h"
#include "board/board.h"
#include "view/chart.h"

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

struct trend {
    struct buf *b;
    int64_t most;
    size_t n;
};

static double
x_of(const struct trend *v, size_t i)
{
    double step = (double)(WIDTH - LEFT) / (double)v->n;
    return LEFT + step * ((double)i + 0.5);
}

static double
y_of(const struct trend *v, int64_t value)
{
    return HEIGHT - BOTTOM -
           (double)(HEIGHT - TOP - BOTTOM) * (double)value / (double)v->most;
}

static void
column(const struct trend *v, size_t i, const char *class, int64_t from, int64_t to)
{
    if (to > from)
        buf_printf(
            v->b,
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>",
            class, x_of(v, i) - COLUMN / 2.0, y_of(v, to), COLUMN,
            y_of(v, from) - y_of(v, to));
}

static void
late_line(const struct trend *v, const struct board_week_list *weeks)
{
    buf_puts(v->b, "<path class=\"ln late\" d=\"");
    for (size_t i = 0; i < weeks->n; i++)
        buf_printf(v->b, "%c%.1f %.1f", i ? 'L' : 'M', x_of(v, i),
                   y_of(v, weeks->v[i].late));
    buf_puts(v->b, "\"/>");
}

static struct chart_point
point(struct ctx *c, int64_t at, int64_t says)
{
    return (struct chart_point){at, arena_printf(c->arena, "%lld", (long long)says)};
}

/* What the picture shows, for the browser's chart: one column before the other. */
static void
numbers(struct ctx *c, struct buf *b, const struct board_week_list *weeks)
{
    size_t n = weeks->n;
    struct chart_point *late = chart_points(c->arena, n),
                       *done = chart_points(c->arena, n),
                       *in_time = chart_points(c->arena, n);
    const char **places = NEWN(c->arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        const struct board_week *w = &weeks->v[i];
        places[i] = day_vn(c->arena, w->on);
        late[i] = point(c, w->late, w->late);
        done[i] = point(c, w->done, w->done_late);
        in_time[i] = point(c, w->done - w->done_late, w->done - w->done_late);
    }
    const struct chart_line lines[] = {
        {T(c, N_("done late")), "too-late", done},
        {T(c, N_("done in time")), "in-time", in_time},
        {T(c, N_("late at the end of the week")), "late", late}};
    chart_attribute(b, &(struct chart){.place = T(c, N_("Week to")),
                                       .places = places,
                                       .n_places = n,
                                       .lines = lines,
                                       .n_lines = COUNT(lines)});
}

html
board_trend_svg(struct ctx *c, const struct board_week_list *weeks)
{
    CLEANUP(buf_free) struct buf b = {0};
    struct trend v = {&b, 0, weeks->n};
    for (size_t i = 0; i < weeks->n; i++) {
        v.most = weeks->v[i].late > v.most ? weeks->v[i].late : v.most;
        v.most = weeks->v[i].done > v.most ? weeks->v[i].done : v.most;
    }
    if (!v.most)
        return (html){NULL};
    buf_printf(
        &b,
        "<svg class=\"pic trend\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d "
        "%d\" role=\"img\"",
        WIDTH, HEIGHT);
    numbers(c, &b, weeks);
    buf_printf(&b, "><title>%s</title>",
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
