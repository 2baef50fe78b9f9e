/* SPDX-License-Identifier: Apache-2.0 */
/* obstacle_files.c: an obstacle takes files: what shows it, and what the answer rests on. */
#include "kernel/attachment.h"
#include "kernel/flow.h"
#include "obstacle/obstacle.h"

static err
find(struct ctx *c, const struct attachable *self UNUSED, int64_t id,
     struct attached_to *out)
{
    struct obstacle o;
    TRY(obstacle_find(c, (obstacle_id){id}, &o));
    out->label = o.title;
    out->path = arena_printf(c->arena, "/obstacles/%lld", (long long)id);
    TRY(flow_is_any_party(c, &obstacle_register, &o, &out->may_write));
    out->may_write = out->may_write && o.record.state == RECORD_OPEN;
    return OK;
}

const struct attachable obstacle_files = {"obstacle", find, NULL};
