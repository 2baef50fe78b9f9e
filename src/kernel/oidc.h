/* SPDX-License-Identifier: Apache-2.0 */
/*
 * oidc.h: signing in through a provider of OpenID Connect: the code flow with PKCE. Who somebody is
 * says the provider; which account that is says this house: linked by its owner, or expected under
 * a verified e-mail by whoever keeps the accounts. None is made by signing in.
 *
 * Each leg is two: one that asks the network and reads only, and one that writes.
 */
#ifndef KERNEL_OIDC_H
#define KERNEL_OIDC_H
#include "kernel/access.h"
#include "kernel/jwt.h"

/* From the environment (doc/operator.md); false: no provider is set up. */
struct oidc_config {
    const char *issuer; /* HAICAP_OIDC_ISSUER: "https://sso.example.vn/" */
    const char *client; /* HAICAP_OIDC_CLIENT */
    const char *secret; /* HAICAP_OIDC_SECRET; NULL: a public client */
    const char *url;    /* HAICAP_OIDC_URL: where people find this house */
    const char *name;   /* HAICAP_OIDC_NAME: on the button */
    const char
        *mfa; /* HAICAP_OIDC_MFA: values of acr or amr that stand for a second step */
};
bool oidc_config(struct oidc_config *out);

/* What the provider says of itself. */
struct oidc_provider {
    const char *metadata, *keys; /* JSON */
    instant fetched_at;
    bool is_new; /* to be stored by the leg that writes */
};

/* ---- there ---- */
/* NOT_FOUND: none is set up; INVALID: it does not answer, or not as one. */
NODISCARD err oidc_ask(struct ctx *c, struct oidc_provider *out);
struct oidc_going {
    const char *url;     /* of the provider, with all it needs */
    const char *browser; /* for a cookie: only this browser may come back */
};
/* links: the account to be linked; 0: somebody signs in. */
NODISCARD err oidc_go(struct ctx *c, const struct oidc_provider *p, const char *to,
                      person_id links, struct oidc_going *out);

/* ---- and back ---- */
struct oidc_return {
    const char *code, *state, *error, *iss; /* of the address */
    const char *browser;                    /* of the cookie */
};
struct oidc_came {
    struct oidc_provider provider;
    struct jwt_claims who;
    const char *to;
    person_id links;
    bool
        second; /* the provider asked for a second step that this house takes for one */
};
/* INVALID, one message each: no such state in this browser, used up or too late; refused there; and what
 * the provider's answer is found wanting in. */
NODISCARD err oidc_return(struct ctx *c, const struct oidc_return *in,
                          struct oidc_came *out);
/*
 * The person it is. INVALID: the state is used up; FORBIDDEN: no account is linked, or it has ended;
 * CONFLICT: it is linked to another account already.
 */
NODISCARD err oidc_arrive(struct ctx *c, const struct oidc_return *in,
                          const struct oidc_came *came, person_id *out);

/* ---- links ---- */
struct oidc_link {
    int64_t id;
    person_id person_id;
    const char *issuer, *subject, *email;
    instant linked_at, ended_at;
    const char *by_name;
};
struct oidc_link_list LIST(struct oidc_link);
extern const struct view oidc_link_view;
/* Of a person, in force. */
NODISCARD err oidc_links(struct ctx *c, person_id id, struct oidc_link_list *out);
/* Who signs in there with that e-mail, verified, for the first time, is this person. INVALID(email),
 * CONFLICT(email): it is expected for somebody. */
NODISCARD err oidc_expect(struct ctx *c, person_id id, const char *email);
NODISCARD err oidc_link_find(struct ctx *c, int64_t link,
                             struct oidc_link *out); /* NOT_FOUND */
/* NOT_FOUND, CONFLICT: it has ended. */
NODISCARD err oidc_unlink(struct ctx *c, int64_t link);
#endif
