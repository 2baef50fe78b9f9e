/* SPDX-License-Identifier: Apache-2.0 */
/* people_qr.h: a text as a QR code, for phones. */
#ifndef PEOPLE_PEOPLE_QR_H
#define PEOPLE_PEOPLE_QR_H
#include "base/ctx.h"

/* SVG in c->arena, dark on light in every colour scheme; `label` says what it is. */
const char *qr_svg(struct ctx *c, const char *text, const char *label);
#endif
