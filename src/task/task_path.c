/* SPDX-License-Identifier: Apache-2.0 */
/* task_path.c: forward for the earliest days, backward for the slack. */
#include "task/task_path.h"

/* What was done before the other one had no need to wait for it. */
static bool
waited(const struct path_node *v, const struct path_need *e)
{
    const struct path_node *task = &v[e->task];
    return !day_known(task->done) || task->done.v > v[e->on].finish.v;
}

/* Each after all that it waits for; false: a circle. */
static bool
in_order(struct arena *a, size_t n, const struct path_need *needs, size_t n_needs,
         size_t *order)
{
    size_t *open = NEWN(a, size_t, n + 1), at = 0, end = 0;
    for (size_t i = 0; i < n_needs; i++)
        open[needs[i].task]++;
    for (size_t i = 0; i < n; i++)
        if (open[i] == 0)
            order[end++] = i;
    for (; at < end; at++)
        for (size_t i = 0; i < n_needs; i++)
            if (needs[i].on == order[at] && --open[needs[i].task] == 0)
                order[end++] = needs[i].task;
    return end == n;
}

static void
forward(struct path_node *v, size_t i, const struct path_need *needs, size_t n_needs,
        day today)
{
    struct path_node *t = &v[i];
    t->start = t->from;
    for (size_t k = 0; k < n_needs; k++)
        if (needs[k].task == i && waited(v, &needs[k]) &&
            v[needs[k].on].finish.v >= t->start.v)
            t->start.v = v[needs[k].on].finish.v + 1;
    t->finish.v = t->start.v + (int32_t)t->length - 1;
    if (day_known(t->done))
        t->finish = t->done;
    else if (t->finish.v < today.v)
        t->finish = today;
}

bool
path_solve(struct arena *a, struct path_node *v, size_t n,
           const struct path_need *needs, size_t n_needs, day today)
{
    size_t *order = NEWN(a, size_t, n + 1);
    int32_t *latest = NEWN(a, int32_t, n + 1), end = INT32_MIN;
    if (!in_order(a, n, needs, n_needs, order))
        return false;
    for (size_t i = 0; i < n; i++)
        forward(v, order[i], needs, n_needs, today);
    for (size_t i = 0; i < n_needs; i++)
        v[needs[i].task].is_linked = v[needs[i].on].is_linked = true;
    for (size_t i = 0; i < n; i++)
        if (v[i].is_linked && v[i].finish.v > end)
            end = v[i].finish.v;
    for (size_t i = 0; i < n; i++)
        latest[i] = end;
    for (size_t i = n; i-- > 0;)
        for (size_t k = 0; k < n_needs; k++) {
            const struct path_node *t = &v[needs[k].task];
            if (needs[k].on != order[i] || !waited(v, &needs[k]))
                continue;
            /* a start that only its own day holds back may come later by as much as it may slip */
            int32_t start = latest[needs[k].task] - (t->finish.v - t->start.v);
            if (day_known(t->done))
                start = t->done.v;
            if (start - 1 < latest[order[i]])
                latest[order[i]] = start - 1;
        }
    for (size_t i = 0; i < n; i++) {
        v[i].slack = v[i].is_linked ? latest[i] - v[i].finish.v : INT_NONE;
        v[i].is_critical = v[i].is_linked && v[i].slack <= 0;
    }
    return true;
}
