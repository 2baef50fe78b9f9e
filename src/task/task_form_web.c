/* SPDX-License-Identifier: Apache-2.0 */
/* task_form_web.c: entering and changing a task, and giving one to each of many bodies. */
#include "web/web.h"

#include "base/msg.h"
#include "kernel/org.h"
#include "task/plan_read.h"
#include "task/task_web.h"
#include "unit/unit.h"

/* ---- one task ---- */

struct form {
    int64_t id; /* of the directive, of the whole, or of the task itself */
    struct task task;
    const char *body, *deadline;
    org_id org;
    /* for the page */
    const char *page_title, *above, *above_path;
};
#define OF_TASK(m, k, ...)                                                             \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct form, task.m), .kind = (k),              \
        .label = __VA_ARGS__                                                           \
    }
#define FORM_ID                                                                        \
    {                                                                                  \
        .name = "id", .offset = offsetof(struct form, id), .kind = K_ID,               \
        .label = N_("Number")                                                          \
    }
#define WORDS                                                                          \
    OF_TASK(number, K_TEXT, N_("Number in the document"), .max = 40),                  \
        OF_TASK(title, K_TEXT, N_("What is to be done"), .flags = F_REQUIRED,          \
                .max = 600)
#define MORE_WORDS                                                                     \
    OF_TASK(coordinators, K_TEXT, N_("Coordinating bodies"), .max = 1000),             \
        OF_TASK(product, K_TEXT, N_("Product expected"), .max = 400),                  \
        OF_TASK(legal_basis, K_TEXT, N_("Legal basis"), .max = 400),                   \
        OF_TASK(lead_text, K_TEXT, N_("Lead body in the document")),                   \
        OF_TASK(place, K_TEXT, N_("Territory"),                                        \
                .hint = N_("A village or area, if the task is for one only")),         \
        OF_TASK(detail, K_TEXT, N_("In the words of the document"), .flags = F_LONG),  \
        FIELD(struct form, deadline, N_("Deadline in words"), .max = 300,              \
              .hint = N_("As a document says it; goes before the fields below")),      \
        DEADLINE_RULE_FIELDS(struct form, task.rule)
#define LEAD                                                                           \
    FIELD(struct form, body, N_("Lead body"),                                          \
          .hint = N_("Its name, or the code of a unit; empty: nobody yet")),           \
        ID(struct form, org, N_("Organisation"), .flags = F_HIDDEN)

static const struct field add_fields[] = {FORM_ID, WORDS, LEAD, MORE_WORDS};
const struct view task_add_view = VIEW("task_add", struct form, add_fields);
const struct view task_part_view = VIEW("task_part", struct form, add_fields);
static const struct field change_fields[] = {
    FORM_ID,
    {.name = "version",
     .offset = offsetof(struct form, task.record.version),
     .kind = K_INT,
     .flags = F_HIDDEN | F_REQUIRED,
     .label = N_("Version")},
    WORDS,
    MORE_WORDS,
};
const struct view task_change_view = VIEW("task_change", struct form, change_fields);
static const struct field page_fields[] = {
    FORM_ID,
    {.name = "version",
     .offset = offsetof(struct form, task.record.version),
     .kind = K_INT,
     .flags = F_HIDDEN,
     .label = N_("Version")},
    WORDS,
    LEAD,
    MORE_WORDS,
    FIELD(struct form, page_title, N_("Title"), .flags = ON_PAGE),
    FIELD(struct form, above, N_("Part of"), .flags = ON_PAGE),
    FIELD(struct form, above_path, N_("Path"), .flags = ON_PAGE),
};
const struct view task_form_view = VIEW("task_form", struct form, page_fields);

err
get_task_new(struct ctx *c, const void *in, void *out)
{
    struct form *p = out;
    struct directive d;
    p->id = ((const struct task_key *)in)->id;
    TRY(directive_find(c, (directive_id){p->id}, &d));
    p->above = d.number;
    p->above_path = arena_printf(c->arena, "/directives/%lld", (long long)p->id);
    return OK;
}

/* For a part of it, and for a change. */
err
get_task_part(struct ctx *c, const void *in, void *out)
{
    struct form *p = out;
    struct task t;
    p->id = ((const struct task_key *)in)->id;
    TRY(task_find(c, (task_id){p->id}, &t));
    p->above = t.title;
    p->above_path = arena_printf(c->arena, "/tasks/%lld", (long long)p->id);
    if (c->subject)
        p->task = t;
    return OK;
}

static err
read_deadline(struct ctx *c, const struct form *f, struct task *t)
{
    const char *unread;
    if (!f->deadline || !*f->deadline)
        return OK;
    if (plan_read_rule(c, f->deadline, true, &t->rule, &unread))
        return OK;
    return fail(c, ERR_INVALID, "deadline", N_("This cannot be read as a deadline: %s"),
                unread ? unread : f->deadline);
}

static err
add(struct ctx *c, const struct form *f, struct task *t, struct task *out)
{
    org_id lead = f->org;
    TRY(read_deadline(c, f, t));
    if (!lead.v)
        TRY(task_pick(c, f->body, "body", &lead));
    return task_add(c, t, lead, out);
}

err
post_task(struct ctx *c, const void *in, void *out)
{
    const struct form *f = in;
    struct task t = f->task;
    t.directive_id = (directive_id){f->id};
    t.parent_id = (task_id){0};
    return add(c, f, &t, out);
}

err
post_part(struct ctx *c, const void *in, void *out)
{
    const struct form *f = in;
    struct task t = f->task;
    t.parent_id = (task_id){f->id};
    return add(c, f, &t, out);
}

err
post_task_change(struct ctx *c, const void *in, void *out)
{
    const struct form *f = in;
    struct task t = f->task;
    t.record.id = f->id;
    TRY(read_deadline(c, f, &t));
    return task_change(c, &t, out);
}

/* ---- one for each of many ---- */

static const struct field spread_fields[] = {
    ID(struct task_spread, id, N_("Task")),
    FIELD(struct task_spread, kind, N_("Kind of bodies"), .max = 40, .flags = F_HIDDEN),
    ENUM(struct task_spread, tier, unit_tiers, N_("Tier of their units"),
         .flags = F_HIDDEN),
    FIELD(struct task_spread, bodies, N_("Or these bodies"),
          .flags = F_LONG | F_HIDDEN),
    FIELD(struct task_spread, expected, N_("How many"), .flags = F_HIDDEN),
};
const struct view spread_view = VIEW("task_spread", struct task_spread, spread_fields);

struct spread_page {
    struct task_spread in;
    const char *page_title, *title;
    struct org_kind_list kinds;
    struct task_body_list items;
    int64_t expected, n_have;
    bool is_asked, is_any, has_some;
};
static const struct field spread_page_fields[] = {
    {.name = "id",
     .offset = offsetof(struct spread_page, in.id),
     .kind = K_ID,
     .label = N_("Task")},
    {.name = "kind",
     .offset = offsetof(struct spread_page, in.kind),
     .kind = K_TEXT,
     .label = N_("Kind of bodies")},
    {.name = "tier",
     .offset = offsetof(struct spread_page, in.tier),
     .kind = K_ENUM,
     .choices = unit_tiers,
     .n_choices = COUNT(unit_tiers),
     .label = N_("Tier of their units")},
    {.name = "bodies",
     .offset = offsetof(struct spread_page, in.bodies),
     .kind = K_TEXT,
     .flags = F_LONG,
     .label = N_("Or these bodies")},
    FIELD(struct spread_page, expected, N_("How many"), .flags = F_COMPUTED),
    FIELD(struct spread_page, n_have, N_("Have it already"), .flags = F_COMPUTED),
    LISTOF(struct spread_page, items, &task_body_view, N_("Bodies")),
    LISTOF(struct spread_page, kinds, &org_kind_view, N_("Kinds"), .flags = ON_PAGE),
    FIELD(struct spread_page, title, N_("What is to be done"), .flags = ON_PAGE),
    FIELD(struct spread_page, is_asked, N_("Asked"), .flags = ON_PAGE),
    FIELD(struct spread_page, has_some, N_("Have it already"), .flags = ON_PAGE),
    FIELD(struct spread_page, is_any, N_("Any"), .flags = ON_PAGE),
    FIELD(struct spread_page, page_title, N_("Title"), .flags = ON_PAGE),
};
const struct view spread_page_view =
    VIEW("task_spread_page", struct spread_page, spread_page_fields);

err
get_spread(struct ctx *c, const void *in, void *out)
{
    struct spread_page *p = out;
    struct task t;
    p->in = *(const struct task_spread *)in;
    TRY(task_find(c, p->in.id, &t));
    TRY(org_kinds(c, &p->kinds));
    for (size_t i = 0; i < p->kinds.n; i++)
        p->kinds.v[i].label = org_kind_word(c, p->kinds.v[i].name, p->kinds.v[i].label);
    p->title = t.title;
    p->is_asked = (p->in.kind && *p->in.kind) || (p->in.bodies && *p->in.bodies);
    p->expected = p->n_have = 0;
    if (!p->is_asked)
        return OK;
    TRY(task_spread_plan(c, &p->in, &p->items));
    for (size_t i = 0; i < p->items.n; i++)
        p->n_have += p->items.v[i].has;
    p->expected = (int64_t)p->items.n - p->n_have;
    p->is_any = p->expected > 0;
    p->has_some = p->n_have > 0;
    return OK;
}

struct spread_done {
    task_id id;
    int64_t n;
};
static const struct field spread_done_fields[] = {
    ID(struct spread_done, id, N_("Task")),
    FIELD(struct spread_done, n, N_("How many")),
};
const struct view spread_done_view =
    VIEW("task_spread_done", struct spread_done, spread_done_fields);

err
post_spread(struct ctx *c, const void *in, void *out)
{
    struct spread_done *p = out;
    p->id = ((const struct task_spread *)in)->id;
    return task_spread(c, in, &p->n);
}
