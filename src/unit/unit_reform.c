/* SPDX-License-Identifier: Apache-2.0 */
/* unit_reform.c: rows first, in few statements; then the rules of unit.c asked of all of them. */
#include "unit/unit_reform.h"

#include "base/msg.h"
#include "kernel/act.h"
#include "unit/unit_row.h"

extern const struct query Q_unit_reform_end, Q_unit_reform_end_versions,
    Q_unit_reform_end_wrong, Q_unit_reform_close, Q_unit_reform_code_twice,
    Q_unit_reform_orphan, Q_unit_reform_too_much;

/* ---- rows ---- */

struct identity_row {
    unit_id id;
    int tier;
    day valid_from, valid_to;
    int64_t lon_e6, lat_e6;
    decree_id decree_id_from;
};
static const struct field identity_fields[] = {
    ID(struct identity_row, id, N_("Id")),
    ENUM(struct identity_row, tier, unit_tiers, N_("Tier")),
    FIELD(struct identity_row, valid_from, N_("From")),
    FIELD(struct identity_row, valid_to, N_("Until")),
    FIELD(struct identity_row, lon_e6, N_("Longitude")),
    FIELD(struct identity_row, lat_e6, N_("Latitude")),
    ID(struct identity_row, decree_id_from, N_("By decree")),
};
static const struct view identity_view =
    VIEW("unit_identity", struct identity_row, identity_fields);

struct step_row {
    int64_t id;
    unit_id from_id, to_id;
    day effective_on;
    int area_part, pop_part;
    const char *rule, *note, *source;
    decree_id decree_id;
    bool is_verified;
};
static const struct field step_fields[] = {
    FIELD(struct step_row, id, N_("Id")),
    ID(struct step_row, from_id, N_("Old unit")),
    ID(struct step_row, to_id, N_("New unit")),
    FIELD(struct step_row, effective_on, N_("Day")),
    ENUM(struct step_row, area_part, parts, N_("Land")),
    ENUM(struct step_row, pop_part, parts, N_("Population")),
    FIELD(struct step_row, rule, N_("Which villages")),
    FIELD(struct step_row, note, N_("Remark")),
    FIELD(struct step_row, source, N_("Source")),
    ID(struct step_row, decree_id, N_("Decree")),
    FIELD(struct step_row, is_verified, N_("Text was seen")),
};
static const struct view step_view = VIEW("unit_step", struct step_row, step_fields);

struct figure_row {
    int64_t id;
    unit_id unit_id;
    const char *measure;
    day figure_on;
    int64_t value;
    const char *flag, *source;
    decree_id decree_id;
};
struct figure_rows LIST(struct figure_row);
static const struct field figure_row_fields[] = {
    FIELD(struct figure_row, id, N_("Id")),
    ID(struct figure_row, unit_id, N_("Unit")),
    FIELD(struct figure_row, measure, N_("Measure")),
    FIELD(struct figure_row, figure_on, N_("Day")),
    FIELD(struct figure_row, value, N_("Value")),
    FIELD(struct figure_row, flag, N_("Kind of figure")),
    FIELD(struct figure_row, source, N_("Source")),
    ID(struct figure_row, decree_id, N_("Decree")),
};
static const struct view figure_row_view =
    VIEW("unit_figure_row", struct figure_row, figure_row_fields);

struct name_row {
    const char *name, *code;
};
static const struct field name_fields[] = {
    FIELD(struct name_row, name, N_("Name")),
    FIELD(struct name_row, code, N_("Code")),
};
static const struct view name_view = VIEW("unit_name", struct name_row, name_fields);

/* ---- acts ---- */

struct acts LIST(struct act);

static void
tell(struct ctx *c, const struct unit_reform *r, struct acts *acts, const char *verb,
     unit_id id, const char *code, const char *name, day on, const char *changes)
{
    *PUSH(c->arena, acts) = (struct act){
        .verb = verb,
        .kind = "unit",
        .object_id = id.v,
        .label = name,
        .path = arena_printf(c->arena, "/units/%s?on=%s", code, day_iso(c->arena, on)),
        .decree_id = r->by,
        .changes = changes,
    };
}

static const char *
changed(struct ctx *c, const struct unit *before, const struct unit *after)
{
    return view_diff(c, &unit_view, before, after);
}

/* ---- what ends ---- */

/* They get the decree's mark first: the rest is done to those that bear it. */
struct ending_row {
    unit_id id;
    decree_id decree_id_to;
};
static const struct field ending_fields[] = {
    ID(struct ending_row, id, N_("Id")),
    ID(struct ending_row, decree_id_to, N_("Ended by decree")),
};
static const struct view ending_view =
    VIEW("unit_ending", struct ending_row, ending_fields);

static err
ask(struct ctx *c, const struct query *q, const struct value *in, bool *found,
    struct name_row *out)
{
    err e = query_one(c, q, &name_view, out, in);
    *found = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

static err
later(struct ctx *c, const char *name, const char *code)
{
    return fail(
        c, ERR_CONFLICT, NULL,
        N_("%s (%s) begins, changes or ends on that day or later, as the registry stands"),
        name, code);
}

static err
end_units(struct ctx *c, const struct unit_reform *r, struct acts *acts)
{
    struct unit was, is;
    view_clear(&unit_view, &was);
    view_clear(&unit_view, &is);
    was.valid_to = DAY_MAX;
    is.valid_to = r->on;
    const char *changes = changed(c, &was, &is); /* the same of each */
    struct ending_row *rows = NEWN(c->arena, struct ending_row, r->n_ended + 1);
    for (size_t i = 0; i < r->n_ended; i++) {
        const struct unit_ended *u = &r->ended[i];
        rows[i] = (struct ending_row){u->id, r->by};
        tell(c, r, acts, "end", u->id, u->code, u->name, (day){r->on.v - 1}, changes);
    }
    TRY(table_change_many(c, &(struct table){"unit", &ending_view}, rows, r->n_ended));
    struct name_row wrong;
    bool found;
    TRY(ask(c, &Q_unit_reform_end_wrong, IN(r->by.v, r->on), &found, &wrong));
    if (found)
        return later(c, wrong.name, wrong.code);
    TRY(query_exec(c, &Q_unit_reform_end_versions, IN(r->by.v, r->on), NULL));
    return query_exec(c, &Q_unit_reform_end, IN(r->by.v, r->on), NULL);
}

/* ---- what is made or goes on otherwise ---- */

static err
check_type(struct ctx *c, const char *name, int tier, int type)
{
    return unit_type_fits(tier, type)
               ? OK
               : fail(c, ERR_INVALID, "type", N_("%s: this type does not fit the tier"),
                      name);
}

static err
push_version(struct ctx *c, const struct unit_reform *r, unit_id id, const char *code,
             const char *name, int type, unit_id parent, struct unit_version_list *out)
{
    struct unit_version *v = PUSH(c->arena, out);
    *v = (struct unit_version){.unit_id = id,
                               .valid_from = r->on,
                               .valid_to = DAY_MAX,
                               .code = code,
                               .parent_id = parent,
                               .decree_id = r->by};
    version_named(c, v, name, type);
    return id_next(c, &v->id);
}

static err
make_units(struct ctx *c, const struct unit_reform *r, struct acts *acts,
           struct unit_version_list *versions)
{
    struct identity_row *rows = NEWN(c->arena, struct identity_row, r->n_made + 1);
    for (size_t i = 0; i < r->n_made; i++) {
        const struct unit_made *u = &r->made[i];
        TRY(check_type(c, u->name, u->tier, u->type));
        rows[i] = (struct identity_row){u->id,     u->tier,   r->on, DAY_MAX,
                                        u->lon_e6, u->lat_e6, r->by};
        TRY(push_version(c, r, u->id, u->code, u->name, u->type, u->parent_id,
                         versions));
        struct unit is;
        view_clear(&unit_view, &is);
        is.code = u->code;
        is.name = u->name;
        is.type = u->type;
        is.tier = u->tier;
        is.valid_from = r->on;
        is.valid_to = DAY_MAX;
        is.area_m2 = u->area_m2;
        is.population = u->population;
        tell(c, r, acts, "add", u->id, u->code, u->name, r->on, changed(c, NULL, &is));
    }
    return table_add_many(c, &(struct table){"unit", &identity_view}, rows, r->n_made);
}

static err
rename_units(struct ctx *c, const struct unit_reform *r, struct acts *acts,
             struct unit_version_list *versions)
{
    for (size_t i = 0; i < r->n_renamed; i++) {
        const struct unit_renamed *u = &r->renamed[i];
        struct unit was, is;
        int64_t n;
        TRY(check_type(c, u->name, u->tier, u->type));
        TRY(unit_find(c, u->id, (day){r->on.v - 1}, &was));
        TRY(query_exec(c, &Q_unit_reform_close, IN(u->id.v, r->on), &n));
        if (n != 1)
            return later(c, u->was_name, u->was_code);
        TRY(push_version(c, r, u->id, u->code, u->name, u->type, u->parent_id,
                         versions));
        is = was;
        is.code = u->code;
        is.name = u->name;
        is.type = u->type;
        if (u->parent_id.v != was.parent_id.v) {
            struct unit above;
            TRY(unit_find(c, u->parent_id, r->on, &above));
            is.parent_code = above.code;
        }
        tell(c, r, acts, "change", u->id, u->code, u->name, r->on,
             changed(c, &was, &is));
    }
    return OK;
}

static err
add_versions(struct ctx *c, const struct unit_version_list *versions)
{
    err e = table_add_many(c, &(struct table){"unit_version", &unit_version_view},
                           versions->v, versions->n);
    return e == ERR_CONFLICT
               ? fail(c, e, "code",
                      N_("Two units would begin to hold one code that day"))
               : e;
}

static err
push_figure(struct ctx *c, const struct unit_reform *r, unit_id unit,
            const char *measure, int64_t value, bool is_stated, struct figure_rows *out)
{
    if (value == INT_NONE)
        return OK;
    struct figure_row *f = PUSH(c->arena, out);
    *f = (struct figure_row){0,         unit,  measure,
                             r->on,     value, is_stated ? "published" : "sum",
                             r->source, r->by};
    return id_next(c, &f->id);
}

static void
tell_grown(struct ctx *c, const struct unit_reform *r, const struct unit_grown *u,
           struct acts *acts)
{
    struct unit was, is;
    view_clear(&unit_view, &was);
    view_clear(&unit_view, &is);
    if (u->area_m2 != INT_NONE) {
        was.area_m2 = u->was_area_m2;
        is.area_m2 = u->area_m2;
    }
    if (u->population != INT_NONE) {
        was.population = u->was_population;
        is.population = u->population;
    }
    tell(c, r, acts, "change", u->id, u->code, u->name, r->on, changed(c, &was, &is));
}

static err
add_figures(struct ctx *c, const struct unit_reform *r, struct acts *acts)
{
    struct figure_rows rows = {0};
    for (size_t i = 0; i < r->n_made; i++) {
        const struct unit_made *u = &r->made[i];
        TRY(push_figure(c, r, u->id, "area_m2", u->area_m2, u->area_stated, &rows));
        TRY(push_figure(c, r, u->id, "population", u->population, u->population_stated,
                        &rows));
    }
    for (size_t i = 0; i < r->n_grown; i++) {
        const struct unit_grown *u = &r->grown[i];
        if (u->area_m2 == INT_NONE && u->population == INT_NONE)
            continue;
        TRY(push_figure(c, r, u->id, "area_m2", u->area_m2, u->area_stated, &rows));
        TRY(push_figure(c, r, u->id, "population", u->population, u->population_stated,
                        &rows));
        tell_grown(c, r, u, acts);
    }
    return table_add_many(c, &(struct table){"figure", &figure_row_view}, rows.v,
                          rows.n);
}

static err
add_parts(struct ctx *c, const struct unit_reform *r)
{
    struct step_row *rows = NEWN(c->arena, struct step_row, r->n_parts + 1);
    for (size_t i = 0; i < r->n_parts; i++) {
        const struct lineage *l = &r->parts[i];
        rows[i] = (struct step_row){
            0,       l->from_id, l->to_id,  r->on, l->area_part,  l->pop_part,
            l->rule, l->note,    l->source, r->by, l->is_verified};
        TRY(id_next(c, &rows[i].id));
    }
    return table_add_many(c, &(struct table){"lineage", &step_view}, rows, r->n_parts);
}

/* ---- the rules, asked of all ---- */

static err
check_all(struct ctx *c, const struct unit_reform *r)
{
    struct name_row bad;
    bool found;
    TRY(ask(c, &Q_unit_reform_code_twice, IN(r->by.v), &found, &bad));
    if (found)
        return fail(c, ERR_CONFLICT, "code",
                    N_("The code %s is held by another unit then"), bad.code);
    TRY(ask(c, &Q_unit_reform_orphan, IN(r->by.v, r->on), &found, &bad));
    if (found)
        return fail(
            c, ERR_INVALID, "parent_id",
            N_("%s would be part of no unit of a tier above that is in force then"),
            bad.name);
    TRY(ask(c, &Q_unit_reform_too_much, IN(r->by.v), &found, &bad));
    return found ? fail(c, ERR_CONFLICT, NULL,
                        N_("More of %s is given away than there is"), bad.name)
                 : OK;
}

err
unit_reform(struct ctx *c, const struct unit_reform *r)
{
    must(r->by.v != 0);
    struct unit_version_list versions = {0};
    struct acts acts = {0};
    TRY(end_units(c, r, &acts));
    TRY(make_units(c, r, &acts, &versions));
    if (r->n_renamed) { /* they may go below what is made here: those first */
        TRY(add_versions(c, &versions));
        versions = (struct unit_version_list){0};
        TRY(rename_units(c, r, &acts, &versions));
    }
    TRY(add_versions(c, &versions));
    TRY(add_figures(c, r, &acts));
    TRY(add_parts(c, r));
    TRY(act_add_all(c, acts.v, acts.n));
    return check_all(c, r);
}
