/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_gauge.c: the figures in Prometheus' text format 0.0.4. They have an address of their own, on
 * this machine only: a proxy in front cannot show them to the world by mistake, and they are told
 * when the loops are full, which is when one wants them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/msg.h"
#include "web/http_wire.h"

enum {
    ASKERS_MOST = 8 /* connections */
};

struct gauge {
    const struct wire *wire;
    err (*figures)(struct ctx *c, struct buf *b);
    struct MHD_Daemon *daemon;
    int fd;
    struct lane_db db;
    instant started;
};

/* ---- the text ---- */

static void
head(struct buf *b, const char *name, const char *type, const char *help)
{
    buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
single(struct buf *b, const char *name, const char *type, const char *help, uint64_t v)
{
    head(b, name, type, help);
    buf_printf(b, "%s %llu\n", name, (unsigned long long)v);
}

/* "0.0025": no locale has a say in it. */
static const char *
seconds(char out[32], uint64_t us)
{
    int n = snprintf(out, 32, "%llu.%06llu", (unsigned long long)(us / 1000000),
                     (unsigned long long)(us % 1000000));
    while (out[n - 1] == '0')
        out[--n] = '\0';
    if (out[n - 1] == '.')
        out[--n] = '\0';
    return out;
}

static const char *const kind_names[REQUEST_KINDS] = {
    [REQUEST_STATIC] = "static",     [REQUEST_HEALTH] = "health",
    [REQUEST_PAGE] = "page",         [REQUEST_FORM] = "form",
    [REQUEST_API_READ] = "api_read", [REQUEST_API_WRITE] = "api_write",
    [REQUEST_REFUSED] = "refused",
};
static const char *const status_names[STATUS_CLASSES] = {"gone", "1xx", "2xx",
                                                         "3xx",  "4xx", "5xx"};

static void
put_requests(struct buf *b, const struct wire *w)
{
    head(b, "haicap_requests_total", "counter",
         "Requests that have ended, by kind and class of status.");
    for (int k = 0; k < REQUEST_KINDS; k++)
        for (int s = 0; s < STATUS_CLASSES; s++) {
            uint64_t n = 0;
            for (size_t i = 0; i < w->n_loops; i++)
                n += counter_read(&w->loops[i].counts.n[k][s]);
            buf_printf(b, "haicap_requests_total{kind=\"%s\",status=\"%s\"} %llu\n",
                       kind_names[k], status_names[s], (unsigned long long)n);
        }
}

static void
put_latency_of(struct buf *b, const struct wire *w, int kind)
{
    uint64_t n = 0, us = 0;
    char text[32];
    for (int i = 0; i <= LATENCY_BUCKETS; i++) {
        for (size_t l = 0; l < w->n_loops; l++)
            n += counter_read(&w->loops[l].counts.took_at_most[kind][i]);
        buf_printf(b, "haicap_request_seconds_bucket{kind=\"%s\",le=\"%s\"} %llu\n",
                   kind_names[kind],
                   i < LATENCY_BUCKETS ? seconds(text, (uint64_t)latency_us[i])
                                       : "+Inf",
                   (unsigned long long)n);
    }
    for (size_t l = 0; l < w->n_loops; l++)
        us += counter_read(&w->loops[l].counts.took_us[kind]);
    buf_printf(b,
               "haicap_request_seconds_sum{kind=\"%s\"} %s\n"
               "haicap_request_seconds_count{kind=\"%s\"} %llu\n",
               kind_names[kind], seconds(text, us), kind_names[kind],
               (unsigned long long)n);
}

static void
put_latency(struct buf *b, const struct wire *w)
{
    head(b, "haicap_request_seconds", "histogram",
         "From the first line of a request to the last byte of its answer.");
    for (int k = 0; k < REQUEST_KINDS; k++)
        put_latency_of(b, w, k);
}

static void
put_groups(struct buf *b, const struct db_counts *d)
{
    uint64_t n = 0;
    head(b, "haicap_commit_jobs", "histogram", "Writes that shared one commit.");
    for (int i = 0; i <= GROUP_BUCKETS; i++) {
        n += counter_read(&d->group_at_most[i]);
        if (i < GROUP_BUCKETS)
            buf_printf(b, "haicap_commit_jobs_bucket{le=\"%llu\"} %llu\n",
                       (unsigned long long)group_jobs[i], (unsigned long long)n);
    }
    buf_printf(b,
               "haicap_commit_jobs_bucket{le=\"+Inf\"} %llu\n"
               "haicap_commit_jobs_sum %llu\nhaicap_commit_jobs_count %llu\n",
               (unsigned long long)n, (unsigned long long)counter_read(&d->committed),
               (unsigned long long)n);
}

static void
put_lanes(struct buf *b, const struct wire *w)
{
    struct lanes_figures f;
    lanes_figures(w->lanes, &f);
    for (size_t i = 0; i < w->n_loops; i++)
        metrics_add_db(&f.db, &w->loops[i].db.counts);
    head(b, "haicap_queue_length", "gauge", "Requests that wait for a thread.");
    buf_printf(b,
               "haicap_queue_length{lane=\"write\"} %zu\n"
               "haicap_queue_length{lane=\"heavy\"} %zu\n"
               "haicap_queue_length{lane=\"prepared\"} %zu\n",
               f.writes, f.heavy, f.prepared);
    single(b, "haicap_busy", "gauge", "Requests that a thread of the lanes works on.",
           lanes_busy(w->lanes));
    single(b, "haicap_commits_total", "counter", "Commits of the write lanes.",
           counter_read(&f.db.commits));
    put_groups(b, &f.db);
    single(b, "haicap_reads_total", "counter", "Transactions that only read.",
           counter_read(&f.db.reads));
    single(b, "haicap_statements_total", "counter",
           "Statements of transactions, but of each connection's last.",
           counter_read(&f.db.statements));
    const struct {
        const char *name;
        const counter *n;
    } errors[] = {{"busy", &f.db.busy},
                  {"lost", &f.db.lost},
                  {"commit", &f.db.failed},
                  {"again", &f.db.retried},
                  {"answer", &f.db.faults}};
    head(b, "haicap_database_errors_total", "counter",
         "What went wrong at the database, by kind.");
    for (size_t i = 0; i < COUNT(errors); i++)
        buf_printf(b, "haicap_database_errors_total{kind=\"%s\"} %llu\n",
                   errors[i].name, (unsigned long long)counter_read(errors[i].n));
}

static void
put_process(struct buf *b, const struct gauge *g)
{
    unsigned long whole = 0, resident = 0;
    struct rusage u;
    char text[32];
    FILE *f = fopen("/proc/self/statm", "re");
    int n = f ? fscanf(f, "%lu %lu", &whole, &resident) : 0;
    if (f)
        fclose(f);
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    if (n == 2) {
        single(b, "process_resident_memory_bytes", "gauge", "Memory in use.",
               resident * page);
        single(b, "process_virtual_memory_bytes", "gauge", "Memory asked for.",
               whole * page);
    }
    if (getrusage(RUSAGE_SELF, &u) == 0) {
        int64_t us = (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * INT64_C(1000000) +
                     u.ru_utime.tv_usec + u.ru_stime.tv_usec;
        head(b, "process_cpu_seconds_total", "counter", "Processor time used.");
        buf_printf(b, "process_cpu_seconds_total %s\n", seconds(text, (uint64_t)us));
    }
    head(b, "process_start_time_seconds", "gauge",
         "When the server began, since 1970.");
    buf_printf(b, "process_start_time_seconds %s\n",
               seconds(text, (uint64_t)g->started.v));
}

/* What the house adds; without its database the other figures are wanted all the more. */
static void
put_figures(struct buf *b, struct gauge *g)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a, .now = clock_now()};
    CLEANUP(buf_free) struct buf own = {0};
    bool up = lane_db_begin(&c, &g->db, false) == OK;
    if (up) {
        up = !g->figures || g->figures(&c, &own) == OK;
        db_rollback(&c);
    }
    single(b, "haicap_database_up", "gauge", "1: it can be read.", up);
    if (up && own.n)
        buf_put(b, own.s, own.n);
}

static void
put_all(struct buf *b, struct gauge *g)
{
    const struct wire *w = g->wire;
    put_requests(b, w);
    put_latency(b, w);
    single(b, "haicap_connections", "gauge",
           "Open connections of browsers and programs.", wire_connections(w));
    int in_flight = atomic_load(&w->in_flight);
    single(b, "haicap_requests_in_flight", "gauge", "Requests that have not ended.",
           in_flight > 0 ? (uint64_t)in_flight : 0);
    put_lanes(b, w);
    put_figures(b, g);
    put_process(b, g);
}

/* ---- the server ---- */

static enum MHD_Result
send_text(struct MHD_Connection *mc, unsigned status, struct buf *b)
{
    size_t n = b->n;
    char *s = buf_take(b, NULL);
    struct MHD_Response *r =
        MHD_create_response_from_buffer(n, s, MHD_RESPMEM_MUST_FREE);
    must(r);
    MHD_add_response_header(r, "Content-Type",
                            "text/plain; version=0.0.4; charset=utf-8");
    MHD_add_response_header(r, "Cache-Control", "no-store");
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(r, "Allow", "GET, HEAD");
    enum MHD_Result ok = MHD_queue_response(mc, status, r);
    MHD_destroy_response(r);
    return ok;
}

static enum MHD_Result
asked(void *cls, struct MHD_Connection *mc, const char *url, const char *method,
      const char *version UNUSED, const char *data UNUSED, size_t *n, void **con)
{
    struct gauge *g = cls;
    struct buf b = {0};
    if (!*con) { /* the head has come; a body would follow */
        *con = g;
        return MHD_YES;
    }
    if (*n) {
        *n = 0;
        return MHD_YES;
    }
    if (!str_eq(method, "GET") && !str_eq(method, "HEAD")) {
        buf_puts(&b, "GET\n");
        return send_text(mc, MHD_HTTP_METHOD_NOT_ALLOWED, &b);
    }
    if (!str_eq(url, "/metrics")) {
        buf_puts(&b, "/metrics\n");
        return send_text(mc, MHD_HTTP_NOT_FOUND, &b);
    }
    put_all(&b, g);
    return send_text(mc, MHD_HTTP_OK, &b);
}

static err
cannot(struct ctx *c, const char *where)
{
    return fail(c, ERR_INVALID, "metrics", N_("Cannot listen on %s: %s"), where,
                strerrordesc_np(errno));
}

static err
start(struct ctx *c, const struct http_config *config, struct gauge *g)
{
    struct address a = {0};
    TRY(address_parse(c, config->metrics, &a));
    if (!address_is_loopback(&a))
        return fail(c, ERR_INVALID, "metrics",
                    N_("Figures are told on this machine only: 127.0.0.1:PORT"));
    g->fd = address_bind(&a, false);
    if (g->fd < 0 || listen(g->fd, ASKERS_MOST) != 0)
        return cannot(c, config->metrics);
    TRY(lane_db_open(c, &g->db, config->db_url, OPEN_READ));
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | (a.sa.ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    g->daemon =
        MHD_start_daemon(flags, 0, NULL, NULL, asked, g, MHD_OPTION_LISTEN_SOCKET,
                         g->fd, MHD_OPTION_CONNECTION_LIMIT, ASKERS_MOST,
                         MHD_OPTION_CONNECTION_TIMEOUT, 30U, MHD_OPTION_END);
    return g->daemon
               ? OK
               : fail(c, ERR_INTERNAL, NULL, N_("The HTTP server does not start"));
}

err
gauge_start(struct ctx *c, const struct wire *w, const struct http_config *config,
            struct gauge **out)
{
    struct gauge *g = calloc(1, sizeof *g);
    must(g);
    *g = (struct gauge){
        .wire = w, .figures = config->figures, .fd = -1, .started = clock_now()};
    err e = start(c, config, g);
    if (e == OK)
        *out = g;
    else
        gauge_stop(g);
    return e;
}

void
gauge_stop(struct gauge *g)
{
    if (!g)
        return;
    if (g->daemon)
        MHD_stop_daemon(g->daemon); /* closes the socket */
    else if (g->fd >= 0)
        close(g->fd);
    lane_db_close(&g->db);
    free(g);
}
