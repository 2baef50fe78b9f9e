/* SPDX-License-Identifier: Apache-2.0 */
/* notice.c: the outbox and its letters, by libcurl's SMTP. */
#include "kernel/notice.h"

#include <curl/curl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/msg.h"
#include "kernel/act.h"
#include "store/store.h"

extern const struct query Q_notice_add, Q_notice_due, Q_notice_claim, Q_notice_result,
    Q_notice_find, Q_notice_again;

#define MINUTE_US (60 * INT64_C(1000000))
enum {
    OFFICE_HOURS_EAST = 7,
    TIMEOUT_S = 30,
    CONNECT_S = 10,
    COUNTED_EXACTLY = 10000,
    LINE_BYTES = 57, /* 76 letters of base64 */
    WORD_BYTES = 42  /* of an encoded word in a header: below 75 letters in all */
};

const struct choice notice_states[NOTICE_STATES] = {
    [NOTICE_QUEUED] = {"queued", N_("To be sent")},
    [NOTICE_SENT] = {"sent", N_("Sent")},
    [NOTICE_GIVEN_UP] = {"given_up", N_("Given up")},
    [NOTICE_NOTHING] = {"nothing", N_("Nothing to say")},
};
static const struct field fields[] = {
    {.name = "id",
     .offset = offsetof(struct notice, id),
     .kind = K_ID,
     .flags = F_HIDDEN,
     .label = N_("Number")},
    FIELD(struct notice, once, N_("Name"), .flags = F_HIDDEN),
    ID(struct notice, person_id, N_("Person"), .flags = F_HIDDEN),
    FIELD(struct notice, address, N_("Recipient"), .flags = F_BRIEF),
    FIELD(struct notice, subject, N_("Subject of the letter"), .flags = F_BRIEF),
    FIELD(struct notice, body, N_("Text"), .flags = F_HIDDEN | F_PAGE),
    ENUM(struct notice, state, notice_states, N_("State"), .flags = F_BRIEF),
    FIELD(struct notice, n_tries, N_("Tries"), .flags = F_BRIEF),
    FIELD(struct notice, next_at, N_("Not before")),
    FIELD(struct notice, queued_at, N_("Written at"), .flags = F_BRIEF),
    FIELD(struct notice, sent_at, N_("Sent"), .flags = F_BRIEF),
    FIELD(struct notice, trouble, N_("What the mail server said"), .flags = F_BRIEF),
    FIELD(struct notice, can_again, N_("May"), .flags = F_COMPUTED | F_HIDDEN | F_PAGE),
};
const struct view notice_view = VIEW("notice", struct notice, fields);

err
notice_add(struct ctx *c, const struct notice *in)
{
    int64_t id;
    int state = in->address ? NOTICE_QUEUED : NOTICE_NOTHING;
    TRY(id_next(c, &id));
    return query_exec(c, &Q_notice_add,
                      IN(id, in->once, in->person_id.v, in->address, in->subject,
                         in->body, notice_states[state].name, c->now),
                      NULL);
}

err
notice_list(struct ctx *c, const struct notice_filter *f, struct notice_page *out)
{
    struct term term = {"(CASE WHEN state = 'nothing' THEN 1 ELSE 0 END)", OP_FLAG,
                        VALUE(0)};
    struct select s = {.from = "notice",
                       .columns = "id, once, person_id, address, subject, body, state, "
                                  "n_tries, next_at, queued_at, sent_at, trouble",
                       .terms = &term,
                       .n_terms = 1,
                       .order = "queued_at",
                       .id_column = "id",
                       .descending = true};
    *out = (struct notice_page){.total_at_least = INT_NONE};
    if (f->state)
        term = (struct term){"state", OP_EQ, VALUE(notice_states[f->state].name)};
    TRY(select_count(c, &s, COUNTED_EXACTLY + 1, &out->total));
    if (out->total > COUNTED_EXACTLY) {
        out->total = INT_NONE;
        out->total_at_least = COUNTED_EXACTLY;
    }
    if (f->after && *f->after &&
        !cursor_parse(c->arena, f->after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    int64_t limit = page_limit(c, f->limit);
    s.limit = limit ? limit + 1 : 0;
    TRY(select_list(c, &s, &notice_view, &out->items));
    if (limit && out->items.n > (size_t)limit) {
        const struct notice *last = &out->items.v[limit - 1];
        out->items.n = (size_t)limit;
        out->next =
            cursor_text(c->arena, instant_iso(c->arena, last->queued_at), last->id);
    }
    for (size_t i = 0; i < out->items.n; i++)
        out->items.v[i].can_again = out->items.v[i].state == NOTICE_GIVEN_UP;
    return OK;
}

err
notice_again(struct ctx *c, int64_t id, struct notice *out)
{
    int64_t n;
    TRY(query_one(c, &Q_notice_find, &notice_view, out, IN(id)));
    TRY(query_exec(c, &Q_notice_again, IN(id, c->now), &n));
    if (n != 1)
        return fail(c, ERR_CONFLICT, NULL,
                    N_("Only a letter that was given up is sent again"));
    out->state = NOTICE_QUEUED;
    return act_add(c, &(struct act){.verb = "again",
                                    .kind = "notice",
                                    .object_id = id,
                                    .label = out->subject,
                                    .path = "/notices"});
}

err
mail_config_read(struct ctx *c, struct mail_config *out)
{
    const char *quiet = getenv("HAICAP_QUIET"), *from = getenv("HAICAP_SMTP_FROM"),
               *tls = getenv("HAICAP_SMTP_TLS");
    *out = (struct mail_config){.url = getenv("HAICAP_SMTP_URL"),
                                .from = from ? from : "haicap@localhost",
                                .quiet_from = 20,
                                .quiet_to = 7,
                                .needs_tls = str_eq(tls, "require")};
    if (quiet && (sscanf(quiet, "%d-%d", &out->quiet_from, &out->quiet_to) != 2 ||
                  out->quiet_from < 0 || out->quiet_from > 23 || out->quiet_to < 0 ||
                  out->quiet_to > 23))
        return fail(c, ERR_INVALID, "HAICAP_QUIET",
                    N_("Two hours from 0 to 23, as in 20-7"));
    if (tls && !out->needs_tls && !str_eq(tls, "try"))
        return fail(c, ERR_INVALID, "HAICAP_SMTP_TLS", N_("try or require"));
    return OK;
}

bool
mail_quiet(const struct ctx *c, const struct mail_config *m)
{
    int hour = (int)((c->now.v / (60 * MINUTE_US) + OFFICE_HOURS_EAST) % 24);
    return m->quiet_from <= m->quiet_to ? hour >= m->quiet_from && hour < m->quiet_to
                                        : hour >= m->quiet_from || hour < m->quiet_to;
}

/* ---- the letter ---- */

static const char *
base64(struct ctx *c, const char *s, size_t n)
{
    size_t most = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
    char *out = NEWN(c->arena, char, most);
    sodium_bin2base64(out, most, (const unsigned char *)s, n,
                      sodium_base64_VARIANT_ORIGINAL);
    return out;
}

/* RFC 2047: words of at most 75 letters, none of which cuts a character in two. */
static const char *
header_words(struct ctx *c, const char *s)
{
    const char *out = "";
    while (*s) {
        size_t n = strlen(s) < WORD_BYTES ? strlen(s) : WORD_BYTES;
        while (n > 1 && ((unsigned char)s[n] & 0xC0) == 0x80)
            n--;
        out = arena_printf(c->arena, "%s%s=?UTF-8?B?%s?=", out, *out ? "\r\n " : "",
                           base64(c, s, n));
        s += n;
    }
    return out;
}

const char *
mail_text(struct ctx *c, const struct mail_config *m, const struct notice *n)
{
    const char *at = strchr(m->from, '@'), *body = n->body ? n->body : "";
    char date[64];
    time_t seconds = (time_t)(n->queued_at.v / INT64_C(1000000));
    struct tm tm;
    struct LIST(char) lines = {0};
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", gmtime_r(&seconds, &tm));
    for (size_t left = strlen(body); left > 0;) {
        size_t k = left < LINE_BYTES ? left : LINE_BYTES;
        for (const char *s = base64(c, body, k); *s; s++)
            *PUSH(c->arena, &lines) = *s;
        *PUSH(c->arena, &lines) = '\r';
        *PUSH(c->arena, &lines) = '\n';
        body += k;
        left -= k;
    }
    *PUSH(c->arena, &lines) = '\0';
    return arena_printf(c->arena,
                        "Date: %s\r\nFrom: <%s>\r\nTo: <%s>\r\nSubject: %s\r\n"
                        "Message-ID: <notice.%lld.%lld%s>\r\nMIME-Version: 1.0\r\n"
                        "Auto-Submitted: auto-generated\r\n"
                        "Content-Type: text/plain; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: base64\r\n\r\n%s",
                        date, m->from, n->address, header_words(c, n->subject),
                        (long long)n->id, (long long)n->queued_at.v,
                        at ? at : "@localhost", lines.v);
}

/* ---- sending ---- */

struct reading {
    const char *text;
    size_t left;
};

static size_t
read_some(char *to, size_t size, size_t n, void *arg)
{
    struct reading *r = arg;
    size_t k = r->left < size * n ? r->left : size * n;
    memcpy(to, r->text, k);
    r->text += k;
    r->left -= k;
    return k;
}

/* About every second while the server is waited for. */
static int
give_up(void *arg, curl_off_t a UNUSED, curl_off_t b UNUSED, curl_off_t d UNUSED,
        curl_off_t e UNUSED)
{
    return atomic_load((const atomic_bool *)arg);
}

/* NULL: it was taken; else what went wrong. */
static const char *
send_it(struct ctx *c, const struct mail_config *m, const struct notice *n)
{
    const char *text = mail_text(c, m, n);
    struct reading r = {text, strlen(text)};
    char said[CURL_ERROR_SIZE] = "";
    CURL *h = curl_easy_init();
    must(h != NULL);
    struct curl_slist *to = curl_slist_append(NULL, n->address);
    curl_easy_setopt(h, CURLOPT_URL, m->url);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(h, CURLOPT_USE_SSL,
                     (long)(m->needs_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L); /* threads */
    curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    if (m->stop) {
        curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, give_up);
        curl_easy_setopt(h, CURLOPT_XFERINFODATA, (void *)(uintptr_t)m->stop);
    }
    curl_easy_setopt(h, CURLOPT_MAIL_FROM, m->from);
    curl_easy_setopt(h, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(h, CURLOPT_READFUNCTION, read_some);
    curl_easy_setopt(h, CURLOPT_READDATA, &r);
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, said);
    CURLcode e = curl_easy_perform(h);
    const char *trouble =
        e == CURLE_OK ? NULL
                      : arena_strdup(c->arena, *said ? said : curl_easy_strerror(e));
    curl_slist_free_all(to);
    curl_easy_cleanup(h);
    return trouble;
}

struct claim {
    struct notice n;
    bool has;
};

static err
claim(struct ctx *c, void *arg)
{
    struct claim *k = arg;
    int64_t changed;
    k->has = false;
    err e = query_one(c, &Q_notice_due, &notice_view, &k->n, IN(c->now));
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    instant again = {c->now.v + (MINUTE_US << k->n.n_tries)};
    TRY(query_exec(c, &Q_notice_claim, IN(k->n.id, k->n.n_tries, again), &changed));
    k->has = changed == 1;
    return OK;
}

static err
note_result(struct ctx *c, void *arg)
{
    const struct notice *n = arg;
    return query_exec(c, &Q_notice_result,
                      IN(n->id, notice_states[n->state].name, n->sent_at, n->trouble),
                      NULL);
}

err
mail_send_due(struct ctx *c, const struct mail_config *m, bool *did)
{
    struct claim k = {0};
    *did = false;
    if (!m->url || mail_quiet(c, m))
        return OK;
    TRY(tx_run(c, claim, &k));
    if (!k.has)
        return OK;
    k.n.trouble = send_it(c, m, &k.n);
    k.n.sent_at = k.n.trouble ? INSTANT_NONE : c->now;
    k.n.state = !k.n.trouble                      ? NOTICE_SENT
                : k.n.n_tries + 1 >= NOTICE_TRIES ? NOTICE_GIVEN_UP
                                                  : NOTICE_QUEUED;
    TRY(tx_run(c, note_result, &k.n));
    *did = true;
    return OK;
}
