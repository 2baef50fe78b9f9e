/* SPDX-License-Identifier: Apache-2.0 */
/*
 * official.h: an administrative document as data, and its paper: a PDF in the layout of annex I to
 * Decree 30/2020/NĐ-CP (A4, head in two columns, number and date, title, text, signatures,
 * recipients). The caller says what stands there; size, place and face are known here alone.
 *
 * The document is Vietnamese whoever reads it: its texts are given, not translated.
 */
#ifndef VIEW_OFFICIAL_H
#define VIEW_OFFICIAL_H
#include "base/buf.h"
#include "base/ctx.h"

enum official_kind {
    OFFICIAL_TEXT,    /* a paragraph, first line indented, both edges straight */
    OFFICIAL_HEADING, /* bold; level 3 and below in italics; stays with what follows */
    OFFICIAL_TABLE,
    OFFICIAL_ANNEX /* "Phụ lục I" on a page of its own; pages are counted anew */
};
enum {
    OFFICIAL_PAGES = 100, /* of one document */
    OFFICIAL_COLUMNS = 16 /* of one table */
};

struct official_column {
    const char *title;
    int width;      /* its share of the line, against the others; 0 is 1 */
    bool is_number; /* set to the right */
};
struct official_row {
    const char **cells; /* one for each column; NULL: empty */
    bool is_strong;     /* a group or a total */
};
struct official_row_list LIST(struct official_row);
struct official_table {
    const struct official_column *columns;
    size_t n_columns;
    struct official_row_list rows;
};

struct official_block {
    enum official_kind kind;
    int level;        /* of a heading: 1, 2, 3 */
    const char *text; /* of an annex: its name */
    const char *more; /* of an annex: its title */
    struct official_table table;
};
struct official_block_list LIST(struct official_block);

/* Who signs. Lines are parted by '\n': "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH". */
struct official_sign {
    const char *authority;
    const char *note; /* below it in italics: "(Ký, ghi rõ họ tên)"; NULL: none */
    const char *name; /* NULL: a place to write it */
};
struct official_text_list LIST(const char *);

/* What is NULL or empty has no place on the paper, unless said otherwise. */
struct official {
    const char *superior; /* "UBND tỉnh Ninh Bình"; written in capitals, as is: */
    const char *issuer;   /* required */
    const char *number;   /* "12/BC-UBND", after "Số:"; NULL leaves room for it */
    const char *place;    /* NULL: dots, as for: */
    day dated;
    const char *type;    /* "Báo cáo"; NULL: a letter, its subject under the number */
    const char *subject; /* required */
    const char *to;      /* after "Kính gửi:"; lines */
    struct official_block_list blocks;
    struct official_sign signs[2]; /* one stands at the right, two side by side */
    struct official_text_list
        recipients;   /* "Như trên", "Lưu: VT, NC" after "Nơi nhận:" */
    const char *note; /* small print below the signatures */
};

/* Blocks in order. The text is copied. */
void official_text(struct ctx *c, struct official *d, const char *fmt, ...)
    PRINTF(3, 4);
void official_heading(struct ctx *c, struct official *d, int level, const char *fmt,
                      ...) PRINTF(4, 5);
void official_annex(struct ctx *c, struct official *d, const char *name,
                    const char *title);
/* Columns must outlive the document; at most OFFICIAL_COLUMNS. Lent until the next block. */
struct official_table *official_table(struct ctx *c, struct official *d,
                                      const struct official_column *columns, size_t n);
/* The cells of a new row, all empty. */
const char **official_row(struct ctx *c, struct official_table *t, bool is_strong);

/*
 * The document as PDF, dated c->now: the same input gives the same bytes on the same machine.
 * Thai and Lao inside it are shaped and broken into lines as they should be.
 * Errors: INVALID text that is not UTF-8; TOO_LARGE above OFFICIAL_PAGES; INTERNAL when no fonts
 * are installed for it (Liberation Serif or Times New Roman; for Thai and Lao see
 * doc/dependencies.md).
 */
NODISCARD err official_pdf(struct ctx *c, struct buf *b, const struct official *d);
#endif
