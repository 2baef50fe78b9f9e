/* SPDX-License-Identifier: Apache-2.0 */
/* text.h: UTF-8 that people typed: one spelling inside, search without marks, order as in a
 * Vietnamese dictionary. ICU does the hard part. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include "base/arena.h"

bool utf8_valid(const char *s, size_t n); /* no NUL, no surrogate, no overlong form */
size_t utf8_count(const char *s);         /* code points of valid text */

/* NFC, so that one name has one spelling; NULL when s is not valid UTF-8. */
char *text_nfc(struct arena *a, const char *s);
/* For search: lower case, without tone and vowel marks, đ as d, runs of blanks and of
 * punctuation as one blank. "Xã Gia Tân," → "xa gia tan". Thai and Lao keep their vowels. */
char *text_fold(struct arena *a, const char *s);
/* For ORDER BY: hex of the ICU sort key for Vietnamese; bytewise order is dictionary order. */
char *text_sort_key(struct arena *a, const char *s);
char *text_trim(struct arena *a, const char *s); /* without blanks at both ends */
bool text_starts(const char *s, const char *prefix);
/* In capitals, Vietnamese letters too. */
char *text_upper(struct arena *a, const char *s);
/* First letter in upper case (Vietnamese letters too), the rest as it was. */
char *text_title(struct arena *a, const char *s);
/* Whole decimal integer, blanks around allowed; false if anything else. */
bool int_parse(const char *s, int64_t *out);
/* "3359.80", "3359,80", "3.359,80" → 3359800000 at scale 6. A dot and a comma: the last is the
 * decimal sign, the others part thousands; so does what stands twice ("1.234.567") and, at scale
 * 0, what stands before three digits ("9.321"). False when it is no such number or has more than
 * `scale` decimals. */
bool decimal_parse(const char *s, int scale, int64_t *out);
/* The shortest exact writing at that scale with at least `least` decimals: "3359.80". */
const char *decimal_text(struct arena *a, int64_t v, int scale, int least);
enum {
    DECIMAL_MOST = 24 /* sign, 19 digits, point, the closing NUL */
};
/* The same, not in an arena; the length. v is not INT_NONE. */
size_t decimal_to(char out[DECIMAL_MOST], int64_t v, int scale, int least);
#endif
