/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deadline.h: a deadline is a rule that is evaluated, never a date typed in. How words are read
 * ("trước ngày" ends on the day before), how terms are counted and what falls on a day off are
 * dated rows with an article; every date can show its working.
 *
 * Use: deadline_law_load once in a request, then deadline_eval for each task (pure: no queries),
 * deadline_explain for the one that is shown.
 */
#ifndef KERNEL_DEADLINE_H
#define KERNEL_DEADLINE_H
#include "base/workday.h"
#include "view/view.h"

enum deadline_kind {
    DEADLINE_NONE,   /* nothing is said */
    DEADLINE_BEFORE, /* date; "trước ngày D" */
    DEADLINE_BY,     /* date; "đến ngày D", "chậm nhất ngày D" */
    DEADLINE_WINDOW, /* from, date: both within; "từ … đến …", "trong quý II/2025" */
    DEADLINE_AFTER_EVENT, /* event; n, unit or none: "after the event"; n < 0: before it */
    DEADLINE_MONTHLY,     /* day, month: see below */
    DEADLINE_QUARTERLY,
    DEADLINE_HALF_YEARLY,
    DEADLINE_YEARLY,
    DEADLINE_ON_REQUEST, /* event: whose request, if said; n, unit: the term since, if said */
    DEADLINE_AS_REQUIRED, /* event: with what it goes, if said */
    DEADLINE_UNTIL, /* event: goes on until it has happened; from or from_event: since */
    DEADLINE_CONTINUOUS /* from or from_event, if said; has no end */
};
extern const struct choice deadline_kinds[13]; /* "none", "before" … */

enum deadline_unit {
    DEADLINE_UNIT_NONE,
    DEADLINE_DAYS,
    DEADLINE_WORKING_DAYS,
    DEADLINE_WEEKS,
    DEADLINE_MONTHS,
    DEADLINE_YEARS
};
extern const struct choice deadline_units[6]; /* NULL, "days", "working_days" … */

/*
 * A rule. What a kind does not use is none (DAY_NONE, INT_NONE, NULL).
 * A periodic rule is due on `day` of the `month`-th month of each period, 1 being its first month:
 * a quarterly rule with day 25, month 3 is due on 25 March, 25 June …; month 4 is the first month
 * after it. No month: the period's last. No day, or one that the month does not have: its last.
 * Events are matched by name without case and tone marks: "nghị quyết có hiệu lực".
 */
struct deadline_rule {
    int kind; /* enum deadline_kind */
    day from; /* first day; of a periodic rule: no period that ends before it counts */
    day date; /* the day named; of a periodic rule: no period that begins after it counts */
    int64_t n;
    int unit; /* enum deadline_unit */
    const char *event;
    const char *from_event; /* instead of `from`, where an event opens it */
    int64_t day, month;
    bool expected; /* "dự kiến": said to be an estimate */
};
/* JSON of a rule, with the names above: {"kind":"before","date":"2023-08-31"}. */
extern const struct view deadline_rule_view;
/*
 * The same as columns of the table a rule is kept in: put DEADLINE_RULE_FIELDS(struct task, rule)
 * into the view of a struct that has the member `struct deadline_rule rule`, and these columns
 * into its table:
 *   rule_kind text_code NOT NULL, rule_from text_day, rule_date text_day, rule_n int_number,
 *   rule_unit text_code, rule_event text_name, rule_from_event text_name, rule_day int_number,
 *   rule_month int_number, rule_expected int_bool NOT NULL
 */
#define DEADLINE_RULE_FIELDS(T, m)                                                     \
    DEADLINE_FIELD_(T, m, kind, K_ENUM, N_("Deadline"), .choices = deadline_kinds,     \
                    .n_choices = (int)COUNT(deadline_kinds)),                          \
        DEADLINE_FIELD_(T, m, from, K_DAY, N_("From the day")),                        \
        DEADLINE_FIELD_(T, m, date, K_DAY, N_("The day named")),                       \
        DEADLINE_FIELD_(T, m, n, K_INT, N_("Term")),                                   \
        DEADLINE_FIELD_(T, m, unit, K_ENUM, N_("Counted in"),                          \
                        .choices = deadline_units,                                     \
                        .n_choices = (int)COUNT(deadline_units)),                      \
        DEADLINE_FIELD_(T, m, event, K_TEXT, N_("Event")),                             \
        DEADLINE_FIELD_(T, m, from_event, K_TEXT, N_("From the event")),               \
        DEADLINE_FIELD_(T, m, day, K_INT, N_("Day of the month")),                     \
        DEADLINE_FIELD_(T, m, month, K_INT, N_("Month of the period")),                \
        DEADLINE_FIELD_(T, m, expected, K_BOOL, N_("Expected only"))
#define DEADLINE_FIELD_(T, m, f, k, ...)                                               \
    {                                                                                  \
        .name = "rule_" #f, .offset = offsetof(T, m.f), .kind = (k),                   \
        .label = __VA_ARGS__                                                           \
    }
/*
 * Notes a fault for each thing that is missing, out of range or of no use to the kind, under
 * prefix + name ("rule_" for the columns above, "" for the bare view): a window that ends before it
 * begins, no event, day 32. Then TRY(faults(c)).
 */
void deadline_rule_check(struct ctx *c, const struct deadline_rule *r,
                         const char *prefix);
/* In words of c's language, as it would stand in a plan: "trước ngày 31/8/2023". The Vietnamese is
 * what plan_read reads back. "" for none. */
const char *deadline_rule_words(struct ctx *c, const struct deadline_rule *r);
bool deadline_rule_same(const struct deadline_rule *a, const struct deadline_rule *b);

/* Something a rule hangs on. */
struct deadline_event {
    const char *name;
    day on;             /* DAY_NONE: announced, its day is not known yet */
    const char *source; /* what says so, for the working; NULL: nothing */
};
/* What a rule meets. */
struct deadline_facts {
    const struct deadline_event *events; /* of one name the last one counts */
    size_t n_events;
    /* The document's day: the readings in force then are used. DAY_NONE: today's. */
    day given_on;
    /* The day we look: it chooses the period of a periodic rule. DAY_NONE: c->today. */
    day on;
    /* The term did not run in these, apart and ascending; `to` DAY_MAX: it stands still. Terms
     * (n, unit) alone know suspension. */
    const span *suspended;
    size_t n_suspended;
};

enum deadline_state {
    DEADLINE_OPEN,    /* has no due day by its nature, or none is said */
    DEADLINE_KNOWN,   /* `due` stands */
    DEADLINE_WAITING, /* for an event, named in `waits_for` */
    DEADLINE_STILL,   /* suspended */
    DEADLINE_OVER /* until: the event has happened; periodic: its last period is past */
};
/* "open", "known", "waiting", "suspended", "over" */
extern const struct choice deadline_states[5];

/* One step of a working. */
struct deadline_line {
    const char *what; /* "Rule", "Event", "Reading", "Calendar", "Date" */
    const char *text; /* a sentence in c's language */
    const char *law;  /* article; NULL: none */
};
struct deadline_line_list LIST(struct deadline_line);
extern const struct view deadline_line_view;

struct deadline {
    int state;   /* enum deadline_state */
    day from;    /* first day; DAY_NONE: none, or unknown */
    day due;     /* the last day in time, late from due + 1; DAY_NONE: none, unknown */
    span period; /* periodic: the month, quarter … it is of; else both DAY_NONE */
    span data;   /* periodic: what the report covers, where a row says it */
    bool is_provisional; /* a year whose holidays are not known was counted in */
    bool is_unverified;  /* a reading that nobody has compared with its text was used */
    bool is_expected;    /* of the rule */
    bool is_backwards; /* the day named lies before its event or start: tell somebody */
    const char *waits_for;             /* the event, when waiting */
    struct deadline_line_list working; /* deadline_explain alone fills it */
};
extern const struct view deadline_view;

/* The calendar and the readings of an installation; in c->arena, good for this request. */
struct deadline_law;
NODISCARD err deadline_law_load(struct ctx *c, const struct deadline_law **out);
const struct workdays *deadline_workdays(const struct deadline_law *law);

/*
 * What the rule comes to. Pure: same arguments, same answer; no query, no clock but c->today. Of a
 * rule that deadline_rule_check finds fault with the answer is OPEN.
 * A periodic rule gives the first occurrence due on or after the day we look.
 * A later event never gives an earlier due day, nor does a longer term.
 */
void deadline_eval(struct ctx *c, const struct deadline_law *law,
                   const struct deadline_rule *r, const struct deadline_facts *facts,
                   struct deadline *out);
/* The same, with its working: rule → event → reading → calendar → date. */
void deadline_explain(struct ctx *c, const struct deadline_law *law,
                      const struct deadline_rule *r, const struct deadline_facts *facts,
                      struct deadline *out);
/* Does the answer hang on the event of that name? For "what moves when it gets its date". */
bool deadline_depends(struct ctx *c, const struct deadline_rule *r, const char *event);

/* How a kind is read, counted and rolled: a dated row that an administrator can change. */
enum deadline_roll {
    DEADLINE_STAYS,
    DEADLINE_NEXT,    /* the next working day */
    DEADLINE_PREVIOUS /* the working day before */
};
extern const struct choice deadline_rolls[3];
struct deadline_reading {
    int64_t id;
    int kind;                 /* enum deadline_kind */
    day valid_from, valid_to; /* by the document's day, half-open */
    int64_t shift;     /* days from the day named to the last one: "before" −1 */
    bool counts_first; /* of a term: the event's own day is day 1 */
    int roll;          /* enum deadline_roll: what a last day does that is off */
    /* Periodic: first and last day of the data. Months are counted from the period's first, 1;
     * 0 is the month before the period. INT_NONE: no window is laid down. */
    int64_t data_from_month, data_from_day, data_to_month, data_to_day;
    const char *article;
    const char *checked_by; /* NULL: unverified */
    int64_t version;
};
struct deadline_reading_list LIST(struct deadline_reading);
extern const struct view deadline_reading_view;
NODISCARD err deadline_readings(struct ctx *c, struct deadline_reading_list *out);
NODISCARD err deadline_reading_find(struct ctx *c, int64_t id,
                                    struct deadline_reading *out);
/*
 * From `in->valid_from` on the kind is read so; the row in force until then ends there. One act.
 * INVALID(kind, valid_from, shift …, article); CONFLICT(valid_from): a row begins that day.
 */
NODISCARD err deadline_reading_add(struct ctx *c, const struct deadline_reading *in,
                                   int64_t *id);
/* Article and who checked it. NOT_FOUND; CONFLICT(version). */
NODISCARD err deadline_reading_change(struct ctx *c, const struct deadline_reading *in);

/* How long until it is due: “3 days left”, “Tomorrow”, “1 day late”; INT_NONE: NULL. */
const char *deadline_left(struct ctx *c, int64_t days);
#endif
