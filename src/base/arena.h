/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h: memory with one lifetime. Results live here; callers never free. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/base.h"

struct arena_chunk;
struct arena {
    struct arena_chunk *top;
};
/* A point to go back to: a transaction that runs again starts clean. */
struct arena_mark {
    struct arena_chunk *top;
    size_t used;
};

/* n zeroed bytes aligned to `align`. Out of memory aborts: it is never a branch. */
void *arena_alloc(struct arena *a, size_t n, size_t align)
    __attribute__((malloc, returns_nonnull));
char *arena_strdup(struct arena *a, const char *s);           /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
struct arena_mark arena_mark(const struct arena *a);
void arena_reset(struct arena *a, struct arena_mark m);       /* frees all made since m */
size_t arena_bytes(const struct arena *a);                    /* held from the system */
void arena_free(struct arena *a);                             /* frees all; reusable */

#define NEW(a, T)     ((T *)arena_alloc((a), sizeof(T), _Alignof(T)))
#define NEWN(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (size_t)(n), _Alignof(T)))

/*
 * A growing list: struct x_list { struct x *v; size_t n; } in an arena. Room is 8, 16, 32 …, so n
 * alone tells the capacity: never PUSH to a list that PUSH did not start. Yields the new element.
 */
#define LIST(T)                                                                        \
    {                                                                                  \
        T *v;                                                                          \
        size_t n;                                                                      \
    }
void *list_grow(struct arena *a, void *v, size_t n, size_t size);
#define PUSH(a, list)                                                                  \
    ((list)->v = list_grow((a), (list)->v, (list)->n, sizeof *(list)->v),              \
     &(list)->v[(list)->n++])
#endif
