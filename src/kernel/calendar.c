/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c: rows shipped and rows written, laid over one another. */
#include "kernel/calendar.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/embedded.h"
#include "base/msg.h"
#include "kernel/act.h"
#include "store/store.h"

extern const struct query Q_calendar_rows, Q_calendar_add, Q_calendar_change;

const struct choice calendar_kinds[7] = {
    {NULL, ""},
    {"holiday", N_("Holiday")},
    {"compensate", N_("Off instead of a holiday on a day off")},
    {"swap_off", N_("Off, worked on another day")},
    {"swap_work", N_("Worked instead of another day")},
    {"expected", N_("Off as foreseen, not decided yet")},
    {"plain", N_("As any other day")},
};

static const struct field day_fields[] = {
    FIELD(struct calendar_day, on, N_("Day"), .flags = F_REQUIRED | F_BRIEF,
          .to = "/law/holidays/{on}"),
    ENUM(struct calendar_day, kind, calendar_kinds, N_("What it is"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct calendar_day, name, N_("Name"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct calendar_day, source, N_("Source"), .flags = F_REQUIRED | F_BRIEF,
          .hint = N_("The article or the decision of the year")),
    FIELD(struct calendar_day, checked_by, N_("Checked by"), .flags = F_BRIEF,
          .hint = N_("Who compared the row with the official text, and when; empty: "
                     "unverified")),
    FIELD(struct calendar_day, version, N_("Version"), .flags = F_HIDDEN),
};
const struct view calendar_day_view =
    VIEW("calendar_day", struct calendar_day, day_fields);

/* ---- rows ---- */

static struct calendar_day_list shipped_days;

/* Of the file that is part of the program: read once, and it has no faults. */
static void
read_shipped(void)
{
    static struct arena for_ever;
    struct ctx c = {.arena = &for_ever};
    const struct embedded *file = embedded_shipped("data/holidays.csv");
    struct csv csv;
    struct csv_row *header = NEW(c.arena, struct csv_row),
                   *row = NEW(c.arena, struct csv_row);
    csv_open(&csv, file->text, file->n);
    must(csv_next(&csv, c.arena, header));
    while (csv_next(&csv, c.arena, row)) {
        struct calendar_day *d = PUSH(c.arena, &shipped_days);
        view_clear(&calendar_day_view, d);
        for (size_t i = 0; i < header->n; i++) {
            const struct field *f = view_field(&calendar_day_view, header->cell[i]);
            must(f != NULL);
            field_set(&c, f, d, csv_cell(row, (int)i), f->name);
        }
        d->version = 0;
    }
    must(!csv.error && c.code == OK);
}

static const struct calendar_day_list *
shipped(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_shipped);
    return &shipped_days;
}

static int
by_day(const void *a, const void *b)
{
    const struct calendar_day *x = a, *y = b;
    return (x->on.v > y->on.v) - (x->on.v < y->on.v);
}

err
calendar_list(struct ctx *c, int64_t year, struct calendar_day_list *out)
{
    struct calendar_day_list all = {0}, own;
    TRY(query_list(c, &Q_calendar_rows, &calendar_day_view, &own, IN_NOTHING));
    for (size_t i = 0; i < shipped()->n; i++)
        *PUSH(c->arena, &all) = shipped()->v[i];
    for (size_t i = 0; i < own.n; i++) {
        size_t k = 0;
        while (k < all.n && all.v[k].on.v != own.v[i].on.v)
            k++;
        *(k < all.n ? &all.v[k] : PUSH(c->arena, &all)) = own.v[i];
    }
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_day);
    *out = (struct calendar_day_list){0};
    for (size_t i = 0; i < all.n; i++) {
        int y, unused;
        day_parts(all.v[i].on, &y, &unused, &unused);
        if (!year || y == year)
            *PUSH(c->arena, out) = all.v[i];
    }
    return OK;
}

err
calendar_load(struct ctx *c, struct workdays *out)
{
    struct calendar_day_list all;
    TRY(calendar_list(c, 0, &all));
    int *years = NEWN(c->arena, int, all.n + 1);
    *out = (struct workdays){.years = years};
    int last = 0;
    bool doubt = false; /* about the year at hand, which is the last of `years` */
    for (size_t i = 0; i < all.n; i++) {
        const struct calendar_day *d = &all.v[i];
        int year, unused;
        day_parts(d->on, &year, &unused, &unused);
        if (year != last) {
            out->n_years -= doubt;
            years[out->n_years++] = last = year;
            doubt = false;
        }
        doubt |= d->kind == CALENDAR_EXPECTED;
        if (d->kind != CALENDAR_PLAIN)
            *PUSH(c->arena, &out->days) =
                (struct workday_exception){d->on, d->kind == CALENDAR_SWAP_WORK};
    }
    out->n_years -= doubt;
    return OK;
}

err
calendar_find(struct ctx *c, day on, struct calendar_day *out)
{
    struct calendar_day_list all;
    TRY(calendar_list(c, 0, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].on.v == on.v) {
            *out = all.v[i];
            return OK;
        }
    return fail(c, ERR_NOT_FOUND, "on", N_("The calendar has no row for this day"));
}

/* ---- changes ---- */

static err
check(struct ctx *c, const struct calendar_day *in)
{
    if (!day_known(in->on) || in->on.v < DAY_MIN.v || in->on.v > DAY_MAX.v)
        return fail(c, ERR_INVALID, "on", N_("Say which day"));
    bool weekend = day_weekday(in->on) >= 5;
    if (!in->kind)
        note_fault(c, ERR_INVALID, "kind", N_("Say what the day is"));
    if (in->kind == CALENDAR_SWAP_WORK && !weekend)
        note_fault(c, ERR_INVALID, "kind", N_("A weekday is worked without a row"));
    if ((in->kind == CALENDAR_SWAP_OFF || in->kind == CALENDAR_COMPENSATE) && weekend)
        note_fault(c, ERR_INVALID, "kind", N_("This day is off without a row"));
    if (!in->name)
        note_fault(c, ERR_INVALID, "name", N_("Say its name"));
    if (!in->source)
        note_fault(c, ERR_INVALID, "source",
                   N_("Say which article or decision says so"));
    return faults(c);
}

err
calendar_set(struct ctx *c, const struct calendar_day *in)
{
    TRY(check(c, in));
    struct calendar_day_list all;
    TRY(calendar_list(c, 0, &all));
    const struct calendar_day *was = NULL;
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].on.v == in->on.v)
            was = &all.v[i];
    int64_t version = was ? was->version : 0, n = 1;
    if ((in->version == INT_NONE ? 0 : in->version) != version)
        return fail(c, ERR_CONFLICT, "version",
                    N_("Somebody wrote this day in the meantime: read it again"));
    const char *kind = calendar_kinds[in->kind].name;
    if (version == 0)
        TRY(query_exec(c, &Q_calendar_add,
                       IN(in->on, kind, in->name, in->source, in->checked_by), NULL));
    else
        TRY(query_exec(c, &Q_calendar_change,
                       IN(in->on, kind, in->name, in->source, in->checked_by, version),
                       &n));
    if (n != 1)
        return fail(c, ERR_CONFLICT, "version",
                    N_("Somebody wrote this day in the meantime: read it again"));
    struct calendar_day after = *in;
    after.version = version;
    const char *iso = day_iso(c->arena, in->on);
    return act_add(
        c, &(struct act){.verb = was ? "change" : "add",
                         .kind = "calendar_day",
                         .object_id = in->on.v,
                         .label = arena_printf(c->arena, "%s · %s",
                                               day_vn(c->arena, in->on), in->name),
                         .path = arena_printf(c->arena, "/law/holidays/%s", iso),
                         .law = in->source,
                         .changes = view_diff(c, &calendar_day_view, was, &after)});
}
