/* SPDX-License-Identifier: Apache-2.0 */
/* Text from rows of successions: a jurist can read it, and it can be executed. */
#include "land.h"
#include "test.h"

#define FIRST day_of(2025, 7, 1)

/* Tỉnh Một (01) and Tỉnh Hai (02), a district each (101, 201), communes 10001…10003, 20001. */
static void
start(struct land *l, struct ctx *c, void **state)
{
    land_start(l, c, state);
    unit_id one =
        land_unit(l, "01", "Tỉnh Một", TYPE_TINH, TIER_PROVINCE, (unit_id){0});
    unit_id two =
        land_unit(l, "02", "Tỉnh Hai", TYPE_TINH, TIER_PROVINCE, (unit_id){0});
    unit_id a = land_unit(l, "101", "Huyện A", TYPE_HUYEN, TIER_DISTRICT, one);
    unit_id b = land_unit(l, "201", "Huyện B", TYPE_HUYEN, TIER_DISTRICT, two);
    static const char *const names[] = {"Xã An", "Xã Bình", "Xã Dân"};
    static const char *const codes[] = {"10001", "10002", "10003"};
    for (size_t i = 0; i < COUNT(codes); i++) {
        unit_id u = land_unit(l, codes[i], names[i], TYPE_XA, TIER_COMMUNE, a);
        land_org(
            l, u, "people_committee",
            arena_printf(c->arena, "Ủy ban nhân dân xã %s", names[i] + strlen("Xã ")),
            (org_id){0});
    }
    land_unit(l, "20001", "Xã Em", TYPE_XA, TIER_COMMUNE, b);
    land_org(l, one, "people_committee", "Ủy ban nhân dân tỉnh Một", (org_id){0});
    land_org(l, two, "people_committee", "Ủy ban nhân dân tỉnh Hai", (org_id){0});
    land_org(l, a, "people_committee", "Ủy ban nhân dân huyện A", (org_id){0});
    land_org(l, b, "people_committee", "Ủy ban nhân dân huyện B", (org_id){0});
}

static struct from_rows
rows(const char *csv)
{
    return (struct from_rows){.effective_on = FIRST, .csv = csv, .n = strlen(csv)};
}

static const char wave[] =
    "old_code,new_code,kind,area_part,pop_part,note,new_name,new_type,new_parent\n"
    "10001,10001,full,all,all,,Xã Lớn,Xã,02\n"
    "10002,10001,partial,some,all,,Xã Lớn,Xã,02\n"
    "10002,10003,partial,some,none,,Phường Dân,Phường,02\n"
    "10003,10003,full,all,all,,Phường Dân,Phường,02\n"
    "20001,20001,full,all,all,,Xã Em,Xã,02\n";

static void
a_wave_becomes_text_and_is_executed(void **state)
{
    struct ctx c = {0};
    struct land l;
    const char *text;
    start(&l, &c, state);
    struct from_rows in = rows(wave);
    in.end_tiers = "district,province";
    in.code = "song-2025";
    ok(&c, decree_from_rows(&c, &in, &text));
    static const char *const said[] = {
        "Thành lập tỉnh Hai (02) trên cơ sở nhập toàn bộ tỉnh Hai (02), toàn bộ tỉnh Một (01)",
        "Thành lập xã Lớn (10001) thuộc tỉnh Hai (02) trên cơ sở nhập toàn bộ xã An (10001), "
        "một phần diện tích, toàn bộ dân số của xã Bình (10002)",
        "phần còn lại diện tích của xã Bình (10002), toàn bộ xã Dân (10003)",
        "Chuyển xã Em (20001) về trực thuộc tỉnh Hai (02)",
        "Giải thể huyện A (101), các đơn vị trực thuộc chuyển về tỉnh Hai (02)",
        "của xã Bình (10002): mặc định → xã Lớn (10001)",
    };
    for (size_t i = 0; i < COUNT(said); i++) {
        if (!strstr(text, said[i]))
            print_error("%s\nis not in\n%s\n", said[i], text);
        assert_non_null(strstr(text, said[i]));
    }
    struct decree d;
    struct decree_report r;
    land_approve(&l, text, &d);
    c.today = d.effective_on;
    ok(&c, decree_execute(&c, "song-2025", false, &r));
    struct unit_list after;
    ok(&c, unit_list_within(&c, (unit_id){0}, FIRST, &after));
    assert_int_equal(after.n, 4);
    assert_string_equal(land_at(&l, "10001", FIRST).name, "Xã Lớn");
    assert_string_equal(land_at(&l, "20001", FIRST).parent_code, "02");
    struct lineage_list lineage;
    ok(&c,
       lineage_of(&c, land_at(&l, "10002", day_of(2025, 6, 30)).id, true, &lineage));
    assert_int_equal(lineage.n, 2);
    land_end(&l);
}

static void
names_may_come_from_a_list_of_units(void **state)
{
    static const char units[] = "code,name,type,parent_code,tier\n"
                                "10001,Xã Sum Họp,Xã,101,commune\n";
    struct ctx c = {0};
    struct land l;
    const char *text;
    start(&l, &c, state);
    struct from_rows in =
        rows("old_code,new_code,kind\n10001,10001,full\n10002,10001,full\n");
    in.units_csv = units;
    in.n_units = strlen(units);
    ok(&c, decree_from_rows(&c, &in, &text));
    assert_non_null(strstr(text, "Thành lập xã Sum Họp (10001) thuộc huyện A (101)"));
    in.units_csv = NULL; /* then the unit that holds the code lends its name */
    ok(&c, decree_from_rows(&c, &in, &text));
    assert_non_null(strstr(text, "Thành lập xã An (10001) thuộc huyện A (101)"));
    land_end(&l);
}

static void
codes_alone_are_enough_where_the_registry_knows_the_rest(void **state)
{
    struct ctx c = {0};
    struct land l;
    const char *text;
    start(&l, &c, state);
    struct db *db = c.db;
    struct from_rows in =
        rows("old_code,new_code,kind\n10001,10001,full\n10002,10001,full\n");
    c.db = NULL;
    ok(&c, decree_from_rows(&c, &in, &text));
    assert_non_null(strstr(
        text, "Thành lập đơn vị (10001) trên cơ sở nhập toàn bộ đơn vị (10001)"));
    c.db = db;
    struct decree d;
    struct decree_report r;
    land_approve(&l, text, &d);
    c.today = d.effective_on;
    ok(&c, decree_execute(&c, d.code, false, &r));
    assert_string_equal(land_at(&l, "10001", FIRST).name, "Xã An");
    assert_string_equal(land_at(&l, "10001", FIRST).parent_code, "101");
    assert_int_equal(land_at(&l, "10002", FIRST).id.v, 0);
    land_end(&l);
}

static void
a_bad_row_is_named_by_its_line(void **state)
{
    static const struct {
        const char *csv, *part;
    } bad[] = {
        {"", "empty"},
        {"old,new\n1,2\n", "old_code"},
        {"old_code,new_code,kind\n", "no rows"},
        {"old_code,new_code,kind\n10001,,full\n", "Line 2"},
        {"old_code,new_code,kind\n10001,10001,full\n99999,10001,full\n", "Line 3"},
        {"old_code,new_code,kind\n10001,55555,full\n", "what is 55555 called"},
        {"old_code,new_code,kind\n10001,\"10001\n", "Line 2"},
    };
    struct ctx c = {0};
    struct land l;
    const char *text;
    start(&l, &c, state);
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct from_rows in = rows(bad[i].csv);
        assert_int_equal(decree_from_rows(&c, &in, &text), ERR_INVALID);
        assert_non_null(strstr(c.faults.v[0].message, bad[i].part));
        clear_faults(&c);
    }
    land_end(&l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_wave_becomes_text_and_is_executed),
        ON_BOTH(names_may_come_from_a_list_of_units),
        ON_BOTH(codes_alone_are_enough_where_the_registry_knows_the_rest),
        ON_BOTH(a_bad_row_is_named_by_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
