/* SPDX-License-Identifier: Apache-2.0 */
/* record.h: what must hold for a record however it came in. */
#ifndef FUZZ_RECORD_H
#define FUZZ_RECORD_H
#include "base/text.h"
#include "fuzz.h"
#include "sample.h"

/* Faults of numbers that a double cannot carry are the only ones that our own JSON may meet. */
static inline bool
only_long_numbers(const struct ctx *c)
{
    for (size_t i = 0; i < c->faults.n; i++) {
        const char *name = c->faults.v[i].field;
        size_t n = name ? strlen(name) : 0;
        if (!(str_eq(name, "area_km2") || (n > 5 && str_eq(name + n - 5, ".part"))))
            return false;
    }
    return true;
}

/* The record goes out as JSON, comes in again, goes out the same. */
static inline void
check_record(struct ctx *c, const struct sample *s)
{
    CLEANUP(buf_free) struct buf once = {0};
    CLEANUP(buf_free) struct buf twice = {0};
    clear_faults(c);
    view_json(c, &once, &sample_view, s);
    must(utf8_valid(once.s, once.n));
    struct sample t;
    view_clear(&sample_view, &t);
    must(view_from_json(c, &sample_view, once.s, once.n, &t) == OK);
    if (c->faults.n > 0) {
        must(only_long_numbers(c));
        return;
    }
    view_json(c, &twice, &sample_view, &t);
    must(once.n == twice.n && memcmp(once.s, twice.s, once.n) == 0);
    if (s->name) {
        const char *fold = text_fold(c->arena, s->name);
        must(strcmp(text_fold(c->arena, fold), fold) == 0);
        must(*text_sort_key(c->arena, s->name));
    }
    twice.n = 0;
    view_csv(c, &twice, &sample_view, &(struct any_list){&t, 1});
    view_diff(c, &sample_view, NULL, &t);
    must(strcmp(view_diff(c, &sample_view, &t, &t), "[]") == 0);
    for (size_t i = 0; i < sample_view.n; i++)
        if (sample_view.fields[i].kind < K_HTML)
            field_shown(c, &sample_view.fields[i], &t);
}
#endif
