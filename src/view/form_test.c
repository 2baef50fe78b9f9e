/* SPDX-License-Identifier: Apache-2.0 */
/* form_test.c: the doors in, forms and JSON, and the way back out. */
#include "base/text.h"
#include "sample.h"
#include "test.h"
#include "view/locale.h"
#include "view/view.h"

/* A copy of that size exactly, so that a sanitizer sees a step too far. */
static char *
exact(const char *s, size_t n)
{
    char *copy = malloc(n ? n : 1);
    assert_non_null(copy);
    if (n)
        memcpy(copy, s, n);
    return copy;
}

/* "a=b&c=d" as [a=b][c=d], or the slug of the error. */
static const char *
pairs(struct arena *a, const char *s, size_t n)
{
    struct ctx c = test_ctx(a, NULL);
    struct pair_list p;
    char *form = exact(s, n);
    err e = pairs_parse(&c, form, n, &p);
    free(form);
    if (e != OK)
        return err_slug(e);
    const char *out = "";
    for (size_t i = 0; i < p.n; i++)
        out = arena_printf(a, "%s[%s=%s]", out, p.v[i].name, p.v[i].value);
    return out;
}

static void
a_form_is_decoded_or_refused(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"", ""},
        {"a=b", "[a=b]"},
        {"a=b&c=d", "[a=b][c=d]"},
        {"a=b&&c=d&", "[a=b][c=d]"},
        {"a", "[a=]"},
        {"a=", "[a=]"},
        {"=b", "[=b]"},
        {"a=b=c", "[a=b=c]"},
        {"q=x%C3%A3+Gia%20T%c3%a2n", "[q=xã Gia Tân]"},
        {"a%26b=c%3Dd%2B", "[a&b=c=d+]"},
        {"note=1%0D%0A2", "[note=1\r\n2]"},
        {"a=%", "malformed"},
        {"a=%4", "malformed"},
        {"a=%4&b=1", "malformed"}, /* an escape does not reach over the border */
        {"a=%G1", "malformed"},
        {"a=%1G", "malformed"},
        {"a=%00", "malformed"},
        {"a=%FF", "malformed"},
        {"%C3=1", "malformed"},
        {"a=\xC3", "malformed"},
        {"a=%ED%A0%80", "malformed"},
        {"a=\xE1\xBA\xBF", "[a=ế]"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(pairs(&a, cases[i].in, strlen(cases[i].in)), cases[i].out);
    assert_string_equal(pairs(&a, "a=\0b", 4), "malformed");
    assert_string_equal(pairs(&a, NULL, 0), "");
}

static void
a_thousand_fields_are_the_most(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf b = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct pair_list p;
    for (int i = 0; i < PAIRS_MOST; i++)
        buf_printf(&b, "&f=%d", i);
    assert_int_equal(pairs_parse(&c, b.s, b.n, &p), OK);
    assert_int_equal(p.n, PAIRS_MOST);
    assert_string_equal(pair_value(&p, "f"), "999"); /* the last */
    assert_null(pair_value(&p, "g"));
    buf_puts(&b, "&g=");
    assert_int_equal(pairs_parse(&c, b.s, b.n, &p), ERR_TOO_LARGE);
}

static void
from_form(struct ctx *c, const char *form, struct sample *s)
{
    struct pair_list p;
    view_clear(&sample_view, s);
    assert_int_equal(pairs_parse(c, form, strlen(form), &p), OK);
    view_from_pairs(c, &sample_view, &p, s);
}

static void
a_form_sets_what_it_names_and_passes_over_the_rest(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct sample s;
    from_form(
        &c,
        "code=1&code=2&name=&is_open=0&is_open=1&id=99&csrf=x&picture=%3Cb%3E&lines=x"
        "&head=x&aside=taken&state=closed",
        &s);
    assert_int_equal(faults(&c), OK);
    assert_string_equal(s.code, "2");
    assert_null(s.name);
    assert_true(s.is_open); /* the box after its hidden "0" */
    assert_int_equal(s.id.v, 0);
    assert_null(s.picture.v);
    assert_int_equal(s.lines.n, 0);
    assert_string_equal(s.aside, "taken");
    assert_int_equal(s.state, SAMPLE_CLOSED);
    assert_int_equal(s.n_people, INT_NONE);
}

static void
every_fault_of_a_form_is_told_at_once(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct sample s;
    from_form(
        &c,
        "code=01234567890&due_on=31/2/2025&n_people=x&area_km2=1.2.3&state=no&fee=12",
        &s);
    view_require(&c, &sample_view, &s);
    assert_int_equal(faults(&c), ERR_INVALID);
    assert_int_equal(c.faults.n, 6); /* one for each, and none twice */
    assert_string_equal(test_fault(&c, "code"), "At most 10 characters");
    assert_string_equal(test_fault(&c, "name"), "This is needed");
    assert_string_equal(test_fault(&c, "due_on"),
                        "Not a day: write it like 01/07/2025 or 2025-07-01");
    assert_string_equal(test_fault(&c, "n_people"), "Not a whole number");
    assert_string_equal(test_fault(&c, "area_km2"),
                        "Not a number, or more than 6 decimals");
    assert_string_equal(test_fault(&c, "state"), "Not one of the choices");
    assert_int_equal(s.fee.v,
                     12); /* what is right is kept for the form that comes back */
}

static void
what_is_needed_is_needed_in_lists_too(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct sample_line lines[] = {{"1", 1, 1}, {NULL, 1, 1}};
    struct sample s;
    view_clear(&sample_view, &s);
    s.code = s.name = "x";
    s.due_on = c.today;
    s.lines = (struct sample_line_list){lines, 2};
    s.head = &lines[1];
    view_require(&c, &sample_view, &s);
    assert_int_equal(c.faults.n, 2);
    assert_string_equal(test_fault(&c, "lines[1].code"), "This is needed");
    assert_string_equal(test_fault(&c, "head.code"), "This is needed");
}

/* The record's JSON after reading `json` into an empty one; with faults: "name: message" lines. */
static const char *
through_json(struct arena *a, const char *json)
{
    struct ctx c = test_ctx(a, NULL);
    struct sample s;
    view_clear(&sample_view, &s);
    char *body = exact(json, strlen(json));
    err e = view_from_json(&c, &sample_view, body, strlen(json), &s);
    free(body);
    if (e != OK)
        return arena_printf(a, "%s: %s", err_slug(e), c.faults.v[0].message);
    const char *out = "";
    for (size_t i = 0; i < c.faults.n; i++)
        out = arena_printf(a, "%s%s: %s\n", out, c.faults.v[i].field,
                           c.faults.v[i].message);
    if (c.faults.n > 0)
        return out;
    struct buf b = {0};
    view_json(&c, &b, &sample_view, &s);
    out = arena_strndup(a, b.s, b.n);
    buf_free(&b);
    return out;
}

static const char empty_json[] =
    "{\"id\":null,\"code\":null,\"name\":null,\"note\":null,\"n_people\":null,"
    "\"is_open\":false,\"due_on\":null,\"made_at\":null,\"fee\":null,\"area_km2\":null,"
    "\"state\":null,\"lines\":[],\"head\":null,\"phone\":null}";
static const char full_json[] =
    "{\"id\":null,\"code\":\"14329\",\"name\":\"Xã Gia \\\"Tân\\\"\",\"note\":\"một\\nhai\","
    "\"n_people\":9321,\"is_open\":true,\"due_on\":\"2025-07-01\","
    "\"made_at\":\"2025-07-01T01:30:00.000000Z\",\"fee\":-150000,\"area_km2\":3359.8,"
    "\"state\":\"open\",\"lines\":[{\"code\":\"a\",\"n\":1,\"part\":0.25},"
    "{\"code\":\"b\",\"n\":null,\"part\":null}],"
    "\"head\":{\"code\":\"a\",\"n\":1,\"part\":0.25},\"phone\":\"0912\"}";

static void
a_record_is_one_json_object(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    assert_string_equal(through_json(&a, "{}"), empty_json);
    assert_string_equal(through_json(&a, full_json), full_json);
    assert_string_equal(
        through_json(
            &a, " { \"area_km2\" : \"3.359,80\", \"is_open\": \"1\",\n"
                "\"n_people\":\"9.321\",\"code\":\"14329\", \"fee\":-150000.0,"
                "\"name\":\" X\\u00e3 Gia \\\"Ta\\u0302n\\\"\",\"id\":7,"
                "\"note\":\"một\\r\\nhai\",\"due_on\":\"1/7/2025\",\"state\":\"open\","
                "\"made_at\":\"2025-07-01T01:30:00Z\",\"phone\":\"0912\","
                "\"head\":{\"part\":\"0,25\",\"n\":1e0,\"code\":\"a\"},"
                "\"lines\":[{\"code\":\"a\",\"n\":1,\"part\":2.5e-1},{\"code\":\"b\"}]"
                "} "),
        full_json);
}

static void
no_secret_and_nothing_for_pages_goes_out(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf b = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct sample s;
    view_clear(&sample_view, &s);
    s.password = "top secret";
    s.aside = "for the page";
    s.picture.v = "<svg/>";
    view_json(&c, &b, &sample_view, &s);
    assert_string_equal(buf_str(&b), empty_json);
}

static void
null_and_what_is_read_only_change_nothing(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    assert_string_equal(through_json(&a, empty_json), empty_json);
    assert_string_equal(through_json(&a, "{\"id\":\"what you like\",\"lines\":null}"),
                        empty_json);
}

static void
a_fault_in_json_has_the_name_of_its_place(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"{\"nmae\":\"x\"}", "nmae: Unknown field\n"},
        {"{\"picture\":\"x\"}", "picture: Unknown field\n"},
        {"{\"aside\":\"x\"}", "aside: Unknown field\n"},
        {"{\"\":\"x\"}", ": Unknown field\n"},
        {"{\"lines\":[{\"code\":\"a\"},{\"coed\":\"b\",\"n\":\"x\"}]}",
         "lines[1].coed: Unknown field\nlines[1].n: Not a whole number\n"},
        {"{\"head\":{\"n\":1.5,\"code\":12}}",
         "head.n: Not a whole number\nhead.code: Write it in quotes\n"},
        {"{\"lines\":[1,{\"code\":[]}],\"head\":[]}",
         "lines[0]: One object is expected\n"
         "lines[1].code: Not the kind of value that belongs here\n"
         "head: One object is expected\n"},
        {"{\"lines\":{}}", "lines: A list is expected\n"},
        {"{\"code\":1234}",
         "code: Write it in quotes\n"}, /* 01234 would lose its zero */
        {"{\"due_on\":20250701}", "due_on: Write it in quotes\n"},
        {"{\"name\":true}", "name: Not the kind of value that belongs here\n"},
        {"{\"name\":{}}", "name: Not the kind of value that belongs here\n"},
        {"{\"is_open\":1}", "is_open: Not the kind of value that belongs here\n"},
        {"{\"n_people\":false}", "n_people: Not the kind of value that belongs here\n"},
        {"{\"state\":1}", "state: Write it in quotes\n"},
        {"{\"name\":\"a\\nb\",\"due_on\":\"x\",\"x\":0}",
         "name: One line only\n"
         "due_on: Not a day: write it like 01/07/2025 or 2025-07-01\n"
         "x: Unknown field\n"},
        {"{\"đđđđđđđđđđđđđđđđđđđđđđđđđđđđđxđ\":1}",
         "đđđđđđđđđđđđđđđđđđđđđđđđđđđđđx…: Unknown field\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(through_json(&a, cases[i].in), cases[i].out);
}

static void
what_is_not_one_json_object_is_malformed(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "{}x",
        "{}{}",
        "{'code':'1'}",
        "{\"code\":\"1\",}",
        "{\"code\":\"1\" /* x */}",
        "{\"code\":\"1\",\"code\":\"2\"}",
        "{\"lines\":[{\"n\":1,\"n\":2}]}",
        "{\"code\":\"\\u0000\"}",
        "{\"code\":\"\\ud800\"}",
        "{\"code\":\"\xFF\"}",
        "{\"code\":\"a\nb\"}",
        "{\"n_people\":NaN}",
        "{\"n_people\":9223372036854775808}",
        "{\"n_people\":01}",
        "{\"n_people\":1e999}",
        "\xEF\xBB\xBF{}",
    };
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_true(
            text_starts(through_json(&a, bad[i]), "malformed: Not JSON: line "));
    assert_string_equal(through_json(&a, "{\n \"code\" 1}"),
                        "malformed: Not JSON: line 2, column 9");
    static const char *const other[] = {"[]", "[{}]"};
    for (size_t i = 0; i < COUNT(other); i++)
        assert_string_equal(through_json(&a, other[i]),
                            "malformed: One JSON object is expected");
}

static void
depth_rows_and_faults_have_an_end(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf b = {0};
    buf_puts(&b, "{\"x\":");
    for (int i = 0; i < 100000; i++)
        buf_putc(&b, '[');
    assert_string_equal(through_json(&a, buf_str(&b)),
                        "too-large: Nested more than 32 deep");
    b.n = 0;
    buf_puts(&b, "{\"name\":\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"}");
    assert_non_null(strstr(through_json(&a, buf_str(&b)), "[[[[[[["));
    b.n = 0;
    for (int i = 0; i < 5000; i++)
        buf_printf(&b, "%c\"x%d\":1", i ? ',' : '{', i);
    buf_putc(&b, '}');
    struct ctx c = test_ctx(&a, NULL);
    struct sample s;
    view_clear(&sample_view, &s);
    assert_int_equal(view_from_json(&c, &sample_view, b.s, b.n, &s), OK);
    assert_int_equal(c.faults.n, 100);
    clear_faults(&c);
    b.n = 0;
    buf_puts(&b, "{\"lines\":[0");
    for (int i = 0; i < 100000; i++)
        buf_puts(&b, ",0");
    buf_puts(&b, "]}");
    assert_int_equal(view_from_json(&c, &sample_view, b.s, b.n, &s), OK);
    assert_string_equal(test_fault(&c, "lines"), "More than 100000 rows");
}

static void
numbers_come_through_json_exactly_or_not_at_all(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    static const struct {
        const char *field, *in, *out;
    } cases[] = {
        {"n_people", "9007199254740993", "9007199254740993"},
        {"n_people", "-9223372036854775807", "-9223372036854775807"},
        {"n_people", "-9223372036854775808", "! Not a whole number"},
        {"n_people", "1e3", "1000"},
        {"n_people", "1.000", "1"}, /* a JSON number, not what a person typed */
        {"n_people", "1.5", "! Not a whole number"},
        {"n_people", "12345678901234567.0",
         "! Too many digits for a JSON number: write it in quotes"},
        {"n_people", "1e300",
         "! Too many digits for a JSON number: write it in quotes"},
        {"area_km2", "3359.80", "3359.8"},
        {"area_km2", "0.1", "0.1"},
        {"area_km2", "0.000001", "0.000001"},
        {"area_km2", "1e-6", "0.000001"},
        {"area_km2", "-0.0", "0"},
        {"area_km2", "331345.78", "331345.78"},
        {"area_km2", "7", "7"},
        {"area_km2", "0.0000001", "! Not a number, or more than 6 decimals"},
        {"area_km2", "0.30000000000000004", "! Not a number, or more than 6 decimals"},
        {"area_km2", "12345678901.123456",
         "! Too many digits for a JSON number: write it in quotes"},
        {"area_km2", "\"12345678901.123456\"", "12345678901.123456"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *got = through_json(
            &a, arena_printf(&a, "{\"%s\":%s}", cases[i].field, cases[i].in));
        const char *want =
            *cases[i].out == '!'
                ? arena_printf(&a, "%s:%s\n", cases[i].field, cases[i].out + 1)
                : arena_printf(&a, "\"%s\":%s,", cases[i].field, cases[i].out);
        if (!strstr(got, want))
            fail_msg("%s: %s gives %s", cases[i].field, cases[i].in, got);
    }
}

/* Text of that kind as a machine or a person may write it. */
static const char *
any_text(struct ctx *c, struct rng *r, const struct field *f)
{
    struct arena *a = c->arena;
    switch (f->kind) {
    case K_TEXT:
        return rng_text(r, a, f->max ? 1 : 9);
    case K_INT:
    case K_MONEY:
    case K_ID:
        return arena_printf(a, "%lld",
                            (long long)rng_range(r, -INT64_MAX >> rng_below(r, 60),
                                                 INT64_MAX >> rng_below(r, 60)));
    case K_DEC: {
        int64_t v = rng_range(r, -999999999999999, 999999999999999) >> rng_below(r, 50);
        struct ctx said = {.arena = a, .lang = c->lang};
        const char *shown = locale_decimal(&said, v, f->scale),
                   *typed = locale_decimal_typed(&said, v, f->scale);
        return rng_below(r, 2) && !locale_reads_two_ways(c, shown) ? shown : typed;
    }
    case K_DAY: {
        day d = {(int32_t)rng_range(r, day_of(1000, 1, 1).v, DAY_MAX.v - 1)};
        return rng_below(r, 2) ? day_vn(a, d) : day_iso(a, d);
    }
    case K_INSTANT:
        return instant_iso(a, (instant){rng_range(r, 0, INT64_C(4000000000000000))});
    case K_ENUM:
        return f->choices[1 + rng_below(r, (uint64_t)f->n_choices - 1)].name;
    case K_BOOL:
        return rng_below(r, 2) ? "1" : "false";
    default:
        return "";
    }
}

static void
what_a_form_takes_json_gives_and_takes_again(void **state)
{
    (void)state;
    struct rng r = rng_start(2025);
    for (int round = 0; round < 3000; round++) {
        CLEANUP(arena_free) struct arena a = {0};
        CLEANUP(buf_free) struct buf form = {0};
        CLEANUP(buf_free) struct buf json = {0};
        CLEANUP(buf_free) struct buf again = {0};
        struct ctx c = test_ctx(&a, round % 2 ? "vi" : NULL);
        const char *typed[COUNT(sample_fields)] = {0};
        for (size_t i = 0; i < COUNT(sample_fields); i++) {
            const struct field *f = &sample_fields[i];
            if (rng_below(&r, 5) == 0 || f->flags & (F_READONLY | F_PAGE))
                continue;
            typed[i] = any_text(&c, &r, f);
            buf_printf(&form, "&%s=", f->name);
            buf_url(&form, typed[i]);
        }
        struct sample s, t;
        from_form(&c, buf_str(&form), &s);
        if (c.faults.n)
            fail_msg("round %d: %s: %s in %s", round, c.faults.v[0].field,
                     c.faults.v[0].message, form.s);
        struct sample_line lines[3];
        for (size_t k = 0; k < COUNT(lines); k++) {
            view_clear(&sample_line_view, &lines[k]);
            field_set(&c, &sample_line_fields[0], &lines[k], rng_text(&r, &a, 1),
                      "code");
            lines[k].n = rng_below(&r, 3) ? (int64_t)rng_next(&r) : INT_NONE;
            lines[k].part = rng_range(&r, -99999, 99999);
        }
        s.lines = (struct sample_line_list){lines, rng_below(&r, 4)};
        s.head = rng_below(&r, 2) ? &lines[2] : NULL;
        view_json(&c, &json, &sample_view, &s);
        view_clear(&sample_view, &t);
        assert_int_equal(view_from_json(&c, &sample_view, json.s, json.n, &t), OK);
        if (c.faults.n)
            fail_msg("round %d: %s: %s in %s", round, c.faults.v[0].field,
                     c.faults.v[0].message, buf_str(&json));
        view_json(&c, &again, &sample_view, &t);
        assert_string_equal(buf_str(&again), buf_str(&json));
        for (size_t i = 0; i < COUNT(sample_fields); i++) {
            const struct field *f = &sample_fields[i];
            if (f->kind == K_TEXT && typed[i] && !(f->flags & F_SECRET)) {
                const char *raw = field_raw(&a, f, &t);
                assert_string_equal(raw ? raw : "",
                                    text_trim(&a, text_nfc(&a, typed[i])));
            }
            if (f->kind < K_HTML && !(f->flags & F_SECRET))
                assert_true(field_same(f, &s, &t));
        }
    }
}

static void
a_decimal_that_a_form_shows_comes_back_as_it_was(void **state)
{
    (void)state;
    struct rng r = rng_start(1200);
    static const char *const langs[] = {"vi", "en", "th", "lo", NULL};
    static const int64_t telling[] = {12000000, 12345000, -9990000, 5000, 1230, 10, 0};
    for (size_t i = 0; i < 2000; i++) {
        CLEANUP(arena_free) struct arena a = {0};
        struct ctx c = test_ctx(&a, langs[i % COUNT(langs)]);
        struct {
            int64_t n;
        } was, is;
        const struct field f = {.name = "n", .kind = K_DEC, .scale = 4};
        was.n = i < 5 * COUNT(telling)
                    ? telling[i / 5]
                    : rng_range(&r, -INT64_MAX, INT64_MAX) >> rng_below(&r, 60);
        is.n = INT_NONE;
        const char *shown = field_typed(&c, &f, &was);
        field_take(&c, &f, &is, shown, "n");
        if (c.faults.n || is.n != was.n)
            fail_msg("%s came back as %lld", shown, (long long)is.n);
    }
}

static void
a_number_that_reads_in_two_ways_is_refused_by_people_s_forms_alone(void **state)
{
    (void)state;
    static const struct {
        const char *lang, *typed;
        int64_t is; /* INT_NONE: refused */
    } cases[] = {
        {"vi", "1.200", INT_NONE},
        {"vi", " 12.345 ", INT_NONE},
        {"vi", "-1.200", INT_NONE},
        {"vi", "1200", 12000000},
        {"vi", "1,200", 12000},
        {"vi", "1.200,5", 12005000},
        {"vi", "0.125", 1250},
        {"vi", "1.20", 12000},
        {"vi", "1.200.300", 12003000000},
        {"en", "1,200", INT_NONE},
        {"en", "1.200", 12000},
        {"en", "1,200.5", 12005000},
        {"lo", "1.200", INT_NONE},
        {"th", "1,200", INT_NONE},
    };
    const struct field f = {.name = "n", .kind = K_DEC, .scale = 4},
                       whole = {.name = "n", .kind = K_INT};
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(arena_free) struct arena a = {0};
        struct ctx c = test_ctx(&a, cases[i].lang);
        int64_t n = INT_NONE;
        field_take(&c, &f, &n, cases[i].typed, "n");
        if (n != cases[i].is || (c.faults.n == 0) != (n != INT_NONE))
            fail_msg("%s in %s is %lld", cases[i].typed, cases[i].lang, (long long)n);
    }
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, "vi");
    int64_t n;
    field_set(&c, &f, &n, "1.200", "n"); /* a file, a machine: the point is a point */
    assert_int_equal(n, 12000);
    field_take(&c, &whole, &n, "1.200", "n");
    assert_int_equal(n, 1200);
    assert_int_equal(c.faults.n, 0);
}

/* ---- a list in a form ---- */

struct listed_row {
    int64_t seq;
    const char *value;
};
struct listed {
    struct LIST(struct listed_row) rows;
};
static const struct field listed_row_fields[] = {
    FIELD(struct listed_row, seq, N_("Number")),
    FIELD(struct listed_row, value, N_("Value")),
};
static const struct view listed_row_view =
    VIEW("listed_row", struct listed_row, listed_row_fields);
static const struct field listed_fields[] = {
    LISTOF(struct listed, rows, &listed_row_view, N_("Rows"))};
static const struct view listed_view = VIEW("listed", struct listed, listed_fields);

static void
a_list_is_read_row_by_row_until_one_is_left_out(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    static const char form[] =
        "rows[0].seq=8&rows[0].value=+An+&rows[1].seq=x&rows[1].value="
        "&rows[3].seq=4&rows[02].seq=1&rows[-1].seq=1";
    struct pair_list pairs;
    struct listed rec;
    assert_int_equal(pairs_parse(&c, form, sizeof form - 1, &pairs), OK);
    view_clear(&listed_view, &rec);
    view_from_pairs(&c, &listed_view, &pairs, &rec);
    assert_int_equal(rec.rows.n, 2);
    assert_int_equal(rec.rows.v[0].seq, 8);
    assert_string_equal(rec.rows.v[0].value, "An");
    assert_null(rec.rows.v[1].value);
    assert_non_null(test_fault(&c, "rows[1].seq"));
}

static void
more_rows_than_a_form_has_are_told_and_not_cut_off(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    for (int n = 200; n <= 201; n++) {
        struct ctx c = test_ctx(&a, NULL);
        CLEANUP(buf_free) struct buf b = {0};
        struct pair_list pairs;
        struct listed rec;
        for (int i = 0; i < n; i++)
            buf_printf(&b, "rows[%d].seq=1&", i);
        assert_int_equal(pairs_parse(&c, buf_str(&b), b.n, &pairs), OK);
        view_clear(&listed_view, &rec);
        view_from_pairs(&c, &listed_view, &pairs, &rec);
        assert_int_equal(test_fault(&c, "rows") != NULL, n > 200);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_is_decoded_or_refused),
        cmocka_unit_test(a_thousand_fields_are_the_most),
        cmocka_unit_test(a_form_sets_what_it_names_and_passes_over_the_rest),
        cmocka_unit_test(every_fault_of_a_form_is_told_at_once),
        cmocka_unit_test(what_is_needed_is_needed_in_lists_too),
        cmocka_unit_test(a_record_is_one_json_object),
        cmocka_unit_test(no_secret_and_nothing_for_pages_goes_out),
        cmocka_unit_test(null_and_what_is_read_only_change_nothing),
        cmocka_unit_test(a_fault_in_json_has_the_name_of_its_place),
        cmocka_unit_test(what_is_not_one_json_object_is_malformed),
        cmocka_unit_test(depth_rows_and_faults_have_an_end),
        cmocka_unit_test(numbers_come_through_json_exactly_or_not_at_all),
        cmocka_unit_test(what_a_form_takes_json_gives_and_takes_again),
        cmocka_unit_test(a_decimal_that_a_form_shows_comes_back_as_it_was),
        cmocka_unit_test(
            a_number_that_reads_in_two_ways_is_refused_by_people_s_forms_alone),
        cmocka_unit_test(a_list_is_read_row_by_row_until_one_is_left_out),
        cmocka_unit_test(more_rows_than_a_form_has_are_told_and_not_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
