/* SPDX-License-Identifier: Apache-2.0 */
/* board_in.h: what the files of this room share: what tasks are counted by. */
#ifndef BOARD_BOARD_IN_H
#define BOARD_BOARD_IN_H
#include "board/board.h"

enum dim {
    DIM_HAND,   /* enum hand */
    DIM_DUE,    /* 0 … 11: before the ends of the last weeks; DUE_SOON … */
    DIM_SILENT, /* 1: no word from who has it in hand */
    DIM_CAUSE,  /* index into causes */
    DIM_WEEK,   /* ended so many weeks ago */
    DIM_RESULT, /* enum result */
    DIMS
};
enum hand {
    HAND_PLANNED,
    HAND_ASSIGNED,
    HAND_DOING,
    HAND_DECIDE,
    HAND_SUSPENDED
};
enum due {
    DUE_LATE = BOARD_WEEKS - 1, /* and all below */
    DUE_SOON,
    DUE_LATER,
    DUE_NEVER
};
enum result {
    RESULT_IN_TIME,
    RESULT_LATE,
    RESULT_WITHDRAWN
};

/* Why a task is late, in the order in which they are looked for; 0 is of what is not late. */
struct cause {
    const char *name, *when; /* SQL */
    const char *label;
    const char *who;     /* SQL: the organisation that can change it */
    const char *unblock; /* the same in words */
};
enum {
    BOARD_CAUSES = 12
};
extern const struct cause board_causes[BOARD_CAUSES];

/* Today and so many days, as days are stored. Written out in queries: they are ours. */
const char *board_iso(struct ctx *c, int days);
/* SQL of a dim, over the columns of a task. */
const char *board_sql(struct ctx *c, int dim);
/* SQL of the organisation that can change what is late, … */
const char *board_sql_who(struct ctx *c);
/* … and of who answers for `who` (SQL) today; $2: today. */
const char *board_sql_unblock(struct ctx *c, const char *who);
#endif
