/* SPDX-License-Identifier: Apache-2.0 */
/* digest_test.c: the morning's letters, sent to a real mail server (aiosmtpd of Debian). */
#include "task/digest.h"

#include <curl/curl.h>
#include <dirent.h>
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
    struct notice_list sent;
    ok(c, notice_sent(c, &sent));
    assert_int_equal(sent.n, 1);
    assert_int_equal(sent.v[0].state, NOTICE_SENT);
    assert_non_null(strstr(sent.v[0].body, "Lập danh sách cử tri"));
    ok(c, db_begin(c, true));
    end(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_morning_brings_one_letter_each_and_never_a_second),
    };
    curl_global_init(CURL_GLOBAL_DEFAULT);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
