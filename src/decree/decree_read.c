/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_read.c: the picture on the eve of a decree: every unit and organisation in force, what is
 * held, who has which post. A handful of queries, however large the country; codes and ids are
 * looked up in memory from then on.
 */
#include "base/msg.h"
#include "base/text.h"
#include "decree/decree_plan.h"

extern const struct query Q_decree_units, Q_decree_codes_later, Q_decree_orgs,
    Q_decree_answered, Q_decree_grants, Q_decree_posts;

/* ---- units ---- */

struct unit_row {
    int64_t id, parent_id, lon, lat;
    const char *code, *name;
    int type, tier;
    day valid_from;
    bool is_settled_later;
};
struct unit_row_list LIST(struct unit_row);
static const struct field unit_row_fields[] = {
    FIELD(struct unit_row, id, ""),
    FIELD(struct unit_row, parent_id, ""),
    FIELD(struct unit_row, lon, ""),
    FIELD(struct unit_row, lat, ""),
    FIELD(struct unit_row, code, ""),
    FIELD(struct unit_row, name, ""),
    ENUM(struct unit_row, type, unit_types, ""),
    ENUM(struct unit_row, tier, unit_tiers, ""),
    FIELD(struct unit_row, valid_from, ""),
    FIELD(struct unit_row, is_settled_later, ""),
};
static const struct view unit_row_view =
    VIEW("decree_unit", struct unit_row, unit_row_fields);

static struct plan_unit
unit_of_row(const struct unit_row *r)
{
    struct naming n = {r->code, r->name, r->type, r->tier, NOWHERE};
    return (struct plan_unit){.id = {r->id},
                              .was = n,
                              .to = n,
                              .valid_from = r->valid_from,
                              .lon_e6 = r->lon,
                              .lat_e6 = r->lat,
                              .had = {INT_NONE, INT_NONE},
                              .has = {INT_NONE, INT_NONE},
                              .is_settled_later = r->is_settled_later,
                              .whole_to = NOWHERE,
                              .below_to = NOWHERE,
                              .receiver = NOWHERE,
                              .first_org = NOWHERE,
                              .last_org = NOWHERE};
}

err
plan_read_units(struct plan *p, day on, struct plan_unit_list *out)
{
    struct ctx *c = p->c;
    struct unit_row_list rows;
    struct index ids = {0};
    *out = (struct plan_unit_list){0};
    TRY(query_list(c, &Q_decree_units, &unit_row_view, &rows, IN(on)));
    for (size_t i = 0; i < rows.n; i++) {
        *PUSH(c->arena, out) = unit_of_row(&rows.v[i]);
        index_add_id(c->arena, &ids, rows.v[i].id, (int)i);
    }
    for (size_t i = 0; i < rows.n; i++) {
        struct plan_unit *u = &out->v[i];
        int64_t above = rows.v[i].parent_id;
        u->was.parent = above == INT_NONE ? NOWHERE : index_of_id(&ids, above);
        u->to.parent = u->was.parent;
    }
    return OK;
}

static err
read_units(struct plan *p)
{
    TRY(plan_read_units(p, p->eve, &p->units));
    for (size_t i = 0; i < p->units.n; i++) {
        const struct plan_unit *u = &p->units.v[i];
        index_add_id(p->c->arena, &p->unit_ids, u->id.v, (int)i);
        if (!index_add(p->c->arena, &p->before, u->was.code, (int)i))
            plan_find(p, FINDING_BLOCK, "code-twice", NULL,
                      N_("The code %s is held twice on %s: mend the registry first"),
                      u->was.code, day_vn(p->c->arena, p->eve));
    }
    return OK;
}

static err
read_later_codes(struct plan *p)
{
    struct ctx *c = p->c;
    struct unit_row_list rows;
    TRY(query_list(c, &Q_decree_codes_later, &unit_row_view, &rows, IN(p->eve)));
    p->later_names = NEWN(c->arena, const char *, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        p->later_names[i] = arena_printf(c->arena, "%s (%s)", rows.v[i].name,
                                         day_vn(c->arena, rows.v[i].valid_from));
        index_add(c->arena, &p->later, rows.v[i].code, (int)i);
    }
    return OK;
}

/* ---- organisations ---- */

struct org_row {
    int64_t id, unit_id, parent_id;
    const char *kind, *name;
    bool is_settled_later;
};
struct org_row_list LIST(struct org_row);
static const struct field org_row_fields[] = {
    FIELD(struct org_row, id, ""),        FIELD(struct org_row, unit_id, ""),
    FIELD(struct org_row, parent_id, ""), FIELD(struct org_row, kind, ""),
    FIELD(struct org_row, name, ""),      FIELD(struct org_row, is_settled_later, ""),
};
static const struct view org_row_view =
    VIEW("decree_org", struct org_row, org_row_fields);

void
plan_org_link(struct plan *p, int org)
{
    int unit = p->orgs.v[org].unit;
    p->orgs.v[org].next = NOWHERE;
    if (unit == NOWHERE)
        return;
    struct plan_unit *u = &p->units.v[unit];
    if (u->last_org == NOWHERE)
        u->first_org = org;
    else
        p->orgs.v[u->last_org].next = org;
    u->last_org = org;
}

static err
read_orgs(struct plan *p)
{
    struct ctx *c = p->c;
    struct org_row_list rows;
    TRY(query_list(c, &Q_decree_orgs, &org_row_view, &rows, IN(p->eve)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct org_row *r = &rows.v[i];
        struct plan_org o = {.id = {r->id},
                             .kind = r->kind,
                             .name = r->name,
                             .to_name = r->name,
                             .unit = r->unit_id == INT_NONE
                                         ? NOWHERE
                                         : index_of_id(&p->unit_ids, r->unit_id),
                             .parent = NOWHERE,
                             .to_parent = NOWHERE,
                             .is_settled_later = r->is_settled_later,
                             .heir = NOWHERE,
                             .source = NOWHERE,
                             .is_verified = true};
        *PUSH(c->arena, &p->orgs) = o;
        index_add_id(c->arena, &p->org_ids, r->id, (int)i);
        plan_org_link(p, (int)i);
    }
    for (size_t i = 0; i < rows.n; i++) {
        int64_t above = rows.v[i].parent_id;
        int at = above == INT_NONE ? NOWHERE : index_of_id(&p->org_ids, above);
        p->orgs.v[i].parent = p->orgs.v[i].to_parent = at;
    }
    return OK;
}

/* ---- who answers for whom, and what is held ---- */

struct answered_row {
    int64_t org_id, now_id;
};
struct answered_row_list LIST(struct answered_row);
static const struct field answered_fields[] = {
    FIELD(struct answered_row, org_id, ""),
    FIELD(struct answered_row, now_id, ""),
};
static const struct view answered_view =
    VIEW("decree_answered", struct answered_row, answered_fields);

static int
register_place(const char *name)
{
    for (int r = 0; registers[r]; r++)
        if (str_eq(registers[r]->name, name))
            return r;
    return NOWHERE;
}

static void
add_held(struct plan *p, int org, const struct holding *h)
{
    int r = register_place(h->reg);
    if (org == NOWHERE || r == NOWHERE)
        return;
    struct plan_org *o = &p->orgs.v[org];
    if (!o->held)
        o->held = NEWN(p->c->arena, struct plan_held, p->n_registers);
    for (int s = 0; s < RECORD_STATES; s++)
        o->held[r].n[s] += h->n[s];
}

err
plan_read_held(struct plan *p, day on)
{
    struct ctx *c = p->c;
    struct answered_row_list rows;
    TRY(query_list(c, &Q_decree_answered, &answered_view, &rows, IN(on)));
    struct index answers = {0};
    for (size_t i = 0; i < rows.n; i++)
        index_add_id(c->arena, &answers, rows.v[i].org_id,
                     index_of_id(&p->org_ids, rows.v[i].now_id));
    struct holding_list held;
    TRY(register_holdings(c, &held));
    p->holders = (struct plan_holder_list){0};
    p->holder_ids = (struct index){0};
    for (size_t i = 0; i < held.n; i++) {
        const struct holding *h = &held.v[i];
        int org = index_of_id(&answers, h->org_id.v);
        if (org == NOWHERE)
            org = index_of_id(&p->org_ids, h->org_id.v);
        if (org == NOWHERE)
            continue;
        add_held(p, org, h);
        if (index_add_id(c->arena, &p->holder_ids, h->org_id.v, org))
            *PUSH(c->arena, &p->holders) = (struct plan_holder){h->org_id, org};
    }
    return OK;
}

/* ---- people ---- */

struct grants_row {
    int64_t org_id, n;
};
struct grants_row_list LIST(struct grants_row);
static const struct field grants_fields[] = {
    FIELD(struct grants_row, org_id, ""),
    FIELD(struct grants_row, n, ""),
};
static const struct view grants_view =
    VIEW("decree_grants", struct grants_row, grants_fields);

struct post_row {
    int64_t org_id;
    const char *role, *role_label, *person_name;
};
struct post_row_list LIST(struct post_row);
static const struct field post_fields[] = {
    FIELD(struct post_row, org_id, ""),
    FIELD(struct post_row, role, ""),
    FIELD(struct post_row, role_label, ""),
    FIELD(struct post_row, person_name, ""),
};
static const struct view post_view = VIEW("decree_post", struct post_row, post_fields);

static err
read_people(struct plan *p)
{
    struct ctx *c = p->c;
    struct grants_row_list grants;
    TRY(query_list(c, &Q_decree_grants, &grants_view, &grants, IN(p->eve)));
    for (size_t i = 0; i < grants.n; i++) {
        int org = index_of_id(&p->org_ids, grants.v[i].org_id);
        if (org != NOWHERE)
            p->orgs.v[org].n_grants = grants.v[i].n;
    }
    struct post_row_list posts;
    TRY(query_list(c, &Q_decree_posts, &post_view, &posts, IN(p->eve)));
    for (size_t i = 0; i < posts.n; i++) {
        const struct post_row *r = &posts.v[i];
        int org = index_of_id(&p->org_ids, r->org_id);
        if (org != NOWHERE)
            *PUSH(c->arena, &p->posts) =
                (struct plan_post){org, r->role, r->role_label, r->person_name};
    }
    return OK;
}

err
plan_read_registry(struct plan *p)
{
    while (registers[p->n_registers])
        p->n_registers++;
    TRY(org_kinds(p->c, &p->kinds));
    TRY(read_units(p));
    TRY(plan_read_figures(p));
    TRY(read_later_codes(p));
    TRY(read_orgs(p));
    TRY(plan_read_held(p, p->eve));
    return read_people(p);
}
