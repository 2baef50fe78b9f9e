/* SPDX-License-Identifier: Apache-2.0 */
/* people_orgs.c: organisations as a list and one by one, and how people name them. */
#include "base/msg.h"
#include "base/text.h"
#include "people/people_row.h"

extern const struct query Q_org_item, Q_org_answered, Q_org_by_code,
    Q_unit_by_code_for_org;

static const struct field filter_fields[] = {
    FIELD(struct orgs_filter, q, N_("Name")),
    FIELD(struct orgs_filter, kind, N_("Kind"), .max = 40),
    FIELD(struct orgs_filter, on, N_("As of")),
    PLACE_FIELDS(struct orgs_filter),
};
const struct view orgs_filter_view =
    VIEW("orgs_filter", struct orgs_filter, filter_fields);

static const struct field item_fields[] = {
    ID(struct org_item, id, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct org_item, name, N_("Name"), .flags = F_BRIEF, .to = "/orgs/{id}"),
    FIELD(struct org_item, kind, N_("Kind"), .flags = F_HIDDEN),
    FIELD(struct org_item, kind_label, N_("Kind"), .flags = F_BRIEF),
    FIELD(struct org_item, unit_code, N_("Code of the unit"), .flags = F_HIDDEN),
    FIELD(struct org_item, unit_name, N_("Unit"), .flags = F_BRIEF,
          .to = "/units/{unit_code}"),
    FIELD(struct org_item, valid_from, N_("In force from"), .flags = F_BRIEF),
    FIELD(struct org_item, valid_to, N_("In force until"), .flags = F_BRIEF),
    FIELD(struct org_item, sort_key, N_("Sort key"), .flags = F_PAGE | F_HIDDEN),
};
const struct view org_item_view = VIEW("org_item", struct org_item, item_fields);

#define FROM                                                                           \
    "org_version v JOIN org o ON o.id = v.org_id JOIN org_kind k ON k.name = o.kind "  \
    "LEFT JOIN unit_version u ON u.unit_id = v.unit_id AND u.valid_from <= $1 "        \
    "AND u.valid_to > $1"
#define COLUMNS                                                                        \
    "o.id, v.name, o.kind, k.label AS kind_label, u.code AS unit_code, "               \
    "u.name AS unit_name, o.valid_from, o.valid_to, v.sort_key"

static err
put_kinds(struct ctx *c, const char *chosen, struct option_list *out)
{
    struct org_kind_list all;
    TRY(org_kinds(c, &all));
    for (size_t i = 0; i < all.n; i++)
        *PUSH(c->arena, out) = (struct option){
            all.v[i].name, org_kind_word(c, all.v[i].name, all.v[i].label),
            str_eq(all.v[i].name, chosen)};
    return OK;
}

err
orgs_list(struct ctx *c, const struct orgs_filter *f, struct orgs_page *out)
{
    struct term terms[4];
    out->q = f->q;
    out->on = day_known(f->on) ? f->on : c->today;
    const char *on = day_iso(c->arena, out->on);
    const struct value in[] = {VALUE(on)};
    struct select s = {.from = FROM,
                       .columns = COLUMNS,
                       .in = in,
                       .n_in = 1,
                       .terms = terms,
                       .order = "v.sort_key",
                       .id_column = "v.org_id"};
    terms[s.n_terms++] = (struct term){"v.valid_from", OP_LE, VALUE(on)};
    terms[s.n_terms++] = (struct term){"v.valid_to", OP_GT, VALUE(on)};
    if (f->q)
        terms[s.n_terms++] = (struct term){"v.search", OP_CONTAINS, VALUE(f->q)};
    if (f->kind)
        terms[s.n_terms++] = (struct term){"o.kind", OP_EQ, VALUE(f->kind)};
    struct page_out page;
    TRY(page_list(c, &s, &(struct page_in){f->after, f->count, f->limit},
                  &org_item_view, &out->items, &page));
    for (size_t i = 0; i < out->items.n; i++) {
        struct org_item *o = &out->items.v[i];
        o->kind_label = org_kind_word(c, o->kind, o->kind_label);
    }
    out->total = page.total;
    out->total_at_least = page.total_at_least;
    if (page.has_more) {
        const struct org_item *last = &out->items.v[out->items.n - 1];
        out->next = cursor_text(c->arena, last->sort_key, last->id.v);
    }
    out->may_write = access_may(c, "org.write");
    return put_kinds(c, f->kind, &out->kinds);
}

/* ---- one ---- */

static err
name_of(struct ctx *c, org_id id, day on, const char **out)
{
    struct org o;
    if (!id.v)
        return OK;
    TRY(org_find(c, id, on, &o));
    *out = o.name;
    return OK;
}

/* May the actor do it for this one? A question: no fault is noted. */
static err
may_at(struct ctx *c, const char *capability, org_id id, bool *out)
{
    struct ctx quiet = *c;
    quiet.faults = (struct fault_list){0};
    quiet.code = OK;
    err e = access_need(&quiet, capability, id);
    *out = e == OK;
    return e == ERR_FORBIDDEN || e == ERR_UNAUTHENTICATED ? OK : e;
}

static err
who_answers(struct ctx *c, org_id id, struct orgs_show *out)
{
    err e = org_now(c, id, out->on, &out->now_id);
    if (e == ERR_NOT_FOUND) /* it has not begun */
        return OK;
    TRY(e);
    out->is_itself = out->now_id.v == id.v;
    TRY(name_of(c, out->now_id, out->on, &out->now_name));
    return query_list(c, &Q_org_answered, &org_view, &out->answers_for,
                      IN(id.v, out->on));
}

err
orgs_show(struct ctx *c, org_id id, day on, struct orgs_show *out)
{
    struct org o;
    out->on = day_known(on) ? on : c->today;
    TRY(query_one(c, &Q_org_item, &org_item_view, &out->org, IN(id.v, out->on)));
    out->org.kind_label = org_kind_word(c, out->org.kind, out->org.kind_label);
    TRY(org_find(c, id, out->on, &o));
    out->parent_id = o.parent_id;
    TRY(name_of(c, o.parent_id, out->on, &out->parent_name));
    out->is_forthcoming = o.valid_from.v > out->on.v;
    out->is_ended = o.valid_to.v <= out->on.v;
    TRY(who_answers(c, id, out));
    TRY(org_list_of_parent(c, id, out->on, &out->children));
    TRY(org_history(c, id, &out->versions));
    TRY(org_successions_of(c, id, &out->successions));
    if (access_may(c, "act.read"))
        TRY(act_list_of(c, "org", id.v, &out->history));
    out->has_history = out->history.n > 0;
    TRY(may_at(c, "org.write", id, &out->may_write));
    TRY(may_at(c, "grant.write", id, &out->may_grant));
    if (!access_may(c, "people.read"))
        return OK;
    TRY(grant_list(c, id, out->on, &out->grants));
    return role_list(c, &out->roles);
}

/* ---- how people name one ---- */

err
org_of_code(struct ctx *c, const char *code, const char *kind, day on, org_id *out)
{
    struct org_kind_list kinds;
    struct org o;
    bool known = false;
    const char *want = kind && *kind ? kind : "people_committee";
    TRY(org_kinds(c, &kinds));
    for (size_t i = 0; i < kinds.n; i++)
        known |= str_eq(kinds.v[i].name, want);
    if (!known)
        return fail(c, ERR_INVALID, "org_kind",
                    N_("There is no kind of organisation “%s”"), want);
    err e = query_one(c, &Q_org_by_code, &org_view, &o, IN(code, on, want));
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "org_code",
                    N_("No unit of the code %s has such an organisation on %s"), code,
                    day_vn(c->arena, on));
    TRY(e);
    *out = o.id;
    return OK;
}

static err
ambiguous(struct ctx *c, const struct org_item_list *found)
{
    CLEANUP(buf_free) struct buf names = {0};
    for (size_t i = 0; i < found->n && i < 5; i++) {
        const struct org_item *o = &found->v[i];
        buf_printf(&names, "%s%s", i ? "; " : "", o->name);
        if (o->unit_code)
            buf_printf(&names, " (%s)", o->unit_code);
    }
    return fail(c, ERR_INVALID, "organisation",
                N_("Several fit: %s. Give the unit's code"), buf_str(&names));
}

static err
by_name(struct ctx *c, const char *text, day on, org_id *out)
{
    const char *day_text = day_iso(c->arena, on), *folded = text_fold(c->arena, text);
    const struct value in[] = {VALUE(day_text)};
    const struct term terms[] = {{"v.valid_from", OP_LE, VALUE(day_text)},
                                 {"v.valid_to", OP_GT, VALUE(day_text)},
                                 {"v.search", OP_CONTAINS, VALUE(text)}};
    struct org_item_list found;
    TRY(select_list(c,
                    &(struct select){.from = FROM,
                                     .columns = COLUMNS,
                                     .in = in,
                                     .n_in = 1,
                                     .terms = terms,
                                     .n_terms = COUNT(terms),
                                     .order = "v.sort_key",
                                     .id_column = "v.org_id",
                                     .limit = 100},
                    &org_item_view, &found));
    const struct org_item *whole = NULL;
    size_t n_whole = 0;
    for (size_t i = 0; i < found.n; i++)
        if (str_eq(text_fold(c->arena, found.v[i].name), folded)) {
            whole = &found.v[i];
            n_whole++;
        }
    if (found.n == 1)
        whole = &found.v[0];
    if (found.n == 0)
        return fail(c, ERR_INVALID, "organisation",
                    N_("No organisation in force on %s fits “%s”"),
                    day_vn(c->arena, on), text);
    if (!whole || n_whole > 1)
        return ambiguous(c, &found);
    *out = whole->id;
    return OK;
}

err
org_pick(struct ctx *c, const char *text, day on, org_id *out)
{
    *out = (org_id){0};
    const char *s = text ? text_trim(c->arena, text) : "";
    if (!*s)
        return OK;
    if (strspn(s, "0123456789") != strlen(s))
        return by_name(c, s, on, out);
    err e = org_of_code(c, s, NULL, on, out);
    if (e == ERR_INVALID)
        c->faults.v[c->faults.n - 1].field = "organisation";
    return e;
}

/* ---- writing ---- */

static err
unit_of(struct ctx *c, const char *code, day on, unit_id *out)
{
    int64_t id = 0;
    if (code && *code)
        TRY(query_int(c, &Q_unit_by_code_for_org, IN(code, on), 0, &id));
    if (code && *code && !id)
        return fail(c, ERR_INVALID, "unit_code", N_("No unit holds the code %s on %s"),
                    code, day_vn(c->arena, on));
    out->v = id;
    return OK;
}

static err
parent_of(struct ctx *c, const char *text, day on, org_id *out)
{
    err e = org_pick(c, text, on, out);
    if (e == ERR_INVALID)
        c->faults.v[c->faults.n - 1].field = "parent";
    return e;
}

err
orgs_add(struct ctx *c, const struct org_new *in, org_id *out)
{
    struct org o = {.name = in->name, .kind = in->kind, .valid_from = in->valid_from};
    if (!day_known(o.valid_from) || !o.valid_from.v)
        o.valid_from = c->today;
    TRY(parent_of(c, in->parent, o.valid_from, &o.parent_id));
    TRY(people_need_at(c, "org.write", o.parent_id));
    TRY(unit_of(c, in->unit_code, o.valid_from, &o.unit_id));
    TRY(org_add(c, &o));
    *out = o.id;
    return OK;
}

err
orgs_change(struct ctx *c, org_id id, day on, const char *name, const char *parent)
{
    struct org_change to = {.name = name && *name ? name : NULL};
    day from = day_known(on) && on.v ? on : c->today;
    TRY(access_need(c, "org.write", id));
    TRY(parent_of(c, parent, from, &to.parent_id));
    if (to.parent_id.v)
        TRY(access_need(c, "org.write", to.parent_id));
    if (!to.name && !to.parent_id.v)
        return fail(c, ERR_INVALID, "name", N_("Say what changes"));
    return org_change(c, id, from, &to);
}
