/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit_row.h: this room's rows as they stand, without the rules and acts of its verbs. For unit/
 * alone: the verbs and the import share it.
 */
#ifndef UNIT_UNIT_ROW_H
#define UNIT_UNIT_ROW_H
#include "store/store.h"
#include "unit/unit.h"

struct unit_version {
    int64_t id;
    unit_id unit_id;
    day valid_from, valid_to;
    const char *code, *name;
    const char *short_name, *search, *name_key,
        *sort_key; /* of name: version_named */
    int type;
    unit_id parent_id;
    decree_id decree_id;
};
struct unit_version_list LIST(struct unit_version);
extern const struct view unit_version_view, unit_span_view;
/* Sets what depends on c->today. */
void unit_list_seen(const struct ctx *c, struct unit_list *all);

/* The life of an identity, or how long it held a code. */
struct unit_span {
    unit_id id;
    day valid_from, valid_to;
};
NODISCARD err unit_row_span(struct ctx *c, unit_id id, struct unit_span *out);

/* Sets name and type, and what is made from them and the code. */
void version_named(struct ctx *c, struct unit_version *v, const char *name, int type);
/* What names are compared by: folded, without blanks, numbers without leading zeros, so that Hòa is
 * Hoà, Ea H'leo Ea Hleo and 05 is 5. */
const char *unit_name_key(struct arena *a, const char *name);
/* "Xã", "Thị trấn" … */
const char *unit_type_word(int type);
/* May a unit of that tier have that type? */
bool unit_type_fits(int tier, int type);
/* May `above` be the parent of a unit of tier `below`? */
bool unit_tier_above(int above, int below);

/* The identity and its first version, both open; the version into *first unless NULL. */
NODISCARD err unit_row_add(struct ctx *c, const struct unit_new *in, unit_id *out,
                           struct unit_version *first);
/* The identity alone. */
NODISCARD err unit_row_add_bare(struct ctx *c, const struct unit_new *in, day valid_to,
                                unit_id *out);
NODISCARD err unit_row_end(struct ctx *c, unit_id id, day on, decree_id by);
/* Gives it an id. */
NODISCARD err version_row_add(struct ctx *c, struct unit_version *in);
NODISCARD err version_row_last(struct ctx *c, unit_id id, struct unit_version *out);
/* First day without this version. */
NODISCARD err version_row_close(struct ctx *c, int64_t id, day on);
/* Everything but unit, span and decree. */
NODISCARD err version_row_set(struct ctx *c, const struct unit_version *v);
NODISCARD err lineage_row_add(struct ctx *c, const struct lineage *in);
NODISCARD err figure_row_add(struct ctx *c, const struct figure *in);
/* The one of that unit, measure, day and source; NOT_FOUND. */
NODISCARD err figure_row_same(struct ctx *c, const struct figure *in,
                              struct figure *out);
#endif
