/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz.h: what the fuzz targets share. Each is one file with the entry that libFuzzer calls:
 *     clang -fsanitize=fuzzer,address,undefined fuzz/form.c … && ./form fuzz/corpus/form
 * and, where there is no libFuzzer, runs on given files with fuzz/replay.c as its main().
 * A broken promise is a must(), so a crash with its line.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H
#include "base/buf.h"
#include "base/msg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In both languages by turns, so that catalogs are looked up too. */
static inline struct ctx
fuzz_ctx(struct arena *a, size_t size)
{
    return (struct ctx){.arena = a,
                        .today = day_of(2025, 7, 1),
                        .now = {INT64_C(1751333400000000)},
                        .lang = size % 2 ? catalog_for("vi") : NULL};
}
#endif
