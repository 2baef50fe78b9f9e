/* SPDX-License-Identifier: Apache-2.0 */
/* init.c: `haicap init`: a new installation, empty or with the demo province in it; `haicap key`. */
#include <stdio.h>

#include "base/msg.h"
#include "base/text.h"
#include "cli.h"
#include "decree/decree_demo.h"
#include "demo_others.h"
#include "indicator/indicator_demo.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "obstacle/obstacle_demo.h"
#include "report/report_demo.h"
#include "task/task_demo.h"
#include "task/task_files_demo.h"

static err
first_account(struct ctx *c, void *arg)
{
    const char *password = arg;
    struct person p = {.username = "quan-tri",
                       .name = "Quản trị hệ thống",
                       .lang = "vi",
                       .must_change = true,
                       .valid_from = c->today,
                       .valid_to = DAY_MAX,
                       .locked_until = INSTANT_NONE};
    person_id id;
    TRY(person_add(c, &p, password, &id));
    struct grant g = {.person_id = id,
                      .role = "operator",
                      .below = true,
                      .valid_from = c->today,
                      .valid_to = DAY_MAX,
                      .interim_until = DAY_NONE};
    return grant_add(c, &g, NULL);
}

struct demo {
    struct cli *cli;
    struct demo_account_list accounts;
};

static err
load_demo(struct ctx *c, void *arg)
{
    struct demo *d = arg;
    d->accounts = (struct demo_account_list){0};
    TRY(decree_demo_load(c, password_generate, &d->accounts));
    TRY(task_demo_load(c));
    TRY(task_files_demo_load(c));
    TRY(demo_others_load(c, password_generate, &d->accounts));
    TRY(obstacle_demo_load(c));
    TRY(indicator_demo_load(c));
    TRY(indicator_demo_load_others(c));
    TRY(report_demo_load(c));
    return OK;
}

/* What is kept is in the house's first language, whatever the terminal speaks. */
static err
write_first(struct ctx *c, err (*job)(struct ctx *c, void *arg), void *arg)
{
    const struct catalog *asked = c->lang;
    c->lang = &catalogs[0];
    err e = cli_write(c, job, arg, false);
    c->lang = asked;
    return e;
}

static err
fill(struct ctx *c, struct cli *cli)
{
    const char *demo = cli_option(cli, "demo");
    if (!demo) {
        const char *password = password_generate(c->arena);
        TRY(write_first(c, first_account, (void *)(uintptr_t)password));
        buf_printf(&cli->out, "quan-tri\t%s\n", password);
        return OK;
    }
    struct demo d = {.cli = cli};
    TRY(write_first(c, load_demo, &d));
    for (size_t i = 0; i < d.accounts.n; i++) {
        const struct demo_account *a = &d.accounts.v[i];
        buf_printf(&cli->out, "%s\t%s\t%s%s%s\n", a->username, a->password,
                   a->where ? a->where : "", a->where ? ": " : "", T(c, a->what));
    }
    return OK;
}

/* No other command makes one: a key that is missing must be missed. */
static err
make_key(struct ctx *c, const char *url)
{
    struct act_keys *keys;
    TRY(act_keys_open(c, url, true, &keys));
    act_keys_close(keys);
    return OK;
}

static err
key_run(struct ctx *c, struct cli *cli UNUSED)
{
    struct act_keys *keys;
    err e = act_keys_open(c, db_url(c->db), false, &keys);
    if (e == OK) {
        act_keys_close(keys);
        return fail(c, ERR_CONFLICT, NULL, N_("The log has its key already"));
    }
    if (e != ERR_NOT_FOUND)
        return e;
    clear_faults(c);
    return make_key(c, db_url(c->db));
}

static err
init_run(struct ctx *c, struct cli *cli)
{
    const char *url = cli_option(cli, "db"), *demo = cli_option(cli, "demo");
    if (!url)
        return fail(c, ERR_INVALID, "db",
                    N_("Say which database: --db FILE or --db "
                       "postgresql://…"));
    if (demo && strcmp(demo, "ninh-binh") != 0)
        return fail(c, ERR_INVALID, "demo", N_("There is one demo: ninh-binh"));
    TRY(db_open(c, url, OPEN_CREATE, &c->db));
    bool started;
    TRY(schema_started(c, &started));
    if (started)
        return fail(c, ERR_CONFLICT, "db", N_("%s is a database of haicap already"),
                    url);
    TRY(make_key(c, url));
    TRY(schema_upgrade(c, NULL));
    struct actor *operator_;
    TRY(db_begin(c, false));
    err e = actor_of(c, NULL, &operator_);
    db_rollback(c);
    TRY(e);
    c->actor = operator_;
    return fill(c, cli);
}

const struct command init_commands[] = {
    {"init", "init --db URL [--demo ninh-binh]",
     N_("Make a new installation; prints the accounts with their passwords, once"),
     "demo=", true, true, init_run},
    {"key", "key --db URL",
     N_("Make the log's key where it is lost for good: heads signed by the old one do not fit it"),
     "", true, false, key_run},
    {0},
};
