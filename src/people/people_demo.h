/* SPDX-License-Identifier: Apache-2.0 */
/* people_demo.h: the accounts of a demo. */
#ifndef PEOPLE_PEOPLE_DEMO_H
#define PEOPLE_PEOPLE_DEMO_H
#include "kernel/access.h"
#include "kernel/org.h"

struct demo_account {
    const char *username, *password, *what; /* what for: a message id */
    const char *where;                      /* a name; NULL: in the demo's province */
};
struct demo_account_list LIST(struct demo_account);

struct demo_person {
    const char *username, *name, *role, *what, *where;
    bool below; /* what stands under its organisations too */
};

/* An account with that password and its role at each of `at` (0: everywhere), from c->today. */
NODISCARD err demo_account_add(struct ctx *c, const struct demo_person *p,
                               const struct org_id_list *at, const char *password,
                               struct demo_account_list *out);
#endif
