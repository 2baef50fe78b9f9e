/* SPDX-License-Identifier: Apache-2.0 */
/*
 * law.h: rule books by date, and what they say of each unit. No threshold stands in the code: a
 * book chooses its norms, reductions and conditions from rows with an article and a span.
 */
#ifndef LAW_LAW_H
#define LAW_LAW_H
#include "kernel/ids.h"
#include "view/view.h"

struct law_book {
    int64_t id;
    const char *code, *title, *norms;
    day valid_from, valid_to;
    const char *source, *checked_by;
};
struct law_book_list LIST(struct law_book);
extern const struct view law_book_view;
/* code NULL: the newest in force. NOT_FOUND, in words that say so, when there is none that day. */
NODISCARD err law_book_on(struct ctx *c, const char *code, day on, struct law_book *out);
NODISCARD err law_books(struct ctx *c, struct law_book_list *out);
NODISCARD err law_book_find(struct ctx *c, int64_t id, struct law_book *out);
/*
 * Title, span, source and who checked it; one act, as every change below. NOT_FOUND;
 * INVALID(valid_to); CONFLICT(valid_from): another row of that code is in force then.
 */
NODISCARD err law_book_change(struct ctx *c, const struct law_book *in);

struct law_norm {
    int64_t id;
    const char *norms;
    int tier, type, parent_type; /* as unit_tiers and unit_types; parent_type 0: any */
    bool is_mountain;
    int64_t area_km2; /* m² */
    int64_t population;
    const char *article;
    day valid_from, valid_to;
    const char *checked_by; /* NULL: unverified */
};
struct law_norm_list LIST(struct law_norm);
extern const struct view law_norm_view;
NODISCARD err law_norms(struct ctx *c, const char *norms, day on, struct law_norm_list *out);
NODISCARD err law_norm_find(struct ctx *c, int64_t id, struct law_norm *out);
/* Area, population, article and who checked it. */
NODISCARD err law_norm_change(struct ctx *c, const struct law_norm *in);

/* What lowers a norm. Shares (…_pct) are in basis points. */
enum criterion {
    CRITERION_NONE,
    CRITERION_AREA,
    CRITERION_POPULATION
};
extern const struct choice law_criteria[3];
struct law_reduction {
    int64_t id;
    const char *norms, *factor;
    int tier, type, criterion;
    int64_t keep_pct;      /* what remains of the norm */
    int64_t from_pct;      /* the unit's share from which it applies; INT_NONE: always */
    int64_t step_pct;      /* each further such step of the share … */
    int64_t step_less_pct; /* … takes this much more off */
    int64_t least_pct;     /* and never below this */
    const char *article, *checked_by;
};
struct law_reduction_list LIST(struct law_reduction);
extern const struct view law_reduction_view;
NODISCARD err law_reductions(struct ctx *c, const char *norms, struct law_reduction_list *out);
NODISCARD err law_reduction_find(struct ctx *c, int64_t id, struct law_reduction *out);
/* Shares, article and who checked it. NOT_FOUND; INVALID(keep_pct …). */
NODISCARD err law_reduction_change(struct ctx *c, const struct law_reduction *in);

/* Who must be arranged: both parts at once, strictly below. Shares in basis points. */
struct law_condition {
    int64_t id;
    const char *book, *rule;
    int tier;
    int64_t area_below_pct, population_below_pct;
    const char *article;
    day valid_from, valid_to;
    const char *checked_by;
};
struct law_condition_list LIST(struct law_condition);
extern const struct view law_condition_view;
/* on: DAY_NONE: of every phase. */
NODISCARD err law_conditions(struct ctx *c, const char *book, day on,
                             struct law_condition_list *out);
NODISCARD err law_condition_find(struct ctx *c, int64_t id, struct law_condition *out);
/* Shares, article and who checked it. NOT_FOUND; INVALID(area_below_pct, population_below_pct). */
NODISCARD err law_condition_change(struct ctx *c, const struct law_condition *in);

/* A special factor on record for one unit. */
struct unit_factor {
    int64_t id;
    unit_id unit_id;
    const char *factor;
    int64_t value_pct; /* its share, basis points, where the factor has one */
    day valid_from, valid_to;
    const char *clause, *source;
    const char *code, *name; /* of the unit, by its last version */
    const char *label;       /* of the factor, in c's language */
};
struct unit_factor_list LIST(struct unit_factor);
extern const struct view unit_factor_view;
/* The factors there are: what reductions name, "mountain" and "not_compelled". */
struct law_factor {
    const char *name, *label; /* in c's language */
    bool has_share;
};
struct law_factor_list LIST(struct law_factor);
extern const struct view law_factor_view;
NODISCARD err law_factors(struct ctx *c, struct law_factor_list *out);
/* What people call it; the name itself for one that only rows know. */
const char *law_factor_label(const struct ctx *c, const char *name);
/*
 * Days: 0 or DAY_NONE is today, open. NOT_FOUND: the unit; INVALID(factor, value_pct, valid_to,
 * source); CONFLICT(factor): the unit has it then.
 */
NODISCARD err law_factor_add(struct ctx *c, const struct unit_factor *in, int64_t *id);
/* on: first day without it. NOT_FOUND; INVALID(on): before it began; CONFLICT: it has ended. */
NODISCARD err law_factor_end(struct ctx *c, int64_t id, day on);
NODISCARD err law_factor_find(struct ctx *c, int64_t id, struct unit_factor *out);
/* Of a unit (0: of all, the newest), those that have ended too. */
NODISCARD err law_factors_of(struct ctx *c, unit_id unit, struct unit_factor_list *out);

/* A province that lies in a region on some days: a factor of all units in it. */
struct law_region {
    int64_t id;
    const char *region, *label; /* label: in c's language */
    const char *province_code, *province_name; /* the name it had then, if known */
    day valid_from, valid_to;
    const char *source;
};
struct law_region_list LIST(struct law_region);
extern const struct view law_region_view;
NODISCARD err law_regions(struct ctx *c, struct law_region_list *out);
NODISCARD err law_region_find(struct ctx *c, int64_t id, struct law_region *out);
/*
 * Days: 0 or DAY_NONE is open. INVALID(region): no reduction knows it; INVALID(province_code,
 * valid_to); CONFLICT(valid_from): the province lies in it then.
 */
NODISCARD err law_region_add(struct ctx *c, const struct law_region *in, int64_t *id);
/* Its days and source. NOT_FOUND; INVALID(valid_to); CONFLICT(valid_from). */
NODISCARD err law_region_change(struct ctx *c, const struct law_region *in);

enum verdict {
    VERDICT_NONE,
    VERDICT_MUST,         /* must be arranged */
    VERDICT_EXEMPT,       /* would have to be, but a special factor is on record */
    VERDICT_MEETS,        /* both standards */
    VERDICT_BELOW,        /* not both, and not compelled */
    VERDICT_NOT_EXAMINED, /* the book has no standard for such a unit */
    VERDICT_UNKNOWN       /* a figure is missing */
};
extern const struct choice verdicts[7];

/* One unit under one book on one day. Percentages are of the norm after reductions, cut off after
 * six decimals, never rounded; the comparisons behind the verdict are exact. */
struct law_item {
    unit_id unit_id;
    const char *code, *name;
    int type, tier, verdict;
    const char *clauses;           /* articles the verdict rests on; NULL: none */
    int64_t area_km2, area_norm_km2, area_pct;  /* m², m², millionths of a percent */
    const char *area_source, *area_flag;
    day area_on;
    int64_t population, population_norm, population_pct;
    const char *population_source, *population_flag;
    day population_on;
    const char *norm_article;
    const char *reductions;        /* which factors lowered what, with articles */
    bool is_estimated;             /* a figure is not a published one */
    bool is_unverified;            /* a rule nobody has checked was applied */
};
struct law_item_list LIST(struct law_item);
extern const struct view law_item_view;
struct law_check {
    struct law_book book;
    day on;
    int64_t n_must, n_exempt, n_meets, n_below, n_not_examined, n_unknown;
    struct law_item_list items;
};
/*
 * Every unit in force on `on` at or below `within` (0: everywhere) that the book examines, in
 * Vietnamese order. Two queries for units and figures, however many there are.
 * Errors: NOT_FOUND: no such book in force on that day.
 */
NODISCARD err law_check(struct ctx *c, const char *book, day on, unit_id within,
                        struct law_check *out);

/* A unit as it would be, with the figures it would have; not in the registry, or otherwise there. */
struct law_case {
    unit_id id; /* 0: to be established */
    const char *code, *name;
    int type, tier;
    int parent;                  /* place among the cases; -1: none */
    const int *source;           /* places of what it is made of: a factor that all of them have */
    size_t n_sources;            /* on record, it has */
    int64_t area_m2, population; /* INT_NONE: unknown */
    const char *from;            /* where the figures come from: "1318/NQ-UBTVQH15" */
    bool is_asked;               /* else it is there as a parent or a source */
};
/*
 * The same of units to come, under the book in force on `on`, with the factors on record on `as_of`:
 * an item for each that is asked about, in their order. NOT_FOUND as law_check.
 */
NODISCARD err law_judge(struct ctx *c, const char *book, day on, day as_of,
                        const struct law_case *v, size_t n, struct law_check *out);
#endif
