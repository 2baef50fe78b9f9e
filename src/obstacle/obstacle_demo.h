/* SPDX-License-Identifier: Apache-2.0 */
/* obstacle_demo.h: what stands in the way in the demo province on its first day. */
#ifndef OBSTACLE_OBSTACLE_DEMO_H
#define OBSTACLE_OBSTACLE_DEMO_H
#include "base/ctx.h"

/* After decree_demo_load, in the same transaction: one question of xã Gia Tân, not answered yet. */
NODISCARD err obstacle_demo_load(struct ctx *c);
#endif
