/* SPDX-License-Identifier: Apache-2.0 */
#include "obstacle/obstacle_demo.h"

#include "kernel/access.h"
#include "obstacle/obstacle.h"

err
obstacle_demo_load(struct ctx *c)
{
    const struct moment was = ctx_moment(c);
    struct obstacle out;
    TRY(actor_become(c, "can-bo"));
    ctx_on(c, day_of(2024, 12, 30));
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
    ctx_back(c, &was);
    return OK;
}
