/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_invariants.c: what must hold after a decree, looked up in what was stored and compared with
 * the plan. They are other systems' accidents: each is counted, and one that does not hold takes the
 * whole transaction back. The third and fourth (the rehearsal says the same; all or nothing) are
 * properties of two runs and are proved by tests.
 */
#include "base/msg.h"
#include "decree/decree_execute.h"

extern const struct query Q_inv_units_ended, Q_inv_below_ended, Q_inv_orgs_ended,
    Q_inv_orgs_unanswered, Q_inv_orgs_of_ended_units, Q_inv_ended_without_heir,
    Q_inv_heirs_gone, Q_inv_parts, Q_inv_parts_too_much, Q_inv_grants_lost,
    Q_inv_grants_ended, Q_inv_moved, Q_inv_moved_twice, Q_inv_moved_facts,
    Q_inv_gaps_units, Q_inv_gaps_orgs, Q_inv_versions, Q_inv_unknown_starts,
    Q_inv_units_in_force, Q_inv_made;

static const struct field invariant_fields[] = {
    FIELD(struct invariant, number, N_("Number"), .flags = F_BRIEF),
    FIELD(struct invariant, name, N_("What must hold"), .flags = F_BRIEF),
    FIELD(struct invariant, n, N_("Looked at"), .flags = F_BRIEF),
    FIELD(struct invariant, n_bad, N_("Not so"), .flags = F_BRIEF),
};
const struct view invariant_view =
    VIEW("invariant", struct invariant, invariant_fields);

/* ---- asking ---- */

static err
ask(struct execution *x, const struct query *q, int64_t *out)
{
    return query_int(x->c, q, IN(x->by.v), 0, out);
}

static err
ask_on(struct execution *x, const struct query *q, int64_t *out)
{
    return query_int(x->c, q, IN(x->by.v, x->on), 0, out);
}

/* Adds the answer to what is not so. */
static err
bad(struct execution *x, const struct query *q, struct invariant *v)
{
    int64_t n;
    TRY(ask(x, q, &n));
    v->n_bad += n;
    return OK;
}

static err
bad_on(struct execution *x, const struct query *q, struct invariant *v)
{
    int64_t n;
    TRY(ask_on(x, q, &n));
    v->n_bad += n;
    return OK;
}

/* Two counts that must be the same. */
static void
same(struct invariant *v, int64_t a, int64_t b)
{
    v->n_bad += a > b ? a - b : b - a;
}

/* ---- the fifteen ---- */

static err
nothing_closes_full(struct execution *x, struct invariant *v)
{
    TRY(ask(x, &Q_inv_orgs_ended, &v->n));
    TRY(bad_on(x, &Q_inv_below_ended, v));
    TRY(bad_on(x, &Q_inv_orgs_of_ended_units, v));
    return bad_on(x, &Q_inv_orgs_unanswered, v);
}

static int64_t
all_of(const struct decree_held *h)
{
    return h->n_open + h->n_review + h->n_surrender + h->n_ended + h->n_archived;
}

static int64_t
result_of(const struct decree_result *r)
{
    return r->n_passed + r->n_review + r->n_surrender + r->n_archived + r->n_moved +
           r->n_to_decide + r->n_history;
}

/* Of each organisation that ended: what it had is what was received of it. Of all: nothing is lost,
 * nothing made. */
static err
counts_balance(struct execution *x, struct invariant *v)
{
    struct ctx *c = x->c;
    struct index at = {0};
    struct LIST(int64_t) left = {0};
    int64_t before = 0, after = 0;
    for (size_t i = 0; i < x->held.n; i++) {
        const struct decree_held *h = &x->held.v[i];
        *(h->is_after ? &after : &before) += all_of(h);
        int org = index_of_id(&x->p->org_ids, h->org_id.v);
        if (h->is_after || x->p->orgs.v[org].fate != FATE_ENDS)
            continue;
        index_add(c->arena, &at,
                  arena_printf(c->arena, "%lld %s", (long long)h->org_id.v, h->reg),
                  (int)left.n);
        *PUSH(c->arena, &left) = all_of(h);
    }
    for (size_t i = 0; i < x->results.n; i++) {
        const struct decree_result *r = &x->results.v[i];
        if (str_eq(r->reg, "grant"))
            continue;
        int place = index_of(
            &at, arena_printf(c->arena, "%lld %s", (long long)r->from_id.v, r->reg));
        if (place == NOWHERE)
            v->n_bad++;
        else
            left.v[place] -= result_of(r);
    }
    for (size_t i = 0; i < left.n; i++)
        v->n_bad += left.v[i] != 0;
    v->n = before;
    same(v, before, after);
    return OK;
}

static err
steps_as_approved(struct execution *x, struct invariant *v)
{
    v->n = (int64_t)x->out->steps.n;
    const char *approved = x->out->decree.plan_hash;
    v->n_bad = approved && x->out->decree.state != DECREE_DRAFT &&
               x->out->decree.state != DECREE_UNDONE && !str_eq(approved, x->out->hash);
    return OK;
}

static err
old_codes_resolve(struct execution *x, struct invariant *v)
{
    int64_t without, dissolved = 0;
    for (size_t i = 0; i < x->p->units.n; i++)
        dissolved +=
            x->p->units.v[i].fate == FATE_ENDS && x->p->units.v[i].parts.n == 0;
    TRY(ask(x, &Q_inv_units_ended, &v->n));
    TRY(ask(x, &Q_inv_ended_without_heir, &without));
    same(v, without, dissolved);
    return bad_on(x, &Q_inv_heirs_gone, v);
}

static err
lineage_is_whole(struct execution *x, struct invariant *v)
{
    int64_t wanted = 0;
    for (size_t i = 0; i < x->p->units.n; i++)
        wanted += (int64_t)x->p->units.v[i].parts.n;
    TRY(ask(x, &Q_inv_parts, &v->n));
    same(v, v->n, wanted);
    return bad(x, &Q_inv_parts_too_much, v);
}

static err
successors_can_work(struct execution *x, struct invariant *v)
{
    TRY(ask(x, &Q_inv_grants_ended, &v->n));
    return bad_on(x, &Q_inv_grants_lost, v);
}

/* Records that were touched, looked at once for three of the fifteen. */
struct moved_facts {
    int64_t n_missing, n_odd;
};
static const struct field facts_fields[] = {
    FIELD(struct moved_facts, n_missing, "Not there"),
    FIELD(struct moved_facts, n_odd, "Not as received"),
};
static const struct view facts_view =
    VIEW("moved_facts", struct moved_facts, facts_fields);

static err
look_at_moved(struct execution *x)
{
    TRY(ask(x, &Q_inv_moved, &x->n_moved));
    TRY(ask(x, &Q_inv_moved_twice, &x->n_moved_twice));
    for (size_t r = 0; registers[r]; r++) {
        struct any_list list;
        TRY(query_list_on(x->c, &Q_inv_moved_facts, "record_any", registers[r]->name,
                          &facts_view, &list, IN(x->by.v, registers[r]->name)));
        must(list.n == 1);
        const struct moved_facts *f = list.v;
        x->n_moved_missing += f->n_missing;
        x->n_moved_odd += f->n_odd;
    }
    return OK;
}

static err
clocks_run_on(struct execution *x, struct invariant *v)
{
    v->n = x->n_moved;
    v->n_bad = x->n_moved_odd;
    return OK;
}

static err
names_by_day(struct execution *x, struct invariant *v)
{
    TRY(ask(x, &Q_inv_versions, &v->n));
    TRY(bad(x, &Q_inv_gaps_units, v));
    return bad(x, &Q_inv_gaps_orgs, v);
}

static err
unknown_stays_unknown(struct execution *x, struct invariant *v)
{
    int64_t wanted = 0;
    for (size_t i = 0; i < x->p->units.n; i++) {
        const struct plan_unit *u = &x->p->units.v[i];
        bool touched = u->fate == FATE_ENDS || (u->fate == FATE_STAYS && u->is_changed);
        wanted += touched && u->valid_from.v == DAY_MIN.v;
    }
    TRY(ask(x, &Q_inv_unknown_starts, &v->n));
    same(v, v->n, wanted);
    return OK;
}

/* In force on the day: what was there before, without what ends, with what is made. */
static err
only_the_living(struct execution *x, struct invariant *v)
{
    int64_t wanted = (int64_t)x->before.n;
    for (size_t i = 0; i < x->p->units.n; i++)
        wanted +=
            (x->p->units.v[i].fate == FATE_NEW) - (x->p->units.v[i].fate == FATE_ENDS);
    TRY(query_int(x->c, &Q_inv_units_in_force, IN(x->on), 0, &v->n));
    same(v, v->n, wanted);
    return OK;
}

static bool
same_names(const struct naming *a, const struct naming *b)
{
    return str_eq(a->code, b->code) && str_eq(a->name, b->name) && a->type == b->type;
}

static bool
same_above(const struct plan_unit_list *a, int i, const struct plan_unit_list *b, int j)
{
    return i == NOWHERE || j == NOWHERE ? i == j : a->v[i].id.v == b->v[j].id.v;
}

/* What the plan changes or makes is as it says; all else as it was, also what another decree of the
 * same day has made. */
static err
fields_left_alone(struct execution *x, struct invariant *v)
{
    struct plan_unit_list read;
    struct index was = {0};
    TRY(plan_read_units(x->p, x->on, &read));
    for (size_t i = 0; i < x->before.n; i++)
        index_add_id(x->c->arena, &was, x->before.v[i].id.v, (int)i);
    v->n = (int64_t)read.n;
    for (size_t i = 0; i < read.n; i++) {
        const struct plan_unit *r = &read.v[i];
        int planned = index_of(&x->p->after, r->was.code);
        int before = index_of_id(&was, r->id.v);
        const struct plan_unit *u = planned == NOWHERE ? NULL : &x->p->units.v[planned];
        if (u && (u->fate == FATE_NEW || u->is_changed))
            v->n_bad += u->id.v != r->id.v || !same_names(&u->to, &r->was) ||
                        !same_above(&x->p->units, u->to.parent, &read, r->was.parent);
        else
            v->n_bad += before == NOWHERE ||
                        !same_names(&x->before.v[before].was, &r->was) ||
                        !same_above(&x->before, x->before.v[before].was.parent, &read,
                                    r->was.parent);
    }
    return OK;
}

static err
moved_once(struct execution *x, struct invariant *v)
{
    v->n = x->n_moved;
    v->n_bad = x->n_moved_twice;
    return OK;
}

static err
history_follows(struct execution *x, struct invariant *v)
{
    v->n = x->n_moved;
    v->n_bad = x->n_moved_missing;
    return OK;
}

/* All that was ended or made bears the decree's mark; that a moved record keeps what it was, the
 * table itself demands. */
static err
enough_to_undo(struct execution *x, struct invariant *v)
{
    const struct decree_plan *o = x->out;
    int64_t ended, orgs;
    TRY(ask(x, &Q_inv_made, &v->n));
    TRY(ask(x, &Q_inv_units_ended, &ended));
    TRY(ask(x, &Q_inv_orgs_ended, &orgs));
    same(v, v->n, o->n_units_added + o->n_orgs_added);
    same(v, ended, o->n_units_ended);
    same(v, orgs, o->n_orgs_ended);
    v->n += ended + orgs;
    return OK;
}

static const struct {
    const char *name;
    err (*look)(struct execution *x, struct invariant *v);
} all[] = {
    {N_("Nothing closes that still holds something"), nothing_closes_full},
    {N_("What was handed over is what was received"), counts_balance},
    {N_("What was done is what was approved"), steps_as_approved},
    {N_("All or nothing (proved by tests)"), NULL},
    {N_("Old codes resolve in one step"), old_codes_resolve},
    {N_("Who became what is complete, and no more than whole"), lineage_is_whole},
    {N_("The successors' people can work from the first minute"), successors_can_work},
    {N_("No clock and no number starts anew"), clocks_run_on},
    {N_("The day asked for decides which name is shown"), names_by_day},
    {N_("Unknown days stay unknown"), unknown_stays_unknown},
    {N_("What has ended is offered nowhere"), only_the_living},
    {N_("What the decree does not name is as it was"), fields_left_alone},
    {N_("Nothing is handed over twice"), moved_once},
    {N_("History follows the record"), history_follows},
    {N_("Enough is stored to undo it"), enough_to_undo},
};

err
execution_verify(struct execution *x, struct invariant_list *out)
{
    struct ctx *c = x->c;
    const struct invariant *broken = NULL;
    TRY(look_at_moved(x));
    for (size_t i = 0; i < COUNT(all); i++) {
        struct invariant v = {.number = (int64_t)i + 1, .name = T(c, all[i].name)};
        if (all[i].look)
            TRY(all[i].look(x, &v));
        else
            v.n = INT_NONE;
        *PUSH(c->arena, out) = v;
    }
    for (size_t i = 0; !broken && i < out->n; i++)
        if (out->v[i].n_bad)
            broken = &out->v[i];
    return broken
               ? fail(
                     c, ERR_INTERNAL, NULL,
                     N_("Nothing was done: invariant %lld does not hold (%s): %lld of %lld"),
                     (long long)broken->number, broken->name, (long long)broken->n_bad,
                     (long long)broken->n)
               : OK;
}
