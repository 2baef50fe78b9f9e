/* SPDX-License-Identifier: Apache-2.0 */
/*
 * register_succession.c: what a decree does with records. Set-based: what is touched is first
 * written down in `moved`, as it was and as it becomes, then records and counts follow from there.
 */
#include <stdlib.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/register_in.h"

extern const struct query Q_register_held_before, Q_register_note_writes,
    Q_register_succeeded, Q_register_mark, Q_register_mark_rule, Q_register_moved_twice,
    Q_register_apply, Q_register_count_leave, Q_register_count_arrive,
    Q_register_moved_counts;

/* ---- rows of a call ---- */

struct handing_row {
    int64_t id;
    const char *reg;
    decree_id decree_id;
    day effective_on;
    instant at;
    bool undone;
};
static const struct field handing_fields[] = {
    ID(struct handing_row, decree_id, N_("Decree")),
    FIELD(struct handing_row, id, N_("Number")),
    {.name = "register",
     .offset = offsetof(struct handing_row, reg),
     .kind = K_TEXT,
     .label = N_("Register")},
    FIELD(struct handing_row, effective_on, N_("In force from")),
    FIELD(struct handing_row, at, N_("When")),
    FIELD(struct handing_row, undone, N_("Undone")),
};
static const struct view handing_view =
    VIEW("handing", struct handing_row, handing_fields);

struct handed_row {
    int64_t handing_id;
    org_id from_org, to_org;
    const char *way;
};
static const struct field handed_fields[] = {
    FIELD(struct handed_row, handing_id, N_("Number")),
    ID(struct handed_row, from_org, N_("From")),
    ID(struct handed_row, to_org, N_("To")),
    FIELD(struct handed_row, way, N_("Way")),
};
static const struct view handed_view = VIEW("handed", struct handed_row, handed_fields);
struct handed_rows LIST(struct handed_row);

static const char *const whole_way = "whole", *const rest_way = "rest",
                         *const rule_way = "rule";

/* One call under way. */
struct call {
    int64_t id;
    decree_id by;
    day on;
};

static err
begin(struct ctx *c, const struct registry *const *regs, struct handed_rows *pairs,
      day on, decree_id by, struct call *out)
{
    *out = (struct call){.by = by, .on = on};
    TRY(id_next(c, &out->id));
    for (; *regs; regs++) {
        const struct handing_row row = {out->id, (*regs)->name, by, on, c->now, false};
        TRY(table_add(c, &(struct table){"handing", &handing_view}, &row));
    }
    for (size_t i = 0; i < pairs->n; i++)
        pairs->v[i].handing_id = out->id;
    TRY(table_add_many(c, &(struct table){"handed", &handed_view}, pairs->v, pairs->n));
    TRY(table_filled(c, "handed", (int64_t)pairs->n));
    return query_exec(c, &Q_register_note_writes, IN(out->id), NULL);
}

/* ---- what is touched ---- */

static const char *
after_name(const struct registry *reg)
{
    return record_states[register_state_after(reg)].name;
}

static err
mark(struct ctx *c, const struct registry *reg, const struct call *k, bool only_unknown)
{
    bool open = register_stays_open(reg);
    int64_t n;
    TRY(query_exec_on(c, &Q_register_mark, STAND_IN, reg->name,
                      IN(k->id, reg->name, after_name(reg),
                         open ? value_text(NULL) : value_day(k->on), open,
                         only_unknown),
                      &n));
    return table_filled(c, "moved", n);
}

/* Records and counts become what `moved` says. Lists go by state: PostgreSQL must hear that there are
 * now so many of one that it may never have seen. */
static err
apply(struct ctx *c, const struct registry *reg, const struct call *k)
{
    int64_t twice, n;
    TRY(query_int(c, &Q_register_moved_twice, IN(k->id, reg->name, k->by.v), 0,
                  &twice));
    if (twice)
        return fail(c, ERR_INVALID, NULL,
                    N_("%s: the decree would move %lld records twice"),
                    T(c, reg->label), (long long)twice);
    TRY(query_exec_on(c, &Q_register_apply, STAND_IN, reg->name,
                      IN(k->id, reg->name, c->now), &n));
    TRY(table_filled(c, reg->name, n));
    TRY(query_exec(c, &Q_register_count_leave, IN(k->id, reg->name), NULL));
    return query_exec(c, &Q_register_count_arrive, IN(k->id, reg->name), NULL);
}

/* ---- what came of it ---- */

static int
by_pair(const void *a, const void *b)
{
    const struct handed *x = a, *y = b;
    if (x->from.v != y->from.v)
        return x->from.v < y->from.v ? -1 : 1;
    return (x->to.v > y->to.v) - (x->to.v < y->to.v);
}

/* Where what no rule touches of an organisation is afterwards. */
struct home {
    org_id from, to;
    bool whole;
    day since; /* it had been succeeded before */
};
static int
by_from(const void *a, const void *b)
{
    const struct home *x = a, *y = b;
    return (x->from.v > y->from.v) - (x->from.v < y->from.v);
}

/* The results of one register: a row for each pair, in order of (from, to). */
struct results {
    struct handed *v;
    size_t n;
    struct home *homes; /* in order of `from` */
    size_t n_homes;
};

static struct handed *
result(const struct results *all, org_id from, org_id to)
{
    const struct handed key = {.from = from, .to = to};
    struct handed *h = bsearch(&key, all->v, all->n, sizeof key, by_pair);
    must(h != NULL);
    return h;
}

static struct home *
home_of(const struct results *all, org_id from)
{
    const struct home key = {.from = from};
    struct home *h = bsearch(&key, all->homes, all->n_homes, sizeof key, by_from);
    must(h != NULL);
    return h;
}

/* The count of records of that state that nothing touches. */
static int64_t *
untouched(const struct registry *reg, struct handed *h, int state)
{
    if (state == RECORD_REVIEW && reg->on_succession == SUCC_REVIEW)
        return &h->n_review;
    return state == RECORD_OPEN || state == RECORD_REVIEW ? &h->n_passed
                                                          : &h->n_history;
}

static int64_t *
touched(const struct registry *reg, struct handed *h, const char *way)
{
    if (str_eq(way, rule_way))
        return &h->n_moved;
    if (str_eq(way, rest_way))
        return &h->n_to_decide;
    return reg->on_succession == SUCC_PASSES   ? &h->n_passed
           : reg->on_succession == SUCC_ENDS   ? &h->n_surrender
           : reg->on_succession == SUCC_REVIEW ? &h->n_review
                                               : &h->n_archived;
}

static err
tally_before(struct ctx *c, const struct registry *reg, const struct call *k,
             struct tally_list *out)
{
    return query_list(c, &Q_register_held_before, &tally_view, out,
                      IN(k->id, reg->name));
}

static void
put_pairs(struct ctx *c, const struct registry *reg, const struct handed_rows *pairs,
          struct results *out)
{
    *out = (struct results){.v = NEWN(c->arena, struct handed, pairs->n + 1),
                            .homes = NEWN(c->arena, struct home, pairs->n + 1)};
    for (size_t i = 0; i < pairs->n; i++) {
        const struct handed_row *p = &pairs->v[i];
        out->v[out->n++] =
            (struct handed){.reg = reg->name, .from = p->from_org, .to = p->to_org};
        if (!str_eq(p->way, rule_way))
            out->homes[out->n_homes++] = (struct home){
                p->from_org, p->to_org, str_eq(p->way, whole_way), DAY_NONE};
    }
    qsort(out->v, out->n, sizeof *out->v, by_pair);
    qsort(out->homes, out->n_homes, sizeof *out->homes, by_from);
}

static err
tally_after(struct ctx *c, const struct registry *reg, const struct call *k,
            const struct tally_list *before, const struct handed_rows *pairs,
            struct results *out)
{
    struct tally_list moved;
    TRY(query_list(c, &Q_register_moved_counts, &tally_view, &moved,
                   IN(k->id, reg->name)));
    put_pairs(c, reg, pairs, out);
    for (size_t i = 0; i < before->n; i++) {
        const struct tally *t = &before->v[i];
        struct home *home = home_of(out, t->org_held);
        struct handed *h = result(out, home->from, home->to);
        int state = register_state_since(reg, t->state, t->since);
        bool open = state == RECORD_OPEN || state == RECORD_REVIEW;
        home->since = t->since;
        *(home->whole && open ? touched(reg, h, whole_way)
                              : untouched(reg, h, state)) += t->n;
    }
    for (size_t i = 0; i < moved.n; i++) { /* of the splits */
        const struct tally *t = &moved.v[i];
        const struct home *home = home_of(out, t->from_org);
        int state = register_state_since(reg, t->state, home->since);
        *untouched(reg, result(out, home->from, home->to), state) -= t->n;
        *touched(reg, result(out, t->from_org, t->to_org), t->way) += t->n;
    }
    return OK;
}

static bool
any(const struct handed *h)
{
    return h->n_passed || h->n_review || h->n_surrender || h->n_archived ||
           h->n_moved || h->n_to_decide || h->n_history;
}

/* ---- a succession, of one organisation or of a country ---- */

err
register_hand_over_all(struct ctx *c, const struct registry *const *regs,
                       const struct handing *v, size_t n, day on, decree_id by,
                       struct handed_list *out)
{
    struct handed_rows pairs = {NEWN(c->arena, struct handed_row, n + 1), n};
    bool any_rest = false, any_whole = false;
    for (size_t i = 0; i < n; i++) {
        pairs.v[i] = (struct handed_row){.from_org = v[i].from,
                                         .to_org = v[i].to,
                                         .way = v[i].whole ? whole_way : rest_way};
        any_rest |= !v[i].whole;
        any_whole |= v[i].whole;
    }
    *out = (struct handed_list){0};
    struct call k;
    if (n == 0)
        return OK;
    TRY(begin(c, regs, &pairs, on, by, &k));
    for (; *regs; regs++) {
        struct tally_list before;
        struct results got;
        TRY(tally_before(c, *regs, &k, &before));
        if (any_whole && (*regs)->on_succession != SUCC_PASSES) {
            int64_t whole;
            TRY(query_exec(c, &Q_register_succeeded,
                           IN(k.id, (*regs)->name, by.v, after_name(*regs), on),
                           &whole));
            TRY(table_filled(c, "record_succession", whole));
        }
        if (before.n == 0)
            continue;
        if (any_rest) {
            TRY(mark(c, *regs, &k, false));
            TRY(apply(c, *regs, &k));
        }
        TRY(tally_after(c, *regs, &k, &before, &pairs, &got));
        for (size_t i = 0; i < got.n; i++)
            if (any(&got.v[i]))
                *PUSH(c->arena, out) = got.v[i];
    }
    return OK;
}

err
register_hand_over(struct ctx *c, const struct registry *reg, org_id from, org_id to,
                   day on, decree_id by, bool whole, struct handed *out)
{
    const struct registry *const regs[] = {reg, NULL};
    const struct handing one = {from, to, whole};
    struct handed_list got;
    TRY(register_hand_over_all(c, regs, &one, 1, on, by, &got));
    *out = got.n ? got.v[0] : (struct handed){.reg = reg->name, .from = from, .to = to};
    return OK;
}

/* ---- a split ---- */

static void
add_pair(struct ctx *c, struct handed_rows *pairs, org_id from, org_id to,
         const char *way)
{
    for (size_t i = 0; i < pairs->n; i++)
        if (pairs->v[i].to_org.v == to.v && pairs->v[i].way == way)
            return;
    *PUSH(c->arena, pairs) =
        (struct handed_row){.from_org = from, .to_org = to, .way = way};
}

static err
mark_rule(struct ctx *c, const struct registry *reg, const struct call *k, org_id from,
          const struct split_rule *r)
{
    const char *text = r->text ? text_fold(c->arena, r->text) : NULL;
    if (text && !*text)
        return fail(c, ERR_INVALID, NULL, N_("A rule of a split names no place: “%s”"),
                    r->text);
    const struct value in[] = {
        VALUE(k->id),
        VALUE(reg->name),
        VALUE(from.v),
        VALUE(r->to.v),
        VALUE(r->reason),
        VALUE(after_name(reg)),
        VALUE(text),
        value_text(text && r->contains ? arena_printf(c->arena, "%% %s %%", text)
                                       : NULL),
        VALUE(!text),
    };
    return query_exec_on(c, &Q_register_mark_rule, STAND_IN, reg->name, in, NULL);
}

/* Pairs that differ in `way` alone are one row of the result. */
static void
one_of_each(struct handed_rows *pairs)
{
    size_t n = 0;
    for (size_t i = 0; i < pairs->n; i++) {
        bool twice = false;
        for (size_t j = 0; j < pairs->n; j++)
            twice |= pairs->v[i].way == rule_way && pairs->v[j].way == rest_way &&
                     pairs->v[j].to_org.v == pairs->v[i].to_org.v;
        if (!twice)
            pairs->v[n++] = pairs->v[i];
    }
    pairs->n = n;
}

err
register_split(struct ctx *c, const struct registry *reg, org_id from,
               const struct split_rule *rules, size_t n, org_id receiver, day on,
               decree_id by, struct handed_list *out)
{
    const struct registry *const regs[] = {reg, NULL};
    struct handed_rows pairs = {0};
    struct tally_list before;
    struct call k;
    bool known_stay = false;
    for (size_t i = 0; i < n; i++)
        add_pair(c, &pairs, from, rules[i].to, rule_way);
    add_pair(c, &pairs, from, receiver, rest_way);
    TRY(begin(c, regs, &pairs, on, by, &k));
    TRY(tally_before(c, reg, &k, &before));
    for (size_t i = 0; i < n && register_stays_open(reg); i++) {
        must(rules[i].text || i + 1 == n);
        known_stay = !rules[i].text && rules[i].to.v == from.v;
        if (!known_stay) /* else nothing about them changes: no row is touched */
            TRY(mark_rule(c, reg, &k, from, &rules[i]));
    }
    TRY(mark(c, reg, &k, known_stay));
    TRY(apply(c, reg, &k));
    one_of_each(&pairs);
    struct results got;
    TRY(tally_after(c, reg, &k, &before, &pairs, &got));
    *out = (struct handed_list){0};
    for (size_t i = 0; i < got.n; i++)
        if (any(&got.v[i]))
            *PUSH(c->arena, out) = got.v[i];
    return OK;
}
