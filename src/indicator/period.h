/* SPDX-License-Identifier: Apache-2.0 */
/* period.h: the spans that values are of: "2025", "2025-H1", "2025-Q3", "2025-07". */
#ifndef INDICATOR_PERIOD_H
#define INDICATOR_PERIOD_H
#include "view/view.h"

enum period_kind {
    PERIOD_NONE,
    PERIOD_MONTH,
    PERIOD_QUARTER,
    PERIOD_HALF,
    PERIOD_YEAR,
    PERIOD_KINDS
};
extern const struct choice period_kinds[PERIOD_KINDS];

struct period {
    int kind, year, n; /* n: which of the year, from 1 */
};
/* False: it is none; years 1900 to 2199. */
bool period_parse(const char *s, struct period *out);
/* The one of that kind that the day is in. */
struct period period_of(int kind, day d);
struct period period_next(struct period p);
/* The first of that shorter kind within p; there are period_holds of them. */
struct period period_first_of(struct period p, int kind);
int period_holds(int longer, int shorter);
/* How many periods after p the one of its kind is that the day is in. */
int period_steps(struct period p, day d);
day period_from(struct period p);
day period_to(struct period p); /* its last day */
const char *period_code(struct arena *a, struct period p);
/* "Quý III/2025" */
const char *period_label(struct ctx *c, struct period p);
#endif
