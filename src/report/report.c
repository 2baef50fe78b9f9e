/* SPDX-License-Identifier: Apache-2.0 */
/* report.c: one body's report: what stands in it, and how it moves. */
#include "report/report.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "report/report_in.h"
#include "view/locale.h"

extern const struct query Q_report_values_of, Q_report_value_put, Q_report_values_copy,
    Q_report_rows_copy;

/* ---- reading ---- */

err
report_find(struct ctx *c, report_id id, struct report *out)
{
    const void *was;
    void *copy;
    TRY(flow_take(c, &report_register, (struct record_key){id.v, INT_NONE, NULL}, &was,
                  &copy));
    *out = *(const struct report *)was;
    const org_id orgs[] = {out->record.org_held, out->org_to};
    for (size_t i = 0; i < COUNT(orgs); i++) {
        struct ctx quiet = *c;
        err e = access_need(&quiet, "report.read", orgs[i]);
        if (e != ERR_FORBIDDEN)
            return e == OK ? OK : access_need(c, "report.read", orgs[i]);
    }
    return access_need(c, "report.read", out->record.org_held);
}

err
report_values(struct ctx *c, const struct report *r, int64_t edition,
              struct report_value_list *out)
{
    TRY(query_list(c, &Q_report_values_of, &report_value_view, out,
                   IN(r->record.id, edition)));
    for (size_t i = 0; i < out->n; i++) {
        struct report_value *v = &out->v[i];
        v->report_id = (report_id){r->record.id};
        v->edition = edition;
        v->is_long = v->kind == REPORT_TEXT;
        v->value = v->kind == REPORT_TEXT ? v->text
                   : v->number != INT_NONE
                       ? locale_decimal_typed(c, v->number, REPORT_SCALE)
                       : NULL;
        v->has_rows =
            v->found != INT_NONE && (v->found > 0 || report_indicator(v->source));
        v->is_changed = v->found != INT_NONE && v->number != v->found;
        TRY(report_source_label(c, v->source, &v->source_label));
    }
    return OK;
}

const char *
report_figures(struct ctx *c, const struct report_value_list *values)
{
    const char *out = "";
    /* it is kept: in the house's first language, whoever saves it */
    struct ctx house = {.arena = c->arena, .lang = &catalogs[0]};
    for (size_t i = 0; i < values->n; i++) {
        const struct report_value *v = &values->v[i];
        const char *said = v->kind == REPORT_TEXT ? v->text
                           : v->number != INT_NONE
                               ? locale_decimal_typed(&house, v->number, REPORT_SCALE)
                               : NULL;
        if (said)
            out = arena_printf(c->arena, "%s%s%s: %s", out, *out ? "\n" : "", v->label,
                               said);
    }
    return *out ? out : NULL;
}

/* ---- saving ---- */

/* A number as typed; "1.200" is twelve hundred where only whole numbers go. */
static void
take_number(struct ctx *c, struct report_value *v, const char *typed, const char *name)
{
    const bool whole = v->kind == REPORT_NUMBER;
    const int64_t one = whole ? 1 : REPORT_ONE;
    const struct field f = {.name = name,
                            .kind = whole ? K_INT : K_DEC,
                            .scale = whole ? 0 : REPORT_SCALE,
                            .label = v->label};
    int64_t n = INT_NONE;
    field_take(c, &f, &n, typed, name);
    v->number = INT_NONE;
    if (n == INT_NONE)
        return;
    if (whole && n < 0)
        note_fault(c, ERR_INVALID, name, N_("A number is not below nothing"));
    else if (n > REPORT_MOST * one || n < -REPORT_MOST * one)
        note_fault(c, ERR_INVALID, name, N_("Beyond what is taken"));
    else
        v->number = whole ? n * REPORT_ONE : n;
}

/* One value as typed into what is kept; `name`: of the input, for the fault. */
static void
take_value(struct ctx *c, struct report_value *v, const char *typed, const char *name)
{
    const struct field text = {
        .name = name, .kind = K_TEXT, .flags = F_LONG, .label = v->label};
    if (v->kind == REPORT_TEXT)
        field_set(c, &text, &v->text, typed, name);
    else
        take_number(c, v, typed, name);
}

static err
store_values(struct ctx *c, struct report *r, const struct report_value_list *values)
{
    struct report_value_list now = {0};
    for (size_t i = 0; i < values->n; i++) {
        const struct report_value *v = &values->v[i];
        TRY(query_exec(
            c, &Q_report_value_put,
            IN(r->record.id, r->edition, v->seq, v->number, v->found, v->text), NULL));
    }
    TRY(report_values(c, r, r->edition, &now));
    r->figures = report_figures(c, &now);
    return OK;
}

static void
drafted(struct ctx *c, struct report *r)
{
    r->drafter_id = c->actor ? c->actor->id : (person_id){0};
    r->drafted_by = c->actor ? c->actor->name : NULL;
}

err
report_save(struct ctx *c, const struct report_save *in, struct report *out)
{
    const struct flow_move *row = flow_move(&report_register, "save");
    struct report_value_list values = {0};
    const void *before;
    void *after;
    TRY(flow_begin(c, &report_register, row,
                   (struct record_key){in->id.v, in->version, NULL}, &before, &after));
    struct report *r = after;
    TRY(report_values(c, r, r->edition, &values));
    for (size_t i = 0; i < in->values.n; i++) {
        const struct report_typed *t = &in->values.v[i];
        const char *name = arena_printf(c->arena, "values[%zu].value", i);
        struct report_value *v = NULL;
        for (size_t k = 0; k < values.n && !v; k++)
            if (values.v[k].seq == t->seq)
                v = &values.v[k];
        if (!v)
            note_fault(c, ERR_INVALID, name, N_("The form has no such field"));
        else
            take_value(c, v, t->value, name);
    }
    TRY(faults(c));
    TRY(store_values(c, r, &values));
    drafted(c, r);
    TRY(flow_end(c, &report_register, row, NULL, before, after));
    *out = *r;
    return OK;
}

/* ---- the moves ---- */

/* Another edition: what the last one said, or its texts alone, the numbers counted again. */
static err
next_edition(struct ctx *c, struct report *r, bool refill)
{
    struct report_value_list was = {0}, now = {0};
    int64_t from = r->edition++;
    if (refill) {
        TRY(report_values(c, r, from, &was));
        TRY(report_fill(c, r, &was));
    } else {
        TRY(query_exec(c, &Q_report_values_copy, IN(r->record.id, from, r->edition),
                       NULL));
        TRY(query_exec(c, &Q_report_rows_copy, IN(r->record.id, from, r->edition),
                       NULL));
    }
    TRY(report_values(c, r, r->edition, &now));
    r->figures = report_figures(c, &now);
    return OK;
}

err
report_refill(struct ctx *c, const void *move UNUSED, void *rec)
{
    return next_edition(c, rec, true);
}

err
report_sign(struct ctx *c, const void *move UNUSED, void *rec)
{
    struct report *r = rec;
    struct report_value_list values = {0};
    struct report_round round;
    struct report_regime regime;
    TRY(report_values(c, r, r->edition, &values));
    for (size_t i = 0; i < values.n; i++)
        if (values.v[i].is_required && !values.v[i].value)
            note_fault(c, ERR_INVALID, NULL, N_("Still to be filled in: %s"),
                       values.v[i].label);
    TRY(report_round_find(c, r->round_id, &round));
    TRY(report_regime_find(c, round.regime_id, &regime));
    if (regime.two_people && c->actor && c->actor->id.v &&
        c->actor->id.v == r->drafter_id.v)
        note_fault(c, ERR_INVALID, NULL,
                   N_("Who drafted it does not sign it off: another person does"));
    r->signed_by = c->actor ? c->actor->name : NULL;
    r->signed_on = c->today;
    return faults(c);
}

err
report_revise(struct ctx *c UNUSED, const void *move UNUSED, void *rec)
{
    struct report *r = rec;
    r->signed_by = NULL;
    r->signed_on = DAY_NONE;
    return OK;
}

err
report_send(struct ctx *c, const void *move UNUSED, void *rec)
{
    struct report *r = rec;
    if (c->today.v < r->opens_on.v)
        return fail(c, ERR_INVALID, NULL,
                    N_("It can be sent from %s: its data end the day before"),
                    day_vn(c->arena, r->opens_on));
    if (c->today.v > r->closes_on.v)
        return fail(c, ERR_INVALID, NULL,
                    N_("It was taken until %s: ask who collects it to open it again"),
                    day_vn(c->arena, r->closes_on));
    r->sent_by = c->actor ? c->actor->name : NULL;
    r->sent_on = c->today;
    return OK;
}

/* By who collects it, also after it has ended: no flow walks there. */
static err
may_reopen(struct ctx *c, const struct report *r)
{
    TRY(access_need(c, "report.collect", r->org_to));
    if (r->stage != REPORT_SENT && r->closes_on.v >= c->today.v)
        return fail(c, ERR_INVALID, NULL, N_("It is open still"));
    return OK;
}

static err
reopen(struct ctx *c, const struct report_move *in, struct report *out)
{
    const void *before;
    void *after;
    struct record_key key = {in->id.v, INT_NONE, in->reason};
    TRY(flow_take(c, &report_register, key, &before, &after));
    TRY(may_reopen(c, before));
    key.version = in->version;
    TRY(flow_take(c, &report_register, key, &before, &after));
    struct report *r = after;
    if (!in->reason || !*in->reason)
        note_fault(c, ERR_INVALID, "reason", N_("This is needed"));
    day until = day_known(in->until) ? in->until : r->closes_on;
    if (until.v < c->today.v)
        note_fault(c, ERR_INVALID, "until", N_("Say until when: today or later"));
    TRY(faults(c));
    if (r->stage == REPORT_SENT)
        TRY(next_edition(c, r, false));
    r->stage = REPORT_DRAFT;
    r->record.state = RECORD_OPEN;
    r->record.ended_on = DAY_NONE;
    r->closes_on = until;
    TRY(report_revise(c, in, r));
    TRY(flow_put(c, &report_register, "open_again", in->reason, before, after));
    *out = *r;
    return OK;
}

err
report_move(struct ctx *c, const char *name, const struct report_move *in,
            struct report *out)
{
    if (str_eq(name, "reopen"))
        return reopen(c, in, out);
    return flow_do(c, &report_register, name,
                   (struct record_key){in->id.v, in->version, in->reason}, in, out);
}

err
report_may(struct ctx *c, const struct report *r, const char *name, bool *out)
{
    if (!str_eq(name, "reopen"))
        return flow_may(c, &report_register, r, flow_move(&report_register, name), out);
    struct ctx quiet = *c;
    *out = may_reopen(&quiet, r) == OK;
    return OK;
}
