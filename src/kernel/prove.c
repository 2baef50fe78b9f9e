/* SPDX-License-Identifier: Apache-2.0 */
/* prove.c: proofs of inclusion and of consistency, made from the acts themselves. */
#include "base/msg.h"
#include "kernel/seal.h"
#include "store/store.h"

extern const struct query Q_act_find, Q_act_from_seq;

static const struct field hash_fields[] = {
    FIELD(struct act_proof_hash, hash, N_("Hash")),
};
static const struct view hash_view =
    VIEW("act_proof_hash", struct act_proof_hash, hash_fields);

static const struct field proof_fields[] = {
    FIELD(struct act_proof, leaf_index, N_("Place in the log")),
    FIELD(struct act_proof, leaf_hash, N_("Leaf")),
    FIELD(struct act_proof, first_size, N_("Acts under the earlier head")),
    FIELD(struct act_proof, first_root, N_("Root of the earlier head")),
    FIELD(struct act_proof, tree_size, N_("Acts under it")),
    FIELD(struct act_proof, root, N_("Root of the tree")),
    FIELD(struct act_proof, at, N_("Sealed at")),
    FIELD(struct act_proof, signature, N_("Signature")),
    FIELD(struct act_proof, head, N_("Head to keep"), .flags = F_LONG),
    LISTOF(struct act_proof, path, &hash_view, N_("Audit path")),
};
const struct view act_proof_view = VIEW("act_proof", struct act_proof, proof_fields);

/* One walk through the leaves gathers the root of every range that the proof names. */
struct walk {
    struct leaves range[MERKLE_DEEP];
    struct merkle part[MERKLE_DEEP];
    int n;
    uint64_t i; /* the leaf looked for */
    struct hash leaf;
    struct merkle first; /* the beginning, of m leaves */
    uint64_t m;
    struct buf scratch;
};

static void
walk_free(struct walk *w)
{
    buf_free(&w->scratch);
}

static void
pass(struct walk *w, uint64_t at, struct hash leaf)
{
    if (at == w->i)
        w->leaf = leaf;
    if (at < w->m)
        merkle_add(&w->first, leaf);
    for (int k = 0; k < w->n; k++)
        if (w->range[k].from <= at && at < w->range[k].to)
            merkle_add(&w->part[k], leaf);
}

static err
walk_through(struct ctx *c, struct walk *w, int64_t size)
{
    struct arena_mark mark = arena_mark(c->arena);
    for (int64_t at = 0; at < size;) {
        struct act_list page;
        TRY(query_list(c, &Q_act_from_seq, &act_view, &page, IN(at, SEAL_PAGE)));
        if (page.n == 0)
            break;
        for (size_t i = 0; i < page.n && at < size; i++, at++)
            pass(w, (uint64_t)at, act_leaf(&page.v[i], &w->scratch));
        arena_reset(c->arena, mark);
    }
    return OK;
}

static void
put_path(struct ctx *c, const struct walk *w, struct hash *path, struct act_proof *out)
{
    for (int k = 0; k < w->n; k++) {
        path[k] = merkle_root(&w->part[k]);
        PUSH(c->arena, &out->path)->hash = hash_hex(c->arena, path[k]);
    }
}

/* What is to be proved: fills the ranges. */
static err
plan(struct ctx *c, act_id act, int64_t first_size, int64_t size, struct walk *w,
     struct act_proof *out)
{
    w->i = UINT64_MAX;
    if (act.v) {
        struct act a;
        TRY(query_one(c, &Q_act_find, &act_view, &a, IN(act.v)));
        if (a.seq == INT_NONE || a.seq >= size)
            return fail(c, ERR_INVALID, "act", N_("This act is not sealed yet"));
        w->i = (uint64_t)a.seq;
        w->n = merkle_inclusion(w->i, (uint64_t)size, w->range);
        out->leaf_index = a.seq;
        return OK;
    }
    if (first_size < 1 || first_size > size)
        return fail(c, ERR_INVALID, "from", N_("A number of acts from 1 to %lld"),
                    (long long)size);
    w->m = (uint64_t)first_size;
    w->n = merkle_consistency(w->m, (uint64_t)size, w->range);
    out->first_size = first_size;
    return OK;
}

err
act_prove(struct ctx *c, act_id act, int64_t first_size, struct act_proof *out)
{
    must(sodium_init() >= 0);
    struct act_head head;
    struct hash root, path[MERKLE_DEEP];
    TRY(act_head_newest(c, &head));
    struct act_proof p = {.leaf_index = INT_NONE,
                          .first_size = INT_NONE,
                          .tree_size = head.size,
                          .root = head.root,
                          .signature = head.signature,
                          .head = head.text,
                          .at = head.at};
    CLEANUP(walk_free) struct walk w = {0};
    TRY(plan(c, act, first_size, head.size, &w, &p));
    TRY(walk_through(c, &w, head.size));
    put_path(c, &w, path, &p);
    bool holds = hash_parse(head.root, &root);
    if (act.v) {
        p.leaf_hash = hash_hex(c->arena, w.leaf);
        holds =
            holds && merkle_included(w.leaf, w.i, (uint64_t)head.size, path, w.n, root);
    } else {
        struct hash first = merkle_root(&w.first);
        p.first_root = hash_hex(c->arena, first);
        holds = holds &&
                merkle_consistent(w.m, first, (uint64_t)head.size, root, path, w.n);
    }
    if (!holds)
        return fail(c, ERR_INVALID, NULL,
                    N_("The log does not fit its newest head: run haicap verify"));
    *out = p;
    return OK;
}
