/* SPDX-License-Identifier: Apache-2.0 */
/* Organisations through time: one answers for each, on any day, whatever happened in between. */
#include "kernel/org.h"

#include "db.h"

static day
on(int year, int month, int mday)
{
    return day_of(year, month, mday);
}

static org_id
new_org(struct ctx *c, const char *name, day from, int64_t decree)
{
    struct org o = {.kind = "people_committee",
                    .name = name,
                    .valid_from = from,
                    .decree_id = {decree}};
    ok(c, org_add(c, &o));
    assert_true(o.id.v > 0);
    return o.id;
}

static int64_t
now_of(struct ctx *c, org_id org, day d)
{
    org_id now = {0};
    err e = org_now(c, org, d, &now);
    assert_true(e == OK || e == ERR_NOT_FOUND);
    return e == OK ? now.v : 0;
}

static void
a_unit_has_one_committee_at_a_time(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    struct org first = {.kind = "people_committee",
                        .name = "Ủy ban nhân dân xã Gia Tân",
                        .unit_id = {7},
                        .valid_from = on(1990, 1, 1),
                        .valid_to = on(2020, 1, 1)};
    struct org other = {.kind = "people_committee",
                        .name = "Ủy ban nhân dân xã Gia Tân",
                        .unit_id = {7},
                        .valid_from = on(2019, 12, 31)};
    struct org council = {.kind = "people_council",
                          .name = "Hội đồng nhân dân xã Gia Tân",
                          .unit_id = {7},
                          .valid_from = on(1990, 1, 1)};
    struct org office = {.kind = "office",
                         .name = "Văn phòng",
                         .unit_id = {7},
                         .valid_from = on(1990, 1, 1)};
    struct org office_too = office, elsewhere = other;
    ok(&c, org_add(&c, &first));
    refused(&c, ERR_CONFLICT, "kind", org_add(&c, &other));
    other.valid_from = on(2020, 1, 1); /* when the first is gone */
    ok(&c, org_add(&c, &other));
    ok(&c, org_add(&c, &council));
    ok(&c, org_add(&c, &office));
    ok(&c, org_add(&c, &office_too)); /* of that kind there may be several */
    elsewhere.id.v = 0;
    elsewhere.unit_id.v = 8;
    ok(&c, org_add(&c, &elsewhere));
    refused(&c, ERR_CONFLICT, "kind",
            org_change(&c, elsewhere.id, on(2021, 1, 1),
                       &(struct org_change){.unit_id = {7}}));
    test_db_end(&c);
}

static void
an_organisation_has_its_name_as_of_a_day(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    org_id id = new_org(&c, "Ủy ban nhân dân xã Gia Tân", on(1990, 1, 1), 0);
    ok(&c,
       org_change(&c, id, on(2010, 1, 1),
                  &(struct org_change){.name = "Ủy ban nhân dân thị trấn Gia Tân"}));
    struct org o;
    ok(&c, org_find(&c, id, on(2009, 12, 31), &o));
    assert_string_equal(o.name, "Ủy ban nhân dân xã Gia Tân");
    ok(&c, org_find(&c, id, on(2010, 1, 1), &o));
    assert_string_equal(o.name, "Ủy ban nhân dân thị trấn Gia Tân");
    ok(&c, org_end(&c, id, on(2020, 1, 1), (decree_id){0}));
    ok(&c, org_find(&c, id, on(2024, 1, 1), &o)); /* ended: by its last name */
    assert_string_equal(o.name, "Ủy ban nhân dân thị trấn Gia Tân");
    assert_int_equal(o.valid_to.v, on(2020, 1, 1).v);
    ok(&c, org_find(&c, id, on(1980, 1, 1), &o)); /* to come: by its first */
    assert_string_equal(o.name, "Ủy ban nhân dân xã Gia Tân");
    struct org_list all;
    ok(&c, org_history(&c, id, &all));
    assert_int_equal(all.n, 2);
    assert_int_equal(all.v[0].valid_to.v, all.v[1].valid_from.v);
    assert_int_equal(all.v[1].valid_to.v, on(2020, 1, 1).v);
    assert_int_equal(org_find(&c, (org_id){9999999}, on(2024, 1, 1), &o),
                     ERR_NOT_FOUND);
    test_db_end(&c);
}

static void
a_new_organisation_is_checked(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    struct org bad = {.kind = "guild", .name = "X", .valid_from = on(2000, 1, 1)};
    refused(&c, ERR_INVALID, "kind", org_add(&c, &bad));
    bad = (struct org){.kind = "office", .valid_from = on(2000, 1, 1)};
    refused(&c, ERR_INVALID, "name", org_add(&c, &bad));
    bad = (struct org){.kind = "office",
                       .name = "X",
                       .valid_from = on(2000, 1, 1),
                       .valid_to = on(1999, 1, 1)};
    refused(&c, ERR_INVALID, "valid_to", org_add(&c, &bad));
    org_id late = new_org(&c, "Late", on(2010, 1, 1), 0);
    bad = (struct org){
        .kind = "office", .name = "X", .valid_from = on(2000, 1, 1), .parent_id = late};
    refused(&c, ERR_INVALID, "parent_id", org_add(&c, &bad));
    bad.parent_id = (org_id){9999999};
    refused(&c, ERR_INVALID, "parent_id", org_add(&c, &bad));
    test_db_end(&c);
}

static void
an_end_is_the_first_day_without_it(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    struct org o = {.kind = "office",
                    .name = "Văn phòng",
                    .unit_id = {77},
                    .valid_from = on(2000, 1, 1)};
    ok(&c, org_add(&c, &o));
    refused(&c, ERR_INVALID, "on", org_end(&c, o.id, on(2000, 1, 1), (decree_id){0}));
    ok(&c, org_end(&c, o.id, on(2025, 1, 1), (decree_id){0}));
    refused(&c, ERR_CONFLICT, NULL, org_end(&c, o.id, on(2025, 1, 1), (decree_id){0}));
    struct org_list of;
    ok(&c, org_list_of_unit(&c, (unit_id){77}, on(2024, 12, 31), &of));
    assert_int_equal(of.n, 1);
    ok(&c, org_list_of_unit(&c, (unit_id){77}, on(2025, 1, 1), &of));
    assert_int_equal(of.n, 0);
    refused(&c, ERR_INVALID, "on",
            org_change(&c, o.id, on(2025, 1, 1), &(struct org_change){.name = "Y"}));
    test_db_end(&c);
}

static void
organisations_of_a_unit_come_in_order_of_kind(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    static const char *const kinds[] = {"police", "people_council", "people_committee"};
    for (size_t i = 0; i < COUNT(kinds); i++)
        ok(&c, org_add(&c, &(struct org){.kind = kinds[i],
                                         .name = kinds[i],
                                         .unit_id = {5},
                                         .valid_from = DAY_NONE}));
    struct org_list of;
    ok(&c, org_list_of_unit(&c, (unit_id){5}, on(2025, 1, 1), &of));
    assert_int_equal(of.n, 3);
    assert_string_equal(of.v[0].kind, "people_committee");
    assert_string_equal(of.v[2].kind, "police");
    assert_int_equal(of.v[0].valid_from.v, DAY_MIN.v);
    assert_int_equal(of.v[0].valid_to.v, DAY_MAX.v);
    struct org one;
    ok(&c, org_of_unit(&c, (unit_id){5}, "people_council", on(2025, 1, 1), &one));
    assert_int_equal(one.id.v, of.v[1].id.v);
    assert_int_equal(org_of_unit(&c, (unit_id){5}, "office", on(2025, 1, 1), &one),
                     ERR_NOT_FOUND);
    test_db_end(&c);
}

static void
a_chain_is_one_hop(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    org_id a = new_org(&c, "A", on(1990, 1, 1), 0),
           b = new_org(&c, "B", on(1990, 1, 1), 0);
    org_id d = new_org(&c, "C", on(2025, 7, 1), 0);
    decree_id first = {101}, second = {102};
    ok(&c, org_succeed(&c, a, b, on(2025, 1, 1), first, true));
    ok(&c, org_succeed(&c, b, d, on(2025, 7, 1), second, true));
    assert_int_equal(now_of(&c, a, on(1989, 12, 31)), 0);
    assert_int_equal(now_of(&c, a, on(2024, 12, 31)), a.v);
    assert_int_equal(now_of(&c, a, on(2025, 1, 1)), b.v);
    assert_int_equal(now_of(&c, a, on(2025, 6, 30)), b.v);
    assert_int_equal(now_of(&c, a, on(2025, 7, 1)), d.v);
    assert_int_equal(now_of(&c, b, on(2030, 1, 1)), d.v);
    struct org_id_list of;
    ok(&c, org_answers_for(&c, d, on(2025, 7, 1), &of));
    assert_int_equal(of.n, 3);
    ok(&c, org_answers_for(&c, b, on(2025, 3, 1), &of));
    assert_int_equal(of.n, 2);
    ok(&c, org_answers_for(&c, b, on(2025, 7, 1), &of));
    assert_int_equal(of.n, 0);
    /* undone in the order that they were done backwards: as before each */
    ok(&c, org_unsucceed(&c, second));
    assert_int_equal(now_of(&c, a, on(2025, 7, 1)), b.v);
    assert_int_equal(now_of(&c, b, on(2025, 7, 1)), b.v);
    ok(&c, org_unsucceed(&c, first));
    assert_int_equal(now_of(&c, a, on(2030, 1, 1)), a.v);
    test_db_end(&c);
}

static void
a_step_of_an_earlier_day_may_come_later(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    org_id a = new_org(&c, "A", on(1990, 1, 1), 0),
           b = new_org(&c, "B", on(1990, 1, 1), 0);
    org_id d = new_org(&c, "C", on(1990, 1, 1), 0);
    ok(&c, org_succeed(&c, b, d, on(2020, 1, 1), (decree_id){1}, true));
    ok(&c, org_succeed(&c, a, b, on(2010, 1, 1), (decree_id){2}, true));
    assert_int_equal(now_of(&c, a, on(2015, 1, 1)), b.v);
    assert_int_equal(now_of(&c, a, on(2020, 1, 1)), d.v);
    ok(&c, org_unsucceed(&c, (decree_id){1}));
    assert_int_equal(now_of(&c, a, on(2020, 1, 1)), b.v);
    ok(&c, org_unsucceed(&c, (decree_id){2}));
    assert_int_equal(now_of(&c, a, on(2020, 1, 1)), a.v);
    test_db_end(&c);
}

static void
nothing_is_succeeded_twice_or_by_itself(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    org_id a = new_org(&c, "A", on(1990, 1, 1), 0),
           b = new_org(&c, "B", on(1990, 1, 1), 0);
    org_id d = new_org(&c, "C", on(2000, 1, 1), 0);
    decree_id by = {5};
    refused(&c, ERR_INVALID, "to", org_succeed(&c, a, a, on(2025, 1, 1), by, true));
    refused(&c, ERR_INVALID, "to",
            org_succeed(&c, a, (org_id){9999999}, on(2025, 1, 1), by, true));
    refused(&c, ERR_INVALID, "to", org_succeed(&c, a, d, on(1999, 1, 1), by, true));
    refused(&c, ERR_INVALID, "on", org_succeed(&c, d, a, on(2000, 1, 1), by, true));
    ok(&c, org_succeed(&c, a, b, on(2025, 1, 1), by, true));
    refused(&c, ERR_CONFLICT, "from", org_succeed(&c, a, d, on(2025, 1, 1), by, false));
    refused(&c, ERR_CONFLICT, "from", org_succeed(&c, a, d, on(2026, 1, 1), by, true));
    refused(&c, ERR_INVALID, "to", org_succeed(&c, b, a, on(2026, 1, 1), by, true));
    test_db_end(&c);
}

static void
many_to_few_at_once_and_back(void **state)
{
    enum {
        OLD = 40,
        NEW = 7
    };
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    org_id old[OLD], new[NEW];
    struct org_pair pairs[OLD];
    decree_id by = {1318};
    struct org made[NEW] = {0};
    for (int i = 0; i < NEW; i++)
        made[i] = (struct org){.kind = "people_committee",
                               .name = "New",
                               .valid_from = on(2025, 1, 1),
                               .decree_id = by};
    ok(&c, org_add_all(&c, made, NEW));
    for (int i = 0; i < NEW; i++)
        new[i] = made[i].id;
    for (int i = 0; i < OLD; i++) {
        old[i] = new_org(&c, "Old", on(1990, 1, 1), 0);
        pairs[i] = (struct org_pair){old[i], new[i % NEW], i % 3 != 0};
    }
    ok(&c, org_succeed_all(&c, pairs, OLD, on(2025, 1, 1), by));
    for (int i = 0; i < OLD; i++) {
        assert_int_equal(now_of(&c, old[i], on(2024, 12, 31)), old[i].v);
        assert_int_equal(now_of(&c, old[i], on(2025, 1, 1)), new[i % NEW].v);
    }
    ok(&c, org_end_succeeded(&c, by));
    struct org o;
    ok(&c, org_find(&c, old[3], on(2025, 1, 1), &o));
    assert_int_equal(o.valid_to.v, on(2025, 1, 1).v);
    refused(&c, ERR_CONFLICT, NULL, org_end_succeeded(&c, by));
    struct org_id_list of;
    ok(&c, org_answers_for(&c, new[0], on(2025, 1, 1), &of));
    assert_int_equal(of.n, 7); /* itself and 0, 7, … 35 */
    /* another wave on top of it must be undone first */
    org_id last = new_org(&c, "Last", on(2025, 7, 1), 1674);
    ok(&c, org_succeed(&c, new[0], last, on(2025, 7, 1), (decree_id){1674}, true));
    refused(&c, ERR_CONFLICT, NULL, org_take_back(&c, by));
    test_db_end(&c);
}

static void
many_at_once_are_checked_as_one_is(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    decree_id by = {9};
    ok(&c, db_begin(&c, true));
    org_id a = new_org(&c, "A", on(1990, 1, 1), 0),
           b = new_org(&c, "B", on(1990, 1, 1), 0);
    org_id late = new_org(&c, "Late", on(2030, 1, 1), 0);
    ok(&c, db_commit(&c));
    const struct {
        struct org_pair pair[2];
        err code;
        const char *field;
    } wrong[] = {
        {{{a, a, true}}, ERR_INVALID, "to"},
        {{{a, late, true}}, ERR_INVALID, "to"},
        {{{late, a, true}}, ERR_INVALID, "on"},
        {{{a, b, true}, {b, a, true}}, ERR_INVALID, "to"},
        {{{a, b, true}, {a, b, true}}, ERR_CONFLICT, "from"},
        {{{a, {9999999}, true}}, ERR_CONFLICT, "from"},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        ok(&c, db_begin(&c, true));
        refused(&c, wrong[i].code, wrong[i].field,
                org_succeed_all(&c, wrong[i].pair, wrong[i].pair[1].from.v ? 2 : 1,
                                on(2025, 1, 1), by));
        db_rollback(&c);
    }
    ok(&c, db_begin(&c, true));
    struct org two[2] = {{.kind = "office", .name = "X", .valid_from = on(2000, 1, 1)},
                         {.kind = "office",
                          .name = "Y",
                          .valid_from = on(2000, 1, 1),
                          .parent_id = late}};
    refused(&c, ERR_INVALID, "parent_id", org_add_all(&c, two, 2));
    db_rollback(&c);
    test_db_end(&c);
}

static void
a_decree_is_taken_back_without_a_trace(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    decree_id by = {1318};
    org_id old = new_org(&c, "Old", on(1990, 1, 1), 0);
    org_id stays = new_org(&c, "Stays", on(1990, 1, 1), 0);
    org_id made = new_org(&c, "Made", on(2025, 1, 1), by.v);
    ok(&c, org_change(&c, stays, on(2025, 1, 1),
                      &(struct org_change){
                          .name = "Renamed", .parent_id = made, .decree_id = by}));
    ok(&c, org_succeed(&c, old, made, on(2025, 1, 1), by, true));
    ok(&c, org_end(&c, old, on(2025, 1, 1), by));
    ok(&c, org_take_back(&c, by));
    struct org o;
    assert_int_equal(org_find(&c, made, on(2025, 1, 1), &o), ERR_NOT_FOUND);
    ok(&c, org_find(&c, old, on(2025, 1, 1), &o));
    assert_int_equal(o.valid_to.v, DAY_MAX.v);
    assert_int_equal(now_of(&c, old, on(2025, 1, 1)), old.v);
    ok(&c, org_find(&c, stays, on(2025, 1, 1), &o));
    assert_string_equal(o.name, "Stays");
    assert_int_equal(o.parent_id.v, 0);
    struct org_list all;
    ok(&c, org_history(&c, stays, &all));
    assert_int_equal(all.n, 1);
    assert_int_equal(all.v[0].valid_to.v, DAY_MAX.v);
    ok(&c, org_history(&c, old, &all));
    assert_int_equal(all.v[0].valid_to.v, DAY_MAX.v);
    test_db_end(&c);
}

static void
a_gap_in_who_answers_is_noticed(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    org_id a = new_org(&c, "A", on(1990, 1, 1), 0),
           b = new_org(&c, "B", on(1990, 1, 1), 0);
    ok(&c, org_succeed(&c, a, b, on(2025, 1, 1), (decree_id){1}, true));
    int64_t broken;
    ok(&c, org_verify(&c, &broken));
    assert_int_equal(broken, 0);
    ok(&c, db_script(&c, "UPDATE org_now SET valid_to = '2024-12-31' "
                         "WHERE valid_to = '2025-01-01'"));
    ok(&c, org_verify(&c, &broken));
    assert_int_equal(broken, 1);
    test_db_end(&c);
}

static void
below_is_by_parent_through_who_answers(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    org_id province = new_org(&c, "Province", on(1990, 1, 1), 0);
    org_id other = new_org(&c, "Other", on(1990, 1, 1), 0);
    struct org o = {.kind = "office",
                    .name = "District",
                    .valid_from = on(1990, 1, 1),
                    .parent_id = province};
    ok(&c, org_add(&c, &o));
    org_id district = o.id;
    o = (struct org){.kind = "office",
                     .name = "Commune",
                     .valid_from = on(1990, 1, 1),
                     .parent_id = district};
    ok(&c, org_add(&c, &o));
    org_id commune = o.id;
    bool in;
    ok(&c, org_within(&c, commune, province, on(2024, 1, 1), &in));
    assert_true(in);
    ok(&c, org_within(&c, commune, commune, on(2024, 1, 1), &in));
    assert_true(in);
    ok(&c, org_within(&c, province, commune, on(2024, 1, 1), &in));
    assert_false(in);
    ok(&c, org_within(&c, commune, other, on(2024, 1, 1), &in));
    assert_false(in);
    refused(&c, ERR_INVALID, "parent_id",
            org_change(&c, province, on(2024, 1, 1),
                       &(struct org_change){.parent_id = commune}));
    /* the district ends and the other province answers for it */
    ok(&c, org_succeed(&c, district, other, on(2025, 1, 1), (decree_id){1}, true));
    ok(&c, org_within(&c, commune, other, on(2025, 1, 1), &in));
    assert_true(in);
    ok(&c, org_within(&c, commune, province, on(2025, 1, 1), &in));
    assert_false(in);
    test_db_end(&c);
}

/* ---- any history of successions and undos ---- */

enum {
    ORGS = 14,
    DECREES = 6,
    STEPS = 40,
    SEEDS_SQLITE = 150,
    SEEDS_POSTGRES = 6
};
struct history {
    org_id org[ORGS];
    int to[ORGS]; /* -1: none */
    int at[ORGS], decree[ORGS];
};

static uint64_t
draw(uint64_t *s)
{
    uint64_t z = *s += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Who answers, step by step: what the closure must agree with. */
static int
walked(const struct history *h, int i, int at)
{
    while (h->to[i] >= 0 && h->at[i] <= at)
        i = h->to[i];
    return i;
}

static bool
comes_back(const struct history *h, int from, int to)
{
    for (int i = to; i >= 0; i = h->to[i])
        if (i == from)
            return true;
    return false;
}

static void
agree(struct ctx *c, const struct history *h, uint64_t seed)
{
    day start = on(2000, 1, 1);
    for (int at = 0; at < 12; at++) {
        int n_of[ORGS] = {0};
        for (int i = 0; i < ORGS; i++) {
            int want = walked(h, i, at);
            n_of[want]++;
            int64_t got = now_of(c, h->org[i], (day){start.v + at});
            if (got != h->org[want].v)
                fprintf(stderr, "seed %llu: org %d on day %d\n",
                        (unsigned long long)seed, i, at);
            assert_int_equal(got, h->org[want].v);
        }
        for (int i = 0; i < ORGS; i++) {
            struct org_id_list of;
            ok(c, org_answers_for(c, h->org[i], (day){start.v + at}, &of));
            assert_int_equal(of.n, n_of[i]);
        }
    }
}

static void
one_history(struct ctx *c, uint64_t seed)
{
    struct history h;
    uint64_t s = seed;
    day start = on(2000, 1, 1);
    for (int i = 0; i < ORGS; i++) {
        h.org[i] = new_org(c, "X", on(1990, 1, 1), 0);
        h.to[i] = -1;
    }
    for (int k = 0; k < STEPS; k++) {
        int from = (int)(draw(&s) % ORGS), to = (int)(draw(&s) % ORGS);
        int at = 1 + (int)(draw(&s) % 10), decree = 1 + (int)(draw(&s) % DECREES);
        if (draw(&s) % 8 == 0) {
            ok(c, org_unsucceed(c, (decree_id){decree + (int64_t)seed * 100}));
            for (int i = 0; i < ORGS; i++)
                if (h.to[i] >= 0 && h.decree[i] == decree)
                    h.to[i] = -1;
            continue;
        }
        bool may = from != to && h.to[from] < 0 && !comes_back(&h, from, to);
        if (!may)
            continue; /* refusals have tests of their own; PostgreSQL would need a new start */
        ok(c, org_succeed(c, h.org[from], h.org[to], (day){start.v + at},
                          (decree_id){decree + (int64_t)seed * 100}, draw(&s) % 2));
        h.to[from] = to;
        h.at[from] = at;
        h.decree[from] = decree;
    }
    agree(c, &h, seed);
    int64_t broken;
    ok(c, org_verify(c, &broken));
    assert_int_equal(broken, 0);
}

static void
on_any_day_exactly_one_answers(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    uint64_t n = str_eq(*state, "sqlite") ? SEEDS_SQLITE : SEEDS_POSTGRES;
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct arena_mark m = arena_mark(c.arena);
        ok(&c, db_begin(&c, true));
        one_history(&c, seed);
        db_rollback(&c);
        arena_reset(c.arena, m);
    }
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(an_organisation_has_its_name_as_of_a_day),
        ON_BOTH(a_new_organisation_is_checked),
        ON_BOTH(an_end_is_the_first_day_without_it),
        ON_BOTH(organisations_of_a_unit_come_in_order_of_kind),
        ON_BOTH(a_chain_is_one_hop),
        ON_BOTH(a_step_of_an_earlier_day_may_come_later),
        ON_BOTH(nothing_is_succeeded_twice_or_by_itself),
        ON_BOTH(many_to_few_at_once_and_back),
        ON_BOTH(many_at_once_are_checked_as_one_is),
        ON_BOTH(a_decree_is_taken_back_without_a_trace),
        ON_BOTH(a_unit_has_one_committee_at_a_time),
        ON_BOTH(a_gap_in_who_answers_is_noticed),
        ON_BOTH(below_is_by_parent_through_who_answers),
        ON_BOTH(on_any_day_exactly_one_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
