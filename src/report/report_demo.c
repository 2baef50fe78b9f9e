/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report_demo.h"

#include "kernel/access.h"
#include "report/report.h"

struct story {
    struct ctx *c;
    struct actor *head, *clerk;
};
enum {
    ASSESSMENT = 8, /* field of the form that is needed and that nothing counts */
    PROPOSALS = 4,  /* of training's */
    LATE_EACH = 29, /* one in so many is late, */
    MISSING_EACH = 47
};

static const char assessment[] =
    "Cơ bản hoàn thành nhiệm vụ trong kỳ (số liệu minh hoạ).";

static err
open_round(struct story *s, const char *code, day on, struct report_round *out)
{
    struct ctx *c = s->c;
    struct report_regime_list all = {0};
    ctx_on(c, on);
    c->actor = s->head;
    TRY(report_regimes(c, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].code, code))
            return report_round_open(c, all.v[i].id, out);
    return ERR_NOT_FOUND;
}

static err
send(struct story *s, report_id id, int64_t seq, const char *said, day on)
{
    struct ctx *c = s->c;
    struct report r;
    struct report_typed text = {seq, said};
    struct report_save save = {.id = id, .version = INT_NONE};
    struct report_move move = {.id = id, .version = INT_NONE, .until = DAY_NONE};
    save.values.v = &text;
    save.values.n = 1;
    ctx_on(c, on);
    c->actor = s->clerk;
    TRY(report_save(c, &save, &r));
    c->actor = s->head;
    TRY(report_move(c, "sign", &move, &r));
    c->actor = s->clerk;
    return report_move(c, "send", &move, &r);
}

static err
items(struct story *s, report_round_id round, struct report_item_list *out)
{
    struct report_page page;
    s->c->actor = s->head;
    TRY(report_list(s->c, &(struct report_filter){.round = round, .limit = 1000},
                    &page));
    *out = page.items;
    return OK;
}

static err
third_quarter(struct story *s)
{
    struct report_round round;
    struct report_item_list all;
    struct report_synthesis made;
    TRY(open_round(s, "CCHC-Q", day_of(2024, 9, 16), &round));
    TRY(items(s, round.id, &all));
    for (size_t i = 0; i < all.n; i++)
        if (i % MISSING_EACH != MISSING_EACH - 1)
            TRY(send(s, all.v[i].id, ASSESSMENT, assessment,
                     i % LATE_EACH == LATE_EACH - 1 ? day_of(2024, 9, 30)
                                                    : day_of(2024, 9, 23)));
    ctx_on(s->c, day_of(2024, 10, 7));
    s->c->actor = s->head;
    return report_synthesise(
        s->c, round.id,
        "Công tác cải cách hành chính quý III cơ bản đạt kế hoạch; "
        "việc sắp xếp đơn vị hành chính chậm ở bước lấy ý kiến cử tri "
        "(số liệu minh hoạ).",
        &made);
}

static err
year(struct story *s)
{
    struct report_round round;
    struct report_item_list all;
    enum {
        SENT_EACH = 12
    };
    TRY(open_round(s, "CCHC-N", day_of(2024, 12, 16), &round));
    TRY(items(s, round.id, &all));
    for (size_t i = SENT_EACH / 2; i < all.n; i += SENT_EACH)
        TRY(send(s, all.v[i].id, ASSESSMENT, assessment, day_of(2024, 12, 26)));
    return OK;
}

/* A form of its own, whose numbers are the indicators of indicator_demo.c. Asked for once: a round that
 * begins by itself after a decree bars its undo. */
static err
training(struct story *s)
{
    static const struct report_field form[] = {
        {.label = "Cán bộ tham mưu pháp luật",
         .kind = REPORT_AMOUNT,
         .source = "indicator:can_bo_tham_muu",
         .is_required = true},
        {.label = "Trong đó đã được bồi dưỡng",
         .kind = REPORT_AMOUNT,
         .source = "indicator:can_bo_da_boi_duong",
         .is_required = true},
        {.label = "Tỷ lệ được bồi dưỡng (%)",
         .kind = REPORT_SHARE,
         .source = "indicator:ty_le_boi_duong",
         .is_required = true},
        {.label = "Kiến nghị", .kind = REPORT_TEXT}};
    struct ctx *c = s->c;
    struct report_regime r;
    struct report_round round;
    struct report_item_list all;
    struct report_synthesis made;
    view_clear(&report_regime_view, &r);
    r.code = "RSPC-2024";
    r.name = "Báo cáo rà soát nhân lực tham mưu xây dựng pháp luật năm 2024";
    r.addressee = "Bộ Tư pháp";
    r.owner_kind = "people_committee";
    r.owner_tier = TIER_PROVINCE;
    r.rule.kind = DEADLINE_BY;
    r.rule.date = day_of(2024, 12, 31);
    r.data_from = day_of(2024, 1, 1);
    r.data_to = day_of(2024, 12, 14);
    r.grace = 10;
    r.valid_from = day_of(2024, 1, 1);
    r.article = "Số liệu minh hoạ";
    ctx_on(c, day_of(2024, 12, 16));
    c->actor = s->head;
    TRY(report_regime_add(c, &r, &r));
    for (size_t i = 0; i < COUNT(form); i++) {
        struct report_field f = form[i];
        f.regime_id = r.id;
        TRY(report_field_add(c, &f));
    }
    TRY(report_round_open(c, r.id, &round));
    TRY(items(s, round.id, &all));
    for (size_t i = 0; i < all.n; i++)
        TRY(send(s, all.v[i].id, PROPOSALS,
                 "Bố trí kinh phí bồi dưỡng trong dự toán hằng năm (số liệu minh hoạ).",
                 day_of(2024, 12, 27)));
    c->actor = s->head;
    return report_synthesise(c, round.id, NULL, &made);
}

/* The final review is of the demo province's own plan: the other places of the demo do not owe it. */
static err
review_of_one_place(struct story *s)
{
    struct ctx *c = s->c;
    struct report_regime_list all = {0};
    ctx_on(c, day_of(2024, 1, 1));
    c->actor = s->head;
    TRY(report_regimes(c, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct report_regime r = all.v[i];
        if (!str_eq(r.code, "TKSX"))
            continue;
        r.within = "37";
        r.valid_from = c->today;
        return report_regime_add(c, &r, &r);
    }
    return ERR_NOT_FOUND;
}

err
report_demo_load(struct ctx *c)
{
    const struct moment was = ctx_moment(c);
    struct story s = {.c = c};
    TRY(actor_of(c, "lanh-dao", &s.head));
    TRY(actor_of(c, "van-thu", &s.clerk));
    TRY(third_quarter(&s));
    TRY(year(&s));
    TRY(training(&s));
    TRY(review_of_one_place(&s));
    ctx_back(c, &was);
    return OK;
}
