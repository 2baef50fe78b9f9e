/* SPDX-License-Identifier: Apache-2.0 */
/* buf.h: bytes being written: a page, a JSON answer, a CSV file. Grows by itself. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/base.h"

/* Zero-initialise; owns its memory (malloc) until buf_free or buf_take. */
struct buf {
    char *s; /* not terminated unless buf_str was called */
    size_t n, cap;
};

void buf_grow(struct buf *b, size_t n); /* room for n more bytes where there was none */
/* In every answer thousands of times, mostly with a few bytes. */
static inline void
buf_put(struct buf *b, const void *s, size_t n)
{
    if (b->cap - b->n < n)
        buf_grow(b, n);
    if (n)
        memcpy(b->s + b->n, s, n);
    b->n += n;
}
static inline void
buf_putc(struct buf *b, char c)
{
    buf_put(b, &c, 1);
}
static inline void
buf_puts(struct buf *b, const char *s)
{
    if (s)
        buf_put(b, s, strlen(s));
}
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
const char *buf_str(struct buf *b);   /* terminated; lent until the next write */
char *buf_take(struct buf *b, size_t *n); /* ownership to the caller (free); b is empty again */
void buf_free(struct buf *b);

/* The same bytes, safe in the named place. NULL writes nothing, in JSON "". */
void buf_html(struct buf *b, const char *s);  /* text and quoted attributes */
void buf_json(struct buf *b, const char *s);  /* a quoted JSON string */
void buf_url(struct buf *b, const char *s);   /* one component, percent-encoded */
void buf_csv(struct buf *b, const char *s);   /* one cell; formula signs are defused */
#endif
