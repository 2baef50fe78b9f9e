/* SPDX-License-Identifier: Apache-2.0 */
/* decree.c: a decree as a paper: drafted, changed, approved, scheduled. */
#include "decree/decree.h"

#include "base/msg.h"
#include "base/text.h"
#include "decree/decree_plan.h"
#include "decree/decree_row.h"
#include "kernel/access.h"

extern const struct query Q_decree_by_code, Q_decree_by_id, Q_decree_list, Q_decree_due;

const struct choice decree_states[6] = {
    [DECREE_DRAFT] = {"draft", N_("Draft")},
    [DECREE_APPROVED] = {"approved", N_("Approved")},
    [DECREE_SCHEDULED] = {"scheduled", N_("Scheduled")},
    [DECREE_EXECUTED] = {"executed", N_("Executed")},
    [DECREE_UNDONE] = {"undone", N_("Undone")},
};

static const struct field decree_fields[] = {
    ID(struct decree, id, N_("Id"), .flags = F_READONLY | F_HIDDEN | F_PAGE),
    FIELD(struct decree, code, N_("Id"), .to = "/decrees/{code}",
          .flags = F_READONLY | F_BRIEF),
    FIELD(struct decree, number, N_("Resolution"), .to = "/decrees/{code}",
          .flags = F_READONLY | F_BRIEF),
    FIELD(struct decree, issuer, N_("Issued by"), .flags = F_READONLY),
    FIELD(struct decree, summary, N_("Subject"), .flags = F_READONLY | F_LONG),
    FIELD(struct decree, signed_on, N_("Signed on"), .flags = F_READONLY),
    FIELD(struct decree, effective_on, N_("Takes effect on"),
          .flags = F_READONLY | F_BRIEF),
    ENUM(struct decree, state, decree_states, N_("State"),
         .flags = F_READONLY | F_BRIEF),
    FIELD(struct decree, text, N_("Text"), .flags = F_READONLY | F_LONG,
          .max = TEXT_BYTES_MOST),
    ID(struct decree, drafted_by, N_("Drafted by"),
       .flags = F_READONLY | F_HIDDEN | F_PAGE),
    ID(struct decree, approved_by, N_("Approved by"),
       .flags = F_READONLY | F_HIDDEN | F_PAGE),
    ID(struct decree, executed_by, N_("Executed by"),
       .flags = F_READONLY | F_HIDDEN | F_PAGE),
    ID(struct decree, undone_by, N_("Undone by"),
       .flags = F_READONLY | F_HIDDEN | F_PAGE),
    FIELD(struct decree, drafted_at, N_("Drafted at"), .flags = F_READONLY),
    FIELD(struct decree, approved_at, N_("Approved at"), .flags = F_READONLY),
    FIELD(struct decree, executed_at, N_("Executed at"), .flags = F_READONLY),
    FIELD(struct decree, undone_at, N_("Undone at"), .flags = F_READONLY),
    FIELD(struct decree, drafter, N_("Drafted by"), .flags = F_READONLY | F_COMPUTED),
    FIELD(struct decree, approver, N_("Approved by"), .flags = F_READONLY | F_COMPUTED),
    FIELD(struct decree, executor, N_("Executed by"), .flags = F_READONLY | F_COMPUTED),
    FIELD(struct decree, note, N_("Note"), .flags = F_READONLY | F_LONG),
    FIELD(struct decree, plan_hash, N_("Hash of the approved plan"),
          .flags = F_READONLY),
    FIELD(struct decree, run, N_("Times executed"), .flags = F_READONLY),
    FIELD(struct decree, version, N_("Version"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct decree, search, N_("Search text"),
          .flags = F_READONLY | F_HIDDEN | F_PAGE),
    FIELD(struct decree, sort_key, N_("Sort key"),
          .flags = F_READONLY | F_HIDDEN | F_PAGE),
};
const struct view decree_view = VIEW("decree", struct decree, decree_fields);
const struct table decree_table = {"decree", &decree_view};

/* ---- reading ---- */

err
decree_find(struct ctx *c, const char *code, struct decree *out)
{
    return query_one(c, &Q_decree_by_code, &decree_view, out, IN(code));
}

err
decree_by_id(struct ctx *c, decree_id id, struct decree *out)
{
    return query_one(c, &Q_decree_by_id, &decree_view, out, IN(id.v));
}

err
decree_list(struct ctx *c, struct decree_list *out)
{
    return query_list(c, &Q_decree_list, &decree_view, out, IN_NOTHING);
}

err
decree_must_find(struct ctx *c, const char *code, struct decree *out)
{
    err e = decree_find(c, code, out);
    return e == ERR_NOT_FOUND
               ? fail(c, e, "code", N_("There is no decree “%s”"), code ? code : "")
               : e;
}

/* ---- writing ---- */

err
decree_tell(struct ctx *c, const char *verb, const struct decree *before,
            const struct decree *after, const char *reason)
{
    return act_add(c, &(struct act){
                          .verb = verb,
                          .kind = "decree",
                          .object_id = after->id.v,
                          .label = after->number,
                          .path = arena_printf(c->arena, "/decrees/%s", after->code),
                          .reason = reason,
                          .law = after->number,
                          .decree_id = after->id,
                          .changes = view_diff(c, &decree_view, before, after),
                      });
}

err
decree_store(struct ctx *c, const char *verb, const struct decree *before,
             struct decree *after, const char *reason)
{
    after->version = before->version + 1;
    TRY(table_change(c, &decree_table, after));
    TRY(decree_tell(c, verb, before, after, reason));
    return decree_by_id(c, after->id, after);
}

static void
say(struct ctx *c, struct decree *d, const struct decree_text *t, const char *text)
{
    d->code = t->code;
    d->number = t->number;
    d->issuer = t->issuer;
    d->summary = t->summary;
    d->signed_on = t->signed_on;
    d->effective_on = t->effective_on;
    d->text = text;
    d->state = DECREE_DRAFT;
    d->drafted_by = c->actor ? c->actor->id : (person_id){0};
    d->drafted_at = c->now;
    d->approved_by = (person_id){0};
    d->approved_at = INSTANT_NONE;
    d->plan_hash = d->note = NULL;
    d->search = text_fold(c->arena, arena_printf(c->arena, "%s %s %s %s", t->code,
                                                 t->number, t->issuer ? t->issuer : "",
                                                 t->summary ? t->summary : ""));
    d->sort_key =
        arena_printf(c->arena, "%s %s", day_iso(c->arena, t->effective_on), t->code);
}

err
decree_add(struct ctx *c, const char *text, struct decree *out)
{
    TRY(access_need(c, "decree.draft", (org_id){0}));
    struct decree_text t;
    TRY(decree_text_parse(c, text, &t));
    struct decree d;
    err e = decree_find(c, t.code, &d);
    if (e == OK)
        return fail(c, ERR_CONFLICT, "text",
                    N_("There is a decree with the id “%s” already"), t.code);
    if (e != ERR_NOT_FOUND)
        return e;
    view_clear(&decree_view, &d);
    say(c, &d, &t, text_nfc(c->arena, text));
    d.run = 0;
    d.version = 1;
    TRY(id_next(c, &d.id.v));
    TRY(table_add(c, &decree_table, &d));
    TRY(decree_tell(c, "add", NULL, &d, NULL));
    return decree_by_id(c, d.id, out);
}

static err
refuse_done(struct ctx *c, const struct decree *d)
{
    return d->state == DECREE_EXECUTED
               ? fail(c, ERR_CONFLICT, NULL, N_("%s is executed; undo it first"),
                      d->number)
               : OK;
}

err
decree_change(struct ctx *c, const char *code, const char *text, int64_t version,
              struct decree *out)
{
    TRY(access_need(c, "decree.draft", (org_id){0}));
    struct decree before;
    struct decree_text t;
    TRY(decree_must_find(c, code, &before));
    TRY(refuse_done(c, &before));
    if (version != INT_NONE && version != before.version)
        return fail(
            c, ERR_CONFLICT, "version",
            N_("Somebody has changed this decree in the meantime; look at it again"));
    TRY(decree_text_parse(c, text, &t));
    if (!str_eq(t.code, before.code))
        return fail(c, ERR_INVALID, "text", N_("The text must keep the id “%s”"),
                    before.code);
    *out = before;
    say(c, out, &t, text_nfc(c->arena, text));
    return decree_store(c, "change", &before, out, NULL);
}

/* ---- approval ---- */

/* Notes a fault for each thing that blocks; INVALID if there is one. */
err
decree_refuse_blocked(struct ctx *c, const struct decree_plan *plan)
{
    for (size_t i = 0; i < plan->findings.n; i++) {
        const struct finding *f = &plan->findings.v[i];
        if (f->level != FINDING_BLOCK)
            continue;
        if (f->law)
            (void)!fail_law(c, f->law, ERR_INVALID, "text", "%s%s%s",
                            f->clause ? f->clause : "", f->clause ? ": " : "",
                            f->message);
        else
            note_fault(c, ERR_INVALID, "text", "%s%s%s", f->clause ? f->clause : "",
                       f->clause ? ": " : "", f->message);
    }
    return plan->n_block ? ERR_INVALID : OK;
}

err
decree_approve(struct ctx *c, const char *code, struct decree *out)
{
    TRY(access_need(c, "decree.approve", (org_id){0}));
    struct decree before;
    TRY(decree_must_find(c, code, &before));
    TRY(refuse_done(c, &before));
    if (!c->actor || c->actor->is_operator || !c->actor->id.v)
        return fail(c, ERR_FORBIDDEN, NULL,
                    N_("A decree is approved by a person: say who, with --as"));
    if (c->actor->id.v == before.drafted_by.v)
        return fail(
            c, ERR_FORBIDDEN, NULL,
            N_("Who drafted a decree does not approve it: another person must"));
    if (before.state == DECREE_APPROVED || before.state == DECREE_SCHEDULED)
        return fail(c, ERR_CONFLICT, NULL, N_("%s is approved already"), before.number);
    struct decree_plan plan;
    TRY(plan_make(c, &before, true, &plan));
    TRY(decree_refuse_blocked(c, &plan));
    *out = before;
    out->state = DECREE_APPROVED;
    out->approved_by = c->actor->id;
    out->approved_at = c->now;
    out->plan_hash = plan.hash;
    out->note = NULL;
    return decree_store(c, "approve", &before, out, NULL);
}

err
decree_schedule(struct ctx *c, const char *code, bool on, struct decree *out)
{
    TRY(access_need(c, "decree.execute", (org_id){0}));
    struct decree before;
    TRY(decree_must_find(c, code, &before));
    int wanted = on ? DECREE_APPROVED : DECREE_SCHEDULED;
    if (before.state != wanted)
        return fail(c, ERR_CONFLICT, NULL,
                    on ? N_("Only an approved decree can be scheduled")
                       : N_("The decree is not scheduled"));
    *out = before;
    out->state = on ? DECREE_SCHEDULED : DECREE_APPROVED;
    out->note = NULL;
    return decree_store(c, on ? "schedule" : "unschedule", &before, out, NULL);
}

err
decree_plan(struct ctx *c, const char *code, struct decree_plan *out)
{
    struct decree d;
    TRY(decree_must_find(c, code, &d));
    return plan_make(c, &d, true, out);
}

/* ---- the job lane ---- */

static err
hold(struct ctx *c, const struct decree *due, const char *why)
{
    struct decree before, after;
    TRY(decree_by_id(c, due->id, &before));
    after = before;
    after.state = DECREE_APPROVED;
    after.note = why;
    return decree_store(c, "hold", &before, &after, why);
}

/* What stopped it, for its page: the first faults. */
static const char *
why_not(struct ctx *c, err e)
{
    const char *why = NULL;
    for (size_t i = 0; i < c->faults.n && i < 5; i++)
        why = why ? arena_printf(c->arena, "%s; %s", why, c->faults.v[i].message)
                  : c->faults.v[i].message;
    return why ? why : T(c, err_title(e));
}

err
decree_run_due(struct ctx *c, int *n)
{
    for (*n = 0;; ++*n) {
        struct decree due;
        err e = query_one(c, &Q_decree_due, &decree_view, &due, IN(c->today));
        if (e == ERR_NOT_FOUND)
            return OK;
        TRY(e);
        TRY(db_savepoint(c));
        struct decree_report report;
        e = decree_execute_now(c, due.code, false, &report);
        if (e == OK) {
            TRY(db_release(c));
            continue;
        }
        if (e == ERR_AGAIN)
            return e;
        db_rollback_to(c);
        const char *why = why_not(c, e);
        clear_faults(c);
        TRY(hold(c, &due, why));
    }
}
