/* SPDX-License-Identifier: Apache-2.0 */
/* unit_prop_test.c: what must hold of any registry, whatever is done to it. HAICAP_RUNS: how many. */
#include "test.h"

#include "db.h"
#include "unit/unit_convert.h"
#include "unit/unit_import.h"
#include "unit/unit_row.h"

#define D(y, m, d) day_of(y, m, d)

static int
runs(int otherwise)
{
    const char *s = getenv("HAICAP_RUNS");
    return s ? atoi(s) : otherwise;
}

/* ---- random writes, taken back ---- */

/* What a reader sees of a few days, as text: all of it, or what later days cannot change. */
static const char *
seen(struct ctx *c, const day *days, size_t n, bool all_of_it)
{
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = 0; i < n; i++) {
        struct unit_list all;
        ok(c, unit_list_within(c, (unit_id){0}, days[i], &all));
        for (size_t j = 0; j < all.n; j++) {
            const struct unit *u = &all.v[j];
            struct lineage_list to;
            ok(c, lineage_of(c, u->id, true, &to));
            buf_printf(&b, "%zu %lld %s %s %s %d", i, (long long)u->id.v, u->code,
                       u->name, u->parent_code ? u->parent_code : "-", u->valid_from.v);
            if (all_of_it)
                buf_printf(&b, " until %d, %zu ways on", u->valid_to.v, to.n);
            buf_putc(&b, '\n');
        }
    }
    return arena_strdup(c->arena, b.n ? buf_str(&b) : "");
}

/* One code, one holder; a parent of a tier above, as long as the child is there. */
static void
check_day(struct ctx *c, day on)
{
    struct unit_list all;
    ok(c, unit_list_within(c, (unit_id){0}, on, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct unit *u = &all.v[i];
        assert_true(u->valid_from.v <= on.v && on.v < u->valid_to.v);
        assert_int_equal(u->tier != TIER_PROVINCE, u->parent_code != NULL);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(u->code, all.v[j].code);
        struct unit again;
        ok(c, unit_by_code(c, u->code, on, &again));
        assert_int_equal(again.id.v, u->id.v);
    }
}

static unit_id
any_unit(struct ctx *c, struct rng *r, day on, int tier)
{
    struct unit_list all;
    ok(c, unit_list_within(c, (unit_id){0}, on, &all));
    for (int tries = 0; tries < 20 && all.n; tries++) {
        const struct unit *u = &all.v[rng_below(r, all.n)];
        if (!tier || u->tier == tier)
            return u->id;
    }
    return (unit_id){0};
}

/* Something that may or may not be allowed: either way the registry stays whole. */
static void
random_write(struct ctx *c, struct rng *r, day on, decree_id by)
{
    static const int types[] = {TYPE_XA, TYPE_PHUONG, TYPE_THI_TRAN};
    int type = types[rng_below(r, COUNT(types))];
    unit_id a = any_unit(c, r, on, 0), b = any_unit(c, r, on, 0), out;
    const char *code = arena_printf(c->arena, "1%04d", (int)rng_below(r, 30));
    const char *name =
        arena_printf(c->arena, "%s Số %d", unit_type_word(type), (int)rng_below(r, 40));
    err e = OK;
    switch (rng_below(r, 5)) {
    case 0:
        e = unit_add(c,
                     &(struct unit_new){.code = code,
                                        .name = name,
                                        .type = type,
                                        .tier = TIER_COMMUNE,
                                        .parent_id = any_unit(c, r, on, TIER_DISTRICT),
                                        .valid_from = on,
                                        .lon_e6 = INT_NONE,
                                        .lat_e6 = INT_NONE,
                                        .decree_id = by},
                     &out);
        break;
    case 1:
        e = unit_end(c, a, on, by);
        break;
    case 2:
        e = unit_change(
            c, a, on,
            &(struct unit_change){.code = rng_below(r, 2) ? code : NULL,
                                  .name = rng_below(r, 2) ? name : NULL,
                                  .type = rng_below(r, 3) ? 0 : type,
                                  .parent_id = rng_below(r, 2) ? b : (unit_id){0},
                                  .decree_id = by});
        break;
    default:
        e = lineage_add(c,
                        &(struct lineage){.from_id = any_unit(c, r, (day){on.v - 1}, 0),
                                          .to_id = b,
                                          .on = on,
                                          .area_part = (int)rng_below(r, 3),
                                          .pop_part = (int)rng_below(r, 3),
                                          .source = "chance",
                                          .decree_id = by});
    }
    assert_int_not_equal(e, ERR_INTERNAL);
    clear_faults(c);
}

static void
any_decree_can_be_taken_back(void **state)
{
    struct rng r = rng_start(20250701);
    int n = runs(str_eq(*state, "sqlite") ? 60 : 8);
    for (int run = 0; run < n; run++) {
        struct ctx c = {0};
        test_db_start(&c, state);
        ok(&c, db_begin(&c, true));
        const day days[] = {D(2020, 1, 1), D(2024, 12, 31), D(2025, 1, 1),
                            D(2025, 7, 1), D(2027, 1, 1),   D(2030, 1, 1)};
        unit_id province, district, id;
        struct unit_new in = {.code = "37",
                              .name = "Tỉnh Ninh Bình",
                              .type = TYPE_TINH,
                              .tier = TIER_PROVINCE,
                              .valid_from = DAY_MIN,
                              .lon_e6 = INT_NONE,
                              .lat_e6 = INT_NONE};
        ok(&c, unit_add(&c, &in, &province));
        for (int d = 0; d < 3; d++) {
            in.code = arena_printf(c.arena, "37%d", d);
            in.name = arena_printf(c.arena, "Huyện %d", d);
            in.type = TYPE_HUYEN;
            in.tier = TIER_DISTRICT;
            in.parent_id = province;
            ok(&c, unit_add(&c, &in, &district));
            for (int k = 0; k < 5; k++) {
                in.code = arena_printf(c.arena, "1%d%03d", d, k + 100);
                in.name = arena_printf(c.arena, "Xã %d%d", d, k);
                in.type = TYPE_XA;
                in.tier = TIER_COMMUNE;
                in.parent_id = district;
                ok(&c, unit_add(&c, &in, &id));
            }
        }
        const char *before[4];
        for (int d = 0; d < 3; d++) { /* three decrees, one after the other */
            size_t n_past = 2 + (size_t)d;
            const char *past = seen(&c, days, n_past, false);
            before[d] = seen(&c, days, COUNT(days), true);
            for (int k = (int)rng_below(&r, 12); k >= 0; k--)
                random_write(&c, &r, days[2 + d], (decree_id){100 + d});
            for (size_t i = 0; i < COUNT(days); i++)
                check_day(&c, days[i]);
            assert_string_equal(seen(&c, days, n_past, false), past);
        }
        for (int d = 3; d-- > 0;) {
            ok(&c, unit_take_back(&c, (decree_id){100 + d}));
            assert_string_equal(seen(&c, days, COUNT(days), true), before[d]);
        }
        test_db_end(&c);
    }
}

/* ---- random lists of successions ---- */

struct invented {
    int n_old, n_new;
    int to[40][2]; /* of each old commune: one or two new ones (-1) */
    bool keeps_name[40];
};

static void
invent(struct rng *r, struct invented *w)
{
    w->n_old = (int)rng_range(r, 2, 40);
    w->n_new = (int)rng_range(r, 1, w->n_old);
    for (int i = 0; i < w->n_old; i++) {
        w->to[i][0] = i < w->n_new ? i : (int)rng_below(r, (uint64_t)w->n_new);
        w->to[i][1] = rng_below(r, 5) ? -1 : (int)rng_below(r, (uint64_t)w->n_new);
        if (w->to[i][1] == w->to[i][0])
            w->to[i][1] = -1;
        w->keeps_name[i] = rng_below(r, 2);
    }
}

/* The new unit k keeps the code of the old commune k. */
static const char *
write_lists(struct ctx *c, const struct invented *w, const char **old, const char **new)
{
    struct buf a = {0}, b = {0}, s = {0};
    buf_puts(&a, "code,name,type,parent_code,tier\n37,Tỉnh A,Tỉnh,,province\n"
                 "36,Tỉnh B,Tỉnh,,province\n371,Huyện A,Huyện,37,district\n"
                 "361,Huyện B,Huyện,36,district\n");
    buf_puts(&b, "code,name,type,parent_code,tier\n37,Tỉnh A,Tỉnh,,province\n");
    buf_puts(&s, "old_code,new_code,kind,area_part,pop_part,note\n");
    for (int i = 0; i < w->n_old; i++) {
        bool split = w->to[i][1] >= 0;
        buf_printf(&a, "%05d,Xã Cũ %d,Xã,%s,commune\n", 10000 + i, i,
                   i % 3 ? "371" : "361");
        for (int k = 0; k < 2; k++)
            if (w->to[i][k] >= 0)
                buf_printf(&s, "%05d,%05d,%s,\n", 10000 + i, 10000 + w->to[i][k],
                           split ? "partial,some,some" : "full,all,all");
    }
    for (int k = 0; k < w->n_new; k++)
        buf_printf(&b, "%05d,%s %d,%s,37,commune\n", 10000 + k,
                   w->keeps_name[k] ? "Xã Cũ" : "Phường Mới", k,
                   w->keeps_name[k] ? "Xã" : "Phường");
    *old = arena_strdup(c->arena, buf_str(&a));
    *new = arena_strdup(c->arena, buf_str(&b));
    const char *steps = arena_strdup(c->arena, buf_str(&s));
    buf_free(&a);
    buf_free(&b);
    buf_free(&s);
    return steps;
}

static void
import(struct ctx *c, int what, const char *text, day from, struct import_result *r)
{
    ok(c, unit_import(c,
                      &(struct import){.what = what,
                                       .file = "list.csv",
                                       .text = text,
                                       .n = strlen(text),
                                       .valid_from = from},
                      r));
    assert_int_equal(r->n_rejected, 0);
}

/* What an address becomes is what the list says, both ways. */
static void
check_conversions(struct ctx *c, const struct invented *w, day before, day on)
{
    struct converter *ahead, *back;
    ok(c, converter_open(c, before, on, &ahead));
    ok(c, converter_open(c, on, before, &back));
    for (int i = 0; i < w->n_old; i++) {
        struct conversion k;
        const char *code = arena_printf(c->arena, "%05d", 10000 + i);
        ok(c, converter_run(c, ahead, code, NULL, &k));
        assert_int_equal(k.candidates.n, w->to[i][1] >= 0 ? 2 : 1);
        assert_int_equal(k.is_exact, w->to[i][1] < 0);
        for (size_t j = 0; j < k.candidates.n; j++) {
            struct conversion home;
            bool named = false, returns = false;
            for (int t = 0; t < 2; t++)
                named |= w->to[i][t] >= 0 &&
                         str_eq(k.candidates.v[j].code,
                                arena_printf(c->arena, "%05d", 10000 + w->to[i][t]));
            assert_true(named);
            ok(c, converter_run(c, back, k.candidates.v[j].code, NULL, &home));
            for (size_t m = 0; m < home.candidates.n; m++)
                returns |= str_eq(home.candidates.v[m].code, code);
            assert_true(returns);
        }
    }
    converter_close(ahead);
    converter_close(back);
}

static void
any_list_of_successions_leaves_nobody_behind(void **state)
{
    struct rng r = rng_start(16741318);
    int n = runs(str_eq(*state, "sqlite") ? 60 : 8);
    for (int run = 0; run < n; run++) {
        struct ctx c = {0};
        struct invented w;
        test_db_start(&c, state);
        ok(&c, db_begin(&c, true));
        invent(&r, &w);
        const char *old, *new, *steps = write_lists(&c, &w, &old, &new);
        day before = D(2025, 6, 30), on = D(2025, 7, 1);
        const day past[] = {D(2000, 1, 1), before};
        struct import_result result;
        import(&c, IMPORT_UNITS, old, DAY_NONE, &result);
        struct unit_list was;
        ok(&c, unit_list_within(&c, (unit_id){0}, before, &was));
        import(&c, IMPORT_UNITS, new, on, &result);
        import(&c, IMPORT_SUCCESSIONS, steps, on, &result);
        check_day(&c, before);
        check_day(&c, on);
        for (size_t i = 0; i < COUNT(past); i++) { /* the past answers as before */
            struct unit_list now;
            ok(&c, unit_list_within(&c, (unit_id){0}, past[i], &now));
            assert_int_equal(now.n, was.n);
            for (size_t j = 0; j < now.n; j++) {
                assert_int_equal(now.v[j].id.v, was.v[j].id.v);
                assert_string_equal(now.v[j].name, was.v[j].name);
                assert_int_equal(now.v[j].parent_id.v, was.v[j].parent_id.v);
                struct lineage_list to;
                ok(&c, lineage_of(&c, now.v[j].id, true, &to));
                if (now.v[j].tier != TIER_DISTRICT && now.v[j].valid_to.v == on.v)
                    assert_true(to.n >= 1);
                assert_true(now.v[j].valid_to.v == on.v ||
                            now.v[j].valid_to.v == DAY_MAX.v);
            }
        }
        struct unit_list is;
        ok(&c, unit_list_within(&c, (unit_id){0}, on, &is));
        assert_int_equal(is.n, w.n_new + 1); /* no district, one province */
        check_conversions(&c, &w, before, on);
        import(&c, IMPORT_SUCCESSIONS, steps, on, &result); /* again: nothing new */
        assert_int_equal(result.n_added + result.n_ended + result.n_split, 0);
        test_db_end(&c);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(any_decree_can_be_taken_back),
        ON_BOTH(any_list_of_successions_leaves_nobody_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
