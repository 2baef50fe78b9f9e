/* SPDX-License-Identifier: Apache-2.0 */
/* people_web.c: the routes of this room, and the pages of accounts. */
#include "web/web.h"

#include "base/msg.h"
#include "kernel/second.h"
#include "people/people_web.h"

#define KEY_ID                                                                         \
    {                                                                                  \
        .name = "id", .offset = offsetof(struct key, id), .kind = K_ID,                \
        .label = N_("Number")                                                          \
    }
static const struct field key_fields[] = {KEY_ID};
const struct view key_view = VIEW("people_key", struct key, key_fields);

static const struct field key_on_fields[] = {
    KEY_ID,
    FIELD(struct key, on, N_("First day without it"), .hint = N_("Empty: today")),
};
const struct view key_on_view = VIEW("people_key_on", struct key, key_on_fields);

/* ---- the list ---- */

static const struct field page_fields[] = {
    LIST_FIELDS(struct people_page, &people_item_view),
    FIELD(struct people_page, q, N_("Search"), .flags = ON_PAGE),
    LISTOF(struct people_page, roles, &option_view, N_("Roles"), .flags = ON_PAGE),
    LISTOF(struct people_page, states, &option_view, N_("States"), .flags = ON_PAGE),
    FIELD(struct people_page, may_write, N_("May change"), .flags = ON_PAGE),
};
static const struct view people_page_view =
    VIEW("people_page", struct people_page, page_fields);

static err
get_people(struct ctx *c, const void *in, void *out)
{
    return people_list(c, in, out);
}

/* ---- one account ---- */

#define OF_PERSON(m, k, ...)                                                           \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct people_show, person.m), .kind = (k),     \
        .label = __VA_ARGS__                                                           \
    }
static const struct field show_fields[] = {
    OF_PERSON(id, K_ID, N_("Number"), .flags = F_HIDDEN),
    OF_PERSON(username, K_TEXT, N_("Username")),
    OF_PERSON(name, K_TEXT, N_("Full name")),
    OF_PERSON(email, K_TEXT, N_("Email"), .flags = F_PERSONAL),
    OF_PERSON(must_change, K_BOOL, N_("Must change the password")),
    OF_PERSON(valid_from, K_DAY, N_("Account from")),
    OF_PERSON(valid_to, K_DAY, N_("Account until")),
    OF_PERSON(locked_until, K_INSTANT, N_("Locked until")),
    LISTOF(struct people_show, grants, &grant_view, N_("Roles")),
    LISTOF(struct people_show, delegations, &delegation_view, N_("Lent")),
    LISTOF(struct people_show, absences, &absence_view, N_("Absences")),
    LISTOF(struct people_show, history, &act_view, N_("History"), .flags = ON_PAGE),
    LISTOF(struct people_show, roles, &role_view, N_("Roles"), .flags = ON_PAGE),
    FIELD(struct people_show, has_history, N_("History"), .flags = ON_PAGE),
    FIELD(struct people_show, may_write, N_("May change"), .flags = ON_PAGE),
    FIELD(struct people_show, may_grant, N_("May give roles"), .flags = ON_PAGE),
    FIELD(struct people_show, has_second, N_("Second step at sign-in"),
          .flags = F_COMPUTED),
    LISTOF(struct people_show, links, &oidc_link_view, N_("Sign-in providers")),
    FIELD(struct people_show, provider, N_("Sign-in provider"), .flags = ON_PAGE),
    FIELD(struct people_show, is_ended, N_("Ended"), .flags = F_COMPUTED),
    FIELD(struct people_show, is_locked, N_("Locked"), .flags = F_COMPUTED),
    {.name = "page_title",
     .offset = offsetof(struct people_show, person.name),
     .kind = K_TEXT,
     .flags = ON_PAGE,
     .label = N_("Title")},
};
static const struct view people_show_view =
    VIEW("people_show", struct people_show, show_fields);

static err
get_person(struct ctx *c, const void *in, void *out)
{
    return people_show(c, (person_id){((const struct key *)in)->id}, out);
}

struct new_page {
    struct role_list roles;
};
static const struct field new_page_fields[] = {
    LISTOF(struct new_page, roles, &role_view, N_("Roles")),
};
static const struct view new_page_view =
    VIEW("people_new_page", struct new_page, new_page_fields);

static err
get_person_new(struct ctx *c, const void *in UNUSED, void *out)
{
    return role_list(c, &((struct new_page *)out)->roles);
}

static const struct field new_fields[] = {
    FIELD(struct people_new, username, N_("Username"), .flags = F_REQUIRED, .max = 40,
          .hint = N_("2 to 40 of: a–z 0–9 . - _")),
    FIELD(struct people_new, name, N_("Full name"), .flags = F_REQUIRED, .max = 100),
    FIELD(struct people_new, email, N_("Email")),
    FIELD(struct people_new, role, N_("Role"), .options = "roles", .max = 40),
    FIELD(struct people_new, organisation, N_("Organisation"),
          .hint = N_(
              "Its name, or the code of a unit for its People's Committee; empty: the "
              "whole installation")),
    ID(struct people_new, org_id, N_("Number of the organisation"), .flags = F_HIDDEN),
    FIELD(struct people_new, below, N_("Also for the organisations below it")),
};
static const struct view people_new_view =
    VIEW("people_new", struct people_new, new_fields);

static const struct field made_fields[] = {
    ID(struct people_made, id, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct people_made, username, N_("Username")),
    FIELD(struct people_made, name, N_("Full name")),
    FIELD(struct people_made, password, N_("Password, shown this once")),
    FIELD(struct people_made, shown_once, N_("Shown once"), .flags = ON_PAGE),
};
static const struct view people_made_view =
    VIEW("people_made", struct people_made, made_fields);

static err
post_people(struct ctx *c, const void *in, void *out)
{
    return people_add(c, in, out);
}

struct change {
    person_id id;
    const char *name, *email;
};
static const struct field change_fields[] = {
    ID(struct change, id, N_("Number")),
    FIELD(struct change, name, N_("Full name"), .flags = F_REQUIRED, .max = 100),
    FIELD(struct change, email, N_("Email")),
};
static const struct view change_view =
    VIEW("people_change", struct change, change_fields);

static err
post_person(struct ctx *c, const void *in, void *out)
{
    const struct change *p = in;
    TRY(people_change(c, p->id, p->name, p->email));
    return person_find(c, p->id, out);
}

static err
post_reset(struct ctx *c, const void *in, void *out)
{
    return people_reset(c, (person_id){((const struct key *)in)->id}, out);
}

static err
post_reset_second(struct ctx *c, const void *in, void *out)
{
    person_id id = {((const struct key *)in)->id};
    TRY(people_need(c, id));
    TRY(second_reset(c, id));
    return person_find(c, id, out);
}

static err
post_end(struct ctx *c, const void *in, void *out)
{
    const struct key *k = in;
    TRY(people_end(c, (person_id){k->id}, k->on));
    return person_find(c, (person_id){k->id}, out);
}

err
in_form(struct ctx *c, err e, const char *other, const char *as)
{
    for (size_t i = 0; e != OK && i < c->faults.n; i++) {
        const char **field = &c->faults.v[i].field;
        if (str_eq(*field, "valid_from"))
            *field = "since";
        else if (str_eq(*field, "valid_to"))
            *field = "until";
        else if (other && str_eq(*field, other))
            *field = as;
    }
    return e;
}

struct away {
    person_id id;
    day since, until;
    const char *reason;
};
static const struct field away_fields[] = {
    ID(struct away, id, N_("Person")),
    FIELD(struct away, since, N_("Away from"), .flags = F_REQUIRED),
    FIELD(struct away, until, N_("Back on"), .flags = F_REQUIRED),
    FIELD(struct away, reason, N_("Reason")),
};
static const struct view away_view = VIEW("people_absence", struct away, away_fields);

static err
post_absences(struct ctx *c, const void *in, void *out)
{
    const struct away *a = in;
    TRY(in_form(c,
                people_absence(c, &(struct absence){.person_id = a->id,
                                                    .valid_from = a->since,
                                                    .valid_to = a->until,
                                                    .reason = a->reason}),
                NULL, NULL));
    return person_find(c, a->id, out);
}

/* ---- import ---- */

struct file {
    const char *file;
    bool dry_run;
};
static const struct field file_fields[] = {
    FIELD(struct file, file, N_("CSV or XLSX file"), .flags = F_REQUIRED | F_FILE | F_LONG,
          .max = 1024 * 1024, .hint = N_("CSV in UTF-8, or the first sheet of an XLSX workbook without merged "
                    "cells; at most 5,000 lines")),
    FIELD(struct file, dry_run, N_("Only check, take nothing in")),
};
static const struct view file_view = VIEW("people_file", struct file, file_fields);

static const struct field report_fields[] = {
    FIELD(struct people_report, dry_run, N_("Only check, take nothing in")),
    FIELD(struct people_report, n_lines, N_("Lines")),
    FIELD(struct people_report, n_added, N_("New")),
    FIELD(struct people_report, n_bad, N_("Wrong")),
    LISTOF(struct people_report, lines, &people_line_view, N_("Lines")),
    FIELD(struct people_report, done, N_("Done"), .flags = ON_PAGE),
    FIELD(struct people_report, shown_once, N_("Shown once"), .flags = ON_PAGE),
};
static const struct view report_view =
    VIEW("people_report", struct people_report, report_fields);

static err
get_import(struct ctx *c UNUSED, const void *in UNUSED, void *out)
{
    struct people_report *r = out;
    r->dry_run = true;
    return OK;
}

static err
post_import(struct ctx *c, const void *in, void *out)
{
    const struct file *f = in;
    return people_import(c, f->file, f->dry_run, out);
}

/* ---- routes ---- */

static const struct route routes[] = {
    {GET, "/sign-in", N_("Sign in"), NEED_NOBODY, LANE_READ, &sign_in_at_view,
     &sign_in_at_view, "people/sign_in.html", get_sign_in},
    {POST, "/sign-in", N_("Sign in"), NEED_NOBODY, LANE_WRITE, &sign_in_view,
     &signed_view, NULL, post_sign_in, .after = "/", .prepare = prove_sign_in},
    {GET, "/sign-in/code", N_("The second step"), NEED_NOBODY, LANE_READ,
     &sign_in_code_at_view, &sign_in_code_at_view, "people/sign_in_code.html",
     get_sign_in_code},
    {POST, "/sign-in/code", N_("Sign in"), NEED_NOBODY, LANE_WRITE, &sign_in_code_view,
     &signed_view, NULL, post_sign_in_code, .after = "/"},
    {GET, "/sign-in/oidc", N_("Sign in through a provider"), NEED_NOBODY, LANE_WRITE,
     &sign_in_at_view, &oidc_going_view, NULL, get_oidc_go, .after = "/sign-in",
     .prepare = prepare_oidc_go},
    {GET, "/sign-in/oidc/back", N_("Back from the sign-in provider"), NEED_NOBODY,
     LANE_WRITE, &oidc_back_view, &signed_view, NULL, get_oidc_back, .after = "/",
     .prepare = prepare_oidc_back},
    {POST, "/sign-out", N_("Sign out"), NEED_NOBODY, LANE_WRITE, NULL, &signed_view,
     NULL, post_sign_out, .after = "/sign-in"},

    {GET, "/me", N_("My account"), NEED_PERSON, LANE_READ, NULL, &me_view,
     "people/me.html", get_me},
    {POST, "/me/seen", N_("Stay signed in"), NEED_PERSON, LANE_WRITE, NULL,
     &signed_view, NULL, post_me_seen, .form = "/me", .after = "/me"},
    {POST, "/me/password", N_("Change the password"), NEED_PERSON, LANE_WRITE,
     &me_password_view, &signed_view, NULL, post_me_password, .form = "/me",
     .after = "/me"},
    {POST, "/me/second", N_("Set up the second step"), NEED_PERSON, LANE_WRITE,
     &me_second_view, &me_second_new_view, "people/second_new.html", post_me_second, .form = "/me"},
    {POST, "/me/second/confirm", N_("Confirm with a code"), NEED_PERSON, LANE_WRITE,
     &me_second_code_view, &me_second_codes_view, "people/second_codes.html",
     post_me_second_confirm, .form = "/me"},
    {POST, "/me/second/end", N_("Do without the second step"), NEED_PERSON, LANE_WRITE,
     &me_second_code_view, &signed_view, NULL, post_me_second_end, .form = "/me",
     .after = "/me"},
    {POST, "/me/oidc", N_("Link the account"), NEED_PERSON, LANE_WRITE, &me_oidc_view,
     &oidc_going_view, "people/me_oidc.html", post_me_oidc, .form = "/me",
     .prepare = prepare_oidc_go},
    {POST, "/oidc-links/{id}/end", N_("Take the link away"), NEED_PERSON, LANE_WRITE,
     &key_view, &signed_view, NULL, post_oidc_end, .form = "/me", .after = "/me"},
    {POST, "/me/settings", N_("Save the settings"), NEED_PERSON, LANE_WRITE,
     &me_settings_view, &signed_view, NULL, post_me_settings, .form = "/me",
     .after = "/me"},
    {POST, "/me/org", N_("Act for this organisation"), NEED_PERSON, LANE_WRITE,
     &me_org_view, &signed_view, NULL, post_me_org, .form = "/me", .after = "/me"},
    {POST, "/me/delegations", N_("Lend the role"), NEED_PERSON, LANE_WRITE,
     &me_delegation_view, &signed_view, NULL, post_me_delegations, .form = "/me",
     .after = "/me"},
    {POST, "/delegations/{id}/end", N_("Take it back"), NEED_PERSON, LANE_WRITE,
     &key_view, &delegation_view, NULL, post_delegation_end, .form = "/me",
     .after = "/me"},
    {POST, "/me/absences", N_("Record an absence"), NEED_PERSON, LANE_WRITE,
     &me_absence_view, &signed_view, NULL, post_me_absences, .form = "/me",
     .after = "/me"},

    {GET, "/people", N_("People"), "people.read", LANE_READ, &people_filter_view,
     &people_page_view, "people/people.html", get_people, .list = "items",
     .menu = N_("People"), .menu_at = 90},
    {GET, "/people/new", N_("Add a person"), "people.write", LANE_READ, NULL,
     &new_page_view, "people/person_new.html", get_person_new},
    {POST, "/people", N_("Add a person"), "people.write", LANE_WRITE, &people_new_view,
     &people_made_view, "people/person_made.html", post_people, .form = "/people/new"},
    {GET, "/people/import", N_("Import people"), "people.write", LANE_READ, NULL,
     &report_view, "people/people_import.html", get_import},
    {POST, "/people/import", N_("Take in or check"), "people.write", LANE_WRITE,
     &file_view, &report_view, "people/people_import.html", post_import,
     .body_max = 2 * 1024 * 1024},
    {GET, "/people/{id}", N_("Person"), "people.read", LANE_READ, &key_view,
     &people_show_view, "people/person.html", get_person},
    {POST, "/people/{id}", N_("Save the changes"), "people.write", LANE_WRITE,
     &change_view, &person_view, NULL, post_person, .form = "/people/{id}",
     .after = "/people/{id}"},
    {POST, "/people/{id}/reset-password", N_("Reset the password"), "people.write",
     LANE_WRITE, &key_view, &people_made_view, "people/person_made.html", post_reset,
     .form = "/people/{id}"},
    {POST, "/people/{id}/reset-second", N_("Take the second step away"), "people.write",
     LANE_WRITE, &key_view, &person_view, NULL, post_reset_second,
     .form = "/people/{id}", .after = "/people/{id}"},
    {POST, "/people/{id}/oidc", N_("Expect them"), "people.write", LANE_WRITE,
     &oidc_expect_view, &person_view, NULL, post_person_oidc, .form = "/people/{id}",
     .after = "/people/{id}"},
    {POST, "/people/{id}/end", N_("End the account"), "people.write", LANE_WRITE,
     &key_on_view, &person_view, NULL, post_end, .form = "/people/{id}",
     .after = "/people/{id}"},
    {POST, "/people/{id}/absences", N_("Record an absence"), "people.write", LANE_WRITE,
     &away_view, &person_view, NULL, post_absences, .form = "/people/{id}",
     .after = "/people/{id}"},
    {POST, "/people/{id}/grants", N_("Give the role"), "grant.write", LANE_WRITE,
     &grant_new_view, &grant_view, NULL, post_person_grants, .form = "/people/{id}",
     .after = "/people/{person_id}"},

    {GET, "/grants", N_("Roles given"), "people.read", LANE_READ, &grants_filter_view,
     &grants_page_view, "people/grants.html", get_grants, .list = "items"},
    {GET, "/grants/interim", N_("Roles to confirm"), "people.read", LANE_READ,
     &grants_filter_view, &grants_page_view, "people/grants_interim.html",
     get_grants_interim, .list = "items"},
    {GET, "/grants/{id}", N_("Role given"), "people.read", LANE_READ, &key_view,
     &grant_show_view, "people/grant.html", get_grant},
    {POST, "/grants/{id}/end", N_("End the role"), "grant.write", LANE_WRITE,
     &key_on_view, &grant_view, NULL, post_grant_end, .form = "/grants/{id}",
     .after = "/grants/{id}"},
    {POST, "/grants/{id}/confirm", N_("Confirm the role"), "grant.write", LANE_WRITE,
     &key_view, &grant_view, NULL, post_grant_confirm, .form = "/grants/{id}",
     .after = "/grants/interim"},
    {GET, "/roles", N_("Roles"), "people.read", LANE_READ, NULL, &roles_view,
     "people/roles.html", get_roles},
    {POST, "/roles/second", N_("Save"), "setting.write", LANE_WRITE, &role_second_view,
     &role_view, NULL, post_role_second, .form = "/roles", .after = "/roles"},

    {GET, "/orgs", N_("Organisations"), "org.read", LANE_READ, &orgs_filter_view,
     &orgs_page_view, "people/orgs.html", get_orgs, .list = "items",
     .menu = N_("Organisations"), .menu_at = 80},
    {GET, "/orgs/new", N_("Establish an organisation"), "org.write", LANE_READ, NULL,
     &org_new_page_view, "people/org_new.html", get_org_new},
    {POST, "/orgs", N_("Establish an organisation"), "org.write", LANE_WRITE,
     &org_new_view, &org_view, NULL, post_orgs, .form = "/orgs/new",
     .after = "/orgs/{id}"},
    {GET, "/orgs/{id}", N_("Organisation"), "org.read", LANE_READ, &org_at_view,
     &orgs_show_view, "people/org.html", get_org},
    {POST, "/orgs/{id}", N_("Change from that day"), "org.write", LANE_WRITE,
     &org_change_view, &org_view, NULL, post_org_change, .form = "/orgs/{id}",
     .after = "/orgs/{id}"},
    {POST, "/orgs/{id}/grants", N_("Give a role here"), "grant.write", LANE_WRITE,
     &org_grant_new_view, &grant_view, NULL, post_org_grants, .form = "/orgs/{id}",
     .after = "/orgs/{org_id}"},
    {0},
};

extern const struct module people_module;
const struct module people_module = {
    .name = "people",
    .about = N_("People, their roles, and the organisations they act for"),
    .routes = routes,
};
