/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit_book.h: the whole registry in memory, for an import that touches most of it: every unit
 * with its versions, found by code and day without a query. Writes go to the tables and to the
 * book alike. It is history's own hand: no acts (the import writes one), and of the rules only
 * those that keep spans whole.
 */
#ifndef UNIT_UNIT_BOOK_H
#define UNIT_UNIT_BOOK_H
#include "unit/unit_hash.h"
#include "unit/unit_row.h"

struct book_unit {
    unit_id id;
    int tier;
    day valid_from, valid_to;
    int64_t lon_e6, lat_e6;
    decree_id decree_id_from, decree_id_to;
    struct unit_version_list
        versions;                  /* by day; at least one while it is in the book */
    bool is_gone;                  /* joined to another: no longer there */
    bool is_named;                 /* by the file that is read */
    int64_t n_held_before, n_held; /* for a count in passing */
};
struct book_unit_list LIST(struct book_unit *);

struct book {
    struct book_unit_list units;
    struct map by_code; /* struct book_unit_list *: all that ever held it */
    struct map by_id;
};

NODISCARD err book_open(struct ctx *c, struct book *out);
/* Who holds the code on that day, NULL: nobody. */
struct book_unit *book_holder(const struct book *b, const char *code, day on);
/* Somebody who will hold it on some day after `on`; NULL. */
struct book_unit *book_later_holder(const struct book *b, const char *code, day on);
struct book_unit *book_find(const struct book *b, unit_id id);
/* Its version on that day; NULL: it is not in force. */
struct unit_version *book_version(const struct book_unit *u, day on);
struct unit_version *book_last(const struct book_unit *u);
static inline bool
book_in_force(const struct book_unit *u, day on)
{
    return !u->is_gone && u->valid_from.v <= on.v && on.v < u->valid_to.v;
}

NODISCARD err book_add(struct ctx *c, struct book *b, const struct unit_new *in,
                       struct book_unit **out);
/* It lives on under that name and parent from `on`: a new version, or the one that begins then. The
 * version on that day must be the last. */
NODISCARD err book_change(struct ctx *c, struct book_unit *u, day on, const char *name,
                          int type, unit_id parent);
/* First day without it. Its last version must begin before. */
NODISCARD err book_end(struct ctx *c, struct book_unit *u, day on);
NODISCARD err book_place(struct ctx *c, struct book_unit *u, int64_t lon_e6,
                         int64_t lat_e6);
/*
 * One identity that goes on through `on` becomes two: what is known of it from then on is the new
 * one's. It must begin before `on` and last beyond.
 */
NODISCARD err book_split(struct ctx *c, struct book *b, struct book_unit *u, day on,
                         struct book_unit **out);
/* Two identities, where one ends the day the other begins, are one: `then` goes. */
NODISCARD err book_join(struct ctx *c, struct book *b, struct book_unit *u,
                        struct book_unit *then);
#endif
