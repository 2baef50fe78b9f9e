/* SPDX-License-Identifier: Apache-2.0 */
/* register_import.c: records from a CSV file: every line is checked, then all go in or none. */
#include <stdlib.h>

#include "base/csv.h"
#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "kernel/register_in.h"

enum {
    REPEATED = -1 /* as an id: more than one open record has this title */
};

static const struct field line_fields[] = {
    FIELD(struct import_line, line, N_("Line")),
    FIELD(struct import_line, title, N_("Record")),
    FIELD(struct import_line, field, N_("Field")),
    FIELD(struct import_line, message, N_("What is wrong")),
};
const struct view import_line_view =
    VIEW("import_line", struct import_line, line_fields);

/* Titles that are known already: of open records, and of lines read. */
struct known {
    const char *title;
    int64_t id;   /* of the record; 0: it comes from this file */
    int64_t line; /* of the file; 0: not in it */
};
struct titles {
    struct arena *a;
    struct known *v;
    size_t n, cap; /* a power of two, at least half of it free */
};

static struct known *
place(const struct titles *t, const char *title)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (const char *p = title; *p; p++)
        h = (h ^ (unsigned char)*p) * 1099511628211u;
    size_t i = (size_t)h & (t->cap - 1);
    while (t->v[i].title && strcmp(t->v[i].title, title) != 0)
        i = (i + 1) & (t->cap - 1);
    return &t->v[i];
}

static struct known *
title_at(struct titles *t, const char *title)
{
    if (2 * (t->n + 1) > t->cap) {
        struct titles more = {t->a, NULL, t->n, t->cap ? t->cap * 2 : 1024};
        more.v = NEWN(t->a, struct known, more.cap);
        for (size_t i = 0; i < t->cap; i++)
            if (t->v[i].title)
                *place(&more, t->v[i].title) = t->v[i];
        *t = more;
    }
    struct known *k = place(t, title);
    if (!k->title) {
        k->title = arena_strdup(t->a, title);
        t->n++;
    }
    return k;
}

struct import {
    const struct registry *reg;
    org_id org;
    struct arena *keep; /* the caller's; c->arena is emptied after each line */
    struct csv csv;
    const struct field *column[CSV_COLUMNS];
    size_t n_columns;
    struct titles titles;
    int64_t n_new[16];       /* records added, by slot of the count */
    struct since_list since; /* of the organisations that `org` answers for */
    struct import_report *report;
    bool dry;
};

/* ---- before the lines ---- */

static err
remember(struct ctx *c, struct import *im, org_id org, int state)
{
    const struct registry *reg = im->reg;
    struct arena_mark m = arena_mark(c->arena);
    struct any_list rows;
    const struct term terms[] = {{"org_held", OP_EQ, VALUE(org.v)},
                                 {"state", OP_EQ, VALUE(record_states[state].name)}};
    const struct select s = {.from = reg->name,
                             .columns =
                                 arena_printf(c->arena, "id, %s", reg->title_field),
                             .terms = terms,
                             .n_terms = COUNT(terms)};
    TRY(select_list(c, &s, reg->view, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const void *rec = (const char *)rows.v + i * reg->view->size;
        struct known *k = title_at(&im->titles, register_title(c, reg, rec));
        k->id = k->id ? REPEATED : ((const struct record *)rec)->id;
    }
    arena_reset(c->arena, m);
    return OK;
}

/* rows: where what is read of them is forgotten again; the rest stays in the caller's arena. */
static err
remember_all(struct ctx *c, struct import *im, struct arena *rows)
{
    struct org_id_list all;
    TRY(org_answers_for(c, im->org, c->today, &all));
    for (size_t i = 0; i < all.n; i++) {
        day since;
        TRY(register_since(c, im->reg, &im->since, all.v[i], &since));
        if (day_known(since) && !register_stays_open(im->reg))
            continue;
        c->arena = rows;
        err e = remember(c, im, all.v[i], RECORD_OPEN);
        if (e == OK)
            e = remember(c, im, all.v[i], RECORD_REVIEW);
        c->arena = im->keep;
        TRY(e);
    }
    return OK;
}

/* By name, or by label in English or in c's language. */
static const struct field *
field_called(const struct ctx *c, const struct view *v, const char *name)
{
    const struct field *f = view_field(v, name);
    for (size_t i = 0; !f && i < v->n; i++)
        if (str_eq(v->fields[i].label, name) || str_eq(T(c, v->fields[i].label), name))
            f = &v->fields[i];
    return f;
}

/* What our own export adds to the register's fields is passed over. */
static bool
of_export(const char *name)
{
    static const char *const added[] = {"org_id", "org_name", "former_name"};
    for (size_t i = 0; i < COUNT(added); i++)
        if (str_eq(name, added[i]))
            return true;
    return false;
}

static err
header(struct ctx *c, struct import *im)
{
    const struct view *v = im->reg->view;
    const struct field *title = view_field(v, im->reg->title_field);
    struct csv_row row;
    bool has_title = false;
    if (!csv_next(&im->csv, c->arena, &row))
        return fail(c, ERR_INVALID, "file", "%s",
                    T(c, im->csv.error ? im->csv.error : N_("The file is empty")));
    im->n_columns = row.n;
    for (size_t i = 0; i < row.n; i++) {
        const struct field *f = field_called(c, v, row.cell[i]);
        if (!f && !of_export(row.cell[i]))
            note_fault(c, ERR_INVALID, "file", N_("No field is called “%s”"),
                       row.cell[i]);
        for (size_t j = 0; f && j < i; j++)
            if (im->column[j] == f)
                note_fault(c, ERR_INVALID, "file", N_("The column “%s” is there twice"),
                           row.cell[i]);
        has_title = has_title || f == title;
        im->column[i] =
            f && (register_own(f) || str_eq(f->name, "received_on")) ? f : NULL;
    }
    if (!has_title)
        note_fault(c, ERR_INVALID, "file",
                   N_("There is no column “%s”: it names the records"),
                   T(c, title->label));
    return faults(c);
}

/* ---- a line ---- */

static void
wrong(struct ctx *c, struct import *im, const char *title)
{
    struct import_report *r = im->report;
    r->n_bad++;
    for (size_t i = 0; i < c->faults.n && r->lines.n < IMPORT_LINES_TOLD; i++)
        *PUSH(im->keep, &r->lines) =
            (struct import_line){(int64_t)im->csv.line, arena_strdup(im->keep, title),
                                 arena_strdup(im->keep, c->faults.v[i].field),
                                 arena_strdup(im->keep, c->faults.v[i].message)};
    clear_faults(c);
}

/* Our exports mask personal text: a file that comes back must not overwrite it with that. */
static bool
masked(const struct field *f, const char *cell)
{
    size_t n = strlen(cell);
    return f->flags & F_PERSONAL && n > 3 && strcmp(cell + n - 3, "***") == 0;
}

static void
fill(struct ctx *c, const struct import *im, const struct csv_row *row, void *rec)
{
    if (row->n != im->n_columns)
        note_fault(c, ERR_INVALID, NULL, N_("%zu columns, but the first line has %zu"),
                   row->n, im->n_columns);
    for (size_t i = 0; i < im->n_columns && i < row->n; i++)
        if (im->column[i] && !masked(im->column[i], row->cell[i]))
            field_set(c, im->column[i], rec, row->cell[i], im->column[i]->name);
    struct record *r = rec;
    if (!day_known(r->received_on))
        r->received_on = c->today;
    if (r->received_on.v > c->today.v)
        note_fault(c, ERR_INVALID, "received_on", N_("This day has not come yet"));
    register_check(c, im->reg, rec);
}

static bool
same(const struct view *v, const void *a, const void *b)
{
    for (size_t i = 0; i < v->n; i++)
        if ((register_own(&v->fields[i]) || str_eq(v->fields[i].name, "received_on")) &&
            !field_same(&v->fields[i], a, b))
            return false;
    return true;
}

static err
change_line(struct ctx *c, struct import *im, const struct csv_row *row, int64_t id)
{
    const struct registry *reg = im->reg;
    struct table t = register_table(reg);
    void *before = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    void *after = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    TRY(table_find(c, &t, id, before));
    TRY(register_read(c, reg, &im->since, before));
    memcpy(after, before, reg->view->size);
    fill(c, im, row, after);
    if (c->faults.n) {
        wrong(c, im, register_title(c, reg, before));
        return OK;
    }
    if (same(reg->view, before, after)) {
        im->report->n_same++;
        return OK;
    }
    im->report->n_changed++;
    if (im->dry || im->report->n_bad)
        return OK;
    return register_store_change(c, reg, "import", NULL, before, after);
}

static err
new_line(struct ctx *c, struct import *im, void *rec)
{
    im->report->n_added++;
    if (im->dry || im->report->n_bad)
        return OK;
    TRY(register_store_new(c, im->reg, im->org, rec));
    im->n_new[register_slot(((struct record *)rec)->id)]++;
    return OK;
}

static err
one_line(struct ctx *c, struct import *im, const struct csv_row *row)
{
    const struct registry *reg = im->reg;
    void *rec = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    view_clear(reg->view, rec);
    fill(c, im, row, rec);
    const char *title = register_title(c, reg, rec);
    struct known *k = *title ? title_at(&im->titles, title) : NULL;
    if (k && k->line)
        note_fault(c, ERR_INVALID, reg->title_field, N_("Line %lld has the same one"),
                   (long long)k->line);
    else if (k && k->id == REPEATED)
        note_fault(c, ERR_INVALID, reg->title_field,
                   N_("More than one open record is called so"));
    if (k && !k->line)
        k->line = (int64_t)im->csv.line;
    if (k && k->id > 0 && c->faults.n <= 0)
        return change_line(c, im, row, k->id);
    if (c->faults.n) {
        wrong(c, im, title);
        return OK;
    }
    return new_line(c, im, rec);
}

static err
lines(struct ctx *c, struct import *im)
{
    struct csv_row row;
    arena_alloc(c->arena, 1, 1); /* a chunk to stay in, line after line */
    struct arena_mark m = arena_mark(c->arena);
    while (csv_next(&im->csv, c->arena, &row)) {
        im->report->n_lines++;
        TRY(one_line(c, im, &row));
        arena_reset(c->arena, m);
    }
    if (im->csv.error) {
        note_fault(c, ERR_INVALID, NULL, "%s", T(c, im->csv.error));
        im->csv.line = im->csv.next_line;
        wrong(c, im, NULL);
    }
    for (int i = 0; i < (int)COUNT(im->n_new) && im->report->n_bad == 0; i++)
        if (im->n_new[i])
            TRY(register_count_more(c, im->reg, im->org, RECORD_OPEN, i, im->n_new[i],
                                    im->n_new[i]));
    return OK;
}

static err
refuse(struct ctx *c, const struct import_report *r)
{
    for (size_t i = 0; i < r->lines.n; i++) {
        const struct import_line *l = &r->lines.v[i];
        if (l->field)
            note_fault(c, ERR_INVALID, "file", N_("Line %lld, %s: %s"),
                       (long long)l->line, l->field, l->message);
        else
            note_fault(c, ERR_INVALID, "file", N_("Line %lld: %s"), (long long)l->line,
                       l->message);
    }
    return fail(c, ERR_INVALID, "file",
                N_("%lld of %lld lines are wrong: nothing was taken in"),
                (long long)r->n_bad, (long long)r->n_lines);
}

/* Faults and detail made in the arena of lines must outlive it. */
static void
bring_home(struct ctx *c, struct arena *home)
{
    struct fault_list kept = {0};
    for (size_t i = 0; i < c->faults.n; i++) {
        const struct fault *f = &c->faults.v[i];
        *PUSH(home, &kept) =
            (struct fault){arena_strdup(home, f->field), arena_strdup(home, f->message),
                           arena_strdup(home, f->law)};
    }
    c->faults = kept;
    c->detail = arena_strdup(home, c->detail);
    c->arena = home;
}

err
register_import(struct ctx *c, const struct registry *reg, org_id org, const char *csv,
                size_t n, bool dry, struct import_report *out)
{
    if (!org.v && c->actor)
        org = c->actor->org_id;
    *out = (struct import_report){.dry_run = dry};
    if (n > IMPORT_BYTES_MOST)
        return fail(c, ERR_TOO_LARGE, "file", N_("At most %d MiB"),
                    IMPORT_BYTES_MOST >> 20);
    TRY(register_in_force(c, org, "org_held"));
    TRY(register_need(c, reg, "write", org));
    CLEANUP(arena_free) struct arena scratch = {0};
    struct arena *home = c->arena;
    struct import im = {
        .reg = reg, .org = org, .keep = home, .report = out, .dry = dry};
    im.titles.a = home;
    csv_open(&im.csv, csv, n);
    TRY(header(c, &im));
    err e = remember_all(c, &im, &scratch);
    c->arena = &scratch;
    if (e == OK)
        e = lines(c, &im);
    bring_home(c, home);
    TRY(e);
    return out->n_bad && !dry ? refuse(c, out) : OK;
}
