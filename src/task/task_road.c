/* SPDX-License-Identifier: Apache-2.0 */
/* task_road.c: what the roadmap of a directive shows. */
#include "task/task_road.h"

#include <stdlib.h>

#include "base/msg.h"
#include "store/store.h"
#include "task/task_path.h"

extern const struct query Q_task_needs_of;

static const struct field row_fields[] = {
    ID(struct road_row, id, N_("Task"), .flags = F_HIDDEN),
    FIELD(struct road_row, number, N_("Number in the document"), .flags = F_BRIEF),
    FIELD(struct road_row, title, N_("What is to be done"), .flags = F_BRIEF,
          .to = "/tasks/{id}"),
    FIELD(struct road_row, depth, N_("Depth"), .flags = F_HIDDEN),
    FIELD(struct road_row, body, N_("Lead body"), .flags = F_BRIEF),
    ENUM(struct road_row, stage, task_stages, N_("State of the work"),
         .flags = F_BRIEF),
    FIELD(struct road_row, begin, N_("Begins on"), .flags = F_BRIEF),
    FIELD(struct road_row, first_due, N_("First promised for"), .flags = F_BRIEF),
    FIELD(struct road_row, due_on, N_("Due on"), .flags = F_BRIEF),
    FIELD(struct road_row, ended_on, N_("Ended on"), .flags = F_BRIEF),
    FIELD(struct road_row, slip, N_("Days past the first promise"), .flags = F_BRIEF),
    FIELD(struct road_row, waits, N_("Waits for"), .flags = F_BRIEF),
    FIELD(struct road_row, finish, N_("Done at the soonest on")),
    FIELD(struct road_row, slack, N_("Slack in days"), .flags = F_BRIEF),
    FIELD(struct road_row, is_critical, N_("On the critical path"), .flags = F_BRIEF),
    FIELD(struct road_row, is_late, N_("Late")),
    FIELD(struct road_row, is_group, N_("A heading above others"), .flags = F_HIDDEN),
    FIELD(struct road_row, has_slip, N_("Late"),
          .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
};
const struct view road_row_view = VIEW("road_row", struct road_row, row_fields);

struct need {
    int64_t task_id, on_id;
};
static const struct field need_fields[] = {
    FIELD(struct need, task_id, "task"),
    FIELD(struct need, on_id, "on"),
};
static const struct view need_view = VIEW("task_need", struct need, need_fields);
struct need_list LIST(struct need);

/* ---- rows and links ---- */

static size_t
row_of(const struct road *r, int64_t id)
{
    size_t i = 0;
    while (i < r->rows.n && r->rows.v[i].id.v != id)
        i++;
    return i;
}

static void
put_rows(struct ctx *c, const struct task_item_list *items, struct road *r)
{
    for (size_t i = 0; i < items->n; i++) {
        const struct task_item *t = &items->v[i];
        bool is_done = t->stage == TASK_CLOSED || t->stage == TASK_WITHDRAWN;
        day came = is_done ? t->ended_on : c->today;
        *PUSH(c->arena, &r->rows) = (struct road_row){
            .id = t->id,
            .number = t->number,
            .title = t->title,
            .body = t->is_unknown ? t->lead_text : t->body,
            .depth = t->depth,
            .stage = t->stage,
            .begin = t->from_on,
            .first_due = t->first_due,
            .due_on = t->due_on,
            .ended_on = t->ended_on,
            .finish = DAY_NONE,
            .slack = INT_NONE,
            .slip = INT_NONE,
            .is_late = t->is_late,
            .is_group = t->has_parts,
            .at = INT_NONE,
        };
        struct road_row *row = &r->rows.v[r->rows.n - 1];
        if (day_known(t->first_due) && day_known(came) && came.v > t->first_due.v)
            row->slip = came.v - t->first_due.v;
        row->has_slip = row->slip != INT_NONE;
    }
}

static err
put_links(struct ctx *c, directive_id id, struct road *r)
{
    struct need_list needs;
    TRY(query_list(c, &Q_task_needs_of, &need_view, &needs, IN(id.v)));
    for (size_t i = 0; i < needs.n; i++) {
        struct road_link l = {row_of(r, needs.v[i].task_id),
                              row_of(r, needs.v[i].on_id)};
        if (l.task == r->rows.n || l.on == r->rows.n)
            continue; /* of what the reader may not see */
        struct road_row *row = &r->rows.v[l.task];
        const char *number = r->rows.v[l.on].number;
        *PUSH(c->arena, &r->links) = l;
        number = number && *number ? number : r->rows.v[l.on].title;
        row->waits =
            row->waits ? arena_printf(c->arena, "%s; %s", row->waits, number) : number;
    }
    return OK;
}

/* ---- when each begins, and what holds up what ---- */

static day
begins(const struct road *r, size_t i, day issued)
{
    const struct road_row *row = &r->rows.v[i];
    day from = issued;
    for (size_t k = 0; k < r->links.n; k++) {
        const struct road_row *on = &r->rows.v[r->links.v[k].on];
        day before = day_known(on->first_due) ? on->first_due : on->ended_on;
        if (r->links.v[k].task == i && day_known(before) && before.v >= from.v)
            from.v = before.v + 1;
    }
    if (day_known(row->begin))
        from = row->begin;
    return day_known(row->due_on) && from.v > row->due_on.v ? row->due_on : from;
}

static void
solve(struct ctx *c, struct road *r, day issued)
{
    size_t n = r->rows.n;
    struct path_node *nodes = NEWN(c->arena, struct path_node, n + 1);
    struct path_need *needs = NEWN(c->arena, struct path_need, r->links.n + 1);
    for (size_t i = 0; i < n; i++) {
        struct road_row *row = &r->rows.v[i];
        bool is_dated = day_known(row->due_on) || day_known(row->ended_on);
        day planned = day_known(row->first_due) ? row->first_due : row->due_on;
        row->begin =
            is_dated || day_known(row->begin) ? begins(r, i, issued) : DAY_NONE;
        nodes[i] = (struct path_node){
            .from = day_known(row->begin) ? row->begin : issued,
            .length =
                day_known(row->begin) && day_known(planned) && planned.v >= row->begin.v
                    ? planned.v - row->begin.v + 1
                    : 1,
            .done = row->ended_on,
        };
    }
    for (size_t k = 0; k < r->links.n; k++)
        needs[k] = (struct path_need){r->links.v[k].task, r->links.v[k].on};
    if (!path_solve(c->arena, nodes, n, needs, r->links.n, c->today))
        return;
    for (size_t i = 0; i < n; i++) {
        struct road_row *row = &r->rows.v[i];
        row->finish = day_known(row->begin) ? nodes[i].finish : DAY_NONE;
        row->slack = day_known(row->ended_on) ? INT_NONE : nodes[i].slack;
        row->is_critical = nodes[i].is_critical;
    }
}

/* ---- how much of time ---- */

static int
by_day(const void *x, const void *y)
{
    int32_t a = ((const day *)x)->v, b = ((const day *)y)->v;
    return (a > b) - (a < b);
}

/* From the first beginning to where nine of ten have ended: one task of five years would press
 * all others together. */
static void
choose_span(struct ctx *c, struct road *r)
{
    enum {
        MARGIN = 21
    };
    day *ends = NEWN(c->arena, day, r->rows.n + 1);
    size_t n = 0;
    r->from = r->to = c->today;
    for (size_t i = 0; i < r->rows.n; i++) {
        struct road_row *row = &r->rows.v[i];
        if (!day_known(row->begin) && !row->is_group) {
            r->n_undated++;
            continue;
        }
        row->at = 0;
        if (!day_known(row->begin))
            continue;
        if (row->begin.v < r->from.v)
            r->from = row->begin;
        ends[n++] = row->finish;
    }
    if (n) {
        qsort(ends, n, sizeof *ends, by_day);
        if (ends[(n - 1) * 9 / 10].v > r->to.v)
            r->to = ends[(n - 1) * 9 / 10];
    }
    r->from.v -= MARGIN / 3;
    r->to.v += MARGIN;
}

/* A heading is drawn if anything below it is. */
static void
choose_rows(struct road *r)
{
    int64_t at = 0;
    for (size_t i = 0; i < r->rows.n; i++) {
        struct road_row *row = &r->rows.v[i];
        bool any = day_known(row->begin);
        for (size_t k = i + 1; k < r->rows.n && r->rows.v[k].depth > row->depth && !any;
             k++)
            any = day_known(r->rows.v[k].begin);
        row->at = any ? at++ : INT_NONE;
    }
}

err
task_road(struct ctx *c, directive_id id, struct road *out)
{
    struct directive d;
    struct task_item_list items;
    *out = (struct road){.today = c->today};
    TRY(directive_find(c, id, &d));
    TRY(task_outline(c, id, &items));
    put_rows(c, &items, out);
    TRY(put_links(c, id, out));
    solve(c, out, d.issued_on);
    choose_span(c, out);
    choose_rows(out);
    return OK;
}
