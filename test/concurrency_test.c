/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Eight connections at once on PostgreSQL (race.h), one test for each thing that concurrency could
 * break. Codes, spans and lineage of units: unit/unit_race_test.c; tasks: task/task_race_test.c;
 * sealing: kernel/act_test.c.
 */
#include "land.h"
#include "race.h"

/* ---- a small country: two communes to be merged ---- */

struct field_of {
    struct ctx c;
    struct land l;
    org_id pc_a, pc_b, pc_d;
    struct decree decree;
    person_id clerk;
};

static const char merger[] =
    "Điều 1. Thành lập xã An Bình (10002) thuộc huyện Hai (201) trên cơ sở nhập toàn bộ xã An "
    "(10001), toàn bộ xã Bình (10002).\n";

static org_id
commune(struct field_of *f, const char *code, const char *name, unit_id parent)
{
    unit_id id = land_unit(&f->l, code, name, TYPE_XA, TIER_COMMUNE, parent);
    return land_org(&f->l, id, "people_committee",
                    arena_printf(f->c.arena, "Ủy ban nhân dân x%s", name + 1),
                    (org_id){0});
}

static void
begin(struct field_of *f, void **state, bool approve)
{
    struct land *l = &f->l;
    land_start(l, &f->c, state);
    f->c.today = day_of(2025, 1, 1);
    unit_id province =
        land_unit(l, "01", "Tỉnh Một", TYPE_TINH, TIER_PROVINCE, (unit_id){0});
    unit_id district =
        land_unit(l, "201", "Huyện Hai", TYPE_HUYEN, TIER_DISTRICT, province);
    f->pc_a = commune(f, "10001", "Xã An", district);
    f->pc_b = commune(f, "10002", "Xã Bình", district);
    f->pc_d = commune(f, "10003", "Xã Dân", district);
    f->clerk = land_person(&f->c, "can-bo", NULL)->id;
    const char *text = land_text(l, "1-2024", "01/01/2025", merger);
    if (approve)
        land_approve(l, text, &f->decree);
    else {
        f->c.actor = l->drafter;
        ok(&f->c, decree_add(&f->c, text, &f->decree));
    }
    ok(&f->c, db_commit(&f->c));
}

static void
end(struct field_of *f)
{
    int64_t n_broken;
    ok(&f->c, db_begin(&f->c, false));
    ok(&f->c, org_verify(&f->c, &n_broken));
    assert_int_equal(n_broken, 0);
    land_end(&f->l);
}

static int64_t
count(struct ctx *c, const char *from)
{
    int64_t n;
    ok(c, select_count(c, &(struct select){.from = from}, 0, &n));
    return n;
}

/* ---- the decree ---- */

static err
execute(struct ctx *c, void *arg)
{
    struct racer *r = arg;
    struct decree_report report;
    TRY(decree_execute(c, "1-2024", false, &report));
    r->was_done = report.was_done;
    pause_a_little(r);
    return OK;
}

static void
one_executes_and_the_others_hear_that_it_is_done(void **state)
{
    struct field_of f = {0};
    struct racer racers[RACERS];
    begin(&f, state, true);
    f.c.actor = f.l.executor;
    assert_int_equal(run_race(&f.c, execute, execute, NULL, racers), RACERS);
    int n_first = 0;
    for (int i = 0; i < RACERS; i++)
        n_first += !racers[i].was_done;
    assert_int_equal(n_first, 1);
    ok(&f.c, db_begin(&f.c, false));
    struct decree d;
    ok(&f.c, decree_find(&f.c, "1-2024", &d));
    assert_int_equal(d.run, 1);
    assert_int_equal(count(&f.c, "org_succession"), 2);
    db_rollback(&f.c);
    end(&f);
}

static err
enter(struct ctx *c, void *arg)
{
    struct racer *r = arg;
    const struct field_of *f = r->with;
    struct paper p, out;
    view_clear(&paper_view, &p);
    p.record.org_held = r->i % 4 == 1 ? f->pc_a : f->pc_b;
    p.number = arena_printf(c->arena, "race-%d", r->i);
    pause_a_little(r);
    c->actor = &land_operator;
    TRY(register_add(c, r->i < 4 ? &file_register : &badge_register, &p, &out));
    r->id = out.record.id;
    pause_a_little(r);
    return OK;
}

/*
 * Whoever wrote before the execution finds it handed over; whoever comes after it is refused, as the
 * organisation has ended. None is left open with an organisation that has ended and is to surrender.
 */
static void
what_clerks_write_during_an_execution_is_handed_over(void **state)
{
    for (int round = 0; round < 4; round++) {
        struct field_of f = {0};
        struct racer racers[RACERS];
        begin(&f, state, true);
        f.c.actor = f.l.executor;
        run_race(&f.c, execute, enter, &f, racers);
        ok(&f.c, db_begin(&f.c, false));
        f.c.actor = &land_operator;
        org_id heir = land_org_at(&f.l, "10002", "people_committee", f.c.today);
        int64_t n = 0;
        for (int i = 1; i < RACERS; i += 2) {
            if (racers[i].result != OK)
                continue;
            struct paper p =
                land_find(&f.l, i < 4 ? &file_register : &badge_register, racers[i].id);
            n++;
            assert_int_equal(land_answers(&f.l, p.record.org_held, f.c.today).v,
                             heir.v);
            assert_int_equal(p.record.state, i < 4 ? RECORD_OPEN : RECORD_SURRENDER);
        }
        struct minutes_party_list parties;
        int64_t gave = 0;
        ok(&f.c, decree_parties(&f.c, "1-2024", &parties));
        for (size_t i = 0; i < parties.n; i++) {
            struct decree_minutes m;
            ok(&f.c, decree_minutes(&f.c, "1-2024", parties.v[i].org_id, &m));
            assert_true(m.is_balanced);
            gave += m.is_giver ? m.n_before : 0;
        }
        assert_int_equal(gave, n);
        db_rollback(&f.c);
        end(&f);
    }
}

static err
approve(struct ctx *c, void *arg)
{
    struct racer *r = arg;
    const struct field_of *f = r->with;
    struct decree d;
    c->actor = f->l.approver;
    TRY(decree_approve(c, "1-2024", &d));
    r->n = d.version;
    pause_a_little(r);
    return OK;
}

static err
reword(struct ctx *c, void *arg)
{
    struct racer *r = arg;
    const struct field_of *f = r->with;
    struct decree d;
    struct land l = {.c = c};
    c->actor = f->l.drafter;
    TRY(decree_change(c, "1-2024", land_text(&l, "1-2024", "02/01/2025", merger),
                      f->decree.version, &d));
    pause_a_little(r);
    return OK;
}

/* A text that nobody approved is not approved; of those who change, one does. */
static void
what_is_approved_is_the_text_that_was_read(void **state)
{
    for (int round = 0; round < 4; round++) {
        struct field_of f = {0};
        struct racer racers[RACERS];
        begin(&f, state, false);
        run_race(&f.c, approve, reword, &f, racers);
        int n_approved = 0, n_changed = 0;
        int64_t at = 0;
        for (int i = 0; i < RACERS; i++) {
            bool is = racers[i].result == OK;
            *(i % 2 ? &n_changed : &n_approved) += is;
            at = is && i % 2 == 0 && racers[i].n > at ? racers[i].n : at;
        }
        struct decree d;
        ok(&f.c, db_begin(&f.c, false));
        ok(&f.c, decree_find(&f.c, "1-2024", &d));
        /* the first to approve takes the version from those who change, or comes after one */
        assert_true(n_changed <= 1);
        assert_int_equal(n_approved, 1);
        assert_int_equal(d.version, f.decree.version + n_changed + n_approved);
        assert_int_equal(d.state, DECREE_APPROVED);
        assert_int_equal(at, d.version);
        struct decree_plan plan;
        ok(&f.c, decree_plan(&f.c, "1-2024", &plan));
        assert_string_equal(plan.hash, d.plan_hash);
        db_rollback(&f.c);
        end(&f);
    }
}

/* ---- records ---- */

static err
save(struct ctx *c, void *arg)
{
    struct racer *r = arg;
    struct paper p = *(const struct paper *)r->with, out;
    p.number = arena_printf(c->arena, "saved by %d", r->i);
    TRY(register_change(c, &file_register, &p, &out));
    pause_a_little(r);
    return OK;
}

static void
of_those_who_save_a_record_one_does(void **state)
{
    struct field_of f = {0};
    struct racer racers[RACERS];
    begin(&f, state, true);
    f.c.actor = &land_operator;
    ok(&f.c, db_begin(&f.c, true));
    int64_t id = land_paper(&f.l, &file_register, f.pc_d, NULL);
    ok(&f.c, db_commit(&f.c));
    struct paper p = land_find(&f.l, &file_register, id);
    assert_int_equal(run_race(&f.c, save, save, &p, racers), 1);
    for (int i = 0; i < RACERS; i++) {
        assert_true(racers[i].result == OK || racers[i].result == ERR_CONFLICT);
        if (racers[i].result == OK)
            assert_string_equal(land_find(&f.l, &file_register, id).number,
                                arena_printf(f.c.arena, "saved by %d", i));
    }
    assert_int_equal(land_find(&f.l, &file_register, id).record.version, 2);
    end(&f);
}

static err
take_numbers(struct ctx *c, void *arg)
{
    struct racer *r = arg;
    TRY(counter_next(c, "t_file/2025", &r->n));
    TRY(id_next(c, &r->id));
    pause_a_little(r);
    return OK;
}

static void
numbers_have_no_gap_and_ids_no_double(void **state)
{
    struct field_of f = {0};
    struct racer racers[RACERS];
    bool seen[RACERS * 3 + 1] = {0};
    int64_t ids[RACERS * 3];
    begin(&f, state, true);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(run_race(&f.c, take_numbers, take_numbers, NULL, racers),
                         RACERS);
        for (int i = 0; i < RACERS; i++) {
            assert_in_range(racers[i].n, 1, RACERS * 3);
            assert_false(seen[racers[i].n]);
            seen[racers[i].n] = true;
            ids[round * RACERS + i] = racers[i].id;
            for (int j = 0; j < round * RACERS + i; j++)
                assert_int_not_equal(ids[j], racers[i].id);
        }
        for (int n = 1; n <= (round + 1) * RACERS; n++)
            assert_true(seen[n]);
    }
    end(&f);
}

/* ---- grants ---- */

static err
grant(struct ctx *c, void *arg)
{
    struct racer *r = arg;
    const struct field_of *f = r->with;
    c->actor = &land_operator;
    pause_a_little(r);
    TRY(grant_add(c,
                  &(struct grant){.person_id = f->clerk,
                                  .role = "clerk",
                                  .org_id = f->pc_a,
                                  .valid_from = day_of(2024, 1, 1)},
                  &r->id));
    pause_a_little(r);
    return OK;
}

/* One of four gives it; it ends with the organisation and is carried over, interim, or comes too late. */
static void
a_grant_during_an_execution_is_carried_over_once(void **state)
{
    for (int round = 0; round < 4; round++) {
        struct field_of f = {0};
        struct racer racers[RACERS];
        begin(&f, state, true);
        f.c.actor = f.l.executor;
        run_race(&f.c, execute, grant, &f, racers);
        int n = 0;
        for (int i = 1; i < RACERS; i += 2)
            n += racers[i].result == OK;
        assert_true(n <= 1);
        ok(&f.c, db_begin(&f.c, false));
        struct grant_list all;
        org_id heir = land_org_at(&f.l, "10002", "people_committee", f.c.today);
        ok(&f.c, grant_list(&f.c, heir, f.c.today, &all));
        assert_int_equal(all.n, n);
        for (size_t i = 0; i < all.n; i++) {
            assert_int_equal(all.v[i].org_id.v, heir.v);
            assert_true(day_known(all.v[i].interim_until));
        }
        db_rollback(&f.c);
        end(&f);
    }
}

static err
take_post(struct ctx *c, void *arg)
{
    struct racer *r = arg;
    const struct field_of *f = r->with;
    c->actor = &land_operator;
    person_id id;
    TRY(person_add(
        c,
        &(struct person){.username = arena_printf(c->arena, "nguoi-%d", r->i),
                         .name = "Người"},
        NULL, &id));
    TRY(grant_add(c,
                  &(struct grant){.person_id = id,
                                  .role = "head",
                                  .org_id = f->pc_d,
                                  .valid_from = day_of(2024, 1, 1)},
                  &r->id));
    pause_a_little(r);
    return OK;
}

static void
one_person_holds_a_post(void **state)
{
    struct field_of f = {0};
    struct racer racers[RACERS];
    begin(&f, state, true);
    assert_int_equal(run_race(&f.c, take_post, take_post, &f, racers), 1);
    ok(&f.c, db_begin(&f.c, false));
    struct grant_list all;
    ok(&f.c, grant_list(&f.c, f.pc_d, f.c.today, &all));
    assert_int_equal(all.n, 1);
    db_rollback(&f.c);
    end(&f);
}

int
main(void)
{
#define ON_POSTGRES(f) ON_ENGINE(f, "postgres")
    const struct CMUnitTest tests[] = {
        ON_POSTGRES(one_executes_and_the_others_hear_that_it_is_done),
        ON_POSTGRES(what_clerks_write_during_an_execution_is_handed_over),
        ON_POSTGRES(what_is_approved_is_the_text_that_was_read),
        ON_POSTGRES(of_those_who_save_a_record_one_does),
        ON_POSTGRES(numbers_have_no_gap_and_ids_no_double),
        ON_POSTGRES(a_grant_during_an_execution_is_carried_over_once),
        ON_POSTGRES(one_person_holds_a_post),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
