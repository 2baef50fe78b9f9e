-- name: calendar_feed_add
INSERT INTO calendar_feed (id, token_hash, person_id, org_id, made_at) VALUES ($1, $2, $3, $4, $5);

-- name: calendar_feeds_of
SELECT id, person_id, org_id, made_at
  FROM calendar_feed
 WHERE person_id = $1 AND revoked_at IS NULL
 ORDER BY id;

-- name: calendar_feed_revoke
UPDATE calendar_feed SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL;

-- name: calendar_feed_find
SELECT id, person_id, org_id, made_at FROM calendar_feed WHERE id = $1 AND revoked_at IS NULL;

-- name: calendar_feed_by_token
SELECT f.id, f.person_id, f.org_id, f.made_at, p.username
  FROM calendar_feed f
  JOIN person p ON p.id = f.person_id
 WHERE f.token_hash = $1 AND f.revoked_at IS NULL AND p.valid_from <= $2 AND p.valid_to > $2;
