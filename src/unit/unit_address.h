/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit_address.h: an address as people write it, read from its end: "12 phố X, thôn Y, X. Gia Tân,
 * H. Gia Viễn, Ninh Bình". Knows words, not databases: units are looked up through a function.
 */
#ifndef UNIT_UNIT_ADDRESS_H
#define UNIT_UNIT_ADDRESS_H
#include "unit/unit.h"

/* A unit as an address needs it. */
struct place {
    unit_id id;
    const char *code, *name, *name_key;
    int type, tier;
    unit_id parent_id, grand_id; /* the units above it; 0: none */
    const char *parent_name, *grand_name;
};
struct place_list LIST(struct place);
/* All units of that key (unit_name_key) on the day meant. */
typedef err place_finder(struct ctx *c, void *arg, const char *key,
                         struct place_list *out);

/* What stands before the units: village, street, house. */
struct hint_list LIST(const char *); /* as typed, from small to large */

struct address {
    struct place_list found; /* the smallest unit meant: one, or namesakes, or none */
    bool is_relaxed;  /* nothing fits as written; `found` would but for its type word */
    const char *rest; /* what was not recognised, as typed; NULL: nothing */
    struct hint_list hints;
};
/* Never a guess: `found` holds every unit that fits equally well. */
NODISCARD err address_read(struct ctx *c, const char *text, place_finder *find,
                           void *arg, struct address *out);

/*
 * Does a hint name one of the villages that a rule lists ("các thôn Đông, Đoài và xóm 3")? The
 * whole name must be the same; where both say thôn, xóm …, that too; bare numbers need it.
 */
bool rule_names(struct arena *a, const char *rule, const struct hint_list *hints);
#endif
