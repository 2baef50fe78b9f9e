/* SPDX-License-Identifier: Apache-2.0 */
/* report_in.h: what the files of this room share. */
#ifndef REPORT_REPORT_IN_H
#define REPORT_REPORT_IN_H
#include "report/report.h"
#include "store/store.h"

/* A way to fill a number in: the rows that it counts. */
struct report_source {
    const char *name;
    const struct query
        *pick; /* in: report, edition, field, organisation, first and last day */
    const struct query *rows; /* for report_rows */
    const char *path;         /* of one of them: "/tasks/" */
    const struct choice *states;
    int n_states;
};
/* NULL: there is none of that name. */
const struct report_source *report_source(const char *name);
/* The CODE of "indicator:CODE"; NULL: it is none. */
const char *report_indicator(const char *source);
/* What it is called, in c's language; NULL: people fill it in. */
NODISCARD err report_source_label(struct ctx *c, const char *source, const char **out);
/* Counts every number that has a source into the edition, which has no rows yet. `keep`: the
 * values it had, whose texts and hand-filled numbers stay; NULL: none. */
NODISCARD err report_fill(struct ctx *c, const struct report *r,
                          const struct report_value_list *keep);
/* What each move does besides, for the rows of the flow (flow_move.does). */
NODISCARD err report_refill(struct ctx *c, const void *move, void *rec);
NODISCARD err report_sign(struct ctx *c, const void *move, void *rec);
NODISCARD err report_revise(struct ctx *c, const void *move, void *rec);
NODISCARD err report_send(struct ctx *c, const void *move, void *rec);
/* The values in words. */
const char *report_figures(struct ctx *c, const struct report_value_list *values);
#endif
