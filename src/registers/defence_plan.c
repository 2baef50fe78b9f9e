/* SPDX-License-Identifier: Apache-2.0 */
/* Plans of security and defence. Nobody reads them, or what the log says of them, without the
 * register's own capability. */
#include "registers/registers.h"

struct defence_plan {
    struct record record;
    const char *title;
    int kind;
    const char *number, *keeper, *content, *village;
    day approved_on, valid_until;
};

static const struct choice kinds[] = {
    {0},
    {"security", N_("Security and order")},
    {"defence", N_("Local defence")},
    {"disaster", N_("Disasters and rescue")},
    {"event", N_("Guarding an event")},
};

static const struct field defence_plan_fields[] = {
    RECORD_FIELDS(struct defence_plan),
    FIELD(struct defence_plan, title, N_("Plan"), .max = 400,
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    ENUM(struct defence_plan, kind, kinds, N_("Kind of plan"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct defence_plan, number, N_("Number of the document"), .max = 60,
          .flags = F_SEARCH | F_BRIEF),
    FIELD(struct defence_plan, approved_on, N_("Approved on"), .flags = F_BRIEF),
    FIELD(struct defence_plan, valid_until, N_("In force until")),
    FIELD(struct defence_plan, keeper, N_("Kept by"), .flags = F_SEARCH | F_PERSONAL),
    FIELD(struct defence_plan, content, N_("Content"), .max = 20000, .flags = F_LONG),
    FIELD(struct defence_plan, village, N_("Village"), .max = 100),
};
static const struct view defence_plan_view =
    VIEW("defence_plan", struct defence_plan, defence_plan_fields);

const struct registry defence_plan_register = {
    .name = "defence_plan",
    .plural = "defence-plans",
    .label = N_("Security and defence plans"),
    .about =
        N_("Plans of security and defence; read by those alone who are granted it."),
    .one = N_("Security or defence plan"),
    .view = &defence_plan_view,
    .title_field = "title",
    .territory_field = "village",
    .on_succession = SUCC_REVIEW,
    .law = "Luật Tổ chức chính quyền địa phương 72/2025/QH15",
    .is_restricted = true};
