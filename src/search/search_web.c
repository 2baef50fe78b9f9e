/* SPDX-License-Identifier: Apache-2.0 */
/* search_web.c: the page behind the field at the top of every page. */
#include "base/msg.h"
#include "search/search.h"
#include "web/web.h"

struct search_in {
    const char *q;
    int kind;
};
static const struct field in_fields[] = {
    FIELD(struct search_in, q, N_("Search"), .max = 200),
    ENUM(struct search_in, kind, found_kinds, N_("Kind"), .flags = F_HIDDEN),
};
static const struct view in_view = VIEW("search", struct search_in, in_fields);

struct search_page {
    struct found_group_list groups;
    bool is_asked; /* something was */
};
static const struct field page_fields[] = {
    LISTOF(struct search_page, groups, &found_group_view, N_("Groups")),
    FIELD(struct search_page, is_asked, N_("Asked"), .flags = F_COMPUTED | F_PAGE),
};
static const struct view page_view =
    VIEW("search_page", struct search_page, page_fields);

static err
get_search(struct ctx *c, const void *in, void *out)
{
    const struct search_in *q = in;
    struct search_page *p = out;
    p->is_asked = q->q && *q->q;
    return search(c, q->q, q->kind, &p->groups);
}

static const struct route routes[] = {
    {.method = GET,
     .path = "/search",
     .help = N_("Search"),
     .need = "unit.read",
     .lane = LANE_READ,
     .in = &in_view,
     .out = &page_view,
     .template = "search/search.html",
     .handle = get_search},
    {0},
};

extern const struct module search_module;
const struct module search_module = {
    .name = "search",
    .about = N_("Units, documents, tasks, reports and files by their words"),
    .routes = routes,
};
