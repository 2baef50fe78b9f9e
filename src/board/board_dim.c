/* SPDX-License-Identifier: Apache-2.0 */
/* board_dim.c: the small whole numbers that tasks are counted by, as SQL over a task's columns. */
#include "board/board_in.h"

#include "base/buf.h"
#include "base/msg.h"

const struct cause board_causes[BOARD_CAUSES] = {
    {"none", "due_key >= '%s'", "", "org_held", ""},
#define GIVER "org_given", N_("its giver")
#define LEAD  "org_held", N_("the lead body")
    {"planned", "stage = 'planned'", N_("Given to nobody yet"), GIVER},
    {"returned", "stage = 'returned'", N_("Returned as not theirs"), GIVER},
    {"cannot", "stage = 'cannot'", N_("Said to be impossible"), GIVER},
    {"reported", "stage = 'reported'", N_("Reported as done, not verified"), GIVER},
    {"suspended", "stage = 'suspended'", N_("Suspended"), GIVER},
    {"asked", "asked_until IS NOT NULL", N_("An extension is asked for"), GIVER},
    {"waits",
     "id IN (SELECT n.task_id FROM task_need n CROSS JOIN task b"
     " WHERE b.id = n.on_id AND b.state = 'open')",
     N_("Waits for another task"),
     "(SELECT b.org_held FROM task_need n CROSS JOIN task b"
     " WHERE n.task_id = task.id AND b.id = n.on_id AND b.state = 'open'"
     " ORDER BY b.due_key, b.id LIMIT 1)",
     N_("who leads that one")},
    {"obstacle",
     "id IN (SELECT o.task_id FROM obstacle o"
     " WHERE o.state = 'open' AND o.task_id IS NOT NULL)",
     N_("An obstacle is not answered"),
     "(SELECT o.org_held FROM obstacle o WHERE o.task_id = task.id AND o.state = 'open'"
     " ORDER BY o.due_key, o.id LIMIT 1)",
     N_("who is to answer it")},
    {"assigned", "stage = 'assigned'", N_("Not accepted"), LEAD},
    {"silent", "changed_at < '%s'", N_("No word for two weeks"), LEAD},
    {"doing", "1 = 1", N_("Being done"), LEAD},
#undef GIVER
#undef LEAD
};

const char *
board_iso(struct ctx *c, int days)
{
    return day_iso(c->arena, (day){c->today.v + days});
}

static const char *
sql_of_due(struct ctx *c)
{
    CLEANUP(buf_free) struct buf b = {0};
    buf_puts(&b, "(CASE");
    for (int i = 0; i <= DUE_LATE; i++)
        buf_printf(&b, " WHEN due_key < '%s' THEN %d",
                   board_iso(c, -7 * (DUE_LATE - i)), i);
    buf_printf(
        &b,
        " WHEN due_key < '%s' THEN %d WHEN due_key < '9999-12-31' THEN %d ELSE %d END)",
        board_iso(c, TASK_SOON), DUE_SOON, DUE_LATER, DUE_NEVER);
    return arena_strndup(c->arena, b.s, b.n);
}

static const char *
sql_of_week(struct ctx *c)
{
    CLEANUP(buf_free) struct buf b = {0};
    buf_puts(&b, "(CASE");
    for (int i = 0; i < BOARD_WEEKS; i++)
        buf_printf(&b, " WHEN ended_on > '%s' THEN %d", board_iso(c, -7 * (i + 1)), i);
    buf_printf(&b, " ELSE %d END)", BOARD_WEEKS);
    return arena_strndup(c->arena, b.s, b.n);
}

/* CASE over the causes: their numbers, or who can change it. */
static const char *
sql_of_causes(struct ctx *c, bool who)
{
    CLEANUP(buf_free) struct buf b = {0};
    buf_puts(&b, "(CASE");
    for (size_t i = 0; i < BOARD_CAUSES; i++) {
        const char *day_of_it =
            board_iso(c, str_eq(board_causes[i].name, "silent") ? -TASK_SILENT : 0);
        buf_puts(&b, " WHEN ");
        for (const char *s = board_causes[i].when; *s; s++)
            if (s[0] == '%' && s[1] == 's')
                buf_puts(&b, day_of_it), s++;
            else
                buf_putc(&b, *s);
        if (who)
            buf_printf(&b, " THEN %s", board_causes[i].who);
        else
            buf_printf(&b, " THEN %zu", i);
    }
    buf_puts(&b, " END)");
    return arena_strndup(c->arena, b.s, b.n);
}

const char *
board_sql(struct ctx *c, int dim)
{
    switch (dim) {
    case DIM_HAND:
        return arena_printf(
            c->arena,
            "(CASE stage WHEN 'planned' THEN %d WHEN 'assigned' THEN %d WHEN "
            "'doing' THEN %d WHEN 'suspended' THEN %d ELSE %d END)",
            HAND_PLANNED, HAND_ASSIGNED, HAND_DOING, HAND_SUSPENDED, HAND_DECIDE);
    case DIM_DUE:
        return sql_of_due(c);
    case DIM_SILENT:
        return arena_printf(
            c->arena,
            "(CASE WHEN turn = 'lead' AND changed_at < '%s' THEN 1 ELSE 0 END)",
            board_iso(c, -TASK_SILENT));
    case DIM_CAUSE:
        return sql_of_causes(c, false);
    case DIM_WEEK:
        return sql_of_week(c);
    default:
        return arena_printf(
            c->arena,
            "(CASE WHEN stage <> 'closed' THEN %d WHEN ended_on > due_key THEN "
            "%d ELSE %d END)",
            RESULT_WITHDRAWN, RESULT_LATE, RESULT_IN_TIME);
    }
}

const char *
board_sql_who(struct ctx *c)
{
    return sql_of_causes(c, true);
}

const char *
board_sql_unblock(struct ctx *c, const char *who)
{
    return arena_printf(c->arena,
                        "(SELECT u.now_id FROM org_now u WHERE u.org_id = %s"
                        " AND u.valid_from <= $2 AND u.valid_to > $2)",
                        who);
}
