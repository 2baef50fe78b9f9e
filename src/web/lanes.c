/* SPDX-License-Identifier: Apache-2.0 */
#include "web/lanes.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum {
    GROUP_MOST =
        256, /* jobs of one commit: bounds how long the first waits for the last */
    TRIES = 60, /* neighbours on a page of PostgreSQL's are taken for one another */
    REOPEN_US = 1000000,
    HEAVY_DEFAULT = 2,
    PREPARERS =
        2, /* threads of their own: nobody's sign-in waits for another's export */
    WRITE_DEFAULT_PG = 4
};

struct queue {
    struct job *head, **tail;
    size_t n;
    pthread_cond_t more;
};
struct worker {
    struct lanes *lanes;
    pthread_t thread;
    struct lane_db db;
    uint64_t dice;
};
struct lanes {
    struct lanes_config config;
    pthread_mutex_t lock; /* over all below */
    struct queue write, heavy, prepared;
    bool stopping, refusing;
    size_t busy;
    struct worker *workers;
    size_t n_workers, n_write;
};

instant
clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (instant){(int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000};
}

static struct ctx
context(struct arena *a)
{
    instant now = clock_now();
    return (struct ctx){.arena = a, .now = now, .today = day_of_instant(now)};
}

/* ---- a connection that heals ---- */

err
lane_db_open(struct ctx *c, struct lane_db *d, const char *url, enum open_mode mode)
{
    *d = (struct lane_db){.url = url, .mode = mode};
    return db_open(c, url, mode, &d->db);
}

void
lane_db_close(struct lane_db *d)
{
    db_close(d->db);
    d->db = NULL;
    d->n_counted = 0;
}

static void
count_statements(struct lane_db *d)
{
    int64_t n = db_queries(d->db);
    counter_add(&d->counts.statements, (uint64_t)(n - d->n_counted));
    d->n_counted = n;
}

err
lane_db_begin(struct ctx *c, struct lane_db *d, bool write)
{
    c->db = d->db;
    if (d->db)
        count_statements(d);
    err e = d->db ? db_begin(c, write) : ERR_INTERNAL;
    if (e == OK) {
        counter_add(&d->counts.reads, !write);
        return OK;
    }
    counter_add(&d->counts.busy, 1);
    instant now = clock_now();
    if (e == ERR_AGAIN || now.v - d->tried.v < REOPEN_US)
        return ERR_AGAIN;
    d->tried = now;
    counter_add(&d->counts.lost, 1);
    lane_db_close(d);
    struct ctx quiet = {.arena = c->arena};
    e = db_open(&quiet, d->url, d->mode, &d->db);
    if (e != OK) {
        c->detail = quiet.detail;
        c->db = d->db = NULL;
        return ERR_AGAIN;
    }
    c->db = d->db;
    return db_begin(c, write) == OK ? OK : ERR_AGAIN;
}

/* ---- one job ---- */

static void
trouble(const struct lanes_config *g, struct job *j, err code)
{
    struct ctx c = context(j->arena);
    buf_free(&j->answer.body);
    j->answer = (struct answer){0};
    g->ops->trouble(g->edge, &c, j->rq, code, &j->answer);
}

static void
run(const struct lanes_config *g, struct ctx *c, struct job *j)
{
    g->ops->answer(g->edge, c, j->rq, &j->answer);
    j->detail = c->detail;
}

/* Before a second run: nothing of the first remains. */
static void
job_reset(struct job *j)
{
    buf_free(&j->answer.body);
    j->answer = (struct answer){0};
    j->detail = NULL;
    arena_reset(j->arena, j->mark);
}

static bool
needs_no_transaction(const struct request *rq)
{
    return strncmp(rq->path, "/static/", 8) == 0 || strcmp(rq->path, "/healthz") == 0;
}

void
lanes_run_read(const struct lanes_config *g, struct lane_db *d, struct job *j)
{
    struct ctx c = context(j->arena);
    if (needs_no_transaction(j->rq)) {
        c.db = d->db;
        run(g, &c, j);
        return;
    }
    if (lane_db_begin(&c, d, false) != OK) {
        trouble(g, j, ERR_AGAIN);
        j->detail = c.detail;
        return;
    }
    run(g, &c, j);
    db_rollback(&c);
    counter_add(&d->counts.faults, j->answer.status >= 500);
    if (j->answer.again)
        trouble(g, j, ERR_AGAIN);
}

/* ---- SQLite: a group of jobs and one commit ---- */

/* The savepoint keeps a job that fails from the others. */
static err
run_saved(struct worker *w, struct job *j)
{
    const struct lanes_config *g = &w->lanes->config;
    struct ctx c = context(j->arena);
    c.db = w->db.db;
    TRY(db_savepoint(&c));
    run(g, &c, j);
    if (j->answer.keep && !j->answer.again)
        return db_release(&c);
    db_rollback_to(&c);
    if (j->answer.again)
        trouble(g, j, ERR_AGAIN);
    j->answer.keep = false;
    return OK;
}

static err
seal_and_commit(const struct lanes_config *g, struct ctx *c)
{
    err e = g->seal ? g->seal(c, g->seal_arg) : OK;
    if (e != OK) {
        db_rollback(c);
        return e;
    }
    TRY(db_commit(c));
    if (g->sealed)
        g->sealed(c, g->seal_arg);
    return OK;
}

static err
commit_counted(struct worker *w, struct ctx *c, uint64_t jobs)
{
    err e = seal_and_commit(&w->lanes->config, c);
    if (e == OK)
        metrics_commit(&w->db.counts, jobs);
    else
        counter_add(&w->db.counts.failed, 1);
    return e;
}

/* Runs jobs in one transaction; yields how many are done. */
static size_t
run_group(struct worker *w, struct job **job, size_t n)
{
    const struct lanes_config *g = &w->lanes->config;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = context(&a);
    if (lane_db_begin(&c, &w->db, true) != OK) {
        for (size_t i = 0; i < n; i++)
            trouble(g, job[i], ERR_AGAIN);
        return n;
    }
    size_t done = 0;
    uint64_t kept = 0;
    bool sound = true;
    err e = OK;
    /* after trouble of our own (a full disk …) the engine may have left the transaction */
    while (e == OK && sound && done < n) {
        e = run_saved(w, job[done]);
        kept += job[done]->answer.keep;
        sound = job[done]->answer.status < 500;
        counter_add(&w->db.counts.faults, !sound);
        done++;
    }
    if (e == OK && kept > 0)
        e = commit_counted(w, &c, kept);
    else
        db_rollback(&c);
    if (e == OK)
        return done;
    /* Nothing of the group is stored. One of them spoilt it: let each stand for itself. */
    for (size_t i = 0; i < done; i++) {
        if (done > 1) {
            job_reset(job[i]);
            run_group(w, &job[i], 1);
        } else {
            trouble(g, job[i], e);
            job[i]->detail = arena_strdup(job[i]->arena, c.detail);
        }
    }
    return done;
}

/* ---- PostgreSQL: one job, one transaction, again if need be ---- */

static bool
is_lost(struct ctx *c)
{
    struct ctx quiet = {.arena = c->arena, .db = c->db};
    return db_script(&quiet, "SELECT 1") != OK;
}

static err
run_once(struct worker *w, struct job *j)
{
    struct ctx c = context(j->arena);
    TRY(lane_db_begin(&c, &w->db, true));
    run(&w->lanes->config, &c, j);
    counter_add(&w->db.counts.faults, j->answer.status >= 500);
    if (j->answer.keep && !j->answer.again) {
        struct ctx own = context(j->arena);
        own.db = c.db;
        err e = commit_counted(w, &own, 1);
        j->detail = own.detail;
        return e;
    }
    db_rollback(&c);
    /* nothing was committed, so a lost connection is no reason to bother the person */
    return j->answer.again || (j->answer.status >= 500 && is_lost(&c)) ? ERR_AGAIN : OK;
}

static void
wait_a_little(struct worker *w, int tries)
{
    w->dice = w->dice * 6364136223846793005u + 1442695040888963407u;
    uint64_t most_us = 1000u << (tries < 7 ? tries : 7);
    struct timespec t = {.tv_nsec = (long)((w->dice >> 33) % most_us) * 1000};
    nanosleep(&t, NULL);
}

static void
run_alone(struct worker *w, struct job *j)
{
    err e = run_once(w, j);
    for (int i = 1; e == ERR_AGAIN && i < TRIES; i++) {
        job_reset(j);
        counter_add(&w->db.counts.retried, 1);
        wait_a_little(w, i);
        e = run_once(w, j);
    }
    if (e != OK)
        trouble(&w->lanes->config, j, e);
}

/* ---- threads ---- */

/* Takes up to `most` jobs; 0 when the lanes stop. */
static size_t
take(struct lanes *l, struct queue *q, struct job **out, size_t most)
{
    size_t n = 0;
    pthread_mutex_lock(&l->lock);
    while (!q->head && !l->stopping)
        pthread_cond_wait(&q->more, &l->lock);
    for (; q->head && n < most; n++) {
        out[n] = q->head;
        q->head = q->head->next;
    }
    if (!q->head)
        q->tail = &q->head;
    q->n -= n;
    l->busy += n;
    pthread_mutex_unlock(&l->lock);
    return n;
}

static void
let_go(struct lanes *l, size_t n)
{
    pthread_mutex_lock(&l->lock);
    l->busy -= n;
    pthread_mutex_unlock(&l->lock);
}

struct posted {
    struct job job; /* first */
    struct arena arena;
    struct request rq;
};

static void
done(struct lanes *l, struct job *j)
{
    if (!j->unwatched) {
        l->config.done(j); /* from here on it may be gone */
        return;
    }
    struct posted *p = (struct posted *)(void *)j;
    buf_free(&j->answer.body);
    arena_free(&p->arena);
    free(p);
}

static void
give_back(struct lanes *l, struct job **job, size_t n)
{
    for (size_t i = 0; i < n; i++)
        done(l, job[i]);
    let_go(l, n);
}

static void *
group_lane(void *arg)
{
    struct worker *w = arg;
    struct job *job[GROUP_MOST];
    size_t n;
    while ((n = take(w->lanes, &w->lanes->write, job, GROUP_MOST)) > 0) {
        for (size_t at = 0; at < n;) {
            size_t done = run_group(w, job + at, n - at);
            give_back(w->lanes, job + at, done);
            at += done;
        }
    }
    return NULL;
}

static void *
write_lane(void *arg)
{
    struct worker *w = arg;
    struct job *j;
    while (take(w->lanes, &w->lanes->write, &j, 1) > 0) {
        run_alone(w, j);
        give_back(w->lanes, &j, 1);
    }
    return NULL;
}

/* False: the job is finished with. */
static bool
prepare(struct worker *w, struct job *j)
{
    const struct lanes_config *g = &w->lanes->config;
    struct ctx c = context(j->arena);
    if (lane_db_begin(&c, &w->db, false) == OK) {
        g->ops->prepare(g->edge, &c, j->rq);
        db_rollback(&c);
        if (lanes_push(w->lanes, LANE_WRITE, j))
            return true;
    }
    trouble(g, j, ERR_AGAIN);
    j->detail = c.detail;
    return false;
}

/* People reload what takes long; the last one counts. */
static bool
left_alone(const struct lanes_config *g, struct job *j)
{
    if (!g->gone || !g->gone(j))
        return false;
    trouble(g, j, ERR_AGAIN);
    return true;
}

static void *
heavy_lane(void *arg)
{
    struct worker *w = arg;
    struct job *j;
    while (take(w->lanes, &w->lanes->heavy, &j, 1) > 0) {
        if (!left_alone(&w->lanes->config, j))
            lanes_run_read(&w->lanes->config, &w->db, j);
        give_back(w->lanes, &j, 1);
    }
    return NULL;
}

static void *
prepare_lane(void *arg)
{
    struct worker *w = arg;
    struct job *j;
    while (take(w->lanes, &w->lanes->prepared, &j, 1) > 0) {
        if (!left_alone(&w->lanes->config, j) && prepare(w, j))
            let_go(w->lanes, 1); /* it is a write lane's now */
        else
            give_back(w->lanes, &j, 1);
    }
    return NULL;
}

static void
queue_init(struct queue *q)
{
    q->head = NULL;
    q->tail = &q->head;
    q->n = 0;
    pthread_cond_init(&q->more, NULL);
}

static void
lanes_free(struct lanes *l)
{
    for (size_t i = 0; i < l->n_workers; i++)
        lane_db_close(&l->workers[i].db);
    pthread_cond_destroy(&l->write.more);
    pthread_cond_destroy(&l->heavy.more);
    pthread_cond_destroy(&l->prepared.more);
    pthread_mutex_destroy(&l->lock);
    free(l->workers);
    free(l);
}

static err
open_all(struct ctx *c, struct lanes *l)
{
    for (size_t i = 0; i < l->n_workers; i++) {
        struct worker *w = &l->workers[i];
        w->lanes = l;
        w->dice = (uint64_t)clock_now().v + i * 0x9e3779b97f4a7c15u;
        TRY(lane_db_open(c, &w->db, l->config.db_url,
                         i < l->n_write ? OPEN_WRITE : OPEN_READ));
    }
    return OK;
}

err
lanes_start(struct ctx *c, const struct lanes_config *config, struct lanes **out)
{
    struct lane_db probe;
    TRY(lane_db_open(c, &probe, config->db_url, OPEN_READ));
    bool group = db_engine(probe.db) == ENGINE_SQLITE;
    lane_db_close(&probe);

    struct lanes *l = calloc(1, sizeof *l);
    must(l);
    l->config = *config;
    pthread_mutex_init(&l->lock, NULL);
    queue_init(&l->write);
    queue_init(&l->heavy);
    queue_init(&l->prepared);
    size_t n_heavy = (size_t)(config->n_heavy > 0 ? config->n_heavy : HEAVY_DEFAULT);
    l->n_write = (size_t)(config->n_write > 0 ? config->n_write : WRITE_DEFAULT_PG);
    if (group)
        l->n_write = 1; /* SQLite has one writer at a time, however many ask */
    size_t before_heavy = l->n_write + PREPARERS;
    l->n_workers = before_heavy + n_heavy;
    l->workers = calloc(l->n_workers, sizeof *l->workers);
    must(l->workers);
    err e = open_all(c, l);
    if (e != OK) {
        lanes_free(l);
        return e;
    }
    for (size_t i = 0; i < l->n_workers; i++) {
        void *(*main)(void *) = i >= before_heavy ? heavy_lane
                                : i >= l->n_write ? prepare_lane
                                : group           ? group_lane
                                                  : write_lane;
        must(pthread_create(&l->workers[i].thread, NULL, main, &l->workers[i]) == 0);
    }
    *out = l;
    return OK;
}

bool
lanes_push(struct lanes *l, enum lane lane, struct job *job)
{
    must(lane == LANE_WRITE || lane == LANE_HEAVY || lane == LANE_PREPARED);
    struct queue *q = lane == LANE_WRITE   ? &l->write
                      : lane == LANE_HEAVY ? &l->heavy
                                           : &l->prepared;
    job->next = NULL;
    job->lane = lane;
    job->mark = arena_mark(job->arena);
    pthread_mutex_lock(&l->lock);
    bool taken = !l->stopping && !l->refusing;
    if (taken) {
        *q->tail = job;
        q->tail = &job->next;
        q->n++;
        pthread_cond_signal(&q->more);
    }
    pthread_mutex_unlock(&l->lock);
    return taken;
}

void
lanes_post(struct lanes *l, const char *path, const char *cookie)
{
    struct posted *p = calloc(1, sizeof *p);
    must(p);
    p->job.arena = &p->arena;
    p->job.rq = &p->rq;
    p->job.unwatched = true;
    p->rq = (struct request){.method = POST,
                             .method_name = "POST",
                             .path = arena_strdup(&p->arena, path),
                             .cookie = arena_strdup(&p->arena, cookie),
                             .query = "",
                             .host = ""};
    if (!lanes_push(l, LANE_WRITE, &p->job))
        done(l, &p->job);
}

void
lanes_give_up(struct lanes *l)
{
    pthread_mutex_lock(&l->lock);
    struct queue *const all[] = {&l->write, &l->heavy, &l->prepared};
    struct job *left[COUNT(all)];
    for (size_t i = 0; i < COUNT(all); i++) {
        left[i] = all[i]->head;
        all[i]->head = NULL;
        all[i]->tail = &all[i]->head;
        all[i]->n = 0;
    }
    l->refusing = true;
    pthread_mutex_unlock(&l->lock);
    for (size_t i = 0; i < COUNT(left); i++)
        for (struct job *j = left[i], *next; j; j = next) {
            next = j->next;
            trouble(&l->config, j, ERR_AGAIN);
            done(l, j);
        }
}

void
lanes_figures(struct lanes *l, struct lanes_figures *out)
{
    memset(out, 0, sizeof *out);
    pthread_mutex_lock(&l->lock);
    out->writes = l->write.n;
    out->heavy = l->heavy.n;
    out->prepared = l->prepared.n;
    pthread_mutex_unlock(&l->lock);
    for (size_t i = 0; i < l->n_workers; i++)
        metrics_add_db(&out->db, &l->workers[i].db.counts);
}

size_t
lanes_busy(struct lanes *l)
{
    pthread_mutex_lock(&l->lock);
    size_t n = l->busy;
    pthread_mutex_unlock(&l->lock);
    return n;
}

void
lanes_stop(struct lanes *l)
{
    pthread_mutex_lock(&l->lock);
    l->stopping = true;
    pthread_cond_broadcast(&l->write.more);
    pthread_cond_broadcast(&l->heavy.more);
    pthread_cond_broadcast(&l->prepared.more);
    pthread_mutex_unlock(&l->lock);
    for (size_t i = 0; i < l->n_workers; i++)
        pthread_join(l->workers[i].thread, NULL);
    lanes_free(l);
}
