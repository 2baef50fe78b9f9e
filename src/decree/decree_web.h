/* SPDX-License-Identifier: Apache-2.0 */
/* decree_web.h: what the pages of this room share. For decree/ alone. */
#ifndef DECREE_DECREE_WEB_H
#define DECREE_DECREE_WEB_H
#include "decree/decree_row.h"
#include "web/web.h"

/* decree_plan_web.c */
extern const struct view decree_plan_in_view, decree_plan_page_view;
NODISCARD err decree_get_plan(struct ctx *c, const void *in, void *out);
#endif
