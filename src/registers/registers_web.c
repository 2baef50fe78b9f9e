/* SPDX-License-Identifier: Apache-2.0 */
/* registers_web.c: an overview of all registers, and what the public sees. */
#include "registers/registers_web.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "registers/desk.h"
#include "registers/posting.h"

/* ---- the overview ---- */

struct desk_at {
    org_id org;
};
static const struct field at_fields[] = {ID(struct desk_at, org, N_("Organisation"))};
static const struct view at_view = VIEW("registers_at", struct desk_at, at_fields);

struct overview_row {
    const char *name, *label, *about, *path;
    int64_t n_open, n_review, n_surrender, n_ended;
};
static const struct field row_fields[] = {
    FIELD(struct overview_row, label, N_("Register"), .flags = F_BRIEF),
    FIELD(struct overview_row, name, N_("Name")),
    FIELD(struct overview_row, path, N_("Path")),
    FIELD(struct overview_row, about, N_("About")),
    FIELD(struct overview_row, n_open, N_("In force"), .flags = F_BRIEF),
    FIELD(struct overview_row, n_review, N_("To be reviewed"), .flags = F_BRIEF),
    FIELD(struct overview_row, n_surrender, N_("To be surrendered"), .flags = F_BRIEF),
    FIELD(struct overview_row, n_ended, N_("Ended"), .flags = F_BRIEF),
};
static const struct view row_view = VIEW("register", struct overview_row, row_fields);
struct overview {
    org_id org_id;
    const char *org_name;
    int64_t total, total_at_least;
    struct LIST(struct overview_row) items;
    const char *next;
};
static const struct field overview_fields[] = {
    ID(struct overview, org_id, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct overview, org_name, N_("Organisation")),
    LIST_FIELDS(struct overview, &row_view),
};
static const struct view overview_view =
    VIEW("registers", struct overview, overview_fields);

static err
get_registers(struct ctx *c, const void *in, void *out)
{
    struct overview *p = out;
    struct org_names names = {0};
    struct org_name at = {0};
    org_id org = ((const struct desk_at *)in)->org;
    if (!org.v && c->actor)
        org = c->actor->org_id;
    if (org.v)
        TRY(desk_org(c, &names, org, &at));
    p->org_id = org;
    p->org_name = at.name;
    for (const struct registry *const *reg = registers; *reg; reg++) {
        const char *need = arena_printf(c->arena, "%s.read", (*reg)->name);
        struct holding h;
        bool may;
        if (org.v)
            TRY(desk_may(c, need, at.now, &may));
        else
            TRY(access_everywhere(c, need, &may));
        if (!may)
            continue;
        TRY(register_count_answered(c, *reg, org, &h));
        *PUSH(c->arena, &p->items) = (struct overview_row){
            .name = (*reg)->name,
            .label = T(c, (*reg)->label),
            .about = T(c, (*reg)->about),
            .path =
                arena_printf(c->arena, "/%s%s", (*reg)->plural,
                             ((const struct desk_at *)in)->org.v
                                 ? arena_printf(c->arena, "?org=%lld", (long long)org.v)
                                 : ""),
            .n_open = h.n[RECORD_OPEN],
            .n_review = h.n[RECORD_REVIEW],
            .n_surrender = h.n[RECORD_SURRENDER],
            .n_ended = h.n[RECORD_ENDED] + h.n[RECORD_ARCHIVED]};
    }
    p->total = (int64_t)p->items.n;
    return OK;
}

/* ---- what the public sees ---- */

struct public_asked {
    int64_t id, limit;
    const char *q, *after;
};
static const struct field public_asked_fields[] = {
    FIELD(struct public_asked, q, N_("Search")),
    FIELD(struct public_asked, after, N_("After"), .flags = F_HIDDEN, .max = 400),
    FIELD(struct public_asked, limit, N_("Rows"), .flags = F_HIDDEN),
};
static const struct view public_asked_view =
    VIEW("publicity_filter", struct public_asked, public_asked_fields);
static const struct field public_page_fields[] = {
    LIST_FIELDS(struct public_page, &public_posting_view),
    FIELD(struct public_page, q, N_("Search"), .flags = F_COMPUTED | F_PAGE),
};
static const struct view public_page_view =
    VIEW("publicity", struct public_page, public_page_fields);

static err
get_publicity(struct ctx *c, const void *in, void *out)
{
    const struct public_asked *a = in;
    return posting_public(c, a->q, a->after, a->limit, out);
}

static err
get_posting(struct ctx *c, const void *in, void *out)
{
    return posting_public_find(c, ((const struct desk_key *)in)->id, out);
}

struct feed {
    html content;
};
static const struct field feed_fields[] = {FIELD(struct feed, content, N_("Content"))};
static const struct view feed_view = VIEW("publicity_feed", struct feed, feed_fields);

static err
get_feed(struct ctx *c, const void *in UNUSED, void *out)
{
    return posting_atom(c, &((struct feed *)out)->content);
}

static const struct route routes[] = {
    {.method = GET,
     .path = "/publicity",
     .help = N_("Public postings"),
     .need = NEED_NOBODY,
     .lane = LANE_READ,
     .in = &public_asked_view,
     .out = &public_page_view,
     .template = "registers/publicity.html",
     .handle = get_publicity,
     .menu = N_("Public postings"),
     .menu_at = 45},
    {.method = GET,
     .path = "/publicity.atom",
     .help = N_("Public postings as an Atom feed"),
     .need = NEED_NOBODY,
     .lane = LANE_READ,
     .out = &feed_view,
     .handle = get_feed,
     .mime = "application/atom+xml; charset=utf-8"},
    {.method = GET,
     .path = "/publicity/{id}",
     .help = N_("Posting"),
     .need = NEED_NOBODY,
     .lane = LANE_READ,
     .in = &desk_key_view,
     .out = &public_posting_view,
     .template = "registers/publicity_show.html",
     .handle = get_posting},
    {.method = GET,
     .path = "/registers",
     .help = N_("Registers"),
     .need = "register.read",
     .lane = LANE_READ,
     .in = &at_view,
     .out = &overview_view,
     .template = "registers/registers.html",
     .handle = get_registers,
     .list = "items",
     .menu = N_("Registers"),
     .menu_at = 40},
    {0},
};

extern const struct module registers_module;
const struct module registers_module = {
    .name = "registers",
    .about = N_("Registers of organisations: seals, recognitions, boundary files."),
    .routes = routes,
};
