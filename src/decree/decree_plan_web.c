/* SPDX-License-Identifier: Apache-2.0 */
/* decree_plan_web.c: a plan as a page: its counts and findings, and its steps a page at a time, by
 * kind. A terminal prints them all. */
#include "base/msg.h"
#include "base/text.h"
#include "decree/decree_web.h"
#include "store/store.h"

extern const struct query Q_decree_steps_by_kind;

/* ---- what is asked ---- */

struct plan_in {
    const char *code, *after;
    int kind; /* enum step_kind; STEP_NONE: every one */
    int64_t limit;
};
static const struct field in_fields[] = {
    FIELD(struct plan_in, code, N_("Decree"), .flags = F_REQUIRED, .max = 60),
    ENUM(struct plan_in, kind, step_kinds, N_("Step")),
    FIELD(struct plan_in, after, N_("After"), .flags = F_HIDDEN, .max = 2000),
    FIELD(struct plan_in, limit, N_("Rows"), .flags = F_HIDDEN),
};
const struct view decree_plan_in_view =
    VIEW("decree_plan_in", struct plan_in, in_fields);

/* ---- what is answered ---- */

static const struct field kind_fields[] = {
    FIELD(struct plan_kind, name, N_("Id")),
    FIELD(struct plan_kind, label, N_("Step"), .flags = F_BRIEF),
    FIELD(struct plan_kind, n, N_("How many"), .flags = F_BRIEF),
    FIELD(struct plan_kind, is_shown, N_("Shown"), .flags = F_PAGE),
};
const struct view plan_kind_view =
    VIEW("decree_plan_kind", struct plan_kind, kind_fields);

struct plan_page {
    struct decree_plan plan; /* first: its fields are those of decree_plan_view */
    int64_t total, total_at_least;
    struct decree_step_list items;
    const char *next, *code, *number;
    int64_t n_steps; /* of every kind */
    struct plan_kind_list kinds;
    bool is_executed; /* then the steps are those that were carried out */
};
static const struct field page_fields[] = {
    DECREE_PLAN_FIELDS,
    LIST_FIELDS(struct plan_page, &decree_step_view),
    FIELD(struct plan_page, code, N_("Id")),
    FIELD(struct plan_page, number, N_("Resolution"), .flags = F_PAGE),
    FIELD(struct plan_page, n_steps, N_("Steps")),
    LISTOF(struct plan_page, kinds, &plan_kind_view, N_("Steps by kind")),
    FIELD(struct plan_page, is_executed, N_("Executed")),
};
const struct view decree_plan_page_view =
    VIEW("decree_plan_page", struct plan_page, page_fields);

static void
list_kinds(struct ctx *c, const int64_t *n, int shown, struct plan_kind_list *out)
{
    for (int k = STEP_NONE + 1; k < STEP_KINDS; k++)
        if (n[k])
            *PUSH(c->arena, out) = (struct plan_kind){
                step_kinds[k].name, T(c, step_kinds[k].label), n[k], k == shown};
}

err
decree_done_kinds(struct ctx *c, const struct decree *d, struct plan_kind_list *out)
{
    struct decree_step_list rows;
    int64_t n[STEP_KINDS] = {0};
    TRY(query_list(c, &Q_decree_steps_by_kind, &decree_step_view, &rows,
                   IN(d->id.v, d->run)));
    for (size_t i = 0; i < rows.n; i++)
        n[rows.v[i].kind] = rows.v[i].n;
    list_kinds(c, n, STEP_NONE, out);
    return OK;
}

/* Steps are numbered in their order: the number of the last one seen is the place. */
static err
cut(struct ctx *c, const struct plan_in *k, const struct decree_step_list *all,
    struct plan_page *out)
{
    const char *last;
    int64_t seen = 0, limit = page_limit(c, k->limit);
    if (k->after && !cursor_parse(c->arena, k->after, &last, &seen))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    out->total = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct decree_step *s = &all->v[i];
        if (k->kind != STEP_NONE && s->kind != k->kind)
            continue;
        out->total++;
        if (s->seq <= seen)
            continue;
        if ((int64_t)out->items.n < limit)
            *PUSH(c->arena, &out->items) = *s;
        else if (!out->next)
            out->next = cursor_text(c->arena, "", out->items.v[out->items.n - 1].seq);
    }
    return OK;
}

err
decree_get_plan(struct ctx *c, const void *in, void *out)
{
    const struct plan_in *k = in;
    struct plan_page *p = out;
    struct decree d;
    struct decree_step_list all;
    TRY(decree_must_find(c, k->code, &d));
    p->is_executed = d.state == DECREE_EXECUTED;
    if (p->is_executed) {
        p->plan.decree = d;
        TRY(decree_steps(c, &d, &all));
    } else {
        TRY(decree_plan(c, k->code, &p->plan));
        all = p->plan.steps;
    }
    p->code = d.code;
    p->number = d.number;
    p->n_steps = (int64_t)all.n;
    int64_t n[STEP_KINDS] = {0};
    for (size_t i = 0; i < all.n; i++)
        n[all.v[i].kind]++;
    list_kinds(c, n, k->kind, &p->kinds);
    TRY(cut(c, k, &all, p));
    return decree_steps_explain(c, &p->items);
}
