/* SPDX-License-Identifier: Apache-2.0 */
/* task.c: directives and tasks, entered, changed and found. */
#include "task/task.h"

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "kernel/org.h"
#include "people/people.h"
#include "registers/desk.h"
#include "task/task_in.h"

extern const struct query Q_task_org_ended, Q_task_entries_of, Q_task_need_add,
    Q_task_need_circle, Q_directive_counts, Q_directives_naming;

static const struct table directive_table = {"directive", &directive_view},
                          entry_table = {"task_entry", &task_entry_view};

/* ---- whom people mean ---- */

err
task_pick(struct ctx *c, const char *text, const char *field, org_id *out)
{
    const char *s = text ? text_trim(c->arena, text) : "";
    struct ctx quiet = *c;
    *out = (org_id){0};
    if (!*s)
        return OK;
    err e = org_pick(&quiet, s, c->today, out);
    if (e == ERR_INVALID) { /* one that has ended? then who answers is the help */
        int64_t ended;
        TRY(query_int(c, &Q_task_org_ended, IN(text_fold(c->arena, s)), 0, &ended));
        if (ended)
            return register_in_force(c, (org_id){ended}, field);
        return fail(c, e, field, "%s", quiet.faults.v[quiet.faults.n - 1].message);
    }
    return e;
}

/* ---- directives ---- */

err
directive_find(struct ctx *c, directive_id id, struct directive *out)
{
    TRY(access_need(c, "directive.read", (org_id){0}));
    err e = table_find(c, &directive_table, id.v, out);
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no such directive")) : e;
}

static const struct field counts_fields[] = {
    FIELD(struct directive_counts, n_tasks, "tasks"),
    FIELD(struct directive_counts, n_planned, "planned"),
    FIELD(struct directive_counts, n_open, "open"),
    FIELD(struct directive_counts, n_late, "late"),
    FIELD(struct directive_counts, n_done, "done"),
};
static const struct view counts_view =
    VIEW("directive_counts", struct directive_counts, counts_fields);

err
directive_count(struct ctx *c, directive_id id, struct directive_counts *out)
{
    return query_one(c, &Q_directive_counts, &counts_view, out, IN(id.v, c->today));
}

static err
fill_counts(struct ctx *c, struct directive_item_list *items)
{
    for (size_t i = 0; i < items->n; i++) {
        struct directive_counts n;
        TRY(directive_count(c, items->v[i].id, &n));
        items->v[i].n_tasks = n.n_tasks;
        items->v[i].n_open = n.n_open;
        items->v[i].n_late = n.n_late;
    }
    return OK;
}

enum {
    DIRECTIVE_TERMS = 6,
    EXPORTED_MOST = 100000,
    FIRST_YEAR = 1900,
    LAST_YEAR = 2999
};

static err
want_year(struct ctx *c, int64_t year, struct select *s, struct term *terms)
{
    if (year == INT_NONE || year == 0)
        return OK;
    if (year < FIRST_YEAR || year > LAST_YEAR)
        return fail(c, ERR_INVALID, "year", N_("From %d to %d"), FIRST_YEAR, LAST_YEAR);
    terms[s->n_terms++] = (struct term){
        "issued_on", OP_GE,
        value_text(arena_printf(c->arena, "%lld-01-01", (long long)year))};
    terms[s->n_terms++] = (struct term){
        "issued_on", OP_LT,
        value_text(arena_printf(c->arena, "%lld-01-01", (long long)year + 1))};
    return OK;
}

/* A branch for each organisation that the one asked for answers for; else all. */
static err
directives_of(struct ctx *c, const struct directive_filter *f, struct term_list *whose)
{
    struct org_id_list orgs;
    org_id org = f->org;
    if (!org.v)
        TRY(task_pick(c, f->body, "body", &org));
    if (!org.v) {
        *PUSH(c->arena, whose) = (struct term){"id", OP_GT, VALUE(0)};
        return OK;
    }
    TRY(org_answers_for(c, org, c->today, &orgs));
    for (size_t i = 0; i < orgs.n; i++)
        *PUSH(c->arena, whose) = (struct term){"org_held", OP_EQ, VALUE(orgs.v[i].v)};
    return OK;
}

err
directive_list(struct ctx *c, const struct directive_filter *f,
               struct directive_page *out)
{
    struct term terms[DIRECTIVE_TERMS];
    struct term_list whose = {0};
    struct select s = {.from = "directive",
                       .columns = "id, number, type, issuer, summary, issued_on, "
                                  "issued_on AS sort_on",
                       .terms = terms,
                       .order = "issued_on",
                       .id_column = "id",
                       .descending = true};
    TRY(access_need(c, "directive.read", (org_id){0}));
    if (f->q && *text_fold(c->arena, f->q))
        terms[s.n_terms++] = (struct term){"search", OP_CONTAINS, VALUE(f->q)};
    if (f->type)
        terms[s.n_terms++] =
            (struct term){"type", OP_EQ, VALUE(directive_types[f->type].name)};
    if (f->state)
        terms[s.n_terms++] =
            (struct term){"state", OP_EQ, VALUE(record_states[f->state].name)};
    TRY(want_year(c, f->year, &s, terms));
    TRY(directives_of(c, f, &whose));
    if (f->after && *f->after &&
        !cursor_parse(c->arena, f->after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    *out = (struct directive_page){.total_at_least = INT_NONE};
    for (size_t i = 0; i < whose.n && !f->uncounted; i++) {
        int64_t n;
        terms[s.n_terms] = whose.v[i];
        struct select one = s;
        one.n_terms++;
        TRY(select_count(c, &one, 0, &n));
        out->total += n;
    }
    int64_t limit = c->whole ? EXPORTED_MOST : page_limit(c, f->limit);
    s.limit = limit + 1;
    TRY(select_merge(c, &s, whose.v, whose.n, 1, &directive_item_view, &out->items));
    if (out->items.n > (size_t)limit) {
        const struct directive_item *last = &out->items.v[limit - 1];
        out->items.n = (size_t)limit;
        out->next = cursor_text(c->arena, last->sort_on, last->id.v);
    }
    return f->uncounted ? OK : fill_counts(c, &out->items);
}

err
directives_that_name(struct ctx *c, const struct directive *d,
                     struct directive_item_list *out)
{
    return query_list(c, &Q_directives_naming, &directive_item_view, out,
                      IN(d->number));
}

/* ---- tasks ---- */

err
task_load(struct ctx *c, task_id id, int64_t version, const struct task **was,
          struct task **t)
{
    const void *before;
    void *after;
    TRY(flow_take(c, &task_register, (struct record_key){id.v, version, NULL}, &before,
                  &after));
    *was = before;
    *t = after;
    return OK;
}

static err
may_read(struct ctx *c, const struct task *t)
{
    struct directive d;
    const org_id orgs[] = {t->record.org_held, t->org_given};
    err e = ERR_FORBIDDEN;
    for (size_t i = 0; i < COUNT(orgs) && e == ERR_FORBIDDEN; i++) {
        struct ctx quiet = *c;
        e = access_need(&quiet, "task.read", orgs[i]);
    }
    if (e != ERR_FORBIDDEN)
        return e == OK ? OK : access_need(c, "task.read", orgs[0]);
    bool takes_part;
    TRY(task_takes_part(c, (task_id){t->record.id}, "task.read", &takes_part));
    if (takes_part)
        return OK;
    TRY(directive_find(c, t->directive_id, &d));
    return access_need(c, "task.read", d.record.org_held);
}

err
task_find(struct ctx *c, task_id id, struct task *out)
{
    const struct task *was;
    struct task *t;
    TRY(task_load(c, id, INT_NONE, &was, &t));
    TRY(may_read(c, t));
    *out = *t;
    return OK;
}

static const char *
actor_name(const struct ctx *c)
{
    return c->actor ? c->actor->name : NULL;
}

err
task_store(struct ctx *c, const struct reckoning *k, org_id lead, struct task *t)
{
    t->n_extended = t->progress = 0;
    t->period_on = t->record.received_on = c->today;
    t->given_on = t->stage == TASK_PLANNED ? DAY_NONE : c->today;
    t->given_by = t->stage == TASK_PLANNED ? NULL : actor_name(c);
    TRY(task_reckon(c, k, t));
    TRY(flow_add(c, &task_register, lead, t));
    TRY(task_coordinators_put(c, &k->directive, t));
    return task_note(
        c, t,
        (struct task_entry){.move = "add",
                            .until = t->due_on,
                            .progress = INT_NONE,
                            .to_org = lead.v == t->org_given.v ? (org_id){0} : lead});
}

static err
add(struct ctx *c, const struct task *in, org_id lead, int stage, struct task *out)
{
    struct task t;
    struct reckoning k;
    view_clear(&task_view, &t);
    register_copy(&task_register, in, &t);
    t.stage = stage;
    t.is_whole = stage == TASK_DOING;
    t.record.received_on = c->today;
    if (in->parent_id.v) {
        struct task parent;
        TRY(task_find(c, in->parent_id, &parent));
        if (parent.record.state != RECORD_OPEN)
            return fail(c, ERR_INVALID, NULL,
                        N_("The task that it is part of has ended"));
        t.parent_id = in->parent_id;
        t.directive_id = parent.directive_id;
        TRY(register_org(c, &parent, &t.org_given));
    } else {
        t.directive_id = in->directive_id;
    }
    TRY(reckoning_begin(c, t.directive_id, &k));
    if (!t.org_given.v)
        TRY(register_org(c, &k.directive, &t.org_given));
    TRY(access_need(c, "task.direct", t.org_given));
    view_require(c, &task_view, &t);
    TRY(faults(c));
    TRY(task_check_rule(c, &k, &t));
    if (lead.v)
        TRY(register_in_force(c, lead, "body"));
    TRY(task_store(c, &k, lead.v ? lead : t.org_given, &t));
    *out = t;
    return OK;
}

err
task_add(struct ctx *c, const struct task *in, org_id lead, struct task *out)
{
    return add(c, in, lead, TASK_PLANNED, out);
}

err
task_add_group(struct ctx *c, const struct task *in, struct task *out)
{
    return add(c, in, (org_id){0}, TASK_DOING, out);
}

err
task_change(struct ctx *c, const struct task *in, struct task *out)
{
    const struct task *was;
    struct task *t;
    struct reckoning k;
    TRY(task_load(c, (task_id){in->record.id}, INT_NONE, &was, &t));
    TRY(access_need(c, "task.direct", t->org_given));
    TRY(task_load(c, (task_id){in->record.id}, in->record.version, &was, &t));
    if (t->record.state != RECORD_OPEN)
        return fail(c, ERR_INVALID, NULL,
                    N_("The record has ended: it stays as it was"));
    register_copy(&task_register, in, t);
    view_require(c, &task_view, t);
    TRY(faults(c));
    TRY(reckoning_begin(c, t->directive_id, &k));
    TRY(task_check_rule(c, &k, t));
    if (!deadline_rule_same(&t->rule, &was->rule) && t->stage == TASK_PLANNED)
        t->first_due = DAY_NONE; /* nothing was promised yet */
    TRY(task_reckon(c, &k, t));
    TRY(flow_put(c, &task_register, "change", NULL, was, t));
    if (!str_eq(t->coordinators ? t->coordinators : "",
                was->coordinators ? was->coordinators : ""))
        TRY(task_coordinators_put(c, &k.directive, t));
    if (t->due_on.v != was->due_on.v)
        TRY(task_note(c, t,
                      (struct task_entry){
                          .move = "change", .until = t->due_on, .progress = INT_NONE}));
    *out = *t;
    return OK;
}

/* ---- history ---- */

err
task_note(struct ctx *c, const struct task *t, struct task_entry e)
{
    TRY(id_next(c, &e.id));
    e.task_id = (task_id){t->record.id};
    e.at = c->now;
    e.stage = t->stage;
    if (c->actor) {
        e.person_id = c->actor->id;
        e.by_name = c->actor->name;
        e.org_id = c->actor->org_id;
    }
    return table_add(c, &entry_table, &e);
}

err
task_tell(struct ctx *c, const struct task *t, struct task_entry e)
{
    TRY(task_note(c, t, e));
    return act_add(c, &(struct act){.verb = e.move,
                                    .kind = "task",
                                    .object_id = t->record.id,
                                    .org_id = t->record.org_held,
                                    .label = t->title,
                                    .path = arena_printf(c->arena, "/tasks/%lld",
                                                         (long long)t->record.id),
                                    .reason = e.text});
}

err
task_entries(struct ctx *c, task_id id, struct task_entry_list *out)
{
    struct org_names names = {0};
    TRY(query_list(c, &Q_task_entries_of, &task_entry_view, out, IN(id.v)));
    for (size_t i = 0; i < out->n; i++) {
        struct task_entry *e = &out->v[i];
        struct org_name at = {0}, to = {0};
        if (e->org_id.v)
            TRY(desk_org(c, &names, e->org_id, &at));
        if (e->to_org.v)
            TRY(desk_org(c, &names, e->to_org, &to));
        e->org_name = at.name;
        e->to_name = to.name;
        e->did = act_verb_word(c, e->move);
    }
    return OK;
}

/* ---- what depends on what ---- */

err
task_depend(struct ctx *c, task_id id, task_id on)
{
    struct task t, other;
    int64_t circle;
    TRY(task_find(c, id, &t));
    TRY(access_need(c, "task.direct", t.org_given));
    TRY(task_find(c, on, &other));
    if (id.v == on.v)
        return fail(c, ERR_INVALID, "on_id", N_("A task cannot wait for itself"));
    if (other.directive_id.v != t.directive_id.v)
        return fail(c, ERR_INVALID, "on_id", N_("That task is of another document"));
    TRY(query_int(c, &Q_task_need_circle, IN(id.v, on.v), 0, &circle));
    if (circle)
        return fail(
            c, ERR_INVALID, "on_id",
            N_("“%s” waits for this task already: they would wait for each other"),
            other.title);
    TRY(query_exec(c, &Q_task_need_add, IN(id.v, on.v), NULL));
    return task_tell(c, &t,
                     (struct task_entry){.move = "depend",
                                         .text = other.title,
                                         .until = DAY_NONE,
                                         .progress = INT_NONE});
}
