/* SPDX-License-Identifier: Apache-2.0 */
/*
 * race.h: eight connections at once. Every racer waits a little between reading and committing, so
 * that all see the same and decide the same.
 */
#ifndef TEST_RACE_H
#define TEST_RACE_H
#include <pthread.h>
#include <time.h>

#include "db.h"
#include "test.h"

enum {
    RACERS = 8
};
struct racer {
    const struct ctx *parent;
    pthread_barrier_t *start;
    err (*fn)(struct ctx *c, void *arg);
    int i;
    void *with;    /* what the test gave to all */
    int64_t id, n; /* what this one made */
    bool was_done;
    err result;
};

static inline void
pause_a_little(const struct racer *r)
{
    nanosleep(&(struct timespec){.tv_nsec = (5 + r->i % 3 * 5) * 1000 * 1000}, NULL);
}

static inline void *
race(void *arg)
{
    struct racer *r = arg;
    struct arena a = {0};
    struct ctx c = {.arena = &a,
                    .today = r->parent->today,
                    .now = r->parent->now,
                    .actor = r->parent->actor};
    r->result = db_open(&c, db_url(r->parent->db), OPEN_WRITE, &c.db);
    pthread_barrier_wait(r->start);
    if (r->result == OK) {
        /* as the edge does: tx_run tries 20 times, then the request is told to come again */
        for (int i = 0; i < 20; i++) {
            clear_faults(&c);
            r->result = tx_run(&c, r->fn, r);
            if (r->result != ERR_AGAIN)
                break;
        }
        if (r->result == ERR_INTERNAL)
            test_tell(&c, r->result);
        db_close(c.db);
    }
    arena_free(&a);
    return NULL;
}

/* How many got through. The even ones do `even`, the odd ones `odd`. */
static inline int
run_race(struct ctx *c, err (*even)(struct ctx *c, void *arg),
         err (*odd)(struct ctx *c, void *arg), void *with, struct racer racers[RACERS])
{
    pthread_barrier_t start;
    pthread_t thread[RACERS];
    int n = 0;
    pthread_barrier_init(&start, NULL, RACERS);
    for (int i = 0; i < RACERS; i++) {
        racers[i] = (struct racer){.parent = c,
                                   .start = &start,
                                   .fn = i % 2 ? odd : even,
                                   .i = i,
                                   .with = with};
        assert_int_equal(pthread_create(&thread[i], NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < RACERS; i++) {
        pthread_join(thread[i], NULL);
        n += racers[i].result == OK;
        assert_int_not_equal(racers[i].result, ERR_INTERNAL);
        assert_int_not_equal(racers[i].result, ERR_AGAIN);
    }
    pthread_barrier_destroy(&start);
    return n;
}
#endif
