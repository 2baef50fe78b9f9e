/* SPDX-License-Identifier: Apache-2.0 */
/* openapi.c: the contract of the API, from the route and view tables (OpenAPI 3.1). */
#include "base/msg.h"
#include "web/edge_in.h"

static bool
in_path(const struct entry *e, const char *name)
{
    for (size_t i = 0; i < e->n; i++)
        if (e->part[i].is_field && str_eq(e->part[i].text, name))
            return true;
    return false;
}

static void
parameters(struct visit *v, const struct entry *e)
{
    struct buf *b = &v->a->body;
    const struct view *in = e->route->in;
    int n = 0;
    buf_puts(b, ",\"parameters\":[");
    for (size_t i = 0; in && i < in->n; i++) {
        const struct field *f = &in->fields[i];
        bool path = in_path(e, f->name);
        if (f->flags & F_READONLY || f->kind >= K_HTML ||
            (e->route->method == POST && !path))
            continue;
        buf_puts(b, n++ ? ",{\"name\":" : "{\"name\":");
        buf_json(b, f->name);
        buf_printf(b, ",\"in\":\"%s\",\"required\":%s,\"description\":",
                   path                    ? "path"
                   : f->flags & F_COOKIE ? "cookie"
                                         : "query",
                   path || f->flags & F_REQUIRED ? "true" : "false");
        buf_json(b, T(v->c, f->label));
        buf_puts(b, ",\"schema\":");
        field_schema(v->c, b, f, true);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void
operation_id(struct buf *b, const struct entry *e)
{
    buf_puts(b, e->route->method == GET ? "\"get" : "\"post");
    for (size_t i = 0; i < e->n; i++) {
        buf_putc(b, '_');
        for (const char *p = e->part[i].text; *p; p++)
            buf_putc(b, *p == '-' || *p == '.' ? '_' : *p);
    }
    buf_putc(b, '"');
}

static void
problem_response(struct buf *b)
{
    buf_puts(b, "\"default\":{\"description\":\"Problem (RFC 9457)\",\"content\":{"
                "\"application/problem+json\":{\"schema\":{\"$ref\":"
                "\"#/components/schemas/Problem\"}}}}");
}

static void
operation(struct visit *v, const struct entry *e)
{
    struct buf *b = &v->a->body;
    const struct route *r = e->route;
    buf_printf(b, "\"%s\":{\"operationId\":", r->method == GET ? "get" : "post");
    operation_id(b, e);
    buf_puts(b, ",\"summary\":");
    buf_json(b, T(v->c, r->help));
    buf_printf(b, ",\"tags\":[\"%s\"]", e->module->name);
    bool open = str_eq(r->need, NEED_NOBODY);
    buf_puts(b, open ? ",\"security\":[]" : ",\"security\":[{\"session\":[]}]");
    buf_printf(b, ",\"x-capability\":\"%s\"", r->need);
    parameters(v, e);
    if (r->method == POST && r->in) {
        buf_puts(b, ",\"requestBody\":{\"content\":{\"application/json\":{\"schema\":");
        view_schema(v->c, b, r->in, true);
        buf_puts(b, "}}}");
    }
    buf_puts(b, ",\"responses\":{");
    if (r->out) {
        buf_puts(b, "\"200\":{\"description\":");
        buf_json(b, T(v->c, r->help));
        buf_puts(b, ",\"content\":{\"application/json\":{\"schema\":");
        view_schema(v->c, b, r->out, false);
        buf_puts(b, "}}},");
    } else {
        buf_puts(b, "\"204\":{\"description\":\"Done\"},");
    }
    problem_response(b);
    buf_puts(b, "}}");
}

static bool
first_of_path(const struct router *r, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (str_eq(r->v[i].route->path, r->v[at].route->path))
            return false;
    return true;
}

void
openapi_write(struct visit *v)
{
    struct buf *b = &v->a->body;
    const struct router *r = &v->e->router;
    v->a->status = 200;
    v->a->mime = "application/json; charset=utf-8";
    buf_puts(b, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"haicap\",\"version\":\"" HAICAP_VERSION
                "\",\"description\":\"The same routes as the pages; made from their tables.\","
                "\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},"
                "\"servers\":[{\"url\":\"/api/v1\"}],\"tags\":[");
    for (size_t i = 0; modules[i]; i++) {
        buf_printf(b, "%s{\"name\":\"%s\",\"description\":", i ? "," : "", modules[i]->name);
        buf_json(b, T(v->c, modules[i]->about));
        buf_putc(b, '}');
    }
    buf_puts(b, "],\"paths\":{");
    int n = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (!first_of_path(r, i))
            continue;
        if (n++)
            buf_putc(b, ',');
        buf_json(b, r->v[i].route->path);
        buf_puts(b, ":{");
        for (size_t j = i, k = 0; j < r->n; j++)
            if (str_eq(r->v[j].route->path, r->v[i].route->path)) {
                if (k++)
                    buf_putc(b, ',');
                operation(v, &r->v[j]);
            }
        buf_putc(b, '}');
    }
    buf_puts(b,
             "},\"components\":{\"securitySchemes\":{\"session\":{\"type\":\"apiKey\","
             "\"in\":\"cookie\",\"name\":\"haicap\"}},\"schemas\":{\"Problem\":{\"type\":"
             "\"object\",\"required\":[\"type\",\"title\",\"status\",\"detail\"],"
             "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
             "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
             "\"instance\":{\"type\":\"string\"},\"errors\":{\"type\":\"array\",\"items\":{"
             "\"type\":\"object\",\"properties\":{\"field\":{\"type\":[\"string\",\"null\"]},"
             "\"message\":{\"type\":\"string\"},\"law\":{\"type\":\"string\"}}}}}}}}}");
}
