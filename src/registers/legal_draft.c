/* SPDX-License-Identifier: Apache-2.0 */
/* The programme of legal drafting: each draft with the head who answers for it. */
#include "registers/registers.h"

struct legal_draft {
    struct record record;
    const char *title;
    int kind, stage;
    const char *drafter, *head, *basis, *number;
    day due_on;
};

static const struct choice kinds[] = {
    {0},
    {"resolution", N_("Resolution of the People's Council")},
    {"decision", N_("Decision of the People's Committee")},
    {"chair_decision", N_("Decision of the chairman")},
    {"other", N_("Another document")},
};
static const struct choice stages[] = {
    {0},
    {"registered", N_("In the programme")},
    {"drafting", N_("Being drafted")},
    {"consulted", N_("Opinions being gathered")},
    {"appraised", N_("Appraised")},
    {"submitted", N_("Submitted")},
    {"issued", N_("Issued")},
    {"withdrawn", N_("Taken out of the programme")},
};

static const struct field legal_draft_fields[] = {
    RECORD_FIELDS(struct legal_draft),
    FIELD(struct legal_draft, title, N_("Draft"), .max = 400,
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    ENUM(struct legal_draft, kind, kinds, N_("Kind of document"), .flags = F_REQUIRED),
    FIELD(struct legal_draft, drafter, N_("Drafting body"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    FIELD(struct legal_draft, head, N_("Head responsible"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    FIELD(struct legal_draft, due_on, N_("To be submitted by"), .flags = F_BRIEF),
    ENUM(struct legal_draft, stage, stages, N_("Stage"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct legal_draft, basis, N_("Legal basis"), .max = 400),
    FIELD(struct legal_draft, number, N_("Number once issued"), .max = 60,
          .flags = F_SEARCH),
};
static const struct view legal_draft_view =
    VIEW("legal_draft", struct legal_draft, legal_draft_fields);

const struct registry legal_draft_register = {
    "legal_draft",
    "legal-drafts",
    N_("Legal drafting programme"),
    N_("Drafts of legal documents, each with its drafting body and the head responsible."),
    N_("Legal draft"),
    &legal_draft_view,
    "title",
    NULL,
    SUCC_PASSES,
    "Luật Tổ chức chính quyền địa phương 72/2025/QH15"};
