/* SPDX-License-Identifier: Apache-2.0 */
/* unit.c: units as of a day, and the writes that make, change and end them. */
#include "unit/unit.h"

#include "base/msg.h"
#include "base/text.h"
#include "kernel/act.h"
#include "unit/unit_row.h"

extern const struct query Q_unit_by_code, Q_unit_by_id, Q_unit_code_held,
    Q_unit_children, Q_unit_within, Q_unit_everywhere, Q_unit_also, Q_unit_neighbours,
    Q_unit_code_taken, Q_unit_holds, Q_unit_taken_up, Q_unit_code_taken_since,
    Q_unit_back_lineage, Q_unit_back_adjacency, Q_unit_back_figures,
    Q_unit_back_open_version, Q_unit_back_open, Q_unit_back_join_version,
    Q_unit_back_versions, Q_unit_back_units;

const struct choice unit_tiers[4] = {[TIER_PROVINCE] = {"province", N_("Province")},
                                     [TIER_DISTRICT] = {"district", N_("District")},
                                     [TIER_COMMUNE] = {"commune", N_("Commune")}};
const struct choice unit_types[10] = {
    [TYPE_TINH] = {"tinh", N_("Province (tỉnh)")},
    [TYPE_THANH_PHO] = {"thanh_pho", N_("City (thành phố)")},
    [TYPE_HUYEN] = {"huyen", N_("Rural district (huyện)")},
    [TYPE_THI_XA] = {"thi_xa", N_("Town (thị xã)")},
    [TYPE_QUAN] = {"quan", N_("Urban district (quận)")},
    [TYPE_XA] = {"xa", N_("Commune (xã)")},
    [TYPE_PHUONG] = {"phuong", N_("Ward (phường)")},
    [TYPE_THI_TRAN] = {"thi_tran", N_("Township (thị trấn)")},
    [TYPE_DAC_KHU] = {"dac_khu", N_("Special zone (đặc khu)")}};

#define UNIT_DEC(column, member, decimals, text)                                       \
    {                                                                                  \
        .name = (column), .offset = offsetof(struct unit, member), .kind = K_DEC,      \
        .scale = (decimals), .label = (text), .flags = F_READONLY                      \
    }
static const struct field unit_fields[] = {
    ID(struct unit, id, N_("Id"), .flags = F_COMPUTED | F_READONLY | F_PAGE | F_HIDDEN),
    FIELD(struct unit, code, N_("Code"), .to = "/units/{code}", .flags = F_BRIEF),
    FIELD(struct unit, name, N_("Name"), .to = "/units/{code}", .flags = F_BRIEF),
    FIELD(struct unit, short_name, N_("Short name"),
          .flags = F_COMPUTED | F_READONLY | F_PAGE | F_HIDDEN),
    FIELD(struct unit, sort_key, N_("Order"),
          .flags = F_COMPUTED | F_READONLY | F_PAGE | F_HIDDEN),
    FIELD(struct unit, holds_code, N_("Code"),
          .flags = F_COMPUTED | F_READONLY | F_PAGE | F_HIDDEN),
    ENUM(struct unit, type, unit_types, N_("Type"), .flags = F_BRIEF),
    ENUM(struct unit, tier, unit_tiers, N_("Tier")),
    ID(struct unit, parent_id, N_("Part of"),
       .flags = F_COMPUTED | F_READONLY | F_PAGE | F_HIDDEN),
    FIELD(struct unit, parent_code, N_("Code of what it is part of"),
          .to = "/units/{parent_code}"),
    FIELD(struct unit, parent_name, N_("Part of"), .to = "/units/{parent_code}",
          .flags = F_COMPUTED | F_BRIEF),
    FIELD(struct unit, valid_from, N_("In force from")),
    FIELD(struct unit, valid_to, N_("In force until")),
    UNIT_DEC("area_km2", area_m2, 6, N_("Area (km²)")),
    FIELD(struct unit, population, N_("Population"), .flags = F_READONLY),
    UNIT_DEC("lon", lon_e6, 6, N_("Longitude")),
    UNIT_DEC("lat", lat_e6, 6, N_("Latitude")),
    FIELD(struct unit, is_forthcoming, N_("Forthcoming"), .flags = F_COMPUTED),
    FIELD(struct unit, is_ended, N_("Ended"), .flags = F_COMPUTED),
};
const struct view unit_view = VIEW("unit", struct unit, unit_fields);

/* ---- reading ---- */

static void
seen_today(const struct ctx *c, struct unit *u)
{
    u->is_forthcoming = u->valid_from.v > c->today.v;
    u->is_ended = u->valid_to.v <= c->today.v;
}

void
unit_list_seen(const struct ctx *c, struct unit_list *all)
{
    for (size_t i = 0; i < all->n; i++)
        seen_today(c, &all->v[i]);
}

err
unit_by_code(struct ctx *c, const char *code, day on, struct unit *out)
{
    TRY(query_one(c, &Q_unit_by_code, &unit_view, out, IN(code, on)));
    seen_today(c, out);
    return OK;
}

/* The day nearest to `on` within a span. */
static day
nearest(day on, day from, day to)
{
    return on.v < from.v ? from : on.v >= to.v ? (day){to.v - 1} : on;
}

err
unit_by_code_ever(struct ctx *c, const char *code, day on, struct unit *out)
{
    err e = unit_by_code(c, code, on, out);
    if (e != ERR_NOT_FOUND)
        return e;
    struct unit_span held;
    TRY(query_one(c, &Q_unit_code_held, &unit_span_view, &held, IN(code, on)));
    return unit_by_code(c, code, nearest(on, held.valid_from, held.valid_to), out);
}

err
unit_find(struct ctx *c, unit_id id, day on, struct unit *out)
{
    err e = query_one(c, &Q_unit_by_id, &unit_view, out, IN(id.v, on));
    if (e == ERR_NOT_FOUND) {
        struct unit_span life;
        TRY(unit_row_span(c, id, &life));
        on = nearest(on, life.valid_from, life.valid_to);
        e = query_one(c, &Q_unit_by_id, &unit_view, out, IN(id.v, on));
    }
    TRY(e);
    seen_today(c, out);
    return OK;
}

err
unit_children(struct ctx *c, unit_id parent, day on, struct unit_list *out)
{
    TRY(query_list(c, &Q_unit_children, &unit_view, out, IN(parent.v, on)));
    unit_list_seen(c, out);
    return OK;
}

err
unit_list_within(struct ctx *c, unit_id within, day on, struct unit_list *out)
{
    TRY(within.v ? query_list(c, &Q_unit_within, &unit_view, out, IN(within.v, on))
                 : query_list(c, &Q_unit_everywhere, &unit_view, out, IN(on)));
    unit_list_seen(c, out);
    return OK;
}

err
unit_neighbours(struct ctx *c, unit_id id, day on, struct unit_list *out)
{
    TRY(query_list(c, &Q_unit_neighbours, &unit_view, out, IN(id.v, on)));
    unit_list_seen(c, out);
    return OK;
}

err
unit_also(struct ctx *c, const char *code, unit_id but, struct unit_list *out)
{
    TRY(query_list(c, &Q_unit_also, &unit_view, out, IN(code, but.v)));
    unit_list_seen(c, out);
    return OK;
}

/* ---- writing ---- */

static err
tell(struct ctx *c, const char *verb, const struct unit *before,
     const struct unit *after, day on, decree_id by)
{
    return act_add(c, &(struct act){
                          .verb = verb,
                          .kind = "unit",
                          .object_id = after->id.v,
                          .label = after->name,
                          .path = arena_printf(c->arena, "/units/%s?on=%s", after->code,
                                               day_iso(c->arena, on)),
                          .decree_id = by,
                          .changes = view_diff(c, &unit_view, before, after),
                      });
}

static err
check_code(struct ctx *c, const char *code, day from, unit_id but)
{
    if (!code || !*code)
        return fail(c, ERR_INVALID, "code", N_("A unit needs a code"));
    int64_t other;
    TRY(query_int(c, &Q_unit_code_taken, IN(code, from, but.v), 0, &other));
    if (!other)
        return OK;
    struct unit u;
    TRY(unit_by_code_ever(c, code, from, &u));
    return fail(c, ERR_CONFLICT, "code", N_("The code %s is held by %s then"), code,
                u.name);
}

static err
check_name(struct ctx *c, const char *name, int tier, int type)
{
    if (!name || !*name)
        return fail(c, ERR_INVALID, "name", N_("A unit needs a name"));
    if (!unit_type_fits(tier, type))
        return fail(c, ERR_INVALID, "type", N_("%s: this type does not fit the tier"),
                    name);
    return OK;
}

/* In force from that day on, and of a tier above. */
static err
check_parent(struct ctx *c, int tier, unit_id parent, day on, struct unit *out)
{
    view_clear(&unit_view, out);
    if (tier == TIER_PROVINCE) {
        if (parent.v)
            return fail(c, ERR_INVALID, "parent_id",
                        N_("A province is part of no other unit"));
        return OK;
    }
    if (!parent.v)
        return fail(c, ERR_INVALID, "parent_id",
                    N_("The unit above is missing, or not in force on that day"));
    err e = query_one(c, &Q_unit_by_id, &unit_view, out, IN(parent.v, on));
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "parent_id",
                    N_("The unit above is missing, or not in force on that day"));
    TRY(e);
    if (out->valid_to.v != DAY_MAX.v)
        return fail(c, ERR_INVALID, "parent_id", N_("%s (%s) ends on %s"), out->name,
                    out->code, day_vn(c->arena, out->valid_to));
    if (!unit_tier_above(out->tier, tier))
        return fail(c, ERR_INVALID, "parent_id", N_("%s is not of a tier above"),
                    out->name);
    return OK;
}

err
unit_add(struct ctx *c, const struct unit_new *in, unit_id *out)
{
    TRY(check_name(c, in->name, in->tier, in->type));
    TRY(check_code(c, in->code, in->valid_from, (unit_id){0}));
    struct unit parent;
    TRY(check_parent(c, in->tier, in->parent_id, in->valid_from, &parent));
    TRY(unit_row_add(c, in, out, NULL));
    struct unit u;
    view_clear(&unit_view, &u);
    u.id = *out;
    u.code = in->code;
    u.name = in->name;
    u.tier = in->tier;
    u.type = in->type;
    u.parent_code = parent.code;
    u.valid_from = in->valid_from;
    u.valid_to = DAY_MAX;
    u.lon_e6 = in->lon_e6;
    u.lat_e6 = in->lat_e6;
    return tell(c, "add", NULL, &u, in->valid_from, in->decree_id);
}

/* It lives on that day, with nothing of it changed or ended later. */
static err
check_latest(struct ctx *c, unit_id id, day on, struct unit *u,
             struct unit_version *last)
{
    err e = unit_find(c, id, on, u);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_NOT_FOUND, NULL, N_("There is no such unit"));
    TRY(e);
    TRY(version_row_last(c, id, last));
    if (u->valid_to.v != DAY_MAX.v)
        return fail(c, ERR_INVALID, "on", N_("%s (%s) ends on %s"), u->name, u->code,
                    day_vn(c->arena, u->valid_to));
    if (on.v < last->valid_from.v || on.v >= DAY_MAX.v)
        return fail(c, ERR_INVALID, "on", N_("%s (%s) begins or changes later, on %s"),
                    u->name, u->code, day_vn(c->arena, last->valid_from));
    return OK;
}

err
unit_change(struct ctx *c, unit_id id, day on, const struct unit_change *in)
{
    struct unit before;
    struct unit_version v;
    TRY(check_latest(c, id, on, &before, &v));
    struct unit after = before;
    if (in->code)
        after.code = in->code;
    if (in->name)
        after.name = in->name;
    if (in->type)
        after.type = in->type;
    TRY(check_name(c, after.name, after.tier, after.type));
    if (!str_eq(after.code, before.code))
        TRY(check_code(c, after.code, on, id));
    if (in->parent_id.v && in->parent_id.v != before.parent_id.v) {
        struct unit parent;
        TRY(check_parent(c, after.tier, in->parent_id, on, &parent));
        after.parent_id = in->parent_id;
        after.parent_code = parent.code;
    }
    if (str_eq(after.code, before.code) && str_eq(after.name, before.name) &&
        after.type == before.type && after.parent_id.v == before.parent_id.v)
        return OK;
    v.code = after.code;
    v.parent_id = after.parent_id;
    version_named(c, &v, after.name, after.type);
    if (v.valid_from.v == on.v) {
        if (v.decree_id.v !=
            in->decree_id.v) /* else undoing one would undo the other */
            return fail(
                c, ERR_CONFLICT, "on",
                N_("%s (%s) begins or is changed on that day by another decree"),
                before.name, before.code);
        TRY(version_row_set(c, &v));
    } else {
        TRY(version_row_close(c, v.id, on));
        v.valid_from = on;
        v.valid_to = DAY_MAX;
        v.decree_id = in->decree_id;
        TRY(version_row_add(c, &v));
    }
    return tell(c, "change", &before, &after, on, in->decree_id);
}

err
unit_end(struct ctx *c, unit_id id, day on, decree_id by)
{
    struct unit before;
    struct unit_version last;
    TRY(check_latest(c, id, on, &before, &last));
    if (on.v == last.valid_from.v)
        return fail(c, ERR_INVALID, "on", N_("%s (%s) begins or changes later, on %s"),
                    before.name, before.code, day_vn(c->arena, last.valid_from));
    int64_t n;
    TRY(query_int(c, &Q_unit_holds, IN(id.v, on), 0, &n));
    if (n)
        return fail(c, ERR_INVALID, "on", N_("%s (%s) still holds %lld units then"),
                    before.name, before.code, (long long)n);
    TRY(unit_row_end(c, id, on, by));
    struct unit after = before;
    after.valid_to = on;
    return tell(c, "end", &before, &after, (day){on.v - 1}, by);
}

err
unit_take_back(struct ctx *c, decree_id by)
{
    must(by.v != 0);
    int64_t n;
    TRY(query_int(c, &Q_unit_taken_up, IN(by.v), 0, &n));
    if (n)
        return fail(c, ERR_CONFLICT, NULL,
                    N_("%lld units of this decree have changed again since"),
                    (long long)n);
    struct unit_version other;
    err e =
        query_one(c, &Q_unit_code_taken_since, &unit_version_view, &other, IN(by.v));
    if (e == OK)
        return fail(c, ERR_CONFLICT, NULL,
                    N_("The code %s is held by another unit since"), other.code);
    if (e != ERR_NOT_FOUND)
        return e;
    const struct query *const steps[] = {
        &Q_unit_back_figures,      &Q_unit_back_lineage,   &Q_unit_back_adjacency,
        &Q_unit_back_open_version, &Q_unit_back_open,      &Q_unit_back_join_version,
        &Q_unit_back_versions,     &Q_unit_back_units,
    };
    for (size_t i = 0; i < COUNT(steps); i++)
        TRY(query_exec(c, steps[i], IN(by.v), NULL));
    return OK;
}
