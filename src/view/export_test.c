/* SPDX-License-Identifier: Apache-2.0 */
/* export_test.c: the papers that leave the house: CSV, XLSX and the schema of the JSON. */
#include <unistd.h>

#include "base/csv.h"
#include "base/text.h"
#include "sample.h"
#include "test.h"
#include "view/view.h"

static const struct msg vi_words[] = {{"Closed", "Đã đóng"}, {"Code", "Mã"},
                                      {"Due on", "Hạn"},     {"Name", "Tên"},
                                      {"Open", "Đang mở"},   {"Yes", "Có"}};
static const struct catalog vi = {"vi", "Tiếng Việt", vi_words, COUNT(vi_words)};

/* Two records: one with all there is, one with nothing. */
static struct any_list
two_samples(struct arena *a, const struct ctx *c)
{
    static const struct sample_line line = {"a", 1, 2500};
    struct sample *s = NEWN(a, struct sample, 2);
    view_clear(&sample_view, &s[0]);
    view_clear(&sample_view, &s[1]);
    s[0].id.v = 12;
    s[0].code = "01329";
    s[0].name = "=1+1 & <b>";
    s[0].note = "một, hai\nba \"bốn\"";
    s[0].n_people = 9321;
    s[0].is_open = true;
    s[0].due_on = day_of(2025, 7, 1);
    s[0].made_at = c->now;
    s[0].fee.v = -150000;
    s[0].area_km2 = 3359800000;
    s[0].state = SAMPLE_OPEN;
    s[0].picture.v = "<svg/>";
    s[0].head = &line;
    s[0].password = "top secret";
    s[0].phone = "đ912";
    s[0].aside = "for the page";
    return (struct any_list){s, 2};
}

static void
csv_has_names_of_fields_and_values_for_machines(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf b = {0};
    struct ctx c = test_ctx(&a, NULL);
    c.lang = &vi;
    struct any_list list = two_samples(&a, &c);
    view_csv(&c, &b, &sample_view, &list);
    assert_string_equal(
        buf_str(&b),
        "id,code,name,note,n_people,is_open,due_on,made_at,fee,area_km2,state,phone\n"
        "12,01329,\"'=1+1 & <b>\",\"một, hai\nba \"\"bốn\"\"\",9321,1,2025-07-01,"
        "2025-07-01T01:30:00.000000Z,-150000,3359.8,open,đ***\n"
        ",,,,,0,,,,,,\n");
}

static void
csv_is_read_back_row_by_row(void **state)
{
    (void)state;
    struct rng r = rng_start(180);
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf b = {0};
    struct ctx c = test_ctx(&a, NULL);
    static const struct field one[] = {FIELD(struct sample, name, N_("Name"))};
    static const struct view one_view = VIEW("one", struct sample, one);
    enum {
        ROWS = 3000
    };
    struct sample *s = NEWN(&a, struct sample, ROWS);
    for (size_t i = 0; i < ROWS; i++)
        field_set(&c, one, &s[i], rng_text(&r, &a, 3), "name");
    view_csv(&c, &b, &one_view, &(struct any_list){s, ROWS});
    struct csv csv;
    struct csv_row row;
    csv_open(&csv, b.s, b.n);
    assert_true(csv_next(&csv, &a, &row));
    assert_string_equal(row.cell[0], "name");
    for (size_t i = 0; i < ROWS; i++) {
        assert_true(csv_next(&csv, &a, &row)); /* an empty cell is a row too */
        const char *want = s[i].name ? s[i].name : "", *got = row.cell[0];
        got += *got == '\'' && strchr("=+-@", got[1]) && *want != '\'';
        assert_string_equal(got, want);
    }
    assert_false(csv_next(&csv, &a, &row));
    assert_null(csv.error);
}

/* ---- XLSX, opened again by somebody else's program ---- */

static char *
part(struct arena *a, const char *file, const char *name)
{
    FILE *p = popen(arena_printf(a, "unzip -p '%s' '%s'", file, name), "r");
    assert_non_null(p);
    struct buf b = {0};
    char t[4096];
    for (size_t n; (n = fread(t, 1, sizeof t, p)) > 0;)
        buf_put(&b, t, n);
    assert_int_equal(pclose(p), 0);
    char *s = arena_strndup(a, b.s ? b.s : "", b.n);
    buf_free(&b);
    return s;
}

/* The file of a written workbook; the caller unlinks it. */
static char *
workbook(struct ctx *c, const struct view *v, const struct any_list *list,
         const char *sheet)
{
    CLEANUP(buf_free) struct buf b = {0};
    assert_int_equal(view_xlsx(c, &b, v, list, sheet), OK);
    char *path = arena_strdup(c->arena, "/tmp/export_test-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, b.s, b.n), (ssize_t)b.n);
    close(fd);
    return path;
}

static void
assert_holds(const char *xml, const char *what)
{
    if (!strstr(xml, what))
        fail_msg("no %s in\n%s", what, xml);
}

static void
xlsx_has_headers_to_read_and_values_to_reckon_with(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    c.lang = &vi;
    struct any_list list = two_samples(&a, &c);
    const char *file = workbook(&c, &sample_view, &list, "Đơn vị: 2025/07 [xã]");
    const char *sheet = part(&a, file, "xl/worksheets/sheet1.xml");
    const char *book = part(&a, file, "xl/workbook.xml");
    const char *styles = part(&a, file, "xl/styles.xml");
    const char *core = part(&a, file, "docProps/core.xml");
    unlink(file);
    assert_holds(book, "<sheet name=\"Đơn vị  2025 07  xã\"");
    assert_holds(core,
                 ">2025-07-01T01:30:00Z<"); /* the given clock, not the machine's */
    assert_holds(styles, "<b/>");
    assert_holds(styles, "formatCode=\"dd/mm/yyyy\"");
    assert_holds(styles, "formatCode=\"dd/mm/yyyy hh:mm\"");
    assert_holds(sheet, "state=\"frozen\"");
    assert_holds(sheet, "<pane ySplit=\"1\"");
    assert_holds(sheet, "<autoFilter ref=\"A1:L3\"/>");
    assert_holds(sheet, "<col min=\"1\" max=\"1\" width=");
    assert_holds(sheet, "<c r=\"B1\" s=\"1\" t=\"inlineStr\"><is><t>Mã</t></is></c>");
    assert_holds(sheet, "<c r=\"C1\" s=\"1\" t=\"inlineStr\"><is><t>Tên</t></is></c>");
    assert_holds(sheet, "<c r=\"A2\"><v>12</v></c>");
    assert_holds(sheet, "<c r=\"B2\" t=\"inlineStr\"><is><t>01329</t></is></c>");
    assert_holds(
        sheet, "<c r=\"C2\" t=\"inlineStr\"><is><t>=1+1 &amp; &lt;b&gt;</t></is></c>");
    assert_holds(sheet, "<c r=\"E2\"><v>9321</v></c>");
    assert_holds(sheet, "<c r=\"F2\" t=\"inlineStr\"><is><t>Có</t></is></c>");
    assert_holds(sheet, "<c r=\"G2\" s=\"2\"><v>45839</v></c>");   /* 01/07/2025 */
    assert_holds(sheet, "<c r=\"H2\" s=\"3\"><v>45839.354166666"); /* 08:30 there */
    assert_holds(sheet, "<c r=\"I2\" s=\"4\"><v>-150000</v></c>");
    assert_holds(sheet, "<c r=\"J2\"><v>3359.8");
    assert_holds(sheet, "<c r=\"K2\" t=\"inlineStr\"><is><t>Đang mở</t></is></c>");
    assert_holds(sheet, "<c r=\"L2\" t=\"inlineStr\"><is><t>đ***</t></is></c>");
    assert_null(strstr(sheet, "<f>")); /* no formula, whatever the text says */
    assert_null(strstr(sheet, "secret"));
    assert_null(strstr(sheet, "svg"));
    assert_null(strstr(sheet, "for the page"));
    assert_null(strstr(sheet, "<c r=\"A3\""));
}

static void
xlsx_writes_as_text_what_a_sheet_would_change(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct sample s[2];
    view_clear(&sample_view, &s[0]);
    view_clear(&sample_view, &s[1]);
    s[0].n_people = 1234567890123456789; /* a double would round it */
    s[0].area_km2 = 999999999999999;     /* and this one not */
    s[0].due_on = day_of(1831, 10, 1);   /* before Excel's calendar begins */
    s[0].name = "a\x01"
                "b"; /* as a database of old may hold it */
    s[1].due_on = day_of(1900, 3, 1);
    char *lengthy = arena_alloc(&a, 40001, 1);
    memset(lengthy, 'x', 40000);
    s[1].note = lengthy;
    const char *file = workbook(&c, &sample_view, &(struct any_list){s, 2}, NULL);
    const char *sheet = part(&a, file, "xl/worksheets/sheet1.xml");
    unlink(file);
    assert_holds(sheet,
                 "<c r=\"E2\" t=\"inlineStr\"><is><t>1234567890123456789</t></is></c>");
    assert_holds(sheet, "<c r=\"J2\"><v>999999999.99999");
    assert_holds(sheet, "<c r=\"G2\" t=\"inlineStr\"><is><t>01/10/1831</t></is></c>");
    assert_holds(sheet, "<c r=\"G3\" s=\"2\"><v>61</v></c>");
    assert_holds(sheet, "<t>a_x0001_b</t>");
    const char *x = strstr(sheet, "xxx");
    assert_non_null(x);
    assert_int_equal(strspn(x, "x"), 32767);
}

static void
xlsx_of_nothing_is_still_a_workbook(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    static const char *const names[] = {
        "", "'", "[]:*?/\\", NULL,
        "Danh sách đơn vị hành chính cấp xã của tỉnh Ninh Bình"};
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *file = workbook(&c, &sample_view, &(struct any_list){0}, names[i]);
        const char *sheet = part(&a, file, "xl/worksheets/sheet1.xml");
        const char *book = part(&a, file, "xl/workbook.xml");
        unlink(file);
        assert_holds(sheet, "<autoFilter ref=\"A1:L1\"/>");
        assert_holds(book, i < 4 ? "<sheet name=\"Sheet1\""
                                 : "<sheet name=\"Danh sách đơn vị hành chính cấp\"");
    }
    static const struct view none = {.name = "none", .size = 1};
    unlink(workbook(&c, &none, &(struct any_list){0}, "x"));
}

static void
xlsx_refuses_more_rows_than_a_sheet_has(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf b = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct any_list list = {
        &c, 1048576}; /* with the header one too many; never looked at */
    assert_int_equal(view_xlsx(&c, &b, &sample_view, &list, "x"), ERR_TOO_LARGE);
    assert_int_equal(b.n, 0);
}

/* Writes a workbook with its temporary files in that folder. */
static err
xlsx_in(struct ctx *c, struct buf *b, const char *dir)
{
    const char *before = getenv("TMPDIR");
    before = before ? arena_strdup(c->arena, before) : NULL;
    setenv("TMPDIR", dir, 1);
    struct any_list list = two_samples(c->arena, c);
    err e = view_xlsx(c, b, &sample_view, &list, "x");
    if (before)
        setenv("TMPDIR", before, 1);
    else
        unsetenv("TMPDIR");
    return e;
}

static void
xlsx_leaves_no_file_behind(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf b = {0};
    struct ctx c = test_ctx(&a, NULL);
    char dir[] = "/tmp/export_test-XXXXXX";
    assert_non_null(mkdtemp(dir));
    assert_int_equal(xlsx_in(&c, &b, dir), OK);
    assert_int_equal(rmdir(dir), 0);                      /* fails unless it is empty */
    assert_int_equal(xlsx_in(&c, &b, dir), ERR_INTERNAL); /* the folder is gone */
    assert_non_null(c.detail);
}

/* ---- schema ---- */

static const char *
schema(struct ctx *c, bool input)
{
    struct buf b = {0};
    view_schema(c, &b, &sample_view, input);
    const char *s = arena_strndup(c->arena, b.s, b.n);
    buf_free(&b);
    return s;
}

static void
the_schema_says_what_goes_out(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    c.lang = &vi;
    static const char line[] =
        "\"properties\":{"
        "\"code\":{\"type\":[\"string\",\"null\"],\"description\":\"Mã\"},"
        "\"n\":{\"type\":[\"integer\",\"null\"],\"format\":\"int64\",\"description\":\"Number\"},"
        "\"part\":{\"type\":[\"number\",\"null\"],\"description\":\"Part\"}},"
        "\"required\":[\"code\",\"n\",\"part\"]";
    assert_string_equal(
        schema(&c, false),
        arena_printf(
            &a,
            "{\"type\":\"object\",\"properties\":{"
            "\"id\":{\"type\":[\"integer\",\"null\"],\"format\":\"int64\",\"description\":\"Id\"},"
            "\"code\":{\"type\":[\"string\",\"null\"],\"description\":\"Mã\"},"
            "\"name\":{\"type\":[\"string\",\"null\"],\"description\":\"Tên\"},"
            "\"note\":{\"type\":[\"string\",\"null\"],\"description\":\"Note\"},"
            "\"n_people\":{\"type\":[\"integer\",\"null\"],\"format\":\"int64\","
            "\"description\":\"People\"},"
            "\"is_open\":{\"type\":\"boolean\",\"description\":\"Đang mở\"},"
            "\"due_on\":{\"type\":[\"string\",\"null\"],\"format\":\"date\","
            "\"description\":\"Hạn\"},"
            "\"made_at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\","
            "\"description\":\"Made at\"},"
            "\"fee\":{\"type\":[\"integer\",\"null\"],\"format\":\"int64\","
            "\"description\":\"Fee\"},"
            "\"area_km2\":{\"type\":[\"number\",\"null\"],\"description\":\"Area, km²\"},"
            "\"state\":{\"type\":[\"string\",\"null\"],\"enum\":[\"open\",\"closed\",null],"
            "\"description\":\"State\"},"
            "\"lines\":{\"type\":\"array\",\"items\":{\"type\":\"object\",%s},"
            "\"description\":\"Lines\"},"
            "\"head\":{\"type\":[\"object\",\"null\"],%s,\"description\":\"First line\"},"
            "\"phone\":{\"type\":[\"string\",\"null\"],\"description\":\"Telephone\"}},"
            "\"required\":[\"id\",\"code\",\"name\",\"note\",\"n_people\",\"is_open\",\"due_on\","
            "\"made_at\",\"fee\",\"area_km2\",\"state\",\"lines\",\"head\",\"phone\"]}",
            line, line));
}

static void
the_schema_says_what_comes_in(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    static const char line[] =
        "\"properties\":{"
        "\"code\":{\"type\":\"string\",\"maxLength\":10,\"description\":\"Code\"},"
        "\"n\":{\"type\":[\"integer\",\"null\"],\"format\":\"int64\",\"description\":\"Number\"},"
        "\"part\":{\"type\":[\"number\",\"null\"],\"description\":\"Part\"}},"
        "\"required\":[\"code\"],\"additionalProperties\":false";
    assert_string_equal(
        schema(&c, true),
        arena_printf(
            &a,
            "{\"type\":\"object\",\"properties\":{"
            "\"code\":{\"type\":\"string\",\"maxLength\":10,\"description\":\"Code\"},"
            "\"name\":{\"type\":\"string\",\"maxLength\":200,\"description\":\"Name\"},"
            "\"note\":{\"type\":[\"string\",\"null\"],\"maxLength\":20000,"
            "\"description\":\"Note\"},"
            "\"n_people\":{\"type\":[\"integer\",\"null\"],\"format\":\"int64\","
            "\"description\":\"People\"},"
            "\"is_open\":{\"type\":[\"boolean\",\"null\"],\"description\":\"Open\"},"
            "\"due_on\":{\"type\":\"string\",\"format\":\"date\",\"description\":\"Due on\"},"
            "\"made_at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\","
            "\"description\":\"Made at\"},"
            "\"fee\":{\"type\":[\"integer\",\"null\"],\"format\":\"int64\","
            "\"description\":\"Fee\"},"
            "\"area_km2\":{\"type\":[\"number\",\"null\"],\"description\":\"Area, km²\"},"
            "\"state\":{\"type\":[\"string\",\"null\"],\"enum\":[\"open\",\"closed\",null],"
            "\"description\":\"State\"},"
            "\"lines\":{\"type\":[\"array\",\"null\"],\"items\":{\"type\":\"object\",%s},"
            "\"description\":\"Lines\"},"
            "\"head\":{\"type\":[\"object\",\"null\"],%s,\"description\":\"First line\"},"
            "\"password\":{\"type\":[\"string\",\"null\"],\"maxLength\":200,"
            "\"format\":\"password\",\"writeOnly\":true,\"description\":\"Password\"},"
            "\"phone\":{\"type\":[\"string\",\"null\"],\"maxLength\":200,"
            "\"description\":\"Telephone\"}},"
            "\"required\":[\"code\",\"name\",\"due_on\"],\"additionalProperties\":false}",
            line, line));
}

static void
a_schema_of_little_is_little(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf b = {0};
    struct ctx c = test_ctx(&a, NULL);
    static const struct view none = {.name = "none", .size = 1};
    view_schema(&c, &b, &none, true);
    assert_string_equal(
        buf_str(&b),
        "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
    b.n = 0;
    view_json(&c, &b, &none, "");
    assert_string_equal(buf_str(&b), "{}");
    static const struct choice sure[] = {{"yes", N_("Yes")}, {"no", N_("No")}};
    static const struct field f = ENUM(struct sample, state, sure, NULL);
    b.n = 0;
    field_schema(&c, &b, &f, false);
    assert_string_equal(buf_str(&b), "{\"type\":\"string\",\"enum\":[\"yes\",\"no\"]}");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_has_names_of_fields_and_values_for_machines),
        cmocka_unit_test(csv_is_read_back_row_by_row),
        cmocka_unit_test(xlsx_has_headers_to_read_and_values_to_reckon_with),
        cmocka_unit_test(xlsx_writes_as_text_what_a_sheet_would_change),
        cmocka_unit_test(xlsx_of_nothing_is_still_a_workbook),
        cmocka_unit_test(xlsx_refuses_more_rows_than_a_sheet_has),
        cmocka_unit_test(xlsx_leaves_no_file_behind),
        cmocka_unit_test(the_schema_says_what_goes_out),
        cmocka_unit_test(the_schema_says_what_comes_in),
        cmocka_unit_test(a_schema_of_little_is_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
