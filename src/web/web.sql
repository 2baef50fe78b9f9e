-- name: setting_find
SELECT name, value FROM setting WHERE name = $1;

-- name: setting_is_demo
SELECT count(*) FROM setting WHERE name = 'demo';

-- name: setting_put
INSERT INTO setting (name, value) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: idempotency_find
SELECT key, status, location, mime, body FROM idempotency WHERE key = $1;

-- name: idempotency_add
INSERT INTO idempotency (key, at, status, location, mime, body)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: idempotency_forget
DELETE FROM idempotency WHERE at < $1;
