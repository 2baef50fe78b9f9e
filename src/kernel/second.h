/* SPDX-License-Identifier: Apache-2.0 */
/*
 * second.h: the second step at sign-in. After the password a ticket; with it and a code of the
 * person's app, or one of their recovery codes, a session. Wrong codes count as wrong passwords do.
 */
#ifndef KERNEL_SECOND_H
#define KERNEL_SECOND_H
#include "kernel/access.h"

struct second_state {
    bool on;      /* asked for at sign-in */
    bool pending; /* a secret was handed out, no code has come back */
    bool needed;  /* a role of theirs asks for it */
    int64_t codes_left;
};
NODISCARD err second_state(struct ctx *c, person_id id, struct second_state *out);

struct recovery_code {
    const char *code;
};
struct recovery_code_list LIST(struct recovery_code);
extern const struct view recovery_code_view;

/* A secret for the app, in base32; in force once confirmed. INVALID(password): it is not theirs;
 * CONFLICT: there is one in force; what vault_close says. */
NODISCARD err second_begin(struct ctx *c, person_id id, const char *password,
                           const char **secret);
/* The first code from the app; gives codes for the day it is lost. INVALID(code), CONFLICT. */
NODISCARD err second_confirm(struct ctx *c, person_id id, const char *code,
                             struct recovery_code_list *out);
/* By themselves, with a code; not while a role asks for it. INVALID(code), CONFLICT. */
NODISCARD err second_end(struct ctx *c, person_id id, const char *code);
/* By whoever may: they begin anew, and their sessions end. CONFLICT: there is none. */
NODISCARD err second_reset(struct ctx *c, person_id id);
/* From the next sign-in on. NOT_FOUND. */
NODISCARD err role_need_second(struct ctx *c, const char *role, bool needed);

/* Secrets that an older program left as they are go under the key of the vault. */
NODISCARD err second_close_all(struct ctx *c);

/* For five minutes. issuer: as session_add is told afterwards. */
NODISCARD err ticket_add(struct ctx *c, person_id id, const char *issuer,
                         const char **ticket);
/* NULL: by password, or there is no such ticket. */
NODISCARD err ticket_issuer(struct ctx *c, const char *ticket, const char **issuer);
/* UNAUTHENTICATED(code), one message for all causes; sets c->keep_on_fault. */
NODISCARD err ticket_redeem(struct ctx *c, const char *ticket, const char *code,
                            person_id *out);
/* After session_add: must the person set up a second step before anything else? */
NODISCARD err second_after_sign_in(struct ctx *c, person_id id, bool *must_enrol);
#endif
