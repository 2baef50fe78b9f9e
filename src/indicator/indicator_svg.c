/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/indicator_svg.h"

#include <math.h>

#include "base/buf.h"
#include "base/msg.h"
#include "view/chart.h"

enum {
    WIDTH = 760,
    HEIGHT = 260,
    LEFT = 64,
    RIGHT = 24,
    TOP = 28,
    BOTTOM = 36,
    STEPS = 5,      /* of the scale, about */
    LABELS_MOST = 8 /* under the axis */
};

struct canvas {
    struct ctx *c;
    struct buf *b;
    double low, high, step; /* of what is drawn, in ten-thousandths */
    struct period first;
    int columns;
};

static double
x_of(const struct canvas *v, int column)
{
    int n = v->columns > 1 ? v->columns - 1 : 1;
    return LEFT + (double)(WIDTH - LEFT - RIGHT) * column / n;
}

/* Where the year ends. */
static int
column_of(const struct canvas *v, int64_t year)
{
    return period_steps(v->first, day_of((int)year, 12, 31));
}

static double
y_of(const struct canvas *v, int64_t value)
{
    double share = ((double)value - v->low) / (v->high - v->low);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
}

static void
widen(struct canvas *v, int64_t value, bool *any)
{
    double d = (double)value;
    if (value == INT_NONE)
        return;
    v->low = !*any || d < v->low ? d : v->low;
    v->high = !*any || d > v->high ? d : v->high;
    *any = true;
}

/* 1, 2 or 5 with noughts, not below d. */
static double
round_step(double d)
{
    double ten = pow(10, floor(log10(d)));
    return d <= ten ? ten : d <= 2 * ten ? 2 * ten : d <= 5 * ten ? 5 * ten : 10 * ten;
}

/* From zero, unless something is below it. */
static bool
scale(struct canvas *v, const struct indicator_value_list *s,
      const struct indicator_outlook_list *o)
{
    bool any = false;
    for (size_t i = 0; i < s->n; i++)
        widen(v, s->v[i].value, &any);
    for (size_t i = 0; any && i < o->n; i++) {
        widen(v, o->v[i].target, &any);
        widen(v, o->v[i].forecast, &any);
    }
    if (v->low > 0)
        v->low = 0;
    if (v->high <= v->low)
        v->high = v->low + INDICATOR_ONE;
    v->step = round_step((v->high - v->low) / STEPS);
    v->low = floor(v->low / v->step) * v->step;
    v->high = ceil(v->high / v->step) * v->step;
    return any;
}

static const char *
shown(struct ctx *c, int64_t value)
{
    static const struct field f = {
        .name = "value", .kind = K_DEC, .scale = INDICATOR_SCALE, .label = ""};
    return field_short(c, &f, &value);
}

static void
text(const struct canvas *v, double x, double y, const char *anchor, const char *class,
     const char *s)
{
    buf_printf(v->b, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">",
               class, x, y, anchor);
    buf_html(v->b, s);
    buf_puts(v->b, "</text>");
}

static void
axis(const struct canvas *v, const struct indicator *ind)
{
    for (double at = v->low; at <= v->high; at += v->step) {
        int64_t value = (int64_t)at;
        double y = y_of(v, value);
        buf_printf(v->b, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y,
                   WIDTH - RIGHT);
        text(v, LEFT - 8, y + 4, "end", "t", shown(v->c, value));
    }
    text(v, LEFT - 8, TOP - 12, "end", "t", ind->measure);
}

static void
line_of(const struct canvas *v, const struct indicator_value_list *s)
{
    bool on = false;
    buf_puts(v->b, "<path class=\"ln\" d=\"");
    for (size_t i = 0; i < s->n; i++) {
        if (s->v[i].value != INT_NONE)
            buf_printf(v->b, "%c%.1f %.1f", on ? 'L' : 'M', x_of(v, (int)i),
                       y_of(v, s->v[i].value));
        on = s->v[i].value != INT_NONE;
    }
    buf_puts(v->b, "\"/>");
    for (size_t i = 0; i < s->n; i++) {
        if (s->v[i].value == INT_NONE)
            continue;
        bool made = s->v[i].how == HOW_PREDECESSORS;
        buf_printf(v->b, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>",
                   made ? "dot made" : "dot", x_of(v, (int)i), y_of(v, s->v[i].value));
        buf_html(v->b, s->v[i].label);
        buf_printf(v->b, ": %s</title></circle>", shown(v->c, s->v[i].value));
    }
}

static void
outlook_of(const struct canvas *v, const struct indicator_value_list *s,
           const struct indicator_outlook_list *o)
{
    size_t last = s->n;
    while (last > 0 && s->v[last - 1].value == INT_NONE)
        last--;
    double x0 = last ? x_of(v, (int)last - 1) : 0;
    double y0 = last ? y_of(v, s->v[last - 1].value) : 0;
    for (size_t i = 0; i < o->n; i++) {
        double x = x_of(v, column_of(v, o->v[i].year)), y = y_of(v, o->v[i].target);
        buf_printf(v->b, "<path class=\"goal\" d=\"M%.1f %.1fh28\"/>", x - 14, y);
        text(v, x, y - 8, i + 1 == o->n ? "end" : "middle", "t",
             shown(v->c, o->v[i].target));
        text(v, x, HEIGHT - 12, i + 1 == o->n ? "end" : "middle", "t",
             arena_printf(v->c->arena, "%lld", (long long)o->v[i].year));
        if (o->v[i].forecast == INT_NONE || !last)
            continue;
        double fy = y_of(v, o->v[i].forecast);
        buf_printf(v->b,
                   "<path class=\"soon\" d=\"M%.1f %.1fL%.1f %.1f\"/>"
                   "<circle class=\"dot made\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>",
                   x0, y0, x, fy, x, fy);
        x0 = x;
        y0 = fy;
    }
}

/* What the picture shows, for the browser's chart. */
static void
numbers(const struct canvas *v, const struct indicator_value_list *s,
        const struct indicator_outlook_list *o)
{
    struct arena *a = v->c->arena;
    size_t n = (size_t)v->columns, last = s->n;
    struct chart_point *was = chart_points(a, n), *soon = chart_points(a, n),
                       *goal = chart_points(a, n);
    const char **places = NEWN(a, const char *, n);
    struct period p = v->first;
    for (size_t i = 0; i < n; i++, p = period_next(p))
        places[i] = period_label(v->c, p);
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].value != INT_NONE)
            was[last = i] =
                (struct chart_point){s->v[i].value, shown(v->c, s->v[i].value)};
    if (last < s->n) /* the forecast leaves from the newest value */
        soon[last].at = was[last].at;
    for (size_t i = 0; i < o->n; i++) {
        int at = column_of(v, o->v[i].year);
        goal[at] = (struct chart_point){o->v[i].target, shown(v->c, o->v[i].target)};
        if (o->v[i].forecast != INT_NONE)
            soon[at] =
                (struct chart_point){o->v[i].forecast, shown(v->c, o->v[i].forecast)};
    }
    const struct chart_line lines[] = {{T(v->c, N_("Value")), "ln", was},
                                       {T(v->c, N_("Forecast")), "soon", soon},
                                       {T(v->c, N_("Target")), "goal", goal}};
    chart_attribute(v->b, &(struct chart){.place = T(v->c, N_("Period")),
                                          .places = places,
                                          .n_places = n,
                                          .scale = INDICATOR_SCALE,
                                          .lines = lines,
                                          .n_lines = o->n ? COUNT(lines) : 1});
}

html
indicator_svg(struct ctx *c, const struct indicator *ind,
              const struct indicator_value_list *series,
              const struct indicator_outlook_list *outlook)
{
    CLEANUP(buf_free) struct buf b = {0};
    struct canvas v = {.c = c, .b = &b, .columns = (int)series->n};
    if (!scale(&v, series, outlook))
        return (html){NULL};
    must(period_parse(series->v[0].period, &v.first));
    for (size_t i = 0; i < outlook->n; i++)
        if (column_of(&v, outlook->v[i].year) >= v.columns)
            v.columns = column_of(&v, outlook->v[i].year) + 1;
    buf_printf(
        &b,
        "<svg class=\"pic chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
        "%d %d\" role=\"img\"",
        WIDTH, HEIGHT);
    numbers(&v, series, outlook);
    buf_puts(&b, "><title>");
    buf_html(&b, ind->name);
    buf_puts(&b, "</title>");
    axis(&v, ind);
    size_t step = ((size_t)v.columns + LABELS_MOST - 1) / LABELS_MOST;
    for (size_t i = 0; i < series->n; i += step ? step : 1)
        text(&v, x_of(&v, (int)i), HEIGHT - 12, "middle", "t", series->v[i].period);
    outlook_of(&v, series, outlook);
    line_of(&v, series);
    buf_puts(&b, "</svg>");
    return (html){arena_strndup(c->arena, b.s, b.n)};
}
