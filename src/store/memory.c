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

static void
forget(struct db *db)
{
    arena_free(&db->kept);
    db->keeps = (struct kept_list){0};
}

static void *
kept(const struct db *db, const char *key)
{
    for (size_t i = 0; i < db->keeps.n; i++)
        if (str_eq(db->keeps.v[i].key, key))
            return db->keeps.v[i].value;
    return NULL;
}

err
db_remember(struct ctx *c, const char *key,
            err (*ask)(struct ctx *c, const void *arg, void **out), const void *arg,
            void **out)
{
    struct db *db = c->db;
    if (db->mode != OPEN_READ || !db->in_tx)
        return ask(c, arg, out);
    if (!db->looked) { /* once: what this transaction has been given, it goes on using */
        bool changed;
        TRY(db->ops->changed(c, db, &changed));
        if (changed)
            forget(db);
        db->looked = true;
    }
    *out = kept(db, key);
    if (*out)
        return OK;
    if (db->keeps.n ==
        KEPT_MOST) /* what is kept may be in use, so it is not thrown out */
        return ask(c, arg, out);
    struct arena *mine = c->arena;
    struct arena_mark before = arena_mark(&db->kept);
    c->arena = &db->kept;
    err e = ask(c, arg, out);
    c->arena = mine;
    if (e ==
        ERR_NOT_FOUND) /* else whoever asks for what is not there fills the memory */
        arena_reset(&db->kept, before);
    if (e == OK)
        *PUSH(&db->kept, &db->keeps) =
            (struct kept){arena_strdup(&db->kept, key), *out};
    return e;
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
