/* SPDX-License-Identifier: Apache-2.0 */
/* task_test.h: an office for tests of tasks: a province, two communes below it, somebody in each. */
#ifndef TASK_TASK_TEST_H
#define TASK_TASK_TEST_H
#include "task/task.h"

#include "db.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "test.h"

#define D(y, m, d) day_of(y, m, d)

struct office {
    struct ctx c;
    org_id province, gia_tan, gia_lap;
    struct actor giver, lead, other; /* who directs, who works at Gia Tân, at Gia Lập */
    directive_id plan;
};

static inline struct actor
worker(struct ctx *c, const char *name, org_id org, const char *const *can, size_t n)
{
    struct actor a = {.name = name, .org_id = org};
    for (size_t i = 0; i < n; i++)
        *PUSH(c->arena, &a.can) = (struct capability_at){can[i], org, false};
    return a;
}

static inline org_id
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

static inline directive_id
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

static inline void
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

static inline struct task
blank(const struct office *o, const char *title)
{
    struct task t;
    view_clear(&task_view, &t);
    t.directive_id = o->plan;
    t.title = title;
    return t;
}

/* Due on 28 February: "trước ngày 01/3/2025". */
static inline struct task
planned(struct office *o, const char *title, org_id lead)
{
    struct task t = blank(o, title), out;
    t.rule.kind = DEADLINE_BEFORE;
    t.rule.date = D(2025, 3, 1);
    ok(&o->c, task_add(&o->c, &t, lead, &out));
    return out;
}

static inline struct task_move
on(const struct task *t)
{
    return (struct task_move){.id = {t->record.id},
                              .version = t->record.version,
                              .until = DAY_NONE,
                              .progress = INT_NONE};
}

/* The move, made by `who`; t becomes what it is since. */
static inline err
moved_by(struct office *o, const struct actor *who, const char *move, struct task *t,
         struct task_move m)
{
    const struct actor *was = o->c.actor;
    o->c.actor = who;
    err e = task_move(&o->c, move, &m, t);
    o->c.actor = was;
    return e;
}

static inline struct task
assigned(struct office *o, const char *title, org_id lead)
{
    struct task t = planned(o, title, lead);
    ok(&o->c, moved_by(o, &o->giver, "assign", &t, on(&t)));
    return t;
}

static inline struct task
accepted(struct office *o, const char *title)
{
    struct task t = assigned(o, title, o->gia_tan);
    ok(&o->c, moved_by(o, &o->lead, "accept", &t, on(&t)));
    return t;
}

static inline void
report_done(struct office *o, struct task *t)
{
    struct task_move m = on(t);
    m.text = "Đã ban hành";
    m.evidence = "Văn bản 12/UBND ngày 20/02/2025";
    ok(&o->c, moved_by(o, &o->lead, "report", t, m));
}

static inline struct task
reported(struct office *o, const char *title)
{
    struct task t = accepted(o, title);
    report_done(o, &t);
    return t;
}

static inline void
end(struct office *o)
{
    clear_faults(&o->c);
    o->c.actor = &operator_;
    ok(&o->c, register_verify(&o->c, &task_register));
    ok(&o->c, register_verify(&o->c, &directive_register));
    test_db_end(&o->c);
}
#endif
