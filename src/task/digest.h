/* SPDX-License-Identifier: Apache-2.0 */
/* digest.h: one letter a person and morning: what is late, due today and this week; for who directs
 * also what is blocked, and by whom. On a day off only who has something late gets one. */
#ifndef TASK_DIGEST_H
#define TASK_DIGEST_H
#include "task/task.h"

/* Writes those of c->today into the outbox, twenty people at a time; *n: how many people were
 * looked at, 0 when all have theirs. In a write transaction. */
NODISCARD err digest_write(struct ctx *c, int64_t *n);
#endif
