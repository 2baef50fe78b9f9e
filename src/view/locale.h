/* SPDX-License-Identifier: Apache-2.0 */
/* locale.h: numbers and dates as people of c's language write them. Results in c->arena. */
#ifndef VIEW_LOCALE_H
#define VIEW_LOCALE_H
#include "base/ctx.h"

const char *locale_int(struct ctx *c, int64_t v); /* vi, lo 9.321 · en, th 9,321 */
const char *locale_decimal(struct ctx *c, int64_t v,
                           int scale);        /* vi, lo 7,92 · en, th 7.92 */
const char *locale_day(struct ctx *c, day d); /* 01/07/2025 in all, never Buddhist
                                                                    years: forms take the same */
const char *locale_instant(struct ctx *c, instant t); /* 07:00 01/07/2025 */
#endif
