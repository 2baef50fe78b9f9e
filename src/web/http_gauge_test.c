/* SPDX-License-Identifier: Apache-2.0 */
/* The figures from outside: a real server in a child process, asked, and read line by line. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "db.h"
#include "web/http_wire.h"

extern const struct query Q_counter_take;

static enum lane
test_lane(const struct edge *e UNUSED, struct arena *a UNUSED, struct request *rq)
{
    return rq->method == POST ? LANE_WRITE : LANE_READ;
}

static size_t
test_body_max(const struct edge *e UNUSED, const struct request *rq UNUSED)
{
    return 1000;
}

static void
test_answer(const struct edge *e UNUSED, struct ctx *c, const struct request *rq,
            struct answer *a)
{
    int64_t n;
    a->status = str_eq(rq->path, "/broken") ? 500 : 200;
    a->mime = "text/plain";
    if (rq->method == POST) {
        a->status = err_status(query_int(c, &Q_counter_take, IN("row", 1), 0, &n));
        a->keep = a->status == 200;
    }
    buf_puts(&a->body, "ok");
}

static void
test_trouble(const struct edge *e UNUSED, struct ctx *c UNUSED,
             const struct request *rq UNUSED, err code, struct answer *a)
{
    *a = (struct answer){.status = err_status(code), .mime = "text/plain"};
}

static const struct edge_ops test_edge = {test_lane, test_body_max, test_answer,
                                          test_trouble};

static err
own_figures(struct ctx *c UNUSED, struct buf *b)
{
    buf_puts(b, "# HELP test_own Of the house.\n# TYPE test_own gauge\ntest_own 7\n");
    return OK;
}

/* ---- the server ---- */

struct server {
    struct ctx c;
    pid_t pid;
    int port, metrics;
};

static void
tell_port(void *arg, int port)
{
    if (write(*(int *)arg, &port, sizeof port) != (ssize_t)sizeof port)
        _exit(9);
}

static int
free_port(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    socklen_t n = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
    close(fd);
    return ntohs(a.sin_port);
}

static void
server_start(struct server *s)
{
    *s = (struct server){.metrics = free_port()};
    assert_true(test_db_open(&s->c, "sqlite"));
    int p[2];
    assert_int_equal(pipe(p), 0);
    s->pid = fork();
    assert_true(s->pid >= 0);
    if (s->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        signal(SIGSEGV, SIG_DFL);
        struct arena a = {0};
        struct ctx c = {.arena = &a};
        struct http_config g = {.listen = "127.0.0.1:0",
                                .db_url = db_url(s->c.db),
                                .n_loops = 2,
                                .metrics = arena_printf(&a, "127.0.0.1:%d", s->metrics),
                                .figures = own_figures,
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

static void
server_stop(struct server *s)
{
    int status;
    kill(s->pid, SIGTERM);
    assert_int_equal(waitpid(s->pid, &status, 0), s->pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    test_db_end(&s->c);
}

static const char *
ask(struct server *s, int port, const char *what)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct buf b = {0};
    char t[4096];
    ssize_t n;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
    const char *text = arena_printf(
        s->c.arena, "%s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", what);
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
    while ((n = recv(fd, t, sizeof t, 0)) > 0)
        buf_put(&b, t, (size_t)n);
    close(fd);
    const char *out = arena_strdup(s->c.arena, buf_str(&b));
    buf_free(&b);
    return out;
}

/* ---- the format ---- */

/* Prometheus' text format 0.0.4: each metric has its HELP and TYPE first, each line a name, labels
 * and a number, no line twice, buckets that never fall. Yields the number of samples. */
static size_t
read_format(struct arena *a, const char *body)
{
    const char *metric = "", *type = "", *series = "";
    struct {
        const char *v[2000];
        size_t n;
    } seen = {.n = 0};
    double below = 0;
    assert_int_equal(body[strlen(body) - 1], '\n');
    for (const char *s = body, *end; *s; s = end + 1) {
        end = strchr(s, '\n');
        const char *line = arena_strndup(a, s, (size_t)(end - s));
        if (strncmp(line, "# HELP ", 7) == 0) {
            metric = arena_strndup(a, line + 7, strcspn(line + 7, " "));
            assert_true(strlen(line + 7 + strlen(metric)) > 5);
            continue;
        }
        if (strncmp(line, "# TYPE ", 7) == 0) {
            assert_memory_equal(line + 7, metric, strlen(metric));
            type = line + 8 + strlen(metric);
            assert_true(str_eq(type, "counter") || str_eq(type, "gauge") ||
                        str_eq(type, "histogram"));
            continue;
        }
        const char *blank = strrchr(line, ' ');
        assert_non_null(blank);
        const char *name = arena_strndup(a, line, (size_t)(blank - line));
        char *rest;
        double v = strtod(blank + 1, &rest);
        assert_true(blank[1] >= '0' && blank[1] <= '9' && *rest == '\0');
        assert_memory_equal(name, metric, strlen(metric));
        const char *tail = name + strlen(metric);
        if (str_eq(type, "histogram") && strncmp(tail, "_bucket{", 8) == 0) {
            const char *le = strstr(name, "le=\"");
            const char *of = arena_strndup(a, name, (size_t)(le - name));
            assert_true(!str_eq(series, of) || v >= below);
            series = of;
            below = v;
        } else if (str_eq(type, "histogram")) {
            assert_true(strncmp(tail, "_sum", 4) == 0 ||
                        strncmp(tail, "_count", 6) == 0);
        } else {
            assert_true(*tail == '\0' ||
                        (*tail == '{' && tail[strlen(tail) - 1] == '}'));
        }
        for (size_t i = 0; i < seen.n; i++)
            assert_string_not_equal(seen.v[i], name);
        assert_true(seen.n < COUNT(seen.v));
        seen.v[seen.n++] = name;
    }
    return seen.n;
}

static double
figure(const char *body, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = body; s; s = strchr(s, '\n'), s = s ? s + 1 : NULL)
        if (strncmp(s, name, n) == 0 && s[n] == ' ')
            return strtod(s + n, NULL);
    print_error("no figure %s in\n%s", name, body);
    return -1;
}

/* ---- tests ---- */

static void
figures_count_what_was_asked(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    for (int i = 0; i < 3; i++)
        ask(&s, s.port, "GET /units");
    ask(&s, s.port, "GET /broken");
    ask(&s, s.port, "GET /static/app.css");
    ask(&s, s.port, "GET /api/v1/units");
    ask(&s, s.port, "POST /seals");
    ask(&s, s.port, "POST /api/v1/seals");
    ask(&s, s.port, "DELETE /units");
    const char *got = "";
    for (int i = 0; i < 100; i++) { /* a request is counted after its last byte went */
        got = ask(&s, s.metrics, "GET /metrics");
        if (strstr(got, "{kind=\"refused\",status=\"4xx\"} 1\n"))
            break;
        usleep(10000);
    }
    assert_memory_equal(got, "HTTP/1.1 200", 12);
    assert_non_null(
        strstr(got, "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
    const char *body = strstr(got, "\r\n\r\n") + 4;
    assert_true(read_format(s.c.arena, body) > 150);
    const struct {
        const char *name;
        double v;
    } want[] = {
        {"haicap_requests_total{kind=\"page\",status=\"2xx\"}", 3},
        {"haicap_requests_total{kind=\"page\",status=\"5xx\"}", 1},
        {"haicap_requests_total{kind=\"static\",status=\"2xx\"}", 1},
        {"haicap_requests_total{kind=\"api_read\",status=\"2xx\"}", 1},
        {"haicap_requests_total{kind=\"form\",status=\"2xx\"}", 1},
        {"haicap_requests_total{kind=\"api_write\",status=\"2xx\"}", 1},
        {"haicap_requests_total{kind=\"refused\",status=\"4xx\"}", 1},
        {"haicap_request_seconds_bucket{kind=\"page\",le=\"+Inf\"}", 4},
        {"haicap_request_seconds_count{kind=\"page\"}", 4},
        {"haicap_queue_length{lane=\"write\"}", 0},
        {"haicap_commits_total", 2},
        {"haicap_commit_jobs_sum", 2},
        {"haicap_reads_total", 5},
        {"haicap_statements_total", 1}, /* the second post's comes with the third */
        {"haicap_database_errors_total{kind=\"answer\"}", 1},
        {"haicap_database_up", 1},
        {"test_own", 7},
    };
    for (size_t i = 0; i < COUNT(want); i++)
        if (figure(body, want[i].name) != want[i].v) {
            print_error("%s is %g, not %g\n", want[i].name, figure(body, want[i].name),
                        want[i].v);
            assert_true(false);
        }
    assert_true(figure(body, "process_resident_memory_bytes") > 1e6);
    assert_true(figure(body, "haicap_request_seconds_sum{kind=\"page\"}") > 0);
    server_stop(&s);
}

static void
figures_are_told_at_their_address_alone(void **state UNUSED)
{
    struct server s;
    server_start(&s);
    assert_null(strstr(ask(&s, s.port, "GET /metrics"), "haicap_"));
    assert_memory_equal(ask(&s, s.metrics, "GET /units"), "HTTP/1.1 404", 12);
    assert_memory_equal(ask(&s, s.metrics, "POST /metrics"), "HTTP/1.1 405", 12);
    struct ctx c = {.arena = s.c.arena};
    struct http_config g = {
        .listen = "127.0.0.1:0", .db_url = db_url(s.c.db), .n_loops = 1};
    g.metrics = "0.0.0.0:0";
    refused(&c, ERR_INVALID, "metrics", http_serve_with(&c, &g, &test_edge));
    g.metrics = arena_printf(c.arena, "127.0.0.1:%d", s.metrics);
    refused(&c, ERR_INVALID, "metrics", http_serve_with(&c, &g, &test_edge));
    server_stop(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_count_what_was_asked),
        cmocka_unit_test(figures_are_told_at_their_address_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
