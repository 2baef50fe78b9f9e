/* SPDX-License-Identifier: Apache-2.0 */
/* report_regime_web.c: the pages of who reports what to whom. */
#include "base/msg.h"
#include "report/report_web.h"
#include "web/web.h"

struct regimes_page {
    int64_t total, total_at_least;
    struct report_regime_list items;
    const char *next;
    struct org_kind_list kinds;
};
static const struct field regimes_fields[] = {
    LIST_FIELDS(struct regimes_page, &report_regime_view),
    LISTOF(struct regimes_page, kinds, &org_kind_view, N_("Kinds"), .flags = ON_PAGE)};
const struct view report_regimes_view =
    VIEW("report_regimes", struct regimes_page, regimes_fields);

err
get_regimes(struct ctx *c, const void *in UNUSED, void *out)
{
    struct regimes_page *p = out;
    TRY(org_kinds(c, &p->kinds));
    for (size_t i = 0; i < p->kinds.n; i++)
        p->kinds.v[i].label = org_kind_word(c, p->kinds.v[i].name, p->kinds.v[i].label);
    TRY(report_regimes(c, &p->items));
    p->total = (int64_t)p->items.n;
    return OK;
}

err
post_regime(struct ctx *c, const void *in, void *out)
{
    return report_regime_add(c, in, out);
}

struct regime_page {
    struct report_regime r;
    struct report_field_list fields;
    struct report_source_list sources;
    const char *page_title, *owner;
};
static const struct field source_fields[] = {FIELD(struct choice, name, N_("Name")),
                                             FIELD(struct choice, label, N_("Label"))};
static const struct view source_view =
    VIEW("report_source", struct choice, source_fields);
#define OF(m, k, ...)                                                                  \
    {                                                                                  \
        .name = #m, .offset = offsetof(struct regime_page, r.m), .kind = (k),          \
        .label = __VA_ARGS__                                                           \
    }
static const struct field regime_fields[] = {
    OF(id, K_ID, N_("Regime"), .flags = F_HIDDEN),
    OF(code, K_TEXT, N_("Code")),
    OF(name, K_TEXT, N_("Report")),
    OF(addressee, K_TEXT, N_("Goes to")),
    OF(owner_kind, K_TEXT, N_("Owed by organisations of the kind"), .flags = F_HIDDEN),
    FIELD(struct regime_page, owner, N_("Owed by organisations of the kind"),
          .flags = F_COMPUTED),
    OF(owner_tier, K_ENUM, N_("Of units of the tier"), .choices = unit_tiers,
       .n_choices = (int)COUNT(unit_tiers)),
    OF(within, K_TEXT, N_("Owed at or below")),
    OF(to_tier, K_ENUM, N_("Collected at the tier"), .choices = unit_tiers,
       .n_choices = (int)COUNT(unit_tiers)),
    OF(words, K_TEXT, N_("When it is due")),
    OF(only_periods, K_TEXT, N_("Only these periods of the year")),
    OF(data_from, K_DAY, N_("Data from")),
    OF(data_to, K_DAY, N_("Data to the end of")),
    OF(grace, K_INT, N_("Days after its day in which it may be sent")),
    OF(two_people, K_BOOL, N_("Who drafted it does not sign it off")),
    OF(valid_from, K_DAY, N_("In force from")),
    OF(valid_to, K_DAY, N_("In force until")),
    OF(article, K_TEXT, N_("Article")),
    OF(checked_by, K_TEXT, N_("Checked by")),
    OF(version, K_INT, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct regime_page, page_title, N_("Report"), .flags = ON_PAGE),
    LISTOF(struct regime_page, fields, &report_field_view, N_("Form")),
    LISTOF(struct regime_page, sources, &source_view, N_("Sources"), .flags = ON_PAGE),
};
const struct view report_regime_show_view =
    VIEW("report_regime_show", struct regime_page, regime_fields);

err
get_regime(struct ctx *c, const void *in, void *out)
{
    struct regime_page *p = out;
    report_regime_id id = {((const struct report_key *)in)->id};
    struct org_kind_list kinds = {0};
    TRY(report_regime_find(c, id, &p->r));
    p->page_title = p->r.name;
    TRY(org_kinds(c, &kinds));
    for (size_t i = 0; i < kinds.n; i++)
        if (str_eq(kinds.v[i].name, p->r.owner_kind))
            p->owner = org_kind_word(c, kinds.v[i].name, kinds.v[i].label);
    TRY(report_sources_all(c, &p->sources));
    return report_fields(c, id, &p->fields);
}

static const struct field change_fields[] = {
    NUMBER_OF(struct report_regime, id.v),
    FIELD(struct report_regime, version, N_("Version"), .flags = F_HIDDEN),
    FIELD(struct report_regime, article, N_("Article"), .flags = F_REQUIRED,
          .max = 400),
    FIELD(struct report_regime, checked_by, N_("Checked by")),
};
const struct view report_regime_change_view =
    VIEW("report_regime_change", struct report_regime, change_fields);

err
post_regime_change(struct ctx *c, const void *in, void *out)
{
    const struct report_regime *r = in;
    TRY(report_regime_change(c, r));
    return report_regime_find(c, r->id, out);
}

static const struct field field_in_fields[] = {
    NUMBER_OF(struct report_field, regime_id.v),
    FIELD(struct report_field, label, N_("What is reported"), .flags = F_REQUIRED),
    ENUM(struct report_field, kind, report_kinds, N_("Kind"), .flags = F_REQUIRED),
    FIELD(struct report_field, source, N_("Filled in from"), .options = "sources",
          .max = 60, .hint = N_("Of a number; empty: people fill it in")),
    FIELD(struct report_field, is_required, N_("Needed")),
};
const struct view report_field_in_view =
    VIEW("report_field_in", struct report_field, field_in_fields);

err
post_regime_field(struct ctx *c, const void *in, void *out)
{
    const struct report_field *f = in;
    TRY(report_field_add(c, f));
    return report_regime_find(c, f->regime_id, out);
}
