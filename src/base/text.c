/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/uchar.h>

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
    must(len < INT32_MAX / 4);
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
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&e), *nfc = unorm2_getNFCInstance(&e);
    must(U_SUCCESS(e));
    int32_t n;
    UChar *u = to_utf16(a, s, &n);
    u = normalise(a, nfd, u, n, &n);
    UChar *w = NEWN(a, UChar, n + 1);
    int32_t k = 0;
    bool latin = false; /* is the base letter of a mark Latin? only then is the mark dropped */
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

/* A collator is costly to open and not to be shared while used: one for each thread. */
static UCollator *
vietnamese(void)
{
    static _Thread_local UCollator *mine;
    if (!mine) {
        UErrorCode e = U_ZERO_ERROR;
        mine = ucol_open("vi", &e);
        must(U_SUCCESS(e));
        ucol_setAttribute(mine, UCOL_NUMERIC_COLLATION, UCOL_ON, &e);
        must(U_SUCCESS(e));
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

char *
text_trim(struct arena *a, const char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    size_t n = strlen(s);
    while (n && isspace((unsigned char)s[n - 1]))
        n--;
    return arena_strndup(a, s, n);
}

bool
text_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
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

bool
decimal_parse(const char *s, int scale, int64_t *out)
{
    while (s && *s == ' ')
        s++;
    if (!s || !*s)
        return false;
    bool minus = *s == '-';
    s += minus;
    const char *dot = strrchr(s, '.'), *comma = strrchr(s, ',');
    const char *point = !dot ? comma : !comma ? dot : dot > comma ? dot : comma;
    int64_t v = 0;
    int decimals = -1, seen = 0;
    for (; *s && *s != ' '; s++) {
        if (s == point) {
            decimals = 0;
        } else if ((*s == '.' || *s == ',') && decimals < 0 && point && *s != *point) {
            continue; /* thousands */
        } else if (isdigit((unsigned char)*s)) {
            if (decimals >= 0 && ++decimals > scale) {
                if (*s != '0')
                    return false;
                decimals--;
                continue;
            }
            if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, *s - '0', &v))
                return false;
            seen++;
        } else {
            return false;
        }
    }
    while (*s == ' ')
        s++;
    if (*s || !seen)
        return false;
    for (int d = decimals < 0 ? 0 : decimals; d < scale; d++)
        if (__builtin_mul_overflow(v, 10, &v))
            return false;
    *out = minus ? -v : v;
    return true;
}

const char *
decimal_text(struct arena *a, int64_t v, int scale, int least)
{
    if (v == INT_NONE)
        return NULL;
    must(scale >= 0 && scale < 19);
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v, unit = 1;
    for (int i = 0; i < scale; i++)
        unit *= 10;
    char frac[24] = "";
    if (scale > 0) {
        uint64_t f = u % unit;
        for (int i = scale; i-- > 0; f /= 10)
            frac[i] = (char)('0' + f % 10);
        int n = scale;
        while (n > least && frac[n - 1] == '0')
            n--;
        frac[n] = '\0';
    }
    return arena_printf(a, "%s%llu%s%s", v < 0 ? "-" : "", (unsigned long long)(u / unit),
                        *frac ? "." : "", frac);
}
