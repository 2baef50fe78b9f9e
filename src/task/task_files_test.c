/* SPDX-License-Identifier: Apache-2.0 */
/* task_files_test.c: files on directives and tasks: who attaches, who reads, and that they last. */
#include "attach.h"
#include "task/task_test.h"

static int64_t
contents(struct ctx *c)
{
    extern const struct query Q_attachment_parts;
    struct part {
        const char *content;
    };
    struct LIST(struct part) list;
    static const struct field fields[] = {FIELD(struct part, content, "content")};
    static const struct view view = VIEW("part", struct part, fields);
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[sizeof digest * 2 + 1];
    crypto_hash_sha256(digest, (const unsigned char *)pdf, sizeof pdf - 1);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    ok(c, query_list(c, &Q_attachment_parts, &view, &list, IN((const char *)hex)));
    return (int64_t)list.n;
}

static void
who_does_a_task_brings_its_evidence_and_who_gave_it_reads_it(void **state)
{
    struct office o;
    struct attachment a, seen;
    struct attachment_list all;
    const char *content;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = accepted(&o, "Lập danh sách cử tri");
    c->actor = &o.lead;
    ok(c, attach(c, &task_files, t.record.id, "C:\\tmp\\Danh sách cử tri.PDF", &a));
    assert_string_equal(a.name, "Danh sách cử tri.PDF");
    assert_string_equal(a.mime, "application/pdf");
    assert_int_equal(a.size, sizeof pdf - 1);
    refused(c, ERR_CONFLICT, "file",
            attach(c, &task_files, t.record.id, "Danh sách cử tri.PDF", &seen));
    c->actor = &o.giver;
    ok(c, attachment_list(c, "task", t.record.id, &all));
    assert_int_equal(all.n, 1);
    ok(c, attachment_find(c, a.id, &seen, NULL));
    ok(c, attachment_content(c, &seen, &content));
    assert_string_equal(content, base64(c, pdf, sizeof pdf - 1));
    c->actor = &o.other;
    refused(c, ERR_FORBIDDEN, NULL, attachment_find(c, a.id, &seen, NULL));
    refused(c, ERR_FORBIDDEN, NULL,
            attach(c, &task_files, t.record.id, "b.pdf", &seen));
    refused(c, ERR_FORBIDDEN, NULL,
            attach(c, &directive_files, o.plan.v, "b.pdf", &seen));
    refused(c, ERR_NOT_FOUND, NULL, attach(c, &directive_files, 1, "b.pdf", &seen));
    refused(c, ERR_NOT_FOUND, NULL, attachment_find(c, 1, &seen, NULL));
    end(&o);
}

static void
what_is_no_paper_or_lies_about_itself_is_not_taken(void **state)
{
    static const char program[] = "\x7f"
                                  "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\76\0\1\0\0\0",
                      page[] = "<!doctype html><html><script>alert(1)</script></html>",
                      picture[] =
                          "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
                      script[] = "#!/bin/sh\nrm -rf /\n", text[] = "Báo cáo tháng 8\n";
    static const struct {
        const char *name, *bytes, *field;
        size_t n;
    } bad[] = {
        {"a.pdf", program, "file", sizeof program},
        {"a.pdf", page, "file", sizeof page - 1},
        {"a.txt", page, "file", sizeof page - 1},
        {"a.png", picture, "file", sizeof picture - 1},
        {"a.txt", script, "file", sizeof script - 1},
        {"a.pdf", text, "file", sizeof text - 1},
        {"a.pdf.exe", pdf, "file", sizeof pdf - 1},
        {"pdf", pdf, "file", sizeof pdf - 1},
        {"", pdf, "file_name", sizeof pdf - 1},
        {"../../etc/", pdf, "file_name", sizeof pdf - 1},
        {".pdf", pdf, "file_name", sizeof pdf - 1},
        {"a.pdf", "", "file", 0},
    };
    struct office o;
    struct attachment a;
    struct attachment_ready ready;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = accepted(&o, "Lập danh sách cử tri");
    c->actor = &o.lead;
    for (size_t i = 0; i < COUNT(bad); i++)
        refused(c, ERR_INVALID, bad[i].field,
                attach_bytes(c, &task_files, t.record.id, bad[i].name, bad[i].bytes,
                             bad[i].n, &a));
    refused(
        c, ERR_INVALID, "file",
        attachment_prepare(
            c, &(struct attachment_new){.file = "%%%", .file_name = "a.pdf"}, &ready));
    ok(c,
       attach_bytes(c, &task_files, t.record.id, "a.txt", text, sizeof text - 1, &a));
    assert_string_equal(a.mime, "text/plain");
    end(&o);
}

static void
a_file_that_was_withdrawn_is_kept_but_given_to_nobody(void **state)
{
    struct office o;
    struct attachment a, b, seen;
    const char *content;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = accepted(&o, "Lập danh sách cử tri");
    c->actor = &o.lead;
    ok(c, attach(c, &task_files, t.record.id, "a.pdf", &a));
    ok(c, attach(c, &task_files, t.record.id, "b.pdf", &b));
    assert_int_equal(contents(c), 1); /* the same bytes, once */
    refused(c, ERR_INVALID, "reason", attachment_withdraw(c, a.id, NULL, &seen));
    c->actor = &o.other;
    refused(c, ERR_FORBIDDEN, NULL, attachment_withdraw(c, a.id, "x", &seen));
    c->actor = &o.lead;
    ok(c, attachment_withdraw(c, a.id, "Nhầm tệp", &seen));
    assert_true(seen.is_withdrawn);
    assert_string_equal(seen.withdrawn_by, o.lead.name);
    refused(c, ERR_CONFLICT, NULL, attachment_withdraw(c, a.id, "Nhầm tệp", &seen));
    ok(c, attachment_find(c, a.id, &seen, NULL));
    refused(c, ERR_CONFLICT, NULL, attachment_content(c, &seen, &content));
    ok(c, attachment_find(c, b.id, &seen, NULL));
    ok(c, attachment_content(c, &seen, &content));
    ok(c,
       attach(c, &task_files, t.record.id, "a.pdf", &seen)); /* the right one again */
    ok(c, attachment_verify(c, &n));
    assert_int_equal(n, 3);
    end(&o);
}

static void
after_a_decree_the_successors_staff_have_the_files(void **state)
{
    struct office o;
    struct attachment a, seen;
    const char *content;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = accepted(&o, "Lập danh sách cử tri");
    c->actor = &o.lead;
    ok(c, attach(c, &task_files, t.record.id, "a.pdf", &a));
    ok(c, org_succeed(c, o.gia_tan, o.gia_lap, c->today, (decree_id){7}, true));
    c->actor = &o.other;
    ok(c, attachment_find(c, a.id, &seen, NULL));
    ok(c, attachment_content(c, &seen, &content));
    ok(c, attach(c, &task_files, t.record.id, "b.pdf", &seen));
    ok(c, attachment_withdraw(c, a.id, "Bản mới thay", &seen));
    assert_string_equal(seen.by_name, o.lead.name); /* who brought it stays */
    assert_int_equal(seen.org_id.v, o.gia_tan.v);
    end(&o);
}

static void
a_task_that_has_ended_takes_no_more_but_shows_what_it_has(void **state)
{
    struct office o;
    struct attachment a, seen;
    start(&o, state);
    struct ctx *c = &o.c;
    struct task t = reported(&o, "Lập danh sách cử tri");
    c->actor = &o.lead;
    ok(c, attach(c, &task_files, t.record.id, "a.pdf", &a));
    ok(c, moved_by(&o, &o.giver, "verify", &t, on(&t)));
    refused(c, ERR_FORBIDDEN, NULL,
            attach(c, &task_files, t.record.id, "b.pdf", &seen));
    refused(c, ERR_FORBIDDEN, NULL, attachment_withdraw(c, a.id, "x", &seen));
    ok(c, attachment_find(c, a.id, &seen, NULL));
    end(&o);
}

static void
a_large_file_comes_back_as_it_went_in_and_a_changed_byte_is_found(void **state)
{
    enum {
        N = 3000001
    };
    struct office o;
    struct attachment a;
    const char *content;
    int64_t n;
    start(&o, state);
    struct ctx *c = &o.c;
    char *large = arena_alloc(c->arena, N, 1);
    memcpy(large, pdf, sizeof pdf - 1);
    for (size_t i = sizeof pdf - 1; i < N; i++)
        large[i] = (char)(i * 2654435761u >> 13);
    struct task t = accepted(&o, "Lập danh sách cử tri");
    c->actor = &o.lead;
    ok(c, attach_bytes(c, &task_files, t.record.id, "lon.pdf", large, N, &a));
    ok(c, attachment_content(c, &a, &content));
    assert_string_equal(content, base64(c, large, N));
    ok(c, attachment_verify(c, &n));
    assert_int_equal(n, 1);
    ok(c, db_script(
              c, "UPDATE attachment_content SET content = 'AAAA' || substr(content, 5) "
                 "WHERE part = 1"));
    refused(c, ERR_INVALID, NULL, attachment_verify(c, &n));
    ok(c, db_script(c, "DELETE FROM attachment_content"));
    refused(c, ERR_INVALID, NULL, attachment_verify(c, &n));
    struct attachment_ready ready;
    char *huge = arena_alloc(c->arena, ATTACHMENT_MOST + 1, 1);
    memcpy(huge, pdf, sizeof pdf - 1);
    struct attachment_new in = {.file = base64(c, huge, ATTACHMENT_MOST + 1),
                                .file_name = "a.pdf"};
    refused(c, ERR_INVALID, "file", attachment_prepare(c, &in, &ready));
    end(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(who_does_a_task_brings_its_evidence_and_who_gave_it_reads_it),
        ON_BOTH(what_is_no_paper_or_lies_about_itself_is_not_taken),
        ON_BOTH(a_file_that_was_withdrawn_is_kept_but_given_to_nobody),
        ON_BOTH(after_a_decree_the_successors_staff_have_the_files),
        ON_BOTH(a_task_that_has_ended_takes_no_more_but_shows_what_it_has),
        ON_BOTH(a_large_file_comes_back_as_it_went_in_and_a_changed_byte_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
