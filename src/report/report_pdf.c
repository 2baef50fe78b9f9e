/* SPDX-License-Identifier: Apache-2.0 */
/* report_pdf.c: a body's report and a synthesis as official documents; what their pages say. They
 * are Vietnamese whoever reads them. */
#include "report/report_pdf.h"

#include "view/locale.h"

static const struct official_column number_columns[] = {
    {"STT", 1, true}, {"Nội dung", 8, false}, {"Số liệu", 2, true}};
static const struct official_column sum_columns[] = {{"STT", 1, true},
                                                     {"Nội dung", 8, false},
                                                     {"Tổng số", 2, true},
                                                     {"Số cơ quan báo cáo", 2, true}};

static const char *
number_text(struct ctx *c, int64_t n)
{
    return n == INT_NONE ? "–" : locale_decimal(c, n, REPORT_SCALE);
}

/* A paragraph for each line that people wrote. */
static void
put_text(struct ctx *c, struct official *doc, const char *text)
{
    while (text && *text) {
        size_t n = strcspn(text, "\n");
        if (n)
            official_text(c, doc, "%.*s", (int)n, text);
        text += n + (text[n] == '\n');
    }
}

static struct official
head(struct ctx *c, const char *issuer, const char *superior, const char *title,
     const char *to, day dated)
{
    /* the document's type is the title's first word: "Báo cáo …" */
    static const char type[] = "Báo cáo";
    size_t n = sizeof type - 1;
    const char *subject = strncmp(title, type, n) == 0 && title[n] == ' '
                              ? arena_printf(c->arena, "Kết quả %s", title + n + 1)
                              : title;
    struct official doc = {.superior = superior,
                           .issuer = issuer,
                           .number = "…/BC-UBND",
                           .dated = dated,
                           .type = type,
                           .subject = subject,
                           .to = to,
                           .signs = {{"TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", NULL, NULL}}};
    *PUSH(c->arena, &doc.recipients) = "Như trên";
    *PUSH(c->arena, &doc.recipients) = "Lưu: VT";
    return doc;
}

err
report_official(struct ctx *c, const struct report_paper *p, struct official *doc)
{
    const struct report *r = p->report;
    int64_t nth = 0;
    *doc = head(c, p->body, p->superior, r->title, p->to, r->sent_on);
    official_text(c, doc, "Số liệu từ ngày %s đến ngày %s.",
                  locale_day(c, r->data_from), locale_day(c, r->data_to));
    official_heading(c, doc, 1, "I. SỐ LIỆU");
    struct official_table *t =
        official_table(c, doc, number_columns, COUNT(number_columns));
    for (size_t i = 0; i < p->values->n; i++) {
        const struct report_value *v = &p->values->v[i];
        if (v->kind == REPORT_TEXT)
            continue;
        const char **cell = official_row(c, t, false);
        cell[0] = locale_int(c, ++nth);
        cell[1] = v->label;
        cell[2] = number_text(c, v->number);
    }
    official_heading(c, doc, 1, "II. NỘI DUNG");
    nth = 0;
    for (size_t i = 0; i < p->values->n; i++) {
        const struct report_value *v = &p->values->v[i];
        if (v->kind != REPORT_TEXT || !v->text)
            continue;
        official_heading(c, doc, 2, "%lld. %s", (long long)++nth, v->label);
        put_text(c, doc, v->text);
    }
    if (!nth)
        official_text(c, doc, "Không có nội dung khác.");
    return OK;
}

/* ---- a synthesis ---- */

static void
put_names(struct ctx *c, struct official *doc, const char *what,
          const struct report_line_list *lines)
{
    const char *names = "";
    for (size_t i = 0; i < lines->n; i++)
        names = arena_printf(c->arena, "%s%s%s", names, *names ? "; " : "",
                             lines->v[i].body);
    if (*names)
        official_text(c, doc, "%s: %s.", what, names);
}

err
report_synthesis_official(struct ctx *c, const struct report_synthesis_paper *p,
                          struct official *doc)
{
    const struct report_synthesis *s = p->synthesis;
    const char *label = NULL;
    int64_t nth = 0;
    *doc = head(c, s->org_name, NULL, s->title, p->addressee, s->made_on);
    official_heading(c, doc, 1, "I. TÌNH HÌNH BÁO CÁO");
    official_text(c, doc,
                  "Phải gửi: %s; đã gửi: %s, trong đó quá hạn: %s; chưa gửi: %s.",
                  locale_int(c, s->n_owed), locale_int(c, s->n_sent),
                  locale_int(c, s->n_late), locale_int(c, s->n_missing));
    put_names(c, doc, "Chưa gửi", p->missing);
    put_names(c, doc, "Gửi quá hạn", p->late);
    put_text(c, doc, s->note);
    official_heading(c, doc, 1, "II. SỐ LIỆU TỔNG HỢP");
    struct official_table *t = official_table(c, doc, sum_columns, COUNT(sum_columns));
    for (size_t i = 0; i < p->sums->n; i++) {
        const char **cell = official_row(c, t, false);
        cell[0] = locale_int(c, ++nth);
        cell[1] = p->sums->v[i].label;
        cell[2] = number_text(c, p->sums->v[i].number);
        cell[3] = p->sums->v[i].n_parts == INT_NONE
                      ? "–"
                      : locale_int(c, p->sums->v[i].n_parts);
    }
    official_annex(c, doc, "Phụ lục", "Ý kiến của các cơ quan");
    for (size_t i = 0; i < p->texts->n; i++) {
        const struct report_line *l = &p->texts->v[i];
        if (!str_eq(l->label, label))
            official_heading(c, doc, 2, "%s", label = l->label);
        official_text(c, doc, "%s:", l->body);
        put_text(c, doc, l->text);
    }
    if (!p->texts->n)
        official_text(c, doc, "Không có.");
    return OK;
}
