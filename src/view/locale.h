/* SPDX-License-Identifier: Apache-2.0 */
/* locale.h: numbers and dates as people of c's language write them. Results in c->arena. */
#ifndef VIEW_LOCALE_H
#define VIEW_LOCALE_H
#include "base/ctx.h"

const char *locale_int(struct ctx *c, int64_t v); /* vi, lo 9.321 · en, th 9,321 */
const char *locale_decimal(struct ctx *c, int64_t v,
                           int scale);        /* vi, lo 7,92 · en, th 7.92 */
/* The same with thousands together, as people type it. */
const char *locale_decimal_typed(struct ctx *c, int64_t v, int scale);
/* Is it a number whose one sign may stand before decimals or part its thousands: vi "1.200"? */
bool locale_reads_two_ways(const struct ctx *c, const char *text);
const char *locale_day(struct ctx *c, day d); /* 01/07/2025 in all, never Buddhist
                                                                    years: forms take the same */
const char *locale_instant(struct ctx *c, instant t); /* 07:00 01/07/2025 */
#endif
