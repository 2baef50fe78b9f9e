/* SPDX-License-Identifier: Apache-2.0 */
/* engine.h: what an engine must do; for store/ alone. */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H
#include "store/store.h"

enum {
    MOST_VALUES = 2048 /* bound in one statement: a decree writes a hundred thousand rows */
};

struct stmt; /* a prepared statement of one connection; the engine's own struct begins with it */
struct stmt {
    const char *sql;
    int n_columns;
    const struct view *view; /* the view that `map` was made for */
    const struct field **map; /* column → field */
};

/* One row while it is current. */
struct row {
    struct stmt *st;
    int at; /* PostgreSQL: row number */
};

struct engine_ops {
    enum engine engine;
    const char *begin_read, *begin_write;
    err (*open)(struct ctx *c, const char *url, enum open_mode mode, struct db **out);
    void (*close)(struct db *db);
    err (*script)(struct ctx *c, struct db *db, const char *sql);
    /* Has anybody else committed, in this process or not, since the last call? As this read
     * transaction sees it; SQLite says it without one too. When in doubt: yes. */
    err (*changed)(struct ctx *c, struct db *db, bool *out);
    err (*prepare)(struct ctx *c, struct db *db, const char *sql, struct stmt **out);
    void (*finalize)(struct db *db, struct stmt *st);
    /* Binds and runs; rows then come by next. */
    err (*start)(struct ctx *c, struct db *db, struct stmt *st, const struct value *in,
                 int n_in);
    err (*next)(struct ctx *c, struct db *db, struct row *r, bool *more);
    void (*finish)(struct db *db, struct stmt *st, int64_t *changed);
    const char *(*column)(struct stmt *st, int i);
    bool (*is_null)(struct row *r, int i);
    int64_t (*get_int)(struct row *r, int i);
    const char *(*get_text)(struct row *r, int i, size_t *n); /* NULL where is_null */
};
extern const struct engine_ops sqlite_ops, pg_ops;

struct cached {
    char *sql;
    struct stmt *st;
};
enum {
    DYNAMIC_STATEMENTS = 256 /* composed shapes kept prepared on one connection */
};
/* An answer that a reader remembers: db_remember. */
struct kept {
    const char *key;
    void *value;
};
struct kept_list LIST(struct kept);
enum {
    ASKED_WITH = 3,  /* values */
    ASKED_MOST = 64, /* numbers of one read transaction */
    ASKED_TEXT = 16  /* a day, a word */
};
struct asked {
    const struct query *q;
    int64_t otherwise, answer;
    struct {
        int kind;
        int64_t i;
        char s[ASKED_TEXT];
    } in[ASKED_WITH];
};
struct db {
    const struct engine_ops *ops;
    char *url;
    enum open_mode mode;
    bool in_tx, writing;
    int64_t n_queries, n_steps;
    struct arena kept; /* what is remembered until somebody commits */
    bool looked;       /* whether somebody has, in this transaction */
    struct kept_list keeps;
    struct asked asked[ASKED_MOST];
    size_t n_asked;
    int64_t id_at, id_end; /* ids in hand */
    struct stmt **named;   /* by query.index */
    struct cached dynamic[DYNAMIC_STATEMENTS];
};

/* What the number asked for is, if this read transaction knows it already: memory.c. */
bool memory_find(const struct db *db, const struct query *q, const struct value *in,
                 int64_t otherwise, int64_t *out);
void memory_add(struct db *db, const struct query *q, const struct value *in,
                int64_t otherwise, int64_t answer);

/* For the engines: fill the common part, free it again. */
void db_init(struct db *db, const struct engine_ops *ops, const char *url,
             enum open_mode mode);
void db_forget_statements(struct db *db);
void db_release_common(struct db *db);
#endif
