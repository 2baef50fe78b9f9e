/* SPDX-License-Identifier: Apache-2.0 */
/* act_many.c: the acts of a program that does ten thousand things at once. */
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "store/store.h"

struct act_row {
    act_id id;
    instant at;
    person_id actor_id;
    const char *actor_name;
    org_id org_id;
    const char *verb, *kind;
    int64_t object_id;
    const char *label, *path, *reason, *law;
    decree_id decree_id;
    const char *changes, *search;
};
static const struct field row_fields[] = {
    ID(struct act_row, id, N_("Act")),
    FIELD(struct act_row, at, N_("When")),
    ID(struct act_row, actor_id, N_("Person")),
    FIELD(struct act_row, actor_name, N_("Who")),
    ID(struct act_row, org_id, N_("For which organisation")),
    FIELD(struct act_row, verb, N_("Verb")),
    FIELD(struct act_row, kind, N_("Kind")),
    FIELD(struct act_row, object_id, N_("Number of the object")),
    FIELD(struct act_row, label, N_("Object")),
    FIELD(struct act_row, path, N_("Page")),
    FIELD(struct act_row, reason, N_("Why")),
    FIELD(struct act_row, law, N_("Legal basis")),
    ID(struct act_row, decree_id, N_("By decree")),
    FIELD(struct act_row, changes, N_("Changes")),
    FIELD(struct act_row, search, N_("Search text")),
};
static const struct view row_view = VIEW("act_row", struct act_row, row_fields);
static const struct table act_table = {"act", &row_view};

/* A program that does one thing at a time says so in act_add. */
err
act_add_all(struct ctx *c, const struct act *v, size_t n)
{
    const struct actor *who = c->actor;
    const char *name = who ? who->name : NULL;
    struct act_row *rows = NEWN(c->arena, struct act_row, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct act *in = &v[i];
        must(in->verb && in->kind);
        rows[i] = (struct act_row){.at = c->now,
                                   .actor_id = who ? who->id : (person_id){0},
                                   .actor_name = name,
                                   .org_id = in->org_id.v ? in->org_id
                                             : who        ? who->org_id
                                                          : (org_id){0},
                                   .verb = in->verb,
                                   .kind = in->kind,
                                   .object_id = in->object_id,
                                   .label = in->label,
                                   .path = in->path,
                                   .reason = in->reason,
                                   .law = in->law,
                                   .decree_id = in->decree_id,
                                   .changes = in->changes,
                                   .search = act_search_text(c, name, in)};
        TRY(id_next(c, &rows[i].id.v));
        c->act = rows[i].id.v;
    }
    return table_add_many(c, &act_table, rows, n);
}
