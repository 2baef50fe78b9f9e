/* SPDX-License-Identifier: Apache-2.0 */
/* unit_race_test.c: eight connections want what only one may have. */
#include "race.h"
#include "unit/unit_row.h"

#define D(y, m, d) day_of(y, m, d)

/* What the racers want: of one unit, or each of another. */
struct want {
    unit_id a;
    const unit_id *b;
};

static int
run(struct ctx *c, err (*fn)(struct ctx *c, void *arg), unit_id a, const unit_id *b)
{
    struct racer racers[RACERS];
    c->today = D(2025, 1, 15);
    return run_race(c, fn, fn, &(struct want){a, b}, racers);
}

static err
add(struct ctx *c, const char *code, int tier, int type, const char *name,
    unit_id parent, day from, unit_id *out)
{
    return unit_add(c,
                    &(struct unit_new){.code = code,
                                       .name = name,
                                       .type = type,
                                       .tier = tier,
                                       .parent_id = parent,
                                       .valid_from = from,
                                       .lon_e6 = INT_NONE,
                                       .lat_e6 = INT_NONE},
                    out);
}

static unit_id
build(struct ctx *c, int n_communes, unit_id *communes)
{
    unit_id province, district;
    ok(c, db_begin(c, true));
    ok(c, add(c, "37", TIER_PROVINCE, TYPE_TINH, "Tỉnh Ninh Bình", (unit_id){0},
              DAY_MIN, &province));
    ok(c, add(c, "373", TIER_DISTRICT, TYPE_HUYEN, "Huyện Gia Viễn", province, DAY_MIN,
              &district));
    for (int i = 0; i < n_communes; i++)
        ok(c,
           add(c, arena_printf(c->arena, "1440%d", i), TIER_COMMUNE, TYPE_XA,
               arena_printf(c->arena, "Xã Số %d", i), district, DAY_MIN, &communes[i]));
    ok(c, db_commit(c));
    return district;
}

static err
take_the_code(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    const struct want *w = r->with;
    unit_id id;
    /* each from another day: no key of the table would notice */
    TRY(add(c, "14999", TIER_COMMUNE, TYPE_XA, "Xã Mới", w->a,
            (day){D(2025, 7, 1).v + r->i}, &id));
    pause_a_little(r);
    return OK;
}

static void
one_code_goes_to_one_unit(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    unit_id district = build(&c, 0, NULL);
    assert_int_equal(run(&c, take_the_code, district, NULL), 1);
    struct unit_list all;
    ok(&c, unit_children(&c, district, D(2030, 1, 1), &all));
    assert_int_equal(all.n, 1);
    test_db_end(&c);
}

static err
end_or_fill(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    const struct want *w = r->with;
    unit_id id;
    if (r->i % 2)
        TRY(unit_end(c, w->a, D(2025, 7, 1), (decree_id){0}));
    else
        TRY(add(c, arena_printf(c->arena, "1450%d", r->i), TIER_COMMUNE, TYPE_XA,
                "Xã Mới", w->a, D(2025, 6, 1), &id));
    pause_a_little(r);
    return OK;
}

static void
a_parent_lives_as_long_as_what_it_holds(void **state)
{
    for (int round = 0; round < 3; round++) {
        struct ctx c = {0};
        test_db_start(&c, state);
        unit_id district = build(&c, 0, NULL);
        assert_true(run(&c, end_or_fill, district, NULL) >= 1);
        struct unit u;
        struct unit_list all;
        ok(&c, unit_find(&c, district, D(2025, 6, 1), &u));
        ok(&c, unit_children(&c, district, D(2025, 7, 1), &all));
        assert_true(u.valid_to.v == DAY_MAX.v ? all.n >= 1 : all.n == 0);
        test_db_end(&c);
    }
}

static err
succeed_whole(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    const struct want *w = r->with;
    TRY(lineage_add(c, &(struct lineage){.from_id = w->a,
                                         .to_id = w->b[r->i],
                                         .on = D(2025, 7, 1),
                                         .area_part = PART_ALL,
                                         .pop_part = PART_ALL,
                                         .source = "race"}));
    pause_a_little(r);
    return OK;
}

static void
one_succeeds_by_the_whole(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    unit_id communes[RACERS + 1];
    build(&c, RACERS + 1, communes);
    assert_int_equal(run(&c, succeed_whole, communes[RACERS], communes), 1);
    struct lineage_list to;
    ok(&c, lineage_of(&c, communes[RACERS], true, &to));
    assert_int_equal(to.n, 1);
    test_db_end(&c);
}

static err
rename_it(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    const struct want *w = r->with;
    TRY(unit_change(
        c, w->a, D(2025, 7, 1),
        &(struct unit_change){.name = arena_printf(c->arena, "Xã Tên %d", r->i),
                              .decree_id = {100 + r->i}}));
    pause_a_little(r);
    return OK;
}

static void
one_decree_changes_a_unit_on_a_day(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    unit_id commune;
    build(&c, 1, &commune);
    assert_int_equal(run(&c, rename_it, commune, NULL), 1);
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(one_code_goes_to_one_unit),
        ON_BOTH(a_parent_lives_as_long_as_what_it_holds),
        ON_BOTH(one_succeeds_by_the_whole),
        ON_BOTH(one_decree_changes_a_unit_on_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
