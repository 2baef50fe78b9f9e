/* SPDX-License-Identifier: Apache-2.0 */
/* report_remind.c: letters about reports that are due soon or late. */
#include "base/msg.h"
#include "kernel/notice.h"
#include "report/report_in.h"

extern const struct query Q_report_to_remind;

enum {
    REMIND_DAYS = 3
};
struct reminder {
    report_id report_id;
    const char *title;
    day due_on;
    person_id person_id;
    const char *name, *email, *lang;
    bool is_late;
    const char *once;
};
static const struct field fields[] = {
    ID(struct reminder, report_id, "report"), FIELD(struct reminder, title, "title"),
    FIELD(struct reminder, due_on, "due"),    ID(struct reminder, person_id, "person"),
    FIELD(struct reminder, name, "name"),     FIELD(struct reminder, email, "email"),
    FIELD(struct reminder, lang, "lang"),     FIELD(struct reminder, is_late, "late"),
    FIELD(struct reminder, once, "once"),
};
static const struct view view = VIEW("report_reminder", struct reminder, fields);

static err
write_one(struct ctx *c, const struct reminder *r)
{
    struct ctx own = *c;
    const struct catalog *lang = r->lang ? catalog_for(r->lang) : NULL;
    if (lang)
        own.lang = lang;
    const char *subject = arena_printf(
        c->arena, T(&own, r->is_late ? N_("Late: %s") : N_("Due: %s")), r->title);
    const char *body = arena_printf(
        c->arena, T(&own, N_("%s,\n\n%s\nTo be sent by %s.\n\n/reports/%lld\n")),
        r->name, r->title, day_vn(c->arena, r->due_on), (long long)r->report_id.v);
    return notice_add(c, &(struct notice){.once = r->once,
                                          .person_id = r->person_id,
                                          .address = r->email,
                                          .subject = subject,
                                          .body = body});
}

err
report_remind(struct ctx *c, int64_t *n)
{
    struct LIST(struct reminder) all = {0};
    TRY(query_list(c, &Q_report_to_remind, &view, &all,
                   IN(c->today, (day){c->today.v + REMIND_DAYS})));
    *n = (int64_t)all.n;
    for (size_t i = 0; i < all.n;
         i++) /* with two roles there they are found twice, told once */
        TRY(write_one(c, &all.v[i]));
    return OK;
}
