/* SPDX-License-Identifier: Apache-2.0 */
/* people_me_web.c: getting in and out, and one's own account. */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/oidc.h"
#include "kernel/second.h"
#include "people/people_web.h"

static const struct field signed_fields[] = {
    FIELD(struct signed_out, set_session, N_("Session"), .flags = ON_PAGE),
    FIELD(struct signed_out, end_session, N_("Signed out"), .flags = ON_PAGE),
    FIELD(struct signed_out, go_to, N_("Next page"), .flags = ON_PAGE),
    FIELD(struct signed_out, ticket, N_("Ticket"), .flags = F_COMPUTED | F_HIDDEN),
};
const struct view signed_view = VIEW("signed", struct signed_out, signed_fields);

/* ---- in and out ---- */

struct sign_in {
    const char *username, *password, *to;
    const char *provider, *provider_path;
};
static const struct field at_fields[] = {
    FIELD(struct sign_in, to, N_("Next page"), .flags = F_HIDDEN, .max = 2000),
    FIELD(struct sign_in, provider, N_("Sign-in provider"), .flags = F_COMPUTED | F_READONLY),
    FIELD(struct sign_in, provider_path, N_("Path"), .flags = F_READONLY | ON_PAGE),
};
const struct view sign_in_at_view = VIEW("sign_in_at", struct sign_in, at_fields);

static const struct field in_fields[] = {
    FIELD(struct sign_in, username, N_("Username"), .flags = F_REQUIRED, .max = 100),
    FIELD(struct sign_in, password, N_("Password"), .flags = F_REQUIRED | F_SECRET,
          .max = 1000),
    FIELD(struct sign_in, to, N_("Next page"), .flags = F_HIDDEN, .max = 2000),
};
const struct view sign_in_view = VIEW("sign_in", struct sign_in, in_fields);

err
get_sign_in(struct ctx *c, const void *in, void *out)
{
    struct sign_in *o = out;
    struct oidc_config k;
    o->to = people_to(in);
    if (!oidc_config(&k))
        return OK;
    CLEANUP(buf_free) struct buf b = {0};
    buf_url(&b, o->to ? o->to : "/");
    o->provider = arena_strdup(c->arena, k.name);
    o->provider_path = arena_printf(c->arena, "/sign-in/oidc?to=%s", buf_str(&b));
    return OK;
}

const char *
people_to(const void *in)
{
    return ((const struct sign_in *)in)->to;
}

/* A path of this house and nothing else: a link must not lead a signed-in person away. */
static bool
is_ours(const char *to)
{
    if (!to || to[0] != '/' || to[1] == '/' || to[1] == '\\')
        return false;
    for (const char *s = to; *s; s++)
        if ((unsigned char)*s <= ' ' || *s == 0x7f)
            return false;
    return true;
}

static const char *
small(struct arena *a, const char *s)
{
    char *t = arena_strdup(a, s);
    for (char *p = t; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return t;
}

err
people_enter(struct ctx *c, person_id id, const char *to, const char *issuer, bool second,
             struct signed_out *o)
{
    struct person p;
    bool must_enrol = false;
    if (c->actor && c->actor->session)
        TRY(session_end(c, c->actor->session));
    TRY(session_add(c, id, NULL, issuer, &o->set_session));
    if (!second)
        TRY(second_after_sign_in(c, id, &must_enrol));
    TRY(person_find(c, id, &p));
    o->go_to = (p.must_change && !issuer) || must_enrol ? "/me" : is_ours(to) ? to : "/";
    return OK;
}

err
people_ask_code(struct ctx *c, person_id id, const char *to, const char *issuer,
                struct signed_out *o)
{
    CLEANUP(buf_free) struct buf b = {0};
    buf_url(&b, to ? to : "/");
    TRY(ticket_add(c, id, issuer, &o->ticket));
    o->go_to = arena_printf(c->arena, "/sign-in/code?ticket=%s&to=%s", o->ticket,
                            buf_str(&b));
    return OK;
}

err
prove_sign_in(struct ctx *c, const void *in, const void **out)
{
    const struct sign_in *s = in;
    struct password_proof *proof = NEW(c->arena, struct password_proof);
    TRY(access_prove(c, small(c->arena, s->username), s->password, proof));
    *out = proof;
    return OK;
}

err
post_sign_in(struct ctx *c, const void *in, void *out)
{
    const struct sign_in *s = in;
    struct signed_out *o = out;
    person_id id;
    struct second_state second;
    TRY(access_check_proof(c, small(c->arena, s->username), c->subject, &id));
    TRY(second_state(c, id, &second));
    return second.on ? people_ask_code(c, id, s->to, NULL, o)
                     : people_enter(c, id, s->to, NULL, false, o);
}

err
post_sign_out(struct ctx *c, const void *in UNUSED, void *out)
{
    ((struct signed_out *)out)->end_session = true;
    return c->actor && c->actor->session ? session_end(c, c->actor->session) : OK;
}

err
post_me_seen(struct ctx *c UNUSED, const void *in UNUSED, void *out UNUSED)
{
    return OK; /* the gate touches the session of whoever posts */
}

/* ---- one's own account ---- */

static const struct choice langs[] = {
    {NULL, NULL},
    {"vi", N_("Tiếng Việt")},
    {"en", N_("English")},
    {"th", N_("ไทย")},
    {"lo", N_("ລາວ")},
};
static const struct choice schemes[] = {
    {NULL, NULL},
    {"light", N_("Light")},
    {"dark", N_("Dark")},
};

struct me {
    person_id id;
    const char *username, *name, *email;
    int lang, scheme;
    bool must_change, must_enrol, has_second, is_pending;
    int64_t codes_left;
    org_id org_id;
    const char *org_name;
    struct grant_list grants;
    struct delegation_list delegations;
    struct absence_list absences;
    struct delegation_list lent, borrowed; /* not over yet */
    struct option_list orgs, own_roles;
    struct oidc_link_list links;
    const char *provider;
    bool has_orgs, has_roles;
};
static const struct field me_fields[] = {
    ID(struct me, id, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct me, username, N_("Username")),
    FIELD(struct me, name, N_("Full name")),
    FIELD(struct me, email, N_("Email")),
    ENUM(struct me, lang, langs, N_("Language")),
    ENUM(struct me, scheme, schemes, N_("Colours")),
    FIELD(struct me, must_change, N_("Must change the password")),
    FIELD(struct me, must_enrol, N_("Must set up the second step")),
    FIELD(struct me, has_second, N_("Second step at sign-in")),
    FIELD(struct me, is_pending, N_("Waits for a code"), .flags = ON_PAGE),
    FIELD(struct me, codes_left, N_("Recovery codes left")),
    ID(struct me, org_id, N_("Acts for"), .flags = F_HIDDEN),
    FIELD(struct me, org_name, N_("Acts for"), .to = "/orgs/{org_id}"),
    LISTOF(struct me, grants, &grant_view, N_("Roles")),
    LISTOF(struct me, delegations, &delegation_view, N_("Lent")),
    LISTOF(struct me, absences, &absence_view, N_("Absences")),
    LISTOF(struct me, links, &oidc_link_view, N_("Sign-in providers")),
    FIELD(struct me, provider, N_("Sign-in provider"), .flags = ON_PAGE),
    LISTOF(struct me, lent, &delegation_view, N_("Lent to others"), .flags = ON_PAGE),
    LISTOF(struct me, borrowed, &delegation_view, N_("Lent to me"), .flags = ON_PAGE),
    LISTOF(struct me, orgs, &option_view, N_("Organisations"), .flags = ON_PAGE),
    LISTOF(struct me, own_roles, &option_view, N_("Roles"), .flags = ON_PAGE),
    FIELD(struct me, has_orgs, N_("Organisations"), .flags = ON_PAGE),
    FIELD(struct me, has_roles, N_("Roles"), .flags = ON_PAGE),
};
const struct view me_view = VIEW("me", struct me, me_fields);

static int
choice_of(const struct choice *all, size_t n, const char *name)
{
    for (size_t i = 1; i < n; i++)
        if (str_eq(all[i].name, name))
            return (int)i;
    return 0;
}

err
people_myself(struct ctx *c, person_id *out)
{
    if (!c->actor || !c->actor->id.v)
        return fail(c, ERR_FORBIDDEN, NULL,
                    N_("The machine's operator has no account"));
    *out = c->actor->id;
    return OK;
}

static bool
has_choice(const struct option_list *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].name, name))
            return true;
    return false;
}

/* Where they have a role: what they may act for. */
static err
put_orgs(struct ctx *c, struct me *m)
{
    for (size_t i = 0; i < c->actor->can.n; i++) {
        org_id id = c->actor->can.v[i].org_id;
        const char *name = arena_printf(c->arena, "%lld", (long long)id.v);
        struct org o;
        if (!id.v || has_choice(&m->orgs, name))
            continue;
        TRY(org_find(c, id, c->today, &o));
        *PUSH(c->arena, &m->orgs) = (struct option){name, o.name, id.v == m->org_id.v};
    }
    m->has_orgs = m->orgs.n > 1;
    return OK;
}

static void
put_roles(struct ctx *c, struct me *m)
{
    for (size_t i = 0; i < m->grants.n; i++) {
        const struct grant *g = &m->grants.v[i];
        if (g->valid_to.v > c->today.v && !has_choice(&m->own_roles, g->role))
            *PUSH(c->arena, &m->own_roles) =
                (struct option){g->role, g->role_label, false};
    }
    m->has_roles = m->own_roles.n > 0;
}

static void
put_lent(struct ctx *c, struct me *m)
{
    for (size_t i = 0; i < m->delegations.n; i++) {
        const struct delegation *d = &m->delegations.v[i];
        if (d->valid_to.v > c->today.v)
            *PUSH(c->arena, d->from_id.v == m->id.v ? &m->lent : &m->borrowed) = *d;
    }
}

err
get_me(struct ctx *c, const void *in UNUSED, void *out)
{
    struct me *m = out;
    struct person p;
    TRY(people_myself(c, &m->id));
    TRY(person_find(c, m->id, &p));
    m->username = p.username;
    m->name = p.name;
    m->email = p.email;
    m->lang = choice_of(langs, COUNT(langs), p.lang);
    m->scheme = choice_of(schemes, COUNT(schemes), p.scheme);
    m->must_change = p.must_change;
    struct second_state second;
    TRY(second_state(c, m->id, &second));
    m->has_second = second.on;
    m->is_pending = second.pending;
    m->must_enrol = second.needed && !second.on;
    m->codes_left = second.codes_left;
    m->org_id = c->actor->org_id;
    m->org_name = c->actor->org_name;
    TRY(grant_list_of_person(c, m->id, &m->grants));
    TRY(delegation_list(c, m->id, &m->delegations));
    TRY(absence_list(c, m->id, &m->absences));
    TRY(oidc_links(c, m->id, &m->links));
    struct oidc_config k;
    m->provider = oidc_config(&k) ? k.name : NULL;
    put_roles(c, m);
    put_lent(c, m);
    return put_orgs(c, m);
}

struct new_password {
    const char *password, *new_password, *again;
};
static const struct field password_fields[] = {
    FIELD(struct new_password, password, N_("Your password now"),
          .flags = F_REQUIRED | F_SECRET, .max = 1000),
    FIELD(struct new_password, new_password, N_("New password"),
          .flags = F_REQUIRED | F_SECRET, .max = 1000,
          .hint = N_("At least 10 characters; a sentence is easy to keep in mind")),
    FIELD(struct new_password, again, N_("New password again"),
          .flags = F_REQUIRED | F_SECRET, .max = 1000),
};
const struct view me_password_view =
    VIEW("me_password", struct new_password, password_fields);

err
post_me_password(struct ctx *c, const void *in, void *out)
{
    const struct new_password *p = in;
    person_id me;
    TRY(people_myself(c, &me));
    if (!str_eq(p->new_password, p->again))
        return fail(c, ERR_INVALID, "again", N_("The two are not the same"));
    if (c->actor->must_change)
        ((struct signed_out *)out)->go_to = "/";
    return person_change_password(c, me, p->password, p->new_password);
}

struct settings {
    int lang, scheme;
};
static const struct field settings_fields[] = {
    ENUM(struct settings, lang, langs, N_("Language")),
    ENUM(struct settings, scheme, schemes, N_("Colours")),
};
const struct view me_settings_view =
    VIEW("me_settings", struct settings, settings_fields);

err
post_me_settings(struct ctx *c, const void *in, void *out UNUSED)
{
    const struct settings *s = in;
    person_id me;
    struct person p;
    TRY(people_myself(c, &me));
    TRY(person_find(c, me, &p));
    p.lang = langs[s->lang].name;
    p.scheme = schemes[s->scheme].name;
    return person_change(c, &p);
}

struct act_for {
    org_id org_id;
};
static const struct field org_fields[] = {
    ID(struct act_for, org_id, N_("Organisation"), .flags = F_REQUIRED,
       .options = "orgs"),
};
const struct view me_org_view = VIEW("me_org", struct act_for, org_fields);

err
post_me_org(struct ctx *c, const void *in, void *out UNUSED)
{
    person_id me;
    TRY(people_myself(c, &me));
    if (!c->actor->session)
        return fail(c, ERR_INVALID, "org_id", N_("There is no session here"));
    return session_act_for(c, ((const struct act_for *)in)->org_id);
}

/* ---- away, and lent to another ---- */

struct lend {
    const char *role, *to, *reason;
    day since, until;
};
static const struct field lend_fields[] = {
    FIELD(struct lend, role, N_("Role"), .flags = F_REQUIRED, .options = "own_roles",
          .max = 40),
    FIELD(struct lend, to, N_("To whom"), .flags = F_REQUIRED, .max = 40,
          .hint = N_("Their username")),
    FIELD(struct lend, since, N_("From"), .hint = N_("Empty: today")),
    FIELD(struct lend, until, N_("Until (first day without it)"), .flags = F_REQUIRED),
    FIELD(struct lend, reason, N_("Reason")),
};
const struct view me_delegation_view = VIEW("me_delegation", struct lend, lend_fields);

err
post_me_delegations(struct ctx *c, const void *in, void *out UNUSED)
{
    const struct lend *l = in;
    struct delegation d = {.role = l->role,
                           .valid_from = l->since,
                           .valid_to = l->until,
                           .reason = l->reason};
    struct person to;
    TRY(people_myself(c, &d.from_id));
    err e = person_by_username(c, small(c->arena, l->to), &to);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "to", N_("There is no person “%s”"), l->to);
    TRY(e);
    d.to_id = to.id;
    return in_form(c, delegation_add(c, &d, NULL), "to_id", "to");
}

err
post_delegation_end(struct ctx *c, const void *in, void *out)
{
    const struct key *k = in;
    struct delegation d;
    TRY(delegation_find(c, k->id, &d));
    if (!c->actor || c->actor->id.v != d.from_id.v)
        TRY(people_need(c, d.from_id));
    TRY(delegation_end(c, k->id, c->today));
    return delegation_find(c, k->id, out);
}

struct away {
    day since, until;
    const char *reason;
};
static const struct field away_fields[] = {
    FIELD(struct away, since, N_("Away from"), .flags = F_REQUIRED),
    FIELD(struct away, until, N_("Back on"), .flags = F_REQUIRED),
    FIELD(struct away, reason, N_("Reason")),
};
const struct view me_absence_view = VIEW("me_absence", struct away, away_fields);

err
post_me_absences(struct ctx *c, const void *in, void *out UNUSED)
{
    const struct away *f = in;
    struct absence a = {
        .valid_from = f->since, .valid_to = f->until, .reason = f->reason};
    TRY(people_myself(c, &a.person_id));
    return in_form(c, people_absence(c, &a), NULL, NULL);
}
