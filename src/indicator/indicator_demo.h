/* SPDX-License-Identifier: Apache-2.0 */
/* indicator_demo.h: a few indicators of the demo, with two years of invented values. */
#ifndef INDICATOR_INDICATOR_DEMO_H
#define INDICATOR_INDICATOR_DEMO_H
#include "base/ctx.h"

/* After decree_demo_load, in the same transaction. */
NODISCARD err indicator_demo_load(struct ctx *c);
/* What Bình Dương aims at, after that and demo_others_load. */
NODISCARD err indicator_demo_load_others(struct ctx *c);
#endif
