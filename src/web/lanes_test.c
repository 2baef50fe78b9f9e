/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "db.h"
#include "web/lanes.h"

/* What a job does, by its path: "/store", "/refuse" (writes, then says no), "/again" (the engine
 * wants it again until the third run), "/poison" (seal will refuse it), "/lost" (cuts its own
 * connection on the first run), "/prepared" (as "/again", and wants what `prepare` left), "/count" (one more on a counter), "/hold" (waits for `go`). */
struct world {
    struct lanes *lanes;
    sem_t done, go;
    atomic_int runs, commits;
    bool postgres;
};
static struct world *
world_of(const struct request *rq)
{
    return (struct world *)(uintptr_t)rq->body; /* a test's request carries its world */
}

struct test_job {
    struct job job;
    struct arena arena;
    struct request rq;
    int runs;
};

extern const struct query Q_counter_take, Q_counter_read;

static void
answer(const struct edge *e UNUSED, struct ctx *c, const struct request *rq,
       struct answer *a)
{
    struct world *w = world_of(rq);
    struct test_job *t = (struct test_job *)(uintptr_t)rq->cookie;
    t->runs++;
    atomic_fetch_add(&w->runs, 1);
    a->status = 200;
    buf_puts(&a->body, arena_strdup(c->arena, rq->path));
    if (str_eq(rq->path, "/hold") && t->runs == 1)
        sem_wait(&w->go);
    if (str_eq(rq->path, "/lost") && t->runs == 1)
        a->status = db_script(c, "SELECT pg_terminate_backend(pg_backend_pid())") == OK
                        ? 200
                        : 500;
    if (str_eq(rq->path, "/prepared") && !str_eq(rq->prepared, "prepared"))
        a->status = 400;
    bool again = str_eq(rq->path, "/again") || str_eq(rq->path, "/prepared");
    int64_t n;
    err x = a->status != 200 ? OK
            : str_eq(rq->path, "/count")
                ? counter_next(c, "lanes_test", &n)
                : query_int(c, &Q_counter_take, IN(rq->id, 1), 0, &n);
    if (x != OK || (again && t->runs < 3)) {
        a->again = x == OK || x == ERR_AGAIN;
        a->status = 503;
        return;
    }
    if (str_eq(rq->path, "/refuse"))
        a->status = 422;
    a->keep = a->status == 200;
}

static void
trouble(const struct edge *e UNUSED, struct ctx *c UNUSED,
        const struct request *rq UNUSED, err code, struct answer *a)
{
    *a = (struct answer){.status = err_status(code)};
}

static void
prepare(const struct edge *e UNUSED, struct ctx *c, struct request *rq)
{
    int64_t n;
    assert_true(db_in_transaction(c->db));
    rq->prepared = arena_strdup(c->arena, "prepared");
    if (query_int(c, &Q_counter_take, IN(rq->id, 1), 0, &n) == OK)
        rq->prepared = "wrote"; /* it is a reader */
}

static void
done(struct job *job)
{
    sem_post(&world_of(job->rq)->done);
}

static err
seal(struct ctx *c, void *arg UNUSED)
{
    int64_t poisoned;
    TRY(query_int(c, &Q_counter_read, IN("poison"), 0, &poisoned));
    return poisoned ? ERR_CONFLICT : OK;
}

static void
sealed(struct ctx *c, void *arg)
{
    assert_false(db_in_transaction(c->db));
    struct world *w = arg;
    atomic_fetch_add(&w->commits, 1);
}

static const struct edge_ops ops = {.answer = answer, .trouble = trouble, .prepare = prepare};

static void
world_start(struct ctx *c, struct world *w)
{
    *w = (struct world){.postgres = db_engine(c->db) == ENGINE_POSTGRES};
    sem_init(&w->done, 0, 0);
    sem_init(&w->go, 0, 0);
    struct lanes_config g = {.db_url = db_url(c->db),
                             .ops = &ops,
                             .seal = seal,
                             .sealed = sealed,
                             .seal_arg = w,
                             .done = done};
    ok(c, lanes_start(c, &g, &w->lanes));
}

static struct test_job *
push(struct world *w, enum lane lane, const char *path, const char *id)
{
    struct test_job *t = calloc(1, sizeof *t);
    assert_non_null(t);
    t->job.arena = &t->arena;
    t->job.rq = &t->rq;
    t->rq = (struct request){.method = POST, .path = path, .id = id};
    t->rq.body = (const char *)w;
    t->rq.cookie = (const char *)t;
    assert_true(lanes_push(w->lanes, lane, &t->job));
    return t;
}

static void
free_job(struct test_job *t)
{
    buf_free(&t->job.answer.body);
    arena_free(&t->arena);
    free(t);
}

/* The status of a job that is done; frees it. */
static int
end(struct test_job *t)
{
    int status = t->job.answer.status;
    free_job(t);
    return status;
}

static void
wait_for(struct world *w, int n)
{
    while (n-- > 0)
        while (sem_wait(&w->done) != 0)
            continue;
}

static void
wait_until_running(struct world *w, int n)
{
    while (atomic_load(&w->runs) < n)
        usleep(1000);
}

static int64_t
stored(struct ctx *c, const char *id)
{
    int64_t n = -1;
    ok(c, query_int(c, &Q_counter_read, IN(id), 0, &n));
    return n;
}

static void
jobs_that_queue_share_a_commit_and_a_refused_one_leaves_no_trace(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w;
    world_start(&c, &w);
    struct test_job *t[60], *first = push(&w, LANE_WRITE, "/hold", "first");
    wait_until_running(&w, 1);
    for (int i = 0; i < 60; i++)
        t[i] =
            push(&w, LANE_WRITE, i % 3 ? "/store" : "/refuse", i % 3 ? "kept" : "not");
    sem_post(&w.go);
    wait_for(&w, 61);
    assert_int_equal(end(first), 200);
    for (int i = 0; i < 60; i++) {
        assert_memory_equal(t[i]->job.answer.body.s, t[i]->rq.path, 6);
        assert_int_equal(end(t[i]), i % 3 ? 200 : 422);
    }
    assert_int_equal(stored(&c, "kept"), 40);
    assert_int_equal(stored(&c, "not"), 0);
    assert_int_equal(atomic_load(&w.commits), w.postgres ? 41 : 2);
    lanes_stop(w.lanes);
    test_db_end(&c);
}

static void
a_job_that_spoils_the_commit_does_not_spoil_the_others(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w;
    world_start(&c, &w);
    struct test_job *first = push(&w, LANE_WRITE, "/hold", "first");
    wait_until_running(&w, 1);
    struct test_job *t[] = {push(&w, LANE_WRITE, "/store", "a"),
                            push(&w, LANE_WRITE, "/store", "poison"),
                            push(&w, LANE_WRITE, "/store", "b")};
    sem_post(&w.go);
    wait_for(&w, 4);
    assert_int_equal(end(first), 200);
    assert_int_equal(end(t[0]), 200);
    assert_int_equal(end(t[1]), 409);
    assert_int_equal(end(t[2]), 200);
    assert_int_equal(stored(&c, "a"), 1);
    assert_int_equal(stored(&c, "poison"), 0);
    assert_int_equal(stored(&c, "b"), 1);
    lanes_stop(w.lanes);
    test_db_end(&c);
}

static void
what_the_engine_wants_again_runs_again_from_a_clean_arena(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w;
    world_start(&c, &w);
    struct test_job *t = push(&w, LANE_WRITE, "/again", "x");
    wait_for(&w, 1);
    /* SQLite has one writer and never asks; if it does, the person is told to try again */
    assert_int_equal(t->runs, w.postgres ? 3 : 1);
    if (w.postgres)
        assert_int_equal(t->job.answer.body.n, strlen("/again"));
    assert_int_equal(end(t), w.postgres ? 200 : 503);
    assert_int_equal(stored(&c, "x"), w.postgres);
    lanes_stop(w.lanes);
    test_db_end(&c);
}

static void
concurrent_writers_lose_no_update(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w;
    world_start(&c, &w);
    struct test_job *t[100];
    for (size_t i = 0; i < COUNT(t); i++)
        t[i] = push(&w, LANE_WRITE, "/count", "n");
    wait_for(&w, (int)COUNT(t));
    int64_t n = 0;
    for (size_t i = 0; i < COUNT(t); i++) {
        n += t[i]->job.answer.status == 200;
        free_job(t[i]);
    }
    assert_int_equal(n, COUNT(t));
    assert_int_equal(stored(&c, "lanes_test"), n);
    lanes_stop(w.lanes);
    test_db_end(&c);
}

static void
a_lost_connection_is_opened_again(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w;
    world_start(&c, &w);
    if (!w.postgres) { /* a file is not lost */
        lanes_stop(w.lanes);
        test_db_end(&c);
        skip();
    }
    struct test_job *t = push(&w, LANE_WRITE, "/lost", "x");
    wait_for(&w, 1);
    assert_int_equal(t->runs, 2);
    assert_int_equal(end(t), 200);
    assert_int_equal(stored(&c, "x"), 1);
    lanes_stop(w.lanes);
    test_db_end(&c);
}

static void
a_heavy_lane_cannot_write(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w;
    world_start(&c, &w);
    struct test_job *t = push(&w, LANE_HEAVY, "/store", "x");
    wait_for(&w, 1);
    assert_int_equal(end(t), 503);
    assert_int_equal(stored(&c, "x"), 0);
    lanes_stop(w.lanes);
    test_db_end(&c);
}

/* The slow part waits for no write and holds none up; a second run finds it as it was. */
static void
what_is_prepared_is_done_once_by_a_reader(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w;
    world_start(&c, &w);
    struct test_job *t = push(&w, LANE_PREPARED, "/prepared", "x");
    wait_for(&w, 1);
    assert_int_equal(t->runs, w.postgres ? 3 : 1);
    assert_string_equal(t->rq.prepared, "prepared");
    assert_int_equal(end(t), w.postgres ? 200 : 503);
    assert_int_equal(stored(&c, "x"), w.postgres);
    while (lanes_busy(w.lanes) > 0) /* no lane believes that it still has it */
        usleep(1000);
    lanes_stop(w.lanes);
    test_db_end(&c);
}

/* Two exports take all heavy lanes; who signs in meanwhile must not wait for them. */
static void
what_is_prepared_waits_for_no_heavy_work(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w;
    world_start(&c, &w);
    struct test_job *held[2], *in;
    for (int i = 0; i < 2; i++)
        held[i] = push(&w, LANE_HEAVY, "/hold", "held");
    wait_until_running(&w, 2);
    in = push(&w, LANE_PREPARED, "/store", "x");
    wait_for(&w, 1);
    assert_int_equal(end(in), 200);
    assert_int_equal(stored(&c, "x"), 1);
    for (int i = 0; i < 2; i++)
        sem_post(&w.go);
    wait_for(&w, 2);
    for (int i = 0; i < 2; i++)
        assert_int_equal(end(held[i]), 503); /* they are readers */
    lanes_stop(w.lanes);
    test_db_end(&c);
}

static void
what_has_not_begun_can_be_given_up(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w;
    world_start(&c, &w);
    int n_lanes = w.postgres ? 4 : 1;
    struct test_job *held[4], *queued;
    for (int i = 0; i < n_lanes; i++)
        held[i] = push(&w, LANE_WRITE, "/hold", "held");
    wait_until_running(&w, n_lanes);
    queued = push(&w, LANE_WRITE, "/store", "queued");
    lanes_give_up(w.lanes);
    wait_for(&w, 1);
    assert_int_equal(end(queued), 503);
    assert_int_equal(lanes_busy(w.lanes), n_lanes);
    struct arena none = {0};
    struct job late = {.arena = &none};
    assert_false(lanes_push(w.lanes, LANE_WRITE, &late));
    for (int i = 0; i < n_lanes; i++)
        sem_post(&w.go);
    wait_for(&w, n_lanes);
    for (int i = 0; i < n_lanes; i++)
        assert_int_equal(end(held[i]), 200);
    assert_int_equal(stored(&c, "held"), n_lanes);
    assert_int_equal(stored(&c, "queued"), 0);
    lanes_stop(w.lanes);
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(jobs_that_queue_share_a_commit_and_a_refused_one_leaves_no_trace),
        ON_BOTH(a_job_that_spoils_the_commit_does_not_spoil_the_others),
        ON_BOTH(what_the_engine_wants_again_runs_again_from_a_clean_arena),
        ON_BOTH(concurrent_writers_lose_no_update),
        ON_BOTH(a_lost_connection_is_opened_again),
        ON_BOTH(a_heavy_lane_cannot_write),
        ON_BOTH(what_is_prepared_is_done_once_by_a_reader),
        ON_BOTH(what_is_prepared_waits_for_no_heavy_work),
        ON_BOTH(what_has_not_begun_can_be_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
