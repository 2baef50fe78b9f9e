/* SPDX-License-Identifier: Apache-2.0 */
/* registers.h: the registers that ship. Each is a declaration in a file of its own; one more is one
 * more such file and a line in app.c. */
#ifndef REGISTERS_REGISTERS_H
#define REGISTERS_REGISTERS_H
#include "kernel/register.h"

extern const struct registry boundary_file_register, budget_line_register,
    commendation_register, defence_plan_register, it_readiness_register,
    legal_draft_register, par_focus_register, par_item_register, posting_register,
    recognition_register, seal_register;
#endif
