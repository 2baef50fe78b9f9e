/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store.h: the database as a room sees it. One SQL text for two engines; rows become structs by
 * the names in a view; every write is inside a transaction that the edge began.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "view/view.h"

enum engine {
    ENGINE_SQLITE,
    ENGINE_POSTGRES
};

/* ---- values bound to $1, $2 … ---- */
struct value {
    enum {
        V_NULL,
        V_INT,
        V_TEXT
    } kind;
    int64_t i;
    const char *s;
};
static inline struct value
value_int(int64_t i)
{
    return i == INT_NONE ? (struct value){.kind = V_NULL}
                         : (struct value){.kind = V_INT, .i = i};
}
static inline struct value
value_bool(bool b)
{
    return (struct value){.kind = V_INT, .i = b};
}
static inline struct value
value_int32(int i)
{
    return (struct value){.kind = V_INT, .i = i};
}
static inline struct value
value_text(const char *s)
{
    return (struct value){.kind = s ? V_TEXT : V_NULL, .s = s};
}
struct value value_day(day d);     /* ISO text; the text lives in a per-thread ring: use at once */
struct value value_instant(instant t);
static inline struct value
value_money(money m)
{
    return value_int(m.v);
}
static inline struct value
value_same(struct value v)
{
    return v;
}
#define VALUE(x)                                                                       \
    _Generic((x),                                                                      \
        int: value_int32, int64_t: value_int, bool: value_bool,                        \
        char *: value_text, const char *: value_text, day: value_day,                  \
        instant: value_instant, money: value_money, struct value: value_same)(x)
#define V_1_(a)      VALUE(a)
#define V_2_(a, ...) VALUE(a), V_1_(__VA_ARGS__)
#define V_3_(a, ...) VALUE(a), V_2_(__VA_ARGS__)
#define V_4_(a, ...) VALUE(a), V_3_(__VA_ARGS__)
#define V_5_(a, ...) VALUE(a), V_4_(__VA_ARGS__)
#define V_6_(a, ...) VALUE(a), V_5_(__VA_ARGS__)
#define V_7_(a, ...) VALUE(a), V_6_(__VA_ARGS__)
#define V_8_(a, ...) VALUE(a), V_7_(__VA_ARGS__)
#define V_9_(a, ...) VALUE(a), V_8_(__VA_ARGS__)
#define V_10_(a, ...) VALUE(a), V_9_(__VA_ARGS__)
#define V_11_(a, ...) VALUE(a), V_10_(__VA_ARGS__)
#define V_12_(a, ...) VALUE(a), V_11_(__VA_ARGS__)
#define V_PICK_(a, b, c, d, e, f, g, h, i, j, k, l, n, ...) n
/* IN(code, on, org.v): typed values in the order $1 …; an id without .v does not compile. */
#define IN(...)                                                                        \
    (const struct value[])                                                             \
    {                                                                                  \
        V_PICK_(__VA_ARGS__, V_12_, V_11_, V_10_, V_9_, V_8_, V_7_, V_6_, V_5_, V_4_,  \
                V_3_, V_2_, V_1_, 0)                                                   \
        (__VA_ARGS__)                                                                  \
    }
#define IN_NOTHING ((const struct value *)NULL)
#define OPT(has, x) ((has) ? VALUE(x) : (struct value){.kind = V_NULL})

/* ---- named queries: made only by tools/embed.py from the rooms' .sql files ---- */
struct query {
    const char *name, *sql;
    int n_in;
    int index;              /* in all_queries: the place of its prepared statement */
};
extern const struct query *const all_queries[]; /* ends with NULL */

/*
 * Rows into structs of v: columns are matched to fields by name; a column that is no field is a
 * bug that the prepare-all test finds. Text lands in c->arena. `list` is a struct x_list.
 * Errors: CONFLICT (a unique key, an overlap), AGAIN (the transaction must run again).
 */
NODISCARD err query_list(struct ctx *c, const struct query *q, const struct view *v,
                         void *list, const struct value *in);
/* The first row; NOT_FOUND (without a fault noted) when there is none, *out then untouched. */
NODISCARD err query_one(struct ctx *c, const struct query *q, const struct view *v, void *out,
                        const struct value *in);
/* Rows changed into *n when n is given. */
NODISCARD err query_exec(struct ctx *c, const struct query *q, const struct value *in,
                         int64_t *n);
/* The one integer of a one-row query; `otherwise` when no row or NULL. A read transaction asks the
 * engine once for the same. */
NODISCARD err query_int(struct ctx *c, const struct query *q, const struct value *in,
                        int64_t otherwise, int64_t *out);

/* Only parses and plans it, for the test that prepares them all. */
NODISCARD err query_prepare(struct ctx *c, const struct query *q);

/* ---- a table whose columns are a view's fields (those not F_COMPUTED) ---- */
struct table {
    const char *name;
    const struct view *view; /* has a K_ID field `id`, the primary key */
};
NODISCARD err table_add(struct ctx *c, const struct table *t, const void *rec);
/* Sets every column but id where id = rec's. NOT_FOUND if there is none. */
NODISCARD err table_change(struct ctx *c, const struct table *t, const void *rec);
NODISCARD err table_find(struct ctx *c, const struct table *t, int64_t id, void *out);
/* CREATE TABLE for both engines, from the view: ids, then fields, in order. */
const char *table_ddl(struct arena *a, const struct table *t);

/* Adds n records with as few statements as there is room for values. */
NODISCARD err table_add_many(struct ctx *c, const struct table *t, const void *recs, size_t n);
/* Sets the columns of t's view in n records, each in full, with as few statements: the view begins
 * with `id`, may name some of the table's columns only, and no value is NULL. NOT_FOUND if one of the
 * records is not there. */
NODISCARD err table_change_many(struct ctx *c, const struct table *t, const void *recs,
                                size_t n);

/*
 * `n` records have just been put into `table`, a name of the code, and this transaction goes on to
 * read them. PostgreSQL plans by statistics from before and may take the table for empty: from a
 * thousand on it looks anew (0.1 s). SQLite needs nothing.
 */
NODISCARD err table_filled(struct ctx *c, const char *table, int64_t n);

/*
 * Named queries that run on any of several tables of one shape: they are written (and prepared by
 * the test of all queries) for a table that stands in, `stand_in` in their text, and run here on
 * `table`, a name of the code.
 */
NODISCARD err query_exec_on(struct ctx *c, const struct query *q, const char *stand_in,
                            const char *table, const struct value *in, int64_t *n);
NODISCARD err query_list_on(struct ctx *c, const struct query *q, const char *stand_in,
                            const char *table, const struct view *v, void *list,
                            const struct value *in);
NODISCARD err query_int_on(struct ctx *c, const struct query *q, const char *stand_in,
                           const char *table, const struct value *in, int64_t *out);

/* ---- composed lists: const field tables, a closed set of operators, bound values ---- */
enum op {
    OP_EQ,       /* column = value */
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_CONTAINS, /* on a folded column: every word of the value somewhere in it */
    OP_NULL,     /* value 1: is null; 0: is not null */
    OP_FLAG      /* column = 1 or 0, written out so that a partial index may serve it */
};
struct term {
    const char *column; /* a literal of the code, never of the request */
    enum op op;
    struct value value;
};
struct select {
    const char *from;          /* "unit u JOIN …": a literal of the code */
    const char *columns;       /* "u.id, u.code …": a literal of the code */
    const struct value *in;    /* values that `from` and `columns` speak of as $1 … $n_in; counting */
    int n_in;                  /* takes those of `from` alone: give a select of its own */
    const struct term *terms;
    size_t n_terms;
    const char *group;         /* GROUP BY: a literal of the code; NULL: each row */
    const char *order;         /* a text column of the code, never NULL */
    const char *id_column;     /* breaks ties: (order, id) is unique */
    bool descending;
    const char *after;         /* keyset: the order value and id of the last row seen, from */
    int64_t after_id;          /* cursor_parse; NULL: from the start */
    const char *until;         /* the same as an end: rows strictly before it; NULL: to the end */
    int64_t until_id;
    int64_t limit;             /* 0: no limit */
};
NODISCARD err select_list(struct ctx *c, const struct select *s, const struct view *v,
                          void *list);
/*
 * The same list over n_branches disjoint branches: branch i adds the n_each terms from
 * branches[i * n_each]. Each is a short index scan up to the limit, and they are merged: one scan
 * for all of them makes PostgreSQL sort every row (155 ms where this takes 2).
 * `order` and `id_column` must be among v's fields under those very names; a limit is needed.
 */
NODISCARD err select_merge(struct ctx *c, const struct select *s, const struct term *branches,
                           size_t n_branches, size_t n_each, const struct view *v,
                           void *list);
/* Counts at most `bound` rows (0: all of them) that the terms let through. */
NODISCARD err select_count(struct ctx *c, const struct select *s, int64_t bound,
                           int64_t *out);
/* The sum of `columns`, one integer column, over the rows that the terms let through. */
NODISCARD err select_sum(struct ctx *c, const struct select *s, int64_t *out);
/* An opaque keyset cursor for URLs, and back; false when it is not one of ours. */
const char *cursor_text(struct arena *a, const char *order_value, int64_t id);
bool cursor_parse(struct arena *a, const char *s, const char **order_value, int64_t *id);

/* ---- connections and transactions: for the edge, never for a room ---- */
enum open_mode {
    OPEN_WRITE,
    OPEN_READ,   /* SQLite: query_only */
    OPEN_CREATE  /* SQLite: make the file */
};
/* url: a file path (SQLite) or postgresql://… Errors: NOT_FOUND, INVALID with a clear text. */
NODISCARD err db_open(struct ctx *c, const char *url, enum open_mode mode, struct db **out);
void db_close(struct db *db);
enum engine db_engine(const struct db *db);
const char *db_url(const struct db *db);
NODISCARD err db_begin(struct ctx *c, bool write); /* PostgreSQL: SERIALIZABLE */
NODISCARD err db_commit(struct ctx *c);            /* AGAIN: it must run again */
void db_rollback(struct ctx *c);
NODISCARD err db_savepoint(struct ctx *c);         /* one level: a job in a group commit */
NODISCARD err db_release(struct ctx *c);
void db_rollback_to(struct ctx *c);                /* and release */
/* SQL text of this code (migrations, PRAGMA), several statements. */
NODISCARD err db_script(struct ctx *c, const char *sql);
bool db_in_transaction(const struct db *db);
/* Statements run on it so far, those of transactions not counted: for tests of what a page costs. */
int64_t db_queries(const struct db *db);
/* What SQLite's machine did for them, in its own steps, whatever the clock says; PostgreSQL: 0. */
int64_t db_steps(const struct db *db);
/*
 * What `ask` answers, or answered this reader since anybody committed: a few things that most pages
 * need and few people change. It is made where it stays, in c->arena as `ask` sees it, and must not
 * be written to. Every error is passed on and nothing of it remembered; NOT_FOUND must come without a
 * fault noted. A connection that writes asks each time, and so does one outside a transaction.
 */
NODISCARD err db_remember(struct ctx *c, const char *key,
                          err (*ask)(struct ctx *c, const void *arg, void **out),
                          const void *arg, void **out);
/*
 * For a connection that does nothing else, again and again: keeps a read transaction open while
 * nobody writes. In SQLite the first reader of a process takes a lock of the file in the kernel and
 * the last gives it back, while the others wait; one that stays spares them that. When somebody
 * has written it lets go, for at least a call, so that the log can begin anew. On PostgreSQL nothing.
 */
void db_hold(struct ctx *c);

/*
 * Runs fn in one write transaction, again from a clean arena mark when the engine says so (up to
 * 20 times), and commits; on any error nothing remains. fn must not keep state between runs.
 */
NODISCARD err tx_run(struct ctx *c, err (*fn)(struct ctx *c, void *arg), void *arg);

/* The next id, below 2^53: unique in this installation, whose number (0 to 255) is in its high
 * bits. INTERNAL when there is no such id left. */
NODISCARD err id_next(struct ctx *c, int64_t *out);
/* The next value of a named counter, without a gap: inside the writing transaction. */
NODISCARD err counter_next(struct ctx *c, const char *name, int64_t *out);

/* ---- copies ---- */
/* A consistent copy of the open database while others write: SQLite: a database file; PostgreSQL:
 * pg_dump's custom format. The file must not exist yet. INVALID says why not. */
NODISCARD err db_backup(struct ctx *c, const char *file);
/* Such a file into `url`, which must hold nothing yet. */
NODISCARD err db_restore(struct ctx *c, const char *file, const char *url);

/* ---- schema ---- */
struct migration {
    const char *name, *sql, *hash; /* "0001_kernel_start", text, SHA-256 hex */
};
extern const struct migration all_migrations[]; /* by number; ends with a NULL name */
/* Is there a schema of haicap at all? */
NODISCARD err schema_started(struct ctx *c, bool *out);
/* Brings an empty or older database up. Each migration is one transaction. */
NODISCARD err schema_upgrade(struct ctx *c, int *n_done);
/* INVALID with a clear message when the schema is older, newer or altered. */
NODISCARD err schema_check(struct ctx *c);
#endif
