/* SPDX-License-Identifier: Apache-2.0 */
/* locale.h: numbers and dates as people of c's language write them. Results in c->arena. */
#ifndef VIEW_LOCALE_H
#define VIEW_LOCALE_H
#include "base/ctx.h"

const char *locale_int(struct ctx *c, int64_t v);                /* vi 9.321 · en 9,321 */
const char *locale_decimal(struct ctx *c, int64_t v, int scale); /* vi 7,92 · en 7.92 */
const char *locale_day(struct ctx *c, day d);                    /* 01/07/2025 in both */
const char *locale_instant(struct ctx *c, instant t);            /* 07:00 01/07/2025 */
#endif
