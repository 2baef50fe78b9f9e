/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memory.c: what need not be asked again. Within a read transaction nothing changes, so a number
 * that was asked for is known to its end; and until somebody commits, a reader remembers what it
 * was given to keep.
 */
#include "store/engine.h"

enum {
    KEPT_MOST = 256
};

/* ---- within a read transaction ---- */

/* False: too much to be remembered. */
static bool
question(const struct query *q, const struct value *in, int64_t otherwise,
         struct asked *out)
{
    if (q->n_in > ASKED_WITH)
        return false;
    *out = (struct asked){.q = q, .otherwise = otherwise};
    for (int i = 0; i < q->n_in; i++) {
        size_t n = in[i].kind == V_TEXT ? strlen(in[i].s) : 0;
        if (n >= sizeof out->in[i].s)
            return false;
        out->in[i].kind = in[i].kind;
        if (in[i].kind == V_INT)
            out->in[i].i = in[i].i;
        if (n)
            memcpy(out->in[i].s, in[i].s, n);
    }
    return true;
}

static bool
is_same(const struct asked *a, const struct asked *b)
{
    bool same = a->q == b->q && a->otherwise == b->otherwise;
    for (int i = 0; same && i < a->q->n_in; i++)
        same = a->in[i].kind == b->in[i].kind && a->in[i].i == b->in[i].i &&
               str_eq(a->in[i].s, b->in[i].s);
    return same;
}

bool
memory_find(const struct db *db, const struct query *q, const struct value *in,
            int64_t otherwise, int64_t *out)
{
    struct asked a;
    if (!db->in_tx || db->writing || db->n_asked == 0 ||
        !question(q, in, otherwise, &a))
        return false;
    for (size_t i = 0; i < db->n_asked; i++)
        if (is_same(&db->asked[i], &a)) {
            *out = db->asked[i].answer;
            return true;
        }
    return false;
}

void
memory_add(struct db *db, const struct query *q, const struct value *in,
           int64_t otherwise, int64_t answer)
{
    struct asked a;
    if (!db->in_tx || db->writing || db->n_asked == ASKED_MOST ||
        !question(q, in, otherwise, &a))
        return;
    a.answer = answer;
    db->asked[db->n_asked++] = a;
}

/* ---- until somebody commits ---- */

struct arena *
db_keep_arena(struct db *db)
{
    return db->mode == OPEN_READ ? &db->kept : NULL;
}

err
db_kept(struct ctx *c, const char *key, void **out)
{
    struct db *db = c->db;
    bool changed;
    *out = NULL;
    if (!db_keep_arena(db))
        return OK;
    TRY(db->ops->changed(c, db, &changed));
    if (changed || db->keeps.n >= KEPT_MOST) {
        arena_free(&db->kept);
        db->keeps = (struct kept_list){0};
    }
    for (size_t i = 0; i < db->keeps.n && !*out; i++)
        if (strcmp(db->keeps.v[i].key, key) == 0)
            *out = db->keeps.v[i].value;
    return OK;
}

void
db_keep(struct db *db, const char *key, void *value)
{
    *PUSH(&db->kept, &db->keeps) = (struct kept){arena_strdup(&db->kept, key), value};
}

void
db_hold(struct ctx *c)
{
    struct db *db = c->db;
    bool changed;
    if (db->ops->engine != ENGINE_SQLITE)
        return;
    if (db->in_tx)
        db_rollback(c);
    if (db->ops->changed(c, db, &changed) != OK || changed)
        return;
    if (db_begin(c, false) == OK &&
        (db->ops->changed(c, db, &changed) != OK || changed))
        db_rollback(c);
}
