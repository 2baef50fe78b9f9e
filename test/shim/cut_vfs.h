/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cut_vfs.h: a power cut for SQLite. A VFS that passes everything on to the usual one and remembers
 * what has been written to each file since its last xSync. At the chosen operation the power goes:
 * every file falls back to what was synced, plus as much of the rest as the mode says a disk had
 * written by itself; then the process ends at once. `kill -9` cannot show this: the system
 * keeps what a dead process wrote.
 *
 * For one thread in a child process: it ends the process. A header of static functions, because a
 * test is one file. Deletions and renames count as done at once; shared memory is not restored,
 * since SQLite builds it again when nobody holds the database open.
 */
#ifndef TEST_SHIM_CUT_VFS_H
#define TEST_SHIM_CUT_VFS_H
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

enum cut_mode {
    CUT_ALL,    /* nothing that was not synced is there */
    CUT_PREFIX, /* the first of those writes are, the last of them perhaps torn */
    CUT_SUBSET, /* any of them are: disks write in the order they like */
    CUT_MODES
};
enum {
    CUT_STATUS = 66, /* exit status of a process whose power went */
    CUT_FILES = 16,
    CUT_SECTOR = 512
};

/* A write or truncation that no sync has made safe yet. */
struct cut_event {
    sqlite3_int64 at, n;         /* bytes [at, at + n) became `new` … */
    sqlite3_int64 size, size_to; /* size of the file before and after */
    char *old, *new; /* … and were `old`, zeros beyond the end; NULL: no bytes */
};
struct cut_node {
    char path[512];
    bool is_new; /* made here and never synced: its name may go too */
    struct cut_event *v;
    size_t n, cap;
};
struct cut_file {
    sqlite3_file base;
    struct cut_node *node; /* NULL: a temporary file, nobody misses it */
    sqlite3_file *real;    /* right behind this struct */
};
static struct {
    sqlite3_vfs vfs, *real;
    sqlite3_io_methods io;
    struct cut_node node[CUT_FILES];
    size_t n;
    struct rng rng;
    uint64_t left; /* operations until the power goes */
    enum cut_mode mode;
} cut;

/* ---- the power goes ---- */

static void
cut_put(int fd, const struct cut_event *e, bool forward, sqlite3_int64 n)
{
    const char *bytes = forward ? e->new : e->old;
    must(!bytes || pwrite(fd, bytes, (size_t)n, e->at) == n);
    must(ftruncate(fd, forward ? e->size_to : e->size) == 0);
}

static void
cut_fall_back(struct cut_node *f)
{
    int fd = open(f->path, O_RDWR);
    if (fd < 0)
        return;
    for (size_t i = f->n; i-- > 0;)
        cut_put(fd, &f->v[i], false, f->v[i].n);
    size_t kept = cut.mode == CUT_ALL ? 0 : rng_below(&cut.rng, f->n + 1);
    for (size_t i = 0; i < f->n; i++) {
        struct cut_event *e = &f->v[i];
        bool subset = cut.mode == CUT_SUBSET;
        if (subset ? rng_below(&cut.rng, 2) : i >= kept)
            continue;
        bool torn = !subset && i + 1 == kept && e->new &&rng_below(&cut.rng, 2);
        sqlite3_int64 n = e->n;
        if (torn) {
            n -= n % CUT_SECTOR;
            n -= (sqlite3_int64)rng_below(&cut.rng, (uint64_t)(n / CUT_SECTOR) + 1) *
                 CUT_SECTOR;
        }
        cut_put(fd, e, true, n);
    }
    close(fd);
    if (f->is_new && (cut.mode == CUT_ALL || rng_below(&cut.rng, 2)))
        unlink(f->path);
}

static _Noreturn void
cut_power(void)
{
    for (size_t i = 0; i < cut.n; i++)
        cut_fall_back(&cut.node[i]);
    _exit(CUT_STATUS);
}

static void
cut_tick(void)
{
    if (cut.left-- == 0)
        cut_power();
}

/* ---- files ---- */

static struct cut_file *
cut_of(sqlite3_file *f)
{
    return (struct cut_file *)(void *)f;
}

static void
cut_forget(struct cut_node *f)
{
    for (size_t i = 0; i < f->n; i++) {
        free(f->v[i].old);
        free(f->v[i].new);
    }
    f->n = 0;
}

static struct cut_node *
cut_node_of(const char *path)
{
    for (size_t i = 0; i < cut.n; i++)
        if (strcmp(cut.node[i].path, path) == 0)
            return &cut.node[i];
    must(cut.n < CUT_FILES && strlen(path) < sizeof cut.node[0].path);
    struct cut_node *f = &cut.node[cut.n++];
    snprintf(f->path, sizeof f->path, "%s", path);
    return f;
}

static void
cut_remember(struct cut_file *f, const void *new, sqlite3_int64 n, sqlite3_int64 at,
             sqlite3_int64 size_to)
{
    struct cut_node *node = f->node;
    if (!node)
        return;
    if (node->n == node->cap) {
        node->cap = node->cap ? 2 * node->cap : 64;
        node->v = realloc(node->v, node->cap * sizeof *node->v);
        must(node->v);
    }
    struct cut_event *e = &node->v[node->n++];
    *e = (struct cut_event){.at = at, .n = n, .size_to = size_to};
    must(f->real->pMethods->xFileSize(f->real, &e->size) == SQLITE_OK);
    if (e->size_to < 0)
        e->size_to = at + n > e->size ? at + n : e->size;
    if (n == 0)
        return;
    e->old = calloc(1, (size_t)n);
    must(e->old);
    int got = f->real->pMethods->xRead(f->real, e->old, (int)n, at);
    must(got == SQLITE_OK || got == SQLITE_IOERR_SHORT_READ);
    if (new) {
        e->new = malloc((size_t)n);
        must(e->new);
        memcpy(e->new, new, (size_t)n);
    }
}

static int
cut_close(sqlite3_file *f)
{
    return cut_of(f)->real->pMethods->xClose(cut_of(f)->real);
}
static int
cut_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    sqlite3_file *r = cut_of(f)->real;
    return r->pMethods->xRead(r, to, n, at);
}
static int
cut_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    sqlite3_file *r = cut_of(f)->real;
    cut_tick();
    cut_remember(cut_of(f), from, n, at, -1);
    return r->pMethods->xWrite(r, from, n, at);
}
static int
cut_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    sqlite3_file *r = cut_of(f)->real;
    sqlite3_int64 before;
    cut_tick();
    must(r->pMethods->xFileSize(r, &before) == SQLITE_OK);
    cut_remember(cut_of(f), NULL, before > size ? before - size : 0, size, size);
    return r->pMethods->xTruncate(r, size);
}
static int
cut_sync(sqlite3_file *f, int flags)
{
    sqlite3_file *r = cut_of(f)->real;
    cut_tick();
    int code = r->pMethods->xSync(r, flags);
    if (code == SQLITE_OK && cut_of(f)->node) {
        cut_forget(cut_of(f)->node);
        cut_of(f)->node->is_new = false;
    }
    return code;
}
static int
cut_file_size(sqlite3_file *f, sqlite3_int64 *out)
{
    return cut_of(f)->real->pMethods->xFileSize(cut_of(f)->real, out);
}
static int
cut_lock(sqlite3_file *f, int level)
{
    return cut_of(f)->real->pMethods->xLock(cut_of(f)->real, level);
}
static int
cut_unlock(sqlite3_file *f, int level)
{
    return cut_of(f)->real->pMethods->xUnlock(cut_of(f)->real, level);
}
static int
cut_reserved(sqlite3_file *f, int *out)
{
    return cut_of(f)->real->pMethods->xCheckReservedLock(cut_of(f)->real, out);
}
static int
cut_control(sqlite3_file *f, int op, void *arg)
{
    return cut_of(f)->real->pMethods->xFileControl(cut_of(f)->real, op, arg);
}
static int
cut_sector(sqlite3_file *f)
{
    return cut_of(f)->real->pMethods->xSectorSize(cut_of(f)->real);
}
static int
cut_traits(sqlite3_file *f)
{
    return cut_of(f)->real->pMethods->xDeviceCharacteristics(cut_of(f)->real);
}
static int
cut_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return cut_of(f)->real->pMethods->xShmMap(cut_of(f)->real, page, size, extend, out);
}
static int
cut_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return cut_of(f)->real->pMethods->xShmLock(cut_of(f)->real, offset, n, flags);
}
static void
cut_shm_barrier(sqlite3_file *f)
{
    cut_of(f)->real->pMethods->xShmBarrier(cut_of(f)->real);
}
static int
cut_shm_unmap(sqlite3_file *f, int remove)
{
    return cut_of(f)->real->pMethods->xShmUnmap(cut_of(f)->real, remove);
}

/* ---- the VFS ---- */

static int
cut_open(sqlite3_vfs *vfs UNUSED, const char *path, sqlite3_file *file, int flags,
         int *got)
{
    struct cut_file *f = cut_of(file);
    struct stat st;
    bool was = path && stat(path, &st) == 0;
    f->base.pMethods = NULL;
    f->real = (sqlite3_file *)(f + 1);
    f->node = NULL;
    int code = cut.real->xOpen(cut.real, path, f->real, flags, got);
    if (code != SQLITE_OK)
        return code;
    f->base.pMethods = &cut.io;
    if (path && !(flags & SQLITE_OPEN_DELETEONCLOSE)) {
        f->node = cut_node_of(path);
        f->node->is_new |= !was;
    }
    return SQLITE_OK;
}

static int
cut_delete(sqlite3_vfs *vfs UNUSED, const char *path, int sync_folder)
{
    cut_tick();
    struct cut_node *f = cut_node_of(path);
    cut_forget(f);
    f->is_new = false;
    return cut.real->xDelete(cut.real, path, sync_folder);
}

/* Makes it the default VFS. The power goes before write, truncation, sync or deletion `at`. */
static void
cut_install(uint64_t seed, uint64_t at, enum cut_mode mode)
{
    cut.real = sqlite3_vfs_find(NULL);
    must(cut.real);
    cut.rng = (struct rng){seed * 2 + 1};
    cut.left = at;
    cut.mode = mode;
    cut.io = (sqlite3_io_methods){
        .iVersion = 2, /* without xFetch: mapped writes could not be seen */
        .xClose = cut_close,
        .xRead = cut_read,
        .xWrite = cut_write,
        .xTruncate = cut_truncate,
        .xSync = cut_sync,
        .xFileSize = cut_file_size,
        .xLock = cut_lock,
        .xUnlock = cut_unlock,
        .xCheckReservedLock = cut_reserved,
        .xFileControl = cut_control,
        .xSectorSize = cut_sector,
        .xDeviceCharacteristics = cut_traits,
        .xShmMap = cut_shm_map,
        .xShmLock = cut_shm_lock,
        .xShmBarrier = cut_shm_barrier,
        .xShmUnmap = cut_shm_unmap,
    };
    cut.vfs = *cut.real; /* clocks, random bytes, paths: as they are */
    cut.vfs.zName = "cut";
    cut.vfs.szOsFile = (int)sizeof(struct cut_file) + cut.real->szOsFile;
    cut.vfs.xOpen = cut_open;
    cut.vfs.xDelete = cut_delete;
    must(sqlite3_vfs_register(&cut.vfs, 1) == SQLITE_OK);
}
#endif
