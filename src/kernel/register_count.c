/* SPDX-License-Identifier: Apache-2.0 */
/* register_count.c: how much each organisation holds, at the same cost for ten records or a
 * million: every write keeps the count. */
#include <stdlib.h>

#include "base/msg.h"
#include "kernel/org.h"
#include "kernel/register_in.h"

extern const struct query Q_register_count_add, Q_register_count_take,
    Q_register_count_of, Q_register_count_answered, Q_register_count_all,
    Q_register_count_total, Q_register_count_unit, Q_register_recount,
    Q_register_open_holders, Q_register_count_odd;

enum {
    SLOT_IDS = 1000, /* a connection takes ids in blocks of as many */
    SLOTS = 16       /* both stand in the schema and in register.sql too */
};

static const struct field tally_fields[] = {
    {.name = "register",
     .offset = offsetof(struct tally, reg),
     .kind = K_TEXT,
     .label = N_("Register")},
    FIELD(struct tally, way, N_("Way")),
    ID(struct tally, org_held, N_("Held by")),
    ID(struct tally, from_org, N_("From")),
    ID(struct tally, to_org, N_("To")),
    ENUM(struct tally, state, record_states, N_("State")),
    FIELD(struct tally, n, N_("Records")),
    FIELD(struct tally, changed_at, N_("Last changed")),
    FIELD(struct tally, since, N_("Succeeded since")),
    ENUM(struct tally, state_after, record_states, N_("State after")),
};
const struct view tally_view = VIEW("tally", struct tally, tally_fields);

int
register_slot(int64_t id)
{
    return (int)(id / SLOT_IDS % SLOTS);
}

err
register_count_more(struct ctx *c, const struct registry *reg, org_id org, int state,
                    int slot, int64_t n, int64_t writes)
{
    return query_exec(c, &Q_register_count_add,
                      IN(reg->name, org.v, record_states[state].name, slot, n, writes),
                      NULL);
}

err
register_count_less(struct ctx *c, const struct registry *reg, org_id org, int state,
                    int slot)
{
    int64_t n = 0;
    TRY(query_exec(c, &Q_register_count_take,
                   IN(reg->name, org.v, record_states[state].name, slot), &n));
    must(n == 1); /* whatever is held has been counted */
    return OK;
}

err
register_count_held(struct ctx *c, const struct registry *reg, org_id org,
                    struct holding *out)
{
    struct tally_list rows;
    TRY(query_list(c, &Q_register_count_of, &tally_view, &rows, IN(reg->name, org.v)));
    *out = (struct holding){.reg = reg->name, .org_id = org};
    for (size_t i = 0; i < rows.n; i++)
        out->n[register_state_since(reg, rows.v[i].state, rows.v[i].since)] +=
            rows.v[i].n;
    return OK;
}

/* A row that knows what became of open records of its organisation. */
static int
state_of(const struct tally *t)
{
    bool open = t->state == RECORD_OPEN || t->state == RECORD_REVIEW;
    return open && t->state_after != RECORD_NONE ? t->state_after : t->state;
}

err
register_count_answered(struct ctx *c, const struct registry *reg, org_id org,
                        struct holding *out)
{
    struct tally_list rows;
    struct holding sum = {.reg = reg->name, .org_id = org};
    if (!org.v) {
        TRY(query_list(c, &Q_register_count_total, &tally_view, &rows, IN(reg->name)));
        for (size_t i = 0; i < rows.n; i++)
            sum.n[state_of(&rows.v[i])] += rows.v[i].n;
        *out = sum;
        return OK;
    }
    TRY(query_list(c, &Q_register_count_answered, &tally_view, &rows,
                   IN(reg->name, org.v, c->today)));
    for (size_t i = 0; i < rows.n; i++)
        sum.n[register_state_since(reg, rows.v[i].state, rows.v[i].since)] +=
            rows.v[i].n;
    *out = sum;
    return OK;
}

/* Rows that stand together by organisation and register. */
static void
add_up(struct ctx *c, const struct tally_list *rows, struct holding_list *out)
{
    *out = (struct holding_list){0};
    for (size_t i = 0; i < rows->n; i++) {
        const struct tally *t = &rows->v[i];
        struct holding *h = out->n ? &out->v[out->n - 1] : NULL;
        if (!h || h->org_id.v != t->org_held.v || !str_eq(h->reg, t->reg)) {
            h = PUSH(c->arena, out);
            *h = (struct holding){.reg = t->reg, .org_id = t->org_held};
        }
        h->n[state_of(t)] += t->n;
    }
}

err
register_holdings(struct ctx *c, struct holding_list *out)
{
    struct tally_list rows;
    TRY(query_list(c, &Q_register_count_all, &tally_view, &rows, IN_NOTHING));
    add_up(c, &rows, out);
    return OK;
}

/* A row of an organisation and, unless it answers for nothing, of one count. */
struct unit_tally {
    struct org org;
    int64_t rank;
    const char *sort_key;
    struct tally tally;
};
struct unit_tally_list LIST(struct unit_tally);
#define OF_ORG(m)                                                                      \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct unit_tally, org.m),                      \
        .kind = KIND(struct org, m)                                                    \
    }
#define ORG_ID(m, as)                                                                  \
    {                                                                                  \
        .name = as, .offset = offsetof(struct unit_tally, org.m.v), .kind = K_ID       \
    }
#define TALLY_STATE(m)                                                                 \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct unit_tally, tally.m), .kind = K_ENUM,    \
        .choices = record_states, .n_choices = COUNT(record_states)                    \
    }
static const struct field unit_tally_fields[] = {
    ORG_ID(id, "id"),
    OF_ORG(kind),
    OF_ORG(name),
    ORG_ID(unit_id, "unit_id"),
    ORG_ID(parent_id, "parent_id"),
    OF_ORG(valid_from),
    OF_ORG(valid_to),
    ORG_ID(decree_id, "decree_id"),
    FIELD(struct unit_tally, rank, "rank"),
    FIELD(struct unit_tally, sort_key, "sort key"),
    {.name = "register",
     .offset = offsetof(struct unit_tally, tally.reg),
     .kind = K_TEXT},
    TALLY_STATE(state),
    {.name = "n", .offset = offsetof(struct unit_tally, tally.n), .kind = K_INT},
    TALLY_STATE(state_after),
};
static const struct view unit_tally_view =
    VIEW("unit_tally", struct unit_tally, unit_tally_fields);

static int
by_org_and_register(const void *a, const void *b)
{
    const struct unit_tally *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    int names = strcmp(x->sort_key, y->sort_key);
    if (names == 0 && x->org.id.v != y->org.id.v)
        names = x->org.id.v < y->org.id.v ? -1 : 1;
    return names || !x->tally.reg || !y->tally.reg ? names
                                                   : strcmp(x->tally.reg, y->tally.reg);
}

err
register_count_of_unit(struct ctx *c, unit_id unit, day on, struct org_list *orgs,
                       struct holding_list *out)
{
    struct unit_tally_list rows;
    struct tally_list counts = {0};
    *orgs = (struct org_list){0};
    TRY(query_list(c, &Q_register_count_unit, &unit_tally_view, &rows,
                   IN(unit.v, on, c->today)));
    if (rows.n > 1)
        qsort(rows.v, rows.n, sizeof *rows.v, by_org_and_register);
    for (size_t i = 0; i < rows.n; i++) {
        struct unit_tally *r = &rows.v[i];
        if (i == 0 || r->org.id.v != r[-1].org.id.v)
            *PUSH(c->arena, orgs) = r->org;
        r->tally.org_held = r->org.id;
        if (r->tally.reg)
            *PUSH(c->arena, &counts) = r->tally;
    }
    add_up(c, &counts, out);
    return OK;
}

err
register_verify(struct ctx *c, const struct registry *reg)
{
    struct tally_list wrong, holders;
    TRY(query_list_on(c, &Q_register_recount, STAND_IN, reg->name, &tally_view, &wrong,
                      IN(reg->name)));
    for (size_t i = 0; i < wrong.n; i++)
        note_fault(c, ERR_INVALID, NULL,
                   N_("%s: the count of organisation %lld in state %s is wrong"),
                   T(c, reg->label), (long long)wrong.v[i].org_held.v,
                   record_states[wrong.v[i].state].name);
    int64_t odd = 0;
    TRY(query_int_on(c, &Q_register_count_odd, STAND_IN, reg->name, IN_NOTHING, &odd));
    if (odd)
        note_fault(c, ERR_INVALID, NULL,
                   N_("%s: the state and the day of ending of %lld records contradict"),
                   T(c, reg->label), (long long)odd);
    TRY(query_list(c, &Q_register_open_holders, &tally_view, &holders, IN(reg->name)));
    for (size_t i = 0; i < holders.n; i++) {
        struct org now;
        err e = org_now(c, holders.v[i].org_held, c->today, &now.id);
        if (e == OK)
            e = org_find(c, now.id, c->today, &now);
        if (e != OK && e != ERR_NOT_FOUND)
            return e;
        if (e == ERR_NOT_FOUND) /* a decree gave them to one that is to come */
            e = org_find(c, holders.v[i].org_held, c->today, &now);
        if (e == ERR_NOT_FOUND || now.valid_to.v <= c->today.v)
            note_fault(
                c, ERR_INVALID, NULL,
                N_("%s: nobody answers for the open records of organisation %lld"),
                T(c, reg->label), (long long)holders.v[i].org_held.v);
    }
    return faults(c);
}
