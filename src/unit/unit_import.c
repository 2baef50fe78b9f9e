/* SPDX-License-Identifier: Apache-2.0 */
/* unit_import.c: reads the file, hands its lines to the kind of import, tells what came of it. */
#include "unit/unit_import.h"

#include "base/msg.h"
#include "base/text.h"
#include "kernel/act.h"
#include "unit/unit_import_job.h"

extern const struct query Q_figure_replace, Q_border_open, Q_border_measure,
    Q_border_end, Q_border_add;

const char *const import_words[IMPORT_KINDS] = {"units", "figures", "successions",
                                                "adjacency"};

static const struct field result_fields[] = {
    FIELD(struct import_result, n_lines, N_("Lines")),
    FIELD(struct import_result, n_taken, N_("Taken")),
    FIELD(struct import_result, n_rejected, N_("Rejected")),
    FIELD(struct import_result, n_added, N_("Added")),
    FIELD(struct import_result, n_same, N_("As they were")),
    FIELD(struct import_result, n_changed, N_("Changed")),
    FIELD(struct import_result, n_replaced, N_("Codes passed on")),
    FIELD(struct import_result, n_figures, N_("Figures")),
    FIELD(struct import_result, n_continued, N_("Went on as they were")),
    FIELD(struct import_result, n_split, N_("Founded anew under the old code")),
    FIELD(struct import_result, n_ended, N_("Ended")),
};
const struct view import_result_view =
    VIEW("unit_import", struct import_result, result_fields);

/* ---- lines ---- */

void
import_reject(struct ctx *c, struct import_job *job, size_t line, const char *msgid,
              ...)
{
    va_list ap;
    va_start(ap, msgid);
    *PUSH(c->arena, &job->out->rejected) =
        (struct rejected){(int64_t)line, arena_vprintf(c->arena, T(c, msgid), ap)};
    va_end(ap);
    job->out->n_rejected++;
}

void
import_note(struct ctx *c, struct import_job *job, const char *msgid, ...)
{
    va_list ap;
    va_start(ap, msgid);
    *PUSH(c->arena, &job->out->notes) = arena_vprintf(c->arena, T(c, msgid), ap);
    va_end(ap);
}

static err
broken(struct ctx *c, const struct import_job *job)
{
    return fail(c, ERR_INVALID, "file", N_("%s, line %zu: %s"), job->in->file,
                job->csv.next_line, T(c, job->csv.error));
}

err
import_next(struct ctx *c, struct import_job *job, bool *more)
{
    while (csv_next(&job->csv, c->arena, &job->row)) {
        job->out->n_lines++;
        if (job->row.n == job->header.n) {
            *more = true;
            return OK;
        }
        import_reject(c, job, job->csv.line, N_("%zu cells where the header has %zu"),
                      job->row.n, job->header.n);
    }
    *more = false;
    return job->csv.error ? broken(c, job) : OK;
}

err
import_column(struct ctx *c, const struct import_job *job, const char *name, int *out)
{
    *out = csv_column(&job->header, name);
    if (*out < 0)
        return fail(c, ERR_INVALID, "file", N_("%s has no column %s"), job->in->file,
                    name);
    return OK;
}

const char *
import_cell(struct ctx *c, const struct import_job *job, int column)
{
    const char *s =
        text_nfc(c->arena, text_trim(c->arena, csv_cell(&job->row, column)));
    return s && *s ? s : NULL;
}

/* ---- figures ---- */

static void
add_figure_column(const struct import_job *job, struct figure_columns *out,
                  const char *measure, int column, const char *flag, day on)
{
    if (column < 0 || out->n == FIGURE_COLUMNS)
        return;
    out->v[out->n].measure = measure;
    out->v[out->n].name = job->header.cell[column];
    out->v[out->n].value = column;
    out->v[out->n].flag = csv_column(&job->header, flag);
    out->v[out->n++].on = on;
}

/* "population_2019" is the census of 1 April; other years mean their last day. */
static day
day_of_year(const char *year)
{
    int64_t y;
    if (strlen(year) != 4 || !int_parse(year, &y) || y < 1900)
        return DAY_NONE;
    return y == 2009 || y == 2019 ? day_of((int)y, 4, 1) : day_of((int)y, 12, 31);
}

void
import_figure_columns(const struct import_job *job, struct figure_columns *out)
{
    static const char stem[] = "population_";
    day on = day_known(job->in->valid_from) ? job->in->valid_from : DAY_MIN;
    const struct csv_row *h = &job->header;
    *out = (struct figure_columns){0};
    add_figure_column(job, out, "area_m2", csv_column(h, "area_km2"), "area_flag", on);
    add_figure_column(job, out, "population", csv_column(h, "population"),
                      "population_flag", on);
    for (size_t i = 0; i < h->n; i++) {
        if (!text_starts(h->cell[i], stem))
            continue;
        day year = day_of_year(h->cell[i] + sizeof stem - 1);
        char flag[32];
        size_t n = strlen(h->cell[i]);
        if (!day_known(year))
            continue;
        memcpy(flag, h->cell[i], n);
        memcpy(flag + n, "_flag", sizeof "_flag");
        add_figure_column(job, out, "population", (int)i,
                          csv_column(h, flag) >= 0 ? flag : "population_flag", year);
    }
}

bool
import_read_figures(struct ctx *c, struct import_job *job,
                    const struct figure_columns *columns, struct line_figures *out)
{
    *out = (struct line_figures){0};
    for (size_t i = 0; i < columns->n; i++) {
        const char *cell = import_cell(c, job, columns->v[i].value);
        if (!cell)
            continue;
        bool area = str_eq(columns->v[i].measure, "area_m2");
        int64_t v;
        if (!decimal_parse(cell, area ? 6 : 0, &v) || v < 0) {
            import_reject(c, job, job->csv.line, N_("%s: %s is no number of this kind"),
                          columns->v[i].name, cell);
            return false;
        }
        out->v[out->n++] =
            (struct figure){.measure = columns->v[i].measure,
                            .on = columns->v[i].on,
                            .value = v,
                            .flag = import_cell(c, job, columns->v[i].flag),
                            .source = job->in->file};
    }
    return true;
}

err
import_write_figures(struct ctx *c, struct import_job *job, unit_id id, bool is_new,
                     const struct line_figures *in)
{
    for (size_t i = 0; i < in->n; i++) {
        struct figure f = in->v[i], same;
        f.unit_id = id;
        err e = is_new ? ERR_NOT_FOUND : figure_row_same(c, &f, &same);
        if (e == ERR_NOT_FOUND)
            TRY(figure_row_add(c, &f));
        else if (e != OK)
            return e;
        else if (same.value == f.value)
            continue;
        else
            TRY(query_exec(c, &Q_figure_replace, IN(same.id, f.value, f.flag), NULL));
        job->out->n_figures++;
    }
    return OK;
}

err
import_figures(struct ctx *c, struct import_job *job)
{
    int code;
    struct figure_columns columns;
    TRY(import_column(c, job, "code", &code));
    import_figure_columns(job, &columns);
    if (columns.n == 0)
        return fail(c, ERR_INVALID, "file", N_("%s has no column %s"), job->in->file,
                    "area_km2, population");
    day on = day_known(job->in->valid_from) ? job->in->valid_from : c->today;
    for (;;) {
        bool more;
        TRY(import_next(c, job, &more));
        if (!more)
            return OK;
        const char *held = import_cell(c, job, code);
        struct book_unit *u = held ? book_holder(&job->book, held, on) : NULL;
        if (!u) {
            import_reject(c, job, job->csv.line, N_("No unit holds the code %s on %s"),
                          held ? held : "", day_vn(c->arena, on));
            continue;
        }
        struct line_figures figures;
        if (!import_read_figures(c, job, &columns, &figures))
            continue;
        int64_t before = job->out->n_figures;
        TRY(import_write_figures(c, job, u->id, false, &figures));
        job->out->n_taken++;
        job->out->n_same += job->out->n_figures == before;
    }
}

/* ---- borders ---- */

struct border {
    int64_t id;
    unit_id a_id, b_id;
    day valid_from;
    int64_t shared_m;
};
struct border_list LIST(struct border);
static const struct field border_fields[] = {
    FIELD(struct border, id, N_("Id")),
    ID(struct border, a_id, N_("Unit")),
    ID(struct border, b_id, N_("Neighbour")),
    FIELD(struct border, valid_from, N_("From")),
    FIELD(struct border, shared_m, N_("Common border (m)")),
};
static const struct view border_view = VIEW("border", struct border, border_fields);

static const char *
pair_key(struct ctx *c, unit_id a, unit_id b)
{
    bool turn = a.v > b.v;
    return arena_printf(c->arena, "%lld:%lld", (long long)(turn ? b.v : a.v),
                        (long long)(turn ? a.v : b.v));
}

/* The unit of a code on that day; NULL: rejected. */
static struct book_unit *
border_side(struct ctx *c, struct import_job *job, int column, day on)
{
    const char *code = import_cell(c, job, column);
    struct book_unit *u = code ? book_holder(&job->book, code, on) : NULL;
    if (!u)
        import_reject(c, job, job->csv.line, N_("No unit holds the code %s on %s"),
                      code ? code : "", day_vn(c->arena, on));
    return u;
}

static err
take_border(struct ctx *c, struct import_job *job, struct map *known, struct border b)
{
    void **place = map_at(c->arena, known, pair_key(c, b.a_id, b.b_id));
    struct border *old = *place;
    job->out->n_taken++;
    if (old && old->shared_m == b.shared_m) {
        job->out->n_same++;
        return OK;
    }
    if (old && old->valid_from.v >= b.valid_from.v) {
        job->out->n_changed++;
        old->shared_m = b.shared_m;
        return query_exec(c, &Q_border_measure, IN(old->id, b.shared_m), NULL);
    }
    if (old)
        TRY(query_exec(c, &Q_border_end, IN(old->id, b.valid_from), NULL));
    job->out->n_changed += old != NULL;
    job->out->n_added += old == NULL;
    TRY(id_next(c, &b.id));
    old = NEW(c->arena, struct border);
    *old = b;
    *place = old;
    return query_exec(c, &Q_border_add,
                      IN(b.id, b.a_id.v, b.b_id.v, b.valid_from, DAY_MAX, b.shared_m),
                      NULL);
}

err
import_adjacency(struct ctx *c, struct import_job *job)
{
    int a_code, b_code, metres = csv_column(&job->header, "shared_m");
    TRY(import_column(c, job, "a_code", &a_code));
    TRY(import_column(c, job, "b_code", &b_code));
    struct border_list open;
    struct map known = {0};
    TRY(query_list(c, &Q_border_open, &border_view, &open, IN_NOTHING));
    for (size_t i = 0; i < open.n; i++)
        *map_at(c->arena, &known, pair_key(c, open.v[i].a_id, open.v[i].b_id)) =
            &open.v[i];
    bool given = day_known(job->in->valid_from);
    day on = given ? job->in->valid_from : c->today;
    for (;;) {
        bool more;
        TRY(import_next(c, job, &more));
        if (!more)
            return OK;
        const struct book_unit *a = border_side(c, job, a_code, on);
        const struct book_unit *b = a ? border_side(c, job, b_code, on) : NULL;
        if (!b)
            continue;
        const char *m = import_cell(c, job, metres);
        struct border it = {
            .a_id = a->id, .b_id = b->id, .valid_from = on, .shared_m = INT_NONE};
        if (a == b || (m && (!decimal_parse(m, 0, &it.shared_m) || it.shared_m < 0))) {
            import_reject(c, job, job->csv.line,
                          N_("This is no border between two units"));
            continue;
        }
        if (!given) { /* as long as both have been what they are */
            day since_a = book_version(a, on)->valid_from,
                since_b = book_version(b, on)->valid_from;
            it.valid_from = since_a.v > since_b.v ? since_a : since_b;
        }
        TRY(take_border(c, job, &known, it));
    }
}

/* ---- the whole ---- */

static err
tell(struct ctx *c, const struct import_job *job)
{
    return act_add(c, &(struct act){
                          .verb = "import",
                          .kind = "unit",
                          .label = job->in->file,
                          .path = "/units",
                          .reason = import_words[job->in->what],
                          .changes = view_diff(c, &import_result_view, NULL, job->out),
                      });
}

err
unit_import(struct ctx *c, const struct import *in, struct import_result *out)
{
    static err (*const kinds[IMPORT_KINDS])(struct ctx *, struct import_job *) = {
        [IMPORT_UNITS] = import_units,
        [IMPORT_FIGURES] = import_figures,
        [IMPORT_SUCCESSIONS] = import_successions,
        [IMPORT_ADJACENCY] = import_adjacency,
    };
    must(in->what >= 0 && in->what < IMPORT_KINDS);
    *out = (struct import_result){0};
    struct import_job *job = NEW(c->arena, struct import_job);
    job->in = in;
    job->out = out;
    csv_open(&job->csv, in->text, in->n);
    if (!csv_next(&job->csv, c->arena, &job->header))
        return job->csv.error
                   ? broken(c, job)
                   : fail(c, ERR_INVALID, "file", N_("%s is empty"), in->file);
    TRY(book_open(c, &job->book));
    TRY(kinds[in->what](c, job));
    if (out->n_taken == 0 && out->n_rejected > 0)
        return fail(c, ERR_INVALID, "file", N_("No line of %s can be taken"), in->file);
    return tell(c, job);
}
