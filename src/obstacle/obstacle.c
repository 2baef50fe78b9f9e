/* SPDX-License-Identifier: Apache-2.0 */
/* obstacle.c: obstacles raised, moved and reckoned. */
#include "obstacle/obstacle_in.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "store/store.h"
#include "unit/unit.h"

extern const struct query Q_obstacle_term_on, Q_obstacle_terms_all, Q_obstacle_term_add;

enum {
    TERM_MOST = 1000
};

/* ---- the term ---- */

err
obstacle_terms(struct ctx *c, struct obstacle_term_list *out)
{
    return query_list(c, &Q_obstacle_terms_all, &obstacle_term_view, out, NULL);
}

err
obstacle_term_add(struct ctx *c, const struct obstacle_term *in)
{
    int64_t n;
    if (in->valid_from.v < c->today.v) /* what was promised stays explained */
        note_fault(c, ERR_INVALID, "valid_from", N_("Not before today"));
    if (in->n < 1 || in->n > TERM_MOST)
        note_fault(c, ERR_INVALID, "n", N_("From 1 to %d"), TERM_MOST);
    if (in->unit == DEADLINE_UNIT_NONE)
        note_fault(c, ERR_INVALID, "unit", N_("This is needed"));
    if (!in->article || !*in->article)
        note_fault(c, ERR_INVALID, "article", N_("Say which article says so"));
    TRY(faults(c));
    TRY(query_exec(c, &Q_obstacle_term_add,
                   IN(in->valid_from, in->n, deadline_units[in->unit].name, in->article,
                      in->checked_by),
                   &n));
    if (n != 1)
        return fail(c, ERR_CONFLICT, "valid_from", N_("A row begins on that day"));
    return act_add(
        c, &(struct act){.verb = "add",
                         .kind = "obstacle_term",
                         .label = in->article,
                         .path = "/obstacles/terms",
                         .law = in->article,
                         .changes = view_diff(c, &obstacle_term_view, NULL, in)});
}

/* The term as a rule of the kernel, and what it hangs on. */
static err
term_rule(struct ctx *c, const struct obstacle *o, struct deadline_rule *rule,
          struct deadline_facts *facts)
{
    struct obstacle_term term;
    struct deadline_event *event = NEW(c->arena, struct deadline_event);
    TRY(query_one(c, &Q_obstacle_term_on, &obstacle_term_view, &term, IN(o->asked_on)));
    *event = (struct deadline_event){T(c, N_("the day the question was put")),
                                     o->asked_on, term.article};
    view_clear(&deadline_rule_view, rule);
    rule->kind = DEADLINE_AFTER_EVENT;
    rule->n = term.n;
    rule->unit = term.unit;
    rule->event = event->name;
    *facts = (struct deadline_facts){
        .events = event, .n_events = 1, .given_on = o->asked_on, .on = DAY_NONE};
    return OK;
}

err
obstacle_deadline(struct ctx *c, const struct obstacle *o, struct deadline *out)
{
    const struct deadline_law *law;
    struct deadline_rule rule;
    struct deadline_facts facts;
    TRY(deadline_law_load(c, &law));
    TRY(term_rule(c, o, &rule, &facts));
    deadline_explain(c, law, &rule, &facts, out);
    return OK;
}

/* Put to somebody today: the term begins. Passing it on does not begin it anew. */
static err
ask_today(struct ctx *c, struct obstacle *o)
{
    struct deadline d;
    o->asked_on = c->today;
    TRY(obstacle_deadline(c, o, &d));
    o->due_on = d.due;
    o->is_provisional = d.is_provisional;
    o->due_key = day_iso(c->arena, d.due);
    return OK;
}

/* ---- raising ---- */

/* What it stands in the way of; *to: who is asked when nobody is named. */
static err
subject_of(struct ctx *c, const struct obstacle_new *in, struct obstacle *o, org_id *to)
{
    struct org own;
    if (in->task.v) {
        struct task t;
        TRY(task_find(c, in->task, &t));
        o->task_id = in->task;
        o->directive_id = t.directive_id;
        *to = t.org_given;
    } else if (in->directive.v) {
        struct directive d;
        TRY(directive_find(c, in->directive, &d));
        o->directive_id = in->directive;
        *to = d.record.org_held;
    } else if (in->unit && *in->unit) {
        struct unit u;
        if (unit_by_code_ever(c, in->unit, c->today, &u) != OK) {
            clear_faults(c);
            return fail(c, ERR_INVALID, "unit", N_("There is no unit of that code"));
        }
        o->unit_id = u.id;
        TRY(org_find(c, o->org_raised, c->today, &own));
        *to = own.parent_id.v ? own.parent_id : own.id;
    } else {
        return fail(
            c, ERR_INVALID, "unit",
            N_("Say what it stands in the way of: a task, a document or a unit"));
    }
    return OK;
}

err
obstacle_raise(struct ctx *c, const struct obstacle_new *in, struct obstacle *out)
{
    struct obstacle o;
    org_id to = {0}, named = in->org;
    view_clear(&obstacle_view, &o);
    o.title = in->title;
    o.detail = in->detail;
    o.proposal = in->proposal;
    o.place = in->place;
    o.stage = OBSTACLE_RAISED;
    o.record.received_on = c->today;
    o.org_raised = c->actor ? c->actor->org_id : (org_id){0};
    o.raised_by = c->actor ? c->actor->name : NULL;
    if (!o.org_raised.v)
        return fail(c, ERR_INVALID, NULL,
                    N_("An obstacle is raised for an organisation: choose one"));
    TRY(access_need(c, "obstacle.write", o.org_raised));
    TRY(subject_of(c, in, &o, &to));
    if (!named.v)
        TRY(task_pick(c, in->body, "body", &named));
    if (named.v) {
        TRY(register_in_force(c, named, "body"));
        to = named;
    } else {
        TRY(org_now(c, to, c->today, &to));
    }
    TRY(ask_today(c, &o));
    view_require(c, &obstacle_view, &o);
    TRY(faults(c));
    TRY(flow_add(c, &obstacle_register, to, &o));
    *out = o;
    return OK;
}

/* ---- reading ---- */

static err
may_read(struct ctx *c, const struct obstacle *o)
{
    const org_id orgs[] = {
        o->record.org_held, o->org_raised, {0}, /* an answer is everybody's */
    };
    size_t n = day_known(o->answered_on) ? COUNT(orgs) : COUNT(orgs) - 1;
    for (size_t i = 0; i < n; i++) {
        struct ctx quiet = *c;
        err e = access_need(&quiet, "obstacle.read", orgs[i]);
        if (e != ERR_FORBIDDEN)
            return e == OK ? OK : access_need(c, "obstacle.read", orgs[i]);
    }
    return access_need(c, "obstacle.read", o->record.org_held);
}

err
obstacle_find(struct ctx *c, obstacle_id id, struct obstacle *out)
{
    const void *was;
    void *copy;
    TRY(flow_take(c, &obstacle_register, (struct record_key){id.v, INT_NONE, NULL},
                  &was, &copy));
    TRY(may_read(c, was));
    *out = *(const struct obstacle *)was;
    return OK;
}

/* ---- the moves ---- */

err
obstacle_route(struct ctx *c, const void *move, void *rec)
{
    const struct obstacle_move *in = move;
    struct obstacle *o = rec;
    org_id to = in->org, now;
    if (!to.v)
        TRY(task_pick(c, in->body, "body", &to));
    if (!to.v)
        return fail(c, ERR_INVALID, "body", N_("Say which body is to answer"));
    TRY(register_in_force(c, to, "body"));
    TRY(register_org(c, o, &now));
    if (to.v == now.v && !o->record.to_decide)
        return fail(c, ERR_INVALID, "body", N_("This organisation has it already"));
    o->record.org_held = to;
    o->record.to_decide = false;
    return OK;
}

err
obstacle_answer(struct ctx *c, const void *move, void *rec)
{
    const struct obstacle_move *in = move;
    struct obstacle *o = rec;
    if (!in->answer || !*in->answer)
        return fail(c, ERR_INVALID, "answer", N_("This is needed"));
    o->answer = in->answer;
    o->answer_basis = in->answer_basis;
    o->answered_by = c->actor ? c->actor->name : NULL;
    o->answered_on = c->today;
    o->record.to_decide = false;
    return OK;
}

/* The answer that did not help leaves the guide; the acts keep it. */
err
obstacle_reopen(struct ctx *c, const void *move UNUSED, void *rec)
{
    struct obstacle *o = rec;
    o->answer = o->answer_basis = o->answered_by = NULL;
    o->answered_on = DAY_NONE;
    return ask_today(c, o);
}

err
obstacle_move(struct ctx *c, const char *name, const struct obstacle_move *in,
              struct obstacle *out)
{
    return flow_do(c, &obstacle_register, name,
                   (struct record_key){in->id.v, in->version, in->reason}, in, out);
}
