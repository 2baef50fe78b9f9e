/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_exchange.c: one request from its first line to the last byte of its answer. Reads answer
 * on the loop's own thread; the rest is suspended, pushed to a lane, and picked up when resumed.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/msg.h"
#include "web/http_form.h"
#include "web/http_guard.h"
#include "web/http_wire.h"

enum {
    /* An upload that is too large is read to its end and thrown away, so that the client gets to
     * see the answer: most see only a broken connection when a server closes while they send. */
    DISCARD_MOST = 256 * 1024 * 1024,
    UPLOAD_SECONDS = 600
};

enum step {
    STEP_HEAD, /* nothing looked at yet */
    STEP_BODY, /* being read */
    STEP_LANE, /* suspended; called again when the answer stands */
    STEP_SENT
};

struct exchange {
    struct job job; /* first: the lanes hand it back */
    struct arena arena;
    struct loop *loop;
    struct MHD_Connection *mc;
    int fd; /* of the connection; the library closes it, but not while suspended */
    struct request rq;
    const char *target; /* as sent */
    enum step step;
    enum lane lane;
    struct buf body;
    size_t body_max, n_body;
    err refused; /* known before the body was read; OK: not */
    bool close;
    bool complete; /* the client has sent all that will be read */
    instant began;
    int status;
    size_t n_sent;
};

/* ---- begin ---- */

static const char *
remote_of(struct arena *a, struct MHD_Connection *mc)
{
    const union MHD_ConnectionInfo *i =
        MHD_get_connection_info(mc, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *sa = i ? i->client_addr : NULL;
    char *s = arena_alloc(a, INET6_ADDRSTRLEN, 1);
    if (sa && sa->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)sa)->sin_addr, s,
                  INET6_ADDRSTRLEN);
    else if (sa && sa->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr,
                  s, INET6_ADDRSTRLEN);
    return strncmp(s, "::ffff:", 7) == 0 && strchr(s, '.') ? s + 7 : s;
}

/* splitmix64: ids tell requests apart in the log; they are no secret */
static uint64_t
next_id(struct loop *l)
{
    uint64_t z = l->ids += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static const char *
hex_of(struct arena *a, uint64_t id)
{
    enum {
        DIGITS = 16
    };
    char *s = arena_alloc(a, DIGITS + 1, 1);
    for (int i = DIGITS; i-- > 0; id >>= 4)
        s[i] = "0123456789abcdef"[id & 15];
    return s;
}

void *
exchange_begin(void *cls, const char *target, struct MHD_Connection *mc)
{
    struct loop *l = cls;
    struct arena a = {0};
    struct exchange *x = NEW(&a, struct exchange);
    x->loop = l;
    x->mc = mc;
    x->began = clock_now();
    x->target = arena_strdup(&a, target ? target : "");
    x->rq.id = hex_of(&a, next_id(l));
    x->rq.method_name = x->rq.path = x->rq.query = x->rq.host = "";
    x->rq.remote = remote_of(&a, mc);
    x->arena = a;
    x->job.arena = &x->arena;
    x->job.rq = &x->rq;
    atomic_fetch_add(&l->wire->in_flight, 1);
    atomic_fetch_add(&l->wire->incomplete, 1);
    atomic_fetch_add(&l->wire->arrived, 1);
    return x;
}

static void
complete(struct exchange *x)
{
    if (!x->complete)
        atomic_fetch_sub(&x->loop->wire->incomplete, 1);
    x->complete = true;
}

/* ---- answer ---- */

/* For what goes wrong out here, where nobody knows the person yet. */
static struct ctx
context(struct exchange *x)
{
    struct ctx c = {.arena = &x->arena, .now = clock_now()};
    c.today = day_of_instant(c.now);
    c.lang = x->rq.accept_language ? catalog_for(x->rq.accept_language) : NULL;
    if (!c.lang && catalogs[0].lang)
        c.lang = &catalogs[0];
    return c;
}

static enum MHD_Result
send_answer(struct exchange *x)
{
    struct answer *a = &x->job.answer;
    if (a->status >= 500 && x->job.detail)
        fprintf(stderr, "haicap: %s %s: %s\n", x->rq.id, x->rq.path, x->job.detail);
    bool stopping = atomic_load(&x->loop->wire->stopping);
    if (a->touch_due &&
        !stopping) /* reading keeps a session too, but a reader may not write */
        lanes_post(x->loop->wire->lanes, EDGE_SEEN, x->rq.cookie);
    bool close = x->close || stopping;
    struct reply r = reply_of(&x->rq, a, close);
    complete(x);
    x->step = STEP_SENT;
    x->status = r.status;
    x->n_sent = r.n_body;
    enum MHD_Result ok = MHD_queue_response(x->mc, (unsigned)r.status, r.response);
    MHD_destroy_response(r.response);
    return ok;
}

/* `c` holds the faults that say more, if any. */
static enum MHD_Result
send_trouble(struct exchange *x, struct ctx *c, err code)
{
    const struct lanes_config *g = &x->loop->wire->lanes_config;
    struct answer *a = &x->job.answer;
    g->ops->trouble(g->edge, c, &x->rq, code, a);
    x->job.detail = c->detail;
    if (code == ERR_METHOD)
        *PUSH(&x->arena, &a->headers) = (struct header){"Allow", "GET, HEAD, POST"};
    return send_answer(x);
}

static enum MHD_Result
send_refusal(struct exchange *x, err code)
{
    struct ctx c = context(x);
    if (code == ERR_TOO_LARGE)
        note_fault(&c, code, NULL,
                   N_("The body is larger than the %zu bytes taken here"), x->body_max);
    x->close = true;
    return send_trouble(x, &c, code);
}

/* ---- head ---- */

struct lines {
    struct guard_line v[HEAD_LINES_MOST + 1];
    size_t n;
};

static enum MHD_Result
add_line(void *arg, enum MHD_ValueKind kind UNUSED, const char *name, const char *value)
{
    struct lines *l = arg;
    if (l->n == COUNT(l->v))
        return MHD_NO;
    l->v[l->n++] = (struct guard_line){name, value ? value : ""};
    return MHD_YES;
}

/* The headers that the edge reads, and no others. */
static const struct {
    const char *name;
    size_t offset;
} read_by_edge[] = {
    {"Cookie", offsetof(struct request, cookie)},
    {"Accept", offsetof(struct request, accept)},
    {"Accept-Language", offsetof(struct request, accept_language)},
    {"Content-Type", offsetof(struct request, content_type)},
    {"If-None-Match", offsetof(struct request, if_none_match)},
    {"Idempotency-Key", offsetof(struct request, idempotency_key)},
    {"Authorization", offsetof(struct request, authorization)},
    {"Origin", offsetof(struct request, origin)},
    {"Sec-Fetch-Site", offsetof(struct request, sec_fetch_site)},
    {"Host", offsetof(struct request, host)},
};

/* A proxy on this machine speaks for its client: the last address is the one it saw itself. */
static void
take_forwarded_for(struct exchange *x, const char *value)
{
    const char *comma = strrchr(value, ','), *from = comma ? comma + 1 : value;
    from += strspn(from, " \t");
    const char *s = arena_strndup(&x->arena, from, strcspn(from, " \t"));
    struct in6_addr any;
    bool proxied = strncmp(x->rq.remote, "127.", 4) == 0 || str_eq(x->rq.remote, "::1");
    if (proxied &&
        (inet_pton(AF_INET, s, &any) == 1 || inet_pton(AF_INET6, s, &any) == 1))
        x->rq.remote = s;
}

static void
take_header(struct exchange *x, const struct guard_line *l)
{
    if (strcasecmp(l->name, "X-Forwarded-Proto") == 0)
        x->rq.is_https = strcasecmp(l->value, "https") == 0;
    if (strcasecmp(l->name, "X-Forwarded-For") == 0)
        take_forwarded_for(x, l->value);
    for (size_t i = 0; i < COUNT(read_by_edge); i++) {
        bool maybe = ((l->name[0] ^ read_by_edge[i].name[0]) & ~('a' ^ 'A')) == 0;
        if (!maybe || strcasecmp(l->name, read_by_edge[i].name) != 0)
            continue;
        const char **slot =
            (const char **)(void *)((char *)&x->rq + read_by_edge[i].offset);
        if (*slot && **slot)
            return; /* the first stands */
        char *s = arena_strdup(&x->arena, l->value);
        for (char *p = s; *p; p++)
            if ((unsigned char)*p >= 0x80)
                *p = '?'; /* ours are ASCII; what is not may not be UTF-8 */
        for (size_t n = strlen(s); n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t');)
            s[--n] = '\0';
        *slot = s;
        return;
    }
}

/* The library's memory ends with the connection, so all that is kept is copied. */
static void
fill_request(struct exchange *x)
{
    struct request *rq = &x->rq;
    size_t n = strcspn(x->target, "?");
    rq->path = arena_strndup(&x->arena, x->target, n);
    rq->query = x->target[n] ? x->target + n + 1 : "";
    if (str_eq(rq->method_name, "GET") || str_eq(rq->method_name, "HEAD"))
        rq->method = GET; /* the library leaves out the body of HEAD's answer */
    else if (str_eq(rq->method_name, "POST"))
        rq->method = POST;
    else
        x->refused = ERR_METHOD;
}

static const char *
guard(struct exchange *x, const struct guard_head *h, struct framing *out)
{
    const char *why = guard_lines(h, out);
    if (!why)
        why = guard_layout(h);
    return why ? why : guard_target(&x->arena, x->target);
}

static enum MHD_Result
on_head(struct exchange *x, const char *url, const char *method, const char *version)
{
    struct lines lines = {.n = 0};
    struct framing f;
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(x->mc, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    MHD_get_connection_values(x->mc, MHD_HEADER_KIND, add_line, &lines);
    x->rq.method_name = arena_strdup(&x->arena, method);
    for (size_t i = 0; i < lines.n; i++)
        take_header(x, &lines.v[i]);
    const char *why =
        guard(x,
              &(struct guard_head){.method = method,
                                   .target = url,
                                   .version = version,
                                   .n_target = strlen(x->target),
                                   .lines = lines.v,
                                   .n_lines = lines.n,
                                   .n_bytes = size ? size->header_size : 0},
              &f);
    if (why) {
        struct ctx c = context(x);
        note_fault(&c, ERR_MALFORMED, NULL, "%s", T(&c, why));
        x->close = true; /* where this request ends is not known */
        return send_trouble(x, &c, ERR_MALFORMED);
    }
    fill_request(x);
    const struct lanes_config *g = &x->loop->wire->lanes_config;
    if (x->refused == OK) {
        x->lane = g->ops->lane(g->edge, &x->arena, &x->rq);
        if (f.length || f.chunked)
            x->body_max = g->ops->body_max(g->edge, &x->rq);
        if (f.length > x->body_max)
            x->refused = ERR_TOO_LARGE;
    }
    /* bare LF inside chunk headers gets past us, so nothing is read after such a body */
    x->close = f.chunked;
    x->step = STEP_BODY;
    if (x->refused != OK && (f.expects || f.length > DISCARD_MOST))
        return send_refusal(x, x->refused);
    return MHD_YES;
}

/* ---- body ---- */

static enum MHD_Result
on_body(struct exchange *x, const char *data, size_t *n)
{
    x->n_body += *n;
    atomic_fetch_add(&x->loop->wire->arrived, 1);
    if (x->refused == OK && x->n_body > x->body_max) {
        x->refused = ERR_TOO_LARGE;
        buf_free(&x->body);
    }
    if (x->refused == OK)
        buf_put(&x->body, data, *n);
    else if (x->n_body > DISCARD_MOST)
        return MHD_NO; /* cuts the connection */
    *n = 0;
    bool slow = clock_now().v - x->began.v > UPLOAD_SECONDS * INT64_C(1000000);
    return slow ? MHD_NO : MHD_YES;
}

static err
read_body(struct exchange *x, struct ctx *c)
{
    struct request *rq = &x->rq;
    enum form_kind kind = rq->method == POST ? form_kind(rq->content_type) : FORM_NONE;
    rq->is_form = kind != FORM_NONE;
    buf_str(&x->body);
    rq->body = x->body.s;
    rq->n_body = x->body.n;
    if (kind == FORM_PAIRS)
        return pairs_parse(c, rq->body, rq->n_body, &rq->form);
    if (kind == FORM_PARTS) /* the pairs point into the body */
        return parts_parse(c, rq->content_type, x->body.s, x->body.n, &rq->form);
    return OK;
}

static enum MHD_Result
on_whole(struct exchange *x)
{
    const struct wire *w = x->loop->wire;
    complete(x);
    if (x->refused != OK)
        return send_refusal(x, x->refused);
    if (x->rq.method == POST || x->n_body) {
        struct ctx c = context(x);
        err e = read_body(x, &c);
        if (e != OK)
            return send_trouble(x, &c, e);
    }
    if (x->lane == LANE_READ || x->lane == LANE_UNSET) {
        lanes_run_read(&w->lanes_config, &x->loop->db, &x->job);
        return send_answer(x);
    }
    const union MHD_ConnectionInfo *socket =
        MHD_get_connection_info(x->mc, MHD_CONNECTION_INFO_CONNECTION_FD);
    x->fd = socket ? socket->connect_fd : -1;
    x->step = STEP_LANE;
    MHD_suspend_connection(
        x->mc); /* first: the lane may be done before lanes_push returns */
    if (!lanes_push(w->lanes, x->lane, &x->job)) {
        struct ctx c = context(x);
        w->lanes_config.ops->trouble(w->lanes_config.edge, &c, &x->rq, ERR_AGAIN,
                                     &x->job.answer);
        MHD_resume_connection(x->mc);
    }
    return MHD_YES;
}

void
exchange_resume(struct job *job)
{
    struct exchange *x = (struct exchange *)(void *)job;
    MHD_resume_connection(
        x->mc); /* a client that left is noticed when the answer is sent */
}

bool
exchange_gone(struct job *job)
{
    const struct exchange *x = (const struct exchange *)(const void *)job;
    char c;
    ssize_t n = recv(x->fd, &c, 1, MSG_PEEK | MSG_DONTWAIT);
    return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

enum MHD_Result
exchange_step(void *cls UNUSED, struct MHD_Connection *mc UNUSED, const char *url,
              const char *method, const char *version, const char *data, size_t *n,
              void **con)
{
    struct exchange *x = *con;
    switch (x->step) {
    case STEP_HEAD:
        return on_head(x, url, method, version);
    case STEP_BODY:
        return *n ? on_body(x, data, n) : on_whole(x);
    case STEP_LANE:
        return send_answer(x);
    case STEP_SENT:
        break;
    }
    *n = 0;
    return MHD_YES;
}

/* ---- end ---- */

static enum request_kind
kind_of(const struct request *rq)
{
    bool api = strncmp(rq->path, "/api/", 5) == 0, post = rq->method == POST;
    if (rq->method == METHOD_OTHER)
        return REQUEST_REFUSED;
    if (strncmp(rq->path, "/static/", 8) == 0)
        return REQUEST_STATIC;
    if (str_eq(rq->path, "/healthz") || str_eq(rq->path, "/readyz"))
        return REQUEST_HEALTH;
    return api    ? post ? REQUEST_API_WRITE : REQUEST_API_READ
           : post ? REQUEST_FORM
                  : REQUEST_PAGE;
}

void
exchange_end(void *cls, struct MHD_Connection *mc UNUSED, void **con,
             enum MHD_RequestTerminationCode why UNUSED)
{
    struct loop *l = cls;
    struct exchange *x = *con;
    if (!x)
        return;
    *con = NULL;
    complete(x);
    int64_t took_us = clock_now().v - x->began.v;
    metrics_request(&l->counts, kind_of(&x->rq), x->status, took_us);
    access_log_add(l->wire->log, &(struct access_line){.at = x->began,
                                                       .remote = x->rq.remote,
                                                       .method = x->rq.method_name,
                                                       .target = x->target,
                                                       .status = x->status,
                                                       .bytes = x->n_sent,
                                                       .took_us = took_us,
                                                       .id = x->rq.id});
    buf_free(&x->body);
    buf_free(&x->job.answer.body);
    struct arena a = x->arena; /* x lives in it */
    arena_free(&a);
    atomic_fetch_sub(&l->wire->in_flight, 1);
}
