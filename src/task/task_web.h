/* SPDX-License-Identifier: Apache-2.0 */
/* task_web.h: the handlers of this room by page, for the table of routes in task_web.c. */
#ifndef TASK_TASK_WEB_H
#define TASK_TASK_WEB_H
#include "kernel/notice.h"
#include "people/people.h"
#include "task/task.h"

/* For pages alone: not in JSON, not a column, not in generic tables. */
#define ON_PAGE F_COMPUTED | F_PAGE | F_HIDDEN

struct task_key {
    int64_t id;
};
extern const struct view task_key_view;

/* ---- one task (task_show_web.c) ---- */
extern const struct view task_show_view;
err get_task(struct ctx *c, const void *in, void *out);
/* What each move asks for. */
extern const struct view move_view, move_reason_view, move_give_view, move_return_view,
    move_transfer_view, move_progress_view, move_report_view, move_cannot_view,
    move_ask_view, move_grant_view;
/* c->subject: the name of the move. */
err post_move(struct ctx *c, const void *in, void *out);
extern const struct view contribute_view;
err post_contribute(struct ctx *c, const void *in, void *out);
err prepare_task_report(struct ctx *c, const void *in, const void **out);
err post_task_report(struct ctx *c, const void *in, void *out);
extern const struct view depend_view;
err post_depend(struct ctx *c, const void *in, void *out);

/* ---- forms of tasks (task_form_web.c) ---- */
extern const struct view task_add_view, task_form_view, task_part_view,
    task_change_view;
err get_task_new(struct ctx *c, const void *in, void *out);
err get_task_part(struct ctx *c, const void *in, void *out);
err post_task(struct ctx *c, const void *in, void *out);
err post_part(struct ctx *c, const void *in, void *out);
err post_task_change(struct ctx *c, const void *in, void *out);
extern const struct view spread_view, spread_page_view, spread_done_view;
err get_spread(struct ctx *c, const void *in, void *out);
err post_spread(struct ctx *c, const void *in, void *out);

/* ---- one directive (directive_web.c) ---- */
extern const struct view directive_show_view, event_view, event_done_view;
err get_directive(struct ctx *c, const void *in, void *out);
err post_event(struct ctx *c, const void *in, void *out);

/* ---- its roadmap (road_web.c) ---- */
extern const struct view road_page_view;
err get_road(struct ctx *c, const void *in, void *out);

/* ---- reading a plan (proposal_web.c) ---- */
extern const struct view plan_text_view, plan_page_view, plan_take_view,
    plan_taken_view, proposal_change_view;
err get_plan(struct ctx *c, const void *in, void *out);
err post_plan(struct ctx *c, const void *in, void *out);
err post_plan_take(struct ctx *c, const void *in, void *out);
err get_proposal(struct ctx *c, const void *in, void *out);
err post_proposal(struct ctx *c, const void *in, void *out);
err post_proposal_take(struct ctx *c, const void *in, void *out);
err post_proposal_drop(struct ctx *c, const void *in, void *out);

/* ---- letters (notices_web.c) ---- */
extern const struct view notice_filter_view, notice_page_view;
err get_notices(struct ctx *c, const void *in, void *out);
err post_notice_again(struct ctx *c, const void *in, void *out);
#endif
