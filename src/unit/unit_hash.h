/* SPDX-License-Identifier: Apache-2.0 */
/* unit_hash.h: things by a text, in an arena: what a long job looks up a hundred thousand times. */
#ifndef UNIT_UNIT_HASH_H
#define UNIT_UNIT_HASH_H
#include "base/arena.h"

struct map_entry;
/* Zero-initialise. */
struct map {
    struct map_entry **slots;
    size_t n_slots, n;
};

/* NULL when there is none. */
void *map_get(const struct map *m, const char *key);
/* Where the value of that key is kept, NULL at first. `key` must live as long as the map. */
void **map_at(struct arena *a, struct map *m, const char *key);
#endif
