/* SPDX-License-Identifier: Apache-2.0 */
/* deadline_reading.c: the rows that say how deadlines are read and counted. */
#include "base/msg.h"
#include "kernel/act.h"
#include "kernel/calendar.h"
#include "kernel/deadline_in.h"
#include "store/store.h"

extern const struct query Q_deadline_reading_list, Q_deadline_reading_find,
    Q_deadline_reading_end, Q_deadline_reading_next, Q_deadline_reading_add,
    Q_deadline_reading_data, Q_deadline_reading_change;

const struct choice deadline_rolls[3] = {
    {"stays", N_("It stays")},
    {"next", N_("To the next working day")},
    {"previous", N_("To the working day before")},
};

static const struct field reading_fields[] = {
    FIELD(struct deadline_reading, id, N_("Number"), .flags = F_HIDDEN),
    ENUM(struct deadline_reading, kind, deadline_kinds, N_("Deadline"),
         .flags = F_REQUIRED | F_BRIEF, .to = "/law/readings/{id}"),
    FIELD(struct deadline_reading, valid_from, N_("For documents from"),
          .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct deadline_reading, valid_to, N_("until"),
          .flags = F_READONLY | F_BRIEF),
    FIELD(struct deadline_reading, shift, N_("Shift (days)"),
          .flags = F_REQUIRED | F_BRIEF,
          .hint = N_("From the day named to the last day in time; before: -1")),
    FIELD(struct deadline_reading, counts_first, N_("First day counts"),
          .flags = F_BRIEF),
    ENUM(struct deadline_reading, roll, deadline_rolls, N_("Ends on a day off"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct deadline_reading, data_from_month, N_("Data from month")),
    FIELD(struct deadline_reading, data_from_day, N_("Data from day")),
    FIELD(struct deadline_reading, data_to_month, N_("Data to month")),
    FIELD(struct deadline_reading, data_to_day, N_("Data to day")),
    FIELD(struct deadline_reading, article, N_("Article"),
          .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct deadline_reading, checked_by, N_("Checked by"), .flags = F_BRIEF,
          .hint = N_("Who compared the row with the official text, and when; empty: "
                     "unverified")),
    FIELD(struct deadline_reading, version, N_("Version"), .flags = F_HIDDEN),
};
const struct view deadline_reading_view =
    VIEW("deadline_reading", struct deadline_reading, reading_fields);

static err
ask(struct ctx *c, const void *arg UNUSED, void **out)
{
    struct deadline_law *law = NEW(c->arena, struct deadline_law);
    *out = law;
    TRY(calendar_load(c, &law->calendar));
    return deadline_readings(c, &law->readings);
}

err
deadline_law_load(struct ctx *c, const struct deadline_law **out)
{
    void *law;
    TRY(db_remember(c, "deadline_law", ask, NULL, &law));
    *out = law;
    return OK;
}

const struct workdays *
deadline_workdays(const struct deadline_law *law)
{
    return &law->calendar;
}

err
deadline_readings(struct ctx *c, struct deadline_reading_list *out)
{
    return query_list(c, &Q_deadline_reading_list, &deadline_reading_view, out,
                      IN_NOTHING);
}

err
deadline_reading_find(struct ctx *c, int64_t id, struct deadline_reading *out)
{
    err e = query_one(c, &Q_deadline_reading_find, &deadline_reading_view, out, IN(id));
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no such reading")) : e;
}

static err
log_reading(struct ctx *c, const char *verb, const struct deadline_reading *was,
            const struct deadline_reading *is)
{
    const char *path = arena_printf(c->arena, "/law/readings/%lld", (long long)is->id);
    return act_add(
        c, &(struct act){.verb = verb,
                         .kind = "deadline_reading",
                         .object_id = is->id,
                         .label = is->article,
                         .path = path,
                         .law = is->article,
                         .changes = view_diff(c, &deadline_reading_view, was, is)});
}

static void
check_place(struct ctx *c, const char *field, int64_t v, int64_t least, int64_t most)
{
    if (v != INT_NONE && (v < least || v > most))
        note_fault(c, ERR_INVALID, field, N_("A number from %lld to %lld"),
                   (long long)least, (long long)most);
}

static err
check_reading(struct ctx *c, const struct deadline_reading *in)
{
    bool whole = in->data_from_month != INT_NONE && in->data_from_day != INT_NONE &&
                 in->data_to_month != INT_NONE && in->data_to_day != INT_NONE;
    bool none = in->data_from_month == INT_NONE && in->data_from_day == INT_NONE &&
                in->data_to_month == INT_NONE && in->data_to_day == INT_NONE;
    check_place(c, "kind", in->kind, DEADLINE_BEFORE, DEADLINE_CONTINUOUS);
    if (!day_known(in->valid_from))
        note_fault(c, ERR_INVALID, "valid_from", N_("Say from which day"));
    if (in->shift == INT_NONE || in->shift < -31 || in->shift > 31)
        note_fault(c, ERR_INVALID, "shift", N_("A number from %lld to %lld"), -31LL,
                   31LL);
    check_place(c, "data_from_month", in->data_from_month, -12, 24);
    check_place(c, "data_from_day", in->data_from_day, 1, 31);
    check_place(c, "data_to_month", in->data_to_month, -12, 24);
    check_place(c, "data_to_day", in->data_to_day, 1, 31);
    if (!whole && !none)
        note_fault(c, ERR_INVALID, "data_from_month",
                   N_("A data window has a month and a day at both ends"));
    if (!in->article)
        note_fault(c, ERR_INVALID, "article", N_("Say which article says so"));
    return faults(c);
}

err
deadline_reading_add(struct ctx *c, const struct deadline_reading *in, int64_t *id)
{
    struct deadline_reading is = *in, next;
    TRY(check_reading(c, in));
    const char *kind = deadline_kinds[in->kind].name;
    err e = query_one(c, &Q_deadline_reading_next, &deadline_reading_view, &next,
                      IN(kind, in->valid_from));
    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    if (e == OK && next.valid_from.v == in->valid_from.v)
        return fail(c, ERR_CONFLICT, "valid_from", N_("A row begins on that day"));
    is.valid_to = e == OK ? next.valid_from : DAY_MAX;
    is.version = 1;
    TRY(query_exec(c, &Q_deadline_reading_end, IN(kind, in->valid_from), NULL));
    TRY(id_next(c, &is.id));
    TRY(query_exec(c, &Q_deadline_reading_add,
                   IN(is.id, kind, is.valid_from, is.valid_to, is.shift,
                      is.counts_first, deadline_rolls[is.roll].name, is.article,
                      is.checked_by),
                   NULL));
    TRY(query_exec(c, &Q_deadline_reading_data,
                   IN(is.id, is.data_from_month, is.data_from_day, is.data_to_month,
                      is.data_to_day),
                   NULL));
    if (id)
        *id = is.id;
    return log_reading(c, "add", NULL, &is);
}

err
deadline_reading_change(struct ctx *c, const struct deadline_reading *in)
{
    struct deadline_reading was, is;
    int64_t n;
    TRY(deadline_reading_find(c, in->id, &was));
    if (!in->article)
        return fail(c, ERR_INVALID, "article", N_("Say which article says so"));
    TRY(query_exec(c, &Q_deadline_reading_change,
                   IN(in->id, in->article, in->checked_by, in->version), &n));
    if (n != 1)
        return fail(c, ERR_CONFLICT, "version",
                    N_("Somebody changed this row in the meantime: read it again"));
    is = was;
    is.article = in->article;
    is.checked_by = in->checked_by;
    return log_reading(c, "change", &was, &is);
}
