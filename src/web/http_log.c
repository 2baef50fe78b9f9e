/* SPDX-License-Identifier: Apache-2.0 */
#include "web/http_log.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

enum {
    FLUSH_BYTES = 32 * 1024,
    TARGET_MOST = 500
};

struct access_log {
    int fd;
    pthread_mutex_t lock; /* over pending */
    struct buf pending;
};

bool
access_log_open(const char *path, struct access_log **out)
{
    *out = NULL;
    if (!path)
        return true;
    int fd = strcmp(path, "-") == 0
                 ? dup(STDERR_FILENO)
                 : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (fd < 0)
        return false;
    struct access_log *l = calloc(1, sizeof *l);
    must(l);
    l->fd = fd;
    pthread_mutex_init(&l->lock, NULL);
    *out = l;
    return true;
}

/* A log that cannot be written must not stop the house: what does not go out is dropped. */
static void
write_all(int fd, struct buf *b)
{
    for (size_t at = 0; at < b->n;) {
        ssize_t n = write(fd, b->s + at, b->n - at);
        if (n <= 0)
            break;
        at += (size_t)n;
    }
    buf_free(b);
}

/* Nothing that a client sent may end a line or steer a terminal. */
static void
put_plain(struct buf *b, const char *s, const char *end, size_t most)
{
    size_t n = strcspn(s, end);
    for (size_t i = 0; i < n && i < most; i++)
        buf_putc(b, s[i] > ' ' && s[i] < 0x7f ? s[i] : '?');
    if (n == 0)
        buf_putc(b, '-');
}

void
access_log_add(struct access_log *l, const struct access_line *line)
{
    if (!l)
        return;
    CLEANUP(arena_free) struct arena a = {0};
    struct buf b = {0}, out = {0};
    buf_puts(&b, instant_iso(&a, line->at));
    buf_putc(&b, ' ');
    put_plain(&b, line->remote, "", TARGET_MOST);
    buf_putc(&b, ' ');
    put_plain(&b, line->method, "", 16);
    buf_putc(&b, ' ');
    put_plain(&b, line->target, "?", TARGET_MOST);
    buf_printf(&b, " %d %zu %lld %s\n", line->status, line->bytes,
               (long long)line->took_us, line->id);
    pthread_mutex_lock(&l->lock);
    buf_put(&l->pending, b.s, b.n);
    if (l->pending.n >= FLUSH_BYTES) {
        out = l->pending;
        l->pending = (struct buf){0};
    }
    pthread_mutex_unlock(&l->lock);
    buf_free(&b);
    write_all(l->fd, &out);
}

void
access_log_flush(struct access_log *l)
{
    if (!l)
        return;
    pthread_mutex_lock(&l->lock);
    struct buf out = l->pending;
    l->pending = (struct buf){0};
    pthread_mutex_unlock(&l->lock);
    write_all(l->fd, &out);
}

void
access_log_close(struct access_log *l)
{
    if (!l)
        return;
    access_log_flush(l);
    pthread_mutex_destroy(&l->lock);
    buf_free(&l->pending);
    close(l->fd);
    free(l);
}
