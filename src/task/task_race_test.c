/* SPDX-License-Identifier: Apache-2.0 */
/* task_race_test.c: eight connections want what only one may have. */
#include "kernel/access.h"
#include "kernel/org.h"
#include "race.h"
#include "task/task.h"

#define D(y, m, d) day_of(y, m, d)

static const struct actor operator_ = {.name = "Quản trị", .is_operator = true};

struct want {
    task_id task;
    directive_id directive;
};

/* How many got through; the others were told so. */
static int
run(struct ctx *c, err (*fn)(struct ctx *c, void *arg), task_id task,
    directive_id directive, err told)
{
    struct racer racers[RACERS];
    int n = run_race(c, fn, fn, &(struct want){task, directive}, racers);
    for (int i = 0; i < RACERS; i++)
        assert_true(racers[i].result == OK || racers[i].result == told);
    return n;
}

/* ---- a task that is reported, and one that is planned ---- */

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

static struct task_move
on(const struct task *t)
{
    return (struct task_move){.id = {t->record.id},
                              .version = t->record.version,
                              .text = "Xong",
                              .evidence = "1/BC",
                              .until = DAY_NONE,
                              .progress = INT_NONE};
}

static void
prepare(struct ctx *c, void **state, directive_id *plan, struct task *reported,
        struct task *planned)
{
    static const char *const way[] = {"assign", "accept", "report"};
    struct directive d;
    struct task t;
    test_db_start(c, state);
    c->actor = &operator_;
    c->today = D(2025, 1, 15);
    ok(c, db_begin(c, true));
    org_id province = body(c, "Ủy ban nhân dân tỉnh Ninh Bình", (org_id){0});
    org_id commune = body(c, "Ủy ban nhân dân xã Gia Tân", province);
    body(c, "Ủy ban nhân dân xã Gia Lập", province);
    view_clear(&directive_view, &d);
    d.record.org_held = province;
    d.number = "41/KH-UBND";
    d.type = DIRECTIVE_PLAN;
    d.issuer = d.summary = "Kế hoạch";
    d.issued_on = D(2025, 1, 10);
    ok(c, register_add(c, &directive_register, &d, &d));
    *plan = (directive_id){d.record.id};
    view_clear(&task_view, &t);
    t.directive_id = *plan;
    t.title = "Việc";
    ok(c, task_add(c, &t, commune, reported));
    for (size_t i = 0; i < COUNT(way); i++) {
        struct task_move m = on(reported);
        ok(c, task_move(c, way[i], &m, reported));
    }
    ok(c, task_add(c, &t, (org_id){0}, planned));
    ok(c, db_commit(c));
}

static void
end(struct ctx *c)
{
    ok(c, db_begin(c, false));
    ok(c, register_verify(c, &task_register));
    db_rollback(c);
    test_db_end(c);
}

/* ---- races ---- */

static err
close_it(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    const struct want *w = r->with;
    struct task t, seen;
    TRY(task_find(c, w->task, &seen));
    pause_a_little(r);
    struct task_move m = on(&seen);
    m.version = 4; /* as on everybody's page */
    return task_move(c, "verify", &m, &t);
}

static void
of_eight_who_close_a_task_one_does_and_the_others_are_told(void **state)
{
    struct ctx c = {0};
    struct task reported, planned;
    directive_id plan;
    struct task_entry_list entries;
    prepare(&c, state, &plan, &reported, &planned);
    const task_id id = {reported.record.id};
    assert_int_equal(reported.record.version, 4);
    assert_int_equal(run(&c, close_it, id, plan, ERR_CONFLICT), 1);
    ok(&c, task_entries(&c, id, &entries));
    assert_int_equal(entries.n, 5); /* closed once, in the history too */
    end(&c);
}

static err
give_each(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    const struct want *w = r->with;
    int64_t n;
    struct task_spread in = {
        .id = w->task, .kind = "people_committee", .expected = INT_NONE};
    struct task_body_list bodies;
    TRY(task_spread_plan(c, &in, &bodies));
    pause_a_little(r);
    return task_spread(c, &in, &n);
}

static void
of_eight_who_give_each_commune_its_task_one_does(void **state)
{
    struct ctx c = {0};
    struct task reported, planned;
    directive_id plan;
    struct task_page page;
    prepare(&c, state, &plan, &reported, &planned);
    const task_id id = {planned.record.id};
    assert_int_equal(run(&c, give_each, id, plan, ERR_INVALID), 1);
    ok(&c, task_list(&c, &(struct task_filter){.parent = id, .on = DAY_NONE}, &page));
    assert_int_equal(page.total, 2);
    end(&c);
}

/* Each makes one of two tasks wait for the other one. */
static err
depend(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    const struct want *w = r->with;
    struct task_page page;
    TRY(task_list(c,
                  &(struct task_filter){
                      .directive = w->directive, .state = "all", .on = DAY_NONE},
                  &page));
    must(page.items.n == 2);
    pause_a_little(r);
    return task_depend(c, page.items.v[r->i % 2].id, page.items.v[1 - r->i % 2].id);
}

static void
two_tasks_never_wait_for_each_other_however_close_the_race(void **state)
{
    struct ctx c = {0};
    struct task reported, planned;
    directive_id plan;
    prepare(&c, state, &plan, &reported, &planned);
    int n = run(&c, depend, (task_id){0}, plan, ERR_INVALID);
    assert_int_equal(n, RACERS / 2); /* all of one direction, none of the other */
    end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(of_eight_who_close_a_task_one_does_and_the_others_are_told),
        ON_BOTH(of_eight_who_give_each_commune_its_task_one_does),
        ON_BOTH(two_tasks_never_wait_for_each_other_however_close_the_race),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
