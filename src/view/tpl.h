/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tpl.h: page templates. A mustache subset without logic, compiled once against a view: a name
 * that is no field stops the start. Every value is escaped but a field of kind K_HTML.
 *
 *   {{name}}          as a person reads it      {{name.raw}}   as a machine writes it
 *   {{name.short}}    a decimal to two places, cut off; {{name}} has them all
 *   {{name.link}}     the value as a link to the field's `to`; plain where that is none
 *   {{#name}} … {{/name}}   each of a list · inside a record · if present or true
 *   {{^name}} … {{/name}}   if absent, false or empty
 *   {{#may unit.write}} … {{/may}}   if the reader has that capability; {{^may …}}: if not
 *   {{page.name}}     of the shell (user, csrf token, language …), anywhere
 *   {{_ Text}}        the message in the reader's language
 *   {{n list}}        how many a list holds
 *   {{>room/part.html}}     another template, here, against the view where it stands
 *   {{form /path}}    the form of the POST route of that path (GET: a filter): fields, faults,
 *                     what was typed; {names} in the path and prefilled values come from the record at hand
 *   {{table list}}    a list of records as a table: the fields flagged F_BRIEF, or all
 *   {{fields}}        the record at hand as a description list
 *   {{faults}}        the summary of what is wrong, on top of a page
 */
#ifndef VIEW_TPL_H
#define VIEW_TPL_H
#include "view/view.h"

struct tpl;
struct catalog;

/* What a template can ask of its surroundings. */
struct tpl_form {
    const struct view *in;
    const char *path; /* as declared: "/decrees/{code}/approve" */
    const char *help; /* message id: the button */
    const char *need; /* capability: the form is drawn only for who has it */
    bool is_get;      /* a question: its values go into the URL */
    bool is_list;     /* of a list, so that it filters */
};
struct tpl_env {
    const struct view *page;                                     /* the shell's view */
    const char *(*text)(const void *arg, const char *name);      /* template text; NULL: none */
    bool (*form)(const void *arg, const char *path, struct tpl_form *out);
    const void *arg;
};
/* What goes with one rendering. */
struct tpl_run {
    const void *page;                /* the shell's record */
    const char *csrf;                /* hidden in every form; NULL: none */
    const char *idempotency_key;
    const char *typed_path;          /* declared path of the form that came back with faults */
    const char *typed_action;        /* the same with its {names} filled */
    const struct pair_list *typed;   /* what was typed in it */
    bool (*may)(const struct ctx *c, const char *need); /* is a form drawn for this person? */
};

/* Errors: INVALID with template, line and reason in the fault. Lives in c->arena. */
NODISCARD err tpl_compile(struct ctx *c, const struct tpl_env *env, const char *name,
                          const struct view *v, const struct tpl **out);
/* Are all its messages, and the labels of its forms and tables, in that catalog? Of whole ones: yes. */
bool tpl_speaks(const struct tpl *t, const struct catalog *lang);
void tpl_render(struct ctx *c, struct buf *b, const struct tpl *t, const struct tpl_run *run,
                const void *rec);
#endif
