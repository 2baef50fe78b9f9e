/* SPDX-License-Identifier: Apache-2.0 */
/* decree_test.h: a small country for tests of decrees, and what may be decreed in it. */
#ifndef DECREE_DECREE_TEST_H
#define DECREE_DECREE_TEST_H
#include "base/text.h"
#include "kernel/act.h"
#include "land.h"
#include "test.h"

#define EVE   day_of(2024, 12, 31)
#define FIRST day_of(2025, 1, 1)

/* Tỉnh Một (01): huyện Hai (201) with xã A–E (10001…10005), thành phố Ba (202) with phường F. */
struct country {
    struct land l;
    unit_id province, district, town, a, b, d, e, f, g;
    org_id pc_province, pc_district, pc_a, pc_b, pc_d, council_a;
};

static inline unit_id
commune(struct country *k, const char *code, const char *name, int type, unit_id parent,
        org_id above, org_id *committee, org_id *council)
{
    struct land *l = &k->l;
    unit_id id = land_unit(l, code, name, type, TIER_COMMUNE, parent);
    const char *low =
        arena_printf(l->c->arena, "%c%s", type == TYPE_PHUONG ? 'p' : 'x', name + 1);
    org_id pc = land_org(l, id, "people_committee",
                         arena_printf(l->c->arena, "Ủy ban nhân dân %s", low), above);
    org_id hd =
        land_org(l, id, "people_council",
                 arena_printf(l->c->arena, "Hội đồng nhân dân %s", low), (org_id){0});
    if (committee)
        *committee = pc;
    if (council)
        *council = hd;
    return id;
}

static inline void
start(struct country *k, struct ctx *c, void **state)
{
    struct land *l = &k->l;
    land_start(l, c, state);
    c->today = FIRST;
    k->province =
        land_unit(l, "01", "Tỉnh Một", TYPE_TINH, TIER_PROVINCE, (unit_id){0});
    k->pc_province = land_org(l, k->province, "people_committee",
                              "Ủy ban nhân dân tỉnh Một", (org_id){0});
    k->district =
        land_unit(l, "201", "Huyện Hai", TYPE_HUYEN, TIER_DISTRICT, k->province);
    k->town =
        land_unit(l, "202", "Thành phố Ba", TYPE_THANH_PHO, TIER_DISTRICT, k->province);
    k->pc_district = land_org(l, k->district, "people_committee",
                              "Ủy ban nhân dân huyện Hai", k->pc_province);
    org_id pc_town = land_org(l, k->town, "people_committee",
                              "Ủy ban nhân dân thành phố Ba", k->pc_province);
    k->a = commune(k, "10001", "Xã An", TYPE_XA, k->district, k->pc_district, &k->pc_a,
                   &k->council_a);
    k->b = commune(k, "10002", "Xã Bình", TYPE_XA, k->district, k->pc_district,
                   &k->pc_b, NULL);
    k->d = commune(k, "10003", "Xã Dân", TYPE_XA, k->district, k->pc_district, &k->pc_d,
                   NULL);
    k->e =
        commune(k, "10004", "Xã Em", TYPE_XA, k->district, k->pc_district, NULL, NULL);
    k->f = commune(k, "10005", "Phường Phú", TYPE_PHUONG, k->town, pc_town, NULL, NULL);
    k->g = commune(k, "10006", "Xã Giang", TYPE_XA, k->town, pc_town, NULL, NULL);
}

static inline void
end(struct country *k)
{
    land_end(&k->l);
}

UNUSED static const char merge_body[] =
    "Điều 1. Thành lập xã An Bình (10002) thuộc huyện Hai (201) trên cơ sở nhập toàn bộ xã An "
    "(10001), toàn bộ xã Bình (10002).\n";

UNUSED static const char split_body[] =
    "Điều 1. Thành lập xã Mới (10003) thuộc huyện Hai (201) trên cơ sở nhập toàn bộ xã An "
    "(10001) và một phần xã Dân (10003) gồm các thôn Đông, Tây.\n"
    "Điều 2. Nhập phần còn lại của xã Dân (10003) vào xã Bình (10002).\n"
    "Bàn giao: hồ sơ chưa xác định được của xã Dân (10003): công nhận → xã Bình (10002); mặc "
    "định → xã Mới (10003).\n";

static inline const struct finding *
finding_of(const struct decree_plan *p, const char *code)
{
    for (size_t i = 0; i < p->findings.n; i++)
        if (str_eq(p->findings.v[i].code, code))
            return &p->findings.v[i];
    return NULL;
}

static inline bool
finds(const struct decree_plan *p, const char *code)
{
    return finding_of(p, code) != NULL;
}
#endif
