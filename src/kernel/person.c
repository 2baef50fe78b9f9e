/* SPDX-License-Identifier: Apache-2.0 */
/* person.c: accounts. */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access_row.h"

extern const struct query Q_person_find, Q_person_by_username, Q_person_add,
    Q_person_change, Q_person_end, Q_person_set_password, Q_session_end_of;

static const struct field person_fields[] = {
    ID(struct person, id, N_("Number"), .flags = F_READONLY),
    FIELD(struct person, username, N_("Username"), .flags = F_BRIEF | F_REQUIRED,
          .max = 40, .to = "/people/{id}", .hint = N_("2 to 40 of: a–z 0–9 . - _")),
    FIELD(struct person, name, N_("Full name"), .flags = F_BRIEF | F_REQUIRED,
          .max = 100, .to = "/people/{id}"),
    FIELD(struct person, email, N_("Email"), .flags = F_BRIEF | F_PERSONAL),
    FIELD(struct person, lang, N_("Language"), .max = 5),
    FIELD(struct person, scheme, N_("Colours"), .max = 5),
    FIELD(struct person, must_change, N_("Must change the password"),
          .flags = F_READONLY),
    FIELD(struct person, valid_from, N_("Account from"), .flags = F_BRIEF),
    FIELD(struct person, valid_to, N_("Account until"), .flags = F_BRIEF),
    FIELD(struct person, n_failed, N_("Wrong passwords"),
          .flags = F_READONLY | F_HIDDEN),
    FIELD(struct person, locked_until, N_("Locked until"), .flags = F_READONLY),
};
const struct view person_view = VIEW("person", struct person, person_fields);

err
person_find(struct ctx *c, person_id id, struct person *out)
{
    return query_one(c, &Q_person_find, &person_view, out, IN(id.v));
}

err
person_by_username(struct ctx *c, const char *username, struct person *out)
{
    return query_one(c, &Q_person_by_username, &person_view, out, IN(username));
}

static bool
is_username(const char *s)
{
    size_t n = s ? strlen(s) : 0;
    return n >= 2 && n <= 40 &&
           strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == n;
}

static bool
is_email(const char *s)
{
    const char *at = strchr(s, '@');
    return at && at > s && strchr(at + 1, '.') && !strchr(at + 1, '@') &&
           !strpbrk(s, " \t\r\n,;<>\"");
}

void
person_check(struct ctx *c, const struct person *p)
{
    if (!is_username(p->username))
        note_fault(c, ERR_INVALID, "username",
                   N_("A username has 2 to 40 of the signs a–z 0–9 . - _"));
    if (!p->name || !*p->name)
        note_fault(c, ERR_INVALID, "name", N_("A person needs a name"));
    if (p->email && *p->email && !is_email(p->email))
        note_fault(c, ERR_INVALID, "email", N_("This is no email address"));
    if (p->lang && *p->lang && !catalog_for(p->lang))
        note_fault(c, ERR_INVALID, "lang", N_("This language is not there"));
    if (p->scheme && *p->scheme && !str_eq(p->scheme, "light") &&
        !str_eq(p->scheme, "dark"))
        note_fault(c, ERR_INVALID, "scheme", N_("Colours are light or dark"));
}

static const char *
search_of(struct ctx *c, const struct person *p)
{
    return text_fold(c->arena, arena_printf(c->arena, "%s %s %s", p->name, p->username,
                                            p->email ? p->email : ""));
}

/* `hash` NULL: cannot sign in. */
static err
add(struct ctx *c, const struct person *in, const char *hash, person_id *out)
{
    struct person p = *in, other;
    err e = person_by_username(c, p.username, &other);
    if (e == OK)
        return fail(c, ERR_CONFLICT, "username", N_("The username %s is taken, by %s"),
                    p.username, other.name);
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(id_next(c, &p.id.v));
    TRY(query_exec(c, &Q_person_add,
                   IN(p.id.v, p.username, p.name, search_of(c, &p),
                      text_sort_key(c->arena, p.name), p.email, p.lang, p.scheme, hash,
                      p.must_change, p.valid_from, p.valid_to),
                   NULL));
    if (out)
        *out = p.id;
    return access_act(c, "add", "person", p.id.v, &p,
                      view_diff(c, &person_view, NULL, &p));
}

err
person_add(struct ctx *c, const struct person *in, const char *password, person_id *out)
{
    struct person p = *in;
    const char *nfc = NULL, *hash = NULL;
    person_check(c, &p);
    TRY(faults(c));
    TRY(access_span(c, &p.valid_from, &p.valid_to));
    if (password) {
        TRY(password_rules(c, "password", p.username, password, &nfc));
        TRY(password_hash(c, nfc, &hash));
    }
    return add(c, &p, hash, out);
}

err
person_add_new(struct ctx *c, const struct person *in, const char **password,
               person_id *out)
{
    struct person p = *in;
    const char *hash;
    person_check(c, &p);
    TRY(faults(c));
    TRY(access_span(c, &p.valid_from, &p.valid_to));
    p.must_change = true;
    *password = password_generate(c->arena);
    TRY(password_hash_made(c, *password, &hash));
    return add(c, &p, hash, out);
}

err
person_change(struct ctx *c, const struct person *in)
{
    struct person was, p;
    TRY(person_find(c, in->id, &was));
    p = was;
    p.name = in->name;
    p.email = in->email;
    p.lang = in->lang;
    p.scheme = in->scheme;
    person_check(c, &p);
    TRY(faults(c));
    TRY(query_exec(c, &Q_person_change,
                   IN(p.id.v, p.name, search_of(c, &p), text_sort_key(c->arena, p.name),
                      p.email, p.lang, p.scheme),
                   NULL));
    return access_act(c, "change", "person", p.id.v, &p,
                      view_diff(c, &person_view, &was, &p));
}

/* The actor's own goes on: whoever changes their password stays where they are. */
static err
end_sessions(struct ctx *c, person_id id, bool keep_own)
{
    const char *own =
        keep_own && c->actor && c->actor->session ? c->actor->session : "";
    return query_exec(c, &Q_session_end_of, IN(id.v, own), NULL);
}

err
person_end(struct ctx *c, person_id id, day on)
{
    struct person was, p;
    TRY(person_find(c, id, &was));
    if (was.valid_to.v != DAY_MAX.v)
        return fail(c, ERR_CONFLICT, NULL, N_("The account of %s ends on %s already"),
                    was.name, day_vn(c->arena, was.valid_to));
    if (on.v < was.valid_from.v)
        return fail(c, ERR_INVALID, "on", N_("It would end before it begins"));
    p = was;
    p.valid_to = on;
    TRY(query_exec(c, &Q_person_end, IN(id.v, on), NULL));
    if (on.v <= c->today.v)
        TRY(end_sessions(c, id, false));
    return access_act(c, "end", "person", id.v, &p,
                      view_diff(c, &person_view, &was, &p));
}

static err
set_hash(struct ctx *c, const struct person *p, const char *hash, bool must_change)
{
    TRY(query_exec(c, &Q_person_set_password, IN(p->id.v, hash, must_change), NULL));
    TRY(end_sessions(c, p->id, true));
    return access_act(c, "set_password", "person", p->id.v, p, NULL);
}

static err
set_password(struct ctx *c, const struct person *p, const char *field,
             const char *password, bool must_change)
{
    const char *nfc, *hash;
    TRY(password_rules(c, field, p->username, password, &nfc));
    TRY(password_hash(c, nfc, &hash));
    return set_hash(c, p, hash, must_change);
}

err
person_set_password(struct ctx *c, person_id id, const char *password, bool must_change)
{
    struct person p;
    TRY(person_find(c, id, &p));
    return set_password(c, &p, "password", password, must_change);
}

err
person_reset_password(struct ctx *c, person_id id, const char **password)
{
    struct person p;
    const char *hash;
    TRY(person_find(c, id, &p));
    *password = password_generate(c->arena);
    TRY(password_hash_made(c, *password, &hash));
    return set_hash(c, &p, hash, true);
}

err
person_change_password(struct ctx *c, person_id id, const char *old,
                       const char *password)
{
    struct person p;
    struct password_proof proof;
    TRY(person_find(c, id, &p));
    TRY(access_prove(c, p.username, old, &proof));
    if (!proof.fits)
        return fail(c, ERR_INVALID, "password", N_("This is not your password"));
    if (str_eq(old, password))
        return fail(c, ERR_INVALID, "new_password",
                    N_("The new password is the old one"));
    return set_password(c, &p, "new_password", password, false);
}
