/* SPDX-License-Identifier: Apache-2.0 */
/* http.c: sockets, one daemon a core, signals, and an orderly end. */
#include "web/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"
#include "web/http_wire.h"

enum {
    CONNECTIONS = 4096, /* of one loop */
    /* of these; no limit when only a proxy on this machine can connect */
    PER_ADDRESS = 512,
    /* heads of up to 16 KiB and what the library keeps with them; it clears all of it for every
     * request, so more would cost all who send less */
    CONNECTION_BYTES = 28 * 1024,
    IDLE_SECONDS = 30,
    BACKLOG = 1024,
    FILES = 16 * 1024,
    LOOPS_MOST = 64,
    DRAIN_MS = 10000,
    /* a client that sends nothing for so long is not waited for */
    STALL_MS = 1000,
    /* so long idle connections may ask once more and be told to close */
    LAST_WORD_MS = 200,
    TICK_MS = 10,
    HOLD_MS = 50,
    FLUSH_MS = 1000 /* of the access log */
};

/* ---- sockets ---- */

static err
cannot_listen(struct ctx *c, const char *listen)
{
    return fail(c, ERR_INVALID, "listen", N_("Cannot listen on %s: %s"), listen,
                strerrordesc_np(errno));
}

/*
 * A socket for each loop on one port. A shared port would let a second server join unnoticed and
 * take every other request, so the first bind is one that does not share: it fails if anybody is
 * there. It also finds the port when 0 is asked for.
 */
static err
open_sockets(struct ctx *c, struct wire *w, const char *listen_on, struct address *a)
{
    int probe = address_bind(a, false);
    if (probe < 0 || listen(probe, 1) != 0 ||
        getsockname(probe, (struct sockaddr *)&a->sa, &a->n) != 0) {
        err e = cannot_listen(c, listen_on);
        if (probe >= 0)
            close(probe);
        return e;
    }
    close(probe);
    for (size_t i = 0; i < w->n_loops; i++) {
        w->loops[i].fd = address_bind(a, true);
        if (w->loops[i].fd < 0 || listen(w->loops[i].fd, BACKLOG) != 0)
            return cannot_listen(c, listen_on);
    }
    return OK;
}

/* ---- start ---- */

static size_t
n_cores(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n > 0 ? (size_t)n : 1;
}

static void
allow_files(void)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= FILES)
        return;
    r.rlim_cur = r.rlim_max < FILES ? r.rlim_max : FILES;
    (void)setrlimit(RLIMIT_NOFILE,
                    &r); /* best effort: with fewer files, fewer connections */
}

static err
start_loop(struct ctx *c, struct loop *l, const struct address *a)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                     MHD_USE_ITC | (a->sa.ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, l->fd, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, address_is_loopback(a) ? 0 : PER_ADDRESS,
         NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    l->daemon =
        MHD_start_daemon(flags, 0, NULL, NULL, exchange_step, l, MHD_OPTION_ARRAY,
                         options, MHD_OPTION_URI_LOG_CALLBACK, exchange_begin, l,
                         MHD_OPTION_NOTIFY_COMPLETED, exchange_end, l, MHD_OPTION_END);
    return l->daemon
               ? OK
               : fail(c, ERR_INTERNAL, NULL, N_("The HTTP server does not start"));
}

static err
start(struct ctx *c, struct wire *w, const struct http_config *config,
      struct address *a)
{
    TRY(address_parse(c, config->listen, a));
    if (!access_log_open(config->access_log, &w->log))
        return fail(c, ERR_INVALID, "access_log", N_("%s cannot be written: %s"),
                    config->access_log, strerrordesc_np(errno));
    for (size_t i = 0; i < w->n_loops; i++) {
        w->loops[i].wire = w;
        must(getrandom(&w->loops[i].ids, sizeof w->loops[i].ids, 0) ==
             (ssize_t)sizeof w->loops[i].ids);
        TRY(lane_db_open(c, &w->loops[i].db, config->db_url, OPEN_READ));
    }
    TRY(open_sockets(c, w, config->listen, a));
    TRY(lanes_start(c, &w->lanes_config, &w->lanes));
    for (size_t i = 0; i < w->n_loops; i++)
        TRY(start_loop(c, &w->loops[i], a));
    return config->metrics ? gauge_start(c, w, config, &w->gauge) : OK;
}

/* ---- stop ---- */

static int64_t
now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

unsigned
wire_connections(const struct wire *w)
{
    unsigned n = 0;
    for (size_t i = 0; i < w->n_loops; i++) {
        const union MHD_DaemonInfo *d = MHD_get_daemon_info(
            w->loops[i].daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
        n += d ? d->num_connections : 0;
    }
    return n;
}

/* True after a signal; waits at most a tick for it. */
static bool
signalled(const sigset_t *set, int64_t ms)
{
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    return sigtimedwait(set, NULL, &t) > 0;
}

/* No new connections; those that are here finish what they asked for. A second signal hurries. */
static void
drain(struct wire *w, const sigset_t *set)
{
    atomic_store(&w->stopping, true);
    for (size_t i = 0; i < w->n_loops; i++) {
        MHD_quiesce_daemon(w->loops[i].daemon);
        shutdown(w->loops[i].fd,
                 SHUT_RDWR); /* what waits in the backlog is refused now */
    }
    int64_t begun = now_ms(), end = begun + DRAIN_MS, moved = begun;
    for (unsigned arrived = 0; now_ms() < end;) {
        int left = atomic_load(&w->in_flight);
        if (left == 0 && (wire_connections(w) == 0 || now_ms() - begun > LAST_WORD_MS))
            return;
        if (arrived != atomic_load(&w->arrived)) {
            arrived = atomic_load(&w->arrived);
            moved = now_ms();
        }
        if (left == atomic_load(&w->incomplete) && now_ms() - moved > STALL_MS)
            return; /* the library may not have noticed that the client is gone */
        if (signalled(set, TICK_MS))
            end = 0;
    }
    lanes_give_up(w->lanes);
    for (int i = 0; i < STALL_MS / TICK_MS && atomic_load(&w->in_flight) > 0; i++)
        signalled(set, TICK_MS);
    size_t busy = lanes_busy(w->lanes);
    if (busy == 0)
        return;
    /* They hold tables that our caller is about to free, and cannot be stopped from outside. What
     * was acknowledged is on disk; what was not, the engine rolls back. */
    fprintf(stderr, "haicap: %zu requests did not end in time and are cut off\n", busy);
    access_log_flush(w->log);
    _exit(EXIT_SUCCESS);
}

static void
stop(struct wire *w)
{
    gauge_stop(w->gauge); /* it looks at all the others */
    if (w->lanes) /* first: no connection may be suspended when its daemon stops */
        lanes_stop(w->lanes);
    for (size_t i = 0; i < w->n_loops; i++) {
        struct loop *l = &w->loops[i];
        if (l->daemon && !atomic_load(&w->stopping))
            MHD_quiesce_daemon(l->daemon); /* else it would close our socket */
        if (l->daemon)
            MHD_stop_daemon(l->daemon);
        if (l->fd >= 0)
            close(l->fd);
        lane_db_close(&l->db);
    }
    access_log_close(w->log);
    free(w->loops);
}

/* ---- serve ---- */

/* One connection more holds a lock for those of the loops: see db_hold. */
static err
wait_for_signal(struct ctx *c, struct wire *w, const char *db_url, const sigset_t *set)
{
    struct lane_db holder;
    TRY(lane_db_open(c, &holder, db_url, OPEN_READ));
    for (int i = 1; !signalled(set, HOLD_MS); i++) {
        CLEANUP(arena_free) struct arena a = {0};
        db_hold(&(struct ctx){.arena = &a, .db = holder.db});
        if (i % (FLUSH_MS / HOLD_MS) == 0)
            access_log_flush(w->log);
    }
    lane_db_close(&holder);
    return OK;
}

static err
serve(struct ctx *c, struct wire *w, const struct http_config *config,
      const sigset_t *set)
{
    struct address a = {0};
    TRY(start(c, w, config, &a));
    if (config->ready)
        config->ready(config->arg, ntohs(*address_port(&a)));
    err e = wait_for_signal(c, w, config->db_url, set);
    drain(w, set);
    return e;
}

err
http_serve_with(struct ctx *c, const struct http_config *config,
                const struct edge_ops *ops)
{
    /* Blocked before the first thread starts, so that only this one gets them. */
    sigset_t set, blocked, before;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    blocked = set;
    sigaddset(&blocked, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    allow_files();

    struct wire w = {.lanes_config = {.db_url = config->db_url,
                                      .edge = config->edge,
                                      .ops = ops,
                                      .n_heavy = config->n_heavy,
                                      .n_write = config->n_write,
                                      .seal = config->seal,
                                      .sealed = config->sealed,
                                      .seal_arg = config->seal_arg,
                                      .done = exchange_resume,
                                      .gone = exchange_gone}};
    w.n_loops = config->n_loops > 0 ? (size_t)config->n_loops : n_cores();
    if (w.n_loops > LOOPS_MOST)
        w.n_loops = LOOPS_MOST;
    w.loops = calloc(w.n_loops, sizeof *w.loops);
    must(w.loops);
    for (size_t i = 0; i < w.n_loops; i++)
        w.loops[i].fd = -1;
    err e = serve(c, &w, config, &set);
    stop(&w);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return e;
}

static const struct edge_ops the_edge = {
    .lane = edge_lane,
    .body_max = edge_body_max,
    .answer = edge_answer,
    .trouble = edge_trouble,
    .prepare = edge_prepare,
};

err
http_serve(struct ctx *c, const struct http_config *config)
{
    return http_serve_with(c, config, &the_edge);
}
