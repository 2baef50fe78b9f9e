/* SPDX-License-Identifier: Apache-2.0 */
/* The wire from outside: clients that leave, work that takes long, how a server stops. */
#include "web/http_test.h"

static void
a_client_that_leaves_harms_nobody(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    for (int i = 0; i < 8; i++) {
        int fd = connect_to(&s);
        const char *post =
            "POST /row?slow HTTP/1.1\r\n" H "\r\nPOST /row HTTP/1.1\r\n" H
            "Content-Length: 50\r\n\r\nhalf";
        say_text(fd, post);
        if (i % 2) { /* a reset, not an orderly end */
            struct linger l = {.l_onoff = 1};
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &l, sizeof l);
        }
        usleep(20000);
        close(fd);
    }
    int rows =
        0; /* what was asked for in full is done; a reset may overtake the asking */
    for (int i = 0; i < 100 && rows < 4; i++) {
        usleep(100000);
        const char *got = strstr(ask(&s, "GET /rows HTTP/1.1\r\n" X "\r\n"), "rows ");
        assert_non_null(got);
        rows = atoi(got + strlen("rows "));
    }
    assert_in_range(rows, 4, 8);
    server_stop(&s);
}

static void
reading_keeps_a_session(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    gets_status(ask(&s, "GET /seen HTTP/1.1\r\nCookie: haicap=1\r\n" X "\r\n"), "200",
                "");
    const char *got = "";
    for (int i = 0; i < 100 && !strstr(got, "rows 1."); i++) {
        usleep(20000);
        got = ask(&s, "GET /rows HTTP/1.1\r\n" X "\r\n");
    }
    assert_non_null(strstr(got, "rows 1.")); /* EDGE_SEEN was posted, once */
    server_stop(&s);
}

static void
heavy_work_does_not_hold_up_pages(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    int fd[4];
    for (int i = 0; i < 4; i++) {
        fd[i] = connect_to(&s);
        say_text(fd[i], "GET /heavy HTTP/1.1\r\n" X "\r\n");
    }
    usleep(50000);
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < 4; i++)
        gets_status(ask(&s, "GET /rows HTTP/1.1\r\n" X "\r\n"), "200", "");
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_true(
        (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 < 300);
    for (int i = 0; i < 4; i++) {
        bool closed;
        assert_non_null(strstr(hear(&s, fd[i], NULL, &closed), "heavy"));
        close(fd[i]);
    }
    server_stop(&s);
}

/* Two lanes, 400 ms each: forty that nobody waits for would take eight seconds. */
static void
heavy_work_that_nobody_waits_for_is_not_begun(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    for (int i = 0; i < 40; i++) {
        int fd = connect_to(&s);
        say_text(fd, "GET /heavy HTTP/1.1\r\n" H "\r\n");
        usleep(5000);
        close(fd);
    }
    int fd = connect_to(&s);
    say_text(fd, "GET /heavy HTTP/1.1\r\n" X "\r\n");
    bool closed;
    assert_non_null(strstr(hear(&s, fd, NULL, &closed), "heavy"));
    close(fd);
    server_stop(&s);
}

static void
a_stop_lets_what_is_under_way_finish(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    int idle = connect_to(&s), slow = connect_to(&s), heavy = connect_to(&s);
    bool closed;
    say_text(idle, "GET /rows HTTP/1.1\r\n" H "\r\n");
    assert_non_null(strstr(hear(&s, idle, "rows 0.", &closed), "rows 0."));
    say_text(slow, "POST /row?slow HTTP/1.1\r\n" H "\r\n");
    say_text(heavy, "GET /heavy HTTP/1.1\r\n" H "\r\n");
    usleep(100000);
    assert_int_equal(kill(s.pid, SIGTERM), 0);
    usleep(100000);
    int late = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)s.port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_not_equal(connect(late, (struct sockaddr *)&a, sizeof a), 0);
    close(late);
    const char *got = hear(&s, slow, NULL, &closed);
    assert_non_null(strstr(got, "row 1"));
    assert_non_null(strstr(got, "\r\nConnection: close\r\n"));
    assert_true(closed);
    assert_non_null(strstr(hear(&s, heavy, NULL, &closed), "heavy"));
    assert_string_equal(hear(&s, idle, NULL, &closed), "");
    assert_true(closed);
    close(idle);
    close(slow);
    close(heavy);
    int status;
    assert_int_equal(waitpid(s.pid, &status, 0), s.pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    int64_t n = 0;
    ok(&s.c, query_int(&s.c, &Q_counter_read, IN("row"), 0, &n));
    assert_int_equal(n, 1);
    server_close(&s);
}

static void
a_stop_does_not_wait_for_a_client_that_stopped_sending(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    int head = connect_to(&s), body = connect_to(&s);
    say_text(head, "GET /rows HTTP/1.1\r\nHo");
    say_text(body, "POST /row HTTP/1.1\r\n" H "Content-Length: 9\r\n\r\nhalf");
    usleep(100000);
    assert_int_equal(server_end(&s, SIGTERM, 4000), 0);
    close(head);
    close(body);
    server_close(&s);
}

static void
a_second_signal_hurries(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    int fd = connect_to(&s);
    say_text(fd, "GET /heavy/long HTTP/1.1\r\n" H "\r\n");
    usleep(100000);
    kill(s.pid, SIGTERM);
    usleep(300000);
    assert_int_equal(waitpid(s.pid, NULL, WNOHANG), 0);
    assert_int_equal(server_end(&s, SIGTERM, 3000), 0);
    close(fd);
    server_close(&s);
}

static void
the_log_has_a_line_for_each_request_and_no_query(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    (void)ask(&s, "GET /rows?name=secret HTTP/1.1\r\n" X "\r\n");
    (void)ask(&s, "POST /row HTTP/1.1\r\n" X "\r\n");
    (void)ask(&s, "GET /a\x1b[31m HTTP/1.1\r\n" X "\r\n");
    assert_int_equal(server_end(&s, SIGTERM, 5000), 0);
    FILE *f = fopen(s.log, "r");
    assert_non_null(f);
    char text[4096] = {0};
    assert_true(fread(text, 1, sizeof text - 1, f) > 0);
    fclose(f);
    assert_int_equal(count(text, "\n"), 3);
    assert_int_equal(count(text, " 127.0.0.1 GET /rows 200 7 "), 1);
    assert_int_equal(count(text, " 127.0.0.1 POST /row 200 5 "), 1);
    assert_int_equal(count(text, " 127.0.0.1 GET /a?[31m 400 "), 1);
    assert_int_equal(count(text, "secret"), 0);
    server_close(&s);
}

static void
a_port_that_is_taken_is_refused(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    struct ctx c = {.arena = s.c.arena};
    struct http_config g = {.db_url = s.url, .n_loops = 1};
    g.listen = arena_printf(c.arena, "127.0.0.1:%d", s.port);
    refused(&c, ERR_INVALID, "listen", http_serve_with(&c, &g, &test_edge));
    g.listen = "nowhere";
    refused(&c, ERR_INVALID, "listen", http_serve_with(&c, &g, &test_edge));
    g.listen = "127.0.0.1:99999";
    refused(&c, ERR_INVALID, "listen", http_serve_with(&c, &g, &test_edge));
    g.listen = "127.0.0.1:0";
    g.db_url = "/nonexistent/haicap.db";
    refused(&c, ERR_NOT_FOUND, NULL, http_serve_with(&c, &g, &test_edge));
    server_stop(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_that_leaves_harms_nobody),
        cmocka_unit_test(reading_keeps_a_session),
        cmocka_unit_test(heavy_work_does_not_hold_up_pages),
        cmocka_unit_test(heavy_work_that_nobody_waits_for_is_not_begun),
        cmocka_unit_test(a_stop_lets_what_is_under_way_finish),
        cmocka_unit_test(a_stop_does_not_wait_for_a_client_that_stopped_sending),
        cmocka_unit_test(a_second_signal_hurries),
        cmocka_unit_test(the_log_has_a_line_for_each_request_and_no_query),
        cmocka_unit_test(a_port_that_is_taken_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
