/* SPDX-License-Identifier: Apache-2.0 */
/* decree_minutes_pdf.c: the hand-over minutes as an official document; what minutes.html says, in the
 * same words. */
#include "decree/decree.h"
#include "view/locale.h"

enum {
    N_KINDS = 8 /* of what becomes of a record */
};

static int64_t
kind_of(const struct minutes_row *m, size_t i)
{
    const int64_t all[N_KINDS] = {m->n_passed,    m->n_review,    m->n_moved,
                                  m->n_to_decide, m->n_surrender, m->n_archived,
                                  m->n_history,   m->n_refused};
    return all[i];
}

/* Columns of the kinds that occur: ten of them would leave no room for names. */
static void
put_rows(struct ctx *c, const struct decree_minutes *m, struct official *doc)
{
    static const char *const titles[N_KINDS] = {
        "Chuyển nguyên",     "Chuyển, phải rà soát", "Chuyển theo quy định",
        "Chờ quyết định",    "Kết thúc, giao nộp",   "Lưu trữ",
        "Đã kết thúc trước", "Không chuyển"};
    struct official_column *columns =
        NEWN(c->arena, struct official_column, N_KINDS + 3);
    size_t kinds[N_KINDS], n = 0;
    columns[0] = (struct official_column){"Lớp", 3, false};
    columns[1] =
        (struct official_column){m->is_giver ? "Bên nhận" : "Bên giao", 4, false};
    for (size_t i = 0; i < N_KINDS; i++) {
        bool occurs = false;
        for (size_t r = 0; r < m->rows.n; r++)
            occurs = occurs || kind_of(&m->rows.v[r], i);
        if (!occurs)
            continue;
        columns[2 + n] = (struct official_column){titles[i], 2, true};
        kinds[n++] = i;
    }
    columns[2 + n] = (struct official_column){"Tổng", 2, true};
    struct official_table *t = official_table(c, doc, columns, n + 3);
    for (size_t r = 0; r < m->rows.n; r++) {
        const struct minutes_row *row = &m->rows.v[r];
        const char **cell = official_row(c, t, false);
        cell[0] = row->reg;
        cell[1] = row->other_name;
        for (size_t i = 0; i < n; i++)
            cell[2 + i] = locale_int(c, kind_of(row, kinds[i]));
        cell[2 + n] = locale_int(c, row->n_total);
    }
}

static void
put_held(struct ctx *c, const struct decree_minutes *m, struct official *doc)
{
    static const struct official_column columns[] = {{"Lớp", 4, false},
                                                     {"Trước", 2, true},
                                                     {"trong đó đang mở", 2, true},
                                                     {"Giao đi", 2, true},
                                                     {"Nhận về", 2, true},
                                                     {"Sau", 2, true},
                                                     {"trong đó đang mở", 2, true}};
    struct official_table *t = official_table(c, doc, columns, COUNT(columns));
    for (size_t i = 0; i < m->held.n; i++) {
        const struct minutes_held *h = &m->held.v[i];
        const int64_t figures[] = {h->before, h->open_before, h->gave,
                                   h->got,    h->after,       h->open_after};
        const char **cell = official_row(c, t, false);
        cell[0] = h->reg;
        for (size_t f = 0; f < COUNT(figures); f++)
            cell[1 + f] = locale_int(c, figures[f]);
    }
}

static void
put_parties(struct ctx *c, const struct decree_minutes *m, struct official *doc)
{
    const char *others = m->others ? m->others : "…";
    official_text(c, doc, "Bên giao: %s.",
                  m->is_giver ? arena_printf(c->arena, "%s, hoạt động đến hết ngày %s",
                                             m->org_name, locale_day(c, m->last_day))
                              : others);
    official_text(c, doc, "Bên nhận: %s.", m->is_giver ? others : m->org_name);
}

static const char *
seal_words(struct ctx *c, const struct act_head *h)
{
    return h ? arena_printf(
                   c->arena,
                   "Lập từ nhật ký điện tử gồm %s việc, niêm phong lúc %s. Đầu cây: %s. "
                   "Kiểm tra lại: haicap verify --head TỆP",
                   locale_int(c, h->size), locale_instant(c, h->at), h->root)
             : NULL;
}

err
decree_minutes_official(struct ctx *c, const void *out, struct official *doc)
{
    const struct decree_minutes *m = out;
    const struct decree *d = &m->decree;
    *doc = (struct official){
        .issuer = m->org_name,
        .number = "…/BB-BG",
        .dated = DAY_NONE, /* that of the signing, written by hand */
        .type = "Biên bản bàn giao",
        .subject = arena_printf(
            c->arena, "Hồ sơ, con dấu và quyền hạn theo Nghị quyết số %s", d->number),
        .signs = {{"ĐẠI DIỆN BÊN GIAO", "(Ký, ghi rõ họ tên, đóng dấu)", NULL},
                  {"ĐẠI DIỆN BÊN NHẬN", "(Ký, ghi rõ họ tên, đóng dấu)", NULL}},
        .note = seal_words(c, m->head),
    };
    official_text(c, doc, "Căn cứ Nghị quyết số %s%s%s%s%s, có hiệu lực từ ngày %s;",
                  d->number, day_known(d->signed_on) ? " ngày " : "",
                  day_known(d->signed_on) ? locale_day(c, d->signed_on) : "",
                  d->issuer ? " của " : "", d->issuer ? d->issuer : "",
                  locale_day(c, m->effective_on));
    official_text(c, doc, "Hai bên cùng lập biên bản bàn giao với nội dung sau:");
    official_heading(c, doc, 1, "1. Bên giao và bên nhận");
    put_parties(c, m, doc);
    official_heading(c, doc, 1, "2. Những gì được bàn giao");
    if (m->rows.n)
        put_rows(c, m, doc);
    else
        official_text(c, doc, "Không có hồ sơ nào được giữ.");
    official_heading(c, doc, 1, "3. Số lượng nắm giữ trước và sau khi bàn giao");
    official_text(
        c, doc,
        "Tính mọi hồ sơ, kể cả đã kết thúc hoặc lưu trữ; cột “đang mở” là phần còn phải "
        "giải quyết trong số đó. Trước + nhận về − giao đi = sau.");
    if (m->held.n)
        put_held(c, m, doc);
    official_text(c, doc,
                  "Tổng số hồ sơ trước: %s (đang mở: %s); sau: %s (đang mở: %s). %s",
                  locale_int(c, m->n_before), locale_int(c, m->n_open_before),
                  locale_int(c, m->n_after), locale_int(c, m->n_open_after),
                  m->is_balanced ? "Số liệu cân đối khớp."
                                 : "Số liệu chưa khớp: phải kiểm tra trước khi ký.");
    official_text(c, doc,
                  "Biên bản lập thành 04 bản có giá trị như nhau, mỗi bên giữ 02 bản.");
    return OK;
}
