/* SPDX-License-Identifier: Apache-2.0 */
/* task_web.c: the routes of this room, its lists and what many tasks are done with at once. */
#include "task/task_web.h"

#include "attachment/attachment_web.h"
#include "base/msg.h"
#include "kernel/access.h"
#include "registers/desk.h"
#include "web/command.h"
#include "web/web.h"

/* ---- directives ---- */

static const struct field directive_filter_fields[] = {
    FIELD(struct directive_filter, q, N_("Search")),
    ENUM(struct directive_filter, type, directive_types, N_("Type of document")),
    FIELD(struct directive_filter, body, N_("Followed by"),
          .hint = N_("Its name, or the code of a unit")),
    ID(struct directive_filter, org, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct directive_filter, year, N_("Year of issue")),
    ENUM(struct directive_filter, state, record_states, N_("State")),
    FIELD(struct directive_filter, after, N_("After"), .flags = F_HIDDEN, .max = 400),
    FIELD(struct directive_filter, limit, N_("Rows"), .flags = F_HIDDEN),
};
static const struct view directive_filter_view =
    VIEW("directive_filter", struct directive_filter, directive_filter_fields);
static const struct field directive_page_fields[] = {
    LIST_FIELDS(struct directive_page, &directive_item_view)};
static const struct view directive_page_view =
    VIEW("directive_page", struct directive_page, directive_page_fields);

static err
get_directives(struct ctx *c, const void *in, void *out)
{
    return directive_list(c, in, out);
}

/* ---- tasks ---- */

static const struct field filter_fields[] = {
    ID(struct task_filter, directive, N_("Directive"), .flags = F_HIDDEN),
    ID(struct task_filter, org, N_("Organisation"), .flags = F_HIDDEN),
    ID(struct task_filter, given, N_("Given by"), .flags = F_HIDDEN),
    ID(struct task_filter, coordinator, N_("Taking part"), .flags = F_HIDDEN),
    ID(struct task_filter, parent, N_("Part of"), .flags = F_HIDDEN),
    FIELD(struct task_filter, q, N_("Search")),
    FIELD(struct task_filter, body, N_("Lead body"),
          .hint = N_("Its name, or the code of a unit")),
    FIELD(struct task_filter, state, N_("State of the work"), .options = "states",
          .max = 20),
    FIELD(struct task_filter, on, N_("As of")),
    FIELD(struct task_filter, late, N_("Late")),
    FIELD(struct task_filter, soon, N_("Within a week")),
    FIELD(struct task_filter, silent, N_("Silent")),
    FIELD(struct task_filter, after, N_("After"), .flags = F_HIDDEN, .max = 400),
    FIELD(struct task_filter, limit, N_("Rows"), .flags = F_HIDDEN),
    FIELD(struct task_filter, count, N_("Count"), .flags = F_HIDDEN),
};
static const struct view filter_view =
    VIEW("task_filter", struct task_filter, filter_fields);

struct list_page {
    struct task_page p;
    const char *org_name, *directive_number;
    directive_id directive_id;
    struct option_list states;
};
#define OF_PAGE(m, k, ...)                                                             \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct list_page, p.m), .kind = (k),            \
        .label = __VA_ARGS__                                                           \
    }
static const struct field list_fields[] = {
    OF_PAGE(total, K_INT, N_("Total"), .flags = F_COMPUTED),
    OF_PAGE(total_at_least, K_INT, N_("At least"), .flags = F_COMPUTED),
    OF_PAGE(items, K_LIST, N_("Items"), .of = &task_item_view),
    OF_PAGE(next, K_TEXT, N_("Next page"), .flags = F_COMPUTED),
    FIELD(struct list_page, org_name, N_("Organisation"), .flags = ON_PAGE),
    FIELD(struct list_page, directive_number, N_("Document"), .flags = ON_PAGE,
          .to = "/directives/{directive_id}"),
    ID(struct list_page, directive_id, N_("Document"), .flags = ON_PAGE),
    LISTOF(struct list_page, states, &option_view, N_("States"), .flags = ON_PAGE),
};
static const struct view list_view = VIEW("task_page", struct list_page, list_fields);

static void
put_states(struct ctx *c, struct option_list *out)
{
    for (int i = 1; i < TASK_STAGES; i++)
        *PUSH(c->arena, out) =
            (struct option){task_stages[i].name, T(c, task_stages[i].label), false};
    *PUSH(c->arena, out) =
        (struct option){"all", T(c, N_("All, ended ones too")), false};
}

static err
get_tasks(struct ctx *c, const void *in, void *out)
{
    struct list_page *p = out;
    const struct task_filter *f = in;
    struct org_names names = {0};
    struct org_name at = {0};
    put_states(c, &p->states);
    TRY(task_list(c, f, &p->p));
    if (p->p.org.v)
        TRY(desk_org(c, &names, p->p.org, &at));
    p->org_name = at.name;
    if (f->directive.v) {
        struct directive d;
        TRY(directive_find(c, f->directive, &d));
        p->directive_number = d.number;
        p->directive_id = f->directive;
    }
    return OK;
}

/* ---- my work ---- */

struct at {
    org_id org;
};
static const struct field at_fields[] = {
    ID(struct at, org, N_("Organisation"), .flags = F_HIDDEN)};
static const struct view at_view = VIEW("work_at", struct at, at_fields);

static const struct field group_fields[] = {
    FIELD(struct work_group, name, N_("Name")),
    FIELD(struct work_group, label, N_("Label")),
    FIELD(struct work_group, total, N_("Total")),
    FIELD(struct work_group, total_at_least, N_("At least")),
    LISTOF(struct work_group, items, &task_item_view, N_("Tasks")),
    FIELD(struct work_group, has_any, N_("Any"), .flags = ON_PAGE),
};
static const struct view group_view =
    VIEW("work_group", struct work_group, group_fields);
struct work_page {
    org_id org_id;
    const char *org_name;
    struct LIST(struct work_group) groups;
    struct task_item_list items; /* all of them, for CSV */
    int64_t n_to_accept, n_to_assign;
    bool is_empty, is_to_accept, is_to_assign;
    struct work_also_list also;
    bool has_also;
};
static const struct field work_fields[] = {
    ID(struct work_page, org_id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct work_page, org_name, N_("Organisation")),
    LISTOF(struct work_page, groups, &group_view, N_("Groups")),
    LISTOF(struct work_page, items, &task_item_view, N_("Tasks"), .flags = F_PAGE),
    LISTOF(struct work_page, also, &work_also_view, N_("Also to be done")),
    FIELD(struct work_page, has_also, N_("Also to be done"), .flags = ON_PAGE),
    FIELD(struct work_page, n_to_accept, N_("To accept")),
    FIELD(struct work_page, n_to_assign, N_("To assign")),
    FIELD(struct work_page, is_to_accept, N_("To accept"), .flags = ON_PAGE),
    FIELD(struct work_page, is_to_assign, N_("To assign"), .flags = ON_PAGE),
    FIELD(struct work_page, is_empty, N_("Nothing"), .flags = ON_PAGE),
};
static const struct view work_view = VIEW("work", struct work_page, work_fields);

/* How many; none where the actor may not do it. */
static err
count_bulk(struct ctx *c, const char *move, org_id org, int64_t *out)
{
    struct ctx quiet = *c;
    *out = 0;
    err e = task_bulk_count(
        &quiet, &(struct task_bulk){.move = move, .org = org, .expected = INT_NONE},
        out);
    return e == ERR_FORBIDDEN ? OK : e;
}

static err
get_work(struct ctx *c, const void *in, void *out)
{
    struct work_page *p = out;
    struct org_names names = {0};
    struct org_name at = {0};
    struct work w;
    TRY(task_work(c, ((const struct at *)in)->org, &w));
    const struct work_group *const all[] = {&w.late,   &w.today,   &w.week,    &w.later,
                                            &w.decide, &w.waiting, &w.together};
    p->org_id = w.org_id;
    p->is_empty = true;
    p->n_to_accept = p->n_to_assign = 0;
    if (!w.org_id.v)
        return OK;
    TRY(desk_org(c, &names, w.org_id, &at));
    p->org_name = at.name;
    for (size_t i = 0; i < COUNT(all); i++) {
        *PUSH(c->arena, &p->groups) = *all[i];
        for (size_t k = 0; k < all[i]->items.n; k++)
            *PUSH(c->arena, &p->items) = all[i]->items.v[k];
    }
    for (work_source *const *also = work_sources; *also; also++)
        TRY((*also)(c, w.org_id, &p->also));
    p->has_also = p->also.n > 0;
    p->is_empty = p->items.n == 0 && !p->has_also;
    TRY(count_bulk(c, "accept", w.org_id, &p->n_to_accept));
    TRY(count_bulk(c, "assign", w.org_id, &p->n_to_assign));
    p->is_to_accept = p->n_to_accept > 0;
    p->is_to_assign = p->n_to_assign > 0;
    return OK;
}

/* ---- many at once ---- */

#define BULK_OF                                                                        \
    ID(struct task_bulk, directive, N_("Directive"), .flags = F_HIDDEN),               \
        ID(struct task_bulk, org, N_("Organisation"), .flags = F_HIDDEN)
static const struct field bulk_at_fields[] = {
    FIELD(struct task_bulk, move, N_("Move"), .max = 20,
          .hint = N_("accept or assign; empty: accept")),
    BULK_OF,
};
static const struct view bulk_at_view =
    VIEW("task_bulk_at", struct task_bulk, bulk_at_fields);
static const struct field bulk_fields[] = {
    FIELD(struct task_bulk, move, N_("Move"), .flags = F_REQUIRED | F_HIDDEN,
          .max = 20),
    BULK_OF,
    FIELD(struct task_bulk, expected, N_("How many"), .flags = F_HIDDEN),
};
static const struct view bulk_view = VIEW("task_bulk", struct task_bulk, bulk_fields);

struct bulk_page {
    struct task_bulk in;
    int64_t expected, n;
    struct task_item_list items;
    bool is_accept, is_any;
};
static const struct field bulk_page_fields[] = {
    {.name = "move",
     .offset = offsetof(struct bulk_page, in.move),
     .kind = K_TEXT,
     .label = N_("Move")},
    {.name = "directive",
     .offset = offsetof(struct bulk_page, in.directive),
     .kind = K_ID,
     .label = N_("Directive")},
    {.name = "org",
     .offset = offsetof(struct bulk_page, in.org),
     .kind = K_ID,
     .label = N_("Organisation")},
    FIELD(struct bulk_page, expected, N_("How many")),
    FIELD(struct bulk_page, n, N_("Done")),
    LISTOF(struct bulk_page, items, &task_item_view, N_("Tasks")),
    FIELD(struct bulk_page, is_accept, N_("Accept"), .flags = ON_PAGE),
    FIELD(struct bulk_page, is_any, N_("Any"), .flags = ON_PAGE),
};
static const struct view bulk_page_view =
    VIEW("task_bulk_page", struct bulk_page, bulk_page_fields);

static err
get_bulk(struct ctx *c, const void *in, void *out)
{
    struct bulk_page *p = out;
    p->in = *(const struct task_bulk *)in;
    if (!p->in.move)
        p->in.move = "accept";
    TRY(task_bulk_plan(c, &p->in, &p->items));
    p->expected = (int64_t)p->items.n;
    p->n = INT_NONE;
    p->is_accept = str_eq(p->in.move, "accept");
    p->is_any = p->expected > 0;
    return OK;
}

static err
post_bulk(struct ctx *c, const void *in, void *out)
{
    struct bulk_page *p = out;
    p->in = *(const struct task_bulk *)in;
    TRY(task_bulk(c, &p->in, &p->n));
    p->expected = p->n;
    return OK;
}

/* ---- routes ---- */

#define MOVE(name, label, in_, need_)                                                  \
    {                                                                                  \
        .method = POST, .path = "/tasks/{id}/" name, .help = label, .need = need_,     \
        .lane = LANE_WRITE, .in = &(in_), .out = &task_view, .handle = post_move,      \
        .form = "/tasks/{id}", .after = "/tasks/{id}", .subject = name                 \
    }

static const struct route routes[] = {
    {GET, "/work", N_("My work"), "task.read", LANE_READ, &at_view, &work_view,
     "task/work.html", get_work, .list = "items", .menu = N_("My work"), .menu_at = 5},

    {GET, "/notices", N_("Letters sent"), "setting.write", LANE_READ,
     &notice_filter_view, &notice_page_view, "task/notices.html", get_notices,
     .list = "items"},
    {POST, "/notices/{id}/again", N_("Send again"), "setting.write", LANE_WRITE,
     &task_key_view, &notice_view, NULL, post_notice_again, .form = "/notices",
     .after = "/notices"},

    {GET, "/directives", N_("Directives"), "directive.read", LANE_READ,
     &directive_filter_view, &directive_page_view, "task/directives.html",
     get_directives, .list = "items", .menu = N_("Directives"), .menu_at = 34},
    {GET, "/directives/{id}", N_("Directive"), "directive.read", LANE_READ,
     &task_key_view, &directive_show_view, "task/directive.html", get_directive,
     .list = "tasks"},
    {GET, "/directives/{id}/roadmap", N_("Roadmap"), "directive.read", LANE_READ,
     &task_key_view, &road_page_view, "task/roadmap.html", get_road, .list = "rows"},
    {GET, "/directives/{id}/tasks/new", N_("Add a task"), "task.direct", LANE_READ,
     &task_key_view, &task_form_view, "task/task_new.html", get_task_new},
    {POST, "/directives/{id}/tasks", N_("Add a task"), "task.direct", LANE_WRITE,
     &task_add_view, &task_view, NULL, post_task, .form = "/directives/{id}/tasks/new",
     .after = "/tasks/{id}"},
    {POST, "/directives/{id}/events", N_("Set the day of an event"), "task.direct",
     LANE_WRITE, &event_view, &event_done_view, NULL, post_event,
     .form = "/directives/{id}", .after = "/directives/{id}"},
    ATTACHMENT_ROUTES("/directives", "directive.read", &directive_files),

    {GET, "/directives/{id}/read", N_("Tasks from the text"), "task.direct", LANE_READ,
     &task_key_view, &plan_page_view, "task/plan.html", get_plan, .list = "items"},
    {POST, "/directives/{id}/read", N_("Read it"), "task.direct", LANE_WRITE,
     &plan_text_view, &plan_page_view, NULL, post_plan, .form = "/directives/{id}/read",
     .after = "/directives/{id}/read", .body_max = 4 << 20},
    {POST, "/directives/{id}/proposals", N_("Take all of them over"), "task.direct",
     LANE_WRITE, &plan_take_view, &plan_taken_view, NULL, post_plan_take,
     .form = "/directives/{id}/read", .after = "/directives/{id}"},
    {GET, "/proposals/{id}", N_("Proposal"), "task.direct", LANE_READ, &task_key_view,
     &task_proposal_view, "task/proposal.html", get_proposal},
    {POST, "/proposals/{id}", N_("Save the proposal"), "task.direct", LANE_WRITE,
     &proposal_change_view, &task_proposal_view, NULL, post_proposal,
     .form = "/proposals/{id}", .after = "/directives/{directive_id}/read"},
    {POST, "/proposals/{id}/take", N_("Take over"), "task.direct", LANE_WRITE,
     &task_key_view, &task_proposal_view, NULL, post_proposal_take,
     .form = "/proposals/{id}", .after = "/directives/{directive_id}/read"},
    {POST, "/proposals/{id}/drop", N_("Drop"), "task.direct", LANE_WRITE,
     &task_key_view, &task_proposal_view, NULL, post_proposal_drop,
     .form = "/proposals/{id}", .after = "/directives/{directive_id}/read"},

    {GET, "/tasks", N_("Tasks"), "task.read", LANE_READ, &filter_view, &list_view,
     "task/tasks.html", get_tasks, .list = "items", .menu = N_("Tasks"), .menu_at = 36},
    {GET, "/tasks/bulk", N_("Many at once"), "task.read", LANE_READ, &bulk_at_view,
     &bulk_page_view, "task/bulk.html", get_bulk, .list = "items"},
    {POST, "/tasks/bulk", N_("Do it for all of them"), "task.read", LANE_WRITE,
     &bulk_view, &bulk_page_view, NULL, post_bulk, .form = "/tasks/bulk",
     .after = "/work"},
    {GET, "/tasks/{id}", N_("Task"), "task.read", LANE_READ, &task_key_view,
     &task_show_view, "task/task.html", get_task},
    {GET, "/tasks/{id}/change", N_("Change the task"), "task.direct", LANE_READ,
     &task_key_view, &task_form_view, "task/task_change.html", get_task_part,
     .subject = "change"},
    {POST, "/tasks/{id}/change", N_("Save the task"), "task.direct", LANE_WRITE,
     &task_change_view, &task_view, NULL, post_task_change,
     .form = "/tasks/{id}/change", .after = "/tasks/{id}"},
    {GET, "/tasks/{id}/parts/new", N_("Add a part"), "task.direct", LANE_READ,
     &task_key_view, &task_form_view, "task/part_new.html", get_task_part},
    {POST, "/tasks/{id}/parts", N_("Add a part"), "task.direct", LANE_WRITE,
     &task_part_view, &task_view, NULL, post_part, .form = "/tasks/{id}/parts/new",
     .after = "/tasks/{id}"},
    {GET, "/tasks/{id}/spread", N_("One for each of several"), "task.direct", LANE_READ,
     &spread_view, &spread_page_view, "task/spread.html", get_spread, .list = "items"},
    {POST, "/tasks/{id}/spread", N_("Give each its task"), "task.direct", LANE_WRITE,
     &spread_view, &spread_done_view, NULL, post_spread, .form = "/tasks/{id}/spread",
     .after = "/tasks/{id}"},
    {POST, "/tasks/{id}/depend", N_("It waits for another task"), "task.direct",
     LANE_WRITE, &depend_view, &task_view, NULL, post_depend, .form = "/tasks/{id}",
     .after = "/tasks/{id}"},
    ATTACHMENT_ROUTES("/tasks", "task.read", &task_files),

    {POST, "/tasks/{id}/contribute", N_("Contribute"), "task.work", LANE_WRITE,
     &contribute_view, &task_view, NULL, post_contribute, .form = "/tasks/{id}",
     .after = "/tasks/{id}"},

    MOVE("assign", N_("Assign"), move_give_view, "task.direct"),
    MOVE("accept", N_("Accept"), move_view, "task.work"),
    MOVE("return", N_("Return: not ours"), move_return_view, "task.work"),
    MOVE("progress", N_("Record progress"), move_progress_view, "task.work"),
    {POST, "/tasks/{id}/report", N_("Report done"), "task.work", LANE_WRITE,
     &move_report_view, &task_view, NULL, post_task_report, .form = "/tasks/{id}",
     .after = "/tasks/{id}", .body_max = ATTACHMENT_BODY_MOST,
     .prepare = prepare_task_report},
    MOVE("verify", N_("Verify and close"), move_view, "task.direct"),
    MOVE("send_back", N_("Send back"), move_reason_view, "task.direct"),
    MOVE("suspend", N_("Suspend"), move_reason_view, "task.direct"),
    MOVE("resume", N_("Resume"), move_view, "task.direct"),
    MOVE("transfer", N_("Transfer to another body"), move_transfer_view, "task.direct"),
    MOVE("cannot", N_("Say that it cannot be done"), move_cannot_view, "task.work"),
    MOVE("insist", N_("It is to be done all the same"), move_reason_view,
         "task.direct"),
    MOVE("withdraw", N_("Withdraw"), move_reason_view, "task.direct"),
    MOVE("ask", N_("Ask for an extension"), move_ask_view, "task.work"),
    MOVE("grant", N_("Grant the extension"), move_grant_view, "task.direct"),
    MOVE("refuse", N_("Refuse the extension"), move_reason_view, "task.direct"),
    {0},
};

extern const struct command plan_read_commands[];
extern const struct module task_module;
const struct module task_module = {
    .name = "task",
    .about = N_("From a document to work: directives, their tasks, my work."),
    .commands = plan_read_commands,
    .routes = routes,
};
