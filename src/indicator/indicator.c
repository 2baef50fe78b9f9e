/* SPDX-License-Identifier: Apache-2.0 */
/* indicator.c: indicators defined, their targets, and the values that people enter. */
#include "indicator/indicator.h"

#include "base/msg.h"
#include "base/text.h"
#include "indicator/formula.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "store/store.h"

extern const struct query Q_indicator_find, Q_indicator_targets, Q_indicator_target_set,
    Q_indicator_values_of, Q_indicator_values_newest;

enum {
    YEAR_LEAST = 1976,
    YEAR_MOST = 2100,
    NESTED_MOST = 16, /* formulas over formulas */
    EXPORTED_MOST = 10000
};

static const struct table indicators = {"indicator", &indicator_view};
static const struct table entries = {"indicator_value", &indicator_entry_view};

static const char *
path_of(struct ctx *c, const struct indicator *ind)
{
    return arena_printf(c->arena, "/indicators/%s", ind->code);
}

err
indicator_find(struct ctx *c, const char *code, struct indicator *out)
{
    err e = query_one(c, &Q_indicator_find, &indicator_view, out, IN(code));
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no indicator %s"), code)
                              : e;
}

/* ---- defining ---- */

struct reached {
    const char *code;
    int height; /* formulas that stand on one another below it */
};
struct reach {
    const char *code; /* that must not be reached */
    struct LIST(struct reached) seen;
};

/* Whatever the formula reaches must be there, each looked at once. */
static err
reach_from(struct ctx *c, struct reach *r, const char *text, int *height)
{
    struct formula f;
    *height = 1;
    TRY(formula_parse(c, text, "formula", &f));
    for (size_t i = 0; i < f.codes.n; i++) {
        const char *named = f.codes.v[i].code;
        struct indicator ind;
        int below = 0;
        size_t k = 0;
        if (str_eq(named, r->code))
            return fail(c, ERR_INVALID, "formula",
                        N_("The indicator would depend on itself: %s"), text);
        while (k < r->seen.n && !str_eq(r->seen.v[k].code, named))
            k++;
        if (k < r->seen.n) {
            below = r->seen.v[k].height;
        } else {
            err e = query_one(c, &Q_indicator_find, &indicator_view, &ind, IN(named));
            if (e == ERR_NOT_FOUND)
                return fail(c, ERR_INVALID, "formula", N_("There is no indicator %s"),
                            named);
            TRY(e);
            if (ind.formula)
                TRY(reach_from(c, r, ind.formula, &below));
            *PUSH(c->arena, &r->seen) = (struct reached){named, below};
        }
        *height = below + 1 > *height ? below + 1 : *height;
    }
    if (*height > NESTED_MOST)
        return fail(c, ERR_INVALID, "formula",
                    N_("More than %d formulas stand on one another"), NESTED_MOST);
    return OK;
}

static err
check(struct ctx *c, struct indicator *ind)
{
    view_require(c, &indicator_view, ind);
    if (ind->code && !formula_code_ok(ind->code, strlen(ind->code)))
        note_fault(c, ERR_INVALID, "code",
                   N_("Letters without marks, digits, _ and .; begins with a letter"));
    TRY(faults(c));
    if (ind->formula && !*ind->formula)
        ind->formula = NULL;
    struct reach r = {.code = ind->code};
    int height;
    if (ind->formula)
        TRY(reach_from(c, &r, ind->formula, &height));
    ind->search =
        text_fold(c->arena, arena_printf(c->arena, "%s %s %s", ind->code, ind->name,
                                         ind->definition ? ind->definition : ""));
    ind->sort_key = text_sort_key(c->arena, ind->name);
    ind->changed_at = c->now;
    return OK;
}

static err
tell(struct ctx *c, const char *verb, const struct indicator *was,
     const struct indicator *ind)
{
    return act_add(c,
                   &(struct act){.verb = verb,
                                 .kind = "indicator",
                                 .object_id = ind->id.v,
                                 .org_id = ind->org_owner,
                                 .label = ind->name,
                                 .path = path_of(c, ind),
                                 .law = ind->source,
                                 .changes = view_diff(c, &indicator_view, was, ind)});
}

err
indicator_add(struct ctx *c, const struct indicator *in, struct indicator *out)
{
    struct indicator ind = *in, other;
    if (!ind.org_owner.v && c->actor)
        ind.org_owner = c->actor->org_id;
    ind.version = 1;
    TRY(check(c, &ind));
    TRY(register_in_force(c, ind.org_owner, "org_owner"));
    TRY(access_need(c, "indicator.write", ind.org_owner));
    err e = query_one(c, &Q_indicator_find, &indicator_view, &other, IN(ind.code));
    if (e == OK)
        return fail(c, ERR_CONFLICT, "code",
                    N_("There is an indicator of that code: %s"), other.name);
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(id_next(c, &ind.id.v));
    TRY(table_add(c, &indicators, &ind));
    TRY(tell(c, "add", NULL, &ind));
    *out = ind;
    return OK;
}

/* What was entered stays what it is. */
static err
check_entered(struct ctx *c, const struct indicator *was, const struct indicator *ind)
{
    struct indicator_entry_list newest;
    if (was->every == ind->every && !ind->formula == !was->formula)
        return OK;
    TRY(indicator_newest(c, was->id, &newest));
    if (newest.n && was->every != ind->every)
        note_fault(c, ERR_INVALID, "every",
                   N_("Values were entered for these periods"));
    if (newest.n && !was->formula && ind->formula)
        note_fault(c, ERR_INVALID, "formula",
                   N_("Values were entered by hand: make another indicator"));
    return faults(c);
}

err
indicator_change(struct ctx *c, const struct indicator *in, struct indicator *out)
{
    struct indicator was, ind = *in;
    TRY(indicator_find(c, in->code, &was));
    TRY(access_need(c, "indicator.write", was.org_owner));
    if (in->version != INT_NONE && in->version != was.version)
        return fail(c, ERR_CONFLICT, "version",
                    N_("Somebody else has changed it since: open the page again"));
    ind.id = was.id;
    ind.org_owner = was.org_owner;
    ind.version = was.version + 1;
    TRY(check(c, &ind));
    TRY(check_entered(c, &was, &ind));
    TRY(table_change(c, &indicators, &ind));
    TRY(tell(c, "change", &was, &ind));
    *out = ind;
    return OK;
}

err
indicator_list(struct ctx *c, const struct indicator_filter *f,
               struct indicator_page *out)
{
    struct term terms[1];
    struct select s = {.from = "indicator",
                       .columns =
                           "id, code, name, definition, measure, direction, every,"
                           " adds, over_time, formula, org_owner, source, sort_key,"
                           " version, changed_at",
                       .terms = terms,
                       .order = "sort_key",
                       .id_column = "id"};
    *out = (struct indicator_page){.total_at_least = INT_NONE};
    if (f->q && *text_fold(c->arena, f->q))
        terms[s.n_terms++] = (struct term){"search", OP_CONTAINS, VALUE(f->q)};
    if (f->after && *f->after &&
        !cursor_parse(c->arena, f->after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    int64_t limit = c->whole ? EXPORTED_MOST : page_limit(c, f->limit);
    s.limit = limit + 1;
    TRY(select_count(c, &s, 0, &out->total));
    TRY(select_list(c, &s, &indicator_view, &out->items));
    if ((int64_t)out->items.n > limit) {
        const struct indicator *last = &out->items.v[limit - 1];
        out->items.n = (size_t)limit;
        out->next = cursor_text(c->arena, last->sort_key, last->id.v);
    }
    return OK;
}

/* ---- targets ---- */

err
indicator_targets(struct ctx *c, indicator_id id, struct indicator_target_list *out)
{
    return query_list(c, &Q_indicator_targets, &indicator_target_view, out, IN(id.v));
}

static bool
too_large(int64_t v)
{
    return v > INDICATOR_VALUE_MOST || v < -INDICATOR_VALUE_MOST;
}

err
indicator_target_set(struct ctx *c, const char *code, const struct indicator_target *in)
{
    struct indicator ind;
    struct indicator_target_list all;
    const struct indicator_target *was = NULL;
    TRY(indicator_find(c, code, &ind));
    TRY(access_need(c, "indicator.write", ind.org_owner));
    view_require(c, &indicator_target_view, in);
    if (in->year != INT_NONE && (in->year < YEAR_LEAST || in->year > YEAR_MOST))
        note_fault(c, ERR_INVALID, "year", N_("From %d to %d"), YEAR_LEAST, YEAR_MOST);
    if (in->value != INT_NONE && too_large(in->value))
        note_fault(c, ERR_INVALID, "value", N_("The number is too large"));
    TRY(faults(c));
    TRY(indicator_targets(c, ind.id, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].year == in->year)
            was = &all.v[i];
    TRY(query_exec(c, &Q_indicator_target_set,
                   IN(ind.id.v, in->year, in->value, in->source), NULL));
    return act_add(
        c, &(struct act){.verb = was ? "change" : "add",
                         .kind = "indicator_target",
                         .object_id = ind.id.v,
                         .org_id = ind.org_owner,
                         .label = arena_printf(c->arena, "%s %lld", ind.name,
                                               (long long)in->year),
                         .path = path_of(c, &ind),
                         .law = in->source,
                         .changes = view_diff(c, &indicator_target_view, was, in)});
}

/* ---- values ---- */

err
indicator_entries(struct ctx *c, indicator_id id, org_id org,
                  struct indicator_entry_list *out)
{
    return query_list(c, &Q_indicator_values_of, &indicator_entry_view, out,
                      IN(id.v, org.v));
}

err
indicator_newest(struct ctx *c, indicator_id id, struct indicator_entry_list *out)
{
    return query_list(c, &Q_indicator_values_newest, &indicator_entry_view, out,
                      IN(id.v));
}

/* The period fits the indicator, has begun, and the body was there in it. */
static err
check_period(struct ctx *c, const struct indicator *ind, struct indicator_entry *v,
             const struct org *body)
{
    struct period p;
    if (!period_parse(v->period, &p))
        return fail(c, ERR_INVALID, "period",
                    N_("Write 2025, 2025-H1, 2025-Q3 or 2025-07"));
    if (p.kind != ind->every)
        return fail(c, ERR_INVALID, "period", N_("This indicator is measured each: %s"),
                    T(c, period_kinds[ind->every].label));
    if (period_from(p).v > c->today.v)
        return fail(c, ERR_INVALID, "period", N_("This period has not begun"));
    v->last_day = period_to(p);
    if (body->valid_from.v > v->last_day.v || body->valid_to.v <= period_from(p).v)
        return fail(c, ERR_INVALID, "period", N_("%s did not exist then"), body->name);
    return OK;
}

err
indicator_enter(struct ctx *c, const char *code, const struct indicator_entry *in,
                struct indicator_entry *out)
{
    struct indicator ind;
    struct indicator_entry_list all;
    struct indicator_entry v = *in;
    const struct indicator_entry *was = NULL;
    struct org body;
    TRY(indicator_find(c, code, &ind));
    if (!v.org_id.v && c->actor)
        v.org_id = c->actor->org_id;
    if (!v.org_id.v)
        return fail(c, ERR_INVALID, "body", N_("Choose an organisation"));
    TRY(org_find(c, v.org_id, c->today, &body));
    TRY(access_need(c, "indicator.enter", v.org_id));
    if (ind.formula)
        return fail(c, ERR_INVALID, "code", N_("It is reckoned by its formula: %s"),
                    ind.formula);
    if (v.value == INT_NONE)
        return fail(c, ERR_INVALID, "value", N_("This is needed"));
    if (too_large(v.value))
        return fail(c, ERR_INVALID, "value", N_("The number is too large"));
    TRY(check_period(c, &ind, &v, &body));
    TRY(indicator_entries(c, ind.id, v.org_id, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].period, v.period))
            was = &all.v[i];
    if (v.version != INT_NONE && v.version != (was ? was->version : 0))
        return fail(
            c, ERR_CONFLICT, "value",
            N_("Somebody else has entered this value since: open the page again"));
    v.indicator_id = ind.id;
    v.version = was ? was->version + 1 : 1;
    v.changed_at = c->now;
    v.id = was ? was->id : 0;
    if (!was)
        TRY(id_next(c, &v.id));
    TRY(was ? table_change(c, &entries, &v) : table_add(c, &entries, &v));
    TRY(act_add(
        c, &(struct act){.verb = was ? "change" : "add",
                         .kind = "indicator_entry",
                         .object_id = v.id,
                         .org_id = v.org_id,
                         .label = arena_printf(c->arena, "%s: %s, %s", ind.name,
                                               body.name, v.period),
                         .path = path_of(c, &ind),
                         .changes = view_diff(c, &indicator_entry_view, was, &v)}));
    *out = v;
    return OK;
}
