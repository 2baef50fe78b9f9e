/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what, where and when: roles, grants, what is lent and what a decree carries over. */
#include "kernel/access_test.h"

/* ---- what they may ---- */

static void
nobody_may_anything_without_a_role(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    org_id office = new_org(&c, "Office", (org_id){0});
    new_person(&c, "an", NULL);
    assert_true(access_may(&c, "-"));
    assert_false(access_may(&c, "person"));
    assert_false(access_may(&c, "unit.read"));
    refused(&c, ERR_UNAUTHENTICATED, NULL, access_need(&c, "unit.read", office));
    act_as(&c, "an");
    assert_true(access_may(&c, "person"));
    assert_true(access_may(&c, "unit.read"));
    assert_true(access_may(&c, "decree.read"));
    ok(&c, access_need(&c, "unit.read", office));
    static const char *const no[] = {"unit.write",   "decree.draft", "people.read",
                                     "unit",         "unit.rea",     "seal.read",
                                     "setting.write"};
    for (size_t i = 0; i < COUNT(no); i++)
        assert_false(access_may(&c, no[i]));
    refused(&c, ERR_FORBIDDEN, NULL, access_need(&c, "seal.read", office));
    test_db_end(&c);
}

static void
a_role_reaches_its_organisation_and_below_if_it_says_so(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    org_id province = new_org(&c, "Province", (org_id){0});
    org_id commune = new_org(&c, "Commune", province);
    org_id hamlet = new_org(&c, "Hamlet", commune),
           other = new_org(&c, "Other", province);
    give(&c, new_person(&c, "clerk", NULL), "clerk", commune, false);
    give(&c, new_person(&c, "chief", NULL), "clerk", commune, true);
    give(&c, new_person(&c, "top", NULL), "clerk", province, true);
    give(&c, new_person(&c, "all", NULL), "clerk", (org_id){0}, true);
    const struct {
        const char *who;
        bool province, commune, hamlet, other, everywhere;
    } expect[] = {
        {"clerk", false, true, false, false, false},
        {"chief", false, true, true, false, false},
        {"top", true, true, true, true, true},
        {"all", true, true, true, true, true},
    };
    for (size_t i = 0; i < COUNT(expect); i++) {
        const org_id at[] = {province, commune, hamlet, other};
        const bool may[] = {expect[i].province, expect[i].commune, expect[i].hamlet,
                            expect[i].other};
        act_as(&c, expect[i].who);
        assert_true(access_may(&c, "seal.write"));
        for (size_t k = 0; k < COUNT(at); k++) {
            err e = access_need(&c, "seal.write", at[k]);
            assert_int_equal(e, may[k] ? OK : ERR_FORBIDDEN);
            clear_faults(&c);
        }
        bool everywhere;
        ok(&c, access_everywhere(&c, "seal.write", &everywhere));
        assert_int_equal(everywhere, expect[i].everywhere);
        ok(&c, access_everywhere(&c, "people.write", &everywhere));
        assert_false(everywhere);
    }
    assert_int_equal(access_need(&c, "people.write", commune), ERR_FORBIDDEN);
    clear_faults(&c);
    test_db_end(&c);
}

static int64_t
count_reached(struct ctx *c)
{
    struct access_reach reach;
    ok(c, access_reach(c, "seal.write", "org", "id", &reach));
    int64_t n = reach.all ? -1 : 0;
    if (reach.within)
        ok(c, select_count(c, &(struct select){.from = reach.within}, 0, &n));
    return n;
}

static void
the_top_of_one_province_is_not_the_top_of_another(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    org_id north = new_org(&c, "North", (org_id){0});
    org_id commune = new_org(&c, "Commune of the north", north);
    new_org(&c, "Hamlet of the north", commune);
    give(&c, new_person(&c, "top", NULL), "clerk", north, true);
    give(&c, new_person(&c, "clerk", NULL), "clerk", commune, false);
    give(&c, new_person(&c, "all", NULL), "clerk", (org_id){0}, true);
    act_as(&c, "top");
    assert_int_equal(count_reached(&c), -1); /* there is nothing else */

    org_id south = new_org(&c, "South", (org_id){0});
    new_org(&c, "Commune of the south", south);
    bool everywhere;
    ok(&c, access_everywhere(&c, "seal.write", &everywhere));
    assert_false(everywhere);
    assert_int_equal(count_reached(&c), 3);
    c.today.v++; /* what one has followed is reached too */
    org_id fresh = new_org(&c, "New commune of the north", north);
    ok(&c, org_succeed(&c, commune, fresh, c.today, (decree_id){0}, true));
    ok(&c, org_end(&c, commune, c.today, (decree_id){0}));
    assert_int_equal(count_reached(&c), 4);
    act_as(&c, "clerk");
    assert_int_equal(count_reached(&c), 0);
    act_as(&c, "all");
    assert_int_equal(count_reached(&c), -1);
    test_db_end(&c);
}

static void
a_grant_counts_only_within_its_span(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    org_id office = new_org(&c, "Office", (org_id){0});
    person_id an = new_person(&c, "an", NULL);
    int64_t id;
    ok(&c, grant_add(&c,
                     &(struct grant){.person_id = an,
                                     .role = "clerk",
                                     .org_id = office,
                                     .valid_from = on(2025, 2, 1),
                                     .valid_to = on(2025, 3, 1)},
                     &id));
    const struct {
        day on;
        bool may;
    } days[] = {{on(2025, 1, 31), false},
                {on(2025, 2, 1), true},
                {on(2025, 2, 28), true},
                {on(2025, 3, 1), false}};
    for (size_t i = 0; i < COUNT(days); i++) {
        c.today = days[i].on;
        act_as(&c, "an");
        assert_int_equal(access_may(&c, "seal.write"), days[i].may);
        assert_int_equal(c.actor->org_id.v, days[i].may ? office.v : 0);
    }
    c.today = on(2025, 2, 10);
    ok(&c, grant_end(&c, id, on(2025, 2, 15)));
    refused(&c, ERR_CONFLICT, "on", grant_end(&c, id, on(2025, 2, 15)));
    c.today = on(2025, 2, 15);
    act_as(&c, "an");
    assert_false(access_may(&c, "seal.write"));
    test_db_end(&c);
}

static void
a_grant_is_checked(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    org_id office = new_org(&c, "Office", (org_id){0});
    person_id an = new_person(&c, "an", NULL), binh = new_person(&c, "binh", NULL);
    struct grant g = {.person_id = an, .role = "king", .org_id = office};
    refused(&c, ERR_INVALID, "role", grant_add(&c, &g, NULL));
    g.role = "clerk";
    g.org_id = (org_id){9999999};
    refused(&c, ERR_INVALID, "org_id", grant_add(&c, &g, NULL));
    g.org_id = office;
    g.person_id = (person_id){9999999};
    refused(&c, ERR_INVALID, "person_id", grant_add(&c, &g, NULL));
    g.person_id = an;
    g.valid_from = on(2025, 5, 1);
    g.valid_to = on(2025, 5, 1);
    refused(&c, ERR_INVALID, "valid_to", grant_add(&c, &g, NULL));
    g.valid_from = g.valid_to = (day){0};
    ok(&c, grant_add(&c, &g, NULL));
    refused(&c, ERR_CONFLICT, "role", grant_add(&c, &g, NULL));
    give(&c, binh, "clerk", office, false); /* any number of clerks */
    give(&c, an, "head", office, false);
    g = (struct grant){.person_id = binh, .role = "head", .org_id = office};
    refused(&c, ERR_CONFLICT, "role", grant_add(&c, &g, NULL)); /* one chair */
    struct grant_list posts;
    ok(&c, access_posts(&c, office, c.today, &posts));
    assert_int_equal(posts.n, 1);
    assert_int_equal(posts.v[0].person_id.v, an.v);
    test_db_end(&c);
}

static void
a_grant_follows_who_answers(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    org_id old = new_org(&c, "Old", (org_id){0}), new = new_org(&c, "New", (org_id){0});
    give(&c, new_person(&c, "an", NULL), "clerk", old, false);
    ok(&c, org_succeed(&c, old, new, on(2025, 7, 1), (decree_id){1}, true));
    act_as(&c, "an");
    ok(&c, access_need(&c, "seal.write", old));
    assert_int_equal(access_need(&c, "seal.write", new), ERR_FORBIDDEN);
    clear_faults(&c);
    c.today = on(2025, 7, 1);
    act_as(&c, "an");
    assert_int_equal(c.actor->org_id.v, new.v);
    assert_string_equal(c.actor->org_name, "New");
    ok(&c, access_need(&c, "seal.write", new));
    ok(&c, access_need(&c, "seal.write", old)); /* what it held is the successor's */
    test_db_end(&c);
}

static void
the_operator_does_all_but_approve(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    org_id office = new_org(&c, "Office", (org_id){0});
    act_as(&c, NULL);
    assert_true(c.actor->is_operator);
    assert_int_equal(c.actor->id.v, 0);
    assert_true(access_may(&c, "setting.write"));
    assert_true(access_may(&c, "decree.execute"));
    assert_false(access_may(&c, "decree.approve"));
    ok(&c, access_need(&c, "seal.write", office));
    refused(&c, ERR_FORBIDDEN, NULL, access_need(&c, "decree.approve", office));
    struct actor *a;
    refused(&c, ERR_NOT_FOUND, "as", actor_of(&c, "nobody", &a));
    test_db_end(&c);
}

/* ---- a decree ---- */

struct carried {
    org_id old, older, new;
    person_id clerk, chair, gone;
    int64_t grant;
};

static void
make_carried(struct ctx *c, struct carried *k)
{
    k->older = new_org(c, "Older", (org_id){0});
    k->old = new_org(c, "Old", (org_id){0});
    k->new = new_org(c, "New", (org_id){0});
    k->clerk = new_person(c, "clerk", NULL);
    k->chair = new_person(c, "chair", NULL);
    k->gone = new_person(c, "gone", NULL);
    k->grant = give(c, k->clerk, "clerk", k->old, true);
    give(c, k->clerk, "clerk", k->older, false);
    give(c, k->chair, "head", k->old, false);
    give(c, k->gone, "clerk", k->old, false);
    ok(c, person_end(c, k->gone, on(2025, 2, 1)));
}

static void
check_carried(struct ctx *c, const struct carried *k)
{
    struct grant_list at;
    ok(c, grant_list(c, k->new, on(2025, 7, 1), &at));
    assert_int_equal(at.n, 1);
    assert_int_equal(at.v[0].person_id.v, k->clerk.v);
    assert_true(at.v[0].below);
    assert_int_equal(at.v[0].valid_from.v, on(2025, 7, 1).v);
    assert_int_equal(at.v[0].interim_until.v, on(2025, 7, 31).v);
    ok(c, grant_list(c, k->old, on(2025, 6, 30), &at));
    assert_int_equal(at.n, 3);
    /* interim: to be confirmed, and over if it is not */
    ok(c, grant_list(c, (org_id){0}, on(2025, 7, 1), &at));
    assert_int_equal(at.n, 1);
    c->today = on(2025, 7, 30);
    act_as(c, "clerk");
    assert_true(access_may(c, "seal.write"));
    c->today = on(2025, 7, 31);
    act_as(c, "clerk");
    assert_false(access_may(c, "seal.write"));
    refused(c, ERR_CONFLICT, NULL, grant_confirm(c, at.v[0].id));
    c->today = on(2025, 7, 30);
    ok(c, grant_confirm(c, at.v[0].id));
    refused(c, ERR_CONFLICT, NULL, grant_confirm(c, at.v[0].id));
    c->today = on(2026, 1, 1);
    act_as(c, "clerk");
    assert_true(access_may(c, "seal.write"));
    act_as(c, "chair"); /* a post is not carried: somebody must be named */
    assert_false(access_may(c, "people.read"));
}

static void
check_back(struct ctx *c, const struct carried *k)
{
    struct grant_list at;
    struct grant g;
    ok(c, grant_list(c, k->new, on(2025, 7, 1), &at));
    assert_int_equal(at.n, 0);
    ok(c, grant_list(c, k->old, on(2025, 7, 1), &at));
    assert_int_equal(at.n, 3);
    ok(c, grant_find(c, k->grant, &g));
    assert_int_equal(g.valid_to.v, DAY_MAX.v);
    ok(c, grant_list(c, (org_id){0}, on(2025, 7, 1), &at));
    assert_int_equal(at.n, 0);
}

static void
grants_are_handed_over_interim_and_back(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    struct carried k;
    decree_id by = {1674};
    int64_t n, m;
    make_carried(&c, &k);
    ok(&c, org_succeed(&c, k.old, k.new, on(2025, 7, 1), by, true));
    ok(&c, org_succeed(&c, k.older, k.new, on(2025, 7, 1), by, true));
    ok(&c, grant_hand_over(&c, k.old, k.new, on(2025, 7, 1), 30, by, &n));
    ok(&c, grant_hand_over(&c, k.older, k.new, on(2025, 7, 1), 0, by, &m));
    assert_int_equal(n, 1);
    assert_int_equal(m, 0); /* the same person has the same role there already */
    check_carried(&c, &k);
    ok(&c, grant_hand_back(&c, by));
    ok(&c, org_unsucceed(&c, by));
    check_back(&c, &k);
    test_db_end(&c);
}

static void
grants_of_a_whole_decree_are_handed_over_at_once(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    struct carried k;
    decree_id by = {1674};
    int64_t n;
    make_carried(&c, &k);
    const struct org_pair pairs[] = {{k.older, k.new, true}, {k.old, k.new, true}};
    ok(&c, org_succeed_all(&c, pairs, 2, on(2025, 7, 1), by));
    ok(&c, grant_hand_over_all(&c, by, 30, &n));
    assert_int_equal(n, 1);
    check_carried(&c, &k);
    ok(&c, grant_hand_back(&c, by));
    ok(&c, org_take_back(&c, by));
    check_back(&c, &k);
    test_db_end(&c);
}

/* ---- lent ---- */

static void
what_is_lent_is_had_within_its_span(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    org_id office = new_org(&c, "Office", (org_id){0});
    person_id chief = new_person(&c, "chief", NULL),
              deputy = new_person(&c, "deputy", NULL);
    person_id third = new_person(&c, "third", NULL);
    int64_t grant = give(&c, chief, "approver", office, false), id;
    struct delegation d = {.from_id = chief,
                           .to_id = deputy,
                           .role = "approver",
                           .valid_from = on(2025, 2, 1),
                           .valid_to = on(2025, 2, 10)};
    ok(&c, delegation_add(&c, &d, &id));
    d.role = "clerk"; /* has not got it */
    refused(&c, ERR_INVALID, "role", delegation_add(&c, &d, NULL));
    d = (struct delegation){.from_id = chief, .to_id = chief, .role = "approver"};
    refused(&c, ERR_INVALID, "valid_to", delegation_add(&c, &d, NULL));
    d.valid_to = on(2025, 3, 1);
    refused(&c, ERR_INVALID, "to_id", delegation_add(&c, &d, NULL));
    const struct {
        day on;
        bool may;
    } days[] = {{on(2025, 1, 31), false},
                {on(2025, 2, 1), true},
                {on(2025, 2, 9), true},
                {on(2025, 2, 10), false}};
    for (size_t i = 0; i < COUNT(days); i++) {
        c.today = days[i].on;
        act_as(&c, "deputy");
        assert_int_equal(access_may(&c, "decree.approve"), days[i].may);
        if (days[i].may)
            ok(&c, access_need(&c, "decree.approve", office));
        act_as(&c, "chief");
        assert_true(access_may(&c, "decree.approve")); /* lending is not giving away */
    }
    c.today = on(2025, 2, 5);
    d = (struct delegation){.from_id = deputy,
                            .to_id = third,
                            .role = "approver",
                            .valid_to = on(2025, 2, 9)};
    refused(&c, ERR_INVALID, "role", delegation_add(&c, &d, NULL)); /* not lent on */
    struct delegation_list all;
    ok(&c, delegation_list(&c, deputy, &all));
    assert_int_equal(all.n, 1);
    assert_string_equal(all.v[0].from_name, "chief");
    ok(&c,
       grant_end(&c, grant, on(2025, 2, 6))); /* who has it no more lends it no more */
    c.today = on(2025, 2, 6);
    act_as(&c, "deputy");
    assert_false(access_may(&c, "decree.approve"));
    test_db_end(&c);
}

static void
lending_and_absence_end(void **state)
{
    struct ctx c = {0};
    begin(&c, state);
    org_id office = new_org(&c, "Office", (org_id){0});
    person_id chief = new_person(&c, "chief", NULL),
              deputy = new_person(&c, "deputy", NULL);
    give(&c, chief, "approver", office, false);
    int64_t id;
    ok(&c, delegation_add(&c,
                          &(struct delegation){.from_id = chief,
                                               .to_id = deputy,
                                               .role = "approver",
                                               .valid_to = on(2025, 12, 31)},
                          &id));
    act_as(&c, "deputy");
    assert_true(access_may(&c, "decree.approve"));
    ok(&c, delegation_end(&c, id, c.today));
    refused(&c, ERR_CONFLICT, "on", delegation_end(&c, id, c.today));
    act_as(&c, "deputy");
    assert_false(access_may(&c, "decree.approve"));
    struct absence away = {.person_id = chief, .reason = "Nghỉ phép"};
    refused(&c, ERR_INVALID, "valid_to", absence_add(&c, &away, NULL));
    away.valid_to = on(2025, 2, 1);
    ok(&c, absence_add(&c, &away, NULL));
    struct absence_list all;
    ok(&c, absence_list(&c, chief, &all));
    assert_int_equal(all.n, 1);
    assert_int_equal(all.v[0].valid_from.v, c.today.v);
    test_db_end(&c);
}

static void
every_role_names_capabilities_that_exist(void **state)
{
    static const char known[] =
        "unit.read unit.write unit.import org.read org.write law.read law.write decree.read "
        "decree.draft decree.approve decree.execute decree.undo register.read seal.read "
        "seal.write recognition.read recognition.write boundary_file.read boundary_file.write "
        "people.read people.write grant.write act.read log.verify setting.write "
        "directive.read directive.write task.read task.direct task.work "
        "obstacle.read obstacle.write obstacle.answer budget_line.read budget_line.write "
        "commendation.read commendation.write defence_plan.read defence_plan.write "
        "it_readiness.read it_readiness.write legal_draft.read legal_draft.write "
        "par_focus.read par_focus.write par_item.read par_item.write posting.read posting.write "
        "indicator.read indicator.write indicator.enter "
        "report.read report.write report.sign report.collect";
    struct ctx c = {0};
    begin(&c, state);
    struct role_list all;
    ok(&c, role_list(&c, &all));
    assert_int_equal(all.n, 10);
    int n_words = 0;
    for (size_t i = 0; i < all.n; i++)
        for (const char *s = all.v[i].capabilities; s && *s;) {
            size_t n = strcspn(s, " ");
            assert_true(capabilities_have(known, arena_strndup(c.arena, s, n)));
            n_words++;
            s += n + (s[n] == ' ');
        }
    assert_true(n_words > 60);
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(nobody_may_anything_without_a_role),
        ON_BOTH(a_role_reaches_its_organisation_and_below_if_it_says_so),
        ON_BOTH(the_top_of_one_province_is_not_the_top_of_another),
        ON_BOTH(a_grant_counts_only_within_its_span),
        ON_BOTH(a_grant_is_checked),
        ON_BOTH(a_grant_follows_who_answers),
        ON_BOTH(the_operator_does_all_but_approve),
        ON_BOTH(grants_are_handed_over_interim_and_back),
        ON_BOTH(grants_of_a_whole_decree_are_handed_over_at_once),
        ON_BOTH(what_is_lent_is_had_within_its_span),
        ON_BOTH(lending_and_absence_end),
        ON_BOTH(every_role_names_capabilities_that_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
