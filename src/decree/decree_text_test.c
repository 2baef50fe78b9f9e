/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include "decree/decree_text.h"
#include "test.h"

static const char whole[] =
    "# how a clerk notes something\n"
    "Nghị quyết: 1318/NQ-UBTVQH15\n"
    "Mã: 1318-2024\n"
    "Cơ quan ban hành: Ủy ban Thường vụ Quốc hội\n"
    "Trích yếu: Về việc sắp xếp\n"
    "  đơn vị hành chính\n"
    "Ngày ký: 10/12/2024\n"
    "Ngày hiệu lực: 01/01/2025\n"
    "\n"
    "Điều 1. Thành lập xã Phúc Sơn (14437) thuộc huyện Nho Quan (372) trên cơ sở nhập toàn bộ\n"
    "xã Sơn Hà (14455) và toàn bộ xã Sơn Lai (14437).\n"
    "Khoản 2. Thành lập xã Gia Vân (14488) thuộc tỉnh Ninh Bình (37) trên cơ sở nhập toàn bộ xã\n"
    "Gia Lập (14485) và một phần xã Gia Tân (14503) gồm các thôn 1, 2 và 3, toàn bộ xã Gia Vân "
    "(14488). [chưa kiểm chứng: theo báo]\n"
    "Điều 3. Nhập một phần diện tích, toàn bộ dân số của xã A (1), phần còn lại xã B (2) gồm thôn "
    "X vào xã C (3).\n"
    "Điều 4. Chuyển xã X (4) thành phường X.\n"
    "Điều 5. Đổi tên xã Y (5) thành xã Z (50).\n"
    "Điều 6. Chuyển xã Y (5) về trực thuộc tỉnh Ninh Bình (37).\n"
    "Điều 7. Giải thể huyện Nho Quan (372), các đơn vị trực thuộc chuyển về tỉnh Ninh Bình (37).\n"
    "Điều 8. Giải thể huyện Gia Viễn (373).\n"
    "Điều 9. Điều chỉnh địa giới: một phần diện tích của xã D (6) về xã E (7). "
    "[chưa kiểm chứng]\n"
    "Điều 10. Giữ nguyên phần còn lại của xã D (6).\n"
    "\n"
    "Sau khi sắp xếp, xã Gia Vân (14488) có diện tích tự nhiên là 1.026,94 km2 và quy mô dân số\n"
    "là 25.920 người.\n"
    "Sau khi nhập, xã C (3) có diện tích 4.850 km².\n"
    "\n"
    "Bàn giao: hồ sơ chưa xác định được của xã Gia Tân (14503), xã B (2): con dấu → phường Tây "
    "Hoa Lư (14533); mặc định -> xã Gia Vân (14488).\n"
    "Tổ chức: Ủy ban nhân dân huyện Gia Viễn (373) → Ủy ban nhân dân tỉnh Ninh Bình (37).\n"
    "Người đứng đầu: Ủy ban nhân dân xã Phúc Sơn (14437), chức danh head: phe-duyet.\n"
    "Quyền tạm thời: 45 ngày.\n";

static void
every_kind_of_paragraph_is_read(void **state)
{
    (void)state;
    struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct decree_text t;
    err e = decree_text_parse(&c, whole, &t);
    for (size_t i = 0; i < c.faults.n; i++)
        print_message("%s\n", c.faults.v[i].message);
    assert_int_equal(e, OK);
    assert_string_equal(t.number, "1318/NQ-UBTVQH15");
    assert_string_equal(t.code, "1318-2024");
    assert_string_equal(t.summary, "Về việc sắp xếp đơn vị hành chính");
    assert_int_equal(t.signed_on.v, day_of(2024, 12, 10).v);
    assert_int_equal(t.effective_on.v, day_of(2025, 1, 1).v);
    assert_int_equal(t.clauses.n, 10);
    assert_int_equal(t.figures.n, 2);
    assert_int_equal(t.figures.v[0].area_m2, 1026940000);
    assert_int_equal(t.figures.v[0].population, 25920);
    assert_string_equal(t.figures.v[1].unit.code, "3");
    assert_int_equal(t.figures.v[1].area_m2, 4850000000);
    assert_int_equal(t.figures.v[1].population, INT_NONE);
    const struct text_clause *k = &t.clauses.v[0];
    assert_int_equal(k->op, TEXT_ESTABLISH);
    assert_string_equal(k->unit.name, "xã Phúc Sơn");
    assert_string_equal(k->other.code, "372");
    assert_int_equal(k->sources.n, 2);
    assert_string_equal(k->sources.v[1].unit.code, "14437");
    k = &t.clauses.v[1];
    assert_true(k->is_khoan && k->is_unverified);
    assert_string_equal(k->note, "theo báo");
    assert_int_equal(k->sources.n, 3);
    assert_string_equal(k->sources.v[1].villages, "các thôn 1, 2 và 3");
    assert_int_equal(k->sources.v[1].area, TEXT_PART_SOME);
    k = &t.clauses.v[2];
    assert_int_equal(k->op, TEXT_ABSORB);
    assert_string_equal(k->unit.code, "3");
    assert_int_equal(k->sources.v[0].area, TEXT_PART_SOME);
    assert_int_equal(k->sources.v[0].pop, TEXT_PART_ALL);
    assert_int_equal(k->sources.v[1].area, TEXT_PART_REST);
    assert_string_equal(k->sources.v[1].villages, "thôn X");
    assert_null(t.clauses.v[3].other.code);
    assert_string_equal(t.clauses.v[4].other.code, "50");
    assert_int_equal(t.clauses.v[5].op, TEXT_REPARENT);
    assert_string_equal(t.clauses.v[6].other.code, "37");
    assert_null(t.clauses.v[7].other.name);
    assert_int_equal(t.clauses.v[8].sources.v[0].pop, TEXT_PART_NONE);
    assert_int_equal(t.clauses.v[9].op, TEXT_KEEP);
    assert_int_equal(t.handovers.v[0].units.n, 2);
    assert_string_equal(t.handovers.v[0].receivers.v[0].matter, "con dấu");
    assert_null(t.handovers.v[0].receivers.v[1].matter);
    assert_string_equal(t.orgs.v[0].to.name, "Ủy ban nhân dân tỉnh Ninh Bình");
    assert_string_equal(t.heads.v[0].username, "phe-duyet");
    assert_int_equal(t.interim_days, 45);
    arena_free(&a);
}

static void
what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct decree_text t, u;
    assert_int_equal(decree_text_parse(&c, whole, &t), OK);
    const char *once = decree_text_write(&c, &t);
    assert_int_equal(decree_text_parse(&c, once, &u), OK);
    assert_string_equal(decree_text_write(&c, &u), once);
    assert_int_equal(u.clauses.n, t.clauses.n);
    arena_free(&a);
}

/* A header that is right, then one line that is not. */
static void
expect_fault(const char *line, int at_line, int column, const char *part)
{
    struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct decree_text t;
    const char *text = arena_printf(&a,
                                    "Nghị quyết: 1\nMã: 1\nNgày hiệu lực: 01/01/2025\n"
                                    "Điều 1. Giải thể huyện A (1).\n%s\n",
                                    line);
    assert_int_equal(decree_text_parse(&c, text, &t), ERR_INVALID);
    const char *got = test_fault(&c, "text");
    assert_non_null(got);
    const char *wanted = arena_printf(&a, "Line %d, column %d:", at_line, column);
    if (!text_starts(got, wanted) || !strstr(got, part))
        print_error("wanted %s … %s, got %s\n", wanted, part, got);
    assert_true(text_starts(got, wanted));
    assert_non_null(strstr(got, part));
    arena_free(&a);
}

static void
a_fault_names_line_and_column(void **state)
{
    (void)state;
    expect_fault("Ngày ky: 10/12/2024", 5, 1, "Nothing is understood");
    expect_fault(
        "\nĐiều 2. Thành lập xã A thuộc huyện B (2) trên cơ sở nhập toàn bộ xã C (3).",
        6, 24, "“xã A” is missing");
    expect_fault("Điều 2. Thành lập xã A, thuộc huyện B (2).", 5, 23,
                 "“xã A” is missing");
    expect_fault("Điều 2. Xóa xã A (1).", 5, 9, "No clause begins with “Xóa xã A");
    expect_fault("Điều 1. Giải thể huyện B (2).", 5, 1, "stands twice");
    expect_fault("Điều 2. Nhập tất cả xã A (1) vào xã B (2).", 5, 14, "toàn bộ");
    expect_fault("Điều 2. Nhập toàn bộ xã A (14-5) vào xã B (2).", 5, 30,
                 "“)” is expected");
    expect_fault("Điều 2. Nhập toàn bộ xã A () vào xã B (2).", 5, 28, "A code is");
    expect_fault("Điều 2. Giải thể xã A (1) ngay.", 5, 27, "Nothing is understood");
    expect_fault("Sau khi nhập, xã A (1) có diện tích rộng km2.", 5, 37,
                 "A number is expected");
    expect_fault("Điều 0. Giải thể xã A (1).", 5, 6, "number from 1");
    expect_fault("Ngày hiệu lực: 31/02/2025", 5, 1, "stands twice");
    expect_fault("Bàn giao: xã A (1): con dấu xã B (2).", 5, 34, "→");
    expect_fault("Quyền tạm thời: nhiều ngày.", 5, 17, "number from 1");
    expect_fault("Điều 2. Giải thể xã A (1). [đã kiểm]", 5, 29, "chưa kiểm chứng");
}

static void
what_a_decree_must_have_is_demanded(void **state)
{
    (void)state;
    struct arena a = {0};
    struct ctx c = test_ctx(&a, NULL);
    struct decree_text t;
    assert_int_equal(decree_text_parse(&c, "# nothing\n", &t), ERR_INVALID);
    assert_int_equal(c.faults.n, 4);
    clear_faults(&c);
    assert_int_equal(decree_text_parse(&c, "", &t), ERR_INVALID);
    clear_faults(&c);
    assert_int_equal(decree_text_parse(&c, "Mã: \xff", &t), ERR_INVALID);
    arena_free(&a);
}

static void
a_bad_text_gives_twenty_faults_at_most(void **state)
{
    (void)state;
    struct arena a = {0};
    struct ctx c = test_ctx(&a, "vi");
    struct decree_text t;
    struct buf b = {0};
    for (int i = 1; i < 100; i++)
        buf_printf(&b, "Điều %d. Bãi bỏ\n", i);
    assert_int_equal(decree_text_parse(&c, buf_str(&b), &t), ERR_INVALID);
    assert_int_equal(c.faults.n, TEXT_FAULTS_MOST);
    buf_free(&b);
    arena_free(&a);
}

/* ---- any decree at all ---- */

static const char *
some_name(struct rng *r, struct arena *a)
{
    static const char *const type[] = {"xã", "phường", "thị trấn", "huyện",
                                       "thành phố"};
    static const char *const name[] = {"Gia Tân", "Ea H'Leo", "Bà Rịa - Vũng Tàu",
                                       "Số 5",    "Về Nguồn", "Và",
                                       "Toàn Bộ", "TP. Cũ"};
    return arena_printf(a, "%s %s", type[rng_below(r, COUNT(type))],
                        name[rng_below(r, COUNT(name))]);
}

static struct text_unit
some_unit(struct rng *r, struct arena *a)
{
    return (struct text_unit){.name = some_name(r, a),
                              .code =
                                  arena_printf(a, "%05d", (int)rng_below(r, 99999))};
}

static struct text_source_list
some_sources(struct rng *r, struct arena *a, bool parts_only)
{
    static const char *const villages[] = {NULL, "các thôn 1, 2 và 3",
                                           "thôn Vào, xóm Về", "tổ dân phố số 4",
                                           "một phần thôn 7"};
    struct text_source_list list = {0};
    for (uint64_t n = 1 + rng_below(r, 4); n > 0; n--) {
        struct text_source s = {.unit = some_unit(r, a)};
        do {
            s.area = (enum text_part)rng_below(r, 4);
            s.pop = (enum text_part)rng_below(r, 4);
        } while (!(s.area || s.pop) || (parts_only && s.area == TEXT_PART_ALL));
        s.villages = villages[rng_below(r, COUNT(villages))];
        *PUSH(a, &list) = s;
    }
    return list;
}

static struct text_clause
some_clause(struct rng *r, struct arena *a, int number)
{
    struct text_clause k = {.op = (enum text_op)rng_below(r, TEXT_KEEP + 1),
                            .is_khoan = rng_below(r, 2),
                            .number = number,
                            .unit = some_unit(r, a)};
    bool other = k.op == TEXT_RETYPE || k.op == TEXT_RENAME || k.op == TEXT_REPARENT ||
                 ((k.op == TEXT_ESTABLISH || k.op == TEXT_DISSOLVE) && rng_below(r, 2));
    if (other)
        k.other = some_unit(r, a);
    if (other && (k.op == TEXT_RETYPE || k.op == TEXT_RENAME) && rng_below(r, 2))
        k.other.code = NULL;
    if (k.op == TEXT_ESTABLISH || k.op == TEXT_ABSORB || k.op == TEXT_BOUNDARY)
        k.sources = some_sources(r, a, k.op == TEXT_BOUNDARY);
    k.is_unverified = rng_below(r, 2);
    if (k.is_unverified && rng_below(r, 2))
        k.note = "theo báo; chưa rõ.";
    return k;
}

static void
any_decree_survives_writing_and_reading(void **state)
{
    (void)state;
    struct rng r = rng_start(20241210);
    for (int round = 0; round < 2000; round++) {
        struct arena a = {0};
        struct ctx c = test_ctx(&a, NULL);
        struct decree_text t = {.number = "1/NQ",
                                .code = "1-2024",
                                .signed_on = DAY_NONE,
                                .effective_on = day_of(2025, 1, 1)};
        for (int n = (int)rng_below(&r, 6) + 1; n > 0; n--)
            *PUSH(&a, &t.clauses) = some_clause(&r, &a, n);
        struct decree_text u;
        const char *once = decree_text_write(&c, &t);
        err e = decree_text_parse(&c, once, &u);
        if (e != OK)
            print_error("%s\n%s\n", c.faults.v[0].message, once);
        assert_int_equal(e, OK);
        assert_string_equal(decree_text_write(&c, &u), once);
        for (size_t i = 0; i < t.clauses.n; i++) {
            const struct text_clause *k = &t.clauses.v[i], *l = &u.clauses.v[i];
            assert_int_equal(k->op, l->op);
            assert_int_equal(k->sources.n, l->sources.n);
            assert_string_equal(k->unit.name, l->unit.name);
            for (size_t j = 0; j < k->sources.n; j++) {
                assert_int_equal(k->sources.v[j].area, l->sources.v[j].area);
                assert_int_equal(k->sources.v[j].pop, l->sources.v[j].pop);
                assert_true(!k->sources.v[j].villages == !l->sources.v[j].villages);
            }
        }
        arena_free(&a);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_paragraph_is_read),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(a_fault_names_line_and_column),
        cmocka_unit_test(what_a_decree_must_have_is_demanded),
        cmocka_unit_test(a_bad_text_gives_twenty_faults_at_most),
        cmocka_unit_test(any_decree_survives_writing_and_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
