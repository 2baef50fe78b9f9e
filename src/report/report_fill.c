/* SPDX-License-Identifier: Apache-2.0 */
/* report_fill.c: what fills the numbers of a report in. Each number that is counted keeps the rows
 * that it counts, so that it can be opened years later. Another thing to count is a row here; what is
 * measured is an indicator. */
#include "base/msg.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "report/report_in.h"
#include "view/locale.h"

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

const char *
report_indicator(const char *source)
{
    static const char prefix[] = "indicator:";
    const size_t n = sizeof prefix - 1;
    return source && strncmp(source, prefix, n) == 0 ? source + n : NULL;
}

static const char *
indicator_label(struct ctx *c, const struct indicator *ind)
{
    return arena_printf(c->arena, T(c, N_("Indicator: %s")), ind->name);
}

err
report_source_label(struct ctx *c, const char *source, const char **out)
{
    const char *code = report_indicator(source);
    struct indicator ind;
    *out = NULL;
    if (code) {
        TRY(indicator_find(c, code, &ind));
        *out = indicator_label(c, &ind);
    }
    for (const struct choice *s = report_sources; s->name && !*out; s++)
        if (str_eq(s->name, source))
            *out = T(c, s->label);
    return OK;
}

err
report_sources_all(struct ctx *c, struct report_source_list *out)
{
    struct ctx all = *c;
    struct indicator_page page;
    *out = (struct report_source_list){0};
    for (const struct choice *s = report_sources; s->name; s++)
        *PUSH(c->arena, out) = (struct choice){s->name, T(c, s->label)};
    all.whole = true;
    TRY(indicator_list(&all, &(struct indicator_filter){0}, &page));
    for (size_t i = 0; i < page.items.n; i++)
        *PUSH(c->arena, out) = (struct choice){
            arena_printf(c->arena, "indicator:%s", page.items.v[i].code),
            indicator_label(c, &page.items.v[i])};
    return OK;
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
    TRY(query_int(c, &Q_report_count_rows, IN(r->record.id, r->edition, seq), 0, n));
    *n *= REPORT_ONE;
    return OK;
}

/* ---- what is measured ---- */

static int
period_kind_of(const struct report_regime *r)
{
    switch (r->rule.kind) {
    case DEADLINE_MONTHLY:
        return PERIOD_MONTH;
    case DEADLINE_QUARTERLY:
        return PERIOD_QUARTER;
    case DEADLINE_HALF_YEARLY:
        return PERIOD_HALF;
    case DEADLINE_YEARLY:
        return PERIOD_YEAR;
    default:
        return PERIOD_NONE;
    }
}

/*
 * The report's own period: an indicator is of calendar periods, whatever window the data of the report
 * have. What is measured less often, or for a report that is made once: the last that was over.
 */
static struct period
period_for(const struct report_round *round, int kind, int every)
{
    if (kind >= every)
        return period_of(kind, round->period_from);
    struct period p = period_of(every, round->data_to);
    return period_to(p).v <= round->data_to.v
               ? p
               : period_of(every, (day){period_from(p).v - 1});
}

/* As the body that owes the report has it; a report is read long after indicators are corrected. */
static err
measure(struct ctx *c, const struct report *r, const char *code, struct indicator *ind,
        struct indicator_value *out)
{
    struct report_round round;
    struct report_regime regime;
    TRY(report_round_find(c, r->round_id, &round));
    TRY(report_regime_find(c, round.regime_id, &regime));
    TRY(indicator_find(c, code, ind));
    struct period p = period_for(&round, period_kind_of(&regime), ind->every);
    return indicator_value_at(c, code, r->record.org_received, period_code(c->arena, p),
                              r->data_to, out);
}

/* Where nothing was measured, what people said stays. */
static err
fill_measured(struct ctx *c, const struct report *r, const char *code, int64_t said,
              struct report_value *v)
{
    struct indicator ind;
    struct indicator_value is;
    TRY(measure(c, r, code, &ind, &is));
    bool fits = is.value != INT_NONE && is.value <= REPORT_MOST * REPORT_ONE &&
                is.value >= -REPORT_MOST * REPORT_ONE;
    v->found = fits ? is.value : INT_NONE;
    v->number = fits ? is.value : said;
    return OK;
}

/* ---- all of them ---- */

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
        const char *code = report_indicator(v->source);
        if (code) {
            TRY(fill_measured(c, r, code, keep ? keep->v[i].number : INT_NONE, v));
        } else if (s) {
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

/* The indicator's page of that body, with what it says today. */
static err
measured_row(struct ctx *c, const struct report *r, const char *code,
             struct report_row_list *out)
{
    struct indicator ind;
    struct indicator_value is;
    TRY(measure(c, r, code, &ind, &is));
    const char *value =
        is.value == INT_NONE ? is.why : locale_decimal(c, is.value, INDICATOR_SCALE);
    *PUSH(c->arena, out) = (struct report_row){
        .id = ind.id.v,
        .title = arena_printf(c->arena, "%s, %s", ind.name, is.label),
        .path = arena_printf(c->arena, "/indicators/%s?org=%lld", ind.code,
                             (long long)r->record.org_received.v),
        .state = is.value == INT_NONE
                     ? value
                     : arena_printf(c->arena, "%s %s", value, ind.measure),
        .due_on = DAY_NONE,
        .ended_on = is.to,
        .org_held = r->record.org_received};
    return OK;
}

err
report_rows(struct ctx *c, const struct report *r, int64_t edition, int64_t seq,
            struct report_row_list *out)
{
    struct report_value_list values = {0};
    struct org_names names = {0};
    struct org_id_list holders = {0};
    const char *source = NULL;
    *out = (struct report_row_list){0};
    TRY(report_values(c, r, edition, &values));
    for (size_t i = 0; i < values.n; i++)
        if (values.v[i].seq == seq)
            source = values.v[i].source;
    const struct report_source *s = report_source(source);
    const char *code = report_indicator(source);
    if (!s && !code)
        return fail(c, ERR_INVALID, "seq", N_("Nothing was counted for it"));
    if (code)
        TRY(measured_row(c, r, code, out));
    else
        TRY(query_list(c, s->rows, &report_row_view, out,
                       IN(r->record.id, edition, seq)));
    for (size_t i = 0; i < out->n; i++)
        *PUSH(c->arena, &holders) = out->v[i].org_held;
    TRY(desk_orgs(c, &names, &holders));
    for (size_t i = 0; i < out->n; i++) {
        struct report_row *w = &out->v[i];
        struct org_name held;
        TRY(desk_org(c, &names, w->org_held, &held));
        w->body = held.now_name;
        if (code)
            continue;
        w->path = arena_printf(c->arena, "%s%lld", s->path, (long long)w->id);
        for (int k = 1; k < s->n_states; k++)
            if (str_eq(s->states[k].name, w->state)) {
                w->state = T(c, s->states[k].label);
                break;
            }
    }
    return OK;
}
