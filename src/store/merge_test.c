/* SPDX-License-Identifier: Apache-2.0 */
/* One list out of many scans is the list that one query would give; many changes are made at once. */
#include "db.h"
#include "test.h"

struct item {
    int64_t id;
    int64_t org;
    const char *name;
    day on;
};
static const struct field item_fields[] = {
    {.name = "id", .offset = offsetof(struct item, id), .kind = K_ID, .label = "id"},
    FIELD(struct item, org, "org"),
    FIELD(struct item, name, "name", .flags = F_REQUIRED),
    {.name = "on_day",
     .offset = offsetof(struct item, on),
     .kind = K_DAY,
     .label = "on",
     .flags = F_REQUIRED},
};
static const struct view item_view = VIEW("item", struct item, item_fields);
static const struct table item_table = {"item", &item_view};
struct item_list LIST(struct item);

enum {
    ORGS = 21, /* more than go into one statement */
    ITEMS = 500
};

static void
start(struct ctx *c, void **state, struct rng *r)
{
    test_db_start(c, state);
    ok(c, db_begin(c, true));
    ok(c, db_script(c, table_ddl(c->arena, &item_table)));
    struct item *v = NEWN(c->arena, struct item, ITEMS);
    for (int i = 0; i < ITEMS; i++) /* few names and days: the id decides often */
        v[i] = (struct item){i + 1,
                             (int64_t)rng_below(r, ORGS),
                             arena_printf(c->arena, "n%d", (int)rng_below(r, 9)),
                             {(int32_t)(20000 + rng_below(r, 5))}};
    ok(c, table_add_many(c, &item_table, v, ITEMS));
}

static struct select
all_items(const char *order, bool descending)
{
    return (struct select){.from = "item",
                           .columns = "id, org, name, on_day",
                           .order = order,
                           .id_column = "id",
                           .descending = descending};
}

/* Page after page by keyset, merged, against the whole list in one query. */
static void
pages(struct ctx *c, const char *order, bool descending, int64_t limit, bool some)
{
    struct item_list whole, page;
    struct select s = all_items(order, descending);
    const struct term few[] = {{"name", OP_CONTAINS, value_text("n")},
                               {"id", OP_GT, VALUE(100)}};
    if (some) {
        s.terms = few;
        s.n_terms = COUNT(few);
    }
    struct term branches[ORGS];
    for (int i = 0; i < ORGS; i++)
        branches[i] = (struct term){"org", OP_EQ, VALUE(i)};
    ok(c, select_list(c, &s, &item_view, &whole));
    assert_true(some ? whole.n > 0 && whole.n < ITEMS : whole.n == ITEMS);
    size_t at = 0;
    s.limit = limit;
    do {
        ok(c, select_merge(c, &s, branches, ORGS, 1, &item_view, &page));
        for (size_t i = 0; i < page.n; i++, at++) {
            assert_true(at < whole.n);
            assert_int_equal(page.v[i].id, whole.v[at].id);
            assert_string_equal(page.v[i].name, whole.v[at].name);
        }
        if (page.n) {
            const struct item *last = &page.v[page.n - 1];
            s.after = str_eq(order, "name") ? last->name : day_iso(c->arena, last->on);
            s.after_id = last->id;
        }
    } while (page.n == (size_t)limit);
    assert_int_equal(at, whole.n);
}

static void
merged_pages_are_the_list(void **state)
{
    struct ctx c = {0};
    struct rng r = rng_start(20250701);
    start(&c, state, &r);
    for (int64_t limit = 1; limit < 2000; limit = limit * 5 + 2) {
        pages(&c, "name", false, limit, false);
        pages(&c, "name", true, limit, true);
        pages(&c, "on_day", false, limit, false);
        pages(&c, "on_day", true, limit, true);
        pages(&c, "on_day", true, limit, false);
    }
    test_db_end(&c);
}

static void
no_branch_gives_an_empty_list(void **state)
{
    struct ctx c = {0};
    struct rng r = rng_start(1);
    struct item_list got;
    start(&c, state, &r);
    struct select s = all_items("name", false);
    s.limit = 10;
    ok(&c, select_merge(&c, &s, NULL, 0, 0, &item_view, &got));
    assert_int_equal(got.n, 0);
    test_db_end(&c);
}

static void
a_flag_is_a_literal(void **state)
{
    struct ctx c = {0};
    struct rng r = rng_start(2);
    int64_t n;
    start(&c, state, &r);
    const struct term is_one[] = {{"org", OP_FLAG, VALUE(1)}},
                      same[] = {{"org", OP_EQ, VALUE(1)}};
    struct select s = all_items(NULL, false);
    s.terms = is_one;
    s.n_terms = 1;
    ok(&c, select_count(&c, &s, 0, &n));
    int64_t flagged = n;
    s.terms = same;
    ok(&c, select_count(&c, &s, 0, &n));
    assert_true(n > 0);
    assert_int_equal(flagged, n);
    test_db_end(&c);
}

static void
many_records_are_changed_at_once_and_nothing_else_of_them(void **state)
{
    static const struct field some[] = {
        {.name = "id",
         .offset = offsetof(struct item, id),
         .kind = K_ID,
         .label = "id"},
        {.name = "on_day",
         .offset = offsetof(struct item, on),
         .kind = K_DAY,
         .label = "on"},
        FIELD(struct item, name, "name"),
    };
    static const struct view some_view = VIEW("item_some", struct item, some);
    const struct table some_of_it = {"item", &some_view};
    struct ctx c = {0};
    struct rng r = {1};
    struct item_list before, after;
    start(&c, state, &r);
    const struct select s = all_items("name", false);
    ok(&c, select_list(&c, &s, &item_view, &before));
    for (size_t i = 0; i < before.n; i += 2) {
        struct item *v = &before.v[i];
        v->name = arena_printf(c.arena, "%s %d", v->name, (int)i);
        v->on.v += (int32_t)i;
        before.v[i / 2] = *v;
    }
    const size_t half = (before.n + 1) / 2;
    ok(&c, table_change_many(&c, &some_of_it, before.v, half));
    ok(&c, select_list(&c, &s, &item_view, &after));
    assert_int_equal(after.n, ITEMS);
    size_t seen = 0;
    for (size_t i = 0; i < after.n; i++)
        for (size_t j = 0; j < half; j++)
            if (after.v[i].id == before.v[j].id) {
                assert_string_equal(after.v[i].name, before.v[j].name);
                assert_int_equal(after.v[i].on.v, before.v[j].on.v);
                assert_int_equal(after.v[i].org, before.v[j].org);
                seen++;
            }
    assert_int_equal(seen, half);
    before.v[1].id = ITEMS + 7;
    assert_int_equal(table_change_many(&c, &some_of_it, before.v, half), ERR_NOT_FOUND);
    db_rollback(&c);
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(merged_pages_are_the_list),
        ON_BOTH(no_branch_gives_an_empty_list),
        ON_BOTH(a_flag_is_a_literal),
        ON_BOTH(many_records_are_changed_at_once_and_nothing_else_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
