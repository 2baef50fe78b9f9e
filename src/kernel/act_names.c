/* SPDX-License-Identifier: Apache-2.0 */
/* act_names.c: what an act refers to by number or code, by the name that it had then. */
#include "kernel/act_names.h"

#include <stdlib.h>

#include "base/msg.h"
#include "store/store.h"

extern const struct query Q_act_name_org, Q_act_name_unit, Q_act_name_code,
    Q_act_name_person, Q_act_name_decree, Q_act_name_kind, Q_act_name_role;

/* Field → where its name is; of that kind of act alone when one is named. */
static const struct {
    const char *field, *kind;
    const struct query *name;
    bool by_text; /* by a code or a word, not by a number */
} known[] = {
    {"from_id", "delegation", &Q_act_name_person, false},
    {"to_id", "delegation", &Q_act_name_person, false},
    {"from_id", "org", &Q_act_name_org, false},
    {"to_id", "org", &Q_act_name_org, false},
    {"parent_id", "org", &Q_act_name_org, false},
    {"kind", "org", &Q_act_name_kind, true},
    {"org_id", NULL, &Q_act_name_org, false},
    {"org_held", NULL, &Q_act_name_org, false},
    {"org_owner", "indicator", &Q_act_name_org, false},
    {"org_within", "report_regime", &Q_act_name_org, false},
    {"org_received", NULL, &Q_act_name_org, false},
    {"unit_id", NULL, &Q_act_name_unit, false},
    {"parent_code", NULL, &Q_act_name_code, true},
    {"person_id", NULL, &Q_act_name_person, false},
    {"drafted_by", NULL, &Q_act_name_person, false},
    {"approved_by", NULL, &Q_act_name_person, false},
    {"executed_by", NULL, &Q_act_name_person, false},
    {"decree_id", NULL, &Q_act_name_decree, false},
    {"role", NULL, &Q_act_name_role, true},
};

struct named {
    const char *name;
};
static const struct field named_fields[] = {FIELD(struct named, name, "name")};
static const struct view named_view = VIEW("act_name", struct named, named_fields);

/* A page of acts asks for the same few again and again. */
static const char *
remembered(const struct act_name_list *seen, const struct query *q, const char *raw, day on)
{
    for (size_t i = 0; i < seen->n; i++)
        if (seen->v[i].asked == q && seen->v[i].on.v == on.v && str_eq(seen->v[i].raw, raw))
            return seen->v[i].name;
    return NULL;
}

const char *
act_name(struct ctx *c, struct act_name_list *seen, const char *kind, const char *field,
         const char *raw, day on)
{
    size_t i = 0;
    while (i < COUNT(known) && !(str_eq(known[i].field, field) &&
                                 (!known[i].kind || str_eq(known[i].kind, kind))))
        i++;
    if (i == COUNT(known) || !raw)
        return raw;
    const struct query *q = known[i].name;
    const char *name = remembered(seen, q, raw, on);
    if (name)
        return name;
    struct named got = {0};
    struct ctx quiet = {.arena = c->arena, .db = c->db};
    struct value key =
        known[i].by_text ? value_text(raw) : value_int(strtoll(raw, NULL, 10));
    const struct value in[] = {
        key, q == &Q_act_name_role ? value_text(c->lang ? c->lang->lang : "") : value_day(on)};
    name = query_one(&quiet, q, &named_view, &got, in) == OK && got.name ? got.name : raw;
    *PUSH(c->arena, seen) = (struct act_named){q, raw, name, on};
    return name;
}
