/* SPDX-License-Identifier: Apache-2.0 */
/* vault.c: XChaCha20-Poly1305; "v1:" and the nonce with the cipher text in base64. */
#include "kernel/vault.h"

#include "base/msg.h"
#include "base/text.h"
#include "kernel/seal.h"

static const char mark[] = "v1:";
enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    MARK = sizeof mark - 1
};

static err
no_key(struct ctx *c)
{
    return fail(
        c, ERR_NOT_FOUND, NULL,
        N_("The log's key is not here; without it secrets can be neither kept nor read"));
}

bool
vault_is_closed(const char *text)
{
    return text_starts(text, mark);
}

err
vault_close(struct ctx *c, const char *purpose, int64_t whose, const char *plain,
            const char **closed)
{
    if (!c->keys)
        return no_key(c);
    size_t n = strlen(plain), n_all = NONCE + n + TAG;
    unsigned char *all = arena_alloc(c->arena, n_all, 1);
    const char *with = arena_printf(c->arena, "%s %lld", purpose, (long long)whose);
    randombytes_buf(all, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        all + NONCE, NULL, (const unsigned char *)plain, n, (const unsigned char *)with,
        strlen(with), NULL, all, c->keys->vault);
    size_t most = sodium_base64_encoded_len(n_all, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(c->arena, MARK + most, 1);
    memcpy(text, mark, MARK);
    sodium_bin2base64(text + MARK, most, all, n_all, sodium_base64_VARIANT_ORIGINAL);
    *closed = text;
    return OK;
}

err
vault_open(struct ctx *c, const char *purpose, int64_t whose, const char *closed,
           const char **plain)
{
    if (!c->keys)
        return no_key(c);
    size_t most = strlen(closed), n_all = 0;
    unsigned char *all = arena_alloc(c->arena, most + 1, 1);
    const char *with = arena_printf(c->arena, "%s %lld", purpose, (long long)whose);
    if (vault_is_closed(closed) &&
        sodium_base642bin(all, most, closed + MARK, most - MARK, NULL, &n_all, NULL,
                          sodium_base64_VARIANT_ORIGINAL) == 0 &&
        n_all >= NONCE + TAG) {
        size_t n = n_all - NONCE - TAG;
        char *out = arena_alloc(c->arena, n + 1, 1);
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(
                (unsigned char *)out, NULL, NULL, all + NONCE, n_all - NONCE,
                (const unsigned char *)with, strlen(with), all, c->keys->vault) == 0) {
            out[n] = '\0';
            *plain = out;
            return OK;
        }
    }
    return fail(
        c, ERR_INVALID, NULL,
        N_("A secret does not open with the log's key: it was altered, or the key is "
           "another one"));
}
