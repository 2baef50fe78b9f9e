/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit_convert.c: who answers at an old address on another day: recognises the unit, then walks
 * the lineage, forward or back, wave by wave. Where a wave splits, all ways are followed.
 */
#include "unit/unit_convert.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/msg.h"
#include "unit/unit_address.h"
#include "unit/unit_hash.h"
#include "unit/unit_row.h"

extern const struct query Q_convert_places, Q_convert_place_of_key,
    Q_convert_place_of_code, Q_convert_steps, Q_convert_lives, Q_unit_everywhere;

enum {
    MOST_STEPS = 4000, /* of one walk: a whole province has a few hundred */
    MOST_HINT = 1000   /* bytes: more is no address */
};

static const struct field candidate_fields[] = {
    ID(struct candidate, id, N_("Id"), .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
    FIELD(struct candidate, code, N_("Code"), .to = "/units/{code}"),
    FIELD(struct candidate, name, N_("Name"), .to = "/units/{code}"),
    FIELD(struct candidate, parent_name, N_("Part of")),
    ENUM(struct candidate, part, parts, N_("Of the people there")),
    FIELD(struct candidate, rule, N_("What decides")),
    FIELD(struct candidate, since, N_("Since")),
};
const struct view candidate_view =
    VIEW("candidate", struct candidate, candidate_fields);

static const struct field conversion_fields[] = {
    FIELD(struct conversion, code, N_("Code")),
    FIELD(struct conversion, address, N_("Address")),
    FIELD(struct conversion, from, N_("As it was on")),
    FIELD(struct conversion, to, N_("As it is on")),
    FIELD(struct conversion, found_code, N_("Recognised code")),
    FIELD(struct conversion, found_name, N_("Recognised unit")),
    FIELD(struct conversion, is_exact, N_("Nothing to decide")),
    FIELD(struct conversion, why_not, N_("Why not")),
    LISTOF(struct conversion, candidates, &candidate_view, N_("Candidates")),
    LISTOF(struct conversion, namesakes, &unit_view, N_("Units of that name")),
};
const struct view conversion_view =
    VIEW("conversion", struct conversion, conversion_fields);

static const struct field place_fields[] = {
    ID(struct place, id, N_("Id")),
    FIELD(struct place, code, N_("Code")),
    FIELD(struct place, name, N_("Name")),
    FIELD(struct place, name_key, N_("Search")),
    ENUM(struct place, type, unit_types, N_("Type")),
    ENUM(struct place, tier, unit_tiers, N_("Tier")),
    ID(struct place, parent_id, N_("Part of")),
    ID(struct place, grand_id, N_("Part of")),
    FIELD(struct place, parent_name, N_("Part of")),
    FIELD(struct place, grand_name, N_("Part of")),
};
static const struct view place_view = VIEW("place", struct place, place_fields);

struct converter {
    struct arena arena;
    day from, to;
    bool is_loaded;             /* else every question is a query */
    struct map by_key, by_code; /* struct place_list * on `from`; struct place * */
    struct map ahead, back, lives,
        at;            /* by id: lineage_list *, unit_span *, unit * on `to` */
    struct map walked; /* by id: struct walk * without hints */
};

static const char *
id_key(char out[24], unit_id id)
{
    snprintf(out, 24, "%llx", (unsigned long long)id.v);
    return out;
}

/* ---- asking the registry, in memory or in the database ---- */

static err
find_places(struct ctx *c, void *arg, const char *key, struct place_list *out)
{
    const struct converter *k = arg;
    if (!k->is_loaded)
        return query_list(c, &Q_convert_place_of_key, &place_view, out,
                          IN(key, k->from));
    const struct place_list *known = map_get(&k->by_key, key);
    *out = known ? *known : (struct place_list){0};
    return OK;
}

static err
steps_of(struct ctx *c, const struct converter *k, unit_id id, bool forward,
         struct lineage_list *out)
{
    if (!k->is_loaded)
        return lineage_of(c, id, forward, out);
    char key[24];
    const struct lineage_list *known =
        map_get(forward ? &k->ahead : &k->back, id_key(key, id));
    *out = known ? *known : (struct lineage_list){0};
    return OK;
}

static err
life_of(struct ctx *c, const struct converter *k, unit_id id, struct unit_span *out)
{
    if (!k->is_loaded)
        return unit_row_span(c, id, out);
    char key[24];
    const struct unit_span *known = map_get(&k->lives, id_key(key, id));
    must(known != NULL);
    *out = *known;
    return OK;
}

static err
describe(struct ctx *c, const struct converter *k, struct candidate *out)
{
    struct unit u;
    char key[24];
    const struct unit *known =
        k->is_loaded ? map_get(&k->at, id_key(key, out->id)) : NULL;
    if (known)
        u = *known;
    else
        TRY(unit_find(c, out->id, k->to, &u));
    out->code = u.code;
    out->name = u.name;
    out->parent_name = u.parent_name;
    return OK;
}

/* ---- the walk ---- */

struct walk {
    const struct hint_list *hints;
    int n_steps;
    bool has_rules;  /* somewhere a rule may decide: the result depends on hints */
    bool is_decided; /* a hint did decide */
    bool
        is_lost; /* some way leads to a unit that ended without a successor on record */
    struct candidate_list ends;
};
struct way {
    unit_id id;
    day at; /* everything on that day is behind */
    int part;
    const char *rule;
    day since;
};

static void
arrive(struct ctx *c, struct walk *w, const struct way *at)
{
    for (size_t i = 0; i < w->ends.n; i++) {
        struct candidate *e = &w->ends.v[i];
        if (e->id.v != at->id.v)
            continue;
        if (at->rule && e->rule && !str_eq(at->rule, e->rule))
            e->rule = arena_printf(c->arena, "%s; %s", e->rule, at->rule);
        else if (at->rule)
            e->rule = at->rule;
        if (at->since.v > e->since.v)
            e->since = at->since;
        return;
    }
    *PUSH(c->arena, &w->ends) = (struct candidate){
        .id = at->id, .part = at->part, .rule = at->rule, .since = at->since};
}

/* The ways on from one unit on one day: where its people went, or, of empty land, the land. */
struct fork {
    day on;
    bool stays; /* the unit itself lives on too */
    struct lineage_list ways;
};

static bool
goes(const struct lineage *l, bool land)
{
    return land ? l->area_part != PART_NONE : l->pop_part != PART_NONE;
}

/* The next day on the way on which something happened; false: nothing. */
static bool
next_day(const struct lineage_list *all, const struct way *at, day to, bool forward,
         day *out)
{
    bool any = false;
    for (size_t i = 0; i < all->n; i++) {
        day on = all->v[i].on;
        bool ahead =
            forward ? on.v > at->at.v && on.v <= to.v : on.v <= at->at.v && on.v > to.v;
        if (!ahead || (any && (forward ? on.v >= out->v : on.v <= out->v)))
            continue;
        *out = on;
        any = true;
    }
    return any;
}

static void
fork_on(struct ctx *c, const struct lineage_list *all, const struct unit_span *life,
        day on, bool forward, struct fork *out)
{
    *out = (struct fork){.on = on};
    out->stays = forward ? life->valid_to.v > on.v : life->valid_from.v < on.v;
    bool left_whole = false;
    for (int land = 0; land <= 1 && out->ways.n == 0; land++)
        for (size_t i = 0; i < all->n; i++)
            if (all->v[i].on.v == on.v && goes(&all->v[i], land) &&
                !(land && out->stays)) {
                *PUSH(c->arena, &out->ways) = all->v[i];
                left_whole |= forward && !land && all->v[i].pop_part == PART_ALL;
            }
    if (left_whole)
        out->stays = false;
}

/* A village that the address names and a rule lists decides: one way is left. */
static bool
decide(struct ctx *c, struct walk *w, struct fork *f)
{
    size_t n = 0, which = 0;
    for (size_t i = 0; i < f->ways.n; i++) {
        w->has_rules |= f->ways.v[i].rule != NULL;
        if (f->ways.v[i].rule && w->hints &&
            rule_names(c->arena, f->ways.v[i].rule, w->hints)) {
            which = i;
            n++;
        }
    }
    if (n != 1)
        return false;
    f->ways.v[0] = f->ways.v[which];
    f->ways.n = 1;
    f->stays = false;
    w->is_decided = true;
    return true;
}

static err go(struct ctx *c, const struct converter *k, struct walk *w,
              const struct way *at);

static const char *
both_rules(struct ctx *c, const char *a, const char *b)
{
    return a && b ? arena_printf(c->arena, "%s; %s", a, b) : a ? a : b;
}

/* A province or district of which no list says what became: its communes know. */
static err
go_below(struct ctx *c, const struct converter *k, struct walk *w, const struct way *at,
         const struct unit_span *life)
{
    bool forward = k->from.v <= k->to.v;
    day on = forward ? (day){life->valid_to.v - 1} : life->valid_from;
    struct unit_list below;
    TRY(unit_children(c, at->id, on, &below));
    w->is_lost |= below.n == 0;
    for (size_t i = 0; i < below.n; i++)
        TRY(go(c, k, w,
               &(struct way){.id = below.v[i].id,
                             .at = on,
                             .part = PART_SOME,
                             .since = forward ? life->valid_to : life->valid_from}));
    return OK;
}

static err
go(struct ctx *c, const struct converter *k, struct walk *w, const struct way *at)
{
    bool forward = k->from.v <= k->to.v;
    struct lineage_list all;
    struct unit_span life;
    if (++w->n_steps > MOST_STEPS) {
        w->is_lost = true;
        return OK;
    }
    TRY(steps_of(c, k, at->id, forward, &all));
    TRY(life_of(c, k, at->id, &life));
    day on;
    if (!next_day(&all, at, k->to, forward, &on)) {
        if (!span_has((span){life.valid_from, life.valid_to}, k->to))
            return go_below(c, k, w, at, &life);
        arrive(c, w, at);
        return OK;
    }
    struct fork f;
    fork_on(c, &all, &life, on, forward, &f);
    day behind = forward ? on : (day){on.v - 1};
    bool decided = f.ways.n + f.stays > 1 && decide(c, w, &f);
    bool splits = f.ways.n + f.stays > 1;
    struct way next = *at;
    next.at = behind;
    if (f.stays) {
        next.part = splits ? PART_SOME : at->part;
        TRY(go(c, k, w, &next));
    }
    for (size_t i = 0; i < f.ways.n; i++) {
        const struct lineage *l = &f.ways.v[i];
        next.id = forward ? l->to_id : l->from_id;
        next.part = splits ? PART_SOME : at->part;
        next.rule = splits || decided ? both_rules(c, at->rule, l->rule) : at->rule;
        next.since = on;
        TRY(go(c, k, w, &next));
    }
    if (f.ways.n == 0 && !f.stays)
        w->is_lost = true;
    return OK;
}

static int
by_code_order(const void *a, const void *b)
{
    return strcmp(((const struct candidate *)a)->code,
                  ((const struct candidate *)b)->code);
}

static err
walk_from(struct ctx *c, const struct converter *k, unit_id id, struct walk *w)
{
    TRY(go(
        c, k, w,
        &(struct way){.id = id, .at = k->from, .part = PART_ALL, .since = DAY_NONE}));
    for (size_t i = 0; i < w->ends.n; i++)
        TRY(describe(c, k, &w->ends.v[i]));
    if (w->ends.n)
        qsort(w->ends.v, w->ends.n, sizeof *w->ends.v, by_code_order);
    if (w->ends.n == 1 && !w->is_lost) {
        w->ends.v[0].part = PART_ALL;
        if (!w->is_decided)
            w->ends.v[0].rule = NULL;
    }
    return OK;
}

/* ---- one question ---- */

static err
answer(struct ctx *c, struct converter *k, unit_id id, int tier,
       const struct hint_list *hints, struct conversion *out)
{
    char key[24];
    struct walk *w = k->is_loaded ? map_get(&k->walked, id_key(key, id)) : NULL;
    if (!w) {
        struct ctx own = *c;
        if (k->is_loaded)
            own.arena = &k->arena;
        w = NEW(own.arena, struct walk);
        TRY(walk_from(&own, k, id, w));
        if (k->is_loaded)
            *map_at(own.arena, &k->walked, arena_strdup(own.arena, id_key(key, id))) =
                w;
    }
    struct walk with_hints = {.hints = hints};
    if (w->has_rules && hints && hints->n) {
        TRY(walk_from(c, k, id, &with_hints));
        w = &with_hints;
    }
    out->candidates = w->ends;
    out->is_exact = w->ends.n == 1 && !w->is_lost;
    if (w->ends.n == 0)
        out->why_not = T(c, N_("What became of it is not on record"));
    else if (w->is_lost)
        out->why_not = T(c, N_("What became of a part of it is not on record"));
    else if (w->ends.n > 1 && tier != TIER_COMMUNE)
        out->why_not = T(c, N_("Name the commune too: this is all that became of it"));
    else if (w->ends.n > 1)
        out->why_not =
            k->from.v <= k->to.v
                ? T(c, N_("It was divided: the village or street decides"))
                : T(c, N_("It was put together: the village or street decides"));
    return OK;
}

static const char *
full_name(struct ctx *c, const struct place *p)
{
    return arena_printf(c->arena, "%s%s%s%s%s", p->name, p->parent_name ? ", " : "",
                        p->parent_name ? p->parent_name : "", p->grand_name ? ", " : "",
                        p->grand_name ? p->grand_name : "");
}

static err
tell_namesakes(struct ctx *c, const struct converter *k, const struct place_list *all,
               struct conversion *out)
{
    for (size_t i = 0; i < all->n; i++) {
        struct unit u;
        view_clear(&unit_view, &u);
        u.id = all->v[i].id;
        u.code = all->v[i].code;
        u.name = all->v[i].name;
        u.type = all->v[i].type;
        u.tier = all->v[i].tier;
        u.parent_id = all->v[i].parent_id;
        u.parent_name = all->v[i].grand_name
                            ? arena_printf(c->arena, "%s, %s", all->v[i].parent_name,
                                           all->v[i].grand_name)
                            : all->v[i].parent_name;
        struct unit_span life;
        TRY(life_of(c, k, u.id, &life));
        u.valid_from = life.valid_from;
        u.valid_to = life.valid_to;
        *PUSH(c->arena, &out->namesakes) = u;
    }
    return OK;
}

static err
by_address(struct ctx *c, struct converter *k, const char *text, struct conversion *out)
{
    struct address a;
    TRY(address_read(c, text, find_places, k, &a));
    if (a.found.n == 0) {
        out->why_not = arena_printf(
            c->arena, T(c, N_("No unit of %s is named at the end of this address")),
            day_vn(c->arena, k->from));
        return OK;
    }
    if (a.found.n > 1 || a.is_relaxed) {
        out->why_not =
            a.is_relaxed
                ? T(c, N_("No unit has this name and type; these have the name"))
                : T(c, N_("Several units fit: add the district or province"));
        return tell_namesakes(c, k, &a.found, out);
    }
    const struct place *p = &a.found.v[0];
    out->found_code = p->code;
    out->found_name = full_name(c, p);
    if (p->tier != TIER_COMMUNE && a.rest) {
        out->why_not =
            arena_printf(c->arena, T(c, N_("\"%s\" is no commune of %s on %s")), a.rest,
                         p->name, day_vn(c->arena, k->from));
        return OK;
    }
    return answer(c, k, p->id, p->tier, &a.hints, out);
}

static err
by_code(struct ctx *c, struct converter *k, const char *code, const char *address,
        struct conversion *out)
{
    struct place held;
    const struct place *known = k->is_loaded ? map_get(&k->by_code, code) : NULL;
    err e = ERR_NOT_FOUND;
    if (known) {
        held = *known;
        e = OK;
    } else if (!k->is_loaded) {
        e = query_one(c, &Q_convert_place_of_code, &place_view, &held,
                      IN(code, k->from));
    }
    if (e == ERR_NOT_FOUND) {
        out->why_not =
            arena_printf(c->arena, T(c, N_("No unit holds the code %s on %s")), code,
                         day_vn(c->arena, k->from));
        return unit_also(c, code, (unit_id){0}, &out->namesakes);
    }
    TRY(e);
    out->found_code = code;
    out->found_name = full_name(c, &held);
    struct hint_list hints = {0};
    if (address && *address && strlen(address) <= MOST_HINT)
        *PUSH(c->arena, &hints) = address;
    return answer(c, k, held.id, held.tier, &hints, out);
}

err
converter_run(struct ctx *c, struct converter *k, const char *code, const char *address,
              struct conversion *out)
{
    *out = (struct conversion){
        .code = code, .address = address, .from = k->from, .to = k->to};
    if (code && *code)
        return by_code(c, k, code, address, out);
    if (address && *address)
        return by_address(c, k, address, out);
    out->why_not = T(c, N_("Give an address or a code"));
    return OK;
}

err
unit_convert(struct ctx *c, const char *code, const char *address, day from, day to,
             struct conversion *out)
{
    struct converter k = {.from = from, .to = to};
    return converter_run(c, &k, code, address, out);
}

/* ---- the registry in memory ---- */

static err
load_places(struct ctx *c, struct converter *k)
{
    struct place_list all;
    TRY(query_list(c, &Q_convert_places, &place_view, &all, IN(k->from)));
    for (size_t i = 0; i < all.n; i++) {
        void **at = map_at(c->arena, &k->by_key, all.v[i].name_key);
        if (!*at)
            *at = NEW(c->arena, struct place_list);
        *PUSH(c->arena, (struct place_list *)*at) = all.v[i];
        *map_at(c->arena, &k->by_code, all.v[i].code) = &all.v[i];
    }
    return OK;
}

static void
add_step(struct ctx *c, struct map *m, unit_id id, const struct lineage *l)
{
    char key[24];
    void **at = map_at(c->arena, m, arena_strdup(c->arena, id_key(key, id)));
    if (!*at)
        *at = NEW(c->arena, struct lineage_list);
    *PUSH(c->arena, (struct lineage_list *)*at) = *l;
}

static err
load_lineage(struct ctx *c, struct converter *k)
{
    struct lineage_list steps;
    struct {
        struct unit_span *v;
        size_t n;
    } lives;
    struct unit_list at;
    char key[24];
    bool forward = k->from.v <= k->to.v;
    TRY(query_list(c, &Q_convert_steps, &lineage_view, &steps,
                   IN(forward ? k->from : k->to, forward ? k->to : k->from)));
    for (size_t i = 0; i < steps.n; i++) {
        add_step(c, &k->ahead, steps.v[i].from_id, &steps.v[i]);
        add_step(c, &k->back, steps.v[i].to_id, &steps.v[i]);
    }
    TRY(query_list(c, &Q_convert_lives, &unit_span_view, &lives, IN_NOTHING));
    for (size_t i = 0; i < lives.n; i++)
        *map_at(c->arena, &k->lives,
                arena_strdup(c->arena, id_key(key, lives.v[i].id))) = &lives.v[i];
    TRY(query_list(c, &Q_unit_everywhere, &unit_view, &at, IN(k->to)));
    for (size_t i = 0; i < at.n; i++)
        *map_at(c->arena, &k->at, arena_strdup(c->arena, id_key(key, at.v[i].id))) =
            &at.v[i];
    return OK;
}

err
converter_open(struct ctx *c, day from, day to, struct converter **out)
{
    struct arena own = {0};
    struct converter *k = NEW(&own, struct converter);
    k->from = from;
    k->to = to;
    k->is_loaded = true;
    struct ctx mine = *c;
    mine.arena = &own;
    err e = load_places(&mine, k);
    if (e == OK)
        e = load_lineage(&mine, k);
    if (e != OK) {
        c->detail = arena_strdup(c->arena, mine.detail);
        arena_free(&own);
        return e;
    }
    k->arena = own;
    *out = k;
    return OK;
}

void
converter_close(struct converter *k)
{
    struct arena own = k->arena; /* holds k too */
    arena_free(&own);
}
