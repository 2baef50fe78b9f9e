/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_figures.c: area and population of what results. Whole units add up, flagged as sums; where
 * something is divided nobody knows before it is measured, and nothing is said. What the decree
 * states stands in place of both.
 */
#include <stdlib.h>

#include "base/msg.h"
#include "decree/decree_plan.h"
#include "law/law.h"
#include "store/store.h"
#include "view/locale.h"

extern const struct query Q_decree_figures;

struct figures_row {
    int64_t id, area, population;
};
struct figures_row_list LIST(struct figures_row);
static const struct field figures_fields[] = {
    FIELD(struct figures_row, id, N_("Id")),
    FIELD(struct figures_row, area, N_("Area")),
    FIELD(struct figures_row, population, N_("Population")),
};
static const struct view figures_view =
    VIEW("decree_figures", struct figures_row, figures_fields);

err
plan_read_figures(struct plan *p)
{
    struct figures_row_list rows;
    TRY(query_list(p->c, &Q_decree_figures, &figures_view, &rows, IN(p->eve)));
    for (size_t i = 0; i < rows.n; i++) {
        int at = index_of_id(&p->unit_ids, rows.v[i].id);
        if (at != NOWHERE)
            p->units.v[at].had =
                (struct plan_figures){rows.v[i].area, rows.v[i].population};
    }
    return OK;
}

static void
add_to(int64_t *sum, int64_t v)
{
    if (*sum == INT_NONE || v == INT_NONE || __builtin_add_overflow(*sum, v, sum))
        *sum = INT_NONE;
}

enum {
    ROUNDED_M2 = 10000 /* decrees state areas to the hundredth of a square kilometre */
};

static const char *
km2(struct ctx *c, int64_t area_m2)
{
    return locale_decimal(c, area_m2 / 10000, 2);
}

/* What a decree states is held against the sum, where there is one. */
static void
state_one(struct plan *p, const struct text_figures *f)
{
    struct ctx *c = p->c;
    int at = plan_unit_after(p, &f->unit, NULL);
    if (at == NOWHERE)
        return;
    struct plan_unit *u = &p->units.v[at];
    if (u->area_stated || u->population_stated) {
        plan_find_at(p, FINDING_BLOCK, "figures-twice", NULL, f->at, NULL,
                     N_("The figures of %s (%s) are stated twice"), u->to.name,
                     u->to.code);
        return;
    }
    if (f->area_m2 != INT_NONE) {
        if (u->is_summed && u->has.area_m2 != INT_NONE &&
            llabs(f->area_m2 - u->has.area_m2) > ROUNDED_M2)
            plan_find_at(
                p, FINDING_WARNING, "area-differs", NULL, f->at, NULL,
                N_("%s (%s): %s km² are stated, what it is made of has %s km²"),
                u->to.name, u->to.code, km2(c, f->area_m2), km2(c, u->has.area_m2));
        u->has.area_m2 = f->area_m2;
        u->area_stated = true;
    }
    if (f->population != INT_NONE) {
        if (u->is_summed && u->has.population != INT_NONE &&
            f->population != u->has.population)
            plan_find_at(
                p, FINDING_WARNING, "population-differs", NULL, f->at, NULL,
                N_("%s (%s): %lld people are stated, what it is made of has %lld"),
                u->to.name, u->to.code, (long long)f->population,
                (long long)u->has.population);
        u->has.population = f->population;
        u->population_stated = true;
    }
}

/* Land is only divided: on each tier there is as much of it as before, where all of it is known. */
static void
check_area(struct plan *p)
{
    for (int tier = TIER_PROVINCE; tier <= TIER_COMMUNE; tier++) {
        int64_t before = 0, after = 0, rounded = 0;
        for (size_t i = 0; i < p->units.n; i++) {
            const struct plan_unit *u = &p->units.v[i];
            if (u->fate != FATE_NEW && u->was.tier == tier)
                add_to(&before, u->had.area_m2);
            if (u->fate != FATE_ENDS && u->to.tier == tier) {
                add_to(&after, u->has.area_m2);
                rounded += u->area_stated ? ROUNDED_M2 : 0;
            }
        }
        if (rounded && before != INT_NONE && after != INT_NONE &&
            llabs(after - before) > rounded)
            plan_find(
                p, FINDING_WARNING, "area-not-kept", NULL,
                N_("On one tier the units had %s km² together and would have %s km²"),
                km2(p->c, before), km2(p->c, after));
    }
}

void
plan_figures(struct plan *p)
{
    static const struct plan_figures unknown = {INT_NONE, INT_NONE};
    for (size_t i = 0; i < p->units.n; i++) {
        struct plan_unit *u = &p->units.v[i];
        u->has = u->fate == FATE_NEW ? (struct plan_figures){0} : u->had;
        u->is_summed = u->area_stated = u->population_stated = false;
    }
    for (size_t i = 0; i < p->units.n; i++) {
        struct plan_unit *u = &p->units.v[i];
        bool whole = u->whole_to != NOWHERE;
        for (size_t j = 0; j < u->parts.n; j++) {
            struct plan_unit *to = &p->units.v[u->parts.v[j].to];
            add_to(&to->has.area_m2, whole ? u->had.area_m2 : INT_NONE);
            add_to(&to->has.population, whole ? u->had.population : INT_NONE);
            to->is_summed = true;
        }
        if (u->parts.n && u->fate == FATE_STAYS) {
            u->has = unknown;
            u->is_summed = true;
        }
    }
    for (size_t i = 0; i < p->units.n; i++)
        if (p->units.v[i].fate == FATE_NEW && !p->units.v[i].is_summed)
            p->units.v[i].has = unknown;
    for (size_t i = 0; i < p->text->figures.n; i++)
        state_one(p, &p->text->figures.v[i]);
    check_area(p);
}

/* ---- what the law says of it ---- */

enum {
    TOLD_ONE_BY_ONE =
        200 /* of more units only those are named that do not meet the standards */
};

struct sources LIST(int);

static struct law_case *
cases_of(struct plan *p, size_t *n_asked)
{
    struct arena *a = p->c->arena;
    struct law_case *v = NEWN(a, struct law_case, p->units.n + 1);
    struct sources *from = NEWN(a, struct sources, p->units.n + 1);
    for (size_t i = 0; i < p->units.n; i++)
        for (size_t j = 0; j < p->units.v[i].parts.n; j++)
            *PUSH(a, &from[p->units.v[i].parts.v[j].to]) = (int)i;
    for (size_t i = 0; i < p->units.n; i++) {
        const struct plan_unit *u = &p->units.v[i];
        bool is_new = u->fate == FATE_NEW;
        const struct naming *n = u->fate == FATE_ENDS ? &u->was : &u->to;
        v[i] = (struct law_case){.id = u->id,
                                 .code = n->code,
                                 .name = n->name,
                                 .type = n->type,
                                 .tier = n->tier,
                                 .parent = n->parent,
                                 .source = from[i].v,
                                 .n_sources = is_new ? from[i].n : 0,
                                 .area_m2 = u->has.area_m2,
                                 .population = u->has.population,
                                 .from = p->source,
                                 .is_asked = u->fate != FATE_ENDS &&
                                             (is_new || u->is_summed ||
                                              u->area_stated || u->population_stated ||
                                              u->to.type != u->was.type)};
        *n_asked += v[i].is_asked;
    }
    return v;
}

/* Cut off, not rounded: 99,999 % is not the norm. */
static const char *
percent_text(struct ctx *c, int64_t millionths)
{
    return millionths == INT_NONE ? "–" : locale_decimal(c, millionths / 10000, 2);
}

static void
tell(struct plan *p, const struct plan_unit *u, const struct law_item *item)
{
    struct ctx *c = p->c;
    bool fine = item->verdict == VERDICT_MEETS || item->verdict == VERDICT_EXEMPT;
    if (item->verdict == VERDICT_UNKNOWN) {
        plan_find_at(p, FINDING_WARNING, "standards-unknown",
                     u->clause ? clause_label(c->arena, u->clause) : NULL,
                     u->clause ? u->clause->at : (struct text_at){0}, item->clauses,
                     N_("%s (%s): its area and population are not both known, so the "
                        "standards cannot be examined"),
                     item->name, item->code);
        return;
    }
    plan_find_at(p, fine ? FINDING_NOTE : FINDING_WARNING,
                 arena_printf(c->arena, "standards-%s", verdicts[item->verdict].name),
                 u->clause ? clause_label(c->arena, u->clause) : NULL,
                 u->clause ? u->clause->at : (struct text_at){0}, item->clauses,
                 N_("%s (%s): area %s %% of the norm, population %s %%: %s"),
                 item->name, item->code, percent_text(c, item->area_pct),
                 percent_text(c, item->population_pct),
                 T(c, verdicts[item->verdict].label));
}

err
plan_check_standards(struct plan *p)
{
    struct law_check said;
    size_t n_asked = 0;
    const struct law_case *v = cases_of(p, &n_asked);
    if (!n_asked)
        return OK;
    day on = day_known(p->text->signed_on) ? p->text->signed_on : p->text->effective_on;
    struct ctx quiet = *p->c; /* that there is no book is no fault of the reader's */
    quiet.faults = (struct fault_list){0};
    quiet.code = OK;
    err e = law_judge(&quiet, NULL, on, p->eve, v, p->units.n, &said);
    if (e == ERR_NOT_FOUND) {
        plan_find(
            p, FINDING_NOTE, "standards-no-book", NULL,
            N_("No rule book is on record for %s, the day of signing: whether the "
               "resulting units meet the standards is not examined"),
            day_vn(p->c->arena, on));
        return OK;
    }
    TRY(e);
    size_t at = 0;
    for (size_t i = 0; i < p->units.n; i++) {
        if (!v[i].is_asked)
            continue;
        const struct law_item *item = &said.items.v[at++];
        bool fine = item->verdict == VERDICT_MEETS;
        if (item->verdict != VERDICT_NOT_EXAMINED &&
            (!fine || n_asked <= TOLD_ONE_BY_ONE))
            tell(p, &p->units.v[i], item);
    }
    if (n_asked > TOLD_ONE_BY_ONE)
        plan_find(p, FINDING_NOTE, "standards-met", NULL,
                  N_("Resulting units that meet both standards: %lld"),
                  (long long)said.n_meets);
    return OK;
}
