/* SPDX-License-Identifier: Apache-2.0 */
/* tpl.c: compiles a template to ops against its view, and runs them. */
#include "view/tpl.h"

#include "base/msg.h"
#include "base/text.h"
#include "view/tpl_ops.h"

enum {
    DEEPEST = 12,   /* sections inside sections */
    PARTS_DEEP = 6  /* templates inside templates */
};

struct compiler {
    struct ctx *c;
    const struct tpl_env *env;
    const char *name; /* of the template being read, for messages */
    const char *at;
    int line;
    int n_parts;
    struct tpl_op_list ops;
    bool is_target; /* the next op is where a section ends: it is no part of the text before */
    const struct view *views[DEEPEST + 1];
    int depth;
    size_t open[DEEPEST + 1]; /* ops of the sections that are open */
    int n_open, n_forms;
    bool lacks; /* a message in the language at hand */
};

static err
wrong(struct compiler *k, const char *what, const char *tag)
{
    return fail(k->c, ERR_INVALID, NULL, N_("Template %s, line %d: %s: %s"), k->name, k->line,
                what, tag);
}

static struct tpl_op *
push_op(struct compiler *k, enum tpl_op_kind kind)
{
    struct tpl_op *op = PUSH(k->c->arena, &k->ops);
    op->kind = kind;
    op->view = k->views[k->depth];
    k->is_target = false;
    return op;
}

static void
push_text(struct compiler *k, const char *text, size_t n)
{
    struct tpl_op *last = k->ops.n && !k->is_target ? &k->ops.v[k->ops.n - 1] : NULL;
    if (last && last->kind == T_TEXT) {
        char *both = arena_alloc(k->c->arena, last->n + n, 1);
        memcpy(both, last->text, last->n);
        memcpy(both + last->n, text, n);
        last->text = both;
        last->n += n;
        return;
    }
    struct tpl_op *op = push_op(k, T_TEXT);
    op->text = text;
    op->n = n;
}

static void
need_message(struct compiler *k, const char *id)
{
    const struct catalog *lang = k->c->lang;
    if (lang && lang->is_partial && id && *id && !catalog_has(lang, id))
        k->lacks = true;
}

static void
need_choices(struct compiler *k, const struct field *f)
{
    for (int i = 0; f->kind == K_ENUM && i < f->n_choices; i++)
        need_message(k, f->choices[i].label);
}

/* What is drawn from a view: its fields' labels, hints and choices. */
static void
need_labels(struct compiler *k, const struct view *v)
{
    for (size_t i = 0; v && i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (f->flags & F_HIDDEN)
            continue;
        need_message(k, f->label);
        need_message(k, f->hint);
        need_choices(k, f);
    }
}

static void
push_message(struct compiler *k, const char *id)
{
    need_message(k, id);
    CLEANUP(buf_free) struct buf b = {0};
    buf_html(&b, T(k->c, id));
    push_text(k, arena_strndup(k->c->arena, b.s ? b.s : "", b.n), b.n);
}

/* The field a name means here: of the innermost view that has it, or page.name. */
static err
resolve(struct compiler *k, const char *name, struct tpl_op *op)
{
    if (text_starts(name, "page.")) {
        op->field = k->env->page ? view_field(k->env->page, name + 5) : NULL;
        op->up = LEVEL_PAGE;
    } else {
        for (op->up = 0; op->up <= k->depth && !op->field; op->up++)
            op->field = view_field(k->views[k->depth - op->up], name);
        op->up--;
    }
    return op->field ? OK : wrong(k, "no such field", name);
}

static err
value_tag(struct compiler *k, char *name)
{
    char *dot = strrchr(name, '.');
    enum tpl_op_kind kind = T_SHOWN;
    if (dot && strcmp(dot, ".raw") == 0)
        kind = T_RAW;
    else if (dot && strcmp(dot, ".link") == 0)
        kind = T_LINK;
    else if (dot && strcmp(dot, ".short") == 0)
        kind = T_SHORT;
    if (kind != T_SHOWN)
        *dot = '\0';
    struct tpl_op op = {0};
    TRY(resolve(k, name, &op));
    if (op.field->kind == K_LIST || op.field->kind == K_REC)
        return wrong(k, "a list or record is no value", name);
    if (kind == T_LINK && !op.field->to)
        return wrong(k, "the field has no link", name);
    if (kind == T_SHORT && op.field->kind != K_DEC)
        return wrong(k, "only decimals have a short form", name);
    need_choices(k, op.field);
    struct tpl_op *out = push_op(k, kind);
    out->field = op.field;
    out->up = op.up;
    return OK;
}

static err
section_tag(struct compiler *k, const char *name, enum tpl_op_kind kind)
{
    struct tpl_op op = {0};
    if (k->n_open == DEEPEST)
        return wrong(k, "sections too deep", name);
    if (text_starts(name, "may ")) {
        k->open[k->n_open++] = k->ops.n;
        push_op(k, kind == T_SECTION ? T_MAY : T_MAY_NOT)->text = name + 4;
        return OK;
    }
    TRY(resolve(k, name, &op));
    k->open[k->n_open++] = k->ops.n;
    struct tpl_op *out = push_op(k, kind);
    out->field = op.field;
    out->up = op.up;
    if (kind == T_SECTION && op.field->of)
        k->views[++k->depth] = op.field->of;
    return OK;
}

/* As it is written to end the section that `op` begins. */
static const char *
section_name(const struct tpl_op *op)
{
    return op->field ? op->field->name : "may";
}

static err
end_tag(struct compiler *k, const char *name)
{
    if (k->n_open == 0)
        return wrong(k, "nothing is open", name);
    struct tpl_op *op = &k->ops.v[k->open[--k->n_open]];
    const char *begun = text_starts(name, "page.") ? name + 5 : name;
    if (!str_eq(section_name(op), begun))
        return wrong(k, "closes another section", name);
    op->end = k->ops.n;
    k->is_target = true;
    if (op->kind == T_SECTION && op->field->of)
        k->depth--;
    return OK;
}

static err compile_text(struct compiler *k, const char *text);

static err
part_tag(struct compiler *k, const char *name)
{
    const char *text = k->env->text(k->env->arg, name);
    if (!text)
        return wrong(k, "no such template", name);
    if (k->n_parts == PARTS_DEEP)
        return wrong(k, "templates too deep", name);
    struct compiler outer = *k;
    k->n_parts++;
    k->name = name;
    int open = k->n_open;
    TRY(compile_text(k, text));
    if (k->n_open != open)
        return wrong(k, "a section is left open", name);
    k->name = outer.name;
    k->line = outer.line;
    k->at = outer.at;
    k->n_parts--;
    return OK;
}

static err
list_tag(struct compiler *k, const char *name, enum tpl_op_kind kind)
{
    struct tpl_op op = {0};
    TRY(resolve(k, name, &op));
    if (op.field->kind != K_LIST)
        return wrong(k, "not a list", name);
    if (kind == T_TABLE)
        need_labels(k, op.field->of);
    struct tpl_op *out = push_op(k, kind);
    out->field = op.field;
    out->up = op.up;
    return OK;
}

static err
tag(struct compiler *k, char *s)
{
    struct arena *a = k->c->arena;
    switch (*s) {
    case '#':
        return section_tag(k, text_trim(a, s + 1), T_SECTION);
    case '^':
        return section_tag(k, text_trim(a, s + 1), T_INVERT);
    case '/':
        return end_tag(k, text_trim(a, s + 1));
    case '>':
        return part_tag(k, text_trim(a, s + 1));
    case '_':
        push_message(k, text_trim(a, s + 1));
        return OK;
    default:
        break;
    }
    if (text_starts(s, "n "))
        return list_tag(k, text_trim(a, s + 2), T_COUNT);
    if (text_starts(s, "table "))
        return list_tag(k, text_trim(a, s + 6), T_TABLE);
    if (text_starts(s, "form ")) {
        const char *path = text_trim(a, s + 5);
        struct tpl_form form;
        if (!k->env->form || !k->env->form(k->env->arg, path, &form))
            return wrong(k, "no such route", path);
        need_labels(k, form.in);
        need_message(k, form.help);
        struct tpl_op *op = push_op(k, T_FORM);
        op->form = form;
        op->ordinal = ++k->n_forms;
        return OK;
    }
    if (strcmp(s, "fields") == 0 || strcmp(s, "faults") == 0) {
        if (strcmp(s, "fields") == 0)
            need_labels(k, k->views[k->depth]);
        push_op(k, strcmp(s, "fields") == 0 ? T_FIELDS : T_FAULTS);
        return OK;
    }
    return value_tag(k, s);
}

static err
compile_text(struct compiler *k, const char *text)
{
    k->at = text;
    k->line = 1;
    for (;;) {
        const char *open = strstr(k->at, "{{");
        size_t n = open ? (size_t)(open - k->at) : strlen(k->at);
        if (n)
            push_text(k, k->at, n);
        for (size_t i = 0; i < n; i++)
            k->line += k->at[i] == '\n';
        if (!open)
            return OK;
        const char *close = strstr(open, "}}");
        if (!close)
            return wrong(k, "a tag does not end", "{{");
        close += close[2] == '}'; /* {{form /units/{code}}} */
        char *name = arena_strndup(k->c->arena, open + 2, (size_t)(close - open) - 2);
        k->at = close + 2;
        TRY(tag(k, text_trim(k->c->arena, name)));
    }
}

static err
compile_in(struct ctx *c, const struct tpl_env *env, struct tpl *t, int at)
{
    const char *text = env->text(env->arg, t->name);
    struct compiler k = {.c = c, .env = env, .name = t->name, .views = {t->view}};
    if (!text)
        return wrong(&k, "no such template", t->name);
    TRY(compile_text(&k, text));
    if (k.n_open)
        return wrong(&k, "a section is left open",
                     section_name(&k.ops.v[k.open[k.n_open - 1]]));
    t->in[at] = k.ops;
    t->lacks[at] = k.lacks;
    return OK;
}

err
tpl_compile(struct ctx *c, const struct tpl_env *env, const char *name,
            const struct view *v, const struct tpl **out)
{
    struct tpl *t = NEW(c->arena, struct tpl);
    *t = (struct tpl){.name = name, .view = v};
    const struct catalog *lang = c->lang;
    c->lang = NULL;
    err e = compile_in(c, env, t, 0);
    for (int i = 0; e == OK && catalogs[i].lang; i++) {
        must(i + 1 < LANGUAGES_MOST);
        c->lang = &catalogs[i];
        e = compile_in(c, env, t, i + 1);
    }
    c->lang = lang;
    *out = t;
    return e;
}

/* ---- running ---- */

static const void *
record_of(const struct tpl_at *at, const struct tpl_op *op)
{
    return op->up == LEVEL_PAGE ? at->run->page : at->rec[at->depth - op->up];
}

static void
shown(struct tpl_at *at, const struct tpl_op *op, const void *rec)
{
    if (op->field->kind == K_HTML)
        buf_puts(at->b, field_str(op->field, rec));
    else
        buf_html(at->b, field_shown(at->c, op->field, rec));
}

static void
linked(struct tpl_at *at, const struct tpl_op *op, const void *rec)
{
    const char *to = tpl_link(at->c, op->view, op->field, rec);
    if (to) {
        buf_puts(at->b, "<a href=\"");
        buf_html(at->b, to);
        buf_puts(at->b, "\">");
    }
    shown(at, op, rec);
    if (to)
        buf_puts(at->b, "</a>");
}

static void run_ops(struct tpl_at *at, size_t from, size_t to);

static void
section(struct tpl_at *at, const struct tpl_op *op, size_t first)
{
    const void *rec = record_of(at, op);
    const struct field *f = op->field;
    if (f->kind == K_LIST) {
        const struct any_list *list = field_list(f, rec);
        at->depth++;
        for (size_t i = 0; i < list->n; i++) {
            at->rec[at->depth] = (const char *)list->v + i * f->of->size;
            run_ops(at, first, op->end);
        }
        at->depth--;
    } else if (f->kind == K_REC) {
        if (!field_rec(f, rec))
            return;
        at->rec[++at->depth] = field_rec(f, rec);
        run_ops(at, first, op->end);
        at->depth--;
    } else if (field_has(f, rec)) {
        run_ops(at, first, op->end);
    }
}

static void
run_op(struct tpl_at *at, const struct tpl_op *op, size_t *next)
{
    const void *rec = op->field ? record_of(at, op) : NULL;
    switch (op->kind) {
    case T_TEXT:
        buf_put(at->b, op->text, op->n);
        break;
    case T_SHOWN:
        shown(at, op, rec);
        break;
    case T_RAW:
        buf_html(at->b, field_raw(at->c->arena, op->field, rec));
        break;
    case T_LINK:
        linked(at, op, rec);
        break;
    case T_SHORT:
        buf_html(at->b, field_short(at->c, op->field, rec));
        break;
    case T_COUNT:
        buf_int(at->b, (int64_t)field_list(op->field, rec)->n);
        break;
    case T_SECTION:
        section(at, op, *next);
        *next = op->end;
        break;
    case T_INVERT:
        if (field_has(op->field, rec))
            *next = op->end;
        break;
    case T_MAY:
    case T_MAY_NOT:
        if (at->run->may && at->run->may(at->c, op->text) != (op->kind == T_MAY))
            *next = op->end;
        break;
    case T_FORM:
        tpl_form_part(at, op);
        break;
    case T_TABLE:
        tpl_table_part(at, op->field->of, field_list(op->field, rec));
        break;
    case T_FIELDS:
        tpl_fields_part(at, op->view, at->rec[at->depth]);
        break;
    case T_FAULTS:
        tpl_faults_part(at);
        break;
    }
}

static void
run_ops(struct tpl_at *at, size_t from, size_t to)
{
    for (size_t i = from; i < to;) {
        const struct tpl_op *op = &at->ops->v[i++];
        run_op(at, op, &i);
    }
}

/* Where in t's tables. */
static int
language(const struct catalog *lang)
{
    for (int i = 0; lang && catalogs[i].lang; i++)
        if (lang == &catalogs[i])
            return i + 1;
    return 0;
}

bool
tpl_speaks(const struct tpl *t, const struct catalog *lang)
{
    return !t->lacks[language(lang)];
}

void
tpl_render(struct ctx *c, struct buf *b, const struct tpl *t, const struct tpl_run *run,
           const void *rec)
{
    const struct tpl_op_list *ops = &t->in[language(c->lang)];
    struct tpl_at at = {.c = c, .b = b, .ops = ops, .run = run, .rec = {rec}};
    run_ops(&at, 0, ops->n);
}
