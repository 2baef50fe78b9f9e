/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was acknowledged survives a power cut at any point, and the log is whole after it. The same
 * workload without syncs must lose something: else this test would show nothing.
 */
#include "db.h"

#include <sys/wait.h>

#include "kernel/act.h"
#include "shim/cut_vfs.h"

enum {
    CUTS = 150,       /* with synchronous=FULL: nothing may be lost */
    CUTS_UNSAFE = 30, /* with less */
    MOST_OPS = 2500,  /* writes and syncs before the cut, at most */
    MOST_WRITES = 400 /* transactions, if the cut has not come before */
};

/* A fresh database with its key, made once and copied for each cut. */
struct start {
    struct arena arena;
    const char *db, *key;
};
struct outcome {
    int64_t acknowledged, found; /* transactions */
    bool opens, whole, atomic;
};

static void
copy_file(const char *from, const char *to, mode_t mode)
{
    char block[65536];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, mode);
    must(in >= 0 && out >= 0);
    for (ssize_t n; (n = read(in, block, sizeof block)) > 0;)
        must(write(out, block, (size_t)n) == n);
    close(in);
    close(out);
}

static struct ctx
new_ctx(struct arena *a)
{
    return (struct ctx){
        .arena = a, .today = day_of(2025, 1, 15), .now = {INT64_C(1736899200000000)}};
}

static int
make_start(void **state)
{
    struct start *s = calloc(1, sizeof *s);
    assert_non_null(s);
    struct ctx c = new_ctx(&s->arena);
    s->db = test_db_url(&c, "sqlite");
    s->key = arena_printf(&s->arena, "%s.key", s->db);
    ok(&c, db_open(&c, s->db, OPEN_CREATE, &c.db));
    ok(&c, schema_upgrade(&c, NULL));
    db_close(c.db);
    struct act_keys *k = NULL;
    ok(&c, act_keys_open(&c, s->db, true, &k));
    act_keys_close(k);
    *state = s;
    return 0;
}

static int
end_start(void **state)
{
    struct start *s = *state;
    unlink(s->db);
    unlink(s->key);
    arena_free(&s->arena);
    free(s);
    return 0;
}

/* Transaction n writes n % 3 + 1 acts, all or none. */
static int64_t
acts_of(int64_t n)
{
    return n % 3 + 1;
}

/* ---- the child: works until the power goes ---- */

static void
one_write(struct ctx *c, const struct act_keys *k, int64_t n, struct rng *r)
{
    must(db_begin(c, true) == OK);
    for (int64_t i = 0; i < acts_of(n); i++) {
        size_t len = rng_below(r, 3000);
        char *text = arena_alloc(c->arena, len + 1, 1);
        memset(text, 'x', len);
        must(act_add(c, &(struct act){.verb = "add",
                                      .kind = "durability",
                                      .object_id = n,
                                      .reason = text}) == OK);
    }
    must(act_seal(c, k) == OK);
    must(db_commit(c) == OK);
}

static _Noreturn void
work(const char *url, uint64_t seed, const char *pragma, int acknowledge)
{
    struct arena a = {0};
    struct ctx c = new_ctx(&a);
    struct rng r = {seed * 2 + 1};
    struct act_keys *k = NULL;
    cut_install(seed, rng_below(&r, MOST_OPS), (enum cut_mode)(seed % CUT_MODES));
    must(act_keys_open(&c, url, false, &k) == OK);
    must(db_open(&c, url, OPEN_WRITE, &c.db) == OK);
    must(db_script(&c, pragma) == OK);
    struct arena_mark mark = arena_mark(&a);
    for (int64_t n = 1; n <= MOST_WRITES; n++) {
        one_write(&c, k, n, &r);
        must(write(acknowledge, &n, sizeof n) == sizeof n);
        act_seal_published(&c, k);
        arena_reset(&a, mark);
    }
    cut_power();
}

/* ---- the parent: what is there after the power is back ---- */

static bool
sound(const char *path)
{
    sqlite3 *h;
    sqlite3_stmt *st = NULL;
    bool is =
        sqlite3_open(path, &h) == SQLITE_OK &&
        sqlite3_prepare_v2(h, "PRAGMA integrity_check", -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW &&
        strcmp((const char *)sqlite3_column_text(st, 0), "ok") == 0;
    sqlite3_finalize(st);
    sqlite3_close(h);
    return is;
}

static void
look(struct ctx *c, struct outcome *o)
{
    struct act_list all;
    struct select s = {.from = "act",
                       .columns = "id, object_id",
                       .terms = (struct term[]){{"kind", OP_EQ, VALUE("durability")}},
                       .n_terms = 1};
    if (select_list(c, &s, &act_view, &all) != OK)
        return;
    int64_t n_of[MOST_WRITES + 1] = {0};
    for (size_t i = 0; i < all.n; i++)
        n_of[all.v[i].object_id]++;
    o->atomic = true;
    for (int64_t n = 1; n <= MOST_WRITES; n++) {
        bool next = n_of[n] > 0 && o->found == n - 1;
        o->found += next;
        o->atomic &= next ? n_of[n] == acts_of(n) : n_of[n] == 0;
    }
}

static void
look_at(const char *url, struct outcome *o)
{
    struct arena a = {0};
    struct ctx c = new_ctx(&a);
    struct act_keys *k = NULL;
    struct buf report = {0};
    ok(&c, act_keys_open(&c, url, false, &k));
    o->opens = sound(url) && db_open(&c, url, OPEN_WRITE, &c.db) == OK;
    if (o->opens) {
        ok(&c, db_begin(&c, false));
        o->whole = act_verify(&c, k, NULL, &report) == OK;
        look(&c, o);
        db_rollback(&c);
        db_close(c.db);
    }
    buf_free(&report);
    act_keys_close(k);
    arena_free(&a);
}

static struct outcome
cut_once(const struct start *s, uint64_t seed, const char *pragma)
{
    struct arena a = {0};
    struct ctx c = new_ctx(&a);
    struct outcome o = {0};
    const char *url = arena_printf(&a, "%s-cut", s->db);
    copy_file(s->db, url, 0600);
    copy_file(s->key, arena_printf(&a, "%s.key", url), 0600);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        work(url, seed, pragma, ends[1]);
    }
    close(ends[1]);
    for (int64_t n; read(ends[0], &n, sizeof n) == sizeof n;)
        o.acknowledged = n;
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), CUT_STATUS);
    look_at(url, &o);
    test_db_remove(&c, url);
    unlink(arena_printf(&a, "%s.key", url));
    unlink(arena_printf(&a, "%s.key.head", url));
    arena_free(&a);
    return o;
}

static bool
nothing_lost(const struct outcome *o)
{
    return o->opens && o->whole && o->atomic && o->found >= o->acknowledged;
}

static void
what_was_acknowledged_survives_a_power_cut(void **state)
{
    int64_t acknowledged = 0;
    for (uint64_t seed = 1; seed <= CUTS; seed++) {
        /* a checkpoint now and then, so that cuts fall into one too */
        struct outcome o = cut_once(*state, seed, "PRAGMA wal_autocheckpoint=40");
        if (!nothing_lost(&o))
            print_error(
                "seed %d: %d acknowledged, %d found, opens %d, whole %d, atomic %d\n",
                (int)seed, (int)o.acknowledged, (int)o.found, o.opens, o.whole,
                o.atomic);
        assert_true(nothing_lost(&o));
        assert_true(o.found <= o.acknowledged + 1);
        acknowledged += o.acknowledged;
    }
    assert_true(acknowledged > 10 * CUTS); /* the cuts did not all come at the start */
}

static void
loses(void **state, const char *pragma)
{
    int n = 0;
    for (uint64_t seed = 1; seed <= CUTS_UNSAFE; seed++) {
        struct outcome o = cut_once(*state, seed, pragma);
        n += !nothing_lost(&o);
    }
    assert_true(n > CUTS_UNSAFE / 2);
}

static void
without_syncs_a_power_cut_loses_what_was_acknowledged(void **state)
{
    loses(state, "PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=40");
}

static void
with_a_sync_at_checkpoints_alone_it_loses_too(void **state)
{
    loses(state, "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=40");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_acknowledged_survives_a_power_cut),
        cmocka_unit_test(without_syncs_a_power_cut_loses_what_was_acknowledged),
        cmocka_unit_test(with_a_sync_at_checkpoints_alone_it_loses_too),
    };
    return cmocka_run_group_tests(tests, make_start, end_start);
}
