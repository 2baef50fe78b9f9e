/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/indicator_demo.h"

#include "indicator/indicator.h"
#include "kernel/access.h"
#include "store/store.h"
#include "task/task.h"

static const char source[] = "Số liệu minh hoạ";

static const struct {
    const char *code, *name, *measure, *formula;
    int adds, over_time;
} indicators[] = {
    {"can_bo_tham_muu", "Cán bộ làm công tác tham mưu pháp luật", "người", NULL,
     ADDS_PEOPLE, OVER_LAST},
    {"can_bo_da_boi_duong", "Cán bộ tham mưu pháp luật đã được bồi dưỡng", "người",
     NULL, ADDS_PEOPLE, OVER_LAST},
    {"ty_le_boi_duong", "Tỷ lệ cán bộ tham mưu pháp luật được bồi dưỡng", "%",
     "percent(can_bo_da_boi_duong, can_bo_tham_muu)", ADDS_NOT, OVER_NOT},
};

/* A commune that is divided, one that it is merged with, and the province. */
static const struct {
    const char *unit;
    int64_t officials, trained[8];
} bodies[] = {
    {"14503", 5, {0, 1, 1, 2, 2, 2, 3, 3}},
    {"14437", 6, {1, 1, 1, 1, 2, 2, 2, 2}},
    {"37", 412, {96, 104, 118, 127, 141, 150, 163, 171}},
};

static err
define(struct ctx *c, size_t i, org_id owner)
{
    struct indicator ind, out;
    view_clear(&indicator_view, &ind);
    ind.code = indicators[i].code;
    ind.name = indicators[i].name;
    ind.measure = indicators[i].measure;
    ind.formula = indicators[i].formula;
    ind.adds = indicators[i].adds;
    ind.over_time = indicators[i].over_time;
    ind.direction = DIRECTION_UP;
    ind.every = PERIOD_QUARTER;
    ind.org_owner = owner;
    ind.source = source;
    return indicator_add(c, &ind, &out);
}

static err
enter(struct ctx *c, const char *code, org_id org, struct period p, int64_t whole)
{
    struct indicator_entry out;
    return indicator_enter(c, code,
                           &(struct indicator_entry){.org_id = org,
                                                     .period = period_code(c->arena, p),
                                                     .value = whole * INDICATOR_ONE,
                                                     .note = source,
                                                     .version = 0},
                           &out);
}

err
indicator_demo_load(struct ctx *c)
{
    const struct moment was = ctx_moment(c);
    org_id province;
    ctx_on(c, day_of(2024, 12, 30));
    TRY(task_pick(c, "37", "body", &province));
    for (size_t i = 0; i < COUNT(indicators); i++)
        TRY(define(c, i, province));
    for (size_t i = 0; i < COUNT(bodies); i++) {
        struct period p = {PERIOD_QUARTER, 2023, 1};
        org_id org;
        TRY(task_pick(c, bodies[i].unit, "body", &org));
        for (size_t k = 0; k < COUNT(bodies[i].trained); k++, p = period_next(p)) {
            TRY(enter(c, "can_bo_tham_muu", org, p, bodies[i].officials));
            TRY(enter(c, "can_bo_da_boi_duong", org, p, bodies[i].trained[k]));
        }
    }
    TRY(indicator_target_set(
        c, "ty_le_boi_duong",
        &(struct indicator_target){2027, 70 * INDICATOR_ONE, "Quyết định 916/QĐ-TTg"}));
    TRY(indicator_target_set(c, "ty_le_boi_duong",
                             &(struct indicator_target){2030, 100 * INDICATOR_ONE,
                                                        "Quyết định 916/QĐ-TTg"}));
    ctx_back(c, &was);
    return OK;
}
