/* SPDX-License-Identifier: Apache-2.0 */
/* router.h: which route a path means, and which paper is asked for; for web/ alone. */
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H
#include "web/web.h"

enum paper {
    PAPER_HTML,
    PAPER_JSON,
    PAPER_CSV,
    PAPER_XLSX,
    PAPER_PDF
};
enum {
    PATH_PARTS = 12
};
struct path_part {
    const char *text; /* literal, or name of a field when is_field */
    bool is_field;
};
struct entry {
    const struct route *route;
    const struct module *module;
    struct path_part part[PATH_PARTS];
    size_t n;
    const struct tpl *page; /* its compiled template; NULL: no HTML (redirect after POST) */
};
struct router {
    struct entry *v;
    size_t n;
};
struct match {
    const struct entry *entry;   /* NULL: no such path */
    bool other_method;           /* there is one, for another method */
    enum paper paper;
    bool is_api;                 /* below /api/v1 */
    const char *path;            /* decoded, without /api/v1 and the suffix */
    struct pair_list fields;     /* from {names} in the path */
};

/* Routes of all modules and `more` (registers), in order; literal parts win over fields. */
void router_make(struct arena *a, const struct route *more, const struct module *of_more,
                 struct router *out);
/* path as sent (percent-encoded). The paper by suffix (.csv .xlsx .pdf .json), /api/v1,
 * or Accept; what cannot be written as PDF does not match that. */
void router_match(struct arena *a, const struct router *r, enum method method,
                  const char *path, const char *accept, struct match *out);
/* The route declared with that path; POST before GET. NULL: none. */
const struct entry *router_declared(const struct router *r, const char *path,
                                    enum method method);
#endif
