/* SPDX-License-Identifier: Apache-2.0 */
/* task_together.c: whom a document's words mean, and the bodies that take part in a task beside
 * its lead body. */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "task/task_in.h"

extern const struct query Q_task_orgs_named, Q_task_org_once_named,
    Q_task_coordinator_add, Q_task_coordinators_clear, Q_task_coordinators_of;

/* ---- whom the words mean ---- */

/* "UBND xã Gia Tân" → "uy ban nhan dan xa gia tan" */
static const char *
whole_name(struct ctx *c, const char *text)
{
    static const char *const shorts[][2] = {{"ubnd ", "uy ban nhan dan "},
                                            {"hdnd ", "hoi dong nhan dan "},
                                            {"ubmttq ", "uy ban mat tran to quoc "}};
    const char *s = text_fold(c->arena, text);
    for (size_t i = 0; i < COUNT(shorts); i++)
        if (text_starts(s, shorts[i][0]))
            return arena_printf(c->arena, "%s%s", shorts[i][1],
                                s + strlen(shorts[i][0]));
    return s;
}

err
naming_begin(struct ctx *c, org_id follows, struct naming *out)
{
    struct org_name at;
    TRY(desk_org(c, &(struct org_names){0}, follows, &at));
    *out = (struct naming){at.now, text_fold(c->arena, at.now_name ? at.now_name : "")};
    return OK;
}

/* Each province has a "Sở Nội vụ": its own is meant. */
static err
only_below(struct ctx *c, org_id top, const struct task_body_list *all, org_id *out)
{
    size_t n = 0;
    org_id one = {0};
    for (size_t i = 0; i < all->n && n < 2; i++) {
        bool within;
        TRY(org_within(c, all->v[i].id, top, c->today, &within));
        if (within) {
            one = all->v[i].id;
            n++;
        }
    }
    *out = n == 1 ? one : (org_id){0};
    return OK;
}

err
task_named(struct ctx *c, const struct naming *by, const char *text, org_id *out)
{
    struct task_body_list found;
    const char *s = text ? whole_name(c, text) : "";
    size_t n = strlen(s);
    *out = (org_id){0};
    if (!n)
        return OK;
    if (strncmp(by->name, s, n) == 0 && strchr(" ", by->name[n])) {
        *out = by->follows;
        return OK;
    }
    TRY(query_list(c, &Q_task_orgs_named, &task_body_view, &found, IN(s, c->today)));
    if (found.n == 1) {
        *out = found.v[0].id;
        return OK;
    }
    return only_below(c, by->follows, &found, out);
}

/* ---- the names in a text ---- */

enum {
    PIECES = 64,
    NAME_PIECES = 4 /* "Sở Văn hóa, Thể thao và Du lịch" is one name of three */
};
struct piece {
    const char *from, *to;
    bool is_last; /* no name goes on behind it: a line or a semicolon ends here */
};

static size_t
split(const char *text, struct piece *out)
{
    static const char and_[] = " và ";
    size_t n = 0;
    for (const char *p = text; *p && n < PIECES;) {
        const char *from = p;
        while (*p && !strchr(",;\n", *p) && !text_starts(p, and_))
            p++;
        out[n++] = (struct piece){from, p, *p == '\0' || *p == ';' || *p == '\n'};
        p += *p == ' ' ? strlen(and_) : *p != '\0';
    }
    return n;
}

/* Also one that has ended, if nobody is called so any more. */
static err
named_ever(struct ctx *c, const struct naming *by, const char *text, org_id *out)
{
    int64_t once;
    TRY(task_named(c, by, text, out));
    if (out->v)
        return OK;
    const char *s = whole_name(c, text);
    TRY(query_int(c, &Q_task_org_once_named, IN(s, c->today), 0, &once));
    *out = (org_id){once};
    return OK;
}

/* The longest name that begins at piece `at`; *n: of how many pieces. */
static err
name_at(struct ctx *c, const struct naming *by, const struct piece *pieces, size_t end,
        size_t at, size_t *n, org_id *out)
{
    size_t longest = 1;
    while (longest < NAME_PIECES && at + longest < end &&
           !pieces[at + longest - 1].is_last)
        longest++;
    out->v = 0;
    for (*n = longest; *n; --*n) {
        const char *from = pieces[at].from, *to = pieces[at + *n - 1].to;
        TRY(named_ever(c, by, arena_strndup(c->arena, from, (size_t)(to - from)), out));
        if (out->v)
            return OK;
    }
    *n = 1;
    return OK;
}

err
task_coordinators_put(struct ctx *c, const struct directive *d, const struct task *t)
{
    struct piece pieces[PIECES];
    struct naming by;
    TRY(query_exec(c, &Q_task_coordinators_clear, IN(t->record.id), NULL));
    if (!t->coordinators || t->is_each) /* who takes part in the whole sees its parts */
        return OK;
    TRY(naming_begin(c, d->record.org_held, &by));
    size_t n = split(t->coordinators, pieces);
    for (size_t i = 0, took; i < n; i += took) {
        org_id org;
        TRY(name_at(c, &by, pieces, n, i, &took, &org));
        if (org.v)
            TRY(query_exec(c, &Q_task_coordinator_add, IN(org.v, t->record.id), NULL));
    }
    return OK;
}

/* ---- who they are today, and what they may ---- */

static const struct field partner_fields[] = {
    ID(struct task_partner, id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct task_partner, name, N_("Organisation"), .flags = F_COMPUTED,
          .to = "/orgs/{id}"),
    FIELD(struct task_partner, former, N_("Former organisation"), .flags = F_COMPUTED),
};
const struct view task_partner_view =
    VIEW("task_partner", struct task_partner, partner_fields);

err
task_coordinators(struct ctx *c, task_id id, struct task_partner_list *out)
{
    struct task_partner_list named;
    struct org_names names = {0};
    *out = (struct task_partner_list){0};
    TRY(query_list(c, &Q_task_coordinators_of, &task_partner_view, &named, IN(id.v)));
    for (size_t i = 0; i < named.n; i++) {
        struct org_name at;
        size_t k = 0;
        TRY(desk_org(c, &names, named.v[i].id, &at));
        while (k < out->n && out->v[k].id.v != at.now.v)
            k++;
        if (k == out->n) /* two that became one take part once */
            *PUSH(c->arena, out) = (struct task_partner){
                at.now, at.now_name, at.now.v != at.id.v ? at.name : NULL};
    }
    return OK;
}

err
task_takes_part(struct ctx *c, task_id id, const char *capability, bool *out)
{
    struct task_partner_list all;
    *out = false;
    TRY(query_list(c, &Q_task_coordinators_of, &task_partner_view, &all, IN(id.v)));
    for (size_t i = 0; i < all.n && !*out; i++) {
        struct ctx quiet = *c;
        *out = access_need(&quiet, capability, all.v[i].id) == OK;
    }
    return OK;
}

err
task_contribute(struct ctx *c, const struct task_move *in, struct task *out)
{
    const struct task *was;
    struct task *t;
    bool may;
    TRY(task_load(c, in->id, INT_NONE, &was, &t));
    TRY(task_takes_part(c, in->id, "task.work", &may));
    if (!may)
        return fail(c, ERR_FORBIDDEN, NULL,
                    N_("Only a body that takes part in the task contributes to it"));
    if (t->record.state != RECORD_OPEN)
        return fail(c, ERR_INVALID, NULL,
                    N_("The record has ended: it stays as it was"));
    if (!in->text || !*in->text)
        return fail(c, ERR_INVALID, "text", N_("This is needed"));
    *out = *t;
    return task_tell(c, t,
                     (struct task_entry){.move = "contribute",
                                         .text = in->text,
                                         .evidence = in->evidence,
                                         .until = DAY_NONE,
                                         .progress = INT_NONE});
}
