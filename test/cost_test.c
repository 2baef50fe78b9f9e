/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cost_test.c: what a page of one's own costs does not grow with what others have. Counted in the
 * steps of SQLite's machine, which are the same on every day: a statement that a planner turns round,
 * so that it reads the whole nation, fails here and not at eight in the morning.
 */
#include "board/board.h"
#include "obstacle/obstacle.h"
#include "report/report.h"
#include "search/search.h"
#include "task/task_test.h"

enum {
    FEW = 6, /* doublings: 64 tasks of others */
    MANY = 13
};
static const char *const reads[] = {"unit.read", "directive.read", "task.read",
                                    "task.work", "obstacle.read",  "report.read"};

static struct actor
reader(struct office *o, const char *name, org_id org, bool below)
{
    struct actor a = worker(&o->c, name, org, reads, COUNT(reads));
    for (size_t i = 0; i < a.can.n; i++)
        a.can.v[i].below = below;
    return a;
}

/* 2^doublings tasks like `t` of the same document, spread over bodies of another province. */
static void
others_have(struct office *o, const struct task *t, org_id elsewhere,
            const org_id *bodies, int n_bodies, int doublings)
{
    struct ctx *c = &o->c;
    static int64_t from = INT64_C(1) << 40;
    ok(c, db_script(c, arena_printf(c->arena,
                                    "CREATE TEMP TABLE more AS SELECT * FROM task"
                                    " WHERE id = %lld",
                                    (long long)t->record.id)));
    for (int i = 0; i < doublings; i++)
        ok(c, db_script(c, "INSERT INTO more SELECT * FROM more"));
    for (int i = 0; i < n_bodies; i++)
        ok(c,
           db_script(c, arena_printf(c->arena,
                                     "UPDATE more SET id = %lld + rowid, is_each = 1,"
                                     " parent_id = NULL, org_given = %lld,"
                                     " org_held = %lld"
                                     " WHERE rowid %% %d = %d",
                                     (long long)from, (long long)elsewhere.v,
                                     (long long)bodies[i].v, n_bodies, i)));
    ok(c, db_script(c, "INSERT INTO task SELECT * FROM more; DROP TABLE more"));
    from += INT64_C(1) << 32;
}

/* ---- pages ---- */

static err
my_work(struct ctx *c, directive_id plan UNUSED)
{
    struct work w;
    return task_work(c, (org_id){0}, &w);
}

static err
late_tasks(struct ctx *c, directive_id plan UNUSED)
{
    struct task_page p;
    return task_list(c, &(struct task_filter){.late = true, .on = DAY_NONE}, &p);
}

static err
tasks_of_the_document(struct ctx *c, directive_id plan)
{
    struct task_page p;
    return task_list(c, &(struct task_filter){.directive = plan, .on = DAY_NONE}, &p);
}

static err
the_document(struct ctx *c, directive_id plan)
{
    struct task_item_list all;
    return task_outline(c, plan, &all);
}

static err
the_board(struct ctx *c, directive_id plan UNUSED)
{
    struct board b;
    return board_read(c, &(struct board_ask){0}, &b);
}

static err
the_board_of_the_document(struct ctx *c, directive_id plan)
{
    struct board b;
    return board_read(c, &(struct board_ask){.directive = plan}, &b);
}

static err
what_is_behind_a_number(struct ctx *c, directive_id plan UNUSED)
{
    struct task_page p;
    const char *label;
    return board_tasks(c, &(struct board_ask){.what = "open"}, &p, &label);
}

static err
a_word_that_nothing_has(struct ctx *c, directive_id plan UNUSED)
{
    struct found_group_list groups;
    return search(c, "khong co gi", FOUND_TASKS, &groups);
}

static err
a_word_that_all_have(struct ctx *c, directive_id plan UNUSED)
{
    struct found_group_list groups;
    return search(c, "cu tri", FOUND_ANY, &groups);
}

#define PAGE(f)                                                                        \
    {                                                                                  \
#        f, f                                                                          \
    }
static const struct {
    const char *name;
    err (*read)(struct ctx *c, directive_id plan);
} pages[] = {
    PAGE(my_work),
    PAGE(late_tasks),
    PAGE(tasks_of_the_document),
    PAGE(the_document),
    PAGE(the_board),
    PAGE(the_board_of_the_document),
    PAGE(what_is_behind_a_number),
    PAGE(a_word_that_nothing_has),
    PAGE(a_word_that_all_have),
};

static void
measure(struct office *o, const struct actor *who, int64_t steps[COUNT(pages)])
{
    struct ctx *c = &o->c;
    c->actor = who;
    for (size_t i = 0; i < COUNT(pages); i++) {
        int64_t before = db_steps(c->db);
        ok(c, pages[i].read(c, o->plan));
        steps[i] = db_steps(c->db) - before;
    }
}

static void
a_page_of_ones_own_costs_the_same_whatever_others_have(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    c->actor = &operator_;
    org_id elsewhere = body(c, "Ủy ban nhân dân tỉnh Nam Định", (org_id){0});
    const org_id bodies[] = {body(c, "Ủy ban nhân dân xã Giao Thủy", elsewhere),
                             body(c, "Ủy ban nhân dân xã Hải Hậu", elsewhere),
                             body(c, "Ủy ban nhân dân xã Ý Yên", elsewhere)};
    c->actor = &o.giver;
    struct task t = {0};
    for (int i = 0; i < 40; i++)
        t = assigned(&o, arena_printf(c->arena, "Lập danh sách cử tri %d", i),
                     o.gia_tan);
    c->today = D(2025, 3, 20); /* all are late */
    ok(c,
       db_script(c, arena_printf(c->arena,
                                 "UPDATE directive SET org_held = %lld", /* not ours */
                                 (long long)elsewhere.v)));
    const struct actor people[] = {reader(&o, "Chuyên viên", o.gia_tan, false),
                                   reader(&o, "Lãnh đạo tỉnh", o.province, true)};
    int64_t few[COUNT(people)][COUNT(pages)], many[COUNT(people)][COUNT(pages)];
    others_have(&o, &t, elsewhere, bodies, COUNT(bodies), FEW);
    for (size_t i = 0; i < COUNT(people); i++)
        measure(&o, &people[i], few[i]);
    others_have(&o, &t, elsewhere, bodies, COUNT(bodies), MANY);
    for (size_t i = 0; i < COUNT(people); i++)
        measure(&o, &people[i], many[i]);
    for (size_t i = 0; i < COUNT(people); i++)
        for (size_t k = 0; k < COUNT(pages); k++) {
            assert_true(few[i][k] > 0);
            if (many[i][k] > few[i][k] + few[i][k] / 5)
                fail_msg("%s, %s: %lld steps became %lld", pages[k].name,
                         people[i].name, (long long)few[i][k], (long long)many[i][k]);
        }
    test_db_end(c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_ENGINE(a_page_of_ones_own_costs_the_same_whatever_others_have, "sqlite"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
