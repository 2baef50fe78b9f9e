/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test.h: what tests share: cmocka in the order it wants, a ctx with a chosen day and language,
 * and chance that can be repeated: a property test prints its seed, HAICAP_SEED=… runs it again.
 */
#ifndef TEST_TEST_H
#define TEST_TEST_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#undef fail /* the house has a function of that name, which cmocka's fail_msg would call */
#undef fail_msg
#define fail_msg(...)                                                                  \
    do {                                                                               \
        print_error(__VA_ARGS__);                                                      \
        print_error("\n");                                                             \
        _fail(__FILE__, __LINE__);                                                     \
    } while (0)

#include "base/buf.h"
#include "base/msg.h"

/* 2025-07-01, 08:30 in Hà Nội. lang: "vi", or NULL for the message ids as they stand. */
static inline struct ctx
test_ctx(struct arena *a, const char *lang)
{
    struct ctx c = {.arena = a, .today = day_of(2025, 7, 1), .lang = catalog_for(lang)};
    bool read = instant_parse("2025-07-01T01:30:00Z", &c.now);
    assert_true(read);
    return c;
}

/* The message of the fault under that name; NULL if there is none. */
static inline const char *
test_fault(const struct ctx *c, const char *field)
{
    for (size_t i = 0; i < c->faults.n; i++)
        if (field ? str_eq(c->faults.v[i].field, field) : !c->faults.v[i].field)
            return c->faults.v[i].message;
    return NULL;
}

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators". */
struct rng {
    uint64_t s;
};
static inline struct rng
rng_start(uint64_t seed)
{
    const char *asked = getenv("HAICAP_SEED");
    if (asked)
        seed = strtoull(asked, NULL, 10);
    print_message("seed %llu\n", (unsigned long long)seed);
    return (struct rng){seed * 2 + 1};
}
static inline uint64_t
rng_next(struct rng *r)
{
    r->s ^= r->s >> 12;
    r->s ^= r->s << 25;
    r->s ^= r->s >> 27;
    return r->s * UINT64_C(2685821657736338717);
}
static inline uint64_t
rng_below(struct rng *r, uint64_t n)
{
    return rng_next(r) % n;
}
/* least and most are among them. */
static inline int64_t
rng_range(struct rng *r, int64_t least, int64_t most)
{
    return (int64_t)((uint64_t)least + rng_below(r, (uint64_t)most - (uint64_t)least + 1));
}
/* Up to n pieces of what has hurt somebody before; valid UTF-8, NFC and NFD, never a control. */
static inline const char *
rng_text(struct rng *r, struct arena *a, int n)
{
    static const char *const piece[] = {
        "a", "Z", "7", " ", "  ", "đ", "Đ", "ế", "e\u0302\u0301", "ư", "Ninh Bình",
        "Ninh Bi\u0300nh", "xã", "\"", "'", "''", "\\", "<b>", "&amp;", "&", ";", ",", "=1+1",
        "@x", "-", "+", "%", "%41", "{code}", "{{x}}", "/", "?", "#", "[", "]", "\u00A0",
        "\u200B", "ไทย", "ກໍ", "漢", "😀", "\u202E", "ﬁ", "İ", "ß", "null", "0", "|", "$1"};
    struct buf b = {0};
    for (uint64_t k = rng_below(r, (uint64_t)n + 1); k > 0; k--)
        buf_puts(&b, piece[rng_below(r, COUNT(piece))]);
    char *s = arena_strndup(a, b.s ? b.s : "", b.n);
    buf_free(&b);
    return s;
}
#endif
