/* SPDX-License-Identifier: Apache-2.0 */
/*
 * indicator.h: what is measured, what is aimed at, and what it was, by body and period. Values are
 * entered, or come of a formula over other indicators. A body that did not exist yet has the past of
 * those that went into it as a whole; where that cannot be said, the answer says why.
 *
 * Numbers are in ten-thousandths (INDICATOR_SCALE decimals).
 */
#ifndef INDICATOR_INDICATOR_H
#define INDICATOR_INDICATOR_H
#include "indicator/period.h"
#include "kernel/act.h"
#include "kernel/register.h"

DEFINE_ID(indicator);

enum {
    INDICATOR_SCALE = 4,
    INDICATOR_ONE = 10000,
    INDICATOR_SERIES_MOST = 120, /* periods of one answer */
    FORECAST_POINTS_LEAST = 4
};
/* Nothing beyond is taken, so that sums stay whole. */
#define INDICATOR_VALUE_MOST INT64_C(1000000000000000000)

enum indicator_direction {
    DIRECTION_NONE,
    DIRECTION_UP, /* more is better */
    DIRECTION_DOWN,
    DIRECTIONS
};
enum indicator_adds { /* which of what predecessors had goes with what */
    ADDS_NONE,
    ADDS_PEOPLE,
    ADDS_LAND,
    ADDS_NOT, /* a ratio without its parts: only a sole predecessor's is its successor's */
    ADDS_KINDS
};
enum indicator_over_time { /* a longer period than its own */
    OVER_NONE,
    OVER_SUM,
    OVER_LAST,
    OVER_NOT,
    OVER_KINDS
};
extern const struct choice indicator_directions[DIRECTIONS], indicator_adds[ADDS_KINDS],
    indicator_over_times[OVER_KINDS];

struct indicator {
    indicator_id id;
    const char
        *code; /* letters, digits, '_', '.'; begins with a letter; never changes */
    const char *name, *definition;
    const char *measure; /* "%", "người" */
    int direction, every, adds, over_time;
    const char *formula; /* NULL: entered by hand */
    org_id org_owner;    /* org_now says who that is today */
    const char *source;
    const char *search, *sort_key;
    int64_t version;
    instant changed_at;
};
extern const struct view indicator_view;

/* NOT_FOUND. */
NODISCARD err indicator_find(struct ctx *c, const char *code, struct indicator *out);
/*
 * indicator.write at org_owner (0: the actor's). INVALID(code, name, measure, …; formula: what is
 * wrong at which character, an indicator that is not there, one that would depend on itself);
 * CONFLICT(code).
 */
NODISCARD err indicator_add(struct ctx *c, const struct indicator *in,
                            struct indicator *out);
/* All but the code and the owner. CONFLICT(version): it is another one now. INVALID(every, formula):
 * values were entered. */
NODISCARD err indicator_change(struct ctx *c, const struct indicator *in,
                               struct indicator *out);

struct indicator_target {
    int64_t year;
    int64_t value; /* at the end of the year */
    const char *source;
};
struct indicator_target_list LIST(struct indicator_target);
extern const struct view indicator_target_view;
NODISCARD err indicator_targets(struct ctx *c, indicator_id id,
                                struct indicator_target_list *out);
/* indicator.write at the owner; again for the same year: another value. INVALID(year, value). */
NODISCARD err indicator_target_set(struct ctx *c, const char *code,
                                   const struct indicator_target *in);

struct indicator_filter {
    const char *q, *after;
    int64_t limit;
};
struct indicator_list LIST(struct indicator);
struct indicator_page {
    int64_t total, total_at_least;
    struct indicator_list items;
    const char *next;
};
/* In order of name. INVALID(after). */
NODISCARD err indicator_list(struct ctx *c, const struct indicator_filter *f,
                             struct indicator_page *out);

/* ---- what was entered ---- */
struct indicator_entry {
    int64_t id;
    indicator_id indicator_id;
    org_id org_id;
    const char *period;
    day last_day;
    int64_t value;
    const char *note;
    int64_t version; /* INT_NONE: whatever it is (a program); 0: none is there yet */
    instant changed_at;
};
struct indicator_entry_list LIST(struct indicator_entry);
extern const struct view indicator_entry_view;
/*
 * Enters a value, or corrects one. indicator.enter at the body (whoever answers for it today).
 * INVALID(period: no such, not of the indicator's kind, not begun, the body did not exist then; value;
 * code: it has a formula); CONFLICT(value): another version is there.
 */
NODISCARD err indicator_enter(struct ctx *c, const char *code,
                              const struct indicator_entry *in,
                              struct indicator_entry *out);
/* Of one body, oldest first; of all bodies the newest each, newest first (200 at most). */
NODISCARD err indicator_entries(struct ctx *c, indicator_id id, org_id org,
                                struct indicator_entry_list *out);
NODISCARD err indicator_newest(struct ctx *c, indicator_id id,
                               struct indicator_entry_list *out);
/*
 * Rows of a CSV file: indicator, body, period, value, note. dry: does all and has it taken back
 * (c->rehearse); else one bad line refuses all: INVALID with a fault for each. TOO_LARGE.
 */
NODISCARD err indicator_import(struct ctx *c, const char *csv, size_t n, bool dry,
                               struct import_report *out);

/* ---- what it was ---- */
enum indicator_how {
    HOW_NOT, /* there is none: `why` says why */
    HOW_ENTERED,
    HOW_FORMULA,
    HOW_PREDECESSORS, /* summed over those that went into the body */
    HOW_PERIODS,      /* made of shorter periods */
    HOWS
};
extern const struct choice indicator_hows[HOWS];
struct indicator_part { /* what it was made of */
    const char *name;   /* of the indicator, body or period */
    int64_t value;      /* INT_NONE */
    const char *why;
};
struct indicator_part_list LIST(struct indicator_part);
struct indicator_value {
    const char *period, *label;
    day from, to;  /* first and last day */
    int64_t value; /* INT_NONE: none */
    int how;
    const char
        *why; /* why there is none; or what the number leaves out; in c's language */
    const char *note;
    struct indicator_part_list parts;
};
struct indicator_value_list LIST(struct indicator_value);
extern const struct view indicator_value_view;
/*
 * For body `org` and a period ("2025-Q1"), as the country was arranged on `on` (DAY_NONE: today): what
 * happened to it later is not counted, so the same question gives the same number. OK with `why` where
 * there is none. NOT_FOUND (code, org), INVALID(period).
 */
NODISCARD err indicator_value_at(struct ctx *c, const char *code, org_id org,
                                 const char *period, day on,
                                 struct indicator_value *out);
/* All periods of kind `every` (PERIOD_NONE: the indicator's own) that end within, oldest first; none
 * ends after the period that `to` is in. INVALID(from): more than INDICATOR_SERIES_MOST. */
NODISCARD err indicator_series(struct ctx *c, const struct indicator *ind, org_id org,
                               int every, day from, day to,
                               struct indicator_value_list *out);

/* ---- where it is going ---- */
struct indicator_outlook {
    int64_t year, target;
    int64_t forecast; /* INT_NONE: `why` says why */
    bool is_met;      /* the forecast reaches the target */
    const char *why;
};
struct indicator_outlook_list LIST(struct indicator_outlook);
extern const struct view indicator_outlook_view;
/*
 * For each target that is not past: the straight line that fits the series best (least squares over
 * its periods), read off at the end of the year; a
 * percentage ends at 0 and 100. Not from fewer than FORECAST_POINTS_LEAST values.
 */
NODISCARD err indicator_outlook(struct ctx *c, const struct indicator *ind,
                                const struct indicator_value_list *series,
                                struct indicator_outlook_list *out);
#endif
