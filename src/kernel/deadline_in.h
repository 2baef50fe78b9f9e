/* SPDX-License-Identifier: Apache-2.0 */
/* deadline_in.h: what the files of deadlines share; nobody else includes it. */
#ifndef KERNEL_DEADLINE_IN_H
#define KERNEL_DEADLINE_IN_H
#include "kernel/deadline.h"

struct deadline_law {
    struct workdays calendar;
    struct deadline_reading_list readings;
};

int deadline_months(int kind); /* of a period; 0: not periodic */
bool deadline_same_event(struct ctx *c, const char *a, const char *b);
#endif
