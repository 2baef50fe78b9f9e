/* SPDX-License-Identifier: Apache-2.0 */
/* indicator_web.c: the pages of indicators: the list, one with its picture and numbers, entering,
 * a file taken in. */
#include "web/web.h"

#include "base/msg.h"
#include "indicator/indicator.h"
#include "indicator/indicator_svg.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "task/task.h"

#define ON_PAGE F_COMPUTED | F_PAGE | F_HIDDEN
enum {
    SHOWN = 8 /* periods, where nobody says from when */
};

/* ---- the list ---- */

static const struct field filter_fields[] = {
    FIELD(struct indicator_filter, q, N_("Search")),
    FIELD(struct indicator_filter, after, N_("After"), .flags = F_HIDDEN, .max = 400),
    FIELD(struct indicator_filter, limit, N_("Rows"), .flags = F_HIDDEN),
};
static const struct view filter_view =
    VIEW("indicator_filter", struct indicator_filter, filter_fields);

struct list_page {
    int64_t total, total_at_least;
    struct indicator_list items;
    const char *next, *q;
};
static const struct field list_fields[] = {
    LIST_FIELDS(struct list_page, &indicator_view),
    FIELD(struct list_page, q, N_("Search"), .flags = ON_PAGE),
};
static const struct view list_view =
    VIEW("indicator_page", struct list_page, list_fields);

static err
get_indicators(struct ctx *c, const void *in, void *out)
{
    const struct indicator_filter *f = in;
    struct list_page *p = out;
    struct indicator_page found;
    TRY(indicator_list(c, f, &found));
    *p = (struct list_page){found.total, found.total_at_least, found.items, found.next,
                            f->q};
    return OK;
}

/* ---- values of one body ---- */

struct asked {
    const char *code, *body, *from, *to;
    org_id org;
};
static const struct field asked_fields[] = {
    FIELD(struct asked, code, N_("Code"), .max = 40, .flags = F_HIDDEN),
    FIELD(struct asked, body, N_("Organisation"),
          .hint = N_("Its name, or the code of a unit for its People's Committee")),
    FIELD(struct asked, from, N_("From"), .max = 10, .hint = N_("A period or a day")),
    FIELD(struct asked, to, N_("To the day"), .max = 10,
          .hint = N_("A period or a day")),
    ID(struct asked, org, N_("Organisation"), .flags = F_HIDDEN),
};
static const struct view asked_view =
    VIEW("indicator_asked", struct asked, asked_fields);

struct values {
    int64_t total, total_at_least;
    struct indicator_value_list items;
    const char *next;
    struct indicator ind;
    org_id org;
    const char *body_name;
};
static const struct field values_fields[] = {
    LIST_FIELDS(struct values, &indicator_value_view),
    {.name = "code",
     .offset = offsetof(struct values, ind.code),
     .kind = K_TEXT,
     .label = N_("Code")},
    {.name = "measure",
     .offset = offsetof(struct values, ind.measure),
     .kind = K_TEXT,
     .label = N_("Unit of measure")},
    ID(struct values, org, N_("Organisation")),
    FIELD(struct values, body_name, N_("Organisation")),
};
static const struct view values_view =
    VIEW("indicator_values", struct values, values_fields);

/* "2025-Q1" or a day. */
static err
edge_day(struct ctx *c, const char *text, const char *field, bool last, day *out)
{
    struct period p;
    if (period_parse(text, &p))
        *out = last ? period_to(p) : period_from(p);
    else if (!day_parse(text, out))
        return fail(c, ERR_INVALID, field,
                    N_("Write 2025, 2025-H1, 2025-Q3 or 2025-07"));
    return OK;
}

/* Whose: as asked, else the actor's, else the owner's. */
static err
body_of(struct ctx *c, const struct asked *in, const struct indicator *ind, org_id *out)
{
    *out = in->org;
    if (!out->v)
        TRY(task_pick(c, in->body, "body", out));
    if (!out->v && c->actor)
        *out = c->actor->org_id;
    if (!out->v)
        TRY(org_now(c, ind->org_owner, c->today, out));
    return OK;
}

/* A number made of shorter periods is followed by the year, as its targets are. */
static int
kind_shown(const struct indicator *ind)
{
    return ind->over_time == OVER_SUM && !ind->formula ? PERIOD_YEAR : ind->every;
}

static err
get_span(struct ctx *c, const struct asked *in, int kind, day *from, day *to)
{
    *to = c->today;
    if (in->to && *in->to)
        TRY(edge_day(c, in->to, "to", true, to));
    if (in->from && *in->from)
        return edge_day(c, in->from, "from", false, from);
    struct period p = period_of(kind, *to);
    for (int i = 1; i < SHOWN; i++) /* back by so many */
        p = period_of(kind, (day){period_from(p).v - 1});
    *from = period_from(p);
    return OK;
}

static err
get_values_of(struct ctx *c, const struct asked *in, struct values *p)
{
    struct org_names names = {0};
    struct org_name at;
    day from, to;
    TRY(indicator_find(c, in->code, &p->ind));
    TRY(body_of(c, in, &p->ind, &p->org));
    TRY(desk_org(c, &names, p->org, &at));
    p->body_name = at.name;
    TRY(get_span(c, in, p->ind.every, &from, &to));
    TRY(indicator_series(c, &p->ind, p->org, PERIOD_NONE, from, to, &p->items));
    p->total = (int64_t)p->items.n;
    p->total_at_least = INT_NONE;
    return OK;
}

static err
get_values(struct ctx *c, const void *in, void *out)
{
    return get_values_of(c, in, out);
}

/* ---- one ---- */

struct newest {
    org_id org;
    const char *body_name, *period;
    int64_t value;
    day last_day;
};
static const struct field newest_fields[] = {
    ID(struct newest, org, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct newest, body_name, N_("Organisation")),
    FIELD(struct newest, period, N_("Period")),
    DEC(struct newest, value, INDICATOR_SCALE, N_("Value")),
};
static const struct view newest_view =
    VIEW("indicator_newest", struct newest, newest_fields);

struct show {
    struct values v;
    struct indicator_target_list targets;
    struct indicator_outlook_list outlook;
    struct LIST(struct newest) newest;
    struct act_list history;
    org_id owner_now;
    const char *owner, *body, *from, *to, *method;
    html picture;
    bool may_write, may_enter;
};
#define OF(m, k, ...)                                                                  \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show, v.ind.m), .kind = (k),             \
        .label = __VA_ARGS__                                                           \
    }
#define OF_ENUM(m, names, ...)                                                         \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show, v.ind.m), .kind = K_ENUM,          \
        .choices = (names), .n_choices = (int)COUNT(names), .label = __VA_ARGS__       \
    }
static const struct field show_fields[] = {
    OF(code, K_TEXT, N_("Code")),
    OF(name, K_TEXT, N_("Name")),
    OF(definition, K_TEXT, N_("Definition")),
    OF(measure, K_TEXT, N_("Unit of measure")),
    OF_ENUM(direction, indicator_directions, N_("Direction")),
    OF_ENUM(every, period_kinds, N_("Measured each")),
    OF_ENUM(adds, indicator_adds, N_("When units merge")),
    OF_ENUM(over_time, indicator_over_times, N_("Over a longer period")),
    OF(formula, K_TEXT, N_("Formula")),
    OF(source, K_TEXT, N_("Source")),
    OF(version, K_INT, N_("Version"), .flags = F_HIDDEN),
    ID(struct show, owner_now, N_("Owner"), .flags = F_HIDDEN),
    FIELD(struct show, owner, N_("Owner"), .to = "/orgs/{owner_now}"),
    {.name = "org",
     .offset = offsetof(struct show, v.org.v),
     .kind = K_ID,
     .label = N_("Organisation"),
     .flags = F_HIDDEN},
    {.name = "body_name",
     .offset = offsetof(struct show, v.body_name),
     .kind = K_TEXT,
     .label = N_("Organisation")},
    {.name = "items",
     .offset = offsetof(struct show, v.items),
     .kind = K_LIST,
     .of = &indicator_value_view,
     .label = N_("Values")},
    LISTOF(struct show, targets, &indicator_target_view, N_("Targets")),
    LISTOF(struct show, outlook, &indicator_outlook_view, N_("Forecast")),
    LISTOF(struct show, newest, &newest_view, N_("Newest of each body")),
    LISTOF(struct show, history, &act_view, N_("History")),
    FIELD(struct show, body, N_("Organisation"), .flags = ON_PAGE),
    FIELD(struct show, from, N_("From"), .flags = ON_PAGE),
    FIELD(struct show, to, N_("To the day"), .flags = ON_PAGE),
    FIELD(struct show, method, N_("Method"), .flags = ON_PAGE),
    FIELD(struct show, picture, N_("Picture"), .flags = ON_PAGE),
    FIELD(struct show, may_write, N_("May write"), .flags = ON_PAGE),
    FIELD(struct show, may_enter, N_("May enter"), .flags = ON_PAGE),
};
static const struct view show_view = VIEW("indicator_show", struct show, show_fields);

static err
may(struct ctx *c, const char *capability, org_id org, bool *out)
{
    struct ctx quiet = *c;
    err e = access_need(&quiet, capability, org);
    *out = e == OK;
    return e == OK || e == ERR_FORBIDDEN || e == ERR_UNAUTHENTICATED ? OK : e;
}

static err
put_newest(struct ctx *c, struct show *p)
{
    struct indicator_entry_list all;
    struct org_names names = {0};
    TRY(indicator_newest(c, p->v.ind.id, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct org_name at;
        TRY(desk_org(c, &names, all.v[i].org_id, &at));
        *PUSH(c->arena, &p->newest) =
            (struct newest){all.v[i].org_id, at.name, all.v[i].period, all.v[i].value,
                            all.v[i].last_day};
    }
    return OK;
}

static err
put_outlook(struct ctx *c, const struct asked *in, struct show *p)
{
    struct indicator_value_list yearly, *series = &p->v.items;
    const struct indicator *ind = &p->v.ind;
    int kind = kind_shown(ind);
    day from, to;
    if (kind != ind->every) {
        TRY(get_span(c, in, kind, &from, &to));
        TRY(indicator_series(c, ind, p->v.org, kind, from, to, &yearly));
        series = &yearly;
    }
    TRY(indicator_outlook(c, ind, series, &p->outlook));
    p->method = arena_printf(
        c->arena,
        T(c,
          N_("A straight line through the values of the periods above (least squares), read "
             "off at the end of the year; a percentage ends at 100. Not from fewer than %d "
             "values.")),
        FORECAST_POINTS_LEAST);
    p->picture = indicator_svg(c, ind, series, &p->outlook);
    return OK;
}

static err
get_indicator(struct ctx *c, const void *in, void *out)
{
    const struct asked *asked = in;
    struct show *p = out;
    struct org_names names = {0};
    struct org_name owner;
    TRY(get_values_of(c, asked, &p->v));
    p->body = asked->body;
    p->from = asked->from;
    p->to = asked->to;
    TRY(desk_org(c, &names, p->v.ind.org_owner, &owner));
    p->owner_now = owner.now;
    p->owner = owner.now_name;
    TRY(indicator_targets(c, p->v.ind.id, &p->targets));
    TRY(put_outlook(c, asked, p));
    TRY(put_newest(c, p));
    TRY(may(c, "indicator.write", p->v.ind.org_owner, &p->may_write));
    TRY(may(c, "indicator.enter", p->v.org, &p->may_enter));
    p->may_enter = p->may_enter && !p->v.ind.formula;
    return act_list_of(c, "indicator", p->v.ind.id.v, &p->history);
}

/* ---- defining ---- */

static const struct field key_fields[] = {
    FIELD(struct asked, code, N_("Code"), .max = 40, .flags = F_HIDDEN)};
static const struct view key_view = VIEW("indicator_key", struct asked, key_fields);

static err
get_new(struct ctx *c UNUSED, const void *in UNUSED, void *out)
{
    struct indicator *ind = out;
    ind->direction = DIRECTION_UP;
    ind->every = PERIOD_YEAR;
    ind->adds = ADDS_PEOPLE;
    ind->over_time = OVER_LAST;
    return OK;
}

static err
get_change(struct ctx *c, const void *in, void *out)
{
    return indicator_find(c, ((const struct asked *)in)->code, out);
}

static err
post_add(struct ctx *c, const void *in, void *out)
{
    return indicator_add(c, in, out);
}

static err
post_change(struct ctx *c, const void *in, void *out)
{
    return indicator_change(c, in, out);
}

struct target_in {
    const char *code;
    struct indicator_target t;
};
static const struct field target_in_fields[] = {
    FIELD(struct target_in, code, N_("Code"), .max = 40, .flags = F_HIDDEN),
    {.name = "year",
     .offset = offsetof(struct target_in, t.year),
     .kind = K_INT,
     .label = N_("Year"),
     .flags = F_REQUIRED},
    {.name = "value",
     .offset = offsetof(struct target_in, t.value),
     .kind = K_DEC,
     .scale = INDICATOR_SCALE,
     .label = N_("Target"),
     .flags = F_REQUIRED},
    {.name = "source",
     .offset = offsetof(struct target_in, t.source),
     .kind = K_TEXT,
     .label = N_("Source")},
};
static const struct view target_in_view =
    VIEW("indicator_target_in", struct target_in, target_in_fields);

static err
post_target(struct ctx *c, const void *in, void *out)
{
    const struct target_in *t = in;
    TRY(indicator_target_set(c, t->code, &t->t));
    *(struct target_in *)out = *t;
    return OK;
}

/* ---- entering ---- */

struct value_in {
    const char *code, *name, *measure, *body, *period, *note;
    org_id org;
    int64_t value, version;
};
static const struct field value_in_fields[] = {
    FIELD(struct value_in, code, N_("Code"), .max = 40, .flags = F_HIDDEN),
    FIELD(struct value_in, body, N_("Organisation"),
          .hint = N_("Its name, or the code of a unit for its People's Committee")),
    ID(struct value_in, org, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct value_in, period, N_("Period"), .max = 7, .flags = F_REQUIRED,
          .hint = N_("2025, 2025-H1, 2025-Q3 or 2025-07")),
    DEC(struct value_in, value, INDICATOR_SCALE, N_("Value"), .flags = F_REQUIRED),
    FIELD(struct value_in, note, N_("Note"), .max = 400),
    FIELD(struct value_in, version, N_("Version"), .flags = F_HIDDEN),
};
static const struct view value_in_view =
    VIEW("indicator_value_in", struct value_in, value_in_fields);
static const struct field value_form_fields[] = {
    FIELD(struct value_in, code, N_("Code")),
    FIELD(struct value_in, name, N_("Name"), .flags = F_COMPUTED),
    FIELD(struct value_in, measure, N_("Unit of measure"), .flags = F_COMPUTED),
    FIELD(struct value_in, body, N_("Organisation")),
    ID(struct value_in, org, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct value_in, period, N_("Period")),
    DEC(struct value_in, value, INDICATOR_SCALE, N_("Value")),
    FIELD(struct value_in, note, N_("Note")),
    FIELD(struct value_in, version, N_("Version"), .flags = F_HIDDEN),
};
static const struct view value_form_view =
    VIEW("indicator_value_form", struct value_in, value_form_fields);

/* With what is there for this body and period; the newest period that has begun, where none is named. */
static err
get_value(struct ctx *c, const void *in, void *out)
{
    struct value_in *p = out;
    struct indicator ind;
    struct indicator_entry_list all;
    struct org_names names = {0};
    struct org_name at;
    *p = *(const struct value_in *)in;
    TRY(indicator_find(c, p->code, &ind));
    TRY(body_of(c, &(struct asked){.body = p->body, .org = p->org}, &ind, &p->org));
    TRY(desk_org(c, &names, p->org, &at));
    p->name = ind.name;
    p->measure = ind.measure;
    p->body = at.name;
    if (!p->period || !*p->period)
        p->period = period_code(c->arena, period_of(ind.every, c->today));
    p->value = INT_NONE;
    p->note = NULL;
    p->version = 0;
    TRY(indicator_entries(c, ind.id, p->org, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].period, p->period)) {
            p->value = all.v[i].value;
            p->note = all.v[i].note;
            p->version = all.v[i].version;
        }
    return OK;
}

struct value_out {
    struct indicator_entry e;
    const char *code;
};
static const struct field value_out_fields[] = {
    FIELD(struct value_out, code, N_("Code")),
    {.name = "org",
     .offset = offsetof(struct value_out, e.org_id.v),
     .kind = K_ID,
     .label = N_("Organisation")},
    {.name = "period",
     .offset = offsetof(struct value_out, e.period),
     .kind = K_TEXT,
     .label = N_("Period")},
    {.name = "value",
     .offset = offsetof(struct value_out, e.value),
     .kind = K_DEC,
     .scale = INDICATOR_SCALE,
     .label = N_("Value")},
    {.name = "version",
     .offset = offsetof(struct value_out, e.version),
     .kind = K_INT,
     .label = N_("Version")},
};
static const struct view value_out_view =
    VIEW("indicator_value_out", struct value_out, value_out_fields);

static err
post_value(struct ctx *c, const void *in, void *out)
{
    const struct value_in *v = in;
    struct value_out *p = out;
    struct indicator_entry e = {.org_id = v->org,
                                .period = v->period,
                                .value = v->value,
                                .note = v->note,
                                .version = v->version};
    if (!e.org_id.v)
        TRY(task_pick(c, v->body, "body", &e.org_id));
    p->code = v->code;
    return indicator_enter(c, v->code, &e, &p->e);
}

/* ---- a file ---- */

static err
get_import(struct ctx *c UNUSED, const void *in UNUSED, void *out)
{
    ((struct desk_import *)out)->dry_run = true;
    return OK;
}

static err
post_import(struct ctx *c, const void *in, void *out)
{
    const struct desk_file *f = in;
    struct import_report r;
    TRY(indicator_import(c, f->file, strlen(f->file), f->dry_run, &r));
    *(struct desk_import *)out = desk_imported(&r, f->dry_run);
    return OK;
}

/* ---- routes ---- */

static const struct route routes[] = {
    {GET, "/indicators", N_("Indicators"), "indicator.read", LANE_READ, &filter_view,
     &list_view, "indicator/indicators.html", get_indicators, .list = "items",
     .menu = N_("Indicators"), .menu_at = 38},
    {GET, "/indicators/new", N_("Define an indicator"), "indicator.write", LANE_READ,
     NULL, &indicator_view, "indicator/new.html", get_new},
    {POST, "/indicators", N_("Define an indicator"), "indicator.write", LANE_WRITE,
     &indicator_view, &indicator_view, NULL, post_add, .form = "/indicators/new",
     .after = "/indicators/{code}"},
    {GET, "/indicators/import", N_("Import values"), "indicator.enter", LANE_READ, NULL,
     &desk_import_view, "indicator/import.html", get_import},
    {POST, "/indicators/import", N_("Import values"), "indicator.enter", LANE_WRITE,
     &desk_file_view, &desk_import_view, "indicator/import.html", post_import,
     .body_max = IMPORT_BYTES_MOST + (1 << 20)},
    {GET, "/indicators/{code}", N_("Indicator"), "indicator.read", LANE_READ,
     &asked_view, &show_view, "indicator/show.html", get_indicator},
    {GET, "/indicators/{code}/values", N_("Values of an indicator"), "indicator.read",
     LANE_READ, &asked_view, &values_view, "indicator/values.html", get_values,
     .list = "items"},
    {GET, "/indicators/{code}/values/new", N_("Enter a value"), "indicator.enter",
     LANE_READ, &value_form_view, &value_form_view, "indicator/value.html", get_value},
    {POST, "/indicators/{code}/values", N_("Enter a value"), "indicator.enter",
     LANE_WRITE, &value_in_view, &value_out_view, NULL, post_value,
     .form = "/indicators/{code}/values/new", .after = "/indicators/{code}?org={org}"},
    {GET, "/indicators/{code}/change", N_("Change"), "indicator.write", LANE_READ,
     &key_view, &indicator_view, "indicator/change.html", get_change},
    {POST, "/indicators/{code}/change", N_("Change"), "indicator.write", LANE_WRITE,
     &indicator_view, &indicator_view, NULL, post_change,
     .form = "/indicators/{code}/change", .after = "/indicators/{code}"},
    {POST, "/indicators/{code}/targets", N_("Set a target"), "indicator.write",
     LANE_WRITE, &target_in_view, &target_in_view, NULL, post_target,
     .form = "/indicators/{code}", .after = "/indicators/{code}"},
    {0},
};

extern const struct module indicator_module;
const struct module indicator_module = {
    .name = "indicator",
    .about =
        N_("What is measured and aimed at; the past of a unit through its lineage."),
    .routes = routes,
};
