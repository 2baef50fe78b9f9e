/* SPDX-License-Identifier: Apache-2.0 */
#include "db.h"

#include "base/embedded.h"
#include "base/msg.h"
#include "kernel/access.h"
#include "log/log.h"
#include "view/tpl.h"
#include "web/shell.h"
#include "web/web.h"

static const instant noon = {1736917200000000}; /* 2025-01-15 12:00 in Vietnam */

static void
at_hour(struct ctx *c, int day_after, int hour)
{
    c->now =
        (instant){noon.v + (day_after * INT64_C(24) + hour - 12) * INT64_C(3600000000)};
}

static void
put(struct ctx *c, struct act a)
{
    ok(c, act_add(c, &a));
}

/* Six acts on three days. */
static void
fill(struct ctx *c)
{
    ok(c, db_begin(c, true));
    at_hour(c, 0, 9);
    put(c, (struct act){
               .verb = "add", .kind = "unit", .object_id = 1, .label = "Xã Gia Tân"});
    put(c, (struct act){
               .verb = "add", .kind = "seal", .object_id = 1, .label = "37-0219"});
    at_hour(c, 1, 0); /* the first instant of 16/01, still 15/01 in UTC */
    put(c, (struct act){.verb = "change",
                        .kind = "unit",
                        .object_id = 1,
                        .label = "Xã Gia Tân",
                        .reason = "Đổi tên theo nghị quyết",
                        .decree_id = {5}});
    at_hour(c, 1, 23);
    put(c, (struct act){
               .verb = "change", .kind = "unit", .object_id = 2, .decree_id = {5}});
    at_hour(c, 2, 8);
    put(c, (struct act){
               .verb = "approve", .kind = "decree", .object_id = 5, .label = "1318"});
    put(c, (struct act){
               .verb = "end", .kind = "seal", .object_id = 1, .law = "99/2016/NĐ-CP"});
    ok(c, db_commit(c));
    at_hour(c, 2, 9);
}

static struct log_filter
nothing_asked(void)
{
    struct log_filter f;
    view_clear(&log_filter_view, &f);
    return f;
}

/* How many acts the filter lets through; `total` must say the same. */
static size_t
found(struct ctx *c, struct log_filter f)
{
    struct log_list l;
    ok(c, log_find_list(c, &f, &l));
    assert_int_equal(l.total, l.items.n);
    assert_null(l.next);
    return l.items.n;
}

static void
filters_narrow_the_list(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    fill(&c);
    struct log_filter f = nothing_asked();
    assert_int_equal(found(&c, f), 6);
    f.kind = "seal";
    assert_int_equal(found(&c, f), 2);
    f.verb = "end";
    assert_int_equal(found(&c, f), 1);
    f = nothing_asked();
    f.kind = "unit";
    f.object = 1;
    assert_int_equal(found(&c, f), 2);
    f = nothing_asked();
    f.decree.v = 5;
    assert_int_equal(found(&c, f), 2);
    f = nothing_asked();
    f.q = "gia tan nghi quyet"; /* words of two fields, without marks */
    assert_int_equal(found(&c, f), 1);
    f.q = "ngày mai";
    assert_int_equal(found(&c, f), 0);
    f = nothing_asked();
    f.actor = "khong-co";
    struct log_list l;
    refused(&c, ERR_INVALID, "actor", log_find_list(&c, &f, &l));
    f = nothing_asked();
    f.after = "nowhere";
    refused(&c, ERR_INVALID, "after", log_find_list(&c, &f, &l));
    test_db_end(&c);
}

static void
days_are_those_of_vietnam(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    fill(&c);
    struct log_filter f = nothing_asked();
    f.from = f.to = day_of(2025, 1, 16);
    assert_int_equal(found(&c, f), 2);
    f = nothing_asked();
    f.to = day_of(2025, 1, 15);
    assert_int_equal(found(&c, f), 2);
    f = nothing_asked();
    f.from = day_of(2025, 1, 16);
    assert_int_equal(found(&c, f), 4);
    f.from = day_of(2025, 1, 18);
    assert_int_equal(found(&c, f), 0);
    test_db_end(&c);
}

static void
an_act_is_found_by_who_did_it(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    struct person p = {.username = "soan-thao",
                       .name = "Đinh Thị Soạn",
                       .lang = "vi",
                       .valid_from = c.today,
                       .valid_to = DAY_MAX};
    person_id id;
    ok(&c, person_add(&c, &p, NULL, &id));
    struct actor who = {.id = id, .name = p.name};
    c.actor = &who;
    put(&c, (struct act){.verb = "add", .kind = "unit", .label = "Xã Gia Lập"});
    c.actor = NULL;
    put(&c, (struct act){.verb = "add", .kind = "unit", .label = "Xã Gia Vân"});
    ok(&c, db_commit(&c));
    struct log_filter f = nothing_asked();
    f.actor = "soan-thao";
    assert_int_equal(found(&c, f), 1);
    f = nothing_asked();
    f.q = "dinh thi soan lap";
    assert_int_equal(found(&c, f), 1);
    test_db_end(&c);
}

static void
pages_show_each_act_once_newest_first(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    for (int i = 0; i < 23; i++) {
        at_hour(&c, i / 5, 9); /* several at the same instant */
        put(&c, (struct act){.verb = "add", .kind = "unit", .object_id = i});
    }
    ok(&c, db_commit(&c));
    bool seen[23] = {false};
    struct log_filter f = nothing_asked();
    f.limit = 4;
    int n = 0;
    instant last = {INT64_MAX};
    do {
        struct log_list l;
        ok(&c, log_find_list(&c, &f, &l));
        assert_int_equal(l.total, 23);
        for (size_t i = 0; i < l.items.n; i++, n++) {
            const struct act *a = &l.items.v[i];
            assert_false(seen[a->object_id]);
            seen[a->object_id] = true;
            assert_true(a->at.v <= last.v);
            last = a->at;
        }
        f.after = l.next;
    } while (f.after);
    assert_int_equal(n, 23);
    test_db_end(&c);
}

/* ---- words ---- */

static void
a_change_reads_as_people_say_it(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    /* fields of a view that this room itself has: "act", "act_head" */
    struct act a = {.at = noon,
                    .verb = "change",
                    .kind = "act",
                    .changes =
                        "[{\"field\":\"reason\",\"from\":\"Xã A\",\"to\":\"Xã B\"},"
                        "{\"field\":\"at\",\"to\":\"2025-06-30T17:00:00.000000Z\"},"
                        "{\"field\":\"seq\",\"from\":\"1000\"},"
                        "{\"field\":\"unheard_of\",\"from\":1,\"to\":true}]"};
    act_explain(&c, &a, 1);
    assert_string_equal(a.did, "Changed");
    assert_string_equal(a.clock, "12:00:00");
    assert_string_equal(a.changed, "Why: Xã A → Xã B; When: 00:00 01/07/2025; "
                                   "Place in the log: 1,000 → –; unheard_of: 1 → 1");
    assert_int_equal(a.edits.n, 4);
    /* another kind: the field is found in whichever view has it */
    struct act b = {.verb = "dance",
                    .kind = "thing",
                    .changes = "[{\"field\":\"root\",\"to\":\"x\"}]"};
    act_explain(&c, &b, 1);
    assert_string_equal(b.did, "dance");
    assert_string_equal(b.what, "thing");
    assert_string_equal(b.changed, "Root of the tree: x");
    /* what is no list of changes shows as none */
    static const char *const odd[] = {NULL, "", "{}", "[", "[1,{}]", "[{\"field\":3}]"};
    for (size_t i = 0; i < COUNT(odd); i++) {
        b.changes = odd[i];
        act_explain(&c, &b, 1);
        assert_true(b.edits.n == 0 && !b.changed);
    }
    test_db_end(&c);
}

/* ---- pages ---- */

static const char *
page_text(const void *arg UNUSED, const char *name)
{
    const struct embedded *f = embedded_find(embedded_pages, name);
    return f ? f->text : NULL;
}

struct history {
    struct act_list history;
};
static const struct field history_fields[] = {
    LISTOF(struct history, history, &act_view, N_("History")),
};
static const struct view history_view = VIEW("history", struct history, history_fields);

static const char *
included(const void *arg UNUSED, const char *name)
{
    return str_eq(name, "test.html")
               ? "<ol>{{#history}}{{>log/history.html}}{{/history}}</ol>"
               : page_text(NULL, name);
}

static void
a_room_shows_a_history_by_including_the_part(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    put(&c, (struct act){.verb = "change",
                         .kind = "unit",
                         .object_id = 7,
                         .reason = "<b>sai</b>",
                         .changes =
                             "[{\"field\":\"village\",\"from\":\"A\",\"to\":\"B\"}]"});
    ok(&c, db_commit(&c));
    struct history h;
    ok(&c, act_list_of(&c, "unit", 7, &h.history));
    const struct tpl *t;
    struct tpl_env env = {.page = &shell_view, .text = included};
    ok(&c, tpl_compile(&c, &env, "test.html", &history_view, &t));
    CLEANUP(buf_free) struct buf b = {0};
    struct shell shell = {0};
    tpl_render(&c, &b, t, &(struct tpl_run){.page = &shell}, &h);
    const char *page = buf_str(&b);
    assert_non_null(strstr(page, "<b>Changed</b>"));
    assert_non_null(strstr(page, "“&lt;b&gt;sai&lt;/b&gt;”"));
    assert_non_null(strstr(page, "<del>A</del> <ins>B</ins>"));
    assert_non_null(strstr(page, "The machine"));
    test_db_end(&c);
}

static const struct route *
route_of(const char *path)
{
    extern const struct module log_module;
    for (const struct route *r = log_module.routes; r->path; r++)
        if (str_eq(r->path, path))
            return r;
    assert_true(false);
    return NULL;
}

/* Runs a GET as the edge would; gives the route's out record. */
static void *
get(struct ctx *c, const struct route *r, const char *query)
{
    void *in = NULL, *out = arena_alloc(c->arena, r->out->size, _Alignof(max_align_t));
    if (r->in) {
        struct pair_list pairs = {0};
        in = arena_alloc(c->arena, r->in->size, _Alignof(max_align_t));
        view_clear(r->in, in);
        ok(c, pairs_parse(c, query, strlen(query), &pairs));
        view_from_pairs(c, r->in, &pairs, in);
        ok(c, faults(c));
    }
    view_clear(r->out, out);
    ok(c, r->handle(c, in, out));
    return out;
}

/* As a page; the text is in c->arena. */
static const char *
page_of(struct ctx *c, const char *path, const char *query)
{
    const struct route *r = route_of(path);
    const void *out = get(c, r, query);
    const struct tpl *t;
    struct tpl_env env = {.page = &shell_view, .text = page_text};
    ok(c, tpl_compile(c, &env, r->template, r->out, &t));
    CLEANUP(buf_free) struct buf b = {0};
    struct shell shell = {0};
    tpl_render(c, &b, t, &(struct tpl_run){.page = &shell}, out);
    return arena_strdup(c->arena, buf_str(&b));
}

static void
machines_get_the_stored_text_and_people_get_words(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    at_hour(&c, 0, 9);
    ok(&c, db_begin(&c, true));
    static const char changes[] =
        "[{\"field\":\"village\",\"from\":\"A\",\"to\":\"B\"}]";
    put(&c, (struct act){.verb = "change", .kind = "unit", .changes = changes});
    ok(&c, db_commit(&c));
    const struct route *r = route_of("/acts");
    CLEANUP(buf_free) struct buf json = {0}, csv = {0}, quoted = {0};
    view_json(&c, &json, r->out, get(&c, r, ""));
    buf_json(&quoted, changes);
    assert_non_null(strstr(buf_str(&json), buf_str(&quoted)));
    assert_non_null(strstr(buf_str(&json), "\"total\":1,"));
    assert_null(strstr(buf_str(&json), "\"days\""));
    c.whole = true;
    const void *out = get(&c, r, "");
    const struct field *list = view_field(r->out, r->list);
    view_csv(&c, &csv, list->of, field_list(list, out));
    assert_non_null(strstr(buf_str(&csv), ",Changed,Unit,,Village: A → B,"));
    c.whole = false;
    test_db_end(&c);
}

static void
pages_show_the_log_and_its_evidence(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    assert_non_null(strstr(page_of(&c, "/acts/head", ""), "Nothing is sealed yet"));
    assert_non_null(strstr(page_of(&c, "/acts", ""), "No act fits"));
    fill(&c);
    const char *page = page_of(&c, "/acts", "kind=unit");
    assert_non_null(strstr(page, "16/01/2025 <span class=\"mute\">2</span>"));
    assert_non_null(strstr(page, "<option value=\"unit\" selected>"));
    struct log_filter f = nothing_asked();
    struct log_list l;
    ok(&c, log_find_list(&c, &f, &l));
    int64_t id = l.items.v[0].id.v;
    const char *query = arena_printf(c.arena, "id=%lld", (long long)id);
    assert_non_null(strstr(page_of(&c, "/acts/{id}", query), "Not sealed yet"));
    ok(&c, db_begin(&c, true));
    ok(&c, act_seal(&c, NULL));
    ok(&c, db_commit(&c));
    struct act_head head;
    ok(&c, act_head_newest(&c, &head));
    page = page_of(&c, "/acts/{id}", query);
    assert_non_null(strstr(page, "Sealed"));
    assert_non_null(strstr(page, head.root));
    assert_non_null(strstr(page_of(&c, "/acts/head", ""),
                           arena_printf(c.arena, "\n%s", head.text)));
    query = arena_printf(c.arena, "act=%lld", (long long)id);
    assert_non_null(strstr(page_of(&c, "/acts/proof", query), "<li class=\"code\">"));
    assert_non_null(
        strstr(page_of(&c, "/acts/proof", "from=4"), "Root of the earlier head"));
    test_db_end(&c);
}

static void
a_proof_is_refused_when_the_log_does_not_hold(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    fill(&c);
    struct act_proof p;
    struct log_filter f = nothing_asked();
    struct log_list l;
    ok(&c, log_find_list(&c, &f, &l));
    act_id id = l.items.v[0].id;
    refused(&c, ERR_INVALID, "act", act_prove(&c, id, INT_NONE, &p));
    refused(&c, ERR_INVALID, "from", act_prove(&c, (act_id){0}, 1, &p));
    ok(&c, db_begin(&c, true));
    ok(&c, act_seal(&c, NULL));
    ok(&c, db_commit(&c));
    ok(&c, act_prove(&c, id, INT_NONE, &p));
    assert_int_equal(p.leaf_index, 5);
    ok(&c, act_prove(&c, (act_id){0}, 6, &p));
    assert_int_equal(p.path.n, 0);
    refused(&c, ERR_INVALID, "from", act_prove(&c, (act_id){0}, 7, &p));
    assert_int_equal(act_prove(&c, (act_id){999999}, INT_NONE, &p), ERR_NOT_FOUND);
    ok(&c, db_begin(&c, true));
    ok(&c, db_script(&c, "UPDATE act SET label = 'x' WHERE seq = 2"));
    ok(&c, db_commit(&c));
    refused(&c, ERR_INVALID, NULL, act_prove(&c, id, INT_NONE, &p));
    refused(&c, ERR_INVALID, NULL, act_prove(&c, (act_id){0}, 3, &p));
    test_db_end(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(filters_narrow_the_list),
        ON_BOTH(days_are_those_of_vietnam),
        ON_BOTH(an_act_is_found_by_who_did_it),
        ON_BOTH(pages_show_each_act_once_newest_first),
        ON_BOTH(a_change_reads_as_people_say_it),
        ON_BOTH(a_room_shows_a_history_by_including_the_part),
        ON_BOTH(pages_show_the_log_and_its_evidence),
        ON_BOTH(machines_get_the_stored_text_and_people_get_words),
        ON_BOTH(a_proof_is_refused_when_the_log_does_not_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
