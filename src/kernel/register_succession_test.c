/* SPDX-License-Identifier: Apache-2.0 */
/* What decrees do with records, and that nothing is lost on the way there and back. */
#include <pthread.h>

#include "kernel/register_test.h"

/* ---- succession ---- */

/* One open record in each register at `from`, and one ended petition. */
static void
one_of_each(struct ctx *c, org_id from, struct petition out[4])
{
    for (size_t i = 0; all_four[i]; i++)
        out[i] = add(c, all_four[i], from, "x", "Thôn 1");
    struct petition p = add(c, &petition_register, from, "old", NULL);
    ok(c, register_end(c, &petition_register, (struct record_key){p.record.id, 1, NULL},
                       c->today, &p));
}

static void
each_register_follows_its_rule_and_comes_back(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), b = new_org(&c, "B");
    struct petition was[4], p;
    struct handed_list out;
    decree_id by = {77};
    one_of_each(&c, a, was);
    day on = c.today;
    ok(&c, register_hand_over_all(&c, all_four, &(struct handing){a, b, true}, 1, on,
                                  by, &out));
    ok(&c, org_succeed(&c, a, b, on, by, true));
    assert_int_equal(out.n, 4);
    assert_int_equal(out.v[0].n_passed, 1);
    assert_int_equal(out.v[0].n_history, 1);
    assert_int_equal(out.v[1].n_surrender, 1);
    assert_int_equal(out.v[2].n_review, 1);
    assert_int_equal(out.v[3].n_archived, 1);
    p = find(&c, &petition_register, was[0].record.id);
    assert_int_equal(p.record.version, 1); /* no row was touched */
    assert_int_equal(p.record.org_held.v, a.v);
    p = find(&c, &badge_register, was[1].record.id);
    assert_int_equal(p.record.state, RECORD_SURRENDER);
    assert_int_equal(p.record.ended_on.v, on.v);
    assert_int_equal(find(&c, &rating_register, was[2].record.id).record.state,
                     RECORD_REVIEW);
    assert_int_equal(find(&c, &map_register, was[3].record.id).record.state,
                     RECORD_ARCHIVED);
    /* the successor has all of it on its list */
    assert_int_equal(
        list(&c, &petition_register,
             (struct record_filter){.org = b, .from = DAY_NONE, .to = DAY_NONE})
            .n,
        2);
    struct moved_list moves;
    ok(&c, register_moves(&c, &badge_register, was[1].record.id, &moves));
    assert_int_equal(moves.n, 1);
    assert_int_equal(moves.v[0].to_org.v, b.v);
    assert_int_equal(moves.v[0].state_before, RECORD_OPEN);
    for (size_t i = 0; all_four[i]; i++)
        ok(&c, register_hand_back(&c, all_four[i], by));
    ok(&c, org_unsucceed(&c, by));
    for (size_t i = 0; all_four[i]; i++) {
        p = find(&c, all_four[i], was[i].record.id);
        assert_int_equal(p.record.state, RECORD_OPEN);
        assert_false(day_known(p.record.ended_on));
        assert_int_equal(held(&c, all_four[i], a, RECORD_OPEN), 1);
    }
    ok(&c, register_moves(&c, &badge_register, was[1].record.id, &moves));
    assert_true(moves.v[0].undone);
    end(&c);
}

static void
a_successor_writes_what_it_answers_for(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), b = new_org(&c, "B"), d = new_org(&c, "D");
    struct petition p = add(&c, &rating_register, a, "x", NULL), out;
    struct handed h;
    ok(&c, register_hand_over(&c, &rating_register, a, b, c.today, (decree_id){5}, true,
                              &h));
    ok(&c, org_succeed(&c, a, b, c.today, (decree_id){5}, true));
    struct capability_at can[] = {{"rating.write", b, false},
                                  {"rating.read", b, false}};
    const struct actor clerk = {.id = {7}, .name = "Lan", .org_id = b, .can = {can, 2}};
    c.actor = &clerk;
    struct record_key key = {p.record.id, 1, "still true"};
    ok(&c, register_keep(&c, &rating_register, key, &out));
    assert_int_equal(out.record.state, RECORD_OPEN);
    assert_int_equal(out.record.org_held.v,
                     b.v); /* reviewed: it is the successor's own */
    key.version = 2;
    ok(&c, register_transfer(&c, &rating_register, key, d, &out));
    c.actor = &operator_;
    refused(&c, ERR_CONFLICT, NULL,
            register_hand_back(&c, &rating_register, (decree_id){5}));
    end(&c);
}

static void
a_split_moves_by_rule_and_marks_the_rest(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), x = new_org(&c, "X"), y = new_org(&c, "Y");
    decree_id by = {88};
    int64_t id[6];
    static const char *const village[6] = {"Thôn 1",          "thon 2, xã A", "Thôn 10",
                                           "Thôn 1, xóm Bắc", "Xóm Núi",      NULL};
    for (size_t i = 0; i < 6; i++)
        id[i] = add(&c, &petition_register, a, "x", village[i]).record.id;
    struct petition over = add(&c, &petition_register, a, "over", "Thôn 1");
    ok(&c, register_end(&c, &petition_register,
                        (struct record_key){over.record.id, 1, NULL}, c.today, &over));
    const struct split_rule rules[] = {{"Thôn 1", false, x, "khoản 3"},
                                       {"thôn 1", true, y, "khoản 4"},
                                       {"THÔN 2", true, x, "khoản 5"}};
    struct handed_list out;
    ok(&c, register_split(&c, &petition_register, a, rules, 3, y, c.today, by, &out));
    assert_int_equal(out.n, 2);
    const struct handed *hx = out.v[0].to.v == x.v ? &out.v[0] : &out.v[1],
                        *hy = hx == &out.v[0] ? &out.v[1] : &out.v[0];
    assert_int_equal(hx->n_moved, 2);
    assert_int_equal(hy->n_moved, 1);
    assert_int_equal(hy->n_to_decide, 3); /* "Thôn 10" is not "Thôn 1" */
    assert_int_equal(hy->n_history, 1);
    assert_int_equal(hx->n_passed + hy->n_passed, 0);
    const int64_t home[6] = {x.v, x.v, y.v, y.v, y.v, y.v};
    const bool undecided[6] = {false, false, true, false, true, true};
    for (size_t i = 0; i < 6; i++) {
        struct petition p = find(&c, &petition_register, id[i]);
        assert_int_equal(p.record.org_held.v, home[i]);
        assert_int_equal(p.record.to_decide, undecided[i]);
        assert_int_equal(p.record.org_received.v, a.v);
    }
    assert_int_equal(find(&c, &petition_register, over.record.id).record.org_held.v,
                     a.v);
    struct record_filter f = {
        .org = y, .to_decide = true, .from = DAY_NONE, .to = DAY_NONE};
    assert_int_equal(list(&c, &petition_register, f).n, 3);
    struct moved_list moves;
    ok(&c, register_moves(&c, &petition_register, id[0], &moves));
    assert_string_equal(moves.v[0].reason, "khoản 3");
    /* and back */
    ok(&c, register_hand_back(&c, &petition_register, by));
    for (size_t i = 0; i < 6; i++) {
        struct petition p = find(&c, &petition_register, id[i]);
        assert_int_equal(p.record.org_held.v, a.v);
        assert_false(p.record.to_decide);
    }
    /* again, and one is decided by hand: then there is no way back */
    ok(&c, register_split(&c, &petition_register, a, rules, 3, y, c.today, by, &out));
    struct petition p;
    ok(&c, register_decide(&c, &petition_register,
                           (struct record_key){id[5], INT_NONE, "map"}, x, &p));
    assert_int_equal(p.record.org_held.v, x.v);
    assert_false(p.record.to_decide);
    assert_int_equal(register_hand_back(&c, &petition_register, by), ERR_CONFLICT);
    assert_true(says(&c, NULL, "Petition"));
    clear_faults(&c);
    end(&c);
}

static void
a_boundary_change_leaves_known_villages_where_they_are(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), x = new_org(&c, "X");
    int64_t gone = add(&c, &petition_register, a, "1", "Thôn 1").record.id;
    int64_t stays = add(&c, &petition_register, a, "2", "Thôn 2").record.id;
    int64_t unknown = add(&c, &petition_register, a, "3", NULL).record.id;
    const struct split_rule rules[] = {{"thôn 1", true, x, "khoản 1"},
                                       {NULL, false, a, NULL}};
    struct handed_list out;
    ok(&c, register_split(&c, &petition_register, a, rules, 2, a, c.today,
                          (decree_id){9}, &out));
    assert_int_equal(find(&c, &petition_register, gone).record.org_held.v, x.v);
    struct petition p = find(&c, &petition_register, stays);
    assert_int_equal(p.record.org_held.v, a.v);
    assert_int_equal(p.record.version, 1);
    p = find(&c, &petition_register, unknown);
    assert_int_equal(p.record.org_held.v, a.v);
    assert_true(p.record.to_decide);
    int64_t sum = 0;
    for (size_t i = 0; i < out.n; i++)
        sum += out.v[i].n_moved + out.v[i].n_to_decide + out.v[i].n_passed;
    assert_int_equal(sum, 3);
    ok(&c, register_hand_back(&c, &petition_register, (decree_id){9}));
    end(&c);
}

static void
an_undo_waits_for_whoever_wrote_since(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), b = new_org(&c, "B");
    struct petition p = add(&c, &petition_register, a, "Đường", NULL), out;
    struct handed h;
    decree_id by = {3};
    ok(&c, register_hand_over(&c, &petition_register, a, b, c.today, by, true, &h));
    ok(&c, org_succeed(&c, a, b, c.today, by, true));
    p.petitioner = "Lan"; /* of a class that passes: no row of it was touched */
    ok(&c, register_change(&c, &petition_register, &p, &out));
    assert_int_equal(register_hand_back(&c, &petition_register, by), ERR_CONFLICT);
    assert_true(says(&c, NULL, "Đường"));
    clear_faults(&c);
    ok(&c,
       register_hand_back(&c, &badge_register, by)); /* nothing there: nothing to do */
    end(&c);
}

static void
a_later_decree_must_be_undone_first(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), b = new_org(&c, "B"), x = new_org(&c, "X");
    struct petition p = add(&c, &rating_register, a, "x", "Thôn 1"), q;
    struct handed h;
    struct handed_list out;
    decree_id first = {1}, second = {2};
    const struct split_rule rule = {"thôn 1", false, x, "khoản 1"};
    ok(&c, register_split(&c, &rating_register, a,
                          &(struct split_rule){"thôn 1", false, b, "1"}, 1, b, c.today,
                          first, &out));
    ok(&c, register_split(&c, &rating_register, b, &rule, 1, b, c.today, second, &out));
    refused(&c, ERR_CONFLICT, NULL, register_hand_back(&c, &rating_register, first));
    ok(&c, register_hand_back(&c, &rating_register, second));
    q = find(&c, &rating_register, p.record.id);
    assert_int_equal(q.record.org_held.v, b.v);
    assert_int_equal(q.record.state, RECORD_REVIEW);
    ok(&c, register_hand_back(&c, &rating_register, first));
    q = find(&c, &rating_register, p.record.id);
    assert_int_equal(q.record.org_held.v, a.v);
    assert_int_equal(q.record.state, RECORD_OPEN);
    assert_int_equal(q.record.version,
                     5); /* what somebody saw in between is never seen again */
    ok(&c, register_hand_over(&c, &rating_register, a, b, c.today, first, true, &h));
    assert_int_equal(h.n_review, 1);
    end(&c);
}

/* ---- counts, holders, undo: whatever happens in whatever order ---- */

enum {
    ORGS = 6,
    STEPS = 60
};
struct world {
    struct ctx *c;
    struct rng r;
    org_id org[ORGS];
    int n_decrees;
    struct LIST(struct petition) ids[4];
};

static const char *
some_village(struct world *w)
{
    static const char *const villages[] = {NULL, "Thôn 1", "Thôn 2", "Thôn 10",
                                           "Xóm Núi"};
    return villages[rng_below(&w->r, COUNT(villages))];
}

static org_id
some_org(struct world *w)
{
    return w->org[rng_below(&w->r, ORGS)];
}

/* Errors that a person may get are part of the game; what they leave behind is not. */
static void
settle(struct world *w, err e)
{
    if (e != OK && e != ERR_INVALID && e != ERR_CONFLICT)
        test_tell(w->c, e);
    assert_true(e == OK || e == ERR_INVALID || e == ERR_CONFLICT);
    clear_faults(w->c);
}

static void
a_write(struct world *w, size_t k)
{
    const struct registry *reg = all_four[k];
    struct petition out;
    if (w->ids[k].n == 0 || rng_below(&w->r, 3) == 0) {
        struct petition p = blank(
            some_org(w), arena_printf(w->c->arena, "r%d", (int)rng_below(&w->r, 30)));
        p.village = some_village(w);
        err e = register_add(w->c, reg, &p, &out);
        if (e == OK)
            *PUSH(w->c->arena, &w->ids[k]) = out;
        settle(w, e);
        return;
    }
    struct record_key key = {w->ids[k].v[rng_below(&w->r, w->ids[k].n)].record.id,
                             INT_NONE, "p"};
    switch (rng_below(&w->r, 5)) {
    case 0:
        settle(w, register_end(w->c, reg, key, w->c->today, &out));
        break;
    case 1:
        settle(w, register_transfer(w->c, reg, key, some_org(w), &out));
        break;
    case 2:
        settle(w, register_decide(w->c, reg, key, some_org(w), &out));
        break;
    case 3:
        settle(w, register_keep(w->c, reg, key, &out));
        break;
    default:
        out = find(w->c, reg, key.id);
        out.petitioner = arena_printf(w->c->arena, "p%d", (int)rng_below(&w->r, 9));
        settle(w, register_change(w->c, reg, &out, &out));
        break;
    }
}

static int64_t
total(const struct handed_list *l)
{
    int64_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        n += l->v[i].n_passed + l->v[i].n_review + l->v[i].n_surrender +
             l->v[i].n_archived + l->v[i].n_moved + l->v[i].n_to_decide +
             l->v[i].n_history;
    return n;
}

static int64_t
all_held(struct world *w, const struct registry *reg, org_id org)
{
    struct holding h;
    int64_t n = 0;
    ok(w->c, register_count_held(w->c, reg, org, &h));
    for (int s = 0; s < RECORD_STATES; s++)
        n += h.n[s];
    return n;
}

/* Every record once, and each count and each list says the same of it. */
static void
all_agree(struct world *w)
{
    struct ctx *c = w->c;
    struct record_filter f = {
        .all = true, .from = DAY_NONE, .to = DAY_NONE, .limit = 1000};
    for (size_t k = 0; k < 4; k++) {
        f.state = RECORD_NONE;
        struct petition_list all = list(c, all_four[k], f);
        assert_int_equal(all.n, w->ids[k].n);
        int64_t n[ORGS][RECORD_STATES] = {0}, sum[RECORD_STATES] = {0};
        for (size_t i = 0; i < all.n; i++) {
            const struct record *r = &all.v[i].record;
            int org = 0;
            while (w->org[org].v != r->org_held.v)
                org++;
            n[org][r->state]++;
            sum[r->state]++;
            bool open = r->state == RECORD_OPEN || r->state == RECORD_REVIEW;
            assert_int_equal(open, !day_known(r->ended_on));
            struct petition one = find(c, all_four[k], r->id);
            assert_int_equal(one.record.state, r->state);
            assert_int_equal(one.record.ended_on.v, r->ended_on.v);
        }
        for (int s = RECORD_OPEN; s < RECORD_STATES; s++) {
            f.state = s;
            assert_int_equal(list(c, all_four[k], f).n, sum[s]);
            int64_t answered = 0;
            for (int o = 0; o < ORGS; o++) {
                org_id now;
                assert_int_equal(held(c, all_four[k], w->org[o], s), n[o][s]);
                ok(c, org_now(c, w->org[o], c->today, &now));
                struct record_filter own = f;
                own.all = false;
                own.org = w->org[o];
                if (now.v == w->org[o].v)
                    answered += (int64_t)list(c, all_four[k], own).n;
            }
            assert_int_equal(answered, sum[s]);
        }
    }
}

/* Whole, as decrees do it: who is succeeded once cannot be again, and not in a circle. */
static bool
succeed(struct world *w, decree_id by, struct handed_list *out)
{
    struct ctx *c = w->c;
    size_t from = rng_below(&w->r, ORGS - 1);
    size_t to = from + 1 + rng_below(&w->r, ORGS - 1 - from);
    org_id now;
    ok(c, org_now(c, w->org[from], c->today, &now));
    if (now.v != w->org[from].v)
        return false;
    /* with all that it answers for, holder by holder */
    struct org_id_list holders;
    struct handing pairs[ORGS];
    int64_t had = 0;
    ok(c, org_answers_for(c, now, c->today, &holders));
    for (size_t i = 0; i < holders.n; i++) {
        pairs[i] = (struct handing){holders.v[i], w->org[to], true};
        for (size_t k = 0; k < 4; k++)
            had += all_held(w, all_four[k], holders.v[i]);
    }
    ok(c, register_hand_over_all(c, all_four, pairs, holders.n, c->today, by, out));
    assert_int_equal(total(out), had);
    ok(c, org_succeed(c, now, w->org[to], c->today, by, true));
    return true;
}

static void
split(struct world *w, decree_id by)
{
    struct ctx *c = w->c;
    org_id from = some_org(w), to = some_org(w);
    struct handed_list out;
    for (size_t k = 0; k < 4; k++) {
        const struct split_rule rules[] = {
            {"Thôn 1", rng_below(&w->r, 2), some_org(w), "a"},
            {"thôn 2", true, some_org(w), "b"},
            {NULL, false, some_org(w), "c"}};
        int64_t had = all_held(w, all_four[k], from);
        ok(c, register_split(c, all_four[k], from, rules, rng_below(&w->r, 4), to,
                             c->today, by, &out));
        assert_int_equal(total(&out), had);
    }
}

/* A decree; half of the time it is undone at once, and then everything is as it was. */
static void
a_decree(struct world *w)
{
    struct ctx *c = w->c;
    decree_id by = {1000 + w->n_decrees++};
    struct handed_list out;
    struct petition_list before[4];
    struct record_filter f = {
        .all = true, .from = DAY_NONE, .to = DAY_NONE, .limit = 1000};
    for (size_t k = 0; k < 4; k++)
        before[k] = list(c, all_four[k], f);
    bool whole = rng_below(&w->r, 2);
    if (whole && !succeed(w, by, &out))
        return;
    if (!whole)
        split(w, by);
    if (rng_below(&w->r, 2))
        return;
    if (whole)
        ok(c, org_unsucceed(c, by));
    for (size_t k = 0; k < 4; k++) {
        ok(c, register_hand_back(c, all_four[k], by));
        struct petition_list after = list(c, all_four[k], f);
        assert_int_equal(after.n, before[k].n);
        for (size_t i = 0; i < after.n; i++) {
            const struct record *x = &before[k].v[i].record, *y = &after.v[i].record;
            assert_int_equal(x->id, y->id);
            assert_int_equal(x->org_held.v, y->org_held.v);
            assert_int_equal(x->state, y->state);
            assert_int_equal(x->to_decide, y->to_decide);
            assert_int_equal(x->ended_on.v, y->ended_on.v);
            assert_true(y->version >= x->version);
        }
    }
}

static void
counts_and_holders_survive_anything(void **state)
{
    struct rng r = rng_start(11);
    for (int round = 0; round < 6; round++) {
        struct ctx c = {0};
        start(&c, state);
        struct world w = {.c = &c, .r = r};
        for (int i = 0; i < ORGS; i++)
            w.org[i] = new_org(&c, arena_printf(c.arena, "O%d", i));
        for (int i = 0; i < STEPS; i++) {
            if (rng_below(&w.r, 6) == 0)
                a_decree(&w);
            else
                a_write(&w, rng_below(&w.r, 4));
            if (rng_below(&w.r, 10) ==
                0) /* an old decree: undone or refused, never half */
                settle(&w, register_hand_back(
                               &c, all_four[rng_below(&w.r, 4)],
                               (decree_id){1000 + (int64_t)rng_below(&w.r, 8)}));
            if (rng_below(&w.r, 5) == 0)
                all_agree(&w);
            for (size_t k = 0; k < 4; k++)
                ok(&c, register_verify(&c, all_four[k]));
        }
        r = w.r;
        end(&c);
    }
}

/* ---- eight at once ---- */

enum {
    CLERKS = 8,
    RECORDS_FIRST = 10 /* of the one who then hands over */
};
/* Enters records until it is told that the organisation has handed over. */
struct clerk {
    pthread_t thread;
    const char *url;
    org_id org, to;
    int n_added, n_refused;
    bool hands_over;
};

static err
one_add(struct ctx *c, void *arg)
{
    const struct clerk *k = arg;
    struct petition p = blank(k->org, "x"), out;
    return register_add(c, &rating_register, &p, &out);
}

static err
one_hand_over(struct ctx *c, void *arg)
{
    const struct clerk *k = arg;
    struct handed h;
    TRY(register_hand_over(c, &rating_register, k->org, k->to, c->today, (decree_id){1},
                           true, &h));
    return org_succeed(c, k->org, k->to, c->today, (decree_id){1}, true);
}

static void *
clerk_at_work(void *arg)
{
    struct clerk *k = arg;
    struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    c.actor = &operator_;
    must(db_open(&c, k->url, OPEN_WRITE, &c.db) == OK);
    while (!k->n_refused) {
        bool now = k->hands_over && k->n_added == RECORDS_FIRST;
        err e = tx_run(&c, now ? one_hand_over : one_add, k);
        k->n_added += e == OK && !now;
        k->n_refused += e == ERR_INVALID;
        k->hands_over = k->hands_over && !(now && e == OK);
        must(e == OK || e == ERR_AGAIN || (e == ERR_INVALID && !now));
        clear_faults(&c);
    }
    db_close(c.db);
    arena_free(&a);
    return NULL;
}

static void
nothing_slips_through_while_an_organisation_hands_over(void **state)
{
    struct ctx c = {0};
    struct clerk clerks[CLERKS];
    start(&c, state);
    org_id a = new_org(&c, "A"), b = new_org(&c, "B");
    ok(&c, db_commit(&c));
    int n_added = 0;
    for (int i = 0; i < CLERKS; i++) {
        clerks[i] = (struct clerk){
            .url = db_url(c.db), .org = a, .to = b, .hands_over = i == 0};
        assert_int_equal(
            pthread_create(&clerks[i].thread, NULL, clerk_at_work, &clerks[i]), 0);
    }
    for (int i = 0; i < CLERKS; i++) {
        pthread_join(clerks[i].thread, NULL);
        n_added += clerks[i].n_added;
    }
    c.today = day_of(2025, 7, 1);
    ok(&c, db_begin(&c, true));
    assert_int_equal(held(&c, &rating_register, a, RECORD_OPEN), 0);
    assert_int_equal(held(&c, &rating_register, a, RECORD_REVIEW), n_added);
    end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(each_register_follows_its_rule_and_comes_back),
        ON_BOTH(a_successor_writes_what_it_answers_for),
        ON_BOTH(a_split_moves_by_rule_and_marks_the_rest),
        ON_BOTH(a_boundary_change_leaves_known_villages_where_they_are),
        ON_BOTH(an_undo_waits_for_whoever_wrote_since),
        ON_BOTH(a_later_decree_must_be_undone_first),
        ON_BOTH(counts_and_holders_survive_anything),
        ON_BOTH(nothing_slips_through_while_an_organisation_hands_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
