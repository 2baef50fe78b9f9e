/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_form.h: bodies of forms that carry files. The library's own parser needs a live connection
 * and hands out pieces; the body is whole and bounded here, so it is cut in place, and a fuzzer
 * reaches it without a socket.
 */
#ifndef WEB_HTTP_FORM_H
#define WEB_HTTP_FORM_H
#include "view/view.h"

enum form_kind {
    FORM_NONE,  /* JSON or something else: stays a body */
    FORM_PAIRS, /* application/x-www-form-urlencoded */
    FORM_PARTS  /* multipart/form-data */
};
enum {
    PARTS_MOST = 200
};

enum form_kind form_kind(const char *content_type); /* NULL: FORM_NONE */
/*
 * Cuts n bytes of multipart/form-data at s into pairs; s is overwritten and must live as long as
 * the pairs, which point into it. A file is its bytes, its text where it is
 * text, and its name as the value of NAME_name. Errors: MALFORMED (broken structure, text
 * that is not UTF-8), TOO_LARGE (more than PARTS_MOST fields).
 */
NODISCARD err parts_parse(struct ctx *c, const char *content_type, char *s, size_t n,
                          struct pair_list *out);
#endif
