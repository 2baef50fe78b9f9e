/* SPDX-License-Identifier: Apache-2.0 */
/* The desk for people: who may do what to whom, files of people, and the pages themselves. */
#include "people/people.h"

#include "db.h"
#include "web/edge.h"

#define GOOD "mot mat khau dai"

struct office {
    org_id province, commune, ward;
    person_id chief; /* personnel of the commune and below */
    person_id root;  /* administrator of all */
    person_id clerk; /* of the ward, beside the commune */
};

static person_id
new_person(struct ctx *c, const char *username, const char *name)
{
    person_id id;
    ok(c,
       person_add(c, &(struct person){.username = username, .name = name}, GOOD, &id));
    return id;
}

static org_id
new_org(struct ctx *c, const char *name, org_id parent, int64_t unit)
{
    struct org o = {.kind = "people_committee",
                    .name = name,
                    .valid_from = day_of(1990, 1, 1),
                    .parent_id = parent,
                    .unit_id = {unit}};
    ok(c, org_add(c, &o));
    return o.id;
}

static void
give(struct ctx *c, person_id who, const char *role, org_id where, bool below)
{
    ok(c,
       grant_add(c,
                 &(struct grant){
                     .person_id = who, .role = role, .org_id = where, .below = below},
                 NULL));
}

/* Units belong to another room: rows as it would write them. */
static void
new_unit(struct ctx *c, int id, const char *code, const char *name)
{
    ok(c, db_script(
              c, arena_printf(
                     c->arena,
                     "INSERT INTO unit (id, tier, valid_from, valid_to) VALUES "
                     "(%d, 'commune', '0001-01-01', '9999-12-31');"
                     "INSERT INTO unit_version (id, unit_id, valid_from, valid_to, "
                     "code, name, short_name, search, name_key, sort_key, type) VALUES "
                     "(%d, %d, '0001-01-01', '9999-12-31', '%s', '%s', '%s', 'x', "
                     "'x', 'x', 'xa')",
                     id, id, id, code, name, name)));
}

static void
act_as(struct ctx *c, const char *username)
{
    struct actor *a;
    ok(c, actor_of(c, username, &a));
    c->actor = a;
}

static void
begin(struct ctx *c, void **state, struct office *o)
{
    test_db_start(c, state);
    ok(c, db_begin(c, true));
    new_unit(c, 9000001, "14329", "Xã Gia Tân");
    new_unit(c, 9000002, "14330", "Xã Gia Hòa");
    o->province = new_org(c, "Ủy ban nhân dân tỉnh Ninh Bình", (org_id){0}, 0);
    o->commune = new_org(c, "Ủy ban nhân dân xã Gia Tân", o->province, 9000001);
    o->ward = new_org(c, "Ủy ban nhân dân phường Tân Thành", o->province, 0);
    o->chief = new_person(c, "chief", "Đặng Thị Hương");
    o->root = new_person(c, "root", "Nguyễn Văn An");
    o->clerk = new_person(c, "clerk", "Lê Văn Bình");
    give(c, o->chief, "personnel", o->commune, true);
    give(c, o->root, "operator", (org_id){0}, true);
    give(c, o->clerk, "clerk", o->ward, false);
}

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

/* ---- pages ---- */

struct house {
    struct ctx *c;
    struct edge *edge;
    const char *cookie, *csrf;
};

static const char *
header(const struct answer *a, const char *name)
{
    const char *last = NULL;
    for (size_t i = 0; i < a->headers.n; i++)
        if (str_eq(a->headers.v[i].name, name) &&
            (!last || strncmp(a->headers.v[i].value, "haicap=", 7) == 0))
            last = a->headers.v[i].value;
    return last;
}

/* One request as the wire hands it over; `form` NULL: a GET. The answer's body is the caller's. */
static struct answer
ask(struct house *h, const char *path, const char *form)
{
    struct ctx c = {
        .arena = h->c->arena, .db = h->c->db, .now = h->c->now, .today = h->c->today};
    struct request rq = {.method = form ? POST : GET,
                         .method_name = form ? "POST" : "GET",
                         .path = arena_strndup(c.arena, path, strcspn(path, "?")),
                         .query = strchr(path, '?') ? strchr(path, '?') + 1 : "",
                         .accept = "text/html",
                         .accept_language = "en",
                         .cookie = h->cookie,
                         .is_form = form != NULL};
    struct answer a = {0};
    if (form)
        ok(&c, pairs_parse(&c, form, strlen(form), &rq.form));
    ok(&c, db_begin(&c, form != NULL));
    edge_answer(h->edge, &c, &rq, &a);
    if (a.keep)
        ok(&c, db_commit(&c));
    else
        db_rollback(&c);
    buf_str(&a.body);
    return a;
}

static void
expect(struct house *h, const char *path, const char *form, int status,
       const char *text)
{
    struct answer a = ask(h, path, form);
    if (a.status != status || (text && !strstr(buf_str(&a.body), text)))
        print_error("%s: %d, wanted %d and “%s” in:\n%s\n", path, a.status, status,
                    text ? text : "", buf_str(&a.body));
    assert_int_equal(a.status, status);
    if (text)
        assert_non_null(strstr(buf_str(&a.body), text));
    buf_free(&a.body);
}

static void
sign_in(struct house *h, const char *username, const char *password, const char *to)
{
    h->cookie = NULL;
    struct answer a = ask(h, "/sign-in",
                          arena_printf(h->c->arena, "username=%s&password=%s&to=%s",
                                       username, password, to));
    assert_int_equal(a.status, 303);
    const char *set = header(&a, "Set-Cookie");
    assert_non_null(set);
    assert_int_equal(strncmp(set, "haicap=", 7), 0);
    assert_non_null(strstr(set, "HttpOnly"));
    h->cookie = arena_printf(h->c->arena, "%.*s; lang=en", (int)strcspn(set, ";"), set);
    h->csrf = header(&a, "Location");
    buf_free(&a.body);
}

/* What the forms of that session carry. */
static const char *
csrf_of(struct house *h, const char *path)
{
    struct answer a = ask(h, path, NULL);
    const char *at = strstr(buf_str(&a.body), "name=\"csrf\" value=\"");
    assert_non_null(at);
    at += strlen("name=\"csrf\" value=\"");
    const char *csrf = arena_strndup(h->c->arena, at, strcspn(at, "\""));
    buf_free(&a.body);
    return csrf;
}

static void
open_house(struct ctx *c, void **state, struct office *o, struct house *h)
{
    begin(c, state, o);
    ok(c, db_commit(c));
    *h = (struct house){.c = c};
    ok(c, edge_new(c, DAY_NONE, &h->edge));
}

static void
close_house(struct house *h)
{
    edge_free(h->edge);
    test_db_end(h->c);
}

static void
one_signs_in_and_out_again(void **state)
{
    struct ctx c = {0};
    struct office o;
    struct house h;
    open_house(&c, state, &o, &h);
    expect(&h, "/sign-in?to=/people", NULL, 200, "value=\"/people\"");
    expect(&h, "/me", NULL, 303, NULL);
    expect(&h, "/sign-in", "username=root&password=wrong&to=/people", 401,
           "value=\"root\"");
    expect(&h, "/sign-in", "username=root", 422, NULL);
    struct person p;
    ok(&c, db_begin(&c, true));
    ok(&c, person_find(&c, o.root, &p));
    assert_int_equal(p.n_failed, 1); /* counted although it failed */
    ok(&c, db_commit(&c));
    sign_in(&h, "ROOT", "mot%20mat%20khau%20dai", "/people");
    assert_string_equal(h.csrf, "/people");
    expect(&h, "/me", NULL, 200, "Nguyễn Văn An");
    static const char *const away[] = {"//evil.example", "https://evil.example",
                                       "/%5Cevil.example", "", "evil"};
    for (size_t i = 0; i < COUNT(away); i++) {
        sign_in(&h, "root", "mot%20mat%20khau%20dai", away[i]);
        assert_string_equal(h.csrf, "/");
    }
    const char *csrf = csrf_of(&h, "/me");
    expect(&h, "/sign-out", "", 403, NULL); /* no form of ours */
    expect(&h, "/me", NULL, 200, NULL);
    struct answer a = ask(&h, "/sign-out", arena_printf(c.arena, "csrf=%s", csrf));
    assert_int_equal(a.status, 303);
    assert_non_null(strstr(header(&a, "Set-Cookie"), "Max-Age=0"));
    buf_free(&a.body);
    expect(&h, "/me", NULL, 303, NULL);
    close_house(&h);
}

static void
a_new_account_must_choose_its_password_first(void **state)
{
    struct ctx c = {0};
    struct office o;
    struct house h;
    struct people_made made;
    open_house(&c, state, &o, &h);
    ok(&c, db_begin(&c, true));
    act_as(&c, "root");
    ok(&c,
       people_add(&c, &(struct people_new){.username = "thu", .name = "Thu"}, &made));
    ok(&c, db_commit(&c));
    c.actor = NULL;
    sign_in(&h, "thu", made.password, "/orgs");
    assert_string_equal(h.csrf, "/me");
    expect(&h, "/orgs", NULL, 403, NULL);
    const char *csrf = csrf_of(&h, "/me");
    expect(&h, "/me/password",
           arena_printf(c.arena, "csrf=%s&password=%s&new_password=short&again=short",
                        csrf, made.password),
           422, "at least 10 characters");
    expect(
        &h, "/me/password",
        arena_printf(c.arena,
                     "csrf=%s&password=%s&new_password=mat+khau+moi&again=mat+khau+cu",
                     csrf, made.password),
        422, "not the same");
    expect(
        &h, "/me/password",
        arena_printf(c.arena,
                     "csrf=%s&password=%s&new_password=mat+khau+moi&again=mat+khau+moi",
                     csrf, made.password),
        303, NULL);
    expect(&h, "/orgs", NULL, 200, "Ủy ban nhân dân xã Gia Tân");
    close_house(&h);
}

static void
whoever_writes_stays_signed_in(void **state)
{
    struct ctx c = {0};
    struct office o;
    struct house h;
    open_house(&c, state, &o, &h);
    sign_in(&h, "root", "mot%20mat%20khau%20dai", "");
    const char *csrf = csrf_of(&h, "/me");
    for (int i = 0; i < 3; i++) {
        c.now.v += 50 * INT64_C(60000000);
        expect(&h, "/me/settings",
               arena_printf(c.arena, "csrf=%s&lang=en&scheme=", csrf), 303, NULL);
    }
    c.now.v += 60 * INT64_C(60000000);
    expect(&h, "/me", NULL, 303, NULL);
    close_house(&h);
}

static void
a_password_made_here_is_kept_nowhere(void **state)
{
    struct ctx c = {0};
    struct office o;
    struct house h;
    open_house(&c, state, &o, &h);
    sign_in(&h, "root", "mot%20mat%20khau%20dai", "");
    const char *csrf = csrf_of(&h, "/people/new");
    expect(&h, "/people",
           arena_printf(c.arena, "csrf=%s&idempotency_key=k1&username=A+B&name=", csrf),
           422, "value=\"A B\"");
    struct answer a =
        ask(&h, "/people",
            arena_printf(c.arena, "csrf=%s&idempotency_key=k2&username=thu&name=Thu",
                         csrf));
    assert_int_equal(a.status, 200);
    const char *at = strstr(buf_str(&a.body), "<dt>Password</dt><dd class=\"code\">");
    assert_non_null(at);
    buf_free(&a.body);
    const struct term kept[] = {{"key", OP_GE, VALUE("")}};
    int64_t n;
    ok(&c, db_begin(&c, false));
    ok(&c, select_count(
               &c, &(struct select){.from = "idempotency", .terms = kept, .n_terms = 1},
               0, &n));
    db_rollback(&c);
    assert_int_equal(n, 0);
    close_house(&h);
}

static void
each_page_of_the_room_opens(void **state)
{
    struct ctx c = {0};
    struct office o;
    struct house h;
    open_house(&c, state, &o, &h);
    ok(&c, db_begin(&c, true));
    int64_t grant;
    ok(&c, grant_add(&c,
                     &(struct grant){.person_id = o.clerk,
                                     .role = "drafter",
                                     .org_id = o.commune,
                                     .interim_until = day_of(2025, 2, 14)},
                     &grant));
    ok(&c, absence_add(&c,
                       &(struct absence){.person_id = o.clerk,
                                         .valid_to = day_of(2025, 2, 1),
                                         .reason = "Nghỉ phép"},
                       NULL));
    ok(&c, db_commit(&c));
    sign_in(&h, "root", "mot%20mat%20khau%20dai", "");
    const struct {
        const char *path, *text;
    } pages[] = {
        {"/people", "Đặng Thị Hương"},
        {"/people?q=le+van&role=clerk&state=active", "Lê Văn Bình"},
        {"/people?q=nobody+at+all", "Nobody fits."},
        {"/people/new", "name=\"username\""},
        {"/people/import", "type=\"file\""},
        {arena_printf(c.arena, "/people/%lld", (long long)o.clerk.v), "Nghỉ phép"},
        {"/grants", "Personnel officer"},
        {"/grants/interim", "14/02/2025"},
        {arena_printf(c.arena, "/grants/%lld", (long long)grant), "To be confirmed"},
        {"/roles", "decree.approve"},
        {"/orgs", "Ủy ban nhân dân tỉnh Ninh Bình"},
        {"/orgs?q=gia+tan", "Xã Gia Tân"},
        {"/orgs/new", "name=\"unit_code\""},
        {arena_printf(c.arena, "/orgs/%lld", (long long)o.commune.v), "Đặng Thị Hương"},
        {"/me", "Nguyễn Văn An"},
    };
    for (size_t i = 0; i < COUNT(pages); i++)
        expect(&h, pages[i].path, NULL, 200, pages[i].text);
    expect(&h, "/people/8999999", NULL, 404, NULL);
    expect(&h, "/people/x", NULL, 404, NULL);
    expect(&h, "/grants/8999999", NULL, 404, NULL);
    expect(&h, "/orgs/8999999", NULL, 404, NULL);
    const char *csrf = csrf_of(&h, "/me");
    expect(&h, arena_printf(c.arena, "/grants/%lld/confirm", (long long)grant),
           arena_printf(c.arena, "csrf=%s", csrf), 303, NULL);
    expect(&h, "/grants/interim", NULL, 200, "No role waits");
    expect(&h, arena_printf(c.arena, "/people/%lld/grants", (long long)o.clerk.v),
           arena_printf(c.arena, "csrf=%s&role=clerk&organisation=nowhere", csrf), 422,
           "value=\"nowhere\"");
    expect(&h, "/me/settings",
           arena_printf(c.arena, "csrf=%s&lang=en&scheme=dark", csrf), 303, NULL);
    expect(&h, "/me", NULL, 200, "<option value=\"dark\" selected>");
    expect(&h, "/orgs", NULL, 200, "data-color-scheme=\"dark\"");
    expect(
        &h, "/me/delegations",
        arena_printf(c.arena, "csrf=%s&role=operator&to=nobody&until=1/3/2025", csrf),
        422, "There is no person");
    expect(&h, "/me/delegations",
           arena_printf(c.arena, "csrf=%s&role=operator&to=clerk&until=1/1/2025", csrf),
           422, "before it begins");
    expect(&h, "/me/delegations",
           arena_printf(c.arena, "csrf=%s&role=operator&to=CHIEF&until=1/3/2025", csrf),
           303, NULL);
    expect(&h, "/me", NULL, 200, "Take it back");
    expect(
        &h, "/me/absences",
        arena_printf(c.arena, "csrf=%s&since=1/3/2025&until=1/4/2025&reason=x", csrf),
        303, NULL);
    /* doors stay shut for who lacks the capability */
    sign_in(&h, "clerk", "mot%20mat%20khau%20dai", "");
    expect(&h, "/people", NULL, 403, NULL);
    expect(&h, "/grants/interim", NULL, 403, NULL);
    expect(&h, "/orgs", NULL, 200, NULL);
    expect(&h, "/people",
           arena_printf(c.arena, "csrf=%s&username=x1&name=X", csrf_of(&h, "/me")), 403,
           NULL);
    close_house(&h);
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
        ON_BOTH(one_signs_in_and_out_again),
        ON_BOTH(a_new_account_must_choose_its_password_first),
        ON_BOTH(whoever_writes_stays_signed_in),
        ON_BOTH(a_password_made_here_is_kept_nowhere),
        ON_BOTH(each_page_of_the_room_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
