/* SPDX-License-Identifier: Apache-2.0 */
#include "test.h"
#include "view/locale.h"

static void
numbers_are_grouped_as_the_reader_writes_them(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx vi = test_ctx(&a, "vi"), en = test_ctx(&a, NULL);
    static const struct {
        int64_t v;
        int scale;
        const char *vi, *en;
    } cases[] = {
        {9321, 0, "9.321", "9,321"},
        {999, 0, "999", "999"},
        {1000, 0, "1.000", "1,000"},
        {0, 0, "0", "0"},
        {-999, 0, "-999", "-999"},
        {-1000, 0, "-1.000", "-1,000"},
        {-123456, 0, "-123.456", "-123,456"},
        {104490520, 0, "104.490.520", "104,490,520"},
        {7920000, 6, "7,92", "7.92"},
        {331345780000, 6, "331.345,78", "331,345.78"},
        {-500, 3, "-0,5", "-0.5"},
        {1000000, 6, "1", "1"},
        {INT64_MAX, 0, "9.223.372.036.854.775.807", "9,223,372,036,854,775,807"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(locale_decimal(&vi, cases[i].v, cases[i].scale),
                            cases[i].vi);
        assert_string_equal(locale_decimal(&en, cases[i].v, cases[i].scale),
                            cases[i].en);
    }
    assert_string_equal(locale_int(&vi, 9321), "9.321");
    assert_null(locale_int(&vi, INT_NONE));
    assert_null(locale_decimal(&en, INT_NONE, 2));
}

static void
days_and_hours_are_written_as_in_vietnam(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx vi = test_ctx(&a, "vi"), en = test_ctx(&a, NULL);
    assert_string_equal(locale_day(&vi, vi.today), "01/07/2025");
    assert_string_equal(locale_day(&en, en.today), "01/07/2025");
    assert_string_equal(locale_instant(&vi, vi.now), "08:30 01/07/2025");
    assert_null(locale_day(&vi, DAY_NONE));
    assert_null(locale_instant(&vi, INSTANT_NONE));
}

static void
the_language_is_the_first_asked_for_that_is_there(void **state)
{
    (void)state;
    static const struct {
        const char *tags, *lang;
    } cases[] = {
        {"vi", "vi"},
        {"vi-VN", "vi"},
        {"en-GB,vi;q=0.8", "en"},
        {"fr, de;q=0.9, VI;q=0.1", "vi"},
        {"lo", "lo"},
        {"th-TH,th;q=0.9,en;q=0.8", "th"},
        {"", NULL},
        {NULL, NULL},
        {"vietnamese", NULL},
        {",,;q=1,en", "en"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct catalog *k = catalog_for(cases[i].tags);
        assert_string_equal(k ? k->lang : "none",
                            cases[i].lang ? cases[i].lang : "none");
    }
    assert_string_equal(catalogs[0].lang, "vi");
}

static void
a_message_is_looked_up_and_stands_for_itself_if_missing(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    static const struct msg said[] = {
        {"At most %d characters", "Nhiều nhất %d ký tự"}, {"No", "Không"}, {"Yes", ""}};
    static const struct catalog k = {"vi", "Tiếng Việt", said, COUNT(said)};
    struct ctx c = test_ctx(&a, NULL);
    c.lang = &k;
    assert_string_equal(T(&c, "No"), "Không");
    assert_string_equal(T(&c, "Yes"), "Yes"); /* not translated yet */
    assert_string_equal(T(&c, "Nowhere"), "Nowhere");
    assert_null(T(&c, NULL));
    note_fault(&c, ERR_INVALID, "name", N_("At most %d characters"), 80);
    note_fault(&c, ERR_NOT_FOUND, NULL, N_("No"));
    assert_string_equal(c.faults.v[0].message, "Nhiều nhất 80 ký tự");
    assert_int_equal(faults(&c), ERR_INVALID); /* of the first */
    assert_int_equal(c.faults.n, 2);
    clear_faults(&c);
    assert_int_equal(faults(&c), OK);
    assert_int_equal(c.faults.n, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_grouped_as_the_reader_writes_them),
        cmocka_unit_test(days_and_hours_are_written_as_in_vietnam),
        cmocka_unit_test(the_language_is_the_first_asked_for_that_is_there),
        cmocka_unit_test(a_message_is_looked_up_and_stands_for_itself_if_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
