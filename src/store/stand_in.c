/* SPDX-License-Identifier: Apache-2.0 */
/* stand_in.c: a named query, run on another table of the same shape. */
#include "store/compose.h"

static bool
word(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '_';
}

/* The query's text with every whole word `stand_in` replaced; lives as long as c->arena. */
static const char *
text_on(struct ctx *c, const struct query *q, const char *stand_in, const char *table)
{
    CLEANUP(buf_free) struct buf b = {0};
    size_t n = strlen(stand_in);
    must(*table &&
         strspn(table, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(table));
    const char *from = q->sql;
    for (const char *at = from; (at = strstr(at, stand_in)); at += n) {
        if ((at > q->sql && word(at[-1])) || word(at[n]))
            continue;
        buf_put(&b, from, (size_t)(at - from));
        buf_puts(&b, table);
        from = at + n;
    }
    must(from != q->sql); /* the query names the table that stands in */
    buf_puts(&b, from);
    return arena_strdup(c->arena, buf_str(&b));
}

err
query_exec_on(struct ctx *c, const struct query *q, const char *stand_in,
              const char *table, const struct value *in, int64_t *n)
{
    return dynamic_exec(c, text_on(c, q, stand_in, table), in, q->n_in, n);
}

err
query_list_on(struct ctx *c, const struct query *q, const char *stand_in,
              const char *table, const struct view *v, void *list,
              const struct value *in)
{
    return dynamic_list(c, text_on(c, q, stand_in, table), v, list, in, q->n_in);
}

err
query_int_on(struct ctx *c, const struct query *q, const char *stand_in,
             const char *table, const struct value *in, int64_t *out)
{
    return dynamic_int(c, text_on(c, q, stand_in, table), in, q->n_in, out);
}
