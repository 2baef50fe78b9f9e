/* SPDX-License-Identifier: Apache-2.0 */
/* password.c: what may be a password, how it is kept, and whether one fits. */
#include <sodium.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access_row.h"
#include "kernel/act.h"

extern const struct query Q_person_secret, Q_person_count_failure;

enum {
    LEAST_CHARACTERS = 10,
    MOST_BYTES = 1024,
    OPSLIMIT = 2,
    MEMLIMIT = 19 * 1024 * 1024,
    MOST_FAILURES = 5,
    GROUPS = 4, /* of GROUP letters and digits: about 98 bits */
    GROUP = 5
};
#define LOCKED_US (15 * 60 * INT64_C(1000000))

/* Of nobody's password: so that an unknown name takes as long as a known one. */
#define FULL_COST "$argon2id$v=19$m=19456,t=2,p=1$"
static const char nobody[] = FULL_COST "/////////////////////w$"
                                       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/* What everybody tries first, among those that are long enough. */
static const char *const common[] = {
    "0123456789",   "1234567890",  "12345678910", "0987654321",   "9876543210",
    "1q2w3e4r5t",   "qwertyuiop",  "asdfghjkl;",  "password12",   "password123",
    "password1234", "matkhau123",  "matkhau1234", "matkhaumoi",   "administrator",
    "admin12345",   "admin123456", "abc1234567",  "abcd123456",   "abcdefghij",
    "vietnam123",   "vietnam2025", "ninhbinh123", "ninhbinh2025", "anhyeuem123",
    "iloveyou123",  "welcome123",  "letmein123",  "changeme123",  "motdentammuoi",
};

static bool
is_common(struct ctx *c, const char *password)
{
    const char *folded = text_fold(c->arena, password);
    for (size_t i = 0; i < COUNT(common); i++)
        if (str_eq(folded, common[i]) || str_eq(password, common[i]))
            return true;
    return strspn(password, (char[]){password[0], '\0'}) == strlen(password);
}

err
password_rules(struct ctx *c, const char *field, const char *username,
               const char *typed, const char **out)
{
    const char *s = text_nfc(c->arena, typed);
    if (!s || strlen(s) > MOST_BYTES)
        return fail(c, ERR_INVALID, field, N_("This cannot be a password"));
    if (utf8_count(s) < LEAST_CHARACTERS)
        return fail(c, ERR_INVALID, field, N_("A password has at least %d characters"),
                    LEAST_CHARACTERS);
    if (username && str_eq(text_fold(c->arena, s), text_fold(c->arena, username)))
        return fail(c, ERR_INVALID, field, N_("The password must not be the username"));
    if (is_common(c, s))
        return fail(c, ERR_INVALID, field, N_("Everybody tries this password first"));
    *out = s;
    return OK;
}

static err
hash_at(struct ctx *c, const char *password, unsigned long long opslimit,
        size_t memlimit, const char **out)
{
    char *hash = arena_alloc(c->arena, crypto_pwhash_STRBYTES, 1);
    must(sodium_init() >= 0);
    if (crypto_pwhash_str_alg(hash, password, strlen(password), opslimit, memlimit,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        c->detail = "no memory for Argon2id";
        return ERR_INTERNAL;
    }
    *out = hash;
    return OK;
}

err
password_hash(struct ctx *c, const char *password, const char **out)
{
    return hash_at(c, password, OPSLIMIT, MEMLIMIT, out);
}

err
password_hash_made(struct ctx *c, const char *password, const char **out)
{
    return hash_at(c, password, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN,
                   out);
}

static bool
verify(const char *hash, const char *s)
{
    char whole[crypto_pwhash_STRBYTES] = {0}; /* what the library says it reads */
    size_t n = strlen(hash);
    if (n >= sizeof whole)
        return false;
    memcpy(whole, hash, n);
    return crypto_pwhash_str_verify(whole, s, strlen(s)) == 0;
}

bool
password_fits(struct ctx *c, const char *hash, const char *typed)
{
    const char *s = text_nfc(c->arena, typed ? typed : "");
    must(sodium_init() >= 0);
    if (!s || strlen(s) > MOST_BYTES)
        s = "";
    bool fits = hash && verify(hash, s);
    bool quick = !hash || !text_starts(hash, FULL_COST);
    return quick ? (verify(nobody, s), fits) : fits;
}

const char *
password_generate(struct arena *a)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    enum {
        N = GROUPS * (GROUP + 1) - 1
    };
    char *s = arena_alloc(a, N + 1, 1);
    must(sodium_init() >= 0);
    for (int i = 0; i < N; i++)
        s[i] = i % (GROUP + 1) == GROUP
                   ? '-'
                   : letters[randombytes_uniform(sizeof letters - 1)];
    return s;
}

/* ---- checking one at the door ---- */

struct secret {
    person_id id;
    const char *password_hash;
    day valid_from, valid_to;
    int64_t n_failed;
    instant locked_until;
    bool has_second;
};
static const struct field secret_fields[] = {
    ID(struct secret, id, "id"),
    FIELD(struct secret, password_hash, "hash", .flags = F_SECRET),
    FIELD(struct secret, valid_from, "from"),
    FIELD(struct secret, valid_to, "to"),
    FIELD(struct secret, n_failed, "failures"),
    FIELD(struct secret, locked_until, "locked"),
    FIELD(struct secret, has_second, "second step"),
};
static const struct view secret_view =
    VIEW("person_secret", struct secret, secret_fields);

static err
find_secret(struct ctx *c, const char *username, struct secret *out)
{
    err e = query_one(c, &Q_person_secret, &secret_view, out, IN(username));
    if (e == ERR_NOT_FOUND)
        view_clear(&secret_view, out);
    return e == ERR_NOT_FOUND ? OK : e;
}

err
access_prove(struct ctx *c, const char *username, const char *password,
             struct password_proof *out)
{
    struct secret s;
    TRY(find_secret(c, username, &s));
    *out = (struct password_proof){s.password_hash,
                                   password_fits(c, s.password_hash, password)};
    return OK;
}

err
password_count(struct ctx *c, person_id id, int64_t n_failed)
{
    int64_t n = n_failed + 1;
    bool locks = n >= MOST_FAILURES;
    instant until = locks ? (instant){c->now.v + LOCKED_US} : INSTANT_NONE;
    TRY(query_exec(c, &Q_person_count_failure, IN(id.v, locks ? (int64_t)0 : n, until),
                   NULL));
    if (!locks)
        return OK;
    struct person p;
    TRY(person_find(c, id, &p));
    return access_act(c, "lock", "person", p.id.v, &p, NULL);
}

err
access_check_proof(struct ctx *c, const char *username,
                   const struct password_proof *proof, person_id *out)
{
    struct secret s;
    TRY(find_secret(c, username, &s));
    bool locked = s.locked_until.v > c->now.v; /* none is below every instant */
    bool fits = proof->fits && str_eq(proof->hash, s.password_hash);
    if (fits && !locked && span_has((span){s.valid_from, s.valid_to}, c->today)) {
        /* with a second step, what was wrong is forgotten after that one: else whoever has the
         * password could try codes without end */
        if (!s.has_second && (s.n_failed || s.locked_until.v != INSTANT_NONE.v))
            TRY(password_count(c, s.id, -1));
        *out = s.id;
        return OK;
    }
    if (s.id.v && !fits && !locked)
        TRY(password_count(c, s.id, s.n_failed));
    c->keep_on_fault = true;
    return fail(
        c, ERR_UNAUTHENTICATED, "username",
        N_("The username or the password is wrong, or the account is locked for a "
           "while after wrong passwords"));
}

err
access_check_password(struct ctx *c, const char *username, const char *password,
                      person_id *out)
{
    struct password_proof proof;
    TRY(access_prove(c, username, password, &proof));
    return access_check_proof(c, username, &proof, out);
}
