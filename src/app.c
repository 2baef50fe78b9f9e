/* SPDX-License-Identifier: Apache-2.0 */
/* app.c: which rooms and registers this house has. */
#include "obstacle/obstacle.h"
#include "kernel/attachment.h"
#include "registers/registers.h"
#include "report/report.h"
#include "task/task.h"
#include "web/web.h"

#define MODULE(m) extern const struct module m##_module;
#include "modules.def"
#undef MODULE

const struct module *const modules[] = {
#define MODULE(m) &m##_module,
#include "modules.def"
#undef MODULE
    NULL,
};

const struct attachable *const attachables[] = {&directive_files, &obstacle_files,
                                                &report_files, &task_files, NULL};

const struct registry *const registers[] = {
    &boundary_file_register, &budget_line_register, &commendation_register,
    &defence_plan_register,  &directive_register,   &it_readiness_register,
    &legal_draft_register,   &obstacle_register,    &par_focus_register,
    &par_item_register,      &posting_register,     &recognition_register,
    &report_register,        &seal_register,        &task_register,
    NULL,
};

work_source *const work_sources[] = {report_work, NULL};
