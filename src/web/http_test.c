/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wire from outside: a real server in a child process with a small edge of this file's, spoken
 * to over sockets byte by byte.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "db.h"
#include "web/http_wire.h"

/* ---- an edge that stores a row, waits, or says what it was given ---- */

extern const struct query Q_counter_take, Q_counter_read;

static const struct embedded style = {
    .path = "app.css", .mime = "text/css", .text = "body{}", .n = 6, .tag = "abc123"};

static enum lane
test_lane(const struct edge *e UNUSED, const struct request *rq)
{
    if (strncmp(rq->path, "/heavy", 6) == 0)
        return LANE_HEAVY;
    return rq->method == POST && strcmp(rq->path, "/echo") != 0 ? LANE_WRITE
                                                                : LANE_READ;
}

static size_t
test_body_max(const struct edge *e UNUSED, const struct request *rq)
{
    return rq->method == POST ? 100000 : 0;
}

static void
echo(const struct request *rq, struct buf *b)
{
    buf_printf(b, "%s %s ?%s host=%s form=%d body=%zu", rq->method_name, rq->path,
               rq->query, rq->host, rq->is_form, rq->n_body);
    for (size_t i = 0; i < rq->form.n; i++)
        buf_printf(b, " [%s=%s]", rq->form.v[i].name, rq->form.v[i].value);
    if (rq->cookie)
        buf_printf(b, " cookie=%zu", strlen(rq->cookie));
    buf_printf(b, " https=%d remote=%s", rq->is_https, rq->remote);
}

static void
test_answer(const struct edge *e UNUSED, struct ctx *c, const struct request *rq,
            struct answer *a)
{
    a->status = 200;
    a->mime = "text/plain";
    if (str_eq(rq->path, "/static/app.css")) {
        assert_false(db_in_transaction(c->db));
        a->file = &style;
    } else if (str_eq(rq->path, "/heavy")) {
        usleep(400000);
        buf_puts(&a->body, "heavy");
    } else if (str_eq(rq->path, "/heavy/long")) {
        sleep(60);
    } else if (test_lane(e, rq) == LANE_WRITE) {
        int64_t n = 0;
        if (str_eq(rq->query, "slow"))
            usleep(300000);
        a->status = err_status(query_int(c, &Q_counter_take, IN("row", 1), 0, &n));
        a->keep = a->status == 200;
        buf_printf(&a->body, "row %lld", (long long)n);
    } else if (str_eq(rq->path, "/seen")) { /* a reader whose session is due */
        a->touch_due = true;
    } else if (str_eq(rq->path, "/rows")) {
        int64_t n = -1;
        if (query_int(c, &Q_counter_read, IN("row"), 0, &n) != OK)
            a->status = 500;
        buf_printf(&a->body, "rows %lld.", (long long)n);
    } else {
        echo(rq, &a->body);
    }
}

static void
test_trouble(const struct edge *e UNUSED, struct ctx *c,
             const struct request *rq UNUSED, err code, struct answer *a)
{
    *a = (struct answer){.status = err_status(code), .mime = "text/plain"};
    buf_printf(&a->body, "trouble %s", c->faults.n ? c->faults.v[0].message : "");
}

static const struct edge_ops test_edge = {test_lane, test_body_max, test_answer,
                                          test_trouble};

/* ---- the server ---- */

struct server {
    struct ctx c;
    pid_t pid;
    int port;
    const char *url, *log;
};

static void
tell_port(void *arg, int port)
{
    if (write(*(int *)arg, &port, sizeof port) != (ssize_t)sizeof port)
        _exit(9);
}

static void
server_start(struct server *s)
{
    *s = (struct server){0};
    assert_true(test_db_open(&s->c, "sqlite"));
    s->url = arena_strdup(s->c.arena, db_url(s->c.db));
    s->log = arena_printf(s->c.arena, "%s-log", s->url);
    int p[2];
    assert_int_equal(pipe(p), 0);
    s->pid = fork();
    assert_true(s->pid >= 0);
    if (s->pid == 0) { /* the parent's connection is not touched here */
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nothing behind */
        signal(SIGSEGV, SIG_DFL); /* cmocka would go on with the next test in here */
        signal(SIGBUS, SIG_DFL);
        struct arena a = {0};
        struct ctx c = {.arena = &a};
        struct http_config g = {.listen = "127.0.0.1:0",
                                .db_url = s->url,
                                .n_loops = 2,
                                .access_log = s->log,
                                .ready = tell_port,
                                .arg = &p[1]};
        err e = http_serve_with(&c, &g, &test_edge);
        arena_free(&a);
        _exit(e == OK ? 0 : 1);
    }
    assert_int_equal(read(p[0], &s->port, sizeof s->port), sizeof s->port);
    close(p[0]);
    close(p[1]);
}

/* Exit status of the server after that signal, which it must reach within ms; -1 if it does not. */
static int
server_end(struct server *s, int sig, int ms)
{
    int status = -1;
    kill(s->pid, sig);
    pid_t got = 0;
    for (int i = 0; i < ms / 10 && got == 0; i++) {
        usleep(10000);
        got = waitpid(s->pid, &status, WNOHANG);
    }
    if (got == 0) {
        kill(s->pid, SIGKILL);
        waitpid(s->pid, NULL, 0);
        return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void
server_close(struct server *s)
{
    unlink(s->log);
    test_db_end(&s->c);
}

static void
server_stop(struct server *s)
{
    assert_int_equal(server_end(s, SIGTERM, 5000), 0);
    server_close(s);
}

static int
connect_to(const struct server *s)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)s->port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
    return fd;
}

static void
say(int fd, const void *text, size_t n)
{
    for (size_t at = 0; at < n;) {
        ssize_t sent = send(fd, (const char *)text + at, n - at, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* closed: what was answered is read by hear() */
        at += (size_t)sent;
    }
}

static void
say_text(int fd, const char *text)
{
    say(fd, text, strlen(text));
}

static size_t
count(const char *s, const char *what)
{
    size_t n = 0;
    for (; (s = strstr(s, what)); s += strlen(what))
        n++;
    return n;
}

/* All that comes back until the server closes or `last` is among it; at most 5 s of silence. */
static const char *
hear(struct server *s, int fd, const char *last, bool *closed)
{
    struct buf b = {0};
    *closed = false;
    for (;;) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, 5000) <= 0)
            break;
        char t[4096];
        ssize_t n = recv(fd, t, sizeof t, 0);
        if (n <= 0) {
            *closed = true;
            break;
        }
        buf_put(&b, t, (size_t)n);
        if (last && strstr(buf_str(&b), last))
            break;
    }
    const char *out = arena_strdup(s->c.arena, buf_str(&b));
    buf_free(&b);
    return out;
}

/* Sends, reads until closed. */
static const char *
ask_n(struct server *s, const char *text, size_t n)
{
    int fd = connect_to(s);
    say(fd, text, n);
    bool closed;
    const char *got = hear(s, fd, NULL, &closed);
    if (!closed)
        print_error("still open after: %.60s\n", got);
    assert_true(closed);
    close(fd);
    return got;
}

static const char *
ask(struct server *s, const char *text)
{
    return ask_n(s, text, strlen(text));
}

static void
gets_status(const char *got, const char *status, const char *asked)
{
    if (strncmp(got, "HTTP/1.1 ", 9) != 0 || strncmp(got + 9, status, 3) != 0)
        print_error("wanted %s, got %.400s\nfor %s\n", status, got, asked);
    assert_memory_equal(got, "HTTP/1.1 ", 9);
    assert_memory_equal(got + 9, status, 3);
}

#define H "Host: h\r\n"
#define X "Host: h\r\nConnection: close\r\n"

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
    int rows = 0; /* what was asked for in full is done; a reset may overtake the asking */
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
    gets_status(ask(&s, "GET /seen HTTP/1.1\r\nCookie: haicap=1\r\n" X "\r\n"), "200", "");
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
        cmocka_unit_test(answers_carry_their_headers),
        cmocka_unit_test(a_file_is_sent_once_and_known_by_its_tag),
        cmocka_unit_test(smuggled_requests_are_refused),
        cmocka_unit_test(nothing_is_read_after_a_chunked_body),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(heads_have_a_limit),
        cmocka_unit_test(a_body_that_is_too_large_gets_an_answer),
        cmocka_unit_test(forms_arrive_as_pairs),
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
