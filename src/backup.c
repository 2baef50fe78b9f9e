/* SPDX-License-Identifier: Apache-2.0 */
/* backup.c: `haicap backup` and `haicap restore`. */
#include "base/msg.h"
#include "cli.h"

static err
backup_run(struct ctx *c, struct cli *cli)
{
    const char *file;
    TRY(cli_arg(c, cli, 0, "FILE", &file));
    return db_backup(c, file);
}

static err
restore_run(struct ctx *c, struct cli *cli)
{
    const char *file, *url = cli_option(cli, "db");
    TRY(cli_arg(c, cli, 0, "FILE", &file));
    if (!url)
        return fail(c, ERR_INVALID, "db", N_("Say which database: --db FILE or --db "
                                             "postgresql://…"));
    return db_restore(c, file, url);
}

const struct command backup_commands[] = {
    {"backup", "backup FILE --db URL", N_("A consistent copy, also while others write"), "", false,
     false, backup_run},
    {"restore", "restore FILE --db URL", N_("Make a database from such a copy"), "", true, true,
     restore_run},
    {0},
};
