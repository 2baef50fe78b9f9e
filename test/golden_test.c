/* SPDX-License-Identifier: Apache-2.0 */
/*
 * golden_test.c: one unit's page, its JSON, its form and its part of the contract, word for word as
 * in test/golden/. HAICAP_BLESS=1 (make ok) writes them anew; git diff then judges.
 */
#include "db.h"

#include "kernel/access.h"
#include "unit/unit.h"
#include "web/edge.h"

static const char *
golden_path(struct arena *a, const char *name)
{
    const char *root = getenv("HAICAP_SOURCE");
    return arena_printf(a, "%s/test/golden/%s", root ? root : ".", name);
}

static void
same_as_golden(struct ctx *c, const char *name, const char *got)
{
    const char *path = golden_path(c->arena, name);
    if (getenv("HAICAP_BLESS")) {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fputs(got, out);
        fclose(out);
        return;
    }
    FILE *f = fopen(path, "r");
    if (!f)
        print_error("%s is missing: make ok\n", path);
    assert_non_null(f);
    CLEANUP(buf_free) struct buf want = {0};
    char part[4096];
    size_t n;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_put(&want, part, n);
    fclose(f);
    assert_string_equal(got, buf_str(&want));
}

/* The answer's body, a line for each element so that a diff can be read. */
static const char *
answer(struct ctx *c, const struct edge *e, const char *path, const char *query, bool page)
{
    struct request rq = {.method = GET,
                         .method_name = "GET",
                         .path = path,
                         .query = query,
                         .accept = page ? "text/html" : "application/json",
                         .operator_ = true,
                         .id = "golden"};
    struct answer a;
    edge_answer(e, c, &rq, &a);
    assert_int_equal(a.status, 200);
    CLEANUP(buf_free) struct buf lines = {0};
    for (size_t i = 0; i < a.body.n; i++) {
        buf_putc(&lines, a.body.s[i]);
        bool ends = a.body.s[i] == (page ? '>' : ',');
        if (ends && i + 1 < a.body.n && a.body.s[i + 1] != '\n')
            buf_putc(&lines, '\n');
    }
    buf_putc(&lines, '\n');
    const char *text = arena_strndup(c->arena, lines.s, lines.n);
    buf_free(&a.body);
    return text;
}

/* From the line that holds `from` to the line that holds `to`. */
static const char *
between(struct ctx *c, const char *text, const char *from, const char *to)
{
    const char *a = strstr(text, from);
    assert_non_null(a);
    const char *b = strstr(a, to);
    assert_non_null(b);
    return arena_printf(c->arena, "%.*s\n", (int)(b - a), a);
}

static void
add_commune(struct ctx *c)
{
    struct unit_new district = {.code = "373",
                                .name = "Huyện Gia Viễn",
                                .type = TYPE_HUYEN,
                                .tier = TIER_DISTRICT,
                                .valid_from = DAY_MIN,
                                .lon_e6 = INT_NONE,
                                .lat_e6 = INT_NONE};
    struct unit_new commune = {.code = "14503",
                               .name = "Xã Gia Tân",
                               .type = TYPE_XA,
                               .tier = TIER_COMMUNE,
                               .valid_from = DAY_MIN,
                               .lon_e6 = 105899000,
                               .lat_e6 = 20311000};
    struct unit_new province = district;
    province.code = "37";
    province.name = "Tỉnh Ninh Bình";
    province.type = TYPE_TINH;
    province.tier = TIER_PROVINCE;
    unit_id id;
    ok(c, unit_add(c, &province, &id));
    district.parent_id = id;
    ok(c, unit_add(c, &district, &id));
    commune.parent_id = id;
    ok(c, unit_add(c, &commune, &id));
    struct figure f = {.unit_id = id,
                       .measure = "area_m2",
                       .on = DAY_MIN,
                       .value = 7920000,
                       .flag = "register",
                       .source = "Sổ đăng ký đất đai, khoảng 2008"};
    ok(c, figure_add(c, &f));
    f.measure = "population";
    f.on = day_of(2023, 12, 31);
    f.value = 9321;
    f.flag = "estimated";
    f.source = "Ước tính theo tổng huyện";
    ok(c, figure_add(c, &f));
}

static void
one_view_makes_page_json_form_and_contract(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    struct actor *who;
    ok(&c, actor_of(&c, NULL, &who));
    c.actor = who;
    add_commune(&c);
    struct edge *e;
    ok(&c, edge_new(&c, DAY_NONE, &e));
    const char *page = answer(&c, e, "/units/14503", "on=2024-12-31", true);
    same_as_golden(&c, "unit.html", between(&c, page, "<main", "</main>"));
    same_as_golden(&c, "unit_form.html",
                   between(&c, page, "<form method=\"post\"", "</form>"));
    same_as_golden(&c, "unit.json",
                   answer(&c, e, "/api/v1/units/14503", "on=2024-12-31", false));
    const char *contract = answer(&c, e, "/api/v1/openapi.json", "", false);
    same_as_golden(&c, "unit_openapi.json",
                   between(&c, contract, "\"/units/{code}\"", "\"/units/{code}/lineage\""));
    edge_free(e);
    ok(&c, db_commit(&c));
    test_db_end(&c);
}

static int64_t
queries_of(struct ctx *c, const struct edge *e, const char *path, bool page)
{
    int64_t before = db_queries(c->db);
    answer(c, e, path, "on=2024-12-31", page);
    return db_queries(c->db) - before;
}

static void
the_most_asked_for_pages_take_few_queries(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    struct actor *who;
    ok(&c, actor_of(&c, NULL, &who));
    c.actor = who;
    add_commune(&c);
    struct edge *e;
    ok(&c, edge_new(&c, DAY_NONE, &e));
    assert_int_equal(queries_of(&c, e, "/units/14503", true), 3);
    assert_int_equal(queries_of(&c, e, "/api/v1/units/14503", false), 3);
    assert_int_equal(queries_of(&c, e, "/units", true), 2);
    assert_int_equal(queries_of(&c, e, "/api/v1/units", false), 2);
    edge_free(e);
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(one_view_makes_page_json_form_and_contract),
        ON_BOTH(the_most_asked_for_pages_take_few_queries)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
