/* SPDX-License-Identifier: Apache-2.0 */
/* log.h: the log as people search it: who did what to which thing, when, by which decree. */
#ifndef LOG_LOG_H
#define LOG_LOG_H
#include "kernel/act.h"

enum {
    LOG_EXPORT_MOST = 50000 /* acts in one file: the server's memory stays small */
};

struct log_filter {
    const char *q; /* words of label, person, reason, law, in any spelling of marks */
    const char *actor; /* username */
    const char *verb, *kind;
    int64_t object; /* with kind: one thing's history */
    decree_id decree;
    day from, to;      /* both inclusive, days in Vietnam; DAY_NONE: open */
    const char *after; /* cursor of the last page; INVALID(after) */
    const char *count; /* "exact": whatever it takes */
    int64_t limit;     /* as page_limit reads it */
};
extern const struct view log_filter_view;
struct log_list {
    int64_t total, total_at_least; /* one of them is INT_NONE */
    struct act_list items;         /* newest first, explained */
    const char *next;              /* NULL: this was the last page */
};
/* INVALID(actor, after); INVALID when an export would have more than LOG_EXPORT_MOST. */
NODISCARD err log_find_list(struct ctx *c, const struct log_filter *f,
                            struct log_list *out);
#endif
