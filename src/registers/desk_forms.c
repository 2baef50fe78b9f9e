/* SPDX-License-Identifier: Apache-2.0 */
/* desk_forms.c: what the pages of all registers take in, and the report of an import. */
#include "base/msg.h"
#include "registers/desk.h"

static const struct field filter_fields[] = {
    ID(struct desk_filter, org, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct desk_filter, all, N_("Every organisation"), .flags = F_HIDDEN),
    FIELD(struct desk_filter, q, N_("Search")),
    ENUM(struct desk_filter, state, record_states, N_("State")),
    FIELD(struct desk_filter, to_decide, N_("To be decided")),
    FIELD(struct desk_filter, from, N_("From the day")),
    FIELD(struct desk_filter, to, N_("To the day")),
    ENUM(struct desk_filter, sort, record_sorts, N_("Order")),
    FIELD(struct desk_filter, after, N_("After"), .flags = F_HIDDEN, .max = 4000),
    FIELD(struct desk_filter, limit, N_("Rows"), .flags = F_HIDDEN),
    FIELD(struct desk_filter, count, N_("Count"), .flags = F_HIDDEN,
          .hint = N_("“exact”: whatever it takes")),
};
const struct view desk_filter_view =
    VIEW("register_filter", struct desk_filter, filter_fields);

#define KEY_ID                                                                         \
    {                                                                                  \
        .name = "id", .offset = offsetof(struct desk_key, id), .kind = K_ID,           \
        .label = N_("Record")                                                          \
    }
#define KEY_COMMON                                                                     \
    KEY_ID,                                                                            \
        FIELD(struct desk_key, version, N_("Version"), .flags = F_HIDDEN | F_REQUIRED)

static const struct field key_fields[] = {KEY_ID};
const struct view desk_key_view = VIEW("record_key", struct desk_key, key_fields);

static const struct field end_fields[] = {
    KEY_COMMON,
    FIELD(struct desk_key, ended_on, N_("Ended on"), .hint = N_("Empty: today")),
    FIELD(struct desk_key, reason, N_("Why"), .max = 1000),
};
const struct view desk_end_view = VIEW("record_end", struct desk_key, end_fields);

static const struct field review_fields[] = {
    KEY_COMMON,
    FIELD(struct desk_key, reason, N_("Why"), .max = 1000),
};
const struct view desk_review_view =
    VIEW("record_review", struct desk_key, review_fields);

static const struct field to_fields[] = {
    KEY_COMMON,
    FIELD(struct desk_key, to, N_("Code of the unit"), .max = 20,
          .hint = N_("Its organisation of the same kind receives the record")),
    ID(struct desk_key, to_org, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct desk_key, reason, N_("Why"), .max = 1000),
};
const struct view desk_to_view = VIEW("record_to", struct desk_key, to_fields);

static const struct field file_fields[] = {
    ID(struct desk_file, org_held, N_("Organisation"), .flags = F_HIDDEN),
    FIELD(struct desk_file, file, N_("CSV or XLSX file"),
          .flags = F_REQUIRED | F_FILE | F_LONG, .max = IMPORT_BYTES_MOST,
          .hint =
              N_("CSV in UTF-8, or the first sheet of an XLSX workbook without merged "
                 "cells; at most 64 MiB")),
    FIELD(struct desk_file, dry_run, N_("Only check, take nothing in")),
};
const struct view desk_file_view = VIEW("register_file", struct desk_file, file_fields);

#define MADE F_COMPUTED | F_PAGE
static const struct field import_fields[] = {
    FIELD(struct desk_import, dry_run, N_("Only check, take nothing in")),
    FIELD(struct desk_import, n_lines, N_("Lines")),
    FIELD(struct desk_import, n_added, N_("New")),
    FIELD(struct desk_import, n_changed, N_("Changed")),
    FIELD(struct desk_import, n_same, N_("As they were")),
    FIELD(struct desk_import, n_bad, N_("Wrong")),
    LISTOF(struct desk_import, lines, &import_line_view, N_("What is wrong")),
    ID(struct desk_import, org_held, N_("Organisation")),
    FIELD(struct desk_import, org_name, N_("Organisation")),
    FIELD(struct desk_import, done, N_("Done"), .flags = MADE),
    FIELD(struct desk_import, base, N_("Path"), .flags = MADE),
    FIELD(struct desk_import, list_label, N_("Register"), .flags = MADE),
    FIELD(struct desk_import, title_field, N_("Field"), .flags = MADE),
    FIELD(struct desk_import, columns, N_("Columns"), .flags = MADE),
};
const struct view desk_import_view =
    VIEW("register_import", struct desk_import, import_fields);

static const struct field move_fields[] = {
    FIELD(struct desk_move, at, N_("When")),
    ID(struct desk_move, decree_id, N_("By decree")),
    FIELD(struct desk_move, from_name, N_("From")),
    FIELD(struct desk_move, to_name, N_("To")),
    FIELD(struct desk_move, reason, N_("Why")),
    ENUM(struct desk_move, state_before, record_states, N_("State before")),
    ENUM(struct desk_move, state_after, record_states, N_("State after")),
    FIELD(struct desk_move, undone, N_("Undone")),
};
const struct view desk_move_view = VIEW("record_move", struct desk_move, move_fields);

struct desk_import
desk_imported(const struct import_report *r, bool dry_run)
{
    return (struct desk_import){.done = true,
                                .dry_run = dry_run,
                                .n_lines = r->n_lines,
                                .n_added = r->n_added,
                                .n_changed = r->n_changed,
                                .n_same = r->n_same,
                                .n_bad = r->n_bad,
                                .lines = r->lines};
}

const char *
desk_columns(struct ctx *c, const struct desk *d)
{
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = 0; i < d->add->n; i++) {
        const struct field *f = &d->add->fields[i];
        if (f->flags & F_HIDDEN)
            continue;
        if (b.n)
            buf_puts(&b, ", ");
        buf_puts(&b, f->name);
        if (f->flags & F_REQUIRED)
            buf_putc(&b, '*');
    }
    return arena_strdup(c->arena, buf_str(&b));
}
