/* SPDX-License-Identifier: Apache-2.0 */
/* decree_text_write.c: the canonical writing of a decree; decree_text.c reads it back. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "decree/decree_text.h"

static void
line(struct buf *b, const char *key, const char *value)
{
    if (value)
        buf_printf(b, "%s: %s\n", key, value);
}

static void
unit(struct buf *b, const struct text_unit *u)
{
    buf_puts(b, u->name);
    if (u->code)
        buf_printf(b, " (%s)", u->code);
}

static const char *
part(enum text_part p)
{
    return p == TEXT_PART_ALL    ? "toàn bộ"
           : p == TEXT_PART_REST ? "phần còn lại"
                                 : "một phần";
}

static void
source(struct buf *b, const struct text_source *s)
{
    if (s->area == s->pop) {
        buf_printf(b, "%s%s ", part(s->area), s->area == TEXT_PART_REST ? " của" : "");
    } else {
        if (s->area != TEXT_PART_NONE)
            buf_printf(b, "%s diện tích", part(s->area));
        if (s->area != TEXT_PART_NONE && s->pop != TEXT_PART_NONE)
            buf_puts(b, ", ");
        if (s->pop != TEXT_PART_NONE)
            buf_printf(b, "%s dân số", part(s->pop));
        buf_puts(b, " của ");
    }
    unit(b, &s->unit);
    if (s->villages)
        buf_printf(b, " gồm %s", s->villages);
}

/* A list of villages is closed by a semicolon wherever something follows it. */
static void
sources(struct buf *b, const struct text_source_list *list, bool more)
{
    for (size_t i = 0; i < list->n; i++) {
        source(b, &list->v[i]);
        bool last = i + 1 == list->n;
        if (!last)
            buf_puts(b, list->v[i].villages ? "; " : ", ");
        else if (more)
            buf_puts(b, list->v[i].villages ? "; " : " ");
    }
}

static void
clause_body(struct buf *b, const struct text_clause *k)
{
    static const char *const first[] = {[TEXT_ESTABLISH] = "Thành lập ",
                                        [TEXT_ABSORB] = "Nhập ",
                                        [TEXT_RETYPE] = "Chuyển ",
                                        [TEXT_RENAME] = "Đổi tên ",
                                        [TEXT_REPARENT] = "Chuyển ",
                                        [TEXT_DISSOLVE] = "Giải thể ",
                                        [TEXT_BOUNDARY] = "Điều chỉnh địa giới: ",
                                        [TEXT_KEEP] = "Giữ nguyên phần còn lại của "};
    static const char *const middle[] = {[TEXT_ESTABLISH] = " thuộc ",
                                         [TEXT_ABSORB] = "",
                                         [TEXT_RETYPE] = " thành ",
                                         [TEXT_RENAME] = " thành ",
                                         [TEXT_REPARENT] = " về trực thuộc ",
                                         [TEXT_DISSOLVE] =
                                             ", các đơn vị trực thuộc chuyển về ",
                                         [TEXT_BOUNDARY] = "",
                                         [TEXT_KEEP] = ""};
    buf_puts(b, first[k->op]);
    if (k->op == TEXT_ABSORB || k->op == TEXT_BOUNDARY) {
        sources(b, &k->sources, true);
        buf_puts(b, k->op == TEXT_ABSORB ? "vào " : "về ");
    }
    unit(b, &k->unit);
    if (k->other.name) {
        buf_puts(b, middle[k->op]);
        unit(b, &k->other);
    }
    if (k->op == TEXT_ESTABLISH) {
        buf_puts(b, " trên cơ sở nhập ");
        sources(b, &k->sources, false);
    }
    buf_putc(b, '.');
}

static void
clause(struct ctx *c, struct buf *b, const struct text_clause *k)
{
    buf_printf(b, "%s. ", clause_label(c->arena, k));
    clause_body(b, k);
    if (k->note)
        buf_printf(b, " [chưa kiểm chứng: %s]", k->note);
    else if (k->is_unverified)
        buf_puts(b, " [chưa kiểm chứng]");
    buf_putc(b, '\n');
}

static void
figures(struct ctx *c, struct buf *b, const struct text_figures *f)
{
    buf_puts(b, "Sau khi sắp xếp, ");
    unit(b, &f->unit);
    buf_puts(b, " có ");
    if (f->area_m2 != INT_NONE) {
        char *s = arena_strdup(c->arena, decimal_text(c->arena, f->area_m2, 6, 0));
        char *dot = strchr(s, '.');
        if (dot)
            *dot = ',';
        buf_printf(b, "diện tích tự nhiên là %s km²", s);
    }
    if (f->population != INT_NONE)
        buf_printf(b, "%squy mô dân số là %lld người",
                   f->area_m2 != INT_NONE ? " và " : "", (long long)f->population);
    buf_puts(b, ".\n");
}

static void
handover(struct buf *b, const struct text_handover *h)
{
    buf_puts(b, "Bàn giao: hồ sơ chưa xác định được của ");
    for (size_t i = 0; i < h->units.n; i++) {
        buf_puts(b, i ? ", " : "");
        unit(b, &h->units.v[i]);
    }
    for (size_t i = 0; i < h->receivers.n; i++) {
        const struct text_receiver *v = &h->receivers.v[i];
        buf_printf(b, "%s%s → ", i ? "; " : ": ", v->matter ? v->matter : "mặc định");
        unit(b, &v->to);
    }
    buf_puts(b, ".\n");
}

static void
head(struct ctx *c, struct buf *b, const struct decree_text *t)
{
    line(b, "Nghị quyết", t->number);
    line(b, "Mã", t->code);
    line(b, "Cơ quan ban hành", t->issuer);
    line(b, "Trích yếu", t->summary);
    line(b, "Nguồn", t->source);
    if (day_known(t->signed_on))
        line(b, "Ngày ký", day_vn(c->arena, t->signed_on));
    line(b, "Ngày hiệu lực", day_vn(c->arena, t->effective_on));
    buf_putc(b, '\n');
}

static void
tail(struct ctx *c, struct buf *b, const struct decree_text *t)
{
    if (t->figures.n)
        buf_putc(b, '\n');
    for (size_t i = 0; i < t->figures.n; i++)
        figures(c, b, &t->figures.v[i]);
    if (t->handovers.n || t->orgs.n || t->heads.n || t->interim_days)
        buf_putc(b, '\n');
    for (size_t i = 0; i < t->handovers.n; i++)
        handover(b, &t->handovers.v[i]);
    for (size_t i = 0; i < t->orgs.n; i++) {
        buf_puts(b, "Tổ chức: ");
        unit(b, &t->orgs.v[i].from);
        buf_puts(b, " → ");
        unit(b, &t->orgs.v[i].to);
        buf_puts(b, ".\n");
    }
    for (size_t i = 0; i < t->heads.n; i++) {
        buf_puts(b, "Người đứng đầu: ");
        unit(b, &t->heads.v[i].org);
        buf_printf(b, ", chức danh %s: %s.\n", t->heads.v[i].role,
                   t->heads.v[i].username);
    }
    if (t->interim_days)
        buf_printf(b, "Quyền tạm thời: %d ngày.\n", t->interim_days);
}

const char *
decree_text_write(struct ctx *c, const struct decree_text *t)
{
    struct buf b = {0};
    head(c, &b, t);
    for (size_t i = 0; i < t->clauses.n; i++)
        clause(c, &b, &t->clauses.v[i]);
    tail(c, &b, t);
    const char *s = arena_strndup(c->arena, buf_str(&b), b.n);
    buf_free(&b);
    return s;
}
