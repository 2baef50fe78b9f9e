/* SPDX-License-Identifier: Apache-2.0 */
/* gate.c: who is it, may they, and do they mean it. */
#include <sodium.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "store/store.h"
#include "web/edge_in.h"

static void
read_cookies(struct visit *v)
{
    for (const char *p = v->rq->cookie; p && *p;) {
        p += strspn(p, "; ");
        size_t n = strcspn(p, ";"), name = strcspn(p, "=;");
        if (name < n)
            *PUSH(v->c->arena, &v->cookies) =
                (struct pair){arena_strndup(v->c->arena, p, name),
                              arena_strndup(v->c->arena, p + name + 1, n - name - 1)};
        p += n;
    }
}

/* What was asked for last goes first: by the request, in this browser, in the account. */
static const struct catalog *
language(struct visit *v)
{
    const struct actor *who = v->c->actor;
    const struct catalog *k = NULL;
    if (v->m.is_api) /* a program says what it wants; a person's browser often does not know */
        k = catalog_for(v->rq->accept_language);
    if (!k)
        k = catalog_for(pair_value(&v->cookies, "lang"));
    if (!k && who && who->lang)
        k = catalog_for(who->lang);
    return k ? k : &catalogs[0];
}

struct setting_row {
    const char *name, *value;
};
static const struct field setting_fields[] = {
    FIELD(struct setting_row, name, N_("Name")),
    FIELD(struct setting_row, value, N_("Value")),
};
static const struct view setting_view = VIEW("setting", struct setting_row, setting_fields);

day
edge_today(const struct edge *e, struct ctx *c)
{
    struct setting_row s;
    day d = day_of_instant(c->now);
    if (day_known(e->fixed_today))
        return e->fixed_today;
    if (e->is_demo &&
        query_one(c, &Q_setting_find, &setting_view, &s, IN("demo_today")) == OK)
        day_parse(s.value, &d);
    return d;
}

err
gate_know(struct visit *v)
{
    struct ctx *c = v->c;
    read_cookies(v);
    if (v->e->is_demo)
        c->today = edge_today(v->e, c);
    struct actor *who = NULL;
    if (v->rq->operator_)
        TRY(actor_of(c, v->rq->as_user, &who));
    else {
        const char *token = pair_value(&v->cookies, "haicap");
        if (token)
            TRY(session_load(c, token, &who));
    }
    c->actor = who;
    c->lang = language(v);
    return OK;
}

/* A browser tells where a form came from; a form from elsewhere is not meant by this person. */
static bool
same_origin(const struct request *rq)
{
    if (rq->sec_fetch_site)
        return str_eq(rq->sec_fetch_site, "same-origin") ||
               str_eq(rq->sec_fetch_site, "none");
    if (!rq->origin || !rq->host)
        return true;
    const char *host = strstr(rq->origin, "://");
    return host && str_eq(host + 3, rq->host);
}

static err
csrf(struct visit *v)
{
    struct ctx *c = v->c;
    const char *token = v->rq->is_form ? pair_value(&v->rq->form, "csrf") : NULL;
    if (!same_origin(v->rq))
        return fail(c, ERR_FORBIDDEN, NULL, N_("This form came from another site"));
    if (!v->rq->is_form || !c->actor || !c->actor->session)
        return OK;
    if (!token || !c->actor->csrf || strlen(token) != strlen(c->actor->csrf) ||
        sodium_memcmp(token, c->actor->csrf, strlen(token)) != 0)
        return fail(c, ERR_FORBIDDEN, NULL,
                    N_("This form is too old: open the page again and repeat"));
    return OK;
}

err
gate_pass(struct visit *v)
{
    struct ctx *c = v->c;
    const struct route *r = v->m.entry->route;
    if (!access_may(c, r->need)) {
        if (!c->actor)
            return fail(c, ERR_UNAUTHENTICATED, NULL, N_("Sign in first"));
        return fail(c, ERR_FORBIDDEN, NULL, N_("You may not do this (%s)"), r->need);
    }
    if (r->method == POST && !v->rq->operator_)
        TRY(csrf(v));
    if (c->actor && c->actor->must_change && !text_starts(r->path, "/me") &&
        strcmp(r->need, NEED_NOBODY) != 0)
        return fail(c, ERR_FORBIDDEN, NULL, N_("Change your password first"));
    if (c->actor && c->actor->must_enrol && !text_starts(r->path, "/me") &&
        strcmp(r->need, NEED_NOBODY) != 0)
        return fail(c, ERR_FORBIDDEN, NULL,
                    N_("Your role asks for a second step at sign-in: set it up in your "
                       "account first"));
    return r->method == POST ? session_touch(c) : OK;
}

/* ---- a form sent twice is done once ---- */

struct idempotency {
    const char *key;
    int64_t status;
    const char *location, *mime, *body;
};
static const struct field idempotency_fields[] = {
    FIELD(struct idempotency, key, N_("Key")),
    FIELD(struct idempotency, status, N_("Status")),
    FIELD(struct idempotency, location, N_("Location")),
    FIELD(struct idempotency, mime, N_("Type")),
    FIELD(struct idempotency, body, N_("Body")),
};
static const struct view idempotency_view =
    VIEW("idempotency", struct idempotency, idempotency_fields);

enum {
    BODY_KEPT = 65536 /* a longer answer is not repeated word for word */
};

static const char *
key_of(struct visit *v)
{
    const char *key = v->rq->idempotency_key;
    if (!key && v->rq->is_form)
        key = pair_value(&v->rq->form, "idempotency_key");
    if (!key || !*key || strlen(key) > 200 || v->m.entry->route->method != POST)
        return NULL;
    unsigned char h[crypto_hash_sha256_BYTES];
    char hex[sizeof h * 2 + 1];
    const char *all = arena_printf(v->c->arena, "%lld\n%s\n%s",
                                   v->c->actor ? (long long)v->c->actor->id.v : -1,
                                   v->rq->path, key);
    crypto_hash_sha256(h, (const unsigned char *)all, strlen(all));
    sodium_bin2hex(hex, sizeof hex, h, sizeof h);
    return arena_strdup(v->c->arena, hex);
}

err
gate_replay(struct visit *v, bool *done)
{
    *done = false;
    const char *key = key_of(v);
    if (!key)
        return OK;
    struct idempotency was;
    err e = query_one(v->c, &Q_idempotency_find, &idempotency_view, &was, IN(key));
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    *done = true;
    v->a->status = (int)was.status;
    v->a->mime = was.mime;
    if (was.location)
        answer_header(v, "Location", was.location);
    buf_puts(&v->a->body, was.body);
    return OK;
}

err
gate_remember(struct visit *v)
{
    const char *key = key_of(v), *location = NULL;
    if (!key)
        return OK;
    for (size_t i = 0; i < v->a->headers.n; i++) {
        if (str_eq(v->a->headers.v[i].name, "Location"))
            location = v->a->headers.v[i].value;
        if (str_eq(v->a->headers.v[i].name, "Set-Cookie") &&
            text_starts(v->a->headers.v[i].value, "haicap="))
            return OK; /* a session is not handed out twice */
    }
    const struct view *out = v->m.entry->route->out;
    if (out && view_field(out, "shown_once"))
        return OK; /* nor is a password kept that was made and told */
    const char *body = v->a->body.n <= BODY_KEPT ? buf_str(&v->a->body) : "";
    return query_exec(v->c, &Q_idempotency_add,
                      IN(key, v->c->now, (int64_t)v->a->status, location, v->a->mime, body),
                      NULL);
}
