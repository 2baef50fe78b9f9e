/* SPDX-License-Identifier: Apache-2.0 */
/* merge.c: one list out of many short index scans. */
#include "store/compose.h"

struct merged {
    const struct view *view;
    const struct field *order, *id;
    bool descending;
    size_t most;    /* rows wanted */
    const void **v; /* the best so far, in order */
    size_t n;
};

/* Less than 0: a comes before b. Text goes bytewise, as both engines order it. */
static int
compare(const struct merged *m, const void *a, const void *b)
{
    int sign = 0;
    if (m->order->kind == K_TEXT) {
        const char *s = field_str(m->order, a), *t = field_str(m->order, b);
        sign = strcmp(s ? s : "", t ? t : "");
    } else {
        int64_t x = field_int(m->order, a), y = field_int(m->order, b);
        sign = (x > y) - (x < y);
    }
    if (sign == 0) {
        int64_t x = field_int(m->id, a), y = field_int(m->id, b);
        sign = (x > y) - (x < y);
    }
    return m->descending ? -sign : sign;
}

/* Takes in the rows of one branch, which come in order. */
static void
take(struct ctx *c, struct merged *m, const struct any_list *more)
{
    size_t size = m->view->size, n = 0, i = 0, j = 0;
    const char *b = more->v;
    if (more->n == 0)
        return;
    const void **out = NEWN(c->arena, const void *, m->n + more->n);
    while (n < m->most && (i < m->n || j < more->n)) {
        bool ours =
            j == more->n || (i < m->n && compare(m, m->v[i], b + j * size) <= 0);
        out[n++] = ours ? m->v[i++] : b + j++ * size;
    }
    m->v = out;
    m->n = n;
}

/* A question to PostgreSQL costs more than its answer here, so several branches go into one; SQLite
 * is asked by a call, and a branch that knows where the last one ended reads less. */
static size_t
at_once(struct ctx *c)
{
    enum {
        BRANCHES_AT_ONCE = 16
    };
    return db_engine(c->db) == ENGINE_SQLITE ? 1 : BRANCHES_AT_ONCE;
}

static err
one_branch(struct ctx *c, const struct select *s, const struct term *branch,
           size_t n_each, const struct view *v, struct any_list *rows)
{
    struct select one = *s;
    struct term *terms = NEWN(c->arena, struct term, s->n_terms + n_each + 1);
    if (s->n_terms)
        memcpy(terms, s->terms, s->n_terms * sizeof *terms);
    memcpy(terms + s->n_terms, branch, n_each * sizeof *terms);
    one.terms = terms;
    one.n_terms = s->n_terms + n_each;
    return select_list(c, &one, v, rows);
}

err
select_merge(struct ctx *c, const struct select *s, const struct term *branches,
             size_t n_branches, size_t n_each, const struct view *v, void *list)
{
    struct merged m = {.view = v,
                       .order = view_field(v, s->order),
                       .id = view_field(v, s->id_column),
                       .descending = s->descending,
                       .most = (size_t)s->limit};
    const size_t most = at_once(c);
    must(m.order && m.id && s->limit > 0);
    struct select part = *s;
    for (size_t i = 0, n; i < n_branches; i += n) {
        if (m.n ==
            m.most) { /* nothing at or beyond the last row kept is wanted any more */
            part.until = field_raw(c->arena, m.order, m.v[m.n - 1]);
            part.until_id = field_int(m.id, m.v[m.n - 1]);
        }
        struct any_list rows;
        n = n_branches - i < most ? n_branches - i : most;
        TRY(n == 1
                ? one_branch(c, &part, branches + i * n_each, n_each, v, &rows)
                : select_union(c, &part, branches + i * n_each, n, n_each, v, &rows));
        take(c, &m, &rows);
    }
    char *rows = arena_alloc(c->arena, m.n * v->size, _Alignof(max_align_t));
    for (size_t i = 0; i < m.n; i++)
        memcpy(rows + i * v->size, m.v[i], v->size);
    *(struct any_list *)list = (struct any_list){rows, m.n};
    return OK;
}
