/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_units.c: what the clauses make of the units. First what each clause says, then what follows
 * from all of them: who ends, who holds which code, what is below what.
 */
#include <stdarg.h>

#include "base/msg.h"
#include "base/text.h"
#include "decree/decree_plan.h"

/* ---- findings ---- */

static void
find(struct plan *p, struct finding f, const char *msgid, va_list ap)
{
    struct ctx *c = p->c;
    f.message = arena_vprintf(c->arena, T(c, msgid), ap);
    *PUSH(c->arena, &p->out->findings) = f;
    p->out->n_block += f.level == FINDING_BLOCK;
    p->out->n_warning += f.level == FINDING_WARNING;
}

void
plan_find(struct plan *p, int level, const char *code, const struct text_clause *k,
          const char *msgid, ...)
{
    va_list ap;
    va_start(ap, msgid);
    struct finding f = {.level = level,
                        .code = code,
                        .clause = k ? clause_label(p->c->arena, k) : NULL,
                        .line = k ? k->at.line : INT_NONE};
    find(p, f, msgid, ap);
    va_end(ap);
}

void
plan_find_at(struct plan *p, int level, const char *code, const char *clause,
             struct text_at at, const char *law, const char *msgid, ...)
{
    va_list ap;
    va_start(ap, msgid);
    struct finding f = {.level = level,
                        .code = code,
                        .clause = clause,
                        .line = at.line ? at.line : INT_NONE,
                        .law = law};
    find(p, f, msgid, ap);
    va_end(ap);
}

/* ---- names ---- */

const char *
plan_lower_first(struct arena *a, const char *name)
{
    char *s = arena_strdup(a, name);
    if ((unsigned char)s[0] == 0xC4 && (unsigned char)s[1] == 0x90) /* Đ → đ */
        s[1] = (char)0x91;
    else if (s[0] >= 'A' && s[0] <= 'Z')
        s[0] = (char)(s[0] - 'A' + 'a');
    return s;
}

int
plan_type_of(struct ctx *c, const char *name)
{
    static const struct {
        const char *word; /* folded */
        int type;
    } words[] = {
        {"thanh pho ", TYPE_THANH_PHO},
        {"thi tran ", TYPE_THI_TRAN},
        {"thi xa ", TYPE_THI_XA},
        {"dac khu ", TYPE_DAC_KHU},
        {"phuong ", TYPE_PHUONG},
        {"huyen ", TYPE_HUYEN},
        {"quan ", TYPE_QUAN},
        {"tinh ", TYPE_TINH},
        {"xa ", TYPE_XA},
    };
    const char *folded = text_fold(c->arena, name);
    for (size_t i = 0; i < COUNT(words); i++)
        if (text_starts(folded, words[i].word))
            return words[i].type;
    return TYPE_NONE;
}

static int
tier_of(int type, bool has_parent)
{
    switch (type) {
    case TYPE_TINH:
        return TIER_PROVINCE;
    case TYPE_THANH_PHO:
        return has_parent ? TIER_DISTRICT : TIER_PROVINCE;
    case TYPE_HUYEN:
    case TYPE_THI_XA:
    case TYPE_QUAN:
        return TIER_DISTRICT;
    default:
        return TIER_COMMUNE;
    }
}

/* "đơn vị (14503)": whoever writes knows the code alone. */
static bool
only_code(const char *name)
{
    return strcmp(name, "đơn vị") == 0 || strcmp(name, "Đơn vị") == 0;
}

/* The name in the text is that of the registry, but for case of the first letter. Another placing
 * of tone marks (Hoà, Hòa) is worth a word; another name is a mistake. */
static void
compare_name(struct plan *p, const struct text_unit *u, const char *name,
             const char *clause)
{
    struct arena *a = p->c->arena;
    if (str_eq(text_title(a, u->name), text_title(a, name)) || only_code(u->name))
        return;
    bool near = str_eq(text_fold(a, u->name), text_fold(a, name));
    plan_find_at(p, near ? FINDING_WARNING : FINDING_BLOCK,
                 near ? "name-spelling" : "name-other", clause, u->at, NULL,
                 N_("%s is %s in the registry, not “%s”"), u->code, name, u->name);
}

static void
unknown_before(struct plan *p, const struct text_unit *u, const char *clause)
{
    struct unit ever;
    err e = unit_by_code_ever(p->c, u->code, p->eve, &ever);
    if (e != OK)
        plan_find_at(p, FINDING_BLOCK, "unit-unknown", clause, u->at, NULL,
                     N_("No unit has the code %s (%s)"), u->code, u->name);
    else if (ever.valid_from.v > p->eve.v)
        plan_find_at(
            p, FINDING_BLOCK, "unit-later", clause, u->at, NULL,
            N_("%s (%s) is in force only from %s; the decree takes effect on %s"),
            ever.name, u->code, day_vn(p->c->arena, ever.valid_from),
            day_vn(p->c->arena, p->on));
    else if (ever.valid_to.v > p->eve.v)
        plan_find_at(
            p, FINDING_BLOCK, "unit-ended", clause, u->at, NULL,
            N_("%s (%s) is no longer in force once %s is executed, which takes effect "
               "earlier"),
            ever.name, u->code, p->out->basis ? p->out->basis : "");
    else
        plan_find_at(p, FINDING_BLOCK, "unit-ended", clause, u->at, NULL,
                     N_("%s (%s) has not been in force since %s"), ever.name, u->code,
                     day_vn(p->c->arena, ever.valid_to));
}

int
plan_unit_before(struct plan *p, const struct text_unit *u, const struct text_clause *k)
{
    const char *clause = k ? clause_label(p->c->arena, k) : NULL;
    int at = index_of(&p->before, u->code);
    if (at == NOWHERE) {
        unknown_before(p, u, clause);
        return NOWHERE;
    }
    compare_name(p, u, p->units.v[at].was.name, clause);
    if (p->units.v[at].is_settled_later)
        plan_find_at(
            p, FINDING_BLOCK, "unit-changes-later", clause, u->at, NULL,
            N_("%s (%s) changes or ends after %s, as the registry stands: that comes "
               "first, or is undone first"),
            p->units.v[at].was.name, u->code, day_vn(p->c->arena, p->eve));
    return at;
}

int
plan_unit_after(struct plan *p, const struct text_unit *u, const char *clause)
{
    int at = index_of(&p->after, u->code);
    if (at == NOWHERE)
        plan_find_at(p, FINDING_BLOCK, "unit-not-there", clause, u->at, NULL,
                     N_("%s (%s) is not in force on %s"), u->name, u->code,
                     day_vn(p->c->arena, p->on));
    else
        compare_name(p, u, p->units.v[at].to.name, clause);
    return at;
}

/* ---- what each clause says ---- */

static int
add_new(struct plan *p, const struct text_clause *k)
{
    struct ctx *c = p->c;
    const char *name = text_title(c->arena, k->unit.name);
    int held = only_code(k->unit.name) ? index_of(&p->before, k->unit.code) : NOWHERE;
    if (held != NOWHERE)
        name = p->units.v[held].was.name; /* of whoever holds the code now */
    int type = plan_type_of(c, name);
    if (type == TYPE_NONE)
        plan_find(p, FINDING_BLOCK, "type-unknown", k,
                  N_("“%s” does not begin with a type of unit (xã, phường, …)"), name);
    struct plan_unit u = {
        .to = {k->unit.code, name, type, tier_of(type, k->other.name != NULL), NOWHERE},
        .valid_from = p->on,
        .lon_e6 = INT_NONE,
        .lat_e6 = INT_NONE,
        .had = {INT_NONE, INT_NONE},
        .fate = FATE_NEW,
        .clause = k,
        .whole_to = NOWHERE,
        .below_to = NOWHERE,
        .receiver = NOWHERE,
        .first_org = NOWHERE,
        .last_org = NOWHERE};
    *PUSH(c->arena, &p->units) = u;
    return (int)p->units.n - 1;
}

static bool
is_whole(const struct text_source *s)
{
    return s->area == TEXT_PART_ALL && s->pop == TEXT_PART_ALL;
}

static void
take_sources(struct plan *p, const struct text_clause *k, int to)
{
    for (size_t i = 0; i < k->sources.n; i++) {
        const struct text_source *s = &k->sources.v[i];
        int from = plan_unit_before(p, &s->unit, k);
        if (from == NOWHERE)
            continue;
        struct plan_unit *u = &p->units.v[from];
        if (from == to) {
            plan_find(p, FINDING_BLOCK, "into-itself", k,
                      N_("%s cannot be merged into itself"), u->was.name);
            continue;
        }
        *PUSH(p->c->arena, &u->parts) = (struct plan_part){to, k, s};
        if (k->op == TEXT_BOUNDARY) {
            u->is_kept = true;
            if (s->area == TEXT_PART_ALL || s->area == TEXT_PART_REST)
                plan_find(
                    p, FINDING_BLOCK, "boundary-whole", k,
                    N_("%s would lose all its land: that is no adjustment of a boundary"),
                    u->was.name);
        }
    }
}

/* The unit that a clause changes, if it is there; twice for one thing is a conflict. */
static struct plan_unit *
changed_unit(struct plan *p, const struct text_clause *k)
{
    int at = plan_unit_before(p, &k->unit, k);
    if (at == NOWHERE)
        return NULL;
    struct plan_unit *u = &p->units.v[at];
    if (!u->clause)
        u->clause = k;
    return u;
}

static void
say_naming(struct plan *p, const struct text_clause *k)
{
    struct plan_unit *u = changed_unit(p, k);
    if (!u)
        return;
    struct ctx *c = p->c;
    const char *name = text_title(c->arena, k->other.name);
    int type = plan_type_of(c, name);
    bool same_tier =
        type == u->was.type || tier_of(type, u->was.parent != NOWHERE) == u->was.tier;
    if (!str_eq(u->to.name, u->was.name) || !str_eq(u->to.code, u->was.code))
        plan_find(p, FINDING_BLOCK, "changed-twice", k,
                  N_("%s is renamed or converted by another clause already"),
                  u->was.name);
    if (type == TYPE_NONE || !same_tier)
        plan_find(p, FINDING_BLOCK, "type-unknown", k,
                  N_("%s cannot become “%s”: that is no type of the same tier"),
                  u->was.name, name);
    if (k->op == TEXT_RENAME && type != u->was.type)
        plan_find(
            p, FINDING_BLOCK, "rename-type", k,
            N_("“Đổi tên” keeps the type of %s; write “Chuyển … thành” to convert it"),
            u->was.name);
    if (k->op == TEXT_RETYPE && type == u->was.type)
        plan_find(p, FINDING_WARNING, "retype-same", k,
                  N_("%s is of that type already"), u->was.name);
    u->to.name = name;
    u->to.type = type;
    if (k->other.code)
        u->to.code = k->other.code;
    u->is_changed = true;
}

static void
say_dissolved(struct plan *p, const struct text_clause *k)
{
    struct plan_unit *u = changed_unit(p, k);
    if (!u)
        return;
    if (u->fate == FATE_ENDS)
        plan_find(p, FINDING_BLOCK, "ended-twice", k, N_("%s is dissolved twice"),
                  u->was.name);
    u->fate = FATE_ENDS;
    u->clause = k;
}

static void
read_clause(struct plan *p, const struct text_clause *k)
{
    int at;
    struct plan_unit *u;
    switch (k->op) {
    case TEXT_ESTABLISH:
        take_sources(p, k, add_new(p, k));
        break;
    case TEXT_ABSORB:
    case TEXT_BOUNDARY:
        at = plan_unit_before(p, &k->unit, k);
        if (at != NOWHERE)
            take_sources(p, k, at);
        break;
    case TEXT_RETYPE:
    case TEXT_RENAME:
        say_naming(p, k);
        break;
    case TEXT_REPARENT:
        changed_unit(p, k);
        break;
    case TEXT_DISSOLVE:
        say_dissolved(p, k);
        break;
    case TEXT_KEEP:
        if ((u = changed_unit(p, k)))
            u->is_kept = true;
        break;
    }
}

/* ---- what follows ---- */

struct taken {
    int n_all_area, n_all_pop, n_some_area, n_some_pop, n_rest_area, n_rest_pop;
};

static struct taken
taken_of(const struct plan_unit *u)
{
    struct taken t = {0};
    for (size_t i = 0; i < u->parts.n; i++) {
        const struct text_source *s = u->parts.v[i].source;
        t.n_all_area += s->area == TEXT_PART_ALL;
        t.n_some_area += s->area == TEXT_PART_SOME;
        t.n_rest_area += s->area == TEXT_PART_REST;
        t.n_all_pop += s->pop == TEXT_PART_ALL;
        t.n_some_pop += s->pop == TEXT_PART_SOME;
        t.n_rest_pop += s->pop == TEXT_PART_REST;
    }
    return t;
}

static void
check_parts(struct plan *p, const struct plan_unit *u, const struct taken *t)
{
    const struct text_clause *k = u->parts.v[u->parts.n - 1].clause;
    const char *name = u->was.name;
    if (t->n_all_area > 1 || t->n_all_pop > 1)
        plan_find(p, FINDING_BLOCK, "whole-twice", k,
                  N_("%s is taken as a whole twice"), name);
    if ((t->n_all_area && t->n_some_area + t->n_rest_area) ||
        (t->n_all_pop && t->n_some_pop + t->n_rest_pop))
        plan_find(p, FINDING_BLOCK, "more-than-whole", k,
                  N_("%s is taken as a whole, and a part of it besides"), name);
    if (t->n_rest_area > 1 || t->n_rest_pop > 1)
        plan_find(p, FINDING_BLOCK, "rest-twice", k,
                  N_("The rest of %s is taken twice"), name);
    bool all_gone = t->n_all_area + t->n_rest_area > 0;
    if (u->is_kept && all_gone)
        plan_find(p, FINDING_BLOCK, "kept-and-taken", k,
                  N_("%s is to continue, but nothing of its land is left"), name);
    if (!u->is_kept && !all_gone)
        plan_find(
            p, FINDING_BLOCK, "rest-missing", k,
            N_("Nobody receives the rest of %s: say who takes “phần còn lại”, or “Giữ "
               "nguyên phần còn lại của …”"),
            name);
    if (!u->is_kept && all_gone && t->n_some_pop && !t->n_rest_pop)
        plan_find(p, FINDING_BLOCK, "people-missing", k,
                  N_("Nobody receives the rest of the people of %s"), name);
    for (size_t i = 0; i < u->parts.n; i++)
        for (size_t j = i + 1; j < u->parts.n; j++)
            if (u->parts.v[i].to == u->parts.v[j].to)
                plan_find(p, FINDING_BLOCK, "part-twice", u->parts.v[j].clause,
                          N_("%s is a source twice"), name);
}

static void
settle_fate(struct plan *p, struct plan_unit *u)
{
    struct taken t = taken_of(u);
    if (u->parts.n) {
        check_parts(p, u, &t);
        if (u->fate == FATE_ENDS)
            plan_find(p, FINDING_BLOCK, "ended-twice", u->clause,
                      N_("%s is dissolved, and is a source besides"), u->was.name);
        if (!u->is_kept) {
            u->fate = FATE_ENDS;
            u->clause = u->parts.v[u->parts.n - 1].clause;
        }
        if (u->parts.n == 1 && is_whole(u->parts.v[0].source))
            u->whole_to = u->parts.v[0].to;
    } else if (u->is_kept)
        plan_find(p, FINDING_WARNING, "kept-whole", u->clause,
                  N_("Nothing is taken of %s: there is no rest to keep"), u->was.name);
    if (u->fate == FATE_ENDS && (u->is_changed || u->is_kept))
        plan_find(p, FINDING_BLOCK, "ends-and-changes", u->clause,
                  N_("%s ends, and is to continue by another clause"), u->was.name);
}

/* A receiver of land must outlive the day. */
static void
check_targets(struct plan *p)
{
    for (size_t i = 0; i < p->units.n; i++)
        for (size_t j = 0; j < p->units.v[i].parts.n; j++) {
            const struct plan_part *part = &p->units.v[i].parts.v[j];
            if (p->units.v[part->to].fate == FATE_ENDS)
                plan_find(p, FINDING_BLOCK, "target-ends", part->clause,
                          N_("%s is to receive %s, but ends itself"),
                          p->units.v[part->to].was.name, p->units.v[i].was.name);
        }
}

static void
index_after(struct plan *p)
{
    for (size_t i = 0; i < p->units.n; i++) {
        const struct plan_unit *u = &p->units.v[i];
        if (u->fate == FATE_ENDS)
            continue;
        if (!index_add(p->c->arena, &p->after, u->to.code, (int)i)) {
            const struct plan_unit *other =
                &p->units.v[index_of(&p->after, u->to.code)];
            plan_find(p, FINDING_BLOCK, "code-held",
                      u->clause ? u->clause : other->clause,
                      N_("The code %s would be held by %s and by %s"), u->to.code,
                      other->to.name, u->to.name);
        }
        int later = index_of(&p->later, u->to.code);
        bool takes = u->fate == FATE_NEW || !str_eq(u->to.code, u->was.code);
        if (takes && later != NOWHERE)
            plan_find(p, FINDING_BLOCK, "code-later", u->clause,
                      N_("The code %s is held by %s, as the registry stands"),
                      u->to.code, p->later_names[later]);
    }
}

static void
set_parent(struct plan *p, int unit, int parent, const struct text_clause *k)
{
    struct plan_unit *u = &p->units.v[unit];
    if (parent == NOWHERE)
        return;
    const struct plan_unit *above = &p->units.v[parent];
    if (above->to.tier >= u->to.tier)
        plan_find(p, FINDING_BLOCK, "parent-tier", k,
                  N_("%s cannot be part of %s: that is not of a tier above"),
                  u->to.name, above->to.name);
    u->to.parent = parent;
    if (u->fate == FATE_STAYS)
        u->is_changed = true;
}

/* Where a unit is to be looked for after the decree, if it ends: what it went into, or what takes
 * up what was below it, or what it was part of. */
static int
after_end(const struct plan *p, int unit)
{
    for (int steps = 0; unit != NOWHERE && steps < 8; steps++) {
        const struct plan_unit *u = &p->units.v[unit];
        if (u->fate != FATE_ENDS)
            return unit;
        unit = u->whole_to != NOWHERE   ? u->whole_to
               : u->below_to != NOWHERE ? u->below_to
                                        : u->was.parent;
    }
    return NOWHERE;
}

/* The text may leave out what a new unit is part of where its sources agree. */
static void
infer_parent(struct plan *p, int unit)
{
    const struct text_clause *k = p->units.v[unit].clause;
    int found = NOWHERE;
    bool agree = true;
    for (size_t i = 0; i < k->sources.n; i++) {
        int from = index_of(&p->before, k->sources.v[i].unit.code);
        int above =
            from == NOWHERE ? NOWHERE : after_end(p, p->units.v[from].was.parent);
        if (above == NOWHERE)
            continue;
        agree = agree && (found == NOWHERE || found == above);
        found = above;
    }
    if (found == NOWHERE || !agree)
        plan_find(p, FINDING_BLOCK, "parent-missing", k,
                  N_("Say what %s is part of: “thuộc …”"), p->units.v[unit].to.name);
    else
        set_parent(p, unit, found, k);
}

static void
settle_new(struct plan *p, int unit)
{
    const struct plan_unit *u = &p->units.v[unit];
    const struct text_clause *k = u->clause;
    if (k->other.name && u->to.tier == TIER_PROVINCE)
        plan_find(p, FINDING_BLOCK, "parent-tier", k,
                  N_("A province is part of no other unit"));
    else if (k->other.name)
        set_parent(p, unit, plan_unit_after(p, &k->other, clause_label(p->c->arena, k)),
                   k);
    else if (u->to.tier != TIER_PROVINCE)
        infer_parent(p, unit);
}

static void
settle_moved(struct plan *p, const struct text_clause *k)
{
    int unit = index_of(&p->before, k->unit.code);
    if (unit == NOWHERE)
        return;
    if (p->units.v[unit].fate == FATE_ENDS)
        plan_find(p, FINDING_BLOCK, "ends-and-changes", k,
                  N_("%s ends, and is to continue by another clause"),
                  p->units.v[unit].was.name);
    set_parent(p, unit, plan_unit_after(p, &k->other, clause_label(p->c->arena, k)), k);
}

static void
settle_parents_said(struct plan *p)
{
    const struct text_clause_list *all = &p->text->clauses;
    for (size_t i = 0; i < p->units.n; i++) {
        struct plan_unit *u = &p->units.v[i];
        const struct text_clause *k = u->clause;
        if (u->fate == FATE_ENDS && k && k->op == TEXT_DISSOLVE && k->other.name)
            u->below_to = plan_unit_after(p, &k->other, clause_label(p->c->arena, k));
    }
    for (size_t i = 0; i < p->units.n; i++)
        if (p->units.v[i].fate == FATE_NEW)
            settle_new(p, (int)i);
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].op == TEXT_REPARENT)
            settle_moved(p, &all->v[i]);
}

/* What was below a unit that ends goes where the clause says, or where that unit went as a whole. */
static void
settle_parents_left(struct plan *p)
{
    for (size_t i = 0; i < p->units.n; i++) {
        struct plan_unit *u = &p->units.v[i];
        if (u->fate != FATE_STAYS || u->to.parent == NOWHERE)
            continue;
        const struct plan_unit *above = &p->units.v[u->to.parent];
        if (above->fate != FATE_ENDS)
            continue;
        int to = above->below_to != NOWHERE ? above->below_to : above->whole_to;
        if (to != NOWHERE && p->units.v[to].to.tier < u->to.tier) {
            if (!u->clause)
                u->clause = above->clause;
            set_parent(p, (int)i, to, above->clause);
        } else
            plan_find(
                p, FINDING_BLOCK, "child-left", above->clause,
                N_("%s ends, but %s (%s) is part of it and is given to no other unit"),
                above->was.name, u->was.name, u->was.code);
    }
}

static void
settle_receivers(struct plan *p)
{
    const struct text_handover_list *all = &p->text->handovers;
    for (size_t i = 0; i < all->n; i++) {
        const struct text_handover *h = &all->v[i];
        for (size_t j = 0; j < h->units.n; j++) {
            int unit = plan_unit_before(p, &h->units.v[j], NULL);
            if (unit == NOWHERE)
                continue;
            struct plan_unit *u = &p->units.v[unit];
            if (u->handover)
                plan_find_at(p, FINDING_BLOCK, "handover-twice", NULL, h->at, NULL,
                             N_("The receivers of %s are named twice"), u->was.name);
            if (u->fate != FATE_ENDS)
                plan_find_at(p, FINDING_WARNING, "handover-idle", NULL, h->at, NULL,
                             N_("%s does not end: there is nothing to hand over"),
                             u->was.name);
            u->handover = h;
            for (size_t k = 0; k < h->receivers.n; k++) {
                int to = plan_unit_after(p, &h->receivers.v[k].to, NULL);
                if (!h->receivers.v[k].matter)
                    u->receiver = to;
            }
        }
    }
}

err
plan_units(struct plan *p)
{
    for (size_t i = 0; i < p->text->clauses.n; i++)
        read_clause(p, &p->text->clauses.v[i]);
    for (size_t i = 0; i < p->units.n; i++)
        if (p->units.v[i].fate != FATE_NEW)
            settle_fate(p, &p->units.v[i]);
    check_targets(p);
    index_after(p);
    settle_parents_said(p);
    settle_parents_left(p);
    settle_receivers(p);
    plan_figures(p);
    return OK;
}
