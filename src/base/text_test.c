/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include "test.h"

static void
only_real_utf8_is_valid(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t n;
        bool valid;
    } cases[] = {
        {"", 0, true},
        {"xã Gia Tân 😀", 17, true},
        {"\xEF\xBF\xBF", 3, true}, /* a noncharacter is still well formed */
        {"a\0b", 3, false},
        {"\xC3", 1, false},
        {"\xC3(", 2, false},
        {"\xC0\xAF", 2, false},         /* overlong */
        {"\xE0\x80\xAF", 3, false},     /* overlong */
        {"\xED\xA0\x80", 3, false},     /* surrogate */
        {"\xF4\x90\x80\x80", 4, false}, /* above U+10FFFF */
        {"\xF0\x9F\x98", 3, false},
        {"\x80", 1, false},
        {"\xFE\xFF", 2, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (utf8_valid(cases[i].s, cases[i].n) != cases[i].valid)
            fail_msg("case %zu", i);
    assert_int_equal(utf8_count("Gia Tân 😀"), 9);
    assert_int_equal(utf8_count(""), 0);
}

static void
a_name_typed_in_two_ways_is_one_name(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    const char *composed = "Tiền Giang, Điện Biên";
    const char *parts = "Tie\u0302\u0300n Giang, \u0110ie\u0323\u0302n Bie\u0302n";
    const char *mixed = "Ti\u00EA\u0300n Giang, \u0110i\u1EB9\u0302n Bi\u00EAn";
    assert_string_equal(text_nfc(&a, composed), composed);
    assert_string_equal(text_nfc(&a, parts), composed);
    assert_string_equal(text_nfc(&a, mixed), composed);
    assert_string_equal(text_fold(&a, parts), text_fold(&a, composed));
    assert_string_equal(text_sort_key(&a, parts), text_sort_key(&a, composed));
    assert_null(text_nfc(&a, "\xFF"));
    assert_string_equal(text_nfc(&a, ""), "");
}

static void
folding_drops_marks_case_and_punctuation(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"Xã Gia Tân,", "xa gia tan"},
        {"ĐƯỜNG", "duong"},
        {"  Thị trấn   Me ", "thi tran me"},
        {"ninh bình", "ninh binh"},
        {"Ninh\u00A0Bình", "ninh binh"},
        {"TP. Hồ Chí Minh (2025)", "tp ho chi minh 2025"},
        {"số 12/34-A", "so 12 34 a"},
        {"ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ", "aaaaaaaaaaaaaaaaa"},
        {"ÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊ", "eeeeeeeeeeeiiiii"},
        {"ÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ", "ooooooooooooooooo"},
        {"ÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐđ", "uuuuuuuuuuuyyyyydd"},
        {"", ""},
        {",.;", ""},
        {"Krông Pắc", "krong pac"},
        {"ที่นี่", "ที่นี่"}, /* Thai keeps vowels and tones */
        {"เชียงใหม่, กรุงเทพฯ", "เชียงใหม่ กรุงเทพฯ"},
        {"ວຽງຈັນ", "ວຽງຈັນ"}, /* Lao too */
        {"漢字 Hán tự", "漢字 han tu"},
        {"Ω Άλφα", "ω άλφα"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *once = text_fold(&a, cases[i].in);
        assert_string_equal(once, cases[i].out);
        assert_string_equal(text_fold(&a, once), once);
    }
}

static void
folding_twice_changes_nothing_more(void **state)
{
    (void)state;
    struct rng r = rng_start(22);
    for (int i = 0; i < 3000; i++) {
        CLEANUP(arena_free) struct arena a = {0};
        const char *s = rng_text(&r, &a, 12);
        const char *once = text_fold(&a, s), *nfc = text_nfc(&a, s);
        assert_non_null(nfc);
        assert_string_equal(text_nfc(&a, nfc), nfc);
        assert_string_equal(text_fold(&a, once), once);
        assert_string_equal(text_fold(&a, nfc), once);
        assert_true(utf8_valid(once, strlen(once)));
    }
}

/* Each must come before the next. */
static void
check_order(struct arena *a, const char *const *word, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        const char *k = text_sort_key(a, word[i]), *l = text_sort_key(a, word[i + 1]);
        if (strcmp(k, l) >= 0)
            fail_msg("\"%s\" does not come before \"%s\"", word[i], word[i + 1]);
    }
}

static void
words_stand_as_in_a_vietnamese_dictionary(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    static const char *const letters[] = {
        "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m",
        "n", "o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y"};
    check_order(&a, letters, COUNT(letters));
    static const char *const tones[] = {"ma", "mà", "mả", "mã", "má", "mạ", "mai"};
    check_order(&a, tones, COUNT(tones));
    static const char *const names[] = {
        "An Bình",    "Ân Thi",   "Ba Đình",   "Bà Rịa",  "Cúc Phương",
        "Dĩ An",      "Đa Kao",   "Điện Biên", "Gia Tân", "Gia Tân 2",
        "Gia Tân 10", "Gia Viễn", "Ninh Bình", "Xã 2",    "Xã 10"};
    check_order(&a, names, COUNT(names));
}

static void
numbers_inside_names_count(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    static const char *const streets[] = {"Phường 1",  "Phường 2",  "Phường 9",
                                          "Phường 10", "Phường 11", "Phường 100"};
    check_order(&a, streets, COUNT(streets));
}

static void
blanks_at_the_ends_go_even_if_nobody_sees_them(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    assert_string_equal(text_trim(&a, " \t\r\n Gia  Tân \n"), "Gia  Tân");
    assert_string_equal(text_trim(&a, "\u00A0\uFEFFGia Tân\u200B\u3000"), "Gia Tân");
    assert_string_equal(text_trim(&a, "\u00A0"), "");
    assert_string_equal(text_trim(&a, ""), "");
    assert_string_equal(text_trim(&a, "đ"), "đ");
    assert_string_equal(text_trim(&a, " \xFF "), "\xFF"); /* not its business */
}

static void
a_title_begins_with_a_capital(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    assert_string_equal(text_upper(&a, "Ủy ban nhân dân xã Điện Biên, ở"),
                        "ỦY BAN NHÂN DÂN XÃ ĐIỆN BIÊN, Ở");
    assert_string_equal(text_upper(&a, "ßŉ"), "SSʼN");
    assert_string_equal(text_upper(&a, ""), "");
    assert_string_equal(text_title(&a, "xã Gia Tân"), "Xã Gia Tân");
    assert_string_equal(text_title(&a, "đường 1A"), "Đường 1A");
    assert_string_equal(text_title(&a, "ấp"), "Ấp");
    assert_string_equal(text_title(&a, ""), "");
    assert_string_equal(text_title(&a, "12"), "12");
    assert_true(text_starts("xã Gia Tân", "xã "));
    assert_false(text_starts("x", "xã "));
    assert_true(text_starts("x", ""));
}

static void
whole_numbers_are_read_whole(void **state)
{
    (void)state;
    int64_t v;
    assert_true(int_parse("14329", &v) && v == 14329);
    assert_true(int_parse(" -5 ", &v) && v == -5);
    assert_true(int_parse("9223372036854775807", &v) && v == INT64_MAX);
    static const char *const bad[] = {"",
                                      " ",
                                      "x",
                                      "1x",
                                      "1 2",
                                      "1.0",
                                      "0x10",
                                      "1e3",
                                      "--1",
                                      "9223372036854775808",
                                      "-9223372036854775808" /* INT_NONE */};
    for (size_t i = 0; i < COUNT(bad); i++) {
        v = 7;
        if (int_parse(bad[i], &v) || v != 7)
            fail_msg("\"%s\" is read", bad[i]);
    }
    assert_false(int_parse(NULL, &v));
}

static void
decimals_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        int scale;
        int64_t v;
    } good[] = {
        {"3359.80", 6, 3359800000},
        {"3359,80", 6, 3359800000},
        {"3.359,80", 6, 3359800000},
        {"3,359.80", 6, 3359800000},
        {"1.234.567,8", 1, 12345678},
        {"1.234.567", 2, 123456700},
        {"1,234,567", 0, 1234567},
        {"9.321", 0, 9321},
        {"9,321", 0, 9321},
        {"1.000", 0, 1000}, /* never one */
        {"9.321", 3, 9321}, /* with decimals to hold it is a decimal sign */
        {"5.0", 0, 5},
        {"7.920000", 2, 792},
        {"-0,5", 1, -5},
        {".5", 1, 5},
        {"5.", 1, 50},
        {" 42 ", 0, 42},
        {"0", 6, 0},
        {"000", 0, 0},
        {"-0", 0, 0},
        {"9223372036854775807", 0, INT64_MAX},
        {"9223372036854.775807", 6, INT64_MAX},
        {"-9223372036854.775807", 6, -INT64_MAX},
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        int64_t v = 7;
        if (!decimal_parse(good[i].s, good[i].scale, &v) || v != good[i].v)
            fail_msg("\"%s\" is read as %lld", good[i].s, (long long)v);
    }
    static const struct {
        const char *s;
        int scale;
    } bad[] = {
        {"", 2},
        {" ", 2},
        {".", 2},
        {"-", 2},
        {",", 2},
        {"-.", 2},
        {"x", 2},
        {"1x", 2},
        {"1 2", 2},
        {"1e3", 2},
        {"+5", 2},
        {"--5", 2},
        {"1.234", 2},
        {"0.001", 2},
        {"1.2,5", 2},
        {"1.,5", 2},
        {"1..5", 2},
        {",5.5", 2},
        {"12.34.567", 2},
        {"1.2345,6", 2},
        {"1,23.456,7", 2},
        {"1.234.567.8", 2},
        {"1234.567,8", 2},
        {"0.321", 0},
        {"1.5", 0},
        {"12.3456", 0},
        {".321", 0},
        {"1234.567", 0},
        {"1,234.567.890", 2},
        {"1.234,567,890", 2},
        {"5,-", 2},
        {"5 .", 2},
        {"9223372036854775808", 0},
        {"9223372036854.775808", 6},
        {"92233720368547758070", 0},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        int64_t v = 7;
        if (decimal_parse(bad[i].s, bad[i].scale, &v) || v != 7)
            fail_msg("\"%s\" is read as %lld", bad[i].s, (long long)v);
    }
    int64_t v;
    assert_false(decimal_parse(NULL, 2, &v));
}

static void
decimals_are_written_short_and_exact(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    assert_string_equal(decimal_text(&a, 3359800000, 6, 2), "3359.80");
    assert_string_equal(decimal_text(&a, 3359800000, 6, 0), "3359.8");
    assert_string_equal(decimal_text(&a, 7, 0, 0), "7");
    assert_string_equal(decimal_text(&a, 5, 6, 0), "0.000005");
    assert_string_equal(decimal_text(&a, -5, 1, 0), "-0.5");
    assert_string_equal(decimal_text(&a, 0, 2, 2), "0.00");
    assert_string_equal(decimal_text(&a, 0, 2, 0), "0");
    assert_string_equal(decimal_text(&a, 700, 2, 1), "7.0");
    assert_string_equal(decimal_text(&a, INT64_MAX, 18, 0), "9.223372036854775807");
    assert_string_equal(decimal_text(&a, -INT64_MAX, 0, 0), "-9223372036854775807");
    assert_null(decimal_text(&a, INT_NONE, 2, 0));
    struct rng r = rng_start(35);
    for (int i = 0; i < 20000; i++) {
        int scale = (int)rng_below(&r, 19),
            least = (int)rng_below(&r, (uint64_t)scale + 1);
        int64_t v = (int64_t)(rng_next(&r) >> rng_below(&r, 63)), w = 7;
        if (rng_below(&r, 2))
            v = -v;
        if (v == INT_NONE)
            continue;
        const char *s = decimal_text(&a, v, scale, least);
        if (!decimal_parse(s, scale, &w) || v != w)
            fail_msg("%lld at scale %d is \"%s\", read as %lld", (long long)v, scale, s,
                     (long long)w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_real_utf8_is_valid),
        cmocka_unit_test(a_name_typed_in_two_ways_is_one_name),
        cmocka_unit_test(folding_drops_marks_case_and_punctuation),
        cmocka_unit_test(folding_twice_changes_nothing_more),
        cmocka_unit_test(words_stand_as_in_a_vietnamese_dictionary),
        cmocka_unit_test(numbers_inside_names_count),
        cmocka_unit_test(blanks_at_the_ends_go_even_if_nobody_sees_them),
        cmocka_unit_test(a_title_begins_with_a_capital),
        cmocka_unit_test(whole_numbers_are_read_whole),
        cmocka_unit_test(decimals_are_read_as_people_write_them),
        cmocka_unit_test(decimals_are_written_short_and_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
