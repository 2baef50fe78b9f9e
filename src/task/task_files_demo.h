/* SPDX-License-Identifier: Apache-2.0 */
/* task_files_demo.h: the demo's attached files, after task_demo_load. */
#ifndef TASK_TASK_FILES_DEMO_H
#define TASK_TASK_FILES_DEMO_H
#include "base/ctx.h"

NODISCARD err task_files_demo_load(struct ctx *c);
#endif
