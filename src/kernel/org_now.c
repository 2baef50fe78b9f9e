/* SPDX-License-Identifier: Apache-2.0 */
/*
 * org_now.c: who follows whom, and who therefore answers. org_succession says the single steps;
 * org_now is those steps followed to the end. Whatever is added or taken back, the organisations
 * whose way leads through it are followed anew, in two statements however many they are.
 */
#include "base/msg.h"
#include "kernel/act.h"
#include "kernel/org.h"
#include "kernel/org_row.h"

extern const struct query Q_org_now, Q_org_with_now, Q_org_with_now_many,
    Q_org_now_broken, Q_org_answers_for, Q_org_within, Q_org_pair, Q_org_pair_wrong,
    Q_org_succession_add, Q_org_succession_cycles, Q_org_now_clear, Q_org_now_fill,
    Q_org_end_wrong, Q_org_end_succeeded_versions, Q_org_end_succeeded,
    Q_org_successions_of, Q_org_successions_by, Q_org_succession_end, Q_org_touched_by,
    Q_org_back_used, Q_org_back_open_version, Q_org_back_open, Q_org_back_join_version,
    Q_org_back_now, Q_org_back_versions, Q_org_back_orgs;

#define NO_DECREE INT64_C(-1)

static const struct field succession_fields[] = {
    ID(struct org_succession, from_id, N_("Organisation"), .flags = F_HIDDEN),
    ID(struct org_succession, to_id, N_("Successor"), .flags = F_HIDDEN),
    FIELD(struct org_succession, from_name, N_("Organisation"),
          .flags = F_COMPUTED | F_BRIEF, .to = "/orgs/{from_id}"),
    FIELD(struct org_succession, to_name, N_("Answered for by"),
          .flags = F_COMPUTED | F_BRIEF, .to = "/orgs/{to_id}"),
    FIELD(struct org_succession, on_day, N_("From"), .flags = F_BRIEF),
    FIELD(struct org_succession, whole, N_("As a whole"), .flags = F_BRIEF),
    ID(struct org_succession, decree_id, N_("By decree"), .flags = F_HIDDEN),
};
const struct view org_succession_view =
    VIEW("org_succession", struct org_succession, succession_fields);

struct id_row {
    org_id id;
};
static const struct field id_fields[] = {ID(struct id_row, id, N_("Number"))};
static const struct view id_view = VIEW("org_id", struct id_row, id_fields);

/* ---- reading ---- */

err
org_now(struct ctx *c, org_id org, day on, org_id *out)
{
    int64_t id;
    TRY(query_int(c, &Q_org_now, IN(org.v, on), 0, &id));
    if (!id)
        return ERR_NOT_FOUND;
    out->v = id;
    return OK;
}

static const struct field named_fields[] = {
    ID(struct org_with_now, id, N_("Number")),
    ID(struct org_with_now, now_id, N_("Answered for by")),
    FIELD(struct org_with_now, name, N_("Name")),
    FIELD(struct org_with_now, kind, N_("Kind")),
    FIELD(struct org_with_now, now_name, N_("Answered for by")),
};
static const struct view named_view =
    VIEW("org_with_now", struct org_with_now, named_fields);

err
org_with_now(struct ctx *c, org_id id, day on, struct org_with_now *out)
{
    return query_one(c, &Q_org_with_now, &named_view, out, IN(id.v, on));
}

err
org_with_now_many(struct ctx *c, const org_id *v, size_t n, day on,
                  struct org_with_now_list *out)
{
    enum {
        AT_ONCE = 50 /* as the query has places */
    };
    *out = (struct org_with_now_list){0};
    for (size_t from = 0; from < n; from += AT_ONCE) {
        struct value in[1 + AT_ONCE] = {VALUE(on)};
        struct org_with_now_list some;
        for (size_t i = 0; i < AT_ONCE; i++)
            in[1 + i] = VALUE(from + i < n ? v[from + i].v : 0);
        TRY(query_list(c, &Q_org_with_now_many, &named_view, &some, in));
        for (size_t i = 0; i < some.n; i++)
            *PUSH(c->arena, out) = some.v[i];
    }
    return OK;
}

err
org_answers_for(struct ctx *c, org_id org, day on, struct org_id_list *out)
{
    return query_list(c, &Q_org_answers_for, &id_view, out, IN(org.v, on));
}

err
org_within(struct ctx *c, org_id org, org_id top, day on, bool *out)
{
    int64_t n;
    TRY(query_int(c, &Q_org_within, IN(org.v, top.v, on), 0, &n));
    *out = n > 0;
    return OK;
}

err
org_verify(struct ctx *c, int64_t *n_broken)
{
    return query_int(c, &Q_org_now_broken, IN_NOTHING, 0, n_broken);
}

err
org_successions_of(struct ctx *c, org_id id, struct org_succession_list *out)
{
    return query_list(c, &Q_org_successions_of, &org_succession_view, out, IN(id.v));
}

/* ---- one succeeds another ---- */

struct pair_state {
    day from_since, to_since, to_until, from_gone, to_gone;
    const char *from_name, *to_name;
};
static const struct field pair_fields[] = {
    FIELD(struct pair_state, from_since, "from since"),
    FIELD(struct pair_state, to_since, "to since"),
    FIELD(struct pair_state, to_until, "to until"),
    FIELD(struct pair_state, from_gone, "from gone"),
    FIELD(struct pair_state, to_gone, "to gone"),
    FIELD(struct pair_state, from_name, "from name"),
    FIELD(struct pair_state, to_name, "to name"),
};
static const struct view pair_state_view =
    VIEW("org_pair_state", struct pair_state, pair_fields);

static const struct table succession_table = {"org_succession", &org_succession_view};

static err
judge(struct ctx *c, const struct pair_state *s, day on)
{
    if (day_known(s->from_gone))
        return fail(c, ERR_CONFLICT, "from", N_("%s has a successor already, from %s"),
                    s->from_name, day_vn(c->arena, s->from_gone));
    if (s->from_since.v >= on.v)
        return fail(c, ERR_INVALID, "on", N_("%s is in force only from %s"),
                    s->from_name, day_vn(c->arena, s->from_since));
    return s->to_since.v > on.v || (s->to_until.v <= on.v && !day_known(s->to_gone))
               ? fail(c, ERR_INVALID, "to", N_("%s is not in force on %s"), s->to_name,
                      day_vn(c->arena, on))
               : OK;
}

static err
itself(struct ctx *c)
{
    return fail(c, ERR_INVALID, "to", N_("An organisation cannot succeed itself"));
}

static err
check_pair(struct ctx *c, const struct org_pair *p, day on, struct pair_state *s)
{
    if (p->from.v == p->to.v)
        return itself(c);
    err e = query_one(c, &Q_org_pair, &pair_state_view, s, IN(p->from.v, p->to.v));
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "to", N_("There is no such organisation"));
    TRY(e);
    return judge(c, s, on);
}

/* Only those successions of `by` that begin at `from`; 0: all of them. */
static err
follow_anew(struct ctx *c, decree_id by, org_id from, int64_t without)
{
    int64_t low = from.v, high = from.v ? from.v : INT64_MAX;
    TRY(query_exec(c, &Q_org_now_clear, IN(by.v, low, high), NULL));
    return query_exec(c, &Q_org_now_fill, IN(by.v, low, high, without), NULL);
}

static err
check_cycles(struct ctx *c, decree_id by, org_id from)
{
    int64_t n, low = from.v, high = from.v ? from.v : INT64_MAX;
    TRY(query_int(c, &Q_org_succession_cycles, IN(by.v, low, high), 0, &n));
    return n ? fail(
                   c, ERR_INVALID, "to",
                   N_("The successor would in the end be succeeded by what it succeeds"))
             : OK;
}

static err
succeeded(struct ctx *c, const struct org_succession *s)
{
    return org_act(c, "succeed", s->from_id, s->from_name, s->decree_id,
                   view_diff(c, &org_succession_view, NULL, s));
}

/* Acts of a whole decree, written at once. */
struct acts LIST(struct act);

err
org_succeed(struct ctx *c, org_id from, org_id to, day on, decree_id by, bool whole)
{
    struct pair_state state;
    const struct org_pair p = {from, to, whole};
    TRY(check_pair(c, &p, on, &state));
    TRY(query_exec(c, &Q_org_succession_add, IN(from.v, to.v, on, by.v, whole), NULL));
    TRY(check_cycles(c, by, from));
    TRY(follow_anew(c, by, from, NO_DECREE));
    return succeeded(c, &(struct org_succession){from, to, on, by, whole,
                                                 state.from_name, state.to_name});
}

err
org_succeed_all(struct ctx *c, const struct org_pair *v, size_t n, day on, decree_id by)
{
    const org_id all = {0};
    struct pair_state wrong;
    struct org_succession_list done;
    struct org_succession *rows = NEWN(c->arena, struct org_succession, n);
    must(by.v);
    for (size_t i = 0; i < n; i++) {
        if (v[i].from.v == v[i].to.v)
            return itself(c);
        rows[i] =
            (struct org_succession){v[i].from, v[i].to, on, by, v[i].whole, NULL, NULL};
    }
    err e = table_add_many(c, &succession_table, rows, n);
    if (e == ERR_CONFLICT)
        return fail(
            c, e, "from",
            N_("One of the organisations is unknown or has a successor already"));
    TRY(e);
    TRY(table_filled(c, succession_table.name, (int64_t)n));
    e = query_one(c, &Q_org_pair_wrong, &pair_state_view, &wrong, IN(by.v));
    if (e != ERR_NOT_FOUND)
        return e == OK ? judge(c, &wrong, on) : e;
    TRY(check_cycles(c, by, all));
    TRY(follow_anew(c, by, all, NO_DECREE));
    TRY(query_list(c, &Q_org_successions_by, &org_succession_view, &done, IN(by.v)));
    struct acts acts = {0};
    for (size_t i = 0; i < done.n; i++)
        *PUSH(c->arena, &acts) =
            org_act_of(c, "succeed", done.v[i].from_id, done.v[i].from_name, by,
                       view_diff(c, &org_succession_view, NULL, &done.v[i]));
    return act_add_all(c, acts.v, acts.n);
}

err
org_end_succeeded(struct ctx *c, decree_id by)
{
    struct org wrong;
    struct org_succession_list done;
    err e = query_one(c, &Q_org_end_wrong, &org_view, &wrong, IN(by.v));
    if (e == OK)
        return wrong.valid_to.v != DAY_MAX.v
                   ? fail(c, ERR_CONFLICT, NULL, N_("%s ends on %s already"),
                          wrong.name, day_vn(c->arena, wrong.valid_to))
                   : fail(c, ERR_CONFLICT, "on",
                          N_("%s changes on %s: end it after that, or undo it"),
                          wrong.name, day_vn(c->arena, wrong.valid_from));
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(query_exec(c, &Q_org_end_succeeded_versions, IN(by.v), NULL));
    TRY(query_exec(c, &Q_org_end_succeeded, IN(by.v), NULL));
    TRY(query_list(c, &Q_org_successions_by, &org_succession_view, &done, IN(by.v)));
    struct acts acts = {0};
    for (size_t i = 0; i < done.n; i++) {
        const struct org was = {.valid_to = DAY_MAX},
                         is = {.valid_to = done.v[i].on_day};
        *PUSH(c->arena, &acts) =
            org_act_of(c, "end", done.v[i].from_id, done.v[i].from_name, by,
                       view_diff(c, &org_view, &was, &is));
    }
    return act_add_all(c, acts.v, acts.n);
}

/* ---- undo ---- */

err
org_unsucceed(struct ctx *c, decree_id by)
{
    struct org_succession_list all;
    must(by.v);
    TRY(query_list(c, &Q_org_successions_by, &org_succession_view, &all, IN(by.v)));
    TRY(follow_anew(c, by, (org_id){0}, by.v));
    TRY(query_exec(c, &Q_org_succession_end, IN(by.v), NULL));
    struct acts acts = {0};
    for (size_t i = 0; i < all.n; i++)
        *PUSH(c->arena, &acts) =
            org_act_of(c, "unsucceed", all.v[i].from_id, all.v[i].from_name, by, NULL);
    return act_add_all(c, acts.v, acts.n);
}

err
org_take_back(struct ctx *c, decree_id by)
{
    static const struct query *const steps[] = {
        &Q_org_back_open_version, &Q_org_back_open,     &Q_org_back_join_version,
        &Q_org_back_now,          &Q_org_back_versions, &Q_org_back_orgs,
    };
    struct org_list touched;
    int64_t used;
    TRY(org_unsucceed(c, by));
    TRY(query_int(c, &Q_org_back_used, IN(by.v), 0, &used));
    if (used)
        return fail(
            c, ERR_CONFLICT, NULL,
            N_("What the decree established has a part in later changes: undo these "
               "first"));
    TRY(query_list(c, &Q_org_touched_by, &org_view, &touched, IN(by.v)));
    for (size_t i = 0; i < COUNT(steps); i++) {
        err e = query_exec(c, steps[i], IN(by.v), NULL);
        if (e == ERR_CONFLICT)
            return fail(
                c, e, NULL,
                N_("What the decree established holds records or grants: move or end "
                   "these first"));
        TRY(e);
    }
    struct acts acts = {0};
    for (size_t i = 0; i < touched.n; i++)
        *PUSH(c->arena, &acts) =
            org_act_of(c, "take_back", touched.v[i].id, touched.v[i].name, by, NULL);
    return act_add_all(c, acts.v, acts.n);
}
