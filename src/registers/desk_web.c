/* SPDX-License-Identifier: Apache-2.0 */
/* desk_web.c: the routes of every register, made at start from its declaration. */
#include "registers/registers_web.h"

#include "attachment/attachment_web.h"
#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "unit/unit.h"

static void *
new_record(struct ctx *c, const struct desk *d)
{
    void *rec = arena_alloc(c->arena, d->reg->view->size, _Alignof(max_align_t));
    view_clear(d->reg->view, rec);
    return rec;
}

/* After a write: the record with names, as JSON answers it. */
static err
answer(struct ctx *c, const struct desk *d, const void *rec, void *out)
{
    return desk_fill(c, d, &(struct org_names){0}, rec, out);
}

err
desk_may(struct ctx *c, const char *capability, org_id org, bool *out)
{
    struct ctx quiet = *c;
    org_id now = org;
    *out = false;
    err e = !org.v                         ? ERR_NOT_FOUND
            : access_answers_today(c, org) ? OK
                                           : org_now(c, org, c->today, &now);
    if (e == OK)
        e = access_need(&quiet, capability, now);
    *out = e == OK;
    return e == OK || e == ERR_NOT_FOUND || e == ERR_FORBIDDEN ||
                   e == ERR_UNAUTHENTICATED
               ? OK
               : e;
}

static err
may_write(struct ctx *c, const struct desk *d, org_id org, bool *out)
{
    return desk_may(c, arena_printf(c->arena, "%s.write", d->reg->name), org, out);
}

/* ---- the list ---- */

static void
put_options(struct ctx *c, const struct choice *all, int n, int chosen,
            struct desk_options *out)
{
    for (int i = 0; i < n; i++)
        if (all[i].name)
            *PUSH(c->arena, out) =
                (struct desk_option){all[i].name, T(c, all[i].label), i == chosen};
}

/* Whose list the page says it is. */
static org_id
page_org(const struct ctx *c, const struct desk_filter *f)
{
    return f->org.v ? f->org : c->actor ? c->actor->org_id : (org_id){0};
}

static err
put_page(struct ctx *c, const struct desk *d, const struct desk_filter *f,
         struct org_names *names, struct desk_page *p)
{
    struct org_name at;
    org_id org = page_org(c, f);
    p->base = arena_printf(c->arena, "/%s", d->reg->plural);
    p->about = T(c, d->reg->about);
    p->q = f->q;
    p->from = f->from;
    p->to = f->to;
    p->to_decide = f->to_decide;
    p->org_id = f->org;
    p->all = f->all;
    put_options(c, record_states, RECORD_STATES, f->state, &p->states);
    put_options(c, record_sorts, RECORD_SORTS, f->sort, &p->sorts);
    if (!org.v || f->all)
        return OK;
    TRY(desk_org(c, names, org, &at));
    p->org_name = at.name;
    return may_write(c, d, org, &p->may_write);
}

/* The names of all that hold one of `n` records and of `more`, at once. */
static err
names_of(struct ctx *c, const struct desk *d, const void *recs, size_t n, org_id more,
         struct org_names *out)
{
    struct org_id_list ids = {0};
    *PUSH(c->arena, &ids) = more;
    for (size_t i = 0; i < n; i++)
        *PUSH(c->arena, &ids) =
            ((const struct record *)(const void *)((const char *)recs +
                                                  i * d->reg->view->size))
                ->org_held;
    return desk_orgs(c, out, &ids);
}

static err
get_list(struct ctx *c, const void *in, void *out)
{
    const struct desk *d = c->subject;
    const struct desk_filter *f = in;
    struct desk_page *p = out;
    struct record_page found;
    struct org_names names = {0};
    const struct record_filter wanted = {.org = f->org,
                                         .all = f->all,
                                         .state = f->state,
                                         .to_decide = f->to_decide,
                                         .from = f->from,
                                         .to = f->to,
                                         .q = f->q,
                                         .sort = f->sort,
                                         .after = f->after,
                                         .limit = f->limit,
                                         .exact = str_eq(f->count, "exact")};
    TRY(register_list(c, d->reg, &wanted, &found));
    size_t n = found.items.n, size = d->item->size;
    char *rows = arena_alloc(c->arena, n * size, _Alignof(max_align_t));
    TRY(names_of(c, d, found.items.v, n, page_org(c, f), &names));
    for (size_t i = 0; i < n; i++)
        TRY(desk_fill(c, d, &names,
                      (const char *)found.items.v + i * d->reg->view->size,
                      rows + i * size));
    *p = (struct desk_page){.total = found.total,
                            .total_at_least = found.total_at_least,
                            .items = {rows, n},
                            .next = found.next,
                            .from = DAY_NONE,
                            .to = DAY_NONE};
    if (c->whole)
        return OK;
    TRY(register_sums(c, d->reg, &wanted, &p->sums));
    p->has_sums = p->sums.n > 0;
    return put_page(c, d, f, &names, p);
}

/* ---- one record ---- */

static const char *const rule_texts[] = {
    [SUCC_PASSES] = N_("It passes to the successor as it is."),
    [SUCC_ENDS] = N_("It ends with its organisation and must be surrendered."),
    [SUCC_REVIEW] = N_("It passes to the successor, to be reviewed."),
    [SUCC_ARCHIVED] = N_("It ends with its organisation and is archived."),
};

static void
put_register(struct ctx *c, const struct desk *d, struct more *m)
{
    m->base = arena_printf(c->arena, "/%s", d->reg->plural);
    m->list_label = T(c, d->reg->label);
    m->law = d->reg->law;
    m->rule = T(c, rule_texts[d->reg->on_succession]);
}

static err
show(struct ctx *c, const struct desk *d, int64_t id, void *out)
{
    struct org_names names = {0};
    struct org_name received;
    struct more *m = desk_more(d, out);
    void *rec = new_record(c, d);
    TRY(register_find(c, d->reg, id, rec));
    TRY(desk_fill(c, d, &names, rec, out));
    const struct record *r = rec;
    TRY(desk_org(c, &names, r->org_received, &received));
    m->received_name = received.name;
    m->page_title = arena_printf(c->arena, "%s: %s", T(c, d->reg->one),
                                 register_title(c, d->reg, rec));
    m->is_open = r->state == RECORD_OPEN || r->state == RECORD_REVIEW;
    m->is_review = r->state == RECORD_REVIEW;
    m->is_surrender = r->state == RECORD_SURRENDER;
    put_register(c, d, m);
    TRY(may_write(c, d, r->org_held, &m->may_write));
    if (!d->reg->is_restricted)
        TRY(attached_files(c, &d->files, id, &m->attached));
    TRY(act_list_of(c, d->reg->name, id, &m->history));
    return desk_moves(c, d, &names, id, &m->moves);
}

static err
get_show(struct ctx *c, const void *in, void *out)
{
    return show(c, c->subject, ((const struct desk_key *)in)->id, out);
}

/* ---- forms ---- */

static err
get_new(struct ctx *c, const void *in, void *out)
{
    const struct desk *d = c->subject;
    struct record *r = new_record(c, d);
    r->org_held = ((const struct desk_filter *)in)->org;
    if (!r->org_held.v && c->actor)
        r->org_held = c->actor->org_id;
    TRY(desk_fill(c, d, &(struct org_names){0}, r, out));
    put_register(c, d, desk_more(d, out));
    desk_more(d, out)->page_title =
        arena_printf(c->arena, T(c, N_("Add: %s")), T(c, d->reg->one));
    return OK;
}

static err
post_add(struct ctx *c, const void *in, void *out)
{
    const struct desk *d = c->subject;
    void *rec = new_record(c, d);
    TRY(register_add(c, d->reg, in, rec));
    return answer(c, d, rec, out);
}

static err
post_change(struct ctx *c, const void *in, void *out)
{
    const struct desk *d = c->subject;
    void *rec = new_record(c, d);
    TRY(register_change(c, d->reg, in, rec));
    return answer(c, d, rec, out);
}

static struct record_key
key_of(const struct desk_key *k)
{
    return (struct record_key){k->id, k->version, k->reason};
}

static err
post_end(struct ctx *c, const void *in, void *out)
{
    const struct desk *d = c->subject;
    const struct desk_key *k = in;
    void *rec = new_record(c, d);
    TRY(register_end(c, d->reg, key_of(k), k->ended_on, rec));
    return answer(c, d, rec, out);
}

static err
post_review(struct ctx *c, const void *in, void *out)
{
    const struct desk *d = c->subject;
    void *rec = new_record(c, d);
    TRY(register_keep(c, d->reg, key_of(in), rec));
    return answer(c, d, rec, out);
}

/* "14329" → the organisation of that unit of the kind that has the record now. */
static err
receiver(struct ctx *c, const struct desk *d, const struct desk_key *k, org_id *out)
{
    struct org_names names = {0};
    struct org_name now;
    struct unit unit;
    struct org org;
    void *rec = new_record(c, d);
    if (k->to_org.v) {
        *out = k->to_org;
        return OK;
    }
    TRY(register_find(c, d->reg, k->id, rec));
    TRY(desk_org(c, &names, ((const struct record *)rec)->org_held, &now));
    err e = k->to ? unit_by_code(c, k->to, c->today, &unit) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "to", N_("No unit has this code today"));
    TRY(e);
    e = org_of_unit(c, unit.id, now.kind, c->today, &org);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "to", N_("%s has no organisation of this kind"),
                    unit.name);
    TRY(e);
    *out = org.id;
    return OK;
}

static err
post_transfer(struct ctx *c, const void *in, void *out)
{
    const struct desk *d = c->subject;
    void *rec = new_record(c, d);
    org_id to;
    TRY(receiver(c, d, in, &to));
    TRY(register_transfer(c, d->reg, key_of(in), to, rec));
    return answer(c, d, rec, out);
}

static err
post_decide(struct ctx *c, const void *in, void *out)
{
    const struct desk *d = c->subject;
    void *rec = new_record(c, d);
    org_id to;
    TRY(receiver(c, d, in, &to));
    TRY(register_decide(c, d->reg, key_of(in), to, rec));
    return answer(c, d, rec, out);
}

/* ---- CSV in ---- */

static err
put_import(struct ctx *c, const struct desk *d, org_id org, struct desk_import *p)
{
    struct org_names names = {0};
    struct org_name at = {0};
    if (!org.v && c->actor)
        org = c->actor->org_id;
    if (org.v)
        TRY(desk_org(c, &names, org, &at));
    p->org_held = org;
    p->org_name = at.name;
    p->base = arena_printf(c->arena, "/%s", d->reg->plural);
    p->list_label = T(c, d->reg->label);
    p->title_field = T(c, view_field(d->reg->view, d->reg->title_field)->label);
    p->columns = desk_columns(c, d);
    return OK;
}

static err
get_import(struct ctx *c, const void *in, void *out)
{
    struct desk_import *p = out;
    p->dry_run = true;
    return put_import(c, c->subject, ((const struct desk_filter *)in)->org, p);
}

static err
post_import(struct ctx *c, const void *in, void *out)
{
    const struct desk *d = c->subject;
    const struct desk_file *f = in;
    struct desk_import *p = out;
    struct import_report r;
    TRY(register_import(c, d->reg, f->org_held, f->file, strlen(f->file), f->dry_run,
                        &r));
    *p = desk_imported(&r, f->dry_run);
    return put_import(c, d, f->org_held, p);
}

/* ---- routes ---- */

static const char show_page[] = "registers/register_show.html",
                  restricted_page[] = "registers/register_show_restricted.html";

/* PATH is below /seals; the words of the declaration fill the rest in. */
static const struct route pattern[] = {
    {.method = GET,
     .path = "",
     .need = "read",
     .lane = LANE_READ,
     .in = &desk_filter_view,
     .template = "registers/register_list.html",
     .handle = get_list,
     .list = "items"},
    {.method = GET,
     .path = "/new",
     .help = N_("Add a record"),
     .need = "write",
     .lane = LANE_READ,
     .in = &desk_filter_view,
     .template = "registers/register_new.html",
     .handle = get_new},
    {.method = POST,
     .path = "",
     .help = N_("Add to the register"),
     .need = "write",
     .lane = LANE_WRITE,
     .handle = post_add,
     .form = "/new",
     .after = "/{id}"},
    {.method = GET,
     .path = "/{id}",
     .help = N_("Record"),
     .need = "read",
     .lane = LANE_READ,
     .in = &desk_key_view,
     .template = show_page,
     .handle = get_show},
    {.method = GET,
     .path = "/{id}/change",
     .help = N_("Change the record"),
     .need = "write",
     .lane = LANE_READ,
     .in = &desk_key_view,
     .template = "registers/register_change.html",
     .handle = get_show},
    {.method = POST,
     .path = "/{id}/change",
     .help = N_("Save the record"),
     .need = "write",
     .lane = LANE_WRITE,
     .handle = post_change,
     .after = "/{id}"},
    {.method = POST,
     .path = "/{id}/end",
     .help = N_("End the record"),
     .need = "write",
     .lane = LANE_WRITE,
     .in = &desk_end_view,
     .handle = post_end,
     .form = "/{id}",
     .after = "/{id}"},
    {.method = POST,
     .path = "/{id}/review",
     .help = N_("Reviewed: it stays in force"),
     .need = "write",
     .lane = LANE_WRITE,
     .in = &desk_review_view,
     .handle = post_review,
     .form = "/{id}",
     .after = "/{id}"},
    {.method = POST,
     .path = "/{id}/transfer",
     .help = N_("Transfer to another organisation"),
     .need = "write",
     .lane = LANE_WRITE,
     .in = &desk_to_view,
     .handle = post_transfer,
     .form = "/{id}",
     .after = "/{id}"},
    {.method = POST,
     .path = "/{id}/decide",
     .help = N_("Decide where it belongs"),
     .need = "write",
     .lane = LANE_WRITE,
     .in = &desk_to_view,
     .handle = post_decide,
     .form = "/{id}",
     .after = "/{id}"},
    {.method = GET,
     .path = "/import",
     .help = N_("Import from CSV or XLSX"),
     .need = "write",
     .lane = LANE_READ,
     .in = &desk_filter_view,
     .out = &desk_import_view,
     .template = "registers/register_import.html",
     .handle = get_import},
    {.method = POST,
     .path = "/import",
     .help = N_("Check or import the file"),
     .need = "write",
     .lane = LANE_WRITE,
     .in = &desk_file_view,
     .out = &desk_import_view,
     .template = "registers/register_import.html",
     .handle = post_import,
     .body_max = IMPORT_BYTES_MOST + (1 << 20)},
    {.method = GET,
     .path = "/{id}/attachments",
     .help = N_("Attached files"),
     .need = "read",
     .lane = LANE_READ,
     .in = &attachments_at_view,
     .out = &attachments_view,
     .template = "attachment/list.html",
     .handle = get_attachments,
     .list = "items"},
    {.method = POST,
     .path = "/{id}/attachments",
     .help = N_("Attach the file"),
     .need = "write",
     .lane = LANE_WRITE,
     .in = &attachment_in_view,
     .out = &attachment_view,
     .handle = post_attachment,
     .form = "/{id}",
     .after = "/{object_id}",
     .body_max = ATTACHMENT_BODY_MOST,
     .prepare = prepare_attachment},
};

static const char *
below(struct arena *a, const struct desk *d, const char *path)
{
    return path ? arena_printf(a, "/%s%s", d->reg->plural, path) : NULL;
}

static bool
is_of_files(const struct route *p)
{
    return p->handle == get_attachments || p->handle == post_attachment;
}

static struct route
route_of(struct arena *a, const struct desk *d, const struct route *p)
{
    struct route r = *p;
    r.path = below(a, d, p->path);
    r.form = below(a, d, p->form);
    r.after = below(a, d, p->after);
    r.need = arena_printf(a, "%s.%s", d->reg->name, p->need);
    r.subject = is_of_files(p) ? (const void *)&d->files : d;
    if (!r.help)
        r.help = d->reg->label;
    if (d->reg->is_restricted && p->template == show_page)
        r.template = restricted_page;
    if (p->handle == post_add)
        r.in = d->add;
    else if (p->handle == post_change)
        r.in = d->change;
    if (p->handle == get_list)
        r.out = d->page;
    else if (!r.out)
        r.out = p->method == POST ? d->item : d->show;
    return r;
}

/* Has a room a page of its own there? */
static bool
is_replaced(const struct route *r)
{
    for (size_t i = 0; modules[i]; i++)
        for (const struct route *own = modules[i]->routes; own && own->path; own++)
            if (own->method == r->method && str_eq(own->path, r->path))
                return true;
    return false;
}

const struct route *
register_routes_of(struct arena *a, const struct registry *const *regs)
{
    size_t n = 0, at = 0;
    while (regs[n])
        n++;
    struct route *all = NEWN(a, struct route, n * COUNT(pattern) + 1);
    for (size_t i = 0; i < n; i++) {
        if (regs[i]->flow)
            continue;
        const struct desk *d = desk_new(a, regs[i]);
        for (size_t k = 0; k < COUNT(pattern); k++) {
            if (regs[i]->is_restricted && is_of_files(&pattern[k]))
                continue;
            all[at] = route_of(a, d, &pattern[k]);
            at += !is_replaced(&all[at]);
        }
    }
    all[at] = (struct route){0}; /* what a room replaced may stand there */
    return all;
}

const struct route *
register_routes(struct arena *a)
{
    return register_routes_of(a, registers);
}
