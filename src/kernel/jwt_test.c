/* SPDX-License-Identifier: Apache-2.0 */
/* ID tokens, with keys of our own: what is taken, and all that is not. */
#include "kernel/jwt.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include "base/buf.h"
#include "db.h"

#define NOW INT64_C(1735689600) /* 2025-01-01 */

struct signer {
    const char *kid, *alg;
    EVP_PKEY *key;
};

static const char *
pack(struct arena *a, const void *bytes, size_t n)
{
    size_t most =
        sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return sodium_bin2base64(arena_alloc(a, most, 1), most, bytes, n,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static struct signer
signer(const char *kid, const char *alg, unsigned bits)
{
    EVP_PKEY *k = alg[0] == 'E' ? EVP_EC_gen("P-256") : EVP_RSA_gen(bits);
    assert_non_null(k);
    return (struct signer){kid, alg, k};
}

static const char *
number(struct arena *a, EVP_PKEY *k, const char *name, int width)
{
    BIGNUM *b = NULL;
    unsigned char raw[1100];
    assert_int_equal(EVP_PKEY_get_bn_param(k, name, &b), 1);
    int n = width ? BN_bn2binpad(b, raw, width) : BN_bn2bin(b, raw);
    BN_free(b);
    return pack(a, raw, (size_t)n);
}

static const char *
jwk(struct arena *a, const struct signer *s)
{
    if (s->alg[0] == 'E')
        return arena_printf(
            a,
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"%s\",\"alg\":\"%s\","
            "\"use\":\"sig\",\"x\":\"%s\",\"y\":\"%s\"}",
            s->kid, s->alg, number(a, s->key, "qx", 32), number(a, s->key, "qy", 32));
    return arena_printf(a,
                        "{\"kty\":\"RSA\",\"kid\":\"%s\",\"alg\":\"%s\",\"n\":\"%s\","
                        "\"e\":\"%s\"}",
                        s->kid, s->alg, number(a, s->key, "n", 0),
                        number(a, s->key, "e", 0));
}

static const char *
jwks(struct arena *a, const struct signer *s)
{
    return arena_printf(a, "{\"keys\":[%s]}", jwk(a, s));
}

/* The signature as a token has it. */
static const char *
sign(struct arena *a, const struct signer *s, const char *text)
{
    unsigned char sig[1100], raw[64];
    size_t n = sizeof sig;
    EVP_PKEY_CTX *how;
    EVP_MD_CTX *m = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestSignInit(m, &how, EVP_sha256(), NULL, s->key), 1);
    if (s->alg[0] == 'P') {
        EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST);
    }
    assert_int_equal(
        EVP_DigestSign(m, sig, &n, (const unsigned char *)text, strlen(text)), 1);
    EVP_MD_CTX_free(m);
    if (s->alg[0] != 'E')
        return pack(a, sig, n);
    const unsigned char *p = sig;
    ECDSA_SIG *e = d2i_ECDSA_SIG(NULL, &p, (long)n);
    BN_bn2binpad(ECDSA_SIG_get0_r(e), raw, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(e), raw + 32, 32);
    ECDSA_SIG_free(e);
    return pack(a, raw, sizeof raw);
}

static const char *
token_of(struct arena *a, const struct signer *s, const char *head, const char *claims)
{
    const char *text = arena_printf(a, "%s.%s", pack(a, head, strlen(head)),
                                    pack(a, claims, strlen(claims)));
    return arena_printf(a, "%s.%s", text, sign(a, s, text));
}

static const char claims[] =
    "{\"iss\":\"https://sso.example/\",\"sub\":\"42\",\"aud\":\"haicap\",\"nonce\":\"n-1\","
    "\"exp\":1735689900,\"iat\":1735689590,\"email\":\"An@example.vn\","
    "\"email_verified\":true,\"acr\":\"silver\",\"amr\":[\"pwd\",\"otp\"]}";

static const char *
token(struct arena *a, const struct signer *s)
{
    return token_of(a, s,
                    arena_printf(a, "{\"alg\":\"%s\",\"kid\":\"%s\"}", s->alg, s->kid),
                    claims);
}

static err
judge(struct ctx *c, const struct jwt_claims *t)
{
    return jwt_judge(c, t, "https://sso.example/", "haicap", "n-1");
}

static void
each_of_three_ways_to_sign_is_taken(void **state UNUSED)
{
    static const char *const ways[] = {"RS256", "PS256", "ES256"};
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a, .now = {NOW * 1000000}};
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct signer s = signer("k1", ways[i], 2048);
        struct jwt_claims t;
        ok(&c, jwt_read(&c, token(&a, &s), jwks(&a, &s), &t));
        ok(&c, judge(&c, &t));
        assert_string_equal(t.sub, "42");
        assert_string_equal(t.email, "An@example.vn");
        assert_true(t.email_verified);
        assert_string_equal(t.acr, "silver");
        assert_int_equal(t.amr.n, 2);
        assert_string_equal(t.amr.v[1].text, "otp");
        EVP_PKEY_free(s.key);
    }
}

static void
what_is_not_signed_by_a_key_of_the_provider_is_not_taken(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a, .now = {NOW * 1000000}};
    struct jwt_claims t;
    struct signer s = signer("k1", "RS256", 2048), e = signer("k1", "ES256", 0),
                  thief = signer("k1", "RS256", 2048),
                  weak = signer("k1", "RS256", 1024);
    const char *keys = jwks(&a, &s), *good = token(&a, &s);
    ok(&c, jwt_read(&c, good, keys, &t));
    refused(&c, ERR_INVALID, NULL, jwt_read(&c, token(&a, &thief), keys, &t));
    /* every letter of it changed, one at a time */
    size_t n = strlen(good), taken = 0;
    for (size_t i = 0; i < n; i += 7) {
        char *bent = arena_strdup(&a, good);
        bent[i] = bent[i] == 'A' ? 'B' : 'A';
        if (bent[i] == good[i])
            continue;
        taken += jwt_read(&c, bent, keys, &t) == OK;
        clear_faults(&c);
    }
    assert_int_equal(taken, 0);
    /* no signature at all, a secret instead of a key, another key's way */
    static const char *const heads[] = {"{\"alg\":\"none\"}",
                                        "{\"alg\":\"None\",\"kid\":\"k1\"}",
                                        "{\"alg\":\"HS256\"}",
                                        "{\"kid\":\"k1\"}",
                                        "{\"alg\":\"RS512\"}",
                                        "{\"alg\":\"RS256\",\"crit\":[\"exp\"]}",
                                        "{\"alg\":\"RS256\",\"alg\":\"none\"}",
                                        "[]",
                                        "x"};
    for (size_t i = 0; i < COUNT(heads); i++)
        refused(&c, ERR_INVALID, NULL,
                jwt_read(&c, token_of(&a, &s, heads[i], claims), keys, &t));
    const char *dot = strrchr(good, '.');
    refused(&c, ERR_INVALID, NULL,
            jwt_read(&c, arena_strndup(&a, good, (size_t)(dot - good + 1)), keys, &t));
    /* keys that are not for it: NOT_FOUND, the house may ask for newer ones */
    assert_int_equal(jwt_read(&c, token(&a, &e), keys, &t), ERR_NOT_FOUND);
    assert_int_equal(jwt_read(&c, token(&a, &weak), jwks(&a, &weak), &t),
                     ERR_NOT_FOUND);
    assert_int_equal(jwt_read(&c, good, "{\"keys\":[]}", &t), ERR_NOT_FOUND);
    assert_int_equal(jwt_read(&c, good, "nonsense", &t), ERR_NOT_FOUND);
    struct signer other = s;
    other.kid = "k2";
    assert_int_equal(jwt_read(&c, good, jwks(&a, &other), &t), ERR_NOT_FOUND);
    other = s;
    other.alg = "PS256"; /* a key says what it is for */
    assert_int_equal(jwt_read(&c, good, jwks(&a, &other), &t), ERR_NOT_FOUND);
    /* broken tokens */
    static const char *const bad[] = {"",      ".",        "..",     "...",
                                      "a.b.c", "e30.e30.", "e30.e30"};
    for (size_t i = 0; i < COUNT(bad); i++)
        refused(&c, ERR_INVALID, NULL, jwt_read(&c, bad[i], keys, &t));
    char *huge = arena_alloc(&a, JWT_MOST + 2, 1);
    memset(huge, 'A', JWT_MOST + 1);
    refused(&c, ERR_INVALID, NULL, jwt_read(&c, huge, keys, &t));
    EVP_PKEY *const all[] = {s.key, e.key, thief.key, weak.key};
    for (size_t i = 0; i < COUNT(all); i++)
        EVP_PKEY_free(all[i]);
}

static void
of_several_keys_the_one_it_names_counts(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a, .now = {NOW * 1000000}};
    struct jwt_claims t;
    struct signer old = signer("k1", "RS256", 2048), new = signer("k2", "RS256", 2048),
                  ec = signer("k3", "ES256", 0);
    const char *keys = arena_printf(&a, "{\"keys\":[%s,%s,%s]}", jwk(&a, &old),
                                    jwk(&a, &new), jwk(&a, &ec));
    ok(&c, jwt_read(&c, token(&a, &new), keys, &t));
    ok(&c, jwt_read(&c, token(&a, &ec), keys, &t));
    ok(&c, jwt_read(&c, token_of(&a, &new, "{\"alg\":\"RS256\"}", claims), keys, &t));
    struct signer liar = new;
    liar.kid = "k1";
    refused(&c, ERR_INVALID, NULL, jwt_read(&c, token(&a, &liar), keys, &t));
    EVP_PKEY_free(old.key);
    EVP_PKEY_free(new.key);
    EVP_PKEY_free(ec.key);
}

static void
a_token_for_another_house_or_question_or_time_is_not_ours(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a, .now = {NOW * 1000000}};
    struct jwt_word us = {"haicap"}, both[] = {{"haicap"}, {"other"}},
                    other = {"other"};
    const struct jwt_claims good = {.iss = "https://sso.example/",
                                    .sub = "42",
                                    .nonce = "n-1",
                                    .exp = NOW + 300,
                                    .iat = NOW - 10,
                                    .nbf = INT_NONE,
                                    .aud = {&us, 1}};
    ok(&c, judge(&c, &good));
#define BUT(...)                                                                       \
    do {                                                                               \
        struct jwt_claims t = good;                                                    \
        __VA_ARGS__;                                                                   \
        refused(&c, ERR_INVALID, NULL, judge(&c, &t));                                 \
    } while (0)
    BUT(t.iss = "https://sso.example");
    BUT(t.iss = NULL);
    BUT(t.aud.v = &other);
    BUT(t.aud.n = 0);
    BUT(t.aud.v = both, t.aud.n = 2);
    BUT(t.aud.v = both, t.aud.n = 2, t.azp = "other");
    BUT(t.azp = "other");
    BUT(t.nonce = "n-2");
    BUT(t.nonce = "n-");
    BUT(t.nonce = NULL);
    BUT(t.exp = NOW - JWT_SKEW_S);
    BUT(t.exp = INT_NONE);
    BUT(t.iat = NOW + JWT_SKEW_S + 1);
    BUT(t.iat = INT_NONE);
    BUT(t.nbf = NOW + JWT_SKEW_S + 1);
    BUT(t.sub = NULL);
    struct jwt_claims t = good;
    t.aud.v = both;
    t.aud.n = 2;
    t.azp = "haicap";
    t.exp = NOW - JWT_SKEW_S + 1; /* clocks differ a little */
    t.iat = t.nbf = NOW + JWT_SKEW_S;
    ok(&c, judge(&c, &t));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_of_three_ways_to_sign_is_taken),
        cmocka_unit_test(what_is_not_signed_by_a_key_of_the_provider_is_not_taken),
        cmocka_unit_test(of_several_keys_the_one_it_names_counts),
        cmocka_unit_test(a_token_for_another_house_or_question_or_time_is_not_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
