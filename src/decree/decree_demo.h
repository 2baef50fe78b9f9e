/* SPDX-License-Identifier: Apache-2.0 */
/* decree_demo.h: the demo province, Ninh Bình on 30 December 2024, from demo/ninh-binh. */
#ifndef DECREE_DECREE_DEMO_H
#define DECREE_DECREE_DEMO_H
#include "people/people_demo.h"

/*
 * Fills an empty database in the caller's transaction: units with figures, their organisations,
 * registers, accounts with passwords from `password`, and both decrees, drafted by one account and
 * approved by another, not scheduled. c->actor must be the operator.
 */
NODISCARD err decree_demo_load(struct ctx *c, const char *(*password)(struct arena *a),
                               struct demo_account_list *out);
#endif
