/* SPDX-License-Identifier: Apache-2.0 */
/* obstacle_test.c: what stands in the way, as those who raise it and those who answer live it. */
#include "obstacle/obstacle.h"

#include "attach.h"
#include "task/task_test.h"

static const char *const answers[] = {
    "directive.read", "task.read",      "task.direct",    "task.work",
    "obstacle.read",  "obstacle.write", "obstacle.answer"};

struct place {
    struct office o;
    struct actor province, gia_tan, gia_lap;
};

static void
begin(struct place *p, void **state)
{
    start(&p->o, state);
    struct ctx *c = &p->o.c;
    p->province = worker(c, "Trần Tỉnh", p->o.province, answers, COUNT(answers));
    p->gia_tan = worker(c, "Nguyễn Gia Tân", p->o.gia_tan, answers, COUNT(answers));
    p->gia_lap = worker(c, "Lê Gia Lập", p->o.gia_lap, answers, COUNT(answers));
}

static void
finish(struct place *p)
{
    p->o.c.actor = &operator_;
    ok(&p->o.c, register_verify(&p->o.c, &obstacle_register));
    end(&p->o);
}

static struct obstacle
raised(struct place *p, const char *title)
{
    struct obstacle_new in = {.title = title, .directive = p->o.plan};
    struct obstacle out;
    p->o.c.actor = &p->gia_tan;
    ok(&p->o.c, obstacle_raise(&p->o.c, &in, &out));
    return out;
}

static struct obstacle_move
with(const struct obstacle *o)
{
    return (struct obstacle_move){.id = {o->record.id}, .version = o->record.version};
}

static err
made_by(struct place *p, const struct actor *who, const char *move, struct obstacle *o,
        struct obstacle_move m)
{
    p->o.c.actor = who;
    return obstacle_move(&p->o.c, move, &m, o);
}

static struct obstacle
answered(struct place *p, const char *title, const char *answer)
{
    struct obstacle o = raised(p, title);
    struct obstacle_move m = with(&o);
    m.answer = answer;
    ok(&p->o.c, made_by(p, &p->province, "answer", &o, m));
    return o;
}

static int64_t
found(struct place *p, const struct actor *who, struct obstacle_filter f)
{
    struct obstacle_page page;
    p->o.c.actor = who;
    ok(&p->o.c, obstacle_list(&p->o.c, &f, &page));
    assert_int_equal(page.total, page.items.n);
    return page.total;
}

static void
the_migration_is_what_the_declaration_says(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    const struct migration *m = all_migrations;
    while (m->name && !str_eq(m->name, "0026_obstacle"))
        m++;
    assert_non_null(m->name);
    const char *said = register_ddl(&a, &obstacle_register);
    assert_int_equal(strncmp(strstr(m->sql, "CREATE TABLE"), said, strlen(said)), 0);
}

static void
an_obstacle_goes_to_who_gave_the_work_is_passed_on_answered_and_closed(void **state)
{
    struct place p;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    struct obstacle o = raised(&p, "Chưa có hướng dẫn về con dấu");
    assert_int_equal(o.record.org_held.v, p.o.province.v);
    assert_int_equal(o.stage, OBSTACLE_RAISED);
    /* five working days after Wednesday 15 January 2025 */
    assert_int_equal(o.due_on.v, D(2025, 1, 22).v);
    struct obstacle_move m = with(&o);
    refused(c, ERR_FORBIDDEN, NULL, made_by(&p, &p.gia_lap, "answer", &o, m));
    refused(c, ERR_INVALID, "body", made_by(&p, &p.province, "route", &o, m));
    m.org = p.o.gia_lap;
    ok(c, made_by(&p, &p.province, "route", &o, m));
    assert_int_equal(o.record.org_held.v, p.o.gia_lap.v);
    assert_int_equal(o.due_on.v, D(2025, 1, 22).v); /* the term goes on */
    m = with(&o);
    refused(c, ERR_INVALID, "answer", made_by(&p, &p.gia_lap, "answer", &o, m));
    m.answer = "Thực hiện theo Nghị định 99/2016/NĐ-CP";
    ok(c, made_by(&p, &p.gia_lap, "answer", &o, m));
    refused(c, ERR_CONFLICT, NULL, made_by(&p, &p.gia_tan, "close", &o, m));
    ok(c, made_by(&p, &p.gia_tan, "close", &o, with(&o)));
    assert_int_equal(o.record.state, RECORD_ENDED);
    struct act_list acts;
    ok(c, act_list_of(c, "obstacle", o.record.id, &acts));
    static const char *const told[] = {"close", "answer", "route", "add"};
    assert_int_equal(acts.n, COUNT(told));
    for (size_t i = 0; i < acts.n; i++)
        assert_string_equal(acts.v[i].verb, told[i]);
    finish(&p);
}

static void
it_is_raised_on_a_task_a_document_or_a_unit_and_on_nothing_else(void **state)
{
    struct place p;
    struct obstacle out;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    struct task t = assigned(&p.o, "Lập danh sách cử tri", p.o.gia_tan);
    c->actor = &p.gia_tan;
    struct obstacle_new in = {.title = "Thiếu biểu mẫu"};
    refused(c, ERR_INVALID, "unit", obstacle_raise(c, &in, &out));
    in.unit = "99999";
    refused(c, ERR_INVALID, "unit", obstacle_raise(c, &in, &out));
    in.task = (task_id){t.record.id};
    in.title = NULL;
    refused(c, ERR_INVALID, "title", obstacle_raise(c, &in, &out));
    in.title = "Thiếu biểu mẫu";
    ok(c, obstacle_raise(c, &in, &out));
    assert_int_equal(out.directive_id.v, p.o.plan.v);
    assert_int_equal(out.record.org_held.v, p.o.province.v);
    assert_int_equal(found(&p, &p.gia_tan, (struct obstacle_filter){.task = in.task}),
                     1);
    in.body = "Ủy ban nhân dân xã Gia Lập";
    c->actor = &p.gia_tan;
    ok(c, obstacle_raise(c, &in, &out));
    assert_int_equal(out.record.org_held.v, p.o.gia_lap.v);
    finish(&p);
}

static void
answers_become_a_guide_for_everybody(void **state)
{
    struct place p;
    struct obstacle seen;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    struct obstacle open = raised(&p, "Trụ sở dôi dư");
    struct obstacle o = answered(&p, "Thiếu máy chủ", "Dùng chung hạ tầng của tỉnh");
    c->actor = &p.gia_lap;
    refused(c, ERR_FORBIDDEN, NULL,
            obstacle_find(c, (obstacle_id){open.record.id}, &seen));
    ok(c, obstacle_find(c, (obstacle_id){o.record.id}, &seen));
    struct obstacle_filter f = {.answered = true, .q = "ha tang"};
    assert_int_equal(found(&p, &p.gia_lap, f), 1);
    f.q = "không có từ này";
    assert_int_equal(found(&p, &p.gia_lap, f), 0);
    /* what did not help leaves the guide, and its term begins anew */
    struct obstacle_move m = with(&o);
    refused(c, ERR_INVALID, "reason", made_by(&p, &p.gia_tan, "reopen", &o, m));
    m.reason = "Hạ tầng của tỉnh chưa sẵn sàng";
    c->today = D(2025, 2, 10);
    ok(c, made_by(&p, &p.gia_tan, "reopen", &o, m));
    assert_int_equal(o.due_on.v, D(2025, 2, 17).v);
    f.q = NULL;
    assert_int_equal(found(&p, &p.gia_lap, f), 0);
    finish(&p);
}

static void
who_raised_it_and_who_answers_bring_files_until_it_is_closed(void **state)
{
    struct place p;
    struct attachment a;
    struct attachment_list all;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    struct obstacle o = raised(&p, "Chưa rõ mẫu phiếu lấy ý kiến");
    c->actor = &p.gia_tan;
    ok(c, attach(c, &obstacle_files, o.record.id, "Ảnh hiện trạng.pdf", &a));
    c->actor = &p.gia_lap; /* no party to it */
    refused(c, ERR_FORBIDDEN, NULL,
            attach(c, &obstacle_files, o.record.id, "b.pdf", &a));
    struct obstacle_move m = with(&o);
    m.answer = "Dùng mẫu số 3";
    ok(c, made_by(&p, &p.province, "answer", &o, m));
    ok(c, attach(c, &obstacle_files, o.record.id, "Công văn hướng dẫn.pdf", &a));
    ok(c, made_by(&p, &p.gia_tan, "close", &o, with(&o)));
    refused(c, ERR_FORBIDDEN, NULL,
            attach(c, &obstacle_files, o.record.id, "b.pdf", &a));
    ok(c, attachment_list(c, "obstacle", o.record.id, &all));
    assert_int_equal(all.n, 2);
    finish(&p);
}

static void
what_is_late_is_a_list(void **state)
{
    struct place p;
    begin(&p, state);
    struct obstacle_filter late = {.late = true}, ours = {.raised = true};
    raised(&p, "Chưa có kinh phí");
    answered(&p, "Thiếu người", "Đã bổ sung");
    assert_int_equal(found(&p, &p.province, late), 0);
    p.o.c.today = D(2025, 1, 23);
    assert_int_equal(found(&p, &p.province, late), 1);
    assert_int_equal(found(&p, &p.gia_tan, late), 0); /* it is not theirs to answer */
    assert_int_equal(found(&p, &p.gia_tan, ours), 2);
    ours.unanswered = true;
    assert_int_equal(found(&p, &p.gia_tan, ours), 1);
    finish(&p);
}

static void
another_term_counts_from_its_day_on(void **state)
{
    struct place p;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    struct obstacle before = raised(&p, "Trước");
    struct obstacle_term term = {.valid_from = D(2025, 1, 14),
                                 .n = 2,
                                 .unit = DEADLINE_WORKING_DAYS,
                                 .article = "Quy chế làm việc, Điều 5"};
    refused(c, ERR_INVALID, "valid_from", obstacle_term_add(c, &term));
    term.valid_from = D(2025, 1, 16);
    ok(c, obstacle_term_add(c, &term));
    refused(c, ERR_CONFLICT, "valid_from", obstacle_term_add(c, &term));
    assert_int_equal(raised(&p, "Cùng ngày").due_on.v, before.due_on.v);
    c->today = D(2025, 1, 16);
    assert_int_equal(raised(&p, "Sau").due_on.v, D(2025, 1, 20).v);
    struct deadline d;
    ok(c, obstacle_deadline(c, &before, &d)); /* what was promised stays explained */
    assert_int_equal(d.due.v, before.due_on.v);
    assert_true(d.working.n > 1);
    finish(&p);
}

static void
a_decree_hands_open_ones_over_and_the_successor_answers(void **state)
{
    struct place p;
    begin(&p, state);
    struct ctx *c = &p.o.c;
    struct handed done;
    struct obstacle o = raised(&p, "Chưa có hướng dẫn");
    struct obstacle_move m = with(&o);
    m.org = p.o.gia_lap;
    ok(c, made_by(&p, &p.province, "route", &o, m));
    c->actor = &operator_;
    ok(c, register_hand_over(c, &obstacle_register, p.o.gia_lap, p.o.gia_tan, c->today,
                             (decree_id){7}, true, &done));
    ok(c, org_succeed(c, p.o.gia_lap, p.o.gia_tan, c->today, (decree_id){7}, true));
    assert_int_equal(done.n_passed, 1);
    assert_int_equal(found(&p, &p.gia_tan, (struct obstacle_filter){0}), 1);
    m = with(&o);
    m.answer = "Đơn vị mới tiếp tục thực hiện";
    ok(c, made_by(&p, &p.gia_tan, "answer", &o, m));
    assert_int_equal(o.record.org_held.v, p.o.gia_lap.v);
    finish(&p);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_migration_is_what_the_declaration_says),
        ON_BOTH(an_obstacle_goes_to_who_gave_the_work_is_passed_on_answered_and_closed),
        ON_BOTH(it_is_raised_on_a_task_a_document_or_a_unit_and_on_nothing_else),
        ON_BOTH(answers_become_a_guide_for_everybody),
        ON_BOTH(who_raised_it_and_who_answers_bring_files_until_it_is_closed),
        ON_BOTH(what_is_late_is_a_list),
        ON_BOTH(another_term_counts_from_its_day_on),
        ON_BOTH(a_decree_hands_open_ones_over_and_the_successor_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
