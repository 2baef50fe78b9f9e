/* SPDX-License-Identifier: Apache-2.0 */
/* task_files_demo.c: the demo's files: two annexes of the plan, and what a body brings on the way. */
#include "task/task_files_demo.h"

#include <sodium.h>

#include "base/embedded.h"
#include "kernel/access.h"
#include "kernel/attachment.h"
#include "task/task.h"

static err
attach(struct ctx *c, const struct attachable *to, int64_t id, const char *file,
       const char *name, const char *note)
{
    const struct embedded *f =
        embedded_shipped(arena_printf(c->arena, "demo/attached/%s", file));
    struct attachment_ready ready;
    struct attachment out;
    size_t most = sodium_base64_encoded_len(f->n, sodium_base64_VARIANT_ORIGINAL);
    struct attachment_new in = {
        .id = id,
        .file = sodium_bin2base64(arena_alloc(c->arena, most, 1), most,
                                  (const unsigned char *)f->text, f->n,
                                  sodium_base64_VARIANT_ORIGINAL),
        .file_name = name,
        .note = note};
    TRY(attachment_prepare(c, &in, &ready));
    return attachment_add(c, to, &in, &ready, &out);
}

err
task_files_demo_load(struct ctx *c)
{
    const struct moment was = ctx_moment(c);
    struct directive_page plans;
    struct task_page tasks;
    ctx_on(c, day_of(2024, 12, 30));
    TRY(actor_become(c, "van-thu"));
    TRY(directive_list(c, &(struct directive_filter){.q = "sắp xếp đơn vị hành chính"},
                       &plans));
    for (size_t i = 0; i < plans.items.n; i++) {
        directive_id id = plans.items.v[i].id;
        if (plans.items.v[i].type != DIRECTIVE_PLAN)
            continue;
        TRY(attach(c, &directive_files, id.v, "phu-luc-don-vi.pdf",
                   "Phụ lục - số đơn vị trước và sau.pdf",
                   "Phụ lục (số liệu minh hoạ)"));
        TRY(attach(c, &directive_files, id.v, "phu-luc-lo-trinh.csv",
                   "Phụ lục - lộ trình.csv", "Kế hoạch và thực tế (số liệu minh hoạ)"));
        TRY(task_list(
            c,
            &(struct task_filter){
                .directive = id, .state = "reported", .on = DAY_NONE, .limit = 1},
            &tasks));
        if (tasks.items.n)
            TRY(attach(c, &task_files, tasks.items.v[0].id.v, "phu-luc-lo-trinh.csv",
                       "Tiến độ đến ngày báo cáo.csv", "Kèm báo cáo hoàn thành"));
    }
    ctx_back(c, &was);
    return OK;
}
