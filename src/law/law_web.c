/* SPDX-License-Identifier: Apache-2.0 */
/* law_web.c: the check of all units, the rule books, their editable rows; `haicap check`. */
#include "base/msg.h"
#include "law/law.h"
#include "law/law_calendar_web.h"
#include "unit/unit.h"
#include "web/command.h"
#include "web/web.h"

/* ---- the check ---- */

struct check_filter {
    const char *law;
    day on;
    const char *within;
    int verdict;
    const char *after;
    int64_t limit; /* page_limit() decides */
};
static const struct field filter_fields[] = {
    FIELD(struct check_filter, law, N_("Rule book")),
    FIELD(struct check_filter, on, N_("On the day")),
    FIELD(struct check_filter, within, N_("Within (code)")),
    ENUM(struct check_filter, verdict, verdicts, N_("Verdict")),
    FIELD(struct check_filter, after, N_("After"), .flags = F_HIDDEN, .max = 1000),
    FIELD(struct check_filter, limit, N_("Rows"), .flags = F_HIDDEN),
};
static const struct view filter_view = VIEW("check_filter", struct check_filter, filter_fields);

struct check_page {
    int64_t total, total_at_least;
    struct law_item_list items;
    const char *next;
    const char *law, *title, *checked_by, *within_name;
    day on;
    int64_t n_must, n_exempt, n_meets, n_below, n_not_examined, n_unknown;
};
static const struct field page_fields[] = {
    LIST_FIELDS(struct check_page, &law_item_view),
    FIELD(struct check_page, law, N_("Rule book")),
    FIELD(struct check_page, title, N_("Title")),
    FIELD(struct check_page, checked_by, N_("Checked by")),
    FIELD(struct check_page, within_name, N_("Within")),
    FIELD(struct check_page, on, N_("On the day")),
    FIELD(struct check_page, n_must, N_("Must be arranged")),
    FIELD(struct check_page, n_exempt, N_("Not compelled")),
    FIELD(struct check_page, n_meets, N_("Meets the standard")),
    FIELD(struct check_page, n_below, N_("Below the standard")),
    FIELD(struct check_page, n_not_examined, N_("Not examined")),
    FIELD(struct check_page, n_unknown, N_("Figure missing")),
};
static const struct view page_view = VIEW("check", struct check_page, page_fields);

/* A page of the items asked for; they have one order, and a place is how many came before. */
static err
cut(struct ctx *c, const struct check_filter *f, const struct law_item_list *all,
    struct check_page *out)
{
    const char *last;
    int64_t seen = 0, limit = page_limit(c, f->limit);
    if (f->after && !cursor_parse(c->arena, f->after, &last, &seen))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    out->total = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (f->verdict && all->v[i].verdict != f->verdict)
            continue;
        if (out->total++ < seen)
            continue;
        if ((int64_t)out->items.n < limit)
            *PUSH(c->arena, &out->items) = all->v[i];
        else if (!out->next)
            out->next = cursor_text(c->arena, "", out->total - 1);
    }
    return OK;
}

static err
get_check(struct ctx *c, const void *in, void *out)
{
    const struct check_filter *f = in;
    struct check_page *p = out;
    day on = day_known(f->on) ? f->on : c->today;
    unit_id within = {0};
    if (f->within) {
        struct unit u;
        TRY(unit_by_code(c, f->within, on, &u));
        within = u.id;
        p->within_name = u.name;
    }
    struct law_check k;
    TRY(law_check(c, f->law, on, within, &k));
    p->law = k.book.code;
    p->title = k.book.title;
    p->checked_by = k.book.checked_by;
    p->on = on;
    p->n_must = k.n_must;
    p->n_exempt = k.n_exempt;
    p->n_meets = k.n_meets;
    p->n_below = k.n_below;
    p->n_not_examined = k.n_not_examined;
    p->n_unknown = k.n_unknown;
    return cut(c, f, &k.items, p);
}

/* ---- the books and their rows ---- */

struct books_page {
    int64_t total, total_at_least;
    struct law_book_list items;
    const char *next;
    struct law_norm_list norms;
    struct law_reduction_list reductions;
    struct law_condition_list conditions;
};
static const struct field books_fields[] = {
    LIST_FIELDS(struct books_page, &law_book_view),
    LISTOF(struct books_page, norms, &law_norm_view, N_("Standards")),
    LISTOF(struct books_page, reductions, &law_reduction_view, N_("Reductions")),
    LISTOF(struct books_page, conditions, &law_condition_view,
           N_("Who must be arranged")),
};
static const struct view books_view = VIEW("law_books", struct books_page, books_fields);

struct books_filter {
    day on;
};
static const struct field books_filter_fields[] = {
    FIELD(struct books_filter, on, N_("On the day")),
};
static const struct view books_filter_view =
    VIEW("law_filter", struct books_filter, books_filter_fields);

static err
add_set(struct ctx *c, const char *norms, day on, struct books_page *p)
{
    struct law_norm_list n;
    struct law_reduction_list r;
    TRY(law_norms(c, norms, day_known(on) ? on : c->today, &n));
    TRY(law_reductions(c, norms, &r));
    for (size_t i = 0; i < n.n; i++)
        *PUSH(c->arena, &p->norms) = n.v[i];
    for (size_t i = 0; i < r.n; i++)
        *PUSH(c->arena, &p->reductions) = r.v[i];
    return OK;
}

static err
add_conditions(struct ctx *c, const char *book, day on, struct books_page *p)
{
    struct law_condition_list k;
    TRY(law_conditions(c, book, on, &k));
    for (size_t i = 0; i < k.n; i++)
        *PUSH(c->arena, &p->conditions) = k.v[i];
    return OK;
}

static err
get_law(struct ctx *c, const void *in, void *out)
{
    const struct books_filter *f = in;
    struct books_page *p = out;
    TRY(law_books(c, &p->items));
    p->total = (int64_t)p->items.n;
    for (size_t i = 0; i < p->items.n; i++) {
        size_t set = 0, book = 0; /* books may share a set, rows a code */
        while (!str_eq(p->items.v[set].norms, p->items.v[i].norms))
            set++;
        while (!str_eq(p->items.v[book].code, p->items.v[i].code))
            book++;
        if (set == i)
            TRY(add_set(c, p->items.v[i].norms, f->on, p));
        if (book == i)
            TRY(add_conditions(c, p->items.v[i].code, f->on, p));
    }
    return OK;
}

struct row_key {
    int64_t id;
};
static const struct field row_key_fields[] = {
    FIELD(struct row_key, id, N_("Number"), .flags = F_REQUIRED),
};
static const struct view row_key_view = VIEW("law_row_key", struct row_key, row_key_fields);

static int64_t
key_of(const void *in)
{
    return ((const struct row_key *)in)->id;
}

static err
get_book(struct ctx *c, const void *in, void *out)
{
    return law_book_find(c, key_of(in), out);
}

static err
post_book(struct ctx *c, const void *in, void *out)
{
    const struct law_book *book = in;
    TRY(law_book_change(c, book));
    return law_book_find(c, book->id, out);
}

static err
get_reduction(struct ctx *c, const void *in, void *out)
{
    return law_reduction_find(c, key_of(in), out);
}

static err
post_reduction(struct ctx *c, const void *in, void *out)
{
    const struct law_reduction *reduction = in;
    TRY(law_reduction_change(c, reduction));
    return law_reduction_find(c, reduction->id, out);
}

static err
get_condition(struct ctx *c, const void *in, void *out)
{
    return law_condition_find(c, key_of(in), out);
}

static err
post_condition(struct ctx *c, const void *in, void *out)
{
    const struct law_condition *condition = in;
    TRY(law_condition_change(c, condition));
    return law_condition_find(c, condition->id, out);
}

static err
get_norm(struct ctx *c, const void *in, void *out)
{
    return law_norm_find(c, key_of(in), out);
}

static err
post_norm(struct ctx *c, const void *in, void *out)
{
    const struct law_norm *norm = in;
    TRY(law_norm_change(c, norm));
    return law_norm_find(c, norm->id, out);
}

/* ---- special factors of units ---- */

struct factors_filter {
    const char *unit;
};
static const struct field factors_filter_fields[] = {
    FIELD(struct factors_filter, unit, N_("Unit (code)")),
};
static const struct view factors_filter_view =
    VIEW("law_factors_filter", struct factors_filter, factors_filter_fields);

struct factors_page {
    int64_t total, total_at_least;
    struct unit_factor_list items;
    const char *next, *unit;
    struct law_factor_list factors;
};
static const struct field factors_fields[] = {
    LIST_FIELDS(struct factors_page, &unit_factor_view),
    FIELD(struct factors_page, unit, N_("Unit (code)")),
    LISTOF(struct factors_page, factors, &law_factor_view, N_("Factors")),
};
static const struct view factors_view =
    VIEW("law_factors", struct factors_page, factors_fields);

static err
get_factors(struct ctx *c, const void *in, void *out)
{
    const struct factors_filter *f = in;
    struct factors_page *p = out;
    unit_id unit = {0};
    if (f->unit) {
        struct unit u;
        TRY(unit_by_code_ever(c, f->unit, c->today, &u));
        unit = u.id;
        p->unit = u.code;
    }
    TRY(law_factors_of(c, unit, &p->items));
    p->total = (int64_t)p->items.n;
    return law_factors(c, &p->factors);
}

struct factor_new {
    const char *unit, *factor;
    int64_t value_pct;
    day since, until;
    const char *clause, *source;
};
static const struct field factor_new_fields[] = {
    FIELD(struct factor_new, unit, N_("Unit (code)"), .flags = F_REQUIRED, .max = 20),
    FIELD(struct factor_new, factor, N_("Factor"), .flags = F_REQUIRED,
          .options = "factors"),
    DEC(struct factor_new, value_pct, 2, N_("Share (%)")),
    FIELD(struct factor_new, since, N_("From"), .hint = N_("Empty: today")),
    FIELD(struct factor_new, until, N_("First day without it"),
          .hint = N_("Empty: it stays")),
    FIELD(struct factor_new, clause, N_("Clause")),
    FIELD(struct factor_new, source, N_("Source"), .flags = F_REQUIRED,
          .hint = N_("Decision or figure that says so")),
};
static const struct view factor_new_view =
    VIEW("unit_factor_new", struct factor_new, factor_new_fields);

static err
post_factors(struct ctx *c, const void *in, void *out)
{
    const struct factor_new *f = in;
    struct unit u;
    int64_t id;
    err e = unit_by_code(c, f->unit, c->today, &u);
    if (e == ERR_NOT_FOUND)
        return fail(c, ERR_INVALID, "unit", N_("No unit has the code %s today"),
                    f->unit);
    TRY(e);
    TRY(law_factor_add(c,
                       &(struct unit_factor){.unit_id = u.id,
                                             .factor = f->factor,
                                             .value_pct = f->value_pct,
                                             .valid_from = f->since,
                                             .valid_to = f->until,
                                             .clause = f->clause,
                                             .source = f->source},
                       &id));
    return law_factor_find(c, id, out);
}

static err
get_factor(struct ctx *c, const void *in, void *out)
{
    return law_factor_find(c, key_of(in), out);
}

/* ---- regions ---- */

struct regions_page {
    int64_t total, total_at_least;
    struct law_region_list items;
    const char *next;
    struct law_factor_list factors;
};
static const struct field regions_fields[] = {
    LIST_FIELDS(struct regions_page, &law_region_view),
    LISTOF(struct regions_page, factors, &law_factor_view, N_("Factors")),
};
static const struct view regions_view =
    VIEW("law_regions", struct regions_page, regions_fields);

static err
get_regions(struct ctx *c, const void *in UNUSED, void *out)
{
    struct regions_page *p = out;
    TRY(law_regions(c, &p->items));
    p->total = (int64_t)p->items.n;
    return law_factors(c, &p->factors);
}

static const struct field region_new_fields[] = {
    FIELD(struct law_region, region, N_("Region"), .flags = F_REQUIRED,
          .options = "factors"),
    FIELD(struct law_region, province_code, N_("Province (code)"), .flags = F_REQUIRED,
          .max = 20),
    FIELD(struct law_region, valid_from, N_("From"), .hint = N_("Empty: always")),
    FIELD(struct law_region, valid_to, N_("until"), .hint = N_("Empty: it stays")),
    FIELD(struct law_region, source, N_("Source"), .flags = F_REQUIRED,
          .hint = N_("Decision or figure that says so")),
};
static const struct view region_new_view =
    VIEW("law_region_new", struct law_region, region_new_fields);

static err
post_regions(struct ctx *c, const void *in, void *out)
{
    int64_t id;
    TRY(law_region_add(c, in, &id));
    return law_region_find(c, id, out);
}

static err
get_region(struct ctx *c, const void *in, void *out)
{
    return law_region_find(c, key_of(in), out);
}

static err
post_region(struct ctx *c, const void *in, void *out)
{
    const struct law_region *region = in;
    TRY(law_region_change(c, region));
    return law_region_find(c, region->id, out);
}

struct factor_end {
    int64_t id;
    day on;
};
static const struct field factor_end_fields[] = {
    FIELD(struct factor_end, id, N_("Number"), .flags = F_REQUIRED | F_HIDDEN),
    FIELD(struct factor_end, on, N_("First day without it"), .hint = N_("Empty: today")),
};
static const struct view factor_end_view =
    VIEW("unit_factor_end", struct factor_end, factor_end_fields);

static err
post_factor_end(struct ctx *c, const void *in, void *out)
{
    const struct factor_end *f = in;
    TRY(law_factor_end(c, f->id, f->on));
    return law_factor_find(c, f->id, out);
}

/* A row of the law: its page, and the form on it. */
#define ROW(where, name, save, view, get, post, page)                                  \
    {.method = GET,                                                                    \
     .path = where,                                                                    \
     .help = name,                                                                     \
     .need = "law.read",                                                               \
     .lane = LANE_READ,                                                                \
     .in = &row_key_view,                                                              \
     .out = view,                                                                      \
     .template = page,                                                                 \
     .handle = get},                                                                   \
    {                                                                                  \
        .method = POST, .path = where, .help = save, .need = "law.write",              \
        .lane = LANE_WRITE, .in = view, .out = view, .handle = post, .after = where    \
    }

static const struct route routes[] = {
    {.method = GET,
     .path = "/check",
     .help = N_("Check against the standards"),
     .need = "law.read",
     .lane = LANE_HEAVY,
     .in = &filter_view,
     .out = &page_view,
     .template = "law/check.html",
     .handle = get_check,
     .list = "items",
     .menu = N_("Check"),
     .menu_at = 60},
    {.method = GET,
     .path = "/law",
     .help = N_("Rule books"),
     .need = "law.read",
     .lane = LANE_READ,
     .in = &books_filter_view,
     .out = &books_view,
     .template = "law/law.html",
     .handle = get_law,
     .list = "norms",
     .menu = N_("Rule books"),
     .menu_at = 70},
    ROW("/law/books/{id}", N_("Rule book"), N_("Save the rule book"), &law_book_view,
        get_book, post_book, "law/row.html"),
    ROW("/law/norms/{id}", N_("Standard"), N_("Save the standard"), &law_norm_view,
        get_norm, post_norm, "law/row.html"),
    ROW("/law/reductions/{id}", N_("Reduction"), N_("Save the reduction"),
        &law_reduction_view, get_reduction, post_reduction, "law/row.html"),
    ROW("/law/conditions/{id}", N_("Condition"), N_("Save the condition"),
        &law_condition_view, get_condition, post_condition, "law/row.html"),
    {.method = GET,
     .path = "/law/regions",
     .help = N_("Regions"),
     .need = "law.read",
     .lane = LANE_READ,
     .out = &regions_view,
     .template = "law/regions.html",
     .handle = get_regions,
     .list = "items"},
    {.method = POST,
     .path = "/law/regions",
     .help = N_("Put it into the region"),
     .need = "law.write",
     .lane = LANE_WRITE,
     .in = &region_new_view,
     .out = &law_region_view,
     .handle = post_regions,
     .after = "/law/regions/{id}"},
    ROW("/law/regions/{id}", N_("Province in a region"),
        N_("Save the province in a region"), &law_region_view, get_region, post_region,
        "law/region.html"),
    {.method = GET,
     .path = "/law/factors",
     .help = N_("Special factors"),
     .need = "law.read",
     .lane = LANE_READ,
     .in = &factors_filter_view,
     .out = &factors_view,
     .template = "law/factors.html",
     .handle = get_factors,
     .list = "items"},
    {.method = POST,
     .path = "/law/factors",
     .help = N_("Record the factor"),
     .need = "law.write",
     .lane = LANE_WRITE,
     .in = &factor_new_view,
     .out = &unit_factor_view,
     .handle = post_factors,
     .after = "/law/factors/{id}"},
    {.method = GET,
     .path = "/law/factors/{id}",
     .help = N_("Special factor"),
     .need = "law.read",
     .lane = LANE_READ,
     .in = &row_key_view,
     .out = &unit_factor_view,
     .template = "law/factor.html",
     .handle = get_factor},
    {.method = POST,
     .path = "/law/factors/{id}/end",
     .help = N_("End the factor"),
     .need = "law.write",
     .lane = LANE_WRITE,
     .in = &factor_end_view,
     .out = &unit_factor_view,
     .handle = post_factor_end,
     .form = "/law/factors/{id}",
     .after = "/law/factors/{id}"},
    {.method = GET,
     .path = "/law/holidays",
     .help = N_("Days off"),
     .need = "law.read",
     .lane = LANE_READ,
     .in = &holidays_filter_view,
     .out = &holidays_view,
     .template = "law/holidays.html",
     .handle = get_holidays,
     .list = "items"},
    {.method = POST,
     .path = "/law/holidays",
     .help = N_("Record the day"),
     .need = "law.write",
     .lane = LANE_WRITE,
     .in = &calendar_day_view,
     .out = &calendar_day_view,
     .handle = post_holiday,
     .after = "/law/holidays/{on}"},
    {.method = GET,
     .path = "/law/holidays/{on}",
     .help = N_("Day off"),
     .need = "law.read",
     .lane = LANE_READ,
     .in = &holiday_key_view,
     .out = &calendar_day_view,
     .template = "law/row.html",
     .handle = get_holiday},
    {.method = POST,
     .path = "/law/holidays/{on}",
     .help = N_("Save the day"),
     .need = "law.write",
     .lane = LANE_WRITE,
     .in = &calendar_day_view,
     .out = &calendar_day_view,
     .handle = post_holiday,
     .after = "/law/holidays/{on}"},
    {.method = GET,
     .path = "/law/readings",
     .help = N_("How deadlines are read"),
     .need = "law.read",
     .lane = LANE_READ,
     .out = &readings_view,
     .template = "law/readings.html",
     .handle = get_readings,
     .list = "items"},
    {.method = POST,
     .path = "/law/readings",
     .help = N_("Record the reading"),
     .need = "law.write",
     .lane = LANE_WRITE,
     .in = &deadline_reading_view,
     .out = &deadline_reading_view,
     .handle = post_readings,
     .after = "/law/readings/{id}"},
    {.method = GET,
     .path = "/law/readings/{id}",
     .help = N_("Reading"),
     .need = "law.read",
     .lane = LANE_READ,
     .in = &reading_key_view,
     .out = &deadline_reading_view,
     .template = "law/row.html",
     .handle = get_reading},
    {.method = POST,
     .path = "/law/readings/{id}",
     .help = N_("Save the reading"),
     .need = "law.write",
     .lane = LANE_WRITE,
     .in = &reading_change_view,
     .out = &deadline_reading_view,
     .handle = post_reading,
     .after = "/law/readings/{id}"},
    {0},
};

/* ---- the terminal ---- */

struct check_run {
    struct check_filter in;
    struct check_page *out;
};

static err
run_check(struct ctx *c, void *arg)
{
    struct check_run *k = arg;
    return get_check(c, &k->in, k->out);
}

static void
text_report(struct ctx *c, struct buf *b, const struct check_page *p)
{
    for (size_t i = 0; i < p->items.n; i++) {
        const struct law_item *x = &p->items.v[i];
        buf_printf(b, "%s\t%s\t%s", x->code, x->name, T(c, verdicts[x->verdict].label));
        for (size_t k = 0; k < law_item_view.n; k++) {
            const struct field *f = &law_item_view.fields[k];
            if ((f->kind == K_DEC || f->kind == K_INT) && field_has(f, x))
                buf_printf(b, "\t%s", field_shown(c, f, x));
        }
        buf_printf(b, "\t%s\n", x->clauses ? x->clauses : "");
    }
    for (int v = VERDICT_MUST; v <= VERDICT_UNKNOWN; v++) {
        const int64_t n[] = {[VERDICT_MUST] = p->n_must,
                             [VERDICT_EXEMPT] = p->n_exempt,
                             [VERDICT_MEETS] = p->n_meets,
                             [VERDICT_BELOW] = p->n_below,
                             [VERDICT_NOT_EXAMINED] = p->n_not_examined,
                             [VERDICT_UNKNOWN] = p->n_unknown};
        buf_printf(b, "%s: %lld\n", T(c, verdicts[v].label), (long long)n[v]);
    }
}

static err
check_run(struct ctx *c, struct cli *cli)
{
    struct check_run k = {{.law = cli_option(cli, "law"), .within = cli_option(cli, "within")},
                          NEW(c->arena, struct check_page)};
    const char *format = cli_option(cli, "format");
    view_clear(&page_view, k.out);
    c->whole = true;
    TRY(cli_day(c, cli, "on", c->today, &k.in.on));
    if (format && !str_eq(format, "text") && !str_eq(format, "json") &&
        !str_eq(format, "csv"))
        return fail(c, ERR_INVALID, "format", N_("One of text, json, csv"));
    TRY(cli_view(c, run_check, &k));
    if (str_eq(format, "json"))
        view_json(c, &cli->out, &page_view, k.out);
    else if (str_eq(format, "csv"))
        view_csv(c, &cli->out, &law_item_view,
                 &(struct any_list){k.out->items.v, k.out->items.n});
    else
        text_report(c, &cli->out, k.out);
    return OK;
}

static const struct command commands[] = {
    {"check",
     "check --db URL [--law 35/2023] [--on DATE] [--within CODE] [--format text|json|csv]",
     N_("What a rule book says of every unit on a day"), "law= on= within= format=", false, false,
     check_run},
    {0},
};

extern const struct module law_module;
const struct module law_module = {
    .name = "law",
    .about = N_("Rule books by date, and the check of units against them"),
    .routes = routes,
    .commands = commands,
};
