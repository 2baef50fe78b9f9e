/* SPDX-License-Identifier: Apache-2.0 */
/* edge_in.h: the insides of the edge, shared by edge.c, gate.c and paper.c alone. */
#ifndef WEB_EDGE_IN_H
#define WEB_EDGE_IN_H
#include "store/store.h"
#include "view/tpl.h"
#include "web/edge.h"
#include "web/router.h"
#include "web/shell.h"

struct edge {
    struct arena arena; /* of the tables and compiled templates */
    struct router router;
    const struct tpl *layout, *trouble;
    bool is_demo;
    const struct act_keys *keys;
    day fixed_today; /* --today; DAY_NONE */
};

extern const struct query Q_setting_find, Q_setting_is_demo, Q_idempotency_find,
    Q_idempotency_add;
/* registers/: the routes of all registers; ends with a NULL path. */
const struct route *register_routes(struct arena *a);

/* One request on its way through. */
struct visit {
    const struct edge *e;
    struct ctx *c;
    const struct request *rq;
    struct answer *a;
    struct match m;
    struct pair_list query, cookies;
    struct pair_list typed;  /* what a form or a filter held */
    const struct catalog *reader; /* their language, where the page is not in it; else NULL */
    const void *in;          /* input of m's route */
    const char *alert;       /* from the last redirect */
    bool keep_on_fault;      /* what was written stays although the answer is a fault */
};

/* ---- gate.c ---- */
/* Cookies, session, language, today. Notes no fault when nobody is signed in. */
NODISCARD err gate_know(struct visit *v);
/* May this person use this route, from this page? */
NODISCARD err gate_pass(struct visit *v);
/* POST with an idempotency key already used by this person on this path: answers the same again. */
NODISCARD err gate_replay(struct visit *v, bool *done);
NODISCARD err gate_remember(struct visit *v);

/* ---- paper.c ---- */
void answer_header(struct visit *v, const char *name, const char *value);
void answer_see_other(struct visit *v, const char *path);
/* The output on the paper asked for. */
NODISCARD err paper_write(struct visit *v, const struct entry *entry, const void *out);
/* The faults in c: problem+json, or the page of trouble. */
void paper_trouble(struct visit *v, err code);
/* The page of `entry` with faults and what was typed in the form of `typed_path`. */
void paper_form_again(struct visit *v, const struct entry *entry, const void *out,
                      const struct route *typed);
void openapi_write(struct visit *v);
#endif
