/* SPDX-License-Identifier: Apache-2.0 */
/* task_list.c: tasks by their due day. Each organisation that somebody answers for is a short scan
 * of an index of its own, so a successor of fourteen reads about as many rows as it shows. */
#include <stdlib.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "task/task_in.h"

enum {
    COUNTED_EXACTLY = 10000,
    EXPORTED_MOST = 100000,
    OUTLINE_MOST = 1000,
    SOON_DAYS = 7
};

static const char columns[] =
    "id, number, title, parent_id, directive_id,"
    " (SELECT d.number FROM directive d WHERE d.id = task.directive_id) AS"
    " directive_number, org_held, org_given, lead_text, given_by, stage, turn, from_on, due_on, first_due,"
    " is_provisional, n_extended, progress,"
    " (SELECT count(*) FROM task b WHERE b.parent_id = task.id) AS n_below,"
    " (SELECT count(*) FROM task b WHERE b.parent_id = task.id AND b.state = 'ended') AS"
    " n_below_done, waits_for, asked_until, ended_on, version, due_key";

/* ---- whose and which ---- */

void
listing_want(struct listing *l, const char *column, enum op op, struct value v)
{
    must(l->n_terms < LISTING_TERMS);
    l->terms[l->n_terms++] = (struct term){column, op, v};
}

void
listing_branch(struct ctx *c, struct listing *l, struct term whose, const char *state,
               struct term more)
{
    *PUSH(c->arena, &l->branches) = whose;
    *PUSH(c->arena, &l->branches) = (struct term){"state", OP_EQ, VALUE(state)};
    *PUSH(c->arena, &l->branches) =
        more.column ? more : (struct term){"id", OP_GT, VALUE(0)};
    l->n_branches++;
}

void
listing_without_spread(struct listing *l)
{
    listing_want(l, "is_each", OP_FLAG, VALUE(0));
}

const char listing_together[] =
    "task_coordinator JOIN task ON task.id = task_coordinator.task_id";

/* ---- running it ---- */

static const struct field brief_fields[] = {
    ID(struct task_item, id, "id"),
    FIELD(struct task_item, due_key, "due_key"),
};
static const struct view brief_view =
    VIEW("task_brief", struct task_item, brief_fields);

static err
count(struct ctx *c, const struct listing *l, const struct select *s, bool exact,
      struct task_page *out)
{
    struct term terms[LISTING_TERMS + LISTING_EACH];
    struct select one = *s;
    int64_t n = 0;
    memcpy(terms, l->terms, sizeof l->terms);
    one.terms = terms;
    one.n_terms = l->n_terms + LISTING_EACH;
    for (size_t i = 0; i < l->n_branches && (exact || n <= COUNTED_EXACTLY); i++) {
        int64_t more;
        memcpy(terms + l->n_terms, l->branches.v + i * LISTING_EACH,
               LISTING_EACH * sizeof *terms);
        TRY(select_count(c, &one, exact ? 0 : COUNTED_EXACTLY + 1 - n, &more));
        n += more;
    }
    bool told = exact || n <= COUNTED_EXACTLY;
    out->total = told ? n : INT_NONE;
    out->total_at_least = told ? INT_NONE : COUNTED_EXACTLY;
    return OK;
}

/* Two bodies that became one may both be named for a task: their branches both hold it, side by
 * side once merged. */
static void
each_once(struct task_item_list *items)
{
    size_t n = 0;
    for (size_t i = 0; i < items->n; i++)
        if (n == 0 || items->v[n - 1].id.v != items->v[i].id.v)
            items->v[n++] = items->v[i];
    items->n = n;
}

static err
count_each_once(struct ctx *c, const struct listing *l, const struct select *s,
                struct task_page *out)
{
    struct select brief = *s;
    struct task_item_list all;
    brief.columns = "id, due_key";
    brief.after = NULL;
    brief.limit = COUNTED_EXACTLY + 1;
    TRY(select_merge(c, &brief, l->branches.v, l->n_branches, LISTING_EACH, &brief_view,
                     &all));
    each_once(&all);
    bool told = all.n <= COUNTED_EXACTLY;
    out->total = told ? (int64_t)all.n : INT_NONE;
    out->total_at_least = told ? INT_NONE : COUNTED_EXACTLY;
    return OK;
}

static err
fill(struct ctx *c, const struct listing *l, struct task_item_list *items)
{
    struct org_names here = {0}, *names = l->names ? l->names : &here;
    struct org_id_list ids = {0};
    for (size_t i = 0; i < items->n; i++) {
        *PUSH(c->arena, &ids) = items->v[i].org_held;
        *PUSH(c->arena, &ids) = items->v[i].org_given;
    }
    TRY(desk_orgs(c, names, &ids));
    for (size_t i = 0; i < items->n; i++) {
        struct task_item *t = &items->v[i];
        struct org_name held, given;
        TRY(desk_org(c, names, t->org_held, &held));
        TRY(desk_org(c, names, t->org_given, &given));
        t->body = held.now_name;
        t->former = held.now.v != held.id.v ? held.name : NULL;
        t->giver = given.now_name;
        t->is_unknown = t->stage == TASK_PLANNED && held.now.v == given.now.v;
        bool open = !day_known(t->ended_on) || t->ended_on.v > l->on.v;
        t->days = day_known(t->due_on) ? (int64_t)t->due_on.v - l->on.v : INT_NONE;
        t->is_late = open && t->days != INT_NONE && t->days < 0;
        t->is_soon = open && t->days != INT_NONE && t->days >= 0 && t->days < SOON_DAYS;
        t->is_extended = t->n_extended > 0;
        t->has_parts = t->n_below > 0;
        t->when = t->stage == TASK_CLOSED || t->stage == TASK_WITHDRAWN
                      ? NULL
                      : deadline_left(c, t->days);
    }
    return OK;
}

err
listing_run(struct ctx *c, const struct listing *l, const struct listing_place *at,
            struct task_page *out)
{
    struct select s = {.from = l->from ? l->from : "task",
                       .columns = columns,
                       .in = l->in,
                       .n_in = l->n_in,
                       .terms = l->terms,
                       .n_terms = l->n_terms,
                       .order = "due_key",
                       .id_column = "id",
                       .descending = at->last_due};
    if (at->after && *at->after &&
        !cursor_parse(c->arena, at->after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    int64_t limit = c->whole ? EXPORTED_MOST : page_limit(c, at->limit);
    s.limit = limit + 1;
    TRY(select_merge(c, &s, l->branches.v, l->n_branches, LISTING_EACH, &task_item_view,
                     &out->items));
    out->next = NULL;
    out->total_at_least = INT_NONE;
    bool last_page = (int64_t)out->items.n <= limit;
    int64_t n_shown = last_page ? (int64_t)out->items.n : limit;
    if (!last_page && c->whole)
        return fail(c, ERR_TOO_LARGE, NULL,
                    N_("More than %d rows: narrow the list down"), EXPORTED_MOST);
    if (!last_page) {
        const struct task_item *last = &out->items.v[n_shown - 1];
        out->next = cursor_text(c->arena, last->due_key, last->id.v);
    }
    out->items.n = (size_t)n_shown;
    each_once(&out->items);
    if (last_page && !s.after)
        out->total = (int64_t)out->items.n;
    else if (at->uncounted)
        out->total = INT_NONE;
    else if (l->from == listing_together)
        TRY(count_each_once(c, l, &s, out));
    else
        TRY(count(c, l, &s, at->exact, out));
    return fill(c, l, &out->items);
}

/* ---- the list that people ask for ---- */

enum wanted {
    WANT_OPEN = 1,
    WANT_ENDED = 2
};

static err
wanted_state(struct ctx *c, struct listing *l, const struct task_filter *f, int *out)
{
    *out = f->late ? WANT_OPEN | WANT_ENDED : WANT_OPEN;
    if (!f->state || !*f->state)
        return OK;
    if (str_eq(f->state, "all")) {
        *out = WANT_OPEN | WANT_ENDED;
        return OK;
    }
    for (int i = 1; i < RECORD_STATES; i++) /* as every register's list is asked */
        if (str_eq(record_states[i].name, f->state)) {
            *out = i == RECORD_OPEN ? WANT_OPEN : i == RECORD_ENDED ? WANT_ENDED : 0;
            return OK;
        }
    for (int i = 1; i < TASK_STAGES; i++)
        if (str_eq(task_stages[i].name, f->state)) {
            listing_want(l, "stage", OP_EQ, VALUE(f->state));
            *out = task_flow.states[i].ends ? WANT_ENDED : WANT_OPEN;
            return OK;
        }
    return fail(c, ERR_INVALID, "state", N_("There is no such state"));
}

static void
branches_of(struct ctx *c, struct listing *l, struct term whose, int wanted,
            const struct task_filter *f)
{
    const char *on = day_iso(c->arena, l->on);
    struct term none = {0}, since = {"ended_on", OP_GT, VALUE(on)};
    if (wanted & WANT_OPEN)
        listing_branch(c, l, whose, "open", none);
    if (wanted & WANT_ENDED)
        listing_branch(c, l, whose, "ended", f->late ? since : none);
}

/* All that the organisation answers for; of an ended one: what it held itself. */
static err
branches_of_org(struct ctx *c, struct listing *l, const char *column, org_id org,
                int wanted, const struct task_filter *f)
{
    struct org_id_list all = {0};
    org_id now;
    TRY(access_need(c, "task.read", org));
    TRY(org_now(c, org, c->today, &now));
    if (now.v == org.v)
        TRY(org_answers_for(c, org, c->today, &all));
    else
        *PUSH(c->arena, &all) = org;
    for (size_t i = 0; i < all.n; i++)
        branches_of(c, l, (struct term){column, OP_EQ, VALUE(all.v[i].v)}, wanted, f);
    return OK;
}

void
listing_want_directive(struct listing *l, directive_id id, bool by_org)
{
    if (id.v)
        listing_want(l, by_org ? "+directive_id" : "directive_id", OP_EQ, VALUE(id.v));
}

/* What the whole document asks: for who may read where it is followed. */
static err
may_read_all_of(struct ctx *c, directive_id id, bool *out)
{
    struct directive d;
    struct ctx quiet = *c;
    TRY(directive_find(c, id, &d));
    *out = access_need(&quiet, "task.read", d.record.org_held) == OK;
    return OK;
}

/* No organisation is named: all of the document, what the actor's grants reach, or their own. */
static err
branches_of_reach(struct ctx *c, struct listing *l, int wanted,
                  const struct task_filter *f, org_id *org, bool *all)
{
    struct access_reach reach = {0};
    if (f->directive.v)
        TRY(may_read_all_of(c, f->directive, &reach.all));
    if (!reach.all)
        TRY(access_reach(c, "task.read", "task", "org_held", &reach));
    *all = reach.all || reach.within;
    l->from = reach.within;
    if (reach.all && f->once)
        listing_without_spread(l);
    if (*all)
        branches_of(c, l, (struct term){"id", OP_GT, VALUE(0)}, wanted, f);
    else if (!c->actor || !c->actor->org_id.v)
        return fail(c, ERR_INVALID, "body", N_("Choose an organisation"));
    else
        return branches_of_org(c, l, "org_held", *org = c->actor->org_id, wanted, f);
    return OK;
}

static void
want_soon(struct ctx *c, struct listing *l)
{
    const day end = {l->on.v + TASK_SOON};
    listing_want(l, "due_key", OP_GE, value_text(day_iso(c->arena, l->on)));
    listing_want(l, "due_key", OP_LT, value_text(day_iso(c->arena, end)));
}

static void
want_silent(struct ctx *c, struct listing *l)
{
    const day since = {l->on.v - TASK_SILENT};
    listing_want(l, "is_whole", OP_FLAG, VALUE(0)); /* its parts speak */
    listing_want(l, "turn", OP_EQ, value_text("lead"));
    listing_want(l, "changed_at", OP_LT, value_text(day_iso(c->arena, since)));
}

err
task_list(struct ctx *c, const struct task_filter *f, struct task_page *out)
{
    struct listing l = {.on = day_known(f->on) && f->on.v ? f->on : c->today};
    org_id org = f->org;
    int wanted;
    bool all = false;
    *out = (struct task_page){0};
    if (!org.v)
        TRY(task_pick(c, f->body, "body", &org));
    TRY(wanted_state(c, &l, f, &wanted));
    if (f->late)
        listing_want(&l, "due_key", OP_LT, value_text(day_iso(c->arena, l.on)));
    if (f->soon)
        want_soon(c, &l);
    if (f->silent)
        want_silent(c, &l);
    if (f->q && *text_fold(c->arena, f->q))
        listing_want(&l, "search", OP_CONTAINS, VALUE(f->q));
    if (f->parent.v) {
        struct task t;
        TRY(task_find(c, f->parent, &t));
        branches_of(c, &l, (struct term){"parent_id", OP_EQ, VALUE(f->parent.v)},
                    wanted, f);
        org = f->org;
    } else if (f->coordinator.v) {
        l.from = listing_together;
        TRY(branches_of_org(c, &l, "task_coordinator.org_id", f->coordinator, wanted,
                            f));
    } else if (f->given.v) {
        TRY(branches_of_org(c, &l, "org_given", f->given, wanted, f));
    } else if (org.v) {
        TRY(branches_of_org(c, &l, "org_held", org, wanted, f));
    } else {
        TRY(branches_of_reach(c, &l, wanted, f, &org, &all));
    }
    listing_want_directive(&l, f->directive, !all || l.from);
    TRY(listing_run(c, &l,
                    &(struct listing_place){f->after, f->limit,
                                            str_eq(f->count, "exact"),
                                            str_eq(f->count, "none"), f->last_due},
                    out));
    out->org = org;
    out->all = all;
    return OK;
}

err
task_list_picked(struct ctx *c, const struct task_picked *of, const char *after,
                 int64_t limit, struct task_page *out)
{
    struct listing l = {
        .on = c->today, .from = of->from, .in = of->in, .n_in = of->n_in};
    *out = (struct task_page){0};
    for (size_t i = 0; i < of->n_terms; i++)
        listing_want(&l, of->terms[i].column, of->terms[i].op, of->terms[i].value);
    listing_branch(c, &l, (struct term){"task.id", OP_GT, VALUE(0)},
                   of->ended ? "ended" : "open", (struct term){0});
    return listing_run(c, &l, &(struct listing_place){.after = after, .limit = limit},
                       out);
}

/* ---- as the document has them ---- */

/* "4.2b" before "10": digits as numbers. */
static int
by_number(const char *a, const char *b)
{
    a = a ? a : "";
    b = b ? b : "";
    while (*a && *b) {
        size_t n = strspn(a, "0123456789"), k = strspn(b, "0123456789");
        if (n && k) {
            int sign = n != k ? (n > k) - (n < k) : strncmp(a, b, n);
            if (sign)
                return sign;
            a += n;
            b += k;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return (*a != 0) - (*b != 0);
}

static int
in_document(const void *x, const void *y)
{
    const struct task_item *a = x, *b = y;
    int sign = by_number(a->number, b->number);
    return sign ? sign : (a->id.v > b->id.v) - (a->id.v < b->id.v);
}

static void
put_below(struct ctx *c, const struct task_item_list *all, task_id above, int64_t depth,
          struct task_item_list *out)
{
    enum {
        DEEPEST = 12
    };
    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].parent_id.v != above.v)
            continue;
        struct task_item *t = PUSH(c->arena, out);
        *t = all->v[i];
        t->depth = depth;
        if (t->n_below && depth < DEEPEST)
            put_below(c, all, t->id, depth + 1, out);
    }
}

err
task_outline(struct ctx *c, directive_id id, struct task_item_list *out)
{
    struct listing l = {.on = c->today};
    const struct task_filter f = {.directive = id};
    struct task_page page = {0};
    struct ctx page_only = *c;
    bool may;
    page_only.whole = false;
    *out = (struct task_item_list){0};
    TRY(may_read_all_of(c, id, &may));
    listing_want_directive(&l, id, !may);
    if (may) {
        listing_without_spread(&l);
        branches_of(c, &l, (struct term){"id", OP_GT, VALUE(0)}, WANT_OPEN | WANT_ENDED,
                    &f);
    } else if (c->actor && c->actor->org_id.v && access_may(c, "task.read")) {
        TRY(branches_of_org(c, &l, "org_held", c->actor->org_id, WANT_OPEN | WANT_ENDED,
                            &f));
    }
    TRY(listing_run(&page_only, &l, &(struct listing_place){.limit = OUTLINE_MOST},
                    &page));
    if (page.items.n)
        qsort(page.items.v, page.items.n, sizeof *page.items.v, in_document);
    if (may) {
        put_below(c, &page.items, (task_id){0}, 0, out);
        return OK;
    }
    *out = page.items;
    for (size_t i = 0; i < out->n; i++)
        out->v[i].depth = 0;
    return OK;
}
