/* SPDX-License-Identifier: Apache-2.0 */
#include "people/people_demo.h"

err
demo_account_add(struct ctx *c, const struct demo_person *p,
                 const struct org_id_list *at, const char *password,
                 struct demo_account_list *out)
{
    const struct person who = {.username = p->username,
                               .name = p->name,
                               .lang = "vi",
                               .locked_until = INSTANT_NONE};
    person_id id;
    TRY(person_add(c, &who, password, &id));
    for (size_t i = 0; i < at->n; i++)
        TRY(grant_add(c,
                      &(struct grant){.person_id = id,
                                      .role = p->role,
                                      .org_id = at->v[i],
                                      .below = p->below},
                      NULL));
    *PUSH(c->arena, out) =
        (struct demo_account){p->username, password, p->what, p->where};
    return OK;
}
