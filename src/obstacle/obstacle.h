/* SPDX-License-Identifier: Apache-2.0 */
/*
 * obstacle.h: what stands in the way of the work: raised on a task, a document or a unit, routed to
 * the body that can answer, answered within a term, closed by who raised it. The answers are a
 * guide for everybody. An obstacle is a register: a decree hands it over like any other record.
 */
#ifndef OBSTACLE_OBSTACLE_H
#define OBSTACLE_OBSTACLE_H
#include "task/task.h"

DEFINE_ID(obstacle);

enum obstacle_stage {
    OBSTACLE_NONE,
    OBSTACLE_RAISED,   /* at the body that was asked; not looked at yet */
    OBSTACLE_ROUTED,   /* passed on to a body that is to answer */
    OBSTACLE_ANSWERED, /* who raised it closes it or asks again */
    OBSTACLE_CLOSED,
    OBSTACLE_WITHDRAWN,
    OBSTACLE_STAGES
};
extern const struct choice obstacle_stages[OBSTACLE_STAGES];

struct obstacle {
    struct record record; /* org_held: who is to route or to answer it */
    const char *title;
    const char *detail;
    const char *proposal; /* of who raised it */
    const char *place;    /* territory: where a split by territory finds it */
    task_id task_id;      /* what it stands in the way of: one of these three */
    directive_id directive_id;
    unit_id unit_id;
    org_id org_raised;
    /* by the flow, never typed in */
    int stage;
    const char *raised_by;
    day asked_on; /* the term counts from here: raised, or asked again */
    day due_on;
    bool is_provisional; /* a year whose holidays are not known was counted in */
    const char *answer;
    const char *answer_basis; /* the document or article it rests on */
    const char *answered_by;
    day answered_on;
    const char *due_key; /* due_on as text */
};
extern const struct registry obstacle_register;
extern const struct attachable obstacle_files;
extern const struct view obstacle_view;

struct obstacle_new {
    const char *title, *detail, *proposal, *place;
    task_id task;
    directive_id directive;
    const char *unit; /* code */
    const char *body; /* whom to ask: a name, or the code of a unit */
    org_id org;       /* the same by number */
};
/*
 * Raised by the actor's organisation today. Nobody named: whoever gave the task, follows the
 * document, or stands above the actor's organisation. INVALID(title, task: none of the three;
 * unit, body); FORBIDDEN (obstacle.write), and what task_find and directive_find say.
 */
NODISCARD err obstacle_raise(struct ctx *c, const struct obstacle_new *in,
                             struct obstacle *out);
/* obstacle.read where it is held or was raised; anywhere, once it is answered. NOT_FOUND. */
NODISCARD err obstacle_find(struct ctx *c, obstacle_id id, struct obstacle *out);

struct obstacle_move {
    obstacle_id id;
    int64_t version; /* INT_NONE: whatever it is */
    const char *reason;
    const char *body; /* route: to whom */
    org_id org;
    const char *answer, *answer_basis;
};
/* "route", "answer", "reopen", "close", "withdraw": each one act. INVALID, FORBIDDEN, CONFLICT. */
NODISCARD err obstacle_move(struct ctx *c, const char *name,
                            const struct obstacle_move *in, struct obstacle *out);

/* ---- the term: a dated row that an administrator can change ---- */
struct obstacle_term {
    day valid_from; /* for what is asked from this day on, until the next row's */
    int64_t n;
    int unit; /* enum deadline_unit */
    const char *article;
    const char *checked_by; /* NULL: unverified */
};
struct obstacle_term_list LIST(struct obstacle_term);
extern const struct view obstacle_term_view;
/* Newest first. */
NODISCARD err obstacle_terms(struct ctx *c, struct obstacle_term_list *out);
/* Dates given before stay. INVALID(valid_from: past; n, unit, article), CONFLICT(valid_from). */
NODISCARD err obstacle_term_add(struct ctx *c, const struct obstacle_term *in);
/* How the day was reckoned, with its working. */
NODISCARD err obstacle_deadline(struct ctx *c, const struct obstacle *o,
                                struct deadline *out);

/* ---- lists ---- */
struct obstacle_item {
    obstacle_id id;
    const char *title;
    task_id task_id;
    directive_id directive_id;
    org_id org_held, org_raised;
    const char *about; /* the task, document or unit */
    const char *body;  /* who answers for it today */
    const char *raiser;
    int stage;
    day received_on, due_on;
    int64_t days; /* until due; below 0: late; INT_NONE: it waits for no answer */
    bool is_late;
    const char *answer, *answer_basis;
    day answered_on;
    const char *task_title, *directive_number, *unit_name;
    const char *due_key;
};
struct obstacle_item_list LIST(struct obstacle_item);
extern const struct view obstacle_item_view;
struct obstacle_filter {
    bool answered;   /* the guide: every answer of every organisation, newest first */
    bool unanswered; /* what waits for an answer */
    bool late;       /* of it, what is past its day */
    bool raised;     /* what the organisation raised, not what it holds */
    const char
        *state; /* a stage's name, "open", "ended", "all"; NULL: what has not ended */
    org_id org; /* 0: everything for who may see it, else the actor's */
    task_id task;
    directive_id directive;
    const char *q; /* words, in any spelling of marks */
    const char *after;
    int64_t limit;
    bool uncounted; /* total: INT_NONE */
};
struct obstacle_page {
    int64_t total, total_at_least;
    struct obstacle_item_list items;
    const char *next;
    org_id org; /* whose; 0: everybody's */
};
/* By due day. FORBIDDEN, INVALID(state, after). */
NODISCARD err obstacle_list(struct ctx *c, const struct obstacle_filter *f,
                            struct obstacle_page *out);
#endif
