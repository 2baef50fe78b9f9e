-- Files attached to records.

-- name: attachment_of
SELECT id, kind, object_id, name, mime, size, sha256, note, at, person_id, by_name, org_id,
       withdrawn_at, withdrawn_by, reason
  FROM attachment WHERE kind = $1 AND object_id = $2 ORDER BY id DESC;

-- name: attachment_same
-- The same bytes under the same name, already there and not withdrawn.
SELECT id FROM attachment
 WHERE kind = $1 AND object_id = $2 AND sha256 = $3 AND name = $4 AND withdrawn_at IS NULL;

-- name: attachment_withdraw
-- Of two at once, one.
UPDATE attachment SET withdrawn_at = $2, withdrawn_by = $3, reason = $4
 WHERE id = $1 AND withdrawn_at IS NULL;

-- name: attachment_part_add
INSERT INTO attachment_content (sha256, part, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: attachment_parts
SELECT content FROM attachment_content WHERE sha256 = $1 ORDER BY part;

-- name: attachment_after
SELECT id, kind, object_id, name, mime, size, sha256, note, at, person_id, by_name, org_id,
       withdrawn_at, withdrawn_by, reason
  FROM attachment WHERE id > $1 ORDER BY id LIMIT $2;
