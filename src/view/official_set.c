/* SPDX-License-Identifier: Apache-2.0 */
/* official_set.c: text set into lines by Pango, drawn line by line by Cairo. */
#include <unicode/ubrk.h>

#include "base/text.h"
#include "view/official_in.h"

/* The decree's face where it is installed, else one of the same metrics; then one each for Thai and
 * Lao, named because what a font lacks would come from anywhere. */
static const char families[] =
    "Times New Roman, Liberation Serif, Laksaman, Phetsarath OT, Noto Serif Lao";

/* Pango breaks Thai by its words but Lao and Khmer at blanks alone. */
static bool
needs_breaks(const char *s)
{
    for (const unsigned char *p = (const unsigned char *)s; *p; p++)
        if ((*p == 0xE0 && (p[1] == 0xBA || p[1] == 0xBB)) || /* U+0E80–0EFF */
            (*p == 0xE1 && (p[1] == 0x9E || p[1] == 0x9F)))   /* U+1780–17FF */
            return true;
    return false;
}

/* The text with U+200B where a line may end. */
static const char *
with_breaks(struct arena *a, const char *s)
{
    static const char zero_width_space[] = "\xE2\x80\x8B";
    UErrorCode e = U_ZERO_ERROR;
    UText *u = utext_openUTF8(NULL, s, -1, &e);
    UBreakIterator *lines = ubrk_open(UBRK_LINE, "lo", NULL, 0, &e);
    ubrk_setUText(lines, u, &e);
    CLEANUP(buf_free) struct buf b = {0};
    int32_t from = 0, to;
    while (U_SUCCESS(e) && (to = ubrk_next(lines)) != UBRK_DONE) {
        if (from > 0 && s[from - 1] != ' ')
            buf_puts(&b, zero_width_space);
        buf_put(&b, s + from, (size_t)(to - from));
        from = to;
    }
    buf_puts(&b, s + from);
    ubrk_close(lines);
    utext_close(u);
    return arena_strndup(a, b.s, b.n);
}

static const char *
checked(struct press *p, const char *text)
{
    if (!text)
        return "";
    if (!utf8_valid(text, strlen(text))) {
        if (!p->c->faults.n)
            note_fault(p->c, ERR_INVALID, NULL,
                       N_("The document holds text that is not UTF-8"));
        return "";
    }
    return needs_breaks(text) ? with_breaks(p->c->arena, text) : text;
}

/* "1318/NQ-UBTVQH15" stays whole, except where the column is narrow. */
static void
keep_numbers(PangoLayout *layout, const char *s, double width)
{
    PangoAttrList *attrs = pango_attr_list_new();
    for (const char *p = s; width > MM(60) && *p; p += strspn(p, " \n")) {
        size_t n = strcspn(p, " \n");
        if (n < 40 && memchr(p, '/', n) && memchr(p, '-', n)) {
            PangoAttribute *whole = pango_attr_allow_breaks_new(FALSE);
            whole->start_index = (guint)(p - s);
            whole->end_index = (guint)(p - s + (ptrdiff_t)n);
            pango_attr_list_insert(attrs, whole);
        }
        p += n;
    }
    pango_layout_set_attributes(layout, attrs);
    pango_attr_list_unref(attrs);
}

static void
find_edges(struct press *p, struct set *s)
{
    s->n = pango_layout_get_line_count(s->layout);
    s->edge = NEWN(p->c->arena, double, s->n + 1);
    PangoLayoutIter *it = pango_layout_get_iter(s->layout);
    int i = 0, from, to = 0;
    do {
        pango_layout_iter_get_line_yrange(it, &from, &to);
        s->edge[i++] = (double)from / PANGO_SCALE;
    } while (pango_layout_iter_next_line(it));
    must(i == s->n);
    s->edge[i] = (double)to / PANGO_SCALE;
    pango_layout_iter_free(it);
}

struct set
press_set(struct press *p, const struct face *f, const char *text, double width)
{
    text = checked(p, text);
    struct set s = {.layout = pango_layout_new(p->pango)};
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, families);
    pango_font_description_set_absolute_size(font, f->size * PANGO_SCALE);
    pango_font_description_set_weight(font, f->is_bold ? PANGO_WEIGHT_BOLD
                                                       : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font, f->is_italic ? PANGO_STYLE_ITALIC
                                                        : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(s.layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(s.layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(s.layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(s.layout, f->align);
    pango_layout_set_justify(s.layout, f->is_justified);
    pango_layout_set_indent(s.layout, (int)(f->indent * PANGO_SCALE));
    pango_layout_set_line_spacing(s.layout, f->spacing > 0 ? (float)f->spacing : 1.0f);
    pango_layout_set_text(s.layout, text, -1);
    keep_numbers(s.layout, text, width);
    if (pango_layout_get_unknown_glyphs_count(s.layout) > 0 && !p->c->faults.n) {
        size_t n = 0; /* enough to find it by */
        for (int letters = 0; text[n] && letters < 40; letters++)
            do
                n++;
            while (((unsigned char)text[n] & 0xC0) == 0x80);
        note_fault(
            p->c, ERR_INTERNAL, NULL,
            N_("This server has no font with all letters of “%s”; its operator can install "
               "one"),
            arena_strndup(p->c->arena, text, n));
    }
    find_edges(p, &s);
    return s;
}

void
set_free(struct set *s)
{
    g_clear_object(&s->layout);
}

double
set_height(const struct set *s)
{
    return s->edge[s->n] - s->edge[0];
}

double
set_text_width(const struct set *s)
{
    PangoRectangle logical;
    pango_layout_get_extents(s->layout, NULL, &logical);
    return (double)logical.width / PANGO_SCALE;
}

int
set_fits(const struct set *s, int from, double room)
{
    int n = 0;
    while (from + n < s->n && s->edge[from + n + 1] - s->edge[from] <= room)
        n++;
    return n;
}

void
press_draw(struct press *p, const struct set *s, int from, int n, double x, double y)
{
    PangoLayoutIter *it = pango_layout_get_iter(s->layout);
    int i = 0;
    do {
        if (i < from)
            continue;
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(it, NULL, &logical);
        double base = (double)pango_layout_iter_get_baseline(it) / PANGO_SCALE;
        cairo_move_to(p->cr, x + (double)logical.x / PANGO_SCALE,
                      y + base - s->edge[from]);
        pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(it));
    } while (++i < from + n && pango_layout_iter_next_line(it));
    pango_layout_iter_free(it);
}

double
press_put(struct press *p, const struct face *f, const char *text, double x, double y,
          double width)
{
    CLEANUP(set_free) struct set s = press_set(p, f, text, width);
    press_draw(p, &s, 0, s.n, x, y);
    return set_height(&s);
}

/* How many lines stay on this page: never one alone, neither here nor there. */
static int
lines_here(const struct press *p, const struct set *s, int from, double tail)
{
    int left = s->n - from, n = set_fits(s, from, BOTTOM - p->y);
    if (n == left && s->edge[s->n] - s->edge[from] + tail > BOTTOM - p->y)
        n = left - 2;
    else if (left - n == 1)
        n--;
    if (n < 2 && n < left)
        n = 0;
    if (n <= 0 && p->y <= TOP) /* a page of its own does not help */
        n = set_fits(s, from, BOTTOM - p->y);
    return n > 0 ? n : 0;
}

void
press_flow(struct press *p, const struct face *f, const char *text, double tail)
{
    CLEANUP(set_free) struct set s = press_set(p, f, text, WIDTH);
    for (int from = 0; from < s.n;) {
        int n = lines_here(p, &s, from, tail);
        if (n > 0)
            press_draw(p, &s, from, n, LEFT, p->y);
        p->y += s.edge[from + n] - s.edge[from];
        from += n;
        if (from < s.n)
            press_new_page(p);
    }
}
