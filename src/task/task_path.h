/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_path.h: the critical path method (Kelley and Walker 1959) over tasks that wait for one
 * another. Pure: days in, days out.
 */
#ifndef TASK_TASK_PATH_H
#define TASK_TASK_PATH_H
#include "base/ctx.h"

struct path_node {
    day from;       /* not begun before it */
    int64_t length; /* days it takes, from 1 */
    day done; /* the day it was done; DAY_NONE: it is open and ends today at the soonest */
    /* made by path_solve */
    day start, finish; /* as early as can be */
    int64_t
        slack; /* days it may slip and the last linked one not; INT_NONE: not linked */
    bool is_linked;   /* it waits for one, or one waits for it */
    bool is_critical; /* linked, without slack */
};
struct path_need {
    size_t task, on; /* `task` begins after `on` has finished */
};
/* False: they wait for each other in a circle, and nothing is known of it. */
bool path_solve(struct arena *a, struct path_node *v, size_t n,
                const struct path_need *needs, size_t n_needs, day today);
#endif
