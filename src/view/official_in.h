/* SPDX-License-Identifier: Apache-2.0 */
/* official_in.h: the press behind official.h: pages, and text set into lines; for official*.c. */
#ifndef VIEW_OFFICIAL_IN_H
#define VIEW_OFFICIAL_IN_H
#include <cairo.h>
#include <pango/pangocairo.h>

#include "view/official.h"

/* All lengths are points from the upper left corner. Margins of annex I, II.1: 20–25 mm at top and
 * bottom, 30–35 left, 15–20 right. */
#define MM(x)       ((x)*72 / 25.4)
#define PAGE_WIDTH  MM(210.0)
#define PAGE_HEIGHT MM(297.0)
#define LEFT        MM(30.0)
#define TOP         MM(20.0)
#define WIDTH       MM(165.0)
#define BOTTOM      MM(277.0)

struct press {
    struct ctx *c;
    struct buf *out;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *pango;
    double y;   /* where the next thing goes */
    int number; /* of the page, as printed */
    int n_pages;
};

struct face {
    double size;
    bool is_bold, is_italic;
    PangoAlignment align;
    bool is_justified;
    double indent, spacing; /* of the first line; between lines, 0 is 1 */
};

/* Text set into lines: line i reaches from edge[i] to edge[i + 1]. */
struct set {
    PangoLayout *layout;
    int n;
    double *edge;
};

/* Sets text into lines of that width. NULL is "". What is wrong with it is noted in c. */
struct set press_set(struct press *p, const struct face *f, const char *text,
                     double width);
void set_free(struct set *s);
double set_height(const struct set *s);
double set_text_width(const struct set *s); /* of its longest line */
/* How many lines from `from` on go into that room. */
int set_fits(const struct set *s, int from, double room);
/* Draws n lines from `from` on, the first one's top at y. */
void press_draw(struct press *p, const struct set *s, int from, int n, double x,
                double y);
/* Sets and draws at x, y; gives back the height. */
double press_put(struct press *p, const struct face *f, const char *text, double x,
                 double y, double width);
/* Lets text flow from p->y over pages; `tail` of room must follow its last two lines. */
void press_flow(struct press *p, const struct face *f, const char *text, double tail);
void press_line(struct press *p, double x, double y, double width);
void press_new_page(struct press *p);
/* A new page, unless that much room is left. */
void press_need(struct press *p, double room);
/* official_table.c */
void press_table(struct press *p, const struct official_table *t);
#endif
