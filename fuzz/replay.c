/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c FILE...: runs a fuzz target over files, for compilers without libFuzzer. */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f) {
            perror(argv[i]);
            return 1;
        }
        struct buf b = {0};
        char part[65536];
        for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
            buf_put(&b, part, n);
        fclose(f);
        /* a copy of that size exactly, so that a sanitizer sees a step too far */
        uint8_t *exact = malloc(b.n ? b.n : 1);
        must(exact != NULL);
        if (b.n)
            memcpy(exact, b.s, b.n);
        fprintf(stderr, "%s\n", argv[i]); /* the last one named is the one that crashed */
        LLVMFuzzerTestOneInput(exact, b.n);
        free(exact);
        buf_free(&b);
    }
    printf("%d inputs replayed\n", argc - 1);
    return argc > 1 ? 0 : 1;
}
