/* SPDX-License-Identifier: Apache-2.0 */
/* deadline_eval.c: from a rule to a day, and the working that a person can follow. */
#include "base/msg.h"
#include "kernel/deadline_in.h"

const struct choice deadline_states[5] = {
    {"open", N_("No end")},
    {"known", N_("Known")},
    {"waiting", N_("Waits for an event")},
    {"suspended", N_("Suspended")},
    {"over", N_("Over")},
};

static const struct field line_fields[] = {
    FIELD(struct deadline_line, what, N_("Step")),
    FIELD(struct deadline_line, text, N_("Working")),
    FIELD(struct deadline_line, law, N_("Article")),
};
const struct view deadline_line_view =
    VIEW("deadline_line", struct deadline_line, line_fields);

#define DAY_AT(nm, m, label_)                                                          \
    {                                                                                  \
        .name = (nm), .offset = offsetof(struct deadline, m), .kind = K_DAY,           \
        .label = label_                                                                \
    }
static const struct field deadline_fields[] = {
    ENUM(struct deadline, state, deadline_states, N_("State")),
    FIELD(struct deadline, from, N_("From")),
    FIELD(struct deadline, due, N_("Due")),
    DAY_AT("period_from", period.from, N_("Period from")),
    DAY_AT("period_to", period.to, N_("Period until")),
    DAY_AT("data_from", data.from, N_("Data from")),
    DAY_AT("data_to", data.to, N_("Data until")),
    FIELD(struct deadline, is_provisional, N_("Provisional")),
    FIELD(struct deadline, is_unverified, N_("Unverified")),
    FIELD(struct deadline, is_expected, N_("Expected only")),
    FIELD(struct deadline, is_backwards, N_("Ends before it begins")),
    FIELD(struct deadline, waits_for, N_("Waits for")),
    LISTOF(struct deadline, working, &deadline_line_view, N_("Working")),
};
const struct view deadline_view = VIEW("deadline", struct deadline, deadline_fields);

struct reckon {
    struct ctx *c;
    const struct workdays *calendar;
    const struct deadline_reading *reading;
    const struct deadline_rule *r;
    const struct deadline_facts *facts;
    struct deadline *out;
    bool explain;
};

static const struct deadline_reading plain_reading = {.data_from_month = INT_NONE,
                                                      .data_from_day = INT_NONE,
                                                      .data_to_month = INT_NONE,
                                                      .data_to_day = INT_NONE};

static void
say(struct reckon *k, const char *what, const char *law, const char *text)
{
    if (k->explain)
        *PUSH(k->c->arena, &k->out->working) =
            (struct deadline_line){T(k->c, what), text, law};
}
/* A line of the working; its words are made only when somebody will read them. */
#define SAY(k, what, law, ...)                                                         \
    do {                                                                               \
        if ((k)->explain)                                                              \
            say((k), (what), (law), arena_printf((k)->c->arena, __VA_ARGS__));         \
    } while (0)

static const char *
vn(struct reckon *k, day d)
{
    return day_vn(k->c->arena, d);
}

/* ---- days ---- */

static day
clamp(int64_t v)
{
    return (day){(int32_t)(v < DAY_MIN.v ? DAY_MIN.v : v > DAY_MAX.v ? DAY_MAX.v : v)};
}

/* Day `mday` of the month counted since year 0; the month's last if it has no such day. */
static day
month_day(int64_t month, int64_t mday)
{
    if (month < 12)
        return DAY_MIN;
    if (month >= 10000 * 12)
        return DAY_MAX;
    day d;
    int m = (int)mday;
    do
        d = day_of((int)(month / 12), (int)(month % 12) + 1, m--);
    while (!day_known(d));
    return d;
}

static int64_t
month_of(day d)
{
    int y, m, unused;
    day_parts(d, &y, &m, &unused);
    return y * INT64_C(12) + m - 1;
}

static day
add_months(day d, int64_t n)
{
    int unused, mday;
    day_parts(d, &unused, &unused, &mday);
    return month_day(month_of(d) + n, mday);
}

/* ---- steps ---- */

static void
doubt(struct reckon *k, span counted)
{
    if (workday_certain(k->calendar, counted) || k->out->is_provisional)
        return;
    k->out->is_provisional = true;
    SAY(k, N_("Calendar"), NULL,
        T(k->c, N_("The days off between %s and %s are not all decided: the day is "
                   "provisional")),
        vn(k, counted.from), vn(k, (day){counted.to.v - 1}));
}

static day
roll(struct reckon *k, day d)
{
    if (k->reading->roll == DEADLINE_STAYS)
        return d;
    day to = k->reading->roll == DEADLINE_NEXT ? workday_next(k->calendar, d)
                                               : workday_previous(k->calendar, d);
    if (to.v != d.v)
        SAY(k, N_("Calendar"), k->reading->article,
            T(k->c, N_("%s is a day off: the last day is the working day %s")),
            vn(k, d), vn(k, to));
    bool later = to.v > d.v;
    doubt(k, (span){later ? d : to, {(later ? to : d).v + 1}});
    return to;
}

static void
finish(struct reckon *k, day due)
{
    k->out->state = DEADLINE_KNOWN;
    k->out->due = due;
    SAY(k, N_("Date"), NULL, T(k->c, N_("In time until the end of %s, late from %s")),
        vn(k, due), vn(k, clamp(INT64_C(1) + due.v)));
}

/* The last event of that name; NULL when it has no day yet: then the answer waits for it. */
static const struct deadline_event *
event(struct reckon *k, const char *name)
{
    const struct deadline_event *found = NULL;
    for (size_t i = 0; i < k->facts->n_events; i++)
        if (deadline_same_event(k->c, k->facts->events[i].name, name))
            found = &k->facts->events[i];
    if (found && day_known(found->on)) {
        SAY(k, N_("Event"), found->source, "%s: %s", name, vn(k, found->on));
        return found;
    }
    SAY(k, N_("Event"), NULL, T(k->c, N_("%s: its day is not known yet")), name);
    return NULL;
}

static void
wait_for(struct reckon *k, const char *name)
{
    k->out->state = DEADLINE_WAITING;
    k->out->waits_for = name;
    SAY(k, N_("Date"), NULL, T(k->c, N_("No day yet: it waits for %s")), name);
}

/* ---- a day that is named ---- */

static void
named(struct reckon *k)
{
    day last = clamp((int64_t)k->r->date.v + k->reading->shift);
    k->out->from = k->r->from;
    SAY(k, N_("Reading"), k->reading->article,
        T(k->c, N_("The day named is %s; the last day in time is %s")),
        vn(k, k->r->date), vn(k, last));
    finish(k, roll(k, last));
}

/* ---- a term ---- */

static day
term_end(struct reckon *k, day base)
{
    int64_t n = k->r->n;
    switch (k->r->unit) {
    case DEADLINE_WORKING_DAYS:
        return workday_add(k->calendar, base, n);
    case DEADLINE_WEEKS:
        return clamp(base.v + 7 * n);
    case DEADLINE_MONTHS:
        return add_months(base, n);
    case DEADLINE_YEARS:
        return add_months(base, 12 * n);
    default:
        return clamp(base.v + n);
    }
}

/* Puts off the end by what was suspended of the term; false while it stands still. */
static bool
resume(struct reckon *k, day base, day *end)
{
    for (size_t i = 0; i < k->facts->n_suspended && k->r->n > 0; i++) {
        span s = k->facts->suspended[i];
        day lost = {s.from.v > base.v ? s.from.v : base.v + 1};
        if (lost.v > end->v || s.to.v <= lost.v)
            continue;
        if (s.to.v == DAY_MAX.v) {
            SAY(k, N_("Date"), NULL, T(k->c, N_("Suspended since %s")), vn(k, s.from));
            return false;
        }
        if (k->r->unit == DEADLINE_WORKING_DAYS)
            *end = workday_add(k->calendar, *end,
                               workday_count(k->calendar, (span){lost, s.to}));
        else
            *end = clamp((int64_t)end->v + s.to.v - lost.v);
        SAY(k, N_("Event"), NULL,
            T(k->c, N_("Suspended from %s until %s: the term ends on %s")),
            vn(k, s.from), vn(k, s.to), vn(k, *end));
    }
    return true;
}

static void
term(struct reckon *k, day on)
{
    bool first = k->reading->counts_first && k->r->n > 0;
    day base = first ? (day){on.v - 1} : on;
    /* a month from the 1st, the 1st counted, ends on the last of that month */
    bool whole = k->r->unit == DEADLINE_MONTHS || k->r->unit == DEADLINE_YEARS;
    day end = term_end(k, whole ? on : base);
    if (whole && first)
        end.v--;
    SAY(k, N_("Reading"), k->reading->article,
        first ? T(k->c, N_("%lld %s, the day of the event counted: %s"))
              : T(k->c, N_("%lld %s, the day of the event not counted: %s")),
        (long long)k->r->n, T(k->c, deadline_units[k->r->unit].label), vn(k, end));
    if (!resume(k, base, &end)) {
        k->out->state = DEADLINE_STILL;
        return;
    }
    if (k->r->unit == DEADLINE_WORKING_DAYS)
        doubt(k,
              end.v > base.v ? (span){{base.v + 1}, {end.v + 1}} : (span){end, base});
    finish(k, roll(k, end));
}

static void
after(struct reckon *k)
{
    const char *name = k->r->event ? k->r->event : T(k->c, N_("a request"));
    const struct deadline_event *e = event(k, name);
    if (!e) {
        wait_for(k, name);
        return;
    }
    if (k->r->n == INT_NONE || k->r->n > 0)
        k->out->from = e->on;
    if (k->r->n == INT_NONE)
        SAY(k, N_("Date"), NULL, T(k->c, N_("From %s on; no last day is laid down")),
            vn(k, e->on));
    else
        term(k, e->on);
}

/* ---- goes on ---- */

static void
begin(struct reckon *k)
{
    const struct deadline_event *e = NULL;
    k->out->from = k->r->from;
    if (k->r->from_event)
        e = event(k, k->r->from_event);
    if (e)
        k->out->from = e->on;
}

static void
until(struct reckon *k, day look)
{
    begin(k);
    const struct deadline_event *e = event(k, k->r->event);
    if (!e) {
        wait_for(k, k->r->event);
        return;
    }
    finish(k, e->on);
    if (e->on.v <= look.v)
        k->out->state = DEADLINE_OVER;
}

/* ---- periods ---- */

static day
period_due(struct reckon *k, int64_t first)
{
    int months = deadline_months(k->r->kind);
    int64_t month = first + (k->r->month == INT_NONE ? months : k->r->month) - 1;
    day d = month_day(month, k->r->day == INT_NONE ? 31 : k->r->day);
    return clamp((int64_t)d.v + k->reading->shift);
}

static void
tell_period(struct reckon *k, int64_t first, day last)
{
    const struct deadline_reading *b = k->reading;
    int months = deadline_months(k->r->kind);
    struct deadline *o = k->out;
    o->period = (span){month_day(first, 1), month_day(first + months, 1)};
    o->from = o->period.from;
    SAY(k, N_("Period"), NULL, T(k->c, N_("Of the period from %s to %s: %s")),
        vn(k, o->period.from), vn(k, (day){o->period.to.v - 1}), vn(k, last));
    if (b->data_from_month == INT_NONE)
        return;
    o->data = (span){month_day(first + b->data_from_month - 1, b->data_from_day),
                     {month_day(first + b->data_to_month - 1, b->data_to_day).v + 1}};
    SAY(k, N_("Data"), b->article, T(k->c, N_("Data from %s to %s")),
        vn(k, o->data.from), vn(k, (day){o->data.to.v - 1}));
}

static void
periodic(struct reckon *k, day look)
{
    int months = deadline_months(k->r->kind);
    if (day_known(k->r->from) && look.v < k->r->from.v)
        look = k->r->from;
    /* it may be due up to a period after its own: begin early enough */
    int64_t first = month_of(look) / months * months - 3 * months;
    bool explain = k->explain;
    for (;; first += months) {
        if (first >= 9999 * 12) {
            k->out->state = DEADLINE_OVER;
            return;
        }
        if (day_known(k->r->from) && month_day(first + months, 1).v <= k->r->from.v)
            continue;
        if (day_known(k->r->date) && month_day(first, 1).v > k->r->date.v) {
            k->out->state = DEADLINE_OVER;
            SAY(k, N_("Date"), NULL, T(k->c, N_("The last period is over")));
            return;
        }
        day last = period_due(k, first);
        k->explain = false; /* of the periods that are passed over */
        bool provisional = k->out->is_provisional;
        bool found = roll(k, last).v >= look.v;
        k->out->is_provisional = provisional;
        k->explain = explain;
        if (!found)
            continue;
        tell_period(k, first, last);
        finish(k, roll(k, last));
        return;
    }
}

/* ---- all ---- */

static void
reckon(struct reckon *k)
{
    day look = day_known(k->facts->on) ? k->facts->on : k->c->today;
    switch (k->r->kind) {
    case DEADLINE_BEFORE:
    case DEADLINE_BY:
    case DEADLINE_WINDOW:
        named(k);
        break;
    case DEADLINE_AFTER_EVENT:
    case DEADLINE_ON_REQUEST:
        after(k);
        break;
    case DEADLINE_UNTIL:
        until(k, look);
        break;
    case DEADLINE_CONTINUOUS:
        begin(k);
        break;
    case DEADLINE_NONE:
    case DEADLINE_AS_REQUIRED:
        break;
    default:
        periodic(k, look);
    }
}

static bool
sound(struct ctx *c, const struct deadline_rule *r)
{
    struct ctx probe = {.arena = c->arena, .today = c->today};
    deadline_rule_check(&probe, r, "");
    return faults(&probe) == OK;
}

static void
evaluate(struct ctx *c, const struct deadline_law *law, const struct deadline_rule *r,
         const struct deadline_facts *facts, bool explain, struct deadline *out)
{
    static const struct deadline_facts none = {.given_on = {INT32_MIN},
                                               .on = {INT32_MIN}};
    struct reckon k = {.c = c,
                       .calendar = &law->calendar,
                       .reading = &plain_reading,
                       .r = r,
                       .facts = facts ? facts : &none,
                       .out = out,
                       .explain = explain};
    view_clear(&deadline_view, out);
    out->is_expected = r->expected;
    if (!sound(c, r))
        return;
    day given = day_known(k.facts->given_on) ? k.facts->given_on : c->today;
    for (size_t i = 0; i < law->readings.n; i++) {
        const struct deadline_reading *b = &law->readings.v[i];
        if (b->kind == r->kind && span_has((span){b->valid_from, b->valid_to}, given))
            k.reading = b;
    }
    if (explain && r->kind != DEADLINE_NONE)
        say(&k, N_("Rule"), NULL, deadline_rule_words(c, r));
    reckon(&k);
    out->is_unverified = day_known(out->due) && !k.reading->checked_by;
    bool early = day_known(k.facts->given_on) && out->due.v < k.facts->given_on.v;
    out->is_backwards = day_known(out->due) && !deadline_months(r->kind) &&
                        (early || (day_known(out->from) && out->due.v < out->from.v));
}

void
deadline_eval(struct ctx *c, const struct deadline_law *law,
              const struct deadline_rule *r, const struct deadline_facts *facts,
              struct deadline *out)
{
    evaluate(c, law, r, facts, false, out);
}

void
deadline_explain(struct ctx *c, const struct deadline_law *law,
                 const struct deadline_rule *r, const struct deadline_facts *facts,
                 struct deadline *out)
{
    evaluate(c, law, r, facts, true, out);
}
