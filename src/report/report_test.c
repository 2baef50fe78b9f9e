/* SPDX-License-Identifier: Apache-2.0 */
/* report_test.c: reports as those who owe them and those who collect them live them. */
#include "report/report_test.h"

#include "attach.h"
#include "kernel/notice.h"

static void
the_migration_is_what_the_declaration_says(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    const struct migration *m = all_migrations;
    while (m->name && !str_eq(m->name, "0035_report"))
        m++;
    assert_non_null(m->name);
    const char *said = register_ddl(&a, &report_register);
    const char *have = strstr(m->sql, "CREATE TABLE report (");
    assert_non_null(have);
    if (strncmp(have, said, strlen(said)) != 0)
        print_error("%s\n", said);
    assert_int_equal(strncmp(have, said, strlen(said)), 0);
}

static void
the_regimes_that_ship_have_their_periods(void **state)
{
    static const struct {
        const char *code;
        int y, m, d; /* looked at on that day */
        const char *title;
        int from[3], to[3], due[3];
    } rows[] = {
        {"KL183",
         2025,
         9,
         15,
         "tháng 9/2025",
         {2025, 8, 15},
         {2025, 9, 14},
         {2025, 9, 25}},
        {"CCHC-Q",
         2024,
         12,
         30,
         "quý III/2024",
         {2024, 6, 15},
         {2024, 9, 14},
         {2024, 9, 25}},
        {"CCHC-Q",
         2025,
         3,
         15,
         "quý I/2025",
         {2024, 12, 15},
         {2025, 3, 14},
         {2025, 3, 25}},
        {"CCHC-6T",
         2025,
         6,
         15,
         "6 tháng đầu năm 2025",
         {2024, 12, 15},
         {2025, 6, 14},
         {2025, 6, 25}},
        {"CCHC-N",
         2024,
         12,
         15,
         "năm 2024",
         {2023, 12, 15},
         {2024, 12, 14},
         {2024, 12, 30}},
        {"TKSX", 2025, 6, 1, "tổng kết", {2023, 8, 25}, {2025, 5, 31}, {2025, 6, 30}},
    };
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct report_regime_list all = {0};
    ok(c, report_regimes(c, &all));
    assert_int_equal(all.n, 5);
    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t k = 0; k < all.n; k++) {
            struct report_round r;
            if (!str_eq(all.v[k].code, rows[i].code))
                continue;
            ok(c, report_round_reckon(c, &all.v[k], D(rows[i].y, rows[i].m, rows[i].d),
                                      &r));
            assert_non_null(strstr(r.title, rows[i].title));
            assert_int_equal(r.data_from.v,
                             D(rows[i].from[0], rows[i].from[1], rows[i].from[2]).v);
            assert_int_equal(r.data_to.v,
                             D(rows[i].to[0], rows[i].to[1], rows[i].to[2]).v);
            assert_int_equal(r.due_on.v,
                             D(rows[i].due[0], rows[i].due[1], rows[i].due[2]).v);
        }
    end(&o);
}

static void
each_body_owes_one_filled_in_from_its_own_work_and_each_number_opens_its_rows(
    void **state)
{
    struct place p;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    c->today = D(2025, 1, 12);
    c->actor = &p.o.giver;
    struct task t = reported(&p.o, "Lập danh sách cử tri"),
                u = accepted(&p.o, "Niêm yết");
    ok(c, moved_by(&p.o, &p.o.giver, "verify", &t, on(&t)));
    assert_true(u.record.id != 0);
    c->actor = &p.clerk;
    struct obstacle ob;
    ok(c, obstacle_raise(
              c, &(struct obstacle_new){.title = "Thiếu máy", .directive = p.o.plan},
              &ob));
    c->today = D(2025, 1, 15);
    opened(&p);
    assert_int_equal(p.round.data_from.v, D(2024, 12, 15).v);
    assert_int_equal(p.round.due_on.v, D(2025, 1, 25).v);
    assert_int_equal(found(&p, &operator_, (struct report_filter){0}), 3);
    struct report r = of(&p, p.o.gia_tan);
    static const int64_t said[] = {2, 1, 0, 1, 0, 1, 1};
    for (size_t i = 0; i < COUNT(said); i++)
        assert_int_equal(number(&p, &r, (int64_t)i + 1), said[i]);
    struct report_row_list rows = {0};
    ok(c, report_rows(c, &r, 1, 4, &rows));
    assert_int_equal(rows.n, 1);
    assert_string_equal(rows.v[0].title, "Niêm yết");
    refused(c, ERR_INVALID, "seq", report_rows(c, &r, 1, 8, &rows));
    /* begun once */
    struct report_round again;
    refused(c, ERR_CONFLICT, "regime", report_round_open(c, p.regime, &again));
    finish(&p);
}

static void
it_is_edited_signed_off_by_another_sent_and_opened_again_with_a_reason(void **state)
{
    struct place p;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    opened(&p);
    struct report r = of(&p, p.o.gia_tan), stale = r;
    refused(c, ERR_INVALID, "values[0].value", saved(&p, &p.clerk, &r, 8, "mười"));
    refused(c, ERR_INVALID, "values[0].value", saved(&p, &p.clerk, &r, 8, "-1"));
    refused(c, ERR_INVALID, "values[0].value", saved(&p, &p.clerk, &r, 99, "1"));
    refused(c, ERR_FORBIDDEN, NULL, saved(&p, &p.other, &r, 8, "1"));
    refused(c, ERR_INVALID, NULL,
            moved(&p, &p.head, "sign", &r, NULL, DAY_NONE)); /* 8 */
    ok(c, saved(&p, &p.clerk, &r, 8, "1.200"));
    assert_int_equal(number(&p, &r, 8), 1200);
    refused(c, ERR_CONFLICT, NULL, saved(&p, &p.clerk, &stale, 8, "7"));
    refused(c, ERR_FORBIDDEN, NULL, moved(&p, &p.clerk, "sign", &r, NULL, DAY_NONE));
    struct actor both = p.clerk;
    *PUSH(c->arena, &both.can) =
        (struct capability_at){"report.sign", p.o.gia_tan, false};
    refused(c, ERR_INVALID, NULL, moved(&p, &both, "sign", &r, NULL, DAY_NONE));
    refused(c, ERR_INVALID, NULL, moved(&p, &p.clerk, "send", &r, NULL, DAY_NONE));
    ok(c, moved(&p, &p.head, "sign", &r, NULL, DAY_NONE));
    refused(c, ERR_INVALID, NULL, saved(&p, &p.clerk, &r, 8, "3"));
    ok(c, moved(&p, &p.clerk, "send", &r, NULL, DAY_NONE));
    assert_int_equal(r.record.state, RECORD_ENDED);
    refused(c, ERR_FORBIDDEN, NULL, moved(&p, &p.clerk, "reopen", &r, "x", DAY_NONE));
    refused(c, ERR_INVALID, "reason",
            moved(&p, &p.collector, "reopen", &r, NULL, DAY_NONE));
    ok(c, moved(&p, &p.collector, "reopen", &r, "Thiếu số liệu", DAY_NONE));
    assert_int_equal(r.stage, REPORT_DRAFT);
    assert_int_equal(r.edition, 2);
    assert_int_equal(number(&p, &r, 8), 1200);
    finish(&p);
}

static void
outside_of_its_time_it_is_refused_and_what_is_late_or_missing_is_a_list(void **state)
{
    struct place p;
    struct report_round none;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    c->today = D(2025, 1, 14);
    ok(c,
       report_round_open(c, p.regime, &p.round)); /* December's, due on 25 December */
    struct report old = of(&p, p.o.gia_tan);
    ok(c, saved(&p, &p.clerk, &old, 8, "1"));
    ok(c, moved(&p, &p.head, "sign", &old, NULL, DAY_NONE));
    refused(c, ERR_INVALID, NULL, moved(&p, &p.clerk, "send", &old, NULL, DAY_NONE));
    c->actor = &operator_;
    refused(c, ERR_CONFLICT, "regime", report_round_open(c, p.regime, &none));
    assert_int_equal(found(&p, &p.collector,
                           (struct report_filter){.collected = true, .missing = true}),
                     3);
    refused(c, ERR_INVALID, "until",
            moved(&p, &p.collector, "reopen", &old, "Gửi bù", D(2025, 1, 13)));
    ok(c, moved(&p, &p.collector, "reopen", &old, "Gửi bù", D(2025, 1, 20)));
    ok(c, moved(&p, &p.head, "sign", &old, NULL, DAY_NONE));
    ok(c, moved(&p, &p.clerk, "send", &old, NULL, DAY_NONE));
    struct report_filter late = {.collected = true, .late = true};
    assert_int_equal(found(&p, &p.collector, late), 1);
    late.late = false;
    late.missing = true;
    assert_int_equal(found(&p, &p.collector, late), 2);
    finish(&p);
}

static void
annexes_go_with_a_draft_and_stay_with_what_was_sent(void **state)
{
    struct place p;
    struct attachment a;
    struct attachment_list all;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    c->today = D(2025, 1, 15);
    opened(&p);
    struct report tan = of(&p, p.o.gia_tan);
    c->actor = &p.clerk;
    ok(c, attach(c, &report_files, tan.record.id, "Phụ lục 1.pdf", &a));
    refused(c, ERR_CONFLICT, "file",
            attach(c, &report_files, tan.record.id, "Phụ lục 1.pdf", &a));
    c->actor = &p.other;
    refused(c, ERR_FORBIDDEN, NULL,
            attach(c, &report_files, tan.record.id, "Của xã khác.pdf", &a));
    sent(&p, &tan, "5");
    c->actor = &p.clerk;
    refused(c, ERR_FORBIDDEN, NULL,
            attach(c, &report_files, tan.record.id, "Phụ lục 2.pdf", &a));
    c->actor = &p.collector;
    ok(c, attachment_list(c, "report", tan.record.id, &all));
    assert_int_equal(all.n, 1);
    finish(&p);
}

static void
before_its_data_are_complete_there_is_none(void **state)
{
    struct place p;
    struct report_regime r = monthly();
    struct report_round round;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    c->actor = &operator_;
    r.code = "M";
    r.valid_from = D(2025, 1, 20);
    refused(c, ERR_INVALID, "grace", (r.grace = -1, report_regime_add(c, &r, &r)));
    r.grace = 0;
    r.rule.day = 40;
    refused(c, ERR_INVALID, "rule_day", report_regime_add(c, &r, &r));
    r.rule.day = 25;
    r.owner_kind = "guild";
    refused(c, ERR_INVALID, "owner_kind", report_regime_add(c, &r, &r));
    r.owner_kind = "police";
    ok(c, report_regime_add(c, &r, &r));
    refused(c, ERR_INVALID, "regime",
            report_round_open(c, r.id, &round)); /* not yet in force */
    c->today = D(2025, 1, 21);
    ok(c, report_round_reckon(c, &r, c->today, &round));
    refused(c, ERR_INVALID, "regime",
            report_round_open(c, r.id, &round)); /* nobody owes it */
    c->today = D(2025, 1, 10);
    r.valid_from = D(2025, 1, 20);
    refused(c, ERR_CONFLICT, "valid_from", report_regime_add(c, &r, &r));
    finish(&p);
}

static void
another_row_of_a_regime_follows_with_its_form(void **state)
{
    struct place p;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    opened(&p);
    struct report_regime next = monthly();
    next.valid_from = D(2025, 2, 1);
    next.rule.day = 20;
    ok(c, report_regime_add(c, &next, &next));
    struct report_field_list form = {0};
    ok(c, report_fields(c, next.id, &form));
    assert_int_equal(form.n, 9);
    struct report_field f = {.regime_id = p.regime, .label = "x", .kind = REPORT_TEXT};
    refused(c, ERR_CONFLICT, NULL, report_field_add(c, &f));
    f.regime_id = next.id;
    f.source = "tasks_open";
    refused(c, ERR_INVALID, "source", report_field_add(c, &f));
    f.source = NULL;
    ok(c, report_field_add(c, &f));
    struct report_regime old;
    ok(c, report_regime_find(c, p.regime, &old));
    assert_int_equal(old.valid_to.v, next.valid_from.v);
    finish(&p);
}

/* Another province's plan asks nothing of ours; after a decree it is who answers for the place. */
static void
a_regime_of_one_place_is_owed_there_and_below_by_who_answers_for_it(void **state)
{
    struct place p;
    struct report_regime r = monthly();
    begin(&p, state);
    struct ctx *c = &p.o.c;
    c->actor = &operator_;
    org_id apart = body(c, "Ủy ban nhân dân tỉnh Nghệ An", (org_id){0});
    org_id below = body(c, "Ủy ban nhân dân huyện Đô Lương", apart);
    r.code = "NA";
    r.within = "tỉnh không có";
    refused(c, ERR_INVALID, "within", report_regime_add(c, &r, &r));
    r.within = "Ủy ban nhân dân tỉnh Nghệ An";
    ok(c, report_regime_add(c, &r, &r));
    assert_int_equal(r.org_within.v, apart.v);
    ok(c, report_round_open(c, r.id, &p.round));
    struct report_filter all = {.round = p.round.id};
    assert_int_equal(found(&p, &operator_, all), 2);
    assert_int_equal(of(&p, below).org_to.v, apart.v);
    /* the province is merged with ours, which is asked from then on with all that is below it */
    c->today = D(2025, 1, 20);
    for (int i = 0; i < 2; i++) {
        org_id from = i ? apart : below;
        ok(c, org_succeed(c, from, p.o.province, c->today, (decree_id){7}, true));
        ok(c, org_end(c, from, c->today, (decree_id){7}));
    }
    c->today = D(2025, 2, 15);
    ok(c, report_regime_find(c, r.id, &r));
    assert_string_equal(r.within, "Ủy ban nhân dân tỉnh Ninh Bình");
    ok(c, report_round_open(c, r.id, &p.round));
    all.round = p.round.id;
    assert_int_equal(found(&p, &operator_, all), 3);
    finish(&p);
}

static void
after_a_decree_the_successor_owes_what_was_not_sent_and_what_was_stays(void **state)
{
    struct place p;
    struct handed done;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    c->actor = &p.o.giver;
    struct task t = accepted(&p.o, "Bàn giao hồ sơ");
    assert_true(t.record.id != 0);
    c->today = D(2025, 1, 15);
    opened(&p);
    struct report tan = of(&p, p.o.gia_tan), lap = of(&p, p.o.gia_lap);
    sent(&p, &lap, "5");
    c->actor = &operator_;
    c->today = D(2025, 1, 20);
    org_id made = body(c, "Ủy ban nhân dân xã Gia Mới", p.o.province);
    for (int i = 0; i < 2; i++) {
        org_id from = i ? p.o.gia_lap : p.o.gia_tan;
        ok(c, register_hand_over(c, &report_register, from, made, c->today,
                                 (decree_id){7}, true, &done));
        assert_int_equal(done.n_passed, i ? 0 : 1);
        ok(c, org_succeed(c, from, made, c->today, (decree_id){7}, true));
        ok(c, org_end(c, from, c->today, (decree_id){7}));
    }
    struct actor clerk = worker(c, "Mai Mới", made, writes, COUNT(writes));
    struct actor head = worker(c, "Bùi Mới", made, signs, COUNT(signs));
    assert_int_equal(found(&p, &clerk, (struct report_filter){0}), 1 + 0);
    ok(c, saved(&p, &clerk, &tan, 8, "3"));
    ok(c, moved(&p, &clerk, "refill", &tan, NULL,
                DAY_NONE)); /* Gia Tân's own figures yet */
    assert_int_equal(tan.edition, 2);
    assert_int_equal(number(&p, &tan, 8), 3);
    head.id = (person_id){77};
    ok(c, moved(&p, &head, "sign", &tan, NULL, DAY_NONE));
    ok(c, moved(&p, &clerk, "send", &tan, NULL, DAY_NONE));
    assert_int_equal(tan.record.org_held.v, p.o.gia_tan.v);
    struct report_page page;
    c->actor = &operator_;
    ok(c, report_list(c, &(struct report_filter){.round = p.round.id, .state = "sent"},
                      &page));
    assert_int_equal(page.total, 2);
    for (size_t i = 0; i < page.items.n; i++)
        assert_string_not_equal(page.items.v[i].body, "Ủy ban nhân dân xã Gia Mới");
    /* the next period is the successor's, and covers what its predecessors held */
    c->today = D(2025, 2, 15);
    opened(&p);
    assert_int_equal(found(&p, &operator_, (struct report_filter){.round = p.round.id}),
                     2);
    struct report next = of(&p, made);
    assert_int_equal(number(&p, &next, 4), 1);
    finish(&p);
}

static void
where_a_body_has_ended_since_a_person_begins_the_round(void **state)
{
    struct place p;
    int64_t n;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    c->actor = &operator_;
    ok(c, org_succeed(c, p.o.gia_lap, p.o.gia_tan, c->today, (decree_id){7}, true));
    ok(c, org_end(c, p.o.gia_lap, c->today, (decree_id){7}));
    ok(c, report_rounds_open(c, &n));
    assert_int_equal(n, 0);
    opened(&p);
    assert_int_equal(found(&p, &p.clerk, (struct report_filter){0}), 2);
    finish(&p);
}

static void
rounds_begin_by_themselves_while_they_can_be_answered_and_people_are_reminded(
    void **state)
{
    struct place p;
    int64_t n;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    c->actor = &operator_;
    int rounds = 0;
    for (;;) {
        ok(c, report_rounds_open(c, &n));
        if (!n)
            break;
        rounds++;
    }
    struct report_round_list all = {0};
    ok(c, report_rounds(c, (org_id){0}, &all));
    assert_int_equal(all.n, rounds);
    assert_int_equal(rounds, 1); /* January's; the year's of 2024 can be sent no more */
    person_id id;
    ok(c, person_add(c,
                     &(struct person){.username = "soan",
                                      .name = "Phạm Soạn",
                                      .email = "soan@gia-tan.example",
                                      .valid_from = D(2024, 1, 1),
                                      .valid_to = DAY_MAX,
                                      .locked_until = INSTANT_NONE},
                     NULL, &id));
    ok(c, grant_add(c,
                    &(struct grant){.person_id = id,
                                    .role = "clerk",
                                    .org_id = p.o.gia_tan,
                                    .valid_from = D(2025, 1, 15),
                                    .valid_to = DAY_MAX,
                                    .interim_until = DAY_NONE},
                    NULL));
    ok(c, report_remind(c, &n));
    assert_int_equal(n, 0);
    c->today = D(2025, 1, 22);
    ok(c, report_remind(c, &n));
    assert_int_equal(n, 1);
    ok(c, report_remind(c, &n));
    assert_int_equal(n, 0);
    c->today = D(2025, 1, 26);
    ok(c, report_remind(c, &n));
    assert_int_equal(n, 1);
    struct notice_page letters;
    ok(c, notice_list(c, &(struct notice_filter){.limit = 10}, &letters));
    assert_int_equal(letters.items.n, 2);
    finish(&p);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_migration_is_what_the_declaration_says),
        ON_BOTH(the_regimes_that_ship_have_their_periods),
        ON_BOTH(
            each_body_owes_one_filled_in_from_its_own_work_and_each_number_opens_its_rows),
        ON_BOTH(it_is_edited_signed_off_by_another_sent_and_opened_again_with_a_reason),
        ON_BOTH(
            outside_of_its_time_it_is_refused_and_what_is_late_or_missing_is_a_list),
        ON_BOTH(annexes_go_with_a_draft_and_stay_with_what_was_sent),
        ON_BOTH(before_its_data_are_complete_there_is_none),
        ON_BOTH(another_row_of_a_regime_follows_with_its_form),
        ON_BOTH(a_regime_of_one_place_is_owed_there_and_below_by_who_answers_for_it),
        ON_BOTH(after_a_decree_the_successor_owes_what_was_not_sent_and_what_was_stays),
        ON_BOTH(where_a_body_has_ended_since_a_person_begins_the_round),
        ON_BOTH(
            rounds_begin_by_themselves_while_they_can_be_answered_and_people_are_reminded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
