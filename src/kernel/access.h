/* SPDX-License-Identifier: Apache-2.0 */
/*
 * access.h: people, what they may do and for whom. Denied unless granted: a role is a set of
 * capabilities in data; a grant gives a person a role at an organisation for a span of days.
 */
#ifndef KERNEL_ACCESS_H
#define KERNEL_ACCESS_H
#include "kernel/ids.h"
#include "view/view.h"

struct capability_at {
    const char *capability; /* "decree.approve" */
    org_id org_id;          /* who answers today for the grant's organisation */
    bool below;             /* also for the organisations below it */
};
struct capability_list LIST(struct capability_at);

/* Who acts in this request. c->actor NULL: nobody is signed in. */
struct actor {
    person_id id;           /* 0: the machine's operator */
    const char *username, *name, *lang, *scheme;
    org_id org_id;          /* the organisation they act for now; 0: none */
    const char *org_name;
    bool is_operator;       /* may do what the machine's administrator may; approves nothing */
    bool must_change;       /* the password, before anything else */
    const char *session;    /* hash of the session's token; NULL at the terminal */
    const char *csrf;
    struct capability_list can;
};

/* May the actor use a door that needs this capability, anywhere? "-" and "person" as in web.h. */
bool access_may(const struct ctx *c, const char *capability);
/* The same for what `org` answers for. FORBIDDEN as a fault, UNAUTHENTICATED if nobody. */
NODISCARD err access_need(struct ctx *c, const char *capability, org_id org);

/* ---- people ---- */
struct person {
    person_id id;
    const char *username;  /* lower case letters, digits, . - _ */
    const char *name, *email, *lang, *scheme;
    bool must_change;
    day valid_from, valid_to;
    int64_t n_failed;
    instant locked_until;
};
struct person_list LIST(struct person);
extern const struct view person_view;
NODISCARD err person_find(struct ctx *c, person_id id, struct person *out);
NODISCARD err person_by_username(struct ctx *c, const char *username, struct person *out);
/* password NULL: cannot sign in yet. Hashes (Argon2id, 30 ms): call before the transaction where
 * that matters. CONFLICT(username). */
NODISCARD err person_add(struct ctx *c, const struct person *in, const char *password,
                         person_id *out);
NODISCARD err person_set_password(struct ctx *c, person_id id, const char *password,
                                  bool must_change);

/* ---- roles and grants ---- */
struct grant {
    int64_t id;
    person_id person_id;
    const char *role;       /* name of a role: "clerk" */
    org_id org_id;
    bool below;
    day valid_from, valid_to;
    day interim_until;      /* carried over by a decree: ends then unless confirmed; DAY_NONE */
    decree_id decree_id;    /* that carried it over; 0 */
    const char *person_name, *org_name, *role_label;
};
struct grant_list LIST(struct grant);
extern const struct view grant_view;
/* NOT_FOUND(role, person, org). */
NODISCARD err grant_add(struct ctx *c, const struct grant *in, int64_t *id);
NODISCARD err grant_end(struct ctx *c, int64_t id, day on);
/* A grant carried over by a decree becomes an ordinary one. */
NODISCARD err grant_confirm(struct ctx *c, int64_t id);
/* Those in force on `on` at an organisation (0: at all that await confirmation). */
NODISCARD err grant_list(struct ctx *c, org_id org, day on, struct grant_list *out);

/*
 * The decree's hand-over of grants: what `from` gave is given at `to` from `on`, interim for
 * `days`. Roles that one person holds (role.is_post) are not carried: `heads` in the decree name
 * their holders. Gives the number carried. access_posts lists the posts that need a name.
 */
NODISCARD err grant_hand_over(struct ctx *c, org_id from, org_id to, day on, int days,
                              decree_id by, int64_t *n);
NODISCARD err grant_hand_back(struct ctx *c, decree_id by);
NODISCARD err access_posts(struct ctx *c, org_id org, day on, struct grant_list *out);

/* ---- signing in ---- */
/* The person if the password fits and they are neither locked nor ended; else UNAUTHENTICATED, one
 * message for all causes; five failures lock for 15 minutes, told to the log. */
NODISCARD err access_check_password(struct ctx *c, const char *username,
                                    const char *password, person_id *out);
/* Makes a session; *token goes into the cookie, only its hash is stored. */
NODISCARD err session_add(struct ctx *c, person_id id, const char *remote,
                          const char **token);
/* One query pair: the session's person and capabilities as c->actor; NULL actor if there is no
 * such session or it has expired (12 h, or 60 min idle). Writes nothing. */
NODISCARD err session_load(struct ctx *c, const char *token, struct actor **out);
NODISCARD err session_end(struct ctx *c, const char *session);
/* An actor without a session: the operator (username NULL), or a person by name (NOT_FOUND). */
NODISCARD err actor_of(struct ctx *c, const char *username, struct actor **out);
#endif
