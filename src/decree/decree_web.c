/* SPDX-License-Identifier: Apache-2.0 */
/* decree_web.c: decrees as pages: text, plan, approval, rehearsal, execution, minutes, undo. */
#include "decree/decree_web.h"

#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "store/store.h"
#include "unit/unit.h"
#include "web/command.h"

extern const struct command decree_commands[];
extern const struct query Q_decree_is_demo, Q_setting_put;

/* ---- keys and forms ---- */

struct key {
    const char *code;
};
static const struct field key_fields[] = {
    FIELD(struct key, code, N_("Decree"), .flags = F_REQUIRED, .max = 60),
};
static const struct view key_view = VIEW("decree_key", struct key, key_fields);

struct text_in {
    const char *code, *text;
    int64_t version;
};
static const struct field new_fields[] = {
    FIELD(struct text_in, text, N_("Text of the decree"), .flags = F_REQUIRED | F_LONG,
          .max = 2000000),
};
static const struct view new_view = VIEW("decree_new", struct text_in, new_fields);
static const struct field change_fields[] = {
    FIELD(struct text_in, code, N_("Decree"), .flags = F_REQUIRED, .max = 60),
    FIELD(struct text_in, text, N_("Text of the decree"), .flags = F_REQUIRED | F_LONG,
          .max = 2000000),
    FIELD(struct text_in, version, N_("Version"), .flags = F_REQUIRED | F_HIDDEN),
};
static const struct view change_view =
    VIEW("decree_change", struct text_in, change_fields);

struct confirm_in {
    const char *code, *confirm, *reason;
};
static const struct field execute_fields[] = {
    FIELD(struct confirm_in, code, N_("Decree"), .flags = F_REQUIRED, .max = 60),
    FIELD(struct confirm_in, confirm, N_("Type the number of the decree to confirm"),
          .flags = F_REQUIRED,
          .hint = N_("As it stands above, for example 1318/NQ-UBTVQH15")),
};
static const struct view execute_view =
    VIEW("decree_execute", struct confirm_in, execute_fields);
static const struct field undo_fields[] = {
    FIELD(struct confirm_in, code, N_("Decree"), .flags = F_REQUIRED, .max = 60),
    FIELD(struct confirm_in, reason, N_("Why"), .flags = F_REQUIRED, .max = 500),
    FIELD(struct confirm_in, confirm, N_("Type the number of the decree to confirm"),
          .flags = F_REQUIRED,
          .hint = N_("As it stands above, for example 1318/NQ-UBTVQH15")),
};
static const struct view undo_view =
    VIEW("decree_undo", struct confirm_in, undo_fields);

/* ---- lists ---- */

struct list_page {
    int64_t total, total_at_least;
    struct decree_list items;
    const char *next;
};
static const struct field list_fields[] = {LIST_FIELDS(struct list_page, &decree_view)};
static const struct view list_view = VIEW("decree_page", struct list_page, list_fields);

static err
get_decrees(struct ctx *c, const void *in UNUSED, void *out)
{
    struct list_page *p = out;
    TRY(decree_list(c, &p->items));
    p->total = (int64_t)p->items.n;
    return OK;
}

/* ---- one decree ---- */

struct show_page {
    struct decree decree;
    bool is_draft, is_approved, is_scheduled, is_executed, is_undone, is_open;
    const struct decree_plan *plan;    /* NULL once executed */
    struct minutes_party_list parties; /* once executed, as the next two */
    struct plan_kind_list done;
    struct minutes_row_list totals;
    struct undo_obstacle_list obstacles; /* to undoing it */
    struct act_list history;
    const char *page_title;
};
#define OF_DECREE(m, ...)                                                              \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct show_page, decree.m),                    \
        .kind = KIND(struct decree, m), .label = __VA_ARGS__                           \
    }
static const struct field show_fields[] = {
    OF_DECREE(code, N_("Id")),
    OF_DECREE(number, N_("Resolution")),
    OF_DECREE(issuer, N_("Issued by")),
    OF_DECREE(summary, N_("Subject")),
    OF_DECREE(signed_on, N_("Signed on")),
    OF_DECREE(effective_on, N_("Takes effect on")),
    {.name = "state",
     .offset = offsetof(struct show_page, decree.state),
     .kind = K_ENUM,
     .choices = decree_states,
     .n_choices = COUNT(decree_states),
     .label = N_("State")},
    OF_DECREE(text, N_("Text of the decree"), .flags = F_LONG),
    OF_DECREE(drafter, N_("Drafted by")),
    OF_DECREE(approver, N_("Approved by")),
    OF_DECREE(executor, N_("Executed by")),
    OF_DECREE(approved_at, N_("Approved at")),
    OF_DECREE(executed_at, N_("Executed at")),
    OF_DECREE(undone_at, N_("Undone at")),
    OF_DECREE(note, N_("Note")),
    OF_DECREE(version, N_("Version")),
    FIELD(struct show_page, is_draft, N_("Draft"), .flags = F_PAGE),
    FIELD(struct show_page, is_approved, N_("Approved"), .flags = F_PAGE),
    FIELD(struct show_page, is_scheduled, N_("Scheduled"), .flags = F_PAGE),
    FIELD(struct show_page, is_executed, N_("Executed"), .flags = F_PAGE),
    FIELD(struct show_page, is_undone, N_("Undone"), .flags = F_PAGE),
    FIELD(struct show_page, is_open, N_("Can still be changed"), .flags = F_PAGE),
    RECOF(struct show_page, plan, &decree_plan_view, N_("Plan")),
    LISTOF(struct show_page, parties, &minutes_party_view, N_("Hand-over minutes")),
    LISTOF(struct show_page, done, &plan_kind_view, N_("Steps by kind")),
    LISTOF(struct show_page, totals, &minutes_row_view, N_("Handed over")),
    LISTOF(struct show_page, obstacles, &undo_obstacle_view,
           N_("What stands in the way")),
    LISTOF(struct show_page, history, &act_view, N_("History")),
    FIELD(struct show_page, page_title, N_("Title"), .flags = F_PAGE),
};
static const struct view show_view =
    VIEW("decree_detail", struct show_page, show_fields);

static err
find(struct ctx *c, const char *code, struct decree *out)
{
    err e = decree_find(c, code, out);
    if (e == ERR_NOT_FOUND && c->code == OK)
        return fail(c, e, NULL, N_("There is no decree %s"), code);
    return e;
}

/* The decree as it was written: no plan, which of a nation takes seconds. */
static err
get_text(struct ctx *c, const void *in, void *out)
{
    struct show_page *p = out;
    TRY(find(c, ((const struct key *)in)->code, &p->decree));
    const struct decree *d = &p->decree;
    p->is_draft = d->state == DECREE_DRAFT;
    p->is_approved = d->state == DECREE_APPROVED;
    p->is_scheduled = d->state == DECREE_SCHEDULED;
    p->is_executed = d->state == DECREE_EXECUTED;
    p->is_undone = d->state == DECREE_UNDONE;
    p->is_open = !p->is_executed;
    p->page_title = d->number;
    return OK;
}

static err
get_decree(struct ctx *c, const void *in, void *out)
{
    struct show_page *p = out;
    TRY(get_text(c, in, out));
    const struct decree *d = &p->decree;
    if (p->is_executed) {
        TRY(decree_parties(c, d->code, &p->parties));
        TRY(decree_done_kinds(c, d, &p->done));
        TRY(decree_totals(c, d, &p->totals));
        TRY(decree_check_undo(c, d->code, &p->obstacles));
    } else {
        struct decree_plan *plan = NEW(c->arena, struct decree_plan);
        TRY(decree_plan(c, d->code, plan));
        p->plan = plan;
    }
    return act_list_of(c, "decree", d->id.v, &p->history);
}

/* The forms for a new text start from what a jurist would write. */
struct start_page {
    const char *text;
};
static const struct field start_fields[] = {
    FIELD(struct start_page, text, N_("Text of the decree"), .flags = F_LONG),
};
static const struct view start_view =
    VIEW("decree_start", struct start_page, start_fields);

static err
get_new(struct ctx *c UNUSED, const void *in UNUSED, void *out)
{
    ((struct start_page *)out)->text =
        "Nghị quyết: 1/NQ-HĐND\n"
        "Mã: 1-2026\n"
        "Cơ quan ban hành: Hội đồng nhân dân tỉnh\n"
        "Ngày ký: 01/06/2026\n"
        "Ngày hiệu lực: 01/07/2026\n\n"
        "Điều 1. Thành lập xã C (12345) thuộc tỉnh T (01) trên cơ sở nhập toàn bộ xã A (12345), "
        "toàn bộ xã B (12346).\n";
    return OK;
}

static err
post_decree(struct ctx *c, const void *in, void *out)
{
    return decree_add(c, ((const struct text_in *)in)->text, out);
}

static err
post_change(struct ctx *c, const void *in, void *out)
{
    const struct text_in *t = in;
    return decree_change(c, t->code, t->text, t->version, out);
}

/* ---- plan, approval, rehearsal, execution, undo ---- */

static err
post_approve(struct ctx *c, const void *in, void *out)
{
    return decree_approve(c, ((const struct key *)in)->code, out);
}

static err
post_schedule(struct ctx *c, const void *in, void *out)
{
    return decree_schedule(c, ((const struct key *)in)->code, true, out);
}

static err
post_unschedule(struct ctx *c, const void *in, void *out)
{
    return decree_schedule(c, ((const struct key *)in)->code, false, out);
}

static err
post_dry_run(struct ctx *c, const void *in, void *out)
{
    c->rehearse = true;
    return decree_execute(c, ((const struct key *)in)->code, true, out);
}

/* Blanks and case aside, the number that the page shows; a program may leave it out. */
static err
confirmed(struct ctx *c, const struct confirm_in *k)
{
    struct decree d;
    TRY(find(c, k->code, &d));
    const char *typed = text_fold(c->arena, k->confirm ? k->confirm : "");
    if (!str_eq(typed, text_fold(c->arena, d.number)) &&
        !str_eq(typed, text_fold(c->arena, d.code)))
        return fail(c, ERR_INVALID, "confirm",
                    N_("That is not the number of this decree: %s"), d.number);
    return OK;
}

static err
post_execute(struct ctx *c, const void *in, void *out)
{
    const struct confirm_in *k = in;
    TRY(confirmed(c, k));
    return decree_execute(c, k->code, false, out);
}

static err
post_undo(struct ctx *c, const void *in, void *out)
{
    const struct confirm_in *k = in;
    TRY(confirmed(c, k));
    return decree_undo(c, k->code, k->reason, out);
}

/* ---- minutes ---- */

struct parties_page {
    int64_t total, total_at_least;
    struct minutes_party_list items;
    const char *next;
    const char *code, *number;
};
static const struct field parties_fields[] = {
    LIST_FIELDS(struct parties_page, &minutes_party_view),
    FIELD(struct parties_page, code, N_("Id")),
    FIELD(struct parties_page, number, N_("Resolution")),
};
static const struct view parties_view =
    VIEW("decree_parties", struct parties_page, parties_fields);

static err
get_parties(struct ctx *c, const void *in, void *out)
{
    struct parties_page *p = out;
    struct decree d;
    TRY(find(c, ((const struct key *)in)->code, &d));
    TRY(decree_parties(c, d.code, &p->items));
    p->total = (int64_t)p->items.n;
    p->code = d.code;
    p->number = d.number;
    return OK;
}

struct minutes_in {
    const char *code;
    org_id org;
};
static const struct field minutes_in_fields[] = {
    FIELD(struct minutes_in, code, N_("Decree"), .flags = F_REQUIRED, .max = 60),
    ID(struct minutes_in, org, N_("Organisation"), .flags = F_REQUIRED),
};
static const struct view minutes_in_view =
    VIEW("minutes_key", struct minutes_in, minutes_in_fields);

static err
get_minutes(struct ctx *c, const void *in, void *out)
{
    const struct minutes_in *k = in;
    const struct catalog *vi = catalog_for("vi");
    if (vi)
        c->lang =
            vi; /* an official document: its numbers and words too, whoever reads it */
    return decree_minutes(c, k->code, k->org, out);
}

/* ---- the guided walk through the demo ---- */

struct walk_step {
    const char *title, *about, *path, *button;
    bool is_done, is_current;
    bool is_open; /* done, or the next */
};
struct walk_step_list LIST(struct walk_step);
static const struct field walk_step_fields[] = {
    FIELD(struct walk_step, title, N_("Step"), .flags = F_BRIEF),
    FIELD(struct walk_step, about, N_("What it is")),
    FIELD(struct walk_step, path, N_("Path")),
    FIELD(struct walk_step, button, N_("Button")),
    FIELD(struct walk_step, is_done, N_("Done"), .flags = F_BRIEF),
    FIELD(struct walk_step, is_current, N_("Current"), .flags = F_BRIEF),
    FIELD(struct walk_step, is_open, N_("Can be done"), .flags = F_BRIEF),
};
static const struct view walk_step_view =
    VIEW("walk_step", struct walk_step, walk_step_fields);

struct walk_page {
    day today;
    int64_t n_communes, n_done, n_steps;
    struct walk_step_list steps;
    bool is_demo;
};
static const struct field walk_fields[] = {
    FIELD(struct walk_page, today, N_("Today")),
    FIELD(struct walk_page, n_communes, N_("Communes, wards and townships")),
    FIELD(struct walk_page, n_done, N_("Steps done")),
    FIELD(struct walk_page, n_steps, N_("Steps")),
    LISTOF(struct walk_page, steps, &walk_step_view, N_("Steps")),
    FIELD(struct walk_page, is_demo, N_("Demo data")),
};
static const struct view walk_view = VIEW("walk", struct walk_page, walk_fields);

static void
walk_add(struct ctx *c, struct walk_page *p, const char *title, const char *about,
         const char *path, const char *button, bool done)
{
    *PUSH(c->arena, &p->steps) = (struct walk_step){.title = T(c, title),
                                                    .about = T(c, about),
                                                    .path = path,
                                                    .button = T(c, button),
                                                    .is_done = done};
    p->n_done += done;
}

/* Whether a decree of the demo is executed, and has been rehearsed or undone before. */
static err
walk_state(struct ctx *c, const char *code, bool *done, struct decree *d)
{
    err e = decree_find(c, code, d);
    *done = e == OK && d->state == DECREE_EXECUTED;
    if (e == ERR_NOT_FOUND) {
        view_clear(&decree_view, d);
        clear_faults(c);
        return OK;
    }
    return e;
}

static err
is_demo(struct ctx *c, bool *out)
{
    int64_t n;
    TRY(query_int(c, &Q_decree_is_demo, IN_NOTHING, 0, &n));
    *out = n > 0;
    return OK;
}

static err
get_walk(struct ctx *c, const void *in UNUSED, void *out)
{
    struct walk_page *p = out;
    struct decree first, second;
    bool one, two;
    TRY(walk_state(c, "1318-2024", &one, &first));
    TRY(walk_state(c, "1674-2025", &two, &second));
    struct unit_filter f = {.on = c->today, .tier = TIER_COMMUNE, .limit = 1};
    struct unit_page units;
    TRY(unit_list_page(c, &f, &units));
    p->n_done = 0;
    TRY(is_demo(c, &p->is_demo));
    p->today = c->today;
    p->n_communes = units.total;
    bool after_one = c->today.v >= day_of(2025, 1, 1).v;
    bool after_two = c->today.v >= day_of(2025, 7, 1).v;
    walk_add(c, p, N_("Read the plan of Resolution 1318"),
             N_("Each step, each count, each finding. Nothing is written."),
             "/decrees/1318-2024/plan", N_("Open the plan"), one || first.run > 0);
    walk_add(
        c, p, N_("Rehearse and execute it"),
        N_("Sign in as thuc-hien. The dry run is the same path, rolled back; then execute: one "
           "transaction, all or nothing."),
        "/decrees/1318-2024", N_("Open the decree"), one);
    walk_add(
        c, p, N_("See what has become of the communes"),
        N_("The demo's clock has gone to 01/01/2025 with the decree: 143 communes have "
           "become 125. Move it back, and there are 143 again."),
        "/units?tier=commune", N_("See the communes"), one && after_one);
    walk_add(
        c, p, N_("See the proof"),
        N_("Minutes that balance, one answering organisation for each record, old codes that "
           "still resolve: 14329 has been more than one unit."),
        "/decrees/1318-2024/minutes", N_("Open the minutes"), one && after_one);
    walk_add(
        c, p, N_("Execute Resolution 1674"),
        N_("Districts end, 125 become 39, Gia Tân is divided; the clock goes on to "
           "01/07/2025."),
        "/decrees/1674-2025", N_("Open the decree"), two ? after_two : second.run > 0);
    walk_add(
        c, p, N_("Undo it, and look again"),
        N_("Everything comes back as it was; undo is refused, with a list, once successors have "
           "acted."),
        "/decrees/1674-2025", N_("Open the decree"), !two && second.run > 0);
    p->n_steps = (int64_t)p->steps.n;
    size_t next = 0;
    while (next < p->steps.n && p->steps.v[next].is_done)
        next++;
    for (size_t i = 0; i < p->steps.n; i++) {
        p->steps.v[i].is_current = i == next;
        p->steps.v[i].is_open = p->steps.v[i].is_done || i == next;
    }
    return OK;
}

struct clock_in {
    day today;
};
static const struct field clock_fields[] = {
    FIELD(struct clock_in, today, N_("The demo's today"), .flags = F_REQUIRED),
};
static const struct view clock_view = VIEW("walk_clock", struct clock_in, clock_fields);

static err
post_clock(struct ctx *c, const void *in, void *out)
{
    const struct clock_in *k = in;
    bool may;
    TRY(is_demo(c, &may));
    if (!may)
        return fail(c, ERR_FORBIDDEN, NULL,
                    N_("Only a demo database has a clock to move"));
    TRY(query_exec(c, &Q_setting_put, IN("demo_today", day_iso(c->arena, k->today)),
                   NULL));
    struct act act = {.verb = "change",
                      .kind = "clock",
                      .label = day_vn(c->arena, k->today),
                      .path = "/walk"};
    TRY(act_add(c, &act));
    c->today = k->today;
    return get_walk(c, NULL, out);
}

/* ---- doors ---- */

#define ONE(m, p, h, n, l, i, o, f)                                                    \
    .method = (m), .path = (p), .help = (h), .need = (n), .lane = (l), .in = (i),      \
    .out = (o), .handle = (f)

static const struct route routes[] = {
    {ONE(GET, "/walk", N_("Guided walk"), NEED_NOBODY, LANE_READ, NULL, &walk_view,
         get_walk),
     .template = "decree/walk.html", .menu = N_("Guided walk"),
     .menu_at = 10, .demo_only = true},
    {ONE(POST, "/walk/clock", N_("Move the clock"), "decree.execute", LANE_WRITE,
         &clock_view, &walk_view, post_clock),
     .form = "/walk", .after = "/walk"},
    {ONE(GET, "/decrees", N_("Decrees"), "decree.read", LANE_READ, NULL, &list_view,
         get_decrees),
     .template = "decree/list.html", .list = "items", .menu = N_("Decrees"),
     .menu_at = 50},
    {ONE(GET, "/decrees/new", N_("New decree"), "decree.draft", LANE_READ, NULL,
         &start_view, get_new),
     .template = "decree/new.html"},
    {ONE(POST, "/decrees", N_("Save the draft"), "decree.draft", LANE_WRITE, &new_view,
         &decree_view, post_decree),
     .form = "/decrees/new", .after = "/decrees/{code}", .body_max = 8 << 20},
    {ONE(GET, "/decrees/{code}", N_("Decree"), "decree.read", LANE_HEAVY, &key_view,
         &show_view, get_decree),
     .template = "decree/show.html"},
    {ONE(GET, "/decrees/{code}/text", N_("Text of the decree"), "decree.read",
         LANE_READ, &key_view, &show_view, get_text),
     .template = "decree/text.html"},
    {ONE(POST, "/decrees/{code}/change", N_("Save the text"), "decree.draft",
         LANE_WRITE, &change_view, &decree_view, post_change),
     .form = "/decrees/{code}/text", .after = "/decrees/{code}", .body_max = 8 << 20},
    {ONE(GET, "/decrees/{code}/plan", N_("Plan"), "decree.read", LANE_HEAVY,
         &decree_plan_in_view, &decree_plan_page_view, decree_get_plan),
     .template = "decree/plan.html", .list = "items"},
    {ONE(POST, "/decrees/{code}/approve", N_("Approve"), "decree.approve", LANE_WRITE,
         &key_view, &decree_view, post_approve),
     .form = "/decrees/{code}", .after = "/decrees/{code}"},
    {ONE(POST, "/decrees/{code}/schedule", N_("Take effect by itself"),
         "decree.execute", LANE_WRITE, &key_view, &decree_view, post_schedule),
     .form = "/decrees/{code}", .after = "/decrees/{code}"},
    {ONE(POST, "/decrees/{code}/unschedule", N_("Wait for a hand again"),
         "decree.execute", LANE_WRITE, &key_view, &decree_view, post_unschedule),
     .form = "/decrees/{code}", .after = "/decrees/{code}"},
    {ONE(POST, "/decrees/{code}/dry-run", N_("Dry run"), "decree.execute", LANE_WRITE,
         &key_view, &decree_report_view, post_dry_run),
     .template = "decree/report.html", .form = "/decrees/{code}"},
    {ONE(GET, "/decrees/{code}/execute", N_("Execute this decree?"), "decree.execute",
         LANE_HEAVY, &key_view, &show_view, get_decree),
     .template = "decree/execute.html"},
    {ONE(POST, "/decrees/{code}/execute", N_("Execute"), "decree.execute", LANE_WRITE,
         &execute_view, &decree_report_view, post_execute),
     .template = "decree/report.html"},
    {ONE(GET, "/decrees/{code}/undo", N_("Undo this decree?"), "decree.undo",
         LANE_HEAVY, &key_view, &show_view, get_decree),
     .template = "decree/undo.html"},
    {ONE(POST, "/decrees/{code}/undo", N_("Undo"), "decree.undo", LANE_WRITE,
         &undo_view, &decree_view, post_undo),
     .after = "/decrees/{code}"},
    {ONE(GET, "/decrees/{code}/minutes", N_("Hand-over minutes"), "decree.read",
         LANE_READ, &key_view, &parties_view, get_parties),
     .template = "decree/parties.html", .list = "items"},
    {ONE(GET, "/decrees/{code}/minutes/{org}", N_("Minutes of hand-over"),
         "decree.read", LANE_READ, &minutes_in_view, &decree_minutes_view, get_minutes),
     .template = "decree/minutes.html", .official = decree_minutes_official},
    {0},
};

extern const struct module decree_module;
const struct module decree_module = {
    .name = "decree",
    .about = N_("Decrees that reorganise: plan, approval, execution, proof and undo"),
    .routes = routes,
    .commands = decree_commands,
};
