/* SPDX-License-Identifier: Apache-2.0 */
/* task_spread.c: "each district People's Committee", "group b": one task for each of many bodies,
 * below one that rolls them up. */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "store/store.h"
#include "task/task_in.h"
#include "unit/unit.h"

extern const struct query Q_task_bodies_below, Q_task_holders_below;

struct holder {
    org_id id;
    bool is_done;
};
static const struct field holder_fields[] = {ID(struct holder, id, "holder"),
                                             FIELD(struct holder, is_done, "done")};
static const struct view holder_view =
    VIEW("task_holder", struct holder, holder_fields);

/* ---- to whom ---- */

static err
named_bodies(struct ctx *c, const char *lines, struct task_body_list *out)
{
    for (const char *p = lines; *p;) {
        size_t n = strcspn(p, "\n;");
        const char *one = text_trim(c->arena, arena_strndup(c->arena, p, n));
        struct org o;
        org_id id;
        p += n + (p[n] != '\0');
        if (!*one)
            continue;
        TRY(task_pick(c, one, "bodies", &id));
        TRY(org_find(c, id, c->today, &o));
        *PUSH(c->arena, out) = (struct task_body){id, o.name, false};
    }
    return OK;
}

static err
bodies_of_kind(struct ctx *c, const struct task_spread *in, org_id above,
               struct task_body_list *out)
{
    struct task_body_list found;
    if (!in->kind || !*in->kind)
        return fail(c, ERR_INVALID, "kind",
                    N_("Choose a kind of bodies, or name them one in a line"));
    TRY(query_list(c, &Q_task_bodies_below, &task_body_view, &found,
                   IN(above.v, c->today, in->kind, unit_tiers[in->tier].name)));
    for (size_t i = 0; i < found.n; i++)
        *PUSH(c->arena, out) = found.v[i];
    return OK;
}

static err
plan(struct ctx *c, const struct task_spread *in, const struct task *t,
     struct task_body_list *out)
{
    struct LIST(struct holder) holders;
    org_id above;
    *out = (struct task_body_list){0};
    TRY(org_now(c, t->org_given, c->today, &above));
    if (in->bodies && *text_trim(c->arena, in->bodies))
        TRY(named_bodies(c, in->bodies, out));
    else
        TRY(bodies_of_kind(c, in, above, out));
    TRY(query_list(c, &Q_task_holders_below, &holder_view, &holders, IN(in->id.v)));
    for (size_t i = 0; i < holders.n; i++) {
        org_id now = holders.v[i].id;
        if (!holders.v[i].is_done) /* what is done stays where it was done */
            TRY(org_now(c, now, c->today, &now));
        for (size_t k = 0; k < out->n; k++)
            out->v[k].has |= out->v[k].id.v == now.v;
    }
    for (size_t i = 0; i < out->n; i++) /* named twice is named once */
        for (size_t k = i + 1; k < out->n; k++)
            out->v[k].has |= out->v[k].id.v == out->v[i].id.v;
    return OK;
}

static int64_t
without(const struct task_body_list *all)
{
    int64_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        n += !all->v[i].has;
    return n;
}

static err
to_spread(struct ctx *c, const struct task_spread *in, const struct task **was,
          struct task **t)
{
    TRY(task_load(c, in->id, INT_NONE, was, t));
    TRY(access_need(c, "task.direct", (*t)->org_given));
    return (*t)->record.state == RECORD_OPEN
               ? OK
               : fail(c, ERR_INVALID, NULL,
                      N_("The record has ended: it stays as it was"));
}

err
task_spread_plan(struct ctx *c, const struct task_spread *in,
                 struct task_body_list *out)
{
    const struct task *was;
    struct task *t;
    TRY(to_spread(c, in, &was, &t));
    return plan(c, in, t, out);
}

/* ---- one for each ---- */

static err
one_for(struct ctx *c, const struct reckoning *k, const struct task *above,
        const struct task_body *body)
{
    struct task t = *above;
    struct record none = {0};
    t.record = none;
    t.parent_id = (task_id){above->record.id};
    t.stage = TASK_ASSIGNED;
    t.is_whole = false;
    t.is_each = true;
    t.spread_kind = NULL;
    t.spread_tier = TIER_NONE;
    t.first_due = t.extended_to = t.asked_until = DAY_NONE;
    return task_store(c, k, body->id, &t);
}

err
task_spread(struct ctx *c, const struct task_spread *in, int64_t *n)
{
    const struct task *was;
    struct task *t;
    struct task_body_list bodies;
    struct reckoning k;
    TRY(to_spread(c, in, &was, &t));
    TRY(plan(c, in, t, &bodies));
    *n = without(&bodies);
    if (in->expected != INT_NONE && in->expected != *n)
        return fail(c, ERR_CONFLICT, "expected",
                    N_("It is %lld bodies now, not %lld: look again"), (long long)*n,
                    (long long)in->expected);
    if (*n == 0)
        return fail(c, ERR_INVALID, "kind",
                    N_("Every such body has its task already, or there is none"));
    TRY(reckoning_begin(c, t->directive_id, &k));
    for (size_t i = 0; i < bodies.n; i++)
        if (!bodies.v[i].has)
            TRY(one_for(c, &k, was, &bodies.v[i]));
    t->is_whole = true;
    if (!in->bodies || !*text_trim(c->arena, in->bodies)) {
        t->spread_kind = in->kind;
        t->spread_tier = in->tier;
    }
    t->stage = TASK_DOING;
    TRY(register_org(c, &(struct task){.record.org_held = t->org_given},
                     &t->record.org_held));
    TRY(task_reckon(c, &k, t));
    TRY(flow_put(c, &task_register, "spread", NULL, was, t));
    return task_note(
        c, t,
        (struct task_entry){
            .move = "spread",
            .text = arena_printf(c->arena, T(c, N_("%lld bodies")), (long long)*n),
            .until = DAY_NONE,
            .progress = INT_NONE});
}
