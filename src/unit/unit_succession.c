/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit_succession.c: a list of who became what on one day, recorded as history. It also decides
 * which units went on as themselves, which only the list can tell: a unit that took in others and
 * kept its code and name is a new one, one that stands alone in its line is not.
 */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/org.h"
#include "unit/unit_import_job.h"

extern const struct query Q_lineage_on;

struct step {
    size_t line; /* 0: recorded before */
    const char *old_code, *new_code;
    struct book_unit *from, *to;
    int area, pop; /* enum part */
    const char *note;
    bool is_known, is_taken;
};
struct step_list LIST(struct step *);

struct succession {
    struct import_job *job;
    day on, before;
    struct step_list steps;
    struct map by_old, by_new; /* by code: struct step_list * of the lines taken */
    struct map listed;         /* every old code of the file, also of lines rejected */
    struct map from_id; /* struct step_list * of all steps of that day, by unit */
};

/* ---- reading ---- */

static void
add_to(struct ctx *c, struct map *m, const char *key, struct step *s)
{
    void **place = map_at(c->arena, m, key);
    if (!*place)
        *place = NEW(c->arena, struct step_list);
    *PUSH(c->arena, (struct step_list *)*place) = s;
}

static const char *
id_key(struct ctx *c, unit_id id)
{
    return arena_printf(c->arena, "%lld", (long long)id.v);
}

static bool
read_part(struct ctx *c, struct import_job *job, int column, int otherwise, int *out)
{
    const char *cell = import_cell(c, job, column);
    *out = otherwise;
    if (!cell)
        return true;
    for (int i = PART_NONE; i <= PART_ALL; i++)
        if (str_eq(cell, parts[i].name)) {
            *out = i;
            return true;
        }
    import_reject(c, job, job->csv.line, N_("%s is no part: all, some or none"), cell);
    return false;
}

struct step_columns {
    int old_code, new_code, kind, area, pop, note, tier, method, correction;
};

static const char *
joined(struct ctx *c, const char *a, const char *b)
{
    return a && b ? arena_printf(c->arena, "%s; %s", a, b) : a ? a : b;
}

static bool
read_step(struct ctx *c, struct import_job *job, const struct step_columns *at,
          struct step *out)
{
    *out = (struct step){.line = job->csv.line};
    out->old_code = import_cell(c, job, at->old_code);
    out->new_code = import_cell(c, job, at->new_code);
    if (!out->old_code || !out->new_code) {
        import_reject(c, job, out->line, N_("%s: what became of it is not known"),
                      out->old_code ? out->old_code : "-");
        return false;
    }
    if (str_eq(import_cell(c, job, at->tier), "area")) {
        import_reject(
            c, job, out->line,
            N_("Land outside any commune, looked after by %s, is no unit that could be "
               "succeeded: it is not recorded"),
            out->old_code);
        return false;
    }
    const char *kind = import_cell(c, job, at->kind);
    bool partial = str_eq(kind, "partial");
    if (kind && !partial && !str_eq(kind, "full")) {
        import_reject(c, job, out->line, N_("%s is no kind: full or partial"), kind);
        return false;
    }
    int otherwise = partial ? PART_SOME : PART_ALL;
    if (!read_part(c, job, at->area, otherwise, &out->area) ||
        !read_part(c, job, at->pop, otherwise, &out->pop))
        return false;
    if (partial == (out->area == PART_ALL && out->pop == PART_ALL)) {
        import_reject(c, job, out->line,
                      N_("The kind %s and the parts say different things"),
                      kind ? kind : "full");
        return false;
    }
    const char *note = import_cell(c, job, at->note);
    out->note = joined(c, note ? note : import_cell(c, job, at->method),
                       import_cell(c, job, at->correction));
    return true;
}

static err
read_steps(struct ctx *c, struct succession *s)
{
    struct import_job *job = s->job;
    const struct csv_row *h = &job->header;
    struct step_columns at = {
        .kind = csv_column(h, "kind"),
        .area = csv_column(h, "area_part"),
        .pop = csv_column(h, "pop_part"),
        .note = csv_column(h, "note"),
        .tier = csv_column(h, "old_tier"),
        .method = csv_column(h, "method"),
        .correction = csv_column(h, "correction"),
    };
    TRY(import_column(c, job, "old_code", &at.old_code));
    TRY(import_column(c, job, "new_code", &at.new_code));
    for (;;) {
        bool more;
        struct step one;
        TRY(import_next(c, job, &more));
        if (!more)
            return OK;
        bool fits = read_step(c, job, &at, &one);
        if (one.old_code)
            *map_at(c->arena, &s->listed, one.old_code) = s;
        if (!fits)
            continue;
        struct step *kept = NEW(c->arena, struct step);
        *kept = one;
        *PUSH(c->arena, &s->steps) = kept;
    }
}

/* The day that is given, or the one on which all the new units begin or changed last. */
static err
find_day(struct ctx *c, struct succession *s)
{
    s->on = s->job->in->valid_from;
    for (size_t i = 0; !day_known(s->job->in->valid_from) && i < s->steps.n; i++) {
        const char *code = s->steps.v[i]->new_code;
        struct book_unit *u = book_holder(&s->job->book, code, (day){DAY_MAX.v - 1});
        if (!u)
            continue;
        day since = book_last(u)->valid_from;
        if (day_known(s->on) && s->on.v != since.v) {
            s->on = DAY_NONE;
            break;
        }
        s->on = since;
    }
    if (!day_known(s->on) || s->on.v == DAY_MIN.v)
        return fail(c, ERR_INVALID, "valid-from",
                    N_("The day of these successions must be given: --valid-from"));
    s->before = (day){s->on.v - 1};
    return OK;
}

/* ---- lines meet the registry ---- */

static const struct step *
against(const struct step_list *others, const struct step *one)
{
    for (size_t i = 0; others && i < others->n; i++) {
        const struct step *o = others->v[i];
        bool land = (o->area == PART_ALL && one->area != PART_NONE) ||
                    (o->area != PART_NONE && one->area == PART_ALL);
        bool people = (o->pop == PART_ALL && one->pop != PART_NONE) ||
                      (o->pop != PART_NONE && one->pop == PART_ALL);
        if (o->to == one->to || land || people)
            return o;
    }
    return NULL;
}

static bool
said_before(const struct step_list *others, struct step *one)
{
    for (size_t i = 0; others && i < others->n; i++) {
        const struct step *o = others->v[i];
        if (o->line == 0 && o->to == one->to && o->area == one->area &&
            o->pop == one->pop)
            return true;
    }
    return false;
}

static bool
resolve(struct ctx *c, struct succession *s, struct step *one)
{
    struct import_job *job = s->job;
    one->from = book_holder(&job->book, one->old_code, s->before);
    one->to = book_holder(&job->book, one->new_code, s->on);
    if (!one->from)
        import_reject(c, job, one->line, N_("No unit holds the code %s just before %s"),
                      one->old_code, day_vn(c->arena, s->on));
    else if (!one->to)
        import_reject(c, job, one->line, N_("No unit holds the code %s on %s"),
                      one->new_code, day_vn(c->arena, s->on));
    else if (one->to->tier < one->from->tier)
        import_reject(c, job, one->line,
                      N_("%s (%s) is of a higher tier than what it succeeds"),
                      book_version(one->to, s->on)->name, one->new_code);
    else
        return true;
    return false;
}

static void
resolve_all(struct ctx *c, struct succession *s)
{
    for (size_t i = 0; i < s->steps.n; i++) {
        struct step *one = s->steps.v[i];
        if (!resolve(c, s, one))
            continue;
        struct step_list *recorded = map_get(&s->from_id, id_key(c, one->from->id));
        one->is_known = said_before(recorded, one);
        const struct step *other = one->is_known ? NULL : against(recorded, one);
        if (!other)
            other = against(map_get(&s->by_old, one->old_code), one);
        if (other) {
            import_reject(c, s->job, one->line,
                          other->line
                              ? N_("%s would be succeeded twice: see line %zu")
                              : N_("%s would be succeeded twice: recorded already"),
                          one->old_code, other->line);
            continue;
        }
        one->is_taken = true;
        s->job->out->n_taken++;
        add_to(c, &s->by_old, one->old_code, one);
        add_to(c, &s->by_new, one->new_code, one);
    }
}

static err
read_recorded(struct ctx *c, struct succession *s)
{
    struct lineage_list all;
    TRY(query_list(c, &Q_lineage_on, &lineage_view, &all, IN(s->on)));
    for (size_t i = 0; i < all.n; i++) {
        struct step *one = NEW(c->arena, struct step);
        *one = (struct step){.from = book_find(&s->job->book, all.v[i].from_id),
                             .to = book_find(&s->job->book, all.v[i].to_id),
                             .area = all.v[i].area_part,
                             .pop = all.v[i].pop_part};
        must(one->from && one->to);
        add_to(c, &s->from_id, id_key(c, one->from->id), one);
    }
    return OK;
}

/* ---- who went on as itself ---- */

/* Organisations hang on a unit's identity: then only a decree may move it. */
static err
may_move(struct ctx *c, struct succession *s, const struct book_unit *u, bool *out)
{
    struct org_list orgs;
    TRY(org_list_of_unit(c, u->id, s->on, &orgs));
    *out = orgs.n == 0 && u->decree_id_from.v == 0 && u->decree_id_to.v == 0;
    if (!*out)
        import_note(
            c, s->job,
            N_("%s (%s) has organisations or was made by a decree: its identity is left "
               "as it is"),
            book_last(u)->name, book_last(u)->code);
    return OK;
}

static err
join(struct ctx *c, struct succession *s, struct book_unit *old, struct book_unit *now)
{
    bool may;
    TRY(may_move(c, s, now, &may));
    if (!may || old->decree_id_to.v)
        return OK;
    return book_join(c, &s->job->book, old, now);
}

/* Its one line says that it stayed, or changed no more than name or type. */
static bool
stays(struct ctx *c, const struct succession *s, const struct step_list *sources,
      const struct book_unit *old, const struct book_unit *now)
{
    static const char *const remarks[] = {"giu nguyen", "doi ten", "doi loai hinh"};
    const struct step *only = sources->v[0];
    if (sources->n != 1 || !str_eq(only->old_code, only->new_code) ||
        only->area != PART_ALL || only->pop != PART_ALL || old->tier != now->tier)
        return false;
    const char *note = text_fold(c->arena, only->note ? only->note : "");
    for (size_t i = 0; i < COUNT(remarks); i++)
        if (text_starts(note, remarks[i]))
            return true;
    const struct unit_version *a = book_version(old, s->before),
                              *b = book_version(now, s->on);
    return a->type == b->type && str_eq(a->name_key, b->name_key);
}

static err
repair(struct ctx *c, struct succession *s, const char *code,
       const struct step_list *sources)
{
    struct book *b = &s->job->book;
    struct book_unit *old = book_holder(b, code, s->before),
                     *now = book_holder(b, code, s->on);
    if (!old || old->tier != now->tier)
        return OK;
    bool gone = map_get(&s->by_old, code) != NULL,
         listed = map_get(&s->listed, code) != NULL;
    if (gone ? stays(c, s, sources, old, now) : !listed)
        return old != now && old->valid_to.v == s->on.v ? join(c, s, old, now) : OK;
    if (old != now || !gone) /* of one whose line was rejected nothing is known */
        return OK;
    bool may;
    TRY(may_move(c, s, old, &may));
    if (!may)
        return OK;
    s->job->out->n_split++;
    return book_split(c, b, old, s->on, &now);
}

static err
repair_all(struct ctx *c, struct succession *s)
{
    struct map done = {0};
    for (size_t i = 0; i < s->steps.n; i++) {
        const struct step *one = s->steps.v[i];
        void **place = one->is_taken ? map_at(c->arena, &done, one->new_code) : NULL;
        if (!place || *place)
            continue;
        *place = s;
        TRY(repair(c, s, one->new_code, map_get(&s->by_new, one->new_code)));
    }
    for (size_t i = 0; i < s->steps.n; i++) {
        struct step *one = s->steps.v[i];
        if (!one->is_taken)
            continue;
        one->from = book_holder(&s->job->book, one->old_code, s->before);
        one->to = book_holder(&s->job->book, one->new_code, s->on);
        must(one->from && one->to);
    }
    return OK;
}

/*
 * A commune whose code goes on under another name or type, in no line of the file: it was renamed
 * or became a ward. A list of what vanished passes over those.
 */
static err
join_renamed(struct ctx *c, struct succession *s)
{
    struct book *b = &s->job->book;
    int64_t n = 0;
    size_t n_units = b->units.n;
    for (size_t i = 0; i < n_units; i++) {
        struct book_unit *u = b->units.v[i];
        if (u->is_gone || u->tier != TIER_COMMUNE || u->valid_to.v != s->on.v ||
            u->decree_id_to.v || map_get(&s->listed, book_last(u)->code) ||
            map_get(&s->from_id, id_key(c, u->id)))
            continue;
        struct book_unit *now = book_holder(b, book_last(u)->code, s->on);
        if (!now || now->tier != u->tier || now->valid_from.v != s->on.v)
            continue;
        TRY(join(c, s, u, now));
        n += now->is_gone;
    }
    s->job->out->n_continued += n;
    if (n)
        import_note(
            c, s->job,
            N_("%lld communes in no line kept their code under another name or type: "
               "taken as renamed"),
            (long long)n);
    return OK;
}

/* ---- what is written ---- */

static err
record(struct ctx *c, struct succession *s, struct step *one, bool is_derived)
{
    add_to(c, &s->from_id, id_key(c, one->from->id), one);
    return lineage_row_add(
        c, &(struct lineage){
               .from_id = one->from->id,
               .to_id = one->to->id,
               .on = s->on,
               .area_part = one->area,
               .pop_part = one->pop,
               .note = is_derived ? "Suy ra từ các đơn vị cấp dưới" : one->note,
               .source = s->job->in->file,
           });
}

static err
record_all(struct ctx *c, struct succession *s)
{
    struct import_result *out = s->job->out;
    for (size_t i = 0; i < s->steps.n; i++) {
        struct step *one = s->steps.v[i];
        if (!one->is_taken)
            continue;
        if (one->from == one->to) {
            out->n_continued++;
        } else if (one->is_known) {
            out->n_same++;
        } else {
            TRY(record(c, s, one, false));
            out->n_added++;
        }
    }
    return OK;
}

static err
end_all(struct ctx *c, struct succession *s)
{
    for (size_t i = 0; i < s->steps.n; i++) {
        const struct step *one = s->steps.v[i];
        if (!one->is_taken || one->from == one->to || !book_in_force(one->from, s->on))
            continue;
        struct unit_version *last = book_last(one->from);
        if (last->valid_from.v >= s->on.v || one->from->valid_to.v != DAY_MAX.v) {
            import_note(
                c, s->job,
                N_("%s (%s) was succeeded, yet a list has it on %s: it goes on"),
                last->name, last->code, day_vn(c->arena, s->on));
            continue;
        }
        TRY(book_end(c, one->from, s->on));
        s->job->out->n_ended++;
    }
    return OK;
}

/* ---- districts and provinces follow their communes ---- */

static struct book_unit *
parent_on(const struct book *b, const struct book_unit *u, day on)
{
    const struct unit_version *v = book_version(u, on);
    return v && v->parent_id.v ? book_find(b, v->parent_id) : NULL;
}

/* Those of a tier that held units and hold none any more. */
static err
end_hollow(struct ctx *c, struct succession *s, int tier)
{
    struct book *b = &s->job->book;
    for (size_t i = 0; i < b->units.n; i++)
        b->units.v[i]->n_held_before = b->units.v[i]->n_held = 0;
    for (size_t i = 0; i < b->units.n; i++) {
        struct book_unit *before = parent_on(b, b->units.v[i], s->before);
        struct book_unit *now = parent_on(b, b->units.v[i], s->on);
        if (before)
            before->n_held_before++;
        if (now)
            now->n_held++;
    }
    CLEANUP(buf_free) struct buf names = {0};
    int64_t n = 0;
    for (size_t i = 0; i < b->units.n; i++) {
        struct book_unit *u = b->units.v[i];
        if (u->tier != tier || !book_in_force(u, s->on) || u->n_held ||
            !u->n_held_before || book_last(u)->valid_from.v >= s->on.v ||
            u->valid_to.v != DAY_MAX.v)
            continue;
        buf_printf(&names, "%s%s %s", n++ ? ", " : "", book_last(u)->code,
                   book_last(u)->name);
        TRY(book_end(c, u, s->on));
    }
    s->job->out->n_ended += n;
    if (n)
        import_note(c, s->job,
                    tier == TIER_DISTRICT
                        ? N_("%lld districts hold nothing from %s on and end: %s")
                        : N_("%lld provinces hold nothing from %s on and end: %s"),
                    (long long)n, day_vn(c->arena, s->on), buf_str(&names));
    return OK;
}

static struct book_unit *
above_on(const struct book *b, struct book_unit *u, int tier, day on)
{
    while (u && u->tier > tier)
        u = parent_on(b, u, on);
    return u && u->tier == tier ? u : NULL;
}

struct tally {
    struct map seen;        /* "from:to" */
    struct step_list pairs; /* one for each pair of units above */
};

static void
count_pair(struct ctx *c, const struct succession *s, struct tally *t,
           struct book_unit *below, struct book_unit *heir, int tier)
{
    const struct book *b = &s->job->book;
    struct book_unit *from = above_on(b, below, tier, s->before);
    struct book_unit *to = above_on(b, heir, tier, s->on);
    if (!from || !to || from == to || from->valid_to.v != s->on.v)
        return;
    void **place = map_at(c->arena, &t->seen,
                          arena_printf(c->arena, "%lld:%lld", (long long)from->id.v,
                                       (long long)to->id.v));
    if (*place)
        return;
    struct step *pair = NEW(c->arena, struct step);
    *pair = (struct step){.from = from, .to = to};
    *place = pair;
    *PUSH(c->arena, &t->pairs) = pair;
}

/*
 * The lists say what became of communes. A province or district that ended was succeeded by
 * whoever holds the successors of its communes: recorded as derived, never as verified.
 */
static err
derive(struct ctx *c, struct succession *s, int tier)
{
    struct book *b = &s->job->book;
    struct tally t = {0};
    for (size_t i = 0; i < b->units.n; i++) {
        struct book_unit *u = b->units.v[i];
        if (u->tier != TIER_COMMUNE || !book_in_force(u, s->before))
            continue;
        if (book_in_force(u, s->on))
            count_pair(c, s, &t, u, u, tier);
        const struct step_list *to = map_get(&s->from_id, id_key(c, u->id));
        for (size_t j = 0; to && j < to->n; j++)
            if (to->v[j]->pop != PART_NONE)
                count_pair(c, s, &t, u, to->v[j]->to, tier);
    }
    struct map heirs = {0};
    for (size_t i = 0; i < t.pairs.n; i++)
        if (!map_get(&s->from_id, id_key(c, t.pairs.v[i]->from->id)))
            add_to(c, &heirs, id_key(c, t.pairs.v[i]->from->id), t.pairs.v[i]);
    int64_t n = 0;
    for (size_t i = 0; i < t.pairs.n; i++) {
        struct step *pair = t.pairs.v[i];
        const struct step_list *all = map_get(&heirs, id_key(c, pair->from->id));
        if (!all)
            continue;
        pair->area = pair->pop = all->n == 1 ? PART_ALL : PART_SOME;
        TRY(record(c, s, pair, true));
        n++;
    }
    if (n)
        import_note(
            c, s->job,
            tier == TIER_DISTRICT
                ? N_("%lld successions of districts are derived from their communes")
                : N_("%lld successions of provinces are derived from their communes"),
            (long long)n);
    return OK;
}

err
import_successions(struct ctx *c, struct import_job *job)
{
    struct succession *s = NEW(c->arena, struct succession);
    s->job = job;
    TRY(read_steps(c, s));
    TRY(find_day(c, s));
    TRY(read_recorded(c, s));
    resolve_all(c, s);
    TRY(repair_all(c, s));
    TRY(record_all(c, s));
    TRY(end_all(c, s));
    TRY(join_renamed(c, s));
    TRY(end_hollow(c, s, TIER_DISTRICT));
    TRY(end_hollow(c, s, TIER_PROVINCE));
    TRY(derive(c, s, TIER_DISTRICT));
    return derive(c, s, TIER_PROVINCE);
}
