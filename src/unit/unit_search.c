/* SPDX-License-Identifier: Apache-2.0 */
/* unit_search.c: by name or code over all time: an ended unit is in no picker, but found here. */
#include "base/text.h"
#include "store/store.h"
#include "unit/unit.h"

enum {
    MOST_FOUND = 100
};

static bool
is_code(const char *q)
{
    size_t n = strlen(q);
    return n >= 2 && n <= 5 && strspn(q, "0123456789") == n;
}

err
unit_search_ever(struct ctx *c, const char *q, struct unit_list *out)
{
    const char *asked = text_trim(c->arena, q);
    *out = (struct unit_list){0};
    if (!*text_fold(c->arena, asked))
        return OK;
    struct term term = {"v.search", OP_CONTAINS, value_text(asked)};
    if (is_code(asked))
        term = (struct term){"v.code", OP_EQ, value_text(asked)};
    struct select s = {
        .from = "unit_version v JOIN unit u ON u.id = v.unit_id LEFT JOIN unit_version p ON "
                "p.unit_id = v.parent_id AND p.valid_from < v.valid_to AND v.valid_to <= "
                "p.valid_to",
        .columns = "u.id, v.code, v.name, v.short_name, v.type, u.tier, v.parent_id, p.code AS "
                   "parent_code, p.name AS parent_name, u.valid_from, u.valid_to",
        .terms = &term,
        .n_terms = 1,
        .order = "v.sort_key",
        .id_column = "v.unit_id",
        .limit = MOST_FOUND};
    struct unit_list all;
    TRY(select_list(c, &s, &unit_view, &all));
    for (size_t i = 0; i < all.n; i++) { /* versions of one unit stand together or nearly so */
        bool seen = false;
        for (size_t k = 0; k < out->n; k++)
            seen |= out->v[k].id.v == all.v[i].id.v;
        if (seen)
            continue;
        struct unit *u = PUSH(c->arena, out);
        *u = all.v[i];
        u->is_ended = u->valid_to.v <= c->today.v;
        u->is_forthcoming = u->valid_from.v > c->today.v;
    }
    return OK;
}
