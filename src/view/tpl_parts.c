/* SPDX-License-Identifier: Apache-2.0 */
/* tpl_parts.c: forms, tables and lists of fields, drawn from a view alone. */
#include <stdio.h>

#include "base/msg.h"
#include "base/text.h"
#include "view/tpl_ops.h"

static void
attr(struct buf *b, const char *name, const char *value)
{
    if (!value)
        return;
    buf_putc(b, ' ');
    buf_puts(b, name);
    buf_puts(b, "=\"");
    buf_html(b, value);
    buf_putc(b, '"');
}

/* "f-values[0].seq" is no id that every browser and validator takes. */
static const char *
html_id(struct arena *a, const char *prefix, const char *name)
{
    char *id = arena_printf(a, "%s%s", prefix, name);
    for (char *p = id; *p; p++)
        if (strchr("[].", *p))
            *p = '-';
    return id;
}

/* ---- forms ---- */

static bool
in_path(const char *path, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = path; (p = strchr(p, '{')); p++)
        if (strncmp(p + 1, name, n) == 0 && p[1 + n] == '}')
            return true;
    return false;
}

struct form_at {
    struct tpl_at *at;
    const struct tpl_op *op;
    const struct view *view; /* of the record at hand, */
    const void *rec;         /* for values to start from */
    const char *own;         /* its name of the field that is drawn, in a row of a list */
    bool typed;       /* this very form came back with faults */
    char prefix[12];  /* of ids: several forms on a page */
};

static const struct fault *
fault_of(const struct form_at *f, const char *name)
{
    const struct fault_list *all = &f->at->c->faults;
    for (size_t i = 0; f->typed && i < all->n; i++)
        if (str_eq(all->v[i].field, name))
            return &all->v[i];
    return NULL;
}

/* What the field shows at first: what was typed, else the record's own, as a person writes it. */
static const char *
start_value(const struct form_at *f, const struct field *in)
{
    if (in->flags & F_SECRET)
        return NULL;
    if (f->typed)
        return pair_value(f->at->run->typed, in->name);
    const struct field *have =
        f->view ? view_field(f->view, f->own ? f->own : in->name) : NULL;
    if (!have || have->kind != in->kind)
        return NULL;
    return field_typed(f->at->c, have, f->rec);
}

/* The list that the record at hand offers for this field; NULL: it is typed. */
static const struct field *
options_of(const struct form_at *f, const struct field *in)
{
    const struct field *all =
        in->options && f->op->view ? view_field(f->op->view, in->options) : NULL;
    return all && all->kind == K_LIST ? all : NULL;
}

static void
option(const struct form_at *f, const char *name, const char *label, bool chosen)
{
    struct buf *b = f->at->b;
    buf_puts(b, "<option value=\"");
    buf_html(b, name);
    buf_puts(b, chosen ? "\" selected>" : "\">");
    buf_html(b, label);
    buf_puts(b, "</option>");
}

static void
options(const struct form_at *f, const struct field *all, const char *value)
{
    const struct field *name = view_field(all->of, "name"),
                       *label = view_field(all->of, "label");
    const struct any_list *list = field_list(all, f->rec);
    must(name && label);
    option(f, NULL, NULL, !value);
    for (size_t i = 0; i < list->n; i++) {
        const void *rec = (const char *)list->v + i * all->of->size;
        const char *s = field_raw(f->at->c->arena, name, rec);
        option(f, s, field_shown(f->at->c, label, rec), value && str_eq(s, value));
    }
}

static void
control(const struct form_at *f, const struct field *in, const char *id, const char *by,
        const struct fault *wrong)
{
    struct ctx *c = f->at->c;
    struct buf *b = f->at->b;
    const char *value = start_value(f, in);
    bool area = in->flags & F_LONG && !(in->flags & F_FILE);
    const struct field *offered = options_of(f, in);
    bool choose = in->kind == K_ENUM || offered;
    buf_puts(b, choose ? "<select" : area ? "<textarea" : "<input");
    buf_puts(b, " class=\"ds-input\"");
    attr(b, "id", id);
    attr(b, "name", in->name);
    attr(b, "aria-describedby", by);
    if (wrong)
        buf_puts(b, " aria-invalid=\"true\"");
    if (in->kind == K_ENUM) {
        buf_putc(b, '>');
        for (int i = 0; i < in->n_choices; i++) {
            const struct choice *o = &in->choices[i];
            option(f, o->name, o->name ? T(c, o->label) : "",
                   value ? str_eq(o->name, value) : !o->name);
        }
        buf_puts(b, "</select>");
    } else if (offered) {
        buf_putc(b, '>');
        options(f, offered, value);
        buf_puts(b, "</select>");
    } else if (area) {
        buf_puts(b, f->own ? " rows=\"4\">\n" : " rows=\"8\">\n");
        buf_html(b, value);
        buf_puts(b, "</textarea>");
    } else if (in->flags & F_FILE) {
        buf_puts(b, " type=\"file\">");
    } else {
        attr(b, "type", in->flags & F_SECRET ? "password" : "text");
        if (in->kind == K_INT || in->kind == K_DAY || in->kind == K_MONEY)
            attr(b, "inputmode", "numeric");
        if (in->kind == K_DEC)
            attr(b, "inputmode", "decimal");
        if (str_eq(in->name, "username"))
            attr(b, "autocomplete", "username");
        if (in->flags & F_SECRET)
            attr(b, "autocomplete",
                 str_eq(in->name, "password") ? "current-password" : "new-password");
        attr(b, "value", value);
        buf_putc(b, '>');
    }
}

static void
hint_and_fault(const struct form_at *f, const char *hint, const char *hint_id,
               const struct fault *wrong, const char *wrong_id)
{
    struct buf *b = f->at->b;
    if (hint) {
        buf_puts(b, "<p data-field=\"description\"");
        attr(b, "id", hint_id);
        buf_putc(b, '>');
        buf_html(b, T(f->at->c, hint));
        buf_puts(b, "</p>");
    }
    if (wrong) {
        buf_puts(b, "<p class=\"ds-validation-message\" data-field=\"validation\"");
        attr(b, "id", wrong_id);
        buf_putc(b, '>');
        buf_html(b, wrong->message);
        buf_puts(b, "</p>");
    }
}

static void
checkbox(const struct form_at *f, const struct field *in, const char *id, const char *by)
{
    struct buf *b = f->at->b;
    const char *value = start_value(f, in);
    buf_puts(b, "<input class=\"ds-input\" type=\"checkbox\" value=\"1\"");
    attr(b, "id", id);
    attr(b, "name", in->name);
    attr(b, "aria-describedby", by);
    buf_puts(b, value && !str_eq(value, "0") ? " checked><label class=\"ds-label\""
                                             : "><label class=\"ds-label\"");
    attr(b, "for", id);
    buf_putc(b, '>');
    buf_html(b, T(f->at->c, in->label));
    buf_puts(b, "</label>");
}

static void
hidden(struct buf *b, const char *name, const char *value)
{
    if (!value)
        return;
    buf_puts(b, "<input type=\"hidden\"");
    attr(b, "name", name);
    attr(b, "value", value);
    buf_putc(b, '>');
}

static void
label_of(const struct form_at *f, const struct field *in, const char *id)
{
    struct ctx *c = f->at->c;
    struct buf *b = f->at->b;
    buf_puts(b, "<label class=\"ds-label\"");
    attr(b, "for", id);
    buf_putc(b, '>');
    buf_html(b, T(c, in->label));
    if (!(in->flags & F_REQUIRED) && !f->op->form.is_get) {
        buf_puts(b, " <span class=\"mute\">(");
        buf_html(b, T(c, N_("optional")));
        buf_puts(b, ")</span>");
    }
    buf_puts(b, "</label>");
}

static void
one_field(const struct form_at *f, const struct field *in)
{
    struct ctx *c = f->at->c;
    struct buf *b = f->at->b;
    if (in->flags & F_HIDDEN) { /* as the record has it now: who saves again has seen the faults */
        struct form_at fresh = *f;
        fresh.typed = false;
        const char *now = start_value(&fresh, in);
        hidden(b, in->name, now ? now : start_value(f, in));
        return;
    }
    enum {
        WIDE = 120 /* characters: a row of its own */
    };
    const char *hint = in->hint;
    if (!hint && in->kind == K_DAY && !f->op->form.is_get)
        hint = N_("Day/month/year, for example 01/07/2025");
    const char *id = html_id(c->arena, f->prefix, in->name);
    const struct fault *wrong = fault_of(f, in->name);
    const char *hint_id = hint ? arena_printf(c->arena, "%s-hint", id) : NULL;
    const char *wrong_id = wrong ? arena_printf(c->arena, "%s-error", id) : NULL;
    const char *by = hint_id && wrong_id ? arena_printf(c->arena, "%s %s", hint_id, wrong_id)
                     : hint_id           ? hint_id
                                         : wrong_id;
    bool wide = in->flags & F_LONG || in->kind == K_BOOL || in->max > WIDE;
    buf_puts(b, wide ? "<div class=\"ds-field w6\">" : "<div class=\"ds-field\">");
    if (in->kind == K_BOOL)
        checkbox(f, in, id, by);
    else
        label_of(f, in, id);
    hint_and_fault(f, hint, hint_id, wrong, wrong_id);
    if (in->kind != K_BOOL)
        control(f, in, id, by, wrong);
    buf_puts(b, "</div>");
}

/*
 * A list: for each row that the record at hand has, the fields of the form's row. The row's own
 * `label` says what its fields are for, its `is_long` that there is room for several lines, its
 * `is_required` that one is needed.
 */
static void
rows_of_fields(const struct form_at *f, const struct field *in)
{
    const struct field *have = f->view ? view_field(f->view, in->name) : NULL;
    if (!have || have->kind != K_LIST)
        return;
    const struct any_list *list = field_list(have, f->rec);
    const struct field *label = view_field(have->of, "label"),
                       *is_long = view_field(have->of, "is_long"),
                       *needed = view_field(have->of, "is_required");
    for (size_t i = 0; i < list->n; i++) {
        struct form_at row = *f;
        row.view = have->of;
        row.rec = (const char *)list->v + i * have->of->size;
        for (size_t k = 0; k < in->of->n; k++) {
            struct field one = in->of->fields[k];
            row.own = one.name;
            one.name = arena_printf(f->at->c->arena, "%s[%zu].%s", in->name, i, one.name);
            if (label && field_has(label, row.rec))
                one.label = field_str(label, row.rec);
            if (is_long && field_has(is_long, row.rec))
                one.flags |= F_LONG;
            else
                one.max = 0; /* as narrow as a number */
            if (needed && field_has(needed, row.rec))
                one.flags |= F_REQUIRED;
            one_field(&row, &one);
        }
    }
}

/* Of several forms on a page none stands out. */
static bool
stands_alone(const struct tpl_at *at)
{
    int n = 0;
    for (size_t i = 0; i < at->ops->n; i++)
        n += at->ops->v[i].kind == T_FORM && !at->ops->v[i].form.is_get;
    return n == 1;
}

void
tpl_form_part(struct tpl_at *at, const struct tpl_op *op)
{
    struct ctx *c = at->c;
    struct buf *b = at->b;
    const struct tpl_form *form = &op->form;
    if (at->run->may && !at->run->may(c, form->need))
        return;
    const void *rec = at->rec[at->depth];
    const char *action = op->view ? fill_path(c->arena, form->path, op->view, rec) : NULL;
    if (!action && strchr(form->path, '{'))
        return;
    struct form_at f = {.at = at, .op = op, .view = op->view, .rec = rec};
    f.typed = str_eq(at->run->typed_path, form->path) &&
              (form->is_get || c->faults.n > 0) && /* else it is a query, not this form */
              (!strchr(form->path, '{') || str_eq(action, at->run->typed_action));
    snprintf(f.prefix, sizeof f.prefix, op->ordinal > 1 ? "f%d-" : "f-", op->ordinal);
    bool files = false;
    for (size_t i = 0; form->in && i < form->in->n; i++)
        files |= (form->in->fields[i].flags & F_FILE) != 0;
    buf_puts(b, form->is_get ? "<form method=\"get\" novalidate"
                             : "<form method=\"post\" novalidate");
    attr(b, "class", form->is_get ? "filter" : "form");
    attr(b, "action", action ? action : form->path);
    if (files)
        attr(b, "enctype", "multipart/form-data");
    buf_putc(b, '>');
    if (!form->is_get) {
        hidden(b, "csrf", at->run->csrf);
        hidden(b, "idempotency_key", at->run->idempotency_key);
    }
    for (size_t i = 0; form->in && i < form->in->n; i++) {
        const struct field *in = &form->in->fields[i];
        if (in->flags & F_READONLY || in_path(form->path, in->name))
            continue;
        if (in->kind == K_LIST)
            rows_of_fields(&f, in);
        else if (in->kind < K_HTML)
            one_field(&f, in);
    }
    if (!form->is_get)
        buf_puts(b, "<div class=\"row w6\">");
    bool first = !form->is_get && stands_alone(at);
    buf_printf(b, "<button class=\"ds-button\" type=\"submit\" data-variant=\"%s\">",
               first ? "primary" : "secondary");
    buf_html(b, T(c, form->is_get ? form->is_list ? N_("Filter") : N_("Look up") : form->help));
    buf_puts(b, form->is_get ? "</button></form>" : "</button></div></form>");
}

/* ---- what is wrong, on top ---- */

static const struct tpl_op *
typed_form(const struct tpl_at *at)
{
    for (size_t i = 0; i < at->ops->n; i++)
        if (at->ops->v[i].kind == T_FORM &&
            str_eq(at->ops->v[i].form.path, at->run->typed_path))
            return &at->ops->v[i];
    return NULL;
}

void
tpl_faults_part(struct tpl_at *at)
{
    struct ctx *c = at->c;
    struct buf *b = at->b;
    if (c->faults.n == 0)
        return;
    const struct tpl_op *form = typed_form(at);
    buf_puts(b, "<div class=\"ds-error-summary\" tabindex=\"-1\" id=\"faults\" role=\"alert\" "
                "autofocus><h2 "
                "class=\"ds-heading\" data-size=\"xs\">");
    buf_html(b, T(c, err_title(c->code)));
    buf_puts(b, "</h2><ul>");
    for (size_t i = 0; i < c->faults.n; i++) {
        const struct fault *f = &c->faults.v[i];
        const struct field *in =
            f->field && form && form->form.in ? view_field(form->form.in, f->field) : NULL;
        buf_puts(b, "<li>");
        if (in && !(in->flags & F_HIDDEN)) {
            buf_puts(b, "<a class=\"ds-link\" href=\"#f");
            if (form->ordinal > 1)
                buf_int(b, form->ordinal);
            buf_putc(b, '-');
            buf_html(b, f->field);
            buf_puts(b, "\">");
            buf_html(b, T(c, in->label));
            buf_puts(b, ": ");
        }
        buf_html(b, f->message);
        if (in && !(in->flags & F_HIDDEN))
            buf_puts(b, "</a>");
        if (f->law) {
            buf_puts(b, " <small>");
            buf_html(b, f->law);
            buf_puts(b, "</small>");
        }
        buf_puts(b, "</li>");
    }
    buf_puts(b, "</ul></div>");
}

/* ---- tables and lists of fields ---- */

const char *
tpl_link(struct ctx *c, const struct view *v, const struct field *f, const void *rec)
{
    if (!f->to || !field_has(f, rec))
        return NULL;
    return fill_path(c->arena, f->to, v, rec);
}

static bool
numeric(const struct field *f)
{
    return f->kind == K_INT || f->kind == K_DEC || f->kind == K_MONEY || f->kind == K_DAY ||
           f->kind == K_INSTANT;
}

static void
cell_value(struct tpl_at *at, const struct view *v, const struct field *f, const void *rec)
{
    struct buf *b = at->b;
    if (f->kind == K_HTML) {
        buf_puts(b, field_str(f, rec));
        return;
    }
    const char *to = tpl_link(at->c, v, f, rec);
    if (to) {
        buf_puts(b, "<a class=\"ds-link\"");
        attr(b, "href", to);
        buf_putc(b, '>');
    }
    buf_html(b, field_shown(at->c, f, rec));
    if (to)
        buf_puts(b, "</a>");
}

static bool
any_brief(const struct view *v)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->fields[i].flags & F_BRIEF)
            return true;
    return false;
}

static bool
has_column(const struct field *f, bool brief)
{
    if (f->kind == K_LIST || f->kind == K_REC || f->flags & (F_HIDDEN | F_SECRET))
        return false;
    return !brief || f->flags & F_BRIEF;
}

void
tpl_table_part(struct tpl_at *at, const struct view *v, const struct any_list *list)
{
    struct ctx *c = at->c;
    struct buf *b = at->b;
    bool brief = any_brief(v);
    if (list->n == 0) {
        buf_puts(b, "<p class=\"empty\">");
        buf_html(b, T(c, N_("Nothing here.")));
        buf_puts(b, "</p>");
        return;
    }
    buf_puts(b, "<table role=\"table\" class=\"ds-table flow\"><thead role=\"rowgroup\"><tr "
                "role=\"row\">");
    bool leads = true; /* the first cell of a row names it and stands on the left */
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (!has_column(f, brief))
            continue;
        buf_printf(b, "<th role=\"columnheader\" scope=\"col\"%s>",
                   numeric(f) && !leads ? " class=\"n\"" : "");
        buf_html(b, T(c, f->label));
        buf_puts(b, "</th>");
        leads = false;
    }
    buf_puts(b, "</tr></thead><tbody role=\"rowgroup\">");
    for (size_t r = 0; r < list->n; r++) {
        const void *rec = (const char *)list->v + r * v->size;
        bool first = true;
        buf_puts(b, "<tr role=\"row\">");
        for (size_t i = 0; i < v->n; i++) {
            const struct field *f = &v->fields[i];
            if (!has_column(f, brief))
                continue;
            buf_puts(b, first ? "<th role=\"rowheader\" scope=\"row\"" : "<td role=\"cell\"");
            if (!first) {
                attr(b, "class", numeric(f) ? "n" : f->flags & F_LONG ? "w" : NULL);
                attr(b, "data-l", T(c, f->label));
            }
            buf_putc(b, '>');
            if (f->kind == K_HTML || field_has(f, rec) || f->kind == K_BOOL)
                cell_value(at, v, f, rec);
            buf_puts(b, first ? "</th>" : "</td>");
            first = false;
        }
        buf_puts(b, "</tr>");
    }
    buf_puts(b, "</tbody></table>");
}

void
tpl_fields_part(struct tpl_at *at, const struct view *v, const void *rec)
{
    struct buf *b = at->b;
    buf_puts(b, "<dl class=\"facts\">");
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (f->kind >= K_HTML || f->flags & (F_HIDDEN | F_SECRET) || !field_has(f, rec))
            continue;
        buf_puts(b, "<div><dt>");
        buf_html(b, T(at->c, f->label));
        buf_puts(b, "</dt><dd>");
        cell_value(at, v, f, rec);
        buf_puts(b, "</dd></div>");
    }
    buf_puts(b, "</dl>");
}
