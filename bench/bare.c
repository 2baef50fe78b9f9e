/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bare.c: what the disk and SQLite alone do, to read the rest beside.
 *   bare sync DIR          microseconds of one fdatasync after 4 KiB: median and p99 of 200
 *   bare insert FILE SECONDS   rows a second: WAL, synchronous=FULL, one insert per commit, a
 *                          table and indexes like a register's, no session, no log, no HTTP
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int
sync_time(const char *dir)
{
    enum { N = 200 };
    static char page[4096];
    double t[N];
    char path[4096];
    snprintf(path, sizeof path, "%s/sync-probe", dir);
    int fd = open(path, O_CREAT | O_RDWR, 0600);
    if (fd < 0)
        return 1;
    for (int i = 0; i < N; i++) {
        page[0] = (char)i;
        if (pwrite(fd, page, sizeof page, (off_t)i * 4096) != sizeof page)
            return 1;
        double from = now();
        if (fdatasync(fd) != 0)
            return 1;
        t[i] = now() - from;
    }
    close(fd);
    unlink(path);
    qsort(t, N, sizeof *t, by_value);
    printf("{\"median_us\": %.0f, \"p99_us\": %.0f}\n", t[N / 2] * 1e6, t[N * 99 / 100] * 1e6);
    return 0;
}

static void
run(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, why);
        exit(1);
    }
}

static int
insert_rate(const char *file, double seconds)
{
    sqlite3 *db;
    sqlite3_stmt *add;
    if (sqlite3_open(file, &db) != SQLITE_OK)
        return 1;
    run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE IF NOT EXISTS seal (id INTEGER PRIMARY KEY, org_held INTEGER NOT NULL,"
            " state TEXT NOT NULL, received_on TEXT NOT NULL, search TEXT NOT NULL, sort_key TEXT"
            " NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL) STRICT;"
            "CREATE INDEX IF NOT EXISTS by_title ON seal (org_held, state, sort_key, id);"
            "CREATE INDEX IF NOT EXISTS by_day ON seal (org_held, state, received_on, id);"
            "CREATE INDEX IF NOT EXISTS all_ ON seal (state, received_on, id)");
    if (sqlite3_prepare_v2(db, "INSERT INTO seal (org_held, state, received_on, search, sort_key,"
                               " number, kind) VALUES (?1, 'open', '2026-01-02', ?2, ?2, ?2,"
                               " 'emblem')", -1, &add, NULL) != SQLITE_OK)
        return 1;
    long n = 0;
    double from = now(), to = from;
    for (; to - from < seconds; to = now(), n++) {
        char number[40];
        snprintf(number, sizeof number, "bench %ld", n);
        sqlite3_bind_int64(add, 1, 1000 + n % 100);
        sqlite3_bind_text(add, 2, number, -1, SQLITE_TRANSIENT);
        if (sqlite3_step(add) != SQLITE_DONE)
            return 1;
        sqlite3_reset(add);
    }
    sqlite3_finalize(add);
    sqlite3_close(db);
    printf("{\"rows\": %ld, \"seconds\": %.6f}\n", n, to - from);
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "sync") == 0)
        return sync_time(argv[2]);
    if (argc == 4 && strcmp(argv[1], "insert") == 0)
        return insert_rate(argv[2], atof(argv[3]));
    fprintf(stderr, "usage: bare sync DIR | bare insert FILE SECONDS\n");
    return 1;
}
