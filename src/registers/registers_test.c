/* SPDX-License-Identifier: Apache-2.0 */
/* The registers that ship, as declared; and pages for a register that only this test knows. */
#include "registers/registers.h"

#include "attach.h"
#include "base/embedded.h"
#include "db.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "log/log.h"
#include "registers/desk.h"
#include "registers/posting.h"
#include "registers/registers_web.h"
#include "test.h"
#include "view/tpl.h"
#include "web/shell.h"

struct petition {
    struct record record;
    const char *subject, *petitioner;
};
static const struct field petition_fields[] = {
    RECORD_FIELDS(struct petition),
    FIELD(struct petition, subject, N_("Subject"), .flags = F_REQUIRED | F_SEARCH),
    FIELD(struct petition, petitioner, N_("Petitioner"), .flags = F_PERSONAL),
};
static const struct view petition_view =
    VIEW("petition", struct petition, petition_fields);
static const struct registry petition_register = {
    "petition",     "petitions", "Petitions", "Made up by a test.", "Petition",
    &petition_view, "subject",   NULL,        SUCC_PASSES,          "none"};

/* By migration, in its order. */
static const struct registry *const shipped[] = {&seal_register, &recognition_register,
                                                 &boundary_file_register, NULL};
static const struct registry *const programmes[] = {
    &par_item_register,     &par_focus_register,   &legal_draft_register,
    &commendation_register, &budget_line_register, &it_readiness_register,
    &defence_plan_register, &posting_register,     NULL};
static const struct registry *const served[] = {
    &boundary_file_register, &petition_register, &recognition_register, &seal_register,
    NULL};

/* ---- declarations ---- */

static void
all_is_declared(const struct registry *const *r)
{
    for (; *r; r++) {
        const struct field *title = view_field((*r)->view, (*r)->title_field);
        assert_non_null(title);
        assert_true(title->flags & F_REQUIRED);
        assert_true(title->flags & F_SEARCH);
        assert_int_equal(title->kind, K_TEXT);
        if ((*r)->territory_field)
            assert_non_null(view_field((*r)->view, (*r)->territory_field));
        assert_true((*r)->on_succession != SUCC_UNSET);
        assert_non_null((*r)->law);
        assert_non_null((*r)->about);
        assert_non_null((*r)->one);
        assert_string_equal((*r)->view->name, (*r)->name);
    }
}

static void
a_declaration_is_whole(void **state UNUSED)
{
    all_is_declared(shipped);
    all_is_declared(programmes);
    assert_int_equal(seal_register.on_succession, SUCC_ENDS);
    assert_int_equal(recognition_register.on_succession, SUCC_REVIEW);
    assert_int_equal(boundary_file_register.on_succession, SUCC_ARCHIVED);
}

/* Without comments. */
static const char *
statements(struct arena *a, const char *sql)
{
    CLEANUP(buf_free) struct buf b = {0};
    for (const char *p = sql; *p;) {
        size_t n = strcspn(p, "\n");
        if (strncmp(p, "--", 2) != 0) {
            buf_put(&b, p, n);
            buf_putc(&b, '\n');
        }
        p += n + (p[n] == '\n');
    }
    return arena_strdup(a, buf_str(&b));
}

/* A migration's tables come first in it. */
static void
migration_says(const char *name, const struct registry *const *r)
{
    CLEANUP(arena_free) struct arena a = {0};
    CLEANUP(buf_free) struct buf b = {0};
    const struct migration *m = all_migrations;
    while (m->name && !str_eq(m->name, name))
        m++;
    assert_non_null(m->name);
    for (; *r; r++)
        buf_puts(&b, register_ddl(&a, *r));
    assert_int_equal(strncmp(statements(&a, m->sql), buf_str(&b), b.n), 0);
}

static void
the_migrations_are_what_the_declarations_say(void **state UNUSED)
{
    migration_says("0010_registers", shipped);
    migration_says("0033_programme", programmes);
}

/* ---- pages ---- */

static const struct actor operator_ = {.name = "Quản trị", .is_operator = true};

struct house {
    struct ctx c;
    const struct route *routes;
    org_id a, b;
};

static void
open_house(struct house *h, void **state)
{
    *h = (struct house){0};
    struct ctx *c = &h->c;
    test_db_start(c, state);
    c->actor = &operator_;
    h->routes = register_routes_of(c->arena, served);
    ok(c, db_begin(c, true));
    ok(c, register_create(c, &petition_register));
    struct org o = {.kind = "people_committee",
                    .name = "Ủy ban nhân dân xã Gia Lập",
                    .valid_from = day_of(2000, 1, 1)};
    ok(c, org_add(c, &o));
    h->a = o.id;
    o = (struct org){.kind = "people_committee",
                     .name = "Ủy ban nhân dân xã Gia Tân",
                     .valid_from = day_of(2000, 1, 1)};
    ok(c, org_add(c, &o));
    h->b = o.id;
}

static const struct route *
route_at(const struct house *h, enum method method, const char *path)
{
    for (const struct route *r = h->routes; r->path; r++)
        if (r->method == method && str_eq(r->path, path))
            return r;
    fail_msg("no route %s", path);
    return NULL;
}

/* As the edge does it: text in, struct out. */
static err
send(struct house *h, enum method method, const char *path, const char *query,
     void **out)
{
    struct ctx *c = &h->c;
    const struct route *r = route_at(h, method, path);
    struct pair_list pairs = {0};
    void *in = r->in ? arena_alloc(c->arena, r->in->size, _Alignof(max_align_t)) : NULL;
    *out = arena_alloc(c->arena, r->out->size, _Alignof(max_align_t));
    view_clear(r->out, *out);
    TRY(pairs_parse(c, query, strlen(query), &pairs));
    if (r->in) {
        view_clear(r->in, in);
        view_from_pairs(c, r->in, &pairs, in);
        view_require(c, r->in, in);
        TRY(faults(c));
    }
    c->subject = r->subject;
    return r->handle(c, in, *out);
}

static const char *
text(const struct house *h, const char *path, enum method method, const void *out,
     const char *name)
{
    const struct field *f = view_field(route_at(h, method, path)->out, name);
    assert_non_null(f);
    return field_raw(h->c.arena, f, out);
}

static const char *
json(struct house *h, const char *path, const void *out)
{
    struct buf b = {0};
    view_json(&h->c, &b, route_at(h, GET, path)->out, out);
    const char *s = arena_strdup(h->c.arena, buf_str(&b));
    buf_free(&b);
    return s;
}

static void
a_fourth_register_needs_only_its_declaration(void **state)
{
    struct house h;
    open_house(&h, state);
    struct ctx *c = &h.c;
    void *out;
    ok(c, send(&h, POST, "/petitions",
               arena_printf(c->arena,
                            "org_held=%lld&subject=%%C4%%90%%C6%%B0%%E1%%BB%%9Dng",
                            (long long)h.a.v),
               &out));
    const char *id = text(&h, "/petitions", POST, out, "id");
    assert_string_equal(text(&h, "/petitions", POST, out, "org_name"),
                        "Ủy ban nhân dân xã Gia Lập");
    ok(c, org_succeed(c, h.a, h.b, c->today, (decree_id){1}, true));
    ok(c, send(&h, GET, "/petitions",
               arena_printf(c->arena, "org=%lld", (long long)h.b.v), &out));
    const struct desk_page *page = out;
    assert_int_equal(page->total, 1);
    const char *all = json(&h, "/petitions", out);
    assert_non_null(strstr(all, "\"subject\":\"Đường\""));
    assert_non_null(strstr(all, "\"org_name\":\"Ủy ban nhân dân xã Gia Tân\""));
    assert_non_null(strstr(all, "\"former_name\":\"Ủy ban nhân dân xã Gia Lập\""));
    assert_null(strstr(all, "sort_key"));
    assert_null(strstr(all, "states"));
    static const char same[] = "Ủy ban nhân dân xã Gia Lập";
    const struct desk *d = route_at(&h, GET, "/petitions")->subject;
    assert_string_equal(desk_more(d, page->items.v)->organisation,
                        "Ủy ban nhân dân xã Gia Tân (Ủy ban nhân dân xã Gia Lập)");
    ok(c, org_change(c, h.b, c->today, &(struct org_change){.name = same}));
    ok(c, send(&h, GET, "/petitions",
               arena_printf(c->arena, "org=%lld", (long long)h.b.v), &out));
    page = out;
    assert_string_equal(desk_more(d, page->items.v)->organisation, same); /* once */
    ok(c, send(&h, POST, "/petitions/{id}/change",
               arena_printf(c->arena, "id=%s&version=1&subject=x&petitioner=Lan", id),
               &out));
    assert_string_equal(text(&h, "/petitions/{id}/change", POST, out, "version"), "2");
    ok(c, send(&h, POST, "/petitions/{id}/end",
               arena_printf(c->arena, "id=%s&version=2&reason=done", id), &out));
    ok(c, send(&h, GET, "/petitions/{id}", arena_printf(c->arena, "id=%s", id), &out));
    all = json(&h, "/petitions/{id}", out);
    assert_non_null(strstr(all, "\"state\":\"ended\""));
    assert_non_null(strstr(all, "\"verb\":\"end\""));
    assert_non_null(strstr(all, "\"received_name\":\"Ủy ban nhân dân xã Gia Lập\""));
    refused(c, ERR_INVALID, "version",
            send(&h, POST, "/petitions/{id}/end", arena_printf(c->arena, "id=%s", id),
                 &out));
    ok(c, send(&h, POST, "/petitions/import",
               arena_printf(c->arena, "org_held=%lld&dry_run=1&file=subject%%0Ax%%0A",
                            (long long)h.b.v),
               &out));
    const struct desk_import *done = out;
    assert_int_equal(done->n_added, 1);
    assert_string_equal(done->columns, "subject*, petitioner, received_on");
    test_db_end(c);
}

static const char *
page_text(const void *arg UNUSED, const char *name)
{
    const struct embedded *f = embedded_find(embedded_pages, name);
    return f ? f->text : NULL;
}

/* The forms of a page stand beside it, whatever the register: "./end", "..". */
struct place {
    const struct house *h;
    const struct route *at;
};
static bool
page_form(const void *arg, const char *path, struct tpl_form *out)
{
    const struct place *p = arg;
    struct arena *a = p->h->c.arena;
    assert_int_equal(path[0], '.');
    bool up = path[1] == '.';
    size_t n =
        up ? (size_t)(strrchr(p->at->path, '/') - p->at->path) : strlen(p->at->path);
    const struct route *r = route_at(
        p->h, POST, arena_printf(a, "%.*s%s", (int)n, p->at->path, path + 1 + up));
    *out = (struct tpl_form){r->in, r->path, r->help, r->need, false};
    return true;
}

static const char *
rendered(struct house *h, const char *path, const void *out)
{
    struct ctx *c = &h->c;
    const struct place at = {h, route_at(h, GET, path)};
    const struct tpl_env env = {&shell_view, page_text, page_form, &at};
    const struct tpl *t;
    struct shell shell = {.title = "Title"};
    struct buf b = {0};
    ok(c, tpl_compile(c, &env, at.at->template, at.at->out, &t));
    tpl_render(c, &b, t, &(struct tpl_run){.page = &shell, .csrf = "token"}, out);
    const char *s = arena_strdup(c->arena, buf_str(&b));
    buf_free(&b);
    return s;
}

static void
pages_show_records_and_their_forms(void **state)
{
    struct house h;
    open_house(&h, state);
    struct ctx *c = &h.c;
    void *out;
    ok(c, send(&h, POST, "/seals",
               arena_printf(c->arena,
                            "org_held=%lld&number=124%%2FCA&kind=emblem&holder=Lan",
                            (long long)h.a.v),
               &out));
    const char *id = text(&h, "/seals", POST, out, "id"),
               *key = arena_printf(c->arena, "id=%s", id);
    struct handed handed;
    ok(c, register_hand_over(c, &seal_register, h.a, h.b, c->today, (decree_id){1},
                             true, &handed));
    ok(c, org_succeed(c, h.a, h.b, c->today, (decree_id){1}, true));
    ok(c, send(&h, GET, "/seals", arena_printf(c->arena, "org=%lld", (long long)h.b.v),
               &out));
    const char *markup = rendered(&h, "/seals", out);
    assert_non_null(strstr(markup, arena_printf(c->arena, "href=\"/seals/%s\"", id)));
    assert_non_null(
        strstr(markup, "Ủy ban nhân dân xã Gia Tân (Ủy ban nhân dân xã Gia Lập)"));
    ok(c, send(&h, GET, "/seals/{id}", key, &out));
    markup = rendered(&h, "/seals/{id}", out);
    assert_non_null(strstr(markup, "To be surrendered since"));
    assert_non_null(strstr(markup, "99/2016/NĐ-CP"));
    assert_non_null(
        strstr(markup, arena_printf(c->arena, "action=\"/seals/%s/end\"", id)));
    assert_null(
        strstr(markup, "/transfer\"")); /* it has ended: there is nothing to transfer */
    assert_non_null(strstr(markup, "name=\"version\" value=\"1\""));
    ok(c, send(&h, GET, "/seals/{id}/change", key, &out));
    markup = rendered(&h, "/seals/{id}/change", out);
    assert_non_null(strstr(markup, "value=\"124/CA\""));
    ok(c, send(&h, GET, "/seals/new",
               arena_printf(c->arena, "org=%lld", (long long)h.b.v), &out));
    markup = rendered(&h, "/seals/new", out);
    assert_non_null(strstr(markup, "action=\"/seals\""));
    assert_non_null(
        strstr(markup, arena_printf(c->arena, "name=\"org_held\" value=\"%lld\"",
                                    (long long)h.b.v)));
    ok(c, send(&h, GET, "/seals/import", "", &out));
    markup = rendered(&h, "/seals/import", out);
    assert_non_null(strstr(markup, "enctype=\"multipart/form-data\""));
    test_db_end(c);
}

static int64_t
acts_found(struct ctx *c, const char *q, const char **label)
{
    struct log_filter f;
    struct log_list found;
    view_clear(&log_filter_view, &f);
    f.q = q;
    f.kind = "defence_plan";
    ok(c, log_find_list(c, &f, &found));
    *label = found.items.n ? found.items.v[0].label : NULL;
    return found.total;
}

static void
a_plan_of_defence_is_for_who_may_read_it_and_nobody_else(void **state)
{
    struct house h;
    open_house(&h, state);
    struct ctx *c = &h.c;
    const struct registry *const served_too[] = {&defence_plan_register, NULL};
    h.routes = register_routes_of(c->arena, served_too);
    void *out;
    const char *label;
    struct actor head = {.name = "Phạm Chủ Tịch", .org_id = h.a},
                 clerk = {.name = "Lê Văn Thư", .org_id = h.a},
                 neighbour = {.name = "Vũ Láng Giềng", .org_id = h.b};
    *PUSH(c->arena, &head.can) =
        (struct capability_at){"defence_plan.read", h.a, false};
    *PUSH(c->arena, &head.can) =
        (struct capability_at){"defence_plan.write", h.a, false};
    *PUSH(c->arena, &clerk.can) = (struct capability_at){"act.read", h.a, false};
    *PUSH(c->arena, &neighbour.can) =
        (struct capability_at){"defence_plan.read", h.b, false};
    c->actor = &head;
    ok(c, send(&h, POST, "/defence-plans", "title=Mat&kind=security&content=noi+dung",
               &out));
    const char *id = text(&h, "/defence-plans", POST, out, "id");
    const char *key = arena_printf(c->arena, "id=%s", id);
    ok(c, send(&h, GET, "/defence-plans/{id}", key, &out));
    assert_int_equal(acts_found(c, NULL, &label), 1);
    assert_string_equal(label, "Mat");
    const struct actor *const others[] = {&clerk, &neighbour};
    for (size_t i = 0; i < COUNT(others); i++) {
        c->actor = others[i];
        refused(c, ERR_FORBIDDEN, NULL,
                send(&h, GET, "/defence-plans/{id}", key, &out));
        c->whole = true; /* a file */
        refused(c, ERR_FORBIDDEN, NULL,
                send(&h, GET, "/defence-plans",
                     arena_printf(c->arena, "org=%lld", (long long)h.a.v), &out));
        refused(c, ERR_FORBIDDEN, NULL, send(&h, GET, "/defence-plans", "all=1", &out));
        c->whole = false;
        assert_int_equal(acts_found(c, NULL, &label), 1); /* that it was done stays */
        assert_null(label);
        assert_int_equal(acts_found(c, "mat", &label), 0);
    }
    struct act_list acts; /* nor the details, wherever they are asked for */
    ok(c, act_list_of(c, "defence_plan", strtoll(id, NULL, 10), &acts));
    assert_int_equal(acts.n, 1);
    assert_null(acts.v[0].changes);
    assert_int_equal(acts.v[0].edits.n, 0);
    c->actor = &operator_;
    assert_int_equal(acts_found(c, "mat", &label), 1);
    test_db_end(c);
}

static void
amounts_are_summed_over_what_is_listed_and_checked(void **state)
{
    struct house h;
    open_house(&h, state);
    struct ctx *c = &h.c;
    const struct registry *const lines[] = {&budget_line_register, NULL};
    h.routes = register_routes_of(c->arena, lines);
    void *out;
    const char *org = arena_printf(c->arena, "org_held=%lld", (long long)h.a.v);
    ok(c,
       send(&h, POST, "/budget-lines",
            arena_printf(c->arena, "%s&step=In&year=2025&estimated=100&spent=40", org),
            &out));
    ok(c,
       send(&h, POST, "/budget-lines",
            arena_printf(c->arena, "%s&step=Hop&year=2025&estimated=250", org), &out));
    refused(c, ERR_INVALID, "estimated",
            send(&h, POST, "/budget-lines",
                 arena_printf(c->arena, "%s&step=Am&year=2025&estimated=-1", org),
                 &out));
    refused(c, ERR_INVALID, "year",
            send(&h, POST, "/budget-lines",
                 arena_printf(c->arena, "%s&step=Am&year=25&estimated=1", org), &out));
    /* a decree between: the successor answers for the money */
    struct handed handed;
    ok(c, register_hand_over(c, &budget_line_register, h.a, h.b, c->today,
                             (decree_id){1}, true, &handed));
    ok(c, org_succeed(c, h.a, h.b, c->today, (decree_id){1}, true));
    ok(c, send(&h, GET, "/budget-lines",
               arena_printf(c->arena, "org=%lld&limit=1", (long long)h.b.v), &out));
    const struct desk_page *p = out;
    assert_int_equal(p->items.n, 1);
    assert_int_equal(p->sums.n, 3);
    assert_string_equal(p->sums.v[0].field, "estimated");
    assert_int_equal(p->sums.v[0].sum.v, 350);
    assert_int_equal(p->sums.v[1].sum.v, 0);
    assert_int_equal(p->sums.v[2].sum.v, 40);
    test_db_end(c);
}

/* Whatever its fields are: something in each that is needed. */
static void *
any_record(struct ctx *c, const struct registry *reg, org_id held)
{
    struct record *r = arena_alloc(c->arena, reg->view->size, _Alignof(max_align_t));
    view_clear(reg->view, r);
    for (size_t i = 0; i < reg->view->n; i++) {
        const struct field *f = &reg->view->fields[i];
        if (!(f->flags & F_REQUIRED) || f->flags & F_READONLY)
            continue;
        field_set(c, f, r,
                  f->kind == K_ENUM  ? f->choices[1].name
                  : f->kind == K_DAY ? day_iso(c->arena, c->today)
                                     : "2025",
                  f->name);
        ok(c, faults(c));
    }
    r->org_held = held;
    r->received_on = c->today;
    return r;
}

/* What the declaration says of a decree is what comes of it, and an undo gives it back. */
static void
of_each_register_a_decree_does_what_the_declaration_says(void **state)
{
    static const int after[] = {[SUCC_PASSES] = RECORD_OPEN,
                                [SUCC_ENDS] = RECORD_SURRENDER,
                                [SUCC_REVIEW] = RECORD_REVIEW,
                                [SUCC_ARCHIVED] = RECORD_ARCHIVED};
    const decree_id by = {7};
    int n = 0;
    for (const struct registry *const *r = registers; *r; r++) {
        const struct registry *reg = *r;
        struct house h;
        struct handed handed;
        org_id now;
        if (reg->flow)
            continue; /* a test of its own room */
        open_house(&h, state);
        struct ctx *c = &h.c;
        struct record *rec = any_record(c, reg, h.a);
        ok(c, register_add(c, reg, rec, rec));
        const int64_t id = rec->id;
        ok(c, register_hand_over(c, reg, h.a, h.b, c->today, by, true, &handed));
        ok(c, org_succeed(c, h.a, h.b, c->today, by, true));
        ok(c, register_find(c, reg, id, rec));
        ok(c, register_org(c, rec, &now));
        assert_int_equal(rec->state, after[reg->on_succession]);
        assert_int_equal(rec->org_held.v, h.a.v); /* whose it was */
        assert_int_equal(now.v, h.b.v);
        ok(c, register_verify(c, reg));
        ok(c, register_hand_back(c, reg, by));
        ok(c, org_unsucceed(c, by));
        ok(c, register_find(c, reg, id, rec));
        ok(c, register_org(c, rec, &now));
        assert_int_equal(rec->state, RECORD_OPEN);
        assert_int_equal(now.v, h.a.v);
        ok(c, register_verify(c, reg));
        test_db_end(c);
        n++;
    }
    assert_int_equal(n,
                     COUNT(shipped) - 1 + COUNT(programmes) - 1 + 1); /* directives */
}

/* As its records: the successor reads what its predecessor kept; what is closed takes no more. */
static void
records_take_files_and_what_is_restricted_takes_none(void **state)
{
    struct house h;
    open_house(&h, state);
    struct ctx *c = &h.c;
    struct attachment a;
    struct handed handed;
    const struct attachable files = attachable_register(&recognition_register),
                            secret = attachable_register(&defence_plan_register);
    struct record *r = any_record(c, &recognition_register, h.a);
    ok(c, register_add(c, &recognition_register, r, r));
    struct actor heir = {.name = "Lê Kế Thừa", .org_id = h.b};
    *PUSH(c->arena, &heir.can) = (struct capability_at){"recognition.read", h.b, false};
    *PUSH(c->arena, &heir.can) =
        (struct capability_at){"recognition.write", h.b, false};
    ok(c, attach(c, &files, r->id, "Quyết định.pdf", &a));
    c->actor = &heir; /* not yet */
    refused(c, ERR_FORBIDDEN, NULL, attach(c, &files, r->id, "b.pdf", &a));
    refused(c, ERR_FORBIDDEN, NULL, attachment_find(c, a.id, &a, NULL));
    c->actor = &operator_;
    ok(c, register_hand_over(c, &recognition_register, h.a, h.b, c->today,
                             (decree_id){7}, true, &handed));
    ok(c, org_succeed(c, h.a, h.b, c->today, (decree_id){7}, true));
    c->actor = &heir;
    ok(c, attachment_find(c, a.id, &a, NULL));
    ok(c, attach(c, &files, r->id, "Quyết định mới.pdf", &a));
    c->actor = &operator_;
    ok(c, register_find(c, &recognition_register, r->id, r));
    ok(c, register_end(c, &recognition_register,
                       (struct record_key){r->id, r->version, NULL}, c->today, r));
    refused(c, ERR_FORBIDDEN, NULL, attach(c, &files, r->id, "b.pdf", &a));
    r = any_record(c, &defence_plan_register, h.b);
    ok(c, register_add(c, &defence_plan_register, r, r));
    refused(c, ERR_FORBIDDEN, NULL, attach(c, &secret, r->id, "Mật.pdf", &a));
    test_db_end(c);
}

static void
the_public_sees_what_is_published_within_its_days(void **state)
{
    struct house h;
    open_house(&h, state);
    struct ctx *c = &h.c;
    const struct registry *const postings[] = {&posting_register, NULL};
    h.routes = register_routes_of(c->arena, postings);
    void *out;
    struct public_page page;
    struct public_posting one;
    html feed, again;
    const char *form = arena_printf(c->arena, "org_held=%lld&kind=notice&place=Tru+so",
                                    (long long)h.a.v);
    ok(c, send(&h, POST, "/postings",
               arena_printf(c->arena,
                            "%s&title=A+%%3Cb%%3E+%%26&posted_on=2025-01-10&"
                            "posted_until=2025-01-15&is_published=1",
                            form),
               &out));
    int64_t id = strtoll(text(&h, "/postings", POST, out, "id"), NULL, 10);
    ok(c,
       send(&h, POST, "/postings",
            arena_printf(c->arena, "%s&title=Kin&posted_on=2025-01-10", form), &out));
    refused(c, ERR_INVALID, "posted_until",
            send(&h, POST, "/postings",
                 arena_printf(c->arena,
                              "%s&title=Sai&posted_on=2025-01-10&"
                              "posted_until=2025-01-09",
                              form),
                 &out));
    refused(c, ERR_INVALID, "url",
            send(&h, POST, "/postings",
                 arena_printf(c->arena,
                              "%s&title=Sai&posted_on=2025-01-10&"
                              "url=javascript:alert(1)",
                              form),
                 &out));
    c->actor = NULL; /* nobody is signed in */
    ok(c, posting_public(c, NULL, NULL, INT_NONE, &page));
    assert_int_equal(page.total, 1);
    assert_string_equal(page.items.v[0].body, "Ủy ban nhân dân xã Gia Lập");
    ok(c, posting_public_find(c, id, &one));
    ok(c, posting_atom(c, &feed));
    ok(c, posting_atom(c, &again));
    assert_string_equal(feed.v, again.v);
    assert_non_null(strstr(feed.v, "<title>A &lt;b&gt; &amp;</title>"));
    assert_non_null(strstr(feed.v, "<updated>2025-01-15T"));
    assert_null(strstr(feed.v, "Kin"));
    refused(c, ERR_INVALID, "after", posting_public(c, NULL, "x", INT_NONE, &page));
    c->today = day_of(2025, 1, 16);
    refused(c, ERR_NOT_FOUND, NULL, posting_public_find(c, id, &one));
    ok(c, posting_public(c, NULL, NULL, INT_NONE, &page));
    assert_int_equal(page.total, 0);
    test_db_end(c);
}

static int64_t
queries_of_the_list(struct house *h, size_t rows)
{
    struct ctx *c = &h->c;
    void *out;
    int64_t before = db_queries(c->db);
    ok(c, send(h, GET, "/petitions", "all=1", &out));
    const struct view *v = route_at(h, GET, "/petitions")->out;
    assert_int_equal(field_list(view_field(v, "items"), out)->n, rows);
    return db_queries(c->db) - before;
}

static void
add_petition(struct house *h, org_id org)
{
    struct petition p = {.record.org_held = org,
                         .subject = "Đơn đề nghị",
                         .petitioner = "Nguyễn Văn An"};
    ok(&h->c, register_add(&h->c, &petition_register, &p, &p));
}

static void
a_list_asks_once_for_the_names_of_however_many_hold_its_records(void **state)
{
    struct house h;
    open_house(&h, state);
    struct ctx *c = &h.c;
    add_petition(&h, h.a);
    add_petition(&h, h.b);
    int64_t two = queries_of_the_list(&h, 2);
    for (int i = 0; i < 20; i++) {
        struct org o = {.kind = "people_committee",
                        .name = arena_printf(c->arena, "Ủy ban nhân dân xã số %d", i),
                        .valid_from = day_of(2000, 1, 1)};
        ok(c, org_add(c, &o));
        add_petition(&h, o.id);
    }
    assert_int_equal(queries_of_the_list(&h, 22), two);
    test_db_end(c);
}

static void
every_route_says_who_may_and_where_it_runs(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    const struct route *r = register_routes_of(&a, served);
    size_t n = 0;
    for (; r->path; r++, n++) {
        assert_non_null(r->help);
        assert_non_null(r->need);
        const char *what = strrchr(r->need, '.');
        assert_true(str_eq(what, ".write") ||
                    (r->method == GET && str_eq(what, ".read")));
        assert_int_equal(r->lane, r->method == POST ? LANE_WRITE : LANE_READ);
        assert_non_null(r->in);
        assert_non_null(r->out);
        assert_non_null(r->subject);
    }
    assert_int_equal(n % 4, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_declaration_is_whole),
        cmocka_unit_test(the_migrations_are_what_the_declarations_say),
        cmocka_unit_test(every_route_says_who_may_and_where_it_runs),
        ON_BOTH(a_fourth_register_needs_only_its_declaration),
        ON_BOTH(pages_show_records_and_their_forms),
        ON_BOTH(a_plan_of_defence_is_for_who_may_read_it_and_nobody_else),
        ON_BOTH(a_list_asks_once_for_the_names_of_however_many_hold_its_records),
        ON_BOTH(amounts_are_summed_over_what_is_listed_and_checked),
        ON_BOTH(of_each_register_a_decree_does_what_the_declaration_says),
        ON_BOTH(records_take_files_and_what_is_restricted_takes_none),
        ON_BOTH(the_public_sees_what_is_published_within_its_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
