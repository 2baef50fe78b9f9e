/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"

#include "base/text.h"

void
csv_open(struct csv *c, const char *s, size_t n)
{
    if (n == 0)
        s = ""; /* NULL has no end to point at */
    if (n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
        s += 3, n -= 3;
    *c = (struct csv){.at = s, .end = s + n, .next_line = 1};
}

static bool
wrong(struct csv *c, const char *why)
{
    c->error = why;
    return false;
}

/* The bytes as they came: behind a NUL a cell would lose its rest unseen. */
static bool
check_text(struct csv *c, const char *from, const char *to)
{
    return utf8_valid(from, (size_t)(to - from)) || wrong(c, N_("Not valid UTF-8"));
}

/* One cell; leaves c->at at the separator after it. */
static bool
read_cell(struct csv *c, struct arena *a, const char **out)
{
    const char *p = c->at;
    if (p == c->end || *p != '"') {
        while (p < c->end && *p != ',' && *p != '\n' && *p != '\r')
            p++;
        if (!check_text(c, c->at, p))
            return false;
        *out = arena_strndup(a, c->at, (size_t)(p - c->at));
        c->at = p;
        return true;
    }
    const char *from = ++p;
    size_t quotes = 0;
    for (;; p++) {
        if (p == c->end)
            return wrong(c, N_("A quoted cell does not end"));
        if (*p == '\n')
            c->next_line++;
        if (*p != '"')
            continue;
        if (p + 1 == c->end || p[1] != '"')
            break;
        p++, quotes++;
    }
    if (!check_text(c, from, p))
        return false;
    char *cell = arena_alloc(a, (size_t)(p - from) - quotes + 1, 1);
    *out = cell;
    for (; from < p; from++) {
        *cell++ = *from;
        from += *from == '"';
    }
    c->at = p + 1;
    if (c->at < c->end && *c->at != ',' && *c->at != '\n' && *c->at != '\r')
        return wrong(c, N_("Text after the closing quote of a cell"));
    return true;
}

bool
csv_next(struct csv *c, struct arena *a, struct csv_row *row)
{
    while (c->at < c->end && (*c->at == '\n' || *c->at == '\r'))
        c->next_line += *c->at++ == '\n';
    if (c->at == c->end || c->error)
        return false;
    c->line = c->next_line;
    row->n = 0;
    for (;;) {
        if (row->n == CSV_COLUMNS)
            return wrong(c, N_("Too many columns"));
        const char *cell;
        if (!read_cell(c, a, &cell))
            return false;
        row->cell[row->n++] = cell;
        if (c->at == c->end)
            return true;
        char sep = *c->at++;
        if (sep == ',')
            continue;
        if (sep == '\r' && c->at < c->end && *c->at == '\n')
            c->at++;
        c->next_line++;
        return true;
    }
}

int
csv_column(const struct csv_row *header, const char *name)
{
    for (size_t i = 0; i < header->n; i++)
        if (str_eq(header->cell[i], name))
            return (int)i;
    return -1;
}

const char *
csv_cell(const struct csv_row *row, int column)
{
    return column >= 0 && (size_t)column < row->n ? row->cell[column] : "";
}
