/* SPDX-License-Identifier: Apache-2.0 */
/* calendar_ics.c: tasks as iCalendar (RFC 5545), written by libical. */
#include <libical/ical.h>
#include <stdlib.h>

#include "base/msg.h"
#include "calendar/calendar.h"

enum {
    WINDOW_DAYS = 31 /* a longer window is words: a bar of a year hides the days */
};
#define SECOND_US INT64_C(1000000)

static struct icaltimetype
date_of(day d)
{
    int y, m, n;
    struct icaltimetype t = icaltime_null_date();
    day_parts(d, &y, &m, &n);
    t.year = y;
    t.month = m;
    t.day = n;
    return t;
}

static struct icaltimetype
time_of(instant t)
{
    return icaltime_from_timet_with_zone((time_t)(t.v / SECOND_US), 0,
                                         icaltimezone_get_utc_timezone());
}

static enum icalproperty_status
status_of(const struct task_date *t)
{
    return t->stage == TASK_WITHDRAWN ? ICAL_STATUS_CANCELLED
           : t->is_provisional        ? ICAL_STATUS_TENTATIVE
                                      : ICAL_STATUS_CONFIRMED;
}

static const char *
summary_of(struct ctx *c, const struct task_date *t)
{
    const char *mark = t->stage == TASK_CLOSED ? T(c, N_("Done"))
                       : t->is_late            ? T(c, N_("Late"))
                                               : NULL;
    return mark ? arena_printf(c->arena, "%s: %s", mark, t->title) : t->title;
}

static const char *
details_of(struct ctx *c, const struct task_date *t)
{
    const char *s =
        arena_printf(c->arena, "%s: %s\n%s: %s", T(c, N_("Lead body")), t->body,
                     T(c, N_("State of the work")), T(c, task_stages[t->stage].label));
    if (t->directive_number)
        s = arena_printf(c->arena, "%s\n%s: %s%s%s", s, T(c, N_("Document")),
                         t->directive_number, t->number ? ", " : "",
                         t->number ? t->number : "");
    if (day_known(t->from_on))
        s = arena_printf(c->arena, "%s\n%s: %s", s, T(c, N_("From")),
                         day_vn(c->arena, t->from_on));
    return s;
}

static icalcomponent *
event_of(struct ctx *c, const struct task_date *t)
{
    bool window = day_known(t->from_on) && t->from_on.v < t->due_on.v &&
                  t->due_on.v - t->from_on.v <= WINDOW_DAYS;
    icalcomponent *e = icalcomponent_vanew(
        ICAL_VEVENT_COMPONENT,
        icalproperty_new_uid(
            arena_printf(c->arena, "task-%lld@haicap", (long long)t->id.v)),
        icalproperty_new_dtstamp(time_of(t->changed_at)),
        icalproperty_new_lastmodified(time_of(t->changed_at)),
        icalproperty_new_sequence((int)t->version),
        icalproperty_new_dtstart(date_of(window ? t->from_on : t->due_on)),
        icalproperty_new_dtend(date_of((day){t->due_on.v + 1})),
        icalproperty_new_summary(summary_of(c, t)),
        icalproperty_new_description(details_of(c, t)),
        icalproperty_new_status(status_of(t)),
        icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), NULL);
    if (c->origin)
        icalcomponent_add_property(
            e, icalproperty_new_url(arena_printf(c->arena, "%s/tasks/%lld", c->origin,
                                                 (long long)t->id.v)));
    return e;
}

/* Stamped with the last task's: the feed is the same until that is another. */
static icalcomponent *
more_after(struct ctx *c, const struct task_date *last)
{
    return icalcomponent_vanew(
        ICAL_VEVENT_COMPONENT, icalproperty_new_uid("more@haicap"),
        icalproperty_new_dtstamp(time_of(last->changed_at)),
        icalproperty_new_dtstart(date_of(last->due_on)),
        icalproperty_new_dtend(date_of((day){last->due_on.v + 1})),
        icalproperty_new_summary(
            T(c, N_("There are more deadlines from this day on than a feed holds: see "
                    "the calendar's page"))),
        icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), NULL);
}

const char *
calendar_ics(struct ctx *c, const char *name, const struct task_date_list *tasks,
             bool cut)
{
    icalproperty *called = icalproperty_new_x(name);
    icalproperty_set_x_name(called, "X-WR-CALNAME");
    icalcomponent *all =
        icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
                            icalproperty_new_prodid("-//haicap//haicap//VI"),
                            icalproperty_new_calscale("GREGORIAN"),
                            icalproperty_new_method(ICAL_METHOD_PUBLISH), called, NULL);
    for (size_t i = 0; i < tasks->n; i++)
        icalcomponent_add_component(all, event_of(c, &tasks->v[i]));
    if (cut && tasks->n)
        icalcomponent_add_component(all, more_after(c, &tasks->v[tasks->n - 1]));
    char *text = icalcomponent_as_ical_string_r(all);
    must(text != NULL);
    const char *out = arena_strdup(c->arena, text);
    free(text);
    icalcomponent_free(all);
    return out;
}
