/* SPDX-License-Identifier: Apache-2.0 */
/* access.c: may they? Denied unless a role says so. */
#include "kernel/access.h"

#include "base/msg.h"
#include "kernel/access_row.h"
#include "kernel/act.h"
#include "kernel/org.h"

extern const struct query Q_role_list, Q_role_find;

/* Open to anybody signed in: the state of the country is no secret to its servants. */
static const char open_to_all[] = "unit.read org.read law.read decree.read";
/* What the machine's administrator may not do: it needs a person with the office for it. */
static const char not_for_operator[] = "decree.approve";

static const struct field role_fields[] = {
    FIELD(struct role, name, N_("Name"), .flags = F_BRIEF),
    FIELD(struct role, label, N_("Role"), .flags = F_BRIEF),
    FIELD(struct role, is_post, N_("Post of one person"), .flags = F_BRIEF),
    FIELD(struct role, needs_second, N_("Second step at sign-in")),
    FIELD(struct role, capabilities, N_("May"), .flags = F_LONG),
};
const struct view role_view = VIEW("role", struct role, role_fields);

err
role_list(struct ctx *c, struct role_list *out)
{
    return query_list(c, &Q_role_list, &role_view, out, IN(access_lang(c)));
}

err
role_find(struct ctx *c, const char *name, struct role *out)
{
    return query_one(c, &Q_role_find, &role_view, out, IN(name, access_lang(c)));
}

bool
capabilities_have(const char *capabilities, const char *one)
{
    size_t n = strlen(one);
    for (const char *s = capabilities; s && *s;) {
        size_t word = strcspn(s, " ");
        if (word == n && strncmp(s, one, n) == 0)
            return true;
        s += word;
        s += strspn(s, " ");
    }
    return false;
}

int
access_without_grant(const struct ctx *c, const char *capability)
{
    if (!c->actor)
        return 0;
    if (c->actor->is_operator)
        return !capabilities_have(not_for_operator, capability);
    return capabilities_have(open_to_all, capability) ? 1 : -1;
}

bool
access_may(const struct ctx *c, const char *capability)
{
    if (strcmp(capability, "-") == 0)
        return true;
    if (strcmp(capability, "person") == 0)
        return c->actor != NULL;
    int known = access_without_grant(c, capability);
    if (known >= 0)
        return known;
    for (size_t i = 0; i < c->actor->can.n; i++)
        if (str_eq(c->actor->can.v[i].capability, capability))
            return true;
    return false;
}

bool
access_answers_today(const struct ctx *c, org_id org)
{
    for (size_t i = 0; c->actor && org.v && i < c->actor->can.n; i++)
        if (c->actor->can.v[i].org_id.v ==
            org.v) /* grants are at those that answer today */
            return true;
    return false;
}

/* Who answers for it, on the first day that it is there if that is still to come. */
static err
answering(struct ctx *c, org_id org, day *on, org_id *out)
{
    *on = c->today;
    *out = org;
    if (access_answers_today(c, org))
        return OK;
    err e = org_now(c, org, *on, out);
    if (e != ERR_NOT_FOUND)
        return e;
    struct org o;
    TRY(org_find(c, org, *on, &o));
    *on = o.valid_from;
    return org_now(c, org, *on, out);
}

/* At one that answers on that day. */
static err
may_now(struct ctx *c, const char *capability, org_id now, day on, bool *out)
{
    const struct capability_list *can = &c->actor->can;
    *out = false;
    for (size_t i = 0; i < can->n && !*out; i++)
        if (str_eq(can->v[i].capability, capability))
            *out = !can->v[i].org_id.v || can->v[i].org_id.v == now.v;
    for (size_t i = 0; i < can->n && !*out; i++)
        if (can->v[i].below && str_eq(can->v[i].capability, capability))
            TRY(org_within(c, now, can->v[i].org_id, on, out));
    return OK;
}

static err
may_at(struct ctx *c, const char *capability, org_id org, bool *out)
{
    const struct capability_list *can = &c->actor->can;
    *out = true;
    for (size_t i = 0; i < can->n; i++)
        if (str_eq(can->v[i].capability, capability) && (!can->v[i].org_id.v || !org.v))
            return OK;
    *out = false;
    if (!org.v)
        return OK;
    org_id now;
    day on;
    TRY(answering(c, org, &on, &now));
    return may_now(c, capability, now, on, out);
}

err
access_may_now(struct ctx *c, const char *capability, org_id now, bool *out)
{
    int known = access_without_grant(c, capability);
    *out = known > 0;
    return known < 0 ? may_now(c, capability, now, c->today, out) : OK;
}

err
access_may_below(struct ctx *c, const char *capability, org_id now, bool *out)
{
    int known = access_without_grant(c, capability);
    *out = known > 0;
    for (size_t i = 0; known < 0 && !*out && i < c->actor->can.n; i++) {
        const struct capability_at *can = &c->actor->can.v[i];
        if (!str_eq(can->capability, capability))
            continue;
        if (!can->org_id.v)
            *out = true;
        else if (can->below)
            TRY(org_within(c, now, can->org_id, c->today, out));
    }
    return OK;
}

err
access_need(struct ctx *c, const char *capability, org_id org)
{
    if (!c->actor)
        return fail(c, ERR_UNAUTHENTICATED, NULL, N_("Sign in first"));
    int known = access_without_grant(c, capability);
    bool may = known > 0;
    if (known < 0) {
        err e = may_at(c, capability, org, &may);
        if (e == ERR_NOT_FOUND)
            return fail(c, e, NULL, N_("There is no such organisation"));
        TRY(e);
    }
    return may ? OK
               : fail(c, ERR_FORBIDDEN, NULL,
                      N_("You may not do this for this organisation"));
}

/* ---- for the other files ---- */

const char *
access_lang(const struct ctx *c)
{
    return c->lang && str_eq(c->lang->lang, "vi") ? "vi" : "en";
}

bool
access_day_given(day d)
{
    return day_known(d) && d.v != 0;
}

err
access_span(struct ctx *c, day *from, day *to)
{
    if (!access_day_given(*from))
        *from = c->today;
    if (!access_day_given(*to))
        *to = DAY_MAX;
    return to->v > from->v
               ? OK
               : fail(c, ERR_INVALID, "valid_to", N_("It would end before it begins"));
}

struct value
access_none_or(int64_t id)
{
    return id ? value_int(id) : (struct value){.kind = V_NULL};
}

err
access_act(struct ctx *c, const char *verb, const char *kind, int64_t id,
           const struct person *p, const char *changes)
{
    return act_add(
        c, &(struct act){
               .verb = verb,
               .kind = kind,
               .object_id = id,
               .label = p->name,
               .path = arena_printf(c->arena, "/people/%lld", (long long)p->id.v),
               .changes = changes,
           });
}
