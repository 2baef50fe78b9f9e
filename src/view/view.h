/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view.h: one table of fields says what a struct looks like to everybody: the SQL row, the form,
 * JSON, HTML, CSV and XLSX, OpenAPI, the audit diff. Nothing outside this folder repeats it.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H
#include "base/buf.h"
#include "base/ctx.h"

typedef struct {
    int64_t v;
} money; /* đồng (VND has no minor unit) */
typedef struct {
    const char *v;
} html; /* markup that our own code made; the only text that a template does not escape */

enum kind {
    K_TEXT,    /* const char *; NULL: none */
    K_INT,     /* int64_t; INT_NONE: none */
    K_BOOL,    /* bool */
    K_DAY,     /* day; DAY_NONE: none */
    K_INSTANT, /* instant; INSTANT_NONE: none */
    K_MONEY,   /* money */
    K_DEC,     /* int64_t scaled by 10^field.scale; INT_NONE: none */
    K_ENUM,    /* int, an index into field.choices; a choice without a name: none */
    K_ID,      /* x_id, looked at through .v; 0: none */
    K_HTML,    /* html: pages only, never in JSON, CSV or a form */
    K_LIST,    /* struct { T *v; size_t n; } of field.of */
    K_REC      /* const T *, or NULL, of field.of */
};

enum field_flag {
    F_REQUIRED = 1,    /* a form or a call without it is refused */
    F_READONLY = 2,    /* never taken from outside */
    F_COMPUTED = 4,    /* not a column: made by the room */
    F_HIDDEN = 8,      /* in forms a hidden input; left out of generic pages */
    F_LONG = 16,       /* several lines: a textarea */
    F_SEARCH = 32,     /* goes into the folded search column */
    F_BRIEF = 64,      /* shown in lists too */
    F_PERSONAL = 128,  /* masked in exports */
    F_SECRET = 256,    /* a password: never shown again, never in the log */
    F_PAGE = 512,      /* for pages only: left out of JSON */
    F_FILE = 1024,     /* a form offers a file; its text is the value */
    F_BYTES = 2048,    /* with it: any bytes; the value is base64, as it is in JSON. The file's name is
                          the form's NAME_name */
    F_COOKIE = 4096    /* in: from the cookie of that name alone; out: sets it, for ten minutes */
};

struct choice {
    const char *name;  /* in the database, JSON and URLs */
    const char *label; /* message id */
};

struct view;
struct field {
    const char *name;  /* the struct's member = column = JSON key = form field */
    const char *label; /* message id */
    size_t offset;
    enum kind kind;
    unsigned flags;
    int scale;                    /* K_DEC */
    int max;                      /* K_TEXT: most characters; 0: 200 (F_LONG: 20,000) */
    const struct choice *choices; /* K_ENUM: n_choices of them */
    int n_choices;
    const char *to;               /* a link: "/units/{code}", names of fields of this struct */
    const struct view *of;        /* K_LIST, K_REC */
    const char *hint;             /* message id, under the label of a form */
    const char *options;          /* K_TEXT in a form: a list of the record at hand, its records with
                                     `name` and `label`: chosen from instead of typed */
};
struct view {
    const char *name; /* "unit": the schema's name in OpenAPI */
    size_t size;
    const struct field *fields;
    size_t n;
};

#define KIND(T, m)                                                                     \
    _Generic(((T *)0)->m,                                                              \
        const char *: K_TEXT,                                                          \
        int64_t: K_INT,                                                                \
        bool: K_BOOL,                                                                  \
        day: K_DAY,                                                                    \
        instant: K_INSTANT,                                                            \
        money: K_MONEY,                                                                \
        html: K_HTML)
/* The label comes last but for designated extras: FIELD(struct unit, name, N_("Name"), .max = 80) */
#define FIELD(T, m, ...)                                                               \
    {                                                                                  \
        .name = #m, .offset = offsetof(T, m), .kind = KIND(T, m), .label = __VA_ARGS__ \
    }
#define ID(T, m, ...)                                                                  \
    {                                                                                  \
        .name = #m, .offset = offsetof(T, m.v), .kind = K_ID, .label = __VA_ARGS__     \
    }
#define DEC(T, m, decimals, ...)                                                       \
    {                                                                                  \
        .name = #m, .offset = offsetof(T, m), .kind = K_DEC, .scale = (decimals),      \
        .label = __VA_ARGS__                                                           \
    }
#define ENUM(T, m, names, ...)                                                         \
    {                                                                                  \
        .name = #m, .offset = offsetof(T, m), .kind = K_ENUM, .choices = (names),      \
        .n_choices = (int)COUNT(names), .label = __VA_ARGS__                           \
    }
#define LISTOF(T, m, view, ...)                                                        \
    {                                                                                  \
        .name = #m, .offset = offsetof(T, m), .kind = K_LIST, .of = (view),            \
        .label = __VA_ARGS__                                                           \
    }
#define RECOF(T, m, view, ...)                                                         \
    {                                                                                  \
        .name = #m, .offset = offsetof(T, m), .kind = K_REC, .of = (view),             \
        .label = __VA_ARGS__                                                           \
    }
#define VIEW(nm, T, arr)                                                               \
    {                                                                                  \
        .name = (nm), .size = sizeof(T), .fields = (arr), .n = COUNT(arr)              \
    }

/* Any list is laid out like this. */
struct any_list {
    void *v;
    size_t n;
};

/* NULL when there is none of that name (n bytes of it). */
const struct field *view_field(const struct view *v, const char *name);
const struct field *view_field_n(const struct view *v, const char *name, size_t n);
/* All fields "none": what a form starts from and a row is read into. */
void view_clear(const struct view *v, void *rec);

/* ---- one value ---- */
bool field_has(const struct field *f, const void *rec); /* present; bool: true; list: not empty */
int64_t field_int(const struct field *f, const void *rec);       /* any kind held in an integer */
const char *field_str(const struct field *f, const void *rec);   /* K_TEXT, K_HTML */
const struct any_list *field_list(const struct field *f, const void *rec);
const void *field_rec(const struct field *f, const void *rec);
/* As a machine reads it: ISO dates, names of choices, plain numbers. NULL: none. */
const char *field_raw(struct arena *a, const struct field *f, const void *rec);
/* As a person reads it in c's language: 01/07/2025 · 7,92 · Đang hoạt động. NULL: none. */
const char *field_shown(struct ctx *c, const struct field *f, const void *rec);
/* As a form shows it to be typed over: thousands are not parted. */
const char *field_typed(struct ctx *c, const struct field *f, const void *rec);
/* A K_DEC field to two places, cut off: a share below a limit never reads as one that reaches it. */
const char *field_short(struct ctx *c, const struct field *f, const void *rec);
/* From the machine's writing or a person's (dates, decimals); notes a fault under `name` and
 * leaves rec alone if it does not fit. Empty text sets none. Text becomes NFC, trimmed, its
 * lines ended by LF; controls are refused, and line ends where the field is not F_LONG. */
void field_set(struct ctx *c, const struct field *f, void *rec, const char *text,
               const char *name);
/* The same for what a person typed: refuses a decimal that reads in two ways, as "1.200" does where a
 * point parts thousands. */
void field_take(struct ctx *c, const struct field *f, void *rec, const char *text,
                const char *name);
int field_max(const struct field *f); /* K_TEXT: most characters */
bool field_same(const struct field *f, const void *a, const void *b);
/* "/units/14329" from "/units/{code}": each {name} percent-encoded; NULL if one is none. */
const char *fill_path(struct arena *a, const char *pattern, const struct view *v,
                      const void *rec);

/* ---- doors in: collect every fault in c, then TRY(faults(c)) ---- */
struct pair {
    const char *name, *value; /* decoded, valid UTF-8 */
    const char *bytes;        /* of a file: n_bytes as they came; value is "" where they are no text */
    size_t n_bytes;
};
struct pair_list LIST(struct pair);
/* application/x-www-form-urlencoded or a query string. Errors: MALFORMED (bad escapes or UTF-8),
 * TOO_LARGE (more than PAIRS_MOST). */
enum {
    PAIRS_MOST = 1000
};
NODISCARD err pairs_parse(struct ctx *c, const char *s, size_t n, struct pair_list *out);
const char *pair_value(const struct pair_list *p, const char *name); /* the last, or NULL */
/* Sets the fields that are named and not F_READONLY; passes over the others. */
void view_from_pairs(struct ctx *c, const struct view *v, const struct pair_list *in,
                     void *rec);
/* The same from one JSON object; an unknown key is a fault, so that no typing error is lost.
 * Faults of fields are collected; rec is complete but for those.
 * Errors: MALFORMED (not one JSON object), TOO_LARGE (nested or long beyond reason). */
NODISCARD err view_from_json(struct ctx *c, const struct view *v, const char *s, size_t n,
                             void *rec);
/* Notes a fault for every F_REQUIRED field that is none and has no fault yet; in lists too. */
void view_require(struct ctx *c, const struct view *v, const void *rec);

/* ---- doors out ---- */
void view_json(struct ctx *c, struct buf *b, const struct view *v, const void *rec);
void view_csv(struct ctx *c, struct buf *b, const struct view *v,
              const struct any_list *list);
/* XLSX into b; headers in c's language. Errors: TOO_LARGE (a sheet ends at 1,048,576 rows),
 * INTERNAL. */
NODISCARD err view_xlsx(struct ctx *c, struct buf *b, const struct view *v,
                        const struct any_list *list, const char *sheet);
/* The JSON Schema of the view's JSON, for OpenAPI. `input`: without what is F_READONLY. */
void view_schema(struct ctx *c, struct buf *b, const struct view *v, bool input);
/* The schema of one field's value: of a parameter in a path or a query. */
void field_schema(struct ctx *c, struct buf *b, const struct field *f, bool input);

/* What differs between two records of one view, for the act log: [{"field":…,"from":…,"to":…}].
 * before NULL: all that is set. F_SECRET and computed fields are left out. */
const char *view_diff(struct ctx *c, const struct view *v, const void *before,
                      const void *after);
#endif
