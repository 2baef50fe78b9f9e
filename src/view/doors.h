/* SPDX-License-Identifier: Apache-2.0 */
/* doors.h: what the doors of this folder agree on: which fields go through which. */
#ifndef VIEW_DOORS_H
#define VIEW_DOORS_H
#include "view/view.h"

enum {
    FAULTS_MOST = 100 /* a body that is wrong throughout: nobody reads more */
};

/* In the JSON that goes out, and in its schema. */
static inline bool
field_in_json(const struct field *f)
{
    return f->kind != K_HTML && !(f->flags & (F_SECRET | F_PAGE));
}
/* In the JSON that comes in: a key that is not is a fault. F_READONLY ones are passed over. */
static inline bool
field_in_input(const struct field *f)
{
    return f->kind != K_HTML && !(f->flags & F_PAGE);
}
/* A column of a CSV or XLSX export. */
static inline bool
field_in_export(const struct field *f)
{
    return field_in_json(f) && f->kind != K_LIST && f->kind != K_REC;
}
/* What an export shows of personal text: "N***". NULL stays NULL. */
static inline const char *
text_masked(struct arena *a, const char *s)
{
    if (!s || !*s)
        return NULL;
    size_t n = 1;
    while (((unsigned char)s[n] & 0xC0) == 0x80) /* the rest of the first character */
        n++;
    return arena_printf(a, "%.*s***", (int)n, s);
}
#endif
