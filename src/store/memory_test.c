/* SPDX-License-Identifier: Apache-2.0 */
/* A connection that holds a lock for the readers hides no write and keeps no log from beginning anew;
 * and what a read transaction knows already it does not ask again, nor for longer than it lasts. */
#include <sys/stat.h>

#include "db.h"
#include "store/compose.h"
#include "test.h"

enum {
    COMMITS = 3000,
    LOG_MOST =
        8 * 1024 * 1024 /* it begins anew after 4 MB; 3,000 commits would make 24 */
};

static void
start(struct ctx *c, struct ctx *holder, struct ctx *reader, void **state)
{
    test_db_start(c, state);
    *holder = *reader = *c;
    ok(holder, db_open(holder, db_url(c->db), OPEN_READ, &holder->db));
    ok(reader, db_open(reader, db_url(c->db), OPEN_READ, &reader->db));
    db_hold(holder); /* the first call cannot know whether somebody has just written */
    db_hold(holder);
}

static void
end(struct ctx *c, struct ctx *holder, struct ctx *reader)
{
    db_close(holder->db);
    db_close(reader->db);
    test_db_end(c);
}

static int64_t
take(struct ctx *c)
{
    int64_t n;
    ok(c, db_begin(c, true));
    ok(c, counter_next(c, "held", &n));
    ok(c, db_commit(c));
    return n;
}

static int64_t
seen(struct ctx *c)
{
    int64_t n;
    ok(c, db_begin(c, false));
    ok(c, dynamic_int(c, "SELECT value FROM counter WHERE name = 'held'", IN_NOTHING, 0,
                      &n));
    db_rollback(c);
    return n;
}

static void
it_stays_while_nobody_writes_and_hides_nothing(void **state)
{
    struct ctx c = {0}, holder, reader;
    start(&c, &holder, &reader, state);
    bool sqlite = db_engine(c.db) == ENGINE_SQLITE;
    for (int i = 0; i < 3; i++, db_hold(&holder))
        assert_int_equal(db_in_transaction(holder.db), sqlite);
    int64_t n = take(&c);
    assert_int_equal(seen(&reader), n);
    db_hold(&holder);
    assert_false(db_in_transaction(holder.db));
    db_hold(&holder);
    assert_int_equal(db_in_transaction(holder.db), sqlite);
    assert_int_equal(seen(&reader), n);
    end(&c, &holder, &reader);
}

static void
the_log_begins_anew_beside_it(void **state)
{
    struct ctx c = {0}, holder, reader;
    start(&c, &holder, &reader, state);
    for (int i = 0; i < COMMITS; i++) {
        take(&c);
        if (i % 10 == 0)
            db_hold(&holder);
    }
    struct stat log = {0};
    if (db_engine(c.db) == ENGINE_SQLITE)
        assert_int_equal(stat(arena_printf(c.arena, "%s-wal", db_url(c.db)), &log), 0);
    assert_in_range(log.st_size, 0, LOG_MOST);
    end(&c, &holder, &reader);
}

extern const struct query Q_counter_read;

static int64_t
read_counter(struct ctx *c, const char *name)
{
    int64_t n;
    ok(c, query_int(c, &Q_counter_read, IN(name), -1, &n));
    return n;
}

static void
the_same_number_is_asked_once_in_a_read_and_anew_in_the_next(void **state)
{
    struct ctx c = {0}, holder, reader;
    start(&c, &holder, &reader, state);
    int64_t was = take(&c), before = db_queries(reader.db);
    ok(&reader, db_begin(&reader, false));
    for (int i = 0; i < 3; i++)
        assert_int_equal(read_counter(&reader, "held"), was);
    assert_int_equal(db_queries(reader.db) - before, 1);
    assert_int_equal(read_counter(&reader, "nobody's"), -1);
    assert_int_equal(read_counter(&reader, "a name that is too long to be remembered"),
                     -1);
    assert_int_equal(take(&c), was + 1);
    assert_int_equal(read_counter(&reader, "held"), was); /* as its snapshot has it */
    db_rollback(&reader);
    assert_int_equal(read_counter(&reader, "held"), was + 1);
    ok(&reader, db_begin(&reader, false));
    assert_int_equal(read_counter(&reader, "held"), was + 1);
    for (int i = 0; i < 200; i++) /* more than it remembers */
        assert_int_equal(read_counter(&reader, arena_printf(c.arena, "no %d", i)), -1);
    assert_int_equal(read_counter(&reader, "held"), was + 1);
    db_rollback(&reader);
    end(&c, &holder, &reader);
}

static void
who_writes_sees_what_it_has_written(void **state)
{
    struct ctx c = {0}, holder, reader;
    start(&c, &holder, &reader, state);
    int64_t was = take(&c), next;
    ok(&c, db_begin(&c, true));
    assert_int_equal(read_counter(&c, "held"), was);
    ok(&c, counter_next(&c, "held", &next));
    assert_int_equal(read_counter(&c, "held"), was + 1);
    ok(&c, db_commit(&c));
    end(&c, &holder, &reader);
}

static err
ask(struct ctx *c, const void *name, void **out)
{
    int64_t *n = NEW(c->arena, int64_t);
    *out = n;
    TRY(query_int(c, &Q_counter_read, IN((const char *)name), 0, n));
    return *n ? OK : ERR_NOT_FOUND;
}

static int64_t *
remembered(struct ctx *c, const char *name)
{
    void *n;
    ok(c, db_remember(c, name, ask, name, &n));
    return n;
}

static void
what_a_reader_was_given_stays_to_the_end_of_its_transaction(void **state)
{
    struct ctx c = {0}, holder, reader;
    start(&c, &holder, &reader, state);
    int64_t was = take(&c);
    void *none;
    ok(&reader, db_begin(&reader, false));
    assert_int_equal(db_remember(&reader, "none", ask, "none", &none), ERR_NOT_FOUND);
    int64_t *n = remembered(&reader, "held");
    assert_int_equal(*n, was);
    assert_int_equal(take(&c), was + 1);
    assert_ptr_equal(remembered(&reader, "held"), n);
    assert_int_equal(*n, was);
    db_rollback(&reader);
    ok(&reader, db_begin(&reader, false));
    assert_int_equal(*remembered(&reader, "held"), was + 1);
    db_rollback(&reader);
    assert_int_equal(*remembered(&reader, "held"), was + 1); /* asked, not remembered */
    end(&c, &holder, &reader);
}

/* So many that what PostgreSQL says of who is writing is longer than we remember. */
static void
while_many_write_nothing_is_taken_from_whoever_reads(void **state)
{
    enum {
        WRITERS = 40
    };
    struct ctx c = {0}, holder, reader, w[WRITERS];
    start(&c, &holder, &reader, state);
    int64_t was = take(&c), n;
    for (int i = 0; i < WRITERS; i++) {
        w[i] = c;
        ok(&w[i], db_open(&w[i], db_url(c.db), OPEN_WRITE, &w[i].db));
        ok(&w[i], db_begin(&w[i], true));
        ok(&w[i], counter_next(&w[i], arena_printf(c.arena, "w%d", i), &n));
    }
    for (int i = 0; i < 2; i++) {
        ok(&reader, db_begin(&reader, false));
        int64_t *mine = remembered(&reader, "held");
        assert_ptr_equal(remembered(&reader, "held"), mine);
        ok(&reader, db_remember(&reader, "other", ask, "held", &(void *){NULL}));
        assert_int_equal(*mine, was);
        db_rollback(&reader);
    }
    for (int i = 0; i < WRITERS; i++) {
        db_rollback(&w[i]);
        db_close(w[i].db);
    }
    end(&c, &holder, &reader);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(it_stays_while_nobody_writes_and_hides_nothing),
        ON_BOTH(the_log_begins_anew_beside_it),
        ON_BOTH(the_same_number_is_asked_once_in_a_read_and_anew_in_the_next),
        ON_BOTH(who_writes_sees_what_it_has_written),
        ON_BOTH(what_a_reader_was_given_stays_to_the_end_of_its_transaction),
        ON_ENGINE(while_many_write_nothing_is_taken_from_whoever_reads, "postgres"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
