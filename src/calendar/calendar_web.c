/* SPDX-License-Identifier: Apache-2.0 */
/* calendar_web.c: a month of deadlines as a sheet or a list, and the addresses of feeds. */
#include <stdio.h>

#include "base/msg.h"
#include "calendar/calendar.h"
#include "kernel/access.h"
#include "kernel/calendar.h"
#include "registers/desk.h"
#include "web/web.h"

enum {
    SHOWN_MOST = 1000, /* tasks of a month */
    IN_A_DAY = 4       /* on the sheet; the list has all */
};
#define ON_PAGE F_COMPUTED | F_PAGE | F_HIDDEN

/* ---- a month ---- */

struct calendar_in {
    const char *month; /* "2025-01" */
    const char *view;
    const char *body;
    org_id org;
};
static const struct field in_fields[] = {
    FIELD(struct calendar_in, month, N_("Month"), .flags = F_HIDDEN, .max = 7),
    FIELD(struct calendar_in, view, N_("View"), .flags = F_HIDDEN, .max = 10),
    FIELD(struct calendar_in, body, N_("Whose"),
          .hint = N_("Name of a body, or the code of a unit; empty: your own")),
    ID(struct calendar_in, org, N_("Organisation"), .flags = F_HIDDEN),
};
static const struct view in_view = VIEW("calendar_in", struct calendar_in, in_fields);

struct sheet_day {
    day on;
    int64_t number;
    bool is_today, is_off, is_outside, has_more;
    const char *holiday, *label;
    int64_t n_more;
    struct task_date_list shown, items;
};
static const struct field day_fields[] = {
    FIELD(struct sheet_day, on, N_("Day")),
    FIELD(struct sheet_day, number, N_("Day")),
    FIELD(struct sheet_day, label, N_("Day")),
    FIELD(struct sheet_day, is_today, N_("Today")),
    FIELD(struct sheet_day, is_off, N_("Day off")),
    FIELD(struct sheet_day, is_outside, N_("Another month")),
    FIELD(struct sheet_day, holiday, N_("Day off")),
    FIELD(struct sheet_day, has_more, N_("More")),
    FIELD(struct sheet_day, n_more, N_("More")),
    LISTOF(struct sheet_day, shown, &task_date_view, N_("Tasks")),
    LISTOF(struct sheet_day, items, &task_date_view, N_("Tasks")),
};
static const struct view day_view =
    VIEW("calendar_sheet_day", struct sheet_day, day_fields);
struct week {
    struct LIST(struct sheet_day) days;
};
static const struct field week_fields[] = {
    LISTOF(struct week, days, &day_view, N_("Days"))};
static const struct view week_view = VIEW("calendar_week", struct week, week_fields);

struct calendar_page {
    const char *month, *org_name, *words, *page_title, *before, *here, *after;
    bool is_list, is_cut, is_empty;
    struct task_date_list items;
    struct LIST(struct week) weeks;
    struct LIST(struct sheet_day) days; /* those with something due */
};
static const struct field page_fields[] = {
    FIELD(struct calendar_page, month, N_("Month")),
    FIELD(struct calendar_page, org_name, N_("Organisation")),
    LISTOF(struct calendar_page, items, &task_date_view, N_("Items")),
    FIELD(struct calendar_page, is_cut, N_("More")),
    FIELD(struct calendar_page, words, N_("Month"), .flags = ON_PAGE),
    FIELD(struct calendar_page, page_title, N_("Title"), .flags = ON_PAGE),
    FIELD(struct calendar_page, before, N_("Month"), .flags = ON_PAGE),
    FIELD(struct calendar_page, here, N_("Month"), .flags = ON_PAGE),
    FIELD(struct calendar_page, after, N_("Month"), .flags = ON_PAGE),
    FIELD(struct calendar_page, is_list, N_("List"), .flags = ON_PAGE),
    FIELD(struct calendar_page, is_empty, N_("Nothing"), .flags = ON_PAGE),
    LISTOF(struct calendar_page, weeks, &week_view, N_("Weeks"), .flags = ON_PAGE),
    LISTOF(struct calendar_page, days, &day_view, N_("Days"), .flags = ON_PAGE),
};
static const struct view page_view =
    VIEW("calendar_page", struct calendar_page, page_fields);

static err
read_month(struct ctx *c, const char *text, day *first)
{
    int y, m, d;
    day_parts(c->today, &y, &m, &d);
    *first = day_of(y, m, 1);
    if (!text || !*text)
        return OK;
    if (!day_parse(arena_printf(c->arena, "%s-01", text), first))
        return fail(c, ERR_INVALID, "month", N_("A month is written 2025-01"));
    return OK;
}

static day
months_on(day first, int by)
{
    int y, m, d;
    day_parts(first, &y, &m, &d);
    int n = y * 12 + m - 1 + by;
    return day_of(n / 12, n % 12 + 1, 1);
}

static const char *
month_text(struct ctx *c, day first)
{
    return arena_strndup(c->arena, day_iso(c->arena, first), 7);
}

static const char *
weekday_word(struct ctx *c, day d)
{
    static const char *const words[] = {N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
                                        N_("Thursday"), N_("Friday"),  N_("Saturday"),
                                        N_("Sunday")};
    return T(c, words[day_weekday(d)]);
}

/* What the calendar of the law says of it. */
static void
put_off(const struct workdays *w, const struct calendar_day_list *known,
        struct sheet_day *d)
{
    d->is_off = !workday_is(w, d->on);
    for (size_t i = 0; i < known->n; i++)
        if (known->v[i].on.v == d->on.v && known->v[i].kind != CALENDAR_PLAIN)
            d->holiday = known->v[i].name;
}

static void
put_tasks(struct ctx *c, const struct task_date_list *all, struct sheet_day *d)
{
    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].due_on.v != d->on.v)
            continue;
        *PUSH(c->arena, &d->items) = all->v[i];
        if (d->items.n <= IN_A_DAY)
            *PUSH(c->arena, &d->shown) = all->v[i];
    }
    d->n_more = (int64_t)(d->items.n - d->shown.n);
    d->has_more = d->n_more > 0;
}

static err
put_sheet(struct ctx *c, struct calendar_page *p, span month)
{
    struct workdays works;
    struct calendar_day_list known;
    int y, m, number;
    TRY(calendar_load(c, &works));
    day_parts(month.from, &y, &m, &number);
    TRY(calendar_list(c, y, &known));
    day d = {month.from.v - day_weekday(month.from)};
    while (d.v < month.to.v) {
        struct week *w = PUSH(c->arena, &p->weeks);
        *w = (struct week){0};
        for (int i = 0; i < 7; i++, d.v++) {
            struct sheet_day *s = PUSH(c->arena, &w->days);
            day_parts(d, &y, &m, &number);
            *s = (struct sheet_day){.on = d,
                                    .number = number,
                                    .label = weekday_word(c, d),
                                    .is_today = d.v == c->today.v,
                                    .is_outside = !span_has(month, d)};
            if (s->is_outside)
                continue;
            put_off(&works, &known, s);
            put_tasks(c, &p->items, s);
            if (s->items.n)
                *PUSH(c->arena, &p->days) = *s;
        }
    }
    return OK;
}

static err
get_calendar(struct ctx *c, const void *in, void *out)
{
    const struct calendar_in *f = in;
    struct calendar_page *p = out;
    struct org_id_list bodies;
    struct org_names names = {0};
    struct org_name at;
    org_id org = f->org;
    span month;
    int y, m, d;
    TRY(read_month(c, f->month, &month.from));
    month.to = months_on(month.from, 1);
    if (!org.v)
        TRY(task_pick(c, f->body, "body", &org));
    TRY(calendar_bodies(c, org, &bodies));
    TRY(task_dates(c, &bodies, month, SHOWN_MOST, &p->items, &p->is_cut));
    p->is_empty = p->items.n == 0;
    if (bodies.n == 1) {
        TRY(desk_org(c, &names, bodies.v[0], &at));
        p->org_name = at.now_name;
    }
    day_parts(month.from, &y, &m, &d);
    p->month = month_text(c, month.from);
    p->words = arena_printf(c->arena, T(c, N_("Month %d/%d")), m, y);
    p->page_title = arena_printf(c->arena, "%s: %s", T(c, N_("Calendar")), p->words);
    CLEANUP(buf_free) struct buf more = {0};
    if (org.v)
        buf_printf(&more, "&org=%lld", (long long)org.v);
    p->before = arena_printf(c->arena, "%s%s", month_text(c, months_on(month.from, -1)),
                             buf_str(&more));
    p->after = arena_printf(c->arena, "%s%s", month_text(c, month.to), buf_str(&more));
    p->here = arena_printf(c->arena, "%s%s", p->month, buf_str(&more));
    p->is_list = str_eq(f->view, "list");
    return put_sheet(c, p, month);
}

/* ---- feeds ---- */

struct feeds_page {
    struct calendar_feed_list items;
};
static const struct field feeds_fields[] = {
    LISTOF(struct feeds_page, items, &calendar_feed_view, N_("Items"))};
static const struct view feeds_view =
    VIEW("calendar_feeds", struct feeds_page, feeds_fields);

static err
get_feeds(struct ctx *c, const void *in UNUSED, void *out)
{
    return calendar_feeds(c, &((struct feeds_page *)out)->items);
}

static const struct field feed_new_fields[] = {
    FIELD(struct calendar_in, body, N_("Whose"),
          .hint = N_("Name of a body, or the code of a unit; empty: your own")),
    ID(struct calendar_in, org, N_("Organisation"), .flags = F_HIDDEN),
};
static const struct view feed_new_view =
    VIEW("calendar_feed_new", struct calendar_in, feed_new_fields);
struct feed_made {
    int64_t id;
    const char *path, *org_name;
    bool shown_once;
};
static const struct field made_fields[] = {
    {.name = "id",
     .offset = offsetof(struct feed_made, id),
     .kind = K_ID,
     .label = N_("Number")},
    FIELD(struct feed_made, path, N_("Address")),
    FIELD(struct feed_made, org_name, N_("Organisation")),
    FIELD(struct feed_made, shown_once, N_("Shown once"), .flags = ON_PAGE),
};
static const struct view made_view =
    VIEW("calendar_feed_made", struct feed_made, made_fields);

static err
post_feed(struct ctx *c, const void *in, void *out)
{
    const struct calendar_in *f = in;
    struct calendar_feed made;
    org_id org = f->org;
    if (!org.v)
        TRY(task_pick(c, f->body, "body", &org));
    TRY(calendar_feed_add(c, org, &made));
    *(struct feed_made *)out =
        (struct feed_made){made.id, made.path, made.org_name, true};
    return OK;
}

struct feed_key {
    int64_t id;
    const char *file;
};
static const struct field key_fields[] = {
    {.name = "id",
     .offset = offsetof(struct feed_key, id),
     .kind = K_ID,
     .flags = F_HIDDEN,
     .label = N_("Number")},
};
static const struct view key_view =
    VIEW("calendar_feed_key", struct feed_key, key_fields);
static const struct field file_fields[] = {
    FIELD(struct feed_key, file, N_("Address"), .max = 100)};
static const struct view file_view =
    VIEW("calendar_feed_file", struct feed_key, file_fields);

static err
post_revoke(struct ctx *c, const void *in, void *out UNUSED)
{
    return calendar_feed_revoke(c, ((const struct feed_key *)in)->id);
}

struct feed_text {
    html content;
};
static const struct field text_fields[] = {
    FIELD(struct feed_text, content, N_("Calendar"))};
static const struct view text_view =
    VIEW("calendar_feed_text", struct feed_text, text_fields);

static err
get_feed(struct ctx *c, const void *in, void *out)
{
    struct feed_text *p = out;
    return calendar_feed_text(c, ((const struct feed_key *)in)->file, &p->content.v);
}

/* ---- routes ---- */

static const struct route routes[] = {
    {GET, "/calendar", N_("Calendar"), "task.read", LANE_READ, &in_view, &page_view,
     "calendar/calendar.html", get_calendar, .list = "items", .menu = N_("Calendar"),
     .menu_at = 7},
    {GET, "/calendar/feeds", N_("Deadlines in your own calendar"), "task.read",
     LANE_READ, NULL, &feeds_view, "calendar/feeds.html", get_feeds, .list = "items"},
    {POST, "/calendar/feeds", N_("Make an address"), "task.read", LANE_WRITE,
     &feed_new_view, &made_view, "calendar/feed_made.html", post_feed,
     .form = "/calendar/feeds"},
    {POST, "/calendar/feeds/{id}/revoke", N_("Revoke"), "task.read", LANE_WRITE,
     &key_view, NULL, NULL, post_revoke, .form = "/calendar/feeds",
     .after = "/calendar/feeds"},
    {GET, "/calendar/{file}", N_("Calendar feed"), NEED_NOBODY, LANE_READ, &file_view,
     &text_view, NULL, get_feed, .mime = "text/calendar; charset=utf-8"},
    {0},
};

extern const struct module calendar_module;
const struct module calendar_module = {
    .name = "calendar",
    .about = N_("What is due on which day, on a page and in a calendar program."),
    .routes = routes,
};
