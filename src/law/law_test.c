/* SPDX-License-Identifier: Apache-2.0 */
/* law_test.c: Resolution 35/2023 on the real figures of Ninh Bình, and on made-up corners. */
#include "db.h"

#include "kernel/access.h"
#include "kernel/act.h"
#include "law/law.h"
#include "unit/unit.h"

static unit_id
unit_of(struct ctx *c, const char *code, const char *name, int type, int tier,
        unit_id parent, int64_t area_ha, int64_t people)
{
    struct unit_new in = {.code = code,
                          .name = name,
                          .type = type,
                          .tier = tier,
                          .parent_id = parent,
                          .valid_from = DAY_MIN,
                          .lon_e6 = INT_NONE,
                          .lat_e6 = INT_NONE};
    unit_id id;
    ok(c, unit_add(c, &in, &id));
    struct figure area = {.unit_id = id,
                          .measure = "area_m2",
                          .on = day_of(2023, 12, 31),
                          .value = area_ha * 10000,
                          .flag = "published",
                          .source = "Resolution 1318"};
    struct figure population = area;
    population.measure = "population";
    population.value = people;
    if (area_ha)
        ok(c, figure_add(c, &area));
    if (people)
        ok(c, figure_add(c, &population));
    return id;
}

static const struct law_item *
item_of(const struct law_check *k, const char *code)
{
    for (size_t i = 0; i < k->items.n; i++)
        if (str_eq(k->items.v[i].code, code))
            return &k->items.v[i];
    fprintf(stderr, "no unit %s in the check\n", code);
    assert_true(false);
    return NULL;
}

static void
expect(struct ctx *c, const struct law_check *k, const char *code, const char *verdict,
       const char *area_pct, const char *population_pct)
{
    const struct law_item *x = item_of(k, code);
    const struct view *v = &law_item_view;
    assert_string_equal(verdicts[x->verdict].name, verdict);
    assert_string_equal(field_raw(c->arena, view_field(v, "area_pct"), x), area_pct);
    assert_string_equal(field_raw(c->arena, view_field(v, "population_pct"), x),
                        population_pct);
}

static void
start(struct ctx *c, void **state)
{
    test_db_start(c, state);
    ok(c, db_begin(c, true));
    struct actor *who;
    ok(c, actor_of(c, NULL, &who));
    c->actor = who;
}

static void
finish(struct ctx *c)
{
    ok(c, db_commit(c));
    test_db_end(c);
}

/* The worked cases 1–12: the Red River Delta lowers the area of communes and rural districts to
 * 70 %, not that of wards, townships and cities. */
static void
the_units_of_ninh_binh_are_judged_as_they_were(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    unit_id none = {0};
    unit_id nb =
        unit_of(&c, "37", "Tỉnh Ninh Bình", TYPE_TINH, TIER_PROVINCE, none, 0, 0);
    unit_of(&c, "374", "Huyện Hoa Lư", TYPE_HUYEN, TIER_DISTRICT, nb, 10349, 83613);
    unit_id city = unit_of(&c, "369", "Thành phố Ninh Bình", TYPE_THANH_PHO,
                           TIER_DISTRICT, nb, 4675, 154596);
    unit_of(&c, "900", "Thành phố Hoa Lư", TYPE_THANH_PHO, TIER_DISTRICT, nb, 15024,
            238209);
    unit_id nq =
        unit_of(&c, "372", "Huyện Nho Quan", TYPE_HUYEN, TIER_DISTRICT, nb, 0, 0);
    unit_of(&c, "14335", "Phường Phúc Thành", TYPE_PHUONG, TIER_COMMUNE, city, 104,
            14150);
    unit_of(&c, "14329", "Phường Vân Giang", TYPE_PHUONG, TIER_COMMUNE, city, 35, 6934);
    unit_of(&c, "14326", "Phường Thanh Bình", TYPE_PHUONG, TIER_COMMUNE, city, 157,
            12865);
    unit_of(&c, "90002", "Phường Vân Giang (mới)", TYPE_PHUONG, TIER_COMMUNE, city, 296,
            33949);
    unit_of(&c, "14431", "Xã Sơn Hà", TYPE_XA, TIER_COMMUNE, nq, 1001, 5426);
    unit_of(&c, "14437", "Xã Sơn Lai", TYPE_XA, TIER_COMMUNE, nq, 1788, 5850);
    unit_of(&c, "90003", "Xã Phúc Sơn", TYPE_XA, TIER_COMMUNE, nq, 2789, 11276);
    unit_of(&c, "14422", "Xã Sơn Thành", TYPE_XA, TIER_COMMUNE, nq, 556, 3585);
    unit_of(&c, "14434", "Xã Thanh Lạc", TYPE_XA, TIER_COMMUNE, nq, 646, 3818);
    unit_of(&c, "90004", "Xã Thanh Sơn", TYPE_XA, TIER_COMMUNE, nq, 1202, 7403);
    struct law_check k;
    ok(&c, law_check(&c, "35/2023", day_of(2024, 12, 1), none, &k));
    expect(&c, &k, "374", "must", "32.853968", "69.6775");     /* 1 */
    expect(&c, &k, "369", "below", "31.166666", "103.064");    /* 2 */
    expect(&c, &k, "900", "meets", "100.16", "158.806");       /* 3: area and people */
    expect(&c, &k, "14335", "must", "18.90909", "202.142857"); /* 4: rule C */
    expect(&c, &k, "14329", "must", "6.363636", "99.057142");  /* 5 */
    expect(&c, &k, "14326", "below", "28.545454", "183.785714"); /* 6 */
    expect(&c, &k, "90002", "below", "53.818181", "484.985714"); /* 7 */
    expect(&c, &k, "14431", "must", "47.666666", "67.825");      /* 8 */
    expect(&c, &k, "14437", "below", "85.142857", "73.125");     /* 9 */
    expect(&c, &k, "90003", "meets", "132.809523", "140.95");    /* 10 */
    expect(&c, &k, "14422", "must", "26.47619", "44.8125");      /* 11 */
    expect(&c, &k, "14434", "must", "30.761904", "47.725");
    expect(&c, &k, "90004", "below", "57.238095", "92.5375"); /* 12 */
    assert_int_equal(item_of(&k, "37")->verdict, VERDICT_NOT_EXAMINED);
    assert_int_equal(item_of(&k, "372")->verdict, VERDICT_UNKNOWN);
    assert_non_null(strstr(item_of(&k, "374")->clauses, "35/2023"));
    assert_non_null(strstr(item_of(&k, "374")->reductions, "70 %"));
    assert_null(item_of(&k, "14335")->reductions);
    finish(&c);
}

/* 69.6775 % is below 70 %, though it would round to it; 70 % itself is not. */
static void
a_share_is_compared_unrounded(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    unit_id none = {0};
    unit_id p = unit_of(&c, "10", "Tỉnh A", TYPE_TINH, TIER_PROVINCE, none, 0, 0);
    unit_id d = unit_of(&c, "100", "Huyện B", TYPE_HUYEN, TIER_DISTRICT, p, 0, 0);
    unit_of(&c, "10001", "Xã C", TYPE_XA, TIER_COMMUNE, d, 2100,
            5600); /* 70 % and 70 % */
    unit_of(&c, "10002", "Xã D", TYPE_XA, TIER_COMMUNE, d, 2099, 5599);
    unit_of(&c, "10003", "Xã E", TYPE_XA, TIER_COMMUNE, d, 2099,
            5600); /* both, or not at all */
    unit_of(&c, "10004", "Xã F", TYPE_XA, TIER_COMMUNE, d, 3000, 8000);
    struct law_check k;
    ok(&c, law_check(&c, "35/2023", day_of(2024, 1, 1), p, &k));
    assert_int_equal(item_of(&k, "10001")->verdict, VERDICT_BELOW);
    assert_int_equal(item_of(&k, "10002")->verdict, VERDICT_MUST);
    assert_int_equal(item_of(&k, "10003")->verdict, VERDICT_BELOW);
    assert_int_equal(item_of(&k, "10004")->verdict, VERDICT_MEETS);
    finish(&c);
}

static void
factor(struct ctx *c, unit_id id, const char *name, int64_t value_pct)
{
    struct unit_factor f = {.unit_id = id,
                            .factor = name,
                            .value_pct = value_pct,
                            .valid_from = DAY_MIN,
                            .valid_to = DAY_MAX,
                            .source = "test"};
    ok(c, law_factor_add(c, &f, NULL));
}

/* Resolution 27/2022, art. 3a: mountains have norms of their own; each criterion takes the
 * reduction of one factor only, the strongest. */
static void
special_factors_lower_the_norm(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    unit_id none = {0};
    unit_id p = unit_of(&c, "10", "Tỉnh A", TYPE_TINH, TIER_PROVINCE, none, 0, 0);
    unit_id d = unit_of(&c, "100", "Huyện B", TYPE_HUYEN, TIER_DISTRICT, p, 0, 0);
    unit_id high = unit_of(&c, "10001", "Xã Núi", TYPE_XA, TIER_COMMUNE, d, 5000, 2000);
    factor(&c, high, "mountain", INT_NONE);
    factor(&c, high, "ethnic_minority", 5500); /* 50 % − 2 steps of 5 points = 40 % */
    factor(&c, high, "land_border", INT_NONE); /* 50 %: weaker, does not stack */
    unit_id all = unit_of(&c, "10002", "Xã Cao", TYPE_XA, TIER_COMMUNE, d, 5000, 1000);
    factor(&c, all, "mountain", INT_NONE);
    factor(&c, all, "ethnic_minority", 10000); /* never below 20 % */
    unit_id kept = unit_of(&c, "10003", "Xã Cũ", TYPE_XA, TIER_COMMUNE, d, 100, 100);
    factor(&c, kept, "not_compelled", INT_NONE);
    struct law_check k;
    ok(&c, law_check(&c, "35/2023", day_of(2024, 1, 1), none, &k));
    assert_int_equal(item_of(&k, "10001")->population_norm, 2000);
    assert_int_equal(item_of(&k, "10001")->area_norm_km2, 50000000);
    assert_int_equal(item_of(&k, "10001")->verdict, VERDICT_MEETS);
    assert_int_equal(item_of(&k, "10002")->population_norm, 1000);
    assert_true(item_of(&k, "10002")->is_unverified);
    assert_int_equal(item_of(&k, "10003")->verdict, VERDICT_EXEMPT);
    finish(&c);
}

/* By its own figures and those of no other; what all its sources have on record, it has. */
static void
a_unit_to_come_is_judged_by_what_it_would_have(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    unit_id none = {0};
    day on = day_of(2024, 1, 1);
    unit_id p = unit_of(&c, "10", "Tỉnh A", TYPE_TINH, TIER_PROVINCE, none, 0, 0);
    unit_id d = unit_of(&c, "100", "Huyện B", TYPE_HUYEN, TIER_DISTRICT, p, 0, 0);
    unit_id high = unit_of(&c, "10001", "Xã Núi", TYPE_XA, TIER_COMMUNE, d, 2500, 2000);
    unit_id low = unit_of(&c, "10002", "Xã Đồng", TYPE_XA, TIER_COMMUNE, d, 2500, 3000);
    factor(&c, high, "mountain", INT_NONE);
    static const int both[] = {2, 3}, one[] = {2};
    struct law_case v[] = {
        {.id = p,
         .name = "Tỉnh A",
         .type = TYPE_TINH,
         .tier = TIER_PROVINCE,
         .parent = -1},
        {.id = d, .name = "Huyện B", .type = TYPE_HUYEN, .tier = TIER_DISTRICT},
        {.id = high,
         .name = "Xã Núi",
         .type = TYPE_XA,
         .tier = TIER_COMMUNE,
         .parent = 1},
        {.id = low,
         .name = "Xã Đồng",
         .type = TYPE_XA,
         .tier = TIER_COMMUNE,
         .parent = 1},
        {.code = "10001",
         .name = "Xã Núi Đồng",
         .type = TYPE_XA,
         .tier = TIER_COMMUNE,
         .parent = 1,
         .source = both,
         .n_sources = 2,
         .area_m2 = 50000000,
         .population = 5000,
         .is_asked = true},
        {.code = "10003",
         .name = "Xã Núi Mới",
         .type = TYPE_XA,
         .tier = TIER_COMMUNE,
         .parent = 1,
         .source = one,
         .n_sources = 1,
         .area_m2 = 50000000,
         .population = 5000,
         .is_asked = true},
        {.code = "10004",
         .name = "Xã Lạ",
         .type = TYPE_XA,
         .tier = TIER_COMMUNE,
         .parent = 1,
         .area_m2 = INT_NONE,
         .population = 5000,
         .is_asked = true},
    };
    struct law_check k;
    ok(&c, law_judge(&c, NULL, on, on, v, COUNT(v), &k));
    assert_int_equal(k.items.n, 3);
    expect(&c, &k, "10001", "below", "166.666666", "62.5");
    expect(&c, &k, "10003", "meets", "100", "100"); /* of the mountains */
    assert_int_equal(item_of(&k, "10004")->verdict, VERDICT_UNKNOWN);
    assert_true(item_of(&k, "10001")->is_estimated);
    refused(&c, ERR_NOT_FOUND, NULL,
            law_judge(&c, NULL, day_of(2025, 6, 1), on, v, COUNT(v), &k));
    finish(&c);
}

static void
on_a_day_without_a_rule_book_there_is_none(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    struct law_check k;
    unit_id none = {0};
    refused(&c, ERR_NOT_FOUND, "law",
            law_check(&c, "35/2023", day_of(2023, 7, 11), none, &k));
    ok(&c, law_check(&c, "35/2023", day_of(2023, 7, 12), none, &k));
    ok(&c, law_check(&c, "35/2023", day_of(2025, 4, 14), none, &k));
    refused(&c, ERR_NOT_FOUND, "law",
            law_check(&c, "35/2023", day_of(2025, 4, 15), none, &k));
    refused(&c, ERR_NOT_FOUND, "law",
            law_check(&c, "1/1900", day_of(2024, 1, 1), none, &k));
    ok(&c, law_check(&c, NULL, day_of(2025, 4, 14), none, &k));
    assert_string_equal(k.book.code, "35/2023");
    refused(&c, ERR_NOT_FOUND, "law",
            law_check(&c, NULL, day_of(2025, 4, 15), none, &k));
    finish(&c);
}

/* Resolution 112/2025 asks more of a commune: rows alone, no code. */
static void
a_later_book_is_rows(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    ok(&c,
       db_script(
           &c,
           "INSERT INTO law_book (id, code, title, norms, valid_from, valid_to) VALUES "
           "(90, '112/2025', 'Nghị quyết 112/2025', '112/2025', '2026-01-01', "
           "'9999-12-31');"
           "INSERT INTO law_norm (id, norms, tier, type, is_mountain, area_m2, "
           "population, article, valid_from, valid_to) VALUES (90, '112/2025', "
           "'commune', 'xa', 0, 30000000, 16000, 'Điều 3', '2026-01-01', "
           "'9999-12-31');"
           "INSERT INTO law_condition (id, book, tier, rule, area_below_bp, "
           "population_below_bp, article, valid_from, valid_to) VALUES (90, "
           "'112/2025', 'commune', 'A', 10000, 10000, 'Điều 1', '2026-01-01', "
           "'9999-12-31')"));
    unit_id none = {0};
    unit_id p = unit_of(&c, "10", "Tỉnh A", TYPE_TINH, TIER_PROVINCE, none, 0, 0);
    unit_of(&c, "10001", "Xã C", TYPE_XA, TIER_COMMUNE, p, 2900, 15999);
    struct law_check k;
    ok(&c, law_check(&c, NULL, day_of(2026, 5, 1), none, &k));
    assert_string_equal(k.book.code, "112/2025");
    assert_int_equal(item_of(&k, "10001")->verdict, VERDICT_MUST);
    assert_true(item_of(&k, "10001")->is_unverified);
    finish(&c);
}

/* Acts of that kind and verb on that object. */
static size_t
acts(struct ctx *c, const char *kind, int64_t id, const char *verb)
{
    struct act_list all;
    size_t n = 0;
    ok(c, act_list_of(c, kind, id, &all));
    for (size_t i = 0; i < all.n; i++)
        n += str_eq(all.v[i].verb, verb) && all.v[i].changes && *all.v[i].changes;
    return n;
}

/* Unsure figures are rows that whoever may can correct: the check follows, and each is an act. */
static void
a_corrected_row_changes_the_verdict_and_is_an_act(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    unit_id none = {0};
    unit_id p = unit_of(&c, "37", "Tỉnh A", TYPE_TINH, TIER_PROVINCE, none, 0, 0);
    unit_id d = unit_of(&c, "100", "Huyện B", TYPE_HUYEN, TIER_DISTRICT, p, 0, 0);
    unit_of(&c, "10001", "Xã C", TYPE_XA, TIER_COMMUNE, d, 1400, 5000);
    day on = day_of(2024, 1, 1);
    struct law_check k;
    ok(&c, law_check(&c, NULL, on, none, &k));
    expect(&c, &k, "10001", "must", "66.666666", "62.5"); /* of 21 km²: 70 % of 30 */

    struct law_reduction_list reductions;
    ok(&c, law_reductions(&c, k.book.norms, &reductions));
    struct law_reduction r = reductions.v[0];
    assert_string_equal(r.factor, "red_river_delta");
    r.keep_pct = 6000;
    r.article = "Điều X";
    r.checked_by = NULL;
    ok(&c, law_reduction_change(&c, &r));
    ok(&c, law_check(&c, NULL, on, none, &k));
    expect(&c, &k, "10001", "below", "77.777777", "62.5");
    assert_true(item_of(&k, "10001")->is_unverified);
    assert_non_null(strstr(item_of(&k, "10001")->reductions, "60 % (Điều X)"));

    struct law_condition_list conditions;
    ok(&c, law_conditions(&c, "35/2023", on, &conditions));
    struct law_condition a = {0};
    for (size_t i = 0; i < conditions.n; i++)
        if (conditions.v[i].tier == TIER_COMMUNE && str_eq(conditions.v[i].rule, "A"))
            a = conditions.v[i];
    a.area_below_pct = 8000;
    a.checked_by = "Nguyễn Văn A, 02/01/2025";
    ok(&c, law_condition_change(&c, &a));
    ok(&c, law_check(&c, NULL, on, none, &k));
    assert_int_equal(item_of(&k, "10001")->verdict, VERDICT_MUST);

    struct law_book b = k.book;
    assert_null(b.checked_by);
    b.checked_by = a.checked_by;
    b.valid_to = on;
    ok(&c, law_book_change(&c, &b));
    refused(&c, ERR_NOT_FOUND, "law", law_check(&c, NULL, on, none, &k));
    ok(&c, law_check(&c, NULL, day_of(2023, 12, 31), none, &k));
    assert_string_equal(k.book.checked_by, b.checked_by);
    assert_int_equal(acts(&c, "law_reduction", r.id, "change"), 1);
    assert_int_equal(acts(&c, "law_condition", a.id, "change"), 1);
    assert_int_equal(acts(&c, "law_book", b.id, "change"), 1);
    finish(&c);
}

static void
a_row_that_cannot_be_meant_is_refused(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    struct law_reduction r;
    struct law_condition a;
    struct law_book b;
    ok(&c, law_reduction_find(&c, 1, &r));
    r.keep_pct = 10001;
    refused(&c, ERR_INVALID, "keep_pct", law_reduction_change(&c, &r));
    r.keep_pct = 7000;
    r.least_pct = 7001;
    refused(&c, ERR_INVALID, "least_pct", law_reduction_change(&c, &r));
    ok(&c, law_reduction_find(&c, 5, &r));
    r.from_pct = INT_NONE;
    refused(&c, ERR_INVALID, "from_pct", law_reduction_change(&c, &r));
    r.id = 99;
    refused(&c, ERR_NOT_FOUND, NULL, law_reduction_change(&c, &r));
    ok(&c, law_condition_find(&c, 1, &a));
    a.area_below_pct = -1;
    refused(&c, ERR_INVALID, "area_below_pct", law_condition_change(&c, &a));
    ok(&c, law_book_find(&c, 1, &b));
    b.valid_to = b.valid_from;
    refused(&c, ERR_INVALID, "valid_to", law_book_change(&c, &b));
    b.valid_to = DAY_MAX;
    ok(&c,
       db_script(&c,
                 "INSERT INTO law_book (id, code, title, norms, valid_from, valid_to) "
                 "VALUES (90, '35/2023', 'Bản sau', '1211/2016', '2026-01-01', "
                 "'9999-12-31')"));
    refused(&c, ERR_CONFLICT, "valid_from", law_book_change(&c, &b));
    assert_int_equal(acts(&c, "law_book", 1, "change"), 0);
    finish(&c);
}

static void
a_factor_of_a_unit_is_recorded_and_ended(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    unit_id none = {0};
    unit_id p = unit_of(&c, "10", "Tỉnh A", TYPE_TINH, TIER_PROVINCE, none, 0, 0);
    unit_id x = unit_of(&c, "10001", "Xã C", TYPE_XA, TIER_COMMUNE, p, 1000, 1000);
    struct unit_factor f = {.unit_id = x,
                            .factor = "not_compelled",
                            .value_pct = INT_NONE,
                            .valid_from = day_of(2024, 1, 1),
                            .clause = "Điều 3 khoản 1",
                            .source = "Đề án"};
    int64_t id;
    ok(&c, law_factor_add(&c, &f, &id));
    refused(&c, ERR_CONFLICT, "factor", law_factor_add(&c, &f, NULL));
    f.factor = "ethnic_minority";
    refused(&c, ERR_INVALID, "value_pct", law_factor_add(&c, &f, NULL));
    f.factor = "moutain";
    refused(&c, ERR_INVALID, "factor", law_factor_add(&c, &f, NULL));
    f.factor = "mountain";
    f.source = NULL;
    refused(&c, ERR_INVALID, "source", law_factor_add(&c, &f, NULL));
    struct law_check k;
    ok(&c, law_check(&c, NULL, day_of(2024, 6, 1), none, &k));
    assert_int_equal(item_of(&k, "10001")->verdict, VERDICT_EXEMPT);
    assert_string_equal(item_of(&k, "10001")->clauses, "Điều 3 khoản 1");

    refused(&c, ERR_INVALID, "on", law_factor_end(&c, id, day_of(2024, 1, 1)));
    ok(&c, law_factor_end(&c, id, day_of(2024, 6, 1)));
    refused(&c, ERR_CONFLICT, "on", law_factor_end(&c, id, day_of(2024, 7, 1)));
    refused(&c, ERR_NOT_FOUND, NULL, law_factor_end(&c, id + 1, DAY_NONE));
    ok(&c, law_check(&c, NULL, day_of(2024, 6, 1), none, &k));
    assert_int_equal(item_of(&k, "10001")->verdict, VERDICT_MUST);
    struct unit_factor_list of;
    ok(&c, law_factors_of(&c, x, &of));
    assert_int_equal(of.n, 1);
    assert_string_equal(of.v[0].name, "Xã C");
    ok(&c, law_factors_of(&c, none, &of));
    assert_int_equal(of.n, 1);
    assert_int_equal(acts(&c, "unit_factor", id, "add"), 1);
    assert_int_equal(acts(&c, "unit_factor", id, "end"), 1);
    finish(&c);
}

/* The region lowers the area; the day the province leaves it, the whole norm is back. */
static void
a_province_is_put_into_a_region_and_taken_out(void **state)
{
    struct ctx c = {0};
    start(&c, state);
    unit_id none = {0};
    unit_id p = unit_of(&c, "99", "Tỉnh A", TYPE_TINH, TIER_PROVINCE, none, 0, 0);
    unit_of(&c, "10001", "Xã C", TYPE_XA, TIER_COMMUNE, p, 2100, 8000);
    struct law_region r = {.region = "red_river_delta",
                           .province_code = "99",
                           .valid_from = day_of(2024, 1, 1),
                           .source = "Nghị quyết"};
    struct law_check k;
    int64_t id;
    ok(&c, law_region_add(&c, &r, &id));
    ok(&c, law_check(&c, NULL, day_of(2024, 6, 1), none, &k));
    expect(&c, &k, "10001", "meets", "100", "100");
    ok(&c, law_check(&c, NULL, day_of(2023, 12, 31), none, &k));
    expect(&c, &k, "10001", "below", "70", "100");

    refused(&c, ERR_CONFLICT, "valid_from", law_region_add(&c, &r, NULL));
    r.province_code = "10001";
    refused(&c, ERR_INVALID, "province_code", law_region_add(&c, &r, NULL));
    r.province_code = "98";
    refused(&c, ERR_INVALID, "province_code", law_region_add(&c, &r, NULL));
    r.province_code = "99";
    r.region = "blue_river_delta";
    refused(&c, ERR_INVALID, "region", law_region_add(&c, &r, NULL));

    ok(&c, law_region_find(&c, id, &r));
    assert_string_equal(r.province_name, "Tỉnh A");
    r.valid_to = r.valid_from;
    refused(&c, ERR_INVALID, "valid_to", law_region_change(&c, &r));
    r.valid_to = day_of(2024, 6, 1);
    ok(&c, law_region_change(&c, &r));
    ok(&c, law_check(&c, NULL, day_of(2024, 6, 1), none, &k));
    expect(&c, &k, "10001", "below", "70", "100");
    r.id = id + 1;
    refused(&c, ERR_NOT_FOUND, NULL, law_region_change(&c, &r));
    struct law_region_list all;
    ok(&c, law_regions(&c, &all));
    assert_int_equal(all.n, 12); /* eleven ship */
    assert_int_equal(acts(&c, "law_region", id, "add"), 1);
    assert_int_equal(acts(&c, "law_region", id, "change"), 1);
    finish(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_units_of_ninh_binh_are_judged_as_they_were),
        ON_BOTH(a_share_is_compared_unrounded),
        ON_BOTH(special_factors_lower_the_norm),
        ON_BOTH(a_unit_to_come_is_judged_by_what_it_would_have),
        ON_BOTH(on_a_day_without_a_rule_book_there_is_none),
        ON_BOTH(a_later_book_is_rows),
        ON_BOTH(a_corrected_row_changes_the_verdict_and_is_an_act),
        ON_BOTH(a_row_that_cannot_be_meant_is_refused),
        ON_BOTH(a_factor_of_a_unit_is_recorded_and_ended),
        ON_BOTH(a_province_is_put_into_a_region_and_taken_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
