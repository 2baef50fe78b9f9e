/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ctx.h"

#include "base/msg.h"

static const struct {
    int status;
    const char *slug, *title;
} errors[ERR_COUNT] = {
#define X(name, status, slug, title) [ERR_##name] = {status, slug, title},
#include "base/errors.def"
#undef X
};

int
err_status(err e)
{
    return e == OK ? 200 : errors[e].status;
}

const char *
err_slug(err e)
{
    return e == OK ? "ok" : errors[e].slug;
}

const char *
err_title(err e)
{
    return e == OK ? "" : errors[e].title;
}

static void add(struct ctx *c, const char *law, err code, const char *field,
                const char *msgid, va_list ap) __attribute__((format(printf, 5, 0)));
static void
add(struct ctx *c, const char *law, err code, const char *field, const char *msgid,
    va_list ap)
{
    if (c->code == OK)
        c->code = code;
    *PUSH(c->arena, &c->faults) =
        (struct fault){field, arena_vprintf(c->arena, T(c, msgid), ap), law};
}

err
fail(struct ctx *c, err code, const char *field, const char *msgid, ...)
{
    va_list ap;
    va_start(ap, msgid);
    add(c, NULL, code, field, msgid, ap);
    va_end(ap);
    return code;
}

err
fail_law(struct ctx *c, const char *law, err code, const char *field, const char *msgid,
         ...)
{
    va_list ap;
    va_start(ap, msgid);
    add(c, law, code, field, msgid, ap);
    va_end(ap);
    return code;
}

void
note_fault(struct ctx *c, err code, const char *field, const char *msgid, ...)
{
    va_list ap;
    va_start(ap, msgid);
    add(c, NULL, code, field, msgid, ap);
    va_end(ap);
}

err
faults(const struct ctx *c)
{
    return c->code;
}

void
clear_faults(struct ctx *c)
{
    c->code = OK;
    c->faults = (struct fault_list){0};
    c->detail = NULL;
}

void
ctx_on(struct ctx *c, day d)
{
    enum {
        NINE = 2 /* in UTC */
    };
    c->today = d;
    c->now = (instant){(d.v * INT64_C(24) + NINE) * 3600 * 1000000};
}

struct moment
ctx_moment(const struct ctx *c)
{
    return (struct moment){c->actor, c->today, c->now};
}

void
ctx_back(struct ctx *c, const struct moment *to)
{
    c->actor = to->actor;
    c->today = to->today;
    c->now = to->now;
}

int64_t
page_limit(const struct ctx *c, int64_t asked)
{
    enum {
        ROWS = 50,
        MOST = 1000,
        MOST_EXPORTED = 2000000
    };
    if (c->whole)
        return MOST_EXPORTED;
    return asked < 1 ? ROWS : asked > MOST ? MOST : asked;
}
