/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jwt.h: ID tokens of OpenID Connect: read, their signature checked against the provider's keys, and
 * what they say judged. Every byte comes from outside.
 */
#ifndef KERNEL_JWT_H
#define KERNEL_JWT_H
#include "base/ctx.h"
#include "base/day.h"

enum {
    JWT_MOST = 16 * 1024,  /* bytes of a token */
    JWKS_MOST = 64 * 1024, /* … of a provider's keys */
    JWT_SKEW_S = 60        /* that two clocks may differ */
};

struct jwt_word {
    const char *text;
};
struct jwt_word_list LIST(struct jwt_word);
/* Of an ID token; NULL and INT_NONE: not said. */
struct jwt_claims {
    const char *iss, *sub, *azp, *nonce, *email, *acr;
    bool email_verified;
    int64_t exp, iat, nbf; /* seconds since 1970 */
    struct jwt_word_list aud, amr;
};
/*
 * Signed by RS256, PS256 or ES256 with one of the keys in `jwks`, JSON; no other way is taken, least
 * of all "none". INVALID; NOT_FOUND, without a fault: none of the keys is the one it names.
 */
NODISCARD err jwt_read(struct ctx *c, const char *token, const char *jwks,
                       struct jwt_claims *out);
/* Issued by `issuer` for `client` in answer to `nonce`, and in force at c->now. INVALID. */
NODISCARD err jwt_judge(struct ctx *c, const struct jwt_claims *t, const char *issuer,
                        const char *client, const char *nonce);
#endif
