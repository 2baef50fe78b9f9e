/* SPDX-License-Identifier: Apache-2.0 */
/* verify.c: recomputes the log from its first act and names the first place that does not fit. */
#include "base/msg.h"
#include "kernel/seal.h"
#include "store/store.h"
#include "view/locale.h"

extern const struct query Q_act_from_seq, Q_act_head_over;

/* A head from outside: it must be the root at its size. */
struct witness {
    bool given, seen;
    struct act_head head;
    const char *what; /* message id: what it is called */
};

struct check {
    const struct act_keys *k;
    struct buf *report;
    struct buf scratch;
    struct merkle tree; /* of the acts gone through */
    struct hash link;
    struct sealed_list heads; /* a page of them, in order of size */
    size_t head_at;
    int64_t head_size; /* of the last one gone through */
    bool head_signed;
    bool no_more_heads;
    int64_t n_heads, n_unsigned;
    struct witness kept, shown;
    struct arena head_rows; /* of that page */
};

static void
check_free(struct check *v)
{
    buf_free(&v->scratch);
    arena_free(&v->head_rows);
}

/* ---- what may be wrong ---- */

static err
bad_row(struct ctx *c, int64_t seq, int64_t id, const char *what)
{
    return fail(c, ERR_INVALID, NULL,
                N_("The log is broken at place %lld (act %lld): %s"), (long long)seq,
                (long long)id, T(c, what));
}

static err
bad_head(struct ctx *c, int64_t size, const char *what)
{
    return fail(c, ERR_INVALID, NULL,
                N_("The log is broken at the head over %lld acts: %s"), (long long)size,
                T(c, what));
}

static err
bad_witness(struct ctx *c, const struct witness *w, const char *what)
{
    return fail(c, ERR_INVALID, NULL, N_("%s, over %lld acts: %s"), T(c, w->what),
                (long long)w->head.size, T(c, what));
}

/* ---- heads ---- */

/* The next head to come, or NULL after the last. */
static err
next_head(struct ctx *c, struct check *v, const struct sealed **out)
{
    if (v->head_at == v->heads.n && !v->no_more_heads) {
        struct arena *usual = c->arena;
        arena_free(&v->head_rows);
        c->arena = &v->head_rows;
        err e = query_list(c, &Q_act_head_over, &sealed_view, &v->heads,
                           IN(v->head_size, SEAL_PAGE));
        c->arena = usual;
        if (e != OK && c->detail)
            c->detail = arena_strdup(c->arena, c->detail);
        TRY(e);
        v->head_at = 0;
        v->no_more_heads = v->heads.n < SEAL_PAGE;
    }
    *out = v->head_at < v->heads.n ? &v->heads.v[v->head_at] : NULL;
    return OK;
}

static err
check_head(struct ctx *c, struct check *v, const struct sealed *s)
{
    CLEANUP(arena_free) struct arena local = {0};
    if (!str_eq(s->root, hash_hex(&local, merkle_root(&v->tree))))
        return bad_head(c, s->size, N_("its root differs from the acts under it"));
    if (!str_eq(s->link, hash_hex(&local, v->link)))
        return bad_head(c, s->size,
                        N_("its link differs from that of the last act under it"));
    if (s->frontier && !str_eq(s->frontier, merkle_text(&local, &v->tree)))
        return bad_head(c, s->size, N_("its subtrees differ from the acts under it"));
    struct act_head h = {
        .size = s->size, .at = s->at, .root = s->root, .signature = s->signature};
    v->head_signed = h.signature != NULL;
    v->n_unsigned += !v->head_signed;
    if (v->k && h.signature && !head_signed(v->k, &h))
        return bad_head(c, s->size, N_("its signature is not of this log's key"));
    v->n_heads++;
    v->head_size = s->size;
    v->head_at++;
    return OK;
}

static err
check_witness(struct ctx *c, struct check *v, struct witness *w)
{
    if (!w->given || w->head.size != (int64_t)v->tree.size)
        return OK;
    CLEANUP(arena_free) struct arena local = {0};
    if (!str_eq(w->head.root, hash_hex(&local, merkle_root(&v->tree))))
        return bad_witness(c, w, N_("it is no beginning of this log"));
    w->seen = true;
    return OK;
}

/* All that is stated about the tree as it stands now. */
static err
check_size(struct ctx *c, struct check *v)
{
    TRY(check_witness(c, v, &v->kept));
    TRY(check_witness(c, v, &v->shown));
    const struct sealed *s;
    TRY(next_head(c, v, &s));
    return s && s->size == (int64_t)v->tree.size ? check_head(c, v, s) : OK;
}

/* ---- acts ---- */

static err
check_act(struct ctx *c, struct check *v, const struct act *a)
{
    int64_t seq = (int64_t)v->tree.size;
    if (a->seq != seq)
        return fail(
            c, ERR_INVALID, NULL,
            N_("The log is broken at place %lld: its row is missing, the next one is "
               "act %lld at place %lld"),
            (long long)seq, (long long)a->id.v, (long long)a->seq);
    CLEANUP(arena_free) struct arena local = {0};
    struct hash leaf = act_leaf(a, &v->scratch);
    v->link = hash_chain(v->link, leaf);
    if (!str_eq(a->link, hash_hex(&local, v->link)))
        return bad_row(c, seq, a->id.v, N_("the row was altered"));
    merkle_add(&v->tree, leaf);
    return check_size(c, v);
}

static err
check_acts(struct ctx *c, struct check *v)
{
    struct arena_mark mark = arena_mark(c->arena);
    struct act_list page;
    do {
        TRY(query_list(c, &Q_act_from_seq, &act_view, &page,
                       IN((int64_t)v->tree.size, SEAL_PAGE)));
        for (size_t i = 0; i < page.n; i++)
            TRY(check_act(c, v, &page.v[i]));
        arena_reset(c->arena, mark);
    } while (page.n == SEAL_PAGE);
    return OK;
}

/* ---- the end of the log ---- */

static err
check_witness_end(struct ctx *c, struct check *v, struct witness *w)
{
    if (!w->given)
        return OK;
    if (!w->seen)
        return bad_witness(c, w, N_("the log is shorter, its end was cut off"));
    if (v->k && !head_signed(v->k, &w->head))
        return bad_witness(c, w, N_("its signature is not of this log's key"));
    return OK;
}

static err
check_end(struct ctx *c, struct check *v)
{
    int64_t size = (int64_t)v->tree.size;
    const struct sealed *s;
    TRY(next_head(c, v, &s));
    if (s)
        return fail(
            c, ERR_INVALID, NULL,
            N_("The log is broken at place %lld: its row is missing, and a head is "
               "over %lld acts"),
            (long long)size, (long long)s->size);
    if (v->head_size < size)
        return fail(c, ERR_INVALID, NULL,
                    N_("The log is broken at place %lld: no head is over it"),
                    (long long)v->head_size);
    if (v->k && size > 0 && !v->head_signed)
        return bad_head(c, size, N_("it is the newest and not signed"));
    TRY(check_witness_end(c, v, &v->kept));
    return check_witness_end(c, v, &v->shown);
}

/* ---- the report ---- */

static void
line(struct ctx *c, struct check *v, const char *what, const char *value)
{
    buf_printf(v->report, "%s: %s\n", T(c, what), value);
}

static void
report_witness(struct ctx *c, struct check *v, const struct witness *w)
{
    if (w->given)
        line(c, v, w->what,
             arena_printf(c->arena, "%s (%s)", T(c, N_("fits the log")),
                          locale_int(c, w->head.size)));
}

static err
report(struct ctx *c, struct check *v)
{
    struct act_head newest;
    int64_t waiting;
    TRY(act_head_newest(c, &newest));
    TRY(act_count_unsealed(c, &waiting));
    line(c, v, N_("Acts sealed"), locale_int(c, (int64_t)v->tree.size));
    line(c, v, N_("Acts waiting to be sealed"), locale_int(c, waiting));
    line(c, v, N_("Heads"), locale_int(c, v->n_heads));
    if (v->n_unsigned > 0)
        line(c, v, N_("Heads without a signature"), locale_int(c, v->n_unsigned));
    report_witness(c, v, &v->kept);
    report_witness(c, v, &v->shown);
    if (v->k && !v->kept.given)
        line(c, v, v->kept.what, T(c, N_("none")));
    if (!v->k && v->n_heads > v->n_unsigned)
        return fail(
            c, ERR_INVALID, NULL,
            N_("The heads are signed, but the log's key is not here: the signatures "
               "could not be checked"));
    buf_printf(v->report, "%s\n", T(c, N_("The log is whole.")));
    if (newest.size > 0)
        buf_puts(v->report, newest.text);
    return OK;
}

err
act_verify(struct ctx *c, const struct act_keys *k, const char *head_file,
           struct buf *report_text)
{
    must(sodium_init() >= 0);
    CLEANUP(check_free)
    struct check v = {
        .k = k,
        .report = report_text,
        .kept.what = N_("The head kept outside the database"),
        .shown.what = N_("The head given"),
    };
    /* before the first query: then the rows are not older than the head */
    if (k) {
        err e = head_read(c, k->head_path, &v.kept.head);
        v.kept.given = e == OK;
        TRY(e == ERR_NOT_FOUND ? OK : e);
    }
    if (head_file) {
        err e = head_read(c, head_file, &v.shown.head);
        if (e == ERR_NOT_FOUND)
            return fail(c, ERR_NOT_FOUND, "head", N_("There is no file %s"), head_file);
        TRY(e);
        v.shown.given = true;
    }
    TRY(check_size(c, &v)); /* of the empty log */
    TRY(check_acts(c, &v));
    TRY(check_end(c, &v));
    return report(c, &v);
}
