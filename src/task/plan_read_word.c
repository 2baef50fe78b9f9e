/* SPDX-License-Identifier: Apache-2.0 */
/* plan_read_word.c: the words of a plan. */
#include <ctype.h>

#include "base/text.h"
#include "task/plan_read_in.h"

static bool
letter(unsigned char ch)
{
    return isalpha(ch) || ch >= 0x80;
}

/* "–", "“", "…" and blanks that nobody sees are signs, not letters: length, or 0. */
static size_t
wide_sign(const char *s)
{
    static const char *const signs[] = {"–", "—", "“", "”",      "‘",      "’",
                                        "…", "•", "●", "\u00A0", "\u200B", "\uFEFF"};
    for (size_t i = 0; i < COUNT(signs); i++)
        if (text_starts(s, signs[i]))
            return strlen(signs[i]);
    return 0;
}

struct plan_words
plan_words(struct ctx *c, const char *text)
{
    struct plan_words w = {.c = c, .a = c->arena};
    struct LIST(struct plan_word) list = {0};
    for (const char *s = text; *s;) {
        size_t n = wide_sign(s);
        struct plan_word x = {.s = s, .n = n ? n : 1, .number = -1};
        if (!n && isspace((unsigned char)*s) && *s != '\n') {
            s++;
            continue;
        }
        if (n)
            x.fold = text_starts(s, "–") || text_starts(s, "—") ? "-" : ".,";
        else if (isdigit((unsigned char)*s)) {
            x.number = 0;
            for (x.n = 0; isdigit((unsigned char)s[x.n]); x.n++)
                x.number = x.number < 100000 ? x.number * 10 + (s[x.n] - '0') : 100000;
            x.digits = (int)(x.n < 9 ? x.n : 9);
            x.fold = "#";
        } else if (letter((unsigned char)*s)) {
            for (x.n = 0; letter((unsigned char)s[x.n]) && !wide_sign(s + x.n);)
                x.n++;
            x.fold = text_fold(c->arena, arena_strndup(c->arena, s, x.n));
        } else
            x.fold = arena_strndup(c->arena, s, 1);
        if (!text_starts(s, "\u00A0") && !text_starts(s, "\u200B") &&
            !text_starts(s, "\uFEFF"))
            *PUSH(c->arena, &list) = x;
        s += x.n;
    }
    w.v = list.v;
    w.n = list.n;
    return w;
}

/* With its marks, the first letter in any case. */
static bool
marked(const struct plan_word *x, const char *word, size_t n)
{
    if (x->n != n)
        return false;
    if (text_starts(word, "đ"))
        return (text_starts(x->s, "đ") || text_starts(x->s, "Đ")) &&
               memcmp(x->s + 2, word + 2, n - 2) == 0;
    return tolower((unsigned char)x->s[0]) == word[0] &&
           memcmp(x->s + 1, word + 1, n - 1) == 0;
}

size_t
plan_match(const struct plan_words *w, size_t i, const char *words)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        if (i >= w->n)
            return 0;
        bool same = *words == '='
                        ? marked(&w->v[i], words + 1, n - 1)
                        : strlen(w->v[i].fold) == n && !memcmp(w->v[i].fold, words, n);
        if (!same)
            return 0;
        i++;
        words += n;
        words += *words == ' ';
    }
    return i;
}

size_t
plan_match_any(const struct plan_words *w, size_t i, const char *const *list)
{
    for (; *list; list++) {
        size_t end = plan_match(w, i, *list);
        if (end)
            return end;
    }
    return 0;
}

bool
plan_sign(const struct plan_words *w, size_t i, const char *signs)
{
    return i < w->n && w->v[i].n == 1 && strchr(signs, w->v[i].s[0]);
}

const char *
plan_span(const struct plan_words *w, size_t from, size_t to)
{
    while (from < to && (plan_sign(w, from, ",.;:-(\n") || w->v[from].fold[0] == '.'))
        from++;
    while (to > from &&
           (plan_sign(w, to - 1, ",.;:-(\n") || w->v[to - 1].fold[0] == '.'))
        to--;
    if (from >= to)
        return NULL;
    const char *s = w->v[from].s;
    size_t n = (size_t)(w->v[to - 1].s + w->v[to - 1].n - s);
    if (n > PLAN_NAME_MOST)
        return NULL;
    char *out = arena_strndup(w->a, s, n);
    for (char *p = out; *p; p++)
        if (*p == '\n' || *p == '\t' || *p == '\r')
            *p = ' ';
    return out;
}
