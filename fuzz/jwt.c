/* SPDX-License-Identifier: Apache-2.0 */
/* jwt.c: any bytes as an ID token and, after a line end, the provider's keys: never taken, for nobody
 * here has signed them. A JSON head and body without base64 are packed first, to get further. */
#include "kernel/jwt.h"

#include <sodium.h>

#include "fuzz.h"

static const char *
pack(struct arena *a, const char *s, size_t n)
{
    size_t most =
        sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return sodium_bin2base64(arena_alloc(a, most, 1), most, (const unsigned char *)s, n,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = fuzz_ctx(&a, size);
    struct jwt_claims t;
    const char *all = arena_strndup(&a, (const char *)data, size),
               *end = strchr(all, '\n');
    const char *keys = end ? end + 1 : "{\"keys\":[]}";
    const char *token = end ? arena_strndup(&a, all, (size_t)(end - all)) : all;
    must(jwt_read(&c, token, keys, &t) != OK);
    const char *bar = strchr(token, '|');
    if (bar) {
        clear_faults(&c);
        const char *whole =
            arena_printf(&a, "%s.%s.AAAA", pack(&a, token, (size_t)(bar - token)),
                         pack(&a, bar + 1, strlen(bar + 1)));
        must(jwt_read(&c, whole, keys, &t) != OK);
    }
    return 0;
}
