/* SPDX-License-Identifier: Apache-2.0 */
#include "test.h"

static void
memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct rng r = rng_start(1);
    for (int i = 0; i < 5000; i++) {
        size_t align = (size_t)1 << rng_below(&r, 5);
        size_t n = rng_below(&r, i % 100 == 0 ? 20000 : 100);
        unsigned char *p = arena_alloc(&a, n, align);
        assert_int_equal((uintptr_t)p % align, 0);
        for (size_t k = 0; k < n; k++)
            assert_int_equal(p[k], 0);
        memset(p, 0xA5, n);
    }
}

static void
pieces_do_not_overlap(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    enum {
        PIECES = 2000
    };
    uint32_t *piece[PIECES];
    for (uint32_t i = 0; i < PIECES; i++) {
        piece[i] = NEWN(&a, uint32_t, 1 + i % 50);
        for (uint32_t k = 0; k <= i % 50; k++)
            piece[i][k] = i;
    }
    for (uint32_t i = 0; i < PIECES; i++)
        for (uint32_t k = 0; k <= i % 50; k++)
            assert_int_equal(piece[i][k], i);
}

static void
a_reset_gives_back_what_came_after_the_mark(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    char *kept = arena_strdup(&a, "kept");
    size_t before = arena_bytes(&a);
    struct arena_mark m = arena_mark(&a);
    const char *first = memset(arena_alloc(&a, 64, 1), 1, 64);
    for (int i = 0; i < 100; i++)
        memset(arena_alloc(&a, 100000, 1), 1, 100000);
    assert_true(arena_bytes(&a) >= 10000000);
    arena_reset(&a, m);
    assert_int_equal(arena_bytes(&a), before);
    assert_string_equal(kept, "kept");
    char *again = arena_alloc(&a, 64, 1); /* the same memory, zero again */
    assert_ptr_equal(again, first);
    for (int i = 0; i < 64; i++)
        assert_int_equal(again[i], 0);
    arena_free(&a);
    assert_int_equal(arena_bytes(&a), 0);
    assert_string_equal(arena_strdup(&a, "usable again"), "usable again");
}

static void
a_reset_to_an_empty_arena_frees_all(void **state)
{
    (void)state;
    struct arena a = {0};
    struct arena_mark m = arena_mark(&a);
    arena_alloc(&a, 10, 1);
    arena_reset(&a, m);
    assert_int_equal(arena_bytes(&a), 0);
    assert_null(a.top);
}

static void
a_list_keeps_its_elements_while_it_grows(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct LIST(int64_t) list = {0};
    for (int64_t i = 0; i < 10000; i++) {
        int64_t *e = PUSH(&a, &list);
        assert_int_equal(*e, 0);
        *e = i;
        arena_alloc(&a, 3, 1);
    }
    assert_int_equal(list.n, 10000);
    for (int64_t i = 0; i < 10000; i++)
        assert_int_equal(list.v[i], i);
}

static void
strings_are_copied_and_printed(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    assert_null(arena_strdup(&a, NULL));
    assert_string_equal(arena_strndup(&a, "Gia Tân", 3), "Gia");
    assert_string_equal(arena_printf(&a, "%s/%d", "Gia Tân", 7), "Gia Tân/7");
    char *wide = arena_printf(&a, "%*s", 50000, "x");
    assert_int_equal(strlen(wide), 50000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(a_reset_gives_back_what_came_after_the_mark),
        cmocka_unit_test(a_reset_to_an_empty_arena_frees_all),
        cmocka_unit_test(a_list_keeps_its_elements_while_it_grows),
        cmocka_unit_test(strings_are_copied_and_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
