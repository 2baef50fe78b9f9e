/* SPDX-License-Identifier: Apache-2.0 */
/* directive_web.c: a directive's page: the document, its tasks, the events they hang on. */
#include "web/web.h"

#include "attachment/attachment_web.h"
#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "registers/desk.h"
#include "store/store.h"
#include "task/task_web.h"

extern const struct query Q_directive_by_number;

enum {
    OUTLINE_MOST_SHOWN = 1000 /* task_outline's */
};
struct show {
    struct directive directive;
    const char *page_title, *held_name;
    org_id held_id;
    directive_id supersedes_id, amends_id;
    struct directive_item_list later; /* that supersede or amend it */
    struct task_item_list tasks;
    struct task_event_list events;
    struct act_list history;
    struct directive_counts n;
    struct attached_files attached;
    bool is_open, may_direct, may_board, may_write, has_events, has_history,
        has_planned, is_late, is_cut;
};
#define OF_RECORD(m, k, ...)                                                           \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show, directive.record.m), .kind = (k),  \
        .label = __VA_ARGS__                                                           \
    }
#define OF_DIRECTIVE(m, k, ...)                                                        \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show, directive.m), .kind = (k),         \
        .label = __VA_ARGS__                                                           \
    }
#define COUNTED(m, ...)                                                                \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show, n.m), .kind = K_INT,               \
        .flags = F_COMPUTED, .label = __VA_ARGS__                                      \
    }
static const struct field show_fields[] = {
    OF_RECORD(id, K_ID, N_("Directive"), .flags = F_HIDDEN),
    OF_DIRECTIVE(number, K_TEXT, N_("Number and symbol")),
    {.name = "type",
     .offset = offsetof(struct show, directive.type),
     .kind = K_ENUM,
     .choices = directive_types,
     .n_choices = DIRECTIVE_TYPES,
     .label = N_("Type of document")},
    OF_DIRECTIVE(issuer, K_TEXT, N_("Issued by")),
    OF_DIRECTIVE(summary, K_TEXT, N_("Subject of the document")),
    OF_DIRECTIVE(issued_on, K_DAY, N_("Issued on")),
    OF_DIRECTIVE(bases, K_TEXT, N_("Legal bases"), .flags = F_LONG),
    OF_DIRECTIVE(text, K_TEXT, N_("Text"), .flags = F_LONG),
    ID(struct show, supersedes_id, N_("Supersedes"), .flags = F_COMPUTED | F_HIDDEN),
    OF_DIRECTIVE(supersedes, K_TEXT, N_("Supersedes"),
                 .to = "/directives/{supersedes_id}"),
    ID(struct show, amends_id, N_("Amends"), .flags = F_COMPUTED | F_HIDDEN),
    OF_DIRECTIVE(amends, K_TEXT, N_("Amends"), .to = "/directives/{amends_id}"),
    ID(struct show, held_id, N_("Followed by"), .flags = F_COMPUTED | F_HIDDEN),
    FIELD(struct show, held_name, N_("Followed by"), .flags = F_COMPUTED,
          .to = "/orgs/{held_id}"),
    OF_RECORD(version, K_INT, N_("Version"), .flags = F_HIDDEN),
    COUNTED(n_tasks, N_("Tasks")),
    COUNTED(n_planned, N_("Not assigned yet")),
    COUNTED(n_open, N_("Open")),
    COUNTED(n_late, N_("Late")),
    COUNTED(n_done, N_("Done")),
    LISTOF(struct show, tasks, &task_item_view, N_("Tasks")),
    LISTOF(struct show, events, &task_event_view, N_("Events")),
    LISTOF(struct show, later, &directive_item_view, N_("Later documents")),
    LISTOF(struct show, history, &act_view, N_("History"), .flags = ON_PAGE),
    FIELD(struct show, is_open, N_("In force"), .flags = F_COMPUTED),
    FIELD(struct show, may_direct, N_("May direct"), .flags = ON_PAGE),
    FIELD(struct show, may_board, N_("Control board"), .flags = ON_PAGE),
    ATTACHED_FILES(struct show, attached),
    FIELD(struct show, may_write, N_("May write"), .flags = ON_PAGE),
    FIELD(struct show, has_events, N_("Events"), .flags = ON_PAGE),
    FIELD(struct show, has_history, N_("History"), .flags = ON_PAGE),
    FIELD(struct show, is_cut, N_("Cut"), .flags = ON_PAGE),
    FIELD(struct show, is_late, N_("Late"), .flags = ON_PAGE),
    FIELD(struct show, has_planned, N_("Not assigned yet"), .flags = ON_PAGE),
    FIELD(struct show, page_title, N_("Title"), .flags = ON_PAGE),
};
const struct view directive_show_view =
    VIEW("directive_show", struct show, show_fields);

static err
may_at(struct ctx *c, const char *capability, org_id org, bool *out)
{
    struct ctx quiet = *c;
    err e = access_need(&quiet, capability, org);
    *out = e == OK;
    return e == ERR_FORBIDDEN || e == ERR_UNAUTHENTICATED ? OK : e;
}

err
get_directive(struct ctx *c, const void *in, void *out)
{
    struct show *p = out;
    struct org_names names = {0};
    struct org_name held;
    const directive_id id = {((const struct task_key *)in)->id};
    struct directive *d = &p->directive;
    TRY(directive_find(c, id, d));
    TRY(desk_org(c, &names, d->record.org_held, &held));
    p->held_id = held.now;
    p->held_name = held.now_name;
    p->page_title = d->number;
    p->is_open = d->record.state == RECORD_OPEN;
    if (d->supersedes)
        TRY(query_int(c, &Q_directive_by_number, IN(d->supersedes), 0,
                      &p->supersedes_id.v));
    if (d->amends)
        TRY(query_int(c, &Q_directive_by_number, IN(d->amends), 0, &p->amends_id.v));
    TRY(directives_that_name(c, d, &p->later));
    TRY(task_outline(c, id, &p->tasks));
    TRY(directive_count(c, id, &p->n));
    p->is_cut = p->tasks.n >= OUTLINE_MOST_SHOWN;
    p->has_planned = p->n.n_planned > 0;
    p->is_late = p->n.n_late > 0;
    TRY(task_events(c, id, &p->events));
    p->has_events = p->events.n > 0;
    TRY(act_list_of(c, "directive", id.v, &p->history));
    p->has_history = p->history.n > 0;
    TRY(may_at(c, "task.direct", d->record.org_held, &p->may_direct));
    p->may_direct = p->may_direct && p->is_open;
    p->may_board = access_may(c, "task.read") && c->actor->org_id.v;
    TRY(attached_files(c, &directive_files, id.v, &p->attached));
    p->may_write = p->attached.may_attach; /* who may change it */
    return OK;
}

/* ---- events ---- */

static const struct field event_fields[] = {
    {.name = "id",
     .offset = offsetof(struct task_event, directive_id.v),
     .kind = K_ID,
     .label = N_("Directive")},
    FIELD(
        struct task_event, name, N_("Event"), .flags = F_REQUIRED,
        .hint = N_(
            "In the words of the deadlines, for example: the resolution takes effect")),
    FIELD(struct task_event, on_day, N_("Happens on"),
          .hint = N_("Empty: the day is not known")),
    FIELD(struct task_event, source, N_("Source"),
          .hint = N_("The document that says so")),
    FIELD(struct task_event, reason, N_("Why it moves"),
          .hint = N_("Needed if it had another day before"), .max = 1000),
};
const struct view event_view = VIEW("task_event_in", struct task_event, event_fields);

struct event_done {
    directive_id id;
    int64_t n;
};
static const struct field done_fields[] = {
    ID(struct event_done, id, N_("Directive")),
    FIELD(struct event_done, n, N_("Tasks that moved")),
};
const struct view event_done_view =
    VIEW("task_event_done", struct event_done, done_fields);

err
post_event(struct ctx *c, const void *in, void *out)
{
    struct task_event e = *(const struct task_event *)in;
    struct event_done *p = out;
    e.version = INT_NONE;
    p->id = e.directive_id;
    return task_event_set(c, &e, &p->n);
}
