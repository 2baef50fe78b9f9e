/* SPDX-License-Identifier: Apache-2.0 */
/* What the store promises of ids, and what PostgreSQL refuses besides. */
#include "db.h"

/* A JSON number and a cell of a spreadsheet are doubles: exact below 2^53. */
static void
every_id_of_every_installation_is_exact_in_a_double(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    int64_t first, last;
    ok(&c, db_begin(&c, true));
    ok(&c, id_next(&c, &first));
    assert_true(first > 0 && first < INT64_C(1)
                                         << 45); /* without a number of its own: 0 */
    ok(&c, db_commit(&c));

    ok(&c, db_begin(&c, true));
    ok(&c,
       db_script(&c, "INSERT INTO counter (name, value) VALUES ('installation', 255); "
                     "UPDATE counter SET value = 35184372087831 WHERE name = 'id'"));
    while (first < INT64_C(1) << 45) /* the block at hand is used up first */
        ok(&c, id_next(&c, &first));
    for (int i = 1; i < 1000; i++)
        ok(&c, id_next(&c, &last));
    assert_true(last == first + 999);
    assert_true(last == (INT64_C(1) << 53) - 1);
    refused(&c, ERR_INTERNAL, NULL, id_next(&c, &last));
    db_rollback(&c);

    ok(&c, db_begin(&c, true));
    ok(&c,
       db_script(&c, "INSERT INTO counter (name, value) VALUES ('installation', 256)"));
    refused(&c, ERR_INTERNAL, NULL, id_next(&c, &last));
    db_rollback(&c);
    test_db_end(&c);
}

static err
put(struct ctx *c, const char *columns, const char *values, int n, const char *from,
    const char *to)
{
    return db_script(
        c, arena_printf(c->arena,
                        "INSERT INTO %s, valid_from, valid_to) SELECT %s, '%s', '%s' "
                        "FROM (SELECT %d AS n) numbered",
                        columns, values, from, to, n));
}

/* Each thing twice as it may be, and once more with a day that another has. */
static void
postgresql_refuses_spans_that_overlap(void **state)
{
    static const char *const things[][2] = {
        {"unit_version (id, unit_id, code, name, short_name, search, name_key, sort_key, type",
         "n, 201, n, 'x', 'x', 'x', 'x', 'x', 'xa'"},
        {"unit_version (id, unit_id, code, name, short_name, search, name_key, sort_key, type",
         "n, n, 'A', 'x', 'x', 'x', 'x', 'x', 'xa'"},
        {"org_version (org_id, name, search, sort_key", "201, 'x', 'x', 'x'"},
        {"law_book (id, code, title, norms", "n, 'x', 'x', 'x'"},
        {"law_region (id, region, province_code", "n, 'x', '1'"},
        {"unit_factor (id, unit_id, factor, source", "n, 201, 'x', 'x'"},
    };
    struct ctx c = {0};
    test_db_start(&c, state);
    for (int n = 201; n <= 203; n++) {
        ok(&c,
           put(&c, "unit (id, tier", "n, 'commune'", n, "0001-01-01", "9999-12-31"));
        ok(&c, put(&c, "org (id, kind", "n, 'office'", n, "0001-01-01", "9999-12-31"));
    }
    for (size_t i = 0; i < COUNT(things); i++) {
        const char *columns = things[i][0], *values = things[i][1];
        ok(&c, db_begin(&c, true));
        ok(&c, put(&c, columns, values, 201, "0001-01-01", "2025-01-01"));
        ok(&c, put(&c, columns, values, 202, "2025-01-01", "9999-12-31"));
        err e = put(&c, columns, values, 203, "2024-12-31", "2025-01-01");
        if (e != OK)
            db_rollback(&c);
        refused(&c, ERR_CONFLICT, NULL, e != OK ? e : db_commit(&c));
    }
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(every_id_of_every_installation_is_exact_in_a_double),
        ON_ENGINE(postgresql_refuses_spans_that_overlap, "postgres"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
