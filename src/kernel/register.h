/* SPDX-License-Identifier: Apache-2.0 */
/*
 * register.h: a declared entity. One struct and its view give a table, list, detail with history,
 * forms, JSON, CSV and XLSX out, CSV in, audit, permissions, and a rule on succession.
 */
#ifndef KERNEL_REGISTER_H
#define KERNEL_REGISTER_H
#include "kernel/act.h"
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

/* What every record has. The struct of a register begins with it: struct record record; */
struct record {
    int64_t id;
    org_id org_received; /* whose it was when it was entered; never changes */
    org_id org_held;     /* changes only by a transfer, or by a decree that splits */
    int state;           /* record_states */
    bool to_decide;      /* a decree sent it to a receiver for want of a rule */
    day received_on;
    day ended_on;
    int64_t version;    /* from 1; a change names the one it saw */
    instant changed_at; /* of that version */
    const char *search; /* folded: all fields flagged F_SEARCH */
    const char
        *territory; /* folded: the registry's territory_field, for rules of a split */
    const char *sort_key; /* of the title */
    int stored; /* no column: the state in the table. An open record of an organisation that was
                   succeeded as a whole is what on_succession says, and nobody wrote it down */
};
enum record_state {
    RECORD_NONE,
    RECORD_OPEN,
    RECORD_REVIEW,    /* open; a decree asks for a review */
    RECORD_SURRENDER, /* ended by a decree; still to be surrendered */
    RECORD_ENDED,
    RECORD_ARCHIVED,
    RECORD_STATES /* how many there are */
};
extern const struct choice record_states[RECORD_STATES];

#define RECORD_FIELD_(T, member, at, knd, ...)                                         \
    {                                                                                  \
        .name = #member, .offset = offsetof(T, record.at), .kind = (knd),              \
        .label = __VA_ARGS__                                                           \
    }
#define RECORD_PLAIN_ F_READONLY | F_REQUIRED
/* The first fields of a register's view: RECORD_FIELDS(struct seal), then its own. */
#define RECORD_FIELDS(T)                                                               \
    RECORD_FIELD_(T, id, id, K_ID, N_("Record"), .flags = RECORD_PLAIN_),              \
        RECORD_FIELD_(T, org_received, org_received.v, K_ID, N_("Received by"),        \
                      .flags = RECORD_PLAIN_),                                         \
        RECORD_FIELD_(T, org_held, org_held.v, K_ID, N_("Held by"),                    \
                      .flags = RECORD_PLAIN_),                                         \
        RECORD_FIELD_(T, state, state, K_ENUM, N_("State"), .choices = record_states,  \
                      .n_choices = RECORD_STATES, .flags = RECORD_PLAIN_ | F_BRIEF),   \
        RECORD_FIELD_(T, to_decide, to_decide, K_BOOL, N_("To be decided"),            \
                      .flags = RECORD_PLAIN_),                                         \
        RECORD_FIELD_(T, received_on, received_on, K_DAY, N_("Received on"),           \
                      .flags = F_REQUIRED | F_BRIEF),                                  \
        RECORD_FIELD_(T, ended_on, ended_on, K_DAY, N_("Ended on"),                    \
                      .flags = F_READONLY),                                            \
        RECORD_FIELD_(T, version, version, K_INT, N_("Version"),                       \
                      .flags = RECORD_PLAIN_ | F_HIDDEN),                              \
        RECORD_FIELD_(T, changed_at, changed_at, K_INSTANT, N_("Last changed"),        \
                      .flags = RECORD_PLAIN_),                                         \
        RECORD_FIELD_(T, search, search, K_TEXT, N_("Search text"),                    \
                      .flags = RECORD_PLAIN_ | F_HIDDEN),                              \
        RECORD_FIELD_(T, territory, territory, K_TEXT, N_("Territory"),                \
                      .flags = F_READONLY | F_HIDDEN),                                 \
        RECORD_FIELD_(T, sort_key, sort_key, K_TEXT, N_("Sort key"),                   \
                      .flags = RECORD_PLAIN_ | F_HIDDEN)

struct flow; /* kernel/flow.h */
struct registry {
    const char *name;   /* "seal": table, capabilities seal.read and seal.write */
    const char *plural; /* "seals": the path /seals */
    const char *label, *about; /* message ids: "Seals", one sentence */
    const char *one;           /* message id of one: "Seal" */
    const struct view *view;   /* of a struct that begins with struct record */
    const char *title_field;   /* names a record, required: "number" */
    const char
        *territory_field; /* text that rules of a split read: "village"; NULL: none */
    enum on_succession on_succession;
    const char *law; /* of that rule */
    const struct flow
        *flow; /* its records move by it alone; NULL: as the verbs below say. One with a
                  flow has its own pages, made by its room */
    bool
        is_restricted; /* what acts say of its records is for those who may read them */
    /* Notes what does not fit between fields; NULL: nothing can */
    void (*check)(struct ctx *c, const void *rec);
};
/* In alphabetical order; ends with NULL. Defined in app.c. */
extern const struct registry *const registers[];

/* ---- its table ---- */
/* The table with its indexes. Shipped registers have it in a migration; a test compares. */
const char *register_ddl(struct arena *a, const struct registry *reg);
/* Makes the table of a register that no migration knows: tests. */
NODISCARD err register_create(struct ctx *c, const struct registry *reg);

/* ---- records; `rec` is a struct of reg->view; each write is one act ---- */
/* The record's title: field_raw of title_field. */
const char *register_title(struct ctx *c, const struct registry *reg, const void *rec);
/* Copies the fields that people fill in, but for those that every record has. */
void register_copy(const struct registry *reg, const void *from, void *to);
/* INVALID(field) unless the organisation is in force today; names who answers instead. */
NODISCARD err register_in_force(struct ctx *c, org_id org, const char *field);
/* Who answers for the record today (org_now of org_held). */
NODISCARD err register_org(struct ctx *c, const void *rec, org_id *out);
/* NOT_FOUND, FORBIDDEN (NAME.read at the organisation that answers). */
NODISCARD err register_find(struct ctx *c, const struct registry *reg, int64_t id,
                            void *out);

enum record_sort {
    SORT_TITLE,
    SORT_NEWEST, /* received last comes first */
    SORT_OLDEST,
    RECORD_SORTS
};
extern const struct choice record_sorts[RECORD_SORTS];
struct record_filter {
    org_id org;        /* what it answers for today; 0: the actor's */
    bool all;          /* every organisation's: access_everywhere */
    int state;         /* RECORD_NONE: any */
    bool to_decide;    /* only those */
    day from, to;      /* received_on, both inclusive; DAY_NONE: open */
    const char *q;     /* words, in any spelling of marks */
    int sort;          /* enum record_sort; `all` goes by the last change */
    const char *after; /* cursor of the last page; INVALID(after) */
    int64_t limit;     /* page_limit() decides */
    bool exact;        /* count exactly whatever it takes */
};
struct record_page {
    int64_t total, total_at_least; /* one of them is INT_NONE */
    struct any_list items;         /* structs of reg->view */
    const char *next;              /* NULL: this was the last page */
};
/* FORBIDDEN, INVALID(org). */
NODISCARD err register_list(struct ctx *c, const struct registry *reg,
                            const struct record_filter *f, struct record_page *out);
/* Over all that the filter lets through, whatever the page: one for each K_MONEY field. */
struct record_sum {
    const char *field, *label; /* translated */
    money sum;
};
struct record_sum_list LIST(struct record_sum);
extern const struct view record_sum_view;
NODISCARD err register_sums(struct ctx *c, const struct registry *reg,
                            const struct record_filter *f, struct record_sum_list *out);

/*
 * Enters a record at in->record.org_held (0: the actor's organisation), which must be in force
 * today. received_on none: today. Takes the fields that are not F_READONLY.
 * INVALID, FORBIDDEN.
 */
NODISCARD err register_add(struct ctx *c, const struct registry *reg, const void *in,
                           void *out);
/*
 * Sets every field that is not F_READONLY. CONFLICT when in->record.version is not the stored one:
 * the faults say, field by field, what was changed since, by whom and to what.
 */
NODISCARD err register_change(struct ctx *c, const struct registry *reg, const void *in,
                              void *out);
/* What the four verbs below are told of the record. */
struct record_key {
    int64_t id;
    int64_t version; /* INT_NONE: whatever it is (a program); else CONFLICT as above */
    const char *reason;
};
/* Ended by hand; one to be surrendered is so after the surrender. INVALID if it had ended. */
NODISCARD err register_end(struct ctx *c, const struct registry *reg,
                           struct record_key key, day on, void *out);
/* Reviewed and kept: open again. INVALID unless to be reviewed. */
NODISCARD err register_keep(struct ctx *c, const struct registry *reg,
                            struct record_key key, void *out);
/* To another organisation in force: INVALID(to). Clears to_decide. */
NODISCARD err register_transfer(struct ctx *c, const struct registry *reg,
                                struct record_key key, org_id to, void *out);
/* Says where a record that no rule decided belongs. INVALID unless to_decide. */
NODISCARD err register_decide(struct ctx *c, const struct registry *reg,
                              struct record_key key, org_id to, void *out);

/* What decrees did to a record, newest first. */
struct moved {
    decree_id decree_id;
    org_id from_org, to_org; /* to_org: who answered for it then */
    const char *way;         /* "whole", "rest": no rule decided, "rule" */
    const char *reason;      /* the rule's own words, or the way in c's language */
    int state_before, state_after;
    bool undone;
    instant at;
    day effective_on;
};
struct moved_list LIST(struct moved);
extern const struct view moved_view;
NODISCARD err register_moves(struct ctx *c, const struct registry *reg, int64_t id,
                             struct moved_list *out);

/* ---- CSV in ---- */
enum {
    IMPORT_BYTES_MOST = 64 << 20,
    IMPORT_LINES_TOLD = 200 /* lines of a report that say what is wrong */
};
struct import_line {
    int64_t line;
    const char *title, *field, *message;
};
struct import_line_list LIST(struct import_line);
struct import_report {
    bool dry_run;
    int64_t n_lines, n_added, n_changed, n_same, n_bad;
    struct import_line_list lines; /* those that are bad: the first IMPORT_LINES_TOLD */
};
extern const struct view import_line_view;
/*
 * Rows of a CSV file with a header of field names or labels, into `org` (0: the actor's). A row
 * whose title names an open record that the organisation answers for changes that record, in the
 * columns that the file has; others are added. dry: checks everything and writes nothing. Else one
 * bad line refuses all of them: INVALID with a fault for each. TOO_LARGE, INVALID(file).
 */
NODISCARD err register_import(struct ctx *c, const struct registry *reg, org_id org,
                              const char *csv, size_t n, bool dry,
                              struct import_report *out);

/* ---- what is held: kept counted by every write, so that asking costs the same at any size ---- */
struct holding {
    const char *reg;          /* name of the register */
    org_id org_id;            /* org_held itself, not what it answers for */
    int64_t n[RECORD_STATES]; /* by enum record_state */
};
struct holding_list LIST(struct holding);
static inline int64_t
holding_open(const struct holding *h)
{
    return h->n[RECORD_OPEN] + h->n[RECORD_REVIEW];
}
NODISCARD err register_count_held(struct ctx *c, const struct registry *reg, org_id org,
                                  struct holding *out);
/* The same over all that `org` answers for today; 0: over everything. */
NODISCARD err register_count_answered(struct ctx *c, const struct registry *reg,
                                      org_id org, struct holding *out);
struct org_list;
/* The organisations that a unit had on `on`, as org_list_of_unit gives them, and what they answer for
 * today, in every register: one query. */
NODISCARD err register_count_of_unit(struct ctx *c, unit_id unit, day on,
                                     struct org_list *orgs, struct holding_list *out);
/* Of every organisation and register at once, in order of organisation: for whole countries. */
NODISCARD err register_holdings(struct ctx *c, struct holding_list *out);
/* Recounts; every open record must have an organisation that answers today. INVALID names what
 * does not fit. */
NODISCARD err register_verify(struct ctx *c, const struct registry *reg);

/* ---- the decree's hand-over ---- */
/* What became of the records that `from` held, by who answers for them afterwards. The sum of all
 * counts is what `from` held before (of a split: the sum over all rows). */
struct handed {
    const char *reg;
    org_id from, to;
    int64_t n_passed;    /* open, as they were; no row was touched */
    int64_t n_review;    /* open, now to be reviewed (or were so already) */
    int64_t n_surrender; /* ended, to be surrendered */
    int64_t n_archived;  /* ended, archived */
    int64_t n_moved;     /* open, re-homed by a rule of the split */
    int64_t n_to_decide; /* open, sent to the receiver for want of a rule */
    int64_t n_history;   /* had ended before; `to` answers for them */
};
struct handed_list LIST(struct handed);
struct handing {
    org_id from, to;
    bool whole; /* `to` succeeds it; else it is the receiver of what no rule moved */
};
/*
 * From `on`, `to` answers for what `from` held: as the register's on_succession says. A whole
 * succession touches no record: org_succeed, which the caller calls too, says who answers, and open
 * records of `from` are taken from now on for what on_succession makes of them. Not whole: what is
 * open goes to `to`, marked to be decided.
 */
NODISCARD err register_hand_over(struct ctx *c, const struct registry *reg, org_id from,
                                 org_id to, day on, decree_id by, bool whole,
                                 struct handed *out);
/* Many at once, for all of `regs` (ends with NULL; `registers`): a fixed number of statements, so
 * a nation costs what its records cost. out: one row for each pair and register with records. */
NODISCARD err register_hand_over_all(struct ctx *c, const struct registry *const *regs,
                                     const struct handing *v, size_t n, day on,
                                     decree_id by, struct handed_list *out);

struct split_rule {
    const char
        *text; /* folded before it is compared with the record's territory; NULL: every
                           record whose territory is known, only as the last rule */
    bool contains; /* the words of `text` in a row somewhere in it; else all of it */
    org_id to;     /* may be `from`: stays */
    const char *reason; /* kept with each record moved: "Nghị quyết …, khoản 3" */
};
/*
 * A split: what is open and passes (or goes to review) is re-homed by the first rule that fits;
 * what no rule decides goes to `receiver`, marked to be decided. Registers that end or are
 * archived do so; what had ended stays where it is and `receiver` answers for it.
 */
NODISCARD err register_split(struct ctx *c, const struct registry *reg, org_id from,
                             const struct split_rule *rules, size_t n, org_id receiver,
                             day on, decree_id by, struct handed_list *out);

/* Could `by` be undone? Notes a fault for each record (the first 20, then their number) that was
 * written since at an organisation it concerned; the caller then does TRY(faults(c)). */
NODISCARD err register_check_back(struct ctx *c, const struct registry *reg,
                                  decree_id by);
/* Undoes all that the decree did in this register: holder, state, mark and days are as before, the
 * version counts on. CONFLICT as register_check_back says. */
NODISCARD err register_hand_back(struct ctx *c, const struct registry *reg,
                                 decree_id by);
#endif
