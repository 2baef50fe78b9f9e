/* SPDX-License-Identifier: Apache-2.0 */
/* Seals (con dấu): they end with their organisation and are surrendered to the police. */
#include "registers/registers.h"

struct seal {
    struct record record;
    const char *number;
    int kind;
    const char *holder, *authority, *village;
    day engraved_on;
};

static const struct choice seal_kinds[] = {
    {0},
    {"emblem", N_("Round, with the national emblem")},
    {"plain", N_("Round, without emblem")},
    {"relief", N_("In relief")},
    {"ink", N_("Name or title stamp")},
};

static const struct field seal_fields[] = {
    RECORD_FIELDS(struct seal),
    FIELD(struct seal, number, N_("Number of the specimen"), .max = 60,
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    ENUM(struct seal, kind, seal_kinds, N_("Kind of seal"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct seal, holder, N_("Kept by"), .flags = F_SEARCH | F_BRIEF | F_PERSONAL),
    FIELD(struct seal, engraved_on, N_("Engraved on")),
    FIELD(struct seal, authority, N_("Registered with"), .flags = F_SEARCH),
    FIELD(struct seal, village, N_("Village"), .max = 100),
};
static const struct view seal_view = VIEW("seal", struct seal, seal_fields);

const struct registry seal_register = {
    "seal",
    "seals",
    N_("Seals"),
    N_("Seals of organisations: who keeps them, since when, and their surrender."),
    N_("Seal"),
    &seal_view,
    "number",
    "village",
    SUCC_ENDS,
    "Nghị định 99/2016/NĐ-CP"};
