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
    decree_id decree_id;   /* that established it (org_add), or made this version; 0: none */
    const char *unit_code; /* as of that day; filled by unit/, else NULL */
};
struct org_list LIST(struct org);
extern const struct view org_view;

struct org_kind {
    const char *name;  /* 'people_committee' */
    const char *label; /* "Ủy ban nhân dân": a legal term, in Vietnamese; names begin with it */
    int64_t rank;      /* order in lists */
    bool is_single;    /* a unit has one at a time */
};
struct org_kind_list LIST(struct org_kind);
extern const struct view org_kind_view;
NODISCARD err org_kinds(struct ctx *c, struct org_kind_list *out);
/* The kind as the reader's language calls it; its legal term where that has no word for it. */
const char *org_kind_word(struct ctx *c, const char *name, const char *term);

/* As of `on`; a forthcoming or ended one by its first or last name. NOT_FOUND. */
NODISCARD err org_find(struct ctx *c, org_id id, day on, struct org *out);
/* The organisations of a unit in force on `on`, in order of kind. */
NODISCARD err org_list_of_unit(struct ctx *c, unit_id unit, day on, struct org_list *out);
/* Those whose parent it is on `on`, in order of kind and name; the first 500. */
NODISCARD err org_list_of_parent(struct ctx *c, org_id parent, day on, struct org_list *out);
/* The organisation of that kind of that unit on `on`: NOT_FOUND. */
NODISCARD err org_of_unit(struct ctx *c, unit_id unit, const char *kind, day on,
                          struct org *out);
/* Its names and parents through time, oldest first; valid_from and _to are the version's. */
NODISCARD err org_history(struct ctx *c, org_id id, struct org_list *out);

/*
 * Establishes one; in->id is made when 0. It answers for itself from valid_from (DAY_NONE: since
 * ever); valid_to 0 or DAY_NONE: open. INVALID(kind, name, parent_id, valid_to); CONFLICT(kind): the
 * unit has one then, of a kind that it has once.
 */
NODISCARD err org_add(struct ctx *c, struct org *in);
/* The same for n, in few statements; their ids are made here. That each unit has one is the plan's
 * care. */
NODISCARD err org_add_all(struct ctx *c, struct org *v, size_t n);
/*
 * From `on`: another name, parent or unit (NULL or 0: as it was), the same organisation; `by`
 * 0: no decree. NOT_FOUND, INVALID(on, parent_id), CONFLICT(on): changed on that day already,
 * CONFLICT(kind) as org_add.
 */
struct org_change {
    const char *name;
    org_id parent_id;
    unit_id unit_id;
    decree_id decree_id;
};
NODISCARD err org_change(struct ctx *c, org_id id, day on, const struct org_change *in);
/*
 * It ends on `on` (first day without it). Nothing is said of who answers: org_succeed does.
 * NOT_FOUND, INVALID(on), CONFLICT: it has ended, or changes after that day are recorded.
 */
NODISCARD err org_end(struct ctx *c, org_id id, day on, decree_id by);

/*
 * From `on`, `to` answers for all that `from` answered for. whole: `to` succeeds it; else `to` is
 * the receiver that a decree names for what no rule has moved. One answering organisation for each
 * on any day: a second call for the same `from` and day is CONFLICT.
 */
NODISCARD err org_succeed(struct ctx *c, org_id from, org_id to, day on, decree_id by,
                          bool whole);
/*
 * The same for all of a decree at once, in a few statements: a nation's reorganisation has tens of
 * thousands. `by` is a decree that has not succeeded anything yet. One act for each pair. Where
 * one is unknown or has a successor already, the CONFLICT does not say which: plan before.
 */
struct org_pair {
    org_id from, to;
    bool whole;
};
NODISCARD err org_succeed_all(struct ctx *c, const struct org_pair *v, size_t n, day on,
                              decree_id by);
/*
 * Ends all that the decree has succeeded, each on the first day of its successor. As org_end, and
 * one act for each.
 */
NODISCARD err org_end_succeeded(struct ctx *c, decree_id by);
/* Takes back every succession by that decree (undo). */
NODISCARD err org_unsucceed(struct ctx *c, decree_id by);
/*
 * Takes back all that a decree did to organisations: successions, ends, changes, and those it
 * established. CONFLICT when one of these is used since: undo what uses it first.
 */
NODISCARD err org_take_back(struct ctx *c, decree_id by);

/* What followed what, for pages: both directions of one organisation. */
struct org_succession {
    org_id from_id, to_id;
    day on_day;
    decree_id decree_id;
    bool whole;
    const char *from_name, *to_name;
};
struct org_succession_list LIST(struct org_succession);
extern const struct view org_succession_view;
NODISCARD err org_successions_of(struct ctx *c, org_id id, struct org_succession_list *out);
struct org_with_now {
    org_id id, now_id; /* 0: nobody answers */
    const char *name, *kind, *now_name;
};
struct org_with_now_list LIST(struct org_with_now);
/* The same of many, in no order and without those that are not there: a query for each fifty. */
NODISCARD err org_with_now_many(struct ctx *c, const org_id *v, size_t n, day on,
                                struct org_with_now_list *out);
/* What one is called on a day, and who answers for it then and how that is called: one query. */
NODISCARD err org_with_now(struct ctx *c, org_id id, day on, struct org_with_now *out);
/* Who answers on `on` for `org`: itself while it lives. NOT_FOUND before it began. */
NODISCARD err org_now(struct ctx *c, org_id org, day on, org_id *out);
/* All that ever were for which `org` answers on `on`, itself among them. */
struct org_id_list LIST(org_id);
NODISCARD err org_answers_for(struct ctx *c, org_id org, day on, struct org_id_list *out);
/* How many organisations have not exactly one that answers on every day of theirs: 0. */
NODISCARD err org_verify(struct ctx *c, int64_t *n_broken);
/* Is `org` the same as, or below, `top` (by parent) on `on`? Both are taken through org_now. */
NODISCARD err org_within(struct ctx *c, org_id org, org_id top, day on, bool *out);
#endif
