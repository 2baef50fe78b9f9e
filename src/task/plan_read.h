/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan_read.h: a Vietnamese plan, conclusion or dispatch as people paste it, read into proposals of
 * tasks for a person to confirm. Pure functions over text. What is not understood stays blank and
 * is told in `unread`; nothing is guessed from the day it is read. doc/plan-text.md has the
 * wordings.
 */
#ifndef TASK_PLAN_READ_H
#define TASK_PLAN_READ_H
#include "kernel/deadline.h"

enum {
    PLAN_BYTES_MOST = 1024 * 1024,
    PLAN_ITEMS_MOST = 5000,
    PLAN_TEXT_MOST = 20000, /* bytes of one task */
    PLAN_NAME_MOST = 400    /* bytes of a body or an event: more is no name */
};

struct plan_item {
    int64_t line;       /* of the text or table, from 1 */
    const char *number; /* as in the source: "4.1", "a", "-"; NULL: none */
    int64_t level;      /* 0: on top; a child follows its parent */
    bool is_group;      /* a heading above others, with no deadline of its own */
    const char
        *sentence;       /* where the deadline was found; the first one if it was not */
    const char *text;    /* the task whole */
    const char *body;    /* the lead body, in the source's words; NULL: not found */
    const char *others;  /* coordinating bodies, "; " between; NULL: none */
    const char *product; /* NULL: not said */
    const struct deadline_rule *rule; /* kind none: not found */
    const char *unread; /* what a person must look at, in c's language; NULL: nothing */
};
struct plan_item_list LIST(struct plan_item);
extern const struct view plan_item_view;
struct plan {
    int64_t total;
    struct plan_item_list items;
};
extern const struct view plan_view; /* {"total", "items": […]} */

/*
 * Reads text, or CSV and what is pasted from a table (tabs) when the first row names columns.
 * Errors: MALFORMED (not UTF-8), TOO_LARGE (PLAN_BYTES_MOST, PLAN_ITEMS_MOST), INVALID (CSV).
 */
NODISCARD err plan_read(struct ctx *c, const char *text, size_t n, struct plan *out);
/* Rows of cells, of XLSX too; the first names the columns. */
struct plan_row {
    const char **cell; /* NULL: empty */
    size_t n;
    int64_t line;
};
NODISCARD err plan_read_rows(struct ctx *c, const struct plan_row *rows, size_t n,
                             struct plan *out);
/*
 * One deadline in words. `alone`: the text is nothing but a deadline (a cell, what follows "Thời
 * gian thực hiện:"), so that a bare "31/8/2023" or "thường xuyên" is one. False, with kind none,
 * when there is none; *unread then says what could not be made out, or is NULL.
 */
bool plan_read_rule(struct ctx *c, const char *text, bool alone,
                    struct deadline_rule *out, const char **unread);
#endif
