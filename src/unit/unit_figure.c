/* SPDX-License-Identifier: Apache-2.0 */
/* unit_figure.c: dated figures of a unit: what was known, of which day, from whom. */
#include "base/msg.h"
#include "kernel/act.h"
#include "unit/unit_row.h"

extern const struct query Q_figure_newest, Q_figure_same, Q_figure_add_row;

static const struct field figure_fields[] = {
    FIELD(struct figure, id, N_("Id"), .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
    ID(struct figure, unit_id, N_("Unit"), .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
    FIELD(struct figure, measure, N_("Measure"), .flags = F_BRIEF),
    FIELD(struct figure, on, N_("Reference day"), .flags = F_BRIEF),
    FIELD(struct figure, value, N_("Value"), .flags = F_BRIEF),
    FIELD(struct figure, flag, N_("Quality"), .flags = F_BRIEF),
    FIELD(struct figure, source, N_("Source"), .flags = F_BRIEF),
};
const struct view figure_view = VIEW("figure", struct figure, figure_fields);

err
figure_list(struct ctx *c, unit_id id, day on, struct figure_list *out)
{
    struct figure_list all;
    TRY(query_list(c, &Q_figure_newest, &figure_view, &all, IN(id.v, on)));
    *out = (struct figure_list){0};
    for (size_t i = 0; i < all.n; i++)
        if (i + 1 == all.n || !str_eq(all.v[i].measure, all.v[i + 1].measure))
            *PUSH(c->arena, out) = all.v[i];
    return OK;
}

err
figure_row_add(struct ctx *c, const struct figure *in)
{
    int64_t id;
    TRY(id_next(c, &id));
    return query_exec(
        c, &Q_figure_add_row,
        IN(id, in->unit_id.v, in->measure, in->on, in->value, in->flag, in->source),
        NULL);
}

err
figure_row_same(struct ctx *c, const struct figure *in, struct figure *out)
{
    return query_one(c, &Q_figure_same, &figure_view, out,
                     IN(in->unit_id.v, in->measure, in->on, in->source));
}

err
figure_add(struct ctx *c, const struct figure *in)
{
    if (!str_eq(in->measure, "area_m2") && !str_eq(in->measure, "population"))
        return fail(c, ERR_INVALID, "measure", N_("This measure is not known"));
    if (in->value < 0)
        return fail(c, ERR_INVALID, "value", N_("A figure cannot be negative"));
    struct unit u;
    err e = unit_find(c, in->unit_id, in->on, &u);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_NOT_FOUND, "unit_id", N_("There is no such unit"));
    TRY(e);
    struct figure same;
    e = figure_row_same(c, in, &same);
    if (e == OK)
        return fail(c, ERR_CONFLICT, "on",
                    N_("There is already a figure of that day from that source"));
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(figure_row_add(c, in));
    return act_add(c, &(struct act){
                          .verb = "add",
                          .kind = "unit",
                          .object_id = in->unit_id.v,
                          .label = u.name,
                          .path = arena_printf(c->arena, "/units/%s", u.code),
                          .changes = view_diff(c, &figure_view, NULL, in),
                      });
}
