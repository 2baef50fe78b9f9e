/* SPDX-License-Identifier: Apache-2.0 */
/* task_calendar.c: tasks by the day on which they are due, for calendars. */
#include "kernel/access.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "task/task_in.h"

static const struct field fields[] = {
    ID(struct task_date, id, N_("Task"), .flags = F_HIDDEN),
    FIELD(struct task_date, title, N_("What is to be done"), .flags = F_BRIEF),
    FIELD(struct task_date, number, N_("Item")),
    FIELD(struct task_date, directive_number, N_("Document"), .flags = F_BRIEF),
    ID(struct task_date, org_held, N_("Lead body"), .flags = F_HIDDEN),
    FIELD(struct task_date, body, N_("Lead body"), .flags = F_BRIEF | F_COMPUTED),
    ENUM(struct task_date, stage, task_stages, N_("State of the work"),
         .flags = F_BRIEF),
    FIELD(struct task_date, from_on, N_("From")),
    FIELD(struct task_date, due_on, N_("Due"), .flags = F_BRIEF),
    FIELD(struct task_date, is_provisional, N_("Provisional")),
    FIELD(struct task_date, is_late, N_("Late"), .flags = F_COMPUTED),
    FIELD(struct task_date, is_done, N_("Done"), .flags = F_COMPUTED),
    FIELD(struct task_date, changed_at, N_("Last change")),
    FIELD(struct task_date, version, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct task_date, due_key, "due_key", .flags = F_HIDDEN | F_PAGE),
};
const struct view task_date_view = VIEW("task_date", struct task_date, fields);

static err
branches_of(struct ctx *c, org_id org, struct term_list *out)
{
    static const char *const whose[] = {"org_held", "org_given"};
    static const int states[] = {RECORD_OPEN, RECORD_ENDED};
    struct org_id_list orgs;
    TRY(access_need(c, "task.read", org));
    TRY(org_now(c, org, c->today, &org));
    TRY(org_answers_for(c, org, c->today, &orgs));
    for (size_t i = 0; i < orgs.n * COUNT(whose); i++)
        for (size_t k = 0; k < COUNT(states); k++) {
            *PUSH(c->arena, out) = (struct term){whose[i % COUNT(whose)], OP_EQ,
                                                 VALUE(orgs.v[i / COUNT(whose)].v)};
            *PUSH(c->arena, out) =
                (struct term){"state", OP_EQ, VALUE(record_states[states[k]].name)};
        }
    return OK;
}

err
task_dates(struct ctx *c, const struct org_id_list *orgs, span days, int64_t most,
           struct task_date_list *out, bool *cut)
{
    const struct term terms[] = {
        {"due_key", OP_GE, value_text(day_iso(c->arena, days.from))},
        {"due_key", OP_LT, value_text(day_iso(c->arena, days.to))},
        {"is_each", OP_FLAG, VALUE(0)},
    };
    const struct select s = {
        .from = "task",
        .columns = "id, title, number, (SELECT d.number FROM directive d WHERE d.id = "
                   "task.directive_id) AS directive_number, org_held, stage, from_on, "
                   "due_on, is_provisional, changed_at, version, due_key",
        .terms = terms,
        .n_terms = COUNT(terms),
        .order = "due_key",
        .id_column = "id",
        .limit = most + 1};
    struct term_list branches = {0};
    struct org_names names = {0};
    *out = (struct task_date_list){0};
    for (size_t i = 0; i < orgs->n; i++)
        TRY(branches_of(c, orgs->v[i], &branches));
    if (branches.n)
        TRY(select_merge(c, &s, branches.v, branches.n / 2, 2, &task_date_view, out));
    *cut = (int64_t)out->n > most;
    out->n -= *cut;
    struct org_id_list holders = {0};
    for (size_t i = 0; i < out->n; i++)
        *PUSH(c->arena, &holders) = out->v[i].org_held;
    TRY(desk_orgs(c, &names, &holders));
    size_t n = 0;
    for (size_t i = 0; i < out->n; i++) { /* held and given by one's own */
        if (n && out->v[n - 1].id.v == out->v[i].id.v)
            continue;
        struct task_date *t = &out->v[n];
        struct org_name held;
        *t = out->v[i];
        TRY(desk_org(c, &names, t->org_held, &held));
        t->body = held.now_name;
        t->is_done = t->stage == TASK_CLOSED || t->stage == TASK_WITHDRAWN;
        t->is_late = !t->is_done && t->due_on.v < c->today.v;
        n++;
    }
    out->n = n;
    return OK;
}
