/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serve.c: `haicap serve`: a supervisor that starts the server again when a bug has aborted it,
 * and beside the lanes two threads: one for jobs (decrees whose day has come, sealing, forgetting)
 * and one for letters, which may wait long for a mail server.
 */
#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/msg.h"
#include "cli.h"
#include "decree/decree.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "kernel/notice.h"
#include "kernel/second.h"
#include "report/report.h"
#include "task/digest.h"
#include "web/edge.h"
#include "web/http.h"

enum {
    JOB_MS = 500,         /* between two looks */
    FORGET_MINUTES = 10,  /* between two clearings */
    KEPT_DAYS = 2,        /* answers to forms sent twice */
    RESTART_MS = 200,
    MOST_RESTARTS = 20    /* within a minute: then it is no accident */
};

struct jobs {
    const char *url;
    const struct edge *edge;
    const struct act_keys *keys;
    instant forgot; /* when last */
    struct mail_config mail;
    day digested; /* the last morning whose letters are all written */
    day rounds;   /* the last day whose rounds of reports have all begun */
    day reminded; /* the last morning whose reminders are all written */
    int wake[2];  /* closed by the main thread to end the threads */
    atomic_bool stop;
};
struct worker {
    struct jobs *jobs;
    void (*look)(struct ctx *c, struct jobs *j); /* every JOB_MS */
    pthread_t thread;
};

extern const struct query Q_idempotency_forget, Q_session_forget, Q_ticket_forget, Q_oidc_state_forget;
#define MINUTE_US (60 * INT64_C(1000000))

static instant
clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (instant){t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000};
}

/* ---- sealing: SQLite in each group commit, PostgreSQL in a transaction of the job thread ---- */

struct sealer {
    const struct act_keys *keys;
};

static err
seal(struct ctx *c, void *arg)
{
    return act_seal(c, ((const struct sealer *)arg)->keys);
}

static void
sealed(struct ctx *c, void *arg)
{
    act_seal_published(c, ((const struct sealer *)arg)->keys);
}

/* What stands in the log, for /metrics. */
static err
figures(struct ctx *c, struct buf *b)
{
    struct act_head head;
    int64_t waiting;
    TRY(act_head_newest(c, &head));
    TRY(act_count_unsealed(c, &waiting));
    buf_printf(b,
               "# HELP haicap_acts_sealed Acts in the log that its newest head covers.\n"
               "# TYPE haicap_acts_sealed gauge\nhaicap_acts_sealed %lld\n"
               "# HELP haicap_acts_waiting Acts that are not sealed yet.\n"
               "# TYPE haicap_acts_waiting gauge\nhaicap_acts_waiting %lld\n",
               (long long)head.size, (long long)waiting);
    return OK;
}

static err
run_due(struct ctx *c, void *arg)
{
    int n = 0;
    TRY(decree_run_due(c, &n));
    return n > 0 && db_engine(c->db) == ENGINE_SQLITE ? seal(c, arg) : OK;
}

static err
forget(struct ctx *c, void *arg UNUSED)
{
    instant old = {c->now.v - KEPT_DAYS * 24 * 60 * MINUTE_US};
    TRY(query_exec(c, &Q_idempotency_forget, IN(old), NULL));
    TRY(query_exec(c, &Q_ticket_forget, IN(c->now), NULL));
    TRY(query_exec(c, &Q_oidc_state_forget, IN(c->now), NULL));
    return query_exec(c, &Q_session_forget, IN(c->now), NULL);
}

static void
complain(const struct ctx *c, const char *what, err e)
{
    if (e != OK)
        fprintf(stderr, "haicap: %s: %s %s\n", what,
                c->faults.n ? c->faults.v[0].message : err_title(e),
                c->detail ? c->detail : "");
}

/* A job that is looked at until it finds nothing more to do, once a day. */
struct daily {
    struct sealer sealer;
    int64_t n; /* how much it did */
};

static err
write_digests(struct ctx *c, void *arg)
{
    return digest_write(c, &((struct daily *)arg)->n);
}

static err
write_reminders(struct ctx *c, void *arg)
{
    return report_remind(c, &((struct daily *)arg)->n);
}

static err
open_rounds(struct ctx *c, void *arg)
{
    struct daily *d = arg;
    TRY(report_rounds_open(c, &d->n));
    return d->n > 0 && db_engine(c->db) == ENGINE_SQLITE ? seal(c, &d->sealer) : OK;
}

static void
daily(struct ctx *c, const struct jobs *j, const char *what,
      err (*fn)(struct ctx *c, void *arg), day *done)
{
    struct daily d = {.sealer = {j->keys}};
    if (done->v == c->today.v)
        return;
    err e = tx_run(c, fn, &d);
    complain(c, what, e);
    if (e == OK && d.n == 0)
        *done = c->today;
}

/* The morning's letters are written when the quiet hours are over; then all that wait are sent. */
static void
look_at_mail(struct ctx *c, struct jobs *j)
{
    bool did = true;
    if (mail_quiet(c, &j->mail))
        return;
    daily(c, j, "digest", write_digests, &j->digested);
    daily(c, j, "reminders", write_reminders, &j->reminded);
    while (did && !atomic_load(&j->stop)) {
        struct arena_mark mark = arena_mark(c->arena);
        c->now = clock_now();
        err e = mail_send_due(c, &j->mail, &did);
        complain(c, "mail", e);
        did = did && e == OK;
        arena_reset(c->arena, mark);
    }
}

static void
look_at_jobs(struct ctx *c, struct jobs *j)
{
    struct sealer s = {j->keys};
    complain(c, "decree", tx_run(c, run_due, &s));
    if (db_engine(c->db) == ENGINE_POSTGRES) {
        err e = tx_run(c, seal, &s);
        complain(c, "seal", e);
        if (e == OK)
            sealed(c, &s);
    }
    if (c->now.v - j->forgot.v >= FORGET_MINUTES * MINUTE_US) {
        j->forgot = c->now;
        complain(c, "forget", tx_run(c, forget, NULL));
    }
    daily(c, j, "reports", open_rounds, &j->rounds);
}

static void *
work(void *arg)
{
    const struct worker *w = arg;
    struct jobs *j = w->jobs;
    CLEANUP(arena_free) struct arena arena = {0};
    struct ctx c = {.arena = &arena, .lang = &catalogs[0]};
    if (db_open(&c, j->url, OPEN_WRITE, &c.db) != OK) {
        complain(&c, "jobs", ERR_NOT_FOUND);
        return NULL;
    }
    struct timeval patience = {.tv_usec = JOB_MS * 1000};
    for (;;) {
        fd_set in;
        FD_ZERO(&in);
        FD_SET(j->wake[0], &in);
        struct timeval left = patience;
        if (select(j->wake[0] + 1, &in, NULL, NULL, &left) > 0)
            break;
        struct arena_mark mark = arena_mark(&arena);
        c.now = clock_now();
        c.today = edge_today(j->edge, &c);
        w->look(&c, j);
        clear_faults(&c);
        arena_reset(&arena, mark);
    }
    db_close(c.db);
    return NULL;
}

/* ---- the server itself ---- */

static void
ready(void *arg, int port)
{
    const char *listen = arg, *colon = strrchr(listen, ':');
    printf("http://%.*s:%d\n", (int)(colon - listen), listen, port);
    fflush(stdout);
}

static err
close_secrets(struct ctx *c, void *arg UNUSED)
{
    return second_close_all(c);
}

static err
serve(struct ctx *c, struct cli *cli, const char *url)
{
    const char *listen = cli_option(cli, "listen");
    day today;
    TRY(db_open(c, url, OPEN_WRITE, &c->db));
    TRY(cli_day(c, cli, "today", DAY_NONE, &today));
    struct jobs j = {.url = url};
    TRY(mail_config_read(c, &j.mail));
    struct act_keys *keys;
    TRY(act_keys_open(c, url, false, &keys));
    struct edge *edge;
    TRY(db_begin(c, false));
    err e = edge_new(c, today, &edge);
    db_rollback(c);
    TRY(e);
    j.edge = edge;
    j.keys = keys;
    j.mail.stop = &j.stop;
    edge_use_keys(edge, keys);
    c->keys = keys;
    TRY(tx_run(c, close_secrets, NULL));
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == 0); /* before there are threads */
    sigset_t stop; /* the wire waits for these: no other thread may take them */
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    must(pipe(j.wake) == 0);
    struct worker workers[] = {{&j, look_at_jobs}, {&j, look_at_mail}};
    size_t n_workers = j.mail.url ? 2 : 1;
    for (size_t i = 0; i < n_workers; i++)
        must(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
    struct sealer s = {keys};
    bool sqlite = db_engine(c->db) == ENGINE_SQLITE;
    struct http_config config = {
        .listen = listen ? listen : "127.0.0.1:8080",
        .db_url = url,
        .edge = edge,
        .access_log = cli_option(cli, "access-log"),
        .seal = sqlite ? seal : NULL,
        .sealed = sqlite ? sealed : NULL,
        .seal_arg = &s,
        .metrics = cli_option(cli, "metrics"),
        .figures = figures,
        .ready = ready,
        .arg = (void *)(uintptr_t)(listen ? listen : "127.0.0.1:8080"),
    };
    e = http_serve(c, &config);
    atomic_store(&j.stop, true);
    close(j.wake[1]);
    for (size_t i = 0; i < n_workers; i++)
        pthread_join(workers[i].thread, NULL);
    close(j.wake[0]);
    edge_free(edge);
    act_keys_close(keys);
    return e;
}

/* ---- the supervisor ---- */

static volatile sig_atomic_t child, stopped;

static void
pass_on(int sig)
{
    stopped = 1;
    if (child > 0)
        kill(child, sig);
}

/* In a process group of its own, so that Ctrl-C comes to it once: from here. */
static pid_t
fork_server(void)
{
    sigset_t both, before;
    sigemptyset(&both);
    sigaddset(&both, SIGTERM);
    sigaddset(&both, SIGINT);
    sigprocmask(SIG_BLOCK, &both, &before); /* until it is known whom to pass them on to */
    pid_t pid = fork();
    must(pid >= 0);
    if (pid == 0) {
        setpgid(0, 0);
        signal(SIGTERM, SIG_DFL);
        signal(SIGINT, SIG_DFL);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
    }
    child = pid;
    sigprocmask(SIG_SETMASK, &before, NULL);
    return pid;
}

static err
supervise(struct ctx *c, struct cli *cli)
{
    const char *url = arena_strdup(c->arena, db_url(c->db));
    db_close(c->db); /* no connection may cross a fork */
    c->db = NULL;
    if (cli_option(cli, "no-supervisor"))
        return serve(c, cli, url);
    struct sigaction sa = {.sa_handler = pass_on};
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);
    time_t minute = 0;
    int restarts = 0;
    while (!stopped) {
        pid_t pid = fork_server();
        if (pid == 0)
            return serve(c, cli, url);
        int status;
        while (waitpid(pid, &status, 0) < 0)
            must(errno == EINTR);
        child = 0;
        if (!WIFSIGNALED(status))
            return WEXITSTATUS(status) == 0 ? OK
                                            : fail(c, ERR_INTERNAL, NULL, N_("The server ended"));
        if (WTERMSIG(status) == SIGTERM || WTERMSIG(status) == SIGINT)
            return OK;
        fprintf(stderr, "haicap: the server was ended by signal %d; starting it again\n",
                WTERMSIG(status));
        time_t now = time(NULL);
        restarts = now - minute < 60 ? restarts + 1 : 1;
        minute = restarts == 1 ? now : minute;
        if (restarts > MOST_RESTARTS)
            return fail(c, ERR_INTERNAL, NULL, N_("The server ends again and again"));
        nanosleep(&(struct timespec){.tv_nsec = RESTART_MS * 1000000L}, NULL);
    }
    return OK;
}

const struct command serve_commands[] = {
    {"serve", "serve --db URL [--listen HOST:PORT] [--today DATE] [--access-log FILE] "
     "[--metrics HOST:PORT]",
     N_("Serve pages and API until stopped; --today: demo databases only"),
     "listen= today= access-log= metrics= no-supervisor", true, false, supervise},
    {0},
};
