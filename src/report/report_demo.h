/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_REPORT_DEMO_H
#define REPORT_REPORT_DEMO_H
#include "base/ctx.h"
/* The third quarter's reports of 2024, sent, late or missing, and their synthesis; the year's, which
 * are due on the day on which the demo opens; and one that indicators filled in, sent and added up. */
NODISCARD err report_demo_load(struct ctx *c);
#endif
