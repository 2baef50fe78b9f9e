/* SPDX-License-Identifier: Apache-2.0 */
/* http.c: a request as text: a target, header lines, an empty line, a body that may be a form. */
#include <stdlib.h>
#include <strings.h>

#include "base/text.h"
#include "fuzz.h"
#include "web/http_form.h"
#include "web/http_guard.h"

/* The line at *at, without its end; *at moves behind it. */
static char *
line(struct arena *a, const char **at, const char *end)
{
    const char *from = *at, *nl = memchr(from, '\n', (size_t)(end - from));
    *at = nl ? nl + 1 : end;
    size_t n = (size_t)((nl ? nl : end) - from);
    return arena_strndup(a, from, n && from[n - 1] == '\r' ? n - 1 : n);
}

static void
check_target(struct arena *a, const char *target)
{
    if (guard_target(a, target))
        return;
    must(target[0] == '/' && !strpbrk(target, " #\t\r\n"));
    size_t n = strcspn(target, "?");
    for (const char *s = target; (s = strstr(s, "/..")) != NULL && s < target + n; s += 3)
        must(s + 3 < target + n && s[3] != '/');
}

static void
check_lines(const struct guard_head *h)
{
    struct framing f;
    if (guard_lines(h, &f))
        return;
    int hosts = 0, lengths = 0, codings = 0;
    for (size_t i = 0; i < h->n_lines; i++) {
        hosts += strcasecmp(h->lines[i].name, "Host") == 0;
        lengths += strcasecmp(h->lines[i].name, "Content-Length") == 0;
        codings += strcasecmp(h->lines[i].name, "Transfer-Encoding") == 0;
    }
    must(hosts == 1 && lengths + codings <= 1);
    must(f.chunked == (codings == 1) && (lengths == 1 || f.length == 0));
    must(f.length < UINT64_C(1000000000000000000));
}

static void
check_form(struct ctx *c, const char *content_type, const char *body, size_t n)
{
    char *s = malloc(n + 1); /* exactly: a sanitizer sees a step too far */
    must(s);
    if (n)
        memcpy(s, body, n);
    s[n] = '\0'; /* as a buf ends */
    struct pair_list p = {0};
    size_t before = c->faults.n;
    if (parts_parse(c, content_type, s, n, &p) == OK) {
        must(p.n <= PARTS_MOST);
        for (size_t i = 0; i < p.n; i++) {
            must(utf8_valid(p.v[i].name, strlen(p.v[i].name)));
            must(utf8_valid(p.v[i].value, strlen(p.v[i].value)));
            must(!p.v[i].bytes ||
                 (p.v[i].bytes >= s && p.v[i].bytes + p.v[i].n_bytes <= s + n));
        }
    } else {
        must(c->faults.n > before);
    }
    free(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = fuzz_ctx(&a, size);
    const char *at = (const char *)data, *end = at + size, *content_type = NULL;
    struct guard_line lines[HEAD_LINES_MOST + 1];
    struct guard_head h = {.method = "POST", .version = "HTTP/1.1", .lines = lines};
    if (size == 0)
        return 0;
    h.target = line(&a, &at, end);
    h.n_target = strlen(h.target);
    while (at < end && h.n_lines < COUNT(lines)) {
        char *name = line(&a, &at, end), *colon = strchr(name, ':');
        if (!*name)
            break;
        if (colon)
            *colon = '\0';
        const char *value = colon ? colon + 1 + strspn(colon + 1, " \t") : "";
        lines[h.n_lines++] = (struct guard_line){name, value};
        if (strcasecmp(name, "Content-Type") == 0)
            content_type = value;
    }
    h.n_bytes = (size_t)(at - (const char *)data);
    check_target(&a, h.target);
    check_lines(&h);
    if (form_kind(content_type) == FORM_PARTS)
        check_form(&c, content_type, at, (size_t)(end - at));
    return 0;
}
