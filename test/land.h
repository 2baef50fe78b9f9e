/* SPDX-License-Identifier: Apache-2.0 */
/*
 * land.h: a small country for tests of decrees: units with their organisations, four registers with
 * one rule on succession each beside those of directives and tasks, people, and everything stored as one text, so that "as before" can
 * be said by comparing two of them.
 */
#ifndef TEST_LAND_H
#define TEST_LAND_H
#include "db.h"

#include "decree/decree.h"
#include "kernel/access.h"
#include "kernel/attachment.h"
#include "kernel/org.h"
#include "task/task.h"
#include "unit/unit.h"

struct paper {
    struct record record;
    const char *number, *village;
};
static const struct field paper_fields[] = {
    RECORD_FIELDS(struct paper),
    FIELD(struct paper, number, "Number", .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    FIELD(struct paper, village, "Village"),
};
static const struct view paper_view = VIEW("paper", struct paper, paper_fields);
#define PAPERS(nm, lb, rule)                                                           \
    {                                                                                  \
        nm, nm "s", lb, "Made up by a test.", lb, &paper_view, "number", "village",    \
            rule, "none"                                                               \
    }
static const struct registry badge_register = PAPERS("t_badge", "Con dấu", SUCC_ENDS),
                             file_register = PAPERS("t_file", "Hồ sơ", SUCC_PASSES),
                             map_register = PAPERS("t_map", "Bản đồ", SUCC_ARCHIVED),
                             rating_register =
                                 PAPERS("t_rating", "Công nhận", SUCC_REVIEW);
const struct registry *const registers[] = {
    &badge_register,     &file_register, &map_register, &rating_register,
    &directive_register, &task_register, NULL};
enum {
    LAND_PAPERS = 4 /* the first ones are made up here */
};

/* Nobody attaches files here. */
const struct attachable *const attachables[] = {NULL};

/* The log's page asks the rooms for labels; here are no rooms. */
const struct field *
act_field(const char *kind UNUSED, const char *name UNUSED)
{
    return NULL;
}

/* ---- who acts ---- */

static const struct actor land_operator UNUSED = {.name = "Máy chủ",
                                                  .is_operator = true};

/* Somebody with these capabilities everywhere. */
static inline struct actor *
land_person(struct ctx *c, const char *username, const char *const *can)
{
    person_id id;
    const struct actor *was = c->actor;
    c->actor = &land_operator;
    ok(c, person_add(c, &(struct person){.username = username, .name = username}, NULL,
                     &id));
    c->actor = was;
    struct actor *a = NEW(c->arena, struct actor);
    *a = (struct actor){.id = id, .username = username, .name = username};
    for (; can && *can; can++)
        *PUSH(c->arena, &a->can) = (struct capability_at){*can, {0}, true};
    return a;
}

/* A role that they have had always. */
static inline void
land_grant(struct ctx *c, const struct actor *who, const char *role, org_id org)
{
    ok(c, grant_add(c,
                    &(struct grant){.person_id = who->id,
                                    .role = role,
                                    .org_id = org,
                                    .valid_from = DAY_MIN},
                    NULL));
}

/* ---- units ---- */

struct land {
    struct ctx *c;
    struct actor *drafter, *approver, *executor;
    int64_t n_papers;
};

static inline unit_id
land_unit(struct land *l, const char *code, const char *name, int type, int tier,
          unit_id parent)
{
    unit_id id;
    ok(l->c, unit_add(l->c,
                      &(struct unit_new){.code = code,
                                         .name = name,
                                         .type = type,
                                         .tier = tier,
                                         .parent_id = parent,
                                         .valid_from = DAY_MIN,
                                         .lon_e6 = INT_NONE,
                                         .lat_e6 = INT_NONE},
                      &id));
    return id;
}

static inline org_id
land_org(struct land *l, unit_id unit, const char *kind, const char *name,
         org_id parent)
{
    struct org o = {.kind = kind,
                    .name = name,
                    .unit_id = unit,
                    .parent_id = parent,
                    .valid_from = DAY_MIN,
                    .valid_to = DAY_MAX};
    ok(l->c, org_add(l->c, &o));
    return o.id;
}

static inline int64_t
land_paper(struct land *l, const struct registry *reg, org_id org, const char *village)
{
    struct paper p, out;
    view_clear(&paper_view, &p);
    p.record.org_held = org;
    p.number =
        arena_printf(l->c->arena, "%s-%lld", reg->name, (long long)++l->n_papers);
    p.village = village;
    ok(l->c, register_add(l->c, reg, &p, &out));
    return out.record.id;
}

/* A country without anything in it, inside a write transaction. */
static inline void
land_start(struct land *l, struct ctx *c, void **state)
{
    static const char *const draft[] = {"decree.draft", NULL};
    static const char *const approve[] = {"decree.approve", NULL};
    static const char *const execute[] = {"decree.execute", "decree.undo", NULL};
    test_db_start(c, state);
    c->actor = &land_operator;
    *l = (struct land){.c = c};
    ok(c, db_begin(c, true));
    for (size_t i = 0; i < LAND_PAPERS; i++)
        ok(c, register_create(c, registers[i]));
    l->drafter = land_person(c, "soan-thao", draft);
    l->approver = land_person(c, "phe-duyet", approve);
    l->executor = land_person(c, "thuc-hien", execute);
}

static inline void
land_end(struct land *l)
{
    l->c->actor = &land_operator;
    for (size_t i = 0; registers[i]; i++)
        ok(l->c, register_verify(l->c, registers[i]));
    test_db_end(l->c);
}

/* The unit holding a code on a day; its id is 0 when nobody does. */
static inline struct unit
land_at(struct land *l, const char *code, day on)
{
    struct unit u = {0};
    err e = unit_by_code(l->c, code, on, &u);
    assert_true(e == OK || e == ERR_NOT_FOUND);
    return u;
}

static inline org_id
land_org_at(struct land *l, const char *code, const char *kind, day on)
{
    struct unit u = land_at(l, code, on);
    struct org o;
    assert_true(u.id.v != 0);
    ok(l->c, org_of_unit(l->c, u.id, kind, on, &o));
    return o.id;
}

static inline org_id
land_answers(struct land *l, org_id org, day on)
{
    org_id now = {0};
    ok(l->c, org_now(l->c, org, on, &now));
    return now;
}

static inline struct paper
land_find(struct land *l, const struct registry *reg, int64_t id)
{
    struct paper p;
    const struct actor *was = l->c->actor;
    l->c->actor = &land_operator;
    ok(l->c, register_find(l->c, reg, id, &p));
    l->c->actor = was;
    return p;
}

/* ---- decrees ---- */

/* Adds and approves; the decree's id is the text's. */
static inline void
land_approve(struct land *l, const char *text, struct decree *out)
{
    l->c->actor = l->drafter;
    ok(l->c, decree_add(l->c, text, out));
    l->c->actor = l->approver;
    ok(l->c, decree_approve(l->c, out->code, out));
    l->c->actor = l->executor;
}

static inline const char *
land_text(struct land *l, const char *code, const char *on, const char *body)
{
    return arena_printf(l->c->arena,
                        "Nghị quyết: %s/NQ\nMã: %s\nNgày ký: 01/12/2024\n"
                        "Ngày hiệu lực: %s\n\n%s",
                        code, code, on, body);
}

/* ---- everything stored, as a text ---- */

struct land_row {
    int64_t id;
    const char *k, *a, *b, *d, *e, *f, *g, *h;
};
static const struct field land_row_fields[] = {
    FIELD(struct land_row, id, "id"), FIELD(struct land_row, k, "k"),
    FIELD(struct land_row, a, "a"),   FIELD(struct land_row, b, "b"),
    FIELD(struct land_row, d, "d"),   FIELD(struct land_row, e, "e"),
    FIELD(struct land_row, f, "f"),   FIELD(struct land_row, g, "g"),
    FIELD(struct land_row, h, "h"),
};
static const struct view land_row_view =
    VIEW("land_row", struct land_row, land_row_fields);
struct land_row_list LIST(struct land_row);

static inline void
land_dump_table(struct land *l, struct buf *b, const char *from, const char *columns,
                const char *order, const char *id)
{
    struct land_row_list rows;
    ok(l->c, select_list(
                 l->c,
                 &(struct select){
                     .from = from, .columns = columns, .order = order, .id_column = id},
                 &land_row_view, &rows));
    buf_printf(b, "-- %s\n", from);
    for (size_t i = 0; i < rows.n; i++) {
        const struct land_row *r = &rows.v[i];
        const char *const t[] = {r->k, r->a, r->b, r->d, r->e, r->f, r->g, r->h};
        buf_printf(b, "%lld", (long long)r->id);
        for (size_t j = 0; j < COUNT(t); j++)
            buf_printf(b, "|%s", t[j] ? t[j] : "-");
        buf_putc(b, '\n');
    }
}

#define T_(x) "CAST(" x " AS text)"
static inline const char *
land_dump(struct land *l)
{
    struct buf b = {0};
    land_dump_table(l, &b, "unit t",
                    "t.id, t.tier AS k, t.valid_from AS a, t.valid_to AS b, " T_(
                        "t.decree_id_from") " AS d, " T_("t.decree_id_to") " AS e",
                    "t.valid_from", "t.id");
    land_dump_table(
        l, &b, "unit_version t",
        "t.id, t.code AS k, t.name AS a, t.valid_from AS b, t.valid_to AS d, "
        "t.type AS e, " T_("t.parent_id") " AS f, " T_("t.unit_id") " AS g",
        "t.code", "t.id");
    land_dump_table(
        l, &b, "lineage t",
        "t.id, " T_("t.from_id") " AS k, " T_("t.to_id") " AS a, t.area_part AS b",
        "t.area_part", "t.id");
    land_dump_table(l, &b, "org t",
                    "t.id, t.kind AS k, t.valid_from AS a, t.valid_to AS b, " T_(
                        "t.decree_id_to") " AS d",
                    "t.kind", "t.id");
    land_dump_table(
        l, &b, "org_version t",
        "t.org_id AS id, t.name AS k, t.valid_from AS a, t.valid_to AS b, " T_(
            "t.parent_id") " AS d, " T_("t.unit_id") " AS e",
        "t.valid_from", "t.org_id");
    land_dump_table(
        l, &b, "org_now t",
        "t.org_id AS id, t.valid_from AS k, t.valid_to AS a, " T_("t.now_id") " AS b",
        "t.valid_from", "t.org_id");
    land_dump_table(l, &b, "grant_role t",
                    "t.id, t.role AS k, " T_("t.person_id") " AS a, " T_(
                        "t.org_id") " AS b, t.valid_from AS d, t.valid_to AS e, "
                                    "t.interim_until AS f",
                    "t.role", "t.id");
    for (size_t i = 0; registers[i]; i++)
        land_dump_table(
            l, &b, arena_printf(l->c->arena, "%s t", registers[i]->name),
            "t.id, t.number AS k, t.state AS a, " T_("t.org_held") " AS b, " T_(
                "t.org_received") " AS d, " T_("t.to_decide") " AS e, t.ended_on AS f, "
                                                              "t.received_on AS g",
            "t.sort_key", "t.id");
    land_dump_table(
        l, &b, "task t",
        "t.id, t.stage AS k, t.turn AS a, t.due_key AS b, t.first_due AS d, " T_(
            "t.org_given") " AS e, " T_("t.parent_id") " AS f",
        "t.due_key", "t.id");
    const char *s = arena_strndup(l->c->arena, buf_str(&b), b.n);
    buf_free(&b);
    return s;
}

/* The first line in which two dumps differ, for the reader of a test's output. */
static inline void
land_same(const char *before, const char *after)
{
    const char *p = before, *q = after;
    while (*p && strcmp(before, after) != 0) {
        size_t n = strcspn(p, "\n"), m = strcspn(q, "\n");
        if (n != m || memcmp(p, q, n) != 0) {
            print_error("before: %.*s\nafter:  %.*s\n", (int)n, p, (int)m, q);
            break;
        }
        p += n + (p[n] != '\0');
        q += m + (q[m] != '\0');
    }
    assert_true(strcmp(before, after) == 0);
}
#endif
