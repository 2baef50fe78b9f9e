/* SPDX-License-Identifier: Apache-2.0 */
/* task_flow.c: the flow of a task: assign, accept or return, do, report, verify, close. */
#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "store/store.h"
#include "task/task_in.h"

extern const struct query Q_task_open_below, Q_task_unmet, Q_task_pause_add,
    Q_task_pause_end;

/* ---- what must hold ---- */

static err
nothing_open_below(struct ctx *c, const void *rec)
{
    int64_t n;
    TRY(query_int(c, &Q_task_open_below, IN(((const struct record *)rec)->id), 0, &n));
    return n ? fail(c, ERR_INVALID, NULL, N_("%lld parts of it are still open"),
                    (long long)n)
             : OK;
}

static err
may_be_reported(struct ctx *c, const void *rec)
{
    int64_t n;
    TRY(nothing_open_below(c, rec));
    TRY(query_int(c, &Q_task_unmet, IN(((const struct record *)rec)->id), 0, &n));
    return n ? fail(c, ERR_INVALID, NULL,
                    N_("It waits for %lld tasks that are not done yet"), (long long)n)
             : OK;
}

static err
is_asked(struct ctx *c, const void *rec)
{
    return day_known(((const struct task *)rec)->asked_until)
               ? OK
               : fail(c, ERR_INVALID, NULL, N_("Nobody asks for an extension"));
}

static err
is_not_asked(struct ctx *c, const void *rec)
{
    return day_known(((const struct task *)rec)->asked_until)
               ? fail(c, ERR_INVALID, NULL,
                      N_("An extension is asked for already and not answered yet"))
               : OK;
}

/* ---- the rows ---- */

static const struct flow_state states[TASK_STAGES] = {
    [TASK_PLANNED] = {.turn = PARTY_GIVER},  [TASK_ASSIGNED] = {.turn = PARTY_LEAD},
    [TASK_RETURNED] = {.turn = PARTY_GIVER}, [TASK_DOING] = {.turn = PARTY_LEAD},
    [TASK_SUSPENDED] = {.is_waiting = true}, [TASK_REPORTED] = {.turn = PARTY_GIVER},
    [TASK_CANNOT] = {.turn = PARTY_GIVER},   [TASK_CLOSED] = {.ends = true},
    [TASK_WITHDRAWN] = {.ends = true},
};
static const struct flow_party parties[PARTIES] = {
    [PARTY_LEAD] = {"org_held", "task.work"},
    [PARTY_GIVER] = {"org_given", "task.direct"},
};
#define IN_(s)    FLOW_FROM(TASK_##s)
#define AT_WORK   (IN_(ASSIGNED) | IN_(DOING))
#define WITH_SOME (IN_(PLANNED) | IN_(RETURNED) | AT_WORK | IN_(SUSPENDED))
static const struct flow_move moves[] = {
    {"assign", N_("Assign"), IN_(PLANNED) | IN_(RETURNED), TASK_ASSIGNED, PARTY_GIVER,
     FLOW_ORG, NULL},
    {"accept", N_("Accept"), IN_(ASSIGNED), TASK_DOING, PARTY_LEAD, 0, NULL},
    {"return", N_("Return: not ours"), IN_(ASSIGNED), TASK_RETURNED, PARTY_LEAD,
     FLOW_REASON | FLOW_ORG, NULL},
    {"progress", N_("Record progress"), IN_(DOING), FLOW_STAYS, PARTY_LEAD, FLOW_TEXT,
     NULL},
    {"report", N_("Report done"), IN_(DOING), TASK_REPORTED, PARTY_LEAD, FLOW_TEXT,
     may_be_reported},
    {"verify", N_("Verify and close"), IN_(REPORTED), TASK_CLOSED, PARTY_GIVER, 0,
     nothing_open_below},
    {"send_back", N_("Send back"), IN_(REPORTED), TASK_DOING, PARTY_GIVER, FLOW_REASON,
     NULL},
    {"suspend", N_("Suspend"), AT_WORK, TASK_SUSPENDED, PARTY_GIVER, FLOW_REASON, NULL},
    {"resume", N_("Resume"), IN_(SUSPENDED), TASK_DOING, PARTY_GIVER, 0, NULL},
    {"transfer", N_("Transfer to another body"), WITH_SOME, TASK_ASSIGNED, PARTY_GIVER,
     FLOW_ORG | FLOW_REASON, NULL},
    {"cannot", N_("Say that it cannot be done"), AT_WORK, TASK_CANNOT, PARTY_LEAD,
     FLOW_REASON | FLOW_TEXT, NULL},
    {"insist", N_("It is to be done all the same"), IN_(CANNOT), TASK_DOING,
     PARTY_GIVER, FLOW_REASON, NULL},
    {"withdraw", N_("Withdraw"), FLOW_ANY, TASK_WITHDRAWN, PARTY_GIVER, FLOW_REASON,
     nothing_open_below},
    {"ask", N_("Ask for an extension"), AT_WORK, FLOW_STAYS, PARTY_LEAD,
     FLOW_DAY | FLOW_REASON, is_not_asked},
    {"grant", N_("Grant the extension"), AT_WORK, FLOW_STAYS, PARTY_GIVER, FLOW_DAY,
     is_asked},
    {"refuse", N_("Refuse the extension"), AT_WORK, FLOW_STAYS, PARTY_GIVER,
     FLOW_REASON, is_asked},
    {0},
};
const struct flow task_flow = {"stage", states, parties, PARTIES, moves};

/* ---- what each move does besides ---- */

struct moving {
    const struct task_move *in;
    const struct reckoning *k;
    const struct task *was;
    struct task *t;
    struct task_entry entry;
};

static err
organisation(struct ctx *c, const struct task_move *in, org_id *out)
{
    *out = in->org;
    if (!out->v)
        TRY(task_pick(c, in->body, "body", out));
    return out->v ? register_in_force(c, *out, "body") : OK;
}

static err
give(struct ctx *c, struct moving *m)
{
    struct task *t = m->t;
    org_id to, now;
    TRY(organisation(c, m->in, &to));
    TRY(register_org(c, m->was, &now));
    if (m->was->stage != TASK_PLANNED && to.v == now.v && !t->record.to_decide)
        return fail(c, ERR_INVALID, "body", N_("This organisation has it already"));
    if (!to.v) { /* as it was planned; what its giver keeps is nobody's yet */
        org_id giver;
        TRY(org_now(c, t->org_given, c->today, &giver));
        if (m->was->stage != TASK_PLANNED || giver.v == now.v)
            return fail(c, ERR_INVALID, "body", N_("Say which body is to do it"));
        to = now;
    }
    if (to.v != now.v)
        t->record.org_held = to;
    t->record.to_decide = false;
    t->given_by = c->actor ? c->actor->name : NULL;
    t->given_on = c->today;
    m->entry.to_org = to;
    return OK;
}

static err
send_back_to_giver(struct ctx *c, struct moving *m)
{
    return organisation(c, m->in, &m->entry.to_org); /* whose it is, they say */
}

static err
progress(struct ctx *c, struct moving *m)
{
    int64_t n = m->in->progress;
    if (n != INT_NONE && (n < 0 || n > 100))
        return fail(c, ERR_INVALID, "progress", N_("From 0 to 100"));
    if (n != INT_NONE)
        m->t->progress = n;
    m->entry.progress = n;
    return OK;
}

static err
report(struct ctx *c, struct moving *m)
{
    return m->in->evidence && *m->in->evidence
               ? OK
               : fail(c, ERR_INVALID, "evidence",
                      N_("Say what shows it: number and date of the document"));
}

/* What is done again in each period goes on with the next one. */
static err
verify(struct ctx *c, struct moving *m)
{
    struct task next = *m->was;
    int kind = m->t->rule.kind;
    m->t->progress = 100;
    if (kind < DEADLINE_MONTHLY || kind > DEADLINE_YEARLY || !day_known(next.due_on))
        return OK;
    next.period_on = (day){next.due_on.v + 1};
    next.first_due = next.extended_to = next.asked_until = DAY_NONE;
    next.n_extended = next.progress = 0;
    next.stage = TASK_DOING;
    TRY(task_reckon(c, m->k, &next));
    if (next.deadline_state != DEADLINE_OVER)
        *m->t = next;
    return OK;
}

static err
suspend(struct ctx *c, struct moving *m)
{
    return query_exec(c, &Q_task_pause_add, IN(m->t->record.id, c->today), NULL);
}

static err
resume(struct ctx *c, struct moving *m)
{
    return query_exec(c, &Q_task_pause_end, IN(m->t->record.id, c->today), NULL);
}

static err
ask(struct ctx *c, struct moving *m)
{
    day until = m->in->until;
    if (!day_known(until))
        return fail(c, ERR_INVALID, "until", N_("This is needed"));
    if (until.v < c->today.v || (day_known(m->t->due_on) && until.v <= m->t->due_on.v))
        return fail(c, ERR_INVALID, "until", N_("That is no later than it is due now"));
    m->t->asked_until = until;
    return OK;
}

static err
grant_it(struct ctx *c, struct moving *m)
{
    struct task *t = m->t;
    day until = day_known(m->in->until) ? m->in->until : t->asked_until;
    if (day_known(t->due_on) && until.v <= t->due_on.v)
        return fail(c, ERR_INVALID, "until", N_("That is no later than it is due now"));
    t->extended_to = m->entry.until = until;
    t->asked_until = DAY_NONE;
    t->n_extended++;
    return OK;
}

static err
refuse(struct ctx *c UNUSED, struct moving *m)
{
    m->entry.until = m->t->asked_until;
    m->t->asked_until = DAY_NONE;
    return OK;
}

static const struct {
    const char *move;
    err (*does)(struct ctx *c, struct moving *m);
} deeds[] = {
    {"assign", give},       {"transfer", give}, {"return", send_back_to_giver},
    {"progress", progress}, {"report", report}, {"verify", verify},
    {"suspend", suspend},   {"resume", resume}, {"ask", ask},
    {"grant", grant_it},    {"refuse", refuse},
};

err
task_move(struct ctx *c, const char *name, const struct task_move *in, struct task *out)
{
    const struct flow_move *row = flow_move(&task_register, name);
    const void *before;
    void *after;
    struct reckoning k;
    TRY(flow_begin(c, &task_register, row,
                   (struct record_key){in->id.v, in->version, in->reason}, &before,
                   &after));
    struct moving m = {.in = in,
                       .k = &k,
                       .was = before,
                       .t = after,
                       .entry = {.move = name,
                                 .text = in->text,
                                 .reason = in->reason,
                                 .evidence = in->evidence,
                                 .until = in->until,
                                 .progress = INT_NONE}};
    if (row->needs & FLOW_TEXT && (!in->text || !*in->text))
        note_fault(c, ERR_INVALID, "text", N_("This is needed"));
    TRY(faults(c));
    TRY(reckoning_begin(c, m.t->directive_id, &k));
    for (size_t i = 0; i < COUNT(deeds); i++)
        if (str_eq(deeds[i].move, name))
            TRY(deeds[i].does(c, &m));
    TRY(task_reckon(c, &k, m.t));
    TRY(flow_end(c, &task_register, row, in->reason, before, after));
    TRY(task_note(c, m.t, m.entry));
    *out = *m.t;
    return OK;
}
