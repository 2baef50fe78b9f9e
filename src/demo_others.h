/* SPDX-License-Identifier: Apache-2.0 */
/* demo_others.h: the demo beyond its province: two provinces, a city and the centre, each with the
 * document that it follows. */
#ifndef DEMO_OTHERS_H
#define DEMO_OTHERS_H
#include "decree/decree_demo.h"

/*
 * After task_demo_load, in the same transaction: their organisations, two accounts each (one gives
 * and verifies, one enters and does), added to `accounts`, and their documents of demo/plan as
 * directives with tasks. c->actor must be the operator.
 */
NODISCARD err demo_others_load(struct ctx *c, const char *(*password)(struct arena *a),
                               struct demo_account_list *accounts);
#endif
