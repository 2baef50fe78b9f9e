/* SPDX-License-Identifier: Apache-2.0 */
/* law_web.c: the check of all units, the rule books, their editable rows; `haicap check`. */
#include "base/msg.h"
#include "law/law.h"
#include "unit/unit.h"
#include "web/command.h"
#include "web/web.h"

/* ---- the check ---- */

struct check_filter {
    const char *law;
    day on;
    const char *within;
    int verdict;
};
static const struct field filter_fields[] = {
    FIELD(struct check_filter, law, N_("Rule book")),
    FIELD(struct check_filter, on, N_("On the day")),
    FIELD(struct check_filter, within, N_("Within (code)")),
    ENUM(struct check_filter, verdict, verdicts, N_("Verdict")),
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
    for (size_t i = 0; i < k.items.n; i++)
        if (!f->verdict || k.items.v[i].verdict == f->verdict)
            *PUSH(c->arena, &p->items) = k.items.v[i];
    p->total = (int64_t)p->items.n;
    return OK;
}

/* ---- the books and their rows ---- */

struct books_page {
    int64_t total, total_at_least;
    struct law_book_list items;
    const char *next;
    struct law_norm_list norms;
};
static const struct field books_fields[] = {
    LIST_FIELDS(struct books_page, &law_book_view),
    LISTOF(struct books_page, norms, &law_norm_view, N_("Standards")),
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
get_law(struct ctx *c, const void *in, void *out)
{
    const struct books_filter *f = in;
    struct books_page *p = out;
    TRY(law_books(c, &p->items));
    p->total = (int64_t)p->items.n;
    for (size_t i = 0; i < p->items.n; i++) {
        size_t first = 0; /* books may share a set */
        while (!str_eq(p->items.v[first].norms, p->items.v[i].norms))
            first++;
        struct law_norm_list set = {0};
        if (first == i)
            TRY(law_norms(c, p->items.v[i].norms, day_known(f->on) ? f->on : c->today, &set));
        for (size_t k = 0; k < set.n; k++)
            *PUSH(c->arena, &p->norms) = set.v[k];
    }
    return OK;
}

struct norm_key {
    int64_t id;
};
static const struct field norm_key_fields[] = {
    FIELD(struct norm_key, id, N_("Number"), .flags = F_REQUIRED),
};
static const struct view norm_key_view = VIEW("law_norm_key", struct norm_key, norm_key_fields);

static err
get_norm(struct ctx *c, const void *in, void *out)
{
    return law_norm_find(c, ((const struct norm_key *)in)->id, out);
}

static err
post_norm(struct ctx *c, const void *in, void *out)
{
    const struct law_norm *norm = in;
    TRY(law_norm_change(c, norm));
    return law_norm_find(c, norm->id, out);
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
     .menu = N_("Check")},
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
     .menu = N_("Rule books")},
    {.method = GET,
     .path = "/law/norms/{id}",
     .help = N_("Standard"),
     .need = "law.read",
     .lane = LANE_READ,
     .in = &norm_key_view,
     .out = &law_norm_view,
     .template = "law/norm.html",
     .handle = get_norm},
    {.method = POST,
     .path = "/law/norms/{id}",
     .help = N_("Save the standard"),
     .need = "law.write",
     .lane = LANE_WRITE,
     .in = &law_norm_view,
     .out = &law_norm_view,
     .handle = post_norm,
     .after = "/law/norms/{id}"},
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
