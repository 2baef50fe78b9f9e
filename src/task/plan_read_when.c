/* SPDX-License-Identifier: Apache-2.0 */
/* plan_read_when.c: days, months, quarters and years as plans word them. */
#include "base/text.h"
#include "task/plan_read_in.h"

static int
roman(const char *s)
{
    static const char *const r[] = {"i", "ii", "iii", "iv"};
    for (int i = 0; i < 4; i++)
        if (str_eq(s, r[i]))
            return i + 1;
    return 0;
}

bool
plan_number(const struct plan_words *w, size_t i, int64_t least, int64_t most)
{
    return i < w->n && w->v[i].number >= least && w->v[i].number <= most;
}

/* "/2025", "năm 2025", "-2025": the year and where it ends; 0: none. */
static size_t
year_at(const struct plan_words *w, size_t i, int *year)
{
    size_t k = i;
    if (plan_sign(w, k, "/-.") || plan_match(w, k, "=năm"))
        k++;
    if (k == i || !plan_number(w, k, 1900, 2200))
        return 0;
    *year = (int)w->v[k].number;
    return k + 1;
}

static bool
full_day(const struct plan_words *w, size_t i, struct plan_when *t)
{
    int year = 0;
    size_t k = plan_match(w, i, "=ngày");
    k = k ? k : i;
    if (plan_number(w, k, 1900, 2200) && plan_sign(w, k + 1, "-") &&
        plan_number(w, k + 2, 1, 12) && plan_sign(w, k + 3, "-") &&
        plan_number(w, k + 4, 1, 31)) {
        t->first = day_of((int)w->v[k].number, (int)w->v[k + 2].number,
                          (int)w->v[k + 4].number);
        t->end = k + 5;
    } else {
        if (!plan_number(w, k, 1, 31) || w->v[k].digits > 2)
            return false;
        size_t m =
            plan_sign(w, k + 1, "/-.") || plan_match(w, k + 1, "thang") ? k + 2 : 0;
        if (!m || !plan_number(w, m, 1, 12) || w->v[m].digits > 2)
            return false;
        t->end = year_at(w, m + 1, &year);
        t->no_year = !t->end;
        if (t->no_year)
            t->end = m + 1;
        /* without its year: 2000 stands in, it has a 29 February */
        t->first =
            day_of(t->no_year ? 2000 : year, (int)w->v[m].number, (int)w->v[k].number);
    }
    t->last = t->first;
    t->is_day = true;
    return day_known(t->first);
}

static void
months(struct plan_when *t, int year, int month, int n)
{
    t->first = day_of(year, month, 1);
    int next = month + n;
    t->last = (day){day_of(year + (next > 12), next > 12 ? next - 12 : next, 1).v - 1};
}

/* "tháng 8/2025", "quý II/2025", "6 tháng đầu năm 2025", "năm 2025". */
static bool
stretch(const struct plan_words *w, size_t i, struct plan_when *t)
{
    int year;
    size_t k;
    if ((k = plan_match(w, i, "thang")) && plan_number(w, k, 1, 12) &&
        (t->end = year_at(w, k + 1, &year)))
        months(t, year, (int)w->v[k].number, 1);
    else if ((k = plan_match(w, i, "=quý")) && k < w->n &&
             (t->end = year_at(w, k + 1, &year)) &&
             (plan_number(w, k, 1, 4) || roman(w->v[k].fold)))
        months(t, year,
               3 * (w->v[k].number > 0 ? (int)w->v[k].number : roman(w->v[k].fold)) - 2,
               3);
    else if (plan_number(w, i, 6, 6) &&
             ((k = plan_match(w, i + 1, "thang dau")) ||
              (k = plan_match(w, i + 1, "thang cuoi"))) &&
             (t->end = year_at(w, k, &year)))
        months(t, year, str_eq(w->v[k - 1].fold, "dau") ? 1 : 7, 6);
    else if (plan_match(w, i, "=năm") && (t->end = year_at(w, i, &year)))
        months(t, year, 1, 12);
    else
        return false;
    return true;
}

/* Civil Code, art. 146: the beginning of a month is its 1st, the middle its 15th, the end its
 * last day. */
static bool
edge(const struct plan_words *w, size_t i, struct plan_when *t)
{
    size_t k = plan_match(w, i, "dau"), m = plan_match(w, i, "giua"),
           e = plan_match(w, i, "cuoi");
    if (!(k || m || e) || !stretch(w, i + 1, t))
        return false;
    int32_t days = t->last.v - t->first.v;
    if (m && days > 31)
        return false;
    if (k)
        t->last = t->first;
    else if (m)
        t->first = t->last = (day){t->first.v + 14};
    else
        t->first = t->last;
    t->is_day = true;
    return true;
}

bool
plan_when(const struct plan_words *w, size_t i, struct plan_when *t)
{
    *t = (struct plan_when){.first = DAY_NONE};
    return full_day(w, i, t) || edge(w, i, t) || stretch(w, i, t);
}
