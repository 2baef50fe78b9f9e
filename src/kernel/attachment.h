/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attachment.h: files attached to records. A file has the permissions of the record it hangs on, so
 * after a decree whoever answers for the record reads it. Its bytes are in the database, once for
 * each SHA-256, and never deleted: one attached in error is withdrawn, with a reason.
 */
#ifndef KERNEL_ATTACHMENT_H
#define KERNEL_ATTACHMENT_H
#include "kernel/ids.h"
#include "view/view.h"

enum {
    ATTACHMENT_MOST = 20 << 20, /* bytes of one file */
    /* … and of a request that brings it, in base64, with what goes around it */
    ATTACHMENT_BODY_MOST = ATTACHMENT_MOST / 3 * 4 + (64 << 10)
};

/* What a record says of itself to those who attach. */
struct attached_to {
    const char *label; /* "183-KL/TW" */
    const char *path;  /* its page */
    bool may_write;    /* may the actor attach and withdraw here now? */
};
/* A kind of record that takes files: a declaration of its room, listed in app.c. Registers without a
 * flow need none; restricted ones take no files. */
struct attachable {
    const char *kind; /* "task": of the log */
    /* NOT_FOUND, FORBIDDEN: the actor may not read the record. */
    err (*find)(struct ctx *c, const struct attachable *self, int64_t id,
                struct attached_to *out);
    const struct registry *reg; /* of a register's own; else NULL */
};
extern const struct attachable *const attachables[]; /* ends with NULL */
/* By the permissions of the register: NAME.read, NAME.write. */
struct attachable attachable_register(const struct registry *reg);

struct attachment {
    int64_t id;
    const char *kind;
    int64_t object_id;
    const char *name, *mime;
    int64_t size; /* bytes */
    const char *sha256;
    const char *note; /* what it shows */
    instant at;
    person_id person_id;
    const char *by_name;
    org_id org_id; /* for which they acted */
    instant withdrawn_at;
    const char *withdrawn_by, *reason;
    const char *search; /* folded: name and note */
    /* for people */
    const char *shown_size; /* "1,2 MB" */
    bool is_withdrawn;
};
struct attachment_list LIST(struct attachment);
extern const struct view attachment_view;

struct attachment_new {
    int64_t id;            /* of the record */
    const char *file;      /* base64 */
    const char *file_name; /* its last part counts: "C:\tmp\a.pdf" is "a.pdf" */
    const char *note;
};
/* Read, hashed and looked into (40 ms): outside of any write. */
struct attachment_ready {
    const char *base64, *name, *mime, *sha256;
    int64_t size;
};
/* INVALID(file): empty, not base64, larger than ATTACHMENT_MOST, of a kind that is not taken, or with
 * a name that belongs to another kind; INVALID(file_name). */
NODISCARD err attachment_prepare(struct ctx *c, const struct attachment_new *in,
                                 struct attachment_ready *out);
/* FORBIDDEN; CONFLICT(file): the same file is attached there under this name. What `to` says. */
NODISCARD err attachment_add(struct ctx *c, const struct attachable *to,
                             const struct attachment_new *in,
                             const struct attachment_ready *ready,
                             struct attachment *out);

/* Of a record that the caller has read, newest first, those withdrawn among them. */
NODISCARD err attachment_list(struct ctx *c, const char *kind, int64_t object,
                              struct attachment_list *out);
/* *to: what it hangs on, if asked for. NOT_FOUND; FORBIDDEN as the record's. */
NODISCARD err attachment_find(struct ctx *c, int64_t id, struct attachment *out,
                              struct attached_to *to);
/*
 * Files whose name or note has all words of q in it, newest first, withdrawn ones left out, of records
 * that the actor may read: at most `most`, of the newest three hundred, for each record is asked
 * whether it may be read.
 */
struct attachment_found {
    struct attachment file;
    struct attached_to to;
};
struct attachment_found_list LIST(struct attachment_found);
NODISCARD err attachment_search(struct ctx *c, const char *q, int64_t most,
                                struct attachment_found_list *out);
/* Its bytes, in base64. CONFLICT: it was withdrawn. */
NODISCARD err attachment_content(struct ctx *c, const struct attachment *a,
                                 const char **base64);
/* FORBIDDEN, INVALID(reason), CONFLICT: it was withdrawn already. */
NODISCARD err attachment_withdraw(struct ctx *c, int64_t id, const char *reason,
                                  struct attachment *out);
/* Recomputes size and hash of all; INVALID names the first that does not fit. */
NODISCARD err attachment_verify(struct ctx *c, int64_t *n);

/* ---- attachment_type.c ---- */
/* What kind of file these bytes are, by what is in them; NULL: none that is taken. */
const char *attachment_type(const char *bytes, size_t n);
/* Does the name end as those of that kind do? */
bool attachment_name_fits(const char *name, const char *mime);

/* ---- what the page of such a record shows of them: {{>attachment/part.html}} ---- */
struct attached_files {
    struct attachment_list files;
    const char *files_path;
    bool may_attach;
};
#define ATTACHED_FILES(T, m)                                                           \
    {.name = "files",                                                                  \
     .offset = offsetof(T, m.files),                                                   \
     .kind = K_LIST,                                                                   \
     .of = &attachment_view,                                                           \
     .label = N_("Attached files")},                                                   \
        {.name = "files_path",                                                         \
         .offset = offsetof(T, m.files_path),                                          \
         .kind = K_TEXT,                                                               \
         .label = N_("Path"),                                                          \
         .flags = F_COMPUTED | F_PAGE | F_HIDDEN},                                     \
    {                                                                                  \
        .name = "may_attach", .offset = offsetof(T, m.may_attach), .kind = K_BOOL,     \
        .label = N_("May attach files"), .flags = F_COMPUTED | F_PAGE | F_HIDDEN       \
    }
/* Those of a record that the actor may read. NOT_FOUND, FORBIDDEN. */
NODISCARD err attached_files(struct ctx *c, const struct attachable *to, int64_t id,
                             struct attached_files *out);
#endif
