/* SPDX-License-Identifier: Apache-2.0 */
/* official.c: the parts of a document in their places on the pages. Numbers in comments are those of
 * the cells in annex I to Decree 30/2020/NĐ-CP. */
#include "view/official.h"

#include <cairo-pdf.h>

#include "base/text.h"
#include "view/official_in.h"

/* The head: two columns, the right one as wide as the state's name needs. */
#define HEAD_LEFT  MM(76.0)
#define HEAD_RIGHT MM(88.0)
#define RIGHT_X    (LEFT + WIDTH - HEAD_RIGHT)

static const struct face
    upper = {.size = 12, .align = PANGO_ALIGN_CENTER},
    upper_bold = {.size = 12, .is_bold = true, .align = PANGO_ALIGN_CENTER},
    motto = {.size = 13, .is_bold = true, .align = PANGO_ALIGN_CENTER},
    number = {.size = 13, .align = PANGO_ALIGN_CENTER},
    about = {.size = 12, .align = PANGO_ALIGN_CENTER},
    dated = {.size = 13, .is_italic = true, .align = PANGO_ALIGN_CENTER},
    title = {.size = 14, .is_bold = true, .align = PANGO_ALIGN_CENTER},
    signer = {.size = 13, .is_bold = true, .align = PANGO_ALIGN_CENTER},
    remark = {.size = 13, .is_italic = true, .align = PANGO_ALIGN_CENTER},
    addressee = {.size = 14, .align = PANGO_ALIGN_CENTER}, addressees = {.size = 14},
    to_whom = {.size = 12, .is_bold = true, .is_italic = true}, copies = {.size = 11},
    small_print = {.size = 10};
static const struct face body = {
    .size = 14, .is_justified = true, .indent = MM(12.7), .spacing = 1.1};

#define GAP 6 /* between paragraphs */

/* ---- what the caller says ---- */

static struct official_block *
block(struct ctx *c, struct official *d, enum official_kind kind)
{
    struct official_block *b = PUSH(c->arena, &d->blocks);
    *b = (struct official_block){.kind = kind};
    return b;
}

void
official_text(struct ctx *c, struct official *d, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    block(c, d, OFFICIAL_TEXT)->text = arena_vprintf(c->arena, fmt, ap);
    va_end(ap);
}

void
official_heading(struct ctx *c, struct official *d, int level, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct official_block *b = block(c, d, OFFICIAL_HEADING);
    b->level = level;
    b->text = arena_vprintf(c->arena, fmt, ap);
    va_end(ap);
}

void
official_annex(struct ctx *c, struct official *d, const char *name, const char *text)
{
    struct official_block *b = block(c, d, OFFICIAL_ANNEX);
    b->text = arena_strdup(c->arena, name);
    b->more = arena_strdup(c->arena, text);
}

struct official_table *
official_table(struct ctx *c, struct official *d, const struct official_column *columns,
               size_t n)
{
    must(n > 0 && n <= OFFICIAL_COLUMNS);
    struct official_block *b = block(c, d, OFFICIAL_TABLE);
    b->table = (struct official_table){.columns = columns, .n_columns = n};
    return &b->table;
}

const char **
official_row(struct ctx *c, struct official_table *t, bool is_strong)
{
    struct official_row *row = PUSH(c->arena, &t->rows);
    *row = (struct official_row){NEWN(c->arena, const char *, t->n_columns), is_strong};
    return row->cells;
}

/* ---- pages ---- */

void
press_line(struct press *p, double x, double y, double width)
{
    cairo_move_to(p->cr, x, y);
    cairo_line_to(p->cr, x + width, y);
    cairo_stroke(p->cr);
}

/* Counted from the second page on, in the middle of the upper margin (II.7). */
static void
begin_page(struct press *p)
{
    p->y = TOP;
    p->n_pages++;
    if (p->n_pages == OFFICIAL_PAGES + 1)
        note_fault(
            p->c, ERR_TOO_LARGE, NULL,
            N_("A document ends at %d pages: narrow it down, or take the spreadsheet"),
            OFFICIAL_PAGES);
    if (++p->number > 1) {
        char text[16];
        snprintf(text, sizeof text, "%d", p->number);
        press_put(p, &number, text, LEFT, MM(10), WIDTH);
    }
}

void
press_new_page(struct press *p)
{
    cairo_show_page(p->cr);
    begin_page(p);
}

void
press_need(struct press *p, double room)
{
    if (p->y + room > BOTTOM && p->y > TOP)
        press_new_page(p);
}

/* ---- the head ---- */

static bool
has(const char *s)
{
    return s && *s;
}

/* What is not UTF-8 is found out when it is set. */
static const char *
capitals(struct press *p, const char *s)
{
    return s && utf8_valid(s, strlen(s)) ? text_upper(p->c->arena, s) : s;
}

/* Cells 2, 3 and, of a letter, 5b. Gives back where it ends. */
static double
head_left(struct press *p, const struct official *d, double *number_y)
{
    struct arena *a = p->c->arena;
    double y = TOP;
    if (has(d->superior))
        y += press_put(p, &upper, capitals(p, d->superior), LEFT, y, HEAD_LEFT);
    CLEANUP(set_free)
    struct set name = press_set(p, &upper_bold, capitals(p, d->issuer), HEAD_LEFT);
    press_draw(p, &name, 0, name.n, LEFT, y);
    y += set_height(&name) + 2;
    double rule = set_text_width(&name) * 0.4; /* a third to a half */
    press_line(p, LEFT + (HEAD_LEFT - rule) / 2, y, rule);
    y = *number_y > y + 4 ? *number_y : y + 4;
    *number_y = y;
    const char *no = has(d->number) ? d->number : "             ";
    y += press_put(p, &number, arena_printf(a, "Số: %s", no), LEFT, y, HEAD_LEFT);
    if (!has(d->type))
        y += 2 + press_put(p, &about, arena_printf(a, "V/v %s", d->subject), LEFT,
                           y + 2, HEAD_LEFT);
    return y;
}

static const char *
date_words(struct arena *a, const struct official *d)
{
    const char *place = has(d->place) ? d->place : "…";
    int year, month, mday;
    if (!day_known(d->dated))
        return arena_printf(a, "%s, ngày … tháng … năm …", place);
    day_parts(d->dated, &year, &month, &mday);
    return arena_printf(a, "%s, ngày %02d tháng %s%d năm %d", place, mday,
                        month < 3 ? "0" : "", month, year);
}

/* Cells 1 and 4 at the right, the others at the left; number and date on one line. */
static void
put_head(struct press *p, const struct official *d)
{
    double y = TOP;
    y += press_put(p, &upper_bold, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT_X, y,
                   HEAD_RIGHT);
    CLEANUP(set_free)
    struct set words = press_set(p, &motto, "Độc lập - Tự do - Hạnh phúc", HEAD_RIGHT);
    press_draw(p, &words, 0, words.n, RIGHT_X, y);
    y += set_height(&words) + 2;
    double rule = set_text_width(&words);
    press_line(p, RIGHT_X + (HEAD_RIGHT - rule) / 2, y, rule);
    double number_y = y + 6, left = head_left(p, d, &number_y);
    double right = number_y + press_put(p, &dated, date_words(p->c->arena, d), RIGHT_X,
                                        number_y, HEAD_RIGHT);
    p->y = (left > right ? left : right) + MM(6);
}

/* Cells 5a and 9a. */
static void
put_title(struct press *p, const struct official *d)
{
    struct arena *a = p->c->arena;
    if (has(d->type)) {
        p->y += press_put(p, &title, capitals(p, d->type), LEFT, p->y, WIDTH);
        CLEANUP(set_free)
        struct set s = press_set(p, &title, d->subject, WIDTH - MM(20));
        press_draw(p, &s, 0, s.n, LEFT + MM(10), p->y);
        p->y += set_height(&s) + 3;
        double rule = set_text_width(&s) * 0.4;
        press_line(p, LEFT + (WIDTH - rule) / 2, p->y, rule);
        p->y += MM(5);
    }
    if (!has(d->to))
        return;
    bool one = !strchr(d->to, '\n');
    if (one)
        p->y += press_put(p, &addressee, arena_printf(a, "Kính gửi: %s", d->to), LEFT,
                          p->y, WIDTH);
    else {
        double x = LEFT + MM(25), w = MM(24);
        press_put(p, &addressees, "Kính gửi:", x, p->y, w);
        p->y += press_put(p, &addressees, d->to, x + w, p->y, WIDTH - MM(25) - w);
    }
    p->y += MM(5);
}

/* ---- the text ---- */

static void
put_annex(struct press *p, const struct official_block *b)
{
    p->number = 0;
    press_new_page(p);
    p->y += press_put(p, &title, b->text, LEFT, p->y, WIDTH);
    p->y += press_put(p, &title, capitals(p, b->more), LEFT, p->y, WIDTH);
    p->y += MM(4);
}

static void
put_block(struct press *p, const struct official_block *b, double tail)
{
    struct face heading = body;
    switch (b->kind) {
    case OFFICIAL_TEXT:
        press_flow(p, &body, b->text, tail);
        p->y += GAP;
        return;
    case OFFICIAL_HEADING:
        heading.is_bold = true;
        heading.is_italic = b->level > 2;
        heading.is_justified = false;
        press_flow(p, &heading, b->text,
                   3 * body.size * 1.3); /* and some of what follows */
        p->y += GAP;
        return;
    case OFFICIAL_TABLE:
        press_table(p, &b->table);
        return;
    case OFFICIAL_ANNEX:
        put_annex(p, b);
        return;
    }
}

/* ---- the end: cells 7 and 9b ---- */

struct sign {
    struct set authority, note, name;
};

static void
sign_free(struct sign *s)
{
    set_free(&s->authority);
    set_free(&s->note);
    set_free(&s->name);
}

static struct sign
set_sign(struct press *p, const struct official_sign *s)
{
    return (struct sign){press_set(p, &signer, s->authority, WIDTH / 2 - MM(4)),
                         press_set(p, &remark, s->note, WIDTH / 2 - MM(4)),
                         press_set(p, &signer, s->name, WIDTH / 2 - MM(4))};
}

#define SIGN_SPACE MM(26.0) /* for the hand and the seal */

static double
sign_height(const struct sign *s, const struct official_sign *of)
{
    return set_height(&s->authority) + (has(of->note) ? set_height(&s->note) : 0) +
           SIGN_SPACE + set_height(&s->name);
}

static double
signs_height(struct press *p, const struct official *d)
{
    double most = 0;
    for (size_t i = 0; i < COUNT(d->signs); i++) {
        if (!has(d->signs[i].authority))
            continue;
        CLEANUP(sign_free) struct sign s = set_sign(p, &d->signs[i]);
        double h = sign_height(&s, &d->signs[i]);
        most = h > most ? h : most;
    }
    return most ? most + MM(4) : 0;
}

static void
put_sign(struct press *p, const struct official_sign *of, double x)
{
    CLEANUP(sign_free) struct sign s = set_sign(p, of);
    double y = p->y + MM(4);
    press_draw(p, &s.authority, 0, s.authority.n, x, y);
    y += set_height(&s.authority);
    if (has(of->note)) {
        press_draw(p, &s.note, 0, s.note.n, x, y);
        y += set_height(&s.note);
    }
    press_draw(p, &s.name, 0, s.name.n, x, y + SIGN_SPACE);
}

static double
put_recipients(struct press *p, const struct official *d)
{
    if (!d->recipients.n)
        return 0;
    double y = p->y + MM(4), from = p->y, width = WIDTH / 2 - MM(4);
    y += press_put(p, &to_whom, "Nơi nhận:", LEFT, y, width);
    for (size_t i = 0; i < d->recipients.n; i++)
        y += press_put(p, &copies,
                       arena_printf(p->c->arena, "- %s%s", d->recipients.v[i],
                                    i + 1 < d->recipients.n ? ";" : "."),
                       LEFT, y, width);
    return y - from;
}

static void
put_end(struct press *p, const struct official *d)
{
    bool two = has(d->signs[1].authority);
    double height = signs_height(p, d);
    press_need(p, height);
    if (has(d->signs[0].authority))
        put_sign(p, &d->signs[0], two ? LEFT : LEFT + WIDTH / 2 + MM(4));
    if (two) {
        put_sign(p, &d->signs[1], LEFT + WIDTH / 2 + MM(4));
        p->y += height;
        height = 0;
    }
    double left = put_recipients(p, d);
    p->y += left > height ? left : height;
    if (!has(d->note))
        return;
    p->y += MM(6);
    press_line(p, LEFT, p->y, MM(40));
    p->y += MM(2);
    press_flow(p, &small_print, d->note, 0);
}

/* ---- the document ---- */

/* Without its fonts another face would be taken silently, perhaps without Vietnamese letters. */
static err
check_fonts(struct press *p)
{
    static const char *const good[] = {"Times New Roman", "Liberation Serif"};
    PangoFontDescription *want =
        pango_font_description_from_string("Times New Roman, Liberation Serif 12");
    PangoFont *font = pango_context_load_font(p->pango, want);
    pango_font_description_free(want);
    bool found = false;
    if (font) {
        PangoFontDescription *got = pango_font_describe(font);
        for (size_t i = 0; i < COUNT(good); i++)
            found = found || str_eq(pango_font_description_get_family(got), good[i]);
        pango_font_description_free(got);
        g_object_unref(font);
    }
    return found
               ? OK
               : fail(
                     p->c, ERR_INTERNAL, NULL,
                     N_("This server has no font for official documents; its operator can "
                        "install fonts-liberation2"));
}

static cairo_status_t
take_bytes(void *arg, const unsigned char *bytes, unsigned n)
{
    buf_put(((struct press *)arg)->out, bytes, n);
    return CAIRO_STATUS_SUCCESS;
}

static void
press_open(struct press *p, const struct official *d)
{
    struct arena *a = p->c->arena;
    p->surface =
        cairo_pdf_surface_create_for_stream(take_bytes, p, PAGE_WIDTH, PAGE_HEIGHT);
    const char *name =
        has(d->type) ? arena_printf(a, "%s: %s", d->type, d->subject) : d->subject;
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, name);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR, d->issuer);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR,
                                   "haicap " HAICAP_VERSION);
    const char *now = instant_iso(a, p->c->now);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   arena_printf(a, "%.19sZ", now));
    p->cr = cairo_create(p->surface);
    cairo_set_line_width(p->cr, 0.5);
    p->pango = pango_cairo_create_context(p->cr);
    pango_cairo_context_set_resolution(p->pango, 72); /* a point is a point */
    pango_context_set_round_glyph_positions(p->pango, FALSE);
    pango_context_set_language(p->pango, pango_language_from_string("vi"));
    cairo_font_options_t *paper = cairo_font_options_create();
    cairo_font_options_set_hint_style(paper, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(paper, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(p->pango, paper);
    cairo_font_options_destroy(paper);
}

static err
press_close(struct press *p)
{
    g_clear_object(&p->pango);
    cairo_destroy(p->cr);
    cairo_surface_finish(p->surface);
    cairo_status_t s = cairo_surface_status(p->surface);
    cairo_surface_destroy(p->surface);
    if (p->c->faults.n || s == CAIRO_STATUS_SUCCESS)
        return faults(p->c);
    p->c->detail = cairo_status_to_string(s);
    return fail(p->c, ERR_INTERNAL, NULL, N_("The document could not be written"));
}

static void
put_all(struct press *p, const struct official *d)
{
    double end = signs_height(p, d) + GAP;
    size_t n = d->blocks.n, last = 0; /* blocks before the first annex */
    while (last < n && d->blocks.v[last].kind != OFFICIAL_ANNEX)
        last++;
    begin_page(p);
    put_head(p, d);
    put_title(p, d);
    for (size_t i = 0; i < n && !p->c->faults.n; i++) {
        if (i == last)
            put_end(p, d);
        put_block(p, &d->blocks.v[i], i + 1 == last ? end : 0);
    }
    if (last == n)
        put_end(p, d);
}

err
official_pdf(struct ctx *c, struct buf *b, const struct official *d)
{
    must(has(d->issuer) && has(d->subject));
    struct buf bytes = {0};
    struct press p = {.c = c, .out = &bytes};
    press_open(&p, d);
    err e = check_fonts(&p);
    if (e == OK)
        put_all(&p, d);
    e = press_close(&p);
    if (e == OK)
        buf_put(b, bytes.s, bytes.n);
    buf_free(&bytes);
    return e;
}
