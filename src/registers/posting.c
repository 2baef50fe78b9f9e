/* SPDX-License-Identifier: Apache-2.0 */
/* Postings (niêm yết, công khai): what was made public, where and for how long. Those that are
 * published stand on the public page too. */
#include "registers/posting.h"

#include "base/msg.h"
#include "base/text.h"
#include "registers/registers.h"

const struct choice posting_kinds[POSTING_KINDS] = {
    {0},
    {"plan", N_("Plan or scheme")},
    {"voters", N_("List of voters or of households")},
    {"result", N_("Result of a consultation")},
    {"decision", N_("Resolution or decision")},
    {"procedure", N_("Administrative procedures")},
    {"notice", N_("Notice")},
};

static const struct field posting_fields[] = {
    RECORD_FIELDS(struct posting),
    FIELD(struct posting, title, N_("What is posted"), .max = 400,
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF),
    ENUM(struct posting, kind, posting_kinds, N_("Kind of posting"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct posting, number, N_("Number of the document"), .max = 60,
          .flags = F_SEARCH | F_BRIEF),
    FIELD(struct posting, place, N_("Posted where"), .max = 400,
          .flags = F_REQUIRED | F_SEARCH),
    FIELD(struct posting, posted_on, N_("Posted on"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct posting, posted_until, N_("Posted until"), .flags = F_BRIEF,
          .hint = N_("The last day; empty: without an end")),
    FIELD(struct posting, summary, N_("Text for the public"), .max = 20000,
          .flags = F_LONG | F_SEARCH),
    FIELD(struct posting, url, N_("Address on the Internet"), .max = 400,
          .hint = N_("https://…")),
    FIELD(struct posting, is_published, N_("On the public page"), .flags = F_BRIEF),
    FIELD(struct posting, posted_by, N_("Posted by"), .flags = F_PERSONAL),
    FIELD(struct posting, village, N_("Village"), .max = 100),
};
const struct view posting_view = VIEW("posting", struct posting, posting_fields);

static void
check(struct ctx *c, const void *rec)
{
    const struct posting *p = rec;
    if (day_known(p->posted_until) && p->posted_until.v < p->posted_on.v)
        note_fault(c, ERR_INVALID, "posted_until",
                   N_("It cannot end before the day it was posted"));
    if (p->url && !text_starts(p->url, "https://") && !text_starts(p->url, "http://"))
        note_fault(c, ERR_INVALID, "url", N_("An address begins with https://"));
}

const struct registry posting_register = {
    "posting",
    "postings",
    N_("Postings"),
    N_("What was posted publicly, where, from when until when; and what is on the public page."),
    N_("Posting"),
    &posting_view,
    "title",
    "village",
    SUCC_PASSES,
    "Luật Tổ chức chính quyền địa phương 72/2025/QH15",
    .check = check};
