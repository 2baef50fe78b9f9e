/* SPDX-License-Identifier: Apache-2.0 */
/* http_test.h: a real server in a child process with a small edge of its own, spoken to over sockets
 * byte by byte. */
#ifndef WEB_HTTP_TEST_H
#define WEB_HTTP_TEST_H
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

static inline bool
writes(const struct request *rq)
{
    return rq->method == POST && strncmp(rq->path, "/heavy", 6) != 0 &&
           strcmp(rq->path, "/echo") != 0;
}

static inline enum lane
test_lane(const struct edge *e UNUSED, struct arena *a UNUSED, struct request *rq)
{
    if (strncmp(rq->path, "/heavy", 6) == 0)
        return LANE_HEAVY;
    return writes(rq) ? LANE_WRITE : LANE_READ;
}

static inline size_t
test_body_max(const struct edge *e UNUSED, const struct request *rq)
{
    return rq->method == POST ? 100000 : 0;
}

static inline void
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

static inline void
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
    } else if (writes(rq)) {
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

static inline void
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

static inline void
tell_port(void *arg, int port)
{
    if (write(*(int *)arg, &port, sizeof port) != (ssize_t)sizeof port)
        _exit(9);
}

static inline void
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
static inline int
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

static inline void
server_close(struct server *s)
{
    unlink(s->log);
    test_db_end(&s->c);
}

static inline void
server_stop(struct server *s)
{
    assert_int_equal(server_end(s, SIGTERM, 5000), 0);
    server_close(s);
}

static inline int
connect_to(const struct server *s)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)s->port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
    return fd;
}

static inline void
say(int fd, const void *text, size_t n)
{
    for (size_t at = 0; at < n;) {
        ssize_t sent = send(fd, (const char *)text + at, n - at, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* closed: what was answered is read by hear() */
        at += (size_t)sent;
    }
}

static inline void
say_text(int fd, const char *text)
{
    say(fd, text, strlen(text));
}

static inline size_t
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

static inline void
gets_status(const char *got, const char *status, const char *asked)
{
    if (strncmp(got, "HTTP/1.1 ", 9) != 0 || strncmp(got + 9, status, 3) != 0)
        print_error("wanted %s, got %.400s\nfor %s\n", status, got, asked);
    assert_memory_equal(got, "HTTP/1.1 ", 9);
    assert_memory_equal(got + 9, status, 3);
}

#define H "Host: h\r\n"
#define X "Host: h\r\nConnection: close\r\n"
#endif
