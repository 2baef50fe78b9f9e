/* SPDX-License-Identifier: Apache-2.0 */
/* plan_read_cli.c: haicap read-plan. */
#include "task/plan_read.h"
#include "web/command.h"

static err
read_plan_run(struct ctx *c, struct cli *cli)
{
    const char *path, *text;
    size_t n;
    struct plan plan;
    TRY(cli_arg(c, cli, 0, "FILE", &path));
    TRY(cli_read(c, path, PLAN_BYTES_MOST, &text, &n));
    TRY(plan_read(c, text, n, &plan));
    view_json(c, &cli->out, &plan_view, &plan);
    return OK;
}

extern const struct command plan_read_commands[];
const struct command plan_read_commands[] = {
    {.name = "read-plan",
     .usage = "read-plan FILE",
     .help = N_("What a plan in Vietnamese asks of whom by when, as JSON"),
     .no_db = true,
     .run = read_plan_run},
    {0},
};
