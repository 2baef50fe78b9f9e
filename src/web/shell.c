/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shell.h"

static const struct field menu_fields[] = {
    FIELD(struct menu_entry, label, N_("Label")),
    FIELD(struct menu_entry, path, N_("Path")),
    FIELD(struct menu_entry, icon, N_("Icon")),
    FIELD(struct menu_entry, current, N_("Current")),
};
static const struct view menu_view = VIEW("menu_entry", struct menu_entry, menu_fields);

static const struct field lang_fields[] = {
    FIELD(struct shell_lang, code, N_("Language")),
    FIELD(struct shell_lang, name, N_("Language")),
    FIELD(struct shell_lang, path, N_("Path")),
};
static const struct view lang_view = VIEW("shell_lang", struct shell_lang, lang_fields);

static const struct field shell_fields[] = {
    FIELD(struct shell, title, N_("Title")),
    FIELD(struct shell, lang, N_("Language")),
    FIELD(struct shell, user_name, N_("Person")),
    FIELD(struct shell, user_initials, N_("Initials")),
    FIELD(struct shell, org_name, N_("Organisation")),
    FIELD(struct shell, signed_in, N_("Signed in")),
    FIELD(struct shell, csrf, N_("Token")),
    FIELD(struct shell, scheme, N_("Colours")),
    FIELD(struct shell, path, N_("Path")),
    FIELD(struct shell, q, N_("Search")),
    LISTOF(struct shell, menu, &menu_view, N_("Menu")),
    FIELD(struct shell, content, N_("Content")),
    FIELD(struct shell, today, N_("Today")),
    FIELD(struct shell, is_demo, N_("Demo data")),
    FIELD(struct shell, demo_today, N_("Today")),
    FIELD(struct shell, alert, N_("Message")),
    FIELD(struct shell, has_faults, N_("Faults")),
    LISTOF(struct shell, langs, &lang_view, N_("Languages")),
    FIELD(struct shell, content_lang, N_("Language")),
    FIELD(struct shell, is_partial, N_("Language")),
    FIELD(struct shell, next_path, N_("Next page")),
    FIELD(struct shell, csv_path, N_("CSV")),
    FIELD(struct shell, xlsx_path, N_("XLSX")),
    FIELD(struct shell, pdf_path, N_("PDF")),
};
const struct view shell_view = VIEW("shell", struct shell, shell_fields);

static const struct field trouble_fields[] = {
    FIELD(struct trouble, status, N_("Status")),
    FIELD(struct trouble, title, N_("Title")),
    FIELD(struct trouble, detail, N_("Detail")),
    FIELD(struct trouble, request_id, N_("Request")),
};
const struct view trouble_view = VIEW("trouble", struct trouble, trouble_fields);
