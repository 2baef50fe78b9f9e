/* SPDX-License-Identifier: Apache-2.0 */
/* decree_execute.h: one execution while it runs. For decree/ alone. */
#ifndef DECREE_DECREE_EXECUTE_H
#define DECREE_DECREE_EXECUTE_H
#include "decree/decree_plan.h"
#include "decree/decree_row.h"

struct execution {
    struct ctx *c;
    struct decree_plan *out; /* of the plan that is carried out */
    struct plan *p;
    decree_id by;
    day on;
    int64_t run;
    struct plan_unit_list before; /* in force on the day: other decrees may have it too */
    struct decree_result_list results;
    struct decree_held_list held;
    int64_t n_grants;                                             /* carried over */
    int64_t n_moved, n_moved_missing, n_moved_odd, n_moved_twice; /* records touched */
};

/* decree_hand_over.c: registers, grants and posts; what was held before and after. */
NODISCARD err execution_note_before(struct execution *x);
NODISCARD err execution_hand_over(struct execution *x);
NODISCARD err execution_note_after(struct execution *x);
/* decree_report.c: the whole of it for people. */
void execution_report(struct execution *x, struct decree_report *out);
/* decree_invariants.c: looks at what was stored; INTERNAL names the first that does not hold. */
NODISCARD err execution_verify(struct execution *x, struct invariant_list *out);
#endif
