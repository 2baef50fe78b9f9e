/* SPDX-License-Identifier: Apache-2.0 */
/* report_fill.c: what fills the numbers of a report in. Each number that is counted keeps the rows
 * that it counts, so that it can be opened years later. Another thing to count is a row here. */
#include "base/msg.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "report/report_in.h"

extern const struct query Q_report_pick_tasks_given, Q_report_pick_tasks_done,
    Q_report_pick_tasks_done_late, Q_report_pick_tasks_open, Q_report_pick_tasks_late,
    Q_report_pick_obstacles_raised, Q_report_pick_obstacles_open, Q_report_count_rows,
    Q_report_rows_tasks, Q_report_rows_obstacles, Q_report_value_put;

#define OF_TASKS &Q_report_rows_tasks, "/tasks/", task_stages, TASK_STAGES
#define OF_OBSTACLES                                                                   \
    &Q_report_rows_obstacles, "/obstacles/", obstacle_stages, OBSTACLE_STAGES
static const struct report_source sources[] = {
    {"tasks_given", &Q_report_pick_tasks_given, OF_TASKS},
    {"tasks_done", &Q_report_pick_tasks_done, OF_TASKS},
    {"tasks_done_late", &Q_report_pick_tasks_done_late, OF_TASKS},
    {"tasks_open", &Q_report_pick_tasks_open, OF_TASKS},
    {"tasks_late", &Q_report_pick_tasks_late, OF_TASKS},
    {"obstacles_raised", &Q_report_pick_obstacles_raised, OF_OBSTACLES},
    {"obstacles_open", &Q_report_pick_obstacles_open, OF_OBSTACLES},
};
const struct choice report_sources[] = {
    {"tasks_given", N_("Tasks given in the period")},
    {"tasks_done", N_("Tasks done in the period")},
    {"tasks_done_late", N_("Tasks done in the period after their day")},
    {"tasks_open", N_("Tasks open on the last day")},
    {"tasks_late", N_("Tasks late on the last day")},
    {"obstacles_raised", N_("Obstacles raised in the period")},
    {"obstacles_open", N_("Obstacles without an answer on the last day")},
    {NULL, NULL},
};

const struct report_source *
report_source(const char *name)
{
    for (size_t i = 0; i < COUNT(sources); i++)
        if (str_eq(sources[i].name, name))
            return &sources[i];
    return NULL;
}

static err
put(struct ctx *c, const struct report *r, const struct report_value *v)
{
    return query_exec(
        c, &Q_report_value_put,
        IN(r->record.id, r->edition, v->seq, v->number, v->found, v->text), NULL);
}

static err
pick(struct ctx *c, const struct report *r, const struct report_source *s, int64_t seq,
     const struct org_id_list *orgs, int64_t *n)
{
    for (size_t i = 0; i < orgs->n; i++)
        TRY(query_exec(
            c, s->pick,
            IN(r->record.id, r->edition, seq, orgs->v[i].v, r->data_from, r->data_to),
            NULL));
    return query_int(c, &Q_report_count_rows, IN(r->record.id, r->edition, seq), 0, n);
}

err
report_fill(struct ctx *c, const struct report *r, const struct report_value_list *keep)
{
    struct report_value_list values = {0};
    struct org_id_list orgs = {0};
    /* what the body answered for on the last day of the data: what came later is of later ones */
    TRY(org_answers_for(c, r->record.org_received, r->data_to, &orgs));
    TRY(report_values(c, r, r->edition, &values));
    for (size_t i = 0; i < values.n; i++) {
        struct report_value *v = &values.v[i];
        const struct report_source *s = report_source(v->source);
        if (s) {
            TRY(pick(c, r, s, v->seq, &orgs, &v->found));
            v->number = v->found;
        } else if (keep) {
            v->number = keep->v[i].number;
            v->text = keep->v[i].text;
        }
        if (v->number != INT_NONE || v->text)
            TRY(put(c, r, v));
    }
    return OK;
}

err
report_rows(struct ctx *c, const struct report *r, int64_t edition, int64_t seq,
            struct report_row_list *out)
{
    struct report_value_list values = {0};
    struct org_names names = {0};
    const struct report_source *s = NULL;
    TRY(report_values(c, r, edition, &values));
    for (size_t i = 0; i < values.n; i++)
        if (values.v[i].seq == seq)
            s = report_source(values.v[i].source);
    if (!s)
        return fail(c, ERR_INVALID, "seq", N_("Nothing was counted for it"));
    TRY(query_list(c, s->rows, &report_row_view, out, IN(r->record.id, edition, seq)));
    for (size_t i = 0; i < out->n; i++) {
        struct report_row *w = &out->v[i];
        struct org_name held;
        TRY(desk_org(c, &names, w->org_held, &held));
        w->body = held.now_name;
        w->path = arena_printf(c->arena, "%s%lld", s->path, (long long)w->id);
        for (int k = 1; k < s->n_states; k++)
            if (str_eq(s->states[k].name, w->state)) {
                w->state = T(c, s->states[k].label);
                break;
            }
    }
    return OK;
}
