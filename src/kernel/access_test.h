/* SPDX-License-Identifier: Apache-2.0 */
/* access_test.h: people, organisations and grants for tests of who may do what. */
#ifndef KERNEL_ACCESS_TEST_H
#define KERNEL_ACCESS_TEST_H
#include "kernel/access.h"

#include "db.h"
#include "kernel/act.h"
#include "kernel/org.h"

#define GOOD       "mot mat khau dai"
#define MINUTES(n) ((n)*INT64_C(60000000))

static inline day
on(int year, int month, int mday)
{
    return day_of(year, month, mday);
}

static inline person_id
new_person(struct ctx *c, const char *username, const char *password)
{
    person_id id = {0};
    ok(c, person_add(c, &(struct person){.username = username, .name = username},
                     password, &id));
    return id;
}

static inline org_id
new_org(struct ctx *c, const char *name, org_id parent)
{
    struct org o = {.kind = "people_committee",
                    .name = name,
                    .valid_from = on(1990, 1, 1),
                    .parent_id = parent};
    ok(c, org_add(c, &o));
    return o.id;
}

static inline int64_t
give(struct ctx *c, person_id who, const char *role, org_id where, bool below)
{
    int64_t id;
    ok(c,
       grant_add(c,
                 &(struct grant){
                     .person_id = who, .role = role, .org_id = where, .below = below},
                 &id));
    return id;
}

/* From here on that person acts. */
static inline void
act_as(struct ctx *c, const char *username)
{
    struct actor *a;
    ok(c, actor_of(c, username, &a));
    c->actor = a;
}

static inline void
begin(struct ctx *c, void **state)
{
    test_db_start(c, state);
    ok(c, db_begin(c, true));
}
#endif
