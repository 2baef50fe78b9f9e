/* SPDX-License-Identifier: Apache-2.0 */
/* Checklists of a unit's readiness in information technology before it begins to work. */
#include "registers/registers.h"

struct it_readiness {
    struct record record;
    const char *item;
    int area, status;
    const char *checked_by, *gap, *remedy, *village;
    day checked_on, due_on;
};

static const struct choice areas[] = {
    {0},
    {"network", N_("Network and line")},
    {"devices", N_("Computers and devices")},
    {"documents", N_("Document management software")},
    {"mail", N_("Official e-mail")},
    {"signature", N_("Digital signatures")},
    {"meeting", N_("Online meetings")},
    {"one_stop", N_("Software of the one-stop centre")},
    {"portal", N_("Portal for citizens' reports")},
    {"data", N_("Data handed over")},
    {"security", N_("Information security")},
    {"staff", N_("People trained")},
};
static const struct choice statuses[] = {
    {0},
    {"unchecked", N_("Not checked yet")},
    {"under_way", N_("Under way")},
    {"ready", N_("Ready")},
    {"failing", N_("Not ready")},
};

static const struct field it_readiness_fields[] = {
    RECORD_FIELDS(struct it_readiness),
    FIELD(struct it_readiness, item, N_("What must be ready"), .max = 400,
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    ENUM(struct it_readiness, area, areas, N_("Area"), .flags = F_REQUIRED | F_BRIEF),
    ENUM(struct it_readiness, status, statuses, N_("Readiness"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct it_readiness, due_on, N_("To be ready by"), .flags = F_BRIEF),
    FIELD(struct it_readiness, checked_on, N_("Checked on")),
    FIELD(struct it_readiness, checked_by, N_("Checked by")),
    FIELD(struct it_readiness, gap, N_("What is missing"), .max = 1000,
          .flags = F_LONG | F_SEARCH),
    FIELD(struct it_readiness, remedy, N_("What is done about it"), .max = 1000,
          .flags = F_LONG),
    FIELD(struct it_readiness, village, N_("Village"), .max = 100),
};
static const struct view it_readiness_view =
    VIEW("it_readiness", struct it_readiness, it_readiness_fields);

/* A new unit is checked itself: that an old one was ready says nothing of it. */
const struct registry it_readiness_register = {
    "it_readiness",
    "it-readiness",
    N_("IT readiness"),
    N_("What must be ready in information technology before a unit begins to work, item by item."),
    N_("Item of IT readiness"),
    &it_readiness_view,
    "item",
    "village",
    SUCC_ARCHIVED,
    "Luật Tổ chức chính quyền địa phương 72/2025/QH15"};
