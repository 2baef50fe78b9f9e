/* SPDX-License-Identifier: Apache-2.0 */
/* session.c: who acts in this request, and what grants let them do. */
#include <sodium.h>

#include "base/msg.h"
#include "kernel/access_row.h"
#include "kernel/act.h"
#include "kernel/org.h"

extern const struct query Q_session_add, Q_session_find, Q_session_person,
    Q_session_can, Q_session_touch, Q_session_act_for, Q_session_end;

enum {
    TOKEN_BYTES = 32,
    CSRF_BYTES = 16
};
#define MINUTE_US  (60 * INT64_C(1000000))
#define LIFE_US    (12 * 60 * MINUTE_US)
#define IDLE_US    (60 * MINUTE_US)
#define TOUCHED_US (5 * MINUTE_US)

struct session_row {
    person_id id;
    const char *username, *name, *lang, *scheme;
    bool must_change, must_enrol;
    const char *session, *csrf;
    instant seen_at, expires_at;
    org_id org_id;
};
static const struct field session_fields[] = {
    ID(struct session_row, id, "person"),
    FIELD(struct session_row, username, "username"),
    FIELD(struct session_row, name, "name"),
    FIELD(struct session_row, lang, "language"),
    FIELD(struct session_row, scheme, "colours"),
    FIELD(struct session_row, must_change, "must change"),
    FIELD(struct session_row, must_enrol, "must enrol"),
    FIELD(struct session_row, session, "hash", .flags = F_SECRET),
    FIELD(struct session_row, csrf, "csrf", .flags = F_SECRET),
    FIELD(struct session_row, seen_at, "seen"),
    FIELD(struct session_row, expires_at, "expires"),
    ID(struct session_row, org_id, "organisation"),
};
static const struct view session_view =
    VIEW("session_row", struct session_row, session_fields);

struct can_row {
    const char *capabilities;
    org_id org_id;
    bool below;
    const char *org_name;
    bool lent;
    int64_t id;
};
struct can_list LIST(struct can_row);
static const struct field can_fields[] = {
    FIELD(struct can_row, capabilities, "capabilities"),
    ID(struct can_row, org_id, "organisation"),
    FIELD(struct can_row, below, "below"),
    FIELD(struct can_row, org_name, "name"),
    FIELD(struct can_row, lent, "lent"),
    FIELD(struct can_row, id, "grant"),
};
static const struct view can_view = VIEW("session_can", struct can_row, can_fields);

/* ---- what they may ---- */

static void
add_capabilities(struct ctx *c, struct actor *a, const struct can_row *r)
{
    for (const char *s = r->capabilities; *s;) {
        size_t n = strcspn(s, " ");
        *PUSH(c->arena, &a->can) =
            (struct capability_at){arena_strndup(c->arena, s, n), r->org_id, r->below};
        s += n;
        s += strspn(s, " ");
    }
}

/* They act for the organisation that the session names while a grant holds there, else for that of
 * their first grant, their own before lent ones. */
static bool
comes_first(const struct session_row *s, const struct can_row *a,
            const struct can_row *b)
{
    bool named = a->org_id.v == s->org_id.v;
    if (named != (b->org_id.v == s->org_id.v))
        return named;
    return a->lent != b->lent ? b->lent : a->id < b->id;
}

static err
fill_actor(struct ctx *c, const struct session_row *s, struct actor *a)
{
    struct can_list can;
    const struct can_row *acts_for = NULL;
    TRY(query_list(c, &Q_session_can, &can_view, &can, IN(s->id.v, c->today)));
    *a = (struct actor){
        .id = s->id,
        .username = s->username,
        .name = s->name,
        .lang = s->lang,
        .scheme = s->scheme,
        .must_change = s->must_change,
        .must_enrol = s->must_enrol,
        .session = s->session,
        .csrf = s->csrf,
    };
    for (size_t i = 0; i < can.n; i++) {
        const struct can_row *r = &can.v[i];
        if (r->capabilities)
            add_capabilities(c, a, r);
        if (r->org_id.v && (!acts_for || comes_first(s, r, acts_for)))
            acts_for = r;
    }
    if (acts_for) {
        a->org_id = acts_for->org_id;
        a->org_name = acts_for->org_name;
    }
    return OK;
}

err
actor_of(struct ctx *c, const char *username, struct actor **out)
{
    struct actor *a = NEW(c->arena, struct actor);
    if (!username) {
        a->is_operator = true;
        /* it goes into the log: in the house's first language, like all that is kept */
        struct ctx house = {.lang = &catalogs[0]};
        a->name = T(&house, N_("The machine's operator"));
        *out = a;
        return OK;
    }
    struct session_row s;
    err e = query_one(c, &Q_session_person, &session_view, &s, IN(username, c->today));
    if (e == ERR_NOT_FOUND)
        return fail(c, e, "as", N_("There is no person “%s”"), username);
    TRY(e);
    TRY(fill_actor(c, &s, a));
    *out = a;
    return OK;
}

err
actor_become(struct ctx *c, const char *username)
{
    struct actor *a;
    TRY(actor_of(c, username, &a));
    c->actor = a;
    return OK;
}

/* ---- sessions ---- */

static const char *
hash_of(struct arena *a, const char *token)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char *hex = arena_alloc(a, sizeof digest * 2 + 1, 1);
    crypto_hash_sha256(digest, (const unsigned char *)token, strlen(token));
    return sodium_bin2hex(hex, sizeof digest * 2 + 1, digest, sizeof digest);
}

static const char *
random_hex(struct arena *a, size_t n)
{
    unsigned char bytes[TOKEN_BYTES];
    must(n <= sizeof bytes && sodium_init() >= 0);
    char *hex = arena_alloc(a, n * 2 + 1, 1);
    randombytes_buf(bytes, n);
    return sodium_bin2hex(hex, n * 2 + 1, bytes, n);
}

err
session_add(struct ctx *c, person_id id, const char *remote, const char *issuer,
            const char **token)
{
    struct person p;
    struct actor *who;
    TRY(person_find(c, id, &p));
    const char *secret = random_hex(c->arena, TOKEN_BYTES);
    TRY(query_exec(c, &Q_session_add,
                   IN(hash_of(c->arena, secret), id.v, c->now,
                      ((instant){c->now.v + LIFE_US}), random_hex(c->arena, CSRF_BYTES),
                      remote, issuer),
                   NULL));
    TRY(actor_of(c, p.username, &who));
    c->actor = who; /* it is they who signed in */
    *token = secret;
    return access_act(c, issuer ? "sign_in_oidc" : "sign_in", "person", id.v, &p, NULL);
}

/* Of a day, as long as the database stays as it is: all that changes by the hour is asked anew. */
struct known {
    day today;
    instant seen_at, expires_at;
    struct actor actor;
};

static err
ask(struct ctx *c, const void *hash, void **out)
{
    struct session_row s;
    struct known *k = NEW(c->arena, struct known);
    k->today = c->today;
    *out = k;
    TRY(query_one(
        c, &Q_session_find, &session_view, &s,
        IN((const char *)hash, c->now, ((instant){c->now.v - IDLE_US}), c->today)));
    k->seen_at = s.seen_at;
    k->expires_at = s.expires_at;
    return fill_actor(c, &s, &k->actor);
}

err
session_load(struct ctx *c, const char *token, struct actor **out)
{
    const char *hash = hash_of(c->arena, token);
    void *known;
    *out = NULL;
    err e = db_remember(c, hash, ask, hash, &known);
    if (e == OK && ((struct known *)known)->today.v != c->today.v)
        e = ask(c, hash, &known);
    if (e != OK)
        return e == ERR_NOT_FOUND ? OK : e;
    const struct known *k = known;
    if (k->expires_at.v <= c->now.v || k->seen_at.v <= c->now.v - IDLE_US)
        return OK;
    struct actor *a = NEW(c->arena, struct actor);
    *a = k->actor;
    a->touch_due = k->seen_at.v <= c->now.v - TOUCHED_US;
    *out = a;
    return OK;
}

err
session_touch(struct ctx *c)
{
    if (!c->actor || !c->actor->session || !c->actor->touch_due)
        return OK;
    return query_exec(c, &Q_session_touch, IN(c->actor->session, c->now), NULL);
}

err
session_act_for(struct ctx *c, org_id org)
{
    must(c->actor && c->actor->session);
    bool has = false;
    for (size_t i = 0; i < c->actor->can.n; i++)
        has |= c->actor->can.v[i].org_id.v == org.v;
    if (!org.v || !has)
        return fail(c, ERR_INVALID, "org_id",
                    N_("You have no role at this organisation"));
    return query_exec(c, &Q_session_act_for, IN(c->actor->session, org.v), NULL);
}

err
session_end(struct ctx *c, const char *session)
{
    TRY(query_exec(c, &Q_session_end, IN(session), NULL));
    if (!c->actor)
        return OK;
    const struct person p = {.id = c->actor->id, .name = c->actor->name};
    return access_act(c, "sign_out", "person", p.id.v, &p, NULL);
}
