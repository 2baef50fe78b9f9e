-- The evidence: one row for each thing that a write changed. Rows are added and sealed, never
-- changed otherwise; `haicap verify` recomputes all of it.
CREATE TABLE act (
    id         int_id PRIMARY KEY,
    seq        int_number,              -- place in the log, from 0; NULL: not sealed yet
    at         text_instant NOT NULL,
    actor_id   int_id,                  -- NULL: the machine's operator or the machine itself
    actor_name text_name,               -- as it was then
    org_id     int_id,                  -- for which organisation; NULL: the installation
    verb       text_code NOT NULL,      -- 'add', 'change', 'approve' …
    kind       text_code NOT NULL,      -- of the object: 'unit', 'decree', 'seal' …
    object_id  int_id,
    label      text_name,               -- of the object, as it was then
    path       text_code,               -- page of the object
    reason     text_long,
    law        text_long,
    decree_id  int_id,                  -- by which decree; NULL: none
    changes    text_json,               -- [{"field":…,"from":…,"to":…}]
    link       text_code,               -- hex SHA-256(link of seq - 1, leaf); filled by sealing
    search     text_name NOT NULL       -- folded label, actor, reason, law: no part of the leaf
);
CREATE UNIQUE INDEX act_by_seq ON act (seq) WHERE seq IS NOT NULL;
CREATE INDEX act_unsealed ON act (id) WHERE seq IS NULL;
CREATE INDEX act_by_object ON act (kind, object_id, at, id);
CREATE INDEX act_by_at ON act (at, id);
CREATE INDEX act_by_actor ON act (actor_id, at, id);
CREATE INDEX act_by_decree ON act (decree_id, at, id) WHERE decree_id IS NOT NULL;
-- What a seal states: the RFC 6962 tree over the first `size` acts, signed with a key that is kept
-- outside the database.
CREATE TABLE act_head (
    size       int_id PRIMARY KEY,      -- acts under it
    at         text_instant NOT NULL,
    root       text_code NOT NULL,      -- hex, Merkle tree hash
    link       text_code NOT NULL,      -- hex, of the last act under it
    frontier   text_code,               -- hex, hashes of the complete subtrees, largest first, to
                                        -- go on from; of the newest head only
    signature  text_code                -- hex, Ed25519; NULL: sealed without a key
);
