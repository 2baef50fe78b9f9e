/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_plan.c: the stages of a plan in order, and the plan as a list of steps. What is approved is
 * the list without its counts: a record entered in the meantime changes no decree, another
 * successor does.
 */
#include "decree/decree_plan.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/msg.h"
#include "base/text.h"

extern const struct query Q_decree_pending;

/* ---- steps ---- */

static struct decree_step *
step(struct plan *p, enum step_kind kind, const char *clause, bool is_verified)
{
    struct decree_step *s = PUSH(p->c->arena, &p->out->steps);
    *s = (struct decree_step){
        .kind = kind, .clause = clause, .n = INT_NONE, .is_verified = is_verified};
    return s;
}

static const char *
unit_text(struct plan *p, int unit)
{
    if (unit == NOWHERE)
        return NULL;
    const struct naming *n = &p->units.v[unit].to;
    return arena_printf(p->c->arena, "%s (%s)", n->name, n->code);
}

static struct decree_step *
unit_step(struct plan *p, enum step_kind kind, const struct plan_unit *u)
{
    const struct text_clause *k = u->clause;
    struct decree_step *s =
        step(p, kind, k ? clause_label(p->c->arena, k) : NULL, !k || !k->is_unverified);
    if (kind != STEP_UNIT_ADD) {
        s->from_code = u->was.code;
        s->from_name = u->was.name;
    }
    if (kind != STEP_UNIT_END) {
        s->to_code = u->to.code;
        s->to_name = u->to.name;
    }
    return s;
}

static void
part_step(struct plan *p, const struct plan_unit *u, const struct plan_part *part)
{
    static const char *const words[] = {"none", "some", "some", "all"};
    const struct text_clause *k = part->clause;
    struct decree_step *s =
        step(p, STEP_PART, clause_label(p->c->arena, k), !k->is_unverified);
    s->from_code = u->was.code;
    s->from_name = u->was.name;
    s->to_code = p->units.v[part->to].to.code;
    s->to_name = p->units.v[part->to].to.name;
    s->matter = arena_printf(p->c->arena, "%s/%s", words[part->source->area],
                             words[part->source->pop]);
    s->detail = part->source->villages;
}

static void
unit_end_steps(struct plan *p, const struct plan_unit *u)
{
    struct decree_step *s = unit_step(p, STEP_UNIT_END, u);
    if (u->whole_to != NOWHERE) {
        s->to_code = p->units.v[u->whole_to].to.code;
        s->to_name = p->units.v[u->whole_to].to.name;
    }
    p->out->n_units_ended++;
}

static void
unit_steps(struct plan *p)
{
    struct decree_plan *out = p->out;
    for (size_t i = 0; i < p->units.n; i++) {
        const struct plan_unit *u = &p->units.v[i];
        if (u->fate == FATE_ENDS)
            unit_end_steps(p, u);
        if (u->fate == FATE_NEW) {
            unit_step(p, STEP_UNIT_ADD, u)->detail = unit_text(p, u->to.parent);
            out->n_units_added++;
        }
        if (u->fate == FATE_STAYS && u->is_changed) {
            struct decree_step *s = unit_step(p, STEP_UNIT_CHANGE, u);
            if (u->to.parent != u->was.parent)
                s->detail = unit_text(p, u->to.parent);
            out->n_units_changed++;
        }
        for (size_t j = 0; u->whole_to == NOWHERE && j < u->parts.n; j++) {
            part_step(p, u, &u->parts.v[j]);
            out->n_parts++;
        }
    }
}

static const char *
unit_code(const struct plan *p, const struct plan_org *o, bool after)
{
    if (o->unit == NOWHERE)
        return NULL;
    const struct plan_unit *u = &p->units.v[o->unit];
    return after ? u->to.code : u->was.code;
}

static void
org_steps(struct plan *p)
{
    for (size_t i = 0; i < p->orgs.n; i++) {
        const struct plan_org *o = &p->orgs.v[i];
        bool changed = o->fate == FATE_STAYS &&
                       (!str_eq(o->name, o->to_name) || o->to_parent != o->parent);
        if (o->fate == FATE_STAYS && !changed)
            continue;
        enum step_kind kind = o->fate == FATE_NEW    ? STEP_ORG_ADD
                              : o->fate == FATE_ENDS ? STEP_ORG_END
                                                     : STEP_ORG_CHANGE;
        struct decree_step *s = step(p, kind, o->clause, o->is_verified);
        const struct plan_org *to = o->fate != FATE_ENDS ? o
                                    : o->heir == NOWHERE ? NULL
                                                         : &p->orgs.v[o->heir];
        if (o->fate != FATE_NEW) {
            s->from_code = unit_code(p, o, false);
            s->from_name = o->name;
        }
        if (to) {
            s->to_code = unit_code(p, to, true);
            s->to_name = to->to_name;
        }
        if (o->fate == FATE_ENDS)
            s->matter = o->is_whole ? "whole" : "receiver";
        else if (o->to_parent != o->parent && o->to_parent != NOWHERE)
            s->detail = p->orgs.v[o->to_parent].to_name;
        p->out->n_orgs_added += o->fate == FATE_NEW;
        p->out->n_orgs_ended += o->fate == FATE_ENDS;
        p->out->n_orgs_changed += o->fate == FATE_STAYS;
    }
}

static struct decree_step *
pass_step(struct plan *p, enum step_kind kind, const struct plan_org *o, int to,
          int64_t n)
{
    struct decree_step *s = step(p, kind, o->clause, o->is_verified);
    s->from_code = unit_code(p, o, false);
    s->from_name = o->name;
    if (to != NOWHERE) {
        s->to_code = unit_code(p, &p->orgs.v[to], true);
        s->to_name = p->orgs.v[to].to_name;
    }
    s->n = n;
    return s;
}

static void
count_records(struct plan *p, const struct plan_org *o, size_t r, int64_t n)
{
    struct decree_plan *out = p->out;
    const struct plan_held *h = &o->held[r];
    out->n_records += n;
    switch (registers[r]->on_succession) {
    case SUCC_ENDS:
        out->n_surrender += n;
        break;
    case SUCC_ARCHIVED:
        out->n_archived += n;
        break;
    case SUCC_REVIEW:
        *(o->is_whole ? &out->n_review : &out->n_to_decide) += n;
        break;
    default:
        if (o->is_whole) {
            out->n_passed += h->n[RECORD_OPEN];
            out->n_review += h->n[RECORD_REVIEW];
        } else
            out->n_to_decide += n;
    }
}

/* What is open and what people may do: counted, not approved. */
static void
holding_steps(struct plan *p)
{
    for (size_t i = 0; i < p->orgs.n; i++) {
        const struct plan_org *o = &p->orgs.v[i];
        if (o->fate != FATE_ENDS)
            continue;
        for (size_t r = 0; o->held && r < p->n_registers; r++) {
            int64_t n = o->held[r].n[RECORD_OPEN] + o->held[r].n[RECORD_REVIEW];
            if (n == 0)
                continue;
            pass_step(p, STEP_RECORDS, o, plan_receiver_of(p, (int)i, r), n)->matter =
                registers[r]->name;
            count_records(p, o, r, n);
        }
        if (o->n_grants && o->heir != NOWHERE) {
            pass_step(p, STEP_GRANTS, o, o->heir, o->n_grants);
            p->out->n_grants += o->n_grants;
        }
    }
}

static void
head_steps(struct plan *p)
{
    for (size_t i = 0; i < p->heads.n; i++) {
        const struct plan_org *o = &p->orgs.v[p->heads.v[i].org];
        struct decree_step *s = step(p, STEP_HEAD, NULL, true);
        s->to_code = unit_code(p, o, true);
        s->to_name = o->to_name;
        s->matter = p->heads.v[i].role;
        s->detail = p->heads.v[i].username;
        p->out->n_posts++;
    }
}

/* ---- the hash of what is approved ---- */

static void
hash_text(crypto_hash_sha256_state *h, const char *s)
{
    if (s)
        crypto_hash_sha256_update(h, (const unsigned char *)s, strlen(s));
    crypto_hash_sha256_update(h, (const unsigned char *)"\x1f", 1);
}

static const char *
hash_steps(struct plan *p)
{
    crypto_hash_sha256_state h;
    crypto_hash_sha256_init(&h);
    hash_text(&h, p->out->decree.text);
    for (size_t i = 0; i < p->out->steps.n; i++) {
        const struct decree_step *s = &p->out->steps.v[i];
        if (s->kind == STEP_RECORDS || s->kind == STEP_GRANTS)
            continue;
        const char *all[] = {step_kinds[s->kind].name,
                             s->clause,
                             s->from_code,
                             s->from_name,
                             s->to_code,
                             s->to_name,
                             s->matter,
                             s->detail};
        for (size_t j = 0; j < COUNT(all); j++)
            hash_text(&h, all[j]);
    }
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&h, sum);
    char *hex = arena_alloc(p->c->arena, 2 * sizeof sum + 1, 1);
    sodium_bin2hex(hex, 2 * sizeof sum + 1, sum, sizeof sum);
    return hex;
}

static int
compare(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

/* An order that does not depend on how the registry happened to give its rows. */
static int
by_content(const void *x, const void *y)
{
    const struct decree_step *a = x, *b = y;
    int by_kind = a->kind - b->kind;
    const char *of_a[] = {a->from_code, a->from_name, a->to_code, a->to_name,
                          a->matter,    a->detail,    a->clause};
    const char *of_b[] = {b->from_code, b->from_name, b->to_code, b->to_name,
                          b->matter,    b->detail,    b->clause};
    for (size_t i = 0; !by_kind && i < COUNT(of_a); i++)
        by_kind = compare(of_a[i], of_b[i]);
    return by_kind;
}

static void
order_steps(struct plan *p)
{
    struct decree_step_list *all = &p->out->steps;
    if (all->n)
        qsort(all->v, all->n, sizeof *all->v, by_content);
    for (size_t i = 0; i < all->n; i++)
        all->v[i].seq = (int64_t)i + 1;
}

/* Blocks first; else as they were found, which is the order of the text. */
static void
order_findings(struct plan *p)
{
    struct finding_list ordered = {0};
    for (int level = FINDING_BLOCK; level <= FINDING_NOTE; level++)
        for (size_t i = 0; i < p->out->findings.n; i++)
            if (p->out->findings.v[i].level == level)
                *PUSH(p->c->arena, &ordered) = p->out->findings.v[i];
    p->out->findings = ordered;
}

void
plan_steps(struct plan *p)
{
    unit_steps(p);
    org_steps(p);
    head_steps(p);
    holding_steps(p);
    for (size_t i = 0; i < p->text->clauses.n; i++)
        p->out->n_unverified += p->text->clauses.v[i].is_unverified;
    order_steps(p);
    p->out->hash = hash_steps(p);
    order_findings(p);
}

/* ---- decrees that come first ---- */

static void
advance_orgs(struct plan *p, const int *unit_to)
{
    struct plan_org_list was = p->orgs;
    int *to = NEWN(p->c->arena, int, was.n + 1);
    p->orgs = (struct plan_org_list){0};
    for (size_t i = 0; i < was.n; i++) {
        struct plan_org o = was.v[i];
        to[i] = NOWHERE;
        if (o.fate == FATE_ENDS)
            continue;
        to[i] = (int)p->orgs.n;
        o.name = o.to_name;
        o.unit = o.unit == NOWHERE ? NOWHERE : unit_to[o.unit];
        o.parent = o.to_parent;
        o.fate = FATE_STAYS;
        o.clause = NULL;
        o.is_verified = true;
        *PUSH(p->c->arena, &p->orgs) = o;
    }
    for (size_t i = 0; i < p->orgs.n; i++) {
        struct plan_org *o = &p->orgs.v[i];
        o->parent = o->to_parent = o->parent == NOWHERE ? NOWHERE : to[o->parent];
        o->heir = o->source = NOWHERE;
        plan_org_link(p, (int)i);
    }
    for (size_t i = 0; i < was.n; i++) {
        const struct plan_org *o = &was.v[i];
        int heir = o->fate == FATE_ENDS && o->heir != NOWHERE ? to[o->heir] : NOWHERE;
        if (heir == NOWHERE)
            continue;
        struct plan_org *h = &p->orgs.v[heir];
        h->n_grants += o->n_grants;
        if (o->held && !h->held)
            h->held = NEWN(p->c->arena, struct plan_held, p->n_registers);
        for (size_t r = 0; o->held && r < p->n_registers; r++) {
            enum on_succession rule = registers[r]->on_succession;
            int64_t n = o->held[r].n[RECORD_OPEN] + o->held[r].n[RECORD_REVIEW];
            if (rule == SUCC_PASSES || rule == SUCC_REVIEW)
                h->held[r].n[RECORD_OPEN] += n;
        }
    }
    struct plan_post_list posts = p->posts;
    p->posts = (struct plan_post_list){0};
    for (size_t i = 0; i < posts.n; i++)
        if (to[posts.v[i].org] != NOWHERE) {
            struct plan_post post = posts.v[i];
            post.org = to[post.org];
            *PUSH(p->c->arena, &p->posts) = post;
        }
    for (size_t i = 0; i < p->heads.n; i++)
        if (to[p->heads.v[i].org] != NOWHERE)
            *PUSH(p->c->arena, &p->posts) =
                (struct plan_post){to[p->heads.v[i].org], p->heads.v[i].role,
                                   p->heads.v[i].role, p->heads.v[i].username};
    p->heads = (struct plan_head_list){0};
}

void
plan_advance(struct plan *p)
{
    struct plan_unit_list was = p->units;
    int *to = NEWN(p->c->arena, int, was.n + 1);
    p->units = (struct plan_unit_list){0};
    p->before = (struct index){0};
    p->after = (struct index){0};
    for (size_t i = 0; i < was.n; i++) {
        to[i] = NOWHERE;
        if (was.v[i].fate == FATE_ENDS)
            continue;
        to[i] = (int)p->units.n;
        struct plan_unit u = {.id = was.v[i].id,
                              .was = was.v[i].to,
                              .to = was.v[i].to,
                              .valid_from = was.v[i].valid_from,
                              .lon_e6 = was.v[i].lon_e6,
                              .lat_e6 = was.v[i].lat_e6,
                              .had = was.v[i].has,
                              .has = was.v[i].has,
                              .is_settled_later = was.v[i].is_settled_later,
                              .whole_to = NOWHERE,
                              .below_to = NOWHERE,
                              .receiver = NOWHERE,
                              .first_org = NOWHERE,
                              .last_org = NOWHERE};
        *PUSH(p->c->arena, &p->units) = u;
        index_add(p->c->arena, &p->before, u.was.code, to[i]);
    }
    for (size_t i = 0; i < p->units.n; i++) {
        struct plan_unit *u = &p->units.v[i];
        u->was.parent = u->was.parent == NOWHERE ? NOWHERE : to[u->was.parent];
        u->to.parent = u->was.parent;
    }
    advance_orgs(p, to);
}

/* ---- all of it ---- */

static err
stages(struct plan *p, const struct decree *d)
{
    struct decree_text *text = NEW(p->c->arena, struct decree_text);
    TRY(decree_text_parse(p->c, d->text, text));
    p->text = text;
    p->on = d->effective_on;
    p->source = d->number;
    p->interim_days = text->interim_days ? text->interim_days : 30;
    TRY(plan_units(p));
    return plan_orgs(p);
}

/* Approved decrees that take effect earlier and have not been executed are taken as done. */
static err
assume_pending(struct plan *p, const struct decree *d)
{
    struct ctx *c = p->c;
    struct decree_list pending;
    TRY(query_list(c, &Q_decree_pending, &decree_view, &pending,
                   IN(d->effective_on, d->id.v)));
    struct decree_plan *out = p->out;
    for (size_t i = 0; i < pending.n; i++) {
        struct decree_plan scratch = {0};
        p->out = &scratch;
        TRY(stages(p, &pending.v[i]));
        p->out = out;
        if (scratch.n_block) {
            plan_find(
                p, FINDING_WARNING, "pending-blocked", NULL,
                N_("%s takes effect earlier and is approved, but cannot be executed as "
                   "things stand; this plan assumes nothing of it"),
                pending.v[i].code);
            return OK;
        }
        plan_advance(p);
        out->basis =
            out->basis ? arena_printf(c->arena, "%s, %s", out->basis, pending.v[i].code)
                       : pending.v[i].code;
    }
    return OK;
}

err
plan_make(struct ctx *c, const struct decree *d, bool pending, struct decree_plan *out)
{
    struct plan *p = NEW(c->arena, struct plan);
    *out =
        (struct decree_plan){.decree = *d, .eve = {d->effective_on.v - 1}, .plan = p};
    *p = (struct plan){.c = c, .out = out, .eve = out->eve};
    TRY(plan_read_registry(p));
    if (pending)
        TRY(assume_pending(p, d));
    TRY(stages(p, d));
    TRY(plan_check(p));
    plan_steps(p);
    return OK;
}
