/* SPDX-License-Identifier: Apache-2.0 */
/* posting.h: what a posting is; what the public sees of postings, signed in or not. */
#ifndef REGISTERS_POSTING_H
#define REGISTERS_POSTING_H
#include "kernel/register.h"

enum {
    POSTING_KINDS = 7
};
extern const struct choice posting_kinds[POSTING_KINDS];

struct posting {
    struct record record;
    const char *title;
    int kind;
    const char *number, *place, *summary, *url, *posted_by, *village;
    day posted_on, posted_until;
    bool is_published;
};
extern const struct view posting_view;

/* One as the public sees it: no names of people, no versions. */
struct public_posting {
    int64_t id;
    const char *title;
    int kind;
    const char *number, *place, *summary, *url, *body;
    org_id org_held;
    day posted_on, posted_until;
    instant changed_at;
};
struct public_posting_list LIST(struct public_posting);
extern const struct view public_posting_view;
struct public_page {
    int64_t total, total_at_least;
    struct public_posting_list items;
    const char *next, *q;
};
/* Published, in force and within its days; newest first. INVALID(after). */
NODISCARD err posting_public(struct ctx *c, const char *q, const char *after,
                             int64_t limit, struct public_page *out);
/* NOT_FOUND: there is none, or it is not public today. */
NODISCARD err posting_public_find(struct ctx *c, int64_t id,
                                  struct public_posting *out);
/* The newest 50 as an Atom feed (RFC 4287); ids and days of change stay what they are. */
NODISCARD err posting_atom(struct ctx *c, html *out);
#endif
