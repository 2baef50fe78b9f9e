/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/formula.h"

#include "base/msg.h"
#include "base/text.h"

__extension__ typedef __int128 wide;

enum {
    CODE_MOST = 40,
    ONE = 10000,
    DIGITS_MOST = 9
};

/* ---- reading ---- */

struct reader {
    struct ctx *c;
    const char *text, *at, *field;
    struct formula *out;
    int depth;
};

static err
wrong(struct reader *r, const char *what)
{
    return fail(r->c, ERR_INVALID, r->field, N_("At character %d: %s"),
                (int)(r->at - r->text) + 1, T(r->c, what));
}

static void
blanks(struct reader *r)
{
    while (*r->at == ' ' || *r->at == '\t' || *r->at == '\n')
        r->at++;
}

static bool
take(struct reader *r, char sign)
{
    blanks(r);
    if (*r->at != sign)
        return false;
    r->at++;
    return true;
}

static err
put(struct reader *r, struct formula_step step)
{
    if (r->out->steps.n == FORMULA_STEPS_MOST)
        return wrong(r, N_("the formula is too long"));
    *PUSH(r->c->arena, &r->out->steps) = step;
    return OK;
}

static err
put_op(struct reader *r, char op)
{
    return put(r, (struct formula_step){.op = op});
}

static bool
is_letter(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

static bool
is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

static size_t
word_length(const char *s)
{
    size_t n = 0;
    if (!is_letter(*s))
        return 0;
    while (is_letter(s[n]) || is_digit(s[n]) || s[n] == '_' || s[n] == '.')
        n++;
    return n;
}

bool
formula_code_ok(const char *s, size_t n)
{
    return n > 0 && n <= CODE_MOST && word_length(s) == n;
}

static err
number(struct reader *r)
{
    struct formula_step step = {.op = '#', .den = 1};
    int n = 0;
    bool after = false;
    for (; is_digit(*r->at) || (*r->at == '.' && !after); r->at++) {
        if (*r->at == '.') {
            after = true;
            continue;
        }
        if (n++ == DIGITS_MOST)
            return wrong(r, N_("a number of too many digits"));
        step.num = step.num * 10 + *r->at - '0';
        step.den *= after ? 10 : 1;
    }
    return n ? put(r, step) : wrong(r, N_("a number is needed here"));
}

static err
indicator(struct reader *r, const char *code)
{
    struct formula_code_list *codes = &r->out->codes;
    size_t i = 0;
    while (i < codes->n && !str_eq(codes->v[i].code, code))
        i++;
    if (i == codes->n)
        *PUSH(r->c->arena, codes) = (struct formula_code){code};
    return put(r, (struct formula_step){.op = '$', .code = i});
}

static err expression(struct reader *r);

/* Whatever calls itself goes through here. */
static err
deeper(struct reader *r, err (*what)(struct reader *))
{
    if (r->depth == FORMULA_DEPTH_MOST)
        return wrong(r, N_("too many brackets within one another"));
    r->depth++;
    TRY(what(r));
    r->depth--;
    return OK;
}

/* sum(a, b, …), ratio(a, b), percent(a, b) */
static err
function(struct reader *r, const char *name)
{
    bool is_sum = str_eq(name, "sum"), is_percent = str_eq(name, "percent");
    int n = 0;
    if (!is_sum && !is_percent && !str_eq(name, "ratio"))
        return wrong(r, N_("there is sum, ratio and percent, no other function"));
    do {
        TRY(expression(r));
        if (++n > 1 && is_sum)
            TRY(put_op(r, '+'));
        if (n == 1 && is_percent) {
            TRY(put(r, (struct formula_step){.op = '#', .num = 100, .den = 1}));
            TRY(put_op(r, '*'));
        }
    } while (take(r, ','));
    if (!is_sum && n != 2)
        return wrong(r, N_("a ratio is of two"));
    if (!is_sum)
        TRY(put_op(r, '/'));
    return take(r, ')') ? OK : wrong(r, N_("a bracket is not closed"));
}

static err
operand(struct reader *r)
{
    blanks(r);
    if (take(r, '(')) {
        TRY(expression(r));
        return take(r, ')') ? OK : wrong(r, N_("a bracket is not closed"));
    }
    if (take(r, '-')) {
        TRY(deeper(r, operand));
        return put_op(r, '~');
    }
    size_t n = word_length(r->at);
    if (!n)
        return number(r);
    if (n > CODE_MOST)
        return wrong(r, N_("a code that is too long"));
    const char *word = arena_strndup(r->c->arena, r->at, n);
    r->at += n;
    return take(r, '(') ? function(r, word) : indicator(r, word);
}

static err
product(struct reader *r)
{
    TRY(deeper(r, operand));
    for (;;) {
        char op = take(r, '*') ? '*' : take(r, '/') ? '/' : '\0';
        if (!op)
            return OK;
        TRY(deeper(r, operand));
        TRY(put_op(r, op));
    }
}

static err
expression(struct reader *r)
{
    TRY(product(r));
    for (;;) {
        char op = take(r, '+') ? '+' : take(r, '-') ? '-' : '\0';
        if (!op)
            return OK;
        TRY(product(r));
        TRY(put_op(r, op));
    }
}

err
formula_parse(struct ctx *c, const char *text, const char *field, struct formula *out)
{
    struct reader r = {.c = c, .text = text, .at = text, .field = field, .out = out};
    *out = (struct formula){0};
    if (strlen(text) > FORMULA_BYTES_MOST)
        return wrong(&r, N_("the formula is too long"));
    TRY(expression(&r));
    blanks(&r);
    if (*r.at)
        return wrong(&r, N_("nothing should follow here"));
    if (!out->codes.n)
        return wrong(&r, N_("the formula names no indicator"));
    return OK;
}

/* ---- reckoning ---- */

struct fraction {
    wide num, den; /* den above 0, in lowest terms */
};

static struct fraction
lowest(wide num, wide den)
{
    wide a = num < 0 ? -num : num, b = den;
    while (b) {
        wide rest = a % b;
        a = b;
        b = rest;
    }
    return a ? (struct fraction){num / a, den / a} : (struct fraction){0, 1};
}

/* So far from the edge that the sign can be turned. */
static bool
fits(wide v)
{
    wide edge = (wide)1 << 126;
    return v > -edge && v < edge;
}

static bool
times(struct fraction a, struct fraction b, struct fraction *out)
{
    wide num, den;
    if (__builtin_mul_overflow(a.num, b.num, &num) ||
        __builtin_mul_overflow(a.den, b.den, &den) || !fits(num))
        return false;
    *out = lowest(num, den);
    return true;
}

static bool
plus(struct fraction a, struct fraction b, struct fraction *out)
{
    wide left, right, num, den;
    if (__builtin_mul_overflow(a.num, b.den, &left) ||
        __builtin_mul_overflow(b.num, a.den, &right) ||
        __builtin_add_overflow(left, right, &num) ||
        __builtin_mul_overflow(a.den, b.den, &den) || !fits(num))
        return false;
    *out = lowest(num, den);
    return true;
}

static const char too_large[] = N_("The number is too large");

static const char *
apply(char op, struct fraction a, struct fraction b, struct fraction *out)
{
    if (op == '/' && b.num == 0)
        return N_("It would be divided by zero");
    if (op == '-')
        b.num = -b.num;
    if (op == '/')
        b = b.num < 0 ? (struct fraction){-b.den, -b.num}
                      : (struct fraction){b.den, b.num};
    bool done = op == '+' || op == '-' ? plus(a, b, out) : times(a, b, out);
    return done ? NULL : too_large;
}

static bool
rounded(struct fraction f, int64_t *out)
{
    wide num, twice;
    bool below = f.num < 0;
    if (__builtin_mul_overflow(below ? -f.num : f.num, (wide)ONE * 2, &num) ||
        __builtin_add_overflow(num, f.den, &num) ||
        __builtin_mul_overflow(f.den, (wide)2, &twice))
        return false;
    wide whole = num / twice;
    if (whole > INT64_C(1000000000000000000))
        return false;
    *out = (int64_t)(below ? -whole : whole);
    return true;
}

bool
formula_reckon(const struct formula *f, const int64_t *values, int64_t *out,
               const char **why)
{
    struct fraction stack[FORMULA_STEPS_MOST];
    size_t n = 0;
    for (size_t i = 0; i < f->steps.n; i++) {
        const struct formula_step *s = &f->steps.v[i];
        if (s->op == '#') {
            stack[n++] = lowest(s->num, s->den);
        } else if (s->op == '$') {
            stack[n++] = lowest(values[s->code], ONE);
        } else if (s->op == '~') {
            stack[n - 1].num = -stack[n - 1].num;
        } else {
            must(n >= 2);
            n--;
            *why = apply(s->op, stack[n - 1], stack[n], &stack[n - 1]);
            if (*why)
                return false;
        }
    }
    must(n == 1);
    *why = rounded(stack[0], out) ? NULL : too_large;
    return !*why;
}
