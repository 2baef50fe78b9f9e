/* SPDX-License-Identifier: Apache-2.0 */
/* unit_import_units.c: a list of units as of a day meets the registry of that day. */
#include <ctype.h>

#include "base/msg.h"
#include "base/text.h"
#include "unit/unit_import_job.h"

enum {
    CODE_MOST = 20
};

struct unit_columns {
    int code, name, type, tier, parent, lon, lat;
    struct figure_columns figures;
};
struct unit_line {
    size_t line;
    const char *parent_code;
    struct unit_new unit; /* without parent_id */
    struct line_figures figures;
};
struct unit_line_list LIST(struct unit_line);

/* ---- reading a line ---- */

static int
type_of(struct ctx *c, const char *word)
{
    const char *folded = text_fold(c->arena, word);
    if (str_eq(folded, "thanh pho truc thuoc trung uong"))
        return TYPE_THANH_PHO;
    for (int t = TYPE_NONE + 1; t <= TYPE_DAC_KHU; t++)
        if (str_eq(folded, text_fold(c->arena, unit_type_word(t))))
            return t;
    return TYPE_NONE;
}

static int
tier_of(const char *word)
{
    for (int t = TIER_PROVINCE; t <= TIER_COMMUNE; t++)
        if (str_eq(word, unit_tiers[t].name))
            return t;
    return TIER_NONE;
}

static bool
code_fits(const char *s)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)s[i]))
            return false;
    return n <= CODE_MOST;
}

/* Degrees with up to six decimals; empty is none. */
static bool
read_degrees(struct ctx *c, struct import_job *job, int column, int64_t most,
             int64_t *out)
{
    *out = INT_NONE;
    const char *s = import_cell(c, job, column);
    if (!s)
        return true;
    bool fits =
        decimal_parse(s, 6, out) && *out >= -most * 1000000 && *out <= most * 1000000;
    if (!fits)
        import_reject(c, job, job->csv.line, N_("%s is no place on earth"), s);
    return fits;
}

static bool
read_line(struct ctx *c, struct import_job *job, const struct unit_columns *at,
          struct unit_line *out)
{
    size_t line = job->csv.line;
    const char *code = import_cell(c, job, at->code),
               *name = import_cell(c, job, at->name);
    const char *type = import_cell(c, job, at->type),
               *tier = import_cell(c, job, at->tier);
    if (!code || !name || !type || !tier) {
        import_reject(c, job, line, N_("code, name, type and tier must all be given"));
        return false;
    }
    struct unit_new u = {.code = code, .name = name};
    u.type = type_of(c, type);
    u.tier = tier_of(tier);
    struct unit_version named = {.code = code};
    if (!code_fits(code)) {
        import_reject(c, job, line, N_("%s is no code: letters and digits, at most %d"),
                      code, CODE_MOST);
    } else if (u.tier == TIER_NONE) {
        import_reject(c, job, line, N_("%s is no tier: province, district or commune"),
                      tier);
    } else if (!unit_type_fits(u.tier, u.type)) {
        import_reject(c, job, line, N_("%s is no type of the tier %s"), type, tier);
    } else if (version_named(c, &named, name, u.type), named.short_name == name) {
        import_reject(c, job, line, N_("%s does not begin with its type, %s"), name,
                      unit_type_word(u.type));
    } else if (read_degrees(c, job, at->lon, 180, &u.lon_e6) &&
               read_degrees(c, job, at->lat, 90, &u.lat_e6) &&
               import_read_figures(c, job, &at->figures, &out->figures)) {
        out->line = line;
        out->unit = u;
        out->parent_code = import_cell(c, job, at->parent);
        return true;
    }
    return false;
}

static err
read_lines(struct ctx *c, struct import_job *job, struct unit_line_list *out)
{
    struct unit_columns at;
    TRY(import_column(c, job, "code", &at.code));
    TRY(import_column(c, job, "name", &at.name));
    TRY(import_column(c, job, "type", &at.type));
    TRY(import_column(c, job, "tier", &at.tier));
    TRY(import_column(c, job, "parent_code", &at.parent));
    at.lon = csv_column(&job->header, "lon");
    at.lat = csv_column(&job->header, "lat");
    import_figure_columns(job, &at.figures);
    struct map seen = {0};
    for (;;) {
        bool more;
        struct unit_line line;
        TRY(import_next(c, job, &more));
        if (!more)
            return OK;
        if (!read_line(c, job, &at, &line))
            continue;
        void **first = map_at(c->arena, &seen, line.unit.code);
        if (*first) {
            import_reject(c, job, line.line,
                          N_("The code %s stands in line %zu already"), line.unit.code,
                          ((const struct unit_line *)*first)->line);
            continue;
        }
        struct unit_line *kept = NEW(c->arena, struct unit_line);
        *kept = line;
        *first = kept;
        *PUSH(c->arena, out) = line;
    }
}

/* ---- a line meets the registry ---- */

static const char *
day_text(struct ctx *c, day d)
{
    return d.v == DAY_MIN.v ? T(c, N_("the beginning")) : day_vn(c->arena, d);
}

/* The unit above on that day; false: rejected. */
static bool
find_parent(struct ctx *c, struct import_job *job, const struct unit_line *in, day on,
            unit_id *out)
{
    *out = (unit_id){0};
    if (in->unit.tier == TIER_PROVINCE) {
        if (in->parent_code)
            import_reject(c, job, in->line, N_("A province is part of no other unit"));
        return !in->parent_code;
    }
    struct book_unit *above =
        in->parent_code ? book_holder(&job->book, in->parent_code, on) : NULL;
    if (!above) {
        import_reject(c, job, in->line, N_("The unit above, %s, is not in force on %s"),
                      in->parent_code ? in->parent_code : "-", day_text(c, on));
        return false;
    }
    if (!unit_tier_above(above->tier, in->unit.tier)) {
        import_reject(c, job, in->line, N_("%s is not of a tier above"),
                      book_version(above, on)->name);
        return false;
    }
    *out = above->id;
    return true;
}

/* The same name but for its spelling: lists write Hòa and Hoà, Đắk and Đăk. */
static bool
is_same(struct ctx *c, const struct book_unit *u, day on, const struct unit_new *in)
{
    const struct unit_version *v = book_version(u, on);
    struct unit_version named = {.code = in->code};
    version_named(c, &named, in->name, in->type);
    return u->tier == in->tier && v->type == in->type &&
           str_eq(v->name_key, named.name_key);
}

/* What is written has no end yet, so neither may the unit above have one. */
static bool
parent_lasts(struct ctx *c, struct import_job *job, const struct unit_line *in, day on)
{
    const struct book_unit *above =
        in->unit.parent_id.v ? book_find(&job->book, in->unit.parent_id) : NULL;
    if (!above || above->valid_to.v == DAY_MAX.v)
        return true;
    import_reject(c, job, in->line, N_("%s (%s) ends on %s"),
                  book_version(above, on)->name, in->parent_code,
                  day_vn(c->arena, above->valid_to));
    return false;
}

static err
go_on(struct ctx *c, struct import_job *job, const struct unit_line *in, day on,
      struct book_unit *u, bool *taken)
{
    const struct unit_version *v = book_version(u, on);
    *taken = true;
    if (u->lon_e6 == INT_NONE && in->unit.lon_e6 != INT_NONE)
        TRY(book_place(c, u, in->unit.lon_e6, in->unit.lat_e6));
    if (v->parent_id.v == in->unit.parent_id.v && str_eq(v->name, in->unit.name)) {
        job->out->n_same++;
        return OK;
    }
    if (v != book_last(u) || u->valid_to.v != DAY_MAX.v) {
        *taken = false;
        import_reject(c, job, in->line,
                      N_("%s (%s) changes or ends later; this list comes before that"),
                      v->name, v->code);
        return OK;
    }
    *taken = parent_lasts(c, job, in, on);
    if (!*taken)
        return OK;
    job->out->n_changed++;
    return book_change(c, u, on, in->unit.name, in->unit.type, in->unit.parent_id);
}

/* Another holds the code: it ends that day. */
static err
make_room(struct ctx *c, struct import_job *job, const struct unit_line *in, day on,
          struct book_unit *u, bool *taken)
{
    const struct unit_version *v = book_version(u, on);
    *taken = false;
    if (on.v == DAY_MIN.v)
        import_reject(
            c, job, in->line,
            N_("The code %s is held by %s; --valid-from says since when by another"),
            in->unit.code, v->name);
    else if (v != book_last(u) || u->valid_to.v != DAY_MAX.v || v->valid_from.v >= on.v)
        import_reject(c, job, in->line, N_("The code %s is held by %s then"),
                      in->unit.code, v->name);
    else
        *taken = true;
    if (!*taken)
        return OK;
    job->out->n_replaced++;
    return book_end(c, u, on);
}

static err
take_line(struct ctx *c, struct import_job *job, struct unit_line *in, day on)
{
    if (!find_parent(c, job, in, on, &in->unit.parent_id))
        return OK;
    in->unit.valid_from = on;
    struct book_unit *u = book_holder(&job->book, in->unit.code, on);
    bool taken = true, same = u && is_same(c, u, on, &in->unit);
    if (same) {
        TRY(go_on(c, job, in, on, u, &taken));
    } else if (parent_lasts(c, job, in, on)) {
        if (u) {
            TRY(make_room(c, job, in, on, u, &taken));
        } else if ((u = book_later_holder(&job->book, in->unit.code, on))) {
            import_reject(c, job, in->line, N_("The code %s is held by %s from %s on"),
                          in->unit.code, book_last(u)->name,
                          day_text(c, u->valid_from));
            taken = false;
        }
        if (taken) {
            TRY(book_add(c, &job->book, &in->unit, &u));
            job->out->n_added++;
        }
    } else {
        taken = false;
    }
    if (u)
        u->is_named = true;
    if (!taken)
        return OK;
    job->out->n_taken++;
    return import_write_figures(c, job, u->id, !same, &in->figures);
}

static void
tell_left(struct ctx *c, struct import_job *job, day on)
{
    int64_t left = 0;
    for (size_t i = 0; i < job->book.units.n; i++)
        left +=
            book_in_force(job->book.units.v[i], on) && !job->book.units.v[i]->is_named;
    if (left)
        import_note(
            c, job,
            N_("%lld units in force on %s are not in %s and were left as they are; import "
               "successions says what became of them"),
            (long long)left, day_text(c, on), job->in->file);
}

err
import_units(struct ctx *c, struct import_job *job)
{
    day on = day_known(job->in->valid_from) ? job->in->valid_from : DAY_MIN;
    struct unit_line_list lines = {0};
    TRY(read_lines(c, job, &lines));
    for (int tier = TIER_PROVINCE; tier <= TIER_COMMUNE; tier++)
        for (size_t i = 0; i < lines.n; i++)
            if (lines.v[i].unit.tier == tier)
                TRY(take_line(c, job, &lines.v[i], on));
    if (on.v != DAY_MIN.v)
        tell_left(c, job, on);
    return OK;
}
