/* SPDX-License-Identifier: Apache-2.0 */
/* The programme of administrative reform by its six contents, and the units that are directed in
 * particular, each with its content and the member of the steering committee in charge. */
#include "registers/registers.h"

static const struct choice contents[] = {
    {0},
    {"institutions", N_("Institutional reform")},
    {"procedures", N_("Reform of administrative procedures")},
    {"apparatus", N_("Reform of the administrative apparatus")},
    {"service", N_("Reform of the civil service")},
    {"finance", N_("Reform of public finance")},
    {"digital", N_("E-government and digital government")},
};

struct par_item {
    struct record record;
    const char *title;
    int content;
    const char *lead, *product, *document, *result;
    day due_on;
};
static const struct field item_fields[] = {
    RECORD_FIELDS(struct par_item),
    FIELD(struct par_item, title, N_("What is to be done"), .max = 400,
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    ENUM(struct par_item, content, contents, N_("Content of the reform"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct par_item, lead, N_("Lead body"), .flags = F_SEARCH | F_BRIEF),
    FIELD(struct par_item, product, N_("Product expected"), .max = 400),
    FIELD(struct par_item, due_on, N_("To be done by"), .flags = F_BRIEF),
    FIELD(struct par_item, document, N_("Number of the document"), .max = 60,
          .flags = F_SEARCH),
    FIELD(struct par_item, result, N_("Result"), .max = 2000, .flags = F_LONG),
};
static const struct view item_view = VIEW("par_item", struct par_item, item_fields);

const struct registry par_item_register = {
    "par_item",
    "par-programme",
    N_("Reform programme"),
    N_("The yearly programme of administrative reform: what is to be done under each of the six "
       "contents."),
    N_("Item of the reform programme"),
    &item_view,
    "title",
    NULL,
    SUCC_PASSES,
    "Luật Tổ chức chính quyền địa phương 72/2025/QH15"};

struct par_focus {
    struct record record;
    const char *unit;
    int content;
    const char *focus, *member, *document, *result;
};
static const struct field focus_fields[] = {
    RECORD_FIELDS(struct par_focus),
    FIELD(struct par_focus, unit, N_("Unit directed"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    ENUM(struct par_focus, content, contents, N_("Content of the reform"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct par_focus, focus, N_("What is directed"), .max = 1000,
          .flags = F_LONG | F_SEARCH),
    FIELD(struct par_focus, member, N_("Member in charge"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    FIELD(struct par_focus, document, N_("Number of the document"), .max = 60,
          .flags = F_SEARCH),
    FIELD(struct par_focus, result, N_("Result"), .max = 2000, .flags = F_LONG),
};
static const struct view focus_view = VIEW("par_focus", struct par_focus, focus_fields);

/* Who is in charge is named anew by the successor. */
const struct registry par_focus_register = {
    "par_focus",
    "par-focus",
    N_("Focused direction"),
    N_("Units that the steering committee of the reform directs in particular: the content and "
       "the member in charge."),
    N_("Unit under focused direction"),
    &focus_view,
    "unit",
    NULL,
    SUCC_REVIEW,
    "Luật Tổ chức chính quyền địa phương 72/2025/QH15"};
