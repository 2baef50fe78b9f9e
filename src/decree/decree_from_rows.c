/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_from_rows.c: the text of a decree from rows "old code, new code, how much". It writes what
 * a jurist would have written, so that people can read, correct and approve it; names come from the
 * registry, of new units from the rows or a list of units.
 */
#include "base/csv.h"
#include "base/msg.h"
#include "base/text.h"
#include "decree/decree.h"
#include "decree/decree_index.h"
#include "unit/unit.h"

enum {
    NOBODY = -1
};

/* What is known of a unit by its code: on the eve, or on the day. */
struct known {
    const char *code, *name, *parent;
    int tier; /* TIER_NONE: unknown */
};
struct known_list LIST(struct known);

struct row {
    const char *old_code, *new_code, *note;
    bool is_full;
    enum text_part area, pop;
    size_t line;
};
struct row_list LIST(struct row);

struct writer {
    struct ctx *c;
    const struct from_rows *in;
    struct known_list old, fresh;
    struct index old_at, fresh_at;
    struct row_list rows;
    struct index first_row;    /* new code → its first row */
    int *next_row;             /* the next row of the same new code; NOBODY */
    struct index last_of;      /* old code → last row that takes a part of its land */
    struct index last_pop;     /* … of its people */
    struct index n_old;        /* old code → place in counts */
    int *counts;               /* rows of each old code */
    struct index province_row; /* old province → a row of one of its communes */
    int number;                /* of the clause written last */
    struct decree_text text;
};

/* ---- reading ---- */

static enum text_part
part_of(const char *s, enum text_part otherwise)
{
    return str_eq(s, "all")    ? TEXT_PART_ALL
           : str_eq(s, "some") ? TEXT_PART_SOME
           : str_eq(s, "none") ? TEXT_PART_NONE
                               : otherwise;
}

static void
know_fresh(struct writer *w, const char *code, const char *name, const char *type,
           const char *parent)
{
    struct arena *a = w->c->arena;
    if (!*name)
        return;
    bool typed = *type && !text_starts(text_fold(a, name), text_fold(a, type));
    const char *full = typed ? arena_printf(a, "%s %s", type, name) : name;
    if (index_add(a, &w->fresh_at, code, (int)w->fresh.n))
        *PUSH(a, &w->fresh) =
            (struct known){code, full, *parent ? parent : NULL, TIER_NONE};
}

static err
csv_fault(struct ctx *c, const struct csv *csv)
{
    return fail(c, ERR_INVALID, "rows", N_("Line %zu: %s"), csv->line,
                T(c, csv->error));
}

static err
read_rows(struct writer *w)
{
    struct ctx *c = w->c;
    struct csv csv;
    struct csv_row *head = NEW(c->arena, struct csv_row),
                   *r = NEW(c->arena, struct csv_row);
    csv_open(&csv, w->in->csv, w->in->n);
    if (!csv_next(&csv, c->arena, head))
        return fail(c, ERR_INVALID, "rows", N_("The file is empty"));
    int old_code = csv_column(head, "old_code"),
        new_code = csv_column(head, "new_code");
    if (old_code < 0 || new_code < 0)
        return fail(c, ERR_INVALID, "rows",
                    N_("The first line must name the columns old_code and new_code"));
    int kind = csv_column(head, "kind"), area = csv_column(head, "area_part"),
        pop = csv_column(head, "pop_part"), note = csv_column(head, "note"),
        tier = csv_column(head, "old_tier"), name = csv_column(head, "new_name"),
        type = csv_column(head, "new_type"), parent = csv_column(head, "new_parent");
    while (csv_next(&csv, c->arena, r)) {
        if (str_eq(csv_cell(r, tier), "area"))
            continue; /* land outside any unit: nothing ends there */
        bool full = !str_eq(csv_cell(r, kind), "partial");
        enum text_part usual = full ? TEXT_PART_ALL : TEXT_PART_SOME;
        struct row row = {csv_cell(r, old_code),
                          csv_cell(r, new_code),
                          csv_cell(r, note),
                          full,
                          part_of(csv_cell(r, area), usual),
                          part_of(csv_cell(r, pop), usual),
                          csv.line};
        if (!*row.old_code || !*row.new_code || (!row.area && !row.pop))
            return fail(
                c, ERR_INVALID, "rows",
                N_("Line %zu: an old code, a new code and some part are needed"),
                csv.line);
        *PUSH(c->arena, &w->rows) = row;
        know_fresh(w, row.new_code, csv_cell(r, name), csv_cell(r, type),
                   csv_cell(r, parent));
    }
    return csv.error ? csv_fault(c, &csv) : OK;
}

static err
read_list_of_units(struct writer *w)
{
    struct ctx *c = w->c;
    struct csv csv;
    struct csv_row *head = NEW(c->arena, struct csv_row),
                   *r = NEW(c->arena, struct csv_row);
    if (!w->in->units_csv)
        return OK;
    csv_open(&csv, w->in->units_csv, w->in->n_units);
    if (!csv_next(&csv, c->arena, head))
        return fail(c, ERR_INVALID, "units", N_("The file is empty"));
    int code = csv_column(head, "code"), name = csv_column(head, "name"),
        parent = csv_column(head, "parent_code");
    if (code < 0 || name < 0)
        return fail(c, ERR_INVALID, "units",
                    N_("The first line must name the columns code and name"));
    while (csv_next(&csv, c->arena, r))
        know_fresh(w, csv_cell(r, code), csv_cell(r, name), "", csv_cell(r, parent));
    return csv.error ? csv_fault(c, &csv) : OK;
}

static err
read_registry(struct writer *w)
{
    struct ctx *c = w->c;
    day on = w->in->effective_on;
    struct unit_list units;
    if (!c->db)
        return OK;
    TRY(unit_list_within(c, (unit_id){0}, (day){on.v - 1}, &units));
    for (size_t i = 0; i < units.n; i++) {
        const struct unit *u = &units.v[i];
        if (index_add(c->arena, &w->old_at, u->code, (int)w->old.n))
            *PUSH(c->arena, &w->old) =
                (struct known){u->code, u->name, u->parent_code, u->tier};
    }
    TRY(unit_list_within(c, (unit_id){0}, on, &units));
    for (size_t i = 0; i < units.n; i++) /* begins on the day: a forthcoming new one */
        if (units.v[i].valid_from.v == on.v)
            know_fresh(w, units.v[i].code, units.v[i].name, "",
                       units.v[i].parent_code ? units.v[i].parent_code : "");
    return OK;
}

/* Which rows belong together, and which is the last to take of each old unit: it takes the rest. */
static void
group(struct writer *w)
{
    struct arena *a = w->c->arena;
    int *last = NEWN(a, int, w->rows.n + 1);
    w->next_row = NEWN(a, int, w->rows.n + 1);
    w->counts = NEWN(a, int, w->rows.n + 1);
    struct index tail = {0};
    int n_tails = 0;
    for (size_t i = 0; i < w->rows.n; i++) {
        const struct row *r = &w->rows.v[i];
        w->next_row[i] = NOBODY;
        int at = index_of(&tail, r->new_code);
        if (at == NOBODY) {
            index_add(a, &w->first_row, r->new_code, (int)i);
            index_add(a, &tail, r->new_code, at = n_tails++);
        } else
            w->next_row[last[at]] = (int)i;
        last[at] = (int)i;
        at = index_of(&w->n_old, r->old_code);
        if (at == NOBODY)
            index_add(a, &w->n_old, r->old_code, at = (int)i);
        w->counts[at]++;
    }
}

/* ---- what is known of whom ---- */

static const struct known *
known_old(const struct writer *w, const char *code)
{
    int at = code ? index_of(&w->old_at, code) : NOBODY;
    return at == NOBODY ? NULL : &w->old.v[at];
}

static const struct known *
known_fresh(const struct writer *w, const char *code)
{
    int at = code ? index_of(&w->fresh_at, code) : NOBODY;
    return at == NOBODY ? NULL : &w->fresh.v[at];
}

#define ONLY_CODE "đơn vị"

static const char *
lower(struct writer *w, const char *name)
{
    char *s = arena_strdup(w->c->arena, name);
    if ((unsigned char)s[0] == 0xC4 && (unsigned char)s[1] == 0x90)
        s[1] = (char)0x91;
    else if (s[0] >= 'A' && s[0] <= 'Z')
        s[0] = (char)(s[0] - 'A' + 'a');
    return s;
}

static struct text_unit
unit_old(struct writer *w, const char *code)
{
    const struct known *k = known_old(w, code);
    return (struct text_unit){.name = k ? lower(w, k->name) : ONLY_CODE, .code = code};
}

/* As it is called on the day; by its old name where nobody says another. */
static struct text_unit
unit_fresh(struct writer *w, const char *code)
{
    struct arena *a = w->c->arena;
    const struct known *k = known_fresh(w, code), *was = known_old(w, code);
    /* Hoà and Hòa are one name: the registry's writing stands */
    if (!k || (was && str_eq(text_fold(a, was->name), text_fold(a, k->name))))
        k = was;
    return (struct text_unit){.name = k ? lower(w, k->name) : ONLY_CODE, .code = code};
}

static bool
is_listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = list; p && *p; p += strcspn(p, ","), p += *p == ',')
        if (strncmp(p, word, n) == 0 && (p[n] == ',' || p[n] == '\0'))
            return true;
    return false;
}

static bool
ends(const struct writer *w, const struct known *k)
{
    return (k->tier == TIER_DISTRICT && is_listed(w->in->end_tiers, "district")) ||
           is_listed(w->in->end_codes, k->code);
}

static const char *
province_before(const struct writer *w, const char *code)
{
    const struct known *k = known_old(w, code);
    for (int steps = 0; k && k->tier != TIER_PROVINCE && steps < 4; steps++)
        k = known_old(w, k->parent);
    return k ? k->code : NULL;
}

/* What a new unit is part of; NULL: the text leaves it to the sources. */
static const char *
parent_of(const struct writer *w, int row)
{
    const struct known *k = known_fresh(w, w->rows.v[row].new_code);
    if (k && k->parent)
        return k->parent;
    const struct known *source = known_old(w, w->rows.v[row].old_code);
    const struct known *above = source ? known_old(w, source->parent) : NULL;
    if (above && ends(w, above))
        return province_before(w, source->code);
    return above ? above->code : NULL;
}

/* ---- writing ---- */

static struct text_clause *
clause(struct writer *w, enum text_op op)
{
    struct text_clause *k = PUSH(w->c->arena, &w->text.clauses);
    *k = (struct text_clause){.op = op, .number = ++w->number, .is_unverified = true};
    return k;
}

/* The part that a row takes; the last row of an old unit takes what is left. */
static enum text_part
said(const struct writer *w, const struct index *last, int row, enum text_part part)
{
    const char *code = w->rows.v[row].old_code;
    return part == TEXT_PART_SOME && index_of(last, code) == row ? TEXT_PART_REST
                                                                 : part;
}

static bool
same_name(struct writer *w, const char *a, const char *b)
{
    return str_eq(text_fold(w->c->arena, a), text_fold(w->c->arena, b));
}

static bool
same_type(struct writer *w, const char *a, const char *b)
{
    static const char *const two[] = {"thành phố ", "thị xã ", "thị trấn ", "đặc khu "};
    a = lower(w, a), b = lower(w, b);
    for (size_t i = 0; i < COUNT(two); i++)
        if (text_starts(a, two[i]) || text_starts(b, two[i]))
            return text_starts(a, two[i]) && text_starts(b, two[i]);
    size_t n = strcspn(a, " ");
    return n == strcspn(b, " ") && strncmp(a, b, n) == 0;
}

/* One old unit as a whole and nothing else: it goes on, perhaps under another name or elsewhere. */
static bool
write_going_on(struct writer *w, int row)
{
    const struct row *r = &w->rows.v[row];
    const struct known *was = known_old(w, r->old_code),
                       *is = known_fresh(w, r->new_code);
    if (w->next_row[row] != NOBODY || !r->is_full || !was || was->tier != TIER_COMMUNE)
        return false;
    const char *name = is ? is->name : was->name, *parent = parent_of(w, row);
    bool named = !same_name(w, name, was->name),
         coded = !str_eq(r->old_code, r->new_code);
    if (coded && index_of(&w->n_old, r->new_code) != NOBODY &&
        known_old(w, r->new_code)) /* its new code is another's that ends: a new unit */
        return false;
    if (named || coded) {
        struct text_clause *k =
            clause(w, same_type(w, name, was->name) ? TEXT_RENAME : TEXT_RETYPE);
        k->unit = unit_old(w, r->old_code);
        k->other = (struct text_unit){lower(w, name), coded ? r->new_code : NULL, {0}};
    }
    if (parent && !str_eq(parent, was->parent)) {
        struct text_clause *k = clause(w, TEXT_REPARENT);
        k->unit = unit_old(w, r->old_code);
        k->other = unit_fresh(w, parent);
    }
    return true;
}

static void
write_established(struct writer *w, int row)
{
    struct text_clause *k = clause(w, TEXT_ESTABLISH);
    const char *parent = parent_of(w, row);
    k->unit = unit_fresh(w, w->rows.v[row].new_code);
    if (parent)
        k->other = unit_fresh(w, parent);
    for (int i = row; i != NOBODY; i = w->next_row[i]) {
        const struct row *r = &w->rows.v[i];
        *PUSH(w->c->arena, &k->sources) = (struct text_source){
            unit_old(w, r->old_code), said(w, &w->last_of, i, r->area),
            said(w, &w->last_pop, i, r->pop), NULL};
    }
}

static void
find_last(struct writer *w)
{
    struct arena *a = w->c->arena;
    for (size_t i = w->rows.n; i-- > 0;) {
        const struct row *r = &w->rows.v[i];
        if (r->area == TEXT_PART_SOME)
            index_add(a, &w->last_of, r->old_code, (int)i);
        if (r->pop == TEXT_PART_SOME)
            index_add(a, &w->last_pop, r->old_code, (int)i);
    }
}

/* Of a unit that is divided: who takes all its people, else who is named first. */
static void
write_receivers(struct writer *w)
{
    struct arena *a = w->c->arena;
    struct index done = {0};
    for (size_t i = 0; i < w->rows.n; i++) {
        const struct row *r = &w->rows.v[i];
        int at = index_of(&w->n_old, r->old_code);
        if (w->counts[at] < 2 || !index_add(a, &done, r->old_code, 0))
            continue;
        const struct row *to = r->pop == TEXT_PART_NONE ? NULL : r;
        for (size_t j = i; j < w->rows.n && !(to && to->pop == TEXT_PART_ALL); j++)
            if (str_eq(w->rows.v[j].old_code, r->old_code) &&
                (w->rows.v[j].pop == TEXT_PART_ALL ||
                 (!to && w->rows.v[j].pop != TEXT_PART_NONE)))
                to = &w->rows.v[j];
        struct text_handover *h = PUSH(a, &w->text.handovers);
        *h = (struct text_handover){0};
        *PUSH(a, &h->units) = unit_old(w, r->old_code);
        *PUSH(a, &h->receivers) =
            (struct text_receiver){.to = unit_fresh(w, (to ? to : r)->new_code)};
    }
}

/* ---- tiers that end ---- */

/* The province that an old one's communes are part of on the day: that of the first of them. */
static void
find_provinces(struct writer *w)
{
    for (size_t i = 0; i < w->rows.n; i++) {
        const struct known *k = known_fresh(w, w->rows.v[i].new_code);
        const char *before = province_before(w, w->rows.v[i].old_code);
        if (k && k->parent && before)
            index_add(w->c->arena, &w->province_row, before, (int)i);
    }
}

static const char *
province_after(const struct writer *w, const char *province)
{
    int row = index_of(&w->province_row, province);
    return row == NOBODY ? province : known_fresh(w, w->rows.v[row].new_code)->parent;
}

static void
write_dissolved(struct writer *w, const struct known *k)
{
    struct arena *a = w->c->arena;
    const char *province = province_after(w, province_before(w, k->code));
    struct text_clause *cl = clause(w, TEXT_DISSOLVE);
    cl->unit = unit_old(w, k->code);
    cl->other = unit_fresh(w, province);
    struct text_handover *h = PUSH(a, &w->text.handovers);
    *h = (struct text_handover){0};
    *PUSH(a, &h->units) = unit_old(w, k->code);
    *PUSH(a, &h->receivers) = (struct text_receiver){.to = unit_fresh(w, province)};
}

static void
write_ended(struct writer *w)
{
    for (size_t i = 0; i < w->old.n; i++) {
        const struct known *k = &w->old.v[i];
        bool is_source = index_of(&w->n_old, k->code) != NOBODY;
        if (!is_source && k->tier != TIER_COMMUNE && ends(w, k))
            write_dissolved(w, k);
    }
}

/* Provinces that go into one: those whose communes are part of it on the day. */
static void
write_provinces(struct writer *w)
{
    struct arena *a = w->c->arena;
    struct index done = {0};
    if (!is_listed(w->in->end_tiers, "province"))
        return;
    for (size_t i = 0; i < w->old.n; i++) {
        if (w->old.v[i].tier != TIER_PROVINCE)
            continue;
        const char *to = province_after(w, w->old.v[i].code);
        if (!index_add(a, &done, to, 0))
            continue;
        struct text_source_list sources = {0};
        for (size_t j = 0; j < w->old.n; j++)
            if (w->old.v[j].tier == TIER_PROVINCE &&
                str_eq(province_after(w, w->old.v[j].code), to))
                *PUSH(a, &sources) = (struct text_source){
                    unit_old(w, w->old.v[j].code), TEXT_PART_ALL, TEXT_PART_ALL, NULL};
        if (sources.n == 1 && str_eq(sources.v[0].unit.code, to))
            continue;
        struct text_clause *k = clause(w, TEXT_ESTABLISH);
        k->unit = unit_fresh(w, to);
        k->sources = sources;
    }
}

/* ---- all of it ---- */

static err
check_names(struct writer *w)
{
    struct ctx *c = w->c;
    for (size_t i = 0; c->db && i < w->rows.n && c->faults.n < 20; i++) {
        const struct row *r = &w->rows.v[i];
        if (!known_old(w, r->old_code))
            note_fault(c, ERR_INVALID, "rows",
                       N_("Line %zu: no unit holds the code %s just before %s"),
                       r->line, r->old_code, day_vn(c->arena, w->in->effective_on));
        if (!known_fresh(w, r->new_code) && !known_old(w, r->new_code))
            note_fault(
                c, ERR_INVALID, "rows",
                N_("Line %zu: what is %s called? Add the columns new_name, new_type and "
                   "new_parent, or give --units"),
                r->line, r->new_code);
    }
    if (!c->db && w->in->end_tiers)
        note_fault(c, ERR_INVALID, "end-tier",
                   N_("Which units these are the registry says: --db"));
    return faults(c);
}

err
decree_from_rows(struct ctx *c, const struct from_rows *in, const char **text)
{
    struct writer w = {.c = c, .in = in};
    TRY(read_rows(&w));
    TRY(read_list_of_units(&w));
    TRY(read_registry(&w));
    if (w.rows.n == 0)
        return fail(c, ERR_INVALID, "rows", N_("The file has no rows"));
    TRY(check_names(&w));
    group(&w);
    find_last(&w);
    find_provinces(&w);
    w.text.effective_on = in->effective_on;
    w.text.signed_on = DAY_NONE;
    w.text.code = in->code ? in->code
                           : arena_printf(c->arena, "successions-%s",
                                          day_iso(c->arena, in->effective_on));
    w.text.number = in->number ? in->number : w.text.code;
    w.text.source = "lập từ bảng chuyển đổi mã, chưa đối chiếu nguyên văn nghị quyết";
    write_provinces(&w);
    for (size_t i = 0; i < w.rows.n; i++)
        if (index_of(&w.first_row, w.rows.v[i].new_code) == (int)i &&
            !write_going_on(&w, (int)i))
            write_established(&w, (int)i);
    write_ended(&w);
    write_receivers(&w);
    *text = decree_text_write(c, &w.text);
    return OK;
}
