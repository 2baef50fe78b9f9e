/* SPDX-License-Identifier: Apache-2.0 */
/* board_view.c: what a board looks like to everybody. */
#include "board/board.h"

#include "base/msg.h"

#define ON_PAGE F_COMPUTED | F_PAGE | F_HIDDEN

static const struct field number_fields[] = {
    FIELD(struct board_number, name, N_("Name")),
    FIELD(struct board_number, label, N_("Label")),
    FIELD(struct board_number, n, N_("Number")),
    FIELD(struct board_number, is_any, N_("Any")),
    FIELD(struct board_number, is_late, N_("Late")),
};
const struct view board_number_view =
    VIEW("board_number", struct board_number, number_fields);

static const struct field row_fields[] = {
    ID(struct board_row, id, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct board_row, name, N_("Organisation"), .flags = F_BRIEF),
    FIELD(struct board_row, is_own, N_("Its own"), .flags = F_HIDDEN),
    FIELD(struct board_row, is_given, N_("Stands elsewhere"), .flags = F_HIDDEN),
    FIELD(struct board_row, is_below, N_("Directly below"), .flags = F_HIDDEN),
    FIELD(struct board_row, late, N_("Late")),
    FIELD(struct board_row, late_share, N_("Late, %")),
    FIELD(struct board_row, open, N_("Open")),
    FIELD(struct board_row, soon, N_("Within a week")),
    FIELD(struct board_row, planned, N_("Not given yet")),
    FIELD(struct board_row, assigned, N_("To be accepted")),
    FIELD(struct board_row, doing, N_("Being done")),
    FIELD(struct board_row, decide, N_("With its giver")),
    FIELD(struct board_row, suspended, N_("Suspended")),
    FIELD(struct board_row, silent, N_("Silent")),
    FIELD(struct board_row, done, N_("Done in four weeks")),
    FIELD(struct board_row, done_late, N_("Done late")),
    LISTOF(struct board_row, numbers, &board_number_view, N_("Number"),
           .flags = ON_PAGE),
    FIELD(struct board_row, bar, N_("Picture"), .flags = ON_PAGE),
};
const struct view board_row_view = VIEW("board_row", struct board_row, row_fields);

static const struct field cause_fields[] = {
    FIELD(struct board_cause, name, N_("Name")),
    FIELD(struct board_cause, label, N_("Cause")),
    FIELD(struct board_cause, unblock, N_("Who can unblock it")),
    FIELD(struct board_cause, n, N_("Late")),
};
const struct view board_cause_view =
    VIEW("board_cause", struct board_cause, cause_fields);

static const struct field blocker_fields[] = {
    ID(struct board_blocker, id, N_("Number")),
    FIELD(struct board_blocker, name, N_("Organisation")),
    FIELD(struct board_blocker, n, N_("Late")),
    FIELD(struct board_blocker, n_own, N_("In its own hands")),
};
const struct view board_blocker_view =
    VIEW("board_blocker", struct board_blocker, blocker_fields);

static const struct field week_fields[] = {
    FIELD(struct board_week, on, N_("Week to")),
    FIELD(struct board_week, late, N_("Late")),
    FIELD(struct board_week, done, N_("Done")),
    FIELD(struct board_week, done_late, N_("Done late")),
};
const struct view board_week_view = VIEW("board_week", struct board_week, week_fields);
