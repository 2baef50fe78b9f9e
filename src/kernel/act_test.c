/* SPDX-License-Identifier: Apache-2.0 */
#include "db.h"

#include <jansson.h>
#include <pthread.h>
#include <sys/stat.h>

#include "kernel/access.h"
#include "kernel/org.h"
#include "kernel/seal.h"

/* A database with a key beside it. */
struct house {
    struct ctx c;
    struct act_keys *k;
    const char *key; /* the path that the key's own is made from */
};

static void
house_open(struct house *h, void **state)
{
    *h = (struct house){0};
    test_db_start(&h->c, state);
    char *path = arena_printf(h->c.arena, "%s/haicap-log-XXXXXX", test_folder());
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    unlink(path);
    h->key = path;
    ok(&h->c, act_keys_open(&h->c, path, true, &h->k));
}

static void
house_close(struct house *h)
{
    unlink(h->k->head_path);
    unlink(arena_printf(h->c.arena, "%s.key", h->key));
    act_keys_close(h->k);
    test_db_end(&h->c);
}

static void
add(struct ctx *c, int n)
{
    for (int i = 0; i < n; i++)
        ok(c, act_add(c, &(struct act){.verb = "change",
                                       .kind = "unit",
                                       .object_id = 100 + i,
                                       .label = "Xã \"Gia Tân\"",
                                       .path = "/units/14329",
                                       .reason = "sáp nhập\r\ntheo nghị quyết",
                                       .law = "35/2023/UBTVQH15",
                                       .decree_id = {i % 3},
                                       .changes =
                                           "[{\"field\":\"name\",\"to\":\"Xã B\"}]"}));
}

static void
seal(struct house *h, int n)
{
    ok(&h->c, db_begin(&h->c, true));
    add(&h->c, n);
    ok(&h->c, act_seal(&h->c, h->k));
    ok(&h->c, db_commit(&h->c));
    act_seal_published(&h->c, h->k);
}

static void
script(struct ctx *c, const char *sql)
{
    ok(c, db_begin(c, true));
    ok(c, db_script(c, sql));
    ok(c, db_commit(c));
}

static err
verify(struct house *h, const struct act_keys *k, const char *head)
{
    CLEANUP(buf_free) struct buf report = {0};
    ok(&h->c, db_begin(&h->c, false));
    err e = act_verify(&h->c, k, head, &report);
    ok(&h->c, db_commit(&h->c));
    return e;
}

/* Verification fails, and says these words. */
static void
broken(struct house *h, const char *head, const char *words)
{
    assert_int_equal(verify(h, h->k, head), ERR_INVALID);
    assert_int_equal(h->c.faults.n, 1);
    if (!strstr(h->c.faults.v[0].message, words))
        fprintf(stderr, "said: %s\n", h->c.faults.v[0].message);
    assert_non_null(strstr(h->c.faults.v[0].message, words));
    clear_faults(&h->c);
}

static int64_t
count(struct house *h, const char *what)
{
    struct ctx *c = &h->c;
    int64_t n;
    ok(c, select_count(c, &(struct select){.from = what}, 0, &n));
    return n;
}

/* A history is read by people: numbers there become the names of that day; what is sealed, and
 * what goes out as CSV, stays as it was written. */
static void
what_an_act_refers_to_is_shown_by_its_name(void **state)
{
    struct ctx c = {0};
    test_db_start(&c, state);
    ok(&c, db_begin(&c, true));
    struct org above = {.kind = "office",
                        .name = "Văn phòng Một",
                        .valid_from = DAY_MIN,
                        .valid_to = DAY_MAX};
    ok(&c, org_add(&c, &above));
    const char *changes = arena_printf(
        c.arena,
        "[{\"field\":\"id\",\"to\":\"7\"},{\"field\":\"kind\",\"to\":\"office\"},"
        "{\"field\":\"parent_id\",\"from\":\"999\",\"to\":\"%lld\"}]",
        (long long)above.id.v);
    ok(&c, act_add(&c, &(struct act){.verb = "change",
                                     .kind = "org",
                                     .object_id = 7,
                                     .changes = changes}));
    struct act_list past;
    ok(&c, act_list_of(&c, "org", 7, &past));
    assert_string_equal(past.v[0].changes, changes);
    const struct act_edit_list *edits = &past.v[0].edits;
    assert_int_equal(edits->n, 2);
    assert_string_equal(edits->v[0].to, "Văn phòng");
    assert_string_equal(edits->v[1].from, "999"); /* there is none */
    assert_string_equal(edits->v[1].to, "Văn phòng Một");
    c.whole = true;
    act_explain(&c, past.v, past.n);
    assert_string_not_equal(past.v[0].edits.v[1].to, "Văn phòng Một");
    test_db_end(&c);
}

static void
acts_get_their_place_and_the_log_is_whole(void **state)
{
    struct house h;
    house_open(&h, state);
    ok(&h.c, verify(&h, h.k, NULL)); /* the empty log is whole */
    seal(&h, 5);
    seal(&h, 0); /* nothing to seal: no head */
    seal(&h, 3);
    ok(&h.c, verify(&h, h.k, NULL));
    assert_int_equal(count(&h, "act_head"), 2);
    assert_int_equal(count(&h, "act_head WHERE frontier IS NOT NULL"), 1);
    struct act_head head;
    ok(&h.c, act_head_newest(&h.c, &head));
    assert_int_equal(head.size, 8);
    assert_true(head_signed(h.k, &head));
    struct act_list past;
    ok(&h.c, act_list_of(&h.c, "unit", 101, &past));
    assert_int_equal(past.n, 2);
    assert_int_equal(past.v[0].seq, 6);
    assert_int_equal(past.v[1].seq, 1);
    assert_string_equal(past.v[0].edits.v[0].to, "Xã B");
    ok(&h.c, db_begin(&h.c, true));
    add(&h.c, 2); /* waiting acts are no error */
    ok(&h.c, db_commit(&h.c));
    ok(&h.c, verify(&h, h.k, NULL));
    house_close(&h);
}

static void
an_act_says_who_and_for_which_organisation(void **state)
{
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    struct actor clerk = {.id = {7}, .name = "Đinh Thị Soạn", .org_id = {40}};
    c->actor = &clerk;
    ok(c, db_begin(c, true));
    ok(c, act_add(c, &(struct act){.verb = "add", .kind = "seal", .object_id = 9}));
    int64_t first = c->act;
    ok(c, act_add(c, &(struct act){.verb = "add", .kind = "seal", .org_id = {41}}));
    ok(c, db_commit(c));
    struct act a;
    ok(c, act_find(c, (act_id){first}, &a));
    assert_int_equal(a.actor_id.v, 7);
    assert_string_equal(a.actor_name, "Đinh Thị Soạn");
    assert_int_equal(a.org_id.v, 40);
    assert_int_equal(a.at.v, c->now.v);
    assert_true(a.seq == INT_NONE && !a.link && !a.label && !a.reason && !a.changes);
    ok(c, act_find(c, (act_id){c->act}, &a));
    assert_int_equal(a.org_id.v, 41);
    assert_int_equal(act_find(c, (act_id){999999}, &a), ERR_NOT_FOUND);
    c->actor = NULL;
    ok(c, db_begin(c, true));
    add(c, 1);
    db_rollback(c);
    assert_int_equal(count(&h, "act"), 2);
    house_close(&h);
}

/* The leaf again, by other people's JSON and SHA-256 over the whole text. */
static struct hash
leaf_by_jansson(const struct act *a)
{
    json_t *o = json_pack(
        "{s:o, s:s?, s:s, s:s?, s:o, s:I, s:s, s:s?, s:s?, s:I, s:o, s:s?, s:s?, s:s}",
        "actor_id", a->actor_id.v ? json_integer(a->actor_id.v) : json_null(),
        "actor_name", a->actor_name, "at", "2025-01-15T00:00:00.000000Z", "changes",
        a->changes, "decree_id",
        a->decree_id.v ? json_integer(a->decree_id.v) : json_null(), "id",
        (json_int_t)a->id.v, "kind", a->kind, "label", a->label, "law", a->law,
        "object_id", (json_int_t)a->object_id, "org_id",
        a->org_id.v ? json_integer(a->org_id.v) : json_null(), "path", a->path,
        "reason", a->reason, "verb", a->verb);
    assert_non_null(o);
    char *s = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    size_t n = strlen(s);
    char *whole = malloc(n + 1);
    assert_non_null(whole);
    whole[0] = 0;
    memcpy(whole + 1, s, n);
    struct hash h;
    crypto_hash_sha256(h.b, (const unsigned char *)whole, n + 1);
    free(whole);
    free(s);
    json_decref(o);
    return h;
}

static struct hash
naive(const struct hash *leaf, size_t n)
{
    if (n == 1)
        return leaf[0];
    size_t k = 1;
    while (k * 2 < n)
        k *= 2;
    return hash_pair(naive(leaf, k), naive(leaf + k, n - k));
}

static void
random_batches_have_the_naive_root(void **state)
{
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    srandom(2025);
    struct hash leaf[600];
    size_t n = 0;
    for (int round = 0; round < 30; round++) {
        seal(&h, 1 + (int)(random() % 15));
        extern const struct query Q_act_from_seq;
        struct act_list page;
        ok(c, query_list(c, &Q_act_from_seq, &act_view, &page, IN((int64_t)n, 100)));
        for (size_t i = 0; i < page.n; i++) {
            assert_int_equal(page.v[i].seq, n);
            leaf[n++] = leaf_by_jansson(&page.v[i]);
        }
        struct act_head head;
        ok(c, act_head_newest(c, &head));
        assert_int_equal(head.size, n);
        assert_string_equal(head.root, hash_hex(c->arena, naive(leaf, n)));
    }
    ok(c, verify(&h, h.k, NULL));
    house_close(&h);
}

static void
a_page_of_acts_is_not_the_end(void **state)
{
    struct house h;
    house_open(&h, state);
    seal(&h, SEAL_PAGE);
    seal(&h, 2 * SEAL_PAGE + 7);
    ok(&h.c, verify(&h, h.k, NULL));
    assert_int_equal(count(&h, "act WHERE seq IS NULL"), 0);
    script(&h.c, "UPDATE act SET law = 'another' WHERE seq = 2500");
    broken(&h, NULL, "at place 2500");
    house_close(&h);
}

static void
an_altered_row_is_named(void **state)
{
    static const char *const change[] = {
        "at = '2024-01-01T00:00:00.000000Z'",
        "actor_id = 1",
        "actor_name = 'Tôi'",
        "org_id = 5",
        "verb = 'add'",
        "kind = 'decree'",
        "object_id = 3",
        "label = 'Xã Gia Lập'",
        "path = '/'",
        "reason = NULL",
        "law = ''",
        "decree_id = 77",
        "changes = '[]'",
        "id = 777777",
        "link = NULL",
        "link = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'"};
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    seal(&h, 4);
    seal(&h, 4);
    for (size_t i = 0; i < COUNT(change); i++) {
        script(c, "CREATE TABLE kept AS SELECT * FROM act WHERE seq = 5");
        script(c, arena_printf(c->arena, "UPDATE act SET %s WHERE seq = 5", change[i]));
        broken(&h, NULL, "at place 5 (act ");
        script(c, "DELETE FROM act WHERE seq = 5; INSERT INTO act SELECT * FROM kept; "
                  "DROP TABLE kept");
        ok(c, verify(&h, h.k, NULL));
    }
    house_close(&h);
}

static void
a_missing_or_moved_row_is_named(void **state)
{
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    seal(&h, 6);
    script(c, "CREATE TABLE kept AS SELECT * FROM act WHERE seq = 2");
    script(c, "DELETE FROM act WHERE seq = 2");
    broken(&h, NULL, "at place 2: its row is missing");
    script(
        c,
        "INSERT INTO act SELECT * FROM kept; UPDATE act SET seq = NULL WHERE seq = 2");
    broken(&h, NULL, "at place 2: its row is missing");
    script(
        c,
        "UPDATE act SET seq = 100 WHERE seq = 4; UPDATE act SET seq = 4 WHERE seq = 3; "
        "UPDATE act SET seq = 3 WHERE seq = 100; UPDATE act SET seq = 2 WHERE seq IS NULL");
    broken(&h, NULL, "at place 3 (act ");
    house_close(&h);
}

static void
an_altered_head_is_named(void **state)
{
    static const char *const change[][2] = {
        {"root = link", "its root"},
        {"link = root", "its link"},
        {"frontier = root", "its subtrees"},
        {"at = '2024-01-01T00:00:00.000000Z'", "its signature"},
        {"signature = root", "its signature"},
        {"signature = NULL", "not signed"},
        {"size = 4", "its root"},
        {"size = 9", "its row is missing"},
    };
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    seal(&h, 5);
    for (size_t i = 0; i < COUNT(change); i++) {
        script(c, "CREATE TABLE kept AS SELECT * FROM act_head");
        script(c, arena_printf(c->arena, "UPDATE act_head SET %s", change[i][0]));
        broken(&h, NULL, change[i][1]);
        script(c, "DELETE FROM act_head; INSERT INTO act_head SELECT * FROM kept; "
                  "DROP TABLE kept");
        ok(c, verify(&h, h.k, NULL));
    }
    script(c, "DELETE FROM act_head");
    broken(&h, NULL, "no head is over it");
    house_close(&h);
}

/* ---- the end cut off ---- */

static void
the_newest_act_dropped_is_caught(void **state)
{
    struct house h;
    house_open(&h, state);
    seal(&h, 5);
    seal(&h, 1);
    script(&h.c, "DELETE FROM act WHERE seq = 5");
    broken(&h, NULL, "at place 5: its row is missing, and a head is over 6 acts");
    house_close(&h);
}

/* As one would do it who knows the tables: act, head, and the frontier of the head before. */
static void
cut_off(struct house *h, const char *frontier)
{
    script(&h->c, arena_printf(h->c.arena,
                               "DELETE FROM act WHERE seq = 5; "
                               "DELETE FROM act_head WHERE size = 6; "
                               "UPDATE act_head SET frontier = '%s'",
                               frontier));
}

static const char *
frontier(struct ctx *c)
{
    extern const struct query Q_act_sealed_newest;
    struct sealed s;
    ok(c, query_one(c, &Q_act_sealed_newest, &sealed_view, &s, IN_NOTHING));
    return s.frontier;
}

static const char *
save_head(struct house *h)
{
    struct act_head head;
    ok(&h->c, act_head_newest(&h->c, &head));
    char *path = arena_printf(h->c.arena, "%s.saved", h->key);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "Biên bản bàn giao\r\n  %s\n", head.text); /* as copied from minutes */
    fclose(f);
    return path;
}

static void
the_newest_act_dropped_with_its_head_is_caught(void **state)
{
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    seal(&h, 5);
    const char *before = frontier(c);
    seal(&h, 1);
    const char *saved = save_head(&h);
    ok(c, verify(&h, h.k, saved));
    cut_off(&h, before);
    broken(&h, NULL, "over 6 acts: the log is shorter");
    /* the file beside the key lost as well: the head on paper catches it */
    unlink(h.k->head_path);
    ok(c, verify(&h, h.k, NULL));
    broken(&h, saved, "over 6 acts: the log is shorter");
    seal(&h, 1);
    broken(&h, saved, "it is no beginning of this log");
    unlink(saved);
    house_close(&h);
}

static void
a_cut_log_does_not_replace_the_head_kept_outside(void **state)
{
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    seal(&h, 5);
    const char *before = frontier(c);
    seal(&h, 1);
    cut_off(&h, before);
    seal(&h, 1);
    broken(&h, NULL, "it is no beginning of this log");
    seal(&h, 9);
    broken(&h, NULL, "it is no beginning of this log");
    house_close(&h);
}

/* ---- a whole history rewritten ---- */

static void
a_chain_recomputed_without_the_key_is_caught(void **state)
{
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    seal(&h, 5);
    seal(&h, 5);
    const char *saved = save_head(&h);
    const char *stranger = arena_printf(c->arena, "%s.stranger", h.key);
    struct act_keys *other = NULL;
    ok(c, act_keys_open(c, stranger, true, &other));
    for (int with = 0; with < 2; with++) {
        ok(c, db_begin(c, true));
        ok(c, db_script(
                  c, "UPDATE act SET reason = 'another' WHERE seq = 2; "
                     "UPDATE act SET seq = NULL, link = NULL; DELETE FROM act_head"));
        ok(c, act_seal(c, with ? other : NULL));
        ok(c, db_commit(c));
        broken(&h, NULL,
               with ? "its signature is not of this log's key" : "no beginning");
        unlink(h.k->head_path); /* that file put aside, the signature must do */
        broken(&h, NULL,
               with ? "its signature is not of this log's key" : "not signed");
        ok(c, verify(&h, with ? other : NULL, NULL)); /* in itself it is whole */
        clear_faults(c);
        assert_int_equal(verify(&h, with ? other : NULL, saved), ERR_INVALID);
        assert_non_null(
            strstr(c->faults.v[0].message, "it is no beginning of this log"));
        clear_faults(c);
    }
    refused(c, ERR_INVALID, NULL,
            verify(&h, NULL, NULL)); /* signed, and no key to check */
    act_keys_close(other);
    unlink(saved);
    unlink(arena_printf(c->arena, "%s.key", stranger));
    house_close(&h);
}

static void
sealing_refuses_to_go_on_from_a_broken_end(void **state)
{
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    seal(&h, 3);
    script(c, "UPDATE act_head SET frontier = 'cut'");
    ok(c, db_begin(c, true));
    add(c, 1);
    refused(c, ERR_INTERNAL, NULL, act_seal(c, h.k));
    db_rollback(c);
    house_close(&h);
}

/* ---- crashes and files ---- */

static void
a_crash_before_the_head_is_published_is_no_fault(void **state)
{
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    for (int i = 0; i < 3; i++) { /* the first time there is no file at all */
        ok(c, db_begin(c, true));
        add(c, 2);
        ok(c, act_seal(c, h.k));
        ok(c, db_commit(c));
        ok(c, verify(&h, h.k, NULL));
        seal(&h, 1);
        ok(c, verify(&h, h.k, NULL));
    }
    struct act_head kept;
    ok(c, head_read(c, h.k->head_path, &kept));
    assert_int_equal(kept.size, 9);
    house_close(&h);
}

static void
a_head_that_is_none_is_refused(void **state)
{
    struct house h;
    house_open(&h, state);
    seal(&h, 3);
    refused(&h.c, ERR_NOT_FOUND, "head", verify(&h, h.k, "/nowhere/head"));
    refused(&h.c, ERR_INVALID, NULL,
            verify(&h, h.k, arena_printf(h.c.arena, "%s.key", h.key)));
    struct act_head head;
    static const char root[] =
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    struct arena *a = h.c.arena;
    assert_true(head_parse(a,
                           arena_printf(a,
                                        "x\nhaicap tree head\n1\n%s\n"
                                        "2025-01-15T00:00:00.000000Z\n-\n",
                                        root),
                           &head));
    assert_false(
        head_parse(a, arena_printf(a, "haicap tree head\n1\n%s\n", root), &head));
    assert_false(head_parse(a,
                            arena_printf(a,
                                         "haicap tree head\n-1\n%s\n"
                                         "2025-01-15T00:00:00.000000Z\n-\n",
                                         root),
                            &head));
    assert_false(head_parse(a,
                            arena_printf(a,
                                         "haicap tree head\n1\n%sf\n"
                                         "2025-01-15T00:00:00.000000Z\n-\n",
                                         root),
                            &head));
    assert_false(head_parse(a, "", &head));
    house_close(&h);
}

static void
the_key_is_its_owners_alone(void **state)
{
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    const char *path = arena_printf(c->arena, "%s.key", h.key);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    struct act_keys *again = NULL;
    ok(c, act_keys_open(c, h.key, true, &again)); /* never made anew */
    assert_memory_equal(again->secret, h.k->secret, sizeof again->secret);
    act_keys_close(again);
    assert_int_equal(chmod(path, 0640), 0);
    refused(c, ERR_INVALID, NULL, act_keys_open(c, h.key, true, &again));
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(truncate(path, 40), 0);
    refused(c, ERR_INVALID, NULL, act_keys_open(c, h.key, true, &again));
    unlink(path);
    refused(c, ERR_NOT_FOUND, NULL, act_keys_open(c, h.key, false, &again));
    house_close(&h);
}

/* ---- PostgreSQL: many write, one seals ---- */

enum {
    WRITERS = 8,
    EACH = 40
};
struct writer {
    const char *url;
    pthread_t thread;
};

static err
add_one(struct ctx *c, void *arg UNUSED)
{
    TRY(act_add(c, &(struct act){.verb = "add", .kind = "seal", .object_id = 1}));
    usleep((useconds_t)(random() % 2000)); /* so that they overlap */
    return OK;
}

static void *
write_acts(void *arg)
{
    struct writer *w = arg;
    struct arena a = {0};
    struct ctx c = {.arena = &a, .now = {1736899200000000}};
    must(db_open(&c, w->url, OPEN_WRITE, &c.db) == OK);
    for (int i = 0; i < EACH;) {
        err e = tx_run(&c, add_one, NULL);
        must(e == OK || e == ERR_AGAIN);
        i += e == OK;
        arena_free(&a);
        clear_faults(&c);
    }
    db_close(c.db);
    arena_free(&a);
    return NULL;
}

static err
seal_now(struct ctx *c, void *arg)
{
    return act_seal(c, arg);
}

static void
eight_write_while_two_seal(void **state)
{
    struct house h;
    house_open(&h, state);
    struct ctx *c = &h.c;
    struct ctx second = {.arena = c->arena, .now = c->now};
    ok(c, db_open(&second, db_url(c->db), OPEN_WRITE, &second.db));
    struct writer w[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        w[i].url = db_url(c->db);
        assert_int_equal(pthread_create(&w[i].thread, NULL, write_acts, &w[i]), 0);
    }
    for (int64_t n = 0; n < WRITERS * EACH;) {
        err e = tx_run(c, seal_now, h.k);
        assert_true(e == OK || e == ERR_AGAIN);
        act_seal_published(c, h.k);
        e = tx_run(&second, seal_now, h.k);
        assert_true(e == OK || e == ERR_AGAIN);
        struct act_head head;
        ok(c, act_head_newest(c, &head));
        n = head.size;
    }
    for (int i = 0; i < WRITERS; i++)
        pthread_join(w[i].thread, NULL);
    assert_int_equal(count(&h, "act WHERE seq IS NOT NULL"), WRITERS * EACH);
    assert_int_equal(count(&h, "act"), WRITERS * EACH);
    ok(c, verify(&h, h.k, NULL));
    db_close(second.db);
    house_close(&h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_an_act_refers_to_is_shown_by_its_name),
        ON_BOTH(acts_get_their_place_and_the_log_is_whole),
        ON_BOTH(an_act_says_who_and_for_which_organisation),
        ON_BOTH(random_batches_have_the_naive_root),
        ON_BOTH(a_page_of_acts_is_not_the_end),
        ON_BOTH(an_altered_row_is_named),
        ON_BOTH(a_missing_or_moved_row_is_named),
        ON_BOTH(an_altered_head_is_named),
        ON_BOTH(the_newest_act_dropped_is_caught),
        ON_BOTH(the_newest_act_dropped_with_its_head_is_caught),
        ON_BOTH(a_cut_log_does_not_replace_the_head_kept_outside),
        ON_BOTH(a_chain_recomputed_without_the_key_is_caught),
        ON_BOTH(sealing_refuses_to_go_on_from_a_broken_end),
        ON_BOTH(a_crash_before_the_head_is_published_is_no_fault),
        ON_BOTH(a_head_that_is_none_is_refused),
        ON_BOTH(the_key_is_its_owners_alone),
        ON_ENGINE(eight_write_while_two_seal, "postgres"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
