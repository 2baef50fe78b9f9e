/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_orgs.c: organisations follow their units. What a unit's organisations are called without
 * the unit's name is what makes them counterparts: the People's Committee of a commune that is
 * merged is succeeded by the People's Committee of the commune it went into. Exceptions are stated
 * in the text.
 */
#include <stdlib.h>

#include "base/msg.h"
#include "base/text.h"
#include "decree/decree_plan.h"
#include "kernel/access.h"

/* ---- names and counterparts ---- */

/* Where the unit's name stands in the organisation's, in bytes; false: nowhere. */
static bool
find_unit_name(struct arena *a, const char *name, const char *unit, size_t *at,
               size_t *n)
{
    const char *forms[] = {plan_lower_first(a, unit), unit};
    for (size_t i = 0; i < COUNT(forms); i++) {
        const char *last = NULL;
        for (const char *q = name; (q = strstr(q, forms[i])); q++)
            last = q;
        if (last) {
            *at = (size_t)(last - name);
            *n = strlen(forms[i]);
            return true;
        }
    }
    return false;
}

/* The organisation's name with another unit's in the place of its own. */
static const char *
renamed(struct plan *p, const struct plan_org *o, const char *from, const char *to)
{
    struct arena *a = p->c->arena;
    const char *unit = plan_lower_first(a, to);
    size_t at, n;
    if (find_unit_name(a, o->name, from, &at, &n))
        return arena_printf(a, "%.*s%s%s", (int)at, o->name, unit, o->name + at + n);
    for (size_t i = 0; i < p->kinds.n; i++)
        if (str_eq(p->kinds.v[i].name, o->kind))
            return arena_printf(a, "%s %s", p->kinds.v[i].label, unit);
    return arena_printf(a, "%s %s", o->name, unit);
}

static const char *
key_of(struct plan *p, const struct plan_org *o, const char *unit)
{
    size_t at, n;
    if (!find_unit_name(p->c->arena, o->name, unit, &at, &n))
        return o->kind;
    const char *rest =
        arena_printf(p->c->arena, "%.*s%s", (int)at, o->name, o->name + at + n);
    return arena_printf(p->c->arena, "%s %s", o->kind, text_fold(p->c->arena, rest));
}

static int
by_key(const struct plan *p, int unit, const char *key)
{
    for (int o = p->units.v[unit].first_org; o != NOWHERE; o = p->orgs.v[o].next)
        if (p->orgs.v[o].fate != FATE_ENDS && str_eq(p->orgs.v[o].key, key))
            return o;
    return NOWHERE;
}

/* The only one of that kind there; NOWHERE if there are several. */
static int
by_kind(const struct plan *p, int unit, const char *kind)
{
    int found = NOWHERE;
    for (int o = p->units.v[unit].first_org; o != NOWHERE; o = p->orgs.v[o].next) {
        if (p->orgs.v[o].fate == FATE_ENDS || !str_eq(p->orgs.v[o].kind, kind))
            continue;
        if (found != NOWHERE)
            return NOWHERE;
        found = o;
    }
    return found;
}

int
plan_counterpart(const struct plan *p, int org, int unit)
{
    int o = by_key(p, unit, p->orgs.v[org].key);
    return o != NOWHERE ? o : by_kind(p, unit, p->orgs.v[org].kind);
}

int
plan_committee(const struct plan *p, int unit)
{
    return by_kind(p, unit, "people_committee");
}

/* ---- exceptions stated in the text ---- */

static int
org_named(struct plan *p, const struct text_unit *u, bool after)
{
    struct arena *a = p->c->arena;
    int unit = index_of(after ? &p->after : &p->before, u->code);
    if (unit != NOWHERE) {
        const char *wanted = text_fold(a, u->name);
        for (int o = p->units.v[unit].first_org; o != NOWHERE; o = p->orgs.v[o].next)
            if (str_eq(text_fold(a, after ? p->orgs.v[o].to_name : p->orgs.v[o].name),
                       wanted) &&
                (!after || p->orgs.v[o].fate != FATE_ENDS) &&
                (after || p->orgs.v[o].fate != FATE_NEW))
                return o;
    }
    plan_find_at(p, FINDING_BLOCK, "org-unknown", NULL, u->at, NULL,
                 after ? N_("The unit %s has no organisation “%s” on %s")
                       : N_("The unit %s has no organisation “%s” just before %s"),
                 u->code, u->name, day_vn(p->c->arena, p->on));
    return NOWHERE;
}

/* Its place in text.orgs; NOWHERE: it follows the rule. */
static int
exception_of(const struct plan *p, const int *from, int org)
{
    for (size_t i = 0; i < p->text->orgs.n; i++)
        if (from[i] == org)
            return (int)i;
    return NOWHERE;
}

/* ---- new units get what their sources had ---- */

static void
establish(struct plan *p, int unit, int source, const struct text_clause *k)
{
    const struct plan_org *like = &p->orgs.v[source];
    if (by_key(p, unit, like->key) != NOWHERE)
        return;
    struct plan_org o = {.kind = like->kind,
                         .key = like->key,
                         .unit = unit,
                         .parent = NOWHERE,
                         .to_parent = NOWHERE,
                         .fate = FATE_NEW,
                         .clause = clause_label(p->c->arena, k),
                         .is_verified = !k->is_unverified,
                         .heir = NOWHERE,
                         .source = source};
    o.name = o.to_name =
        renamed(p, like, p->units.v[like->unit].was.name, p->units.v[unit].to.name);
    *PUSH(p->c->arena, &p->orgs) = o;
    plan_org_link(p, (int)p->orgs.n - 1);
}

struct place {
    const char *code, *name;
    int org;
};

static int
by_code_and_name(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    int order = strcmp(a->code, b->code);
    return order ? order : strcmp(a->name, b->name);
}

/* In the order of codes: which source a name is taken from does not depend on the rows' order. */
static void
establish_all(struct plan *p, const int *from)
{
    size_t n = 0;
    struct place *places = NEWN(p->c->arena, struct place, p->orgs.n + 1);
    for (size_t i = 0; i < p->orgs.n; i++) {
        const struct plan_org *o = &p->orgs.v[i];
        if (o->unit != NOWHERE && p->units.v[o->unit].parts.n &&
            exception_of(p, from, (int)i) == NOWHERE)
            places[n++] = (struct place){p->units.v[o->unit].was.code, o->name, (int)i};
    }
    if (n)
        qsort(places, n, sizeof *places, by_code_and_name);
    for (size_t i = 0; i < n; i++) {
        const struct plan_part_list *out =
            &p->units.v[p->orgs.v[places[i].org].unit].parts;
        for (size_t j = 0; j < out->n; j++)
            if (p->units.v[out->v[j].to].fate == FATE_NEW &&
                out->v[j].source->pop != TEXT_PART_NONE)
                establish(p, out->v[j].to, places[i].org, out->v[j].clause);
    }
}

/* ---- those of units that go on ---- */

static void
follow_name(struct plan *p, struct plan_org *o)
{
    const struct plan_unit *u = &p->units.v[o->unit];
    if (u->fate != FATE_STAYS || str_eq(u->was.name, u->to.name))
        return;
    size_t at, n;
    if (find_unit_name(p->c->arena, o->name, u->was.name, &at, &n))
        o->to_name = renamed(p, o, u->was.name, u->to.name);
    else
        plan_find(p, FINDING_WARNING, "org-name", u->clause,
                  N_("“%s” keeps its name: that of its unit does not stand in it"),
                  o->name);
}

/* What an organisation whose unit is now part of `unit` is below, seeing what it was below. */
static int
above_in(struct plan *p, int was_above, int unit)
{
    if (was_above == NOWHERE || unit == NOWHERE)
        return NOWHERE;
    int o = plan_counterpart(p, was_above, unit);
    return o != NOWHERE ? o : plan_committee(p, unit);
}

/* The new place in the order of organisations of one that goes on, or of one that is new. */
static void
follow_parent(struct plan *p, struct plan_org *o)
{
    const struct plan_org *like = o->fate == FATE_NEW ? &p->orgs.v[o->source] : o;
    int above = like->parent;
    if (above == NOWHERE || o->unit == NOWHERE)
        return;
    const struct plan_unit *u = &p->units.v[o->unit];
    int above_unit = p->orgs.v[above].unit;
    if (o->fate == FATE_NEW) {
        o->to_parent = above_unit == like->unit ? plan_counterpart(p, above, o->unit)
                                                : above_in(p, above, u->to.parent);
        return;
    }
    bool moves = u->to.parent != u->was.parent && above_unit == u->was.parent;
    if (p->orgs.v[above].fate == FATE_ENDS || moves) {
        int to = above_in(p, above, u->to.parent);
        o->to_parent = to != NOWHERE ? to : p->orgs.v[above].heir;
    }
}

/* ---- those of units that end ---- */

static void
no_receiver(struct plan *p, const struct plan_org *o)
{
    const struct plan_unit *u = &p->units.v[o->unit];
    if (u->whole_to == NOWHERE)
        plan_find(
            p, FINDING_BLOCK, "receiver-missing", u->clause,
            N_("Who answers for what “%s” held? Name a receiver: “Bàn giao: %s (%s): mặc "
               "định → …”"),
            o->name, plan_lower_first(p->c->arena, u->was.name), u->was.code);
    else
        plan_find(
            p, FINDING_BLOCK, "org-homeless", u->clause,
            N_("“%s” has no counterpart in %s: write “Tổ chức: %s (%s) → …”, or name a "
               "receiver"),
            o->name, p->units.v[u->whole_to].to.name, o->name, u->was.code);
}

static void
find_heir(struct plan *p, int org)
{
    struct plan_org *o = &p->orgs.v[org];
    const struct plan_unit *u = &p->units.v[o->unit];
    if (u->whole_to != NOWHERE)
        o->heir = plan_counterpart(p, org, u->whole_to);
    o->is_whole = o->heir != NOWHERE;
    if (o->heir == NOWHERE && u->receiver != NOWHERE) {
        o->heir = plan_counterpart(p, org, u->receiver);
        if (o->heir == NOWHERE)
            o->heir = plan_committee(p, u->receiver);
    }
    if (o->heir == NOWHERE)
        no_receiver(p, o);
}

static void
end_orgs(struct plan *p, const int *from, const int *to)
{
    for (size_t i = 0; i < p->orgs.n; i++) {
        struct plan_org *o = &p->orgs.v[i];
        if (o->fate != FATE_ENDS)
            continue;
        int e = exception_of(p, from, (int)i);
        if (e == NOWHERE)
            find_heir(p, (int)i);
        else {
            o->heir = to[e];
            o->is_whole = true;
        }
        if (o->is_settled_later)
            plan_find(p, FINDING_BLOCK, "org-changes-later", p->units.v[o->unit].clause,
                      N_("“%s” changes or ends after %s, as the registry stands"),
                      o->name, day_vn(p->c->arena, p->eve));
    }
}

/* Which end: those of units that end, and those that the text gives to another. */
static void
mark_ends(struct plan *p, const int *from)
{
    for (size_t i = 0; i < p->orgs.n; i++) {
        struct plan_org *o = &p->orgs.v[i];
        if (o->unit == NOWHERE || o->fate == FATE_NEW)
            continue;
        const struct plan_unit *u = &p->units.v[o->unit];
        if (u->fate == FATE_ENDS || exception_of(p, from, (int)i) != NOWHERE) {
            o->fate = FATE_ENDS;
            o->clause = u->clause ? clause_label(p->c->arena, u->clause) : NULL;
            o->is_verified = !u->clause || !u->clause->is_unverified;
        }
    }
}

/* ---- receivers of single registers ---- */

/* A class of record in the text: the register's name, or its label in Vietnamese, or ours. */
static bool
matter_is(struct plan *p, const char *matter, size_t r)
{
    struct arena *a = p->c->arena;
    struct ctx vi = {.arena = a, .lang = catalog_for("vi")};
    const char *m = text_fold(a, matter);
    return str_eq(m, text_fold(a, registers[r]->name)) ||
           str_eq(m, text_fold(a, T(&vi, registers[r]->label))) ||
           (registers[r]->one && str_eq(m, text_fold(a, T(&vi, registers[r]->one))));
}

int
plan_receiver_of(struct plan *p, int org, size_t r)
{
    const struct plan_org *o = &p->orgs.v[org];
    bool ruled = registers[r]->on_succession == SUCC_ENDS ||
                 registers[r]->on_succession == SUCC_ARCHIVED;
    if (o->is_whole || ruled || o->unit == NOWHERE || !p->units.v[o->unit].handover)
        return o->heir;
    const struct text_handover *h = p->units.v[o->unit].handover;
    for (size_t i = 0; i < h->receivers.n; i++) {
        const struct text_receiver *v = &h->receivers.v[i];
        if (!v->matter || !matter_is(p, v->matter, r))
            continue;
        int unit = index_of(&p->after, v->to.code);
        int to = unit == NOWHERE ? NOWHERE : plan_counterpart(p, org, unit);
        if (to == NOWHERE && unit != NOWHERE)
            to = plan_committee(p, unit);
        return to != NOWHERE ? to : o->heir;
    }
    return o->heir;
}

static void
check_matters(struct plan *p)
{
    for (size_t i = 0; i < p->text->handovers.n; i++) {
        const struct text_handover *h = &p->text->handovers.v[i];
        for (size_t j = 0; j < h->receivers.n; j++) {
            const char *m = h->receivers.v[j].matter;
            int found = NOWHERE;
            for (size_t r = 0; m && r < p->n_registers; r++)
                if (matter_is(p, m, r))
                    found = (int)r;
            if (found != NOWHERE && (registers[found]->on_succession == SUCC_ENDS ||
                                     registers[found]->on_succession == SUCC_ARCHIVED))
                plan_find_at(
                    p, FINDING_WARNING, "matter-ruled", NULL, h->receivers.v[j].at,
                    registers[found]->law,
                    N_("“%s” end with the organisation that held them: their own rule "
                       "decides, not a receiver"),
                    m);
            else if (m && found == NOWHERE)
                plan_find_at(p, FINDING_BLOCK, "matter-unknown", NULL,
                             h->receivers.v[j].at, NULL,
                             N_("“%s” is no class of record kept here"), m);
        }
    }
}

/* ---- who holds the posts ---- */

static bool
head_named(const struct plan *p, int org, const char *role)
{
    for (size_t i = 0; i < p->heads.n; i++)
        if (p->heads.v[i].org == org && str_eq(p->heads.v[i].role, role))
            return true;
    return false;
}

static bool
post_held(const struct plan *p, int org, const char *role)
{
    for (size_t i = 0; i < p->posts.n; i++)
        if (p->posts.v[i].org == org && str_eq(p->posts.v[i].role, role))
            return true;
    return false;
}

static err
read_heads(struct plan *p)
{
    struct ctx *c = p->c;
    for (size_t i = 0; i < p->text->heads.n; i++) {
        const struct text_head *h = &p->text->heads.v[i];
        int org = org_named(p, &h->org, true);
        struct person who;
        err e = person_by_username(c, h->username, &who);
        if (e != OK && e != ERR_NOT_FOUND)
            return e;
        if (e == ERR_NOT_FOUND)
            plan_find_at(p, FINDING_BLOCK, "person-unknown", NULL, h->at, NULL,
                         N_("There is no account “%s”"), h->username);
        else if (org != NOWHERE && p->orgs.v[org].fate == FATE_STAYS &&
                 post_held(p, org, h->role))
            plan_find_at(
                p, FINDING_BLOCK, "post-held", NULL, h->at, NULL,
                N_("“%s” goes on, and somebody holds its post “%s”: end that first"),
                p->orgs.v[org].to_name, h->role);
        else if (org != NOWHERE && head_named(p, org, h->role))
            plan_find_at(p, FINDING_BLOCK, "post-twice", NULL, h->at, NULL,
                         N_("The post “%s” of “%s” is given twice"), h->role,
                         p->orgs.v[org].to_name);
        else if (org != NOWHERE)
            *PUSH(c->arena, &p->heads) =
                (struct plan_head){org, h->role, who.id, h->username};
    }
    return OK;
}

static void
check_posts(struct plan *p)
{
    struct index told = {0};
    for (size_t i = 0; i < p->posts.n; i++) {
        const struct plan_post *post = &p->posts.v[i];
        const struct plan_org *o = &p->orgs.v[post->org];
        if (o->fate != FATE_ENDS || o->heir == NOWHERE)
            continue;
        if (head_named(p, o->heir, post->role) || post_held(p, o->heir, post->role))
            continue;
        const char *once = arena_printf(p->c->arena, "%d %s", o->heir, post->role);
        if (!index_add(p->c->arena, &told, once, 0))
            continue;
        const struct plan_org *heir = &p->orgs.v[o->heir];
        plan_find(
            p, FINDING_BLOCK, "post-empty", p->units.v[o->unit].clause,
            N_("Who holds the post “%s” of “%s”? One person does: name them, “Người đứng "
               "đầu: %s (%s), chức danh %s: …”"),
            post->role_label, heir->to_name, heir->to_name,
            heir->unit == NOWHERE ? "" : p->units.v[heir->unit].to.code, post->role);
    }
}

err
plan_orgs(struct plan *p)
{
    size_t n = p->text->orgs.n;
    int *from = NEWN(p->c->arena, int, n + 1), *to = NEWN(p->c->arena, int, n + 1);
    for (size_t i = 0; i < p->orgs.n; i++)
        p->orgs.v[i].key =
            p->orgs.v[i].unit == NOWHERE
                ? p->orgs.v[i].kind
                : key_of(p, &p->orgs.v[i], p->units.v[p->orgs.v[i].unit].was.name);
    for (size_t i = 0; i < n; i++)
        from[i] = org_named(p, &p->text->orgs.v[i].from, false);
    establish_all(p, from);
    mark_ends(p, from);
    for (size_t i = 0; i < p->orgs.n; i++)
        if (p->orgs.v[i].fate == FATE_STAYS && p->orgs.v[i].unit != NOWHERE)
            follow_name(p, &p->orgs.v[i]);
    for (size_t i = 0; i < n; i++)
        to[i] = org_named(p, &p->text->orgs.v[i].to, true);
    end_orgs(p, from, to);
    for (size_t i = 0; i < p->orgs.n; i++)
        if (p->orgs.v[i].fate != FATE_ENDS)
            follow_parent(p, &p->orgs.v[i]);
    check_matters(p);
    TRY(read_heads(p));
    check_posts(p);
    return OK;
}
