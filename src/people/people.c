/* SPDX-License-Identifier: Apache-2.0 */
/* people.c: accounts as a list and one by one; who may do what to whom. */
#include "people/people.h"

#include "base/msg.h"
#include "kernel/second.h"
#include "people/people_row.h"

extern const struct query Q_people_roles, Q_people_grants_of;

const struct choice person_states[PERSON_STATES] = {
    [PERSON_ACTIVE] = {"active", N_("Active")},
    [PERSON_LOCKED] = {"locked", N_("Locked")},
    [PERSON_ENDED] = {"ended", N_("Ended")},
};

static const struct field filter_fields[] = {
    FIELD(struct people_filter, q, N_("Name, username or email")),
    FIELD(struct people_filter, role, N_("Role"), .max = 40),
    ENUM(struct people_filter, state, person_states, N_("State")),
    PLACE_FIELDS(struct people_filter),
};
const struct view people_filter_view =
    VIEW("people_filter", struct people_filter, filter_fields);

static const struct field item_fields[] = {
    ID(struct people_item, id, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct people_item, name, N_("Full name"), .flags = F_BRIEF,
          .to = "/people/{id}"),
    FIELD(struct people_item, username, N_("Username"), .flags = F_BRIEF),
    FIELD(struct people_item, email, N_("Email"), .flags = F_BRIEF | F_PERSONAL),
    FIELD(struct people_item, roles, N_("Roles"), .flags = F_BRIEF | F_COMPUTED,
          .max = 4000),
    FIELD(struct people_item, valid_from, N_("Account from"), .flags = F_BRIEF),
    FIELD(struct people_item, valid_to, N_("Account until"), .flags = F_BRIEF),
    FIELD(struct people_item, locked_until, N_("Locked until")),
    FIELD(struct people_item, is_ended, N_("Ended"),
          .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
    FIELD(struct people_item, sort_key, N_("Sort key"), .flags = F_PAGE | F_HIDDEN),
};
const struct view people_item_view =
    VIEW("people_item", struct people_item, item_fields);

/* ---- the list ---- */

struct role_of {
    person_id person_id;
    const char *role_label, *org_name;
};
struct role_of_list LIST(struct role_of);
static const struct field role_of_fields[] = {
    ID(struct role_of, person_id, "person"),
    FIELD(struct role_of, role_label, "role"),
    FIELD(struct role_of, org_name, "organisation"),
};
static const struct view role_of_view = VIEW("role_of", struct role_of, role_of_fields);

static const char *
roles_text(struct ctx *c, const struct role_of_list *all, person_id id)
{
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = 0; i < all->n; i++) {
        const struct role_of *r = &all->v[i];
        if (r->person_id.v != id.v)
            continue;
        buf_printf(&b, "%s%s", b.n ? "; " : "", r->role_label);
        if (r->org_name)
            buf_printf(&b, " (%s)", r->org_name);
    }
    return b.n ? arena_strndup(c->arena, b.s, b.n) : NULL;
}

/* One query for the page: names of a page stand between its first and its last. */
static err
put_roles_of(struct ctx *c, struct people_item_list *items)
{
    struct role_of_list all;
    if (items->n == 0)
        return OK;
    TRY(query_list(c, &Q_people_roles, &role_of_view, &all,
                   IN(items->v[0].sort_key, items->v[items->n - 1].sort_key, c->today,
                      people_lang(c))));
    for (size_t i = 0; i < items->n; i++) {
        struct people_item *p = &items->v[i];
        p->roles = roles_text(c, &all, p->id);
        p->is_ended = p->valid_to.v <= c->today.v;
        if (p->locked_until.v <= c->now.v)
            p->locked_until = INSTANT_NONE;
    }
    return OK;
}

#define WITH_ROLE                                                                      \
    "(SELECT DISTINCT person_id FROM grant_role WHERE role = $1 AND valid_from <= $2 " \
    "AND valid_to > $2 AND (interim_until IS NULL OR interim_until > $2)) AS held "    \
    "JOIN person p ON p.id = held.person_id"

err
people_list(struct ctx *c, const struct people_filter *f, struct people_page *out)
{
    struct term terms[4];
    const char *today = day_iso(c->arena, c->today);
    const struct value in[] = {VALUE(f->role), VALUE(today)};
    struct select s = {
        .from = f->role ? WITH_ROLE : "person p",
        .columns = "p.id, p.username, p.name, p.email, p.valid_from, p.valid_to, "
                   "p.locked_until, p.sort_key",
        .in = in,
        .n_in = f->role ? 2 : 0,
        .terms = terms,
        .order = "p.sort_key",
        .id_column = "p.id",
    };
    if (f->q)
        terms[s.n_terms++] = (struct term){"p.search", OP_CONTAINS, VALUE(f->q)};
    if (f->state == PERSON_ACTIVE)
        terms[s.n_terms++] = (struct term){"p.valid_to", OP_GT, VALUE(today)};
    else if (f->state == PERSON_ENDED)
        terms[s.n_terms++] = (struct term){"p.valid_to", OP_LE, VALUE(today)};
    else if (f->state == PERSON_LOCKED)
        terms[s.n_terms++] = (struct term){"p.locked_until", OP_GT,
                                           VALUE(instant_iso(c->arena, c->now))};
    struct page_out page;
    TRY(page_list(c, &s, &(struct page_in){f->after, f->count, f->limit},
                  &people_item_view, &out->items, &page));
    out->total = page.total;
    out->total_at_least = page.total_at_least;
    if (page.has_more) {
        const struct people_item *last = &out->items.v[out->items.n - 1];
        out->next = cursor_text(c->arena, last->sort_key, last->id.v);
    }
    TRY(put_roles_of(c, &out->items));
    out->q = f->q;
    out->may_write = access_may(c, "people.write");
    put_choices(c, person_states, PERSON_STATES, f->state, &out->states);
    return put_roles(c, f->role, &out->roles);
}

/* ---- who may do what to whom ---- */

err
people_need_at(struct ctx *c, const char *capability, org_id org)
{
    bool everywhere;
    if (org.v)
        return access_need(c, capability, org);
    TRY(access_everywhere(c, capability, &everywhere));
    return everywhere ? OK
                      : fail(c, ERR_FORBIDDEN, NULL,
                             N_("You may not do this for the whole installation"));
}

err
people_need(struct ctx *c, person_id id)
{
    struct grant_list grants;
    struct role role;
    TRY(access_need(c, "people.write", (org_id){0}));
    TRY(query_list(c, &Q_people_grants_of, &grant_view, &grants, IN(id.v, c->today)));
    for (size_t i = 0; i < grants.n; i++) {
        const struct grant *g = &grants.v[i];
        TRY(people_need_at(c, "people.write", g->org_id));
        TRY(role_find(c, g->role, &role));
        if (capabilities_have(role.capabilities, "setting.write"))
            TRY(people_need_at(c, "setting.write", g->org_id));
    }
    return OK;
}

/* The same as a question, for what a page offers. */
static err
people_may(struct ctx *c, person_id id, bool *out)
{
    struct ctx quiet = *c;
    quiet.faults = (struct fault_list){0};
    quiet.code = OK;
    err e = people_need(&quiet, id);
    *out = e == OK;
    return e == ERR_FORBIDDEN || e == ERR_UNAUTHENTICATED ? OK : e;
}

/* ---- one account ---- */

err
people_show(struct ctx *c, person_id id, struct people_show *out)
{
    TRY(person_find(c, id, &out->person));
    TRY(grant_list_of_person(c, id, &out->grants));
    TRY(delegation_list(c, id, &out->delegations));
    TRY(absence_list(c, id, &out->absences));
    if (access_may(c, "act.read"))
        TRY(act_list_of(c, "person", id.v, &out->history));
    out->has_history = out->history.n > 0;
    TRY(role_list(c, &out->roles));
    TRY(people_may(c, id, &out->may_write));
    out->may_grant =
        access_may(c, "grant.write") && !(c->actor && c->actor->id.v == id.v);
    struct second_state second;
    TRY(second_state(c, id, &second));
    out->has_second = second.on;
    TRY(oidc_links(c, id, &out->links));
    struct oidc_config k;
    out->provider = oidc_config(&k) ? k.name : NULL;
    out->is_ended = out->person.valid_to.v <= c->today.v;
    out->is_locked = out->person.locked_until.v > c->now.v;
    return OK;
}

static err
first_grant(struct ctx *c, const struct people_new *in, struct grant *g)
{
    *g = (struct grant){.role = in->role, .org_id = in->org_id, .below = in->below};
    if (!g->org_id.v)
        TRY(org_pick(c, in->organisation, c->today, &g->org_id));
    TRY(people_may_grant(c, g));
    return grant_check(c, g);
}

err
people_add(struct ctx *c, const struct people_new *in, struct people_made *out)
{
    struct grant g;
    const struct person p = {
        .username = in->username, .name = in->name, .email = in->email};
    TRY(access_need(c, "people.write", (org_id){0}));
    person_check(c, &p);
    TRY(faults(c));
    if (in->role)
        TRY(first_grant(c, in, &g));
    *out = (struct people_made){
        .username = in->username, .name = in->name, .shown_once = true};
    TRY(person_add_new(c, &p, &out->password, &out->id));
    if (!in->role)
        return OK;
    g.person_id = out->id;
    return grant_add(c, &g, NULL);
}

err
people_change(struct ctx *c, person_id id, const char *name, const char *email)
{
    struct person p;
    TRY(people_need(c, id));
    TRY(person_find(c, id, &p));
    p.name = name;
    p.email = email;
    return person_change(c, &p);
}

err
people_reset(struct ctx *c, person_id id, struct people_made *out)
{
    struct person p;
    TRY(people_need(c, id));
    TRY(person_find(c, id, &p));
    *out = (struct people_made){
        .id = id, .username = p.username, .name = p.name, .shown_once = true};
    return person_reset_password(c, id, &out->password);
}

err
people_end(struct ctx *c, person_id id, day on)
{
    TRY(people_need(c, id));
    return person_end(c, id, day_known(on) && on.v ? on : c->today);
}

err
people_absence(struct ctx *c, const struct absence *in)
{
    if (!c->actor || c->actor->id.v != in->person_id.v)
        TRY(people_need(c, in->person_id));
    return absence_add(c, in, NULL);
}
