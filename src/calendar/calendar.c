/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c: feeds: made, listed, revoked, opened. */
#include "calendar/calendar.h"

#include <sodium.h>

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "registers/desk.h"
#include "store/store.h"

extern const struct query Q_calendar_feed_add, Q_calendar_feeds_of,
    Q_calendar_feed_revoke, Q_calendar_feed_find, Q_calendar_feed_by_token;

enum {
    TOKEN_BYTES = 32
};
static const char ending[] = ".ics";

static const struct field fields[] = {
    {.name = "id",
     .offset = offsetof(struct calendar_feed, id),
     .kind = K_ID,
     .flags = F_HIDDEN,
     .label = N_("Number")},
    ID(struct calendar_feed, person_id, N_("Person"), .flags = F_HIDDEN),
    ID(struct calendar_feed, org_id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct calendar_feed, org_name, N_("Organisation"), .flags = F_COMPUTED),
    FIELD(struct calendar_feed, made_at, N_("Made at")),
    FIELD(struct calendar_feed, path, N_("Address"), .flags = F_COMPUTED),
    FIELD(struct calendar_feed, username, N_("Username"), .flags = F_HIDDEN | F_PAGE),
};
const struct view calendar_feed_view =
    VIEW("calendar_feed", struct calendar_feed, fields);

static const char *
hash_of(struct arena *a, const char *token)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char *hex = arena_alloc(a, sizeof digest * 2 + 1, 1);
    crypto_hash_sha256(digest, (const unsigned char *)token, strlen(token));
    return sodium_bin2hex(hex, sizeof digest * 2 + 1, digest, sizeof digest);
}

static err
myself(struct ctx *c, person_id *out)
{
    if (!c->actor || !c->actor->id.v)
        return fail(c, ERR_FORBIDDEN, NULL,
                    N_("The machine's operator has no account"));
    *out = c->actor->id;
    return OK;
}

err
calendar_bodies(struct ctx *c, org_id org, struct org_id_list *out)
{
    *out = (struct org_id_list){0};
    if (org.v) {
        TRY(access_need(c, "task.read", org));
        *PUSH(c->arena, out) = org;
        return OK;
    }
    for (size_t i = 0; c->actor && i < c->actor->can.n; i++) {
        const struct capability_at *can = &c->actor->can.v[i];
        bool has = false;
        for (size_t k = 0; k < out->n; k++)
            has |= out->v[k].v == can->org_id.v;
        if (can->org_id.v && !has && str_eq(can->capability, "task.read"))
            *PUSH(c->arena, out) = can->org_id;
    }
    return OK;
}

/* The name of who answers today. */
static err
put_name(struct ctx *c, struct calendar_feed *f)
{
    struct org_names names = {0};
    struct org_name at;
    if (!f->org_id.v)
        return OK;
    TRY(desk_org(c, &names, f->org_id, &at));
    f->org_name = at.now_name;
    return OK;
}

static err
note(struct ctx *c, const char *verb, const struct calendar_feed *f)
{
    return act_add(c, &(struct act){.verb = verb,
                                    .kind = "calendar_feed",
                                    .object_id = f->id,
                                    .label = f->org_name ? f->org_name : c->actor->name,
                                    .path = "/calendar/feeds"});
}

err
calendar_feed_add(struct ctx *c, org_id org, struct calendar_feed *out)
{
    unsigned char secret[TOKEN_BYTES];
    char token[TOKEN_BYTES * 2 + 1];
    struct calendar_feed_list mine;
    *out = (struct calendar_feed){.org_id = org, .made_at = c->now};
    TRY(myself(c, &out->person_id));
    TRY(access_need(c, "task.read", org));
    TRY(calendar_feeds(c, &mine));
    if (mine.n >= FEEDS_MOST)
        return fail(c, ERR_INVALID, NULL,
                    N_("You have %d addresses: revoke one of them first"), FEEDS_MOST);
    must(sodium_init() >= 0);
    randombytes_buf(secret, sizeof secret);
    sodium_bin2hex(token, sizeof token, secret, sizeof secret);
    TRY(id_next(c, &out->id));
    TRY(query_exec(c, &Q_calendar_feed_add,
                   IN(out->id, hash_of(c->arena, token), out->person_id.v,
                      OPT(org.v, org.v), c->now),
                   NULL));
    out->path = arena_printf(c->arena, "%s/calendar/%s%s", c->origin ? c->origin : "",
                             token, ending);
    TRY(put_name(c, out));
    return note(c, "add", out);
}

err
calendar_feeds(struct ctx *c, struct calendar_feed_list *out)
{
    person_id me = {0};
    TRY(myself(c, &me));
    TRY(query_list(c, &Q_calendar_feeds_of, &calendar_feed_view, out, IN(me.v)));
    for (size_t i = 0; i < out->n; i++)
        TRY(put_name(c, &out->v[i]));
    return OK;
}

err
calendar_feed_revoke(struct ctx *c, int64_t id)
{
    struct calendar_feed f;
    person_id me = {0};
    int64_t n;
    TRY(myself(c, &me));
    err e = query_one(c, &Q_calendar_feed_find, &calendar_feed_view, &f, IN(id));
    if (e == ERR_NOT_FOUND || (e == OK && f.person_id.v != me.v))
        return fail(c, ERR_NOT_FOUND, NULL, N_("There is nothing at this address"));
    TRY(e);
    TRY(query_exec(c, &Q_calendar_feed_revoke, IN(id, c->now), &n));
    TRY(put_name(c, &f));
    return note(c, "revoke", &f);
}

err
calendar_feed_open(struct ctx *c, const char *file, struct calendar_feed *out)
{
    size_t n = strlen(file);
    err e = ERR_NOT_FOUND;
    if (n == TOKEN_BYTES * 2 + strlen(ending) && str_eq(file + TOKEN_BYTES * 2, ending))
        e = query_one(
            c, &Q_calendar_feed_by_token, &calendar_feed_view, out,
            IN(hash_of(c->arena, arena_strndup(c->arena, file, TOKEN_BYTES * 2)),
               c->today));
    if (e == ERR_NOT_FOUND)
        return fail(c, e, NULL, N_("There is nothing at this address"));
    TRY(e);
    return put_name(c, out);
}

err
calendar_feed_text(struct ctx *c, const char *file, const char **out)
{
    struct calendar_feed f;
    struct actor *owner;
    struct org_id_list bodies;
    struct task_date_list tasks = {0};
    const span days = {{c->today.v - FED_BEFORE}, {c->today.v + FED_AFTER}};
    bool cut = false;
    TRY(calendar_feed_open(c, file, &f));
    TRY(actor_of(c, f.username, &owner));
    struct ctx own = *c;
    own.actor = owner;
    if (owner->lang && catalog_for(owner->lang))
        own.lang = catalog_for(owner->lang);
    err e = calendar_bodies(&own, f.org_id, &bodies);
    if (e == OK)
        e = task_dates(&own, &bodies, days, FED_MOST, &tasks, &cut);
    if (e != OK && e != ERR_FORBIDDEN)
        return fail(c, e, NULL, N_("There is nothing at this address"));
    *out = calendar_ics(&own, f.org_name ? f.org_name : owner->name, &tasks, cut);
    return OK;
}
