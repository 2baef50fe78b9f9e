/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.h: a small answer of another server, by libcurl; outside of any write. */
#ifndef KERNEL_FETCH_H
#define KERNEL_FETCH_H
#include "base/buf.h"
#include "base/ctx.h"

struct fetch {
    const char *url;             /* https://, or http:// of this machine itself */
    const char *form;            /* a body to be posted; NULL: GET */
    const char *user, *password; /* HTTP Basic; NULL: none */
    size_t most;                 /* bytes of the answer */
};
/* Its text. INVALID: no such address, no answer in ten seconds, one that is too long, not 200, or that
 * wants to send us elsewhere; c->detail says which. */
NODISCARD err fetch(struct ctx *c, const struct fetch *in, const char **out);
#endif
