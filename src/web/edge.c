/* SPDX-License-Identifier: Apache-2.0 */
/* edge.c: from a request to a handler and back. */
#include "web/edge.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "store/store.h"
#include "web/edge_in.h"

/* ---- setting up ---- */

static const char *
template_text(const void *arg UNUSED, const char *name)
{
    const struct embedded *f = embedded_find(embedded_pages, name);
    return f ? f->text : NULL;
}

/* Where a template's forms are looked for. */
struct scope {
    struct arena *a;
    const struct router *router;
    const struct route *route; /* whose page it is: "./end" is below it, ".." above */
};

static const char *
form_path(const struct scope *s, const char *path)
{
    if (path[0] != '.' || !s->route)
        return path;
    const char *base = s->route->path;
    bool up = strncmp(path, "..", 2) == 0;
    return arena_printf(s->a, "%.*s%s",
                        (int)(up ? strrchr(base, '/') - base : (ptrdiff_t)strlen(base)), base,
                        path + 1 + up);
}

static bool
form_of(const void *arg, const char *path, struct tpl_form *out)
{
    const struct scope *s = arg;
    path = form_path(s, path);
    size_t n = strlen(path);
    bool filters = path[n - 1] == '?'; /* "/seals?": what filters a list that is added to as well */
    if (filters)
        path = arena_strndup(s->a, path, n - 1);
    const struct entry *e = filters ? NULL : router_declared(s->router, path, POST);
    if (!e)
        e = router_declared(s->router, path, GET);
    if (!e)
        return false;
    const struct route *r = e->route;
    *out = (struct tpl_form){r->in, r->path, r->help, r->need, r->method == GET,
                             r->list != NULL};
    return true;
}

static const char *
template_name(const struct route *r)
{
    if (r->template || !r->out || r->mime || r->after)
        return r->template;
    return view_field(r->out, "items") ? "web/generic_list.html" : "web/generic_show.html";
}

err
edge_new(struct ctx *c, day today, struct edge **out)
{
    struct edge *e = calloc(1, sizeof *e);
    must(e != NULL);
    e->fixed_today = today;
    struct ctx k = {.arena = &e->arena};
    static const struct module of_registers = {.name = "registers"};
    router_make(&e->arena, register_routes(&e->arena), &of_registers, &e->router);
    struct scope scope = {&e->arena, &e->router, NULL};
    struct tpl_env env = {&shell_view, template_text, form_of, &scope};
    err bad = tpl_compile(&k, &env, "web/layout.html", &shell_view, &e->layout);
    if (bad == OK)
        bad = tpl_compile(&k, &env, "web/trouble.html", &trouble_view, &e->trouble);
    for (size_t i = 0; bad == OK && i < e->router.n; i++) {
        struct entry *entry = &e->router.v[i];
        const char *name = template_name(entry->route);
        scope.route = entry->route;
        if (name)
            bad = tpl_compile(&k, &env, name, entry->route->out, &entry->page);
    }
    if (bad != OK) {
        err told = fail(c, bad, NULL, "%s", k.faults.v[0].message);
        edge_free(e);
        return told;
    }
    int64_t n = 0;
    if (c->db)
        bad = query_int(c, &Q_setting_is_demo, IN_NOTHING, 0, &n);
    e->is_demo = n > 0;
    if (bad == OK && day_known(today) && !e->is_demo)
        bad = fail(c, ERR_INVALID, "today", N_("Only a demo database may believe another day"));
    if (bad != OK) {
        edge_free(e);
        return bad;
    }
    *out = e;
    return OK;
}

void
edge_use_keys(struct edge *e, const struct act_keys *keys)
{
    e->keys = keys;
}

void
edge_free(struct edge *e)
{
    if (!e)
        return;
    arena_free(&e->arena);
    free(e);
}

/* ---- before the body ---- */

static struct match
match_of(const struct edge *e, struct arena *a, const struct request *rq)
{
    struct match m;
    if (rq->match)
        return *rq->match;
    router_match(a, &e->router, rq->method, rq->path ? rq->path : "/", rq->accept, &m);
    return m;
}

enum lane
edge_lane(const struct edge *e, struct arena *a, struct request *rq)
{
    struct match *m = NEW(a, struct match);
    *m = match_of(e, a, rq);
    rq->match = m;
    if (!m->entry)
        return LANE_READ;
    if (m->entry->route->prepare)
        return LANE_PREPARED;
    bool export =
        m->paper == PAPER_CSV || m->paper == PAPER_XLSX || m->paper == PAPER_PDF;
    return export && m->entry->route->lane == LANE_READ ? LANE_HEAVY
                                                        : m->entry->route->lane;
}

size_t
edge_body_max(const struct edge *e, const struct request *rq)
{
    CLEANUP(arena_free) struct arena a = {0};
    const struct match m = match_of(e, &a, rq);
    size_t most = m.entry ? m.entry->route->body_max : 0;
    return most ? most : 1024 * 1024;
}

/* ---- input ---- */

static err
read_input(struct visit *v, const struct match *m, bool with_body, const void **out)
{
    struct ctx *c = v->c;
    const struct route *r = m->entry->route;
    *out = NULL;
    if (!r->in)
        return OK;
    void *in = arena_alloc(c->arena, r->in->size, _Alignof(max_align_t));
    view_clear(r->in, in);
    const struct request *rq = v->rq;
    if (r->method == GET || !with_body)
        view_from_pairs(c, r->in, &v->query, in);
    else if (rq->is_form)
        view_from_pairs(c, r->in, &rq->form, in);
    else if (rq->n_body) {
        if (rq->content_type && !strstr(rq->content_type, "json"))
            return fail(c, ERR_UNSUPPORTED, NULL, N_("Send a form or JSON"));
        TRY(view_from_json(c, r->in, rq->body, rq->n_body, in));
    }
    for (size_t i = 0; i < m->fields.n; i++) {
        const struct field *f = view_field(r->in, m->fields.v[i].name);
        must(f != NULL);
        size_t before = c->faults.n;
        field_set(c, f, in, m->fields.v[i].value, NULL);
        if (c->faults.n > before) {
            clear_faults(c);
            return fail(c, ERR_NOT_FOUND, NULL, N_("There is nothing at this address"));
        }
    }
    for (size_t i = 0; i < r->in->n; i++) {
        const struct field *f = &r->in->fields[i];
        if (f->flags & F_COOKIE)
            field_set(c, f, in, pair_value(&v->cookies, f->name), f->name);
    }
    *out = in;
    if (with_body)
        view_require(c, r->in, in);
    return faults(c);
}

static void *
new_output(struct visit *v, const struct route *r)
{
    if (!r->out)
        return NULL;
    void *out = arena_alloc(v->c->arena, r->out->size, _Alignof(max_align_t));
    view_clear(r->out, out);
    return out;
}

/* ---- sessions: an output field says that one begins or ends ---- */

static void
session_cookie(struct visit *v, const struct view *view, const void *out)
{
    const struct field *f = view ? view_field(view, "set_session") : NULL;
    const char *token = f && out && field_has(f, out) ? field_str(f, out) : NULL;
    if (token)
        answer_header(v, "Set-Cookie",
                      arena_printf(v->c->arena,
                                   "haicap=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200%s",
                                   token, v->rq->is_https ? "; Secure" : ""));
    const struct field *end = view ? view_field(view, "end_session") : NULL;
    bool ended = end && out && field_has(end, out);
    if (ended)
        answer_header(v, "Set-Cookie", "haicap=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    /* what this browser had been told gives way to the account's own language */
    bool theirs = f && (token ? v->c->actor && v->c->actor->lang : !ended);
    if (theirs && pair_value(&v->cookies, "lang"))
        answer_header(v, "Set-Cookie", "lang=; Path=/; SameSite=Lax; Max-Age=0");
}

/* For a way that leaves this site and comes back to below the path that set it. */
static void
short_cookies(struct visit *v, const struct view *view, const void *out)
{
    for (size_t i = 0; view && out && i < view->n; i++) {
        const struct field *f = &view->fields[i];
        if (f->flags & F_COOKIE && field_has(f, out))
            answer_header(v, "Set-Cookie",
                          arena_printf(v->c->arena,
                                       "%s=%s; Path=/sign-in; HttpOnly; SameSite=Lax; "
                                       "Max-Age=600%s",
                                       f->name, field_str(f, out),
                                       v->rq->is_https ? "; Secure" : ""));
    }
}

/* ---- running ---- */

/* A page that a partial catalog has not in full is in English, inside a shell in the reader's
 * language: halves of two languages are neither. */
static void
choose_language(struct visit *v, const struct entry *entry)
{
    const struct catalog *whole = catalog_whole(v->c->lang);
    if (v->m.paper != PAPER_HTML || !entry->page || whole == v->c->lang ||
        tpl_speaks(entry->page, v->c->lang))
        return;
    v->reader = v->c->lang;
    v->c->lang = whole;
}

/* Most are POST. A GET that writes is a way back from another site, which knows no form of ours. */
static bool
writes(const struct visit *v)
{
    return v->m.entry->route->lane == LANE_WRITE;
}

static err
run_get(struct visit *v)
{
    const struct route *r = v->m.entry->route;
    TRY(read_input(v, &v->m, true, &v->in));
    void *out = new_output(v, r);
    v->c->subject = r->subject;
    v->c->whole = v->m.paper == PAPER_CSV || v->m.paper == PAPER_XLSX ||
                  v->m.paper == PAPER_PDF;
    if (v->m.paper == PAPER_PDF) /* a document of the state, whoever asks for it */
        v->c->lang = &catalogs[0];
    choose_language(v, v->m.entry);
    TRY(r->handle(v->c, v->in, out));
    return paper_write(v, v->m.entry, out);
}

static err
run_write(struct visit *v)
{
    struct ctx *c = v->c;
    const struct route *r = v->m.entry->route;
    bool done;
    TRY(gate_replay(v, &done));
    if (done)
        return OK;
    TRY(read_input(v, &v->m, true, &v->in));
    void *out = new_output(v, r);
    c->subject = r->subject;
    if (v->rq->prepared)
        c->subject = v->rq->prepared;
    else if (r->prepare)
        TRY(r->prepare(c, v->in, &c->subject));
    TRY(r->handle(c, v->in, out));
    TRY(paper_write(v, v->m.entry, out));
    session_cookie(v, r->out, out);
    short_cookies(v, r->out, out);
    TRY(gate_remember(v));
    v->a->keep = !c->rehearse;
    return OK;
}

/* The page that holds the form, again, with what was typed and what is wrong with it. */
static bool
form_again(struct visit *v)
{
    struct ctx *c = v->c;
    const struct route *r = v->m.entry->route;
    const struct entry *page =
        router_declared(&v->e->router, r->form ? r->form : r->path, GET);
    if (!page || !page->page || v->m.paper != PAPER_HTML || !v->rq->is_form ||
        (c->code != ERR_INVALID && c->code != ERR_CONFLICT && c->code != ERR_UNAUTHENTICATED))
        return false;
    const void *typed_in = v->in;
    err code = c->code;
    struct fault_list wrong = c->faults;
    clear_faults(c);
    struct match m = {.entry = page};
    for (size_t i = 0; i < v->m.fields.n; i++) /* what both paths name */
        if (view_field(page->route->in ? page->route->in : &shell_view,
                       v->m.fields.v[i].name))
            *PUSH(c->arena, &m.fields) = v->m.fields.v[i];
    void *out = new_output(v, page->route);
    const void *in;
    c->subject = page->route->subject;
    choose_language(v, page);
    err e = read_input(v, &m, false, &in);
    if (e == OK)
        e = page->route->handle(c, in, out);
    c->code = code;
    c->faults = wrong;
    if (e != OK)
        return false;
    v->in = typed_in;
    v->typed = v->rq->form;
    paper_form_again(v, page, out, r);
    return true;
}

static bool
is_wrong(const struct fault_list *wrong, const char *name)
{
    for (size_t i = 0; i < wrong->n; i++)
        if (str_eq(wrong->v[i].field, name))
            return true;
    return false;
}

/* A list whose filter does not fit: the page without what does not, or an empty one, with what was
 * asked for in its form. */
static bool
filter_again(struct visit *v)
{
    struct ctx *c = v->c;
    const struct route *r = v->m.entry->route;
    const char *first = c->faults.n ? c->faults.v[0].field : NULL;
    if (!v->m.entry->page || !r->list || !r->in || !first || !view_field(r->in, first) ||
        pair_value(&v->m.fields, first))
        return false;
    err code = c->code;
    struct fault_list wrong = c->faults;
    struct pair_list asked = v->query, good = {0};
    for (size_t i = 0; i < asked.n; i++)
        if (!is_wrong(&wrong, asked.v[i].name))
            *PUSH(c->arena, &good) = asked.v[i];
    clear_faults(c);
    void *out = new_output(v, r);
    v->query = good;
    err e = read_input(v, &v->m, true, &v->in);
    if (e == OK)
        e = r->handle(c, v->in, out);
    if (e != OK)
        out = new_output(v, r);
    v->query = asked;
    v->typed = asked;
    c->code = code;
    c->faults = wrong;
    paper_form_again(v, v->m.entry, out, NULL);
    return true;
}

static void
sign_in_first(struct visit *v)
{
    CLEANUP(buf_free) struct buf to = {0};
    const char *query = v->rq->query && *v->rq->query ? v->rq->query : NULL;
    buf_url(&to, v->rq->path);
    if (query) {
        buf_url(&to, "?");
        buf_url(&to, query);
    }
    answer_see_other(v, arena_printf(v->c->arena, "/sign-in?to=%s", buf_str(&to)));
}

static void
went_wrong(struct visit *v, err e)
{
    struct ctx *c = v->c;
    if (c->code == OK)
        c->code = e;
    if (c->detail && e != ERR_AGAIN) /* it will run again: nothing to complain of */
        fprintf(stderr, "haicap: %s %s: %s\n", v->rq->id ? v->rq->id : "", v->rq->path,
                c->detail);
    v->a->again = e == ERR_AGAIN;
    bool page = v->m.paper == PAPER_HTML;
    if (e == ERR_UNAUTHENTICATED && page && v->rq->method == GET)
        sign_in_first(v);
    else if (!(v->m.entry && page &&
               (v->rq->method == POST ? form_again(v) : filter_again(v))))
        paper_trouble(v, e);
    v->a->keep = v->keep_on_fault;
}

/* What is the edge's own: first page, language, health, the contract, files. */
static bool
own_answer(struct visit *v)
{
    const char *path = v->rq->path;
    struct ctx *c = v->c;
    if (v->rq->method != GET)
        return false;
    if (text_starts(path, "/static/")) {
        v->a->file = embedded_find(embedded_static, path + 8);
        v->a->status = v->a->file ? 200 : 404;
        return v->a->file != NULL;
    }
    if (strcmp(path, "/healthz") == 0) {
        v->a->status = 200;
        v->a->mime = "text/plain; charset=utf-8";
        buf_puts(&v->a->body, "ok\n");
        return true;
    }
    if (text_starts(path, "/lang/") || text_starts(path, "/scheme/")) {
        bool lang = path[1] == 'l';
        const char *value = path + (lang ? 6 : 8), *to = pair_value(&v->query, "to");
        if (strlen(value) > 5 || strspn(value, "abcdefghijklmnopqrstuvwxyz") != strlen(value))
            return false;
        answer_header(v, "Set-Cookie",
                      arena_printf(c->arena, "%s=%s; Path=/; SameSite=Lax; Max-Age=31536000",
                                   lang ? "lang" : "scheme", value));
        bool ours = to && to[0] == '/' && to[1] != '/' && to[1] != '\\';
        answer_see_other(v, ours ? to : "/");
        return true;
    }
    return false;
}

static void
last_word(struct visit *v)
{
    const char *said = pair_value(&v->cookies, "said");
    if (!said || v->m.paper != PAPER_HTML || v->rq->method != GET)
        return;
    struct pair_list one = {0};
    const char *text = arena_printf(v->c->arena, "said=%s", said);
    if (pairs_parse(v->c, text, strlen(text), &one) == OK)
        v->alert = pair_value(&one, "said");
    clear_faults(v->c);
    answer_header(v, "Set-Cookie", "said=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

static err
routed(struct visit *v)
{
    struct ctx *c = v->c;
    TRY(gate_know(v));
    if (strcmp(v->rq->path, "/") == 0 && v->rq->method == GET) {
        answer_see_other(v, v->e->is_demo ? "/walk" : "/units");
        return OK;
    }
    if (strcmp(v->rq->path, "/readyz") == 0 && v->rq->method == GET) {
        v->a->status = 200;
        v->a->mime = "text/plain; charset=utf-8";
        buf_puts(&v->a->body, "ready\n");
        return OK;
    }
    if (strcmp(v->rq->path, "/api/v1/openapi.json") == 0 && v->rq->method == GET) {
        openapi_write(v);
        return OK;
    }
    if (!v->m.entry)
        return v->m.other_method
                   ? fail(c, ERR_METHOD, NULL, N_("This address does not take that method"))
                   : fail(c, ERR_NOT_FOUND, NULL, N_("There is nothing at this address"));
    TRY(gate_pass(v));
    if (writes(v))
        return run_write(v);
    last_word(v);
    v->typed = v->query;
    return run_get(v);
}

/* For addresses that leave the house in a file. A host is letters, digits and a port. */
static const char *
origin_of(struct ctx *c, const struct request *rq)
{
    if (!rq->host || !*rq->host ||
        rq->host[strspn(rq->host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789.-:[]")])
        return NULL;
    return arena_printf(c->arena, "%s://%s", rq->is_https ? "https" : "http", rq->host);
}

void
edge_answer(const struct edge *e, struct ctx *c, const struct request *rq, struct answer *a)
{
    struct visit v = {.e = e, .c = c, .rq = rq, .a = a};
    clear_faults(c);
    c->whole = c->keep_on_fault = c->rehearse = false;
    c->lang = &catalogs[0];
    if (e->keys)
        c->keys = e->keys;
    if (day_known(e->fixed_today))
        c->today = e->fixed_today;
    *a = (struct answer){.status = 200};
    c->origin = origin_of(c, rq);
    v.m = match_of(e, c->arena, rq);
    if (rq->force_json && v.m.paper == PAPER_HTML)
        v.m.paper = PAPER_JSON;
    err bad = pairs_parse(c, rq->query ? rq->query : "", rq->query ? strlen(rq->query) : 0,
                          &v.query);
    if (bad == OK && own_answer(&v))
        return;
    bool write = bad == OK && v.m.entry && writes(&v);
    if (write)
        bad = db_savepoint(c);
    if (bad == OK)
        bad = routed(&v);
    a->touch_due = rq->method == GET && c->actor && c->actor->touch_due;
    if (write && bad == OK && !c->rehearse)
        bad = db_release(c);
    else if (write && bad != OK && bad != ERR_AGAIN && c->keep_on_fault)
        v.keep_on_fault = db_release(c) == OK;
    else if (write && bad != ERR_AGAIN)
        db_rollback_to(c); /* the page with the faults shows things as they stand */
    if (bad != OK)
        went_wrong(&v, bad);
}

void
edge_prepare(const struct edge *e, struct ctx *c, struct request *rq)
{
    struct visit v = {.e = e, .c = c, .rq = rq};
    const void *out = NULL;
    c->lang = &catalogs[0];
    c->keys = e->keys;
    v.m = match_of(e, c->arena, rq);
    must(v.m.entry && v.m.entry->route->prepare);
    c->subject = v.m.entry->route->subject;
    const char *query = rq->query ? rq->query : "";
    if (pairs_parse(c, query, strlen(query), &v.query) == OK && gate_know(&v) == OK &&
        read_input(&v, &v.m, true, &v.in) == OK &&
        v.m.entry->route->prepare(c, v.in, &out) == OK)
        rq->prepared = out;
}

void
edge_trouble(const struct edge *e, struct ctx *c, const struct request *rq, err code,
             struct answer *a)
{
    struct visit v = {.e = e, .c = c, .rq = rq, .a = a};
    *a = (struct answer){0};
    if (!c->lang)
        c->lang = &catalogs[0];
    v.m = match_of(e, c->arena, rq);
    c->actor = NULL;
    if (c->code == OK)
        c->code = code;
    paper_trouble(&v, code);
}
