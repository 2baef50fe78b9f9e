/* SPDX-License-Identifier: Apache-2.0 */
#include "view/zip.h"

#include <zlib.h>

enum {
    END_SIZE = 22,
    COMMENT_MOST = 65535,
    CENTRAL_SIZE = 46,
    LOCAL_SIZE = 30,
    STORED = 0,
    DEFLATED = 8,
    FREE_BYTES = 1024 * 1024
};

static uint32_t
le(const char *s, int bytes)
{
    uint32_t v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | (unsigned char)s[i];
    return v;
}

static const char *
find_end(const char *s, size_t n)
{
    for (size_t back = END_SIZE; back <= n && back <= END_SIZE + COMMENT_MOST; back++)
        if (memcmp(s + n - back, "PK\5\6", 4) == 0)
            return s + n - back;
    return NULL;
}

static enum zip_result
unpack(const char *s, size_t n, struct buf *out)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)s, .avail_in = (uInt)n};
    char piece[16384];
    size_t most = FREE_BYTES + n * ZIP_RATIO_MOST, done = 0;
    int r = inflateInit2(&z, -MAX_WBITS);
    must(r == Z_OK);
    if (most > ZIP_PART_MOST)
        most = ZIP_PART_MOST;
    while (r == Z_OK && done <= most) {
        z.next_out = (Bytef *)piece;
        z.avail_out = sizeof piece;
        r = inflate(&z, Z_NO_FLUSH);
        size_t got = sizeof piece - z.avail_out;
        done += got;
        buf_put(out, piece, got);
    }
    inflateEnd(&z);
    return done > most ? ZIP_TOO_LARGE : r == Z_STREAM_END ? ZIP_OK : ZIP_BROKEN;
}

/* The entry's bytes follow a head of their own, whose length only it knows. */
static enum zip_result
read_entry(const char *s, size_t n, const char *entry, struct buf *out)
{
    uint32_t flags = le(entry + 8, 2), method = le(entry + 10, 2),
             packed = le(entry + 20, 4);
    size_t at = le(entry + 42, 4);
    if (flags & 1 || at > n || n - at < LOCAL_SIZE || memcmp(s + at, "PK\3\4", 4) != 0)
        return ZIP_BROKEN;
    at += LOCAL_SIZE + le(s + at + 26, 2) + le(s + at + 28, 2);
    if (at > n || packed > n - at)
        return ZIP_BROKEN;
    if (method == DEFLATED)
        return unpack(s + at, packed, out);
    if (method != STORED)
        return ZIP_BROKEN;
    if (packed > ZIP_PART_MOST)
        return ZIP_TOO_LARGE;
    buf_put(out, s + at, packed);
    return ZIP_OK;
}

enum zip_result
zip_read(const char *s, size_t n, const char *name, struct buf *out)
{
    const char *end = find_end(s, n);
    if (!end)
        return ZIP_BROKEN;
    uint32_t entries = le(end + 10, 2);
    size_t at = le(end + 16, 4), n_name = strlen(name), stop = (size_t)(end - s);
    if (entries > ZIP_ENTRIES_MOST)
        return ZIP_TOO_LARGE;
    for (uint32_t i = 0; i < entries; i++) {
        if (at > stop || stop - at < CENTRAL_SIZE || memcmp(s + at, "PK\1\2", 4) != 0)
            return ZIP_BROKEN;
        size_t len = le(s + at + 28, 2);
        size_t whole = CENTRAL_SIZE + len + le(s + at + 30, 2) + le(s + at + 32, 2);
        if (whole > stop - at)
            return ZIP_BROKEN;
        if (len == n_name && memcmp(s + at + CENTRAL_SIZE, name, len) == 0)
            return read_entry(s, n, s + at, out);
        at += whole;
    }
    return ZIP_MISSING;
}
