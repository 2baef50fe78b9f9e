-- Signing in through a provider of OpenID Connect.

-- name: oidc_provider_find
SELECT metadata, keys, fetched_at FROM oidc_provider WHERE issuer = $1;

-- name: oidc_provider_put
INSERT INTO oidc_provider (issuer, metadata, keys, fetched_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (issuer) DO UPDATE SET metadata = $2, keys = $3, fetched_at = $4;

-- name: oidc_state_add
INSERT INTO oidc_state (hash, browser, nonce, verifier, to_path, person_id, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: oidc_state_find
SELECT nonce, verifier, to_path, person_id
  FROM oidc_state WHERE hash = $1 AND browser = $2 AND expires_at > $3;

-- name: oidc_state_take
-- Of two that come back with the same, one.
DELETE FROM oidc_state WHERE hash = $1;

-- name: oidc_state_forget
DELETE FROM oidc_state WHERE expires_at <= $1;

-- name: oidc_link_subject
SELECT l.id, l.person_id, l.issuer, l.subject, l.email, l.linked_at, l.by_name, l.ended_at
  FROM oidc_link l
 WHERE l.issuer = $1 AND l.subject = $2 AND l.ended_at IS NULL;

-- name: oidc_link_email
SELECT l.id, l.person_id, l.issuer, l.subject, l.email, l.linked_at, l.by_name, l.ended_at
  FROM oidc_link l
 WHERE l.issuer = $1 AND l.email = $2 AND l.subject IS NULL AND l.ended_at IS NULL;

-- name: oidc_link_of
SELECT l.id, l.person_id, l.issuer, l.subject, l.email, l.linked_at, l.by_name, l.ended_at
  FROM oidc_link l
 WHERE l.person_id = $1 AND l.ended_at IS NULL ORDER BY l.id;

-- name: oidc_link_came
UPDATE oidc_link SET subject = $2, linked_at = $3
 WHERE id = $1 AND subject IS NULL AND ended_at IS NULL;

-- name: oidc_link_end
UPDATE oidc_link SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL;
