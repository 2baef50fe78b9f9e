/* SPDX-License-Identifier: Apache-2.0 */
/* law_check.c: what a rule book says of each unit. Exact integer comparisons throughout. */
#include <stdlib.h>

#include "base/msg.h"
#include "law/law.h"
#include "store/store.h"
#include "unit/unit.h"

extern const struct query Q_law_region_list, Q_law_factor_list, Q_law_figures;

enum {
    BP = 10000,     /* basis points in a whole */
    PCT = 100000000 /* millionths of a percent in a whole */
};

/* Square metres of a country times millionths of a percent: more than 64 bits. */
__extension__ typedef __int128 wide;

const struct choice verdicts[7] = {
    {NULL, ""},
    {"must", N_("Must be arranged")},
    {"exempt", N_("Not compelled")},
    {"meets", N_("Meets the standard")},
    {"below", N_("Below the standard")},
    {"not_examined", N_("Not examined")},
    {"unknown", N_("Figure missing")},
};

static const struct field item_fields[] = {
    ID(struct law_item, unit_id, N_("Unit"), .flags = F_HIDDEN),
    FIELD(struct law_item, code, N_("Code"), .flags = F_BRIEF),
    FIELD(struct law_item, name, N_("Name"), .flags = F_BRIEF, .to = "/units/{code}"),
    ENUM(struct law_item, type, unit_types, N_("Type")),
    ENUM(struct law_item, tier, unit_tiers, N_("Tier")),
    ENUM(struct law_item, verdict, verdicts, N_("Verdict"), .flags = F_BRIEF),
    FIELD(struct law_item, clauses, N_("Clause"), .flags = F_BRIEF),
    DEC(struct law_item, area_km2, 6, N_("Area (km²)"), .flags = F_BRIEF),
    DEC(struct law_item, area_norm_km2, 6, N_("Area norm (km²)"), .flags = F_BRIEF),
    DEC(struct law_item, area_pct, 6, N_("Area (%)"), .flags = F_BRIEF),
    FIELD(struct law_item, area_source, N_("Source of the area")),
    FIELD(struct law_item, area_flag, N_("Kind of the area")),
    FIELD(struct law_item, area_on, N_("Day of the area")),
    FIELD(struct law_item, population, N_("Population"), .flags = F_BRIEF),
    FIELD(struct law_item, population_norm, N_("Population norm"), .flags = F_BRIEF),
    DEC(struct law_item, population_pct, 6, N_("Population (%)"), .flags = F_BRIEF),
    FIELD(struct law_item, population_source, N_("Source of the population")),
    FIELD(struct law_item, population_flag, N_("Kind of the population")),
    FIELD(struct law_item, population_on, N_("Day of the population")),
    FIELD(struct law_item, norm_article, N_("Article of the norm")),
    FIELD(struct law_item, reductions, N_("Reductions")),
    FIELD(struct law_item, is_estimated, N_("Estimated")),
    FIELD(struct law_item, is_unverified, N_("Rule not verified")),
};
const struct view law_item_view = VIEW("law_item", struct law_item, item_fields);

/* ---- what the book says, in memory ---- */

/* A unit with what hangs on it. */
struct examined {
    const struct unit *u;
    int64_t id;
    const struct figure *area, *population;
    const struct unit_factor *factor; /* the first of its factors in the sorted list */
    size_t n_factors;
    const int *source; /* of a unit to come: places in the checker's cases */
    size_t n_sources;
};

struct checker {
    struct ctx *c;
    struct law_norm_list norms;
    struct law_reduction_list reductions;
    struct law_condition_list conditions;
    struct examined *v; /* sorted by id */
    size_t n;
    struct examined **at; /* of units to come: by their place */
};

static int
by_id(const void *a, const void *b)
{
    int64_t x = ((const struct examined *)a)->id, y = ((const struct examined *)b)->id;
    return (x > y) - (x < y);
}

static struct examined *
find(const struct checker *k, unit_id id)
{
    struct examined key = {.id = id.v};
    return bsearch(&key, k->v, k->n, sizeof *k->v, by_id);
}

static int
by_unit(const void *a, const void *b)
{
    int64_t x = ((const struct unit_factor *)a)->unit_id.v;
    int64_t y = ((const struct unit_factor *)b)->unit_id.v;
    return (x > y) - (x < y);
}

static void
load_units(struct checker *k, const struct unit *v, size_t n)
{
    k->n = n;
    k->v = NEWN(k->c->arena, struct examined, n + 1);
    for (size_t i = 0; i < n; i++)
        k->v[i] = (struct examined){.u = &v[i], .id = v[i].id.v};
    if (n)
        qsort(k->v, n, sizeof *k->v, by_id);
}

static err
load_figures(struct checker *k, day on)
{
    struct ctx *c = k->c;
    struct figure_list figures;
    TRY(query_list(c, &Q_law_figures, &figure_view, &figures, IN(on)));
    for (size_t i = 0; i < figures.n; i++) {
        const struct figure *f = &figures.v[i];
        struct examined *x = find(k, f->unit_id);
        if (x && str_eq(f->measure, "area_m2"))
            x->area = f;
        else if (x && str_eq(f->measure, "population"))
            x->population = f;
    }
    return OK;
}

static err
load_factors(struct checker *k, day on)
{
    struct ctx *c = k->c;
    struct unit_factor_list factors, regions;
    TRY(query_list(c, &Q_law_factor_list, &unit_factor_view, &factors, IN(on)));
    TRY(query_list(c, &Q_law_region_list, &unit_factor_view, &regions, IN(on)));
    for (size_t i = 0; i < regions.n; i++)
        *PUSH(c->arena, &factors) = regions.v[i];
    if (factors.n)
        qsort(factors.v, factors.n, sizeof *factors.v, by_unit);
    for (size_t i = 0; i < factors.n; i++) {
        struct examined *x = find(k, factors.v[i].unit_id);
        if (!x)
            continue;
        if (!x->n_factors++)
            x->factor = &factors.v[i];
    }
    return OK;
}

static const struct unit_factor *
own_factor(const struct examined *x, const char *name)
{
    for (size_t i = 0; i < x->n_factors; i++)
        if (str_eq(x->factor[i].factor, name))
            return &x->factor[i];
    return NULL;
}

/* What all that a unit is made of have on record, the unit has. */
static const struct unit_factor *
made_factor(const struct checker *k, const struct examined *x, const char *name)
{
    const struct unit_factor *f = NULL;
    for (size_t i = 0; i < x->n_sources; i++)
        if (!(f = own_factor(k->at[x->source[i]], name)))
            return NULL;
    return f;
}

/* The factor of that name on the unit, or on what it lies in (regions are on provinces). */
static const struct unit_factor *
factor_of(const struct checker *k, const struct examined *x, const char *name)
{
    for (int up = 0; x && up < 3; up++) {
        const struct unit_factor *f = own_factor(x, name);
        if (!f && x->n_sources)
            f = made_factor(k, x, name);
        if (f)
            return f;
        x = x->u->parent_id.v ? find(k, x->u->parent_id) : NULL;
    }
    return NULL;
}

static const struct law_norm *
norm_of(const struct checker *k, const struct examined *x)
{
    const struct examined *above = x->u->parent_id.v ? find(k, x->u->parent_id) : NULL;
    bool mountain = factor_of(k, x, "mountain") != NULL;
    const struct law_norm *flat = NULL;
    for (size_t i = 0; i < k->norms.n; i++) {
        const struct law_norm *n = &k->norms.v[i];
        if (n->type != x->u->type || n->tier != x->u->tier ||
            (n->parent_type && (!above || n->parent_type != above->u->type)))
            continue;
        if (n->is_mountain == mountain)
            return n;
        if (!n->is_mountain)
            flat = n;
    }
    return flat; /* a type without mountain norms is measured by its only ones */
}

static int64_t
keep_of(const struct law_reduction *r, const struct unit_factor *f)
{
    if (r->from_pct == INT_NONE)
        return r->keep_pct;
    if (f->value_pct == INT_NONE || f->value_pct < r->from_pct)
        return BP;
    int64_t keep = r->keep_pct;
    if (r->step_pct > 0)
        keep -= (f->value_pct - r->from_pct) / r->step_pct * r->step_less_pct;
    return r->least_pct != INT_NONE && keep < r->least_pct ? r->least_pct : keep;
}

/* The norm after the one strongest reduction of that criterion (Resolution 27/2022, art. 3a cl. 4:
 * each criterion takes the reduction of only one factor). */
static int64_t
reduced(const struct checker *k, const struct examined *x, int criterion, int64_t norm,
        struct law_item *item)
{
    const struct law_reduction *best = NULL;
    int64_t keep = BP;
    for (size_t i = 0; i < k->reductions.n; i++) {
        const struct law_reduction *r = &k->reductions.v[i];
        if (r->criterion != criterion || r->type != x->u->type || r->tier != x->u->tier)
            continue;
        const struct unit_factor *f = factor_of(k, x, r->factor);
        if (f && keep_of(r, f) < keep) {
            keep = keep_of(r, f);
            best = r;
        }
    }
    if (!best)
        return norm;
    item->is_unverified |= !best->checked_by;
    item->reductions = arena_printf(
        k->c->arena, "%s%s%s: %lld %% (%s)", item->reductions ? item->reductions : "",
        item->reductions ? "; " : "",
        T(k->c, criterion == CRITERION_AREA ? N_("area") : N_("population")),
        (long long)(keep / 100), best->article);
    return norm * keep / BP;
}

/* value < norm · below */
static bool
is_below(int64_t value, int64_t norm, int64_t below_bp)
{
    return (wide)value * BP < (wide)norm * below_bp;
}

static int64_t
percent(int64_t value, int64_t norm)
{
    return (int64_t)((wide)value * PCT / norm);
}

static bool
published(const struct figure *f)
{
    return str_eq(f->flag, "published");
}

static void
judge(const struct checker *k, const struct examined *x, struct law_item *item)
{
    for (size_t i = 0; i < k->conditions.n; i++) {
        const struct law_condition *r = &k->conditions.v[i];
        if (r->tier != x->u->tier ||
            !is_below(item->area_km2, item->area_norm_km2, r->area_below_pct) ||
            !is_below(item->population, item->population_norm, r->population_below_pct))
            continue;
        item->verdict = VERDICT_MUST;
        item->is_unverified |= !r->checked_by;
        item->clauses = item->clauses ? arena_printf(k->c->arena, "%s; %s",
                                                     item->clauses, r->article)
                                      : r->article;
    }
    if (item->verdict == VERDICT_MUST) {
        const struct unit_factor *f = own_factor(x, "not_compelled");
        if (f) {
            item->verdict = VERDICT_EXEMPT;
            item->clauses = f->clause ? f->clause : item->clauses;
        }
        return;
    }
    bool below = is_below(item->area_km2, item->area_norm_km2, BP) ||
                 is_below(item->population, item->population_norm, BP);
    item->verdict = below ? VERDICT_BELOW : VERDICT_MEETS;
    item->clauses = item->norm_article;
}

static void
examine(const struct checker *k, const struct examined *x, struct law_item *item)
{
    view_clear(&law_item_view, item);
    item->unit_id = x->u->id;
    item->code = x->u->code;
    item->name = x->u->name;
    item->type = x->u->type;
    item->tier = x->u->tier;
    const struct law_norm *norm = norm_of(k, x);
    if (x->area) {
        item->area_km2 = x->area->value;
        item->area_source = x->area->source;
        item->area_flag = x->area->flag;
        item->area_on = x->area->on;
    }
    if (x->population) {
        item->population = x->population->value;
        item->population_source = x->population->source;
        item->population_flag = x->population->flag;
        item->population_on = x->population->on;
    }
    if (!norm) {
        item->verdict = VERDICT_NOT_EXAMINED;
        return;
    }
    item->norm_article = norm->article;
    item->is_unverified = !norm->checked_by;
    item->area_norm_km2 = reduced(k, x, CRITERION_AREA, norm->area_km2, item);
    item->population_norm = reduced(k, x, CRITERION_POPULATION, norm->population, item);
    if (x->area)
        item->area_pct = percent(item->area_km2, item->area_norm_km2);
    if (x->population)
        item->population_pct = percent(item->population, item->population_norm);
    if (!x->area || !x->population) {
        item->verdict = VERDICT_UNKNOWN;
        item->clauses = norm->article;
        return;
    }
    item->is_estimated = !published(x->area) || !published(x->population);
    judge(k, x, item);
}

static void
count(struct law_check *out, int verdict)
{
    int64_t *const n[] = {[VERDICT_MUST] = &out->n_must,
                          [VERDICT_EXEMPT] = &out->n_exempt,
                          [VERDICT_MEETS] = &out->n_meets,
                          [VERDICT_BELOW] = &out->n_below,
                          [VERDICT_NOT_EXAMINED] = &out->n_not_examined,
                          [VERDICT_UNKNOWN] = &out->n_unknown};
    ++*n[verdict];
}

static err
open_book(struct checker *k, const char *book, day on, struct law_check *done)
{
    struct ctx *c = k->c;
    *done = (struct law_check){.on = on};
    TRY(law_book_on(c, book, on, &done->book));
    TRY(law_norms(c, done->book.norms, on, &k->norms));
    TRY(law_reductions(c, done->book.norms, &k->reductions));
    return law_conditions(c, done->book.code, on, &k->conditions);
}

err
law_check(struct ctx *c, const char *book, day on, unit_id within,
          struct law_check *out)
{
    struct law_check done;
    struct checker k = {.c = c};
    TRY(open_book(&k, book, on, &done));
    struct unit_list asked, all;
    TRY(unit_list_within(c, within, on, &asked));
    all = asked;
    if (within.v) /* what a unit lies in decides its norms: parents and regions */
        TRY(unit_list_within(c, (unit_id){0}, on, &all));
    load_units(&k, all.v, all.n);
    TRY(load_figures(&k, on));
    TRY(load_factors(&k, on));
    done.items.v = NEWN(c->arena, struct law_item, asked.n + 1);
    for (size_t i = 0; i < asked.n; i++) {
        struct law_item *item = &done.items.v[done.items.n++];
        examine(&k, find(&k, asked.v[i].id), item);
        count(&done, item->verdict);
    }
    *out = done;
    return OK;
}

/* ---- units to come ---- */

static const struct figure *
stated(struct ctx *c, int64_t value, const char *source)
{
    if (value == INT_NONE)
        return NULL;
    struct figure *f = NEW(c->arena, struct figure);
    *f = (struct figure){
        .value = value, .flag = "sum", .source = source, .on = DAY_NONE};
    return f;
}

/* Those that are not in the registry yet get numbers of their own, below all others. */
static int64_t
number_of(const struct law_case *v, int at)
{
    return at < 0 ? 0 : v[at].id.v ? v[at].id.v : -(int64_t)at - 1;
}

static void
load_cases(struct checker *k, const struct law_case *v, size_t n)
{
    struct ctx *c = k->c;
    struct unit *units = NEWN(c->arena, struct unit, n + 1);
    for (size_t i = 0; i < n; i++)
        units[i] = (struct unit){.id = {number_of(v, (int)i)},
                                 .code = v[i].code,
                                 .name = v[i].name,
                                 .type = v[i].type,
                                 .tier = v[i].tier,
                                 .parent_id = {number_of(v, v[i].parent)}};
    load_units(k, units, n);
    k->at = NEWN(c->arena, struct examined *, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct examined *x = k->at[i] = find(k, units[i].id);
        x->source = v[i].source;
        x->n_sources = v[i].n_sources;
        x->area = stated(c, v[i].area_m2, v[i].from);
        x->population = stated(c, v[i].population, v[i].from);
    }
}

err
law_judge(struct ctx *c, const char *book, day on, day as_of, const struct law_case *v,
          size_t n, struct law_check *out)
{
    struct law_check done;
    struct checker k = {.c = c};
    TRY(open_book(&k, book, on, &done));
    load_cases(&k, v, n);
    TRY(load_factors(&k, as_of));
    for (size_t i = 0; i < n; i++) {
        if (!v[i].is_asked)
            continue;
        struct law_item *item = PUSH(c->arena, &done.items);
        examine(&k, k.at[i], item);
        item->unit_id = v[i].id;
        count(&done, item->verdict);
    }
    *out = done;
    return OK;
}
