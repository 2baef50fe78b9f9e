/* SPDX-License-Identifier: Apache-2.0 */
/*
 * desk.h: what pages need of a register beside its own view: records with the names of
 * organisations, forms with the fields that people fill in. Made once for each register at start.
 */
#ifndef REGISTERS_DESK_H
#define REGISTERS_DESK_H
#include "kernel/act.h"
#include "kernel/attachment.h"
#include "kernel/org.h"
#include "kernel/register.h"

/* What a decree did to a record, with names. */
struct desk_move {
    instant at;
    decree_id decree_id;
    const char *from_name, *to_name, *reason;
    int state_before, state_after;
    bool undone;
};
struct desk_move_list LIST(struct desk_move);
extern const struct view desk_move_view;

/* Behind the register's own struct, from desk.more on. */
struct more {
    org_id org_id; /* who answers today */
    const char *org_name, *org_kind;
    const char *former_name; /* who holds it, when that is another */
    const char *
        organisation; /* both: "Ủy ban nhân dân xã Gia Tân (Ủy ban nhân dân xã Gia Lập)" */
    const char *received_name; /* whose it was when it was entered */
    /* for one record's page */
    const char *page_title, *base, *list_label, *law, *rule;
    bool may_write, is_open, is_review, is_surrender;
    struct act_list history;
    struct desk_move_list moves;
    struct attached_files attached;
};

struct desk {
    const struct registry *reg;
    size_t more;             /* offset of struct more in a record with names */
    const struct view *item; /* in lists */
    const struct view *page; /* of a list */
    const struct view *show; /* a record's page: item and history */
    const struct view *add;  /* forms: structs of reg->view */
    const struct view *change;
    struct attachable files;
};

/* Names of organisations, each asked for once in a request. */
struct org_name {
    org_id id, now;
    const char *name, *kind, *now_name;
};
struct org_names LIST(struct org_name);

struct desk_option {
    const char *name, *label;
    bool chosen;
};
struct desk_options LIST(struct desk_option);

/* What every list of records looks like to a page; items are of desk.item. */
struct desk_page {
    int64_t total, total_at_least;
    struct any_list items;
    const char *next;
    /* for the page alone */
    const char *base, *about, *org_name, *q;
    bool may_write, to_decide, all;
    org_id org_id; /* as asked for */
    day from, to;
    struct desk_options states, sorts;
    struct record_sum_list
        sums; /* of all that is listed, if the register has amounts */
    bool has_sums;
};

const struct desk *desk_new(struct arena *a, const struct registry *reg);
static inline struct more *
desk_more(const struct desk *d, void *shown)
{
    return (struct more *)(void *)((char *)shown + d->more);
}
/* Organisation by number: what it is called, who answers for it today and how that is called. */
NODISCARD err desk_org(struct ctx *c, struct org_names *names, org_id id,
                       struct org_name *out);
/* Those of a whole list at once, for desk_org to find them in `names`. */
NODISCARD err desk_orgs(struct ctx *c, struct org_names *names,
                        const struct org_id_list *ids);
/* A record of the register's own struct, with names, into one of d->item or d->show. */
NODISCARD err desk_fill(struct ctx *c, const struct desk *d, struct org_names *names,
                        const void *rec, void *shown);
/* What decrees did to a record, newest first. */
NODISCARD err desk_moves(struct ctx *c, const struct desk *d, struct org_names *names,
                         int64_t id, struct desk_move_list *out);

/* ---- what comes in: the same for every register (desk_forms.c) ---- */
struct desk_filter {
    org_id org;
    bool all, to_decide;
    int state, sort;
    day from, to;
    const char *q, *after, *count;
    int64_t limit;
};
struct desk_key { /* of one record, and what is done to it */
    int64_t id, version;
    const char *reason;
    day ended_on;
    const char *to; /* code of a unit */
    org_id to_org;
};
struct desk_file {
    org_id org_held;
    const char *file;
    bool dry_run;
};
struct desk_import {
    bool done, dry_run;
    int64_t n_lines, n_added, n_changed, n_same, n_bad;
    struct import_line_list lines;
    org_id org_held;
    const char *org_name, *base, *list_label, *title_field, *columns;
};
extern const struct view desk_filter_view, desk_key_view, desk_end_view,
    desk_review_view, desk_to_view, desk_file_view, desk_import_view;
/* What became of a file, for its page. */
struct desk_import desk_imported(const struct import_report *r, bool dry_run);
/* The names of the columns of an import: "number, kind, holder". */
const char *desk_columns(struct ctx *c, const struct desk *d);
#endif
