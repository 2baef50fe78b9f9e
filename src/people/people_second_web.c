/* SPDX-License-Identifier: Apache-2.0 */
/* people_second_web.c: the second step: at sign-in, in one's own account, and for a role. */
#include "base/msg.h"
#include "kernel/second.h"
#include "people/people_qr.h"
#include "people/people_row.h"
#include "people/people_web.h"

/* ---- at sign-in ---- */

struct code {
    const char *ticket, *code, *to;
};
#define HIDDEN_FIELDS                                                                  \
    FIELD(struct code, ticket, N_("Ticket"), .flags = F_HIDDEN, .max = 100),           \
        FIELD(struct code, to, N_("Next page"), .flags = F_HIDDEN, .max = 2000)
static const struct field at_fields[] = {HIDDEN_FIELDS};
const struct view sign_in_code_at_view =
    VIEW("sign_in_code_at", struct code, at_fields);

static const struct field code_fields[] = {
    FIELD(struct code, code, N_("Code"), .flags = F_REQUIRED, .max = 40,
          .hint = N_("Six digits from your app, or a recovery code")),
    HIDDEN_FIELDS,
};
const struct view sign_in_code_view = VIEW("sign_in_code", struct code, code_fields);

err
get_sign_in_code(struct ctx *c UNUSED, const void *in, void *out)
{
    const struct code *k = in;
    *(struct code *)out = (struct code){.ticket = k->ticket, .to = k->to};
    return OK;
}

err
post_sign_in_code(struct ctx *c, const void *in, void *out)
{
    const struct code *k = in;
    person_id id;
    const char *issuer, *ticket = k->ticket ? k->ticket : "";
    TRY(ticket_issuer(c, ticket, &issuer));
    TRY(ticket_redeem(c, ticket, k->code, &id));
    return people_enter(c, id, k->to, issuer, true, out);
}

/* ---- in one's own account ---- */

struct second_new {
    const char *secret;
    html qr;
    bool shown_once;
};
static const struct field new_fields[] = {
    FIELD(struct second_new, secret, N_("Secret, shown this once")),
    FIELD(struct second_new, qr, N_("The same as a picture")),
    FIELD(struct second_new, shown_once, N_("Shown once"), .flags = ON_PAGE),
};
const struct view me_second_new_view =
    VIEW("me_second_new", struct second_new, new_fields);

struct second_password {
    const char *password;
};
static const struct field second_password_fields[] = {
    FIELD(struct second_password, password, N_("Your password now"),
          .flags = F_REQUIRED | F_SECRET, .max = 1000),
};
const struct view me_second_view =
    VIEW("me_second", struct second_password, second_password_fields);

err
post_me_second(struct ctx *c, const void *in, void *out)
{
    struct second_new *o = out;
    const char *secret;
    person_id me;
    CLEANUP(buf_free) struct buf spaced = {0};
    TRY(people_myself(c, &me));
    TRY(second_begin(c, me, ((const struct second_password *)in)->password, &secret));
    const char *uri =
        arena_printf(c->arena, "otpauth://totp/haicap:%s?secret=%s&issuer=haicap",
                     c->actor->username, secret);
    for (const char *s = secret; *s; s++) {
        if (s > secret && (s - secret) % 4 == 0)
            buf_putc(&spaced, ' ');
        buf_putc(&spaced, *s);
    }
    *o = (struct second_new){.secret = arena_strdup(c->arena, buf_str(&spaced)),
                             .qr = {qr_svg(c, uri, T(c, N_("QR code of the secret")))},
                             .shown_once = true};
    return OK;
}

struct second_code {
    const char *code;
};
static const struct field second_code_fields[] = {
    FIELD(struct second_code, code, N_("Code"), .flags = F_REQUIRED, .max = 40,
          .hint = N_("Six digits from your app")),
};
const struct view me_second_code_view =
    VIEW("me_second_code", struct second_code, second_code_fields);

struct second_codes {
    struct recovery_code_list codes;
    bool shown_once;
};
static const struct field codes_fields[] = {
    LISTOF(struct second_codes, codes, &recovery_code_view, N_("Recovery codes")),
    FIELD(struct second_codes, shown_once, N_("Shown once"), .flags = ON_PAGE),
};
const struct view me_second_codes_view =
    VIEW("me_second_codes", struct second_codes, codes_fields);

err
post_me_second_confirm(struct ctx *c, const void *in, void *out)
{
    struct second_codes *o = out;
    person_id me;
    TRY(people_myself(c, &me));
    o->shown_once = true;
    return second_confirm(c, me, ((const struct second_code *)in)->code, &o->codes);
}

err
post_me_second_end(struct ctx *c, const void *in, void *out UNUSED)
{
    person_id me;
    TRY(people_myself(c, &me));
    return second_end(c, me, ((const struct second_code *)in)->code);
}

/* ---- for a role ---- */

struct role_second {
    const char *role;
    bool needs_second;
};
static const struct field role_fields[] = {
    FIELD(struct role_second, role, N_("Role"), .flags = F_REQUIRED, .options = "items",
          .max = 40),
    FIELD(struct role_second, needs_second, N_("Asks for a second step at sign-in")),
};
const struct view role_second_view =
    VIEW("role_second", struct role_second, role_fields);

err
post_role_second(struct ctx *c, const void *in, void *out)
{
    const struct role_second *r = in;
    TRY(people_need_at(c, "setting.write", (org_id){0}));
    err e = role_need_second(c, r->role, r->needs_second);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "role", N_("There is no role “%s”"), r->role);
    TRY(e);
    return role_find(c, r->role, out);
}
