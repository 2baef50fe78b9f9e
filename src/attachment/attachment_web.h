/* SPDX-License-Identifier: Apache-2.0 */
/* attachment_web.h: what the skin of a room with records that take files needs: two routes, and in its
 * page a struct attached_files with its fields, and {{>attachment/part.html}}. */
#ifndef ATTACHMENT_ATTACHMENT_WEB_H
#define ATTACHMENT_ATTACHMENT_WEB_H
#include "kernel/attachment.h"
#include "web/web.h"

extern const struct view attachments_at_view, attachments_view, attachment_in_view;
err get_attachments(struct ctx *c, const void *in, void *out);
err prepare_attachment(struct ctx *c, const void *in, const void **out);
err post_attachment(struct ctx *c, const void *in, void *out);

/* `base`: "/tasks"; `may`: the capability that reads such records; `to`: a struct attachable. */
#define ATTACHMENT_ROUTES(base, may, to)                                               \
    {GET,                                                                              \
     base "/{id}/attachments",                                                         \
     N_("Attached files"),                                                             \
     may,                                                                              \
     LANE_READ,                                                                        \
     &attachments_at_view,                                                             \
     &attachments_view,                                                                \
     "attachment/list.html",                                                           \
     get_attachments,                                                                  \
     .list = "items",                                                                  \
     .subject = (to)},                                                                 \
    {                                                                                  \
        POST, base "/{id}/attachments", N_("Attach the file"), may, LANE_WRITE,        \
            &attachment_in_view, &attachment_view, NULL, post_attachment,              \
            .form = base "/{id}", .after = base "/{object_id}",                        \
            .body_max = ATTACHMENT_BODY_MOST, .subject = (to),                         \
            .prepare = prepare_attachment                                              \
    }
#endif
