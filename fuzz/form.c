/* SPDX-License-Identifier: Apache-2.0 */
/* form.c: urlencoded bodies and query strings, down to a record and back out. */
#include "record.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf b = {0};
    struct ctx c = fuzz_ctx(&a, size);
    struct pair_list p = {0}, again = {0};
    if (pairs_parse(&c, (const char *)data, size, &p) != OK) {
        must(p.n == 0 && c.faults.n == 1);
        return 0;
    }
    for (size_t i = 0; i < p.n; i++) {
        must(utf8_valid(p.v[i].name, strlen(p.v[i].name)));
        must(utf8_valid(p.v[i].value, strlen(p.v[i].value)));
        buf_putc(&b, '&');
        buf_url(&b, p.v[i].name);
        buf_putc(&b, '=');
        buf_url(&b, p.v[i].value);
    }
    must(pairs_parse(&c, b.s, b.n, &again) == OK && again.n == p.n);
    for (size_t i = 0; i < p.n; i++)
        must(strcmp(p.v[i].name, again.v[i].name) == 0 &&
             strcmp(p.v[i].value, again.v[i].value) == 0);
    struct sample s;
    view_clear(&sample_view, &s);
    view_from_pairs(&c, &sample_view, &p, &s);
    view_require(&c, &sample_view, &s);
    check_record(&c, &s);
    return 0;
}
