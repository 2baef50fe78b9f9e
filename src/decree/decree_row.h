/* SPDX-License-Identifier: Apache-2.0 */
/* decree_row.h: what the files of this room share of its rows and refusals. For decree/ alone. */
#ifndef DECREE_DECREE_ROW_H
#define DECREE_DECREE_ROW_H
#include "decree/decree.h"
#include "store/store.h"

extern const struct table decree_table, decree_step_table, decree_result_table,
    decree_held_table;

/* NOT_FOUND with a fault. */
NODISCARD err decree_must_find(struct ctx *c, const char *code, struct decree *out);
NODISCARD err decree_tell(struct ctx *c, const char *verb, const struct decree *before,
                          const struct decree *after, const char *reason);
/* Stores `after` under the next version, with an act, and reads it again. */
NODISCARD err decree_store(struct ctx *c, const char *verb, const struct decree *before,
                           struct decree *after, const char *reason);
NODISCARD err decree_refuse_blocked(struct ctx *c, const struct decree_plan *plan);
/* decree_execute without the question who asks: the machine on the day. */
NODISCARD err decree_execute_now(struct ctx *c, const char *code, bool dry,
                                 struct decree_report *out);
/* Looks at what was done; INTERNAL names the first invariant that does not hold. */
NODISCARD err decree_verify(struct ctx *c, const struct decree_plan *plan, int64_t run,
                            struct invariant_list *out);
/* The fields of a plan but its steps, which a page shows a few at a time. */
#define DECREE_COUNTS(T)                                                               \
    FIELD(T, n_units_ended, N_("Units that end")),                                     \
        FIELD(T, n_units_added, N_("Units established")),                              \
        FIELD(T, n_units_changed, N_("Units changed")),                                \
        FIELD(T, n_parts, N_("Parts that go over")),                                   \
        FIELD(T, n_orgs_ended, N_("Organisations that end")),                          \
        FIELD(T, n_orgs_added, N_("Organisations established")),                       \
        FIELD(T, n_orgs_changed, N_("Organisations changed")),                         \
        FIELD(T, n_records, N_("Open records concerned")),                             \
        FIELD(T, n_passed, N_("Passed")), FIELD(T, n_review, N_("To be reviewed")),    \
        FIELD(T, n_surrender, N_("To be surrendered")),                                \
        FIELD(T, n_archived, N_("Archived")),                                          \
        FIELD(T, n_to_decide, N_("To be decided")),                                    \
        FIELD(T, n_by_rule, N_("Moved by a rule")),                                    \
        FIELD(T, n_grants, N_("Roles carried over")),                                  \
        FIELD(T, n_posts, N_("Posts given by name"))
#define DECREE_PLAN_FIELDS                                                             \
    {.name = "decree",                                                                 \
     .offset = offsetof(struct decree_plan, decree.number),                            \
     .kind = K_TEXT,                                                                   \
     .label = N_("Resolution")},                                                       \
        FIELD(struct decree_plan, eve, N_("Registry as of")),                          \
        FIELD(struct decree_plan, basis, N_("Assumes as executed")),                   \
        FIELD(struct decree_plan, hash, N_("Hash of the plan")),                       \
        FIELD(struct decree_plan, n_block, N_("Blocks")),                              \
        FIELD(struct decree_plan, n_warning, N_("Warnings")),                          \
        DECREE_COUNTS(struct decree_plan),                                             \
        FIELD(struct decree_plan, n_unverified, N_("Unverified clauses")),             \
        LISTOF(struct decree_plan, findings, &finding_view, N_("Findings"))
/* Fills `about` of each in c's language. */
NODISCARD err decree_steps_explain(struct ctx *c, struct decree_step_list *steps);
/* decree_minutes.c: what people call a class of what is handed over: a register, or roles. */
const char *decree_class_label(struct ctx *c, const char *name);
#endif
