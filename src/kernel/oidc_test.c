/* SPDX-License-Identifier: Apache-2.0 */
/* Whose account somebody is who comes from a sign-in provider, and that each return opens once. What
 * goes over the network is tested against a real provider (test/e2e/oidc.test.mjs). */
#include "kernel/oidc.h"

#include "db.h"

#define ISSUER "https://sso.example"

struct desk {
    struct ctx c;
    person_id an, binh;
    struct actor me;
};

static const struct oidc_provider provider = {
    .metadata = "{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"" ISSUER
                "/auth?x=1\",\"token_endpoint\":\"" ISSUER "/token\"}",
    .keys = "{\"keys\":[]}",
    .is_new = true,
};

static void
begin(struct desk *d, void **state)
{
    *d = (struct desk){0};
    struct ctx *c = &d->c;
    setenv("HAICAP_OIDC_ISSUER", ISSUER, 1);
    setenv("HAICAP_OIDC_CLIENT", "haicap", 1);
    setenv("HAICAP_OIDC_URL", "https://haicap.example/", 1);
    test_db_start(c, state);
    ok(c, db_begin(c, true));
    ok(c,
       person_add(c, &(struct person){.username = "an", .name = "An"}, NULL, &d->an));
    ok(c, person_add(c, &(struct person){.username = "binh", .name = "Bình"}, NULL,
                     &d->binh));
    d->me = (struct actor){.id = d->an, .username = "an", .name = "An"};
}

/* The state and the cookie of somebody who goes there. */
static struct oidc_return
go(struct desk *d, person_id links)
{
    struct oidc_going g;
    ok(&d->c, oidc_go(&d->c, &provider, "/tasks", links, &g));
    const char *state = strstr(g.url, "state=") + 6;
    return (struct oidc_return){
        .code = "x",
        .state = arena_strndup(d->c.arena, state, strcspn(state, "&")),
        .browser = g.browser};
}

static struct oidc_came
came(const char *sub, const char *email, bool verified, person_id links)
{
    return (struct oidc_came){
        .provider = provider,
        .who = {.sub = sub, .email = email, .email_verified = verified},
        .links = links};
}

static err
arrive(struct desk *d, struct oidc_came k, person_id *out)
{
    struct oidc_return r = go(d, k.links);
    return oidc_arrive(&d->c, &r, &k, out);
}

static void
the_address_of_the_provider_has_all_that_the_standard_wants(void **state)
{
    struct desk d;
    struct oidc_going g;
    begin(&d, state);
    struct ctx *c = &d.c;
    ok(c, oidc_go(c, &provider, "/", (person_id){0}, &g));
    static const char *const parts[] = {
        ISSUER
        "/auth?x=1&response_type=code&client_id=haicap&redirect_uri=https%3A%2F%2F"
        "haicap.example%2Fsign-in%2Foidc%2Fback&",
        "&scope=openid%20email&",
        "&nonce=", "&code_challenge=", "&code_challenge_method=S256"};
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (!strstr(g.url, parts[i]))
            print_error("%s is not in %s\n", parts[i], g.url);
        assert_non_null(strstr(g.url, parts[i]));
    }
    struct oidc_provider kept; /* what was learned is known from now on */
    c->now.v += 1;
    ok(c,
       db_script(
           c, "UPDATE oidc_provider SET fetched_at = '2025-01-15T00:00:00.000000Z'"));
    ok(c, oidc_ask(c, &kept));
    assert_string_equal(kept.metadata, provider.metadata);
    assert_false(kept.is_new);
    test_db_end(c);
}

static void
nobody_is_let_in_who_is_not_linked(void **state)
{
    struct desk d;
    person_id who;
    struct oidc_link_list links;
    begin(&d, state);
    struct ctx *c = &d.c;
    refused(c, ERR_FORBIDDEN, NULL,
            arrive(&d, came("42", "an@example.vn", true, (person_id){0}), &who));
    c->actor = &d.me;
    ok(c, arrive(&d, came("42", "an@example.vn", true, d.an), &who)); /* she links it */
    c->actor = NULL;
    ok(c, arrive(&d, came("42", NULL, false, (person_id){0}), &who));
    assert_int_equal(who.v, d.an.v);
    refused(c, ERR_FORBIDDEN, NULL,
            arrive(&d, came("43", NULL, false, (person_id){0}), &who));
    ok(c, oidc_links(c, d.an, &links));
    assert_int_equal(links.n, 1);
    ok(c, person_end(c, d.an, c->today));
    refused(c, ERR_FORBIDDEN, NULL,
            arrive(&d, came("42", NULL, false, (person_id){0}), &who));
    test_db_end(c);
}

static void
a_sign_in_belongs_to_one_account_and_is_linked_by_its_owner_alone(void **state)
{
    struct desk d;
    person_id who;
    struct oidc_link_list links;
    begin(&d, state);
    struct ctx *c = &d.c;
    refused(c, ERR_INVALID, NULL, arrive(&d, came("42", NULL, false, d.an), &who));
    c->actor = &d.me;
    refused(c, ERR_INVALID, NULL, arrive(&d, came("42", NULL, false, d.binh), &who));
    ok(c, arrive(&d, came("42", NULL, false, d.an), &who));
    ok(c, arrive(&d, came("42", NULL, false, d.an), &who)); /* again: nothing changes */
    ok(c, oidc_links(c, d.an, &links));
    assert_int_equal(links.n, 1);
    struct actor binh = {.id = d.binh, .username = "binh", .name = "Bình"};
    c->actor = &binh;
    refused(c, ERR_CONFLICT, NULL, arrive(&d, came("42", NULL, false, d.binh), &who));
    ok(c, oidc_unlink(c, links.v[0].id));
    refused(c, ERR_CONFLICT, NULL, oidc_unlink(c, links.v[0].id));
    refused(c, ERR_NOT_FOUND, NULL, oidc_unlink(c, 1));
    ok(c, arrive(&d, came("42", NULL, false, d.binh), &who));
    test_db_end(c);
}

static void
who_is_expected_under_an_email_comes_in_with_it_verified_and_once(void **state)
{
    struct desk d;
    person_id who, nobody = {0};
    begin(&d, state);
    struct ctx *c = &d.c;
    static const char *const bad[] = {"", "an", "an nguyen@x", "a@b,c@d", "<a@b>"};
    for (size_t i = 0; i < COUNT(bad); i++)
        refused(c, ERR_INVALID, "email", oidc_expect(c, d.an, bad[i]));
    ok(c, oidc_expect(c, d.an, "An@Example.vn"));
    refused(c, ERR_CONFLICT, "email", oidc_expect(c, d.binh, "an@example.vn"));
    refused(c, ERR_FORBIDDEN, NULL,
            arrive(&d, came("42", "an@example.vn", false, nobody), &who));
    refused(c, ERR_FORBIDDEN, NULL,
            arrive(&d, came("42", "no@example.vn", true, nobody), &who));
    ok(c, arrive(&d, came("42", "AN@example.vn", true, nobody), &who));
    assert_int_equal(who.v, d.an.v);
    ok(c, arrive(&d, came("42", NULL, false, nobody),
                 &who));            /* known by name from now on */
    refused(c, ERR_FORBIDDEN, NULL, /* another who has got the address meanwhile */
            arrive(&d, came("43", "an@example.vn", true, nobody), &who));
    test_db_end(c);
}

static void
a_return_opens_once_in_its_browser_and_for_ten_minutes(void **state)
{
    struct desk d;
    person_id who;
    struct oidc_came k;
    begin(&d, state);
    struct ctx *c = &d.c;
    c->actor = &d.me;
    struct oidc_return r = go(&d, d.an), other;
    k = came("42", NULL, false, d.an);
    ok(c, oidc_arrive(c, &r, &k, &who));
    refused(c, ERR_INVALID, NULL, oidc_arrive(c, &r, &k, &who)); /* used up */
    refused(c, ERR_INVALID, NULL, oidc_return(c, &r, &k));
    r = go(&d, d.an);
    other = r;
    other.browser = go(&d, d.an).browser;
    refused(c, ERR_INVALID, NULL, oidc_return(c, &other, &k));
    other.browser = NULL;
    refused(c, ERR_INVALID, NULL, oidc_return(c, &other, &k));
    other = r;
    other.state = NULL;
    refused(c, ERR_INVALID, NULL, oidc_return(c, &other, &k));
    other = r;
    other.error = "access_denied";
    refused(c, ERR_INVALID, NULL, oidc_return(c, &other, &k));
    other = r;
    other.iss = "https://evil.example";
    refused(c, ERR_INVALID, NULL, oidc_return(c, &other, &k));
    c->now.v += INT64_C(600000000);
    refused(c, ERR_INVALID, NULL, oidc_return(c, &r, &k));
    test_db_end(c);
}

static void
without_its_settings_there_is_no_provider(void **state)
{
    struct desk d;
    struct oidc_provider p;
    begin(&d, state);
    unsetenv("HAICAP_OIDC_ISSUER");
    refused(&d.c, ERR_NOT_FOUND, NULL, oidc_ask(&d.c, &p));
    setenv("HAICAP_OIDC_ISSUER", "http://sso.example",
           1); /* in the clear, over the network */
    refused(&d.c, ERR_INVALID, NULL, oidc_ask(&d.c, &p));
    setenv("HAICAP_OIDC_ISSUER", "http://127.0.0.1.evil.example", 1);
    refused(&d.c, ERR_INVALID, NULL, oidc_ask(&d.c, &p));
    setenv("HAICAP_OIDC_ISSUER", "http://127.0.0.1:1@127.0.0.1:2",
           1); /* a name and a password */
    assert_int_equal(oidc_ask(&d.c, &p), ERR_INVALID);
    assert_non_null(strstr(d.c.faults.v[0].message, "no https address"));
    clear_faults(&d.c);
    setenv("HAICAP_OIDC_ISSUER", "file:///etc", 1);
    refused(&d.c, ERR_INVALID, NULL, oidc_ask(&d.c, &p));
    test_db_end(&d.c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_address_of_the_provider_has_all_that_the_standard_wants),
        ON_BOTH(nobody_is_let_in_who_is_not_linked),
        ON_BOTH(a_sign_in_belongs_to_one_account_and_is_linked_by_its_owner_alone),
        ON_BOTH(who_is_expected_under_an_email_comes_in_with_it_verified_and_once),
        ON_BOTH(a_return_opens_once_in_its_browser_and_for_ten_minutes),
        ON_BOTH(without_its_settings_there_is_no_provider),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
