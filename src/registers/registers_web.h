/* SPDX-License-Identifier: Apache-2.0 */
/* registers_web.h: the routes of registers, for who puts the house together and for tests. */
#ifndef REGISTERS_REGISTERS_WEB_H
#define REGISTERS_REGISTERS_WEB_H
#include "kernel/register.h"
#include "web/web.h"

/* Of each of `regs` (ends with NULL); ends with a NULL path. Lives in the arena. */
const struct route *register_routes_of(struct arena *a,
                                       const struct registry *const *regs);
/* Of all registers: the edge calls it at start. */
const struct route *register_routes(struct arena *a);
/* Has the actor this capability for what `org` answers for? Notes no fault. */
NODISCARD err desk_may(struct ctx *c, const char *capability, org_id org, bool *out);
#endif
