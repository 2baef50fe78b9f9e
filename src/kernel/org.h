/* SPDX-License-Identifier: Apache-2.0 */
/*
 * org.h: organisations through time (W3C ORG: org:Organization, org:ChangeEvent) and who answers
 * for them today. A record keeps the organisation that holds it; when that one ends, org_now says
 * which one answers, so a succession as a whole moves no record at all.
 */
#ifndef KERNEL_ORG_H
#define KERNEL_ORG_H
#include "kernel/ids.h"
#include "view/view.h"

struct org {
    org_id id;
    const char *kind;      /* 'people_committee' … : rows of org_kind */
    const char *name;      /* "Ủy ban nhân dân xã Gia Tân", as of the day asked for */
    unit_id unit_id;       /* whose organisation it is; 0: none */
    org_id parent_id;      /* the organisation above; 0: none */
    day valid_from, valid_to;
    const char *unit_code; /* as of that day; filled by unit/, else NULL */
};
struct org_list LIST(struct org);
extern const struct view org_view;

/* As of `on`; a forthcoming or ended one by its first or last name. NOT_FOUND. */
NODISCARD err org_find(struct ctx *c, org_id id, day on, struct org *out);
/* The organisations of a unit in force on `on`, in order of kind. */
NODISCARD err org_list_of_unit(struct ctx *c, unit_id unit, day on, struct org_list *out);
/* The organisation of that kind of that unit on `on`: NOT_FOUND. */
NODISCARD err org_of_unit(struct ctx *c, unit_id unit, const char *kind, day on,
                          struct org *out);
/* Establishes one; in->id is made when 0. It answers for itself from valid_from. */
NODISCARD err org_add(struct ctx *c, struct org *in);
/* From `on`: another name or parent, the same organisation. */
NODISCARD err org_change(struct ctx *c, org_id id, day on, const char *name,
                         org_id parent_id);
/* It ends on `on` (first day without it). Nothing is said of who answers: org_succeed does. */
NODISCARD err org_end(struct ctx *c, org_id id, day on);

/*
 * From `on`, `to` answers for all that `from` answered for. whole: `to` succeeds it; else `to` is
 * the receiver that a decree names for what no rule has moved. One answering organisation for each
 * on any day: a second call for the same `from` and day is CONFLICT.
 */
NODISCARD err org_succeed(struct ctx *c, org_id from, org_id to, day on, decree_id by,
                          bool whole);
/* Takes back every succession by that decree (undo). */
NODISCARD err org_unsucceed(struct ctx *c, decree_id by);
/* Who answers on `on` for `org`: itself while it lives. NOT_FOUND before it began. */
NODISCARD err org_now(struct ctx *c, org_id org, day on, org_id *out);
/* All that ever were for which `org` answers on `on`, itself among them. */
struct org_id_list LIST(org_id);
NODISCARD err org_answers_for(struct ctx *c, org_id org, day on, struct org_id_list *out);
/* Is `org` the same as, or below, `top` (by parent) on `on`? Both are taken through org_now. */
NODISCARD err org_within(struct ctx *c, org_id org, org_id top, day on, bool *out);
#endif
