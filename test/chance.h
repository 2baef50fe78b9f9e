/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chance.h: countries and decrees made by chance, for tests that try what nobody thought of. The
 * same seed gives the same country and the same words.
 */
#ifndef TEST_CHANCE_H
#define TEST_CHANCE_H
#include "land.h"
#include "test.h"
#include "unit/unit_row.h"

struct chance {
    struct land *l;
    struct rng *r;
    int n_names, n_codes, n_decrees;
    struct LIST(org_id) orgs; /* all that the country began with */
    person_id clerks[6];
    int64_t n_of[8]; /* records of each register, for who counts */
};

static const char *const chance_villages[] UNUSED = {
    "Đông", "thôn Tây, cạnh đình", "Thôn Bắc", "Xóm Nam", "Thôn Đông", NULL};

/* A short name that no other unit of the country has. */
static inline const char *
chance_name(struct chance *k)
{
    static const char *const word[] = {
        "An",  "Bình", "Cao",  "Duy", "Đồng", "Gia",  "Hải", "Hòa",   "Khánh", "Lạc",
        "Mai", "Nghi", "Ninh", "Phú", "Quý",  "Sơn",  "Tân", "Thanh", "Trung", "Vĩnh",
        "Yên", "Chi",  "Liêm", "Mỹ",  "Hưng", "Thái", "Kim", "Long",  "Xuân"};
    int n = k->n_names++;
    return arena_printf(k->l->c->arena, "%s %s", word[n % (int)COUNT(word)],
                        word[(n / (int)COUNT(word) + n) % (int)COUNT(word)]);
}

/* A code that nobody has ever had. */
static inline const char *
chance_code(struct chance *k, int tier)
{
    return arena_printf(k->l->c->arena, tier == TIER_DISTRICT ? "%03d" : "%05d",
                        (tier == TIER_DISTRICT ? 200 : 10000) + ++k->n_codes);
}

static inline const char *
chance_small(struct ctx *c, const char *name)
{
    return arena_printf(c->arena, "%c%s", name[0] | 0x20, name + 1);
}

static inline org_id
chance_org(struct chance *k, unit_id unit, const char *kind, const char *label,
           const char *name, org_id parent)
{
    struct ctx *c = k->l->c;
    org_id id =
        land_org(k->l, unit, kind,
                 arena_printf(c->arena, "%s %s", label, chance_small(c, name)), parent);
    *PUSH(c->arena, &k->orgs) = id;
    return id;
}

/* A unit with its committee, and nearly always its council; gives the committee. */
static inline org_id
chance_unit(struct chance *k, int tier, int type, unit_id parent, org_id above,
            unit_id *id)
{
    struct ctx *c = k->l->c;
    const char *code = tier == TIER_PROVINCE
                           ? arena_printf(c->arena, "%02d", ++k->n_codes)
                           : chance_code(k, tier);
    const char *name =
        arena_printf(c->arena, "%s %s", unit_type_word(type), chance_name(k));
    *id = land_unit(k->l, code, name, type, tier, parent);
    if (rng_below(k->r, 3))
        ok(c, figure_add(c, &(struct figure){.unit_id = *id,
                                             .measure = "population",
                                             .on = day_of(2023, 12, 31),
                                             .value = rng_range(k->r, 100, 20000),
                                             .flag = "published",
                                             .source = "chance"}));
    if (rng_below(k->r, 20))
        chance_org(k, *id, "people_council", "Hội đồng nhân dân", name, (org_id){0});
    return chance_org(k, *id, "people_committee", "Ủy ban nhân dân", name, above);
}

static inline void
chance_paper(struct chance *k, org_id at)
{
    struct ctx *c = k->l->c;
    const struct registry *reg = registers[rng_below(k->r, LAND_PAPERS)];
    int64_t id = land_paper(k->l, reg, at,
                            chance_villages[rng_below(k->r, COUNT(chance_villages))]);
    struct paper out;
    if (rng_below(k->r, 6) == 0)
        ok(c, register_end(c, reg, (struct record_key){id, INT_NONE, "xong"}, c->today,
                           &out));
}

/* A document of the first province's committee and n tasks that it gives to anybody. */
static inline void
chance_work(struct chance *k, int n)
{
    struct ctx *c = k->l->c;
    struct directive d, plan;
    view_clear(&directive_view, &d);
    d.record.org_held = k->orgs.v[0];
    d.number = "1/KH";
    d.type = DIRECTIVE_PLAN;
    d.issuer = d.summary = "chance";
    d.issued_on = day_of(2024, 1, 1);
    ok(c, register_add(c, &directive_register, &d, &plan));
    for (int i = 0; i < n; i++) {
        struct task t, out;
        view_clear(&task_view, &t);
        t.directive_id = (directive_id){plan.record.id};
        t.title = arena_printf(c->arena, "Việc %d", i);
        t.place = chance_villages[rng_below(k->r, COUNT(chance_villages))];
        t.rule.kind = rng_below(k->r, 3) ? DEADLINE_BY : DEADLINE_NONE;
        if (t.rule.kind == DEADLINE_BY)
            t.rule.date = (day){day_of(2024, 6, 1).v + (int)rng_below(k->r, 900)};
        org_id to = k->orgs.v[rng_below(k->r, k->orgs.n)];
        ok(c, task_add(c, &t, to, &out));
        if (rng_below(k->r, 3))
            ok(c, task_move(c, "assign",
                            &(struct task_move){.id = {out.record.id},
                                                .version = INT_NONE,
                                                .org = to,
                                                .until = DAY_NONE,
                                                .progress = INT_NONE},
                            &out));
        else if (rng_below(k->r, 3) == 0)
            ok(c, task_move(c, "withdraw",
                            &(struct task_move){.id = {out.record.id},
                                                .version = INT_NONE,
                                                .reason = "thôi",
                                                .until = DAY_NONE,
                                                .progress = INT_NONE},
                            &out));
    }
}

/* Provinces, districts, communes, organisations, figures, grants, n papers and some tasks. */
static inline void
chance_country(struct chance *k, int n_communes, int n_papers)
{
    struct ctx *c = k->l->c;
    unit_id province[2], district[8], id;
    org_id above[2], committee[8];
    int n_provinces = 1 + (int)rng_below(k->r, 2);
    int n_districts = n_provinces + 1 + (int)rng_below(k->r, 4);
    c->actor = &land_operator;
    for (int i = 0; i < n_provinces; i++)
        above[i] = chance_unit(k, TIER_PROVINCE, TYPE_TINH, (unit_id){0}, (org_id){0},
                               &province[i]);
    for (int i = 0; i < n_districts; i++)
        committee[i] =
            chance_unit(k, TIER_DISTRICT, TYPE_HUYEN, province[i % n_provinces],
                        above[i % n_provinces], &district[i]);
    for (int i = 0; i < n_communes; i++) {
        int at = (int)rng_below(k->r, (uint64_t)n_districts);
        chance_unit(k, TIER_COMMUNE, rng_below(k->r, 4) ? TYPE_XA : TYPE_PHUONG,
                    district[at], committee[at], &id);
    }
    for (int i = 0; i < n_papers; i++)
        chance_paper(k, k->orgs.v[rng_below(k->r, k->orgs.n)]);
    chance_work(k, (int)rng_below(k->r, 12));
    for (size_t i = 0; i < k->orgs.n; i++)
        if (k->clerks[0].v && rng_below(k->r, 2))
            ok(c,
               grant_add(c,
                         &(struct grant){
                             .person_id = k->clerks[rng_below(k->r, COUNT(k->clerks))],
                             .role = "clerk",
                             .org_id = k->orgs.v[i],
                             .below = rng_below(k->r, 2),
                             .valid_from = DAY_MIN},
                         NULL));
}

/* ---- decrees ---- */

struct writing {
    struct chance *k;
    struct buf text;
    struct unit_list communes, districts, provinces;
    const char **above; /* of each district: what its communes are below afterwards */
    size_t at;          /* communes before are used */
    int n;              /* clauses */
};

static inline const char *
ref(struct writing *w, const struct unit *u)
{
    struct ctx *c = w->k->l->c;
    return arena_printf(c->arena, "%s (%s)", chance_small(c, u->name), u->code);
}

static inline const char *
ref_above(struct writing *w, const struct unit *u)
{
    for (size_t i = 0; i < w->districts.n; i++)
        if (w->districts.v[i].id.v == u->parent_id.v)
            return w->above[i];
    for (size_t i = 0; i < w->provinces.n; i++)
        if (w->provinces.v[i].id.v == u->parent_id.v)
            return ref(w, &w->provinces.v[i]);
    return NULL;
}

static inline const struct unit *
next_commune(struct writing *w)
{
    return w->at < w->communes.n ? &w->communes.v[w->at++] : NULL;
}

#define CLAUSE(w, ...)                                                                 \
    (buf_printf(&(w)->text, "Điều %d. ", ++(w)->n),                                    \
     buf_printf(&(w)->text, __VA_ARGS__), buf_puts(&(w)->text, ".\n"))

/* A new commune in the place of one: under its code or under a new one. */
static inline const char *
write_new(struct writing *w, const struct unit *in_place_of)
{
    struct chance *k = w->k;
    return arena_printf(k->l->c->arena, "%s %s (%s)",
                        rng_below(k->r, 2) ? "xã" : "phường", chance_name(k),
                        rng_below(k->r, 2) ? in_place_of->code
                                           : chance_code(k, TIER_COMMUNE));
}

static inline void
write_merger(struct writing *w, const struct unit *a)
{
    const char *sources = arena_printf(w->k->l->c->arena, "toàn bộ %s", ref(w, a));
    for (int n = 1 + (int)rng_below(w->k->r, 3); n > 0; n--) {
        const struct unit *b = next_commune(w);
        if (b)
            sources =
                arena_printf(w->k->l->c->arena, "%s, toàn bộ %s", sources, ref(w, b));
    }
    CLAUSE(w, "Thành lập %s thuộc %s trên cơ sở nhập %s", write_new(w, a),
           ref_above(w, a), sources);
}

static inline void
write_split(struct writing *w, const struct unit *a, const struct unit *b,
            const struct unit *d)
{
    struct ctx *c = w->k->l->c;
    const char *fresh = write_new(w, d);
    CLAUSE(w,
           "Thành lập %s thuộc %s trên cơ sở nhập toàn bộ %s và một phần %s gồm các "
           "thôn Đông, Tây",
           fresh, ref_above(w, a), ref(w, a), ref(w, d));
    CLAUSE(w, "Nhập phần còn lại của %s vào %s", ref(w, d), ref(w, b));
    buf_printf(
        &w->text, "Bàn giao: hồ sơ chưa xác định được của %s: %smặc định → %s.\n",
        ref(w, d),
        rng_below(w->k->r, 2) ? arena_printf(c->arena, "công nhận → %s; ", ref(w, b))
                              : "",
        fresh);
}

static inline void
write_change(struct writing *w, const struct unit *a)
{
    struct chance *k = w->k;
    bool is_xa = a->type == TYPE_XA;
    const char *code = rng_below(k->r, 3) ? ""
                                          : arena_printf(k->l->c->arena, " (%s)",
                                                         chance_code(k, TIER_COMMUNE));
    switch (rng_below(k->r, w->districts.n ? 3 : 2)) {
    case 0:
        CLAUSE(w, "Đổi tên %s thành %s %s%s", ref(w, a), is_xa ? "xã" : "phường",
               chance_name(k), code);
        return;
    case 1:
        CLAUSE(w, "Chuyển %s thành %s %s%s", ref(w, a), is_xa ? "phường" : "xã",
               a->short_name, code);
        return;
    default:
        CLAUSE(w, "Chuyển %s về trực thuộc %s", ref(w, a),
               w->above[rng_below(k->r, w->districts.n)]);
    }
}

static inline void
write_clause(struct writing *w)
{
    uint64_t what = rng_below(w->k->r, 8);
    const struct unit *a = next_commune(w), *b = what > 1 ? next_commune(w) : NULL,
                      *d = what > 4 ? next_commune(w) : NULL;
    if (!a && w->n == 0)
        CLAUSE(w, "Đổi tên %s thành tỉnh %s", ref(w, &w->provinces.v[0]),
               chance_name(w->k));
    if (!a)
        return;
    if (!b)
        write_change(w, a);
    else if (what < 4)
        write_merger(w, a);
    else if (what == 4)
        CLAUSE(w, "Nhập toàn bộ %s vào %s", ref(w, a), ref(w, b));
    else if (what == 5) {
        CLAUSE(w, "Nhập một phần %s gồm các thôn Đông, Bắc vào %s", ref(w, a),
               ref(w, b));
        CLAUSE(w, "Giữ nguyên phần còn lại của %s", ref(w, a));
        buf_printf(&w->text, "Bàn giao: %s: mặc định → %s.\n", ref(w, a),
                   ref(w, rng_below(w->k->r, 2) ? a : b));
        CLAUSE(w, "Điều chỉnh địa giới: một phần diện tích của %s về %s", ref(w, b),
               ref(w, d ? d : a));
    } else if (d)
        write_split(w, a, b, d);
    else {
        CLAUSE(w, "Giải thể %s", ref(w, a));
        buf_printf(&w->text, "Bàn giao: %s: mặc định → %s.\n", ref(w, a), ref(w, b));
    }
}

/* Districts end, or two of them become one; what is below them afterwards is noted. */
static inline void
write_districts(struct writing *w)
{
    struct ctx *c = w->k->l->c;
    for (size_t i = 0; i < w->districts.n; i++)
        w->above[i] = ref(w, &w->districts.v[i]);
    size_t i = rng_below(w->k->r, w->districts.n),
           j = rng_below(w->k->r, w->districts.n);
    const struct unit *a = &w->districts.v[i], *b = &w->districts.v[j], *p = NULL;
    for (size_t n = 0; n < w->provinces.n; n++)
        if (w->provinces.v[n].id.v == a->parent_id.v)
            p = &w->provinces.v[n];
    assert_non_null(p);
    if (i != j && rng_below(w->k->r, 2)) {
        const char *fresh = arena_printf(
            c->arena, "huyện %s (%s)", chance_name(w->k),
            rng_below(w->k->r, 2) ? b->code : chance_code(w->k, TIER_DISTRICT));
        CLAUSE(w, "Thành lập %s thuộc %s trên cơ sở nhập toàn bộ %s, toàn bộ %s", fresh,
               ref(w, p), ref(w, a), ref(w, b));
        w->above[i] = w->above[j] = fresh;
    } else {
        CLAUSE(w, "Giải thể %s, các đơn vị trực thuộc chuyển về %s", ref(w, a),
               ref(w, p));
        buf_printf(&w->text, "Bàn giao: %s: mặc định → %s.\n", ref(w, a), ref(w, p));
        w->above[i] = ref(w, p);
    }
}

/* The text of a decree for `on`; what it names is there on its eve. It may still be blocked. */
static inline const char *
chance_decree(struct chance *k, day on, const char **code)
{
    struct ctx *c = k->l->c;
    struct writing w = {.k = k};
    struct unit_list all;
    ok(c, unit_list_within(c, (unit_id){0}, (day){on.v - 1}, &all));
    for (size_t i = all.n; i-- > 1;) { /* shuffled */
        size_t j = rng_below(k->r, i + 1);
        struct unit u = all.v[i];
        all.v[i] = all.v[j];
        all.v[j] = u;
    }
    for (size_t i = 0; i < all.n; i++)
        *PUSH(c->arena, all.v[i].tier == TIER_COMMUNE    ? &w.communes
                        : all.v[i].tier == TIER_DISTRICT ? &w.districts
                                                         : &w.provinces) = all.v[i];
    w.above = NEWN(c->arena, const char *, w.districts.n + 1);
    if (w.districts.n && rng_below(k->r, 2))
        write_districts(&w);
    else
        for (size_t i = 0; i < w.districts.n; i++)
            w.above[i] = ref(&w, &w.districts.v[i]);
    for (int n = (int)rng_range(k->r, 1, 6); n > 0; n--)
        write_clause(&w);
    *code = arena_printf(c->arena, "%d-2024", ++k->n_decrees);
    const char *text =
        land_text(k->l, *code, day_iso(c->arena, on), w.text.n ? buf_str(&w.text) : "");
    buf_free(&w.text);
    return text;
}
#endif
