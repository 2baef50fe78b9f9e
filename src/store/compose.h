/* SPDX-License-Identifier: Apache-2.0 */
/* compose.h: statements whose text is composed by store/ itself; for store/ alone. */
#ifndef STORE_COMPOSE_H
#define STORE_COMPOSE_H
#include "store/store.h"

NODISCARD err dynamic_list(struct ctx *c, const char *sql, const struct view *v,
                           void *list, const struct value *in, int n_in);
NODISCARD err dynamic_exec(struct ctx *c, const char *sql, const struct value *in,
                           int n_in, int64_t *n);
NODISCARD err dynamic_int(struct ctx *c, const char *sql, const struct value *in,
                          int n_in, int64_t *out);
/* As select_merge, of few branches and in one statement; PostgreSQL alone takes it so. */
NODISCARD err select_union(struct ctx *c, const struct select *s,
                           const struct term *branches, size_t n_branches,
                           size_t n_each, const struct view *v, void *list);
#endif
