/* SPDX-License-Identifier: Apache-2.0 */
/* compose.h: statements whose text is composed by store/ itself; for store/ alone. */
#ifndef STORE_COMPOSE_H
#define STORE_COMPOSE_H
#include "store/store.h"

NODISCARD err dynamic_list(struct ctx *c, const char *sql, const struct view *v, void *list,
                           const struct value *in, int n_in);
NODISCARD err dynamic_exec(struct ctx *c, const char *sql, const struct value *in, int n_in,
                           int64_t *n);
NODISCARD err dynamic_int(struct ctx *c, const char *sql, const struct value *in, int n_in,
                          int64_t *out);
#endif
