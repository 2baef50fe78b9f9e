/* SPDX-License-Identifier: Apache-2.0 */
/* Records of a made-up register: entered, changed, listed, imported; on both engines. */
#include "kernel/register_test.h"

/* ---- one record ---- */

static void
a_record_is_entered_found_and_logged(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "Ủy ban nhân dân xã A");
    struct petition p = blank(a, "Đường thôn Đông"), out;
    p.petitioner = "Nguyễn Văn Đức";
    p.village = "Thôn  Đông";
    p.kind = 1;
    ok(&c, register_add(&c, &petition_register, &p, &out));
    assert_int_equal(out.record.org_received.v, a.v);
    assert_int_equal(out.record.org_held.v, a.v);
    assert_int_equal(out.record.state, RECORD_OPEN);
    assert_int_equal(out.record.received_on.v, c.today.v);
    assert_int_equal(out.record.version, 1);
    assert_string_equal(out.record.territory, "thon dong");
    assert_string_equal(out.record.search, "duong thon dong nguyen van duc");
    struct petition again = find(&c, &petition_register, out.record.id);
    assert_string_equal(again.subject, "Đường thôn Đông");
    assert_int_equal(again.kind, 1);
    struct act_list acts;
    ok(&c, act_list_of(&c, "petition", out.record.id, &acts));
    assert_int_equal(acts.n, 1);
    assert_string_equal(acts.v[0].verb, "add");
    assert_string_equal(acts.v[0].label, "Đường thôn Đông");
    assert_int_equal(acts.v[0].org_id.v, a.v);
    assert_non_null(strstr(acts.v[0].changes, "\"field\":\"village\""));
    assert_null(strstr(acts.v[0].changes, "sort_key"));
    assert_int_equal(held(&c, &petition_register, a, RECORD_OPEN), 1);
    end(&c);
}

static void
what_is_wrong_is_said_at_once(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), gone = new_org(&c, "B");
    ok(&c, org_end(&c, gone, day_of(2024, 1, 1), (decree_id){0}));
    struct petition p = blank(a, NULL), out;
    p.record.received_on = (day){c.today.v + 1};
    assert_int_equal(register_add(&c, &petition_register, &p, &out), ERR_INVALID);
    assert_true(says(&c, "subject", "needed"));
    assert_true(says(&c, "received_on", "not come yet"));
    clear_faults(&c);
    p = blank(gone, "x");
    refused(&c, ERR_INVALID, "org_held",
            register_add(&c, &petition_register, &p, &out));
    p = blank((org_id){999999}, "x");
    refused(&c, ERR_INVALID, "org_held",
            register_add(&c, &petition_register, &p, &out));
    p = blank((org_id){0}, "x"); /* and the operator acts for none */
    refused(&c, ERR_INVALID, "org_held",
            register_add(&c, &petition_register, &p, &out));
    refused(&c, ERR_NOT_FOUND, NULL, register_find(&c, &petition_register, 1, &out));
    end(&c);
}

static void
two_clerks_who_save_the_same_record_are_told(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A");
    struct petition seen = add(&c, &petition_register, a, "Đường", NULL), first = seen,
                    second = seen, out;
    first.petitioner = "Lan";
    first.due_on = day_of(2025, 3, 1);
    ok(&c, register_change(&c, &petition_register, &first, &out));
    assert_int_equal(out.record.version, 2);
    second.subject = "Đường làng";
    assert_int_equal(register_change(&c, &petition_register, &second, &out),
                     ERR_CONFLICT);
    assert_true(says(&c, NULL, "somebody else"));
    assert_true(says(&c, "petitioner", "Lan"));
    assert_true(says(&c, "petitioner", "Quản trị"));
    assert_true(says(&c, "due_on", "01/03/2025"));
    for (size_t i = 0; i < c.faults.n; i++)
        assert_false(str_eq(c.faults.v[i].field, "subject"));
    clear_faults(&c);
    assert_string_equal(find(&c, &petition_register, seen.record.id).subject, "Đường");
    refused(&c, ERR_CONFLICT, NULL,
            register_end(&c, &petition_register,
                         (struct record_key){seen.record.id, 1, "x"}, DAY_NONE, &out));
    second.record.version = 2; /* seen, and saved again on purpose */
    second.petitioner = "Lan";
    ok(&c, register_change(&c, &petition_register, &second, &out));
    assert_string_equal(out.subject, "Đường làng");
    assert_int_equal(out.record.version, 3);
    ok(&c, register_change(&c, &petition_register, &out,
                           &out)); /* nothing new: no version */
    assert_int_equal(out.record.version, 3);
    end(&c);
}

static void
a_record_ends_once_and_then_stays(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A");
    struct petition p = add(&c, &petition_register, a, "x", NULL), out;
    struct record_key key = {p.record.id, 1, "done"};
    refused(&c, ERR_INVALID, "ended_on",
            register_end(&c, &petition_register, key, (day){c.today.v + 1}, &out));
    refused(&c, ERR_INVALID, "ended_on",
            register_end(&c, &petition_register, key, (day){c.today.v - 1}, &out));
    refused(&c, ERR_INVALID, NULL, register_keep(&c, &petition_register, key, &out));
    ok(&c, register_end(&c, &petition_register, key, DAY_NONE, &out));
    assert_int_equal(out.record.state, RECORD_ENDED);
    assert_int_equal(out.record.ended_on.v, c.today.v);
    key.version = 2;
    refused(&c, ERR_INVALID, NULL,
            register_end(&c, &petition_register, key, DAY_NONE, &out));
    out.petitioner = "y";
    refused(&c, ERR_INVALID, NULL, register_change(&c, &petition_register, &out, &out));
    assert_int_equal(held(&c, &petition_register, a, RECORD_OPEN), 0);
    assert_int_equal(held(&c, &petition_register, a, RECORD_ENDED), 1);
    end(&c);
}

static void
a_transfer_changes_who_holds_and_never_who_received(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), b = new_org(&c, "B"), gone = new_org(&c, "C");
    ok(&c, org_end(&c, gone, day_of(2024, 1, 1), (decree_id){0}));
    struct petition p = add(&c, &petition_register, a, "x", NULL), out;
    struct record_key key = {p.record.id, INT_NONE, "not ours"};
    refused(&c, ERR_INVALID, "to",
            register_transfer(&c, &petition_register, key, a, &out));
    refused(&c, ERR_INVALID, "to",
            register_transfer(&c, &petition_register, key, gone, &out));
    ok(&c, register_transfer(&c, &petition_register, key, b, &out));
    assert_int_equal(out.record.org_held.v, b.v);
    assert_int_equal(out.record.org_received.v, a.v);
    assert_int_equal(held(&c, &petition_register, a, RECORD_OPEN), 0);
    assert_int_equal(held(&c, &petition_register, b, RECORD_OPEN), 1);
    struct act_list acts;
    ok(&c, act_list_of(&c, "petition", p.record.id, &acts));
    assert_string_equal(
        acts.v[0].changes,
        arena_printf(
            c.arena,
            "[{\"field\":\"org_held\",\"from\":\"A (%lld)\",\"to\":\"B (%lld)\"}]",
            (long long)a.v, (long long)b.v));
    refused(&c, ERR_INVALID, NULL,
            register_decide(&c, &petition_register, key, a, &out));
    end(&c);
}

static void
nobody_reads_or_writes_without_the_capability_there(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), b = new_org(&c, "B");
    struct petition p = add(&c, &petition_register, a, "x", NULL), q = blank(a, "y"),
                    out;
    struct record_page page;
    struct capability_at can[] = {{"petition.read", a, false},
                                  {"petition.write", b, false}};
    const struct actor clerk = {
        .id = {7}, .name = "Lan", .org_id = a, .can = {can, COUNT(can)}};
    c.actor = &clerk;
    ok(&c, register_find(&c, &petition_register, p.record.id, &out));
    ok(&c,
       register_list(&c, &petition_register, &(struct record_filter){.org = a}, &page));
    refused(&c, ERR_FORBIDDEN, NULL, register_add(&c, &petition_register, &q, &out));
    refused(&c, ERR_FORBIDDEN, NULL, register_change(&c, &petition_register, &p, &out));
    refused(&c, ERR_FORBIDDEN, NULL,
            register_list(&c, &petition_register, &(struct record_filter){.org = b},
                          &page));
    refused(&c, ERR_FORBIDDEN, NULL,
            register_list(&c, &petition_register, &(struct record_filter){.all = true},
                          &page));
    refused(
        &c, ERR_FORBIDDEN, NULL,
        register_list(&c, &badge_register, &(struct record_filter){.org = a}, &page));
    c.actor = NULL;
    refused(&c, ERR_UNAUTHENTICATED, NULL,
            register_find(&c, &petition_register, p.record.id, &out));
    c.actor = &operator_;
    end(&c);
}

/* ---- lists ---- */

static void
a_list_searches_filters_sorts_and_turns_pages(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), b = new_org(&c, "B");
    static const char *const subject[] = {"Ấp",       "Áo",      "Anh",
                                          "Đường 10", "Đường 2", "Ông"};
    static const char *const in_order[] = {"Anh",     "Áo",       "Ấp",
                                           "Đường 2", "Đường 10", "Ông"};
    for (size_t i = 0; i < COUNT(subject); i++) {
        struct petition p = blank(a, subject[i]), out;
        p.record.received_on = day_of(2024, 1, 1 + (int)i);
        ok(&c, register_add(&c, &petition_register, &p, &out));
    }
    add(&c, &petition_register, b, "Elsewhere", NULL);
    struct record_filter f = {.org = a, .from = DAY_NONE, .to = DAY_NONE, .limit = 4};
    struct record_page page;
    ok(&c, register_list(&c, &petition_register, &f, &page));
    assert_int_equal(page.total, 6);
    assert_int_equal(page.total_at_least, INT_NONE);
    assert_int_equal(page.items.n, 4);
    const struct petition *v = page.items.v;
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(v[i].subject, in_order[i]);
    f.after = page.next;
    assert_non_null(f.after);
    ok(&c, register_list(&c, &petition_register, &f, &page));
    assert_int_equal(page.items.n, 2);
    assert_null(page.next);
    v = page.items.v;
    assert_string_equal(v[1].subject, "Ông");
    f.after = "nonsense";
    refused(&c, ERR_INVALID, "after", register_list(&c, &petition_register, &f, &page));
    f = (struct record_filter){
        .org = a, .q = "duong", .from = DAY_NONE, .to = DAY_NONE};
    assert_int_equal(list(&c, &petition_register, f).n, 2);
    f.q = "ĐƯỜNG 2";
    assert_int_equal(list(&c, &petition_register, f).n, 1);
    f = (struct record_filter){.org = a,
                               .from = day_of(2024, 1, 2),
                               .to = day_of(2024, 1, 4),
                               .sort = SORT_NEWEST};
    struct petition_list some = list(&c, &petition_register, f);
    assert_int_equal(some.n, 3);
    assert_string_equal(some.v[0].subject, "Đường 10");
    f = (struct record_filter){
        .all = true, .from = DAY_NONE, .to = DAY_NONE, .sort = SORT_NEWEST};
    some = list(&c, &petition_register, f);
    assert_int_equal(some.n, 7);
    assert_string_equal(some.v[0].subject, "Elsewhere");
    f.state = RECORD_ENDED;
    assert_int_equal(list(&c, &petition_register, f).n, 0);
    end(&c);
}

/* ---- CSV in ---- */

static void
a_file_goes_in_whole_or_not_at_all(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), b = new_org(&c, "B");
    struct import_report r;
    struct petition old = add(&c, &petition_register, a, "Đường", "Thôn 1");
    ok(&c, org_succeed(&c, a, b, c.today, (decree_id){5}, true));
    static const char bad[] = "subject,Village,kind\nĐường,Thôn 2,complaint\n,Thôn 3,\n"
                              "Cầu,Thôn 4,nonsense\nChợ,Thôn 5\nĐường,Thôn 6,\n";
    ok(&c, register_import(&c, &petition_register, b, bad, sizeof bad - 1, true, &r));
    assert_int_equal(r.n_lines, 5);
    assert_int_equal(r.n_changed, 1);
    assert_int_equal(r.n_bad, 4);
    assert_int_equal(r.lines.v[0].line, 3);
    assert_string_equal(r.lines.v[0].field, "subject");
    assert_string_equal(r.lines.v[1].title, "Cầu");
    assert_string_equal(r.lines.v[1].field, "kind");
    assert_int_equal(
        register_import(&c, &petition_register, b, bad, sizeof bad - 1, false, &r),
        ERR_INVALID);
    assert_true(says(&c, "file", "Line 3, subject"));
    assert_true(says(&c, "file", "4 of 5 lines"));
    clear_faults(&c);
    db_rollback(&c); /* as whoever opened the transaction does on a fault */
    test_db_end(&c);
    (void)old;
}

static void
a_good_file_adds_and_changes(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A"), b = new_org(&c, "B");
    struct import_report r;
    struct petition old = blank(a, "Đường"), p;
    old.petitioner = "Lan";
    old.village = "Thôn 1";
    ok(&c, register_add(&c, &petition_register, &old, &old));
    ok(&c, org_succeed(&c, a, b, c.today, (decree_id){5}, true));
    static const char good[] =
        "\xEF\xBB\xBFsubject,village,petitioner,state,org_name\r\n"
        "Đường,Thôn 2,L***,open,x\r\nCầu,\"Thôn 4, xóm 1\",Mai,,\r\nChợ,,,,\r\n";
    ok(&c, register_import(&c, &petition_register, b, good, sizeof good - 1, true, &r));
    assert_int_equal(held(&c, &petition_register, b, RECORD_OPEN),
                     0); /* only checked */
    ok(&c,
       register_import(&c, &petition_register, b, good, sizeof good - 1, false, &r));
    assert_int_equal(r.n_added, 2);
    assert_int_equal(r.n_changed, 1);
    assert_int_equal(r.n_bad, 0);
    p = find(&c, &petition_register, old.record.id);
    assert_string_equal(p.village, "Thôn 2");
    assert_string_equal(p.petitioner,
                        "Lan"); /* the mask of our own export is no name */
    assert_int_equal(p.record.org_held.v, a.v);
    assert_int_equal(held(&c, &petition_register, b, RECORD_OPEN), 2);
    ok(&c,
       register_import(&c, &petition_register, b, good, sizeof good - 1, false, &r));
    assert_int_equal(r.n_same, 3);
    struct act_list acts;
    ok(&c, act_list_of(&c, "petition", old.record.id, &acts));
    assert_string_equal(acts.v[0].verb, "import");
    refused(&c, ERR_INVALID, "file",
            register_import(&c, &petition_register, b, "subject,colour\nx,y\n", 17,
                            true, &r));
    refused(&c, ERR_INVALID, "file",
            register_import(&c, &petition_register, b, "village\nx\n", 10, true, &r));
    refused(&c, ERR_INVALID, "file",
            register_import(&c, &petition_register, b, "", 0, true, &r));
    refused(&c, ERR_TOO_LARGE, "file",
            register_import(&c, &petition_register, b, good,
                            (size_t)IMPORT_BYTES_MOST + 1, true, &r));
    end(&c);
}

static void
verify_sees_a_count_that_is_off(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    org_id a = new_org(&c, "A");
    add(&c, &petition_register, a, "x", NULL);
    ok(&c, register_verify(&c, &petition_register));
    ok(&c, db_script(&c, "UPDATE record_count SET n = n + 1"));
    refused(&c, ERR_INVALID, NULL, register_verify(&c, &petition_register));
    ok(&c, db_script(&c, "UPDATE record_count SET n = n - 1"));
    ok(&c, db_script(&c, "UPDATE petition SET state = 'archived'"));
    refused(&c, ERR_INVALID, NULL, register_verify(&c, &petition_register));
    ok(&c, db_script(&c, "UPDATE petition SET state = 'open', org_held = 12345"));
    ok(&c, db_script(&c, "UPDATE record_count SET org_held = 12345"));
    refused(&c, ERR_INVALID, NULL, register_verify(&c, &petition_register));
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_record_is_entered_found_and_logged),
        ON_BOTH(what_is_wrong_is_said_at_once),
        ON_BOTH(two_clerks_who_save_the_same_record_are_told),
        ON_BOTH(a_record_ends_once_and_then_stays),
        ON_BOTH(a_transfer_changes_who_holds_and_never_who_received),
        ON_BOTH(nobody_reads_or_writes_without_the_capability_there),
        ON_BOTH(a_list_searches_filters_sorts_and_turns_pages),
        ON_BOTH(a_file_goes_in_whole_or_not_at_all),
        ON_BOTH(a_good_file_adds_and_changes),
        ON_BOTH(verify_sees_a_count_that_is_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
