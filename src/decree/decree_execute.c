/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_execute.c: the plan becomes the registry, in the caller's transaction. Everything goes
 * through the verbs of the rooms that own it. The rehearsal is this very path; its caller rolls back.
 */
#include "decree/decree_execute.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "unit/unit_reform.h"

extern const struct query Q_decree_is_demo, Q_decree_demo_day;

/* ---- units ---- */

/* Where new units are shown on the map: amid their sources. */
static void
set_centroids(struct plan *p)
{
    struct {
        int64_t lon, lat, n;
    } *sums =
        arena_alloc(p->c->arena, sizeof *sums * (p->units.n + 1), sizeof(int64_t));
    for (size_t i = 0; i < p->units.n; i++) {
        const struct plan_unit *u = &p->units.v[i];
        for (size_t j = 0; u->lon_e6 != INT_NONE && j < u->parts.n; j++) {
            int to = u->parts.v[j].to;
            sums[to].lon += u->lon_e6;
            sums[to].lat += u->lat_e6;
            sums[to].n++;
        }
    }
    for (size_t i = 0; i < p->units.n; i++) {
        if (p->units.v[i].fate != FATE_NEW || !sums[i].n)
            continue;
        p->units.v[i].lon_e6 = sums[i].lon / sums[i].n;
        p->units.v[i].lat_e6 = sums[i].lat / sums[i].n;
    }
}

static unit_id
parent_id(const struct plan *p, const struct plan_unit *u)
{
    return u->to.parent == NOWHERE ? (unit_id){0} : p->units.v[u->to.parent].id;
}

static int
stored_part(enum text_part part)
{
    return part == TEXT_PART_NONE  ? PART_NONE
           : part == TEXT_PART_ALL ? PART_ALL
                                   : PART_SOME;
}

struct reform_lists {
    struct LIST(struct unit_ended) ended;
    struct LIST(struct unit_made) made;
    struct LIST(struct unit_renamed) renamed;
    struct LIST(struct unit_grown) grown;
    struct lineage_list parts;
};

static void
list_parts(struct execution *x, const struct plan_unit *u, struct reform_lists *r)
{
    struct ctx *c = x->c;
    for (size_t i = 0; i < u->parts.n; i++) {
        const struct plan_part *part = &u->parts.v[i];
        struct lineage *l = PUSH(c->arena, &r->parts);
        *l = (struct lineage){.from_id = u->id,
                              .to_id = x->p->units.v[part->to].id,
                              .area_part = stored_part(part->source->area),
                              .pop_part = stored_part(part->source->pop),
                              .rule = part->source->villages,
                              .source =
                                  arena_printf(c->arena, "%s, %s", x->p->source,
                                               clause_label(c->arena, part->clause)),
                              .is_verified = !part->clause->is_unverified};
    }
}

static err
reform_units(struct execution *x)
{
    struct ctx *c = x->c;
    struct plan *p = x->p;
    struct reform_lists r = {0};
    for (size_t i = 0; i < p->units.n; i++)
        if (p->units.v[i].fate == FATE_NEW)
            TRY(id_next(c, &p->units.v[i].id.v));
    set_centroids(p);
    for (size_t i = 0; i < p->units.n; i++) {
        struct plan_unit *u = &p->units.v[i];
        list_parts(x, u, &r);
        if (u->fate == FATE_ENDS)
            *PUSH(c->arena, &r.ended) =
                (struct unit_ended){u->id, u->was.code, u->was.name};
        if (u->fate == FATE_NEW)
            *PUSH(c->arena, &r.made) =
                (struct unit_made){u->id,          u->to.code,
                                   u->to.name,     u->to.type,
                                   u->to.tier,     parent_id(p, u),
                                   u->lon_e6,      u->lat_e6,
                                   u->has.area_m2, u->has.population,
                                   u->area_stated, u->population_stated};
        if (u->fate == FATE_STAYS && u->is_changed)
            *PUSH(c->arena, &r.renamed) = (struct unit_renamed){
                u->id,           u->to.code,  u->to.name,  u->to.type, u->to.tier,
                parent_id(p, u), u->was.code, u->was.name, u->was.type};
        if (u->fate == FATE_STAYS &&
            (u->is_summed || u->area_stated || u->population_stated))
            *PUSH(c->arena, &r.grown) = (struct unit_grown){u->id,
                                                            u->to.code,
                                                            u->to.name,
                                                            u->had.area_m2,
                                                            u->had.population,
                                                            u->has.area_m2,
                                                            u->has.population,
                                                            u->area_stated,
                                                            u->population_stated};
    }
    return unit_reform(c, &(struct unit_reform){x->on, x->by, p->source, r.ended.v,
                                                r.ended.n, r.made.v, r.made.n,
                                                r.renamed.v, r.renamed.n, r.grown.v,
                                                r.grown.n, r.parts.v, r.parts.n});
}

/* ---- organisations ---- */

static org_id
org_of(const struct plan *p, int org)
{
    return org == NOWHERE ? (org_id){0} : p->orgs.v[org].id;
}

/* Those whose organisation above is there; then those below these. */
static err
add_orgs(struct execution *x)
{
    struct ctx *c = x->c;
    struct plan *p = x->p;
    for (bool again = true; again;) {
        again = false;
        struct LIST(int) which = {0};
        struct org_list ready = {0};
        for (size_t i = 0; i < p->orgs.n; i++) {
            const struct plan_org *o = &p->orgs.v[i];
            bool waits = o->to_parent != NOWHERE && !p->orgs.v[o->to_parent].id.v;
            if (o->fate != FATE_NEW || o->id.v || waits)
                continue;
            *PUSH(c->arena, &which) = (int)i;
            *PUSH(c->arena, &ready) = (struct org){
                .kind = o->kind,
                .name = o->to_name,
                .unit_id = o->unit == NOWHERE ? (unit_id){0} : p->units.v[o->unit].id,
                .parent_id = org_of(p, o->to_parent),
                .valid_from = x->on,
                .valid_to = DAY_MAX,
                .decree_id = x->by};
            again = true;
        }
        if (ready.n)
            TRY(org_add_all(c, ready.v, ready.n));
        for (size_t i = 0; i < ready.n; i++)
            p->orgs.v[which.v[i]].id = ready.v[i].id;
    }
    for (size_t i = 0; i < p->orgs.n;
         i++) /* nothing can be above itself: tiers differ */
        must(p->orgs.v[i].id.v != 0);
    return OK;
}

static err
succeed_orgs(struct execution *x)
{
    struct plan *p = x->p;
    struct LIST(struct org_pair) pairs = {0};
    for (size_t i = 0; i < p->orgs.n; i++) {
        const struct plan_org *o = &p->orgs.v[i];
        if (o->fate == FATE_ENDS)
            *PUSH(x->c->arena, &pairs) =
                (struct org_pair){o->id, org_of(p, o->heir), o->is_whole};
    }
    if (!pairs.n)
        return OK;
    TRY(org_succeed_all(x->c, pairs.v, pairs.n, x->on, x->by));
    return org_end_succeeded(x->c, x->by);
}

static err
change_orgs(struct execution *x)
{
    struct plan *p = x->p;
    for (size_t i = 0; i < p->orgs.n; i++) {
        const struct plan_org *o = &p->orgs.v[i];
        bool named = !str_eq(o->name, o->to_name), moved = o->parent != o->to_parent;
        if (o->fate != FATE_STAYS || (!named && !moved))
            continue;
        TRY(org_change(x->c, o->id, x->on,
                       &(struct org_change){.name = named ? o->to_name : NULL,
                                            .parent_id = moved ? org_of(p, o->to_parent)
                                                               : (org_id){0},
                                            .decree_id = x->by}));
    }
    return OK;
}

/* ---- the record of it ---- */

static err
store_steps(struct execution *x)
{
    struct decree_step_list *all = &x->out->steps;
    for (size_t i = 0; i < all->n; i++) {
        all->v[i].decree_id = x->by;
        all->v[i].run = x->run;
        TRY(id_next(x->c, &all->v[i].id));
    }
    return table_add_many(x->c, &decree_step_table, all->v, all->n);
}

static err
carry_out(struct execution *x, struct decree_report *out)
{
    TRY(plan_read_units(x->p, x->on, &x->before));
    TRY(execution_note_before(x));
    TRY(reform_units(x));
    TRY(add_orgs(x));
    TRY(succeed_orgs(x));
    TRY(change_orgs(x));
    TRY(execution_hand_over(x));
    TRY(execution_note_after(x));
    TRY(store_steps(x));
    TRY(execution_verify(x, &out->invariants));
    execution_report(x, out);
    return OK;
}

static err
store_executed(struct execution *x, const struct decree *before,
               struct decree_report *out)
{
    struct decree after = *before;
    after.state = DECREE_EXECUTED;
    after.executed_by = x->c->actor ? x->c->actor->id : (person_id){0};
    after.executed_at = x->c->now;
    after.run = x->run;
    after.note = NULL;
    TRY(decree_store(x->c, "execute", before, &after, NULL));
    out->decree = after;
    return OK;
}

/* ---- what must hold before anything is done ---- */

static err
refuse_unapproved(struct ctx *c, const struct decree *d)
{
    return d->state == DECREE_APPROVED || d->state == DECREE_SCHEDULED
               ? OK
               : fail(
                     c, ERR_FORBIDDEN, NULL,
                     N_("%s is not approved: only what another person than its drafter has "
                        "approved is executed"),
                     d->number);
}

static err
refuse_other_plan(struct ctx *c, const struct decree *d, const struct decree_plan *plan)
{
    bool approved = d->state == DECREE_APPROVED || d->state == DECREE_SCHEDULED;
    return !approved || str_eq(d->plan_hash, plan->hash)
               ? OK
               : fail(
                     c, ERR_CONFLICT, NULL,
                     N_("The plan of %s is no longer the one that was approved: look at it and "
                        "approve it again"),
                     d->number);
}

/* Says which decrees come first when the plan is blocked without them. */
static err
refuse_early(struct ctx *c, const struct decree *d, const struct decree_plan *plan)
{
    if (!plan->n_block)
        return OK;
    struct decree_plan assumed;
    TRY(plan_make(c, d, true, &assumed));
    if (assumed.basis && !assumed.n_block)
        return fail(c, ERR_CONFLICT, NULL,
                    N_("%s takes effect earlier: execute it first"), assumed.basis);
    return decree_refuse_blocked(c, plan);
}

err
decree_execute_now(struct ctx *c, const char *code, bool dry, struct decree_report *out)
{
    *out = (struct decree_report){.is_dry = dry, .at = c->now};
    TRY(decree_must_find(c, code, &out->decree));
    struct decree before = out->decree;
    if (before.state == DECREE_EXECUTED) {
        out->was_done = true;
        out->text = arena_printf(c->arena, "%s: %s\n", before.number,
                                 T(c, N_("executed already; nothing was done")));
        return OK;
    }
    if (!dry)
        TRY(refuse_unapproved(c, &before));
    struct decree_plan plan;
    TRY(plan_make(c, &before, false, &plan));
    TRY(refuse_early(c, &before, &plan));
    TRY(refuse_other_plan(c, &before, &plan));
    struct execution x = {.c = c,
                          .out = &plan,
                          .p = plan.plan,
                          .by = before.id,
                          .on = before.effective_on,
                          .run = before.run + 1};
    TRY(carry_out(&x, out));
    return store_executed(&x, &before, out);
}

/*
 * What a split moves and what ends with its holder changes hands when it is written: not before the
 * day. Until then it is scheduled, or rehearsed. The clock of a demo goes to the day instead.
 */
static err
reach_the_day(struct ctx *c, const char *code, bool dry)
{
    struct decree d;
    int64_t is_demo;
    TRY(decree_must_find(c, code, &d));
    if (dry || d.state == DECREE_EXECUTED)
        return OK;
    TRY(refuse_unapproved(c, &d));
    TRY(query_int(c, &Q_decree_is_demo, IN_NOTHING, 0, &is_demo));
    if (is_demo) {
        TRY(query_exec(c, &Q_decree_demo_day, IN(d.effective_on), NULL));
        if (c->today.v < d.effective_on.v)
            c->today = d.effective_on;
        return OK;
    }
    return c->today.v >= d.effective_on.v
               ? OK
               : fail(
                     c, ERR_CONFLICT, NULL,
                     N_("%s takes effect on %s: schedule it, and it takes effect that day by "
                        "itself"),
                     d.number, day_vn(c->arena, d.effective_on));
}

err
decree_execute(struct ctx *c, const char *code, bool dry, struct decree_report *out)
{
    if (dry && (access_may(c, "decree.draft") || access_may(c, "decree.approve")))
        return decree_execute_now(c, code, true, out);
    TRY(access_need(c, "decree.execute", (org_id){0}));
    TRY(reach_the_day(c, code, dry));
    return decree_execute_now(c, code, dry, out);
}
