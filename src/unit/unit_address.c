/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/unit_address.h"

#include <ctype.h>

#include "base/text.h"
#include "unit/unit_hash.h"
#include "unit/unit_row.h"

enum {
    MOST_WORDS = 60, /* read of an address, from its end */
    MOST_NAME_WORDS = 8,
    MOST_FOUND = 60 /* namesakes told */
};

/* A word as folded and as a part of a key, and where it stands in the text. */
struct word {
    const char *fold, *key;
    size_t from, to;
    bool breaks; /* a comma or a new line stands before it */
};
struct reading {
    struct ctx *c;
    const char *text;
    struct word word[MOST_WORDS];
    size_t n;
    place_finder *find;
    void *arg;
    struct map keys; /* struct place_list *: asked already */
    bool relaxed;    /* type words need not fit */
    bool has_marks; /* typed with tones: then they tell Hoằng Đông from Hoằng Đồng */
    /* the best so far */
    struct score {
        int n_units, n_words, n_typed, n_spelled;
    } best;
    struct place_list found;
    size_t rest; /* words before the units */
};

/* ---- words ---- */

static bool
is_break(char c)
{
    return c == ',' || c == ';' || c == '\n' || c == '\r' || c == '|' || c == '(' ||
           c == ')';
}

/* "q1", "p12": an abbreviation that sticks to its number. */
static size_t
glued(const char *fold)
{
    return strchr("qpxh", *fold) && isdigit((unsigned char)fold[1]) &&
                   strspn(fold + 1, "0123456789") == strlen(fold + 1)
               ? 1
               : 0;
}

static void
add_word(struct reading *r, const char *fold, size_t from, size_t to, bool breaks)
{
    if (r->n == MOST_WORDS) /* the end of an address matters */
        memmove(r->word, r->word + 1, --r->n * sizeof *r->word);
    const char *key = fold;
    while (*key == '0' && isdigit((unsigned char)key[1]))
        key++;
    r->word[r->n++] = (struct word){fold, key, from, to, breaks};
}

/* What one chunk between blanks folds to: one word, or several ("TP.HCM"). */
static void
add_chunk(struct reading *r, size_t from, size_t to, bool breaks)
{
    struct arena *a = r->c->arena;
    char *fold = text_fold(a, arena_strndup(a, r->text + from, to - from));
    if (str_eq(fold, "tphcm") || str_eq(fold, "hcm")) {
        if (fold[0] == 't')
            add_word(r, "tp", from, to, breaks);
        add_word(r, "ho", from, to, breaks && fold[0] != 't');
        add_word(r, "chi", from, to, false);
        add_word(r, "minh", from, to, false);
        return;
    }
    for (char *w = fold; *w;) {
        size_t n = strcspn(w, " "), head = 0;
        char *next = w + n + (w[n] == ' ');
        w[n] = '\0';
        head = glued(w);
        if (head) {
            add_word(r, arena_strndup(a, w, head), from, to, breaks);
            breaks = false;
        }
        add_word(r, w + head, from, to, breaks);
        breaks = false;
        w = next;
    }
}

static void
read_words(struct reading *r)
{
    const char *s = r->text;
    bool breaks = true;
    for (size_t i = 0; s[i];) {
        if (is_break(s[i]) || isspace((unsigned char)s[i])) {
            breaks |= is_break(s[i]) && s[i] != '(' && s[i] != ')';
            i++;
            continue;
        }
        size_t from = i;
        while (s[i] && !is_break(s[i]) && !isspace((unsigned char)s[i]))
            i++;
        size_t before = r->n;
        add_chunk(r, from, i, breaks);
        breaks = breaks && r->n == before;
    }
    /* the country and a postal code say nothing here */
    while (r->n) {
        const char *last = r->word[r->n - 1].fold;
        bool postal = strspn(last, "0123456789") == strlen(last) && strlen(last) >= 5;
        bool country =
            r->n > 1 && str_eq(last, "nam") && str_eq(r->word[r->n - 2].fold, "viet");
        if (country && r->n > 2)
            r->n -= 2;
        else if ((postal || str_eq(last, "vn") || str_eq(last, "vietnam")) && r->n > 1)
            r->n--;
        else
            return;
    }
}

static bool
words_are(const struct reading *r, size_t from, size_t end, const char *phrase)
{
    for (size_t i = from; *phrase; i++) {
        size_t n = strcspn(phrase, " ");
        if (i >= end || strlen(r->word[i].fold) != n ||
            strncmp(r->word[i].fold, phrase, n) != 0)
            return false;
        phrase += n + (phrase[n] == ' ');
    }
    return true;
}

static size_t
count_words(const char *phrase)
{
    size_t n = 1;
    for (; *phrase; phrase++)
        n += *phrase == ' ';
    return n;
}

/* Words that make what follows a village or a street, never a commune. */
static const char *const small_words[] = {
    "thon",   "xom",  "lang",     "ban",     "ap",         "to",       "khu",
    "khoi",   "buon", "bon",      "phum",    "soc",        "doi",      "duong",
    "pho",    "ngo",  "ngach",    "hem",     "so",         "nha",      "tdp",
    "kp",     "cum",  "tieu khu", "khu pho", "to dan pho", "khoi pho", "quoc lo",
    "dai lo", "kiet", "lo",       "can",     "toa"};

static bool
is_small_word(const char *fold)
{
    for (size_t i = 0; i < COUNT(small_words); i++)
        if (str_eq(fold, small_words[i]))
            return true;
    return false;
}

/* ---- units, from the end ---- */

static const struct {
    const char *phrase;
    int type;
} type_words[] = {
    {"thanh pho", TYPE_THANH_PHO},
    {"thi tran", TYPE_THI_TRAN},
    {"thi xa", TYPE_THI_XA},
    {"dac khu", TYPE_DAC_KHU},
    {"phuong", TYPE_PHUONG},
    {"huyen", TYPE_HUYEN},
    {"quan", TYPE_QUAN},
    {"tinh", TYPE_TINH},
    {"xa", TYPE_XA},
    {"tp", TYPE_THANH_PHO},
    {"tt", TYPE_THI_TRAN},
    {"tx", TYPE_THI_XA},
    {"dk", TYPE_DAC_KHU},
    {"p", TYPE_PHUONG},
    {"h", TYPE_HUYEN},
    {"q", TYPE_QUAN},
    {"t", TYPE_TINH},
    {"x", TYPE_XA},
};

static err
find_key(struct reading *r, size_t from, size_t end, struct place_list **out)
{
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = from; i < end; i++)
        buf_puts(&b, r->word[i].key);
    struct place_list *known = map_get(&r->keys, buf_str(&b));
    if (known) {
        *out = known;
        return OK;
    }
    const char *key = arena_strdup(r->c->arena, b.s);
    *out = NEW(r->c->arena, struct place_list);
    TRY(r->find(r->c, r->arg, key, *out));
    *map_at(r->c->arena, &r->keys, key) = *out;
    return OK;
}

static bool
is_below(const struct place *p, const struct place *above)
{
    return !above || (p->tier > above->tier &&
                      (p->parent_id.v == above->id.v || p->grand_id.v == above->id.v));
}

/* ---- marks ---- */

/* Each vowel with its tones, small and capital: "a" in front is what tones are taken from. */
static const char *const vowels[] = {
    "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ",
    "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ", "AÀẢÃÁẠ", "ĂẰẲẴẮẶ", "ÂẦẨẪẤẬ", "EÈẺẼÉẸ",
    "ÊỀỂỄẾỆ", "IÌỈĨÍỊ", "OÒỎÕÓỌ", "ÔỒỔỖỐỘ", "ƠỜỞỠỚỢ", "UÙỦŨÚỤ", "ƯỪỬỮỨỰ", "YỲỶỸÝỴ"};

static size_t
char_bytes(const char *s)
{
    size_t n = 1;
    while (((unsigned char)s[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* One letter as its small vowel without tone; gives the tone, 0 if there is none. */
static int
take_vowel(const char **s, struct buf *b)
{
    size_t n = char_bytes(*s);
    if (n == 1) {
        char small = (char)tolower((unsigned char)**s);
        if (!strchr("aeiouy", small) || !small)
            return -1;
        buf_putc(b, small);
        *s += 1;
        return 0;
    }
    for (size_t i = 0; i < COUNT(vowels); i++) {
        const char *base = vowels[i % (COUNT(vowels) / 2)], *v = vowels[i];
        for (int tone = 0; *v; tone++, v += char_bytes(v))
            if (strncmp(v, *s, n) == 0 && char_bytes(v) == n) {
                buf_put(b, base, char_bytes(base));
                *s += n;
                return tone;
            }
    }
    return -1;
}

/* Letters with their marks, the tone of each word behind it: Hòa and Hoà are the same. */
static const char *
spelled(struct arena *a, const char *s)
{
    CLEANUP(buf_free) struct buf b = {0};
    int tone = 0;
    for (;;) {
        int t = *s ? take_vowel(&s, &b) : -1;
        if (t >= 0) {
            tone = t ? t : tone;
            continue;
        }
        bool letter = isalnum((unsigned char)*s) || (unsigned char)*s >= 0x80;
        if (!letter && tone)
            buf_putc(&b, (char)('0' + tone));
        if (!letter)
            tone = 0;
        if (!*s)
            break;
        size_t n = char_bytes(s);
        if (n == 2 && strncmp(s, "Đ", 2) == 0)
            buf_puts(&b, "đ");
        else if (n == 1 && letter)
            buf_putc(&b, (char)tolower((unsigned char)*s));
        else if (letter)
            buf_put(&b, s, n);
        s += n;
    }
    return arena_strndup(a, b.s ? b.s : "", b.n);
}

static const char *as_typed(const struct reading *r, size_t from, size_t end);

static bool
is_spelled(const struct reading *r, size_t from, size_t end, const struct place *p)
{
    struct arena *a = r->c->arena;
    const char *typed = spelled(a, as_typed(r, from, end)), *name = spelled(a, p->name);
    size_t n = strlen(typed), m = strlen(name);
    return n <= m && strcmp(name + m - n, typed) == 0;
}

/* ---- units, from the end: the best of all readings ---- */

static int
compare(const struct score *a, const struct score *b)
{
    const int da[] = {a->n_units, a->n_words, a->n_typed, a->n_spelled};
    const int db[] = {b->n_units, b->n_words, b->n_typed, b->n_spelled};
    for (size_t i = 0; i < COUNT(da); i++)
        if (da[i] != db[i])
            return da[i] - db[i];
    return 0;
}

static void
keep(struct reading *r, const struct place *p, struct score score, size_t rest)
{
    int way = r->found.n ? compare(&score, &r->best) : 1;
    if (way < 0)
        return;
    if (way > 0) {
        r->found = (struct place_list){0};
        r->best = score;
        r->rest = rest;
    }
    for (size_t i = 0; i < r->found.n; i++)
        if (r->found.v[i].id.v == p->id.v)
            return;
    if (r->found.n < MOST_FOUND)
        *PUSH(r->c->arena, &r->found) = *p;
}

/* May words from..end be a unit's name without its type word? "thôn Gia Tân", "5", "12 Hà Nội". */
static bool
may_be_bare(const struct reading *r, size_t from, size_t end, const struct place *p)
{
    bool number = end - from == 1 && isdigit((unsigned char)r->word[from].fold[0]);
    if (number)
        return false;
    if (from == 0 || r->word[from].breaks)
        return true;
    if (is_small_word(r->word[from - 1].fold))
        return false;
    if (p->tier != TIER_COMMUNE)
        return true;
    /* "thôn 3 Gia Tân" */
    return from > 1 && isdigit((unsigned char)r->word[from - 1].fold[0]) &&
           is_small_word(r->word[from - 2].fold);
}

static err expand(struct reading *r, size_t end, const struct place *above,
                  struct score so_far);

/* Words from..end as a name, with what stands before it being its type word or nothing. */
static err
try_name(struct reading *r, size_t first, size_t from, size_t end, int type,
         const struct place *above, struct score so_far)
{
    struct place_list *all;
    TRY(find_key(r, from, end, &all));
    for (size_t i = 0; i < all->n; i++) {
        const struct place *p = &all->v[i];
        if (!is_below(p, above) || (type && p->type != type && !r->relaxed) ||
            (!type && !may_be_bare(r, from, end, p)))
            continue;
        struct score score = {
            .n_units = so_far.n_units + 1,
            .n_words = so_far.n_words + (int)(end - first),
            .n_typed = so_far.n_typed + (type != TYPE_NONE && p->type == type),
            .n_spelled = so_far.n_spelled +
                         (all->n == 1 || (r->has_marks && is_spelled(r, from, end, p))),
        };
        keep(r, p, score, first);
        if (p->tier != TIER_COMMUNE && first > 0)
            TRY(expand(r, first, p, score));
    }
    return OK;
}

/* All units that the words before `end` may name, below `above`. */
static err
expand(struct reading *r, size_t end, const struct place *above, struct score so_far)
{
    for (size_t n = 1; n <= MOST_NAME_WORDS + 2 && n <= end; n++) {
        size_t from = end - n;
        if (n <= MOST_NAME_WORDS)
            TRY(try_name(r, from, from, end, TYPE_NONE, above, so_far));
        for (size_t i = 0; i < COUNT(type_words); i++) {
            size_t k = count_words(type_words[i].phrase);
            if (k < n && words_are(r, from, end, type_words[i].phrase))
                TRY(try_name(r, from, from + k, end, type_words[i].type, above,
                             so_far));
        }
        if (r->word[from].breaks)
            break;
    }
    return OK;
}

/* ---- what is left ---- */

static const char *
as_typed(const struct reading *r, size_t from, size_t end)
{
    size_t a = r->word[from].from, b = r->word[end - 1].to;
    return arena_strndup(r->c->arena, r->text + a, b - a);
}

static void
read_hints(struct reading *r, struct address *out)
{
    for (size_t i = 0; i < r->rest;) {
        size_t from = i++;
        while (i < r->rest && !r->word[i].breaks)
            i++;
        *PUSH(r->c->arena, &out->hints) = as_typed(r, from, i);
    }
}

static bool
has_commune(const struct reading *r)
{
    for (size_t i = 0; i < r->found.n; i++)
        if (r->found.v[i].tier == TIER_COMMUNE)
            return true;
    return false;
}

err
address_read(struct ctx *c, const char *text, place_finder *find, void *arg,
             struct address *out)
{
    *out = (struct address){0};
    struct reading *r = NEW(c->arena, struct reading);
    *r = (struct reading){.c = c, .find = find, .arg = arg};
    r->text = text_nfc(c->arena, text);
    if (!r->text)
        return fail(c, ERR_MALFORMED, "address", N_("Not valid UTF-8"));
    read_words(r);
    if (r->n == 0)
        return OK;
    for (const char *s = r->text; *s; s++)
        r->has_marks |= (unsigned char)*s >= 0x80;
    TRY(expand(r, r->n, NULL, (struct score){0}));
    if (!has_commune(r)) { /* "phường Gia Tân" where it is a xã: told, not taken */
        struct reading strict = *r;
        r->relaxed = true;
        r->found = (struct place_list){0};
        TRY(expand(r, r->n, NULL, (struct score){0}));
        out->is_relaxed = has_commune(r) && r->best.n_words > strict.best.n_words;
        if (!out->is_relaxed)
            *r = strict;
    }
    out->found = r->found;
    if (!out->found.n)
        r->rest = r->n;
    if (r->rest)
        out->rest = as_typed(r, 0, r->rest);
    read_hints(r, out);
    return OK;
}

/* ---- villages of a rule ---- */

struct village {
    const char *word; /* "thon", "" when not said */
    const char *key;
};

/* Folded "thon dong ha" → {thon, dongha}. carry: the word of the item before in a list. */
static struct village
village_of(struct arena *a, const char *text, const char *carry)
{
    static const char *const words[] = {
        "to dan pho", "khu pho", "khoi pho", "tieu khu", "thon", "xom",  "lang",
        "ban",        "ap",      "to",       "khu",      "khoi", "buon", "bon",
        "phum",       "soc",     "doi",      "pho",      "cum"};
    const char *fold = text_fold(a, text);
    while (text_starts(fold, "cac ") || text_starts(fold, "mot phan ") ||
           text_starts(fold, "gom "))
        fold += strcspn(fold, " ") + 1;
    for (size_t i = 0; i < COUNT(words); i++) {
        size_t n = strlen(words[i]);
        if (text_starts(fold, words[i]) && fold[n] == ' ')
            return (struct village){words[i], unit_name_key(a, fold + n + 1)};
    }
    return (struct village){carry, unit_name_key(a, fold)};
}

static bool
same_village(const struct village *rule, const struct village *hint)
{
    bool number = isdigit((unsigned char)hint->key[0]);
    bool both = *rule->word && *hint->word;
    return *hint->key && str_eq(rule->key, hint->key) &&
           (both ? str_eq(rule->word, hint->word) : !number);
}

/* The hint itself, or what stands behind its last "thôn", "xóm" …: "số 5 thôn Đông". */
static bool
names(struct arena *a, const struct village *rule, const char *hint)
{
    const char *fold = text_fold(a, hint);
    struct village v = village_of(a, fold, "");
    if (same_village(rule, &v))
        return true;
    for (const char *p = strchr(fold, ' '); p; p = strchr(p + 1, ' ')) {
        v = village_of(a, p + 1, "");
        if (*v.word && same_village(rule, &v))
            return true;
    }
    return false;
}

bool
rule_names(struct arena *a, const char *rule, const struct hint_list *hints)
{
    static const char and[] = " và ";
    const char *carry = "";
    for (const char *s = rule; *s;) {
        size_t n = strcspn(s, ",;:\n");
        const char *joint = strstr(s, and);
        bool at_and = joint && (size_t)(joint - s) < n;
        if (at_and)
            n = (size_t)(joint - s);
        struct village v = village_of(a, arena_strndup(a, s, n), carry);
        carry = v.word;
        for (size_t i = 0; i < hints->n; i++)
            if (names(a, &v, hints->v[i]))
                return true;
        s += n + (at_and ? sizeof and-1 : s[n] != '\0');
    }
    return false;
}
