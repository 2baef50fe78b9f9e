/* SPDX-License-Identifier: Apache-2.0 */
#include "obstacle/obstacle_demo.h"

#include "kernel/access.h"
#include "obstacle/obstacle.h"

err
obstacle_demo_load(struct ctx *c)
{
    const struct actor *was = c->actor;
    struct actor *clerk;
    struct obstacle out;
    day really = c->today;
    TRY(actor_of(c, "can-bo", &clerk));
    ctx_on(c, day_of(2024, 12, 30));
    c->actor = clerk;
    TRY(obstacle_raise(
        c,
        &(struct obstacle_new){
            .title = "Hồ sơ của xã sắp chia chưa rõ giao cho xã nào",
            .detail =
                "Địa bàn xã dự kiến nhập vào hai xã mới. Hồ sơ công nhận của cả xã không ghi "
                "thôn nên không chia được theo địa bàn. (số liệu minh hoạ)",
            .proposal = "Giao cho xã nhận phần lớn dân số, xã kia được tra cứu.",
            .unit = "14503"},
        &out));
    c->actor = was;
    ctx_on(c, really);
    return OK;
}
