/* SPDX-License-Identifier: Apache-2.0 */
/* decree_web.h: what the pages of this room share. For decree/ alone. */
#ifndef DECREE_DECREE_WEB_H
#define DECREE_DECREE_WEB_H
#include "decree/decree_row.h"
#include "web/web.h"

/* decree_plan_web.c */
struct plan_kind {
    const char *name, *label; /* enum step_kind */
    int64_t n;
    bool is_shown;
};
struct plan_kind_list LIST(struct plan_kind);
extern const struct view plan_kind_view;
/* How many steps of each kind its execution took. */
NODISCARD err decree_done_kinds(struct ctx *c, const struct decree *d,
                                struct plan_kind_list *out);
extern const struct view decree_plan_in_view, decree_plan_page_view;
NODISCARD err decree_get_plan(struct ctx *c, const void *in, void *out);
#endif
