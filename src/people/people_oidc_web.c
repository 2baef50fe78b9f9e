/* SPDX-License-Identifier: Apache-2.0 */
/* people_oidc_web.c: in through a sign-in provider, and which accounts are linked with it. */
#include "base/msg.h"
#include "kernel/oidc.h"
#include "kernel/second.h"
#include "people/people_web.h"

/* What a leg that asks the network came to. Kept, not told: run again in the write lane, it would
 * keep everybody waiting for the network. */
struct told {
    err e;
    err code;
    struct fault_list faults;
    const char *detail; /* for the log */
};

static void
keep_told(struct ctx *c, err e, struct told *out)
{
    *out = (struct told){e, c->code, c->faults, c->detail};
    clear_faults(c);
    c->detail = NULL;
}

static err
tell(struct ctx *c, const struct told *t)
{
    c->code = t->code;
    c->faults = t->faults;
    c->detail = t->detail;
    return t->e;
}

/* ---- there ---- */

struct asked {
    struct told told;
    struct oidc_provider provider;
};

err
prepare_oidc_go(struct ctx *c, const void *in UNUSED, const void **out)
{
    struct asked *a = NEW(c->arena, struct asked);
    keep_told(c, oidc_ask(c, &a->provider), &a->told);
    *out = a;
    return OK;
}

struct going {
    const char *go_to, *oidc, *name;
    bool shown_once;
};
static const struct field going_fields[] = {
    FIELD(struct going, go_to, N_("Address of the sign-in provider"),
          .flags = F_COMPUTED),
    FIELD(struct going, name, N_("Sign-in provider"), .flags = F_COMPUTED),
    FIELD(struct going, oidc, N_("Ticket"), .flags = ON_PAGE | F_COOKIE),
    FIELD(struct going, shown_once, N_("Shown once"), .flags = ON_PAGE),
};
const struct view oidc_going_view = VIEW("oidc_going", struct going, going_fields);

static err
go(struct ctx *c, const char *to, person_id links, struct going *o)
{
    const struct asked *a = c->subject;
    struct oidc_config k;
    struct oidc_going g;
    TRY(tell(c, &a->told));
    TRY(oidc_go(c, &a->provider, to, links, &g));
    *o = (struct going){.go_to = g.url,
                        .oidc = g.browser,
                        .name = oidc_config(&k) ? k.name : NULL,
                        .shown_once = true};
    return OK;
}

err
get_oidc_go(struct ctx *c, const void *in, void *out)
{
    return go(c, people_to(in), (person_id){0}, out);
}

/* ---- and back ---- */

static const struct field back_fields[] = {
    FIELD(struct oidc_return, code, N_("Code"), .flags = F_HIDDEN, .max = 4096),
    FIELD(struct oidc_return, state, N_("State"), .flags = F_HIDDEN, .max = 4096),
    FIELD(struct oidc_return, error, N_("Error"), .flags = F_HIDDEN),
    FIELD(struct oidc_return, iss, N_("Issuer"), .flags = F_HIDDEN, .max = 2000),
    {.name = "oidc",
     .offset = offsetof(struct oidc_return, browser),
     .kind = K_TEXT,
     .flags = F_HIDDEN | F_COOKIE,
     .label = N_("Ticket")},
};
const struct view oidc_back_view = VIEW("oidc_back", struct oidc_return, back_fields);

struct back {
    struct told told;
    struct oidc_came came;
};

err
prepare_oidc_back(struct ctx *c, const void *in, const void **out)
{
    struct back *b = NEW(c->arena, struct back);
    keep_told(c, oidc_return(c, in, &b->came), &b->told);
    *out = b;
    return OK;
}

err
get_oidc_back(struct ctx *c, const void *in, void *out)
{
    const struct back *b = c->subject;
    struct signed_out *o = out;
    struct oidc_config k;
    person_id id;
    struct second_state second;
    TRY(tell(c, &b->told));
    TRY(oidc_arrive(c, in, &b->came, &id));
    if (b->came.links.v) {
        o->go_to = "/me";
        return OK;
    }
    must(oidc_config(&k));
    TRY(second_state(c, id, &second));
    if (second.on && !b->came.second)
        return people_ask_code(c, id, b->came.to, k.issuer, o);
    return people_enter(c, id, b->came.to, k.issuer, b->came.second, o);
}

/* ---- in one's own account ---- */

struct password {
    const char *password;
};
static const struct field password_fields[] = {
    FIELD(struct password, password, N_("Your password now"),
          .flags = F_REQUIRED | F_SECRET, .max = 1000),
};
const struct view me_oidc_view = VIEW("me_oidc", struct password, password_fields);

/* A page with a link, and no forwarding: a form of ours leads to pages of ours alone. */
err
post_me_oidc(struct ctx *c, const void *in, void *out)
{
    const struct password *p = in;
    struct password_proof proof;
    person_id me;
    TRY(people_myself(c, &me));
    TRY(access_prove(c, c->actor->username, p->password, &proof));
    if (!proof.fits)
        return fail(c, ERR_INVALID, "password", N_("This is not your password"));
    return go(c, NULL, me, out);
}

/* One's own, or by whoever keeps the account. */
err
post_oidc_end(struct ctx *c, const void *in, void *out)
{
    const struct key *k = in;
    struct oidc_link l;
    TRY(oidc_link_find(c, k->id, &l));
    bool own = c->actor && c->actor->id.v == l.person_id.v;
    if (!own)
        TRY(people_need(c, l.person_id));
    ((struct signed_out *)out)->go_to =
        own ? "/me" : arena_printf(c->arena, "/people/%lld", (long long)l.person_id.v);
    return oidc_unlink(c, k->id);
}

/* ---- somebody's, by who keeps the accounts ---- */

struct expect {
    person_id id;
    const char *email;
};
static const struct field expect_fields[] = {
    ID(struct expect, id, N_("Person")),
    FIELD(struct expect, email, N_("Email at the sign-in provider"),
          .flags = F_REQUIRED,
          .hint = N_("Verified there; whoever signs in with it first is this person")),
};
const struct view oidc_expect_view = VIEW("oidc_expect", struct expect, expect_fields);

err
post_person_oidc(struct ctx *c, const void *in, void *out)
{
    const struct expect *e = in;
    TRY(people_need(c, e->id));
    TRY(oidc_expect(c, e->id, e->email));
    return person_find(c, e->id, out);
}
