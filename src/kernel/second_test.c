/* SPDX-License-Identifier: Apache-2.0 */
/* The second step: codes as the standard has them, each taken once, and the lock that guards them. */
#include "kernel/second.h"

#include "db.h"
#include "kernel/act.h"
#include "kernel/totp.h"
#include "kernel/vault.h"

#define GOOD       "mot mat khau dai"
#define SECONDS(n) ((n)*INT64_C(1000000))

struct desk {
    struct ctx c;
    struct act_keys *keys;
    person_id id;
    const char *secret;
    struct recovery_code_list codes;
};

static const char *
code_at(struct ctx *c, const char *secret, int64_t step)
{
    unsigned char bytes[TOTP_SECRET];
    char *code = arena_alloc(c->arena, TOTP_DIGITS + 1, 1);
    assert_int_equal(base32_read(secret, bytes, sizeof bytes), TOTP_SECRET);
    totp_code(bytes, sizeof bytes, step, code);
    return code;
}

/* Of a new file, which is gone again: what was read stays. */
static struct act_keys *
keys(struct ctx *c)
{
    struct act_keys *out;
    const char *url = test_db_url(c, "sqlite");
    ok(c, act_keys_open(c, url, true, &out));
    unlink(url);
    unlink(arena_printf(c->arena, "%s.key", url));
    return out;
}

static void
end(struct desk *d)
{
    test_db_end(&d->c);
    act_keys_close(d->keys);
}

static void
begin(struct desk *d, void **state)
{
    *d = (struct desk){0};
    struct ctx *c = &d->c;
    test_db_start(c, state);
    d->keys = keys(c);
    c->keys = d->keys;
    ok(c, db_begin(c, true));
    ok(c,
       person_add(c, &(struct person){.username = "an", .name = "An"}, GOOD, &d->id));
}

/* The step is on; the code of this half minute is used. */
static void
enrol(struct desk *d)
{
    struct ctx *c = &d->c;
    d->codes = (struct recovery_code_list){0};
    ok(c, second_begin(c, d->id, GOOD, &d->secret));
    ok(c,
       second_confirm(c, d->id, code_at(c, d->secret, totp_step(c->now)), &d->codes));
}

static const char *
ticket(struct desk *d)
{
    const char *t;
    person_id who;
    ok(&d->c, access_check_password(&d->c, "an", GOOD, &who));
    ok(&d->c, ticket_add(&d->c, who, NULL, &t));
    return t;
}

static void
codes_are_those_of_rfc_6238(void **state UNUSED)
{
    static const struct {
        int64_t seconds;
        const char *code; /* the last six of the eight digits in its appendix B */
    } vector[] = {{59, "287082"},         {1111111109, "081804"},
                  {1111111111, "050471"}, {1234567890, "005924"},
                  {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < COUNT(vector); i++) {
        char code[TOTP_DIGITS + 1];
        instant at = {SECONDS(vector[i].seconds)};
        totp_code((const unsigned char *)"12345678901234567890", 20, totp_step(at),
                  code);
        assert_string_equal(code, vector[i].code);
    }
}

static void
base32_is_that_of_rfc_4648(void **state UNUSED)
{
    static const char *const pair[][2] = {
        {"f", "MY"},         {"fo", "MZXQ"},        {"foo", "MZXW6"},
        {"foob", "MZXW6YQ"}, {"fooba", "MZXW6YTB"}, {"foobar", "MZXW6YTBOI"}};
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(pair); i++) {
        unsigned char back[8];
        size_t n = strlen(pair[i][0]);
        assert_string_equal(base32(&a, (const unsigned char *)pair[i][0], n),
                            pair[i][1]);
        assert_int_equal(base32_read(pair[i][1], back, sizeof back), n);
        assert_memory_equal(back, pair[i][0], n);
    }
    unsigned char one[1];
    assert_int_equal(base32_read("a", one, 1), -1);
    assert_int_equal(base32_read("MZXQ", one, 1), -1);
    arena_free(&a);
}

static void
a_code_opens_once_and_a_phone_may_be_half_a_minute_off(void **state)
{
    struct desk d;
    struct ctx *c = &d.c;
    person_id who;
    begin(&d, state);
    enrol(&d);
    int64_t now = totp_step(c->now);
    refused(c, ERR_UNAUTHENTICATED, "code",
            ticket_redeem(c, ticket(&d), code_at(c, d.secret, now), &who));
    assert_true(c->keep_on_fault);
    refused(c, ERR_UNAUTHENTICATED, "code",
            ticket_redeem(c, ticket(&d), code_at(c, d.secret, now + 2), &who));
    const char *t = ticket(&d);
    ok(c, ticket_redeem(c, t, code_at(c, d.secret, now + 1), &who));
    assert_int_equal(who.v, d.id.v);
    c->now.v += SECONDS(60);
    refused(c, ERR_UNAUTHENTICATED, "code", /* a ticket opens once too */
            ticket_redeem(c, t, code_at(c, d.secret, totp_step(c->now)), &who));
    ok(c, ticket_redeem(c, ticket(&d), code_at(c, d.secret, totp_step(c->now)), &who));
    t = ticket(&d);
    c->now.v += SECONDS(301);
    refused(c, ERR_UNAUTHENTICATED, "code",
            ticket_redeem(c, t, code_at(c, d.secret, totp_step(c->now)), &who));
    end(&d);
}

static void
a_recovery_code_opens_once(void **state)
{
    struct desk d;
    struct ctx *c = &d.c;
    person_id who;
    struct second_state s;
    begin(&d, state);
    enrol(&d);
    assert_int_equal(d.codes.n, 8);
    ok(c, ticket_redeem(c, ticket(&d), d.codes.v[3].code, &who));
    refused(c, ERR_UNAUTHENTICATED, "code",
            ticket_redeem(c, ticket(&d), d.codes.v[3].code, &who));
    ok(c, second_state(c, d.id, &s));
    assert_true(s.on && !s.pending);
    assert_int_equal(s.codes_left, 7);
    end(&d);
}

static void
wrong_codes_lock_and_the_right_password_does_not_unlock(void **state)
{
    struct desk d;
    struct ctx *c = &d.c;
    person_id who;
    begin(&d, state);
    enrol(&d);
    for (int i = 0; i < 4; i++) /* each time the password is right before */
        refused(c, ERR_UNAUTHENTICATED, "code",
                ticket_redeem(c, ticket(&d), "abcdef", &who));
    const char *t = ticket(&d), *open = ticket(&d);
    refused(c, ERR_UNAUTHENTICATED, "code", ticket_redeem(c, t, "abcdef", &who));
    c->now.v += SECONDS(60);
    refused(c, ERR_UNAUTHENTICATED, "code", /* locked: the right code does not help */
            ticket_redeem(c, open, code_at(c, d.secret, totp_step(c->now)), &who));
    refused(c, ERR_UNAUTHENTICATED, "username",
            access_check_password(c, "an", GOOD, &who));
    c->now.v += SECONDS(15 * 60);
    ok(c, ticket_redeem(c, ticket(&d), code_at(c, d.secret, totp_step(c->now)), &who));
    end(&d);
}

static void
a_role_may_ask_for_it_and_an_administrator_may_take_it_away(void **state)
{
    struct desk d;
    struct ctx *c = &d.c;
    bool must;
    begin(&d, state);
    ok(c, second_after_sign_in(c, d.id, &must));
    assert_false(must);
    ok(c, grant_add(c, &(struct grant){.person_id = d.id, .role = "auditor"}, NULL));
    ok(c, role_need_second(c, "auditor", true));
    const char *token;
    struct actor *a;
    ok(c, session_add(c, d.id, NULL, NULL, &token));
    ok(c, second_after_sign_in(c, d.id, &must));
    assert_true(must);
    ok(c, session_load(c, token, &a));
    assert_true(a->must_enrol);
    c->actor = a;
    enrol(&d);
    ok(c, session_load(c, token, &a)); /* their own session goes on, free now */
    assert_non_null(a);
    assert_false(a->must_enrol);
    refused(c, ERR_CONFLICT, NULL, second_end(c, d.id, d.codes.v[0].code));
    ok(c, role_need_second(c, "auditor", false));
    refused(c, ERR_INVALID, "code", second_end(c, d.id, "123"));
    ok(c, second_end(c, d.id, d.codes.v[0].code));
    enrol(&d);
    refused(c, ERR_CONFLICT, NULL, second_begin(c, d.id, GOOD, &d.secret));
    c->actor = NULL;
    ok(c, second_reset(c, d.id));
    refused(c, ERR_CONFLICT, NULL, second_reset(c, d.id));
    ok(c, session_load(c, token, &a));
    assert_null(a);
    refused(c, ERR_NOT_FOUND, NULL, role_need_second(c, "no-such", true));
    end(&d);
}

static void
a_secret_opens_with_its_key_for_its_owner_alone(void **state)
{
    struct desk d;
    begin(&d, state);
    struct ctx *c = &d.c;
    const char *closed, *again, *plain;
    ok(c, vault_close(c, "second step", 7, "JBSWY3DPEHPK3PXP", &closed));
    ok(c, vault_close(c, "second step", 7, "JBSWY3DPEHPK3PXP", &again));
    assert_string_not_equal(closed, again);
    assert_null(strstr(closed, "JBSW"));
    ok(c, vault_open(c, "second step", 7, closed, &plain));
    assert_string_equal(plain, "JBSWY3DPEHPK3PXP");
    refused(c, ERR_INVALID, NULL, vault_open(c, "second step", 8, closed, &plain));
    refused(c, ERR_INVALID, NULL, vault_open(c, "other", 7, closed, &plain));
    refused(c, ERR_INVALID, NULL, vault_open(c, "second step", 7, "v1:", &plain));
    refused(c, ERR_INVALID, NULL, vault_open(c, "second step", 7, "JBSWY3DP", &plain));
    char *bent = arena_strdup(c->arena, closed);
    bent[20] = bent[20] == 'A' ? 'B' : 'A';
    refused(c, ERR_INVALID, NULL, vault_open(c, "second step", 7, bent, &plain));
    struct act_keys *other = keys(c);
    c->keys = other;
    refused(c, ERR_INVALID, NULL, vault_open(c, "second step", 7, closed, &plain));
    c->keys = NULL;
    refused(c, ERR_NOT_FOUND, NULL, vault_open(c, "second step", 7, closed, &plain));
    refused(c, ERR_NOT_FOUND, NULL, vault_close(c, "second step", 7, "x", &closed));
    act_keys_close(other);
    end(&d);
}

/* A row of a program that did not close them. */
static void
a_secret_from_before_is_closed_and_still_fits(void **state)
{
    struct desk d;
    begin(&d, state);
    struct ctx *c = &d.c;
    person_id who;
    d.secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    ok(c, db_script(c, arena_printf(c->arena,
                                    "INSERT INTO second_step (person_id, secret, confirmed_at, "
                                    "last_step) VALUES (%lld, '%s', "
                                    "'2025-01-01T00:00:00.000000Z', 0)",
                                    (long long)d.id.v, d.secret)));
    ok(c, second_close_all(c));
    ok(c, second_close_all(c)); /* nothing is left to do */
    ok(c, ticket_redeem(c, ticket(&d), code_at(c, d.secret, totp_step(c->now)), &who));
    assert_int_equal(who.v, d.id.v);
    end(&d);
}

static void
setting_it_up_asks_for_the_password(void **state)
{
    struct desk d;
    begin(&d, state);
    struct ctx *c = &d.c;
    struct second_state now;
    refused(c, ERR_INVALID, "password", second_begin(c, d.id, "mot cai khac", &d.secret));
    refused(c, ERR_INVALID, "password", second_begin(c, d.id, NULL, &d.secret));
    ok(c, second_state(c, d.id, &now));
    assert_false(now.pending);
    end(&d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_secret_opens_with_its_key_for_its_owner_alone),
        ON_BOTH(a_secret_from_before_is_closed_and_still_fits),
        ON_BOTH(setting_it_up_asks_for_the_password),
        cmocka_unit_test(codes_are_those_of_rfc_6238),
        cmocka_unit_test(base32_is_that_of_rfc_4648),
        ON_BOTH(a_code_opens_once_and_a_phone_may_be_half_a_minute_off),
        ON_BOTH(a_recovery_code_opens_once),
        ON_BOTH(wrong_codes_lock_and_the_right_password_does_not_unlock),
        ON_BOTH(a_role_may_ask_for_it_and_an_administrator_may_take_it_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
