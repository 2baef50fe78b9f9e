/* SPDX-License-Identifier: Apache-2.0 */
/* official_table.c: a table over pages: its head on each of them, a row cut only when a page is too
 * short for it. */
#include "view/official_in.h"

#define PAD MM(1.2)

struct grid {
    struct press *p;
    const struct official_table *t;
    double size;                    /* of the letters */
    double x[OFFICIAL_COLUMNS + 1]; /* edges of the columns */
    double top;                     /* of the part on this page */
    double first;                   /* where rows begin on this page */
};

/* A row on its way to paper: its cells, and how much of each stands there already. */
struct line {
    struct set cell[OFFICIAL_COLUMNS];
    int from[OFFICIAL_COLUMNS];
    size_t n;
};

static void
line_free(struct line *l)
{
    for (size_t i = 0; i < l->n; i++)
        set_free(&l->cell[i]);
}

static double
line_left(const struct line *l)
{
    double most = 0;
    for (size_t i = 0; i < l->n; i++) {
        double h = l->cell[i].edge[l->cell[i].n] - l->cell[i].edge[l->from[i]];
        most = h > most ? h : most;
    }
    return most + 2 * PAD;
}

/* Draws what fits of each cell, and the rules left and below; at least a line when `forced`. */
static bool
line_draw(struct grid *g, struct line *l, double room, bool forced)
{
    struct press *p = g->p;
    int take[OFFICIAL_COLUMNS];
    double height = 0;
    bool any = false;
    for (size_t i = 0; i < l->n; i++) {
        const struct set *s = &l->cell[i];
        take[i] = set_fits(s, l->from[i], room - 2 * PAD);
        if (take[i] == 0 && forced && l->from[i] < s->n)
            take[i] = 1;
        double h = s->edge[l->from[i] + take[i]] - s->edge[l->from[i]];
        height = h > height ? h : height;
        any = any || take[i] > 0;
    }
    if (!any)
        return false;
    for (size_t i = 0; i < l->n; i++) {
        if (take[i] > 0)
            press_draw(p, &l->cell[i], l->from[i], take[i], g->x[i] + PAD, p->y + PAD);
        l->from[i] += take[i];
    }
    p->y += height + 2 * PAD;
    press_line(p, g->x[0], p->y, g->x[l->n] - g->x[0]);
    return true;
}

/* The upright rules, when what stands on this page is known. */
static void
close_part(struct grid *g)
{
    cairo_t *cr = g->p->cr;
    for (size_t i = 0; i <= g->t->n_columns; i++) {
        cairo_move_to(cr, g->x[i], g->top);
        cairo_line_to(cr, g->x[i], g->p->y);
        cairo_stroke(cr);
    }
}

static void
set_head(const struct grid *g, struct line *out)
{
    const struct face face = {
        .size = g->size, .is_bold = true, .align = PANGO_ALIGN_CENTER};
    *out = (struct line){.n = g->t->n_columns};
    for (size_t i = 0; i < out->n; i++)
        out->cell[i] = press_set(g->p, &face, g->t->columns[i].title,
                                 g->x[i + 1] - g->x[i] - 2 * PAD);
}

static void
open_part(struct grid *g)
{
    CLEANUP(line_free) struct line head;
    set_head(g, &head);
    g->top = g->p->y;
    press_line(g->p, g->x[0], g->top, g->x[head.n] - g->x[0]);
    line_draw(g, &head, line_left(&head), true);
    g->first = g->p->y;
}

static void
next_part(struct grid *g)
{
    close_part(g);
    press_new_page(g->p);
    open_part(g);
}

static void
put_row(struct grid *g, const struct official_row *row)
{
    CLEANUP(line_free) struct line l = {.n = g->t->n_columns};
    for (size_t i = 0; i < l.n; i++) {
        const struct face face = {
            .size = g->size,
            .is_bold = row->is_strong,
            .align = g->t->columns[i].is_number ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT};
        l.cell[i] =
            press_set(g->p, &face, row->cells[i], g->x[i + 1] - g->x[i] - 2 * PAD);
    }
    const double page = BOTTOM - TOP - (g->first - g->top);
    while (!g->p->c->faults.n) {
        double left = line_left(&l), room = BOTTOM - g->p->y;
        bool fresh = g->p->y <= g->first;
        if (left <= room) {
            line_draw(g, &l, left, true);
            return;
        }
        if (left <= page || !line_draw(g, &l, room, fresh))
            must(!fresh || left > page);
        next_part(g);
    }
}

void
press_table(struct press *p, const struct official_table *t)
{
    int shares = 0;
    must(t->n_columns > 0 && t->n_columns <= OFFICIAL_COLUMNS);
    for (size_t i = 0; i < t->n_columns; i++)
        shares += t->columns[i].width ? t->columns[i].width : 1;
    struct grid g = {.p = p, .t = t};
    g.size = t->n_columns <= 6 ? 12 : t->n_columns <= 9 ? 11 : 10;
    g.x[0] = LEFT;
    for (size_t i = 0; i < t->n_columns; i++) {
        int share = t->columns[i].width ? t->columns[i].width : 1;
        g.x[i + 1] = g.x[i] + WIDTH * share / shares;
    }
    p->y += MM(2);
    struct line head;
    set_head(&g, &head);
    press_need(p, line_left(&head) + 3 * g.size + 4 * PAD); /* and a row or two */
    line_free(&head);
    open_part(&g);
    arena_alloc(p->c->arena, 1, 1); /* a chunk to stay in, row after row */
    struct arena_mark m = arena_mark(p->c->arena);
    for (size_t i = 0; i < t->rows.n && !p->c->faults.n; i++) {
        put_row(&g, &t->rows.v[i]);
        if (!p->c->faults.n) /* whose words live there too */
            arena_reset(p->c->arena, m);
    }
    close_part(&g);
    p->y += MM(3);
}
