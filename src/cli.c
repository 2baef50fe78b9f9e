/* SPDX-License-Identifier: Apache-2.0 */
/* cli.c: what the commands of all rooms share (web/command.h), and the house's own commands. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "view/xlsx_in.h"
#include "web/edge.h"

const char *
cli_option(const struct cli *cli, const char *name)
{
    return pair_value(cli->options, name);
}

err
cli_day(struct ctx *c, const struct cli *cli, const char *name, day otherwise, day *out)
{
    const char *s = cli_option(cli, name);
    if (s && !day_parse(s, out))
        return fail(c, ERR_INVALID, name, N_("Not a day: write it like 01/07/2025 or 2025-07-01"));
    if (!s)
        *out = otherwise;
    return OK;
}

err
cli_arg(struct ctx *c, const struct cli *cli, int i, const char *what, const char **out)
{
    if (i >= cli->n_args)
        return fail(c, ERR_INVALID, what, N_("Say which %s"), what);
    *out = cli->args[i];
    return OK;
}

err
cli_read(struct ctx *c, const char *path, size_t most, const char **text, size_t *n)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *f = standard ? stdin : fopen(path, "rb");
    if (!f)
        return fail(c, ERR_NOT_FOUND, NULL, N_("%s cannot be read: %s"), path,
                    strerror(errno));
    CLEANUP(buf_free) struct buf b = {0};
    char part[65536];
    size_t got;
    while ((got = fread(part, 1, sizeof part, f)) > 0 && b.n <= most)
        buf_put(&b, part, got);
    bool bad = ferror(f) != 0;
    if (!standard)
        fclose(f);
    if (bad)
        return fail(c, ERR_INVALID, NULL, N_("%s cannot be read: %s"), path, strerror(errno));
    if (b.n > most)
        return fail(c, ERR_TOO_LARGE, NULL, N_("%s is larger than %zu bytes"), path, most);
    if (b.n && xlsx_looks_like(b.s, b.n)) {
        TRY(xlsx_to_csv(c, b.s, b.n, NULL, text));
        *n = strlen(*text);
        return OK;
    }
    *text = arena_strndup(c->arena, b.s ? b.s : "", b.n);
    *n = b.n;
    return OK;
}

struct sealed_run {
    err (*fn)(struct ctx *c, void *arg);
    void *arg;
    const struct act_keys *keys;
    bool dry;
};

static err
run_and_seal(struct ctx *c, void *arg)
{
    const struct sealed_run *r = arg;
    TRY(r->fn(c, r->arg));
    return r->dry ? OK : act_seal(c, r->keys);
}

static err
run_dry(struct ctx *c, const struct sealed_run *r)
{
    TRY(db_begin(c, true));
    err e = r->fn(c, r->arg);
    db_rollback(c);
    return e;
}

err
cli_write(struct ctx *c, err (*fn)(struct ctx *c, void *arg), void *arg, bool dry)
{
    struct sealed_run r = {fn, arg, NULL, dry};
    if (dry)
        return run_dry(c, &r);
    struct act_keys *keys;
    TRY(act_keys_open(c, db_url(c->db), false, &keys));
    r.keys = c->keys = keys;
    err e = tx_run(c, run_and_seal, &r);
    c->keys = NULL;
    if (e == OK)
        act_seal_published(c, keys);
    act_keys_close(keys);
    return e;
}

err
cli_view(struct ctx *c, err (*fn)(struct ctx *c, void *arg), void *arg)
{
    TRY(db_begin(c, false));
    err e = fn(c, arg);
    db_rollback(c);
    return e;
}

/* ---- call: the API without a wire ---- */

struct call {
    const struct edge *edge;
    struct request rq;
    struct answer a;
};

static err
answer_call(struct ctx *c, void *arg)
{
    struct call *k = arg;
    buf_free(&k->a.body);
    edge_answer(k->edge, c, &k->rq, &k->a);
    return k->a.again ? ERR_AGAIN : OK;
}

static err
call_run(struct ctx *c, struct cli *cli)
{
    const char *method, *path;
    TRY(cli_arg(c, cli, 0, "METHOD", &method));
    TRY(cli_arg(c, cli, 1, "PATH", &path));
    struct call k = {0};
    k.rq = (struct request){.method = strcmp(method, "GET") == 0    ? GET
                                      : strcmp(method, "POST") == 0 ? POST
                                                                    : METHOD_OTHER,
                            .method_name = method,
                            .accept = cli_option(cli, "html") ? "text/html" : NULL,
                            .accept_language = c->lang ? c->lang->lang : NULL,
                            .operator_ = true,
                            .as_user = cli_option(cli, "as"),
                            .force_json = !cli_option(cli, "html")};
    size_t n = strcspn(path, "?");
    k.rq.path = arena_strndup(c->arena, path, n);
    k.rq.query = path[n] ? path + n + 1 : "";
    if (k.rq.method == POST && !isatty(STDIN_FILENO)) {
        k.rq.content_type = "application/json";
        TRY(cli_read(c, "-", 256 * 1024 * 1024, &k.rq.body, &k.rq.n_body));
    }
    day today;
    TRY(cli_day(c, cli, "today", DAY_NONE, &today));
    struct edge *edge;
    TRY(edge_new(c, today, &edge));
    k.edge = edge;
    enum lane lane = edge_lane(edge, c->arena, &k.rq);
    err e = lane == LANE_WRITE || lane == LANE_PREPARED
                ? cli_write(c, answer_call, &k, false)
                : cli_view(c, answer_call, &k);
    if (k.a.status) /* they are in the answer */
        clear_faults(c);
    buf_put(&cli->out, k.a.body.s, k.a.body.n);
    if (k.a.body.n && k.a.body.s[k.a.body.n - 1] != '\n')
        buf_putc(&cli->out, '\n');
    buf_free(&k.a.body);
    edge_free(edge);
    TRY(e);
    return k.a.status < 400 ? OK
                            : fail(c, ERR_INVALID, NULL, N_("Answered %d"), k.a.status);
}

/* ---- schema, backup ---- */

static err
upgrade_run(struct ctx *c, struct cli *cli)
{
    int n;
    TRY(schema_upgrade(c, &n));
    buf_printf(&cli->err, T(c, N_("%d migrations done\n")), n);
    return OK;
}

static err
help_run(struct ctx *c, struct cli *cli)
{
    buf_printf(&cli->out, "haicap %s\n\n", HAICAP_VERSION);
    for (size_t i = 0; i < n_command_tables; i++)
        for (const struct command *k = command_tables[i]; k && k->name; k++)
            buf_printf(&cli->out, "  haicap %s\n      %s\n", k->usage, T(c, k->help));
    for (size_t i = 0; modules[i]; i++)
        for (const struct command *k = modules[i]->commands; k && k->name; k++)
            buf_printf(&cli->out, "  haicap %s\n      %s\n", k->usage, T(c, k->help));
    return OK;
}

static const struct command house_commands[] = {
    {"call", "call METHOD PATH --db URL [--as USER] [--today DATE] [--html] [<input.json]",
     N_("Any page or call of the API, here in the terminal"), "as= today= html", true, false,
     call_run},
    {"upgrade", "upgrade --db URL", N_("Bring an older database up to this program"), "", true,
     false, upgrade_run},
    {"help", "help", N_("This list"), "", false, true, help_run},
    {0},
};

const struct command *const command_tables[] = {house_commands, init_commands,
                                                serve_commands, backup_commands};
const size_t n_command_tables = COUNT(command_tables);

static const struct command *
find_in(const struct command *k, const char *name)
{
    for (; k && k->name; k++)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

const struct command *
command_find(const char *name)
{
    const struct command *found = NULL;
    for (size_t i = 0; !found && i < n_command_tables; i++)
        found = find_in(command_tables[i], name);
    for (size_t i = 0; !found && modules[i]; i++)
        found = find_in(modules[i]->commands, name);
    return found;
}
