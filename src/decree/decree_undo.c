/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_undo.c: takes a decree back, if nobody has built on what it made. Each room takes back what
 * it did; the acts of both stay in the log.
 */
#include "base/msg.h"
#include "decree/decree_row.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "unit/unit.h"

extern const struct query Q_undo_acts, Q_undo_later, Q_undo_execution;

enum {
    OBSTACLES_MOST = 20
};

struct obstacle_row {
    const char *label, *path, *verb, *actor_name, *kind;
    instant at;
};
struct obstacle_row_list LIST(struct obstacle_row);
static const struct field obstacle_row_fields[] = {
    FIELD(struct obstacle_row, label, N_("What")),
    FIELD(struct obstacle_row, path, N_("Page")),
    FIELD(struct obstacle_row, verb, N_("Verb")),
    FIELD(struct obstacle_row, actor_name, N_("Who")),
    FIELD(struct obstacle_row, kind, N_("Kind")),
    FIELD(struct obstacle_row, at, N_("When")),
};
static const struct view obstacle_row_view =
    VIEW("undo_row", struct obstacle_row, obstacle_row_fields);

static void
add(struct ctx *c, struct undo_obstacle_list *why, const char *what, const char *path,
    const char *message)
{
    if (why->n < OBSTACLES_MOST)
        *PUSH(c->arena, why) = (struct undo_obstacle){what, path, message};
}

/* Decrees executed later that took up what this one made. */
static err
find_later(struct ctx *c, const struct decree *d, struct undo_obstacle_list *why)
{
    struct decree_list later;
    TRY(query_list(c, &Q_undo_later, &decree_view, &later, IN(d->id.v)));
    for (size_t i = 0; i < later.n; i++)
        add(c, why, later.v[i].number,
            arena_printf(c->arena, "/decrees/%s", later.v[i].code),
            T(c, N_("was executed later and builds on it: undo that first")));
    return OK;
}

/* Acts of people since on units, organisations and grants that it made or changed, and all that was done for
 * an organisation that it made: but on accounts and the demo's clock, which it does not hold. */
static err
find_acts(struct ctx *c, const struct decree *d, struct undo_obstacle_list *why)
{
    int64_t execution;
    struct obstacle_row_list rows;
    TRY(query_int(c, &Q_undo_execution, IN(d->id.v), 0, &execution));
    TRY(query_list(c, &Q_undo_acts, &obstacle_row_view, &rows,
                   IN(d->id.v, d->executed_at, execution, OBSTACLES_MOST)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct obstacle_row *r = &rows.v[i];
        add(c, why, r->label ? r->label : r->kind, r->path,
            arena_printf(c->arena, T(c, N_("written since: %s, %s, %s")), r->verb,
                         instant_vn(c->arena, r->at),
                         r->actor_name ? r->actor_name
                                       : T(c, N_("the machine's operator"))));
    }
    return OK;
}

static err
find_records(struct ctx *c, const struct decree *d, struct undo_obstacle_list *why)
{
    struct fault_list before = c->faults;
    err code = c->code;
    for (size_t r = 0; registers[r]; r++) {
        size_t n = c->faults.n;
        err e = register_check_back(c, registers[r], d->id);
        if (e != OK && c->faults.n == n)
            return e;
        for (size_t i = n; i < c->faults.n; i++)
            add(c, why, T(c, registers[r]->label),
                arena_printf(c->arena, "/%s", registers[r]->plural),
                c->faults.v[i].message);
    }
    c->faults = before;
    c->code = code;
    return OK;
}

err
decree_check_undo(struct ctx *c, const char *code, struct undo_obstacle_list *why)
{
    struct decree d;
    *why = (struct undo_obstacle_list){0};
    TRY(decree_must_find(c, code, &d));
    if (d.state != DECREE_EXECUTED) {
        add(c, why, d.number, NULL,
            T(c, N_("It is not executed: there is nothing to undo")));
        return OK;
    }
    TRY(find_later(c, &d, why));
    if (why->n) /* the rest is that decree's doing */
        return OK;
    TRY(find_acts(c, &d, why));
    return find_records(c, &d, why);
}

static err
refuse(struct ctx *c, const struct undo_obstacle_list *why)
{
    for (size_t i = 0; i < why->n; i++)
        note_fault(c, ERR_CONFLICT, NULL, "%s: %s", why->v[i].what, why->v[i].message);
    return faults(c);
}

err
decree_undo(struct ctx *c, const char *code, const char *reason, struct decree *out)
{
    TRY(access_need(c, "decree.undo", (org_id){0}));
    struct decree before;
    struct undo_obstacle_list why;
    TRY(decree_must_find(c, code, &before));
    if (before.state == DECREE_UNDONE) {
        *out = before;
        return OK;
    }
    TRY(decree_check_undo(c, code, &why));
    TRY(refuse(c, &why));
    for (size_t r = 0; registers[r]; r++)
        TRY(register_hand_back(c, registers[r], before.id));
    TRY(grant_hand_back(c, before.id));
    TRY(org_take_back(c, before.id));
    TRY(unit_take_back(c, before.id));
    *out = before;
    out->state = DECREE_UNDONE;
    out->undone_by = c->actor ? c->actor->id : (person_id){0};
    out->undone_at = c->now;
    out->approved_by = (person_id){0};
    out->approved_at = INSTANT_NONE;
    out->plan_hash = NULL;
    return decree_store(c, "undo", &before, out, reason);
}
