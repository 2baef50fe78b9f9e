/* SPDX-License-Identifier: Apache-2.0 */
/* task_in.h: what the files of this room share. */
#ifndef TASK_TASK_IN_H
#define TASK_TASK_IN_H
#include "store/store.h"
#include "task/task.h"

extern const struct flow task_flow;
extern const struct choice task_turns[TURNS];

/* What the dates of a directive's tasks are reckoned with: read once, used for each. */
struct reckoning {
    const struct deadline_law *law;
    struct directive directive;
    struct deadline_event *events;
    size_t n_events;
};
NODISCARD err reckoning_begin(struct ctx *c, directive_id id, struct reckoning *out);
/* Sets the dates, and whose turn it is. */
NODISCARD err task_reckon(struct ctx *c, const struct reckoning *k, struct task *t);
/* INVALID: what is wrong with the rule itself, or it would end before it can begin. */
NODISCARD err task_check_rule(struct ctx *c, const struct reckoning *k,
                              const struct task *t);
/* The facts for a task whose directive's events are at hand. */
NODISCARD err reckoning_facts(struct ctx *c, const struct reckoning *k,
                              const struct task *t, struct deadline_facts *out);

/* An entry of the history; who and when come from c. */
NODISCARD err task_note(struct ctx *c, const struct task *t, struct task_entry e);
/* The same as an act of its own: what changes no field of the record. */
NODISCARD err task_tell(struct ctx *c, const struct task *t, struct task_entry e);
/* The task's row without a question of who may; *t may then be written into. */
NODISCARD err task_load(struct ctx *c, task_id id, int64_t version,
                        const struct task **was, struct task **t);
/* A new task, reckoned and stored, with its first entry. */
NODISCARD err task_store(struct ctx *c, const struct reckoning *k, org_id lead,
                         struct task *t);

/* ---- whom a document's words mean (task_together.c) ---- */
struct naming {
    org_id follows;   /* who follows the document today */
    const char *name; /* and is called, folded */
};
NODISCARD err naming_begin(struct ctx *c, org_id follows, struct naming *out);
/*
 * Who is called exactly so in force today, of several the one below who follows the document; or,
 * of "UBND tỉnh", who follows it and whose name begins so. Nobody is guessed: 0 if it is nobody, or
 * two.
 */
NODISCARD err task_named(struct ctx *c, const struct naming *by, const char *text,
                         org_id *out);
/* Writes down who takes part, after the words of t->coordinators. */
NODISCARD err task_coordinators_put(struct ctx *c, const struct directive *d,
                                    const struct task *t);

struct term_list LIST(struct term);

/* ---- lists of tasks: short index scans, merged (task_list.c) ---- */
enum {
    LISTING_TERMS = 12,
    LISTING_EACH = 3 /* terms of a branch: whose, in which state, one more */
};
struct listing {
    const char *from;       /* NULL: "task" */
    const struct value *in; /* that `from` speaks of as $1 … */
    int n_in;
    struct term terms[LISTING_TERMS];
    size_t n_terms;
    struct LIST(struct term) branches;
    size_t n_branches;
    day on; /* the day that "late" is asked about */
    struct org_names *names; /* what is known of them from other lists; NULL: nothing */
};
void listing_want(struct listing *l, const char *column, enum op op, struct value v);
/* listing.from, when a branch goes by task_coordinator.org_id. */
extern const char listing_together[];
/* Of one for each of many only the whole. */
void listing_without_spread(struct listing *l);
/* more.column NULL: nothing more. */
void listing_branch(struct ctx *c, struct listing *l, struct term whose,
                    const char *state, struct term more);
struct listing_place {
    const char *after;
    int64_t limit;
    bool exact;     /* count whatever it takes */
    bool uncounted; /* total: INT_NONE, but of all on one page */
    bool last_due;  /* begin at the end */
};
/* Of one document, 0: of all. by_org: organisations are gone through one by one; each holds less than
 * a document may ask of all, so its index must not be taken for theirs. */
void listing_want_directive(struct listing *l, directive_id id, bool by_org);
/* With names; INVALID(after). */
NODISCARD err listing_run(struct ctx *c, const struct listing *l,
                          const struct listing_place *at, struct task_page *out);
#endif
