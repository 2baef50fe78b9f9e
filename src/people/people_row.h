/* SPDX-License-Identifier: Apache-2.0 */
/* people_row.h: what the files of this room share. */
#ifndef PEOPLE_PEOPLE_ROW_H
#define PEOPLE_PEOPLE_ROW_H
#include "people/people.h"
#include "store/store.h"

/* Where in a list: the last fields of a filter. */
#define PLACE_FIELDS(T)                                                                \
    FIELD(T, after, N_("After"), .flags = F_HIDDEN, .max = 2000),                      \
        FIELD(T, limit, N_("Rows"), .flags = F_HIDDEN),                                \
        FIELD(T, count, N_("Count"), .flags = F_HIDDEN, .max = 20)

struct page_in {
    const char *after, *count;
    int64_t limit;
};
struct page_out {
    int64_t total, total_at_least; /* one of them; the other INT_NONE */
    bool has_more;
};
/* Fills `list` with a page of s, whose `in` its `from` uses. INVALID(after). */
NODISCARD err page_list(struct ctx *c, struct select *s, const struct page_in *in,
                        const struct view *v, void *list, struct page_out *out);

/* What a filter offers; the one called `chosen` is. */
void put_choices(struct ctx *c, const struct choice *all, size_t n, int chosen,
                 struct option_list *out);
NODISCARD err put_roles(struct ctx *c, const char *chosen, struct option_list *out);

/* The capability there; of no organisation: everywhere. FORBIDDEN. */
NODISCARD err people_need_at(struct ctx *c, const char *capability, org_id org);
/* "en" or another: the language of a role's label. */
const char *people_lang(const struct ctx *c);
#endif
