/* SPDX-License-Identifier: Apache-2.0 */
/* The vectors are those of the Certificate Transparency project (merkle_tree_test.cc). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "kernel/merkle.h"

enum {
    N_VECTORS = 8,
    N_MOST = 200
};
static const struct {
    const char *s;
    size_t n;
} inputs[N_VECTORS] = {
    {"", 0},
    {"\x00", 1},
    {"\x10", 1},
    {"\x20\x21", 2},
    {"\x30\x31", 2},
    {"\x40\x41\x42\x43", 4},
    {"\x50\x51\x52\x53\x54\x55\x56\x57", 8},
    {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16},
};
static const char *const roots[N_VECTORS + 1] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static struct hash
leaf_at(uint64_t i)
{
    return hash_leaf(inputs[i].s, inputs[i].n);
}

/* The tree hash as RFC 6962 section 2.1 writes it, of leaves [from, to). */
static struct hash
naive(const struct hash *leaf, uint64_t from, uint64_t to)
{
    if (from == to)
        return merkle_root(&(struct merkle){0});
    if (to - from == 1)
        return leaf[from];
    uint64_t k = 1;
    while (k * 2 < to - from)
        k *= 2;
    return hash_pair(naive(leaf, from, from + k), naive(leaf, from + k, to));
}

/* Leaves that differ from each other. */
static void
many(struct hash *leaf, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        leaf[i] = hash_leaf(&i, sizeof i);
}

static void
roots_are_those_of_certificate_transparency(void **state UNUSED)
{
    struct arena a = {0};
    struct merkle m = {0};
    for (uint64_t n = 0; n <= N_VECTORS; n++) {
        assert_string_equal(hash_hex(&a, merkle_root(&m)), roots[n]);
        if (n < N_VECTORS)
            merkle_add(&m, leaf_at(n));
    }
    arena_free(&a);
}

static void
check_path(const struct leaves *v, int n, const char *const *expected)
{
    struct arena a = {0};
    struct hash leaf[N_VECTORS];
    for (uint64_t i = 0; i < N_VECTORS; i++)
        leaf[i] = leaf_at(i);
    for (int k = 0; k < n; k++) {
        assert_non_null(expected[k]);
        assert_string_equal(hash_hex(&a, naive(leaf, v[k].from, v[k].to)), expected[k]);
    }
    assert_null(expected[n]);
    arena_free(&a);
}

static void
inclusion_proofs_are_those_of_certificate_transparency(void **state UNUSED)
{
    static const struct {
        uint64_t i, n;
        const char *path[4];
    } t[] = {
        {0, 1, {NULL}},
        {0,
         8,
         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
        {5,
         8,
         {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
        {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
        {1,
         5,
         {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
    };
    struct leaves v[MERKLE_DEEP];
    for (size_t i = 0; i < COUNT(t); i++)
        check_path(v, merkle_inclusion(t[i].i, t[i].n, v), t[i].path);
}

static void
consistency_proofs_are_those_of_certificate_transparency(void **state UNUSED)
{
    static const struct {
        uint64_t m, n;
        const char *path[4];
    } t[] = {
        {1, 1, {NULL}},
        {1,
         8,
         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
        {6,
         8,
         {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
        {2,
         5,
         {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
    };
    struct leaves v[MERKLE_DEEP];
    for (size_t i = 0; i < COUNT(t); i++)
        check_path(v, merkle_consistency(t[i].m, t[i].n, v), t[i].path);
}

static void
a_growing_tree_has_the_naive_root_and_survives_its_text(void **state UNUSED)
{
    struct arena a = {0};
    struct hash leaf[N_MOST];
    many(leaf, N_MOST);
    struct merkle m = {0};
    for (uint64_t n = 0; n < N_MOST; n++) {
        assert_true(hash_same(merkle_root(&m), naive(leaf, 0, n)));
        struct merkle again;
        assert_true(merkle_parse(n, merkle_text(&a, &m), &again));
        merkle_add(&again, leaf[n]);
        m = again;
    }
    struct merkle spoiled;
    assert_false(merkle_parse(N_MOST + 1, merkle_text(&a, &m), &spoiled));
    assert_false(merkle_parse(1, NULL, &spoiled));
    assert_false(merkle_parse(1, "zz", &spoiled));
    arena_free(&a);
}

static int
proof(const struct hash *leaf, const struct leaves *v, int n, struct hash *path)
{
    for (int k = 0; k < n; k++)
        path[k] = naive(leaf, v[k].from, v[k].to);
    return n;
}

static void
every_inclusion_holds_and_no_spoiled_one_does(void **state UNUSED)
{
    struct hash leaf[70], path[MERKLE_DEEP];
    struct leaves v[MERKLE_DEEP];
    many(leaf, 70);
    for (uint64_t n = 1; n < 70; n++) {
        struct hash root = naive(leaf, 0, n);
        for (uint64_t i = 0; i < n; i++) {
            int k = proof(leaf, v, merkle_inclusion(i, n, v), path);
            assert_true(merkle_included(leaf[i], i, n, path, k, root));
            assert_false(merkle_included(leaf[(i + 1) % 70], i, n, path, k, root));
            assert_false(merkle_included(leaf[i], i, n, path, k, leaf[69]));
            assert_false(merkle_included(leaf[i], n, n, path, k, root));
            if (k > 0) {
                assert_false(merkle_included(leaf[i], i, n, path, k - 1, root));
                path[k - 1].b[31] ^= 1;
                assert_false(merkle_included(leaf[i], i, n, path, k, root));
            }
        }
    }
}

static void
every_consistency_holds_and_no_spoiled_one_does(void **state UNUSED)
{
    struct hash leaf[70], path[MERKLE_DEEP];
    struct leaves v[MERKLE_DEEP];
    many(leaf, 70);
    for (uint64_t n = 1; n < 70; n++) {
        struct hash root = naive(leaf, 0, n);
        for (uint64_t m = 1; m <= n; m++) {
            struct hash old = naive(leaf, 0, m);
            int k = proof(leaf, v, merkle_consistency(m, n, v), path);
            assert_true(merkle_consistent(m, old, n, root, path, k));
            assert_false(merkle_consistent(m, leaf[69], n, root, path, k));
            assert_false(merkle_consistent(m, old, n, leaf[69], path, k));
            assert_false(merkle_consistent(0, old, n, root, path, k));
            if (k > 0) {
                assert_false(merkle_consistent(m, old, n, root, path, k - 1));
                path[0].b[0] ^= 1;
                assert_false(merkle_consistent(m, old, n, root, path, k));
            }
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roots_are_those_of_certificate_transparency),
        cmocka_unit_test(inclusion_proofs_are_those_of_certificate_transparency),
        cmocka_unit_test(consistency_proofs_are_those_of_certificate_transparency),
        cmocka_unit_test(a_growing_tree_has_the_naive_root_and_survives_its_text),
        cmocka_unit_test(every_inclusion_holds_and_no_spoiled_one_does),
        cmocka_unit_test(every_consistency_holds_and_no_spoiled_one_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
