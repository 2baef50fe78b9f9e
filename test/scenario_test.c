/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scenario_test.c: decrees on the demo province as a jurist would check them: test/scenario/NN.in is
 * a text, NN.ok what the house says of it. A first line "# sau: 1318-2024" executes that first.
 * HAICAP_BLESS=1 (make ok) writes the .ok files anew; git diff then judges.
 */
#include <glob.h>

#include "demo.h"

#include "decree/decree.h"
#include "kernel/access.h"

static const char *
read_file(struct ctx *c, const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f)
        return NULL;
    struct buf b = {0};
    char part[4096];
    size_t n;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_put(&b, part, n);
    fclose(f);
    const char *s = arena_strndup(c->arena, b.s ? b.s : "", b.n);
    buf_free(&b);
    return s;
}

static void
write_faults(struct ctx *c, struct buf *b)
{
    for (size_t i = 0; i < c->faults.n; i++)
        buf_printf(b, "! %s\n", c->faults.v[i].message);
    clear_faults(c);
}

static void
write_findings(struct buf *b, const struct decree_plan *p)
{
    for (size_t i = 0; i < p->findings.n; i++) {
        const struct finding *f = &p->findings.v[i];
        buf_printf(b, "%s [%s]%s%s: %s\n", finding_levels[f->level].name, f->code,
                   f->clause ? " " : "", f->clause ? f->clause : "", f->message);
    }
}

static void
write_steps(struct buf *b, const struct decree_plan *p)
{
    for (size_t i = 0; i < p->steps.n; i++) {
        const struct decree_step *s = &p->steps.v[i];
        buf_printf(b, "%s", step_kinds[s->kind].name);
        if (s->matter)
            buf_printf(b, " [%s]", s->matter);
        if (s->from_name)
            buf_printf(b, " %s (%s)", s->from_name, s->from_code ? s->from_code : "-");
        if (s->to_name)
            buf_printf(b, " → %s (%s)", s->to_name, s->to_code ? s->to_code : "-");
        if (s->detail)
            buf_printf(b, " · %s", s->detail);
        if (s->n != INT_NONE)
            buf_printf(b, ": %lld", (long long)s->n);
        buf_putc(b, '\n');
    }
}

static void
say(struct ctx *c, const char *text, struct buf *b)
{
    struct decree d;
    struct decree_plan p;
    struct decree_report r;
    if (decree_add(c, text, &d) != OK) {
        write_faults(c, b);
        return;
    }
    ok(c, decree_plan(c, d.code, &p));
    write_findings(b, &p);
    write_steps(b, &p);
    if (p.n_block)
        return;
    ok(c, decree_execute(c, d.code, true, &r));
    buf_puts(b, r.text);
}

static void
run_one(struct ctx *c, const char *path)
{
    static const char after[] = "# sau: ";
    const char *text = read_file(c, path);
    struct buf got = {0};
    assert_non_null(text);
    c->actor = &operator_;
    ok(c, db_savepoint(c));
    if (strncmp(text, after, strlen(after)) == 0) {
        struct decree_report r;
        const char *code = text + strlen(after);
        ok(c, decree_execute(c, arena_strndup(c->arena, code, strcspn(code, "\n")),
                             false, &r));
    }
    say(c, text, &got);
    db_rollback_to(c);
    const char *expected =
        arena_printf(c->arena, "%.*sok", (int)strlen(path) - 2, path);
    if (getenv("HAICAP_BLESS")) {
        FILE *f = fopen(expected, "w");
        assert_non_null(f);
        fputs(buf_str(&got), f);
        fclose(f);
    } else {
        const char *want = read_file(c, expected);
        if (!want || strcmp(want, buf_str(&got)) != 0)
            print_error("%s: make ok writes what is said now; git diff shows it\n",
                        path);
        assert_non_null(want);
        assert_string_equal(buf_str(&got), want);
    }
    buf_free(&got);
}

static void
each_text_is_answered_as_before(void **state)
{
    struct ctx c = {0};
    test_demo_start(&c, state);
    const char *root = getenv("HAICAP_SOURCE");
    glob_t files;
    assert_int_equal(
        glob(arena_printf(c.arena, "%s/test/scenario/*.in", root ? root : "."), 0, NULL,
             &files),
        0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        run_one(&c, files.gl_pathv[i]);
    globfree(&files);
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(each_text_is_answered_as_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
