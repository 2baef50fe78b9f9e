/* SPDX-License-Identifier: Apache-2.0 */
/* The desk for people: who may do what to whom, files of people, and the pages themselves. */
#include "people/people_test.h"

/* ---- who may do what to whom ---- */

static void
roles_are_given_only_where_one_may(void **state)
{
    struct ctx c = {0};
    struct office o;
    begin(&c, state, &o);
    person_id new = new_person(&c, "new", "Mới");
    struct grant g = {.person_id = new, .role = "clerk", .org_id = o.commune};
    act_as(&c, "clerk");
    refused(&c, ERR_FORBIDDEN, NULL, people_grant(&c, &g, NULL, NULL));
    act_as(&c, "chief");
    ok(&c, people_grant(&c, &g, NULL, NULL));
    g.org_id = o.ward;
    refused(&c, ERR_FORBIDDEN, NULL, people_grant(&c, &g, NULL, NULL));
    g.org_id = (org_id){0}; /* the whole installation */
    refused(&c, ERR_FORBIDDEN, NULL, people_grant(&c, &g, NULL, NULL));
    g = (struct grant){.person_id = new, .role = "operator", .org_id = o.commune};
    refused(&c, ERR_FORBIDDEN, NULL, people_grant(&c, &g, NULL, NULL));
    g = (struct grant){.person_id = o.chief, .role = "clerk", .org_id = o.commune};
    refused(&c, ERR_FORBIDDEN, "role",
            people_grant(&c, &g, NULL, NULL)); /* to oneself */
    act_as(&c, "root");
    g = (struct grant){.person_id = new, .role = "operator"};
    ok(&c, people_grant(&c, &g, NULL, NULL));
    test_db_end(&c);
}

static void
nobody_gets_hold_of_more_by_a_reset(void **state)
{
    struct ctx c = {0};
    struct office o;
    struct people_made made;
    begin(&c, state, &o);
    person_id local = new_person(&c, "local", "Tại chỗ");
    give(&c, local, "clerk", o.commune, false);
    act_as(&c, "chief");
    refused(&c, ERR_FORBIDDEN, NULL, people_reset(&c, o.root, &made));
    refused(&c, ERR_FORBIDDEN, NULL, people_end(&c, o.root, DAY_NONE));
    refused(&c, ERR_FORBIDDEN, NULL,
            people_reset(&c, o.clerk, &made)); /* of the ward */
    refused(&c, ERR_FORBIDDEN, NULL, people_change(&c, o.clerk, "Khác", NULL));
    ok(&c, people_reset(&c, local, &made));
    assert_string_equal(made.username, "local");
    person_id who;
    ok(&c, access_check_password(&c, "local", made.password, &who));
    give(&c, local, "operator", o.commune, false); /* as soon as they are more */
    refused(&c, ERR_FORBIDDEN, NULL, people_reset(&c, local, &made));
    act_as(&c, "root");
    ok(&c, people_reset(&c, o.clerk, &made));
    act_as(&c, "clerk");
    refused(&c, ERR_FORBIDDEN, NULL, people_reset(&c, local, &made));
    c.actor = NULL;
    refused(&c, ERR_UNAUTHENTICATED, NULL, people_reset(&c, local, &made));
    test_db_end(&c);
}

static void
a_new_person_may_begin_with_a_role(void **state)
{
    struct ctx c = {0};
    struct office o;
    struct people_made made;
    begin(&c, state, &o);
    act_as(&c, "chief");
    struct people_new in = {.username = "thu",
                            .name = "Nguyễn Thị Thu",
                            .role = "clerk",
                            .organisation = "14329"};
    ok(&c, people_add(&c, &in, &made));
    assert_true(made.shown_once);
    act_as(&c, "thu");
    assert_int_equal(c.actor->org_id.v, o.commune.v);
    act_as(&c, "chief");
    in.username = "thu2";
    in.organisation = "phường tân thành"; /* not theirs */
    refused(&c, ERR_FORBIDDEN, NULL, people_add(&c, &in, &made));
    in.organisation = "99999";
    refused(&c, ERR_INVALID, "organisation", people_add(&c, &in, &made));
    in.username = "chief";
    in.organisation = "14329";
    refused(&c, ERR_CONFLICT, "username", people_add(&c, &in, &made));
    test_db_end(&c);
}

static void
an_organisation_is_found_as_people_write_it(void **state)
{
    struct ctx c = {0};
    struct office o;
    org_id found;
    begin(&c, state, &o);
    const struct {
        const char *text;
        int64_t id;
    } right[] = {
        {"Ủy ban nhân dân xã Gia Tân", o.commune.v},
        {"uy ban nhan dan xa gia tan", o.commune.v},
        {"gia tan", o.commune.v},
        {"14329", o.commune.v},
        {" ninh binh ", o.province.v},
        {"", 0},
        {NULL, 0},
    };
    for (size_t i = 0; i < COUNT(right); i++) {
        ok(&c, org_pick(&c, right[i].text, c.today, &found));
        assert_int_equal(found.v, right[i].id);
    }
    static const char *const wrong[] = {"ủy ban nhân dân", "14330", "gia lâm", "1"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        refused(&c, ERR_INVALID, "organisation",
                org_pick(&c, wrong[i], c.today, &found));
    refused(&c, ERR_INVALID, "org_kind",
            org_of_code(&c, "14329", "guild", c.today, &found));
    refused(&c, ERR_INVALID, "org_code",
            org_of_code(&c, "14329", "people_council", c.today, &found));
    test_db_end(&c);
}

/* ---- lists ---- */

static void
people_are_found_without_marks_and_come_in_order(void **state)
{
    struct ctx c = {0};
    struct office o;
    begin(&c, state, &o);
    struct people_page p = {0};
    ok(&c, people_list(&c, &(struct people_filter){.q = "dang thi"}, &p));
    assert_int_equal(p.items.n, 1);
    assert_string_equal(p.items.v[0].username, "chief");
    assert_non_null(strstr(p.items.v[0].roles, "Ủy ban nhân dân xã Gia Tân"));
    p = (struct people_page){0};
    ok(&c, people_list(&c, &(struct people_filter){.role = "clerk"}, &p));
    assert_int_equal(p.items.n, 1);
    assert_int_equal(p.total, 1);
    assert_string_equal(p.items.v[0].username, "clerk");
    /* Đặng, Lê, Nguyễn: page by page, each once */
    static const char *const order[] = {"chief", "clerk", "root"};
    const char *after = NULL;
    for (size_t i = 0; i < COUNT(order); i++) {
        p = (struct people_page){0};
        ok(&c,
           people_list(&c, &(struct people_filter){.limit = 1, .after = after}, &p));
        assert_int_equal(p.items.n, 1);
        assert_string_equal(p.items.v[0].username, order[i]);
        assert_int_equal(p.total, 3);
        after = p.next;
        assert_int_equal(after != NULL, i + 1 < COUNT(order));
    }
    refused(&c, ERR_INVALID, "after",
            people_list(&c, &(struct people_filter){.after = "nonsense"}, &p));
    ok(&c, person_end(&c, o.clerk, c.today));
    p = (struct people_page){0};
    ok(&c, people_list(&c, &(struct people_filter){.state = PERSON_ENDED}, &p));
    assert_int_equal(p.items.n, 1);
    assert_true(p.items.v[0].is_ended);
    p = (struct people_page){0};
    ok(&c, people_list(&c, &(struct people_filter){.state = PERSON_LOCKED}, &p));
    assert_int_equal(p.items.n, 0);
    test_db_end(&c);
}

static void
an_organisation_shows_who_answers_and_for_whom(void **state)
{
    struct ctx c = {0};
    struct office o;
    begin(&c, state, &o);
    act_as(&c, "root");
    ok(&c,
       org_succeed(&c, o.ward, o.commune, day_of(2025, 7, 1), (decree_id){1}, true));
    ok(&c, org_end(&c, o.ward, day_of(2025, 7, 1), (decree_id){1}));
    struct orgs_show p = {0};
    ok(&c, orgs_show(&c, o.ward, day_of(2025, 7, 1), &p));
    assert_true(p.is_ended);
    assert_false(p.is_itself);
    assert_int_equal(p.now_id.v, o.commune.v);
    p = (struct orgs_show){0};
    ok(&c, orgs_show(&c, o.commune, day_of(2025, 7, 1), &p));
    assert_true(p.is_itself);
    assert_string_equal(p.org.unit_code, "14329");
    assert_int_equal(p.answers_for.n, 1);
    assert_int_equal(p.answers_for.v[0].id.v, o.ward.v);
    assert_int_equal(p.grants.n, 2); /* its own and the ward's */
    p = (struct orgs_show){0};
    ok(&c, orgs_show(&c, o.commune, day_of(2025, 6, 30), &p));
    assert_int_equal(p.answers_for.n, 0);
    struct orgs_page l = {0};
    ok(&c,
       orgs_list(&c, &(struct orgs_filter){.q = "tan", .on = day_of(2025, 7, 1)}, &l));
    assert_int_equal(l.items.n,
                     1); /* one that has ended is not in the list of that day */
    l = (struct orgs_page){0};
    ok(&c,
       orgs_list(&c, &(struct orgs_filter){.q = "tan", .on = day_of(2025, 6, 30)}, &l));
    assert_int_equal(l.items.n, 2);
    l = (struct orgs_page){0};
    ok(&c, orgs_list(&c, &(struct orgs_filter){.kind = "police", .on = DAY_NONE}, &l));
    assert_int_equal(l.items.n, 0);
    struct orgs_show none = {0};
    assert_int_equal(orgs_show(&c, (org_id){99}, DAY_NONE, &none), ERR_NOT_FOUND);
    test_db_end(&c);
}

/* ---- files ---- */

static void
a_file_is_taken_in_as_a_whole_or_not_at_all(void **state)
{
    struct ctx c = {0};
    struct office o;
    struct people_report r;
    begin(&c, state, &o);
    act_as(&c, "chief");
    static const char bad[] = "username,name,email,role,org_code,org_kind\n"
                              "lan,Lê Thị Lan,lan@example.vn,clerk,14329,\n"
                              "A B,,no,,,\n"
                              "chief,Trùng,,,,\n"
                              "lan,Trùng,,,,\n"
                              "hoa,Hoa,,king,14329,\n"
                              "mai,Mai,,clerk,99999,\n"
                              "dao,Đào,,clerk,,\n"
                              "cuc,Cúc,,clerk,14329,guild\n"
                              "tuyet,Tuyết,,,14329,\n"
                              "son,Sơn,,head,14329,\n"
                              "hai,Hải,,head,14329,\n";
    ok(&c, people_import(&c, bad, true, &r));
    assert_int_equal(r.n_lines, 11);
    assert_int_equal(r.n_bad, 9);
    assert_int_equal(r.n_added, 0);
    static const struct {
        int64_t line;
        const char *field;
    } wrong[] = {{3, "username"}, {3, "name"},  {3, "email"},    {4, "username"},
                 {5, "username"}, {6, "role"},  {7, "org_code"}, {8, NULL},
                 {9, "org_kind"}, {10, "role"}, {12, "role"}};
    assert_int_equal(r.lines.n, COUNT(wrong));
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(r.lines.v[i].line, wrong[i].line);
        assert_int_equal(str_eq(r.lines.v[i].field, wrong[i].field) ||
                             (!r.lines.v[i].field && !wrong[i].field),
                         1);
    }
    refused(&c, ERR_INVALID, "file", people_import(&c, bad, false, &r));
    struct person p;
    assert_int_equal(person_by_username(&c, "lan", &p), ERR_NOT_FOUND);

    static const char good[] = "\xef\xbb\xbfname,username,role,org_code\r\n"
                               "\"Lê Thị Lan\",lan,clerk,14329\r\n"
                               "Không Vai Trò,khong,,\r\n";
    ok(&c, people_import(&c, good, true, &r));
    assert_int_equal(r.n_bad, 0);
    assert_int_equal(person_by_username(&c, "lan", &p),
                     ERR_NOT_FOUND); /* only checked */
    ok(&c, people_import(&c, good, false, &r));
    assert_int_equal(r.n_added, 2);
    person_id who;
    ok(&c, access_check_password(&c, "lan", r.lines.v[0].password, &who));
    act_as(&c, "lan");
    ok(&c, access_need(&c, "seal.write", o.commune));
    test_db_end(&c);
}

static void
a_file_without_its_columns_is_refused(void **state)
{
    struct ctx c = {0};
    struct office o;
    struct people_report r;
    begin(&c, state, &o);
    act_as(&c, "root");
    refused(&c, ERR_INVALID, "file", people_import(&c, "", true, &r));
    refused(&c, ERR_INVALID, "file", people_import(&c, "name,email\nA,b\n", true, &r));
    refused(&c, ERR_INVALID, "file",
            people_import(&c, "username,name,colour\na,A,red\n", true, &r));
    ok(&c, people_import(&c, "username,name\nan,\"never ends\n", true, &r));
    assert_int_equal(r.n_bad, 1);
    act_as(&c, "clerk");
    refused(&c, ERR_FORBIDDEN, NULL,
            people_import(&c, "username,name\nan,An\n", true, &r));
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(roles_are_given_only_where_one_may),
        ON_BOTH(nobody_gets_hold_of_more_by_a_reset),
        ON_BOTH(a_new_person_may_begin_with_a_role),
        ON_BOTH(an_organisation_is_found_as_people_write_it),
        ON_BOTH(people_are_found_without_marks_and_come_in_order),
        ON_BOTH(an_organisation_shows_who_answers_and_for_whom),
        ON_BOTH(a_file_is_taken_in_as_a_whole_or_not_at_all),
        ON_BOTH(a_file_without_its_columns_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
