/* SPDX-License-Identifier: Apache-2.0 */
/* register_undo.c: what decrees did to a record, and the way back. */
#include <stdlib.h>

#include "base/msg.h"
#include "kernel/org.h"
#include "kernel/register_in.h"

extern const struct query Q_register_written_since, Q_register_changed_since,
    Q_register_moved_since, Q_register_older_follow, Q_register_unapply,
    Q_register_count_unarrive, Q_register_count_unleave, Q_register_undone,
    Q_register_moves, Q_register_successions, Q_register_unsucceeded;

enum {
    TOLD_MOST = 20
};

static const struct field moved_fields[] = {
    FIELD(struct moved, at, N_("When"), .flags = F_READONLY),
    ID(struct moved, decree_id, N_("By decree"), .flags = F_READONLY),
    ID(struct moved, from_org, N_("From"), .flags = F_READONLY),
    ID(struct moved, to_org, N_("To"), .flags = F_READONLY),
    FIELD(struct moved, way, N_("Way"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct moved, reason, N_("Why"), .flags = F_READONLY),
    ENUM(struct moved, state_before, record_states, N_("State before"),
         .flags = F_READONLY),
    ENUM(struct moved, state_after, record_states, N_("State after"),
         .flags = F_READONLY),
    FIELD(struct moved, undone, N_("Undone"), .flags = F_READONLY),
    FIELD(struct moved, effective_on, N_("In force from"), .flags = F_READONLY),
};
const struct view moved_view = VIEW("moved", struct moved, moved_fields);

static int
newest_first(const void *a, const void *b)
{
    const struct moved *x = a, *y = b;
    return (x->at.v < y->at.v) - (x->at.v > y->at.v);
}

/* Successions as a whole of who holds it, while it was open: they left no mark in the record. */
static err
add_successions(struct ctx *c, const struct registry *reg, const struct record *r,
                struct moved_list *out)
{
    struct moved_list all;
    int after = register_state_after(reg);
    bool has_ended = r->stored != RECORD_OPEN && r->stored != RECORD_REVIEW;
    TRY(query_list(c, &Q_register_successions, &moved_view, &all,
                   IN(r->org_held.v, reg->name)));
    for (size_t i = 0; i < all.n; i++) {
        struct moved m = all.v[i];
        if (r->received_on.v > m.effective_on.v ||
            (has_ended && r->ended_on.v < m.effective_on.v))
            continue;
        m.state_before = RECORD_OPEN;
        m.state_after = after == RECORD_NONE ? RECORD_OPEN : after;
        *PUSH(c->arena, out) = m;
    }
    return OK;
}

err
register_moves(struct ctx *c, const struct registry *reg, int64_t id,
               struct moved_list *out)
{
    struct table t = register_table(reg);
    struct record *r = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    TRY(query_list(c, &Q_register_moves, &moved_view, out, IN(id, reg->name)));
    TRY(table_find(c, &t, id, r));
    TRY(register_read(c, reg, &(struct since_list){0}, r));
    TRY(add_successions(c, reg, r, out));
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, newest_first);
    for (size_t i = 0; i < out->n; i++) {
        struct moved *m = &out->v[i];
        if (!m->reason)
            m->reason = str_eq(m->way, "rest")
                            ? T(c, N_("No rule decided where it belongs"))
                            : T(c, N_("The organisation was succeeded"));
    }
    return OK;
}

/* ---- may it be undone? ---- */

static err
tell(struct ctx *c, const struct registry *reg, const struct record_list *ids,
     int64_t *told)
{
    struct table t = register_table(reg);
    for (size_t i = 0; i < ids->n; i++) {
        if ((*told)++ >= TOLD_MOST)
            continue;
        struct record *r =
            arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
        TRY(table_find(c, &t, ids->v[i].id, r));
        note_fault(c, ERR_CONFLICT, NULL,
                   N_("%s “%s” was written after the decree, at %s"), T(c, reg->one),
                   register_title(c, reg, r), instant_vn(c->arena, r->changed_at));
    }
    return OK;
}

static err
name_of(struct ctx *c, org_id id, const char **out)
{
    struct org org;
    err e = org_find(c, id, c->today, &org);
    *out = e == OK ? org.name : arena_printf(c->arena, "%lld", (long long)id.v);
    return e == ERR_NOT_FOUND ? OK : e;
}

err
register_check_back(struct ctx *c, const struct registry *reg, decree_id by)
{
    struct tally_list orgs;
    struct record_list ids;
    int64_t told = 0;
    TRY(query_list_on(c, &Q_register_moved_since, STAND_IN, reg->name, &record_view,
                      &ids, IN(by.v, reg->name, TOLD_MOST + 1)));
    TRY(tell(c, reg, &ids, &told));
    TRY(query_list(c, &Q_register_written_since, &tally_view, &orgs,
                   IN(by.v, reg->name)));
    for (size_t i = 0; i < orgs.n; i++) {
        const struct tally *o = &orgs.v[i];
        const char *name;
        TRY(query_list_on(c, &Q_register_changed_since, STAND_IN, reg->name,
                          &record_view, &ids,
                          IN(o->org_held.v, o->changed_at, by.v, TOLD_MOST + 1)));
        TRY(tell(c, reg, &ids, &told));
        TRY(name_of(c, o->org_held, &name));
        if (told < TOLD_MOST ||
            ids.n == 0) /* also when it has left for another since */
            note_fault(c, ERR_CONFLICT, NULL,
                       N_("%s: written to since the decree, at %s"), T(c, reg->label),
                       name);
    }
    if (told > TOLD_MOST)
        note_fault(c, ERR_CONFLICT, NULL, N_("%s: and more than %d other records"),
                   T(c, reg->label), TOLD_MOST);
    return OK;
}

err
register_hand_back(struct ctx *c, const struct registry *reg, decree_id by)
{
    TRY(register_check_back(c, reg, by));
    TRY(faults(c));
    TRY(query_exec(c, &Q_register_unsucceeded, IN(by.v, reg->name), NULL));
    TRY(query_exec(c, &Q_register_older_follow, IN(by.v, reg->name), NULL));
    TRY(query_exec_on(c, &Q_register_unapply, STAND_IN, reg->name,
                      IN(by.v, reg->name, c->now), NULL));
    TRY(query_exec(c, &Q_register_count_unarrive, IN(by.v, reg->name), NULL));
    TRY(query_exec(c, &Q_register_count_unleave, IN(by.v, reg->name), NULL));
    return query_exec(c, &Q_register_undone, IN(by.v, reg->name), NULL);
}
