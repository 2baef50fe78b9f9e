/* SPDX-License-Identifier: Apache-2.0 */
/*
 * web.h: what a room's skin (room_web.c) declares: routes as rows. The page is the API is the
 * command: a handler turns an input struct into an output struct; the edge chooses the paper.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H
#include "view/official.h"
#include "view/view.h"

enum method {
    METHOD_OTHER,
    GET,
    POST
};

/* Which threads run it. */
enum lane {
    LANE_UNSET, /* refused by a test */
    LANE_READ,  /* on the loop itself: short, reads only */
    LANE_HEAVY, /* reads that take long: exports, checks of a whole country */
    LANE_WRITE, /* one transaction, answered after its commit */
    LANE_PREPARED /* the edge's own: a thread for `prepare`, then LANE_WRITE */
};

/* `need`: a capability ("unit.read"), or one of these. NULL is unset: refused by a test. */
#define NEED_NOBODY "-"      /* anybody, signed in or not */
#define NEED_PERSON "person" /* anybody signed in */

struct route {
    enum method method;
    const char *path;       /* "/units/{code}": {names} are fields of `in`; HTML there, JSON at
                               /api/v1 + path */
    const char *help;       /* message id: title of the page, label of the button, OpenAPI summary */
    const char *need;
    enum lane lane;
    const struct view *in;  /* path, query, form or JSON; NULL: nothing */
    const struct view *out; /* what comes back; NULL: nothing (JSON: 204) */
    const char *template;   /* "unit/unit_show.html"; NULL: the generic page of the out view */
    err (*handle)(struct ctx *c, const void *in, void *out);
    const char *list;       /* name of the out field that CSV and XLSX write; NULL: no such paper */
    const char *form;       /* POST: path of the GET route whose page holds the form; faults go back
                               there with what was typed. NULL: the same path */
    const char *after;      /* LANE_WRITE: page to go to when done, filled from out: "/decrees/{code}"; an out
                               field `go_to` (K_TEXT), if set, is that page */
    const char *menu;       /* message id of the menu entry; NULL: not in the menu */
    int menu_at;            /* its place there, from the top */
    bool demo_only;         /* it stands there in a demo database alone */
    const char *mime;       /* "image/svg+xml": the out field `content` (K_HTML) is sent as this; a
                               `content` with F_BYTES as what the out fields `mime` and `name` say */
    size_t body_max;        /* bytes of a POST body; 0: 1 MiB */
    const void *subject;    /* handed to the handler as c->subject: which register, which report */
    /* LANE_WRITE: what is slow and reads only, before the handler; the wire runs it before the write
     * transaction, so that others need not wait. It finds `subject` in c->subject; *out becomes the
     * handler's. */
    err (*prepare)(struct ctx *c, const void *in, const void **out);
    /* GET: what came out as a document in the official layout: "….pdf" is there too, in Vietnamese
     * whoever asks. NULL: it is not. */
    err (*official)(struct ctx *c, const void *out, struct official *doc);
};

struct module {
    const char *name;           /* "unit" */
    const char *about;          /* message id */
    const struct route *routes; /* ends with a NULL path; may be NULL */
    const struct command *commands; /* ends with a NULL name; may be NULL (command.h) */
};
/* In the order of modules.def, registers last; ends with NULL. Defined in app.c. */
extern const struct module *const modules[];

/* A list's page: what every list view starts with.
 * JSON: {"total":…,"total_at_least":…,"items":[…],"next":…} */
#define LIST_FIELDS(T, item_view)                                                      \
    FIELD(T, total, N_("Total"), .flags = F_COMPUTED),                                 \
        FIELD(T, total_at_least, N_("At least"), .flags = F_COMPUTED),                 \
        LISTOF(T, items, (item_view), N_("Items")),                                    \
        FIELD(T, next, N_("Next page"), .flags = F_COMPUTED)
/* Members that go with it: int64_t total, total_at_least; struct x_list items; const char *next; */
enum {
    COUNT_EXACT_UP_TO = 10000 /* rows of a page: page_limit() */
};
#endif
