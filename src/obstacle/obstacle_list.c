/* SPDX-License-Identifier: Apache-2.0 */
/* obstacle_list.c: what waits for an answer, by its day; and the answers, as a guide. */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "obstacle/obstacle.h"
#include "registers/desk.h"
#include "store/store.h"

enum {
    EXPORTED_MOST = 100000,
    TERMS = 8
};

static const char columns[] =
    "id, title, task_id, directive_id, org_held, org_raised, stage, received_on, due_on,"
    " answer, answer_basis, answered_on, due_key,"
    " (SELECT t.title FROM task t WHERE t.id = obstacle.task_id) AS task_title,"
    " (SELECT d.number FROM directive d WHERE d.id = obstacle.directive_id) AS"
    " directive_number,"
    " (SELECT v.name FROM unit_version v WHERE v.unit_id = obstacle.unit_id"
    " ORDER BY v.valid_from DESC LIMIT 1) AS unit_name";
static const char waits[] =
    "(CASE WHEN stage IN ('raised', 'routed') THEN 1 ELSE 0 END)";

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

/* ---- which ---- */

static err
want_state(struct ctx *c, struct wanted *w, const char *state)
{
    if (!state || !*state || str_eq(state, "open")) {
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
    for (int i = 1; i < OBSTACLE_STAGES; i++)
        if (str_eq(state, obstacle_stages[i].name)) {
            want(w, "stage", OP_EQ, VALUE(state));
            return OK;
        }
    return fail(c, ERR_INVALID, "state", N_("There is no such state"));
}

static err
want_whose(struct ctx *c, struct wanted *w, const struct obstacle_filter *f,
           org_id *org)
{
    const char *column = f->raised ? "org_raised" : "org_held";
    struct org_id_list orgs;
    bool all = f->answered && !f->org.v;
    *org = f->org;
    if (!org->v && !all && f->task.v) {
        struct task t;
        TRY(task_find(c, f->task, &t));
        all = true;
    }
    if (!org->v && !all && !f->raised)
        TRY(access_everywhere(c, "obstacle.read", &all));
    if (all) {
        *PUSH(c->arena, &w->whose) = (struct term){"id", OP_GT, VALUE(0)};
        return OK;
    }
    if (!org->v && c->actor)
        *org = c->actor->org_id;
    if (!org->v)
        return fail(c, ERR_INVALID, "org", N_("Choose an organisation"));
    if (!f->answered)
        TRY(access_need(c, "obstacle.read", *org));
    TRY(org_answers_for(c, *org, c->today, &orgs));
    for (size_t i = 0; i < orgs.n; i++)
        *PUSH(c->arena, &w->whose) = (struct term){column, OP_EQ, VALUE(orgs.v[i].v)};
    return OK;
}

static err
want_all(struct ctx *c, struct wanted *w, const struct obstacle_filter *f, org_id *org)
{
    if (f->answered)
        want(w, "answered_on", OP_NULL, VALUE(0));
    else
        TRY(want_state(c, w, f->state));
    if (f->unanswered || f->late)
        want(w, waits, OP_FLAG, VALUE(1));
    if (f->late)
        want(w, "due_key", OP_LT, value_text(day_iso(c->arena, c->today)));
    if (f->task.v)
        want(w, "task_id", OP_EQ, VALUE(f->task.v));
    if (f->directive.v)
        want(w, "directive_id", OP_EQ, VALUE(f->directive.v));
    if (f->q && *text_fold(c->arena, f->q))
        want(w, "search", OP_CONTAINS, VALUE(f->q));
    return want_whose(c, w, f, org);
}

/* ---- running it ---- */

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

static err
fill(struct ctx *c, struct obstacle_item_list *items)
{
    struct org_names names = {0};
    for (size_t i = 0; i < items->n; i++) {
        struct obstacle_item *o = &items->v[i];
        struct org_name held, raised;
        bool waiting = o->stage == OBSTACLE_RAISED || o->stage == OBSTACLE_ROUTED;
        TRY(desk_org(c, &names, o->org_held, &held));
        TRY(desk_org(c, &names, o->org_raised, &raised));
        o->body = held.now_name;
        o->raiser = raised.now_name;
        o->about = o->task_title         ? o->task_title
                   : o->directive_number ? o->directive_number
                                         : o->unit_name;
        o->days = waiting && day_known(o->due_on) ? (int64_t)o->due_on.v - c->today.v
                                                  : INT_NONE;
        o->is_late = o->days != INT_NONE && o->days < 0;
    }
    return OK;
}

err
obstacle_list(struct ctx *c, const struct obstacle_filter *f, struct obstacle_page *out)
{
    struct wanted w = {0};
    *out = (struct obstacle_page){.total_at_least = INT_NONE};
    TRY(want_all(c, &w, f, &out->org));
    struct select s = {.from = "obstacle",
                       .columns = columns,
                       .terms = w.terms,
                       .n_terms = w.n,
                       .order = "due_key",
                       .id_column = "id",
                       .descending = f->answered};
    if (f->after && *f->after &&
        !cursor_parse(c->arena, f->after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    int64_t limit = c->whole ? EXPORTED_MOST : page_limit(c, f->limit);
    s.limit = limit + 1;
    TRY(count(c, &w, &s, &out->total));
    TRY(select_merge(c, &s, w.whose.v, w.whose.n, 1, &obstacle_item_view, &out->items));
    if ((int64_t)out->items.n > limit) {
        const struct obstacle_item *last = &out->items.v[limit - 1];
        out->items.n = (size_t)limit;
        out->next = cursor_text(c->arena, last->due_key, last->id.v);
    }
    return fill(c, &out->items);
}
