/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.c: counting. */
#include "web/metrics.h"

#include "base/arena.h"

const int64_t latency_us[LATENCY_BUCKETS] = {500,     1000,    2500,    5000,    10000,
                                             25000,   50000,   100000,  250000,  500000,
                                             1000000, 2500000, 5000000, 10000000};
const uint64_t group_jobs[GROUP_BUCKETS] = {1, 2, 4, 8, 16, 32, 64, 128, 256};

void
metrics_request(struct request_counts *r, enum request_kind kind, int status,
                int64_t took_us)
{
    size_t i = 0;
    while (i < LATENCY_BUCKETS && took_us > latency_us[i])
        i++;
    must(kind < REQUEST_KINDS && status >= 0 && status < STATUS_CLASSES * 100);
    counter_add(&r->n[kind][status / 100], 1);
    counter_add(&r->took_at_most[kind][i], 1);
    counter_add(&r->took_us[kind], took_us > 0 ? (uint64_t)took_us : 0);
}

void
metrics_commit(struct db_counts *d, uint64_t jobs)
{
    size_t i = 0;
    while (i < GROUP_BUCKETS && jobs > group_jobs[i])
        i++;
    counter_add(&d->commits, 1);
    counter_add(&d->committed, jobs);
    counter_add(&d->group_at_most[i], 1);
}

void
metrics_add_db(struct db_counts *to, const struct db_counts *from)
{
    counter_add(&to->reads, counter_read(&from->reads));
    counter_add(&to->statements, counter_read(&from->statements));
    counter_add(&to->commits, counter_read(&from->commits));
    counter_add(&to->committed, counter_read(&from->committed));
    for (size_t i = 0; i <= GROUP_BUCKETS; i++)
        counter_add(&to->group_at_most[i], counter_read(&from->group_at_most[i]));
    counter_add(&to->busy, counter_read(&from->busy));
    counter_add(&to->lost, counter_read(&from->lost));
    counter_add(&to->failed, counter_read(&from->failed));
    counter_add(&to->retried, counter_read(&from->retried));
    counter_add(&to->faults, counter_read(&from->faults));
}
