/* SPDX-License-Identifier: Apache-2.0 */
/* log.c: the filtered list of acts, newest first. */
#include "log/log.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/register.h"
#include "store/store.h"

enum {
    COUNT_UP_TO = 10000,
    MOST_TERMS = 12
};

static const struct field filter_fields[] = {
    FIELD(struct log_filter, q, N_("Search")),
    FIELD(struct log_filter, actor, N_("Who"), .max = 60),
    FIELD(struct log_filter, verb, N_("Verb"), .max = 40),
    FIELD(struct log_filter, kind, N_("Kind"), .max = 40),
    FIELD(struct log_filter, object, N_("Number of the object"), .flags = F_HIDDEN),
    ID(struct log_filter, decree, N_("By decree"), .flags = F_HIDDEN),
    FIELD(struct log_filter, from, N_("From the day")),
    FIELD(struct log_filter, to, N_("To the day")),
    FIELD(struct log_filter, after, N_("After"), .flags = F_HIDDEN, .max = 1000),
    FIELD(struct log_filter, count, N_("Count"), .flags = F_HIDDEN, .max = 20),
    FIELD(struct log_filter, limit, N_("Rows"), .flags = F_HIDDEN),
};
const struct view log_filter_view =
    VIEW("act_filter", struct log_filter, filter_fields);

/* Midnight in Vietnam, which keeps UTC+7 all year. */
static instant
start_of(day d)
{
    return (instant){(d.v * INT64_C(24) - 7) * INT64_C(3600000000)};
}

static void
add_term(struct select *s, struct term *terms, const char *column, enum op op,
         struct value v)
{
    must(s->n_terms < MOST_TERMS);
    terms[s->n_terms++] = (struct term){column, op, v};
}

static struct value
instant_value(struct ctx *c, instant t)
{
    return value_text(instant_iso(c->arena, t));
}

/* Who reads a restricted register everywhere finds its acts by their words; others do not, for a
 * search that finds tells what is written there. */
static err
leave_out_restricted(struct ctx *c, struct select *s, struct term *terms)
{
    for (size_t i = 0; registers[i]; i++) {
        bool may = true;
        if (registers[i]->is_restricted)
            TRY(access_everywhere(
                c, arena_printf(c->arena, "%s.read", registers[i]->name), &may));
        if (!may)
            add_term(s, terms,
                     arena_printf(c->arena, "(CASE kind WHEN '%s' THEN 1 ELSE 0 END)",
                                  registers[i]->name),
                     OP_FLAG, VALUE(0));
    }
    return OK;
}

static err
put_terms(struct ctx *c, const struct log_filter *f, struct select *s,
          struct term *terms)
{
    if (f->actor) {
        struct person who;
        err e = person_by_username(c, f->actor, &who);
        if (e == ERR_NOT_FOUND)
            return fail(c, ERR_INVALID, "actor", N_("There is no person %s"), f->actor);
        TRY(e);
        add_term(s, terms, "actor_id", OP_EQ, VALUE(who.id.v));
    }
    if (f->kind)
        add_term(s, terms, "kind", OP_EQ, VALUE(f->kind));
    if (f->object != INT_NONE)
        add_term(s, terms, "object_id", OP_EQ, VALUE(f->object));
    if (f->verb)
        add_term(s, terms, "verb", OP_EQ, VALUE(f->verb));
    if (f->decree.v)
        add_term(s, terms, "decree_id", OP_EQ, VALUE(f->decree.v));
    if (day_known(f->from))
        add_term(s, terms, "at", OP_GE, instant_value(c, start_of(f->from)));
    if (day_known(f->to))
        add_term(s, terms, "at", OP_LT, instant_value(c, start_of((day){f->to.v + 1})));
    if (f->q) { /* words are found in what the reader may know */
        TRY(leave_out_restricted(c, s, terms));
        add_term(s, terms, "search", OP_CONTAINS, VALUE(f->q));
    }
    return OK;
}

static err
count(struct ctx *c, const struct select *s, const struct log_filter *f,
      struct log_list *out)
{
    bool exact = str_eq(f->count, "exact");
    int64_t bound = c->whole ? LOG_EXPORT_MOST : COUNT_UP_TO, n;
    TRY(select_count(c, s, exact && !c->whole ? 0 : bound + 1, &n));
    if (c->whole && n > bound)
        return fail(c, ERR_INVALID, NULL,
                    N_("More than %d acts do not go into one file: narrow the filter"),
                    LOG_EXPORT_MOST);
    bool known = exact || n <= bound;
    out->total = known ? n : INT_NONE;
    out->total_at_least = known ? INT_NONE : bound;
    return OK;
}

err
log_find_list(struct ctx *c, const struct log_filter *f, struct log_list *out)
{
    struct term terms[MOST_TERMS];
    struct select s = {
        .from = "act",
        .columns = "id, seq, at, actor_id, actor_name, org_id, verb, kind, object_id, "
                   "label, path, reason, law, decree_id, changes, link",
        .terms = terms,
        .order = "at",
        .id_column = "id",
        .descending = true,
    };
    TRY(put_terms(c, f, &s, terms));
    if (f->after && !cursor_parse(c->arena, f->after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    struct log_list page = {0};
    TRY(count(c, &s, f, &page));
    int64_t limit = page_limit(c, f->limit);
    s.limit = limit ? limit + 1 : 0;
    TRY(select_list(c, &s, &act_view, &page.items));
    if (limit && page.items.n > (size_t)limit) {
        page.items.n = (size_t)limit;
        const struct act *last = &page.items.v[limit - 1];
        page.next = cursor_text(c->arena, instant_iso(c->arena, last->at), last->id.v);
    }
    act_explain(c, page.items.v, page.items.n);
    *out = page;
    return OK;
}
