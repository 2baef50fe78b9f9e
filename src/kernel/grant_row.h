/* SPDX-License-Identifier: Apache-2.0 */
/* grant_row.h: what grant.c and grant_carry.c share. */
#ifndef KERNEL_GRANT_ROW_H
#define KERNEL_GRANT_ROW_H
#include "kernel/access.h"

/* The row as it is, checked by the caller; its id is made here. */
NODISCARD err grant_insert(struct ctx *c, struct grant *g);
NODISCARD err grant_act(struct ctx *c, const char *verb, const struct grant *g,
                        decree_id by, const char *changes);
#endif
