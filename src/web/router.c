/* SPDX-License-Identifier: Apache-2.0 */
#include "web/router.h"

#include "base/text.h"

static const char api_root[] = "/api/v1";

static size_t
split(struct arena *a, const char *path, struct path_part part[PATH_PARTS])
{
    size_t n = 0;
    while (*path == '/') {
        size_t len = strcspn(++path, "/");
        if (len == 0 && !path[len])
            break;
        must(n < PATH_PARTS);
        bool field = *path == '{';
        part[n].is_field = field;
        part[n++].text = arena_strndup(a, path + field, len - 2 * field);
        path += len;
    }
    return n;
}

static void
add(struct arena *a, struct router *r, const struct module *m, const struct route *routes)
{
    for (; routes && routes->path; routes++) {
        struct entry *e = &r->v[r->n++];
        *e = (struct entry){.route = routes, .module = m};
        e->n = split(a, routes->path, e->part);
    }
}

static size_t
count(const struct route *routes)
{
    size_t n = 0;
    while (routes && routes[n].path)
        n++;
    return n;
}

void
router_make(struct arena *a, const struct route *more, const struct module *of_more,
            struct router *out)
{
    size_t n = count(more);
    for (size_t i = 0; modules[i]; i++)
        n += count(modules[i]->routes);
    *out = (struct router){.v = NEWN(a, struct entry, n + 1)};
    for (size_t i = 0; modules[i]; i++)
        add(a, out, modules[i], modules[i]->routes);
    add(a, out, of_more, more);
}

static int
hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* NULL when an escape is broken or the text is not UTF-8. */
static char *
decode(struct arena *a, const char *s, size_t n)
{
    char *out = arena_alloc(a, n + 1, 1), *p = out;
    for (size_t i = 0; i < n; i++) {
        if (s[i] != '%') {
            *p++ = s[i];
            continue;
        }
        if (i + 2 >= n || hex(s[i + 1]) < 0 || hex(s[i + 2]) < 0)
            return NULL;
        *p++ = (char)(hex(s[i + 1]) * 16 + hex(s[i + 2]));
        i += 2;
    }
    return utf8_valid(out, (size_t)(p - out)) ? out : NULL;
}

/* How many literal parts fit, or -1. */
static int
fits(const struct entry *e, char *const *parts, size_t n)
{
    int literal = 0;
    if (e->n != n)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (e->part[i].is_field)
            continue;
        const char *want = e->part[i].text;
        if (want[0] != parts[i][0] || strcmp(want, parts[i]) != 0)
            return -1;
        literal += 1 << (n - i); /* an earlier literal weighs more */
    }
    return literal;
}

static bool
take_suffix(char *path, const char *suffix)
{
    size_t n = strlen(path), k = strlen(suffix);
    if (n <= k || strcmp(path + n - k, suffix) != 0)
        return false;
    path[n - k] = '\0';
    return true;
}

static enum paper
paper_of(char *path, bool is_api, const char *accept)
{
    if (take_suffix(path, ".csv"))
        return PAPER_CSV;
    if (take_suffix(path, ".xlsx"))
        return PAPER_XLSX;
    if (take_suffix(path, ".pdf"))
        return PAPER_PDF;
    if (take_suffix(path, ".json") || is_api)
        return PAPER_JSON;
    if (accept && strstr(accept, "text/html"))
        return PAPER_HTML;
    if (accept && strstr(accept, "text/csv"))
        return PAPER_CSV;
    if (accept && strstr(accept, "spreadsheetml"))
        return PAPER_XLSX;
    if (accept && strstr(accept, "application/pdf"))
        return PAPER_PDF;
    return accept && strstr(accept, "json") ? PAPER_JSON : PAPER_HTML;
}

void
router_match(struct arena *a, const struct router *r, enum method method,
             const char *path, const char *accept, struct match *out)
{
    *out = (struct match){.is_api = text_starts(path, api_root) &&
                                    strchr("/", path[sizeof api_root - 1])};
    char *rest = arena_strdup(a, path + (out->is_api ? sizeof api_root - 1 : 0));
    /* the contract itself ends in .json */
    bool contract = strcmp(rest, "/openapi.json") == 0;
    out->paper = contract ? PAPER_JSON : paper_of(rest, out->is_api, accept);
    out->path = rest;
    char *parts[PATH_PARTS];
    size_t n = 0;
    for (const char *p = rest; *p == '/';) {
        size_t len = strcspn(++p, "/");
        if (len == 0)
            break;
        if (n == PATH_PARTS || !(parts[n++] = decode(a, p, len)))
            return;
        p += len;
    }
    int best = -1;
    for (size_t i = 0; i < r->n; i++) {
        int fit = fits(&r->v[i], parts, n);
        if (fit < 0 || (out->paper == PAPER_PDF && !r->v[i].route->official))
            continue;
        if (r->v[i].route->method != method)
            out->other_method = true;
        else if (fit > best) {
            best = fit;
            out->entry = &r->v[i];
        }
    }
    for (size_t i = 0; out->entry && i < n; i++)
        if (out->entry->part[i].is_field)
            *PUSH(a, &out->fields) = (struct pair){out->entry->part[i].text, parts[i]};
}

const struct entry *
router_declared(const struct router *r, const char *path, enum method method)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].route->method == method && strcmp(r->v[i].route->path, path) == 0)
            return &r->v[i];
    return NULL;
}
