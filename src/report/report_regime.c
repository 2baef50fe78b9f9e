/* SPDX-License-Identifier: Apache-2.0 */
/* report_regime.c: who reports what to whom and when, as dated rows, and their forms. */
#include "base/msg.h"
#include "kernel/act.h"
#include "report/report_in.h"
#include "task/task.h"

extern const struct query Q_report_regimes_all, Q_report_regime_end,
    Q_report_regime_checked, Q_report_fields_of, Q_report_field_add,
    Q_report_fields_copy, Q_report_rounds_of_regime;

static const struct table regime_table = {"report_regime", &report_regime_view};
enum {
    GRACE_MOST = 366,
    FIELDS_MOST = 60
};

/* ---- reading ---- */

static bool
is_periodic(int kind)
{
    return kind == DEADLINE_MONTHLY || kind == DEADLINE_QUARTERLY ||
           kind == DEADLINE_HALF_YEARLY || kind == DEADLINE_YEARLY;
}

static err
describe(struct ctx *c, struct report_regime *r)
{
    struct org_with_now place;
    r->words = deadline_rule_words(c, &r->rule);
    r->within = NULL;
    if (!r->org_within.v)
        return OK;
    TRY(org_with_now(c, r->org_within, c->today, &place));
    r->within = place.now_name ? place.now_name : place.name;
    return OK;
}

err
report_regimes(struct ctx *c, struct report_regime_list *out)
{
    TRY(query_list(c, &Q_report_regimes_all, &report_regime_view, out, NULL));
    for (size_t i = 0; i < out->n; i++)
        TRY(describe(c, &out->v[i]));
    return OK;
}

err
report_regime_find(struct ctx *c, report_regime_id id, struct report_regime *out)
{
    err e = table_find(c, &regime_table, id.v, out);
    if (e == ERR_NOT_FOUND)
        return fail(c, e, NULL, N_("There is no such record"));
    TRY(e);
    return describe(c, out);
}

err
report_fields(struct ctx *c, report_regime_id id, struct report_field_list *out)
{
    TRY(query_list(c, &Q_report_fields_of, &report_field_view, out, IN(id.v)));
    for (size_t i = 0; i < out->n; i++)
        TRY(report_source_label(c, out->v[i].source, &out->v[i].source_label));
    return OK;
}

/* ---- a regime ---- */

static void
check_periods(struct ctx *c, const struct report_regime *in)
{
    for (const char *p = in->only_periods; p && *p; p++)
        if (!strchr("0123456789 ", *p)) {
            note_fault(c, ERR_INVALID, "only_periods",
                       N_("Numbers of periods with a blank between"));
            return;
        }
}

static void
check(struct ctx *c, const struct report_regime *in)
{
    view_require(c, &report_regime_view, in);
    if (!is_periodic(in->rule.kind) && in->rule.kind != DEADLINE_BY &&
        in->rule.kind != DEADLINE_BEFORE)
        note_fault(c, ERR_INVALID, "rule_kind",
                   N_("A report is made each period, or once by a day that is named"));
    deadline_rule_check(c, &in->rule, "rule_");
    check_periods(c, in);
    if (!is_periodic(in->rule.kind) &&
        (!day_known(in->data_from) || !day_known(in->data_to) ||
         in->data_to.v < in->data_from.v))
        note_fault(c, ERR_INVALID, "data_to",
                   N_("A report that is made once says from when to when it reports"));
    if (in->grace < 0 || in->grace > GRACE_MOST)
        note_fault(c, ERR_INVALID, "grace", N_("From 0 to %d"), GRACE_MOST);
    if (in->owner_kind) {
        struct org_kind_list kinds = {0};
        bool known = org_kinds(c, &kinds) != OK;
        for (size_t i = 0; i < kinds.n; i++)
            known |= str_eq(kinds.v[i].name, in->owner_kind);
        if (!known)
            note_fault(c, ERR_INVALID, "owner_kind", N_("There is no such kind"));
    }
}

err
report_regime_add(struct ctx *c, const struct report_regime *in,
                  struct report_regime *out)
{
    struct report_regime_list all = {0};
    const struct report_regime *before = NULL;
    struct report_regime r = *in;
    if (!day_known(r.data_from) || is_periodic(r.rule.kind))
        r.data_from = r.data_to = DAY_NONE;
    check(c, &r);
    TRY(faults(c));
    TRY(task_pick(c, r.within, "within", &r.org_within));
    TRY(report_regimes(c, &all));
    for (size_t i = 0; i < all.n && !before; i++) /* the newest row comes first */
        if (str_eq(all.v[i].code, r.code))
            before = &all.v[i];
    if (before && before->valid_from.v >= r.valid_from.v)
        return fail(c, ERR_CONFLICT, "valid_from",
                    N_("A row begins on that day or later"));
    TRY(id_next(c, &r.id.v));
    r.valid_to = DAY_MAX;
    r.version = 1;
    if (before)
        TRY(query_exec(c, &Q_report_regime_end, IN(before->id.v, r.valid_from), NULL));
    TRY(table_add(c, &regime_table, &r));
    if (before)
        TRY(query_exec(c, &Q_report_fields_copy, IN(r.id.v, before->id.v), NULL));
    TRY(describe(c, &r));
    *out = r;
    return act_add(
        c, &(struct act){.verb = "add",
                         .kind = "report_regime",
                         .object_id = r.id.v,
                         .label = r.name,
                         .path = arena_printf(c->arena, "/reports/regimes/%lld",
                                              (long long)r.id.v),
                         .law = r.article,
                         .changes = view_diff(c, &report_regime_view, NULL, &r)});
}

err
report_regime_change(struct ctx *c, const struct report_regime *in)
{
    struct report_regime was, now;
    int64_t n;
    TRY(report_regime_find(c, in->id, &was));
    if (!in->article || !*in->article)
        return fail(c, ERR_INVALID, "article", N_("Say which article says so"));
    TRY(query_exec(c, &Q_report_regime_checked,
                   IN(was.id.v, in->article, in->checked_by,
                      in->version == INT_NONE ? was.version : in->version),
                   &n));
    if (n != 1)
        return fail(c, ERR_CONFLICT, NULL,
                    N_("Somebody has changed this since: look at it again"));
    now = was;
    now.article = in->article;
    now.checked_by = in->checked_by;
    return act_add(
        c, &(struct act){.verb = "change",
                         .kind = "report_regime",
                         .object_id = was.id.v,
                         .label = was.name,
                         .path = arena_printf(c->arena, "/reports/regimes/%lld",
                                              (long long)was.id.v),
                         .law = in->article,
                         .changes = view_diff(c, &report_regime_view, &was, &now)});
}

/* ---- its form ---- */

static err
check_source(struct ctx *c, const struct report_field *f)
{
    const char *code = report_indicator(f->source);
    struct indicator ind;
    if (f->kind == REPORT_TEXT)
        return fail(c, ERR_INVALID, "source", N_("A text is written by people"));
    if (!code && !report_source(f->source))
        return fail(c, ERR_INVALID, "source",
                    N_("Nothing of that name can be counted"));
    if (!code && f->kind != REPORT_NUMBER)
        return fail(c, ERR_INVALID, "kind", N_("What is counted is a whole number"));
    if (code && f->kind == REPORT_NUMBER)
        return fail(c, ERR_INVALID, "kind",
                    N_("An indicator has decimals: choose another kind"));
    return code ? indicator_find(c, code, &ind) : OK;
}

err
report_field_add(struct ctx *c, const struct report_field *in)
{
    struct report_regime regime;
    struct report_field_list all = {0};
    struct report_field f = *in;
    int64_t n;
    TRY(report_regime_find(c, in->regime_id, &regime));
    view_require(c, &report_field_view, in);
    if (f.source && !*f.source)
        f.source = NULL;
    TRY(faults(c));
    if (f.source)
        TRY(check_source(c, &f));
    TRY(query_int(c, &Q_report_rounds_of_regime, IN(regime.id.v), 0, &n));
    if (n)
        return fail(c, ERR_CONFLICT, NULL,
                    N_("Reports have been made on this form: add a regime of the same "
                       "code from a later day, and change that"));
    TRY(report_fields(c, regime.id, &all));
    if (all.n >= FIELDS_MOST)
        return fail(c, ERR_INVALID, "label", N_("More than %d fields"), FIELDS_MOST);
    f.seq = all.n ? all.v[all.n - 1].seq + 1 : 1;
    TRY(query_exec(c, &Q_report_field_add,
                   IN(regime.id.v, f.seq, f.label, report_kinds[f.kind].name, f.source,
                      f.is_required),
                   NULL));
    return act_add(
        c, &(struct act){.verb = "change",
                         .kind = "report_regime",
                         .object_id = regime.id.v,
                         .label = regime.name,
                         .path = arena_printf(c->arena, "/reports/regimes/%lld",
                                              (long long)regime.id.v),
                         .changes = view_diff(c, &report_field_view, NULL, &f)});
}
