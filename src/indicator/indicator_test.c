/* SPDX-License-Identifier: Apache-2.0 */
/* indicator_test.c: what was measured, before and after units change. */
#include "indicator/indicator.h"

#include "db.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "test.h"
#include "unit/unit.h"

#define D(y, m, d) day_of(y, m, d)
static const struct actor operator_ = {.name = "Quản trị", .is_operator = true};

struct land {
    struct ctx c;
    unit_id province, a, b, n;
    org_id top, oa, ob, on; /* their committees; n is made of a and b on 1 July 2025 */
};

static unit_id
unit(struct ctx *c, const char *code, const char *name, int tier, unit_id parent,
     day from)
{
    unit_id id;
    ok(c,
       unit_add(c,
                &(struct unit_new){.code = code,
                                   .name = name,
                                   .tier = tier,
                                   .type = tier == TIER_PROVINCE ? TYPE_TINH : TYPE_XA,
                                   .parent_id = parent,
                                   .valid_from = from,
                                   .lon_e6 = INT_NONE,
                                   .lat_e6 = INT_NONE},
                &id));
    return id;
}

static org_id
committee(struct ctx *c, const char *name, unit_id of, org_id above, day from)
{
    struct org o = {.kind = "people_committee",
                    .name = name,
                    .unit_id = of,
                    .parent_id = above,
                    .valid_from = from};
    ok(c, org_add(c, &o));
    return o.id;
}

static void
begin(struct land *l, void **state)
{
    struct ctx *c = &l->c;
    *l = (struct land){0};
    test_db_start(c, state);
    c->actor = &operator_;
    c->today = D(2025, 6, 30);
    ok(c, db_begin(c, true));
    l->province =
        unit(c, "37", "Tỉnh Ninh Bình", TIER_PROVINCE, (unit_id){0}, D(1992, 4, 1));
    l->a = unit(c, "14500", "Xã Gia Lập", TIER_COMMUNE, l->province, D(2000, 1, 1));
    l->b = unit(c, "14503", "Xã Gia Tân", TIER_COMMUNE, l->province, D(2000, 1, 1));
    l->top = committee(c, "Ủy ban nhân dân tỉnh Ninh Bình", l->province, (org_id){0},
                       D(1992, 4, 1));
    l->oa = committee(c, "Ủy ban nhân dân xã Gia Lập", l->a, l->top, D(2000, 1, 1));
    l->ob = committee(c, "Ủy ban nhân dân xã Gia Tân", l->b, l->top, D(2000, 1, 1));
}

/* On 1 July 2025 all of a, and `part` of b, become n. */
static void
merge(struct land *l, int part)
{
    struct ctx *c = &l->c;
    day on = D(2025, 7, 1);
    c->today = on;
    l->n = unit(c, "14999", "Xã Gia Viễn", TIER_COMMUNE, l->province, on);
    l->on = committee(c, "Ủy ban nhân dân xã Gia Viễn", l->n, l->top, on);
    ok(c, unit_end(c, l->a, on, (decree_id){9}));
    struct lineage step = {.from_id = l->a,
                           .to_id = l->n,
                           .on = on,
                           .area_part = PART_ALL,
                           .pop_part = PART_ALL};
    ok(c, lineage_add(c, &step));
    ok(c, org_succeed(c, l->oa, l->on, on, (decree_id){9}, true));
    ok(c, org_end(c, l->oa, on, (decree_id){9}));
    if (part == PART_ALL) {
        ok(c, unit_end(c, l->b, on, (decree_id){9}));
        ok(c, org_succeed(c, l->ob, l->on, on, (decree_id){9}, true));
        ok(c, org_end(c, l->ob, on, (decree_id){9}));
    }
    step.from_id = l->b;
    step.area_part = step.pop_part = part;
    ok(c, lineage_add(c, &step));
}

static struct indicator
defined(struct land *l, const char *code, const char *formula, int adds)
{
    struct indicator ind, out;
    view_clear(&indicator_view, &ind);
    ind.code = code;
    ind.name = code;
    ind.measure = "người";
    ind.direction = DIRECTION_UP;
    ind.every = PERIOD_QUARTER;
    ind.adds = adds;
    ind.over_time = OVER_SUM;
    ind.formula = formula;
    ind.org_owner = l->top;
    ok(&l->c, indicator_add(&l->c, &ind, &out));
    return out;
}

static err
put(struct land *l, const char *code, org_id org, const char *period, int64_t whole,
    int64_t version)
{
    struct indicator_entry in = {.org_id = org,
                                 .period = period,
                                 .value = whole * INDICATOR_ONE,
                                 .version = version},
                           out;
    return indicator_enter(&l->c, code, &in, &out);
}

static struct indicator_value
at(struct land *l, const char *code, org_id org, const char *period)
{
    struct indicator_value v;
    ok(&l->c, indicator_value_at(&l->c, code, org, period, DAY_NONE, &v));
    return v;
}

static void
two_quarters(struct land *l)
{
    defined(l, "trained", NULL, ADDS_PEOPLE);
    defined(l, "officials", NULL, ADDS_PEOPLE);
    defined(l, "rate", "percent(trained, officials)", ADDS_NOT);
    ok(&l->c, put(l, "trained", l->oa, "2025-Q1", 10, 0));
    ok(&l->c, put(l, "officials", l->oa, "2025-Q1", 20, 0));
    ok(&l->c, put(l, "trained", l->ob, "2025-Q1", 20, 0));
    ok(&l->c, put(l, "officials", l->ob, "2025-Q1", 80, 0));
}

static void
a_value_is_entered_corrected_and_of_two_the_second_is_told(void **state)
{
    struct land l;
    begin(&l, state);
    struct ctx *c = &l.c;
    defined(&l, "trained", NULL, ADDS_PEOPLE);
    ok(c, put(&l, "trained", l.oa, "2025-Q1", 10, 0));
    refused(c, ERR_CONFLICT, "value", put(&l, "trained", l.oa, "2025-Q1", 11, 0));
    ok(c, put(&l, "trained", l.oa, "2025-Q1", 12, 1));
    refused(c, ERR_CONFLICT, "value", put(&l, "trained", l.oa, "2025-Q1", 13, 1));
    ok(c, put(&l, "trained", l.oa, "2025-Q1", 13, INT_NONE));
    struct indicator_value v = at(&l, "trained", l.oa, "2025-Q1");
    assert_int_equal(v.value, 13 * INDICATOR_ONE);
    assert_int_equal(v.how, HOW_ENTERED);
    refused(c, ERR_INVALID, "period", put(&l, "trained", l.oa, "2025", 1, 0));
    refused(c, ERR_INVALID, "period", put(&l, "trained", l.oa, "2025-Q3", 1, 0));
    refused(c, ERR_INVALID, "period", put(&l, "trained", l.oa, "1999-Q4", 1, 0));
    refused(c, ERR_INVALID, "period", put(&l, "trained", l.oa, "hôm qua", 1, 0));
    refused(c, ERR_INVALID, "value",
            put(&l, "trained", l.oa, "2025-Q2", INT64_C(900000000000000), 0));
    refused(c, ERR_NOT_FOUND, NULL, put(&l, "nothing", l.oa, "2025-Q1", 1, 0));
    struct act_list acts;
    struct indicator_entry_list all;
    ok(c, indicator_newest(c, (indicator_id){0}, &all));
    assert_int_equal(all.n, 0);
    struct indicator ind;
    ok(c, indicator_find(c, "trained", &ind));
    ok(c, indicator_newest(c, ind.id, &all));
    assert_int_equal(all.n, 1);
    ok(c, act_list_of(c, "indicator_entry", all.v[0].id, &acts));
    assert_int_equal(acts.n, 3);
    test_db_end(c);
}

static void
a_formula_is_checked_when_it_is_written(void **state)
{
    struct land l;
    begin(&l, state);
    struct ctx *c = &l.c;
    two_quarters(&l);
    struct indicator ind, out;
    ok(c, indicator_find(c, "rate", &ind));
    struct indicator other = ind;
    other.code = "x";
    other.formula = "percent(nobody, officials)";
    refused(c, ERR_INVALID, "formula", indicator_add(c, &other, &out));
    other.formula = "x + 1";
    refused(c, ERR_INVALID, "formula", indicator_add(c, &other, &out));
    other.formula = "rate * 2";
    ok(c, indicator_add(c, &other, &out));
    refused(c, ERR_CONFLICT, "code", indicator_add(c, &other, &out));
    ind.formula = "x / 2"; /* x needs rate */
    refused(c, ERR_INVALID, "formula", indicator_change(c, &ind, &out));
    ind.formula = "ratio(trained, officials)";
    ok(c, indicator_change(c, &ind, &out));
    refused(c, ERR_CONFLICT, "version", indicator_change(c, &ind, &out));
    refused(c, ERR_INVALID, "code", put(&l, "rate", l.oa, "2025-Q1", 1, 0));
    ok(c, indicator_find(c, "trained", &ind));
    ind.formula = "officials";
    refused(c, ERR_INVALID, "formula", indicator_change(c, &ind, &out));
    ind.formula = NULL;
    ind.every = PERIOD_YEAR;
    refused(c, ERR_INVALID, "every", indicator_change(c, &ind, &out));
    test_db_end(c);
}

static void
a_formula_says_what_it_lacks(void **state)
{
    struct land l;
    begin(&l, state);
    two_quarters(&l);
    struct indicator_value v = at(&l, "rate", l.ob, "2025-Q1");
    assert_int_equal(v.value, 25 * INDICATOR_ONE);
    assert_int_equal(v.how, HOW_FORMULA);
    assert_int_equal(v.parts.n, 2);
    v = at(&l, "rate", l.ob, "2025-Q2");
    assert_int_equal(v.value, INT_NONE);
    assert_string_equal(v.why, "trained: No value was entered");
    ok(&l.c, put(&l, "trained", l.ob, "2025-Q2", 0, 0));
    ok(&l.c, put(&l, "officials", l.ob, "2025-Q2", 0, 0));
    assert_string_equal(at(&l, "rate", l.ob, "2025-Q2").why,
                        "It would be divided by zero");
    test_db_end(&l.c);
}

static void
a_new_commune_has_the_past_of_those_it_is_made_of(void **state)
{
    struct land l;
    begin(&l, state);
    struct ctx *c = &l.c;
    two_quarters(&l);
    merge(&l, PART_ALL);
    struct indicator_value v = at(&l, "trained", l.on, "2025-Q1");
    assert_int_equal(v.value, 30 * INDICATOR_ONE);
    assert_int_equal(v.how, HOW_PREDECESSORS);
    assert_int_equal(v.parts.n, 2);
    v = at(&l, "rate", l.on, "2025-Q1"); /* of the sums, not the mean of 50 and 25 */
    assert_int_equal(v.value, 30 * INDICATOR_ONE);
    v = at(&l, "trained", l.on, "2025-Q2");
    assert_int_equal(v.value, INT_NONE);
    assert_non_null(strstr(v.why, "no value was entered"));
    assert_string_equal(at(&l, "trained", l.on, "1999-Q1").why,
                        "Neither it nor a predecessor of it existed then");
    /* an old one keeps its own; its successor may still complete its past */
    assert_int_equal(at(&l, "trained", l.oa, "2025-Q1").value, 10 * INDICATOR_ONE);
    ok(c, put(&l, "trained", l.oa, "2025-Q2", 5, 0));
    refused(c, ERR_INVALID, "period", put(&l, "trained", l.oa, "2025-Q3", 5, 0));
    refused(c, ERR_INVALID, "period", put(&l, "trained", l.on, "2025-Q2", 5, 0));
    ok(c, put(&l, "trained", l.on, "2025-Q3", 7, 0));
    assert_int_equal(at(&l, "trained", l.on, "2025-Q3").how, HOW_ENTERED);
    /* as it was arranged the day before, n was not there */
    ok(c, indicator_value_at(c, "trained", l.oa, "2025-Q1", D(2025, 6, 30), &v));
    assert_int_equal(v.how, HOW_ENTERED);
    test_db_end(c);
}

static void
where_only_a_part_came_the_past_is_not_known(void **state)
{
    struct land l;
    begin(&l, state);
    two_quarters(&l);
    merge(&l, PART_SOME);
    struct indicator_value v = at(&l, "trained", l.on, "2025-Q1");
    assert_int_equal(v.value, INT_NONE);
    assert_non_null(strstr(v.why, "only a part of Xã Gia Tân came here on 01/07/2025"));
    assert_int_equal(v.parts.n, 1); /* what is known is told */
    assert_int_equal(at(&l, "trained", l.ob, "2025-Q1").value, 20 * INDICATOR_ONE);
    test_db_end(&l.c);
}

static void
what_was_divided_and_came_together_again_is_known(void **state)
{
    struct land l;
    begin(&l, state);
    struct ctx *c = &l.c;
    two_quarters(&l);
    day on = D(2025, 7, 1), later = D(2025, 10, 1);
    c->today = later;
    /* b is divided between two, which become one in October */
    unit_id x = unit(c, "14801", "Xã Một", TIER_COMMUNE, l.province, on);
    unit_id y = unit(c, "14802", "Xã Hai", TIER_COMMUNE, l.province, on);
    ok(c, unit_end(c, l.b, on, (decree_id){9}));
    struct lineage s = {.from_id = l.b,
                        .to_id = x,
                        .on = on,
                        .area_part = PART_SOME,
                        .pop_part = PART_SOME};
    ok(c, lineage_add(c, &s));
    s.to_id = y;
    ok(c, lineage_add(c, &s));
    org_id ox = committee(c, "Ủy ban nhân dân xã Một", x, l.top, on);
    unit_id z = unit(c, "14803", "Xã Chung", TIER_COMMUNE, l.province, later);
    org_id oz = committee(c, "Ủy ban nhân dân xã Chung", z, l.top, later);
    ok(c, unit_end(c, x, later, (decree_id){10}));
    ok(c, unit_end(c, y, later, (decree_id){10}));
    s = (struct lineage){.from_id = x,
                         .to_id = z,
                         .on = later,
                         .area_part = PART_ALL,
                         .pop_part = PART_ALL};
    ok(c, lineage_add(c, &s));
    s.from_id = y;
    ok(c, lineage_add(c, &s));
    assert_int_equal(at(&l, "trained", ox, "2025-Q1").value, INT_NONE);
    assert_int_equal(at(&l, "trained", oz, "2025-Q1").value, 20 * INDICATOR_ONE);
    test_db_end(c);
}

static void
a_ratio_without_its_parts_is_not_added_up(void **state)
{
    struct land l;
    begin(&l, state);
    defined(&l, "rank", NULL, ADDS_NOT);
    ok(&l.c, put(&l, "rank", l.oa, "2025-Q1", 3, 0));
    ok(&l.c, put(&l, "rank", l.ob, "2025-Q1", 5, 0));
    merge(&l, PART_ALL);
    struct indicator_value v = at(&l, "rank", l.on, "2025-Q1");
    assert_int_equal(v.value, INT_NONE);
    assert_non_null(strstr(v.why, "It is not added up"));
    assert_int_equal(v.parts.n, 2);
    test_db_end(&l.c);
}

static void
a_department_has_the_past_of_those_it_succeeded(void **state)
{
    struct land l;
    begin(&l, state);
    struct ctx *c = &l.c;
    defined(&l, "trained", NULL, ADDS_PEOPLE);
    org_id one = committee(c, "Sở Nội vụ", (unit_id){0}, l.top, D(2000, 1, 1));
    org_id two = committee(c, "Sở Lao động", (unit_id){0}, l.top, D(2000, 1, 1));
    ok(c, put(&l, "trained", one, "2025-Q1", 4, 0));
    ok(c, put(&l, "trained", two, "2025-Q1", 6, 0));
    c->today = D(2025, 7, 1);
    org_id new = committee(c, "Sở Nội vụ mới", (unit_id){0}, l.top, c->today);
    ok(c, org_succeed(c, one, new, c->today, (decree_id){9}, true));
    ok(c, org_end(c, one, c->today, (decree_id){9}));
    assert_int_equal(at(&l, "trained", new, "2025-Q1").value, 4 * INDICATOR_ONE);
    ok(c, org_succeed(c, two, new, c->today, (decree_id){10}, false));
    ok(c, org_end(c, two, c->today, (decree_id){10}));
    assert_int_equal(at(&l, "trained", new, "2025-Q1").value, INT_NONE);
    test_db_end(c);
}

static void
longer_periods_are_made_of_shorter_ones(void **state)
{
    struct land l;
    begin(&l, state);
    struct ctx *c = &l.c;
    two_quarters(&l);
    assert_non_null(strstr(at(&l, "trained", l.oa, "2025-H1").why, "No value"));
    ok(c, put(&l, "trained", l.oa, "2025-Q2", 5, 0));
    struct indicator_value v = at(&l, "trained", l.oa, "2025-H1");
    assert_int_equal(v.value, 15 * INDICATOR_ONE);
    assert_int_equal(v.how, HOW_PERIODS);
    assert_non_null(
        strstr(at(&l, "trained", l.oa, "2025-01").why, "measured only each"));
    struct indicator ind, out;
    ok(c, indicator_find(c, "trained", &ind));
    ind.over_time = OVER_LAST;
    ok(c, indicator_change(c, &ind, &out));
    assert_int_equal(at(&l, "trained", l.oa, "2025-H1").value, 5 * INDICATOR_ONE);
    struct indicator_value_list s;
    ok(c, indicator_series(c, &out, l.oa, PERIOD_NONE, D(2024, 12, 31), D(2025, 6, 30),
                           &s));
    assert_int_equal(s.n, 3);
    refused(c, ERR_INVALID, "from",
            indicator_series(c, &out, l.oa, PERIOD_MONTH, D(2000, 1, 1), D(2025, 6, 30),
                             &s));
    test_db_end(c);
}

static void
a_target_is_set_and_a_forecast_needs_four_values(void **state)
{
    struct land l;
    begin(&l, state);
    struct ctx *c = &l.c;
    struct indicator ind = defined(&l, "rate", NULL, ADDS_NOT);
    struct indicator_target t = {.year = 2027, .value = 70 * INDICATOR_ONE};
    ok(c, indicator_target_set(c, "rate", &t));
    t = (struct indicator_target){.year = 2030, .value = 90 * INDICATOR_ONE};
    ok(c, indicator_target_set(c, "rate", &t));
    t.value = 100 * INDICATOR_ONE;
    ok(c, indicator_target_set(c, "rate", &t));
    t.year = 30;
    refused(c, ERR_INVALID, "year", indicator_target_set(c, "rate", &t));
    static const char *const periods[] = {"2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2"};
    struct indicator_value_list s;
    struct indicator_outlook_list o;
    for (size_t i = 0; i < COUNT(periods); i++) {
        ok(c, indicator_series(c, &ind, l.top, 0, D(2024, 7, 1), c->today, &s));
        ok(c, indicator_outlook(c, &ind, &s, &o));
        assert_int_equal(o.n, 2);
        assert_int_equal(o.v[0].forecast, INT_NONE);
        assert_non_null(strstr(o.v[0].why, "a forecast needs at least 4"));
        ok(c, put(&l, "rate", l.top, periods[i], 40 + 2 * (int64_t)i, 0));
    }
    ok(c, indicator_series(c, &ind, l.top, 0, D(2024, 7, 1), c->today, &s));
    ok(c, indicator_outlook(c, &ind, &s, &o));
    /* 46 in the second quarter of 2025, two more each quarter */
    assert_int_equal(o.v[0].forecast, 66 * INDICATOR_ONE);
    assert_false(o.v[0].is_met);
    assert_int_equal(o.v[1].forecast, 90 * INDICATOR_ONE);
    assert_int_equal(o.v[1].target, 100 * INDICATOR_ONE);
    test_db_end(c);
}

static void
who_may_enter_is_who_answers_for_the_body(void **state)
{
    struct land l;
    begin(&l, state);
    struct ctx *c = &l.c;
    two_quarters(&l);
    struct actor clerk = {.name = "Lê Văn Thư", .org_id = l.oa};
    *PUSH(c->arena, &clerk.can) =
        (struct capability_at){"indicator.enter", l.oa, false};
    c->actor = &clerk;
    ok(c, put(&l, "trained", l.oa, "2025-Q2", 1, 0));
    refused(c, ERR_FORBIDDEN, NULL, put(&l, "trained", l.ob, "2025-Q2", 1, 0));
    struct indicator_target t = {.year = 2027, .value = 1};
    refused(c, ERR_FORBIDDEN, NULL, indicator_target_set(c, "trained", &t));
    struct indicator ind, out;
    ok(c, indicator_find(c, "trained", &ind));
    refused(c, ERR_FORBIDDEN, NULL, indicator_change(c, &ind, &out));
    test_db_end(c);
}

static void
a_file_is_taken_in_as_a_whole_or_not_at_all(void **state)
{
    struct land l;
    begin(&l, state);
    struct ctx *c = &l.c;
    two_quarters(&l);
    struct import_report r;
    static const char good[] = "indicator,body,period,value,note\n"
                               "trained,14500,2025-Q2,\"12,5\",\n"
                               "trained,14503,2025-Q1,21,đã rà soát\n"
                               "trained,14500,2025-Q1,10,\n";
    ok(c, db_savepoint(c));
    ok(c, indicator_import(c, good, strlen(good), true, &r));
    assert_true(c->rehearse);
    db_rollback_to(c); /* as the edge does */
    assert_int_equal(r.n_added, 1);
    assert_int_equal(r.n_changed, 1);
    assert_int_equal(r.n_same, 1);
    assert_int_equal(at(&l, "trained", l.oa, "2025-Q2").value, INT_NONE);
    ok(c, indicator_import(c, good, strlen(good), false, &r));
    assert_int_equal(at(&l, "trained", l.oa, "2025-Q2").value, 125000);
    assert_int_equal(at(&l, "trained", l.ob, "2025-Q1").value, 21 * INDICATOR_ONE);
    static const char bad[] = "indicator,body,period,value\n"
                              "trained,14500,2025-Q2,1\n"
                              "nothing,14500,2025-Q2,1\n"
                              "trained,99999,2025-Q2,1\n"
                              "trained,14500,2025,1\n"
                              "rate,14500,2025-Q2,1\n"
                              "trained,14500,2025-Q2,nhiều\n";
    ok(c, db_savepoint(c));
    ok(c, indicator_import(c, bad, strlen(bad), true, &r));
    assert_int_equal(r.n_bad, 5);
    assert_int_equal(r.lines.v[0].line, 3);
    db_rollback_to(c);
    ok(c, db_savepoint(c));
    refused(c, ERR_INVALID, "file", indicator_import(c, bad, strlen(bad), false, &r));
    db_rollback_to(c);
    assert_int_equal(at(&l, "trained", l.oa, "2025-Q2").value, 125000);
    refused(c, ERR_INVALID, "file", indicator_import(c, "a,b\n1,2\n", 8, true, &r));
    test_db_end(c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_value_is_entered_corrected_and_of_two_the_second_is_told),
        ON_BOTH(a_formula_is_checked_when_it_is_written),
        ON_BOTH(a_formula_says_what_it_lacks),
        ON_BOTH(a_new_commune_has_the_past_of_those_it_is_made_of),
        ON_BOTH(where_only_a_part_came_the_past_is_not_known),
        ON_BOTH(what_was_divided_and_came_together_again_is_known),
        ON_BOTH(a_ratio_without_its_parts_is_not_added_up),
        ON_BOTH(a_department_has_the_past_of_those_it_succeeded),
        ON_BOTH(longer_periods_are_made_of_shorter_ones),
        ON_BOTH(a_target_is_set_and_a_forecast_needs_four_values),
        ON_BOTH(who_may_enter_is_who_answers_for_the_body),
        ON_BOTH(a_file_is_taken_in_as_a_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
