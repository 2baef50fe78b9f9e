/* SPDX-License-Identifier: Apache-2.0 */
/* workday.h: counting working days. Pure: which days are off is given, nothing is known here but
 * that a week has a Saturday and a Sunday. */
#ifndef BASE_WORKDAY_H
#define BASE_WORKDAY_H
#include "base/day.h"

/* A day that is not what its place in the week says. */
struct workday_exception {
    day on;
    bool works; /* a Saturday that is worked for a Monday; else a day off */
};
struct workday_exception_list LIST(struct workday_exception);
/* What is known of a calendar. All zero: weekends alone, and no year is certain. */
struct workdays {
    struct workday_exception_list days; /* by day, each once */
    const int *years;                   /* ascending: those whose days off are known */
    size_t n_years;
};

bool workday_is(const struct workdays *w, day d);
/* d itself or the first working day after (before) it. */
day workday_next(const struct workdays *w, day d);
day workday_previous(const struct workdays *w, day d);
/*
 * The n-th working day after d, d itself not counted; n < 0: before d. n = 0 is workday_next(d).
 * For a working day d: workday_add(workday_add(d, n), -n) is d. Never falls as n or d grows.
 */
day workday_add(const struct workdays *w, day d, int64_t n);
/* Working days d with s.from <= d < s.to. For n > 0, those of (d, workday_add(d, n)] are n. */
int64_t workday_count(const struct workdays *w, span s);
/* Is every year that s touches among the known ones? An empty span is certain. */
bool workday_certain(const struct workdays *w, span s);
#endif
