/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.h: the wire. libmicrohttpd daemons, one for each loop lane on a shared port; writes are
 * suspended, handed to a write lane and resumed after the commit.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H
#include "web/edge.h"

struct http_config {
    const char *listen; /* "127.0.0.1:8080", "[::1]:8080" */
    const char *db_url;
    const struct edge *edge;
    int n_loops;                        /* 0: one for each core */
    int n_heavy;                        /* 0: 2 */
    int n_write;                        /* 0: 1 on SQLite, 4 on PostgreSQL */
    const char *access_log;             /* file; NULL: none; "-": standard error */
    void (*ready)(void *arg, int port); /* called once it listens */
    void *arg;
    /* In each write transaction, just before its commit, and after that commit, outside any
     * transaction; on a write lane's thread, with a ctx that is not a request's. NULL: none. */
    err (*seal)(struct ctx *c, void *arg);
    void (*sealed)(struct ctx *c, void *arg);
    void *seal_arg;
    /* Where figures are told (GET /metrics), an address of this machine; NULL: nowhere. */
    const char *metrics;
    /* Adds lines of the house's own to them, in a read transaction. NULL: none. */
    err (*figures)(struct ctx *c, struct buf *b);
};

/*
 * Serves until SIGTERM or SIGINT: then stops listening, lets what is under way finish (10 s at
 * most), and returns. Port 0 takes a free one and tells `ready`.
 * Errors: INVALID(listen, metrics), NOT_FOUND(db_url).
 */
NODISCARD err http_serve(struct ctx *c, const struct http_config *config);
#endif
