/* SPDX-License-Identifier: Apache-2.0 */
/* tpl_ops.h: the compiled form of a template; for tpl*.c alone. */
#ifndef VIEW_TPL_OPS_H
#define VIEW_TPL_OPS_H
#include "view/tpl.h"

enum tpl_op_kind {
    T_TEXT,
    T_SHOWN,
    T_RAW,
    T_LINK,
    T_SHORT,
    T_COUNT,
    T_SECTION, /* to `end` if the field is there; each element of a list */
    T_INVERT,
    T_MAY,     /* to `end` if the reader has the capability `text` */
    T_MAY_NOT,
    T_FORM,
    T_TABLE,
    T_FIELDS,
    T_FAULTS
};
enum {
    LEVEL_PAGE = -1 /* op.up: the shell's record */
};
struct tpl_op {
    enum tpl_op_kind kind;
    const char *text; /* T_TEXT: n bytes; T_MAY: capability */
    size_t n;
    const struct field *field;
    int up;     /* how many records up the stack the field is */
    size_t end; /* of a section: the op after it */
    struct tpl_form form;
    int ordinal; /* of a form on its page, from 1 */
    const struct view *view; /* at this place */
};
struct tpl_op_list LIST(struct tpl_op);
enum {
    LANGUAGES_MOST = 8
};
/* Compiled for each language, so that messages are text like any other when it runs. */
struct tpl {
    const char *name;
    const struct view *view;
    struct tpl_op_list in[LANGUAGES_MOST]; /* 0: as written; else catalogs[i - 1] */
    bool lacks[LANGUAGES_MOST];            /* a message of it, in a partial catalog */
};

/* Where a rendering stands. */
struct tpl_at {
    struct ctx *c;
    struct buf *b;
    const struct tpl_op_list *ops;
    const struct tpl_run *run;
    int depth;
    const void *rec[16];
};

/* tpl_parts.c: the parts that are made from a view alone. */
void tpl_form_part(struct tpl_at *at, const struct tpl_op *op);
void tpl_table_part(struct tpl_at *at, const struct view *v, const struct any_list *list);
void tpl_fields_part(struct tpl_at *at, const struct view *v, const void *rec);
void tpl_faults_part(struct tpl_at *at);
/* "/units/14329" when `v` has a link for the field and the record can fill it; else NULL. */
const char *tpl_link(struct ctx *c, const struct view *v, const struct field *f,
                     const void *rec);
#endif
