/* SPDX-License-Identifier: Apache-2.0 */
/*
 * past.c: lineage followed backwards. A predecessor is in the body as a whole when it went there as
 * a whole, or when it ended and all that it was divided into ended up there: a commune divided
 * between two that were merged later is in the merged one.
 */
#include "indicator/past.h"

#include "unit/unit.h"

enum {
    NODES_MOST = 400
};

static size_t
node_at(const struct past *p, int64_t id)
{
    for (size_t i = 0; i < p->nodes.n; i++)
        if (p->nodes.v[i].id == id)
            return i;
    return PAST_ELSEWHERE;
}

static err
add_unit(struct ctx *c, struct past *p, unit_id id, day on)
{
    struct unit u;
    if (node_at(p, id.v) != PAST_ELSEWHERE || p->nodes.n == NODES_MOST)
        return OK;
    TRY(unit_find(c, id, on, &u));
    *PUSH(c->arena, &p->nodes) = (struct past_node){
        .id = id.v, .name = u.name, .valid_from = u.valid_from, .valid_to = u.valid_to};
    return OK;
}

static err
add_org(struct ctx *c, struct past *p, org_id id, day on)
{
    struct org o;
    if (node_at(p, id.v) != PAST_ELSEWHERE || p->nodes.n == NODES_MOST)
        return OK;
    TRY(org_find(c, id, on, &o));
    *PUSH(c->arena, &p->nodes) = (struct past_node){
        .id = id.v, .name = o.name, .valid_from = o.valid_from, .valid_to = o.valid_to};
    return OK;
}

/* All that went into node i by `on`. */
static err
fathers(struct ctx *c, struct past *p, size_t i, int adds, day on)
{
    int64_t id = p->nodes.v[i].id;
    if (p->of_units) {
        struct lineage_list all;
        TRY(lineage_of(c, (unit_id){id}, false, &all));
        for (size_t k = 0; k < all.n; k++) {
            const struct lineage *l = &all.v[k];
            if (l->on.v <= on.v &&
                (adds == ADDS_LAND ? l->area_part : l->pop_part) != PART_NONE)
                TRY(add_unit(c, p, l->from_id, (day){l->on.v - 1}));
        }
        return OK;
    }
    struct org_succession_list all;
    TRY(org_successions_of(c, (org_id){id}, &all));
    for (size_t k = 0; k < all.n; k++)
        if (all.v[k].to_id.v == id && all.v[k].on_day.v <= on.v)
            TRY(add_org(c, p, all.v[k].from_id, (day){all.v[k].on_day.v - 1}));
    return OK;
}

/* Where all of node i went. */
static err
sons(struct ctx *c, struct past *p, size_t i, int adds, day on)
{
    int64_t id = p->nodes.v[i].id;
    if (p->of_units) {
        struct lineage_list all;
        TRY(lineage_of(c, (unit_id){id}, true, &all));
        for (size_t k = 0; k < all.n; k++) {
            const struct lineage *l = &all.v[k];
            int part = adds == ADDS_LAND ? l->area_part : l->pop_part;
            if (l->on.v <= on.v && part != PART_NONE)
                *PUSH(c->arena, &p->steps) =
                    (struct past_step){i, node_at(p, l->to_id.v), l->on, part};
        }
        return OK;
    }
    struct org_succession_list all;
    TRY(org_successions_of(c, (org_id){id}, &all));
    for (size_t k = 0; k < all.n; k++) {
        const struct org_succession *s = &all.v[k];
        if (s->from_id.v != id || s->on_day.v > on.v)
            continue;
        *PUSH(c->arena, &p->steps) = (struct past_step){
            i, node_at(p, s->to_id.v), s->on_day, s->whole ? PART_ALL : PART_SOME};
        if (!s->whole) /* to whom its rules gave the rest is not written down */
            *PUSH(c->arena, &p->steps) =
                (struct past_step){i, PAST_ELSEWHERE, s->on_day, PART_SOME};
    }
    return OK;
}

static bool
all_inside(const struct past *p, size_t i, day on)
{
    bool any = false, outside = false;
    for (size_t k = 0; k < p->steps.n; k++) {
        const struct past_step *s = &p->steps.v[k];
        if (s->from != i)
            continue;
        bool in = s->to != PAST_ELSEWHERE && p->nodes.v[s->to].is_whole;
        if (in && s->part == PART_ALL)
            return true;
        any = any || in;
        outside = outside || !in;
    }
    return any && !outside && p->nodes.v[i].valid_to.v <= on.v;
}

/* From the body backwards, until nothing more is found to be inside. */
static void
spread(struct past *p, day on)
{
    bool more = true;
    p->nodes.v[0].is_whole = true;
    while (more) {
        more = false;
        for (size_t i = 1; i < p->nodes.n; i++)
            if (!p->nodes.v[i].is_whole && all_inside(p, i, on))
                p->nodes.v[i].is_whole = more = true;
    }
}

err
past_of(struct ctx *c, org_id body, int adds, day on, struct past *out)
{
    *out = (struct past){0};
    TRY(org_find(c, body, on, &out->body));
    out->of_units = out->body.unit_id.v != 0;
    TRY(out->of_units ? add_unit(c, out, out->body.unit_id, on)
                      : add_org(c, out, body, on));
    for (size_t i = 0; i < out->nodes.n; i++)
        TRY(fathers(c, out, i, adds, on));
    for (size_t i = 0; i < out->nodes.n; i++)
        TRY(sons(c, out, i, adds, on));
    spread(out, on);
    return OK;
}

err
past_org(struct ctx *c, const struct past *p, struct past_node *node, day on,
         const struct org **out)
{
    const struct org *o = &node->org;
    if (!o->id.v || on.v < o->valid_from.v || on.v >= o->valid_to.v) {
        node->is_read = false;
        if (p->of_units)
            TRY(org_of_unit(c, (unit_id){node->id}, p->body.kind, on, &node->org));
        else
            TRY(org_find(c, (org_id){node->id}, on, &node->org));
    }
    *out = &node->org;
    return OK;
}
