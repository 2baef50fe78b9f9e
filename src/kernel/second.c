/* SPDX-License-Identifier: Apache-2.0 */
/* second.c: what the second step is, who must have one, and whether a code fits. */
#include "kernel/second.h"

#include <sodium.h>

#include "base/msg.h"
#include "kernel/access_row.h"
#include "kernel/act.h"
#include "kernel/totp.h"
#include "kernel/vault.h"

extern const struct query Q_second_plain, Q_second_close, Q_second_find, Q_second_put, Q_second_taken, Q_second_remove,
    Q_second_needed, Q_recovery_add, Q_recovery_use, Q_recovery_left, Q_recovery_remove,
    Q_ticket_add, Q_ticket_issuer, Q_ticket_find, Q_ticket_remove, Q_session_must_enrol,
    Q_session_end_of, Q_role_need_second;

enum {
    RECOVERY_CODES = 8,
    TICKET_BYTES = 32,
    DRIFT = 1 /* steps that a phone's clock may be off, either way */
};
#define TICKET_US (5 * 60 * INT64_C(1000000))

static const char purpose[] = "second step";

struct step_row {
    const char *secret;
    instant confirmed_at;
    int64_t last_step;
};
static const struct field step_fields[] = {
    FIELD(struct step_row, secret, "secret", .flags = F_SECRET),
    FIELD(struct step_row, confirmed_at, "confirmed"),
    FIELD(struct step_row, last_step, "last step"),
};
static const struct view step_view = VIEW("second_step", struct step_row, step_fields);

struct plain {
    person_id person_id;
    const char *secret;
};
struct plain_list LIST(struct plain);
static const struct field plain_fields[] = {
    ID(struct plain, person_id, "person"),
    FIELD(struct plain, secret, "secret", .flags = F_SECRET),
};
static const struct view plain_view = VIEW("second_plain", struct plain, plain_fields);

static const struct field code_fields[] = {
    FIELD(struct recovery_code, code, N_("Recovery code")),
};
const struct view recovery_code_view =
    VIEW("recovery_code", struct recovery_code, code_fields);

/* secret NULL: there is none. */
static err
find(struct ctx *c, person_id id, struct step_row *out)
{
    err e = query_one(c, &Q_second_find, &step_view, out, IN(id.v));
    if (e == ERR_NOT_FOUND)
        view_clear(&step_view, out);
    return e == ERR_NOT_FOUND ? OK : e;
}

static bool
is_on(const struct step_row *s)
{
    return s->secret && s->confirmed_at.v != INSTANT_NONE.v;
}

static err
needed(struct ctx *c, person_id id, bool *out)
{
    int64_t n;
    TRY(query_int(c, &Q_second_needed, IN(id.v, c->today), 0, &n));
    *out = n > 0;
    return OK;
}

err
second_state(struct ctx *c, person_id id, struct second_state *out)
{
    struct step_row s;
    TRY(find(c, id, &s));
    out->on = is_on(&s);
    out->pending = s.secret && !out->on;
    TRY(needed(c, id, &out->needed));
    return query_int(c, &Q_recovery_left, IN(id.v), 0, &out->codes_left);
}

/* ---- codes ---- */

static const char *
hash_of(struct arena *a, const char *text)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char *hex = arena_alloc(a, sizeof digest * 2 + 1, 1);
    crypto_hash_sha256(digest, (const unsigned char *)text, strlen(text));
    return sodium_bin2hex(hex, sizeof digest * 2 + 1, digest, sizeof digest);
}

static const char *
recovery_hash(struct arena *a, person_id id, const char *code)
{
    return hash_of(a, arena_printf(a, "%lld %s", (long long)id.v, code));
}

/* Without blanks and in small letters, as people type. */
static const char *
plain(struct arena *a, const char *typed)
{
    char *s = arena_strdup(a, typed ? typed : ""), *to = s;
    for (const char *p = s; *p; p++)
        if (*p != ' ')
            *to++ = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);
    *to = '\0';
    return s;
}

static err
take_step(struct ctx *c, person_id id, const struct step_row *s, const char *code,
          bool *fits)
{
    unsigned char secret[TOTP_SECRET];
    char right[TOTP_DIGITS + 1];
    int64_t now = totp_step(c->now), found = 0;
    const char *plain;
    TRY(vault_open(c, purpose, id.v, s->secret, &plain));
    must(base32_read(plain, secret, sizeof secret) == TOTP_SECRET);
    for (int64_t step = now - DRIFT; step <= now + DRIFT; step++) {
        totp_code(secret, sizeof secret, step, right);
        if (step > s->last_step && sodium_memcmp(right, code, TOTP_DIGITS) == 0)
            found = step;
    }
    sodium_memzero(secret, sizeof secret);
    int64_t n = 0;
    if (found)
        TRY(query_exec(c, &Q_second_taken, IN(id.v, found, c->now), &n));
    *fits = n == 1;
    return OK;
}

/* Takes it: it fits once. Recovery codes only where a step is in force. */
static err
take(struct ctx *c, person_id id, const struct step_row *s, const char *typed,
     bool *fits)
{
    const char *code = plain(c->arena, typed);
    *fits = false;
    if (!s->secret)
        return OK;
    if (strlen(code) == TOTP_DIGITS && strspn(code, "0123456789") == TOTP_DIGITS)
        return take_step(c, id, s, code, fits);
    if (!is_on(s))
        return OK;
    int64_t n = 0;
    TRY(query_exec(c, &Q_recovery_use, IN(recovery_hash(c->arena, id, code), c->now),
                   &n));
    *fits = n == 1;
    return OK;
}

static err
wrong_code(struct ctx *c)
{
    return fail(
        c, ERR_INVALID, "code",
        N_("This code does not fit, or was used already: wait for the next one"));
}

/* ---- one's own ---- */

static err
note(struct ctx *c, const char *verb, person_id id)
{
    struct person p;
    TRY(person_find(c, id, &p));
    return access_act(c, verb, "person", id.v, &p, NULL);
}

err
second_begin(struct ctx *c, person_id id, const char *password, const char **secret)
{
    struct step_row s;
    struct person p;
    struct password_proof proof;
    unsigned char bytes[TOTP_SECRET];
    const char *closed;
    TRY(person_find(c, id, &p));
    TRY(access_prove(c, p.username, password, &proof));
    if (!proof.fits)
        return fail(c, ERR_INVALID, "password", N_("This is not your password"));
    TRY(find(c, id, &s));
    if (is_on(&s))
        return fail(c, ERR_CONFLICT, NULL, N_("The second step is set up already"));
    must(sodium_init() >= 0);
    randombytes_buf(bytes, sizeof bytes);
    *secret = base32(c->arena, bytes, sizeof bytes);
    TRY(vault_close(c, purpose, id.v, *secret, &closed));
    return query_exec(c, &Q_second_put, IN(id.v, closed), NULL);
}

err
second_close_all(struct ctx *c)
{
    struct plain_list all;
    TRY(query_list(c, &Q_second_plain, &plain_view, &all, IN_NOTHING));
    for (size_t i = 0; i < all.n; i++) {
        const char *closed;
        TRY(vault_close(c, purpose, all.v[i].person_id.v, all.v[i].secret, &closed));
        TRY(query_exec(c, &Q_second_close, IN(all.v[i].person_id.v, closed), NULL));
    }
    return OK;
}

static err
end_sessions(struct ctx *c, person_id id)
{
    const char *own = c->actor && c->actor->session ? c->actor->session : "";
    return query_exec(c, &Q_session_end_of, IN(id.v, own), NULL);
}

err
second_confirm(struct ctx *c, person_id id, const char *code,
               struct recovery_code_list *out)
{
    struct step_row s;
    bool fits;
    TRY(find(c, id, &s));
    if (!s.secret || is_on(&s))
        return fail(c, ERR_CONFLICT, NULL, N_("There is nothing to confirm"));
    TRY(take(c, id, &s, code, &fits));
    if (!fits)
        return wrong_code(c);
    TRY(query_exec(c, &Q_recovery_remove, IN(id.v), NULL));
    for (int i = 0; i < RECOVERY_CODES; i++) {
        const char *new = password_generate(c->arena);
        TRY(query_exec(c, &Q_recovery_add, IN(recovery_hash(c->arena, id, new), id.v),
                       NULL));
        *PUSH(c->arena, out) = (struct recovery_code){new};
    }
    TRY(end_sessions(c, id));
    TRY(query_exec(c, &Q_session_must_enrol, IN(id.v, 0), NULL));
    return note(c, "second_on", id);
}

static err
remove_all(struct ctx *c, person_id id)
{
    TRY(query_exec(c, &Q_recovery_remove, IN(id.v), NULL));
    TRY(query_exec(c, &Q_ticket_remove, IN(id.v), NULL));
    TRY(query_exec(c, &Q_second_remove, IN(id.v), NULL));
    return note(c, "second_off", id);
}

err
second_end(struct ctx *c, person_id id, const char *code)
{
    struct step_row s;
    bool fits, is_needed;
    TRY(find(c, id, &s));
    TRY(needed(c, id, &is_needed));
    if (is_needed)
        return fail(c, ERR_CONFLICT, NULL,
                    N_("A role of yours asks for the second step"));
    TRY(take(c, id, &s, code, &fits));
    return fits ? remove_all(c, id) : wrong_code(c);
}

err
second_reset(struct ctx *c, person_id id)
{
    struct step_row s;
    TRY(find(c, id, &s));
    if (!s.secret)
        return fail(c, ERR_CONFLICT, NULL, N_("There is no second step to take away"));
    TRY(end_sessions(c, id));
    return remove_all(c, id);
}

err
role_need_second(struct ctx *c, const char *role, bool need)
{
    struct role r;
    TRY(role_find(c, role, &r));
    if (r.needs_second == need)
        return OK;
    TRY(query_exec(c, &Q_role_need_second, IN(role, need), NULL));
    return act_add(c, &(struct act){.verb = need ? "second_needed" : "second_optional",
                                    .kind = "role",
                                    .label = r.label,
                                    .path = "/roles"});
}

/* ---- between the two steps ---- */

err
ticket_add(struct ctx *c, person_id id, const char *issuer, const char **ticket)
{
    unsigned char bytes[TICKET_BYTES];
    char hex[TICKET_BYTES * 2 + 1];
    must(sodium_init() >= 0);
    randombytes_buf(bytes, sizeof bytes);
    *ticket =
        arena_strdup(c->arena, sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes));
    return query_exec(
        c, &Q_ticket_add,
        IN(hash_of(c->arena, *ticket), id.v, ((instant){c->now.v + TICKET_US}), issuer),
        NULL);
}

struct ticket {
    const char *issuer;
};
static const struct field ticket_fields[] = {FIELD(struct ticket, issuer, "issuer")};
static const struct view ticket_view = VIEW("ticket", struct ticket, ticket_fields);

err
ticket_issuer(struct ctx *c, const char *ticket, const char **issuer)
{
    struct ticket t = {0};
    err e = query_one(c, &Q_ticket_issuer, &ticket_view, &t, IN(hash_of(c->arena, ticket)));
    *issuer = t.issuer;
    return e == ERR_NOT_FOUND ? OK : e;
}

err
ticket_redeem(struct ctx *c, const char *ticket, const char *code, person_id *out)
{
    int64_t number = 0;
    struct person p;
    struct step_row s;
    bool fits = false;
    TRY(query_int(c, &Q_ticket_find, IN(hash_of(c->arena, ticket), c->now), 0,
                  &number));
    person_id id = {number};
    if (number) {
        TRY(person_find(c, id, &p));
        TRY(find(c, id, &s));
    }
    if (number && p.locked_until.v <= c->now.v &&
        span_has((span){p.valid_from, p.valid_to}, c->today)) {
        TRY(is_on(&s) ? take(c, id, &s, code, &fits) : OK);
        TRY(password_count(c, id, fits ? -1 : p.n_failed));
    }
    if (fits) {
        *out = id;
        return query_exec(c, &Q_ticket_remove, IN(id.v), NULL);
    }
    c->keep_on_fault = true;
    return fail(
        c, ERR_UNAUTHENTICATED, "code",
        N_("The code does not fit or was used already, or more than five minutes "
           "have passed since the password, or the account is locked for a while"));
}

err
second_after_sign_in(struct ctx *c, person_id id, bool *must_enrol)
{
    struct step_row s;
    TRY(find(c, id, &s));
    TRY(needed(c, id, must_enrol));
    *must_enrol = *must_enrol && !is_on(&s);
    return *must_enrol ? query_exec(c, &Q_session_must_enrol, IN(id.v, 1), NULL) : OK;
}
