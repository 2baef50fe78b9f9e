/* SPDX-License-Identifier: Apache-2.0 */
/* address.c: addresses and rules as strangers write them, against a gazetteer of one district. */
#include "base/text.h"
#include "fuzz.h"
#include "unit/unit_address.h"

static const struct place gazetteer[] = {
    {.id = {1},
     .code = "37",
     .name = "Tỉnh Ninh Bình",
     .name_key = "ninhbinh",
     .type = TYPE_TINH,
     .tier = TIER_PROVINCE},
    {.id = {2},
     .code = "369",
     .name = "Thành phố Ninh Bình",
     .name_key = "ninhbinh",
     .type = TYPE_THANH_PHO,
     .tier = TIER_DISTRICT,
     .parent_id = {1}},
    {.id = {3},
     .code = "373",
     .name = "Huyện Gia Viễn",
     .name_key = "giavien",
     .type = TYPE_HUYEN,
     .tier = TIER_DISTRICT,
     .parent_id = {1}},
    {.id = {4},
     .code = "14503",
     .name = "Xã Gia Tân",
     .name_key = "giatan",
     .type = TYPE_XA,
     .tier = TIER_COMMUNE,
     .parent_id = {3},
     .grand_id = {1}},
    {.id = {5},
     .code = "14329",
     .name = "Phường 5",
     .name_key = "5",
     .type = TYPE_PHUONG,
     .tier = TIER_COMMUNE,
     .parent_id = {2},
     .grand_id = {1}},
    {.id = {6},
     .code = "14464",
     .name = "Thị trấn Me",
     .name_key = "me",
     .type = TYPE_THI_TRAN,
     .tier = TIER_COMMUNE,
     .parent_id = {3},
     .grand_id = {1}},
};

static err
find(struct ctx *c, void *arg, const char *key, struct place_list *out)
{
    *out = (struct place_list){0};
    must(arg == NULL && *key && !strchr(key, ' '));
    for (size_t i = 0; i < COUNT(gazetteer); i++)
        if (str_eq(gazetteer[i].name_key, key))
            *PUSH(c->arena, out) = gazetteer[i];
    return OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_free) struct arena a = {0};
    struct ctx c = {.arena = &a};
    char *text =
        arena_strndup(&a, (const char *)data, size); /* a NUL ends it, as on the wire */
    struct address out;
    err e = address_read(&c, text, find, NULL, &out);
    must((e == OK) == utf8_valid(text, strlen(text)) || !*text);
    if (e != OK)
        return 0;
    for (size_t i = 0; i < out.found.n; i++)
        for (size_t j = 0; j < i; j++)
            must(out.found.v[i].id.v != out.found.v[j].id.v);
    must(!out.rest || utf8_valid(out.rest, strlen(out.rest)));
    for (size_t i = 0; i < out.hints.n; i++)
        must(utf8_valid(out.hints.v[i], strlen(out.hints.v[i])));
    /* what is a rule to one is an address to another */
    (void)rule_names(&a, text, &out.hints);
    (void)rule_names(&a, "các thôn Đông, Đoài và xóm 3; tổ dân phố số 5", &out.hints);
    return 0;
}
