/* SPDX-License-Identifier: Apache-2.0 */
/* people_grants.c: roles given, ended and confirmed by people who may. */
#include "base/msg.h"
#include "people/people_row.h"

const struct choice grant_states[GRANT_STATES] = {
    [GRANT_IN_FORCE] = {"in_force", N_("In force")},
    [GRANT_INTERIM] = {"interim", N_("To be confirmed")},
};

static const struct field filter_fields[] = {
    FIELD(struct grants_filter, q, N_("Name of the person")),
    FIELD(struct grants_filter, role, N_("Role"), .max = 40),
    ENUM(struct grants_filter, state, grant_states, N_("State")),
    PLACE_FIELDS(struct grants_filter),
};
const struct view grants_filter_view =
    VIEW("grants_filter", struct grants_filter, filter_fields);

#define OF_GRANT(m, k, ...)                                                            \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct grant_item, grant.m), .kind = (k),       \
        .label = __VA_ARGS__                                                           \
    }
static const struct field item_fields[] = {
    OF_GRANT(id, K_INT, N_("Number"), .flags = F_HIDDEN),
    OF_GRANT(person_id, K_ID, N_("Person"), .flags = F_HIDDEN),
    OF_GRANT(person_name, K_TEXT, N_("Person"), .flags = F_BRIEF,
             .to = "/people/{person_id}"),
    OF_GRANT(role, K_TEXT, N_("Role"), .flags = F_HIDDEN),
    OF_GRANT(role_label, K_TEXT, N_("Role"), .flags = F_BRIEF, .to = "/grants/{id}"),
    OF_GRANT(org_id, K_ID, N_("Organisation"), .flags = F_HIDDEN),
    OF_GRANT(org_name, K_TEXT, N_("Organisation"), .flags = F_BRIEF,
             .to = "/orgs/{org_id}"),
    OF_GRANT(below, K_BOOL, N_("And those below it"), .flags = F_BRIEF),
    OF_GRANT(valid_from, K_DAY, N_("From"), .flags = F_BRIEF),
    OF_GRANT(valid_to, K_DAY, N_("Until"), .flags = F_BRIEF),
    OF_GRANT(interim_until, K_DAY, N_("Interim until"), .flags = F_BRIEF),
    OF_GRANT(decree_id, K_ID, N_("By decree"), .flags = F_HIDDEN),
    FIELD(struct grant_item, sort_key, N_("Sort key"), .flags = F_PAGE | F_HIDDEN),
};
const struct view grant_item_view = VIEW("grant_item", struct grant_item, item_fields);

#define COLUMNS(label)                                                                 \
    "g.id, g.person_id, p.name AS person_name, g.role, " label " AS role_label, "      \
    "g.org_id, (SELECT v.name FROM org_version v WHERE v.org_id = g.org_id "           \
    "ORDER BY v.valid_from DESC LIMIT 1) AS org_name, g.below, g.valid_from, "         \
    "g.valid_to, g.interim_until, g.decree_id, p.sort_key"

err
grants_list(struct ctx *c, const struct grants_filter *f, struct grants_page *out)
{
    struct term terms[6];
    const char *today = day_iso(c->arena, c->today);
    struct select s = {
        .from = "grant_role g JOIN person p ON p.id = g.person_id "
                "JOIN role r ON r.name = g.role",
        .columns =
            str_eq(people_lang(c), "en") ? COLUMNS("r.label_en") : COLUMNS("r.label"),
        .terms = terms,
        .order = "p.sort_key",
        .id_column = "g.id",
    };
    terms[s.n_terms++] = (struct term){"g.valid_to", OP_GT, VALUE(today)};
    if (f->state == GRANT_INTERIM) {
        terms[s.n_terms++] = (struct term){"g.interim_until", OP_NULL, VALUE(0)};
    } else {
        terms[s.n_terms++] = (struct term){"g.valid_from", OP_LE, VALUE(today)};
        terms[s.n_terms++] = (struct term){"coalesce(g.interim_until, '9999-12-31')",
                                           OP_GT, VALUE(today)};
    }
    if (f->q)
        terms[s.n_terms++] = (struct term){"p.search", OP_CONTAINS, VALUE(f->q)};
    if (f->role)
        terms[s.n_terms++] = (struct term){"g.role", OP_EQ, VALUE(f->role)};
    struct page_out page;
    TRY(page_list(c, &s, &(struct page_in){f->after, f->count, f->limit},
                  &grant_item_view, &out->items, &page));
    out->total = page.total;
    out->total_at_least = page.total_at_least;
    if (page.has_more) {
        const struct grant_item *last = &out->items.v[out->items.n - 1];
        out->next = cursor_text(c->arena, last->sort_key, last->grant.id);
    }
    out->q = f->q;
    return put_roles(c, f->role, &out->roles);
}

/* ---- writing ---- */

err
people_may_grant(struct ctx *c, const struct grant *g)
{
    struct role role;
    bool self = c->actor && c->actor->id.v && c->actor->id.v == g->person_id.v;
    TRY(people_need_at(c, "grant.write", g->org_id));
    if (self)
        return fail(c, ERR_FORBIDDEN, "role", N_("Nobody gives a role to themselves"));
    err e = g->role ? role_find(c, g->role, &role) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "role", N_("There is no role “%s”"),
                    g->role ? g->role : "");
    TRY(e);
    return capabilities_have(role.capabilities, "setting.write")
               ? people_need_at(c, "setting.write", g->org_id)
               : OK;
}

err
people_grant(struct ctx *c, const struct grant *in, const char *organisation,
             int64_t *id)
{
    struct grant g = *in;
    if (!g.org_id.v)
        TRY(org_pick(c, organisation, c->today, &g.org_id));
    TRY(people_may_grant(c, &g));
    return grant_add(c, &g, id);
}

err
people_grant_end(struct ctx *c, int64_t id, day on)
{
    struct grant g;
    struct role role;
    TRY(grant_find(c, id, &g));
    TRY(people_need_at(c, "grant.write", g.org_id));
    TRY(role_find(c, g.role, &role));
    if (capabilities_have(role.capabilities, "setting.write"))
        TRY(people_need_at(c, "setting.write", g.org_id));
    return grant_end(c, id, day_known(on) && on.v ? on : c->today);
}

err
people_grant_confirm(struct ctx *c, int64_t id)
{
    struct grant g;
    TRY(grant_find(c, id, &g));
    TRY(people_may_grant(c, &g));
    return grant_confirm(c, id);
}
