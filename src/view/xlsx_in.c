/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx_in.c: the parts of a workbook that hold values (ECMA-376, part 1, 18), read as a stream. */
#include "view/xlsx_in.h"

#include <expat.h>
#include <math.h>
#include <stdlib.h>

#include "base/msg.h"
#include "view/zip.h"

enum {
    TOLD_MOST = 20,     /* faults */
    CELL_MOST = 100000, /* bytes of text in a cell */
    STYLES_MOST = 65536,
    LEAP_THAT_WAS_NOT = 60, /* Excel's 29/02/1900 */
    EPOCH_1970 = 25569,     /* in Excel's days */
    EPOCH_1904 = 1462,      /* days between its two calendars */
    LAST_DAY = 2958465      /* 31/12/9999 */
};

struct text {
    const char *s;
};
struct text_list LIST(struct text);
struct format {
    int id;
    bool is_day;
};
struct format_list LIST(struct format);
struct flag_list LIST(bool);

enum value_type {
    V_NUMBER,
    V_SHARED,
    V_TEXT,
    V_BOOL,
    V_ERROR
};

struct book {
    struct ctx *c;
    const char *field;
    XML_Parser parser;
    err e; /* ends the reading */
    size_t told;
    /* workbook.xml, its relations, styles.xml */
    const char *sheet_id, *target;
    bool from_1904, in_styles;
    struct format_list formats;
    struct flag_list style_is_day;
    /* texts */
    struct text_list shared;
    struct buf text;
    bool in_text;
    int phonetic;
    /* the sheet */
    struct buf csv;
    size_t row, column, n_columns, written;
    bool row_has;
    const char *cell[XLSX_COLUMNS];
    enum value_type type;
    size_t style;
};

static void
stop(struct book *b, err e)
{
    b->e = e;
    XML_StopParser(b->parser, XML_FALSE);
}

/* One more line that cannot be read; the rest of them is still looked at. */
#define WRONG(b, ...)                                                                  \
    do {                                                                               \
        if ((b)->told++ < TOLD_MOST)                                                   \
            note_fault((b)->c, ERR_INVALID, (b)->field, __VA_ARGS__);                  \
    } while (0)

/* Some programs write x:row. */
static const char *
local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static const char *
attribute(const char **all, const char *name)
{
    for (; *all; all += 2)
        if (str_eq(*all, name) || str_eq(local(*all), name))
            return all[1];
    return NULL;
}

static int
number_of(const char *s, int otherwise)
{
    char *end;
    long v = s ? strtol(s, &end, 10) : -1;
    return s && end != s && *end == '\0' && v >= 0 && v < 1000000000 ? (int)v
                                                                     : otherwise;
}

/* "B3": column 2. 0: no place. */
static size_t
column_of(const char *place)
{
    size_t n = 0;
    for (; place && *place >= 'A' && *place <= 'Z' && n <= XLSX_COLUMNS; place++)
        n = n * 26 + (size_t)(*place - 'A') + 1;
    return n;
}

static const char *
column_name(const struct book *b)
{
    char s[4] = {0};
    size_t n = b->column, at = n > 26 ? 1 : 0;
    s[at] = (char)('A' + (n - 1) % 26);
    if (at)
        s[0] = (char)('A' + (n - 1) / 26 - 1);
    return arena_strdup(b->c->arena, s);
}

/* ---- styles: which numbers are days ---- */

static bool
shows_day(const char *code)
{
    for (const char *s = code; *s; s++) {
        if (*s == '"' || *s == '[') {
            s = strchr(s + 1, *s == '"' ? '"' : ']');
            if (!s)
                return false;
        } else if (*s == '\\' && s[1]) {
            s++;
        } else if (strchr("yYdD", *s)) {
            return true;
        }
    }
    return false;
}

static bool
is_day_format(const struct book *b, int id)
{
    for (size_t i = 0; i < b->formats.n; i++)
        if (b->formats.v[i].id == id)
            return b->formats.v[i].is_day;
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
           (id >= 50 && id <= 54) || id == 57 || id == 58;
}

static void
on_style(struct book *b, const char *name, const char **all)
{
    if (str_eq(name, "cellXfs"))
        b->in_styles = true;
    if (b->formats.n > STYLES_MOST || b->style_is_day.n > STYLES_MOST) {
        stop(b, ERR_TOO_LARGE);
    } else if (str_eq(name, "numFmt")) {
        const char *code = attribute(all, "formatCode");
        *PUSH(b->c->arena, &b->formats) = (struct format){
            number_of(attribute(all, "numFmtId"), -1), code && shows_day(code)};
    } else if (str_eq(name, "xf") && b->in_styles) {
        *PUSH(b->c->arena, &b->style_is_day) =
            is_day_format(b, number_of(attribute(all, "numFmtId"), 0));
    }
}

/* ---- values ---- */

static const char *
as_day(struct book *b, double v)
{
    double whole = floor(v + (b->from_1904 ? EPOCH_1904 : 0));
    if (whole < 1 || whole > LAST_DAY || whole == LEAP_THAT_WAS_NOT) {
        WRONG(b, N_("Line %zu, column %s: there is no such day"), b->row,
              column_name(b));
        return "";
    }
    day d = {(int32_t)whole - EPOCH_1970 + (whole < LEAP_THAT_WAS_NOT)};
    int minutes = (int)((v - floor(v)) * 24 * 60 + 0.5);
    const char *iso = day_iso(b->c->arena, d);
    return minutes ? arena_printf(b->c->arena, "%s %02d:%02d", iso, minutes / 60,
                                  minutes % 60)
                   : iso;
}

static const char *
as_number(struct book *b, const char *s)
{
    char *end;
    double v = strtod(s, &end);
    if (end == s || *end || !isfinite(v)) {
        WRONG(b, N_("Line %zu, column %s: this is no number"), b->row, column_name(b));
        return "";
    }
    if (b->style < b->style_is_day.n && b->style_is_day.v[b->style])
        return as_day(b, v);
    return fabs(v) < 1e15 && v == floor(v) ? arena_printf(b->c->arena, "%.0f", v)
                                           : arena_printf(b->c->arena, "%.15g", v);
}

static void
take_value(struct book *b)
{
    const char *s = buf_str(&b->text), *v = s;
    if (b->column == 0 || b->column > XLSX_COLUMNS || !*s)
        return;
    if (b->type == V_SHARED) {
        int i = number_of(s, -1);
        v = i >= 0 && (size_t)i < b->shared.n ? b->shared.v[i].s : "";
    } else if (b->type == V_NUMBER) {
        v = as_number(b, s);
    } else if (b->type == V_ERROR) {
        WRONG(b, N_("Line %zu, column %s: the formula failed (%s)"), b->row,
              column_name(b), s);
    } else {
        v = arena_strdup(b->c->arena, s);
    }
    b->cell[b->column - 1] = v;
    b->row_has |= *v != '\0';
}

/* ---- rows ---- */

static void
put_cell(struct buf *out, const char *s)
{
    if (!s || !*s)
        return;
    buf_putc(out, '"');
    for (; *s; s++) {
        if (*s == '"')
            buf_putc(out, '"');
        buf_putc(out, *s);
    }
    buf_putc(out, '"');
}

/* Empty ones too, so that a fault's line is the sheet's row; as wide as the first at least. */
static void
put_row(struct book *b)
{
    size_t n = XLSX_COLUMNS;
    while (n > 0 && (!b->cell[n - 1] || !*b->cell[n - 1]))
        n--;
    if (b->n_columns == 0)
        b->n_columns = n;
    for (; b->written + 1 < b->row; b->written++)
        buf_putc(&b->csv, '\n');
    for (size_t i = 0; b->row_has && (i < n || i < b->n_columns); i++) {
        if (i > 0)
            buf_putc(&b->csv, ',');
        put_cell(&b->csv, b->cell[i]);
    }
    buf_putc(&b->csv, '\n');
    b->written = b->row;
}

static void
begin_row(struct book *b, const char **all)
{
    size_t row = (size_t)number_of(attribute(all, "r"), (int)b->row + 1);
    memset(b->cell, 0, sizeof b->cell);
    b->row_has = false;
    b->column = 0;
    if (row <= b->row)
        stop(b, ERR_INVALID);
    else if (row > XLSX_ROWS)
        stop(b, ERR_TOO_LARGE);
    b->row = row;
}

static void
begin_cell(struct book *b, const char **all)
{
    const char *t = attribute(all, "t");
    size_t column = column_of(attribute(all, "r"));
    b->column = column ? column : b->column + 1;
    b->style = (size_t)number_of(attribute(all, "s"), 0);
    b->type = !t || str_eq(t, "n") ? V_NUMBER
              : str_eq(t, "s")     ? V_SHARED
              : str_eq(t, "b")     ? V_BOOL
              : str_eq(t, "e")     ? V_ERROR
                                   : V_TEXT;
    b->text.n = 0;
}

/* ---- the stream ---- */

static void XMLCALL
on_start(void *arg, const char *full, const char **all)
{
    struct book *b = arg;
    const char *name = local(full);
    if (str_eq(name, "rPh"))
        b->phonetic++;
    b->in_text = b->phonetic == 0 && (str_eq(name, "t") || str_eq(name, "v"));
    if (str_eq(name, "row"))
        begin_row(b, all);
    else if (str_eq(name, "c"))
        begin_cell(b, all);
    else if (str_eq(name, "si"))
        b->text.n = 0;
    else if (str_eq(name, "mergeCell"))
        WRONG(b, N_("The cells %s are merged: part them and fill in each"),
              attribute(all, "ref") ? attribute(all, "ref") : "");
    else if (str_eq(name, "workbookPr"))
        b->from_1904 = number_of(attribute(all, "date1904"), 0) == 1 ||
                       str_eq(attribute(all, "date1904"), "true");
    else if (str_eq(name, "sheet") && !b->sheet_id)
        b->sheet_id = arena_strdup(b->c->arena, attribute(all, "id"));
    else if (str_eq(name, "Relationship") && str_eq(attribute(all, "Id"), b->sheet_id))
        b->target = arena_strdup(b->c->arena, attribute(all, "Target"));
    else
        on_style(b, name, all);
}

static void XMLCALL
on_end(void *arg, const char *full)
{
    struct book *b = arg;
    const char *name = local(full);
    b->in_text = false;
    if (str_eq(name, "rPh"))
        b->phonetic--;
    else if (str_eq(name, "cellXfs"))
        b->in_styles = false;
    else if (str_eq(name, "c"))
        take_value(b);
    else if (str_eq(name, "row"))
        put_row(b);
    else if (str_eq(name, "si"))
        *PUSH(b->c->arena, &b->shared) =
            (struct text){arena_strdup(b->c->arena, buf_str(&b->text))};
}

static void XMLCALL
on_text(void *arg, const char *s, int n)
{
    struct book *b = arg;
    if (!b->in_text)
        return;
    if (b->text.n + (size_t)n > CELL_MOST)
        stop(b, ERR_TOO_LARGE);
    else
        buf_put(&b->text, s, (size_t)n);
}

/* No workbook has one; entities are how small XML becomes large. */
static void XMLCALL
on_doctype(void *arg, const char *name UNUSED, const char *system UNUSED,
           const char *public_id UNUSED, int has_subset UNUSED)
{
    stop(arg, ERR_INVALID);
}

static err
no_workbook(struct book *b)
{
    return fail(
        b->c, ERR_INVALID, b->field,
        N_("This is no XLSX workbook, or it is damaged or locked by a password"));
}

static err
too_large(struct book *b)
{
    return fail(b->c, ERR_INVALID, b->field,
                N_("The workbook is too large: at most %d rows; save it as CSV"),
                XLSX_ROWS);
}

static err
read_part(struct book *b, const char *s, size_t n, const char *name, bool needed)
{
    CLEANUP(buf_free) struct buf part = {0};
    enum zip_result z = zip_read(s, n, name, &part);
    if (z == ZIP_MISSING && !needed)
        return OK;
    if (z != ZIP_OK)
        return z == ZIP_TOO_LARGE ? too_large(b) : no_workbook(b);
    XML_Parser p = b->parser = XML_ParserCreate(NULL);
    must(p);
    XML_SetUserData(p, b);
    XML_SetElementHandler(p, on_start, on_end);
    XML_SetCharacterDataHandler(p, on_text);
    XML_SetStartDoctypeDeclHandler(p, on_doctype);
    bool read =
        XML_Parse(p, part.n ? part.s : "", (int)part.n, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(p);
    return b->e == ERR_TOO_LARGE ? too_large(b) : read ? OK : no_workbook(b);
}

static err
read_book(struct book *b, const char *s, size_t n)
{
    TRY(read_part(b, s, n, "xl/workbook.xml", true));
    TRY(read_part(b, s, n, "xl/_rels/workbook.xml.rels", true));
    TRY(read_part(b, s, n, "xl/styles.xml", false));
    TRY(read_part(b, s, n, "xl/sharedStrings.xml", false));
    const char *t = b->target ? b->target : "worksheets/sheet1.xml";
    t = t[0] == '/' ? t + 1 : arena_printf(b->c->arena, "xl/%s", t);
    TRY(read_part(b, s, n, t, true));
    if (b->told > TOLD_MOST)
        note_fault(b->c, ERR_INVALID, b->field, N_("… and %zu more of this kind"),
                   b->told - TOLD_MOST);
    return faults(b->c);
}

bool
xlsx_looks_like(const char *s, size_t n)
{
    return n >= 4 && memcmp(s, "PK\3\4", 4) == 0;
}

err
xlsx_to_csv(struct ctx *c, const char *s, size_t n, const char *field, const char **out)
{
    struct book *b = NEW(c->arena, struct book);
    b->c = c;
    b->field = field;
    err e = read_book(b, s, n);
    if (e == OK)
        *out = arena_strdup(c->arena, buf_str(&b->csv));
    buf_free(&b->csv);
    buf_free(&b->text);
    return e;
}
