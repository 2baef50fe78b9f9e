/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formula.h: an expression over indicators:
 *
 *     sum(lawyers, clerks)        ratio(spent, approved)        percent(trained, officials)
 *     (a + b - c) * 100 / 2.5
 *
 * Reckoned exactly, in fractions; rounded once, at the end, half away from zero.
 */
#ifndef INDICATOR_FORMULA_H
#define INDICATOR_FORMULA_H
#include "base/ctx.h"

enum {
    FORMULA_BYTES_MOST = 500,
    FORMULA_STEPS_MOST = 200,
    FORMULA_DEPTH_MOST = 32
};
struct formula_step {
    char op; /* '#': a number; '$': an indicator; + - * / ~ (the sign turned) */
    int64_t num, den; /* '#' */
    size_t code;      /* '$': which of codes */
};
struct formula_step_list LIST(struct formula_step);
struct formula_code {
    const char *code;
};
struct formula_code_list LIST(struct formula_code);
struct formula {
    struct formula_step_list steps; /* operands before their operator */
    struct formula_code_list codes; /* each once, in order */
};
/* INVALID(field): what is wrong, at which character. */
NODISCARD err formula_parse(struct ctx *c, const char *text, const char *field,
                            struct formula *out);
/* Is it the code of an indicator? Letters, digits, '_' and '.'; begins with a letter; at most 40. */
bool formula_code_ok(const char *s, size_t n);
/*
 * values[i] is that of codes[i], in ten-thousandths. False: *why says why there is none (a message
 * id): a division by zero, a number that is too large.
 */
bool formula_reckon(const struct formula *f, const int64_t *values, int64_t *out,
                    const char **why);
#endif
