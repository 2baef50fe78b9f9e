/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_guard.h: what the HTTP library lets through and we do not: heads that two readers may
 * understand in two ways (request smuggling), and paths that are not plain text. Pure functions.
 */
#ifndef WEB_HTTP_GUARD_H
#define WEB_HTTP_GUARD_H
#include "base/arena.h"

enum {
    HEAD_LINES_MOST = 100,
    HEAD_BYTES_MOST = 16 * 1024
};

struct guard_line {
    const char *name, *value;
};
/* The head where the library keeps it: all texts lie in its one read buffer, as they came. */
struct guard_head {
    const char *method, *target, *version;
    size_t n_target; /* before the library cut and unescaped it */
    const struct guard_line *lines;
    size_t n_lines;
    size_t n_bytes; /* request line, headers, empty line */
};
struct framing {
    bool chunked;
    bool expects; /* the client waits for "100 Continue" before it sends the body */
    uint64_t length;
};

/* Each yields NULL when all is well, else the reason: a message id. */

/* The target as sent: an absolute path that is valid UTF-8 without control characters and
 * without ".." segments once decoded, and a query of visible characters. */
const char *guard_target(struct arena *a, const char *target);
/* Headers and framing. The order of headers does not matter. */
const char *guard_lines(const struct guard_head *h, struct framing *out);
/* Every byte between request line and empty line is accounted for: no bare LF, no NUL, no folded
 * line, no doubled blank: places where a proxy in front may have read another request. */
const char *guard_layout(const struct guard_head *h);
#endif
