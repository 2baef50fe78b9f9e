/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/flow.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/register_in.h"

static const struct field *
state_field(const struct registry *reg)
{
    const struct field *f = view_field(reg->view, reg->flow->state_field);
    must(f && f->kind == K_ENUM);
    return f;
}

int
flow_state_of(const struct registry *reg, const void *rec)
{
    return (int)field_int(state_field(reg), rec);
}

const struct flow_move *
flow_move(const struct registry *reg, const char *name)
{
    for (const struct flow_move *m = reg->flow->moves; m->name; m++)
        if (str_eq(m->name, name))
            return m;
    must(false && "a move of the flow");
    return NULL;
}

/* ---- who ---- */

static err
need_party(struct ctx *c, const struct registry *reg, const void *rec, int party)
{
    const struct flow_party *p = &reg->flow->parties[party];
    org_id org = {field_int(view_field(reg->view, p->field), rec)};
    return access_need(c, p->capability, org);
}

/* A refusal is an answer; anything else goes up. */
static err
quietly(err e, bool *out)
{
    *out = e == OK;
    return e == ERR_FORBIDDEN || e == ERR_UNAUTHENTICATED || e == ERR_INVALID ||
                   e == ERR_NOT_FOUND || e == ERR_CONFLICT
               ? OK
               : e;
}

err
flow_is_party(struct ctx *c, const struct registry *reg, const void *rec, int party,
              bool *out)
{
    struct ctx quiet = *c;
    return quietly(need_party(&quiet, reg, rec, party), out);
}

err
flow_is_any_party(struct ctx *c, const struct registry *reg, const void *rec, bool *out)
{
    *out = false;
    for (int party = 0; party < reg->flow->n_parties && !*out; party++)
        TRY(flow_is_party(c, reg, rec, party, out));
    return OK;
}

/* ---- whether ---- */

static bool
leads_from(const struct flow_move *m, const struct record *r, int state)
{
    return r->state != RECORD_ENDED && r->state != RECORD_ARCHIVED &&
           (m->from == FLOW_ANY || m->from & FLOW_FROM(state));
}

static err
check(struct ctx *c, const struct registry *reg, const struct flow_move *m,
      const void *rec)
{
    int state = flow_state_of(reg, rec);
    TRY(need_party(c, reg, rec, m->who));
    if (!leads_from(m, rec, state)) {
        const char *now = field_shown(c, state_field(reg), rec);
        return fail(c, ERR_INVALID, NULL, N_("This cannot be done now: it is “%s”"),
                    now ? now : "");
    }
    return m->holds ? m->holds(c, rec) : OK;
}

err
flow_may(struct ctx *c, const struct registry *reg, const void *rec,
         const struct flow_move *m, bool *out)
{
    struct ctx quiet = *c;
    return quietly(check(&quiet, reg, m, rec), out);
}

/* ---- moving ---- */

err
flow_take(struct ctx *c, const struct registry *reg, struct record_key key,
          const void **before, void **after)
{
    struct table t = register_table(reg);
    void *was = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    void *copy = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    err e = table_find(c, &t, key.id, was);
    if (e == ERR_NOT_FOUND)
        return fail(c, e, NULL, N_("There is no such record"));
    TRY(e);
    TRY(register_read(c, reg, &(struct since_list){0}, was));
    if (key.version != INT_NONE && key.version != ((struct record *)was)->version)
        return register_changed_since(c, reg, was, key.version);
    memcpy(copy, was, reg->view->size);
    *before = was;
    *after = copy;
    return OK;
}

static void
set_state(const struct registry *reg, void *rec, int state, day today)
{
    struct record *r = rec;
    memcpy((char *)rec + state_field(reg)->offset, &state, sizeof state);
    if (!reg->flow->states[state].ends)
        return;
    r->state = RECORD_ENDED;
    r->ended_on = today;
    r->to_decide = false;
}

err
flow_begin(struct ctx *c, const struct registry *reg, const struct flow_move *m,
           struct record_key key, const void **before, void **after)
{
    TRY(flow_take(c, reg, (struct record_key){key.id, INT_NONE, NULL}, before, after));
    TRY(need_party(c, reg, *before, m->who)); /* before it tells what others did */
    TRY(flow_take(c, reg, key, before, after));
    TRY(check(c, reg, m, *before));
    if (m->needs & FLOW_REASON && (!key.reason || !*key.reason))
        note_fault(c, ERR_INVALID, "reason", N_("This is needed"));
    if (m->to != FLOW_STAYS)
        set_state(reg, *after, m->to, c->today);
    return OK;
}

err
flow_end(struct ctx *c, const struct registry *reg, const struct flow_move *m,
         const char *reason, const void *before, void *after)
{
    TRY(faults(c));
    return flow_put(c, reg, m->name, reason, before, after);
}

err
flow_do(struct ctx *c, const struct registry *reg, const char *name,
        struct record_key key, const void *in, void *out)
{
    const struct flow_move *m = flow_move(reg, name);
    const void *before;
    void *after;
    TRY(flow_begin(c, reg, m, key, &before, &after));
    TRY(faults(c));
    if (m->does)
        TRY(m->does(c, in, after));
    TRY(flow_end(c, reg, m, key.reason, before, after));
    memcpy(out, after, reg->view->size);
    return OK;
}

err
flow_put(struct ctx *c, const struct registry *reg, const char *verb,
         const char *reason, const void *before, void *after)
{
    return register_store_change(c, reg, verb, reason, before, after);
}

err
flow_add(struct ctx *c, const struct registry *reg, org_id held, void *rec)
{
    struct record *r = rec;
    TRY(register_store_new(c, reg, held, rec));
    return register_count_more(c, reg, held, RECORD_OPEN, register_slot(r->id), 1, 1);
}
