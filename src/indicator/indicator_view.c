/* SPDX-License-Identifier: Apache-2.0 */
/* indicator_view.c: what indicators look like to everybody. */
#include "base/msg.h"
#include "indicator/indicator.h"

const struct choice indicator_directions[DIRECTIONS] = {
    [DIRECTION_UP] = {"up", N_("More is better")},
    [DIRECTION_DOWN] = {"down", N_("Less is better")},
};
const struct choice indicator_adds[ADDS_KINDS] = {
    [ADDS_PEOPLE] = {"people", N_("Added up; it goes with the people")},
    [ADDS_LAND] = {"land", N_("Added up; it goes with the land")},
    [ADDS_NOT] = {"no", N_("Not added up: a ratio, a rank")},
};
const struct choice indicator_over_times[OVER_KINDS] = {
    [OVER_SUM] = {"sum", N_("Its periods added up")},
    [OVER_LAST] = {"last", N_("The last of its periods")},
    [OVER_NOT] = {"no", N_("Only its own periods")},
};
const struct choice indicator_hows[HOWS] = {
    [HOW_NOT] = {"none", N_("No value")},
    [HOW_ENTERED] = {"entered", N_("Entered")},
    [HOW_FORMULA] = {"formula", N_("By the formula")},
    [HOW_PREDECESSORS] = {"predecessors", N_("From its predecessors")},
    [HOW_PERIODS] = {"periods", N_("From shorter periods")},
};

static const struct field fields[] = {
    ID(struct indicator, id, N_("Indicator"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct indicator, code, N_("Code"), .max = 40, .flags = F_REQUIRED | F_BRIEF,
          .hint = N_("Letters, digits, _ and .; formulas name it so"),
          .to = "/indicators/{code}"),
    FIELD(struct indicator, name, N_("Name"), .flags = F_REQUIRED | F_BRIEF,
          .to = "/indicators/{code}"),
    FIELD(struct indicator, definition, N_("Definition"), .max = 4000, .flags = F_LONG),
    FIELD(struct indicator, measure, N_("Unit of measure"), .max = 40,
          .flags = F_REQUIRED | F_BRIEF),
    ENUM(struct indicator, direction, indicator_directions, N_("Direction"),
         .flags = F_REQUIRED | F_BRIEF),
    ENUM(struct indicator, every, period_kinds, N_("Measured each"),
         .flags = F_REQUIRED | F_BRIEF),
    ENUM(struct indicator, adds, indicator_adds, N_("When units merge"),
         .flags = F_REQUIRED),
    ENUM(struct indicator, over_time, indicator_over_times, N_("Over a longer period"),
         .flags = F_REQUIRED),
    FIELD(struct indicator, formula, N_("Formula"), .max = 500,
          .hint = N_(
              "Empty: entered by hand. Else for example percent(trained, officials)")),
    ID(struct indicator, org_owner, N_("Owner"), .flags = F_HIDDEN),
    FIELD(struct indicator, source, N_("Source"), .max = 400),
    FIELD(struct indicator, search, N_("Search text"),
          .flags = F_READONLY | F_HIDDEN | F_PAGE),
    FIELD(struct indicator, sort_key, N_("Sort key"),
          .flags = F_READONLY | F_HIDDEN | F_PAGE),
    FIELD(struct indicator, version, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct indicator, changed_at, N_("Last changed"),
          .flags = F_READONLY | F_HIDDEN | F_PAGE),
};
const struct view indicator_view = VIEW("indicator", struct indicator, fields);

static const struct field target_fields[] = {
    FIELD(struct indicator_target, year, N_("Year"), .flags = F_REQUIRED | F_BRIEF),
    DEC(struct indicator_target, value, INDICATOR_SCALE, N_("Target"),
        .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct indicator_target, source, N_("Source"), .flags = F_BRIEF),
};
const struct view indicator_target_view =
    VIEW("indicator_target", struct indicator_target, target_fields);

static const struct field entry_fields[] = {
    {.name = "id",
     .offset = offsetof(struct indicator_entry, id),
     .kind = K_ID,
     .label = N_("Value"),
     .flags = F_READONLY | F_HIDDEN},
    ID(struct indicator_entry, indicator_id, N_("Indicator"),
       .flags = F_READONLY | F_HIDDEN),
    ID(struct indicator_entry, org_id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct indicator_entry, period, N_("Period"), .max = 7,
          .flags = F_REQUIRED | F_BRIEF,
          .hint = N_("2025, 2025-H1, 2025-Q3 or 2025-07")),
    FIELD(struct indicator_entry, last_day, N_("Last day"),
          .flags = F_READONLY | F_HIDDEN),
    DEC(struct indicator_entry, value, INDICATOR_SCALE, N_("Value"),
        .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct indicator_entry, note, N_("Note"), .max = 400, .flags = F_BRIEF),
    FIELD(struct indicator_entry, version, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct indicator_entry, changed_at, N_("Last changed"), .flags = F_READONLY),
};
const struct view indicator_entry_view =
    VIEW("indicator_entry", struct indicator_entry, entry_fields);

static const struct field part_fields[] = {
    FIELD(struct indicator_part, name, N_("Name")),
    DEC(struct indicator_part, value, INDICATOR_SCALE, N_("Value")),
    FIELD(struct indicator_part, why, N_("Why")),
};
static const struct view part_view =
    VIEW("indicator_part", struct indicator_part, part_fields);

static const struct field value_fields[] = {
    FIELD(struct indicator_value, period, N_("Period")),
    FIELD(struct indicator_value, label, N_("Period"), .flags = F_BRIEF),
    FIELD(struct indicator_value, from, N_("From")),
    FIELD(struct indicator_value, to, N_("To the day")),
    DEC(struct indicator_value, value, INDICATOR_SCALE, N_("Value"), .flags = F_BRIEF),
    ENUM(struct indicator_value, how, indicator_hows, N_("Where it is from"),
         .flags = F_BRIEF),
    FIELD(struct indicator_value, why, N_("Why"), .flags = F_BRIEF),
    FIELD(struct indicator_value, note, N_("Note")),
    LISTOF(struct indicator_value, parts, &part_view, N_("Made of")),
};
const struct view indicator_value_view =
    VIEW("indicator_value", struct indicator_value, value_fields);

static const struct field outlook_fields[] = {
    FIELD(struct indicator_outlook, year, N_("Year"), .flags = F_BRIEF),
    DEC(struct indicator_outlook, target, INDICATOR_SCALE, N_("Target"),
        .flags = F_BRIEF),
    DEC(struct indicator_outlook, forecast, INDICATOR_SCALE, N_("Forecast"),
        .flags = F_BRIEF),
    FIELD(struct indicator_outlook, is_met, N_("Would be reached"), .flags = F_BRIEF),
    FIELD(struct indicator_outlook, why, N_("Why")),
};
const struct view indicator_outlook_view =
    VIEW("indicator_outlook", struct indicator_outlook, outlook_fields);
