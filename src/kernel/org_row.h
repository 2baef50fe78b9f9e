/* SPDX-License-Identifier: Apache-2.0 */
/* org_row.h: what org.c and org_now.c share; for kernel/org alone. */
#ifndef KERNEL_ORG_ROW_H
#define KERNEL_ORG_ROW_H
#include "kernel/act.h"
#include "kernel/org.h"
#include "store/store.h"

/* 0 is stored as NULL. */
struct value org_none_or(int64_t id);
/* One thing done to one organisation, and its writing. */
struct act org_act_of(struct ctx *c, const char *verb, org_id id, const char *name,
                      decree_id by, const char *changes);
NODISCARD err org_act(struct ctx *c, const char *verb, org_id id, const char *name,
                      decree_id by, const char *changes);
#endif
