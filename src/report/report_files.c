/* SPDX-License-Identifier: Apache-2.0 */
/* report_files.c: a report takes annexes while it is drafted; what was sent stays as it was. */
#include "kernel/attachment.h"
#include "report/report.h"

static err
find(struct ctx *c, const struct attachable *self UNUSED, int64_t id,
     struct attached_to *out)
{
    struct report r;
    TRY(report_find(c, (report_id){id}, &r));
    out->label = r.title;
    out->path = arena_printf(c->arena, "/reports/%lld", (long long)id);
    return report_may(c, &r, "save", &out->may_write);
}

const struct attachable report_files = {"report", find, NULL};
