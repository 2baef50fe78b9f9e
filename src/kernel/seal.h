/* SPDX-License-Identifier: Apache-2.0 */
/* seal.h: what sealing and proving share: leaves, heads, the key; for kernel/ alone. */
#ifndef KERNEL_SEAL_H
#define KERNEL_SEAL_H
#include <sodium.h>

#include "kernel/act.h"
#include "kernel/merkle.h"

enum {
    SEAL_PAGE =
        1000 /* rows read at once: memory stays bounded however many acts there are */
};

struct act_keys {
    unsigned char public[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    unsigned char vault[crypto_aead_xchacha20poly1305_ietf_KEYBYTES]; /* derived from it */
    struct arena own;
    const char *head_path;
};

/* A row of act_head. */
struct sealed {
    int64_t size;
    instant at;
    const char *root, *link, *frontier, *signature;
};
struct sealed_list LIST(struct sealed);
extern const struct view sealed_view;

/*
 * SHA-256(0x00 ‖ J): J is the act as RFC 8785 (JCS) writes this object: actor_id, actor_name, at,
 * changes (a string), decree_id, id, kind, label, law, object_id, org_id, path, reason, verb; what
 * is none is null. `scratch` is used and emptied.
 */
struct hash act_leaf(const struct act *a, struct buf *scratch);

/* What a signature is over: the first four lines of the head's text. */
const char *head_message(struct arena *a, const struct act_head *h);
const char *head_sign(struct arena *a, const struct act_keys *k,
                      const struct act_head *h);
bool head_signed(const struct act_keys *k, const struct act_head *h);
/* Five lines: "haicap tree head", size, root, at, signature or "-". */
const char *head_text(struct arena *a, const struct act_head *h);
/* From any text that has those lines: blanks around them and other lines do not matter. */
bool head_parse(struct arena *a, const char *text, struct act_head *out);
/* From a file; NOT_FOUND without a fault, INVALID when it holds no head. */
NODISCARD err head_read(struct ctx *c, const char *path, struct act_head *out);
#endif
