/* SPDX-License-Identifier: Apache-2.0 */
/* people_import.c: many accounts from a file: checked line by line first, then all or none. */
#include "base/csv.h"
#include "base/msg.h"
#include "base/text.h"
#include "people/people_row.h"

static const struct field line_fields[] = {
    FIELD(struct people_line, line, N_("Line"), .flags = F_BRIEF),
    FIELD(struct people_line, username, N_("Username"), .flags = F_BRIEF),
    FIELD(struct people_line, name, N_("Full name"), .flags = F_BRIEF),
    FIELD(struct people_line, password, N_("Password, shown this once"),
          .flags = F_BRIEF),
    FIELD(struct people_line, field, N_("Column"), .flags = F_BRIEF),
    FIELD(struct people_line, message, N_("What is wrong"), .flags = F_BRIEF,
          .max = 1000),
};
const struct view people_line_view =
    VIEW("people_line", struct people_line, line_fields);

enum column {
    COL_USERNAME,
    COL_NAME,
    COL_EMAIL,
    COL_ROLE,
    COL_ORG_CODE,
    COL_ORG_KIND,
    COLUMNS
};
static const char *const columns[COLUMNS] = {"username", "name",     "email",
                                             "role",     "org_code", "org_kind"};

struct row {
    int64_t line;
    struct person person;
    struct grant grant; /* role NULL: none */
};
struct row_list LIST(struct row);

struct job {
    struct csv csv;
    int at[COLUMNS];
    struct row_list rows;
    struct people_report *report;
};

/* The header names what there is; username and name must be. */
static err
read_header(struct ctx *c, struct job *j)
{
    struct csv_row header;
    if (!csv_next(&j->csv, c->arena, &header))
        return fail(c, ERR_INVALID, "file", N_("The file is empty"));
    for (size_t i = 0; i < header.n; i++) {
        bool known = false;
        for (int k = 0; k < COLUMNS; k++)
            known |= str_eq(text_trim(c->arena, header.cell[i]), columns[k]);
        if (!known)
            note_fault(c, ERR_INVALID, "file", N_("There is no column “%s” here"),
                       header.cell[i]);
    }
    for (int k = 0; k < COLUMNS; k++)
        j->at[k] = csv_column(&header, columns[k]);
    for (int k = COL_USERNAME; k <= COL_NAME; k++)
        if (j->at[k] < 0)
            note_fault(c, ERR_INVALID, "file", N_("The column “%s” is missing"),
                       columns[k]);
    return faults(c);
}

/* NULL: empty. */
static const char *
cell(struct ctx *c, const struct job *j, const struct csv_row *row, enum column k)
{
    const char *s = text_nfc(c->arena, csv_cell(row, j->at[k]));
    s = s ? text_trim(c->arena, s) : "";
    return *s ? s : NULL;
}

static err
check_role(struct ctx *c, const struct job *j, const struct csv_row *row, struct row *r)
{
    const char *code = cell(c, j, row, COL_ORG_CODE),
               *kind = cell(c, j, row, COL_ORG_KIND);
    r->grant.role = cell(c, j, row, COL_ROLE);
    if (!r->grant.role)
        return code || kind
                   ? fail(c, ERR_INVALID, "role",
                          N_("An organisation without a role there means nothing"))
                   : OK;
    if (code)
        TRY(org_of_code(c, code, kind, c->today, &r->grant.org_id));
    TRY(people_may_grant(c, &r->grant));
    return grant_check(c, &r->grant);
}

static err
check_twice(struct ctx *c, const struct job *j, const struct row *r)
{
    struct person other;
    struct role role = {.is_post = false};
    if (r->grant.role)
        TRY(role_find(c, r->grant.role, &role));
    for (size_t i = 0; i < j->rows.n; i++) {
        const struct row *before = &j->rows.v[i];
        if (str_eq(before->person.username, r->person.username))
            return fail(c, ERR_INVALID, "username",
                        N_("The same username as in line %lld"),
                        (long long)before->line);
        if (role.is_post && str_eq(before->grant.role, r->grant.role) &&
            before->grant.org_id.v == r->grant.org_id.v)
            return fail(c, ERR_INVALID, "role", N_("The same post as in line %lld"),
                        (long long)before->line);
    }
    err e = person_by_username(c, r->person.username, &other);
    return e == ERR_NOT_FOUND ? OK
           : e != OK
               ? e
               : fail(c, ERR_INVALID, "username", N_("The username %s is taken, by %s"),
                      other.username, other.name);
}

static err
check_row(struct ctx *c, const struct job *j, const struct csv_row *row, struct row *r)
{
    *r = (struct row){.line = (int64_t)j->csv.line};
    r->person.username = cell(c, j, row, COL_USERNAME);
    r->person.name = cell(c, j, row, COL_NAME);
    r->person.email = cell(c, j, row, COL_EMAIL);
    person_check(c, &r->person);
    TRY(faults(c));
    TRY(check_role(c, j, row, r));
    return check_twice(c, j, r);
}

/* The faults of the line go into the report, and the next line starts clean. */
static err
report_wrong(struct ctx *c, struct job *j, const struct row *r, err e)
{
    if (e == ERR_INTERNAL || e == ERR_AGAIN)
        return e;
    j->report->n_bad++;
    for (size_t i = 0; i < c->faults.n; i++)
        *PUSH(c->arena, &j->report->lines) =
            (struct people_line){.line = r->line,
                                 .username = r->person.username,
                                 .name = r->person.name,
                                 .field = c->faults.v[i].field,
                                 .message = c->faults.v[i].message};
    clear_faults(c);
    return OK;
}

static err
check_all(struct ctx *c, struct job *j)
{
    struct csv_row row;
    while (csv_next(&j->csv, c->arena, &row)) {
        struct row r;
        if (++j->report->n_lines > IMPORT_PEOPLE_MOST)
            return fail(c, ERR_INVALID, "file", N_("At most %d lines in one file"),
                        IMPORT_PEOPLE_MOST);
        err e = check_row(c, j, &row, &r);
        if (e == OK)
            *PUSH(c->arena, &j->rows) = r;
        else
            TRY(report_wrong(c, j, &r, e));
    }
    if (!j->csv.error)
        return OK;
    j->report->n_bad++;
    *PUSH(c->arena, &j->report->lines) = (struct people_line){
        .line = (int64_t)j->csv.next_line, .message = T(c, j->csv.error)};
    return OK;
}

static err
refuse(struct ctx *c, const struct people_report *r)
{
    for (size_t i = 0; i < r->lines.n; i++) {
        const struct people_line *l = &r->lines.v[i];
        note_fault(c, ERR_INVALID, "file", N_("Line %lld, %s: %s"), (long long)l->line,
                   l->field ? l->field : "–", l->message);
    }
    return fail(c, ERR_INVALID, "file",
                N_("%lld of %lld lines are wrong: nothing was taken in"),
                (long long)r->n_bad, (long long)r->n_lines);
}

static err
add_all(struct ctx *c, const struct job *j)
{
    for (size_t i = 0; i < j->rows.n; i++) {
        const struct row *r = &j->rows.v[i];
        struct grant g = r->grant;
        struct people_line made = {
            .line = r->line, .username = r->person.username, .name = r->person.name};
        TRY(person_add_new(c, &r->person, &made.password, &g.person_id));
        if (g.role)
            TRY(grant_add(c, &g, NULL));
        *PUSH(c->arena, &j->report->lines) = made;
        j->report->n_added++;
    }
    return OK;
}

err
people_import(struct ctx *c, const char *csv, bool dry, struct people_report *out)
{
    *out = (struct people_report){.dry_run = dry, .done = true, .shown_once = true};
    struct job j = {.report = out};
    TRY(access_need(c, "people.write", (org_id){0}));
    csv_open(&j.csv, csv, strlen(csv));
    TRY(read_header(c, &j));
    TRY(check_all(c, &j));
    if (dry)
        return OK;
    return out->n_bad ? refuse(c, out) : add_all(c, &j);
}
