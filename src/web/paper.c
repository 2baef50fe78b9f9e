/* SPDX-License-Identifier: Apache-2.0 */
/* paper.c: the same output as a page, JSON, CSV or XLSX; faults as a page or problem+json. */
#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "view/tpl.h"
#include "web/edge_in.h"

static const char html_mime[] = "text/html; charset=utf-8";
static const char json_mime[] = "application/json; charset=utf-8";

void
answer_header(struct visit *v, const char *name, const char *value)
{
    *PUSH(v->c->arena, &v->a->headers) = (struct header){name, value};
}

void
answer_see_other(struct visit *v, const char *path)
{
    v->a->status = 303;
    v->a->mime = html_mime;
    answer_header(v, "Location", path);
}

/* ---- the shell ---- */

static const char *
initials(struct arena *a, const char *name)
{
    const char *last = strrchr(name, ' '), *first = name;
    size_t n = 1, m = 1;
    while (((unsigned char)first[n] & 0xC0) == 0x80)
        n++;
    if (!last++)
        return arena_strndup(a, first, n);
    while (((unsigned char)last[m] & 0xC0) == 0x80)
        m++;
    return arena_printf(a, "%.*s%.*s", (int)n, first, (int)m, last);
}

/* The request's own path with one query value replaced. */
static const char *
same_with(struct visit *v, const char *suffix, const char *name, const char *value)
{
    CLEANUP(buf_free) struct buf b = {0};
    buf_printf(&b, "%s%s", v->m.path, suffix);
    char mark = '?';
    for (size_t i = 0; i < v->query.n; i++) {
        const struct pair *p = &v->query.v[i];
        if (str_eq(p->name, name) || !*p->value)
            continue;
        buf_putc(&b, mark);
        buf_url(&b, p->name);
        buf_putc(&b, '=');
        buf_url(&b, p->value);
        mark = '&';
    }
    if (value) {
        buf_printf(&b, "%c%s=", mark, name);
        buf_url(&b, value);
    }
    return arena_strndup(v->c->arena, b.s, b.n);
}

static int
by_place(const void *a, const void *b)
{
    return ((const struct menu_entry *)a)->at - ((const struct menu_entry *)b)->at;
}

/* What the person may open, in the order of work: find, keep, decide, check, administer. */
static void
fill_menu(struct visit *v, struct shell *s)
{
    struct ctx *c = v->c;
    for (size_t i = 0; i < v->e->router.n; i++) {
        const struct route *r = v->e->router.v[i].route;
        if (!r->menu || (r->demo_only && !v->e->is_demo) || !access_may(c, r->need))
            continue;
        size_t n = 1 + strcspn(r->path + 1, "/");
        bool here = strncmp(v->m.path, r->path, n) == 0 && strchr("/", v->m.path[n]);
        *PUSH(c->arena, &s->menu) = (struct menu_entry){
            T(c, r->menu), r->path, arena_strndup(c->arena, r->path + 1, n - 1), here,
            r->menu_at};
    }
    if (s->menu.n)
        qsort(s->menu.v, s->menu.n, sizeof *s->menu.v, by_place);
}

static const char *
out_text(const struct view *view, const void *out, const char *name)
{
    const struct field *f = out && view ? view_field(view, name) : NULL;
    return f && f->kind == K_TEXT && field_has(f, out) ? field_str(f, out) : NULL;
}

static void
fill_shell(struct visit *v, const struct route *r, const void *out, struct shell *s)
{
    struct ctx *c = v->c;
    const char *title = r ? out_text(r->out, out, "page_title") : NULL;
    if (!title)
        title = T(c, r ? r->help : err_title(c->code));
    const struct catalog *content = c->lang;
    if (v->reader)
        c->lang = v->reader;
    *s = (struct shell){
        .title = title,
        .content_lang = v->reader ? content->lang : NULL,
        .is_partial = c->lang && c->lang->is_partial,
        .lang = c->lang ? c->lang->lang : "en",
        .scheme = c->actor && c->actor->scheme ? c->actor->scheme
                                               : pair_value(&v->cookies, "scheme"),
        .path = v->m.path,
        .q = pair_value(&v->query, "q"),
        .today = c->today,
        .is_demo = v->e->is_demo,
        .demo_today = v->e->is_demo ? c->today : DAY_NONE,
        .alert = v->alert,
        .has_faults = c->faults.n > 0,
    };
    if (!str_eq(s->scheme, "light") && !str_eq(s->scheme, "dark"))
        s->scheme = "auto";
    const struct actor *who = c->actor;
    if (who && who->name) {
        s->signed_in = true;
        s->user_name = who->name;
        s->user_initials = initials(c->arena, who->name);
        s->org_name = who->org_name;
        s->csrf = who->csrf;
    }
    CLEANUP(buf_free) struct buf to = {0};
    buf_url(&to, same_with(v, "", "", NULL));
    for (const struct catalog *k = catalogs; k->lang; k++)
        if (k != c->lang)
            *PUSH(c->arena, &s->langs) = (struct shell_lang){
                k->lang, k->name,
                arena_printf(c->arena, "/lang/%s?to=%s", k->lang, buf_str(&to))};
    fill_menu(v, s);
    c->lang = content;
    const char *next = r ? out_text(r->out, out, "next") : NULL;
    if (next)
        s->next_path = same_with(v, "", "after", next);
    if (r && r->list && r->method == GET) {
        s->csv_path = same_with(v, ".csv", "after", NULL);
        s->xlsx_path = same_with(v, ".xlsx", "after", NULL);
    }
    if (r && r->official)
        s->pdf_path = same_with(v, ".pdf", "after", NULL);
}

static void
html_page(struct visit *v, const struct tpl *page, const struct route *r, const void *out,
          const struct route *typed)
{
    struct ctx *c = v->c;
    struct shell s;
    fill_shell(v, r, out, &s);
    struct tpl_run run = {
        .page = &s, .csrf = s.csrf, .may = access_may, .typed = &v->typed};
    if (typed) {
        run.typed_path = typed->path;
        run.typed_action = fill_path(c->arena, typed->path, typed->in, v->in);
    } else if (r && r->method == GET) {
        run.typed_path = run.typed_action = r->path;
    }
    run.idempotency_key = arena_printf(c->arena, "%s", v->rq->id ? v->rq->id : "");
    struct buf content = {0};
    tpl_render(c, &content, page, &run, out);
    s.content.v = buf_str(&content);
    const struct catalog *content_lang = c->lang;
    if (v->reader)
        c->lang = v->reader;
    tpl_render(c, &v->a->body, v->e->layout, &run, &s);
    c->lang = content_lang;
    buf_free(&content);
    v->a->mime = html_mime;
}

/* ---- what came out ---- */

static err
list_paper(struct visit *v, const struct route *r, const void *out)
{
    const struct field *f = view_field(r->out, r->list);
    const struct any_list *list = field_list(f, out);
    bool xlsx = v->m.paper == PAPER_XLSX;
    const char *name = arena_strndup(v->c->arena, r->path + 1, strcspn(r->path + 1, "/"));
    answer_header(v, "Content-Disposition",
                  arena_printf(v->c->arena, "attachment; filename=\"%s-%s.%s\"", name,
                               day_iso(v->c->arena, v->c->today), xlsx ? "xlsx" : "csv"));
    if (xlsx) {
        v->a->mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        return view_xlsx(v->c, &v->a->body, f->of, list, T(v->c, r->help));
    }
    v->a->mime = "text/csv; charset=utf-8";
    view_csv(v->c, &v->a->body, f->of, list);
    return OK;
}

static err
official_paper(struct visit *v, const struct route *r, const void *out)
{
    struct ctx *c = v->c;
    struct official doc = {.dated = DAY_NONE};
    TRY(r->official(c, out, &doc));
    TRY(official_pdf(c, &v->a->body, &doc));
    CLEANUP(buf_free) struct buf name = {0};
    for (const char *p = v->m.path + 1; *p; p++) /* "decrees-1318-2024-minutes-7" */
        if (isalnum((unsigned char)*p) || strchr("/-", *p))
            buf_putc(&name, *p == '/' ? '-' : *p);
    answer_header(v, "Content-Disposition",
                  arena_printf(c->arena, "inline; filename=\"%s.pdf\"", buf_str(&name)));
    v->a->mime = "application/pdf";
    return OK;
}

/* After a form: to the page that shows what was done, with a word about it. A whole path that the
 * handler chose (`go_to`) comes first. */
static void
done_page(struct visit *v, const struct route *r, const void *out)
{
    const char *to = out_text(r->out, out, "go_to");
    if (!to)
        to = r->out ? fill_path(v->c->arena, r->after, r->out, out) : r->after;
    if (!to)
        to = fill_path(v->c->arena, r->after, r->in, v->in);
    CLEANUP(buf_free) struct buf said = {0};
    buf_url(&said, T(v->c, r->help));
    /* who signed in sees that; who is sent elsewhere has done nothing yet */
    if (r->method == POST && !out_text(r->out, out, "set_session"))
        answer_header(v, "Set-Cookie",
                      arena_printf(v->c->arena,
                                   "said=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=60",
                                   buf_str(&said)));
    answer_see_other(v, to ? to : "/");
}

/* Somebody's file: it is taken home and never shown as a page of ours. */
static err
bytes_paper(struct visit *v, const struct route *r, const void *out)
{
    const char *content = out_text(r->out, out, "content"), *name = out_text(r->out, out, "name");
    size_t most = strlen(content) / 4 * 3, n;
    unsigned char *bytes = arena_alloc(v->c->arena, most + 1, 1);
    if (sodium_base642bin(bytes, most, content, strlen(content), NULL, &n, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return fail(v->c, ERR_INTERNAL, NULL, N_("What is stored of this file is no base64"));
    CLEANUP(buf_free) struct buf b = {0};
    buf_url(&b, name);
    v->a->mime = out_text(r->out, out, "mime");
    answer_header(v, "Content-Disposition",
                  arena_printf(v->c->arena, "attachment; filename*=UTF-8''%s", buf_str(&b)));
    answer_header(v, "Content-Security-Policy", "default-src 'none'; sandbox");
    buf_put(&v->a->body, (const char *)bytes, n);
    return OK;
}

static err
file_paper(struct visit *v, const struct route *r, const void *out)
{
    const struct field *f = view_field(r->out, "content");
    if (!field_has(f, out))
        return fail(v->c, ERR_NOT_FOUND, NULL, N_("There is nothing at this address"));
    if (f->flags & F_BYTES)
        return bytes_paper(v, r, out);
    v->a->mime = r->mime;
    buf_puts(&v->a->body, field_str(f, out));
    unsigned char h[crypto_generichash_BYTES_MIN];
    char hex[sizeof h * 2 + 1];
    crypto_generichash(h, sizeof h, (const unsigned char *)v->a->body.s, v->a->body.n,
                       NULL, 0);
    sodium_bin2hex(hex, sizeof hex, h, sizeof h);
    answer_header(v, "ETag", arena_printf(v->c->arena, "\"%s\"", hex));
    answer_header(v, "Cache-Control", "private, no-cache");
    return OK;
}

err
paper_write(struct visit *v, const struct entry *entry, const void *out)
{
    const struct route *r = entry->route;
    v->a->status = 200;
    if (r->mime)
        return file_paper(v, r, out);
    if ((v->m.paper == PAPER_CSV || v->m.paper == PAPER_XLSX) && r->list)
        return list_paper(v, r, out);
    if (v->m.paper == PAPER_PDF)
        return official_paper(v, r, out);
    if (v->m.paper == PAPER_HTML) {
        if (r->after)
            done_page(v, r, out);
        else
            html_page(v, entry->page, r, out, NULL);
        return OK;
    }
    v->a->mime = json_mime;
    if (r->out)
        view_json(v->c, &v->a->body, r->out, out);
    else
        v->a->status = 204;
    return OK;
}

void
paper_form_again(struct visit *v, const struct entry *entry, const void *out,
                 const struct route *typed)
{
    v->a->status = err_status(v->c->code);
    html_page(v, entry->page, entry->route, out, typed);
}

/* RFC 9457 */
static void
problem(struct visit *v, err code)
{
    struct ctx *c = v->c;
    struct buf *b = &v->a->body;
    v->a->mime = "application/problem+json; charset=utf-8";
    buf_printf(b, "{\"type\":\"/problems/%s\",\"title\":", err_slug(code));
    buf_json(b, T(c, err_title(code)));
    buf_printf(b, ",\"status\":%d,\"detail\":", err_status(code));
    buf_json(b, c->faults.n ? c->faults.v[0].message : T(c, err_title(code)));
    if (v->rq->id) {
        buf_puts(b, ",\"instance\":");
        buf_json(b, v->rq->id);
    }
    buf_puts(b, ",\"errors\":[");
    for (size_t i = 0; i < c->faults.n; i++) {
        const struct fault *f = &c->faults.v[i];
        buf_puts(b, i ? ",{\"field\":" : "{\"field\":");
        if (f->field)
            buf_json(b, f->field);
        else
            buf_puts(b, "null");
        buf_puts(b, ",\"message\":");
        buf_json(b, f->message);
        if (f->law) {
            buf_puts(b, ",\"law\":");
            buf_json(b, f->law);
        }
        buf_putc(b, '}');
    }
    buf_puts(b, "]}");
}

void
paper_trouble(struct visit *v, err code)
{
    struct ctx *c = v->c;
    v->a->status = err_status(code);
    buf_free(&v->a->body);
    v->a->headers = (struct header_list){0};
    if (v->m.paper != PAPER_HTML) {
        problem(v, code);
        return;
    }
    struct trouble t = {err_status(code), T(c, err_title(code)), NULL, v->rq->id};
    html_page(v, v->e->trouble, NULL, &t, NULL);
}
