/* SPDX-License-Identifier: Apache-2.0 */
/* report_sum_test.c: what is measured into a report, and what reports add up to. */
#include "report/report_test.h"

static void
the_synthesis_is_the_sum_and_gives_the_same_after_later_changes(void **state)
{
    struct place p;
    struct report_synthesis s, later;
    struct report_sum_list sums = {0}, again = {0};
    begin(&p, state);
    struct ctx *c = &p.o.c;
    opened(&p);
    struct report a = of(&p, p.o.gia_tan), b = of(&p, p.o.gia_lap);
    sent(&p, &a, "40");
    sent(&p, &b, "2");
    p.o.c.actor = &p.clerk;
    refused(c, ERR_FORBIDDEN, NULL, report_synthesise(c, p.round.id, NULL, &s));
    c->actor = &p.collector;
    ok(c, report_synthesise(c, p.round.id, "Đạt", &s));
    assert_int_equal(s.n_owed, 3);
    assert_int_equal(s.n_sent, 2);
    assert_int_equal(s.n_missing, 1); /* its own */
    ok(c, report_sums(c, &s, &sums));
    assert_int_equal(sums.v[7].number, 42 * REPORT_ONE);
    ok(c, moved(&p, &p.collector, "reopen", &a, "Sai số", DAY_NONE));
    sent(&p, &a, "41");
    c->actor = &p.collector;
    ok(c, report_sums(c, &s, &again));
    assert_int_equal(again.v[7].now, 42 * REPORT_ONE);
    for (size_t i = 0; i < again.n; i++)
        assert_true(again.v[i].is_same);
    ok(c, report_synthesise(c, p.round.id, NULL, &later));
    assert_int_equal(later.nth, 2);
    again = (struct report_sum_list){0};
    ok(c, report_sums(c, &later, &again));
    assert_int_equal(again.v[7].number, 43 * REPORT_ONE);
    struct report_line_list lines = {0};
    ok(c, report_lines(c, &s, 8, &lines));
    assert_int_equal(lines.n, 3);
    finish(&p);
}

static void
the_synthesis_of_any_returns_is_their_sum(void **state)
{
    struct place p;
    struct report_synthesis s;
    struct report_sum_list sums = {0};
    begin(&p, state);
    struct ctx *c = &p.o.c;
    struct rng r = rng_start(20250115);
    enum {
        MANY = 12
    };
    org_id org[MANY];
    c->actor = &operator_;
    for (int i = 0; i < MANY; i++)
        org[i] =
            body(c, arena_printf(c->arena, "Ủy ban nhân dân xã %d", i), p.o.province);
    opened(&p);
    int64_t total = 0, n = 0;
    for (int i = 0; i < MANY; i++) {
        int64_t v = (int64_t)rng_below(&r, 1000000);
        struct report one = of(&p, org[i]);
        if (rng_below(&r, 3) == 0)
            continue;
        sent(&p, &one, arena_printf(c->arena, "%lld", (long long)v));
        total += v;
        n++;
    }
    c->actor = &p.collector;
    ok(c, report_synthesise(c, p.round.id, NULL, &s));
    ok(c, report_sums(c, &s, &sums));
    assert_int_equal(s.n_sent, n);
    assert_int_equal(n ? sums.v[7].number : 0, total * REPORT_ONE);
    struct report_line_list lines = {0};
    ok(c, report_lines(c, &s, 8, &lines));
    int64_t added = 0;
    for (size_t i = 0; i < lines.n; i++)
        added += lines.v[i].number == INT_NONE ? 0 : lines.v[i].number;
    assert_int_equal(added, total * REPORT_ONE);
    finish(&p);
}

static void
measured(struct ctx *c, const char *code, const char *formula, int every, org_id owner)
{
    struct indicator in, out;
    view_clear(&indicator_view, &in);
    in.code = in.name = code;
    in.measure = formula ? "%" : "người";
    in.formula = formula;
    in.direction = DIRECTION_UP;
    in.every = every;
    in.adds = formula ? ADDS_NOT : ADDS_PEOPLE;
    in.over_time = formula ? OVER_NOT : OVER_LAST;
    in.org_owner = owner;
    ok(c, indicator_add(c, &in, &out));
}

static void
value(struct ctx *c, const char *code, org_id org, const char *period, int64_t whole)
{
    struct indicator_entry out;
    ok(c, indicator_enter(c, code,
                          &(struct indicator_entry){.org_id = org,
                                                    .period = period,
                                                    .value = whole * INDICATOR_ONE,
                                                    .version = INT_NONE},
                          &out));
}

/* A regime of its own: 1 the officials, 2 the share of them that is trained, 3 of the last year. */
static void
of_indicators(struct place *p)
{
    static const struct {
        const char *source;
        int kind;
    } form[] = {{"indicator:can_bo", REPORT_AMOUNT},
                {"indicator:ty_le", REPORT_SHARE},
                {"indicator:hoi_nghi", REPORT_AMOUNT}};
    struct ctx *c = &p->o.c;
    c->actor = &operator_;
    measured(c, "can_bo", NULL, PERIOD_MONTH, p->o.province);
    measured(c, "da_hoc", NULL, PERIOD_MONTH, p->o.province);
    measured(c, "ty_le", "percent(da_hoc, can_bo)", PERIOD_MONTH, p->o.province);
    measured(c, "hoi_nghi", NULL, PERIOD_YEAR, p->o.province);
    struct report_regime r = monthly();
    r.code = "CT";
    ok(c, report_regime_add(c, &r, &r));
    p->regime = r.id;
    struct report_field f = {.regime_id = r.id, .kind = REPORT_NUMBER};
    f.label = f.source = "indicator:can_bo";
    refused(c, ERR_INVALID, "kind", report_field_add(c, &f));
    f.source = "tasks_open";
    f.kind = REPORT_SHARE;
    refused(c, ERR_INVALID, "kind", report_field_add(c, &f));
    f.source = "indicator:khong_co";
    refused(c, ERR_NOT_FOUND, NULL, report_field_add(c, &f));
    for (size_t i = 0; i < COUNT(form); i++) {
        f.label = f.source = form[i].source;
        f.kind = form[i].kind;
        ok(c, report_field_add(c, &f));
    }
}

static void
what_is_measured_fills_a_report_and_a_share_is_not_added_up(void **state)
{
    struct place p;
    struct report_value_list v = {0};
    struct report_row_list rows = {0};
    struct report_synthesis s;
    struct report_sum_list sums = {0};
    begin(&p, state);
    struct ctx *c = &p.o.c;
    of_indicators(&p);
    value(c, "can_bo", p.o.gia_tan, "2025-01", 3);
    value(c, "da_hoc", p.o.gia_tan, "2025-01", 2);
    value(c, "hoi_nghi", p.o.gia_tan, "2024", 7);
    value(c, "can_bo", p.o.gia_lap, "2025-01", 4);
    opened(&p);
    struct report a = of(&p, p.o.gia_tan), b = of(&p, p.o.gia_lap);
    ok(c, report_values(c, &a, 1, &v));
    assert_int_equal(v.v[0].number, 3 * REPORT_ONE);
    assert_int_equal(v.v[1].number, 666667); /* 66,6667 % */
    assert_int_equal(v.v[2].number, 7 * REPORT_ONE);
    assert_string_equal(v.v[1].source_label, "Indicator: ty_le");
    assert_true(v.v[1].has_rows);
    ok(c, report_rows(c, &a, 1, 2, &rows));
    assert_int_equal(rows.n, 1);
    assert_string_equal(
        rows.v[0].path,
        arena_printf(c->arena, "/indicators/ty_le?org=%lld", (long long)p.o.gia_tan.v));
    assert_string_equal(rows.v[0].state, "66.6667 %");
    ok(c, report_values(c, &b, b.edition, &v));
    assert_int_equal(v.v[1].number,
                     INT_NONE); /* nobody has said how many were trained */
    /* what people say meanwhile stays while there is nothing to measure */
    ok(c, saved(&p, &p.other, &b, 2, "12.5"));
    ok(c, moved(&p, &p.other, "refill", &b, NULL, DAY_NONE));
    ok(c, report_values(c, &b, b.edition, &v));
    assert_int_equal(v.v[1].number, 125 * REPORT_ONE / 10);
    assert_int_equal(v.v[1].found, INT_NONE);
    /* what is corrected later shows where it is counted anew, not before */
    c->actor = &operator_;
    value(c, "da_hoc", p.o.gia_lap, "2025-01", 1);
    ok(c, moved(&p, &p.other, "refill", &b, NULL, DAY_NONE));
    ok(c, report_values(c, &b, b.edition, &v));
    assert_int_equal(v.v[1].number, 25 * REPORT_ONE);
    refused(c, ERR_INVALID, "values[0].value", saved(&p, &p.other, &b, 2, "chín"));
    ok(c, saved(&p, &p.other, &b, 2, "25.5"));
    ok(c, report_values(c, &b, b.edition, &v));
    assert_true(v.v[1].is_changed && v.v[1].found == 25 * REPORT_ONE);
    assert_non_null(strstr(b.figures, "ty_le: 25,5")); /* in the log, in Vietnamese */
    c->actor = &operator_;
    ok(c, moved(&p, &p.head, "sign", &a, NULL, DAY_NONE));
    ok(c, moved(&p, &p.clerk, "send", &a, NULL, DAY_NONE));
    c->actor = &p.collector;
    ok(c, report_synthesise(c, p.round.id, NULL, &s));
    ok(c, report_sums(c, &s, &sums));
    assert_int_equal(sums.n, 3);
    assert_int_equal(sums.v[0].number, 3 * REPORT_ONE);
    assert_int_equal(sums.v[1].number, INT_NONE);
    assert_int_equal(sums.v[1].now, INT_NONE);
    for (size_t i = 0; i < sums.n; i++)
        assert_true(sums.v[i].is_same);
    finish(&p);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_synthesis_is_the_sum_and_gives_the_same_after_later_changes),
        ON_BOTH(the_synthesis_of_any_returns_is_their_sum),
        ON_BOTH(what_is_measured_fills_a_report_and_a_share_is_not_added_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
