/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/period.h"

#include "base/msg.h"

const struct choice period_kinds[PERIOD_KINDS] = {
    [PERIOD_MONTH] = {"month", N_("Month")},
    [PERIOD_QUARTER] = {"quarter", N_("Quarter")},
    [PERIOD_HALF] = {"half_year", N_("Half-year")},
    [PERIOD_YEAR] = {"year", N_("Year")},
};
/* How many months one has. */
static const int months[PERIOD_KINDS] = {1, 1, 3, 6, 12};

enum {
    YEAR_LEAST = 1900,
    YEAR_MOST = 2199
};

static bool
digits(const char *s, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        *out = *out * 10 + s[i] - '0';
    }
    return true;
}

bool
period_parse(const char *s, struct period *out)
{
    struct period p = {PERIOD_YEAR, 0, 1};
    size_t n = s ? strlen(s) : 0;
    if (n < 4 || n == 5 || n > 7 || !digits(s, 4, &p.year) || (n > 4 && s[4] != '-'))
        return false;
    if (n == 7 && (s[5] == 'H' || s[5] == 'Q')) {
        p.kind = s[5] == 'H' ? PERIOD_HALF : PERIOD_QUARTER;
        if (!digits(s + 6, 1, &p.n))
            return false;
    } else if (n == 7) {
        p.kind = PERIOD_MONTH;
        if (!digits(s + 5, 2, &p.n))
            return false;
    } else if (n != 4) {
        return false;
    }
    if (p.year < YEAR_LEAST || p.year > YEAR_MOST || p.n < 1 ||
        p.n > 12 / months[p.kind])
        return false;
    *out = p;
    return true;
}

struct period
period_of(int kind, day d)
{
    int year, month, mday;
    day_parts(d, &year, &month, &mday);
    return (struct period){kind, year, (month - 1) / months[kind] + 1};
}

struct period
period_next(struct period p)
{
    if (p.n < 12 / months[p.kind])
        p.n++;
    else
        p = (struct period){p.kind, p.year + 1, 1};
    return p;
}

struct period
period_first_of(struct period p, int kind)
{
    return (struct period){kind, p.year, (p.n - 1) * months[p.kind] / months[kind] + 1};
}

int
period_holds(int longer, int shorter)
{
    return months[longer] / months[shorter];
}

int
period_steps(struct period p, day d)
{
    struct period to = period_of(p.kind, d);
    return (to.year - p.year) * (12 / months[p.kind]) + to.n - p.n;
}

day
period_from(struct period p)
{
    return day_of(p.year, (p.n - 1) * months[p.kind] + 1, 1);
}

day
period_to(struct period p)
{
    return (day){period_from(period_next(p)).v - 1};
}

const char *
period_code(struct arena *a, struct period p)
{
    switch (p.kind) {
    case PERIOD_MONTH:
        return arena_printf(a, "%04d-%02d", p.year, p.n);
    case PERIOD_QUARTER:
        return arena_printf(a, "%04d-Q%d", p.year, p.n);
    case PERIOD_HALF:
        return arena_printf(a, "%04d-H%d", p.year, p.n);
    default:
        return arena_printf(a, "%04d", p.year);
    }
}

const char *
period_label(struct ctx *c, struct period p)
{
    static const char *const roman[] = {"", "I", "II", "III", "IV"};
    switch (p.kind) {
    case PERIOD_MONTH:
        return arena_printf(c->arena, T(c, N_("Month %02d/%04d")), p.n, p.year);
    case PERIOD_QUARTER:
        return arena_printf(c->arena, T(c, N_("Quarter %s/%04d")), roman[p.n], p.year);
    case PERIOD_HALF:
        return arena_printf(
            c->arena,
            T(c, p.n == 1 ? N_("First half of %04d") : N_("Second half of %04d")),
            p.year);
    default:
        return arena_printf(c->arena, T(c, N_("Year %04d")), p.year);
    }
}
