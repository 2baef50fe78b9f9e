/* SPDX-License-Identifier: Apache-2.0 */
/* report_web.h: the handlers of this room by page, for the table of routes in report_web.c. */
#ifndef REPORT_REPORT_WEB_H
#define REPORT_REPORT_WEB_H
#include "report/report.h"
#include "view/official.h"

/* For pages alone: not in JSON, not a column, not in generic tables. */
#define ON_PAGE F_COMPUTED | F_PAGE | F_HIDDEN
#define KEY_OF(T)                                                                      \
    {                                                                                  \
        .name = "id", .offset = offsetof(T, id), .kind = K_ID, .label = N_("Number")   \
    }
/* The number of a regime: of those that ship it is negative. */
#define NUMBER_OF(T, m)                                                                \
    {                                                                                  \
        .name = "id", .offset = offsetof(T, m), .kind = K_INT, .label = N_("Number")   \
    }
struct report_key {
    int64_t id;
};
extern const struct view report_key_view, report_regime_key_view;

/* ---- one report (report_show_web.c) ---- */
extern const struct view report_at_view, report_show_view, report_rows_view,
    report_save_view, report_move_view, report_reason_view, report_reopen_view;
err get_report(struct ctx *c, const void *in, void *out);
err report_paper_of(struct ctx *c, const void *out, struct official *doc);
err get_report_rows(struct ctx *c, const void *in, void *out);
err post_report(struct ctx *c, const void *in, void *out);
/* c->subject: the name of the move. */
err post_report_move(struct ctx *c, const void *in, void *out);

/* ---- regimes (report_regime_web.c) ---- */
extern const struct view report_regimes_view, report_regime_show_view,
    report_regime_change_view, report_field_in_view;
err get_regimes(struct ctx *c, const void *in, void *out);
err post_regime(struct ctx *c, const void *in, void *out);
err get_regime(struct ctx *c, const void *in, void *out);
err post_regime_change(struct ctx *c, const void *in, void *out);
err post_regime_field(struct ctx *c, const void *in, void *out);

/* ---- rounds and syntheses (report_round_web.c) ---- */
extern const struct view report_rounds_view, report_round_show_view, report_open_view,
    report_synthesise_view, report_synthesis_show_view, report_lines_in_view,
    report_lines_view;
err get_rounds(struct ctx *c, const void *in, void *out);
err post_round(struct ctx *c, const void *in, void *out);
err get_round(struct ctx *c, const void *in, void *out);
err post_synthesis(struct ctx *c, const void *in, void *out);
err get_synthesis(struct ctx *c, const void *in, void *out);
err report_synthesis_paper_of(struct ctx *c, const void *out, struct official *doc);
err get_lines(struct ctx *c, const void *in, void *out);
#endif
