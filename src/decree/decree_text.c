/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_text.c: reads the text of a decree. A paragraph begins with a keyword at the start of a
 * line; inside it the reader goes forward over the text itself, so that each fault has its place.
 */
#include <ctype.h>

#include "base/msg.h"
#include "base/text.h"
#include "decree/decree_reader.h"

/* ---- sources ---- */

static enum text_part
read_part(struct reader *r)
{
    return reader_take(r, "toàn bộ")        ? TEXT_PART_ALL
           : reader_take(r, "một phần")     ? TEXT_PART_SOME
           : reader_take(r, "phần còn lại") ? TEXT_PART_REST
                                            : TEXT_PART_NONE;
}

/* "toàn bộ" · "một phần diện tích, toàn bộ dân số của" · "phần còn lại của" */
static bool
read_portion(struct reader *r, struct text_source *s)
{
    enum text_part p = read_part(r);
    if (p == TEXT_PART_NONE)
        return false;
    if (reader_take(r, "diện tích")) {
        s->area = p;
        const char *before = r->p;
        if (!reader_take_sign(r, ","))
            reader_take(r, "và");
        enum text_part people = read_part(r);
        if (people != TEXT_PART_NONE && reader_take(r, "dân số"))
            s->pop = people;
        else
            r->p = before; /* the comma parts two sources */
        reader_take(r, "của");
    } else if (reader_take(r, "dân số")) {
        s->pop = p;
        reader_take(r, "của");
    } else {
        s->area = s->pop = p;
        if (p == TEXT_PART_REST)
            reader_take(r, "của");
    }
    return true;
}

/* Does another source start here: "toàn bộ xã", "một phần diện tích của xã"? */
static bool
source_starts(struct reader *r, const char *p)
{
    struct reader ahead = *r;
    struct text_source s = {0};
    ahead.p = p;
    return read_portion(&ahead, &s) && reader_type_word(ahead.p, ahead.end);
}

/* Where the list of villages that starts at r->p ends; `until`: "vào", "về" or NULL. */
static const char *
villages_end(struct reader *r, const char *until)
{
    bool after_blank = true;
    const char *p = r->p;
    for (; p < r->end && *p != ';' && *p != '[' && !reader_closes(p, r->end); p++) {
        const char *q;
        bool word = after_blank && !reader_blank(*p);
        after_blank = reader_blank(*p) || *p == ',';
        if (*p == ',' && source_starts(r, p + 1))
            break;
        if (word && (q = reader_match(p, r->end, "và")) && source_starts(r, q))
            break;
        if (word && until && (q = reader_match(p, r->end, until)) &&
            reader_type_word(q, r->end))
            break;
    }
    return p;
}

static bool
read_villages(struct reader *r, const char *until, const char **out)
{
    while (reader_take_sign(r, ":"))
        ;
    const char *from = r->p, *to = villages_end(r, until);
    *out = reader_phrase(r, from, to);
    r->p = to;
    if (!**out)
        return reader_wrong(r, from, N_("“gồm” is followed by nothing"));
    if (utf8_count(*out) > PHRASE_MOST)
        return reader_wrong(r, from,
                            N_("A list of villages may have %d characters at most"),
                            PHRASE_MOST);
    return true;
}

static bool
read_source(struct reader *r, const char *until, struct text_source *s)
{
    if (!read_portion(r, s)) {
        reader_skip(r);
        return reader_wrong(
            r, r->p,
            N_("“toàn bộ”, “một phần” or “phần còn lại” is expected here, not “%s”"),
            reader_glimpse(r, r->p));
    }
    return reader_unit(r, &s->unit, TEXT_UNIT) &&
           (!reader_take(r, "gồm") || read_villages(r, until, &s->villages));
}

/* `until`: the word after the last of them, "vào" or "về"; NULL: the end of the clause. */
static bool
read_sources(struct reader *r, const char *until, struct text_source_list *out)
{
    bool more;
    do {
        struct text_source s = {0};
        if (!read_source(r, until, &s))
            return false;
        *PUSH(r->c->arena, out) = s;
        more = reader_take_sign(r, ";") || reader_take_sign(r, ",");
        more = reader_take(r, "và") || more;
    } while (more && !(until && reader_match(r->p, r->end, until)));
    return true;
}

/* ---- clauses ---- */

static bool
read_establish(struct reader *r, struct text_clause *k)
{
    k->op = TEXT_ESTABLISH;
    return reader_unit(r, &k->unit, TEXT_UNIT) &&
           (!reader_take(r, "thuộc") || reader_unit(r, &k->other, TEXT_UNIT)) &&
           reader_need(r, "trên cơ sở nhập") && read_sources(r, NULL, &k->sources);
}

static bool
read_absorb(struct reader *r, struct text_clause *k)
{
    k->op = TEXT_ABSORB;
    return read_sources(r, "vào", &k->sources) && reader_need(r, "vào") &&
           reader_unit(r, &k->unit, TEXT_UNIT);
}

static bool
read_boundary(struct reader *r, struct text_clause *k)
{
    k->op = TEXT_BOUNDARY;
    return reader_need_sign(r, ":") && read_sources(r, "về", &k->sources) &&
           reader_need(r, "về") && reader_unit(r, &k->unit, TEXT_UNIT);
}

static bool
read_move(struct reader *r, struct text_clause *k)
{
    if (!reader_unit(r, &k->unit, TEXT_UNIT))
        return false;
    if (reader_take(r, "về trực thuộc")) {
        k->op = TEXT_REPARENT;
        return reader_unit(r, &k->other, TEXT_UNIT);
    }
    k->op = TEXT_RETYPE;
    return reader_need(r, "thành") && reader_new_name(r, &k->other);
}

static bool
read_rename(struct reader *r, struct text_clause *k)
{
    k->op = TEXT_RENAME;
    return reader_unit(r, &k->unit, TEXT_UNIT) && reader_need(r, "thành") &&
           reader_new_name(r, &k->other);
}

static bool
read_dissolve(struct reader *r, struct text_clause *k)
{
    k->op = TEXT_DISSOLVE;
    return reader_unit(r, &k->unit, TEXT_UNIT) &&
           (!reader_take_sign(r, ",") ||
            (reader_need(r, "các đơn vị trực thuộc chuyển về") &&
             reader_unit(r, &k->other, TEXT_UNIT)));
}

static bool
read_keep(struct reader *r, struct text_clause *k)
{
    k->op = TEXT_KEEP;
    return reader_unit(r, &k->unit, TEXT_UNIT);
}

static bool
read_clause_body(struct reader *r, struct text_clause *k)
{
    static const struct {
        const char *words;
        bool (*read)(struct reader *r, struct text_clause *k);
    } ops[] = {
        {"thành lập", read_establish},
        {"nhập", read_absorb},
        {"chuyển", read_move},
        {"đổi tên", read_rename},
        {"giải thể", read_dissolve},
        {"điều chỉnh địa giới", read_boundary},
        {"giữ nguyên phần còn lại của", read_keep},
    };
    for (size_t i = 0; i < COUNT(ops); i++)
        if (reader_take(r, ops[i].words))
            return ops[i].read(r, k);
    reader_skip(r);
    return reader_wrong(
        r, r->p,
        N_("No clause begins with “%s”; they begin with “Thành lập”, “Nhập”, “Chuyển”, "
           "“Đổi tên”, “Giải thể”, “Điều chỉnh địa giới” or “Giữ nguyên phần còn lại của”"),
        reader_glimpse(r, r->p));
}

static bool
read_end(struct reader *r)
{
    while (reader_take_sign(r, "."))
        ;
    reader_skip(r);
    return r->p == r->end ||
           reader_wrong(r, r->p, N_("Nothing is understood from “%s” on"),
                        reader_glimpse(r, r->p));
}

/* "[chưa kiểm chứng]", "[chưa kiểm chứng: why]" */
static bool
read_mark(struct reader *r, struct text_clause *k)
{
    while (reader_take_sign(r, "."))
        ;
    if (!reader_take_sign(r, "["))
        return true;
    if (!reader_need(r, "chưa kiểm chứng"))
        return false;
    k->is_unverified = true;
    if (reader_take_sign(r, ":")) {
        const char *from = r->p;
        while (r->p < r->end && *r->p != ']')
            r->p++;
        const char *note = reader_phrase(r, from, r->p);
        k->note = *note ? note : NULL;
    }
    return reader_need_sign(r, "]");
}

static bool
read_number(struct reader *r, const char *what, int most, int *out)
{
    reader_skip(r);
    const char *from = r->p;
    int64_t n = 0;
    while (r->p < r->end && isdigit((unsigned char)*r->p) && n <= most)
        n = n * 10 + (*r->p++ - '0');
    if (r->p == from || n < 1 || n > most)
        return reader_wrong(r, from, N_("%s is a number from 1 to %d"), what, most);
    *out = (int)n;
    return true;
}

static bool
read_clause(struct reader *r, bool is_khoan)
{
    struct text_clause k = {.is_khoan = is_khoan, .at = reader_place(r, r->first)};
    if (!read_number(r, is_khoan ? "Khoản" : "Điều", NUMBER_MOST, &k.number) ||
        !reader_need_sign(r, ".") || !read_clause_body(r, &k) || !read_mark(r, &k) ||
        !read_end(r))
        return false;
    *PUSH(r->c->arena, &r->out->clauses) = k;
    return true;
}

static bool
read_article(struct reader *r)
{
    return read_clause(r, false);
}

static bool
read_khoan(struct reader *r)
{
    return read_clause(r, true);
}

/* ---- what goes with the clauses ---- */

static bool
read_receiver(struct reader *r, struct text_receiver *v)
{
    reader_skip(r);
    v->at = reader_place(r, r->p);
    if (!reader_take(r, "mặc định")) {
        struct text_unit matter = {0};
        if (!reader_name(r, &matter, N_("A class of record, or “mặc định”,")))
            return false;
        v->matter = matter.name;
    }
    return reader_need_arrow(r) && reader_unit(r, &v->to, TEXT_UNIT);
}

static bool
read_handover(struct reader *r)
{
    struct text_handover h = {.at = reader_place(r, r->first)};
    reader_take(r, "hồ sơ chưa xác định được của");
    do {
        struct text_unit u = {0};
        if (!reader_unit(r, &u, TEXT_UNIT))
            return false;
        *PUSH(r->c->arena, &h.units) = u;
    } while (reader_take_sign(r, ",") || reader_take(r, "và"));
    if (!reader_need_sign(r, ":"))
        return false;
    do {
        struct text_receiver v = {0};
        if (!read_receiver(r, &v))
            return false;
        *PUSH(r->c->arena, &h.receivers) = v;
    } while (reader_take_sign(r, ";") || reader_take_sign(r, ","));
    if (!read_end(r))
        return false;
    *PUSH(r->c->arena, &r->out->handovers) = h;
    return true;
}

/* A point before three digits parts thousands, as Vietnamese writes them. */
static void
join_thousands(char *s)
{
    char *to = s;
    for (const char *p = s; *p; p++)
        if (*p != '.' || strspn(p + 1, "0123456789") != 3)
            *to++ = *p;
    *to = '\0';
}

/* "4,85", "13.049" */
static bool
read_amount(struct reader *r, int scale, int64_t *out)
{
    reader_skip(r);
    const char *from = r->p;
    while (r->p < r->end && (isdigit((unsigned char)*r->p) || strchr(".,", *r->p)))
        r->p++;
    char *s = arena_strndup(r->c->arena, from, (size_t)(r->p - from));
    join_thousands(s);
    return (decimal_parse(s, scale, out) && *out > 0) ||
           reader_wrong(r, from, N_("A number is expected here, not “%s”"),
                        reader_glimpse(r, from));
}

static bool
read_area(struct reader *r, int64_t *out)
{
    reader_take(r, "tự nhiên");
    reader_take(r, "là");
    return read_amount(r, 6, out) && (reader_take(r, "km²") || reader_need(r, "km2"));
}

static bool
read_people(struct reader *r, int64_t *out)
{
    reader_take(r, "là");
    return read_amount(r, 0, out) && reader_need(r, "người");
}

/* "xã A (10001) có diện tích tự nhiên là 14,47 km² và quy mô dân số là 13.049 người." */
static bool
read_figures(struct reader *r)
{
    struct text_figures f = {
        .area_m2 = INT_NONE, .population = INT_NONE, .at = reader_place(r, r->first)};
    if (!reader_unit(r, &f.unit, TEXT_UNIT) || !reader_need(r, "có"))
        return false;
    bool more = true;
    if (reader_take(r, "diện tích")) {
        if (!read_area(r, &f.area_m2))
            return false;
        more = reader_take_sign(r, ",");
        more = reader_take(r, "và") || more;
    }
    if (more && (!reader_need(r, "quy mô dân số") || !read_people(r, &f.population)))
        return false;
    if (!read_end(r))
        return false;
    *PUSH(r->c->arena, &r->out->figures) = f;
    return true;
}

static bool
read_org_rule(struct reader *r)
{
    struct text_org_rule o = {.at = reader_place(r, r->first)};
    if (!reader_unit(r, &o.from, TEXT_ORG) || !reader_need_arrow(r) ||
        !reader_unit(r, &o.to, TEXT_ORG) || !read_end(r))
        return false;
    *PUSH(r->c->arena, &r->out->orgs) = o;
    return true;
}

/* A word of a-z, 0-9 and . _ - ; a full stop after it closes the sentence. */
static bool
read_word(struct reader *r, const char *what, const char **out)
{
    reader_skip(r);
    const char *from = r->p;
    while (r->p < r->end && (isalnum((unsigned char)*r->p) || strchr("._-", *r->p)))
        r->p++;
    while (r->p > from && r->p[-1] == '.')
        r->p--;
    *out = arena_strndup(r->c->arena, from, (size_t)(r->p - from));
    return (**out && r->p - from <= 60) ||
           reader_wrong(r, from, N_("%s is expected here, not “%s”"), T(r->c, what),
                        reader_glimpse(r, from));
}

static bool
read_head(struct reader *r)
{
    struct text_head h = {.at = reader_place(r, r->first)};
    if (!reader_unit(r, &h.org, TEXT_ORG) || !reader_need_sign(r, ",") ||
        !reader_need(r, "chức danh") ||
        !read_word(r, N_("The name of a post"), &h.role) || !reader_need_sign(r, ":") ||
        !read_word(r, N_("The name of an account"), &h.username) || !read_end(r))
        return false;
    *PUSH(r->c->arena, &r->out->heads) = h;
    return true;
}

static bool
read_interim(struct reader *r)
{
    return read_number(r, "Quyền tạm thời", 3650, &r->out->interim_days) &&
           reader_need(r, "ngày") && read_end(r);
}

/* ---- the head of the paper ---- */

static const char *
read_value(struct reader *r)
{
    const char *v = reader_phrase(r, r->p, r->end);
    if (!*v)
        reader_wrong(r, r->p, N_("Nothing stands after the colon"));
    else if (utf8_count(v) > PHRASE_MOST)
        reader_wrong(r, r->p, N_("At most %d characters here"), PHRASE_MOST);
    return *v ? v : NULL;
}

static bool
read_title(struct reader *r)
{
    return (r->out->number = read_value(r)) != NULL;
}

static bool
read_issuer(struct reader *r)
{
    return (r->out->issuer = read_value(r)) != NULL;
}

static bool
read_summary(struct reader *r)
{
    return (r->out->summary = read_value(r)) != NULL;
}

static bool
read_origin(struct reader *r)
{
    return (r->out->source = read_value(r)) != NULL;
}

static bool
read_id(struct reader *r)
{
    return read_word(r, N_("The decree's id (letters, digits, “-”)"), &r->out->code) &&
           read_end(r);
}

static bool
read_day(struct reader *r, day *out)
{
    const char *s = reader_phrase(r, r->p, r->end);
    return day_parse(s, out) ||
           reader_wrong(r, r->p, N_("“%s” is no day; write 31/12/2024"),
                        reader_glimpse(r, r->p));
}

static bool
read_signed(struct reader *r)
{
    return read_day(r, &r->out->signed_on);
}

static bool
read_effective(struct reader *r)
{
    return read_day(r, &r->out->effective_on);
}

/* ---- paragraphs ---- */

static const struct paragraph {
    const char *words;
    char sign; /* stands after the words; 0: a number does */
    bool once;
    bool wraps; /* may go on in the next line */
    bool (*read)(struct reader *r);
} paragraphs[] = {
    {"nghị quyết", ':', true, false, read_title},
    {"mã", ':', true, false, read_id},
    {"cơ quan ban hành", ':', true, false, read_issuer},
    {"trích yếu", ':', true, true, read_summary},
    {"nguồn", ':', true, true, read_origin},
    {"ngày ký", ':', true, false, read_signed},
    {"ngày hiệu lực", ':', true, false, read_effective},
    {"điều", 0, false, true, read_article},
    {"khoản", 0, false, true, read_khoan},
    {"sau khi sắp xếp", ',', false, true, read_figures},
    {"sau khi thành lập", ',', false, true, read_figures},
    {"sau khi nhập", ',', false, true, read_figures},
    {"sau khi điều chỉnh", ',', false, true, read_figures},
    {"bàn giao", ':', false, true, read_handover},
    {"tổ chức", ':', false, true, read_org_rule},
    {"người đứng đầu", ':', false, true, read_head},
    {"quyền tạm thời", ':', true, true, read_interim},
};

/* The kind of paragraph that starts on the line [p, end), and where its body starts. */
static const struct paragraph *
paragraph_at(const char *p, const char *end, const char **body)
{
    for (size_t i = 0; i < COUNT(paragraphs); i++) {
        const char *q = reader_match(p, end, paragraphs[i].words);
        if (!q)
            continue;
        while (q < end && (*q == ' ' || *q == '	'))
            q++;
        char sign = paragraphs[i].sign;
        bool fits = q < end && (sign ? *q == sign : isdigit((unsigned char)*q));
        if (!fits)
            continue;
        *body = q + (sign != 0);
        return &paragraphs[i];
    }
    return NULL;
}

static const char *
line_end(const char *p, const char *end)
{
    const char *n = memchr(p, '\n', (size_t)(end - p));
    return n ? n : end;
}

/* Lines that begin with # are notes of whoever writes: blanks to the reader. */
static void
blank_comments(char *s, char *end)
{
    for (char *p = s, *next; p < end; p = next) {
        char *stop = s + (line_end(p, end) - s);
        next = stop + (stop < end);
        while (p < stop && reader_blank(*p))
            p++;
        if (p < stop && *p == '#')
            memset(p, ' ', (size_t)(stop - p));
    }
}

/* Where the paragraph whose first line ends at p ends. */
static const char *
paragraph_end(const struct paragraph *kind, const char *p, const char *end)
{
    const char *body;
    while (kind->wraps && p < end) {
        const char *next = line_end(p + 1, end);
        if (paragraph_at(p + 1, next, &body))
            break;
        p = next;
    }
    return p;
}

static void
read_paragraphs(struct reader *r, const char *p, const char *end)
{
    bool seen[COUNT(paragraphs)] = {false};
    while (p < end) {
        const char *stop = line_end(p, end), *body;
        const struct paragraph *kind = paragraph_at(p, stop, &body);
        if (kind) {
            stop = paragraph_end(kind, stop, end);
            r->p = body, r->end = stop;
            r->first = p + strspn(p, " \t");
            if (kind->once && seen[kind - paragraphs])
                reader_wrong(r, r->first, N_("“%s” stands twice"), kind->words);
            else
                kind->read(r);
            seen[kind - paragraphs] = true;
        } else {
            r->p = p, r->end = stop;
            reader_skip(r);
            if (r->p < r->end)
                reader_wrong(r, r->p, N_("No paragraph begins with “%s”"),
                             reader_glimpse(r, r->p));
        }
        p = stop + (stop < end);
    }
}

static void
check_whole(struct reader *r)
{
    struct decree_text *t = r->out;
    r->end = r->p = r->start;
    if (!t->number)
        reader_wrong(r, r->start, N_("“%s” is missing"), "Nghị quyết:");
    if (!t->code)
        reader_wrong(r, r->start, N_("“%s” is missing"), "Mã:");
    if (!day_known(t->effective_on))
        reader_wrong(r, r->start, N_("“%s” is missing"), "Ngày hiệu lực:");
    if (t->clauses.n == 0)
        reader_wrong(r, r->start, N_("The decree has no clause (“Điều 1. …”)"));
}

static void
check_labels(struct reader *r)
{
    const struct text_clause_list *all = &r->out->clauses;
    size_t most = 0;
    for (size_t i = 0; i < all->n; i++)
        if ((size_t)all->v[i].number > most)
            most = (size_t)all->v[i].number;
    bool *seen = NEWN(r->c->arena, bool, 2 * (most + 1));
    for (size_t i = 0; i < all->n; i++) {
        const struct text_clause *k = &all->v[i];
        bool *mine = &seen[(k->is_khoan ? most + 1 : 0) + (size_t)k->number];
        if (*mine)
            reader_wrong_at(r, k->at, N_("“%s” stands twice"),
                            clause_label(r->c->arena, k));
        *mine = true;
    }
}

err
decree_text_parse(struct ctx *c, const char *text, struct decree_text *out)
{
    if (!text || !*text)
        return fail(c, ERR_INVALID, "text", N_("The text is empty"));
    size_t n = strlen(text);
    if (n > TEXT_BYTES_MOST)
        return fail(c, ERR_TOO_LARGE, "text", N_("The text is too long"));
    if (!utf8_valid(text, n))
        return fail(c, ERR_INVALID, "text", N_("Not valid UTF-8"));
    char *s = text_nfc(c->arena, text);
    n = strlen(s);
    blank_comments(s, s + n);
    struct decree_text t = {.signed_on = DAY_NONE, .effective_on = DAY_NONE};
    struct reader r = {.c = c, .start = s, .seen = s, .at_seen = {1, 1}, .out = &t};
    const char *from = text_starts(s, "\xEF\xBB\xBF") ? s + 3 : s;
    read_paragraphs(&r, from, s + n);
    check_whole(&r);
    check_labels(&r);
    if (r.n_faults)
        return faults(c);
    *out = t;
    return OK;
}

const char *
clause_label(struct arena *a, const struct text_clause *k)
{
    return arena_printf(a, "%s %d", k->is_khoan ? "Khoản" : "Điều", k->number);
}
