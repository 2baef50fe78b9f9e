/* SPDX-License-Identifier: Apache-2.0 */
/* house_test.c: what must hold of the tables that the house is made from. */
#include "db.h"

#include "base/msg.h"
#include "store/compose.h"
#include "web/command.h"
#include "web/edge_in.h"
#include "web/router.h"

const struct route *register_routes(struct arena *a);

/* Preparing makes the engine parse and resolve the statement without running it. */
static void
every_query_prepares(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    int n = 0;
    for (const struct query *const *q = all_queries; *q; q++, n++) {
        err e = query_prepare(&c, *q);
        if (e != OK)
            print_error("%s\n", (*q)->name);
        ok(&c, e);
    }
    assert_true(n > 50);
    test_db_end(&c);
}

static void
every_route_says_who_may_and_where_it_runs(void **state)
{
    (void)state;
    CLEANUP(arena_free) struct arena a = {0};
    struct router r;
    static const struct module registers_of = {.name = "registers"};
    router_make(&a, register_routes(&a), &registers_of, &r);
    assert_true(r.n > 40);
    for (size_t i = 0; i < r.n; i++) {
        const struct route *k = r.v[i].route;
        if (!k->need || !k->lane || !k->handle || !k->help || !*k->help)
            print_error("%s\n", k->path);
        assert_non_null(k->need);
        assert_true(strchr(k->need, '.') || str_eq(k->need, NEED_NOBODY) ||
                    str_eq(k->need, NEED_PERSON));
        assert_true(k->lane != LANE_UNSET);
        assert_non_null(k->handle);
        assert_non_null(k->help);
        assert_true(k->method == GET || k->lane == LANE_WRITE);
        for (size_t p = 0; p < r.v[i].n; p++)
            if (r.v[i].part[p].is_field) {
                assert_non_null(k->in);
                assert_non_null(view_field(k->in, r.v[i].part[p].text));
            }
        if (k->list)
            assert_non_null(view_field(k->out, k->list));
        for (size_t j = 0; j < i; j++)
            assert_false(str_eq(r.v[j].route->path, k->path) &&
                         r.v[j].route->method == k->method);
    }
}

static void
every_template_fits_its_view(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    struct edge *e;
    ok(&c, edge_new(&c, DAY_NONE, &e));
    edge_free(e);
    test_db_end(&c);
}

/* What the check of tools/po.py promises file by file, page by page. */
static void
citizens_pages_are_in_thai_and_lao_in_full(void **state)
{
    static const char *const paths[] = {"/sign-in",
                                        "/sign-in/code",
                                        "/units",
                                        "/units/{code}",
                                        "/units/{code}/lineage",
                                        "/convert",
                                        "/search",
                                        "/acts/head"};
    struct ctx c = {0};
    test_db_start(&c, state);
    struct edge *e;
    ok(&c, edge_new(&c, DAY_NONE, &e));
    for (const struct catalog *k = catalogs; k->lang; k++) {
        assert_true(tpl_speaks(e->layout, k));
        assert_true(tpl_speaks(e->trouble, k));
        for (size_t i = 0; i < COUNT(paths); i++) {
            const struct entry *page = router_declared(&e->router, paths[i], GET);
            assert_non_null(page);
            bool spoken = tpl_speaks(page->page, k);
            if (!spoken)
                print_error("%s is not in %s\n", paths[i], k->lang);
            assert_true(spoken);
            assert_true(catalog_has(k, page->route->help) || !k->n);
        }
        const struct entry *officers = router_declared(&e->router, "/decrees", GET);
        assert_int_equal(tpl_speaks(officers->page, k), !k->is_partial);
    }
    edge_free(e);
    test_db_end(&c);
}

static void
every_command_has_a_usage_that_names_it(void **state)
{
    (void)state;
    int n = 0;
    for (size_t i = 0; modules[i]; i++)
        for (const struct command *k = modules[i]->commands; k && k->name; k++, n++) {
            assert_int_equal(strncmp(k->usage, k->name, strlen(k->name)), 0);
            assert_non_null(k->run);
            assert_non_null(k->help);
        }
    assert_true(n >= 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(every_query_prepares),
        cmocka_unit_test(every_route_says_who_may_and_where_it_runs),
        ON_BOTH(every_template_fits_its_view),
        ON_BOTH(citizens_pages_are_in_thai_and_lao_in_full),
        cmocka_unit_test(every_command_has_a_usage_that_names_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
