/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calendar.h: days off and days worked instead, as rows with a source. data/holidays.csv ships with
 * the program; a row that a person writes for a day stands before the one shipped for it. A year
 * without rows has its weekends only; what is counted in it, or in a year with an expected row, is
 * provisional.
 */
#ifndef KERNEL_CALENDAR_H
#define KERNEL_CALENDAR_H
#include "base/workday.h"
#include "view/view.h"

enum calendar_kind {
    CALENDAR_NONE,
    CALENDAR_HOLIDAY,    /* a day that the law or a yearly decision makes a holiday */
    CALENDAR_COMPENSATE, /* off instead of a holiday that fell on a day off */
    CALENDAR_SWAP_OFF,   /* off, and worked on another day instead */
    CALENDAR_SWAP_WORK,  /* the day off that is worked instead */
    CALENDAR_EXPECTED, /* off as far as can be foreseen: the decision of the year is to come */
    CALENDAR_PLAIN /* the row shipped for this day does not hold: it is as any other */
};
extern const struct choice calendar_kinds[7];

struct calendar_day {
    day on; /* the key */
    int kind;
    const char *name;       /* "Tết Nguyên đán" */
    const char *source;     /* the article or decision */
    const char *checked_by; /* who compared it with the text; NULL: unverified */
    int64_t version;        /* of a person's row, from 1; 0: as shipped */
};
struct calendar_day_list LIST(struct calendar_day);
extern const struct view calendar_day_view;

/* What counts. One query. */
NODISCARD err calendar_load(struct ctx *c, struct workdays *out);
/* By day; year 0: every year. */
NODISCARD err calendar_list(struct ctx *c, int64_t year, struct calendar_day_list *out);
/* NOT_FOUND: no row for that day. */
NODISCARD err calendar_find(struct ctx *c, day on, struct calendar_day *out);
/*
 * Writes the row of in->on, a new one or in place of that of in->version. One act.
 * INVALID(on, kind, name, source): a day off on a weekend, work on a weekday; CONFLICT(version):
 * somebody wrote it in the meantime.
 */
NODISCARD err calendar_set(struct ctx *c, const struct calendar_day *in);
#endif
