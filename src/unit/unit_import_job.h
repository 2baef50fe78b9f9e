/* SPDX-License-Identifier: Apache-2.0 */
/* unit_import_job.h: what the kinds of import share; for unit/ alone. */
#ifndef UNIT_UNIT_IMPORT_JOB_H
#define UNIT_UNIT_IMPORT_JOB_H
#include "unit/unit_book.h"
#include "unit/unit_import.h"

struct import_job {
    const struct import *in;
    struct import_result *out;
    struct book book;
    struct csv csv;
    struct csv_row header, row;
};

/* This line is not taken, and why: msgid is translated first. */
void import_reject(struct ctx *c, struct import_job *job, size_t line,
                   const char *msgid, ...) PRINTF(4, 5);
void import_note(struct ctx *c, struct import_job *job, const char *msgid, ...)
    PRINTF(3, 4);
/* The next line with as many cells as the header; *more false at the end. INVALID(file). */
NODISCARD err import_next(struct ctx *c, struct import_job *job, bool *more);
/* The column, which must be there. INVALID(file). */
NODISCARD err import_column(struct ctx *c, const struct import_job *job,
                            const char *name, int *out);
/* A cell, trimmed and in one spelling; NULL when it is empty. */
const char *import_cell(struct ctx *c, const struct import_job *job, int column);

NODISCARD err import_units(struct ctx *c, struct import_job *job);
NODISCARD err import_figures(struct ctx *c, struct import_job *job);
NODISCARD err import_successions(struct ctx *c, struct import_job *job);
NODISCARD err import_adjacency(struct ctx *c, struct import_job *job);

/* The figures of a line: columns found once, cells read for each. */
enum {
    FIGURE_COLUMNS = 6
};
struct figure_columns {
    struct {
        const char *measure, *name;
        int value, flag;
        day on;
    } v[FIGURE_COLUMNS];
    size_t n;
};
struct line_figures {
    struct figure v[FIGURE_COLUMNS];
    size_t n;
};
void import_figure_columns(const struct import_job *job, struct figure_columns *out);
/* False when a cell is no figure: the line is then rejected. */
bool import_read_figures(struct ctx *c, struct import_job *job,
                         const struct figure_columns *columns,
                         struct line_figures *out);
/* is_new: a unit that can have none yet. */
NODISCARD err import_write_figures(struct ctx *c, struct import_job *job, unit_id id,
                                   bool is_new, const struct line_figures *in);
#endif
