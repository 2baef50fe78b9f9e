/* SPDX-License-Identifier: Apache-2.0 */
/* unit_convert_test.c: old addresses to new ones and back, small and by the nation. */
#include "test.h"

#include <time.h>

#include "base/text.h"
#include "db.h"
#include "unit/unit_address.h"
#include "unit/unit_convert.h"
#include "unit/unit_import.h"
#include "unit/unit_row.h"

#define D(y, m, d) day_of(y, m, d)
static const char places[] = "code,name,type,parent_code,tier\n"
                             "37,Tỉnh Ninh Bình,Tỉnh,,province\n"
                             "36,Tỉnh Nam Định,Tỉnh,,province\n"
                             "369,Thành phố Ninh Bình,Thành phố,37,district\n"
                             "372,Huyện Nho Quan,Huyện,37,district\n"
                             "373,Huyện Gia Viễn,Huyện,37,district\n"
                             "377,Huyện Yên Mô,Huyện,37,district\n"
                             "360,Huyện Ý Yên,Huyện,36,district\n"
                             "14329,Phường Vân Giang,Phường,369,commune\n"
                             "14332,Phường 5,Phường,369,commune\n"
                             "14485,Xã Gia Tân,Xã,373,commune\n"
                             "14488,Xã Gia Vân,Xã,373,commune\n"
                             "14479,Xã Gia Lập,Xã,373,commune\n"
                             "14464,Thị trấn Me,Thị trấn,373,commune\n"
                             "14533,Xã Trường Yên,Xã,372,commune\n"
                             "14434,Xã Thanh Sơn,Xã,372,commune\n"
                             "14725,Xã Yên Thắng,Xã,377,commune\n"
                             "13864,Xã Yên Thắng,Xã,360,commune\n";

struct town {
    unit_id province, tan, van_old, lap, van, tay, hoa_lu, giang;
};

static unit_id
held(struct ctx *c, const char *code, day on)
{
    struct unit u;
    ok(c, unit_by_code(c, code, on, &u));
    return u.id;
}

static unit_id
found_new(struct ctx *c, const char *code, const char *name, int type, unit_id parent,
          day on)
{
    unit_id id;
    ok(c, unit_add(c,
                   &(struct unit_new){.code = code,
                                      .name = name,
                                      .type = type,
                                      .tier = TIER_COMMUNE,
                                      .parent_id = parent,
                                      .valid_from = on,
                                      .lon_e6 = INT_NONE,
                                      .lat_e6 = INT_NONE},
                   &id));
    return id;
}

static void
succeed(struct ctx *c, unit_id from, unit_id to, day on, int area, int pop,
        const char *rule)
{
    ok(c, lineage_add(c, &(struct lineage){.from_id = from,
                                           .to_id = to,
                                           .on = on,
                                           .area_part = area,
                                           .pop_part = pop,
                                           .rule = rule,
                                           .source = "test"}));
}

/*
 * 1 July 2025: Gia Lập and Gia Vân and a part of Gia Tân become Gia Vân (the same code), the rest of
 * Gia Tân and Trường Yên become Tây Hoa Lư; Vân Giang and 5 become Hoa Lư under 14329.
 * 1 January 2027: Gia Vân becomes a part of Tây Hoa Lư.
 */
static struct town
build(struct ctx *c)
{
    struct import_result r;
    day on = D(2025, 7, 1), again = D(2027, 1, 1), before = D(2025, 6, 30);
    ok(c, db_begin(c, true));
    ok(c, unit_import(c,
                      &(struct import){.what = IMPORT_UNITS,
                                       .file = "places.csv",
                                       .text = places,
                                       .n = sizeof places - 1,
                                       .valid_from = DAY_NONE},
                      &r));
    assert_int_equal(r.n_rejected, 0);
    struct town t = {.province = held(c, "37", on),
                     .tan = held(c, "14485", before),
                     .van_old = held(c, "14488", before),
                     .lap = held(c, "14479", before),
                     .giang = held(c, "14329", before)};
    unit_id yen = held(c, "14533", before), five = held(c, "14332", before);
    unit_id gone[] = {t.tan, t.van_old, t.lap, yen, five, t.giang};
    for (size_t i = 0; i < COUNT(gone); i++)
        ok(c, unit_end(c, gone[i], on, (decree_id){0}));
    t.van = found_new(c, "14488", "Xã Gia Vân", TYPE_XA, t.province, on);
    t.tay = found_new(c, "14533", "Phường Tây Hoa Lư", TYPE_PHUONG, t.province, on);
    t.hoa_lu = found_new(c, "14329", "Phường Hoa Lư", TYPE_PHUONG, t.province, on);
    succeed(c, t.lap, t.van, on, PART_ALL, PART_ALL, NULL);
    succeed(c, t.van_old, t.van, on, PART_ALL, PART_ALL, NULL);
    succeed(c, t.tan, t.van, on, PART_SOME, PART_SOME,
            "các thôn Vân Thị, Tùy Hối và xóm 3");
    succeed(c, t.tan, t.tay, on, PART_SOME, PART_SOME, "phần còn lại");
    succeed(c, yen, t.tay, on, PART_ALL, PART_ALL, NULL);
    succeed(c, five, t.hoa_lu, on, PART_ALL, PART_ALL, NULL);
    succeed(c, t.giang, t.hoa_lu, on, PART_SOME, PART_ALL, NULL);
    succeed(c, t.giang, t.tay, on, PART_SOME, PART_NONE, NULL); /* land only */
    ok(c, unit_end(c, t.van, again, (decree_id){0}));
    succeed(c, t.van, t.tay, again, PART_ALL, PART_ALL, NULL);
    return t;
}

static const char *
codes(struct ctx *c, const struct conversion *k)
{
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = 0; i < k->candidates.n; i++)
        buf_printf(&b, "%s%s:%s", i ? " " : "", k->candidates.v[i].code,
                   parts[k->candidates.v[i].part].name);
    return arena_strdup(c->arena, buf_str(&b));
}

static const char *
names(struct ctx *c, const struct conversion *k)
{
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = 0; i < k->namesakes.n; i++)
        buf_printf(&b, "%s%s", i ? " " : "", k->namesakes.v[i].code);
    return arena_strdup(c->arena, buf_str(&b));
}

/* The same question asked once and of a loaded registry must have the same answer. */
static const char *
ask(struct ctx *c, const char *code, const char *address, day from, day to,
    struct conversion *out)
{
    struct converter *k;
    struct conversion again;
    ok(c, unit_convert(c, code, address, from, to, out));
    ok(c, converter_open(c, from, to, &k));
    for (int i = 0; i < 2; i++) { /* twice: the second from what it remembers */
        ok(c, converter_run(c, k, code, address, &again));
        assert_string_equal(codes(c, &again), codes(c, out));
        assert_string_equal(names(c, &again), names(c, out));
        assert_int_equal(again.is_exact, out->is_exact);
        assert_int_equal(again.why_not != NULL, out->why_not != NULL);
    }
    converter_close(k);
    return codes(c, out);
}

static void
people_are_followed_through_all_waves(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    build(&c);
    struct conversion k;
    day old = D(2024, 12, 31), mid = D(2025, 7, 1), end = D(2027, 1, 1);
    assert_string_equal(ask(&c, "14479", NULL, old, mid, &k), "14488:all");
    assert_true(k.is_exact);
    assert_null(k.why_not);
    assert_int_equal(k.candidates.v[0].since.v, mid.v);
    assert_string_equal(k.candidates.v[0].parent_name, "Tỉnh Ninh Bình");
    assert_string_equal(ask(&c, "14485", NULL, old, mid, &k), "14488:some 14533:some");
    assert_false(k.is_exact);
    assert_non_null(k.why_not);
    assert_string_equal(k.candidates.v[0].rule, "các thôn Vân Thị, Tùy Hối và xóm 3");
    /* land without people decides nothing for an address */
    assert_string_equal(ask(&c, "14329", NULL, old, mid, &k), "14329:all");
    /* both halves meet again */
    assert_string_equal(ask(&c, "14485", NULL, old, end, &k), "14533:all");
    assert_true(k.is_exact);
    assert_string_equal(ask(&c, "14488", NULL, old, end, &k), "14533:all");
    assert_string_equal(ask(&c, "14725", NULL, old, end, &k), "14725:all");
    assert_string_equal(ask(&c, "14485", NULL, old, old, &k), "14485:all");
    test_db_end(&c);
}

static void
the_way_back_has_many_answers(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    build(&c);
    struct conversion k;
    day old = D(2024, 12, 31), mid = D(2025, 7, 1), end = D(2027, 1, 1);
    assert_string_equal(ask(&c, "14488", NULL, mid, old, &k),
                        "14479:some 14485:some 14488:some");
    assert_string_equal(ask(&c, "14329", NULL, mid, old, &k), "14329:some 14332:some");
    assert_string_equal(ask(&c, "14533", NULL, end, mid, &k), "14488:some 14533:some");
    assert_string_equal(ask(&c, "14725", NULL, end, old, &k), "14725:all");
    /* a district of which nothing is on record: what its communes became */
    assert_string_equal(ask(&c, "369", NULL, old, mid, &k), "369:all");
    test_db_end(&c);
}

static void
a_village_decides_by_the_rule(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    build(&c);
    struct conversion k;
    day old = D(2024, 12, 31), mid = D(2025, 7, 1);
    const char *rest = "xã Gia Tân, huyện Gia Viễn, Ninh Bình";
    assert_string_equal(
        ask(&c, NULL, arena_printf(c.arena, "thôn Tuỳ Hối, %s", rest), old, mid, &k),
        "14488:all");
    assert_true(k.is_exact);
    assert_string_equal(
        ask(&c, NULL, arena_printf(c.arena, "số 5, xóm 3, %s", rest), old, mid, &k),
        "14488:all");
    assert_string_equal(ask(&c, NULL,
                            arena_printf(c.arena, "12 ngõ 4 thôn Vân Thị %s", rest),
                            old, mid, &k),
                        "14488:all");
    /* another village, another kind of village, a bare number: not decided */
    assert_string_equal(
        ask(&c, NULL, arena_printf(c.arena, "thôn Chợ, %s", rest), old, mid, &k),
        "14488:some 14533:some");
    assert_string_equal(
        ask(&c, NULL, arena_printf(c.arena, "thôn 3, %s", rest), old, mid, &k),
        "14488:some 14533:some");
    assert_string_equal(
        ask(&c, NULL, arena_printf(c.arena, "3, %s", rest), old, mid, &k),
        "14488:some 14533:some");
    assert_string_equal(ask(&c, "14485", "thôn Vân Thị", old, mid, &k), "14488:all");
    test_db_end(&c);
}

static void
addresses_are_read_however_written(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    build(&c);
    day old = D(2024, 12, 31);
    static const struct {
        const char *address, *code;
    } good[] = {
        {"xã Gia Tân, huyện Gia Viễn, Ninh Bình", "14485"},
        {"XÃ GIA TÂN, HUYỆN GIA VIỄN, TỈNH NINH BÌNH", "14485"},
        {"xa gia tan, huyen gia vien, ninh binh", "14485"},
        {"X. Gia Tân, H. Gia Viễn, T. Ninh Bình, Việt Nam", "14485"},
        {"X.Gia Tân,H.Gia Viễn,Ninh Bình 430000", "14485"},
        {"Gia Tân, Gia Viễn, Ninh Bình", "14485"},
        {"Gia Tân - Gia Viễn - Ninh Bình", "14485"},
        {"gia tan gia vien ninh binh", "14485"},
        {"xã Gia Tân huyện Gia Viễn tỉnh Ninh Bình", "14485"},
        {"Số 12, thôn 3 Gia Tân, Gia Viễn, Ninh Bình", "14485"},
        {"12 đường Yên Thắng, tổ 5, P. Vân Giang, TP. Ninh Bình, Ninh Bình", "14329"},
        {"phường Vân Giang, thành phố Ninh Bình", "14329"},
        {"P.Vân Giang (TP Ninh Bình)", "14329"},
        {"P5, TP Ninh Bình", "14332"},
        {"phường 05, TP.Ninh Bình, tỉnh Ninh Bình", "14332"},
        {"TT Me, Gia Viễn", "14464"},
        {"Thị Trấn Me, Ninh Bình", "14464"},
        {"Yên Thắng, Yên Mô", "14725"},
        {"xã Yên Thắng, Nam Định", "13864"},
        {"Thanh Sơn", "14434"},
        {"xã Thanh Sơn,\nhuyện Nho Quan;\nNinh Bình.", "14434"},
    };
    struct conversion k;
    for (size_t i = 0; i < COUNT(good); i++) {
        ask(&c, NULL, good[i].address, old, old, &k);
        if (!str_eq(k.found_code, good[i].code))
            print_error("%s: %s (%s)\n", good[i].address,
                        k.found_code ? k.found_code : "-", names(&c, &k));
        assert_string_equal(k.found_code, good[i].code);
        assert_true(k.is_exact);
    }
    test_db_end(&c);
}

static void
what_is_not_sure_is_not_answered(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    build(&c);
    day old = D(2024, 12, 31);
    struct conversion k;
    assert_string_equal(ask(&c, NULL, "xã Yên Thắng", old, old, &k), "");
    assert_string_equal(names(&c, &k), "14725 13864");
    assert_non_null(k.why_not);
    assert_string_equal(k.namesakes.v[1].parent_name, "Huyện Ý Yên, Tỉnh Nam Định");
    /* the right name under another type is told, not taken */
    assert_string_equal(ask(&c, NULL, "phường Gia Tân, Gia Viễn", old, old, &k), "");
    assert_string_equal(names(&c, &k), "14485");
    static const char *const nobody[] = {
        "xã Gia Tân, huyện Gia Viễn, Ninh Thuận", /* no such end */
        "nowhere",
        "5, TP Ninh Bình", /* a number is a house */
        "12 đường Trường Yên",
        "thôn Thanh Sơn",
        "",
        ",,,",
        "Việt Nam",
    };
    for (size_t i = 0; i < COUNT(nobody); i++) {
        ask(&c, NULL, nobody[i], old, D(2025, 7, 1), &k);
        assert_false(k.is_exact);
        assert_non_null(k.why_not);
        assert_int_equal(k.candidates.n, 0);
    }
    /* a commune that is not there: the district is recognised, and said to be no answer */
    ask(&c, NULL, "xã Lạ, huyện Gia Viễn, Ninh Bình", old, D(2025, 7, 1), &k);
    assert_string_equal(k.found_code, "373");
    assert_false(k.is_exact);
    assert_non_null(strstr(k.why_not, "xã Lạ"));
    assert_int_equal(k.candidates.n, 0);
    /* a district alone: all that became of it, and what is missing */
    assert_string_equal(ask(&c, NULL, "huyện Gia Viễn, Ninh Bình", old, D(2025, 7, 1), &k),
                        "373:all");
    assert_string_equal(ask(&c, "99999", NULL, old, old, &k), "");
    assert_non_null(k.why_not);
    assert_string_equal(ask(&c, "14533", NULL, D(2027, 6, 1), old, &k),
                        "14479:some 14485:some 14488:some 14533:some");
    refused(&c, ERR_MALFORMED, "address",
            unit_convert(&c, NULL, "x\xff", old, old, &k));
    test_db_end(&c);
}

/* ---- the nation ---- */

static const char *
shared(struct ctx *c, const char *name, size_t *n)
{
    const char *folder = getenv("HAICAP_SHARED");
    const char *path =
        arena_printf(c->arena, "%s/data/%s", folder ? folder : "../shared", name);
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    CLEANUP(buf_free) struct buf b = {0};
    char part[65536];
    for (size_t got; (got = fread(part, 1, sizeof part, f)) > 0;)
        buf_put(&b, part, got);
    fclose(f);
    *n = b.n;
    return arena_strndup(c->arena, b.s, b.n);
}

static void
import_file(struct ctx *c, int what, const char *name, day from)
{
    struct import in = {.what = what, .file = name, .valid_from = from};
    struct import_result r;
    in.text = shared(c, name, &in.n);
    assert_non_null(in.text);
    ok(c, db_begin(c, true));
    ok(c, unit_import(c, &in, &r));
    ok(c, db_commit(c));
}

static double
seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* How people write one unit: 0 in full, 1 abbreviated, 2 without type words, 3 without marks, 4
 * without commas. */
static const char *
written(struct ctx *c, const struct unit *u, const struct unit *district,
        const struct unit *province, int how)
{
    static const char *const brief[] = {"",   "T.", "TP.", "H.",  "TX.",
                                        "Q.", "X.", "P.",  "TT.", "ĐK."};
    const struct unit *all[] = {u, district, province};
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = 0; i < COUNT(all); i++) {
        if (i > 0)
            buf_puts(&b, how == 4 ? " " : ", ");
        if (how == 1)
            buf_printf(&b, "%s %s", brief[all[i]->type], all[i]->short_name);
        else
            buf_puts(&b, how == 2 ? all[i]->short_name : all[i]->name);
    }
    return how == 3 ? arena_printf(c->arena, "%s", buf_str(&b))
                    : arena_strdup(c->arena, buf_str(&b));
}

static const char *
unmarked(struct arena *a, const char *s)
{
    CLEANUP(buf_free) struct buf b = {0};
    while (*s) {
        size_t n = strcspn(s, ",");
        buf_puts(&b, text_fold(a, arena_strndup(a, s, n)));
        s += n;
        if (*s)
            buf_puts(&b, ", "), s++;
    }
    return arena_strdup(a, buf_str(&b));
}

static void
every_commune_of_the_nation_is_recognised(void **state)
{
    struct ctx c = {0};
    struct arena look = {0};
    size_t n;
    c.arena = &look;
    bool here = shared(&c, "units_2024.csv", &n) != NULL;
    arena_free(&look);
    c = (struct ctx){0};
    if (!here) {
        fprintf(stderr,
                "skipped: HAICAP_SHARED or ../shared has no data/units_2024.csv\n");
        skip();
    }
    test_db_start(&c, state);
    import_file(&c, IMPORT_UNITS, "units_2024.csv", DAY_NONE);
    import_file(&c, IMPORT_UNITS, "units_2025.csv", D(2025, 7, 1));
    import_file(&c, IMPORT_SUCCESSIONS, "succession_2025.csv", DAY_NONE);
    day old = D(2024, 12, 31), now = D(2025, 7, 1);
    ok(&c, db_begin(&c, false));
    struct unit_list all;
    ok(&c, unit_list_within(&c, (unit_id){0}, old, &all));
    struct converter *k;
    ok(&c, converter_open(&c, old, now, &k));
    size_t good[5] = {0}, many[5] = {0}, wrong = 0, communes = 0, split = 0, none = 0;
    double start = seconds();
    for (size_t i = 0; i < all.n; i++) {
        struct unit *u = &all.v[i], d, p;
        if (u->tier != TIER_COMMUNE)
            continue;
        communes++;
        struct arena_mark mark = arena_mark(c.arena);
        ok(&c, unit_find(&c, u->parent_id, old, &d));
        ok(&c, unit_find(&c, d.parent_id, old, &p));
        for (int how = 0; how < 5; how++) {
            bool number = strspn(u->short_name, "0123456789") ||
                          strspn(d.short_name, "0123456789");
            if (how == 2 && number) /* a bare number is a house */
                continue;
            const char *text = written(&c, u, &d, &p, how);
            if (how == 3)
                text = unmarked(c.arena, text);
            struct conversion out;
            ok(&c, converter_run(&c, k, NULL, text, &out));
            bool among = false;
            for (size_t j = 0; j < out.namesakes.n; j++)
                among |= out.namesakes.v[j].id.v == u->id.v;
            if (str_eq(out.found_code, u->code))
                good[how]++;
            else if (among)
                many[how]++;
            else {
                wrong++;
                if (wrong < 20)
                    print_error("%s: %s, %s\n", text,
                                out.found_name ? out.found_name : "-",
                                out.why_not ? out.why_not : "");
            }
            if (how == 0) {
                split += out.candidates.n > 1;
                none += out.candidates.n == 0;
            }
        }
        arena_reset(c.arena, mark);
    }
    fprintf(
        stderr,
        "communes %zu; in full %zu, abbreviated %zu, bare %zu, unmarked %zu, without commas "
        "%zu; told as namesakes %zu %zu %zu %zu %zu; wrong %zu; split %zu; none %zu; %.1f s\n",
        communes, good[0], good[1], good[2], good[3], good[4], many[0], many[1],
        many[2], many[3], many[4], wrong, split, none, seconds() - start);
    assert_int_equal(communes, 10035);
    assert_int_equal(wrong, 0);
    assert_int_equal(split, 381); /* as the data says of itself */
    converter_close(k);
    test_db_end(&c);
}

static void
villages_of_a_rule_are_told_apart(void **state UNUSED)
{
    struct arena a = {0};
    static const struct {
        const char *rule, *hint;
        bool fits;
    } t[] = {
        {"các thôn Đông, Đoài và xóm 3", "thôn Đoài", true},
        {"các thôn Đông, Đoài và xóm 3", "Đoài", true},
        {"các thôn Đông, Đoài và xóm 3", "xóm Đoài", false},
        {"các thôn Đông, Đoài và xóm 3", "xóm 3", true},
        {"các thôn Đông, Đoài và xóm 3", "thôn 3", false},
        {"các thôn Đông, Đoài và xóm 3", "3", false},
        {"các thôn Đông, Đoài và xóm 3", "thôn Đông Hạ", false},
        {"các thôn 1, 2, 3", "số 7 thôn 2", true},
        {"các thôn 1, 2, 3", "thôn 12", false},
        {"tổ dân phố số 5", "tổ dân phố số 5", true},
        {"phần còn lại", "thôn Đông", false},
        {"", "thôn Đông", false},
        {", và , và ", "", false},
    };
    for (size_t i = 0; i < COUNT(t); i++) {
        struct hint_list h = {0};
        *PUSH(&a, &h) = t[i].hint;
        if (rule_names(&a, t[i].rule, &h) != t[i].fits)
            print_error("%s | %s\n", t[i].rule, t[i].hint);
        assert_int_equal(rule_names(&a, t[i].rule, &h), t[i].fits);
    }
    arena_free(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(villages_of_a_rule_are_told_apart),
        ON_BOTH(people_are_followed_through_all_waves),
        ON_BOTH(the_way_back_has_many_answers),
        ON_BOTH(a_village_decides_by_the_rule),
        ON_BOTH(addresses_are_read_however_written),
        ON_BOTH(what_is_not_sure_is_not_answered),
        ON_ENGINE(every_commune_of_the_nation_is_recognised, "sqlite"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
