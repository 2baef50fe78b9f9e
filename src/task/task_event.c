/* SPDX-License-Identifier: Apache-2.0 */
/* task_event.c: an event gets its date, or another one, and what hangs on it moves with it. */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "store/store.h"
#include "task/task_in.h"

extern const struct query Q_task_events_of, Q_task_event_by_name, Q_task_event_moved,
    Q_task_with_events;

static const struct table event_table = {"task_event", &task_event_view};

struct task_id_row {
    task_id id;
};
static const struct field id_fields[] = {ID(struct task_id_row, id, "task")};
static const struct view id_view = VIEW("task_id", struct task_id_row, id_fields);
struct task_ids LIST(struct task_id_row);

/* How many open tasks of the directive hang on each. */
static err
count_waiting(struct ctx *c, directive_id id, struct task_event_list *events)
{
    struct task_ids ids;
    TRY(query_list(c, &Q_task_with_events, &id_view, &ids, IN(id.v)));
    for (size_t i = 0; i < ids.n; i++) {
        const struct task *was;
        struct task *t;
        TRY(task_load(c, ids.v[i].id, INT_NONE, &was, &t));
        for (size_t k = 0; k < events->n; k++)
            events->v[k].n_waiting += deadline_depends(c, &t->rule, events->v[k].name);
    }
    return OK;
}

err
task_events(struct ctx *c, directive_id id, struct task_event_list *out)
{
    TRY(query_list(c, &Q_task_events_of, &task_event_view, out, IN(id.v)));
    for (size_t i = 0; i < out->n; i++)
        out->v[i].n_waiting = 0;
    return out->n ? count_waiting(c, id, out) : OK;
}

/* ---- setting one ---- */

static err
store_event(struct ctx *c, const struct task_event *in, const char *key)
{
    struct task_event was, is = *in;
    err e = query_one(c, &Q_task_event_by_name, &task_event_view, &was,
                      IN(in->directive_id.v, key));
    if (e == ERR_NOT_FOUND) {
        TRY(id_next(c, &is.id));
        is.name_key = key;
        is.version = 1;
        return table_add(c, &event_table, &is);
    }
    TRY(e);
    if (in->version != INT_NONE && in->version != was.version)
        return fail(c, ERR_CONFLICT, "on_day",
                    N_("Somebody else has changed this day: look again"));
    if (day_known(was.on_day) && was.on_day.v != in->on_day.v &&
        (!in->reason || !*in->reason))
        return fail(c, ERR_INVALID, "reason",
                    N_("It was on %s: say why it is another day now"),
                    day_vn(c->arena, was.on_day));
    return query_exec(c, &Q_task_event_moved,
                      IN(was.id, in->on_day, in->source, in->reason), NULL);
}

/* "Nghị quyết có hiệu lực: 01/01/2025. The Committee voted later" */
static const char *
why(struct ctx *c, const struct task_event *e)
{
    const char *on =
        day_known(e->on_day) ? day_vn(c->arena, e->on_day) : T(c, N_("day not known"));
    return e->reason && *e->reason
               ? arena_printf(c->arena, "%s: %s. %s", e->name, on, e->reason)
               : arena_printf(c->arena, "%s: %s", e->name, on);
}

static err
move_one(struct ctx *c, const struct reckoning *k, const struct task_event *e,
         task_id id, int64_t *n)
{
    const struct task *was;
    struct task *t;
    TRY(task_load(c, id, INT_NONE, &was, &t));
    if (!deadline_depends(c, &t->rule, e->name))
        return OK;
    TRY(task_reckon(c, k, t));
    if (t->due_on.v == was->due_on.v && t->from_on.v == was->from_on.v &&
        t->deadline_state == was->deadline_state)
        return OK;
    ++*n;
    TRY(flow_put(c, &task_register, "reckon", why(c, e), was, t));
    return task_note(c, t,
                     (struct task_entry){.move = "reckon",
                                         .reason = why(c, e),
                                         .until = t->due_on,
                                         .progress = INT_NONE});
}

err
task_event_set(struct ctx *c, const struct task_event *in, int64_t *n)
{
    struct directive d;
    struct reckoning k;
    struct task_ids ids;
    const char *key = in->name ? text_fold(c->arena, in->name) : "";
    *n = 0;
    TRY(directive_find(c, in->directive_id, &d));
    TRY(access_need(c, "task.direct", d.record.org_held));
    if (!*key)
        return fail(c, ERR_INVALID, "name", N_("This is needed"));
    TRY(store_event(c, in, key));
    TRY(act_add(c, &(struct act){.verb = "change",
                                 .kind = "task_event",
                                 .object_id = d.record.id,
                                 .org_id = d.record.org_held,
                                 .label = in->name,
                                 .path = arena_printf(c->arena, "/directives/%lld",
                                                      (long long)d.record.id),
                                 .reason = why(c, in)}));
    TRY(reckoning_begin(c, in->directive_id, &k));
    TRY(query_list(c, &Q_task_with_events, &id_view, &ids, IN(in->directive_id.v)));
    for (size_t i = 0; i < ids.n; i++)
        TRY(move_one(c, &k, in, ids.v[i].id, n));
    return OK;
}
