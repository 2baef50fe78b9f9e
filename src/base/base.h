/* SPDX-License-Identifier: Apache-2.0 */
/* base.h: the words every file may use. Knows nothing of offices, databases or pages. */
#ifndef BASE_BASE_H
#define BASE_BASE_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NODISCARD    __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a), nonnull(f)))
#define CLEANUP(fn)  __attribute__((cleanup(fn)))
#define UNUSED       __attribute__((unused))
#define COUNT(a)     (sizeof(a) / sizeof((a)[0]))
#define N_(s)        s /* marks a message for translation where it cannot be looked up yet */

/* A bug, not a fault: say where and abort; what was acknowledged is on disk. */
_Noreturn void must_fail(const char *file, int line, const char *what);
#define must(x) ((x) ? (void)0 : must_fail(__FILE__, __LINE__, #x))

typedef enum err {
    OK = 0,
#define X(name, status, slug, text) ERR_##name,
#include "base/errors.def"
#undef X
    ERR_COUNT
} err;

/* Every expected error goes up; nothing else happens here. */
#define TRY(expr)                                                                      \
    do {                                                                               \
        err try_ = (expr);                                                             \
        if (try_ != OK)                                                                \
            return try_;                                                               \
    } while (0)

/* One kind of id cannot be passed for another. 0 is "none". */
#define DEFINE_ID(name)                                                                \
    typedef struct {                                                                   \
        int64_t v;                                                                     \
    } name##_id

/* The absent value of an integer field: printed as null, stored as NULL. */
#define INT_NONE INT64_MIN

static inline bool
str_eq(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}
#endif
