/* SPDX-License-Identifier: Apache-2.0 */
#include "web/http_form.h"

#include <strings.h>

#include "base/text.h"

enum {
    BOUNDARY_MOST = 70, /* RFC 2046, 5.1.1 */
    PART_HEAD_MOST = 4 * 1024
};

static bool
is_type(const char *content_type, const char *type)
{
    size_t n = strlen(type);
    return strncasecmp(content_type, type, n) == 0 &&
           strchr("; \t", content_type[n]) != NULL; /* or the end */
}

enum form_kind
form_kind(const char *content_type)
{
    if (!content_type)
        return FORM_NONE;
    if (is_type(content_type, "application/x-www-form-urlencoded"))
        return FORM_PAIRS;
    return is_type(content_type, "multipart/form-data") ? FORM_PARTS : FORM_NONE;
}

/* The parameter of `Thing; a=b; name="the value"`, NULL if there is none or it never ends. */
static char *
parameter(struct arena *a, const char *s, const char *name)
{
    size_t n = strlen(name);
    while ((s = strchr(s, ';')) != NULL) {
        s++;
        s += strspn(s, " \t");
        size_t n_key = strcspn(s, "=;\"");
        if (s[n_key] != '=')
            continue;
        bool found = n_key == n && strncasecmp(s, name, n) == 0;
        s += n_key + 1;
        bool quoted = *s == '"';
        s += quoted;
        size_t len = strcspn(s, quoted ? "\"" : "; \t");
        if (quoted && s[len] != '"')
            return NULL;
        if (found)
            return arena_strndup(a, s, len);
        s += len;
    }
    return NULL;
}

static err
broken(struct ctx *c)
{
    return fail(c, ERR_MALFORMED, NULL, N_("The form cannot be read"));
}

/* One header line of a part. */
static err
part_line(struct ctx *c, const char *line, char **name, char **file)
{
    static const char disposition[] = "Content-Disposition:",
                      encoding[] = "Content-Transfer-Encoding:";
    if (strncasecmp(line, disposition, sizeof disposition - 1) == 0) {
        const char *s = line + sizeof disposition - 1;
        s += strspn(s, " \t");
        if (*name || !is_type(s, "form-data"))
            return broken(c);
        *name = parameter(c->arena, s, "name");
        *file = parameter(c->arena, s, "filename");
    } else if (strncasecmp(line, encoding, sizeof encoding - 1) == 0) {
        const char *s = line + sizeof encoding - 1;
        s += strspn(s, " \t");
        if (strcasecmp(s, "7bit") != 0 && strcasecmp(s, "8bit") != 0 &&
            strcasecmp(s, "binary") != 0)
            return fail(c, ERR_MALFORMED, NULL,
                        N_("A part of the form is encoded in a way that is not taken"));
    }
    return OK;
}

/* Reads the head of a part, from *at to behind its empty line. *file: NULL if it is none. */
static err
part_head(struct ctx *c, char **at, const char *end, char **name, char **file)
{
    *name = *file = NULL;
    const char *start = *at;
    for (;;) {
        char *line = *at, *eol = memmem(line, (size_t)(end - line), "\r\n", 2);
        if (!eol || eol - start > PART_HEAD_MOST ||
            memchr(line, 0, (size_t)(eol - line)))
            return broken(c);
        *at = eol + 2;
        if (eol == line)
            break;
        TRY(part_line(c, arena_strndup(c->arena, line, (size_t)(eol - line)), name,
                      file));
    }
    return *name && **name && utf8_valid(*name, strlen(*name)) ? OK : broken(c);
}

/* What a file holds is judged by the field that takes it. */
static err
add_part(struct ctx *c, const char *name, const char *file, char *at, size_t n,
         struct pair_list *out)
{
    bool text = utf8_valid(at, n), named = file && *file && utf8_valid(file, strlen(file));
    if (out->n + named >= PARTS_MOST)
        return fail(c, ERR_TOO_LARGE, NULL, N_("The form has too many fields"));
    at[n] = '\0'; /* where the mark begins */
    struct pair p = {.name = name, .value = text ? at : ""};
    if (file) {
        p.bytes = at;
        p.n_bytes = n;
    } else if (!text) {
        return fail(c, ERR_MALFORMED, name, N_("The text is not valid UTF-8"));
    }
    *PUSH(c->arena, out) = p;
    if (named)
        *PUSH(c->arena, out) =
            (struct pair){arena_printf(c->arena, "%s_name", name), file};
    return OK;
}

err
parts_parse(struct ctx *c, const char *content_type, char *s, size_t n,
            struct pair_list *out)
{
    const char *boundary = parameter(c->arena, content_type, "boundary");
    if (!boundary || !*boundary || strlen(boundary) > BOUNDARY_MOST)
        return broken(c);
    const char *mark = arena_printf(c->arena, "\r\n--%s", boundary);
    size_t n_mark = strlen(mark);
    char *at = s;
    const char *end = s + n;
    /* the first mark has no line before it */
    if (n >= n_mark - 2 && memcmp(at, mark + 2, n_mark - 2) == 0)
        at += n_mark - 2;
    else if (n >= n_mark && memcmp(at, mark, n_mark) == 0)
        at += n_mark;
    else
        return broken(c);
    for (;;) {
        if (end - at < 2)
            return broken(c);
        if (memcmp(at, "--", 2) == 0)
            return OK;
        while (at < end && (*at == ' ' || *at == '\t'))
            at++;
        if (end - at < 2 || memcmp(at, "\r\n", 2) != 0)
            return broken(c);
        at += 2;
        char *name, *file;
        TRY(part_head(c, &at, end, &name, &file));
        char *stop = memmem(at, (size_t)(end - at), mark, n_mark);
        if (!stop)
            return broken(c);
        TRY(add_part(c, name, file, at, (size_t)(stop - at), out));
        at = stop + n_mark;
    }
}
