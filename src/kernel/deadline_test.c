/* SPDX-License-Identifier: Apache-2.0 */
/* deadline_test.c: what rules come to, how they are shown, and that they never go backwards. */
#include "db.h"
#include "test.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/calendar.h"
#include "kernel/deadline.h"

static const struct deadline_law *
start(struct ctx *c, void **state)
{
    test_db_start(c, state);
    ok(c, db_begin(c, true));
    struct actor *who;
    ok(c, actor_of(c, NULL, &who));
    c->actor = who;
    const struct deadline_law *law;
    ok(c, deadline_law_load(c, &law));
    return law;
}

static void
finish(struct ctx *c)
{
    ok(c, db_commit(c));
    test_db_end(c);
}

static struct deadline_rule
rule(int kind)
{
    struct deadline_rule r;
    view_clear(&deadline_rule_view, &r);
    r.kind = kind;
    return r;
}

static struct deadline
eval(struct ctx *c, const struct deadline_law *law, const struct deadline_rule *r,
     const char *event, day on)
{
    struct deadline_event e = {event, on, NULL};
    struct deadline_facts facts = {&e, event ? 1 : 0, DAY_NONE, DAY_NONE, NULL, 0};
    struct deadline d;
    deadline_eval(c, law, r, &facts, &d);
    return d;
}

#define due_is(d, y, m, md)                                                            \
    do {                                                                               \
        struct deadline d_ = (d);                                                      \
        assert_int_equal(d_.state, DEADLINE_KNOWN);                                    \
        assert_int_equal(d_.due.v, day_of(y, m, md).v);                                \
    } while (0)

static void
before_a_day_ends_on_the_day_before_and_by_a_day_on_it(void **state)
{
    struct ctx c = {0};
    const struct deadline_law *law = start(&c, state);
    struct deadline_rule r = rule(DEADLINE_BEFORE);
    r.date = day_of(2023, 8, 31);
    due_is(eval(&c, law, &r, NULL, DAY_NONE), 2023, 8, 30);
    r.kind = DEADLINE_BY;
    due_is(eval(&c, law, &r, NULL, DAY_NONE), 2023, 8, 31);
    r.kind = DEADLINE_WINDOW;
    r.from = day_of(2023, 8, 1);
    struct deadline d = eval(&c, law, &r, NULL, DAY_NONE);
    due_is(d, 2023, 8, 31);
    assert_int_equal(d.from.v, r.from.v);
    finish(&c);
}

static void
a_reading_changed_by_a_person_counts_for_documents_from_then_on(void **state)
{
    struct ctx c = {0};
    const struct deadline_law *law = start(&c, state);
    struct deadline_reading in;
    view_clear(&deadline_reading_view, &in);
    in.kind = DEADLINE_BEFORE;
    in.valid_from = day_of(2024, 1, 1);
    in.shift = 0;
    refused(&c, ERR_INVALID, "article", deadline_reading_add(&c, &in, NULL));
    in.article = "Công văn 1";
    ok(&c, deadline_reading_add(&c, &in, NULL));
    refused(&c, ERR_CONFLICT, "valid_from", deadline_reading_add(&c, &in, NULL));
    ok(&c, deadline_law_load(&c, &law));
    struct deadline_rule r = rule(DEADLINE_BEFORE);
    r.date = day_of(2024, 8, 31);
    struct deadline_facts facts = {.given_on = day_of(2023, 12, 31), .on = DAY_NONE};
    struct deadline d;
    deadline_explain(&c, law, &r, &facts, &d);
    due_is(d, 2024, 8, 30);
    assert_int_equal(d.working.n, 3);
    facts.given_on = day_of(2024, 1, 1);
    deadline_explain(&c, law, &r, &facts, &d);
    due_is(d, 2024, 8, 31);
    assert_string_equal(d.working.v[1].law, "Công văn 1");
    finish(&c);
}

/* 1/1/2025 + 30 days is 31/1, in the days of Tết: the next working day is 3/2. */
static void
a_term_leaves_out_its_first_day_and_ends_on_a_working_day(void **state)
{
    struct ctx c = {0};
    const struct deadline_law *law = start(&c, state);
    const char *effect = "nghị quyết có hiệu lực";
    struct deadline_rule r = rule(DEADLINE_AFTER_EVENT);
    r.event = effect;
    r.n = 30;
    r.unit = DEADLINE_DAYS;
    due_is(eval(&c, law, &r, "Nghị quyết có hiệu lực", day_of(2025, 1, 1)), 2025, 2, 3);
    assert_int_equal(eval(&c, law, &r, NULL, DAY_NONE).state, DEADLINE_WAITING);
    assert_int_equal(eval(&c, law, &r, effect, DAY_NONE).state, DEADLINE_WAITING);
    r.unit = DEADLINE_WORKING_DAYS;
    r.n = 2; /* over 30/4 to 2/5/2025; Saturday 26/4 was worked */
    due_is(eval(&c, law, &r, effect, day_of(2025, 4, 25)), 2025, 4, 28);
    due_is(eval(&c, law, &r, effect, day_of(2025, 4, 29)), 2025, 5, 6);
    r.unit = DEADLINE_MONTHS;
    r.n = 1;
    due_is(eval(&c, law, &r, effect, day_of(2025, 1, 31)), 2025, 2, 28);
    r.unit = DEADLINE_YEARS;
    r.n = 5;
    struct deadline d = eval(&c, law, &r, effect, day_of(2025, 1, 1));
    due_is(d, 2030, 1, 1);
    assert_true(d.is_provisional);
    r.n = -15;
    r.unit = DEADLINE_DAYS;
    due_is(eval(&c, law, &r, effect, day_of(2025, 6, 16)), 2025, 6, 2);
    finish(&c);
}

static void
a_suspended_term_stands_still(void **state)
{
    struct ctx c = {0};
    const struct deadline_law *law = start(&c, state);
    struct deadline_rule r = rule(DEADLINE_AFTER_EVENT);
    r.event = "a";
    r.n = 10;
    r.unit = DEADLINE_WORKING_DAYS;
    struct deadline_event e = {"a", day_of(2025, 3, 3), NULL};
    span gap = {day_of(2025, 3, 10), DAY_MAX};
    struct deadline_facts facts = {&e, 1, DAY_NONE, DAY_NONE, &gap, 1};
    struct deadline d;
    deadline_eval(&c, law, &r, &facts, &d);
    assert_int_equal(d.state, DEADLINE_STILL);
    gap.to = day_of(2025, 3, 17); /* a week */
    deadline_eval(&c, law, &r, &facts, &d);
    due_is(d, 2025, 3, 24);
    finish(&c);
}

static void
a_report_is_due_in_each_period_with_its_data_window(void **state)
{
    struct ctx c = {0};
    const struct deadline_law *law = start(&c, state);
    struct deadline_rule r = rule(DEADLINE_MONTHLY);
    r.day = 25;
    c.today = day_of(2025, 8, 25);
    struct deadline d = eval(&c, law, &r, NULL, DAY_NONE);
    due_is(d, 2025, 8, 25);
    assert_int_equal(d.data.from.v, day_of(2025, 7, 15).v);
    assert_int_equal(d.data.to.v, day_of(2025, 8, 15).v);
    c.today = day_of(2025, 8, 26);
    due_is(eval(&c, law, &r, NULL, DAY_NONE), 2025, 9, 25);
    r.kind = DEADLINE_QUARTERLY;
    d = eval(&c, law, &r, NULL, DAY_NONE);
    due_is(d, 2025, 9, 25);
    assert_int_equal(d.data.from.v, day_of(2025, 6, 15).v);
    assert_int_equal(d.data.to.v, day_of(2025, 9, 15).v);
    r.kind = DEADLINE_HALF_YEARLY;
    d = eval(&c, law, &r, NULL, DAY_NONE);
    due_is(d, 2025, 12, 25);
    assert_int_equal(d.data.from.v, day_of(2025, 6, 15).v);
    r.kind = DEADLINE_YEARLY;
    d = eval(&c, law, &r, NULL, DAY_NONE);
    due_is(d, 2025, 12, 25);
    assert_int_equal(d.data.from.v, day_of(2024, 12, 15).v);
    r.kind = DEADLINE_MONTHLY;
    r.day = INT_NONE;
    c.today = day_of(2024, 2, 10);
    due_is(eval(&c, law, &r, NULL, DAY_NONE), 2024, 2, 29);
    r.day = 5;
    r.month = 2; /* of the month before */
    d = eval(&c, law, &r, NULL, DAY_NONE);
    due_is(d, 2024, 3, 5);
    assert_int_equal(d.period.from.v, day_of(2024, 2, 1).v);
    r.date = day_of(2024, 1, 31);
    assert_int_equal(eval(&c, law, &r, NULL, DAY_NONE).state, DEADLINE_OVER);
    finish(&c);
}

static void
what_goes_on_until_an_event_waits_for_it(void **state)
{
    struct ctx c = {0};
    const struct deadline_law *law = start(&c, state);
    struct deadline_rule r = rule(DEADLINE_UNTIL);
    r.event = "hoàn thành việc sắp xếp";
    assert_int_equal(eval(&c, law, &r, NULL, DAY_NONE).state, DEADLINE_WAITING);
    due_is(eval(&c, law, &r, r.event, day_of(2025, 2, 1)), 2025, 2, 1);
    assert_int_equal(eval(&c, law, &r, r.event, day_of(2025, 1, 15)).state,
                     DEADLINE_OVER);
    assert_true(deadline_depends(&c, &r, "Hoàn thành việc sắp xếp"));
    finish(&c);
}

static void
a_year_without_holidays_is_provisional(void **state)
{
    struct ctx c = {0};
    const struct deadline_law *law = start(&c, state);
    struct deadline_rule r = rule(DEADLINE_AFTER_EVENT);
    r.event = "a";
    r.n = 5;
    r.unit = DEADLINE_WORKING_DAYS;
    assert_false(eval(&c, law, &r, "a", day_of(2026, 3, 2)).is_provisional);
    assert_true(eval(&c, law, &r, "a", day_of(2027, 3, 1)).is_provisional);
    assert_true(eval(&c, law, &r, "a", day_of(2040, 3, 1)).is_provisional);
    finish(&c);
}

static void
an_administrator_adds_a_day_off_and_takes_it_back(void **state)
{
    struct ctx c = {0};
    const struct deadline_law *law = start(&c, state);
    day on = day_of(2026, 3, 3);
    struct calendar_day in = {
        .on = on, .kind = CALENDAR_HOLIDAY, .name = "Ngày bầu cử", .version = INT_NONE};
    refused(&c, ERR_INVALID, "source", calendar_set(&c, &in));
    in.source = "Quyết định 1";
    ok(&c, calendar_set(&c, &in));
    refused(&c, ERR_CONFLICT, "version", calendar_set(&c, &in));
    ok(&c, deadline_law_load(&c, &law));
    assert_false(workday_is(deadline_workdays(law), on));
    ok(&c, calendar_find(&c, on, &in));
    assert_int_equal(in.version, 1);
    in.kind = CALENDAR_PLAIN;
    ok(&c, calendar_set(&c, &in));
    ok(&c, deadline_law_load(&c, &law));
    assert_true(workday_is(deadline_workdays(law), on));
    refused(&c, ERR_NOT_FOUND, "on", calendar_find(&c, day_of(2026, 3, 4), &in));
    finish(&c);
}

static void
a_rule_that_cannot_be_meant_is_refused(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    struct deadline_rule r = rule(DEADLINE_WINDOW);
    r.from = day_of(2025, 2, 1);
    r.date = day_of(2025, 1, 1);
    deadline_rule_check(&c, &r, "rule_");
    refused(&c, ERR_INVALID, "rule_date", faults(&c));
    r = rule(DEADLINE_AFTER_EVENT);
    deadline_rule_check(&c, &r, "");
    refused(&c, ERR_INVALID, "event", faults(&c));
    r.event = "a";
    r.n = 3;
    deadline_rule_check(&c, &r, "");
    refused(&c, ERR_INVALID, "unit", faults(&c));
    r = rule(DEADLINE_MONTHLY);
    r.day = 32;
    deadline_rule_check(&c, &r, "");
    refused(&c, ERR_INVALID, "day", faults(&c));
    finish(&c);
}

/* A later event, a longer term, a later look: never an earlier day. */
static void
nothing_goes_backwards(void **state)
{
    struct ctx c = {0};
    const struct deadline_law *law = start(&c, state);
    struct rng r = rng_start(20250101);
    for (int i = 0; i < 3000; i++) {
        struct arena_mark mark = arena_mark(c.arena);
        day on = {(int32_t)rng_range(&r, day_of(2023, 1, 1).v, day_of(2028, 12, 31).v)};
        int step = (int)rng_below(&r, 20);
        struct deadline_rule x = rule(DEADLINE_AFTER_EVENT);
        x.event = "a";
        x.unit = (int)rng_range(&r, DEADLINE_DAYS, DEADLINE_YEARS);
        x.n = rng_range(&r, 1, 60);
        day first = eval(&c, law, &x, "a", on).due;
        assert_true(first.v > on.v);
        assert_true(eval(&c, law, &x, "a", (day){on.v + step}).due.v >= first.v);
        x.n++;
        assert_true(eval(&c, law, &x, "a", on).due.v >= first.v);
        x = rule((int)rng_range(&r, DEADLINE_MONTHLY, DEADLINE_YEARLY));
        x.day = rng_below(&r, 4) ? rng_range(&r, 1, 31) : INT_NONE;
        c.today = on;
        first = eval(&c, law, &x, NULL, DAY_NONE).due;
        assert_true(first.v >= on.v && first.v <= on.v + 366);
        c.today = (day){on.v + step};
        assert_true(eval(&c, law, &x, NULL, DAY_NONE).due.v >= first.v);
        arena_reset(c.arena, mark);
    }
    finish(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(before_a_day_ends_on_the_day_before_and_by_a_day_on_it),
        ON_BOTH(a_reading_changed_by_a_person_counts_for_documents_from_then_on),
        ON_BOTH(a_term_leaves_out_its_first_day_and_ends_on_a_working_day),
        ON_BOTH(a_suspended_term_stands_still),
        ON_BOTH(a_report_is_due_in_each_period_with_its_data_window),
        ON_BOTH(what_goes_on_until_an_event_waits_for_it),
        ON_BOTH(a_year_without_holidays_is_provisional),
        ON_BOTH(an_administrator_adds_a_day_off_and_takes_it_back),
        ON_BOTH(a_rule_that_cannot_be_meant_is_refused),
        ON_BOTH(nothing_goes_backwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
