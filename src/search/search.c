/* SPDX-License-Identifier: Apache-2.0 */
/* search.c: the rooms that are asked, and how each thing found is told. */
#include "search/search.h"

#include "base/buf.h"
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/attachment.h"
#include "obstacle/obstacle.h"
#include "report/report.h"
#include "task/task.h"
#include "unit/unit.h"

enum {
    FEW = 8,   /* of each kind */
    MANY = 100 /* of one kind alone */
};

const struct choice found_kinds[] = {
    {"", ""},
    {"units", N_("Units")},
    {"directives", N_("Directives")},
    {"tasks", N_("Tasks")},
    {"reports", N_("Reports")},
    {"obstacles", N_("Obstacles")},
    {"answers", N_("Answers")},
    {"files", N_("Attached files")},
};

static const struct field found_fields[] = {
    FIELD(struct found, path, N_("Path")),
    FIELD(struct found, title, N_("Title"), .to = "{path}"),
    FIELD(struct found, about, N_("What it belongs to")),
    FIELD(struct found, state, N_("State")),
    FIELD(struct found, on, N_("Day")),
};
static const struct view found_view = VIEW("found", struct found, found_fields);
static const struct field group_fields[] = {
    ENUM(struct found_group, kind, found_kinds, N_("Kind")),
    FIELD(struct found_group, label, N_("Label"), .flags = F_COMPUTED | F_PAGE),
    FIELD(struct found_group, path, N_("Path")),
    FIELD(struct found_group, has_more, N_("More")),
    LISTOF(struct found_group, items, &found_view, N_("Items")),
};
const struct view found_group_view =
    VIEW("found_group", struct found_group, group_fields);

/* ---- the rooms: each puts at most `most` ---- */

struct question {
    const char *q;
    int64_t most;
};

static const char *
number_path(struct ctx *c, const char *room, int64_t id)
{
    return arena_printf(c->arena, "/%s/%lld", room, (long long)id);
}

/* "a · b", of which either may be missing. */
static const char *
both(struct ctx *c, const char *a, const char *b)
{
    bool has_a = a && *a, has_b = b && *b;
    return has_a && has_b ? arena_printf(c->arena, "%s · %s", a, b) : has_a ? a : b;
}

static err
ask_units(struct ctx *c, const struct question *of, struct found_group *out)
{
    struct unit_list all;
    TRY(unit_search_ever(c, of->q, &all));
    for (size_t i = 0; i < all.n && i < (size_t)of->most; i++) {
        const struct unit *u = &all.v[i];
        *PUSH(c->arena, &out->items) =
            (struct found){.path = arena_printf(c->arena, "/units/%s?on=%s", u->code,
                                                day_iso(c->arena, u->valid_from)),
                           .title = u->name,
                           .about = both(c, u->code, u->parent_name),
                           .state = u->is_ended         ? T(c, N_("Ended"))
                                    : u->is_forthcoming ? T(c, N_("Forthcoming"))
                                                        : NULL,
                           .on = u->is_ended         ? u->valid_to
                                 : u->is_forthcoming ? u->valid_from
                                                     : DAY_NONE};
    }
    return OK;
}

static err
ask_directives(struct ctx *c, const struct question *of, struct found_group *out)
{
    const struct directive_filter f = {
        .q = of->q, .year = INT_NONE, .limit = of->most, .uncounted = true};
    struct directive_page page;
    TRY(directive_list(c, &f, &page));
    for (size_t i = 0; i < page.items.n; i++) {
        const struct directive_item *d = &page.items.v[i];
        *PUSH(c->arena, &out->items) =
            (struct found){.path = number_path(c, "directives", d->id.v),
                           .title = d->summary,
                           .about = both(c, d->number, d->issuer),
                           .on = d->issued_on};
    }
    return OK;
}

/* What is open by its day, and behind it what has ended, the latest first. */
static err
open_then_ended(struct ctx *c, const struct question *of, struct found_group *out,
                err (*put)(struct ctx *c, const char *q, bool ended, int64_t most,
                           struct found_group *out))
{
    TRY(put(c, of->q, false, of->most, out));
    int64_t room = of->most - (int64_t)out->items.n;
    return room > 0 ? put(c, of->q, true, room, out) : OK;
}

static err
put_tasks(struct ctx *c, const char *q, bool ended, int64_t most,
          struct found_group *out)
{
    const struct task_filter f = {.q = q,
                                  .state = ended ? "ended" : "open",
                                  .count = "none",
                                  .limit = most,
                                  .last_due = ended,
                                  .once = true};
    struct task_page page;
    TRY(task_list(c, &f, &page));
    for (size_t i = 0; i < page.items.n; i++) {
        const struct task_item *t = &page.items.v[i];
        *PUSH(c->arena, &out->items) =
            (struct found){.path = number_path(c, "tasks", t->id.v),
                           .title = t->title,
                           .about = both(c, t->directive_number, t->body),
                           .state = T(c, task_stages[t->stage].label),
                           .on = t->due_on};
    }
    return OK;
}

static err
ask_tasks(struct ctx *c, const struct question *of, struct found_group *out)
{
    return open_then_ended(c, of, out, put_tasks);
}

static err
put_reports(struct ctx *c, const char *q, bool ended, int64_t most,
            struct found_group *out)
{
    const struct report_filter f = {.q = q,
                                    .state = ended ? "ended" : "open",
                                    .limit = most,
                                    .last_due = ended,
                                    .uncounted = true};
    struct report_page page;
    TRY(report_list(c, &f, &page));
    for (size_t i = 0; i < page.items.n; i++) {
        const struct report_item *r = &page.items.v[i];
        *PUSH(c->arena, &out->items) =
            (struct found){.path = number_path(c, "reports", r->id.v),
                           .title = r->title,
                           .about = r->body,
                           .state = T(c, report_stages[r->stage].label),
                           .on = r->due_on};
    }
    return OK;
}

static err
ask_reports(struct ctx *c, const struct question *of, struct found_group *out)
{
    return open_then_ended(c, of, out, put_reports);
}

static err
ask_obstacle_list(struct ctx *c, const struct obstacle_filter *f,
                  struct found_group *out)
{
    struct obstacle_page page;
    TRY(obstacle_list(c, f, &page));
    for (size_t i = 0; i < page.items.n; i++) {
        const struct obstacle_item *o = &page.items.v[i];
        *PUSH(c->arena, &out->items) =
            (struct found){.path = number_path(c, "obstacles", o->id.v),
                           .title = o->title,
                           .about = both(c, o->about, o->body),
                           .state = T(c, obstacle_stages[o->stage].label),
                           .on = f->answered ? o->answered_on : o->due_on};
    }
    return OK;
}

static err
ask_obstacles(struct ctx *c, const struct question *of, struct found_group *out)
{
    return ask_obstacle_list(c,
                             &(struct obstacle_filter){.q = of->q,
                                                       .unanswered = true,
                                                       .state = "open",
                                                       .limit = of->most,
                                                       .uncounted = true},
                             out);
}

static err
ask_answers(struct ctx *c, const struct question *of, struct found_group *out)
{
    return ask_obstacle_list(
        c,
        &(struct obstacle_filter){
            .q = of->q, .answered = true, .limit = of->most, .uncounted = true},
        out);
}

static err
ask_files(struct ctx *c, const struct question *of, struct found_group *out)
{
    struct attachment_found_list all;
    TRY(attachment_search(c, of->q, of->most, &all));
    for (size_t i = 0; i < all.n; i++)
        *PUSH(c->arena, &out->items) =
            (struct found){.path = number_path(c, "attachments", all.v[i].file.id),
                           .title = all.v[i].file.name,
                           .about = both(c, all.v[i].file.note, all.v[i].to.label),
                           .on = day_of_instant(all.v[i].file.at)};
    return OK;
}

/* In order of found_kinds. */
static const struct source {
    const char *need;
    err (*ask)(struct ctx *c, const struct question *of, struct found_group *out);
} sources[FOUND_KINDS] = {
    [FOUND_UNITS] = {"unit.read", ask_units},
    [FOUND_DIRECTIVES] = {"directive.read", ask_directives},
    [FOUND_TASKS] = {"task.read", ask_tasks},
    [FOUND_REPORTS] = {"report.read", ask_reports},
    [FOUND_OBSTACLES] = {"obstacle.read", ask_obstacles},
    [FOUND_ANSWERS] = {"obstacle.read", ask_answers},
    [FOUND_FILES] = {"directive.read", ask_files},
};

/* ---- all of them ---- */

static const char *
group_path(struct ctx *c, const char *q, int kind)
{
    CLEANUP(buf_free) struct buf b = {0};
    buf_puts(&b, "/search?q=");
    buf_url(&b, q);
    buf_printf(&b, "&kind=%s", found_kinds[kind].name);
    return arena_strdup(c->arena, buf_str(&b));
}

/* Someone without an organisation has no list of their own to look through: that is nothing found. */
static err
ask(struct ctx *c, int kind, const struct question *of, struct found_group *out)
{
    struct ctx quiet = *c;
    quiet.faults = (struct fault_list){0};
    quiet.whole = false;
    *out = (struct found_group){.kind = kind};
    err e = sources[kind].ask(&quiet, of, out);
    if (e == ERR_INVALID || e == ERR_FORBIDDEN)
        return OK;
    c->faults = e == OK ? c->faults : quiet.faults;
    return e;
}

err
search(struct ctx *c, const char *q, int kind, struct found_group_list *out)
{
    const int64_t most = kind ? MANY : FEW;
    const struct question of = {q, most + 1}; /* one more tells that there are more */
    *out = (struct found_group_list){0};
    if (!q || !*text_fold(c->arena, q))
        return OK;
    for (int k = FOUND_ANY + 1; k < FOUND_KINDS; k++) {
        struct found_group g;
        if ((kind && kind != k) || !access_may(c, sources[k].need))
            continue;
        TRY(ask(c, k, &of, &g));
        if (!g.items.n)
            continue;
        g.has_more = (int64_t)g.items.n > most;
        if (g.has_more)
            g.items.n = (size_t)most;
        g.label = T(c, found_kinds[k].label);
        g.path = group_path(c, q, k);
        *PUSH(c->arena, out) = g;
    }
    return OK;
}
