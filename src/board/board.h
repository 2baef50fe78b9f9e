/* SPDX-License-Identifier: Apache-2.0 */
/*
 * board.h: what is late and why, body by body. Everything is counted from the tasks when it is
 * asked for; each number opens the rows that it counted, picked out by the very terms that counted
 * them.
 */
#ifndef BOARD_BOARD_H
#define BOARD_BOARD_H
#include "task/task.h"

enum {
    BOARD_WEEKS = 12, /* of the trend */
    BOARD_DONE = 4,   /* weeks that "done lately" looks back */
    BOARD_ROWS = 200,
    BOARD_BLOCKERS = 20 /* at most, but in a file */
};

/* Whose: what is held at or below the organisation, and what it gave to others. */
struct board_ask {
    org_id org;       /* 0: the actor's own */
    const char *body; /* the same by name or the code of a unit */
    bool all;         /* the whole installation, for who may read all of it */
    directive_id directive;
    /* which rows, for board_tasks alone */
    org_id row;        /* of one body's; 0: of all */
    const char *what;  /* a number's name; NULL: "late" */
    const char *cause; /* of what is late: a cause's name; NULL: any */
    org_id unblock;    /* of what is late: who can unblock it; 0: anybody */
    const char *after;
    int64_t limit;
};

/* A number for pages: a column of a row. */
struct board_number {
    const char *name, *label;
    int64_t n;
    bool is_any, is_late;
};
struct board_number_list LIST(struct board_number);
extern const struct view board_number_view;

struct board_row {
    org_id id;
    const char *name;
    bool is_own;   /* what the organisation holds itself */
    bool is_given; /* stands elsewhere: only what was given to it from here */
    bool is_below; /* directly below: with all that stands below it */
    int64_t open, late, soon, planned, assigned, doing, decide, suspended, silent;
    int64_t done, done_late; /* in the last BOARD_DONE weeks */
    int64_t late_share;      /* per cent of what is open; INT_NONE: nothing is */
    /* for pages */
    struct board_number_list numbers;
    html bar;
};
struct board_row_list LIST(struct board_row);
extern const struct view board_row_view;

/* Why what is late is not done: one cause for each, the first that holds. */
struct board_cause {
    const char *name, *label, *unblock; /* who can change it, in words */
    int64_t n;
};
struct board_cause_list LIST(struct board_cause);
extern const struct view board_cause_view;
struct board_blocker {
    org_id id;
    const char *name;
    int64_t n, n_own; /* late tasks that wait for it; of these, in its own hands */
};
struct board_blocker_list LIST(struct board_blocker);
extern const struct view board_blocker_view;

struct board_week {
    day on;                  /* its last day */
    int64_t late;            /* and not done that evening, by today's due days */
    int64_t done, done_late; /* in its seven days */
};
struct board_week_list LIST(struct board_week);
extern const struct view board_week_view;

struct board {
    org_id org; /* 0: the whole installation */
    struct board_row sum;
    struct board_row_list rows; /* most late first */
    struct board_cause_list causes;
    struct board_blocker_list blockers; /* who holds up most first */
    struct board_week_list weeks;       /* oldest first */
    int64_t n_rows_more, n_blockers_more;
};
/* FORBIDDEN; INVALID(body): none, or the actor acts for nobody. */
NODISCARD err board_read(struct ctx *c, const struct board_ask *ask, struct board *out);

/* The rows behind a number; label: what it is called. As board_read; INVALID(what, cause, after). */
NODISCARD err board_tasks(struct ctx *c, const struct board_ask *ask,
                          struct task_page *out, const char **label);

/* The numbers of a row one by one, with their names in c's language. */
void board_numbers(struct ctx *c, struct board_row *row);
/* The trend as a picture: late at the end of each week, and what was done in it. Nothing where
 * nothing was. */
html board_trend_svg(struct ctx *c, const struct board_week_list *weeks);
/* How much of what is open is late, beside the most that a body has open. */
html board_bar_svg(struct ctx *c, const struct board_row *row, int64_t most);
#endif
