/* SPDX-License-Identifier: Apache-2.0 */
/* unit_cli.c: haicap import and haicap convert. */
#include "base/csv.h"
#include "base/msg.h"
#include "base/text.h"
#include "unit/unit_convert.h"
#include "unit/unit_import.h"
#include "web/command.h"

enum {
    FILE_MOST = 256 * 1024 * 1024
};

/* ---- import ---- */

struct import_run {
    struct import in;
    struct import_result result;
};

static err
import_job(struct ctx *c, void *arg)
{
    struct import_run *run = arg;
    return unit_import(c, &run->in, &run->result);
}

static const char *
base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static void
tell_import(struct ctx *c, struct cli *cli, const struct import_run *run, bool dry)
{
    const struct import_result *r = &run->result;
    for (size_t i = 0; i < r->rejected.n; i++)
        buf_printf(&cli->err, "%s:%lld: %s\n", run->in.file,
                   (long long)r->rejected.v[i].line, r->rejected.v[i].why);
    for (size_t i = 0; i < r->notes.n; i++)
        buf_printf(&cli->err, "%s: %s\n", run->in.file, r->notes.v[i]);
    for (size_t i = 0; i < import_result_view.n; i++) {
        const struct field *f = &import_result_view.fields[i];
        if (f->kind == K_INT && field_int(f, r) != 0)
            buf_printf(&cli->err, "%s: %s: %lld\n", run->in.file, T(c, f->label),
                       (long long)field_int(f, r));
    }
    if (dry)
        buf_printf(&cli->err, "%s\n", T(c, N_("Dry run: nothing was written")));
}

static err
import_run(struct ctx *c, struct cli *cli)
{
    const char *what, *path;
    TRY(cli_arg(c, cli, 0, "units|figures|successions|adjacency", &what));
    TRY(cli_arg(c, cli, 1, "FILE", &path));
    struct import_run run = {.in = {.what = IMPORT_KINDS, .file = base_name(path)}};
    for (int i = 0; i < IMPORT_KINDS; i++)
        if (str_eq(what, import_words[i]))
            run.in.what = i;
    if (run.in.what == IMPORT_KINDS)
        return fail(c, ERR_INVALID, "import",
                    N_("Import units, figures, successions or adjacency, not %s"),
                    what);
    TRY(cli_day(c, cli, "valid-from", DAY_NONE, &run.in.valid_from));
    TRY(cli_read(c, path, FILE_MOST, &run.in.text, &run.in.n));
    bool dry = cli_option(cli, "dry-run") != NULL;
    err e = cli_write(c, import_job, &run, dry);
    if (e == OK || run.result.rejected.n)
        tell_import(c, cli, &run, dry && e == OK);
    return e;
}

/* ---- convert ---- */

struct convert_run {
    struct cli *cli;
    day from, to;
    const char *text;
    size_t n;
    int address, code; /* columns, or -1 */
    bool lines;        /* every line is one address, commas and all */
    int64_t n_one, n_several, n_none;
};

static const char *const out_columns[] = {"n", "code", "name", "part", "why"};

static void
put_input(struct buf *b, const struct csv_row *row, const struct csv_row *header,
          const char *bare)
{
    if (bare) {
        buf_csv(b, bare);
        return;
    }
    for (size_t i = 0; i < header->n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        buf_csv(b, csv_cell(row, (int)i));
    }
}

static void
put_header(struct buf *b, const struct csv_row *header, bool bare)
{
    put_input(b, header, header, bare ? "address" : NULL);
    for (size_t i = 0; i < COUNT(out_columns); i++) {
        bool taken = !bare && csv_column(header, out_columns[i]) >= 0;
        buf_printf(b, ",%s%s", taken ? "to_" : "", out_columns[i]);
    }
    buf_putc(b, '\n');
}

static void
put_answer(struct ctx *c, struct buf *b, const char *input, const struct conversion *k)
{
    size_t n = k->candidates.n;
    for (size_t i = 0; i < n || i == 0; i++) {
        const struct candidate *one = n ? &k->candidates.v[i] : NULL;
        buf_printf(b, "%s,%zu,", input, n);
        buf_csv(b, one ? one->code : "");
        buf_putc(b, ',');
        buf_csv(b, one ? one->name : "");
        buf_printf(b, ",%s,", one ? parts[one->part].name : "");
        const char *why = one && one->rule ? one->rule : k->why_not;
        if (k->namesakes.n) {
            why = arena_printf(c->arena, "%s:", why);
            for (size_t j = 0; j < k->namesakes.n && j < 10; j++)
                why = arena_printf(c->arena, "%s %s (%s)%s", why,
                                   k->namesakes.v[j].name, k->namesakes.v[j].code,
                                   j + 1 < k->namesakes.n ? "," : "");
        }
        buf_csv(b, why);
        buf_putc(b, '\n');
    }
}

/* A line that is one address, commas and all. */
static const char *
whole_line(struct ctx *c, const struct csv_row *row)
{
    const char *s = row->cell[0];
    for (size_t i = 1; i < row->n; i++)
        s = arena_printf(c->arena, "%s,%s", s, row->cell[i]);
    return text_trim(c->arena, s);
}

static bool
is_code(const char *s)
{
    size_t n = strlen(s);
    return n >= 2 && n <= 5 && strspn(s, "0123456789") == n;
}

static err
convert_line(struct ctx *c, struct convert_run *run, struct converter *k,
             const struct csv_row *header, const struct csv_row *row)
{
    const char *bare = run->lines ? whole_line(c, row) : NULL;
    const char *address = bare ? bare : csv_cell(row, run->address);
    const char *code = text_trim(c->arena, csv_cell(row, run->code));
    if (bare && is_code(bare))
        code = bare;
    struct conversion out = {0};
    if (!bare && row->n != header->n)
        out.why_not =
            arena_printf(c->arena, T(c, N_("%zu cells where the header has %zu")),
                         row->n, header->n);
    else
        TRY(converter_run(c, k, code, address, &out));
    CLEANUP(buf_free) struct buf input = {0};
    put_input(&input, row, header, bare);
    put_answer(c, &run->cli->out, buf_str(&input), &out);
    *(out.candidates.n == 0   ? &run->n_none
      : out.candidates.n == 1 ? &run->n_one
                              : &run->n_several) += 1;
    return OK;
}

static err
convert_lines(struct ctx *c, struct convert_run *run, struct converter *k)
{
    struct csv csv;
    struct csv_row *header = NEW(c->arena, struct csv_row),
                   *row = NEW(c->arena, struct csv_row);
    csv_open(&csv, run->text, run->n);
    bool any = csv_next(&csv, c->arena, header);
    run->address = csv_column(header, "address");
    run->code = csv_column(header, "code");
    bool headless = run->address < 0 && run->code < 0;
    run->lines = headless || (run->address == 0 && header->n == 1);
    if (any)
        put_header(&run->cli->out, header, run->lines);
    if (any && headless)
        TRY(convert_line(c, run, k, header, header));
    struct arena_mark mark = arena_mark(c->arena);
    while (csv_next(&csv, c->arena, row)) {
        TRY(convert_line(c, run, k, header, row));
        arena_reset(c->arena, mark);
    }
    if (csv.error)
        return fail(c, ERR_INVALID, NULL, N_("line %zu: %s"), csv.next_line,
                    T(c, csv.error));
    return OK;
}

static err
convert_job(struct ctx *c, void *arg)
{
    struct convert_run *run = arg;
    struct converter *k;
    TRY(converter_open(c, run->from, run->to, &k));
    err e = convert_lines(c, run, k);
    converter_close(k);
    return e;
}

static err
convert_run(struct ctx *c, struct cli *cli)
{
    struct convert_run run = {.cli = cli};
    TRY(cli_day(c, cli, "from", DAY_NONE, &run.from));
    TRY(cli_day(c, cli, "to", c->today, &run.to));
    if (!day_known(run.from))
        return fail(c, ERR_INVALID, "from",
                    N_("Of which day are the addresses? --from DATE"));
    TRY(cli_read(c, "-", FILE_MOST, &run.text, &run.n));
    TRY(cli_view(c, convert_job, &run));
    buf_printf(
        &cli->err,
        T(c, N_("%lld lines: %lld with one answer, %lld with several, %lld without\n")),
        (long long)(run.n_one + run.n_several + run.n_none), (long long)run.n_one,
        (long long)run.n_several, (long long)run.n_none);
    return OK;
}

extern const struct command unit_commands[];
const struct command unit_commands[] = {
    {.name = "import",
     .usage =
         "import units|figures|successions|adjacency FILE --db URL [--valid-from DATE] "
         "[--dry-run]",
     .help = N_(
         "Record lists of units, their figures, who became what, who borders on whom"),
     .options = "valid-from= dry-run",
     .writes = true,
     .run = import_run},
    {.name = "convert",
     .usage = "convert --db URL --from DATE --to DATE <addresses.csv",
     .help = N_("Old addresses to new ones and back: CSV in, CSV out"),
     .options = "from= to=",
     .run = convert_run},
    {0},
};
