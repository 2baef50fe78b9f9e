/* SPDX-License-Identifier: Apache-2.0 */
/* task_together_test.c: the bodies that take part in a task beside its lead body. */
#include "task/task_test.h"

static struct task
with(struct office *o, const char *coordinators)
{
    struct task t = blank(o, "Xây dựng đề án"), out;
    t.coordinators = coordinators;
    ok(&o->c, task_add(&o->c, &t, o->gia_tan, &out));
    return out;
}

static void
the_names_in_the_words_are_found_and_nobody_is_guessed(void **state)
{
    struct office o;
    struct task_partner_list all;
    start(&o, state);
    struct ctx *c = &o.c;
    org_id culture = body(c, "Sở Văn hóa, Thể thao và Du lịch", o.province);
    struct task t =
        with(&o, "UBND xã Gia Lập, Sở Văn hóa, Thể thao và Du lịch và các cơ quan "
                 "liên quan; UBND tỉnh\nUBND xã Gia Lập");
    ok(c, task_coordinators(c, (task_id){t.record.id}, &all));
    assert_int_equal(all.n, 3);
    assert_int_equal(all.v[0].id.v, o.province.v); /* who follows the document */
    assert_int_equal(all.v[1].id.v, o.gia_lap.v);
    assert_int_equal(all.v[2].id.v, culture.v);
    assert_string_equal(all.v[2].name, "Sở Văn hóa, Thể thao và Du lịch");
    body(c, "Sở Tư pháp", o.province);
    body(c, "Sở Tư pháp",
         o.gia_lap); /* two of one name: which is meant, nobody knows */
    t = with(&o, "Sở Tư pháp; cơ quan, đơn vị liên quan");
    ok(c, task_coordinators(c, (task_id){t.record.id}, &all));
    assert_int_equal(all.n, 0);
    org_id own = body(c, "Sở Xây dựng", o.province);
    body(c, "Sở Xây dựng", (org_id){0}); /* of another province */
    t = with(&o, "Sở Xây dựng");
    ok(c, task_coordinators(c, (task_id){t.record.id}, &all));
    assert_int_equal(all.n, 1);
    assert_int_equal(all.v[0].id.v, own.v);
    end(&o);
}

static void
who_takes_part_reads_the_task_contributes_and_has_it_on_the_list(void **state)
{
    struct office o;
    struct task seen;
    struct task_entry_list history;
    struct task_page page;
    struct work w;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = with(&o, "UBND xã Gia Lập"), not_theirs = with(&o, NULL);
    struct task_move m = on(&t);
    c->actor = &o.other;
    ok(c, task_find(c, (task_id){t.record.id}, &seen));
    refused(c, ERR_FORBIDDEN, NULL,
            task_find(c, (task_id){not_theirs.record.id}, &seen));
    refused(c, ERR_INVALID, "text", task_contribute(c, &m, &seen));
    m.text = "Thống nhất; đề nghị bổ sung bản đồ";
    ok(c, task_contribute(c, &m, &seen));
    ok(c, task_entries(c, (task_id){t.record.id}, &history));
    assert_string_equal(history.v[0].move, "contribute");
    assert_string_equal(history.v[0].by_name, "Lê Gia Lập");
    m.id = (task_id){not_theirs.record.id};
    refused(c, ERR_FORBIDDEN, NULL, task_contribute(c, &m, &seen));
    ok(c, task_work(c, (org_id){0}, &w));
    assert_int_equal(w.together.items.n, 1);
    assert_int_equal(w.together.items.v[0].id.v, t.record.id);
    assert_int_equal(w.later.items.n, 0); /* it is another's to do */
    ok(c, task_list(c, &(struct task_filter){.coordinator = o.gia_lap, .on = DAY_NONE},
                    &page));
    assert_int_equal(page.total, 1);
    /* the words change, and with them who takes part */
    c->actor = &o.giver;
    t.coordinators = "UBND xã Gia Tân";
    ok(c, task_change(c, &t, &seen));
    c->actor = &o.other;
    refused(c, ERR_FORBIDDEN, NULL, task_find(c, (task_id){t.record.id}, &seen));
    end(&o);
}

static void
who_answers_for_one_that_ended_takes_part_in_its_place(void **state)
{
    struct office o;
    struct task_partner_list all;
    struct task_move m;
    struct task out;
    struct work w;
    struct task_page page;
    start(&o, state);
    struct ctx *c = &o.c;
    org_id old = body(c, "Ủy ban nhân dân xã Gia Hưng", o.province);
    struct task t = with(&o, "UBND xã Gia Hưng; UBND xã Gia Lập");
    c->actor = &operator_;
    ok(c, org_succeed(c, old, o.gia_lap, c->today, (decree_id){7}, true));
    ok(c, org_end_succeeded(c, (decree_id){7}));
    ok(c, task_coordinators(c, (task_id){t.record.id}, &all));
    assert_int_equal(all.n, 1); /* both are one now */
    assert_int_equal(all.v[0].id.v, o.gia_lap.v);
    c->actor = &o.other;
    ok(c, task_work(c, (org_id){0}, &w));
    assert_int_equal(w.together.total, 1); /* named twice, and one task */
    assert_int_equal(w.together.items.n, 1);
    c->actor = &o.giver;
    for (int i = 0; i < 60; i++)
        with(&o, "UBND xã Gia Hưng; UBND xã Gia Lập");
    c->actor = &o.other;
    ok(c, task_list(c,
                    &(struct task_filter){
                        .coordinator = o.gia_lap, .on = DAY_NONE, .limit = 10},
                    &page));
    assert_int_equal(page.total, 61);
    m = on(&t);
    m.text = "Xã mới tiếp tục phối hợp";
    ok(c, task_contribute(c, &m, &out));
    /* a document that still calls it by its old name means its successor */
    c->actor = &o.giver;
    t = with(&o, "UBND xã Gia Hưng");
    ok(c, task_coordinators(c, (task_id){t.record.id}, &all));
    assert_int_equal(all.v[0].id.v, o.gia_lap.v);
    assert_string_equal(all.v[0].former, "Ủy ban nhân dân xã Gia Hưng");
    c->actor = &operator_;
    ok(c, org_unsucceed(c, (decree_id){7}));
    ok(c, task_coordinators(c, (task_id){t.record.id}, &all));
    assert_int_equal(all.v[0].id.v, old.v);
    end(&o);
}

static void
who_takes_part_in_the_whole_is_not_one_of_each_part(void **state)
{
    struct office o;
    struct task_page page;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = with(&o, "UBND xã Gia Lập");
    ok(c, task_spread(c,
                      &(struct task_spread){.id = {t.record.id},
                                            .bodies = "Ủy ban nhân dân xã Gia Tân",
                                            .expected = INT_NONE},
                      &n));
    c->actor = &o.other;
    ok(c, task_list(c, &(struct task_filter){.coordinator = o.gia_lap, .on = DAY_NONE},
                    &page));
    assert_int_equal(page.items.n, 1);
    assert_int_equal(page.items.v[0].id.v, t.record.id);
    end(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_names_in_the_words_are_found_and_nobody_is_guessed),
        ON_BOTH(who_takes_part_reads_the_task_contributes_and_has_it_on_the_list),
        ON_BOTH(who_answers_for_one_that_ended_takes_part_in_its_place),
        ON_BOTH(who_takes_part_in_the_whole_is_not_one_of_each_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
