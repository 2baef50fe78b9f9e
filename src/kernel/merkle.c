/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/merkle.h"

#include <sodium.h>

static struct hash
digest(const void *const *part, const size_t *n, int n_parts)
{
    crypto_hash_sha256_state s;
    struct hash h;
    crypto_hash_sha256_init(&s);
    for (int i = 0; i < n_parts; i++)
        crypto_hash_sha256_update(&s, part[i], n[i]);
    crypto_hash_sha256_final(&s, h.b);
    return h;
}

struct hash
hash_leaf(const void *s, size_t n)
{
    return digest((const void *[]){"\0", s}, (size_t[]){1, n}, 2);
}

struct hash
hash_pair(struct hash left, struct hash right)
{
    return digest((const void *[]){"\1", left.b, right.b},
                  (size_t[]){1, sizeof left.b, sizeof right.b}, 3);
}

struct hash
hash_chain(struct hash before, struct hash leaf)
{
    return digest((const void *[]){before.b, leaf.b},
                  (size_t[]){sizeof before.b, sizeof leaf.b}, 2);
}

const char *
hash_hex(struct arena *a, struct hash h)
{
    char *s = arena_alloc(a, HASH_HEX, 1);
    return sodium_bin2hex(s, HASH_HEX, h.b, sizeof h.b);
}

bool
hash_parse(const char *hex, struct hash *out)
{
    struct hash h;
    size_t n;
    if (!hex || strnlen(hex, HASH_HEX - 1) < HASH_HEX - 1 ||
        sodium_hex2bin(h.b, sizeof h.b, hex, HASH_HEX - 1, NULL, &n, NULL) != 0 ||
        n != sizeof h.b)
        return false;
    *out = h;
    return true;
}

/* ---- the growing tree ---- */

void
merkle_add(struct merkle *m, struct hash leaf)
{
    must(m->n < MERKLE_DEEP);
    m->part[m->n++] = leaf;
    for (uint64_t s = m->size++; s & 1;
         s >>= 1) { /* as a carry runs through the size */
        m->part[m->n - 2] = hash_pair(m->part[m->n - 2], m->part[m->n - 1]);
        m->n--;
    }
}

struct hash
merkle_root(const struct merkle *m)
{
    if (m->n == 0)
        return digest(NULL, NULL, 0);
    struct hash h = m->part[m->n - 1];
    for (int i = m->n - 1; i-- > 0;)
        h = hash_pair(m->part[i], h);
    return h;
}

const char *
merkle_text(struct arena *a, const struct merkle *m)
{
    char *s = arena_alloc(a, (size_t)m->n * (HASH_HEX - 1) + 1, 1);
    for (int i = 0; i < m->n; i++)
        sodium_bin2hex(s + i * (HASH_HEX - 1), HASH_HEX, m->part[i].b,
                       sizeof m->part[i].b);
    return s;
}

bool
merkle_parse(uint64_t size, const char *text, struct merkle *out)
{
    struct merkle m = {.size = size, .n = __builtin_popcountll(size)};
    if (!text || strlen(text) != (size_t)m.n * (HASH_HEX - 1))
        return false;
    for (int i = 0; i < m.n; i++)
        if (!hash_parse(text + i * (HASH_HEX - 1), &m.part[i]))
            return false;
    *out = m;
    return true;
}

/* ---- proofs ---- */

/* The largest power of two below n, n > 1: where RFC 6962 splits a tree. */
static uint64_t
half(uint64_t n)
{
    return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

/* The proofs go down from the root but are written from below. */
static void
reverse(struct leaves *v, int n)
{
    for (int i = 0; i < n / 2; i++) {
        struct leaves t = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = t;
    }
}

int
merkle_inclusion(uint64_t i, uint64_t n, struct leaves *out)
{
    must(i < n);
    int k = 0;
    for (uint64_t from = 0, to = n; to - from > 1;) {
        uint64_t mid = from + half(to - from);
        if (i < mid) {
            out[k++] = (struct leaves){mid, to};
            to = mid;
        } else {
            out[k++] = (struct leaves){from, mid};
            from = mid;
        }
    }
    reverse(out, k);
    return k;
}

int
merkle_consistency(uint64_t m, uint64_t n, struct leaves *out)
{
    must(m > 0 && m <= n);
    int k = 0;
    bool whole =
        true; /* is the subtree at hand the old tree itself? its root is then known */
    uint64_t from = 0, to = n;
    while (m != to) {
        uint64_t mid = from + half(to - from);
        if (m <= mid) {
            out[k++] = (struct leaves){mid, to};
            to = mid;
        } else {
            out[k++] = (struct leaves){from, mid};
            from = mid;
            whole = false;
        }
    }
    if (!whole)
        out[k++] = (struct leaves){from, to};
    reverse(out, k);
    return k;
}

bool
merkle_included(struct hash leaf, uint64_t i, uint64_t n, const struct hash *path,
                int n_path, struct hash root)
{
    if (i >= n)
        return false;
    uint64_t at = i, last = n - 1;
    struct hash h = leaf;
    for (int k = 0; k < n_path; k++) {
        if (last == 0)
            return false;
        if ((at & 1) || at == last) {
            h = hash_pair(path[k], h);
            while (!(at & 1) && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            h = hash_pair(h, path[k]);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && hash_same(h, root);
}

bool
merkle_consistent(uint64_t m, struct hash root_m, uint64_t n, struct hash root_n,
                  const struct hash *path, int n_path)
{
    if (m == 0 || m > n)
        return false;
    if (m == n)
        return n_path == 0 && hash_same(root_m, root_n);
    bool complete =
        (m & (m - 1)) == 0; /* the old tree is a subtree: its root leads the path */
    int k = 0;
    if (!complete && n_path == 0)
        return false;
    struct hash old = complete ? root_m : path[k++], new = old;
    uint64_t at = m - 1, last = n - 1;
    while (at & 1) {
        at >>= 1;
        last >>= 1;
    }
    for (; k < n_path; k++) {
        if (last == 0)
            return false;
        if ((at & 1) || at == last) {
            old = hash_pair(path[k], old);
            new = hash_pair(path[k], new);
            while (!(at & 1) && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new = hash_pair(new, path[k]);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && hash_same(old, root_m) && hash_same(new, root_n);
}
