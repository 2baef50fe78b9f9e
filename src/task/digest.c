/* SPDX-License-Identifier: Apache-2.0 */
#include "task/digest.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/calendar.h"
#include "kernel/notice.h"
#include "kernel/org.h"
#include "registers/desk.h"
#include "store/store.h"

extern const struct query Q_digest_people, Q_digest_blocked;

struct reader {
    person_id id;
    const char *username, *name, *email, *lang;
};
static const struct field reader_fields[] = {
    ID(struct reader, id, "id"),        FIELD(struct reader, username, "username"),
    FIELD(struct reader, name, "name"), FIELD(struct reader, email, "email"),
    FIELD(struct reader, lang, "lang"),
};
static const struct view reader_view = VIEW("reader", struct reader, reader_fields);

struct blocked {
    task_id id;
    const char *blocked, *blocker;
    org_id org_held;
    day due_on;
};
static const struct field blocked_fields[] = {
    ID(struct blocked, id, "id"),
    FIELD(struct blocked, blocked, "blocked"),
    FIELD(struct blocked, blocker, "blocker"),
    ID(struct blocked, org_held, "held"),
    FIELD(struct blocked, due_on, "due"),
};
static const struct view blocked_view = VIEW("blocked", struct blocked, blocked_fields);

static long long
group_count(const struct work_group *g)
{
    return (long long)(g->total == INT_NONE ? g->total_at_least : g->total);
}

static const char *
group_text(struct ctx *c, const struct work_group *g)
{
    const char *out = "";
    if (!g->items.n)
        return out;
    out = arena_printf(c->arena, "%s (%lld)\n", g->label, group_count(g));
    for (size_t i = 0; i < g->items.n; i++) {
        const struct task_item *t = &g->items.v[i];
        out = arena_printf(c->arena, "%s- %s (%s%s%s)\n", out, t->title,
                           t->directive_number ? t->directive_number : "",
                           t->when ? ", " : "", t->when ? t->when : "");
    }
    return arena_printf(c->arena, "%s\n", out);
}

struct told LIST(task_id);

static bool
seen(const struct told *told, task_id id)
{
    for (size_t i = 0; i < told->n; i++)
        if (told->v[i].v == id.v)
            return true;
    return false;
}

/* What stands still, and who can unblock it: for who directs. */
static err
blocked_text(struct ctx *c, org_id org, struct told *told, const char **out)
{
    struct LIST(struct blocked) all = {0};
    struct org_names names = {0};
    struct org_id_list orgs;
    *out = "";
    if (!access_may(c, "task.direct"))
        return OK;
    TRY(org_answers_for(c, org, c->today, &orgs));
    for (size_t i = 0; i < orgs.n; i++) {
        TRY(query_list(c, &Q_digest_blocked, &blocked_view, &all, IN(orgs.v[i].v)));
        for (size_t k = 0; k < all.n; k++) {
            const struct blocked *b = &all.v[k];
            struct org_name who;
            if (seen(told, b->id)) /* held by one, given by another we answer for */
                continue;
            TRY(desk_org(c, &names, b->org_held, &who));
            *out = arena_printf(
                c->arena, T(c, N_("%s- %s\n  waits for: %s (%s, %s)\n")), *out,
                b->blocked, b->blocker, who.now_name,
                day_known(b->due_on) ? arena_printf(c->arena, T(c, N_("due %s")),
                                                    day_vn(c->arena, b->due_on))
                                     : T(c, N_("no date yet")));
            *PUSH(c->arena, told) = b->id;
        }
    }
    if (**out)
        *out = arena_printf(c->arena, "%s\n%s\n",
                            T(c, N_("Blocked, and who can unblock it")), *out);
    return OK;
}

/* What the letter names, once each. */
static err
tell(struct ctx *c, person_id to, const struct work *w, struct told *told)
{
    const struct work_group *const groups[] = {&w->late, &w->today, &w->week,
                                               &w->decide};
    for (size_t i = 0; i < COUNT(groups); i++)
        for (size_t k = 0; k < groups[i]->items.n; k++)
            if (!seen(told, groups[i]->items.v[k].id))
                *PUSH(c->arena, told) = groups[i]->items.v[k].id;
    for (size_t i = 0; i < told->n; i++)
        TRY(task_told_to(c, told->v[i], to));
    return OK;
}

static err
write_one(struct ctx *c, const struct reader *r, bool day_off)
{
    struct actor *a;
    struct work w;
    const char *blocked;
    struct told told = {0};
    struct notice n = {.once =
                           arena_printf(c->arena, "digest/%lld/%s", (long long)r->id.v,
                                        day_iso(c->arena, c->today)),
                       .person_id = r->id};
    TRY(actor_of(c, r->username, &a));
    struct ctx own = *c; /* what they may see, nobody else's */
    own.actor = a;
    const struct catalog *lang = catalog_whole(r->lang ? catalog_for(r->lang) : NULL);
    if (lang)
        own.lang = lang;
    own.whole = false;
    if (a->org_id.v && access_may(&own, "task.read")) {
        TRY(task_work(&own, a->org_id, &w));
        TRY(blocked_text(&own, a->org_id, &told, &blocked));
        const char *text = arena_printf(c->arena, "%s%s%s%s%s", group_text(c, &w.late),
                                        group_text(c, &w.today), group_text(c, &w.week),
                                        group_text(c, &w.decide), blocked);
        if (*text && (!day_off || w.late.items.n)) {
            n.address = r->email;
            n.subject =
                arena_printf(c->arena, T(&own, N_("Work on %s: %lld late, %lld today")),
                             day_vn(c->arena, c->today), group_count(&w.late),
                             group_count(&w.today));
            n.body =
                arena_printf(c->arena, "%s,\n%s\n\n%s", r->name, a->org_name, text);
            TRY(tell(c, r->id, &w, &told));
        }
    }
    return notice_add(c, &n);
}

err
digest_write(struct ctx *c, int64_t *n)
{
    struct LIST(struct reader) people = {0};
    struct workdays calendar;
    TRY(query_list(c, &Q_digest_people, &reader_view, &people, IN(c->today)));
    *n = (int64_t)people.n;
    TRY(calendar_load(c, &calendar));
    for (size_t i = 0; i < people.n; i++)
        TRY(write_one(c, &people.v[i], !workday_is(&calendar, c->today)));
    return OK;
}
