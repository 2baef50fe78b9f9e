/* SPDX-License-Identifier: Apache-2.0 */
/* attachment.c: files attached to records, kept, read, withdrawn and checked. */
#include "kernel/attachment.h"

#include <sodium.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "kernel/register.h"
#include "store/store.h"
#include "view/locale.h"

extern const struct query Q_attachment_of, Q_attachment_same, Q_attachment_withdraw,
    Q_attachment_part_add, Q_attachment_parts, Q_attachment_after;

enum {
    PART = 1 << 20, /* letters of base64 in a row: a multiple of four */
    VERIFY_PAGE = 200,
    SEARCH_MOST = 300, /* rows that one search looks through */
    NAME_MOST = 200    /* characters */
};

static const struct field fields[] = {
    {.name = "id",
     .offset = offsetof(struct attachment, id),
     .kind = K_ID,
     .flags = F_HIDDEN,
     .label = N_("Number")},
    FIELD(struct attachment, kind, N_("Kind"), .flags = F_HIDDEN),
    FIELD(struct attachment, object_id, N_("Record"), .flags = F_HIDDEN),
    FIELD(struct attachment, name, N_("File"), .flags = F_BRIEF,
          .to = "/attachments/{id}"),
    FIELD(struct attachment, mime, N_("Kind of file")),
    FIELD(struct attachment, size, N_("Bytes")),
    FIELD(struct attachment, sha256, N_("SHA-256 of the file")),
    FIELD(struct attachment, note, N_("What it shows"), .flags = F_BRIEF),
    FIELD(struct attachment, at, N_("Attached at"), .flags = F_BRIEF),
    ID(struct attachment, person_id, N_("Person"), .flags = F_HIDDEN),
    FIELD(struct attachment, by_name, N_("Attached by"), .flags = F_BRIEF),
    ID(struct attachment, org_id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct attachment, withdrawn_at, N_("Withdrawn at"), .flags = F_BRIEF),
    FIELD(struct attachment, withdrawn_by, N_("Withdrawn by")),
    FIELD(struct attachment, reason, N_("Why it was withdrawn")),
    FIELD(struct attachment, search, N_("Search text"), .flags = F_PAGE | F_HIDDEN),
    FIELD(struct attachment, shown_size, N_("Size"), .flags = F_COMPUTED | F_PAGE),
    FIELD(struct attachment, is_withdrawn, N_("Withdrawn"),
          .flags = F_COMPUTED | F_PAGE | F_HIDDEN),
};
const struct view attachment_view = VIEW("attachment", struct attachment, fields);
static const struct table table = {"attachment", &attachment_view};

struct part {
    const char *content;
};
struct part_list LIST(struct part);
static const struct field part_fields[] = {FIELD(struct part, content, "content")};
static const struct view part_view = VIEW("attachment_part", struct part, part_fields);

/* ---- before it is kept ---- */

static const char *
hash_of(struct arena *a, const unsigned char *bytes, size_t n)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char *hex = arena_alloc(a, sizeof digest * 2 + 1, 1);
    crypto_hash_sha256(digest, bytes, n);
    return sodium_bin2hex(hex, sizeof digest * 2 + 1, digest, sizeof digest);
}

static bool
decode(struct arena *a, const char *base64, unsigned char **out, size_t *n)
{
    size_t most = strlen(base64) / 4 * 3;
    *out = arena_alloc(a, most + 1, 1);
    return sodium_base642bin(*out, most, base64, strlen(base64), NULL, n, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0;
}

/* The last part of what a browser says; some say the whole path. */
static err
file_name(struct ctx *c, const char *said, const char **out)
{
    const char *name = said ? said : "";
    for (const char *s = name; *s; s++)
        if (*s == '/' || *s == '\\')
            name = s + 1;
    *out = name;
    if (!*name || *name == '.' || utf8_count(name) > NAME_MOST)
        return fail(
            c, ERR_INVALID, "file_name",
            N_("Say the file's name, with its ending, in at most %d characters"),
            NAME_MOST);
    return OK;
}

err
attachment_prepare(struct ctx *c, const struct attachment_new *in,
                   struct attachment_ready *out)
{
    unsigned char *bytes;
    size_t n;
    *out = (struct attachment_ready){.base64 = in->file};
    if (!in->file || !*in->file)
        return fail(c, ERR_INVALID, "file", N_("This is needed"));
    if (!decode(c->arena, in->file, &bytes, &n))
        return fail(c, ERR_INVALID, "file", N_("The file is not in base64"));
    if (n > ATTACHMENT_MOST)
        return fail(c, ERR_INVALID, "file", N_("A file has at most %d MB"),
                    ATTACHMENT_MOST >> 20);
    TRY(file_name(c, in->file_name, &out->name));
    out->mime = attachment_type((const char *)bytes, n);
    if (!out->mime)
        return fail(
            c, ERR_INVALID, "file",
            N_("What is in this file is of a kind that is not taken: send PDF, a text, "
               "sheet or slides of an office program, a picture, CSV, text or ZIP"));
    if (!attachment_name_fits(out->name, out->mime))
        return fail(c, ERR_INVALID, "file",
                    N_("The file's name does not end as its content (%s) does"),
                    out->mime);
    out->size = (int64_t)n;
    out->sha256 = hash_of(c->arena, bytes, n);
    return OK;
}

/* ---- kept ---- */

enum {
    KB = 1 << 10,
    MB = 1 << 20
};

static void
for_people(struct ctx *c, struct attachment *a)
{
    int64_t unit = a->size < MB ? KB : MB, tenths = (a->size * 10 + unit - 1) / unit;
    a->shown_size = arena_printf(c->arena, "%s %s", locale_decimal(c, tenths, 1),
                                 unit == KB ? "kB" : "MB");
    a->is_withdrawn = a->withdrawn_at.v != INSTANT_NONE.v;
}

static err
put_content(struct ctx *c, const struct attachment_ready *r)
{
    size_t n = strlen(r->base64);
    int64_t part = 0;
    for (size_t at = 0; at < n; at += PART, part++) {
        size_t k = n - at < PART ? n - at : PART;
        TRY(query_exec(c, &Q_attachment_part_add,
                       IN(r->sha256, part, arena_strndup(c->arena, r->base64 + at, k)),
                       NULL));
    }
    return OK;
}

static err
note(struct ctx *c, const char *verb, const struct attached_to *to,
     const struct attachment *a, const struct attachment *before)
{
    return act_add(
        c, &(struct act){
               .verb = verb,
               .kind = "attachment",
               .object_id = a->id,
               .org_id = a->org_id,
               .label = arena_printf(c->arena, "%s · %s", a->name, to->label),
               .path = arena_printf(c->arena, "/attachments/%lld", (long long)a->id),
               .reason = a->reason,
               .changes = view_diff(c, &attachment_view, before, a)});
}

static err
may_write(struct ctx *c, const struct attached_to *to)
{
    return to->may_write ? OK
                         : fail(c, ERR_FORBIDDEN, NULL,
                                N_("You may not attach files here, or it has ended"));
}

err
attachment_add(struct ctx *c, const struct attachable *kind,
               const struct attachment_new *in, const struct attachment_ready *r,
               struct attachment *out)
{
    struct attached_to to = {0};
    int64_t same;
    TRY(kind->find(c, kind, in->id, &to));
    TRY(may_write(c, &to));
    TRY(query_int(c, &Q_attachment_same, IN(kind->kind, in->id, r->sha256, r->name), 0,
                  &same));
    if (same)
        return fail(c, ERR_CONFLICT, "file", N_("This file is attached already"));
    view_clear(&attachment_view, out);
    TRY(id_next(c, &out->id));
    out->kind = kind->kind;
    out->object_id = in->id;
    out->name = r->name;
    out->mime = r->mime;
    out->size = r->size;
    out->sha256 = r->sha256;
    out->note = in->note;
    out->at = c->now;
    if (c->actor) {
        out->person_id = c->actor->id;
        out->by_name = c->actor->name;
        out->org_id = c->actor->org_id;
    }
    out->search = text_fold(
        c->arena, arena_printf(c->arena, "%s %s", r->name, in->note ? in->note : ""));
    TRY(put_content(c, r));
    TRY(table_add(c, &table, out));
    for_people(c, out);
    return note(c, "attach", &to, out, NULL);
}

err
attachment_list(struct ctx *c, const char *kind, int64_t object,
                struct attachment_list *out)
{
    TRY(query_list(c, &Q_attachment_of, &attachment_view, out, IN(kind, object)));
    for (size_t i = 0; i < out->n; i++)
        for_people(c, &out->v[i]);
    return OK;
}

err
attached_files(struct ctx *c, const struct attachable *kind, int64_t id,
               struct attached_files *out)
{
    struct attached_to to = {0};
    TRY(kind->find(c, kind, id, &to));
    out->may_attach = to.may_write;
    out->files_path = arena_printf(c->arena, "%s/attachments", to.path);
    return attachment_list(c, kind->kind, id, &out->files);
}

/* ---- whose ---- */

static err
find_record(struct ctx *c, const struct attachable *self, int64_t id,
            struct attached_to *out)
{
    const struct registry *reg = self->reg;
    struct record *r = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    org_id now;
    if (reg->is_restricted)
        return fail(
            c, ERR_FORBIDDEN, NULL,
            N_("This register takes no files: what is secret is not to lie here"));
    TRY(register_find(c, reg, id, r));
    out->label = register_title(c, reg, r);
    out->path = arena_printf(c->arena, "/%s/%lld", reg->plural, (long long)id);
    if (r->state != RECORD_OPEN && r->state != RECORD_REVIEW)
        return OK;
    TRY(register_org(c, r, &now));
    return access_may_now(c, arena_printf(c->arena, "%s.write", reg->name), now,
                          &out->may_write);
}

struct attachable
attachable_register(const struct registry *reg)
{
    return (struct attachable){reg->name, find_record, reg};
}

static err
find_subject(struct ctx *c, const struct attachment *a, struct attached_to *out)
{
    const struct attachable *const *of = attachables;
    size_t i = 0;
    while (*of && !str_eq((*of)->kind, a->kind))
        of++;
    if (*of)
        return (*of)->find(c, *of, a->object_id, out);
    while (registers[i] && !str_eq(registers[i]->name, a->kind))
        i++;
    must(registers[i] && "a kind of record that takes files");
    const struct attachable own = attachable_register(registers[i]);
    return own.find(c, &own, a->object_id, out);
}

err
attachment_find(struct ctx *c, int64_t id, struct attachment *out,
                struct attached_to *to)
{
    struct attached_to found = {0};
    err e = table_find(c, &table, id, out);
    if (e == ERR_NOT_FOUND)
        return fail(c, e, NULL, N_("There is no such file"));
    TRY(e);
    for_people(c, out);
    TRY(find_subject(c, out, &found));
    if (to)
        *to = found;
    return OK;
}

err
attachment_search(struct ctx *c, const char *q, int64_t most,
                  struct attachment_found_list *out)
{
    const struct term terms[] = {{"search", OP_CONTAINS, VALUE(q)},
                                 {"withdrawn_at", OP_NULL, VALUE(1)}};
    const struct select s = {.from = "attachment",
                             .columns =
                                 "id, kind, object_id, name, mime, size, note, at",
                             .terms = terms,
                             .n_terms = COUNT(terms),
                             .order = "at",
                             .id_column = "id",
                             .descending = true,
                             .limit = SEARCH_MOST};
    struct attachment_list all;
    *out = (struct attachment_found_list){0};
    TRY(select_list(c, &s, &attachment_view, &all));
    for (size_t i = 0; i < all.n && (int64_t)out->n < most; i++) {
        struct attachment_found f = {.file = all.v[i]};
        struct ctx quiet = *c;
        err e = find_subject(&quiet, &f.file, &f.to);
        if (e == ERR_FORBIDDEN)
            continue;
        TRY(e);
        *PUSH(c->arena, out) = f;
    }
    return OK;
}

static err
whole(struct ctx *c, const char *sha256, const char **base64)
{
    struct part_list parts;
    CLEANUP(buf_free) struct buf b = {0};
    TRY(query_list(c, &Q_attachment_parts, &part_view, &parts, IN(sha256)));
    for (size_t i = 0; i < parts.n; i++)
        buf_puts(&b, parts.v[i].content);
    *base64 = arena_strdup(c->arena, buf_str(&b));
    return OK;
}

err
attachment_content(struct ctx *c, const struct attachment *a, const char **base64)
{
    if (a->is_withdrawn)
        return fail(c, ERR_CONFLICT, NULL, N_("This file was withdrawn"));
    return whole(c, a->sha256, base64);
}

err
attachment_withdraw(struct ctx *c, int64_t id, const char *reason,
                    struct attachment *out)
{
    struct attached_to to;
    struct attachment was;
    int64_t n;
    TRY(attachment_find(c, id, &was, &to));
    TRY(may_write(c, &to));
    if (!reason || !*reason)
        return fail(c, ERR_INVALID, "reason", N_("This is needed"));
    TRY(query_exec(c, &Q_attachment_withdraw,
                   IN(id, c->now, c->actor ? c->actor->name : NULL, reason), &n));
    if (n != 1)
        return fail(c, ERR_CONFLICT, NULL, N_("This file was withdrawn"));
    TRY(table_find(c, &table, id, out));
    for_people(c, out);
    return note(c, "withdraw_file", &to, out, &was);
}

/* ---- is all there? ---- */

static err
check(struct ctx *c, const struct attachment *a)
{
    const char *base64;
    unsigned char *bytes;
    size_t n;
    TRY(whole(c, a->sha256, &base64));
    if (!*base64)
        return fail(c, ERR_INVALID, NULL, N_("The file %s (%lld) is missing"), a->name,
                    (long long)a->id);
    if (!decode(c->arena, base64, &bytes, &n) || (int64_t)n != a->size ||
        !str_eq(hash_of(c->arena, bytes, n), a->sha256))
        return fail(c, ERR_INVALID, NULL, N_("The file %s (%lld) was altered"), a->name,
                    (long long)a->id);
    return OK;
}

err
attachment_verify(struct ctx *c, int64_t *n)
{
    struct arena_mark mark = arena_mark(c->arena);
    struct attachment_list page;
    int64_t last = 0;
    *n = 0;
    do {
        TRY(query_list(c, &Q_attachment_after, &attachment_view, &page,
                       IN(last, VERIFY_PAGE)));
        struct arena_mark each = arena_mark(c->arena);
        for (size_t i = 0; i < page.n; i++, ++*n) {
            last = page.v[i].id;
            TRY(check(c, &page.v[i]));
            arena_reset(c->arena, each);
        }
        if (page.n < VERIFY_PAGE)
            break;
        arena_reset(c->arena, mark);
    } while (true);
    return OK;
}
