/* SPDX-License-Identifier: Apache-2.0 */
/* away.c: who is absent, and who acts for whom meanwhile. */
#include "base/msg.h"
#include "kernel/access_row.h"

extern const struct query Q_absence_add, Q_absence_of_person, Q_delegation_add,
    Q_delegation_end, Q_delegation_find, Q_delegation_of_person, Q_delegation_owned;

static const struct field absence_fields[] = {
    FIELD(struct absence, id, N_("Number"), .flags = F_READONLY | F_HIDDEN),
    ID(struct absence, person_id, N_("Person"), .flags = F_HIDDEN),
    FIELD(struct absence, valid_from, N_("Away from"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct absence, valid_to, N_("Back on"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct absence, reason, N_("Reason"), .flags = F_BRIEF),
};
const struct view absence_view = VIEW("absence", struct absence, absence_fields);

static const struct field delegation_fields[] = {
    FIELD(struct delegation, id, N_("Number"), .flags = F_READONLY | F_HIDDEN),
    ID(struct delegation, from_id, N_("Who lends"), .flags = F_HIDDEN),
    ID(struct delegation, to_id, N_("To whom"), .flags = F_HIDDEN),
    FIELD(struct delegation, from_name, N_("Who lends"), .flags = F_COMPUTED | F_BRIEF,
          .to = "/people/{from_id}"),
    FIELD(struct delegation, to_name, N_("To whom"), .flags = F_COMPUTED | F_BRIEF,
          .to = "/people/{to_id}"),
    FIELD(struct delegation, role, N_("Role"), .flags = F_HIDDEN, .max = 40),
    FIELD(struct delegation, role_label, N_("Role"), .flags = F_COMPUTED | F_BRIEF),
    FIELD(struct delegation, valid_from, N_("From"), .flags = F_BRIEF),
    FIELD(struct delegation, valid_to, N_("Until"), .flags = F_BRIEF),
    FIELD(struct delegation, reason, N_("Reason"), .flags = F_BRIEF),
};
const struct view delegation_view =
    VIEW("delegation", struct delegation, delegation_fields);

err
absence_add(struct ctx *c, const struct absence *in, int64_t *id)
{
    struct absence a = *in;
    struct person p;
    err e = person_find(c, a.person_id, &p);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "person_id", N_("There is no such person"));
    TRY(e);
    if (!access_day_given(a.valid_to))
        return fail(c, ERR_INVALID, "valid_to", N_("Say when they are back"));
    TRY(access_span(c, &a.valid_from, &a.valid_to));
    TRY(id_next(c, &a.id));
    TRY(query_exec(c, &Q_absence_add,
                   IN(a.id, a.person_id.v, a.valid_from, a.valid_to, a.reason), NULL));
    if (id)
        *id = a.id;
    return access_act(c, "add", "absence", a.id, &p,
                      view_diff(c, &absence_view, NULL, &a));
}

err
absence_list(struct ctx *c, person_id id, struct absence_list *out)
{
    return query_list(c, &Q_absence_of_person, &absence_view, out, IN(id.v));
}

static err
check_lending(struct ctx *c, const struct delegation *d, struct person *from)
{
    struct person to;
    int64_t n;
    err e = person_find(c, d->from_id, from);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "from_id", N_("There is no such person"));
    TRY(e);
    e = person_find(c, d->to_id, &to);
    if (e == ERR_NOT_FOUND || (e == OK && to.valid_to.v <= d->valid_from.v))
        return fail(c, ERR_INVALID, "to_id", N_("There is no such person then"));
    TRY(e);
    if (d->from_id.v == d->to_id.v)
        return fail(c, ERR_INVALID, "to_id", N_("Nobody lends to themselves"));
    TRY(query_int(c, &Q_delegation_owned,
                  IN(d->from_id.v, d->role, d->valid_from, d->valid_to), 0, &n));
    return n ? OK
             : fail(c, ERR_INVALID, "role",
                    N_("%s does not have this role of their own in that time"),
                    from->name);
}

err
delegation_add(struct ctx *c, const struct delegation *in, int64_t *id)
{
    struct delegation d = *in;
    struct person from;
    if (!access_day_given(d.valid_to))
        return fail(c, ERR_INVALID, "valid_to", N_("Say until when"));
    TRY(access_span(c, &d.valid_from, &d.valid_to));
    TRY(check_lending(c, &d, &from));
    TRY(id_next(c, &d.id));
    TRY(query_exec(
        c, &Q_delegation_add,
        IN(d.id, d.from_id.v, d.to_id.v, d.role, d.valid_from, d.valid_to, d.reason),
        NULL));
    if (id)
        *id = d.id;
    return access_act(c, "add", "delegation", d.id, &from,
                      view_diff(c, &delegation_view, NULL, &d));
}

err
delegation_find(struct ctx *c, int64_t id, struct delegation *out)
{
    return query_one(c, &Q_delegation_find, &delegation_view, out,
                     IN(id, access_lang(c)));
}

err
delegation_end(struct ctx *c, int64_t id, day on)
{
    struct delegation was, d;
    TRY(delegation_find(c, id, &was));
    if (was.valid_to.v <= on.v)
        return fail(c, ERR_CONFLICT, "on", N_("It ends on %s already"),
                    day_vn(c->arena, was.valid_to));
    d = was;
    d.valid_to = on.v > was.valid_from.v ? on : was.valid_from;
    TRY(query_exec(c, &Q_delegation_end, IN(id, d.valid_to), NULL));
    const struct person from = {.id = d.from_id, .name = d.from_name};
    return access_act(c, "end", "delegation", id, &from,
                      view_diff(c, &delegation_view, &was, &d));
}

err
delegation_list(struct ctx *c, person_id id, struct delegation_list *out)
{
    return query_list(c, &Q_delegation_of_person, &delegation_view, out,
                      IN(id.v, access_lang(c)));
}
