/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.c: what is asked of other servers is small, and asked in the clear of this machine alone. */
#include "kernel/fetch.h"

#include <curl/curl.h>

#include "base/msg.h"
#include "base/text.h"

enum {
    CONNECT_S = 5,
    ANSWER_S = 10
};

struct taking {
    struct buf b;
    size_t most;
};

static size_t
take(char *s, size_t size, size_t n, void *arg)
{
    struct taking *t = arg;
    if (t->b.n + size * n > t->most)
        return 0; /* ends it */
    buf_put(&t->b, s, size * n);
    return size * n;
}

static bool
of_this_machine(const char *url)
{
    static const char *const hosts[] = {"http://127.0.0.1", "http://localhost",
                                        "http://[::1]"};
    for (size_t i = 0; i < COUNT(hosts); i++) {
        size_t n = strlen(hosts[i]);
        if (strncmp(url, hosts[i], n) == 0 && strchr(":/", url[n])) /* or the end */
            return !strchr(url, '@'); /* "http://127.0.0.1:x@elsewhere" */
    }
    return false;
}

static void
set_up(CURL *h, const struct fetch *in, struct taking *t)
{
    curl_easy_setopt(h, CURLOPT_URL, in->url);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L); /* threads */
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)ANSWER_S);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, t);
    if (in->form)
        curl_easy_setopt(h, CURLOPT_POSTFIELDS, in->form);
    if (in->user) {
        curl_easy_setopt(h, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(h, CURLOPT_USERNAME, in->user);
        curl_easy_setopt(h, CURLOPT_PASSWORD, in->password);
    }
}

err
fetch(struct ctx *c, const struct fetch *in, const char **out)
{
    if (!text_starts(in->url, "https://") && !of_this_machine(in->url))
        return fail(c, ERR_INVALID, NULL, N_("%s is not asked: it is no https address"),
                    in->url);
    CURL *h = curl_easy_init();
    must(h);
    struct taking t = {.most = in->most};
    char said[CURL_ERROR_SIZE] = "";
    long status = 0;
    set_up(h, in, &t);
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, said);
    CURLcode e = curl_easy_perform(h);
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(h);
    const char *text = arena_strdup(c->arena, buf_str(&t.b));
    bool good = e == CURLE_OK && status == 200 && strlen(text) == t.b.n &&
                utf8_valid(text, t.b.n);
    buf_free(&t.b);
    if (good) {
        *out = text;
        return OK;
    }
    c->detail = arena_printf(c->arena, "%s: %s, status %ld", in->url,
                             *said ? said : curl_easy_strerror(e), status);
    return fail(c, ERR_INVALID, NULL,
                N_("The sign-in provider gives no good answer; try again, or "
                   "sign in with your password"));
}
