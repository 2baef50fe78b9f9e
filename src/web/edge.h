/* SPDX-License-Identifier: Apache-2.0 */
/*
 * edge.h: between the wire and the handlers: route, gate (who, may they, CSRF), input struct,
 * handler, paper. Knows nothing of sockets and threads (http.c, lanes.c) nor of transactions:
 * whoever calls edge_answer has begun one and ends it by the answer's verdict.
 */
#ifndef WEB_EDGE_H
#define WEB_EDGE_H
#include "base/embedded.h"
#include "web/web.h"

/* What came in, decoded and limited by http.c (or made up by the terminal). Lives in an arena. */
struct request {
    enum method method;
    const char *method_name;
    const char *path;             /* decoded path is made by the router; this one is as sent */
    const char *query;            /* after '?', as sent; "" if none */
    const char *cookie, *accept, *accept_language, *content_type, *if_none_match;
    const char *idempotency_key, *authorization, *origin, *sec_fetch_site, *host;
    const char *remote;           /* address of the peer */
    const char *body;             /* n_body bytes; NULL if none */
    size_t n_body;
    struct pair_list form;        /* of an urlencoded or multipart body; files as text */
    bool is_form;
    bool operator_;               /* the machine's operator at the terminal: no session, no CSRF */
    const char *as_user;          /* the terminal's --as */
    bool force_json;              /* the terminal: JSON where a browser would get a page */
    bool is_https;                /* the proxy in front says so */
    const char *id;               /* of the request, for the log */
    const struct match *match;    /* where it leads, by edge_lane; NULL: nobody has looked yet */
    const void *prepared;         /* by edge_prepare; NULL: it has not run */
};

struct header {
    const char *name, *value;
};
struct header_list LIST(struct header);
struct answer {
    int status;
    const char *mime;
    struct buf body;                 /* owned: buf_free */
    const struct embedded *file;     /* instead of body */
    struct header_list headers;      /* in the request's arena */
    bool keep;                       /* the transaction is to be committed (else rolled back) */
    bool again;                      /* the engine wants the transaction run again */
    bool touch_due;                  /* the session was seen; nobody has written that down */
};

struct edge;
struct act_keys; /* kernel/act.h */

/* Compiles every template against its view; INVALID with a clear text if one names a field that
 * does not exist. demo_today: DAY_NONE, or the day that a demo database believes it is. */
NODISCARD err edge_new(struct ctx *c, day demo_today, struct edge **out);
void edge_free(struct edge *e);
/* What handlers find as c->keys; without it a caller's c->keys stands. */
void edge_use_keys(struct edge *e, const struct act_keys *keys);

/* The day that the installation believes it is (c->now, or the demo's clock); reads one row. */
day edge_today(const struct edge *e, struct ctx *c);

/* Before the body is read: where it will run (a: the request's own arena, for rq->match); and then
 * how many bytes it may have. */
enum lane edge_lane(const struct edge *e, struct arena *a, struct request *rq);
size_t edge_body_max(const struct edge *e, const struct request *rq);

/* For LANE_PREPARED, in a read transaction on c->db, before edge_answer in a write transaction. Sets
 * rq->prepared, or leaves it for edge_answer to find out why not. */
void edge_prepare(const struct edge *e, struct ctx *c, struct request *rq);

/* Runs the request inside the caller's transaction on c->db; c->arena holds the request, c->now is
 * set. Always yields an answer: faults become problem+json or the page with what was typed. */
void edge_answer(const struct edge *e, struct ctx *c, const struct request *rq,
                 struct answer *a);
/* An answer for trouble on the way (before or after edge_answer): status of e, its title. */
void edge_trouble(const struct edge *e, struct ctx *c, const struct request *rq, err code,
                  struct answer *a);
/* POST here with a session's cookie does nothing but keep the session. */
#define EDGE_SEEN "/api/v1/me/seen"
#endif
