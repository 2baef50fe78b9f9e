/* SPDX-License-Identifier: Apache-2.0 */
/* csv.h: reads RFC 4180 text, one record after the other. Takes LF or CRLF, a BOM, quotes. */
#ifndef BASE_CSV_H
#define BASE_CSV_H
#include "base/arena.h"

enum {
    CSV_COLUMNS = 256 /* more in one record is an error */
};

struct csv {
    const char *at, *end;
    size_t line; /* of the record just read, 1-based */
    size_t next_line;
    const char *error; /* set when a read failed: an English message id */
};
struct csv_row {
    size_t n;
    const char *cell[CSV_COLUMNS]; /* in the arena; blanks at both ends kept */
};

/* s must outlive the reader; cells are copied into the arena given to csv_next. */
void csv_open(struct csv *c, const char *s, size_t n);
/* False at the end or on an error (c->error tells). Empty lines are passed over. */
bool csv_next(struct csv *c, struct arena *a, struct csv_row *row);
/* The column of that name in a header row, or -1. */
int csv_column(const struct csv_row *header, const char *name);
/* The cell, or "" when the row has no such column. */
const char *csv_cell(const struct csv_row *row, int column);
#endif
