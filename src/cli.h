/* SPDX-License-Identifier: Apache-2.0 */
/* cli.h: the commands that belong to no room. */
#ifndef CLI_H
#define CLI_H
#include "web/command.h"
#include "web/web.h"

extern const struct command init_commands[], serve_commands[], backup_commands[];
extern const struct command *const command_tables[];
extern const size_t n_command_tables;

/* NULL: no such command. */
const struct command *command_find(const char *name);
#endif
