/* SPDX-License-Identifier: Apache-2.0 */
/* reckon.c: what an indicator was for a body in a period: entered, by its formula, of its shorter
 * periods, or of those that went into the body. */
#include "base/msg.h"
#include "indicator/formula.h"
#include "indicator/past.h"
#include "kernel/org.h"
#include "unit/unit.h"

__extension__ typedef __int128 wide;

enum {
    NESTED_MOST = 32 /* formulas over formulas: one may be put under others later */
};

/* An indicator with what is asked for again and again in one answer. */
struct known {
    struct indicator ind;
    struct past past;
    struct formula formula;
    struct indicator_value_list reckoned; /* a formula may need one again and again */
};
struct known_ref {
    struct known *k;
};
struct reckoner {
    struct ctx *c;
    org_id body;
    day on;
    struct LIST(struct known_ref) known;
};

static err
know(struct reckoner *r, const char *code, struct known **out)
{
    for (size_t i = 0; i < r->known.n; i++)
        if (str_eq(r->known.v[i].k->ind.code, code)) {
            *out = r->known.v[i].k;
            return OK;
        }
    struct known *k = NEW(r->c->arena, struct known);
    TRY(indicator_find(r->c, code, &k->ind));
    TRY(past_of(r->c, r->body, k->ind.adds, r->on, &k->past));
    if (k->ind.formula)
        TRY(formula_parse(r->c, k->ind.formula, "formula", &k->formula));
    *PUSH(r->c->arena, &r->known) = (struct known_ref){k};
    *out = k;
    return OK;
}

static void
part(struct ctx *c, struct indicator_value *out, const char *name, int64_t value,
     const char *why)
{
    *PUSH(c->arena, &out->parts) = (struct indicator_part){name, value, why};
}

static void
begin(struct ctx *c, struct period p, struct indicator_value *out)
{
    *out = (struct indicator_value){.period = period_code(c->arena, p),
                                    .label = period_label(c, p),
                                    .from = period_from(p),
                                    .to = period_to(p),
                                    .value = INT_NONE};
}

/* The sum of the parts, all of which have a value; false: it is too large. */
static bool
sum_of(const struct indicator_part_list *made_of, int64_t *out)
{
    wide sum = 0;
    for (size_t i = 0; i < made_of->n; i++)
        sum += made_of->v[i].value;
    if (sum > INDICATOR_VALUE_MOST || sum < -INDICATOR_VALUE_MOST)
        return false;
    *out = (int64_t)sum;
    return true;
}

static void
add_up(struct ctx *c, int how, struct indicator_value *out)
{
    if (sum_of(&out->parts, &out->value))
        out->how = how;
    else
        out->why = T(c, N_("The number is too large"));
}

/* The first part that has none says why the whole has none. */
static bool
all_there(struct ctx *c, struct indicator_value *out)
{
    for (size_t i = 0; i < out->parts.n; i++)
        if (out->parts.v[i].value == INT_NONE) {
            out->why = arena_printf(c->arena, T(c, N_("%s: %s")), out->parts.v[i].name,
                                    out->parts.v[i].why);
            return false;
        }
    return true;
}

/* ---- entered, by the body or by those that went into it ---- */

static err
entered(struct ctx *c, struct known *k, struct past_node *node, struct period p,
        const struct indicator_entry **out, const struct org **org)
{
    const char *code = period_code(c->arena, p);
    *out = NULL;
    err e = past_org(c, &k->past, node, period_to(p), org);
    if (e == ERR_NOT_FOUND) {
        *org = NULL;
        clear_faults(c);
        return OK;
    }
    TRY(e);
    if (!node->is_read)
        TRY(indicator_entries(c, k->ind.id, (*org)->id, &node->entries));
    node->is_read = true;
    for (size_t i = 0; i < node->entries.n; i++)
        if (str_eq(node->entries.v[i].period, code))
            *out = &node->entries.v[i];
    return OK;
}

static bool
was_there(const struct past_node *n, day d)
{
    return n->valid_from.v <= d.v && d.v < n->valid_to.v;
}

/* What came into the body after the period out of a unit that is not in it as a whole. */
static const char *
divided(struct ctx *c, const struct past *p, day last)
{
    for (size_t i = 0; i < p->steps.n; i++) {
        const struct past_step *s = &p->steps.v[i];
        const struct past_node *from = &p->nodes.v[s->from];
        if (s->on.v > last.v && !from->is_whole && s->to != PAST_ELSEWHERE &&
            p->nodes.v[s->to].is_whole && was_there(from, last))
            return arena_printf(
                c->arena,
                T(c,
                  N_("only a part of %s came here on %s, and how much of this is not known")),
                from->name, day_vn(c->arena, s->on));
    }
    return NULL;
}

static err
one_part(struct ctx *c, struct known *k, struct past_node *node, struct period p,
         struct indicator_value *out)
{
    const struct indicator_entry *v;
    const struct org *org;
    TRY(entered(c, k, node, p, &v, &org));
    part(c, out, org ? org->name : node->name, v ? v->value : INT_NONE,
         v     ? NULL
         : org ? T(c, N_("no value was entered"))
               : T(c, N_("it had no body of this kind")));
    if (v)
        out->note = v->note;
    return OK;
}

static err
of_bodies(struct ctx *c, struct known *k, struct period p, struct indicator_value *out)
{
    struct past *past = &k->past;
    day last = period_to(p);
    bool there = was_there(&past->nodes.v[0], last);
    const char *gap = divided(c, past, last);
    for (size_t i = 0; i < past->nodes.n; i++)
        if (past->nodes.v[i].is_whole && was_there(&past->nodes.v[i], last))
            TRY(one_part(c, k, &past->nodes.v[i], p, out));
    bool alone = there && out->parts.n == 1;
    if (!out->parts.n) {
        out->why =
            gap ? gap : T(c, N_("Neither it nor a predecessor of it existed then"));
    } else if (alone && out->parts.v[0].value == INT_NONE) {
        out->why = T(c, N_("No value was entered"));
    } else if (!there && gap) {
        out->why = gap;
    } else if (out->parts.n > 1 && k->ind.adds == ADDS_NOT) {
        out->why = T(
            c, N_("It is not added up, and it is not known of what it is made: give it "
                  "a formula of its parts"));
    } else if (all_there(c, out)) {
        add_up(c, alone ? HOW_ENTERED : HOW_PREDECESSORS, out);
        out->why = gap ? gap : out->why;
    }
    if (alone)
        out->parts.n = 0;
    else
        out->note = NULL;
    return OK;
}

/* ---- the other ways ---- */

static err value_of(struct reckoner *r, struct known *k, struct period p, int depth,
                    struct indicator_value *out);

static err
of_formula(struct reckoner *r, struct known *k, struct period p, int depth,
           struct indicator_value *out)
{
    struct ctx *c = r->c;
    const struct formula *f = &k->formula;
    int64_t *values = NEWN(c->arena, int64_t, f->codes.n);
    const char *why;
    for (size_t i = 0; i < f->codes.n; i++) {
        struct known *sub;
        struct indicator_value v;
        TRY(know(r, f->codes.v[i].code, &sub));
        TRY(value_of(r, sub, p, depth + 1, &v));
        part(c, out, sub->ind.name, v.value, v.why);
        values[i] = v.value;
    }
    if (!all_there(c, out))
        return OK;
    if (formula_reckon(f, values, &out->value, &why))
        out->how = HOW_FORMULA;
    else
        out->why = T(c, why);
    return OK;
}

static err
of_periods(struct reckoner *r, struct known *k, struct period p, int depth,
           struct indicator_value *out)
{
    struct ctx *c = r->c;
    struct period at = period_first_of(p, k->ind.every);
    int n = period_holds(p.kind, k->ind.every);
    for (int i = 0; i < n; i++, at = period_next(at)) {
        struct indicator_value v;
        if (k->ind.over_time == OVER_LAST && i < n - 1)
            continue;
        TRY(value_of(r, k, at, depth, &v));
        part(c, out, v.label, v.value, v.why);
    }
    if (all_there(c, out))
        add_up(c, HOW_PERIODS, out);
    return OK;
}

static err
reckon(struct reckoner *r, struct known *k, struct period p, int depth,
       struct indicator_value *out)
{
    struct ctx *c = r->c;
    const struct indicator *ind = &k->ind;
    if (depth > NESTED_MOST) {
        out->why = T(c, N_("Too many formulas stand on one another"));
        return OK;
    }
    if (ind->formula)
        return of_formula(r, k, p, depth, out);
    if (p.kind == ind->every)
        return of_bodies(c, k, p, out);
    if (p.kind < ind->every || ind->over_time == OVER_NOT) {
        out->why = arena_printf(c->arena, T(c, N_("It is measured only each: %s")),
                                T(c, period_kinds[ind->every].label));
        return OK;
    }
    return of_periods(r, k, p, depth, out);
}

static err
value_of(struct reckoner *r, struct known *k, struct period p, int depth,
         struct indicator_value *out)
{
    struct indicator_value_list *done = &k->reckoned;
    begin(r->c, p, out);
    for (size_t i = 0; i < done->n; i++)
        if (str_eq(done->v[i].period, out->period)) {
            *out = done->v[i];
            return OK;
        }
    TRY(reckon(r, k, p, depth, out));
    *PUSH(r->c->arena, done) = *out;
    return OK;
}

err
indicator_value_at(struct ctx *c, const char *code, org_id org, const char *period,
                   day on, struct indicator_value *out)
{
    struct reckoner r = {.c = c, .body = org, .on = day_known(on) ? on : c->today};
    struct known *k;
    struct period p;
    if (!period_parse(period, &p))
        return fail(c, ERR_INVALID, "period",
                    N_("Write 2025, 2025-H1, 2025-Q3 or 2025-07"));
    TRY(know(&r, code, &k));
    return value_of(&r, k, p, 0, out);
}

err
indicator_series(struct ctx *c, const struct indicator *ind, org_id org, int every,
                 day from, day to, struct indicator_value_list *out)
{
    struct reckoner r = {.c = c, .body = org, .on = c->today};
    struct known *k;
    *out = (struct indicator_value_list){0};
    TRY(know(&r, ind->code, &k));
    struct period p = period_of(every ? every : ind->every, from);
    for (; period_from(p).v <= to.v; p = period_next(p)) {
        if (out->n == INDICATOR_SERIES_MOST)
            return fail(c, ERR_INVALID, "from", N_("More than %d periods"),
                        INDICATOR_SERIES_MOST);
        TRY(value_of(&r, k, p, 0, PUSH(c->arena, out)));
    }
    return OK;
}
