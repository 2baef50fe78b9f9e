/* SPDX-License-Identifier: Apache-2.0 */
/* register_conflict.c: two clerks save the same record: the second is told what the first did. */
#include <jansson.h>

#include "base/msg.h"
#include "kernel/register_in.h"

static bool
told(const struct ctx *c, const char *field)
{
    for (size_t i = 0; i < c->faults.n; i++)
        if (str_eq(c->faults.v[i].field, field))
            return true;
    return false;
}

static void
tell_act(struct ctx *c, const struct registry *reg, const struct act *a,
         const void *now)
{
    json_t *all = a->changes ? json_loads(a->changes, 0, NULL) : NULL;
    size_t i;
    json_t *one;
    json_array_foreach(all, i, one)
    {
        const char *name = json_string_value(json_object_get(one, "field"));
        const struct field *f = name ? view_field(reg->view, name) : NULL;
        if (!f || told(c, f->name))
            continue;
        const char *value = field_shown(c, f, now);
        note_fault(c, ERR_CONFLICT, f->name, N_("%s has changed this to “%s” (%s)"),
                   a->actor_name ? a->actor_name : T(c, N_("The operator")),
                   value ? value : T(c, N_("none")), instant_vn(c->arena, a->at));
    }
    json_decref(all);
}

err
register_changed_since(struct ctx *c, const struct registry *reg, const void *now,
                       int64_t seen)
{
    const struct record *r = now;
    struct act_list acts;
    if (seen > r->version)
        return fail(c, ERR_INVALID, "version", N_("The record has no such version"));
    TRY(act_list_of(c, reg->name, r->id, &acts));
    note_fault(
        c, ERR_CONFLICT, NULL,
        N_("The record was saved by somebody else after you opened it. Nothing of yours "
           "was saved: look at what has changed and save again."));
    for (size_t i = 0; i < acts.n && (int64_t)i < r->version - seen; i++)
        tell_act(c, reg, &acts.v[i], now);
    return faults(c);
}
