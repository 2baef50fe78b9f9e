/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_plan.h: the picture that a plan is made in: units and organisations on the eve of a decree,
 * and what becomes of each. For decree/ alone.
 */
#ifndef DECREE_DECREE_PLAN_H
#define DECREE_DECREE_PLAN_H
#include "decree/decree.h"
#include "decree/decree_index.h"
#include "kernel/org.h"
#include "unit/unit.h"

enum {
    NOWHERE = -1, /* no place in an array */
    REGISTERS_MOST = 64
};

enum fate {
    FATE_STAYS,
    FATE_ENDS,
    FATE_NEW
};

/* What a unit is called and belongs to. */
struct naming {
    const char *code, *name;
    int type, tier;
    int parent; /* in plan.units, or NOWHERE */
};

struct plan_part {
    int to; /* in plan.units */
    const struct text_clause *clause;
    const struct text_source *source;
};
struct plan_part_list LIST(struct plan_part);

struct plan_figures {
    int64_t area_m2, population; /* INT_NONE: unknown, or a part of something divided */
};

struct plan_unit {
    unit_id id;            /* 0: not in the registry yet */
    struct naming was, to; /* of a new one only `to`; of one that ends only `was` */
    day valid_from;
    int64_t lon_e6, lat_e6;              /* INT_NONE: unknown */
    struct plan_figures had, has;        /* on the eve; on the day */
    bool is_summed;                      /* `has` comes of other units' figures */
    bool area_stated, population_stated; /* … or of the decree's own words */
    bool is_settled_later; /* the registry knows of a change or end after the eve */
    enum fate fate;
    const struct text_clause *clause; /* that made, ended or first changed it */
    bool is_changed;                  /* `to` differs from `was` */
    bool is_kept;                     /* a clause says that the rest continues */
    struct plan_part_list parts;
    int whole_to; /* where it went as a whole; NOWHERE */
    int below_to; /* dissolved: what was below it goes there; NOWHERE */
    const struct text_handover *handover;
    int receiver;            /* of what no rule decides: handover's default; NOWHERE */
    int first_org, last_org; /* in plan.orgs, chained by next; NOWHERE */
};
struct plan_unit_list LIST(struct plan_unit);

/* What an organisation holds, itself and through those it answers for, of one register. */
struct plan_held {
    int64_t n[RECORD_STATES];
};

struct plan_org {
    org_id id; /* 0: not there yet */
    const char *kind, *name;
    const char *key; /* kind and name without its unit's: what makes a counterpart */
    int unit;        /* in plan.units; NOWHERE: of none */
    int parent;      /* in plan.orgs; NOWHERE */
    const char *to_name;
    int to_parent;
    bool is_settled_later;
    enum fate fate;
    const char *clause; /* label */
    bool is_verified;
    int heir;               /* in plan.orgs: who answers for it; NOWHERE */
    bool is_whole;          /* as its successor, not as a mere receiver */
    int source;             /* of a new one: the first whose counterpart it is */
    int64_t n_grants;       /* that can be carried over */
    struct plan_held *held; /* one for each of registers; NULL: nothing */
    int next;               /* of the same unit */
};
struct plan_org_list LIST(struct plan_org);

/* A post that one person holds, at an organisation that ends. */
struct plan_post {
    int org;
    const char *role, *role_label, *person_name;
};
struct plan_post_list LIST(struct plan_post);

struct plan_head {
    int org;
    const char *role;
    person_id person;
    const char *username;
};
struct plan_head_list LIST(struct plan_head);

/* An organisation whose records are held under its own id and answered for by another. */
struct plan_holder {
    org_id id;
    int org; /* who answers, in plan.orgs */
};
struct plan_holder_list LIST(struct plan_holder);

struct plan {
    struct ctx *c;
    struct decree_plan *out;
    const struct decree_text *text;
    const char *source; /* "1318/NQ-UBTVQH15" */
    day eve, on;
    struct plan_unit_list units;
    struct index before, after; /* code → units; on the eve, on the day */
    struct index unit_ids;
    struct index later; /* codes that somebody holds from some day after the eve */
    const char **later_names;
    struct plan_org_list orgs;
    struct index org_ids;
    struct plan_holder_list holders;
    struct index holder_ids; /* id of a holder → who answers, in orgs */
    struct plan_post_list posts;
    struct plan_head_list heads;
    struct org_kind_list kinds;
    size_t n_registers;
    int interim_days;
};

/* ---- findings ---- */
void plan_find(struct plan *p, int level, const char *code, const struct text_clause *k,
               const char *msgid, ...) PRINTF(5, 6);
void plan_find_at(struct plan *p, int level, const char *code, const char *clause,
                  struct text_at at, const char *law, const char *msgid, ...)
    PRINTF(7, 8);

/* ---- the stages of a plan; each notes what it finds ---- */
/* Units, organisations, posts and what is held, on the eve. */
NODISCARD err plan_read_registry(struct plan *p);
/* Units in force on a day, by code; parents are places in the list. */
NODISCARD err plan_read_units(struct plan *p, day on, struct plan_unit_list *out);
/* Counts into orgs[].held what each answers for on that day. */
NODISCARD err plan_read_held(struct plan *p, day on);
/* What the clauses make of the units. */
NODISCARD err plan_units(struct plan *p);
/* How the organisations follow them. */
NODISCARD err plan_orgs(struct plan *p);
/* decree_figures.c: figures on the eve; on the day, once it is settled who goes where; and what the
 * book in force when the decree was signed says of what results. */
NODISCARD err plan_read_figures(struct plan *p);
void plan_figures(struct plan *p);
NODISCARD err plan_check_standards(struct plan *p);
/* decree_check.c: what stands in the way beyond what the stages met. */
NODISCARD err plan_check(struct plan *p);
/* The steps, their counts and their hash. */
void plan_steps(struct plan *p);
/* The picture after the decree becomes the eve of the next one. */
void plan_advance(struct plan *p);

/* ---- small questions ---- */
/* Puts an organisation into the chain of its unit. */
void plan_org_link(struct plan *p, int org);
int plan_unit_before(struct plan *p, const struct text_unit *u,
                     const struct text_clause *k);
int plan_unit_after(struct plan *p, const struct text_unit *u, const char *clause);
/* The organisation of `unit` that does there what `org` did; NOWHERE. */
int plan_counterpart(const struct plan *p, int org, int unit);
/* The committee of a unit: who stands in where there is no counterpart; NOWHERE. */
int plan_committee(const struct plan *p, int unit);
/* "xã Gia Tân" from "Xã Gia Tân". */
const char *plan_lower_first(struct arena *a, const char *name);
/* enum unit_type that a name begins with; TYPE_NONE. */
int plan_type_of(struct ctx *c, const char *name);
/* Where records of register r that `org` held go; NOWHERE. */
int plan_receiver_of(struct plan *p, int org, size_t r);
/* Plans a decree; `pending`: on top of approved ones that wait. */
NODISCARD err plan_make(struct ctx *c, const struct decree *d, bool pending,
                        struct decree_plan *out);
#endif
