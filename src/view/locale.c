/* SPDX-License-Identifier: Apache-2.0 */
#include "view/locale.h"

#include "base/msg.h"
#include "base/text.h"

/* As in Vietnam and Laos; Thailand writes as the English do. */
static bool
comma(const struct ctx *c)
{
    return c->lang && (str_eq(c->lang->lang, "vi") || str_eq(c->lang->lang, "lo"));
}

const char *
locale_decimal(struct ctx *c, int64_t v, int scale)
{
    char thousands = comma(c) ? '.' : ',', point = comma(c) ? ',' : '.';
    const char *plain = decimal_text(c->arena, v, scale, 0);
    if (!plain)
        return NULL;
    size_t whole = strcspn(plain, "."), n = strlen(plain);
    char *out = arena_alloc(c->arena, n + whole / 3 + 2, 1), *p = out;
    for (size_t i = 0; i < n; i++) {
        size_t left = whole - i;
        if (i > 0 && i < whole && left % 3 == 0 && plain[i - 1] != '-')
            *p++ = thousands;
        *p++ = plain[i] == '.' ? point : plain[i];
    }
    return out;
}

const char *
locale_decimal_typed(struct ctx *c, int64_t v, int scale)
{
    const char *plain = decimal_text(c->arena, v, scale, 0);
    char *out = plain ? arena_strdup(c->arena, plain) : NULL;
    char *point = out && comma(c) ? strchr(out, '.') : NULL;
    if (point)
        *point = ',';
    return out;
}

bool
locale_reads_two_ways(const struct ctx *c, const char *text)
{
    static const char digits[] = "0123456789";
    text += strspn(text, " -");
    size_t before = strspn(text, digits);
    if (before < 1 || before > 3 || *text == '0' ||
        text[before] != (comma(c) ? '.' : ','))
        return false;
    const char *rest = text + before + 1;
    size_t after = strspn(rest, digits);
    return after == 3 && !rest[after + strspn(rest + after, " ")];
}

const char *
locale_int(struct ctx *c, int64_t v)
{
    return locale_decimal(c, v, 0);
}

const char *
locale_day(struct ctx *c, day d)
{
    return day_vn(c->arena, d);
}

const char *
locale_instant(struct ctx *c, instant t)
{
    return instant_vn(c->arena, t);
}
