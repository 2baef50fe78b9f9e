/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "test.h"

/* What one escaper makes of s; ends with a NUL. */
static const char *
escaped(struct buf *b, void (*put)(struct buf *, const char *), const char *s)
{
    b->n = 0;
    put(b, s);
    return buf_str(b);
}

static void
bytes_are_appended_at_any_size(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf b = {0};
    for (int i = 0; i < 3000; i++) {
        buf_putc(&b, 'a');
        buf_puts(&b, "bc");
        buf_put(&b, "de", 1);
        buf_int(&b, i % 10);
        buf_printf(&b, "%d%%", i % 10);
    }
    assert_int_equal(b.n, 3000 * 7);
    for (int i = 0; i < 3000; i++) {
        char digit = (char)('0' + i % 10);
        assert_memory_equal(b.s + 7 * i,
                            ((char[]){'a', 'b', 'c', 'd', digit, digit, '%'}), 7);
    }
}

static void
nothing_is_written_as_nothing(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf b = {0};
    buf_put(&b, NULL, 0);
    buf_puts(&b, NULL);
    buf_html(&b, NULL);
    buf_url(&b, NULL);
    buf_csv(&b, NULL);
    assert_int_equal(b.n, 0);
    assert_string_equal(buf_str(&b), "");
    assert_string_equal(escaped(&b, buf_json, NULL), "\"\"");
}

static void
the_extremes_of_int64_are_written(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf b = {0};
    buf_int(&b, INT64_MIN);
    buf_putc(&b, ' ');
    buf_int(&b, INT64_MAX);
    assert_string_equal(buf_str(&b), "-9223372036854775808 9223372036854775807");
}

static void
taken_bytes_belong_to_the_taker(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, "Ninh Bình");
    size_t n;
    char *s = buf_take(&b, &n);
    assert_string_equal(s, "Ninh Bình");
    assert_int_equal(n, strlen("Ninh Bình"));
    assert_null(b.s);
    buf_puts(&b, "x");
    assert_string_equal(s, "Ninh Bình");
    free(s);
    buf_free(&b);
    s = buf_take(&b, NULL);
    assert_string_equal(s, "");
    free(s);
}

static void
html_is_escaped_for_text_and_attributes(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf b = {0};
    assert_string_equal(
        escaped(&b, buf_html, "<a href=\"x\" b='y'>&amp;đ</a>"),
        "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;đ&lt;/a&gt;");
    assert_string_equal(escaped(&b, buf_html, ""), "");
    assert_string_equal(escaped(&b, buf_html, "'"), "&#39;");
}

static void
json_is_quoted(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf b = {0};
    assert_string_equal(escaped(&b, buf_json, "đ\"\\\n\t\r\b\x01/"),
                        "\"đ\\\"\\\\\\n\\t\\r\\b\\u0001/\"");
    assert_string_equal(escaped(&b, buf_json, ""), "\"\"");
}

static void
a_url_component_keeps_only_plain_letters(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf b = {0};
    assert_string_equal(escaped(&b, buf_url, "aZ09-_.~"), "aZ09-_.~");
    assert_string_equal(escaped(&b, buf_url, "xã /?&=#+%\"<"),
                        "x%C3%A3%20%2F%3F%26%3D%23%2B%25%22%3C");
}

static void
a_cell_that_a_spreadsheet_would_run_is_defused(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf b = {0};
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"", ""},
        {"Gia Tân", "Gia Tân"},
        {"a,b", "\"a,b\""},
        {"say \"x\"", "\"say \"\"x\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"cr\r", "\"cr\r\""},
        {"=1+1", "\"'=1+1\""},
        {"+84 912", "\"'+84 912\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"\t=1", "\"'\t=1\""},
        {"\r=1", "\"'\r=1\""},
        {"-2+3", "\"'-2+3\""},
        {"-cmd|' /C calc'!A0", "\"'-cmd|' /C calc'!A0\""},
        {"=HYPERLINK(\"http://x\",\"y\")",
         "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
        {"-12", "-12"}, /* a number stays one */
        {"-3359.80", "-3359.80"},
        {"-", "-"},
        {"a=b", "a=b"},
        {" blank kept ", " blank kept "},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(escaped(&b, buf_csv, cases[i].in), cases[i].out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_appended_at_any_size),
        cmocka_unit_test(nothing_is_written_as_nothing),
        cmocka_unit_test(the_extremes_of_int64_are_written),
        cmocka_unit_test(taken_bytes_belong_to_the_taker),
        cmocka_unit_test(html_is_escaped_for_text_and_attributes),
        cmocka_unit_test(json_is_quoted),
        cmocka_unit_test(a_url_component_keeps_only_plain_letters),
        cmocka_unit_test(a_cell_that_a_spreadsheet_would_run_is_defused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
