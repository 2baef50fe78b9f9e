/* SPDX-License-Identifier: Apache-2.0 */
/* json.c: JSON bodies, down to a record with lists and back out. */
#include "record.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = fuzz_ctx(&a, size);
    struct sample s;
    view_clear(&sample_view, &s);
    if (view_from_json(&c, &sample_view, (const char *)data, size, &s) != OK) {
        must(c.faults.n >= 1);
        return 0;
    }
    for (size_t i = 0; i < c.faults.n; i++)
        must(c.faults.v[i].field && utf8_valid(c.faults.v[i].field,
                                               strlen(c.faults.v[i].field)));
    view_require(&c, &sample_view, &s);
    check_record(&c, &s);
    return 0;
}
