/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calendar.h: what is due on which day: a page by month, and private feeds (RFC 5545) that a
 * calendar program reads without a sign-in. A feed has no rights of its own: each time it shows
 * what its owner may read on that day, of the bodies that answer on that day.
 */
#ifndef CALENDAR_CALENDAR_H
#define CALENDAR_CALENDAR_H
#include "kernel/org.h"
#include "task/task.h"

struct calendar_feed {
    int64_t id;
    person_id person_id;
    org_id org_id; /* 0: all bodies that the person works for */
    instant made_at;
    const char *org_name; /* who answers for it today */
    const char *path;     /* told once, when it is made: "/calendar/….ics" */
    const char *username; /* set by calendar_feed_open alone */
};
struct calendar_feed_list LIST(struct calendar_feed);
extern const struct view calendar_feed_view;

/* One of the actor's own, of that body or (org 0) of theirs. One act. FORBIDDEN: no account, or no
 * task.read there; INVALID: they have FEEDS_MOST. */
enum {
    FEEDS_MOST = 20
};
NODISCARD err calendar_feed_add(struct ctx *c, org_id org, struct calendar_feed *out);
/* The actor's, which are not revoked. */
NODISCARD err calendar_feeds(struct ctx *c, struct calendar_feed_list *out);
/* One act. NOT_FOUND: there is none of the actor's. */
NODISCARD err calendar_feed_revoke(struct ctx *c, int64_t id);
/* By the name of its file, "<token>.ics". NOT_FOUND: unknown, revoked, or its owner has left. */
NODISCARD err calendar_feed_open(struct ctx *c, const char *file,
                                 struct calendar_feed *out);
/*
 * The same as iCalendar text, as its owner sees it on that day: what they may not read any more is
 * not in it. From FED_BEFORE days ago to FED_AFTER ahead; of more than FED_MOST tasks the first, and an
 * event that says so.
 */
enum {
    FED_MOST = 2000,
    FED_BEFORE = 92,
    FED_AFTER = 731
};
NODISCARD err calendar_feed_text(struct ctx *c, const char *file, const char **out);

/* The bodies that a calendar of the actor's is about: org, or (0) those where they have task.read.
 * FORBIDDEN. */
NODISCARD err calendar_bodies(struct ctx *c, org_id org, struct org_id_list *out);

/* The tasks as iCalendar text: an all-day event each, its UID and stamp those of the task; `cut`: with
 * one on the last day that says that there are more. */
const char *calendar_ics(struct ctx *c, const char *name,
                         const struct task_date_list *tasks, bool cut);
#endif
