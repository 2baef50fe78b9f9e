/* SPDX-License-Identifier: Apache-2.0 */
/* seal.c: gives unsealed acts their place and link, grows the tree, signs its head. */
#include "kernel/seal.h"

#include "base/msg.h"
#include "store/store.h"

extern const struct query Q_act_unsealed, Q_act_sealed_newest, Q_act_head_add,
    Q_act_head_let_go;

/* ---- the leaf of an act ---- */

static void
put_text(struct buf *b, const char *name, const char *s)
{
    buf_printf(b, "%s\"%s\":", b->n > 1 ? "," : "", name);
    if (s)
        buf_json(b, s);
    else
        buf_puts(b, "null");
}

static void
put_int(struct buf *b, const char *name, int64_t v, int64_t none)
{
    buf_printf(b, "%s\"%s\":", b->n > 1 ? "," : "", name);
    if (v != none)
        buf_int(b, v);
    else
        buf_puts(b, "null");
}

struct hash
act_leaf(const struct act *a, struct buf *scratch)
{
    CLEANUP(arena_free) struct arena local = {0};
    struct buf *b = scratch;
    b->n = 0;
    buf_putc(b, '{');
    put_int(b, "actor_id", a->actor_id.v, 0);
    put_text(b, "actor_name", a->actor_name);
    put_text(b, "at", instant_iso(&local, a->at));
    put_text(b, "changes", a->changes);
    put_int(b, "decree_id", a->decree_id.v, 0);
    put_int(b, "id", a->id.v, 0);
    put_text(b, "kind", a->kind);
    put_text(b, "label", a->label);
    put_text(b, "law", a->law);
    put_int(b, "object_id", a->object_id, INT_NONE);
    put_int(b, "org_id", a->org_id.v, 0);
    put_text(b, "path", a->path);
    put_text(b, "reason", a->reason);
    put_text(b, "verb", a->verb);
    buf_putc(b, '}');
    struct hash h = hash_leaf(b->s, b->n);
    b->n = 0;
    return h;
}

/* ---- sealing ---- */

struct sealing {
    struct merkle tree;
    struct hash link;
    struct buf scratch;
};

static void
sealing_free(struct sealing *s)
{
    buf_free(&s->scratch);
}

/* Takes up where the newest head ends. Its row is also where two sealers meet on PostgreSQL. */
static err
take_up(struct ctx *c, struct sealing *s)
{
    struct sealed newest;
    err e = query_one(c, &Q_act_sealed_newest, &sealed_view, &newest, IN_NOTHING);
    if (e == ERR_NOT_FOUND)
        return OK; /* the first seal */
    TRY(e);
    if (!merkle_parse((uint64_t)newest.size, newest.frontier, &s->tree) ||
        !hash_parse(newest.link, &s->link))
        return fail(
            c, ERR_INTERNAL, NULL,
            N_("The log of acts is broken, nothing can be added: run haicap verify"));
    return query_exec(c, &Q_act_head_let_go, IN(newest.size), NULL);
}

static const struct field place_fields[] = {
    ID(struct act, id, N_("Act")),
    FIELD(struct act, seq, N_("Place in the log")),
    FIELD(struct act, link, N_("Link")),
};
static const struct view place_view = VIEW("act_place", struct act, place_fields);

static err
number(struct ctx *c, struct sealing *s, const struct act_list *page)
{
    for (size_t i = 0; i < page->n; i++) {
        struct act *a = &page->v[i];
        struct hash leaf = act_leaf(a, &s->scratch);
        a->seq = (int64_t)s->tree.size;
        s->link = hash_chain(s->link, leaf);
        a->link = hash_hex(c->arena, s->link);
        merkle_add(&s->tree, leaf);
    }
    return table_change_many(c, &(struct table){"act", &place_view}, page->v, page->n);
}

static err
seal_all(struct ctx *c, const struct act_keys *k, struct sealing *s,
         struct act_list *page)
{
    TRY(take_up(c, s));
    struct arena_mark mark = arena_mark(c->arena);
    while (page->n > 0) { /* what is numbered leaves the index of the unsealed */
        TRY(number(c, s, page));
        arena_reset(c->arena, mark);
        TRY(query_list(c, &Q_act_unsealed, &act_view, page, IN(SEAL_PAGE)));
    }
    struct act_head h = {.size = (int64_t)s->tree.size,
                         .at = c->now,
                         .root = hash_hex(c->arena, merkle_root(&s->tree))};
    if (k)
        h.signature = head_sign(c->arena, k, &h);
    return query_exec(c, &Q_act_head_add,
                      IN(h.size, h.at, h.root, hash_hex(c->arena, s->link),
                         merkle_text(c->arena, &s->tree), h.signature),
                      NULL);
}

err
act_seal(struct ctx *c, const struct act_keys *k)
{
    struct act_list page;
    TRY(query_list(c, &Q_act_unsealed, &act_view, &page, IN(SEAL_PAGE)));
    if (page.n == 0)
        return OK;
    CLEANUP(sealing_free) struct sealing s = {0};
    err e = seal_all(c, k, &s, &page);
    if (e != ERR_CONFLICT)
        return e;
    /* a place or a head that is taken: on PostgreSQL another sealer was quicker, on SQLite there
     * is none, so rows are there that no head knows */
    return db_engine(c->db) == ENGINE_POSTGRES
               ? ERR_AGAIN
               : fail(
                     c, ERR_INTERNAL, NULL,
                     N_("The log of acts is broken, nothing can be added: run haicap verify"));
}
