/* SPDX-License-Identifier: Apache-2.0 */
/* indicator_demo_test.c: what was measured before both waves of the demo province, asked for after them. */
#include "indicator/indicator_demo.h"

#include "decree/decree.h"
#include "demo.h"
#include "indicator/indicator.h"
#include "kernel/org.h"
#include "task/task.h"
#include "test.h"
#include "unit/unit.h"

static const char officials[] = "can_bo_tham_muu", before[] = "2024-Q4";

static void
start(struct ctx *c, void **state)
{
    test_demo_start(c, state);
    ok(c, indicator_demo_load(c));
}

static void
executed(struct ctx *c, const char *code, day on)
{
    struct decree_report r;
    ok(c, decree_execute(c, code, false, &r));
    c->today = on;
}

static org_id
committee(struct ctx *c, const char *code)
{
    org_id org;
    ok(c, task_pick(c, code, "body", &org));
    return org;
}

static struct indicator_value
value_of(struct ctx *c, const char *code)
{
    struct indicator_value v;
    ok(c, indicator_value_at(c, officials, committee(c, code), before, DAY_NONE, &v));
    return v;
}

/* How many officials the committee of each commune had before: any number, and another for each. */
static int64_t
entered_for_each_commune(struct ctx *c)
{
    struct unit_list all;
    int64_t sum = 0;
    ok(c, unit_list_within(c, (unit_id){0}, c->today, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct indicator_entry out, in = {.period = before, .version = INT_NONE};
        if (all.v[i].tier != TIER_COMMUNE)
            continue;
        in.org_id = committee(c, all.v[i].code);
        in.value = (int64_t)(i % 7 + 1) * INDICATOR_ONE;
        ok(c, indicator_enter(c, officials, &in, &out));
        sum += in.value;
    }
    return sum;
}

/* Sơn Lai and Sơn Hà became Phúc Sơn: only of the first the number is known. */
static void
a_merged_communes_past_is_its_predecessors_or_names_who_is_missing(void **state)
{
    struct ctx c = {0};
    struct indicator_entry out;
    start(&c, state);
    struct indicator_entry in = {.org_id = committee(&c, "14455"),
                                 .period = before,
                                 .value = 3 * INDICATOR_ONE,
                                 .version = INT_NONE};
    executed(&c, "1318-2024", day_of(2025, 1, 15));
    struct indicator_value v = value_of(&c, "14437");
    assert_int_equal(v.value, INT_NONE);
    assert_non_null(strstr(v.why, "Sơn Hà"));
    ok(&c, indicator_enter(&c, officials, &in, &out)); /* told after it has ended */
    v = value_of(&c, "14437");
    assert_int_equal(v.value, 9 * INDICATOR_ONE);
    assert_int_equal(v.how, HOW_PREDECESSORS);
    assert_int_equal(v.parts.n, 2);
    test_db_end(&c);
}

/* A part of Gia Tân went to each of two: nobody can say how many of its officials. */
static void
of_a_divided_commune_the_past_says_why_there_is_none(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    entered_for_each_commune(&c);
    executed(&c, "1318-2024", day_of(2025, 1, 15));
    executed(&c, "1674-2025", day_of(2025, 7, 15));
    static const char *const codes[] = {"14488", "14533"};
    for (size_t i = 0; i < COUNT(codes); i++) {
        struct indicator_value v = value_of(&c, codes[i]);
        assert_int_equal(v.value, INT_NONE);
        assert_non_null(strstr(v.why, "Gia Tân"));
    }
    test_db_end(&c);
}

/* A number told by a commune that a decree made has no place without it. */
static void
a_decree_is_not_undone_under_the_numbers_of_its_communes(void **state)
{
    struct ctx c = {0};
    struct undo_obstacle_list why;
    struct indicator_entry out, in = {.period = "2025-Q1", .version = INT_NONE};
    struct decree d;
    start(&c, state);
    executed(&c, "1318-2024", day_of(2025, 1, 15));
    c.now.v += 1;
    ok(&c, decree_check_undo(&c, "1318-2024", &why));
    assert_int_equal(why.n, 0);
    in.org_id = committee(&c, "14437"); /* Phúc Sơn */
    in.value = 9 * INDICATOR_ONE;
    ok(&c, indicator_enter(&c, officials, &in, &out));
    ok(&c, decree_check_undo(&c, "1318-2024", &why));
    assert_int_equal(why.n, 1);
    assert_non_null(strstr(why.v[0].what, "Phúc Sơn, 2025-Q1"));
    refused(&c, ERR_CONFLICT, NULL, decree_undo(&c, "1318-2024", "sai", &d));
    assert_int_equal(value_of(&c, "14437").value, INT_NONE); /* of 2024, as before */
    test_db_end(&c);
}

static void
what_all_communes_had_is_what_their_successors_have(void **state)
{
    struct ctx c = {0};
    struct unit_list all;
    int64_t sum = 0;
    start(&c, state);
    int64_t was = entered_for_each_commune(&c);
    executed(&c, "1318-2024", day_of(2025, 1, 15));
    ok(&c, unit_list_within(&c, (unit_id){0}, c.today, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].tier != TIER_COMMUNE)
            continue;
        struct indicator_value v = value_of(&c, all.v[i].code);
        if (v.value == INT_NONE)
            fail_msg("%s: %s", all.v[i].name, v.why);
        sum += v.value;
    }
    assert_int_equal(sum, was);
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_merged_communes_past_is_its_predecessors_or_names_who_is_missing),
        ON_BOTH(of_a_divided_commune_the_past_says_why_there_is_none),
        ON_BOTH(a_decree_is_not_undone_under_the_numbers_of_its_communes),
        ON_BOTH(what_all_communes_had_is_what_their_successors_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
