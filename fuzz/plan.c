/* SPDX-License-Identifier: Apache-2.0 */
/* plan.c: any bytes as a plan: an error that says so, or items whose rules are sound and whose texts
 * are valid UTF-8. */
#include <stdlib.h>

#include "base/text.h"
#include "fuzz.h"
#include "task/plan_read.h"

static void
check_text(const char *s)
{
    must(!s || utf8_valid(s, strlen(s)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = fuzz_ctx(&a, n);
    struct plan p;
    err e = plan_read(&c, (const char *)data, n, &p);
    must(e == OK ? faults(&c) == OK : c.faults.n > 0);
    for (size_t i = 0; e == OK && i < p.items.n; i++) {
        const struct plan_item *x = &p.items.v[i];
        check_text(x->number);
        check_text(x->sentence);
        check_text(x->text);
        check_text(x->body);
        check_text(x->others);
        check_text(x->unread);
        must(x->rule != NULL);
        deadline_rule_check(&c, x->rule, "");
        must(faults(&c) == OK);
    }
    must(e != OK || p.total == (int64_t)p.items.n);
    return 0;
}
