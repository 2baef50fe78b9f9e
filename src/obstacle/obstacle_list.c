/* SPDX-License-Identifier: Apache-2.0 */
/* obstacle_list.c: what waits for an answer, by its day; and the answers, as a guide. */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/flow_list.h"
#include "obstacle/obstacle.h"
#include "registers/desk.h"

static const char columns[] =
    "id, title, task_id, directive_id, org_held, org_raised, stage, received_on, due_on,"
    " answer, answer_basis, answered_on, due_key,"
    " (SELECT t.title FROM task t WHERE t.id = obstacle.task_id) AS task_title,"
    " (SELECT d.number FROM directive d WHERE d.id = obstacle.directive_id) AS"
    " directive_number,"
    " (SELECT v.name FROM unit_version v WHERE v.unit_id = obstacle.unit_id"
    " ORDER BY v.valid_from DESC LIMIT 1) AS unit_name";
static const char waits[] =
    "(CASE WHEN stage IN ('raised', 'routed') THEN 1 ELSE 0 END)";

static err
want_whose(struct ctx *c, struct flow_list *l, const struct obstacle_filter *f,
           org_id *org)
{
    bool all = f->answered && !f->org.v;
    *org = f->org;
    if (!org->v && !all && f->task.v) {
        struct task t;
        TRY(task_find(c, f->task, &t));
        all = true;
    }
    if (all) {
        flow_want_everybody(c, l);
        return OK;
    }
    if (!org->v && !f->raised) {
        TRY(flow_want_reach(c, l, "obstacle.read", &all));
        if (all)
            return OK;
    }
    return flow_want_org(c, l, f->raised ? "org_raised" : "org_held",
                         f->answered ? NULL : "obstacle.read", org);
}

static err
want_all(struct ctx *c, struct flow_list *l, const struct obstacle_filter *f,
         org_id *org)
{
    if (f->answered)
        flow_want(l, "answered_on", OP_NULL, VALUE(0));
    else
        TRY(flow_want_state(c, l, f->state && *f->state ? f->state : "open"));
    if (f->unanswered || f->late)
        flow_want(l, waits, OP_FLAG, VALUE(1));
    if (f->late)
        flow_want(l, "due_key", OP_LT, value_text(day_iso(c->arena, c->today)));
    if (f->task.v)
        flow_want(l, "task_id", OP_EQ, VALUE(f->task.v));
    if (f->directive.v)
        flow_want(l, "directive_id", OP_EQ, VALUE(f->directive.v));
    if (f->q && *text_fold(c->arena, f->q))
        flow_want(l, "search", OP_CONTAINS, VALUE(f->q));
    return want_whose(c, l, f, org);
}

static err
fill(struct ctx *c, struct obstacle_item_list *items)
{
    struct org_names names = {0};
    struct org_id_list ids = {0};
    for (size_t i = 0; i < items->n; i++) {
        *PUSH(c->arena, &ids) = items->v[i].org_held;
        *PUSH(c->arena, &ids) = items->v[i].org_raised;
    }
    TRY(desk_orgs(c, &names, &ids));
    for (size_t i = 0; i < items->n; i++) {
        struct obstacle_item *o = &items->v[i];
        struct org_name held, raised;
        bool waiting = o->stage == OBSTACLE_RAISED || o->stage == OBSTACLE_ROUTED;
        TRY(desk_org(c, &names, o->org_held, &held));
        TRY(desk_org(c, &names, o->org_raised, &raised));
        o->body = held.now_name;
        o->raiser = raised.now_name;
        o->about = o->task_title         ? o->task_title
                   : o->directive_number ? o->directive_number
                                         : o->unit_name;
        o->days = waiting && day_known(o->due_on) ? (int64_t)o->due_on.v - c->today.v
                                                  : INT_NONE;
        o->is_late = o->days != INT_NONE && o->days < 0;
    }
    return OK;
}

err
obstacle_list(struct ctx *c, const struct obstacle_filter *f, struct obstacle_page *out)
{
    struct flow_list l = {.reg = &obstacle_register};
    *out = (struct obstacle_page){.total_at_least = INT_NONE};
    TRY(want_all(c, &l, f, &out->org));
    TRY(flow_list_run(
        c, &l, columns, &obstacle_item_view,
        &(struct flow_place){f->after, f->limit, f->answered, f->uncounted},
        &out->items, &out->total, &out->next));
    return fill(c, &out->items);
}
