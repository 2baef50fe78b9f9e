/* SPDX-License-Identifier: Apache-2.0 */
/* report_round.c: the periods of a regime, and the reports that are owed for each. */
#include <stdlib.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "report/report_in.h"

extern const struct query Q_report_round_find, Q_report_round_begun,
    Q_report_rounds_all, Q_report_round_counts, Q_report_bodies;

static const struct table round_table = {"report_round", &report_round_view};

/* ---- which period ---- */

static int
months_of(int kind)
{
    return kind == DEADLINE_MONTHLY       ? 1
           : kind == DEADLINE_QUARTERLY   ? 3
           : kind == DEADLINE_HALF_YEARLY ? 6
           : kind == DEADLINE_YEARLY      ? 12
                                          : 0;
}

static int
number_in_year(int kind, day from)
{
    int y, m, d;
    day_parts(from, &y, &m, &d);
    return (m - 1) / months_of(kind) + 1;
}

static bool
is_wanted(const struct report_regime *r, day from)
{
    if (!r->only_periods || !*r->only_periods)
        return true;
    for (const char *p = r->only_periods; *p;) {
        char *end;
        long n = strtol(p, &end, 10);
        if (end == p)
            return false;
        if (n == number_in_year(r->rule.kind, from))
            return true;
        p = end;
    }
    return false;
}

/* "Báo cáo cải cách hành chính quý III/2024": kept as data, so always in the house's language. */
static const char *
title_of(struct ctx *c, const struct report_regime *r, day from)
{
    static const char *const roman[] = {"I", "II", "III", "IV"};
    struct ctx first = *c;
    int y, m, d;
    first.lang = &catalogs[0];
    day_parts(from, &y, &m, &d);
    switch (r->rule.kind) {
    case DEADLINE_MONTHLY:
        return arena_printf(c->arena, T(&first, N_("%s, month %d/%d")), r->name, m, y);
    case DEADLINE_QUARTERLY:
        return arena_printf(c->arena, T(&first, N_("%s, quarter %s/%d")), r->name,
                            roman[(m - 1) / 3], y);
    case DEADLINE_HALF_YEARLY:
        return arena_printf(c->arena,
                            m == 1 ? T(&first, N_("%s, first half of %d"))
                                   : T(&first, N_("%s, second half of %d")),
                            r->name, y);
    case DEADLINE_YEARLY:
        return arena_printf(c->arena, T(&first, N_("%s, year %d")), r->name, y);
    default:
        return r->name;
    }
}

static void
fill_round(struct ctx *c, const struct report_regime *r, const struct deadline *d,
           struct report_round *out)
{
    bool once = !months_of(r->rule.kind);
    span data = day_known(d->data.from) ? d->data : d->period;
    view_clear(&report_round_view, out);
    out->regime_id = r->id;
    out->period_from = once ? r->data_from : d->period.from;
    out->data_from = once ? r->data_from : data.from;
    out->data_to = once ? r->data_to : (day){data.to.v - 1};
    out->opens_on = (day){out->data_to.v + 1};
    out->due_on = d->due;
    out->closes_on = (day){(int32_t)(d->due.v + r->grace)};
    out->title = title_of(c, r, out->period_from);
}

err
report_round_reckon(struct ctx *c, const struct report_regime *r, day on,
                    struct report_round *out)
{
    const struct deadline_law *law;
    struct deadline_rule rule = r->rule;
    struct deadline_facts facts = {.given_on = r->valid_from};
    int months = months_of(rule.kind);
    bool found = false;
    TRY(deadline_law_load(c, &law));
    if (months && !day_known(rule.from))
        rule.from = r->valid_from;
    /* two periods that count may be two years apart; begin well before */
    day look = {on.v - (months ? 3 * 366 : 0)};
    for (;;) {
        struct deadline d;
        struct report_round round;
        facts.on = look;
        deadline_eval(c, law, &rule, &facts, &d);
        if (!day_known(d.due) || d.state == DEADLINE_OVER)
            break;
        fill_round(c, r, &d, &round);
        if (round.data_to.v >= on.v)
            break;
        if (!months || is_wanted(r, round.period_from)) {
            *out = round;
            found = true;
        }
        if (!months)
            break;
        look = (day){d.due.v + 1};
    }
    return found ? OK : ERR_NOT_FOUND;
}

/* ---- who owes, and to whom ---- */

struct body {
    org_id id, parent_id;
    const char *kind;
    int tier;
};
struct body_list LIST(struct body);
static const struct field body_fields[] = {
    ID(struct body, id, "id"),
    FIELD(struct body, kind, "kind"),
    ID(struct body, parent_id, "parent"),
    ENUM(struct body, tier, unit_tiers, "tier"),
};
static const struct view body_view = VIEW("report_body", struct body, body_fields);

static int
by_id(const void *a, const void *b)
{
    int64_t x = ((const struct body *)a)->id.v, y = ((const struct body *)b)->id.v;
    return (x > y) - (x < y);
}

/* NULL: nobody. */
static const struct body *
above(const struct body_list *all, const struct body *b)
{
    const struct body key = {.id = b->parent_id};
    return bsearch(&key, all->v, all->n, sizeof key, by_id);
}

static bool
is_within(const struct body_list *all, const struct body *b, org_id top)
{
    for (size_t i = 0; b && i < all->n; i++, b = above(all, b))
        if (b->id.v == top.v)
            return true;
    return false;
}

/* Itself where nobody above collects. */
static org_id
collector_of(const struct body_list *all, const struct report_regime *r,
             const struct body *b)
{
    const struct body *at = b;
    for (size_t i = 0; i < all->n; i++) { /* no way up is longer */
        if (r->to_tier ? at->tier == r->to_tier && str_eq(at->kind, b->kind) : at != b)
            return at->id;
        const struct body *up = above(all, at);
        if (!up)
            break;
        at = up;
    }
    return at->id;
}

static err
make_report(struct ctx *c, const struct report_round *round, const struct body *b,
            org_id to)
{
    struct report r;
    view_clear(&report_view, &r);
    r.title = round->title;
    r.round_id = round->id;
    r.org_to = to;
    r.stage = REPORT_DRAFT;
    r.edition = 1;
    r.record.received_on = c->today;
    r.data_from = round->data_from;
    r.data_to = round->data_to;
    r.opens_on = round->opens_on;
    r.due_on = round->due_on;
    r.closes_on = round->closes_on;
    r.due_key = day_iso(c->arena, r.due_on);
    TRY(flow_add(c, &report_register, b->id, &r));
    return report_fill(c, &r, NULL);
}

struct owed {
    const struct body *body;
    org_id to;
};
struct owed_list LIST(struct owed);

static bool
owes(const struct body_list *all, const struct report_regime *r, org_id top,
     const struct body *b)
{
    return (!r->owner_kind || str_eq(r->owner_kind, b->kind)) &&
           (!r->owner_tier || r->owner_tier == b->tier) &&
           (!top.v || is_within(all, b, top));
}

static err
who_owes(struct ctx *c, const struct report_regime *r, day on, struct owed_list *out)
{
    struct body_list all = {0};
    org_id top = r->org_within;
    if (top.v) {
        err e = org_now(c, top, on, &top);
        if (e != OK) /* nobody answers for it then */
            return e == ERR_NOT_FOUND ? OK : e;
    }
    TRY(query_list(c, &Q_report_bodies, &body_view, &all, IN(on)));
    for (size_t i = 0; i < all.n; i++) {
        const struct body *b = &all.v[i];
        if (owes(&all, r, top, b))
            *PUSH(c->arena, out) = (struct owed){b, collector_of(&all, r, b)};
    }
    return OK;
}

/* ---- beginning a round ---- */

/* Have bodies ended since? Then it is for a person to begin: it writes at organisations that a decree
 * has ended, which who undoes the decree would meet. */
static err
some_have_ended(struct ctx *c, const struct owed_list *owed, bool *out)
{
    struct body_list today = {0};
    TRY(query_list(c, &Q_report_bodies, &body_view, &today, IN(c->today)));
    *out = false;
    for (size_t i = 0; i < owed->n && !*out; i++)
        *out = !bsearch(owed->v[i].body, today.v, today.n, sizeof *today.v, by_id);
    return OK;
}

/* *n: how many owe a report; where nobody does there is no round. */
static err
begin(struct ctx *c, const struct report_regime *r, struct report_round *round,
      bool by_itself, int64_t *n)
{
    struct owed_list owed = {0};
    bool ended = false;
    TRY(who_owes(c, r, round->data_to, &owed));
    if (by_itself)
        TRY(some_have_ended(c, &owed, &ended));
    *n = ended ? 0 : (int64_t)owed.n;
    if (!*n)
        return OK;
    round->made_on = c->today;
    TRY(id_next(c, &round->id.v));
    err e = table_add(c, &round_table, round);
    if (e == ERR_CONFLICT)
        return fail(c, e, "regime", N_("This round has begun already"));
    TRY(e);
    for (size_t i = 0; i < owed.n; i++)
        TRY(make_report(c, round, owed.v[i].body, owed.v[i].to));
    return act_add(c,
                   &(struct act){.verb = "open",
                                 .kind = "report_round",
                                 .object_id = round->id.v,
                                 .label = round->title,
                                 .path = arena_printf(c->arena, "/reports/rounds/%lld",
                                                      (long long)round->id.v),
                                 .law = r->article});
}

static err
has_begun(struct ctx *c, const struct report_round *round, bool *out)
{
    int64_t n;
    TRY(query_int(c, &Q_report_round_begun, IN(round->regime_id.v, round->period_from),
                  0, &n));
    *out = n > 0;
    return OK;
}

static bool
in_force(const struct report_regime *r, day on)
{
    return r->valid_from.v <= on.v && on.v < r->valid_to.v;
}

err
report_round_open(struct ctx *c, report_regime_id regime, struct report_round *out)
{
    struct report_regime r;
    bool begun;
    int64_t n;
    TRY(access_need(c, "report.collect", (org_id){0}));
    TRY(report_regime_find(c, regime, &r));
    if (!in_force(&r, c->today))
        return fail(c, ERR_INVALID, "regime", N_("This regime is not in force today"));
    err e = report_round_reckon(c, &r, c->today, out);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "regime",
                    N_("No period of it is complete yet: a report is made when its "
                       "data are"));
    TRY(e);
    TRY(has_begun(c, out, &begun));
    if (begun)
        return fail(c, ERR_CONFLICT, "regime", N_("This round has begun already"));
    TRY(begin(c, &r, out, false, &n));
    return n ? OK
             : fail(c, ERR_INVALID, "regime",
                    N_("No organisation of that kind was in force on %s"),
                    day_vn(c->arena, out->data_to));
}

err
report_rounds_open(struct ctx *c, int64_t *n)
{
    struct report_regime_list all = {0};
    *n = 0;
    TRY(report_regimes(c, &all));
    for (size_t i = 0; i < all.n && *n == 0; i++) {
        struct report_round round;
        bool begun;
        if (!in_force(&all.v[i], c->today))
            continue;
        err e = report_round_reckon(c, &all.v[i], c->today, &round);
        if (e == ERR_NOT_FOUND)
            continue;
        TRY(e);
        TRY(has_begun(c, &round, &begun));
        if (begun || round.closes_on.v < c->today.v)
            continue;
        int64_t owed;
        TRY(begin(c, &all.v[i], &round, true, &owed));
        *n = owed > 0;
    }
    return OK;
}

/* ---- reading ---- */

static err
count(struct ctx *c, org_id org, struct report_round *r)
{
    struct report_round counts;
    TRY(query_one(c, &Q_report_round_counts, &report_round_view, &counts,
                  IN(r->id.v, OPT(org.v, org.v), c->today)));
    r->n_owed = counts.n_owed;
    r->n_sent = counts.n_sent;
    r->n_late = counts.n_late;
    r->n_missing = counts.n_missing;
    return OK;
}

err
report_round_find(struct ctx *c, report_round_id id, struct report_round *out)
{
    err e = query_one(c, &Q_report_round_find, &report_round_view, out, IN(id.v));
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no such record")) : e;
}

err
report_round_find_for(struct ctx *c, report_round_id id, org_id org,
                      struct report_round *out)
{
    TRY(report_round_find(c, id, out));
    return count(c, org, out);
}

err
report_rounds(struct ctx *c, org_id org, struct report_round_list *out)
{
    TRY(query_list(c, &Q_report_rounds_all, &report_round_view, out, NULL));
    for (size_t i = 0; i < out->n; i++)
        TRY(count(c, org, &out->v[i]));
    return OK;
}
