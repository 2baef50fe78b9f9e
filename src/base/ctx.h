/* SPDX-License-Identifier: Apache-2.0 */
/* ctx.h: everything a call may depend on; there are no other globals. */
#ifndef BASE_CTX_H
#define BASE_CTX_H
#include "base/arena.h"
#include "base/day.h"

/* What the world said no to. All faults of a form are collected; the first decides the code. */
struct fault {
    const char *field;   /* of the input, "lines[3].code" in lists; NULL: the whole */
    const char *message; /* translated, for the person */
    const char *law;     /* the article it rests on, or NULL */
};
struct fault_list LIST(struct fault);

struct catalog; /* msg.h */
struct db;      /* store/store.h */
struct actor;   /* kernel/access.h */
struct act_keys; /* kernel/act.h */

struct ctx {
    struct arena *arena;          /* results live here */
    day today;                    /* given: nobody below web/ reads the clock */
    instant now;
    const struct catalog *lang;   /* NULL: the message ids as they stand, English */
    struct db *db;                /* NULL where nothing may be stored */
    const struct act_keys *keys;  /* for secrets at rest (kernel/vault.h); NULL: there is none */
    const struct actor *actor;    /* who acts; NULL: nobody is signed in */
    err code;                     /* of the first fault; OK while there is none */
    struct fault_list faults;
    const char *detail;           /* for the log, never sent */
    bool whole;                   /* an export: lists are not cut into pages */
    bool keep_on_fault;           /* what was written stays although the answer is a fault: a
                                     failed sign-in is counted */
    bool rehearse;                /* what was written is taken back though the answer is good */
    const char *origin;           /* "https://host", as the browser calls us; NULL: no browser */
    const void *subject;          /* of a generic handler: the route's `subject` */
    int64_t act;                  /* the act that this transaction is writing, 0: none yet */
};

/* The day, and nine in the morning of it in Việt Nam: for a history that is told afterwards. */
void ctx_on(struct ctx *c, day d);
/* Who acts and when, to come back to after it. */
struct moment {
    const struct actor *actor;
    day today;
    instant now;
};
struct moment ctx_moment(const struct ctx *c);
void ctx_back(struct ctx *c, const struct moment *to);

/*
 * Record a fault and give back its code: return fail(c, ERR_INVALID, "due_on", N_("…")).
 * `msgid` is translated before formatting, so it must be a literal known to the catalogs.
 */
err fail(struct ctx *c, err code, const char *field, const char *msgid, ...)
    PRINTF(4, 5) NODISCARD;
err fail_law(struct ctx *c, const char *law, err code, const char *field,
             const char *msgid, ...) PRINTF(5, 6) NODISCARD;
/* The same without leaving: collect, then TRY(faults(c)). */
void note_fault(struct ctx *c, err code, const char *field, const char *msgid, ...)
    PRINTF(4, 5);
/* OK, or the code of the first fault collected. */
NODISCARD err faults(const struct ctx *c);
void clear_faults(struct ctx *c);

/* Rows of a list's page: what was asked for within 1 … 1,000, else 50; all when c->whole. */
int64_t page_limit(const struct ctx *c, int64_t asked);

int err_status(err e);             /* HTTP */
const char *err_slug(err e);       /* "not-found" */
const char *err_title(err e);      /* message id */
#endif
