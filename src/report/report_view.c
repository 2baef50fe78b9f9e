/* SPDX-License-Identifier: Apache-2.0 */
/* report_view.c: what reports look like to everybody, and the rows of their flow. */
#include "base/msg.h"
#include "kernel/flow.h"
#include "report/report_in.h"

/* ---- regimes and rounds ---- */

#define RULE(f, k, ...)                                                                \
    {                                                                                  \
        .name = "rule_" #f, .offset = offsetof(struct report_regime, rule.f),          \
        .kind = (k), .label = __VA_ARGS__                                              \
    }
static const struct field regime_fields[] = {
    ID(struct report_regime, id, N_("Regime"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct report_regime, code, N_("Code"), .flags = F_REQUIRED | F_BRIEF,
          .max = 20),
    FIELD(struct report_regime, name, N_("Report"), .flags = F_REQUIRED | F_BRIEF,
          .to = "/reports/regimes/{id}"),
    FIELD(struct report_regime, addressee, N_("Goes to"),
          .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct report_regime, owner_kind, N_("Owed by organisations of the kind"),
          .max = 40, .options = "kinds", .hint = N_("Empty: every kind")),
    ENUM(struct report_regime, owner_tier, unit_tiers, N_("Of units of the tier")),
    ID(struct report_regime, org_within, N_("Owed at or below"),
       .flags = F_READONLY | F_HIDDEN),
    FIELD(struct report_regime, within, N_("Owed at or below"), .flags = F_COMPUTED,
          .max = 200,
          .hint = N_("Name of an organisation, or code of a unit; empty: everywhere")),
    ENUM(struct report_regime, to_tier, unit_tiers, N_("Collected at the tier"),
         .hint = N_("Empty: by whoever stands above")),
    RULE(kind, K_ENUM, N_("How often"), .choices = deadline_kinds,
         .n_choices = (int)COUNT(deadline_kinds), .flags = F_REQUIRED),
    RULE(from, K_DAY, N_("From the day"), .flags = F_HIDDEN),
    RULE(date, K_DAY, N_("The day named"), .hint = N_("Of a report that is made once")),
    RULE(n, K_INT, N_("Term"), .flags = F_HIDDEN),
    RULE(unit, K_ENUM, N_("Counted in"), .choices = deadline_units,
         .n_choices = (int)COUNT(deadline_units), .flags = F_HIDDEN),
    RULE(event, K_TEXT, N_("Event"), .flags = F_HIDDEN),
    RULE(from_event, K_TEXT, N_("From the event"), .flags = F_HIDDEN),
    RULE(day, K_INT, N_("Day of the month")),
    RULE(month, K_INT, N_("Month of the period")),
    RULE(expected, K_BOOL, N_("Expected only")),
    FIELD(struct report_regime, only_periods, N_("Only these periods of the year"),
          .max = 40, .hint = N_("1 3: the first and the third; empty: all")),
    FIELD(struct report_regime, data_from, N_("Data from"),
          .hint = N_("Of a report that is made once")),
    FIELD(struct report_regime, data_to, N_("Data to the end of")),
    FIELD(struct report_regime, grace, N_("Days after its day in which it may be sent"),
          .flags = F_REQUIRED),
    FIELD(struct report_regime, two_people, N_("Who drafted it does not sign it off")),
    FIELD(struct report_regime, valid_from, N_("In force from"),
          .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct report_regime, valid_to, N_("In force until"), .flags = F_READONLY),
    FIELD(struct report_regime, article, N_("Article"), .flags = F_REQUIRED | F_BRIEF,
          .max = 400),
    FIELD(struct report_regime, checked_by, N_("Checked by"), .flags = F_BRIEF),
    FIELD(struct report_regime, version, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct report_regime, words, N_("When it is due"),
          .flags = F_READONLY | F_COMPUTED | F_BRIEF),
};
const struct view report_regime_view =
    VIEW("report_regime", struct report_regime, regime_fields);

const struct choice report_kinds[REPORT_KINDS] = {
    [REPORT_NUMBER] = {"number", N_("Number")},
    [REPORT_TEXT] = {"text", N_("Text")},
    [REPORT_AMOUNT] = {"amount", N_("Number with decimals")},
    [REPORT_SHARE] = {"share", N_("Share: not added up")},
};
static const struct field field_fields[] = {
    ID(struct report_field, regime_id, N_("Regime"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct report_field, seq, N_("Number"), .flags = F_READONLY | F_BRIEF),
    FIELD(struct report_field, label, N_("What is reported"),
          .flags = F_REQUIRED | F_BRIEF),
    ENUM(struct report_field, kind, report_kinds, N_("Kind"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct report_field, source, N_("Filled in from"), .options = "sources",
          .max = 60, .hint = N_("Of a number; empty: people fill it in")),
    FIELD(struct report_field, is_required, N_("Needed"), .flags = F_BRIEF),
    FIELD(struct report_field, source_label, N_("Filled in from"),
          .flags = F_READONLY | F_COMPUTED | F_BRIEF),
};
const struct view report_field_view =
    VIEW("report_field", struct report_field, field_fields);

static const struct field round_fields[] = {
    ID(struct report_round, id, N_("Round"), .flags = F_HIDDEN),
    ID(struct report_round, regime_id, N_("Regime"), .flags = F_HIDDEN),
    FIELD(struct report_round, title, N_("Report"), .flags = F_BRIEF,
          .to = "/reports/rounds/{id}"),
    FIELD(struct report_round, period_from, N_("Period from"), .flags = F_HIDDEN),
    FIELD(struct report_round, data_from, N_("Data from"), .flags = F_BRIEF),
    FIELD(struct report_round, data_to, N_("Data to the end of"), .flags = F_BRIEF),
    FIELD(struct report_round, opens_on, N_("To be sent from")),
    FIELD(struct report_round, due_on, N_("To be sent by"), .flags = F_BRIEF),
    FIELD(struct report_round, closes_on, N_("Taken until")),
    FIELD(struct report_round, made_on, N_("Begun on")),
    FIELD(struct report_round, n_owed, N_("Owed"), .flags = F_BRIEF | F_COMPUTED),
    FIELD(struct report_round, n_sent, N_("Sent"), .flags = F_BRIEF | F_COMPUTED),
    FIELD(struct report_round, n_late, N_("Sent late"), .flags = F_BRIEF | F_COMPUTED),
    FIELD(struct report_round, n_missing, N_("Missing"), .flags = F_BRIEF | F_COMPUTED),
};
const struct view report_round_view =
    VIEW("report_round", struct report_round, round_fields);

/* ---- a body's report ---- */

const struct choice report_stages[REPORT_STAGES] = {
    [REPORT_DRAFT] = {"draft", N_("Draft")},
    [REPORT_SIGNED] = {"signed", N_("Signed off")},
    [REPORT_SENT] = {"sent", N_("Sent")},
};

#define MADE F_READONLY
static const struct field fields[] = {
    RECORD_FIELDS(struct report),
    FIELD(struct report, title, N_("Report"),
          .flags = MADE | F_REQUIRED | F_SEARCH | F_BRIEF),
    ID(struct report, round_id, N_("Round"), .flags = MADE | F_REQUIRED | F_HIDDEN),
    ID(struct report, org_to, N_("Collected by"),
       .flags = MADE | F_REQUIRED | F_HIDDEN),
    ENUM(struct report, stage, report_stages, N_("State of the report"),
         .flags = MADE | F_REQUIRED | F_BRIEF),
    FIELD(struct report, edition, N_("Edition"), .flags = MADE | F_REQUIRED),
    FIELD(struct report, data_from, N_("Data from"), .flags = MADE | F_REQUIRED),
    FIELD(struct report, data_to, N_("Data to the end of"), .flags = MADE | F_REQUIRED),
    FIELD(struct report, opens_on, N_("To be sent from"), .flags = MADE | F_REQUIRED),
    FIELD(struct report, due_on, N_("To be sent by"),
          .flags = MADE | F_REQUIRED | F_BRIEF),
    FIELD(struct report, closes_on, N_("Taken until"), .flags = MADE | F_REQUIRED),
    FIELD(struct report, figures, N_("What it says"),
          .flags = MADE | F_SEARCH | F_LONG),
    ID(struct report, drafter_id, N_("Drafted by"), .flags = MADE | F_HIDDEN),
    FIELD(struct report, drafted_by, N_("Drafted by"), .flags = MADE),
    FIELD(struct report, signed_by, N_("Signed off by"), .flags = MADE),
    FIELD(struct report, signed_on, N_("Signed off on"), .flags = MADE),
    FIELD(struct report, sent_by, N_("Sent by"), .flags = MADE),
    FIELD(struct report, sent_on, N_("Sent on"), .flags = MADE),
    FIELD(struct report, due_key, N_("To be sent by"),
          .flags = MADE | F_REQUIRED | F_HIDDEN),
};
const struct view report_view = VIEW("report", struct report, fields);

enum {
    PARTY_DRAFTER,
    PARTY_SIGNER,
    PARTY_COLLECTOR,
    N_PARTIES
};
static const struct flow_state states[REPORT_STAGES] = {
    [REPORT_DRAFT] = {.turn = PARTY_DRAFTER},
    [REPORT_SIGNED] = {.turn = PARTY_DRAFTER},
    [REPORT_SENT] = {.ends = true},
};
static const struct flow_party parties[N_PARTIES] = {
    [PARTY_DRAFTER] = {"org_held", "report.write"},
    [PARTY_SIGNER] = {"org_held", "report.sign"},
    [PARTY_COLLECTOR] = {"org_to", "report.collect"},
};
/* Opening again is not among them: a flow does not walk on from what has ended (report.c). */
static const struct flow_move moves[] = {
    {"save", N_("Save"), FLOW_FROM(REPORT_DRAFT), FLOW_STAYS, PARTY_DRAFTER, 0, NULL},
    {"refill", N_("Count the numbers anew"), FLOW_FROM(REPORT_DRAFT), FLOW_STAYS,
     PARTY_DRAFTER, 0, NULL, report_refill},
    {"sign", N_("Sign off"), FLOW_FROM(REPORT_DRAFT), REPORT_SIGNED, PARTY_SIGNER, 0,
     NULL, report_sign},
    {"revise", N_("Back to draft"), FLOW_FROM(REPORT_SIGNED), REPORT_DRAFT,
     PARTY_DRAFTER, FLOW_REASON, NULL, report_revise},
    {"send", N_("Send"), FLOW_FROM(REPORT_SIGNED), REPORT_SENT, PARTY_DRAFTER, 0, NULL,
     report_send},
    {0},
};
static const struct flow report_flow = {"stage", states, parties, N_PARTIES, moves};

const struct registry report_register = {
    "report",
    "reports",
    N_("Reports"),
    N_("What each body reports in each period: drafted, signed off, sent and collected."),
    N_("Report"),
    &report_view,
    "title",
    NULL,
    SUCC_PASSES,
    "Luật Tổ chức chính quyền địa phương 72/2025/QH15",
    &report_flow};

static const struct field value_fields[] = {
    FIELD(struct report_value, seq, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct report_value, label, N_("What is reported"), .flags = F_BRIEF),
    ENUM(struct report_value, kind, report_kinds, N_("Kind")),
    FIELD(struct report_value, is_required, N_("Needed")),
    FIELD(struct report_value, is_long, N_("Long"), .flags = F_COMPUTED | F_PAGE),
    FIELD(struct report_value, value, N_("Value"), .flags = F_COMPUTED | F_PAGE),
    DEC(struct report_value, number, REPORT_SCALE, N_("Number"), .flags = F_BRIEF),
    DEC(struct report_value, found, REPORT_SCALE, N_("As counted"), .flags = F_BRIEF),
    FIELD(struct report_value, text, N_("Text"), .flags = F_LONG | F_BRIEF),
    FIELD(struct report_value, source, N_("Source")),
    FIELD(struct report_value, source_label, N_("Filled in from"), .flags = F_COMPUTED),
    FIELD(struct report_value, has_rows, N_("Has rows"), .flags = F_COMPUTED | F_PAGE),
    FIELD(struct report_value, is_changed, N_("Changed by hand"), .flags = F_COMPUTED),
    ID(struct report_value, report_id, N_("Report"), .flags = F_COMPUTED | F_HIDDEN),
    FIELD(struct report_value, edition, N_("Edition"), .flags = F_COMPUTED | F_HIDDEN),
};
const struct view report_value_view =
    VIEW("report_value", struct report_value, value_fields);

static const struct field row_fields[] = {
    {.name = "id",
     .offset = offsetof(struct report_row, id),
     .kind = K_ID,
     .label = N_("Number"),
     .flags = F_HIDDEN},
    FIELD(struct report_row, title, N_("What"), .flags = F_BRIEF),
    FIELD(struct report_row, path, N_("Page"), .flags = F_COMPUTED | F_HIDDEN),
    FIELD(struct report_row, body, N_("Organisation"), .flags = F_COMPUTED | F_BRIEF),
    FIELD(struct report_row, state, N_("State today"), .flags = F_BRIEF),
    FIELD(struct report_row, due_on, N_("Due"), .flags = F_BRIEF),
    FIELD(struct report_row, ended_on, N_("Ended on"), .flags = F_BRIEF),
    ID(struct report_row, org_held, N_("Held by"), .flags = F_HIDDEN),
};
const struct view report_row_view = VIEW("report_row", struct report_row, row_fields);

/* ---- lists ---- */

static const struct field item_fields[] = {
    ID(struct report_item, id, N_("Report"), .flags = F_HIDDEN),
    FIELD(struct report_item, title, N_("Report"), .flags = F_BRIEF,
          .to = "/reports/{id}"),
    ID(struct report_item, org_held, N_("Held by"), .flags = F_HIDDEN),
    ID(struct report_item, org_to, N_("Collected by"), .flags = F_HIDDEN),
    FIELD(struct report_item, body, N_("Organisation"), .flags = F_BRIEF | F_COMPUTED),
    FIELD(struct report_item, former, N_("Formerly"), .flags = F_COMPUTED),
    FIELD(struct report_item, collector, N_("Collected by"),
          .flags = F_BRIEF | F_COMPUTED),
    ENUM(struct report_item, stage, report_stages, N_("State of the report"),
         .flags = F_BRIEF),
    FIELD(struct report_item, due_on, N_("To be sent by"), .flags = F_BRIEF),
    FIELD(struct report_item, closes_on, N_("Taken until")),
    FIELD(struct report_item, sent_on, N_("Sent on"), .flags = F_BRIEF),
    FIELD(struct report_item, days, N_("Days left"), .flags = F_COMPUTED),
    FIELD(struct report_item, when, N_("How long"), .flags = F_COMPUTED | F_PAGE),
    FIELD(struct report_item, is_late, N_("Late"), .flags = F_COMPUTED),
    FIELD(struct report_item, due_key, N_("To be sent by"), .flags = F_HIDDEN | F_PAGE),
};
const struct view report_item_view =
    VIEW("report_item", struct report_item, item_fields);

/* ---- syntheses ---- */

static const struct field synthesis_fields[] = {
    ID(struct report_synthesis, id, N_("Synthesis"), .flags = F_HIDDEN),
    ID(struct report_synthesis, round_id, N_("Round"), .flags = F_HIDDEN),
    ID(struct report_synthesis, org_id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct report_synthesis, title, N_("Report")),
    FIELD(struct report_synthesis, nth, N_("Which"), .flags = F_BRIEF),
    FIELD(struct report_synthesis, made_on, N_("Made on"), .flags = F_BRIEF,
          .to = "/reports/syntheses/{id}"),
    FIELD(struct report_synthesis, org_name, N_("Organisation"), .flags = F_COMPUTED),
    FIELD(struct report_synthesis, made_by, N_("Made by")),
    FIELD(struct report_synthesis, note, N_("Assessment"), .flags = F_LONG),
    FIELD(struct report_synthesis, n_owed, N_("Owed")),
    FIELD(struct report_synthesis, n_sent, N_("Sent"), .flags = F_BRIEF),
    FIELD(struct report_synthesis, n_late, N_("Sent late"), .flags = F_BRIEF),
    FIELD(struct report_synthesis, n_missing, N_("Missing"), .flags = F_BRIEF),
};
const struct view report_synthesis_view =
    VIEW("report_synthesis", struct report_synthesis, synthesis_fields);

static const struct field sum_fields[] = {
    FIELD(struct report_sum, seq, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct report_sum, label, N_("What is reported"), .flags = F_BRIEF),
    DEC(struct report_sum, number, REPORT_SCALE, N_("Sum"), .flags = F_BRIEF,
        .to = "/reports/syntheses/{synthesis_id}/lines?seq={seq}"),
    FIELD(struct report_sum, n_parts, N_("Bodies that gave it"), .flags = F_BRIEF),
    DEC(struct report_sum, now, REPORT_SCALE, N_("Added up again"), .flags = F_BRIEF),
    FIELD(struct report_sum, is_same, N_("The same"), .flags = F_COMPUTED | F_BRIEF),
    ID(struct report_sum, synthesis_id, N_("Synthesis"), .flags = F_HIDDEN),
};
const struct view report_sum_view = VIEW("report_sum", struct report_sum, sum_fields);

static const struct field line_fields[] = {
    ID(struct report_line, report_id, N_("Report"), .flags = F_HIDDEN),
    FIELD(struct report_line, edition, N_("Edition"), .flags = F_HIDDEN),
    FIELD(struct report_line, seq, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct report_line, body, N_("Organisation"), .flags = F_COMPUTED | F_BRIEF,
          .to = "/reports/{report_id}?edition={edition}"),
    FIELD(struct report_line, label, N_("What is reported"), .flags = F_BRIEF),
    DEC(struct report_line, number, REPORT_SCALE, N_("Number"), .flags = F_BRIEF),
    FIELD(struct report_line, text, N_("Text"), .flags = F_LONG | F_BRIEF),
    FIELD(struct report_line, is_late, N_("Sent late"), .flags = F_BRIEF),
    FIELD(struct report_line, is_missing, N_("Missing"), .flags = F_BRIEF),
    ID(struct report_line, org_received, N_("Organisation"), .flags = F_HIDDEN),
};
const struct view report_line_view =
    VIEW("report_line", struct report_line, line_fields);
