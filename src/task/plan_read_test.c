/* SPDX-License-Identifier: Apache-2.0 */
/* plan_read_test.c: what plans say, read; the whole roadmap of Ninh Bình; rules that read back. */
#include "test.h"

#include "base/embedded.h"
#include "base/msg.h"
#include "task/plan_read.h"

static struct arena arena;

static struct ctx
reader(void)
{
    return (struct ctx){
        .arena = &arena, .today = day_of(2023, 8, 28), .lang = catalog_for("vi")};
}

/* The rule as one line: "before 2023-08-31". */
static const char *
line_of(struct ctx *c, const struct deadline_rule *r)
{
    const char *s = "";
    for (size_t i = 0; i < deadline_rule_view.n; i++) {
        const struct field *f = &deadline_rule_view.fields[i];
        if (field_has(f, r))
            s = arena_printf(c->arena, "%s%s%s", s, *s ? " " : "",
                             f->kind == K_BOOL ? f->name : field_raw(c->arena, f, r));
    }
    return s;
}

static void
each_wording_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *words, *rule;
        bool alone;
    } all[] = {
        {"trước ngày 31/8/2023", "before 2023-08-31", false},
        {"Hoàn thành trước 05/9/2023.", "before 2023-09-05", false},
        {"từ ngày 15/02/2024 đến ngày 15/3/2024", "window 2024-02-15 2024-03-15",
         false},
        {"từ 15/02 đến 15/3/2024", "window 2024-02-15 2024-03-15", false},
        {"chậm nhất 30 ngày kể từ ngày nghị quyết có hiệu lực",
         "after_event 30 days nghị quyết có hiệu lực", false},
        {"ngày 25 hằng tháng", "monthly 25", false},
        {"vào ngày 25 hàng tháng", "monthly 25", false},
        {"hằng tháng, trước ngày 25", "monthly 24", false},
        {"theo yêu cầu của Bộ Nội vụ", "on_request Bộ Nội vụ", false},
        {"khi có yêu cầu", "on_request", false},
        {"hoàn thành trong quý II/2025", "window 2025-04-01 2025-06-30", false},
        {"dự kiến hoàn thành trong quý 2 năm 2025",
         "window 2025-04-01 2025-06-30 expected", false},
        {"trong tháng 8/2025", "window 2025-08-01 2025-08-31", false},
        {"Năm 2025", "window 2025-01-01 2025-12-31", true},
        {"6 tháng đầu năm 2025", "window 2025-01-01 2025-06-30", true},
        {"hết quý III năm 2025", "by 2025-09-30", false},
        {"cuối tháng 02/2024", "by 2024-02-29", true},
        {"giữa tháng 8/2025", "by 2025-08-15", true},
        {"chậm nhất ngày 5 tháng 9 năm 2023", "by 2023-09-05", false},
        {"đến ngày 05-09-2023", "by 2023-09-05", false},
        {"31.8.2023", "by 2023-08-31", true},
        {"hằng quý", "quarterly", false},
        {"ngày 20 tháng cuối quý", "quarterly 20", false},
        {"ngày 05 tháng đầu quý sau", "quarterly 5 4", false},
        {"định kỳ 6 tháng", "half_yearly", false},
        {"Báo cáo 6 tháng, năm", "half_yearly", false},
        {"ngày 15/12 hằng năm", "yearly 15 12", false},
        {"ngày 05 của tháng sau, hằng tháng", "monthly 5 2", false},
        {"thường xuyên", "continuous", true},
        {"đến khi hoàn thành việc sắp xếp", "until hoàn thành việc sắp xếp", false},
        {"từ ngày ban hành Kế hoạch đến khi hoàn thành việc sắp xếp",
         "until hoàn thành việc sắp xếp ban hành Kế hoạch", false},
        {"từ ngày 01/7/2025 trở đi", "continuous 2025-07-01", false},
        {"sau khi có nghị quyết (dự kiến hoàn thành trước ngày 31/12/2024)",
         "before 2024-12-31 expected", false},
        {"Sau khi nghị quyết được ban hành", "after_event nghị quyết được ban hành",
         true},
        {"trong 05 (năm) ngày làm việc kể từ ngày nhận hồ sơ",
         "after_event 5 working_days nhận hồ sơ", false},
        {"chậm nhất 15 ngày trước ngày bầu cử", "after_event -15 days bầu cử", false},
        {"theo tiến độ, thời gian theo yêu cầu", "as_required", true},
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        struct ctx c = reader();
        struct deadline_rule r;
        const char *unread;
        assert_true(plan_read_rule(&c, all[i].words, all[i].alone, &r, &unread));
        assert_string_equal(line_of(&c, &r), all[i].rule);
        assert_null(unread);
    }
    arena_free(&arena);
}

static void
what_is_not_understood_is_left_blank_and_told(void **state)
{
    (void)state;
    static const char *const all[] = {"trước ngày 31/8", "trước ngày 31/02/2024",
                                      "trong 10 ngày làm việc", "hàng tuần",
                                      "30 ngày kể từ ngày 01/01/2025"};
    for (size_t i = 0; i < COUNT(all); i++) {
        struct ctx c = reader();
        struct deadline_rule r;
        const char *unread;
        assert_false(plan_read_rule(&c, all[i], true, &r, &unread));
        assert_int_equal(r.kind, DEADLINE_NONE);
        assert_non_null(unread);
    }
    struct ctx c = reader();
    struct deadline_rule r;
    const char *unread;
    assert_false(
        plan_read_rule(&c, "Nghị quyết 35/2023/UBTVQH15 ngày 12/7/2023 ở Việt Nam 2025",
                       false, &r, &unread));
    assert_false(
        plan_read_rule(&c, "quy hoạch tầm nhìn đến năm 2050", false, &r, &unread));
    arena_free(&arena);
}

/* The same letters decomposed, and the tone on the other vowel. */
static void
spelling_does_not_matter(void **state)
{
    (void)state;
    static const char *const same[] = {
        "Hoàn thành trước ngày 31/8/2023, UỶ BAN", "hoàn thành TRƯỚC Ngày 31/08/2023",
        "hoàn thành tru\u031Bo\u031B\u0301c nga\u0300y 31/8/2023",
        "hoàn\u00A0thành trước\u00A0ngày 31 / 8 / 2023"};
    for (size_t i = 0; i < COUNT(same); i++) {
        struct ctx c = reader();
        struct deadline_rule r;
        assert_true(plan_read_rule(&c, same[i], false, &r, NULL));
        assert_string_equal(line_of(&c, &r), "before 2023-08-31");
    }
    arena_free(&arena);
}

static void
bodies_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *words, *body, *others;
    } all[] = {
        {"Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính, Công an tỉnh và UBND các huyện, "
         "thành phố rà soát.",
         "Sở Nội vụ", "Sở Tài chính; Công an tỉnh; UBND các huyện, thành phố"},
        {"Sở Nội vụ chủ trì", "Sở Nội vụ", NULL},
        {"UBND các huyện, thành phố xây dựng đề án.", "UBND các huyện, thành phố",
         NULL},
        {"Sở Kế hoạch và Đầu tư bổ sung quy hoạch.", "Sở Kế hoạch và Đầu tư", NULL},
        {"Chậm nhất 30 ngày kể từ ngày nghị quyết có hiệu lực, Sở Nội vụ tổng hợp.",
         "Sở Nội vụ", NULL},
        {"Công an tỉnh chủ trì, phối hợp Sở Tư pháp thu hồi con dấu cũ.",
         "Công an tỉnh", "Sở Tư pháp"},
        {"Các sở, ban, ngành, UBND các huyện, thành phố căn cứ chức năng báo cáo.",
         "Các sở, ban, ngành; UBND các huyện, thành phố", NULL},
        {"Giao Ban Tổ chức Tỉnh ủy tham mưu.", "Ban Tổ chức Tỉnh ủy", NULL},
        {"Làm gì đó trước ngày 31/8/2023.", NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        struct ctx c = reader();
        struct plan p;
        assert_int_equal(plan_read(&c, all[i].words, strlen(all[i].words), &p), OK);
        assert_int_equal(p.total, 1);
        if (all[i].body)
            assert_string_equal(p.items.v[0].body, all[i].body);
        else
            assert_null(p.items.v[0].body);
        if (all[i].others)
            assert_string_equal(p.items.v[0].others, all[i].others);
    }
    arena_free(&arena);
}

static void
the_roadmap_of_ninh_binh_is_read_whole(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "before 2023-08-31",
        "before 2023-08-31",
        "before 2023-08-29",
        "before 2023-09-07",
        "until hoàn thành việc sắp xếp đơn vị hành chính giai đoạn 2023 - 2025 ban hành Kế hoạch "
        "này",
        "before 2023-09-05",
        "before 2023-09-05",
        "before 2023-09-25",
        "before 2023-10-20",
        "before 2023-10-25",
        "before 2023-10-31",
        "before 2024-02-15",
        "before 2024-04-15",
        "as_required",
        "as_required việc xây dựng phương án tổng thể và đề án chi tiết",
        "window 2024-02-15 2024-03-15",
        "before 2024-03-25",
        "before 2024-04-30",
        "before 2024-03-30",
        "before 2024-05-15",
        "before 2024-05-30",
        "before 2024-06-10",
        "on_request Bộ Nội vụ",
        "on_request Bộ Nội vụ",
        "before 2024-12-31 expected",
        "after_event 30 days nghị quyết có hiệu lực",
        "until hoàn thành việc sắp xếp UBND tỉnh trình Chính phủ đề án",
        "after_event 5 years nghị quyết có hiệu lực",
        "after_event nghị quyết có hiệu lực",
        "after_event 3 years nghị quyết có hiệu lực",
        "after_event Ủy ban Thường vụ Quốc hội ban hành nghị quyết",
        "window 2025-04-01 2025-06-30 expected",
        "as_required từng bước của kế hoạch"};
    struct ctx c = reader();
    const struct embedded *f = embedded_find(embedded_data, "demo/plan/ninh-binh.txt");
    struct plan p;
    assert_non_null(f);
    assert_int_equal(plan_read(&c, f->text, f->n, &p), OK);
    size_t n = 0;
    for (size_t i = 0; i < p.items.n; i++) {
        const struct plan_item *x = &p.items.v[i];
        if (x->is_group)
            continue;
        assert_true(n < COUNT(rules));
        assert_string_equal(line_of(&c, x->rule), rules[n++]);
        assert_non_null(x->body);
        assert_null(x->unread);
    }
    assert_int_equal(n, COUNT(rules));
    arena_free(&arena);
}

/* Each file of demo/plan: no line is lost, nobody's name swallows what they are asked to do. */
static void
each_document_of_the_demo_is_read_whole(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        size_t n_tasks, n_rules, n_groups;
    } all[] = {{"demo/plan/ket-luan-183.txt", 12, 8, 2},
               {"demo/plan/ninh-binh-iii.txt", 34, 0, 8},
               {"demo/plan/ho-chi-minh.txt", 12, 12, 2},
               {"demo/plan/nghe-an.txt", 15, 15, 1},
               {"demo/plan/binh-duong.txt", 12, 12, 2}};
    for (size_t i = 0; i < COUNT(all); i++) {
        struct ctx c = reader();
        const struct embedded *f = embedded_find(embedded_data, all[i].file);
        struct plan p;
        size_t n_tasks = 0, n_rules = 0, n_groups = 0, n_lines = 0;
        assert_non_null(f);
        assert_int_equal(plan_read(&c, f->text, f->n, &p), OK);
        for (size_t k = 0; k < f->n; k++)
            n_lines += f->text[k] == '\n';
        for (size_t k = 0; k < p.items.n; k++) {
            const struct plan_item *x = &p.items.v[k];
            n_groups += x->is_group;
            n_tasks += !x->is_group;
            n_rules += x->rule->kind != DEADLINE_NONE;
            assert_true(x->is_group || (x->body && strlen(x->body) < 96));
        }
        assert_int_equal(n_tasks, all[i].n_tasks);
        assert_int_equal(n_rules, all[i].n_rules);
        assert_int_equal(n_groups, all[i].n_groups);
        assert_int_equal(p.items.n,
                         n_lines - 1); /* but the line that names the source */
        arena_free(&arena);
    }
}

static void
a_table_is_read_by_its_columns(void **state)
{
    (void)state;
    static const char csv[] =
        "TT,Nhiệm vụ,Cơ quan chủ trì,Cơ quan phối hợp,Thời gian hoàn thành,Sản phẩm\n"
        "1,Rà soát,,,,\n"
        "1.1,\"Lập danh sách, niêm yết\",UBND cấp xã,\"Công an tỉnh, Sở Nội vụ\",31/8/2023,"
        "Danh sách\n";
    struct ctx c = reader();
    struct plan p;
    assert_int_equal(plan_read(&c, csv, sizeof csv - 1, &p), OK);
    assert_int_equal(p.total, 2);
    assert_true(p.items.v[0].is_group);
    const struct plan_item *x = &p.items.v[1];
    assert_string_equal(x->number, "1.1");
    assert_string_equal(x->body, "UBND cấp xã");
    assert_string_equal(x->others, "Công an tỉnh; Sở Nội vụ");
    assert_string_equal(x->product, "Danh sách");
    assert_string_equal(line_of(&c, x->rule), "by 2023-08-31");
    arena_free(&arena);
}

static void
more_than_a_plan_holds_is_refused(void **state)
{
    (void)state;
    struct ctx c = reader();
    struct plan p;
    char *big = arena_alloc(&arena, PLAN_BYTES_MOST + 2, 1);
    memset(big, 'a', PLAN_BYTES_MOST + 1);
    assert_int_equal(plan_read(&c, big, PLAN_BYTES_MOST + 1, &p), ERR_TOO_LARGE);
    assert_int_equal(plan_read(&c, "\xFF", 1, &p), ERR_MALFORMED);
    arena_free(&arena);
}

static struct deadline_rule
any_rule(struct rng *r)
{
    static const char *const events[] = {
        "nghị quyết có hiệu lực", "Bộ Nội vụ thẩm định", "hoàn thành việc sắp xếp"};
    struct deadline_rule x;
    view_clear(&deadline_rule_view, &x);
    x.kind = (int)rng_range(r, DEADLINE_BEFORE, DEADLINE_CONTINUOUS);
    day a = {(int32_t)rng_range(r, day_of(2020, 1, 1).v, day_of(2035, 12, 31).v)};
    day b = {a.v + (int32_t)rng_below(r, 500)};
    const char *event = events[rng_below(r, COUNT(events))];
    x.expected = rng_below(r, 5) == 0;
    switch (x.kind) {
    case DEADLINE_WINDOW:
        x.from = a; /* fall through */
    case DEADLINE_BEFORE:
    case DEADLINE_BY:
        x.date = b;
        break;
    case DEADLINE_UNTIL:
    case DEADLINE_AS_REQUIRED:
    case DEADLINE_AFTER_EVENT:
        x.event = event;
        break;
    case DEADLINE_ON_REQUEST:
        x.event = rng_below(r, 2) ? "Bộ Nội vụ" : NULL;
        break;
    default:
        break;
    }
    if ((x.kind == DEADLINE_AFTER_EVENT || x.kind == DEADLINE_ON_REQUEST) &&
        rng_below(r, 3)) {
        x.n = rng_range(r, 1, 90);
        x.unit = (int)rng_range(r, DEADLINE_DAYS, DEADLINE_YEARS);
        if (x.kind == DEADLINE_AFTER_EVENT && rng_below(r, 4) == 0)
            x.n = -x.n;
    }
    if (x.kind >= DEADLINE_MONTHLY && x.kind <= DEADLINE_YEARLY) {
        x.day = rng_below(r, 3) ? rng_range(r, 1, 31) : INT_NONE;
        x.month = rng_below(r, 2) ? rng_range(r, 1, 2) : INT_NONE;
        x.from = rng_below(r, 3) ? DAY_NONE : a;
        x.date = rng_below(r, 3) ? DAY_NONE : b;
    }
    if ((x.kind == DEADLINE_UNTIL || x.kind == DEADLINE_CONTINUOUS) && rng_below(r, 2))
        x.from = a;
    else if (x.kind == DEADLINE_UNTIL && rng_below(r, 2))
        x.from_event = "ban hành Kế hoạch";
    return x;
}

static void
a_rule_in_words_reads_back_as_itself(void **state)
{
    (void)state;
    struct rng r = rng_start(183);
    for (int i = 0; i < 5000; i++) {
        struct ctx c = reader();
        struct deadline_rule x = any_rule(&r), y;
        deadline_rule_check(&c, &x, "");
        assert_int_equal(faults(&c), OK);
        const char *words = deadline_rule_words(&c, &x);
        plan_read_rule(&c, words, true, &y, NULL);
        if (!deadline_rule_same(&x, &y))
            print_message("%s\n  %s\n  %s\n", words, line_of(&c, &x), line_of(&c, &y));
        assert_true(deadline_rule_same(&x, &y));
        arena_free(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_wording_is_read),
        cmocka_unit_test(what_is_not_understood_is_left_blank_and_told),
        cmocka_unit_test(spelling_does_not_matter),
        cmocka_unit_test(bodies_are_named),
        cmocka_unit_test(the_roadmap_of_ninh_binh_is_read_whole),
        cmocka_unit_test(each_document_of_the_demo_is_read_whole),
        cmocka_unit_test(a_table_is_read_by_its_columns),
        cmocka_unit_test(more_than_a_plan_holds_is_refused),
        cmocka_unit_test(a_rule_in_words_reads_back_as_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
