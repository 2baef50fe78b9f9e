/* SPDX-License-Identifier: Apache-2.0 */
/*
 * board.c: the numbers of a board. Tasks are counted once by a few small whole numbers each (in
 * whose hands, how many weeks late, how long silent): everything shown is a range of one of these,
 * and the rows behind a number are asked for by the same range.
 */
#include "board/board_in.h"

#include <stdlib.h>

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "store/store.h"

/* ---- what is counted: ranges of the small numbers ---- */

struct range {
    int dim, low, high;
};
static const struct measure {
    const char *name, *label;
    bool ended;
    size_t at; /* of an int64_t in struct board_row */
    struct range of[2];
    int n_of;
} measures[] = {
#define COUNTED(m, label_, ended_, ...)                                                \
    {                                                                                  \
        .name = #m, .label = label_, .ended = ended_,                                  \
        .at = offsetof(struct board_row, m), .of = {__VA_ARGS__},                      \
        .n_of = COUNT(((struct range[]){__VA_ARGS__}))                                 \
    }
    COUNTED(late, N_("Late"), false, {DIM_DUE, 0, DUE_LATE}),
    COUNTED(open, N_("Open"), false, {DIM_DUE, 0, DUE_NEVER}),
    COUNTED(soon, N_("Within a week"), false, {DIM_DUE, DUE_SOON, DUE_SOON}),
    COUNTED(planned, N_("Not given yet"), false,
            {DIM_HAND, HAND_PLANNED, HAND_PLANNED}),
    COUNTED(assigned, N_("To be accepted"), false,
            {DIM_HAND, HAND_ASSIGNED, HAND_ASSIGNED}),
    COUNTED(doing, N_("Being done"), false, {DIM_HAND, HAND_DOING, HAND_DOING}),
    COUNTED(decide, N_("With its giver"), false, {DIM_HAND, HAND_DECIDE, HAND_DECIDE}),
    COUNTED(suspended, N_("Suspended"), false,
            {DIM_HAND, HAND_SUSPENDED, HAND_SUSPENDED}),
    COUNTED(silent, N_("Silent"), false, {DIM_SILENT, 1, 1}),
    COUNTED(done, N_("Done in four weeks"), true, {DIM_WEEK, 0, BOARD_DONE - 1},
            {DIM_RESULT, RESULT_IN_TIME, RESULT_LATE}),
    COUNTED(done_late, N_("Done late"), true, {DIM_WEEK, 0, BOARD_DONE - 1},
            {DIM_RESULT, RESULT_LATE, RESULT_LATE}),
#undef COUNTED
};

/* ---- whose ---- */

struct scope {
    org_id org; /* 0: the whole installation */
    bool below; /* may the actor look below it? */
    directive_id directive;
    /* "7, 12": whatever it answers for today. Written out, for only then does PostgreSQL know
     * whether these gave few tasks or nearly all there are. */
    const char *givers;
};

static err
givers_of(struct ctx *c, org_id org, const char **out)
{
    struct org_id_list all;
    TRY(org_answers_for(c, org, c->today, &all));
    *out = "0";
    for (size_t i = 0; i < all.n; i++)
        *out = arena_printf(c->arena, "%s, %lld", *out, (long long)all.v[i].v);
    return OK;
}

static err
scope_of(struct ctx *c, const struct board_ask *ask, struct scope *out)
{
    bool all;
    *out = (struct scope){.org = ask->org, .directive = ask->directive, .givers = "0"};
    if (!out->org.v)
        TRY(task_pick(c, ask->body, "body", &out->org));
    if (!out->org.v && !ask->all && c->actor)
        out->org = c->actor->org_id;
    if (!out->org.v) {
        TRY(access_everywhere(c, "task.read", &all));
        out->below = true;
        return all        ? OK
               : ask->all ? fail(c, ERR_FORBIDDEN, NULL,
                                 N_("You may not do this for this organisation"))
                          : fail(c, ERR_INVALID, "body", N_("Choose an organisation"));
    }
    TRY(access_need(c, "task.read", out->org));
    TRY(org_now(c, out->org, c->today, &out->org));
    TRY(givers_of(c, out->org, &out->givers));
    return access_may_below(c, "task.read", out->org, &out->below);
}

/*
 * Tasks of the scope as rows (top, given, …): top is the body of the scope's own row, of one directly
 * below it, or, where given is 1, of one that stands elsewhere and was given the task from here. $1:
 * the organisation, $2: today, $3: 1 if also what is below. CROSS JOIN keeps SQLite to that order: bodies are few, and
 * left to itself it begins with all open tasks there are.
 */
static const char *
tasks_of(struct ctx *c, const struct scope *s, const char *columns, bool ended)
{
    const char *which =
        arena_printf(c->arena, "t.state = '%s' AND coalesce(t.is_whole, 0) = 0%s",
                     ended ? "ended" : "open",
                     ended ? arena_printf(c->arena, " AND t.ended_on > '%s'",
                                          board_iso(c, -7 * BOARD_WEEKS))
                           : "");
    if (s->directive.v)
        which = arena_printf(c->arena, "%s AND +t.directive_id = %lld", which,
                             (long long)s->directive.v);
    return arena_printf(
        c->arena,
        "(WITH RECURSIVE below (id, top) AS ("
        " SELECT v.org_id, v.org_id FROM org_version v"
        "  WHERE %s AND v.valid_from <= $2 AND v.valid_to > $2"
        " UNION ALL"
        " SELECT v.org_id, CASE WHEN b.id = $1 THEN v.org_id ELSE b.top END"
        "  FROM below b"
        "  JOIN org_now p ON p.now_id = b.id AND p.valid_from <= $2 AND p.valid_to > $2"
        "  JOIN org_version v ON v.parent_id = p.org_id AND v.valid_from <= $2 AND v.valid_to > $2"
        "  WHERE CAST($3 AS bigint) = 1"
        "), holder (id, top) AS ("
        " SELECT n.org_id, b.top FROM below b"
        "  JOIN org_now n ON n.now_id = b.id AND n.valid_from <= $2 AND n.valid_to > $2)"
        " SELECT h.top, 0 AS given, %s FROM holder h CROSS JOIN task t WHERE t.org_held = h.id AND %s"
        " UNION ALL"
        " SELECT n.now_id, 1, %s FROM org_now g CROSS JOIN task t"
        "  JOIN org_now n ON n.org_id = t.org_held AND n.valid_from <= $2 AND n.valid_to > $2"
        "  WHERE g.now_id = $1 AND g.valid_from <= $2 AND g.valid_to > $2"
        "   AND t.org_given = g.org_id AND t.org_given IN (%s) AND %s"
        "   AND t.org_held NOT IN (SELECT id FROM holder))",
        s->org.v ? "v.org_id = $1" : "v.parent_id IS NULL AND CAST($1 AS bigint) = 0",
        columns, which, columns, s->givers, which);
}

/* ---- counting ---- */

struct cell {
    org_id top, unblock; /* unblock: who can change it; 0: it is not late */
    int64_t given, hand, due, silent, cause, week, result, n;
};
static const struct field cell_fields[] = {
    ID(struct cell, top, "top"),          ID(struct cell, unblock, "unblock"),
    FIELD(struct cell, given, "given"),   FIELD(struct cell, hand, "hand"),
    FIELD(struct cell, due, "due"),       FIELD(struct cell, silent, "silent"),
    FIELD(struct cell, cause, "cause"),   FIELD(struct cell, week, "week"),
    FIELD(struct cell, result, "result"), FIELD(struct cell, n, "n"),
};
static const struct view cell_view = VIEW("board_cell", struct cell, cell_fields);
struct cell_list LIST(struct cell);

static int
by_top(const void *x, const void *y)
{
    const struct cell *a = x, *b = y;
    return (a->top.v > b->top.v) - (a->top.v < b->top.v);
}

/*
 * Why and who is part of it, for to read all that is open a second time takes as long again. Who
 * answers is looked up for each cell, not for each task.
 */
static err
cells_of(struct ctx *c, const struct scope *s, bool ended, struct cell_list *out)
{
    const struct value in[] = {VALUE(s->org.v), value_text(board_iso(c, 0)),
                               VALUE(s->below)};
    const char *columns, *from;
    if (ended) {
        columns = arena_printf(c->arena, "%s AS due, %s AS week, %s AS result",
                               board_sql(c, DIM_DUE), board_sql(c, DIM_WEEK),
                               board_sql(c, DIM_RESULT));
        from = tasks_of(c, s, "t.id, t.stage, t.due_key, t.ended_on", true);
    } else {
        columns = arena_printf(c->arena,
                               "%s AS due, %s AS hand, %s AS silent, %s AS cause,"
                               " CASE WHEN due_key >= '%s' THEN 0 ELSE %s END AS who",
                               board_sql(c, DIM_DUE), board_sql(c, DIM_HAND),
                               board_sql(c, DIM_SILENT), board_sql(c, DIM_CAUSE),
                               board_iso(c, 0), board_sql_who(c));
        from = tasks_of(c, s,
                        "t.id, t.stage, t.turn, t.due_key, t.changed_at, t.asked_until,"
                        " t.org_held, t.org_given",
                        false);
    }
    from = arena_printf(c->arena,
                        "(SELECT top, given, %s, count(*) AS n FROM %s AS task"
                        " GROUP BY %s) AS cell",
                        columns, from, ended ? "1, 2, 3, 4, 5" : "1, 2, 3, 4, 5, 6, 7");
    TRY(select_list(
        c,
        &(struct select){
            .from = from,
            .columns = ended ? "top, given, due, week, result, n, 0 AS hand,"
                               " 0 AS silent, 0 AS cause, 0 AS unblock"
                             : arena_printf(c->arena,
                                            "top, given, due, hand, silent, cause, n,"
                                            " 0 AS week, 0 AS result, %s AS unblock",
                                            board_sql_unblock(c, "cell.who")),
            .in = in,
            .n_in = COUNT(in)},
        &cell_view, out));
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_top);
    return OK;
}

static int64_t
cell_at(const struct cell *x, int dim)
{
    switch (dim) {
    case DIM_HAND:
        return x->hand;
    case DIM_DUE:
        return x->due;
    case DIM_SILENT:
        return x->silent;
    case DIM_WEEK:
        return x->week;
    default:
        return x->result;
    }
}

static bool
counts(const struct measure *m, const struct cell *x)
{
    for (int i = 0; i < m->n_of; i++) {
        int64_t at = cell_at(x, m->of[i].dim);
        if (at < m->of[i].low || at > m->of[i].high)
            return false;
    }
    return true;
}

static void
add_cell(struct board_row *row, const struct cell *x, bool ended)
{
    for (size_t i = 0; i < COUNT(measures); i++)
        if (measures[i].ended == ended && counts(&measures[i], x))
            *(int64_t *)(void *)((char *)row + measures[i].at) += x->n;
}

static int
by_id(const void *x, const void *y)
{
    const struct board_row *a = x, *b = y;
    return (a->id.v > b->id.v) - (a->id.v < b->id.v);
}

/* Cells come body by body, first of what is open, then of what has ended. */
static struct board_row *
row_of(struct ctx *c, struct board_row_list *rows, size_t n_open, const struct cell *x)
{
    const struct board_row key = {.id = x->top};
    struct board_row *row =
        n_open ? bsearch(&key, rows->v, n_open, sizeof *rows->v, by_id) : NULL;
    if (row)
        return row;
    if (rows->n > n_open && rows->v[rows->n - 1].id.v == x->top.v)
        return &rows->v[rows->n - 1];
    row = PUSH(c->arena, rows);
    *row = (struct board_row){.id = x->top, .is_given = x->given};
    return row;
}

/* Late at the end of week k: due before that day and not ended by then. */
static void
add_weeks(struct board_week_list *weeks, const struct cell *x, bool ended)
{
    for (int k = 0; k < BOARD_WEEKS; k++) {
        struct board_week *w = &weeks->v[BOARD_WEEKS - 1 - k];
        if (x->due <= DUE_LATE - k && (!ended || x->week < k))
            w->late += x->n;
        if (ended && x->week == k && x->result != RESULT_WITHDRAWN) {
            w->done += x->n;
            w->done_late += x->result == RESULT_LATE ? x->n : 0;
        }
    }
}

/* ---- why, and who can unblock it ---- */

static int
by_unblock(const void *x, const void *y)
{
    const struct cell *a = x, *b = y;
    return (a->unblock.v > b->unblock.v) - (a->unblock.v < b->unblock.v);
}

static int
more_first(const void *x, const void *y)
{
    const struct board_blocker *a = x, *b = y;
    return a->n != b->n ? (a->n < b->n) - (a->n > b->n)
                        : (a->id.v > b->id.v) - (a->id.v < b->id.v);
}

/* Of cells that are sorted by who. */
static void
add_blocker(struct ctx *c, struct board_blocker_list *all, const struct cell *x)
{
    struct board_blocker *b = all->n ? &all->v[all->n - 1] : NULL;
    if (!b || b->id.v != x->unblock.v) {
        b = PUSH(c->arena, all);
        *b = (struct board_blocker){.id = x->unblock};
    }
    b->n += x->n;
    if (str_eq(board_causes[x->cause].who, "org_held"))
        b->n_own += x->n;
}

static void
add_reasons(struct ctx *c, struct cell_list *cells, struct board *out)
{
    int64_t of[BOARD_CAUSES] = {0};
    if (cells->n)
        qsort(cells->v, cells->n, sizeof *cells->v, by_unblock);
    for (size_t i = 0; i < cells->n; i++) {
        const struct cell *x = &cells->v[i];
        if (!x->cause)
            continue;
        of[x->cause] += x->n;
        add_blocker(c, &out->blockers, x);
    }
    for (size_t i = 1; i < BOARD_CAUSES; i++)
        if (of[i])
            *PUSH(c->arena, &out->causes) =
                (struct board_cause){.name = board_causes[i].name,
                                     .label = T(c, board_causes[i].label),
                                     .unblock = T(c, board_causes[i].unblock),
                                     .n = of[i]};
    if (out->blockers.n)
        qsort(out->blockers.v, out->blockers.n, sizeof *out->blockers.v, more_first);
}

static err
count_all(struct ctx *c, const struct scope *s, struct board *out)
{
    size_t n_open = 0;
    for (int k = BOARD_WEEKS - 1; k >= 0; k--)
        *PUSH(c->arena, &out->weeks) = (struct board_week){.on = {c->today.v - 7 * k}};
    for (int ended = 0; ended < 2; ended++) {
        struct cell_list cells;
        TRY(cells_of(c, s, ended, &cells));
        for (size_t i = 0; i < cells.n; i++) {
            const struct cell *x = &cells.v[i];
            add_cell(row_of(c, &out->rows, n_open, x), x, ended);
            add_cell(&out->sum, x, ended);
            add_weeks(&out->weeks, x, ended);
        }
        if (!ended)
            add_reasons(c, &cells, out);
        n_open = out->rows.n;
    }
    return OK;
}

/* ---- a board ---- */

static int
late_first(const void *x, const void *y)
{
    const struct board_row *a = x, *b = y;
    if (a->is_own != b->is_own)
        return b->is_own - a->is_own;
    if (a->late != b->late)
        return (a->late < b->late) - (a->late > b->late);
    if (a->open != b->open)
        return (a->open < b->open) - (a->open > b->open);
    return (a->id.v > b->id.v) - (a->id.v < b->id.v);
}

static void
finish_row(struct board_row *row)
{
    row->late_share =
        row->open ? (row->late * 100 + row->open / 2) / row->open : INT_NONE;
}

/* What those are called that are shown. */
static err
name_all(struct ctx *c, struct board *out)
{
    struct org_names names = {0};
    struct org_name at;
    struct org_id_list ids = {0};
    for (size_t i = 0; i < out->rows.n; i++)
        *PUSH(c->arena, &ids) = out->rows.v[i].id;
    for (size_t i = 0; i < out->blockers.n; i++)
        *PUSH(c->arena, &ids) = out->blockers.v[i].id;
    TRY(desk_orgs(c, &names, &ids));
    for (size_t i = 0; i < out->rows.n; i++) {
        TRY(desk_org(c, &names, out->rows.v[i].id, &at));
        out->rows.v[i].name = at.name;
    }
    for (size_t i = 0; i < out->blockers.n; i++) {
        TRY(desk_org(c, &names, out->blockers.v[i].id, &at));
        out->blockers.v[i].name = at.name;
    }
    return OK;
}

/* In a nation all communes are late with something: a page shows who is most. */
static void
cut(const struct ctx *c, struct board *out)
{
    if (c->whole)
        return;
    if (out->rows.n > BOARD_ROWS) {
        out->n_rows_more = (int64_t)out->rows.n - BOARD_ROWS;
        out->rows.n = BOARD_ROWS;
    }
    if (out->blockers.n > BOARD_BLOCKERS) {
        out->n_blockers_more = (int64_t)out->blockers.n - BOARD_BLOCKERS;
        out->blockers.n = BOARD_BLOCKERS;
    }
}

err
board_read(struct ctx *c, const struct board_ask *ask, struct board *out)
{
    struct scope s;
    *out = (struct board){0};
    TRY(scope_of(c, ask, &s));
    out->org = s.org;
    TRY(count_all(c, &s, out));
    finish_row(&out->sum);
    for (size_t i = 0; i < out->rows.n; i++) {
        struct board_row *row = &out->rows.v[i];
        finish_row(row);
        row->is_own = s.org.v && row->id.v == s.org.v;
        row->is_below = !row->is_own && !row->is_given;
    }
    if (out->rows.n)
        qsort(out->rows.v, out->rows.n, sizeof *out->rows.v, late_first);
    cut(c, out);
    return name_all(c, out);
}

void
board_numbers(struct ctx *c, struct board_row *row)
{
    for (size_t i = 0; i < COUNT(measures); i++) {
        const struct measure *m = &measures[i];
        if (m->at == offsetof(struct board_row, done_late))
            continue; /* it stands beside what was done at all */
        int64_t n = *(const int64_t *)(const void *)((const char *)row + m->at);
        *PUSH(c->arena, &row->numbers) = (struct board_number){
            m->name, T(c, m->label), n, n > 0, n > 0 && str_eq(m->name, "late")};
    }
}

/* ---- the rows behind a number ---- */

static const struct measure *
measure_of(const char *name)
{
    for (size_t i = 0; i < COUNT(measures); i++)
        if (str_eq(measures[i].name, name))
            return &measures[i];
    return NULL;
}

err
board_tasks(struct ctx *c, const struct board_ask *ask, struct task_page *out,
            const char **label)
{
    enum {
        MOST = 8
    };
    struct scope s;
    struct term terms[MOST];
    size_t n = 0, cause = 0;
    const struct measure *m = measure_of(ask->what && *ask->what ? ask->what : "late");
    if (!m)
        return fail(c, ERR_INVALID, "what", N_("There is no such number"));
    TRY(scope_of(c, ask, &s));
    *label = T(c, m->label);
    for (int i = 0; i < m->n_of; i++) {
        const char *column = board_sql(c, m->of[i].dim);
        terms[n++] = (struct term){column, OP_GE, VALUE((int64_t)m->of[i].low)};
        terms[n++] = (struct term){column, OP_LE, VALUE((int64_t)m->of[i].high)};
    }
    if (ask->row.v)
        terms[n++] = (struct term){"top", OP_EQ, VALUE(ask->row.v)};
    if (ask->cause && *ask->cause) {
        while (cause < BOARD_CAUSES && !str_eq(board_causes[cause].name, ask->cause))
            cause++;
        if (cause == 0 || cause == BOARD_CAUSES)
            return fail(c, ERR_INVALID, "cause", N_("There is no such cause"));
        terms[n++] =
            (struct term){board_sql(c, DIM_CAUSE), OP_EQ, VALUE((int64_t)cause)};
        *label = T(c, board_causes[cause].label);
    }
    if (ask->unblock.v)
        terms[n++] = (struct term){board_sql_unblock(c, board_sql_who(c)), OP_EQ,
                                   VALUE(ask->unblock.v)};
    must(n <= MOST);
    const struct value in[] = {VALUE(s.org.v), value_text(board_iso(c, 0)),
                               VALUE(s.below)};
    TRY(task_list_picked(
        c,
        &(struct task_picked){.from = arena_printf(c->arena, "%s AS task",
                                                   tasks_of(c, &s, "t.*", m->ended)),
                              .in = in,
                              .n_in = COUNT(in),
                              .terms = terms,
                              .n_terms = n,
                              .ended = m->ended},
        ask->after, ask->limit, out));
    out->org = s.org;
    return OK;
}
