/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit_page.c: what the page of a unit reads, the most asked for of all, in three queries that
 * touch as few rows as there are to show.
 */
#include <stdlib.h>

#include "unit/unit.h"
#include "unit/unit_row.h"

extern const struct query Q_page_holders, Q_page_lineage;

static bool
has_unit(const struct unit_list *all, unit_id id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id.v == id.v)
            return true;
    return false;
}

err
unit_holders(struct ctx *c, const char *code, day on, struct unit *holder,
             struct unit_list *others)
{
    struct unit_list all;
    *holder = (struct unit){0};
    *others = (struct unit_list){0};
    TRY(query_list(c, &Q_page_holders, &unit_view, &all, IN(code, on)));
    unit_list_seen(c, &all);
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].holds_code)
            *holder = all.v[i];
    for (size_t i = 0; i < all.n; i++) {
        struct unit *u = &all.v[i];
        if (u->id.v == holder->id.v || has_unit(others, u->id))
            continue;
        u->parent_id.v = 0; /* as of a day on which it may not have been */
        u->parent_code = u->parent_name = NULL;
        *PUSH(c->arena, others) = *u;
    }
    return holder->id.v ? OK : ERR_NOT_FOUND;
}

/* By day, then as people sort names. */
static int
by_day_and_name(const void *a, const void *b)
{
    const struct lineage *x = a, *y = b;
    if (x->on.v != y->on.v)
        return x->on.v < y->on.v ? -1 : 1;
    int name = strcmp(x->sort_key ? x->sort_key : "", y->sort_key ? y->sort_key : "");
    return name ? name : (x->id > y->id) - (x->id < y->id);
}

err
lineage_beside(struct ctx *c, const struct unit *u, struct lineage_list *from,
               struct lineage_list *to)
{
    struct lineage_list all;
    *from = *to = (struct lineage_list){0};
    TRY(query_list(c, &Q_page_lineage, &lineage_view, &all, IN(u->id.v)));
    if (all.n > 1)
        qsort(all.v, all.n, sizeof *all.v, by_day_and_name);
    for (size_t i = 0; i < all.n; i++) {
        struct lineage *l = &all.v[i];
        bool came = l->to_id.v == u->id.v;
        if (came) {
            l->to_code = u->code;
            l->to_name = u->name;
        } else {
            l->from_code = u->code;
            l->from_name = u->name;
        }
        *PUSH(c->arena, came ? from : to) = *l;
    }
    return OK;
}

err
unit_figures(struct ctx *c, day on, struct unit *u, struct figure_list *out)
{
    TRY(figure_list(c, u->id, on, out));
    u->area_m2 = u->population = INT_NONE;
    for (size_t i = 0; i < out->n; i++) {
        const struct figure *f = &out->v[i];
        if (str_eq(f->measure, "area_m2"))
            u->area_m2 = f->value;
        else if (str_eq(f->measure, "population"))
            u->population = f->value;
    }
    return OK;
}
