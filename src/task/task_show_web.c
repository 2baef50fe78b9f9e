/* SPDX-License-Identifier: Apache-2.0 */
/* task_show_web.c: a task's page: what it says, when it is due and why, what was done, what may be
 * done now. */
#include "web/web.h"

#include "attachment/attachment_web.h"
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "registers/desk.h"
#include "task/task_web.h"
#include "unit/unit.h"

#define KEY_ID(T)                                                                      \
    {                                                                                  \
        .name = "id", .offset = offsetof(T, id), .kind = K_ID, .label = N_("Task")     \
    }
static const struct field key_fields[] = {KEY_ID(struct task_key)};
const struct view task_key_view = VIEW("task_key", struct task_key, key_fields);

/* ---- the page ---- */

struct move_offer {
    const char *name, *label;
};
static const struct field offer_fields[] = {
    FIELD(struct move_offer, name, N_("Move")),
    FIELD(struct move_offer, label, N_("Label")),
};
static const struct view offer_view =
    VIEW("task_offer", struct move_offer, offer_fields);

struct can {
    bool assign, accept, return_, progress, report, verify, send_back, suspend, resume,
        transfer, cannot, insist, withdraw, ask, grant, refuse;
};
struct task_show {
    struct task task;
    const char *page_title, *directive_number, *directive_summary, *parent_title;
    org_id lead_id, giver_id;
    const char *lead_name, *former_name, *giver_name, *words, *when;
    bool is_open, is_late, is_moved, may_direct, may_contribute, has_parts, has_missing;
    struct task_partner_list together;
    struct deadline_line_list working;
    struct task_item_list parts;
    int64_t n_parts, n_parts_done, n_missing;
    const char *spread_path;
    struct task_entry_list entries;
    struct task_told_list told;
    bool has_told;
    struct LIST(struct move_offer) moves;
    struct can can;
    struct attached_files attached;
};
#define OF_TASK(m, k, ...)                                                             \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct task_show, task.m), .kind = (k),         \
        .label = __VA_ARGS__                                                           \
    }
#define OF_RECORD(m, k, ...)                                                           \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct task_show, task.record.m), .kind = (k),  \
        .label = __VA_ARGS__                                                           \
    }
#define CAN(m, member)                                                                 \
    {                                                                                  \
        .name = "can_" m, .offset = offsetof(struct task_show, can.member),            \
        .kind = K_BOOL, .flags = ON_PAGE, .label = N_("May")                           \
    }
#define MADE F_COMPUTED
static const struct field show_fields[] = {
    OF_RECORD(id, K_ID, N_("Task"), .flags = F_HIDDEN),
    OF_TASK(number, K_TEXT, N_("Number in the document")),
    OF_TASK(title, K_TEXT, N_("What is to be done")),
    OF_TASK(detail, K_TEXT, N_("In the words of the document")),
    {.name = "directive_id",
     .offset = offsetof(struct task_show, task.directive_id),
     .kind = K_ID,
     .flags = F_HIDDEN,
     .label = N_("Directive")},
    FIELD(struct task_show, directive_number, N_("Document"), .flags = MADE,
          .to = "/directives/{directive_id}"),
    FIELD(struct task_show, directive_summary, N_("Subject of the document"),
          .flags = MADE),
    {.name = "parent_id",
     .offset = offsetof(struct task_show, task.parent_id),
     .kind = K_ID,
     .flags = F_HIDDEN,
     .label = N_("Part of")},
    FIELD(struct task_show, parent_title, N_("Part of"), .flags = MADE,
          .to = "/tasks/{parent_id}"),
    ID(struct task_show, lead_id, N_("Lead body"), .flags = MADE | F_HIDDEN),
    FIELD(struct task_show, lead_name, N_("Lead body"), .flags = MADE,
          .to = "/orgs/{lead_id}"),
    FIELD(struct task_show, former_name, N_("Former organisation"), .flags = MADE),
    ID(struct task_show, giver_id, N_("Given by"), .flags = MADE | F_HIDDEN),
    FIELD(struct task_show, giver_name, N_("Given by"), .flags = MADE,
          .to = "/orgs/{giver_id}"),
    OF_TASK(given_by, K_TEXT, N_("Assigned by")),
    OF_TASK(given_on, K_DAY, N_("Assigned on")),
    OF_TASK(lead_text, K_TEXT, N_("Lead body in the document")),
    OF_TASK(coordinators, K_TEXT, N_("Coordinating bodies")),
    LISTOF(struct task_show, together, &task_partner_view, N_("Taking part")),
    FIELD(struct task_show, may_contribute, N_("May contribute"), .flags = ON_PAGE),
    OF_TASK(product, K_TEXT, N_("Product expected")),
    OF_TASK(legal_basis, K_TEXT, N_("Legal basis")),
    OF_TASK(place, K_TEXT, N_("Territory")),
    {.name = "stage",
     .offset = offsetof(struct task_show, task.stage),
     .kind = K_ENUM,
     .choices = task_stages,
     .n_choices = TASK_STAGES,
     .label = N_("State of the work")},
    OF_TASK(progress, K_INT, N_("Progress, per cent")),
    DEADLINE_RULE_FIELDS(struct task_show, task.rule),
    FIELD(struct task_show, words, N_("Deadline"), .flags = MADE),
    OF_TASK(from_on, K_DAY, N_("Begins on")),
    OF_TASK(due_on, K_DAY, N_("Due on")),
    OF_TASK(first_due, K_DAY, N_("First promised for")),
    OF_TASK(extended_to, K_DAY, N_("Extended to")),
    OF_TASK(n_extended, K_INT, N_("Extended how often")),
    OF_TASK(asked_until, K_DAY, N_("Extension asked until")),
    OF_TASK(waits_for, K_TEXT, N_("Waits for")),
    OF_TASK(is_provisional, K_BOOL, N_("Provisional")),
    OF_TASK(is_whole, K_BOOL, N_("Done by its parts")),
    OF_RECORD(ended_on, K_DAY, N_("Ended on")),
    OF_RECORD(to_decide, K_BOOL, N_("To be decided")),
    OF_RECORD(version, K_INT, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct task_show, when, N_("How long"), .flags = ON_PAGE),
    FIELD(struct task_show, is_open, N_("Open"), .flags = ON_PAGE),
    FIELD(struct task_show, is_late, N_("Late"), .flags = MADE),
    FIELD(struct task_show, is_moved, N_("Moved"), .flags = ON_PAGE),
    FIELD(struct task_show, has_parts, N_("Parts"), .flags = ON_PAGE),
    FIELD(struct task_show, n_missing, N_("Bodies without it"), .flags = MADE),
    FIELD(struct task_show, has_missing, N_("Bodies without it"), .flags = ON_PAGE),
    FIELD(struct task_show, spread_path, N_("Path"), .flags = ON_PAGE),
    FIELD(struct task_show, may_direct, N_("May direct"), .flags = ON_PAGE),
    FIELD(struct task_show, page_title, N_("Title"), .flags = ON_PAGE),
    LISTOF(struct task_show, working, &deadline_line_view,
           N_("How the day was reckoned")),
    LISTOF(struct task_show, parts, &task_item_view, N_("Parts")),
    FIELD(struct task_show, n_parts, N_("Parts"), .flags = MADE),
    FIELD(struct task_show, n_parts_done, N_("Parts done"), .flags = MADE),
    LISTOF(struct task_show, entries, &task_entry_view, N_("History")),
    LISTOF(struct task_show, told, &task_told_view, N_("Who has been told")),
    FIELD(struct task_show, has_told, N_("Who has been told"), .flags = ON_PAGE),
    LISTOF(struct task_show, moves, &offer_view, N_("What may be done now")),
    ATTACHED_FILES(struct task_show, attached),
    CAN("assign", assign),
    CAN("accept", accept),
    CAN("return", return_),
    CAN("progress", progress),
    CAN("report", report),
    CAN("verify", verify),
    CAN("send_back", send_back),
    CAN("suspend", suspend),
    CAN("resume", resume),
    CAN("transfer", transfer),
    CAN("cannot", cannot),
    CAN("insist", insist),
    CAN("withdraw", withdraw),
    CAN("ask", ask),
    CAN("grant", grant),
    CAN("refuse", refuse),
};
const struct view task_show_view = VIEW("task_show", struct task_show, show_fields);

static err
put_moves(struct ctx *c, struct task_show *p)
{
    for (const struct flow_move *m = task_register.flow->moves; m->name; m++) {
        const struct field *f =
            view_field(&task_show_view, arena_printf(c->arena, "can_%s", m->name));
        bool may;
        must(f != NULL);
        TRY(flow_may(c, &task_register, &p->task, m, &may));
        *(bool *)((char *)p + f->offset) = may;
        if (may)
            *PUSH(c->arena, &p->moves) = (struct move_offer){m->name, T(c, m->label)};
    }
    return OK;
}

static err
put_names(struct ctx *c, struct task_show *p)
{
    struct org_names names = {0};
    struct org_name held, given;
    struct directive d;
    struct task parent;
    TRY(desk_org(c, &names, p->task.record.org_held, &held));
    TRY(desk_org(c, &names, p->task.org_given, &given));
    p->lead_id = held.now;
    p->lead_name = held.now_name;
    p->former_name = held.now.v != held.id.v ? held.name : NULL;
    p->giver_id = given.now;
    p->giver_name = given.now_name;
    TRY(directive_find(c, p->task.directive_id, &d));
    p->directive_number = d.number;
    p->directive_summary = d.summary;
    if (!p->task.parent_id.v)
        return OK;
    struct ctx quiet = *c; /* a part may be read by who may not read the whole */
    if (task_find(&quiet, p->task.parent_id, &parent) == OK)
        p->parent_title = parent.title;
    return OK;
}

static err
put_parts(struct ctx *c, struct task_show *p)
{
    struct task_page page, done;
    const struct task_filter f = {
        .parent = {p->task.record.id}, .state = "all", .on = DAY_NONE, .limit = 20};
    struct task_filter closed = f;
    TRY(task_list(c, &f, &page));
    p->parts = page.items;
    p->n_parts = page.total;
    p->has_parts = page.total > 0;
    closed.state = "closed";
    TRY(task_list(c, &closed, &done));
    p->n_parts_done = done.total;
    return OK;
}

/* Bodies that came after the task was given to each of their kind. */
static err
put_missing(struct ctx *c, struct task_show *p)
{
    const struct task *t = &p->task;
    struct task_body_list bodies;
    p->n_missing = 0;
    if (!p->may_direct || !t->spread_kind)
        return OK;
    const char *tier = unit_tiers[t->spread_tier].name;
    p->spread_path =
        arena_printf(c->arena, "/tasks/%lld/spread?kind=%s&tier=%s",
                     (long long)t->record.id, t->spread_kind, tier ? tier : "");
    TRY(task_spread_plan(c,
                         &(struct task_spread){.id = {t->record.id},
                                               .kind = t->spread_kind,
                                               .tier = t->spread_tier},
                         &bodies));
    for (size_t i = 0; i < bodies.n; i++)
        p->n_missing += !bodies.v[i].has;
    p->has_missing = p->n_missing > 0;
    return OK;
}

static err
put_deadline(struct ctx *c, struct task_show *p)
{
    const struct deadline_law *law;
    struct deadline_facts facts;
    struct deadline d;
    struct task *t = &p->task;
    TRY(deadline_law_load(c, &law));
    TRY(task_facts(c, t, &facts));
    deadline_explain(c, law, &t->rule, &facts, &d);
    p->working = d.working;
    p->words = deadline_rule_words(c, &t->rule);
    p->is_late = p->is_open && day_known(t->due_on) && t->due_on.v < c->today.v;
    p->is_moved = day_known(t->first_due) && day_known(t->due_on) &&
                  t->first_due.v != t->due_on.v;
    if (p->is_open && day_known(t->due_on))
        p->when = deadline_left(c, (int64_t)t->due_on.v - c->today.v);
    return OK;
}

err
get_task(struct ctx *c, const void *in, void *out)
{
    struct task_show *p = out;
    const struct task_key *k = in;
    TRY(task_find(c, (task_id){k->id}, &p->task));
    p->is_open = p->task.record.state == RECORD_OPEN;
    p->page_title =
        p->task.number && *p->task.number
            ? arena_printf(c->arena, "%s. %s", p->task.number, p->task.title)
            : p->task.title;
    TRY(put_names(c, p));
    TRY(put_parts(c, p));
    TRY(put_deadline(c, p));
    TRY(task_entries(c, (task_id){k->id}, &p->entries));
    TRY(task_told_of(c, (task_id){k->id}, &p->told));
    p->has_told = p->told.n > 0;
    TRY(flow_is_party(c, &task_register, &p->task, 1, &p->may_direct));
    p->may_direct = p->may_direct && p->is_open;
    TRY(task_coordinators(c, (task_id){k->id}, &p->together));
    TRY(task_takes_part(c, (task_id){k->id}, "task.work", &p->may_contribute));
    p->may_contribute = p->may_contribute && p->is_open;
    TRY(put_missing(c, p));
    TRY(attached_files(c, &task_files, k->id, &p->attached));
    return put_moves(c, p);
}

/* ---- moves ---- */

#define MOVE_ID                                                                        \
    KEY_ID(struct task_move),                                                          \
        FIELD(struct task_move, version, N_("Version"), .flags = F_HIDDEN)
#define REASON                                                                         \
    FIELD(struct task_move, reason, N_("Why"), .flags = F_REQUIRED, .max = 1000)
#define BODY(label, hint_)                                                             \
    FIELD(struct task_move, body, label, .hint = hint_),                               \
        ID(struct task_move, org, N_("Organisation"), .flags = F_HIDDEN)
#define BODY_HINT N_("Its name, or the code of a unit for its People's Committee")
#define TEXT(label)                                                                    \
    FIELD(struct task_move, text, label, .flags = F_REQUIRED | F_LONG, .max = 8000)

static const struct field move_fields[] = {MOVE_ID};
const struct view move_view = VIEW("task_move", struct task_move, move_fields);
static const struct field reason_fields[] = {MOVE_ID, REASON};
const struct view move_reason_view =
    VIEW("task_move_reason", struct task_move, reason_fields);
static const struct field give_fields[] = {
    MOVE_ID,
    BODY(N_("Lead body"), N_("Its name, or the code of a unit; empty: as planned"))};
const struct view move_give_view =
    VIEW("task_move_give", struct task_move, give_fields);
static const struct field return_fields[] = {MOVE_ID, REASON,
                                             BODY(N_("Whose it is"), BODY_HINT)};
const struct view move_return_view =
    VIEW("task_move_return", struct task_move, return_fields);
static const struct field transfer_fields[] = {
    MOVE_ID, BODY(N_("To which body"), BODY_HINT), REASON};
const struct view move_transfer_view =
    VIEW("task_move_transfer", struct task_move, transfer_fields);
static const struct field progress_fields[] = {
    MOVE_ID, FIELD(struct task_move, progress, N_("Progress, per cent")),
    TEXT(N_("What was done"))};
const struct view move_progress_view =
    VIEW("task_move_progress", struct task_move, progress_fields);
/* Said to be done, with the file that shows it. */
struct report {
    struct task_move move; /* first */
    const char *file, *file_name;
};
static const struct field report_fields[] = {
    MOVE_ID, TEXT(N_("Result")),
    FIELD(struct task_move, evidence, N_("Evidence"), .flags = F_REQUIRED, .max = 400,
          .hint = N_("Number and date of the document that shows it")),
    FIELD(struct report, file, N_("A file that shows it"), .flags = F_FILE | F_BYTES,
          .max = ATTACHMENT_BODY_MOST),
    FIELD(struct report, file_name, N_("Name of the file"), .flags = F_HIDDEN)};
const struct view move_report_view =
    VIEW("task_move_report", struct report, report_fields);
static const struct field cannot_fields[] = {MOVE_ID, REASON,
                                             TEXT(N_("What is proposed"))};
const struct view move_cannot_view =
    VIEW("task_move_cannot", struct task_move, cannot_fields);
static const struct field ask_fields[] = {
    MOVE_ID, FIELD(struct task_move, until, N_("Until"), .flags = F_REQUIRED), REASON};
const struct view move_ask_view = VIEW("task_move_ask", struct task_move, ask_fields);
static const struct field grant_fields[] = {
    MOVE_ID, FIELD(struct task_move, until, N_("Until"),
                   .hint = N_("Empty: the day that is asked for"))};
const struct view move_grant_view =
    VIEW("task_move_grant", struct task_move, grant_fields);

static const struct field contribute_fields[] = {
    KEY_ID(struct task_move), TEXT(N_("Opinion, or what was contributed")),
    FIELD(struct task_move, evidence, N_("Document"), .max = 400,
          .hint = N_("Its number and date"))};
const struct view contribute_view =
    VIEW("task_contribute", struct task_move, contribute_fields);

err
post_contribute(struct ctx *c, const void *in, void *out)
{
    return task_contribute(c, in, out);
}

err
post_move(struct ctx *c, const void *in, void *out)
{
    return task_move(c, c->subject, in, out);
}

err
prepare_task_report(struct ctx *c, const void *in, const void **out)
{
    const struct report *r = in;
    struct attachment_ready *ready = NEW(c->arena, struct attachment_ready);
    const struct attachment_new file = {.file = r->file, .file_name = r->file_name};
    *out = ready;
    return r->file ? attachment_prepare(c, &file, ready) : OK;
}

err
post_task_report(struct ctx *c, const void *in, void *out)
{
    const struct report *r = in;
    const struct attachment_new file = {.id = r->move.id.v, .note = r->move.evidence};
    struct attachment a;
    TRY(task_move(c, "report", &r->move, out));
    return r->file ? attachment_add(c, &task_files, &file, c->subject, &a) : OK;
}

struct depend {
    task_id id;
    int64_t on_id;
};
static const struct field depend_fields[] = {
    ID(struct depend, id, N_("Task")),
    {.name = "on_id",
     .offset = offsetof(struct depend, on_id),
     .kind = K_ID,
     .flags = F_REQUIRED,
     .label = N_("Number of the task that comes first"),
     .hint = N_("The last part of its page's address")},
};
const struct view depend_view = VIEW("task_depend", struct depend, depend_fields);

err
post_depend(struct ctx *c, const void *in, void *out)
{
    const struct depend *d = in;
    TRY(task_depend(c, d->id, (task_id){d->on_id}));
    return task_find(c, d->id, out);
}
