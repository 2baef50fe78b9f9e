/* SPDX-License-Identifier: Apache-2.0 */
/* task_many_test.c: tasks for each of many bodies, lists of them, and bodies that come and go. */
#include "task/task_test.h"

/* ---- many ---- */

static void
a_task_for_each_commune_is_one_for_each_and_rolls_up(void **state)
{
    struct office o;
    struct task_body_list bodies;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = planned(&o, "Mỗi xã lập đề án", (org_id){0});
    struct task_spread in = {
        .id = {t.record.id}, .kind = "people_committee", .expected = 3};
    ok(c, task_spread_plan(c, &in, &bodies));
    assert_int_equal(bodies.n, 2);
    refused(c, ERR_CONFLICT, "expected", task_spread(c, &in, &n));
    in.expected = 2;
    ok(c, task_spread(c, &in, &n));
    assert_int_equal(n, 2);
    ok(c, task_find(c, in.id, &t));
    assert_true(t.is_whole);
    assert_string_equal(t.spread_kind, "people_committee");
    refused(c, ERR_INVALID, NULL,
            moved_by(&o, &o.giver, "withdraw", &t,
                     (struct task_move){
                         .id = in.id, .version = INT_NONE, .reason = "Thôi"}));
    /* a commune that comes later gets its own by the same call; the others keep theirs */
    org_id later = body(c, "Ủy ban nhân dân xã Gia Minh", o.province);
    in.expected = INT_NONE;
    ok(c, task_spread(c, &in, &n));
    assert_int_equal(n, 1);
    struct task_page page;
    ok(c, task_list(c, &(struct task_filter){.parent = in.id, .on = DAY_NONE}, &page));
    assert_int_equal(page.total, 3);
    c->actor = &operator_;
    ok(c, task_list(c, &(struct task_filter){.org = later, .on = DAY_NONE}, &page));
    assert_int_equal(page.total, 1);
    assert_int_equal(page.items.v[0].stage, TASK_ASSIGNED);
    end(&o);
}

static void
who_has_done_its_part_is_not_given_it_again(void **state)
{
    struct office o;
    struct task_body_list bodies;
    struct task_page page;
    struct task t;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task whole = planned(&o, "Mỗi xã lập đề án", (org_id){0});
    const struct task_spread in = {.id = {whole.record.id},
                                   .kind = "people_committee",
                                   .expected = INT_NONE};
    ok(c, task_spread(c, &in, &n));
    ok(c, task_list(c, &(struct task_filter){.parent = in.id, .on = DAY_NONE}, &page));
    assert_int_equal(page.items.n, 2);
    bool first = page.items.v[0].org_held.v == o.gia_tan.v;
    ok(c, task_find(c, page.items.v[first ? 0 : 1].id, &t));
    ok(c, moved_by(&o, &o.lead, "accept", &t, on(&t)));
    report_done(&o, &t);
    ok(c, moved_by(&o, &o.giver, "verify", &t, on(&t)));
    assert_int_equal(t.stage, TASK_CLOSED);
    c->actor = &o.giver;
    ok(c, task_spread_plan(c, &in, &bodies));
    assert_int_equal(bodies.n, 2);
    for (size_t i = 0; i < bodies.n; i++)
        assert_true(bodies.v[i].has);
    refused(c, ERR_INVALID, "kind", task_spread(c, &in, &n));
    end(&o);
}

static void
many_are_accepted_at_once_by_their_exact_number_or_not_at_all(void **state)
{
    struct office o;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    for (int i = 0; i < 3; i++)
        assigned(&o, "Việc", o.gia_tan);
    assigned(&o, "Của xã khác", o.gia_lap);
    c->actor = &o.lead;
    struct task_bulk b = {.move = "accept", .expected = 2};
    refused(c, ERR_CONFLICT, "expected", task_bulk(c, &b, &n));
    b.expected = 3;
    ok(c, task_bulk(c, &b, &n));
    assert_int_equal(n, 3);
    struct work w;
    ok(c, task_work(c, (org_id){0}, &w));
    assert_int_equal(w.later.total, 3);
    b.move = "verify";
    refused(c, ERR_INVALID, "move", task_bulk(c, &b, &n));
    end(&o);
}

static void
tasks_that_would_wait_for_each_other_are_refused(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task a = accepted(&o, "A"), b = planned(&o, "B", o.gia_tan),
                d = planned(&o, "D", o.gia_tan);
    const task_id ia = {a.record.id}, ib = {b.record.id}, id = {d.record.id};
    ok(c, task_depend(c, ia, ib));
    ok(c, task_depend(c, ib, id));
    refused(c, ERR_INVALID, "on_id", task_depend(c, id, ia));
    refused(c, ERR_INVALID, "on_id", task_depend(c, ia, ia));
    struct task_move m = on(&a);
    m.text = "Xong";
    m.evidence = "1/BC";
    refused(c, ERR_INVALID, NULL, moved_by(&o, &o.lead, "report", &a, m));
    end(&o);
}

/* ---- lists ---- */

static int64_t
how_many(struct office *o, struct task_filter f)
{
    struct task_page page;
    f.org = o->gia_tan;
    o->c.actor = &o->lead;
    ok(&o->c, task_list(&o->c, &f, &page));
    return page.total;
}

static void
what_is_due_within_a_week_and_what_is_silent_are_lists(void **state)
{
    struct office o;
    start(&o, state);                              /* on 15 January */
    struct task t = accepted(&o, "Lập danh sách"); /* due on 28 February */
    reported(&o, "Chờ xác nhận");                  /* its giver is to speak */
    const struct task_filter soon = {.soon = true, .on = D(2025, 2, 22)},
                             not_yet = {.soon = true, .on = D(2025, 2, 21)},
                             past = {.soon = true, .on = D(2025, 3, 1)},
                             silent = {.silent = true, .on = D(2025, 1, 30)},
                             all = {.late = true,
                                    .soon = true,
                                    .silent = true,
                                    .q = "x",
                                    .directive = o.plan,
                                    .state = "doing",
                                    .on = D(2025, 2, 22)},
                             spoke = {.silent = true, .on = D(2025, 1, 29)};
    assert_int_equal(how_many(&o, soon), 2);
    assert_int_equal(how_many(&o, not_yet), 0);
    assert_int_equal(how_many(&o, past), 0);
    assert_int_equal(how_many(&o, silent), 1);
    assert_int_equal(how_many(&o, spoke), 0);
    assert_int_equal(how_many(&o, all), 0);
    ctx_on(&o.c, D(2025, 1, 20));
    struct task_move m = on(&t);
    m.text = "Đang làm";
    ok(&o.c, moved_by(&o, &o.lead, "progress", &t, m));
    assert_int_equal(how_many(&o, silent), 0);
    end(&o);
}

static void
what_was_late_on_a_day_is_told_as_of_that_day(void **state)
{
    struct office o;
    struct task_page page;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = reported(&o, "Trễ");
    planned(&o, "Khác", o.gia_lap);
    struct task_filter f = {.org = o.gia_tan, .late = true, .on = D(2025, 3, 10)};
    c->actor = &o.lead;
    ok(c, task_list(c, &f, &page));
    assert_int_equal(page.total, 1);
    assert_int_equal(page.items.v[0].days, -10);
    f.on = D(2025, 2, 28);
    ok(c, task_list(c, &f, &page));
    assert_int_equal(page.total, 0);
    c->today = D(2025, 3, 5);
    ok(c, moved_by(&o, &o.giver, "verify", &t, on(&t)));
    f.on = D(2025, 3, 10); /* done by then */
    ok(c, task_list(c, &f, &page));
    assert_int_equal(page.total, 0);
    f.on = D(2025, 3, 4); /* not yet */
    ok(c, task_list(c, &f, &page));
    assert_int_equal(page.total, 1);
    f = (struct task_filter){.org = o.gia_tan, .state = "ended", .on = DAY_NONE};
    ok(c, task_list(c, &f, &page));
    assert_int_equal(page.total, 1);
    f.state = "review";
    ok(c, task_list(c, &f, &page));
    assert_int_equal(page.total, 0);
    f.state = "half";
    refused(c, ERR_INVALID, "state", task_list(c, &f, &page));
    f = (struct task_filter){.org = o.gia_lap, .on = DAY_NONE};
    refused(c, ERR_FORBIDDEN, NULL, task_list(c, &f, &page));
    end(&o);
}

static void
a_long_list_is_read_page_by_page_and_misses_none(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    for (int i = 0; i < 7; i++)
        planned(&o, arena_printf(c->arena, "Việc %d", i),
                i % 2 ? o.gia_tan : o.gia_lap);
    struct task_filter f = {.directive = o.plan, .on = DAY_NONE, .limit = 3};
    size_t seen = 0;
    int64_t last = 0;
    do {
        struct task_page page;
        ok(c, task_list(c, &f, &page));
        assert_int_equal(page.total, 7);
        for (size_t i = 0; i < page.items.n; i++, seen++) {
            assert_true(page.items.v[i].id.v > last);
            last = page.items.v[i].id.v;
        }
        f.after = page.next;
    } while (f.after);
    assert_int_equal(seen, 7);
    end(&o);
}

/* ---- organisations come and go ---- */

static void
open_tasks_follow_who_answers_and_closed_ones_stay(void **state)
{
    struct office o;
    struct handed done;
    struct task_page page;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task open = accepted(&o, "Đang làm"), closed = reported(&o, "Đã xong");
    ok(c, moved_by(&o, &o.giver, "verify", &closed, on(&closed)));
    c->actor = &operator_;
    ok(c, register_hand_over(c, &task_register, o.gia_tan, o.gia_lap, c->today,
                             (decree_id){7}, true, &done));
    ok(c, org_succeed(c, o.gia_tan, o.gia_lap, c->today, (decree_id){7}, true));
    ok(c, org_end_succeeded(c, (decree_id){7}));
    assert_int_equal(done.n_passed, 1);
    assert_int_equal(done.n_history, 1);
    c->actor = &o.other; /* the successor's staff from the first minute */
    ok(c, task_list(c, &(struct task_filter){.on = DAY_NONE, .state = "all"}, &page));
    assert_int_equal(page.total, 2);
    assert_string_equal(page.items.v[0].body, "Ủy ban nhân dân xã Gia Lập");
    assert_string_equal(page.items.v[0].former, "Ủy ban nhân dân xã Gia Tân");
    struct task_move m = on(&open);
    m.text = "Tiếp tục";
    ok(c, moved_by(&o, &o.other, "progress", &open, m));
    assert_int_equal(open.record.org_held.v, o.gia_tan.v);
    /* a new one for the body that has ended is refused, and says who answers */
    c->actor = &o.giver;
    struct task in = blank(&o, "Cho xã cũ"), t;
    refused(c, ERR_INVALID, "body", task_add(c, &in, o.gia_tan, &t));
    org_id to;
    assert_int_equal(task_pick(c, "Ủy ban nhân dân xã Gia Tân", "body", &to),
                     ERR_INVALID);
    assert_non_null(strstr(c->faults.v[0].message, "Gia Lập"));
    end(&o);
}

static void
a_split_re_homes_open_tasks_by_territory_and_an_undo_brings_them_back(void **state)
{
    struct office o;
    struct handed_list done;
    start(&o, state);
    struct ctx *c = &o.c;
    const decree_id by = {7};
    struct task in = blank(&o, "Giải phóng mặt bằng"), there, unknown;
    in.place = "Thôn Đông";
    ok(c, task_add(c, &in, o.gia_tan, &there));
    in.place = NULL;
    ok(c, task_add(c, &in, o.gia_tan, &unknown));
    org_id fresh = body(c, "Ủy ban nhân dân phường Mới", o.province);
    const struct split_rule rule = {"Thôn Đông", false, fresh, "Nghị quyết, khoản 3"};
    c->actor = &operator_;
    ok(c, register_split(c, &task_register, o.gia_tan, &rule, 1, o.gia_lap, c->today,
                         by, &done));
    ok(c, org_succeed(c, o.gia_tan, o.gia_lap, c->today, by, false));
    ok(c, task_find(c, (task_id){there.record.id}, &there));
    ok(c, task_find(c, (task_id){unknown.record.id}, &unknown));
    assert_int_equal(there.record.org_held.v, fresh.v);
    assert_int_equal(unknown.record.org_held.v, o.gia_lap.v);
    assert_true(unknown.record.to_decide);
    ok(c, register_hand_back(c, &task_register, by));
    ok(c, org_unsucceed(c, by));
    ok(c, task_find(c, (task_id){there.record.id}, &there));
    assert_int_equal(there.record.org_held.v, o.gia_tan.v);
    end(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_task_for_each_commune_is_one_for_each_and_rolls_up),
        ON_BOTH(who_has_done_its_part_is_not_given_it_again),
        ON_BOTH(many_are_accepted_at_once_by_their_exact_number_or_not_at_all),
        ON_BOTH(tasks_that_would_wait_for_each_other_are_refused),
        ON_BOTH(what_is_due_within_a_week_and_what_is_silent_are_lists),
        ON_BOTH(what_was_late_on_a_day_is_told_as_of_that_day),
        ON_BOTH(a_long_list_is_read_page_by_page_and_misses_none),
        ON_BOTH(open_tasks_follow_who_answers_and_closed_ones_stay),
        ON_BOTH(a_split_re_homes_open_tasks_by_territory_and_an_undo_brings_them_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
