/* SPDX-License-Identifier: Apache-2.0 */
/* report_test.h: a province and two communes that owe it a monthly report, and who writes, signs and
 * collects there. */
#ifndef REPORT_REPORT_TEST_H
#define REPORT_REPORT_TEST_H
#include "report/report.h"
#include "task/task_test.h"

static const char *const writes[] = {
    "directive.read", "task.read",      "task.direct", "task.work",
    "obstacle.read",  "obstacle.write", "report.read", "report.write"};
static const char *const signs[] = {"report.read", "report.sign"};
static const char *const collects[] = {"report.read", "report.collect", "report.write",
                                       "report.sign"};

struct place {
    struct office o;
    struct actor clerk, head, other,
        collector; /* Gia Tân's two, Gia Lập's, the province's */
    report_regime_id regime;
    struct report_round round;
};

static inline struct report_regime
monthly(void)
{
    struct report_regime r;
    view_clear(&report_regime_view, &r);
    r.code = "T";
    r.name = "Báo cáo tháng";
    r.addressee = "Ủy ban nhân dân tỉnh";
    r.rule.kind = DEADLINE_MONTHLY;
    r.rule.day = 25;
    r.rule.month = 1;
    r.grace = 5;
    r.two_people = true;
    r.valid_from = D(2024, 12, 1);
    r.article = "Quy chế làm việc, Điều 9";
    return r;
}

static inline void
begin(struct place *p, void **state)
{
    struct report_regime r = monthly();
    start(&p->o, state);
    struct ctx *c = &p->o.c;
    p->clerk = worker(c, "Phạm Soạn", p->o.gia_tan, writes, COUNT(writes));
    p->head = worker(c, "Đỗ Ký", p->o.gia_tan, signs, COUNT(signs));
    p->other = worker(c, "Lê Gia Lập", p->o.gia_lap, writes, COUNT(writes));
    p->collector = worker(c, "Vũ Tổng Hợp", p->o.province, collects, COUNT(collects));
    p->clerk.id = (person_id){901};
    p->head.id = (person_id){902};
    c->actor = &operator_;
    ok(c, report_regime_add(c, &r, &r));
    p->regime = r.id;
    struct report_field f = {
        .regime_id = r.id, .kind = REPORT_NUMBER, .is_required = true};
    for (const struct choice *s = report_sources; s->name; s++) {
        f.label = s->label;
        f.source = s->name;
        ok(c, report_field_add(c, &f));
    }
    f.label = "Hộ tịch";
    f.source = NULL;
    ok(c, report_field_add(c, &f)); /* 8: by people */
    f.label = "Đánh giá";
    f.kind = REPORT_TEXT;
    f.is_required = false;
    ok(c, report_field_add(c, &f)); /* 9 */
}

/* The round of January: data from 15 December to 14 January. */
static inline void
opened(struct place *p)
{
    p->o.c.actor = &operator_;
    ok(&p->o.c, report_round_open(&p->o.c, p->regime, &p->round));
}

static inline struct report
of(struct place *p, org_id org)
{
    struct report_page page;
    struct report out;
    p->o.c.actor = &operator_;
    ok(&p->o.c,
       report_list(&p->o.c,
                   &(struct report_filter){.round = p->round.id, .state = "all"},
                   &page));
    for (size_t i = 0; i < page.items.n; i++)
        if (page.items.v[i].org_held.v == org.v) {
            ok(&p->o.c, report_find(&p->o.c, page.items.v[i].id, &out));
            return out;
        }
    fail_msg("it owes none");
    return out;
}

static inline int64_t
number(struct place *p, const struct report *r, int64_t seq)
{
    struct report_value_list v = {0};
    ok(&p->o.c, report_values(&p->o.c, r, r->edition, &v));
    int64_t n = v.v[seq - 1].number;
    return n == INT_NONE ? n : n / REPORT_ONE;
}

static inline err
saved(struct place *p, const struct actor *who, struct report *r, int64_t seq,
      const char *value)
{
    struct report_typed typed[] = {{seq, value}};
    struct report_save in = {.id = {r->record.id}, .version = r->record.version};
    in.values.v = typed;
    in.values.n = 1;
    p->o.c.actor = who;
    return report_save(&p->o.c, &in, r);
}

static inline err
moved(struct place *p, const struct actor *who, const char *move, struct report *r,
      const char *reason, day until)
{
    struct report_move in = {{r->record.id}, r->record.version, reason, until};
    p->o.c.actor = who;
    return report_move(&p->o.c, move, &in, r);
}

static inline void
sent(struct place *p, struct report *r, const char *value)
{
    struct actor clerk = p->clerk, head = p->head;
    clerk.can = worker(&p->o.c, "", r->record.org_held, writes, COUNT(writes)).can;
    head.can = worker(&p->o.c, "", r->record.org_held, signs, COUNT(signs)).can;
    ok(&p->o.c, saved(p, &clerk, r, 8, value));
    ok(&p->o.c, moved(p, &head, "sign", r, NULL, DAY_NONE));
    ok(&p->o.c, moved(p, &clerk, "send", r, NULL, DAY_NONE));
}

static inline int64_t
found(struct place *p, const struct actor *who, struct report_filter f)
{
    struct report_page page;
    p->o.c.actor = who;
    ok(&p->o.c, report_list(&p->o.c, &f, &page));
    assert_int_equal(page.total, page.items.n);
    return page.total;
}

static inline void
finish(struct place *p)
{
    p->o.c.actor = &operator_;
    ok(&p->o.c, register_verify(&p->o.c, &report_register));
    end(&p->o);
}
#endif
