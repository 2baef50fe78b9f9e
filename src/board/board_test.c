/* SPDX-License-Identifier: Apache-2.0 */
/* board_test.c: what a head sees in the morning, and that each number is the rows behind it. */
#include "board/board.h"

#include "obstacle/obstacle.h"
#include "task/task_test.h"

static const char *const writes[] = {"obstacle.read", "obstacle.write", "task.read"};
static const char *const reads[] = {"task.read", "directive.read"};

/* Who leads the province and all below it. */
static struct actor
head_of(struct office *o, org_id org)
{
    struct actor a = worker(&o->c, "Tống Lãnh Đạo", org, reads, COUNT(reads));
    for (size_t i = 0; i < a.can.n; i++)
        a.can.v[i].below = true;
    return a;
}

static struct board
board_of(struct office *o, const struct actor *who, struct board_ask ask)
{
    struct board b;
    o->c.actor = who;
    ok(&o->c, board_read(&o->c, &ask, &b));
    return b;
}

static const struct board_row *
row_of(const struct board *b, org_id org)
{
    for (size_t i = 0; i < b->rows.n; i++)
        if (b->rows.v[i].id.v == org.v)
            return &b->rows.v[i];
    return NULL;
}

static int64_t
because(const struct board *b, const char *cause)
{
    for (size_t i = 0; i < b->causes.n; i++)
        if (str_eq(b->causes.v[i].name, cause))
            return b->causes.v[i].n;
    return 0;
}

static int64_t
blocks(const struct board *b, org_id org)
{
    for (size_t i = 0; i < b->blockers.n; i++)
        if (b->blockers.v[i].id.v == org.v)
            return b->blockers.v[i].n;
    return 0;
}

static int64_t
rows_of(struct office *o, struct board_ask ask)
{
    struct task_page page;
    const char *label;
    ok(&o->c, board_tasks(&o->c, &ask, &page, &label));
    return page.total;
}

/* Each number opens as many rows as it says; what has no number adds up. */
static void
numbers_are_their_rows(struct office *o, const struct actor *who, struct board_ask ask)
{
    struct board b = board_of(o, who, ask);
    int64_t late = 0, held_up = 0;
    board_numbers(&o->c, &b.sum);
    for (size_t i = 0; i < b.rows.n; i++) {
        struct board_row *row = &b.rows.v[i];
        board_numbers(&o->c, row);
        assert_int_equal(row->open, row->planned + row->assigned + row->doing +
                                        row->decide + row->suspended);
        for (size_t k = 0; k < row->numbers.n; k++) {
            ask.row = row->id;
            ask.what = row->numbers.v[k].name;
            assert_int_equal(rows_of(o, ask), row->numbers.v[k].n);
        }
    }
    ask.row.v = 0;
    for (size_t k = 0; k < b.sum.numbers.n; k++) {
        ask.what = b.sum.numbers.v[k].name;
        assert_int_equal(rows_of(o, ask), b.sum.numbers.v[k].n);
    }
    ask.what = NULL;
    for (size_t i = 0; i < b.causes.n; i++, late += b.causes.v[i - 1].n) {
        ask.cause = b.causes.v[i].name;
        assert_int_equal(rows_of(o, ask), b.causes.v[i].n);
    }
    ask.cause = NULL;
    for (size_t i = 0; i < b.blockers.n; i++, held_up += b.blockers.v[i - 1].n) {
        ask.unblock = b.blockers.v[i].id;
        assert_int_equal(rows_of(o, ask), b.blockers.v[i].n);
    }
    assert_int_equal(late, b.sum.late);
    assert_int_equal(held_up, b.sum.late);
    assert_int_equal(b.weeks.v[b.weeks.n - 1].late, b.sum.late);
}

/* ---- what is late, why, and who can unblock it ---- */

static void
a_head_sees_what_is_late_why_and_who_can_unblock_it(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct actor head = head_of(&o, o.province);
    struct actor raises = worker(c, "Nguyễn Gia Tân", o.gia_tan, writes, COUNT(writes));
    struct task doing = accepted(&o, "Lấy ý kiến cử tri");
    struct task done = reported(&o, "Rà soát diện tích");
    struct task waits = accepted(&o, "Trình đề án"), first;
    struct task stuck = accepted(&o, "Bàn giao trụ sở");
    struct obstacle raised;
    assigned(&o, "Kiểm kê tài sản", o.gia_lap);
    first = assigned(&o, "Thẩm định đề án", o.gia_lap);
    c->actor = &o.giver;
    ok(c, task_depend(c, (task_id){waits.record.id}, (task_id){first.record.id}));
    c->actor = &raises;
    ok(c, obstacle_raise(c,
                         &(struct obstacle_new){.title = "Chưa có kinh phí",
                                                .task = {stuck.record.id}},
                         &raised));
    struct board b = board_of(&o, &head, (struct board_ask){0});
    assert_int_equal(b.sum.open, 6);
    assert_int_equal(b.sum.late, 0);
    assert_int_equal(b.causes.n, 0);
    c->today = D(2025, 2, 25); /* three days before the day */
    b = board_of(&o, &head, (struct board_ask){0});
    assert_int_equal(b.sum.soon, 6);
    c->today = D(2025, 3, 1); /* it was due yesterday */
    b = board_of(&o, &head, (struct board_ask){0});
    assert_int_equal(b.sum.late, 6);
    assert_int_equal(b.sum.late_share, 100);
    assert_int_equal(because(&b, "reported"), 1);
    assert_int_equal(because(&b, "waits"), 1);
    assert_int_equal(because(&b, "obstacle"), 1);
    assert_int_equal(because(&b, "assigned"), 2);
    assert_int_equal(because(&b, "silent"), 1);
    assert_int_equal(blocks(&b, o.gia_lap),
                     3); /* two of its own, and who waits for it */
    assert_int_equal(blocks(&b, o.gia_tan), 1);
    assert_int_equal(blocks(&b, o.province), 2); /* to verify, and to answer */
    assert_int_equal(row_of(&b, o.gia_tan)->late, 4);
    assert_int_equal(row_of(&b, o.gia_tan)->decide, 1);
    assert_int_equal(row_of(&b, o.gia_lap)->assigned, 2);
    numbers_are_their_rows(&o, &head, (struct board_ask){0});
    ok(c, moved_by(&o, &o.giver, "verify", &done, on(&done)));
    b = board_of(&o, &head, (struct board_ask){0});
    assert_int_equal(b.sum.late, 5);
    assert_int_equal(b.sum.done, 1);
    assert_int_equal(b.sum.done_late, 1);
    numbers_are_their_rows(&o, &head, (struct board_ask){0});
    ok(c, moved_by(&o, &o.giver, "suspend", &doing,
                   (struct task_move){.id = {doing.record.id},
                                      .version = doing.record.version,
                                      .reason = "Chờ hướng dẫn",
                                      .until = DAY_NONE,
                                      .progress = INT_NONE}));
    b = board_of(&o, &head, (struct board_ask){0});
    assert_int_equal(because(&b, "suspended"), 1);
    end(&o);
}

static void
silence_is_two_weeks_without_a_word(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct actor head = head_of(&o, o.province);
    instant began = c->now;
    accepted(&o, "Rà soát diện tích");
    struct task heard = accepted(&o, "Lấy ý kiến cử tri");
    c->today.v += 20;
    c->now = (instant){began.v + INT64_C(20) * 24 * 3600 * 1000000};
    struct task_move m = on(&heard);
    m.text = "Đã lấy xong ở 5 thôn";
    ok(c, moved_by(&o, &o.lead, "progress", &heard, m));
    struct board b = board_of(&o, &head, (struct board_ask){0});
    assert_int_equal(b.sum.silent, 1);
    numbers_are_their_rows(&o, &head, (struct board_ask){0});
    end(&o);
}

/* ---- whose ---- */

static void
each_sees_what_is_below_them_and_what_they_gave_to_others(void **state)
{
    struct office o;
    struct board b;
    start(&o, state);
    struct ctx *c = &o.c;
    struct actor head = head_of(&o, o.province);
    c->actor = &operator_;
    org_id party = body(c, "Ban Tuyên giáo Tỉnh ủy", (org_id){0});
    org_id stop = body(c, "Trung tâm Phục vụ hành chính công xã Gia Tân", o.gia_tan);
    struct actor chief = worker(c, "Phạm Một Cửa", stop, reads, COUNT(reads));
    c->actor = &o.giver;
    struct task far = assigned(&o, "Tuyên truyền", party);
    struct task near = accepted(&o, "Bố trí trụ sở"), part,
                in = blank(&o, "Kê bàn ghế");
    in.parent_id = (task_id){near.record.id};
    c->actor = &o.lead;
    ok(c, task_add(c, &in, stop, &part));
    (void)far;
    b = board_of(&o, &head, (struct board_ask){0});
    assert_true(row_of(&b, party)->is_given);
    assert_int_equal(row_of(&b, party)->open, 1);
    assert_true(row_of(&b, o.gia_tan)->is_below);
    assert_null(row_of(&b, stop)); /* counted with what it stands below */
    numbers_are_their_rows(&o, &head, (struct board_ask){0});
    b = board_of(&o, &head, (struct board_ask){.org = o.gia_tan});
    assert_int_equal(row_of(&b, stop)->open, 1);
    numbers_are_their_rows(&o, &head, (struct board_ask){.org = o.gia_tan});
    /* whose role does not reach below sees its own, and what it gave */
    b = board_of(&o, &o.lead, (struct board_ask){0});
    assert_true(row_of(&b, stop)->is_given);
    assert_int_equal(row_of(&b, stop)->open, 1);
    b = board_of(&o, &chief, (struct board_ask){0});
    assert_int_equal(b.rows.n, 1);
    assert_true(b.rows.v[0].is_own);
    refused(c, ERR_FORBIDDEN, NULL,
            board_read(c, &(struct board_ask){.org = o.province}, &b));
    refused(c, ERR_FORBIDDEN, NULL,
            board_read(c, &(struct board_ask){.all = true}, &b));
    b = board_of(&o, &operator_, (struct board_ask){.all = true});
    assert_int_equal(row_of(&b, party)->open, 1);
    assert_int_equal(row_of(&b, o.province)->open, b.sum.open - 1);
    numbers_are_their_rows(&o, &operator_, (struct board_ask){.all = true});
    end(&o);
}

static void
a_successor_answers_for_the_numbers_of_who_it_follows(void **state)
{
    struct office o;
    struct board b;
    start(&o, state);
    struct ctx *c = &o.c;
    struct actor head = head_of(&o, o.province);
    struct task done = reported(&o, "Rà soát diện tích");
    ok(c, moved_by(&o, &o.giver, "verify", &done, on(&done)));
    accepted(&o, "Lấy ý kiến cử tri");
    assigned(&o, "Kiểm kê tài sản", o.gia_lap);
    struct board before = board_of(&o, &head, (struct board_ask){0});
    c->actor = &operator_;
    ok(c, org_succeed(c, o.gia_tan, o.gia_lap, c->today, (decree_id){7}, true));
    ok(c, org_end_succeeded(c, (decree_id){7}));
    b = board_of(&o, &head, (struct board_ask){0});
    assert_null(row_of(&b, o.gia_tan));
    assert_int_equal(row_of(&b, o.gia_lap)->open, 2);
    assert_int_equal(row_of(&b, o.gia_lap)->done, 1);
    assert_int_equal(b.sum.open, before.sum.open);
    assert_int_equal(b.sum.done, before.sum.done);
    numbers_are_their_rows(&o, &head, (struct board_ask){0});
    end(&o);
}

/* ---- week by week ---- */

static void
the_trend_says_what_was_late_then(void **state)
{
    struct office o;
    start(&o, state);
    struct ctx *c = &o.c;
    struct actor head = head_of(&o, o.province);
    struct task late = reported(&o, "Rà soát diện tích");
    accepted(&o, "Lấy ý kiến cử tri"); /* both due on 28 February */
    c->today = D(2025, 3, 12);
    ok(c, moved_by(&o, &o.giver, "verify", &late, on(&late)));
    c->today = D(2025, 3, 21); /* weeks end on 28 February, 7, 14 and 21 March */
    struct board b = board_of(&o, &head, (struct board_ask){0});
    const struct board_week *w = &b.weeks.v[BOARD_WEEKS - 4];
    assert_int_equal(w[0].on.v, D(2025, 2, 28).v);
    assert_int_equal(w[0].late, 0);
    assert_int_equal(w[1].late, 2);
    assert_int_equal(w[2].late, 1);
    assert_int_equal(w[2].done, 1);
    assert_int_equal(w[2].done_late, 1);
    assert_int_equal(w[3].late, 1);
    assert_int_equal(w[3].done, 0);
    c->today = D(2025, 9, 1); /* long ago */
    b = board_of(&o, &head, (struct board_ask){0});
    assert_int_equal(b.weeks.v[0].late, 1);
    assert_int_equal(b.sum.done, 0);
    end(&o);
}

static void
what_is_asked_wrongly_is_told(void **state)
{
    struct office o;
    struct board b;
    struct task_page page;
    const char *label;
    start(&o, state);
    struct ctx *c = &o.c;
    struct actor nobody = {.name = "Không thuộc đâu"};
    refused(c, ERR_INVALID, "body",
            board_read(c, &(struct board_ask){.body = "Xã Không Có"}, &b));
    refused(c, ERR_INVALID, "what",
            board_tasks(c, &(struct board_ask){.what = "x' OR 1=1"}, &page, &label));
    refused(c, ERR_INVALID, "cause",
            board_tasks(c, &(struct board_ask){.cause = "none"}, &page, &label));
    c->actor = &nobody;
    refused(c, ERR_INVALID, "body", board_read(c, &(struct board_ask){0}, &b));
    end(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_head_sees_what_is_late_why_and_who_can_unblock_it),
        ON_BOTH(silence_is_two_weeks_without_a_word),
        ON_BOTH(each_sees_what_is_below_them_and_what_they_gave_to_others),
        ON_BOTH(a_successor_answers_for_the_numbers_of_who_it_follows),
        ON_BOTH(the_trend_says_what_was_late_then),
        ON_BOTH(what_is_asked_wrongly_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
