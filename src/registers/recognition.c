/* SPDX-License-Identifier: Apache-2.0 */
/* Recognitions of a unit (new rural commune, type of urban area …): they pass, to be reviewed. */
#include "registers/registers.h"

struct recognition {
    struct record record;
    const char *title, *decision, *authority, *village;
    day issued_on, expires_on;
};

static const struct field recognition_fields[] = {
    RECORD_FIELDS(struct recognition),
    FIELD(struct recognition, title, N_("Recognised as"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    FIELD(struct recognition, decision, N_("Number of the decision"), .max = 60,
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    FIELD(struct recognition, issued_on, N_("Issued on"),
          .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct recognition, expires_on, N_("Expires on")),
    FIELD(struct recognition, authority, N_("Issued by"), .flags = F_SEARCH),
    FIELD(struct recognition, village, N_("Village"), .max = 100),
};
static const struct view recognition_view =
    VIEW("recognition", struct recognition, recognition_fields);

const struct registry recognition_register = {
    "recognition",
    "recognitions",
    N_("Recognitions"),
    N_("What a unit was recognised as, by which decision; reviewed when the unit changes."),
    N_("Recognition"),
    &recognition_view,
    "title",
    "village",
    SUCC_REVIEW,
    "Nghị quyết 190/2025/QH15"};
