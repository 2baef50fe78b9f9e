/* SPDX-License-Identifier: Apache-2.0 */
/* http_log.h: the access log: one line a request, whole lines, appended; safe from any thread. */
#ifndef WEB_HTTP_LOG_H
#define WEB_HTTP_LOG_H
#include "base/arena.h"
#include "base/day.h"

struct access_log;
struct access_line {
    instant at;
    const char *remote, *method,
        *target;  /* logged without the query: it may name people */
    int status;   /* 0: the client left before an answer */
    size_t bytes; /* of the body */
    int64_t took_us;
    const char *id;
};

/* NULL: no log (the others then take NULL); "-": standard error. NULL in *out too if none.
 * False when the file cannot be opened; errno says why. */
bool access_log_open(const char *path, struct access_log **out);
void access_log_add(struct access_log *l, const struct access_line *line);
/* Lines are kept back until 32 KiB are together; call this about every second. */
void access_log_flush(struct access_log *l);
void access_log_close(struct access_log *l);
#endif
