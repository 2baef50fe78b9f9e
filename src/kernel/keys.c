/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys.c: the key that signs heads and the newest head, each in a file outside the database: who
 * can change rows can then neither sign another history nor cut off its end unseen.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/msg.h"
#include "kernel/seal.h"
#include "store/store.h"

extern const struct query Q_act_head_with;

static const char title[] = "haicap log key";

enum {
    KEY_FILE_MOST = 1024,
    SEED_HEX = 2 * crypto_sign_SEEDBYTES + 1,
    PUBLIC_HEX = 2 * crypto_sign_PUBLICKEYBYTES + 1
};

static void
close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* ---- where ---- */

static bool
is_postgres(const char *url)
{
    return strncmp(url, "postgresql:", 11) == 0 || strncmp(url, "postgres:", 9) == 0;
}

/* No file lies beside a PostgreSQL database: one of the user, named after the URL. */
static err
key_path(struct ctx *c, const char *url, const char **out)
{
    if (!is_postgres(url)) {
        *out = arena_printf(c->arena, "%s.key", url);
        return OK;
    }
    const char *given = getenv("HAICAP_KEY"), *home = getenv("HOME");
    if (given && *given) {
        *out = arena_strdup(c->arena, given);
        return OK;
    }
    if (!home || !*home)
        return fail(c, ERR_NOT_FOUND, NULL,
                    N_("No place for the log's key: set HAICAP_KEY to a file"));
    unsigned char h[crypto_hash_sha256_BYTES];
    char name[17];
    crypto_hash_sha256(h, (const unsigned char *)url, strlen(url));
    sodium_bin2hex(name, sizeof name, h, 8);
    *out = arena_printf(c->arena, "%s/.config/haicap/%s.key", home, name);
    return OK;
}

static void
make_folders(struct ctx *c, const char *path)
{
    char *s = arena_strdup(c->arena, path);
    for (char *p = strchr(s + 1, '/'); p; p = strchr(p + 1, '/')) {
        *p = '\0';
        mkdir(s, 0700); /* what matters is whether the file can be made */
        *p = '/';
    }
}

/* ---- the key ---- */

static void
sync_folder(struct ctx *c, const char *path)
{
    CLEANUP(close_fd)
    int fd =
        open(dirname(arena_strdup(c->arena, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        fsync(fd);
}

/* Whole or not at all, and never over a key that is there: another process may be as quick. */
static err
make_key(struct ctx *c, const char *path)
{
    unsigned char seed[crypto_sign_SEEDBYTES], public[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    char seed_hex[SEED_HEX], public_hex[PUBLIC_HEX], text[KEY_FILE_MOST];
    randombytes_buf(seed, sizeof seed);
    crypto_sign_seed_keypair(public, secret, seed);
    int n =
        snprintf(text, sizeof text, "%s\nsecret %s\npublic %s\n", title,
                 sodium_bin2hex(seed_hex, sizeof seed_hex, seed, sizeof seed),
                 sodium_bin2hex(public_hex, sizeof public_hex, public, sizeof public));
    char *new = arena_printf(c->arena, "%s.XXXXXX", path);
    CLEANUP(close_fd) int fd = mkostemp(new, O_CLOEXEC); /* mode 0600 */
    bool done = fd >= 0 && write(fd, text, (size_t)n) == n && fsync(fd) == 0 &&
                (link(new, path) == 0 || errno == EEXIST);
    int why = errno;
    if (fd >= 0)
        unlink(new);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(seed_hex, sizeof seed_hex);
    sodium_memzero(text, sizeof text);
    if (!done)
        return fail(c, ERR_INVALID, NULL, N_("The log's key %s cannot be written: %s"),
                    path, strerror(why));
    sync_folder(c, path);
    return OK;
}

static err
read_key(struct ctx *c, const char *path, struct act_keys *k)
{
    CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND
                               : fail(c, ERR_INVALID, NULL,
                                      N_("The log's key %s cannot be read: %s"), path,
                                      strerror(errno));
    struct stat st;
    if (fstat(fd, &st) != 0 || (st.st_mode & 077))
        return fail(c, ERR_INVALID, NULL,
                    N_("Others than its owner may use the log's key %s: chmod 600 it"),
                    path);
    char text[KEY_FILE_MOST];
    unsigned char seed[crypto_sign_SEEDBYTES];
    ssize_t n = read(fd, text, sizeof text - 1);
    text[n > 0 ? n : 0] = '\0';
    const char *at = strstr(text, "\nsecret ");
    size_t len = 0;
    bool good = strncmp(text, title, sizeof title - 1) == 0 && at &&
                strlen(at + 8) >= SEED_HEX - 1 &&
                sodium_hex2bin(seed, sizeof seed, at + 8, SEED_HEX - 1, NULL, &len,
                               NULL) == 0 &&
                len == sizeof seed;
    if (good) {
        static const char purpose[] = "haicap vault";
        crypto_sign_seed_keypair(k->public, k->secret, seed);
        crypto_generichash(k->vault, sizeof k->vault, (const unsigned char *)purpose,
                           sizeof purpose - 1, seed, sizeof seed);
    }
    sodium_memzero(text, sizeof text);
    sodium_memzero(seed, sizeof seed);
    return good ? OK : fail(c, ERR_INVALID, NULL, N_("%s holds no key of a log"), path);
}

err
act_keys_open(struct ctx *c, const char *db_url, bool create, struct act_keys **out)
{
    must(sodium_init() >= 0);
    const char *path = NULL;
    TRY(key_path(c, db_url, &path));
    struct act_keys *k =
        sodium_malloc(sizeof *k); /* locked in memory, between guard pages */
    must(k);
    memset(k, 0, sizeof *k);
    err e = read_key(c, path, k);
    if (e == ERR_NOT_FOUND && create) {
        make_folders(c, path);
        e = make_key(c, path);
        if (e == OK)
            e = read_key(c, path, k);
    }
    if (e == ERR_NOT_FOUND)
        e = fail(
            c, ERR_NOT_FOUND, NULL,
            N_("The log's key %s is not here: put it back from its copy. Only when there is "
               "none any more: haicap key"),
            path);
    if (e != OK) {
        act_keys_close(k);
        return e;
    }
    k->head_path = arena_printf(&k->own, "%s.head", path);
    *out = k;
    return OK;
}

void
act_keys_close(struct act_keys *k)
{
    if (!k)
        return;
    arena_free(&k->own);
    sodium_free(k); /* wipes it */
}

/* ---- the newest head, kept outside ---- */

/*
 * May `new` replace the head in the file? Only if that one is of this log: else the file is the
 * evidence that the log was cut, and stays for `haicap verify` to find.
 */
static bool
replaces_kept(struct ctx *c, const struct act_keys *k, const struct act_head *new)
{
    struct act_head kept;
    struct ctx quiet = {.arena = c->arena, .db = c->db};
    err e = head_read(&quiet, k->head_path, &kept);
    if (e == ERR_NOT_FOUND)
        return true;
    int64_t known = 0;
    if (e == OK &&
        kept.size < new->size &&query_int(&quiet, &Q_act_head_with,
                                          IN(kept.size, kept.root), 0, &known) ==
            OK &&known > 0)
        return true;
    if (e != OK || kept.size != new->size || !str_eq(kept.root, new->root))
        c->detail = arena_printf(c->arena, "%s: not a head of this log: left as it is",
                                 k->head_path);
    return false;
}

void
act_seal_published(struct ctx *c, const struct act_keys *k)
{
    struct act_head h;
    struct ctx quiet = {.arena = c->arena, .db = c->db};
    if (!k || act_head_newest(&quiet, &h) != OK || h.size == 0 ||
        !replaces_kept(c, k, &h))
        return;
    char *new = arena_printf(c->arena, "%s.XXXXXX", k->head_path);
    CLEANUP(close_fd) int fd = mkostemp(new, O_CLOEXEC);
    if (fd < 0)
        return;
    /* no fsync: after a power cut an older head may stand here, which is a prefix too */
    ssize_t n = (ssize_t)strlen(h.text);
    if (fchmod(fd, 0644) != 0 || write(fd, h.text, (size_t)n) != n ||
        rename(new, k->head_path) != 0)
        unlink(new);
}
