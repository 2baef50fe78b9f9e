/* SPDX-License-Identifier: Apache-2.0 */
/* law.c: the rows of the rule books. */
#include "law/law.h"

#include "base/msg.h"
#include "kernel/act.h"
#include "store/store.h"
#include "unit/unit.h"

extern const struct query Q_law_book_on, Q_law_book_newest, Q_law_book_list,
    Q_law_book_find, Q_law_book_overlaps, Q_law_book_set, Q_law_norm_list, Q_law_norm_find,
    Q_law_norm_set;

static const struct field book_fields[] = {
    FIELD(struct law_book, id, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct law_book, code, N_("Code"), .flags = F_READONLY | F_BRIEF,
          .to = "/check?law={code}"),
    FIELD(struct law_book, title, N_("Title"), .flags = F_REQUIRED | F_BRIEF,
          .to = "/law/books/{id}"),
    FIELD(struct law_book, norms, N_("Standards"), .flags = F_READONLY | F_BRIEF),
    FIELD(struct law_book, valid_from, N_("In force from"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct law_book, valid_to, N_("until"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct law_book, source, N_("Source")),
    FIELD(struct law_book, checked_by, N_("Checked by"), .flags = F_BRIEF,
          .hint = N_("Who compared the row with the official text, and when; empty: unverified")),
};
const struct view law_book_view = VIEW("law_book", struct law_book, book_fields);

static const struct field norm_fields[] = {
    FIELD(struct law_norm, id, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct law_norm, norms, N_("Standards"), .flags = F_READONLY),
    ENUM(struct law_norm, tier, unit_tiers, N_("Tier"), .flags = F_READONLY | F_BRIEF),
    ENUM(struct law_norm, type, unit_types, N_("Type"), .flags = F_READONLY | F_BRIEF),
    ENUM(struct law_norm, parent_type, unit_types, N_("In a"),
         .flags = F_READONLY | F_BRIEF),
    FIELD(struct law_norm, is_mountain, N_("Mountainous"), .flags = F_READONLY | F_BRIEF),
    DEC(struct law_norm, area_km2, 6, N_("Area (km²)"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct law_norm, population, N_("Population"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct law_norm, article, N_("Article"), .flags = F_REQUIRED | F_BRIEF,
          .to = "/law/norms/{id}"),
    FIELD(struct law_norm, valid_from, N_("In force from"), .flags = F_READONLY),
    FIELD(struct law_norm, valid_to, N_("until"), .flags = F_READONLY),
    FIELD(struct law_norm, checked_by, N_("Checked by"), .flags = F_BRIEF,
          .hint = N_("Who compared the row with the official text, and when; empty: unverified")),
};
const struct view law_norm_view = VIEW("law_norm", struct law_norm, norm_fields);

err
law_book_on(struct ctx *c, const char *code, day on, struct law_book *out)
{
    err e = code ? query_one(c, &Q_law_book_on, &law_book_view, out, IN(code, on))
                 : query_one(c, &Q_law_book_newest, &law_book_view, out, IN(on));
    if (e == ERR_NOT_FOUND && !code)
        return fail(c, e, "law", N_("No rule book is in force on %s"), day_vn(c->arena, on));
    if (e == ERR_NOT_FOUND)
        return fail(c, e, "law", N_("No rule book on that day: %s is not in force on %s"), code,
                    day_vn(c->arena, on));
    return e;
}

err
law_books(struct ctx *c, struct law_book_list *out)
{
    return query_list(c, &Q_law_book_list, &law_book_view, out, IN_NOTHING);
}

err
law_book_find(struct ctx *c, int64_t id, struct law_book *out)
{
    err e = query_one(c, &Q_law_book_find, &law_book_view, out, IN(id));
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no such rule book")) : e;
}

err
law_book_change(struct ctx *c, const struct law_book *in)
{
    struct law_book before, after;
    int64_t n;
    TRY(law_book_find(c, in->id, &before));
    if (in->valid_to.v <= in->valid_from.v)
        return fail(c, ERR_INVALID, "valid_to", N_("After the first day"));
    TRY(query_int(c, &Q_law_book_overlaps, IN(before.code, in->id, in->valid_from, in->valid_to),
                  0, &n));
    if (n > 0)
        return fail(c, ERR_CONFLICT, "valid_from",
                    N_("Another row of this rule book is in force on some of these days"));
    after = before;
    after.title = in->title;
    after.valid_from = in->valid_from;
    after.valid_to = in->valid_to;
    after.source = in->source;
    after.checked_by = in->checked_by;
    TRY(query_exec(c, &Q_law_book_set,
                   IN(in->id, in->title, in->valid_from, in->valid_to, in->source,
                      in->checked_by),
                   NULL));
    struct act act = {.verb = "change",
                      .kind = "law_book",
                      .object_id = in->id,
                      .label = before.title,
                      .path = arena_printf(c->arena, "/law/books/%lld", (long long)in->id),
                      .changes = view_diff(c, &law_book_view, &before, &after)};
    return act_add(c, &act);
}

err
law_norms(struct ctx *c, const char *norms, day on, struct law_norm_list *out)
{
    return query_list(c, &Q_law_norm_list, &law_norm_view, out, IN(norms, on));
}

err
law_norm_find(struct ctx *c, int64_t id, struct law_norm *out)
{
    err e = query_one(c, &Q_law_norm_find, &law_norm_view, out, IN(id));
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no such standard")) : e;
}

err
law_norm_change(struct ctx *c, const struct law_norm *in)
{
    struct law_norm before, after;
    TRY(law_norm_find(c, in->id, &before));
    if (in->area_km2 <= 0)
        note_fault(c, ERR_INVALID, "area_km2", N_("More than nothing"));
    if (in->population <= 0)
        note_fault(c, ERR_INVALID, "population", N_("More than nothing"));
    TRY(faults(c));
    after = before;
    after.area_km2 = in->area_km2;
    after.population = in->population;
    after.article = in->article;
    after.checked_by = in->checked_by;
    TRY(query_exec(c, &Q_law_norm_set,
                   IN(in->id, in->area_km2, in->population, in->article, in->checked_by), NULL));
    struct act act = {.verb = "change",
                      .kind = "law_norm",
                      .object_id = in->id,
                      .label = before.article,
                      .path = arena_printf(c->arena, "/law/norms/%lld", (long long)in->id),
                      .law = after.article,
                      .changes = view_diff(c, &law_norm_view, &before, &after)};
    return act_add(c, &act);
}
