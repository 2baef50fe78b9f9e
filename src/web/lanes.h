/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lanes.h: the threads that requests run on when they must not run on a loop: writes, which wait
 * for a commit, and heavy reads. Lanes share nothing but two queues. Knows nothing of sockets.
 *
 * SQLite: one write lane; what is queued runs one after another, a savepoint each, and one commit
 * for all (one sync of the disk instead of many). PostgreSQL: n_write lanes, each a transaction at
 * a time, again when the engine says so.
 */
#ifndef WEB_LANES_H
#define WEB_LANES_H
#include "store/store.h"
#include "web/edge.h"
#include "web/metrics.h"

/* The edge as the wire sees it, so that a test can put another in its place. */
struct edge_ops {
    enum lane (*lane)(const struct edge *e, struct arena *a, struct request *rq);
    size_t (*body_max)(const struct edge *e, const struct request *rq);
    void (*answer)(const struct edge *e, struct ctx *c, const struct request *rq,
                   struct answer *a);
    void (*trouble)(const struct edge *e, struct ctx *c, const struct request *rq,
                    err code, struct answer *a);
    void (*prepare)(const struct edge *e, struct ctx *c, struct request *rq);
};

/* A request on its way. Belongs to whoever pushed it; untouched by others between push and done. */
struct job {
    struct job *next;
    struct arena *arena;
    struct request *rq;
    enum lane lane;         /* set by lanes_push, as is: */
    struct arena_mark mark; /* a second run starts here */
    bool unwatched;         /* set by lanes_post: nobody waits; the lanes free it */
    struct answer answer;   /* out */
    const char *detail;     /* out: of a fault, for the log */
};

struct lanes_config {
    const char *db_url;
    const struct edge *edge;
    const struct edge_ops *ops;
    int n_heavy, n_write; /* 0: the default, see http.h */
    /* see http.h */
    err (*seal)(struct ctx *c, void *arg);
    void (*sealed)(struct ctx *c, void *arg);
    void *seal_arg;
    /* On the lane's thread, when the answer stands. */
    void (*done)(struct job *job);
    /* Has everybody left who waited for it? Then heavy work is not begun. NULL: never. */
    bool (*gone)(struct job *job);
};

/* A connection to the database that opens again after it was lost, at most once a second. */
struct lane_db {
    struct db *db;
    const char *url;
    enum open_mode mode;
    instant tried;
    struct db_counts counts;
    int64_t n_counted; /* of the connection's statements: in counts.statements */
};
NODISCARD err lane_db_open(struct ctx *c, struct lane_db *d, const char *url,
                           enum open_mode mode);
void lane_db_close(struct lane_db *d);
/* Sets c->db and begins. AGAIN when it is busy or gone. */
NODISCARD err lane_db_begin(struct ctx *c, struct lane_db *d, bool write);

struct lanes;
/* Opens the databases and starts the threads. Errors: those of db_open. */
NODISCARD err lanes_start(struct ctx *c, const struct lanes_config *config,
                          struct lanes **out);
/* LANE_WRITE, LANE_HEAVY or LANE_PREPARED. False when the lanes take no more: then done will not be called. */
bool lanes_push(struct lanes *l, enum lane lane, struct job *job);
/* Queues a POST without a body for whoever the cookie means; nobody waits for its answer. */
void lanes_post(struct lanes *l, const char *path, const char *cookie);
/* Runs a job on the caller's thread, in a read transaction, or in none for what needs none. */
void lanes_run_read(const struct lanes_config *config, struct lane_db *d,
                    struct job *job);
/* Jobs that have not begun are answered AGAIN, those pushed later are refused. */
void lanes_give_up(struct lanes *l);
/* Jobs that wait for a thread, and what the threads' connections have counted. */
struct lanes_figures {
    size_t writes, heavy, prepared;
    struct db_counts db;
};
void lanes_figures(struct lanes *l, struct lanes_figures *out);
/* Jobs under way. */
size_t lanes_busy(struct lanes *l);
/* Finishes what is queued, ends the threads, closes the databases. Waits for ever. */
void lanes_stop(struct lanes *l);

/* The one clock of the house. */
instant clock_now(void);
#endif
