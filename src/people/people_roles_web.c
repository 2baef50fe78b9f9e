/* SPDX-License-Identifier: Apache-2.0 */
/* people_roles_web.c: the roles, and what each may. */
#include "web/web.h"

#include "base/msg.h"
#include "kernel/register.h"
#include "people/people_web.h"

struct cell {
    const char *label; /* the role's, for phones */
    bool has;
};
struct cell_list LIST(struct cell);
static const struct field cell_fields[] = {
    FIELD(struct cell, label, N_("Role")),
    FIELD(struct cell, has, N_("May")),
};
static const struct view cell_view = VIEW("role_cell", struct cell, cell_fields);

struct matrix_row {
    const char *capability, *label;
    struct cell_list cells;
};
struct matrix LIST(struct matrix_row);
static const struct field matrix_fields[] = {
    FIELD(struct matrix_row, capability, N_("Capability")),
    FIELD(struct matrix_row, label, N_("May")),
    LISTOF(struct matrix_row, cells, &cell_view, N_("Roles")),
};
static const struct view matrix_row_view =
    VIEW("role_matrix_row", struct matrix_row, matrix_fields);

struct roles_page {
    int64_t total, total_at_least;
    struct role_list items;
    const char *next;
    struct matrix rows;
    bool may_set;
};
static const struct field roles_fields[] = {
    LIST_FIELDS(struct roles_page, &role_view),
    LISTOF(struct roles_page, rows, &matrix_row_view, N_("What roles may"),
           .flags = ON_PAGE),
    FIELD(struct roles_page, may_set, N_("May change"), .flags = ON_PAGE),
};
const struct view roles_view = VIEW("roles", struct roles_page, roles_fields);

/* What the doors of this house ask for, in the order of its rooms; and a plain register asks for its
 * own two. A test compares with the doors. */
static const struct choice capabilities[] = {
    {"unit.read", N_("See units")},
    {"unit.write", N_("Change units")},
    {"unit.import", N_("Import units")},
    {"org.read", N_("See organisations")},
    {"org.write", N_("Change organisations")},
    {"law.read", N_("See rule books")},
    {"law.write", N_("Change rule books")},
    {"decree.read", N_("See decrees")},
    {"decree.draft", N_("Draft decrees")},
    {"decree.approve", N_("Approve decrees")},
    {"decree.execute", N_("Execute decrees")},
    {"decree.undo", N_("Undo decrees")},
    {"directive.read", N_("See directives")},
    {"directive.write", N_("Enter directives")},
    {"task.read", N_("See tasks")},
    {"task.direct", N_("Give tasks and judge what was done")},
    {"task.work", N_("Do tasks")},
    {"obstacle.read", N_("See obstacles")},
    {"obstacle.write", N_("Raise obstacles")},
    {"obstacle.answer", N_("Answer obstacles")},
    {"indicator.read", N_("See indicators")},
    {"indicator.write", N_("Define indicators")},
    {"indicator.enter", N_("Enter values of indicators")},
    {"report.read", N_("See reports")},
    {"report.write", N_("Write reports")},
    {"report.sign", N_("Sign reports off")},
    {"report.collect", N_("Ask for reports and put them together")},
    {"register.read", N_("See the registers")},
    {"people.read", N_("See people")},
    {"people.write", N_("Look after accounts")},
    {"grant.write", N_("Give roles")},
    {"act.read", N_("See the log")},
    {"log.verify", N_("Verify the log")},
    {"setting.write", N_("Change settings")},
};

static void
put_row(struct ctx *c, struct roles_page *p, const char *capability, const char *label)
{
    struct matrix_row *r = PUSH(c->arena, &p->rows);
    *r = (struct matrix_row){capability, label, {0}};
    for (size_t k = 0; k < p->items.n; k++)
        *PUSH(c->arena, &r->cells) =
            (struct cell){p->items.v[k].label,
                          capabilities_have(p->items.v[k].capabilities, capability)};
}

static void
put_register(struct ctx *c, struct roles_page *p, const struct registry *reg)
{
    const char *label = T(c, reg->label);
    put_row(c, p, arena_printf(c->arena, "%s.read", reg->name),
            arena_printf(c->arena, T(c, N_("See: %s")), label));
    put_row(c, p, arena_printf(c->arena, "%s.write", reg->name),
            arena_printf(c->arena, T(c, N_("Change: %s")), label));
}

err
get_roles(struct ctx *c, const void *in UNUSED, void *out)
{
    struct roles_page *p = out;
    TRY(role_list(c, &p->items));
    p->total = (int64_t)p->items.n;
    p->may_set = access_may(c, "setting.write");
    for (size_t i = 0; i < COUNT(capabilities); i++)
        put_row(c, p, capabilities[i].name, T(c, capabilities[i].label));
    for (const struct registry *const *r = registers; *r; r++)
        if (!(*r)->flow)
            put_register(c, p, *r);
    return OK;
}
