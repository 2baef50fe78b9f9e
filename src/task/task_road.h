/* SPDX-License-Identifier: Apache-2.0 */
/* task_road.h: a directive's tasks along time: windows, what was promised and what came of it, what
 * waits for what, the critical path and the slack. */
#ifndef TASK_TASK_ROAD_H
#define TASK_TASK_ROAD_H
#include "task/task.h"

struct road_row {
    task_id id;
    const char *number, *title, *body;
    int64_t depth;
    int stage;
    day begin; /* of its window, else after what it waits for, else the document's day */
    day first_due; /* the first promise */
    day due_on, ended_on;
    day finish;    /* as early as can be; DAY_NONE: it has no day */
    int64_t slack; /* days; INT_NONE: nothing waits for it and it waits for nothing */
    int64_t slip;  /* days past the first promise; INT_NONE: none */
    const char *waits; /* numbers of the tasks that it waits for */
    bool is_critical, is_late, is_group, has_slip;
    int64_t
        at; /* its place in the picture, from 0; INT_NONE: it is in the table alone */
};
struct road_row_list LIST(struct road_row);
extern const struct view road_row_view;
struct road_link {
    size_t task, on; /* in rows */
};
struct road {
    struct road_row_list rows; /* as the document has them */
    struct LIST(struct road_link) links;
    day from, to; /* what the picture shows; later ends are cut */
    day today;
    int64_t n_undated;
};
/* What the reader sees of it, as task_outline. */
NODISCARD err task_road(struct ctx *c, directive_id id, struct road *out);
/* The picture; NULL: nothing in it has a day. */
html task_road_svg(struct ctx *c, const struct road *r);
#endif
