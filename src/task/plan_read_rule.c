/* SPDX-License-Identifier: Apache-2.0 */
/* plan_read_rule.c: deadlines as plans word them. */
#include "base/msg.h"
#include "base/text.h"
#include "task/plan_read_in.h"

enum {
    CERTAIN = 4, /* a date, a term, a period */
    LIKELY = 2,  /* what words alone say */
    EVENT_WORDS = 30
};

struct find {
    struct ctx *c;
    const struct plan_words *w;
    bool alone;
    struct plan_rule *out;
};

/* ---- what was found ---- */

static struct deadline_rule
blank(int kind)
{
    struct deadline_rule r;
    view_clear(&deadline_rule_view, &r);
    r.kind = kind;
    return r;
}

static bool
expected(const struct find *f, size_t at)
{
    for (size_t i = at > 6 ? at - 6 : 0; i < at; i++)
        if (plan_match(f->w, i, "du kien"))
            return true;
    return false;
}

static void
take(struct find *f, struct deadline_rule r, size_t at, size_t end, int weight)
{
    struct plan_rule *o = f->out;
    struct ctx probe = {.arena = f->c->arena};
    r.expected = expected(f, at) || (at < f->w->n && plan_match(f->w, at, "du kien"));
    deadline_rule_check(&probe, &r, "");
    if (faults(&probe) != OK)
        return;
    if (o->weight >= CERTAIN && weight >= CERTAIN && !deadline_rule_same(&o->rule, &r))
        o->more = true;
    if (weight <= o->weight)
        return;
    *o = (struct plan_rule){r, at, end, weight, o->more, o->unread};
}

/* A place that could be a deadline and is none that we know. */
static void
unsure(struct find *f, const char *msgid, size_t at, size_t end)
{
    const char *words = plan_span(f->w, at, end);
    if (!f->out->unread && words)
        f->out->unread = arena_printf(f->c->arena, "%s: “%s”", T(f->c, msgid), words);
}

/* Where the words of an event or a body end. */
static size_t
name_end(const struct plan_words *w, size_t i)
{
    size_t from = i;
    for (; i < w->n && i < from + EVENT_WORDS; i++) {
        if (plan_sign(w, i, ",;()\n") ||
            (plan_sign(w, i, ".") && !(i + 1 < w->n && w->v[i + 1].number >= 0)))
            break;
        if (i > from && (plan_match(w, i, "den khi") || plan_match(w, i, "cho den") ||
                         plan_match(w, i, "de hoan thanh") || plan_match(w, i, "phai")))
            break;
        size_t k = plan_match(w, i, "hieu luc");
        if (k) {
            i = plan_match(w, k, "thi hanh") ? k + 2 : k;
            break;
        }
    }
    return i;
}

static const char *
name_at(const struct plan_words *w, size_t i, size_t *end)
{
    *end = name_end(w, i);
    return plan_span(w, i, *end);
}

/* ---- wordings; each gives where it ends, 0 when it is not there ---- */

static size_t
skip(const struct plan_words *w, size_t i, const char *const *list)
{
    for (size_t k; (k = plan_match_any(w, i, list));)
        i = k;
    return i;
}

static const char *const until_words[] = {"cho den khi", "den khi", "cho toi khi",
                                          "toi khi", NULL};

static size_t
window(struct find *f, size_t i)
{
    const struct plan_words *w = f->w;
    struct plan_when a, b;
    size_t k = plan_match(w, i, "ke =từ");
    if (!k)
        k = plan_match(w, i, "=từ");
    if (!k || !plan_when(w, k, &a))
        return 0;
    size_t to = a.end + plan_sign(w, a.end, ",");
    size_t open = plan_match_any(w, to, until_words);
    if (open && !a.no_year) {
        struct deadline_rule r = blank(DEADLINE_UNTIL);
        size_t end;
        r.from = a.first;
        r.event = name_at(w, open, &end);
        take(f, r, i, end, CERTAIN);
        return end;
    }
    if (!a.no_year && (plan_match(w, a.end, "tro di") ||
                       (f->alone && plan_match(w, to, "thuong xuyen")))) {
        struct deadline_rule r = blank(DEADLINE_CONTINUOUS);
        r.from = a.first;
        take(f, r, i, to + 2, CERTAIN);
        return to + 2;
    }
    static const char *const to_words[] = {"den het", "=đến", "toi", "-", NULL};
    k = plan_match_any(w, a.end, to_words);
    if (!k || !plan_when(w, k, &b) || b.no_year)
        return 0;
    if (a.no_year) {
        int y, unused, m, d;
        day_parts(b.first, &y, &unused, &unused);
        day_parts(a.first, &unused, &m, &d);
        a.first = day_of(y, m, d);
        if (!day_known(a.first))
            return 0;
    }
    struct deadline_rule r = blank(DEADLINE_WINDOW);
    r.from = a.first;
    r.date = b.last;
    if (r.from.v > r.date.v)
        unsure(f, N_("It ends before it begins"), i, b.end);
    take(f, r, i, b.end, CERTAIN);
    return b.end;
}

/* "từ ngày ban hành kế hoạch đến khi hoàn thành": both ends are events. */
static size_t
until(struct find *f, size_t i)
{
    const struct plan_words *w = f->w;
    struct deadline_rule r = blank(DEADLINE_UNTIL);
    size_t end, k = plan_match_any(w, i, until_words);
    if (!k) {
        static const char *const since[] = {"ke =từ =ngày",  "ke =từ khi", "=từ =ngày",
                                            "=từ thoi diem", "=từ khi",    NULL};
        size_t a = plan_match_any(w, i, since);
        struct plan_when t;
        if (!a || plan_when(w, a, &t))
            return 0;
        r.from_event = name_at(w, a, &end);
        end += plan_sign(w, end, ",");
        k = plan_match_any(w, end, until_words);
        if (!k || !r.from_event)
            return 0;
    }
    r.event = name_at(w, k, &end);
    take(f, r, i, end, CERTAIN);
    return end;
}

static size_t
before(struct find *f, size_t i)
{
    struct plan_when t;
    size_t k = plan_match(f->w, i, "truoc");
    if (!k || !plan_when(f->w, k, &t))
        return 0;
    if (t.no_year) {
        unsure(f, N_("A day without its year"), i, t.end);
        return t.end;
    }
    struct deadline_rule r = blank(DEADLINE_BEFORE);
    r.date = t.first;
    take(f, r, i, t.end, CERTAIN);
    return t.end;
}

static size_t
by(struct find *f, size_t i)
{
    static const char *const lead[] = {
        "cham nhat", "muon nhat", "khong qua", "khong muon hon", "han chot", "thoi han",
        "den het",   "=đến",      "het",       "hoan thanh",     "xong",     NULL};
    static const char *const link[] = {"la",        "vao",       "trong", "=đến", "het",
                                       "cham nhat", "muon nhat", ":",     NULL};
    const struct plan_words *w = f->w;
    struct plan_when t;
    size_t k = plan_match_any(w, i, lead);
    bool within = plan_match(w, i, "trong") > 0;
    if (!k && within)
        k = i + 1;
    else if (k)
        within = plan_match(w, skip(w, k, link) - 1, "trong") > 0;
    bool bare = !k && f->alone && i == 0;
    if (!k && !bare)
        return 0;
    k = skip(w, k, link);
    if (!plan_when(w, k, &t))
        return 0;
    if (i > 0 && (plan_match(w, i - 1, "nhin") || plan_match(w, i - 1, "huong")))
        return t.end; /* "tầm nhìn đến năm 2050" is no deadline */
    if (t.no_year) {
        unsure(f, N_("A day without its year"), i, t.end);
        return t.end;
    }
    struct deadline_rule r = blank(DEADLINE_BY);
    r.date = t.last;
    if (!t.is_day && (within || bare)) {
        r.kind = DEADLINE_WINDOW;
        r.from = t.first;
    }
    take(f, r, i, t.end, CERTAIN);
    return t.end;
}

/* ---- terms ---- */

static size_t
unit_at(const struct plan_words *w, size_t i, int *unit)
{
    static const struct {
        const char *words;
        int unit;
    } all[] = {{"=ngày lam viec", DEADLINE_WORKING_DAYS},
               {"=ngày", DEADLINE_DAYS},
               {"tuan", DEADLINE_WEEKS},
               {"thang", DEADLINE_MONTHS},
               {"=năm", DEADLINE_YEARS}};
    for (size_t k = 0; k < COUNT(all); k++) {
        size_t end = plan_match(w, i, all[k].words);
        if (end) {
            *unit = all[k].unit;
            return end;
        }
    }
    return 0;
}

static size_t
past_parenthesis(const struct plan_words *w, size_t i)
{
    if (!plan_sign(w, i, "("))
        return i;
    size_t k = i;
    while (k < w->n && k < i + 8 && !plan_sign(w, k, ")"))
        k++;
    return plan_sign(w, k, ")") ? k + 1 : i;
}

static size_t
term(struct find *f, size_t i)
{
    static const char *const since[] = {"ke =từ =ngày",
                                        "ke =từ khi",
                                        "ke =từ thoi diem",
                                        "ke =từ",
                                        "tinh =từ =ngày",
                                        "tinh =từ",
                                        "sau khi",
                                        "sau =ngày",
                                        "=từ =ngày",
                                        "=từ khi",
                                        NULL};
    static const char *const ahead[] = {"truoc khi", "truoc =ngày", "truoc", NULL};
    const struct plan_words *w = f->w;
    struct deadline_rule r = blank(DEADLINE_AFTER_EVENT);
    if (!plan_number(w, i, 1, 10000))
        return 0;
    size_t k = unit_at(w, past_parenthesis(w, i + 1), &r.unit), end;
    if (!k)
        return 0;
    r.n = w->v[i].number;
    k += plan_sign(w, k, ",");
    size_t at = plan_match_any(w, k, since);
    if (!at && (at = plan_match_any(w, k, ahead)))
        r.n = -r.n;
    struct plan_when t;
    if (!at) {
        static const char *const bound[] = {
            "trong thoi han", "cham nhat", "khong qua", "toi da",
            "trong vong",     "trong",     NULL};
        for (size_t b = i > 3 ? i - 3 : 0; b < i; b++)
            if (plan_match_any(w, b, bound))
                unsure(f, N_("A term that does not say from when"), b, k);
        return 0;
    }
    at = plan_sign(w, at, ":") ? at + 1 : at;
    if (plan_when(w, at, &t)) {
        unsure(f, N_("A term from a day, not from an event"), i, t.end);
        return t.end;
    }
    r.event = name_at(w, at, &end);
    /* "theo yêu cầu của Bộ Nội vụ, trong 5 ngày kể từ khi có yêu cầu" */
    size_t asked = plan_match(w, at, "co yeu cau");
    if (asked && r.n > 0) {
        size_t of = plan_match(w, asked, "cua");
        r.kind = DEADLINE_ON_REQUEST;
        r.event = of ? name_at(w, of, &end) : NULL;
    }
    take(f, r, i, end, CERTAIN);
    return end;
}

static size_t
after(struct find *f, size_t i)
{
    const struct plan_words *w = f->w;
    struct plan_when t;
    size_t end, k = plan_match(w, i, "ngay sau khi");
    bool sure = k > 0;
    if (!k && (k = plan_match(w, i, "sau khi")))
        sure = f->alone;
    if (!k && f->alone && i == 0 && (k = plan_match(w, i, "sau")))
        sure = true;
    if (!k || !sure || plan_when(w, k, &t))
        return 0;
    struct deadline_rule r = blank(DEADLINE_AFTER_EVENT);
    r.event = name_at(w, plan_sign(w, k, ":") ? k + 1 : k, &end);
    take(f, r, i, end, LIKELY);
    return end;
}

static size_t
request(struct find *f, size_t i)
{
    static const char *const asked[] = {"theo yeu cau", "khi co yeu cau",
                                        "khi duoc yeu cau", "theo de nghi", NULL};
    const struct plan_words *w = f->w;
    size_t k = plan_match_any(w, i, asked), end = k;
    if (!k)
        return 0;
    struct deadline_rule r = blank(DEADLINE_ON_REQUEST);
    size_t of = plan_match(w, k, "cua");
    if (of)
        r.event = name_at(w, of, &end);
    else if (plan_match(w, i, "theo")) {
        if (!f->alone)
            return 0;
        r.kind = DEADLINE_AS_REQUIRED;
    }
    size_t n = end + plan_sign(w, end, ",");
    size_t in = plan_match(w, n, "trong");
    if (in && r.kind == DEADLINE_ON_REQUEST && plan_number(w, in, 1, 10000)) {
        int unit;
        size_t u = unit_at(w, in + 1, &unit);
        if (u) {
            r.n = w->v[in].number;
            r.unit = unit;
            end = u;
        }
    }
    take(f, r, i, end, r.n != INT_NONE ? CERTAIN : LIKELY + 1);
    return end;
}

static size_t
loose(struct find *f, size_t i)
{
    static const char *const with[] = {"cung voi", "dong thoi voi", "song song voi",
                                       "cung thoi diem voi", NULL};
    static const char *const rules[] = {"theo quy dinh", "theo tien do",
                                        "theo ke hoach", "theo thoi gian", NULL};
    const struct plan_words *w = f->w;
    size_t end, k;
    k = plan_match(w, i, "thuong xuyen");
    bool last = k && (k == w->n || plan_sign(w, k, ".;\n"));
    if (!f->alone && !last)
        return 0;
    if ((k = plan_match_any(w, i, with))) {
        struct deadline_rule r = blank(DEADLINE_AS_REQUIRED);
        r.event = name_at(w, k, &end);
        take(f, r, i, end, LIKELY);
        return end;
    }
    if ((k = plan_match_any(w, i, rules))) {
        take(f, blank(DEADLINE_AS_REQUIRED), i, k, LIKELY - 1);
        return k;
    }
    if ((k = plan_match(w, i, "thuong xuyen")) || (k = plan_match(w, i, "lien tuc"))) {
        struct deadline_rule r = blank(DEADLINE_CONTINUOUS);
        static const char *const since[] = {"ke =từ =ngày", "=từ =ngày", "ke =từ khi",
                                            "=từ khi", NULL};
        struct plan_when t;
        size_t a = plan_match_any(w, k + plan_sign(w, k, ","), since);
        if (a && plan_when(w, a, &t) && !t.no_year)
            r.from = t.first, k = t.end;
        else if (a)
            r.from_event = name_at(w, a, &k);
        take(f, r, i, k, LIKELY);
        return k;
    }
    return 0;
}

/* ---- periods ---- */

static size_t
every(const struct plan_words *w, size_t i, int *kind)
{
    static const struct {
        const char *words;
        int kind;
    } all[] = {
        {"hang thang", DEADLINE_MONTHLY},    {"moi thang", DEADLINE_MONTHLY},
        {"dinh ky thang", DEADLINE_MONTHLY}, {"hang =quý", DEADLINE_QUARTERLY},
        {"moi =quý", DEADLINE_QUARTERLY},    {"dinh ky =quý", DEADLINE_QUARTERLY},
        {"hang =năm", DEADLINE_YEARLY},      {"moi =năm", DEADLINE_YEARLY},
        {"dinh ky =năm", DEADLINE_YEARLY},
    };
    for (size_t k = 0; k < COUNT(all); k++) {
        size_t end = plan_match(w, i, all[k].words);
        if (end) {
            *kind = all[k].kind;
            return end;
        }
    }
    size_t begin = plan_match(w, i, "dinh ky");
    begin = begin ? begin : i;
    if (plan_number(w, begin, 6, 6) && plan_match(w, begin + 1, "thang")) {
        static const char *const length[] = {"ke =từ", "tinh =từ", "truoc", "sau",
                                             "dau",    "cuoi",     "=từ",   NULL};
        if (plan_match_any(w, begin + 2, length))
            return 0;
        *kind = DEADLINE_HALF_YEARLY;
        size_t once = plan_match(w, begin + 2, "mot lan");
        return once ? once : begin + 2;
    }
    return 0;
}

/* "ngày 25", "ngày 25 tháng cuối quý", "ngày 5 của tháng sau", "ngày 15 tháng 12": the place in a
 * period of that kind; kind none: not said yet, may become quarterly. */
static size_t
place(const struct plan_words *w, size_t i, struct deadline_rule *r)
{
    size_t k = plan_match(w, i, "=ngày"), m;
    if (!k || !plan_number(w, k, 1, 31) || w->v[k].digits > 2)
        return 0;
    r->day = w->v[k++].number;
    size_t of = plan_match(w, k, "cua");
    of = of ? of : k;
    if ((m = plan_match(w, of, "thang thu")) && plan_number(w, m, 1, 24)) {
        r->month = w->v[m].number;
        k = plan_match(w, m + 1, "cua ky") ? m + 3 : m + 1;
    } else if ((m = plan_match(w, of, "thang cuoi =quý"))) {
        r->kind = DEADLINE_QUARTERLY;
        k = m;
    } else if ((m = plan_match(w, of, "thang dau =quý sau")) ||
               (m = plan_match(w, of, "thang dau cua =quý sau"))) {
        r->kind = DEADLINE_QUARTERLY;
        r->month = 4;
        k = m;
    } else if ((m = plan_match(w, of, "thang sau")) ||
               (m = plan_match(w, of, "thang tiep theo")) ||
               (m = plan_match(w, of, "thang ke tiep"))) {
        r->kind = DEADLINE_MONTHLY;
        r->month = 2;
        k = m;
    } else if (((m = plan_match(w, of, "thang")) ||
                (plan_sign(w, k, "/") && (m = k + 1))) &&
               plan_number(w, m, 1, 12) && w->v[m].digits <= 2) {
        r->kind = DEADLINE_YEARLY;
        r->month = w->v[m].number;
        k = m + 1;
    }
    return k;
}

static size_t
bounds(const struct plan_words *w, size_t k, struct deadline_rule *r)
{
    struct plan_when t;
    size_t a = plan_sign(w, k, ",") ? plan_match(w, k + 1, "=từ") : 0;
    if (a && plan_when(w, a, &t) && t.is_day && !t.no_year)
        r->from = t.first, k = t.end;
    a = plan_sign(w, k, ",") ? plan_match(w, k + 1, "=đến") : 0;
    if (a && plan_when(w, a, &t) && t.is_day && !t.no_year)
        r->date = t.last, k = t.end;
    return k;
}

/* "trước ngày 25" names the day after the last one. */
static void
earlier(const struct plan_words *w, size_t i, struct deadline_rule *r)
{
    if (i > 0 && plan_match(w, i - 1, "truoc") && r->day != INT_NONE && r->day > 1)
        r->day--;
}

static size_t
period(struct find *f, size_t i)
{
    const struct plan_words *w = f->w;
    struct deadline_rule r = blank(DEADLINE_NONE);
    int kind = DEADLINE_NONE;
    size_t k = place(w, i, &r), e;
    if (k) { /* ngày 25 hằng tháng */
        e = every(w, k + plan_sign(w, k, ","), &kind);
        if (!e && r.kind != DEADLINE_QUARTERLY && !(r.kind && r.month == 2))
            return 0;
        if (r.kind == DEADLINE_YEARLY && kind != DEADLINE_YEARLY)
            return 0;
        r.kind = e && !(r.kind == DEADLINE_QUARTERLY) ? kind : r.kind;
        earlier(w, i, &r);
        k = e ? e : k;
    } else if ((k = every(w, i, &kind))) { /* hằng tháng, trước ngày 25 */
        static const char *const link[] = {",",     "(",         "cham nhat", "vao",
                                           "truoc", "khong qua", "gui",       "bao cao",
                                           "=đến",  "la",        NULL};
        size_t p = skip(w, k, link), q = place(w, p, &r);
        struct plan_when t;
        if (q && !(plan_when(w, p, &t) && !t.no_year)) {
            earlier(w, p, &r);
            k = q;
        } else {
            r = blank(kind);
            size_t in = plan_sign(w, k, ",") ? plan_match(w, k + 1, "thang thu") : 0;
            if (in && plan_number(w, in, 1, 24) && plan_match(w, in + 1, "cua ky"))
                r.month = w->v[in].number, k = in + 3;
        }
        r.kind = kind;
    } else
        return 0;
    if (plan_match(w, i, "hang") && plan_match(w, i + 1, "tuan"))
        return 0;
    k = bounds(w, k, &r);
    bool half = r.kind == DEADLINE_HALF_YEARLY && r.day == INT_NONE && !f->alone &&
                !plan_match(w, i, "dinh ky") && !plan_match(w, k - 2, "mot lan");
    if (half && !(i > 0 && plan_match(w, i - 1, "cao")))
        return 0; /* "6 tháng" alone in a sentence is a length of time */
    take(f, r, i, k, r.day != INT_NONE ? CERTAIN + 1 : CERTAIN);
    return k;
}

void
plan_rule_find(struct ctx *c, const struct plan_words *w, bool alone,
               struct plan_rule *out)
{
    static size_t (*const wordings[])(struct find *, size_t) = {
        period, window, until, before, term, by, after, request, loose};
    struct find f = {c, w, alone, out};
    *out = (struct plan_rule){.rule = blank(DEADLINE_NONE)};
    for (size_t i = 0; i < w->n;) {
        size_t end = 0;
        for (size_t k = 0; k < COUNT(wordings) && !end; k++)
            end = wordings[k](&f, i);
        i = end > i ? end : i + 1;
    }
    for (size_t i = 0; i < w->n && !out->weight; i++) {
        if (plan_match(w, i, "hang tuan"))
            unsure(&f, N_("A period that is not known here"), i, i + 2);
        bool slashes = plan_sign(w, i + 1, "/") && plan_sign(w, i + 3, "/");
        struct plan_when t;
        if (plan_number(w, i, 0, 99) && slashes && plan_number(w, i + 4, 1900, 2200) &&
            !plan_when(w, i, &t))
            unsure(&f, N_("There is no such day"), i, i + 5);
    }
}

bool
plan_read_rule(struct ctx *c, const char *text, bool alone, struct deadline_rule *out,
               const char **unread)
{
    struct plan_rule found;
    const char *s = utf8_valid(text, strlen(text)) ? text_nfc(c->arena, text) : "";
    struct plan_words w = plan_words(c, s);
    plan_rule_find(c, &w, alone, &found);
    *out = found.rule;
    if (unread)
        *unread = found.weight ? NULL : found.unread;
    return found.weight > 0;
}
