/* SPDX-License-Identifier: Apache-2.0 */
/* report_web.c: the list of reports, and the routes of this room. */
#include "report/report_web.h"

#include "attachment/attachment_web.h"
#include "base/msg.h"
#include "kernel/access.h"
#include "registers/desk.h"
#include "web/web.h"

static const struct field key_fields[] = {KEY_OF(struct report_key)};
const struct view report_key_view = VIEW("report_key", struct report_key, key_fields);
static const struct field regime_key_fields[] = {NUMBER_OF(struct report_key, id)};
const struct view report_regime_key_view =
    VIEW("report_regime_key", struct report_key, regime_key_fields);

static const struct field filter_fields[] = {
    ID(struct report_filter, org, N_("Organisation"), .flags = F_HIDDEN),
    ID(struct report_filter, round, N_("Round"), .flags = F_HIDDEN),
    FIELD(struct report_filter, collected, N_("Collected by us"), .flags = F_HIDDEN),
    FIELD(struct report_filter, q, N_("Search")),
    FIELD(struct report_filter, state, N_("State"), .options = "states", .max = 20),
    FIELD(struct report_filter, late, N_("Sent late")),
    FIELD(struct report_filter, missing, N_("Missing: its day is past")),
    FIELD(struct report_filter, after, N_("After"), .flags = F_HIDDEN, .max = 400),
    FIELD(struct report_filter, limit, N_("Rows"), .flags = F_HIDDEN),
};
static const struct view filter_view =
    VIEW("report_filter", struct report_filter, filter_fields);

struct option {
    const char *name, *label;
};
static const struct field option_fields[] = {FIELD(struct option, name, N_("Name")),
                                             FIELD(struct option, label, N_("Label"))};
static const struct view option_view =
    VIEW("report_option", struct option, option_fields);

struct list_page {
    int64_t total, total_at_least;
    struct report_item_list items;
    const char *next;
    const char *org_name, *round_title;
    report_round_id round;
    bool collected;
    struct LIST(struct option) states;
};
static const struct field list_fields[] = {
    LIST_FIELDS(struct list_page, &report_item_view),
    FIELD(struct list_page, org_name, N_("Organisation"), .flags = ON_PAGE),
    ID(struct list_page, round, N_("Round"), .flags = ON_PAGE),
    FIELD(struct list_page, round_title, N_("Round"), .flags = ON_PAGE,
          .to = "/reports/rounds/{round}"),
    FIELD(struct list_page, collected, N_("Collected by us"), .flags = ON_PAGE),
    LISTOF(struct list_page, states, &option_view, N_("States"), .flags = ON_PAGE),
};
static const struct view list_view = VIEW("report_page", struct list_page, list_fields);

static err
get_reports(struct ctx *c, const void *in, void *out)
{
    struct list_page *p = out;
    const struct report_filter *f = in;
    struct report_page found;
    struct report_round round = {0};
    struct org_names names = {0};
    struct org_name at = {0};
    for (int i = 1; i < REPORT_STAGES; i++)
        *PUSH(c->arena, &p->states) =
            (struct option){report_stages[i].name, T(c, report_stages[i].label)};
    *PUSH(c->arena, &p->states) = (struct option){"all", T(c, N_("All"))};
    TRY(report_list(c, f, &found));
    if (found.org.v)
        TRY(desk_org(c, &names, found.org, &at));
    if (f->round.v)
        TRY(report_round_find(c, f->round, &round));
    p->total = found.total;
    p->total_at_least = found.total_at_least;
    p->items = found.items;
    p->next = found.next;
    p->org_name = at.name;
    p->round = f->round;
    p->round_title = round.title;
    p->collected = f->collected;
    return OK;
}

/* ---- routes ---- */

#define MOVE(name, label, in_, need_)                                                  \
    {                                                                                  \
        .method = POST, .path = "/reports/{id}/" name, .help = label, .need = need_,   \
        .lane = LANE_WRITE, .in = &(in_), .out = &report_view,                         \
        .handle = post_report_move, .form = "/reports/{id}", .after = "/reports/{id}", \
        .subject = name                                                                \
    }

static const struct route routes[] = {
    {GET, "/reports", N_("Reports"), "report.read", LANE_READ, &filter_view, &list_view,
     "report/reports.html", get_reports, .list = "items", .menu = N_("Reports"),
     .menu_at = 38},
    {GET, "/reports/rounds", N_("Rounds of reports"), "report.read", LANE_READ, NULL,
     &report_rounds_view, "report/rounds.html", get_rounds, .list = "items"},
    {POST, "/reports/rounds", N_("Begin the round"), "report.collect", LANE_WRITE,
     &report_open_view, &report_round_view, NULL, post_round, .form = "/reports/rounds",
     .after = "/reports/rounds/{id}"},
    {GET, "/reports/rounds/{id}", N_("Round of reports"), "report.read", LANE_READ,
     &report_key_view, &report_round_show_view, "report/round.html", get_round,
     .list = "missing"},
    {POST, "/reports/rounds/{id}/synthesise", N_("Add up what was sent"),
     "report.collect", LANE_WRITE, &report_synthesise_view, &report_synthesis_view,
     NULL, post_synthesis, .form = "/reports/rounds/{id}",
     .after = "/reports/syntheses/{id}"},
    {GET, "/reports/syntheses/{id}", N_("Synthesis"), "report.read", LANE_READ,
     &report_key_view, &report_synthesis_show_view, "report/synthesis.html",
     get_synthesis, .list = "sums", .official = report_synthesis_paper_of},
    {GET, "/reports/syntheses/{id}/lines", N_("What each body reported"), "report.read",
     LANE_READ, &report_lines_in_view, &report_lines_view, "report/lines.html",
     get_lines, .list = "items"},
    {GET, "/reports/regimes", N_("Who reports what to whom"), "report.read", LANE_READ,
     NULL, &report_regimes_view, "report/regimes.html", get_regimes, .list = "items"},
    {POST, "/reports/regimes", N_("Add the regime"), "law.write", LANE_WRITE,
     &report_regime_view, &report_regime_view, NULL, post_regime,
     .form = "/reports/regimes", .after = "/reports/regimes/{id}"},
    {GET, "/reports/regimes/{id}", N_("Regime of reports"), "report.read", LANE_READ,
     &report_regime_key_view, &report_regime_show_view, "report/regime.html",
     get_regime, .list = "fields"},
    {POST, "/reports/regimes/{id}", N_("Save"), "law.write", LANE_WRITE,
     &report_regime_change_view, &report_regime_view, NULL, post_regime_change,
     .form = "/reports/regimes/{id}", .after = "/reports/regimes/{id}"},
    {POST, "/reports/regimes/{id}/fields", N_("Add the field"), "law.write", LANE_WRITE,
     &report_field_in_view, &report_regime_view, NULL, post_regime_field,
     .form = "/reports/regimes/{id}", .after = "/reports/regimes/{id}"},
    {GET, "/reports/{id}", N_("Report"), "report.read", LANE_READ, &report_at_view,
     &report_show_view, "report/show.html", get_report, .list = "values",
     .official = report_paper_of},
    {POST, "/reports/{id}", N_("Save"), "report.write", LANE_WRITE, &report_save_view,
     &report_view, NULL, post_report, .form = "/reports/{id}",
     .after = "/reports/{id}"},
    ATTACHMENT_ROUTES("/reports", "report.read", &report_files),
    {GET, "/reports/{id}/rows/{seq}", N_("What was counted"), "report.read", LANE_READ,
     &report_at_view, &report_rows_view, "report/rows.html", get_report_rows,
     .list = "items"},
    MOVE("refill", N_("Count the numbers anew"), report_move_view, "report.write"),
    MOVE("sign", N_("Sign off"), report_move_view, "report.sign"),
    MOVE("revise", N_("Back to draft"), report_reason_view, "report.write"),
    MOVE("send", N_("Send"), report_move_view, "report.write"),
    MOVE("reopen", N_("Open it again"), report_reopen_view, "report.collect"),
    {0},
};

extern const struct module report_module;
const struct module report_module = {
    .name = "report",
    .about = N_("Who reports what to whom, what was sent, and what it adds up to."),
    .routes = routes,
};
