/* SPDX-License-Identifier: Apache-2.0 */
/* plan_read_body.c: who leads and who works with them, from "Giao Sở Nội vụ chủ trì, phối hợp với …". */
#include "base/text.h"
#include "task/plan_read_in.h"

enum {
    BODY_WORDS = 60
};

/* How the name of a body begins. */
static const char *const begins[] = {
    "=sở",         "ubnd",       "uy ban",    "hdnd",      "hoi dong nhan dan",
    "cong an",     "=bộ",        "=ban",      "dang uy",   "mat tran",
    "thanh tra",   "van phong",  "kho bac",   "=cục",      "chi cuc",
    "=các",        "thanh uy",   "tinh uy",   "huyen uy",  "quan uy",
    "thuong truc", "thuong vu",  "=phòng",    "trung tam", "=báo",
    "=đài",        "=viện",      "lien doan", "=hội",      "=đoàn",
    "toa an",      "ngan hang",  "=trường",   "chinh phu", "quan khu",
    "ubmttq",      "vpubnd",     "bch",       "bcd",       "btv",
    "doi voi cac", "tat ca cac", "de nghi",   "cap uy",    "co quan",
    "don vi",      "chu tich",   "nhung",     "giam doc",  "thu truong",
    "chanh",       "truong ban", NULL};

/* What a body is asked to do: its name ends before it. Small letters: "Ban Tổ chức" goes on. */
static const char *const verbs[] = {"tham muu",
                                    "xay dung",
                                    "lanh dao",
                                    "chi dao",
                                    "ra soat",
                                    "hoan thanh",
                                    "huong dan",
                                    "to chuc",
                                    "thuc hien",
                                    "cung cap",
                                    "bao cao",
                                    "khan truong",
                                    "khac phuc",
                                    "don gian hoa",
                                    "so hoa",
                                    "giam sat",
                                    "bien soan",
                                    "thong bao",
                                    "nam tinh hinh",
                                    "truc tiep",
                                    "la co quan",
                                    "tiep tuc",
                                    "ban hanh",
                                    "=lập",
                                    "=trình",
                                    "=gửi",
                                    "nghien cuu",
                                    "tong hop",
                                    "tham dinh",
                                    "tap trung",
                                    "day manh",
                                    "chuan bi",
                                    "thong qua",
                                    "phoi hop",
                                    "don doc",
                                    "kiem tra",
                                    "theo doi",
                                    "bo tri",
                                    "de xuat",
                                    "cong bo",
                                    "niem yet",
                                    "tuyen truyen",
                                    "quyet dinh",
                                    "dang tai",
                                    "bao dam",
                                    "dam bao",
                                    "giai quyet",
                                    "xac dinh",
                                    "co trach nhiem",
                                    "chiu trach nhiem",
                                    "chu dong",
                                    "chu tri",
                                    "=phải",
                                    "=cần",
                                    "sap xep",
                                    "lay y kien",
                                    "=họp",
                                    "de hoan thanh",
                                    "=để",
                                    "=sẽ",
                                    "van hanh",
                                    "tiep nhan",
                                    "=ký",
                                    "cap nhat",
                                    "trien khai",
                                    "=nộp",
                                    "thanh lap",
                                    "bo sung",
                                    "=đưa",
                                    "dieu chinh",
                                    "phan cong",
                                    "=giao",
                                    "xem xet",
                                    "phe duyet",
                                    "quan ly",
                                    "danh gia",
                                    "sua doi",
                                    "=chọn",
                                    "=cử",
                                    "gop y",
                                    "kien toan",
                                    "=làm",
                                    "dieu hanh",
                                    "phan bo",
                                    "xu ly",
                                    "hoan thien",
                                    "cham nhat",
                                    "truoc ngay",
                                    "kip thoi",
                                    "tham gia",
                                    "dien tap",
                                    "=lên",
                                    "dao tao",
                                    "quan triet",
                                    "uu tien",
                                    "rut gon",
                                    "=sớm",
                                    "=được",
                                    "tam dung",
                                    "can cu",
                                    "quyet liet",
                                    "thu hoi",
                                    "trong vong",
                                    "trong thoi han",
                                    "ra quyet",
                                    "chuyen",
                                    "tang cuong",
                                    "ban giao",
                                    "dang ky",
                                    NULL};

static bool
small(const struct plan_words *w, size_t i)
{
    const char *s = w->v[i].s;
    return (*s >= 'a' && *s <= 'z') || text_starts(s, "đ");
}

static bool
begins_body(const struct plan_words *w, size_t i)
{
    return i < w->n && plan_match_any(w, i, begins) > 0;
}

/* Nouns that look like what is to be done: "cơ quan, tổ chức", "tổ chức chính trị - xã hội". */
static bool
is_noun(const struct plan_words *w, size_t i)
{
    return plan_match(w, i, "to chuc") && ((i > 0 && plan_sign(w, i - 1, ",")) ||
                                           plan_match(w, i, "to chuc chinh tri") ||
                                           (i > 0 && plan_match(w, i - 1, "cac")));
}

/* Where the names of bodies that begin at i end. */
static size_t
bodies_end(const struct plan_words *w, size_t i)
{
    size_t from = i;
    for (; i < w->n && i < from + BODY_WORDS; i++) {
        if (plan_sign(w, i, ".;:(\n") || w->v[i].fold[0] == '.')
            break;
        if (i > from && small(w, i) && plan_match_any(w, i, verbs) && !is_noun(w, i))
            break;
    }
    while (i > from && plan_sign(w, i - 1, ",-"))
        i--;
    return i < from + BODY_WORDS ? i : from;
}

const char *
plan_bodies_list(struct ctx *c, const struct plan_words *w, size_t from, size_t to)
{
    const char *all = NULL;
    size_t start = from;
    for (size_t i = from; i <= to; i++) {
        bool and = i < to && i > start && plan_match(w, i, "va");
        bool sign = i < to && plan_sign(w, i, ",;\n");
        bool named =
            begins_body(w, i + 1) && (!small(w, i + 1) || plan_match(w, i + 1, "=các"));
        bool part = (and || sign) && i + 1 < to && (plan_sign(w, i, ";\n") || named);
        if (i < to && !part)
            continue;
        const char *one = plan_span(w, start, i);
        if (one)
            all = all ? arena_printf(c->arena, "%s; %s", all, one) : one;
        start = i + 1;
    }
    return all;
}

/* After "phối hợp với …" at i; "(các)" alone is no body. */
static const char *
partners(struct ctx *c, const struct plan_words *w, size_t i)
{
    static const char *const with[] = {"phoi hop voi", "phoi hop cung",
                                       "phoi hop chat che voi", NULL};
    for (size_t end = i + 4; i < w->n && i < end; i++) {
        size_t k = plan_match_any(w, i, with);
        if (!k && (k = plan_match(w, i, "phoi hop")) &&
            !(begins_body(w, k) && !small(w, k)))
            k = 0;
        if (k)
            return plan_bodies_list(c, w, k, bodies_end(w, k));
    }
    return NULL;
}

static bool
sentence_start(const struct plan_words *w, size_t i)
{
    return i == 0 || plan_sign(w, i - 1, ".;:\n-+)") || w->v[i - 1].fold[0] == '.';
}

void
plan_bodies_find(struct ctx *c, const struct plan_words *w, struct plan_bodies *out)
{
    static const char *const give[] = {"giao",    "phan cong", "de nghi",
                                       "yeu cau", "giao cho",  NULL};
    /* at the start of a sentence; else after its first part: "Chậm nhất 30 ngày …, Sở A lập …" */
    *out = (struct plan_bodies){0};
    for (size_t k = 0; k < 2 * w->n && !out->lead; k++) {
        size_t i = k % w->n;
        bool later = k >= w->n && i > 0 && plan_sign(w, i - 1, ",") && !small(w, i);
        if (!later && !(k < w->n && sentence_start(w, i)))
            continue;
        size_t at = plan_match(w, i, "giao cho");
        at = at ? at : plan_match_any(w, i, give);
        if (!at)
            at = i;
        if (!begins_body(w, at))
            continue;
        size_t end = bodies_end(w, at), next = end + plan_sign(w, end, ",");
        bool does = next < w->n && small(w, next) && plan_match_any(w, next, verbs);
        if (end == at || !(does || (at > i && end >= w->n)))
            continue;
        out->lead = plan_bodies_list(c, w, at, end);
        size_t lead = plan_match(w, next, "chu tri");
        out->others = partners(c, w, lead ? lead : next);
    }
}
