/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>

enum {
    STEP_SECONDS = 30
};
static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int64_t
totp_step(instant now)
{
    return now.v / (STEP_SECONDS * INT64_C(1000000));
}

void
totp_code(const unsigned char *secret, size_t n, int64_t step,
          char out[TOTP_DIGITS + 1])
{
    unsigned char moving[8], h[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    for (int i = 0; i < 8; i++)
        moving[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    must(HMAC(EVP_sha1(), secret, (int)n, moving, sizeof moving, h, &len) && len == 20);
    size_t at = h[19] & 15; /* RFC 4226, 5.3 */
    uint32_t v = (uint32_t)(h[at] & 127) << 24 | (uint32_t)h[at + 1] << 16 |
                 (uint32_t)h[at + 2] << 8 | h[at + 3];
    must(snprintf(out, TOTP_DIGITS + 1, "%06u", v % 1000000) == TOTP_DIGITS);
}

const char *
base32(struct arena *a, const unsigned char *s, size_t n)
{
    char *out = arena_alloc(a, (n * 8 + 4) / 5 + 1, 1);
    size_t at = 0;
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < n; i++) {
        held = held << 8 | s[i];
        for (bits += 8; bits >= 5; bits -= 5)
            out[at++] = alphabet[held >> (bits - 5) & 31];
    }
    if (bits)
        out[at++] = alphabet[held << (5 - bits) & 31];
    out[at] = '\0';
    return out;
}

int
base32_read(const char *s, unsigned char *out, size_t n)
{
    uint32_t held = 0;
    int bits = 0;
    size_t at = 0;
    for (; *s; s++) {
        const char *p = strchr(alphabet, *s);
        if (!p)
            return -1;
        held = held << 5 | (uint32_t)(p - alphabet);
        bits += 5;
        if (bits < 8)
            continue;
        if (at == n)
            return -1;
        bits -= 8;
        out[at++] = (unsigned char)(held >> bits);
    }
    return (int)at;
}
