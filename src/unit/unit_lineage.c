/* SPDX-License-Identifier: Apache-2.0 */
/* unit_lineage.c: who became what: single steps, and the picture of all of them. */
#include "base/msg.h"
#include "kernel/act.h"
#include "unit/unit_row.h"

extern const struct query Q_lineage_forward, Q_lineage_back, Q_lineage_all,
    Q_lineage_nodes, Q_lineage_ends, Q_lineage_against, Q_lineage_add_row;

enum {
    MOST_NODES = 200
};

const struct choice parts[3] = {[PART_NONE] = {"none", N_("nothing")},
                                [PART_SOME] = {"some", N_("a part")},
                                [PART_ALL] = {"all", N_("the whole")}};

static const struct field lineage_fields[] = {
    FIELD(struct lineage, id, N_("Id"), .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
    ID(struct lineage, from_id, N_("Old unit"),
       .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
    ID(struct lineage, to_id, N_("New unit"), .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
    FIELD(struct lineage, on, N_("Day"), .flags = F_BRIEF),
    FIELD(struct lineage, from_code, N_("Old code"), .to = "/units/{from_code}"),
    FIELD(struct lineage, from_name, N_("Old unit"), .flags = F_BRIEF),
    FIELD(struct lineage, to_code, N_("New code"), .to = "/units/{to_code}"),
    FIELD(struct lineage, to_name, N_("New unit"), .flags = F_BRIEF),
    ENUM(struct lineage, area_part, parts, N_("Land"), .flags = F_BRIEF),
    ENUM(struct lineage, pop_part, parts, N_("Population"), .flags = F_BRIEF),
    FIELD(struct lineage, rule, N_("Which villages"), .flags = F_LONG),
    FIELD(struct lineage, note, N_("Remark"), .flags = F_LONG),
    FIELD(struct lineage, source, N_("Source"), .flags = F_LONG),
    ID(struct lineage, decree_id, N_("Decree"),
       .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
    FIELD(struct lineage, is_verified, N_("Text was seen")),
    FIELD(struct lineage, sort_key, N_("Order"), .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
};
const struct view lineage_view = VIEW("lineage", struct lineage, lineage_fields);

static const struct field node_fields[] = {
    ID(struct lineage_node, id, N_("Id"), .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
    FIELD(struct lineage_node, code, N_("Code"), .to = "/units/{code}"),
    FIELD(struct lineage_node, name, N_("Name")),
    FIELD(struct lineage_node, valid_from, N_("In force from")),
    FIELD(struct lineage_node, valid_to, N_("In force until")),
    FIELD(struct lineage_node, is_asked, N_("This unit"), .flags = F_COMPUTED),
};
const struct view lineage_node_view =
    VIEW("lineage_node", struct lineage_node, node_fields);

static const struct field graph_fields[] = {
    LISTOF(struct lineage_graph, nodes, &lineage_node_view, N_("Units")),
    LISTOF(struct lineage_graph, edges, &lineage_view, N_("Steps")),
    FIELD(struct lineage_graph, is_cut, N_("There is more")),
};
const struct view lineage_graph_view =
    VIEW("lineage_graph", struct lineage_graph, graph_fields);

err
lineage_of(struct ctx *c, unit_id id, bool forward, struct lineage_list *out)
{
    return query_list(c, forward ? &Q_lineage_forward : &Q_lineage_back, &lineage_view,
                      out, IN(id.v));
}

static bool
has_node(const struct lineage_graph *g, unit_id id)
{
    for (size_t i = 0; i < g->nodes.n; i++)
        if (g->nodes.v[i].id.v == id.v)
            return true;
    return false;
}

err
unit_lineage_graph(struct ctx *c, unit_id id, struct lineage_graph *out)
{
    *out = (struct lineage_graph){0};
    struct lineage_list all;
    TRY(query_list(c, &Q_lineage_nodes, &lineage_node_view, &out->nodes,
                   IN(id.v, MOST_NODES + 1)));
    TRY(query_list(c, &Q_lineage_all, &lineage_view, &all, IN(id.v)));
    out->is_cut = out->nodes.n > MOST_NODES;
    if (out->is_cut)
        out->nodes.n = MOST_NODES;
    for (size_t i = 0; i < out->nodes.n; i++)
        out->nodes.v[i].is_asked = out->nodes.v[i].id.v == id.v;
    for (size_t i = 0; i < all.n; i++)
        if (has_node(out, all.v[i].from_id) && has_node(out, all.v[i].to_id))
            *PUSH(c->arena, &out->edges) = all.v[i];
    return OK;
}

err
lineage_row_add(struct ctx *c, const struct lineage *in)
{
    int64_t id;
    TRY(id_next(c, &id));
    return query_exec(c, &Q_lineage_add_row,
                      IN(id, in->from_id.v, in->to_id.v, in->on,
                         parts[in->area_part].name, parts[in->pop_part].name, in->rule,
                         in->note, in->source,
                         OPT(in->decree_id.v != 0, in->decree_id.v), in->is_verified),
                      NULL);
}

/* Both in force where they must be; nothing given away twice. */
static err
check_step(struct ctx *c, const struct lineage *in, struct lineage *ends)
{
    must(in->area_part >= PART_NONE && in->area_part <= PART_ALL);
    must(in->pop_part >= PART_NONE && in->pop_part <= PART_ALL);
    if (in->from_id.v == in->to_id.v)
        return fail(c, ERR_INVALID, "to_id", N_("A unit does not succeed itself"));
    err e = query_one(c, &Q_lineage_ends, &lineage_view, ends,
                      IN(in->from_id.v, in->to_id.v, in->on));
    if (e == ERR_NOT_FOUND || (e == OK && !ends->from_code))
        return fail(c, ERR_INVALID, "from_id",
                    N_("The old unit is not in force just before %s"),
                    day_vn(c->arena, in->on));
    TRY(e);
    if (!ends->to_code)
        return fail(c, ERR_INVALID, "to_id", N_("The new unit is not in force on %s"),
                    day_vn(c->arena, in->on));
    int64_t against;
    TRY(query_int(c, &Q_lineage_against,
                  IN(in->from_id.v, in->on, in->to_id.v, parts[in->area_part].name,
                     parts[in->pop_part].name),
                  0, &against));
    if (against)
        return fail(c, ERR_CONFLICT, "from_id",
                    N_("%s (%s) would be succeeded twice by the whole on %s"),
                    ends->from_name, ends->from_code, day_vn(c->arena, in->on));
    return OK;
}

err
lineage_add(struct ctx *c, const struct lineage *in)
{
    struct lineage ends;
    TRY(check_step(c, in, &ends));
    TRY(lineage_row_add(c, in));
    struct lineage whole = *in;
    whole.from_code = ends.from_code;
    whole.from_name = ends.from_name;
    whole.to_code = ends.to_code;
    whole.to_name = ends.to_name;
    return act_add(c,
                   &(struct act){
                       .verb = "succeed",
                       .kind = "unit",
                       .object_id = in->from_id.v,
                       .label = ends.from_name,
                       .path = arena_printf(c->arena, "/units/%s?on=%s", ends.from_code,
                                            day_iso(c->arena, (day){in->on.v - 1})),
                       .law = in->source,
                       .decree_id = in->decree_id,
                       .changes = view_diff(c, &lineage_view, NULL, &whole),
                   });
}
