/* SPDX-License-Identifier: Apache-2.0 */
/* formula.c: any bytes as a formula: an error that says where, or one that reckons to a number or says
 * why not. */
#include "indicator/formula.h"
#include "base/text.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = fuzz_ctx(&a, n);
    struct formula f;
    const char *text = arena_strndup(&a, (const char *)data, n);
    err e = formula_parse(&c, text, "formula", &f);
    must(e == OK ? faults(&c) == OK : c.faults.n > 0);
    if (e != OK)
        return 0;
    int64_t out, *values = NEWN(&a, int64_t, f.codes.n);
    const char *why = NULL;
    static const int64_t tried[] = {0, 1, -10000, 123456789,
                                    INT64_C(1000000000000000000)};
    for (size_t i = 0; i < COUNT(tried); i++) {
        for (size_t k = 0; k < f.codes.n; k++)
            values[k] = tried[(i + k) % COUNT(tried)];
        must(formula_reckon(&f, values, &out, &why) == !why);
    }
    return 0;
}
