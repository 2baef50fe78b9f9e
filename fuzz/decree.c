/* SPDX-License-Identifier: Apache-2.0 */
/* decree.c: any bytes as the text of a decree: a fault with its place, or a struct whose canonical
 * writing reads back as itself. */
#include <stdlib.h>

#include "decree/decree_text.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct ctx c = fuzz_ctx(&a, n);
    char *text = malloc(n + 1);
    must(text != NULL);
    memcpy(text, data, n);
    text[n] = '\0';
    struct decree_text t, u;
    if (decree_text_parse(&c, text, &t) == OK) {
        const char *once = decree_text_write(&c, &t);
        must(decree_text_parse(&c, once, &u) == OK);
        must(strcmp(once, decree_text_write(&c, &u)) == 0);
    } else
        must(c.faults.n > 0 && c.faults.n <= TEXT_FAULTS_MOST);
    free(text);
    arena_free(&a);
    return 0;
}
