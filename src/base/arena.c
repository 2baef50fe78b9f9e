/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

struct arena_chunk {
    struct arena_chunk *next;
    size_t used, cap;
    max_align_t data[];
};

enum {
    FIRST_CHUNK = 8 * 1024,
    LARGEST_STEP = 1024 * 1024
};

/* Not zeroed: for what is written over at once. */
static void *
room(struct arena *a, size_t n, size_t align)
{
    struct arena_chunk *k = a->top;
    size_t at = k ? (k->used + align - 1) & ~(align - 1) : 0;
    if (!k || at > k->cap || n > k->cap - at) {
        size_t cap = k ? k->cap * 2 : FIRST_CHUNK;
        if (cap > LARGEST_STEP)
            cap = LARGEST_STEP;
        if (cap < n)
            cap = n;
        must(n < SIZE_MAX / 2);
        k = malloc(sizeof *k + cap);
        must(k != NULL);
        k->next = a->top;
        k->cap = cap;
        a->top = k;
        at = 0;
    }
    k->used = at + n;
    return (char *)k->data + at;
}

void *
arena_alloc(struct arena *a, size_t n, size_t align)
{
    return memset(room(a, n, align), 0, n);
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *t = room(a, n + 1, 1);
    memcpy(t, s, n);
    t[n] = '\0';
    return t;
}

char *
arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    must(n >= 0);
    char *s = room(a, (size_t)n + 1, 1);
    vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    return s;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

struct arena_mark
arena_mark(const struct arena *a)
{
    return (struct arena_mark){a->top, a->top ? a->top->used : 0};
}

void
arena_reset(struct arena *a, struct arena_mark m)
{
    while (a->top != m.top) {
        struct arena_chunk *k = a->top;
        a->top = k->next;
        free(k);
    }
    if (a->top)
        a->top->used = m.used;
}

size_t
arena_bytes(const struct arena *a)
{
    size_t n = 0;
    for (const struct arena_chunk *k = a->top; k; k = k->next)
        n += k->cap;
    return n;
}

void
arena_free(struct arena *a)
{
    arena_reset(a, (struct arena_mark){0});
}

void *
list_grow(struct arena *a, void *v, size_t n, size_t size)
{
    enum {
        FIRST = 8
    };
    if (n != 0 && (n < FIRST || n & (n - 1)))
        return v;
    size_t more = n ? n : FIRST;
    char *w = room(a, size * (n + more), _Alignof(max_align_t));
    if (n)
        memcpy(w, v, size * n);
    memset(w + size * n, 0, size * more);
    return w;
}

_Noreturn void
must_fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "haicap: bug at %s:%d: %s does not hold\n", file, line, what);
    abort();
}
