/* SPDX-License-Identifier: Apache-2.0 */
/* task_demo.c: the demo province's plan. Its tasks are those of demo/plan; how far each has come is
 * invented after what is known of it, above all that asking the voters took 74 days longer. */
#include "task/task_demo.h"

#include "base/embedded.h"
#include "kernel/access.h"
#include "task/task.h"
#include "unit/unit.h"

struct story {
    struct ctx *c;
    struct actor *head,
        *clerk; /* who gives and verifies; who enters and does, for any body */
    day opening;
    org_id province;
};

static const char evidence[] = "Văn bản số liệu minh hoạ";

static err
move(struct story *s, const char *name, task_id id, day on, struct task_move m)
{
    struct task t;
    ctx_on(s->c, on);
    m.id = id;
    m.version = INT_NONE;
    m.until = DAY_NONE;
    return task_move(s->c, name, &m, &t);
}

static err
by_head(struct story *s, const char *name, task_id id, day on, struct task_move m)
{
    s->c->actor = s->head;
    m.progress = INT_NONE;
    return move(s, name, id, on, m);
}

static err
by_clerk(struct story *s, const char *name, task_id id, day on, struct task_move m)
{
    s->c->actor = s->clerk;
    return move(s, name, id, on, m);
}

static err
finish(struct story *s, task_id id, day on)
{
    TRY(by_clerk(s, "report", id, on,
                 (struct task_move){.text = "Đã hoàn thành (số liệu minh hoạ)",
                                    .evidence = evidence,
                                    .progress = INT_NONE}));
    return by_head(s, "verify", id, on, (struct task_move){0});
}

/* ---- the plan of arrangement ---- */

enum fate {
    DOING,
    CLOSED,
    REPORTED
};
static const struct deed {
    int seq; /* place in what the reader found */
    int tier;
    enum fate fate;
    int progress;
    int y, m, d;
} deeds[] = {
    {3, TIER_DISTRICT, CLOSED, 0, 2023, 8, 30},
    {4, TIER_DISTRICT, CLOSED, 0, 2023, 8, 30},
    {6, 0, CLOSED, 0, 2023, 8, 28},
    {7, TIER_DISTRICT, CLOSED, 0, 2023, 9, 6},
    {8, 0, DOING, 90, 2024, 12, 20},
    {11, 0, CLOSED, 0, 2023, 9, 1},
    {12, 0, CLOSED, 0, 2023, 9, 8},
    {14, TIER_DISTRICT, CLOSED, 0, 2023, 9, 22},
    {15, 0, CLOSED, 0, 2023, 10, 19},
    {16, 0, CLOSED, 0, 2023, 10, 24},
    {17, 0, CLOSED, 0, 2023, 10, 30},
    {19, TIER_DISTRICT, DOING, 0, 2024, 2, 14},
    {20, 0, CLOSED, 0, 2024, 4, 12},
    {22, 0, DOING, 60, 2024, 11, 15},
    {23, 0, DOING, 80, 2024, 12, 2},
    {25, TIER_COMMUNE, CLOSED, 0, 2024, 3, 15},
    {27, 0, CLOSED, 0, 2024, 6, 6},
    {28, 0, CLOSED, 0, 2024, 7, 12},
    {30, 0, CLOSED, 0, 2024, 6, 14},
    {31, 0, CLOSED, 0, 2024, 7, 19},
    {32, 0, CLOSED, 0, 2024, 7, 25},
    {33, 0, CLOSED, 0, 2024, 7, 29},
    {34, 0, CLOSED, 0, 2024, 8, 12},
    {35, 0, CLOSED, 0, 2024, 11, 8},
    {36, 0, REPORTED, 100, 2024, 12, 27},
    {39, TIER_DISTRICT, DOING, 0, 2024, 8, 12},
    {41, 0, DOING, 20, 2024, 12, 18},
    {42, 0, DOING, 30, 2024, 12, 16},
    {43, 0, DOING, 50, 2024, 12, 24},
    {44, 0, DOING, 5, 2024, 12, 25},
};

static err
part(struct story *s, const struct deed *d, day on, const struct task_item *it,
     size_t nth)
{
    TRY(by_clerk(s, "accept", it->id, on, (struct task_move){.progress = INT_NONE}));
    if (d->fate == CLOSED)
        return finish(s, it->id, on);
    if (d->seq != 19)
        return OK;
    if (nth == 0)
        return by_clerk(s, "cannot", it->id, s->opening,
                        (struct task_move){
                            .reason = "Chưa thống nhất ranh giới (tình huống minh hoạ)",
                            .text = "Đề nghị Sở Nội vụ chủ trì họp hai huyện",
                            .progress = INT_NONE});
    if (nth == 1)
        return by_clerk(
            s, "progress", it->id, s->opening,
            (struct task_move){.text = "Đang bổ sung hồ sơ (tình huống minh hoạ)",
                               .progress = 70});
    return finish(s, it->id, on);
}

static err
spread(struct story *s, const struct deed *d, task_id id, day on)
{
    struct task_page below;
    int64_t n;
    s->c->actor = s->head;
    TRY(task_spread(s->c,
                    &(struct task_spread){.id = id,
                                          .kind = "people_committee",
                                          .tier = d->tier,
                                          .expected = INT_NONE},
                    &n));
    TRY(task_list(s->c,
                  &(struct task_filter){.parent = id, .on = DAY_NONE, .limit = 1000},
                  &below));
    for (size_t i = 0; i < below.items.n; i++)
        TRY(part(s, d, on, &below.items.v[i], i));
    return d->fate == CLOSED ? finish(s, id, on) : OK;
}

static err
one(struct story *s, const struct deed *d, const struct task_proposal *p, day from)
{
    task_id id = p->task_id;
    day on = day_of(d->y, d->m, d->d);
    ctx_on(s->c, from);
    if (d->tier)
        return spread(s, d, id, on);
    /* whom the province knows no organisation for, its own committee follows */
    TRY(by_head(s, "assign", id, from,
                (struct task_move){.org = p->org_id.v ? p->org_id : s->province}));
    TRY(by_clerk(s, "accept", id, from, (struct task_move){.progress = INT_NONE}));
    if (d->fate == CLOSED)
        return finish(s, id, on);
    if (d->fate == REPORTED)
        return by_clerk(s, "report", id, on,
                        (struct task_move){.text = "Đã trình dự thảo kế hoạch",
                                           .evidence = evidence,
                                           .progress = INT_NONE});
    return by_clerk(s, "progress", id, on,
                    (struct task_move){.text = "Đang thực hiện (số liệu minh hoạ)",
                                       .progress = d->progress});
}

/* All that the reader of plans finds in a file of the demo, taken over. */
static err
take(struct ctx *c, directive_id id, const char *file, int64_t *n,
     struct task_proposal_list *out)
{
    TRY(task_propose(c, id, embedded_shipped(file)->text, n));
    TRY(task_proposals_take(c, id, *n, n));
    return task_proposals(c, id, true, out);
}

err
task_demo_enter(struct ctx *c, const struct directive *d, const char *file,
                struct task_proposal_list *out)
{
    struct directive made;
    int64_t n;
    TRY(register_add(c, &directive_register, d, &made));
    return take(c, (directive_id){made.record.id}, file, &n, out);
}

/* Part III: each agency has its duties from the plan's day, with no day of their own. */
static err
duties(struct story *s, directive_id id)
{
    struct ctx *c = s->c;
    struct task_proposal_list all;
    int64_t n;
    TRY(take(c, id, "demo/plan/ninh-binh-iii.txt", &n, &all));
    for (size_t i = all.n - (size_t)n; i < all.n; i++)
        if (!all.v[i].is_group && all.v[i].org_id.v)
            TRY(by_head(s, "assign", all.v[i].task_id, c->today,
                        (struct task_move){.org = all.v[i].org_id}));
    return OK;
}

/* What waits for what, by place in what the reader found: the steps of the roadmap. */
static err
needs(struct story *s, const struct task_proposal_list *all)
{
    static const struct {
        int task, on;
    } pairs[] = {
        {7, 6},   {14, 11}, {14, 12}, {15, 14}, {16, 15}, {17, 16},
        {19, 17}, {20, 19}, {25, 19}, {27, 25}, {28, 25}, {30, 27},
        {31, 28}, {32, 31}, {33, 32}, {34, 33}, {35, 34}, {36, 35},
    };
    for (size_t i = 0; i < COUNT(pairs); i++)
        TRY(task_depend(s->c, all->v[pairs[i].task - 1].task_id,
                        all->v[pairs[i].on - 1].task_id));
    return OK;
}

static err
arrangement(struct story *s)
{
    static const struct {
        const char *name, *source;
        int y, m, d;
    } events[] = {
        {"ban hành Kế hoạch này", "Kế hoạch", 2023, 8, 25},
        {"UBND tỉnh trình Chính phủ đề án", "Tờ trình (số liệu minh hoạ)", 2024, 8, 12},
        {"Ủy ban Thường vụ Quốc hội ban hành nghị quyết", "Nghị quyết 1318/NQ-UBTVQH15",
         2024, 12, 10},
        {"nghị quyết có hiệu lực", "Nghị quyết 1318/NQ-UBTVQH15", 2025, 1, 1},
    };
    struct directive d;
    struct task_proposal_list all;
    day from = day_of(2023, 8, 25);
    view_clear(&directive_view, &d);
    d.record.org_held = s->province;
    d.number = "KH-UBND-8/2023 (số liệu minh hoạ)";
    d.type = DIRECTIVE_PLAN;
    d.issuer = "Ủy ban nhân dân tỉnh Ninh Bình";
    d.summary = "Kế hoạch thực hiện sắp xếp đơn vị hành chính cấp huyện, cấp xã giai "
                "đoạn 2023 - 2025";
    d.issued_on = from;
    d.bases = "Nghị quyết số 35/2023/UBTVQH15 ngày 12/7/2023\n"
              "Nghị quyết số 117/NQ-CP ngày 30/7/2023\n"
              "Kế hoạch số 138-KH/TU ngày 23/8/2023";
    ctx_on(s->c, from);
    s->c->actor = s->clerk;
    TRY(task_demo_enter(s->c, &d, "demo/plan/ninh-binh.txt", &all));
    directive_id id = all.v[0].directive_id;
    TRY(duties(s, id));
    for (size_t i = 0; i < COUNT(events); i++) {
        struct task_event e = {.directive_id = id,
                               .name = events[i].name,
                               .source = events[i].source,
                               .on_day = day_of(events[i].y, events[i].m, events[i].d)};
        int64_t n;
        TRY(task_event_set(s->c, &e, &n));
    }
    for (size_t i = 0; i < COUNT(deeds); i++)
        TRY(one(s, &deeds[i], &all.v[deeds[i].seq - 1], from));
    s->c->actor = s->head;
    ctx_on(s->c, s->opening);
    return needs(s, &all);
}

err
task_demo_load(struct ctx *c)
{
    const struct moment was = ctx_moment(c);
    struct story s = {.c = c, .opening = day_of(2024, 12, 30)};
    ctx_on(c, s.opening);
    TRY(actor_of(c, "lanh-dao", &s.head));
    TRY(actor_of(c, "van-thu", &s.clerk));
    s.province = s.head->org_id;
    TRY(arrangement(&s));
    ctx_back(c, &was);
    return OK;
}
