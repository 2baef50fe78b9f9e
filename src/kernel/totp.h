/* SPDX-License-Identifier: Apache-2.0 */
/* totp.h: time-based one-time passwords (RFC 6238): SHA-1, 30 s, six digits, as all apps read. */
#ifndef KERNEL_TOTP_H
#define KERNEL_TOTP_H
#include "base/arena.h"
#include "base/day.h"

enum {
    TOTP_SECRET = 20, /* bytes */
    TOTP_DIGITS = 6
};

int64_t totp_step(instant now);
/* Of n bytes of secret; out: digits and NUL. */
void totp_code(const unsigned char *secret, size_t n, int64_t step,
               char out[TOTP_DIGITS + 1]);
/* RFC 4648, no padding: a secret as apps take it. */
const char *base32(struct arena *a, const unsigned char *s, size_t n);
/* The bytes in out, at most n; their number, or -1. */
int base32_read(const char *s, unsigned char *out, size_t n);
#endif
