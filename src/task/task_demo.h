/* SPDX-License-Identifier: Apache-2.0 */
/* task_demo.h: the work of the demo province as it stands on 30 December 2024. */
#ifndef TASK_TASK_DEMO_H
#define TASK_TASK_DEMO_H
#include "task/task.h"

/*
 * After decree_demo_load, in the same transaction: the plan of arrangement as a directive, read by
 * the reader of plans and taken over; tasks of each district and each commune spread, most of them
 * closed, some late; the duties of each agency given.
 */
NODISCARD err task_demo_load(struct ctx *c);

/* Enters a document as c->actor, and takes over all that is read in a file of demo/plan. */
NODISCARD err task_demo_enter(struct ctx *c, const struct directive *d,
                              const char *file, struct task_proposal_list *out);
#endif
