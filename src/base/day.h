/* SPDX-License-Identifier: Apache-2.0 */
/* day.h: civil days, half-open spans of days, and instants. Nothing here reads a clock. */
#ifndef BASE_DAY_H
#define BASE_DAY_H
#include "base/arena.h"

typedef struct {
    int32_t v;
} day; /* days since 1970-01-01 in the office's own calendar; no zone */
typedef struct {
    day from, to;
} span; /* half-open [from, to) */
typedef struct {
    int64_t v;
} instant; /* microseconds since 1970-01-01 00:00 UTC */

#define DAY_NONE ((day){INT32_MIN}) /* unknown, or open: printed as null, stored as NULL */
#define DAY_MIN  ((day){-719162})   /* 0001-01-01: "since ever", stored in span starts */
#define DAY_MAX  ((day){2932896})   /* 9999-12-31: "still", stored in span ends */
#define INSTANT_NONE ((instant){INT64_MIN})

static inline bool
day_known(day d)
{
    return d.v != INT32_MIN;
}
static inline bool
span_has(span s, day d)
{
    return s.from.v <= d.v && d.v < s.to.v;
}

day day_of(int year, int month, int mday);              /* DAY_NONE if there is no such day */
void day_parts(day d, int *year, int *month, int *mday);
int day_weekday(day d);                                 /* 0 = Monday … 6 = Sunday */
/* Reads "2025-07-01", "01/07/2025", "1-7-2025", "1.7.2025" and nothing else, blanks around
 * allowed. False when it is no day between 1000 and 9999; *out is then untouched. */
bool day_parse(const char *s, day *out);
const char *day_iso(struct arena *a, day d);            /* "2025-07-01"; NULL for DAY_NONE */
void day_iso_to(char out[11], day d);
const char *day_vn(struct arena *a, day d);             /* "01/07/2025" */

/* Vietnam keeps UTC+7 all year (Decision 134/2002/QĐ-TTg): the civil day of an instant. */
day day_of_instant(instant t);
const char *instant_iso(struct arena *a, instant t);    /* "2025-07-01T00:00:00.000000Z" */
void instant_iso_to(char out[28], instant t);           /* the same, of a year up to 9999 */
bool instant_parse(const char *s, instant *out);        /* that form only, fraction optional */
const char *instant_vn(struct arena *a, instant t);     /* "07:00 01/07/2025" at UTC+7 */
#endif
