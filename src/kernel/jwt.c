/* SPDX-License-Identifier: Apache-2.0 */
/* jwt.c: JWS in its compact form (RFC 7515), keys as JWK (RFC 7517), by OpenSSL. */
#include "kernel/jwt.h"

#include <jansson.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include "base/msg.h"
#include "base/text.h"

enum {
    KEYS_MOST = 50,
    WORDS_MOST = 20,
    RSA_LEAST = 2048, /* bits */
    RSA_MOST = 8192,
    P256 = 32, /* bytes of a coordinate */
    WORD_MOST = 2048
};

enum alg {
    ALG_NONE,
    RS256,
    PS256,
    ES256
};

struct bytes {
    unsigned char *v;
    size_t n;
};

static void
drop_json(json_t **j)
{
    json_decref(*j);
}
static void
drop_key(EVP_PKEY **k)
{
    EVP_PKEY_free(*k);
}

static err
broken(struct ctx *c)
{
    return fail(c, ERR_INVALID, NULL, N_("The provider's answer cannot be read"));
}

/* Base64url without padding, as all of this is written. */
static bool
unpack(struct arena *a, const char *s, size_t n, struct bytes *out)
{
    out->v = arena_alloc(a, n + 1, 1);
    if (sodium_base642bin(out->v, n, s, n, NULL, &out->n, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return false;
    out->v[out->n] = '\0';
    return true;
}

static json_t *
object(const char *s, size_t n)
{
    json_t *j = json_loadb(s, n, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(j))
        return j;
    json_decref(j);
    return NULL;
}

static const char *
text(struct arena *a, const json_t *j, const char *name)
{
    const char *s = json_string_value(json_object_get(j, name));
    return s && *s && strlen(s) <= WORD_MOST ? arena_strdup(a, s) : NULL;
}

/* ---- keys ---- */

static bool
number(struct arena *a, const json_t *key, const char *name, struct bytes *out)
{
    const char *s = json_string_value(json_object_get(key, name));
    return s && unpack(a, s, strlen(s), out) && out->n > 0;
}

static EVP_PKEY *
made(const char *type, OSSL_PARAM_BLD *b)
{
    EVP_PKEY *out = NULL;
    OSSL_PARAM *p = OSSL_PARAM_BLD_to_param(b);
    EVP_PKEY_CTX *k = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    must(p && k);
    if (EVP_PKEY_fromdata_init(k) != 1 ||
        EVP_PKEY_fromdata(k, &out, EVP_PKEY_PUBLIC_KEY, p) != 1)
        out = NULL;
    EVP_PKEY_CTX_free(k);
    OSSL_PARAM_free(p);
    return out;
}

static EVP_PKEY *
rsa_key(struct arena *a, const json_t *key)
{
    struct bytes n, e;
    if (!number(a, key, "n", &n) || !number(a, key, "e", &e) ||
        n.n > RSA_MOST / 8 + 1 || e.n > 8)
        return NULL;
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    BIGNUM *bn = BN_bin2bn(n.v, (int)n.n, NULL), *be = BN_bin2bn(e.v, (int)e.n, NULL);
    must(b && bn && be);
    EVP_PKEY *out = NULL;
    if (BN_num_bits(bn) >= RSA_LEAST && BN_is_odd(bn) && BN_is_odd(be) &&
        OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_N, bn) == 1 &&
        OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_E, be) == 1)
        out = made("RSA", b);
    BN_free(bn);
    BN_free(be);
    OSSL_PARAM_BLD_free(b);
    return out;
}

static EVP_PKEY *
ec_key(struct arena *a, const json_t *key)
{
    struct bytes x, y;
    unsigned char point[1 + 2 * P256] = {POINT_CONVERSION_UNCOMPRESSED};
    if (!str_eq(json_string_value(json_object_get(key, "crv")), "P-256") ||
        !number(a, key, "x", &x) || !number(a, key, "y", &y) || x.n > P256 ||
        y.n > P256)
        return NULL;
    memcpy(point + 1 + P256 - x.n, x.v, x.n);
    memcpy(point + 1 + 2 * P256 - y.n, y.v, y.n);
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    must(b);
    EVP_PKEY *out = NULL;
    if (OSSL_PARAM_BLD_push_utf8_string(b, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) ==
            1 &&
        OSSL_PARAM_BLD_push_octet_string(b, OSSL_PKEY_PARAM_PUB_KEY, point,
                                         sizeof point) == 1)
        out = made("EC", b);
    OSSL_PARAM_BLD_free(b);
    return out;
}

/* May this key have signed by `alg`, as far as it says itself? */
static bool
is_for(const json_t *key, enum alg alg, const char *alg_name, const char *kid)
{
    const char *kty = json_string_value(json_object_get(key, "kty")),
               *use = json_string_value(json_object_get(key, "use")),
               *its = json_string_value(json_object_get(key, "alg")),
               *id = json_string_value(json_object_get(key, "kid"));
    return str_eq(kty, alg == ES256 ? "EC" : "RSA") && (!use || str_eq(use, "sig")) &&
           (!its || str_eq(its, alg_name)) && (!kid || str_eq(id, kid));
}

/* ---- a signature ---- */

/* Two numbers in a row (RFC 7518, 3.4) as OpenSSL takes them. */
static bool
der_of(struct arena *a, struct bytes raw, struct bytes *out)
{
    if (raw.n != 2 * P256)
        return false;
    ECDSA_SIG *s = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(raw.v, P256, NULL), *t = BN_bin2bn(raw.v + P256, P256, NULL);
    must(s && r && t && ECDSA_SIG_set0(s, r, t) == 1);
    unsigned char *der = NULL;
    int n = i2d_ECDSA_SIG(s, &der);
    must(n > 0);
    out->v = arena_alloc(a, (size_t)n, 1);
    out->n = (size_t)n;
    memcpy(out->v, der, out->n);
    OPENSSL_free(der);
    ECDSA_SIG_free(s);
    return true;
}

static bool
signed_by(EVP_PKEY *key, enum alg alg, const char *s, size_t n, struct bytes signature)
{
    EVP_PKEY_CTX *how;
    EVP_MD_CTX *m = EVP_MD_CTX_new();
    must(m);
    bool good = EVP_DigestVerifyInit(m, &how, EVP_sha256(), NULL, key) == 1;
    if (good && alg == PS256)
        good = EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) == 1;
    good = good && EVP_DigestVerify(m, signature.v, signature.n,
                                    (const unsigned char *)s, n) == 1;
    EVP_MD_CTX_free(m);
    return good;
}

static enum alg
alg_of(const char *name)
{
    return str_eq(name, "RS256")   ? RS256
           : str_eq(name, "PS256") ? PS256
           : str_eq(name, "ES256") ? ES256
                                   : ALG_NONE;
}

/* `n` bytes at `s` were signed, says `head`. */
static err
check_signature(struct ctx *c, const json_t *head, const char *jwks, const char *s,
                size_t n, struct bytes signature)
{
    const char *name = text(c->arena, head, "alg"), *kid = text(c->arena, head, "kid");
    enum alg alg = alg_of(name);
    if (!alg || json_object_get(head, "crit"))
        return fail(c, ERR_INVALID, NULL,
                    N_("The provider signs in a way that is not taken: %s"),
                    name ? name : "-");
    CLEANUP(drop_json) json_t *all = object(jwks, strlen(jwks));
    const json_t *keys = json_object_get(all, "keys");
    size_t n_keys = json_array_size(keys), tried = 0;
    if (alg == ES256 && !der_of(c->arena, signature, &signature))
        return broken(c);
    for (size_t i = 0; i < n_keys && i < KEYS_MOST; i++) {
        const json_t *key = json_array_get(keys, i);
        if (!is_for(key, alg, name, kid))
            continue;
        CLEANUP(drop_key)
        EVP_PKEY *k = alg == ES256 ? ec_key(c->arena, key) : rsa_key(c->arena, key);
        tried += k != NULL;
        if (k && signed_by(k, alg, s, n, signature))
            return OK;
    }
    return tried ? fail(c, ERR_INVALID, NULL,
                        N_("The signature of the provider's answer does not fit"))
                 : ERR_NOT_FOUND;
}

/* ---- what it says ---- */

static void
words(struct arena *a, const json_t *j, struct jwt_word_list *out)
{
    if (json_is_string(j))
        *PUSH(a, out) = (struct jwt_word){arena_strdup(a, json_string_value(j))};
    for (size_t i = 0; i < json_array_size(j) && i < WORDS_MOST; i++)
        if (json_is_string(json_array_get(j, i)))
            *PUSH(a, out) = (struct jwt_word){
                arena_strdup(a, json_string_value(json_array_get(j, i)))};
}

static int64_t
seconds(const json_t *j, const char *name)
{
    const json_t *v = json_object_get(j, name);
    if (json_is_integer(v))
        return json_integer_value(v);
    double d = json_is_real(v) ? json_real_value(v) : -1;
    return d >= 0 && d < 1e15 ? (int64_t)d : INT_NONE;
}

static void
read_claims(struct arena *a, const json_t *j, struct jwt_claims *out)
{
    *out = (struct jwt_claims){
        .iss = text(a, j, "iss"),
        .sub = text(a, j, "sub"),
        .azp = text(a, j, "azp"),
        .nonce = text(a, j, "nonce"),
        .email = text(a, j, "email"),
        .acr = text(a, j, "acr"),
        .email_verified = json_is_true(json_object_get(j, "email_verified")),
        .exp = seconds(j, "exp"),
        .iat = seconds(j, "iat"),
        .nbf = seconds(j, "nbf"),
    };
    words(a, json_object_get(j, "aud"), &out->aud);
    words(a, json_object_get(j, "amr"), &out->amr);
}

err
jwt_read(struct ctx *c, const char *token, const char *jwks, struct jwt_claims *out)
{
    size_t n = strlen(token);
    const char *dot = strchr(token, '.'), *last = dot ? strchr(dot + 1, '.') : NULL;
    struct bytes head, body, signature;
    if (n > JWT_MOST || strlen(jwks) > JWKS_MOST || !last || strchr(last + 1, '.') ||
        !unpack(c->arena, token, (size_t)(dot - token), &head) ||
        !unpack(c->arena, dot + 1, (size_t)(last - dot - 1), &body) ||
        !unpack(c->arena, last + 1, strlen(last + 1), &signature))
        return broken(c);
    CLEANUP(drop_json) json_t *h = object((const char *)head.v, head.n);
    CLEANUP(drop_json) json_t *b = object((const char *)body.v, body.n);
    if (!h || !b)
        return broken(c);
    TRY(check_signature(c, h, jwks, token, (size_t)(last - token), signature));
    read_claims(c->arena, b, out);
    return OK;
}

/* ---- whether it is for us, now ---- */

static bool
has(const struct jwt_word_list *all, const char *word)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].text, word))
            return true;
    return false;
}

err
jwt_judge(struct ctx *c, const struct jwt_claims *t, const char *issuer,
          const char *client, const char *nonce)
{
    int64_t now = c->now.v / 1000000;
    if (!str_eq(t->iss, issuer))
        return fail(c, ERR_INVALID, NULL, N_("The answer is of another provider"));
    if (!has(&t->aud, client) || (t->aud.n > 1 && !t->azp) ||
        (t->azp && !str_eq(t->azp, client)))
        return fail(c, ERR_INVALID, NULL, N_("The answer is for another house"));
    if (!t->nonce || strlen(t->nonce) != strlen(nonce) ||
        sodium_memcmp(t->nonce, nonce, strlen(nonce)) != 0)
        return fail(c, ERR_INVALID, NULL, N_("The answer is to another question"));
    if (t->exp == INT_NONE || t->exp <= now - JWT_SKEW_S || t->iat == INT_NONE ||
        t->iat > now + JWT_SKEW_S || (t->nbf != INT_NONE && t->nbf > now + JWT_SKEW_S))
        return fail(
            c, ERR_INVALID, NULL,
            N_("The answer is not in force any more, or not yet: do the clocks agree?"));
    if (!t->sub)
        return broken(c);
    return OK;
}
