/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_hand_over.c: each room's own hand-over verb, called for all at once, and what was held just
 * before and just after. What no rule touches moves no row: the successor answers.
 */
#include "base/msg.h"
#include "base/text.h"
#include "decree/decree_execute.h"
#include "kernel/access.h"

extern const struct query Q_decree_grants_done;

/* ---- rows ---- */

static const struct field result_fields[] = {
    FIELD(struct decree_result, id, N_("Number"), .flags = F_PAGE | F_HIDDEN),
    ID(struct decree_result, decree_id, N_("Decree"), .flags = F_PAGE | F_HIDDEN),
    FIELD(struct decree_result, run, N_("Execution"), .flags = F_PAGE | F_HIDDEN),
    FIELD(struct decree_result, reg, N_("Register"), .flags = F_BRIEF),
    ID(struct decree_result, from_id, N_("Handed over by"), .flags = F_HIDDEN),
    ID(struct decree_result, to_id, N_("Received by"), .flags = F_HIDDEN),
    FIELD(struct decree_result, from_name, N_("Handed over by"),
          .flags = F_COMPUTED | F_BRIEF),
    FIELD(struct decree_result, to_name, N_("Received by"),
          .flags = F_COMPUTED | F_BRIEF),
    FIELD(struct decree_result, n_passed, N_("Passed"), .flags = F_BRIEF),
    FIELD(struct decree_result, n_review, N_("To be reviewed"), .flags = F_BRIEF),
    FIELD(struct decree_result, n_surrender, N_("To be surrendered"), .flags = F_BRIEF),
    FIELD(struct decree_result, n_archived, N_("Archived"), .flags = F_BRIEF),
    FIELD(struct decree_result, n_moved, N_("Moved by a rule"), .flags = F_BRIEF),
    FIELD(struct decree_result, n_to_decide, N_("To be decided"), .flags = F_BRIEF),
    FIELD(struct decree_result, n_history, N_("Had ended before"), .flags = F_BRIEF),
    FIELD(struct decree_result, n_refused, N_("Not carried over")),
};
const struct view decree_result_view =
    VIEW("decree_result", struct decree_result, result_fields);
const struct table decree_result_table = {"decree_result", &decree_result_view};

static const struct field held_fields[] = {
    FIELD(struct decree_held, id, N_("Number")),
    ID(struct decree_held, decree_id, N_("Decree")),
    FIELD(struct decree_held, run, N_("Execution")),
    ID(struct decree_held, org_id, N_("Organisation")),
    FIELD(struct decree_held, reg, N_("Register")),
    FIELD(struct decree_held, is_after, N_("Afterwards")),
    FIELD(struct decree_held, n_open, N_("Open")),
    FIELD(struct decree_held, n_review, N_("To be reviewed")),
    FIELD(struct decree_held, n_surrender, N_("To be surrendered")),
    FIELD(struct decree_held, n_ended, N_("Ended")),
    FIELD(struct decree_held, n_archived, N_("Archived")),
};
const struct view decree_held_view =
    VIEW("decree_held", struct decree_held, held_fields);
const struct table decree_held_table = {"decree_held", &decree_held_view};

/* ---- what is held ---- */

/* Organisations that hand over or receive. */
static bool *
concerned(struct execution *x)
{
    struct plan *p = x->p;
    bool *is = NEWN(x->c->arena, bool, p->orgs.n + 1);
    for (size_t i = 0; i < p->orgs.n; i++) {
        if (p->orgs.v[i].fate != FATE_ENDS)
            continue;
        is[i] = true;
        is[p->orgs.v[i].heir] = true;
        for (size_t r = 0; r < p->n_registers; r++)
            is[plan_receiver_of(p, (int)i, r)] = true;
    }
    for (size_t i = 0; i < p->units.n; i++)
        for (size_t j = 0;
             p->units.v[i].whole_to == NOWHERE && j < p->units.v[i].parts.n; j++)
            for (int o = p->units.v[p->units.v[i].parts.v[j].to].first_org;
                 o != NOWHERE; o = p->orgs.v[o].next)
                is[o] = true; /* rules of a split may move something there */
    return is;
}

static err
store_held(struct execution *x, bool is_after)
{
    struct ctx *c = x->c;
    struct plan *p = x->p;
    struct decree_held_list rows = {0};
    bool *is = concerned(x);
    for (size_t i = 0; i < p->orgs.n; i++)
        for (size_t r = 0; is[i] && p->orgs.v[i].held && r < p->n_registers; r++) {
            const int64_t *n = p->orgs.v[i].held[r].n;
            struct decree_held h = {.decree_id = x->by,
                                    .run = x->run,
                                    .org_id = p->orgs.v[i].id,
                                    .reg = registers[r]->name,
                                    .is_after = is_after,
                                    .n_open = n[RECORD_OPEN],
                                    .n_review = n[RECORD_REVIEW],
                                    .n_surrender = n[RECORD_SURRENDER],
                                    .n_ended = n[RECORD_ENDED],
                                    .n_archived = n[RECORD_ARCHIVED]};
            if (!h.n_open && !h.n_review && !h.n_surrender && !h.n_ended &&
                !h.n_archived)
                continue;
            TRY(id_next(c, &h.id));
            *PUSH(c->arena, &rows) = h;
            *PUSH(c->arena, &x->held) = h;
        }
    return table_add_many(c, &decree_held_table, rows.v, rows.n);
}

err
execution_note_before(struct execution *x)
{
    return store_held(x, false);
}

/* Counts anew who answers for what, as of the day. */
err
execution_note_after(struct execution *x)
{
    struct plan *p = x->p;
    p->org_ids = (struct index){0};
    for (size_t i = 0; i < p->orgs.n; i++) {
        p->orgs.v[i].held = NULL;
        index_add_id(x->c->arena, &p->org_ids, p->orgs.v[i].id.v, (int)i);
    }
    TRY(plan_read_held(p, x->on));
    return store_held(x, true);
}

/* ---- rules of a split: the villages that the text lists ---- */

struct rule_list LIST(struct split_rule);

static const char *const village_words[] = {"thôn",    "xóm",     "tổ dân phố", "tổ",
                                            "khu phố", "khu vực", "khu",        "bản",
                                            "làng",    "ấp",      "buôn",       "khóm"};

/* The word for a kind of village that the name begins with, in bytes; 0: none. */
static size_t
village_word(const char *name)
{
    for (size_t i = 0; i < COUNT(village_words); i++) {
        size_t n = strlen(village_words[i]);
        if (text_starts(name, village_words[i]) && name[n] == ' ')
            return n;
    }
    return 0;
}

static void
add_village(struct execution *x, const char *name, const char *kind, org_id to,
            const char *reason, struct rule_list *out)
{
    struct arena *a = x->c->arena;
    size_t n = village_word(name);
    const char *bare = n ? name + n + 1 : name;
    if (!*text_fold(a, bare))
        return;
    const char *word = n ? arena_strndup(a, name, n) : kind;
    if (word)
        *PUSH(a, out) =
            (struct split_rule){arena_printf(a, "%s %s", word, bare), true, to, reason};
    *PUSH(a, out) = (struct split_rule){bare, false, to, reason};
}

/* "các thôn A, B và C": a rule for each. */
static void
add_villages(struct execution *x, const char *villages, org_id to, const char *reason,
             struct rule_list *out)
{
    struct arena *a = x->c->arena;
    const char *p = villages, *kind = NULL;
    if (text_starts(p, "các "))
        p += strlen("các ");
    size_t n = village_word(p);
    if (n)
        kind = arena_strndup(a, p, n);
    while (*p) {
        const char *comma = strchr(p, ','), *and = strstr(p, " và ");
        const char *end = comma && (!and || comma < and) ? comma
                          : and                          ? and
                                                         : p + strlen(p);
        add_village(x, text_trim(a, arena_strndup(a, p, (size_t)(end - p))), kind, to,
                    reason, out);
        p = *end == ',' ? end + 1 : *end ? end + strlen(" và ") : end;
    }
}

/*
 * What the text says of a unit's parts, as rules for one of its organisations. A rest receives
 * every other known place, if each other part lists its own.
 */
static struct rule_list
rules_of(struct execution *x, int org)
{
    struct plan *p = x->p;
    struct rule_list rules = {0};
    const struct plan_unit *u = &p->units.v[p->orgs.v[org].unit];
    const struct plan_part *rest = NULL;
    bool all_listed = true;
    for (size_t i = 0; u->whole_to == NOWHERE && i < u->parts.n; i++) {
        const struct plan_part *part = &u->parts.v[i];
        int to = plan_counterpart(p, org, part->to);
        if (to == NOWHERE)
            to = plan_committee(p, part->to);
        bool is_rest = part->source->pop == TEXT_PART_REST;
        if (is_rest)
            rest = part;
        else if (!part->source->villages && part->source->pop != TEXT_PART_NONE)
            all_listed = false;
        if (to != NOWHERE && part->source->villages)
            add_villages(x, part->source->villages, p->orgs.v[to].id,
                         arena_printf(x->c->arena, "%s, %s", p->source,
                                      clause_label(x->c->arena, part->clause)),
                         &rules);
    }
    int to = rest ? plan_counterpart(p, org, rest->to) : NOWHERE;
    if (rest && to == NOWHERE)
        to = plan_committee(p, rest->to);
    if (rules.n && all_listed && to != NOWHERE)
        *PUSH(x->c->arena, &rules) =
            (struct split_rule){NULL, false, p->orgs.v[to].id,
                                arena_printf(x->c->arena, "%s, %s", p->source,
                                             clause_label(x->c->arena, rest->clause))};
    return rules;
}

/* ---- registers ---- */

struct handing_list LIST(struct handing);

static struct decree_result *
result_for(struct execution *x, org_id from, org_id to, const char *reg)
{
    size_t n = x->results.n;
    for (size_t i = n > 64 ? n - 64 : 0; i < n; i++) /* pairs come close together */
        if (x->results.v[i].from_id.v == from.v && x->results.v[i].to_id.v == to.v &&
            str_eq(x->results.v[i].reg, reg))
            return &x->results.v[i];
    struct decree_result *r = PUSH(x->c->arena, &x->results);
    *r = (struct decree_result){
        .decree_id = x->by, .run = x->run, .reg = reg, .from_id = from, .to_id = to};
    return r;
}

/* What has ended stays where it was, so its heir answers for it, whoever received what was open. */
static void
note_result(struct execution *x, const struct handed *h)
{
    struct plan *p = x->p;
    int at = index_of_id(&p->holder_ids, h->from.v);
    must(at != NOWHERE);
    org_id from = p->orgs.v[at].id, heir = p->orgs.v[p->orgs.v[at].heir].id;
    if (h->n_surrender || h->n_archived || h->n_history) {
        struct decree_result *r = result_for(x, from, heir, h->reg);
        r->n_surrender += h->n_surrender;
        r->n_archived += h->n_archived;
        r->n_history += h->n_history;
    }
    if (h->n_passed || h->n_review || h->n_moved || h->n_to_decide) {
        struct decree_result *r = result_for(x, from, h->to, h->reg);
        r->n_passed += h->n_passed;
        r->n_review += h->n_review;
        r->n_moved += h->n_moved;
        r->n_to_decide += h->n_to_decide;
    }
}

/* Those that hand over to one organisation what register r has of them; splits by a rule are done
 * at once. */
static err
hand_over_register(struct execution *x, size_t r, bool *is_ruled,
                   struct handing_list *out)
{
    struct ctx *c = x->c;
    struct plan *p = x->p;
    for (size_t i = 0; i < p->holders.n; i++) {
        const struct plan_holder *h = &p->holders.v[i];
        const struct plan_org *o = &p->orgs.v[h->org];
        if (o->fate != FATE_ENDS)
            continue;
        int to = plan_receiver_of(p, h->org, r);
        org_id to_id = p->orgs.v[to].id;
        if (!is_ruled[h->org] || !registers[r]->territory_field) {
            *PUSH(c->arena, out) =
                (struct handing){h->id, to_id, o->is_whole && to == o->heir};
            continue;
        }
        struct rule_list rules = rules_of(x, h->org);
        struct handed_list got;
        TRY(register_split(c, registers[r], h->id, rules.v, rules.n, to_id, x->on,
                           x->by, &got));
        for (size_t j = 0; j < got.n; j++)
            note_result(x, &got.v[j]);
    }
    for (size_t i = 0; i < p->orgs.n;
         i++) { /* what is entered there later is noticed by undo */
        const struct plan_org *o = &p->orgs.v[i];
        if (o->fate == FATE_ENDS && index_of_id(&p->holder_ids, o->id.v) == NOWHERE)
            *PUSH(c->arena, out) =
                (struct handing){o->id, p->orgs.v[o->heir].id, o->is_whole};
    }
    return OK;
}

static err
hand_over_records(struct execution *x)
{
    struct ctx *c = x->c;
    struct plan *p = x->p;
    bool *is_ruled = NEWN(c->arena, bool, p->orgs.n + 1);
    bool alike = true; /* every register goes the same way: one call for all */
    for (size_t i = 0; i < p->orgs.n; i++) {
        const struct plan_org *o = &p->orgs.v[i];
        if (o->fate != FATE_ENDS || o->is_whole || o->unit == NOWHERE)
            continue;
        is_ruled[i] = rules_of(x, (int)i).n > 0;
        alike = alike && !is_ruled[i];
        for (size_t r = 0; r < p->n_registers; r++)
            alike = alike && plan_receiver_of(p, (int)i, r) == o->heir;
    }
    for (size_t r = 0; r < (alike ? 1 : p->n_registers); r++) {
        const struct registry *one[] = {registers[r], NULL};
        struct handing_list list = {0};
        struct handed_list got;
        if (!registers[r])
            break;
        TRY(hand_over_register(x, r, is_ruled, &list));
        TRY(register_hand_over_all(c, alike ? registers : one, list.v, list.n, x->on,
                                   x->by, &got));
        for (size_t i = 0; i < got.n; i++)
            note_result(x, &got.v[i]);
    }
    return OK;
}

/* ---- people ---- */

struct grants_done {
    org_id from_id, to_id;
    int64_t n_carried, n_posts;
};
struct grants_done_list LIST(struct grants_done);
static const struct field done_fields[] = {
    ID(struct grants_done, from_id, N_("From")),
    ID(struct grants_done, to_id, N_("To")),
    FIELD(struct grants_done, n_carried, N_("Carried over")),
    FIELD(struct grants_done, n_posts, N_("Posts")),
};
static const struct view done_view =
    VIEW("decree_grants_done", struct grants_done, done_fields);

static err
hand_over_people(struct execution *x)
{
    struct ctx *c = x->c;
    struct plan *p = x->p;
    TRY(grant_hand_over_all(c, x->by, p->interim_days, &x->n_grants));
    for (size_t i = 0; i < p->heads.n; i++)
        TRY(grant_add(c,
                      &(struct grant){.person_id = p->heads.v[i].person,
                                      .role = p->heads.v[i].role,
                                      .org_id = p->orgs.v[p->heads.v[i].org].id,
                                      .below = true,
                                      .valid_from = x->on,
                                      .valid_to = DAY_MAX,
                                      .interim_until = DAY_NONE,
                                      .decree_id = x->by},
                      NULL));
    struct grants_done_list done;
    TRY(query_list(c, &Q_decree_grants_done, &done_view, &done, IN(x->by.v)));
    for (size_t i = 0; i < done.n; i++)
        *PUSH(c->arena, &x->results) =
            (struct decree_result){.decree_id = x->by,
                                   .run = x->run,
                                   .reg = "grant",
                                   .from_id = done.v[i].from_id,
                                   .to_id = done.v[i].to_id,
                                   .n_passed = done.v[i].n_carried,
                                   .n_refused = done.v[i].n_posts};
    return OK;
}

err
execution_hand_over(struct execution *x)
{
    TRY(hand_over_records(x));
    TRY(hand_over_people(x));
    for (size_t i = 0; i < x->results.n; i++)
        TRY(id_next(x->c, &x->results.v[i].id));
    return table_add_many(x->c, &decree_result_table, x->results.v, x->results.n);
}
