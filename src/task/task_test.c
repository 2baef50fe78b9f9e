/* SPDX-License-Identifier: Apache-2.0 */
/* task_test.c: from a document to work, as those who give it and those who do it live it. */
#include "task/task.h"

#include "db.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "test.h"

#define D(y, m, d) day_of(y, m, d)

/* ---- what every story starts from: a province and two communes below it ---- */

struct office {
    struct ctx c;
    org_id province, gia_tan, gia_lap;
    struct actor giver, lead, other; /* who directs, who works at Gia Tân, at Gia Lập */
    directive_id plan;
};

static struct actor
worker(struct ctx *c, const char *name, org_id org, const char *const *can, size_t n)
{
    struct actor a = {.name = name, .org_id = org};
    for (size_t i = 0; i < n; i++)
        *PUSH(c->arena, &a.can) = (struct capability_at){can[i], org, false};
    return a;
}

static org_id
body(struct ctx *c, const char *name, org_id above)
{
    struct org o = {.kind = "people_committee",
                    .name = name,
                    .parent_id = above,
                    .valid_from = D(2000, 1, 1)};
    ok(c, org_add(c, &o));
    return o.id;
}

static const struct actor operator_ = {.name = "Quản trị", .is_operator = true};

static directive_id
directive(struct ctx *c, org_id held, const char *number)
{
    struct directive d, out;
    view_clear(&directive_view, &d);
    d.record.org_held = held;
    d.number = number;
    d.type = DIRECTIVE_PLAN;
    d.issuer = "Ủy ban nhân dân tỉnh Ninh Bình";
    d.summary = "Kế hoạch sắp xếp đơn vị hành chính";
    d.issued_on = D(2025, 1, 10);
    ok(c, register_add(c, &directive_register, &d, &out));
    return (directive_id){out.record.id};
}

static void
start(struct office *o, void **state)
{
    static const char *const directs[] = {"directive.read", "task.read", "task.direct",
                                          "task.work"};
    static const char *const works[] = {"directive.read", "task.read", "task.work",
                                        "task.direct"};
    struct ctx *c = &o->c;
    *o = (struct office){0};
    test_db_start(c, state);
    c->actor = &operator_;
    ok(c, db_begin(c, true));
    o->province = body(c, "Ủy ban nhân dân tỉnh Ninh Bình", (org_id){0});
    o->gia_tan = body(c, "Ủy ban nhân dân xã Gia Tân", o->province);
    o->gia_lap = body(c, "Ủy ban nhân dân xã Gia Lập", o->province);
    o->giver = worker(c, "Trần Giao Việc", o->province, directs, COUNT(directs));
    o->lead = worker(c, "Nguyễn Gia Tân", o->gia_tan, works, COUNT(works));
    o->other = worker(c, "Lê Gia Lập", o->gia_lap, works, COUNT(works));
    o->plan = directive(c, o->province, "41/KH-UBND");
    c->actor = &o->giver;
}

static struct task
blank(const struct office *o, const char *title)
{
    struct task t;
    view_clear(&task_view, &t);
    t.directive_id = o->plan;
    t.title = title;
    return t;
}

/* Due on 28 February: "trước ngày 01/3/2025". */
static struct task
planned(struct office *o, const char *title, org_id lead)
{
    struct task t = blank(o, title), out;
    t.rule.kind = DEADLINE_BEFORE;
    t.rule.date = D(2025, 3, 1);
    ok(&o->c, task_add(&o->c, &t, lead, &out));
    return out;
}

static struct task_move
on(const struct task *t)
{
    return (struct task_move){.id = {t->record.id},
                              .version = t->record.version,
                              .until = DAY_NONE,
                              .progress = INT_NONE};
}

/* The move, made by `who`; t becomes what it is since. */
static err
moved_by(struct office *o, const struct actor *who, const char *move, struct task *t,
         struct task_move m)
{
    const struct actor *was = o->c.actor;
    o->c.actor = who;
    err e = task_move(&o->c, move, &m, t);
    o->c.actor = was;
    return e;
}

static struct task
assigned(struct office *o, const char *title, org_id lead)
{
    struct task t = planned(o, title, lead);
    ok(&o->c, moved_by(o, &o->giver, "assign", &t, on(&t)));
    return t;
}

static struct task
accepted(struct office *o, const char *title)
{
    struct task t = assigned(o, title, o->gia_tan);
    ok(&o->c, moved_by(o, &o->lead, "accept", &t, on(&t)));
    return t;
}

static struct task
reported(struct office *o, const char *title)
{
    struct task t = accepted(o, title);
    struct task_move m = on(&t);
    m.text = "Đã ban hành";
    m.evidence = "Văn bản 12/UBND ngày 20/02/2025";
    ok(&o->c, moved_by(o, &o->lead, "report", &t, m));
    return t;
}

static void
end(struct office *o)
{
    clear_faults(&o->c);
    o->c.actor = &operator_;
    ok(&o->c, register_verify(&o->c, &task_register));
    ok(&o->c, register_verify(&o->c, &directive_register));
    test_db_end(&o->c);
}

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

/* ---- many ---- */

static void
a_task_for_each_commune_is_one_for_each_and_rolls_up(void **state)
{
    struct office o;
    struct task_body_list bodies;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = planned(&o, "Mỗi xã lập đề án", (org_id){0});
    struct task_spread in = {
        .id = {t.record.id}, .kind = "people_committee", .expected = 3};
    ok(c, task_spread_plan(c, &in, &bodies));
    assert_int_equal(bodies.n, 2);
    refused(c, ERR_CONFLICT, "expected", task_spread(c, &in, &n));
    in.expected = 2;
    ok(c, task_spread(c, &in, &n));
    assert_int_equal(n, 2);
    ok(c, task_find(c, in.id, &t));
    assert_true(t.is_spread);
    refused(c, ERR_INVALID, NULL, moved_by(&o, &o.giver, "withdraw", &t,
                                           (struct task_move){.id = in.id,
                                                              .version = INT_NONE,
                                                              .reason = "Thôi"}));
    /* a commune that comes later gets its own by the same call; the others keep theirs */
    org_id later = body(c, "Ủy ban nhân dân xã Gia Minh", o.province);
    in.expected = INT_NONE;
    ok(c, task_spread(c, &in, &n));
    assert_int_equal(n, 1);
    struct task_page page;
    ok(c, task_list(c, &(struct task_filter){.parent = in.id, .on = DAY_NONE}, &page));
    assert_int_equal(page.total, 3);
    c->actor = &operator_;
    ok(c, task_list(c, &(struct task_filter){.org = later, .on = DAY_NONE}, &page));
    assert_int_equal(page.total, 1);
    assert_int_equal(page.items.v[0].stage, TASK_ASSIGNED);
    end(&o);
}

static void
many_are_accepted_at_once_by_their_exact_number_or_not_at_all(void **state)
{
    struct office o;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    for (int i = 0; i < 3; i++)
        assigned(&o, "Việc", o.gia_tan);
    assigned(&o, "Của xã khác", o.gia_lap);
    c->actor = &o.lead;
    struct task_bulk b = {.move = "accept", .expected = 2};
    refused(c, ERR_CONFLICT, "expected", task_bulk(c, &b, &n));
    b.expected = 3;
    ok(c, task_bulk(c, &b, &n));
    assert_int_equal(n, 3);
    struct work w;
    ok(c, task_work(c, (org_id){0}, &w));
    assert_int_equal(w.later.total, 3);
    b.move = "verify";
    refused(c, ERR_INVALID, "move", task_bulk(c, &b, &n));
    end(&o);
}

static void
tasks_that_would_wait_for_each_other_are_refused(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task a = accepted(&o, "A"), b = planned(&o, "B", o.gia_tan),
                d = planned(&o, "D", o.gia_tan);
    const task_id ia = {a.record.id}, ib = {b.record.id}, id = {d.record.id};
    ok(c, task_depend(c, ia, ib));
    ok(c, task_depend(c, ib, id));
    refused(c, ERR_INVALID, "on_id", task_depend(c, id, ia));
    refused(c, ERR_INVALID, "on_id", task_depend(c, ia, ia));
    struct task_move m = on(&a);
    m.text = "Xong";
    m.evidence = "1/BC";
    refused(c, ERR_INVALID, NULL, moved_by(&o, &o.lead, "report", &a, m));
    end(&o);
}

/* ---- lists ---- */

static void
what_was_late_on_a_day_is_told_as_of_that_day(void **state)
{
    struct office o;
    struct task_page page;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = reported(&o, "Trễ");
    planned(&o, "Khác", o.gia_lap);
    struct task_filter f = {.org = o.gia_tan, .late = true, .on = D(2025, 3, 10)};
    c->actor = &o.lead;
    ok(c, task_list(c, &f, &page));
    assert_int_equal(page.total, 1);
    assert_int_equal(page.items.v[0].days, -10);
    f.on = D(2025, 2, 28);
    ok(c, task_list(c, &f, &page));
    assert_int_equal(page.total, 0);
    c->today = D(2025, 3, 5);
    ok(c, moved_by(&o, &o.giver, "verify", &t, on(&t)));
    f.on = D(2025, 3, 10); /* done by then */
    ok(c, task_list(c, &f, &page));
    assert_int_equal(page.total, 0);
    f.on = D(2025, 3, 4); /* not yet */
    ok(c, task_list(c, &f, &page));
    assert_int_equal(page.total, 1);
    f = (struct task_filter){.org = o.gia_lap, .on = DAY_NONE};
    refused(c, ERR_FORBIDDEN, NULL, task_list(c, &f, &page));
    end(&o);
}

static void
a_long_list_is_read_page_by_page_and_misses_none(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    for (int i = 0; i < 7; i++)
        planned(&o, arena_printf(c->arena, "Việc %d", i), i % 2 ? o.gia_tan : o.gia_lap);
    struct task_filter f = {.directive = o.plan, .on = DAY_NONE, .limit = 3};
    size_t seen = 0;
    int64_t last = 0;
    do {
        struct task_page page;
        ok(c, task_list(c, &f, &page));
        assert_int_equal(page.total, 7);
        for (size_t i = 0; i < page.items.n; i++, seen++) {
            assert_true(page.items.v[i].id.v > last);
            last = page.items.v[i].id.v;
        }
        f.after = page.next;
    } while (f.after);
    assert_int_equal(seen, 7);
    end(&o);
}

/* ---- organisations come and go ---- */

static void
open_tasks_follow_who_answers_and_closed_ones_stay(void **state)
{
    struct office o;
    struct handed done;
    struct task_page page;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task open = accepted(&o, "Đang làm"), closed = reported(&o, "Đã xong");
    ok(c, moved_by(&o, &o.giver, "verify", &closed, on(&closed)));
    c->actor = &operator_;
    ok(c, register_hand_over(c, &task_register, o.gia_tan, o.gia_lap, c->today,
                             (decree_id){7}, true, &done));
    ok(c, org_succeed(c, o.gia_tan, o.gia_lap, c->today, (decree_id){7}, true));
    ok(c, org_end_succeeded(c, (decree_id){7}));
    assert_int_equal(done.n_passed, 1);
    assert_int_equal(done.n_history, 1);
    c->actor = &o.other; /* the successor's staff from the first minute */
    ok(c, task_list(c, &(struct task_filter){.on = DAY_NONE, .state = "all"}, &page));
    assert_int_equal(page.total, 2);
    assert_string_equal(page.items.v[0].body, "Ủy ban nhân dân xã Gia Lập");
    assert_string_equal(page.items.v[0].former, "Ủy ban nhân dân xã Gia Tân");
    struct task_move m = on(&open);
    m.text = "Tiếp tục";
    ok(c, moved_by(&o, &o.other, "progress", &open, m));
    assert_int_equal(open.record.org_held.v, o.gia_tan.v);
    /* a new one for the body that has ended is refused, and says who answers */
    c->actor = &o.giver;
    struct task in = blank(&o, "Cho xã cũ"), t;
    refused(c, ERR_INVALID, "body", task_add(c, &in, o.gia_tan, &t));
    org_id to;
    assert_int_equal(task_pick(c, "Ủy ban nhân dân xã Gia Tân", "body", &to), ERR_INVALID);
    assert_non_null(strstr(c->faults.v[0].message, "Gia Lập"));
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
    refused(c, ERR_CONFLICT, NULL, moved_by(&o, &o.giver, "verify", &other, on(&other)));
    end(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_migration_is_what_the_declarations_say),
        cmocka_unit_test(every_move_leads_somewhere_and_somebody_may_make_it),
        ON_BOTH(a_task_is_assigned_accepted_reported_verified_and_stays_where_it_was_done),
        ON_BOTH(only_who_has_a_part_in_it_moves_a_task),
        ON_BOTH(a_task_that_is_not_ours_goes_back_with_whose_it_is),
        ON_BOTH(a_report_names_its_evidence_and_may_be_sent_back),
        ON_BOTH(what_cannot_be_done_is_said_with_a_proposal_and_decided),
        ON_BOTH(the_first_promise_stays_visible_however_often_it_is_extended),
        ON_BOTH(an_event_that_gets_its_day_moves_what_hangs_on_it),
        ON_BOTH(a_deadline_before_its_document_is_refused),
        ON_BOTH(a_monthly_task_goes_on_with_the_next_month_when_one_is_verified),
        ON_BOTH(a_task_for_each_commune_is_one_for_each_and_rolls_up),
        ON_BOTH(many_are_accepted_at_once_by_their_exact_number_or_not_at_all),
        ON_BOTH(tasks_that_would_wait_for_each_other_are_refused),
        ON_BOTH(what_was_late_on_a_day_is_told_as_of_that_day),
        ON_BOTH(a_long_list_is_read_page_by_page_and_misses_none),
        ON_BOTH(open_tasks_follow_who_answers_and_closed_ones_stay),
        ON_BOTH(of_two_who_close_the_same_task_the_second_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
