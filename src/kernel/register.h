/* SPDX-License-Identifier: Apache-2.0 */
/*
 * register.h: a declared entity. One struct and its view give a table, list, detail with history,
 * forms, JSON, CSV and XLSX out, CSV in, audit, permissions, and a rule on succession.
 */
#ifndef KERNEL_REGISTER_H
#define KERNEL_REGISTER_H
#include "kernel/ids.h"
#include "store/store.h"

/* What a decree does with an open record when the organisation that holds it ends. */
enum on_succession {
    SUCC_UNSET,   /* refused by a test */
    SUCC_PASSES,  /* the successor answers; nothing changes in the record */
    SUCC_ENDS,    /* ends on the effective day, to be surrendered */
    SUCC_REVIEW,  /* passes, but is marked "to be reviewed" */
    SUCC_ARCHIVED /* ends and stays with the history */
};

/* What every record has. The struct of a register begins with it. */
struct record {
    int64_t id;
    org_id org_received;  /* whose it was when it was entered; never changes */
    org_id org_held;      /* changes only by a transfer, or by a decree that splits */
    int state;            /* record_states */
    bool to_decide;       /* a decree sent it to a receiver for want of a rule */
    day received_on;
    day ended_on;
    int64_t version;      /* of the record: a change names the one it saw */
    const char *search, *sort_key;
};
enum record_state {
    RECORD_NONE,
    RECORD_OPEN,
    RECORD_REVIEW,    /* open; a decree asks for a review */
    RECORD_SURRENDER, /* ended by a decree; still to be surrendered */
    RECORD_ENDED,
    RECORD_ARCHIVED
};
extern const struct choice record_states[6];
/* The first fields of a register's view: RECORD_FIELDS(struct seal), then its own. */
#define RECORD_FIELDS(T)                                                               \
    FIELD(T, record.id, N_("Number"), .flags = F_READONLY), ...

struct registry {
    const char *name;          /* "seal": table, path (/seals via `plural`), capabilities seal.read,
                                  seal.write */
    const char *plural;        /* "seals": the path */
    const char *label, *about; /* message ids: "Seals" … */
    const struct view *view;   /* of a struct that begins with struct record */
    const char *title_field;   /* names a record: "number" */
    enum on_succession on_succession;
    const char *law;           /* of that rule */
};
/* In alphabetical order; ends with NULL. Defined in app.c from modules.def. */
extern const struct registry *const registers[];
#endif
