/* SPDX-License-Identifier: Apache-2.0 */
/* road_web.c: the roadmap's page: a picture of time, and the same as a table. */
#include "web/web.h"

#include "base/msg.h"
#include "task/task_road.h"
#include "task/task_web.h"

struct page {
    directive_id id;
    const char *number, *summary, *page_title;
    struct road_row_list rows;
    int64_t n_undated, n_critical, n_late, n_slipped;
    html picture;
    bool has_picture, has_undated;
};
static const struct field page_fields[] = {
    ID(struct page, id, N_("Directive"), .flags = F_HIDDEN),
    FIELD(struct page, number, N_("Number and symbol")),
    FIELD(struct page, summary, N_("Subject of the document")),
    FIELD(struct page, n_critical, N_("On the critical path")),
    FIELD(struct page, n_late, N_("Late")),
    FIELD(struct page, n_slipped, N_("Past the first promise")),
    FIELD(struct page, n_undated, N_("Without a day")),
    LISTOF(struct page, rows, &road_row_view, N_("Tasks")),
    FIELD(struct page, picture, N_("Picture"), .flags = ON_PAGE),
    FIELD(struct page, has_picture, N_("Picture"), .flags = ON_PAGE),
    FIELD(struct page, has_undated, N_("Without a day"), .flags = ON_PAGE),
    FIELD(struct page, page_title, N_("Title"), .flags = ON_PAGE),
};
const struct view road_page_view = VIEW("roadmap", struct page, page_fields);

err
get_road(struct ctx *c, const void *in, void *out)
{
    struct page *p = out;
    const directive_id id = {((const struct task_key *)in)->id};
    struct directive d;
    struct road r;
    TRY(directive_find(c, id, &d));
    TRY(task_road(c, id, &r));
    *p = (struct page){.id = id,
                       .number = d.number,
                       .summary = d.summary,
                       .rows = r.rows,
                       .n_undated = r.n_undated,
                       .has_undated = r.n_undated > 0};
    p->page_title = arena_printf(c->arena, "%s: %s", T(c, N_("Roadmap")), d.number);
    for (size_t i = 0; i < r.rows.n; i++) {
        p->n_critical += r.rows.v[i].is_critical;
        p->n_late += r.rows.v[i].is_late;
        p->n_slipped += r.rows.v[i].has_slip;
    }
    if (c->whole)
        return OK;
    p->picture = task_road_svg(c, &r);
    p->has_picture = p->picture.v != NULL;
    return OK;
}
