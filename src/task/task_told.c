/* SPDX-License-Identifier: Apache-2.0 */
/* task_told.c: who has been told of a task. What is told is digest.c's. */
#include "base/msg.h"
#include "kernel/notice.h"
#include "task/task_in.h"

extern const struct query Q_task_told_to, Q_task_told_of;

static const struct field told_fields[] = {
    FIELD(struct task_told, name, N_("Person")),
    FIELD(struct task_told, first_on, N_("Told first on")),
    FIELD(struct task_told, last_on, N_("Told last on")),
    FIELD(struct task_told, times, N_("How often")),
    ENUM(struct task_told, letter, notice_states, N_("The last letter")),
};
const struct view task_told_view = VIEW("task_told", struct task_told, told_fields);

err
task_told_to(struct ctx *c, task_id id, person_id person)
{
    return query_exec(c, &Q_task_told_to, IN(id.v, person.v, c->today), NULL);
}

err
task_told_of(struct ctx *c, task_id id, struct task_told_list *out)
{
    return query_list(c, &Q_task_told_of, &task_told_view, out, IN(id.v));
}
