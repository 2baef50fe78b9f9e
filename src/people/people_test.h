/* SPDX-License-Identifier: Apache-2.0 */
/* people_test.h: an office for tests of people: a province, a commune, a ward, somebody in each. */
#ifndef PEOPLE_PEOPLE_TEST_H
#define PEOPLE_PEOPLE_TEST_H
#include "people/people.h"

#include "db.h"
#include "web/edge.h"

#define GOOD "mot mat khau dai"

struct office {
    org_id province, commune, ward;
    person_id chief; /* personnel of the commune and below */
    person_id root;  /* administrator of all */
    person_id clerk; /* of the ward, beside the commune */
};

static inline person_id
new_person(struct ctx *c, const char *username, const char *name)
{
    person_id id;
    ok(c,
       person_add(c, &(struct person){.username = username, .name = name}, GOOD, &id));
    return id;
}

static inline org_id
new_org(struct ctx *c, const char *name, org_id parent, int64_t unit)
{
    struct org o = {.kind = "people_committee",
                    .name = name,
                    .valid_from = day_of(1990, 1, 1),
                    .parent_id = parent,
                    .unit_id = {unit}};
    ok(c, org_add(c, &o));
    return o.id;
}

static inline void
give(struct ctx *c, person_id who, const char *role, org_id where, bool below)
{
    ok(c,
       grant_add(c,
                 &(struct grant){
                     .person_id = who, .role = role, .org_id = where, .below = below},
                 NULL));
}

/* Units belong to another room: rows as it would write them. */
static inline void
new_unit(struct ctx *c, int id, const char *code, const char *name)
{
    ok(c, db_script(
              c, arena_printf(
                     c->arena,
                     "INSERT INTO unit (id, tier, valid_from, valid_to) VALUES "
                     "(%d, 'commune', '0001-01-01', '9999-12-31');"
                     "INSERT INTO unit_version (id, unit_id, valid_from, valid_to, "
                     "code, name, short_name, search, name_key, sort_key, type) VALUES "
                     "(%d, %d, '0001-01-01', '9999-12-31', '%s', '%s', '%s', 'x', "
                     "'x', 'x', 'xa')",
                     id, id, id, code, name, name)));
}

static inline void
act_as(struct ctx *c, const char *username)
{
    struct actor *a;
    ok(c, actor_of(c, username, &a));
    c->actor = a;
}

static inline void
begin(struct ctx *c, void **state, struct office *o)
{
    test_db_start(c, state);
    ok(c, db_begin(c, true));
    new_unit(c, 9000001, "14329", "Xã Gia Tân");
    new_unit(c, 9000002, "14330", "Xã Gia Hòa");
    o->province = new_org(c, "Ủy ban nhân dân tỉnh Ninh Bình", (org_id){0}, 0);
    o->commune = new_org(c, "Ủy ban nhân dân xã Gia Tân", o->province, 9000001);
    o->ward = new_org(c, "Ủy ban nhân dân phường Tân Thành", o->province, 0);
    o->chief = new_person(c, "chief", "Đặng Thị Hương");
    o->root = new_person(c, "root", "Nguyễn Văn An");
    o->clerk = new_person(c, "clerk", "Lê Văn Bình");
    give(c, o->chief, "personnel", o->commune, true);
    give(c, o->root, "operator", (org_id){0}, true);
    give(c, o->clerk, "clerk", o->ward, false);
}
#endif
