/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of the desk for people, as the wire asks for them. */
#include "people/people_test.h"

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

static void
page_names(const char *page, struct ctx *c, const char *capability)
{
    bool named = strstr(page, arena_printf(c->arena, ">%s<", capability)) != NULL;
    if (!named)
        print_error("/roles does not say who has %s\n", capability);
    assert_true(named);
}

static void
the_page_of_roles_names_all_that_a_door_or_a_role_speaks_of(void **state)
{
    struct ctx c = {0};
    struct office o;
    struct house h;
    struct role_list all;
    open_house(&c, state, &o, &h);
    sign_in(&h, "root", "mot%20mat%20khau%20dai", "");
    struct answer a = ask(&h, "/roles", NULL);
    const char *page = buf_str(&a.body);
    for (const struct module *const *m = modules; *m; m++)
        for (const struct route *r = (*m)->routes; r && r->path; r++)
            if (strchr(r->need, '.'))
                page_names(page, &c, r->need);
    ok(&c, role_list(&c, &all));
    for (size_t i = 0; i < all.n; i++)
        for (const char *s = all.v[i].capabilities; *s; s += strspn(s, " ")) {
            size_t n = strcspn(s, " ");
            page_names(page, &c, arena_strndup(c.arena, s, n));
            s += n;
        }
    buf_free(&a.body);
    close_house(&h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(one_signs_in_and_out_again),
        ON_BOTH(a_new_account_must_choose_its_password_first),
        ON_BOTH(whoever_writes_stays_signed_in),
        ON_BOTH(a_password_made_here_is_kept_nowhere),
        ON_BOTH(each_page_of_the_room_opens),
        ON_BOTH(the_page_of_roles_names_all_that_a_door_or_a_role_speaks_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
