/* SPDX-License-Identifier: Apache-2.0 */
/* law_factor.c: special factors on record for one unit. */
#include "base/msg.h"
#include "kernel/act.h"
#include "law/law.h"
#include "store/store.h"
#include "unit/unit.h"

extern const struct query Q_law_factor_names, Q_law_factor_of_unit, Q_law_factor_newest,
    Q_law_factor_find, Q_law_factor_overlaps, Q_law_factor_add, Q_law_factor_end;

enum {
    WHOLE = 10000, /* basis points */
    MOST_SHOWN = 500
};

static const struct field factor_fields[] = {
    FIELD(struct unit_factor, id, N_("Number"), .flags = F_HIDDEN),
    ID(struct unit_factor, unit_id, N_("Unit"), .flags = F_HIDDEN),
    FIELD(struct unit_factor, code, N_("Code"), .flags = F_BRIEF | F_COMPUTED),
    FIELD(struct unit_factor, name, N_("Unit"), .flags = F_BRIEF | F_COMPUTED,
          .to = "/units/{code}"),
    FIELD(struct unit_factor, factor, N_("Factor"), .flags = F_HIDDEN),
    FIELD(struct unit_factor, label, N_("Factor"), .flags = F_BRIEF | F_COMPUTED,
          .to = "/law/factors/{id}"),
    DEC(struct unit_factor, value_pct, 2, N_("Share (%)"), .flags = F_BRIEF),
    FIELD(struct unit_factor, valid_from, N_("From"), .flags = F_BRIEF),
    FIELD(struct unit_factor, valid_to, N_("until"), .flags = F_BRIEF),
    FIELD(struct unit_factor, clause, N_("Clause"), .flags = F_BRIEF),
    FIELD(struct unit_factor, source, N_("Source"), .flags = F_BRIEF),
};
const struct view unit_factor_view =
    VIEW("unit_factor", struct unit_factor, factor_fields);

/* ---- which there are ---- */

static const struct choice known[] = {
    {"mountain", N_("Mountainous")},
    {"not_compelled", N_("Not compelled to be arranged")},
    {"land_border", N_("On the land border")},
    {"ethnic_minority", N_("Ethnic minorities, by their share")},
    {"difficult_coast", N_("Difficult commune at the coast")},
    {"red_river_delta", N_("In the Red River Delta")},
};
enum {
    NO_REDUCTION = 2 /* the first of these, which no reduction needs to name */
};

static const struct field name_fields[] = {
    FIELD(struct law_factor, name, N_("Name")),
    FIELD(struct law_factor, label, N_("Factor")),
    FIELD(struct law_factor, has_share, N_("Has a share")),
};
const struct view law_factor_view = VIEW("law_factor", struct law_factor, name_fields);

const char *
law_factor_label(const struct ctx *c, const char *name)
{
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq(known[i].name, name))
            return T(c, known[i].label);
    return name;
}

struct named {
    const char *name;
    int64_t n_share;
};
static const struct field named_fields[] = {
    FIELD(struct named, name, N_("Name")),
    FIELD(struct named, n_share, N_("Has a share")),
};
static const struct view named_view = VIEW("law_factor_named", struct named, named_fields);
struct named_list LIST(struct named);

err
law_factors(struct ctx *c, struct law_factor_list *out)
{
    struct named_list named;
    TRY(query_list(c, &Q_law_factor_names, &named_view, &named, IN_NOTHING));
    *out = (struct law_factor_list){0};
    for (size_t i = 0; i < NO_REDUCTION; i++)
        *PUSH(c->arena, out) =
            (struct law_factor){known[i].name, T(c, known[i].label), false};
    for (size_t i = 0; i < named.n; i++) {
        const struct named *n = &named.v[i];
        if (!str_eq(n->name, known[0].name) && !str_eq(n->name, known[1].name))
            *PUSH(c->arena, out) = (struct law_factor){
                n->name, law_factor_label(c, n->name), n->n_share > 0};
    }
    return OK;
}

/* ---- of a unit ---- */

err
law_factors_of(struct ctx *c, unit_id unit, struct unit_factor_list *out)
{
    if (unit.v)
        TRY(query_list(c, &Q_law_factor_of_unit, &unit_factor_view, out, IN(unit.v)));
    else
        TRY(query_list(c, &Q_law_factor_newest, &unit_factor_view, out,
                       IN(c->whole ? INT64_MAX : (int64_t)MOST_SHOWN)));
    for (size_t i = 0; i < out->n; i++)
        out->v[i].label = law_factor_label(c, out->v[i].factor);
    return OK;
}

err
law_factor_find(struct ctx *c, int64_t id, struct unit_factor *out)
{
    err e = query_one(c, &Q_law_factor_find, &unit_factor_view, out, IN(id));
    if (e == OK)
        out->label = law_factor_label(c, out->factor);
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no such factor")) : e;
}

static err
check_factor(struct ctx *c, const struct unit_factor *f)
{
    struct law_factor_list all;
    const struct law_factor *is = NULL;
    TRY(law_factors(c, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].name, f->factor))
            is = &all.v[i];
    if (!is)
        note_fault(c, ERR_INVALID, "factor", N_("No reduction knows this factor"));
    if (is && is->has_share && f->value_pct == INT_NONE)
        note_fault(c, ERR_INVALID, "value_pct", N_("This factor needs its share"));
    if (f->value_pct != INT_NONE && (f->value_pct < 0 || f->value_pct > WHOLE))
        note_fault(c, ERR_INVALID, "value_pct", N_("A share from %lld to %lld %%"), 0LL, 100LL);
    if (f->valid_to.v <= f->valid_from.v)
        note_fault(c, ERR_INVALID, "valid_to", N_("After the first day"));
    if (!f->source)
        note_fault(c, ERR_INVALID, "source", N_("Say where it is written"));
    return faults(c);
}

/* What the log says of it. */
static err
factor_act(struct ctx *c, const char *verb, int64_t id, const struct unit_factor *before)
{
    struct unit_factor f;
    TRY(law_factor_find(c, id, &f));
    struct act act = {.verb = verb,
                      .kind = "unit_factor",
                      .object_id = id,
                      .label = arena_printf(c->arena, "%s: %s", f.name, f.factor),
                      .path = arena_printf(c->arena, "/law/factors/%lld", (long long)id),
                      .law = f.clause,
                      .changes = view_diff(c, &unit_factor_view, before, &f)};
    return act_add(c, &act);
}

err
law_factor_add(struct ctx *c, const struct unit_factor *in, int64_t *id)
{
    struct unit_factor f = *in;
    struct unit u;
    int64_t n;
    if (!f.valid_from.v || !day_known(f.valid_from))
        f.valid_from = c->today;
    if (!f.valid_to.v || !day_known(f.valid_to))
        f.valid_to = DAY_MAX;
    TRY(unit_find(c, f.unit_id, c->today, &u));
    TRY(check_factor(c, &f));
    TRY(query_int(c, &Q_law_factor_overlaps,
                  IN(f.unit_id.v, f.factor, f.valid_from, f.valid_to), 0, &n));
    if (n > 0)
        return fail(c, ERR_CONFLICT, "factor", N_("%s has this factor on some of these days"),
                    u.name);
    TRY(id_next(c, &f.id));
    TRY(query_exec(c, &Q_law_factor_add,
                   IN(f.id, f.unit_id.v, f.factor, f.value_pct, f.valid_from, f.valid_to,
                      f.clause, f.source),
                   NULL));
    if (id)
        *id = f.id;
    return factor_act(c, "add", f.id, NULL);
}

err
law_factor_end(struct ctx *c, int64_t id, day on)
{
    struct unit_factor f;
    TRY(law_factor_find(c, id, &f));
    day last = day_known(on) ? on : c->today;
    if (last.v >= f.valid_to.v)
        return fail(c, ERR_CONFLICT, "on", N_("It has ended by then"));
    if (last.v <= f.valid_from.v)
        return fail(c, ERR_INVALID, "on", N_("After the first day"));
    TRY(query_exec(c, &Q_law_factor_end, IN(id, last), NULL));
    return factor_act(c, "end", id, &f);
}
