/* SPDX-License-Identifier: Apache-2.0 */
/* formula_test.c: formulas and periods, as people write them. */
#include "indicator/formula.h"

#include "db.h"
#include "indicator/period.h"
#include "test.h"

/* a, b, c … have the values given, in whole numbers. */
static const char *
reckoned(const char *text, const int64_t *values)
{
    static _Thread_local char out[80];
    struct arena a = {0};
    struct ctx c = {.arena = &a};
    struct formula f;
    int64_t v = 0, scaled[8] = {0};
    const char *why = NULL;
    ok(&c, formula_parse(&c, text, "formula", &f));
    assert_true(f.codes.n <= COUNT(scaled));
    for (size_t i = 0; i < f.codes.n; i++)
        scaled[i] = values[f.codes.v[i].code[0] - 'a'] * 10000;
    if (formula_reckon(&f, scaled, &v, &why))
        snprintf(out, sizeof out, "%lld", (long long)v);
    else
        snprintf(out, sizeof out, "%s", why);
    arena_free(&a);
    return out;
}

static void
a_formula_is_reckoned_exactly_and_rounded_once(void **state UNUSED)
{
    static const int64_t v[] = {1, 3, 7, 0};
    assert_string_equal(reckoned("a", v), "10000");
    assert_string_equal(reckoned("sum(a, b, c)", v), "110000");
    assert_string_equal(reckoned("ratio(a, b)", v), "3333");
    assert_string_equal(reckoned("ratio(a, b) * b", v), "10000");
    assert_string_equal(reckoned("percent(a, b)", v), "333333");
    assert_string_equal(reckoned("-percent(2 * a, b)", v), "-666667");
    assert_string_equal(reckoned(" ( a+b ) * c - 2.5", v), "255000");
    assert_string_equal(reckoned("c - b - a", v), "30000");
    assert_string_equal(reckoned("c / b / 0.5", v), "46667");
    assert_string_equal(reckoned("0.00005 * a", v), "1");
    assert_string_equal(reckoned("-0.00005 * a", v), "-1");
}

static void
what_cannot_be_reckoned_says_why(void **state UNUSED)
{
    static const int64_t v[] = {1, 0, 100000000000000};
    assert_string_equal(reckoned("ratio(a, b)", v), "It would be divided by zero");
    assert_string_equal(reckoned("a / (b * 3)", v), "It would be divided by zero");
    assert_string_equal(reckoned("c * c", v), "The number is too large");
    assert_string_equal(reckoned("c*c*c*c*c*c*c*c*c*c", v), "The number is too large");
    assert_string_equal(reckoned("c * c / c", v), "1000000000000000000");
}

static void
a_wrong_formula_is_told_where(void **state UNUSED)
{
    static const struct {
        const char *text, *at;
    } wrong[] = {
        {"", "At character 1:"},
        {"a +", "At character 4:"},
        {"a b", "At character 3:"},
        {"(a", "At character 3:"},
        {"max(a, b)", "At character 5:"},
        {"ratio(a)", "At character 8:"},
        {"ratio(a, b, a)", "ratio is of two"},
        {"1 + 2", "names no indicator"},
        {"a; drop table", "At character 2:"},
        {"a / 12345678901", "too many digits"},
        {"á", "At character 1:"},
    };
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a};
    struct formula f;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(formula_parse(&c, wrong[i].text, "formula", &f), ERR_INVALID);
        assert_string_equal(c.faults.v[0].field, "formula");
        if (!strstr(c.faults.v[0].message, wrong[i].at))
            print_error("%s: %s\n", wrong[i].text, c.faults.v[0].message);
        assert_non_null(strstr(c.faults.v[0].message, wrong[i].at));
        clear_faults(&c);
    }
    char deep[FORMULA_BYTES_MOST + 2];
    memset(deep, '(', sizeof deep - 1);
    deep[sizeof deep - 1] = 0;
    refused(&c, ERR_INVALID, "formula", formula_parse(&c, deep, "formula", &f));
    deep[FORMULA_BYTES_MOST - 1] = 0;
    refused(&c, ERR_INVALID, "formula", formula_parse(&c, deep, "formula", &f));
    memset(deep, '-', FORMULA_BYTES_MOST - 1);
    refused(&c, ERR_INVALID, "formula", formula_parse(&c, deep, "formula", &f));
}

static void
a_period_is_read_and_written(void **state UNUSED)
{
    static const struct {
        const char *code, *from, *to;
    } good[] = {{"2025", "2025-01-01", "2025-12-31"},
                {"2025-H2", "2025-07-01", "2025-12-31"},
                {"2024-Q1", "2024-01-01", "2024-03-31"},
                {"2024-02", "2024-02-01", "2024-02-29"}};
    static const char *const bad[] = {
        "",       "25",   "2025-13", "2025-00", "2025-Q5", "2025-H3",   "2025Q1",
        "2025-1", "20 5", "1899",    "2200",    "2025-q1", "2025-01-01"};
    CLEANUP(arena_free) struct arena a = {0};
    struct period p;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(period_parse(good[i].code, &p));
        assert_string_equal(period_code(&a, p), good[i].code);
        assert_string_equal(day_iso(&a, period_from(p)), good[i].from);
        assert_string_equal(day_iso(&a, period_to(p)), good[i].to);
        p = period_of(p.kind, period_to(p));
        assert_string_equal(period_code(&a, p), good[i].code);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(period_parse(bad[i], &p));
    assert_true(period_parse("2025-H2", &p));
    assert_string_equal(period_code(&a, period_first_of(p, PERIOD_MONTH)), "2025-07");
    assert_string_equal(period_code(&a, period_first_of(p, PERIOD_QUARTER)), "2025-Q3");
    assert_string_equal(period_code(&a, period_next(p)), "2026-H1");
    assert_int_equal(period_holds(PERIOD_YEAR, PERIOD_QUARTER), 4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_formula_is_reckoned_exactly_and_rounded_once),
        cmocka_unit_test(what_cannot_be_reckoned_says_why),
        cmocka_unit_test(a_wrong_formula_is_told_where),
        cmocka_unit_test(a_period_is_read_and_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
