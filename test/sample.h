/* SPDX-License-Identifier: Apache-2.0 */
/* sample.h: a record with a field of every kind and flag, for tests and fuzzers of the doors. */
#ifndef TEST_SAMPLE_H
#define TEST_SAMPLE_H
#include "view/view.h"

DEFINE_ID(sample);

struct sample_line {
    const char *code;
    int64_t n;
    int64_t part;
};
struct sample_line_list LIST(struct sample_line);

enum sample_state {
    SAMPLE_UNKNOWN,
    SAMPLE_OPEN,
    SAMPLE_CLOSED
};

struct sample {
    sample_id id;
    const char *code;
    const char *name;
    const char *note;
    int64_t n_people;
    bool is_open;
    day due_on;
    instant made_at;
    money fee;
    int64_t area_km2;
    int state;
    html picture;
    struct sample_line_list lines;
    const struct sample_line *head;
    const char *password;
    const char *phone;
    const char *aside;
};

static const struct choice sample_states[] = {
    [SAMPLE_UNKNOWN] = {NULL, N_("Unknown")},
    [SAMPLE_OPEN] = {"open", N_("Open")},
    [SAMPLE_CLOSED] = {"closed", N_("Closed")},
};
static const struct field sample_line_fields[] = {
    FIELD(struct sample_line, code, N_("Code"), .flags = F_REQUIRED, .max = 10),
    FIELD(struct sample_line, n, N_("Number")),
    DEC(struct sample_line, part, 4, N_("Part")),
};
static const struct view sample_line_view =
    VIEW("sample_line", struct sample_line, sample_line_fields);

static const struct field sample_fields[] = {
    ID(struct sample, id, N_("Id"), .flags = F_READONLY),
    FIELD(struct sample, code, N_("Code"), .flags = F_REQUIRED, .max = 10),
    FIELD(struct sample, name, N_("Name"), .flags = F_REQUIRED | F_SEARCH,
          .to = "/samples/{code}"),
    FIELD(struct sample, note, N_("Note"), .flags = F_LONG),
    FIELD(struct sample, n_people, N_("People")),
    FIELD(struct sample, is_open, N_("Open")),
    FIELD(struct sample, due_on, N_("Due on"), .flags = F_REQUIRED),
    FIELD(struct sample, made_at, N_("Made at")),
    FIELD(struct sample, fee, N_("Fee")),
    DEC(struct sample, area_km2, 6, N_("Area, km²")),
    ENUM(struct sample, state, sample_states, N_("State")),
    FIELD(struct sample, picture, N_("Picture"), .flags = F_COMPUTED),
    LISTOF(struct sample, lines, &sample_line_view, N_("Lines")),
    RECOF(struct sample, head, &sample_line_view, N_("First line")),
    FIELD(struct sample, password, N_("Password"), .flags = F_SECRET),
    FIELD(struct sample, phone, N_("Telephone"), .flags = F_PERSONAL),
    FIELD(struct sample, aside, N_("Aside"), .flags = F_PAGE),
};
static const struct view sample_view = VIEW("sample", struct sample, sample_fields);
#endif
