/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice.h: the outbox. A room writes a letter in its own transaction; the job lane sends it by
 * SMTP when it may. E-mail is the way that works; another way takes the same rows.
 */
#ifndef KERNEL_NOTICE_H
#define KERNEL_NOTICE_H
#include <stdatomic.h>

#include "kernel/ids.h"
#include "view/view.h"

enum notice_state {
    NOTICE_NONE,
    NOTICE_QUEUED,
    NOTICE_SENT,
    NOTICE_GIVEN_UP, /* after NOTICE_TRIES */
    NOTICE_NOTHING,  /* there was nothing to say: only says that it was looked at */
    NOTICE_STATES
};
extern const struct choice notice_states[NOTICE_STATES];
enum {
    NOTICE_TRIES = 8 /* over about four hours, twice as long between each two */
};

struct notice {
    int64_t id;
    const char
        *once; /* "digest/17/2025-01-15": a second one of that name is not written */
    person_id person_id;
    const char *address, *subject, *body;
    int state;
    int64_t n_tries;
    instant next_at, queued_at, sent_at;
    const char *trouble;
    bool can_again; /* it was given up */
};
struct notice_list LIST(struct notice);
extern const struct view notice_view;
/* In the caller's transaction. address NULL: nothing to say. */
NODISCARD err notice_add(struct ctx *c, const struct notice *in);
struct notice_filter {
    int state; /* NOTICE_NONE: all but those that had nothing to say */
    const char *after;
    int64_t limit;
};
struct notice_page {
    int64_t total, total_at_least;
    struct notice_list items;
    const char *next;
};
/* Newest first. INVALID(after). */
NODISCARD err notice_list(struct ctx *c, const struct notice_filter *f,
                          struct notice_page *out);
/* One that was given up is tried again, as often as at first. One act. NOT_FOUND, CONFLICT. */
NODISCARD err notice_again(struct ctx *c, int64_t id, struct notice *out);

struct mail_config {
    const char *
        url; /* "smtp://mail.example:25", "smtps://user:password@…"; NULL: sends nothing */
    const char *from; /* the sender's address */
    int quiet_from,
        quiet_to;   /* hours of the day, 0–23, in which nothing is sent: 20, 7 */
    bool needs_tls; /* else encrypted if the server can */
    const atomic_bool
        *stop; /* once set, a letter under way is given up for now; NULL */
};
/* From HAICAP_SMTP_URL, HAICAP_SMTP_FROM, HAICAP_QUIET ("20-7", the default) and HAICAP_SMTP_TLS
 * ("try", the default, or "require"). INVALID: names the one that does not fit. */
NODISCARD err mail_config_read(struct ctx *c, struct mail_config *out);
/* Is c->now, at the office's clock (UTC+7), an hour in which nothing is sent? */
bool mail_quiet(const struct ctx *c, const struct mail_config *m);
/* The letter as it goes on the wire (RFC 5322); its Message-ID is the same at each try. */
const char *mail_text(struct ctx *c, const struct mail_config *m,
                      const struct notice *n);
/*
 * Sends one letter that is due, outside of any transaction: claimed in one, its result noted in
 * another. *did: there was one. Two machines never send the same one at a time; after a crash in
 * between it goes out again under the same Message-ID, by which mail servers know it.
 */
NODISCARD err mail_send_due(struct ctx *c, const struct mail_config *m, bool *did);
#endif
