/* SPDX-License-Identifier: Apache-2.0 */
/* task_files.c: directives and tasks take files: the paper itself, annexes, evidence. */
#include "kernel/access.h"
#include "kernel/attachment.h"
#include "task/task.h"

static err
find_directive(struct ctx *c, const struct attachable *self UNUSED, int64_t id,
               struct attached_to *out)
{
    struct directive d;
    org_id now;
    TRY(directive_find(c, (directive_id){id}, &d));
    out->label = d.number;
    out->path = arena_printf(c->arena, "/directives/%lld", (long long)id);
    if (d.record.state != RECORD_OPEN)
        return OK;
    TRY(register_org(c, &d, &now));
    return access_may_now(c, "directive.write", now, &out->may_write);
}

/* Who does it brings the evidence, who gave it whatever it needs. */
static err
find_task(struct ctx *c, const struct attachable *self UNUSED, int64_t id,
          struct attached_to *out)
{
    struct task t;
    TRY(task_find(c, (task_id){id}, &t));
    out->label = t.title;
    out->path = arena_printf(c->arena, "/tasks/%lld", (long long)id);
    TRY(flow_is_any_party(c, &task_register, &t, &out->may_write));
    out->may_write = out->may_write && t.record.state == RECORD_OPEN;
    return OK;
}

const struct attachable directive_files = {"directive", find_directive, NULL};
const struct attachable task_files = {"task", find_task, NULL};
