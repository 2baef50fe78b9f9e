/* SPDX-License-Identifier: Apache-2.0 */
/* task_demo_test.c: the demo's work on its day and later, before its decrees and after them. */
#include "task/task_demo.h"

#include "demo.h"
#include "decree/decree.h"
#include "kernel/access.h"
#include "task/task.h"
#include "test.h"

static void
start(struct ctx *c, void **state)
{
    test_demo_start(c, state);
    ok(c, task_demo_load(c));
    assert_ptr_equal(c->actor, &operator_);
    assert_int_equal(c->today.v, day_of(2024, 12, 30).v);
}

static int64_t
late_on(struct ctx *c, day on)
{
    struct task_page page;
    ok(c, task_list(c, &(struct task_filter){.late = true, .on = on}, &page));
    return page.total;
}

static void
some_is_late_on_the_demo_day_and_more_later(void **state)
{
    struct ctx c = {0};
    struct directive_page all;
    start(&c, state);
    ok(&c, directive_list(&c, &(struct directive_filter){0}, &all));
    assert_int_equal(all.total, 1);
    struct directive_counts n;
    ok(&c, directive_count(&c, all.items.v[0].id, &n));
    assert_true(n.n_done > 15 && n.n_late > 0 && n.n_open > n.n_late);
    int64_t now = late_on(&c, day_of(2024, 12, 30));
    assert_true(now > 0);
    assert_true(late_on(&c, day_of(2025, 10, 1)) > now);
    test_db_end(&c);
}

static void
an_expert_has_work_of_their_own(void **state)
{
    struct ctx c = {0};
    struct actor *who;
    struct work w;
    start(&c, state);
    ok(&c, actor_of(&c, "chuyen-vien", &who));
    c.actor = who;
    ok(&c, task_work(&c, (org_id){0}, &w));
    assert_true(w.later.has_any);
    assert_true(w.waiting.has_any); /* reported, not verified yet */
    ok(&c, actor_of(&c, "lanh-dao", &who));
    c.actor = who;
    ok(&c, task_work(&c, (org_id){0}, &w));
    assert_true(w.decide.has_any);
    test_db_end(&c);
}

static void
what_is_open_passes_through_both_decrees(void **state)
{
    struct ctx c = {0};
    static const char *const codes[] = {"1318-2024", "1674-2025"};
    start(&c, state);
    for (size_t i = 0; i < COUNT(codes); i++) {
        struct decree_report r;
        ok(&c, decree_execute(&c, codes[i], false, &r));
        for (size_t k = 0; k < r.invariants.n; k++)
            assert_int_equal(r.invariants.v[k].n_bad, 0);
    }
    ok(&c, register_verify(&c, &task_register));
    ok(&c, register_verify(&c, &directive_register));
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(some_is_late_on_the_demo_day_and_more_later),
        ON_BOTH(an_expert_has_work_of_their_own),
        ON_BOTH(what_is_open_passes_through_both_decrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
