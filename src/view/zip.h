/* SPDX-License-Identifier: Apache-2.0 */
/* zip.h: the files inside a ZIP archive that lies in memory; for the workbooks of xlsx_in.c. */
#ifndef VIEW_ZIP_H
#define VIEW_ZIP_H
#include "base/buf.h"

enum {
    ZIP_ENTRIES_MOST = 2000,
    ZIP_PART_MOST = 64 * 1024 * 1024, /* bytes of one file, unpacked */
    ZIP_RATIO_MOST = 200              /* of them to one packed, beyond the first MiB */
};
enum zip_result {
    ZIP_OK,
    ZIP_MISSING,
    ZIP_BROKEN, /* or packed, ciphered or cut in pieces in a way that is not read */
    ZIP_TOO_LARGE
};
/* Unpacks the file of that name behind what `out` holds. */
enum zip_result zip_read(const char *s, size_t n, const char *name, struct buf *out);
#endif
