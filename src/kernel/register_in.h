/* SPDX-License-Identifier: Apache-2.0 */
/* register_in.h: what the files of a register share; for kernel/register*.c and
 * kernel/flow.c alone. */
#ifndef KERNEL_REGISTER_IN_H
#define KERNEL_REGISTER_IN_H
#include "kernel/register.h"

#define STAND_IN "record_any" /* in register.sql, for the register's own table */

/* A row of counts. */
struct tally {
    const char *reg, *way;
    org_id org_held, from_org, to_org;
    int state;
    int64_t n;
    instant changed_at;
    day since;       /* its organisation was succeeded as a whole */
    int state_after; /* the same: what that makes of open records */
};
struct tally_list LIST(struct tally);
extern const struct view tally_view;
struct record_list LIST(struct record);
extern const struct view record_view; /* struct record alone */

static inline struct table
register_table(const struct registry *reg)
{
    return (struct table){reg->name, reg->view};
}
static inline bool
record_open(const struct record *r)
{
    return r->state == RECORD_OPEN || r->state == RECORD_REVIEW;
}

/* Is it a field of the register's own, that people fill in? */
bool register_own(const struct field *f);
/* Notes what is missing in the record and what does not fit. */
void register_check(struct ctx *c, const struct registry *reg, const void *rec);
void field_copy(const struct field *f, void *to, const void *from);
/* FORBIDDEN unless the actor has NAME.what ("read", "write") where `org`'s matters are answered. */
NODISCARD err register_need(struct ctx *c, const struct registry *reg, const char *what,
                            org_id org);
/* Stores a new record whose own fields are set: number, day, search and the rest are given here.
 * Says nothing to the counts. */
NODISCARD err register_store_new(struct ctx *c, const struct registry *reg, org_id org,
                                 void *rec);
/* Stores what became of `before`: next version, one act. Counts a change of holder or state. */
NODISCARD err register_store_change(struct ctx *c, const struct registry *reg,
                                    const char *verb, const char *reason,
                                    const void *before, void *after);
NODISCARD err register_act(struct ctx *c, const struct registry *reg, const char *verb,
                           const char *reason, const void *before, const void *after);
/* Faults that say what was changed in a record since version `seen`: always CONFLICT. */
NODISCARD err register_changed_since(struct ctx *c, const struct registry *reg,
                                     const void *now, int64_t seen);

/* ---- what a succession as a whole makes of open records, without touching them ---- */
/* RECORD_NONE: the register passes. */
int register_state_after(const struct registry *reg);
static inline bool
register_stays_open(const struct registry *reg)
{
    return reg->on_succession == SUCC_PASSES || reg->on_succession == SUCC_REVIEW;
}
/* The state that a stored one stands for; since: DAY_NONE if the organisation was not succeeded. */
int register_state_since(const struct registry *reg, int stored, day since);
struct since {
    org_id org;
    day since;
};
struct since_list LIST(struct since);
/* Asked for once for each organisation. */
NODISCARD err register_since(struct ctx *c, const struct registry *reg,
                             struct since_list *known, org_id org, day *out);
/* A record just read becomes what it stands for. */
NODISCARD err register_read(struct ctx *c, const struct registry *reg,
                            struct since_list *known, void *rec);

/* ---- counts ---- */
int register_slot(int64_t id);
/* n more records, in so many writes. */
NODISCARD err register_count_more(struct ctx *c, const struct registry *reg, org_id org,
                                  int state, int slot, int64_t n, int64_t writes);
NODISCARD err register_count_less(struct ctx *c, const struct registry *reg, org_id org,
                                  int state, int slot);
#endif
