/* SPDX-License-Identifier: Apache-2.0 */
/* report_round_web.c: the pages of rounds, and of what their reports add up to. */
#include "base/msg.h"
#include "kernel/access.h"
#include "report/report_pdf.h"
#include "report/report_web.h"
#include "web/web.h"

/* ---- rounds ---- */

struct rounds_page {
    struct report_round_list items;
    struct LIST(struct choice) regimes;
};
static const struct field choice_fields[] = {FIELD(struct choice, name, N_("Name")),
                                             FIELD(struct choice, label, N_("Label"))};
static const struct view choice_view =
    VIEW("report_choice", struct choice, choice_fields);
static const struct field rounds_fields[] = {
    LISTOF(struct rounds_page, items, &report_round_view, N_("Items")),
    LISTOF(struct rounds_page, regimes, &choice_view, N_("Regimes"), .flags = ON_PAGE),
};
const struct view report_rounds_view =
    VIEW("report_rounds", struct rounds_page, rounds_fields);

/* Whose reports are counted: all for who may see all, else what the actor's body collects. */
static err
counted_for(struct ctx *c, org_id *out)
{
    bool all;
    TRY(access_everywhere(c, "report.read", &all));
    *out = all || !c->actor ? (org_id){0} : c->actor->org_id;
    return OK;
}

err
get_rounds(struct ctx *c, const void *in UNUSED, void *out)
{
    struct rounds_page *p = out;
    struct report_regime_list all = {0};
    org_id org;
    TRY(counted_for(c, &org));
    TRY(report_regimes(c, &all));
    for (size_t i = 0; i < all.n; i++)
        if (span_has((span){all.v[i].valid_from, all.v[i].valid_to}, c->today))
            *PUSH(c->arena, &p->regimes) = (struct choice){
                arena_printf(c->arena, "%lld", (long long)all.v[i].id.v),
                arena_printf(c->arena, "%s (%s)", all.v[i].name, all.v[i].words)};
    return report_rounds(c, org, &p->items);
}

struct open_in {
    const char *regime;
};
static const struct field open_fields[] = {FIELD(struct open_in, regime, N_("Regime"),
                                                 .flags = F_REQUIRED,
                                                 .options = "regimes", .max = 20)};
const struct view report_open_view = VIEW("report_open", struct open_in, open_fields);

err
post_round(struct ctx *c, const void *in, void *out)
{
    const struct field id = {.name = "regime", .kind = K_INT, .label = N_("Regime")};
    int64_t n = INT_NONE;
    field_set(c, &id, &n, ((const struct open_in *)in)->regime, "regime");
    TRY(faults(c));
    return report_round_open(c, (report_regime_id){n}, out);
}

struct round_page {
    struct report_round r;
    org_id org_id;
    bool is_collected;
    struct report_item_list missing;
    struct report_synthesis_list syntheses;
    int64_t n_draft;
    bool has_missing;
    const char *page_title;
};
#define OF(m, k, ...)                                                                  \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct round_page, r.m), .kind = (k),           \
        .label = __VA_ARGS__                                                           \
    }
static const struct field round_fields[] = {
    OF(id, K_ID, N_("Round"), .flags = F_HIDDEN),
    OF(regime_id, K_ID, N_("Regime"), .flags = F_HIDDEN),
    OF(title, K_TEXT, N_("Report")),
    FIELD(struct round_page, page_title, N_("Report"), .flags = ON_PAGE),
    OF(data_from, K_DAY, N_("Data from")),
    OF(data_to, K_DAY, N_("Data to the end of")),
    OF(opens_on, K_DAY, N_("To be sent from")),
    OF(due_on, K_DAY, N_("To be sent by")),
    OF(closes_on, K_DAY, N_("Taken until")),
    OF(n_owed, K_INT, N_("Owed")),
    OF(n_sent, K_INT, N_("Sent")),
    OF(n_late, K_INT, N_("Sent late")),
    OF(n_missing, K_INT, N_("Missing")),
    FIELD(struct round_page, n_draft, N_("Not sent yet"), .flags = F_COMPUTED),
    ID(struct round_page, org_id, N_("Organisation"), .flags = ON_PAGE),
    FIELD(struct round_page, is_collected, N_("Collected by us"), .flags = ON_PAGE),
    FIELD(struct round_page, has_missing, N_("Missing"), .flags = ON_PAGE),
    LISTOF(struct round_page, missing, &report_item_view, N_("Missing")),
    LISTOF(struct round_page, syntheses, &report_synthesis_view, N_("Syntheses")),
};
const struct view report_round_show_view =
    VIEW("report_round_show", struct round_page, round_fields);

err
get_round(struct ctx *c, const void *in, void *out)
{
    struct round_page *p = out;
    report_round_id id = {((const struct report_key *)in)->id};
    struct report_page page;
    TRY(counted_for(c, &p->org_id));
    TRY(report_round_find_for(c, id, p->org_id, &p->r));
    p->page_title = p->r.title;
    p->is_collected = p->org_id.v != 0;
    p->n_draft = p->r.n_owed - p->r.n_sent;
    if (!p->org_id.v || p->r.n_owed) {
        struct report_filter f = {.round = id,
                                  .org = p->org_id,
                                  .collected = p->is_collected,
                                  .missing = true,
                                  .limit = 1000};
        TRY(report_list(c, &f, &page));
        p->missing = page.items;
    }
    p->has_missing = p->missing.n > 0;
    return report_syntheses(c, id, p->org_id, &p->syntheses);
}

/* ---- syntheses ---- */

struct synthesise_in {
    report_round_id id;
    const char *note;
};
static const struct field synthesise_fields[] = {
    KEY_OF(struct synthesise_in),
    FIELD(struct synthesise_in, note, N_("Assessment"), .flags = F_LONG,
          .hint = N_("What the synthesis says besides the numbers and the bodies' own "
                     "words")),
};
const struct view report_synthesise_view =
    VIEW("report_synthesise", struct synthesise_in, synthesise_fields);

err
post_synthesis(struct ctx *c, const void *in, void *out)
{
    const struct synthesise_in *s = in;
    return report_synthesise(c, s->id, s->note, out);
}

struct synthesis_page {
    struct report_synthesis s;
    struct report_sum_list sums;
    struct report_line_list texts, missing, late;
    bool is_same, has_missing, has_late;
    const char *page_title, *addressee;
};
#define OF_S(m, k, ...)                                                                \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct synthesis_page, s.m), .kind = (k),       \
        .label = __VA_ARGS__                                                           \
    }
static const struct field synthesis_fields[] = {
    OF_S(id, K_ID, N_("Synthesis"), .flags = F_HIDDEN),
    OF_S(round_id, K_ID, N_("Round"), .flags = F_HIDDEN),
    OF_S(title, K_TEXT, N_("Report")),
    FIELD(struct synthesis_page, page_title, N_("Report"), .flags = ON_PAGE),
    OF_S(org_name, K_TEXT, N_("Organisation")),
    FIELD(struct synthesis_page, addressee, N_("Goes to"), .flags = F_COMPUTED),
    OF_S(nth, K_INT, N_("Which")),
    OF_S(made_on, K_DAY, N_("Made on")),
    OF_S(made_by, K_TEXT, N_("Made by")),
    OF_S(note, K_TEXT, N_("Assessment")),
    OF_S(n_owed, K_INT, N_("Owed")),
    OF_S(n_sent, K_INT, N_("Sent")),
    OF_S(n_late, K_INT, N_("Sent late")),
    OF_S(n_missing, K_INT, N_("Missing")),
    FIELD(struct synthesis_page, is_same, N_("The same when added up again"),
          .flags = F_COMPUTED),
    FIELD(struct synthesis_page, has_missing, N_("Missing"), .flags = ON_PAGE),
    FIELD(struct synthesis_page, has_late, N_("Sent late"), .flags = ON_PAGE),
    LISTOF(struct synthesis_page, sums, &report_sum_view, N_("Sums")),
    LISTOF(struct synthesis_page, texts, &report_line_view, N_("Texts")),
    LISTOF(struct synthesis_page, missing, &report_line_view, N_("Missing")),
    LISTOF(struct synthesis_page, late, &report_line_view, N_("Sent late"),
           .flags = ON_PAGE),
};
const struct view report_synthesis_show_view =
    VIEW("report_synthesis_show", struct synthesis_page, synthesis_fields);

err
get_synthesis(struct ctx *c, const void *in, void *out)
{
    struct synthesis_page *p = out;
    struct report_line_list all = {0};
    struct report_round round;
    struct report_regime regime;
    TRY(report_synthesis_find(
        c, (report_synthesis_id){((const struct report_key *)in)->id}, &p->s));
    p->page_title = arena_printf(c->arena, T(c, N_("Synthesis: %s")), p->s.title);
    TRY(report_round_find(c, p->s.round_id, &round));
    TRY(report_regime_find(c, round.regime_id, &regime));
    p->addressee = regime.addressee;
    TRY(report_sums(c, &p->s, &p->sums));
    TRY(report_lines(c, &p->s, INT_NONE, &all));
    p->is_same = true;
    for (size_t i = 0; i < p->sums.n; i++)
        p->is_same &= p->sums.v[i].is_same;
    for (size_t i = 0; i < all.n; i++) {
        const struct report_line *l = &all.v[i];
        if (l->is_missing)
            *PUSH(c->arena, &p->missing) = *l;
        else if (l->text)
            *PUSH(c->arena, &p->texts) = *l;
        else if (l->is_late && l->seq == all.v[0].seq) /* once for a report */
            *PUSH(c->arena, &p->late) = *l;
    }
    p->has_missing = p->missing.n > 0;
    p->has_late = p->late.n > 0;
    return OK;
}

err
report_synthesis_paper_of(struct ctx *c, const void *out, struct official *doc)
{
    const struct synthesis_page *p = out;
    return report_synthesis_official(
        c,
        &(struct report_synthesis_paper){&p->s, &p->sums, &p->texts, &p->missing,
                                         &p->late, p->addressee},
        doc);
}

struct lines_in {
    report_synthesis_id id;
    int64_t seq;
};
static const struct field lines_in_fields[] = {
    KEY_OF(struct lines_in),
    FIELD(struct lines_in, seq, N_("Field"), .flags = F_HIDDEN),
};
const struct view report_lines_in_view =
    VIEW("report_lines_in", struct lines_in, lines_in_fields);
struct lines_page {
    report_synthesis_id id;
    const char *title, *label, *page_title;
    int64_t sum;
    struct report_line_list items;
};
static const struct field lines_fields[] = {
    ID(struct lines_page, id, N_("Synthesis"), .flags = F_HIDDEN),
    FIELD(struct lines_page, title, N_("Report")),
    FIELD(struct lines_page, label, N_("What is reported")),
    FIELD(struct lines_page, page_title, N_("What is reported"), .flags = ON_PAGE),
    DEC(struct lines_page, sum, REPORT_SCALE, N_("Sum")),
    LISTOF(struct lines_page, items, &report_line_view, N_("Items")),
};
const struct view report_lines_view =
    VIEW("report_lines", struct lines_page, lines_fields);

err
get_lines(struct ctx *c, const void *in, void *out)
{
    const struct lines_in *at = in;
    struct lines_page *p = out;
    struct report_synthesis s;
    struct report_sum_list sums = {0};
    TRY(report_synthesis_find(c, at->id, &s));
    TRY(report_sums(c, &s, &sums));
    p->id = at->id;
    p->title = s.title;
    p->sum = INT_NONE;
    for (size_t i = 0; i < sums.n; i++)
        if (sums.v[i].seq == at->seq) {
            p->label = p->page_title = sums.v[i].label;
            p->sum = sums.v[i].number;
        }
    return report_lines(c, &s, at->seq, &p->items);
}
