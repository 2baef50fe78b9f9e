/* SPDX-License-Identifier: Apache-2.0 */
/* law_calendar_web.h: handlers of days off and of readings, for the table of routes in law_web.c. */
#ifndef LAW_LAW_CALENDAR_WEB_H
#define LAW_LAW_CALENDAR_WEB_H
#include "kernel/calendar.h"
#include "kernel/deadline.h"

extern const struct view holidays_filter_view, holidays_view, holiday_key_view,
    readings_view, reading_key_view, reading_change_view;
err get_holidays(struct ctx *c, const void *in, void *out);
err get_holiday(struct ctx *c, const void *in, void *out);
err post_holiday(struct ctx *c, const void *in, void *out);
err get_readings(struct ctx *c, const void *in, void *out);
err get_reading(struct ctx *c, const void *in, void *out);
err post_readings(struct ctx *c, const void *in, void *out);
err post_reading(struct ctx *c, const void *in, void *out);
#endif
