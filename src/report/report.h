/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.h: reports. A regime says who reports what to whom, how often and until when; each of its
 * rounds makes a report for every body that owes one, filled in from the body's own tasks,
 * obstacles and indicators; the body edits it, signs it off and sends it; who collects adds them up.
 *
 * A body owes the report of a round when it is in force on the last day of the data. What it has
 * not sent passes to its successor with everything else that is open (a register: SUCC_PASSES);
 * what was sent has ended and stays with who sent it.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H
#include "indicator/indicator.h"
#include "obstacle/obstacle.h"
#include "unit/unit.h"

DEFINE_ID(report);
DEFINE_ID(report_regime);
DEFINE_ID(report_round);
DEFINE_ID(report_synthesis);

/* ---- regimes ---- */
struct report_regime {
    report_regime_id id;
    const char *code, *name;
    const char *addressee;
    const char *owner_kind; /* NULL: every kind */
    int owner_tier;         /* TIER_NONE: every tier */
    org_id org_within;      /* who answers for it, and all below; 0: everywhere */
    const char *within;     /* of a new row: its name or a unit's code; else its name */
    int to_tier;            /* TIER_NONE: whoever stands above collects */
    struct deadline_rule rule;
    const char *only_periods;
    day data_from, data_to; /* of a rule without periods, both included */
    int64_t grace;
    bool two_people;
    day valid_from, valid_to;
    const char *article, *checked_by;
    int64_t version;
    const char *words; /* the rule, for people */
};
struct report_regime_list LIST(struct report_regime);
extern const struct view report_regime_view;

enum report_kind {
    REPORT_KIND_NONE,
    REPORT_NUMBER, /* whole */
    REPORT_TEXT,
    REPORT_AMOUNT, /* with decimals */
    REPORT_SHARE,  /* the same, but a sum of it says nothing */
    REPORT_KINDS
};
/* Numbers of all kinds are in ten-thousandths, as an indicator's values are. */
enum {
    REPORT_SCALE = INDICATOR_SCALE,
    REPORT_ONE = INDICATOR_ONE
};
#define REPORT_MOST                                                                    \
    INT64_C(10000000000000) /* what a number may be; so that sums stay whole */
extern const struct choice report_kinds[REPORT_KINDS];
struct report_field {
    report_regime_id regime_id;
    int64_t seq;
    const char *label;
    int kind;
    const char
        *source; /* of report_sources, or "indicator:CODE"; NULL: people fill it in */
    bool is_required;
    const char *source_label;
};
struct report_field_list LIST(struct report_field);
extern const struct view report_field_view;

/* What can be counted into a whole number; ends with a NULL name. */
extern const struct choice report_sources[];
/* All that can fill a number in, in c's language: that, and each indicator. */
struct report_source_list LIST(struct choice);
NODISCARD err report_sources_all(struct ctx *c, struct report_source_list *out);

/* Newest row of each code first. */
NODISCARD err report_regimes(struct ctx *c, struct report_regime_list *out);
NODISCARD err report_regime_find(struct ctx *c, report_regime_id id,
                                 struct report_regime *out);
NODISCARD err report_fields(struct ctx *c, report_regime_id id,
                            struct report_field_list *out);
/*
 * A regime from in->valid_from on. The row of the same code that is in force until then ends
 * there, and its form is copied. INVALID(code, name, addressee, rule_…, only_periods, data_to,
 * grace, valid_from, article, owner_kind, within); CONFLICT(valid_from): a row begins on that day or
 * later.
 */
NODISCARD err report_regime_add(struct ctx *c, const struct report_regime *in,
                                struct report_regime *out);
/* Article and who checked it. NOT_FOUND, INVALID(article), CONFLICT(version). */
NODISCARD err report_regime_change(struct ctx *c, const struct report_regime *in);
/* One more field at the end of its form. INVALID(label, kind, source); CONFLICT: a round of it has
 * begun, so another row of the regime is needed. */
NODISCARD err report_field_add(struct ctx *c, const struct report_field *in);

/* ---- rounds ---- */
struct report_round {
    report_round_id id;
    report_regime_id regime_id;
    const char *title;
    day period_from, data_from, data_to, opens_on, due_on, closes_on, made_on;
    int64_t n_owed, n_sent, n_late, n_missing; /* of what the reader may see */
};
struct report_round_list LIST(struct report_round);
extern const struct view report_round_view;

/*
 * The newest round of the regime whose data are complete on `on`. ERR_NOT_FOUND without a fault:
 * there is none yet.
 */
NODISCARD err report_round_reckon(struct ctx *c, const struct report_regime *r, day on,
                                  struct report_round *out);
/*
 * Begins the regime's newest round as of today: a report for each body that owes one, filled in.
 * INVALID(regime): its data are not complete yet (says from when), or no body owes it;
 * CONFLICT(regime): the round has begun. Needs report.collect.
 */
NODISCARD err report_round_open(struct ctx *c, report_regime_id regime,
                                struct report_round *out);
/* The same for each regime whose round is due to begin and can still be answered, while all who owe
 * it are in force: for the job lane, one round a call; *n: how many were begun. */
NODISCARD err report_rounds_open(struct ctx *c, int64_t *n);
NODISCARD err report_round_find(struct ctx *c, report_round_id id,
                                struct report_round *out);
/* With counts of what `org` collects (0: all). */
NODISCARD err report_round_find_for(struct ctx *c, report_round_id id, org_id org,
                                    struct report_round *out);
/* Newest first, with counts of what `org` collects (0: all). */
NODISCARD err report_rounds(struct ctx *c, org_id org, struct report_round_list *out);

/* ---- a body's report ---- */
enum report_stage {
    REPORT_NONE,
    REPORT_DRAFT,
    REPORT_SIGNED,
    REPORT_SENT,
    REPORT_STAGES
};
extern const struct choice report_stages[REPORT_STAGES];
struct report {
    struct record record; /* org_received: whose it is; org_held: who is to send it */
    const char *title;
    report_round_id round_id;
    org_id org_to; /* who collects it */
    int stage;
    int64_t
        edition; /* of the values; an edition that was sent is never written again */
    day data_from, data_to, opens_on, due_on, closes_on;
    const char *figures; /* the values in words, for the log and the search */
    person_id drafter_id;
    const char *drafted_by, *signed_by;
    day signed_on;
    const char *sent_by;
    day sent_on; /* stays when it is opened again: what was sent last */
    const char *due_key;
};
extern const struct registry report_register;
extern const struct attachable report_files;
extern const struct view report_view;

struct report_value {
    int64_t seq;
    const char *label;
    int kind;
    bool is_required, is_long;
    const char *value; /* as typed */
    int64_t number, found;
    const char *text;
    const char *source, *source_label;
    bool has_rows, is_changed; /* by hand, from what was counted */
    report_id report_id;
    int64_t edition;
};
struct report_value_list LIST(struct report_value);
extern const struct view report_value_view;

/* report.read where it is held, where it was entered, or where it is collected. NOT_FOUND. */
NODISCARD err report_find(struct ctx *c, report_id id, struct report *out);
NODISCARD err report_values(struct ctx *c, const struct report *r, int64_t edition,
                            struct report_value_list *out);

struct report_typed {
    int64_t seq;
    const char *value;
};
struct report_save {
    report_id id;
    int64_t version;                         /* INT_NONE: whatever it is */
    struct LIST(struct report_typed) values; /* what is not named stays */
};
/* INVALID("values[3].value": not a whole number …); it is a draft; CONFLICT(version); FORBIDDEN. */
NODISCARD err report_save(struct ctx *c, const struct report_save *in,
                          struct report *out);

struct report_move {
    report_id id;
    int64_t version;
    const char *reason;
    day until; /* reopen: the last day on which it may be sent then */
};
/*
 * "refill": the numbers are counted anew, texts stay; "sign", "revise" (a draft again), "send";
 * "reopen" by who collects: it was sent, or its time is over. INVALID: what is missing, not by who
 * drafted it, outside of its time; CONFLICT(version); FORBIDDEN.
 */
NODISCARD err report_move(struct ctx *c, const char *name, const struct report_move *in,
                          struct report *out);
NODISCARD err report_may(struct ctx *c, const struct report *r, const char *name,
                         bool *out);

/* The rows behind a number of a report, as they are today. */
struct report_row {
    int64_t id;
    const char *title, *path, *body, *state;
    day due_on, ended_on;
    org_id org_held;
};
struct report_row_list LIST(struct report_row);
extern const struct view report_row_view;
/* INVALID(seq): nothing was counted for it. */
NODISCARD err report_rows(struct ctx *c, const struct report *r, int64_t edition,
                          int64_t seq, struct report_row_list *out);

/* ---- lists ---- */
struct report_item {
    report_id id;
    const char *title;
    org_id org_held, org_to;
    const char *body, *former, *collector;
    int stage;
    day due_on, closes_on, sent_on;
    int64_t days;
    const char *when;
    bool is_late; /* sent after its day, or missing */
    const char *due_key;
};
struct report_item_list LIST(struct report_item);
extern const struct view report_item_view;
struct report_filter {
    org_id org;
    report_round_id round;
    bool collected;    /* what the organisation collects, not what it owes */
    const char *state; /* a stage, a record's state, "all"; NULL: what is to be sent */
    bool late;         /* sent after its day */
    bool missing;      /* not sent, and its day is past */
    const char *q, *after;
    int64_t limit;
    bool last_due;  /* what is due last comes first */
    bool uncounted; /* total: INT_NONE */
};
struct report_page {
    int64_t total, total_at_least;
    struct report_item_list items;
    const char *next;
    org_id org;
};
/* By due day. FORBIDDEN, INVALID(org, state, after). */
NODISCARD err report_list(struct ctx *c, const struct report_filter *f,
                          struct report_page *out);

/* For "my work": what the organisation has to send. */
NODISCARD err report_work(struct ctx *c, org_id org, struct work_also_list *out);

/* ---- syntheses ---- */
struct report_synthesis {
    report_synthesis_id id;
    report_round_id round_id;
    org_id org_id;
    int64_t nth;
    day made_on;
    const char *made_by, *note;
    int64_t n_owed, n_sent, n_late, n_missing;
    const char *title, *org_name;
};
struct report_synthesis_list LIST(struct report_synthesis);
extern const struct view report_synthesis_view;
struct report_sum {
    int64_t seq;
    const char *label;
    int64_t number;  /* as it was told */
    int64_t now;     /* added up again from the same editions */
    int64_t n_parts; /* how many gave a number */
    bool is_same;
    report_synthesis_id synthesis_id;
};
struct report_sum_list LIST(struct report_sum);
extern const struct view report_sum_view;
/* What each body gave for one field, or all of them. */
struct report_line {
    report_id report_id;
    int64_t edition, seq;
    const char *body, *label;
    int64_t number;
    const char *text;
    bool is_late, is_missing;
    org_id org_received;
};
struct report_line_list LIST(struct report_line);
extern const struct view report_line_view;

/*
 * Adds up what was sent to the actor's organisation in that round, and says who is missing. Made
 * again, it is another one; none is ever changed. FORBIDDEN (report.collect); INVALID(round): it
 * collects nothing in that round.
 */
NODISCARD err report_synthesise(struct ctx *c, report_round_id round, const char *note,
                                struct report_synthesis *out);
/* report.read at who made it. NOT_FOUND, FORBIDDEN. */
NODISCARD err report_synthesis_find(struct ctx *c, report_synthesis_id id,
                                    struct report_synthesis *out);
/* Of a round, by `org` (0: by anybody), newest first. */
NODISCARD err report_syntheses(struct ctx *c, report_round_id round, org_id org,
                               struct report_synthesis_list *out);
NODISCARD err report_sums(struct ctx *c, const struct report_synthesis *s,
                          struct report_sum_list *out);
/* seq INT_NONE: all fields. Those that were missing come once, without a field. */
NODISCARD err report_lines(struct ctx *c, const struct report_synthesis *s, int64_t seq,
                           struct report_line_list *out);

/* ---- reminders ---- */
/* Letters to who may write a report that is due within three days, or late: once each for a person
 * and a report. *n: how many were written, at most 50 a call. */
NODISCARD err report_remind(struct ctx *c, int64_t *n);
#endif
