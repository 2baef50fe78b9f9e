/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: argv to a command: options checked, database opened, actor known, faults told. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/msg.h"
#include "cli.h"
#include "kernel/access.h"

static instant
clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (instant){t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000};
}

/* Is `name` among the space-separated options? *valued: it takes a value ("name="). */
static bool
takes(const char *options, const char *name, bool *valued)
{
    size_t n = strlen(name);
    for (const char *p = options; p && *p; p += strcspn(p, " "), p += *p == ' ')
        if (strncmp(p, name, n) == 0 && (p[n] == '\0' || p[n] == ' ' || p[n] == '=')) {
            *valued = p[n] == '=';
            return true;
        }
    return false;
}

static err
read_argv(struct ctx *c, const struct command *k, int argc, char **argv, struct cli *cli,
          struct pair_list *options)
{
    static const char common[] = "db= as= today= lang=";
    cli->args = NEWN(c->arena, const char *, argc);
    for (int i = 2; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0) {
            cli->args[cli->n_args++] = argv[i];
            continue;
        }
        char *name = arena_strdup(c->arena, argv[i] + 2), *eq = strchr(name, '=');
        if (eq)
            *eq = '\0';
        bool valued;
        if (!takes(common, name, &valued) && !takes(k->options, name, &valued))
            return fail(c, ERR_INVALID, name, N_("haicap %s knows no option --%s"), k->name,
                        name);
        const char *value = "1";
        if (valued && !eq && i + 1 == argc)
            return fail(c, ERR_INVALID, name, N_("--%s wants a value"), name);
        if (valued)
            value = eq ? eq + 1 : argv[++i];
        *PUSH(c->arena, options) = (struct pair){name, value};
    }
    cli->options = options;
    return OK;
}

static err
run(struct ctx *c, const struct command *k, struct cli *cli)
{
    const struct catalog *lang = catalog_for(cli_option(cli, "lang"));
    if (lang)
        c->lang = lang;
    if (k->no_db)
        return k->run(c, cli);
    const char *url = cli_option(cli, "db");
    if (!url && k->db_optional)
        return k->run(c, cli);
    if (!url)
        return fail(c, ERR_INVALID, "db", N_("Say which database: --db FILE or --db "
                                             "postgresql://…"));
    TRY(db_open(c, url, k->writes ? OPEN_WRITE : OPEN_READ, &c->db));
    if (strcmp(k->name, "upgrade") != 0)
        TRY(schema_check(c));
    TRY(cli_day(c, cli, "today", c->today, &c->today));
    struct actor *who;
    TRY(db_begin(c, false));
    err e = strcmp(k->name, "upgrade") == 0 ? OK : actor_of(c, cli_option(cli, "as"), &who);
    db_rollback(c);
    TRY(e);
    if (strcmp(k->name, "upgrade") != 0)
        c->actor = who;
    return k->run(c, cli);
}

static void
tell(const struct ctx *c, const char *name, err e)
{
    for (size_t i = 0; i < c->faults.n; i++) {
        const struct fault *f = &c->faults.v[i];
        fprintf(stderr, "haicap %s: %s%s%s%s%s\n", name, f->field ? f->field : "",
                f->field ? ": " : "", f->message, f->law ? " — " : "", f->law ? f->law : "");
    }
    if (c->faults.n == 0)
        fprintf(stderr, "haicap %s: %s\n", name, T(c, err_title(e)));
    if (c->detail && e == ERR_INTERNAL)
        fprintf(stderr, "haicap %s: %s\n", name, c->detail);
}

int
main(int argc, char **argv)
{
    must(sodium_init() >= 0);
    const char *name = argc > 1 ? argv[1] : "help";
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    CLEANUP(arena_free) struct arena arena = {0};
    instant now = clock_now();
    const char *lang = getenv("LANG");
    struct ctx c = {.arena = &arena, .now = now, .today = day_of_instant(now)};
    c.lang = catalog_for(lang);
    const struct command *k = command_find(name);
    if (!k) {
        fprintf(stderr, "haicap: no command %s; see haicap help\n", name);
        return 2;
    }
    struct cli cli = {0};
    struct pair_list options = {0};
    err e = read_argv(&c, k, argc, argv, &cli, &options);
    if (e == OK)
        e = run(&c, k, &cli);
    bool told = fwrite(cli.err.s, 1, cli.err.n, stderr) == cli.err.n &&
                fwrite(cli.out.s, 1, cli.out.n, stdout) == cli.out.n && fflush(stdout) == 0;
    if (e != OK)
        tell(&c, name, e);
    buf_free(&cli.out);
    buf_free(&cli.err);
    db_close(c.db);
    return e == OK && told ? 0 : 1;
}
