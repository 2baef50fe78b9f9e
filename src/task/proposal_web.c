/* SPDX-License-Identifier: Apache-2.0 */
/* proposal_web.c: the pages on which a person confirms what was read out of a plan. */
#include "web/web.h"

#include "base/msg.h"
#include "task/plan_read.h"
#include "task/task_web.h"

/* ---- a plan's text in, its proposals ---- */

struct text_in {
    directive_id id;
    const char *text, *file;
};
static const struct field text_fields[] = {
    ID(struct text_in, id, N_("Directive")),
    FIELD(struct text_in, text, N_("Text of the plan"), .flags = F_LONG,
          .max = PLAN_BYTES_MOST, .hint = N_("Paste it as it is")),
    FIELD(struct text_in, file, N_("Or a file"), .flags = F_FILE | F_LONG,
          .max = PLAN_BYTES_MOST,
          .hint =
              N_("Plain text, or a table as CSV or XLSX whose first line names the columns")),
};
const struct view plan_text_view = VIEW("plan_text", struct text_in, text_fields);

struct page {
    directive_id id;
    const char *number, *text, *file;
    int64_t total, expected;
    struct task_proposal_list items;
    bool is_any;
};
static const struct field page_fields[] = {
    ID(struct page, id, N_("Directive")),
    FIELD(struct page, number, N_("Number and symbol"), .flags = F_COMPUTED),
    FIELD(struct page, total, N_("Total"), .flags = F_COMPUTED),
    LISTOF(struct page, items, &task_proposal_view, N_("Proposals")),
    FIELD(struct page, expected, N_("How many"), .flags = ON_PAGE),
    FIELD(struct page, text, N_("Text of the plan"), .flags = ON_PAGE),
    FIELD(struct page, file, N_("Or a file"), .flags = ON_PAGE),
    FIELD(struct page, is_any, N_("Any"), .flags = ON_PAGE),
};
const struct view plan_page_view = VIEW("plan_proposals", struct page, page_fields);

static err
put_page(struct ctx *c, directive_id id, struct page *p)
{
    struct directive d;
    TRY(directive_find(c, id, &d));
    *p = (struct page){.id = id, .number = d.number, .text = d.text};
    TRY(task_proposals(c, id, false, &p->items));
    p->total = p->expected = (int64_t)p->items.n;
    p->is_any = p->total > 0;
    if (p->is_any)
        p->text = NULL; /* it has been read */
    return OK;
}

err
get_plan(struct ctx *c, const void *in, void *out)
{
    return put_page(c, (directive_id){((const struct task_key *)in)->id}, out);
}

err
post_plan(struct ctx *c, const void *in, void *out)
{
    const struct text_in *t = in;
    const char *s = t->file && *t->file ? t->file : t->text;
    int64_t n;
    if (!s || !*s)
        return fail(c, ERR_INVALID, "text", N_("This is needed"));
    TRY(task_propose(c, t->id, s, &n));
    return put_page(c, t->id, out);
}

struct take_in {
    directive_id id;
    int64_t expected;
};
static const struct field take_fields[] = {
    ID(struct take_in, id, N_("Directive")),
    FIELD(struct take_in, expected, N_("How many"), .flags = F_HIDDEN),
};
const struct view plan_take_view = VIEW("plan_take", struct take_in, take_fields);
struct taken {
    directive_id id;
    int64_t n;
};
static const struct field taken_fields[] = {
    ID(struct taken, id, N_("Directive")),
    FIELD(struct taken, n, N_("Taken over")),
};
const struct view plan_taken_view = VIEW("plan_taken", struct taken, taken_fields);

err
post_plan_take(struct ctx *c, const void *in, void *out)
{
    const struct take_in *t = in;
    struct taken *p = out;
    p->id = t->id;
    return task_proposals_take(c, t->id, t->expected, &p->n);
}

/* ---- one proposal ---- */

err
get_proposal(struct ctx *c, const void *in, void *out)
{
    return task_proposal_find(c, ((const struct task_key *)in)->id, out);
}

static const struct field change_fields[] = {
    {.name = "id",
     .offset = offsetof(struct task_proposal, id),
     .kind = K_ID,
     .label = N_("Proposal")},
    FIELD(struct task_proposal, version, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct task_proposal, number, N_("Number in the document"), .max = 40),
    FIELD(struct task_proposal, title, N_("What is to be done"), .flags = F_REQUIRED,
          .max = 600),
    FIELD(struct task_proposal, body, N_("Lead body"),
          .hint = N_("Its name, or the code of a unit; empty: nobody yet")),
    FIELD(struct task_proposal, coordinators, N_("Coordinating bodies"), .max = 1000),
    FIELD(struct task_proposal, product, N_("Product expected"), .max = 400),
    DEADLINE_RULE_FIELDS(struct task_proposal, rule),
};
const struct view proposal_change_view =
    VIEW("task_proposal_change", struct task_proposal, change_fields);

err
post_proposal(struct ctx *c, const void *in, void *out)
{
    return task_proposal_change(c, in, out);
}

err
post_proposal_take(struct ctx *c, const void *in, void *out)
{
    return task_proposal_take(c, ((const struct task_key *)in)->id, out);
}

err
post_proposal_drop(struct ctx *c, const void *in, void *out)
{
    return task_proposal_drop(c, ((const struct task_key *)in)->id, out);
}
