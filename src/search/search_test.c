/* SPDX-License-Identifier: Apache-2.0 */
/* search_test.c: people find what their lists would show them, however they type it. */
#include "search/search.h"

#include "attach.h"
#include "obstacle/obstacle.h"
#include "task/task_test.h"
#include "unit/unit.h"

static const char *const reads[] = {"unit.read",      "directive.read", "task.read",
                                    "task.work",      "task.direct",    "obstacle.read",
                                    "obstacle.write", "obstacle.answer"};

static struct actor
reader(struct office *o, org_id org, bool below)
{
    struct actor a = worker(&o->c, "Người Đọc", org, reads, COUNT(reads));
    for (size_t i = 0; i < a.can.n; i++)
        a.can.v[i].below = below;
    return a;
}

/* How many of a kind `who` finds; *first: the first of them. */
static int64_t
finds(struct office *o, const struct actor *who, const char *q, int kind,
      struct found *first)
{
    struct found_group_list groups;
    o->c.actor = who;
    ok(&o->c, search(&o->c, q, FOUND_ANY, &groups));
    for (size_t i = 0; i < groups.n; i++)
        if (groups.v[i].kind == kind) {
            if (first)
                *first = groups.v[i].items.v[0];
            return (int64_t)groups.v[i].items.n;
        }
    return 0;
}

static struct attachment
attach_text(struct office *o, const struct attachable *to, int64_t id, const char *name)
{
    static const char text[] = "Họ tên\n";
    struct attachment_ready ready;
    struct attachment out;
    struct attachment_new in = {.id = id,
                                .file = base64(&o->c, text, sizeof text - 1),
                                .file_name = name,
                                .note = "Danh sách kèm theo"};
    ok(&o->c, attachment_prepare(&o->c, &in, &ready));
    ok(&o->c, attachment_add(&o->c, to, &in, &ready, &out));
    return out;
}

static void
words_are_found_without_marks_and_whole_sentences_are_not_needed(void **state)
{
    struct office o;
    struct found f;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = accepted(&o, "Lập danh sách cử tri");
    struct actor head = reader(&o, o.province, true);
    static const char *const asked[] = {"cử tri", "CU TRI", "tri danh", "cu tri sach"};
    for (size_t i = 0; i < COUNT(asked); i++)
        assert_int_equal(finds(&o, &head, asked[i], FOUND_TASKS, &f), 1);
    assert_string_equal(f.title, "Lập danh sách cử tri");
    assert_string_equal(f.path,
                        arena_printf(c->arena, "/tasks/%lld", (long long)t.record.id));
    assert_string_equal(f.about, "41/KH-UBND · Ủy ban nhân dân xã Gia Tân");
    assert_int_equal(f.on.v, D(2025, 2, 28).v);
    assert_int_equal(finds(&o, &head, "cu tri huyen", FOUND_TASKS, NULL), 0);
    assert_int_equal(finds(&o, &head, "sap xep", FOUND_DIRECTIVES, &f), 1);
    assert_string_equal(f.title, "Kế hoạch sắp xếp đơn vị hành chính");
    assert_int_equal(finds(&o, &head, "41/KH", FOUND_DIRECTIVES, NULL), 1);
    struct found_group_list none;
    static const char *const empty[] = {NULL, "", "  ", "…", "%", "_"};
    for (size_t i = 0; i < COUNT(empty); i++) {
        ok(c, search(c, empty[i], FOUND_ANY, &none));
        assert_int_equal(none.n, 0);
    }
    end(&o);
}

static void
nobody_finds_what_they_may_not_read(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = accepted(&o, "Lập danh sách cử tri");
    planned(&o, "Rà soát danh sách con dấu", o.gia_lap);
    c->actor = &o.lead;
    attach_text(&o, &task_files, t.record.id, "Danh sách Gia Tân.txt");
    struct attachment gone =
        attach_text(&o, &task_files, t.record.id, "Danh sách nhầm.txt");
    ok(c, attachment_withdraw(c, gone.id, "Nhầm tệp", &gone));
    struct actor head = reader(&o, o.province, true),
                 clerk = reader(&o, o.gia_tan, false),
                 other = reader(&o, o.gia_lap, false);
    assert_int_equal(finds(&o, &head, "danh sach", FOUND_TASKS, NULL), 2);
    assert_int_equal(finds(&o, &clerk, "danh sach", FOUND_TASKS, NULL), 1);
    assert_int_equal(finds(&o, &other, "danh sach", FOUND_TASKS, NULL), 1);
    assert_int_equal(finds(&o, &head, "danh sach", FOUND_FILES, NULL), 1);
    assert_int_equal(finds(&o, &clerk, "danh sach kem", FOUND_FILES, NULL), 1);
    assert_int_equal(finds(&o, &other, "danh sach", FOUND_FILES, NULL), 0);
    struct actor nobody = {.name = "Không vai trò"};
    assert_int_equal(finds(&o, &nobody, "danh sach", FOUND_TASKS, NULL), 0);
    assert_int_equal(finds(&o, &nobody, "sap xep", FOUND_DIRECTIVES, NULL), 0);
    /* as many topmost organisations as there are provinces: each sees its own */
    c->actor = &operator_;
    org_id elsewhere = body(c, "Ủy ban nhân dân tỉnh Nam Định", (org_id){0});
    struct actor stranger = reader(&o, elsewhere, true);
    assert_int_equal(finds(&o, &stranger, "danh sach", FOUND_TASKS, NULL), 0);
    assert_int_equal(finds(&o, &stranger, "danh sach", FOUND_FILES, NULL), 0);
    assert_int_equal(finds(&o, &head, "danh sach", FOUND_TASKS, NULL), 2);
    end(&o);
}

static void
an_answer_is_found_by_all_and_what_waits_by_who_must_answer(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct actor head = reader(&o, o.province, true),
                 clerk = reader(&o, o.gia_tan, false),
                 other = reader(&o, o.gia_lap, false);
    struct obstacle ob;
    c->actor = &clerk;
    ok(c,
       obstacle_raise(
           c, &(struct obstacle_new){.title = "Chưa rõ mẫu dấu", .directive = o.plan},
           &ob));
    assert_int_equal(finds(&o, &head, "mau dau", FOUND_OBSTACLES, NULL), 1);
    assert_int_equal(finds(&o, &other, "mau dau", FOUND_OBSTACLES, NULL), 0);
    c->actor = &head;
    struct obstacle_move m = {.id = {ob.record.id},
                              .version = ob.record.version,
                              .answer = "Theo Nghị định 99/2016"};
    ok(c, obstacle_move(c, "answer", &m, &ob));
    assert_int_equal(finds(&o, &head, "mau dau", FOUND_OBSTACLES, NULL), 0);
    assert_int_equal(finds(&o, &other, "mau dau", FOUND_ANSWERS, NULL), 1);
    end(&o);
}

static void
what_is_open_comes_first_and_one_kind_alone_comes_in_full(void **state)
{
    struct office o;
    struct found_group_list groups;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = reported(&o, "Việc đã xong");
    ok(c, moved_by(&o, &o.giver, "verify", &t, on(&t)));
    for (int i = 0; i < 9; i++)
        planned(&o, arena_printf(c->arena, "Việc còn lại %d", i), o.gia_tan);
    struct actor head = reader(&o, o.province, true);
    c->actor = &head;
    ok(c, search(c, "viec", FOUND_ANY, &groups));
    assert_int_equal(groups.n, 1);
    assert_int_equal(groups.v[0].items.n, 8);
    assert_true(groups.v[0].has_more);
    assert_string_equal(groups.v[0].path, "/search?q=viec&kind=tasks");
    ok(c, search(c, "viec", FOUND_TASKS, &groups));
    assert_int_equal(groups.v[0].items.n, 10);
    assert_false(groups.v[0].has_more);
    assert_string_equal(groups.v[0].items.v[9].title, "Việc đã xong");
    ok(c, search(c, "viec", FOUND_REPORTS, &groups));
    assert_int_equal(groups.n, 0);
    end(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(words_are_found_without_marks_and_whole_sentences_are_not_needed),
        ON_BOTH(nobody_finds_what_they_may_not_read),
        ON_BOTH(an_answer_is_found_by_all_and_what_waits_by_who_must_answer),
        ON_BOTH(what_is_open_comes_first_and_one_kind_alone_comes_in_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
