/* SPDX-License-Identifier: Apache-2.0 */
/* task_propose.c: what a plan's text asks for, proposed beside its sentences. A person looks at
 * each, puts right what was read wrongly, and only then it becomes a task. */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "registers/desk.h"
#include "store/store.h"
#include "task/plan_read.h"
#include "task/task_in.h"

extern const struct query Q_task_proposals_of, Q_task_proposal_last,
    Q_task_proposal_heading;

const struct choice proposal_states[PROPOSAL_STATES] = {
    [PROPOSAL_OPEN] = {"open", N_("To be confirmed")},
    [PROPOSAL_TAKEN] = {"taken", N_("Taken over as a task")},
    [PROPOSAL_DROPPED] = {"dropped", N_("Dropped")},
};

static const struct field fields[] = {
    {.name = "id",
     .offset = offsetof(struct task_proposal, id),
     .kind = K_ID,
     .flags = F_HIDDEN,
     .label = N_("Proposal")},
    ID(struct task_proposal, directive_id, N_("Directive"), .flags = F_HIDDEN),
    FIELD(struct task_proposal, seq, N_("Place"), .flags = F_HIDDEN),
    FIELD(struct task_proposal, sentence, N_("Sentence"), .flags = F_LONG),
    FIELD(struct task_proposal, level, N_("Level"), .flags = F_HIDDEN),
    FIELD(struct task_proposal, is_group, N_("A heading above others")),
    FIELD(struct task_proposal, number, N_("Number in the document")),
    FIELD(struct task_proposal, title, N_("What is to be done")),
    FIELD(struct task_proposal, body, N_("Lead body in the document")),
    ID(struct task_proposal, org_id, N_("Lead body"), .flags = F_HIDDEN),
    FIELD(struct task_proposal, org_name, N_("Lead body"), .flags = F_COMPUTED),
    FIELD(struct task_proposal, coordinators, N_("Coordinating bodies")),
    FIELD(struct task_proposal, product, N_("Product expected")),
    DEADLINE_RULE_FIELDS(struct task_proposal, rule),
    FIELD(struct task_proposal, words, N_("Deadline"), .flags = F_COMPUTED),
    FIELD(struct task_proposal, note, N_("What could not be read")),
    ENUM(struct task_proposal, state, proposal_states, N_("State")),
    ID(struct task_proposal, task_id, N_("Task"), .flags = F_HIDDEN),
    FIELD(struct task_proposal, version, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct task_proposal, is_open, N_("To be confirmed"),
          .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
};
const struct view task_proposal_view =
    VIEW("task_proposal", struct task_proposal, fields);
static const struct table proposal_table = {"task_proposal", &task_proposal_view};

/* ---- reading ---- */

struct reading {
    directive_id directive;
    struct naming naming;
    int64_t seq;
    struct task_proposal_list found;
};

static void
note_also(struct ctx *c, struct task_proposal *p, const char *what)
{
    if (what && *what)
        p->note = p->note ? arena_printf(c->arena, "%s; %s", p->note, what) : what;
}

/* Nobody is guessed: the rest is left to the person who confirms. */
static err
name_body(struct ctx *c, const struct reading *r, struct task_proposal *p)
{
    TRY(task_named(c, &r->naming, p->body, &p->org_id));
    if (!p->org_id.v && p->body && *p->body)
        note_also(
            c, p,
            arena_printf(c->arena, T(c, N_("nobody here is called “%s”")), p->body));
    return OK;
}

/* A title is what fits: the rest stays in the sentence. */
static const char *
as_title(struct ctx *c, const char *s)
{
    enum {
        TITLE_BYTES = 580
    };
    size_t n = strlen(s);
    if (n <= TITLE_BYTES)
        return s;
    for (n = TITLE_BYTES; n && s[n] != ' ';)
        n--;
    return arena_printf(c->arena, "%.*s…", (int)n, s);
}

static err
propose(struct ctx *c, struct reading *r, struct task_proposal p)
{
    p.directive_id = r->directive;
    p.seq = ++r->seq;
    p.state = PROPOSAL_OPEN;
    p.version = 1;
    p.title = as_title(c, p.title);
    TRY(name_body(c, r, &p));
    TRY(id_next(c, &p.id));
    *PUSH(c->arena, &r->found) = p;
    return OK;
}

/* The task whole; where its deadline stood elsewhere, that sentence too. */
static const char *
words_of(struct ctx *c, const struct plan_item *it)
{
    return !it->sentence || strstr(it->text, it->sentence)
               ? it->text
               : arena_printf(c->arena, "%s\n%s", it->text, it->sentence);
}

static err
propose_all(struct ctx *c, struct reading *r, const char *text)
{
    struct plan plan;
    TRY(plan_read(c, text, strlen(text), &plan));
    for (size_t i = 0; i < plan.items.n; i++) {
        const struct plan_item *it = &plan.items.v[i];
        TRY(propose(c, r,
                    (struct task_proposal){.sentence = words_of(c, it),
                                           .level = it->level,
                                           .is_group = it->is_group,
                                           .number = it->number,
                                           .title = it->text,
                                           .body = it->body,
                                           .coordinators = it->others,
                                           .product = it->product,
                                           .rule = *it->rule,
                                           .note = it->unread}));
    }
    return OK;
}

static err
need_giver(struct ctx *c, directive_id id, struct directive *out)
{
    TRY(directive_find(c, id, out));
    return access_need(c, "task.direct", out->record.org_held);
}

/* What a table cannot hold as it is: empty text is none. */
static void
none_if_empty(struct task_proposal *p)
{
    const char **const all[] = {&p->number, &p->body, &p->coordinators, &p->product,
                                &p->note};
    for (size_t i = 0; i < COUNT(all); i++)
        if (*all[i] && !**all[i])
            *all[i] = NULL;
}

err
task_propose(struct ctx *c, directive_id id, const char *text, int64_t *n)
{
    struct directive d;
    struct reading r = {.directive = id};
    TRY(need_giver(c, id, &d));
    TRY(naming_begin(c, d.record.org_held, &r.naming));
    TRY(query_int(c, &Q_task_proposal_last, IN(id.v), 0, &r.seq));
    TRY(propose_all(c, &r, text));
    if (r.found.n == 0)
        return fail(c, ERR_INVALID, "text", N_("Nothing to be done was found in it"));
    for (size_t i = 0; i < r.found.n; i++)
        none_if_empty(&r.found.v[i]);
    *n = (int64_t)r.found.n;
    TRY(table_add_many(c, &proposal_table, r.found.v, r.found.n));
    return act_add(
        c, &(struct act){.verb = "import",
                         .kind = "directive",
                         .object_id = d.record.id,
                         .org_id = d.record.org_held,
                         .label = d.number,
                         .path = arena_printf(c->arena, "/directives/%lld",
                                              (long long)d.record.id),
                         .reason = arena_printf(
                             c->arena, T(c, N_("%lld tasks proposed from its text")),
                             (long long)*n)});
}

/* ---- looking at them ---- */

static err
fill(struct ctx *c, struct org_names *names, struct task_proposal *p)
{
    struct org_name at = {0};
    if (p->org_id.v)
        TRY(desk_org(c, names, p->org_id, &at));
    p->org_name = at.name;
    p->words = deadline_rule_words(c, &p->rule);
    p->is_open = p->state == PROPOSAL_OPEN;
    return OK;
}

err
task_proposals(struct ctx *c, directive_id id, bool all, struct task_proposal_list *out)
{
    struct directive d;
    struct org_names names = {0};
    TRY(need_giver(c, id, &d));
    const char *state = all ? NULL : proposal_states[PROPOSAL_OPEN].name;
    TRY(query_list(c, &Q_task_proposals_of, &task_proposal_view, out, IN(id.v, state)));
    for (size_t i = 0; i < out->n; i++)
        TRY(fill(c, &names, &out->v[i]));
    return OK;
}

err
task_proposal_find(struct ctx *c, int64_t id, struct task_proposal *out)
{
    struct directive d;
    err e = table_find(c, &proposal_table, id, out);
    if (e == ERR_NOT_FOUND)
        return fail(c, e, NULL, N_("There is no such proposal"));
    TRY(e);
    TRY(need_giver(c, out->directive_id, &d));
    return fill(c, &(struct org_names){0}, out);
}

/* ---- what a person says to them ---- */

static err
open_one(struct ctx *c, int64_t id, struct task_proposal *out)
{
    TRY(task_proposal_find(c, id, out));
    return out->state == PROPOSAL_OPEN
               ? OK
               : fail(c, ERR_INVALID, NULL,
                      N_("This proposal was taken over or dropped already"));
}

static err
store(struct ctx *c, struct task_proposal *p)
{
    p->version++;
    none_if_empty(p);
    TRY(table_change(c, &proposal_table, p));
    return fill(c, &(struct org_names){0}, p);
}

err
task_proposal_change(struct ctx *c, const struct task_proposal *in,
                     struct task_proposal *out)
{
    struct task_proposal p;
    TRY(open_one(c, in->id, &p));
    if (in->version != INT_NONE && in->version != p.version)
        return fail(c, ERR_CONFLICT, "version",
                    N_("Somebody else has changed this proposal: look again"));
    deadline_rule_check(c, &in->rule, "rule_");
    TRY(faults(c));
    if (in->body && *in->body)
        TRY(task_pick(c, in->body, "body", &p.org_id));
    else
        p.org_id = (org_id){0};
    p.number = in->number;
    p.title = in->title;
    p.body = in->body;
    p.coordinators = in->coordinators;
    p.product = in->product;
    p.rule = in->rule;
    p.note = NULL; /* a person has read it */
    TRY(store(c, &p));
    *out = p;
    return OK;
}

/* The heading above it, if that has become a task. */
static err
heading_of(struct ctx *c, const struct task_proposal *p, task_id *out)
{
    int64_t id;
    TRY(query_int(c, &Q_task_proposal_heading, IN(p->directive_id.v, p->seq, p->level),
                  0, &id));
    *out = (task_id){id};
    return OK;
}

static err
take(struct ctx *c, struct task_proposal *p)
{
    struct task in, t;
    view_clear(&task_view, &in);
    in.directive_id = p->directive_id;
    in.number = p->number;
    in.title = p->title;
    in.detail = p->sentence;
    in.lead_text = p->body;
    in.coordinators = p->coordinators;
    in.product = p->product;
    in.rule = p->rule;
    TRY(heading_of(c, p, &in.parent_id));
    TRY(p->is_group ? task_add_group(c, &in, &t) : task_add(c, &in, p->org_id, &t));
    p->state = PROPOSAL_TAKEN;
    p->task_id = (task_id){t.record.id};
    return store(c, p);
}

err
task_proposal_take(struct ctx *c, int64_t id, struct task_proposal *out)
{
    struct task_proposal p;
    TRY(open_one(c, id, &p));
    TRY(take(c, &p));
    *out = p;
    return OK;
}

err
task_proposal_drop(struct ctx *c, int64_t id, struct task_proposal *out)
{
    struct task_proposal p;
    TRY(open_one(c, id, &p));
    p.state = PROPOSAL_DROPPED;
    TRY(store(c, &p));
    *out = p;
    return OK;
}

err
task_proposals_take(struct ctx *c, directive_id id, int64_t expected, int64_t *n)
{
    struct task_proposal_list all;
    TRY(task_proposals(c, id, false, &all));
    *n = (int64_t)all.n;
    if (expected != INT_NONE && expected != *n)
        return fail(c, ERR_CONFLICT, "expected",
                    N_("It is %lld proposals now, not %lld: look again"), (long long)*n,
                    (long long)expected);
    for (size_t i = 0; i < all.n; i++)
        TRY(take(c, &all.v[i]));
    return OK;
}
