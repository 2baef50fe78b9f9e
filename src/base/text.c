/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

bool
utf8_valid(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        UChar32 c;
        int32_t j = 0;
        int32_t left = n - i > 8 ? 8 : (int32_t)(n - i);
        U8_NEXT((const uint8_t *)s + i, j, left, c);
        if (c <= 0)
            return false;
        i += (size_t)j;
    }
    return true;
}

size_t
utf8_count(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

static bool
ascii(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s >= 0x80)
            return false;
    return true;
}

/* Valid UTF-8 to UTF-16 in the arena. */
static UChar *
to_utf16(struct arena *a, const char *s, int32_t *n)
{
    size_t len = strlen(s);
    must(len < INT32_MAX / 8); /* it grows fourfold at most */
    UChar *u = NEWN(a, UChar, len + 1);
    UErrorCode e = U_ZERO_ERROR;
    u_strFromUTF8(u, (int32_t)len + 1, n, s, (int32_t)len, &e);
    must(U_SUCCESS(e));
    return u;
}

static char *
to_utf8(struct arena *a, const UChar *u, int32_t n)
{
    char *s = arena_alloc(a, (size_t)n * 3 + 1, 1);
    UErrorCode e = U_ZERO_ERROR;
    u_strToUTF8(s, n * 3 + 1, NULL, u, n, &e);
    must(U_SUCCESS(e));
    return s;
}

static UChar *
normalise(struct arena *a, const UNormalizer2 *form, const UChar *u, int32_t n,
          int32_t *out_n)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t cap = n * 4 + 8; /* NFD of Vietnamese at most triples */
    UChar *v = NEWN(a, UChar, cap);
    *out_n = unorm2_normalize(form, u, n, v, cap, &e);
    if (e == U_BUFFER_OVERFLOW_ERROR) {
        e = U_ZERO_ERROR;
        cap = *out_n + 1;
        v = NEWN(a, UChar, cap);
        *out_n = unorm2_normalize(form, u, n, v, cap, &e);
    }
    must(U_SUCCESS(e));
    return v;
}

char *
text_nfc(struct arena *a, const char *s)
{
    if (ascii(s))
        return arena_strdup(a, s);
    if (!utf8_valid(s, strlen(s)))
        return NULL;
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    must(U_SUCCESS(e));
    int32_t n;
    UChar *u = to_utf16(a, s, &n);
    if (unorm2_isNormalized(nfc, u, n, &e) && U_SUCCESS(e))
        return arena_strdup(a, s);
    u = normalise(a, nfc, u, n, &n);
    return to_utf8(a, u, n);
}

char *
text_fold(struct arena *a, const char *s)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&e),
                       *nfc = unorm2_getNFCInstance(&e);
    must(U_SUCCESS(e));
    int32_t n;
    UChar *u = to_utf16(a, s, &n);
    u = normalise(a, nfd, u, n, &n);
    UChar *w = NEWN(a, UChar, n + 1);
    int32_t k = 0;
    bool latin = false; /* the letter before a mark: only then is the mark dropped */
    for (int32_t i = 0; i < n;) {
        UChar32 c;
        U16_NEXT(u, i, n, c);
        int8_t type = u_charType(c);
        if (type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK) {
            if (latin)
                continue;
        } else if (!u_isalnum(c)) {
            if (k > 0 && w[k - 1] != ' ')
                w[k++] = ' ';
            latin = false;
            continue;
        } else {
            latin = c < 0x370;
            c = u_tolower(c);
            if (c == 0x111)
                c = 'd';
        }
        UBool bad = false;
        U16_APPEND(w, k, n + 1, c, bad);
        must(!bad);
    }
    if (k > 0 && w[k - 1] == ' ')
        k--;
    w = normalise(a, nfc, w, k, &k);
    return to_utf8(a, w, k);
}

static pthread_key_t collator_of_thread;

static void
close_collator(void *collator)
{
    ucol_close(collator);
}

static void
make_key(void)
{
    must(pthread_key_create(&collator_of_thread, close_collator) == 0);
}

/* A collator is costly to open and not to be shared while used: one for each thread, until that
 * ends. */
static UCollator *
vietnamese(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static _Thread_local UCollator *mine;
    if (!mine) {
        UErrorCode e = U_ZERO_ERROR;
        pthread_once(&once, make_key);
        mine = ucol_open("vi", &e);
        must(U_SUCCESS(e));
        ucol_setAttribute(mine, UCOL_NUMERIC_COLLATION, UCOL_ON, &e);
        must(U_SUCCESS(e));
        pthread_setspecific(collator_of_thread, mine);
    }
    return mine;
}

char *
text_sort_key(struct arena *a, const char *s)
{
    int32_t n;
    UChar *u = to_utf16(a, s, &n);
    UCollator *c = vietnamese();
    int32_t len = ucol_getSortKey(c, u, n, NULL, 0);
    uint8_t *key = NEWN(a, uint8_t, len);
    ucol_getSortKey(c, u, n, key, len);
    char *hex = arena_alloc(a, (size_t)len * 2 + 1, 1);
    for (int32_t i = 0; i + 1 < len; i++) /* without the closing zero */
        snprintf(hex + 2 * i, 3, "%02x", key[i]);
    return hex;
}

/* What is pasted from a page brings blanks that nobody sees: no-break, zero width, a BOM. */
static bool
blank(UChar32 c)
{
    return c >= 0 && (u_isUWhiteSpace(c) || c == 0x200B || c == 0xFEFF);
}

char *
text_trim(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    must(n < INT32_MAX);
    const uint8_t *u = (const uint8_t *)s;
    int32_t from = 0, to = (int32_t)n;
    UChar32 c;
    for (int32_t i = 0; i < to; from = i) {
        U8_NEXT(u, i, to, c);
        if (!blank(c))
            break;
    }
    for (int32_t i = to; i > from; to = i) {
        U8_PREV(u, from, i, c);
        if (!blank(c))
            break;
    }
    return arena_strndup(a, s + from, (size_t)(to - from));
}

bool
text_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

char *
text_upper(struct arena *a, const char *s)
{
    int32_t n, m;
    UChar *u = to_utf16(a, s, &n);
    int32_t cap = n * 3 + 1; /* "ß" becomes two, an "ΐ" three */
    UChar *w = NEWN(a, UChar, cap);
    UErrorCode e = U_ZERO_ERROR;
    m = u_strToUpper(w, cap, u, n, "vi", &e);
    must(U_SUCCESS(e));
    return to_utf8(a, w, m);
}

char *
text_title(struct arena *a, const char *s)
{
    int32_t n, m = 0;
    UChar *u = to_utf16(a, s, &n);
    UChar *w = NEWN(a, UChar, n + 4);
    if (n > 0) {
        UChar32 c;
        int32_t i = 0;
        U16_NEXT(u, i, n, c);
        UBool bad = false;
        U16_APPEND(w, m, n + 4, u_toupper(c), bad);
        must(!bad);
        u_memcpy(w + m, u + i, n - i);
        m += n - i;
    }
    return to_utf8(a, w, m);
}

bool
int_parse(const char *s, int64_t *out)
{
    if (!s)
        return false;
    char *end;
    errno = 0;
    long long v = strtoll(s, &end, 10);
    if (end == s || errno || v == INT64_MIN)
        return false;
    while (*end == ' ')
        end++;
    if (*end)
        return false;
    *out = v;
    return true;
}

/* The sign before the decimals, NULL if there is none. With no decimals to hold, "9.321" can
 * only be nine thousand; "0.321" is never a group. */
static const char *
decimal_sign(const char *s, int scale)
{
    const char *dot = strrchr(s, '.'), *comma = strrchr(s, ',');
    if (dot && comma)
        return dot > comma ? dot : comma;
    const char *last = dot ? dot : comma;
    if (!last || strchr(s, *last) != last)
        return NULL; /* none, or several of one kind: thousands */
    bool group = scale == 0 && *s != '0' && last > s && last - s <= 3 &&
                 strspn(last + 1, "0123456789") == 3;
    return group ? NULL : last;
}

/* Digits up to `end`, all together or parted by one kind of sign: "1.234.567". */
static bool
whole_part(const char *s, const char *end)
{
    size_t n = strspn(s, "0123456789");
    char sign = s[n];
    if (s + n < end && (n < 1 || n > 3 || (sign != '.' && sign != ',')))
        return false;
    for (s += n; s < end; s += 4)
        if (*s != sign || strspn(s + 1, "0123456789") != 3)
            return false;
    return s == end;
}

bool
decimal_parse(const char *s, int scale, int64_t *out)
{
    while (s && *s == ' ')
        s++;
    if (!s || !*s)
        return false;
    bool minus = *s == '-';
    s += minus;
    const char *point = decimal_sign(s, scale), *end = s + strcspn(s, " ");
    if (end[strspn(end, " ")] || !whole_part(s, point ? point : end))
        return false;
    int64_t v = 0;
    int decimals = -1, seen = 0;
    for (; s < end; s++) {
        if (s == point) {
            decimals = 0;
        } else if (isdigit((unsigned char)*s)) {
            seen++;
            if (decimals == scale) {
                if (*s != '0')
                    return false; /* finer than what is kept */
                continue;
            }
            decimals += decimals >= 0;
            if (__builtin_mul_overflow(v, 10, &v) ||
                __builtin_add_overflow(v, *s - '0', &v))
                return false;
        } else if (decimals >= 0) {
            return false;
        }
    }
    for (int d = decimals < 0 ? 0 : decimals; d < scale; d++)
        if (__builtin_mul_overflow(v, 10, &v))
            return false;
    if (seen)
        *out = minus ? -v : v;
    return seen > 0;
}

size_t
decimal_to(char out[DECIMAL_MOST], int64_t v, int scale, int least)
{
    must(scale >= 0 && scale < 19);
    char t[DECIMAL_MOST], *p = t + sizeof t; /* backwards: no division is done twice */
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    bool started = false;
    for (int i = scale; i > 0; i--, u /= 10) {
        started = started || i <= least || u % 10 != 0;
        if (started)
            *--p = (char)('0' + u % 10);
    }
    if (started)
        *--p = '.';
    do
        *--p = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        *--p = '-';
    size_t n = (size_t)(t + sizeof t - p);
    memcpy(out, p, n);
    out[n] = '\0';
    return n;
}

const char *
decimal_text(struct arena *a, int64_t v, int scale, int least)
{
    if (v == INT_NONE)
        return NULL;
    char t[DECIMAL_MOST];
    return arena_strndup(a, t, decimal_to(t, v, scale, least));
}
