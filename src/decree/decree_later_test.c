/* SPDX-License-Identifier: Apache-2.0 */
/* What a decree leaves behind and what comes upon it: figures, another decree, undo, its day. */
#include "decree_test.h"

extern const struct query Q_decree_demo_day;

/* ---- figures ---- */

static void
figures(struct country *k, unit_id unit, int64_t area_ha, int64_t people)
{
    struct ctx *c = k->l.c;
    struct figure f = {.unit_id = unit,
                       .measure = "area_m2",
                       .on = day_of(2023, 12, 31),
                       .value = area_ha * 10000,
                       .flag = "published",
                       .source = "thống kê"};
    ok(c, figure_add(c, &f));
    f.measure = "population";
    f.value = people;
    ok(c, figure_add(c, &f));
}

static const char absorb_body[] =
    "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\n";

static void
a_unit_that_takes_another_in_has_the_figures_of_both_from_that_day(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    figures(&k, k.a, 400, 3000);
    figures(&k, k.b, 600, 5000);
    struct decree d;
    struct decree_report r;
    struct unit u;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", absorb_body), &d);
    c.actor = k.l.executor;
    const char *before = land_dump(&k.l);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    ok(&c, unit_by_code(&c, "10002", FIRST, &u));
    assert_int_equal(u.id.v, k.b.v);
    assert_int_equal(u.area_m2, 10000000);
    assert_int_equal(u.population, 8000);
    ok(&c, unit_by_code(&c, "10002", EVE, &u));
    assert_int_equal(u.area_m2, 6000000);
    struct figure_list all;
    ok(&c, figure_list(&c, k.b, FIRST, &all));
    assert_int_equal(all.n, 2);
    assert_string_equal(all.v[0].flag, "sum");
    assert_string_equal(all.v[0].source, d.number);
    c.now.v += 1000000;
    ok(&c, decree_undo(&c, "1-2024", "thử", &d));
    land_same(before, land_dump(&k.l));
    end(&k);
}

static int64_t
area_of(struct country *k, day on)
{
    struct unit u;
    ok(k->l.c, unit_find(k->l.c, k->b, on, &u));
    return u.area_m2;
}

/* Of a divided unit nobody knows the parts before they are measured; the decree may say. */
static void
what_the_decree_states_is_on_record_from_its_day(void **state)
{
    static const char stated[] =
        "Điều 1. Thành lập xã Mới (10003) thuộc huyện Hai (201) trên cơ sở nhập toàn bộ xã An "
        "(10001) và một phần xã Dân (10003).\n"
        "Điều 2. Nhập phần còn lại của xã Dân (10003) vào xã Bình (10002).\n"
        "Sau khi sắp xếp, xã Mới (10003) có diện tích tự nhiên là 4,85 km2 và quy mô dân số "
        "là 3.400 người.\n"
        "Sau khi nhập, xã Bình (10002) có diện tích tự nhiên %s km²%s.\n"
        "Bàn giao: xã Dân (10003): mặc định → xã Mới (10003).\n";
    struct ctx c = {0};
    struct country k;
    struct decree d;
    struct decree_plan p;
    struct decree_report r;
    struct figure_list all;
    start(&k, &c, state);
    figures(&k, k.a, 400, 3000);
    figures(&k, k.b, 600, 5000);
    figures(&k, k.d, 100, 1000);
    figures(&k, k.e, 100, 1000);
    figures(&k, k.f, 100, 1000);
    figures(&k, k.g, 100, 1000);
    c.actor = k.l.drafter;
    ok(&c, decree_add(&c,
                      land_text(&k.l, "9-2024", "01/01/2025",
                                arena_printf(c.arena, stated, "7,15", "")),
                      &d));
    ok(&c, decree_plan(&c, "9-2024", &p));
    assert_true(finds(&p, "area-not-kept")); /* a square kilometre too much */
    assert_int_equal(p.n_block, 0);
    land_approve(&k.l,
                 land_text(&k.l, "1-2024", "01/01/2025",
                           arena_printf(c.arena, stated, "6,15", "")),
                 &d);
    c.actor = k.l.drafter;
    ok(&c, decree_plan(&c, "1-2024", &p));
    assert_false(finds(&p, "area-not-kept"));
    c.actor = k.l.executor;
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    struct unit u;
    ok(&c, unit_by_code(&c, "10003", FIRST, &u));
    assert_int_equal(u.area_m2, 4850000);
    assert_int_equal(u.population, 3400);
    ok(&c, figure_list(&c, u.id, FIRST, &all));
    assert_string_equal(all.v[0].flag, "published");
    assert_string_equal(all.v[0].source, d.number);
    assert_int_equal(area_of(&k, FIRST), 6150000);
    c.now.v += 1000000;
    ok(&c, decree_undo(&c, "1-2024", "thử", &d));
    clear_faults(&c);
    assert_int_equal(area_of(&k, FIRST), 6000000);
    c.actor = k.l.drafter;
    /* of whole units the sum is known: another number is worth a word */
    ok(&c, decree_add(
               &c,
               land_text(&k.l, "2-2024", "01/01/2025",
                         "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\n"
                         "Sau khi nhập, xã Bình (10002) có quy mô dân số 9.000 người.\n"
                         "Sau khi nhập, xã Không (19999) có quy mô dân số 1 người.\n"),
               &d));
    ok(&c, decree_plan(&c, "2-2024", &p));
    assert_true(finds(&p, "population-differs"));
    assert_true(finds(&p, "unit-not-there"));
    end(&k);
}

static void
a_sum_that_a_later_decree_went_on_from_is_not_undone_before_it(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    figures(&k, k.a, 400, 3000);
    figures(&k, k.b, 600, 5000);
    figures(&k, k.d, 100, 1000);
    struct decree d;
    struct decree_report r;
    const day second = day_of(2025, 3, 1);
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", absorb_body), &d);
    c.actor = k.l.executor;
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    c.now.v += 1000000;
    c.today = second;
    land_approve(
        &k.l,
        land_text(&k.l, "2-2025", "01/03/2025",
                  "Điều 1. Nhập toàn bộ xã Dân (10003) vào xã Bình (10002).\n"),
        &d);
    c.actor = k.l.executor;
    ok(&c, decree_execute(&c, "2-2025", false, &r));
    assert_int_equal(area_of(&k, second), 11000000);
    c.now.v += 1000000;
    refused(&c, ERR_CONFLICT, NULL, decree_undo(&c, "1-2024", "thử", &d));
    ok(&c, decree_undo(&c, "2-2025", "thử", &d));
    assert_int_equal(area_of(&k, second), 10000000);
    c.now.v += 1000000;
    ok(&c, decree_undo(&c, "1-2024", "thử", &d));
    assert_int_equal(area_of(&k, second), 6000000);
    end(&k);
}

static void
what_results_is_held_against_the_standards_and_blocks_nothing(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    figures(&k, k.a, 400, 3000);
    figures(&k, k.b, 600, 5000);
    struct decree d;
    struct decree_plan p;
    c.actor = k.l.drafter;
    ok(&c, decree_add(&c, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d));
    ok(&c, decree_plan(&c, "1-2024", &p));
    const struct finding *f = finding_of(&p, "standards-below");
    assert_non_null(f);
    assert_int_equal(f->level, FINDING_WARNING);
    assert_string_equal(f->clause, "Điều 1");
    assert_non_null(strstr(f->law, "1211/2016"));
    /* 10 km² of 21 (code 01 lies in the Red River Delta), 8,000 people of 8,000 */
    assert_non_null(strstr(f->message, "47.61 %"));
    assert_non_null(strstr(f->message, "100 %"));
    assert_int_equal(p.n_block, 0);
    ok(&c, decree_add(&c, land_text(&k.l, "2-2024", "01/01/2025", split_body), &d));
    ok(&c, decree_plan(&c, "2-2024", &p));
    assert_true(finds(&p, "standards-unknown")); /* divided: nobody knows */
    ok(&c, decree_add(&c,
                      "Nghị quyết: 3/NQ\nMã: 3-2026\nNgày ký: 01/06/2025\n"
                      "Ngày hiệu lực: 01/07/2025\n\n"
                      "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\n",
                      &d));
    ok(&c,
       decree_plan(&c, "3-2026", &p)); /* after 35/2023, before any book on record */
    assert_non_null(finding_of(&p, "standards-no-book"));
    end(&k);
}

/* ---- one decree after another ---- */

/* As on 1 July 2025, when thirty-four resolutions took effect. */
static void
two_decrees_of_one_day_are_carried_out_and_taken_back_one_by_one(void **state)
{
    static const char other_body[] =
        "Điều 1. Thành lập xã Đông (10003) thuộc huyện Hai (201) trên cơ sở nhập toàn bộ xã Dân "
        "(10003), toàn bộ xã Em (10004).\n";
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    struct unit u;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    land_approve(&k.l, land_text(&k.l, "2-2024", "01/01/2025", other_body), &d);
    c.actor = k.l.executor;
    const char *none = land_dump(&k.l);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    const char *one = land_dump(&k.l);
    c.now.v += 1000000;
    ok(&c, decree_execute(&c, "2-2024", false, &r));
    ok(&c, unit_by_code(&c, "10002", FIRST, &u));
    assert_string_equal(u.name, "Xã An Bình");
    ok(&c, unit_by_code(&c, "10003", FIRST, &u));
    assert_string_equal(u.name, "Xã Đông");
    c.now.v += 1000000;
    ok(&c, decree_undo(&c, "2-2024", "thử", &d));
    land_same(one, land_dump(&k.l));
    c.now.v += 1000000;
    ok(&c, decree_undo(&c, "1-2024", "thử", &d));
    land_same(none, land_dump(&k.l));
    end(&k);
}

static const char second_body[] =
    "Điều 1. Thành lập xã Lớn (10002) thuộc tỉnh Một (01) trên cơ sở nhập toàn bộ xã An Bình "
    "(10002), toàn bộ xã Dân (10003).\n"
    "Điều 2. Giải thể huyện Hai (201), các đơn vị trực thuộc chuyển về tỉnh Một (01).\n"
    "Bàn giao: huyện Hai (201): mặc định → tỉnh Một (01).\n";

static void
a_plan_stands_on_the_decrees_that_come_before(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    int64_t file = land_paper(&k.l, &file_register, k.pc_a, NULL);
    int64_t badge = land_paper(&k.l, &badge_register, k.pc_a, NULL);
    struct decree first, second;
    struct decree_plan assumed;
    struct decree_report r;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &first);
    land_approve(&k.l, land_text(&k.l, "2-2025", "01/07/2025", second_body), &second);
    ok(&c, decree_plan(&c, "2-2025", &assumed));
    assert_string_equal(assumed.basis, "1-2024");
    assert_int_equal(assumed.n_block, 0);
    assert_int_equal(assumed.n_records, 1); /* the badge is surrendered by then */
    day later = day_of(2025, 7, 1);
    c.today = later;
    refused(&c, ERR_CONFLICT, NULL, decree_execute(&c, "2-2025", false, &r));
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    struct decree_plan real;
    ok(&c, decree_plan(&c, "2-2025", &real));
    assert_null(real.basis);
    assert_string_equal(real.hash, assumed.hash);
    ok(&c, decree_execute(&c, "2-2025", false, &r));
    assert_int_equal(land_answers(&k.l, k.pc_a, later).v,
                     land_org_at(&k.l, "10002", "people_committee", later).v);
    assert_int_equal(land_find(&k.l, &file_register, file).record.state, RECORD_OPEN);
    assert_int_equal(land_find(&k.l, &badge_register, badge).record.state,
                     RECORD_SURRENDER);
    assert_string_equal(land_at(&k.l, "10002", EVE).name, "Xã Bình");
    assert_string_equal(land_at(&k.l, "10002", FIRST).name, "Xã An Bình");
    assert_string_equal(land_at(&k.l, "10002", later).name, "Xã Lớn");
    struct undo_obstacle_list why;
    ok(&c, decree_check_undo(&c, "1-2024", &why));
    assert_true(why.n > 0);
    refused(&c, ERR_CONFLICT, NULL, decree_undo(&c, "1-2024", "sai", &first));
    ok(&c, decree_undo(&c, "2-2025", "sai", &second));
    ok(&c, decree_undo(&c, "1-2024", "sai", &first));
    end(&k);
}

/* ---- undo ---- */

static void
undo_restores_everything(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    for (int i = 0; i < 24; i++)
        land_paper(&k.l, registers[i % 4],
                   i % 3 == 0   ? k.pc_a
                   : i % 3 == 1 ? k.pc_d
                                : k.pc_b,
                   i % 5 ? "Thôn Đông" : NULL);
    struct actor *clerk = land_person(&c, "can-bo", NULL);
    land_grant(&c, clerk, "clerk", k.pc_d);
    const char *before = land_dump(&k.l);
    struct decree d;
    struct decree_report r;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", split_body), &d);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    c.now.v += 1000000;
    ok(&c, decree_undo(&c, "1-2024", "thử", &d));
    assert_int_equal(d.state, DECREE_UNDONE);
    land_same(before, land_dump(&k.l));
    refused(&c, ERR_FORBIDDEN, NULL, decree_execute(&c, "1-2024", false, &r));
    c.actor = k.l.approver;
    ok(&c, decree_approve(&c, "1-2024", &d));
    c.actor = k.l.executor;
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    assert_int_equal(r.decree.run, 2);
    struct decree_minutes m;
    ok(&c, decree_minutes(&c, "1-2024", k.pc_d, &m));
    assert_true(m.is_balanced);
    end(&k);
}

/* To act for a successor is not yet to do something there. */
static void
who_acts_for_a_successor_acts_for_the_old_one_after_undo(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct actor *clerk = land_person(&c, "can-bo", NULL), *in;
    land_grant(&c, clerk, "clerk", k.pc_a);
    struct decree d;
    struct decree_report r;
    const char *token;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    c.now.v += 1000000;
    c.today = FIRST;
    org_id heir = land_org_at(&k.l, "10002", "people_committee", FIRST);
    ok(&c, session_add(&c, clerk->id, NULL, NULL, &token));
    ok(&c, session_load(&c, token, &in));
    c.actor = in;
    ok(&c, session_act_for(&c, heir));
    ok(&c, session_load(&c, token, &in));
    assert_int_equal(in->org_id.v, heir.v);
    c.actor = k.l.executor;
    ok(&c, decree_undo(&c, "1-2024", "thử", &d));
    ok(&c, session_load(&c, token, &in));
    assert_int_equal(in->org_id.v, k.pc_a.v);
    end(&k);
}

/* Rows that only a new organisation's name is on would be left behind; a deed that leaves none would not. */
static void
what_a_successor_has_told_bars_undo_and_not_every_act_of_its_people(void **state)
{
    static const struct {
        const char *kind;
        size_t n;
    } acts[] = {{"clock", 0},
                {"person", 0},
                {"indicator_entry", 1},
                {"report_synthesis", 2},
                {"a_room_to_come", 3}};
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    struct undo_obstacle_list why;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    c.today = FIRST;
    org_id heir = land_org_at(&k.l, "10002", "people_committee", FIRST);
    for (size_t i = 0; i < COUNT(acts); i++) {
        c.now.v += 1000000;
        ok(&c, act_add(&c, &(struct act){.verb = "add",
                                         .kind = acts[i].kind,
                                         .object_id = 7,
                                         .org_id = heir,
                                         .label = acts[i].kind}));
        ok(&c, decree_check_undo(&c, "1-2024", &why));
        assert_int_equal(why.n, acts[i].n);
    }
    assert_string_equal(why.v[1].what, "report_synthesis");
    end(&k);
}

static void
undo_is_refused_when_successors_have_written(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    c.now.v += 1000000;
    c.today = FIRST;
    c.actor = &land_operator;
    org_id heir = land_org_at(&k.l, "10002", "people_committee", FIRST);
    land_paper(&k.l, &file_register, heir, NULL);
    c.actor = k.l.executor;
    const char *after = land_dump(&k.l);
    refused(&c, ERR_CONFLICT, NULL, decree_undo(&c, "1-2024", "sai", &d));
    land_same(after, land_dump(&k.l));
    end(&k);
}

static void
undo_is_refused_when_the_new_unit_was_changed(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    c.now.v += 1000000;
    c.actor = &land_operator;
    struct unit u = land_at(&k.l, "10002", FIRST);
    ok(&c, unit_change(&c, u.id, day_of(2025, 3, 1),
                       &(struct unit_change){.name = "Xã Bình An"}));
    c.actor = k.l.executor;
    struct undo_obstacle_list why;
    ok(&c, decree_check_undo(&c, "1-2024", &why));
    assert_int_equal(why.n, 1);
    assert_string_equal(why.v[0].what, "Xã Bình An");
    refused(&c, ERR_CONFLICT, NULL, decree_undo(&c, "1-2024", "sai", &d));
    end(&k);
}

/* ---- by itself ---- */

/* What is written changes hands there and then: not on the eve. */
static void
before_its_day_a_decree_is_rehearsed_or_scheduled_but_not_executed(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    c.actor = k.l.executor;
    c.today = EVE;
    const char *before = land_dump(&k.l);
    refused(&c, ERR_CONFLICT, NULL, decree_execute(&c, "1-2024", false, &r));
    land_same(before, land_dump(&k.l));
    ok(&c, db_savepoint(&c));
    ok(&c, decree_execute(&c, "1-2024", true, &r));
    db_rollback_to(&c);
    c.today = FIRST;
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    end(&k);
}

/* There the clock is the reader's own: it goes to the day with the decree. */
static void
in_a_demo_the_clock_goes_to_the_day_of_what_is_executed(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    int64_t moved;
    ok(&c, db_script(&c, "INSERT INTO setting (name, value) VALUES ('demo', 'x'), "
                         "('demo_today', '2024-12-30')"));
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    c.actor = k.l.executor;
    c.today = EVE;
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    assert_int_equal(c.today.v, FIRST.v);
    ok(&c, query_exec(&c, &Q_decree_demo_day, IN(FIRST), &moved));
    assert_int_equal(moved, 0); /* it is there, and does not go back */
    end(&k);
}

static void
a_scheduled_decree_takes_effect_on_its_day(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    int n;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    ok(&c, decree_schedule(&c, "1-2024", true, &d));
    refused(&c, ERR_CONFLICT, NULL, decree_schedule(&c, "1-2024", true, &d));
    c.actor = NULL;
    c.today = EVE;
    ok(&c, decree_run_due(&c, &n));
    assert_int_equal(n, 0);
    c.today = FIRST;
    ok(&c, decree_run_due(&c, &n));
    assert_int_equal(n, 1);
    ok(&c, decree_find(&c, "1-2024", &d));
    assert_int_equal(d.state, DECREE_EXECUTED);
    assert_int_equal(d.executed_by.v, 0);
    end(&k);
}

static void
a_scheduled_decree_that_cannot_be_executed_waits(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    int n;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    ok(&c, decree_schedule(&c, "1-2024", true, &d));
    c.actor = &land_operator;
    ok(&c, unit_change(&c, k.a, day_of(2024, 12, 1),
                       &(struct unit_change){.name = "Xã Ân"}));
    const char *before = land_dump(&k.l);
    c.actor = NULL;
    c.today = FIRST;
    ok(&c, decree_run_due(&c, &n));
    assert_int_equal(n, 1);
    land_same(before, land_dump(&k.l));
    ok(&c, decree_find(&c, "1-2024", &d));
    assert_int_equal(d.state, DECREE_APPROVED);
    assert_non_null(d.note);
    ok(&c, decree_run_due(&c, &n));
    assert_int_equal(n, 0);
    end(&k);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(two_decrees_of_one_day_are_carried_out_and_taken_back_one_by_one),
        ON_BOTH(a_plan_stands_on_the_decrees_that_come_before),
        ON_BOTH(undo_restores_everything),
        ON_BOTH(who_acts_for_a_successor_acts_for_the_old_one_after_undo),
        ON_BOTH(what_a_successor_has_told_bars_undo_and_not_every_act_of_its_people),
        ON_BOTH(undo_is_refused_when_successors_have_written),
        ON_BOTH(undo_is_refused_when_the_new_unit_was_changed),
        ON_BOTH(before_its_day_a_decree_is_rehearsed_or_scheduled_but_not_executed),
        ON_BOTH(in_a_demo_the_clock_goes_to_the_day_of_what_is_executed),
        ON_BOTH(a_unit_that_takes_another_in_has_the_figures_of_both_from_that_day),
        ON_BOTH(what_the_decree_states_is_on_record_from_its_day),
        ON_BOTH(a_sum_that_a_later_decree_went_on_from_is_not_undone_before_it),
        ON_BOTH(what_results_is_held_against_the_standards_and_blocks_nothing),
        ON_BOTH(a_scheduled_decree_takes_effect_on_its_day),
        ON_BOTH(a_scheduled_decree_that_cannot_be_executed_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
