/* SPDX-License-Identifier: Apache-2.0 */
/* decree_minutes.c: the hand-over record of one organisation: what it had, gave and got, by class,
 * with totals that must balance. */
#include "base/msg.h"
#include "decree/decree_row.h"
#include "kernel/org.h"
#include "view/locale.h"

extern const struct query Q_decree_parties, Q_decree_results_of, Q_decree_held_of,
    Q_decree_steps_of, Q_decree_totals;

static const struct field row_fields[] = {
    FIELD(struct minutes_row, reg, N_("Register"), .flags = F_BRIEF),
    FIELD(struct minutes_row, other_name, N_("Other side"), .flags = F_BRIEF),
    FIELD(struct minutes_row, n_passed, N_("Passed"), .flags = F_BRIEF),
    FIELD(struct minutes_row, n_review, N_("To be reviewed"), .flags = F_BRIEF),
    FIELD(struct minutes_row, n_moved, N_("Moved by a rule"), .flags = F_BRIEF),
    FIELD(struct minutes_row, n_to_decide, N_("To be decided"), .flags = F_BRIEF),
    FIELD(struct minutes_row, n_surrender, N_("To be surrendered"), .flags = F_BRIEF),
    FIELD(struct minutes_row, n_archived, N_("Archived"), .flags = F_BRIEF),
    FIELD(struct minutes_row, n_history, N_("Had ended before"), .flags = F_BRIEF),
    FIELD(struct minutes_row, n_refused, N_("Not carried over"), .flags = F_BRIEF),
    FIELD(struct minutes_row, n_total, N_("Total"), .flags = F_BRIEF),
    FIELD(struct minutes_row, words, N_("In words"), .flags = F_PAGE),
};
const struct view minutes_row_view =
    VIEW("minutes_row", struct minutes_row, row_fields);

static const struct field held_fields[] = {
    FIELD(struct minutes_held, reg, N_("Register"), .flags = F_BRIEF),
    FIELD(struct minutes_held, before, N_("Held before"), .flags = F_BRIEF),
    FIELD(struct minutes_held, open_before, N_("Of these open"), .flags = F_BRIEF),
    FIELD(struct minutes_held, gave, N_("Handed over"), .flags = F_BRIEF),
    FIELD(struct minutes_held, got, N_("Received"), .flags = F_BRIEF),
    FIELD(struct minutes_held, after, N_("Held afterwards"), .flags = F_BRIEF),
    FIELD(struct minutes_held, open_after, N_("Of these open"), .flags = F_BRIEF),
};
static const struct view held_view =
    VIEW("minutes_held", struct minutes_held, held_fields);

static const struct field minutes_fields[] = {
    {.name = "number",
     .offset = offsetof(struct decree_minutes, decree.number),
     .kind = K_TEXT,
     .label = N_("Resolution")},
    {.name = "code",
     .offset = offsetof(struct decree_minutes, decree.code),
     .kind = K_TEXT,
     .label = N_("Decree")},
    {.name = "issuer",
     .offset = offsetof(struct decree_minutes, decree.issuer),
     .kind = K_TEXT,
     .label = N_("Issued by")},
    {.name = "signed_on",
     .offset = offsetof(struct decree_minutes, decree.signed_on),
     .kind = K_DAY,
     .label = N_("Signed on")},
    FIELD(struct decree_minutes, effective_on, N_("Takes effect on")),
    FIELD(struct decree_minutes, last_day, N_("Last day before it")),
    ID(struct decree_minutes, org_id, N_("Organisation")),
    FIELD(struct decree_minutes, org_name, N_("Organisation")),
    FIELD(struct decree_minutes, is_giver, N_("Hands over")),
    LISTOF(struct decree_minutes, rows, &minutes_row_view, N_("Handed over")),
    LISTOF(struct decree_minutes, held, &held_view, N_("Held before and after")),
    FIELD(struct decree_minutes, n_before, N_("Records before")),
    FIELD(struct decree_minutes, n_after, N_("Records afterwards")),
    FIELD(struct decree_minutes, n_open_before, N_("Open records before")),
    FIELD(struct decree_minutes, n_open_after, N_("Open records afterwards")),
    FIELD(struct decree_minutes, is_balanced, N_("Balances")),
    FIELD(struct decree_minutes, others, N_("Other side")),
    RECOF(struct decree_minutes, head, &act_head_view, N_("Head of the log")),
};
const struct view decree_minutes_view =
    VIEW("decree_minutes", struct decree_minutes, minutes_fields);

static const struct field party_fields[] = {
    ID(struct minutes_party, org_id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct minutes_party, name, N_("Organisation"),
          .to = "/decrees/{code}/minutes/{org_id}", .flags = F_BRIEF),
    FIELD(struct minutes_party, role, N_("Side"), .flags = F_BRIEF),
    FIELD(struct minutes_party, n_records, N_("Records"), .flags = F_BRIEF),
    FIELD(struct minutes_party, code, N_("Decree"), .flags = F_HIDDEN),
};
const struct view minutes_party_view =
    VIEW("minutes_party", struct minutes_party, party_fields);

/* ---- who ---- */

static err
executed(struct ctx *c, const char *code, struct decree *out)
{
    TRY(decree_must_find(c, code, out));
    return out->state == DECREE_EXECUTED
               ? OK
               : fail(c, ERR_NOT_FOUND, NULL,
                      N_("%s is not executed: there are no minutes yet"), out->number);
}

static day
eve(const struct decree *d)
{
    return (day){d->effective_on.v - 1};
}

struct party_row {
    org_id org_id;
    bool is_giver;
    const char *name;
    int64_t n_records;
};
struct party_row_list LIST(struct party_row);
static const struct field party_row_fields[] = {
    ID(struct party_row, org_id, N_("Organisation")),
    FIELD(struct party_row, is_giver, N_("Hands over")),
    FIELD(struct party_row, name, N_("Name")),
    FIELD(struct party_row, n_records, N_("Records")),
};
static const struct view party_row_view =
    VIEW("party_row", struct party_row, party_row_fields);

err
decree_parties(struct ctx *c, const char *code, struct minutes_party_list *out)
{
    struct decree d;
    struct party_row_list rows;
    TRY(executed(c, code, &d));
    TRY(query_list(c, &Q_decree_parties, &party_row_view, &rows,
                   IN(d.id.v, d.run, d.effective_on, eve(&d))));
    *out = (struct minutes_party_list){0};
    for (size_t i = 0; i < rows.n; i++)
        *PUSH(c->arena, out) = (struct minutes_party){
            rows.v[i].org_id, rows.v[i].name,
            rows.v[i].is_giver ? T(c, N_("hands over")) : T(c, N_("receives")), d.code,
            rows.v[i].n_records};
    return OK;
}

/* ---- what ---- */

const char *
decree_class_label(struct ctx *c, const char *name)
{
    if (str_eq(name, "grant"))
        return T(c, N_("Roles of people"));
    for (size_t r = 0; registers[r]; r++)
        if (str_eq(registers[r]->name, name))
            return T(c, registers[r]->label);
    return name;
}

static struct minutes_row
row_of(struct ctx *c, const struct decree_result *r, bool is_giver)
{
    struct minutes_row m = {.reg = decree_class_label(c, r->reg),
                            .other_name = is_giver ? r->to_name : r->from_name,
                            .n_passed = r->n_passed,
                            .n_review = r->n_review,
                            .n_surrender = r->n_surrender,
                            .n_archived = r->n_archived,
                            .n_moved = r->n_moved,
                            .n_to_decide = r->n_to_decide,
                            .n_history = r->n_history,
                            .n_refused = r->n_refused};
    m.n_total = m.n_passed + m.n_review + m.n_surrender + m.n_archived + m.n_moved +
                m.n_to_decide + m.n_history + m.n_refused;
    return m;
}

static void
put_words(struct ctx *c, struct minutes_row *m)
{
    const struct {
        const char *label;
        int64_t n;
    } all[] = {
        {N_("Passed"), m->n_passed},
        {N_("To be reviewed"), m->n_review},
        {N_("Moved by a rule"), m->n_moved},
        {N_("To be decided"), m->n_to_decide},
        {N_("To be surrendered"), m->n_surrender},
        {N_("Archived"), m->n_archived},
        {N_("Had ended before"), m->n_history},
        {N_("Not carried over"), m->n_refused},
    };
    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i].n)
            m->words = arena_printf(c->arena, "%s%s%s: %s", m->words ? m->words : "",
                                    m->words ? " · " : "", T(c, all[i].label),
                                    locale_int(c, all[i].n));
}

err
decree_totals(struct ctx *c, const struct decree *d, struct minutes_row_list *out)
{
    struct decree_result_list all;
    TRY(query_list(c, &Q_decree_totals, &decree_result_view, &all,
                   IN(d->id.v, d->run)));
    for (size_t i = 0; i < all.n; i++) {
        struct minutes_row *m = PUSH(c->arena, out);
        *m = row_of(c, &all.v[i], true);
        put_words(c, m);
    }
    return OK;
}

static void
name_other(struct ctx *c, struct decree_minutes *out, const char *name)
{
    if (!name || (out->others && strstr(out->others, name)))
        return;
    out->others =
        out->others ? arena_printf(c->arena, "%s; %s", out->others, name) : name;
}

static struct minutes_held *
held_row(struct ctx *c, struct decree_minutes *out, const char *reg)
{
    const char *label = decree_class_label(c, reg);
    for (size_t i = 0; i < out->held.n; i++)
        if (str_eq(out->held.v[i].reg, label))
            return &out->held.v[i];
    struct minutes_held *h = PUSH(c->arena, &out->held);
    *h = (struct minutes_held){.reg = label};
    return h;
}

static void
add_held(struct ctx *c, struct decree_minutes *out, const struct decree_held *h)
{
    int64_t open = h->n_open + h->n_review;
    int64_t n = open + h->n_surrender + h->n_ended + h->n_archived;
    struct minutes_held *row = held_row(c, out, h->reg);
    *(h->is_after ? &row->after : &row->before) += n;
    *(h->is_after ? &row->open_after : &row->open_before) += open;
    *(h->is_after ? &out->n_after : &out->n_before) += n;
    *(h->is_after ? &out->n_open_after : &out->n_open_before) += open;
}

static err
add_results(struct ctx *c, const struct decree *d, struct decree_minutes *out)
{
    struct decree_result_list results;
    TRY(query_list(c, &Q_decree_results_of, &decree_result_view, &results,
                   IN(d->id.v, d->run, out->org_id.v, d->effective_on, eve(d))));
    for (size_t i = 0; i < results.n; i++)
        out->is_giver |= results.v[i].from_id.v == out->org_id.v;
    for (size_t i = 0; i < results.n; i++) {
        const struct decree_result *r = &results.v[i];
        struct minutes_row m = row_of(c, r, out->is_giver);
        *PUSH(c->arena, &out->rows) = m;
        name_other(c, out, m.other_name);
        if (str_eq(r->reg, "grant"))
            continue;
        struct minutes_held *h = held_row(c, out, r->reg);
        *(out->is_giver ? &h->gave : &h->got) += m.n_total;
    }
    return OK;
}

err
decree_minutes(struct ctx *c, const char *code, org_id org, struct decree_minutes *out)
{
    *out = (struct decree_minutes){.org_id = org};
    TRY(executed(c, code, &out->decree));
    const struct decree *d = &out->decree;
    struct decree_held_list held;
    struct org o;
    out->effective_on = d->effective_on;
    out->last_day = eve(d);
    TRY(query_list(c, &Q_decree_held_of, &decree_held_view, &held,
                   IN(d->id.v, d->run, org.v)));
    for (size_t i = 0; i < held.n; i++)
        add_held(c, out, &held.v[i]);
    TRY(add_results(c, d, out));
    err e = org_find(c, org, out->is_giver ? eve(d) : d->effective_on, &o);
    if (e == ERR_NOT_FOUND)
        return fail(c, e, "org", N_("There is no such organisation"));
    TRY(e);
    out->org_name = o.name;
    if (!out->rows.n && !out->held.n)
        return fail(c, ERR_NOT_FOUND, "org", N_("%s takes no part in this hand-over"),
                    o.name);
    out->is_balanced = true;
    for (size_t i = 0; i < out->held.n; i++) {
        const struct minutes_held *h = &out->held.v[i];
        out->is_balanced = out->is_balanced && h->before + h->got - h->gave == h->after;
    }
    struct act_head *head = NEW(c->arena, struct act_head);
    TRY(act_head_newest(c, head));
    out->head = head->root ? head : NULL;
    return OK;
}

err
decree_steps(struct ctx *c, const struct decree *d, struct decree_step_list *out)
{
    return query_list(c, &Q_decree_steps_of, &decree_step_view, out,
                      IN(d->id.v, d->run));
}
