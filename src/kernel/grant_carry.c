/* SPDX-License-Identifier: Apache-2.0 */
/* grant_carry.c: what a decree does to grants: those of an organisation that ends are carried to
 * its successor, interim, so that its people can work from the first minute. */
#include "base/msg.h"
#include "kernel/access_row.h"
#include "kernel/grant_row.h"

extern const struct query Q_grant_to_carry, Q_grant_to_carry_all, Q_grant_carried_away,
    Q_grant_touched_by, Q_grant_back_open, Q_grant_back_given, Q_session_back;

enum {
    INTERIM_DAYS = 30
};

struct carry_row {
    int64_t id;
    person_id person_id;
    const char *role;
    org_id from_id, to_id;
    bool below, carries;
    day valid_from, valid_to, on_day;
    const char *person_name, *role_label;
};
struct carry_list LIST(struct carry_row);
static const struct field carry_fields[] = {
    FIELD(struct carry_row, id, "grant"),
    ID(struct carry_row, person_id, "person"),
    FIELD(struct carry_row, role, "role"),
    ID(struct carry_row, from_id, "from"),
    ID(struct carry_row, to_id, "to"),
    FIELD(struct carry_row, below, "below"),
    FIELD(struct carry_row, carries, "carries"),
    FIELD(struct carry_row, valid_from, "since"),
    FIELD(struct carry_row, valid_to, "until"),
    FIELD(struct carry_row, on_day, "on"),
    FIELD(struct carry_row, person_name, "person"),
    FIELD(struct carry_row, role_label, "role"),
};
static const struct view carry_view =
    VIEW("grant_carry", struct carry_row, carry_fields);

/* Two organisations that become one may have the same person in the same role. */
static bool
same_again(const struct carry_row *before, const struct carry_row *r)
{
    return before && before->to_id.v == r->to_id.v &&
           before->person_id.v == r->person_id.v && str_eq(before->role, r->role) &&
           before->below >= r->below;
}

static err
carry_one(struct ctx *c, const struct carry_row *r, int days, decree_id by)
{
    struct grant g = {
        .person_id = r->person_id,
        .role = r->role,
        .org_id = r->to_id,
        .below = r->below,
        .valid_from = r->valid_from.v > r->on_day.v ? r->valid_from : r->on_day,
        .valid_to = r->valid_to,
        .decree_id = by,
        .person_name = r->person_name,
        .role_label = r->role_label,
    };
    g.interim_until = (day){g.valid_from.v + (days > 0 ? days : INTERIM_DAYS)};
    TRY(grant_insert(c, &g));
    return grant_act(c, "hand_over", &g, by, view_diff(c, &grant_view, NULL, &g));
}

static err
carry(struct ctx *c, const struct carry_list *all, int days, decree_id by, int64_t *n)
{
    const struct carry_row *before = NULL;
    *n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct carry_row *r = &all->v[i];
        if (r->carries && !same_again(before, r)) {
            TRY(carry_one(c, r, days, by));
            before = r;
            ++*n;
        }
        TRY(query_exec(c, &Q_grant_carried_away, IN(r->id, by.v, r->on_day), NULL));
        if (!r->carries) {
            const struct grant g = {.id = r->id,
                                    .person_id = r->person_id,
                                    .role = r->role,
                                    .org_id = r->from_id,
                                    .person_name = r->person_name,
                                    .role_label = r->role_label};
            TRY(grant_act(c, "end", &g, by, NULL));
        }
    }
    return OK;
}

err
grant_hand_over(struct ctx *c, org_id from, org_id to, day on, int days, decree_id by,
                int64_t *n)
{
    struct carry_list all;
    TRY(query_list(c, &Q_grant_to_carry, &carry_view, &all,
                   IN(from.v, to.v, on, access_lang(c))));
    return carry(c, &all, days, by, n);
}

err
grant_hand_over_all(struct ctx *c, decree_id by, int days, int64_t *n)
{
    struct carry_list all;
    TRY(query_list(c, &Q_grant_to_carry_all, &carry_view, &all,
                   IN(by.v, access_lang(c))));
    return carry(c, &all, days, by, n);
}

err
grant_hand_back(struct ctx *c, decree_id by)
{
    struct grant_list all;
    must(by.v);
    TRY(query_list(c, &Q_grant_touched_by, &grant_view, &all,
                   IN(by.v, access_lang(c))));
    TRY(query_exec(c, &Q_grant_back_open, IN(by.v), NULL));
    TRY(query_exec(c, &Q_grant_back_given, IN(by.v), NULL));
    TRY(query_exec(c, &Q_session_back, IN(by.v), NULL));
    for (size_t i = 0; i < all.n; i++)
        TRY(grant_act(c, "hand_back", &all.v[i], by, NULL));
    return OK;
}
