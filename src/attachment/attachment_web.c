/* SPDX-License-Identifier: Apache-2.0 */
/* attachment_web.c: attached files: those of a record, one with its bytes, a new one, one withdrawn. */
#include "attachment/attachment_web.h"

#include "base/msg.h"
#include "kernel/act.h"

#define ON_PAGE F_COMPUTED | F_PAGE | F_HIDDEN
#define KEY_ID(T, label_)                                                              \
    {                                                                                  \
        .name = "id", .offset = offsetof(T, id), .kind = K_ID, .label = label_         \
    }

/* ---- those of a record ---- */

struct at {
    int64_t id;
};
static const struct field at_fields[] = {KEY_ID(struct at, N_("Record"))};
const struct view attachments_at_view = VIEW("attachments_at", struct at, at_fields);

struct list {
    int64_t total, total_at_least;
    struct attachment_list items;
    const char *next;
    const char *label, *path, *page_title;
};
static const struct field list_fields[] = {
    LIST_FIELDS(struct list, &attachment_view),
    FIELD(struct list, path, N_("Path"), .flags = ON_PAGE),
    FIELD(struct list, label, N_("Record"), .flags = ON_PAGE, .to = "{path}"),
    FIELD(struct list, page_title, N_("Title"), .flags = ON_PAGE),
};
const struct view attachments_view = VIEW("attachments", struct list, list_fields);

err
get_attachments(struct ctx *c, const void *in, void *out)
{
    const struct attachable *kind = c->subject;
    int64_t id = ((const struct at *)in)->id;
    struct list *p = out;
    struct attached_to to = {0};
    TRY(kind->find(c, kind, id, &to));
    TRY(attachment_list(c, kind->kind, id, &p->items));
    p->total = (int64_t)p->items.n;
    p->label = to.label;
    p->path = to.path;
    p->page_title =
        arena_printf(c->arena, "%s · %s", T(c, N_("Attached files")), to.label);
    return OK;
}

/* ---- a new one ---- */

static const struct field in_fields[] = {
    KEY_ID(struct attachment_new, N_("Record")),
    FIELD(
        struct attachment_new, file, N_("File"), .flags = F_REQUIRED | F_FILE | F_BYTES,
        .max = ATTACHMENT_BODY_MOST,
        .hint = N_(
            "PDF, a text, sheet or slides of an office program, a picture, CSV, text or "
            "ZIP; at most 20 MB")),
    FIELD(struct attachment_new, file_name, N_("Name of the file"), .flags = F_HIDDEN),
    FIELD(struct attachment_new, note, N_("What it shows"), .max = 400,
          .hint = N_("For example: number and date of the paper")),
};
const struct view attachment_in_view =
    VIEW("attachment_new", struct attachment_new, in_fields);

struct upload {
    const struct attachable *to;
    struct attachment_ready ready;
};

err
prepare_attachment(struct ctx *c, const void *in, const void **out)
{
    struct upload *u = NEW(c->arena, struct upload);
    u->to = c->subject;
    TRY(attachment_prepare(c, in, &u->ready));
    *out = u;
    return OK;
}

err
post_attachment(struct ctx *c, const void *in, void *out)
{
    const struct upload *u = c->subject;
    return attachment_add(c, u->to, in, &u->ready, out);
}

/* ---- one ---- */

struct show {
    struct attachment a;
    const char *page_title, *label, *path;
    bool may_withdraw;
    struct act_list history;
};
#define OF_FILE(m, k, ...)                                                             \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show, a.m), .kind = (k),                 \
        .label = __VA_ARGS__                                                           \
    }
static const struct field show_fields[] = {
    OF_FILE(id, K_ID, N_("Number"), .flags = F_HIDDEN),
    OF_FILE(name, K_TEXT, N_("File")),
    OF_FILE(mime, K_TEXT, N_("Kind of file")),
    OF_FILE(size, K_INT, N_("Bytes")),
    OF_FILE(shown_size, K_TEXT, N_("Size"), .flags = ON_PAGE),
    OF_FILE(sha256, K_TEXT, N_("SHA-256 of the file")),
    OF_FILE(note, K_TEXT, N_("What it shows")),
    OF_FILE(at, K_INSTANT, N_("Attached at")),
    OF_FILE(by_name, K_TEXT, N_("Attached by")),
    OF_FILE(withdrawn_at, K_INSTANT, N_("Withdrawn at")),
    OF_FILE(withdrawn_by, K_TEXT, N_("Withdrawn by")),
    OF_FILE(reason, K_TEXT, N_("Why it was withdrawn")),
    OF_FILE(is_withdrawn, K_BOOL, N_("Withdrawn"), .flags = ON_PAGE),
    FIELD(struct show, path, N_("Path"), .flags = F_COMPUTED),
    FIELD(struct show, label, N_("Record"), .flags = F_COMPUTED),
    FIELD(struct show, page_title, N_("Title"), .flags = ON_PAGE),
    FIELD(struct show, may_withdraw, N_("May withdraw"), .flags = ON_PAGE),
    LISTOF(struct show, history, &act_view, N_("History"), .flags = ON_PAGE),
};
static const struct view show_view = VIEW("attachment_show", struct show, show_fields);

static err
get_attachment(struct ctx *c, const void *in, void *out)
{
    struct show *p = out;
    struct attached_to to;
    TRY(attachment_find(c, ((const struct at *)in)->id, &p->a, &to));
    p->label = to.label;
    p->path = to.path;
    p->page_title = p->a.name;
    p->may_withdraw = to.may_write && !p->a.is_withdrawn;
    return act_list_of(c, "attachment", p->a.id, &p->history);
}

struct bytes {
    const char *content, *mime, *name;
};
static const struct field bytes_fields[] = {
    FIELD(struct bytes, content, N_("Content"), .flags = F_FILE | F_BYTES),
    FIELD(struct bytes, mime, N_("Kind of file")),
    FIELD(struct bytes, name, N_("File")),
};
static const struct view bytes_view =
    VIEW("attachment_bytes", struct bytes, bytes_fields);

static err
get_content(struct ctx *c, const void *in, void *out)
{
    struct bytes *p = out;
    struct attachment a;
    TRY(attachment_find(c, ((const struct at *)in)->id, &a, NULL));
    p->mime = a.mime;
    p->name = a.name;
    return attachment_content(c, &a, &p->content);
}

struct withdraw {
    int64_t id;
    const char *reason;
};
static const struct field withdraw_fields[] = {
    KEY_ID(struct withdraw, N_("Number")),
    FIELD(struct withdraw, reason, N_("Why"), .flags = F_REQUIRED, .max = 400),
};
static const struct view withdraw_view =
    VIEW("attachment_withdraw", struct withdraw, withdraw_fields);

static err
post_withdraw(struct ctx *c, const void *in, void *out)
{
    const struct withdraw *w = in;
    return attachment_withdraw(c, w->id, w->reason, out);
}

static const struct route routes[] = {
    {GET, "/attachments/{id}", N_("Attached file"), NEED_PERSON, LANE_READ,
     &attachments_at_view, &show_view, "attachment/show.html", get_attachment},
    {GET, "/attachments/{id}/content", N_("Take the file"), NEED_PERSON, LANE_HEAVY,
     &attachments_at_view, &bytes_view, NULL, get_content,
     .mime = "application/octet-stream"},
    {POST, "/attachments/{id}/withdraw", N_("Withdraw the file"), NEED_PERSON,
     LANE_WRITE, &withdraw_view, &attachment_view, NULL, post_withdraw,
     .form = "/attachments/{id}", .after = "/attachments/{id}"},
    {0},
};

extern const struct module attachment_module;
const struct module attachment_module = {
    .name = "attachment",
    .about = N_("Files attached to records"),
    .routes = routes,
};
