/* SPDX-License-Identifier: Apache-2.0 */
/* plan_read_in.h: words of a plan, for the reader's own files. */
#ifndef TASK_PLAN_READ_IN_H
#define TASK_PLAN_READ_IN_H
#include "task/plan_read.h"

/* A word, a number or a sign. Words are compared without case and marks, so that neither NFD nor
 * the place of a tone (hoà, hòa) matters. */
struct plan_word {
    const char *s; /* in the text */
    size_t n;
    const char *fold; /* "ngay"; a sign: itself */
    int64_t number;   /* of digits; else -1 */
    int digits;
};
struct plan_words {
    const struct ctx *c;
    struct arena *a;
    struct plan_word *v;
    size_t n;
};

/* text is NFC. */
struct plan_words plan_words(struct ctx *c, const char *text);
/* Where `words` ("chu tri") end if they stand at i; 0: they do not. A word that begins with "="
 * must stand with its marks: "=năm" is a year, not a south. */
size_t plan_match(const struct plan_words *w, size_t i, const char *words);
/* The first of the list (ends with NULL) that stands at i; 0: none. */
size_t plan_match_any(const struct plan_words *w, size_t i, const char *const *list);
/* The text of words [from, to), trimmed; NULL when empty or too long for a name. */
const char *plan_span(const struct plan_words *w, size_t from, size_t to);
bool plan_sign(const struct plan_words *w, size_t i, const char *signs);

/* Is a number of those values at i? */
bool plan_number(const struct plan_words *w, size_t i, int64_t least, int64_t most);

/* A day, or a month, quarter or year seen as its first and last day. */
struct plan_when {
    day first, last;
    size_t end;
    bool is_day, no_year;
};
/* What stands at i; without its year it is in 2000. */
bool plan_when(const struct plan_words *w, size_t i, struct plan_when *t);

struct plan_rule {
    struct deadline_rule rule;
    size_t at, end; /* words it was read from */
    int weight;     /* 0: nothing found */
    bool more;      /* another, different deadline stands there too */
    const char *unread;
};
void plan_rule_find(struct ctx *c, const struct plan_words *w, bool alone,
                    struct plan_rule *out);

struct plan_bodies {
    const char *lead, *others;
};
void plan_bodies_find(struct ctx *c, const struct plan_words *w,
                      struct plan_bodies *out);
/* "Sở A, Sở B và UBND các huyện, thành phố" → "Sở A; Sở B; UBND các huyện, thành phố". */
const char *plan_bodies_list(struct ctx *c, const struct plan_words *w, size_t from,
                             size_t to);
#endif
