/* SPDX-License-Identifier: Apache-2.0 */
/* store.c: queries, rows and transactions over either engine. */
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/compose.h"
#include "store/engine.h"

enum {
    ID_BLOCK = 1000,
    /* Bits 45 to 52 are the installation's number, those below count: an id is below 2^53, so
     * that a JSON number and a cell of a spreadsheet, which are doubles, hold it exactly. */
    ID_COUNT_BITS = 45,
    ID_MOST_INSTALLATION = 255,
    FILLED_LEAST = 1000,
    TX_TRIES = 20
};

/* A few texts for values made inside one IN(...): no call has more than 16 of them. */
static char *
ring(void)
{
    static _Thread_local char slots[16][40];
    static _Thread_local unsigned at;
    return slots[at++ % 16];
}

struct value
value_day(day d)
{
    if (!day_known(d))
        return (struct value){.kind = V_NULL};
    char *s = ring();
    day_iso_to(s, d);
    return value_text(s);
}

struct value
value_instant(instant t)
{
    if (t.v == INT64_MIN)
        return (struct value){.kind = V_NULL};
    char *s = ring();
    instant_iso_to(s, t);
    return value_text(s);
}

/* ---- connections ---- */

static int
n_named(void)
{
    int n = 0;
    while (all_queries[n])
        n++;
    return n;
}

void
db_init(struct db *db, const struct engine_ops *ops, const char *url,
        enum open_mode mode)
{
    db->ops = ops;
    db->url = strdup(url);
    db->mode = mode;
    db->named = calloc((size_t)n_named() + 1, sizeof *db->named);
    must(db->url && db->named);
}

void
db_forget_statements(struct db *db)
{
    for (int i = 0; all_queries[i]; i++)
        if (db->named[i]) {
            db->ops->finalize(db, db->named[i]);
            db->named[i] = NULL;
        }
    for (size_t i = 0; i < DYNAMIC_STATEMENTS; i++)
        if (db->dynamic[i].st) {
            db->ops->finalize(db, db->dynamic[i].st);
            free(db->dynamic[i].sql);
            db->dynamic[i] = (struct cached){0};
        }
}

void
db_release_common(struct db *db)
{
    arena_free(&db->kept);
    free(db->named);
    free(db->url);
}

static bool
is_postgres(const char *url)
{
    return strncmp(url, "postgresql:", 11) == 0 || strncmp(url, "postgres:", 9) == 0;
}

err
db_open(struct ctx *c, const char *url, enum open_mode mode, struct db **out)
{
    return (is_postgres(url) ? &pg_ops : &sqlite_ops)->open(c, url, mode, out);
}

void
db_close(struct db *db)
{
    if (db)
        db->ops->close(db);
}

enum engine
db_engine(const struct db *db)
{
    return db->ops->engine;
}

const char *
db_url(const struct db *db)
{
    return db->url;
}

bool
db_in_transaction(const struct db *db)
{
    return db->in_tx;
}

int64_t
db_queries(const struct db *db)
{
    return db->n_queries;
}

int64_t
db_steps(const struct db *db)
{
    return db->n_steps;
}

err
db_script(struct ctx *c, const char *sql)
{
    return c->db->ops->script(c, c->db, sql);
}

/* ---- transactions ---- */

static err dynamic_statement(struct ctx *c, const char *sql, struct stmt **out);
static err run_exec(struct ctx *c, struct stmt *st, const struct value *in, int n_in,
                    int64_t *n);

/* Every request begins and ends with one of these: SQLite keeps them prepared, in PostgreSQL they
 * must not be, for an aborted transaction takes nothing but a plain ROLLBACK. */
static err
tx_word(struct ctx *c, const char *sql)
{
    struct stmt *st;
    if (c->db->ops->engine != ENGINE_SQLITE)
        return db_script(c, sql);
    TRY(dynamic_statement(c, sql, &st));
    return run_exec(c, st, IN_NOTHING, 0, NULL);
}

err
db_begin(struct ctx *c, bool write)
{
    struct db *db = c->db;
    must(!db->in_tx);
    TRY(tx_word(c, write ? db->ops->begin_write : db->ops->begin_read));
    db->in_tx = true;
    db->writing = write;
    db->n_asked = 0;
    db->looked = false;
    c->act = 0;
    return OK;
}

err
db_commit(struct ctx *c)
{
    must(c->db->in_tx);
    err e = tx_word(c, "COMMIT");
    if (e != OK) {
        db_rollback(c);
        return e;
    }
    c->db->in_tx = false;
    return OK;
}

void
db_rollback(struct ctx *c)
{
    struct ctx quiet = {.arena = c->arena, .db = c->db};
    if (tx_word(&quiet, "ROLLBACK") != OK)
        c->detail = c->detail ? c->detail : quiet.detail;
    c->db->in_tx = false;
    c->db->id_at = c->db->id_end = 0;
}

err
db_savepoint(struct ctx *c)
{
    c->act = 0;
    return tx_word(c, "SAVEPOINT job");
}

err
db_release(struct ctx *c)
{
    return tx_word(c, "RELEASE SAVEPOINT job");
}

void
db_rollback_to(struct ctx *c)
{
    struct ctx quiet = {.arena = c->arena, .db = c->db};
    c->db->id_at = c->db->id_end = 0;
    if (tx_word(&quiet, "ROLLBACK TO SAVEPOINT job") != OK ||
        tx_word(&quiet, "RELEASE SAVEPOINT job") != OK)
        c->detail = quiet.detail;
}

err
tx_run(struct ctx *c, err (*fn)(struct ctx *c, void *arg), void *arg)
{
    struct arena_mark mark = arena_mark(c->arena);
    for (int i = 0;; i++) {
        err e = db_begin(c, true);
        if (e == OK) {
            e = fn(c, arg);
            if (e == OK)
                e = db_commit(c);
            else
                db_rollback(c);
        }
        if (e != ERR_AGAIN || i == TX_TRIES)
            return e;
        clear_faults(c);
        arena_reset(c->arena, mark);
    }
}

/* ---- statements ---- */

static err
named_statement(struct ctx *c, const struct query *q, struct stmt **out)
{
    struct stmt **slot = &c->db->named[q->index];
    c->db->n_queries++;
    if (!*slot)
        TRY(c->db->ops->prepare(c, c->db, q->sql, slot));
    *out = *slot;
    return OK;
}

err
query_prepare(struct ctx *c, const struct query *q)
{
    struct stmt *st;
    return named_statement(c, q, &st);
}

static uint64_t
hash_text(const char *s)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    return h;
}

static err
dynamic_statement(struct ctx *c, const char *sql, struct stmt **out)
{
    struct cached *slot = &c->db->dynamic[hash_text(sql) % DYNAMIC_STATEMENTS];
    if (!slot->st || strcmp(slot->sql, sql) != 0) {
        if (slot->st) {
            c->db->ops->finalize(c->db, slot->st);
            free(slot->sql);
            *slot = (struct cached){0};
        }
        TRY(c->db->ops->prepare(c, c->db, sql, &slot->st));
        slot->sql = strdup(sql);
        must(slot->sql);
    }
    *out = slot->st;
    return OK;
}

static void
map_columns(const struct engine_ops *ops, struct stmt *st, const struct view *v)
{
    if (st->view == v)
        return;
    free(st->map);
    st->map = calloc((size_t)st->n_columns + 1, sizeof(const struct field *));
    must(st->map);
    for (int i = 0; i < st->n_columns; i++) {
        st->map[i] = view_field(v, ops->column(st, i));
        if (!st->map[i])
            fprintf(stderr, "haicap: no field %s.%s for a column of: %s\n", v->name,
                    ops->column(st, i), st->sql);
        must(st->map[i]);
    }
    st->view = v;
}

static int
choice_index(const struct field *f, const char *name)
{
    for (int i = 0; i < f->n_choices; i++)
        if (str_eq(f->choices[i].name, name))
            return i;
    return 0;
}

/* Stored as text, whatever it is in a struct. */
static bool
is_text(enum kind k)
{
    return k == K_TEXT || k == K_DAY || k == K_INSTANT || k == K_ENUM;
}

static void
read_row(struct ctx *c, const struct engine_ops *ops, struct row *r, void *rec)
{
    struct stmt *st = r->st;
    view_clear(st->view, rec);
    for (int i = 0; i < st->n_columns; i++) {
        const struct field *f = st->map[i];
        void *p = (char *)rec + f->offset;
        size_t n;
        const char *s = NULL;
        if (is_text(f->kind)) {
            s = ops->get_text(r, i, &n);
            if (!s)
                continue;
        } else if (ops->is_null(r, i)) {
            continue;
        }
        switch (f->kind) {
        case K_TEXT:
            *(const char **)p = arena_strndup(c->arena, s, n);
            break;
        case K_INT:
        case K_DEC:
        case K_ID:
        case K_MONEY:
            *(int64_t *)p = ops->get_int(r, i);
            break;
        case K_BOOL:
            *(bool *)p = ops->get_int(r, i) != 0;
            break;
        case K_DAY:
            if (!day_parse(s, p)) /* 0001-01-01: below what people type */
                *(day *)p = DAY_MIN;
            break;
        case K_INSTANT:
            must(instant_parse(s, p));
            break;
        case K_ENUM:
            *(int *)p = choice_index(f, s);
            break;
        case K_HTML:
        case K_LIST:
        case K_REC:
            must(false && "a kind that is no column");
        }
    }
}

struct any_list_out {
    char *v;
    size_t n;
};

static err
run_list(struct ctx *c, struct stmt *st, const struct view *v, void *list,
         bool only_first, const struct value *in, int n_in)
{
    const struct engine_ops *ops = c->db->ops;
    map_columns(ops, st, v);
    TRY(ops->start(c, c->db, st, in, n_in));
    struct any_list_out *out = list;
    *out = (struct any_list_out){0};
    struct row r = {.st = st, .at = -1};
    for (;;) {
        bool more;
        err e = ops->next(c, c->db, &r, &more);
        if (e != OK) {
            ops->finish(c->db, st, NULL);
            return e;
        }
        if (!more)
            break;
        out->v = list_grow(c->arena, out->v, out->n, v->size);
        read_row(c, ops, &r, out->v + out->n++ * v->size);
        if (only_first)
            break;
    }
    ops->finish(c->db, st, NULL);
    return OK;
}

err
query_list(struct ctx *c, const struct query *q, const struct view *v, void *list,
           const struct value *in)
{
    struct stmt *st;
    TRY(named_statement(c, q, &st));
    return run_list(c, st, v, list, false, in, q->n_in);
}

err
query_one(struct ctx *c, const struct query *q, const struct view *v, void *out,
          const struct value *in)
{
    struct stmt *st;
    struct any_list_out one;
    TRY(named_statement(c, q, &st));
    TRY(run_list(c, st, v, &one, true, in, q->n_in));
    if (one.n == 0)
        return ERR_NOT_FOUND;
    memcpy(out, one.v, v->size);
    return OK;
}

static err
run_exec(struct ctx *c, struct stmt *st, const struct value *in, int n_in, int64_t *n)
{
    const struct engine_ops *ops = c->db->ops;
    TRY(ops->start(c, c->db, st, in, n_in));
    struct row r = {.st = st, .at = -1};
    bool more = true;
    err e = OK;
    while (e == OK && more)
        e = ops->next(c, c->db, &r, &more);
    ops->finish(c->db, st, n);
    return e;
}

err
query_exec(struct ctx *c, const struct query *q, const struct value *in, int64_t *n)
{
    struct stmt *st;
    TRY(named_statement(c, q, &st));
    return run_exec(c, st, in, q->n_in, n);
}

static err
run_int(struct ctx *c, struct stmt *st, const struct value *in, int n_in,
        int64_t otherwise, int64_t *out)
{
    const struct engine_ops *ops = c->db->ops;
    TRY(ops->start(c, c->db, st, in, n_in));
    struct row r = {.st = st, .at = -1};
    bool more;
    err e = ops->next(c, c->db, &r, &more);
    if (e == OK)
        *out = more && !ops->is_null(&r, 0) ? ops->get_int(&r, 0) : otherwise;
    ops->finish(c->db, st, NULL);
    return e;
}

err
query_int(struct ctx *c, const struct query *q, const struct value *in,
          int64_t otherwise, int64_t *out)
{
    struct stmt *st;
    if (memory_find(c->db, q, in, otherwise, out))
        return OK;
    TRY(named_statement(c, q, &st));
    TRY(run_int(c, st, in, q->n_in, otherwise, out));
    memory_add(c->db, q, in, otherwise, *out);
    return OK;
}

err
table_filled(struct ctx *c, const char *table, int64_t n)
{
    return n < FILLED_LEAST || c->db->ops->engine == ENGINE_SQLITE
               ? OK
               : db_script(c, arena_printf(c->arena, "ANALYZE %s", table));
}

/* ---- composed SQL (compose.c makes the text) ---- */

err
dynamic_list(struct ctx *c, const char *sql, const struct view *v, void *list,
             const struct value *in, int n_in)
{
    struct stmt *st;
    c->db->n_queries++;
    TRY(dynamic_statement(c, sql, &st));
    return run_list(c, st, v, list, false, in, n_in);
}

err
dynamic_exec(struct ctx *c, const char *sql, const struct value *in, int n_in,
             int64_t *n)
{
    struct stmt *st;
    c->db->n_queries++;
    TRY(dynamic_statement(c, sql, &st));
    return run_exec(c, st, in, n_in, n);
}

err
dynamic_int(struct ctx *c, const char *sql, const struct value *in, int n_in,
            int64_t *out)
{
    struct stmt *st;
    c->db->n_queries++;
    TRY(dynamic_statement(c, sql, &st));
    return run_int(c, st, in, n_in, 0, out);
}

/* ---- ids and counters ---- */

extern const struct query Q_counter_take, Q_counter_read;

err
counter_next(struct ctx *c, const char *name, int64_t *out)
{
    return query_int(c, &Q_counter_take, IN(name, 1), 0, out);
}

err
id_next(struct ctx *c, int64_t *out)
{
    struct db *db = c->db;
    if (db->id_at == db->id_end) {
        int64_t end, installation;
        TRY(query_int(c, &Q_counter_read, IN("installation"), 0, &installation));
        TRY(query_int(c, &Q_counter_take, IN("id", ID_BLOCK), 0, &end));
        if (installation < 0 || installation > ID_MOST_INSTALLATION ||
            end >= INT64_C(1) << ID_COUNT_BITS)
            return fail(
                c, ERR_INTERNAL, NULL,
                N_("The numbers of this installation are used up, or its own number is "
                   "not from 0 to %d"),
                ID_MOST_INSTALLATION);
        db->id_end = (installation << ID_COUNT_BITS) + end + 1;
        db->id_at = db->id_end - ID_BLOCK;
    }
    *out = db->id_at++;
    return OK;
}
