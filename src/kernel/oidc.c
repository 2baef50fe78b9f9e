/* SPDX-License-Identifier: Apache-2.0 */
/* oidc.c: there and back again, and whose account it is. */
#include "kernel/oidc.h"

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access_row.h"
#include "kernel/act.h"
#include "kernel/fetch.h"
#include "store/store.h"

extern const struct query Q_oidc_provider_find, Q_oidc_provider_put, Q_oidc_state_add,
    Q_oidc_state_find, Q_oidc_state_take, Q_oidc_link_subject, Q_oidc_link_email,
    Q_oidc_link_of, Q_oidc_link_came, Q_oidc_link_end;

enum {
    METADATA_MOST = 64 * 1024,
    ANSWER_MOST = 64 * 1024,
    RANDOM = 32, /* bytes of states, nonces, verifiers */
    HEX = 2 * RANDOM + 1,
    BACK_MOST = 4096 /* letters of a code or a state */
};
#define MINUTE_US (60 * INT64_C(1000000))
#define STATE_US  (10 * MINUTE_US)
#define FRESH_US                                                                       \
    (60 * MINUTE_US) /* what a provider says of itself is believed so long */

static const char back_path[] = "/sign-in/oidc/back";

/* ---- set up ---- */

static const char *
given(const char *name)
{
    const char *s = getenv(name);
    return s && *s ? s : NULL;
}

bool
oidc_config(struct oidc_config *out)
{
    *out = (struct oidc_config){
        .issuer = given("HAICAP_OIDC_ISSUER"),
        .client = given("HAICAP_OIDC_CLIENT"),
        .secret = given("HAICAP_OIDC_SECRET"),
        .url = given("HAICAP_OIDC_URL"),
        .name = given("HAICAP_OIDC_NAME"),
        .mfa = given("HAICAP_OIDC_MFA"),
    };
    if (!out->name)
        out->name = "OpenID Connect";
    return out->issuer && out->client && out->url;
}

static err
need_config(struct ctx *c, struct oidc_config *out)
{
    return oidc_config(out) ? OK
                            : fail(c, ERR_NOT_FOUND, NULL,
                                   N_("No sign-in provider is set up in this house"));
}

static const char *
without_slash(struct arena *a, const char *url)
{
    size_t n = strlen(url);
    return arena_strndup(a, url, n && url[n - 1] == '/' ? n - 1 : n);
}

/* ---- what the provider says of itself ---- */

static const struct field provider_fields[] = {
    FIELD(struct oidc_provider, metadata, "metadata"),
    FIELD(struct oidc_provider, keys, "keys"),
    FIELD(struct oidc_provider, fetched_at, "fetched"),
};
static const struct view provider_view =
    VIEW("oidc_provider", struct oidc_provider, provider_fields);

/* A text of a JSON object; NULL: it has none of that name. */
static const char *
member(struct arena *a, const char *json, const char *name)
{
    json_t *j = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
    const char *s = json_string_value(json_object_get(j, name));
    s = s ? arena_strdup(a, s) : NULL;
    json_decref(j);
    return s;
}

static bool
lists(const char *json, const char *name, const char *word)
{
    json_t *j = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
    const json_t *all = json_object_get(j, name);
    bool found = false;
    for (size_t i = 0; i < json_array_size(all); i++)
        found |= str_eq(json_string_value(json_array_get(all, i)), word);
    json_decref(j);
    return found;
}

static err
load(struct ctx *c, const struct oidc_config *k, struct oidc_provider *out)
{
    err e = query_one(c, &Q_oidc_provider_find, &provider_view, out, IN(k->issuer));
    out->is_new = false;
    return e;
}

static err
discover(struct ctx *c, const struct oidc_config *k, struct oidc_provider *out)
{
    const char *url = arena_printf(c->arena, "%s/.well-known/openid-configuration",
                                   without_slash(c->arena, k->issuer));
    TRY(fetch(c, &(struct fetch){.url = url, .most = METADATA_MOST}, &out->metadata));
    const char *issuer = member(c->arena, out->metadata, "issuer"),
               *keys = member(c->arena, out->metadata, "jwks_uri");
    if (!str_eq(issuer, k->issuer) || !keys ||
        !member(c->arena, out->metadata, "authorization_endpoint") ||
        !member(c->arena, out->metadata, "token_endpoint"))
        return fail(c, ERR_INVALID, NULL,
                    N_("What answers at %s is not the provider that is set up"), url);
    TRY(fetch(c, &(struct fetch){.url = keys, .most = JWKS_MOST}, &out->keys));
    out->fetched_at = c->now;
    out->is_new = true;
    return OK;
}

err
oidc_ask(struct ctx *c, struct oidc_provider *out)
{
    struct oidc_config k;
    TRY(need_config(c, &k));
    err e = load(c, &k, out);
    if (e == OK && c->now.v - out->fetched_at.v < FRESH_US)
        return OK;
    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    return discover(c, &k, out);
}

static err
keep(struct ctx *c, const struct oidc_config *k, const struct oidc_provider *p)
{
    return p->is_new
               ? query_exec(c, &Q_oidc_provider_put,
                            IN(k->issuer, p->metadata, p->keys, p->fetched_at), NULL)
               : OK;
}

/* ---- there ---- */

static const char *
random_hex(struct arena *a)
{
    unsigned char bytes[RANDOM];
    must(sodium_init() >= 0);
    randombytes_buf(bytes, sizeof bytes);
    return sodium_bin2hex(arena_alloc(a, HEX, 1), HEX, bytes, sizeof bytes);
}

static const char *
hash_of(struct arena *a, const char *text)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const unsigned char *)text, strlen(text));
    return sodium_bin2hex(arena_alloc(a, HEX, 1), HEX, digest, sizeof digest);
}

/* RFC 7636: S256 of the verifier. */
static const char *
challenge(struct arena *a, const char *verifier)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    const size_t most = sodium_base64_ENCODED_LEN(
        sizeof digest, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    crypto_hash_sha256(digest, (const unsigned char *)verifier, strlen(verifier));
    return sodium_bin2base64(arena_alloc(a, most, 1), most, digest, sizeof digest,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void
pair(struct buf *b, const char *name, const char *value)
{
    buf_printf(b, "%s=", name);
    buf_url(b, value);
    buf_putc(b, '&');
}

static const char *
back_url(struct ctx *c, const struct oidc_config *k)
{
    return arena_printf(c->arena, "%s%s", without_slash(c->arena, k->url), back_path);
}

err
oidc_go(struct ctx *c, const struct oidc_provider *p, const char *to, person_id links,
        struct oidc_going *out)
{
    struct oidc_config k;
    TRY(need_config(c, &k));
    TRY(keep(c, &k, p));
    const char *state = random_hex(c->arena), *nonce = random_hex(c->arena),
               *verifier = random_hex(c->arena),
               *at = member(c->arena, p->metadata, "authorization_endpoint");
    out->browser = random_hex(c->arena);
    TRY(query_exec(c, &Q_oidc_state_add,
                   IN(hash_of(c->arena, state), hash_of(c->arena, out->browser), nonce,
                      verifier, to, OPT(links.v, links.v),
                      ((instant){c->now.v + STATE_US})),
                   NULL));
    CLEANUP(buf_free) struct buf b = {0};
    buf_printf(&b, "%s%c", at, strchr(at, '?') ? '&' : '?');
    pair(&b, "response_type", "code");
    pair(&b, "client_id", k.client);
    pair(&b, "redirect_uri", back_url(c, &k));
    pair(&b, "scope", "openid email");
    pair(&b, "state", state);
    pair(&b, "nonce", nonce);
    pair(&b, "code_challenge", challenge(c->arena, verifier));
    buf_puts(&b, "code_challenge_method=S256");
    out->url = arena_strdup(c->arena, buf_str(&b));
    return OK;
}

/* ---- and back ---- */

struct state {
    const char *nonce, *verifier, *to_path;
    person_id person_id;
};
static const struct field state_fields[] = {
    FIELD(struct state, nonce, "nonce"),
    FIELD(struct state, verifier, "verifier"),
    FIELD(struct state, to_path, "to"),
    ID(struct state, person_id, "person"),
};
static const struct view state_view = VIEW("oidc_state", struct state, state_fields);

static err
too_late(struct ctx *c)
{
    return fail(
        c, ERR_INVALID, NULL,
        N_("This return from the sign-in provider is used up, too late, or of another "
           "browser: sign in again"));
}

/* The code for a token, as the provider takes our name and secret. */
static err
redeem(struct ctx *c, const struct oidc_config *k, const struct oidc_provider *p,
       const char *code, const char *verifier, const char **token)
{
    static const char ways[] = "token_endpoint_auth_methods_supported";
    const char *answer;
    bool basic = k->secret && (lists(p->metadata, ways, "client_secret_basic") ||
                               !lists(p->metadata, ways, "client_secret_post"));
    CLEANUP(buf_free) struct buf b = {0}, user = {0}, secret = {0};
    pair(&b, "grant_type", "authorization_code");
    pair(&b, "code", code);
    pair(&b, "redirect_uri", back_url(c, k));
    pair(&b, "client_id", k->client);
    if (k->secret && !basic)
        pair(&b, "client_secret", k->secret);
    buf_printf(&b, "code_verifier=%s", verifier);
    buf_url(&user, k->client); /* RFC 6749, 2.3.1 */
    buf_url(&secret, k->secret ? k->secret : "");
    TRY(fetch(c,
              &(struct fetch){.url = member(c->arena, p->metadata, "token_endpoint"),
                              .form = buf_str(&b),
                              .user = basic ? buf_str(&user) : NULL,
                              .password = basic ? buf_str(&secret) : NULL,
                              .most = ANSWER_MOST},
              &answer));
    *token = member(c->arena, answer, "id_token");
    return *token
               ? OK
               : fail(c, ERR_INVALID, NULL, N_("The provider's answer cannot be read"));
}

/* A provider changes its keys: one that is not known is asked for. */
static err
read_token(struct ctx *c, const struct oidc_config *k, const char *token,
           struct oidc_provider *p, struct jwt_claims *out)
{
    err e = jwt_read(c, token, p->keys, out);
    if (e == ERR_NOT_FOUND && !p->is_new) {
        TRY(discover(c, k, p));
        e = jwt_read(c, token, p->keys, out);
    }
    return e == ERR_NOT_FOUND
               ? fail(c, ERR_INVALID, NULL,
                      N_("The provider signed with a key that it does not show"))
               : e;
}

static bool
has_second(const struct oidc_config *k, const struct jwt_claims *t)
{
    if (!k->mfa)
        return false;
    bool found = t->acr && capabilities_have(k->mfa, t->acr);
    for (size_t i = 0; i < t->amr.n; i++)
        found |= capabilities_have(k->mfa, t->amr.v[i].text);
    return found;
}

err
oidc_return(struct ctx *c, const struct oidc_return *in, struct oidc_came *out)
{
    struct oidc_config k;
    struct state s;
    const char *token;
    TRY(need_config(c, &k));
    if (!in->state || !in->browser || strlen(in->state) > BACK_MOST)
        return too_late(c);
    err e = query_one(
        c, &Q_oidc_state_find, &state_view, &s,
        IN(hash_of(c->arena, in->state), hash_of(c->arena, in->browser), c->now));
    if (e == ERR_NOT_FOUND)
        return too_late(c);
    TRY(e);
    if (in->iss && !str_eq(in->iss, k.issuer)) /* RFC 9207 */
        return fail(c, ERR_INVALID, NULL, N_("The answer is of another provider"));
    if (in->error || !in->code || strlen(in->code) > BACK_MOST)
        return fail(c, ERR_INVALID, NULL, N_("The sign-in provider let nobody in: %s"),
                    in->error ? in->error : "-");
    TRY(oidc_ask(c, &out->provider));
    TRY(redeem(c, &k, &out->provider, in->code, s.verifier, &token));
    TRY(read_token(c, &k, token, &out->provider, &out->who));
    TRY(jwt_judge(c, &out->who, k.issuer, k.client, s.nonce));
    out->to = s.to_path;
    out->links = s.person_id;
    out->second = has_second(&k, &out->who);
    return OK;
}

/* ---- links ---- */

static const struct field link_fields[] = {
    {.name = "id",
     .offset = offsetof(struct oidc_link, id),
     .kind = K_ID,
     .flags = F_HIDDEN,
     .label = N_("Number")},
    ID(struct oidc_link, person_id, N_("Person"), .flags = F_HIDDEN),
    FIELD(struct oidc_link, issuer, N_("Sign-in provider"), .flags = F_BRIEF),
    FIELD(struct oidc_link, subject, N_("Name at the provider"), .flags = F_BRIEF),
    FIELD(struct oidc_link, email, N_("Email"), .flags = F_BRIEF | F_PERSONAL),
    FIELD(struct oidc_link, linked_at, N_("Since"), .flags = F_BRIEF),
    FIELD(struct oidc_link, by_name, N_("By whom"), .flags = F_BRIEF),
    FIELD(struct oidc_link, ended_at, N_("Ended")),
};
const struct view oidc_link_view = VIEW("oidc_link", struct oidc_link, link_fields);
static const struct table link_table = {"oidc_link", &oidc_link_view};

static err
note(struct ctx *c, const char *verb, const struct oidc_link *before,
     const struct oidc_link *l)
{
    struct person p;
    TRY(person_find(c, l->person_id, &p));
    return access_act(c, verb, "person", l->person_id.v, &p,
                      view_diff(c, &oidc_link_view, before, l));
}

static err
add_link(struct ctx *c, person_id id, const char *subject, const char *email,
         const char *verb)
{
    struct oidc_config k;
    struct oidc_link l;
    TRY(need_config(c, &k));
    view_clear(&oidc_link_view, &l);
    TRY(id_next(c, &l.id));
    l.person_id = id;
    l.issuer = k.issuer;
    l.subject = subject;
    l.email = email;
    l.linked_at = c->now;
    l.by_name = c->actor ? c->actor->name : NULL;
    TRY(table_add(c, &link_table, &l));
    return note(c, verb, NULL, &l);
}

static err
find(struct ctx *c, const struct query *q, const char *issuer, const char *what,
     struct oidc_link *out)
{
    err e = query_one(c, q, &oidc_link_view, out, IN(issuer, what));
    if (e == ERR_NOT_FOUND)
        out->person_id = (person_id){0};
    return e == ERR_NOT_FOUND ? OK : e;
}

static const char *
small(struct arena *a, const char *s)
{
    char *out = arena_strdup(a, s);
    for (char *p = out; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return out;
}

/* By a link, or the one that is expected under this e-mail. */
static err
whose(struct ctx *c, const struct oidc_config *k, const struct jwt_claims *t,
      person_id *out)
{
    struct oidc_link l;
    int64_t n;
    TRY(find(c, &Q_oidc_link_subject, k->issuer, t->sub, &l));
    *out = l.person_id;
    if (out->v || !t->email || !t->email_verified)
        return OK;
    TRY(find(c, &Q_oidc_link_email, k->issuer, small(c->arena, t->email), &l));
    if (!l.person_id.v)
        return OK;
    TRY(query_exec(c, &Q_oidc_link_came, IN(l.id, t->sub, c->now), &n));
    struct oidc_link after = l;
    after.subject = t->sub;
    after.linked_at = c->now;
    *out = l.person_id;
    return n == 1 ? note(c, "oidc_link", &l, &after) : ERR_AGAIN;
}

static err
link_own(struct ctx *c, const struct oidc_config *k, const struct jwt_claims *t,
         person_id me)
{
    struct oidc_link l;
    if (!c->actor || c->actor->id.v != me.v) /* another has signed in meanwhile */
        return too_late(c);
    TRY(find(c, &Q_oidc_link_subject, k->issuer, t->sub, &l));
    if (l.person_id.v && l.person_id.v != me.v)
        return fail(c, ERR_CONFLICT, NULL,
                    N_("This sign-in belongs to another account here already"));
    return l.person_id.v ? OK : add_link(c, me, t->sub, t->email, "oidc_link");
}

err
oidc_arrive(struct ctx *c, const struct oidc_return *in, const struct oidc_came *came,
            person_id *out)
{
    struct oidc_config k;
    struct person p;
    int64_t n;
    TRY(need_config(c, &k));
    TRY(query_exec(c, &Q_oidc_state_take, IN(hash_of(c->arena, in->state)), &n));
    if (n != 1)
        return too_late(c);
    TRY(keep(c, &k, &came->provider));
    if (came->links.v) {
        *out = came->links;
        return link_own(c, &k, &came->who, came->links);
    }
    TRY(whose(c, &k, &came->who, out));
    if (out->v)
        TRY(person_find(c, *out, &p));
    if (!out->v || !span_has((span){p.valid_from, p.valid_to}, c->today))
        return fail(
            c, ERR_FORBIDDEN, NULL,
            N_("No account here is linked with this sign-in: sign in with your password "
               "and link it in your account, or ask the administrator"));
    return OK;
}

err
oidc_links(struct ctx *c, person_id id, struct oidc_link_list *out)
{
    return query_list(c, &Q_oidc_link_of, &oidc_link_view, out, IN(id.v));
}

err
oidc_expect(struct ctx *c, person_id id, const char *email)
{
    struct oidc_config k;
    struct oidc_link l;
    TRY(need_config(c, &k));
    if (!email || !strchr(email, '@') || strpbrk(email, " <>,;"))
        return fail(c, ERR_INVALID, "email", N_("This is no e-mail address"));
    email = small(c->arena, email);
    TRY(find(c, &Q_oidc_link_email, k.issuer, email, &l));
    if (l.person_id.v)
        return fail(c, ERR_CONFLICT, "email",
                    N_("Somebody is expected under it already"));
    return add_link(c, id, NULL, email, "oidc_expect");
}

err
oidc_link_find(struct ctx *c, int64_t link, struct oidc_link *out)
{
    err e = table_find(c, &link_table, link, out);
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no such link")) : e;
}

err
oidc_unlink(struct ctx *c, int64_t link)
{
    struct oidc_link was, after;
    int64_t n;
    TRY(oidc_link_find(c, link, &was));
    TRY(query_exec(c, &Q_oidc_link_end, IN(link, c->now), &n));
    if (n != 1)
        return fail(c, ERR_CONFLICT, NULL, N_("This link has ended already"));
    after = was;
    after.ended_at = c->now;
    return note(c, "oidc_unlink", &was, &after);
}
