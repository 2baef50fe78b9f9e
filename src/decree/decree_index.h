/* SPDX-License-Identifier: Apache-2.0 */
/* decree_index.h: text or number → place in an array. A nation has ten thousand codes. */
#ifndef DECREE_DECREE_INDEX_H
#define DECREE_DECREE_INDEX_H
#include "base/arena.h"

/* Zero-initialise. Keys are kept by pointer. */
struct index_slot {
    const char *key; /* NULL: free */
    int64_t number;  /* where the keys are numbers */
    int at;
};
struct index {
    struct index_slot *v;
    size_t n, cap; /* cap: a power of two */
};

/* The place of a key; -1: not there. */
int index_of(const struct index *x, const char *key);
int index_of_id(const struct index *x, int64_t id);
/* False, and nothing changes, when the key is there. */
bool index_add(struct arena *a, struct index *x, const char *key, int at);
bool index_add_id(struct arena *a, struct index *x, int64_t id, int at);
#endif
