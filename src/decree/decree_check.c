/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_check.c: what stands in the way of a decree beyond what the stages of the plan meet on
 * their way, and the law's own conditions. Nothing here writes.
 */
#include "base/msg.h"
#include "base/text.h"
#include "decree/decree_plan.h"

extern const struct query Q_decree_open_others;

/* ---- days ---- */

static void
check_days(struct plan *p)
{
    const struct decree_text *t = p->text;
    if (day_known(t->signed_on) && t->signed_on.v > t->effective_on.v)
        plan_find(p, FINDING_WARNING, "signed-late", NULL,
                  N_("It is signed on %s, after the day it takes effect (%s)"),
                  day_vn(p->c->arena, t->signed_on),
                  day_vn(p->c->arena, t->effective_on));
    if (!day_known(t->signed_on))
        plan_find(p, FINDING_WARNING, "unsigned", NULL,
                  N_("The text does not say when it was signed"));
    if (p->units.n == 0)
        plan_find(p, FINDING_BLOCK, "no-units", NULL,
                  N_("No unit is in force on %s, the day before it takes effect"),
                  day_vn(p->c->arena, p->eve));
}

/* ---- names ---- */

static int
province_of(const struct plan *p, int unit)
{
    for (int steps = 0; steps < 4; steps++) {
        int above = p->units.v[unit].to.parent;
        if (above == NOWHERE)
            break;
        unit = above;
    }
    return unit;
}

static const char *
naming_law(const struct plan *p)
{
    return p->on.v >= day_of(2025, 4, 14).v ? "Nghị quyết 76/2025/UBTVQH15, Điều 7"
                                            : "Nghị quyết 35/2023/UBTVQH15, Điều 6";
}

static const char *
homonym_key(struct plan *p, int unit)
{
    const struct naming *n = &p->units.v[unit].to;
    return arena_printf(p->c->arena, "%d %d %s", province_of(p, unit), n->tier,
                        plan_lower_first(p->c->arena, n->name));
}

/* A new name that another unit of the same tier bears in the same province. */
static void
check_homonyms(struct plan *p)
{
    struct index named = {0};
    for (size_t i = 0; i < p->units.n; i++)
        if (p->units.v[i].fate == FATE_STAYS && !p->units.v[i].is_changed)
            index_add(p->c->arena, &named, homonym_key(p, (int)i), (int)i);
    for (size_t i = 0; i < p->units.n; i++) {
        const struct plan_unit *u = &p->units.v[i];
        bool given = u->fate == FATE_NEW || (u->fate == FATE_STAYS && u->is_changed);
        if (!given || index_add(p->c->arena, &named, homonym_key(p, (int)i), (int)i))
            continue;
        if (u->fate != FATE_NEW && str_eq(u->was.name, u->to.name))
            continue; /* it bore that name before */
        const struct plan_unit *other =
            &p->units.v[index_of(&named, homonym_key(p, (int)i))];
        plan_find_at(p, FINDING_WARNING, "homonym",
                     u->clause ? clause_label(p->c->arena, u->clause) : NULL,
                     u->clause ? u->clause->at : (struct text_at){0}, naming_law(p),
                     N_("%s (%s) bears the name of %s (%s) in the same province"),
                     u->to.name, u->to.code, other->to.name, other->to.code);
    }
}

/* ---- other decrees ---- */

static void
note_units(struct plan *p, struct index *seen, const struct decree_text *t)
{
    for (size_t i = 0; i < t->clauses.n; i++) {
        const struct text_clause *k = &t->clauses.v[i];
        if (k->op != TEXT_ESTABLISH)
            index_add(p->c->arena, seen, k->unit.code, (int)i);
        for (size_t j = 0; j < k->sources.n; j++)
            index_add(p->c->arena, seen, k->sources.v[j].unit.code, (int)i);
    }
}

/* Two approved decrees that take the same unit on one day cannot both be executed. */
static err
check_others(struct plan *p)
{
    struct ctx *c = p->c;
    struct decree_list others;
    TRY(query_list(c, &Q_decree_open_others, &decree_view, &others,
                   IN(p->out->decree.id.v, p->on)));
    struct index mine = {0};
    if (others.n)
        note_units(p, &mine, p->text);
    for (size_t i = 0; i < others.n; i++) {
        struct decree_text t;
        TRY(decree_text_parse(c, others.v[i].text, &t));
        struct index theirs = {0};
        note_units(p, &theirs, &t);
        const char *both = NULL;
        for (size_t s = 0; !both && s < theirs.cap; s++)
            if (theirs.v[s].key && index_of(&mine, theirs.v[s].key) != NOWHERE)
                both = theirs.v[s].key;
        if (!both)
            continue;
        bool same_day = others.v[i].effective_on.v == p->on.v;
        plan_find(
            p, same_day ? FINDING_BLOCK : FINDING_NOTE, "other-decree", NULL,
            N_("%s (%s), approved and not executed, concerns the unit %s too; it takes "
               "effect on %s"),
            others.v[i].number, others.v[i].code, both,
            day_vn(c->arena, others.v[i].effective_on));
    }
    return OK;
}

/* ---- what people should see before they approve ---- */

static void
note_the_rest(struct plan *p)
{
    size_t n_unverified = 0, n_bare = 0;
    for (size_t i = 0; i < p->text->clauses.n; i++)
        n_unverified += p->text->clauses.v[i].is_unverified;
    for (size_t i = 0; i < p->units.n; i++)
        n_bare += p->units.v[i].fate == FATE_ENDS && p->units.v[i].first_org == NOWHERE;
    if (n_unverified)
        plan_find(
            p, FINDING_NOTE, "unverified", NULL,
            N_("Clauses marked unverified, as their official wording was not seen: %zu"),
            n_unverified);
    if (n_bare)
        plan_find(
            p, FINDING_NOTE, "no-organisation", NULL,
            N_("Units that end without an organisation on record, so that nothing is handed "
               "over for them: %zu"),
            n_bare);
    if (p->out->basis)
        plan_find(
            p, FINDING_NOTE, "basis", NULL,
            N_("This plan assumes that %s, which takes effect earlier, has been executed"),
            p->out->basis);
}

err
plan_check(struct plan *p)
{
    check_days(p);
    check_homonyms(p);
    TRY(check_others(p));
    TRY(plan_check_standards(p));
    note_the_rest(p);
    return OK;
}
