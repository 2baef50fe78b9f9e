/* SPDX-License-Identifier: Apache-2.0 */
/* outlook.c: the straight line through what was, read off where a target stands. */
#include <math.h>

#include "base/msg.h"
#include "indicator/indicator.h"

struct line {
    double at_zero, slope;
    int n;
};

/* Least squares; x is the number of the period in the series. */
static struct line
fit(const struct indicator_value_list *s)
{
    double n = 0, x1 = 0, x2 = 0, y1 = 0, xy = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (s->v[i].value == INT_NONE)
            continue;
        double x = (double)i, y = (double)s->v[i].value;
        n++;
        x1 += x;
        x2 += x * x;
        y1 += y;
        xy += x * y;
    }
    double spread = n * x2 - x1 * x1;
    if (spread <= 0) /* one point, or none */
        return (struct line){0, 0, (int)n};
    double slope = (n * xy - x1 * y1) / spread;
    return (struct line){(y1 - slope * x1) / n, slope, (int)n};
}

err
indicator_outlook(struct ctx *c, const struct indicator *ind,
                  const struct indicator_value_list *series,
                  struct indicator_outlook_list *out)
{
    struct indicator_target_list targets;
    struct line l = fit(series);
    struct period first = {0};
    int year, month, mday;
    *out = (struct indicator_outlook_list){0};
    day_parts(c->today, &year, &month, &mday);
    TRY(indicator_targets(c, ind->id, &targets));
    for (size_t i = 0; i < targets.n; i++) {
        const struct indicator_target *t = &targets.v[i];
        if (t->year < year)
            continue;
        struct indicator_outlook *o = PUSH(c->arena, out);
        *o = (struct indicator_outlook){
            .year = t->year, .target = t->value, .forecast = INT_NONE};
        if (l.n < FORECAST_POINTS_LEAST) {
            o->why = arena_printf(c->arena,
                                  T(c, N_("%d values; a forecast needs at least %d")),
                                  l.n, FORECAST_POINTS_LEAST);
            continue;
        }
        must(period_parse(series->v[0].period, &first));
        double y =
            l.at_zero + l.slope * period_steps(first, day_of((int)t->year, 12, 31));
        if (str_eq(ind->measure, "%"))
            y = fmin(fmax(y, 0), 100.0 * INDICATOR_ONE);
        if (fabs(y) > (double)INDICATOR_VALUE_MOST) {
            o->why = T(c, N_("The number is too large"));
            continue;
        }
        /* to hundredths: more would pretend */
        o->forecast = (int64_t)llround(y / 100) * 100;
        o->is_met = ind->direction == DIRECTION_DOWN ? o->forecast <= t->value
                                                     : o->forecast >= t->value;
    }
    return OK;
}
