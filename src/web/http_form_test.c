/* SPDX-License-Identifier: Apache-2.0 */
#include "db.h"
#include "web/http_form.h"

static err
parts(struct ctx *c, const char *type, const char *body, size_t n,
      struct pair_list *out)
{
    *out = (struct pair_list){0};
    clear_faults(c);
    return parts_parse(c, type, arena_strndup(c->arena, body, n), n, out);
}

#define PART(head, value)                                                              \
    "--b\r\nContent-Disposition: form-data; " head "\r\n\r\n" value "\r\n"

static void
parts_are_cut_where_the_boundary_says(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a};
    struct pair_list p;
    static const char *const types[] = {
        "multipart/form-data; boundary=b",
        "Multipart/Form-Data;charset=utf-8; BOUNDARY=\"b\"",
        "multipart/form-data; x=\"; boundary=z\"; boundary=b ; y=1"};
    static const char body[] = PART("name=\"a\"", "1") PART("name=a", "")
        PART("filename=\"q;name=z\"; name=\"c d\"", "x\r\n--c\r\n-") "--b--\r\nrest";
    for (size_t i = 0; i < COUNT(types); i++) {
        assert_int_equal(form_kind(types[i]), FORM_PARTS);
        ok(&c, parts(&c, types[i], body, sizeof body - 1, &p));
        assert_int_equal(p.n, 4);
        assert_string_equal(p.v[0].name, "a");
        assert_string_equal(p.v[0].value, "1");
        assert_string_equal(p.v[1].value, "");
        assert_string_equal(p.v[2].name, "c d");
        assert_string_equal(p.v[2].value, "x\r\n--c\r\n-");
        assert_string_equal(p.v[3].name, "c d_name");
        assert_string_equal(p.v[3].value, "q;name=z");
    }
    ok(&c, parts(&c, types[0], "--b--", 5, &p));
    assert_int_equal(p.n, 0);
    assert_int_equal(form_kind("application/x-www-form-urlencoded; charset=utf-8"),
                     FORM_PAIRS);
    assert_int_equal(form_kind("application/x-www-form-urlencodedx"), FORM_NONE);
    assert_int_equal(form_kind("application/json"), FORM_NONE);
    assert_int_equal(form_kind(NULL), FORM_NONE);
}

static void
broken_parts_are_refused(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a};
    struct pair_list p;
    static const char type[] = "multipart/form-data; boundary=b";
    static const char *const bad[] = {
        "",
        "--b",
        "--b\r\n",
        "--bx\r\n",
        "x--b--",
        "--b\r\n\r\nx\r\n--b--",
        PART("name=\"a\"", "1"),
        PART("name=\"\"", "1") "--b--",
        PART("name=\"a", "1") "--b--",
        PART("filename=\"a\"", "1") "--b--",
        PART("name=\"a\"", "\xff") "--b--",
        PART("name=\"\xc4\"", "1") "--b--",
        "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--b--",
        PART("name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", "1") "--b--",
        PART("name=\"a\"\r\nContent-Transfer-Encoding: base64", "1") "--b--",
        PART("name=\"a\"", "1") "--bb\r\n\r\n--b--",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        err e = parts(&c, type, bad[i], strlen(bad[i]), &p);
        if (e != ERR_MALFORMED)
            print_error("taken: %s\n", bad[i]);
        assert_int_equal(e, ERR_MALFORMED);
    }
    static const char nul[] = PART("name=\"a\"", "x\0y") "--b--";
    refused(&c, ERR_MALFORMED, "a", parts(&c, type, nul, sizeof nul - 1, &p));
    const char *none[] = {"multipart/form-data", "multipart/form-data; boundary=",
                          "multipart/form-data; boundary=\"b"};
    for (size_t i = 0; i < COUNT(none); i++)
        refused(&c, ERR_MALFORMED, NULL, parts(&c, none[i], "--b--", 5, &p));
    struct buf b = {0};
    for (int i = 0; i <= PARTS_MOST; i++) {
        if (i == PARTS_MOST)
            ok(&c, parts(&c, type, arena_printf(&a, "%.*s--b--", (int)b.n, b.s),
                         b.n + 5, &p));
        buf_puts(&b, PART("name=\"a\"", "1"));
    }
    buf_puts(&b, "--b--");
    refused(&c, ERR_TOO_LARGE, NULL, parts(&c, type, b.s, b.n, &p));
    buf_free(&b);
    for (int i = 0; i < PARTS_MOST; i++) /* names of files count too */
        buf_puts(&b, PART("name=\"a\"; filename=\"f\"", "1"));
    buf_puts(&b, "--b--");
    refused(&c, ERR_TOO_LARGE, NULL, parts(&c, type, b.s, b.n, &p));
    buf_free(&b);
}

static void
a_file_comes_with_its_bytes_and_its_name(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a};
    struct pair_list p = {0};
    static const char body[] = PART("name=\"f\"; filename=\"Ảnh 1.png\"", "\xff\0\r\n-x")
        PART("name=\"g\"; filename=\"b.csv\"", "một") PART("name=\"h\"; filename=\"\"", "") "--b--";
    ok(&c, parts(&c, "multipart/form-data; boundary=b", body, sizeof body - 1, &p));
    assert_int_equal(p.n, 5);
    assert_int_equal(p.v[0].n_bytes, 6);
    assert_memory_equal(p.v[0].bytes, "\xff\0\r\n-x", 6);
    assert_string_equal(pair_value(&p, "f"), "");
    assert_string_equal(pair_value(&p, "f_name"), "Ảnh 1.png");
    assert_string_equal(pair_value(&p, "g"), "một");
    assert_string_equal(pair_value(&p, "g_name"), "b.csv");
    assert_null(pair_value(&p, "h_name"));

    struct taken {
        const char *f, *g;
    } t = {0};
    static const struct field fields[] = {
        FIELD(struct taken, f, "f", .flags = F_FILE | F_BYTES, .max = 8),
        FIELD(struct taken, g, "g", .flags = F_FILE | F_LONG)};
    static const struct view view = VIEW("taken", struct taken, fields);
    view_from_pairs(&c, &view, &p, &t);
    ok(&c, faults(&c));
    assert_string_equal(t.f, "/wANCi14");
    assert_string_equal(t.g, "một");
    p.v[2].name = "f"; /* too long for it */
    p.v[2].n_bytes = 7;
    p.v[0].name = "g"; /* no text */
    view_from_pairs(&c, &view, &p, &t);
    assert_int_equal(c.faults.n, 2);
}

/* Every prefix and every one-byte change: no crash, nothing outside the body (ASan watches). */
static void
mangled_parts_stay_inside_the_body(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a};
    struct pair_list p;
    static const char body[] = PART("name=\"a\"", "1") PART("name=\"b\"", "22") "--b--";
    for (size_t n = 0; n < sizeof body; n++) {
        struct arena_mark m = arena_mark(&a);
        char *s = malloc(n + 1);
        assert_non_null(s);
        memcpy(s, body, n);
        p = (struct pair_list){0};
        err e = parts_parse(&c, "multipart/form-data; boundary=b", s, n, &p);
        assert_int_equal(e == OK, n >= sizeof body - 1);
        free(s);
        for (int k = 0; n < sizeof body - 1 && k < 256; k += 5) {
            s = malloc(sizeof body);
            assert_non_null(s);
            memcpy(s, body, sizeof body);
            s[n] = (char)k;
            p = (struct pair_list){0};
            if (parts_parse(&c, "multipart/form-data; boundary=b", s, sizeof body - 1,
                            &p) == OK)
                for (size_t i = 0; i < p.n; i++)
                    assert_true(strlen(p.v[i].value) < sizeof body);
            free(s);
        }
        clear_faults(&c);
        arena_reset(&a, m);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_cut_where_the_boundary_says),
        cmocka_unit_test(broken_parts_are_refused),
        cmocka_unit_test(a_file_comes_with_its_bytes_and_its_name),
        cmocka_unit_test(mangled_parts_stay_inside_the_body),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
