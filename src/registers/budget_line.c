/* SPDX-License-Identifier: Apache-2.0 */
/* Budget lines: what each step of a plan costs: estimated, approved, spent. */
#include "base/msg.h"
#include "base/text.h"
#include "registers/registers.h"

enum {
    YEAR_LEAST = 1976,
    YEAR_MOST = 2100
};
/* A thousand million million đồng; so that sums of many stay whole. */
#define MONEY_MOST INT64_C(1000000000000000)

struct budget_line {
    struct record record;
    const char *step, *year, *source, *decision, *note;
    money estimated, approved, spent;
};

static const struct field budget_line_fields[] = {
    RECORD_FIELDS(struct budget_line),
    FIELD(struct budget_line, step, N_("Step"), .max = 400,
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    FIELD(struct budget_line, year, N_("Budget year"), .max = 4,
          .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct budget_line, estimated, N_("Estimate"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct budget_line, approved, N_("Approved"), .flags = F_BRIEF),
    FIELD(struct budget_line, spent, N_("Spent"), .flags = F_BRIEF),
    FIELD(struct budget_line, source, N_("Source of the money"), .flags = F_SEARCH),
    FIELD(struct budget_line, decision, N_("Number of the decision"), .max = 60,
          .flags = F_SEARCH),
    FIELD(struct budget_line, note, N_("Norms applied"), .max = 1000, .flags = F_LONG),
};
static const struct view budget_line_view =
    VIEW("budget_line", struct budget_line, budget_line_fields);

static void
check(struct ctx *c, const void *rec)
{
    const struct budget_line *b = rec;
    const struct {
        const char *field;
        money v;
    } sums[] = {
        {"estimated", b->estimated}, {"approved", b->approved}, {"spent", b->spent}};
    int64_t year;
    if (b->year && (strlen(b->year) != 4 || !int_parse(b->year, &year) ||
                    year < YEAR_LEAST || year > YEAR_MOST))
        note_fault(c, ERR_INVALID, "year", N_("From %d to %d"), YEAR_LEAST, YEAR_MOST);
    for (size_t i = 0; i < COUNT(sums); i++)
        if (sums[i].v.v != INT_NONE && (sums[i].v.v < 0 || sums[i].v.v > MONEY_MOST))
            note_fault(
                c, ERR_INVALID, sums[i].field,
                N_("An amount in đồng, not below 0 and below a million billion"));
}

const struct registry budget_line_register = {
    "budget_line",
    "budget-lines",
    N_("Budget lines"),
    N_("What each step costs: estimated, approved, spent; with the sums of what is listed."),
    N_("Budget line"),
    &budget_line_view,
    "step",
    NULL,
    SUCC_PASSES,
    "Luật Tổ chức chính quyền địa phương 72/2025/QH15",
    .check = check};
