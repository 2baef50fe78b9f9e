/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit_reform.h: all that one decree does to units, at once. A nation's reorganisation ends ten
 * thousand and makes three thousand: single verbs would ask the same questions for each, and could
 * not give a district's code to the district that takes its communes over.
 */
#ifndef UNIT_UNIT_REFORM_H
#define UNIT_UNIT_REFORM_H
#include "unit/unit.h"

struct unit_made {
    unit_id id; /* from id_next */
    const char *code, *name;
    int type, tier;
    unit_id parent_id; /* may be made here too; 0: of a province */
    int64_t lon_e6, lat_e6;
    int64_t area_m2, population; /* INT_NONE: unknown */
    bool area_stated,
        population_stated; /* by the decree; else sums of its sources' figures */
};
/* What a unit that goes on is from the day on: all of it, also what stays. */
struct unit_renamed {
    unit_id id;
    const char *code, *name;
    int type, tier;
    unit_id parent_id;
    const char *was_code, *was_name; /* for the act */
    int was_type;
};
/* What a unit that goes on has with what it took in; INT_NONE: unknown, and nothing is stored. */
struct unit_grown {
    unit_id id;
    const char *code, *name;
    int64_t was_area_m2, was_population;
    int64_t area_m2, population;
    bool area_stated, population_stated; /* as above */
};
struct unit_ended {
    unit_id id;
    const char *code, *name; /* for the act and for faults */
};
struct unit_reform {
    day on;
    decree_id by;
    const char *source; /* "1318/NQ-UBTVQH15": of the figures */
    const struct unit_ended *ended;
    size_t n_ended;
    const struct unit_made *made;
    size_t n_made;
    const struct unit_renamed *renamed;
    size_t n_renamed;
    const struct unit_grown *grown;
    size_t n_grown;
    const struct lineage *parts; /* from_id, to_id, parts, rule, source, is_verified */
    size_t n_parts;
};
/*
 * One act for each unit ended, made or renamed, and for new figures of one that goes on. CONFLICT: one changes or ends later as the registry
 * stands; a code is held by another; succeeded twice by the whole. INVALID: a type that does not
 * fit; a unit whose parent is not in force then, or not of a tier above.
 */
NODISCARD err unit_reform(struct ctx *c, const struct unit_reform *r);
#endif
