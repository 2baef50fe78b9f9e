/* SPDX-License-Identifier: Apache-2.0 */
/* task_road_test.c: a document's tasks along time. */
#include "task/task_road.h"

#include "task/task_test.h"

static void
what_slipped_and_what_waits_are_in_the_roadmap(void **state)
{
    struct office o;
    struct road r;
    struct task_move m;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task a = accepted(&o, "Lấy ý kiến cử tri"),
                b = planned(&o, "Thông qua đề án", o.gia_lap),
                none = blank(&o, "Tuyên truyền"), out;
    ok(c, task_depend(c, (task_id){b.record.id}, (task_id){a.record.id}));
    ok(c, task_add(c, &none, o.gia_tan, &out));
    c->today = D(2025, 5, 13); /* 74 days past 28 February */
    m = on(&a);
    m.text = "Đã lấy ý kiến";
    m.evidence = "Biên bản";
    ok(c, moved_by(&o, &o.lead, "report", &a, m));
    ok(c, moved_by(&o, &o.giver, "verify", &a, on(&a)));
    ok(c, task_road(c, o.plan, &r));
    assert_int_equal(r.rows.n, 3);
    assert_int_equal(r.links.n, 1);
    assert_int_equal(r.n_undated, 1);
    const struct road_row *first = &r.rows.v[0], *second = &r.rows.v[1];
    assert_int_equal(first->slip, 74);
    assert_int_equal(first->slack, INT_NONE); /* it is done */
    assert_string_equal(second->waits, "Lấy ý kiến cử tri");
    assert_true(second->is_late && second->is_critical);
    assert_int_equal(second->slack, 0);
    assert_true(second->finish.v > D(2025, 5, 13).v); /* not before what it waits for */
    assert_int_equal(r.rows.v[2].at, INT_NONE);
    const char *svg = task_road_svg(c, &r).v;
    assert_non_null(strstr(svg, "r-slip"));
    assert_non_null(strstr(svg, "marker-end"));
    assert_null(strstr(svg, "Tuyên truyền")); /* without a day: in the table alone */
    end(&o);
}

static void
who_may_not_read_the_whole_sees_their_own_in_it(void **state)
{
    struct office o;
    struct road r;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task a = assigned(&o, "Việc của Gia Tân", o.gia_tan),
                b = assigned(&o, "Việc của Gia Lập", o.gia_lap);
    ok(c, task_depend(c, (task_id){b.record.id}, (task_id){a.record.id}));
    c->actor = &o.other;
    ok(c, task_road(c, o.plan, &r));
    assert_int_equal(r.rows.n, 1);
    assert_int_equal(r.rows.v[0].id.v, b.record.id);
    assert_int_equal(r.links.n, 0); /* nor what it waits for, if that is another's */
    end(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_slipped_and_what_waits_are_in_the_roadmap),
        ON_BOTH(who_may_not_read_the_whole_sees_their_own_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
