/* SPDX-License-Identifier: Apache-2.0 */
/* Who gets in at all: passwords, lock-out, sessions. */
#include "kernel/access_test.h"

/* ---- getting in ---- */

static void
a_password_is_checked_and_five_failures_lock(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    person_id id = new_person(&c, "an", GOOD), who = {0};
    ok(&c, access_check_password(&c, "an", GOOD, &who));
    assert_int_equal(who.v, id.v);
    assert_false(c.keep_on_fault);
    refused(&c, ERR_UNAUTHENTICATED, "username",
            access_check_password(&c, "an", "wrong", &who));
    assert_true(c.keep_on_fault); /* what was counted must be kept */
    ok(&c, access_check_password(&c, "an", GOOD, &who)); /* the count begins again */
    for (int i = 0; i < 4; i++)
        refused(&c, ERR_UNAUTHENTICATED, NULL,
                access_check_password(&c, "an", "wrong", &who));
    ok(&c, access_check_password(&c, "an", GOOD, &who));
    for (int i = 0; i < 5; i++)
        refused(&c, ERR_UNAUTHENTICATED, NULL,
                access_check_password(&c, "an", "wrong", &who));
    refused(&c, ERR_UNAUTHENTICATED, NULL, access_check_password(&c, "an", GOOD, &who));
    c.now.v += MINUTES(14);
    refused(&c, ERR_UNAUTHENTICATED, NULL, access_check_password(&c, "an", GOOD, &who));
    c.now.v += MINUTES(1);
    ok(&c, access_check_password(&c, "an", GOOD, &who));
    struct act_list acts;
    ok(&c, act_list_of(&c, "person", id.v, &acts));
    int locks = 0;
    for (size_t i = 0; i < acts.n; i++)
        locks += str_eq(acts.v[i].verb, "lock");
    assert_int_equal(locks, 1);
    test_db_end(&c);
}

static void
all_causes_of_a_refusal_look_the_same(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    person_id who, ended = new_person(&c, "ended", GOOD);
    new_person(&c, "an", GOOD);
    new_person(&c, "no-password", NULL);
    ok(&c, person_end(&c, ended, c.today));
    static const char *const tries[][2] = {
        {"an", "wrong"}, {"nobody", GOOD}, {"ended", GOOD}, {"no-password", ""}};
    const char *message = NULL;
    for (size_t i = 0; i < COUNT(tries); i++) {
        err e = access_check_password(&c, tries[i][0], tries[i][1], &who);
        assert_int_equal(e, ERR_UNAUTHENTICATED);
        if (message)
            assert_string_equal(message, c.faults.v[0].message);
        message = c.faults.v[0].message;
        clear_faults(&c);
    }
    test_db_end(&c);
}

static void
a_bad_password_is_refused(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    static const char *const bad[] = {
        "short",        "",           "123456789",    "an.nguyen.van",
        "MatKhau123",   "1234567890", "aaaaaaaaaaaa", "ngắn lắm\xff",
        "AN.nguyen.van"};
    struct person p = {.username = "an.nguyen.van", .name = "An"};
    for (size_t i = 0; i < COUNT(bad); i++)
        refused(&c, ERR_INVALID, "password", person_add(&c, &p, bad[i], NULL));
    ok(&c, person_add(&c, &p, "mười chữ cái", NULL));
    person_id who; /* typed decomposed, it is the same password */
    ok(&c, access_check_password(&c, "an.nguyen.van",
                                 "m\xc6\xb0\xc6\xa1\xcc\x80i ch\xc6\xb0\xcc\x83 c"
                                 "a\xcc\x81i",
                                 &who));
    const char *made = password_generate(c.arena);
    assert_int_equal(strlen(made), 23);
    p.username = "other";
    ok(&c, person_add(&c, &p, made, NULL));
    assert_string_not_equal(made, password_generate(c.arena));
    test_db_end(&c);
}

static void
a_password_made_here_is_told_once_and_changed(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    person_id id, who;
    const char *made, *again, *token;
    struct actor *a;
    ok(&c, person_add_new(&c, &(struct person){.username = "an", .name = "An"}, &made,
                          &id));
    ok(&c, access_check_password(&c, "an", made, &who));
    assert_int_equal(who.v, id.v);
    ok(&c, session_add(&c, id, NULL, NULL, &token));
    ok(&c, session_load(&c, token, &a));
    assert_true(a->must_change);
    ok(&c, person_change_password(&c, id, made, GOOD));
    ok(&c, person_reset_password(&c, id, &again));
    assert_string_not_equal(made, again);
    refused(&c, ERR_UNAUTHENTICATED, NULL, access_check_password(&c, "an", GOOD, &who));
    ok(&c, access_check_password(&c, "an", again, &who));
    test_db_end(&c);
}

static void
a_person_is_checked_field_by_field(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    struct person p = {
        .username = "X Y", .email = "no", .lang = "xx", .scheme = "pink"};
    assert_int_equal(person_add(&c, &p, NULL, NULL), ERR_INVALID);
    assert_int_equal(c.faults.n, 5); /* all at once */
    clear_faults(&c);
    person_id an = new_person(&c, "an", NULL);
    p = (struct person){.username = "an", .name = "Another"};
    refused(&c, ERR_CONFLICT, "username", person_add(&c, &p, NULL, NULL));
    p = (struct person){
        .id = an, .name = "An Mới", .email = "an@example.vn", .lang = "vi"};
    ok(&c, person_change(&c, &p));
    ok(&c, person_by_username(&c, "an", &p));
    assert_string_equal(p.name, "An Mới");
    assert_string_equal(p.email, "an@example.vn");
    assert_int_equal(p.valid_to.v, DAY_MAX.v);
    ok(&c, person_end(&c, an, on(2025, 3, 1)));
    refused(&c, ERR_CONFLICT, NULL, person_end(&c, an, on(2025, 3, 1)));
    test_db_end(&c);
}

static void
a_session_lives_twelve_hours_and_idles_one(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    const instant start = c.now;
    person_id id = new_person(&c, "an", GOOD);
    const char *token;
    struct actor *a;
    ok(&c, session_add(&c, id, "127.0.0.1", NULL, &token));
    assert_int_equal(c.actor->id.v, id.v);
    c.actor = NULL;
    ok(&c, session_load(&c, "another token", &a));
    assert_null(a);
    ok(&c, session_load(&c, token, &a));
    assert_non_null(a);
    assert_string_equal(a->username, "an");
    assert_int_equal(strlen(a->session), 64);
    assert_string_not_equal(a->session, token); /* only its hash is stored */
    assert_int_equal(strlen(a->csrf), 32);
    assert_false(a->touch_due);
    c.now.v = start.v + MINUTES(59);
    ok(&c, session_load(&c, token, &a));
    assert_non_null(a);
    assert_true(a->touch_due);
    c.now.v = start.v + MINUTES(60);
    ok(&c, session_load(&c, token, &a));
    assert_null(a);
    c.now.v = start.v;
    for (int i = 1; i <= 12; i++) { /* busy all day: out after twelve hours */
        c.now.v = start.v + MINUTES(55 * i);
        ok(&c, session_load(&c, token, &a));
        assert_non_null(a);
        c.actor = a;
        ok(&c, session_touch(&c));
        c.actor = NULL;
    }
    c.now.v = start.v + MINUTES(12 * 60) - 1;
    ok(&c, session_load(&c, token, &a));
    assert_non_null(a);
    c.now.v = start.v + MINUTES(12 * 60);
    ok(&c, session_load(&c, token, &a));
    assert_null(a);
    test_db_end(&c);
}

/* What a reader remembers of a session holds no longer than the session, the day and the grants. */
static void
a_reader_remembers_who_until_anything_changes(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    person_id id = new_person(&c, "an", GOOD);
    const char *token;
    struct actor *a;
    ok(&c, session_add(&c, id, NULL, NULL, &token));
    c.actor = NULL;
    ok(&c, db_commit(&c));
    struct ctx r = {.arena = c.arena, .now = c.now, .today = c.today};
    ok(&r, db_open(&r, db_url(c.db), OPEN_READ, &r.db));
    /* other databases of the same PostgreSQL make it ask again, but not for ever */
    const int most = db_engine(r.db) == ENGINE_SQLITE ? 2 : 1000;
    int64_t asked = 2;
    for (int i = 0; i < most && asked; i++) {
        int64_t before = db_queries(r.db);
        ok(&r, db_begin(&r, false));
        ok(&r, session_load(&r, token, &a));
        assert_non_null(a);
        assert_false(access_may(&(struct ctx){.actor = a}, "seal.write"));
        db_rollback(&r);
        asked = db_queries(r.db) - before;
        assert_true(asked == 2 || (asked == 0 && i > 0));
    }
    assert_int_equal(asked, 0);
    r.now.v = c.now.v + MINUTES(60);
    ok(&r, session_load(&r, token, &a));
    assert_null(a);
    r.now = c.now;
    ok(&c, db_begin(&c, true));
    ok(&c, person_end(&c, id, on(2025, 3, 1)));
    ok(&c, db_commit(&c));
    ok(&r, session_load(&r, token, &a));
    assert_non_null(a);
    r.today = on(2025, 3, 1);
    ok(&r, session_load(&r, token, &a));
    assert_null(a);
    r.today = c.today;
    ok(&r, session_load(&r, token, &a));
    assert_non_null(a);
    ok(&c, db_begin(&c, true));
    ok(&c, session_end(&c, a->session));
    ok(&c, db_commit(&c));
    ok(&r, session_load(&r, token, &a));
    assert_null(a);
    db_close(r.db);
    ok(&c, db_begin(&c, true));
    test_db_end(&c);
}

static void
a_session_ends_with_sign_out_password_or_account(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    person_id id = new_person(&c, "an", GOOD);
    const char *one, *two;
    struct actor *a;
    ok(&c, session_add(&c, id, NULL, NULL, &one));
    ok(&c, session_add(&c, id, NULL, NULL, &two));
    ok(&c, session_load(&c, one, &a));
    ok(&c, session_end(&c, a->session));
    ok(&c, session_load(&c, one, &a));
    assert_null(a);
    /* changing one's own password ends the others, not the one that changes it */
    ok(&c, session_add(&c, id, NULL, NULL, &one));
    ok(&c, session_load(&c, one, &a));
    c.actor = a;
    refused(&c, ERR_INVALID, "password",
            person_change_password(&c, id, "not the old one", "mat khau moi nhe"));
    refused(&c, ERR_INVALID, "new_password",
            person_change_password(&c, id, GOOD, GOOD));
    ok(&c, person_change_password(&c, id, GOOD, "mat khau moi nhe"));
    c.actor = NULL;
    ok(&c, session_load(&c, two, &a));
    assert_null(a);
    ok(&c, session_load(&c, one, &a));
    assert_non_null(a);
    /* a reset by another ends all, and the person must choose a new one */
    ok(&c, person_set_password(&c, id, "mat khau tam thoi", true));
    ok(&c, session_load(&c, one, &a));
    assert_null(a);
    ok(&c, session_add(&c, id, NULL, NULL, &one));
    ok(&c, session_load(&c, one, &a));
    assert_true(a->must_change);
    ok(&c, person_end(&c, id, c.today));
    ok(&c, session_load(&c, one, &a));
    assert_null(a);
    test_db_end(&c);
}

static void
proving_is_kept_apart_from_counting(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    person_id id = new_person(&c, "an", GOOD), who;
    struct password_proof proof;
    ok(&c, access_prove(&c, "an", GOOD, &proof));
    assert_true(proof.fits);
    /* changed between the proof and its use: it proves nothing any more */
    ok(&c, person_set_password(&c, id, "mat khau tam thoi", true));
    refused(&c, ERR_UNAUTHENTICATED, NULL, access_check_proof(&c, "an", &proof, &who));
    ok(&c, access_prove(&c, "nobody", GOOD, &proof));
    assert_false(proof.fits);
    refused(&c, ERR_UNAUTHENTICATED, NULL,
            access_check_proof(&c, "nobody", &proof, &who));
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_password_is_checked_and_five_failures_lock),
        ON_BOTH(all_causes_of_a_refusal_look_the_same),
        ON_BOTH(a_bad_password_is_refused),
        ON_BOTH(a_password_made_here_is_told_once_and_changed),
        ON_BOTH(a_person_is_checked_field_by_field),
        ON_BOTH(a_session_lives_twelve_hours_and_idles_one),
        ON_BOTH(a_reader_remembers_who_until_anything_changes),
        ON_BOTH(a_session_ends_with_sign_out_password_or_account),
        ON_BOTH(proving_is_kept_apart_from_counting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
