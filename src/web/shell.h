/* SPDX-License-Identifier: Apache-2.0 */
/* shell.h: what every page stands in (layout.html); for web/ alone. */
#ifndef WEB_SHELL_H
#define WEB_SHELL_H
#include "view/view.h"

struct menu_entry {
    const char *label, *path, *icon;
    bool current;
    int at; /* its place, from the top */
};
struct menu_list LIST(struct menu_entry);
/* Another language, and the way to this page in it. */
struct shell_lang {
    const char *code, *name, *path;
};
struct shell_lang_list LIST(struct shell_lang);
struct shell {
    const char *title, *lang, *user_name, *user_initials, *org_name;
    bool signed_in;
    const char *csrf, *scheme, *path, *q;
    struct menu_list menu;
    html content;
    day today;
    bool is_demo;
    day demo_today;
    const char *alert;
    bool has_faults;
    struct shell_lang_list langs;
    const char *content_lang; /* where it is not `lang` */
    bool is_partial;          /* so are not all pages in `lang` */
    const char *next_path;            /* the same list, its next page; NULL: none */
    const char *csv_path, *xlsx_path, *pdf_path; /* the same list on other paper; NULL: none */
};
extern const struct view shell_view;

/* A page that says why there is none. */
struct trouble {
    int64_t status;
    const char *title, *detail, *request_id;
};
extern const struct view trouble_view;
#endif
