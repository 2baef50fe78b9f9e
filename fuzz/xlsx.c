/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx.c: a workbook from a stranger: what it yields is CSV that reads, or a fault. */
#include "base/csv.h"
#include "base/text.h"
#include "fuzz.h"
#include "view/xlsx_in.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = fuzz_ctx(&a, size);
    const char *text = NULL;
    err e = xlsx_to_csv(&c, (const char *)data, size, "file", &text);
    must((e == OK) == (c.faults.n == 0) && (e == OK) == (text != NULL));
    if (e != OK)
        return 0;
    struct csv csv;
    struct csv_row row;
    must(utf8_valid(text, strlen(text)));
    csv_open(&csv, text, strlen(text));
    while (csv_next(&csv, &a, &row))
        must(row.n <= XLSX_COLUMNS);
    must(!csv.error);
    return 0;
}
