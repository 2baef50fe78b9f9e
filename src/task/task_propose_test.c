/* SPDX-License-Identifier: Apache-2.0 */
/* task_propose_test.c: a plan's text becomes tasks only by way of a person. */
#include "task/task_test.h"

static const char plan_text[] =
    "II. NHIỆM VỤ\n"
    "1. Ủy ban nhân dân xã Gia Tân rà soát, xây dựng phương án sắp xếp. Thời gian thực "
    "hiện: hoàn thành trước ngày 25/9/2025.\n"
    "2. Sở Nội vụ chủ trì, phối hợp với các cơ quan liên quan tổng hợp hồ sơ. Thời gian "
    "thực hiện: hoàn thành trước ngày 20/10/2025.\n";

static const struct task_proposal *
at_body(const struct task_proposal_list *all, const char *body)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].body && strstr(all->v[i].body, body))
            return &all->v[i];
    fail_msg("nothing was proposed for %s", body);
    return NULL;
}

static void
what_was_read_stands_beside_its_sentence_and_is_no_task_yet(void **state)
{
    struct office o;
    struct task_proposal_list all;
    struct task_page page;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    ok(c, task_propose(c, o.plan, plan_text, &n));
    ok(c, task_proposals(c, o.plan, false, &all));
    assert_int_equal(all.n, n);
    const struct task_proposal *p = at_body(&all, "Gia Tân");
    assert_int_equal(p->org_id.v, o.gia_tan.v);
    assert_non_null(strstr(p->sentence, "25/9/2025"));
    assert_int_equal(p->rule.kind, DEADLINE_BEFORE);
    assert_int_equal(p->rule.date.v, D(2025, 9, 25).v);
    p = at_body(&all, "Sở Nội vụ"); /* there is none here: said, and left blank */
    assert_int_equal(p->org_id.v, 0);
    assert_non_null(strstr(p->note, "Sở Nội vụ"));
    ok(c, task_list(c,
                    &(struct task_filter){
                        .directive = o.plan, .state = "all", .on = DAY_NONE},
                    &page));
    assert_int_equal(page.total, 0);
    refused(c, ERR_INVALID, "text", task_propose(c, o.plan, "\n\n", &n));
    c->actor = &o.lead;
    refused(c, ERR_FORBIDDEN, NULL, task_propose(c, o.plan, plan_text, &n));
    end(&o);
}

static void
a_person_puts_right_takes_over_and_drops(void **state)
{
    struct office o;
    struct task_proposal_list all;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    ok(c, task_propose(c, o.plan, plan_text, &n));
    ok(c, task_proposals(c, o.plan, false, &all));
    struct task_proposal p = *at_body(&all, "Sở Nội vụ"), out;
    p.body = "Ủy ban nhân dân xã Gia Lập";
    p.title = "Tổng hợp hồ sơ";
    ok(c, task_proposal_change(c, &p, &out));
    assert_int_equal(out.org_id.v, o.gia_lap.v);
    assert_null(out.note);
    refused(c, ERR_CONFLICT, "version", task_proposal_change(c, &p, &out));
    ok(c, task_proposal_take(c, p.id, &out));
    assert_int_equal(out.state, PROPOSAL_TAKEN);
    struct task t;
    ok(c, task_find(c, out.task_id, &t));
    assert_string_equal(t.title, "Tổng hợp hồ sơ");
    assert_int_equal(t.record.org_held.v, o.gia_lap.v);
    assert_int_equal(t.stage, TASK_PLANNED);
    assert_int_equal(t.due_on.v, D(2025, 10, 19).v);
    refused(c, ERR_INVALID, NULL, task_proposal_take(c, p.id, &out));
    ok(c, task_proposal_drop(c, at_body(&all, "Gia Tân")->id, &out));
    refused(c, ERR_INVALID, NULL, task_proposal_drop(c, out.id, &out));
    end(&o);
}

static void
all_are_taken_over_by_their_exact_number_or_none(void **state)
{
    struct office o;
    struct task_proposal_list all;
    struct task_item_list outline;
    int64_t n, taken;
    start(&o, state);
    struct ctx *c = &o.c;
    ok(c, task_propose(c, o.plan, plan_text, &n));
    refused(c, ERR_CONFLICT, "expected", task_proposals_take(c, o.plan, n + 1, &taken));
    ok(c, task_proposals_take(c, o.plan, n, &taken));
    assert_int_equal(taken, n);
    ok(c, task_proposals(c, o.plan, false, &all));
    assert_int_equal(all.n, 0);
    ok(c, task_outline(c, o.plan, &outline));
    assert_int_equal(outline.n, n);
    end(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_was_read_stands_beside_its_sentence_and_is_no_task_yet),
        ON_BOTH(a_person_puts_right_takes_over_and_drops),
        ON_BOTH(all_are_taken_over_by_their_exact_number_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
