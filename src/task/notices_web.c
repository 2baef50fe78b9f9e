/* SPDX-License-Identifier: Apache-2.0 */
/* notices_web.c: the letters of the outbox, for who looks after the installation. */
#include "base/msg.h"
#include "task/task_web.h"
#include "web/web.h"

static const struct field filter_fields[] = {
    ENUM(struct notice_filter, state, notice_states, N_("State")),
    FIELD(struct notice_filter, after, N_("After"), .flags = F_HIDDEN, .max = 400),
    FIELD(struct notice_filter, limit, N_("Rows"), .flags = F_HIDDEN),
};
const struct view notice_filter_view =
    VIEW("notice_filter", struct notice_filter, filter_fields);
static const struct field page_fields[] = {
    LIST_FIELDS(struct notice_page, &notice_view)};
const struct view notice_page_view =
    VIEW("notice_page", struct notice_page, page_fields);

err
get_notices(struct ctx *c, const void *in, void *out)
{
    return notice_list(c, in, out);
}

err
post_notice_again(struct ctx *c, const void *in, void *out)
{
    return notice_again(c, ((const struct task_key *)in)->id, out);
}
