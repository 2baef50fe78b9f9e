/* SPDX-License-Identifier: Apache-2.0 */
/* grant.c: who has which role where, and from when to when. Hand-over by a decree is
 * grant_carry.c. */
#include "base/msg.h"
#include "kernel/access_row.h"
#include "kernel/act.h"
#include "kernel/grant_row.h"
#include "kernel/org.h"

extern const struct query Q_grant_find, Q_grant_of_person, Q_grant_of_org,
    Q_grant_to_confirm, Q_grant_in_the_way, Q_grant_add, Q_grant_end, Q_grant_confirm;

static const struct field grant_fields[] = {
    FIELD(struct grant, id, N_("Number"), .flags = F_READONLY | F_HIDDEN),
    ID(struct grant, person_id, N_("Person"), .flags = F_HIDDEN),
    FIELD(struct grant, person_name, N_("Person"), .flags = F_COMPUTED | F_BRIEF,
          .to = "/people/{person_id}"),
    FIELD(struct grant, role, N_("Role"), .flags = F_HIDDEN | F_REQUIRED, .max = 40),
    FIELD(struct grant, role_label, N_("Role"), .flags = F_COMPUTED | F_BRIEF),
    ID(struct grant, org_id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct grant, org_name, N_("Organisation"), .flags = F_COMPUTED | F_BRIEF,
          .to = "/orgs/{org_id}"),
    FIELD(struct grant, below, N_("And those below it"), .flags = F_BRIEF),
    FIELD(struct grant, valid_from, N_("From"), .flags = F_BRIEF),
    FIELD(struct grant, valid_to, N_("Until"), .flags = F_BRIEF),
    FIELD(struct grant, interim_until, N_("Interim until"),
          .flags = F_BRIEF | F_READONLY),
    ID(struct grant, decree_id, N_("By decree"), .flags = F_HIDDEN | F_READONLY),
};
const struct view grant_view = VIEW("grant", struct grant, grant_fields);

/* ---- reading ---- */

err
grant_find(struct ctx *c, int64_t id, struct grant *out)
{
    return query_one(c, &Q_grant_find, &grant_view, out, IN(id, access_lang(c)));
}

err
grant_list(struct ctx *c, org_id org, day on, struct grant_list *out)
{
    return org.v ? query_list(c, &Q_grant_of_org, &grant_view, out,
                              IN(org.v, on, access_lang(c), 0))
                 : query_list(c, &Q_grant_to_confirm, &grant_view, out,
                              IN(on, access_lang(c)));
}

err
grant_list_of_person(struct ctx *c, person_id id, struct grant_list *out)
{
    return query_list(c, &Q_grant_of_person, &grant_view, out,
                      IN(id.v, access_lang(c)));
}

err
access_posts(struct ctx *c, org_id org, day on, struct grant_list *out)
{
    return query_list(c, &Q_grant_of_org, &grant_view, out,
                      IN(org.v, on, access_lang(c), 1));
}

/* ---- writing ---- */

err
grant_act(struct ctx *c, const char *verb, const struct grant *g, decree_id by,
          const char *changes)
{
    return act_add(
        c,
        &(struct act){
            .verb = verb,
            .kind = "grant",
            .object_id = g->id,
            .org_id = g->org_id,
            .label = arena_printf(c->arena, "%s: %s", g->person_name,
                                  g->role_label ? g->role_label : g->role),
            .path = arena_printf(c->arena, "/people/%lld", (long long)g->person_id.v),
            .decree_id = by,
            .changes = changes,
        });
}

static err
check_org(struct ctx *c, const struct grant *g)
{
    struct org o;
    if (!g->org_id.v)
        return OK;
    err e = org_find(c, g->org_id, g->valid_from, &o);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "org_id", N_("There is no such organisation"));
    TRY(e);
    if (!span_has((span){o.valid_from, o.valid_to}, g->valid_from))
        return fail(c, ERR_INVALID, "org_id", N_("%s is not in force on %s"), o.name,
                    day_vn(c->arena, g->valid_from));
    /* who answers for it since would have a role that nobody gave there */
    return g->valid_to.v <= o.valid_to.v
               ? OK
               : fail(c, ERR_INVALID, "org_id", N_("%s is not in force on %s"), o.name,
                      day_vn(c->arena, o.valid_to));
}

static err
check_free(struct ctx *c, const struct grant *g, const struct role *role)
{
    struct grant other;
    err e = query_one(c, &Q_grant_in_the_way, &grant_view, &other,
                      IN(g->role, access_none_or(g->org_id.v), g->person_id.v,
                         role->is_post, g->valid_from, g->valid_to));
    if (e != OK)
        return e == ERR_NOT_FOUND ? OK : e;
    return other.person_id.v == g->person_id.v
               ? fail(c, ERR_CONFLICT, "role", N_("%s has this role there already"),
                      other.person_name)
               : fail(
                     c, ERR_CONFLICT, "role",
                     N_("%s holds this post there: it is held by one person at a time"),
                     other.person_name);
}

err
grant_insert(struct ctx *c, struct grant *g)
{
    TRY(id_next(c, &g->id));
    return query_exec(c, &Q_grant_add,
                      IN(g->id, g->person_id.v, g->role, access_none_or(g->org_id.v),
                         g->below, g->valid_from, g->valid_to, g->interim_until,
                         access_none_or(g->decree_id.v)),
                      NULL);
}

static err
check_all(struct ctx *c, struct grant *g, struct role *role)
{
    TRY(access_span(c, &g->valid_from, &g->valid_to));
    if (!access_day_given(g->interim_until))
        g->interim_until = DAY_NONE;
    err e = g->role ? role_find(c, g->role, role) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "role", N_("There is no role “%s”"),
                    g->role ? g->role : "");
    TRY(e);
    TRY(check_org(c, g));
    return check_free(c, g, role);
}

err
grant_check(struct ctx *c, struct grant *g)
{
    struct role role;
    return check_all(c, g, &role);
}

err
grant_add(struct ctx *c, const struct grant *in, int64_t *id)
{
    struct grant g = *in;
    struct role role;
    struct person p;
    TRY(check_all(c, &g, &role));
    err e = person_find(c, g.person_id, &p);
    if (e == ERR_NOT_FOUND || (e == OK && p.valid_to.v <= g.valid_from.v))
        return fail(c, ERR_INVALID, "person_id", N_("There is no such person then"));
    TRY(e);
    TRY(grant_insert(c, &g));
    if (id)
        *id = g.id;
    g.person_name = p.name;
    g.role_label = role.label;
    return grant_act(c, "add", &g, g.decree_id, view_diff(c, &grant_view, NULL, &g));
}

err
grant_end(struct ctx *c, int64_t id, day on)
{
    struct grant was, g;
    TRY(grant_find(c, id, &was));
    if (was.valid_to.v <= on.v)
        return fail(c, ERR_CONFLICT, "on", N_("It ends on %s already"),
                    day_vn(c->arena, was.valid_to));
    if (on.v < was.valid_from.v)
        return fail(c, ERR_INVALID, "on", N_("It would end before it begins"));
    g = was;
    g.valid_to = on;
    TRY(query_exec(c, &Q_grant_end, IN(id, on), NULL));
    return grant_act(c, "end", &g, (decree_id){0}, view_diff(c, &grant_view, &was, &g));
}

err
grant_confirm(struct ctx *c, int64_t id)
{
    struct grant was, g;
    TRY(grant_find(c, id, &was));
    if (!day_known(was.interim_until))
        return fail(c, ERR_CONFLICT, NULL, N_("It is not interim"));
    if (was.interim_until.v <= c->today.v || was.valid_to.v <= c->today.v)
        return fail(c, ERR_CONFLICT, NULL, N_("Its time was over on %s: give it anew"),
                    day_vn(c->arena, was.interim_until.v < was.valid_to.v
                                         ? was.interim_until
                                         : was.valid_to));
    g = was;
    g.interim_until = DAY_NONE;
    TRY(query_exec(c, &Q_grant_confirm, IN(id), NULL));
    return grant_act(c, "confirm", &g, (decree_id){0},
                     view_diff(c, &grant_view, &was, &g));
}
