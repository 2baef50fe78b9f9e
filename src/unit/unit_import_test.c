/* SPDX-License-Identifier: Apache-2.0 */
/* unit_import_test.c: lists of units and successions, small ones and the nation's. */
#include "test.h"

#include <time.h>

#include "db.h"
#include "unit/unit_import.h"
#include "unit/unit_row.h"

#define D(y, m, d) day_of(y, m, d)

static err
import(struct ctx *c, int what, const char *text, day from, struct import_result *out)
{
    return unit_import(c,
                       &(struct import){.what = what,
                                        .file = "list.csv",
                                        .text = text,
                                        .n = strlen(text),
                                        .valid_from = from},
                       out);
}

static const char *
why(const struct import_result *r, int64_t line)
{
    for (size_t i = 0; i < r->rejected.n; i++)
        if (r->rejected.v[i].line == line)
            return r->rejected.v[i].why;
    return "";
}

static const char before_2025[] =
    "code,name,type,parent_code,tier,area_km2,area_flag,population_2019,population_flag\n"
    "14485,Xã Gia Tân,Xã,373,commune,10.5,register,5000,census\n"
    "14488,Xã Gia Vân,Xã,373,commune,,,,\n"
    "14479,Xã Gia Lập,Xã,373,commune,8,register,4000,census\n"
    "14533,Xã Trường Yên,Xã,373,commune,,,,\n"
    "14407,Xã Phú Sơn,Xã,372,commune,,,,\n"
    "14404,Xã Cúc Phương,Xã,372,commune,,,,\n"
    "14411,Xã Thạch Hoà,Xã,372,commune,,,,\n"
    "14412,Thị trấn Me,Thị trấn,373,commune,,,,\n"
    "372,Huyện Nho Quan,Huyện,37,district,,,,\n"
    "373,Huyện Gia Viễn,Huyện,37,district,,,,\n"
    "318,Huyện Đảo,Huyện,36,district,,,,\n"
    "37,Tỉnh Ninh Bình,Tỉnh,,province,,,,\n"
    "36,Tỉnh Nam Định,Tỉnh,,province,,,,\n"
    "13669,Xã Cửa Bắc,Xã,356,commune,,,,\n"
    "356,Thành Phố Nam Định,Thành phố,36,district,,,,\n"
    "31105,Xã Thổ Châu,Xã,373,commune,,,,\n";

static const char from_2025[] =
    "code,name,type,parent_code,tier,area_km2,area_flag,population,population_flag,lon,lat\n"
    "37,Tỉnh Ninh Bình,Tỉnh,,province,3942.62,published,4412264,published,105.9,20.2\n"
    "14488,Xã Gia Vân,Xã,37,commune,20,published,9000,published,105.9,20.3\n"
    "14533,Phường Tây Hoa Lư,Phường,37,commune,,,,,,\n"
    "14404,Xã Cúc Phương,Xã,37,commune,,,,,,\n"
    "14411,Xã Thạch Hòa,Xã,37,commune,,,,,,\n"
    "14412,Xã Me,Xã,37,commune,,,,,,\n"
    "11948,Đặc khu Đảo,Đặc khu,37,commune,,,,,,\n"
    "13669,Xã Cửa Bắc,Xã,37,commune,,,,,,\n"
    "31105,Đặc khu Thổ Châu,Đặc khu,37,commune,,,,,,\n";

static const char successions_2025[] =
    "old_code,new_code,kind,area_part,pop_part,note,old_tier\n"
    "14485,14488,partial,some,some,Nhập một phần,commune\n"
    "14485,14533,partial,some,some,Nhập một phần,commune\n"
    "14488,14488,full,all,all,Nhập toàn bộ,commune\n"
    "14479,14488,full,all,all,Nhập toàn bộ,commune\n"
    "14533,14533,full,all,all,Nhập toàn bộ,commune\n"
    "14407,14404,full,all,all,Nhập toàn bộ,commune\n"
    "14404,14404,full,all,all,Nhập toàn bộ,commune\n"
    "14411,14411,full,all,all,Giữ nguyên,commune\n"
    "14412,14412,full,all,all,Đổi loại hình,commune\n"
    "318,11948,full,all,all,Sắp xếp toàn bộ,district\n"
    "376,14533,partial,some,none,Bãi bồi,area\n"
    "13669,13669,full,all,all,Giữ nguyên,commune\n"
    "31105,31105,full,all,all,Sắp xếp toàn bộ xã thành đặc khu,commune\n";

static void
import_small(struct ctx *c, struct import_result *last)
{
    struct import_result r;
    ok(c, db_begin(c, true));
    ok(c, import(c, IMPORT_UNITS, before_2025, DAY_NONE, &r));
    assert_int_equal(r.n_rejected, 0);
    assert_int_equal(r.n_added, 16);
    assert_int_equal(r.n_figures, 4);
    ok(c, import(c, IMPORT_UNITS, from_2025, D(2025, 7, 1), &r));
    assert_int_equal(r.n_rejected, 0);
    assert_int_equal(r.n_added, 4);   /* 14533, 14412, 31105 and 11948 */
    assert_int_equal(r.n_replaced, 3);
    assert_int_equal(r.n_changed, 4); /* 14488, 14404, 14411, 13669: another parent */
    assert_int_equal(r.n_same, 1);    /* the province */
    assert_int_equal(r.notes.n, 1);   /* those that the list leaves out */
    ok(c, import(c, IMPORT_SUCCESSIONS, successions_2025, DAY_NONE, last));
}

static int64_t
count(struct ctx *c, day on, int tier)
{
    struct unit_filter f = {.on = on, .tier = tier, .limit = 1, .count = "exact"};
    struct unit_page p;
    ok(c, unit_list_page(c, &f, &p));
    return p.total;
}

static void
a_list_of_successions_tells_who_went_on(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct import_result r;
    import_small(&c, &r);
    day day_before = D(2025, 6, 30), on = D(2025, 7, 1);
    assert_int_equal(r.n_rejected, 1);
    assert_non_null(strstr(why(&r, 12), "376"));
    assert_int_equal(r.n_taken, 12);
    assert_int_equal(r.n_continued, 3); /* 14411, 14412, 13669 */
    assert_int_equal(r.n_split, 2);     /* 14488, 14404 */
    assert_int_equal(r.n_added, 9);
    assert_int_equal(count(&c, day_before, TIER_COMMUNE), 10);
    assert_int_equal(count(&c, day_before, TIER_DISTRICT), 4);
    assert_int_equal(count(&c, day_before, TIER_PROVINCE), 2);
    assert_int_equal(count(&c, on, TIER_COMMUNE), 8);
    assert_int_equal(count(&c, on, TIER_DISTRICT), 0);
    assert_int_equal(count(&c, on, TIER_PROVINCE), 1);
    struct unit was, is;
    ok(&c, unit_by_code(&c, "14488", day_before, &was));
    ok(&c, unit_by_code(&c, "14488", on, &is)); /* took in others: a new unit */
    assert_int_not_equal(was.id.v, is.id.v);
    assert_int_equal(was.valid_to.v, on.v);
    assert_int_equal(is.valid_from.v, on.v);
    assert_int_equal(is.population, 9000);
    assert_int_equal(was.population, INT_NONE);
    assert_string_equal(is.parent_code, "37");
    assert_string_equal(was.parent_code, "373");
    ok(&c, unit_by_code(&c, "14411", day_before, &was));
    ok(&c, unit_by_code(&c, "14411", on, &is)); /* another spelling, nothing else */
    assert_int_equal(was.id.v, is.id.v);
    assert_string_equal(is.name, "Xã Thạch Hòa");
    ok(&c, unit_by_code(&c, "14412", day_before, &was));
    ok(&c, unit_by_code(&c, "14412", on, &is)); /* retyped */
    assert_int_equal(was.id.v, is.id.v);
    assert_string_equal(was.name, "Thị trấn Me");
    assert_string_equal(is.name, "Xã Me");
    assert_int_equal(is.valid_from.v, DAY_MIN.v);
    assert_int_equal(is.valid_to.v, DAY_MAX.v);
    ok(&c, unit_by_code(&c, "31105", day_before, &was));
    ok(&c, unit_by_code(&c, "31105", on, &is)); /* no mere change of name: a new unit */
    assert_int_not_equal(was.id.v, is.id.v);
    struct lineage_list to;
    ok(&c, unit_by_code(&c, "14485", day_before, &was));
    ok(&c, lineage_of(&c, was.id, true, &to));
    assert_int_equal(to.n, 2);
    ok(&c, unit_by_code(&c, "36", day_before,
                        &was)); /* derived from where its communes went */
    ok(&c, lineage_of(&c, was.id, true, &to));
    assert_int_equal(to.n, 1);
    assert_string_equal(to.v[0].to_code, "37");
    assert_int_equal(to.v[0].pop_part, PART_ALL);
    assert_false(to.v[0].is_verified);
    test_db_end(&c);
}

static void
a_list_read_twice_says_nothing_new(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct import_result r;
    import_small(&c, &r);
    ok(&c, import(&c, IMPORT_SUCCESSIONS, successions_2025, D(2025, 7, 1), &r));
    assert_int_equal(r.n_added, 0);
    assert_int_equal(r.n_split, 0);
    assert_int_equal(r.n_ended, 0);
    assert_int_equal(r.n_taken, 12);
    ok(&c, import(&c, IMPORT_UNITS, before_2025, DAY_NONE, &r));
    assert_int_equal(r.n_same, 16);
    assert_int_equal(r.n_added + r.n_changed + r.n_replaced + r.n_figures, 0);
    ok(&c, import(&c, IMPORT_UNITS, from_2025, D(2025, 7, 1), &r));
    assert_int_equal(r.n_same, 9);
    assert_int_equal(r.n_added + r.n_changed + r.n_replaced + r.n_figures, 0);
    refused(&c, ERR_INVALID, "file", /* below a district that has ended */
            import(&c, IMPORT_UNITS,
                   "code,name,type,parent_code,tier\n14999,Xã Mới,Xã,373,commune\n", DAY_NONE,
                   &r));
    assert_non_null(strstr(why(&r, 2), "373"));
    test_db_end(&c);
}

static void
every_rejected_line_is_explained(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct import_result r;
    ok(&c, db_begin(&c, true));
    ok(&c, import(&c, IMPORT_UNITS, before_2025, DAY_NONE, &r));
    ok(&c, import(&c, IMPORT_UNITS,
                  "code,name,type,parent_code,tier,area_km2\n"
                  "14485,Xã Khác,Xã,373,commune,\n"    /* 2: held by another */
                  "14901,Xã Mới,Huyện,373,commune,\n"  /* 3: type against tier */
                  "14902,Xã Mới,Xã,999,commune,\n"     /* 4: no parent */
                  "14903,Xã Mới,Xã,14485,commune,\n"   /* 5: parent is a commune */
                  "14904,Mới,Xã,373,commune,\n"        /* 6: name without type */
                  "14905,Xã Mới,Xã,373,commune,much\n" /* 7: no number */
                  "14906,Xã Mới,Xã,373,commune\n"      /* 8: a cell is missing */
                  "14907,Xã Mới,Xã,373,commune,4\n"    /* 9: good */
                  "14907,Xã Mới,Xã,373,commune,4\n"    /* 10: twice */
                  "38,Tỉnh X,Tỉnh,37,province,\n"      /* 11: in another province */
                  "1490 8,Xã Mới,Xã,373,commune,4\n"   /* 12: no code */
                  "14909,Xã Mới,Xã,373,village,4\n"    /* 13: no tier */
                  "14910,,Xã,373,commune,4\n",         /* 14: no name */
                  DAY_NONE, &r));
    assert_int_equal(r.n_taken, 1);
    assert_int_equal(r.n_rejected, 12);
    for (int64_t line = 2; line <= 14; line++)
        assert_int_equal(*why(&r, line) != '\0', line != 9);
    assert_non_null(strstr(why(&r, 2), "Xã Gia Tân"));
    assert_non_null(strstr(why(&r, 2), "--valid-from"));
    assert_non_null(strstr(why(&r, 10), "9"));
    struct unit u;
    ok(&c, unit_by_code(&c, "14485", c.today, &u));
    assert_string_equal(u.name, "Xã Gia Tân");
    ok(&c, import(&c, IMPORT_SUCCESSIONS,
                  "old_code,new_code,kind,area_part,pop_part\n"
                  "14485,14488,full,all,all\n"
                  "14485,14479,full,all,all\n" /* 3: twice by the whole */
                  "99999,14479,full,all,all\n" /* 4, 5: not in force */
                  "14533,99999,full,all,all\n"
                  "14533,,full,all,all\n"          /* 6 */
                  "14533,14488,maybe,all,all\n"    /* 7 */
                  "14533,14488,partial,all,all\n"  /* 8 */
                  "14533,14488,partial,half,all\n" /* 9 */
                  "14488,373,full,all,all\n",      /* 10: a commune into a district */
                  D(2025, 1, 1), &r));
    assert_int_equal(r.n_taken, 1);
    for (int64_t line = 3; line <= 10; line++)
        assert_string_not_equal(why(&r, line), "");
    ok(&c, unit_by_code(&c, "14533", D(2025, 1, 1),
                        &u)); /* what was rejected stays in force */
    ok(&c, unit_by_code_ever(&c, "14485", D(2025, 1, 1), &u));
    assert_int_equal(u.valid_to.v, D(2025, 1, 1).v);
    refused(&c, ERR_INVALID, "valid-from",
            import(&c, IMPORT_SUCCESSIONS, "old_code,new_code\n14533,14488\n", DAY_NONE,
                   &r));
    refused(&c, ERR_INVALID, "file",
            import(&c, IMPORT_SUCCESSIONS, "old,new\n1,2\n", D(2025, 1, 1), &r));
    refused(&c, ERR_INVALID, "file", import(&c, IMPORT_UNITS, "", DAY_NONE, &r));
    refused(&c, ERR_INVALID, "file",
            import(&c, IMPORT_UNITS, "code,name,type,parent_code,tier\n\"1,x\n",
                   DAY_NONE, &r));
    refused(&c, ERR_INVALID, "file",
            import(&c, IMPORT_UNITS,
                   "code,name,type,parent_code,tier\n14950,X\xff,Xã,373,commune\n",
                   DAY_NONE, &r));
    refused(&c, ERR_INVALID, "file",
            import(&c, IMPORT_FIGURES, "code,population\n99999,5\n", DAY_NONE, &r));
    assert_int_equal(r.rejected.n, 1);
    test_db_end(&c);
}

/* A list of what vanished leaves out who received and who was only renamed. */
static void
receivers_and_renamed_communes_go_on(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct import_result r;
    day on = D(2025, 1, 1);
    ok(&c, db_begin(&c, true));
    ok(&c, import(&c, IMPORT_UNITS, before_2025, DAY_NONE, &r));
    ok(&c, import(&c, IMPORT_UNITS,
                  "code,name,type,parent_code,tier\n"
                  "37,Tỉnh Ninh Bình,Tỉnh,,province\n"
                  "374,Thành phố Hoa Lư,Thành phố,37,district\n"
                  "373,Thị xã Gia Viễn,Thị xã,37,district\n"
                  "14485,Phường Gia Tân,Phường,373,commune\n"   /* retyped */
                  "14488,Phường Vân Giang,Phường,373,commune\n" /* receives, renamed */
                  "14533,Xã Trường Yên,Xã,374,commune\n"
                  "14407,Xã Phú Sơn,Xã,374,commune\n"
                  "14404,Xã Cúc Phương,Xã,374,commune\n"
                  "14411,Xã Thạch Hoà,Xã,374,commune\n"
                  "14412,Thị trấn Me,Thị trấn,373,commune\n",
                  on, &r));
    assert_int_equal(r.n_rejected, 0);
    ok(&c, import(&c, IMPORT_SUCCESSIONS,
                  "old_code,old_name,new_code,method\n"
                  "14479,Xã Gia Lập,14488,same district\n",
                  on, &r));
    struct unit was, is;
    const char *const codes[] = {"14485", "14488"};
    for (size_t i = 0; i < COUNT(codes); i++) {
        ok(&c, unit_by_code(&c, codes[i], D(2024, 12, 31), &was));
        ok(&c, unit_by_code(&c, codes[i], on, &is));
        assert_int_equal(was.id.v, is.id.v);
        assert_string_not_equal(was.name, is.name);
    }
    struct lineage_list l;
    ok(&c, lineage_of(&c, is.id, false, &l));
    assert_int_equal(l.n, 1);
    assert_string_equal(l.v[0].note, "same district");
    ok(&c, unit_by_code(&c, "373", D(2024, 12, 31),
                        &was)); /* a district: a new one, derived */
    ok(&c, unit_by_code(&c, "373", on, &is));
    assert_int_not_equal(was.id.v, is.id.v);
    ok(&c, lineage_of(&c, was.id, true, &l));
    assert_int_equal(l.n, 2); /* its communes are in two */
    assert_int_equal(l.v[0].pop_part, PART_SOME);
    ok(&c, unit_by_code_ever(&c, "372", on, &was));
    assert_int_equal(was.valid_to.v, on.v);
    ok(&c, lineage_of(&c, was.id, true, &l));
    assert_int_equal(l.n, 1);
    assert_string_equal(l.v[0].to_code, "374");
    assert_int_equal(l.v[0].pop_part, PART_ALL);
    test_db_end(&c);
}

static void
borders_and_figures_come_in_lists_too(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct import_result r;
    ok(&c, db_begin(&c, true));
    ok(&c, import(&c, IMPORT_UNITS, before_2025, DAY_NONE, &r));
    const char borders[] = "a_code,b_code,shared_m\n"
                           "14479,14488,1200\n"
                           "14488,14485,800\n"
                           "14488,376BB,10\n"
                           "14488,14488,10\n"
                           "14488,14533,-4\n";
    ok(&c, import(&c, IMPORT_ADJACENCY, borders, DAY_NONE, &r));
    assert_int_equal(r.n_added, 2);
    assert_int_equal(r.n_rejected, 3);
    ok(&c, import(&c, IMPORT_ADJACENCY, borders, D(2025, 1, 1), &r));
    assert_int_equal(r.n_same, 2);
    ok(&c, import(&c, IMPORT_ADJACENCY, "a_code,b_code,shared_m\n14488,14479,1300\n",
                  D(2025, 1, 1), &r));
    assert_int_equal(r.n_changed, 1);
    struct unit u;
    struct unit_list near;
    ok(&c, unit_by_code(&c, "14488", c.today, &u));
    ok(&c, unit_neighbours(&c, u.id, c.today, &near));
    assert_int_equal(near.n, 2);
    assert_string_equal(near.v[0].name, "Xã Gia Lập");
    ok(&c, unit_neighbours(&c, u.id, D(2000, 1, 1), &near));
    assert_int_equal(near.n, 2);
    ok(&c,
       import(
           &c, IMPORT_FIGURES,
           "code,area_km2,area_flag,population_2009,population_2023,population_2023_flag\n"
           "14488,7.25,register,4000,5600,estimated\n"
           "99999,1,,,,\n",
           DAY_NONE, &r));
    assert_int_equal(r.n_figures, 3);
    assert_int_equal(r.n_rejected, 1);
    ok(&c, unit_by_code(&c, "14488", D(2024, 1, 1), &u));
    assert_int_equal(u.population, 5600);
    assert_int_equal(u.area_m2, 7250000);
    ok(&c, unit_by_code(&c, "14488", D(2023, 1, 1), &u));
    assert_int_equal(u.population, 4000);
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
import_file(struct ctx *c, int what, const char *name, day from,
            struct import_result *r)
{
    struct import in = {.what = what, .file = name, .valid_from = from};
    in.text = shared(c, name, &in.n);
    assert_non_null(in.text);
    ok(c, db_begin(c, true));
    ok(c, unit_import(c, &in, r));
    ok(c, db_commit(c));
    for (size_t i = 0; getenv("HAICAP_TELL") && i < r->rejected.n; i++)
        fprintf(stderr, "%s:%lld: %s\n", name, (long long)r->rejected.v[i].line,
                r->rejected.v[i].why);
    for (size_t i = 0; getenv("HAICAP_TELL") && i < r->notes.n; i++)
        fprintf(stderr, "%s: %.900s\n", name, r->notes.v[i]);
}

static double
seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* No identity overlaps another under its code; versions fill lives; parents live as long. */
static void
check_whole(struct ctx *c, day on)
{
    struct unit_list all;
    ok(c, unit_list_within(c, (unit_id){0}, on, &all));
    for (size_t i = 0; i < all.n; i++) {
        assert_true(all.v[i].tier == TIER_PROVINCE || all.v[i].parent_code);
        assert_true(all.v[i].valid_from.v <= on.v && on.v < all.v[i].valid_to.v);
    }
}

static void
the_nation_goes_in(void **state)
{
    struct ctx c = {0};
    size_t n;
    struct arena look = {0};
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
    struct import_result r;
    double start = seconds();
    import_file(&c, IMPORT_UNITS, "units_2024.csv", DAY_NONE, &r);
    assert_int_equal(r.n_added, 10794);
    import_file(&c, IMPORT_UNITS, "units_2025.csv", D(2025, 7, 1), &r);
    assert_int_equal(r.n_taken, 3355);
    import_file(&c, IMPORT_SUCCESSIONS, "succession_2025.csv", DAY_NONE, &r);
    assert_int_equal(r.n_taken, 10571);
    assert_int_equal(r.n_rejected, 1); /* the coastal flats of Kim Sơn */
    import_file(&c, IMPORT_ADJACENCY, "adjacency_2025.csv", D(2025, 7, 1), &r);
    assert_int_equal(r.n_added, 9279);
    double took = seconds() - start;
    fprintf(stderr, "national import: %.1f s\n", took);
    assert_true(took < 60);
    day before = D(2025, 6, 30), on = D(2025, 7, 1);
    assert_int_equal(count(&c, before, TIER_PROVINCE), 63);
    assert_int_equal(count(&c, before, TIER_DISTRICT), 696);
    assert_int_equal(count(&c, before, TIER_COMMUNE), 10035);
    assert_int_equal(count(&c, on, TIER_PROVINCE), 34);
    assert_int_equal(count(&c, on, TIER_DISTRICT), 0);
    assert_int_equal(count(&c, on, TIER_COMMUNE), 3321);
    check_whole(&c, before);
    check_whole(&c, on);
    struct unit_list all;
    ok(&c, db_begin(&c, false));
    ok(&c, unit_list_within(&c, (unit_id){0}, before, &all));
    size_t ended = 0;
    for (size_t i = 0; i < all.n; i++) {
        const struct unit *u = &all.v[i];
        if (u->valid_to.v != on.v || u->tier == TIER_DISTRICT)
            continue;
        struct lineage_list to;
        ok(&c, lineage_of(&c, u->id, true, &to));
        assert_true(to.n >= 1); /* each that ended has a successor */
        ended++;
    }
    fprintf(stderr, "ended with successors: %zu\n", ended);
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_list_of_successions_tells_who_went_on),
        ON_BOTH(a_list_read_twice_says_nothing_new),
        ON_BOTH(every_rejected_line_is_explained),
        ON_BOTH(receivers_and_renamed_communes_go_on),
        ON_BOTH(borders_and_figures_come_in_lists_too),
        ON_BOTH(the_nation_goes_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
