/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flow_list.h: a flow's records by the day they are due: whose, which, a page of them. Each
 * organisation that somebody answers for is a branch, a short index scan of its own.
 */
#ifndef KERNEL_FLOW_LIST_H
#define KERNEL_FLOW_LIST_H
#include "kernel/flow.h"
#include "store/store.h"

enum {
    FLOW_LIST_TERMS = 8
};
struct flow_list {
    const struct registry *reg;
    struct term terms[FLOW_LIST_TERMS];
    size_t n;
    struct LIST(struct term) whose;
    const char *from; /* NULL: the register's table */
};
void flow_want(struct flow_list *l, const char *column, enum op op, struct value v);
/* A record's state or the flow's; "all": any. INVALID(state). */
NODISCARD err flow_want_state(struct ctx *c, struct flow_list *l, const char *state);
/* Everybody's … */
void flow_want_everybody(struct ctx *c, struct flow_list *l);
/* … or whatever is held where the capability lets the actor read unasked; *out false: nothing is
 * wanted yet, for it reaches no further than their own organisation … */
NODISCARD err flow_want_reach(struct ctx *c, struct flow_list *l, const char *capability,
                              bool *out);
/*
 * … or what *org answers for today by that column, else the actor's organisation, which *org then
 * is. FORBIDDEN (`capability` there; NULL: not asked); INVALID(org): none is chosen.
 */
NODISCARD err flow_want_org(struct ctx *c, struct flow_list *l, const char *column,
                            const char *capability, org_id *org);

struct flow_place {
    const char *after;
    int64_t limit;
    bool newest_first;
    bool uncounted; /* *total becomes INT_NONE */
};
/*
 * items: a list of item_view, which has `id` and `due_key`; all of them where c->whole. next: the
 * place after the page, NULL on the last. INVALID(after).
 */
NODISCARD err flow_list_run(struct ctx *c, const struct flow_list *l,
                            const char *columns, const struct view *item_view,
                            const struct flow_place *at, void *items, int64_t *total,
                            const char **next);
#endif
