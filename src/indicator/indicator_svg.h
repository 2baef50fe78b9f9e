/* SPDX-License-Identifier: Apache-2.0 */
/* indicator_svg.h: the picture of an indicator: one SVG for the screen and for paper. */
#ifndef INDICATOR_INDICATOR_SVG_H
#define INDICATOR_INDICATOR_SVG_H
#include "indicator/indicator.h"

/* Values as a line with a point each, a gap where there is none; targets and the forecast of their
 * years behind it. Nothing where nothing is known. */
html indicator_svg(struct ctx *c, const struct indicator *ind,
                   const struct indicator_value_list *series,
                   const struct indicator_outlook_list *outlook);
#endif
