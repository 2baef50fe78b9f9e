/* SPDX-License-Identifier: Apache-2.0 */
/* calendar_test.c: feeds and what they show. */
#include "calendar/calendar.h"

#include "base/text.h"
#include "task/task_test.h"

static person_id
person(struct office *o, const char *username, org_id org)
{
    struct ctx *c = &o->c;
    const struct actor *was = c->actor;
    struct person p = {.username = username, .name = "Nguyễn Gia Tân"};
    c->actor = &operator_;
    ok(c, person_add(c, &p, NULL, &p.id));
    struct grant g = {.person_id = p.id, .role = "clerk", .org_id = org};
    ok(c, grant_add(c, &g, NULL));
    c->actor = was;
    return p.id;
}

static struct actor *
as(struct ctx *c, const char *username)
{
    struct actor *a;
    ok(c, actor_of(c, username, &a));
    c->actor = a;
    return a;
}

static struct task_date_list
dates(struct ctx *c, org_id org, day from, day to)
{
    struct org_id_list bodies;
    struct task_date_list out;
    bool cut;
    ok(c, calendar_bodies(c, org, &bodies));
    ok(c, task_dates(c, &bodies, (span){from, to}, 100, &out, &cut));
    assert_false(cut);
    return out;
}

static const char *
file_of(struct ctx *c, const struct calendar_feed *f)
{
    return arena_strdup(c->arena, strrchr(f->path, '/') + 1);
}

static void
a_feed_is_known_by_its_whole_name_until_it_is_revoked(void **state)
{
    struct office o;
    struct calendar_feed f, got;
    struct calendar_feed_list mine;
    start(&o, state);
    struct ctx *c = &o.c;
    person(&o, "gia.tan", o.gia_tan);
    person(&o, "gia.lap", o.gia_lap);
    as(c, "gia.tan");
    ok(c, calendar_feed_add(c, (org_id){0}, &f));
    const char *file = file_of(c, &f);
    assert_int_equal(strlen(file), 68);
    ok(c, calendar_feed_open(c, file, &got));
    assert_string_equal(got.username, "gia.tan");
    ok(c, calendar_feeds(c, &mine));
    assert_int_equal(mine.n, 1);
    assert_null(mine.v[0].path); /* told once */
    const char *const wrong[] = {"", ".ics", "x.ics", arena_strndup(c->arena, file, 64),
                                 arena_printf(c->arena, "%.63s0.ics", file + 1)};
    for (size_t i = 0; i < COUNT(wrong); i++)
        refused(c, ERR_NOT_FOUND, NULL, calendar_feed_open(c, wrong[i], &got));
    as(c, "gia.lap"); /* another's is nobody's to revoke */
    refused(c, ERR_NOT_FOUND, NULL, calendar_feed_revoke(c, f.id));
    refused(c, ERR_FORBIDDEN, NULL, calendar_feed_add(c, o.gia_tan, &got));
    as(c, "gia.tan");
    ok(c, calendar_feed_revoke(c, f.id));
    refused(c, ERR_NOT_FOUND, NULL, calendar_feed_revoke(c, f.id));
    refused(c, ERR_NOT_FOUND, NULL, calendar_feed_open(c, file, &got));
    for (int i = 0; i < FEEDS_MOST; i++)
        ok(c, calendar_feed_add(c, (org_id){0}, &f));
    refused(c, ERR_INVALID, NULL, calendar_feed_add(c, (org_id){0}, &got));
    end(&o);
}

static void
nobody_who_has_left_has_a_feed(void **state)
{
    struct office o;
    struct calendar_feed f, got;
    start(&o, state);
    struct ctx *c = &o.c;
    person_id id = person(&o, "gia.tan", o.gia_tan);
    as(c, "gia.tan");
    ok(c, calendar_feed_add(c, (org_id){0}, &f));
    c->actor = &operator_;
    ok(c, person_end(c, id, c->today));
    refused(c, ERR_NOT_FOUND, NULL, calendar_feed_open(c, file_of(c, &f), &got));
    c->actor = &operator_; /* who has no account has no calendar of their own */
    refused(c, ERR_FORBIDDEN, NULL, calendar_feed_add(c, (org_id){0}, &got));
    end(&o);
}

static void
what_is_due_stands_on_its_day_and_only_for_who_may_read_it(void **state)
{
    struct office o;
    struct org_id_list bodies;
    start(&o, state);
    struct ctx *c = &o.c;
    accepted(&o, "Lập danh sách cử tri"); /* due on 28 February */
    assigned(&o, "Niêm yết danh sách", o.gia_lap);
    person(&o, "gia.tan", o.gia_tan);
    as(c, "gia.tan");
    struct task_date_list l = dates(c, (org_id){0}, D(2025, 2, 28), D(2025, 3, 1));
    assert_int_equal(l.n, 1);
    assert_string_equal(l.v[0].title, "Lập danh sách cử tri");
    assert_string_equal(l.v[0].body, "Ủy ban nhân dân xã Gia Tân");
    c->actor = &o.giver; /* sees what was given to others */
    assert_int_equal(dates(c, (org_id){0}, D(2025, 2, 28), D(2025, 3, 1)).n, 2);
    as(c, "gia.tan");
    assert_int_equal(dates(c, (org_id){0}, D(2025, 2, 1), D(2025, 2, 28)).n, 0);
    assert_int_equal(dates(c, (org_id){0}, D(2025, 3, 1), D(2025, 4, 1)).n, 0);
    refused(c, ERR_FORBIDDEN, NULL, calendar_bodies(c, o.gia_lap, &bodies));
    end(&o);
}

static void
after_a_decree_a_bodys_calendar_is_its_successors(void **state)
{
    struct office o;
    struct calendar_feed f, got;
    start(&o, state);
    struct ctx *c = &o.c;
    accepted(&o, "Lập danh sách cử tri");
    assigned(&o, "Niêm yết danh sách", o.gia_lap);
    person(&o, "tinh", o.province);
    person(&o, "gia.tan", o.gia_tan);
    as(c, "gia.tan");
    ok(c, calendar_feed_add(c, o.gia_tan, &f));
    c->actor = &operator_;
    ok(c, org_succeed(c, o.gia_tan, o.gia_lap, c->today, (decree_id){0}, true));
    ok(c, org_end(c, o.gia_tan, c->today, (decree_id){0}));
    /* the grant passes with the work, so the same address goes on, under the new name */
    ok(c, calendar_feed_open(c, file_of(c, &f), &got));
    assert_string_equal(got.org_name, "Ủy ban nhân dân xã Gia Lập");
    as(c, "gia.tan");
    struct task_date_list l = dates(c, o.gia_tan, D(2025, 2, 28), D(2025, 3, 1));
    assert_int_equal(l.n, 2);
    assert_string_equal(l.v[0].body, "Ủy ban nhân dân xã Gia Lập");
    assert_string_equal(l.v[1].body, "Ủy ban nhân dân xã Gia Lập");
    end(&o);
}

static void
a_feed_shows_what_its_owner_may_read_on_that_day(void **state)
{
    struct office o;
    struct calendar_feed f;
    struct grant_list roles;
    const char *text;
    start(&o, state);
    struct ctx *c = &o.c;
    accepted(&o, "Lập danh sách cử tri"); /* due on 28 February */
    person_id who = person(&o, "gia.tan", o.gia_tan);
    as(c, "gia.tan");
    ok(c, calendar_feed_add(c, o.gia_tan, &f));
    const char *file = file_of(c, &f);
    c->actor = NULL;
    ok(c, calendar_feed_text(c, file, &text));
    assert_non_null(strstr(text, "BEGIN:VEVENT"));
    c->actor = &operator_;
    ok(c, grant_list_of_person(c, who, &roles));
    assert_int_equal(roles.n, 1);
    c->today = D(2025, 1, 20);
    ok(c, grant_end(c, roles.v[0].id, c->today));
    c->actor = NULL;
    ok(c, calendar_feed_text(c, file, &text)); /* the address stays, empty */
    assert_non_null(strstr(text, "BEGIN:VCALENDAR"));
    assert_null(strstr(text, "BEGIN:VEVENT"));
    end(&o);
}

static void
what_is_cut_says_so(void **state)
{
    struct office o;
    struct org_id_list bodies;
    struct task_date_list few;
    bool cut;
    start(&o, state);
    struct ctx *c = &o.c;
    /* held by Gia Tân and given by the province: found twice */
    for (int i = 0; i < 4; i++)
        assigned(&o, arena_printf(c->arena, "Việc %d", i), o.gia_tan);
    c->actor = &operator_;
    ok(c, grant_add(c,
                    &(struct grant){.person_id = person(&o, "ca.hai", o.province),
                                    .role = "clerk",
                                    .org_id = o.gia_tan},
                    NULL));
    as(c, "ca.hai");
    ok(c, calendar_bodies(c, (org_id){0}, &bodies));
    assert_int_equal(bodies.n, 2);
    const span days = {D(2025, 1, 1), D(2026, 1, 1)};
    ok(c, task_dates(c, &bodies, days, 8, &few, &cut));
    assert_int_equal(few.n, 4);
    assert_false(cut);
    ok(c, task_dates(c, &bodies, days, 4, &few, &cut));
    assert_true(cut);
    assert_true(few.n >= 2 && few.n < 4);
    assert_non_null(strstr(calendar_ics(c, "Lịch", &few, cut), "UID:more@haicap\r\n"));
    assert_null(strstr(calendar_ics(c, "Lịch", &few, false), "UID:more@haicap"));
    end(&o);
}

static struct task_date
sample(const char *title)
{
    return (struct task_date){.id = {7},
                              .title = title,
                              .body = "Ủy ban nhân dân xã Gia Tân",
                              .stage = TASK_DOING,
                              .from_on = DAY_NONE,
                              .due_on = D(2025, 2, 28),
                              .changed_at = {INT64_C(1736000000) * 1000000},
                              .version = 3};
}

static void
a_line_is_short_whole_text_and_keeps_what_was_said(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a, .lang = &catalogs[0], .origin = "https://x.example"};
    struct task_date t =
        sample("Ủy ban; nhân dân, các xã\\thị trấn: lập danh sách cử tri "
               "đối với người tạm trú dài hạn ở từng thôn, xóm, phố "
               "và niêm yết");
    struct task_date_list l = {&t, 1};
    const char *s = calendar_ics(&c, "Lịch\r\nX-BAD:1", &l, false);
    assert_non_null(strstr(s, "UID:task-7@haicap\r\n"));
    assert_non_null(
        strstr(s, "DTSTART;VALUE=DATE:20250228\r\nDTEND;VALUE=DATE:20250301\r\n"));
    assert_non_null(strstr(s, "LAST-MODIFIED:20250104T141320Z\r\n"));
    assert_non_null(strstr(s, "URL:https://x.example/tasks/7\r\n"));
    assert_non_null(strstr(s, "Ủy ban\\; nhân dân\\, các"));
    assert_null(strstr(s, "\nX-BAD"));
    for (const char *line = s; *line;) {
        size_t n = strcspn(line, "\r");
        assert_true(n <= 75);
        assert_true(utf8_valid(line, n)); /* no character is cut in two */
        assert_memory_equal(line + n, "\r\n", 2);
        line += n + 2;
    }
}

static void
a_short_window_is_drawn_and_a_withdrawn_task_is_cancelled(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a, .lang = &catalogs[0]};
    struct task_date t = sample("Lấy ý kiến cử tri");
    struct task_date_list l = {&t, 1};
    t.from_on = D(2025, 2, 15);
    const char *s = calendar_ics(&c, "Lịch", &l, false);
    assert_non_null(strstr(s, "DTSTART;VALUE=DATE:20250215\r\n"));
    assert_non_null(strstr(s, "STATUS:CONFIRMED\r\n"));
    assert_null(strstr(s, "URL:"));
    t.from_on = D(2024, 2, 15);
    t.is_provisional = true;
    s = calendar_ics(&c, "Lịch", &l, false);
    assert_non_null(strstr(s, "DTSTART;VALUE=DATE:20250228\r\n"));
    assert_non_null(strstr(s, "STATUS:TENTATIVE\r\n"));
    t.stage = TASK_WITHDRAWN;
    assert_non_null(
        strstr(calendar_ics(&c, "Lịch", &l, false), "STATUS:CANCELLED\r\n"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_feed_is_known_by_its_whole_name_until_it_is_revoked),
        ON_BOTH(nobody_who_has_left_has_a_feed),
        ON_BOTH(what_is_due_stands_on_its_day_and_only_for_who_may_read_it),
        ON_BOTH(after_a_decree_a_bodys_calendar_is_its_successors),
        ON_BOTH(a_feed_shows_what_its_owner_may_read_on_that_day),
        ON_BOTH(what_is_cut_says_so),
        cmocka_unit_test(a_line_is_short_whole_text_and_keeps_what_was_said),
        cmocka_unit_test(a_short_window_is_drawn_and_a_withdrawn_task_is_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
