/* SPDX-License-Identifier: Apache-2.0 */
/* unit_row.c: writes the rows of units and their versions; asks no questions. */
#include "unit/unit_row.h"

#include "base/text.h"

extern const struct query Q_unit_span, Q_unit_add_row, Q_unit_end_row,
    Q_unit_version_add, Q_unit_version_last, Q_unit_version_close, Q_unit_version_set;

static const struct field version_fields[] = {
    FIELD(struct unit_version, id, N_("Id")),
    ID(struct unit_version, unit_id, N_("Unit")),
    FIELD(struct unit_version, valid_from, N_("From")),
    FIELD(struct unit_version, valid_to, N_("Until")),
    FIELD(struct unit_version, code, N_("Code")),
    FIELD(struct unit_version, name, N_("Name")),
    FIELD(struct unit_version, short_name, N_("Short name")),
    FIELD(struct unit_version, search, N_("Search")),
    FIELD(struct unit_version, name_key, N_("Search")),
    FIELD(struct unit_version, sort_key, N_("Order")),
    ENUM(struct unit_version, type, unit_types, N_("Type")),
    ID(struct unit_version, parent_id, N_("Part of")),
    ID(struct unit_version, decree_id, N_("Decree")),
};
const struct view unit_version_view =
    VIEW("unit_version", struct unit_version, version_fields);

static const struct field span_fields[] = {
    ID(struct unit_span, id, N_("Id")),
    {.name = "unit_id",
     .offset = offsetof(struct unit_span, id.v),
     .kind = K_ID,
     .label = N_("Unit")},
    FIELD(struct unit_span, valid_from, N_("From")),
    FIELD(struct unit_span, valid_to, N_("Until")),
};
const struct view unit_span_view = VIEW("unit_span", struct unit_span, span_fields);

static struct value
value_id(int64_t id)
{
    return OPT(id != 0, id);
}

/* ---- types and tiers ---- */

const char *
unit_type_word(int type)
{
    static const char *const words[] = {
        [TYPE_TINH] = "Tỉnh",      [TYPE_THANH_PHO] = "Thành phố",
        [TYPE_HUYEN] = "Huyện",    [TYPE_THI_XA] = "Thị xã",
        [TYPE_QUAN] = "Quận",      [TYPE_XA] = "Xã",
        [TYPE_PHUONG] = "Phường",  [TYPE_THI_TRAN] = "Thị trấn",
        [TYPE_DAC_KHU] = "Đặc khu"};
    must(type > TYPE_NONE && type <= TYPE_DAC_KHU);
    return words[type];
}

bool
unit_type_fits(int tier, int type)
{
    switch (type) {
    case TYPE_TINH:
        return tier == TIER_PROVINCE;
    case TYPE_THANH_PHO:
        return tier == TIER_PROVINCE || tier == TIER_DISTRICT;
    case TYPE_HUYEN:
    case TYPE_THI_XA:
    case TYPE_QUAN:
        return tier == TIER_DISTRICT;
    case TYPE_XA:
    case TYPE_PHUONG:
    case TYPE_THI_TRAN:
    case TYPE_DAC_KHU:
        return tier == TIER_COMMUNE;
    default:
        return false;
    }
}

bool
unit_tier_above(int above, int below)
{
    return above != TIER_NONE && above < below;
}

/* The name behind its type's word, which lists spell "Thị Xã" and "Thị xã"; else all of it. */
static const char *
without_type(struct ctx *c, const char *name, int type)
{
    const char *word = unit_type_word(type), *p = name + strcspn(name, " ");
    for (const char *w = word; *w; w++)
        if (*w == ' ' && *p)
            p += 1 + strcspn(p + 1, " ");
    const char *head = arena_strndup(c->arena, name, (size_t)(p - name));
    if (*p != ' ' || !p[1] ||
        !str_eq(text_fold(c->arena, head), text_fold(c->arena, word)))
        return name;
    return p + 1;
}

const char *
unit_name_key(struct arena *a, const char *name)
{
    char *key = text_fold(a, name), *to = key;
    bool starts = true; /* of a word */
    for (const char *s = key; *s; s++) {
        if (*s == ' ' || (*s == '0' && starts && s[1] >= '0' && s[1] <= '9')) {
            starts = starts || *s == ' ';
            continue;
        }
        starts = false;
        *to++ = *s;
    }
    *to = '\0';
    return key;
}

void
version_named(struct ctx *c, struct unit_version *v, const char *name, int type)
{
    v->name = name;
    v->type = type;
    v->short_name = without_type(c, name, type);
    v->search = text_fold(c->arena, arena_printf(c->arena, "%s %s", name, v->code));
    v->name_key = unit_name_key(c->arena, v->short_name);
    v->sort_key = text_sort_key(
        c->arena, arena_printf(c->arena, "%s %s", v->short_name, unit_type_word(type)));
}

/* ---- rows ---- */

err
unit_row_span(struct ctx *c, unit_id id, struct unit_span *out)
{
    return query_one(c, &Q_unit_span, &unit_span_view, out, IN(id.v));
}

err
version_row_add(struct ctx *c, struct unit_version *v)
{
    TRY(id_next(c, &v->id));
    const struct value in[] = {
        VALUE(v->id),
        VALUE(v->unit_id.v),
        VALUE(v->valid_from),
        VALUE(v->valid_to),
        VALUE(v->code),
        VALUE(v->name),
        VALUE(v->short_name),
        VALUE(v->search),
        VALUE(v->name_key),
        VALUE(v->sort_key),
        VALUE(unit_types[v->type].name),
        value_id(v->parent_id.v),
        value_id(v->decree_id.v),
    };
    return query_exec(c, &Q_unit_version_add, in, NULL);
}

err
unit_row_add_bare(struct ctx *c, const struct unit_new *in, day valid_to, unit_id *out)
{
    TRY(id_next(c, &out->v));
    return query_exec(c, &Q_unit_add_row,
                      IN(out->v, unit_tiers[in->tier].name, in->valid_from, valid_to,
                         in->lon_e6, in->lat_e6, value_id(in->decree_id.v)),
                      NULL);
}

err
unit_row_add(struct ctx *c, const struct unit_new *in, unit_id *out,
             struct unit_version *first)
{
    struct unit_version v = {.valid_from = in->valid_from,
                             .valid_to = DAY_MAX,
                             .code = in->code,
                             .parent_id = in->parent_id,
                             .decree_id = in->decree_id};
    TRY(unit_row_add_bare(c, in, DAY_MAX, &v.unit_id));
    version_named(c, &v, in->name, in->type);
    TRY(version_row_add(c, &v));
    *out = v.unit_id;
    if (first)
        *first = v;
    return OK;
}

err
version_row_last(struct ctx *c, unit_id id, struct unit_version *out)
{
    return query_one(c, &Q_unit_version_last, &unit_version_view, out, IN(id.v));
}

err
version_row_close(struct ctx *c, int64_t id, day on)
{
    return query_exec(c, &Q_unit_version_close, IN(id, on), NULL);
}

err
version_row_set(struct ctx *c, const struct unit_version *v)
{
    return query_exec(c, &Q_unit_version_set,
                      IN(v->id, v->code, v->name, v->short_name, v->search, v->name_key,
                         v->sort_key, unit_types[v->type].name,
                         value_id(v->parent_id.v)),
                      NULL);
}

err
unit_row_end(struct ctx *c, unit_id id, day on, decree_id by)
{
    struct unit_version last;
    TRY(version_row_last(c, id, &last));
    TRY(version_row_close(c, last.id, on));
    return query_exec(c, &Q_unit_end_row, IN(id.v, on, value_id(by.v)), NULL);
}
