/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/flow_list.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/org.h"

enum {
    EXPORTED_MOST = 100000
};

void
flow_want(struct flow_list *l, const char *column, enum op op, struct value v)
{
    must(l->n + 1 < FLOW_LIST_TERMS); /* counting puts one more behind */
    l->terms[l->n++] = (struct term){column, op, v};
}

err
flow_want_state(struct ctx *c, struct flow_list *l, const char *state)
{
    const struct field *stage = view_field(l->reg->view, l->reg->flow->state_field);
    if (str_eq(state, "all"))
        return OK;
    for (int i = 1; i < RECORD_STATES; i++)
        if (str_eq(state, record_states[i].name)) {
            flow_want(l, "state", OP_EQ, VALUE(state));
            return OK;
        }
    for (int i = 1; i < stage->n_choices; i++)
        if (str_eq(state, stage->choices[i].name)) {
            flow_want(l, stage->name, OP_EQ, VALUE(state));
            return OK;
        }
    return fail(c, ERR_INVALID, "state", N_("There is no such state"));
}

void
flow_want_everybody(struct ctx *c, struct flow_list *l)
{
    *PUSH(c->arena, &l->whose) = (struct term){"id", OP_GT, VALUE(0)};
}

err
flow_want_reach(struct ctx *c, struct flow_list *l, const char *capability, bool *out)
{
    struct access_reach reach;
    TRY(access_reach(c, capability, l->reg->name, "org_held", &reach));
    l->from = reach.within;
    *out = reach.all || reach.within;
    if (*out)
        flow_want_everybody(c, l);
    return OK;
}

err
flow_want_org(struct ctx *c, struct flow_list *l, const char *column,
              const char *capability, org_id *org)
{
    struct org_id_list orgs;
    if (!org->v && c->actor)
        *org = c->actor->org_id;
    if (!org->v)
        return fail(c, ERR_INVALID, "org", N_("Choose an organisation"));
    if (capability)
        TRY(access_need(c, capability, *org));
    TRY(org_answers_for(c, *org, c->today, &orgs));
    for (size_t i = 0; i < orgs.n; i++)
        *PUSH(c->arena, &l->whose) = (struct term){column, OP_EQ, VALUE(orgs.v[i].v)};
    return OK;
}

static err
count(struct ctx *c, const struct flow_list *l, const struct select *s, int64_t *out)
{
    struct flow_list each = *l;
    struct select one = *s;
    *out = 0;
    one.terms = each.terms;
    one.n_terms = l->n + 1;
    for (size_t i = 0; i < l->whose.n; i++) {
        int64_t n;
        each.terms[l->n] = l->whose.v[i];
        TRY(select_count(c, &one, 0, &n));
        *out += n;
    }
    return OK;
}

err
flow_list_run(struct ctx *c, const struct flow_list *l, const char *columns,
              const struct view *item_view, const struct flow_place *at, void *items,
              int64_t *total, const char **next)
{
    struct select s = {.from = l->from ? l->from : l->reg->name,
                       .columns = columns,
                       .terms = l->terms,
                       .n_terms = l->n,
                       .order = "due_key",
                       .id_column = "id",
                       .descending = at->newest_first};
    struct any_list *out = items;
    if (at->after && *at->after &&
        !cursor_parse(c->arena, at->after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    int64_t limit = c->whole ? EXPORTED_MOST : page_limit(c, at->limit);
    s.limit = limit + 1;
    *total = INT_NONE;
    if (!at->uncounted)
        TRY(count(c, l, &s, total));
    TRY(select_merge(c, &s, l->whose.v, l->whose.n, 1, item_view, items));
    *next = NULL;
    if ((int64_t)out->n > limit) {
        const char *last = (const char *)out->v + (size_t)(limit - 1) * item_view->size;
        out->n = (size_t)limit;
        *next = cursor_text(c->arena, field_str(view_field(item_view, "due_key"), last),
                            field_int(view_field(item_view, "id"), last));
    }
    return OK;
}
