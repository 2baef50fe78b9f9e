/* SPDX-License-Identifier: Apache-2.0 */
/* people_web.h: the handlers of this room by page, for the table of routes in people_web.c. */
#ifndef PEOPLE_PEOPLE_WEB_H
#define PEOPLE_PEOPLE_WEB_H
#include "people/people.h"

/* For pages alone: not in JSON, not a column, not in generic tables. */
#define ON_PAGE F_COMPUTED | F_PAGE | F_HIDDEN

struct key {
    int64_t id;
    day on;
    const char *reason;
};
extern const struct view key_view;    /* the id of a path */
extern const struct view key_on_view; /* and a day */

/* Forms say `since` and `until`, so that they do not start from the span of the record at hand; what
 * a verb says of its valid_from or valid_to, or of `other`, belongs to the form's field. */
err in_form(struct ctx *c, err e, const char *other, const char *as);

/* The session that begins or ends, and where to go then. */
struct signed_out {
    const char *set_session, *go_to;
    const char *ticket; /* for the second step */
    bool end_session;
};
extern const struct view signed_view;
/* In where a session begins: the first page of `id`, or `to` if it is a path of ours. issuer: who says
 * that it is they, NULL: their password; second: they have taken a second step there. */
err people_enter(struct ctx *c, person_id id, const char *to, const char *issuer,
                 bool second, struct signed_out *o);
/* Before that, the page that asks for the code of their second step. */
err people_ask_code(struct ctx *c, person_id id, const char *to, const char *issuer,
                    struct signed_out *o);
/* `to` of sign_in_at_view. */
const char *people_to(const void *in);
/* Whoever acts; FORBIDDEN for the machine's operator, who is nobody in particular. */
err people_myself(struct ctx *c, person_id *out);

extern const struct view sign_in_at_view, sign_in_view, me_view, me_password_view,
    sign_in_code_at_view, sign_in_code_view, me_second_view, me_second_new_view, me_second_code_view,
    me_second_codes_view, me_settings_view, me_org_view, me_delegation_view,
    me_absence_view;
err get_sign_in(struct ctx *c, const void *in, void *out);
err prove_sign_in(struct ctx *c, const void *in, const void **out);
err post_me_seen(struct ctx *c, const void *in, void *out);
err post_sign_in(struct ctx *c, const void *in, void *out);
err post_sign_out(struct ctx *c, const void *in, void *out);
err get_sign_in_code(struct ctx *c, const void *in, void *out);
err post_sign_in_code(struct ctx *c, const void *in, void *out);
extern const struct view oidc_going_view, oidc_back_view, me_oidc_view, oidc_expect_view;
err prepare_oidc_go(struct ctx *c, const void *in, const void **out);
err get_oidc_go(struct ctx *c, const void *in, void *out);
err prepare_oidc_back(struct ctx *c, const void *in, const void **out);
err get_oidc_back(struct ctx *c, const void *in, void *out);
err post_me_oidc(struct ctx *c, const void *in, void *out);
err post_oidc_end(struct ctx *c, const void *in, void *out);
err post_person_oidc(struct ctx *c, const void *in, void *out);
err get_me(struct ctx *c, const void *in, void *out);
err post_me_password(struct ctx *c, const void *in, void *out);
err post_me_second(struct ctx *c, const void *in, void *out);
err post_me_second_confirm(struct ctx *c, const void *in, void *out);
err post_me_second_end(struct ctx *c, const void *in, void *out);
err post_me_settings(struct ctx *c, const void *in, void *out);
err post_me_org(struct ctx *c, const void *in, void *out);
err post_me_delegations(struct ctx *c, const void *in, void *out);
err post_delegation_end(struct ctx *c, const void *in, void *out);
err post_me_absences(struct ctx *c, const void *in, void *out);

extern const struct view grants_page_view, grant_show_view, grant_new_view,
    org_grant_new_view, roles_view;
err get_grants(struct ctx *c, const void *in, void *out);
err get_grants_interim(struct ctx *c, const void *in, void *out);
err get_grant(struct ctx *c, const void *in, void *out);
err post_person_grants(struct ctx *c, const void *in, void *out);
err post_org_grants(struct ctx *c, const void *in, void *out);
err post_grant_end(struct ctx *c, const void *in, void *out);
err post_grant_confirm(struct ctx *c, const void *in, void *out);
err get_roles(struct ctx *c, const void *in, void *out);
extern const struct view role_second_view;
err post_role_second(struct ctx *c, const void *in, void *out);

extern const struct view orgs_page_view, org_at_view, orgs_show_view, org_new_view,
    org_new_page_view, org_change_view;
err get_orgs(struct ctx *c, const void *in, void *out);
err get_org(struct ctx *c, const void *in, void *out);
err get_org_new(struct ctx *c, const void *in, void *out);
err post_orgs(struct ctx *c, const void *in, void *out);
err post_org_change(struct ctx *c, const void *in, void *out);
#endif
