/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_wire.h: inside the wire. http.c owns sockets, daemons and signals; http_socket.c
 * addresses; http_exchange.c one request and its answer; http_reply.c the bytes of an answer;
 * http_gauge.c the figures.
 */
#ifndef WEB_HTTP_WIRE_H
#define WEB_HTTP_WIRE_H
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include "web/http.h"
#include "web/http_log.h"
#include "web/lanes.h"

struct wire {
    struct lanes_config lanes_config;
    struct lanes *lanes;
    struct access_log *log;
    atomic_bool stopping; /* every answer now closes its connection */
    atomic_int
        in_flight; /* requests whose first line came and whose last byte did not go */
    atomic_int incomplete; /* of these: the client has not sent all of it */
    atomic_uint arrived;   /* counts what comes in, to see whether clients still send */
    struct loop *loops;
    size_t n_loops;
    struct gauge *gauge; /* NULL: nobody asked for figures */
};
/* One thread of the library: all that it touches is its own, but for the wire's queues and log. */
struct loop {
    struct wire *wire;
    struct MHD_Daemon *daemon;
    int fd;
    struct lane_db db;
    uint64_t ids;
    struct request_counts counts;
};

/* http_serve with an edge of the caller's. */
NODISCARD err http_serve_with(struct ctx *c, const struct http_config *config,
                              const struct edge_ops *ops);

/* Open now, of all loops. */
unsigned wire_connections(const struct wire *w);

/* ---- http_socket.c ---- */
struct address {
    struct sockaddr_storage sa;
    socklen_t n;
};
/* "127.0.0.1:8080", "[::1]:8080". INVALID(listen). */
NODISCARD err address_parse(struct ctx *c, const char *listen, struct address *out);
in_port_t *address_port(struct address *a);
bool address_is_loopback(const struct address *a);
/* A bound socket, or -1 with errno. shared: others may bind the same. */
int address_bind(const struct address *a, bool shared);

/* ---- http_gauge.c: figures for Prometheus, on an address of their own ---- */
struct gauge;
/* INVALID(metrics): no address, not of this machine, or taken. */
NODISCARD err gauge_start(struct ctx *c, const struct wire *w,
                          const struct http_config *config, struct gauge **out);
void gauge_stop(struct gauge *g); /* NULL: nothing */

/* ---- http_exchange.c: what the library calls; `cls` is the loop ---- */
void *exchange_begin(void *cls, const char *target, struct MHD_Connection *mc);
enum MHD_Result exchange_step(void *cls, struct MHD_Connection *mc, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *n, void **con);
void exchange_end(void *cls, struct MHD_Connection *mc, void **con,
                  enum MHD_RequestTerminationCode why);
void exchange_resume(struct job *job); /* lanes_config.done */
bool exchange_gone(struct job *job);   /* lanes_config.gone */

/* ---- http_reply.c ---- */
struct reply {
    struct MHD_Response *response;
    int status;
    size_t n_body;
};
/* Takes a->body away. Never fails. */
struct reply reply_of(const struct request *rq, struct answer *a, bool close);
#endif
