/* SPDX-License-Identifier: Apache-2.0 */
/* Workbooks that come in: values as people see them, and what is wrong with them line by line. */
#include "view/xlsx_in.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include "test.h"

struct file {
    struct arena a;
    struct ctx c;
    char path[64];
    lxw_workbook *wb;
    lxw_worksheet *sheet;
    lxw_format *day;
};

static void
file_begin(struct file *f)
{
    *f = (struct file){.path = "/tmp/haicap-xlsx-XXXXXX"};
    f->c = test_ctx(&f->a, NULL);
    close(mkstemp(f->path));
    f->wb = workbook_new(f->path);
    f->sheet = workbook_add_worksheet(f->wb, NULL);
    f->day = workbook_add_format(f->wb);
    format_set_num_format(f->day, "dd/mm/yyyy");
}

static err
file_read(struct file *f, const char **out)
{
    static char bytes[1 << 20];
    assert_int_equal(workbook_close(f->wb), LXW_NO_ERROR);
    FILE *in = fopen(f->path, "rb");
    size_t n = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    unlink(f->path);
    assert_true(xlsx_looks_like(bytes, n));
    return xlsx_to_csv(&f->c, bytes, n, "file", out);
}

static void
cells_are_what_people_see(void **state UNUSED)
{
    struct file f;
    const char *csv;
    file_begin(&f);
    worksheet_write_string(f.sheet, 0, 0, "Số", NULL);
    worksheet_write_string(f.sheet, 0, 1, "Ngày", NULL);
    worksheet_write_string(f.sheet, 0, 2, "Ghi chú", NULL);
    worksheet_write_number(f.sheet, 1, 0, 12, NULL);
    worksheet_write_number(f.sheet, 1, 1, 45839, f.day);
    worksheet_write_string(f.sheet, 1, 2, "\"a\", =b\nc", NULL);
    worksheet_write_number(f.sheet, 3, 0, 0.1, NULL); /* a row between is empty */
    worksheet_write_number(f.sheet, 3, 1, 59, f.day);
    worksheet_write_number(f.sheet, 4, 0, 1e6, NULL);
    worksheet_write_number(f.sheet, 4, 1, 61.5, f.day);
    worksheet_write_blank(f.sheet, 5, 1, f.day);
    assert_int_equal(file_read(&f, &csv), OK);
    assert_string_equal(csv, "\"Số\",\"Ngày\",\"Ghi chú\"\n"
                             "\"12\",\"2025-07-01\",\"\"\"a\"\", =b\nc\"\n"
                             "\n"
                             "\"0.1\",\"1900-02-28\",\n"
                             "\"1000000\",\"1900-03-01 12:00\",\n"
                             "\n");
    arena_free(&f.a);
}

static void
merged_cells_and_wrong_days_are_told_line_by_line(void **state UNUSED)
{
    struct file f;
    const char *csv;
    file_begin(&f);
    worksheet_write_string(f.sheet, 0, 0, "Ngày", NULL);
    worksheet_write_number(f.sheet, 1, 0, 60, f.day);
    worksheet_write_number(f.sheet, 2, 0, 9999999, f.day);
    worksheet_write_formula_num(f.sheet, 3, 0, "=1/0", NULL, 0);
    worksheet_merge_range(f.sheet, 4, 0, 5, 1, "gộp", NULL);
    assert_int_equal(file_read(&f, &csv), ERR_INVALID);
    assert_int_equal(f.c.faults.n, 3);
    assert_string_equal(f.c.faults.v[0].message,
                        "Line 2, column A: there is no such day");
    assert_string_equal(f.c.faults.v[1].message,
                        "Line 3, column A: there is no such day");
    assert_string_equal(f.c.faults.v[2].message,
                        "The cells A5:B6 are merged: part them and fill in each");
    arena_free(&f.a);
}

static void
many_faults_are_counted_not_listed(void **state UNUSED)
{
    struct file f;
    const char *csv;
    file_begin(&f);
    for (uint32_t i = 0; i < 50; i++)
        worksheet_write_number(f.sheet, i, 0, 60, f.day);
    assert_int_equal(file_read(&f, &csv), ERR_INVALID);
    assert_int_equal(f.c.faults.n, 21);
    assert_string_equal(f.c.faults.v[20].message, "… and 30 more of this kind");
    arena_free(&f.a);
}

static void
a_file_that_is_none_is_refused(void **state UNUSED)
{
    static const char *const bad[] = {"", "PK\3\4", "PK\3\4 and so on, without an end",
                                      "\xD0\xCF\x11\xE0"};
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct ctx c = test_ctx(&a, NULL);
        const char *csv;
        assert_int_equal(xlsx_to_csv(&c, bad[i], strlen(bad[i]), "file", &csv),
                         ERR_INVALID);
        assert_non_null(test_fault(&c, "file"));
    }
    arena_free(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_what_people_see),
        cmocka_unit_test(merged_cells_and_wrong_days_are_told_line_by_line),
        cmocka_unit_test(many_faults_are_counted_not_listed),
        cmocka_unit_test(a_file_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
