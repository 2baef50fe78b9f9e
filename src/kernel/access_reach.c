/* SPDX-License-Identifier: Apache-2.0 */
/* access_reach.c: how far down what a person may do goes: all that there is, or what stands below. */
#include "kernel/access.h"
#include "kernel/access_row.h"

extern const struct query Q_org_beside_all;

/* Does everything there is stand below it? */
static err
above_all(struct ctx *c, org_id org, bool *out)
{
    int64_t n;
    TRY(query_int(c, &Q_org_beside_all, IN(org.v, c->today), 0, &n));
    *out = n == 0;
    return OK;
}

err
access_everywhere(struct ctx *c, const char *capability, bool *out)
{
    int known = access_without_grant(c, capability);
    *out = known > 0;
    for (size_t i = 0; known < 0 && !*out && i < c->actor->can.n; i++) {
        const struct capability_at *can = &c->actor->can.v[i];
        if (!can->below || !str_eq(can->capability, capability))
            continue;
        *out = !can->org_id.v;
        if (!*out)
            TRY(above_all(c, can->org_id, out));
    }
    return OK;
}

/* "1, 2": where the actor holds the capability with what is below; "": nowhere. */
static const char *
tops(struct ctx *c, const char *capability)
{
    const char *ids = "";
    for (size_t i = 0; c->actor && i < c->actor->can.n; i++) {
        const struct capability_at *can = &c->actor->can.v[i];
        if (can->below && str_eq(can->capability, capability))
            ids = arena_printf(c->arena, "%s%s%lld", ids, *ids ? ", " : "",
                               (long long)can->org_id.v);
    }
    return ids;
}

static const char *
in_force(struct ctx *c, const char *table)
{
    const char *today = day_iso(c->arena, c->today);
    return arena_printf(c->arena, "%s.valid_from <= '%s' AND %s.valid_to > '%s'", table,
                        today, table, today);
}

/* The query of what those answer for that stand at or below some today. */
static const char *
below(struct ctx *c, const char *ids)
{
    return arena_printf(c->arena,
                        "WITH RECURSIVE below (id) AS ("
                        "SELECT n.now_id FROM org_now n WHERE n.org_id IN (%s) AND %s"
                        " UNION SELECT v.org_id FROM below b"
                        " JOIN org_now p ON p.now_id = b.id AND %s"
                        " JOIN org_version v ON v.parent_id = p.org_id AND %s)"
                        " SELECT n.org_id FROM below b"
                        " JOIN org_now n ON n.now_id = b.id AND %s",
                        ids, in_force(c, "n"), in_force(c, "p"), in_force(c, "v"),
                        in_force(c, "n"));
}

err
access_reach(struct ctx *c, const char *capability, const char *table,
             const char *column, struct access_reach *out)
{
    *out = (struct access_reach){0};
    TRY(access_everywhere(c, capability, &out->all));
    const char *ids = out->all ? "" : tops(c, capability);
    if (!*ids)
        return OK;
    /* CROSS keeps SQLite to that order: left to itself it goes through all rows by the index of the
     * list's order, which takes long where few of them are within */
    out->within = arena_printf(c->arena,
                               "(SELECT %s.* FROM (%s) AS reached CROSS JOIN %s"
                               " WHERE %s.%s = reached.org_id) AS %s",
                               table, below(c, ids), table, table, column, table);
    return OK;
}
