/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db.h: databases for tests that store things. Every such test runs on both engines:
 *
 *     static void
 *     an_end_is_the_first_day_without_it(void **state)
 *     {
 *         struct ctx c = {0};
 *         test_db_start(&c, state); // empty, upgraded, today 2025-01-15; skips without a server
 *         ok(&c, db_begin(&c, true));
 *         …
 *         ok(&c, db_commit(&c));
 *         test_db_end(&c);
 *     }
 *     const struct CMUnitTest tests[] = {ON_BOTH(an_end_is_the_first_day_without_it)};
 *
 * PostgreSQL: HAICAP_TEST_PG is the URL of a server; each database is a schema of its own there.
 */
#ifndef TEST_DB_H
#define TEST_DB_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* the house has a function of that name */

#include "store/store.h"

static char test_engine_sqlite[] UNUSED = "sqlite";
static char test_engine_postgres[] UNUSED = "postgres";

#define ON_ENGINE(f, e)                                                                \
    {                                                                                  \
        .name = #f " (" e ")", .test_func = f,                                         \
        .initial_state = e[0] == 's' ? test_engine_sqlite : test_engine_postgres       \
    }
#define ON_BOTH(f) ON_ENGINE(f, "sqlite"), ON_ENGINE(f, "postgres")

/* What a failed call said, for the reader of a test's output. */
static inline void
test_tell(const struct ctx *c, err e)
{
    fprintf(stderr, "%s\n", err_slug(e));
    for (size_t i = 0; i < c->faults.n; i++)
        fprintf(stderr, "  %s: %s\n", c->faults.v[i].field ? c->faults.v[i].field : "-",
                c->faults.v[i].message);
    if (c->detail)
        fprintf(stderr, "  %s\n", c->detail);
}

/* The call must succeed. */
#define ok(c, expr)                                                                    \
    do {                                                                               \
        err ok_ = (expr);                                                              \
        if (ok_ != OK)                                                                 \
            test_tell((c), ok_);                                                       \
        assert_int_equal(ok_, OK);                                                     \
    } while (0)
/* The call must fail with that code, and with a fault on that field if one is given. */
#define refused(c, code_, field_, expr)                                                \
    do {                                                                               \
        const char *field_wanted_ = (field_);                                          \
        err refused_ = (expr);                                                         \
        if (refused_ != (code_))                                                       \
            test_tell((c), refused_);                                                  \
        assert_int_equal(refused_, (code_));                                           \
        if (field_wanted_) {                                                           \
            assert_true((c)->faults.n > 0);                                            \
            assert_non_null((c)->faults.v[0].field);                                   \
            assert_string_equal((c)->faults.v[0].field, field_wanted_);                \
        }                                                                              \
        clear_faults(c);                                                               \
    } while (0)

/* Where SQLite files of tests go: memory if there is such a place, a sync costs nothing there. */
static inline const char *
test_folder(void)
{
    const char *given = getenv("TMPDIR");
    return given && *given                 ? given
           : access("/dev/shm", W_OK) == 0 ? "/dev/shm"
                                           : "/tmp";
}

static inline const char *
test_pg_server(void)
{
    const char *url = getenv("HAICAP_TEST_PG");
    return url && *url ? url : NULL;
}

/* The URL of an empty place of that engine, in c->arena; NULL: no such server to test with. */
static inline const char *
test_db_url(struct ctx *c, const char *engine)
{
    static _Thread_local unsigned n;
    if (str_eq(engine, "sqlite")) {
        char *path = arena_printf(c->arena, "%s/haicap-test-XXXXXX", test_folder());
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        close(fd);
        return path;
    }
    const char *server = test_pg_server();
    if (!server)
        return NULL;
    char *schema = arena_printf(c->arena, "test_%ld_%u", (long)getpid(), ++n);
    struct ctx s = {.arena = c->arena};
    ok(&s, db_open(&s, server, OPEN_WRITE, &s.db));
    ok(&s, db_script(&s, arena_printf(c->arena,
                                      "DROP SCHEMA IF EXISTS %s CASCADE; "
                                      "CREATE SCHEMA %s",
                                      schema, schema)));
    db_close(s.db);
    return arena_printf(c->arena, "%s%soptions=-csearch_path%%3D%s", server,
                        strchr(server, '?') ? "&" : "?", schema);
}

/* Removes what test_db_url made. */
static inline void
test_db_remove(struct ctx *c, const char *url)
{
    const char *schema = strstr(url, "search_path%3D");
    if (!schema) {
        unlink(url);
        unlink(arena_printf(c->arena, "%s-wal", url));
        unlink(arena_printf(c->arena, "%s-shm", url));
        return;
    }
    struct ctx s = {.arena = c->arena};
    ok(&s, db_open(&s, test_pg_server(), OPEN_WRITE, &s.db));
    ok(&s, db_script(&s, arena_printf(c->arena, "DROP SCHEMA %s CASCADE",
                                      schema + strlen("search_path%3D"))));
    db_close(s.db);
}

/*
 * Opens a new database of that engine ("sqlite", "postgres") with the whole schema as c->db; gives
 * c an arena and a day if it has none. False: there is no server for it, the test is skipped.
 */
static inline bool
test_db_open(struct ctx *c, const char *engine)
{
    if (!c->arena) {
        c->arena = calloc(1, sizeof *c->arena);
        assert_non_null(c->arena);
    }
    if (c->today.v == 0) {
        c->today = day_of(2025, 1, 15);
        c->now = (instant){c->today.v * INT64_C(86400000000)};
    }
    const char *url = test_db_url(c, engine);
    if (!url) {
        fprintf(stderr, "skipped: HAICAP_TEST_PG names no PostgreSQL server\n");
        return false;
    }
    ok(c, db_open(c, url, OPEN_CREATE, &c->db));
    ok(c, schema_upgrade(c, NULL));
    return true;
}

/* Closes and removes the database and frees the arena that test_db_open made. */
static inline void
test_db_end(struct ctx *c)
{
    if (db_in_transaction(c->db))
        db_rollback(c);
    const char *url = arena_strdup(c->arena, db_url(c->db));
    db_close(c->db);
    test_db_remove(c, url);
    arena_free(c->arena);
    free(c->arena);
    *c = (struct ctx){0};
}

/* For tests listed by ON_BOTH. */
static inline void
test_db_start(struct ctx *c, void **state)
{
    if (!test_db_open(c, *state)) {
        arena_free(c->arena);
        free(c->arena);
        skip();
    }
}
#endif
