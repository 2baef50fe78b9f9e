/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c: CSV as it comes from a stranger's spreadsheet; what was read is written and read again. */
#include "base/csv.h"
#include "base/text.h"
#include "fuzz.h"

/* Rows and cells as text; writes them to b too, unless b is NULL. */
static size_t
read_all(struct arena *a, const char *s, size_t n, struct buf *b, struct buf *cells)
{
    struct csv csv;
    struct csv_row row;
    size_t rows = 0, line = 0;
    csv_open(&csv, s, n);
    for (; csv_next(&csv, a, &row); rows++) {
        must(row.n >= 1 && row.n <= CSV_COLUMNS && csv.line > line);
        line = csv.line;
        for (size_t i = 0; i < row.n; i++) {
            must(utf8_valid(row.cell[i], strlen(row.cell[i])));
            if (b && i > 0)
                buf_putc(b, ',');
            /* a letter in front: no formula to defuse, no line to pass over */
            const char *cell = b ? arena_printf(a, "x%s", row.cell[i]) : row.cell[i];
            if (b)
                buf_csv(b, cell);
            buf_puts(cells, cell);
            buf_putc(cells, '\x1F');
        }
        if (b)
            buf_putc(b, '\n');
        buf_putc(cells, '\x1E');
    }
    must(csv.error || csv.at == csv.end);
    return rows;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf written = {0};
    CLEANUP(buf_free) struct buf once = {0};
    CLEANUP(buf_free) struct buf twice = {0};
    size_t rows = read_all(&a, (const char *)data, size, &written, &once);
    must(read_all(&a, written.s, written.n, NULL, &twice) == rows);
    must(once.n == twice.n && (once.n == 0 || memcmp(once.s, twice.s, once.n) == 0));
    return 0;
}
