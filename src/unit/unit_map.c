/* SPDX-License-Identifier: Apache-2.0 */
/* unit_map.c: the schematic map. GEOS makes the cells; nothing here is a boundary. */
#include "unit/unit_map.h"

#include <geos_c.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "base/msg.h"

enum {
    NEAREST = 60,  /* cells drawn */
    WINDOW_OF = 9, /* nearest centroids that the window holds */
    WIDTH = 480,
    HEIGHT = 360
};
static const double margin = 0.22; /* of the window, on each side */

struct site {
    const struct unit *u;
    double x, y; /* degrees of latitude; x shrunk by its cosine; y downwards */
    double far;  /* squared distance from self */
};
struct site_list LIST(struct site);
struct window {
    double x, y, scale;
};

static int
nearest_first(const void *a, const void *b)
{
    double x = ((const struct site *)a)->far, y = ((const struct site *)b)->far;
    return (x > y) - (x < y);
}

static struct site_list
sites_around(struct ctx *c, const struct unit *self, const struct unit_list *all)
{
    struct site_list s = {0};
    double shrink = cos((double)self->lat_e6 / 1e6 * 3.14159265358979 / 180);
    for (size_t i = 0; i < all->n; i++) {
        const struct unit *u = &all->v[i];
        if (u->lon_e6 == INT_NONE || u->lat_e6 == INT_NONE || u->tier != self->tier)
            continue;
        struct site *p = PUSH(c->arena, &s);
        p->u = u;
        p->x = (double)(u->lon_e6 - self->lon_e6) / 1e6 * shrink;
        p->y = -(double)(u->lat_e6 - self->lat_e6) / 1e6;
        p->far = p->x * p->x + p->y * p->y;
    }
    if (s.n)
        qsort(s.v, s.n, sizeof *s.v, nearest_first);
    if (s.n > NEAREST)
        s.n = NEAREST;
    return s;
}

static struct window
window_of(const struct site_list *s)
{
    double x0 = 0, x1 = 0, y0 = 0, y1 = 0;
    for (size_t i = 0; i < s->n && i < WINDOW_OF; i++) {
        x0 = fmin(x0, s->v[i].x);
        x1 = fmax(x1, s->v[i].x);
        y0 = fmin(y0, s->v[i].y);
        y1 = fmax(y1, s->v[i].y);
    }
    double w = fmax(x1 - x0, 1e-4) * (1 + 2 * margin);
    double h = fmax(y1 - y0, 1e-4) * (1 + 2 * margin);
    double scale = fmin(WIDTH / w, HEIGHT / h);
    return (struct window){(x0 + x1) / 2 - WIDTH / scale / 2,
                           (y0 + y1) / 2 - HEIGHT / scale / 2, scale};
}

static void
say_nothing(const char *message UNUSED, void *arg UNUSED)
{
}

static GEOSGeometry *
cells_of(GEOSContextHandle_t g, const struct site_list *s)
{
    GEOSCoordSequence *seq = GEOSCoordSeq_create_r(g, (unsigned)s->n, 2);
    for (size_t i = 0; i < s->n; i++)
        GEOSCoordSeq_setXY_r(g, seq, (unsigned)i, s->v[i].x, s->v[i].y);
    GEOSGeometry *points = GEOSGeom_createLineString_r(g, seq);
    GEOSGeometry *cells = points ? GEOSVoronoiDiagram_r(g, points, NULL, 0, 0) : NULL;
    GEOSGeom_destroy_r(g, points);
    return cells;
}

static const struct site *
site_in(GEOSContextHandle_t g, const struct site_list *s, const GEOSGeometry *cell)
{
    const GEOSPreparedGeometry *p = GEOSPrepare_r(g, cell);
    const struct site *found = NULL;
    for (size_t i = 0; i < s->n && !found; i++) {
        GEOSGeometry *at = GEOSGeom_createPointFromXY_r(g, s->v[i].x, s->v[i].y);
        if (GEOSPreparedIntersects_r(g, p, at) == 1)
            found = &s->v[i];
        GEOSGeom_destroy_r(g, at);
    }
    GEOSPreparedGeom_destroy_r(g, p);
    return found;
}

static void
draw_cell(GEOSContextHandle_t g, struct buf *b, const struct window *w,
          const GEOSGeometry *cell, bool self)
{
    const GEOSCoordSequence *seq =
        GEOSGeom_getCoordSeq_r(g, GEOSGetExteriorRing_r(g, cell));
    unsigned n = 0;
    GEOSCoordSeq_getSize_r(g, seq, &n);
    buf_puts(
        b, self
               ? "<path fill=\"#e8ebf8\" stroke=\"#2b3f8c\" stroke-width=\"3\" d=\""
               : "<path fill=\"#f3f0e9\" stroke=\"#c9c3b4\" stroke-width=\"1.5\" d=\"");
    for (unsigned i = 0; i < n; i++) {
        double x, y;
        GEOSCoordSeq_getXY_r(g, seq, i, &x, &y);
        buf_printf(b, "%c%.1f %.1f", i ? 'L' : 'M', (x - w->x) * w->scale,
                   (y - w->y) * w->scale);
    }
    buf_puts(b, "Z\"/>");
}

/* The room of a name on the map: its middle, half its width and height. */
struct room {
    double x, y, w, h;
};
struct rooms {
    struct room v[NEAREST];
    size_t n;
};

static bool
is_free(const struct rooms *taken, const struct room *r)
{
    for (size_t i = 0; i < taken->n; i++) {
        const struct room *t = &taken->v[i];
        if (fabs(t->x - r->x) < t->w + r->w && fabs(t->y - r->y) < t->h + r->h)
            return false;
    }
    return true;
}

/* The nearer is written; a name that would run over one of those is left out. */
static void
draw_name(struct buf *b, const struct window *w, const struct site *s, bool self,
          struct rooms *taken)
{
    const char *name = s->u->short_name ? s->u->short_name : s->u->name;
    double x = (s->x - w->x) * w->scale, y = (s->y - w->y) * w->scale, n = 0;
    for (const char *k = name; *k; k++)
        n += (*k & 0xC0) != 0x80; /* letters of UTF-8 */
    const struct room r = {x, y, n * (self ? 4.4 : 3.4), self ? 10 : 8};
    if (x < 30 || x > WIDTH - 30 || y < 12 || y > HEIGHT - 8 || !is_free(taken, &r))
        return;
    taken->v[taken->n++] = r;
    buf_printf(b,
               "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"%d\" "
               "font-weight=\"%d\" fill=\"#1d2029\">",
               x, y + 4, self ? 15 : 12, self ? 600 : 400);
    buf_html(b, name);
    buf_puts(b, "</text>");
}

static void
svg_begin(struct buf *b, int width, int height, const char *title)
{
    buf_printf(
        b,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
        "height=\"%d\" role=\"group\" font-family=\"'Be Vietnam Pro',system-ui,sans-serif\">"
        "<title>",
        width, height, width, height);
    buf_html(b, title);
    buf_printf(b, "</title><rect width=\"%d\" height=\"%d\" fill=\"#fffefc\"/>", width,
               height);
}

html
unit_map_svg(struct ctx *c, const struct unit *self, const struct unit_list *all)
{
    if (self->lon_e6 == INT_NONE || self->lat_e6 == INT_NONE)
        return (html){NULL};
    struct site_list s = sites_around(c, self, all);
    if (s.n < 5)
        return (html){NULL};
    struct window w = window_of(&s);
    GEOSContextHandle_t g = GEOS_init_r();
    must(g != NULL);
    GEOSContext_setErrorMessageHandler_r(g, say_nothing, NULL);
    GEOSGeometry *cells = cells_of(g, &s);
    CLEANUP(buf_free) struct buf b = {0};
    svg_begin(&b, WIDTH, HEIGHT, self->name);
    const GEOSGeometry *mine = NULL;
    for (int i = 0; cells && i < GEOSGetNumGeometries_r(g, cells); i++) {
        const GEOSGeometry *cell = GEOSGetGeometryN_r(g, cells, i);
        const struct site *at = site_in(g, &s, cell);
        if (at && at->u->id.v == self->id.v)
            mine = cell;
        else
            draw_cell(g, &b, &w, cell, false);
    }
    if (mine) /* last, so that its edge lies on top */
        draw_cell(g, &b, &w, mine, true);
    struct rooms taken = {0};
    for (size_t i = 0; i < s.n; i++)
        draw_name(&b, &w, &s.v[i], s.v[i].u->id.v == self->id.v, &taken);
    buf_puts(&b, "</svg>");
    GEOSGeom_destroy_r(g, cells);
    GEOS_finish_r(g);
    return (html){arena_strndup(c->arena, b.s, b.n)};
}

/* ---- lineage ---- */

enum {
    BOX_WIDTH = 210,
    BOX_HEIGHT = 46,
    COLUMN = 300,
    ROW = 58,
    MOST_WAVES = 12
};
struct place {
    int column, row;
    int heir; /* column, then row, of the first of what it became; INT_MAX: goes on */
};

static size_t
node_at(const struct lineage_graph *g, unit_id id)
{
    size_t k = 0;
    while (k < g->nodes.n && g->nodes.v[k].id.v != id.v)
        k++;
    return k;
}

/* Each stands just before the first of what it became, so that a wave is a column and no line runs
 * behind the boxes of another wave. */
static void
pull_right(const struct lineage_graph *g, struct place *at)
{
    bool moved = true;
    for (int pass = 0; moved && pass < MOST_WAVES; pass++) {
        moved = false;
        for (size_t k = 0; k < g->nodes.n; k++)
            at[k].heir = INT_MAX;
        for (size_t i = 0; i < g->edges.n; i++) {
            struct place *from = &at[node_at(g, g->edges.v[i].from_id)];
            int column = at[node_at(g, g->edges.v[i].to_id)].column;
            from->heir = column < from->heir ? column : from->heir;
        }
        for (size_t k = 0; k < g->nodes.n; k++)
            if (at[k].heir != INT_MAX && at[k].heir - 1 > at[k].column) {
                at[k].column = at[k].heir - 1;
                moved = true;
            }
    }
}

/* By the row of the first of what each became, so that kin stand together; the columns after this
 * one are in order. */
static void
order_column(const struct lineage_graph *g, struct place *at, int column)
{
    for (size_t k = 0; k < g->nodes.n; k++)
        at[k].heir = INT_MAX;
    for (size_t i = 0; i < g->edges.n; i++) {
        struct place *from = &at[node_at(g, g->edges.v[i].from_id)];
        int row = at[node_at(g, g->edges.v[i].to_id)].row;
        from->heir = row < from->heir ? row : from->heir;
    }
    for (size_t k = 0; k < g->nodes.n; k++) {
        int row = 0;
        for (size_t j = 0; j < g->nodes.n; j++)
            row += at[j].column == column &&
                   (at[j].heir < at[k].heir || (at[j].heir == at[k].heir && j < k));
        if (at[k].column == column)
            at[k].row = row;
    }
}

/* The column of a unit: how many waves came before the latest change that made it. */
static void
place_nodes(const struct lineage_graph *g, struct place *at, int *columns, int *rows)
{
    bool moved = true;
    for (int pass = 0; moved && pass < MOST_WAVES; pass++) {
        moved = false;
        for (size_t i = 0; i < g->edges.n; i++) {
            const struct lineage *e = &g->edges.v[i];
            size_t from = node_at(g, e->from_id), to = node_at(g, e->to_id);
            if (from != to && at[to].column <= at[from].column) {
                at[to].column = at[from].column + 1;
                moved = true;
            }
        }
    }
    pull_right(g, at);
    int used[MOST_WAVES + 2] = {0};
    for (size_t k = 0; k < g->nodes.n; k++) {
        if (at[k].column > MOST_WAVES)
            at[k].column = MOST_WAVES;
        at[k].row = used[at[k].column]++;
        *columns = at[k].column + 1 > *columns ? at[k].column + 1 : *columns;
        *rows = used[at[k].column] > *rows ? used[at[k].column] : *rows;
        must(at[k].column <= MOST_WAVES);
    }
    for (int column = *columns - 1; column >= 0; column--)
        order_column(g, at, column);
    for (size_t k = 0; k < g->nodes.n;
         k++) /* short columns stand in the middle; rows in halves */
        at[k].row = at[k].row * 2 + *rows - used[at[k].column];
}

static void
draw_edge(struct ctx *c, struct buf *b, const struct lineage_graph *g,
          const struct place *at, const struct lineage *e)
{
    size_t from = node_at(g, e->from_id), to = node_at(g, e->to_id);
    if (from == g->nodes.n || to == g->nodes.n)
        return;
    int x0 = 10 + at[from].column * COLUMN + BOX_WIDTH,
        x1 = 10 + at[to].column * COLUMN;
    int y0 = 34 + at[from].row * ROW / 2 + BOX_HEIGHT / 2;
    int y1 = 34 + at[to].row * ROW / 2 + BOX_HEIGHT / 2, mid = (x0 + x1) / 2;
    bool whole = e->area_part == PART_ALL && e->pop_part == PART_ALL;
    buf_printf(
        b,
        "<path fill=\"none\" stroke=\"#5468b8\" stroke-width=\"2\"%s d=\"M%d %dC%d %d %d "
        "%d %d %d\"/>",
        whole ? "" : " stroke-dasharray=\"6 4\"", x0, y0, mid, y0, mid, y1, x1, y1);
    if (whole)
        return;
    buf_printf(b,
               "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"11\" "
               "fill=\"#5b5850\" stroke=\"#fffefc\" stroke-width=\"4\" "
               "paint-order=\"stroke\">",
               x1 - 6, y0 < y1 ? y1 + 15 : y1 - 7); /* on the side away from the line */
    buf_html(b, T(c, e->pop_part == PART_ALL ? N_("all its people") : N_("a part")));
    buf_puts(b, "</text>");
}

html
unit_lineage_svg(struct ctx *c, const struct lineage_graph *g)
{
    if (g->nodes.n == 0)
        return (html){NULL};
    CLEANUP(buf_free) struct buf b = {0};
    struct place *at = NEWN(c->arena, struct place, g->nodes.n);
    int columns = 1, rows = 1;
    place_nodes(g, at, &columns, &rows);
    svg_begin(&b, 20 + (columns - 1) * COLUMN + BOX_WIDTH, 46 + rows * ROW,
              T(c, N_("Lineage")));
    for (size_t i = 0; i < g->edges.n; i++)
        draw_edge(c, &b, g, at, &g->edges.v[i]);
    for (size_t k = 0; k < g->nodes.n; k++) {
        const struct lineage_node *n = &g->nodes.v[k];
        int x = 10 + at[k].column * COLUMN, y = 34 + at[k].row * ROW / 2;
        buf_puts(&b, "<a href=\"/units/");
        buf_url(&b, n->code);
        if (n->valid_to.v != DAY_MAX.v)
            buf_printf(&b, "?on=%s", day_iso(c->arena, (day){n->valid_to.v - 1}));
        buf_printf(
            &b,
            "\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\" "
            "stroke=\"%s\" stroke-width=\"%d\"/><text x=\"%d\" y=\"%d\" font-size=\"13\" "
            "font-weight=\"600\" fill=\"#1d2029\">",
            x, y, BOX_WIDTH, BOX_HEIGHT, n->is_asked ? "#e8ebf8" : "#fffefc",
            n->is_asked ? "#2b3f8c" : "#827d6f", n->is_asked ? 2 : 1, x + 10, y + 19);
        buf_html(&b, n->name);
        buf_printf(
            &b, "</text><text x=\"%d\" y=\"%d\" font-size=\"11\" fill=\"#5b5850\">%s",
            x + 10, y + 36, n->code);
        bool begins = n->valid_from.v != DAY_MIN.v, ends = n->valid_to.v != DAY_MAX.v;
        if (begins && ends)
            buf_printf(&b, " · %s–%s", day_vn(c->arena, n->valid_from),
                       day_vn(c->arena, (day){n->valid_to.v - 1}));
        else if (begins)
            buf_printf(&b, " · %s %s", T(c, N_("from")),
                       day_vn(c->arena, n->valid_from));
        else if (ends)
            buf_printf(&b, " · %s %s", T(c, N_("to")),
                       day_vn(c->arena, (day){n->valid_to.v - 1}));
        buf_puts(&b, "</text></a>");
    }
    buf_puts(&b, "</svg>");
    return (html){arena_strndup(c->arena, b.s, b.n)};
}
