/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "test.h"

/* All records as "a|b" lines, then "! error at line N" if reading failed. */
static const char *
read_all(struct arena *a, const char *s, size_t n)
{
    struct buf b = {0};
    struct csv csv;
    struct csv_row row;
    csv_open(&csv, s, n);
    while (csv_next(&csv, a, &row)) {
        buf_printf(&b, "%zu:", csv.line);
        for (size_t i = 0; i < row.n; i++)
            buf_printf(&b, "%s%s", i ? "|" : "", row.cell[i]);
        buf_putc(&b, ';');
    }
    if (csv.error)
        buf_printf(&b, "!%zu %s", csv.line, csv.error);
    assert_false(csv_next(&csv, a, &row)); /* an end stays an end */
    char *out = arena_strdup(a, buf_str(&b));
    buf_free(&b);
    return out;
}

struct csv_case {
    const char *in, *out;
};

static void
check_all(const struct csv_case *cases, size_t n)
{
    CLEANUP(arena_free) struct arena a = {0};
    for (size_t i = 0; i < n; i++) {
        /* a copy of that size exactly, so that a sanitizer sees a step too far */
        size_t len = strlen(cases[i].in);
        char *s = malloc(len ? len : 1);
        assert_non_null(s);
        memcpy(s, cases[i].in, len);
        assert_string_equal(read_all(&a, s, len), cases[i].out);
        free(s);
    }
}

static void
records_and_cells_are_parted_as_rfc_4180_says(void **state)
{
    (void)state;
    static const struct csv_case cases[] = {
        {"", ""},
        {"a,b\n", "1:a|b;"},
        {"a,b", "1:a|b;"},
        {"a,b\r\nc,d\r\n", "1:a|b;2:c|d;"},
        {"a,b\rc,d\r", "1:a|b;2:c|d;"},
        {"a,\n,b\n,", "1:a|;2:|b;3:|;"},
        {"\"a\",\"b\"\n", "1:a|b;"},
        {"\"a,b\",c\n", "1:a,b|c;"},
        {"\"say \"\"xã\"\"\",c", "1:say \"xã\"|c;"},
        {"\"two\nlines\",c\nd,e\n", "1:two\nlines|c;3:d|e;"},
        {"\"two\r\nlines\"\r\nd\r\n", "1:two\r\nlines;3:d;"},
        {"\"\"\n", "1:;"},
        {"\"\",\"\"\"\"", "1:|\";"},
        {"\n\n a , b \n\r\n\n c\n", "3: a | b ;6: c;"},
        {"\xEF\xBB\xBF"
         "code,name\n1,Đ\n",
         "1:code|name;2:1|Đ;"},
        {"\xEF\xBB\xBF\"q\"\n", "1:q;"},
        {"\xEF\xBB\xBF", ""},
        {"a\"b,c\n", "1:a\"b|c;"}, /* as Excel reads it */
    };
    check_all(cases, COUNT(cases));
}

static void
what_is_broken_names_its_line(void **state)
{
    (void)state;
    static const struct csv_case cases[] = {
        {"a\n\"b", "1:a;!2 A quoted cell does not end"},
        {"\"", "!1 A quoted cell does not end"},
        {"\"a\"\"", "!1 A quoted cell does not end"},
        {"a\n\"x\ny\"z,c\n", "1:a;!2 Text after the closing quote of a cell"},
        {"\"a\" ,b", "!1 Text after the closing quote of a cell"},
        {"a\nb\xFF\n", "1:a;!2 Not valid UTF-8"},
        {"\"\xC3\"", "!1 Not valid UTF-8"},
        {"a,\xC0\x80", "!1 Not valid UTF-8"},
        {"\xED\xA0\x80", "!1 Not valid UTF-8"},
        {"\xFF\xFE"
         "a",
         "!1 Not valid UTF-8"}, /* UTF-16 as old Excel saves it */
    };
    check_all(cases, COUNT(cases));
}

static void
a_nul_is_refused_and_cuts_nothing_off(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    assert_string_equal(read_all(&a, "a\0b,c\n", 6), "!1 Not valid UTF-8");
    assert_string_equal(read_all(&a, "x\n\"a\0b\"\n", 8), "1:x;!2 Not valid UTF-8");
    assert_string_equal(read_all(&a, NULL, 0), "");
}

static void
a_record_has_at_most_256_columns(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    char s[2 * CSV_COLUMNS + 2];
    for (size_t i = 0; i <= CSV_COLUMNS; i++)
        memcpy(s + 2 * i, "x,", 2);
    struct csv csv;
    struct csv_row row;
    csv_open(&csv, s, 2 * CSV_COLUMNS - 1);
    assert_true(csv_next(&csv, &a, &row));
    assert_int_equal(row.n, CSV_COLUMNS);
    assert_false(csv_next(&csv, &a, &row));
    assert_null(csv.error);
    csv_open(&csv, s, 2 * CSV_COLUMNS + 1);
    assert_false(csv_next(&csv, &a, &row));
    assert_string_equal(csv.error, "Too many columns");
}

static void
columns_are_found_by_name(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    static const char text[] = "code,name\n14329\n";
    struct csv csv;
    struct csv_row header, row;
    csv_open(&csv, text, sizeof text - 1);
    assert_true(csv_next(&csv, &a, &header));
    assert_true(csv_next(&csv, &a, &row));
    assert_int_equal(csv_column(&header, "name"), 1);
    assert_int_equal(csv_column(&header, "Name"), -1);
    assert_string_equal(csv_cell(&row, csv_column(&header, "code")), "14329");
    assert_string_equal(csv_cell(&row, csv_column(&header, "name")), "");
    assert_string_equal(csv_cell(&row, -1), "");
}

static void
what_buf_csv_writes_is_read_back(void **state)
{
    (void)state;
    struct rng r = rng_start(4180);
    for (int round = 0; round < 2000; round++) {
        CLEANUP(arena_free) struct arena a = {0};
        CLEANUP(buf_free) struct buf b = {0};
        const char *cell[5];
        for (size_t i = 0; i < COUNT(cell); i++) {
            /* a sign in front is defused, so not read back as it was: buf_test.c */
            cell[i] = arena_printf(&a, "x%s%s", rng_text(&r, &a, 4),
                                   rng_below(&r, 4) ? "" : "\r\n\n\r");
            if (i > 0)
                buf_putc(&b, ',');
            buf_csv(&b, cell[i]);
        }
        buf_puts(&b, rng_below(&r, 2) ? "\r\n" : "");
        struct csv csv;
        struct csv_row row;
        csv_open(&csv, b.s, b.n);
        assert_true(csv_next(&csv, &a, &row));
        assert_int_equal(row.n, COUNT(cell));
        for (size_t i = 0; i < COUNT(cell); i++)
            assert_string_equal(row.cell[i], cell[i]);
        assert_false(csv_next(&csv, &a, &row));
        assert_null(csv.error);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_and_cells_are_parted_as_rfc_4180_says),
        cmocka_unit_test(what_is_broken_names_its_line),
        cmocka_unit_test(a_nul_is_refused_and_cuts_nothing_off),
        cmocka_unit_test(a_record_has_at_most_256_columns),
        cmocka_unit_test(columns_are_found_by_name),
        cmocka_unit_test(what_buf_csv_writes_is_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
