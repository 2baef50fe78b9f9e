/* SPDX-License-Identifier: Apache-2.0 */
/* Decrees on a small country, on both engines: planned, refused, approved, executed. */
#include "decree_test.h"

/* ---- plan ---- */

static int64_t
steps_of(const struct decree_plan *p, int kind)
{
    int64_t n = 0;
    for (size_t i = 0; i < p->steps.n; i++)
        n += p->steps.v[i].kind == kind;
    return n;
}

static void
a_plan_lists_every_step_and_writes_nothing(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    land_paper(&k.l, &file_register, k.pc_a, NULL);
    land_paper(&k.l, &badge_register, k.pc_a, NULL);
    struct decree d;
    c.actor = k.l.drafter;
    ok(&c, decree_add(&c, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d));
    const char *before = land_dump(&k.l);
    struct decree_plan p;
    ok(&c, decree_plan(&c, "1-2024", &p));
    land_same(before, land_dump(&k.l));
    assert_int_equal(p.n_block, 0);
    assert_int_equal(p.n_units_ended, 2);
    assert_int_equal(p.n_units_added, 1);
    assert_int_equal(steps_of(&p, STEP_ORG_ADD), 2);
    assert_int_equal(steps_of(&p, STEP_ORG_END), 4);
    assert_int_equal(p.n_records, 2);
    assert_int_equal(p.n_passed, 1);
    assert_int_equal(p.n_surrender, 1);
    for (size_t i = 0; i < p.steps.n; i++)
        if (p.steps.v[i].kind == STEP_ORG_ADD && p.steps.v[i].detail)
            assert_string_equal(p.steps.v[i].to_name, "Ủy ban nhân dân xã An Bình");
    end(&k);
}

/* ---- approval ---- */

static void
another_person_than_the_drafter_approves(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    c.actor = k.l.drafter;
    ok(&c, decree_add(&c, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d));
    refused(&c, ERR_CONFLICT, "text",
            decree_add(&c, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d));
    refused(&c, ERR_FORBIDDEN, NULL, decree_approve(&c, "1-2024", &d));
    static const char *const both[] = {"decree.draft", "decree.approve", NULL};
    struct actor *greedy = land_person(&c, "tham-lam", both);
    c.actor = greedy;
    ok(&c, decree_change(&c, "1-2024",
                         land_text(&k.l, "1-2024", "02/01/2025", merge_body), 1, &d));
    refused(&c, ERR_FORBIDDEN, NULL, decree_approve(&c, "1-2024", &d));
    c.actor = &land_operator;
    refused(&c, ERR_FORBIDDEN, NULL, decree_approve(&c, "1-2024", &d));
    struct decree_report r;
    refused(&c, ERR_FORBIDDEN, NULL, decree_execute(&c, "1-2024", false, &r));
    c.actor = k.l.approver;
    ok(&c, decree_approve(&c, "1-2024", &d));
    assert_int_equal(d.state, DECREE_APPROVED);
    assert_int_equal(d.approved_by.v, k.l.approver->id.v);
    refused(&c, ERR_CONFLICT, NULL, decree_approve(&c, "1-2024", &d));
    end(&k);
}

static void
another_text_voids_the_approval(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    c.actor = k.l.drafter;
    refused(&c, ERR_CONFLICT, "version",
            decree_change(&c, "1-2024", d.text, d.version - 1, &d));
    refused(&c, ERR_INVALID, "text",
            decree_change(&c, "1-2024",
                          land_text(&k.l, "2-2024", "01/01/2025", merge_body),
                          d.version, &d));
    ok(&c,
       decree_change(&c, "1-2024", land_text(&k.l, "1-2024", "01/02/2025", merge_body),
                     d.version, &d));
    assert_int_equal(d.state, DECREE_DRAFT);
    assert_null(d.plan_hash);
    c.actor = k.l.executor;
    refused(&c, ERR_FORBIDDEN, NULL, decree_execute(&c, "1-2024", false, &r));
    end(&k);
}

static void
what_was_approved_is_what_is_executed(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    c.actor = &land_operator;
    land_paper(&k.l, &file_register, k.pc_a, NULL); /* counts may differ */
    land_org(&k.l, k.a, "police", "Công an xã An",
             (org_id){0}); /* successions may not */
    c.actor = k.l.executor;
    refused(&c, ERR_CONFLICT, NULL, decree_execute(&c, "1-2024", false, &r));
    end(&k);
}

/* ---- execution ---- */

static void
a_merger_ends_establishes_and_hands_over(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    int64_t file = land_paper(&k.l, &file_register, k.pc_a, NULL);
    int64_t badge = land_paper(&k.l, &badge_register, k.pc_b, NULL);
    int64_t rating = land_paper(&k.l, &rating_register, k.pc_a, NULL);
    int64_t map = land_paper(&k.l, &map_register, k.council_a, NULL);
    struct actor *clerk = land_person(&c, "can-bo", NULL);
    land_grant(&c, clerk, "clerk", k.pc_a);
    struct decree d;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    struct decree_report r;
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    assert_false(r.was_done);
    assert_int_equal(r.n_records, 4);
    assert_int_equal(r.n_passed + r.n_review + r.n_surrender + r.n_archived, 4);
    assert_int_equal(r.n_grants, 1);
    assert_string_equal(land_at(&k.l, "10002", EVE).name, "Xã Bình");
    assert_string_equal(land_at(&k.l, "10002", FIRST).name, "Xã An Bình");
    assert_int_equal(land_at(&k.l, "10001", FIRST).id.v, 0);
    assert_int_equal(land_at(&k.l, "10001", EVE).id.v, k.a.v);
    org_id heir = land_org_at(&k.l, "10002", "people_committee", FIRST);
    assert_int_equal(land_answers(&k.l, k.pc_a, FIRST).v, heir.v);
    assert_int_equal(land_answers(&k.l, k.pc_a, EVE).v, k.pc_a.v);
    assert_int_equal(land_answers(&k.l, k.council_a, FIRST).v,
                     land_org_at(&k.l, "10002", "people_council", FIRST).v);
    struct org o;
    ok(&c, org_find(&c, heir, FIRST, &o));
    assert_string_equal(o.name, "Ủy ban nhân dân xã An Bình");
    assert_int_equal(o.parent_id.v, k.pc_district.v);
    assert_int_equal(land_find(&k.l, &file_register, file).record.org_held.v, k.pc_a.v);
    assert_int_equal(land_find(&k.l, &file_register, file).record.state, RECORD_OPEN);
    assert_int_equal(land_find(&k.l, &badge_register, badge).record.state,
                     RECORD_SURRENDER);
    assert_int_equal(land_find(&k.l, &rating_register, rating).record.state,
                     RECORD_REVIEW);
    assert_int_equal(land_find(&k.l, &map_register, map).record.state, RECORD_ARCHIVED);
    struct grant_list grants;
    ok(&c, grant_list(&c, heir, FIRST, &grants));
    assert_int_equal(grants.n, 1);
    assert_int_equal(grants.v[0].interim_until.v, FIRST.v + 30);
    for (size_t i = 0; i < r.invariants.n; i++)
        assert_int_equal(r.invariants.v[i].n_bad, 0);
    assert_int_equal(r.invariants.n, 15);
    struct lineage_list lineage;
    ok(&c, lineage_of(&c, k.a, true, &lineage));
    assert_int_equal(lineage.n, 1);
    assert_int_equal(lineage.v[0].pop_part, PART_ALL);
    end(&k);
}

static void
executed_twice_is_executed_once(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    const char *after = land_dump(&k.l);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    assert_true(r.was_done);
    land_same(after, land_dump(&k.l));
    end(&k);
}

static void
the_rehearsal_says_the_same_and_leaves_nothing(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    for (int i = 0; i < 9; i++)
        land_paper(&k.l, registers[i % 4], i % 2 ? k.pc_a : k.pc_d, NULL);
    struct decree d;
    struct decree_report dry, real;
    c.actor = k.l.drafter;
    ok(&c, decree_add(&c, land_text(&k.l, "1-2024", "01/01/2025", split_body), &d));
    const char *before = land_dump(&k.l);
    ok(&c, db_savepoint(&c)); /* a draft may be rehearsed */
    ok(&c, decree_execute(&c, "1-2024", true, &dry));
    db_rollback_to(&c);
    land_same(before, land_dump(&k.l));
    c.actor = k.l.approver;
    ok(&c, decree_approve(&c, "1-2024", &d));
    c.actor = k.l.executor;
    c.now.v += 1000000;
    ok(&c, decree_execute(&c, "1-2024", false, &real));
    assert_string_equal(dry.text, real.text);
    end(&k);
}

static void
a_split_moves_by_rule_and_leaves_the_rest_to_be_decided(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    int64_t east = land_paper(&k.l, &file_register, k.pc_d, "Thôn Đông, xã Dân");
    int64_t west = land_paper(&k.l, &file_register, k.pc_d, "tây");
    int64_t north = land_paper(&k.l, &file_register, k.pc_d, "Thôn Bắc");
    int64_t nowhere = land_paper(&k.l, &file_register, k.pc_d, NULL);
    int64_t rating = land_paper(&k.l, &rating_register, k.pc_d, NULL);
    int64_t badge = land_paper(&k.l, &badge_register, k.pc_d, NULL);
    struct decree d;
    struct decree_report r;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", split_body), &d);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    org_id fresh = land_org_at(&k.l, "10003", "people_committee", FIRST);
    struct {
        const struct registry *reg;
        int64_t id;
        org_id held;
        bool to_decide;
        int state;
    } expected[] = {
        {&file_register, east, fresh, false, RECORD_OPEN},
        {&file_register, west, fresh, false, RECORD_OPEN},
        {&file_register, north, k.pc_b, false, RECORD_OPEN},
        {&file_register, nowhere, fresh, true, RECORD_OPEN},
        {&rating_register, rating, k.pc_b, true, RECORD_REVIEW},
        {&badge_register, badge, k.pc_d, false, RECORD_SURRENDER},
    };
    for (size_t i = 0; i < COUNT(expected); i++) {
        struct paper p = land_find(&k.l, expected[i].reg, expected[i].id);
        assert_int_equal(p.record.org_held.v, expected[i].held.v);
        assert_int_equal(p.record.to_decide, expected[i].to_decide);
        assert_int_equal(p.record.state, expected[i].state);
        assert_int_equal(p.record.org_received.v, k.pc_d.v);
    }
    assert_int_equal(r.n_by_rule, 3);
    assert_int_equal(r.n_to_decide, 2);
    assert_int_equal(land_answers(&k.l, k.pc_d, FIRST).v, fresh.v);
    struct lineage_list lineage;
    ok(&c, lineage_of(&c, k.d, true, &lineage));
    assert_int_equal(lineage.n, 2);
    struct decree_minutes m;
    ok(&c, decree_minutes(&c, "1-2024", k.pc_d, &m));
    assert_true(m.is_giver);
    assert_true(m.is_balanced);
    assert_int_equal(m.n_before, 6);
    assert_int_equal(m.n_open_before, 6);
    assert_int_equal(m.n_open_after, 0);
    struct official doc;
    ok(&c, decree_minutes_official(&c, &m, &doc));
    assert_string_equal(doc.issuer, m.org_name);
    assert_string_equal(doc.signs[1].authority, "ĐẠI DIỆN BÊN NHẬN");
    size_t n_tables = 0, n_rows = 0;
    for (size_t i = 0; i < doc.blocks.n; i++) {
        n_tables += doc.blocks.v[i].kind == OFFICIAL_TABLE;
        n_rows += doc.blocks.v[i].table.rows.n;
    }
    assert_int_equal(n_tables, 2);
    assert_int_equal(n_rows, m.rows.n + m.held.n);
    CLEANUP(buf_free) struct buf pdf = {0};
    ok(&c, official_pdf(&c, &pdf, &doc));
    assert_memory_equal(pdf.s, "%PDF-", 5);
    ok(&c, decree_minutes(&c, "1-2024", fresh, &m));
    assert_false(m.is_giver);
    assert_true(m.is_balanced);
    assert_int_equal(m.n_after, 4);
    assert_int_equal(m.n_open_after, 3); /* the badge ended: to be surrendered */
    end(&k);
}

static void
districts_merge_under_a_code_that_one_of_them_has(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    land_approve(
        &k.l,
        land_text(&k.l, "1-2024", "01/01/2025",
                  "Điều 1. Thành lập thành phố Hai Ba (201) thuộc tỉnh Một (01) trên "
                  "cơ sở nhập toàn bộ huyện Hai (201), toàn bộ thành phố Ba (202).\n"
                  "Điều 2. Chuyển xã Em (10004) thành phường Em.\n"
                  "Điều 3. Đổi tên phường Phú (10005) thành phường Phú Mới (10007).\n"),
        &d);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    struct unit city = land_at(&k.l, "201", FIRST);
    assert_string_equal(city.name, "Thành phố Hai Ba");
    struct unit_list below;
    ok(&c, unit_children(&c, city.id, FIRST, &below));
    assert_int_equal(below.n, 6);
    struct unit em = land_at(&k.l, "10004", FIRST);
    assert_int_equal(em.id.v, k.e.v);
    assert_int_equal(em.type, TYPE_PHUONG);
    assert_int_equal(land_at(&k.l, "10007", FIRST).id.v, k.f.v);
    assert_int_equal(land_at(&k.l, "10005", FIRST).id.v, 0);
    struct org o;
    ok(&c, org_of_unit(&c, em.id, "people_committee", FIRST, &o));
    assert_string_equal(o.name, "Ủy ban nhân dân phường Em");
    assert_int_equal(o.parent_id.v,
                     land_org_at(&k.l, "201", "people_committee", FIRST).v);
    ok(&c, org_of_unit(&c, em.id, "people_committee", EVE, &o));
    assert_string_equal(o.name, "Ủy ban nhân dân xã Em");
    end(&k);
}

static void
a_tier_ends_and_what_was_below_goes_up(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    int64_t file = land_paper(&k.l, &file_register, k.pc_district, NULL);
    struct decree d;
    struct decree_report r;
    land_approve(
        &k.l,
        land_text(&k.l, "1-2024", "01/01/2025",
                  "Điều 1. Giải thể huyện Hai (201), các đơn vị trực thuộc chuyển về "
                  "tỉnh Một (01).\n"
                  "Bàn giao: huyện Hai (201): mặc định → tỉnh Một (01).\n"),
        &d);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    assert_int_equal(land_at(&k.l, "10001", FIRST).parent_id.v, k.province.v);
    assert_int_equal(land_answers(&k.l, k.pc_district, FIRST).v, k.pc_province.v);
    struct paper p = land_find(&k.l, &file_register, file);
    assert_int_equal(p.record.org_held.v, k.pc_province.v);
    assert_true(p.record.to_decide);
    struct org o;
    ok(&c, org_find(&c, k.pc_a, FIRST, &o));
    assert_int_equal(o.parent_id.v, k.pc_province.v);
    end(&k);
}

static void
an_exception_names_another_successor(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    int64_t file = land_paper(&k.l, &file_register, k.council_a, NULL);
    struct decree d;
    struct decree_report r;
    land_approve(
        &k.l,
        land_text(&k.l, "1-2024", "01/01/2025",
                  arena_printf(c.arena, "%s%s", merge_body,
                               "Tổ chức: Hội đồng nhân dân xã An (10001) → Ủy ban nhân "
                               "dân xã An Bình (10002).\n")),
        &d);
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    assert_int_equal(land_answers(&k.l, k.council_a, FIRST).v,
                     land_org_at(&k.l, "10002", "people_committee", FIRST).v);
    assert_false(land_find(&k.l, &file_register, file).record.to_decide);
    end(&k);
}

static void
a_post_of_one_person_needs_a_name(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct actor *chair = land_person(&c, "chu-tich", NULL);
    land_grant(&c, chair, "head", k.pc_a);
    struct decree d;
    struct decree_plan p;
    c.actor = k.l.drafter;
    ok(&c, decree_add(&c, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d));
    ok(&c, decree_plan(&c, "1-2024", &p));
    assert_true(finds(&p, "post-empty"));
    c.actor = k.l.approver;
    refused(&c, ERR_INVALID, "text", decree_approve(&c, "1-2024", &d));
    c.actor = k.l.drafter;
    const char *body = arena_printf(
        c.arena, "%s%s", merge_body,
        "Người đứng đầu: Ủy ban nhân dân xã An Bình (10002), chức danh head: "
        "chu-tich.\nQuyền tạm thời: 10 ngày.\n");
    ok(&c, decree_change(&c, "1-2024", land_text(&k.l, "1-2024", "01/01/2025", body), 1,
                         &d));
    c.actor = k.l.approver;
    ok(&c, decree_approve(&c, "1-2024", &d));
    struct decree_report r;
    c.actor = k.l.executor;
    ok(&c, decree_execute(&c, "1-2024", false, &r));
    assert_int_equal(r.n_posts, 1);
    struct grant_list grants;
    ok(&c, grant_list(&c, land_org_at(&k.l, "10002", "people_committee", FIRST), FIRST,
                      &grants));
    assert_int_equal(grants.n, 1);
    assert_string_equal(grants.v[0].role, "head");
    assert_false(day_known(grants.v[0].interim_until));
    end(&k);
}

/* ---- what blocks ---- */

static void
every_mistake_is_named(void **state)
{
    static const struct {
        const char *code, *body;
    } cases[] = {
        {"unit-unknown", "Điều 1. Giải thể xã Không (99999)."},
        {"name-other", "Điều 1. Chuyển xã Ẩn Danh (10001) thành phường An."},
        {"name-spelling", "Điều 1. Chuyển xã Ân (10001) thành phường An."},
        {"whole-twice", "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\n"
                        "Điều 2. Nhập toàn bộ xã An (10001) vào xã Dân (10003)."},
        {"more-than-whole", "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\n"
                            "Điều 2. Nhập một phần xã An (10001) vào xã Dân (10003)."},
        {"rest-missing", "Điều 1. Nhập một phần xã An (10001) vào xã Bình (10002)."},
        {"rest-twice",
         "Điều 1. Nhập phần còn lại của xã An (10001) vào xã Bình (10002).\n"
         "Điều 2. Nhập phần còn lại của xã An (10001) vào xã Dân (10003)."},
        {"kept-and-taken", "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\n"
                           "Điều 2. Giữ nguyên phần còn lại của xã An (10001)."},
        {"people-missing",
         "Điều 1. Nhập toàn bộ diện tích, một phần dân số của xã An (10001) vào xã Bình (10002)."},
        {"part-twice",
         "Điều 1. Nhập một phần xã An (10001), phần còn lại của xã An (10001) vào "
         "xã Bình (10002)."},
        {"into-itself", "Điều 1. Nhập toàn bộ xã An (10001) vào xã An (10001)."},
        {"boundary-whole",
         "Điều 1. Điều chỉnh địa giới: toàn bộ xã An (10001) về xã Bình (10002)."},
        {"target-ends", "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\n"
                        "Điều 2. Nhập toàn bộ xã Bình (10002) vào xã Dân (10003)."},
        {"ended-twice", "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\n"
                        "Điều 2. Giải thể xã An (10001)."},
        {"ends-and-changes", "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\n"
                             "Điều 2. Đổi tên xã An (10001) thành xã Ân."},
        {"changed-twice", "Điều 1. Đổi tên xã An (10001) thành xã Ân.\n"
                          "Điều 2. Đổi tên xã An (10001) thành xã Ấn."},
        {"rename-type", "Điều 1. Đổi tên xã An (10001) thành phường An."},
        {"type-unknown", "Điều 1. Chuyển xã An (10001) thành huyện An."},
        {"code-held", "Điều 1. Đổi tên xã An (10001) thành xã Ân (10002)."},
        {"unit-not-there",
         "Điều 1. Chuyển xã An (10001) về trực thuộc huyện Không (999)."},
        {"parent-tier", "Điều 1. Chuyển xã An (10001) về trực thuộc xã Bình (10002)."},
        {"parent-missing",
         "Điều 1. Thành lập xã Mới (10009) trên cơ sở nhập toàn bộ xã An (10001), "
         "toàn bộ phường Phú (10005)."},
        {"child-left", "Điều 1. Giải thể huyện Hai (201)."},
        {"receiver-missing", "Điều 1. Giải thể xã An (10001)."},
        {"matter-unknown",
         "Điều 1. Giải thể xã An (10001).\nBàn giao: xã An (10001): xe đạp → xã "
         "Bình (10002); mặc định → xã Bình (10002)."},
        {"matter-ruled",
         "Điều 1. Giải thể xã An (10001).\nBàn giao: xã An (10001): con dấu → xã "
         "Bình (10002); mặc định → xã Bình (10002)."},
        {"handover-twice",
         "Điều 1. Giải thể xã An (10001).\nBàn giao: xã An (10001), xã An "
         "(10001): mặc định → xã Bình (10002)."},
        {"org-unknown",
         "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\nTổ chức: Ban "
         "quản lý chợ xã An (10001) → Ủy ban nhân dân xã Bình (10002)."},
        {"person-unknown",
         "Điều 1. Nhập toàn bộ xã An (10001) vào xã Bình (10002).\nNgười đứng "
         "đầu: Ủy ban nhân dân xã Bình (10002), chức danh head: ai-do."},
        {"homonym", "Điều 1. Đổi tên xã An (10001) thành xã Bình."},
    };
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    c.actor = k.l.drafter;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct decree d;
        struct decree_plan p;
        const char *code = arena_printf(c.arena, "%zu-2024", i);
        ok(&c, decree_add(&c, land_text(&k.l, code, "01/01/2025", cases[i].body), &d));
        ok(&c, decree_plan(&c, code, &p));
        if (!finds(&p, cases[i].code)) {
            print_error("%s is not found in: %s\n", cases[i].code, cases[i].body);
            for (size_t j = 0; j < p.findings.n; j++)
                print_error("  %s: %s\n", p.findings.v[j].code,
                            p.findings.v[j].message);
        }
        assert_true(finds(&p, cases[i].code));
        bool mild = str_eq(cases[i].code, "name-spelling") ||
                    str_eq(cases[i].code, "homonym") ||
                    str_eq(cases[i].code, "matter-ruled");
        assert_true(mild || p.n_block > 0);
        for (size_t j = 0; j < p.findings.n; j++)
            assert_true(*p.findings.v[j].message != '\0');
    }
    end(&k);
}

static void
days_out_of_order_are_told(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    unit_id late;
    ok(&c, unit_add(&c,
                    &(struct unit_new){.code = "10010",
                                       .name = "Xã Muộn",
                                       .type = TYPE_XA,
                                       .tier = TIER_COMMUNE,
                                       .parent_id = k.district,
                                       .valid_from = day_of(2025, 6, 1)},
                    &late));
    struct decree d;
    struct decree_plan p;
    c.actor = k.l.drafter;
    ok(&c,
       decree_add(&c,
                  land_text(&k.l, "1-2024", "01/11/2024",
                            "Điều 1. Nhập toàn bộ xã Muộn (10010) vào xã An (10001)."),
                  &d));
    ok(&c, decree_plan(&c, "1-2024", &p));
    assert_true(finds(&p, "unit-later"));
    assert_true(finds(&p, "signed-late"));
    ok(&c, decree_add(&c,
                      land_text(&k.l, "2-2024", "01/01/2025",
                                "Điều 1. Đổi tên xã An (10001) thành xã Ân (10010)."),
                      &d));
    ok(&c, decree_plan(&c, "2-2024", &p));
    assert_true(finds(&p, "code-later"));
    c.actor = &land_operator;
    ok(&c, unit_change(&c, k.a, day_of(2025, 5, 1),
                       &(struct unit_change){.name = "Xã Ân"}));
    c.actor = k.l.drafter;
    ok(&c, decree_add(&c, land_text(&k.l, "3-2024", "01/01/2025", merge_body), &d));
    ok(&c, decree_plan(&c, "3-2024", &p));
    assert_true(finds(&p, "unit-changes-later"));
    end(&k);
}

static void
two_approved_decrees_may_not_take_one_unit_on_one_day(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_plan p;
    c.actor = k.l.drafter;
    ok(&c, decree_add(&c,
                      land_text(&k.l, "1-2024", "01/01/2025",
                                "Điều 1. Đổi tên xã An (10001) thành xã Ân."),
                      &d));
    land_approve(&k.l, land_text(&k.l, "2-2024", "01/01/2025", merge_body), &d);
    ok(&c, decree_plan(&c, "1-2024", &p));
    assert_true(finds(&p, "other-decree"));
    assert_true(p.n_block > 0);
    end(&k);
}

/* ---- the proof can fail ---- */

static void
a_broken_registry_takes_the_decree_back(void **state)
{
    struct ctx c = {0};
    struct country k;
    start(&k, &c, state);
    struct decree d;
    struct decree_report r;
    land_approve(&k.l, land_text(&k.l, "1-2024", "01/01/2025", merge_body), &d);
    /* an organisation of a unit that is to end, hidden from the plan: it begins on the day */
    c.actor = &land_operator;
    struct org late = {.kind = "police",
                       .name = "Công an xã An",
                       .unit_id = k.a,
                       .valid_from = FIRST,
                       .valid_to = DAY_MAX};
    ok(&c, org_add(&c, &late));
    c.actor = k.l.executor;
    ok(&c, db_savepoint(&c));
    refused(&c, ERR_INTERNAL, NULL, decree_execute(&c, "1-2024", false, &r));
    db_rollback_to(&c);
    assert_int_equal(land_at(&k.l, "10001", FIRST).id.v, k.a.v);
    end(&k);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_plan_lists_every_step_and_writes_nothing),
        ON_BOTH(another_person_than_the_drafter_approves),
        ON_BOTH(another_text_voids_the_approval),
        ON_BOTH(what_was_approved_is_what_is_executed),
        ON_BOTH(a_merger_ends_establishes_and_hands_over),
        ON_BOTH(executed_twice_is_executed_once),
        ON_BOTH(the_rehearsal_says_the_same_and_leaves_nothing),
        ON_BOTH(a_split_moves_by_rule_and_leaves_the_rest_to_be_decided),
        ON_BOTH(districts_merge_under_a_code_that_one_of_them_has),
        ON_BOTH(a_tier_ends_and_what_was_below_goes_up),
        ON_BOTH(an_exception_names_another_successor),
        ON_BOTH(a_post_of_one_person_needs_a_name),
        ON_BOTH(every_mistake_is_named),
        ON_BOTH(days_out_of_order_are_told),
        ON_BOTH(two_approved_decrees_may_not_take_one_unit_on_one_day),
        ON_BOTH(a_broken_registry_takes_the_decree_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
