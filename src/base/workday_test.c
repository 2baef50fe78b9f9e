/* SPDX-License-Identifier: Apache-2.0 */
/* workday_test.c: counting working days, on the days around Tết 2025 and by chance. */
#include "test.h"

#include "base/workday.h"

static struct workday_exception exceptions[60];
static const int years[] = {2025};

static struct workdays
tet_2025(void)
{
    size_t n = 0;
    for (int d = 27; d <= 31; d++)
        exceptions[n++] = (struct workday_exception){day_of(2025, 1, d), false};
    exceptions[n++] = (struct workday_exception){day_of(2025, 4, 26), true};
    exceptions[n++] = (struct workday_exception){day_of(2025, 5, 2), false};
    return (struct workdays){{exceptions, n}, years, COUNT(years)};
}

static void
days_off_are_passed_over_and_a_worked_saturday_counts(void **state)
{
    (void)state;
    struct workdays w = tet_2025();
    assert_int_equal(workday_add(&w, day_of(2025, 1, 24), 1).v, day_of(2025, 2, 3).v);
    assert_int_equal(workday_add(&w, day_of(2025, 4, 25), 1).v, day_of(2025, 4, 26).v);
    assert_int_equal(workday_add(&w, day_of(2025, 2, 3), -1).v, day_of(2025, 1, 24).v);
    assert_int_equal(workday_add(&w, day_of(2025, 1, 27), 0).v, day_of(2025, 2, 3).v);
    assert_int_equal(workday_previous(&w, day_of(2025, 1, 31)).v,
                     day_of(2025, 1, 24).v);
    span month = {day_of(2025, 1, 1), day_of(2025, 2, 1)};
    assert_int_equal(workday_count(&w, month), 18);
}

static void
a_year_that_is_not_known_is_uncertain(void **state)
{
    (void)state;
    struct workdays w = tet_2025();
    assert_true(workday_certain(&w, (span){day_of(2025, 1, 1), day_of(2026, 1, 1)}));
    assert_false(workday_certain(&w, (span){day_of(2025, 1, 1), day_of(2026, 1, 2)}));
    assert_false(workday_certain(&w, (span){day_of(2024, 12, 31), day_of(2025, 1, 2)}));
    assert_true(workday_certain(&w, (span){day_of(2030, 1, 1), day_of(2030, 1, 1)}));
}

static void
at_the_ends_of_time_it_stops(void **state)
{
    (void)state;
    struct workdays w = {0};
    assert_int_equal(workday_add(&w, DAY_MAX, 5).v, DAY_MAX.v);
    assert_int_equal(workday_add(&w, DAY_MIN, -5).v, DAY_MIN.v);
}

static void
adding_is_undone_by_taking_off_and_never_falls(void **state)
{
    (void)state;
    struct rng r = rng_start(20250101);
    for (int i = 0; i < 2000; i++) {
        size_t n = 0;
        int32_t at = day_of(2025, 1, 1).v;
        while (n < COUNT(exceptions) && rng_below(&r, 60)) {
            at += 1 + (int32_t)rng_below(&r, 9);
            exceptions[n++] = (struct workday_exception){{at}, rng_below(&r, 2) == 0};
        }
        struct workdays w = {{exceptions, n}, years, 1};
        day d = {day_of(2025, 1, 1).v + (int32_t)rng_below(&r, 300)};
        int64_t k = rng_range(&r, -40, 40);
        day to = workday_add(&w, d, k);
        assert_true(workday_is(&w, to));
        assert_true(workday_add(&w, d, k + 1).v >= to.v);
        assert_true(workday_add(&w, (day){d.v + 1}, k).v >= to.v);
        if (k > 0)
            assert_int_equal(workday_count(&w, (span){{d.v + 1}, {to.v + 1}}), k);
        if (workday_is(&w, d))
            assert_int_equal(workday_add(&w, to, -k).v, d.v);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_off_are_passed_over_and_a_worked_saturday_counts),
        cmocka_unit_test(a_year_that_is_not_known_is_uncertain),
        cmocka_unit_test(at_the_ends_of_time_it_stops),
        cmocka_unit_test(adding_is_undone_by_taking_off_and_never_falls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
