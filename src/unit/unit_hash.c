/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/unit_hash.h"

enum {
    FIRST_SLOTS = 64
};

struct map_entry {
    struct map_entry *next;
    uint64_t hash;
    const char *key;
    void *value;
};

static uint64_t
hash_of(const char *s)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    return h ^ h >> 32;
}

static struct map_entry *
find(const struct map *m, uint64_t hash, const char *key)
{
    if (m->n_slots == 0)
        return NULL;
    struct map_entry *e = m->slots[hash % m->n_slots];
    while (e && (e->hash != hash || strcmp(e->key, key) != 0))
        e = e->next;
    return e;
}

void *
map_get(const struct map *m, const char *key)
{
    struct map_entry *e = find(m, hash_of(key), key);
    return e ? e->value : NULL;
}

static void
grow(struct arena *a, struct map *m)
{
    struct map more = {.n_slots = m->n_slots ? m->n_slots * 2 : FIRST_SLOTS, .n = m->n};
    more.slots = NEWN(a, struct map_entry *, more.n_slots);
    for (size_t i = 0; i < m->n_slots; i++)
        for (struct map_entry *e = m->slots[i], *next; e; e = next) {
            next = e->next;
            e->next = more.slots[e->hash % more.n_slots];
            more.slots[e->hash % more.n_slots] = e;
        }
    *m = more;
}

void **
map_at(struct arena *a, struct map *m, const char *key)
{
    uint64_t hash = hash_of(key);
    struct map_entry *e = find(m, hash, key);
    if (e)
        return &e->value;
    if (m->n == m->n_slots)
        grow(a, m);
    e = NEW(a, struct map_entry);
    *e = (struct map_entry){
        .next = m->slots[hash % m->n_slots], .hash = hash, .key = key};
    m->slots[hash % m->n_slots] = e;
    m->n++;
    return &e->value;
}
