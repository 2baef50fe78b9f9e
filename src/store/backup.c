/* SPDX-License-Identifier: Apache-2.0 */
/* backup.c: copies of a whole database, each engine in its own way. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/msg.h"
#include "store/store.h"

extern char **environ;

static bool
exists(const char *file)
{
    struct stat st;
    return stat(file, &st) == 0;
}

/* What was copied must be on the disk before anybody is told so. */
static err
synced(struct ctx *c, const char *file)
{
    int fd = open(file, O_RDONLY);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    if (good)
        return OK;
    return fail(c, ERR_INTERNAL, NULL, N_("%s cannot be written: %s"), file, strerror(errno));
}

static const char *
quoted(struct arena *a, const char *s)
{
    CLEANUP(buf_free) struct buf b = {0};
    buf_putc(&b, '\'');
    for (; *s; s++) {
        if (*s == '\'')
            buf_putc(&b, '\'');
        buf_putc(&b, *s);
    }
    buf_putc(&b, '\'');
    return arena_strndup(a, b.s, b.n);
}

static err
copy_sqlite(struct ctx *c, const char *file)
{
    /* a reader's connection is query_only, which the engine takes to mean the copy too */
    const char *sql = arena_printf(c->arena, "PRAGMA query_only=OFF; VACUUM INTO %s",
                                   quoted(c->arena, file));
    if (db_script(c, sql) == OK)
        return synced(c, file);
    unlink(file); /* it was not there before */
    return fail(c, ERR_INVALID, NULL, N_("%s cannot be written: %s"), file,
                c->detail ? c->detail : "");
}

static err
run(struct ctx *c, const char *const argv[])
{
    pid_t pid;
    int status = -1;
    if (posix_spawnp(&pid, argv[0], NULL, NULL, (char *const *)(uintptr_t)argv, environ) != 0)
        return fail(c, ERR_INVALID, NULL, N_("%s is not installed here"), argv[0]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status == 0 ? OK : fail(c, ERR_INVALID, NULL, N_("%s failed"), argv[0]);
}

err
db_backup(struct ctx *c, const char *file)
{
    if (exists(file))
        return fail(c, ERR_CONFLICT, NULL, N_("%s exists already"), file);
    if (db_engine(c->db) == ENGINE_SQLITE)
        return copy_sqlite(c, file);
    TRY(run(c, (const char *const[]){"pg_dump", "--format=custom", "--no-owner", "--file", file,
                                     "--dbname", db_url(c->db), NULL}));
    return synced(c, file);
}

err
db_restore(struct ctx *c, const char *file, const char *url)
{
    if (!exists(file))
        return fail(c, ERR_NOT_FOUND, NULL, N_("%s cannot be read: %s"), file,
                    strerror(errno));
    bool postgres = strncmp(url, "postgres", 8) == 0;
    if (!postgres && exists(url))
        return fail(c, ERR_CONFLICT, NULL, N_("%s exists already"), url);
    if (postgres) {
        bool started;
        TRY(db_open(c, url, OPEN_WRITE, &c->db));
        TRY(schema_started(c, &started));
        if (started)
            return fail(c, ERR_CONFLICT, NULL, N_("%s is a database of haicap already"), url);
        TRY(run(c, (const char *const[]){"pg_restore", "--no-owner", "--exit-on-error",
                                         "--single-transaction", "--dbname", url, file, NULL}));
    } else {
        TRY(db_open(c, file, OPEN_READ, &c->db));
        TRY(schema_check(c));
        TRY(copy_sqlite(c, url));
        db_close(c->db);
        c->db = NULL;
        TRY(db_open(c, url, OPEN_WRITE, &c->db));
    }
    return schema_check(c);
}
