/* SPDX-License-Identifier: Apache-2.0 */
/* head.c: tree heads as text: signed, printed, kept in a file outside the database, read back. */
#include <stdio.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/seal.h"
#include "store/store.h"

extern const struct query Q_act_head_newest, Q_act_head_over, Q_act_count_unsealed;

static const char title[] = "haicap tree head";

enum {
    HEAD_FILE_MOST = 64 * 1024, /* a page of minutes with the head in it, as text */
    SIGNATURE_HEX = 2 * crypto_sign_BYTES + 1
};

static const struct field head_fields[] = {
    FIELD(struct act_head, size, N_("Acts under it"), .flags = F_READONLY),
    FIELD(struct act_head, at, N_("Sealed at"), .flags = F_READONLY),
    FIELD(struct act_head, root, N_("Root of the tree"), .flags = F_READONLY),
    FIELD(struct act_head, signature, N_("Signature"), .flags = F_READONLY),
    FIELD(struct act_head, text, N_("Head to keep"), .flags = F_READONLY | F_COMPUTED),
};
const struct view act_head_view = VIEW("act_head", struct act_head, head_fields);

static const struct field sealed_fields[] = {
    FIELD(struct sealed, size, "size"),
    FIELD(struct sealed, at, "at"),
    FIELD(struct sealed, root, "root"),
    FIELD(struct sealed, link, "link"),
    FIELD(struct sealed, frontier, "frontier"),
    FIELD(struct sealed, signature, "signature"),
};
const struct view sealed_view = VIEW("sealed", struct sealed, sealed_fields);

err
act_count_unsealed(struct ctx *c, int64_t *out)
{
    return query_int(c, &Q_act_count_unsealed, IN_NOTHING, 0, out);
}

err
act_head_newest(struct ctx *c, struct act_head *out)
{
    struct act_head h;
    err e = query_one(c, &Q_act_head_newest, &act_head_view, &h, IN_NOTHING);
    if (e == ERR_NOT_FOUND) {
        *out = (struct act_head){.at = INSTANT_NONE};
        return OK;
    }
    TRY(e);
    *out = h;
    out->text = head_text(c->arena, out);
    return OK;
}

err
act_head_over(struct ctx *c, int64_t size, struct act_head *out)
{
    struct sealed s;
    TRY(query_one(c, &Q_act_head_over, &sealed_view, &s, IN(size, 1)));
    *out = (struct act_head){
        .size = s.size, .at = s.at, .root = s.root, .signature = s.signature};
    out->text = head_text(c->arena, out);
    return OK;
}

const char *
head_message(struct arena *a, const struct act_head *h)
{
    return arena_printf(a, "%s\n%lld\n%s\n%s", title, (long long)h->size, h->root,
                        instant_iso(a, h->at));
}

const char *
head_text(struct arena *a, const struct act_head *h)
{
    return arena_printf(a, "%s\n%s\n", head_message(a, h),
                        h->signature ? h->signature : "-");
}

const char *
head_sign(struct arena *a, const struct act_keys *k, const struct act_head *h)
{
    const char *m = head_message(a, h);
    unsigned char s[crypto_sign_BYTES];
    crypto_sign_detached(s, NULL, (const unsigned char *)m, strlen(m), k->secret);
    char *hex = arena_alloc(a, SIGNATURE_HEX, 1);
    return sodium_bin2hex(hex, SIGNATURE_HEX, s, sizeof s);
}

bool
head_signed(const struct act_keys *k, const struct act_head *h)
{
    unsigned char s[crypto_sign_BYTES];
    size_t n;
    if (!h->signature || strlen(h->signature) != SIGNATURE_HEX - 1 ||
        sodium_hex2bin(s, sizeof s, h->signature, SIGNATURE_HEX - 1, NULL, &n, NULL) !=
            0 ||
        n != sizeof s)
        return false;
    CLEANUP(arena_free) struct arena a = {0};
    const char *m = head_message(&a, h);
    return crypto_sign_verify_detached(s, (const unsigned char *)m, strlen(m),
                                       k->public) == 0;
}

/* The next line that is not blank, trimmed; NULL at the end. */
static const char *
next_line(struct arena *a, const char **at)
{
    while (**at) {
        size_t n = strcspn(*at, "\n");
        const char *line = text_trim(a, arena_strndup(a, *at, n));
        *at += n + ((*at)[n] == '\n');
        if (*line)
            return line;
    }
    return NULL;
}

bool
head_parse(struct arena *a, const char *text, struct act_head *out)
{
    const char *line = next_line(a, &text);
    while (line && !str_eq(line, title))
        line = next_line(a, &text);
    const char *size = next_line(a, &text), *root = next_line(a, &text);
    const char *at = next_line(a, &text), *signature = next_line(a, &text);
    struct act_head h = {.root = root};
    struct hash hash;
    if (!line || !signature || !int_parse(size, &h.size) || h.size < 0 ||
        strlen(root) != HASH_HEX - 1 || !hash_parse(root, &hash) ||
        !instant_parse(at, &h.at))
        return false;
    h.signature = str_eq(signature, "-") ? NULL : signature;
    h.text = head_text(a, &h);
    *out = h;
    return true;
}

static void
close_file(FILE **f)
{
    if (*f)
        fclose(*f);
}

err
head_read(struct ctx *c, const char *path, struct act_head *out)
{
    CLEANUP(close_file) FILE *f = fopen(path, "re");
    if (!f)
        return ERR_NOT_FOUND;
    char *text =
        arena_alloc(c->arena, HEAD_FILE_MOST, 1); /* zeroed: the last byte ends it */
    size_t n = fread(text, 1, HEAD_FILE_MOST - 1, f);
    bool empty = n == 0 || (text[0] == '\0' && memcmp(text, text + 1, n - 1) == 0);
    if (empty && !ferror(f))
        return ERR_NOT_FOUND; /* what a power cut leaves of a file that was not synced */
    if (ferror(f) || memchr(text, '\0', n) || !head_parse(c->arena, text, out))
        return fail(c, ERR_INVALID, NULL, N_("%s holds no tree head"), path);
    return OK;
}
