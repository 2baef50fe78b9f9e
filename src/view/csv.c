/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c: a list as CSV for machines: names of fields, values as they stand in the database. UTF-8
 * without a BOM and lines ended by LF, so that our own import takes it back. */
#include "view/doors.h"

static void
put_row(struct arena *scratch, struct buf *b, const struct view *v, const void *rec)
{
    bool first = true;
    size_t from = b->n;
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (!field_in_export(f))
            continue;
        if (!first)
            buf_putc(b, ',');
        first = false;
        const char *s = rec ? field_raw(scratch, f, rec) : f->name;
        buf_csv(b, rec && f->flags & F_PERSONAL ? text_masked(scratch, s) : s);
    }
    if (b->n == from)
        buf_puts(b, "\"\""); /* one column, no value: readers pass over an empty line */
    buf_putc(b, '\n');
}

void
view_csv(struct ctx *c, struct buf *b, const struct view *v,
         const struct any_list *list)
{
    (void)c; /* values for machines are the same in every language */
    CLEANUP(arena_free) struct arena scratch = {0};
    put_row(&scratch, b, v, NULL);
    arena_alloc(&scratch, 1, 1); /* a chunk to stay in, row after row */
    struct arena_mark m = arena_mark(&scratch);
    for (size_t i = 0; i < list->n; i++) {
        put_row(&scratch, b, v, (const char *)list->v + i * v->size);
        arena_reset(&scratch, m);
    }
}
