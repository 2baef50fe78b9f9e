/* SPDX-License-Identifier: Apache-2.0 */
/* obstacle_web.c: the pages of obstacles: the list, the guide, one with its moves, the term. */
#include "web/web.h"

#include "attachment/attachment_web.h"
#include "base/msg.h"
#include "kernel/access.h"
#include "obstacle/obstacle.h"
#include "registers/desk.h"
#include "unit/unit.h"

#define ON_PAGE F_COMPUTED | F_PAGE | F_HIDDEN
#define KEY_ID(T)                                                                      \
    {                                                                                  \
        .name = "id", .offset = offsetof(T, id), .kind = K_ID, .label = N_("Obstacle") \
    }

/* ---- lists ---- */

static const struct field filter_fields[] = {
    ID(struct obstacle_filter, org, N_("Organisation"), .flags = F_HIDDEN),
    ID(struct obstacle_filter, task, N_("Task"), .flags = F_HIDDEN),
    ID(struct obstacle_filter, directive, N_("Directive"), .flags = F_HIDDEN),
    FIELD(struct obstacle_filter, state, N_("State"), .flags = F_HIDDEN, .max = 20),
    FIELD(struct obstacle_filter, q, N_("Search")),
    FIELD(struct obstacle_filter, answered, N_("Only answers: the guide")),
    FIELD(struct obstacle_filter, raised, N_("Raised by us")),
    FIELD(struct obstacle_filter, unanswered, N_("Not answered yet")),
    FIELD(struct obstacle_filter, late, N_("Only what is late")),
    FIELD(struct obstacle_filter, after, N_("After"), .flags = F_HIDDEN, .max = 400),
    FIELD(struct obstacle_filter, limit, N_("Rows"), .flags = F_HIDDEN),
};
static const struct view filter_view =
    VIEW("obstacle_filter", struct obstacle_filter, filter_fields);

struct list_page {
    int64_t total, total_at_least;
    struct obstacle_item_list items;
    const char *next;
    const char *org_name, *q;
    bool is_guide;
};
static const struct field list_fields[] = {
    LIST_FIELDS(struct list_page, &obstacle_item_view),
    FIELD(struct list_page, org_name, N_("Organisation"), .flags = ON_PAGE),
    FIELD(struct list_page, q, N_("Search"), .flags = ON_PAGE),
    FIELD(struct list_page, is_guide, N_("Guide"), .flags = ON_PAGE),
};
static const struct view list_view =
    VIEW("obstacle_page", struct list_page, list_fields);

static err
get_obstacles(struct ctx *c, const void *in, void *out)
{
    struct list_page *p = out;
    const struct obstacle_filter *f = in;
    struct obstacle_page found;
    struct org_names names = {0};
    struct org_name at = {0};
    TRY(obstacle_list(c, f, &found));
    if (found.org.v)
        TRY(desk_org(c, &names, found.org, &at));
    *p = (struct list_page){
        found.total, found.total_at_least, found.items, found.next, at.name,
        f->q,        f->answered};
    return OK;
}

/* ---- raising ---- */

static const struct field new_fields[] = {
    ID(struct obstacle_new, task, N_("Task"), .flags = F_HIDDEN),
    ID(struct obstacle_new, directive, N_("Directive"), .flags = F_HIDDEN),
    FIELD(struct obstacle_new, title, N_("What stands in the way"), .flags = F_REQUIRED,
          .max = 400),
    FIELD(struct obstacle_new, detail, N_("In more words"), .flags = F_LONG,
          .max = 8000),
    FIELD(struct obstacle_new, proposal, N_("What is proposed"), .flags = F_LONG,
          .max = 4000),
    FIELD(struct obstacle_new, unit, N_("Code of the unit"), .max = 20,
          .hint = N_("Where it is not about a task or a document")),
    FIELD(struct obstacle_new, body, N_("Put to"),
          .hint =
              N_("Its name, or the code of a unit; empty: who gave the task, follows "
                 "the document, or stands above us")),
    ID(struct obstacle_new, org, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct obstacle_new, place, N_("Territory"), .max = 200,
          .hint = N_("A village or area, if it is about one only")),
};
static const struct view new_view =
    VIEW("obstacle_new", struct obstacle_new, new_fields);

static const struct field start_fields[] = {
    ID(struct obstacle_new, task, N_("Task"), .flags = F_HIDDEN),
    ID(struct obstacle_new, directive, N_("Directive"), .flags = F_HIDDEN),
    FIELD(struct obstacle_new, unit, N_("Code of the unit"), .max = 20),
};
static const struct view start_view =
    VIEW("obstacle_start", struct obstacle_new, start_fields);

struct form_page {
    task_id task;
    directive_id directive;
    const char *unit, *about;
};
static const struct field form_fields[] = {
    ID(struct form_page, task, N_("Task"), .flags = F_HIDDEN),
    ID(struct form_page, directive, N_("Directive"), .flags = F_HIDDEN),
    FIELD(struct form_page, unit, N_("Code of the unit")),
    FIELD(struct form_page, about, N_("In the way of"), .flags = ON_PAGE),
};
static const struct view form_view =
    VIEW("obstacle_form", struct form_page, form_fields);

static err
get_new(struct ctx *c, const void *in, void *out)
{
    const struct obstacle_new *n = in;
    struct form_page *p = out;
    *p = (struct form_page){n->task, n->directive, n->unit, NULL};
    if (n->task.v) {
        struct task t;
        TRY(task_find(c, n->task, &t));
        p->about = t.title;
    } else if (n->directive.v) {
        struct directive d;
        TRY(directive_find(c, n->directive, &d));
        p->about = arena_printf(c->arena, "%s: %s", d.number, d.summary);
    }
    return OK;
}

static err
post_obstacle(struct ctx *c, const void *in, void *out)
{
    return obstacle_raise(c, in, out);
}

/* ---- one ---- */

struct key {
    obstacle_id id;
};
static const struct field key_fields[] = {KEY_ID(struct key)};
static const struct view key_view = VIEW("obstacle_key", struct key, key_fields);

struct show {
    struct obstacle o;
    org_id body_id, raiser_id;
    const char *body_name, *former_name, *raiser_name;
    const char *task_title, *directive_number, *unit_name, *unit_code, *when;
    bool is_waiting, is_late;
    bool can_route, can_answer, can_reopen, can_close, can_withdraw;
    struct deadline_line_list working;
    struct act_list history;
    struct attached_files attached;
};
#define OF(m, k, ...)                                                                  \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show, o.m), .kind = (k),                 \
        .label = __VA_ARGS__                                                           \
    }
#define OF_RECORD(m, k, ...)                                                           \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show, o.record.m), .kind = (k),          \
        .label = __VA_ARGS__                                                           \
    }
#define MADE F_COMPUTED
static const struct field show_fields[] = {
    OF_RECORD(id, K_ID, N_("Obstacle"), .flags = F_HIDDEN),
    OF(title, K_TEXT, N_("What stands in the way")),
    OF(detail, K_TEXT, N_("In more words")),
    OF(proposal, K_TEXT, N_("What is proposed")),
    OF(place, K_TEXT, N_("Territory")),
    OF(task_id, K_ID, N_("Task"), .flags = F_HIDDEN),
    FIELD(struct show, task_title, N_("Task"), .flags = MADE, .to = "/tasks/{task_id}"),
    OF(directive_id, K_ID, N_("Directive"), .flags = F_HIDDEN),
    FIELD(struct show, directive_number, N_("Document"), .flags = MADE,
          .to = "/directives/{directive_id}"),
    FIELD(struct show, unit_code, N_("Code of the unit"), .flags = MADE),
    FIELD(struct show, unit_name, N_("Unit"), .flags = MADE,
          .to = "/units/{unit_code}"),
    {.name = "stage",
     .offset = offsetof(struct show, o.stage),
     .kind = K_ENUM,
     .choices = obstacle_stages,
     .n_choices = OBSTACLE_STAGES,
     .label = N_("State of the obstacle")},
    ID(struct show, body_id, N_("Organisation"), .flags = MADE | F_HIDDEN),
    FIELD(struct show, body_name, N_("To be answered by whom"), .flags = MADE,
          .to = "/orgs/{body_id}"),
    FIELD(struct show, former_name, N_("Former organisation"), .flags = MADE),
    ID(struct show, raiser_id, N_("Raised by"), .flags = MADE | F_HIDDEN),
    FIELD(struct show, raiser_name, N_("Raised by"), .flags = MADE,
          .to = "/orgs/{raiser_id}"),
    OF(raised_by, K_TEXT, N_("By")),
    OF_RECORD(received_on, K_DAY, N_("Raised on")),
    OF(asked_on, K_DAY, N_("Asked on")),
    OF(due_on, K_DAY, N_("To be answered by")),
    OF(is_provisional, K_BOOL, N_("Provisional")),
    OF(answer, K_TEXT, N_("Answer")),
    OF(answer_basis, K_TEXT, N_("What the answer rests on")),
    OF(answered_by, K_TEXT, N_("Answered by")),
    OF(answered_on, K_DAY, N_("Answered on")),
    OF_RECORD(to_decide, K_BOOL, N_("To be decided")),
    OF_RECORD(version, K_INT, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct show, when, N_("How long"), .flags = ON_PAGE),
    FIELD(struct show, is_waiting, N_("Not answered yet"), .flags = MADE),
    FIELD(struct show, is_late, N_("Late"), .flags = MADE),
    FIELD(struct show, can_route, N_("May"), .flags = ON_PAGE),
    FIELD(struct show, can_answer, N_("May"), .flags = ON_PAGE),
    FIELD(struct show, can_reopen, N_("May"), .flags = ON_PAGE),
    FIELD(struct show, can_close, N_("May"), .flags = ON_PAGE),
    FIELD(struct show, can_withdraw, N_("May"), .flags = ON_PAGE),
    LISTOF(struct show, working, &deadline_line_view, N_("How the day was reckoned")),
    LISTOF(struct show, history, &act_view, N_("History")),
    ATTACHED_FILES(struct show, attached),
};
static const struct view show_view = VIEW("obstacle_show", struct show, show_fields);

static err
put_names(struct ctx *c, struct show *p)
{
    struct org_names names = {0};
    struct org_name held, raised;
    struct ctx quiet = *c; /* who may read the answer need not read the task */
    struct task t;
    TRY(desk_org(c, &names, p->o.record.org_held, &held));
    TRY(desk_org(c, &names, p->o.org_raised, &raised));
    p->body_id = held.now;
    p->body_name = held.now_name;
    p->former_name = held.now.v != held.id.v ? held.name : NULL;
    p->raiser_id = raised.now;
    p->raiser_name = raised.now_name;
    if (p->o.task_id.v && task_find(&quiet, p->o.task_id, &t) == OK)
        p->task_title = t.title;
    if (p->o.directive_id.v) {
        struct directive d;
        if (directive_find(&quiet, p->o.directive_id, &d) == OK)
            p->directive_number = d.number;
    }
    if (p->o.unit_id.v) {
        struct unit u;
        TRY(unit_find(c, p->o.unit_id, c->today, &u));
        p->unit_name = u.name;
        p->unit_code = u.code;
    }
    return OK;
}

static err
get_obstacle(struct ctx *c, const void *in, void *out)
{
    struct show *p = out;
    struct deadline d;
    const struct {
        const char *move;
        bool *may;
    } moves[] = {{"route", &p->can_route},
                 {"answer", &p->can_answer},
                 {"reopen", &p->can_reopen},
                 {"close", &p->can_close},
                 {"withdraw", &p->can_withdraw}};
    TRY(obstacle_find(c, ((const struct key *)in)->id, &p->o));
    TRY(put_names(c, p));
    TRY(obstacle_deadline(c, &p->o, &d));
    p->working = d.working;
    p->is_waiting = p->o.stage == OBSTACLE_RAISED || p->o.stage == OBSTACLE_ROUTED;
    p->is_late = p->is_waiting && day_known(p->o.due_on) && p->o.due_on.v < c->today.v;
    if (p->is_waiting && day_known(p->o.due_on))
        p->when = deadline_left(c, (int64_t)p->o.due_on.v - c->today.v);
    for (size_t i = 0; i < COUNT(moves); i++)
        TRY(flow_may(c, &obstacle_register, &p->o,
                     flow_move(&obstacle_register, moves[i].move), moves[i].may));
    TRY(attached_files(c, &obstacle_files, p->o.record.id, &p->attached));
    return act_list_of(c, "obstacle", p->o.record.id, &p->history);
}

/* ---- moves ---- */

#define MOVE_ID                                                                        \
    KEY_ID(struct obstacle_move),                                                      \
        FIELD(struct obstacle_move, version, N_("Version"), .flags = F_HIDDEN)
#define REASON                                                                         \
    FIELD(struct obstacle_move, reason, N_("Why"), .flags = F_REQUIRED, .max = 1000)

static const struct field move_fields[] = {MOVE_ID};
static const struct view move_view =
    VIEW("obstacle_move", struct obstacle_move, move_fields);
static const struct field reason_fields[] = {MOVE_ID, REASON};
static const struct view reason_view =
    VIEW("obstacle_move_reason", struct obstacle_move, reason_fields);
static const struct field route_fields[] = {
    MOVE_ID,
    FIELD(struct obstacle_move, body, N_("To which body"),
          .hint = N_("Its name, or the code of a unit for its People's Committee")),
    ID(struct obstacle_move, org, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct obstacle_move, reason, N_("Why"), .max = 1000)};
static const struct view route_view =
    VIEW("obstacle_route", struct obstacle_move, route_fields);
static const struct field answer_fields[] = {
    MOVE_ID,
    FIELD(struct obstacle_move, answer, N_("Answer"), .flags = F_REQUIRED | F_LONG,
          .max = 20000),
    FIELD(struct obstacle_move, answer_basis, N_("What the answer rests on"),
          .max = 400, .hint = N_("Number of the document, article"))};
static const struct view answer_view =
    VIEW("obstacle_answer", struct obstacle_move, answer_fields);

static err
post_move(struct ctx *c, const void *in, void *out)
{
    return obstacle_move(c, c->subject, in, out);
}

/* ---- the term ---- */

struct terms_page {
    struct obstacle_term_list items;
};
static const struct field terms_fields[] = {
    LISTOF(struct terms_page, items, &obstacle_term_view, N_("Items"))};
static const struct view terms_view =
    VIEW("obstacle_terms", struct terms_page, terms_fields);

static err
get_terms(struct ctx *c, const void *in UNUSED, void *out)
{
    return obstacle_terms(c, &((struct terms_page *)out)->items);
}

static err
post_terms(struct ctx *c, const void *in, void *out)
{
    TRY(obstacle_term_add(c, in));
    *(struct obstacle_term *)out = *(const struct obstacle_term *)in;
    return OK;
}

/* ---- routes ---- */

#define MOVE(name, label, in_, need_)                                                  \
    {                                                                                  \
        .method = POST, .path = "/obstacles/{id}/" name, .help = label, .need = need_, \
        .lane = LANE_WRITE, .in = &(in_), .out = &obstacle_view, .handle = post_move,  \
        .form = "/obstacles/{id}", .after = "/obstacles/{id}", .subject = name         \
    }

static const struct route routes[] = {
    {GET, "/obstacles", N_("Obstacles"), "obstacle.read", LANE_READ, &filter_view,
     &list_view, "obstacle/obstacles.html", get_obstacles, .list = "items",
     .menu = N_("Obstacles"), .menu_at = 37},
    {GET, "/obstacles/new", N_("Raise an obstacle"), "obstacle.write", LANE_READ,
     &start_view, &form_view, "obstacle/new.html", get_new},
    {POST, "/obstacles", N_("Raise an obstacle"), "obstacle.write", LANE_WRITE,
     &new_view, &obstacle_view, NULL, post_obstacle, .form = "/obstacles/new",
     .after = "/obstacles/{id}"},
    {GET, "/obstacles/terms", N_("Within how long an obstacle is answered"),
     "obstacle.read", LANE_READ, NULL, &terms_view, "obstacle/terms.html", get_terms,
     .list = "items"},
    {POST, "/obstacles/terms", N_("Set the term"), "law.write", LANE_WRITE,
     &obstacle_term_view, &obstacle_term_view, NULL, post_terms,
     .form = "/obstacles/terms", .after = "/obstacles/terms"},
    {GET, "/obstacles/{id}", N_("Obstacle"), "obstacle.read", LANE_READ, &key_view,
     &show_view, "obstacle/show.html", get_obstacle},
    MOVE("route", N_("Pass on"), route_view, "obstacle.answer"),
    MOVE("answer", N_("Give the answer"), answer_view, "obstacle.answer"),
    MOVE("reopen", N_("Not solved: ask again"), reason_view, "obstacle.write"),
    MOVE("close", N_("Solved: close"), move_view, "obstacle.write"),
    MOVE("withdraw", N_("Withdraw"), reason_view, "obstacle.write"),
    ATTACHMENT_ROUTES("/obstacles", "obstacle.read", &obstacle_files),
    {0},
};

extern const struct module obstacle_module;
const struct module obstacle_module = {
    .name = "obstacle",
    .about =
        N_("What stands in the way of the work, and the guide made of the answers."),
    .routes = routes,
};
