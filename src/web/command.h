/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command.h: the terminal. A room's commands are rows too: `haicap NAME [ARG …] --option VALUE`.
 * main opens the database of --db, sets the operator (or --as USER) as actor, runs the command,
 * writes `out` to standard output, faults to standard error; exit status 0 only on OK.
 */
#ifndef WEB_COMMAND_H
#define WEB_COMMAND_H
#include "store/store.h"

struct cli {
    int n_args;
    const char **args;    /* positional, without the command's name: "units", "FILE" */
    const struct pair_list *options; /* "from" → "2024-12-31"; flags have the value "1" */
    struct buf out;       /* to standard output when run returns, also after an error */
    struct buf err;       /* to standard error: progress and reports */
};
struct command {
    const char *name;     /* "import" */
    const char *usage;    /* "import units|figures|successions|adjacency FILE --db URL [--dry-run]" */
    const char *help;     /* message id */
    const char *options;  /* names it takes beside db, as, today, lang: "valid-from= dry-run" ('=': with
                             a value); others are refused */
    bool writes;          /* opened for writing */
    bool no_db;           /* needs none */
    err (*run)(struct ctx *c, struct cli *cli); /* no transaction is open yet */
    bool db_optional;     /* runs without --db too: c->db is NULL then */
};

const char *cli_option(const struct cli *cli, const char *name); /* NULL: not given */
/* A day option; `otherwise` if not given; INVALID(name). */
NODISCARD err cli_day(struct ctx *c, const struct cli *cli, const char *name, day otherwise,
                      day *out);
/* Positional i, or INVALID with the usage. */
NODISCARD err cli_arg(struct ctx *c, const struct cli *cli, int i, const char *what,
                      const char **out);
/* A whole file ("-": standard input), at most `most` bytes, into c->arena; a workbook as the CSV of its
 * first sheet. */
NODISCARD err cli_read(struct ctx *c, const char *path, size_t most, const char **text,
                       size_t *n);
/* One write transaction with its acts sealed. dry: the same, rolled back at the end. */
NODISCARD err cli_write(struct ctx *c, err (*fn)(struct ctx *c, void *arg), void *arg,
                        bool dry);
/* One read transaction. */
NODISCARD err cli_view(struct ctx *c, err (*fn)(struct ctx *c, void *arg), void *arg);
#endif
