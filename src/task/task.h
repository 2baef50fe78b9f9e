/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task.h: from a document to work. A directive is a document that asks for something; its tasks
 * have one responsible body each, a deadline that is a rule, and a history. Both are registers, so
 * a decree hands them over like any other record: what is open passes to who answers today, what
 * is closed stays where it was done.
 */
#ifndef TASK_TASK_H
#define TASK_TASK_H
#include "kernel/deadline.h"
#include "kernel/flow.h"

DEFINE_ID(directive);
DEFINE_ID(task);

/* ---- directives ---- */
enum directive_type {
    DIRECTIVE_NONE,
    DIRECTIVE_CONCLUSION,
    DIRECTIVE_PLAN,
    DIRECTIVE_DISPATCH,
    DIRECTIVE_URGENT_DISPATCH,
    DIRECTIVE_DECISION,
    DIRECTIVE_RESOLUTION,
    DIRECTIVE_DIRECTIVE,
    DIRECTIVE_NOTICE,
    DIRECTIVE_OTHER,
    DIRECTIVE_TYPES
};
extern const struct choice directive_types[DIRECTIVE_TYPES];

struct directive {
    struct record record; /* org_held: who follows it and gives its tasks */
    const char *number;   /* number and symbol: "183-KL/TW" */
    int type;
    const char *issuer; /* who signed it, as it calls itself */
    const char *summary;
    day issued_on;
    const char *bases; /* legal bases, a line each */
    const char *text;
    const char *supersedes, *amends; /* numbers of other directives */
};
extern const struct registry directive_register;
extern const struct view directive_view;
extern const struct attachable directive_files; /* kernel/attachment.h */

/* Anybody who may read directives somewhere may read each: they are issued to all. NOT_FOUND. */
NODISCARD err directive_find(struct ctx *c, directive_id id, struct directive *out);

struct directive_item {
    directive_id id;
    const char *number;
    int type;
    const char *issuer, *summary;
    day issued_on;
    int64_t n_tasks, n_open, n_late;
    const char *sort_on; /* issued_on as text */
};
struct directive_item_list LIST(struct directive_item);
extern const struct view directive_item_view;
struct directive_filter {
    const char *q;
    int type, state;  /* 0: any */
    const char *body; /* who follows it today: a name or the code of a unit */
    org_id org;       /* the same by number */
    int64_t year;     /* of issue; INT_NONE: any */
    const char *after;
    int64_t limit;
    bool uncounted; /* neither how many there are nor what they ask for */
};
struct directive_page {
    int64_t total, total_at_least;
    struct directive_item_list items;
    const char *next;
};
/* Newest first. INVALID(after, body, year). */
NODISCARD err directive_list(struct ctx *c, const struct directive_filter *f,
                             struct directive_page *out);
/* Of its tasks as the document has them: one for each of many counts once. */
struct directive_counts {
    int64_t n_tasks, n_planned, n_open, n_late, n_done;
};
NODISCARD err directive_count(struct ctx *c, directive_id id,
                              struct directive_counts *out);
/* Those whose number is `number`, as superseded or amended ones name it. */
NODISCARD err directives_that_name(struct ctx *c, const struct directive *d,
                                   struct directive_item_list *out);

/* ---- tasks ---- */
enum task_stage {
    TASK_NONE,
    TASK_PLANNED,  /* entered, not given to anybody yet */
    TASK_ASSIGNED, /* given; not accepted yet */
    TASK_RETURNED, /* "not ours": whose, says the entry */
    TASK_DOING,
    TASK_SUSPENDED,
    TASK_REPORTED, /* said to be done; to be verified */
    TASK_CANNOT,   /* said to be impossible; with a proposal */
    TASK_CLOSED,
    TASK_WITHDRAWN,
    TASK_STAGES
};
extern const struct choice task_stages[TASK_STAGES];
enum task_party {
    PARTY_LEAD,  /* org_held */
    PARTY_GIVER, /* org_given */
    PARTIES
};
/* Whose turn it is, as stored: by flow_state. */
enum task_turn {
    TURN_NONE,
    TURN_LEAD,
    TURN_GIVER,
    TURN_NOBODY,
    TURNS
};

struct task {
    struct record
        record; /* org_held: the lead body. What is given to nobody yet is the giver's */
    directive_id directive_id;
    const char *number; /* as in the source: "4.2b" */
    const char *title;
    const char *detail; /* the sentence of the source */
    task_id parent_id;
    org_id org_given;      /* who gives it and verifies it */
    const char *lead_text; /* the lead body as the source calls it */
    const char *coordinators;
    const char *product, *legal_basis;
    const char *place; /* territory: where a split by territory finds it */
    struct deadline_rule rule;
    /* by the flow and the rules, never typed in */
    int stage;
    int turn;
    int deadline_state;
    day from_on, due_on;
    day first_due;   /* the first promise */
    day extended_to; /* granted */
    day asked_until; /* an extension is asked for; DAY_NONE: none is open */
    int64_t n_extended;
    int64_t progress; /* per cent */
    bool is_provisional;
    bool
        is_whole; /* it is done by its parts: a heading, or one for each of several bodies */
    bool is_each;            /* such a one: whoever gave it looks at the whole */
    const char *spread_kind; /* to which kind of bodies it was given, one for each … */
    int spread_tier;         /* … of which tier; bodies to come get theirs */
    const char *waits_for;   /* the event */
    const char *given_by;    /* who gave it */
    day given_on;
    day period_on; /* of a periodic rule: the occurrence on or after this day is due */
    const char *due_key; /* due_on as text; '9999-12-31': none */
};
struct task_list LIST(struct task);
extern const struct registry task_register;
extern const struct view task_view;
extern const struct attachable task_files;

/*
 * A task of a directive, or below another one. lead 0: nobody has it yet, the giver keeps it,
 * planned. The giver is who follows the directive; of a task below another, that one's lead.
 * FORBIDDEN (task.direct at the giver); INVALID(organisation): not in force, names who answers
 * instead; INVALID(rule_…): the rule, or a deadline before its event or before the document.
 */
NODISCARD err task_add(struct ctx *c, const struct task *in, org_id lead,
                       struct task *out);
/* A heading above others, kept by its giver: done when its parts are. As task_add. */
NODISCARD err task_add_group(struct ctx *c, const struct task *in, struct task *out);
/* Numbers, words and rule; its date is reckoned anew. As task_add, CONFLICT(version). */
NODISCARD err task_change(struct ctx *c, const struct task *in, struct task *out);
/* task.read at the lead, the giver, who takes part, or who follows the directive. NOT_FOUND,
 * FORBIDDEN. */
NODISCARD err task_find(struct ctx *c, task_id id, struct task *out);
/* What its deadline hangs on, for deadline_eval and _explain. */
NODISCARD err task_facts(struct ctx *c, const struct task *t,
                         struct deadline_facts *out);

/* ---- the moves (task_flow.c has the rows) ---- */
struct task_move {
    task_id id;
    int64_t version; /* INT_NONE: whatever it is */
    const char *reason;
    const char *text; /* what was done, what is proposed */
    const char *evidence;
    const char *body; /* another organisation: a name or the code of a unit */
    org_id org;       /* the same by number */
    day until;        /* the day asked for, or granted */
    int64_t progress;
};
/*
 * Makes the move of that name, writes its entry in the history, reckons the date anew where it
 * changes. What flow_begin says, and INVALID of what the move asks for.
 */
NODISCARD err task_move(struct ctx *c, const char *name, const struct task_move *in,
                        struct task *out);

/* The history of the work. */
struct task_entry {
    int64_t id;
    task_id task_id;
    instant at;
    person_id person_id;
    const char *by_name;
    org_id org_id; /* the organisation they acted for */
    const char *org_name;
    const char *move;
    const char *did; /* the move in c's language */
    const char *text, *reason, *evidence;
    org_id to_org;
    const char *to_name;
    day until;
    int64_t progress;
    int stage; /* after it */
};
struct task_entry_list LIST(struct task_entry);
/* Somebody whose morning letter named the task. */
struct task_told {
    const char *name;
    day first_on, last_on;
    int64_t times;
    int letter; /* what became of the last one: enum notice_state */
};
struct task_told_list LIST(struct task_told);
extern const struct view task_told_view;
/* Last told first, a hundred at most. */
NODISCARD err task_told_of(struct ctx *c, task_id id, struct task_told_list *out);
/* Today's letter to the person names it. */
NODISCARD err task_told_to(struct ctx *c, task_id id, person_id person);
extern const struct view task_entry_view;
/* Newest first. */
NODISCARD err task_entries(struct ctx *c, task_id id, struct task_entry_list *out);

/* ---- who takes part beside the lead body ---- */
struct task_partner {
    org_id id; /* who answers today */
    const char *name;
    const char *former; /* who was named, when that is another */
};
struct task_partner_list LIST(struct task_partner);
extern const struct view task_partner_view;
/* Those that the words of `coordinators` name and that are known. */
NODISCARD err task_coordinators(struct ctx *c, task_id id,
                                struct task_partner_list *out);
/* Has the actor that capability at one of them? */
NODISCARD err task_takes_part(struct ctx *c, task_id id, const char *capability,
                              bool *out);
/* One of them writes `text` (and `evidence`) into the history of an open task. FORBIDDEN: no such
 * body's task.work; INVALID(text). */
NODISCARD err task_contribute(struct ctx *c, const struct task_move *in,
                              struct task *out);

/* ---- one for each of many ---- */
struct task_spread {
    task_id id;
    const char *kind;   /* of organisation: "people_committee" */
    int tier;           /* enum unit_tier of their units; 0: any */
    const char *bodies; /* or these, by name or code, a line each: "group b" */
    int64_t expected;   /* how many the preview showed; INT_NONE: any number */
};
struct task_body {
    org_id id;
    const char *name;
    bool has; /* has such a task already */
};
struct task_body_list LIST(struct task_body);
extern const struct view task_body_view;
/* Whom it would give a task: in force today, below the giver. INVALID(bodies). */
NODISCARD err task_spread_plan(struct ctx *c, const struct task_spread *in,
                               struct task_body_list *out);
/*
 * One task below `id` for each that has none yet, with its words and rule; n: how many. After a
 * decree the same call gives the new bodies theirs. CONFLICT(expected): it is another number now.
 */
NODISCARD err task_spread(struct ctx *c, const struct task_spread *in, int64_t *n);

/* ---- what depends on what ---- */
struct task_need {
    task_id task_id, on_id;
};
/* `id` cannot be done before `on`. INVALID(on): itself, or that one waits for this already. */
NODISCARD err task_depend(struct ctx *c, task_id id, task_id on);

/* ---- events that rules speak of ---- */
struct task_event {
    int64_t id;
    directive_id directive_id;
    const char *name;
    const char *name_key; /* folded */
    day on_day;           /* DAY_NONE: announced */
    const char *source, *reason;
    int64_t version;
    int64_t n_waiting; /* open tasks whose rule speaks of it */
};
struct task_event_list LIST(struct task_event);
extern const struct view task_event_view;
NODISCARD err task_events(struct ctx *c, directive_id id, struct task_event_list *out);
/*
 * The event of that name happened, or will, on that day (DAY_NONE: not known any more). Every
 * open task whose rule depends on it is reckoned anew; n: how many moved, each with the reason in
 * its history. INVALID(name, reason: a day that was known changes without one); FORBIDDEN.
 */
NODISCARD err task_event_set(struct ctx *c, const struct task_event *in, int64_t *n);

/* ---- lists ---- */
struct task_item {
    task_id id;
    const char *number, *title;
    task_id parent_id;
    int64_t depth; /* in an outline, from 0 */
    directive_id directive_id;
    const char *directive_number;
    org_id org_held, org_given;
    const char *body;      /* who answers today */
    const char *lead_text; /* the lead body as the document calls it */
    bool is_unknown;       /* nobody is known for it: its giver keeps it */
    const char *former;    /* who held it, when that is another */
    const char *giver, *given_by;
    int stage, turn;
    day from_on, due_on, first_due;
    int64_t
        days; /* until due, from the day asked about; below 0: late; INT_NONE: no date */
    const char *when; /* the same in words: "3 days late" */
    bool is_late, is_soon, is_provisional, is_extended, has_parts;
    int64_t n_extended, progress, n_below, n_below_done;
    const char *waits_for;
    day asked_until, ended_on;
    int64_t version;
    const char *due_key;
};
struct task_item_list LIST(struct task_item);
extern const struct view task_item_view;
/* What a list looks for in stage: one of task_stages, or these. */
enum {
    TASK_SOON = 7, /* days */
    TASK_SILENT = 14
};
struct task_filter {
    directive_id directive;
    const char *body;   /* name or code of a unit */
    org_id org;         /* the same by number */
    org_id given;       /* or given by that organisation */
    org_id coordinator; /* or it takes part in */
    task_id parent;
    const char
        *state;  /* a stage's, a record's state, "all"; NULL: what has not ended */
    bool late;   /* on `on`: due before it and not ended by then */
    bool soon;   /* on `on`: due within TASK_SOON days */
    bool silent; /* no word for TASK_SILENT days from the body that has it in hand */
    day on;      /* DAY_NONE: today */
    const char *q;
    const char *after, *count; /* "exact", "none"; NULL: up to ten thousand */
    int64_t limit;
    bool last_due; /* the other way round: what is due last comes first */
    bool once;     /* where all are shown: of one for each of many only the whole */
};
struct task_page {
    int64_t total, total_at_least;
    struct task_item_list items;
    const char *next;
    org_id org; /* whose, after `body` was looked up; 0: everybody's */
    bool all;
};
/* By due day. FORBIDDEN, INVALID(body, state, after). */
NODISCARD err task_list(struct ctx *c, const struct task_filter *f,
                        struct task_page *out);

/*
 * Those that another room picks out: the table expression `from` has `task` in it and speaks of `in`
 * as $1 …; open ones or ended ones. Who may see them is the room's care. INVALID(after).
 */
struct term;
struct value;
struct task_picked {
    const char *from;
    const struct value *in;
    int n_in;
    const struct term *terms;
    size_t n_terms;
    bool ended;
};
NODISCARD err task_list_picked(struct ctx *c, const struct task_picked *of,
                               const char *after, int64_t limit, struct task_page *out);

/*
 * A directive's tasks as the document has them: by number, parts below what they are part of; of
 * one for each of many only the whole. Who may not read where the directive is followed sees what
 * their own organisation has to do. At most a thousand.
 */
NODISCARD err task_outline(struct ctx *c, directive_id id, struct task_item_list *out);

/* ---- calendars ---- */
struct task_date {
    task_id id;
    const char *title, *number, *directive_number;
    org_id org_held;
    const char *body; /* who answers today */
    int stage;
    day from_on, due_on;
    bool is_provisional, is_late, is_done;
    instant changed_at;
    int64_t version;
    const char *due_key;
};
struct task_date_list LIST(struct task_date);
extern const struct view task_date_view;
struct org_id_list;
/* What these bodies, or who answers for them today, have to do by those days or gave others to do,
 * done or not, by day; about the first `most`, and *cut: there are more. FORBIDDEN (task.read at one
 * of them). */
NODISCARD err task_dates(struct ctx *c, const struct org_id_list *orgs, span days,
                         int64_t most, struct task_date_list *out, bool *cut);

/* ---- my work ---- */
struct work_group {
    const char *name, *label; /* "late": "Late" */
    int64_t total, total_at_least;
    struct task_item_list items; /* the first ones */
    bool has_any;
};
struct work {
    org_id org_id;
    struct work_group late, today, week, later, decide, waiting, together;
};
/* What is to be done at the actor's organisation (org 0), most urgent first. */
NODISCARD err task_work(struct ctx *c, org_id org, struct work *out);

/* What other rooms have to be done at an organisation, beside tasks: defined in app.c, ends with
 * NULL. Each adds its own, most urgent first; nothing where the actor may not see it. */
struct work_also {
    const char *title, *path; /* its page */
    const char *about;        /* whose it is */
    const char *when;         /* in words: "3 days late" */
    bool is_late;
    day due_on;
};
struct work_also_list LIST(struct work_also);
extern const struct view work_also_view;
typedef err work_source(struct ctx *c, org_id org, struct work_also_list *out);
extern work_source *const work_sources[];

/* ---- many at once ---- */
struct task_bulk {
    const char *move; /* "accept" or "assign" */
    directive_id directive;
    org_id org;       /* accept: the lead; assign: the giver. 0: the actor's */
    int64_t expected; /* how many the preview counted */
};
/* Which, and exactly how many: INVALID(move). */
NODISCARD err task_bulk_plan(struct ctx *c, const struct task_bulk *in,
                             struct task_item_list *out);
/* How many alone. */
NODISCARD err task_bulk_count(struct ctx *c, const struct task_bulk *in, int64_t *n);
/* All of them or none. CONFLICT(expected): it is another number now. */
NODISCARD err task_bulk(struct ctx *c, const struct task_bulk *in, int64_t *n);

/* ---- from a plan's text to tasks: read, proposed, confirmed by a person ---- */
enum proposal_state {
    PROPOSAL_NONE,
    PROPOSAL_OPEN,
    PROPOSAL_TAKEN,
    PROPOSAL_DROPPED,
    PROPOSAL_STATES
};
extern const struct choice proposal_states[PROPOSAL_STATES];
struct task_proposal {
    int64_t id;
    directive_id directive_id;
    int64_t seq;          /* place in what was read, from 1 */
    const char *sentence; /* what it was read from */
    int64_t level;        /* 0: on top */
    bool is_group;        /* a heading: the tasks below it become its parts */
    const char *number, *title;
    const char *body; /* as the text calls it */
    org_id org_id;    /* whom that means; 0: nobody that is known */
    const char *coordinators, *product;
    struct deadline_rule rule;
    const char *note; /* what could not be read; NULL: nothing */
    int state;
    task_id task_id; /* once taken */
    int64_t version;
    /* for people */
    const char *org_name, *words;
    bool is_open;
};
struct task_proposal_list LIST(struct task_proposal);
extern const struct view task_proposal_view;
/*
 * Reads a plan, text or a table, into proposals beside those that are there; n: how many. Nothing
 * becomes a task by itself. INVALID(text): nothing to be done was found in it; and what plan_read
 * says.
 */
NODISCARD err task_propose(struct ctx *c, directive_id id, const char *text,
                           int64_t *n);
/* In the order of the text; open ones alone or all. */
NODISCARD err task_proposals(struct ctx *c, directive_id id, bool all,
                             struct task_proposal_list *out);
NODISCARD err task_proposal_find(struct ctx *c, int64_t id, struct task_proposal *out);
/* Number, title, body, coordinators, product, rule. INVALID, CONFLICT(version). */
NODISCARD err task_proposal_change(struct ctx *c, const struct task_proposal *in,
                                   struct task_proposal *out);
/* It becomes a planned task. INVALID: it is not open any more, and what task_add says. */
NODISCARD err task_proposal_take(struct ctx *c, int64_t id, struct task_proposal *out);
NODISCARD err task_proposal_drop(struct ctx *c, int64_t id, struct task_proposal *out);
/* All that are open, or none. CONFLICT(expected): it is another number now. */
NODISCARD err task_proposals_take(struct ctx *c, directive_id id, int64_t expected,
                                  int64_t *n);

/* The organisation that a person means by a name or the code of a unit. INVALID(field): none, or
 * one that has ended: then it names who answers. Empty: 0. */
NODISCARD err task_pick(struct ctx *c, const char *text, const char *field,
                        org_id *out);
#endif
