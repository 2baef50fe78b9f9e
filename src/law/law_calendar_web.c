/* SPDX-License-Identifier: Apache-2.0 */
/* law_calendar_web.c: days off and how deadlines are read, on pages. */
#include "law/law_calendar_web.h"

#include "base/text.h"
#include "web/web.h"

struct holidays_filter {
    const char *year; /* text: as a number it would be written 2.026 */
};
static const struct field holidays_filter_fields[] = {
    FIELD(struct holidays_filter, year, N_("Year"), .max = 4),
};
const struct view holidays_filter_view =
    VIEW("holidays_filter", struct holidays_filter, holidays_filter_fields);

struct holidays_page {
    int64_t total, total_at_least;
    struct calendar_day_list items;
    const char *next, *year;
};
static const struct field holidays_fields[] = {
    LIST_FIELDS(struct holidays_page, &calendar_day_view),
    FIELD(struct holidays_page, year, N_("Year")),
};
const struct view holidays_view =
    VIEW("holidays", struct holidays_page, holidays_fields);

err
get_holidays(struct ctx *c, const void *in, void *out)
{
    const struct holidays_filter *f = in;
    struct holidays_page *p = out;
    int64_t year = 0;
    if (f->year && !int_parse(f->year, &year))
        return fail(c, ERR_INVALID, "year", N_("A year is a number, 2026"));
    p->year = f->year;
    TRY(calendar_list(c, year, &p->items));
    p->total = (int64_t)p->items.n;
    return OK;
}

struct holiday_key {
    day on;
};
static const struct field holiday_key_fields[] = {
    FIELD(struct holiday_key, on, N_("Day"), .flags = F_REQUIRED),
};
const struct view holiday_key_view =
    VIEW("holiday_key", struct holiday_key, holiday_key_fields);

err
get_holiday(struct ctx *c, const void *in, void *out)
{
    return calendar_find(c, ((const struct holiday_key *)in)->on, out);
}

err
post_holiday(struct ctx *c, const void *in, void *out)
{
    const struct calendar_day *d = in;
    TRY(calendar_set(c, d));
    return calendar_find(c, d->on, out);
}

struct readings_page {
    int64_t total, total_at_least;
    struct deadline_reading_list items;
    const char *next;
};
static const struct field readings_fields[] = {
    LIST_FIELDS(struct readings_page, &deadline_reading_view),
};
const struct view readings_view =
    VIEW("readings", struct readings_page, readings_fields);

err
get_readings(struct ctx *c, const void *in, void *out)
{
    (void)in;
    struct readings_page *p = out;
    TRY(deadline_readings(c, &p->items));
    p->total = (int64_t)p->items.n;
    return OK;
}

struct reading_key {
    int64_t id;
};
static const struct field reading_key_fields[] = {
    FIELD(struct reading_key, id, N_("Number"), .flags = F_REQUIRED),
};
const struct view reading_key_view =
    VIEW("reading_key", struct reading_key, reading_key_fields);

err
get_reading(struct ctx *c, const void *in, void *out)
{
    return deadline_reading_find(c, ((const struct reading_key *)in)->id, out);
}

err
post_readings(struct ctx *c, const void *in, void *out)
{
    int64_t id;
    TRY(deadline_reading_add(c, in, &id));
    return deadline_reading_find(c, id, out);
}

/* What is changed of a row that stands; another reading is a new row. */
static const struct field reading_change_fields[] = {
    FIELD(struct deadline_reading, id, N_("Number"), .flags = F_HIDDEN | F_REQUIRED),
    FIELD(struct deadline_reading, article, N_("Article"), .flags = F_REQUIRED),
    FIELD(struct deadline_reading, checked_by, N_("Checked by"),
          .hint = N_("Who compared the row with the official text, and when; empty: "
                     "unverified")),
    FIELD(struct deadline_reading, version, N_("Version"), .flags = F_HIDDEN),
};
const struct view reading_change_view =
    VIEW("deadline_reading_change", struct deadline_reading, reading_change_fields);

err
post_reading(struct ctx *c, const void *in, void *out)
{
    const struct deadline_reading *r = in;
    TRY(deadline_reading_change(c, r));
    return deadline_reading_find(c, r->id, out);
}
