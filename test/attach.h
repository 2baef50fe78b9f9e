/* SPDX-License-Identifier: Apache-2.0 */
/* attach.h: files attached as the page does it, for tests of records that take them. */
#ifndef TEST_ATTACH_H
#define TEST_ATTACH_H
#include <sodium.h>

#include "kernel/attachment.h"

static const char pdf[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n";

static inline const char *
base64(struct ctx *c, const char *bytes, size_t n)
{
    size_t most = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
    return sodium_bin2base64(arena_alloc(c->arena, most, 1), most,
                             (const unsigned char *)bytes, n,
                             sodium_base64_VARIANT_ORIGINAL);
}

static inline err
attach_bytes(struct ctx *c, const struct attachable *to, int64_t id, const char *name,
             const char *bytes, size_t n, struct attachment *out)
{
    struct attachment_new in = {
        .id = id, .file = base64(c, bytes, n), .file_name = name};
    struct attachment_ready ready;
    TRY(attachment_prepare(c, &in, &ready));
    return attachment_add(c, to, &in, &ready, out);
}

static inline err
attach(struct ctx *c, const struct attachable *to, int64_t id, const char *name,
       struct attachment *out)
{
    return attach_bytes(c, to, id, name, pdf, sizeof pdf - 1, out);
}
#endif
