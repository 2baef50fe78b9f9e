/* SPDX-License-Identifier: Apache-2.0 */
/* unit_test.c: units through time, on both engines. */
#include "test.h"

#include "db.h"
#include "unit/unit_map.h"
#include "unit/unit_reform.h"
#include "unit/unit_row.h"

static const decree_id by_1318 = {1318}, by_1674 = {1674};
#define D(y, m, d) day_of(y, m, d)

static unit_id
add(struct ctx *c, int tier, int type, const char *code, const char *name,
    unit_id parent, day from)
{
    unit_id id;
    ok(c, unit_add(c,
                   &(struct unit_new){.code = code,
                                      .name = name,
                                      .type = type,
                                      .tier = tier,
                                      .parent_id = parent,
                                      .valid_from = from,
                                      .lon_e6 = INT_NONE,
                                      .lat_e6 = INT_NONE},
                   &id));
    return id;
}

/* Ninh Bình, Gia Viễn and three of its communes, since ever. */
struct world {
    unit_id province, district, tan, van, lap;
};

static struct world
build(struct ctx *c)
{
    struct world w;
    ok(c, db_begin(c, true));
    w.province =
        add(c, TIER_PROVINCE, TYPE_TINH, "37", "Tỉnh Ninh Bình", (unit_id){0}, DAY_MIN);
    w.district =
        add(c, TIER_DISTRICT, TYPE_HUYEN, "373", "Huyện Gia Viễn", w.province, DAY_MIN);
    w.tan = add(c, TIER_COMMUNE, TYPE_XA, "14485", "Xã Gia Tân", w.district, DAY_MIN);
    w.van = add(c, TIER_COMMUNE, TYPE_XA, "14488", "Xã Gia Vân", w.district, DAY_MIN);
    w.lap = add(c, TIER_COMMUNE, TYPE_XA, "14479", "Xã Gia Lập", w.district, DAY_MIN);
    return w;
}

static void
a_code_is_held_by_one_after_the_other(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w = build(&c);
    ok(&c, unit_end(&c, w.van, D(2025, 7, 1), by_1674));
    unit_id next = add(&c, TIER_COMMUNE, TYPE_XA, "14488", "Xã Gia Vân", w.district,
                       D(2025, 7, 1));
    struct unit u;
    ok(&c, unit_by_code(&c, "14488", D(2025, 6, 30), &u));
    assert_int_equal(u.id.v, w.van.v);
    assert_string_equal(u.short_name, "Gia Vân");
    assert_string_equal(u.parent_code, "373");
    assert_string_equal(u.parent_name, "Huyện Gia Viễn");
    assert_int_equal(u.valid_from.v, DAY_MIN.v);
    assert_int_equal(u.valid_to.v, D(2025, 7, 1).v);
    assert_int_equal(u.area_m2, INT_NONE);
    assert_false(u.is_ended); /* today is 2025-01-15 */
    ok(&c, unit_by_code(&c, "14488", D(2025, 7, 1), &u));
    assert_int_equal(u.id.v, next.v);
    assert_true(u.is_forthcoming);
    struct unit_list also;
    ok(&c, unit_also(&c, "14488", next, &also));
    assert_int_equal(also.n, 1);
    assert_int_equal(also.v[0].id.v, w.van.v);
    struct unit_list others;
    struct figure_list figures;
    ok(&c, unit_holders(&c, "14488", D(2025, 7, 1), &u, &figures, &others));
    assert_int_equal(u.id.v, next.v);
    assert_string_equal(u.parent_name, "Huyện Gia Viễn");
    assert_true(u.is_forthcoming);
    assert_int_equal(others.n, 1);
    assert_int_equal(others.v[0].id.v, w.van.v);
    assert_null(others.v[0].parent_name);
    ok(&c, unit_holders(&c, "14488", D(2025, 6, 30), &u, &figures, &others));
    assert_int_equal(u.id.v, w.van.v);
    assert_int_equal(others.v[0].id.v, next.v);
    assert_int_equal(unit_holders(&c, "99999", D(2025, 7, 1), &u, &figures, &others),
                     ERR_NOT_FOUND);
    assert_int_equal(unit_by_code(&c, "99999", D(2025, 7, 1), &u), ERR_NOT_FOUND);
    test_db_end(&c);
}

static void
an_old_code_resolves_for_ever(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w = build(&c);
    ok(&c, unit_end(&c, w.lap, D(2025, 7, 1), by_1674));
    unit_id later = add(&c, TIER_COMMUNE, TYPE_PHUONG, "14479", "Phường Gia Lập",
                        w.district, D(2030, 1, 1));
    struct unit u;
    ok(&c, unit_by_code_ever(&c, "14479", D(2027, 1, 1), &u)); /* the last before */
    assert_int_equal(u.id.v, w.lap.v);
    assert_string_equal(u.parent_code, "373");
    ok(&c, unit_by_code_ever(&c, "14479", D(2031, 1, 1), &u));
    assert_int_equal(u.id.v, later.v);
    unit_id first =
        add(&c, TIER_COMMUNE, TYPE_XA, "99991", "Xã Mới", w.district, D(2030, 1, 1));
    ok(&c, unit_by_code_ever(&c, "99991", D(2027, 1, 1), &u)); /* the next */
    assert_int_equal(u.id.v, first.v);
    ok(&c, unit_find(&c, w.lap, D(2027, 1, 1), &u)); /* by its last version */
    assert_string_equal(u.name, "Xã Gia Lập");
    ok(&c, unit_find(&c, first, D(2027, 1, 1), &u)); /* by its first */
    assert_string_equal(u.name, "Xã Mới");
    assert_int_equal(unit_find(&c, (unit_id){987654321}, D(2027, 1, 1), &u),
                     ERR_NOT_FOUND);
    test_db_end(&c);
}

static void
a_change_keeps_the_identity_and_the_past(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w = build(&c);
    ok(&c, unit_change(&c, w.tan, D(2025, 1, 1),
                       &(struct unit_change){.name = "Phường Gia Tân",
                                             .type = TYPE_PHUONG,
                                             .decree_id = by_1318}));
    ok(&c, unit_change(
               &c, w.tan, D(2025, 7, 1),
               &(struct unit_change){.parent_id = w.province, .decree_id = by_1674}));
    /* the same decree says more of the same day: still one version */
    ok(&c, unit_change(&c, w.tan, D(2025, 7, 1),
                       &(struct unit_change){.code = "14486", .decree_id = by_1674}));
    struct unit u;
    ok(&c, unit_find(&c, w.tan, D(2024, 12, 31), &u));
    assert_string_equal(u.name, "Xã Gia Tân");
    assert_int_equal(u.type, TYPE_XA);
    ok(&c, unit_find(&c, w.tan, D(2025, 1, 1), &u));
    assert_string_equal(u.name, "Phường Gia Tân");
    assert_string_equal(u.parent_code, "373");
    assert_string_equal(u.code, "14485");
    ok(&c, unit_find(&c, w.tan, D(2025, 7, 1), &u));
    assert_string_equal(u.name, "Phường Gia Tân");
    assert_string_equal(u.parent_code, "37");
    assert_string_equal(u.code, "14486");
    assert_int_equal(u.valid_to.v, DAY_MAX.v);
    refused(
        &c, ERR_CONFLICT, "on",
        unit_change(&c, w.tan, D(2025, 7, 1),
                    &(struct unit_change){.name = "Phường X", .decree_id = by_1318}));
    refused(&c, ERR_INVALID, "on",
            unit_change(&c, w.tan, D(2025, 3, 1),
                        &(struct unit_change){.name = "Phường X"}));
    test_db_end(&c);
}

static void
writes_refuse_what_cannot_be(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w = build(&c);
    unit_id id;
    struct unit_new in = {.code = "14485",
                          .name = "Xã Khác",
                          .type = TYPE_XA,
                          .tier = TIER_COMMUNE,
                          .parent_id = w.district,
                          .valid_from = D(2025, 7, 1),
                          .lon_e6 = INT_NONE,
                          .lat_e6 = INT_NONE};
    refused(&c, ERR_CONFLICT, "code", unit_add(&c, &in, &id));
    in.code = "";
    refused(&c, ERR_INVALID, "code", unit_add(&c, &in, &id));
    in.code = "14486";
    in.type = TYPE_HUYEN;
    refused(&c, ERR_INVALID, "type", unit_add(&c, &in, &id));
    in.type = TYPE_XA;
    in.parent_id = w.tan;
    refused(&c, ERR_INVALID, "parent_id", unit_add(&c, &in, &id));
    in.parent_id = (unit_id){0};
    refused(&c, ERR_INVALID, "parent_id", unit_add(&c, &in, &id));
    in.parent_id = (unit_id){987654321};
    refused(&c, ERR_INVALID, "parent_id", unit_add(&c, &in, &id));
    unit_id ending =
        add(&c, TIER_DISTRICT, TYPE_HUYEN, "379", "Huyện Cũ", w.province, DAY_MIN);
    ok(&c, unit_end(&c, ending, D(2026, 1, 1), by_1674));
    in.parent_id = ending; /* in force then, but not as long as what it would hold */
    refused(&c, ERR_INVALID, "parent_id", unit_add(&c, &in, &id));
    refused(&c, ERR_INVALID, "parent_id",
            unit_change(&c, w.tan, D(2025, 1, 1),
                        &(struct unit_change){.parent_id = ending}));
    /* a code that will be held later is not free now either */
    in.parent_id = w.district;
    in.valid_from = D(2030, 1, 1);
    ok(&c, unit_add(&c, &in, &id));
    in.valid_from = D(2029, 1, 1);
    refused(&c, ERR_CONFLICT, "code", unit_add(&c, &in, &id));
    refused(
        &c, ERR_CONFLICT, "code",
        unit_change(&c, w.tan, D(2029, 1, 1), &(struct unit_change){.code = "14486"}));
    /* parents: of a tier above, in force */
    refused(&c, ERR_INVALID, "parent_id",
            unit_change(&c, w.tan, D(2025, 1, 1),
                        &(struct unit_change){.parent_id = w.van}));
    refused(&c, ERR_INVALID, "parent_id",
            unit_change(&c, w.district, D(2025, 1, 1),
                        &(struct unit_change){.parent_id = w.tan}));
    /* ends */
    refused(&c, ERR_INVALID, "on", unit_end(&c, w.district, D(2025, 7, 1), by_1674));
    refused(&c, ERR_INVALID, "on", unit_end(&c, id, D(2030, 1, 1), by_1674));
    refused(&c, ERR_INVALID, "on", unit_end(&c, id, D(2029, 1, 1), by_1674));
    ok(&c, unit_end(&c, w.tan, D(2025, 7, 1), by_1674));
    refused(&c, ERR_INVALID, "on", unit_end(&c, w.tan, D(2025, 8, 1), by_1674));
    refused(
        &c, ERR_INVALID, "on",
        unit_change(&c, w.tan, D(2025, 3, 1), &(struct unit_change){.name = "Xã X"}));
    refused(&c, ERR_NOT_FOUND, NULL,
            unit_end(&c, (unit_id){987654321}, D(2025, 8, 1), by_1674));
    test_db_end(&c);
}

static void
a_list_is_filtered_searched_and_paged(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w = build(&c);
    for (int i = 0; i < 120; i++)
        add(&c, TIER_COMMUNE, i % 2 ? TYPE_XA : TYPE_PHUONG,
            arena_printf(c.arena, "2%04d", i),
            arena_printf(c.arena, "%s Số %d", i % 2 ? "Xã" : "Phường", i), w.district,
            DAY_MIN);
    unit_id other =
        add(&c, TIER_PROVINCE, TYPE_TINH, "36", "Tỉnh Nam Định", (unit_id){0}, DAY_MIN);
    ok(&c, unit_end(&c, w.van, D(2025, 1, 10), (decree_id){0}));
    struct unit_filter f = {.on = DAY_NONE, .limit = INT_NONE};
    struct unit_page p;
    ok(&c, unit_list_page(&c, &f, &p));
    assert_int_equal(p.total, 125);
    assert_int_equal(p.items.n, 50);
    assert_non_null(p.next);
    size_t seen = p.items.n;
    const char *last = p.items.v[49].sort_key;
    while (p.next) {
        f.after = p.next;
        ok(&c, unit_list_page(&c, &f, &p));
        assert_true(strcmp(last, p.items.v[0].sort_key) <= 0);
        assert_int_equal(p.total, 125);
        seen += p.items.n;
        last = p.items.v[p.items.n - 1].sort_key;
    }
    assert_int_equal(seen, 125);
    f = (struct unit_filter){.on = D(2025, 1, 9), .within = "373", .limit = 1000};
    ok(&c, unit_list_page(&c, &f, &p));
    assert_int_equal(p.total,
                     124); /* itself among them, and the one that ended on the 10th */
    assert_int_equal(p.items.n, 124);
    assert_null(p.next);
    f.tier = TIER_COMMUNE;
    f.within = "37";
    ok(&c, unit_list_page(&c, &f, &p));
    assert_int_equal(p.total, 123);
    f.type = TYPE_PHUONG;
    ok(&c, unit_list_page(&c, &f, &p));
    assert_int_equal(p.total, 60);
    f.within = "36";
    ok(&c, unit_list_page(&c, &f, &p));
    assert_int_equal(p.total, 0);
    f = (struct unit_filter){.on = DAY_NONE, .q = "GIA tan"};
    ok(&c, unit_list_page(&c, &f, &p));
    assert_int_equal(p.total, 1);
    assert_int_equal(p.items.v[0].id.v, w.tan.v);
    assert_string_equal(p.items.v[0].parent_name, "Huyện Gia Viễn");
    f.q = "nam dinh";
    ok(&c, unit_list_page(&c, &f, &p));
    assert_int_equal(p.items.v[0].id.v, other.v);
    f.q = "14485";
    ok(&c, unit_list_page(&c, &f, &p));
    assert_int_equal(p.items.v[0].id.v, w.tan.v);
    f = (struct unit_filter){.on = DAY_NONE, .within = "999"};
    refused(&c, ERR_NOT_FOUND, "within", unit_list_page(&c, &f, &p));
    f = (struct unit_filter){.on = DAY_NONE, .after = "nonsense"};
    refused(&c, ERR_INVALID, "after", unit_list_page(&c, &f, &p));
    struct unit_list all;
    ok(&c, unit_list_within(&c, w.province, c.today, &all));
    assert_int_equal(all.n, 124);
    ok(&c, unit_list_within(&c, (unit_id){0}, c.today, &all));
    assert_int_equal(all.n, 125);
    ok(&c, unit_children(&c, w.district, c.today, &all));
    assert_int_equal(all.n, 122);
    test_db_end(&c);
}

static void
figures_are_the_newest_known_on_the_day(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w = build(&c);
    struct figure f = {.unit_id = w.tan,
                       .measure = "population",
                       .on = D(2019, 4, 1),
                       .value = 5000,
                       .flag = "census",
                       .source = "Census 2019"};
    ok(&c, figure_add(&c, &f));
    refused(&c, ERR_CONFLICT, "on", figure_add(&c, &f));
    f.on = D(2023, 12, 31);
    f.value = 5600;
    f.flag = "estimated";
    ok(&c, figure_add(&c, &f));
    f.measure = "area_m2";
    f.on = DAY_MIN;
    f.value = 10230000;
    ok(&c, figure_add(&c, &f));
    f.measure = "height";
    refused(&c, ERR_INVALID, "measure", figure_add(&c, &f));
    struct unit u;
    ok(&c, unit_by_code(&c, "14485", D(2018, 1, 1), &u));
    assert_int_equal(u.population, INT_NONE);
    assert_int_equal(u.area_m2, 10230000);
    ok(&c, unit_by_code(&c, "14485", D(2023, 12, 30), &u));
    assert_int_equal(u.population, 5000);
    ok(&c, unit_by_code(&c, "14485", D(2024, 1, 1), &u));
    assert_int_equal(u.population, 5600);
    struct figure_list all;
    ok(&c, figure_list(&c, w.tan, D(2024, 1, 1), &all));
    assert_int_equal(all.n, 2);
    assert_string_equal(all.v[0].measure, "area_m2");
    assert_int_equal(all.v[0].on.v, DAY_MIN.v);
    assert_int_equal(all.v[1].value, 5600);
    struct buf b = {0};
    view_json(&c, &b, &unit_view, &u);
    assert_non_null(strstr(buf_str(&b), "\"area_km2\":10.23,"));
    assert_non_null(strstr(buf_str(&b), "\"valid_from\":null,\"valid_to\":null"));
    assert_non_null(strstr(buf_str(&b), "\"type\":\"xa\",\"tier\":\"commune\""));
    buf_free(&b);
    test_db_end(&c);
}

static err
succeed(struct ctx *c, unit_id from, unit_id to, day on, int area, int pop)
{
    return lineage_add(c, &(struct lineage){.from_id = from,
                                            .to_id = to,
                                            .on = on,
                                            .area_part = area,
                                            .pop_part = pop,
                                            .source = "test",
                                            .decree_id = by_1674});
}

static void
nobody_is_succeeded_twice_by_the_whole(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w = build(&c);
    day on = D(2025, 7, 1);
    refused(&c, ERR_INVALID, "to_id",
            succeed(&c, w.tan, w.tan, on, PART_ALL, PART_ALL));
    refused(&c, ERR_INVALID, "from_id",
            succeed(&c, (unit_id){987654321}, w.tan, on, PART_ALL, PART_ALL));
    ok(&c, unit_end(&c, w.tan, on, by_1674));
    ok(&c, unit_end(&c, w.lap, on, by_1674));
    ok(&c, unit_end(&c, w.van, on, by_1674));
    unit_id van = add(&c, TIER_COMMUNE, TYPE_XA, "14488", "Xã Gia Vân", w.district, on);
    unit_id tay = add(&c, TIER_COMMUNE, TYPE_PHUONG, "14533", "Phường Tây Hoa Lư",
                      w.district, on);
    refused(&c, ERR_INVALID, "to_id",
            succeed(&c, van, w.van, D(2025, 7, 2), PART_ALL, PART_ALL));
    refused(&c, ERR_INVALID, "from_id",
            succeed(&c, w.van, van, D(2025, 7, 2), PART_ALL, PART_ALL));
    ok(&c, succeed(&c, w.van, van, on, PART_ALL, PART_ALL));
    refused(&c, ERR_CONFLICT, "from_id",
            succeed(&c, w.van, tay, on, PART_SOME, PART_NONE));
    refused(&c, ERR_CONFLICT, "from_id",
            succeed(&c, w.van, van, on, PART_NONE, PART_NONE));
    ok(&c, succeed(&c, w.tan, van, on, PART_SOME, PART_ALL));
    ok(&c, succeed(&c, w.tan, tay, on, PART_SOME, PART_NONE));
    ok(&c, succeed(&c, w.lap, van, on, PART_ALL, PART_ALL));
    refused(&c, ERR_CONFLICT, "from_id",
            succeed(&c, w.lap, tay, on, PART_ALL, PART_ALL));
    struct lineage_list all;
    ok(&c, lineage_of(&c, van, false, &all));
    assert_int_equal(all.n, 3);
    assert_string_equal(all.v[0].from_name, "Xã Gia Lập");
    assert_string_equal(all.v[2].to_code, "14488");
    ok(&c, lineage_of(&c, w.tan, true, &all));
    assert_int_equal(all.n, 2);
    assert_int_equal(all.v[1].pop_part, PART_NONE);
    struct unit u;
    struct lineage_list from, to, one_way;
    ok(&c, unit_find(&c, van, on, &u));
    ok(&c, lineage_beside(&c, &u, &from, &to));
    ok(&c, lineage_of(&c, van, false, &one_way));
    assert_int_equal(to.n, 0);
    assert_int_equal(from.n, one_way.n);
    for (size_t i = 0; i < from.n; i++) {
        assert_int_equal(from.v[i].id, one_way.v[i].id);
        assert_string_equal(from.v[i].from_name, one_way.v[i].from_name);
        assert_string_equal(from.v[i].to_name, "Xã Gia Vân");
    }
    ok(&c, unit_find(&c, w.tan, on, &u));
    ok(&c, lineage_beside(&c, &u, &from, &to));
    assert_int_equal(from.n, 0);
    assert_int_equal(to.n, 2);
    assert_int_equal(to.v[0].id, all.v[0].id);
    assert_string_equal(to.v[1].to_name, all.v[1].to_name);
    assert_string_equal(to.v[1].from_name, "Xã Gia Tân");
    struct lineage_graph g;
    ok(&c, unit_lineage_graph(&c, van, &g));
    assert_int_equal(g.nodes.n, 4); /* not the ward: it is no way from or to it */
    assert_int_equal(g.edges.n, 3);
    ok(&c, unit_lineage_graph(&c, w.tan, &g));
    assert_int_equal(g.nodes.n, 3);
    assert_false(g.is_cut);
    test_db_end(&c);
}

static void
a_decree_taken_back_leaves_no_trace(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w = build(&c);
    day first = D(2025, 1, 1), second = D(2025, 7, 1);
    ok(&c, unit_change(
               &c, w.tan, first,
               &(struct unit_change){.name = "Xã Gia Tân Mới", .decree_id = by_1318}));
    ok(&c, unit_end(&c, w.lap, second, by_1674));
    ok(&c, unit_end(&c, w.van, second, by_1674));
    unit_id van;
    ok(&c, unit_add(&c,
                    &(struct unit_new){.code = "14488",
                                       .name = "Xã Gia Vân",
                                       .type = TYPE_XA,
                                       .tier = TIER_COMMUNE,
                                       .parent_id = w.province,
                                       .valid_from = second,
                                       .decree_id = by_1674},
                    &van));
    ok(&c, unit_change(
               &c, w.tan, second,
               &(struct unit_change){.parent_id = w.province, .decree_id = by_1674}));
    ok(&c, unit_end(&c, w.district, second, by_1674));
    ok(&c, succeed(&c, w.lap, van, second, PART_ALL, PART_ALL));
    ok(&c, succeed(&c, w.van, van, second, PART_ALL, PART_ALL));
    /* the earlier one cannot go while the later one stands on it */
    refused(&c, ERR_CONFLICT, NULL, unit_take_back(&c, by_1318));
    ok(&c, unit_take_back(&c, by_1674));
    struct unit u;
    ok(&c, unit_by_code(&c, "14488", D(2026, 1, 1), &u));
    assert_int_equal(u.id.v, w.van.v);
    assert_int_equal(u.valid_to.v, DAY_MAX.v);
    ok(&c, unit_find(&c, w.tan, D(2026, 1, 1), &u));
    assert_string_equal(u.parent_code, "373");
    assert_string_equal(u.name, "Xã Gia Tân Mới");
    struct unit_list all;
    ok(&c, unit_list_within(&c, (unit_id){0}, D(2026, 1, 1), &all));
    assert_int_equal(all.n, 5);
    struct lineage_list l;
    ok(&c, lineage_of(&c, w.lap, true, &l));
    assert_int_equal(l.n, 0);
    ok(&c, unit_take_back(&c, by_1318));
    ok(&c, unit_find(&c, w.tan, D(2026, 1, 1), &u));
    assert_string_equal(u.name, "Xã Gia Tân");
    test_db_end(&c);
}

static void
a_decree_does_not_end_what_has_ended_or_has_no_name_left(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w = build(&c);
    const struct unit_ended ended = {w.lap, "14491", "Xã Gia Lập"};
    ok(&c, db_script(&c, arena_printf(c.arena,
                                      "UPDATE unit_version SET valid_to = '2024-06-01' "
                                      "WHERE unit_id = %lld",
                                      (long long)w.lap.v)));
    refused(&c, ERR_CONFLICT, NULL,
            unit_reform(&c, &(struct unit_reform){.on = D(2025, 1, 1),
                                                  .by = by_1318,
                                                  .source = "thử",
                                                  .ended = &ended,
                                                  .n_ended = 1}));
    test_db_end(&c);
}

static void
of_two_decrees_of_one_day_each_takes_back_its_own_sum(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct world w = build(&c);
    const day on = D(2025, 1, 1);
    const struct decree_sum {
        decree_id by;
        int64_t area;
    } sums[] = {{by_1318, 700}, {by_1674, 900}};
    for (size_t i = 0; i < COUNT(sums); i++) {
        const struct unit_grown grown = {w.tan,    "14464",      "Xã Gia Tân", 500,
                                         INT_NONE, sums[i].area, INT_NONE};
        ok(&c, unit_reform(&c, &(struct unit_reform){.on = on,
                                                     .by = sums[i].by,
                                                     .source = "thử",
                                                     .grown = &grown,
                                                     .n_grown = 1}));
    }
    struct unit u;
    ok(&c, unit_take_back(&c, by_1674));
    ok(&c, unit_find(&c, w.tan, on, &u));
    assert_int_equal(u.area_m2, 700);
    ok(&c, unit_take_back(&c, by_1318));
    ok(&c, unit_find(&c, w.tan, on, &u));
    assert_true(u.area_m2 != 700);
    test_db_end(&c);
}

/* Left edges of the boxes, in the order of the nodes. */
static int
boxes(const char *svg, int *x, int most)
{
    int n = 0;
    for (const char *p = svg; n < most && (p = strstr(p, "<rect x=\"")); n++)
        x[n] = atoi(p += strlen("<rect x=\""));
    return n;
}

/* An went straight into Dân with the second wave, Bình through Châu: An stands beside Châu. */
static void
in_the_picture_a_wave_is_a_column(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a};
    day first = day_of(2025, 1, 1), second = day_of(2025, 7, 1);
    struct lineage_node nodes[] = {{{1}, "1", "Xã An", DAY_MIN, second, false},
                                   {{2}, "2", "Xã Bình", DAY_MIN, first, false},
                                   {{3}, "3", "Xã Châu", first, second, false},
                                   {{4}, "4", "Xã Dân", second, DAY_MAX, true}};
    struct lineage edges[] = {
        {.from_id = {1}, .to_id = {4}, .area_part = PART_SOME, .pop_part = PART_SOME},
        {.from_id = {2}, .to_id = {3}, .area_part = PART_ALL, .pop_part = PART_ALL},
        {.from_id = {3}, .to_id = {4}, .area_part = PART_ALL, .pop_part = PART_ALL}};
    struct lineage_graph g = {.nodes = {.v = nodes, .n = COUNT(nodes)},
                              .edges = {.v = edges, .n = COUNT(edges)}};
    const char *svg = unit_lineage_svg(&c, &g).v;
    int x[8];
    assert_int_equal(boxes(svg, x, COUNT(x)), 4);
    assert_int_equal(x[0], x[2]);
    assert_true(x[1] < x[2] && x[2] < x[3]);
    assert_non_null(strstr(svg, "3 · 01/01/2025–30/06/2025"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_code_is_held_by_one_after_the_other),
        ON_BOTH(an_old_code_resolves_for_ever),
        ON_BOTH(a_change_keeps_the_identity_and_the_past),
        ON_BOTH(writes_refuse_what_cannot_be),
        ON_BOTH(a_list_is_filtered_searched_and_paged),
        ON_BOTH(a_decree_does_not_end_what_has_ended_or_has_no_name_left),
        ON_BOTH(of_two_decrees_of_one_day_each_takes_back_its_own_sum),
        ON_BOTH(figures_are_the_newest_known_on_the_day),
        ON_BOTH(nobody_is_succeeded_twice_by_the_whole),
        ON_BOTH(a_decree_taken_back_leaves_no_trace),
        cmocka_unit_test(in_the_picture_a_wave_is_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
