/* SPDX-License-Identifier: Apache-2.0 */
/* org.c: organisations as of a day, established, changed and ended. Who follows whom is in
 * org_now.c. */
#include "kernel/org.h"

#include "base/msg.h"
#include "base/text.h"
#include "kernel/act.h"
#include "kernel/org_row.h"
#include "store/store.h"

extern const struct query Q_org_kind_list, Q_org_second, Q_org_find, Q_org_history,
    Q_org_of_unit, Q_org_of_parent, Q_org_parent_wrong, Q_org_version_at,
    Q_org_version_close, Q_org_version_correct, Q_org_end;

static const struct field org_fields[] = {
    ID(struct org, id, N_("Number"), .flags = F_READONLY),
    FIELD(struct org, name, N_("Name"), .flags = F_REQUIRED | F_BRIEF,
          .to = "/orgs/{id}"),
    FIELD(struct org, kind, N_("Kind of organisation"), .flags = F_REQUIRED, .max = 40),
    ID(struct org, unit_id, N_("Unit"), .flags = F_HIDDEN),
    ID(struct org, parent_id, N_("Organisation above"), .flags = F_HIDDEN,
       .to = "/orgs/{parent_id}"),
    FIELD(struct org, valid_from, N_("In force from"), .flags = F_BRIEF),
    FIELD(struct org, valid_to, N_("In force until"), .flags = F_BRIEF),
    ID(struct org, decree_id, N_("By decree"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct org, unit_code, N_("Code of the unit"), .flags = F_COMPUTED),
};
const struct view org_view = VIEW("org", struct org, org_fields);

static const struct field kind_fields[] = {
    FIELD(struct org_kind, name, N_("Name")),
    FIELD(struct org_kind, label, N_("Kind of organisation")),
    FIELD(struct org_kind, rank, N_("Order")),
    FIELD(struct org_kind, is_single, N_("One of each unit")),
};
const struct view org_kind_view = VIEW("org_kind", struct org_kind, kind_fields);

/* ---- the tables ---- */

static const struct field row_fields[] = {
    ID(struct org, id, "id"),
    FIELD(struct org, kind, "kind"),
    FIELD(struct org, valid_from, "valid_from"),
    FIELD(struct org, valid_to, "valid_to"),
    ID(struct org, decree_id, "decree_id"),
};
static const struct view row_view = VIEW("org_row", struct org, row_fields);
static const struct table org_table = {"org", &row_view};

struct version {
    org_id org_id;
    day valid_from, valid_to;
    const char *name, *search, *sort_key;
    unit_id unit_id;
    struct {
        int64_t v;
    } parent_id;
    decree_id decree_id;
};
static const struct field version_fields[] = {
    ID(struct version, org_id, "org_id"),
    FIELD(struct version, valid_from, "valid_from"),
    FIELD(struct version, valid_to, "valid_to"),
    FIELD(struct version, name, "name"),
    FIELD(struct version, search, "search"),
    FIELD(struct version, sort_key, "sort_key"),
    ID(struct version, unit_id, "unit_id"),
    ID(struct version, parent_id, "parent_id"),
    ID(struct version, decree_id, "decree_id"),
};
static const struct view version_view =
    VIEW("org_version", struct version, version_fields);
static const struct table version_table = {"org_version", &version_view};

struct answers {
    org_id org_id;
    day valid_from, valid_to;
    struct {
        int64_t v;
    } now_id;
};
static const struct field answers_fields[] = {
    ID(struct answers, org_id, "org_id"),
    FIELD(struct answers, valid_from, "valid_from"),
    FIELD(struct answers, valid_to, "valid_to"),
    ID(struct answers, now_id, "now_id"),
};
static const struct view answers_view = VIEW("org_now", struct answers, answers_fields);
static const struct table now_table = {"org_now", &answers_view};

/* ---- reading ---- */

err
org_kinds(struct ctx *c, struct org_kind_list *out)
{
    return query_list(c, &Q_org_kind_list, &org_kind_view, out, IN_NOTHING);
}

const char *
org_kind_word(struct ctx *c, const char *name, const char *term)
{
    static const struct choice words[] = {
        {"people_committee", N_("People's Committee")},
        {"people_council", N_("People's Council")},
        {"office", N_("Office")},
        {"department", N_("Department")},
        {"public_service_centre", N_("Public administrative service centre")},
        {"public_service_unit", N_("Public service unit")},
        {"party_committee", N_("Party committee")},
        {"fatherland_front", N_("Fatherland Front committee")},
        {"police", N_("Police")},
        {"military_command", N_("Military command")},
        {"other", N_("Other organisation")},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(words[i].name, name))
            return T(c, words[i].label);
    return term;
}

err
org_find(struct ctx *c, org_id id, day on, struct org *out)
{
    return query_one(c, &Q_org_find, &org_view, out, IN(id.v, on));
}

err
org_history(struct ctx *c, org_id id, struct org_list *out)
{
    return query_list(c, &Q_org_history, &org_view, out, IN(id.v));
}

err
org_list_of_unit(struct ctx *c, unit_id unit, day on, struct org_list *out)
{
    return query_list(c, &Q_org_of_unit, &org_view, out,
                      IN(unit.v, on, (const char *)NULL));
}

err
org_of_unit(struct ctx *c, unit_id unit, const char *kind, day on, struct org *out)
{
    return query_one(c, &Q_org_of_unit, &org_view, out, IN(unit.v, on, kind));
}

err
org_list_of_parent(struct ctx *c, org_id parent, day on, struct org_list *out)
{
    return query_list(c, &Q_org_of_parent, &org_view, out, IN(parent.v, on));
}

/* ---- writing ---- */

struct value
org_none_or(int64_t id)
{
    return id ? value_int(id) : (struct value){.kind = V_NULL};
}

struct act
org_act_of(struct ctx *c, const char *verb, org_id id, const char *name, decree_id by,
           const char *changes)
{
    return (struct act){
        .verb = verb,
        .kind = "org",
        .object_id = id.v,
        .label = name,
        .path = arena_printf(c->arena, "/orgs/%lld", (long long)id.v),
        .decree_id = by,
        .changes = changes,
    };
}

err
org_act(struct ctx *c, const char *verb, org_id id, const char *name, decree_id by,
        const char *changes)
{
    const struct act act = org_act_of(c, verb, id, name, by, changes);
    return act_add(c, &act);
}

/* The parent is there on the day; of an unknown start only that it is there at all. */
static err
check_parent(struct ctx *c, org_id parent, day on)
{
    struct org above;
    if (!parent.v)
        return OK;
    err e = org_find(c, parent, on, &above);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "parent_id", N_("There is no such organisation"));
    TRY(e);
    if (on.v != DAY_MIN.v && !span_has((span){above.valid_from, above.valid_to}, on))
        return fail(c, ERR_INVALID, "parent_id", N_("%s is not in force on %s"),
                    above.name, day_vn(c->arena, on));
    return OK;
}

static struct version
version_of(struct ctx *c, const struct org *o)
{
    return (struct version){
        .org_id = o->id,
        .valid_from = o->valid_from,
        .valid_to = o->valid_to,
        .name = o->name,
        .search = text_fold(c->arena, o->name),
        .sort_key = text_sort_key(c->arena, o->name),
        .unit_id = o->unit_id,
        .parent_id.v = o->parent_id.v,
        .decree_id = o->decree_id,
    };
}

static err
add_rows(struct ctx *c, const struct org *v, size_t n)
{
    struct version *versions = NEWN(c->arena, struct version, n);
    struct answers *answers = NEWN(c->arena, struct answers, n);
    for (size_t i = 0; i < n; i++) {
        versions[i] = version_of(c, &v[i]);
        answers[i] =
            (struct answers){v[i].id, v[i].valid_from, DAY_MAX, .now_id.v = v[i].id.v};
    }
    TRY(table_add_many(c, &org_table, v, n));
    TRY(table_add_many(c, &version_table, versions, n));
    return table_add_many(c, &now_table, answers, n);
}

static bool
is_kind(const struct org_kind_list *kinds, const char *name)
{
    for (size_t i = 0; i < kinds->n; i++)
        if (str_eq(kinds->v[i].name, name))
            return true;
    return false;
}

static err
check_new(struct ctx *c, const struct org_kind_list *kinds, struct org *in)
{
    if (!day_known(in->valid_from))
        in->valid_from = DAY_MIN;
    if (!day_known(in->valid_to) || in->valid_to.v == 0)
        in->valid_to = DAY_MAX;
    if (!in->name || !*in->name)
        return fail(c, ERR_INVALID, "name", N_("An organisation needs a name"));
    if (!is_kind(kinds, in->kind))
        return fail(c, ERR_INVALID, "kind", N_("There is no kind of organisation “%s”"),
                    in->kind ? in->kind : "");
    if (in->valid_to.v <= in->valid_from.v)
        return fail(c, ERR_INVALID, "valid_to", N_("It would end before it begins"));
    return OK;
}

static err
added(struct ctx *c, const struct org *v, size_t n)
{
    struct act *acts = NEWN(c->arena, struct act, n);
    for (size_t i = 0; i < n; i++)
        acts[i] = org_act_of(c, "add", v[i].id, v[i].name, v[i].decree_id,
                             view_diff(c, &org_view, NULL, &v[i]));
    return act_add_all(c, acts, n);
}

static err
refuse_second(struct ctx *c, const struct org *o)
{
    struct org other;
    if (!o->unit_id.v)
        return OK;
    err e = query_one(c, &Q_org_second, &org_view, &other,
                      IN(o->unit_id.v, o->kind, o->valid_from, o->valid_to, o->id.v));
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    return fail(c, ERR_CONFLICT, "kind", N_("The unit has one of that kind then: %s"),
                other.name);
}

err
org_add(struct ctx *c, struct org *in)
{
    struct org_kind_list kinds;
    TRY(org_kinds(c, &kinds));
    TRY(check_new(c, &kinds, in));
    TRY(check_parent(c, in->parent_id, in->valid_from));
    TRY(refuse_second(c, in));
    if (!in->id.v)
        TRY(id_next(c, &in->id.v));
    TRY(add_rows(c, in, 1));
    return added(c, in, 1);
}

err
org_add_all(struct ctx *c, struct org *v, size_t n)
{
    struct org_kind_list kinds;
    struct org wrong;
    TRY(org_kinds(c, &kinds));
    int64_t low = INT64_MAX, high = 0;
    for (size_t i = 0; i < n; i++) {
        TRY(check_new(c, &kinds, &v[i]));
        TRY(id_next(c, &v[i].id.v));
        low = v[i].id.v < low ? v[i].id.v : low;
        high = v[i].id.v > high ? v[i].id.v : high;
    }
    TRY(add_rows(c, v, n));
    err e = query_one(c, &Q_org_parent_wrong, &org_view, &wrong, IN(low, high));
    if (e == OK)
        return fail(c, ERR_INVALID, "parent_id", N_("%s is not in force on %s"),
                    wrong.name, day_vn(c->arena, wrong.valid_from));
    if (e != ERR_NOT_FOUND)
        return e;
    return added(c, v, n);
}

/* The version that a change on that day starts from. */
static err
version_at(struct ctx *c, org_id id, day on, struct org *out)
{
    struct org any;
    TRY(org_find(c, id, on, &any));
    err e = query_one(c, &Q_org_version_at, &org_view, out, IN(id.v, on));
    return e == ERR_NOT_FOUND
               ? fail(c, ERR_INVALID, "on", N_("%s is not in force on %s"), any.name,
                      day_vn(c->arena, on))
               : e;
}

static err
check_above(struct ctx *c, org_id id, org_id parent, day on)
{
    bool below;
    TRY(check_parent(c, parent, on));
    TRY(org_within(c, parent, id, on, &below));
    return below ? fail(c, ERR_INVALID, "parent_id",
                        N_("An organisation cannot be above itself"))
                 : OK;
}

err
org_change(struct ctx *c, org_id id, day on, const struct org_change *in)
{
    struct org was;
    TRY(version_at(c, id, on, &was));
    struct org to = was;
    if (in->name)
        to.name = in->name;
    if (in->unit_id.v)
        to.unit_id = in->unit_id;
    if (to.unit_id.v != was.unit_id.v)
        TRY(refuse_second(c, &(struct org){.id = id,
                                           .kind = was.kind,
                                           .unit_id = to.unit_id,
                                           .valid_from = on,
                                           .valid_to = was.valid_to}));
    if (in->parent_id.v && in->parent_id.v != was.parent_id.v) {
        TRY(check_above(c, id, in->parent_id, on));
        to.parent_id = in->parent_id;
    }
    if (was.valid_from.v == on.v) {
        if (in->decree_id.v && in->decree_id.v != was.decree_id.v)
            return fail(c, ERR_CONFLICT, "on", N_("%s changes on %s already"), was.name,
                        day_vn(c->arena, on));
        TRY(query_exec(c, &Q_org_version_correct,
                       IN(id.v, on, to.name, text_fold(c->arena, to.name),
                          text_sort_key(c->arena, to.name), org_none_or(to.unit_id.v),
                          org_none_or(to.parent_id.v)),
                       NULL));
    } else {
        to.valid_from = on;
        to.decree_id = in->decree_id;
        TRY(query_exec(c, &Q_org_version_close, IN(id.v, was.valid_from, on), NULL));
        struct version next = version_of(c, &to);
        TRY(table_add(c, &version_table, &next));
    }
    return org_act(c, "change", id, to.name, in->decree_id,
                   view_diff(c, &org_view, &was, &to));
}

err
org_end(struct ctx *c, org_id id, day on, decree_id by)
{
    struct org o, last;
    TRY(org_find(c, id, on, &o));
    if (o.valid_to.v != DAY_MAX.v)
        return fail(c, ERR_CONFLICT, NULL, N_("%s ends on %s already"), o.name,
                    day_vn(c->arena, o.valid_to));
    if (on.v <= o.valid_from.v)
        return fail(c, ERR_INVALID, "on", N_("%s would end before it begins"), o.name);
    TRY(version_at(c, id, (day){on.v - 1}, &last));
    if (last.valid_to.v != DAY_MAX.v)
        return fail(c, ERR_CONFLICT, "on",
                    N_("%s changes on %s: end it after that, or undo it"), o.name,
                    day_vn(c->arena, last.valid_to));
    TRY(query_exec(c, &Q_org_version_close, IN(id.v, last.valid_from, on), NULL));
    TRY(query_exec(c, &Q_org_end, IN(id.v, on, org_none_or(by.v)), NULL));
    struct org ended = o;
    ended.valid_to = on;
    return org_act(c, "end", id, o.name, by, view_diff(c, &org_view, &o, &ended));
}
