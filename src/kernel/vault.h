/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vault.h: what the house must be able to read again and nobody else may: it lies in the database
 * under a key that is derived from the log's key (act.h), which is outside it. Who has a copy of the
 * database alone has nothing; without that key nothing of it can be read again.
 */
#ifndef KERNEL_VAULT_H
#define KERNEL_VAULT_H
#include "base/ctx.h"

/* Bound to `purpose` and `whose`: moved to another row it does not open. NOT_FOUND: c->keys is NULL. */
NODISCARD err vault_close(struct ctx *c, const char *purpose, int64_t whose,
                          const char *plain, const char **closed);
/* INVALID: it was closed with another key, for somebody else, or altered. */
NODISCARD err vault_open(struct ctx *c, const char *purpose, int64_t whose,
                         const char *closed, const char **plain);
/* Was this made by vault_close? */
bool vault_is_closed(const char *text);
#endif
