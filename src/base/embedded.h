/* SPDX-License-Identifier: Apache-2.0 */
/* embedded.h: files that the binary carries inside; tools/embed.py makes them. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H
#include "base/base.h"

struct embedded {
    const char *
        path; /* pages: "unit/unit_show.html"; data: "data/…", "demo/…"; static: "app.css" */
    const char *mime;
    const char *text; /* n bytes and a closing NUL */
    size_t n;
    const char *tag; /* of the content, for ETag */
};
/* Each ends with a NULL path. */
extern const struct embedded embedded_pages[], embedded_data[], embedded_static[];

static inline const struct embedded *
embedded_find(const struct embedded *all, const char *path)
{
    for (; all->path; all++)
        if (str_eq(all->path, path))
            return all;
    return NULL;
}

/* A file of embedded_data that the program is not made without. */
static inline const struct embedded *
embedded_shipped(const char *path)
{
    const struct embedded *f = embedded_find(embedded_data, path);
    must(f != NULL);
    return f;
}
#endif
