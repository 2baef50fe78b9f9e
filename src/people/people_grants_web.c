/* SPDX-License-Identifier: Apache-2.0 */
/* people_grants_web.c: the pages of who has which role. */
#include "web/web.h"

#include "base/msg.h"
#include "people/people_web.h"

static const struct field page_fields[] = {
    LIST_FIELDS(struct grants_page, &grant_item_view),
    FIELD(struct grants_page, q, N_("Search"), .flags = ON_PAGE),
    LISTOF(struct grants_page, roles, &option_view, N_("Roles"), .flags = ON_PAGE),
};
const struct view grants_page_view =
    VIEW("grants_page", struct grants_page, page_fields);

err
get_grants(struct ctx *c, const void *in, void *out)
{
    return grants_list(c, in, out);
}

err
get_grants_interim(struct ctx *c, const void *in, void *out)
{
    struct grants_filter f = *(const struct grants_filter *)in;
    f.state = GRANT_INTERIM;
    return grants_list(c, &f, out);
}

/* ---- one ---- */

struct grant_show {
    struct grant grant;
    struct act_list history;
    bool is_interim, is_over, has_history;
    const char *page_title;
};
#define OF_GRANT(m, k, ...)                                                            \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct grant_show, grant.m), .kind = (k),       \
        .label = __VA_ARGS__                                                           \
    }
static const struct field show_fields[] = {
    OF_GRANT(id, K_INT, N_("Number"), .flags = F_HIDDEN),
    OF_GRANT(person_id, K_ID, N_("Person"), .flags = F_HIDDEN),
    OF_GRANT(person_name, K_TEXT, N_("Person"), .to = "/people/{person_id}"),
    OF_GRANT(role, K_TEXT, N_("Role"), .flags = F_HIDDEN),
    OF_GRANT(role_label, K_TEXT, N_("Role")),
    OF_GRANT(org_id, K_ID, N_("Organisation"), .flags = F_HIDDEN),
    OF_GRANT(org_name, K_TEXT, N_("Organisation"), .to = "/orgs/{org_id}"),
    OF_GRANT(below, K_BOOL, N_("And those below it")),
    OF_GRANT(valid_from, K_DAY, N_("From")),
    OF_GRANT(valid_to, K_DAY, N_("Until")),
    OF_GRANT(interim_until, K_DAY, N_("Interim until")),
    OF_GRANT(decree_id, K_ID, N_("By decree"), .flags = F_HIDDEN),
    LISTOF(struct grant_show, history, &act_view, N_("History"), .flags = ON_PAGE),
    FIELD(struct grant_show, is_interim, N_("To be confirmed"), .flags = ON_PAGE),
    FIELD(struct grant_show, has_history, N_("History"), .flags = ON_PAGE),
    FIELD(struct grant_show, is_over, N_("Over"), .flags = ON_PAGE),
    FIELD(struct grant_show, page_title, N_("Title"), .flags = ON_PAGE),
};
const struct view grant_show_view = VIEW("grant_show", struct grant_show, show_fields);

err
get_grant(struct ctx *c, const void *in, void *out)
{
    struct grant_show *p = out;
    int64_t id = ((const struct key *)in)->id;
    TRY(grant_find(c, id, &p->grant));
    const struct grant *g = &p->grant;
    bool lapsed = day_known(g->interim_until) && g->interim_until.v <= c->today.v;
    p->is_over = g->valid_to.v <= c->today.v || lapsed;
    p->is_interim = day_known(g->interim_until) && !p->is_over;
    p->page_title = arena_printf(c->arena, "%s: %s", g->person_name, g->role_label);
    if (access_may(c, "act.read"))
        TRY(act_list_of(c, "grant", id, &p->history));
    p->has_history = p->history.n > 0;
    return OK;
}

/* ---- giving ---- */

struct give {
    person_id id;
    const char *role, *organisation;
    org_id org_id;
    bool below;
    day since, until;
};
static const struct field give_fields[] = {
    ID(struct give, id, N_("Person")),
    FIELD(struct give, role, N_("Role"), .flags = F_REQUIRED, .options = "roles",
          .max = 40),
    FIELD(struct give, organisation, N_("Organisation"),
          .hint = N_(
              "Its name, or the code of a unit for its People's Committee; empty: the "
              "whole installation")),
    ID(struct give, org_id, N_("Number of the organisation"), .flags = F_HIDDEN),
    FIELD(struct give, below, N_("Also for the organisations below it")),
    FIELD(struct give, since, N_("From"), .hint = N_("Empty: today")),
    FIELD(struct give, until, N_("Until (first day without it)"),
          .hint = N_("Empty: without end")),
};
const struct view grant_new_view = VIEW("grant_new", struct give, give_fields);

err
post_person_grants(struct ctx *c, const void *in, void *out)
{
    const struct give *g = in;
    int64_t id;
    const struct grant new = {.person_id = g->id,
                              .role = g->role,
                              .org_id = g->org_id,
                              .below = g->below,
                              .valid_from = g->since,
                              .valid_to = g->until};
    TRY(in_form(c, people_grant(c, &new, g->organisation, &id), "org_id",
                "organisation"));
    return grant_find(c, id, out);
}

struct give_here {
    org_id id;
    const char *username, *role;
    bool below;
    day since, until;
};
static const struct field give_here_fields[] = {
    ID(struct give_here, id, N_("Organisation")),
    FIELD(struct give_here, username, N_("Username"), .flags = F_REQUIRED, .max = 40),
    FIELD(struct give_here, role, N_("Role"), .flags = F_REQUIRED, .options = "roles",
          .max = 40),
    FIELD(struct give_here, below, N_("Also for the organisations below it")),
    FIELD(struct give_here, since, N_("From"), .hint = N_("Empty: today")),
    FIELD(struct give_here, until, N_("Until (first day without it)"),
          .hint = N_("Empty: without end")),
};
const struct view org_grant_new_view =
    VIEW("org_grant_new", struct give_here, give_here_fields);

err
post_org_grants(struct ctx *c, const void *in, void *out)
{
    const struct give_here *g = in;
    struct person p;
    int64_t id;
    err e = person_by_username(c, g->username, &p);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "username", N_("There is no person “%s”"),
                    g->username);
    TRY(e);
    const struct grant new = {.person_id = p.id,
                              .role = g->role,
                              .org_id = g->id,
                              .below = g->below,
                              .valid_from = g->since,
                              .valid_to = g->until};
    TRY(in_form(c, people_grant(c, &new, NULL, &id), "person_id", "username"));
    return grant_find(c, id, out);
}

err
post_grant_end(struct ctx *c, const void *in, void *out)
{
    const struct key *k = in;
    TRY(people_grant_end(c, k->id, k->on));
    return grant_find(c, k->id, out);
}

err
post_grant_confirm(struct ctx *c, const void *in, void *out)
{
    const struct key *k = in;
    TRY(people_grant_confirm(c, k->id));
    return grant_find(c, k->id, out);
}
