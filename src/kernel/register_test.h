/* SPDX-License-Identifier: Apache-2.0 */
/* register_test.h: what the tests of registers share: a made-up one for each rule on succession. */
#ifndef KERNEL_REGISTER_TEST_H
#define KERNEL_REGISTER_TEST_H
#include "kernel/register.h"

#include "db.h"

#include "kernel/access.h"
#include "kernel/org.h"
#include "test.h"

struct petition {
    struct record record;
    const char *subject, *petitioner, *village;
    int kind;
    day due_on;
};
static const struct choice petition_kinds[] = {
    {0}, {"complaint", "Complaint"}, {"proposal", "Proposal"}};
static const struct field petition_fields[] = {
    RECORD_FIELDS(struct petition),
    FIELD(struct petition, subject, "Subject",
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    FIELD(struct petition, petitioner, "Petitioner", .flags = F_SEARCH | F_PERSONAL),
    ENUM(struct petition, kind, petition_kinds, "Kind"),
    FIELD(struct petition, due_on, "Due on"),
    FIELD(struct petition, village, "Village"),
};
static const struct view petition_view =
    VIEW("petition", struct petition, petition_fields);
struct petition_list LIST(struct petition);

#define PETITIONS(nm, rule)                                                            \
    {                                                                                  \
        nm, nm "s", "Petitions", "Made up by a test.", "Petition", &petition_view,     \
            "subject", "village", rule, "none"                                         \
    }
static const struct registry petition_register = PETITIONS("petition", SUCC_PASSES),
                             badge_register = PETITIONS("badge", SUCC_ENDS),
                             rating_register = PETITIONS("rating", SUCC_REVIEW),
                             map_register = PETITIONS("map", SUCC_ARCHIVED);
static const struct registry *const all_four[] = {
    &petition_register, &badge_register, &rating_register, &map_register, NULL};

/* ---- what every test starts from ---- */

static const struct actor operator_ = {.name = "Quản trị", .is_operator = true};

static inline void
start(struct ctx *c, void **state)
{
    test_db_start(c, state);
    c->actor = &operator_;
    ok(c, db_begin(c, true));
    for (size_t i = 0; all_four[i]; i++)
        ok(c, register_create(c, all_four[i]));
}

static inline org_id
new_org(struct ctx *c, const char *name)
{
    struct org o = {
        .kind = "people_committee", .name = name, .valid_from = day_of(2000, 1, 1)};
    ok(c, org_add(c, &o));
    return o.id;
}

static inline struct petition
blank(org_id org, const char *subject)
{
    struct petition p;
    view_clear(&petition_view, &p);
    p.record.org_held = org;
    p.subject = subject;
    return p;
}

static inline struct petition
add(struct ctx *c, const struct registry *reg, org_id org, const char *subject,
    const char *village)
{
    struct petition p = blank(org, subject), out;
    p.village = village;
    ok(c, register_add(c, reg, &p, &out));
    return out;
}

static inline struct petition
find(struct ctx *c, const struct registry *reg, int64_t id)
{
    struct petition p;
    ok(c, register_find(c, reg, id, &p));
    return p;
}

static inline struct petition_list
list(struct ctx *c, const struct registry *reg, struct record_filter f)
{
    struct record_page page;
    struct petition_list out;
    ok(c, register_list(c, reg, &f, &page));
    memcpy(&out, &page.items, sizeof out);
    return out;
}

static inline int64_t
held(struct ctx *c, const struct registry *reg, org_id org, int state)
{
    struct holding h;
    ok(c, register_count_held(c, reg, org, &h));
    return h.n[state];
}

static inline bool
says(const struct ctx *c, const char *field, const char *part)
{
    for (size_t i = 0; i < c->faults.n; i++) {
        const char *f = c->faults.v[i].field;
        if ((field ? str_eq(f, field) : !f) && strstr(c->faults.v[i].message, part))
            return true;
    }
    return false;
}

static inline void
end(struct ctx *c)
{
    for (size_t i = 0; all_four[i]; i++)
        ok(c, register_verify(c, all_four[i]));
    test_db_end(c);
}
#endif
