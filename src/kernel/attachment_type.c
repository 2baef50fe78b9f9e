/* SPDX-License-Identifier: Apache-2.0 */
/* attachment_type.c: what kind of file it is. The content decides; the name must agree, so that
 * nobody's desk opens a program that calls itself a report. */
#include <magic.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"
#include "kernel/attachment.h"

enum {
    ENDINGS = 3,
    LOOKED_AT = 4 << 20 /* libmagic reads no further than it is let */
};
#define OOXML "application/vnd.openxmlformats-officedocument."
#define ODF   "application/vnd.oasis.opendocument."

/* Papers and pictures of papers; nothing that runs, and nothing that a browser would run. */
static const struct {
    const char *mime, *ends[ENDINGS];
} taken[] = {
    {"application/pdf", {".pdf"}},
    {OOXML "wordprocessingml.document", {".docx"}},
    {OOXML "spreadsheetml.sheet", {".xlsx"}},
    {OOXML "presentationml.presentation", {".pptx"}},
    {ODF "text", {".odt"}},
    {ODF "spreadsheet", {".ods"}},
    {"application/msword", {".doc"}},
    {"application/vnd.ms-excel", {".xls"}},
    {"application/vnd.ms-powerpoint", {".ppt"}},
    {"application/zip", {".zip"}},
    {"image/png", {".png"}},
    {"image/jpeg", {".jpg", ".jpeg"}},
    {"image/tiff", {".tif", ".tiff"}},
    {"text/csv", {".csv"}},
    {"text/plain", {".txt", ".csv"}},
};

static void
close_magic(magic_t *m)
{
    if (*m)
        magic_close(*m);
}

const char *
attachment_type(const char *bytes, size_t n)
{
    CLEANUP(close_magic)
    magic_t m = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS |
                           MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_ELF);
    must(m && magic_load(m, NULL) == 0);
    const char *said = magic_buffer(m, bytes, n < LOOKED_AT ? n : LOOKED_AT);
    for (size_t i = 0; said && i < COUNT(taken); i++)
        if (strcmp(said, taken[i].mime) == 0)
            return taken[i].mime;
    return NULL;
}

bool
attachment_name_fits(const char *name, const char *mime)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < COUNT(taken); i++)
        for (size_t k = 0; k < ENDINGS && taken[i].ends[k]; k++) {
            size_t n_end = strlen(taken[i].ends[k]);
            if (strcmp(taken[i].mime, mime) == 0 && n > n_end &&
                strcasecmp(name + n - n_end, taken[i].ends[k]) == 0)
                return true;
        }
    return false;
}
