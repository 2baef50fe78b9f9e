/* SPDX-License-Identifier: Apache-2.0 */
/* decree_report.c: what an execution did, for people: no time, no id, so that a rehearsal says the
 * same to the letter. */
#include "base/msg.h"
#include "decree/decree_execute.h"

static void
line(struct ctx *c, struct buf *b, const char *label, int64_t n)
{
    buf_printf(b, "  %s: %lld\n", T(c, label), (long long)n);
}

static void
write_counts(struct execution *x, struct buf *b, const struct decree_report *r)
{
    struct ctx *c = x->c;
    buf_printf(b, "%s\n", T(c, N_("Units")));
    line(c, b, N_("end"), r->n_units_ended);
    line(c, b, N_("established"), r->n_units_added);
    line(c, b, N_("changed"), r->n_units_changed);
    line(c, b, N_("parts that go over"), r->n_parts);
    buf_printf(b, "%s\n", T(c, N_("Organisations")));
    line(c, b, N_("end"), r->n_orgs_ended);
    line(c, b, N_("established"), r->n_orgs_added);
    line(c, b, N_("changed"), r->n_orgs_changed);
    buf_printf(b, "%s\n", T(c, N_("Open records")));
    line(c, b, N_("concerned"), r->n_records);
    line(c, b, N_("pass to a successor"), r->n_passed);
    line(c, b, N_("to be reviewed"), r->n_review);
    line(c, b, N_("to be surrendered"), r->n_surrender);
    line(c, b, N_("archived"), r->n_archived);
    line(c, b, N_("moved by a rule of the decree"), r->n_by_rule);
    line(c, b, N_("to be decided by a receiver"), r->n_to_decide);
    buf_printf(b, "%s\n", T(c, N_("People")));
    line(c, b, N_("roles carried over, interim"), r->n_grants);
    line(c, b, N_("posts given by name"), r->n_posts);
}

static void
write_proof(struct execution *x, struct buf *b, const struct decree_report *r)
{
    struct ctx *c = x->c;
    buf_printf(b, "%s\n", T(c, N_("Proof")));
    for (size_t i = 0; i < r->invariants.n; i++) {
        const struct invariant *v = &r->invariants.v[i];
        buf_printf(b, "  %2lld. %s", (long long)v->number, v->name);
        if (v->n != INT_NONE)
            buf_printf(b, ": %lld, %s", (long long)v->n,
                       v->n_bad ? T(c, N_("NOT SO")) : T(c, N_("holds")));
        buf_putc(b, '\n');
    }
}

static const char *
organisation_name(const struct plan *p, org_id id)
{
    int at = index_of_id(&p->org_ids, id.v);
    return at == NOWHERE ? "" : p->orgs.v[at].to_name;
}

static void
write_results(struct execution *x, struct buf *b)
{
    struct ctx *c = x->c;
    if (!x->results.n || x->results.n > 2000)
        return; /* of a nation nobody reads them here: the minutes have them */
    buf_printf(b, "%s\n", T(c, N_("Handed over")));
    for (size_t i = 0; i < x->results.n; i++) {
        const struct decree_result *r = &x->results.v[i];
        int64_t n = r->n_passed + r->n_review + r->n_surrender + r->n_archived +
                    r->n_moved + r->n_to_decide + r->n_history + r->n_refused;
        buf_printf(b, "  %s: %s → %s: %lld\n", decree_class_label(c, r->reg),
                   organisation_name(x->p, r->from_id),
                   organisation_name(x->p, r->to_id), (long long)n);
    }
}

void
execution_report(struct execution *x, struct decree_report *out)
{
    struct ctx *c = x->c;
    const struct decree_plan *o = x->out;
    out->n_units_ended = o->n_units_ended;
    out->n_units_added = o->n_units_added;
    out->n_units_changed = o->n_units_changed;
    out->n_parts = o->n_parts;
    out->n_orgs_ended = o->n_orgs_ended;
    out->n_orgs_added = o->n_orgs_added;
    out->n_orgs_changed = o->n_orgs_changed;
    out->n_records = o->n_records;
    out->n_grants = x->n_grants;
    out->n_posts = (int64_t)x->p->heads.n;
    for (size_t i = 0; i < x->results.n; i++) {
        const struct decree_result *r = &x->results.v[i];
        if (str_eq(r->reg, "grant"))
            continue;
        out->n_passed += r->n_passed;
        out->n_review += r->n_review;
        out->n_surrender += r->n_surrender;
        out->n_archived += r->n_archived;
        out->n_by_rule += r->n_moved;
        out->n_to_decide += r->n_to_decide;
    }
    struct buf b = {0};
    buf_printf(&b, "%s (%s), %s %s\n", o->decree.number, o->decree.code,
               T(c, N_("takes effect on")), day_vn(c->arena, x->on));
    write_counts(x, &b, out);
    write_results(x, &b);
    write_proof(x, &b, out);
    out->text = arena_strndup(c->arena, buf_str(&b), b.n);
    buf_free(&b);
}
