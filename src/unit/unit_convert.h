/* SPDX-License-Identifier: Apache-2.0 */
/* unit_convert.h: many conversions between the same two days: the registry is read once. */
#ifndef UNIT_UNIT_CONVERT_H
#define UNIT_UNIT_CONVERT_H
#include "unit/unit.h"

struct converter;
/* Inside a read transaction. Its memory is its own: converter_close. */
NODISCARD err converter_open(struct ctx *c, day from, day to, struct converter **out);
/* As unit_convert; results live in c->arena or as long as the converter. */
NODISCARD err converter_run(struct ctx *c, struct converter *k, const char *code,
                            const char *address, struct conversion *out);
void converter_close(struct converter *k);
#endif
