/* SPDX-License-Identifier: Apache-2.0 */
#include "base/workday.h"

/* The exception of that day, or where it would stand: the first not before d. */
static size_t
place(const struct workdays *w, day d)
{
    size_t low = 0, high = w->days.n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (w->days.v[mid].on.v < d.v)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool
workday_is(const struct workdays *w, day d)
{
    size_t i = place(w, d);
    if (i < w->days.n && w->days.v[i].on.v == d.v)
        return w->days.v[i].works;
    return day_weekday(d) < 5;
}

/* The nearest working day from d on, looking by `step`; the end of time if there is none. */
static day
seek(const struct workdays *w, day d, int step)
{
    while (d.v > DAY_MIN.v && d.v < DAY_MAX.v && !workday_is(w, d))
        d.v += step;
    return d;
}

day
workday_next(const struct workdays *w, day d)
{
    return seek(w, d, 1);
}

day
workday_previous(const struct workdays *w, day d)
{
    return seek(w, d, -1);
}

day
workday_add(const struct workdays *w, day d, int64_t n)
{
    if (n == 0)
        return workday_next(w, d);
    int step = n > 0 ? 1 : -1;
    for (; n != 0 && d.v > DAY_MIN.v && d.v < DAY_MAX.v; n -= step)
        d = seek(w, (day){d.v + step}, step);
    return d;
}

int64_t
workday_count(const struct workdays *w, span s)
{
    int64_t n = 0;
    for (day d = s.from; d.v < s.to.v; d.v++)
        n += workday_is(w, d);
    return n;
}

bool
workday_certain(const struct workdays *w, span s)
{
    if (s.from.v >= s.to.v)
        return true;
    int first, last, unused;
    day_parts(s.from, &first, &unused, &unused);
    day_parts((day){s.to.v - 1}, &last, &unused, &unused);
    for (int year = first; year <= last; year++) {
        bool known = false;
        for (size_t i = 0; i < w->n_years; i++)
            known |= w->years[i] == year;
        if (!known)
            return false;
    }
    return true;
}
