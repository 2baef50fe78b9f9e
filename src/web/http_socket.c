/* SPDX-License-Identifier: Apache-2.0 */
/* http_socket.c: where to listen. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <unistd.h>

#include "base/text.h"
#include "web/http_wire.h"

err
address_parse(struct ctx *c, const char *listen, struct address *out)
{
    const char *colon = listen ? strrchr(listen, ':') : NULL;
    int64_t port; /* getaddrinfo would take 99999 for 34463 */
    if (!colon || colon == listen || !int_parse(colon + 1, &port) || port < 0 ||
        port > 65535)
        return fail(c, ERR_INVALID, "listen",
                    N_("Write where to listen as ADDRESS:PORT, as 127.0.0.1:8080"));
    bool bracketed = listen[0] == '[' && colon[-1] == ']';
    char *host = bracketed
                     ? arena_strndup(c->arena, listen + 1, (size_t)(colon - listen) - 2)
                     : arena_strndup(c->arena, listen, (size_t)(colon - listen));
    struct addrinfo want = {.ai_family = AF_UNSPEC,
                            .ai_socktype = SOCK_STREAM,
                            .ai_flags = AI_PASSIVE | AI_NUMERICSERV},
                    *found = NULL;
    int code = getaddrinfo(host, colon + 1, &want, &found);
    if (code != 0)
        return fail(c, ERR_INVALID, "listen", N_("Cannot listen on %s: %s"), listen,
                    gai_strerror(code));
    memcpy(&out->sa, found->ai_addr, found->ai_addrlen);
    out->n = found->ai_addrlen;
    freeaddrinfo(found);
    return OK;
}

in_port_t *
address_port(struct address *a)
{
    return a->sa.ss_family == AF_INET6
               ? &((struct sockaddr_in6 *)(void *)&a->sa)->sin6_port
               : &((struct sockaddr_in *)(void *)&a->sa)->sin_port;
}

bool
address_is_loopback(const struct address *a)
{
    if (a->sa.ss_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(
            &((const struct sockaddr_in6 *)(const void *)&a->sa)->sin6_addr);
    const struct sockaddr_in *in = (const void *)&a->sa;
    return ntohl(in->sin_addr.s_addr) >> 24 == 127;
}

int
address_bind(const struct address *a, bool shared)
{
    int fd = socket(a->sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1, off = 0;
    if (fd < 0)
        return -1;
    /* REUSEADDR on all: else the last server's finished connections keep the port for a minute */
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        (!shared || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0) &&
        (a->sa.ss_family != AF_INET6 ||
         setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0) &&
        bind(fd, (const struct sockaddr *)&a->sa, a->n) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}
