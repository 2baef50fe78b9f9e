/* SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"
#include "test.h"

static void
days_count_from_1970_and_are_mondays_and_so_on(void **state)
{
    (void)state;
    assert_int_equal(day_of(1970, 1, 1).v, 0);
    assert_int_equal(day_of(1, 1, 1).v, DAY_MIN.v);
    assert_int_equal(day_of(9999, 12, 31).v, DAY_MAX.v);
    assert_int_equal(day_of(2025, 7, 1).v, 20270);
    assert_int_equal(day_weekday(day_of(1970, 1, 1)), 3);
    assert_int_equal(day_weekday(day_of(2025, 7, 1)), 1);
    assert_int_equal(day_weekday(day_of(1945, 9, 2)), 6);
    assert_int_equal(day_weekday(DAY_MIN), 0);
}

static void
there_is_no_such_day(void **state)
{
    (void)state;
    static const int none[][3] = {
        {2025, 2, 29}, {1900, 2, 29}, {2025, 4, 31}, {2025, 0, 1},  {2025, 13, 1},
        {2025, 1, 0},  {2025, 1, 32}, {0, 1, 1},     {10000, 1, 1}, {-5, 1, 1}};
    for (size_t i = 0; i < COUNT(none); i++)
        assert_false(day_known(day_of(none[i][0], none[i][1], none[i][2])));
    assert_true(day_known(day_of(2024, 2, 29)));
    assert_true(day_known(day_of(2000, 2, 29)));
}

static void
every_day_there_is_comes_back_from_its_parts(void **state)
{
    (void)state;
    int py = 0, pm = 12, pd = 31;
    for (int32_t v = DAY_MIN.v; v <= DAY_MAX.v; v++) {
        int y, m, d;
        day_parts((day){v}, &y, &m, &d);
        /* the day after the one before, and not only some day */
        bool next = (y == py && m == pm && d == pd + 1) ||
                    (y == py && m == pm + 1 && d == 1 && pd >= 28) ||
                    (y == py + 1 && m == 1 && d == 1 && pm == 12 && pd == 31);
        if (!next || day_of(y, m, d).v != v)
            fail_msg("day %d is %d-%d-%d after %d-%d-%d", v, y, m, d, py, pm, pd);
        py = y, pm = m, pd = d;
    }
}

static void
a_day_is_read_as_people_and_machines_write_it(void **state)
{
    (void)state;
    static const char *const good[] = {
        "2025-07-01", "01/07/2025", "1/7/2025",   "1-7-2025",     "01-07-2025",
        "1.7.2025",   "01.07.2025", " 1/7/2025 ", "  2025-07-01", "1/07/2025",
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        day d = DAY_NONE;
        if (!day_parse(good[i], &d) || d.v != day_of(2025, 7, 1).v)
            fail_msg("\"%s\" is not read", good[i]);
    }
    day d;
    assert_true(day_parse("31/12/9999", &d));
    assert_int_equal(d.v, DAY_MAX.v);
    assert_true(day_parse("1000-01-01", &d));
}

static void
anything_else_is_no_day_and_leaves_the_old_one(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "2025",
        "2025-7-1",
        "2025-07-1",
        "2025/07/01",
        "2025.07.01",
        "1/7/25",
        "1/7-2025",
        "1-7/2025",
        "29/2/2025",
        "31/4/2025",
        "0/1/2025",
        "1/0/2025",
        "13/13/2025",
        "2025-07-01x",
        "x2025-07-01",
        "2025-07-01 5",
        "1/7/02025",
        "001/7/2025",
        "1/007/2025",
        "0999-12-31",
        "1/1/0999",
        "12025-07-01",
        "2025-07",
        "1/7",
        "1/7/",
        "-1/7/2025",
        "1 /7/2025",
        "2025-07-01T00",
        "１/７/2025",
        "\t2025-07-01",
        "2025-07-01\n",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        day d = {7};
        if (day_parse(bad[i], &d) || d.v != 7)
            fail_msg("\"%s\" is read as a day", bad[i]);
    }
    day d = {7};
    assert_false(day_parse(NULL, &d));
}

static void
a_day_is_written_and_read_back(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    assert_string_equal(day_iso(&a, day_of(2025, 7, 1)), "2025-07-01");
    assert_string_equal(day_vn(&a, day_of(2025, 7, 1)), "01/07/2025");
    assert_string_equal(day_iso(&a, DAY_MIN), "0001-01-01");
    assert_string_equal(day_iso(&a, DAY_MAX), "9999-12-31");
    assert_null(day_iso(&a, DAY_NONE));
    assert_null(day_vn(&a, DAY_NONE));
    struct rng r = rng_start(1582);
    for (int i = 0; i < 5000; i++) {
        day d = {(int32_t)rng_range(&r, day_of(1000, 1, 1).v, DAY_MAX.v)}, e = DAY_NONE;
        assert_true(day_parse(day_iso(&a, d), &e));
        assert_int_equal(e.v, d.v);
        e = DAY_NONE;
        assert_true(day_parse(day_vn(&a, d), &e));
        assert_int_equal(e.v, d.v);
    }
}

static void
a_span_holds_its_first_day_and_not_its_last(void **state)
{
    (void)state;
    span s = {day_of(2025, 1, 1), day_of(2025, 7, 1)};
    assert_true(span_has(s, s.from));
    assert_true(span_has(s, day_of(2025, 6, 30)));
    assert_false(span_has(s, s.to));
    assert_false(span_has(s, day_of(2024, 12, 31)));
    assert_true(span_has((span){DAY_MIN, DAY_MAX}, day_of(2025, 1, 1)));
}

static void
an_instant_falls_on_its_day_in_vietnam(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    instant t;
    assert_true(instant_parse("2025-06-30T16:59:59.999999Z", &t));
    assert_int_equal(day_of_instant(t).v, day_of(2025, 6, 30).v);
    t.v++;
    assert_int_equal(day_of_instant(t).v, day_of(2025, 7, 1).v);
    assert_string_equal(instant_iso(&a, t), "2025-06-30T17:00:00.000000Z");
    assert_string_equal(instant_vn(&a, t), "00:00 01/07/2025");
    assert_true(instant_parse("1945-09-02T07:00:00Z", &t)); /* before 1970 too */
    assert_string_equal(instant_vn(&a, t), "14:00 02/09/1945");
    assert_string_equal(instant_iso(&a, (instant){-1}), "1969-12-31T23:59:59.999999Z");
    assert_null(instant_iso(&a, INSTANT_NONE));
    assert_null(instant_vn(&a, INSTANT_NONE));
}

static void
an_instant_is_read_in_one_form_only(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    instant t, u;
    assert_true(instant_parse("2025-07-01T00:00:00Z", &t));
    assert_true(instant_parse("2025-07-01T00:00:00.5Z", &u));
    assert_int_equal(u.v - t.v, 500000);
    assert_true(instant_parse("2025-07-01T23:59:59.000001Z", &u));
    assert_int_equal(u.v - t.v, INT64_C(86399000001));
    static const char *const bad[] = {
        "",
        "2025-07-01",
        "2025-07-01T00:00:00",
        "2025-07-01 00:00:00Z",
        "2025-07-01t00:00:00Z",
        "2025-07-01T24:00:00Z",
        "2025-07-01T00:60:00Z",
        "2025-07-01T00:00:60Z",
        "2025-07-01T00:00:00+07:00",
        "2025-07-01T00:00:00.Z",
        "2025-07-01T00:00:00.0000001Z",
        "2025-07-01T0:00:00Z000",
        "2025-02-30T00:00:00Z",
        "01/07/2025T00:00:00Z",
        "1-07-2025 T00:00:00Z",
        "01-07-2025T00:00:00Z",
        "2025-07-01T00:00:00ZZ",
    };
    for (size_t i = 0; i < COUNT(bad); i++)
        if (instant_parse(bad[i], &u))
            fail_msg("\"%s\" is read as an instant", bad[i]);
    assert_false(instant_parse(NULL, &u));
    struct rng r = rng_start(8601);
    assert_true(instant_parse("1000-01-01T00:00:00Z", &t));
    assert_true(instant_parse("9999-12-31T23:59:59.999999Z", &u));
    for (int i = 0; i < 5000; i++) {
        instant x = {rng_range(&r, t.v, u.v)}, y = INSTANT_NONE;
        assert_true(instant_parse(instant_iso(&a, x), &y));
        assert_int_equal(x.v, y.v);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_from_1970_and_are_mondays_and_so_on),
        cmocka_unit_test(there_is_no_such_day),
        cmocka_unit_test(every_day_there_is_comes_back_from_its_parts),
        cmocka_unit_test(a_day_is_read_as_people_and_machines_write_it),
        cmocka_unit_test(anything_else_is_no_day_and_leaves_the_old_one),
        cmocka_unit_test(a_day_is_written_and_read_back),
        cmocka_unit_test(a_span_holds_its_first_day_and_not_its_last),
        cmocka_unit_test(an_instant_falls_on_its_day_in_vietnam),
        cmocka_unit_test(an_instant_is_read_in_one_form_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
