/* SPDX-License-Identifier: Apache-2.0 */
/* decree_view.c: what plans, findings, reports and minutes look like to everybody. */
#include "decree/decree.h"
#include "decree/decree_row.h"

const struct choice finding_levels[4] = {
    [FINDING_BLOCK] = {"block", N_("Blocks")},
    [FINDING_WARNING] = {"warning", N_("Warning")},
    [FINDING_NOTE] = {"note", N_("Note")},
};
static const struct field finding_fields[] = {
    ENUM(struct finding, level, finding_levels, N_("Level"), .flags = F_BRIEF),
    FIELD(struct finding, code, N_("Kind")),
    FIELD(struct finding, clause, N_("Clause"), .flags = F_BRIEF),
    FIELD(struct finding, line, N_("Line"), .flags = F_BRIEF),
    FIELD(struct finding, message, N_("What"), .flags = F_BRIEF),
    FIELD(struct finding, law, N_("Legal basis"), .flags = F_BRIEF),
};
const struct view finding_view = VIEW("finding", struct finding, finding_fields);

const struct choice step_kinds[STEP_KINDS] = {
    [STEP_UNIT_END] = {"unit_end", N_("Unit ends")},
    [STEP_UNIT_ADD] = {"unit_add", N_("Unit is established")},
    [STEP_UNIT_CHANGE] = {"unit_change", N_("Unit changes")},
    [STEP_PART] = {"part", N_("A part goes over")},
    [STEP_ORG_ADD] = {"org_add", N_("Organisation is established")},
    [STEP_ORG_END] = {"org_end", N_("Organisation ends")},
    [STEP_ORG_CHANGE] = {"org_change", N_("Organisation changes")},
    [STEP_RECORDS] = {"records", N_("Records")},
    [STEP_GRANTS] = {"grants", N_("Roles carried over")},
    [STEP_HEAD] = {"head", N_("Holder of a post")},
};
static const struct field step_fields[] = {
    FIELD(struct decree_step, id, N_("Number"), .flags = F_PAGE | F_HIDDEN),
    ID(struct decree_step, decree_id, N_("Decree"), .flags = F_PAGE | F_HIDDEN),
    FIELD(struct decree_step, run, N_("Execution"), .flags = F_PAGE | F_HIDDEN),
    FIELD(struct decree_step, seq, N_("No."), .flags = F_BRIEF),
    ENUM(struct decree_step, kind, step_kinds, N_("Step"), .flags = F_BRIEF),
    FIELD(struct decree_step, clause, N_("Clause"), .flags = F_BRIEF),
    FIELD(struct decree_step, from_code, N_("Old code"), .flags = F_BRIEF),
    FIELD(struct decree_step, from_name, N_("From"), .flags = F_BRIEF),
    FIELD(struct decree_step, to_code, N_("New code"), .flags = F_BRIEF),
    FIELD(struct decree_step, to_name, N_("To"), .flags = F_BRIEF),
    FIELD(struct decree_step, matter, N_("Matter"), .flags = F_BRIEF),
    FIELD(struct decree_step, detail, N_("Detail"), .flags = F_LONG | F_BRIEF),
    FIELD(struct decree_step, n, N_("How many"), .flags = F_BRIEF),
    FIELD(struct decree_step, is_verified, N_("Text was seen")),
};
const struct view decree_step_view =
    VIEW("decree_step", struct decree_step, step_fields);
const struct table decree_step_table = {"decree_step", &decree_step_view};

#define COUNTS(T)                                                                      \
    FIELD(T, n_units_ended, N_("Units that end")),                                     \
        FIELD(T, n_units_added, N_("Units established")),                              \
        FIELD(T, n_units_changed, N_("Units changed")),                                \
        FIELD(T, n_parts, N_("Parts that go over")),                                   \
        FIELD(T, n_orgs_ended, N_("Organisations that end")),                          \
        FIELD(T, n_orgs_added, N_("Organisations established")),                       \
        FIELD(T, n_orgs_changed, N_("Organisations changed")),                         \
        FIELD(T, n_records, N_("Open records concerned")),                             \
        FIELD(T, n_passed, N_("Passed")), FIELD(T, n_review, N_("To be reviewed")),    \
        FIELD(T, n_surrender, N_("To be surrendered")),                                \
        FIELD(T, n_archived, N_("Archived")),                                          \
        FIELD(T, n_to_decide, N_("To be decided")),                                    \
        FIELD(T, n_by_rule, N_("Moved by a rule")),                                    \
        FIELD(T, n_grants, N_("Roles carried over")),                                  \
        FIELD(T, n_posts, N_("Posts given by name"))

static const struct field plan_fields[] = {
    {.name = "decree",
     .offset = offsetof(struct decree_plan, decree.number),
     .kind = K_TEXT,
     .label = N_("Resolution")},
    FIELD(struct decree_plan, eve, N_("Registry as of")),
    FIELD(struct decree_plan, basis, N_("Assumes as executed")),
    FIELD(struct decree_plan, hash, N_("Hash of the plan")),
    FIELD(struct decree_plan, n_block, N_("Blocks")),
    FIELD(struct decree_plan, n_warning, N_("Warnings")),
    COUNTS(struct decree_plan),
    FIELD(struct decree_plan, n_unverified, N_("Unverified clauses")),
    LISTOF(struct decree_plan, findings, &finding_view, N_("Findings")),
    LISTOF(struct decree_plan, steps, &decree_step_view, N_("Steps")),
};
const struct view decree_plan_view =
    VIEW("decree_plan", struct decree_plan, plan_fields);

static const struct field report_fields[] = {
    {.name = "decree",
     .offset = offsetof(struct decree_report, decree.number),
     .kind = K_TEXT,
     .label = N_("Resolution")},
    {.name = "code",
     .offset = offsetof(struct decree_report, decree.code),
     .kind = K_TEXT,
     .label = N_("Id")},
    FIELD(struct decree_report, is_dry, N_("Dry run")),
    FIELD(struct decree_report, was_done, N_("Had been executed before")),
    FIELD(struct decree_report, at, N_("At")),
    COUNTS(struct decree_report),
    LISTOF(struct decree_report, invariants, &invariant_view, N_("Proof")),
    FIELD(struct decree_report, text, N_("Report"), .flags = F_LONG),
};
const struct view decree_report_view =
    VIEW("decree_report", struct decree_report, report_fields);

static const struct field obstacle_fields[] = {
    FIELD(struct undo_obstacle, what, N_("What"), .to = "{path}", .flags = F_BRIEF),
    FIELD(struct undo_obstacle, path, N_("Page"), .flags = F_HIDDEN),
    FIELD(struct undo_obstacle, message, N_("Why"), .flags = F_BRIEF),
};
const struct view undo_obstacle_view =
    VIEW("undo_obstacle", struct undo_obstacle, obstacle_fields);
