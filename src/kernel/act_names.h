/* SPDX-License-Identifier: Apache-2.0 */
/* act_names.h: names for what an act refers to; for kernel/ alone. */
#ifndef KERNEL_ACT_NAMES_H
#define KERNEL_ACT_NAMES_H
#include "base/base.h"
#include "base/ctx.h"

struct query;
struct act_named {
    const struct query *asked;
    const char *raw, *name;
    day on;
};
struct act_name_list LIST(struct act_named);

/*
 * The name on that day of what `raw`, a value of the field of such an act, refers to; `raw` itself
 * where it refers to nothing or nothing of that number is there. `seen` remembers between calls.
 */
const char *act_name(struct ctx *c, struct act_name_list *seen, const char *kind,
                     const char *field, const char *raw, day on);
#endif
