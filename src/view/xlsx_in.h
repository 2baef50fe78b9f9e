/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xlsx_in.h: a workbook from a stranger's spreadsheet program as the CSV it would have been, so that
 * all imports read both. Its first sheet; its rows keep their numbers; days are written 2025-07-01.
 */
#ifndef VIEW_XLSX_IN_H
#define VIEW_XLSX_IN_H
#include "view/view.h"

/* Do these bytes begin as a workbook does? (Any ZIP does.) */
bool xlsx_looks_like(const char *s, size_t n);
/*
 * Faults under `field`, one for each line that cannot be read: merged cells, days that there are
 * not, formulas that failed. Error: INVALID, also for a small file
 * that unpacks without end and for more than XLSX_ROWS rows.
 */
NODISCARD err xlsx_to_csv(struct ctx *c, const char *s, size_t n, const char *field,
                          const char **out);
enum {
    XLSX_ROWS = 200000,
    XLSX_COLUMNS = 256
};
#endif
