/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit_import.h: lists of units, figures, successions and borders from CSV files, a nation at a
 * time. Each line goes in or is explained; history is recorded, nothing is executed.
 */
#ifndef UNIT_UNIT_IMPORT_H
#define UNIT_UNIT_IMPORT_H
#include "base/csv.h"
#include "unit/unit.h"

enum import_what {
    IMPORT_UNITS, /* code,name,type,parent_code,tier and any of the figures, lon, lat */
    IMPORT_FIGURES, /* code and any of area_km2, population, population_YYYY, with flags */
    IMPORT_SUCCESSIONS, /* old_code,new_code and any of kind,area_part,pop_part,note,old_tier */
    IMPORT_ADJACENCY, /* a_code,b_code and any of shared_m */
    IMPORT_KINDS
};
extern const char *const import_words[IMPORT_KINDS]; /* "units" … as in the command */

struct import {
    int what;         /* enum import_what */
    const char *file; /* its name: becomes the source of what it says */
    const char *text;
    size_t n;
    day valid_from; /* DAY_NONE: not given */
};
struct rejected {
    int64_t line;
    const char *why; /* translated */
};
struct rejected_list LIST(struct rejected);
struct note_list LIST(const char *);
struct import_result {
    int64_t n_lines, n_taken, n_rejected;
    /* Of the taken lines: what they did. */
    int64_t n_added; /* units, successions, borders that are new */
    int64_t n_same;  /* said nothing new */
    int64_t
        n_changed; /* the same unit under another parent or spelling; another length */
    int64_t n_replaced; /* units whose code another holds from that day on */
    int64_t n_figures;
    int64_t n_continued, n_split, n_ended; /* successions: identities */
    struct rejected_list rejected;
    struct note_list notes; /* translated: what else a reader should know */
};
extern const struct view import_result_view; /* the counts */

/*
 * Inside the caller's write transaction; one act tells the counts. Lines that cannot stand are
 * left out and explained. INVALID(file): no CSV, a column is missing, or no line could be taken.
 * INVALID(valid-from): successions need the day and it cannot be told from the units.
 */
NODISCARD err unit_import(struct ctx *c, const struct import *in,
                          struct import_result *out);
#endif
