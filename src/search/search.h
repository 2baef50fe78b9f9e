/* SPDX-License-Identifier: Apache-2.0 */
/*
 * search.h: one question to all rooms that have something to find. Each answers with its own list, so
 * a search finds what its list would show the actor and nothing else.
 */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H
#include "view/view.h"

enum found_kind {
    FOUND_ANY,
    FOUND_UNITS,
    FOUND_DIRECTIVES,
    FOUND_TASKS,
    FOUND_REPORTS,
    FOUND_OBSTACLES,
    FOUND_ANSWERS,
    FOUND_FILES,
    FOUND_KINDS
};
extern const struct choice found_kinds[FOUND_KINDS];

/* Something found. */
struct found {
    const char *path, *title;
    const char *about; /* in c's language: number, whose, where it belongs */
    const char *state; /* in c's language; NULL: it has none */
    day on;            /* due, issued, ended or attached on */
};
struct found_list LIST(struct found);
struct found_group {
    int kind;
    const char *label, *path; /* this group alone */
    bool has_more;
    struct found_list items;
};
struct found_group_list LIST(struct found_group);
extern const struct view found_group_view;

/*
 * What has all words of q in it, in any spelling of case and marks: groups that are not empty, each
 * with at most a few; of one kind alone: up to a hundred. Nothing for an empty q. Each kind costs the
 * queries of its list.
 */
NODISCARD err search(struct ctx *c, const char *q, int kind,
                     struct found_group_list *out);
#endif
