/* SPDX-License-Identifier: Apache-2.0 */
/* posting.h: what a posting is, for the public page. */
#ifndef REGISTERS_POSTING_H
#define REGISTERS_POSTING_H
#include "kernel/register.h"

struct posting {
    struct record record;
    const char *title;
    int kind;
    const char *number, *place, *summary, *url, *posted_by, *village;
    day posted_on, posted_until;
    bool is_published;
};
extern const struct view posting_view;
#endif
