/* SPDX-License-Identifier: Apache-2.0 */
/* task_road_svg.c: the roadmap as a picture: a row each, time to the right. */
#include "base/buf.h"
#include "base/msg.h"
#include "base/text.h"
#include "task/task_road.h"

enum {
    LABEL = 330, /* left of the bars */
    CHART = 1050,
    TOP = 44,
    ROW = 22,
    BAR = 10,
    LABEL_CHARS = 46,
    MONTHS_MOST = 30 /* of longer spans quarters are marked, of yet longer ones years */
};

static double
x_of(const struct road *r, day d)
{
    double x = (double)(d.v - r->from.v) / (double)(r->to.v - r->from.v + 1);
    return LABEL + CHART * (x < 0 ? 0 : x > 1 ? 1 : x);
}

static double
y_of(const struct road_row *row)
{
    return TOP + ROW * (double)row->at + ROW / 2.0;
}

/* ---- time ---- */

static void
marks(struct ctx *c, struct buf *b, const struct road *r, int height)
{
    int y, m, d, step = (r->to.v - r->from.v) / 30;
    step = step <= MONTHS_MOST ? 1 : step <= 3 * MONTHS_MOST ? 3 : 12;
    day_parts(r->from, &y, &m, &d);
    m = 1 + (m - 1) / step * step;
    for (day on = day_of(y, m, 1); on.v <= r->to.v;
         m += step, y += m > 12, m = m > 12 ? 1 : m, on = day_of(y, m, 1)) {
        if (on.v < r->from.v)
            continue;
        double x = x_of(r, on);
        buf_printf(b,
                   "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>"
                   "<text class=\"t\" x=\"%.1f\" y=\"%d\">",
                   x, TOP - 14, x, height - 6, x + 3, TOP - 18);
        buf_printf(b, step == 12 ? "%.0d%d</text>" : "%d/%d</text>", step == 12 ? 0 : m,
                   y);
    }
    double x = x_of(r, c->today);
    buf_printf(b,
               "<line class=\"thr\" x1=\"%.1f\" y1=\"20\" x2=\"%.1f\" y2=\"%d\"/><text "
               "class=\"t\" x=\"%.1f\" y=\"14\" text-anchor=\"middle\">%s %s</text>",
               x, x, height - 6, x, T(c, N_("today")), day_vn(c->arena, c->today));
}

/* ---- a row ---- */

static const char *
cut(struct ctx *c, const char *s)
{
    const char *p = s;
    for (int n = 0; *p && n < LABEL_CHARS; n++)
        for (p++; ((unsigned char)*p & 0xC0) == 0x80;)
            p++;
    return *p ? arena_printf(c->arena, "%.*s…", (int)(p - s), s) : s;
}

static void
label(struct ctx *c, struct buf *b, const struct road_row *row)
{
    int indent = 6 + 10 * (int)(row->depth < 6 ? row->depth : 6);
    buf_printf(b, "<a href=\"/tasks/%lld\"><text x=\"%d\" y=\"%.1f\"%s><title>",
               (long long)row->id.v, indent, y_of(row) + 4,
               row->is_group ? " font-weight=\"600\"" : "");
    buf_html(b, row->title);
    buf_puts(b, "</title>");
    bool told = row->number && *row->number && *row->number != '-';
    buf_html(b, cut(c, told ? arena_printf(c->arena, "%s. %s", row->number, row->title)
                            : row->title));
    buf_puts(b, "</text></a>");
}

static void
bar(struct buf *b, const struct road *r, const struct road_row *row, day from, day to,
    const char *class)
{
    double x = x_of(r, from), w = x_of(r, (day){to.v + 1}) - x;
    buf_printf(b,
               "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" "
               "rx=\"2\"/>",
               class, x, y_of(row) - BAR / 2.0, w < 2 ? 2 : w, BAR);
}

/* Promised: an outline. What came of it: filled; what came after the first promise in red. */
static void
bars(struct ctx *c, struct buf *b, const struct road *r, const struct road_row *row)
{
    bool is_done = row->stage == TASK_CLOSED || row->stage == TASK_WITHDRAWN;
    day planned = day_known(row->first_due) ? row->first_due
                  : day_known(row->due_on)  ? row->due_on
                                            : row->finish;
    day came = is_done ? row->ended_on : c->today;
    buf_puts(b, "<g><title>");
    buf_html(b, row->title);
    buf_printf(b, " · %s–%s", day_vn(c->arena, row->begin), day_vn(c->arena, planned));
    if (is_done)
        buf_printf(b, " · %s %s", T(c, N_("ended on")),
                   day_vn(c->arena, row->ended_on));
    if (row->slack != INT_NONE && !is_done)
        buf_printf(b, " · %s %lld", T(c, N_("slack in days:")), (long long)row->slack);
    buf_puts(b, "</title>");
    if (came.v >= row->begin.v)
        bar(b, r, row, row->begin, came.v < planned.v ? came : planned,
            is_done ? "r-done" : "r-now");
    if (row->has_slip)
        bar(b, r, row, (day){planned.v + 1}, came, "r-slip");
    bar(b, r, row, row->begin, planned, row->is_critical ? "r-plan r-crit" : "r-plan");
    double end = x_of(r, came.v > planned.v && row->has_slip ? came : planned);
    buf_printf(b, "<text class=\"t\" x=\"%.1f\" y=\"%.1f\"%s>",
               end + (end > LABEL + CHART - 90 ? -4 : 5), y_of(row) + 4,
               end > LABEL + CHART - 90 ? " text-anchor=\"end\"" : "");
    if (planned.v > r->to.v)
        buf_printf(b, "→ %s", day_vn(c->arena, planned));
    else if (row->has_slip)
        buf_printf(b, T(c, N_("+%lld days")), (long long)row->slip);
    buf_puts(b, "</text></g>");
}

/* From the end of what is waited for down or up to the beginning of what waits. */
static void
arrow(struct buf *b, const struct road *r, const struct road_link *l)
{
    const struct road_row *on = &r->rows.v[l->on], *task = &r->rows.v[l->task];
    if (on->at == INT_NONE || task->at == INT_NONE || !day_known(on->begin) ||
        !day_known(task->begin))
        return;
    day end = day_known(on->first_due) ? on->first_due : on->finish;
    double x0 = x_of(r, (day){end.v + 1}), y0 = y_of(on), x1 = x_of(r, task->begin),
           y1 = y_of(task);
    double mid = x0 + 5;
    buf_printf(b,
               "<path class=\"ln%s\" d=\"M%.1f %.1f H%.1f V%.1f H%.1f\" "
               "marker-end=\"url(#tip)\"/>",
               on->is_critical && task->is_critical ? " r-crit" : "", x0, y0, mid, y1,
               x1 > mid ? x1 - 2 : mid + 1);
}

html
task_road_svg(struct ctx *c, const struct road *r)
{
    CLEANUP(buf_free) struct buf b = {0};
    int64_t n = 0;
    bool any = false;
    for (size_t i = 0; i < r->rows.n; i++) {
        n += r->rows.v[i].at != INT_NONE;
        any |= day_known(r->rows.v[i].begin);
    }
    if (!any)
        return (html){NULL};
    int height = TOP + ROW * (int)n + 12, width = LABEL + CHART + 20;
    buf_printf(
        &b,
        "<svg class=\"pic road\" viewBox=\"0 0 %d %d\" role=\"group\" "
        "aria-label=\"%s\"><defs><marker id=\"tip\" viewBox=\"0 0 6 6\" refX=\"5\" "
        "refY=\"3\" markerWidth=\"5\" markerHeight=\"5\" orient=\"auto\"><path "
        "d=\"M0 0L6 3L0 6z\"/></marker></defs>",
        width, height, T(c, N_("Roadmap")));
    marks(c, &b, r, height);
    for (size_t i = 0; i < r->links.n; i++)
        arrow(&b, r, &r->links.v[i]);
    for (size_t i = 0; i < r->rows.n; i++) {
        const struct road_row *row = &r->rows.v[i];
        if (row->at == INT_NONE)
            continue;
        label(c, &b, row);
        if (day_known(row->begin))
            bars(c, &b, r, row);
    }
    buf_puts(&b, "</svg>");
    return (html){arena_strndup(c->arena, b.s, b.n)};
}
