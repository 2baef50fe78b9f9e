/* SPDX-License-Identifier: Apache-2.0 */
/* view_test.c: the value of one field, whichever its kind. */
#include "sample.h"
#include "test.h"
#include "view/view.h"

static const struct field *
field(const char *name)
{
    const struct field *f = view_field(&sample_view, name);
    must(f);
    return f;
}

static void
fields_are_found_by_their_whole_name(void **state)
{
    (void)state;
    assert_string_equal(view_field(&sample_view, "code")->name, "code");
    assert_string_equal(view_field_n(&sample_view, "codes", 4)->name, "code");
    assert_null(view_field(&sample_view, "cod"));
    assert_null(view_field(&sample_view, "codes"));
    assert_null(view_field(&sample_view, ""));
    assert_int_equal(field("id")->kind, K_ID);
    assert_int_equal(field("fee")->kind, K_MONEY);
    assert_int_equal(field("is_open")->kind, K_BOOL);
    assert_int_equal(field("picture")->kind, K_HTML);
    assert_int_equal(field("made_at")->kind, K_INSTANT);
}

static void
a_cleared_record_has_nothing(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, "vi");
    struct sample s;
    memset(&s, 0xA5, sizeof s);
    view_clear(&sample_view, &s);
    for (size_t i = 0; i < sample_view.n; i++) {
        const struct field *f = &sample_view.fields[i];
        assert_false(field_has(f, &s));
        if (f->kind != K_BOOL) {
            assert_null(field_raw(&a, f, &s));
            assert_null(field_shown(&c, f, &s));
        }
    }
    assert_string_equal(field_raw(&a, field("is_open"), &s), "0");
}

static void
a_value_is_written_for_machines_and_for_people(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx vi = test_ctx(&a, "vi"), en = test_ctx(&a, NULL);
    struct sample s;
    view_clear(&sample_view, &s);
    s.id.v = 12;
    s.name = "Gia Tân";
    s.n_people = 9321;
    s.due_on = day_of(2025, 7, 1);
    s.made_at = vi.now;
    s.fee.v = 150000;
    s.area_km2 = 7920000;
    s.state = SAMPLE_OPEN;
    s.picture.v = "<svg/>";
    s.password = "secret";
    static const struct {
        const char *name, *raw, *vi, *en;
    } cases[] = {
        {"id", "12", "12", "12"},
        {"name", "Gia Tân", "Gia Tân", "Gia Tân"},
        {"n_people", "9321", "9.321", "9,321"},
        {"due_on", "2025-07-01", "01/07/2025", "01/07/2025"},
        {"made_at", "2025-07-01T01:30:00.000000Z", "08:30 01/07/2025",
         "08:30 01/07/2025"},
        {"fee", "150000", "150.000", "150,000"},
        {"area_km2", "7.92", "7,92", "7.92"},
        {"picture", "<svg/>", "<svg/>", "<svg/>"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct field *f = field(cases[i].name);
        assert_true(field_has(f, &s));
        assert_string_equal(field_raw(&a, f, &s), cases[i].raw);
        assert_string_equal(field_shown(&vi, f, &s), cases[i].vi);
        assert_string_equal(field_shown(&en, f, &s), cases[i].en);
    }
    assert_string_equal(field_raw(&a, field("state"), &s), "open");
    assert_string_equal(field_shown(&en, field("state"), &s), "Open");
    assert_string_equal(field_shown(&en, field("is_open"), &s), "No");
    assert_null(field_shown(&en, field("password"), &s)); /* never shown again */
}

static void
the_ends_of_time_are_none_to_a_reader(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct sample s;
    view_clear(&sample_view, &s);
    const day none[] = {DAY_NONE, DAY_MIN, DAY_MAX};
    for (size_t i = 0; i < COUNT(none); i++) {
        s.due_on = none[i];
        assert_false(field_has(field("due_on"), &s));
        assert_null(field_raw(&a, field("due_on"), &s));
    }
    s.due_on = day_of(9999, 12, 30);
    assert_true(field_has(field("due_on"), &s));
}

/* Sets one field of an otherwise empty record; its machine's writing, or "! fault". */
static const char *
set(struct arena *a, const char *name, const char *text)
{
    struct ctx c = test_ctx(a, NULL);
    struct sample s;
    view_clear(&sample_view, &s);
    const struct field *f = field(name);
    field_set(&c, f, &s, text, f->name);
    if (c.faults.n == 0) {
        const char *raw = field_raw(a, f, &s);
        return raw ? raw : "none";
    }
    assert_int_equal(c.faults.n, 1);
    assert_int_equal(faults(&c), ERR_INVALID);
    assert_string_equal(c.faults.v[0].field, name);
    if (f->kind != K_BOOL)
        assert_false(field_has(f, &s)); /* a fault leaves the record alone */
    return arena_printf(a, "! %s", c.faults.v[0].message);
}

static void
a_field_takes_what_people_and_machines_write(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    static const struct {
        const char *field, *text, *raw;
    } cases[] = {
        {"name", "  Bi\u0300nh\u00A0", "Bình"},
        {"name", "", "none"},
        {"name", " \t ", "none"},
        {"name", "\u00A0\u200B", "none"},
        {"name", NULL, "none"},
        {"name", "a\nb", "! One line only"},
        {"name",
         "a\x01"
         "b",
         "! There are characters that cannot be printed"},
        {"name", "a\xC2\x85z", "! There are characters that cannot be printed"},
        {"name", "a\uFFFF", "! There are characters that cannot be printed"},
        {"name", "\xC3", "! Not valid UTF-8"},
        {"code", "0123456789", "0123456789"},
        {"code", "đđđđđđđđđđ", "đđđđđđđđđđ"}, /* characters count, not bytes */
        {"code", "01234567890", "! At most 10 characters"},
        {"note", " a\r\nb\rc\n\td \r\n", "a\nb\nc\n\td"},
        {"n_people", "9.321", "9321"},
        {"n_people", "9,321", "9321"},
        {"n_people", "-5", "-5"},
        {"n_people", "5.5", "! Not a whole number"},
        {"n_people", "many", "! Not a whole number"},
        {"fee", "1.500.000", "1500000"},
        {"fee", "1,5", "! Not a whole number"},
        {"is_open", "on", "1"},
        {"is_open", "1", "1"},
        {"is_open", "true", "1"},
        {"is_open", "0", "0"},
        {"is_open", "false", "0"},
        {"is_open", "", "0"},
        {"is_open", "yes", "! Neither yes nor no"},
        {"due_on", "1/7/2025", "2025-07-01"},
        {"due_on", "2025-07-01", "2025-07-01"},
        {"due_on", "31/4/2025", "! Not a day: write it like 01/07/2025 or 2025-07-01"},
        {"made_at", "2025-07-01T01:30:00Z", "2025-07-01T01:30:00.000000Z"},
        {"made_at", "2025-07-01", "! Not a time"},
        {"area_km2", "7,92", "7.92"},
        {"area_km2", "3.359,80", "3359.8"},
        {"area_km2", "0.0000001", "! Not a number, or more than 6 decimals"},
        {"state", "open", "open"},
        {"state", "", "none"},
        {"state", "OPEN", "! Not one of the choices"},
        {"state", "2", "! Not one of the choices"},
        {"id", "12", "12"},
        {"id", "-12", "! Not a known record"},
        {"id", "x", "! Not a known record"},
        {"password", " kept blanks ", " kept blanks "},
        {"picture", "<svg/>", "! This field cannot be set"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(set(&a, cases[i].field, cases[i].text), cases[i].raw);
}

static void
empty_text_sets_none_also_where_there_was_something(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct sample_line line = {"1", 1, 0};
    struct sample s;
    memset(&s, 0, sizeof s);
    s.id.v = 1;
    s.code = s.name = s.note = s.password = s.phone = s.aside = "x";
    s.is_open = true;
    s.state = SAMPLE_OPEN;
    s.lines = (struct sample_line_list){&line, 1};
    s.head = &line;
    for (size_t i = 0; i < sample_view.n; i++) {
        const struct field *f = &sample_view.fields[i];
        assert_true(field_has(f, &s) || f->kind == K_HTML);
        field_set(&c, f, &s, " ", f->name);
        assert_false(field_has(f, &s));
    }
    assert_int_equal(s.lines.n, 0);
    assert_int_equal(faults(&c), OK);
}

static void
a_path_is_filled_from_the_record_and_encoded(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct sample s;
    view_clear(&sample_view, &s);
    s.code = "H42/1 đ";
    s.due_on = day_of(2025, 7, 1);
    assert_string_equal(fill_path(&a, "/samples/{code}?on={due_on}", &sample_view, &s),
                        "/samples/H42%2F1%20%C4%91?on=2025-07-01");
    assert_string_equal(fill_path(&a, "/samples", &sample_view, &s), "/samples");
    assert_string_equal(fill_path(&a, "", &sample_view, &s), "");
    assert_null(fill_path(&a, "/samples/{name}", &sample_view, &s));
    assert_null(fill_path(&a, "/samples/{nothing}", &sample_view, &s));
}

static void
a_diff_tells_each_change_and_no_secret(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, "vi");
    struct sample s, t;
    view_clear(&sample_view, &s);
    s.code = "1";
    s.name = "Gia \"Tân\"";
    s.due_on = day_of(2025, 7, 1);
    s.password = "old";
    s.state = SAMPLE_OPEN;
    t = s;
    assert_string_equal(view_diff(&c, &sample_view, &s, &t), "[]");
    t.name = "Gia Tân 2";
    t.due_on = DAY_NONE;
    t.area_km2 = 1500000;
    t.is_open = true;
    t.password = "new";
    assert_string_equal(
        view_diff(&c, &sample_view, &s, &t),
        "[{\"field\":\"name\",\"from\":\"Gia \\\"Tân\\\"\",\"to\":\"Gia Tân 2\"},"
        "{\"field\":\"is_open\",\"from\":\"0\",\"to\":\"1\"},"
        "{\"field\":\"due_on\",\"from\":\"2025-07-01\"},"
        "{\"field\":\"area_km2\",\"to\":\"1.5\"}]");
    assert_string_equal(view_diff(&c, &sample_view, NULL, &s),
                        "[{\"field\":\"code\",\"to\":\"1\"},"
                        "{\"field\":\"name\",\"to\":\"Gia \\\"Tân\\\"\"},"
                        "{\"field\":\"due_on\",\"to\":\"2025-07-01\"},"
                        "{\"field\":\"state\",\"to\":\"open\"}]");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_found_by_their_whole_name),
        cmocka_unit_test(a_cleared_record_has_nothing),
        cmocka_unit_test(a_value_is_written_for_machines_and_for_people),
        cmocka_unit_test(the_ends_of_time_are_none_to_a_reader),
        cmocka_unit_test(a_field_takes_what_people_and_machines_write),
        cmocka_unit_test(empty_text_sets_none_also_where_there_was_something),
        cmocka_unit_test(a_path_is_filled_from_the_record_and_encoded),
        cmocka_unit_test(a_diff_tells_each_change_and_no_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
