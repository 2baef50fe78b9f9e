/* SPDX-License-Identifier: Apache-2.0 */
/* register.c: records of declared registers: found, entered, changed, ended, transferred. */
#include "kernel/register.h"

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "kernel/register_in.h"

const struct choice record_states[RECORD_STATES] = {
    [RECORD_OPEN] = {"open", N_("In force")},
    [RECORD_REVIEW] = {"review", N_("To be reviewed")},
    [RECORD_SURRENDER] = {"surrender", N_("To be surrendered")},
    [RECORD_ENDED] = {"ended", N_("Ended")},
    [RECORD_ARCHIVED] = {"archived", N_("Archived")},
};

struct any_record {
    struct record record;
};
static const struct field record_fields[] = {RECORD_FIELDS(struct any_record)};
const struct view record_view = VIEW("record", struct any_record, record_fields);

/* ---- its table ---- */

const char *
register_ddl(struct arena *a, const struct registry *reg)
{
    struct table t = register_table(reg);
    const char *n = reg->name;
    return arena_printf(
        a,
        "%s"
        "CREATE INDEX %s_by_title ON %s (org_held, state, sort_key, id);\n"
        "CREATE INDEX %s_by_day ON %s (org_held, state, received_on, id);\n"
        "CREATE INDEX %s_all ON %s (state, changed_at, id);\n"
        "CREATE INDEX %s_to_decide ON %s (org_held, state, sort_key, id)"
        " WHERE to_decide = 1;\n",
        table_ddl(a, &t), n, n, n, n, n, n, n, n);
}

err
register_create(struct ctx *c, const struct registry *reg)
{
    return db_script(c, register_ddl(c->arena, reg));
}

/* ---- fields ---- */

bool
register_own(const struct field *f)
{
    return !view_field(&record_view, f->name) && f->kind < K_HTML &&
           !(f->flags & (F_READONLY | F_COMPUTED));
}

/* Does the log tell of it? What a flow writes too, but nothing that is derived. */
static bool
register_told(const struct field *f)
{
    return register_own(f) || (!view_field(&record_view, f->name) && f->kind < K_HTML &&
                               !(f->flags & (F_COMPUTED | F_HIDDEN)));
}

void
field_copy(const struct field *f, void *to, const void *from)
{
    static const size_t size[] = {
        [K_TEXT] = sizeof(const char *), [K_INT] = sizeof(int64_t),
        [K_BOOL] = sizeof(bool),         [K_DAY] = sizeof(day),
        [K_INSTANT] = sizeof(instant),   [K_MONEY] = sizeof(money),
        [K_DEC] = sizeof(int64_t),       [K_ENUM] = sizeof(int),
        [K_ID] = sizeof(int64_t)};
    must(f->kind < K_HTML);
    memcpy((char *)to + f->offset, (const char *)from + f->offset, size[f->kind]);
}

void
register_copy(const struct registry *reg, const void *from, void *to)
{
    for (size_t i = 0; i < reg->view->n; i++)
        if (register_own(&reg->view->fields[i]))
            field_copy(&reg->view->fields[i], to, from);
}

const char *
register_title(struct ctx *c, const struct registry *reg, const void *rec)
{
    const char *s = field_raw(c->arena, view_field(reg->view, reg->title_field), rec);
    return s ? s : "";
}

/* The columns that are made from the others. */
static void
derive(struct ctx *c, const struct registry *reg, void *rec)
{
    struct record *r = rec;
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = 0; i < reg->view->n; i++) {
        const struct field *f = &reg->view->fields[i];
        if (!(f->flags & F_SEARCH) || !field_has(f, rec))
            continue;
        if (b.n)
            buf_putc(&b, ' ');
        buf_puts(&b, field_raw(c->arena, f, rec));
    }
    r->search = text_fold(c->arena, buf_str(&b));
    r->sort_key = text_sort_key(c->arena, register_title(c, reg, rec));
    const struct field *f =
        reg->territory_field ? view_field(reg->view, reg->territory_field) : NULL;
    const char *where =
        f && field_has(f, rec) ? text_fold(c->arena, field_str(f, rec)) : NULL;
    r->territory = where && *where ? where : NULL;
}

/* ---- successions ---- */

extern const struct query Q_register_since;

int
register_state_after(const struct registry *reg)
{
    static const int after[] = {[SUCC_PASSES] = RECORD_NONE,
                                [SUCC_ENDS] = RECORD_SURRENDER,
                                [SUCC_REVIEW] = RECORD_REVIEW,
                                [SUCC_ARCHIVED] = RECORD_ARCHIVED};
    must(reg->on_succession != SUCC_UNSET);
    return after[reg->on_succession];
}

int
register_state_since(const struct registry *reg, int stored, day since)
{
    bool open = stored == RECORD_OPEN || stored == RECORD_REVIEW;
    return open && day_known(since) ? register_state_after(reg) : stored;
}

err
register_since(struct ctx *c, const struct registry *reg, struct since_list *known,
               org_id org, day *out)
{
    struct tally t;
    *out = DAY_NONE;
    if (reg->on_succession == SUCC_PASSES)
        return OK;
    for (size_t i = 0; i < known->n; i++)
        if (known->v[i].org.v == org.v) {
            *out = known->v[i].since;
            return OK;
        }
    TRY(query_one(c, &Q_register_since, &tally_view, &t, IN(reg->name, org.v)));
    *out = t.since;
    *PUSH(c->arena, known) = (struct since){org, t.since};
    return OK;
}

err
register_read(struct ctx *c, const struct registry *reg, struct since_list *known,
              void *rec)
{
    struct record *r = rec;
    day since;
    TRY(register_since(c, reg, known, r->org_held, &since));
    r->stored = r->state;
    r->state = register_state_since(reg, r->stored, since);
    if (r->state != r->stored && !register_stays_open(reg))
        r->ended_on = since;
    return OK;
}

/* ---- who may ---- */

/* Who answers today; for what a decree has given to an organisation that is to come, that one. */
static err
answering(struct ctx *c, org_id org, org_id *out)
{
    *out = org;
    if (access_answers_today(c, org))
        return OK;
    err e = org_now(c, org, c->today, out);
    struct org o;
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(org_find(c, org, c->today, &o));
    *out = org;
    return OK;
}

err
register_org(struct ctx *c, const void *rec, org_id *out)
{
    const struct record *r = rec;
    return answering(c, r->org_held, out);
}

err
register_need(struct ctx *c, const struct registry *reg, const char *what, org_id org)
{
    org_id now;
    err e = answering(c, org, &now);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "org_held",
                    N_("No organisation answers for this today"));
    TRY(e);
    return access_need(c, arena_printf(c->arena, "%s.%s", reg->name, what), now);
}

err
register_in_force(struct ctx *c, org_id org, const char *field)
{
    struct org it, to;
    org_id now;
    if (!org.v)
        return fail(c, ERR_INVALID, field, N_("Choose an organisation"));
    err e = org_find(c, org, c->today, &it);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, field, N_("There is no such organisation"));
    TRY(e);
    e = org_now(c, org, c->today, &now);
    bool itself = e == OK && now.v == org.v;
    if (itself && span_has((span){it.valid_from, it.valid_to}, c->today))
        return OK;
    if (e == OK && !itself)
        e = org_find(c, now, c->today, &to);
    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    if (e == OK && !itself)
        return fail(c, ERR_INVALID, field, N_("%s is not in force; %s answers for it"),
                    it.name, to.name);
    return fail(c, ERR_INVALID, field, N_("%s is not in force today"), it.name);
}

err
register_find(struct ctx *c, const struct registry *reg, int64_t id, void *out)
{
    struct table t = register_table(reg);
    void *rec = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    err e = table_find(c, &t, id, rec);
    if (e == ERR_NOT_FOUND)
        return fail(c, e, NULL, N_("There is no such record"));
    TRY(e);
    TRY(register_read(c, reg, &(struct since_list){0}, rec));
    TRY(register_need(c, reg, "read", ((struct record *)rec)->org_held));
    memcpy(out, rec, reg->view->size);
    return OK;
}

/* ---- writing ---- */

static err
named(struct ctx *c, org_id id, const char **out)
{
    struct org o;
    err e = org_find(c, id, c->today, &o);
    *out = arena_printf(c->arena, "%s (%lld)", e == OK ? o.name : "", (long long)id.v);
    return e == ERR_NOT_FOUND ? OK : e;
}

/* The diff with the change of holder in it, by name and number. */
static err
with_holders(struct ctx *c, const char *diff, org_id from, org_id to, const char **out)
{
    CLEANUP(buf_free) struct buf b = {0};
    const char *was, *is;
    TRY(named(c, from, &was));
    TRY(named(c, to, &is));
    buf_put(&b, diff, strlen(diff) - 1);
    buf_puts(&b, b.n > 1 ? ",{\"field\":\"org_held\",\"from\":"
                         : "{\"field\":\"org_held\",\"from\":");
    buf_json(&b, was);
    buf_puts(&b, ",\"to\":");
    buf_json(&b, is);
    buf_puts(&b, "}]");
    *out = arena_strdup(c->arena, buf_str(&b));
    return OK;
}

/* What people need to see of a change, without what is derived. */
static err
changes_of(struct ctx *c, const struct registry *reg, const void *before,
           const void *after, const char **out)
{
    static const char *const common[] = {"state", "to_decide", "received_on",
                                         "ended_on"};
    const struct record *was = before, *is = after;
    struct field *shown = NEWN(c->arena, struct field, reg->view->n);
    size_t n = 0;
    for (size_t i = 0; i < COUNT(common); i++)
        shown[n++] = *view_field(reg->view, common[i]);
    for (size_t i = 0; i < reg->view->n; i++)
        if (register_told(&reg->view->fields[i]))
            shown[n++] = reg->view->fields[i];
    const struct view v = {reg->view->name, reg->view->size, shown, n};
    *out = view_diff(c, &v, before, after);
    return before && was->org_held.v != is->org_held.v
               ? with_holders(c, *out, was->org_held, is->org_held, out)
               : OK;
}

err
register_act(struct ctx *c, const struct registry *reg, const char *verb,
             const char *reason, const void *before, const void *after)
{
    const struct record *r = after;
    const char *changes;
    org_id now;
    TRY(register_org(c, after, &now));
    TRY(changes_of(c, reg, before, after, &changes));
    return act_add(c, &(struct act){
                          .verb = verb,
                          .kind = reg->name,
                          .object_id = r->id,
                          .org_id = now,
                          .label = register_title(c, reg, after),
                          .path = arena_printf(c->arena, "/%s/%lld", reg->plural,
                                               (long long)r->id),
                          .reason = reason,
                          .changes = changes,
                      });
}

err
register_store_new(struct ctx *c, const struct registry *reg, org_id org, void *rec)
{
    struct table t = register_table(reg);
    struct record *r = rec;
    TRY(id_next(c, &r->id));
    r->org_received = r->org_held = org;
    r->state = r->stored = RECORD_OPEN;
    r->to_decide = false;
    r->ended_on = DAY_NONE;
    r->version = 1;
    r->changed_at = c->now;
    derive(c, reg, rec);
    TRY(table_add(c, &t, rec));
    return register_act(c, reg, "add", NULL, NULL, rec);
}

err
register_store_change(struct ctx *c, const struct registry *reg, const char *verb,
                      const char *reason, const void *before, void *after)
{
    struct table t = register_table(reg);
    const struct record *from = before;
    struct record *to = after;
    void *row = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    int slot = register_slot(to->id);
    bool same_holder = from->org_held.v == to->org_held.v;
    to->version = from->version + 1;
    to->changed_at = c->now;
    to->stored = same_holder && from->state == to->state ? from->stored : to->state;
    derive(c, reg, after);
    memcpy(row, after, reg->view->size);
    ((struct record *)row)->state = to->stored;
    TRY(table_change(c, &t, row));
    bool elsewhere = !same_holder || from->stored != to->stored;
    if (elsewhere)
        TRY(register_count_less(c, reg, from->org_held, from->stored, slot));
    TRY(register_count_more(c, reg, to->org_held, to->stored, slot, elsewhere, 1));
    return register_act(c, reg, verb, reason, before, after);
}

/* Days of a record: not in the future, not before they can be. */
static void
check_days(struct ctx *c, const struct record *r)
{
    if (r->received_on.v > c->today.v)
        note_fault(c, ERR_INVALID, "received_on", N_("This day has not come yet"));
    if (day_known(r->ended_on) && r->ended_on.v > c->today.v)
        note_fault(c, ERR_INVALID, "ended_on", N_("This day has not come yet"));
    if (day_known(r->ended_on) && r->ended_on.v < r->received_on.v)
        note_fault(c, ERR_INVALID, "ended_on",
                   N_("It cannot end before the day it was received"));
}

void
register_check(struct ctx *c, const struct registry *reg, const void *rec)
{
    view_require(c, reg->view, rec);
    if (reg->check)
        reg->check(c, rec);
}

err
register_add(struct ctx *c, const struct registry *reg, const void *in, void *out)
{
    must(view_field(reg->view, "id")->offset == offsetof(struct record, id));
    void *rec = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    view_clear(reg->view, rec);
    register_copy(reg, in, rec);
    const struct record *given = in;
    struct record *r = rec;
    org_id org = given->org_held;
    if (!org.v && c->actor)
        org = c->actor->org_id;
    r->received_on = day_known(given->received_on) ? given->received_on : c->today;
    check_days(c, r);
    register_check(c, reg, rec);
    TRY(faults(c));
    TRY(register_in_force(c, org, "org_held"));
    TRY(register_need(c, reg, "write", org));
    TRY(register_store_new(c, reg, org, rec));
    TRY(register_count_more(c, reg, org, RECORD_OPEN, register_slot(r->id), 1, 1));
    memcpy(out, rec, reg->view->size);
    return OK;
}

/* The record as it stands, for the actor to write, and a copy to write into. */
static err
to_write(struct ctx *c, const struct registry *reg, int64_t id, int64_t version,
         const void **before, void **after)
{
    struct table t = register_table(reg);
    void *was = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    void *copy = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    err e = table_find(c, &t, id, was);
    if (e == ERR_NOT_FOUND)
        return fail(c, e, NULL, N_("There is no such record"));
    TRY(e);
    TRY(register_read(c, reg, &(struct since_list){0}, was));
    const struct record *r = was;
    TRY(register_need(c, reg, "write", r->org_held));
    if (version != INT_NONE && version != r->version)
        return register_changed_since(c, reg, was, version);
    memcpy(copy, was, reg->view->size);
    *before = was;
    *after = copy;
    return OK;
}

err
register_change(struct ctx *c, const struct registry *reg, const void *in, void *out)
{
    const struct record *given = in;
    const void *before;
    void *after;
    TRY(to_write(c, reg, given->id, given->version, &before, &after));
    struct record *r = after;
    if (!record_open(r))
        return fail(c, ERR_INVALID, NULL,
                    N_("The record has ended: it stays as it was"));
    bool same = true;
    for (size_t i = 0; i < reg->view->n; i++) {
        const struct field *f = &reg->view->fields[i];
        if (!register_own(f))
            continue;
        same = same && field_same(f, before, in);
        field_copy(f, after, in);
    }
    if (day_known(given->received_on)) {
        same = same && given->received_on.v == r->received_on.v;
        r->received_on = given->received_on;
    }
    check_days(c, r);
    register_check(c, reg, after);
    TRY(faults(c));
    if (!same)
        TRY(register_store_change(c, reg, "change", NULL, before, after));
    memcpy(out, after, reg->view->size);
    return OK;
}

err
register_end(struct ctx *c, const struct registry *reg, struct record_key key, day on,
             void *out)
{
    const void *before;
    void *after;
    TRY(to_write(c, reg, key.id, key.version, &before, &after));
    struct record *r = after;
    if (!record_open(r) && r->state != RECORD_SURRENDER)
        return fail(c, ERR_INVALID, NULL, N_("The record has ended already"));
    if (r->state != RECORD_SURRENDER) /* a decree has said on which day, then */
        r->ended_on = day_known(on) ? on : c->today;
    r->state = RECORD_ENDED;
    r->to_decide = false;
    check_days(c, r);
    TRY(faults(c));
    TRY(register_store_change(c, reg, "end", key.reason, before, after));
    memcpy(out, after, reg->view->size);
    return OK;
}

err
register_keep(struct ctx *c, const struct registry *reg, struct record_key key,
              void *out)
{
    const void *before;
    void *after;
    TRY(to_write(c, reg, key.id, key.version, &before, &after));
    struct record *r = after;
    if (r->state != RECORD_REVIEW)
        return fail(c, ERR_INVALID, NULL,
                    N_("There is nothing to review in this record"));
    r->state = RECORD_OPEN;
    TRY(register_org(c, before,
                     &r->org_held)); /* as that of a succeeded one it is not open */
    TRY(register_store_change(c, reg, "review", key.reason, before, after));
    memcpy(out, after, reg->view->size);
    return OK;
}

static err
give(struct ctx *c, const struct registry *reg, const char *verb, struct record_key key,
     org_id to, void *out)
{
    const void *before;
    void *after;
    TRY(to_write(c, reg, key.id, key.version, &before, &after));
    struct record *r = after;
    bool decide = str_eq(verb, "decide");
    if (!record_open(r))
        return fail(c, ERR_INVALID, NULL,
                    N_("The record has ended: it stays as it was"));
    if (decide && !r->to_decide)
        return fail(c, ERR_INVALID, NULL,
                    N_("It is decided already where this belongs"));
    TRY(register_in_force(c, to, "to"));
    org_id now;
    TRY(register_org(c, before, &now));
    if (!decide && to.v == now.v)
        return fail(c, ERR_INVALID, "to", N_("This organisation has it already"));
    if (to.v != now.v) /* what it answers for already stays where it is kept */
        r->org_held = to;
    r->to_decide = false;
    TRY(register_store_change(c, reg, verb, key.reason, before, after));
    memcpy(out, after, reg->view->size);
    return OK;
}

err
register_transfer(struct ctx *c, const struct registry *reg, struct record_key key,
                  org_id to, void *out)
{
    return give(c, reg, "move", key, to, out);
}

err
register_decide(struct ctx *c, const struct registry *reg, struct record_key key,
                org_id to, void *out)
{
    return give(c, reg, "decide", key, to, out);
}
