/* SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"

#include <ctype.h>

enum {
    UTC_OFFSET_HOURS = 7
};
#define US_PER_DAY INT64_C(86400000000)

/* Days from civil and back: Howard Hinnant, "chrono-compatible low-level date algorithms". */
static int32_t
days_of(int y, int m, int d)
{
    y -= m <= 2;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void
day_parts(day z, int *year, int *month, int *mday)
{
    int32_t v = z.v + 719468;
    int era = (v >= 0 ? v : v - 146096) / 146097;
    int doe = v - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *mday = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2);
}

day
day_of(int year, int month, int mday)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || mday < 1 || mday > 31)
        return DAY_NONE;
    static const int longest[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (mday > longest[month - 1] || (month == 2 && mday == 29 && !leap))
        return DAY_NONE;
    return (day){days_of(year, month, mday)};
}

int
day_weekday(day d)
{
    int w = (d.v + 3) % 7;
    return w < 0 ? w + 7 : w;
}

static bool
digits(const char **s, int least, int most, int *out)
{
    int n = 0, v = 0;
    while (n < most && isdigit((unsigned char)(*s)[n]))
        v = v * 10 + ((*s)[n++] - '0');
    *s += n;
    *out = v;
    return n >= least;
}

bool
day_parse(const char *s, day *out)
{
    if (!s)
        return false;
    while (*s == ' ')
        s++;
    int a, b, c;
    bool iso = isdigit((unsigned char)s[0]) && isdigit((unsigned char)s[1]) &&
               isdigit((unsigned char)s[2]);
    if (!digits(&s, iso ? 4 : 1, iso ? 4 : 2, &a))
        return false;
    char sep = *s++;
    if (!(sep == '-' || (!iso && (sep == '/' || sep == '.'))))
        return false;
    if (!digits(&s, iso ? 2 : 1, 2, &b) || *s++ != sep)
        return false;
    if (!digits(&s, iso ? 2 : 4, iso ? 2 : 4, &c))
        return false;
    while (*s == ' ')
        s++;
    if (*s)
        return false;
    int year = iso ? a : c;
    day d = day_of(year, b, iso ? c : a);
    if (!day_known(d) || year < 1000)
        return false;
    *out = d;
    return true;
}

/* n digits of v, with leading noughts: a page has dozens of days, and snprintf is slow. */
static char *
put_digits(char *to, int v, int n)
{
    for (int i = n - 1; i >= 0; i--, v /= 10)
        to[i] = (char)('0' + v % 10);
    return to + n;
}

void
day_iso_to(char out[11], day d)
{
    int y, m, md;
    day_parts(d, &y, &m, &md);
    char *p = put_digits(out, y, 4);
    *p++ = '-';
    p = put_digits(p, m, 2);
    *p++ = '-';
    p = put_digits(p, md, 2);
    *p = '\0';
}

const char *
day_iso(struct arena *a, day d)
{
    if (!day_known(d))
        return NULL;
    char *s = arena_alloc(a, 11, 1);
    day_iso_to(s, d);
    return s;
}

const char *
day_vn(struct arena *a, day d)
{
    if (!day_known(d))
        return NULL;
    int y, m, md;
    day_parts(d, &y, &m, &md);
    char *s = arena_alloc(a, 11, 1), *p = put_digits(s, md, 2);
    *p++ = '/';
    p = put_digits(p, m, 2);
    *p++ = '/';
    put_digits(p, y, 4);
    return s;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

day
day_of_instant(instant t)
{
    return (day){
        (int32_t)floor_div(t.v + UTC_OFFSET_HOURS * INT64_C(3600000000), US_PER_DAY)};
}

void
instant_iso_to(char out[28], instant t)
{
    int64_t days = floor_div(t.v, US_PER_DAY), us = t.v - days * US_PER_DAY;
    day_iso_to(out, (day){(int32_t)days});
    out[10] = 'T';
    char *p = put_digits(out + 11, (int)(us / 3600000000), 2);
    *p++ = ':';
    p = put_digits(p, (int)(us / 60000000 % 60), 2);
    *p++ = ':';
    p = put_digits(p, (int)(us / 1000000 % 60), 2);
    *p++ = '.';
    p = put_digits(p, (int)(us % 1000000), 6);
    *p++ = 'Z';
    *p = '\0';
}

const char *
instant_iso(struct arena *a, instant t)
{
    if (t.v == INT64_MIN)
        return NULL;
    char *s = arena_alloc(a, 28, 1);
    instant_iso_to(s, t);
    return s;
}

bool
instant_parse(const char *s, instant *out)
{
    char d[11];
    if (!s || strlen(s) < 20 || s[4] != '-' || s[7] != '-' || s[10] != 'T')
        return false;
    memcpy(d, s, 10);
    d[10] = '\0';
    day on;
    if (!day_parse(d, &on))
        return false;
    int h, m, sec, us = 0;
    const char *p = s + 11;
    if (!digits(&p, 2, 2, &h) || *p++ != ':' || !digits(&p, 2, 2, &m) || *p++ != ':' ||
        !digits(&p, 2, 2, &sec) || h > 23 || m > 59 || sec > 59)
        return false;
    if (*p == '.') {
        const char *from = ++p;
        if (!digits(&p, 1, 6, &us))
            return false;
        for (int64_t n = p - from; n < 6; n++)
            us *= 10;
    }
    if (strcmp(p, "Z") != 0)
        return false;
    out->v = on.v * US_PER_DAY + ((h * 60 + m) * INT64_C(60) + sec) * 1000000 + us;
    return true;
}

const char *
instant_vn(struct arena *a, instant t)
{
    if (t.v == INT64_MIN)
        return NULL;
    int64_t local = t.v + UTC_OFFSET_HOURS * INT64_C(3600000000);
    int64_t us = local - floor_div(local, US_PER_DAY) * US_PER_DAY;
    return arena_printf(a, "%02d:%02d %s", (int)(us / 3600000000),
                        (int)(us / 60000000 % 60), day_vn(a, day_of_instant(t)));
}
