/* SPDX-License-Identifier: Apache-2.0 */
/* past.h: what went into a body: those whose past is a part of its own. Inside the room. */
#ifndef INDICATOR_PAST_H
#define INDICATOR_PAST_H
#include "indicator/indicator.h"
#include "kernel/org.h"

struct past_step {
    size_t from, to; /* which of nodes; PAST_ELSEWHERE: into another body */
    day on;
    int part; /* enum part of unit/unit.h: of the people, or of the land */
};
struct past_step_list LIST(struct past_step);
struct past_node {
    int64_t id; /* of a unit; of an organisation, where the body belongs to no unit */
    const char *name;
    day valid_from, valid_to;
    bool is_whole;  /* all of it is in the body now */
    struct org org; /* found last, with its days */
    bool is_read;
    struct indicator_entry_list entries;
};
struct past_node_list LIST(struct past_node);
struct past {
    struct org body;
    bool of_units;
    struct past_node_list nodes; /* the body's own first */
    struct past_step_list steps;
};
#define PAST_ELSEWHERE ((size_t)-1)

/* As the country was arranged on `on`. adds: what is followed. NOT_FOUND. */
NODISCARD err past_of(struct ctx *c, org_id body, int adds, day on, struct past *out);
/* The organisation of the node on that day, of the body's kind. NOT_FOUND. */
NODISCARD err past_org(struct ctx *c, const struct past *p, struct past_node *node,
                       day on, const struct org **out);
#endif
