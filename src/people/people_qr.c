/* SPDX-License-Identifier: Apache-2.0 */
#include "people/people_qr.h"

#include <qrencode.h>

#include "base/buf.h"

enum {
    QUIET = 4 /* light dots around it, as the standard wants */
};

const char *
qr_svg(struct ctx *c, const char *text, const char *label)
{
    CLEANUP(buf_free) struct buf b = {0};
    QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    must(q); /* short text always fits */
    int size = q->width + 2 * QUIET;
    buf_printf(&b, "<svg class=\"qr\" role=\"img\" aria-label=\"");
    buf_html(&b, label);
    buf_printf(
        &b,
        "\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
        "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>"
        "<path d=\"",
        size, size, size * 5, size * 5, size, size);
    for (int y = 0; y < q->width; y++)
        for (int x = 0; x < q->width; x++)
            if (q->data[y * q->width + x] & 1)
                buf_printf(&b, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
    buf_puts(&b, "\"/></svg>");
    QRcode_free(q);
    return arena_strdup(c->arena, buf_str(&b));
}
