/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/indicator_demo.h"

#include "indicator/indicator.h"
#include "kernel/access.h"
#include "store/store.h"
#include "task/task.h"

static const char source[] = "Số liệu minh hoạ";

static const struct definition {
    const char *code, *name, *measure, *formula;
    int adds, over_time;
} of_training[] =
    {
        {"can_bo_tham_muu", "Cán bộ làm công tác tham mưu pháp luật", "người", NULL,
         ADDS_PEOPLE, OVER_LAST},
        {"can_bo_da_boi_duong", "Cán bộ tham mưu pháp luật đã được bồi dưỡng", "người",
         NULL, ADDS_PEOPLE, OVER_LAST},
        {"ty_le_boi_duong", "Tỷ lệ cán bộ tham mưu pháp luật được bồi dưỡng", "%",
         "percent(can_bo_da_boi_duong, can_bo_tham_muu)", ADDS_NOT, OVER_NOT},
},
  of_binh_duong[] = {
      {"cong_chuc_noi_troi",
       "Công chức tham mưu pháp luật có kiến thức, kinh nghiệm nổi trội", "người", NULL,
       ADDS_PEOPLE, OVER_LAST},
      {"chu_tich_chi_dao",
       "Việc xây dựng pháp luật do Chủ tịch Ủy ban nhân dân tỉnh trực tiếp chỉ đạo",
       "%", NULL, ADDS_NOT, OVER_LAST},
};

/* Of Decision 916/QĐ-TTg, as Bình Dương's plan sets them. */
static const char plan[] = "Kế hoạch 6769/KH-UBND (Quyết định 916/QĐ-TTg)";
static const struct aim {
    const char *code;
    int year, value;
} trained_aims[] = {{"ty_le_boi_duong", 2027, 70}, {"ty_le_boi_duong", 2030, 100}},
  binh_duong_aims[] = {{"cong_chuc_noi_troi", 2027, 2},
                       {"cong_chuc_noi_troi", 2030, 3},
                       {"chu_tich_chi_dao", 2030, 100}};

/* By quarter from the first of 2023 on. */
enum {
    QUARTERS = 8
};
static const struct body {
    const char *name;
    int64_t officials, trained[QUARTERS];
} province[] =
    {
        /* a commune that is divided, one that it is merged with, and the whole */
        {"14503", 5, {0, 1, 1, 2, 2, 2, 3, 3}},
        {"14437", 6, {1, 1, 1, 1, 2, 2, 2, 2}},
        {"37", 412, {96, 104, 118, 127, 141, 150, 163, 171}},
},
  binh_duong = {
      "Ủy ban nhân dân tỉnh Bình Dương", 530, {118, 129, 151, 174, 196, 222, 249, 281}};
static const int64_t outstanding[QUARTERS] = {0, 0, 0, 0, 0, 0, 1, 1},
                     directed[QUARTERS] = {40, 40, 45, 50, 55, 60, 60, 65};

static err
define(struct ctx *c, const struct definition *d, org_id owner)
{
    struct indicator ind, out;
    view_clear(&indicator_view, &ind);
    ind.code = d->code;
    ind.name = d->name;
    ind.measure = d->measure;
    ind.formula = d->formula;
    ind.adds = d->adds;
    ind.over_time = d->over_time;
    ind.direction = DIRECTION_UP;
    ind.every = PERIOD_QUARTER;
    ind.org_owner = owner;
    ind.source = source;
    return indicator_add(c, &ind, &out);
}

static err
aim(struct ctx *c, const struct aim *a)
{
    return indicator_target_set(
        c, a->code,
        &(struct indicator_target){a->year, a->value * INDICATOR_ONE, plan});
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

static err
enter_all(struct ctx *c, const char *code, org_id org, const int64_t *values)
{
    struct period p = {PERIOD_QUARTER, 2023, 1};
    for (int i = 0; i < QUARTERS; i++, p = period_next(p))
        TRY(enter(c, code, org, p, values[i]));
    return OK;
}

static err
enter_training(struct ctx *c, const struct body *b, org_id *org)
{
    int64_t officials[QUARTERS];
    for (int i = 0; i < QUARTERS; i++)
        officials[i] = b->officials;
    TRY(task_pick(c, b->name, "body", org));
    TRY(enter_all(c, "can_bo_tham_muu", *org, officials));
    return enter_all(c, "can_bo_da_boi_duong", *org, b->trained);
}

err
indicator_demo_load(struct ctx *c)
{
    const struct moment was = ctx_moment(c);
    org_id org;
    ctx_on(c, day_of(2024, 12, 30));
    TRY(task_pick(c, "37", "body", &org));
    for (size_t i = 0; i < COUNT(of_training); i++)
        TRY(define(c, &of_training[i], org));
    for (size_t i = 0; i < COUNT(province); i++)
        TRY(enter_training(c, &province[i], &org));
    for (size_t i = 0; i < COUNT(trained_aims); i++)
        TRY(aim(c, &trained_aims[i]));
    ctx_back(c, &was);
    return OK;
}

err
indicator_demo_load_others(struct ctx *c)
{
    const struct moment was = ctx_moment(c);
    org_id org;
    ctx_on(c, day_of(2024, 12, 30));
    TRY(enter_training(c, &binh_duong, &org));
    for (size_t i = 0; i < COUNT(of_binh_duong); i++)
        TRY(define(c, &of_binh_duong[i], org));
    TRY(enter_all(c, "cong_chuc_noi_troi", org, outstanding));
    TRY(enter_all(c, "chu_tich_chi_dao", org, directed));
    for (size_t i = 0; i < COUNT(binh_duong_aims); i++)
        TRY(aim(c, &binh_duong_aims[i]));
    ctx_back(c, &was);
    return OK;
}
