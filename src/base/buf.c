/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

void
buf_grow(struct buf *b, size_t n)
{
    size_t cap = b->cap ? b->cap : 1024;
    while (cap - b->n < n) {
        must(cap < SIZE_MAX / 2);
        cap *= 2;
    }
    b->s = realloc(b->s, cap);
    must(b->s != NULL);
    b->cap = cap;
}

static inline void
reserve(struct buf *b, size_t n)
{
    if (b->cap - b->n < n)
        buf_grow(b, n);
}

void
buf_int(struct buf *b, int64_t v)
{
    char t[24], *p = t + sizeof t;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do
        *--p = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        *--p = '-';
    buf_put(b, p, (size_t)(t + sizeof t - p));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    must(n >= 0);
    reserve(b, (size_t)n + 1);
    vsnprintf(b->s + b->n, (size_t)n + 1, fmt, again);
    va_end(again);
    b->n += (size_t)n;
}

const char *
buf_str(struct buf *b)
{
    reserve(b, 1);
    b->s[b->n] = '\0';
    return b->s;
}

char *
buf_take(struct buf *b, size_t *n)
{
    buf_str(b);
    char *s = b->s;
    if (n)
        *n = b->n;
    *b = (struct buf){0};
    return s;
}

void
buf_free(struct buf *b)
{
    free(b->s);
    *b = (struct buf){0};
}

void
buf_html(struct buf *b, const char *s)
{
    if (!s)
        return;
    static const bool must_escape[256] = {['\0'] = true, ['&'] = true, ['<'] = true,
                                          ['>'] = true,  ['"'] = true, ['\''] = true};
    for (;;) {
        size_t n = 0;
        while (!must_escape[(unsigned char)s[n]])
            n++;
        buf_put(b, s, n);
        s += n;
        switch (*s++) {
        case '\0':
            return;
        case '&':
            buf_puts(b, "&amp;");
            break;
        case '<':
            buf_puts(b, "&lt;");
            break;
        case '>':
            buf_puts(b, "&gt;");
            break;
        case '"':
            buf_puts(b, "&quot;");
            break;
        case '\'':
            buf_puts(b, "&#39;");
            break;
        }
    }
}

void
buf_json(struct buf *b, const char *s)
{
    buf_putc(b, '"');
    for (const char *from = s; s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_put(b, from, (size_t)(s - from));
        if (!c)
            break;
        /* the short forms that RFC 8785 asks for: a leaf of the log must be the same everywhere */
        static const char sign[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
        const char *known = strchr(sign, c);
        if (known)
            buf_put(b, (char[]){'\\', letter[known - sign]}, 2);
        else
            buf_printf(b, "\\u%04x", c);
        from = s + 1;
    }
    buf_putc(b, '"');
}

void
buf_url(struct buf *b, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (; s && *s; s++) {
        unsigned char c = (unsigned char)*s;
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                     (c >= 'a' && c <= 'z') || strchr("-_.~", c);
        if (plain)
            buf_putc(b, (char)c);
        else
            buf_put(b, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
    }
}

void
buf_csv(struct buf *b, const char *s)
{
    if (!s || !*s)
        return;
    bool number = *s == '-' && s[1 + strspn(s + 1, "0123456789.")] == '\0';
    bool formula = !number && strchr("=+-@\t\r", *s); /* a spreadsheet would run it */
    if (!strpbrk(s, ",\"\r\n") && !formula) {
        buf_puts(b, s);
        return;
    }
    buf_putc(b, '"');
    if (formula)
        buf_putc(b, '\'');
    for (; *s; s++) {
        if (*s == '"')
            buf_putc(b, '"');
        buf_putc(b, *s);
    }
    buf_putc(b, '"');
}
