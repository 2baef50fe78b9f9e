/* SPDX-License-Identifier: Apache-2.0 */
/* unit_list.c: units as of a day, filtered, searched and paged. */
#include "base/msg.h"
#include "unit/unit_row.h"

enum {
    COUNT_UP_TO = 10000,
    MOST_TERMS = 6
};

static const struct field filter_fields[] = {
    FIELD(struct unit_filter, q, N_("Search")),
    FIELD(struct unit_filter, on, N_("As of")),
    ENUM(struct unit_filter, tier, unit_tiers, N_("Tier")),
    ENUM(struct unit_filter, type, unit_types, N_("Type")),
    FIELD(struct unit_filter, within, N_("Within (code)"), .max = 20),
    FIELD(struct unit_filter, after, N_("After"), .flags = F_HIDDEN, .max = 1000),
    FIELD(struct unit_filter, count, N_("Count"), .flags = F_HIDDEN, .max = 20),
    FIELD(struct unit_filter, limit, N_("Rows"), .flags = F_HIDDEN),
};
const struct view unit_filter_view =
    VIEW("unit_filter", struct unit_filter, filter_fields);

static const struct field page_fields[] = {
    FIELD(struct unit_page, total, N_("Total"), .flags = F_COMPUTED),
    FIELD(struct unit_page, total_at_least, N_("At least"), .flags = F_COMPUTED),
    LISTOF(struct unit_page, items, &unit_view, N_("Items")),
    FIELD(struct unit_page, next, N_("Next page"), .flags = F_COMPUTED),
};
const struct view unit_page_view = VIEW("unit_page", struct unit_page, page_fields);

#define BELOW                                                                          \
    "(WITH RECURSIVE below(id) AS (SELECT CAST($1 AS bigint) UNION "                   \
    "SELECT w.unit_id FROM below b JOIN unit_version w ON w.parent_id = b.id "         \
    "AND w.valid_from <= $2 AND $2 < w.valid_to) SELECT id FROM below) AS inside "     \
    "JOIN unit_version v ON v.unit_id = inside.id"
#define ANYWHERE "unit_version v"
#define UNIT     " JOIN unit u ON u.id = v.unit_id"
#define ABOVE(on)                                                                      \
    " LEFT JOIN unit_version p ON p.unit_id = v.parent_id AND p.valid_from <= " on     \
    " AND " on " < p.valid_to"
#define COLUMNS(on)                                                                    \
    "u.id, v.code, v.name, v.short_name, v.sort_key, v.type, u.tier, v.parent_id, "    \
    "p.code AS parent_code, p.name AS parent_name, u.valid_from, u.valid_to, "         \
    "u.lon_e6 AS lon, u.lat_e6 AS lat, "                                               \
    "(SELECT f.value FROM figure f WHERE f.unit_id = u.id AND f.measure = 'area_m2' "  \
    "AND f.figure_on <= " on " ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) "         \
    "AS area_km2, "                                                                    \
    "(SELECT f.value FROM figure f WHERE f.unit_id = u.id AND f.measure = "            \
    "'population' AND f.figure_on <= " on " ORDER BY f.figure_on DESC, f.id DESC "     \
    "LIMIT 1) AS population"

static void
add_term(struct select *s, struct term *terms, const char *column, enum op op,
         struct value v)
{
    must(s->n_terms < MOST_TERMS);
    terms[s->n_terms++] = (struct term){column, op, v};
}

/* Tiers and types of which there are few: worth starting from. */
static bool
few_of_tier(const struct unit_filter *f)
{
    return f->tier == TIER_PROVINCE || f->tier == TIER_DISTRICT;
}

static bool
few_of_type(const struct unit_filter *f)
{
    return f->type && f->type != TYPE_XA && f->type != TYPE_PHUONG;
}

/* What is asked of each row. Where an index on tier or type would only lead away from a shorter way,
 * the column is kept out of its reach. */
static void
filters(struct select *s, struct term *terms, const struct unit_filter *f,
        const char *on)
{
    s->terms = terms;
    add_term(s, terms, "v.valid_from", OP_LE, VALUE(on));
    add_term(s, terms, "v.valid_to", OP_GT, VALUE(on));
    if (f->tier)
        add_term(s, terms, f->within || !few_of_tier(f) ? "u.tier || ''" : "u.tier",
                 OP_EQ, VALUE(unit_tiers[f->tier].name));
    if (f->type)
        add_term(s, terms, f->within || !few_of_type(f) ? "v.type || ''" : "v.type",
                 OP_EQ, VALUE(unit_types[f->type].name));
    if (f->q)
        add_term(s, terms, "v.search", OP_CONTAINS, VALUE(f->q));
}

static err
count(struct ctx *c, const struct unit_filter *f, unit_id within, const char *on,
      struct unit_page *out)
{
    const struct value in[] = {VALUE(within.v), VALUE(on)};
    struct term terms[MOST_TERMS];
    struct select s = {.from = f->tier ? ANYWHERE UNIT : ANYWHERE};
    if (within.v) {
        s.from = f->tier ? BELOW UNIT : BELOW;
        s.in = in;
        s.n_in = 2;
    }
    if (within.v || f->type || f->q) {
        filters(&s, terms, f, on);
    } else { /* a unit in force has one version: lives are counted */
        s.from = "unit u";
        s.terms = terms;
        add_term(&s, terms, "u.valid_from", OP_LE, VALUE(on));
        add_term(&s, terms, "u.valid_to", OP_GT, VALUE(on));
        if (f->tier)
            add_term(&s, terms, "u.tier", OP_EQ, VALUE(unit_tiers[f->tier].name));
    }
    bool exact = str_eq(f->count, "exact");
    int64_t n;
    TRY(select_count(c, &s, exact ? 0 : COUNT_UP_TO + 1, &n));
    bool known = exact || n <= COUNT_UP_TO;
    out->total = known ? n : INT_NONE;
    out->total_at_least = known ? INT_NONE : COUNT_UP_TO;
    return OK;
}

static err
find_within(struct ctx *c, const char *code, day on, unit_id *out)
{
    struct unit top;
    err e = unit_by_code(c, code, on, &top);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_NOT_FOUND, "within", N_("No unit holds the code %s on %s"),
                    code, day_vn(c->arena, on));
    TRY(e);
    *out = top.id;
    return OK;
}

err
unit_list_page(struct ctx *c, const struct unit_filter *f, struct unit_page *out)
{
    day on = day_known(f->on) ? f->on : c->today;
    const char *day_text = day_iso(c->arena, on);
    unit_id within = {0};
    if (f->within)
        TRY(find_within(c, f->within, on, &within));
    const struct value in[] = {VALUE(within.v), VALUE(day_text)};
    /* few rows are sorted; many are taken in the order of the index until the page is full */
    bool few = within.v || f->q || few_of_tier(f) || few_of_type(f);
    struct term terms[MOST_TERMS];
    struct select s = {
        .from = within.v ? BELOW UNIT ABOVE("$2") : ANYWHERE UNIT ABOVE("$1"),
        .columns = within.v ? COLUMNS("$2") : COLUMNS("$1"),
        .in = within.v ? in : &in[1],
        .n_in = within.v ? 2 : 1,
        .order = few ? "v.sort_key || ''" : "v.sort_key",
        .id_column = "v.unit_id",
    };
    if (f->after && !cursor_parse(c->arena, f->after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    filters(&s, terms, f, day_text);
    struct unit_page page = {0};
    TRY(count(c, f, within, day_text, &page));
    int64_t limit = page_limit(c, f->limit);
    s.limit = limit + 1;
    TRY(select_list(c, &s, &unit_view, &page.items));
    unit_list_seen(c, &page.items);
    if (page.items.n > (size_t)limit) {
        page.items.n = (size_t)limit;
        const struct unit *last = &page.items.v[limit - 1];
        page.next = cursor_text(c->arena, last->sort_key, last->id.v);
    }
    *out = page;
    return OK;
}
