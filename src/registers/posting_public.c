/* SPDX-License-Identifier: Apache-2.0 */
/* posting_public.c: the public page of postings and its feed. */
#include <sodium.h>

#include "base/buf.h"
#include "base/msg.h"
#include "base/text.h"
#include "registers/desk.h"
#include "registers/posting.h"
#include "store/store.h"

enum {
    FEED_MOST = 50
};

static const struct field fields[] = {
    {.name = "id",
     .offset = offsetof(struct public_posting, id),
     .kind = K_ID,
     .label = N_("Record")},
    FIELD(struct public_posting, title, N_("What is posted"), .flags = F_BRIEF),
    ENUM(struct public_posting, kind, posting_kinds, N_("Kind of posting"),
         .flags = F_BRIEF),
    FIELD(struct public_posting, number, N_("Number of the document"),
          .flags = F_BRIEF),
    FIELD(struct public_posting, place, N_("Posted where")),
    FIELD(struct public_posting, summary, N_("Text for the public")),
    FIELD(struct public_posting, url, N_("Address on the Internet")),
    ID(struct public_posting, org_held, N_("Held by"), .flags = F_HIDDEN),
    FIELD(struct public_posting, body, N_("Organisation"),
          .flags = F_COMPUTED | F_BRIEF),
    FIELD(struct public_posting, posted_on, N_("Posted on"), .flags = F_BRIEF),
    FIELD(struct public_posting, posted_until, N_("Posted until"), .flags = F_BRIEF),
    FIELD(struct public_posting, changed_at, N_("Last changed")),
};
const struct view public_posting_view =
    VIEW("public_posting", struct public_posting, fields);

static const char columns[] =
    "id, title, kind, number, place, summary, url, org_held, posted_on, posted_until, "
    "changed_at";

struct wanted {
    struct term terms[6];
    size_t n;
};

/* What an ended posting's paper on the wall is, its page is too: no more there. */
static struct wanted
public_today(struct ctx *c)
{
    struct value today = value_text(day_iso(c->arena, c->today));
    return (struct wanted){{{"is_published", OP_FLAG, VALUE(1)},
                            {"state", OP_EQ, VALUE(record_states[RECORD_OPEN].name)},
                            {"posted_on", OP_LE, today},
                            {"coalesce(posted_until, '9999-12-31')", OP_GE, today}},
                           4};
}

static err
put_bodies(struct ctx *c, struct public_posting_list *items)
{
    struct org_names names = {0};
    for (size_t i = 0; i < items->n; i++) {
        struct org_name at;
        TRY(desk_org(c, &names, items->v[i].org_held, &at));
        items->v[i].body = at.now_name;
    }
    return OK;
}

err
posting_public(struct ctx *c, const char *q, const char *after, int64_t limit,
               struct public_page *out)
{
    struct wanted w = public_today(c);
    *out = (struct public_page){.total_at_least = INT_NONE, .q = q};
    if (q && *text_fold(c->arena, q))
        w.terms[w.n++] = (struct term){"search", OP_CONTAINS, VALUE(q)};
    struct select s = {.from = "posting",
                       .columns = columns,
                       .terms = w.terms,
                       .n_terms = w.n,
                       .order = "posted_on",
                       .id_column = "id",
                       .descending = true};
    if (after && *after && !cursor_parse(c->arena, after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    limit = page_limit(c, limit);
    s.limit = limit ? limit + 1 : 0;
    TRY(select_count(c, &s, 0, &out->total));
    TRY(select_list(c, &s, &public_posting_view, &out->items));
    if (limit && (int64_t)out->items.n > limit) {
        const struct public_posting *last = &out->items.v[limit - 1];
        out->items.n = (size_t)limit;
        out->next = cursor_text(c->arena, day_iso(c->arena, last->posted_on), last->id);
    }
    return put_bodies(c, &out->items);
}

err
posting_public_find(struct ctx *c, int64_t id, struct public_posting *out)
{
    struct wanted w = public_today(c);
    struct public_posting_list found;
    w.terms[w.n++] = (struct term){"id", OP_EQ, VALUE(id)};
    TRY(select_list(
        c,
        &(struct select){
            .from = "posting", .columns = columns, .terms = w.terms, .n_terms = w.n},
        &public_posting_view, &found));
    if (!found.n)
        return fail(c, ERR_NOT_FOUND, NULL, N_("There is no such posting"));
    TRY(put_bodies(c, &found));
    *out = found.v[0];
    return OK;
}

/* ---- the feed ---- */

/* urn:uuid (version 8) of the log's first head and the number: the same for ever, and another in
 * another house. */
static const char *
urn(struct ctx *c, const char *house, int64_t id)
{
    unsigned char h[crypto_hash_sha256_BYTES];
    const char *all = arena_printf(c->arena, "%s posting %lld", house, (long long)id);
    crypto_hash_sha256(h, (const unsigned char *)all, strlen(all));
    h[6] = (unsigned char)((h[6] & 0x0F) | 0x80);
    h[8] = (unsigned char)((h[8] & 0x3F) | 0x80);
    return arena_printf(c->arena,
                        "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
                        "%02x%02x%02x%02x%02x%02x",
                        h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7], h[8], h[9],
                        h[10], h[11], h[12], h[13], h[14], h[15]);
}

static void
element(struct buf *b, const char *name, const char *text)
{
    buf_printf(b, "<%s>", name);
    buf_html(b, text);
    buf_printf(b, "</%s>\n", name);
}

static void
entry(struct ctx *c, struct buf *b, const char *house, const struct public_posting *p)
{
    buf_puts(b, "<entry>\n");
    element(b, "id", urn(c, house, p->id));
    element(b, "title", p->title);
    element(b, "updated", instant_iso(c->arena, p->changed_at));
    buf_puts(b, "<author>");
    element(b, "name", p->body ? p->body : "haicap");
    buf_printf(b, "</author>\n<link rel=\"alternate\" href=\"/publicity/%lld\"/>\n",
               (long long)p->id);
    element(b, "summary",
            p->summary
                ? p->summary
                : arena_printf(c->arena, "%s: %s", T(c, N_("Posted where")), p->place));
    buf_puts(b, "</entry>\n");
}

err
posting_atom(struct ctx *c, html *out)
{
    CLEANUP(buf_free) struct buf b = {0};
    struct public_page page;
    struct act_head first = {0};
    instant newest = {0};
    err e = act_head_over(c, 0, &first);
    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    clear_faults(c);
    const char *house = first.root ? first.root : "";
    TRY(posting_public(c, NULL, NULL, FEED_MOST, &page));
    for (size_t i = 0; i < page.items.n; i++)
        if (page.items.v[i].changed_at.v > newest.v)
            newest = page.items.v[i].changed_at;
    buf_puts(&b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                 "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(&b, "id", urn(c, house, 0));
    element(&b, "title", T(c, N_("Public postings")));
    element(&b, "updated", instant_iso(c->arena, newest));
    buf_puts(&b, "<link rel=\"self\" href=\"/publicity.atom\"/>\n"
                 "<link rel=\"alternate\" href=\"/publicity\"/>\n");
    for (size_t i = 0; i < page.items.n; i++)
        entry(c, &b, house, &page.items.v[i]);
    buf_puts(&b, "</feed>\n");
    *out = (html){arena_strndup(c->arena, b.s, b.n)};
    return OK;
}
