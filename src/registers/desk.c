/* SPDX-License-Identifier: Apache-2.0 */
#include "registers/desk.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/org.h"

/* ---- views made from the register's own ---- */

struct fields {
    struct field *v;
    size_t n;
};

static bool
for_machines(const struct field *f)
{
    return str_eq(f->name, "search") || str_eq(f->name, "territory") ||
           str_eq(f->name, "sort_key");
}

static const struct view *
view_of(struct arena *a, const struct registry *reg, const char *suffix, size_t size,
        const struct fields *f)
{
    struct view *v = NEW(a, struct view);
    *v = (struct view){arena_printf(a, "%s%s", reg->name, suffix), size, f->v, f->n};
    return v;
}

#define MORE(m, knd, ...)                                                              \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct more, m), .kind = (knd),                 \
        .label = __VA_ARGS__                                                           \
    }
#define MADE F_COMPUTED | F_READONLY

/* In lists and on a record's page; offsets begin at struct more. */
static const struct field item_fields[] = {
    MORE(organisation, K_TEXT, N_("Organisation"), .flags = MADE | F_BRIEF | F_PAGE),
    MORE(org_id, K_ID, N_("Organisation"), .flags = MADE | F_HIDDEN),
    MORE(org_name, K_TEXT, N_("Organisation"), .flags = MADE | F_HIDDEN),
    MORE(former_name, K_TEXT, N_("Former organisation"), .flags = MADE | F_HIDDEN),
};
static const struct field show_fields[] = {
    MORE(received_name, K_TEXT, N_("Received by"), .flags = MADE),
    MORE(page_title, K_TEXT, N_("Title"), .flags = MADE | F_PAGE | F_HIDDEN),
    MORE(base, K_TEXT, N_("Path"), .flags = MADE | F_PAGE | F_HIDDEN),
    MORE(list_label, K_TEXT, N_("Register"), .flags = MADE | F_PAGE | F_HIDDEN),
    MORE(law, K_TEXT, N_("Legal basis"), .flags = MADE | F_PAGE | F_HIDDEN),
    MORE(rule, K_TEXT, N_("When its organisation ends"),
         .flags = MADE | F_PAGE | F_HIDDEN),
    MORE(may_write, K_BOOL, N_("May write"), .flags = MADE | F_PAGE | F_HIDDEN),
    MORE(is_open, K_BOOL, N_("In force"), .flags = MADE | F_PAGE | F_HIDDEN),
    MORE(is_review, K_BOOL, N_("To be reviewed"), .flags = MADE | F_PAGE | F_HIDDEN),
    MORE(is_surrender, K_BOOL, N_("To be surrendered"),
         .flags = MADE | F_PAGE | F_HIDDEN),
    MORE(history, K_LIST, N_("History"), .flags = MADE, .of = &act_view),
    MORE(moves, K_LIST, N_("What decrees did to it"), .flags = MADE,
         .of = &desk_move_view),
    ATTACHED_FILES(struct more, attached),
};

static void
put(struct arena *a, struct fields *f, struct field field)
{
    *PUSH(a, f) = field;
}

/* The fields of a record as people see it: title first, then the register's own, then the rest. */
static void
own_fields(struct arena *a, const struct desk *d, struct fields *out)
{
    const struct view *v = d->reg->view;
    const char *link = arena_printf(a, "/%s/{id}", d->reg->plural);
    struct field title = *view_field(v, d->reg->title_field);
    title.to = link;
    title.flags |= F_BRIEF;
    put(a, out, title);
    for (int round = 0; round < 2; round++) /* RECORD_FIELDS stand first in the view */
        for (size_t i = 0; i < v->n; i++) {
            struct field f = v->fields[i];
            bool common = f.offset < sizeof(struct record);
            if (common != (round == 1) || for_machines(&f) ||
                str_eq(f.name, title.name))
                continue;
            if (common && (f.kind == K_ID || str_eq(f.name, "version")))
                f.flags |= F_HIDDEN;
            put(a, out, f);
        }
}

static void
add_fields(struct arena *a, const struct desk *d, const struct field *v, size_t n,
           struct fields *out)
{
    for (size_t i = 0; i < n; i++) {
        struct field f = v[i];
        f.offset += d->more;
        put(a, out, f);
    }
}

static const struct field option_fields[] = {
    FIELD(struct desk_option, name, N_("Name")),
    FIELD(struct desk_option, label, N_("Label")),
    FIELD(struct desk_option, chosen, N_("Chosen")),
};
static const struct view option_view =
    VIEW("option", struct desk_option, option_fields);

static const struct view *
page_view(struct arena *a, const struct desk *d)
{
    const unsigned made = F_COMPUTED | F_PAGE;
    const struct field fixed[] = {
        FIELD(struct desk_page, total, N_("Total"), .flags = F_COMPUTED),
        FIELD(struct desk_page, total_at_least, N_("At least"), .flags = F_COMPUTED),
        LISTOF(struct desk_page, items, d->item, N_("Items")),
        FIELD(struct desk_page, next, N_("Next page"), .flags = F_COMPUTED),
        FIELD(struct desk_page, base, N_("Path"), .flags = made),
        FIELD(struct desk_page, about, N_("About"), .flags = made),
        FIELD(struct desk_page, org_name, N_("Organisation"), .flags = made),
        FIELD(struct desk_page, q, N_("Search"), .flags = made),
        FIELD(struct desk_page, may_write, N_("May write"), .flags = made),
        FIELD(struct desk_page, to_decide, N_("To be decided"), .flags = made),
        FIELD(struct desk_page, all, N_("Every organisation"), .flags = made),
        ID(struct desk_page, org_id, N_("Organisation"), .flags = made),
        FIELD(struct desk_page, from, N_("From the day"), .flags = made),
        FIELD(struct desk_page, to, N_("To the day"), .flags = made),
        LISTOF(struct desk_page, states, &option_view, N_("States"), .flags = made),
        LISTOF(struct desk_page, sorts, &option_view, N_("Order"), .flags = made),
        LISTOF(struct desk_page, sums, &record_sum_view, N_("Sums"),
               .flags = F_COMPUTED),
        FIELD(struct desk_page, has_sums, N_("Sums"), .flags = made),
    };
    struct fields f = {0};
    for (size_t i = 0; i < COUNT(fixed); i++)
        put(a, &f, fixed[i]);
    return view_of(a, d->reg, "_list", sizeof(struct desk_page), &f);
}

/* What people fill in; a change also says which record in which version. */
static const struct view *
form_view(struct arena *a, const struct registry *reg, bool change)
{
    const struct view *v = reg->view;
    struct fields f = {0};
    struct field id = *view_field(v, change ? "id" : "org_held");
    id.flags = F_HIDDEN;
    put(a, &f, id);
    if (change) {
        struct field version = *view_field(v, "version");
        version.flags = F_HIDDEN | F_REQUIRED;
        put(a, &f, version);
    }
    for (size_t i = 0; i < v->n; i++)
        if (v->fields[i].offset >= sizeof(struct record) &&
            v->fields[i].kind < K_HTML &&
            !(v->fields[i].flags & (F_READONLY | F_COMPUTED)))
            put(a, &f, v->fields[i]);
    struct field day_in = *view_field(v, "received_on");
    day_in.flags = 0;
    if (!change)
        day_in.hint = N_("Empty: today");
    put(a, &f, day_in);
    return view_of(a, reg, change ? "_change" : "_add", v->size, &f);
}

const struct desk *
desk_new(struct arena *a, const struct registry *reg)
{
    struct desk *d = NEW(a, struct desk);
    size_t align = _Alignof(max_align_t);
    struct fields item = {0}, show = {0};
    *d = (struct desk){.reg = reg,
                       .more = (reg->view->size + align - 1) / align * align};
    size_t size = d->more + sizeof(struct more);
    own_fields(a, d, &item);
    add_fields(a, d, item_fields, COUNT(item_fields), &item);
    own_fields(a, d, &show);
    add_fields(a, d, item_fields, COUNT(item_fields), &show);
    add_fields(a, d, show_fields, COUNT(show_fields), &show);
    d->item = view_of(a, reg, "", size, &item);
    d->show = view_of(a, reg, "_detail", size, &show);
    d->page = page_view(a, d);
    d->add = form_view(a, reg, false);
    d->change = form_view(a, reg, true);
    d->files = attachable_register(reg);
    return d;
}

/* ---- names ---- */

static const struct org_name *
known(const struct org_names *names, org_id id)
{
    for (size_t i = 0; i < names->n; i++)
        if (names->v[i].id.v == id.v)
            return &names->v[i];
    return NULL;
}

static struct org_name
named(const struct org_with_now *o)
{
    struct org_name n = {.id = o->id,
                         .now = o->id,
                         .name = o->name,
                         .kind = o->kind,
                         .now_name = o->name};
    if (o->now_id.v) {
        n.now = o->now_id;
        n.now_name = o->now_name ? o->now_name : o->name;
    }
    return n;
}

err
desk_org(struct ctx *c, struct org_names *names, org_id id, struct org_name *out)
{
    const struct org_name *had = known(names, id);
    struct org_with_now o;
    if (had) {
        *out = *had;
        return OK;
    }
    err e = org_with_now(c, id, c->today, &o);
    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    *PUSH(c->arena, names) = *out =
        e == OK ? named(&o) : (struct org_name){.id = id, .now = id};
    return OK;
}

err
desk_orgs(struct ctx *c, struct org_names *names, const struct org_id_list *ids)
{
    struct org_id_list asked = {0};
    struct org_with_now_list found;
    for (size_t i = 0; i < ids->n; i++) {
        bool seen = !ids->v[i].v || known(names, ids->v[i]);
        for (size_t k = 0; k < asked.n && !seen; k++)
            seen = asked.v[k].v == ids->v[i].v;
        if (!seen)
            *PUSH(c->arena, &asked) = ids->v[i];
    }
    if (asked.n == 1) {
        struct org_name one;
        return desk_org(c, names, asked.v[0], &one);
    }
    TRY(org_with_now_many(c, asked.v, asked.n, c->today, &found));
    for (size_t i = 0; i < found.n; i++)
        *PUSH(c->arena, names) = named(&found.v[i]);
    return OK;
}

err
desk_fill(struct ctx *c, const struct desk *d, struct org_names *names, const void *rec,
          void *shown)
{
    const struct record *r = rec;
    struct more *m = desk_more(d, shown);
    struct org_name held;
    memcpy(shown, rec, d->reg->view->size);
    TRY(desk_org(c, names, r->org_held, &held));
    m->org_id = held.now;
    m->org_name = held.now_name;
    m->org_kind = held.kind;
    m->organisation = held.now_name;
    if (held.now.v != held.id.v) {
        m->former_name = held.name;
        if (!str_eq(held.name, held.now_name)) /* a successor often keeps the name */
            m->organisation =
                arena_printf(c->arena, "%s (%s)", held.now_name, held.name);
    }
    return OK;
}

err
desk_moves(struct ctx *c, const struct desk *d, struct org_names *names, int64_t id,
           struct desk_move_list *out)
{
    struct moved_list moves;
    TRY(register_moves(c, d->reg, id, &moves));
    for (size_t i = 0; i < moves.n; i++) {
        const struct moved *m = &moves.v[i];
        struct org_name from, to;
        TRY(desk_org(c, names, m->from_org, &from));
        TRY(desk_org(c, names, m->to_org, &to));
        *PUSH(c->arena, out) =
            (struct desk_move){m->at,     m->decree_id,    from.name,      to.name,
                               m->reason, m->state_before, m->state_after, m->undone};
    }
    return OK;
}
