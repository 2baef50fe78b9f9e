/* SPDX-License-Identifier: Apache-2.0 */
/* http_reply.c: an answer as the library sends it, with the headers every answer carries. */
#include <stdio.h>
#include <strings.h>

#include "web/http_wire.h"

static const struct header always[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; "
     "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
};

static bool
has_header(const struct answer *a, const char *name)
{
    for (size_t i = 0; i < a->headers.n; i++)
        if (strcasecmp(a->headers.v[i].name, name) == 0)
            return true;
    return false;
}

static void
put_header(struct MHD_Response *r, const char *name, const char *value)
{
    /* refused: a line end in the value. Better an answer without it than a second answer */
    if (MHD_add_response_header(r, name, value) != MHD_YES)
        fprintf(stderr,
                "haicap: a header %s was left out: its value is no header value\n",
                name);
}

/* Is the tag in the list of If-None-Match? Weak and strong compare alike here (RFC 9110, 13.1.2). */
static bool
has_tag(const char *list, const char *tag, size_t n)
{
    for (const char *s = list; s && *s; s += strcspn(s, ","), s += *s == ',') {
        s += strspn(s, " \t");
        if (*s == '*')
            return true;
        if (strncmp(s, "W/", 2) == 0)
            s += 2;
        if (*s == '"' && strncmp(s + 1, tag, n) == 0 && s[1 + n] == '"')
            return true;
    }
    return false;
}

/* A URL with v= names its content, so it may be kept for ever. */
static bool
has_version(const char *query)
{
    return strncmp(query, "v=", 2) == 0 || strstr(query, "&v=") != NULL;
}

static struct reply
reply_of_file(const struct request *rq, const struct answer *a)
{
    const struct embedded *f = a->file;
    struct reply r = {.status = a->status, .n_body = f->n};
    if (a->status == MHD_HTTP_OK && has_tag(rq->if_none_match, f->tag, strlen(f->tag))) {
        r.status = MHD_HTTP_NOT_MODIFIED;
        r.n_body = 0;
    }
    union { /* the library takes no const, and does not write */
        const char *in;
        void *out;
    } text = {.in = f->text};
    /* the whole text for 304 too: the library sends its length alone, as HTTP wants it */
    r.response =
        MHD_create_response_from_buffer(f->n, text.out, MHD_RESPMEM_PERSISTENT);
    must(r.response);
    char tag[80];
    must(snprintf(tag, sizeof tag, "\"%s\"", f->tag) < (int)sizeof tag);
    put_header(r.response, "ETag", tag);
    put_header(r.response, "Content-Type", f->mime);
    if (!has_header(a, "Cache-Control"))
        put_header(r.response, "Cache-Control",
                   has_version(rq->query) ? "public, max-age=31536000, immutable"
                                          : "no-cache");
    return r;
}

static bool
is_known(const struct request *rq, const struct answer *a)
{
    for (size_t i = 0; i < a->headers.n; i++) {
        const char *tag = a->headers.v[i].value;
        if (strcmp(a->headers.v[i].name, "ETag") == 0)
            return a->status == MHD_HTTP_OK &&
                   has_tag(rq->if_none_match, tag + 1, strlen(tag) - 2);
    }
    return false;
}

static struct reply
reply_of_body(const struct request *rq, struct answer *a)
{
    struct reply r = {.status = a->status, .n_body = a->body.n};
    if (is_known(rq, a)) {
        r.status = MHD_HTTP_NOT_MODIFIED;
        r.n_body = 0;
    }
    size_t n = a->body.n;
    char *s = buf_take(&a->body, NULL);
    r.response = MHD_create_response_from_buffer(n, s, MHD_RESPMEM_MUST_FREE);
    must(r.response);
    if (a->mime && !has_header(a, "Content-Type"))
        put_header(r.response, "Content-Type", a->mime);
    if (!has_header(a, "Cache-Control"))
        put_header(r.response, "Cache-Control", "no-store");
    return r;
}

struct reply
reply_of(const struct request *rq, struct answer *a, bool close)
{
    must(a->status >= 200 && a->status <= 599);
    struct reply r = a->file ? reply_of_file(rq, a) : reply_of_body(rq, a);
    for (size_t i = 0; i < COUNT(always); i++)
        if (!has_header(a, always[i].name))
            put_header(r.response, always[i].name, always[i].value);
    for (size_t i = 0; i < a->headers.n; i++)
        put_header(r.response, a->headers.v[i].name, a->headers.v[i].value);
    if (close)
        put_header(r.response, "Connection", "close");
    if (strcmp(rq->method_name, "HEAD") == 0)
        r.n_body = 0;
    buf_free(&a->body);
    return r;
}
