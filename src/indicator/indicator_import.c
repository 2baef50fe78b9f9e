/* SPDX-License-Identifier: Apache-2.0 */
/* indicator_import.c: values of many bodies and periods from one file. */
#include "base/csv.h"
#include "base/msg.h"
#include "indicator/indicator.h"
#include "task/task.h"

enum {
    LINES_MOST = 50000
};
static const char *const columns[] = {"indicator", "body", "period", "value", "note"};

struct import {
    struct csv csv;
    int column[COUNT(columns)];
    struct import_report *report;
};

static err
header(struct ctx *c, struct import *im)
{
    struct csv_row row;
    if (!csv_next(&im->csv, c->arena, &row))
        return fail(c, ERR_INVALID, "file", "%s",
                    T(c, im->csv.error ? im->csv.error : N_("The file is empty")));
    for (size_t i = 0; i < COUNT(columns); i++) {
        im->column[i] = csv_column(&row, columns[i]);
        if (im->column[i] < 0 && !str_eq(columns[i], "note"))
            note_fault(c, ERR_INVALID, "file", N_("There is no column “%s”"),
                       columns[i]);
    }
    return faults(c);
}

/* What is there already counts as the same, and is not written again. */
static err
is_known(struct ctx *c, const char *code, const struct indicator_entry *v, bool *same,
         bool *there)
{
    struct indicator ind;
    struct indicator_entry_list all;
    *same = *there = false;
    TRY(indicator_find(c, code, &ind));
    TRY(indicator_entries(c, ind.id, v->org_id, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].period, v->period)) {
            *there = true;
            *same = all.v[i].value == v->value &&
                    (!v->note || str_eq(v->note, all.v[i].note));
        }
    return OK;
}

static err
line(struct ctx *c, struct import *im, const struct csv_row *row)
{
    const char *cell[COUNT(columns)];
    struct indicator_entry v, out;
    bool same, there;
    view_clear(&indicator_entry_view, &v);
    for (size_t i = 0; i < COUNT(columns); i++)
        cell[i] = csv_cell(row, im->column[i]);
    for (size_t i = 2; i < COUNT(columns); i++)
        field_set(c, view_field(&indicator_entry_view, columns[i]), &v, cell[i],
                  columns[i]);
    TRY(faults(c));
    TRY(task_pick(c, cell[1], "body", &v.org_id));
    if (!v.org_id.v)
        return fail(c, ERR_INVALID, "body", N_("This is needed"));
    TRY(is_known(c, cell[0], &v, &same, &there));
    if (!same)
        TRY(indicator_enter(c, cell[0], &v, &out));
    im->report->n_added += !there;
    im->report->n_changed += there && !same;
    im->report->n_same += same;
    return OK;
}

static void
tell(struct ctx *c, struct import *im, const char *title)
{
    struct import_report *r = im->report;
    r->n_bad++;
    for (size_t i = 0; i < c->faults.n && r->lines.n < IMPORT_LINES_TOLD; i++)
        *PUSH(c->arena, &r->lines) = (struct import_line){
            (int64_t)im->csv.line, title, c->faults.v[i].field, c->faults.v[i].message};
    clear_faults(c);
}

static err
lines(struct ctx *c, struct import *im)
{
    struct csv_row row;
    while (csv_next(&im->csv, c->arena, &row)) {
        if (++im->report->n_lines > LINES_MOST)
            return fail(c, ERR_TOO_LARGE, "file", N_("More than %d lines"), LINES_MOST);
        err e = line(c, im, &row);
        if (e != OK && c->faults.n == 0)
            return e;
        if (e != OK)
            tell(c, im, csv_cell(&row, im->column[0]));
    }
    return im->csv.error ? fail(c, ERR_INVALID, "file", "%s", T(c, im->csv.error)) : OK;
}

err
indicator_import(struct ctx *c, const char *csv, size_t n, bool dry,
                 struct import_report *out)
{
    struct import im = {.report = out};
    *out = (struct import_report){.dry_run = dry};
    c->rehearse = dry;
    csv_open(&im.csv, csv, n);
    TRY(header(c, &im));
    TRY(lines(c, &im));
    for (size_t i = 0; !dry && i < out->lines.n; i++)
        note_fault(c, ERR_INVALID, "file", N_("Line %lld: %s"),
                   (long long)out->lines.v[i].line, out->lines.v[i].message);
    return faults(c);
}
