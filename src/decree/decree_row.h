/* SPDX-License-Identifier: Apache-2.0 */
/* decree_row.h: what the files of this room share of its rows and refusals. For decree/ alone. */
#ifndef DECREE_DECREE_ROW_H
#define DECREE_DECREE_ROW_H
#include "decree/decree.h"
#include "store/store.h"

extern const struct table decree_table, decree_step_table, decree_result_table,
    decree_held_table;

/* NOT_FOUND with a fault. */
NODISCARD err decree_must_find(struct ctx *c, const char *code, struct decree *out);
NODISCARD err decree_tell(struct ctx *c, const char *verb, const struct decree *before,
                          const struct decree *after, const char *reason);
/* Stores `after` under the next version, with an act, and reads it again. */
NODISCARD err decree_store(struct ctx *c, const char *verb, const struct decree *before,
                           struct decree *after, const char *reason);
NODISCARD err decree_refuse_blocked(struct ctx *c, const struct decree_plan *plan);
/* decree_execute without the question who asks: the machine on the day. */
NODISCARD err decree_execute_now(struct ctx *c, const char *code, bool dry,
                                 struct decree_report *out);
/* Looks at what was done; INTERNAL names the first invariant that does not hold. */
NODISCARD err decree_verify(struct ctx *c, const struct decree_plan *plan, int64_t run,
                            struct invariant_list *out);
/* decree_minutes.c: what people call a class of what is handed over: a register, or roles. */
const char *decree_class_label(struct ctx *c, const char *name);
#endif
