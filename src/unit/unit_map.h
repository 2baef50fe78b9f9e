/* SPDX-License-Identifier: Apache-2.0 */
/* unit_map.h: pictures of units as SVG: where one lies among its neighbours, what it came from. */
#ifndef UNIT_UNIT_MAP_H
#define UNIT_UNIT_MAP_H
#include "unit/unit.h"

/*
 * A schematic map: Voronoi cells of the centroids of `all`, `self` marked, its surroundings in the
 * window. NULL text when self has no centroid or fewer than four others have one. No borders: the
 * caption must say so.
 */
html unit_map_svg(struct ctx *c, const struct unit *self, const struct unit_list *all);

/* The lineage over all waves, oldest left: boxes of units, curves of what went where. */
html unit_lineage_svg(struct ctx *c, const struct lineage_graph *g);
#endif
