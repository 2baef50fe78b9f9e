/* SPDX-License-Identifier: Apache-2.0 */
/* schema.c: numbered migrations, each in one transaction, recorded with its hash. */
#include <stdio.h>
#include <string.h>

#include "base/msg.h"
#include "store/compose.h"
#include "store/engine.h"

/*
 * PostgreSQL domains whose names carry the affinity that SQLite reads out of a type's name, so
 * that one CREATE TABLE serves both. Collation is bytewise: order comes from sort_key columns.
 */
static const char domains[] =
    "CREATE DOMAIN int_id AS bigint; CREATE DOMAIN int_number AS bigint;"
    "CREATE DOMAIN int_money AS bigint;"
    "CREATE DOMAIN int_bool AS bigint CHECK (VALUE IN (0, 1));"
    "CREATE DOMAIN text_code AS text COLLATE \"C\"; CREATE DOMAIN text_name AS text COLLATE \"C\";"
    "CREATE DOMAIN text_long AS text COLLATE \"C\"; CREATE DOMAIN text_json AS text COLLATE \"C\";"
    "CREATE DOMAIN text_day AS text COLLATE \"C\" "
    "  CHECK (VALUE ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$');"
    "CREATE DOMAIN text_instant AS text COLLATE \"C\" "
    "  CHECK (VALUE ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$');";

static const char patch_table[] =
    "CREATE TABLE patch ("
    "  name text_code PRIMARY KEY,"
    "  hash text_code NOT NULL,"
    "  applied_at text_instant NOT NULL);";

struct patch {
    const char *name, *hash;
    instant applied_at;
};
static const struct field patch_fields[] = {
    FIELD(struct patch, name, "name"),
    FIELD(struct patch, hash, "hash"),
    FIELD(struct patch, applied_at, "applied at"),
};
static const struct view patch_view = VIEW("patch", struct patch, patch_fields);
struct patch_list LIST(struct patch);

err
schema_started(struct ctx *c, bool *out)
{
    int64_t n = 0;
    TRY(dynamic_int(c,
                    db_engine(c->db) == ENGINE_SQLITE
                        ? "SELECT count(*) FROM sqlite_master WHERE name = 'patch'"
                        : "SELECT count(*) FROM information_schema.tables WHERE table_name = "
                          "'patch' AND table_schema = current_schema()",
                    IN_NOTHING, 0, &n));
    *out = n > 0;
    return OK;
}

static err
read_patches(struct ctx *c, struct patch_list *out)
{
    return dynamic_list(c, "SELECT name, hash, applied_at FROM patch ORDER BY name",
                        &patch_view, out, IN_NOTHING, 0);
}

static err
start_schema(struct ctx *c, void *arg UNUSED)
{
    if (db_engine(c->db) == ENGINE_POSTGRES)
        TRY(db_script(c, domains));
    return db_script(c, patch_table);
}

/* Lines that begin with this are a comment for SQLite and a statement for PostgreSQL. */
static const char postgres_only[] = "-- postgresql:";

static const char *
text_for(struct ctx *c, const char *sql)
{
    if (db_engine(c->db) != ENGINE_POSTGRES)
        return sql;
    char *text = arena_strdup(c->arena, sql);
    for (char *p = text; (p = strstr(p, postgres_only)); p += sizeof postgres_only - 1)
        if (p == text || p[-1] == '\n')
            memset(p, ' ', sizeof postgres_only - 1);
    return text;
}

static err
apply(struct ctx *c, void *arg)
{
    const struct migration *m = arg;
    TRY(db_script(c, text_for(c, m->sql)));
    return dynamic_exec(
        c, "INSERT INTO patch (name, hash, applied_at) VALUES ($1, $2, $3)",
        IN(m->name, m->hash, c->now), 3, NULL);
}

/* What is recorded must be the beginning of what this program knows. */
static err
compare(struct ctx *c, const struct patch_list *have, size_t *known)
{
    size_t n = 0;
    while (all_migrations[n].name)
        n++;
    *known = n;
    for (size_t i = 0; i < have->n; i++) {
        if (i >= n)
            return fail(c, ERR_INVALID, NULL,
                        N_("The database is newer than this program (it has %s): use the "
                           "newer haicap"),
                        have->v[i].name);
        if (!str_eq(have->v[i].name, all_migrations[i].name) ||
            !str_eq(have->v[i].hash, all_migrations[i].hash))
            return fail(c, ERR_INVALID, NULL,
                        N_("The database schema was altered: %s is not what this program "
                           "knows as %s"),
                        have->v[i].name, all_migrations[i].name);
    }
    return OK;
}

err
schema_upgrade(struct ctx *c, int *n_done)
{
    bool started;
    TRY(schema_started(c, &started));
    if (!started)
        TRY(tx_run(c, start_schema, NULL));
    struct patch_list have;
    size_t known;
    TRY(read_patches(c, &have));
    TRY(compare(c, &have, &known));
    for (size_t i = have.n; i < known; i++) {
        struct migration m = all_migrations[i];
        err e = tx_run(c, apply, &m);
        if (e != OK && c->detail)
            fprintf(stderr, "haicap: %s: %s\n", m.name, c->detail);
        TRY(e);
    }
    if (n_done)
        *n_done = (int)(known - have.n);
    return OK;
}

err
schema_check(struct ctx *c)
{
    bool started;
    TRY(schema_started(c, &started));
    if (!started)
        return fail(c, ERR_INVALID, NULL,
                    N_("%s is not a database of haicap: make one with haicap init"),
                    db_url(c->db));
    struct patch_list have;
    size_t known;
    TRY(read_patches(c, &have));
    TRY(compare(c, &have, &known));
    if (have.n < known)
        return fail(c, ERR_INVALID, NULL,
                    N_("The database is older than this program (it lacks %s): run haicap "
                       "upgrade"),
                    all_migrations[have.n].name);
    return OK;
}
