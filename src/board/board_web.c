/* SPDX-License-Identifier: Apache-2.0 */
/* board_web.c: the board, and the rows behind each of its numbers. */
#include "web/web.h"

#include "base/msg.h"
#include "board/board.h"
#include "kernel/access.h"
#include "registers/desk.h"

#define ON_PAGE F_COMPUTED | F_PAGE | F_HIDDEN

/* ---- what is asked ---- */

#define ASK_FIELDS                                                                     \
    FIELD(struct board_ask, body, N_("Organisation"),                                  \
          .hint = N_("Its name, or the code of a unit")),                              \
        ID(struct board_ask, org, N_("Organisation"), .flags = F_HIDDEN),              \
        ID(struct board_ask, directive, N_("Directive"), .flags = F_HIDDEN),           \
        FIELD(struct board_ask, all, N_("The whole installation"), .flags = F_HIDDEN)
static const struct field ask_fields[] = {ASK_FIELDS};
static const struct view ask_view = VIEW("board_ask", struct board_ask, ask_fields);

static const struct field pick_fields[] = {
    ASK_FIELDS,
    ID(struct board_ask, row, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct board_ask, what, N_("Number"), .flags = F_HIDDEN, .max = 20),
    FIELD(struct board_ask, cause, N_("Cause"), .flags = F_HIDDEN, .max = 20),
    ID(struct board_ask, unblock, N_("Who can unblock it"), .flags = F_HIDDEN),
    FIELD(struct board_ask, after, N_("After"), .flags = F_HIDDEN, .max = 400),
    FIELD(struct board_ask, limit, N_("Rows"), .flags = F_HIDDEN),
};
static const struct view pick_view = VIEW("board_pick", struct board_ask, pick_fields);

/* ---- what both pages say of whose it is ---- */

struct whose {
    org_id org;
    const char *org_name;
    const char *query; /* "org=12&directive=3": the same board again */
    const char *directive_number;
    directive_id directive;
};

static err
whose_of(struct ctx *c, org_id org, directive_id directive, struct whose *out)
{
    struct org_names names = {0};
    struct org_name at = {.name = T(c, N_("The whole installation"))};
    struct directive d = {0};
    if (org.v)
        TRY(desk_org(c, &names, org, &at));
    if (directive.v)
        TRY(directive_find(c, directive, &d));
    const char *whose =
        org.v ? arena_printf(c->arena, "org=%lld", (long long)org.v) : "all=1";
    *out = (struct whose){.org = org,
                          .org_name = at.name,
                          .directive = directive,
                          .directive_number = d.number,
                          .query = directive.v
                                       ? arena_printf(c->arena, "%s&directive=%lld",
                                                      whose, (long long)directive.v)
                                       : whose};
    return OK;
}

#define WHOSE_FIELD(T, m, kind_, label_, ...)                                          \
    {                                                                                  \
        .name = #m, .offset = offsetof(T, whose.m), .kind = (kind_), .label = label_,  \
        __VA_ARGS__                                                                    \
    }
#define WHOSE_FIELDS(T)                                                                \
    WHOSE_FIELD(T, org, K_ID, N_("Organisation"), .flags = F_HIDDEN),                  \
        WHOSE_FIELD(T, org_name, K_TEXT, N_("Organisation"), ),                        \
        WHOSE_FIELD(T, directive, K_ID, N_("Directive"), .flags = F_HIDDEN),           \
        WHOSE_FIELD(T, directive_number, K_TEXT, N_("Document"),                       \
                    .to = "/directives/{directive}"),                                  \
        WHOSE_FIELD(T, query, K_TEXT, N_("Address"), .flags = ON_PAGE)

/* ---- the board ---- */

struct board_page {
    struct whose whose;
    struct board_row_list items, sums; /* sums: one row */
    struct board_cause_list causes;
    struct board_blocker_list blockers;
    struct board_week_list weeks;
    int64_t n_rows_more, n_blockers_more;
    html trend;
    bool is_late, has_trend, may_all, has_rows_more, has_blockers_more;
};
static const struct field page_fields[] = {
    WHOSE_FIELDS(struct board_page),
    LISTOF(struct board_page, items, &board_row_view, N_("Bodies")),
    LISTOF(struct board_page, sums, &board_row_view, N_("Total")),
    LISTOF(struct board_page, causes, &board_cause_view, N_("Why late")),
    LISTOF(struct board_page, blockers, &board_blocker_view, N_("Who can unblock it")),
    LISTOF(struct board_page, weeks, &board_week_view, N_("Week by week")),
    FIELD(struct board_page, n_rows_more, N_("More bodies"), .flags = F_COMPUTED),
    FIELD(struct board_page, n_blockers_more, N_("More who can unblock"),
          .flags = F_COMPUTED),
    FIELD(struct board_page, has_rows_more, N_("More bodies"), .flags = ON_PAGE),
    FIELD(struct board_page, has_blockers_more, N_("More who can unblock"),
          .flags = ON_PAGE),
    FIELD(struct board_page, trend, N_("Picture"), .flags = ON_PAGE),
    FIELD(struct board_page, is_late, N_("Late"), .flags = ON_PAGE),
    FIELD(struct board_page, has_trend, N_("Picture"), .flags = ON_PAGE),
    FIELD(struct board_page, may_all, N_("The whole installation"), .flags = ON_PAGE),
};
static const struct view page_view = VIEW("board", struct board_page, page_fields);

static void
draw(struct ctx *c, struct board_page *p)
{
    int64_t most = 0;
    for (size_t i = 0; i < p->items.n; i++)
        most = p->items.v[i].open > most ? p->items.v[i].open : most;
    for (size_t i = 0; i < p->items.n; i++) {
        board_numbers(c, &p->items.v[i]);
        p->items.v[i].bar = board_bar_svg(c, &p->items.v[i], most);
    }
    board_numbers(c, p->sums.v);
    p->is_late = p->sums.v->late > 0;
    p->trend = board_trend_svg(c, &p->weeks);
    p->has_trend = p->trend.v != NULL;
}

static err
get_board(struct ctx *c, const void *in, void *out)
{
    const struct board_ask *ask = in;
    struct board_page *p = out;
    struct board b;
    TRY(board_read(c, ask, &b));
    *p = (struct board_page){.items = b.rows,
                             .causes = b.causes,
                             .blockers = b.blockers,
                             .weeks = b.weeks,
                             .n_rows_more = b.n_rows_more,
                             .n_blockers_more = b.n_blockers_more,
                             .has_rows_more = b.n_rows_more > 0,
                             .has_blockers_more = b.n_blockers_more > 0};
    *PUSH(c->arena, &p->sums) = b.sum;
    TRY(whose_of(c, b.org, ask->directive, &p->whose));
    if (b.org.v)
        TRY(access_everywhere(c, "task.read", &p->may_all));
    if (c->whole)
        return OK;
    draw(c, p);
    return OK;
}

/* ---- the rows behind a number ---- */

struct rows_page {
    struct whose whose;
    int64_t total, total_at_least;
    struct task_item_list items;
    const char *next, *label, *row_name, *unblock_name;
};
static const struct field rows_fields[] = {
    LIST_FIELDS(struct rows_page, &task_item_view),
    WHOSE_FIELDS(struct rows_page),
    FIELD(struct rows_page, label, N_("Number")),
    FIELD(struct rows_page, row_name, N_("Organisation")),
    FIELD(struct rows_page, unblock_name, N_("Who can unblock it")),
};
static const struct view rows_view = VIEW("board_tasks", struct rows_page, rows_fields);

static err
get_rows(struct ctx *c, const void *in, void *out)
{
    const struct board_ask *ask = in;
    struct rows_page *p = out;
    struct org_names names = {0};
    struct org_name row = {0}, unblock = {0};
    struct task_page found;
    const char *label;
    TRY(board_tasks(c, ask, &found, &label));
    if (ask->row.v)
        TRY(desk_org(c, &names, ask->row, &row));
    if (ask->unblock.v)
        TRY(desk_org(c, &names, ask->unblock, &unblock));
    *p = (struct rows_page){.total = found.total,
                            .total_at_least = found.total_at_least,
                            .items = found.items,
                            .next = found.next,
                            .label = label,
                            .row_name = row.name,
                            .unblock_name = unblock.name};
    return whose_of(c, found.org, ask->directive, &p->whose);
}

static const struct route routes[] = {
    {GET, "/board", N_("Control board"), "task.read", LANE_READ, &ask_view, &page_view,
     "board/board.html", get_board, .list = "items", .menu = N_("Control board"),
     .menu_at = 6},
    {GET, "/board/tasks", N_("Tasks behind a number"), "task.read", LANE_READ,
     &pick_view, &rows_view, "board/tasks.html", get_rows, .list = "items"},
    {0},
};

extern const struct module board_module;
const struct module board_module = {
    .name = "board",
    .about = N_("What is late and why, body by body"),
    .routes = routes,
};
