/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Killed at any moment, a decree is executed or it is not, and so is its undoing. A child works, the
 * parent kills it, looks, and lets the same be done again. HAICAP_LONG=1: 200 rounds for each engine
 * instead of 10.
 */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "chance.h"

enum {
    ROUNDS = 10,
    ROUNDS_LONG = 200
};
/* What the child tells before it is killed. */
enum stage {
    STAGE_NONE,
    STAGE_BEGUN,
    STAGE_DONE, /* all is written and sealed, nothing committed */
    STAGE_COMMITTED
};

struct told {
    int64_t at; /* microseconds */
    enum stage stage;
};

struct site {
    struct ctx c;
    struct land l;
    struct rng r;
    const char *engine, *url, *key, *code;
    const char *was,
        *is; /* everything stored before and after, ids of what is new replaced */
    int lock; /* held by the child's session: PostgreSQL is done with it when it is free */
    int64_t first_id; /* ids from here on are the decree's */
};

/* ---- a connection of one's own, as the same people ---- */

static void
connect_to(struct site *s, struct act_keys **keys)
{
    ok(&s->c, db_open(&s->c, s->url, OPEN_WRITE, &s->c.db));
    ok(&s->c, act_keys_open(&s->c, s->url, false, keys));
}

static void
disconnect(struct site *s, struct act_keys *keys)
{
    act_keys_close(keys);
    db_close(s->c.db);
    s->c.db = NULL;
}

/* Approves again what was undone, so that it can be executed. */
static void
approve(struct site *s)
{
    struct decree d;
    ok(&s->c, decree_find(&s->c, s->code, &d));
    if (d.state != DECREE_UNDONE && d.state != DECREE_DRAFT)
        return;
    s->c.actor = s->l.approver;
    ok(&s->c, decree_approve(&s->c, s->code, &d));
}

static int64_t
micros(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

static void
tell_stage(int fd, enum stage stage)
{
    struct told t = {micros(), stage};
    must(write(fd, &t, sizeof t) == sizeof t);
}

static void
work(struct site *s, bool undo, const struct act_keys *keys, int tell)
{
    struct ctx *c = &s->c;
    struct decree d;
    struct decree_report report;
    c->actor = s->l.executor;
    ok(c, db_begin(c, true));
    tell_stage(tell, STAGE_BEGUN);
    if (undo)
        ok(c, decree_undo(c, s->code, "thử", &d));
    else
        ok(c, decree_execute(c, s->code, false, &report));
    ok(c, act_seal(c, keys));
    tell_stage(tell, STAGE_DONE);
    ok(c, db_commit(c));
    tell_stage(tell, STAGE_COMMITTED);
    act_seal_published(c, keys);
}

/* ---- everything stored, whatever ids the new rows got ---- */

static int
by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Is there an id of the decree's at p? Codes and days are smaller, or no numbers. */
static bool
new_id(const struct site *s, const char *p, bool at_start, char **end, int64_t *id)
{
    if (!at_start || *p < '1' || *p > '9')
        return false;
    *id = strtoll(p, end, 10);
    return (**end == '|' || **end == '\n') && *id >= s->first_id;
}

static const char *
without_ids(struct site *s, const char *dump)
{
    struct arena *a = s->c.arena;
    struct LIST(int64_t) ids = {0};
    struct buf b = {0};
    char *end;
    int64_t id;
    for (const char *p = dump; *p; p++)
        if (new_id(s, p, p == dump || p[-1] == '|' || p[-1] == '\n', &end, &id))
            *PUSH(a, &ids) = id;
    if (ids.n)
        qsort(ids.v, ids.n, sizeof *ids.v, by_number);
    for (const char *p = dump; *p;) {
        if (!new_id(s, p, p == dump || p[-1] == '|' || p[-1] == '\n', &end, &id)) {
            buf_putc(&b, *p++);
            continue;
        }
        size_t rank = 0;
        for (size_t i = 1; i < ids.n && ids.v[i] <= id; i++)
            rank += ids.v[i] != ids.v[i - 1];
        buf_printf(&b, "new-%zu", rank);
        p = end;
    }
    const char *out = arena_strdup(a, buf_str(&b));
    buf_free(&b);
    return out;
}

static int64_t
count(struct site *s, const char *from, const char *column, int64_t id)
{
    int64_t n;
    ok(&s->c, select_count(
                  &s->c,
                  &(struct select){.from = from,
                                   .terms = (struct term[]){{column, OP_EQ, VALUE(id)}},
                                   .n_terms = 1},
                  0, &n));
    return n;
}

/*
 * Everything fits: the registers their counts, every organisation has one that answers, the log its
 * links and signed heads. And the decree's state is what is stored. Gives that state.
 */
static int
look(struct site *s, const struct act_keys *keys)
{
    struct ctx *c = &s->c;
    struct decree d;
    struct buf report = {0};
    int64_t n_broken;
    ok(c, db_begin(c, false));
    c->actor = &land_operator;
    for (size_t r = 0; registers[r]; r++)
        ok(c, register_verify(c, registers[r]));
    ok(c, org_verify(c, &n_broken));
    assert_int_equal(n_broken, 0);
    ok(c, act_verify(c, keys, NULL, &report));
    buf_free(&report);
    ok(c, decree_find(c, s->code, &d));
    const char *stored = without_ids(s, land_dump(&s->l));
    bool executed = d.state == DECREE_EXECUTED;
    if (executed && !s->is)
        s->is = stored;
    land_same(executed ? s->is : s->was, stored);
    if (executed) {
        struct minutes_party_list parties;
        ok(c, decree_parties(c, s->code, &parties));
        for (size_t i = 0; i < parties.n; i++) {
            struct decree_minutes m;
            ok(c, decree_minutes(c, s->code, parties.v[i].org_id, &m));
            assert_true(m.is_balanced);
        }
    }
    /* one record of each run, whole: steps are numbered from 1 without a gap */
    for (int64_t run = 1; run <= d.run; run++)
        assert_true(count(s, "decree_step", "run", run) > 0);
    assert_int_equal(count(s, "decree_step", "run", d.run + 1), 0);
    assert_int_equal(count(s, "decree_held", "run", d.run + 1), 0);
    db_rollback(c);
    return d.state;
}

/* ---- the killing ---- */

/* A child begins the work and is killed so long after that stage (-1: it may finish). */
static enum stage
try_it(struct site *s, bool undo, enum stage from, int64_t after, int64_t *took)
{
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct act_keys *keys;
        close(ends[0]);
        connect_to(s, &keys);
        if (db_engine(s->c.db) == ENGINE_POSTGRES)
            ok(&s->c,
               db_script(&s->c, arena_printf(s->c.arena, "SELECT pg_advisory_lock(%d)",
                                             s->lock)));
        work(s, undo, keys, ends[1]);
        _exit(0);
    }
    close(ends[1]);
    struct told t = {0}, first;
    while (t.stage != from)
        assert_int_equal(read(ends[0], &t, sizeof t), sizeof t);
    first = t;
    if (after >= 0) {
        nanosleep(&(struct timespec){after / 1000000, after % 1000000 * 1000}, NULL);
        kill(child, SIGKILL);
    }
    while (read(ends[0], &t, sizeof t) == sizeof t)
        ;
    if (took)
        *took = t.at - first.at;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (after < 0)
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return t.stage;
}

/* Waits until the server has noticed that the child is gone. */
static void
let_it_go(struct site *s)
{
    if (db_engine(s->c.db) == ENGINE_POSTGRES)
        ok(&s->c, db_script(&s->c, arena_printf(s->c.arena,
                                                "SELECT pg_advisory_lock(%d); "
                                                "SELECT pg_advisory_unlock(%d)",
                                                s->lock, s->lock)));
}

static int
look_after(struct site *s)
{
    struct act_keys *keys;
    connect_to(s, &keys);
    let_it_go(s);
    int state = look(s, keys);
    disconnect(s, keys);
    return state;
}

static void
approve_again(struct site *s)
{
    struct act_keys *keys;
    connect_to(s, &keys);
    ok(&s->c, db_begin(&s->c, true));
    approve(s);
    ok(&s->c, act_seal(&s->c, keys));
    ok(&s->c, db_commit(&s->c));
    act_seal_published(&s->c, keys);
    disconnect(s, keys);
}

/* ---- the stage ---- */

/* A country of which a decree takes a good deal, approved; everything sealed and closed. */
static void
prepare(struct site *s, void **state)
{
    struct ctx *c = &s->c;
    struct act_keys *keys;
    struct decree d;
    land_start(&s->l, c, state);
    /* no id looks like a code */
    ok(c, db_script(c, "UPDATE counter SET value = 1000000 WHERE name = 'id'"));
    c->today = day_of(2024, 12, 31);
    s->engine = *state;
    s->lock = (int)getpid();
    s->url = arena_strdup(c->arena, db_url(c->db));
    s->key = arena_printf(c->arena, "%s/haicap-crash-%ld.key", test_folder(),
                          (long)getpid());
    setenv("HAICAP_KEY", s->key, 1);
    struct chance k = {.l = &s->l, .r = &s->r};
    for (size_t i = 0; i < COUNT(k.clerks); i++)
        k.clerks[i] =
            land_person(c, arena_printf(c->arena, "can-bo-%d", (int)i), NULL)->id;
    chance_country(&k, 60, 400);
    c->actor = s->l.drafter;
    for (;;) { /* a decree that is not blocked */
        const char *text = chance_decree(&k, day_of(2025, 1, 1), &s->code);
        ok(c, db_savepoint(c));
        ok(c, decree_add(c, text, &d));
        c->actor = s->l.approver;
        err e = decree_approve(c, s->code, &d);
        c->actor = s->l.drafter;
        if (e == OK && strstr(text, "Điều 6") && strstr(text, "một phần"))
            break;
        clear_faults(c);
        db_rollback_to(c);
    }
    ok(c, db_release(c));
    c->today = day_of(2025, 1, 1); /* the day that it is executed on */
    ok(c, act_keys_open(c, s->url, true, &keys));
    ok(c, act_seal(c, keys));
    ok(c, id_next(c, &s->first_id));
    ok(c, db_commit(c));
    act_seal_published(c, keys);
    ok(c, db_begin(c, false));
    s->was = without_ids(s, land_dump(&s->l));
    db_rollback(c);
    disconnect(s, keys);
}

static void
clean(struct site *s)
{
    struct act_keys *keys;
    unlink(arena_printf(s->c.arena, "%s.head", s->key));
    connect_to(s, &keys);
    act_keys_close(keys);
    unlink(s->key);
    const char *beside = arena_printf(s->c.arena, "%s.key", s->url);
    if (str_eq(s->engine, "sqlite")) {
        unlink(beside);
        unlink(arena_printf(s->c.arena, "%s.head", beside));
    }
    test_db_end(&s->c);
}

static void
killed_at_any_moment_it_is_done_or_not_done(void **state)
{
    struct site s = {.r = rng_start(20250101)};
    const char *given = getenv("HAICAP_LONG");
    int rounds = given && *given ? ROUNDS_LONG : ROUNDS, n_done = 0;
    int n_at[STAGE_COMMITTED + 1] = {0};
    int64_t took[2] = {0};
    prepare(&s, state);
    for (int undo = 0; undo < 2;
         undo++) { /* undisturbed: how long, and what is there then */
        try_it(&s, undo, STAGE_BEGUN, -1, &took[undo]);
        assert_int_equal(look_after(&s), undo ? DECREE_UNDONE : DECREE_EXECUTED);
    }
    for (int i = 0; i < rounds; i++) {
        struct arena_mark mark = arena_mark(s.c.arena);
        bool undo = i % 2;
        if (!undo)
            approve_again(&s);
        bool late = i % 4 > 1; /* as it commits; else at any moment */
        int64_t most = late ? 1000 : took[undo] + took[undo] / 8;
        enum stage stage = try_it(&s, undo, late ? STAGE_DONE : STAGE_BEGUN,
                                  (int64_t)rng_below(&s.r, (uint64_t)most), NULL);
        int now = look_after(&s);
        bool done = now == (undo ? DECREE_UNDONE : DECREE_EXECUTED);
        n_at[stage]++;
        n_done += done;
        assert_true(done || now == (undo ? DECREE_EXECUTED : DECREE_APPROVED));
        assert_true(done ||
                    stage != STAGE_COMMITTED); /* who was told so can rely on it */
        assert_true(!done || stage >= STAGE_DONE);
        int64_t t;
        try_it(&s, undo, STAGE_BEGUN, -1, &t); /* again: done, or found done */
        took[undo] = !done && t < took[undo] ? t : took[undo];
        assert_int_equal(look_after(&s), undo ? DECREE_UNDONE : DECREE_EXECUTED);
        arena_reset(s.c.arena, mark);
    }
    print_message("%d rounds of %d and %d ms: killed at work %d, while committing %d, "
                  "after it %d; done %d\n",
                  rounds, (int)(took[0] / 1000), (int)(took[1] / 1000),
                  n_at[STAGE_BEGUN], n_at[STAGE_DONE], n_at[STAGE_COMMITTED], n_done);
    assert_true(n_at[STAGE_BEGUN] > 0); /* or the kills all came too late */
    clean(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(killed_at_any_moment_it_is_done_or_not_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
