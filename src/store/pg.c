/* SPDX-License-Identifier: Apache-2.0 */
/* pg.c: PostgreSQL, for when one machine is not enough. Prepared statements, text format. */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/msg.h"
#include "store/engine.h"

/* Which transactions a reader sees as committed, in PostgreSQL's words: two that are equal see the
 * same. Writers in other databases of the same server show too: then more is forgotten than need be.
 * Many that write at once make it long; it is then not looked at. */
struct snapshot {
    char s[128];
};
struct pg_db {
    struct db common;
    PGconn *h;
    unsigned n_prepared; /* names of statements */
    bool leaving;        /* the answer to a ROLLBACK has not been read */
    struct snapshot now, before;
};
struct pg_stmt {
    struct stmt common;
    char *sql, name[16];
    PGresult *shape; /* its column names */
    PGresult *rows;  /* of the run under way */
    int at;
};

static struct pg_db *
own(struct db *db)
{
    return (struct pg_db *)(void *)db;
}

/* The connection, with nothing left to be read from it. */
static PGconn *
handle(struct db *db)
{
    struct pg_db *d = own(db);
    if (d->leaving)
        for (PGresult *r = PQgetResult(d->h); r; r = PQgetResult(d->h))
            PQclear(r);
    d->leaving = false;
    return d->h;
}

static struct pg_stmt *
mine(struct stmt *st)
{
    return (struct pg_stmt *)(void *)st;
}

static err
failed(struct ctx *c, struct db *db, const PGresult *r, const char *sql)
{
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    const char *text = r && *PQresultErrorMessage(r) ? PQresultErrorMessage(r)
                                                     : PQerrorMessage(handle(db));
    c->detail =
        arena_printf(c->arena, "postgres %s: %s: %s", state ? state : "-", text, sql);
    if (!state)
        return ERR_INTERNAL;
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
        return ERR_AGAIN;
    return strncmp(state, "23", 2) == 0 ? ERR_CONFLICT : ERR_INTERNAL;
}

/* Whoever has read does not wait for the end of the transaction: nothing can come of it but that the
 * connection is lost, and the next to use that will notice. */
static bool
leave(struct db *db, const char *sql)
{
    if (db->mode != OPEN_READ || strcmp(sql, "ROLLBACK") != 0)
        return false;
    own(db)->leaving = PQsendQuery(handle(db), sql) == 1;
    return own(db)->leaving;
}

static void
take_snapshot(struct db *db, const PGresult *r)
{
    struct snapshot *now = &own(db)->now;
    *now = (struct snapshot){0};
    if (PQntuples(r) == 1 && (size_t)PQgetlength(r, 0, 0) < sizeof now->s)
        strcpy(now->s, PQgetvalue(r, 0, 0));
}

static err
pg_script(struct ctx *c, struct db *db, const char *sql)
{
    if (leave(db, sql))
        return OK;
    PGresult *r = PQexec(handle(db), sql);
    ExecStatusType s = PQresultStatus(r);
    err e = s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_EMPTY_QUERY
                ? OK
                : failed(c, db, r, sql);
    /* COMMIT of a transaction that has failed answers ROLLBACK, and that is not done */
    if (e == OK && strcmp(sql, "COMMIT") == 0 && strcmp(PQcmdStatus(r), "COMMIT") != 0)
        e = ERR_INTERNAL;
    if (e == OK && sql == pg_ops.begin_read)
        take_snapshot(db, r);
    PQclear(r);
    return e;
}

static err
pg_changed(struct ctx *c UNUSED, struct db *db, bool *out)
{
    struct pg_db *d = own(db);
    *out = !*d->now.s || strcmp(d->now.s, d->before.s) != 0;
    d->before = d->now;
    return OK;
}

static void
pg_close(struct db *db)
{
    db_forget_statements(db);
    PQfinish(handle(db));
    db_release_common(db);
    free(db);
}

static void
be_quiet(void *arg UNUSED, const char *notice UNUSED)
{
}

static err
pg_open(struct ctx *c, const char *url, enum open_mode mode, struct db **out)
{
    struct pg_db *db = calloc(1, sizeof *db);
    must(db != NULL);
    db_init(&db->common, &pg_ops, url, mode);
    db->h = PQconnectdb(url);
    if (PQstatus(db->h) != CONNECTION_OK) {
        c->detail = arena_strdup(c->arena, PQerrorMessage(db->h));
        pg_close(&db->common);
        return fail(c, ERR_NOT_FOUND, NULL, N_("The database %s cannot be opened"),
                    url);
    }
    PQsetNoticeProcessor(db->h, be_quiet, NULL);
    err e =
        pg_script(c, &db->common,
                  "SET client_encoding = 'UTF8'; SET timezone = 'UTC'; "
                  "SET standard_conforming_strings = on; SET synchronous_commit = on; "
                  "SET statement_timeout = 0; "
                  "SET jit = off"); /* compiling costs more than these statements run */
    if (e != OK) {
        pg_close(&db->common);
        return e;
    }
    *out = &db->common;
    return OK;
}

static err
pg_prepare(struct ctx *c, struct db *db, const char *sql, struct stmt **out)
{
    struct pg_db *d = own(db);
    struct pg_stmt *st = calloc(1, sizeof *st);
    must(st != NULL);
    snprintf(st->name, sizeof st->name, "s%u", d->n_prepared++);
    PGresult *r = PQprepare(handle(db), st->name, sql, 0, NULL);
    err e = PQresultStatus(r) == PGRES_COMMAND_OK ? OK : failed(c, db, r, sql);
    PQclear(r);
    if (e == OK) {
        st->shape = PQdescribePrepared(d->h, st->name);
        if (PQresultStatus(st->shape) != PGRES_COMMAND_OK) {
            e = failed(c, db, st->shape, sql);
            PQclear(st->shape);
        }
    }
    if (e != OK) {
        free(st);
        return e;
    }
    st->sql = strdup(sql);
    must(st->sql);
    st->common.sql = st->sql;
    st->common.n_columns = PQnfields(st->shape);
    *out = &st->common;
    return OK;
}

static void
pg_finalize(struct db *db, struct stmt *st)
{
    struct pg_stmt *s = mine(st);
    char sql[40];
    snprintf(sql, sizeof sql, "DEALLOCATE %s", s->name);
    PQclear(PQexec(handle(db), sql));
    PQclear(s->shape);
    PQclear(s->rows);
    free(s->sql);
    free(st->map);
    free(st);
}

static err
pg_start(struct ctx *c, struct db *db, struct stmt *st, const struct value *in,
         int n_in)
{
    struct pg_stmt *s = mine(st);
    must(n_in <= MOST_VALUES);
    struct arena_mark mark = arena_mark(c->arena);
    char(*number)[24] = arena_alloc(c->arena, (size_t)n_in * sizeof *number, 1);
    const char **text = NEWN(c->arena, const char *, (size_t)n_in);
    for (int i = 0; i < n_in; i++) {
        text[i] = in[i].kind == V_TEXT ? in[i].s : NULL;
        if (in[i].kind == V_INT) {
            snprintf(number[i], sizeof number[i], "%lld", (long long)in[i].i);
            text[i] = number[i];
        }
    }
    PQclear(s->rows);
    s->at = 0;
    s->rows = PQexecPrepared(handle(db), s->name, n_in, text, NULL, NULL, 0);
    arena_reset(c->arena, mark);
    ExecStatusType got = PQresultStatus(s->rows);
    if (got == PGRES_TUPLES_OK || got == PGRES_COMMAND_OK)
        return OK;
    err e = failed(c, db, s->rows, st->sql);
    PQclear(s->rows);
    s->rows = NULL;
    return e;
}

static err
pg_next(struct ctx *c UNUSED, struct db *db UNUSED, struct row *r, bool *more)
{
    *more = ++r->at < PQntuples(mine(r->st)->rows);
    return OK;
}

static void
pg_finish(struct db *db UNUSED, struct stmt *st, int64_t *changed)
{
    struct pg_stmt *s = mine(st);
    if (changed)
        *changed = strtoll(PQcmdTuples(s->rows), NULL, 10);
    PQclear(s->rows);
    s->rows = NULL;
}

static const char *
pg_column(struct stmt *st, int i)
{
    return PQfname(mine(st)->shape, i);
}

static bool
pg_is_null(struct row *r, int i)
{
    return PQgetisnull(mine(r->st)->rows, r->at, i);
}

static int64_t
pg_get_int(struct row *r, int i)
{
    return strtoll(PQgetvalue(mine(r->st)->rows, r->at, i), NULL, 10);
}

static const char *
pg_get_text(struct row *r, int i, size_t *n)
{
    *n = (size_t)PQgetlength(mine(r->st)->rows, r->at, i);
    if (*n == 0 && pg_is_null(r, i))
        return NULL;
    return PQgetvalue(mine(r->st)->rows, r->at, i);
}

const struct engine_ops pg_ops = {
    .engine = ENGINE_POSTGRES,
    .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "
                  "SELECT pg_current_snapshot()",
    .begin_write = "BEGIN ISOLATION LEVEL SERIALIZABLE",
    .open = pg_open,
    .close = pg_close,
    .script = pg_script,
    .changed = pg_changed,
    .prepare = pg_prepare,
    .finalize = pg_finalize,
    .start = pg_start,
    .next = pg_next,
    .finish = pg_finish,
    .column = pg_column,
    .is_null = pg_is_null,
    .get_int = pg_get_int,
    .get_text = pg_get_text,
};
