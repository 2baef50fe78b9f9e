/* SPDX-License-Identifier: Apache-2.0 */
/* law_region.c: which provinces lie in a region, on which days: a factor of all that is in them. */
#include "base/msg.h"
#include "kernel/act.h"
#include "law/law.h"
#include "store/store.h"
#include "unit/unit.h"

extern const struct query Q_law_region_rows, Q_law_region_find, Q_law_region_overlaps,
    Q_law_region_add, Q_law_region_set;

static const struct field region_fields[] = {
    FIELD(struct law_region, id, N_("Number"), .flags = F_HIDDEN),
    FIELD(struct law_region, region, N_("Region"), .flags = F_READONLY | F_HIDDEN),
    FIELD(struct law_region, label, N_("Region"),
          .flags = F_READONLY | F_BRIEF | F_COMPUTED, .to = "/law/regions/{id}"),
    FIELD(struct law_region, province_code, N_("Province (code)"),
          .flags = F_READONLY | F_BRIEF),
    FIELD(struct law_region, province_name, N_("Name of the province"),
          .flags = F_READONLY | F_BRIEF | F_COMPUTED, .to = "/units/{province_code}"),
    FIELD(struct law_region, valid_from, N_("From"), .flags = F_BRIEF,
          .hint = N_("Empty: always")),
    FIELD(struct law_region, valid_to, N_("until"), .flags = F_BRIEF,
          .hint = N_("Empty: it stays")),
    FIELD(struct law_region, source, N_("Source"), .flags = F_REQUIRED | F_BRIEF,
          .hint = N_("Decision or figure that says so")),
};
const struct view law_region_view =
    VIEW("law_region", struct law_region, region_fields);

err
law_regions(struct ctx *c, struct law_region_list *out)
{
    TRY(query_list(c, &Q_law_region_rows, &law_region_view, out, IN_NOTHING));
    for (size_t i = 0; i < out->n; i++)
        out->v[i].label = law_factor_label(c, out->v[i].region);
    return OK;
}

err
law_region_find(struct ctx *c, int64_t id, struct law_region *out)
{
    err e = query_one(c, &Q_law_region_find, &law_region_view, out, IN(id));
    if (e == OK)
        out->label = law_factor_label(c, out->region);
    return e == ERR_NOT_FOUND ? fail(c, e, NULL, N_("There is no such row of a region"))
                              : e;
}

/* Days left empty are open; then the row must be one that can be, beside the others. */
static err
check_region(struct ctx *c, struct law_region *r)
{
    int64_t n;
    if (!r->valid_from.v || !day_known(r->valid_from))
        r->valid_from = DAY_MIN;
    if (!r->valid_to.v || !day_known(r->valid_to))
        r->valid_to = DAY_MAX;
    if (r->valid_to.v <= r->valid_from.v)
        return fail(c, ERR_INVALID, "valid_to", N_("After the first day"));
    TRY(query_int(c, &Q_law_region_overlaps,
                  IN(r->region, r->province_code, r->id, r->valid_from, r->valid_to), 0,
                  &n));
    if (n > 0)
        return fail(c, ERR_CONFLICT, "valid_from",
                    N_("%s lies in this region on some of these days already"),
                    r->province_code);
    return OK;
}

/* What the log says of it. */
static err
region_act(struct ctx *c, const char *verb, int64_t id, const struct law_region *before)
{
    struct law_region r;
    TRY(law_region_find(c, id, &r));
    struct act act = {
        .verb = verb,
        .kind = "law_region",
        .object_id = id,
        .label = arena_printf(c->arena, "%s: %s", r.region,
                              r.province_name ? r.province_name : r.province_code),
        .path = arena_printf(c->arena, "/law/regions/%lld", (long long)id),
        .changes = view_diff(c, &law_region_view, before, &r)};
    return act_add(c, &act);
}

static bool
is_named(const struct law_factor_list *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].name, name))
            return true;
    return false;
}

err
law_region_add(struct ctx *c, const struct law_region *in, int64_t *id)
{
    struct law_region r = *in;
    struct law_factor_list known;
    struct unit u;
    TRY(law_factors(c, &known));
    if (!is_named(&known, r.region))
        note_fault(c, ERR_INVALID, "region", N_("No reduction knows this factor"));
    err e = unit_by_code_ever(c, r.province_code, c->today, &u);
    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    if (e != OK || u.tier != TIER_PROVINCE)
        note_fault(c, ERR_INVALID, "province_code", N_("There is no province %s"),
                   r.province_code);
    TRY(faults(c));
    r.id = 0;
    TRY(check_region(c, &r));
    TRY(id_next(c, &r.id));
    TRY(query_exec(
        c, &Q_law_region_add,
        IN(r.id, r.region, r.province_code, r.valid_from, r.valid_to, r.source), NULL));
    if (id)
        *id = r.id;
    return region_act(c, "add", r.id, NULL);
}

err
law_region_change(struct ctx *c, const struct law_region *in)
{
    struct law_region before, r;
    TRY(law_region_find(c, in->id, &before));
    r = before;
    r.valid_from = in->valid_from;
    r.valid_to = in->valid_to;
    r.source = in->source;
    TRY(check_region(c, &r));
    TRY(query_exec(c, &Q_law_region_set, IN(r.id, r.valid_from, r.valid_to, r.source),
                   NULL));
    return region_act(c, "change", r.id, &before);
}
