/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_text.h: the words of a decree, as a jurist reads them, and the same as a struct. Pure:
 * knows no registry, so a code that nobody holds is well-formed here. doc/decree-text.md tells the
 * grammar to people.
 */
#ifndef DECREE_DECREE_TEXT_H
#define DECREE_DECREE_TEXT_H
#include "base/ctx.h"

enum {
    TEXT_BYTES_MOST = 16 << 20, /* a whole country in one decree is half a megabyte */
    TEXT_FAULTS_MOST = 20       /* reported at once */
};

struct text_at {
    int line, column; /* from 1; columns in characters */
};
/* "xã Gia Tân (14503)"; of an organisation: its name and the code of its unit. */
struct text_unit {
    const char *name, *code;
    struct text_at at;
};
struct text_unit_list LIST(struct text_unit);

/* How much of a source: "toàn bộ", "một phần", "phần còn lại", said of land and of people. */
enum text_part {
    TEXT_PART_NONE,
    TEXT_PART_SOME,
    TEXT_PART_REST, /* what the other clauses leave */
    TEXT_PART_ALL
};
struct text_source {
    struct text_unit unit;
    enum text_part area, pop;
    const char *villages; /* "các thôn …": which part, in the text's words; NULL */
};
struct text_source_list LIST(struct text_source);

enum text_op {
    TEXT_ESTABLISH, /* Thành lập unit thuộc other trên cơ sở nhập sources */
    TEXT_ABSORB,    /* Nhập sources vào unit: it continues */
    TEXT_RETYPE,    /* Chuyển unit thành other: the same unit, of another type */
    TEXT_RENAME,    /* Đổi tên unit thành other */
    TEXT_REPARENT,  /* Chuyển unit về trực thuộc other */
    TEXT_DISSOLVE, /* Giải thể unit; what is left below it goes below other, if named */
    TEXT_BOUNDARY, /* Điều chỉnh địa giới: sources về unit; all continue */
    TEXT_KEEP /* Giữ nguyên phần còn lại của unit: it continues with what is left */
};
struct text_clause {
    enum text_op op;
    bool is_khoan; /* "Khoản 71", else "Điều 71" */
    int number;
    struct text_unit unit,
        other; /* other.code NULL: not said; other.name NULL: no other */
    struct text_source_list sources;
    bool is_unverified; /* [chưa kiểm chứng]: the official wording was not seen */
    const char *note;   /* in that bracket, or NULL */
    struct text_at at;
};
struct text_clause_list LIST(struct text_clause);

/* Bàn giao: who receives what no rule decides. */
struct text_receiver {
    const char *matter; /* class of record: "con dấu"; NULL: "mặc định", all others */
    struct text_unit to;
    struct text_at at;
};
struct text_receiver_list LIST(struct text_receiver);
struct text_handover {
    struct text_unit_list units;
    struct text_receiver_list receivers;
    struct text_at at;
};
struct text_handover_list LIST(struct text_handover);

/* Tổ chức: an exception to the rule by which organisations follow their units. */
struct text_org_rule {
    struct text_unit from, to;
    struct text_at at;
};
struct text_org_rule_list LIST(struct text_org_rule);

/* Người đứng đầu: the holder of a post that one person holds. */
struct text_head {
    struct text_unit org;
    const char *role, *username;
    struct text_at at;
};
struct text_head_list LIST(struct text_head);

/* Sau khi sắp xếp: what a unit has afterwards, as the decree states it. */
struct text_figures {
    struct text_unit unit;
    int64_t area_m2, population; /* INT_NONE: not said */
    struct text_at at;
};
struct text_figures_list LIST(struct text_figures);

struct decree_text {
    const char *number;                    /* "1318/NQ-UBTVQH15" */
    const char *code;                      /* "1318-2024": its id here */
    const char *issuer, *summary, *source; /* NULL: not said */
    day signed_on;                         /* DAY_NONE: not said */
    day effective_on;
    int interim_days; /* of grants carried over; 0: not said */
    struct text_clause_list clauses;
    struct text_figures_list figures;
    struct text_handover_list handovers;
    struct text_org_rule_list orgs;
    struct text_head_list heads;
};

/*
 * Reads a decree. Every fault has the field "text" and names line and column; at most
 * TEXT_FAULTS_MOST are noted. Everything lands in c->arena. Errors: INVALID, MALFORMED (UTF-8).
 */
NODISCARD err decree_text_parse(struct ctx *c, const char *text,
                                struct decree_text *out);
/* The canonical writing: parsing it gives the same struct, writing that the same text. */
const char *decree_text_write(struct ctx *c, const struct decree_text *t);
/* "Điều 3", "Khoản 71": how messages and pages name a clause. */
const char *clause_label(struct arena *a, const struct text_clause *k);
#endif
