/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree.h: reorganisation. A decree is text; from it and the registry a plan is made, that people
 * look at, approve, rehearse and carry out in one transaction; it can be proved and undone. Last of
 * the rooms: it knows them all, nobody knows it.
 */
#ifndef DECREE_DECREE_H
#define DECREE_DECREE_H
#include "decree/decree_text.h"
#include "kernel/act.h"
#include "kernel/ids.h"
#include "kernel/register.h"
#include "view/official.h"
#include "view/view.h"

enum decree_state {
    DECREE_NONE,
    DECREE_DRAFT,
    DECREE_APPROVED,
    DECREE_SCHEDULED, /* approved; takes effect at 00:00 of its day by itself */
    DECREE_EXECUTED,
    DECREE_UNDONE /* executed once and taken back; to be approved again before it is executed */
};
extern const struct choice decree_states[6];

struct decree {
    decree_id id;
    const char *code;   /* "1318-2024": its id for people and URLs */
    const char *number; /* "1318/NQ-UBTVQH15" */
    const char *issuer, *summary;
    day signed_on; /* DAY_NONE: the text does not say */
    day effective_on;
    int state;        /* enum decree_state */
    const char *text; /* as it was written */
    person_id drafted_by, approved_by, executed_by,
        undone_by; /* 0: the machine or its operator */
    instant drafted_at, approved_at, executed_at, undone_at;
    const char *drafter, *approver, *executor; /* names; computed */
    const char *note;      /* why a scheduled one was not carried out; NULL */
    const char *plan_hash; /* SHA-256 of the steps that were approved; NULL */
    int64_t run; /* how often it has been executed; steps and results are of one run */
    int64_t version; /* a change names the one it saw */
    const char *search, *sort_key;
};
struct decree_list LIST(struct decree);
extern const struct view decree_view;

/* ---- what stands in the way ---- */
enum finding_level {
    FINDING_NONE,
    FINDING_BLOCK,
    FINDING_WARNING,
    FINDING_NOTE
};
extern const struct choice finding_levels[4];
struct finding {
    int level;
    const char *code;    /* of the kind, for programs: "unit-unknown" */
    const char *clause;  /* "Điều 3"; NULL: the decree as a whole */
    int64_t line;        /* of the text; INT_NONE */
    const char *message; /* translated */
    const char *law;     /* article; NULL */
};
struct finding_list LIST(struct finding);
extern const struct view finding_view;

/* ---- the plan ---- */
enum step_kind {
    STEP_NONE,
    STEP_UNIT_END, /* from ends; to: where it went as a whole */
    STEP_UNIT_ADD, /* to is established; detail: what it is part of */
    STEP_UNIT_CHANGE, /* from becomes to: code, name, type; detail: its parent if that changes */
    STEP_PART, /* a part of from went to `to`; detail: which */
    STEP_ORG_ADD,
    STEP_ORG_END, /* from ends; to answers for it, as its successor or as a receiver */
    STEP_ORG_CHANGE, /* from is now called to; detail: what it is below, if that changes */
    STEP_RECORDS, /* n open records of a register, of from, for which `to` answers then */
    STEP_GRANTS, /* n grants at from are given at `to`, interim */
    STEP_HEAD    /* detail (account) holds the post `matter` at `to` */
};
enum {
    STEP_KINDS = STEP_HEAD + 1
};
extern const struct choice step_kinds[STEP_KINDS];
struct decree_step {
    int64_t id;
    decree_id decree_id;
    int64_t run, seq;
    int kind;
    const char *clause;
    const char *from_code, *from_name, *to_code,
        *to_name; /* codes: of the organisation's unit */
    const char
        *matter; /* register; post; "some/all" of a part's land and people; "whole" or
                            "receiver" of an organisation that answers for another */
    const char *about;  /* the matter in the reader's words; computed for pages */
    const char *detail; /* in the words of the text, so the same in every language */
    int64_t n;          /* records, grants; INT_NONE elsewhere. No part of the hash */
    bool is_verified;   /* the clause's own wording was seen */
};
struct decree_step_list LIST(struct decree_step);
extern const struct view decree_step_view;

struct decree_plan {
    struct decree decree;
    day eve;           /* the registry was read as of this day */
    const char *basis; /* decrees, not yet executed, assumed to be; NULL: none */
    const char *hash;  /* SHA-256 of the steps without counts */
    int64_t n_block, n_warning;
    int64_t n_units_ended, n_units_added, n_units_changed, n_parts;
    int64_t n_orgs_ended, n_orgs_added, n_orgs_changed;
    int64_t n_records, n_passed, n_review, n_surrender, n_archived, n_to_decide,
        n_by_rule;
    int64_t n_grants, n_posts;    /* carried over; named in the decree */
    int64_t n_unverified;         /* clauses whose official wording was not seen */
    struct finding_list findings; /* blocks first */
    struct decree_step_list steps;
    struct plan *plan; /* what execution works with: decree_plan.h */
};
extern const struct view decree_plan_view;

/* ---- what was handed over ---- */
struct decree_result {
    int64_t id;
    decree_id decree_id;
    int64_t run;
    const char *reg;       /* a register's name; "grant" */
    org_id from_id, to_id; /* the organisation that ended; the one that answers since */
    const char *from_name, *to_name;
    int64_t n_passed, n_review, n_surrender, n_archived; /* see struct handed */
    int64_t n_moved, n_to_decide, n_history,
        n_refused; /* refused: grants of posts that end */
};
struct decree_result_list LIST(struct decree_result);
extern const struct view decree_result_view;
/* What an organisation held just before, and holds just after, for all it answers for. */
struct decree_held {
    int64_t id;
    decree_id decree_id;
    int64_t run;
    org_id org_id;
    const char *reg;
    bool is_after;
    int64_t n_open, n_review, n_surrender, n_ended, n_archived;
};
struct decree_held_list LIST(struct decree_held);
extern const struct view decree_held_view;

struct invariant {
    int64_t number;   /* 1 … 15, as in ARCHITECTURE.md */
    const char *name; /* translated */
    int64_t n;        /* things looked at */
    int64_t n_bad;
};
struct invariant_list LIST(struct invariant);
extern const struct view invariant_view;

/* What execution says; the dry run says the same but for `at`. */
struct decree_report {
    struct decree decree;
    bool is_dry,
        was_done; /* was_done: it had been executed before; nothing happened now */
    instant at;
    int64_t n_units_ended, n_units_added, n_units_changed, n_parts;
    int64_t n_orgs_ended, n_orgs_added, n_orgs_changed;
    int64_t n_records, n_passed, n_review, n_surrender, n_archived, n_to_decide,
        n_by_rule;
    int64_t n_grants, n_posts;
    struct invariant_list invariants;
    const char *text; /* all of it for people, without `at` */
};
extern const struct view decree_report_view;

/* ---- verbs; all in the caller's transaction ---- */
NODISCARD err decree_find(struct ctx *c, const char *code, struct decree *out);
NODISCARD err decree_by_id(struct ctx *c, decree_id id, struct decree *out);
/* By effective day, the newest first. */
NODISCARD err decree_list(struct ctx *c, struct decree_list *out);
/* A draft from its text. INVALID(text) with lines; CONFLICT(text): the id is taken. */
NODISCARD err decree_add(struct ctx *c, const char *text, struct decree *out);
/* Another text of a decree that is not executed: it is a draft again, an approval is void.
 * CONFLICT(version), CONFLICT when executed, INVALID(text) also when the text has another id. */
NODISCARD err decree_change(struct ctx *c, const char *code, const char *text,
                            int64_t version, struct decree *out);

/*
 * Reads the registry as of the day before, writes nothing, lists every step, count and conflict.
 * Approved decrees that take effect earlier and wait for execution are assumed to have been
 * executed. Errors: NOT_FOUND; faults of the text cannot be here: decree_add refused them.
 */
NODISCARD err decree_plan(struct ctx *c, const char *code, struct decree_plan *out);
/* Approved by a person who may (decree.approve) and did not draft it; what was approved is what is
 * executed. FORBIDDEN, INVALID with every block, CONFLICT(state). */
NODISCARD err decree_approve(struct ctx *c, const char *code, struct decree *out);
/* An approved decree takes effect by itself; or, not `on`, waits for a hand again. */
NODISCARD err decree_schedule(struct ctx *c, const char *code, bool on,
                              struct decree *out);

/*
 * One transaction, the caller's: plan again, compare with what was approved, do it, verify the
 * invariants. dry: the caller rolls back, whatever the answer; an unapproved decree may be
 * rehearsed. An executed decree: OK, was_done. The clock of a demo goes to the day; elsewhere a day
 * to come is refused: schedule it. FORBIDDEN (decree.execute; not approved), CONFLICT (its day has
 * not come; the plan is no longer what was approved), INVALID with every block.
 */
NODISCARD err decree_execute(struct ctx *c, const char *code, bool dry,
                             struct decree_report *out);
/* Takes everything back. CONFLICT with a list when something was written since on what it made. */
NODISCARD err decree_undo(struct ctx *c, const char *code, const char *reason,
                          struct decree *out);
/* Would undo be refused? Notes nothing; `why` gets the reasons, empty: it would not. */
struct undo_obstacle {
    const char *what, *path, *message;
};
struct undo_obstacle_list LIST(struct undo_obstacle);
extern const struct view undo_obstacle_view;
NODISCARD err decree_check_undo(struct ctx *c, const char *code,
                                struct undo_obstacle_list *why);

/* For the job lane, in its write transaction: executes each scheduled decree whose day has come, as
 * the machine; one that fails waits for a hand again, with the reason on its page. */
NODISCARD err decree_run_due(struct ctx *c, int *n);

/* ---- the hand-over record ---- */
struct minutes_row {
    const char *reg;        /* label of the register, translated */
    const char *other_name; /* to whom, or from whom */
    int64_t n_passed, n_review, n_surrender, n_archived, n_moved, n_to_decide,
        n_history, n_refused, n_total;
    const char *words; /* those that are not 0: "Passed 12 · Archived 3" */
};
struct minutes_row_list LIST(struct minutes_row);
extern const struct view minutes_row_view;
struct minutes_held {
    const char *reg;
    int64_t before, gave, got,
        after; /* in whatever state; before + got - gave = after */
    int64_t open_before, open_after; /* of these, open or to be reviewed */
};
struct minutes_held_list LIST(struct minutes_held);
struct decree_minutes {
    struct decree decree;
    org_id org_id;
    const char *org_name;
    bool is_giver; /* it ended, and hands over; else it receives */
    struct minutes_row_list rows;
    struct minutes_held_list held;
    int64_t n_before, n_after; /* records it answered for, all registers, any state */
    int64_t n_open_before, n_open_after;
    bool is_balanced;
    const char *others; /* names of those on the other side, for the second signature */
    const struct act_head *head; /* newest tree head of the log; NULL: not sealed yet */
    day effective_on, last_day; /* last_day: of those that hand over */
};
extern const struct view decree_minutes_view;
struct minutes_party {
    org_id org_id;
    const char *name, *role; /* "hands over", "receives"; translated */
    const char *code;        /* of the decree */
    int64_t n_records;
};
struct minutes_party_list LIST(struct minutes_party);
extern const struct view minutes_party_view;
/* All that gave or received; NOT_FOUND unless executed. */
NODISCARD err decree_parties(struct ctx *c, const char *code,
                             struct minutes_party_list *out);
NODISCARD err decree_minutes(struct ctx *c, const char *code, org_id org,
                             struct decree_minutes *out);
/* Minutes (a struct decree_minutes) as a document to sign. */
NODISCARD err decree_minutes_official(struct ctx *c, const void *out, struct official *doc);
/* What its execution handed over, by class; other_name is NULL. */
NODISCARD err decree_totals(struct ctx *c, const struct decree *d,
                            struct minutes_row_list *out);
NODISCARD err decree_steps(struct ctx *c, const struct decree *d,
                           struct decree_step_list *out);

/* ---- text from rows ---- */
struct from_rows {
    day effective_on;
    const char *csv; /* old_code,new_code,kind[,area_part,pop_part,note,new_name,…] */
    size_t n;
    const char *units_csv; /* code,name,type,parent_code,tier of the new units; NULL */
    size_t n_units;
    const char *code, *number; /* of the decree; NULL: made up */
    const char *end_tiers;     /* "district,province": all of that tier end; NULL */
    const char *end_codes;     /* "372,373"; NULL */
};
/* The text of a decree from rows of successions; names come from the registry. INVALID names the
 * line. */
NODISCARD err decree_from_rows(struct ctx *c, const struct from_rows *in,
                               const char **text);
#endif
