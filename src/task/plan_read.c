/* SPDX-License-Identifier: Apache-2.0 */
/* plan_read.c: the outline of a plan: numbers, headings, lines that say when and who. */
#include "task/plan_read.h"

#include <ctype.h>

#include "base/csv.h"
#include "base/msg.h"
#include "base/text.h"
#include "task/plan_read_in.h"

static const struct field item_fields[] = {
    FIELD(struct plan_item, line, N_("Line")),
    FIELD(struct plan_item, number, N_("Number")),
    FIELD(struct plan_item, level, N_("Level")),
    FIELD(struct plan_item, is_group, N_("Heading")),
    FIELD(struct plan_item, sentence, N_("Sentence")),
    FIELD(struct plan_item, text, N_("Text"), .flags = F_LONG),
    FIELD(struct plan_item, body, N_("Lead body")),
    FIELD(struct plan_item, others, N_("Coordinating bodies")),
    FIELD(struct plan_item, product, N_("Product")),
    RECOF(struct plan_item, rule, &deadline_rule_view, N_("Deadline")),
    FIELD(struct plan_item, unread, N_("To look at")),
};
const struct view plan_item_view = VIEW("plan_item", struct plan_item, item_fields);
static const struct field plan_fields[] = {
    FIELD(struct plan, total, N_("Total")),
    LISTOF(struct plan, items, &plan_item_view, N_("Tasks")),
};
const struct view plan_view = VIEW("plan", struct plan, plan_fields);

/* What a line or a column is for. */
enum part {
    PART_TEXT,
    PART_NUMBER,
    PART_WHEN,
    PART_LEAD,
    PART_OTHERS,
    PART_PRODUCT,
    PART_NONE
};
static const struct {
    const char *words; /* folded */
    enum part part;
} labels[] = {
    {"thoi gian thuc hien", PART_WHEN},
    {"thoi gian hoan thanh", PART_WHEN},
    {"thoi gian lap danh sach", PART_WHEN},
    {"thoi gian", PART_WHEN},
    {"thoi han hoan thanh", PART_WHEN},
    {"thoi han thuc hien", PART_WHEN},
    {"thoi han", PART_WHEN},
    {"thoi diem hoan thanh", PART_WHEN},
    {"tien do", PART_WHEN},
    {"han hoan thanh", PART_WHEN},
    {"co quan chu tri", PART_LEAD},
    {"don vi chu tri", PART_LEAD},
    {"co quan thuc hien", PART_LEAD},
    {"don vi thuc hien", PART_LEAD},
    {"chu tri thuc hien", PART_LEAD},
    {"chu tri", PART_LEAD},
    {"co quan phoi hop", PART_OTHERS},
    {"don vi phoi hop", PART_OTHERS},
    {"phoi hop thuc hien", PART_OTHERS},
    {"phoi hop", PART_OTHERS},
    {"san pham du kien", PART_PRODUCT},
    {"san pham", PART_PRODUCT},
    {"ket qua", PART_PRODUCT},
};

/* An item being read. */
struct draft {
    int64_t line, level;
    const char *number, *text, *when, *lead, *others, *product;
};
struct draft_list LIST(struct draft);

struct reading {
    struct ctx *c;
    struct plan *out;
    struct draft_list drafts;
    bool
        numbered; /* the text numbers its tasks: what stands before the first is preamble */
};

/* ---- from a draft to an item ---- */

static void
tell(struct ctx *c, struct plan_item *x, const char *what)
{
    if (what)
        x->unread =
            x->unread ? arena_printf(c->arena, "%s · %s", x->unread, what) : what;
}

static bool
ends_sentence(const struct plan_words *w, size_t i)
{
    return plan_sign(w, i, "\n;") ||
           (plan_sign(w, i, ".") &&
            (i + 1 >= w->n || w->v[i].s[1] == ' ' || plan_sign(w, i + 1, "\n")));
}

/* The sentence around words [at, end). */
static const char *
sentence(struct ctx *c, const struct plan_words *w, size_t at, size_t end)
{
    size_t from = at, to = end;
    while (from > 0 && !ends_sentence(w, from - 1))
        from--;
    while (to < w->n && !ends_sentence(w, to))
        to++;
    if (from >= w->n || from >= to)
        return "";
    const char *s = w->v[from].s, *last = w->v[to - 1].s + w->v[to - 1].n;
    last += to < w->n && *w->v[to].s == '.';
    return text_trim(c->arena, arena_strndup(c->arena, s, (size_t)(last - s)));
}

static void
read_when(struct ctx *c, const struct draft *d, struct plan_item *x)
{
    const char *from = d->when ? d->when : d->text;
    struct plan_words w = plan_words(c, from);
    struct plan_rule r;
    plan_rule_find(c, &w, d->when != NULL, &r);
    struct deadline_rule *rule = NEW(c->arena, struct deadline_rule);
    *rule = r.rule;
    x->rule = rule;
    x->sentence = d->when ? d->when : sentence(c, &w, r.at, r.end);
    if (!r.weight) {
        tell(c, x, r.unread);
        if (d->when && !r.unread)
            tell(c, x, T(c, N_("The deadline was not understood")));
    }
    if (r.more)
        tell(c, x, T(c, N_("More than one deadline stands here: the first was taken")));
}

static void
read_who(struct ctx *c, const struct draft *d, struct plan_item *x)
{
    struct plan_words w = plan_words(c, d->text);
    struct plan_bodies b;
    plan_bodies_find(c, &w, &b);
    x->body = b.lead;
    x->others = b.others;
    if (d->lead) {
        struct plan_words lead = plan_words(c, d->lead);
        x->body = plan_bodies_list(c, &lead, 0, lead.n);
    }
    if (d->others) {
        struct plan_words others = plan_words(c, d->others);
        x->others = plan_bodies_list(c, &others, 0, others.n);
    }
}

static void
settle(struct reading *r)
{
    struct ctx *c = r->c;
    for (size_t i = 0; i < r->drafts.n; i++) {
        const struct draft *d = &r->drafts.v[i];
        struct plan_item *x = PUSH(c->arena, &r->out->items);
        size_t up = i;
        *x = (struct plan_item){.line = d->line,
                                .number = d->number,
                                .level = d->level,
                                .text = d->text,
                                .product = d->product};
        read_when(c, d, x);
        read_who(c, d, x);
        bool above = i + 1 < r->drafts.n && r->drafts.v[i + 1].level > d->level;
        x->is_group = above && x->rule->kind == DEADLINE_NONE;
        /* who leads a heading leads what stands below it */
        while (!x->body && up-- > 0)
            if (r->drafts.v[up].level < d->level) {
                const struct plan_item *parent = &r->out->items.v[up];
                x->body = parent->is_group ? parent->body : NULL;
                x->others = parent->is_group && !x->others ? parent->others : x->others;
                break;
            }
        if (!x->is_group && x->rule->kind == DEADLINE_NONE && !x->unread)
            tell(c, x, T(c, N_("No deadline was found")));
        if (!x->is_group && !x->body)
            tell(c, x, T(c, N_("No lead body was found")));
    }
    r->out->total = (int64_t)r->out->items.n;
}

/* ---- lines ---- */

/* "Thời gian thực hiện: …": what follows the colon; NULL: no such line. */
static const char *
labelled(struct ctx *c, const char *line, enum part *part)
{
    const char *colon = strchr(line, ':');
    while (*line == '-' || *line == '+' || *line == ' ' || *line == '*')
        line++;
    if (!colon || colon - line > 80 || colon < line)
        return NULL;
    const char *name =
        text_fold(c->arena, arena_strndup(c->arena, line, (size_t)(colon - line)));
    for (size_t i = 0; i < COUNT(labels); i++)
        if (str_eq(labels[i].words, name)) {
            *part = labels[i].part;
            return text_trim(c->arena, colon + 1);
        }
    return NULL;
}

static bool
is_roman(const char *s, size_t n)
{
    return n > 0 && strspn(s, "IVX") >= n;
}

/* The number that a line begins with, its length and level; 0: none. */
static size_t
number_of(const char *s, const char **number, int64_t *level, struct arena *a)
{
    size_t n = strspn(s, "0123456789.");
    size_t digits = strspn(s, "0123456789");
    *level = 1;
    if (digits && digits <= 3 &&
        (s[n] == ' ' || s[n] == '\t' || s[n] == ')' || s[n] == '/')) {
        size_t len = n;
        while (len && s[len - 1] == '.')
            len--;
        bool closed = len < n || s[n] == ')' || s[n] == '/' || len > digits;
        if (!closed)
            return 0;
        *number = arena_strndup(a, s, len);
        for (size_t i = 0; i < len; i++)
            *level += s[i] == '.';
        return n + (s[n] == ')' || s[n] == '/');
    }
    size_t letters = strcspn(s, ".) \t\n:");
    if (is_roman(s, letters) && letters <= 5 && s[letters] == '.') {
        *number = arena_strndup(a, s, letters);
        *level = 0;
        return letters + 1;
    }
    bool paren = s[0] == '(';
    const char *in = s + paren;
    size_t k = strcspn(in, ") \n");
    bool letter = k == 1 || text_starts(in, "đ)");
    bool count =
        paren && k <= 4 && (strspn(in, "0123456789") == k || strspn(in, "ivx") == k);
    if (in[k] == ')' && k && k <= 4 &&
        (count ||
         (letter && (islower((unsigned char)*in) || (unsigned char)*in >= 0x80)))) {
        *number = arena_strndup(a, in, k);
        *level = strspn(in, "ivx") == k ? 7 : 6;
        return paren + k + 1;
    }
    if ((*s == '-' || *s == '+' || *s == '*') && s[1] == ' ') {
        *number = *s == '+' ? "+" : "-";
        *level = *s == '+' ? 9 : 8;
        return 1;
    }
    if (text_starts(s, "– ") || text_starts(s, "• ")) {
        *number = "-";
        *level = 8;
        return strlen("–");
    }
    return 0;
}

/* "KẾ HOẠCH", "SẮP XẾP ĐƠN VỊ HÀNH CHÍNH": a title. */
static bool
is_title(const char *s)
{
    for (; *s; s++)
        if (islower((unsigned char)*s))
            return false;
    return true;
}

static bool
is_preamble(struct ctx *c, const char *s)
{
    static const char *const words[] = {"can cu ", "noi nhan", "kinh gui", "nguon",
                                        NULL};
    const char *fold = text_fold(c->arena, s);
    for (size_t i = 0; words[i]; i++)
        if (text_starts(fold, words[i]))
            return true;
    return is_title(s) || *s == '#';
}

static bool
has_signal(struct ctx *c, const char *s)
{
    struct plan_words w = plan_words(c, s);
    struct plan_rule r;
    struct plan_bodies b;
    plan_rule_find(c, &w, false, &r);
    plan_bodies_find(c, &w, &b);
    return r.weight || b.lead;
}

static const char *
joined(struct ctx *c, const char *a, const char *b)
{
    return !a || !*a ? b : arena_printf(c->arena, "%s\n%s", a, b);
}

static err
add(struct reading *r, struct draft d)
{
    if (r->drafts.n >= PLAN_ITEMS_MOST)
        return fail(r->c, ERR_TOO_LARGE, NULL,
                    N_("Line %lld: more than %d tasks: read the plan in parts"),
                    (long long)d.line, PLAN_ITEMS_MOST);
    *PUSH(r->c->arena, &r->drafts) = d;
    return OK;
}

static void
put(struct reading *r, enum part part, const char *s)
{
    struct draft *d = &r->drafts.v[r->drafts.n - 1];
    const char **to = part == PART_WHEN     ? &d->when
                      : part == PART_LEAD   ? &d->lead
                      : part == PART_OTHERS ? &d->others
                                            : &d->product;
    *to = joined(r->c, *to, s);
}

/* "… của địa phương. Thời gian thực hiện: hoàn thành trước ngày 31/8/2023." in one line. */
static const char *
inner_when(struct ctx *c, const char *s, const char **rest)
{
    static const char *const words[] = {"Thời gian thực hiện:", "Thời gian hoàn thành:",
                                        "Thời hạn hoàn thành:", "Thời hạn:", NULL};
    for (size_t i = 0; words[i]; i++) {
        const char *at = strstr(s, words[i]);
        if (at && at > s) {
            *rest = text_trim(c->arena, at + strlen(words[i]));
            return text_trim(c->arena, arena_strndup(c->arena, s, (size_t)(at - s)));
        }
    }
    return NULL;
}

static err
line(struct reading *r, const char *s, int64_t no)
{
    struct ctx *c = r->c;
    enum part part;
    const char *value = labelled(c, s, &part), *number = NULL, *when = NULL;
    if (value && r->drafts.n) {
        put(r, part, value);
        return OK;
    }
    int64_t level = 1;
    size_t n = number_of(s, &number, &level, c->arena);
    const char *text = n ? text_trim(c->arena, s + n) : s, *before = NULL;
    if (!*text)
        return OK;
    if ((before = inner_when(c, text, &when)))
        text = before;
    struct draft *last = r->drafts.n ? &r->drafts.v[r->drafts.n - 1] : NULL;
    if (!n && (is_preamble(c, s) || (r->numbered && !last)))
        return OK;
    bool flows = last && (islower((unsigned char)*s) || text_starts(s, "đ"));
    bool fresh = n || !last || (!flows && !last->number) ||
                 (!flows && (when || has_signal(c, text)) &&
                  (last->when || has_signal(c, last->text)));
    if (fresh)
        return add(r, (struct draft){no,
                                     n                      ? level
                                     : last && last->number ? last->level
                                                            : 1,
                                     number, text, when, NULL, NULL, NULL});
    if (strlen(last->text) + strlen(text) < PLAN_TEXT_MOST)
        last->text = joined(c, last->text, text);
    if (when)
        put(r, PART_WHEN, when);
    return OK;
}

/* Dashes under a heading are its children, those under a task its own: levels without holes. */
static void
flatten(struct reading *r)
{
    int64_t open[16];
    size_t depth = 0;
    for (size_t i = 0; i < r->drafts.n; i++) {
        int64_t level = r->drafts.v[i].level;
        while (depth && open[depth - 1] >= level)
            depth--;
        r->drafts.v[i].level = (int64_t)depth;
        if (depth < COUNT(open))
            open[depth++] = level;
    }
}

static err
read_lines(struct reading *r, const char *text)
{
    struct ctx *c = r->c;
    int64_t no = 0;
    for (int pass = 0; pass < 2; pass++) {
        no = 0;
        for (const char *s = text; *s;) {
            size_t n = strcspn(s, "\n");
            no++;
            if (n > PLAN_TEXT_MOST)
                return fail(
                    c, ERR_TOO_LARGE, NULL,
                    N_("Line %lld is longer than %d bytes: put each task on a line"),
                    (long long)no, PLAN_TEXT_MOST);
            const char *one = text_trim(c->arena, arena_strndup(c->arena, s, n)),
                       *number;
            int64_t level;
            if (pass == 0)
                r->numbered |= number_of(one, &number, &level, c->arena) && level < 8;
            else if (*one)
                TRY(line(r, one, no));
            s += n + (s[n] == '\n');
        }
    }
    flatten(r);
    settle(r);
    return OK;
}

/* ---- tables ---- */

static enum part
column_part(struct ctx *c, const char *name)
{
    static const struct {
        const char *words;
        enum part part;
    } names[] = {
        {"phoi hop", PART_OTHERS},
        {"chu tri", PART_LEAD},
        {"thuc hien don vi", PART_LEAD},
        {"thoi gian", PART_WHEN},
        {"thoi han", PART_WHEN},
        {"hoan thanh", PART_WHEN},
        {"tien do", PART_WHEN},
        {"san pham", PART_PRODUCT},
        {"ket qua", PART_PRODUCT},
        {"nhiem vu", PART_TEXT},
        {"noi dung", PART_TEXT},
        {"cong viec", PART_TEXT},
        {"co quan", PART_LEAD},
        {"don vi", PART_LEAD},
        {"text", PART_TEXT},
        {"body", PART_LEAD},
        {"others", PART_OTHERS},
        {"deadline", PART_WHEN},
        {"product", PART_PRODUCT},
        {"number", PART_NUMBER},
    };
    const char *fold = text_fold(c->arena, name);
    if (str_eq(fold, "tt") || str_eq(fold, "stt") || str_eq(fold, "so"))
        return PART_NUMBER;
    for (size_t i = 0; i < COUNT(names); i++)
        if (strstr(fold, names[i].words))
            return names[i].part;
    return PART_NONE;
}

/* Short names, most of them known, the task among them. */
static bool
is_header(struct ctx *c, const struct plan_row *row)
{
    size_t known = 0, filled = 0;
    bool text = false;
    for (size_t i = 0; i < row->n; i++) {
        const char *cell = row->cell[i] ? row->cell[i] : "";
        if (!*cell)
            continue;
        if (strlen(cell) > 60 || *cell == '#')
            return false;
        enum part p = column_part(c, cell);
        filled++;
        known += p != PART_NONE;
        text |= p == PART_TEXT;
    }
    return text && known >= 2 && 2 * known > filled;
}

static int64_t
dots(const char *number)
{
    int64_t n = 1;
    for (const char *p = number; p && *p; p++)
        n += *p == '.' && p[1];
    return n;
}

static err
read_row(struct reading *r, const struct plan_row *head, const struct plan_row *row)
{
    struct ctx *c = r->c;
    struct draft d = {.line = row->line, .level = 1, .text = ""};
    for (size_t i = 0; i < row->n && i < head->n; i++) {
        const char *cell = row->cell[i] ? text_nfc(c->arena, row->cell[i]) : NULL;
        cell = cell ? text_trim(c->arena, cell) : NULL;
        if (!cell || !*cell || !head->cell[i] || strlen(cell) > PLAN_TEXT_MOST)
            continue;
        const char **to[] = {[PART_TEXT] = &d.text,     [PART_NUMBER] = &d.number,
                             [PART_WHEN] = &d.when,     [PART_LEAD] = &d.lead,
                             [PART_OTHERS] = &d.others, [PART_PRODUCT] = &d.product};
        enum part p = column_part(c, head->cell[i]);
        if (p != PART_NONE)
            *to[p] = joined(c, *to[p], cell);
    }
    if (d.number && strlen(d.number) > 20)
        d.number = NULL;
    d.level = dots(d.number);
    return *d.text || d.when ? add(r, d) : OK;
}

err
plan_read_rows(struct ctx *c, const struct plan_row *rows, size_t n, struct plan *out)
{
    struct reading r = {.c = c, .out = out};
    *out = (struct plan){0};
    size_t head = 0;
    while (head < n && !is_header(c, &rows[head]))
        head++;
    if (head == n)
        return fail(c, ERR_INVALID, NULL,
                    N_("No row names the columns: the task and at least one of number, "
                       "lead body, deadline"));
    for (size_t i = head + 1; i < n; i++)
        TRY(read_row(&r, &rows[head], &rows[i]));
    flatten(&r);
    settle(&r);
    return OK;
}

/* ---- which of the two ---- */

struct row_list LIST(struct plan_row);

static struct plan_row
tab_row(struct ctx *c, const char *s, size_t n, int64_t no)
{
    struct LIST(const char *) cells = {0};
    for (const char *end = s + n; s <= end;) {
        size_t k = 0;
        while (s + k < end && s[k] != '\t')
            k++;
        *PUSH(c->arena, &cells) = arena_strndup(c->arena, s, k);
        s += k + 1;
    }
    return (struct plan_row){cells.v, cells.n, no};
}

static void
tab_rows(struct ctx *c, const char *text, struct row_list *out)
{
    int64_t no = 0;
    for (const char *s = text; *s;) {
        size_t n = strcspn(s, "\n");
        *PUSH(c->arena, out) = tab_row(c, s, n, ++no);
        s += n + (s[n] == '\n');
    }
}

static err
csv_rows(struct ctx *c, const char *text, struct row_list *out)
{
    struct csv csv;
    struct csv_row row;
    csv_open(&csv, text, strlen(text));
    while (csv_next(&csv, c->arena, &row)) {
        const char **cells = NEWN(c->arena, const char *, row.n);
        memcpy(cells, row.cell, row.n * sizeof *cells);
        *PUSH(c->arena, out) = (struct plan_row){cells, row.n, (int64_t)csv.line};
    }
    if (csv.error)
        return fail(c, ERR_INVALID, NULL, N_("line %zu: %s"), csv.next_line,
                    T(c, csv.error));
    return OK;
}

/* The first line with the separator in it names columns. */
static bool
table_by(struct ctx *c, const char *text, char separator)
{
    const char *at = strchr(text, separator);
    if (!at)
        return false;
    const char *s = at;
    while (s > text && s[-1] != '\n')
        s--;
    size_t n = strcspn(s, "\n");
    struct plan_row head;
    if (separator == '\t')
        head = tab_row(c, s, n, 1);
    else {
        struct csv csv;
        struct csv_row row;
        csv_open(&csv, s, n);
        if (n > 2000 || !csv_next(&csv, c->arena, &row))
            return false;
        const char **cells = NEWN(c->arena, const char *, row.n);
        memcpy(cells, row.cell, row.n * sizeof *cells);
        head = (struct plan_row){cells, row.n, 1};
    }
    return is_header(c, &head);
}

err
plan_read(struct ctx *c, const char *text, size_t n, struct plan *out)
{
    *out = (struct plan){0};
    if (n > PLAN_BYTES_MOST)
        return fail(c, ERR_TOO_LARGE, NULL, N_("A plan has at most %d bytes"),
                    PLAN_BYTES_MOST);
    if (!utf8_valid(text, n))
        return fail(c, ERR_MALFORMED, NULL, N_("The text is not UTF-8"));
    const char *s = text_nfc(c->arena, arena_strndup(c->arena, text, n));
    if (text_starts(s, "\xEF\xBB\xBF"))
        s += 3;
    struct row_list rows = {0};
    if (table_by(c, s, '\t'))
        tab_rows(c, s, &rows);
    else if (table_by(c, s, ','))
        TRY(csv_rows(c, s, &rows));
    if (rows.n)
        return plan_read_rows(c, rows.v, rows.n, out);
    return read_lines(&(struct reading){.c = c, .out = out}, s);
}
