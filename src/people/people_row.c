/* SPDX-License-Identifier: Apache-2.0 */
/* people_row.c: pages of lists, counted as far as it pays. */
#include "people/people_row.h"

#include "base/msg.h"

enum {
    COUNT_UP_TO = 10000
};

const char *
people_lang(const struct ctx *c)
{
    return c->lang && str_eq(c->lang->lang, "vi") ? "vi" : "en";
}

static const struct field option_fields[] = {
    FIELD(struct option, name, N_("Name")),
    FIELD(struct option, label, N_("Label")),
    FIELD(struct option, chosen, N_("Chosen")),
};
const struct view option_view = VIEW("option", struct option, option_fields);

void
put_choices(struct ctx *c, const struct choice *all, size_t n, int chosen,
            struct option_list *out)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].name)
            *PUSH(c->arena, out) =
                (struct option){all[i].name, T(c, all[i].label), (int)i == chosen};
}

err
put_roles(struct ctx *c, const char *chosen, struct option_list *out)
{
    struct role_list all;
    TRY(role_list(c, &all));
    for (size_t i = 0; i < all.n; i++)
        *PUSH(c->arena, out) = (struct option){all.v[i].name, all.v[i].label,
                                               str_eq(all.v[i].name, chosen)};
    return OK;
}

static err
count(struct ctx *c, const struct select *s, bool exact, struct page_out *out)
{
    int64_t n;
    TRY(select_count(c, s, exact ? 0 : COUNT_UP_TO + 1, &n));
    bool known = exact || n <= COUNT_UP_TO;
    out->total = known ? n : INT_NONE;
    out->total_at_least = known ? INT_NONE : COUNT_UP_TO;
    return OK;
}

err
page_list(struct ctx *c, struct select *s, const struct page_in *in,
          const struct view *v, void *list, struct page_out *out)
{
    struct any_list *rows = list;
    if (in->after && !cursor_parse(c->arena, in->after, &s->after, &s->after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    TRY(count(c, s, str_eq(in->count, "exact"), out));
    int64_t limit = page_limit(c, in->limit);
    s->limit = limit ? limit + 1 : 0;
    TRY(select_list(c, s, v, list));
    out->has_more = limit && rows->n > (size_t)limit;
    if (out->has_more)
        rows->n = (size_t)limit;
    return OK;
}
