/* SPDX-License-Identifier: Apache-2.0 */
/* unit_book.c: the registry in memory, and what an import does to it. */
#include "unit/unit_book.h"

#include <stdio.h>

extern const struct query Q_book_units, Q_book_versions, Q_book_place, Q_book_span,
    Q_book_move_version, Q_book_move_figures, Q_book_move_adjacency_a,
    Q_book_move_adjacency_b, Q_book_move_lineage_from, Q_book_move_lineage_to,
    Q_book_move_children, Q_book_forget;

static const struct field book_fields[] = {
    ID(struct book_unit, id, N_("Id")),
    ENUM(struct book_unit, tier, unit_tiers, N_("Tier")),
    FIELD(struct book_unit, valid_from, N_("From")),
    FIELD(struct book_unit, valid_to, N_("Until")),
    {.name = "lon",
     .offset = offsetof(struct book_unit, lon_e6),
     .kind = K_DEC,
     .scale = 6,
     .label = N_("Longitude")},
    {.name = "lat",
     .offset = offsetof(struct book_unit, lat_e6),
     .kind = K_DEC,
     .scale = 6,
     .label = N_("Latitude")},
    ID(struct book_unit, decree_id_from, N_("By decree")),
    ID(struct book_unit, decree_id_to, N_("Ended by decree")),
};
static const struct view book_unit_view =
    VIEW("book_unit", struct book_unit, book_fields);

/* ---- finding ---- */

static const char *
id_key(char out[24], unit_id id)
{
    snprintf(out, 24, "%llx", (unsigned long long)id.v);
    return out;
}

static void
note_code(struct ctx *c, struct book *b, const char *code, struct book_unit *u)
{
    void **place = map_at(c->arena, &b->by_code, code);
    if (!*place)
        *place = NEW(c->arena, struct book_unit_list);
    struct book_unit_list *held = *place;
    for (size_t i = 0; i < held->n; i++)
        if (held->v[i] == u)
            return;
    *PUSH(c->arena, held) = u;
}

static void
note_unit(struct ctx *c, struct book *b, struct book_unit *u)
{
    char key[24];
    *PUSH(c->arena, &b->units) = u;
    *map_at(c->arena, &b->by_id, arena_strdup(c->arena, id_key(key, u->id))) = u;
}

struct book_unit *
book_find(const struct book *b, unit_id id)
{
    char key[24];
    return map_get(&b->by_id, id_key(key, id));
}

err
book_open(struct ctx *c, struct book *out)
{
    *out = (struct book){0};
    struct {
        struct book_unit *v;
        size_t n;
    } units;
    struct unit_version_list versions;
    TRY(query_list(c, &Q_book_units, &book_unit_view, &units, IN_NOTHING));
    TRY(query_list(c, &Q_book_versions, &unit_version_view, &versions, IN_NOTHING));
    for (size_t i = 0; i < units.n; i++)
        note_unit(c, out, &units.v[i]);
    for (size_t i = 0; i < versions.n; i++) {
        struct book_unit *u = book_find(out, versions.v[i].unit_id);
        must(u != NULL);
        *PUSH(c->arena, &u->versions) = versions.v[i];
        note_code(c, out, versions.v[i].code, u);
    }
    return OK;
}

struct unit_version *
book_version(const struct book_unit *u, day on)
{
    for (size_t i = 0; !u->is_gone && i < u->versions.n; i++)
        if (span_has((span){u->versions.v[i].valid_from, u->versions.v[i].valid_to},
                     on))
            return &u->versions.v[i];
    return NULL;
}

struct unit_version *
book_last(const struct book_unit *u)
{
    must(u->versions.n > 0);
    return &u->versions.v[u->versions.n - 1];
}

struct book_unit *
book_holder(const struct book *b, const char *code, day on)
{
    const struct book_unit_list *held = map_get(&b->by_code, code);
    for (size_t i = 0; held && i < held->n; i++) {
        const struct unit_version *v = book_version(held->v[i], on);
        if (v && str_eq(v->code, code))
            return held->v[i];
    }
    return NULL;
}

struct book_unit *
book_later_holder(const struct book *b, const char *code, day on)
{
    const struct book_unit_list *held = map_get(&b->by_code, code);
    for (size_t i = 0; held && i < held->n; i++) {
        const struct book_unit *u = held->v[i];
        for (size_t j = 0; !u->is_gone && j < u->versions.n; j++)
            if (u->versions.v[j].valid_from.v > on.v &&
                str_eq(u->versions.v[j].code, code))
                return held->v[i];
    }
    return NULL;
}

/* ---- writing ---- */

err
book_add(struct ctx *c, struct book *b, const struct unit_new *in,
         struct book_unit **out)
{
    struct book_unit *u = NEW(c->arena, struct book_unit);
    *u = (struct book_unit){.tier = in->tier,
                            .valid_from = in->valid_from,
                            .valid_to = DAY_MAX,
                            .lon_e6 = in->lon_e6,
                            .lat_e6 = in->lat_e6};
    TRY(unit_row_add(c, in, &u->id, PUSH(c->arena, &u->versions)));
    note_unit(c, b, u);
    note_code(c, b, in->code, u);
    *out = u;
    return OK;
}

err
book_change(struct ctx *c, struct book_unit *u, day on, const char *name, int type,
            unit_id parent)
{
    struct unit_version *last = book_last(u);
    must(last->valid_from.v <= on.v && on.v < last->valid_to.v);
    if (last->valid_from.v == on.v) {
        version_named(c, last, name, type);
        last->parent_id = parent;
        return version_row_set(c, last);
    }
    struct unit_version next = *last;
    next.valid_from = on;
    next.parent_id = parent;
    next.decree_id = (decree_id){0};
    version_named(c, &next, name, type);
    TRY(version_row_close(c, last->id, on));
    last->valid_to = on;
    TRY(version_row_add(c, &next));
    *PUSH(c->arena, &u->versions) = next;
    return OK;
}

err
book_end(struct ctx *c, struct book_unit *u, day on)
{
    struct unit_version *last = book_last(u);
    must(last->valid_from.v < on.v);
    TRY(version_row_close(c, last->id, on));
    last->valid_to = u->valid_to = on;
    return query_exec(c, &Q_book_span, IN(u->id.v, u->valid_from, on), NULL);
}

err
book_place(struct ctx *c, struct book_unit *u, int64_t lon_e6, int64_t lat_e6)
{
    u->lon_e6 = lon_e6;
    u->lat_e6 = lat_e6;
    return query_exec(c, &Q_book_place, IN(u->id.v, lon_e6, lat_e6), NULL);
}

/* All that is known from `on` of one becomes the other's. */
static err
move_rest(struct ctx *c, struct book_unit *from, struct book_unit *to, day on)
{
    const struct query *const steps[] = {
        &Q_book_move_figures,    &Q_book_move_adjacency_a,  &Q_book_move_adjacency_b,
        &Q_book_move_lineage_to, &Q_book_move_lineage_from, &Q_book_move_children,
    };
    for (size_t i = 0; i < COUNT(steps); i++)
        TRY(query_exec(c, steps[i], IN(from->id.v, to->id.v, on), NULL));
    return OK;
}

static void
move_children(struct book *b, unit_id from, unit_id to, day on)
{
    for (size_t i = 0; i < b->units.n; i++)
        for (size_t j = 0; j < b->units.v[i]->versions.n; j++) {
            struct unit_version *v = &b->units.v[i]->versions.v[j];
            if (v->parent_id.v == from.v && v->valid_from.v >= on.v)
                v->parent_id = to;
        }
}

err
book_split(struct ctx *c, struct book *b, struct book_unit *u, day on,
           struct book_unit **out)
{
    must(u->valid_from.v < on.v && on.v < u->valid_to.v);
    struct unit_version *at = book_version(u, on);
    if (at->valid_from.v < on.v) { /* a seam where there is none yet */
        TRY(version_row_close(c, at->id, on));
        struct unit_version rest = *at;
        rest.valid_from = on;
        at->valid_to = on;
        TRY(version_row_add(c, &rest));
        size_t place = (size_t)(at - u->versions.v) + 1;
        *PUSH(c->arena, &u->versions) = rest;
        for (size_t i = u->versions.n - 1; i > place; i--) {
            u->versions.v[i] = u->versions.v[i - 1];
            u->versions.v[i - 1] = rest;
        }
    }
    struct book_unit *n = NEW(c->arena, struct book_unit);
    *n = (struct book_unit){.tier = u->tier,
                            .valid_from = on,
                            .valid_to = u->valid_to,
                            .lon_e6 = u->lon_e6,
                            .lat_e6 = u->lat_e6,
                            .is_named = u->is_named};
    const struct unit_new row = {
        .tier = n->tier, .valid_from = on, .lon_e6 = n->lon_e6, .lat_e6 = n->lat_e6};
    TRY(unit_row_add_bare(c, &row, n->valid_to, &n->id));
    note_unit(c, b, n);
    size_t kept = 0;
    for (size_t i = 0; i < u->versions.n; i++) {
        struct unit_version *v = &u->versions.v[i];
        if (v->valid_from.v < on.v) {
            kept++;
            continue;
        }
        v->unit_id = n->id;
        TRY(query_exec(c, &Q_book_move_version, IN(v->id, n->id.v), NULL));
        *PUSH(c->arena, &n->versions) = *v;
        note_code(c, b, v->code, n);
    }
    struct unit_version_list left = {0};
    for (size_t i = 0; i < kept; i++)
        *PUSH(c->arena, &left) = u->versions.v[i];
    u->versions = left;
    u->valid_to = on;
    TRY(query_exec(c, &Q_book_span, IN(u->id.v, u->valid_from, on), NULL));
    if (u->tier != TIER_COMMUNE)
        move_children(b, u->id, n->id, on);
    TRY(move_rest(c, u, n, on));
    *out = n;
    return OK;
}

err
book_join(struct ctx *c, struct book *b, struct book_unit *u, struct book_unit *then)
{
    must(u->valid_to.v == then->valid_from.v && u != then);
    for (size_t i = 0; i < then->versions.n; i++) {
        struct unit_version v = then->versions.v[i];
        v.unit_id = u->id;
        TRY(query_exec(c, &Q_book_move_version, IN(v.id, u->id.v), NULL));
        *PUSH(c->arena, &u->versions) = v;
        note_code(c, b, v.code, u);
    }
    TRY(move_rest(c, then, u, DAY_MIN));
    if (u->tier != TIER_COMMUNE)
        move_children(b, then->id, u->id, DAY_MIN);
    if (then->lon_e6 != INT_NONE)
        TRY(book_place(c, u, then->lon_e6, then->lat_e6));
    u->valid_to = then->valid_to;
    u->is_named |= then->is_named;
    then->is_gone = true;
    TRY(query_exec(c, &Q_book_span, IN(u->id.v, u->valid_from, u->valid_to), NULL));
    return query_exec(c, &Q_book_forget, IN(then->id.v), NULL);
}
