/* SPDX-License-Identifier: Apache-2.0 */
/* access_row.h: what the files of kernel/access share. */
#ifndef KERNEL_ACCESS_ROW_H
#define KERNEL_ACCESS_ROW_H
#include "kernel/access.h"
#include "store/store.h"

/* "en", else Vietnamese: in which language a role is called. */
const char *access_lang(const struct ctx *c);
/* What no grant has to say: 1 yes, 0 no, -1 ask the grants. */
int access_without_grant(const struct ctx *c, const char *capability);
/* 0 and "none" are both left out. */
bool access_day_given(day d);
/* Fills in today and open; INVALID(valid_to). */
NODISCARD err access_span(struct ctx *c, day *from, day *to);
/* 0 is stored as NULL. */
struct value access_none_or(int64_t id);
/* One thing done to one person. */
NODISCARD err access_act(struct ctx *c, const char *verb, const char *kind, int64_t id,
                         const struct person *p, const char *changes);

/* At least 10 characters, not the username, not one that everybody tries. Gives it in NFC. */
NODISCARD err password_rules(struct ctx *c, const char *field, const char *username,
                             const char *typed, const char **out);
/* Argon2id, 30 ms. INTERNAL: no memory. */
NODISCARD err password_hash(struct ctx *c, const char *password, const char **out);
/* Of one that was made here. */
NODISCARD err password_hash_made(struct ctx *c, const char *password, const char **out);
/* One more failure after n_failed, which may lock; -1: none, all is forgotten. */
NODISCARD err password_count(struct ctx *c, person_id id, int64_t n_failed);
/* The same time whether there is a hash or not, and of what kind. */
bool password_fits(struct ctx *c, const char *hash, const char *typed);
#endif
