/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wire from outside: a real server in a child process with a small edge (http_test.h), spoken
 * to over sockets byte by byte.
 */
#include "web/http_test.h"

/* ---- tests of the whole ---- */

static void
answers_carry_their_headers(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    const char *got = ask(
        &s, "GET /a%20b?x=1&y HTTP/1.1\r\n" X
            "X-Forwarded-Proto: https\r\nX-Forwarded-For: 1.1.1.1, 2.2.2.2\r\n\r\n");
    gets_status(got, "200", "");
    assert_non_null(strstr(got, "\r\nCache-Control: no-store\r\n"));
    assert_non_null(strstr(got, "\r\nContent-Security-Policy: default-src 'none'; "));
    assert_non_null(strstr(got, "\r\nX-Content-Type-Options: nosniff\r\n"));
    assert_non_null(strstr(got, "\r\nReferrer-Policy: same-origin\r\n"));
    assert_non_null(strstr(got, "\r\nCross-Origin-Opener-Policy: same-origin\r\n"));
    assert_non_null(strstr(got, "\r\n\r\nGET /a%20b ?x=1&y host=h form=0 body=0"
                                " https=1 remote=2.2.2.2"));
    got = ask(&s, "HEAD /rows HTTP/1.1\r\n" X "\r\n");
    gets_status(got, "200", "");
    assert_non_null(strstr(got, "\r\nContent-Length: 7\r\n"));
    assert_string_equal(strstr(got, "\r\n\r\n"), "\r\n\r\n");
    got = ask(&s, "DELETE /rows HTTP/1.1\r\n" X "\r\n");
    gets_status(got, "405", "");
    assert_non_null(strstr(got, "\r\nAllow: GET, HEAD, POST\r\n"));
    server_stop(&s);
}

static void
a_file_is_sent_once_and_known_by_its_tag(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    const char *got = ask(&s, "GET /static/app.css HTTP/1.1\r\n" X "\r\n");
    assert_non_null(strstr(got, "\r\nETag: \"abc123\"\r\n"));
    assert_non_null(strstr(got, "\r\nCache-Control: no-cache\r\n"));
    assert_non_null(strstr(got, "\r\n\r\nbody{}"));
    got = ask(&s, "GET /static/app.css?v=abc123 HTTP/1.1\r\n" X "\r\n");
    assert_non_null(
        strstr(got, "\r\nCache-Control: public, max-age=31536000, immutable\r\n"));
    static const char *const known[] = {"\"abc123\"", "W/\"abc123\"",
                                        "\"x\" , \"abc123\"", "*"};
    for (size_t i = 0; i < COUNT(known); i++) {
        got = ask(&s, arena_printf(s.c.arena,
                                   "GET /static/app.css HTTP/1.1\r\n" X
                                   "If-None-Match: %s\r\n\r\n",
                                   known[i]));
        gets_status(got, "304", known[i]);
        assert_null(strstr(got, "body{}"));
    }
    got = ask(&s,
              "GET /static/app.css HTTP/1.1\r\n" X "If-None-Match: \"abc12\"\r\n\r\n");
    gets_status(got, "200", "");
    server_stop(&s);
}

/* What the library lets through, and a second request hidden in it that must not be answered. */
static void
smuggled_requests_are_refused(void **state UNUSED)
{
    static const char *const bad[] = {
        "POST /row HTTP/1.1\r\n" H
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\n\r\nGET /rows HTTP/1.1\r\n" X "\r\n",
        "POST /row HTTP/1.1\r\n" H "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST /row HTTP/1.1\r\n" H "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "POST /row HTTP/1.1\r\n" H "Content-Length : 3\r\n\r\nabc",
        "POST /row HTTP/1.1\r\n" H "Content-Length\t: 3\r\n\r\nabc",
        "POST /row HTTP/1.1\r\n" H "Content-Length: +3\r\n\r\nabc",
        "POST /row HTTP/1.1\r\n" H "Content-Length: 3, 3\r\n\r\nabc",
        "POST /row HTTP/1.1\r\n" H "Content-Length: 3 \r\n\r\nabc",
        "POST /row HTTP/1.1\r\n" H "Content-Length:\r\n\r\nabc",
        "POST /row HTTP/1.1\r\n" H "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /row HTTP/1.1\r\n" H
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST /row HTTP/1.1\r\n" H "Transfer-Encoding: chunked \r\n\r\n0\r\n\r\n",
        "POST /row HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n"
        "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "POST /row HTTP/1.1\r\n" H "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "POST /row HTTP/1.1\r\n" H " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /row HTTP/1.1\r\n" H
        "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /row HTTP/1.1\r\n" H "Transfer-Encoding: chun\r\n\tked\r\n\r\n0\r\n\r\n",
        "POST /row HTTP/1.1\r\n" H "Transfer-Encoding:\x0b"
        "chunked\r\n\r\n0\r\n\r\n",
        "POST /row HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /rows HTTP/1.1\r\n\r\n",
        "GET /rows HTTP/1.1\r\n" H "Host: i\r\n\r\n",
        "GET /rows HTTP/1.1\r\nHost:\r\n\r\n",
        "GET /rows HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /rows HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET /rows HTTP/1.1\n" X "\r\n",
        "GET /rows HTTP/1.1\r\nHost: h\n\r\n",
        "GET /rows HTTP/1.1\r\n" X "X: y\n\n",
        "GET /rows HTTP/1.1\r\n" X "X: y\nZ: z\r\n\r\n",
        "GET /rows HTTP/1.1\r\n" X "X: y\rZ: z\r\n\r\n",
        "GET /rows HTTP/1.1\r\n" X ": y\r\n\r\n",
        "GET /rows HTTP/1.1\r\n" X "X(: y\r\n\r\n",
        "GET /rows HTTP/1.1\r\n" X "X: y\x01\r\n\r\n",
        "GET  /rows HTTP/1.1\r\n" X "\r\n",
        "GET /rows  HTTP/1.1\r\n" X "\r\n",
        "GET\t/rows HTTP/1.1\r\n" X "\r\n",
        "GET /rows /x HTTP/1.1\r\n" X "\r\n",
        "GET http://h/rows HTTP/1.1\r\n" X "\r\n",
        "GET * HTTP/1.1\r\n" X "\r\n",
        "GET rows HTTP/1.1\r\n" X "\r\n",
        "GET /rows#x HTTP/1.1\r\n" X "\r\n",
        "GET /rows\x01 HTTP/1.1\r\n" X "\r\n",
        "GET /rows?a=\x7f HTTP/1.1\r\n" X "\r\n",
        "GET /rows%00 HTTP/1.1\r\n" X "\r\n",
        "GET /rows%0a HTTP/1.1\r\n" X "\r\n",
        "GET /rows%7f HTTP/1.1\r\n" X "\r\n",
        "GET /rows% HTTP/1.1\r\n" X "\r\n",
        "GET /rows%4 HTTP/1.1\r\n" X "\r\n",
        "GET /rows%4g HTTP/1.1\r\n" X "\r\n",
        "GET /%ff HTTP/1.1\r\n" X "\r\n",
        "GET /%c0%af HTTP/1.1\r\n" X "\r\n",
        "GET /%ed%a0%80 HTTP/1.1\r\n" X "\r\n",
        "GET /\xc4 HTTP/1.1\r\n" X "\r\n",
        "GET /.. HTTP/1.1\r\n" X "\r\n",
        "GET /../rows HTTP/1.1\r\n" X "\r\n",
        "GET /a/%2e%2E/rows HTTP/1.1\r\n" X "\r\n",
        "GET /a%2f.%2e%2frows HTTP/1.1\r\n" X "\r\n",
        "POST /row HTTP/1.1\r\n" H "Content-Type: a/b\r\nContent-Type: c/d\r\n\r\n",
        "POST /row HTTP/1.1\r\n" H "Origin: http://a\r\nOrigin: http://b\r\n\r\n",
    };
    struct server s;
    server_start(&s);
    for (size_t i = 0; i < COUNT(bad); i++) {
        const char *got = ask(&s, bad[i]);
        /* some the library refuses itself, a few by closing without a word */
        if (*got)
            gets_status(got, "400", bad[i]);
        /* its own refusal of a Content-Length comes with the head doubled */
        assert_int_equal(count(got, "HTTP/1.1 "), count(got, "HTTP/1.1 400"));
        assert_null(strstr(got, "row"));
    }
    static const char nul[] = "GET /rows HTTP/1.1\r\n" X "X: y\0z\r\n\r\n",
                      nul_path[] = "GET /rows\0/x HTTP/1.1\r\n" X "\r\n",
                      nul_name[] = "GET /rows HTTP/1.1\r\n" X "X\0: y\r\n\r\n",
                      nul_te[] = "POST /row HTTP/1.1\r\n" H "Content-Length: 0\r\n"
                                 "Transfer-Encoding\0: chunked\r\n\r\n";
    gets_status(ask_n(&s, nul, sizeof nul - 1), "400", "NUL in a value");
    gets_status(ask_n(&s, nul_path, sizeof nul_path - 1), "400", "NUL in the path");
    gets_status(ask_n(&s, nul_name, sizeof nul_name - 1), "400", "NUL in a name");
    gets_status(ask_n(&s, nul_te, sizeof nul_te - 1), "400", "NUL in a name");
    assert_non_null(strstr(ask(&s, "GET /rows HTTP/1.1\r\n" X "\r\n"), "rows 0."));
    server_stop(&s);
}

static void
nothing_is_read_after_a_chunked_body(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    const char *got =
        ask(&s, "POST /echo HTTP/1.1\r\n" H
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n"
                "\r\nGET /rows HTTP/1.1\r\n" X "\r\n");
    gets_status(got, "200", "chunked");
    assert_non_null(strstr(got, "body=4"));
    assert_int_equal(count(got, "HTTP/1.1 "), 1);
    server_stop(&s);
}

/* Requests one after another on one connection, cut into pieces of every size. */
static void
pipelined_requests_are_answered_in_order(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    static const char all[] =
        "\r\nGET /one?q HTTP/1.1\r\n" H
        "Accept:text/html\r\nX-Empty:\r\nX-Blank: \t \r\n\r\n"
        "POST /row?slow HTTP/1.1\r\nContent-Length: 3\r\n" H "\r\nabc"
        "POST /echo HTTP/1.1\r\n" H "Content-Length: 7\r\nContent-Type: "
        "application/x-www-form-urlencoded\r\n\r\na=1&b=2"
        "GET /two HTTP/1.1\r\nHOST:  h \t\r\nCookie: a=\xff\x80; b\r\nCookie: c\r\n\r\n"
        "GET /static/app.css HTTP/1.1\r\n" H "\r\n"
        "POST /row HTTP/1.1\r\n" H "\r\n"
        "GET /three/%C4%90/\xc4\x90/... HTTP/1.1\r\nConnection: close\r\n" H "\r\n";
    static const size_t pieces[] = {1, 2, 3, 7, 50, 101, sizeof all};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        int fd = connect_to(&s);
        for (size_t at = 0; at < sizeof all - 1; at += pieces[i]) {
            size_t left = sizeof all - 1 - at;
            say(fd, all + at, left < pieces[i] ? left : pieces[i]);
            if (pieces[i] < 100)
                usleep(50);
        }
        bool closed;
        const char *got = hear(&s, fd, NULL, &closed);
        assert_true(closed);
        close(fd);
        if (count(got, "HTTP/1.1 200") != 7)
            print_error("pieces of %zu: %s\n", pieces[i], got);
        assert_int_equal(count(got, "HTTP/1.1 200"), 7);
        const char *order[] = {"GET /one ?q host=h",
                               "row ",
                               "form=1 body=7 [a=1] [b=2]",
                               "GET /two ? host=h",
                               "cookie=7",
                               "body{}",
                               "row ",
                               "GET /three/%C4%90/\xc4\x90/... ?"};
        for (size_t k = 0; k < COUNT(order); k++) {
            got = strstr(got, order[k]);
            if (!got)
                print_error("pieces of %zu: no %s\n", pieces[i], order[k]);
            assert_non_null(got);
            got++;
        }
    }
    server_stop(&s);
}

static char *
head_of(struct arena *a, size_t n_lines, size_t n_value)
{
    struct buf b = {0};
    buf_puts(&b, "GET /rows HTTP/1.1\r\n" X);
    for (size_t i = 2; i < n_lines; i++) {
        buf_printf(&b, "X-%zu: ", i);
        for (size_t k = 0; k < n_value; k++)
            buf_putc(&b, 'x');
        buf_puts(&b, "\r\n");
    }
    buf_puts(&b, "\r\n");
    char *s = arena_strdup(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static void
heads_have_a_limit(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    gets_status(ask(&s, head_of(s.c.arena, 100, 1)), "200", "100 lines");
    gets_status(ask(&s, head_of(s.c.arena, 101, 1)), "400", "101 lines");
    gets_status(ask(&s, head_of(s.c.arena, 3, 16 * 1024 - 100)), "200",
                "a line of 16 KiB");
    gets_status(ask(&s, head_of(s.c.arena, 100, 155)), "200", "100 lines, 16 KiB");
    gets_status(ask(&s, head_of(s.c.arena, 3, 16 * 1024)), "400", "more than 16 KiB");
    gets_status(ask(&s, head_of(s.c.arena, 3, 100 * 1024)), "431", "100 KiB");
    gets_status(ask(&s, head_of(s.c.arena, 2000, 1)), "431", "2000 lines");
    server_stop(&s);
}

static void
a_body_that_is_too_large_gets_an_answer(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    size_t n = 30u * 1024 * 1024;
    char *big = arena_alloc(s.c.arena, n, 1);
    memset(big, 'x', n);
    int fd = connect_to(&s);
    bool closed;
    const char *head = arena_printf(
        s.c.arena, "POST /row HTTP/1.1\r\n" H "Content-Length: %zu\r\n\r\n", n);
    say_text(fd, head);
    say(fd, big, n);
    const char *got = hear(&s, fd, NULL, &closed);
    gets_status(got, "413", "30 MiB");
    assert_non_null(strstr(got, "100000"));
    assert_true(closed);
    close(fd);
    /* a client that asks first is told before it sends */
    got = ask(&s, "POST /row HTTP/1.1\r\n" H
                  "Expect: 100-continue\r\nContent-Length: 100001\r\n\r\n");
    gets_status(got, "413", "Expect");
    got = ask(&s, "POST /row HTTP/1.1\r\n" H "Content-Length: 99999999999\r\n\r\n");
    gets_status(got, "413", "100 GB");
    got = ask(&s, "POST /row HTTP/1.1\r\n" H
                  "Content-Length: 99999999999999999999\r\n\r\n");
    gets_status(got, "413", "more than 64 bits"); /* the library's own answer */
    got = ask(&s, "GET /rows HTTP/1.1\r\n" X "Content-Length: 1\r\n\r\nx");
    gets_status(got, "413", "GET with a body");
    /* chunks that add up */
    fd = connect_to(&s);
    head = "POST /row HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n";
    say_text(fd, head);
    for (int i = 0; i < 101; i++) {
        say_text(fd, "3e8\r\n");
        say(fd, big, 1000);
        say_text(fd, "\r\n");
    }
    say_text(fd, "0\r\n\r\n");
    gets_status(hear(&s, fd, NULL, &closed), "413", "chunks");
    close(fd);
    assert_non_null(strstr(ask(&s, "GET /rows HTTP/1.1\r\n" X "\r\n"), "rows 0."));
    server_stop(&s);
}

static const char *
post_parts(struct server *s, const char *body)
{
    return ask(s, arena_printf(s->c.arena,
                               "POST /echo HTTP/1.1\r\n" X
                               "Content-Type: multipart/form-data; boundary=B\r\n"
                               "Content-Length: %zu\r\n\r\n%s",
                               strlen(body), body));
}

static void
forms_arrive_as_pairs(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    static const char body[] =
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"f\"; "
        "filename=\"x.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        "code,name\r\n1,\xc4\x90\r\n\r\n--B--\r\n";
    const char *got = post_parts(&s, body);
    gets_status(got, "200", "parts");
    assert_non_null(
        strstr(got, "form=1 body=169 [a=1] [f=code,name\r\n1,\xc4\x90\r\n]"));
    const char *cut = arena_strndup(s.c.arena, body, strlen(body) - 5);
    gets_status(post_parts(&s, cut), "400", "cut");
    gets_status(
        ask(&s, "POST /echo HTTP/1.1\r\n" X "Content-Type: "
                "application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\na=%ff"),
        "400", "not UTF-8");
    got = ask(&s, "POST /echo HTTP/1.1\r\n" X
                  "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    assert_non_null(strstr(got, "form=0 body=2"));
    server_stop(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_carry_their_headers),
        cmocka_unit_test(a_file_is_sent_once_and_known_by_its_tag),
        cmocka_unit_test(smuggled_requests_are_refused),
        cmocka_unit_test(nothing_is_read_after_a_chunked_body),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(heads_have_a_limit),
        cmocka_unit_test(a_body_that_is_too_large_gets_an_answer),
        cmocka_unit_test(forms_arrive_as_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
