/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calendar.h: days off and days worked instead, as rows with a source. A year without rows has
 * its weekends only, and all that is counted in it is provisional.
 */
#ifndef KERNEL_CALENDAR_H
#define KERNEL_CALENDAR_H
#include "base/workday.h"
#include "view/view.h"

enum calendar_kind {
    CALENDAR_NONE,
    CALENDAR_HOLIDAY,    /* a day that the law or a yearly decision makes a holiday */
    CALENDAR_COMPENSATE, /* off instead of a holiday that fell on a weekend */
    CALENDAR_SWAP_OFF,   /* off, and worked on another day instead */
    CALENDAR_SWAP_WORK   /* the Saturday that is worked instead */
};
extern const struct choice calendar_kinds[5];

struct calendar_day {
    int64_t id;
    day on;
    int kind;
    const char *name;       /* "Tết Nguyên đán" */
    const char *source;     /* the article or decision */
    const char *checked_by; /* who compared it with the text; NULL: unverified */
    int64_t version;
    bool is_ended; /* struck out: it no longer counts */
};
struct calendar_day_list LIST(struct calendar_day);
extern const struct view calendar_day_view;

/* What counts: one query; the same for the whole request. */
NODISCARD err calendar_load(struct ctx *c, struct workdays *out);
/* year 0: every year. Struck out rows too, by day. */
NODISCARD err calendar_list(struct ctx *c, int64_t year, struct calendar_day_list *out);
NODISCARD err calendar_find(struct ctx *c, int64_t id, struct calendar_day *out);
/* INVALID(on, kind, source): no day, a weekend off, a weekday worked; CONFLICT(on): it has a row. */
NODISCARD err calendar_add(struct ctx *c, const struct calendar_day *in, int64_t *id);
/* Kind, name, source, who checked it, and whether it counts. NOT_FOUND; CONFLICT(version);
 * INVALID as above. One act. */
NODISCARD err calendar_change(struct ctx *c, const struct calendar_day *in);
/* The rows of data/holidays.csv that the installation does not have yet, by day; `haicap init`
 * and an update call it. No row that a person changed is touched. */
NODISCARD err calendar_seed(struct ctx *c, int64_t *added);
#endif
