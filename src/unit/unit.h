/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit.h: administrative units through time. A unit is an identity; what it is called, its code,
 * type and parent are versions of it. Codes are not identities: 14329 has been three units.
 */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H
#include "kernel/ids.h"
#include "kernel/org.h"
#include "view/view.h"

enum unit_tier {
    TIER_NONE,
    TIER_PROVINCE,
    TIER_DISTRICT,
    TIER_COMMUNE
};
extern const struct choice unit_tiers[4]; /* "province" … */
enum unit_type {
    TYPE_NONE,
    TYPE_TINH,      /* tỉnh: province */
    TYPE_THANH_PHO, /* thành phố: centrally-run or provincial city, by tier */
    TYPE_HUYEN,
    TYPE_THI_XA,
    TYPE_QUAN,
    TYPE_XA,
    TYPE_PHUONG,
    TYPE_THI_TRAN,
    TYPE_DAC_KHU
};
extern const struct choice unit_types[10]; /* "tinh" … "dac_khu" */

/* A unit as of one day. */
struct unit {
    unit_id id;
    const char *code;
    const char *name;       /* with its type: "Xã Gia Tân" */
    const char *short_name; /* without: "Gia Tân" */
    const char *sort_key;   /* set by unit_list_page alone */
    bool holds_code;        /* set by unit_holders alone */
    int type;               /* enum unit_type */
    int tier;               /* enum unit_tier */
    unit_id parent_id;
    const char *parent_code, *parent_name; /* as of that day */
    day valid_from, valid_to; /* of the identity; DAY_MIN: unknown, DAY_MAX: open */
    int64_t area_m2; /* newest figure known by that day; INT_NONE. JSON: area_km2 */
    int64_t population;
    int64_t lon_e6, lat_e6;        /* centroid, millionths of a degree; INT_NONE */
    bool is_forthcoming, is_ended; /* seen from c->today */
};
struct unit_list LIST(struct unit);
extern const struct view unit_view;

/* The unit holding `code` on `on`; NOT_FOUND. */
NODISCARD err unit_by_code(struct ctx *c, const char *code, day on, struct unit *out);
/* The same, else the last that held it before `on`, else the next to hold it. */
NODISCARD err unit_by_code_ever(struct ctx *c, const char *code, day on,
                                struct unit *out);
/* By identity, as of `on` (an ended or forthcoming one by its last or first version). */
NODISCARD err unit_find(struct ctx *c, unit_id id, day on, struct unit *out);
/* Units whose parent is `parent` on `on`, in order of name. */
NODISCARD err unit_children(struct ctx *c, unit_id parent, day on,
                            struct unit_list *out);
/* Everybody else who ever held the code, by their first day with it. */
NODISCARD err unit_also(struct ctx *c, const char *code, unit_id but,
                        struct unit_list *out);
struct figure_list;
/* Who holds the code on `on` (NOT_FOUND: nobody then), the newest figure of each measure known of it
 * then, and, without figures, everybody else who ever held the code, by their first day with it. */
NODISCARD err unit_holders(struct ctx *c, const char *code, day on, struct unit *holder,
                           struct figure_list *figures, struct unit_list *others);
/* Those that share a border with it on `on`. */
NODISCARD err unit_neighbours(struct ctx *c, unit_id id, day on, struct unit_list *out);
/* All units in force on `on` at or below `within` (0: everywhere), any tier; for checks. */
NODISCARD err unit_list_within(struct ctx *c, unit_id within, day on,
                               struct unit_list *out);

/* ---- lists: GET /units?on=&tier=&type=&within=&q=&after=&limit=&count= ---- */
struct unit_filter {
    day on;             /* DAY_NONE: today */
    int tier, type;     /* 0: any */
    const char *within; /* code: that unit and all below it on that day */
    const char *q;      /* words of the name, marks ignored, or the start of a code */
    const char *after;  /* next of the page before */
    const char *count;  /* "exact": total is counted however large */
    int64_t limit;      /* as page_limit reads it */
};
struct unit_page {
    int64_t total, total_at_least; /* one of them; the other INT_NONE */
    struct unit_list items;
    const char *next; /* NULL: the last page */
};
extern const struct view unit_filter_view, unit_page_view;
/* In order of name. NOT_FOUND(within), INVALID(after). */
NODISCARD err unit_list_page(struct ctx *c, const struct unit_filter *filter,
                             struct unit_page *out);

/* Units of any time whose name has all words of q (marks ignored), or which hold it as code; at most
 * 100, in order of name. */
NODISCARD err unit_search_ever(struct ctx *c, const char *q, struct unit_list *out);

/* ---- writes: each is one act; spans are checked; the edge's transaction ---- */
struct unit_new {
    const char *code, *name; /* name with its type */
    int type, tier;
    unit_id parent_id;
    day valid_from; /* DAY_MIN: unknown */
    int64_t lon_e6, lat_e6;
    decree_id decree_id;
};
/* CONFLICT(code): another unit holds it then. INVALID(parent_id): not in force, or not above. */
NODISCARD err unit_add(struct ctx *c, const struct unit_new *in, unit_id *out);
/* From `on`: another code, name, type or parent (NULL or 0: as it was), the same identity. */
struct unit_change {
    const char *code, *name;
    int type;
    unit_id parent_id;
    decree_id decree_id;
};
NODISCARD err unit_change(struct ctx *c, unit_id id, day on,
                          const struct unit_change *in);
/* First day without it. INVALID while units in force then have it as parent. */
NODISCARD err unit_end(struct ctx *c, unit_id id, day on, decree_id by);

/* ---- lineage ---- */
enum part {
    PART_NONE,
    PART_SOME,
    PART_ALL
};
extern const struct choice parts[3]; /* "none", "some", "all" */
struct lineage {
    int64_t id;
    unit_id from_id, to_id;
    day on;                  /* effective day */
    int area_part, pop_part; /* enum part */
    const char *rule;        /* which villages, in the source's words; NULL */
    const char *note;        /* the source's remark: "Nhập toàn bộ"; NULL */
    const char *source;      /* resolution and clause */
    decree_id decree_id;     /* 0: recorded history */
    bool is_verified;        /* the clause's own text was seen */
    const char *from_code, *from_name, *to_code, *to_name;
    const char *sort_key; /* of the other end's name; set by lineage_beside alone */
};
struct lineage_list LIST(struct lineage);
extern const struct view lineage_view;
/* CONFLICT: succeeded twice by the whole (of its land, of its people). INVALID(from_id, to_id): not
 * in force just before, or on, that day. */
NODISCARD err lineage_add(struct ctx *c, const struct lineage *in);
/* Forward: where it went; else: where it came from. By day. */
NODISCARD err lineage_of(struct ctx *c, unit_id id, bool forward,
                         struct lineage_list *out);

/* Both at once, by day and name; the unit's own end by the name that `u` has. */
NODISCARD err lineage_beside(struct ctx *c, const struct unit *u, struct lineage_list *from,
                             struct lineage_list *to);

/* The picture: all that it came from and all that it became, over all waves. */
struct lineage_node {
    unit_id id;
    const char *code, *name; /* its last */
    day valid_from, valid_to;
    bool is_asked; /* the unit that the picture is of */
};
struct lineage_node_list LIST(struct lineage_node);
struct lineage_graph {
    struct lineage_node_list nodes; /* at most 200 */
    struct lineage_list edges;      /* between those nodes, by day */
    bool is_cut;                    /* there is more */
};
extern const struct view lineage_node_view, lineage_graph_view;
NODISCARD err unit_lineage_graph(struct ctx *c, unit_id id, struct lineage_graph *out);

/* ---- figures: dated rows with source and flag ---- */
struct figure {
    int64_t id;
    unit_id unit_id;
    const char *measure; /* "area_m2", "population" */
    day on;              /* reference day; DAY_MIN: unknown */
    int64_t value;
    const char *flag; /* "published", "estimated", "register" …; shown as it is */
    const char *source;
};
struct figure_list LIST(struct figure);
extern const struct view figure_view;
/* CONFLICT: there is one of that unit, measure, day and source. */
NODISCARD err figure_add(struct ctx *c, const struct figure *in);
/* The newest figure known on `on` of each measure. */
NODISCARD err figure_list(struct ctx *c, unit_id id, day on, struct figure_list *out);
/* The same, and the area and population of `u` from them. */
NODISCARD err unit_figures(struct ctx *c, day on, struct unit *u, struct figure_list *out);

/* ---- old address to new, and back (U11) ---- */
struct candidate {
    unit_id id;
    const char *code, *name, *parent_name;
    int part;         /* enum part: of the people who lived at the address asked for */
    const char *rule; /* what decides between candidates, when it is known */
    day since;        /* the last change on the way */
};
struct candidate_list LIST(struct candidate);
struct conversion {
    const char *code, *address;
    day from, to;
    const char *found_code, *found_name; /* what was recognised on `from` */
    bool is_exact;                       /* one candidate and nothing to decide */
    const char *why_not;                 /* translated: ambiguous name, unknown … */
    struct candidate_list candidates;
    struct unit_list namesakes; /* when the name fits several units: all of them */
};
extern const struct view candidate_view, conversion_view;
/* By code or by address text. Always OK with an explanation in `out`, but for malformed input. */
NODISCARD err unit_convert(struct ctx *c, const char *code, const char *address,
                           day from, day to, struct conversion *out);

/* Undo support: takes back what decree `by` wrote (identities it made, versions, ends, lineage). */
NODISCARD err unit_take_back(struct ctx *c, decree_id by);
#endif
