/* SPDX-License-Identifier: Apache-2.0 */
/* report_list.c: what is to be sent, what was, and what is missing, by its day. */
#include <stdlib.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "report/report_in.h"

enum {
    EXPORTED_MOST = 100000,
    TERMS = 8
};
static const char columns[] =
    "id, title, org_held, org_to, stage, due_on, closes_on, sent_on, due_key";
static const char was_late[] = "(CASE WHEN sent_on > due_on AND stage = 'sent' "
                               "THEN 1 ELSE 0 END)";
static const char not_sent[] = "(CASE WHEN stage <> 'sent' THEN 1 ELSE 0 END)";

struct wanted {
    struct term terms[TERMS];
    size_t n;
    struct LIST(struct term) whose; /* a branch for each */
};

static void
want(struct wanted *w, const char *column, enum op op, struct value v)
{
    must(w->n + 1 < TERMS); /* counting puts one more behind */
    w->terms[w->n++] = (struct term){column, op, v};
}

static err
want_state(struct ctx *c, struct wanted *w, const struct report_filter *f)
{
    const char *state = f->state;
    bool any = f->late || f->missing || f->round.v;
    if (!state || !*state) {
        if (!any)
            want(w, "state", OP_EQ, VALUE("open"));
        return OK;
    }
    if (str_eq(state, "all"))
        return OK;
    for (size_t i = 1; i < RECORD_STATES; i++)
        if (str_eq(state, record_states[i].name)) {
            want(w, "state", OP_EQ, VALUE(state));
            return OK;
        }
    for (int i = 1; i < REPORT_STAGES; i++)
        if (str_eq(state, report_stages[i].name)) {
            want(w, "stage", OP_EQ, VALUE(state));
            return OK;
        }
    return fail(c, ERR_INVALID, "state", N_("There is no such state"));
}

static err
want_whose(struct ctx *c, struct wanted *w, const struct report_filter *f, org_id *org)
{
    const char *column = f->collected ? "org_to" : "org_held";
    struct org_id_list orgs;
    bool all = false;
    *org = f->org;
    if (!org->v && !f->collected)
        TRY(access_everywhere(c, "report.read", &all));
    if (all) {
        *PUSH(c->arena, &w->whose) = (struct term){"id", OP_GT, VALUE(0)};
        return OK;
    }
    if (!org->v && c->actor)
        *org = c->actor->org_id;
    if (!org->v)
        return fail(c, ERR_INVALID, "org", N_("Choose an organisation"));
    TRY(access_need(c, "report.read", *org));
    TRY(org_answers_for(c, *org, c->today, &orgs));
    for (size_t i = 0; i < orgs.n; i++)
        *PUSH(c->arena, &w->whose) = (struct term){column, OP_EQ, VALUE(orgs.v[i].v)};
    return OK;
}

static err
count(struct ctx *c, const struct wanted *w, const struct select *s, int64_t *out)
{
    struct wanted each = *w;
    struct select one = *s;
    *out = 0;
    one.terms = each.terms;
    one.n_terms = w->n + 1;
    for (size_t i = 0; i < w->whose.n; i++) {
        int64_t n;
        each.terms[w->n] = w->whose.v[i];
        TRY(select_count(c, &one, 0, &n));
        *out += n;
    }
    return OK;
}

static const char *
in_words(struct ctx *c, const struct report_item *r)
{
    long long n = (long long)r->days;
    if (r->days == INT_NONE)
        return r->is_late ? T(c, N_("Sent late")) : NULL;
    return n == 0   ? T(c, N_("Today"))
           : n == 1 ? T(c, N_("Tomorrow"))
           : n > 0  ? arena_printf(c->arena, T(c, N_("%lld days left")), n)
                    : arena_printf(c->arena, T(c, N_("%lld days late")), -n);
}

static err
fill(struct ctx *c, struct report_item_list *items)
{
    struct org_names names = {0};
    for (size_t i = 0; i < items->n; i++) {
        struct report_item *r = &items->v[i];
        struct org_name held, to;
        TRY(desk_org(c, &names, r->org_held, &held));
        TRY(desk_org(c, &names, r->org_to, &to));
        bool sent = r->stage == REPORT_SENT;
        r->body =
            sent ? held.name : held.now_name; /* what was sent stays with who sent it */
        r->former = !sent && held.now.v != held.id.v ? held.name : NULL;
        r->collector = to.now_name;
        r->days = sent ? INT_NONE : (int64_t)r->due_on.v - c->today.v;
        r->is_late = sent ? r->sent_on.v > r->due_on.v : r->days < 0;
        r->when = in_words(c, r);
    }
    return OK;
}

err
report_list(struct ctx *c, const struct report_filter *f, struct report_page *out)
{
    struct wanted w = {0};
    *out = (struct report_page){.total_at_least = INT_NONE};
    TRY(want_state(c, &w, f));
    if (f->late)
        want(&w, was_late, OP_FLAG, VALUE(1));
    if (f->missing) {
        want(&w, not_sent, OP_FLAG, VALUE(1));
        want(&w, "due_key", OP_LT, value_text(day_iso(c->arena, c->today)));
    }
    if (f->round.v)
        want(&w, "round_id", OP_EQ, VALUE(f->round.v));
    if (f->q && *text_fold(c->arena, f->q))
        want(&w, "search", OP_CONTAINS, VALUE(f->q));
    TRY(want_whose(c, &w, f, &out->org));
    struct select s = {.from = "report",
                       .columns = columns,
                       .terms = w.terms,
                       .n_terms = w.n,
                       .order = "due_key",
                       .id_column = "id"};
    if (f->after && *f->after &&
        !cursor_parse(c->arena, f->after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    int64_t limit = c->whole ? EXPORTED_MOST : page_limit(c, f->limit);
    s.limit = limit + 1;
    TRY(count(c, &w, &s, &out->total));
    TRY(select_merge(c, &s, w.whose.v, w.whose.n, 1, &report_item_view, &out->items));
    if ((int64_t)out->items.n > limit) {
        const struct report_item *last = &out->items.v[limit - 1];
        out->items.n = (size_t)limit;
        out->next = cursor_text(c->arena, last->due_key, last->id.v);
    }
    return fill(c, &out->items);
}

err
report_work(struct ctx *c, org_id org, struct work_also_list *out)
{
    struct ctx own = *c; /* a page's worth, also in an export */
    struct report_page page;
    own.whole = false;
    if (!access_may(c, "report.read"))
        return OK;
    err e = report_list(&own, &(struct report_filter){.org = org}, &page);
    if (e != OK)
        return e == ERR_FORBIDDEN ? OK : e;
    for (size_t i = 0; i < page.items.n; i++) {
        const struct report_item *r = &page.items.v[i];
        *PUSH(c->arena, out) = (struct work_also){
            r->title,
            arena_printf(c->arena, "/reports/%lld", (long long)r->id.v),
            r->former ? r->former : r->body,
            r->when,
            r->is_late,
            r->due_on};
    }
    return OK;
}
