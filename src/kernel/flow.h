/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flow.h: a flow is data. The states of a record, the moves from one to another, who may make
 * them and what must hold are const rows; one function walks them all, so that no page, command or
 * decree finds a way around.
 */
#ifndef KERNEL_FLOW_H
#define KERNEL_FLOW_H
#include "kernel/register.h"

/* One who has a part in it: the organisation in that field of the record, or who answers for it
 * today. */
struct flow_party {
    const char *field;      /* "org_held" */
    const char *capability; /* needed there: "task.work" */
};

/* What goes with each state of the choices of `state_field`. */
struct flow_state {
    bool ends;       /* the record has ended with it */
    bool is_waiting; /* it is nobody's turn */
    int turn;        /* else whose: index of a party */
};

enum flow_need { /* what a move asks for besides itself */
    FLOW_REASON = 1,
    FLOW_ORG = 2, /* another organisation */
    FLOW_TEXT = 4,
    FLOW_DAY = 8
};
enum {
    FLOW_STAYS = -1, /* no other state */
    FLOW_ANY = -1    /* of `from`: every state that has not ended */
};
#define FLOW_FROM(state) (1 << (state))

struct flow_move {
    const char *name;  /* "accept": the act's verb, the last part of the path */
    const char *label; /* message id: the button */
    int from;          /* FLOW_FROM(…) | …, or FLOW_ANY */
    int to;            /* a state, or FLOW_STAYS */
    int who;           /* index of a party */
    unsigned needs;    /* enum flow_need */
    /* What else must hold: a fault, or OK. NULL: nothing. */
    err (*holds)(struct ctx *c, const void *rec);
    /* What it does besides: `in` is what flow_do was given. NULL: nothing. */
    err (*does)(struct ctx *c, const void *in, void *rec);
};

struct flow {
    const char
        *state_field; /* K_ENUM of the register's view, not filled in by people */
    const struct flow_state *states; /* by choice */
    const struct flow_party *parties;
    int n_parties;
    const struct flow_move *moves; /* ends with a NULL name */
};

/* A bug if there is none of that name. */
const struct flow_move *flow_move(const struct registry *reg, const char *name);
int flow_state_of(const struct registry *reg, const void *rec);

/* Has the actor that party's capability for this record? Notes no fault. */
NODISCARD err flow_is_party(struct ctx *c, const struct registry *reg, const void *rec,
                            int party, bool *out);
/* … that of any of them? */
NODISCARD err flow_is_any_party(struct ctx *c, const struct registry *reg,
                                const void *rec, bool *out);
/* Is the move open to the actor now: state, party and what must hold? Notes no fault. */
NODISCARD err flow_may(struct ctx *c, const struct registry *reg, const void *rec,
                       const struct flow_move *m, bool *out);

/*
 * Begins a move: `before` is the record as it stands, `after` a copy already in the state that the
 * move leads to, for the room to write more into. NOT_FOUND; FORBIDDEN: not a party; INVALID: not
 * from this state, or what must hold does not; CONFLICT: key.version is not the stored one.
 */
NODISCARD err flow_begin(struct ctx *c, const struct registry *reg,
                         const struct flow_move *m, struct record_key key,
                         const void **before, void **after);
/* Ends it: stores `after` as one act. */
NODISCARD err flow_end(struct ctx *c, const struct registry *reg,
                       const struct flow_move *m, const char *reason,
                       const void *before, void *after);

/* Begins it, does what it does besides and ends it; *out: the record since. Errors of all three. */
NODISCARD err flow_do(struct ctx *c, const struct registry *reg, const char *name,
                      struct record_key key, const void *in, void *out);

/* For what the room itself decides who may: a new record of `held`, in the state it is in … */
NODISCARD err flow_add(struct ctx *c, const struct registry *reg, org_id held,
                       void *rec);
/* … the record as it stands, seen by nobody in particular: NOT_FOUND, CONFLICT as above … */
NODISCARD err flow_take(struct ctx *c, const struct registry *reg,
                        struct record_key key, const void **before, void **after);
/* … and stored again. */
NODISCARD err flow_put(struct ctx *c, const struct registry *reg, const char *verb,
                       const char *reason, const void *before, void *after);
#endif
