/* SPDX-License-Identifier: Apache-2.0 */
/* task_work.c: what is to be done here today, and many of them at once. */
#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "task/task_in.h"

enum {
    GROUP_ROWS = 20,
    WEEK_DAYS = 7
};

/* ---- groups ---- */

struct group_rule {
    const char *name, *label;
    const char *column; /* whose: "org_held" or "org_given" */
    int turn;
    bool by_day;  /* due from … to before, days from today */
    int from, to; /* INT32_MIN, INT32_MAX: open */
};
enum group {
    G_LATE,
    G_TODAY,
    G_WEEK,
    G_LATER,
    G_DECIDE,
    G_WAITING,
    G_TOGETHER,
    GROUPS
};
static const struct group_rule rules[GROUPS] = {
    [G_LATE] = {"late", N_("Late"), "org_held", TURN_LEAD, true, INT32_MIN, 0},
    [G_TODAY] = {"today", N_("Today"), "org_held", TURN_LEAD, true, 0, 1},
    [G_WEEK] = {"week", N_("Within a week"), "org_held", TURN_LEAD, true, 1, WEEK_DAYS},
    [G_LATER] = {"later", N_("Later, or without a day"), "org_held", TURN_LEAD, true,
                 WEEK_DAYS, INT32_MAX},
    [G_DECIDE] = {"decide", N_("To be decided by us"), "org_given", TURN_GIVER, false,
                  0, 0},
    [G_WAITING] = {"waiting", N_("Waiting for others"), "org_given", TURN_LEAD, false,
                   0, 0},
    [G_TOGETHER] = {"together", N_("We take part"), "task_coordinator.org_id",
                    TURN_LEAD, false, 0, 0},
};

static void
branch(struct ctx *c, struct listing *l, const char *column, org_id org,
       struct term more)
{
    listing_branch(c, l, (struct term){column, OP_EQ, VALUE(org.v)}, "open", more);
}

static err
run_group(struct ctx *c, const struct group_rule *r, const struct org_id_list *orgs,
          struct org_names *names, struct work_group *out)
{
    struct listing l = {.on = c->today, .names = names};
    struct task_page page = {0};
    const struct term turn = {"turn", OP_EQ, VALUE(task_turns[r->turn].name)};
    const char *from =
        r->from == INT32_MIN ? NULL : day_iso(c->arena, (day){c->today.v + r->from});
    const char *to =
        r->to == INT32_MAX ? NULL : day_iso(c->arena, (day){c->today.v + r->to});
    bool together = str_eq(r->name, "together");
    l.from = together ? listing_together : NULL;
    for (size_t i = 0; i < orgs->n; i++) {
        branch(c, &l, r->column, orgs->v[i], together ? (struct term){0} : turn);
        if (str_eq(r->name, "decide")) /* and where an extension is asked for */
            branch(c, &l, r->column, orgs->v[i],
                   (struct term){"asked_until", OP_NULL, VALUE(0)});
        if (str_eq(r->name, "waiting")) /* and what we reported to somebody else */
            branch(c, &l, "org_held", orgs->v[i],
                   (struct term){"(CASE WHEN turn = 'giver' AND org_given <> org_held "
                                 "THEN 1 ELSE 0 END)",
                                 OP_FLAG, VALUE(1)});
    }
    if (r->by_day && from)
        listing_want(&l, "due_key", OP_GE, VALUE(from));
    if (r->by_day && to)
        listing_want(&l, "due_key", OP_LT, VALUE(to));
    if (str_eq(r->name, "later")) /* its parts stand for it */
        listing_want(&l, "is_whole", OP_FLAG, VALUE(0));
    if (str_eq(r->name, "waiting")) { /* what we gave ourselves is above already */
        listing_want(&l, "(CASE WHEN org_given <> org_held THEN 1 ELSE 0 END)", OP_FLAG,
                     VALUE(1));
        listing_without_spread(&l);
    }
    struct ctx page_only = *c;
    page_only.whole = false;
    TRY(listing_run(&page_only, &l, &(struct listing_place){.limit = GROUP_ROWS},
                    &page));
    *out = (struct work_group){r->name,    T(c, r->label),
                               page.total, page.total_at_least,
                               page.items, page.items.n > 0};
    return OK;
}

err
task_work(struct ctx *c, org_id org, struct work *out)
{
    struct org_id_list orgs;
    struct org_names names = {0};
    *out = (struct work){0};
    if (!org.v && c->actor)
        org = c->actor->org_id;
    out->org_id = org;
    if (!org.v)
        return OK;
    TRY(access_need(c, "task.read", org));
    TRY(org_answers_for(c, org, c->today, &orgs));
    struct work_group *const groups[GROUPS] = {
        [G_LATE] = &out->late,         [G_TODAY] = &out->today,
        [G_WEEK] = &out->week,         [G_LATER] = &out->later,
        [G_DECIDE] = &out->decide,     [G_WAITING] = &out->waiting,
        [G_TOGETHER] = &out->together,
    };
    for (int i = 0; i < GROUPS; i++)
        TRY(run_group(c, &rules[i], &orgs, &names, groups[i]));
    return OK;
}

/* ---- many at once ---- */

static err
bulk_of(struct ctx *c, const struct task_bulk *in, bool *is_lead,
        struct org_id_list *out)
{
    org_id org = in->org;
    *is_lead = str_eq(in->move, "accept");
    if (!*is_lead && !str_eq(in->move, "assign"))
        return fail(c, ERR_INVALID, "move", N_("Many at once: accept or assign"));
    if (!org.v && c->actor)
        org = c->actor->org_id;
    if (!org.v)
        return fail(c, ERR_INVALID, "org", N_("Choose an organisation"));
    TRY(access_need(c, *is_lead ? "task.work" : "task.direct", org));
    return org_answers_for(c, org, c->today, out);
}

static err
bulk_listing(struct ctx *c, const struct task_bulk *in, struct listing *l)
{
    struct org_id_list orgs;
    bool is_lead;
    TRY(bulk_of(c, in, &is_lead, &orgs));
    int stage = is_lead ? TASK_ASSIGNED : TASK_PLANNED;
    for (size_t i = 0; i < orgs.n; i++)
        branch(c, l, is_lead ? "org_held" : "org_given", orgs.v[i],
               (struct term){"stage", OP_EQ, VALUE(task_stages[stage].name)});
    listing_want(l, "turn", OP_EQ,
                 VALUE(task_turns[is_lead ? TURN_LEAD : TURN_GIVER].name));
    if (!is_lead) /* nobody has it yet: it must be given one by one */
        listing_want(l, "(CASE WHEN org_given <> org_held THEN 1 ELSE 0 END)", OP_FLAG,
                     VALUE(1));
    listing_want_directive(l, in->directive, true);
    return OK;
}

err
task_bulk_count(struct ctx *c, const struct task_bulk *in, int64_t *n)
{
    struct listing l = {.on = c->today};
    struct task_page page = {0};
    struct ctx page_only = *c;
    page_only.whole = false;
    TRY(bulk_listing(c, in, &l));
    TRY(listing_run(&page_only, &l, &(struct listing_place){.limit = 1, .exact = true},
                    &page));
    *n = page.total;
    return OK;
}

err
task_bulk_plan(struct ctx *c, const struct task_bulk *in, struct task_item_list *out)
{
    struct listing l = {.on = c->today};
    struct task_page page = {0};
    struct ctx all = *c;
    TRY(bulk_listing(c, in, &l));
    all.whole = true;
    TRY(listing_run(&all, &l, &(struct listing_place){0}, &page));
    *out = page.items;
    return OK;
}

err
task_bulk(struct ctx *c, const struct task_bulk *in, int64_t *n)
{
    struct task_item_list items;
    TRY(task_bulk_plan(c, in, &items));
    *n = (int64_t)items.n;
    if (in->expected != INT_NONE && in->expected != *n)
        return fail(c, ERR_CONFLICT, "expected",
                    N_("It is %lld tasks now, not %lld: look again"), (long long)*n,
                    (long long)in->expected);
    for (size_t i = 0; i < items.n; i++) {
        struct task t;
        struct task_move m = {.id = items.v[i].id,
                              .version = items.v[i].version,
                              .until = DAY_NONE,
                              .progress = INT_NONE};
        TRY(task_move(c, in->move, &m, &t));
    }
    return OK;
}
