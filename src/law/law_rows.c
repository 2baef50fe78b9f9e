/* SPDX-License-Identifier: Apache-2.0 */
/* law_rows.c: what lowers a standard, and who must be arranged: rows that can be corrected. */
#include "base/msg.h"
#include "kernel/act.h"
#include "law/law.h"
#include "store/store.h"
#include "unit/unit.h"

extern const struct query Q_law_reduction_list, Q_law_reduction_find, Q_law_reduction_set,
    Q_law_condition_list, Q_law_condition_all, Q_law_condition_find, Q_law_condition_set;

enum {
    WHOLE = 10000,     /* basis points */
    MOST_BELOW = 100000 /* ten times the norm: more is a typing error */
};

const struct choice law_criteria[3] = {
    {NULL, ""},
    {"area", N_("Area")},
    {"population", N_("Population")},
};

#define CHECKED_BY_HINT                                                                \
    N_("Who compared the row with the official text, and when; empty: unverified")

static const struct field reduction_fields[] = {
    FIELD(struct law_reduction, id, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct law_reduction, norms, N_("Standards"), .flags = F_READONLY),
    FIELD(struct law_reduction, factor, N_("Factor"), .flags = F_READONLY | F_BRIEF),
    ENUM(struct law_reduction, tier, unit_tiers, N_("Tier"), .flags = F_READONLY | F_BRIEF),
    ENUM(struct law_reduction, type, unit_types, N_("Type"), .flags = F_READONLY | F_BRIEF),
    ENUM(struct law_reduction, criterion, law_criteria, N_("Criterion"),
         .flags = F_READONLY | F_BRIEF),
    DEC(struct law_reduction, keep_pct, 2, N_("Remains of the norm (%)"),
        .flags = F_REQUIRED | F_BRIEF),
    DEC(struct law_reduction, from_pct, 2, N_("From a share of (%)"),
        .hint = N_("Empty: always")),
    DEC(struct law_reduction, step_pct, 2, N_("Each further step of (%)")),
    DEC(struct law_reduction, step_less_pct, 2, N_("takes off (%)")),
    DEC(struct law_reduction, least_pct, 2, N_("Never below (%)")),
    FIELD(struct law_reduction, article, N_("Article"), .flags = F_REQUIRED | F_BRIEF,
          .to = "/law/reductions/{id}"),
    FIELD(struct law_reduction, checked_by, N_("Checked by"), .flags = F_BRIEF,
          .hint = CHECKED_BY_HINT),
};
const struct view law_reduction_view =
    VIEW("law_reduction", struct law_reduction, reduction_fields);

static const struct field condition_fields[] = {
    FIELD(struct law_condition, id, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct law_condition, book, N_("Rule book"), .flags = F_READONLY | F_BRIEF),
    FIELD(struct law_condition, rule, N_("Rule"), .flags = F_READONLY | F_BRIEF),
    ENUM(struct law_condition, tier, unit_tiers, N_("Tier"), .flags = F_READONLY | F_BRIEF),
    DEC(struct law_condition, area_below_pct, 2, N_("Area below (% of the norm)"),
        .flags = F_REQUIRED | F_BRIEF),
    DEC(struct law_condition, population_below_pct, 2, N_("Population below (% of the norm)"),
        .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct law_condition, article, N_("Article"), .flags = F_REQUIRED | F_BRIEF,
          .to = "/law/conditions/{id}"),
    FIELD(struct law_condition, valid_from, N_("In force from"), .flags = F_READONLY | F_BRIEF),
    FIELD(struct law_condition, valid_to, N_("until"), .flags = F_READONLY | F_BRIEF),
    FIELD(struct law_condition, checked_by, N_("Checked by"), .flags = F_BRIEF,
          .hint = CHECKED_BY_HINT),
};
const struct view law_condition_view =
    VIEW("law_condition", struct law_condition, condition_fields);

static void
check_share(struct ctx *c, const char *field, int64_t v, int64_t least, int64_t most)
{
    if (v != INT_NONE && (v < least || v > most))
        note_fault(c, ERR_INVALID, field, N_("A share from %lld to %lld %%"),
                   (long long)(least / 100), (long long)(most / 100));
}

/* ---- reductions ---- */

err
law_reductions(struct ctx *c, const char *norms, struct law_reduction_list *out)
{
    return query_list(c, &Q_law_reduction_list, &law_reduction_view, out, IN(norms));
}

err
law_reduction_find(struct ctx *c, int64_t id, struct law_reduction *out)
{
    err e = query_one(c, &Q_law_reduction_find, &law_reduction_view, out, IN(id));
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no such reduction")) : e;
}

static err
check_reduction(struct ctx *c, const struct law_reduction *r)
{
    check_share(c, "keep_pct", r->keep_pct, 0, WHOLE);
    check_share(c, "from_pct", r->from_pct, 0, WHOLE);
    check_share(c, "step_pct", r->step_pct, 0, WHOLE);
    check_share(c, "step_less_pct", r->step_less_pct, 0, WHOLE);
    check_share(c, "least_pct", r->least_pct, 0, r->keep_pct);
    bool steps = r->step_pct != INT_NONE && r->step_pct > 0;
    if (steps && r->step_less_pct == INT_NONE)
        note_fault(c, ERR_INVALID, "step_less_pct", N_("Say how much each step takes off"));
    if (steps && r->from_pct == INT_NONE)
        note_fault(c, ERR_INVALID, "from_pct", N_("Say from where the steps count"));
    return faults(c);
}

err
law_reduction_change(struct ctx *c, const struct law_reduction *in)
{
    struct law_reduction before, after;
    TRY(law_reduction_find(c, in->id, &before));
    TRY(check_reduction(c, in));
    after = before;
    after.keep_pct = in->keep_pct;
    after.from_pct = in->from_pct;
    after.step_pct = in->step_pct;
    after.step_less_pct = in->step_less_pct;
    after.least_pct = in->least_pct;
    after.article = in->article;
    after.checked_by = in->checked_by;
    TRY(query_exec(c, &Q_law_reduction_set,
                   IN(in->id, in->keep_pct, in->from_pct, in->step_pct, in->step_less_pct,
                      in->least_pct, in->article, in->checked_by),
                   NULL));
    struct act act = {
        .verb = "change",
        .kind = "law_reduction",
        .object_id = in->id,
        .label = before.article,
        .path = arena_printf(c->arena, "/law/reductions/%lld", (long long)in->id),
        .law = after.article,
        .changes = view_diff(c, &law_reduction_view, &before, &after)};
    return act_add(c, &act);
}

/* ---- conditions ---- */

err
law_conditions(struct ctx *c, const char *book, day on, struct law_condition_list *out)
{
    if (!day_known(on))
        return query_list(c, &Q_law_condition_all, &law_condition_view, out, IN(book));
    return query_list(c, &Q_law_condition_list, &law_condition_view, out, IN(book, on));
}

err
law_condition_find(struct ctx *c, int64_t id, struct law_condition *out)
{
    err e = query_one(c, &Q_law_condition_find, &law_condition_view, out, IN(id));
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no such condition")) : e;
}

err
law_condition_change(struct ctx *c, const struct law_condition *in)
{
    struct law_condition before, after;
    TRY(law_condition_find(c, in->id, &before));
    check_share(c, "area_below_pct", in->area_below_pct, 0, MOST_BELOW);
    check_share(c, "population_below_pct", in->population_below_pct, 0, MOST_BELOW);
    TRY(faults(c));
    after = before;
    after.area_below_pct = in->area_below_pct;
    after.population_below_pct = in->population_below_pct;
    after.article = in->article;
    after.checked_by = in->checked_by;
    TRY(query_exec(c, &Q_law_condition_set,
                   IN(in->id, in->area_below_pct, in->population_below_pct, in->article,
                      in->checked_by),
                   NULL));
    struct act act = {
        .verb = "change",
        .kind = "law_condition",
        .object_id = in->id,
        .label = before.article,
        .path = arena_printf(c->arena, "/law/conditions/%lld", (long long)in->id),
        .law = after.article,
        .changes = view_diff(c, &law_condition_view, &before, &after)};
    return act_add(c, &act);
}
