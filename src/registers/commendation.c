/* SPDX-License-Identifier: Apache-2.0 */
/* Proposals of commendation: who, for what, and what was decided. */
#include "registers/registers.h"

struct commendation {
    struct record record;
    const char *nominee;
    int kind, outcome;
    const char *form, *merit, *document, *decision;
    day decided_on;
};

static const struct choice kinds[] = {
    {0},
    {"collective", N_("Collective")},
    {"individual", N_("Individual")},
};
static const struct choice outcomes[] = {
    {0},
    {"proposed", N_("Proposed")},
    {"returned", N_("Returned to be completed")},
    {"granted", N_("Granted")},
    {"refused", N_("Not granted")},
};

static const struct field commendation_fields[] = {
    RECORD_FIELDS(struct commendation),
    FIELD(struct commendation, nominee, N_("Who is proposed"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    ENUM(struct commendation, kind, kinds, N_("Collective or individual"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct commendation, form, N_("Form of commendation"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    FIELD(struct commendation, merit, N_("Merit"), .max = 4000,
          .flags = F_REQUIRED | F_LONG | F_SEARCH),
    FIELD(struct commendation, document, N_("For which task or document"), .max = 200,
          .flags = F_SEARCH),
    ENUM(struct commendation, outcome, outcomes, N_("Outcome"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct commendation, decision, N_("Number of the decision"), .max = 60,
          .flags = F_SEARCH),
    FIELD(struct commendation, decided_on, N_("Decided on")),
};
static const struct view commendation_view =
    VIEW("commendation", struct commendation, commendation_fields);

const struct registry commendation_register = {
    "commendation",
    "commendations",
    N_("Commendation proposals"),
    N_("Collectives and individuals proposed for commendation, and what was decided."),
    N_("Commendation proposal"),
    &commendation_view,
    "nominee",
    NULL,
    SUCC_PASSES,
    "Luật Tổ chức chính quyền địa phương 72/2025/QH15"};
