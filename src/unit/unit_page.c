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

/* A holder of the code, and one of the figures known of it. */
struct page_row {
    struct unit unit;
    struct figure figure;
};
struct page_row_list LIST(struct page_row);
#define OF(part, m)                                                                    \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct page_row, part.m),                       \
        .kind = KIND(struct part, m)                                                   \
    }
#define OF_AS(part, m, of_kind, as)                                                    \
    {                                                                                  \
        .name = (as), .offset = offsetof(struct page_row, part.m), .kind = (of_kind)   \
    }
#define OF_CHOICE(m, names)                                                            \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct page_row, unit.m), .kind = K_ENUM,       \
        .choices = (names), .n_choices = (int)COUNT(names)                             \
    }
static const struct field page_row_fields[] = {
    OF_AS(unit, id.v, K_ID, "id"),
    OF(unit, code),
    OF(unit, name),
    OF(unit, short_name),
    OF_CHOICE(type, unit_types),
    OF_CHOICE(tier, unit_tiers),
    OF_AS(unit, parent_id.v, K_ID, "parent_id"),
    OF(unit, parent_code),
    OF(unit, parent_name),
    OF(unit, valid_from),
    OF(unit, valid_to),
    OF_AS(unit, lon_e6, K_INT, "lon"),
    OF_AS(unit, lat_e6, K_INT, "lat"),
    OF(unit, holds_code),
    OF_AS(figure, id, K_ID, "figure_id"),
    OF(figure, measure),
    OF(figure, on),
    OF(figure, value),
    OF(figure, flag),
    OF(figure, source),
};
static const struct view page_row_view =
    VIEW("page_row", struct page_row, page_row_fields);

/* Keeps the newest of each measure, in order of measure. */
static void
take_figure(struct ctx *c, struct figure_list *all, const struct figure *f)
{
    size_t i = 0;
    while (i < all->n && strcmp(all->v[i].measure, f->measure) < 0)
        i++;
    if (i < all->n && str_eq(all->v[i].measure, f->measure)) {
        const struct figure *was = &all->v[i];
        if (was->on.v < f->on.v || (was->on.v == f->on.v && was->id < f->id))
            all->v[i] = *f;
        return;
    }
    PUSH(c->arena, all);
    memmove(&all->v[i + 1], &all->v[i], (all->n - 1 - i) * sizeof *all->v);
    all->v[i] = *f;
}

static void
main_figures(struct unit *u, const struct figure_list *all)
{
    u->area_m2 = u->population = INT_NONE;
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].measure, "area_m2"))
            u->area_m2 = all->v[i].value;
        else if (str_eq(all->v[i].measure, "population"))
            u->population = all->v[i].value;
}

err
unit_holders(struct ctx *c, const char *code, day on, struct unit *holder,
             struct figure_list *figures, struct unit_list *others)
{
    struct page_row_list rows;
    struct unit_list all = {0};
    *holder = (struct unit){0};
    *figures = (struct figure_list){0};
    *others = (struct unit_list){0};
    TRY(query_list(c, &Q_page_holders, &page_row_view, &rows, IN(code, on)));
    for (size_t i = 0; i < rows.n; i++) {
        struct page_row *r = &rows.v[i];
        r->figure.unit_id = r->unit.id;
        if (r->figure.id)
            take_figure(c, figures, &r->figure);
        if (r->unit.holds_code)
            *holder = r->unit;
        r->unit.area_m2 = r->unit.population = INT_NONE;
        *PUSH(c->arena, &all) = r->unit;
    }
    unit_list_seen(c, &all);
    for (size_t i = 0; i < all.n; i++) {
        struct unit *u = &all.v[i];
        if (u->holds_code)
            *holder = *u;
        if (u->id.v == holder->id.v || has_unit(others, u->id))
            continue;
        u->parent_id.v = 0; /* as of a day on which it may not have been */
        u->parent_code = u->parent_name = NULL;
        *PUSH(c->arena, others) = *u;
    }
    main_figures(holder, figures);
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
    main_figures(u, out);
    return OK;
}
