/* SPDX-License-Identifier: Apache-2.0 */
/* log_web.c: the pages of the log, its heads and proofs; `haicap verify`. */
#include "base/msg.h"
#include "kernel/attachment.h"
#include "kernel/org.h"
#include "kernel/register.h"
#include "log/log.h"
#include "web/command.h"
#include "web/web.h"

/* ---- what a field of a change is called, in whichever room ---- */

/* Of this view or of one inside it. `kind` NULL: whatever the view is called. */
static const struct field *
field_within(const struct view *v, const char *kind, const char *name, int depth)
{
    if (!v || depth == 0)
        return NULL;
    const struct field *f = !kind || str_eq(v->name, kind) ? view_field(v, name) : NULL;
    for (size_t i = 0; !f && i < v->n; i++)
        f = field_within(v->fields[i].of, kind, name, depth - 1);
    return f;
}

static const struct field *
field_anywhere(const char *kind, const char *name)
{
    const struct field *f = NULL;
    for (size_t i = 0; !f && registers[i]; i++)
        f = field_within(registers[i]->view, kind, name, 1);
    for (size_t i = 0; !f && modules[i]; i++)
        for (const struct route *r = modules[i]->routes; !f && r && r->path; r++) {
            f = field_within(r->out, kind, name, 3);
            f = f ? f : field_within(r->in, kind, name, 1);
        }
    return f;
}

const struct field *
act_field(const char *kind, const char *name)
{
    const struct field *f = field_anywhere(kind, name);
    return f ? f : field_anywhere(NULL, name);
}

/* ---- the list ---- */

struct word {
    const char *name, *label;
    bool chosen;
};
struct word_list LIST(struct word);
static const struct field word_fields[] = {
    FIELD(struct word, name, N_("Name")),
    FIELD(struct word, label, N_("Label")),
    FIELD(struct word, chosen, N_("Chosen")),
};
static const struct view word_view = VIEW("word", struct word, word_fields);

struct log_day {
    day on;
    struct act_list acts;
};
struct log_day_list LIST(struct log_day);
static const struct field day_fields[] = {
    FIELD(struct log_day, on, N_("Day")),
    LISTOF(struct log_day, acts, &act_view, N_("Acts")),
};
static const struct view day_view = VIEW("act_day", struct log_day, day_fields);

/* An act as a line of a file for people. */
static const struct field row_fields[] = {
    ID(struct act, id, N_("Act")),
    FIELD(struct act, at, N_("When")),
    FIELD(struct act, actor_name, N_("Who")),
    ID(struct act, org_id, N_("For which organisation")),
    FIELD(struct act, did, N_("Did")),
    FIELD(struct act, what, N_("What")),
    FIELD(struct act, label, N_("Object")),
    FIELD(struct act, changed, N_("Changes")),
    FIELD(struct act, reason, N_("Why")),
    FIELD(struct act, law, N_("Legal basis")),
    FIELD(struct act, seq, N_("Place in the log")),
    FIELD(struct act, link, N_("Link")),
};
static const struct view row_view = VIEW("act_row", struct act, row_fields);

#define HIDE F_COMPUTED | F_PAGE
struct acts_page {
    int64_t total, total_at_least;
    struct act_list items;
    const char *next;
    /* for the page alone */
    bool found;
    struct act_list rows;
    struct log_day_list days;
    struct word_list verbs, kinds;
    const char *q, *actor;
    day from, to;
    instant sealed_at;
};
static const struct field acts_fields[] = {
    LIST_FIELDS(struct acts_page, &act_view),
    FIELD(struct acts_page, found, N_("Found"), .flags = HIDE),
    LISTOF(struct acts_page, rows, &row_view, N_("Acts"), .flags = HIDE),
    LISTOF(struct acts_page, days, &day_view, N_("Days"), .flags = HIDE),
    LISTOF(struct acts_page, verbs, &word_view, N_("Verbs"), .flags = HIDE),
    LISTOF(struct acts_page, kinds, &word_view, N_("Kinds"), .flags = HIDE),
    FIELD(struct acts_page, q, N_("Search"), .flags = HIDE),
    FIELD(struct acts_page, actor, N_("Who"), .flags = HIDE),
    FIELD(struct acts_page, from, N_("From the day"), .flags = HIDE),
    FIELD(struct acts_page, to, N_("To the day"), .flags = HIDE),
    FIELD(struct acts_page, sealed_at, N_("Sealed at"), .flags = HIDE),
};
static const struct view acts_view = VIEW("acts", struct acts_page, acts_fields);

static void
put_days(struct ctx *c, struct acts_page *p)
{
    for (size_t i = 0; i < p->items.n; i++) {
        day on = day_of_instant(p->items.v[i].at);
        if (p->days.n == 0 || p->days.v[p->days.n - 1].on.v != on.v)
            *PUSH(c->arena, &p->days) =
                (struct log_day){.on = on, .acts = {&p->items.v[i], 0}};
        p->days.v[p->days.n - 1].acts.n++;
    }
}

static void
put_words(struct ctx *c, const struct log_filter *f, struct acts_page *p)
{
    for (const struct choice *w = act_verbs; w->name; w++)
        *PUSH(c->arena, &p->verbs) =
            (struct word){w->name, T(c, w->label), str_eq(w->name, f->verb)};
    for (const struct choice *w = act_kinds; w->name; w++)
        *PUSH(c->arena, &p->kinds) =
            (struct word){w->name, T(c, w->label), str_eq(w->name, f->kind)};
    for (size_t i = 0; registers[i]; i++)
        *PUSH(c->arena, &p->kinds) =
            (struct word){registers[i]->name, T(c, registers[i]->one),
                          str_eq(registers[i]->name, f->kind)};
}

static err
get_acts(struct ctx *c, const void *in, void *out)
{
    const struct log_filter *f = in;
    struct acts_page *p = out;
    struct log_list found;
    struct act_head head;
    TRY(log_find_list(c, f, &found));
    TRY(act_head_newest(c, &head));
    *p = (struct acts_page){.total = found.total,
                            .total_at_least = found.total_at_least,
                            .items = found.items,
                            .next = found.next,
                            .found = found.items.n > 0,
                            .q = f->q,
                            .actor = f->actor,
                            .from = f->from,
                            .to = f->to,
                            .sealed_at = head.at};
    if (c->whole) {
        p->rows = p->items;
        return OK;
    }
    put_days(c, p);
    put_words(c, f, p);
    return OK;
}

/* ---- one act ---- */

struct act_key {
    act_id id;
};
static const struct field key_fields[] = {
    ID(struct act_key, id, N_("Act"), .flags = F_REQUIRED),
};
static const struct view key_view = VIEW("act_key", struct act_key, key_fields);

struct act_page {
    const char *page_title;
    const struct act *act;
    struct act_edit_list edits;
    const char *org_name;
    const struct act_head *head; /* the first one over it */
};
static const struct field act_page_fields[] = {
    FIELD(struct act_page, page_title, N_("Title"), .flags = HIDE),
    RECOF(struct act_page, act, &act_view, N_("Act"), .flags = F_COMPUTED),
    LISTOF(struct act_page, edits, &act_edit_view, N_("Changes"), .flags = F_COMPUTED),
    FIELD(struct act_page, org_name, N_("For which organisation"), .flags = F_COMPUTED),
    RECOF(struct act_page, head, &act_head_view, N_("Head"), .flags = F_COMPUTED),
};
static const struct view act_page_view =
    VIEW("act_page", struct act_page, act_page_fields);

/* What the organisation was called on the day of the act. */
static err
put_org(struct ctx *c, const struct act *a, struct act_page *p)
{
    if (!a->org_id.v)
        return OK;
    struct org o;
    err e = org_find(c, a->org_id, day_of_instant(a->at), &o);
    if (e == OK)
        p->org_name = o.name;
    return e == ERR_NOT_FOUND ? OK : e;
}

static err
get_act(struct ctx *c, const void *in, void *out)
{
    struct act_page *p = out;
    struct act *a = NEW(c->arena, struct act);
    struct act_head *h = NEW(c->arena, struct act_head);
    TRY(act_find(c, ((const struct act_key *)in)->id, a));
    p->act = a;
    p->edits = a->edits;
    p->page_title =
        arena_printf(c->arena, "%s: %s", a->did, a->label ? a->label : a->what);
    TRY(put_org(c, a, p));
    if (a->seq == INT_NONE)
        return OK;
    err e = act_head_over(c, a->seq, h);
    if (e == OK)
        p->head = h;
    return e == ERR_NOT_FOUND ? OK : e;
}

/* ---- heads and proofs ---- */

static err
get_head(struct ctx *c, const void *in UNUSED, void *out)
{
    return act_head_newest(c, out);
}

struct proof_of {
    act_id act;
    int64_t from;
};
static const struct field proof_of_fields[] = {
    ID(struct proof_of, act, N_("Act")),
    FIELD(struct proof_of, from, N_("Acts under the earlier head")),
};
static const struct view proof_of_view =
    VIEW("act_proof_of", struct proof_of, proof_of_fields);

static err
get_proof(struct ctx *c, const void *in, void *out)
{
    const struct proof_of *p = in;
    if (!p->act.v && p->from == INT_NONE)
        return fail(c, ERR_INVALID, "act",
                    N_("Name an act, or the size of an earlier head"));
    return act_prove(c, p->act, p->from, out);
}

static const struct route routes[] = {
    {.method = GET,
     .path = "/acts",
     .help = N_("Log"),
     .need = "act.read",
     .lane = LANE_READ,
     .in = &log_filter_view,
     .out = &acts_view,
     .template = "log/acts.html",
     .handle = get_acts,
     .list = "rows",
     .menu = N_("Log"),
     .menu_at = 100},
    {.method = GET,
     .path = "/acts/{id}",
     .help = N_("Act"),
     .need = "act.read",
     .lane = LANE_READ,
     .in = &key_view,
     .out = &act_page_view,
     .template = "log/act.html",
     .handle = get_act},
    {.method = GET,
     .path = "/acts/head",
     .help = N_("Newest head of the log"),
     .need = NEED_NOBODY,
     .lane = LANE_READ,
     .out = &act_head_view,
     .template = "log/head.html",
     .handle = get_head},
    {.method = GET,
     .path = "/acts/proof",
     .help = N_("Proof for outsiders"),
     .need = "act.read",
     .lane = LANE_HEAVY,
     .in = &proof_of_view,
     .out = &act_proof_view,
     .template = "log/proof.html",
     .handle = get_proof},
    {0},
};

/* ---- the terminal ---- */

struct verifying {
    struct cli *cli;
    const struct act_keys *keys;
};

static err
verify(struct ctx *c, void *arg)
{
    struct verifying *v = arg;
    int64_t n;
    TRY(act_verify(c, v->keys, cli_option(v->cli, "head"), &v->cli->out));
    TRY(attachment_verify(c, &n));
    buf_printf(&v->cli->out, T(c, N_("%lld attached files are whole.\n")), (long long)n);
    return OK;
}

static err
run_verify(struct ctx *c, struct cli *cli)
{
    struct act_keys *keys = NULL;
    err e = act_keys_open(c, db_url(c->db), false, &keys);
    if (e == ERR_NOT_FOUND)
        clear_faults(
            c); /* an unsigned log needs none; of a signed one act_verify says so */
    else
        TRY(e);
    e = cli_view(c, verify, &(struct verifying){cli, keys});
    act_keys_close(keys);
    return e;
}

static const struct command commands[] = {
    {"verify", "verify --db URL [--head FILE]",
     N_("Recompute the log and name the first place where it was tampered with"),
     "head=", false, false, run_verify},
    {0},
};

extern const struct module log_module;
const struct module log_module = {
    .name = "log",
    .about =
        N_("Who did what, when, why, and the proof that nothing was altered since"),
    .routes = routes,
    .commands = commands,
};
