/* SPDX-License-Identifier: Apache-2.0 */
/* task_test.c: from a document to work, as those who give it and those who do it live it. */
#include "task/task_test.h"

/* ---- declarations ---- */

static const char *
from_create(const char *sql)
{
    return strstr(sql, "CREATE TABLE");
}

static void
the_migration_is_what_the_declarations_say(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    const struct migration *m = all_migrations;
    while (m->name && !str_eq(m->name, "0021_task"))
        m++;
    assert_non_null(m->name);
    const char *said = arena_printf(&a, "%s%s", register_ddl(&a, &directive_register),
                                    register_ddl(&a, &task_register));
    assert_int_equal(strncmp(from_create(m->sql), said, strlen(said)), 0);
}

static void
every_move_leads_somewhere_and_somebody_may_make_it(void **state UNUSED)
{
    const struct flow *f = task_register.flow;
    unsigned reached = FLOW_FROM(TASK_PLANNED);
    for (const struct flow_move *m = f->moves; m->name; m++) {
        assert_in_range(m->who, 0, f->n_parties - 1);
        assert_true(m->from == FLOW_ANY || m->from > 0);
        if (m->to != FLOW_STAYS)
            reached |= FLOW_FROM(m->to);
        for (const struct flow_move *n = m + 1; n->name; n++)
            assert_string_not_equal(m->name, n->name);
    }
    for (int s = 1; s < TASK_STAGES; s++) /* no state that nothing leads to */
        assert_true(reached & FLOW_FROM(s));
}

/* ---- the main way ---- */

static void
a_task_is_assigned_accepted_reported_verified_and_stays_where_it_was_done(void **state)
{
    struct office o;
    struct task_entry_list history;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = reported(&o, "Lập danh sách cử tri");
    assert_int_equal(t.stage, TASK_REPORTED);
    assert_int_equal(t.due_on.v, D(2025, 2, 28).v);
    assert_string_equal(t.given_by, "Trần Giao Việc");
    ok(c, moved_by(&o, &o.giver, "verify", &t, on(&t)));
    assert_int_equal(t.stage, TASK_CLOSED);
    assert_int_equal(t.record.state, RECORD_ENDED);
    assert_int_equal(t.progress, 100);
    ok(c, task_entries(c, (task_id){t.record.id}, &history));
    static const char *const told[] = {"verify", "report", "accept", "assign", "add"};
    assert_int_equal(history.n, COUNT(told));
    for (size_t i = 0; i < COUNT(told); i++)
        assert_string_equal(history.v[i].move, told[i]);
    assert_string_equal(history.v[1].evidence, "Văn bản 12/UBND ngày 20/02/2025");
    assert_string_equal(history.v[1].by_name, "Nguyễn Gia Tân");
    refused(c, ERR_INVALID, NULL, moved_by(&o, &o.lead, "progress", &t, on(&t)));
    end(&o);
}

static void
only_who_has_a_part_in_it_moves_a_task(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = assigned(&o, "Rà soát quy hoạch", o.gia_tan);
    refused(c, ERR_FORBIDDEN, NULL, moved_by(&o, &o.other, "accept", &t, on(&t)));
    refused(c, ERR_FORBIDDEN, NULL, moved_by(&o, &o.giver, "accept", &t, on(&t)));
    ok(c, moved_by(&o, &o.lead, "accept", &t, on(&t)));
    refused(c, ERR_INVALID, NULL, moved_by(&o, &o.giver, "verify", &t, on(&t)));
    c->actor = &o.other;
    struct task seen;
    refused(c, ERR_FORBIDDEN, NULL, task_find(c, (task_id){t.record.id}, &seen));
    end(&o);
}

static void
a_task_that_is_not_ours_goes_back_with_whose_it_is(void **state)
{
    struct office o;
    struct task_entry_list history;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = assigned(&o, "Số liệu dân số", o.gia_tan);
    struct task_move m = on(&t);
    refused(c, ERR_INVALID, "reason", moved_by(&o, &o.lead, "return", &t, m));
    m.reason = "Thuộc địa bàn xã khác";
    m.body = "Ủy ban nhân dân xã Gia Lập";
    ok(c, moved_by(&o, &o.lead, "return", &t, m));
    assert_int_equal(t.stage, TASK_RETURNED);
    assert_int_equal(t.record.org_held.v, o.gia_tan.v);
    ok(c, task_entries(c, (task_id){t.record.id}, &history));
    assert_string_equal(history.v[0].to_name, "Ủy ban nhân dân xã Gia Lập");
    refused(c, ERR_INVALID, "body", moved_by(&o, &o.giver, "assign", &t, on(&t)));
    m = on(&t);
    m.org = o.gia_lap;
    ok(c, moved_by(&o, &o.giver, "assign", &t, m));
    ok(c, moved_by(&o, &o.other, "accept", &t, on(&t)));
    end(&o);
}

static void
a_report_names_its_evidence_and_may_be_sent_back(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = accepted(&o, "Niêm yết công khai");
    struct task_move m = on(&t);
    m.text = "Xong";
    refused(c, ERR_INVALID, "evidence", moved_by(&o, &o.lead, "report", &t, m));
    m.evidence = "Biên bản 3/BB";
    ok(c, moved_by(&o, &o.lead, "report", &t, m));
    refused(c, ERR_INVALID, "reason", moved_by(&o, &o.giver, "send_back", &t, on(&t)));
    m = on(&t);
    m.reason = "Thiếu ảnh niêm yết";
    ok(c, moved_by(&o, &o.giver, "send_back", &t, m));
    assert_int_equal(t.stage, TASK_DOING);
    end(&o);
}

static void
what_cannot_be_done_is_said_with_a_proposal_and_decided(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = accepted(&o, "Bàn giao trụ sở");
    struct task_move m = on(&t);
    m.reason = "Trụ sở đang có tranh chấp";
    refused(c, ERR_INVALID, "text", moved_by(&o, &o.lead, "cannot", &t, m));
    m.text = "Đề nghị giao Sở Tài chính";
    ok(c, moved_by(&o, &o.lead, "cannot", &t, m));
    m = on(&t);
    m.reason = "Vẫn thực hiện phần không tranh chấp";
    ok(c, moved_by(&o, &o.giver, "insist", &t, m));
    assert_int_equal(t.stage, TASK_DOING);
    m = on(&t);
    m.reason = "Giao cơ quan khác";
    ok(c, moved_by(&o, &o.giver, "withdraw", &t, m));
    assert_int_equal(t.record.state, RECORD_ENDED);
    end(&o);
}

/* ---- deadlines ---- */

static void
the_first_promise_stays_visible_however_often_it_is_extended(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = accepted(&o, "Lấy ý kiến cử tri");
    for (int i = 1; i <= 2; i++) {
        struct task_move m = on(&t);
        m.reason = "Chờ hướng dẫn";
        m.until = D(2025, 2, 20);
        refused(c, ERR_INVALID, "until", moved_by(&o, &o.lead, "ask", &t, m));
        m.until = D(2025, 2 + i, 15);
        ok(c, moved_by(&o, &o.lead, "ask", &t, m));
        refused(c, ERR_FORBIDDEN, NULL, moved_by(&o, &o.lead, "grant", &t, on(&t)));
        ok(c, moved_by(&o, &o.giver, "grant", &t, on(&t)));
        assert_int_equal(t.due_on.v, D(2025, 2 + i, 15).v);
        assert_int_equal(t.n_extended, i);
        assert_int_equal(t.first_due.v, D(2025, 2, 28).v);
    }
    struct task_move m = on(&t);
    m.reason = "Lần nữa";
    m.until = D(2025, 9, 1);
    ok(c, moved_by(&o, &o.lead, "ask", &t, m));
    m = on(&t);
    m.reason = "Đã gia hạn hai lần";
    ok(c, moved_by(&o, &o.giver, "refuse", &t, m));
    assert_int_equal(t.due_on.v, D(2025, 4, 15).v);
    assert_false(day_known(t.asked_until));
    end(&o);
}

static void
an_event_that_gets_its_day_moves_what_hangs_on_it(void **state)
{
    struct office o;
    struct task_event_list events;
    struct task_entry_list history;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task in = blank(&o, "Kiện toàn tổ chức bộ máy"), t;
    in.rule.kind = DEADLINE_AFTER_EVENT;
    in.rule.event = "nghị quyết có hiệu lực";
    in.rule.n = 30;
    in.rule.unit = DEADLINE_DAYS;
    ok(c, task_add(c, &in, o.gia_tan, &t));
    struct task still = planned(&o, "Không liên quan", o.gia_tan);
    assert_false(day_known(t.due_on));
    assert_string_equal(t.waits_for, "nghị quyết có hiệu lực");
    struct task_event e = {.directive_id = o.plan,
                           .name = "Nghị quyết có hiệu lực",
                           .on_day = D(2025, 2, 1),
                           .source = "Nghị quyết 1318",
                           .version = INT_NONE};
    ok(c, task_event_set(c, &e, &n));
    assert_int_equal(n, 1);
    ok(c, task_find(c, (task_id){t.record.id}, &t));
    assert_int_equal(t.due_on.v, D(2025, 3, 3).v);
    assert_int_equal(t.first_due.v, D(2025, 3, 3).v);
    e.on_day = D(2025, 4, 8);
    refused(c, ERR_INVALID, "reason", task_event_set(c, &e, &n));
    e.reason = "Quốc hội lùi ngày";
    ok(c, task_event_set(c, &e, &n));
    assert_int_equal(n, 1);
    ok(c, task_find(c, (task_id){t.record.id}, &t));
    assert_int_equal(t.due_on.v, D(2025, 5, 8).v);
    assert_int_equal(t.first_due.v, D(2025, 3, 3).v);
    ok(c, task_entries(c, (task_id){t.record.id}, &history));
    assert_string_equal(history.v[0].move, "reckon");
    assert_non_null(strstr(history.v[0].reason, "Quốc hội lùi ngày"));
    ok(c, task_events(c, o.plan, &events));
    assert_int_equal(events.n, 1);
    assert_int_equal(events.v[0].n_waiting, 1);
    ok(c, task_find(c, (task_id){still.record.id}, &still));
    assert_int_equal(still.record.version, 1);
    end(&o);
}

static void
a_deadline_before_its_document_is_refused(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task in = blank(&o, "Ngược"), t;
    in.rule.kind = DEADLINE_BY;
    in.rule.date = D(2024, 12, 31);
    refused(c, ERR_INVALID, "rule_date", task_add(c, &in, o.gia_tan, &t));
    in.rule.date = DAY_NONE;
    refused(c, ERR_INVALID, "rule_date", task_add(c, &in, o.gia_tan, &t));
    end(&o);
}

static void
a_monthly_task_goes_on_with_the_next_month_when_one_is_verified(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task in = blank(&o, "Báo cáo tháng"), t;
    in.rule.kind = DEADLINE_MONTHLY;
    in.rule.day = 25;
    ok(c, task_add(c, &in, o.gia_tan, &t));
    assert_int_equal(t.due_on.v, D(2025, 1, 25).v);
    ok(c, moved_by(&o, &o.giver, "assign", &t, on(&t)));
    ok(c, moved_by(&o, &o.lead, "accept", &t, on(&t)));
    struct task_move m = on(&t);
    m.text = "Tháng 1";
    m.evidence = "1/BC";
    ok(c, moved_by(&o, &o.lead, "report", &t, m));
    ok(c, moved_by(&o, &o.giver, "verify", &t, on(&t)));
    assert_int_equal(t.stage, TASK_DOING);
    assert_int_equal(t.due_on.v, D(2025, 2, 25).v);
    assert_int_equal(t.record.state, RECORD_OPEN);
    end(&o);
}

static void
a_term_stands_still_while_the_task_is_suspended(void **state)
{
    struct office o;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task in = blank(&o, "Giải quyết trong 30 ngày"), t;
    in.rule.kind = DEADLINE_AFTER_EVENT;
    in.rule.event = "khởi công";
    in.rule.n = 30;
    in.rule.unit = DEADLINE_DAYS;
    ok(c, task_add(c, &in, o.gia_tan, &t));
    ok(c, task_event_set(c,
                         &(struct task_event){.directive_id = o.plan,
                                              .name = "Khởi công",
                                              .on_day = D(2025, 2, 10),
                                              .version = INT_NONE},
                         &n));
    ok(c, task_find(c, (task_id){t.record.id}, &t));
    ok(c, moved_by(&o, &o.giver, "assign", &t, on(&t)));
    ok(c, moved_by(&o, &o.lead, "accept", &t, on(&t)));
    day due = t.due_on;
    c->today = D(2025, 2, 17);
    struct task_move m = on(&t);
    m.reason = "Chờ ý kiến Bộ Nội vụ";
    ok(c, moved_by(&o, &o.giver, "suspend", &t, m));
    assert_false(day_known(t.due_on));
    refused(c, ERR_INVALID, NULL, moved_by(&o, &o.lead, "progress", &t, on(&t)));
    c->today = D(2025, 2, 24);
    ok(c, moved_by(&o, &o.giver, "resume", &t, on(&t)));
    assert_int_equal(t.stage, TASK_DOING);
    assert_int_equal(t.due_on.v, due.v + 7);
    assert_int_equal(t.first_due.v, due.v);
    end(&o);
}

/* ---- inside the lead body ---- */

static void
the_lead_body_assigns_inside_itself_and_the_whole_waits_for_its_parts(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task whole = accepted(&o, "Xây dựng đề án");
    struct task in = blank(&o, "Phần số liệu"), part;
    in.parent_id = (task_id){whole.record.id};
    c->actor = &o.other; /* of another commune */
    refused(c, ERR_FORBIDDEN, NULL, task_add(c, &in, o.gia_tan, &part));
    c->actor = &o.lead;
    ok(c, task_add(c, &in, o.gia_tan, &part));
    assert_int_equal(part.org_given.v, o.gia_tan.v);
    assert_int_equal(part.directive_id.v, o.plan.v);
    struct task_move m = on(&whole);
    m.text = "Xong";
    m.evidence = "1/BC";
    refused(c, ERR_INVALID, NULL, moved_by(&o, &o.lead, "report", &whole, m));
    refused(c, ERR_INVALID, "body", moved_by(&o, &o.lead, "assign", &part, on(&part)));
    struct task_move ours = on(&part);
    ours.org = o.gia_tan; /* "we do it ourselves" is said, not guessed */
    ok(c, moved_by(&o, &o.lead, "assign", &part, ours));
    ok(c, moved_by(&o, &o.lead, "accept", &part, on(&part)));
    struct task_move done = on(&part);
    done.text = "Xong";
    done.evidence = "Bảng số liệu";
    ok(c, moved_by(&o, &o.lead, "report", &part, done));
    ok(c, moved_by(&o, &o.lead, "verify", &part, on(&part)));
    ok(c, moved_by(&o, &o.lead, "report", &whole, m));
    end(&o);
}

/* ---- two at once ---- */

static void
of_two_who_close_the_same_task_the_second_is_told(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = reported(&o, "Hai người cùng đóng"), other = t;
    ok(c, moved_by(&o, &o.giver, "verify", &t, on(&t)));
    refused(c, ERR_CONFLICT, NULL,
            moved_by(&o, &o.giver, "verify", &other, on(&other)));
    end(&o);
}

static int64_t
found(struct ctx *c, struct directive_filter f)
{
    struct directive_page page;
    if (!f.year)
        f.year = INT_NONE;
    ok(c, directive_list(c, &f, &page));
    return page.total;
}

static void
documents_are_found_by_who_follows_them_by_year_and_by_state(void **state)
{
    struct office o;
    struct directive_page page;
    start(&o, state);
    struct ctx *c = &o.c;
    c->actor = &operator_;
    directive(c, o.gia_tan, "2/KH-UBND");
    assert_int_equal(found(c, (struct directive_filter){0}), 2);
    assert_int_equal(found(c, (struct directive_filter){.org = o.gia_tan}), 1);
    assert_int_equal(
        found(c, (struct directive_filter){.body = "uy ban nhan dan xa gia lap"}), 0);
    assert_int_equal(
        found(c, (struct directive_filter){.year = 2025, .state = RECORD_OPEN}), 2);
    assert_int_equal(found(c, (struct directive_filter){.year = 2024}), 0);
    assert_int_equal(found(c, (struct directive_filter){.state = RECORD_ENDED}), 0);
    refused(c, ERR_INVALID, "year",
            directive_list(c, &(struct directive_filter){.year = 25}, &page));
    refused(c, ERR_INVALID, "body",
            directive_list(
                c, &(struct directive_filter){.body = "xã không có", .year = INT_NONE},
                &page));
    /* what a body followed is its successor's to find */
    ok(c, org_succeed(c, o.gia_tan, o.gia_lap, c->today, (decree_id){0}, true));
    assert_int_equal(found(c, (struct directive_filter){.org = o.gia_lap}), 1);
    end(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_migration_is_what_the_declarations_say),
        cmocka_unit_test(every_move_leads_somewhere_and_somebody_may_make_it),
        ON_BOTH(
            a_task_is_assigned_accepted_reported_verified_and_stays_where_it_was_done),
        ON_BOTH(only_who_has_a_part_in_it_moves_a_task),
        ON_BOTH(a_task_that_is_not_ours_goes_back_with_whose_it_is),
        ON_BOTH(a_report_names_its_evidence_and_may_be_sent_back),
        ON_BOTH(what_cannot_be_done_is_said_with_a_proposal_and_decided),
        ON_BOTH(the_first_promise_stays_visible_however_often_it_is_extended),
        ON_BOTH(an_event_that_gets_its_day_moves_what_hangs_on_it),
        ON_BOTH(a_deadline_before_its_document_is_refused),
        ON_BOTH(a_monthly_task_goes_on_with_the_next_month_when_one_is_verified),
        ON_BOTH(a_term_stands_still_while_the_task_is_suspended),
        ON_BOTH(the_lead_body_assigns_inside_itself_and_the_whole_waits_for_its_parts),
        ON_BOTH(of_two_who_close_the_same_task_the_second_is_told),
        ON_BOTH(documents_are_found_by_who_follows_them_by_year_and_by_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
