/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_synthesis.c: what the bodies sent, added up. A synthesis names the edition of each report
 * that it was made from, and an edition that was sent is never written again: added up years later
 * it gives the same.
 */
#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "report/report_in.h"

extern const struct query Q_report_synthesis_add, Q_report_synthesis_last,
    Q_report_synthesis_find, Q_report_syntheses_of, Q_report_parts_add,
    Q_report_sums_add, Q_report_parts_count, Q_report_sums_of, Q_report_lines_of,
    Q_report_synthesis_counted;

/* ---- making one ---- */

static err
add_parts(struct ctx *c, struct report_synthesis *s)
{
    struct org_id_list orgs = {0};
    TRY(org_answers_for(c, s->org_id, c->today, &orgs));
    for (size_t i = 0; i < orgs.n; i++)
        TRY(query_exec(c, &Q_report_parts_add, IN(s->id.v, s->round_id.v, orgs.v[i].v),
                       NULL));
    struct report_synthesis counts;
    TRY(query_exec(c, &Q_report_sums_add, IN(s->id.v), NULL));
    TRY(query_one(c, &Q_report_parts_count, &report_synthesis_view, &counts,
                  IN(s->id.v)));
    s->n_owed = counts.n_owed;
    s->n_sent = counts.n_sent;
    s->n_late = counts.n_late;
    return OK;
}

err
report_synthesise(struct ctx *c, report_round_id round, const char *note,
                  struct report_synthesis *out)
{
    struct report_round r;
    struct report_synthesis s;
    int64_t last;
    view_clear(&report_synthesis_view, &s);
    s.org_id = c->actor ? c->actor->org_id : (org_id){0};
    if (!s.org_id.v)
        return fail(c, ERR_INVALID, "org", N_("Choose an organisation"));
    TRY(access_need(c, "report.collect", s.org_id));
    TRY(org_now(c, s.org_id, c->today, &s.org_id));
    TRY(report_round_find(c, round, &r));
    TRY(query_int(c, &Q_report_synthesis_last, IN(round.v, s.org_id.v), 0, &last));
    TRY(id_next(c, &s.id.v));
    s.round_id = round;
    s.nth = last + 1;
    s.made_on = c->today;
    s.made_by = c->actor->name;
    s.note = note && *note ? note : NULL;
    s.n_owed = s.n_sent = s.n_late = 0;
    TRY(query_exec(c, &Q_report_synthesis_add,
                   IN(s.id.v, round.v, s.org_id.v, s.nth, s.made_on, s.made_by, s.note,
                      s.n_owed, s.n_sent, s.n_late),
                   NULL));
    TRY(add_parts(c, &s));
    if (!s.n_owed)
        return fail(c, ERR_INVALID, "round",
                    N_("Nobody reports to this organisation in that round"));
    TRY(query_exec(c, &Q_report_synthesis_counted,
                   IN(s.id.v, s.n_owed, s.n_sent, s.n_late), NULL));
    TRY(act_add(
        c, &(struct act){.verb = "synthesise",
                         .kind = "report_synthesis",
                         .object_id = s.id.v,
                         .label = r.title,
                         .path = arena_printf(c->arena, "/reports/syntheses/%lld",
                                              (long long)s.id.v),
                         .changes = view_diff(c, &report_synthesis_view, NULL, &s)}));
    return report_synthesis_find(c, s.id, out);
}

/* ---- reading ---- */

static err
put_name(struct ctx *c, struct org_names *names, struct report_synthesis *s)
{
    struct org_name by;
    TRY(desk_org(c, names, s->org_id, &by));
    s->org_name = by.name; /* who made it, whoever answers for that today */
    return OK;
}

err
report_synthesis_find(struct ctx *c, report_synthesis_id id,
                      struct report_synthesis *out)
{
    err e =
        query_one(c, &Q_report_synthesis_find, &report_synthesis_view, out, IN(id.v));
    if (e == ERR_NOT_FOUND)
        return fail(c, e, NULL, N_("There is no such record"));
    TRY(e);
    TRY(access_need(c, "report.read", out->org_id));
    return put_name(c, &(struct org_names){0}, out);
}

err
report_syntheses(struct ctx *c, report_round_id round, org_id org,
                 struct report_synthesis_list *out)
{
    struct org_names names = {0};
    TRY(query_list(c, &Q_report_syntheses_of, &report_synthesis_view, out,
                   IN(round.v, OPT(org.v, org.v))));
    for (size_t i = 0; i < out->n; i++)
        TRY(put_name(c, &names, &out->v[i]));
    return OK;
}

err
report_sums(struct ctx *c, const struct report_synthesis *s,
            struct report_sum_list *out)
{
    TRY(query_list(c, &Q_report_sums_of, &report_sum_view, out, IN(s->id.v)));
    for (size_t i = 0; i < out->n; i++)
        out->v[i].is_same = out->v[i].number == out->v[i].now;
    return OK;
}

err
report_lines(struct ctx *c, const struct report_synthesis *s, int64_t seq,
             struct report_line_list *out)
{
    struct org_names names = {0};
    struct org_id_list bodies = {0};
    TRY(query_list(c, &Q_report_lines_of, &report_line_view, out,
                   IN(s->id.v, OPT(seq != INT_NONE, seq))));
    for (size_t i = 0; i < out->n; i++)
        *PUSH(c->arena, &bodies) = out->v[i].org_received;
    TRY(desk_orgs(c, &names, &bodies));
    for (size_t i = 0; i < out->n; i++) {
        struct org_name whose;
        TRY(desk_org(c, &names, out->v[i].org_received, &whose));
        out->v[i].body = whose.name;
    }
    return OK;
}
