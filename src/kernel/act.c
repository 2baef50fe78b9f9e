/* SPDX-License-Identifier: Apache-2.0 */
/* act.c: writes acts and reads them back. Sealing is seal.c, proving is verify.c. */
#include "kernel/act.h"

#include "base/text.h"
#include "kernel/access.h"
#include "store/store.h"

extern const struct query Q_act_add, Q_act_find, Q_act_of_object;

enum {
    HISTORY_ROWS = 200
};

static const struct field edit_fields[] = {
    FIELD(struct act_edit, label, N_("Field")),
    FIELD(struct act_edit, from, N_("Before")),
    FIELD(struct act_edit, to, N_("After")),
};
const struct view act_edit_view = VIEW("act_edit", struct act_edit, edit_fields);

static const struct field act_fields[] = {
    ID(struct act, id, N_("Act"), .flags = F_READONLY, .to = "/acts/{id}"),
    FIELD(struct act, at, N_("When"), .flags = F_READONLY | F_BRIEF,
          .to = "/acts/{id}"),
    FIELD(struct act, clock, N_("Time"),
          .flags = F_READONLY | F_COMPUTED | F_PAGE | F_HIDDEN),
    FIELD(struct act, actor_name, N_("Who"), .flags = F_READONLY | F_BRIEF),
    ID(struct act, actor_id, N_("Person"), .flags = F_READONLY | F_HIDDEN),
    ID(struct act, org_id, N_("For which organisation"),
       .flags = F_READONLY | F_HIDDEN),
    FIELD(struct act, did, N_("Did"),
          .flags = F_READONLY | F_BRIEF | F_COMPUTED | F_PAGE),
    FIELD(struct act, what, N_("What"),
          .flags = F_READONLY | F_BRIEF | F_COMPUTED | F_PAGE),
    FIELD(struct act, label, N_("Object"), .flags = F_READONLY | F_BRIEF),
    FIELD(struct act, verb, N_("Verb"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct act, kind, N_("Kind"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct act, object_id, N_("Number of the object"),
          .flags = F_READONLY | F_HIDDEN),
    FIELD(struct act, path, N_("Page"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct act, reason, N_("Why"), .flags = F_READONLY | F_LONG | F_BRIEF),
    FIELD(struct act, law, N_("Legal basis"), .flags = F_READONLY | F_LONG),
    ID(struct act, decree_id, N_("By decree"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct act, changes, N_("Changes"), .flags = F_READONLY | F_HIDDEN | F_LONG),
    LISTOF(struct act, edits, &act_edit_view, N_("Changes"),
           .flags = F_READONLY | F_COMPUTED | F_PAGE),
    FIELD(struct act, changed, N_("Changes"),
          .flags = F_READONLY | F_COMPUTED | F_PAGE | F_HIDDEN),
    FIELD(struct act, seq, N_("Place in the log"), .flags = F_READONLY),
    FIELD(struct act, link, N_("Link"), .flags = F_READONLY | F_HIDDEN),
};
const struct view act_view = VIEW("act", struct act, act_fields);

const char *
act_search_text(struct ctx *c, const char *actor_name, const struct act *in)
{
    const char *part[] = {in->label, actor_name, in->reason, in->law};
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = 0; i < COUNT(part); i++)
        if (part[i]) {
            buf_puts(&b, part[i]);
            buf_putc(&b, ' ');
        }
    return text_fold(c->arena, buf_str(&b));
}

static struct value
id_or_null(int64_t id)
{
    return id ? value_int(id) : (struct value){.kind = V_NULL};
}

err
act_add(struct ctx *c, const struct act *in)
{
    must(in->verb && in->kind);
    const struct actor *who = c->actor;
    const char *name = who ? who->name : NULL;
    int64_t org = in->org_id.v ? in->org_id.v : who ? who->org_id.v : 0;
    int64_t id;
    TRY(id_next(c, &id));
    const struct value row[] = {
        value_int(id),
        value_instant(c->now),
        id_or_null(who ? who->id.v : 0),
        value_text(name),
        id_or_null(org),
        value_text(in->verb),
        value_text(in->kind),
        value_int(in->object_id),
        value_text(in->label),
        value_text(in->path),
        value_text(in->reason),
        value_text(in->law),
        id_or_null(in->decree_id.v),
        value_text(in->changes),
        value_text(act_search_text(c, name, in)),
    };
    TRY(query_exec(c, &Q_act_add, row, NULL));
    c->act = id;
    return OK;
}

err
act_find(struct ctx *c, act_id id, struct act *out)
{
    TRY(query_one(c, &Q_act_find, &act_view, out, IN(id.v)));
    act_explain(c, out, 1);
    return OK;
}

err
act_list_of(struct ctx *c, const char *kind, int64_t object_id, struct act_list *out)
{
    TRY(query_list(c, &Q_act_of_object, &act_view, out,
                   IN(kind, object_id, HISTORY_ROWS)));
    act_explain(c, out->v, out->n);
    return OK;
}
