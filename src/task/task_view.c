/* SPDX-License-Identifier: Apache-2.0 */
/* task_view.c: what directives, tasks and their histories look like to everybody. */
#include "base/msg.h"
#include "task/task_in.h"
#include "unit/unit.h"

const struct choice directive_types[DIRECTIVE_TYPES] = {
    [DIRECTIVE_CONCLUSION] = {"conclusion", N_("Conclusion")},
    [DIRECTIVE_PLAN] = {"plan", N_("Plan")},
    [DIRECTIVE_DISPATCH] = {"dispatch", N_("Official letter")},
    [DIRECTIVE_URGENT_DISPATCH] = {"urgent_dispatch", N_("Official dispatch")},
    [DIRECTIVE_DECISION] = {"decision", N_("Decision")},
    [DIRECTIVE_RESOLUTION] = {"resolution", N_("Resolution")},
    [DIRECTIVE_DIRECTIVE] = {"directive", N_("Directive of a head")},
    [DIRECTIVE_NOTICE] = {"notice", N_("Notice")},
    [DIRECTIVE_OTHER] = {"other", N_("Other document")},
};

static const struct field directive_fields[] = {
    RECORD_FIELDS(struct directive),
    FIELD(struct directive, number, N_("Number and symbol"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF, .max = 60,
          .hint = N_("For example 183-KL/TW")),
    ENUM(struct directive, type, directive_types, N_("Type of document"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct directive, issuer, N_("Issued by"), .flags = F_REQUIRED | F_SEARCH),
    FIELD(struct directive, summary, N_("Subject of the document"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF, .max = 600),
    FIELD(struct directive, issued_on, N_("Issued on"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct directive, bases, N_("Legal bases"), .flags = F_LONG,
          .hint = N_("One in a line")),
    FIELD(struct directive, text, N_("Text"), .flags = F_LONG, .max = 400000),
    FIELD(struct directive, supersedes, N_("Supersedes"), .max = 60,
          .hint = N_("Number of the document that this one replaces")),
    FIELD(struct directive, amends, N_("Amends"), .max = 60,
          .hint = N_("Number of the document that this one amends")),
};
const struct view directive_view =
    VIEW("directive", struct directive, directive_fields);

const struct registry directive_register = {
    "directive",
    "directives",
    N_("Directives"),
    N_("Documents that ask for something: conclusions, plans, dispatches."),
    N_("Directive"),
    &directive_view,
    "number",
    NULL,
    SUCC_PASSES,
    "Luật Tổ chức chính quyền địa phương 72/2025/QH15",
    NULL};

const struct choice task_stages[TASK_STAGES] = {
    [TASK_PLANNED] = {"planned", N_("Not assigned yet")},
    [TASK_ASSIGNED] = {"assigned", N_("Assigned, to be accepted")},
    [TASK_RETURNED] = {"returned", N_("Returned: not theirs")},
    [TASK_DOING] = {"doing", N_("Being done")},
    [TASK_SUSPENDED] = {"suspended", N_("Suspended")},
    [TASK_REPORTED] = {"reported", N_("Reported done, to be verified")},
    [TASK_CANNOT] = {"cannot", N_("Cannot be done, to be decided")},
    [TASK_CLOSED] = {"closed", N_("Done")},
    [TASK_WITHDRAWN] = {"withdrawn", N_("Withdrawn")},
};
const struct choice task_turns[TURNS] = {
    [TURN_LEAD] = {"lead", N_("The lead body's")},
    [TURN_GIVER] = {"giver", N_("The giver's")},
    [TURN_NOBODY] = {"nobody", N_("Nobody's")},
};

#define MADE F_READONLY
static const struct field task_fields[] = {
    RECORD_FIELDS(struct task),
    ID(struct task, directive_id, N_("Directive"),
       .flags = F_READONLY | F_REQUIRED | F_HIDDEN),
    FIELD(struct task, number, N_("Number in the document"), .max = 40,
          .flags = F_SEARCH | F_BRIEF),
    FIELD(struct task, title, N_("What is to be done"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF, .max = 600),
    FIELD(struct task, detail, N_("In the words of the document"), .flags = F_LONG),
    ID(struct task, parent_id, N_("Part of"), .flags = F_READONLY | F_HIDDEN),
    ID(struct task, org_given, N_("Given by"),
       .flags = F_READONLY | F_REQUIRED | F_HIDDEN),
    FIELD(struct task, lead_text, N_("Lead body in the document"), .flags = F_SEARCH),
    FIELD(struct task, coordinators, N_("Coordinating bodies"), .max = 1000),
    FIELD(struct task, product, N_("Product expected"), .max = 400),
    FIELD(struct task, legal_basis, N_("Legal basis"), .max = 400),
    FIELD(struct task, place, N_("Territory"),
          .hint = N_("A village or area, if the task is for one only")),
    DEADLINE_RULE_FIELDS(struct task, rule),
    ENUM(struct task, stage, task_stages, N_("State of the work"),
         .flags = MADE | F_REQUIRED),
    ENUM(struct task, turn, task_turns, N_("Whose turn"),
         .flags = MADE | F_REQUIRED | F_HIDDEN),
    ENUM(struct task, deadline_state, deadline_states, N_("State of the deadline"),
         .flags = MADE | F_HIDDEN),
    FIELD(struct task, from_on, N_("Begins on"), .flags = MADE),
    FIELD(struct task, due_on, N_("Due on"), .flags = MADE),
    FIELD(struct task, first_due, N_("First promised for"), .flags = MADE),
    FIELD(struct task, extended_to, N_("Extended to"), .flags = MADE),
    FIELD(struct task, asked_until, N_("Extension asked until"), .flags = MADE),
    FIELD(struct task, n_extended, N_("Extended how often"), .flags = MADE),
    FIELD(struct task, progress, N_("Progress, per cent"), .flags = MADE),
    FIELD(struct task, is_provisional, N_("Provisional"), .flags = MADE),
    FIELD(struct task, is_whole, N_("Done by its parts"), .flags = MADE),
    FIELD(struct task, is_each, N_("One of several"), .flags = MADE | F_HIDDEN),
    FIELD(struct task, spread_kind, N_("Kind of bodies"), .flags = MADE),
    ENUM(struct task, spread_tier, unit_tiers, N_("Tier of their units"),
         .flags = MADE),
    FIELD(struct task, waits_for, N_("Waits for"), .flags = MADE),
    FIELD(struct task, given_by, N_("Assigned by"), .flags = MADE),
    FIELD(struct task, given_on, N_("Assigned on"), .flags = MADE),
    FIELD(struct task, period_on, N_("Reported until"), .flags = MADE | F_HIDDEN),
    FIELD(struct task, due_key, N_("Due on"), .flags = MADE | F_REQUIRED | F_HIDDEN),
};
const struct view task_view = VIEW("task", struct task, task_fields);

const struct registry task_register = {
    "task",      "tasks",
    N_("Tasks"), N_("What documents ask of bodies, with its deadline and its history."),
    N_("Task"),  &task_view,
    "title",     "place",
    SUCC_PASSES, "Luật Tổ chức chính quyền địa phương 72/2025/QH15",
    &task_flow};

/* ---- in lists ---- */

static const struct field item_fields[] = {
    ID(struct task_item, id, N_("Task"), .flags = F_HIDDEN),
    FIELD(struct task_item, number, N_("Number in the document"), .flags = F_BRIEF),
    FIELD(struct task_item, title, N_("What is to be done"), .flags = F_BRIEF,
          .to = "/tasks/{id}"),
    ID(struct task_item, parent_id, N_("Part of"), .flags = F_HIDDEN),
    FIELD(struct task_item, depth, N_("Depth"),
          .flags = F_COMPUTED | F_HIDDEN | F_PAGE),
    ID(struct task_item, directive_id, N_("Directive"), .flags = F_HIDDEN),
    FIELD(struct task_item, directive_number, N_("Document"), .flags = F_BRIEF,
          .to = "/directives/{directive_id}"),
    ID(struct task_item, org_held, N_("Held by"), .flags = F_HIDDEN),
    ID(struct task_item, org_given, N_("Given by"), .flags = F_HIDDEN),
    FIELD(struct task_item, body, N_("Lead body"), .flags = F_BRIEF | F_COMPUTED),
    FIELD(struct task_item, lead_text, N_("Lead body in the document")),
    FIELD(struct task_item, is_unknown, N_("Nobody yet"), .flags = F_COMPUTED | F_PAGE),
    FIELD(struct task_item, former, N_("Former organisation"),
          .flags = F_HIDDEN | F_COMPUTED),
    FIELD(struct task_item, giver, N_("Given by"), .flags = F_COMPUTED | F_BRIEF),
    FIELD(struct task_item, given_by, N_("Assigned by")),
    ENUM(struct task_item, stage, task_stages, N_("State of the work"),
         .flags = F_BRIEF),
    ENUM(struct task_item, turn, task_turns, N_("Whose turn"), .flags = F_HIDDEN),
    FIELD(struct task_item, from_on, N_("Begins on")),
    FIELD(struct task_item, due_on, N_("Due on"), .flags = F_BRIEF),
    FIELD(struct task_item, first_due, N_("First promised for")),
    FIELD(struct task_item, days, N_("Days left"), .flags = F_COMPUTED),
    FIELD(struct task_item, when, N_("How long"), .flags = F_COMPUTED | F_PAGE),
    FIELD(struct task_item, is_late, N_("Late"), .flags = F_COMPUTED),
    FIELD(struct task_item, is_soon, N_("Due soon"), .flags = F_COMPUTED | F_PAGE),
    FIELD(struct task_item, is_provisional, N_("Provisional")),
    FIELD(struct task_item, is_extended, N_("Extended"), .flags = F_COMPUTED | F_PAGE),
    FIELD(struct task_item, has_parts, N_("Parts"), .flags = F_COMPUTED | F_PAGE),
    FIELD(struct task_item, n_extended, N_("Extended how often")),
    FIELD(struct task_item, progress, N_("Progress, per cent")),
    FIELD(struct task_item, n_below, N_("Parts")),
    FIELD(struct task_item, n_below_done, N_("Parts done")),
    FIELD(struct task_item, waits_for, N_("Waits for")),
    FIELD(struct task_item, asked_until, N_("Extension asked until")),
    FIELD(struct task_item, ended_on, N_("Ended on")),
    FIELD(struct task_item, version, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct task_item, due_key, N_("Due on"), .flags = F_HIDDEN | F_PAGE),
};
const struct view task_item_view = VIEW("task_item", struct task_item, item_fields);

static const struct field directive_item_fields[] = {
    ID(struct directive_item, id, N_("Directive"), .flags = F_HIDDEN),
    FIELD(struct directive_item, number, N_("Number and symbol"), .flags = F_BRIEF,
          .to = "/directives/{id}"),
    ENUM(struct directive_item, type, directive_types, N_("Type of document"),
         .flags = F_BRIEF),
    FIELD(struct directive_item, issuer, N_("Issued by"), .flags = F_BRIEF),
    FIELD(struct directive_item, summary, N_("Subject of the document"),
          .flags = F_BRIEF),
    FIELD(struct directive_item, issued_on, N_("Issued on"), .flags = F_BRIEF),
    FIELD(struct directive_item, n_tasks, N_("Tasks"), .flags = F_BRIEF),
    FIELD(struct directive_item, n_open, N_("Open"), .flags = F_BRIEF),
    FIELD(struct directive_item, n_late, N_("Late"), .flags = F_BRIEF),
    FIELD(struct directive_item, sort_on, N_("Issued on"), .flags = F_HIDDEN | F_PAGE),
};
const struct view directive_item_view =
    VIEW("directive_item", struct directive_item, directive_item_fields);

/* ---- history, events, bodies ---- */

static const struct field entry_fields[] = {
    ID(struct task_entry, task_id, N_("Task"), .flags = F_HIDDEN),
    {.name = "id",
     .offset = offsetof(struct task_entry, id),
     .kind = K_ID,
     .flags = F_HIDDEN,
     .label = N_("Entry")},
    FIELD(struct task_entry, at, N_("When"), .flags = F_BRIEF),
    ID(struct task_entry, person_id, N_("Person"), .flags = F_HIDDEN),
    FIELD(struct task_entry, by_name, N_("By"), .flags = F_BRIEF),
    ID(struct task_entry, org_id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct task_entry, org_name, N_("For"), .flags = F_COMPUTED | F_BRIEF),
    FIELD(struct task_entry, move, N_("Move"), .flags = F_HIDDEN),
    FIELD(struct task_entry, did, N_("What"), .flags = F_COMPUTED | F_BRIEF),
    FIELD(struct task_entry, text, N_("Text")),
    FIELD(struct task_entry, reason, N_("Why")),
    FIELD(struct task_entry, evidence, N_("Evidence")),
    ID(struct task_entry, to_org, N_("To"), .flags = F_HIDDEN),
    FIELD(struct task_entry, to_name, N_("To"), .flags = F_COMPUTED),
    FIELD(struct task_entry, until, N_("Until")),
    FIELD(struct task_entry, progress, N_("Progress, per cent")),
    ENUM(struct task_entry, stage, task_stages, N_("State of the work")),
};
const struct view task_entry_view = VIEW("task_entry", struct task_entry, entry_fields);

static const struct field event_fields[] = {
    {.name = "id",
     .offset = offsetof(struct task_event, id),
     .kind = K_ID,
     .flags = F_HIDDEN,
     .label = N_("Event")},
    ID(struct task_event, directive_id, N_("Directive"), .flags = F_HIDDEN),
    FIELD(struct task_event, name, N_("Event"), .flags = F_BRIEF),
    FIELD(struct task_event, name_key, N_("Event"), .flags = F_HIDDEN | F_PAGE),
    FIELD(struct task_event, on_day, N_("Happens on"), .flags = F_BRIEF),
    FIELD(struct task_event, source, N_("Source"), .flags = F_BRIEF),
    FIELD(struct task_event, reason, N_("Why")),
    FIELD(struct task_event, version, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct task_event, n_waiting, N_("Tasks that depend on it"),
          .flags = F_COMPUTED | F_BRIEF),
};
const struct view task_event_view = VIEW("task_event", struct task_event, event_fields);

static const struct field body_fields[] = {
    ID(struct task_body, id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct task_body, name, N_("Organisation"), .flags = F_BRIEF,
          .to = "/orgs/{id}"),
    FIELD(struct task_body, has, N_("Has it already"), .flags = F_BRIEF | F_COMPUTED),
};
const struct view task_body_view = VIEW("task_body", struct task_body, body_fields);

static const struct field also_fields[] = {
    FIELD(struct work_also, title, N_("What"), .flags = F_BRIEF),
    FIELD(struct work_also, path, N_("Page"), .flags = F_HIDDEN),
    FIELD(struct work_also, about, N_("Organisation"), .flags = F_BRIEF),
    FIELD(struct work_also, when, N_("How long"), .flags = F_BRIEF),
    FIELD(struct work_also, is_late, N_("Late")),
    FIELD(struct work_also, due_on, N_("Due"), .flags = F_BRIEF),
};
const struct view work_also_view = VIEW("work_also", struct work_also, also_fields);
