/* SPDX-License-Identifier: Apache-2.0 */
/* obstacle_in.h: what each move does besides, for the rows of the flow (flow_move.does). */
#ifndef OBSTACLE_OBSTACLE_IN_H
#define OBSTACLE_OBSTACLE_IN_H
#include "obstacle/obstacle.h"

NODISCARD err obstacle_route(struct ctx *c, const void *move, void *rec);
NODISCARD err obstacle_answer(struct ctx *c, const void *move, void *rec);
NODISCARD err obstacle_reopen(struct ctx *c, const void *move, void *rec);
#endif
