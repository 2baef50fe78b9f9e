-- name: counter_take
-- Takes $2 numbers; gives the last of them.
INSERT INTO counter (name, value) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value
RETURNING value;

-- name: counter_read
SELECT value FROM counter WHERE name = $1;
