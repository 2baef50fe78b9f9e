/* SPDX-License-Identifier: Apache-2.0 */
/* task_race_test.c: eight connections want what only one may have. */
#include <pthread.h>
#include <time.h>

#include "test.h"

#include "db.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "task/task.h"

#define D(y, m, d) day_of(y, m, d)

enum {
    RACERS = 8
};
static const struct actor operator_ = {.name = "Quản trị", .is_operator = true};

struct racer {
    const char *url;
    pthread_barrier_t *start;
    err (*fn)(struct ctx *c, void *arg);
    int i;
    task_id task;
    directive_id directive;
    err result;
};

/* Time for the others to see the same and decide the same. */
static void
pause_a_little(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 15 * 1000 * 1000}, NULL);
}

static void *
race(void *arg)
{
    struct racer *r = arg;
    struct arena a = {0};
    struct ctx c = {.arena = &a,
                    .today = D(2025, 1, 15),
                    .now = {1736899200000000},
                    .actor = &operator_};
    r->result = db_open(&c, r->url, OPEN_WRITE, &c.db);
    pthread_barrier_wait(r->start);
    if (r->result == OK) {
        r->result = tx_run(&c, r->fn, r);
        db_close(c.db);
    }
    arena_free(&a);
    return NULL;
}

/* How many got through; the others were told so. */
static int
run_race(struct ctx *c, err (*fn)(struct ctx *c, void *arg), task_id task,
         directive_id directive, err told)
{
    pthread_barrier_t start;
    pthread_t thread[RACERS];
    struct racer racers[RACERS];
    int n = 0;
    pthread_barrier_init(&start, NULL, RACERS);
    for (int i = 0; i < RACERS; i++) {
        racers[i] = (struct racer){.url = db_url(c->db),
                                   .start = &start,
                                   .fn = fn,
                                   .i = i,
                                   .task = task,
                                   .directive = directive};
        assert_int_equal(pthread_create(&thread[i], NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < RACERS; i++) {
        pthread_join(thread[i], NULL);
        n += racers[i].result == OK;
        assert_true(racers[i].result == OK || racers[i].result == told);
    }
    pthread_barrier_destroy(&start);
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
    struct task t, seen;
    TRY(task_find(c, r->task, &seen));
    pause_a_little();
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
    assert_int_equal(run_race(&c, close_it, id, plan, ERR_CONFLICT), 1);
    ok(&c, task_entries(&c, id, &entries));
    assert_int_equal(entries.n, 5); /* closed once, in the history too */
    end(&c);
}

static err
give_each(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    int64_t n;
    struct task_spread in = {
        .id = r->task, .kind = "people_committee", .expected = INT_NONE};
    struct task_body_list bodies;
    TRY(task_spread_plan(c, &in, &bodies));
    pause_a_little();
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
    assert_int_equal(run_race(&c, give_each, id, plan, ERR_INVALID), 1);
    ok(&c, task_list(&c, &(struct task_filter){.parent = id, .on = DAY_NONE}, &page));
    assert_int_equal(page.total, 2);
    end(&c);
}

/* Each makes one of two tasks wait for the other one. */
static err
depend(struct ctx *c, void *arg)
{
    const struct racer *r = arg;
    struct task_page page;
    TRY(task_list(c,
                  &(struct task_filter){
                      .directive = r->directive, .state = "all", .on = DAY_NONE},
                  &page));
    must(page.items.n == 2);
    pause_a_little();
    return task_depend(c, page.items.v[r->i % 2].id, page.items.v[1 - r->i % 2].id);
}

static void
two_tasks_never_wait_for_each_other_however_close_the_race(void **state)
{
    struct ctx c = {0};
    struct task reported, planned;
    directive_id plan;
    prepare(&c, state, &plan, &reported, &planned);
    int n = run_race(&c, depend, (task_id){0}, plan, ERR_INVALID);
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
