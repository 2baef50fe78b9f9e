/* SPDX-License-Identifier: Apache-2.0 */
/* digest_test.c: the morning's letters, sent to a real mail server (aiosmtpd of Debian). */
#include "task/digest.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

#include "kernel/notice.h"
#include "task/task_test.h"

#define HOUR_US (INT64_C(3600) * 1000000)

struct server {
    pid_t pid;
    int port;
    char folder[64];
};

static void
serve_mail(struct server *s)
{
    static int n;
    char at[32];
    snprintf(s->folder, sizeof s->folder, "/tmp/haicap-mail-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    s->port = 20000 + (int)getpid() % 20000 + n++;
    snprintf(at, sizeof at, "127.0.0.1:%d", s->port);
    s->pid = fork();
    assert_true(s->pid >= 0);
    if (s->pid == 0) {
        char box[80];
        snprintf(box, sizeof box, "%s/box", s->folder);
        execlp("/usr/bin/python3", "python3", "-m", "aiosmtpd", "-n", "-l", at, "-c",
               "aiosmtpd.handlers.Mailbox", box, (char *)NULL);
        _exit(127);
    }
}

static void
stop_mail(struct server *s)
{
    kill(s->pid, SIGTERM);
    waitpid(s->pid, NULL, 0);
}

/* How many letters came; `last`: one of them. */
static int
letters(struct ctx *c, const struct server *s, const char **last)
{
    const char *folder = arena_printf(c->arena, "%s/box/new", s->folder);
    DIR *d = opendir(folder);
    int n = 0;
    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] == '.')
            continue;
        char *text = arena_alloc(c->arena, 20000, 1);
        FILE *f = fopen(arena_printf(c->arena, "%s/%s", folder, e->d_name), "r");
        assert_non_null(f);
        text[fread(text, 1, 19999, f)] = '\0';
        fclose(f);
        *last = text;
        n++;
    }
    if (d)
        closedir(d);
    return n;
}

static err
write_all(struct ctx *c, void *arg)
{
    return digest_write(c, arg);
}

static void
a_morning_brings_one_letter_each_and_never_a_second(void **state)
{
    struct office o;
    struct server s;
    struct person p = {.username = "gia.tan",
                       .name = "Nguyễn Gia Tân",
                       .email = "gia.tan@ninhbinh.example"};
    const char *letter = "";
    int64_t n;
    bool did = false;
    start(&o, state);
    struct ctx *c = &o.c;
    accepted(&o, "Lập danh sách cử tri");
    c->actor = &operator_;
    ok(c, person_add(c, &p, NULL, &p.id));
    struct grant g = {.person_id = p.id, .role = "clerk", .org_id = o.gia_tan};
    ok(c, grant_add(c, &g, NULL));
    ok(c, db_commit(c));
    c->today = D(2025, 3, 3); /* late since 28 February */
    c->now = (instant){(int64_t)c->today.v * 24 * HOUR_US + HOUR_US}; /* 8 o'clock */
    ok(c, tx_run(c, write_all, &n));
    assert_int_equal(n, 1);
    ok(c, tx_run(c, write_all, &n));
    assert_int_equal(n, 0);
    serve_mail(&s);
    struct mail_config m = {.url =
                                arena_printf(c->arena, "smtp://127.0.0.1:%d", s.port),
                            .from = "haicap@ninhbinh.example",
                            .quiet_from = 20,
                            .quiet_to = 7};
    /* in the quiet hours nothing goes out */
    c->now.v -= 2 * HOUR_US;
    ok(c, mail_send_due(c, &m, &did));
    assert_false(did);
    c->now.v += 2 * HOUR_US;
    /* a server that is not there yet: tried again later, not at once */
    for (int i = 0; i < 8 && letters(c, &s, &letter) == 0; i++) {
        ok(c, mail_send_due(c, &m, &did));
        bool again;
        ok(c, mail_send_due(c, &m, &again));
        assert_false(again);
        sleep(1);
        c->now.v += HOUR_US / 2;
        if (mail_quiet(c, &m))
            break;
    }
    assert_int_equal(letters(c, &s, &letter), 1);
    assert_non_null(strstr(letter, "To: <gia.tan@ninhbinh.example>"));
    assert_non_null(strstr(letter, "Message-ID: <notice."));
    ok(c, mail_send_due(c, &m, &did));
    assert_false(did);
    assert_int_equal(letters(c, &s, &letter), 1);
    stop_mail(&s);
    struct notice_page sent;
    ok(c, notice_list(c, &(struct notice_filter){0}, &sent));
    assert_int_equal(sent.items.n, 1);
    assert_int_equal(sent.items.v[0].state, NOTICE_SENT);
    assert_non_null(strstr(sent.items.v[0].body, "Lập danh sách cử tri"));
    ok(c, db_begin(c, true));
    end(&o);
}

/* Somebody with a role at an organisation, and an address. */
static person_id
reader(struct office *o, const char *username, const char *role, org_id org)
{
    struct ctx *c = &o->c;
    const struct actor *was = c->actor;
    struct person p = {.username = username,
                       .name = username,
                       .email =
                           arena_printf(c->arena, "%s@ninhbinh.example", username)};
    c->actor = &operator_;
    ok(c, person_add(c, &p, NULL, &p.id));
    struct grant g = {.person_id = p.id, .role = role, .org_id = org};
    ok(c, grant_add(c, &g, NULL));
    c->actor = was;
    return p.id;
}

static struct notice_list
written(struct ctx *c, int state)
{
    struct notice_page page;
    ok(c, notice_list(c, &(struct notice_filter){.state = state}, &page));
    return page.items;
}

static void
on_a_day_off_only_who_has_something_late_gets_a_letter(void **state)
{
    struct office o;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t =
        accepted(&o, "Lập danh sách cử tri"); /* due on Friday, 28 February */
    reader(&o, "gia.tan", "clerk", o.gia_tan);
    c->today = D(2025, 2, 23); /* Sunday: it is due within a week */
    ok(c, digest_write(c, &n));
    assert_int_equal(n, 1);
    assert_int_equal(written(c, NOTICE_QUEUED).n, 0);
    struct task_told_list told;
    ok(c, task_told_of(c, (task_id){t.record.id}, &told));
    assert_int_equal(told.n, 0); /* no letter told of it */
    c->today = D(2025, 2, 24);
    ok(c, digest_write(c, &n));
    assert_int_equal(written(c, NOTICE_QUEUED).n, 1);
    c->today = D(2025, 3, 1); /* Saturday: it is late */
    ok(c, digest_write(c, &n));
    assert_int_equal(written(c, NOTICE_QUEUED).n, 2);
    ok(c, task_told_of(c, (task_id){t.record.id}, &told));
    assert_int_equal(told.n, 1);
    assert_string_equal(told.v[0].name, "gia.tan");
    assert_int_equal(told.v[0].first_on.v, D(2025, 2, 24).v);
    assert_int_equal(told.v[0].last_on.v, D(2025, 3, 1).v);
    assert_int_equal(told.v[0].times, 2);
    assert_int_equal(told.v[0].letter, NOTICE_QUEUED);
    end(&o);
}

static void
a_heads_letter_names_the_blocked_and_the_blocker(void **state)
{
    struct office o;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task first = assigned(&o, "Ban hành tiêu chí", o.gia_lap);
    struct task second = accepted(&o, "Lập danh sách cử tri");
    ok(c, task_depend(c, (task_id){second.record.id}, (task_id){first.record.id}));
    reader(&o, "lanh.dao", "head", o.province);
    ok(c, digest_write(c, &n));
    struct notice_list all = written(c, NOTICE_QUEUED);
    assert_int_equal(all.n, 1);
    const char *at = strstr(all.v[0].body, "- Lập danh sách cử tri\n");
    assert_non_null(at);
    assert_non_null(
        strstr(all.v[0].body, "Ban hành tiêu chí (Ủy ban nhân dân xã Gia Lập, "));
    struct task_told_list told;
    ok(c, task_told_of(c, (task_id){second.record.id}, &told));
    assert_int_equal(told.n, 1);
    assert_string_equal(told.v[0].name, "lanh.dao");
    end(&o);
}

static void
a_mail_server_without_tls_gets_nothing_where_tls_is_required(void **state)
{
    struct office o;
    struct server s;
    const char *letter = "";
    bool did;
    start(&o, state);
    struct ctx *c = &o.c;
    struct notice n = {.once = "test/1",
                       .address = "a@ninhbinh.example",
                       .subject = "Thử",
                       .body = "Thử"};
    ok(c, notice_add(c, &n));
    ok(c, db_commit(c));
    serve_mail(&s);
    sleep(2);
    struct mail_config m = {.url =
                                arena_printf(c->arena, "smtp://127.0.0.1:%d", s.port),
                            .from = "haicap@ninhbinh.example",
                            .needs_tls = true};
    for (int i = 0; i < NOTICE_TRIES; i++) {
        c->now.v += 24 * HOUR_US;
        ok(c, mail_send_due(c, &m, &did));
        assert_true(did);
    }
    assert_int_equal(letters(c, &s, &letter), 0);
    struct notice_list all = written(c, NOTICE_GIVEN_UP);
    assert_int_equal(all.n, 1);
    assert_true(all.v[0].can_again);
    assert_non_null(all.v[0].trouble);
    /* somebody puts the server right and sends it again */
    m.needs_tls = false;
    ok(c, db_begin(c, true));
    ok(c, notice_again(c, all.v[0].id, &n));
    refused(c, ERR_CONFLICT, NULL, notice_again(c, all.v[0].id, &n));
    ok(c, db_commit(c));
    ok(c, mail_send_due(c, &m, &did));
    assert_int_equal(letters(c, &s, &letter), 1);
    stop_mail(&s);
    ok(c, db_begin(c, true));
    end(&o);
}

static void *
set_later(void *arg)
{
    usleep(200000);
    atomic_store((atomic_bool *)arg, true);
    return NULL;
}

static void
a_mail_server_that_hangs_does_not_keep_the_house_from_closing(void **state)
{
    struct office o;
    bool did;
    atomic_bool stop = false;
    pthread_t later;
    struct timespec t0, t1;
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n_at = sizeof at;
    start(&o, state);
    struct ctx *c = &o.c;
    ok(c, notice_add(c, &(struct notice){.once = "test/1",
                                         .address = "a@ninhbinh.example",
                                         .subject = "Thử",
                                         .body = "Thử"}));
    ok(c, db_commit(c));
    int deaf = socket(AF_INET, SOCK_STREAM, 0); /* takes a connection, says nothing */
    assert_int_equal(bind(deaf, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(deaf, 4), 0);
    assert_int_equal(getsockname(deaf, (struct sockaddr *)&at, &n_at), 0);
    struct mail_config m = {
        .url = arena_printf(c->arena, "smtp://127.0.0.1:%d", ntohs(at.sin_port)),
        .from = "haicap@ninhbinh.example",
        .stop = &stop};
    assert_int_equal(pthread_create(&later, NULL, set_later, &stop), 0);
    clock_gettime(CLOCK_MONOTONIC, &t0);
    ok(c, mail_send_due(c, &m, &did));
    clock_gettime(CLOCK_MONOTONIC, &t1);
    pthread_join(later, NULL);
    assert_true(t1.tv_sec - t0.tv_sec < 5);
    close(deaf);
    ok(c, db_begin(c, true));
    assert_int_equal(written(c, NOTICE_QUEUED).n, 1);
    end(&o);
}

static void
settings_of_mail_that_do_not_fit_are_named(void **state UNUSED)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a};
    struct mail_config m;
    setenv("HAICAP_SMTP_TLS", "always", 1);
    refused(&c, ERR_INVALID, "HAICAP_SMTP_TLS", mail_config_read(&c, &m));
    setenv("HAICAP_SMTP_TLS", "require", 1);
    setenv("HAICAP_QUIET", "20-31", 1);
    refused(&c, ERR_INVALID, "HAICAP_QUIET", mail_config_read(&c, &m));
    setenv("HAICAP_QUIET", "19-6", 1);
    ok(&c, mail_config_read(&c, &m));
    assert_true(m.needs_tls);
    assert_int_equal(m.quiet_from, 19);
    unsetenv("HAICAP_SMTP_TLS");
    unsetenv("HAICAP_QUIET");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_morning_brings_one_letter_each_and_never_a_second),
        ON_BOTH(on_a_day_off_only_who_has_something_late_gets_a_letter),
        ON_BOTH(a_heads_letter_names_the_blocked_and_the_blocker),
        ON_BOTH(a_mail_server_without_tls_gets_nothing_where_tls_is_required),
        ON_BOTH(a_mail_server_that_hangs_does_not_keep_the_house_from_closing),
        cmocka_unit_test(settings_of_mail_that_do_not_fit_are_named),
    };
    curl_global_init(CURL_GLOBAL_DEFAULT);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
