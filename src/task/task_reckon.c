/* SPDX-License-Identifier: Apache-2.0 */
/* task_reckon.c: when a task is due: its rule, the events of its directive, what suspended it and
 * what was granted. */
#include "base/msg.h"
#include "base/text.h"
#include "store/store.h"
#include "task/task_in.h"

extern const struct query Q_task_events_of, Q_task_pauses;

struct pause {
    day valid_from, valid_to;
};
static const struct field pause_fields[] = {
    FIELD(struct pause, valid_from, "from"),
    FIELD(struct pause, valid_to, "to"),
};
static const struct view pause_view = VIEW("task_pause", struct pause, pause_fields);

err
reckoning_begin(struct ctx *c, directive_id id, struct reckoning *out)
{
    struct task_event_list events;
    *out = (struct reckoning){0};
    TRY(directive_find(c, id, &out->directive));
    TRY(deadline_law_load(c, &out->law));
    TRY(query_list(c, &Q_task_events_of, &task_event_view, &events, IN(id.v)));
    out->events = NEWN(c->arena, struct deadline_event, events.n + 1);
    out->n_events = events.n;
    for (size_t i = 0; i < events.n; i++)
        out->events[i] = (struct deadline_event){events.v[i].name, events.v[i].on_day,
                                                 events.v[i].source};
    return OK;
}

err
reckoning_facts(struct ctx *c, const struct reckoning *k, const struct task *t,
                struct deadline_facts *out)
{
    struct LIST(struct pause) pauses = {0};
    if (t->record.id)
        TRY(query_list(c, &Q_task_pauses, &pause_view, &pauses, IN(t->record.id)));
    span *suspended = NEWN(c->arena, span, pauses.n + 1);
    for (size_t i = 0; i < pauses.n; i++)
        suspended[i] = (span){pauses.v[i].valid_from, pauses.v[i].valid_to};
    *out = (struct deadline_facts){.events = k->events,
                                   .n_events = k->n_events,
                                   .given_on = k->directive.issued_on,
                                   .on = t->period_on,
                                   .suspended = suspended,
                                   .n_suspended = pauses.n};
    return OK;
}

err
task_facts(struct ctx *c, const struct task *t, struct deadline_facts *out)
{
    struct reckoning k;
    TRY(reckoning_begin(c, t->directive_id, &k));
    return reckoning_facts(c, &k, t, out);
}

static int
turn_of(int stage)
{
    const struct flow_state *s = &task_flow.states[stage];
    return s->is_waiting || s->ends ? TURN_NOBODY
           : s->turn == PARTY_LEAD  ? TURN_LEAD
                                    : TURN_GIVER;
}

err
task_reckon(struct ctx *c, const struct reckoning *k, struct task *t)
{
    struct deadline_facts facts;
    struct deadline d;
    TRY(reckoning_facts(c, k, t, &facts));
    deadline_eval(c, k->law, &t->rule, &facts, &d);
    t->deadline_state = d.state;
    t->from_on = d.from;
    t->due_on = d.state == DEADLINE_STILL ? DAY_NONE : d.due;
    t->waits_for = d.state == DEADLINE_WAITING ? d.waits_for : NULL;
    t->is_provisional = d.is_provisional;
    if (day_known(t->extended_to) &&
        (!day_known(t->due_on) || t->due_on.v < t->extended_to.v))
        t->due_on = t->extended_to;
    if (!day_known(t->first_due))
        t->first_due = t->due_on;
    t->due_key = day_iso(c->arena, day_known(t->due_on) ? t->due_on : DAY_MAX);
    t->turn = turn_of(t->stage);
    if (t->turn != TURN_LEAD) /* it is moot by now */
        t->asked_until = DAY_NONE;
    return OK;
}

err
task_check_rule(struct ctx *c, const struct reckoning *k, const struct task *t)
{
    struct deadline_facts facts;
    struct deadline d;
    deadline_rule_check(c, &t->rule, "rule_");
    TRY(faults(c));
    TRY(reckoning_facts(c, k, t, &facts));
    deadline_eval(c, k->law, &t->rule, &facts, &d);
    if (d.is_backwards)
        return fail(c, ERR_INVALID, "rule_date",
                    N_("The deadline lies before the event that it waits for"));
    if (day_known(d.due) && d.due.v < k->directive.issued_on.v)
        return fail(c, ERR_INVALID, "rule_date",
                    N_("It would be due on %s, before the document of %s was issued"),
                    day_vn(c->arena, d.due), day_vn(c->arena, k->directive.issued_on));
    return OK;
}
