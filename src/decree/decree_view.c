/* SPDX-License-Identifier: Apache-2.0 */
/* decree_view.c: what plans, findings, reports and minutes look like to everybody. */
#include "base/msg.h"
#include "decree/decree_row.h"
#include "kernel/access.h"
#include "unit/unit.h"

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
    FIELD(struct decree_step, matter, N_("Matter")),
    FIELD(struct decree_step, about, N_("What"), .flags = F_COMPUTED | F_BRIEF),
    FIELD(struct decree_step, detail, N_("Detail"), .flags = F_LONG | F_BRIEF),
    FIELD(struct decree_step, n, N_("How many"), .flags = F_BRIEF),
    FIELD(struct decree_step, is_verified, N_("Text was seen")),
};
const struct view decree_step_view =
    VIEW("decree_step", struct decree_step, step_fields);
const struct table decree_step_table = {"decree_step", &decree_step_view};

/* "some/all" as the step has it → in words. */
static const char *
part_words(struct ctx *c, const char *matter)
{
    const char *pop = strchr(matter, '/');
    const char *of[2] = {matter, pop ? pop + 1 : ""}, *said[2] = {"", ""};
    for (int i = 0; i < 2; i++)
        for (int k = PART_NONE; k <= PART_ALL; k++)
            if (strncmp(of[i], parts[k].name, strlen(parts[k].name)) == 0)
                said[i] = T(c, parts[k].label);
    return arena_printf(c->arena, T(c, N_("land: %s, people: %s")), said[0], said[1]);
}

static err
post_words(struct ctx *c, const char *name, const char **out)
{
    struct role_list all;
    *out = name;
    TRY(role_list(c, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].name, name))
            *out = all.v[i].label;
    return OK;
}

err
decree_steps_explain(struct ctx *c, struct decree_step_list *steps)
{
    for (size_t i = 0; i < steps->n; i++) {
        struct decree_step *s = &steps->v[i];
        if (!s->matter)
            continue;
        if (s->kind == STEP_HEAD)
            TRY(post_words(c, s->matter, &s->about));
        else
            s->about = s->kind == STEP_PART      ? part_words(c, s->matter)
                       : s->kind == STEP_RECORDS ? decree_class_label(c, s->matter)
                       : str_eq(s->matter, "whole")
                           ? T(c, N_("answered for by its successor"))
                           : T(c, N_("answered for by a receiver"));
    }
    return OK;
}

static const struct field plan_fields[] = {DECREE_PLAN_FIELDS};
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
    DECREE_COUNTS(struct decree_report),
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
