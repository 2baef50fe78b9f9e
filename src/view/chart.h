/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chart.h: the numbers behind a picture. They stand on its <svg>, and static/chart.js makes of them a
 * chart that says what is under the pointer; without script, and on paper, the picture stays.
 */
#ifndef VIEW_CHART_H
#define VIEW_CHART_H
#include "base/buf.h"
#include "base/ctx.h"

/* A place on the axis, with what is drawn there and what is said of it; at INT_NONE there is nothing. */
struct chart_point {
    int64_t at; /* in the unit of all lines of the picture */
    const char *says;
};
struct chart_line {
    const char *label;
    const char *kind; /* a class of static/pictures.css, known to static/chart.js */
    struct chart_point *v; /* n_places of them */
};
struct chart {
    const char *place;         /* what a place is: "Period" */
    const char *const *places; /* the axis, from left to right */
    size_t n_places;
    int scale; /* digits after the point of what is drawn */
    const struct chart_line *lines;
    size_t n_lines;
};

/* Nothing anywhere. */
struct chart_point *chart_points(struct arena *a, size_t n);
/* The attribute, with a blank before it. */
void chart_attribute(struct buf *b, const struct chart *of);
#endif
