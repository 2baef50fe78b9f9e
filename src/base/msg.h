/* SPDX-License-Identifier: Apache-2.0 */
/* msg.h: messages in the language of the person. English ids; catalogs are sorted tables made
 * from po/ at build time. */
#ifndef BASE_MSG_H
#define BASE_MSG_H
#include "base/ctx.h"

struct msg {
    const char *id, *text;
};
struct catalog {
    const char *lang;        /* "vi" */
    const char *name;        /* "Tiếng Việt" */
    const struct msg *v;     /* sorted by id, bytewise */
    size_t n;
    bool is_partial;         /* has what citizens see (po.py); officers' pages are in English */
};
/* Vietnamese first, then English, which is the ids themselves, then the partial ones; ends with a NULL lang. Made by tools/embed.py. */
extern const struct catalog catalogs[];

/* The catalog of a language tag ("vi", "en-GB", an Accept-Language list); NULL if none fits. */
const struct catalog *catalog_for(const char *tags);
/* The same where it is whole, else English: for a text of which a half would not do. */
const struct catalog *catalog_whole(const struct catalog *k);
bool catalog_has(const struct catalog *k, const char *id);
/* The message in c's language; the id itself when there is none. */
const char *T(const struct ctx *c, const char *id) __attribute__((format_arg(2)));
#endif
