/* SPDX-License-Identifier: Apache-2.0 */
/* report_show_web.c: one report: what it says, how it is edited, and the rows behind a number. */
#include "report/report_pdf.h"
#include "report/report_web.h"

#include <stdlib.h>

#include "attachment/attachment_web.h"
#include "base/msg.h"
#include "kernel/access.h"
#include "registers/desk.h"
#include "web/web.h"

struct at {
    report_id id;
    int64_t edition, seq;
};
static const struct field at_fields[] = {
    KEY_OF(struct at),
    FIELD(struct at, edition, N_("Edition"), .flags = F_HIDDEN),
    FIELD(struct at, seq, N_("Field"), .flags = F_HIDDEN),
};
const struct view report_at_view = VIEW("report_at", struct at, at_fields);

struct show {
    struct report r;
    int64_t edition; /* shown */
    org_id body_id, collector_id;
    const char *body_name, *former_name, *collector_name, *when, *addressee;
    bool is_late, is_sent, is_old, is_closed;
    bool can_save, can_refill, can_sign, can_revise, can_send, can_reopen;
    struct report_value_list values;
    struct act_list history;
    struct attached_files attached;
};
#define OF(m, k, ...)                                                                  \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show, r.m), .kind = (k),                 \
        .label = __VA_ARGS__                                                           \
    }
#define OF_RECORD(m, k, ...)                                                           \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show, r.record.m), .kind = (k),          \
        .label = __VA_ARGS__                                                           \
    }
#define MADE F_COMPUTED
static const struct field show_fields[] = {
    OF_RECORD(id, K_ID, N_("Report"), .flags = F_HIDDEN),
    OF(title, K_TEXT, N_("Report")),
    {.name = "page_title",
     .offset = offsetof(struct show, r.title),
     .kind = K_TEXT,
     .flags = ON_PAGE,
     .label = N_("Report")},
    OF(round_id, K_ID, N_("Round"), .flags = F_HIDDEN),
    {.name = "stage",
     .offset = offsetof(struct show, r.stage),
     .kind = K_ENUM,
     .choices = report_stages,
     .n_choices = REPORT_STAGES,
     .label = N_("State of the report")},
    FIELD(struct show, edition, N_("Edition")),
    OF(data_from, K_DAY, N_("Data from")),
    OF(data_to, K_DAY, N_("Data to the end of")),
    OF(opens_on, K_DAY, N_("To be sent from")),
    OF(due_on, K_DAY, N_("To be sent by")),
    OF(closes_on, K_DAY, N_("Taken until")),
    OF(drafted_by, K_TEXT, N_("Drafted by")),
    OF(signed_by, K_TEXT, N_("Signed off by")),
    OF(signed_on, K_DAY, N_("Signed off on")),
    OF(sent_by, K_TEXT, N_("Sent by")),
    OF(sent_on, K_DAY, N_("Sent on")),
    ID(struct show, body_id, N_("Organisation"), .flags = MADE | F_HIDDEN),
    FIELD(struct show, body_name, N_("Organisation"), .flags = MADE,
          .to = "/orgs/{body_id}"),
    FIELD(struct show, former_name, N_("Former organisation"), .flags = MADE),
    ID(struct show, collector_id, N_("Collected by"), .flags = MADE | F_HIDDEN),
    FIELD(struct show, collector_name, N_("Collected by"), .flags = MADE,
          .to = "/orgs/{collector_id}"),
    FIELD(struct show, addressee, N_("Goes to"), .flags = MADE),
    FIELD(struct show, when, N_("How long"), .flags = ON_PAGE),
    FIELD(struct show, is_late, N_("Late"), .flags = MADE),
    FIELD(struct show, is_sent, N_("Sent"), .flags = ON_PAGE),
    FIELD(struct show, is_old, N_("An earlier edition"), .flags = ON_PAGE),
    FIELD(struct show, is_closed, N_("No longer taken"), .flags = ON_PAGE),
    FIELD(struct show, can_save, N_("May"), .flags = ON_PAGE),
    FIELD(struct show, can_refill, N_("May"), .flags = ON_PAGE),
    FIELD(struct show, can_sign, N_("May"), .flags = ON_PAGE),
    FIELD(struct show, can_revise, N_("May"), .flags = ON_PAGE),
    FIELD(struct show, can_send, N_("May"), .flags = ON_PAGE),
    FIELD(struct show, can_reopen, N_("May"), .flags = ON_PAGE),
    OF_RECORD(version, K_INT, N_("Version")),
    LISTOF(struct show, values, &report_value_view, N_("What it says")),
    LISTOF(struct show, history, &act_view, N_("History")),
    ATTACHED_FILES(struct show, attached),
};
const struct view report_show_view = VIEW("report_show", struct show, show_fields);

static err
put_names(struct ctx *c, struct show *p)
{
    struct org_names names = {0};
    struct org_name held, to;
    struct report_round round;
    struct report_regime regime;
    TRY(desk_org(c, &names, p->r.record.org_held, &held));
    TRY(desk_org(c, &names, p->r.org_to, &to));
    bool stays = p->is_sent; /* what was sent stays with who sent it */
    p->body_id = stays ? held.id : held.now;
    p->body_name = stays ? held.name : held.now_name;
    p->former_name = !stays && held.now.v != held.id.v ? held.name : NULL;
    p->collector_id = to.now;
    p->collector_name = to.now_name;
    TRY(report_round_find(c, p->r.round_id, &round));
    TRY(report_regime_find(c, round.regime_id, &regime));
    p->addressee = regime.addressee;
    return OK;
}

err
get_report(struct ctx *c, const void *in, void *out)
{
    struct show *p = out;
    const struct at *at = in;
    const struct {
        const char *move;
        bool *may;
    } moves[] = {{"save", &p->can_save}, {"refill", &p->can_refill},
                 {"sign", &p->can_sign}, {"revise", &p->can_revise},
                 {"send", &p->can_send}, {"reopen", &p->can_reopen}};
    TRY(report_find(c, at->id, &p->r));
    p->edition = at->edition > 0 ? at->edition : p->r.edition;
    if (p->edition > p->r.edition)
        return fail(c, ERR_NOT_FOUND, NULL, N_("There is no such edition"));
    p->is_old = p->edition < p->r.edition;
    p->is_sent = p->r.stage == REPORT_SENT;
    p->is_closed = !p->is_sent && c->today.v > p->r.closes_on.v;
    p->is_late =
        p->is_sent ? p->r.sent_on.v > p->r.due_on.v : c->today.v > p->r.due_on.v;
    p->when = p->is_sent ? NULL : deadline_left(c, (int64_t)p->r.due_on.v - c->today.v);
    TRY(put_names(c, p));
    TRY(report_values(c, &p->r, p->edition, &p->values));
    for (size_t i = 0; i < COUNT(moves); i++)
        if (!p->is_old)
            TRY(report_may(c, &p->r, moves[i].move, moves[i].may));
    TRY(attached_files(c, &report_files, p->r.record.id, &p->attached));
    return act_list_of(c, "report", p->r.record.id, &p->history);
}

err
report_paper_of(struct ctx *c, const void *out, struct official *doc)
{
    const struct show *p = out;
    bool own = p->collector_id.v == p->body_id.v; /* nobody stands above */
    return report_official(
        c,
        &(struct report_paper){&p->r, &p->values, p->body_name,
                               own ? NULL : p->collector_name,
                               own ? p->addressee : p->collector_name},
        doc);
}

/* ---- the rows behind a number ---- */

struct rows_page {
    report_id id;
    const char *title, *label, *page_title;
    int64_t edition;
    struct report_row_list items;
};
static const struct field rows_fields[] = {
    ID(struct rows_page, id, N_("Report"), .flags = F_HIDDEN),
    FIELD(struct rows_page, title, N_("Report")),
    FIELD(struct rows_page, label, N_("What is reported")),
    FIELD(struct rows_page, page_title, N_("What is reported"), .flags = ON_PAGE),
    FIELD(struct rows_page, edition, N_("Edition")),
    LISTOF(struct rows_page, items, &report_row_view, N_("Rows")),
};
const struct view report_rows_view = VIEW("report_rows", struct rows_page, rows_fields);

err
get_report_rows(struct ctx *c, const void *in, void *out)
{
    struct rows_page *p = out;
    const struct at *at = in;
    struct report r;
    struct report_value_list values = {0};
    TRY(report_find(c, at->id, &r));
    p->id = at->id;
    p->title = r.title;
    p->edition = at->edition > 0 ? at->edition : r.edition;
    TRY(report_values(c, &r, p->edition, &values));
    for (size_t i = 0; i < values.n; i++)
        if (values.v[i].seq == at->seq)
            p->label = p->page_title = values.v[i].label;
    return report_rows(c, &r, p->edition, at->seq, &p->items);
}

/* ---- saving and moving ---- */

static const struct field typed_fields[] = {
    FIELD(struct report_typed, seq, N_("Field"), .flags = F_HIDDEN | F_REQUIRED),
    FIELD(struct report_typed, value, N_("Value"), .max = 20000),
};
static const struct view typed_view =
    VIEW("report_typed", struct report_typed, typed_fields);
static const struct field save_fields[] = {
    KEY_OF(struct report_save),
    FIELD(struct report_save, version, N_("Version"), .flags = F_HIDDEN),
    LISTOF(struct report_save, values, &typed_view, N_("What it says")),
};
const struct view report_save_view =
    VIEW("report_save", struct report_save, save_fields);

err
post_report(struct ctx *c, const void *in, void *out)
{
    return report_save(c, in, out);
}

#define MOVE_OF                                                                        \
    KEY_OF(struct report_move),                                                        \
        FIELD(struct report_move, version, N_("Version"), .flags = F_HIDDEN)
#define REASON                                                                         \
    FIELD(struct report_move, reason, N_("Why"), .flags = F_REQUIRED, .max = 1000)
static const struct field move_fields[] = {MOVE_OF};
const struct view report_move_view =
    VIEW("report_move", struct report_move, move_fields);
static const struct field reason_fields[] = {MOVE_OF, REASON};
const struct view report_reason_view =
    VIEW("report_move_reason", struct report_move, reason_fields);
static const struct field reopen_fields[] = {
    MOVE_OF, REASON,
    FIELD(struct report_move, until, N_("To be sent again until"),
          .hint = N_("Needed where the day until which it was taken is past"))};
const struct view report_reopen_view =
    VIEW("report_reopen", struct report_move, reopen_fields);

err
post_report_move(struct ctx *c, const void *in, void *out)
{
    return report_move(c, c->subject, in, out);
}
