/* SPDX-License-Identifier: Apache-2.0 */
/* decree_demo.h: the demo province, Ninh Bình on 30 December 2024, from demo/ninh-binh. */
#ifndef DECREE_DECREE_DEMO_H
#define DECREE_DECREE_DEMO_H
#include "base/ctx.h"

struct demo_account {
    const char *username, *password, *what; /* what for: a message id */
    const char *where;                      /* a name; NULL: in the demo's province */
};
struct demo_account_list LIST(struct demo_account);

/*
 * Fills an empty database in the caller's transaction: units with figures, their organisations,
 * registers, accounts with passwords from `password`, and both decrees, drafted by one account and
 * approved by another, not scheduled. c->actor must be the operator.
 */
NODISCARD err decree_demo_load(struct ctx *c, const char *(*password)(struct arena *a),
                               struct demo_account_list *out);
#endif
