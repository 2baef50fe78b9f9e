/* SPDX-License-Identifier: Apache-2.0 */
/* demo.h: the demo province in an empty database, for tests on both engines. */
#ifndef TEST_DEMO_H
#define TEST_DEMO_H
#include "db.h"
#include "decree/decree_demo.h"

static const struct actor operator_ = {.name = "Máy chủ", .is_operator = true};

static inline const char *
demo_password(struct arena *a)
{
    return arena_strdup(a, "mat-khau-cua-bai-thu-2024");
}

/* In a transaction of the operator on its opening day; gives back its accounts. */
static inline struct demo_account_list
test_demo_start(struct ctx *c, void **state)
{
    struct demo_account_list accounts = {0};
    ctx_on(c, day_of(2024, 12, 30));
    test_db_start(c, state);
    c->actor = &operator_;
    ok(c, db_begin(c, true));
    ok(c, decree_demo_load(c, demo_password, &accounts));
    assert_ptr_equal(c->actor, &operator_);
    assert_int_equal(c->today.v, day_of(2024, 12, 30).v);
    return accounts;
}
#endif
