/* SPDX-License-Identifier: Apache-2.0 */
/* demo_others_test.c: the other places' documents beside the demo province, on several days. */
#include "demo_others.h"

#include "decree/decree.h"
#include "demo.h"
#include "indicator/indicator.h"
#include "indicator/indicator_demo.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "task/task.h"
#include "task/task_demo.h"
#include "test.h"

static void
start(struct ctx *c, void **state)
{
    struct demo_account_list accounts = test_demo_start(c, state);
    size_t before = accounts.n;
    ok(c, task_demo_load(c));
    ok(c, demo_others_load(c, demo_password, &accounts));
    assert_int_equal(accounts.n, before + 8);
    assert_ptr_equal(c->actor, &operator_);
    assert_int_equal(c->today.v, day_of(2024, 12, 30).v);
}

static struct directive_item
document(struct ctx *c, const char *number)
{
    struct directive_page all;
    ok(c, directive_list(c, &(struct directive_filter){0}, &all));
    for (size_t i = 0; i < all.items.n; i++)
        if (strncmp(all.items.v[i].number, number, strlen(number)) == 0)
            return all.items.v[i];
    fail_msg("no document %s", number);
    return (struct directive_item){0};
}

static const char *
follower(struct ctx *c, directive_id id)
{
    struct directive d;
    struct org o;
    ok(c, directive_find(c, id, &d));
    ok(c, org_find(c, d.record.org_held, c->today, &o));
    return o.name;
}

static void
each_document_is_followed_in_its_own_place(void **state)
{
    static const struct {
        const char *number, *by;
        int n;
    } all[] = {{"KH-UBND-8/2023", "Ủy ban nhân dân tỉnh Ninh Bình", 80},
               {"183-KL/TW", "Ban Tổ chức Trung ương", 14},
               {"KH-VHT-6/2025", "Thành ủy Thành phố Hồ Chí Minh", 14},
               {"CCHC-2024", "Ủy ban nhân dân tỉnh Nghệ An", 16},
               {"6769/KH-UBND", "Ủy ban nhân dân tỉnh Bình Dương", 14}};
    struct ctx c = {0};
    start(&c, state);
    for (size_t i = 0; i < COUNT(all); i++) {
        struct directive_item d = document(&c, all[i].number);
        assert_string_equal(follower(&c, d.id), all[i].by);
        assert_true(d.n_tasks >= all[i].n);
    }
    test_db_end(&c);
}

/* Three provinces have a "Sở Tư pháp". */
static void
a_name_that_many_have_means_the_place_s_own(void **state)
{
    static const char *const heads[] = {"lanh-dao", "na-lanh-dao", "bd-lanh-dao"};
    static const char *const numbers[] = {"KH-UBND-8/2023", "CCHC-2024",
                                          "6769/KH-UBND"};
    struct ctx c = {0};
    start(&c, state);
    for (size_t i = 0; i < COUNT(heads); i++) {
        struct actor *who;
        struct task_item_list all;
        struct directive_item d = document(&c, numbers[i]);
        size_t n = 0;
        ok(&c, actor_of(&c, heads[i], &who));
        ok(&c, task_outline(&c, d.id, &all));
        for (size_t k = 0; k < all.n; k++) {
            bool own;
            if (!all.v[k].lead_text || !str_eq(all.v[k].lead_text, "Sở Tư pháp"))
                continue;
            ok(&c, org_within(&c, all.v[k].org_held, who->org_id, c.today, &own));
            assert_true(own && all.v[k].org_held.v != who->org_id.v);
            n++;
        }
        assert_true(n > 0);
    }
    test_db_end(&c);
}

static int64_t
late_on(struct ctx *c, const char *username, day on)
{
    struct actor *who;
    struct task_page page;
    const day really = c->today;
    c->today = on;
    ok(c, actor_of(c, username, &who));
    c->actor = who;
    ok(c,
       task_list(
           c, &(struct task_filter){.given = who->org_id, .late = true, .on = DAY_NONE},
           &page));
    c->actor = &operator_;
    c->today = really;
    return page.total;
}

static void
the_clock_moves_what_is_late(void **state)
{
    const day on[] = {day_of(2024, 12, 30), day_of(2025, 7, 1), day_of(2028, 1, 1)};
    struct ctx c = {0};
    start(&c, state);
    int64_t province = late_on(&c, "na-lanh-dao", on[0]);
    assert_true(late_on(&c, "na-lanh-dao", on[1]) > province);
    assert_int_equal(late_on(&c, "hcm-lanh-dao", on[0]), 0);
    assert_true(late_on(&c, "hcm-lanh-dao", on[1]) > 0);
    assert_int_equal(late_on(&c, "bd-lanh-dao", on[0]), 0);
    int64_t before = late_on(&c, "bd-lanh-dao", on[1]);
    assert_true(late_on(&c, "bd-lanh-dao", on[2]) >= before + 2);
    test_db_end(&c);
}

static void
one_place_does_not_give_another_s_tasks(void **state)
{
    struct ctx c = {0};
    struct actor *who;
    start(&c, state);
    struct directive_item d = document(&c, "CCHC-2024");
    struct task in, out;
    view_clear(&task_view, &in);
    in.directive_id = d.id;
    in.title = "Việc không ai giao";
    ok(&c, actor_of(&c, "lanh-dao", &who));
    c.actor = who;
    refused(&c, ERR_FORBIDDEN, NULL, task_add(&c, &in, (org_id){0}, &out));
    test_db_end(&c);
}

static void
the_province_s_decrees_leave_the_others_as_they_were(void **state)
{
    static const char *const codes[] = {"1318-2024", "1674-2025"};
    struct ctx c = {0};
    start(&c, state);
    struct directive_item was = document(&c, "CCHC-2024");
    for (size_t i = 0; i < COUNT(codes); i++) {
        struct decree_report r;
        ok(&c, decree_execute(&c, codes[i], false, &r));
        for (size_t k = 0; k < r.invariants.n; k++)
            assert_int_equal(r.invariants.v[k].n_bad, 0);
    }
    struct directive_item is = document(&c, "CCHC-2024");
    assert_int_equal(was.n_tasks, is.n_tasks);
    assert_int_equal(was.n_open, is.n_open);
    assert_string_equal(follower(&c, is.id), "Ủy ban nhân dân tỉnh Nghệ An");
    ok(&c, register_verify(&c, &task_register));
    test_db_end(&c);
}

/* L1 of the plan: what is to be reached by which year. */
static void
what_binh_duong_aims_at_is_on_record(void **state)
{
    static const struct {
        const char *code;
        int year, value;
    } aims[] = {{"ty_le_boi_duong", 2027, 70},   {"ty_le_boi_duong", 2030, 100},
                {"cong_chuc_noi_troi", 2027, 2}, {"cong_chuc_noi_troi", 2030, 3},
                {"chu_tich_chi_dao", 2030, 100}};
    struct ctx c = {0};
    start(&c, state);
    ok(&c, indicator_demo_load(&c));
    ok(&c, indicator_demo_load_others(&c));
    for (size_t i = 0; i < COUNT(aims); i++) {
        struct indicator ind;
        struct indicator_target_list all;
        bool found = false;
        ok(&c, indicator_find(&c, aims[i].code, &ind));
        ok(&c, indicator_targets(&c, ind.id, &all));
        for (size_t k = 0; k < all.n; k++)
            found |= all.v[k].year == aims[i].year &&
                     all.v[k].value == aims[i].value * INDICATOR_ONE;
        assert_true(found);
    }
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(each_document_is_followed_in_its_own_place),
        ON_BOTH(a_name_that_many_have_means_the_place_s_own),
        ON_BOTH(the_clock_moves_what_is_late),
        ON_BOTH(one_place_does_not_give_another_s_tasks),
        ON_BOTH(the_province_s_decrees_leave_the_others_as_they_were),
        ON_BOTH(what_binh_duong_aims_at_is_on_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
