/* SPDX-License-Identifier: Apache-2.0 */
/* The demo province walks through both of its decrees and back, on both engines. */
#include "demo.h"
#include "decree/decree.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "kernel/org.h"
#include "test.h"
#include "unit/unit.h"

static void
start(struct ctx *c, void **state)
{
    struct demo_account_list accounts = test_demo_start(c, state);
    assert_true(accounts.n >= 6);
}

static void
counts(struct ctx *c, day on, int64_t districts, int64_t wards, int64_t townships,
       int64_t communes)
{
    struct unit_list all;
    int64_t n[10] = {0}, n_districts = 0, n_provinces = 0;
    ok(c, unit_list_within(c, (unit_id){0}, on, &all));
    for (size_t i = 0; i < all.n; i++) {
        n_districts += all.v[i].tier == TIER_DISTRICT;
        n_provinces += all.v[i].tier == TIER_PROVINCE;
        if (all.v[i].tier == TIER_COMMUNE)
            n[all.v[i].type]++;
    }
    assert_int_equal(n_provinces, 1);
    assert_int_equal(n_districts, districts);
    assert_int_equal(n[TYPE_PHUONG], wards);
    assert_int_equal(n[TYPE_THI_TRAN], townships);
    assert_int_equal(n[TYPE_XA], communes);
}

static void
counts_on_three_days(struct ctx *c)
{
    counts(c, day_of(2024, 12, 31), 8, 17, 7, 119);
    counts(c, day_of(2025, 1, 1), 7, 18, 6, 101);
    counts(c, day_of(2025, 6, 30), 7, 18, 6, 101);
    counts(c, day_of(2025, 7, 1), 0, 8, 0, 31);
}

static void
execute(struct ctx *c, const char *code)
{
    struct decree_report r;
    ok(c, decree_execute(c, code, false, &r));
    assert_int_equal(r.invariants.n, 15);
    for (size_t i = 0; i < r.invariants.n; i++)
        assert_int_equal(r.invariants.v[i].n_bad, 0);
}

static void
both_stand_drafted_and_approved_by_two_people(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    static const char *const codes[] = {"1318-2024", "1674-2025"};
    for (size_t i = 0; i < COUNT(codes); i++) {
        struct decree d;
        struct decree_plan p;
        ok(&c, decree_find(&c, codes[i], &d));
        assert_int_equal(d.state, DECREE_APPROVED);
        assert_true(d.drafted_by.v != d.approved_by.v && d.approved_by.v != 0);
        ok(&c, decree_plan(&c, codes[i], &p));
        assert_int_equal(p.n_block, 0);
        assert_string_equal(p.hash, d.plan_hash);
    }
    counts(&c, day_of(2024, 12, 30), 8, 17, 7, 119);
    counts(&c, day_of(2025, 7, 1), 8, 17, 7, 119);
    test_db_end(&c);
}

static void
communes_become_125_and_then_39(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    execute(&c, "1318-2024");
    execute(&c, "1674-2025");
    counts_on_three_days(&c);
    struct unit u;
    static const struct {
        const char *name;
        int y, m;
    } held[] = {{"Phường Vân Giang", 2024, 12}, {"Phường Vân Giang", 2025, 1},
                {"Phường Hoa Lư", 2025, 7}};
    unit_id last = {0};
    for (size_t i = 0; i < COUNT(held); i++) {
        ok(&c, unit_by_code(&c, "14329", day_of(held[i].y, held[i].m, 1), &u));
        assert_string_equal(u.name, held[i].name);
        assert_true(u.id.v != last.v);
        last = u.id;
    }
    ok(&c, unit_by_code(&c, "14437", day_of(2025, 1, 1), &u));
    assert_string_equal(u.name, "Xã Phúc Sơn");
    assert_int_equal(u.area_m2, 27890000);
    assert_int_equal(u.population, 11276);
    ok(&c, unit_by_code(&c, "14329", day_of(2025, 1, 1), &u));
    assert_int_equal(u.area_m2, 2960000);
    assert_int_equal(u.population, 33949);
    for (size_t i = 0; registers[i]; i++)
        ok(&c, register_verify(&c, registers[i]));
    test_db_end(&c);
}

static void
the_divided_commune_hands_over_to_both(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    execute(&c, "1318-2024");
    struct unit tan;
    struct org committee, heir;
    org_id now;
    day eve = day_of(2025, 6, 30), on = day_of(2025, 7, 1);
    ok(&c, unit_by_code(&c, "14503", eve, &tan));
    ok(&c, org_of_unit(&c, tan.id, "people_committee", eve, &committee));
    execute(&c, "1674-2025");
    ok(&c, org_now(&c, committee.id, on, &now));
    ok(&c, org_find(&c, now, on, &heir));
    assert_string_equal(heir.name, "Ủy ban nhân dân xã Gia Vân");
    struct conversion v;
    ok(&c, unit_convert(&c, NULL, "xã Gia Tân, huyện Gia Viễn, Ninh Bình",
                        day_of(2024, 12, 1), on, &v));
    assert_int_equal(v.candidates.n, 2);
    assert_false(v.is_exact);
    struct decree_minutes m;
    ok(&c, decree_minutes(&c, "1674-2025", committee.id, &m));
    assert_true(m.is_giver && m.is_balanced);
    int64_t to_decide = 0;
    for (size_t i = 0; i < m.rows.n; i++)
        to_decide += m.rows.v[i].n_to_decide;
    assert_int_equal(to_decide, 1);
    struct minutes_party_list parties;
    ok(&c, decree_parties(&c, "1674-2025", &parties));
    for (size_t i = 0; i < parties.n; i++) {
        ok(&c, decree_minutes(&c, "1674-2025", parties.v[i].org_id, &m));
        assert_true(m.is_balanced);
    }
    test_db_end(&c);
}

static void
every_organisation_stays_below_the_province(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    execute(&c, "1318-2024");
    execute(&c, "1674-2025");
    day on = day_of(2025, 7, 1);
    struct unit province;
    struct org top;
    struct unit_list all;
    ok(&c, unit_by_code(&c, "37", on, &province));
    ok(&c, org_of_unit(&c, province.id, "people_committee", on, &top));
    ok(&c, unit_list_within(&c, (unit_id){0}, on, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct org o;
        bool within;
        ok(&c, org_of_unit(&c, all.v[i].id, "people_committee", on, &o));
        ok(&c, org_within(&c, o.id, top.id, on, &within));
        assert_true(within);
    }
    test_db_end(&c);
}

static void
undone_the_province_is_as_it_opened(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    struct decree d;
    execute(&c, "1318-2024");
    c.now.v += 1000000;
    execute(&c, "1674-2025");
    c.now.v += 1000000;
    refused(&c, ERR_CONFLICT, NULL, decree_undo(&c, "1318-2024", "thử", &d));
    ok(&c, decree_undo(&c, "1674-2025", "thử", &d));
    counts(&c, day_of(2025, 7, 1), 7, 18, 6, 101);
    ok(&c, decree_undo(&c, "1318-2024", "thử", &d));
    counts(&c, day_of(2025, 7, 1), 8, 17, 7, 119);
    for (size_t i = 0; registers[i]; i++)
        ok(&c, register_verify(&c, registers[i]));
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(both_stand_drafted_and_approved_by_two_people),
        ON_BOTH(communes_become_125_and_then_39),
        ON_BOTH(the_divided_commune_hands_over_to_both),
        ON_BOTH(every_organisation_stays_below_the_province),
        ON_BOTH(undone_the_province_is_as_it_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
