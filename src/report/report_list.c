/* SPDX-License-Identifier: Apache-2.0 */
/* report_list.c: what is to be sent, what was, and what is missing, by its day. */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/flow_list.h"
#include "registers/desk.h"
#include "report/report_in.h"

static const char columns[] =
    "id, title, org_held, org_to, stage, due_on, closes_on, sent_on, due_key";
static const char was_late[] = "(CASE WHEN sent_on > due_on AND stage = 'sent' "
                               "THEN 1 ELSE 0 END)";
static const char not_sent[] = "(CASE WHEN stage <> 'sent' THEN 1 ELSE 0 END)";

/* What is to be sent, unless something else is asked for. */
static err
want_state(struct ctx *c, struct flow_list *l, const struct report_filter *f)
{
    bool any = f->late || f->missing || f->round.v;
    return flow_want_state(c, l,
                           f->state && *f->state ? f->state
                           : any                 ? "all"
                                                 : "open");
}

static err
want_whose(struct ctx *c, struct flow_list *l, const struct report_filter *f,
           org_id *org)
{
    bool all = false;
    *org = f->org;
    if (!org->v && !f->collected)
        TRY(flow_want_reach(c, l, "report.read", &all));
    if (all)
        return OK;
    return flow_want_org(c, l, f->collected ? "org_to" : "org_held", "report.read",
                         org);
}

static err
fill(struct ctx *c, struct report_item_list *items)
{
    struct org_names names = {0};
    struct org_id_list ids = {0};
    for (size_t i = 0; i < items->n; i++) {
        *PUSH(c->arena, &ids) = items->v[i].org_held;
        *PUSH(c->arena, &ids) = items->v[i].org_to;
    }
    TRY(desk_orgs(c, &names, &ids));
    for (size_t i = 0; i < items->n; i++) {
        struct report_item *r = &items->v[i];
        struct org_name held, to;
        TRY(desk_org(c, &names, r->org_held, &held));
        TRY(desk_org(c, &names, r->org_to, &to));
        bool sent = r->stage == REPORT_SENT;
        r->body =
            sent ? held.name : held.now_name; /* what was sent stays with who sent it */
        r->former = !sent && held.now.v != held.id.v ? held.name : NULL;
        r->collector = to.now_name;
        r->days = sent ? INT_NONE : (int64_t)r->due_on.v - c->today.v;
        r->is_late = sent ? r->sent_on.v > r->due_on.v : r->days < 0;
        r->when = !sent        ? deadline_left(c, r->days)
                  : r->is_late ? T(c, N_("Sent late"))
                               : NULL;
    }
    return OK;
}

err
report_list(struct ctx *c, const struct report_filter *f, struct report_page *out)
{
    struct flow_list l = {.reg = &report_register};
    *out = (struct report_page){.total_at_least = INT_NONE};
    TRY(want_state(c, &l, f));
    if (f->late)
        flow_want(&l, was_late, OP_FLAG, VALUE(1));
    if (f->missing) {
        flow_want(&l, not_sent, OP_FLAG, VALUE(1));
        flow_want(&l, "due_key", OP_LT, value_text(day_iso(c->arena, c->today)));
    }
    if (f->round.v)
        flow_want(&l, "round_id", OP_EQ, VALUE(f->round.v));
    if (f->q && *text_fold(c->arena, f->q))
        flow_want(&l, "search", OP_CONTAINS, VALUE(f->q));
    TRY(want_whose(c, &l, f, &out->org));
    TRY(flow_list_run(
        c, &l, columns, &report_item_view,
        &(struct flow_place){f->after, f->limit, f->last_due, f->uncounted},
        &out->items, &out->total, &out->next));
    return fill(c, &out->items);
}

err
report_work(struct ctx *c, org_id org, struct work_also_list *out)
{
    struct ctx own = *c; /* a page's worth, also in an export */
    struct report_page page;
    own.whole = false;
    if (!access_may(c, "report.read"))
        return OK;
    err e = report_list(&own, &(struct report_filter){.org = org}, &page);
    if (e != OK)
        return e == ERR_FORBIDDEN ? OK : e;
    for (size_t i = 0; i < page.items.n; i++) {
        const struct report_item *r = &page.items.v[i];
        *PUSH(c->arena, out) = (struct work_also){
            r->title,
            arena_printf(c->arena, "/reports/%lld", (long long)r->id.v),
            r->former ? r->former : r->body,
            r->when,
            r->is_late,
            r->due_on};
    }
    return OK;
}
