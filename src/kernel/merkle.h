/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merkle.h: the Merkle hash tree of RFC 6962 over SHA-256: what Certificate Transparency uses, so
 * that a head, an inclusion and a consistency can be checked with tools that are not ours. Pure.
 */
#ifndef KERNEL_MERKLE_H
#define KERNEL_MERKLE_H
#include "base/arena.h"

struct hash {
    unsigned char b[32];
};
enum {
    HASH_HEX = 65,   /* chars of a hash in hex with its closing NUL */
    MERKLE_DEEP = 64 /* most levels: sizes are 64 bits */
};
static inline bool
hash_same(struct hash a, struct hash b)
{
    return memcmp(a.b, b.b, sizeof a.b) == 0;
}
struct hash hash_leaf(const void *s, size_t n); /* SHA-256(0x00 ‖ s) */
struct hash hash_pair(struct hash left,
                      struct hash right); /* SHA-256(0x01 ‖ left ‖ right) */
struct hash hash_chain(struct hash before,
                       struct hash leaf); /* SHA-256(before ‖ leaf) */
const char *hash_hex(struct arena *a, struct hash h);
bool hash_parse(const char *hex,
                struct hash *out); /* 64 hex digits at the start of hex */

/*
 * A tree that grows at its right: the hashes of its complete subtrees, largest first, one for each
 * 1 in the size. Zero-initialised: empty.
 */
struct merkle {
    uint64_t size;
    int n;
    struct hash part[MERKLE_DEEP];
};
void merkle_add(struct merkle *m, struct hash leaf);
struct hash merkle_root(const struct merkle *m); /* of the empty tree: SHA-256("") */
const char *merkle_text(struct arena *a, const struct merkle *m); /* the parts in hex */
bool merkle_parse(uint64_t size, const char *text, struct merkle *out);

/*
 * A proof is a list of roots of ranges of leaves. These say which, in the order of the proof:
 * RFC 6962 section 2.1.1 (inclusion of leaf i in the tree of n) and 2.1.2 (the tree of m is a
 * prefix of the tree of n, 0 < m <= n). `out` has room for MERKLE_DEEP; gives their number.
 */
struct leaves {
    uint64_t from, to; /* half-open */
};
int merkle_inclusion(uint64_t i, uint64_t n, struct leaves *out);
int merkle_consistency(uint64_t m, uint64_t n, struct leaves *out);
/* Does the proof hold? (RFC 9162 sections 2.1.3.2 and 2.1.4.2) */
bool merkle_included(struct hash leaf, uint64_t i, uint64_t n, const struct hash *path,
                     int n_path, struct hash root);
bool merkle_consistent(uint64_t m, struct hash root_m, uint64_t n, struct hash root_n,
                       const struct hash *path, int n_path);
#endif
