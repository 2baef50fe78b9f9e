/* SPDX-License-Identifier: Apache-2.0 */
#include "web/http_guard.h"

#include <strings.h>

#include "base/text.h"

static const char token[] = "!#$%&'*+-.^_`|~0123456789"
                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char host[] = ".:-[]_0123456789"
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static int
hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

/* False on a bad escape. */
static bool
decode(const char *s, size_t n, char *out, size_t *n_out)
{
    *n_out = 0;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (c == '%') {
            if (n - i < 3 || hex(s[i + 1]) < 0 || hex(s[i + 2]) < 0)
                return false;
            c = (char)(hex(s[i + 1]) << 4 | hex(s[i + 2]));
            i += 2;
        }
        out[(*n_out)++] = c;
    }
    return true;
}

static bool
climbs(const char *path)
{
    for (const char *s = path; s; s = strchr(s, '/')) {
        s += *s == '/';
        if (s[0] == '.' && s[1] == '.' && (s[2] == '/' || !s[2]))
            return true;
    }
    return false;
}

const char *
guard_target(struct arena *a, const char *target)
{
    if (target[0] != '/')
        return N_("The address must be a path");
    for (const char *s = target; *s; s++)
        if (control(*s) || *s == ' ' || *s == '#')
            return N_("The address holds characters that must be encoded");
    size_t n = strcspn(target, "?"), n_path;
    char *path = arena_alloc(a, n + 1, 1);
    if (!decode(target, n, path, &n_path))
        return N_("The address holds a broken % escape");
    if (!utf8_valid(path, n_path))
        return N_("The address is not valid UTF-8");
    for (size_t i = 0; i < n_path; i++)
        if (control(path[i]))
            return N_("The address holds control characters");
    if (climbs(path))
        return N_("The address holds a .. segment");
    return NULL;
}

static const char *
guard_line(const struct guard_line *l)
{
    size_t n = strlen(l->name);
    if (n == 0 || strspn(l->name, token) != n)
        return N_("A header name is malformed");
    for (const char *s = l->value; *s; s++)
        if (control(*s) && *s != '\t')
            return N_("A header holds control characters");
    return NULL;
}

/* Headers on which a proxy and this server must not disagree. */
static const char *const once[] = {
    "Host",          "Content-Length", "Transfer-Encoding", "Content-Type",
    "Authorization", "Origin",         "Idempotency-Key",   "Sec-Fetch-Site",
};

static const char *
find_once(const struct guard_head *h, const char *name, bool *twice)
{
    const char *found = NULL;
    for (size_t i = 0; i < h->n_lines; i++)
        if (strcasecmp(h->lines[i].name, name) == 0) {
            *twice |= found != NULL;
            found = h->lines[i].value;
        }
    return found;
}

static const char *
guard_framing(const struct guard_head *h, struct framing *out)
{
    bool twice = false;
    const char *length = find_once(h, "Content-Length", &twice);
    const char *coding = find_once(h, "Transfer-Encoding", &twice);
    const char *expect = find_once(h, "Expect", &twice);
    if (length && coding)
        return N_("Content-Length and Transfer-Encoding exclude each other");
    if (coding && strcasecmp(coding, "chunked") != 0)
        return N_("The only Transfer-Encoding taken is chunked");
    if (coding && strcmp(h->version, "HTTP/1.1") != 0)
        return N_("Transfer-Encoding needs HTTP/1.1");
    *out = (struct framing){.chunked = coding != NULL, .expects = expect != NULL};
    if (!length)
        return NULL;
    size_t n = strlen(length);
    if (n == 0 || n > 18 || strspn(length, "0123456789") != n)
        return N_("Content-Length is no number");
    for (; *length; length++)
        out->length = out->length * 10 + (uint64_t)(*length - '0');
    return NULL;
}

const char *
guard_lines(const struct guard_head *h, struct framing *out)
{
    *out = (struct framing){0};
    if (h->n_lines > HEAD_LINES_MOST || h->n_bytes > HEAD_BYTES_MOST)
        return N_("Too many headers");
    if (strcmp(h->version, "HTTP/1.1") != 0 && strcmp(h->version, "HTTP/1.0") != 0)
        return N_("This version of HTTP is not spoken here");
    for (size_t i = 0; i < h->n_lines; i++) {
        const char *why = guard_line(&h->lines[i]);
        if (why)
            return why;
    }
    for (size_t i = 0; i < COUNT(once); i++) {
        bool twice = false;
        (void)find_once(h, once[i], &twice);
        if (twice)
            return N_("A header that may be there once is there twice");
    }
    bool twice = false;
    const char *name = find_once(h, "Host", &twice);
    size_t n = name ? strspn(name, host) : 0;
    if (n == 0 || name[n + strspn(name + n, " \t")] != '\0')
        return N_("The Host header is missing or malformed");
    return guard_framing(h, out);
}

/*
 * The library (0.9.75) parses in place: it puts NULs over the delimiters and hands out pointers.
 * So where one text ends and the next begins tells which delimiter was there. Addresses are
 * compared as numbers: a folded line was copied elsewhere, and shows by that.
 */
const char *
guard_layout(const struct guard_head *h)
{
    static const char why[] = N_("The request is not written as HTTP asks");
    uintptr_t start = (uintptr_t)h->method;
    uintptr_t at = start + strlen(h->method) + 1;
    if ((uintptr_t)h->target != at || (uintptr_t)h->version != at + h->n_target + 1)
        return why;
    at = (uintptr_t)h->version + strlen(h->version) + 2;
    for (size_t i = 0; i < h->n_lines; i++) {
        const struct guard_line *l = &h->lines[i];
        size_t n = strlen(l->name);
        uintptr_t value = (uintptr_t)l->value;
        if ((uintptr_t)l->name != at || value <= at + n || value - start > h->n_bytes)
            return why;
        for (const char *s = l->name + n + 1; s < l->value; s++)
            if (*s != ' ' && *s != '\t')
                return why;
        at = value + strlen(l->value) + 2;
    }
    return at + 2 == start + h->n_bytes ? NULL : why;
}
