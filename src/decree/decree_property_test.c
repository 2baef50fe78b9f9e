/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random decrees on random countries: nothing is lost, each open record has exactly one organisation
 * that answers, the past answers as before, and undo brings everything back. HAICAP_ROUNDS says
 * how many; HAICAP_SEED repeats one. Each round is taken back, so that one database serves all.
 */
#include "land.h"
#include "test.h"

enum {
    ROUNDS_SQLITE = 80,
    ROUNDS_POSTGRES = 3,
    COMMUNES_MOST = 40,
    DECREES_MOST = 3
};

struct world {
    struct land l;
    struct rng r;
    int n_codes;
    struct actor *clerk;
};

static bool
chance(struct world *w, uint64_t percent)
{
    return rng_below(&w->r, 100) < percent;
}

/* ---- a random country ---- */

static const char *
fresh_code(struct world *w)
{
    return arena_printf(w->l.c->arena, "%05d", 20000 + w->n_codes++);
}

static const char *
lower(struct world *w, const char *name)
{
    static const char *const words[][2] = {
        {"Xã", "xã"},       {"Phường", "phường"},       {"Thị trấn", "thị trấn"},
        {"Huyện", "huyện"}, {"Thành phố", "thành phố"}, {"Tỉnh", "tỉnh"}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (strncmp(name, words[i][0], strlen(words[i][0])) == 0)
            return arena_printf(w->l.c->arena, "%s%s", words[i][1],
                                name + strlen(words[i][0]));
    return name;
}

static void
add_papers(struct world *w, org_id org)
{
    static const char *const villages[] = {NULL, "Thôn Đông", "thôn tây", "Xóm Bắc"};
    for (uint64_t n = rng_below(&w->r, 4); n > 0; n--) {
        const struct registry *reg = registers[rng_below(&w->r, 4)];
        int64_t id = land_paper(&w->l, reg, org, villages[rng_below(&w->r, 4)]);
        if (chance(w, 20)) {
            struct paper out;
            ok(w->l.c,
               register_end(w->l.c, reg, (struct record_key){id, INT_NONE, NULL},
                            w->l.c->today, &out));
        }
    }
}

static org_id
add_orgs(struct world *w, unit_id unit, const char *name, org_id above)
{
    struct ctx *c = w->l.c;
    org_id pc =
        land_org(&w->l, unit, "people_committee",
                 arena_printf(c->arena, "Ủy ban nhân dân %s", lower(w, name)), above);
    add_papers(w, pc);
    if (chance(w, 60))
        add_papers(
            w, land_org(&w->l, unit, "people_council",
                        arena_printf(c->arena, "Hội đồng nhân dân %s", lower(w, name)),
                        (org_id){0}));
    if (chance(w, 30))
        ok(c, grant_add(c,
                        &(struct grant){.person_id = w->clerk->id,
                                        .role = "clerk",
                                        .org_id = pc,
                                        .valid_from = DAY_MIN},
                        NULL));
    return pc;
}

static void
add_communes(struct world *w, unit_id district, org_id above, int *n)
{
    struct ctx *c = w->l.c;
    static const struct {
        const char *word;
        int type;
    } types[] = {{"Xã", TYPE_XA}, {"Phường", TYPE_PHUONG}, {"Thị trấn", TYPE_THI_TRAN}};
    for (uint64_t k = 1 + rng_below(&w->r, 5); k > 0 && *n < COMMUNES_MOST; k--, ++*n) {
        uint64_t t = rng_below(&w->r, 10);
        t = t < 7 ? 0 : t < 9 ? 1 : 2;
        const char *name =
            arena_printf(c->arena, "%s Số %d", types[t].word, w->n_codes);
        unit_id id = land_unit(&w->l, fresh_code(w), name, types[t].type, TIER_COMMUNE,
                               district);
        add_orgs(w, id, name, above);
    }
}

static void
build(struct world *w)
{
    struct ctx *c = w->l.c;
    int n = 0;
    for (uint64_t p = 1 + rng_below(&w->r, 2); p > 0; p--) {
        const char *name = arena_printf(c->arena, "Tỉnh Số %d", w->n_codes);
        unit_id province = land_unit(&w->l, fresh_code(w), name, TYPE_TINH,
                                     TIER_PROVINCE, (unit_id){0});
        org_id top = add_orgs(w, province, name, (org_id){0});
        for (uint64_t d = 1 + rng_below(&w->r, 3); d > 0; d--) {
            name = arena_printf(c->arena, "Huyện Số %d", w->n_codes);
            unit_id district = land_unit(&w->l, fresh_code(w), name, TYPE_HUYEN,
                                         TIER_DISTRICT, province);
            add_communes(w, district, add_orgs(w, district, name, top), &n);
        }
    }
}

/* ---- a random decree that fits it ---- */

struct draft {
    struct world *w;
    struct unit_list units; /* in force on the eve */
    bool *used;             /* a clause speaks of it */
    struct buf clauses, handovers;
    int number;
};

static const char *
said(struct draft *d, const struct unit *u)
{
    return arena_printf(d->w->l.c->arena, "%s (%s)", lower(d->w, u->name), u->code);
}

/* A unit of that tier that no clause speaks of yet; NULL: there is none. `near`: below the same. */
static struct unit *
pick(struct draft *d, int tier, const struct unit *near)
{
    for (int tries = 0; tries < 20; tries++) {
        size_t i = rng_below(&d->w->r, d->units.n);
        struct unit *u = &d->units.v[i];
        if (d->used[i] || u->tier != tier ||
            (near && u->parent_id.v != near->parent_id.v))
            continue;
        d->used[i] = true;
        return u;
    }
    return NULL;
}

static void
receiver(struct draft *d, const struct unit *from, const char *to)
{
    buf_printf(&d->handovers, "Bàn giao: %s: mặc định → %s.\n", said(d, from), to);
}

static const struct unit *
parent_of(struct draft *d, const struct unit *u)
{
    for (size_t i = 0; i < d->units.n; i++)
        if (d->units.v[i].id.v == u->parent_id.v)
            return &d->units.v[i];
    return NULL;
}

static const char *
new_name(struct draft *d, const char *word)
{
    return arena_printf(d->w->l.c->arena, "%s Mới %d", word, d->w->n_codes++);
}

/* Whole communes of one district into a new one, under one of their codes or another. */
static void
merge(struct draft *d)
{
    struct ctx *c = d->w->l.c;
    struct unit *first = pick(d, TIER_COMMUNE, NULL);
    if (!first)
        return;
    const struct unit *above = parent_of(d, first);
    const char *code = chance(d->w, 70) ? first->code : fresh_code(d->w);
    const char *name = chance(d->w, 30)
                           ? lower(d->w, first->name)
                           : new_name(d, chance(d->w, 50) ? "xã" : "phường");
    buf_printf(&d->clauses, "Điều %d. Thành lập %s (%s)%s trên cơ sở nhập toàn bộ %s",
               ++d->number, name, code,
               chance(d->w, 50) && !d->used[above - d->units.v]
                   ? arena_printf(c->arena, " thuộc %s", said(d, above))
                   : "",
               said(d, first));
    for (uint64_t n = rng_below(&d->w->r, 3); n > 0; n--) {
        struct unit *u = pick(d, TIER_COMMUNE, first);
        if (u)
            buf_printf(&d->clauses, ", toàn bộ %s", said(d, u));
    }
    buf_puts(&d->clauses, ".\n");
}

static void
absorb(struct draft *d)
{
    struct unit *into = pick(d, TIER_COMMUNE, NULL);
    struct unit *u = into ? pick(d, TIER_COMMUNE, NULL) : NULL;
    if (!u)
        return;
    buf_printf(&d->clauses, "Điều %d. Nhập toàn bộ %s vào %s.\n", ++d->number,
               said(d, u), said(d, into));
    receiver(d, u, said(d, into)); /* it may lack what the other had */
}

static void
split(struct draft *d)
{
    struct unit *u = pick(d, TIER_COMMUNE, NULL);
    struct unit *a = u ? pick(d, TIER_COMMUNE, u) : NULL;
    struct unit *b = a ? pick(d, TIER_COMMUNE, u) : NULL;
    if (!b)
        return;
    const char *villages = chance(d->w, 50) ? " gồm các thôn Đông, Tây" : "";
    buf_printf(
        &d->clauses, "Điều %d. Nhập một phần %s%s vào %s.\n", ++d->number, said(d, u),
        *villages ? arena_printf(d->w->l.c->arena, "%s;", villages) : "", said(d, a));
    if (chance(d->w, 30)) {
        buf_printf(&d->clauses, "Điều %d. Giữ nguyên phần còn lại của %s.\n",
                   ++d->number, said(d, u));
        return;
    }
    buf_printf(&d->clauses, "Điều %d. Nhập phần còn lại của %s vào %s.\n", ++d->number,
               said(d, u), said(d, b));
    receiver(d, u, said(d, chance(d->w, 50) ? a : b));
}

static void
rename_or_retype(struct draft *d)
{
    struct unit *u = pick(d, TIER_COMMUNE, NULL);
    if (!u)
        return;
    bool ward = u->type == TYPE_PHUONG;
    if (chance(d->w, 50))
        buf_printf(&d->clauses, "Điều %d. Chuyển %s thành %s.\n", ++d->number,
                   said(d, u), new_name(d, ward ? "xã" : "phường"));
    else
        buf_printf(&d->clauses, "Điều %d. Đổi tên %s thành %s (%s).\n", ++d->number,
                   said(d, u),
                   new_name(d, ward                       ? "phường"
                               : u->type == TYPE_THI_TRAN ? "thị trấn"
                                                          : "xã"),
                   chance(d->w, 50) ? u->code : fresh_code(d->w));
}

static void
move(struct draft *d)
{
    struct unit *u = pick(d, TIER_COMMUNE, NULL);
    struct unit *to = u ? pick(d, TIER_DISTRICT, NULL) : NULL;
    if (to)
        buf_printf(&d->clauses, "Điều %d. Chuyển %s về trực thuộc %s.\n", ++d->number,
                   said(d, u), said(d, to));
}

static void
merge_districts(struct draft *d)
{
    struct unit *a = pick(d, TIER_DISTRICT, NULL);
    struct unit *b = a ? pick(d, TIER_DISTRICT, a) : NULL;
    if (b)
        buf_printf(
            &d->clauses,
            "Điều %d. Thành lập %s (%s) thuộc %s trên cơ sở nhập toàn bộ %s, toàn bộ "
            "%s.\n",
            ++d->number, new_name(d, "thành phố"),
            chance(d->w, 70) ? a->code : fresh_code(d->w), said(d, parent_of(d, a)),
            said(d, a), said(d, b));
}

static void
dissolve(struct draft *d)
{
    struct unit *u = pick(d, TIER_DISTRICT, NULL);
    if (!u)
        return;
    const char *up = said(d, parent_of(d, u));
    buf_printf(&d->clauses,
               "Điều %d. Giải thể %s, các đơn vị trực thuộc chuyển về %s.\n",
               ++d->number, said(d, u), up);
    receiver(d, u, up);
}

/* NULL: chance found nothing to do. Districts first: a district that ends is named by no other. */
static const char *
draft_text(struct world *w, const char *code, day on)
{
    void (*const ops[])(struct draft *) = {
        merge, merge, absorb, split, rename_or_retype, move};
    struct ctx *c = w->l.c;
    struct draft d = {.w = w};
    ok(c, unit_list_within(c, (unit_id){0}, (day){on.v - 1}, &d.units));
    d.used = NEWN(c->arena, bool, d.units.n);
    if (chance(w, 30))
        merge_districts(&d);
    else if (chance(w, 20))
        dissolve(&d);
    for (uint64_t n = 1 + rng_below(&w->r, 6); n > 0; n--)
        ops[rng_below(&w->r, COUNT(ops))](&d);
    const char *text = NULL;
    if (d.number)
        text = land_text(&w->l, code, day_vn(c->arena, on),
                         arena_printf(c->arena, "%s%s", buf_str(&d.clauses),
                                      d.handovers.n ? buf_str(&d.handovers) : ""));
    buf_free(&d.clauses);
    buf_free(&d.handovers);
    return text;
}

/* ---- what must hold ---- */

/* Everything the registry says of one day. */
static const char *
as_of(struct world *w, day on)
{
    struct ctx *c = w->l.c;
    struct buf b = {0};
    struct unit_list units;
    ok(c, unit_list_within(c, (unit_id){0}, on, &units));
    for (size_t i = 0; i < units.n; i++) {
        const struct unit *u = &units.v[i];
        struct org_list orgs;
        buf_printf(&b, "%s|%s|%s|%d\n", u->code, u->name,
                   u->parent_code ? u->parent_code : "", u->type);
        ok(c, org_list_of_unit(c, u->id, on, &orgs));
        for (size_t j = 0; j < orgs.n; j++)
            buf_printf(&b, "  %lld|%s|%lld|%lld\n", (long long)orgs.v[j].id.v,
                       orgs.v[j].name, (long long)orgs.v[j].parent_id.v,
                       (long long)land_answers(&w->l, orgs.v[j].id, on).v);
    }
    const char *s = arena_strndup(c->arena, buf_str(&b), b.n);
    buf_free(&b);
    return s;
}

/* Every record there ever was, with what never changes of it. */
static const char *
papers(struct world *w)
{
    struct buf b = {0};
    for (size_t i = 0; registers[i]; i++)
        land_dump_table(
            &w->l, &b, arena_printf(w->l.c->arena, "%s t", registers[i]->name),
            "t.id, t.number AS k, " T_("t.org_received") " AS a, t.received_on AS b, "
                                                         "t.village AS d",
            "t.number", "t.id");
    const char *s = arena_strndup(w->l.c->arena, buf_str(&b), b.n);
    buf_free(&b);
    return s;
}

static void
check_tree(struct world *w, day on)
{
    struct ctx *c = w->l.c;
    struct unit_list units;
    ok(c, unit_list_within(c, (unit_id){0}, on, &units));
    for (size_t i = 0; i < units.n; i++) {
        struct unit u = land_at(&w->l, units.v[i].code, on);
        assert_int_equal(u.id.v, units.v[i].id.v); /* one holder of each code */
        if (u.tier != TIER_PROVINCE) {
            struct unit above;
            ok(c, unit_find(c, u.parent_id, on, &above));
            assert_true(above.tier < u.tier);
            assert_true(above.valid_from.v <= on.v && on.v < above.valid_to.v);
        }
    }
}

/* Each open record: one organisation answers, it is in force, and it can read the record. */
static void
check_answers(struct world *w, day on)
{
    struct ctx *c = w->l.c;
    for (size_t i = 0; registers[i]; i++) {
        struct land_row_list rows;
        ok(c, select_list(
                  c,
                  &(struct select){
                      .from = arena_printf(
                          c->arena,
                          "%s t LEFT JOIN org_now n ON n.org_id = t.org_held AND "
                          "n.valid_from <= $1 AND n.valid_to > $1 LEFT JOIN org o ON "
                          "o.id = n.now_id AND o.valid_from <= $1 AND o.valid_to > $1",
                          registers[i]->name),
                      .columns = "t.id, t.state AS k, " T_("o.id") " AS a",
                      .in = IN(on),
                      .n_in = 1,
                      .order = "t.sort_key",
                      .id_column = "t.id"},
                  &land_row_view, &rows));
        for (size_t j = 0; j < rows.n; j++) {
            assert_non_null(rows.v[j].a);
            if (j)
                assert_true(rows.v[j].id != rows.v[j - 1].id);
        }
    }
}

static void
check_minutes(struct world *w, const char *code)
{
    struct ctx *c = w->l.c;
    struct minutes_party_list parties;
    ok(c, decree_parties(c, code, &parties));
    for (size_t i = 0; i < parties.n; i++) {
        struct decree_minutes m;
        ok(c, decree_minutes(c, code, parties.v[i].org_id, &m));
        assert_true(m.is_balanced);
    }
}

static void
tell_findings(struct ctx *c, const struct decree_plan *p)
{
    print_error("%s\n", p->decree.text);
    for (size_t i = 0; i < p->findings.n; i++)
        if (p->findings.v[i].level == FINDING_BLOCK)
            print_error("  %s: %s\n", p->findings.v[i].code, p->findings.v[i].message);
    (void)c;
}

static void
carry_out(struct world *w, const char *code, const char *text, day on)
{
    struct ctx *c = w->l.c;
    struct decree d;
    struct decree_plan p;
    struct decree_report r, dry;
    const char *past = as_of(w, (day){on.v - 1}), *older = as_of(w, (day){on.v - 40});
    const char *all = papers(w);
    c->actor = w->l.drafter;
    ok(c, decree_add(c, text, &d));
    ok(c, decree_plan(c, code, &p));
    if (p.n_block)
        tell_findings(c, &p);
    assert_int_equal(p.n_block, 0);
    c->actor = w->l.approver;
    ok(c, decree_approve(c, code, &d));
    c->actor = w->l.executor;
    ok(c, db_savepoint(c));
    ok(c, decree_execute(c, code, true, &dry));
    db_rollback_to(c);
    ok(c, decree_execute(c, code, false, &r));
    assert_string_equal(dry.text, r.text);
    land_same(past, as_of(w, (day){on.v - 1}));
    land_same(older, as_of(w, (day){on.v - 40}));
    land_same(all, papers(w));
    check_tree(w, on);
    check_answers(w, on);
    check_minutes(w, code);
}

static void
one_round(struct world *w)
{
    struct ctx *c = w->l.c;
    const char *before[DECREES_MOST], *codes[DECREES_MOST];
    int n = 0;
    c->actor = &land_operator;
    build(w);
    for (int k = 1 + (int)rng_below(&w->r, DECREES_MOST); k > 0; k--) {
        day on = {c->today.v + 1 + 60 * n};
        codes[n] = arena_printf(c->arena, "%d-2025", n);
        const char *text = draft_text(w, codes[n], on);
        if (!text)
            break;
        before[n] = land_dump(&w->l);
        carry_out(w, codes[n++], text, on);
        c->now.v += 1000000;
    }
    for (; n > 0; n--) {
        struct decree d;
        ok(c, decree_undo(c, codes[n - 1], "thử", &d));
        land_same(before[n - 1], land_dump(&w->l));
        c->now.v += 1000000;
    }
    c->actor = &land_operator;
    for (size_t i = 0; registers[i]; i++)
        ok(c, register_verify(c, registers[i]));
}

static void
nothing_is_lost_and_undo_brings_it_back(void **state)
{
    struct ctx c = {0};
    struct world w = {0};
    const char *asked = getenv("HAICAP_ROUNDS"), *seed = getenv("HAICAP_SEED");
    land_start(&w.l, &c, state);
    w.clerk = land_person(&c, "can-bo", NULL);
    int rounds = asked                              ? atoi(asked)
                 : seed                             ? 1
                 : db_engine(c.db) == ENGINE_SQLITE ? ROUNDS_SQLITE
                                                    : ROUNDS_POSTGRES;
    for (int i = 0; i < rounds; i++) {
        struct arena_mark mark = arena_mark(c.arena);
        uint64_t s = seed ? strtoull(seed, NULL, 10) : 20250101u + (uint64_t)i;
        w.r = (struct rng){s * 2 + 1};
        w.n_codes = 0;
        ok(&c, db_savepoint(&c));
        print_message(i % 100 ? "" : "seeds from %llu\n", (unsigned long long)s);
        one_round(&w);
        db_rollback_to(&c);
        arena_reset(c.arena, mark);
    }
    land_end(&w.l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(nothing_is_lost_and_undo_brings_it_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
