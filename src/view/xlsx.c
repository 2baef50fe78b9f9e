/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx.c: a list as a workbook for people: headers and choices in their language, dates and
 * numbers as what they are, so that the sheet sorts and adds up. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/msg.h"
#include "base/text.h"
#include "view/doors.h"

enum {
    ROWS_MOST = 1048576, /* Excel's, the header's among them */
    CELL_MOST = 32767,   /* characters */
    NAME_MOST = 31,      /* characters of a sheet's name */
    EPOCH = 25569,       /* 1970-01-01 in Excel's days */
    FIRST_DAY = 61, /* 1900-03-01: before it Excel counts a leap day that never was */
    NUMBER_DIGITS = 15, /* Excel keeps no more */
    WIDTH_LEAST = 8,
    WIDTH_MOST = 60
};

/* What goes when we leave, whichever way. */
struct book {
    lxw_workbook *wb;
    lxw_worksheet *sheet;
    lxw_format *bold, *day, *time, *money;
    int *width; /* by column, in characters */
    char *path;
    int fd;
};

static void
book_release(struct book *k)
{
    if (k->wb)
        lxw_workbook_free(k->wb);
    if (k->fd >= 0) {
        close(k->fd);
        unlink(k->path);
    }
}

/* Without what Excel refuses: []:*?/\ and quotes at the ends; at most 31 characters. */
static const char *
sheet_name(struct arena *a, const char *s)
{
    char *name = text_trim(a, s ? s : "");
    size_t n = 0;
    for (char *p = name; *p; p++) {
        if (((unsigned char)*p & 0xC0) != 0x80 && ++n > NAME_MOST) {
            *p = '\0';
            break;
        }
        if (strchr("[]:*?/\\'", *p))
            *p = ' ';
    }
    name = text_trim(a, name);
    return *name ? name : NULL; /* NULL: the library's "Sheet1" */
}

static err
trouble(struct ctx *c, const char *why)
{
    c->detail = why;
    return fail(c, ERR_INTERNAL, NULL, N_("The spreadsheet could not be written"));
}

static err
book_open(struct ctx *c, struct book *k, const char *sheet, size_t columns)
{
    const char *dir = getenv("TMPDIR");
    if (!dir || !*dir)
        dir = "/tmp";
    k->path = arena_printf(c->arena, "%s/haicap-XXXXXX", dir);
    k->fd = mkstemp(k->path);
    if (k->fd < 0)
        return trouble(c, "no temporary file");
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = arena_strdup(c->arena, dir)};
    k->wb = workbook_new_opt(k->path, &options);
    if (!k->wb)
        return trouble(c, "no workbook");
    k->sheet = workbook_add_worksheet(k->wb, sheet_name(c->arena, sheet));
    if (!k->sheet)
        return trouble(c, "no sheet of that name");
    lxw_doc_properties made = {.created = (time_t)(c->now.v / 1000000)};
    workbook_set_properties(k->wb, &made);
    k->bold = workbook_add_format(k->wb);
    format_set_bold(k->bold);
    k->day = workbook_add_format(k->wb);
    format_set_num_format(k->day, "dd/mm/yyyy");
    k->time = workbook_add_format(k->wb);
    format_set_num_format(k->time, "dd/mm/yyyy hh:mm");
    k->money = workbook_add_format(k->wb);
    format_set_num_format(k->money, "#,##0");
    k->width = NEWN(c->arena, int, columns);
    return OK;
}

static void
widen(struct book *k, lxw_col_t col, size_t n)
{
    if ((int)n > k->width[col])
        k->width[col] = n > WIDTH_MOST ? WIDTH_MOST : (int)n;
}

static void
put_text(struct arena *a, struct book *k, lxw_row_t row, lxw_col_t col, const char *s,
         lxw_format *format)
{
    if (!s || !*s)
        return;
    size_t n = 0;
    const char *p = s;
    for (; *p; p++)
        if (((unsigned char)*p & 0xC0) != 0x80 && ++n > CELL_MOST)
            break;
    if (*p)
        s = arena_strndup(a, s, (size_t)(p - s));
    worksheet_write_string(k->sheet, row, col, s, format);
    widen(k, col, n);
}

/* A number, or text where a double would change its digits. */
static void
put_number(struct arena *a, struct book *k, lxw_row_t row, lxw_col_t col, int64_t v,
           int scale, lxw_format *format)
{
    char t[DECIMAL_MOST];
    size_t n = decimal_to(t, v, scale, 0);
    if (n > NUMBER_DIGITS + 2) { /* the sign and the point */
        put_text(a, k, row, col, t, NULL);
        return;
    }
    worksheet_write_number(k->sheet, row, col, strtod(t, NULL), format);
    widen(k, col, n + n / 3);
}

static void
put_cell(struct ctx *c, struct book *k, lxw_row_t row, lxw_col_t col,
         const struct field *f, const void *rec)
{
    if (f->flags & F_PERSONAL) {
        put_text(c->arena, k, row, col,
                 text_masked(c->arena, field_raw(c->arena, f, rec)), NULL);
        return;
    }
    if (!field_has(f, rec) && f->kind != K_BOOL)
        return;
    switch (f->kind) {
    case K_INT:
    case K_ID:
        put_number(c->arena, k, row, col, field_int(f, rec), 0, NULL);
        return;
    case K_MONEY:
        put_number(c->arena, k, row, col, field_int(f, rec), 0, k->money);
        return;
    case K_DEC:
        put_number(c->arena, k, row, col, field_int(f, rec), f->scale, NULL);
        return;
    case K_DAY: {
        int64_t serial = field_int(f, rec) + EPOCH;
        if (serial < FIRST_DAY)
            break;
        worksheet_write_number(k->sheet, row, col, (double)serial, k->day);
        widen(k, col, 10);
        return;
    }
    case K_INSTANT: {
        double serial =
            (double)(field_int(f, rec) / 1000000 + 7 * 3600) / 86400.0 + EPOCH;
        if (serial < FIRST_DAY)
            break;
        worksheet_write_number(k->sheet, row, col, serial, k->time);
        widen(k, col, 16);
        return;
    }
    case K_TEXT:
    case K_BOOL:
    case K_ENUM:
    case K_HTML:
    case K_LIST:
    case K_REC:
        break;
    }
    put_text(c->arena, k, row, col, field_shown(c, f, rec), NULL);
}

/* Closes the workbook and reads the file back. */
static err
book_close(struct ctx *c, struct book *k, struct buf *b)
{
    lxw_error e = workbook_close(k->wb); /* frees it, also when it fails */
    k->wb = NULL;
    if (e != LXW_NO_ERROR)
        return trouble(c, lxw_strerror(e));
    char part[65536];
    ssize_t n;
    while ((n = read(k->fd, part, sizeof part)) > 0)
        buf_put(b, part, (size_t)n);
    return n < 0 ? trouble(c, "the temporary file cannot be read back") : OK;
}

err
view_xlsx(struct ctx *c, struct buf *b, const struct view *v,
          const struct any_list *list, const char *sheet)
{
    if (list->n >= ROWS_MOST)
        return fail(c, ERR_TOO_LARGE, NULL,
                    N_("A spreadsheet ends at %d rows: take the CSV file"), ROWS_MOST);
    CLEANUP(book_release) struct book k = {.fd = -1};
    TRY(book_open(c, &k, sheet, v->n));
    lxw_col_t columns = 0;
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (field_in_export(f))
            put_text(c->arena, &k, 0, columns++, T(c, f->label), k.bold);
    }
    arena_alloc(c->arena, 1, 1); /* a chunk to stay in, row after row */
    struct arena_mark m = arena_mark(c->arena);
    for (size_t r = 0; r < list->n; r++) {
        const void *rec = (const char *)list->v + r * v->size;
        lxw_col_t col = 0;
        for (size_t i = 0; i < v->n; i++)
            if (field_in_export(&v->fields[i]))
                put_cell(c, &k, (lxw_row_t)r + 1, col++, &v->fields[i], rec);
        arena_reset(c->arena, m);
    }
    for (lxw_col_t i = 0; i < columns; i++) {
        int w = k.width[i] < WIDTH_LEAST ? WIDTH_LEAST : k.width[i];
        worksheet_set_column(k.sheet, i, i, w + 2,
                             NULL); /* room for the filter's button */
    }
    worksheet_freeze_panes(k.sheet, 1, 0);
    if (columns > 0)
        worksheet_autofilter(k.sheet, 0, 0, (lxw_row_t)list->n, columns - 1);
    return book_close(c, &k, b);
}
