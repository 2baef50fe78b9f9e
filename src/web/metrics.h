/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metrics.h: what the threads of the wire count. A counter belongs to one thread, which alone
 * writes it; whoever asks reads them all and adds up. So nobody waits, and a page of figures may be
 * a request or two behind itself.
 */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H
#include <stdatomic.h>
#include <stdint.h>

typedef _Atomic uint64_t counter;

static inline uint64_t
counter_read(const counter *c)
{
    return atomic_load_explicit(c, memory_order_relaxed);
}
/* By its owner only. */
static inline void
counter_add(counter *c, uint64_t n)
{
    atomic_store_explicit(c, counter_read(c) + n, memory_order_relaxed);
}

enum request_kind {
    REQUEST_STATIC, /* /static/ */
    REQUEST_HEALTH, /* /healthz, /readyz */
    REQUEST_PAGE,
    REQUEST_FORM, /* POST of a browser */
    REQUEST_API_READ,
    REQUEST_API_WRITE,
    REQUEST_REFUSED, /* not understood, or of a method that is not taken */
    REQUEST_KINDS
};
enum {
    STATUS_CLASSES = 6, /* 0: the client left before an answer; else the first digit */
    LATENCY_BUCKETS = 14,
    GROUP_BUCKETS = 9
};
/* The upper bounds of the buckets. */
extern const int64_t latency_us[LATENCY_BUCKETS];
extern const uint64_t group_jobs[GROUP_BUCKETS];

/* Of a loop. */
struct request_counts {
    counter n[REQUEST_KINDS][STATUS_CLASSES];
    counter took_at_most[REQUEST_KINDS][LATENCY_BUCKETS + 1]; /* the last: longer */
    counter took_us[REQUEST_KINDS];
};
void metrics_request(struct request_counts *r, enum request_kind kind, int status,
                     int64_t took_us);

/* Of a connection to the database. */
struct db_counts {
    counter reads;      /* transactions that only read */
    counter statements; /* as of the last transaction that began */
    counter commits;    /* with their groups: */
    counter committed, group_at_most[GROUP_BUCKETS + 1];
    counter busy;    /* a transaction could not begin */
    counter lost;    /* the connection had to be made anew */
    counter failed;  /* a commit, and all that was in it */
    counter retried; /* a job that the engine wanted run again */
    counter faults;  /* answers of 500 and above from inside a transaction */
};
void metrics_commit(struct db_counts *d, uint64_t jobs);
/* Adds what `from` has counted to `to`, which is the caller's own. */
void metrics_add_db(struct db_counts *to, const struct db_counts *from);
#endif
