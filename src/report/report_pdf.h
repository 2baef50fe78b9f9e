/* SPDX-License-Identifier: Apache-2.0 */
/* report_pdf.h: reports on paper, in the layout of Decree 30/2020. */
#ifndef REPORT_REPORT_PDF_H
#define REPORT_REPORT_PDF_H
#include "report/report.h"
#include "view/official.h"

struct report_paper {
    const struct report *report;
    const struct report_value_list *values;
    const char *body, *superior, *to; /* superior NULL: none */
};
NODISCARD err report_official(struct ctx *c, const struct report_paper *p,
                              struct official *doc);
struct report_synthesis_paper {
    const struct report_synthesis *synthesis;
    const struct report_sum_list *sums;
    const struct report_line_list *texts, *missing, *late;
    const char *addressee;
};
NODISCARD err report_synthesis_official(struct ctx *c,
                                        const struct report_synthesis_paper *p,
                                        struct official *doc);
#endif
