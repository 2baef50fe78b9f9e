/* SPDX-License-Identifier: Apache-2.0 */
/* report_race_test.c: eight connections want what only one may have. */
#include "kernel/access.h"
#include "kernel/org.h"
#include "race.h"
#include "report/report.h"

static const struct actor operator_ = {.name = "Quản trị", .is_operator = true};

static void
prepare(struct ctx *c, void **state)
{
    struct org o = {.kind = "people_committee",
                    .name = "Ủy ban nhân dân xã Gia Tân",
                    .valid_from = day_of(2000, 1, 1)};
    test_db_start(c, state);
    c->actor = &operator_;
    c->today = day_of(2025, 3, 15); /* the first quarter's data ended yesterday */
    ok(c, db_begin(c, true));
    ok(c, org_add(c, &o));
    ok(c, db_commit(c));
}

static err
begin_round(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    struct report_round round;
    pause_a_little(r);
    return report_round_open(c, (report_regime_id){-2}, &round);
}

static void
of_eight_who_begin_a_round_one_does_and_a_body_owes_it_once(void **state)
{
    struct ctx c = {0};
    struct racer racers[RACERS];
    struct report_page page;
    prepare(&c, state);
    assert_int_equal(run_race(&c, begin_round, begin_round, NULL, racers), 1);
    for (int i = 0; i < RACERS; i++)
        assert_true(racers[i].result == OK || racers[i].result == ERR_CONFLICT);
    ok(&c, db_begin(&c, false));
    ok(&c, report_list(&c, &(struct report_filter){0}, &page));
    assert_int_equal(page.total, 1);
    ok(&c, register_verify(&c, &report_register));
    db_rollback(&c);
    test_db_end(&c);
}

static err
save(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    const report_id *id = r->with;
    struct report_typed typed = {1, r->i % 2 ? "5" : "7"};
    struct report_save in = {.id = *id, .version = 1}; /* as on everybody's page */
    struct report seen, out;
    in.values.v = &typed;
    in.values.n = 1;
    TRY(report_find(c, *id, &seen));
    pause_a_little(r);
    return report_save(c, &in, &out);
}

static void
of_eight_who_fill_in_a_report_one_does_and_the_others_are_told(void **state)
{
    struct ctx c = {0};
    struct racer racers[RACERS];
    struct report_round round;
    struct report_page page;
    prepare(&c, state);
    ok(&c, db_begin(&c, true));
    ok(&c, report_round_open(&c, (report_regime_id){-2}, &round));
    ok(&c, report_list(&c, &(struct report_filter){0}, &page));
    ok(&c, db_commit(&c));
    report_id id = page.items.v[0].id;
    assert_int_equal(run_race(&c, save, save, &id, racers), 1);
    for (int i = 0; i < RACERS; i++)
        assert_true(racers[i].result == OK || racers[i].result == ERR_CONFLICT);
    test_db_end(&c);
}

static err
add_up(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    const report_round_id *round = r->with;
    struct report_synthesis s;
    pause_a_little(r);
    return report_synthesise(c, *round, NULL, &s);
}

static void
eight_who_add_up_make_eight_syntheses_with_a_number_each_or_are_told(void **state)
{
    struct ctx c = {0};
    struct racer racers[RACERS];
    struct report_round round;
    struct report_page page;
    struct report_synthesis_list made = {0};
    struct actor own = operator_;
    prepare(&c, state);
    ok(&c, db_begin(&c, true));
    ok(&c, report_round_open(&c, (report_regime_id){-2}, &round));
    ok(&c, report_list(&c, &(struct report_filter){0}, &page));
    ok(&c, db_commit(&c));
    own.org_id = page.items.v[0].org_held;
    c.actor = &own;
    int n = run_race(&c, add_up, add_up, &round.id, racers);
    for (int i = 0; i < RACERS; i++)
        assert_true(racers[i].result == OK || racers[i].result == ERR_CONFLICT);
    ok(&c, db_begin(&c, false));
    ok(&c, report_syntheses(&c, round.id, (org_id){0}, &made));
    assert_int_equal(made.n, n);
    db_rollback(&c);
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(of_eight_who_begin_a_round_one_does_and_a_body_owes_it_once),
        ON_BOTH(of_eight_who_fill_in_a_report_one_does_and_the_others_are_told),
        ON_BOTH(eight_who_add_up_make_eight_syntheses_with_a_number_each_or_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
