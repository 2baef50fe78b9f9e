/* SPDX-License-Identifier: Apache-2.0 */
/* people_orgs_web.c: the pages of organisations. */
#include "web/web.h"

#include "base/msg.h"
#include "people/people_web.h"

static const struct field page_fields[] = {
    LIST_FIELDS(struct orgs_page, &org_item_view),
    FIELD(struct orgs_page, q, N_("Search"), .flags = ON_PAGE),
    FIELD(struct orgs_page, on, N_("As of"), .flags = F_COMPUTED),
    LISTOF(struct orgs_page, kinds, &option_view, N_("Kinds"), .flags = ON_PAGE),
    FIELD(struct orgs_page, may_write, N_("May establish"), .flags = ON_PAGE),
};
const struct view orgs_page_view = VIEW("orgs_page", struct orgs_page, page_fields);

err
get_orgs(struct ctx *c, const void *in, void *out)
{
    return orgs_list(c, in, out);
}

struct at {
    org_id id;
    day on;
};
static const struct field at_fields[] = {
    ID(struct at, id, N_("Number")),
    FIELD(struct at, on, N_("As of")),
};
const struct view org_at_view = VIEW("org_at", struct at, at_fields);

#define OF_ORG(m, k, ...)                                                              \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct orgs_show, org.m), .kind = (k),          \
        .label = __VA_ARGS__                                                           \
    }
static const struct field show_fields[] = {
    OF_ORG(id, K_ID, N_("Number"), .flags = F_HIDDEN),
    OF_ORG(name, K_TEXT, N_("Name")),
    OF_ORG(kind, K_TEXT, N_("Kind"), .flags = F_HIDDEN),
    OF_ORG(kind_label, K_TEXT, N_("Kind")),
    OF_ORG(unit_code, K_TEXT, N_("Code of the unit")),
    OF_ORG(unit_name, K_TEXT, N_("Unit"), .to = "/units/{unit_code}"),
    OF_ORG(valid_from, K_DAY, N_("In force from")),
    OF_ORG(valid_to, K_DAY, N_("In force until")),
    ID(struct orgs_show, parent_id, N_("Organisation above"), .flags = F_HIDDEN),
    FIELD(struct orgs_show, parent_name, N_("Organisation above"),
          .to = "/orgs/{parent_id}"),
    ID(struct orgs_show, now_id, N_("Answered for by"), .flags = F_HIDDEN),
    FIELD(struct orgs_show, now_name, N_("Answered for by"), .to = "/orgs/{now_id}"),
    FIELD(struct orgs_show, on, N_("As of")),
    FIELD(struct orgs_show, is_forthcoming, N_("Forthcoming"), .flags = F_COMPUTED),
    FIELD(struct orgs_show, is_ended, N_("Ended"), .flags = F_COMPUTED),
    FIELD(struct orgs_show, is_itself, N_("Answers for itself"), .flags = ON_PAGE),
    LISTOF(struct orgs_show, answers_for, &org_view, N_("Answers for")),
    LISTOF(struct orgs_show, children, &org_view, N_("Organisations below")),
    LISTOF(struct orgs_show, versions, &org_view, N_("Names through time")),
    LISTOF(struct orgs_show, successions, &org_succession_view, N_("Successions")),
    LISTOF(struct orgs_show, grants, &grant_view, N_("People with a role here")),
    LISTOF(struct orgs_show, history, &act_view, N_("History"), .flags = ON_PAGE),
    LISTOF(struct orgs_show, roles, &role_view, N_("Roles"), .flags = ON_PAGE),
    FIELD(struct orgs_show, has_history, N_("History"), .flags = ON_PAGE),
    FIELD(struct orgs_show, may_write, N_("May change"), .flags = ON_PAGE),
    FIELD(struct orgs_show, may_grant, N_("May give roles"), .flags = ON_PAGE),
    {.name = "page_title",
     .offset = offsetof(struct orgs_show, org.name),
     .kind = K_TEXT,
     .flags = ON_PAGE,
     .label = N_("Title")},
};
const struct view orgs_show_view = VIEW("org_show", struct orgs_show, show_fields);

err
get_org(struct ctx *c, const void *in, void *out)
{
    const struct at *k = in;
    return orgs_show(c, k->id, k->on, out);
}

/* ---- writing ---- */

struct new_page {
    struct org_kind_list kinds;
};
static const struct field new_page_fields[] = {
    LISTOF(struct new_page, kinds, &org_kind_view, N_("Kinds")),
};
const struct view org_new_page_view =
    VIEW("org_new_page", struct new_page, new_page_fields);

err
get_org_new(struct ctx *c, const void *in UNUSED, void *out)
{
    struct org_kind_list *kinds = &((struct new_page *)out)->kinds;
    TRY(org_kinds(c, kinds));
    for (size_t i = 0; i < kinds->n; i++)
        kinds->v[i].label = org_kind_word(c, kinds->v[i].name, kinds->v[i].label);
    return OK;
}

static const struct field new_fields[] = {
    FIELD(struct org_new, kind, N_("Kind"), .flags = F_REQUIRED, .options = "kinds",
          .max = 40),
    FIELD(struct org_new, name, N_("Name"), .flags = F_REQUIRED),
    FIELD(struct org_new, unit_code, N_("Code of the unit"), .max = 20,
          .hint = N_("Whose organisation it is; empty: of no unit")),
    FIELD(struct org_new, parent, N_("Organisation above"),
          .hint = N_("Its name, or the code of a unit for its People's Committee")),
    FIELD(struct org_new, valid_from, N_("From"), .hint = N_("Empty: today")),
};
const struct view org_new_view = VIEW("org_new", struct org_new, new_fields);

err
post_orgs(struct ctx *c, const void *in, void *out)
{
    org_id id;
    const struct org_new *n = in;
    TRY(orgs_add(c, n, &id));
    return org_find(c, id, day_known(n->valid_from) ? n->valid_from : c->today, out);
}

struct change {
    org_id id;
    const char *name, *parent;
    day on;
};
static const struct field change_fields[] = {
    ID(struct change, id, N_("Number")),
    FIELD(struct change, name, N_("Name")),
    FIELD(struct change, parent, N_("Organisation above"),
          .hint = N_("Its name, or the code of a unit for its People's Committee")),
    FIELD(struct change, on, N_("From"), .hint = N_("Empty: today")),
};
const struct view org_change_view = VIEW("org_change", struct change, change_fields);

err
post_org_change(struct ctx *c, const void *in, void *out)
{
    const struct change *o = in;
    TRY(orgs_change(c, o->id, o->on, o->name, o->parent));
    return org_find(c, o->id, day_known(o->on) ? o->on : c->today, out);
}
