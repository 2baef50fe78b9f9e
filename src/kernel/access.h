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
    org_id org_id;          /* who answers today for the grant's organisation; 0: every one */
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
    bool must_enrol;        /* a role asks for a second step (second.h): that comes first */
    const char *session;    /* hash of the session's token; NULL at the terminal */
    const char *csrf;
    bool touch_due;         /* session_touch has something to write */
    struct capability_list can;
};

/* May the actor use a door that needs this capability, anywhere? "-" and "person" as in web.h. */
bool access_may(const struct ctx *c, const char *capability);
/*
 * The same for what `org` answers for; 0: for whatever organisation. FORBIDDEN as a fault,
 * UNAUTHENTICATED if nobody.
 */
NODISCARD err access_need(struct ctx *c, const char *capability, org_id org);
/* The same as a question about one that answers today: without a fault, and without a query unless a
 * grant reaches below. */
NODISCARD err access_may_now(struct ctx *c, const char *capability, org_id now,
                             bool *out);
/* And for all that stands below it. Without a query unless a grant reaches below. */
NODISCARD err access_may_below(struct ctx *c, const char *capability, org_id now,
                               bool *out);
/* Does `org` answer today, as far as the actor's grants tell? Without a query; false: ask org_now. */
bool access_answers_today(const struct ctx *c, org_id org);
/* The same for every organisation: at the terminal, by a grant for the whole installation, or by
 * one that reaches below where nothing stands beside it but organisations of the same unit: a
 * province's committee in an installation of that province. */
NODISCARD err access_everywhere(struct ctx *c, const char *capability, bool *out);
/*
 * What a list shows that names no organisation: all; or the rows of `within`, a table expression that
 * goes by the name of the table, a literal of the code whose `column` holds an organisation; or,
 * where that is NULL, nothing but what the actor's own organisation holds.
 */
struct access_reach {
    bool all;
    const char *within;
};
NODISCARD err access_reach(struct ctx *c, const char *capability, const char *table,
                           const char *column, struct access_reach *out);

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
/*
 * valid_from, valid_to: 0 or DAY_NONE is today and open. password NULL: cannot sign in yet. Hashes
 * (Argon2id, 30 ms). CONFLICT(username), INVALID(username, name, email, lang, scheme, password).
 */
NODISCARD err person_add(struct ctx *c, const struct person *in, const char *password,
                         person_id *out);
/*
 * The same with a password made here, to be told once and changed at the first sign-in. It is
 * hashed at no cost: nobody guesses 98 bits.
 */
NODISCARD err person_add_new(struct ctx *c, const struct person *in, const char **password,
                             person_id *out);
NODISCARD err person_reset_password(struct ctx *c, person_id id, const char **password);
/* Notes all that person_add would say against it but a taken username; then faults(c) tells. */
void person_check(struct ctx *c, const struct person *p);
/* Name, email, language and colour scheme; the rest stays. NOT_FOUND, INVALID. */
NODISCARD err person_change(struct ctx *c, const struct person *in);
/* First day without the account; its sessions end with it. NOT_FOUND, INVALID(on), CONFLICT. */
NODISCARD err person_end(struct ctx *c, person_id id, day on);
/* Also unlocks, and ends the person's sessions but the actor's own. INVALID(password). */
NODISCARD err person_set_password(struct ctx *c, person_id id, const char *password,
                                  bool must_change);
/* By themselves: the old one must fit. INVALID(password): it does not; INVALID(new_password). */
NODISCARD err person_change_password(struct ctx *c, person_id id, const char *old,
                                     const char *password);
/* Four times five letters and digits that are not mistaken for one another: about 98 bits. */
const char *password_generate(struct arena *a);

/* ---- roles and grants ---- */
struct role {
    const char *name;         /* "clerk" */
    const char *label;        /* in c's language */
    bool is_post;             /* one person holds it at one organisation */
    bool needs_second;        /* a second step at sign-in (second.h) */
    const char *capabilities; /* separated by blanks */
};
struct role_list LIST(struct role);
extern const struct view role_view;
NODISCARD err role_list(struct ctx *c, struct role_list *out);
NODISCARD err role_find(struct ctx *c, const char *name, struct role *out); /* NOT_FOUND */
/* Is the word in the list? */
bool capabilities_have(const char *capabilities, const char *one);

struct grant {
    int64_t id;
    person_id person_id;
    const char *role;       /* name of a role: "clerk" */
    org_id org_id;          /* 0: the whole installation */
    bool below;
    day valid_from, valid_to;
    day interim_until;      /* carried over by a decree: ends then unless confirmed; DAY_NONE */
    decree_id decree_id;    /* that carried it over, or named the holder of a post; 0 */
    const char *person_name, *org_name, *role_label;
};
struct grant_list LIST(struct grant);
extern const struct view grant_view;
NODISCARD err grant_find(struct ctx *c, int64_t id, struct grant *out);
/*
 * Days: 0 or DAY_NONE is today, open, not interim; id may be NULL. INVALID(role, person_id, org_id,
 * valid_to), CONFLICT(role): they have it there already, or another holds the post.
 */
NODISCARD err grant_add(struct ctx *c, const struct grant *in, int64_t *id);
/* What grant_add would refuse, for a person who may still be to come (0). Fills in the days. */
NODISCARD err grant_check(struct ctx *c, struct grant *g);
/* NOT_FOUND, INVALID(on), CONFLICT: it has ended. */
NODISCARD err grant_end(struct ctx *c, int64_t id, day on);
/* A grant carried over by a decree becomes an ordinary one. NOT_FOUND, CONFLICT: it is one, or its
 * time is over. */
NODISCARD err grant_confirm(struct ctx *c, int64_t id);
/* Those in force on `on` at what an organisation answers for (0: at all, that await confirmation,
 * lapsed ones among them). */
NODISCARD err grant_list(struct ctx *c, org_id org, day on, struct grant_list *out);
/* All that a person has or had, newest first. */
NODISCARD err grant_list_of_person(struct ctx *c, person_id id, struct grant_list *out);

/*
 * The decree's hand-over of grants: what `from` gave (and whoever it answered for) ends on `on` and
 * is given at `to` from then, interim for `days` (0: 30). Roles that one person holds
 * (role.is_post) end too and are not carried: `heads` in the decree name their holders. Gives the
 * number carried. access_posts lists the posts that need a name.
 */
NODISCARD err grant_hand_over(struct ctx *c, org_id from, org_id to, day on, int days,
                              decree_id by, int64_t *n);
/* The same along every succession of the decree, after org_succeed or org_succeed_all, in a few
 * statements. */
NODISCARD err grant_hand_over_all(struct ctx *c, decree_id by, int days, int64_t *n);
/* Takes back what a decree did to grants, those it gave by name among them. */
NODISCARD err grant_hand_back(struct ctx *c, decree_id by);
NODISCARD err access_posts(struct ctx *c, org_id org, day on, struct grant_list *out);

/* ---- away, and lent to another ---- */
struct absence {
    int64_t id;
    person_id person_id;
    day valid_from, valid_to; /* first day back */
    const char *reason;
};
struct absence_list LIST(struct absence);
extern const struct view absence_view;
/* INVALID(person_id, valid_to). */
NODISCARD err absence_add(struct ctx *c, const struct absence *in, int64_t *id);
/* Of a person, newest first. */
NODISCARD err absence_list(struct ctx *c, person_id id, struct absence_list *out);

struct delegation {
    int64_t id;
    person_id from_id, to_id; /* what `role` gives `from` they lend to `to` */
    const char *role;
    day valid_from, valid_to;
    const char *reason;
    const char *from_name, *to_name, *role_label;
};
struct delegation_list LIST(struct delegation);
extern const struct view delegation_view;
/* INVALID(role): `from` does not have it of their own; INVALID(to_id, valid_to). */
NODISCARD err delegation_add(struct ctx *c, const struct delegation *in, int64_t *id);
NODISCARD err delegation_find(struct ctx *c, int64_t id, struct delegation *out);
NODISCARD err delegation_end(struct ctx *c, int64_t id, day on);
/* By and to a person, newest first. */
NODISCARD err delegation_list(struct ctx *c, person_id id, struct delegation_list *out);

/* ---- signing in ---- */
/*
 * The person if the password fits and they are neither locked nor ended; else UNAUTHENTICATED, one
 * message and one time for all causes; five failures lock for 15 minutes, told to the log. It is
 * access_prove, slow (30 ms) and reading only, and then access_check_proof, which counts and writes
 * (and sets c->keep_on_fault): the first may run before the transaction of the second.
 */
struct password_proof {
    const char *hash; /* that was compared with; NULL: there is no such person */
    bool fits;
};
NODISCARD err access_prove(struct ctx *c, const char *username, const char *password,
                           struct password_proof *out);
NODISCARD err access_check_proof(struct ctx *c, const char *username,
                                 const struct password_proof *proof, person_id *out);
NODISCARD err access_check_password(struct ctx *c, const char *username,
                                    const char *password, person_id *out);

/* Makes a session; *token goes into the cookie, only its hash is stored. issuer: the provider that said
 * who it is (oidc.h); NULL: by password. */
NODISCARD err session_add(struct ctx *c, person_id id, const char *remote,
                          const char *issuer, const char **token);
/* The session's person and capabilities, for c->actor; NULL if there is no such session or it has
 * expired (12 h, or 60 min idle). Two queries, or none while a reader remembers them. Writes nothing. */
NODISCARD err session_load(struct ctx *c, const char *token, struct actor **out);
/* Says that the actor's session was seen, if that is more than five minutes old: in any write. */
NODISCARD err session_touch(struct ctx *c);
/* The actor acts for that organisation from now on. INVALID(org_id): they have no role there. */
NODISCARD err session_act_for(struct ctx *c, org_id org);
NODISCARD err session_end(struct ctx *c, const char *session);
/* An actor without a session: the operator (username NULL), or a person by name (NOT_FOUND). */
NODISCARD err actor_of(struct ctx *c, const char *username, struct actor **out);
/* That one is c->actor from now on. */
NODISCARD err actor_become(struct ctx *c, const char *username);
#endif
