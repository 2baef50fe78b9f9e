/* SPDX-License-Identifier: Apache-2.0 */
/* Official documents on paper, read back with poppler as anybody would. HAICAP_PAPERS=FOLDER keeps
 * them there to be looked at. */
#include "view/official.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

struct desk {
    struct arena a;
    struct ctx c;
    struct official d;
    struct buf pdf;
};

static void
desk_open(struct desk *k)
{
    *k = (struct desk){0};
    k->c = test_ctx(&k->a, NULL);
    k->d = (struct official){
        .superior = "Ủy ban nhân dân tỉnh Ninh Bình",
        .issuer = "Sở Nội vụ",
        .number = "12/BC-SNV",
        .place = "Ninh Bình",
        .dated = day_of(2025, 2, 5),
        .type = "Báo cáo",
        .subject = "Kết quả thực hiện Kế hoạch sắp xếp đơn vị hành chính",
        .signs = {{"KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", NULL, "Nguyễn Văn Ước"}}};
}

static void
desk_close(struct desk *k)
{
    buf_free(&k->pdf);
    arena_free(&k->a);
}

/* What a program of poppler says about the document, in the arena. */
static const char *
asked(struct desk *k, const char *name, const char *program, const char *rest)
{
    char path[256];
    const char *keep = getenv("HAICAP_PAPERS");
    snprintf(path, sizeof path, "%s/haicap-%s-%d.pdf", keep ? keep : "/tmp", name,
             keep ? 0 : (int)getpid());
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(k->pdf.s, 1, k->pdf.n, f), k->pdf.n);
    fclose(f);
    FILE *in = popen(arena_printf(&k->a, "%s %s %s", program, path, rest), "r");
    assert_non_null(in);
    struct buf said = {0};
    char part[4096];
    size_t n;
    while ((n = fread(part, 1, sizeof part, in)) > 0)
        buf_put(&said, part, n);
    assert_int_equal(pclose(in), 0);
    if (!keep)
        unlink(path);
    const char *text = arena_strdup(&k->a, buf_str(&said));
    buf_free(&said);
    return text;
}

static const char *
text_of(struct desk *k, const char *name)
{
    return asked(k, name, "pdftotext -layout", "-");
}

static int
pages_of(struct desk *k, const char *name)
{
    const char *at = strstr(asked(k, name, "pdfinfo", ""), "Pages:");
    assert_non_null(at);
    return atoi(at + 6);
}

static void
made(struct desk *k)
{
    err e = official_pdf(&k->c, &k->pdf, &k->d);
    if (e != OK)
        fail_msg("%s", k->c.faults.v[0].message);
}

static void
says(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("not there: %s\n%s", what, text);
}

static void
every_part_is_in_its_place(void **state UNUSED)
{
    struct desk k;
    desk_open(&k);
    k.d.to = "Ủy ban nhân dân tỉnh Ninh Bình";
    k.d.recipients = (struct official_text_list){0};
    *PUSH(&k.a, &k.d.recipients) = "Như trên";
    *PUSH(&k.a, &k.d.recipients) = "Lưu: VT, XDCQ";
    k.d.note = "Lập từ nhật ký điện tử.";
    official_heading(&k.c, &k.d, 1, "I. KẾT QUẢ");
    official_text(&k.c, &k.d, "Đã hoàn thành %d nhiệm vụ.", 94);
    made(&k);
    const char *text = text_of(&k, "parts");
    static const char *const parts[] = {"ỦY BAN NHÂN DÂN TỈNH NINH BÌNH",
                                        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                        "SỞ NỘI VỤ",
                                        "Độc lập - Tự do - Hạnh phúc",
                                        "Số: 12/BC-SNV",
                                        "Ninh Bình, ngày 05 tháng 02 năm 2025",
                                        "BÁO CÁO",
                                        "Kính gửi: Ủy ban nhân dân tỉnh Ninh Bình",
                                        "I. KẾT QUẢ",
                                        "Đã hoàn thành 94 nhiệm vụ.",
                                        "KT. GIÁM ĐỐC",
                                        "Nơi nhận:",
                                        "PHÓ GIÁM ĐỐC",
                                        "- Như trên;",
                                        "- Lưu: VT, XDCQ.",
                                        "Nguyễn Văn Ước",
                                        "Lập từ nhật ký"};
    for (size_t i = 0; i < COUNT(parts); i++)
        says(text, parts[i]);
    const char *info = asked(&k, "parts", "pdfinfo -isodates", "");
    says(info, "Báo cáo: Kết quả thực hiện Kế hoạch");
    says(info, "Sở Nội vụ");
    says(info, "2025-07-01T01:30:00Z");
    says(info, "A4");
    desk_close(&k);
}

static void
a_long_table_has_its_head_on_each_page_and_numbers_from_the_second(void **state UNUSED)
{
    static const struct official_column columns[] = {{"TT", 1, true},
                                                     {"Nội dung", 6, false},
                                                     {"Cơ quan", 4, false},
                                                     {"Hồ sơ", 2, true}};
    struct desk k;
    desk_open(&k);
    struct official_table *t = official_table(&k.c, &k.d, columns, COUNT(columns));
    for (int i = 1; i <= 120; i++) {
        const char **cell = official_row(&k.c, t, i % 40 == 1);
        cell[0] = arena_printf(&k.a, "%d", i);
        cell[1] =
            arena_printf(&k.a, "Việc thứ %d của kế hoạch, có tên dài hơn một dòng", i);
        cell[2] = "Ủy ban nhân dân xã Gia Tân";
    }
    made(&k);
    const char *text = text_of(&k, "table");
    int pages = pages_of(&k, "table"), heads = 0;
    assert_in_range(pages, 3, 12);
    for (const char *p = text; (p = strstr(p, "Nội dung")); p++)
        heads++;
    assert_int_equal(heads, pages);
    says(text, "Việc thứ 120");
    const char *second = strchr(text, '\f');
    assert_non_null(second);
    assert_int_equal(atoi(second + 1), 2);
    desk_close(&k);
}

static void
a_row_longer_than_a_page_goes_on_on_the_next(void **state UNUSED)
{
    static const struct official_column columns[] = {{"A", 1, false}, {"B", 1, false}};
    struct desk k;
    desk_open(&k);
    struct buf b = {0};
    for (int i = 0; i < 1500; i++)
        buf_printf(&b, "từ%d ", i);
    struct official_table *t = official_table(&k.c, &k.d, columns, COUNT(columns));
    official_row(&k.c, t, false)[0] = buf_str(&b);
    official_row(&k.c, t, false)[1] = "sau cùng";
    made(&k);
    const char *text = text_of(&k, "row");
    says(text, "từ0 ");
    says(text, "từ1499");
    says(text, "sau cùng");
    assert_in_range(pages_of(&k, "row"), 3, 6);
    buf_free(&b);
    desk_close(&k);
}

static void
the_signature_is_never_alone_on_its_page(void **state UNUSED)
{
    for (int n = 14; n < 34; n++) {
        struct desk k;
        desk_open(&k);
        for (int i = 0; i < n; i++)
            official_text(&k.c, &k.d, "Dòng %d.", i);
        official_text(
            &k.c, &k.d,
            "Đoạn cuối đủ dài để có ba dòng trở lên, vì chữ ký không được đứng một mình "
            "trên trang mà phải có ít nhất hai dòng của văn bản đứng ngay phía trên nó, "
            "để không ai thay được phần còn lại bằng một văn bản khác.");
        made(&k);
        const char *text = text_of(&k, "sign"), *last = strrchr(text, '\f');
        while (last > text &&
               !strstr(last, "Ước")) /* the end of a page closes the last, too */
            do
                last--;
            while (last > text && *last != '\f');
        says(last, "khác.");
        desk_close(&k);
    }
}

static void
thai_and_lao_are_shaped_and_broken_into_lines(void **state UNUSED)
{
    struct desk k;
    desk_open(&k);
    for (int i = 0; i < 3; i++) {
        official_text(
            &k.c, &k.d,
            "ราชอาณาจักรไทยและสาธารณรัฐสังคมนิยมเวียดนามมีความร่วมมือด้านการบริหารราชการส่วนท้อง"
            "ถิ่นมาเป็นเวลานานและจะพัฒนาต่อไปในอนาคต");
        official_text(
            &k.c, &k.d,
            "ສາທາລະນະລັດປະຊາທິປະໄຕປະຊາຊົນລາວມີການຮ່ວມມືກັບຫວຽດນາມໃນການບໍລິຫານລັດຂັ້ນທ້ອງຖິ່ນມາເປັນ"
            "ເວລາດົນນານແລະຈະພັດທະນາຕໍ່ໄປໃນອະນາຄົດ");
    }
    made(&k);
    const char *fonts = asked(&k, "scripts", "pdffonts", "");
    says(fonts, "LiberationSerif");
    says(fonts, "Laksaman");
    says(fonts, "Phetsarath");
    /* a paragraph that found no place to break would run out of the page and be cut there */
    const char *text =
        asked(&k, "scripts", "pdftotext -layout", "- | LC_ALL=C grep -cP '\\xE0\\xBA'");
    assert_in_range(atoi(text), 6, 18);
    desk_close(&k);
}

static void
the_same_document_is_the_same_bytes(void **state UNUSED)
{
    struct desk k, l;
    desk_open(&k);
    desk_open(&l);
    official_text(&k.c, &k.d, "Một câu ภาษาไทย ພາສາລາວ.");
    official_text(&l.c, &l.d, "Một câu ภาษาไทย ພາສາລາວ.");
    made(&k);
    made(&l);
    assert_int_equal(k.pdf.n, l.pdf.n);
    assert_memory_equal(k.pdf.s, l.pdf.s, k.pdf.n);
    desk_close(&k);
    desk_close(&l);
}

static void
a_letter_has_its_subject_below_its_number_and_annexes_count_their_own_pages(
    void **state UNUSED)
{
    static const struct official_column columns[] = {{"TT", 1, true},
                                                     {"Đơn vị", 5, false}};
    struct desk k;
    desk_open(&k);
    k.d.type = NULL;
    k.d.number = NULL;
    k.d.dated = DAY_NONE;
    k.d.to = "- Ủy ban nhân dân các huyện, thành phố;\n- Các sở, ban, ngành.";
    *PUSH(&k.a, &k.d.recipients) = "Như trên";
    official_text(&k.c, &k.d, "Đề nghị báo cáo trước ngày 25.");
    official_annex(&k.c, &k.d, "Phụ lục I", "Danh sách đơn vị");
    struct official_table *t = official_table(&k.c, &k.d, columns, COUNT(columns));
    for (int i = 0; i < 80; i++)
        official_row(&k.c, t, false)[1] = "Xã Gia Tân";
    official_annex(&k.c, &k.d, "Phụ lục II", "Ghi chú");
    official_text(&k.c, &k.d, "Không có.");
    made(&k);
    const char *text = text_of(&k, "letter");
    says(text, "V/v Kết quả thực hiện");
    says(text, "Ninh Bình, ngày … tháng … năm …");
    says(text, "- Ủy ban nhân dân các huyện, thành phố;");
    assert_true(strstr(text, "Nguyễn Văn Ước") < strstr(text, "Phụ lục I"));
    int first[8] = {0}; /* what each page begins with: its number, or nothing */
    size_t n = 0;
    for (const char *p = text; p && *p && n < COUNT(first); n++) {
        first[n] = atoi(p);
        p = strchr(p, '\f');
        p = p ? p + 1 : NULL;
    }
    assert_int_equal(n, 5); /* the letter, three of the first annex, the second */
    const int expected[] = {0, 0, 2, 3, 0};
    for (size_t i = 0; i < n; i++)
        assert_int_equal(first[i], expected[i]);
    desk_close(&k);
}

enum {
    PRESSES = 4
};

static void *
press_one(void *arg)
{
    struct desk *k = arg;
    desk_open(k);
    for (int i = 0; i < 20; i++)
        official_text(&k->c, &k->d, "Đoạn %d: ภาษาไทย, ພາສາລາວ.", i);
    return official_pdf(&k->c, &k->pdf, &k->d) == OK ? k : NULL;
}

static void
heavy_lanes_write_documents_at_the_same_time(void **state UNUSED)
{
    struct desk all[PRESSES];
    pthread_t thread[PRESSES];
    for (int i = 0; i < PRESSES; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, press_one, &all[i]), 0);
    for (int i = 0; i < PRESSES; i++) {
        void *done;
        assert_int_equal(pthread_join(thread[i], &done), 0);
        assert_ptr_equal(done, &all[i]);
        assert_int_equal(all[i].pdf.n, all[0].pdf.n);
        assert_memory_equal(all[i].pdf.s, all[0].pdf.s, all[0].pdf.n);
    }
    for (int i = 0; i < PRESSES; i++)
        desk_close(&all[i]);
}

static void
what_is_not_utf8_is_refused_wherever_it_stands(void **state UNUSED)
{
    static const struct official_column column[] = {{"A", 1, false}};
    static const char bad[] = "x\xC3";
    for (int where = 0; where < 7; where++) {
        struct desk k;
        desk_open(&k);
        const char **all[] = {&k.d.superior, &k.d.issuer, &k.d.type, &k.d.subject,
                              &k.d.signs[0].name};
        if (where < (int)COUNT(all))
            *all[where] = bad;
        else if (where == 5)
            official_text(&k.c, &k.d, "%s", bad);
        else
            official_row(&k.c, official_table(&k.c, &k.d, column, 1), false)[0] = bad;
        assert_int_equal(official_pdf(&k.c, &k.pdf, &k.d), ERR_INVALID);
        assert_string_equal(test_fault(&k.c, NULL),
                            "The document holds text that is not UTF-8");
        assert_int_equal(k.pdf.n, 0);
        desk_close(&k);
    }
}

static void
a_document_without_end_is_refused(void **state UNUSED)
{
    static const struct official_column column[] = {{"A", 1, false}};
    struct desk k;
    desk_open(&k);
    struct official_table *t = official_table(&k.c, &k.d, column, 1);
    for (int i = 0; i < 100000; i++)
        official_row(&k.c, t, false)[0] = "dòng";
    assert_int_equal(official_pdf(&k.c, &k.pdf, &k.d), ERR_TOO_LARGE);
    says(test_fault(&k.c, NULL), "100 pages");
    desk_close(&k);
}

static void
letters_without_a_font_are_told_not_left_out(void **state UNUSED)
{
    struct desk k;
    desk_open(&k);
    official_text(&k.c, &k.d, "Chữ \xF3\xB0\x80\x80 lạ"); /* private use: in no font */
    assert_int_equal(official_pdf(&k.c, &k.pdf, &k.d), ERR_INTERNAL);
    says(test_fault(&k.c, NULL), "no font with all letters of “Chữ");
    desk_close(&k);
}

static void
a_server_without_fonts_says_so(void **state UNUSED)
{
    const char *path = "/tmp/haicap-no-fonts.conf";
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("<?xml version=\"1.0\"?><fontconfig><dir>/nowhere</dir></fontconfig>", f);
    fclose(f);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        static char name[] = "official_test", how[] = "--without-fonts";
        char *self[] = {name, how, NULL};
        setenv("FONTCONFIG_FILE", path, 1);
        execv("/proc/self/exe", self);
        _exit(9);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    unlink(path);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static int
without_fonts(void)
{
    struct desk k;
    desk_open(&k);
    err e = official_pdf(&k.c, &k.pdf, &k.d);
    bool told =
        e == ERR_INTERNAL && strstr(k.c.faults.v[0].message, "fonts-liberation2");
    desk_close(&k);
    return told ? 0 : 1;
}

int
main(int argc, char **argv UNUSED)
{
    if (argc > 1)
        return without_fonts();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_in_its_place),
        cmocka_unit_test(
            a_long_table_has_its_head_on_each_page_and_numbers_from_the_second),
        cmocka_unit_test(a_row_longer_than_a_page_goes_on_on_the_next),
        cmocka_unit_test(the_signature_is_never_alone_on_its_page),
        cmocka_unit_test(thai_and_lao_are_shaped_and_broken_into_lines),
        cmocka_unit_test(the_same_document_is_the_same_bytes),
        cmocka_unit_test(
            a_letter_has_its_subject_below_its_number_and_annexes_count_their_own_pages),
        cmocka_unit_test(heavy_lanes_write_documents_at_the_same_time),
        cmocka_unit_test(what_is_not_utf8_is_refused_wherever_it_stands),
        cmocka_unit_test(a_document_without_end_is_refused),
        cmocka_unit_test(letters_without_a_font_are_told_not_left_out),
        cmocka_unit_test(a_server_without_fonts_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
