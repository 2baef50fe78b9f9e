/* SPDX-License-Identifier: Apache-2.0 */
/* unit_web.c: units as pages: list, search, one unit on a day, its lineage, old address to new. */
#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/register.h"
#include "unit/unit.h"
#include "unit/unit_map.h"
#include "view/locale.h"
#include "web/command.h"
#include "web/web.h"

extern const struct command unit_commands[];

/* ---- one unit on a day ---- */

struct unit_at {
    const char *code;
    day on;
};
static const struct field at_fields[] = {
    FIELD(struct unit_at, code, N_("Code"), .flags = F_REQUIRED, .max = 20),
    FIELD(struct unit_at, on, N_("As of")),
};
static const struct view at_view = VIEW("unit_at", struct unit_at, at_fields);

/* A figure as the page says it: "Area (km²) 7,92". */
struct figure_shown {
    const char *measure, *value, *flag, *source;
    day on;
};
struct figure_shown_list LIST(struct figure_shown);
static const struct field figure_shown_fields[] = {
    FIELD(struct figure_shown, measure, N_("Measure")),
    FIELD(struct figure_shown, value, N_("Value")),
    FIELD(struct figure_shown, flag, N_("Kind")),
    FIELD(struct figure_shown, source, N_("Source")),
    FIELD(struct figure_shown, on, N_("Reference day")),
};
static const struct view figure_shown_view =
    VIEW("figure_shown", struct figure_shown, figure_shown_fields);

/* What one of its organisations holds in one register. */
struct held {
    org_id org_id;
    const char *org_name, *name, *label, *path;
    int64_t n_open, n_review;
};
struct held_list LIST(struct held);
static const struct field held_fields[] = {
    ID(struct held, org_id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct held, org_name, N_("Organisation")),
    FIELD(struct held, name, N_("Register"), .flags = F_HIDDEN),
    FIELD(struct held, label, N_("Register")),
    FIELD(struct held, path, N_("Path"), .flags = F_PAGE),
    FIELD(struct held, n_open, N_("In force")),
    FIELD(struct held, n_review, N_("To be reviewed")),
};
static const struct view held_view = VIEW("unit_held", struct held, held_fields);

struct unit_show {
    struct unit unit;
    day on;
    struct figure_list figures;
    struct figure_shown_list shown;
    struct org_list organisations;
    struct held_list holds;
    struct lineage_list from, to;
    struct unit_list also, children;
    bool has_below; /* its tier has one below it */
    const char *page_title;
};

/* The unit's own fields stand at the top of its JSON. */
#define OF_UNIT(m, ...)                                                                \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct unit_show, unit.m),                      \
        .kind = KIND(struct unit, m), .label = __VA_ARGS__                             \
    }
static const struct field show_fields[] = {
    OF_UNIT(code, N_("Code")),
    OF_UNIT(name, N_("Name")),
    {.name = "type",
     .offset = offsetof(struct unit_show, unit.type),
     .kind = K_ENUM,
     .choices = unit_types,
     .n_choices = COUNT(unit_types),
     .label = N_("Type")},
    {.name = "tier",
     .offset = offsetof(struct unit_show, unit.tier),
     .kind = K_ENUM,
     .choices = unit_tiers,
     .n_choices = COUNT(unit_tiers),
     .label = N_("Tier")},
    OF_UNIT(parent_code, N_("Parent's code")),
    OF_UNIT(parent_name, N_("Parent"), .to = "/units/{parent_code}?on={on}"),
    OF_UNIT(valid_from, N_("From")),
    OF_UNIT(valid_to, N_("Ended on")),
    {.name = "area_km2",
     .offset = offsetof(struct unit_show, unit.area_m2),
     .kind = K_DEC,
     .scale = 6,
     .label = N_("Area (km²)")},
    OF_UNIT(population, N_("Population")),
    {.name = "lon",
     .offset = offsetof(struct unit_show, unit.lon_e6),
     .kind = K_DEC,
     .scale = 6,
     .label = N_("Longitude")},
    {.name = "lat",
     .offset = offsetof(struct unit_show, unit.lat_e6),
     .kind = K_DEC,
     .scale = 6,
     .label = N_("Latitude")},
    OF_UNIT(is_forthcoming, N_("Forthcoming")),
    OF_UNIT(is_ended, N_("Ended")),
    FIELD(struct unit_show, on, N_("As of")),
    LISTOF(struct unit_show, figures, &figure_view, N_("Figures")),
    LISTOF(struct unit_show, shown, &figure_shown_view, N_("Figures"), .flags = F_PAGE),
    LISTOF(struct unit_show, organisations, &org_view, N_("Organisations")),
    LISTOF(struct unit_show, holds, &held_view, N_("What its organisations hold")),
    LISTOF(struct unit_show, from, &lineage_view, N_("Came from")),
    LISTOF(struct unit_show, to, &lineage_view, N_("Became")),
    LISTOF(struct unit_show, also, &unit_view, N_("Others with this code")),
    LISTOF(struct unit_show, children, &unit_view, N_("Units below")),
    FIELD(struct unit_show, has_below, N_("Units below"), .flags = F_PAGE),
    FIELD(struct unit_show, page_title, N_("Title"), .flags = F_PAGE),
};
static const struct view show_view = VIEW("unit_detail", struct unit_show, show_fields);

/* On a given day the holder of the code on that day alone; without one, today's or else the last. */
static err
find(struct ctx *c, const struct unit_at *in, struct unit *out, day *on)
{
    bool asked = day_known(in->on);
    day day_of = asked ? in->on : c->today;
    err e = unit_by_code(c, in->code, day_of, out);
    if (e == ERR_NOT_FOUND && c->code == OK)
        e = unit_by_code_ever(c, in->code, day_of, out);
    if (e == ERR_NOT_FOUND && c->code == OK)
        e = fail(c, e, NULL, N_("No unit ever held the code %s"), in->code);
    TRY(e);
    *on = day_of.v < out->valid_from.v ? out->valid_from
          : day_of.v >= out->valid_to.v ? (day){out->valid_to.v - 1}
                                        : day_of;
    return OK;
}

/* How a figure came to be, for those the lists that ship know; others as they were written. */
static const char *
flag_word(struct ctx *c, const char *flag)
{
    static const struct choice words[] = {
        {"published", N_("published")}, {"register", N_("from the register")},
        {"estimated", N_("estimated")}, {"summed", N_("summed")},
        {"sum", N_("summed")},
        {"census", N_("from the census")}, {"polygon", N_("measured on the map")},
        {"approx", N_("approximate")},  {"unchecked", N_("unchecked")},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(words[i].name, flag))
            return T(c, words[i].label);
    return flag;
}

static void
show_figures(struct ctx *c, struct unit_show *p)
{
    for (size_t i = 0; i < p->figures.n; i++) {
        const struct figure *f = &p->figures.v[i];
        bool area = str_eq(f->measure, "area_m2");
        *PUSH(c->arena, &p->shown) = (struct figure_shown){
            .measure = T(c, area ? N_("Area (km²)") : N_("Population")),
            .value = area ? locale_decimal(c, f->value, 6) : locale_int(c, f->value),
            .flag = flag_word(c, f->flag),
            .source = f->source,
            .on = f->on};
    }
}

/* The same as find, with figures and those who held the code before or after. */
static err
find_with_others(struct ctx *c, const struct unit_at *in, struct unit_show *p)
{
    p->on = day_known(in->on) ? in->on : c->today;
    err e = unit_holders(c, in->code, p->on, &p->unit, &p->figures, &p->also);
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(find(c, in, &p->unit, &p->on));
    TRY(unit_figures(c, p->on, &p->unit, &p->figures));
    return unit_also(c, p->unit.code, p->unit.id, &p->also);
}

static const struct registry *
register_named(const char *name)
{
    size_t i = 0;
    while (registers[i] && !str_eq(registers[i]->name, name))
        i++;
    return registers[i];
}

/* Its organisations and what they answer for, as far as the reader may see it; nothing of what has
 * ended. */
static err
show_organisations(struct ctx *c, struct unit_show *p)
{
    struct holding_list all;
    if (!access_may(c, "register.read"))
        return org_list_of_unit(c, p->unit.id, p->on, &p->organisations);
    TRY(register_count_of_unit(c, p->unit.id, p->on, &p->organisations, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct holding *h = &all.v[i];
        const struct registry *reg = register_named(h->reg);
        bool may;
        if (!reg || h->n[RECORD_OPEN] + h->n[RECORD_REVIEW] == 0)
            continue;
        TRY(access_may_now(c, arena_printf(c->arena, "%s.read", h->reg), h->org_id,
                           &may));
        if (!may)
            continue;
        struct held *row = PUSH(c->arena, &p->holds);
        *row = (struct held){.org_id = h->org_id,
                             .name = reg->name,
                             .label = T(c, reg->label),
                             .path = arena_printf(c->arena, "/%s?org=%lld", reg->plural,
                                                  (long long)h->org_id.v),
                             .n_open = h->n[RECORD_OPEN],
                             .n_review = h->n[RECORD_REVIEW]};
        for (size_t k = 0; k < p->organisations.n; k++)
            if (p->organisations.v[k].id.v == h->org_id.v)
                row->org_name = p->organisations.v[k].name;
    }
    return OK;
}

static err
get_unit(struct ctx *c, const void *in, void *out)
{
    struct unit_show *p = out;
    TRY(find_with_others(c, in, p));
    unit_id id = p->unit.id;
    show_figures(c, p);
    TRY(show_organisations(c, p));
    TRY(lineage_beside(c, &p->unit, &p->from, &p->to));
    p->has_below = p->unit.tier != TIER_COMMUNE;
    if (p->has_below)
        TRY(unit_children(c, id, p->on, &p->children));
    p->page_title = p->unit.name;
    return OK;
}

static err
get_units(struct ctx *c, const void *in, void *out)
{
    return unit_list_page(c, in, out);
}

/* ---- pictures ---- */

struct picture {
    html content;
};
static const struct field picture_fields[] = {
    FIELD(struct picture, content, N_("Picture")),
};
static const struct view picture_view = VIEW("picture", struct picture, picture_fields);

static err
get_map(struct ctx *c, const void *in, void *out)
{
    struct unit u, above;
    struct unit_list all;
    day on;
    TRY(find(c, in, &u, &on));
    unit_id within = u.parent_id;
    if (within.v && u.tier == TIER_COMMUNE) {
        TRY(unit_find(c, within, on, &above));
        if (above.parent_id.v)
            within = above.parent_id;
    }
    TRY(unit_list_within(c, within, on, &all));
    ((struct picture *)out)->content = unit_map_svg(c, &u, &all);
    return OK;
}

struct lineage_page {
    struct lineage_node_list nodes;
    struct lineage_list edges;
    bool is_cut;
    const char *code, *name;
    html content;
    const char *page_title;
};
static const struct field lineage_page_fields[] = {
    FIELD(struct lineage_page, code, N_("Code")),
    FIELD(struct lineage_page, name, N_("Name")),
    LISTOF(struct lineage_page, nodes, &lineage_node_view, N_("Units")),
    LISTOF(struct lineage_page, edges, &lineage_view, N_("Steps")),
    FIELD(struct lineage_page, is_cut, N_("There is more")),
    FIELD(struct lineage_page, content, N_("Picture")),
    FIELD(struct lineage_page, page_title, N_("Title"), .flags = F_PAGE),
};
static const struct view lineage_page_view =
    VIEW("lineage_page", struct lineage_page, lineage_page_fields);

static err
get_lineage(struct ctx *c, const void *in, void *out)
{
    struct lineage_page *p = out;
    struct lineage_graph g;
    struct unit u;
    day on;
    TRY(find(c, in, &u, &on));
    TRY(unit_lineage_graph(c, u.id, &g));
    p->nodes = g.nodes;
    p->edges = g.edges;
    p->is_cut = g.is_cut;
    p->code = u.code;
    p->name = u.name;
    p->content = unit_lineage_svg(c, &g);
    p->page_title = arena_printf(c->arena, "%s: %s", T(c, N_("Lineage")), u.name);
    return OK;
}

static err
get_lineage_picture(struct ctx *c, const void *in, void *out)
{
    struct unit u;
    struct lineage_graph g;
    day on;
    TRY(find(c, in, &u, &on));
    TRY(unit_lineage_graph(c, u.id, &g));
    ((struct picture *)out)->content = unit_lineage_svg(c, &g);
    return OK;
}

/* ---- old address to new, and back ---- */

struct convert_in {
    const char *code, *address;
    day from, to;
};
static const struct field convert_fields[] = {
    FIELD(struct convert_in, address, N_("Old address"), .max = 500,
          .hint = N_("Village, commune, district, province: \"xã Gia Tân, huyện Gia Viễn, Ninh "
                     "Bình\"")),
    FIELD(struct convert_in, code, N_("or code"), .max = 20),
    FIELD(struct convert_in, from, N_("As it was on")),
    FIELD(struct convert_in, to, N_("As it is on")),
};
static const struct view convert_view = VIEW("convert", struct convert_in, convert_fields);

static err
get_convert(struct ctx *c, const void *in, void *out)
{
    const struct convert_in *q = in;
    struct conversion *p = out;
    day to = day_known(q->to) ? q->to : c->today;
    day from = day_known(q->from) ? q->from : day_of(2024, 12, 31); /* before the two waves */
    if (!q->code && !q->address) {
        p->from = from;
        p->to = to;
        return OK;
    }
    return unit_convert(c, q->code, q->address, from, to, p);
}

/* ---- a new figure ---- */

struct figure_in {
    const char *code;
    int64_t area_km2, population;
    day on;
    const char *flag, *source;
};
static const struct field figure_in_fields[] = {
    FIELD(struct figure_in, code, N_("Code"), .flags = F_REQUIRED, .max = 20),
    DEC(struct figure_in, area_km2, 6, N_("Area (km²)")),
    FIELD(struct figure_in, population, N_("Population")),
    FIELD(struct figure_in, on, N_("Reference day"), .flags = F_REQUIRED),
    FIELD(struct figure_in, source, N_("Source"), .flags = F_REQUIRED,
          .hint = N_("Issuing agency, number and day of the document")),
};
static const struct view figure_in_view = VIEW("figure_new", struct figure_in, figure_in_fields);

static err
post_figure(struct ctx *c, const void *in, void *out)
{
    const struct figure_in *f = in;
    struct unit u;
    TRY(find(c, &(struct unit_at){f->code, f->on}, &u, &(day){0}));
    if (f->area_km2 == INT_NONE && f->population == INT_NONE)
        return fail(c, ERR_INVALID, "area_km2", N_("Give the area, the population or both"));
    struct figure row = {.unit_id = u.id, .on = f->on, .flag = "published", .source = f->source};
    if (f->area_km2 != INT_NONE) {
        row.measure = "area_m2";
        row.value = f->area_km2;
        TRY(figure_add(c, &row));
    }
    if (f->population != INT_NONE) {
        row.measure = "population";
        row.value = f->population;
        TRY(figure_add(c, &row));
    }
    return get_unit(c, &(struct unit_at){f->code, f->on}, out);
}

static const struct route routes[] = {
    {.method = GET,
     .path = "/units",
     .help = N_("Administrative units"),
     .need = "unit.read",
     .lane = LANE_READ,
     .in = &unit_filter_view,
     .out = &unit_page_view,
     .template = "unit/unit_list.html",
     .handle = get_units,
     .list = "items",
     .menu = N_("Units"),
     .menu_at = 20},
    {.method = GET,
     .path = "/units/{code}",
     .help = N_("Administrative unit"),
     .need = "unit.read",
     .lane = LANE_READ,
     .in = &at_view,
     .out = &show_view,
     .template = "unit/unit_show.html",
     .handle = get_unit},
    {.method = GET,
     .path = "/units/{code}/lineage",
     .help = N_("Lineage of a unit"),
     .need = "unit.read",
     .lane = LANE_READ,
     .in = &at_view,
     .out = &lineage_page_view,
     .template = "unit/lineage.html",
     .handle = get_lineage,
     .list = "edges"},
    {.method = GET,
     .path = "/units/{code}/map.svg",
     .help = N_("Schematic map"),
     .need = "unit.read",
     .lane = LANE_HEAVY,
     .in = &at_view,
     .out = &picture_view,
     .handle = get_map,
     .mime = "image/svg+xml"},
    {.method = GET,
     .path = "/units/{code}/lineage.svg",
     .help = N_("Picture of the lineage"),
     .need = "unit.read",
     .lane = LANE_READ,
     .in = &at_view,
     .out = &picture_view,
     .handle = get_lineage_picture,
     .mime = "image/svg+xml"},
    {.method = POST,
     .path = "/units/{code}/figures",
     .help = N_("Record figures"),
     .need = "unit.write",
     .lane = LANE_WRITE,
     .in = &figure_in_view,
     .out = &show_view,
     .handle = post_figure,
     .form = "/units/{code}",
     .after = "/units/{code}"},
    {.method = GET,
     .path = "/convert",
     .help = N_("Old address to new"),
     .need = NEED_NOBODY,
     .lane = LANE_READ,
     .in = &convert_view,
     .out = &conversion_view,
     .template = "unit/convert.html",
     .handle = get_convert,
     .menu = N_("Old and new addresses"),
     .menu_at = 30},
    {0},
};

extern const struct module unit_module;
const struct module unit_module = {
    .name = "unit",
    .about = N_("Administrative units through time"),
    .routes = routes,
    .commands = unit_commands,
};
