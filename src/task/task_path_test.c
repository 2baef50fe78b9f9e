/* SPDX-License-Identifier: Apache-2.0 */
/* task_path_test.c: the longest way through tasks that wait for one another. */
#include "task/task_path.h"

#include "test.h"

#define D(n) ((day){20000 + (n)})
enum {
    MOST = 9
};

static void
of_two_ways_the_longer_one_is_critical(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct path_node v[] = {{.from = D(0), .length = 10, .done = DAY_NONE},
                            {.from = D(0), .length = 3, .done = DAY_NONE},
                            {.from = D(0), .length = 5, .done = DAY_NONE},
                            {.from = D(0), .length = 50, .done = DAY_NONE}};
    const struct path_need needs[] = {{2, 0}, {2, 1}};
    assert_true(path_solve(&a, v, COUNT(v), needs, COUNT(needs), D(0)));
    assert_int_equal(v[2].start.v, D(10).v);
    assert_int_equal(v[2].finish.v, D(14).v);
    assert_true(v[0].is_critical && v[2].is_critical && !v[1].is_critical);
    assert_int_equal(v[1].slack, 7);
    assert_false(v[3].is_linked); /* it holds up nobody */
    assert_int_equal(v[3].slack, INT_NONE);
}

static void
what_is_late_pushes_what_waits_for_it(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct path_node v[] = {{.from = D(0), .length = 10, .done = DAY_NONE},
                            {.from = D(0), .length = 5, .done = DAY_NONE}};
    const struct path_need needs[] = {{1, 0}};
    assert_true(path_solve(&a, v, COUNT(v), needs, COUNT(needs), D(30)));
    assert_int_equal(v[0].finish.v, D(30).v); /* today at the soonest */
    assert_int_equal(v[1].finish.v, D(35).v);
    v[0].done = D(20);
    v[1].done = D(12); /* done before: it had not waited */
    assert_true(path_solve(&a, v, COUNT(v), needs, COUNT(needs), D(30)));
    assert_int_equal(v[1].finish.v, D(12).v);
}

static void
a_circle_is_told(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct path_node v[2] = {{.from = D(0), .length = 1, .done = DAY_NONE},
                             {.from = D(0), .length = 1, .done = DAY_NONE}};
    const struct path_need needs[] = {{1, 0}, {0, 1}};
    assert_false(path_solve(&a, v, 2, needs, 2, D(0)));
}

/* The latest end of any chain that leads to i, tried one by one. */
static int
longest(const struct path_node *v, const struct path_need *needs, size_t n, size_t i)
{
    int start = v[i].from.v;
    for (size_t k = 0; k < n; k++)
        if (needs[k].task == i) {
            int before = longest(v, needs, n, needs[k].on);
            if (before >= start)
                start = before + 1;
        }
    return start + (int)v[i].length - 1;
}

static int
last_linked(const struct path_node *v, size_t n)
{
    int end = INT32_MIN;
    for (size_t i = 0; i < n; i++)
        if (v[i].is_linked && v[i].finish.v > end)
            end = v[i].finish.v;
    return end;
}

static void
slack_is_just_what_may_be_lost(void **state UNUSED)
{
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        CLEANUP(arena_free) struct arena a = {0};
        struct rng r = {seed * 2 + 1};
        struct path_node v[MOST] = {0};
        struct path_need needs[MOST * MOST];
        size_t n = 2 + rng_below(&r, MOST - 2), n_needs = 0;
        for (size_t i = 0; i < n; i++) {
            v[i] = (struct path_node){.from = D((int)rng_below(&r, 20)),
                                      .length = 1 + (int64_t)rng_below(&r, 10),
                                      .done = DAY_NONE};
            for (size_t k = 0; k < i; k++)
                if (rng_below(&r, 3) == 0)
                    needs[n_needs++] = (struct path_need){i, k};
        }
        assert_true(path_solve(&a, v, n, needs, n_needs, D(0)));
        int end = last_linked(v, n);
        bool any_critical = n_needs == 0;
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(v[i].finish.v, longest(v, needs, n_needs, i));
            any_critical |= v[i].is_critical;
            if (!v[i].is_linked)
                continue;
            assert_true(v[i].slack >= 0);
            for (int more = 0; more < 2; more++) {
                struct path_node w[MOST];
                memcpy(w, v, sizeof w);
                w[i].length += v[i].slack + more;
                assert_true(path_solve(&a, w, n, needs, n_needs, D(0)));
                assert_int_equal(last_linked(w, n), end + more);
            }
        }
        assert_true(any_critical);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_two_ways_the_longer_one_is_critical),
        cmocka_unit_test(what_is_late_pushes_what_waits_for_it),
        cmocka_unit_test(a_circle_is_told),
        cmocka_unit_test(slack_is_just_what_may_be_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
