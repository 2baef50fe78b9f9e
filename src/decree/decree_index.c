/* SPDX-License-Identifier: Apache-2.0 */
/* decree_index.c: open addressing, at most half full. */
#include "decree/decree_index.h"

static const char by_number[] = "#"; /* the key of slots that hold a number */

static uint64_t
hash(const char *key, int64_t number)
{
    uint64_t h = UINT64_C(14695981039346656037) ^ (uint64_t)number; /* FNV-1a */
    for (; *key; key++)
        h = (h ^ (unsigned char)*key) * UINT64_C(1099511628211);
    return h ^ (h >> 29);
}

/* The slot of the key, or the free one where it would be. */
static struct index_slot *
find(const struct index *x, const char *key, int64_t number)
{
    size_t i = (size_t)hash(key, number) & (x->cap - 1);
    while (x->v[i].key && (x->v[i].number != number || strcmp(x->v[i].key, key) != 0))
        i = (i + 1) & (x->cap - 1);
    return &x->v[i];
}

static void
grow(struct arena *a, struct index *x)
{
    struct index was = *x;
    x->cap = was.cap ? was.cap * 2 : 64;
    x->v = NEWN(a, struct index_slot, x->cap);
    for (size_t i = 0; i < was.cap; i++)
        if (was.v[i].key)
            *find(x, was.v[i].key, was.v[i].number) = was.v[i];
}

static bool
add(struct arena *a, struct index *x, const char *key, int64_t number, int at)
{
    if (x->n * 2 >= x->cap)
        grow(a, x);
    struct index_slot *s = find(x, key, number);
    if (s->key)
        return false;
    *s = (struct index_slot){key, number, at};
    x->n++;
    return true;
}

int
index_of(const struct index *x, const char *key)
{
    if (!x->cap)
        return -1;
    const struct index_slot *s = find(x, key, 0);
    return s->key ? s->at : -1;
}

int
index_of_id(const struct index *x, int64_t id)
{
    if (!x->cap)
        return -1;
    const struct index_slot *s = find(x, by_number, id);
    return s->key ? s->at : -1;
}

bool
index_add(struct arena *a, struct index *x, const char *key, int at)
{
    return add(a, x, key, 0, at);
}

bool
index_add_id(struct arena *a, struct index *x, int64_t id, int at)
{
    return add(a, x, by_number, id, at);
}
