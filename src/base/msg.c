/* SPDX-License-Identifier: Apache-2.0 */
#include "base/msg.h"

#include <stdlib.h>
#include <strings.h>

static int
by_id(const void *key, const void *m)
{
    return strcmp(key, ((const struct msg *)m)->id);
}

static const struct msg *
find(const struct catalog *k, const char *id)
{
    const struct msg *m = bsearch(id, k->v, k->n, sizeof *m, by_id);
    return m && *m->text ? m : NULL;
}

bool
catalog_has(const struct catalog *k, const char *id)
{
    return find(k, id) != NULL;
}

const struct catalog *
catalog_whole(const struct catalog *k)
{
    return k && k->is_partial ? catalog_for("en") : k;
}

const char *
T(const struct ctx *c, const char *id)
{
    if (!c->lang || !id)
        return id;
    const struct msg *m = find(c->lang, id);
    return m ? m->text : id;
}

const struct catalog *
catalog_for(const char *tags)
{
    for (const char *t = tags; t && *t; t += strcspn(t, ","), t += *t == ',') {
        while (*t == ' ')
            t++;
        size_t n = strcspn(t, "-_;, ");
        for (const struct catalog *k = catalogs; k->lang; k++)
            if (strlen(k->lang) == n && strncasecmp(k->lang, t, n) == 0)
                return k;
    }
    return NULL;
}
