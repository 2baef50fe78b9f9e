/* SPDX-License-Identifier: Apache-2.0 */
/* compose.c: the one place that makes SQL text, from const tables and bound values. */
#include "store/compose.h"

#include <stdlib.h>

#include "base/text.h"
#include "store/engine.h"

struct composed {
    struct buf sql;
    struct value *in;
    int n_in, cap_in;
};

static void
composed_free(struct composed *q)
{
    buf_free(&q->sql);
    free(q->in);
}

static void
put_value(struct composed *q, struct value v)
{
    if (q->n_in == q->cap_in) {
        q->cap_in = q->cap_in ? q->cap_in * 2 : 16;
        q->in = realloc(q->in, (size_t)q->cap_in * sizeof *q->in);
        must(q->in != NULL && q->n_in < MOST_VALUES);
    }
    q->in[q->n_in++] = v;
}

/* The values that the literals of the code speak of come first. */
static void
bind_given(struct composed *q, const struct select *s)
{
    for (int i = 0; i < s->n_in; i++)
        put_value(q, s->in[i]);
}

static void
bind(struct composed *q, struct value v)
{
    put_value(q, v);
    buf_putc(&q->sql, '$');
    buf_int(&q->sql, q->n_in);
}

static void
contains(struct ctx *c, struct composed *q, const struct term *t)
{
    char *words = text_fold(c->arena, t->value.s ? t->value.s : "");
    bool first = true;
    for (char *w = words; *w;) {
        size_t n = strcspn(w, " ");
        if (!first)
            buf_puts(&q->sql, " AND ");
        first = false;
        buf_printf(&q->sql, "%s LIKE ", t->column);
        bind(q, value_text(arena_printf(c->arena, "%%%.*s%%", (int)n, w)));
        w += n + (w[n] == ' ');
    }
    if (first)
        buf_puts(&q->sql, "1 = 1");
}

static void
beyond(struct composed *q, const char *joint, const struct select *s, const char *sign,
       const char *order_value, int64_t id)
{
    buf_printf(&q->sql, "%s(%s, %s) %s (", joint, s->order, s->id_column, sign);
    bind(q, value_text(order_value));
    buf_puts(&q->sql, ", ");
    bind(q, value_int(id));
    buf_puts(&q->sql, ")");
}

/* Gives what joins a further condition to these. */
static const char *
all_of(struct ctx *c, struct composed *q, const char *joint, const struct term *terms,
       size_t n)
{
    static const char *const sign[] = {
        [OP_EQ] = "=", [OP_LT] = "<", [OP_LE] = "<=", [OP_GT] = ">", [OP_GE] = ">="};
    for (size_t i = 0; i < n; i++) {
        const struct term *t = &terms[i];
        buf_puts(&q->sql, joint);
        joint = " AND ";
        if (t->op == OP_CONTAINS) {
            contains(c, q, t);
        } else if (t->op == OP_NULL) {
            buf_printf(&q->sql, "%s IS %s", t->column,
                       t->value.i ? "NULL" : "NOT NULL");
        } else if (t->op == OP_FLAG) {
            buf_printf(&q->sql, "%s = %d", t->column, t->value.i ? 1 : 0);
        } else {
            buf_printf(&q->sql, "%s %s ", t->column, sign[t->op]);
            bind(q, t->value);
        }
    }
    return joint;
}

static void
where(struct ctx *c, struct composed *q, const char *joint, const struct select *s)
{
    joint = all_of(c, q, joint, s->terms, s->n_terms);
    if (s->after) {
        beyond(q, joint, s, s->descending ? "<" : ">", s->after, s->after_id);
        joint = " AND ";
    }
    if (s->until)
        beyond(q, joint, s, s->descending ? ">" : "<", s->until, s->until_id);
}

static void
in_order(struct composed *q, const struct select *s)
{
    const char *way = s->descending ? " DESC" : "";
    if (s->order)
        buf_printf(&q->sql, " ORDER BY %s%s, %s%s", s->order, way, s->id_column, way);
    if (s->limit > 0) {
        buf_puts(&q->sql, " LIMIT ");
        bind(q, value_int(s->limit));
    }
}

err
select_list(struct ctx *c, const struct select *s, const struct view *v, void *list)
{
    CLEANUP(composed_free) struct composed q = {0};
    bind_given(&q, s);
    buf_printf(&q.sql, "SELECT %s FROM %s", s->columns, s->from);
    where(c, &q, " WHERE ", s);
    if (s->group)
        buf_printf(&q.sql, " GROUP BY %s", s->group);
    in_order(&q, s);
    return dynamic_list(c, buf_str(&q.sql), v, list, q.in, q.n_in);
}

/* What was written since `at`, taken out again. */
static const char *
cut(struct ctx *c, struct composed *q, size_t at)
{
    const char *s = arena_strndup(c->arena, q->sql.s + at, q->sql.n - at);
    q->sql.n = at;
    return s;
}

err
select_union(struct ctx *c, const struct select *s, const struct term *branches,
             size_t n_branches, size_t n_each, const struct view *v, void *list)
{
    CLEANUP(composed_free) struct composed q = {0};
    bind_given(&q, s);
    buf_puts(&q.sql, "SELECT * FROM (");
    size_t at = q.sql.n;
    where(c, &q, " AND ", s); /* the same of all: bound once */
    const char *also = cut(c, &q, at);
    in_order(&q, s);
    const char *order = cut(c, &q, at);
    for (size_t i = 0; i < n_branches; i++) {
        buf_printf(&q.sql, "%s(SELECT %s FROM %s", i ? " UNION ALL " : "", s->columns,
                   s->from);
        all_of(c, &q, " WHERE ", branches + i * n_each, n_each);
        buf_printf(&q.sql, "%s%s)", also, order);
    }
    buf_printf(&q.sql, ") AS branch%s", order);
    return dynamic_list(c, buf_str(&q.sql), v, list, q.in, q.n_in);
}

err
select_count(struct ctx *c, const struct select *s, int64_t bound, int64_t *out)
{
    CLEANUP(composed_free) struct composed q = {0};
    struct select all = *s;
    all.after = all.until = NULL;
    bind_given(&q, s);
    buf_printf(&q.sql, "SELECT count(*) FROM (SELECT 1 AS one FROM %s", s->from);
    where(c, &q, " WHERE ", &all);
    if (bound > 0) {
        buf_puts(&q.sql, " LIMIT ");
        bind(&q, value_int(bound));
    }
    buf_puts(&q.sql, ") AS counted");
    return dynamic_int(c, buf_str(&q.sql), q.in, q.n_in, out);
}

err
select_sum(struct ctx *c, const struct select *s, int64_t *out)
{
    CLEANUP(composed_free) struct composed q = {0};
    bind_given(&q, s);
    buf_printf(&q.sql, "SELECT CAST(coalesce(sum(%s), 0) AS bigint) FROM %s",
               s->columns, s->from);
    where(c, &q, " WHERE ", s);
    return dynamic_int(c, buf_str(&q.sql), q.in, q.n_in, out);
}

const char *
cursor_text(struct arena *a, const char *order_value, int64_t id)
{
    return arena_printf(a, "%lld~%s", (long long)id, order_value);
}

bool
cursor_parse(struct arena *a, const char *s, const char **order_value, int64_t *id)
{
    const char *mark = s ? strchr(s, '~') : NULL;
    if (!mark || mark - s > 19)
        return false;
    if (!int_parse(arena_strndup(a, s, (size_t)(mark - s)), id) || *id < 0)
        return false;
    *order_value = mark + 1;
    return true;
}

/* ---- tables of a view ---- */

static bool
is_column(const struct field *f)
{
    return !(f->flags & F_COMPUTED) && f->kind < K_HTML;
}

static struct value
column_value(const struct field *f, const void *rec)
{
    switch (f->kind) {
    case K_TEXT:
        return value_text(field_str(f, rec));
    case K_DAY:
        return value_day((day){(int32_t)field_int(f, rec)});
    case K_INSTANT:
        return value_instant((instant){field_int(f, rec)});
    case K_ENUM:
        return value_text(f->choices[field_int(f, rec)].name);
    case K_ID: {
        int64_t id = field_int(f, rec);
        return id ? value_int(id) : (struct value){.kind = V_NULL};
    }
    default:
        return value_int(field_int(f, rec));
    }
}

/* Days and instants live in a small ring: a record may hold more of them than it has. */
static struct value
kept(struct ctx *c, struct value v)
{
    if (v.kind == V_TEXT)
        v.s = arena_strdup(c->arena, v.s);
    return v;
}

/* The names of its columns, with commas; gives their number. */
static int
columns(struct composed *q, const struct table *t)
{
    int n = 0;
    for (size_t i = 0; i < t->view->n; i++)
        if (is_column(&t->view->fields[i]))
            buf_printf(&q->sql, "%s%s", n++ ? ", " : "", t->view->fields[i].name);
    return n;
}

static void
row_of_values(struct ctx *c, struct composed *q, const struct table *t, const void *rec)
{
    const char *joint = "(";
    for (size_t i = 0; i < t->view->n; i++) {
        const struct field *f = &t->view->fields[i];
        if (!is_column(f))
            continue;
        buf_puts(&q->sql, joint);
        joint = ", ";
        bind(q, kept(c, column_value(f, rec)));
    }
    buf_puts(&q->sql, ")");
}

err
table_add(struct ctx *c, const struct table *t, const void *rec)
{
    return table_add_many(c, t, rec, 1);
}

/* A power of two: the shapes that stay prepared are few. */
static size_t
rows_at_once(size_t most, size_t left)
{
    size_t n = 1;
    while (n * 2 <= most && n * 2 <= left)
        n *= 2;
    return n;
}

err
table_add_many(struct ctx *c, const struct table *t, const void *recs, size_t n)
{
    const char *rec = recs;
    while (n > 0) {
        CLEANUP(composed_free) struct composed q = {0};
        struct arena_mark m = arena_mark(c->arena);
        buf_printf(&q.sql, "INSERT INTO %s (", t->name);
        size_t fit = rows_at_once((size_t)(MOST_VALUES / columns(&q, t)), n);
        buf_puts(&q.sql, ") VALUES ");
        for (size_t i = 0; i < fit; i++, n--, rec += t->view->size) {
            buf_puts(&q.sql, i ? ", " : "");
            row_of_values(c, &q, t, rec);
        }
        TRY(dynamic_exec(c, buf_str(&q.sql), q.in, q.n_in, NULL));
        arena_reset(c->arena, m);
    }
    return OK;
}

err
table_change(struct ctx *c, const struct table *t, const void *rec)
{
    CLEANUP(composed_free) struct composed q = {0};
    buf_printf(&q.sql, "UPDATE %s SET ", t->name);
    for (size_t i = 0; i < t->view->n; i++) {
        const struct field *f = &t->view->fields[i];
        if (!is_column(f) || str_eq(f->name, "id"))
            continue;
        buf_printf(&q.sql, "%s%s = ", q.n_in ? ", " : "", f->name);
        bind(&q, kept(c, column_value(f, rec)));
    }
    buf_puts(&q.sql, " WHERE id = ");
    bind(&q, column_value(view_field(t->view, "id"), rec));
    int64_t n = 0;
    TRY(dynamic_exec(c, buf_str(&q.sql), q.in, q.n_in, &n));
    return n == 1 ? OK : ERR_NOT_FOUND;
}

static const char *
sql_type(const struct value *v)
{
    return v->kind == V_INT ? "bigint" : "text";
}

/* One row of the list that is joined; PostgreSQL takes the types of all from the first. */
static void
row_of_changes(struct ctx *c, struct composed *q, const struct table *t,
               const void *rec)
{
    bool first = q->n_in == 0;
    const char *joint = "(";
    for (size_t i = 0; i < t->view->n; i++) {
        const struct value v = kept(c, column_value(&t->view->fields[i], rec));
        must(is_column(&t->view->fields[i]) && v.kind != V_NULL);
        buf_puts(&q->sql, joint);
        joint = ", ";
        buf_puts(&q->sql, first ? "CAST(" : "");
        bind(q, v);
        if (first)
            buf_printf(&q->sql, " AS %s)", sql_type(&v));
    }
    buf_puts(&q->sql, ")");
}

err
table_change_many(struct ctx *c, const struct table *t, const void *recs, size_t n)
{
    const char *rec = recs;
    const size_t most = MOST_VALUES / t->view->n;
    must(str_eq(t->view->fields[0].name, "id"));
    while (n > 0) {
        CLEANUP(composed_free) struct composed q = {0};
        struct arena_mark m = arena_mark(c->arena);
        const size_t fit = rows_at_once(most, n);
        int64_t changed = 0;
        buf_printf(&q.sql, "UPDATE %s SET ", t->name);
        for (size_t i = 1; i < t->view->n; i++) /* both engines call them so */
            buf_printf(&q.sql, "%s%s = v.column%zu", i > 1 ? ", " : "",
                       t->view->fields[i].name, i + 1);
        buf_puts(&q.sql, " FROM (VALUES ");
        for (size_t i = 0; i < fit; i++, n--, rec += t->view->size) {
            buf_puts(&q.sql, i ? ", " : "");
            row_of_changes(c, &q, t, rec);
        }
        buf_printf(&q.sql, ") AS v WHERE %s.id = v.column1", t->name);
        TRY(dynamic_exec(c, buf_str(&q.sql), q.in, q.n_in, &changed));
        arena_reset(c->arena, m);
        if (changed != (int64_t)fit)
            return ERR_NOT_FOUND;
    }
    return OK;
}

err
table_find(struct ctx *c, const struct table *t, int64_t id, void *out)
{
    CLEANUP(composed_free) struct composed q = {0};
    buf_puts(&q.sql, "SELECT ");
    columns(&q, t);
    buf_printf(&q.sql, " FROM %s WHERE id = ", t->name);
    bind(&q, value_int(id));
    struct any_list found;
    TRY(dynamic_list(c, buf_str(&q.sql), t->view, &found, q.in, q.n_in));
    if (found.n == 0)
        return ERR_NOT_FOUND;
    memcpy(out, found.v, t->view->size);
    return OK;
}

const char *
table_ddl(struct arena *a, const struct table *t)
{
    static const char *const domain[] = {
        [K_TEXT] = "text_name", [K_INT] = "int_number",       [K_BOOL] = "int_bool",
        [K_DAY] = "text_day",   [K_INSTANT] = "text_instant", [K_MONEY] = "int_money",
        [K_DEC] = "int_number", [K_ENUM] = "text_code",       [K_ID] = "int_id"};
    CLEANUP(buf_free) struct buf b = {0};
    buf_printf(&b, "CREATE TABLE %s (", t->name);
    for (size_t i = 0, n = 0; i < t->view->n; i++) {
        const struct field *f = &t->view->fields[i];
        if (!is_column(f))
            continue;
        buf_printf(&b, "%s\n  %s %s%s", n++ ? "," : "", f->name, domain[f->kind],
                   str_eq(f->name, "id")   ? " PRIMARY KEY"
                   : f->flags & F_REQUIRED ? " NOT NULL"
                                           : "");
    }
    buf_puts(&b, "\n);\n");
    return arena_strndup(a, b.s, b.n);
}
