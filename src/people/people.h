/* SPDX-License-Identifier: Apache-2.0 */
/*
 * people.h: the desk of whoever looks after people, their roles and the organisations: what may be
 * done by whom to whom. The records themselves are kernel/access and kernel/org.
 */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H
#include "kernel/access.h"
#include "kernel/oidc.h"
#include "kernel/act.h"
#include "kernel/org.h"

/* Something to choose from in a form. */
struct option {
    const char *name, *label;
    bool chosen;
};
struct option_list LIST(struct option);
extern const struct view option_view;

/* ---- people ---- */
enum person_state {
    PERSON_ANY,
    PERSON_ACTIVE,
    PERSON_LOCKED,
    PERSON_ENDED,
    PERSON_STATES
};
extern const struct choice person_states[PERSON_STATES];

struct people_filter {
    const char *q;    /* words of the name, the username or the email */
    const char *role; /* who has it somewhere today; NULL: any */
    int state;        /* enum person_state */
    const char *after, *count;
    int64_t limit;
};
extern const struct view people_filter_view;

struct people_item {
    person_id id;
    const char *username, *name, *email;
    const char *roles;    /* of today: "Văn thư (Ủy ban nhân dân xã Gia Tân)" */
    day valid_from, valid_to;
    instant locked_until; /* none: not locked now */
    bool is_ended;
    const char *sort_key;
};
struct people_item_list LIST(struct people_item);
extern const struct view people_item_view;

struct people_page {
    int64_t total, total_at_least;
    struct people_item_list items;
    const char *next;
    const char *q;                    /* for the page: what was asked for */
    struct option_list roles, states;
    bool may_write;
};
/* In order of name. INVALID(after). */
NODISCARD err people_list(struct ctx *c, const struct people_filter *f,
                          struct people_page *out);

struct people_show {
    struct person person;
    struct grant_list grants;
    struct delegation_list delegations;
    struct absence_list absences;
    struct act_list history;
    struct role_list roles;       /* to choose from */
    bool may_write;               /* the actor may change, reset, end */
    bool may_grant;               /* has grant.write somewhere */
    bool has_second;
    struct oidc_link_list links;
    const char *provider;         /* that people may sign in through; NULL: none is set up */
    bool is_ended, is_locked, has_history;
};
/* NOT_FOUND. */
NODISCARD err people_show(struct ctx *c, person_id id, struct people_show *out);

/*
 * Whether the actor may act on the account: people.write wherever that person has a role, and
 * setting.write where that role has it. So nobody gets hold of more than they have by resetting
 * the password of another. FORBIDDEN.
 */
NODISCARD err people_need(struct ctx *c, person_id id);

/* A new account and perhaps its first role. The password is made here. */
struct people_new {
    const char *username, *name, *email, *role, *organisation;
    org_id org_id;
    bool below;
};
struct people_made {
    person_id id;
    const char *username, *name, *password;
    bool shown_once;
};
NODISCARD err people_add(struct ctx *c, const struct people_new *in, struct people_made *out);
NODISCARD err people_change(struct ctx *c, person_id id, const char *name,
                            const char *email);
NODISCARD err people_reset(struct ctx *c, person_id id, struct people_made *out);
/* on 0 or DAY_NONE: today. */
NODISCARD err people_end(struct ctx *c, person_id id, day on);
NODISCARD err people_absence(struct ctx *c, const struct absence *in);

/* ---- grants ---- */
enum grant_state {
    GRANT_IN_FORCE,
    GRANT_INTERIM,
    GRANT_STATES
};
extern const struct choice grant_states[GRANT_STATES];

struct grants_filter {
    const char *q;    /* words of the person's name */
    const char *role;
    int state;
    const char *after, *count;
    int64_t limit;
};
extern const struct view grants_filter_view;
struct grant_item {
    struct grant grant;
    const char *sort_key;
};
struct grant_item_list LIST(struct grant_item);
extern const struct view grant_item_view;
struct grants_page {
    int64_t total, total_at_least;
    struct grant_item_list items;
    const char *next;
    const char *q; /* for the page: what was asked for */
    struct option_list roles;
};
/* In order of the person's name. */
NODISCARD err grants_list(struct ctx *c, const struct grants_filter *f,
                          struct grants_page *out);

/*
 * Gives a role: the actor needs grant.write there, and setting.write there for a role that has it;
 * nobody gives to themselves. `organisation`: a name, or the code of a unit (its People's
 * Committee), used when in->org_id is 0; neither: the whole installation.
 * INVALID(organisation), FORBIDDEN, and what grant_add says.
 */
NODISCARD err people_grant(struct ctx *c, const struct grant *in, const char *organisation,
                           int64_t *id);
NODISCARD err people_may_grant(struct ctx *c, const struct grant *g);
NODISCARD err people_grant_end(struct ctx *c, int64_t id, day on);
NODISCARD err people_grant_confirm(struct ctx *c, int64_t id);

/* ---- import ---- */
enum {
    IMPORT_PEOPLE_MOST = 5000 /* lines of one file */
};
struct people_line {
    int64_t line;
    const char *username, *name, *field, *message; /* what is wrong; NULL: nothing */
    const char *password;                          /* of the new account */
};
struct people_line_list LIST(struct people_line);
extern const struct view people_line_view;
struct people_report {
    bool dry_run, done;
    int64_t n_lines, n_added, n_bad;
    struct people_line_list lines; /* dry_run: what is wrong; else: the accounts made */
    bool shown_once;
};
/*
 * Columns: username, name, email, role, org_code, org_kind; the last four may be empty or absent. A
 * role without org_code holds for the whole installation. dry: reports every line and writes
 * nothing; else INVALID(file) for each wrong line, and then nothing is written.
 */
NODISCARD err people_import(struct ctx *c, const char *csv, bool dry,
                            struct people_report *out);

/* ---- organisations ---- */
struct orgs_filter {
    const char *q;
    const char *kind; /* name of a kind */
    day on;           /* DAY_NONE: today */
    const char *after, *count;
    int64_t limit;
};
extern const struct view orgs_filter_view;
struct org_item {
    org_id id;
    const char *name, *kind, *kind_label;
    const char *unit_code, *unit_name; /* on that day; NULL: of no unit */
    day valid_from, valid_to;
    const char *sort_key;
};
struct org_item_list LIST(struct org_item);
extern const struct view org_item_view;
struct orgs_page {
    int64_t total, total_at_least;
    struct org_item_list items;
    const char *next;
    const char *q; /* for the page: what was asked for */
    day on;
    struct option_list kinds;
    bool may_write;
};
/* In force on the day, in order of name. */
NODISCARD err orgs_list(struct ctx *c, const struct orgs_filter *f, struct orgs_page *out);

struct orgs_show {
    struct org_item org;
    org_id parent_id, now_id;         /* now_id: who answers on that day; 0: it has not begun */
    const char *parent_name, *now_name;
    day on;
    bool is_forthcoming, is_ended, is_itself; /* it answers for itself */
    struct org_list answers_for;      /* besides itself; the first 500 */
    struct org_list children, versions;
    struct org_succession_list successions;
    struct grant_list grants;
    struct act_list history;
    struct role_list roles;           /* to choose from */
    bool may_write, may_grant, has_history;
};
/* on DAY_NONE: today. NOT_FOUND. */
NODISCARD err orgs_show(struct ctx *c, org_id id, day on, struct orgs_show *out);

/* The organisation that a text means: see people_grant. Empty: 0. INVALID(organisation). */
NODISCARD err org_pick(struct ctx *c, const char *text, day on, org_id *out);
/* That of a unit's code on a day. INVALID(org_code, org_kind). */
NODISCARD err org_of_code(struct ctx *c, const char *code, const char *kind, day on,
                          org_id *out);

struct org_new {
    const char *name, *kind;
    const char *unit_code; /* empty: of no unit */
    const char *parent;    /* as organisation above; empty: none */
    day valid_from;        /* none: today */
};
/* org.write at the organisation above, or everywhere. */
NODISCARD err orgs_add(struct ctx *c, const struct org_new *in, org_id *out);
/* From `on` (none: today) another name or organisation above. */
NODISCARD err orgs_change(struct ctx *c, org_id id, day on, const char *name,
                          const char *parent);
#endif
