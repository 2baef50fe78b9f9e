/* SPDX-License-Identifier: Apache-2.0 */
/* decree_cli.c: decrees in the terminal: haicap decree list|add|plan|check|approve|… */
#include "base/msg.h"
#include "base/text.h"
#include "decree/decree_row.h"
#include "kernel/access.h"
#include "web/command.h"

struct call {
    struct cli *cli;
    const char *code, *text, *reason;
    bool flag; /* --dry-run, --off */
    struct from_rows rows;
};

static const char *
one_line(const struct decree *d, struct ctx *c)
{
    return arena_printf(c->arena, "%s\t%s\t%s\t%s\n", d->code,
                        decree_states[d->state].name,
                        day_iso(c->arena, d->effective_on), d->number);
}

/* ---- reading ---- */

static err
run_list(struct ctx *c, void *arg)
{
    struct call *k = arg;
    struct decree_list all;
    TRY(decree_list(c, &all));
    for (size_t i = 0; i < all.n; i++)
        buf_puts(&k->cli->out, one_line(&all.v[i], c));
    return OK;
}

static void
write_findings(struct ctx *c, struct buf *b, const struct decree_plan *p)
{
    for (size_t i = 0; i < p->findings.n; i++) {
        const struct finding *f = &p->findings.v[i];
        buf_printf(b, "%s", T(c, finding_levels[f->level].label));
        if (f->clause)
            buf_printf(b, ", %s", f->clause);
        if (f->line != INT_NONE)
            buf_printf(b, T(c, N_(", line %lld")), (long long)f->line);
        buf_printf(b, ": %s [%s]%s%s\n", f->message, f->code, f->law ? " — " : "",
                   f->law ? f->law : "");
    }
}

static void
write_step(struct ctx *c, struct buf *b, const struct decree_step *s)
{
    buf_printf(b, "%lld. %s", (long long)s->seq, T(c, step_kinds[s->kind].label));
    if (s->about)
        buf_printf(b, " [%s]", s->about);
    if (s->from_name)
        buf_printf(b, " %s (%s)", s->from_name, s->from_code ? s->from_code : "-");
    if (s->to_name)
        buf_printf(b, " → %s (%s)", s->to_name, s->to_code ? s->to_code : "-");
    if (s->detail)
        buf_printf(b, " · %s", s->detail);
    if (s->n != INT_NONE)
        buf_printf(b, ": %lld", (long long)s->n);
    if (s->clause)
        buf_printf(b, " (%s%s)", s->clause,
                   s->is_verified ? "" : T(c, N_(", unverified")));
    buf_putc(b, '\n');
}

static void
write_totals(struct ctx *c, struct buf *b, const struct decree_plan *p)
{
    const struct {
        const char *label;
        int64_t n;
    } rows[] = {
        {N_("Units that end"), p->n_units_ended},
        {N_("Units established"), p->n_units_added},
        {N_("Units changed"), p->n_units_changed},
        {N_("Parts that go over"), p->n_parts},
        {N_("Organisations that end"), p->n_orgs_ended},
        {N_("Organisations established"), p->n_orgs_added},
        {N_("Organisations changed"), p->n_orgs_changed},
        {N_("Open records concerned"), p->n_records},
        {N_("Passed"), p->n_passed},
        {N_("To be reviewed"), p->n_review},
        {N_("To be surrendered"), p->n_surrender},
        {N_("Archived"), p->n_archived},
        {N_("To be decided"), p->n_to_decide},
        {N_("Roles carried over"), p->n_grants},
        {N_("Posts given by name"), p->n_posts},
        {N_("Unverified clauses"), p->n_unverified},
        {N_("Blocks"), p->n_block},
        {N_("Warnings"), p->n_warning},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        buf_printf(b, "%s: %lld\n", T(c, rows[i].label), (long long)rows[i].n);
}

static err
run_plan(struct ctx *c, void *arg)
{
    struct call *k = arg;
    struct decree_plan p;
    TRY(decree_plan(c, k->code, &p));
    struct buf *b = &k->cli->out;
    buf_printf(b, "%s (%s), %s\n", p.decree.number, p.decree.code,
               day_vn(c->arena, p.decree.effective_on));
    write_findings(c, b, &p);
    write_totals(c, b, &p);
    TRY(decree_steps_explain(c, &p.steps));
    for (size_t i = 0; i < p.steps.n; i++)
        write_step(c, b, &p.steps.v[i]);
    return OK;
}

/* Exit status 0 only when nothing blocks. */
static err
run_check(struct ctx *c, void *arg)
{
    struct call *k = arg;
    struct decree_plan p;
    TRY(decree_plan(c, k->code, &p));
    write_findings(c, &k->cli->out, &p);
    if (p.n_block)
        return fail(c, ERR_INVALID, NULL, N_("%lld things block this decree"),
                    (long long)p.n_block);
    buf_printf(&k->cli->out, "%s\n", T(c, N_("Nothing blocks this decree")));
    return OK;
}

static void
write_minutes(struct ctx *c, struct buf *b, const struct decree_minutes *m)
{
    buf_printf(b, "\n%s — %s\n", m->org_name,
               m->is_giver ? T(c, N_("hands over")) : T(c, N_("receives")));
    for (size_t i = 0; i < m->rows.n; i++) {
        const struct minutes_row *r = &m->rows.v[i];
        buf_printf(b, "  %s · %s: %lld\n", r->reg, r->other_name ? r->other_name : "",
                   (long long)r->n_total);
    }
    for (size_t i = 0; i < m->held.n; i++) {
        const struct minutes_held *h = &m->held.v[i];
        buf_printf(
            b,
            T(c,
              N_("  %s: before %lld, handed over %lld, received %lld, afterwards %lld\n")),
            h->reg, (long long)h->before, (long long)h->gave, (long long)h->got,
            (long long)h->after);
    }
    buf_printf(b, "  %s\n",
               m->is_balanced ? T(c, N_("The totals balance"))
                              : T(c, N_("THE TOTALS DO NOT BALANCE")));
}

static err
run_minutes(struct ctx *c, void *arg)
{
    struct call *k = arg;
    struct minutes_party_list parties;
    TRY(decree_parties(c, k->code, &parties));
    int64_t last = 0;
    for (size_t i = 0; i < parties.n; i++) {
        struct decree_minutes m;
        if (parties.v[i].org_id.v == last)
            continue;
        last = parties.v[i].org_id.v;
        TRY(decree_minutes(c, k->code, parties.v[i].org_id, &m));
        write_minutes(c, &k->cli->out, &m);
    }
    return OK;
}

/* ---- writing ---- */

static err
run_add(struct ctx *c, void *arg)
{
    struct call *k = arg;
    struct decree d;
    TRY(decree_add(c, k->text, &d));
    k->code = d.code;
    return OK;
}

static err
run_approve(struct ctx *c, void *arg)
{
    struct call *k = arg;
    struct decree d;
    TRY(decree_approve(c, k->code, &d));
    k->text = one_line(&d, c);
    return OK;
}

static err
run_schedule(struct ctx *c, void *arg)
{
    struct call *k = arg;
    struct decree d;
    TRY(decree_schedule(c, k->code, !k->flag, &d));
    k->text = one_line(&d, c);
    return OK;
}

static err
run_execute(struct ctx *c, void *arg)
{
    struct call *k = arg;
    struct decree_report r;
    TRY(decree_execute(c, k->code, k->flag, &r));
    k->text = r.text;
    return OK;
}

static err
run_undo(struct ctx *c, void *arg)
{
    struct call *k = arg;
    struct decree d;
    TRY(decree_undo(c, k->code, k->reason, &d));
    k->text = one_line(&d, c);
    return OK;
}

/* ---- which ---- */

static err
do_list(struct ctx *c, struct call *k)
{
    return cli_view(c, run_list, k);
}

static err
do_plan(struct ctx *c, struct call *k)
{
    return cli_view(c, run_plan, k);
}

static err
do_check(struct ctx *c, struct call *k)
{
    return cli_view(c, run_check, k);
}

static err
do_minutes(struct ctx *c, struct call *k)
{
    return cli_view(c, run_minutes, k);
}

static err
do_add(struct ctx *c, struct call *k)
{
    size_t n;
    TRY(cli_read(c, k->code, TEXT_BYTES_MOST, &k->text, &n));
    if (strlen(k->text) != n)
        return fail(c, ERR_INVALID, "text", N_("Not valid UTF-8"));
    TRY(cli_write(c, run_add, k, false));
    buf_printf(&k->cli->out, "%s\n", k->code);
    return OK;
}

/* Says what came of it, once it is committed. */
static err
written(struct ctx *c, struct call *k, err (*fn)(struct ctx *c, void *arg), bool dry)
{
    TRY(cli_write(c, fn, k, dry));
    buf_puts(&k->cli->out, k->text);
    return OK;
}

static err
do_approve(struct ctx *c, struct call *k)
{
    return written(c, k, run_approve, false);
}

static err
do_schedule(struct ctx *c, struct call *k)
{
    k->flag = cli_option(k->cli, "off") != NULL;
    return written(c, k, run_schedule, false);
}

static err
do_execute(struct ctx *c, struct call *k)
{
    k->flag = cli_option(k->cli, "dry-run") != NULL;
    return written(c, k, run_execute, k->flag);
}

static err
do_undo(struct ctx *c, struct call *k)
{
    k->reason = cli_option(k->cli, "reason");
    return written(c, k, run_undo, cli_option(k->cli, "dry-run") != NULL);
}

static err
run_from_rows(struct ctx *c, void *arg)
{
    struct call *k = arg;
    return decree_from_rows(c, &k->rows, &k->text);
}

static err
do_from_rows(struct ctx *c, struct call *k)
{
    enum {
        ROWS_BYTES_MOST = 64 << 20
    };
    const char *units = cli_option(k->cli, "units");
    if (!cli_option(k->cli, "effective"))
        return fail(c, ERR_INVALID, "effective",
                    N_("Say from which day: --effective 2025-07-01"));
    TRY(cli_day(c, k->cli, "effective", DAY_NONE, &k->rows.effective_on));
    TRY(cli_read(c, k->code, ROWS_BYTES_MOST, &k->rows.csv, &k->rows.n));
    if (units)
        TRY(cli_read(c, units, ROWS_BYTES_MOST, &k->rows.units_csv, &k->rows.n_units));
    k->rows.code = cli_option(k->cli, "id");
    k->rows.number = cli_option(k->cli, "number");
    k->rows.end_tiers = cli_option(k->cli, "end-tier");
    k->rows.end_codes = cli_option(k->cli, "end");
    TRY(c->db ? cli_view(c, run_from_rows, k) : run_from_rows(c, k));
    buf_puts(&k->cli->out, k->text);
    return OK;
}

static const struct {
    const char *name;
    err (*run)(struct ctx *c, struct call *k);
    const char *what; /* of its argument; NULL: takes none */
} verbs[] = {
    {"list", do_list, NULL},         {"plan", do_plan, "ID"},
    {"check", do_check, "ID"},       {"minutes", do_minutes, "ID"},
    {"add", do_add, "FILE"},         {"approve", do_approve, "ID"},
    {"schedule", do_schedule, "ID"}, {"execute", do_execute, "ID"},
    {"undo", do_undo, "ID"},         {"from-successions", do_from_rows, "FILE"},
};

static err
decree_run(struct ctx *c, struct cli *cli)
{
    const char *verb;
    struct call k = {.cli = cli};
    TRY(cli_arg(c, cli, 0, "list|plan|check|…", &verb));
    for (size_t i = 0; i < COUNT(verbs); i++) {
        if (!str_eq(verbs[i].name, verb))
            continue;
        if (!c->db && verbs[i].run != do_from_rows)
            return fail(c, ERR_INVALID, "db",
                        N_("Say which database: --db FILE or --db postgresql://…"));
        if (verbs[i].what)
            TRY(cli_arg(c, cli, 1, verbs[i].what, &k.code));
        return verbs[i].run(c, &k);
    }
    return fail(c, ERR_INVALID, NULL, N_("There is no “decree %s”; see haicap help"),
                verb);
}

extern const struct command decree_commands[];
const struct command decree_commands[] = {
    {"decree",
     "decree list|plan|check|execute|undo|add|approve|schedule|minutes|from-successions [ID|FILE] "
     "--db URL [--as USER] [--dry-run] [--effective DATE] [--units FILE] [--end-tier TIERS] "
     "[--end CODES] [--id ID] [--number NUMBER] [--reason TEXT] [--off]",
     N_("Decrees: from text or rows to a plan, a check, an approval, an execution and its undoing"),
     "dry-run effective= units= end-tier= end= id= number= reason= off", true, false,
     decree_run, .db_optional = true},
    {0},
};
