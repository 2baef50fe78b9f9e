/* SPDX-License-Identifier: Apache-2.0 */
/* deadline.c: a rule as a value: its fields, what is wrong with it, its words. */
#include "kernel/deadline.h"

#include "base/msg.h"
#include "base/text.h"
#include "kernel/deadline_in.h"

enum {
    N_MOST = 10000
};

const struct choice deadline_kinds[13] = {
    {"none", N_("Not said")},
    {"before", N_("Before a day")},
    {"by", N_("By a day")},
    {"window", N_("Within a window")},
    {"after_event", N_("After an event")},
    {"monthly", N_("Every month")},
    {"quarterly", N_("Every quarter")},
    {"half_yearly", N_("Every half-year")},
    {"yearly", N_("Every year")},
    {"on_request", N_("On request")},
    {"as_required", N_("As required")},
    {"until", N_("Until an event")},
    {"continuous", N_("Continuously")},
};
const struct choice deadline_units[6] = {
    {NULL, ""},
    {"days", N_("days")},
    {"working_days", N_("working days")},
    {"weeks", N_("weeks")},
    {"months", N_("months")},
    {"years", N_("years")},
};

#define FIELD_(f, k, ...)                                                              \
    {                                                                                  \
        .name = #f, .offset = offsetof(struct deadline_rule, f), .kind = (k),          \
        .label = __VA_ARGS__                                                           \
    }
static const struct field rule_fields[] = {
    FIELD_(kind, K_ENUM, N_("Deadline"), .choices = deadline_kinds,
           .n_choices = (int)COUNT(deadline_kinds)),
    FIELD_(from, K_DAY, N_("From the day")),
    FIELD_(date, K_DAY, N_("The day named")),
    FIELD_(n, K_INT, N_("Term")),
    FIELD_(unit, K_ENUM, N_("Counted in"), .choices = deadline_units,
           .n_choices = (int)COUNT(deadline_units)),
    FIELD_(event, K_TEXT, N_("Event")),
    FIELD_(from_event, K_TEXT, N_("From the event")),
    FIELD_(day, K_INT, N_("Day of the month")),
    FIELD_(month, K_INT, N_("Month of the period")),
    FIELD_(expected, K_BOOL, N_("Expected only")),
};
const struct view deadline_rule_view =
    VIEW("deadline_rule", struct deadline_rule, rule_fields);

int
deadline_months(int kind)
{
    switch (kind) {
    case DEADLINE_MONTHLY:
        return 1;
    case DEADLINE_QUARTERLY:
        return 3;
    case DEADLINE_HALF_YEARLY:
        return 6;
    case DEADLINE_YEARLY:
        return 12;
    default:
        return 0;
    }
}

bool
deadline_same_event(struct ctx *c, const char *a, const char *b)
{
    return a && b &&
           (strcmp(a, b) == 0 ||
            strcmp(text_fold(c->arena, a), text_fold(c->arena, b)) == 0);
}

bool
deadline_depends(struct ctx *c, const struct deadline_rule *r, const char *event)
{
    return (deadline_same_event(c, r->event, event) &&
            r->kind != DEADLINE_AS_REQUIRED) ||
           deadline_same_event(c, r->from_event, event);
}

bool
deadline_rule_same(const struct deadline_rule *a, const struct deadline_rule *b)
{
    for (size_t i = 0; i < COUNT(rule_fields); i++)
        if (!field_same(&rule_fields[i], a, b))
            return false;
    return true;
}

/* ---- what is wrong with it ---- */

enum use {
    U_FROM = 1,
    U_DATE = 2,
    U_TERM = 4,
    U_EVENT = 8,
    U_FROM_EVENT = 16,
    U_PLACE = 32 /* day and month of a period */
};
static const struct {
    int must, may;
} uses[13] = {
    [DEADLINE_BEFORE] = {U_DATE, 0},
    [DEADLINE_BY] = {U_DATE, 0},
    [DEADLINE_WINDOW] = {U_FROM | U_DATE, 0},
    [DEADLINE_AFTER_EVENT] = {U_EVENT, U_TERM},
    [DEADLINE_MONTHLY] = {0, U_PLACE | U_FROM | U_DATE},
    [DEADLINE_QUARTERLY] = {0, U_PLACE | U_FROM | U_DATE},
    [DEADLINE_HALF_YEARLY] = {0, U_PLACE | U_FROM | U_DATE},
    [DEADLINE_YEARLY] = {0, U_PLACE | U_FROM | U_DATE},
    [DEADLINE_ON_REQUEST] = {0, U_EVENT | U_TERM},
    [DEADLINE_AS_REQUIRED] = {0, U_EVENT},
    [DEADLINE_UNTIL] = {U_EVENT, U_FROM | U_FROM_EVENT},
    [DEADLINE_CONTINUOUS] = {0, U_FROM | U_FROM_EVENT},
};

static void
wrong(struct ctx *c, const char *prefix, const char *field, const char *msgid)
{
    note_fault(c, ERR_INVALID, arena_printf(c->arena, "%s%s", prefix, field), "%s",
               T(c, msgid));
}

static void
check_use(struct ctx *c, const char *prefix, const char *field, int kind, int use,
          bool has)
{
    if (has && !((uses[kind].must | uses[kind].may) & use))
        wrong(c, prefix, field, N_("This kind of deadline has no use for it"));
    if (!has && (uses[kind].must & use))
        wrong(c, prefix, field, N_("This kind of deadline needs it"));
}

static void
check_ranges(struct ctx *c, const struct deadline_rule *r, const char *prefix)
{
    int months = deadline_months(r->kind);
    bool term = r->n != INT_NONE;
    if (term != (r->unit != DEADLINE_UNIT_NONE))
        wrong(c, prefix, term ? "unit" : "n", N_("A term is a number and its unit"));
    if (term && (r->n == 0 || r->n > N_MOST || r->n < -N_MOST))
        wrong(c, prefix, "n", N_("A term is a whole number from 1 to 10,000"));
    if (r->day != INT_NONE && (r->day < 1 || r->day > 31))
        wrong(c, prefix, "day", N_("A day of a month is from 1 to 31"));
    if (months && r->month != INT_NONE && (r->month < 1 || r->month > 2 * months))
        wrong(c, prefix, "month",
              N_("Months are counted from the period's first, into the next period"));
    if (day_known(r->from) && day_known(r->date) && r->date.v < r->from.v)
        wrong(c, prefix, "date", N_("It ends before it begins"));
    if (day_known(r->from) && r->from_event)
        wrong(c, prefix, "from_event", N_("From a day or from an event, not both"));
}

void
deadline_rule_check(struct ctx *c, const struct deadline_rule *r, const char *prefix)
{
    must(r->kind >= 0 && r->kind < (int)COUNT(uses));
    check_use(c, prefix, "from", r->kind, U_FROM, day_known(r->from));
    check_use(c, prefix, "date", r->kind, U_DATE, day_known(r->date));
    check_use(c, prefix, "n", r->kind, U_TERM, r->n != INT_NONE);
    check_use(c, prefix, "event", r->kind, U_EVENT, r->event != NULL);
    check_use(c, prefix, "from_event", r->kind, U_FROM_EVENT, r->from_event != NULL);
    check_use(c, prefix, "day", r->kind, U_PLACE, r->day != INT_NONE);
    check_use(c, prefix, "month", r->kind, U_PLACE, r->month != INT_NONE);
    check_ranges(c, r, prefix);
}

/* ---- its words ---- */

static const char *
term_words(struct ctx *c, const struct deadline_rule *r)
{
    const char *unit = T(c, deadline_units[r->unit].label);
    if (r->n < 0)
        return arena_printf(c->arena, T(c, N_("at the latest %lld %s before: %s")),
                            (long long)-r->n, unit, r->event);
    return arena_printf(c->arena, T(c, N_("within %lld %s from the day: %s")),
                        (long long)r->n, unit, r->event);
}

static const char *
request_words(struct ctx *c, const struct deadline_rule *r)
{
    const char *by =
        r->event ? arena_printf(c->arena, T(c, N_("on request of %s")), r->event)
                 : T(c, N_("when it is requested"));
    if (r->n == INT_NONE)
        return by;
    return arena_printf(c->arena, T(c, N_("%s, within %lld %s")), by, (long long)r->n,
                        T(c, deadline_units[r->unit].label));
}

static const char *
period_words(struct ctx *c, const struct deadline_rule *r)
{
    const char *every = r->kind == DEADLINE_MONTHLY       ? T(c, N_("monthly"))
                        : r->kind == DEADLINE_QUARTERLY   ? T(c, N_("quarterly"))
                        : r->kind == DEADLINE_HALF_YEARLY ? T(c, N_("half-yearly"))
                                                          : T(c, N_("yearly"));
    const char *s = every;
    if (r->day != INT_NONE && r->month != INT_NONE)
        s = arena_printf(c->arena, T(c, N_("%s, day %lld of month %lld of the period")),
                         every, (long long)r->day, (long long)r->month);
    else if (r->day != INT_NONE)
        s = arena_printf(c->arena, T(c, N_("%s, day %lld")), every, (long long)r->day);
    else if (r->month != INT_NONE)
        s = arena_printf(c->arena, T(c, N_("%s, month %lld of the period")), every,
                         (long long)r->month);
    if (day_known(r->from))
        s = arena_printf(c->arena, T(c, N_("%s, from %s")), s,
                         day_vn(c->arena, r->from));
    if (day_known(r->date))
        s = arena_printf(c->arena, T(c, N_("%s, to %s")), s, day_vn(c->arena, r->date));
    return s;
}

static const char *
since_words(struct ctx *c, const struct deadline_rule *r, const char *what)
{
    if (day_known(r->from))
        return arena_printf(c->arena, T(c, N_("from %s, %s")),
                            day_vn(c->arena, r->from), what);
    if (r->from_event)
        return arena_printf(c->arena, T(c, N_("from the day: %s, %s")), r->from_event,
                            what);
    return what;
}

static const char *
bare_words(struct ctx *c, const struct deadline_rule *r)
{
    struct arena *a = c->arena;
    switch (r->kind) {
    case DEADLINE_BEFORE:
        return arena_printf(a, T(c, N_("before %s")), day_vn(a, r->date));
    case DEADLINE_BY:
        return arena_printf(a, T(c, N_("by %s")), day_vn(a, r->date));
    case DEADLINE_WINDOW:
        return arena_printf(a, T(c, N_("from %s to %s")), day_vn(a, r->from),
                            day_vn(a, r->date));
    case DEADLINE_AFTER_EVENT:
        return r->n != INT_NONE ? term_words(c, r)
                                : arena_printf(a, T(c, N_("after: %s")), r->event);
    case DEADLINE_ON_REQUEST:
        return request_words(c, r);
    case DEADLINE_AS_REQUIRED:
        return r->event ? arena_printf(a, T(c, N_("together with %s")), r->event)
                        : T(c, N_("as required"));
    case DEADLINE_UNTIL:
        return since_words(c, r, arena_printf(a, T(c, N_("until: %s")), r->event));
    case DEADLINE_CONTINUOUS:
        return since_words(c, r, T(c, N_("continuously")));
    case DEADLINE_NONE:
        return "";
    default:
        return period_words(c, r);
    }
}

const char *
deadline_rule_words(struct ctx *c, const struct deadline_rule *r)
{
    const char *s = bare_words(c, r);
    return r->expected && *s ? arena_printf(c->arena, T(c, N_("expected %s")), s) : s;
}

const char *
deadline_left(struct ctx *c, int64_t days)
{
    long long n = (long long)days;
    return days == INT_NONE ? NULL
           : n == 0         ? T(c, N_("Today"))
           : n == 1         ? T(c, N_("Tomorrow"))
           : n == -1        ? T(c, N_("1 day late"))
           : n > 0          ? arena_printf(c->arena, T(c, N_("%lld days left")), n)
                            : arena_printf(c->arena, T(c, N_("%lld days late")), -n);
}
