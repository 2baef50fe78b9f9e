/* SPDX-License-Identifier: Apache-2.0 */
/* Boundary files (hồ sơ địa giới): closed and archived when their unit ends. */
#include "registers/registers.h"

struct boundary_file {
    struct record record;
    const char *title, *decision, *map_sheet, *village;
    day made_on;
};

static const struct field boundary_file_fields[] = {
    RECORD_FIELDS(struct boundary_file),
    FIELD(struct boundary_file, title, N_("Title"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    FIELD(struct boundary_file, decision, N_("Number of the decision"), .max = 60,
          .flags = F_SEARCH | F_BRIEF),
    FIELD(struct boundary_file, made_on, N_("Made on"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct boundary_file, map_sheet, N_("Map sheet"), .max = 60,
          .flags = F_SEARCH),
    FIELD(struct boundary_file, village, N_("Village"), .max = 100),
};
static const struct view boundary_file_view =
    VIEW("boundary_file", struct boundary_file, boundary_file_fields);

const struct registry boundary_file_register = {
    "boundary_file",
    "boundary-files",
    N_("Boundary files"),
    N_("Files and maps of the boundaries of units; archived when the unit ends."),
    N_("Boundary file"),
    &boundary_file_view,
    "title",
    "village",
    SUCC_ARCHIVED,
    "Thông tư 06/2025/TT-BNV"};
