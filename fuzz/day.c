/* SPDX-License-Identifier: Apache-2.0 */
/* day.c: days, instants and numbers as people type them; what is taken is written and read again. */
#include "base/day.h"
#include "base/text.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_free) struct arena a = {0};
    if (size == 0)
        return 0;
    int scale = data[0] % 19;
    const char *s = arena_strndup(&a, (const char *)data + 1, size - 1);
    day d, e;
    if (day_parse(s, &d)) {
        must(day_parse(day_iso(&a, d), &e) && e.v == d.v);
        must(day_parse(day_vn(&a, d), &e) && e.v == d.v);
        must(d.v >= day_of(1000, 1, 1).v && d.v <= DAY_MAX.v);
    }
    instant t, u;
    if (instant_parse(s, &t)) {
        must(instant_parse(instant_iso(&a, t), &u) && u.v == t.v);
        must(instant_vn(&a, t) != NULL);
    }
    int64_t v, w;
    if (decimal_parse(s, scale, &v)) {
        must(v != INT_NONE);
        must(decimal_parse(decimal_text(&a, v, scale, 0), scale, &w) && w == v);
    }
    if (int_parse(s, &v))
        must(int_parse(arena_printf(&a, "%lld", (long long)v), &w) && w == v);
    return 0;
}
